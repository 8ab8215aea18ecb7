"""papi show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from papi_cli.cli.completion import plan_values
from papi_cli.cli.options.shared import InputOptions, PrintOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.cli.program.usage_errors import nearest_sentence
from papi_cli.problems import ExitCode, Misuse
from papi_cli.text import nfc

if TYPE_CHECKING:
    from papi_cli.plan.model import Plan
    from papi_cli.views.citations import Citable

CitationWordsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="MÃ",
        autocompletion=plan_values.suggest_citables,
        help="Mã nhiệm vụ, sản phẩm, trách nhiệm, chỉ số, nội dung thành phần; điểm, khoản như «điểm b khoản 1 Mục IV»; "
        "«phụ lục 1», «phụ lục 2», «mục 1» … «mục 4», «Quyết định».",
    ),
]

_EXAMPLES = """
papi show II.5
papi show bao-cao-6-thang --as-of 2026-06-10
papi show 4.2
papi show part-4/1.b
papi show phụ lục 2
papi show annex-2 --format markdown -o phu-luc-2.md
"""


@papi_command("show", examples=_EXAMPLES)
def command(input_options: InputOptions, print_options: PrintOptions, *, words: CitationWordsArgument) -> int:
    """Xem một nội dung của Quyết định: nguyên văn, ai làm, thời hạn, tình trạng, lịch sử."""
    from papi_cli.cli.inputs import judge_inputs, load_inputs
    from papi_cli.log.events import events_known_at
    from papi_cli.views.show import ShowAnswer

    inputs = load_inputs(input_options)
    states, events = judge_inputs(inputs), events_known_at(inputs.events, inputs.known_at)
    print_answer(print_options, ShowAnswer(states, _find_citable(inputs.plan, " ".join(words)), events))
    return ExitCode.OK


def _find_citable(plan: Plan, words: str) -> Citable:
    from papi_cli.views.citations import find_citable, nearest_citables

    citable = find_citable(plan, words)
    if citable is None and (ids := plan.find_agency_or_group(words)):
        typed = nfc(words)
        what, command = ("cơ quan", "status --agency") if ids[0] in plan.agencies else ("nhóm cơ quan", "agencies")
        raise Misuse(f'«{typed}» là một {what}. Xem bằng: papi {command} "{typed}".')
    if citable is None:
        hint = nearest_sentence(nearest_citables(plan, words)) or " Ví dụ: II.5, bao-cao-nam, 4.2, part-4/1.b, annex-2."
        raise Misuse(f"Trong Quyết định không có nội dung nào mang mã «{nfc(words)}».{hint}")
    return citable
