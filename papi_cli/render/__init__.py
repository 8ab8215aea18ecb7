"""One module for each output format: it turns what a view shows into text or bytes, and decides nothing else."""
