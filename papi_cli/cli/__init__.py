"""The command line: options, the clock, printing and exit codes."""

import gc
import os
import sys

from papi_cli.cli.completion import VARIABLE

__all__ = ["entry"]


def entry() -> None:
    """Run the command line of this process, or answer the shell that asks how it could go on."""
    # A command lives for a blink and makes little garbage. Looking for it while modules load, and once more at the end,
    # takes a seventh of the time.
    gc.disable()
    # Plugins of pydantic are nothing to papi, and looking for them reads the metadata of everything installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if VARIABLE in os.environ:
        from papi_cli.cli.completion.shells import print_completions

        print_completions(sys.argv[1:])
        return
    from papi_cli.cli.program.door import main

    code = main(sys.argv[1:])
    gc.freeze()  # nothing is left to collect when the interpreter closes
    sys.exit(code)
