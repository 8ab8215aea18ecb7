"""The only room that opens, writes or locks files, or runs git."""
