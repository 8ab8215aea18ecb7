"""papi matrix."""

from __future__ import annotations

from papi_cli.cli.options.shared import Filters, PrintOptions, SeveralOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode

_EXAMPLES = """
papi matrix
papi matrix --group {group} --as-of {day}
papi matrix --item {duty} --format csv -o theo-doi.csv
papi matrix --format markdown
"""


@papi_command("matrix", examples=_EXAMPLES)
def command(filters: Filters, input_options: SeveralOptions, print_options: PrintOptions) -> int:
    """Bảng theo dõi gửi kế hoạch, báo cáo của từng cơ quan, đơn vị."""
    from papi_cli.cli.asking.several import ask
    from papi_cli.views.matrix import find_duties

    print_answer(print_options, find_duties(ask(input_options, filters)))
    return ExitCode.OK
