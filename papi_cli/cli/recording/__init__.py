"""Recording: the options of a command, or the rows of a file → drafts → events in the log, and the answer."""
