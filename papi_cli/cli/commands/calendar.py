"""papi calendar."""

from __future__ import annotations

from enum import StrEnum

from papi_cli.cli.formats import find_format
from papi_cli.cli.options.shared import Filters, InputOptions, OutputOption
from papi_cli.cli.output import print_or_write
from papi_cli.cli.program.command import papi_command
from papi_cli.cli.screen import print_stderr
from papi_cli.problems import ExitCode

_EXAMPLES = """
papi calendar -o lich.ics
papi calendar --agency "{agency}" -o lich-co-quan.ics
"""


class CalendarFormat(StrEnum):
    """The formats of calendars."""

    ICALENDAR = "icalendar"


_SUFFIXES = {CalendarFormat.ICALENDAR: ".ics"}


@papi_command("calendar", examples=_EXAMPLES)
def command(filters: Filters, input_options: InputOptions, output: OutputOption = None) -> int:
    """Lịch các ngày cuối đúng hạn (iCalendar), có nhắc trước, để nhập vào phần mềm lịch."""
    find_format(_SUFFIXES, None, output, refusal="Không ghi được lịch vào tệp «{}». Đặt tên tệp kết thúc bằng .ics.")
    from papi_cli.cli.inputs import judge_inputs, load_inputs, resolve_filters
    from papi_cli.log.events import events_known_at
    from papi_cli.views.calendar import calendar_entries

    inputs = load_inputs(input_options)
    states, events = judge_inputs(inputs), events_known_at(inputs.events, inputs.known_at)
    entries = calendar_entries(states, resolve_filters(inputs.plan, filters), events)
    if not entries:
        print_stderr("Không lập lịch: không có ngày cuối đúng hạn nào trong phạm vi đã chọn.")
        return ExitCode.OK
    from papi_cli.render import ics

    print_or_write(ics.render(entries, title=inputs.plan.title), output)
    return ExitCode.OK
