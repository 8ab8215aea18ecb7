"""The answer of `papi log`: events, newest first, with those that do not count and those recorded late marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Any, NamedTuple

from papi_cli.log.corrections import find_doubts
from papi_cli.log.events import Event, in_fold_order, recorded_on
from papi_cli.log.kinds import EventKind
from papi_cli.log.soundness import RefusalReason
from papi_cli.log.stories import retracted_ids
from papi_cli.plan.model import Plan
from papi_cli.plan.succession import spoken_for
from papi_cli.states import States
from papi_cli.text import day_text, iso_day, iso_instant, number_text
from papi_cli.views.asked import Asked
from papi_cli.views.json_parts import envelope, evidence_json
from papi_cli.views.obligations import Selection
from papi_cli.views.page import Column, Heading, Page, Paragraph, Row, Table, Tone
from papi_cli.views.recording import event_words
from papi_cli.views.refusals import agency_name
from papi_cli.views.words import document_words


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events to list: those in `selection` and of `kinds`, from `first_day` to `last_day`, both inclusive.

    A part that is empty or None takes all. `ids` are those of the events after the closing of the period `after`.
    """

    selection: Selection
    kinds: tuple[EventKind, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    ids: frozenset[str] | None = None
    after: str = ""

    def matches(self, event: Event) -> bool:
        """Return whether to list the event."""
        return (
            (not self.selection.agencies or event.agency in self.selection.agencies)
            and (not self.selection.items or event.item in self.selection.items)
            and (not self.kinds or event.kind in self.kinds)
            and (self.first_day is None or event.date >= self.first_day)
            and (self.last_day is None or event.date <= self.last_day)
            and (self.ids is None or event.id in self.ids)
        )


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An event of the list.

    `retracted_by` is the id of the event that retracts it, "" if none does; `ignored` is why it does not count, None if
    it does; `doubtful_with` is the id of one that corrects the same event otherwise, "" if none does; `days_to_recording` is how many days after it happened it was recorded.
    """

    event: Event
    retracted_by: str
    ignored: RefusalReason | None
    doubtful_with: str
    days_to_recording: int


class LogAnswer(NamedTuple):
    """The answer of `papi log`: the entries that the filter takes, the one recorded last first."""

    states: States
    filter: EventFilter
    entries: tuple[LogEntry, ...]

    def page(self) -> Page:
        """Return the list for readers."""
        title = Heading("Sổ theo dõi", level=1)
        if not self.entries:
            return (title, Paragraph("Không có sự kiện nào."))
        counted = Paragraph(f"{number_text(len(self.entries))} sự kiện.", quiet=True)
        return (title, log_table(self.states.plan, self.entries), counted)

    def rows(self) -> Table:
        """Return one row per event, headed by the event keys, so that `record --from` takes it."""
        heads = (
            "id", "date", "item", "agency", "event", "until", "target", "document", "within", "evidence", "note",
            "recorded", "by",
        )  # fmt: skip
        rows = tuple(_spreadsheet_row(entry.event) for entry in self.entries)
        return Table(tuple(Column(head) for head in heads), rows)

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.log/2`."""
        head = envelope([Asked(self.states, self.filter.selection)], "papi.log")
        filters = {
            **head["filters"],
            "events": [kind.value for kind in self.filter.kinds],
            "since": iso_day(self.filter.first_day),
            "until": iso_day(self.filter.last_day),
            **({"after_closing": self.filter.after} if self.filter.after else {}),
        }
        counts = {kind.value: sum(entry.event.kind is kind for entry in self.entries) for kind in EventKind}
        events = [event_json(self.states.plan, entry) for entry in self.entries]
        return {**head, "filters": filters, "summary": counts, "events": events}


def find_events(states: States, events: Sequence[Event], filter_: EventFilter) -> LogAnswer:
    """Return the answer about the `events` that the filter takes; `events` are those that `states` rests on."""
    return LogAnswer(states, filter_, log_entries(states, events, filter_))


def log_entries(states: States, events: Sequence[Event], filter_: EventFilter) -> tuple[LogEntry, ...]:
    """Return the entries of the `events` that the filter takes, the one recorded last first.

    An agency is asked for with those that it alone follows.
    """
    zone = states.plan.zone
    ignored = {entry.event.id: entry.reason for entry in states.ignored}
    gone = retracted_ids(events, zone, [])
    retracted_by: dict[str, str] = {}
    for event in in_fold_order(event for event in events if event.target in gone and event.kind is EventKind.RETRACTED):
        if event.id not in ignored:
            retracted_by.setdefault(event.target, event.id)
    doubtful_with = _doubtful_with(events, zone)
    agencies = filter_.selection.agencies
    if agencies and states.plan.ended:
        told = tuple(id_ for named in agencies for id_ in spoken_for(states.plan, named))
        filter_ = replace(filter_, selection=filter_.selection._replace(agencies=told))
    ordered = sorted(filter(filter_.matches, events), key=lambda event: (event.recorded, event.id), reverse=True)
    return tuple(
        LogEntry(
            event,
            retracted_by.get(event.id, ""),
            ignored.get(event.id),
            doubtful_with.get(event.id, ""),
            (recorded_on(event, zone) - event.date).days,
        )
        for event in ordered
    )


def _doubtful_with(events: Sequence[Event], zone: tzinfo) -> dict[str, str]:
    """Return by id of each doubtful event that of one that corrects the same event otherwise."""
    others: dict[str, str] = {}
    for doubt in find_doubts(events, zone):
        first = doubt.replacements[0]
        for event in doubt.contradictions():
            others.setdefault(first.id, event.id)
            others[event.id] = first.id
    return others


def log_table(plan: Plan, entries: Sequence[LogEntry]) -> Table:
    """Return events as a table, in the order given."""
    heads = (
        Column("Ngày", right=True),
        Column("Sự kiện", wraps=True),
        Column("Mã"),
        Column("Cơ quan", wraps=True),
        Column("Văn bản", wraps=True),
        Column("Ghi chú", wraps=True),
        Column("Ghi nhận", wraps=True),
        Column("Mã sự kiện"),
    )
    return Table(heads, tuple(_row(plan, entry) for entry in entries), tone_column=1)


def _row(plan: Plan, entry: LogEntry) -> Row:
    event = entry.event
    cells = (
        day_text(event.date),
        "; ".join(filter(None, (event_words(event), _uncounted_reason(entry), _doubt_words(entry)))),
        event.item,
        agency_name(plan, event.agency),
        document_words(event),
        event.note,
        _recorded_words(plan, entry),
        event.id,
    )
    return Row(cells, Tone.QUIET if _uncounted_reason(entry) else Tone.PLAIN)


def full_event_words(plan: Plan, event: Event) -> str:
    """Return an event in a few words, to ask about it: kind, day, item, agency, document."""
    words = (event_words(event), f"ngày {day_text(event.date)}", event.item, agency_name(plan, event.agency))
    return ", ".join(filter(None, (*words, document_words(event))))


def _uncounted_reason(entry: LogEntry) -> str:
    """Return why the event does not count, "" if it does."""
    if entry.retracted_by:
        return "đã hủy"
    return "không tính, trái quy tắc" if entry.ignored else ""


def _doubt_words(entry: LogEntry) -> str:
    """Return that another correction of the same event contradicts this one, "" if none does."""
    return f"chưa rõ, khác với {entry.doubtful_with}" if entry.doubtful_with else ""


def _recorded_words(plan: Plan, entry: LogEntry) -> str:
    event = entry.event
    day = day_text(recorded_on(event, plan.zone))
    later = f"ghi sau {number_text(entry.days_to_recording)} ngày" if entry.days_to_recording > 0 else ""
    return ", ".join(filter(None, (day, later, event.by)))


def _spreadsheet_row(event: Event) -> Row:
    evidence = "\n".join(piece.address for piece in event.evidence)
    cells = (
        event.id, event.date.isoformat(), event.item, event.agency, event.kind.value,
        iso_day(event.until) or "", event.target, event.document, event.within, evidence,
        event.note, iso_instant(event.recorded), event.by,
    )  # fmt: skip
    return Row(cells)


def event_json(plan: Plan, entry: LogEntry) -> dict[str, Any]:
    """Return one event as the JSON contracts have it."""
    event = entry.event
    return {
        "id": event.id,
        "date": event.date.isoformat(),
        "item": event.item,
        "agency": event.agency,
        "agency_name": agency_name(plan, event.agency),
        "event": event.kind.value,
        "until": iso_day(event.until),
        "target": event.target or None,
        "document": event.document or None,
        "within": event.within or None,
        "evidence": evidence_json(event.evidence),
        "note": event.note or None,
        "confirmed": list(event.confirmed),
        "recorded": iso_instant(event.recorded),
        "by": event.by or None,
        "retracted_by": entry.retracted_by or None,
        "ignored": entry.ignored.value if entry.ignored else None,
        "doubtful_with": entry.doubtful_with or None,
    }
