"""Everything about one citable: its words, who does it by when, interpretations, errata, states and history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from papi_cli.log.events import Event
from papi_cli.plan.choices import FulfilledBy
from papi_cli.plan.model import Interpretation, Item, Plan
from papi_cli.plan.quotation import Annex, Erratum
from papi_cli.states import States
from papi_cli.text import day_text, day_text_or, minute_text, number_text, upper_first
from papi_cli.views.activity import activity_lines
from papi_cli.views.agency_phrases import agencies_and_groups_phrase
from papi_cli.views.amended import amendment_name, amendment_of, change_sentences, change_words, document_name
from papi_cli.views.anchors import anchor_lines
from papi_cli.views.annexes import (
    component_blocks,
    index_annex_page,
    index_annex_rows,
    section_tables,
    task_annex_page,
    task_annex_rows,
)
from papi_cli.views.asked import Asked, owed_of
from papi_cli.views.citations import Citable, CitableKind
from papi_cli.views.closings import closed_words
from papi_cli.views.explain import last_day_lines
from papi_cli.views.grouping import group_by
from papi_cli.views.lists import Arrangement, obligation_list_page, obligation_rows
from papi_cli.views.log import log_table
from papi_cli.views.occurrences import Near, near_only
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.quotations import component_rows, quotation_blocks, quotations
from papi_cli.views.reports.wording import window_words
from papi_cli.views.show_facts import (
    ShownClosing,
    assignment_of,
    changed_codes_of,
    errata_of,
    interpretations_of,
    log_entries_under,
    period_of,
    selection_of,
    verdicts_under,
)
from papi_cli.views.source_words import place_words, taken_up_words
from papi_cli.views.successions import handover_lines
from papi_cli.views.words import COUNTED_DAY_LABELS, interpretation_words


class ShowAnswer(NamedTuple):
    """The answer of `papi show`: a citable, the states, the events known by then; of a closed period what closed it."""

    states: States
    citable: Citable
    events: tuple[Event, ...]
    closed: ShownClosing | None = None

    def page(self) -> Page:
        """Return everything about the citable for readers."""
        plan, citable = self.states.plan, self.citable
        interpretations = [
            interpretation_words(interpretation, _concerned(plan, interpretation))
            for interpretation, _ in interpretations_of(citable, plan)
            if citable.kind is not CitableKind.AMENDMENT
        ]
        errata = [_erratum_line(erratum) for erratum in errata_of(plan, citable)]
        return (
            *_quotation_section(plan, citable),
            *_bullet_section("Kỳ báo cáo", _period_lines(plan, citable, self.closed)),
            *_bullet_section("Ai làm", _who_lines(plan, citable)),
            *_bullet_section("Thời hạn", _when_lines(self.states, citable)),
            *_bullet_section("Sửa đổi, bổ sung", _change_lines(plan, citable)),
            *_bullet_section("Điểm văn bản chưa quy định rõ", interpretations),
            *_bullet_section("Sai sót của bản gốc", errata),
            *_outcome_section(self.states, citable, self.events),
        )

    def rows(self) -> Table:
        """Return the rows of an annex, else one row per obligation, else the quoted words."""
        plan, citable = self.states.plan, self.citable
        if citable.code in plan.task_annexes:
            return task_annex_rows(plan, plan.task_annexes[citable.code])
        if citable.kind in (CitableKind.ANNEX, CitableKind.COMPONENT):
            return index_annex_rows(plan, _index_annex(plan), component_rows(plan, citable))
        if citable.kind in (CitableKind.ITEM, CitableKind.TASK, CitableKind.INDEX, CitableKind.PERIOD):
            asked = Asked(self.states, selection_of(citable))
            return obligation_rows([asked], owed_of(asked, verdicts_under(self.states, citable)), Arrangement())
        rows = tuple(Row((quotation.place, quotation.text)) for quotation in quotations(plan, citable))
        return Table((Column("Mã"), Column("Nguyên văn")), rows)

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.show/2`."""
        from papi_cli.views.show_json import show_json

        return show_json(self.states, self.citable, self.events, self.closed)


def _index_annex(plan: Plan) -> Annex:
    """Return the annex of a citable that stands in it."""
    assert plan.index_annex is not None
    return plan.index_annex


def _bullet_section(head: str, lines: Sequence[str]) -> Page:
    return (Heading(head), Bullets(tuple(lines))) if lines else ()


def _quotation_section(plan: Plan, citable: Citable) -> Page:
    """Return the title and the document's words; an annex or a part of it as its table."""
    if citable.code in plan.task_annexes:
        return task_annex_page(plan, plan.task_annexes[citable.code])
    if citable.kind is CitableKind.ANNEX:
        return index_annex_page(plan, _index_annex(plan))
    title = Heading(f"{citable.code}: {citable.name}", level=1)
    match citable.kind:
        case CitableKind.INDEX:
            annex = _index_annex(plan)
            rows = component_blocks(plan, annex, component_rows(plan, citable))
            tasks = (
                block
                for task_annex, table in section_tables(plan, citable.code)
                for block in (Heading(task_annex.name), table)
            )
            return (title, Heading(annex.name), *rows, *tasks)
        case CitableKind.COMPONENT:
            return (title, *component_blocks(plan, _index_annex(plan), component_rows(plan, citable)))
        case CitableKind.ITEM:
            source = place_words(plan, citable.items[0])
            taken_up = taken_up_words(citable.items[0])
            words = " ".join(f"{upper_first(one)}." for one in (source, taken_up) if one)
            return (title, *([Paragraph(words)] if words else ()), *quotation_blocks(plan, citable))
        case _:
            return (title, *quotation_blocks(plan, citable))


# A reporting period


def _period_lines(plan: Plan, citable: Citable, closed: ShownClosing | None) -> list[str]:
    """Return the data window of a period, the last day of its report, and whether it is closed; nothing for others."""
    period = period_of(plan, citable)
    if period is None:
        return []
    window = [f"Số liệu {window_words(period)}."] if period.has_data else []
    lines = [*window, f"Thời hạn báo cáo: «{period.due.phrase}».", *last_day_lines(plan, period.due)]
    if closed is None:
        return [*lines, "Chưa chốt."]
    closing = closed.closing
    later = f" Sau đó ghi nhận thêm {number_text(closed.later)} sự kiện của kỳ." if closed.later else ""
    tag = f"; nhãn git {closing.tag}" if closing.tag else ""
    return [
        *lines,
        (
            f"{upper_first(closed_words(period, closing))}: tính đến hết ngày {day_text(closing.as_of)}, theo dữ liệu ghi nhận đến "
            f"{minute_text(closing.closed_at)}{tag}.{later}"
        ),
    ]


# Who


def _who_lines(plan: Plan, citable: Citable) -> list[str]:
    assignment = assignment_of(plan, citable)
    partners = "; ".join(filter(None, (agencies_and_groups_phrase(plan, assignment.cooperating), *assignment.others)))
    lines = [f"{assignment.role}: {agencies_and_groups_phrase(plan, assignment.lead)}."] if assignment.lead else []
    lines += [f"Phối hợp: {partners}."] if partners else []
    lines += [f"{role}: {agencies_and_groups_phrase(plan, agencies)}." for role, agencies in assignment.roles.items()]
    return lines + (handover_lines(plan, citable.items) if plan.ended else [])


# When


def _when_lines(states: States, citable: Citable) -> list[str]:
    """Return the lines about deadlines; for an index or a provision the table of states shows them."""
    if citable.kind not in (CitableKind.ITEM, CitableKind.TASK):
        return []
    dropped = [item for item in citable.items if item.dropped_on is not None]
    if dropped and len(dropped) == len(citable.items) and dropped[0].dropped_by:
        day, document = dropped[0].dropped_on, amendment_name(states.plan, dropped[0].dropped_by)
        return [f"Không còn trong kế hoạch từ ngày {day_text_or(day, '')}, theo {document}."]
    series = group_by(citable.items, lambda item: item.series if item.occurrence else item.code)
    return [line for items in series.values() for line in _item_lines(states, items, named=len(series) > 1)]


def _item_lines(states: States, items: Sequence[Item], *, named: bool) -> Iterator[str]:
    """Yield the lines about an item, or about all occurrences of one: their days stand in the table of states."""
    plan, item = states.plan, items[0]
    phrase = f"«{item.due.phrase}»" if item.due else "không ghi thời hạn"
    days = last_day_lines(plan, item.due) if item.due else ()
    code, name = item.code, item.name
    if len(items) > 1:
        days = (_occurrences_line([other.due.last for other in items if other.due and other.due.last]),)
        code, name = item.series, item.product or item.title
    first = f"{code} ({name}): {phrase}." if named else f"{upper_first(phrase)}."
    issuer = f"{plan.name_of(item.issuer)} ban hành; cơ quan chủ trì tham mưu, trình." if item.issuer else ""
    any_of = "Một cơ quan thực hiện là đủ cho tất cả." if item.fulfilled_by is FulfilledBy.ANY else ""
    # What goes on is never done for good.
    counted_day = "" if item.is_ongoing else f"Ngày được tính là đã hoàn thành: {COUNTED_DAY_LABELS[item.counts]}."
    remarks = filter(None, (*days, *anchor_lines(states, item), counted_day, issuer, any_of))
    if named:
        yield " ".join([first, *remarks])
    else:
        yield from (first, *remarks)


def _occurrences_line(days: Sequence[date]) -> str:
    return f"{number_text(len(days))} lần, lần đầu đến hết ngày {day_text(days[0])}, lần cuối đến hết ngày {day_text(days[-1])}."


# Amendments, interpretations and errata


def _change_lines(plan: Plan, citable: Citable) -> Sequence[str]:
    """Return what amendments changed about a task or item, and those of the document or an annex themselves."""
    if citable.kind is CitableKind.AMENDMENT:
        amendment = amendment_of(plan, citable.code)
        return [f"{upper_first(change_words(plan, part, named=True))}." for part in amendment.changes]
    if citable.kind is CitableKind.DOCUMENT:
        return [
            f"{document_name(amendment.document)}, có hiệu lực từ ngày {day_text(amendment.effective)}: papi show "
            f"{amendment.code}."
            for amendment in (*plan.amendments, *plan.coming)
        ]
    named = citable.kind is not CitableKind.ITEM
    return change_sentences(plan, changed_codes_of(citable), named=named) if citable.items else ()


def _concerned(plan: Plan, interpretation: Interpretation) -> list[str]:
    return [plan.agencies[id_].name for id_ in interpretation.concerns]


def _erratum_line(erratum: Erratum) -> str:
    read = f" đọc là «{erratum.reads}»" if erratum.reads else ""
    quote = f"«{erratum.quote}»{read}." if erratum.quote else ""
    note = " ".join(erratum.note.split())
    return f"{', '.join(erratum.places)}: {' '.join(filter(None, (quote, note)))}"


# States and history


def _outcome_section(states: States, citable: Citable, events: Sequence[Event]) -> Page:
    if not citable.items:
        return ()
    verdicts, entries = verdicts_under(states, citable), log_entries_under(states, events, citable)
    head = Heading(f"Tình trạng tính đến ngày {day_text(states.as_of)}")
    empty = Paragraph("Không có đầu việc nào được giao.")
    history = log_table(states.plan, entries) if entries else Paragraph("Chưa ghi nhận sự kiện nào.")
    # What is named itself is told in full, and not what stands under a provision or an index.
    is_named = citable.kind in (CitableKind.ITEM, CitableKind.TASK)
    near = Near(verdicts) if is_named else near_only(verdicts)
    asked = Asked(states, selection_of(citable))
    owed = obligation_list_page([asked], owed_of(asked, near.shown), Arrangement(), empty=empty)
    periods = activity_lines(states, verdicts) if is_named else ()
    return (
        head,
        *owed,
        *near.note("Xem đủ: papi show cùng mã của việc ấy."),
        *_bullet_section("Theo kỳ báo cáo", periods),
        Heading("Lịch sử"),
        history,
    )
