"""What may be recorded: the fold's refusals put into words with what to do instead, and what is merely odd.

A refused event is one that the fold would ignore; `record` does not write it, and one that is found in the log (two
branches can make it together) is a warning. Odd events count; they are worth a second look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from papi_cli.log.drafts import draft_from_event
from papi_cli.log.events import Event
from papi_cli.log.fold import Fold, IgnoredEvent, RefusalReason, group_by_obligation
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import KIND_SPECS, EventKind, Need
from papi_cli.plan.model import Item, Plan
from papi_cli.text import day_text, join_words, match_key, nearest


class Oddity(StrEnum):
    """Why an event that counts is worth a second look."""

    BEFORE_DATA = "before_data"
    OTHER_SUBJECT = "other_subject"
    ASKED_REMINDED = "asked_reminded"
    DOUBLED = "doubled"
    OVERTURNS = "overturns"


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """An event that cannot count: why, in a sentence, and what to do instead."""

    event: Event
    reason: RefusalReason
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class OddEvent:
    """An event that counts and is worth a second look, and why, in a sentence."""

    event: Event
    oddity: Oddity
    message: str


def examine_candidate(plan: Plan, ledger: LogIndex, candidate: Event) -> RefusedEvent | tuple[OddEvent, ...]:
    """Return why `candidate` must not be added to the events of `ledger`, or what is odd about it."""
    others = ledger.story_of(candidate.item, candidate.agency)
    before = _ignored(plan, others)
    after = _ignored(plan, [*others, candidate])
    if reason := after.get(candidate.id):
        return _refused_event(plan, others, candidate, reason)
    overturned = [event for event in others if event.id in after and event.id not in before]
    return (*_oddities(plan, ledger, candidate), *(_overturns(candidate, event) for event in overturned))


def review_log(plan: Plan, events: Sequence[Event]) -> tuple[RefusedEvent | OddEvent, ...]:
    """Return what is refused or odd in a whole log, whose `events` come once each, in the order of the fold."""
    ignored = _ignored(plan, events)
    ledger, counted = LogIndex(plan, events), LogIndex(plan)
    found: list[RefusedEvent | OddEvent] = []
    for event in events:
        if reason := ignored.get(event.id):
            found.append(_refused_event(plan, ledger.story_of(event.item, event.agency), event, reason))
        elif not ledger.is_retracted(event.id):
            found.extend(_oddities(plan, counted, event))
            counted.add([event])
    return tuple(found)


def _ignored(plan: Plan, events: Sequence[Event]) -> dict[str, RefusalReason]:
    """Return the events that the fold ignores on the last of all days, with the reason, by id."""
    ignored: list[IgnoredEvent] = []
    for own in group_by_obligation(plan, events, date.max, ZoneInfo(plan.time_zone), ignored).values():
        _new_fold(plan.items[own[0].item]).apply(own, ignored)
    return {entry.event.id: entry.reason for entry in ignored}


def _new_fold(item: Item) -> Fold:
    return Fold(item.due.last if item.due else None, ongoing=item.is_ongoing)


# The words of refusals


def _refused_event(plan: Plan, others: Iterable[Event], event: Event, reason: RefusalReason) -> RefusedEvent:
    message, advice = _refusal_words(plan, others, event, reason)
    return RefusedEvent(event, reason, message, advice)


def _refusal_words(plan: Plan, others: Iterable[Event], event: Event, reason: RefusalReason) -> tuple[str, str]:
    """Return what is wrong, and what to do instead."""
    match reason:
        case RefusalReason.UNKNOWN_ITEM:
            near = nearest(event.item, plan.items)
            hint = (
                f"Gần nhất: {join_words([f'«{code}»' for code in near])}." if near else "Xem các mã bằng papi status."
            )
            return f"không có sản phẩm hay trách nhiệm nào mang mã «{event.item}».", hint
        case RefusalReason.UNKNOWN_AGENCY:
            near = [agency.id for agency in plan.nearest_agencies(event.agency)]
            hint = f"Gần nhất: {join_words([f'«{id_}»' for id_ in near])}." if near else "Ghi mã trong agencies.yaml."
            return f"không có cơ quan nào mang mã «{event.agency}».", hint
        case RefusalReason.NOT_OWED:
            return (
                f"{_agency_name(plan, event)} không chịu trách nhiệm về {event.item}.",
                f"Ghi cho cơ quan chịu trách nhiệm: {_owing_names(plan, event.item)}.",
            )
        case RefusalReason.FUTURE:
            written = event.recorded.astimezone(ZoneInfo(plan.time_zone)).date()
            return (
                f"ngày {day_text(event.date)} ở sau ngày ghi nhận ({day_text(written)}).",
                "Sửa lại ngày, hoặc ghi khi việc đã xảy ra.",
            )
        case RefusalReason.NEEDS_MISSING:
            return f"«{event.kind.label}» cần {_needs_in_words(event.kind)}.", "Bổ sung rồi ghi lại."
        case RefusalReason.NO_LATER_DAY:
            return _no_later_day(plan, others, event)
        case RefusalReason.NOT_DONE:
            return (
                f"{event.item} của {_agency_name(plan, event)} chưa được ghi nhận hoàn thành tính đến {day_text(event.date)}, nên không thể «{event.kind.label}».",
                "Ghi --done với ngày và văn bản của lần gửi trước, rồi ghi lại việc này; nếu mới chỉ trao đổi, ghi --progress.",
            )
        case RefusalReason.NOT_ONGOING:
            return (
                f"{event.item} không phải việc thường xuyên, nên không thể «{event.kind.label}».",
                "Ghi --done khi có sản phẩm, hoặc --waived khi có văn bản cho phép không thực hiện.",
            )
        case RefusalReason.NO_TARGET:
            return (
                f"{event.item} của {_agency_name(plan, event)} không có sự kiện mang mã «{event.target}» để hủy.",
                "Xem mã sự kiện bằng papi log.",
            )


_FIELD_OPTIONS = {"document": "--document", "evidence": "--evidence", "note": "--note"}


def _needs_in_words(kind: EventKind) -> str:
    return " và ".join(_need_in_words(need) for need in KIND_SPECS[kind].needs)


def _need_in_words(need: Need) -> str:
    words = [
        f"{name} ({_FIELD_OPTIONS[field]})" if field in _FIELD_OPTIONS else name for field, name in need.words.items()
    ]
    return " hoặc ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _agency_name(plan: Plan, event: Event) -> str:
    return plan.agencies[event.agency].name if event.agency in plan.agencies else event.agency


_NAMES_SHOWN = 4


def _owing_names(plan: Plan, item: str) -> str:
    names = [plan.agencies[id_].name for id_ in plan.items[item].agencies]
    if len(names) <= _NAMES_SHOWN:
        return join_words(names)
    return f"{', '.join(names[:_NAMES_SHOWN])}, … ({len(names)} cơ quan)"


def _no_later_day(plan: Plan, others: Iterable[Event], event: Event) -> tuple[str, str]:
    item = plan.items[event.item]
    if item.is_ongoing:
        return (
            f"{event.item} thực hiện thường xuyên, không có thời hạn để gia hạn.",
            "Ghi --progress với nội dung của văn bản.",
        )
    earlier = [other for other in others if (other.date, other.recorded) < (event.date, event.recorded)]
    taken = _new_fold(item)
    for own in group_by_obligation(plan, earlier, event.date, ZoneInfo(plan.time_zone), []).values():
        taken.apply(own, [])
    in_force = f" ({day_text(taken.last_day)})" if taken.last_day else ""
    asked = day_text(event.until) if event.until else ""
    return (
        f"ngày gia hạn {asked} không ở sau thời hạn đang áp dụng{in_force} của {event.item}.",
        "Ghi ngày mà văn bản cho phép; văn bản rút ngắn thời hạn thì sửa kế hoạch.",
    )


# What is merely odd


def _oddities(plan: Plan, earlier: LogIndex, event: Event) -> Iterator[OddEvent]:
    """Yield what is odd about an event beside the `earlier` ones, by the rules in the order below."""
    if event.kind is EventKind.RETRACTED:
        return
    for oddity, rule in _ODDITY_RULES:
        if message := rule(plan, earlier, event):
            yield OddEvent(event, oddity, message)


def _before_data(plan: Plan, _earlier: LogIndex, event: Event) -> str:
    """Say that the day is before the plan's first data window: last year's matter, or a mistyped year."""
    first = min((period.first for period in plan.periods), default=date.min)
    if event.date >= first:
        return ""
    return f"ngày {day_text(event.date)} ở trước kỳ số liệu đầu tiên của kế hoạch (từ {day_text(first)})."


_DOCUMENT_PATTERN = re.compile(
    r"\s*(?:số\s*)?(?P<number>\d+\w?\s*/\s*[\w&.-]+)[\s,;:.-]*(?P<subject>.*)", re.IGNORECASE
)


def _other_subject(_plan: Plan, earlier: LogIndex, event: Event) -> str:
    """Say that one document (number, day, agency) has two subjects: one of the two is mistyped."""
    number, subject = _number_and_subject(event.document)
    if not subject:
        return ""
    for other in earlier.on_day(event.agency, event.date):
        same, theirs = _number_and_subject(other.document)
        if not earlier.is_retracted(other.id) and same == number and theirs and theirs != subject:
            return f"văn bản cùng số, cùng ngày, cùng cơ quan đã ghi với trích yếu khác: «{other.document}»."
    return ""


def _number_and_subject(text: str) -> tuple[str, str]:
    """Return number and subject of a document as somebody writes it, folded: `45/KH-UBND về việc …`."""
    found = _DOCUMENT_PATTERN.fullmatch(text)
    return ("".join(match_key(found["number"]).split()), match_key(found["subject"])) if found else ("", "")


def _asked_reminded(plan: Plan, _earlier: LogIndex, event: Event) -> str:
    """Say that a letter went to a body that is only asked, as if it owed."""
    if event.kind is not EventKind.REMINDED or not plan.items[event.item].asked:
        return ""
    return f"Quyết định chỉ đề nghị {_agency_name(plan, event)} phối hợp về {event.item}; không đôn đốc cơ quan được đề nghị."


def _doubled(_plan: Plan, earlier: LogIndex, event: Event) -> str:
    """Say that the same event stands twice: two people, or two branches, wrote it down."""
    said = draft_from_event(event).content
    for other in earlier.on_day(event.agency, event.date):
        alike = (other.item, other.kind) == (event.item, event.kind)
        if alike and not earlier.is_retracted(other.id) and draft_from_event(other).content == said:
            return f"sự kiện này đã được ghi một lần (mã {other.id}); hủy một trong hai bằng papi retract."
    return ""


_ODDITY_RULES = (
    (Oddity.BEFORE_DATA, _before_data),
    (Oddity.OTHER_SUBJECT, _other_subject),
    (Oddity.ASKED_REMINDED, _asked_reminded),
    (Oddity.DOUBLED, _doubled),
)


def _overturns(candidate: Event, event: Event) -> OddEvent:
    """Return the remark that with `candidate` an event that counted does so no more."""
    message = f"vì việc này, «{event.kind.label}» ngày {day_text(event.date)} (mã {event.id}) không còn được tính."
    return OddEvent(candidate, Oddity.OVERTURNS, message)
