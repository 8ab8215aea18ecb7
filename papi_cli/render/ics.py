"""Calendar entries as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from papi_cli.text import printable
from papi_cli.views.calendar import CalendarEntry

# Reminders at eight in the morning, a week and a day before. They are relative to the start of an all-day event:
# midnight.
_REMINDERS = tuple(timedelta(hours=8) - timedelta(days=days) for days in (7, 1))


def render(entries: Iterable[CalendarEntry], *, title: str, as_of: date) -> bytes:
    """Return the calendar called `title`, stamped with the day `as_of`: equal arguments give equal bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//papi//VI")
    calendar.add("version", "2.0")
    # The library escapes line breaks in the texts of events, but not here.
    calendar.add("x-wr-calname", " ".join(printable(title).split()))
    for entry in entries:
        calendar.add_component(_event(entry, as_of))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: CalendarEntry, as_of: date) -> Event:
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, f"papi:{entry.name}")))
    event.add("dtstamp", datetime.combine(as_of, time(), UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", printable(entry.summary))
    event.add("description", printable(entry.text))
    event.add("transp", "TRANSPARENT")
    for reminder in _REMINDERS if entry.remind else ():
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", reminder)
        alarm.add("description", printable(entry.summary))
        event.add_component(alarm)
    return event
