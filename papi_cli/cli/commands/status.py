"""papi status."""

from __future__ import annotations

from papi_cli.cli.options.shared import Filters, InputOptions, ListOptions, PrintOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode

_EXAMPLES = """
papi status
papi status --agency "{agency}"
papi status --agency {agency_id} --as-of {day} --known-at {later_day}
papi status --group {group} --all
papi status --format csv --csv-separator ";" -o tinh-trang.csv
papi status --format json -o tinh-trang.json
"""


@papi_command("status", examples=_EXAMPLES)
def command(
    filters: Filters, input_options: InputOptions, list_options: ListOptions, print_options: PrintOptions
) -> int:
    """Tình trạng chung, hoặc toàn bộ phần việc của một cơ quan."""
    from papi_cli.cli.arrangement import parse_arrangement
    from papi_cli.cli.closings.closed import tell_of_closed_period
    from papi_cli.cli.inputs import judge_inputs, load_inputs, resolve_filters
    from papi_cli.views.status import find_status

    arrangement = parse_arrangement(list_options, print_options)
    inputs = load_inputs(input_options)
    states, selection = judge_inputs(inputs), resolve_filters(inputs.plan, filters)
    tell_of_closed_period(inputs)
    print_answer(print_options, find_status(states, selection, arrangement))
    return ExitCode.OK
