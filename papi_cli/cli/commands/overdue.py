"""papi overdue."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli.options.shared import Basis, Filters, Listing, Printing
from papi_cli.cli.output import give
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode

FailOption = Annotated[
    bool, typer.Option("--fail", help="Thoát với mã 1 khi có trách nhiệm quá thời hạn (dùng trong CI).")
]

_EXAMPLES = """
papi overdue --as-of 2026-06-10
papi overdue --agency STP --format csv -o qua-han.csv
papi overdue --group ubnd-cap-xa --all --sort agency
papi overdue --columns "hạn cuối,sản phẩm,cơ quan"
papi overdue --fail
"""


@papi_command("overdue", examples=_EXAMPLES)
def command(filters: Filters, basis: Basis, listing: Listing, printing: Printing, *, fail: FailOption = False) -> int:
    """Danh sách trách nhiệm đã quá thời hạn mà chưa hoàn thành."""
    from papi_cli.cli.listing import arrangement
    from papi_cli.cli.request import answer
    from papi_cli.views import lists, obligations, overdue

    wanted = arrangement(listing, printing)
    states, selection = answer(basis, filters)
    found = overdue.overdue(states, selection, wanted)
    give(
        printing,
        page=lambda: overdue.overdue_page(states, selection, found, wanted),
        rows=lambda: lists.listing(states.plan, found, wanted),
        contract=lambda: overdue.overdue_json(states, selection, found),
    )
    return ExitCode.FOUND if fail and obligations.owing(found) else ExitCode.OK
