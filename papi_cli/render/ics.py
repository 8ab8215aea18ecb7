"""Calendar entries as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from papi_cli.text import printable
from papi_cli.views.calendar import CalendarEntry

# An all-day event starts at midnight, and its reminders are counted from there.
_HOUR_OF_REMINDERS = timedelta(hours=8)


def render(entries: Iterable[CalendarEntry], *, title: str) -> bytes:
    """Return the calendar called `title`: equal arguments give equal bytes.

    The standard wants at least one entry in a calendar (RFC 5545, 3.6).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//papi//VI")
    calendar.add("version", "2.0")
    # The library escapes line breaks in the texts of events, but not here.
    calendar.add("x-wr-calname", " ".join(printable(title).split()))
    for entry in entries:
        calendar.add_component(_event(entry))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, "\n".join(("papi", *entry.identity)))))
    # Calendars that have the entry already take it again if the number is higher, or the instant later (RFC 5546, 2.1.5).
    # In a file that is no message between calendars, DTSTAMP is the instant of the last change (RFC 5545, 3.8.7.2).
    event.add("sequence", entry.revision)
    event.add("dtstamp", entry.revised)
    event.add("last-modified", entry.revised)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", printable(entry.title))
    event.add("description", printable(entry.text))
    event.add("transp", "TRANSPARENT")
    for days in entry.reminders:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", _HOUR_OF_REMINDERS - timedelta(days=days))
        alarm.add("description", printable(entry.title))
        event.add_component(alarm)
    return event
