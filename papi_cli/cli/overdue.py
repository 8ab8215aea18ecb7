"""papi overdue."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli import options, program
from papi_cli.cli.output import find_format, formatted, put
from papi_cli.cli.request import Filters, answer
from papi_cli.problems import ExitCode
from papi_cli.views import obligations, overdue

FailOption = Annotated[
    bool, typer.Option("--fail", help="Thoát với mã 1 khi có trách nhiệm quá thời hạn (dùng trong CI).")
]

_EXAMPLES = """
papi overdue --as-of 2026-06-10
papi overdue --agency STP --format csv -o qua-han.csv
papi overdue --index 4 --all
papi overdue --fail
"""


@program.command("overdue", _EXAMPLES)
def command(
    agency: options.AgencyOption = None,
    index: options.IndexOption = None,
    item: options.ItemOption = None,
    state: options.StateOption = None,
    as_of: options.AsOfOption = None,
    known_at: options.KnownAtOption = None,
    at: options.AtOption = None,
    plan: options.PlanOption = None,
    format_: options.FormatOption = "table",
    output: options.OutputOption = None,
    every: options.AllOption = False,
    fail: FailOption = False,
) -> int:
    """Danh sách trách nhiệm đã quá thời hạn mà chưa hoàn thành."""
    shape = find_format(format_)
    filters = Filters(agency, index, item, state, as_of, known_at)
    states, selection = answer(filters, folder=plan, revision=at)
    text = formatted(
        shape,
        page=lambda: overdue.overdue_page(states, selection, spread=every),
        rows=lambda: obligations.listing(states.plan, overdue.overdue(states, selection)),
        contract=lambda: overdue.overdue_json(states, selection),
        to_file=output is not None,
    )
    put(text, output)
    late = overdue.owing(overdue.overdue(states, selection))
    return ExitCode.FOUND if fail and late else ExitCode.FINE
