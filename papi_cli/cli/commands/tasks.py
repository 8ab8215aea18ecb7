"""papi tasks."""

from __future__ import annotations

from papi_cli.cli.options.shared import Filters, InputOptions, ListOptions, PrintOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode

_EXAMPLES = """
papi tasks --agency "Sở Xây dựng"
papi tasks --agency STP --sort "hạn cuối"
papi tasks --cooperating STP --index 4
papi tasks --group ubnd-cap-xa --columns "hạn cuối,mã,nhiệm vụ,sản phẩm"
papi tasks --agency "phường Tô Hiệu" --format csv -o phuong-to-hieu.csv
"""


@papi_command("tasks", examples=_EXAMPLES)
def command(
    filters: Filters, input_options: InputOptions, list_options: ListOptions, print_options: PrintOptions
) -> int:
    """Danh mục công việc trong năm, theo thứ tự của Quyết định hoặc theo thứ tự khác."""
    from papi_cli.cli.arrangement import parse_arrangement
    from papi_cli.cli.inputs import query_states
    from papi_cli.views.tasks import find_tasks

    arrangement = parse_arrangement(list_options, print_options)
    states, selection = query_states(input_options, filters)
    print_answer(print_options, find_tasks(states, selection, arrangement))
    return ExitCode.OK
