"""The files of a plan: YAML text → documents with places → records, with all problems on the way."""
