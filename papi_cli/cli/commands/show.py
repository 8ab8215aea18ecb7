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
from papi_cli.text import nfc, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papi_cli.cli.inputs import Inputs
    from papi_cli.plan.model import Plan
    from papi_cli.views.citations import Citable
    from papi_cli.views.show_facts import ShownClosing

CitationWordsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="MÃ",
        autocompletion=plan_values.suggest_citables,
        help="Mã nhiệm vụ, đầu việc, phụ lục, điểm, khoản của văn bản, kỳ báo cáo, hoặc cách dẫn tới như trong công văn.",
    ),
]

_EXAMPLES = """
papi show {task}
papi show {duty} --as-of {day}
papi show {component}
papi show {citation}
papi show {period}
papi show {annex} --format markdown -o phu-luc.md
"""


@papi_command("show", examples=_EXAMPLES)
def command(input_options: InputOptions, print_options: PrintOptions, *, words: CitationWordsArgument) -> int:
    """Xem một nội dung của văn bản: nguyên văn, ai làm, thời hạn, tình trạng, lịch sử."""
    from papi_cli.cli.inputs import judge_inputs, load_inputs
    from papi_cli.log.events import events_known_at
    from papi_cli.views.show import ShowAnswer

    inputs = load_inputs(input_options)
    states, events = judge_inputs(inputs), events_known_at(inputs.events, inputs.known_at)
    citable = _find_citable(inputs.plan, " ".join(words))
    print_answer(print_options, ShowAnswer(states, citable, events, _closing_shown(inputs, citable)))
    return ExitCode.OK


def _closing_shown(inputs: Inputs, citable: Citable) -> ShownClosing | None:
    """Return what closed the period that is shown, with the number of events that came later; None for anything else."""
    from papi_cli.views.show_facts import ShownClosing, period_of

    period = period_of(inputs.plan, citable)
    if period is None:
        return None
    from papi_cli.cli.closings.closed import closing_of, events_after

    closing = closing_of(inputs, period)
    return ShownClosing(closing, len(events_after(inputs, closing))) if closing else None


def _find_citable(plan: Plan, words: str) -> Citable:
    from papi_cli.cli.inputs import unknown_item_error
    from papi_cli.views.citations import find_citable, nearest_citables

    citable = find_citable(plan, words)
    if citable is None and (ids := plan.find_agency_or_group(words)):
        raise Misuse(_agencies_sentence(plan, ids, nfc(words)))
    if citable is None and "@" in words:
        raise unknown_item_error(plan, words)
    if citable is None:
        hint = nearest_sentence(nearest_citables(plan, words)) or _examples(plan)
        raise Misuse(f"Trong văn bản không có nội dung nào mang mã «{nfc(words)}».{hint}")
    return citable


def _agencies_sentence(plan: Plan, ids: Sequence[str], typed: str) -> str:
    """Return what shows the agency or group that was `typed`; of several each by its id, as the words alone are refused."""
    from papi_cli.cli.inputs import agency_or_group

    agencies = [plan.agencies[id_] for id_ in ids if id_ in plan.agencies]
    if not agencies:
        return f'«{typed}» là một nhóm cơ quan. Xem bằng: papi agencies "{typed}".'
    if len(agencies) == 1:
        from papi_cli.views.successions import agency_lines

        told = "".join(f" {line}" for line in agency_lines(plan, agencies[0].id))
        return f'«{typed}» là {agency_or_group(plan, agencies[0].id)}.{told} Xem bằng: papi status --agency "{typed}".'
    commands = "".join(f"\n  papi status --agency {agency.id}   ({agency.name})" for agency in agencies)
    return f"«{typed}» là tên của {number_text(len(agencies))} cơ quan. Xem bằng:{commands}"


def _examples(plan: Plan) -> str:
    """Return a sentence with one code of each kind that the plan has; "" if it has none."""
    kinds = (plan.tasks, plan.items, [row.code for row in plan.components], plan.provisions, plan.annexes)
    codes = dict.fromkeys(next(iter(codes)) for codes in kinds if codes)
    return f" Ví dụ: {', '.join(codes)}." if codes else ""
