"""Spreadsheets and CSV that people fill in → rows → drafts, each bad cell named."""
