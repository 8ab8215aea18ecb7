"""papi upcoming."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli.options.shared import Basis, Filters, Listing, Printing
from papi_cli.cli.output import give
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse
from papi_cli.text import nfc

WithinOption = Annotated[
    str,
    typer.Option("--within", metavar="SỐ_NGÀY", show_default=False, help="Số ngày tới, không kể hôm nay; mặc định 30."),
]

_LONGEST = 3660

_EXAMPLES = """
papi upcoming
papi upcoming --within 15 --agency STP
papi upcoming --within 60 --group "các sở, ban, ngành" --all
papi upcoming --as-of 1/6/2026 --format markdown
"""


@papi_command("upcoming", examples=_EXAMPLES)
def command(
    filters: Filters, basis: Basis, listing: Listing, printing: Printing, *, within: WithinOption = "30"
) -> int:
    """Danh sách trách nhiệm sắp đến hạn."""
    from papi_cli.cli.listing import arrangement
    from papi_cli.cli.request import answer
    from papi_cli.views import lists, upcoming

    days = _days(within)
    wanted = arrangement(listing, printing)
    states, selection = answer(basis, filters)
    found = upcoming.upcoming(states, selection, wanted, within=days)
    give(
        printing,
        page=lambda: upcoming.upcoming_page(states, selection, found, wanted, within=days),
        rows=lambda: lists.listing(states.plan, found, wanted),
        contract=lambda: upcoming.upcoming_json(states, selection, found, within=days),
    )
    return ExitCode.OK


def _days(words: str) -> int:
    if not (words.isascii() and words.isdigit()) or int(words) > _LONGEST:
        raise Misuse(f"--within: «{nfc(words)}» không phải là số ngày. Viết một số từ 0 đến {_LONGEST}, ví dụ 30.")
    return int(words)
