"""Run a command line: the one place where failures become a sentence on stderr and an exit code."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper

import typer
from typer.main import get_command

from papi_cli.cli.program.interruptions import is_interruption
from papi_cli.cli.program.program import app
from papi_cli.cli.program.situations import situation_sentence
from papi_cli.cli.program.typer_internals import NoArgsIsHelpError, UsageError
from papi_cli.cli.program.usage_errors import usage_sentence
from papi_cli.cli.screen import discard, is_reader_gone, open_missing_streams, print_stderr
from papi_cli.problems import BrokenFiles, ExitCode, Failure


def main(argv: Sequence[str]) -> int:
    """Run the command line `argv` (without the program's name) and return the exit code."""
    open_missing_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = _run_command(argv)
        sys.stdout.flush()
    except UsageError as error:
        print_stderr(usage_sentence(error))
        return ExitCode.MISUSE
    except BrokenFiles as broken:
        print_stderr(_as_seen_from_here(broken))
        return broken.exit_code
    except Failure as failure:
        print_stderr(failure)
        return failure.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001  # what the machine lacks may show anywhere; the rest is a bug
        return _unforeseen_end(error)
    return code


def _unforeseen_end(error: Exception) -> int:
    """Say what the machine lacks or, of a bug, all that is known: its traceback; return the exit code."""
    if is_interruption(error):
        return ExitCode.INTERRUPTED
    if is_reader_gone(error):
        # It has seen enough. The null device takes what is still buffered, or the interpreter would complain.
        discard(sys.stdout)
        return ExitCode.OK
    if sentence := situation_sentence(error):
        discard(sys.stdout)  # it may hold a part of the answer, and may be what the error is about
        print_stderr(sentence)
        return ExitCode.SITUATION
    bug = "".join(traceback.format_exception(error))
    print_stderr(f"{bug}Lỗi của chương trình: gửi nguyên văn các dòng trên cho người bảo trì.", wrapped=False)
    return ExitCode.BUG


def _as_seen_from_here(broken: BrokenFiles) -> BrokenFiles:
    """Return the errors with the names that their files have in the current folder, where a terminal opens them."""
    from papi_cli.store.locations import current_folder, way_to

    return broken if broken.folder is None else broken.seen_from(way_to(broken.folder, current_folder()))


def _run_command(argv: Sequence[str]) -> int:
    """Run the command that `argv` names and return its exit code; without a command, print the help page.

    `app` itself is not called: Typer would end the process with exit code 1 at a closed pipe.
    """
    program = get_command(app)
    try:
        with program.make_context("papi", list(argv)) as context:
            return int(program.invoke(context) or ExitCode.OK)
    except typer.Exit as exit_:
        return exit_.exit_code
    except NoArgsIsHelpError as help_page:
        print(help_page.message)
        return ExitCode.OK
