"""The command line: options, the clock, printing and exit codes."""

import gc

# A command lives for a blink and makes little garbage. Looking for it while modules load, and once more at the end
# (`entry`), takes a seventh of the time.
gc.disable()

from papi_cli.cli.door import entry  # noqa: E402  # what follows is most of what there would be to collect

__all__ = ["entry"]
