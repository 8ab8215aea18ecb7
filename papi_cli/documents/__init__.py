"""A template filled in → the parts of a document → Markdown, Word, HTML."""
