"""Completion in the shell: the scripts that ask, and the words that are offered."""

# The scripts set this variable when they ask papi for completions.
VARIABLE = "_PAPI_COMPLETE"
