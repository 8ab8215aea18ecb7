"""papi agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from papi_cli.cli.options.shared import GroupOption, InputOptions, PrintOptions
from papi_cli.cli.output import print_view
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse
from papi_cli.text import join_words, nfc

if TYPE_CHECKING:
    from papi_cli.plan.model import Plan
    from papi_cli.views.agencies import AgencyMatches

AgencyWordsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="TỪ", show_default=False, help="Một phần của tên, mã hoặc tên viết tắt."),
]

_EXAMPLES = """
papi agencies
papi agencies tu phap
papi agencies --group "các sở, ban, ngành"
papi agencies "tô hiệu" --format json
"""


@papi_command("agencies", examples=_EXAMPLES)
def command(
    basis: InputOptions, printing: PrintOptions, *, words: AgencyWordsArgument = None, group: GroupOption = None
) -> int:
    """Tìm cơ quan, nhóm cơ quan; tên khác, thành viên và số trách nhiệm."""
    from papi_cli.cli.request import find_group, judge_inputs, load_inputs
    from papi_cli.views import agencies
    from papi_cli.views.obligations import Selection

    read = load_inputs(basis)
    states = judge_inputs(read)
    selection = Selection(groups=tuple(find_group(read.plan, word) for word in group or ()))
    found = _search(read.plan, " ".join(words or ()), selection.groups)
    print_view(
        printing,
        page=lambda: agencies.agencies_page(states, found),
        rows=lambda: agencies.agencies_rows(states, found),
        contract=lambda: agencies.agencies_json(states, selection, found),
    )
    return ExitCode.OK


def _search(plan: Plan, words: str, groups: tuple[str, ...]) -> AgencyMatches:
    from papi_cli.views import agencies

    found = agencies.search_agencies(plan, words, groups)
    if not found.agencies and not found.groups:
        near = join_words([f"«{agency.name}»" for agency in plan.nearest_agencies(words)])
        hint = f" Gần nhất: {near}." if near else ""
        raise Misuse(f"Không có cơ quan, nhóm nào có tên chứa «{nfc(words)}».{hint}")
    return found
