"""Documents: a template is filled in, its Markdown is read as a tree, the tree is rendered as Word or HTML."""
