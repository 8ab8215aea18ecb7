"""Typer in Vietnamese: the program, its help pages and usage errors, and the exit codes."""
