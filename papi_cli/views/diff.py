"""What changed between two plans with their logs: a page of sentences with counts, rows, the JSON contract."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any, NamedTuple

from papi_cli.comparison import Aspect, ChangeKind, Comparison, DeadlineChange, RecordChange, RecordKind, StateChange
from papi_cli.log.events import Event
from papi_cli.plan.obligations import Obligation
from papi_cli.states import States, Verdict
from papi_cli.text import count_text, day_text, day_text_or, iso_day, lower_first, upper_first
from papi_cli.views.agency_phrases import agencies_in_either_plan
from papi_cli.views.contract import iso_instant, plan_json
from papi_cli.views.diff_sentences import change_lines, group_by, move_lines
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.shortening import shorten_codes
from papi_cli.views.words import STATE_WORDS, state_facts, state_words

_LINES_SHOWN = 40

_AGENCY_ROLE_FIELDS = {"lead", "cooperating", "others", "agencies", "binds", "issuer", "concerns"}


class DiffSection(NamedTuple):
    """A part of the page: how many things changed, and the lines that tell them."""

    title: str
    total: int
    lines: tuple[str, ...]


class DiffAnswer(NamedTuple):
    """The answer of `papi diff`: what changed, and what the two sides are called."""

    comparison: Comparison
    names: tuple[str, str]

    def page(self) -> Page:
        """Return what changed, for readers; one sentence when nothing did."""
        both, (old_name, new_name) = self.comparison, self.names
        if both.is_empty:
            note = _untracked_edits_note(both)
            return (Paragraph(f"Không có gì thay đổi từ {old_name} đến {new_name}{note}."),)
        sections = _sections(both)
        counts = "; ".join(f"{lower_first(section.title)}: {section.total}" for section in sections)
        day = day_text(both.after.as_of)
        page: Page = (
            Heading(f"Thay đổi từ {old_name} đến {new_name}", level=1),
            Paragraph(f"{upper_first(counts)}. Tình trạng của cả hai bên tính đến ngày {day}."),
        )
        for section in sections:
            page += (Heading(f"{section.title} ({section.total})"), Bullets(_first_lines(section.lines)))
        return page

    def rows(self) -> Table:
        """Return a row per line of the page, of all lines."""
        rows = [Row((section.title, line)) for section in _sections(self.comparison) for line in section.lines]
        return Table((Column("Phần"), Column("Thay đổi", wraps=True)), tuple(rows))

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.diff/1`; every change on its own, nothing grouped or cut."""
        both = self.comparison
        parts = _parts_json(both)
        return {
            "schema": "papi.diff/1",
            "as_of": both.after.as_of.isoformat(),
            "before": _side_json(both.before, self.names[0]),
            "after": _side_json(both.after, self.names[1]),
            "summary": {part: len(changes) for part, changes in parts.items()},
            **parts,
        }


def _untracked_edits_note(both: Comparison) -> str:
    if both.before.plan.fingerprint == both.after.plan.fingerprint:
        return ""
    return "; các tệp kế hoạch có chỗ sửa nhưng nội dung được theo dõi vẫn như cũ"


def _first_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines; of very many the first ones and how many more there are."""
    if len(lines) <= _LINES_SHOWN:
        return lines
    return (*lines[:_LINES_SHOWN], f"… và {count_text(len(lines) - _LINES_SHOWN)} dòng nữa.")


def _sections(both: Comparison) -> tuple[DiffSection, ...]:
    parts = group_by(both.record_changes, _section_title)
    plan = [
        DiffSection(title, len(parts[title]), tuple(change_lines(both, parts[title])))
        for title in _SECTION_TITLES
        if title in parts
    ]
    owed = (
        *_obligation_lines(both, both.obligations_added, "thêm"),
        *_obligation_lines(both, both.obligations_dropped, "không còn"),
    )
    found = [
        DiffSection("Thời hạn", len(both.deadline_changes), tuple(move_lines(both.deadline_changes))),
        *plan,
        DiffSection("Trách nhiệm thêm, bớt", len(both.obligations_added) + len(both.obligations_dropped), owed),
        DiffSection("Sổ theo dõi", len(both.events_added) + len(both.events_missing), tuple(_event_lines(both))),
        DiffSection("Tình trạng", len(both.state_changes), tuple(_state_change_lines(both))),
    ]
    return tuple(section for section in found if section.total)


_SECTION_TITLES = (
    "Cơ quan",
    "Nhiệm vụ, sản phẩm, điểm, khoản",
    "Nguyên văn",
    "Cách hiểu",
    "Quy định chung, kỳ báo cáo, lịch nghỉ",
    "Đính chính",
)


def _section_title(change: RecordChange) -> str:
    """Return the title of the part of the page where a change of the plan is told."""
    agencies, work, quotations, readings, general, errata = _SECTION_TITLES
    if change.field.startswith("quote"):
        return quotations
    match change.record_kind:
        case RecordKind.INTERPRETATION:
            return readings
        case RecordKind.ERRATUM:
            return errata
        case RecordKind.PLAN | RecordKind.PERIOD | RecordKind.CALENDAR:
            return general
        case RecordKind.AGENCY | RecordKind.GROUP:
            return agencies
        case _:
            return agencies if change.field in _AGENCY_ROLE_FIELDS else work


def _obligation_lines(both: Comparison, found: Iterable[Obligation], said: str) -> tuple[str, ...]:
    """Return a line for the items that the same agencies newly owe, or owe no more."""
    owing = {
        code: tuple(one.agency.id for one in ones) for code, ones in group_by(found, lambda one: one.item.code).items()
    }
    alike = group_by(owing, lambda code: owing[code])
    return tuple(
        f"{shorten_codes(items)}: {said} trách nhiệm của {agencies_in_either_plan(both.plans, ids)}."
        for ids, items in alike.items()
    )


# The log


def _event_lines(both: Comparison) -> Iterable[str]:
    for events, said in ((both.events_added, ""), (both.events_missing, "không còn trong sổ: ")):
        for alike in group_by(events, _line_key).values():
            one = alike[0]
            until = f" đến ngày {day_text(one.until)}" if one.until else ""
            document = f", {one.document}" if one.document else ""
            agencies = dict.fromkeys(event.agency for event in alike)
            times = f" ({count_text(len(alike))} sự kiện)" if len(alike) > len(agencies) else ""
            yield (
                f"{day_text(one.date)}, {one.item}: {said}{one.kind.label}{until}{document}{times}: "
                f"{agencies_in_either_plan(both.plans, agencies)}."
            )


def _line_key(event: Event) -> tuple[object, ...]:
    return event.date, event.item, event.kind, event.until, event.document


# States


def _state_change_lines(both: Comparison) -> Iterable[str]:
    """Yield a line for each change; one line for agencies of an item, and for items of the same agencies, that it met."""
    by_item = group_by(
        both.state_changes, lambda change: (change.after.obligation.item.code, _state_change_facts(change))
    )
    alike = group_by(by_item, lambda key: (key[1], tuple(change.after.obligation.agency.id for change in by_item[key])))
    for (_, agencies), keys in alike.items():
        words = _state_change_words(by_item[keys[0]][0])
        yield f"{shorten_codes([code for code, _ in keys])}, {agencies_in_either_plan(both.plans, agencies)}: {words}."


def _state_change_facts(change: StateChange) -> Hashable:
    """Return what `_state_change_words` tells: changes with equal facts, and no others, are worded alike."""
    before, after = change.before, change.after
    dropped = change.kind is ChangeKind.DROPPED
    facts: Hashable
    match change.aspect:
        case Aspect.DONE if change.kind is ChangeKind.CHANGED:
            facts = before.done_on, after.done_on
        case Aspect.DONE:
            facts = state_facts(after), None if dropped else after.done_on
        case Aspect.EXTENDED:
            facts = before.last, after.last
        case Aspect.RESULT | Aspect.WAIVED:
            facts = state_facts(after) if dropped else None
        case Aspect.LATE | Aspect.OVERDUE:
            facts = state_facts(after)
    return change.aspect, dropped, facts


def _state_change_words(change: StateChange) -> str:
    before, after = change.before, change.after
    now = f"nay: {state_words(after)}"
    added = change.kind is not ChangeKind.DROPPED
    match change.aspect:
        case Aspect.DONE if change.kind is ChangeKind.CHANGED:
            return f"ngày hoàn thành {_day_words(before.done_on)} → {_day_words(after.done_on)}"
        case Aspect.DONE:
            done = f"{state_words(after)}, ngày {_day_words(after.done_on)}"
            return done if added else f"không còn tính là đã hoàn thành (bị trả lại, hoặc ghi nhận không còn); {now}"
        case Aspect.RESULT:
            return "có kết quả trong kỳ" if added else f"không còn kết quả trong kỳ; {now}"
        case Aspect.WAIVED:
            return STATE_WORDS[after.state].label if added else f"trở lại danh mục theo dõi; {now}"
        case Aspect.EXTENDED:
            words = (
                "được gia hạn, ngày cuối cùng đúng hạn" if added else "không còn được gia hạn, ngày cuối cùng đúng hạn"
            )
            return f"{words} {_day_words(before.last)} → {_day_words(after.last)}"
        case Aspect.LATE:
            return state_words(after) if added else f"không còn tính là quá hạn; {now}"
        case Aspect.OVERDUE:
            return f"chuyển sang quá thời hạn; {now}" if added else f"không còn quá thời hạn; {now}"


def _day_words(day: date | None) -> str:
    return day_text_or(day, "không có")


# JSON


def _parts_json(both: Comparison) -> dict[str, list[dict[str, Any]]]:
    return {
        "changes": [_change_json(change) for change in both.record_changes],
        "deadlines": [_move_json(move) for move in both.deadline_changes],
        "obligations": [
            *(_aspect_json(obligation, "obligation", ChangeKind.ADDED) for obligation in both.obligations_added),
            *(_aspect_json(obligation, "obligation", ChangeKind.DROPPED) for obligation in both.obligations_dropped),
            *(_state_change_json(change) for change in both.state_changes),
        ],
        "events": [
            *(_event_change_json(event, ChangeKind.ADDED) for event in both.events_added),
            *(_event_change_json(event, ChangeKind.DROPPED) for event in both.events_missing),
        ],
    }


def _side_json(side: States, name: str) -> dict[str, Any]:
    return {"name": name, "known_at": iso_instant(side.known_at), "plan": plan_json(side.plan)}


def _change_json(change: RecordChange) -> dict[str, Any]:
    return {
        "area": change.record_kind.value,
        "change": change.kind.value,
        "place": change.code or None,
        "field": change.field or None,
        "old": change.old or None,
        "new": change.new or None,
        "members": list(change.members),
    }


def _move_json(move: DeadlineChange) -> dict[str, Any]:
    return {
        "item": move.item,
        "old": iso_day(move.before.last) if move.before else None,
        "new": iso_day(move.after.last) if move.after else None,
        "old_text": move.before.phrase if move.before else None,
        "new_text": move.after.phrase if move.after else None,
        "causes": [cause.value for cause in move.causes],
    }


def _aspect_json(one: Obligation, aspect: str, act: ChangeKind) -> dict[str, Any]:
    return {
        "id": one.id,
        "item": one.item.code,
        "agency": one.agency.id,
        "agency_name": one.agency.name,
        "aspect": aspect,
        "change": act.value,
        "old": None,
        "new": None,
    }


def _state_change_json(change: StateChange) -> dict[str, Any]:
    states = {"old": _verdict_json(change.before), "new": _verdict_json(change.after)}
    return _aspect_json(change.after.obligation, change.aspect.value, change.kind) | states


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    return {"state": verdict.state.value, "last": iso_day(verdict.last), "done_on": iso_day(verdict.done_on)}


def _event_change_json(event: Event, act: ChangeKind) -> dict[str, Any]:
    return {
        "id": event.id,
        "change": act.value,
        "event": event.kind.value,
        "item": event.item,
        "agency": event.agency,
        "date": event.date.isoformat(),
        "document": event.document or None,
        "until": iso_day(event.until),
    }
