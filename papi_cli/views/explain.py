"""How a due phrase becomes a last on-time day: every step, its rule, and what to know about that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from papi_cli.deadlines.model import Deadline, Roll
from papi_cli.plan.model import Interpretation, Item, Plan
from papi_cli.states import Flag, States, Verdict
from papi_cli.text import day_text, iso_day, upper_first, weekday_and_day_text
from papi_cli.views.contract import day_off_json, deadline_json, envelope
from papi_cli.views.obligations import Selection
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.words import COUNTED_DAY_LABELS, reading_words, source_words


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is explained: a phrase (`item` None), or the deadline of an item (`due` None where no phrase dates it)."""

    item: Item | None
    due: Deadline | None


class ExplainAnswer(NamedTuple):
    """The answer of `papi explain`: one or more deadlines, explained."""

    states: States
    explanations: tuple[Explanation, ...]

    def page(self) -> Page:
        """Return the explanations one below the other."""
        page: Page = (Heading("Giải thích thời hạn", level=1),)
        for explanation in self.explanations:
            page += _blocks(self.states, explanation)
        return page

    def rows(self) -> Table:
        """Return one row per step."""
        heads = ("Mã", "Thời hạn (nguyên văn)", "Ngày cuối đúng hạn", "Bước", "Căn cứ")
        rows = [row for explanation in self.explanations for row in _step_rows(explanation)]
        return Table(tuple(Column(head) for head in heads), tuple(rows))

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.explain/1`."""
        return {
            **envelope(self.states, "papi.explain/1", Selection()),
            "explanations": [_as_json(self.states, explanation) for explanation in self.explanations],
        }


def _step_rows(explanation: Explanation) -> list[Row]:
    item, due = explanation.item, explanation.due
    if due is None:
        return []
    return [
        Row((item.code if item else "", due.phrase, iso_day(due.last) or "", step.text, step.rule))
        for step in due.steps
    ]


def _blocks(states: States, one: Explanation) -> Page:
    plan, item = states.plan, one.item
    head = f"{item.code}: {item.product}" if item else f"«{one.due.phrase if one.due else ''}»"
    page: Page = (Heading(head), *_origin(one))
    if one.due is None:
        return (*page, Paragraph("Không cụm từ nào của Quyết định ghi thời hạn của việc này: không tính quá hạn."))
    steps = tuple(step.sentence for step in one.due.steps)
    page += (Bullets((*steps, *last_day_lines(plan, one.due))),)
    if item is not None:
        page += _item_blocks(states, item)
    return page


def _origin(one: Explanation) -> Page:
    if one.item is None:
        return ()
    source = source_words(one.item)
    words = f": «{one.due.phrase}»" if one.due else ""
    return (Paragraph(f"{upper_first(source)}{words}."),)


def last_day_lines(plan: Plan, due: Deadline) -> tuple[str, ...]:
    """Return what to know about the last on-time day: its weekday, and what holds when it is not worked."""
    if due.last is None:
        return ()
    lines = [f"Ngày cuối cùng đúng hạn: {weekday_and_day_text(due.last)}."]
    reason = plan.calendar.off_reason(due.last)
    if reason:
        before = weekday_and_day_text(plan.calendar.working_day_before(due.last))
        instead = f"ngày làm việc cuối cùng trước đó: {before}"
        lines += [f"Ngày {day_text(due.last)} là ngày nghỉ ({reason}); {instead}.", _no_roll_note(plan, due)]
    return tuple(lines)


def _no_roll_note(plan: Plan, due: Deadline) -> str:
    if due.strict:
        return "Thời hạn có chữ «trước» không dời sang ngày khác."
    if plan.roll is Roll.NONE:
        return (
            "Kế hoạch không quy định dời thời hạn khi ngày cuối cùng là ngày nghỉ: giữ nguyên ngày này "
            "(khoản 5 Điều 148 Bộ luật Dân sự 2015 chỉ áp dụng khi kế hoạch quy định dời)."
        )
    return "Quy định dời thời hạn của Kế hoạch không áp dụng với việc này."


def _item_blocks(states: States, item: Item) -> Page:
    lines = [f"Ngày được tính là đã hoàn thành: {COUNTED_DAY_LABELS[item.counts]}."]
    lines += [
        *reading_lines(states.plan, item),
        *(_extension_line(verdict) for verdict in _extended_verdicts(states, item)),
    ]
    return (Bullets(tuple(lines)),)


def interpretations_with_agencies(item: Item) -> list[tuple[Interpretation, tuple[str, ...]]]:
    """Return every reading that the item rests on, with the ids of the agencies it concerns (none: all of them)."""
    found: dict[Interpretation, tuple[str, ...]] = dict.fromkeys(item.interpretations, ())
    for agency, readings in item.member_interpretations.items():
        for reading in readings:
            found[reading] = (*found.get(reading, ()), agency)
    everybody = len(item.agencies)
    return [(reading, () if len(members) == everybody else members) for reading, members in found.items()]


def reading_lines(plan: Plan, item: Item) -> tuple[str, ...]:
    """Return every reading that the item rests on, each a line; whom it concerns where it concerns some by name."""
    return tuple(
        reading_words(reading, [plan.agencies[id_].name for id_ in members] if reading.concerns else ())
        for reading, members in interpretations_with_agencies(item)
    )


def _extended_verdicts(states: States, item: Item) -> list[Verdict]:
    own = [verdict for verdict in states.verdicts if verdict.obligation.item is item]
    return [verdict for verdict in own if Flag.EXTENDED in verdict.flags]


def _extension_line(verdict: Verdict) -> str:
    assert verdict.last is not None
    return f"{verdict.obligation.agency.name} được gia hạn: {weekday_and_day_text(verdict.last)}."


def _as_json(states: States, explanation: Explanation) -> dict[str, Any]:
    item, due = explanation.item, explanation.due
    return {
        "item": item.code if item else None,
        "source": list(item.source) if item else None,
        "product": item.product if item else None,
        **deadline_json(due),
        "strict": due.strict if due else None,
        **day_off_json(states.plan, due),
        "steps": [{"text": step.text, "rule": step.rule or None} for step in due.steps] if due else [],
        "counts": item.counts.value if item else None,
        "readings": [reading_json(reading, members) for reading, members in interpretations_with_agencies(item)]
        if item
        else [],
        "extensions": [
            {"agency": verdict.obligation.agency.id, "until": iso_day(verdict.last)}
            for verdict in (_extended_verdicts(states, item) if item else ())
        ],
    }


def reading_json(reading: Interpretation, agencies: tuple[str, ...]) -> dict[str, Any]:
    """Return a reading as the JSON contracts have it; `agencies` it concerns, none for all."""
    return {
        "text": reading.text,
        "confirmed": reading.is_confirmed,
        "confirmed_by": reading.confirmed_by or None,
        "agencies": list(agencies),
    }
