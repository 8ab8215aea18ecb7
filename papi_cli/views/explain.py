"""How a due phrase becomes a last on-time day: the steps with their rules, and what is special about that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from papi_cli.deadlines.model import Deadline, Roll
from papi_cli.plan.model import Interpretation, Item, Plan
from papi_cli.states import Flag, States, Verdict
from papi_cli.text import day_text, iso_day, upper_first, weekday_and_day_text
from papi_cli.views.json_parts import day_off_json, deadline_json, envelope
from papi_cli.views.obligations import Selection
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.words import COUNTED_DAY_LABELS, interpretation_words, source_words


@dataclass(frozen=True, slots=True)
class Explanation:
    """The deadline to explain: that of an item (None if no phrase dates it), or of a bare phrase (`item` None)."""

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


def _blocks(states: States, explanation: Explanation) -> Page:
    item, due = explanation.item, explanation.due
    head = f"{item.code}: {item.name}" if item else f"«{due.phrase if due else ''}»"
    page: Page = (Heading(head), *_origin(states.plan, explanation))
    if due is None:
        return (*page, Paragraph("Không cụm từ nào của Quyết định ghi thời hạn của việc này: không tính quá hạn."))
    steps = tuple(step.sentence for step in due.steps)
    page += (Bullets((*steps, *last_day_lines(states.plan, due))),)
    if item is not None:
        page += _item_blocks(states, item)
    return page


def _origin(plan: Plan, explanation: Explanation) -> Page:
    """Return the citation and the due phrase of an item; a phrase alone has none."""
    if explanation.item is None:
        return ()
    phrase = f": «{explanation.due.phrase}»" if explanation.due else ""
    return (Paragraph(f"{upper_first(source_words(plan, explanation.item))}{phrase}."),)


def last_day_lines(plan: Plan, due: Deadline) -> tuple[str, ...]:
    """Return the sentences about the last on-time day: its weekday, and for a day off the working day before it.

    A deadline without such a day has none.
    """
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
        *interpretation_lines(states.plan, item),
        *(_extension_line(verdict) for verdict in _extended_verdicts(states, item)),
    ]
    return (Bullets(tuple(lines)),)


def interpretations_with_agencies(item: Item) -> list[tuple[Interpretation, tuple[str, ...]]]:
    """Return the interpretations that the item rests on, each with the ids of the agencies concerned (none: all)."""
    concerned: dict[Interpretation, tuple[str, ...]] = dict.fromkeys(item.interpretations, ())
    for agency, interpretations in item.member_interpretations.items():
        for interpretation in interpretations:
            concerned[interpretation] = (*concerned.get(interpretation, ()), agency)
    everybody = len(item.agencies)
    return [
        (interpretation, () if len(members) == everybody else members) for interpretation, members in concerned.items()
    ]


def interpretation_lines(plan: Plan, item: Item) -> tuple[str, ...]:
    """Return a line for each interpretation that the item rests on; it names the agencies if the record does."""
    return tuple(
        interpretation_words(
            interpretation, [plan.agencies[id_].name for id_ in members] if interpretation.concerns else ()
        )
        for interpretation, members in interpretations_with_agencies(item)
    )


def _extended_verdicts(states: States, item: Item) -> list[Verdict]:
    verdicts = (verdict for verdict in states.verdicts if verdict.obligation.item is item)
    return [verdict for verdict in verdicts if Flag.EXTENDED in verdict.flags]


def _extension_line(verdict: Verdict) -> str:
    assert verdict.last is not None
    return f"{verdict.obligation.agency.name} được gia hạn: {weekday_and_day_text(verdict.last)}."


def _as_json(states: States, explanation: Explanation) -> dict[str, Any]:
    item, due = explanation.item, explanation.due
    return {
        "item": item.code if item else None,
        "source": list(item.source) if item else None,
        "product": (item.product or None) if item else None,
        **deadline_json(due),
        "strict": due.strict if due else None,
        **day_off_json(states.plan, due),
        "steps": [{"text": step.text, "rule": step.rule or None} for step in due.steps] if due else [],
        "counts": item.counts.value if item else None,
        "readings": [
            interpretation_json(interpretation, members)
            for interpretation, members in interpretations_with_agencies(item)
        ]
        if item
        else [],
        "extensions": [
            {"agency": verdict.obligation.agency.id, "until": iso_day(verdict.last)}
            for verdict in (_extended_verdicts(states, item) if item else ())
        ],
    }


def interpretation_json(interpretation: Interpretation, agencies: tuple[str, ...]) -> dict[str, Any]:
    """Return an interpretation for JSON, with the ids of the `agencies` concerned (none: all)."""
    return {
        "text": interpretation.text,
        "confirmed": interpretation.is_confirmed,
        "confirmed_by": interpretation.confirmed_by or None,
        "agencies": list(agencies),
    }
