"""Print answers and pages, in the format and with the renderer asked for, to the terminal or a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from papi_cli.cli.formats import ListFormat, find_csv_separator, find_list_format
from papi_cli.cli.options.shared import PrintOptions
from papi_cli.cli.screen import discard, is_reader_gone, print_stderr, takes_colours, terminal_width
from papi_cli.problems import Failure, Misuse
from papi_cli.store.os_errors import os_reason
from papi_cli.store.writing import write_output
from papi_cli.views.page import Answer, Page

T = TypeVar("T")

if TYPE_CHECKING:
    from papi_cli.views.sheet import Sheet

# A command imports only the renderer that it uses: Rich alone takes five times as long as starting Python.


def print_answer(options: PrintOptions, answer: Answer) -> None:
    """Print an answer, or write it to a file, in the format that the options ask for."""
    format_ = find_list_format(options.format_, options.output)
    separator = find_csv_separator(options.csv_separator, format_)
    match format_:
        case ListFormat.TABLE:
            content = render_page(answer.page(), to_file=options.output is not None).encode()
        case ListFormat.MARKDOWN:
            from papi_cli.render import markdown

            content = markdown.render(answer.page()).encode()
        case ListFormat.CSV:
            from papi_cli.render import csvtext

            content = csvtext.render(answer.rows(), separator=separator)
        case ListFormat.JSON:
            from papi_cli.render import jsontext

            content = jsontext.render(answer.json()).encode()
    print_or_write(content, options.output)


def render_page(page: Page, *, to_file: bool) -> str:
    """Return the page as text: fitted to the terminal, or plain for a file or a pipe."""
    width = None if to_file else terminal_width(sys.stdout)
    if width is None:
        from papi_cli.render import plain

        return plain.render(page)
    from papi_cli.render import terminal

    return terminal.render(page, width=width, color=takes_colours(sys.stdout))


def render_workbook(sheet: Sheet) -> bytes:
    """Return a sheet to fill in as a workbook; raises Failure if the folder for temporary files cannot be written."""
    from papi_cli.render import xlsx

    try:
        return xlsx.render(sheet)
    except OSError as error:
        reason = os_reason(error)
        raise Failure(
            f"Không ghi được vào thư mục tạm của máy ({reason}). Đặt biến TMPDIR là một thư mục khác rồi chạy lại."
        ) from error


def print_page(page: Page) -> None:
    """Print a page, fitted to the terminal if there is one."""
    print_or_write(render_page(page, to_file=False).encode(), None)


def print_or_write(content: bytes, output: str | None) -> None:
    """Print `content`, or write it to the file `output` (None: print) and say so; raises Failure if it cannot."""
    if output is not None:
        write_output(Path(output), content)
        print_stderr(f"Đã ghi {output}.")
        return
    if reason := reason_not_printed(content):
        raise Failure(f"Không in được kết quả: {reason}.")


def reason_not_printed(content: bytes) -> str:
    """Print `content`; return why it cannot be printed, "" if it is. Raises OSError if nobody reads it."""
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        if is_reader_gone(error):
            raise  # no failure: the reader has seen enough
        discard(sys.stdout)
        return os_reason(error)
    return ""


def with_progress_bar(steps: Sequence[T], description: str) -> Iterable[T]:
    """Return the steps; at a terminal, taking them one after another moves a bar on stderr."""
    if not steps or not sys.stderr.isatty():
        return steps
    from rich.console import Console
    from rich.progress import track

    return track(steps, description=description, console=Console(stderr=True))


def refuse_file_as_folder(folder: str, contents: str) -> None:
    """Raise Misuse if a file stands where the folder for the `contents` («nhiều báo cáo») is to be."""
    if os.path.lexists(folder) and not os.path.isdir(folder):  # noqa: PTH112  # Path raises where it may not look
        raise Misuse(f"--output: {folder} là một tệp; {contents} phải ghi vào một thư mục.")
