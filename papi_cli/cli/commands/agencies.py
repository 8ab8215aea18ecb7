"""papi agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from papi_cli.cli.completion import plan_values
from papi_cli.cli.options.shared import GroupOption, InputOptions, PrintOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.cli.program.usage_errors import nearest_sentence
from papi_cli.problems import ExitCode, Misuse
from papi_cli.text import nfc

if TYPE_CHECKING:
    from papi_cli.states import States
    from papi_cli.views.agencies import AgenciesAnswer
    from papi_cli.views.obligations import Selection

AgencyWordsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TỪ",
        autocompletion=plan_values.suggest_searches,
        help="Một phần của tên, mã hoặc tên viết tắt.",
    ),
]

_EXAMPLES = """
papi agencies
papi agencies {agency_words}
papi agencies --group {group}
papi agencies "{agency}" --format json
"""


@papi_command("agencies", examples=_EXAMPLES)
def command(
    input_options: InputOptions,
    print_options: PrintOptions,
    *,
    words: AgencyWordsArgument = None,
    group: GroupOption = None,
) -> int:
    """Tìm cơ quan, nhóm cơ quan; tên khác, thành viên và số trách nhiệm."""
    from papi_cli.cli.inputs import find_group, judge_inputs, load_inputs
    from papi_cli.views.obligations import Selection

    inputs = load_inputs(input_options)
    states = judge_inputs(inputs)
    selection = Selection(groups=tuple(find_group(inputs.plan, word) for word in group or ()))
    print_answer(print_options, _search(states, " ".join(words or ()), selection))
    return ExitCode.OK


def _search(states: States, words: str, selection: Selection) -> AgenciesAnswer:
    """Return the agencies and groups called `words`; raises Misuse, with near names, when there are none."""
    from papi_cli.views.agencies import search_agencies

    answer = search_agencies(states, words, selection)
    if not answer.agencies and not answer.groups:
        near = nearest_sentence(agency.name for agency in states.plan.nearest_agencies(words))
        raise Misuse(f"Không có cơ quan, nhóm nào có tên chứa «{nfc(words)}».{near}")
    return answer
