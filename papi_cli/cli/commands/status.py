"""papi status."""

from __future__ import annotations

from papi_cli.cli.options.shared import Filters, ListOptions, PrintOptions, SeveralOptions
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
    filters: Filters, input_options: SeveralOptions, list_options: ListOptions, print_options: PrintOptions
) -> int:
    """Tình trạng chung, hoặc toàn bộ phần việc của một cơ quan."""
    from papi_cli.cli.asking.arrangement import parse_arrangement
    from papi_cli.cli.asking.several import asked_in, load_all
    from papi_cli.store.reading import has_closings
    from papi_cli.views.status import find_status

    arrangement = parse_arrangement(list_options, print_options)
    inputs = load_all(input_options)
    asked = asked_in(inputs, filters)
    for one, of_plan in zip(asked, inputs, strict=True):
        if has_closings(of_plan.source):
            from papi_cli.cli.closings.closed import tell_of_closed_period

            tell_of_closed_period(of_plan, one.name)
    print_answer(print_options, find_status(asked, arrangement))
    return ExitCode.OK
