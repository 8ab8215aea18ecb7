"""papi agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from papi_cli.cli.completion import plan_values
from papi_cli.cli.options.shared import Filters, GroupOption, PrintOptions, SeveralOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.cli.program.usage_errors import nearest_sentence
from papi_cli.problems import ExitCode, Misuse
from papi_cli.text import nfc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papi_cli.views.agencies import AgenciesAnswer
    from papi_cli.views.asked import Asked

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
    input_options: SeveralOptions,
    print_options: PrintOptions,
    *,
    words: AgencyWordsArgument = None,
    group: GroupOption = None,
) -> int:
    """Tìm cơ quan, nhóm cơ quan; tên khác, thành viên và số đầu việc."""
    from papi_cli.cli.asking.several import ask

    asked = ask(input_options, Filters(group=group))
    print_answer(print_options, _search(asked, " ".join(words or ())))
    return ExitCode.OK


def _search(asked: Sequence[Asked], words: str) -> AgenciesAnswer:
    """Return the agencies and groups called `words`; raises Misuse, with near names, when there are none."""
    from papi_cli.views.agencies import search_agencies

    answer = search_agencies(asked, words)
    if not any(one.agencies or one.groups for one in answer.found):
        names = [agency.name for one in asked for agency in one.plan.nearest_agencies(words)]
        near = nearest_sentence(dict.fromkeys(names))
        raise Misuse(f"Không có cơ quan, nhóm nào có tên chứa «{nfc(words)}».{near}")
    return answer
