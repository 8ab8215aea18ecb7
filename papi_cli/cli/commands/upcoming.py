"""papi upcoming."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli.options.shared import Filters, ListOptions, PrintOptions, SeveralOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse
from papi_cli.text import nfc

WithinDaysOption = Annotated[
    str,
    typer.Option("--within", metavar="SỐ_NGÀY", help="Số ngày tới, không kể hôm nay; mặc định 30."),
]

_MAX_DAYS = 3660
_MOST_DIGITS = 20

_EXAMPLES = """
papi upcoming
papi upcoming --within 15 --agency {agency_id}
papi upcoming --within 60 --group {group} --all
papi upcoming --as-of {day} --format markdown
"""


@papi_command("upcoming", examples=_EXAMPLES)
def command(
    filters: Filters,
    input_options: SeveralOptions,
    list_options: ListOptions,
    print_options: PrintOptions,
    *,
    within: WithinDaysOption = "30",
) -> int:
    """Danh sách đầu việc sắp đến hạn."""
    from papi_cli.cli.asking.arrangement import parse_arrangement
    from papi_cli.cli.asking.several import ask
    from papi_cli.views.upcoming import find_upcoming

    days = _parse_days(within)
    arrangement = parse_arrangement(list_options, print_options)
    print_answer(print_options, find_upcoming(ask(input_options, filters), arrangement, within=days))
    return ExitCode.OK


def _parse_days(words: str) -> int:
    # Python reads no number of more than 4,300 digits.
    is_number = words.isascii() and words.isdigit() and len(words) <= _MOST_DIGITS
    if not is_number or int(words) > _MAX_DAYS:
        typed = nfc(words)
        shown = f"{typed[:_MOST_DIGITS]}…" if len(typed) > _MOST_DIGITS else typed
        raise Misuse(f"--within: «{shown}» không phải là số ngày. Viết một số từ 0 đến {_MAX_DAYS}, ví dụ 30.")
    return int(words)
