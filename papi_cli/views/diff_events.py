"""The Vietnamese lines for events that were added, changed under their ids, or are missing.

Events that read the same share a line; they are merged by the facts that it states.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from papi_cli.comparison import Comparison, EventChange
from papi_cli.log.events import Event
from papi_cli.log.kinds import KIND_SPECS
from papi_cli.text import day_text, day_text_or, iso_instant, number_text
from papi_cli.views.agency_phrases import agencies_in_either_plan
from papi_cli.views.grouping import group_by
from papi_cli.views.shortening import shorten_change


def event_lines(both: Comparison) -> Iterator[str]:
    """Yield the lines for events added, then for those changed, then for those missing."""
    yield from _lines(both, both.events_added, "")
    yield from (_changed_line(both, change) for change in both.events_changed)
    yield from _lines(both, both.events_missing, "không còn trong sổ: ")


def _lines(both: Comparison, events: tuple[Event, ...], lead: str) -> Iterator[str]:
    """Yield a line for all agencies with such an event."""
    for alike in group_by(events, _event_facts).values():
        event = alike[0]
        until = f"{KIND_SPECS[event.kind].until_link}ngày {day_text(event.until)}" if event.until else ""
        document = f", {event.document}" if event.document else ""
        agencies = dict.fromkeys(event.agency for event in alike)
        count = f" ({number_text(len(alike))} sự kiện)" if len(alike) > len(agencies) else ""
        yield (
            f"{day_text(event.date)}, {event.item}: {lead}{event.kind.label}{until}{document}{count}: "
            f"{agencies_in_either_plan(both.plans, agencies)}."
        )


def _event_facts(event: Event) -> Hashable:
    return event.date, event.item, event.kind, event.until, event.document


def _changed_line(both: Comparison, change: EventChange) -> str:
    """Return the line for one event, named by what it was; no two share a line, since none may change at all."""
    event = change.before
    agency = agencies_in_either_plan(both.plans, [event.agency])
    changes = "; ".join(f"{_LABELS[key]}: {_value_change(both, change, key)}" for key in change.keys)
    return (
        f"{day_text(event.date)}, {event.item}: {event.kind.label}: {agency}; nội dung đã ghi bị sửa, mã vẫn là "
        f"{event.id}: {changes}."
    )


# What the keys of an event are called, those that a correction never changes included.
_LABELS = {
    "date": "ngày",
    "item": "mã việc",
    "agency": "cơ quan",
    "event": "loại sự kiện",
    "until": "gia hạn đến",
    "target": "mã sự kiện bị hủy",
    "document": "văn bản",
    "within": "lồng ghép trong",
    "evidence": "minh chứng",
    "note": "ghi chú",
    "confirmed": "điều đã xác nhận",
    "recorded": "thời điểm ghi nhận",
    "by": "người ghi",
}


def _value_change(both: Comparison, change: EventChange, key: str) -> str:
    old, new = change.before, change.after
    match key:
        case "date":
            return f"{day_text(old.date)} → {day_text(new.date)}"
        case "until":
            return f"{day_text_or(old.until, _BLANK)} → {day_text_or(new.until, _BLANK)}"
        case "event":
            return f"{old.kind.label} → {new.kind.label}"
        case "agency":
            return " → ".join(agencies_in_either_plan(both.plans, [event.agency]) for event in (old, new))
        case "recorded":
            return f"{iso_instant(old.recorded)} → {iso_instant(new.recorded)}"
        case "evidence":
            return shorten_change(_evidence_words(old), _evidence_words(new))
        case "confirmed":
            return shorten_change(", ".join(old.confirmed), ", ".join(new.confirmed))
        case _:
            return shorten_change(getattr(old, key), getattr(new, key))


_BLANK = "để trống"


def _evidence_words(event: Event) -> str:
    return ", ".join(" ".join(filter(None, (proof.url, proof.path, proof.sha256))) for proof in event.evidence)
