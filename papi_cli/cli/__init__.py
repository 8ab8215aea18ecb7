"""The command line: options, the clock, printing and exit codes."""

import gc
import os
import sys

from papi_cli.cli.completion import VARIABLE

__all__ = ["entry"]

# New objects that may be part of a cycle between two looks for garbage. Most commands finish before the first; a
# command that writes hundreds of documents keeps the memory of a few.
_GC_THRESHOLD = 10_000


def entry() -> None:
    """Run the command line of this process, or answer a shell that asks for completions."""
    try:
        code = _run()
    except BaseException as error:  # noqa: BLE001  # of every kind: early_end raises again what it has no answer to
        # What the door cannot answer, because it is not there yet: an interruption, or a machine that cannot load it.
        from papi_cli.cli.program.situations import early_end

        code = early_end(error)
    sys.exit(code)


def _run() -> int:
    from papi_cli.cli.program.interruptions import heed, ignore, leave_at_once

    leave_at_once()
    gc.disable()  # modules that load make many objects and no garbage
    # papi uses no plugins of pydantic; looking for them reads the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if VARIABLE in os.environ:
        from papi_cli.cli.completion.shells import print_completions

        print_completions(sys.argv[1:])
        return 0
    from papi_cli.cli.program.door import main

    gc.freeze()  # what is loaded is never garbage
    gc.set_threshold(_GC_THRESHOLD)
    gc.enable()
    heed()
    code = main(sys.argv[1:])
    ignore()  # the answer is out
    gc.freeze()  # skips a last collection when the interpreter exits
    return code
