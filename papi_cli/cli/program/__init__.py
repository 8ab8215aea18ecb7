"""Typer made Vietnamese: the program, its help pages, and the one door by which it ends."""
