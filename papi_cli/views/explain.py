"""How a due phrase becomes a last on-time day: the steps with their rules, and what is special about that day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from typing import Any, NamedTuple

from papi_cli.deadlines.model import Deadline, Occurrence, Term
from papi_cli.plan.model import Interpretation, Item, Plan
from papi_cli.states import Flag, States, Verdict
from papi_cli.text import day_text, iso_day, number_text, upper_first, weekday_and_day_text
from papi_cli.views.amended import change_sentences, changed_codes, changes_json
from papi_cli.views.anchors import anchor_lines, anchors_json, phrase_lines
from papi_cli.views.asked import Asked
from papi_cli.views.days_off import day_off_lines, no_roll_note
from papi_cli.views.grouping import group_by
from papi_cli.views.json_parts import day_off_json, deadline_json, envelope, occurrence_json, taken_up_json
from papi_cli.views.obligations import Selection
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.source_words import place_words, taken_up_words
from papi_cli.views.successions import handover_lines
from papi_cli.views.words import COUNTED_DAY_LABELS, interpretation_words


@dataclass(frozen=True, slots=True)
class Explanation:
    """The deadline to explain: that of an item (None if no phrase dates it), or of a bare phrase (`item` None).

    `occurrence` is the one that it is of, of a phrase that recurs.
    """

    item: Item | None
    due: Deadline | None
    occurrence: Occurrence | None = None

    @property
    def series(self) -> str:
        """What the explanations of all occurrences have in common, and no other."""
        code = self.item.code if self.item else ""
        return self.item.series if self.item and self.occurrence else code


class ExplainAnswer(NamedTuple):
    """The answer of `papi explain`: one or more deadlines, explained."""

    states: States
    explanations: tuple[Explanation, ...]

    def page(self) -> Page:
        """Return the explanations one below the other."""
        page: Page = (Heading("Giải thích thời hạn", level=1),)
        for alike in group_by(self.explanations, lambda explanation: explanation.series).values():
            page += _blocks(self.states, alike[0]) if len(alike) == 1 else _series_blocks(self.states, alike)
        return page

    def rows(self) -> Table:
        """Return one row per step."""
        heads = ("Mã", "Thời hạn (nguyên văn)", "Ngày cuối đúng hạn", "Bước", "Căn cứ")
        rows = [row for explanation in self.explanations for row in _step_rows(explanation)]
        return Table(tuple(Column(head) for head in heads), tuple(rows))

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.explain/2`."""
        return {
            **envelope([Asked(self.states, Selection())], "papi.explain"),
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
        return (
            *page,
            Paragraph(
                f"Không cụm từ nào của {states.plan.document.kind} ghi thời hạn của việc này: không tính quá hạn."
            ),
        )
    steps = tuple(step.sentence for step in due.steps)
    anchors = anchor_lines(states, item) if item is not None else phrase_lines(due)
    page += (Bullets((*steps, *last_day_lines(states.plan, due), *anchors)),)
    if item is not None:
        page += _item_blocks(states, [item])
    return page


def _series_blocks(states: States, explanations: Sequence[Explanation]) -> Page:
    """Return what holds for all occurrences, then their days: of items in a table with their codes, else in a line."""
    item, phrase = explanations[0].item, explanations[0].due.phrase if explanations[0].due else ""
    dues = [explanation.due for explanation in explanations if explanation.due]
    common = sum(
        1 for _ in takewhile(lambda alike: len(set(alike)) == 1, zip(*(due.steps for due in dues), strict=False))
    )
    steps = tuple(step.sentence for step in dues[0].steps[:common])
    if item is None:
        moved = tuple(step.sentence for due in dues for step in due.steps[common + 1 :])
        return (Heading(f"«{phrase}»"), Bullets((*steps, *moved, *_all_day_lines(states.plan, dues))))
    heads = ("Mã", "Tên lần", "Ngày cuối cùng đúng hạn", "Ghi chú")
    rows = [_occurrence_row(states.plan, explanation, common) for explanation in explanations]
    table = Table(tuple(Column(head, wraps=True) for head in heads), tuple(rows))
    head = Heading(f"{item.series}: {item.product or item.title}")
    items = [explanation.item for explanation in explanations if explanation.item]
    return (head, *_origin(states.plan, explanations[0]), Bullets(steps), table, *_item_blocks(states, items))


def _occurrence_row(plan: Plan, explanation: Explanation, common: int) -> Row:
    """Return a row for an occurrence whose deadline has `common` steps with the others, and then its day's own."""
    due, occurrence = explanation.due, explanation.occurrence
    assert due is not None
    assert occurrence is not None
    assert due.last is not None
    assert explanation.item is not None
    moved = " ".join(step.sentence for step in due.steps[common + 1 :])
    off = plan.calendar.off_reason(due.last)
    note = moved or (f"ngày nghỉ ({off})" if off else "")
    return Row((explanation.item.code, occurrence.name, weekday_and_day_text(due.last), note))


def _origin(plan: Plan, explanation: Explanation) -> Page:
    """Return the citation and the due phrase of an item; a phrase alone has none."""
    if explanation.item is None:
        return ()
    phrase = f"«{explanation.due.phrase}»" if explanation.due else ""
    origin = ": ".join(filter(None, (upper_first(place_words(plan, explanation.item)), phrase)))
    sentences = [f"{upper_first(words)}." for words in (origin, taken_up_words(explanation.item)) if words]
    return (Paragraph(" ".join(sentences)),) if sentences else ()


def last_day_lines(plan: Plan, due: Deadline) -> tuple[str, ...]:
    """Return the sentences about the last on-time day: its weekday, and for a day off the working day before it.

    A deadline without such a day has none.
    """
    if due.last is None:
        return ()
    return f"Ngày cuối cùng đúng hạn: {weekday_and_day_text(due.last)}.", *day_off_lines(plan, due)


def _all_day_lines(plan: Plan, dues: Sequence[Deadline]) -> tuple[str, ...]:
    """Return the sentences about the last on-time days of all occurrences: which they are, and which are days off."""
    days = [due.last for due in dues if due.last]
    lines = [f"{number_text(len(days))} lần: {', '.join(map(day_text, days))}."]
    off = [(due, due.last, reason) for due in dues if due.last and (reason := plan.calendar.off_reason(due.last))]
    if off:
        lines.append(f"Rơi vào ngày nghỉ: {', '.join(f'{day_text(day)} ({reason})' for _, day, reason in off)}.")
        lines.append(no_roll_note(plan, off[0][0]))
    return tuple(lines)


def _item_blocks(states: States, items: Sequence[Item]) -> Page:
    """Return how deliveries of an item, or of all occurrences of one, are counted, and whose day was moved."""
    counted_day = f"Ngày được tính là đã hoàn thành: {COUNTED_DAY_LABELS[items[0].counts]}."
    lines = [
        *(() if items[0].is_ongoing else (counted_day,)),
        *change_sentences(states.plan, changed_codes(items), named=False),
        *_earlier_lines(items),
        *(handover_lines(states.plan, items[:1]) if states.plan.ended else ()),
        *interpretation_lines(states.plan, items[0]),
        *(_extension_line(verdict) for item in items for verdict in _extended_verdicts(states, item)),
    ]
    return (Bullets(tuple(lines)),) if lines else ()


def _earlier_lines(items: Sequence[Item]) -> Iterator[str]:
    """Yield the last on-time day that held up to each change of the deadline, of what had one then."""
    for item in items:
        since = ""
        for earlier in item.earlier_dues:
            if earlier.due is not None and earlier.due.last is not None:
                until = day_text(earlier.until - timedelta(days=1))
                yield (
                    f"{item.code}: việc xảy ra {since}đến hết ngày {until} được xét theo ngày cuối cùng đúng hạn khi ấy, "
                    f"{weekday_and_day_text(earlier.due.last)}."
                )
            since = f"từ ngày {day_text(earlier.until)} "


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
    whose = verdict.obligation.item.with_occurrence(verdict.obligation.agency.name)
    return f"{whose} được gia hạn: {weekday_and_day_text(verdict.last)}."


def _as_json(states: States, explanation: Explanation) -> dict[str, Any]:
    item, due = explanation.item, explanation.due
    return {
        "item": item.code if item else None,
        "source": list(item.source) if item else None,
        "product": (item.product or None) if item else None,
        "occurrence": occurrence_json(item) if item else None,
        **deadline_json(due),
        "strict": due.strict if due else None,
        **day_off_json(states.plan, due),
        "goes_on": due.goes_on if due else None,
        "term": _term_json(due.term) if due and due.term else None,
        "steps": [{"text": step.text, "rule": step.rule or None} for step in due.steps] if due else [],
        "counts": item.counts.value if item else None,
        "readings": [
            interpretation_json(interpretation, members)
            for interpretation, members in interpretations_with_agencies(item)
        ]
        if item
        else [],
        "anchors": anchors_json(states, item) if item else [],
        **_changes_json(states.plan, item),
        **(taken_up_json(item) if item else {}),
        "extensions": [
            {"agency": verdict.obligation.agency.id, "until": iso_day(verdict.last)}
            for verdict in (_extended_verdicts(states, item) if item else ())
        ],
    }


def _changes_json(plan: Plan, item: Item | None) -> dict[str, Any]:
    """Return what amendments changed about an item; nothing where none did."""
    changes = changes_json(plan, changed_codes([item])) if item else []
    return {"changes": changes} if changes else {}


def _term_json(term: Term) -> dict[str, Any]:
    return {"count": term.count, "unit": term.unit.value, "working": term.working}


def interpretation_json(interpretation: Interpretation, agencies: tuple[str, ...]) -> dict[str, Any]:
    """Return an interpretation for JSON, with the ids of the `agencies` concerned (none: all)."""
    return {
        "text": interpretation.text,
        "confirmed": interpretation.is_confirmed,
        "confirmed_by": interpretation.confirmed_by or None,
        "agencies": list(agencies),
    }
