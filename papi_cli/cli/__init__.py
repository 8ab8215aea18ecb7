"""The command line: options, the clock, printing and exit codes."""

from papi_cli.cli.door import entry

__all__ = ["entry"]
