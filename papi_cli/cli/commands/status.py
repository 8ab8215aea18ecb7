"""papi status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from papi_cli.cli.formats import ListFormat, find_list_format
from papi_cli.cli.options.shared import Filters, ListOptions, PrintOptions, SeveralOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papi_cli.cli.inputs import Inputs
    from papi_cli.views.asked import Asked
    from papi_cli.views.status_lines import Since

_EXAMPLES = """
papi status
papi status --agency "{agency}"
papi status --agency {agency_id} --as-of {day} --known-at {later_day}
papi status --as-of {later_day} --since {day}
papi status --group {group} --all
papi status --format csv --csv-separator ";" -o tinh-trang.csv
papi status --format json -o tinh-trang.json
"""


@papi_command("status", examples=_EXAMPLES)
def command(
    *,
    filters: Filters,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="NGÀY",
            help="So với hết ngày này: hoàn thành thêm bao nhiêu, quá hạn tăng hay giảm bao nhiêu.",
        ),
    ] = None,
    input_options: SeveralOptions,
    list_options: ListOptions,
    print_options: PrintOptions,
) -> int:
    """Tình trạng chung, hoặc toàn bộ phần việc của một cơ quan."""
    from papi_cli.cli.asking.arrangement import parse_arrangement
    from papi_cli.cli.asking.several import asked_in, load_all
    from papi_cli.store.reading import has_closings
    from papi_cli.views.status import find_status

    if since is not None and find_list_format(print_options.format_, print_options.output) is ListFormat.CSV:
        raise Misuse("--since không dùng với --format csv: CSV chỉ có các đầu việc, không có số so sánh.")
    arrangement = parse_arrangement(list_options, print_options)
    inputs = load_all(input_options)
    asked = asked_in(inputs, filters)
    for one, of_plan in zip(asked, inputs, strict=True):
        if has_closings(of_plan.source):
            from papi_cli.cli.closings.closed import tell_of_closed_period

            tell_of_closed_period(of_plan, one.name)
    print_answer(print_options, find_status(asked, arrangement, _since(since, inputs, asked)))
    return ExitCode.OK


def _since(words: str | None, inputs: Sequence[Inputs], asked: Sequence[Asked]) -> Since | None:
    if words is None:
        return None
    from papi_cli.cli.asking.since import find_since

    return find_since(words, inputs, asked)
