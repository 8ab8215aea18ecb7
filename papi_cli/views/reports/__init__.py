"""Reports and letters: what their templates are told, in words and figures."""
