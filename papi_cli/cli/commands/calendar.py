"""papi calendar."""

from __future__ import annotations

from enum import StrEnum

from papi_cli.cli.formats import find_format
from papi_cli.cli.options.shared import Filters, InputOptions, OutputOption
from papi_cli.cli.output import print_or_write
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode

_EXAMPLES = """
papi calendar -o papi.ics
papi calendar --agency "Sở Tư pháp" -o so-tu-phap.ics
"""


class CalendarFormat(StrEnum):
    """The formats of calendars."""

    ICALENDAR = "icalendar"


_SUFFIXES = {CalendarFormat.ICALENDAR: ".ics"}


@papi_command("calendar", examples=_EXAMPLES)
def command(filters: Filters, input_options: InputOptions, output: OutputOption = None) -> int:
    """Lịch các ngày cuối đúng hạn (iCalendar), có nhắc trước, để nhập vào phần mềm lịch."""
    find_format(_SUFFIXES, None, output, refusal="Không ghi được lịch vào tệp «{}». Đặt tên tệp kết thúc bằng .ics.")
    from papi_cli.cli.inputs import query_states
    from papi_cli.views.calendar import calendar_entries

    states, selection = query_states(input_options, filters)
    from papi_cli.render import ics

    print_or_write(ics.render(calendar_entries(states, selection), title=states.plan.title, as_of=states.as_of), output)
    return ExitCode.OK
