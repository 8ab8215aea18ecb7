"""One module for each output format: it turns what a view shows into text or bytes, and sorts, counts and words nothing."""
