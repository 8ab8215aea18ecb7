"""papi overdue."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli.options.shared import Filters, ListOptions, PrintOptions, SeveralOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode

FailOption = Annotated[
    bool, typer.Option("--fail", help="Thoát với mã 1 khi có đầu việc quá hạn (để máy chủ kiểm tra tự động).")
]

_EXAMPLES = """
papi overdue --as-of {iso_day}
papi overdue --agency {agency_id} --format csv -o qua-han.csv
papi overdue --group {group} --all --sort agency
papi overdue --columns "hạn cuối,sản phẩm,cơ quan"
papi overdue --fail
"""


@papi_command("overdue", examples=_EXAMPLES)
def command(
    filters: Filters,
    input_options: SeveralOptions,
    list_options: ListOptions,
    print_options: PrintOptions,
    *,
    fail: FailOption = False,
) -> int:
    """Danh sách đầu việc đã quá hạn mà chưa hoàn thành."""
    from papi_cli.cli.asking.arrangement import parse_arrangement
    from papi_cli.cli.asking.several import ask
    from papi_cli.views.obligations import binding_only
    from papi_cli.views.overdue import find_overdue

    arrangement = parse_arrangement(list_options, print_options)
    answer = find_overdue(ask(input_options, filters), arrangement)
    print_answer(print_options, answer)
    return ExitCode.FOUND if fail and binding_only(answer.verdicts) else ExitCode.OK
