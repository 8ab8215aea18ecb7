"""papi tasks."""

from __future__ import annotations

from papi_cli.cli.options.shared import Filters, ListOptions, PrintOptions, SeveralOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode

_EXAMPLES = """
papi tasks --agency "{agency}"
papi tasks --agency {agency_id} --sort "hạn cuối"
papi tasks --cooperating {agency_id}
papi tasks --index {index} --state overdue
papi tasks --group {group} --columns "hạn cuối,mã,nhiệm vụ,sản phẩm"
papi tasks --agency "{agency}" --format csv -o danh-muc.csv
"""


@papi_command("tasks", examples=_EXAMPLES)
def command(
    filters: Filters, input_options: SeveralOptions, list_options: ListOptions, print_options: PrintOptions
) -> int:
    """Danh mục công việc, theo thứ tự của văn bản hoặc theo thứ tự khác."""
    from papi_cli.cli.asking.arrangement import parse_arrangement
    from papi_cli.cli.asking.several import ask
    from papi_cli.views.tasks import find_tasks

    arrangement = parse_arrangement(list_options, print_options)
    print_answer(print_options, find_tasks(ask(input_options, filters), arrangement))
    return ExitCode.OK
