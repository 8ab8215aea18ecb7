"""papi matrix."""

from __future__ import annotations

from papi_cli.cli.options.shared import Filters, InputOptions, PrintOptions
from papi_cli.cli.output import print_view
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode

_EXAMPLES = """
papi matrix
papi matrix --group ubnd-cap-xa --as-of 10/6/2026
papi matrix --item bao-cao-6-thang --format csv -o bao-cao-6-thang.csv
papi matrix --format markdown
"""


@papi_command("matrix", examples=_EXAMPLES)
def command(filters: Filters, basis: InputOptions, printing: PrintOptions) -> int:
    """Bảng theo dõi gửi kế hoạch, báo cáo của từng cơ quan, đơn vị."""
    from papi_cli.cli.request import query_states
    from papi_cli.views import matrix

    states, selection = query_states(basis, filters)
    found = matrix.duty_verdicts(states, selection)
    print_view(
        printing,
        page=lambda: matrix.matrix_page(states, selection, found),
        rows=lambda: matrix.matrix_rows(found),
        contract=lambda: matrix.matrix_json(states, selection, found),
    )
    return ExitCode.OK
