"""Reports and letters: the words, figures and tables that their templates print."""
