"""One format, one file: each takes what a view shows and returns text; none sorts, counts or phrases."""
