"""papi status."""

from __future__ import annotations

from papi_cli.cli import options, program
from papi_cli.cli.output import find_format, formatted, put
from papi_cli.cli.request import Filters, answer
from papi_cli.problems import ExitCode
from papi_cli.states import States
from papi_cli.views import obligations, status
from papi_cli.views.layout import Page

_EXAMPLES = """
papi status
papi status --agency "Sở Tư pháp"
papi status --agency STP --as-of 10/6/2026
papi status --format json -o tinh-trang.json
"""


@program.command("status", _EXAMPLES)
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
) -> int:
    """Tình trạng chung, hoặc toàn bộ phần việc của một cơ quan."""
    shape = find_format(format_)
    states, selection = answer(Filters(agency, index, item, state, as_of, known_at), folder=plan, revision=at)
    content = formatted(
        shape,
        page=lambda: _page(states, selection, spread=every),
        rows=lambda: obligations.listing(states.plan, obligations.select(states, selection)),
        contract=lambda: status.status_json(states, selection),
        to_file=output is not None,
    )
    put(content, output)
    return ExitCode.FINE


def _page(states: States, selection: obligations.Selection, *, spread: bool) -> Page:
    if len(selection.agencies) == 1:
        return status.agency_page(states, selection, states.plan.agencies[selection.agencies[0]])
    return status.status_page(states, selection, spread=spread)
