"""papi calendar."""

from __future__ import annotations

from enum import StrEnum

from papi_cli.cli.formats import find_format
from papi_cli.cli.options.shared import Filters, OutputOption, SeveralOptions
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
def command(filters: Filters, input_options: SeveralOptions, output: OutputOption = None) -> int:
    """Lịch các ngày cuối đúng hạn (iCalendar), có nhắc trước, để nhập vào phần mềm lịch."""
    find_format(_SUFFIXES, None, output, refusal="Không ghi được lịch vào tệp «{}». Đặt tên tệp kết thúc bằng .ics.")
    from papi_cli.cli.asking.several import asked_in, load_all, refuse_one_plan_twice
    from papi_cli.log.events import events_known_at
    from papi_cli.views.calendar import calendar_of

    inputs = load_all(input_options)
    asked = asked_in(inputs, filters)
    refuse_one_plan_twice(inputs)
    entries = calendar_of(asked, [events_known_at(one.events, one.known_at) for one in inputs])
    if not entries:
        print_stderr("Không lập lịch: không có ngày cuối đúng hạn nào trong phạm vi đã chọn.")
        return ExitCode.OK
    from papi_cli.render import ics

    title = "; ".join(one.name for one in asked) if len(asked) > 1 else asked[0].plan.title
    print_or_write(ics.render(entries, title=title), output)
    return ExitCode.OK
