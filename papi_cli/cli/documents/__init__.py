"""Documents that are written: reports of periods and lists of work, letters."""
