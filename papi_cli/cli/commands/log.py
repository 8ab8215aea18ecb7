"""papi log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from papi_cli.cli.completion import plan_values, values
from papi_cli.cli.options import shared
from papi_cli.cli.options.shared import Filters, InputOptions, PrintOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.cli.program.usage_errors import choice_lines
from papi_cli.log.kinds import EventKind
from papi_cli.problems import ExitCode, Misuse
from papi_cli.text import match_key, nfc

if TYPE_CHECKING:
    from papi_cli.cli.inputs import Inputs

_EXAMPLES = """
papi log
papi log --agency {agency_id} --item {item}
papi log --event returned --since {day} --format json
papi log --after-closing {period}
"""


@papi_command("log", examples=_EXAMPLES)
def command(
    *,
    agency: shared.AgencyOption = None,
    item: shared.ItemOption = None,
    event: Annotated[
        list[str] | None,
        typer.Option(
            "--event",
            metavar="LOẠI",
            autocompletion=values.suggest_kinds,
            help="Loại sự kiện, ví dụ done hoặc «đã hoàn thành».",
        ),
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="NGÀY", help="Sự kiện từ ngày này.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="NGÀY", help="Sự kiện đến hết ngày này.")] = None,
    after_closing: Annotated[
        str | None,
        typer.Option(
            "--after-closing",
            metavar="KỲ",
            autocompletion=plan_values.suggest_periods,
            help="Chỉ các sự kiện của kỳ báo cáo này có trong sổ sau khi kỳ đã chốt.",
        ),
    ] = None,
    input_options: InputOptions,
    print_options: PrintOptions,
) -> int:
    """Sổ theo dõi: các sự kiện đã ghi, mới ghi trước."""
    from papi_cli.cli.inputs import judge_inputs, load_inputs, parse_optional_day, resolve_filters
    from papi_cli.log.events import events_known_at
    from papi_cli.views import log

    inputs = load_inputs(input_options)
    states, events = judge_inputs(inputs), events_known_at(inputs.events, inputs.known_at)
    selection = resolve_filters(inputs.plan, Filters(agency=agency, item=item))
    filter_ = log.EventFilter(
        selection,
        tuple(_find_kind(word) for word in event or ()),
        parse_optional_day(since, states.as_of, "--since"),
        parse_optional_day(until, states.as_of, "--until"),
        *(_after_closing(inputs, after_closing) if after_closing is not None else ()),
    )
    print_answer(print_options, log.find_events(states, events, filter_))
    return ExitCode.OK


def _after_closing(inputs: Inputs, words: str) -> tuple[frozenset[str], str]:
    """Return the ids of what came after the closing of the period called so, and the period's own."""
    from papi_cli.cli.closings.closed import closing_of, events_after, find_named_period, not_closed

    period = find_named_period(inputs.plan, words)
    closing = closing_of(inputs, period)
    if closing is None:
        raise not_closed(period)
    return frozenset(event.id for event in events_after(inputs, closing)), period.id


def _find_kind(word: str) -> EventKind:
    for kind in EventKind:
        if match_key(word) in (kind.value, match_key(kind.label)):
            return kind
    kinds = choice_lines((kind.value, kind.label) for kind in EventKind)
    raise Misuse(f"Không có loại sự kiện «{nfc(word)}». Các loại (ghi bằng lời hoặc bằng mã trong ngoặc):{kinds}")
