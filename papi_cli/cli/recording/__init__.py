"""From the words of a command to events in the log."""
