"""papi explain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from papi_cli.cli.completion import plan_values
from papi_cli.cli.options.shared import InputOptions, PrintOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse
from papi_cli.text import nfc

if TYPE_CHECKING:
    from papi_cli.plan.model import Plan
    from papi_cli.views.explain import Explanation

DeadlineWordsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="MÃ|CỤM_TỪ",
        autocompletion=plan_values.suggest_items,
        help="Mã nhiệm vụ, đầu việc, hoặc một cụm từ thời hạn.",
    ),
]

_EXAMPLES = """
papi explain {duty}
papi explain {task}
papi explain "{phrase}"
"""


@papi_command("explain", examples=_EXAMPLES)
def command(input_options: InputOptions, print_options: PrintOptions, *, words: DeadlineWordsArgument) -> int:
    """Giải thích vì sao một thời hạn có ngày cuối cùng như vậy."""
    from papi_cli.cli.inputs import judge_inputs, load_inputs
    from papi_cli.views.explain import ExplainAnswer

    inputs = load_inputs(input_options)
    states = judge_inputs(inputs)
    explanations = _explanations(inputs.plan, " ".join(words))
    print_answer(print_options, ExplainAnswer(states, explanations))
    return ExitCode.OK


def _explanations(plan: Plan, words: str) -> tuple[Explanation, ...]:
    """Return the deadlines of the items that `words` name, else that of the phrase itself."""
    from papi_cli.deadlines.model import UnreadablePhrase, roll_deadline
    from papi_cli.deadlines.phrases import read_due
    from papi_cli.views.explain import Explanation

    items = plan.find_items(words)
    if items:
        return tuple(Explanation(item, item.due, item.occurrence) for item in items)
    if "@" in words:
        from papi_cli.cli.inputs import unknown_item_error

        raise unknown_item_error(plan, words)
    phrase = nfc(words).strip()
    due = read_due(phrase, span=plan.span)
    if isinstance(due, UnreadablePhrase):
        raise Misuse(f"«{phrase}» không phải là mã, cũng không đọc được là thời hạn. {due.reason}")
    if due.occurrences:
        from papi_cli.plan.resolve.occurrences import deadline_of_occurrence, since_issue

        due = since_issue(due, plan.roll, plan.calendar, plan.document.day)
        return tuple(
            Explanation(None, deadline_of_occurrence(due, occurrence, plan.roll, plan.calendar), occurrence)
            for occurrence in due.occurrences
        )
    return (Explanation(None, roll_deadline(due, plan.roll, plan.calendar)),)
