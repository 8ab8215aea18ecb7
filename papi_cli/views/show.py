"""One thing of the decision: its words, who, when, how it is read, where it errs, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.plan.choices import FulfilledBy
from papi_cli.plan.model import Interpretation, Item, Plan
from papi_cli.plan.quotation import Erratum
from papi_cli.states import States, Verdict
from papi_cli.text import day_text
from papi_cli.views.agency_phrases import agencies_and_groups_phrase
from papi_cli.views.annexes import (
    annex_1_page,
    annex_1_rows,
    annex_2_page,
    annex_2_rows,
    component_blocks,
    section_table,
)
from papi_cli.views.citations import Citable, CitableKind, is_duty
from papi_cli.views.explain import interpretations_with_agencies, last_day_lines
from papi_cli.views.lists import Arrangement, obligation_list_page, obligation_rows
from papi_cli.views.log import EventFilter, LogEntry, log_entries, log_table
from papi_cli.views.obligations import Selection, select_verdicts
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.quotations import component_rows, quotation_blocks, quotations
from papi_cli.views.words import COUNTED_DAY_LABELS, reading_words, source_words


def selection_of(thing: Citable) -> Selection:
    """Return which obligations are the thing's own."""
    if thing.kind is CitableKind.INDEX:
        return Selection(indices=(thing.code,))
    return Selection(items=tuple(item.code for item in thing.items))


def verdicts_under(states: States, thing: Citable) -> tuple[Verdict, ...]:
    """Return the verdicts on what is owed under the thing, none for a part or an annex as a whole."""
    return select_verdicts(states, selection_of(thing)) if thing.items else ()


def log_entries_under(states: States, events: Sequence[Event], thing: Citable) -> tuple[LogEntry, ...]:
    """Return the thing's events up to the day of the states, newest first; `events` are those known by then."""
    return log_entries(states, events, EventFilter(selection_of(thing), last_day=states.as_of)) if thing.items else ()


def show_page(states: States, thing: Citable, events: Sequence[Event]) -> Page:
    """Return all about the thing for readers."""
    plan = states.plan
    return (
        *_quotation_section(plan, thing),
        *_bullet_section("Ai làm", _who_lines(plan, thing)),
        *_bullet_section("Thời hạn", _when_lines(plan, thing)),
        *_bullet_section(
            "Chỗ văn bản để ngỏ", [reading_words(one, _concerned(plan, one)) for one, _ in readings_of(thing, plan)]
        ),
        *_bullet_section("Sai sót của bản gốc", [_erratum_line(one) for one in errata_of(plan, thing)]),
        *_outcome_section(states, thing, events),
    )


def _bullet_section(head: str, lines: Sequence[str]) -> Page:
    return (Heading(head), Bullets(tuple(lines))) if lines else ()


def _quotation_section(plan: Plan, thing: Citable) -> Page:
    """Return the title and the decision's words; the annexes as their tables."""
    if thing.kind is CitableKind.ANNEX:
        return annex_1_page(plan) if thing.code == "annex-1" else annex_2_page(plan)
    title = Heading(f"{thing.code}: {thing.name}", level=1)
    match thing.kind:
        case CitableKind.INDEX:
            rows = component_blocks(plan, component_rows(plan, thing))
            tasks = (Heading(plan.annex_2.label), section_table(plan, thing.code))
            return (title, Heading(plan.annex_1.label), *rows, *tasks)
        case CitableKind.COMPONENT:
            return (title, *component_blocks(plan, component_rows(plan, thing)))
        case CitableKind.ITEM:
            source = source_words(thing.items[0])
            return (title, Paragraph(f"{source[0].upper()}{source[1:]}."), *quotation_blocks(plan, thing))
        case _:
            return (title, *quotation_blocks(plan, thing))


# Who


class Assignment(NamedTuple):
    """Who is named, ids of agencies and groups; `role` is what those in the `lead` are to do."""

    role: str = ""
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    asked: bool = False


def assignment_of(plan: Plan, thing: Citable) -> Assignment:
    """Return whom a row of an annex names, else whom the duty or the point binds or asks, or who is in the group."""
    match thing.kind:
        case CitableKind.INDEX | CitableKind.COMPONENT:
            return Assignment("Chủ trì", *component_rows(plan, thing)[0].references)
        case CitableKind.ITEM if is_duty(thing):
            item = thing.items[0]
            return Assignment("Được đề nghị" if item.asked else "Thực hiện", item.agencies, asked=item.asked)
        case CitableKind.TASK | CitableKind.ITEM:
            task = plan.tasks[thing.items[0].source[0] if thing.kind is CitableKind.ITEM else thing.code]
            return Assignment("Chủ trì", *task.references)
        case CitableKind.PROVISION:
            bound = plan.provisions[thing.code]
            return Assignment("Đề nghị" if bound.asked else "Giao", bound.binds, asked=bound.asked)
        case CitableKind.GROUP:
            return Assignment("Thành viên", plan.groups[thing.code].members)
        case CitableKind.DECISION | CitableKind.PART | CitableKind.ANNEX:
            return Assignment()


def _who_lines(plan: Plan, thing: Citable) -> list[str]:
    named = assignment_of(plan, thing)
    helpers = "; ".join(filter(None, (agencies_and_groups_phrase(plan, named.cooperating), *named.others)))
    lines = [f"{named.role}: {agencies_and_groups_phrase(plan, named.lead)}."] if named.lead else []
    return [*lines, f"Phối hợp: {helpers}."] if helpers else lines


# When


def _when_lines(plan: Plan, thing: Citable) -> list[str]:
    """Return what is due when; of an index or a provision the table of states tells it."""
    if thing.kind not in (CitableKind.ITEM, CitableKind.TASK):
        return []
    return [line for item in thing.items for line in _item_lines(plan, item, named=len(thing.items) > 1)]


def _item_lines(plan: Plan, item: Item, *, named: bool) -> Iterator[str]:
    phrase = f"«{item.due.phrase}»" if item.due else "không ghi thời hạn"
    days = last_day_lines(plan, item.due) if item.due else ()
    first = f"{item.code} ({item.product}): {phrase}." if named else f"{phrase[0].upper()}{phrase[1:]}."
    issuer = f"{plan.name_of(item.issuer)} ban hành; cơ quan chủ trì tham mưu, trình." if item.issuer else ""
    any_of = "Một cơ quan thực hiện là đủ cho tất cả." if item.fulfilled_by is FulfilledBy.ANY else ""
    counted = f"Ngày được tính là đã hoàn thành: {COUNTED_DAY_LABELS[item.counts]}."
    said = (*days, counted, issuer, any_of)
    if named:
        yield " ".join([first, *filter(None, said)])
    else:
        yield from (first, *filter(None, said))


# Readings and errata


def readings_of(thing: Citable, plan: Plan) -> list[tuple[Interpretation, tuple[str, ...]]]:
    """Return the readings that the thing rests on, once each, with the agencies concerned (none: all)."""
    if thing.kind is CitableKind.GROUP:
        return [(reading, reading.concerns) for reading in plan.groups[thing.code].interpretations]
    return list(dict(pair for item in thing.items for pair in interpretations_with_agencies(item)).items())


def _concerned(plan: Plan, reading: Interpretation) -> list[str]:
    return [plan.agencies[id_].name for id_ in reading.concerns]


def errata_of(plan: Plan, thing: Citable) -> tuple[Erratum, ...]:
    """Return the known flaws of the source at the thing and below it."""
    return tuple(one for one in plan.errata if thing.places & set(one.places))


def _erratum_line(erratum: Erratum) -> str:
    read = f" đọc là «{erratum.reads}»" if erratum.reads else ""
    quote = f"«{erratum.quote}»{read}." if erratum.quote else ""
    note = " ".join(erratum.note.split())
    return f"{', '.join(erratum.places)}: {' '.join(filter(None, (quote, note)))}"


# What became of it


def _outcome_section(states: States, thing: Citable, events: Sequence[Event]) -> Page:
    if not thing.items:
        return ()
    found, past = verdicts_under(states, thing), log_entries_under(states, events, thing)
    head = Heading(f"Tình trạng tính đến ngày {day_text(states.as_of)}")
    nothing = Paragraph("Không có trách nhiệm nào được giao.")
    history = log_table(states.plan, past) if past else Paragraph("Chưa ghi nhận sự kiện nào.")
    owed = obligation_list_page(states, selection_of(thing), found, Arrangement(), nothing=nothing)
    return (head, *owed, Heading("Lịch sử"), history)


def show_rows(states: States, thing: Citable) -> Table:
    """Return, for spreadsheets, the rows of an annex, else one row per obligation, else the quoted words."""
    plan = states.plan
    if thing.code == "annex-2":
        return annex_2_rows(plan)
    if thing.kind in (CitableKind.ANNEX, CitableKind.COMPONENT):
        return annex_1_rows(plan, component_rows(plan, thing))
    if thing.kind in (CitableKind.ITEM, CitableKind.TASK, CitableKind.INDEX):
        return obligation_rows(plan, verdicts_under(states, thing), Arrangement())
    rows = tuple(Row((one.place, one.text)) for one in quotations(plan, thing))
    return Table((Column("Mã"), Column("Nguyên văn")), rows)
