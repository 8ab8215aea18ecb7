"""Reporting periods that are closed: the closing itself, and what rests on one."""
