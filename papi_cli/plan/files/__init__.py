"""The plan as people write it: YAML text → documents with places → records, and what is wrong with them."""
