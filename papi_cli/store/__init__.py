"""Files: the only room that opens them or runs git."""
