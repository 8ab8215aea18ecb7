"""The tables of reports and their annexes, with the columns of the usual forms; templates set their widths."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

from papi_cli.plan.model import AgencyKind, Item, ItemKind, Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import PLACEHOLDER, count_text, decimal_text, upper_first
from papi_cli.views.agency_phrases import everyone_noun, kind_noun
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import binding_only
from papi_cli.views.occurrences import near_only
from papi_cli.views.page import Column, Row, Table
from papi_cli.views.reports.amended_rows import amended_words, cited_place
from papi_cli.views.reports.day_notes import DayNotes
from papi_cli.views.reports.figures import ExtensionRequest
from papi_cli.views.reports.phrases import full_agencies_phrase
from papi_cli.views.reports.short_titles import short_title
from papi_cli.views.reports.wording import (
    corrected_text,
    delivery_facts,
    delivery_words,
    last_day_and_source,
    product_of,
    report_flag_facts,
    title_of,
)
from papi_cli.views.source_words import place_words
from papi_cli.views.words import (
    STATE_WORDS,
    extension_asked_facts,
    state_facts,
    state_words,
)


def text_table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, without: Collection[str] = ()) -> Table:
    """Return a table of texts; the columns with the heads `without` are left out."""
    return grouped_table(heads, (Row(tuple(cells)) for cells in rows), without=without)


def grouped_table(heads: Sequence[str], rows: Iterable[Row], *, without: Collection[str] = ()) -> Table:
    """Return a table of rows of which some may be headings; the columns with the heads `without` are left out."""
    kept = [index for index, head in enumerate(heads) if head not in without]
    return Table(
        tuple(Column(heads[index]) for index in kept),
        tuple(row._replace(cells=tuple(row.cells[index] for index in kept)) for row in rows),
    )


def group_alike(verdicts: Iterable[Verdict], *, noted: bool = True) -> tuple[tuple[Verdict, ...], ...]:
    """Group the obligations that share a row: all that differs within a row is the agency.

    Communes are grouped whatever documents they delivered, other agencies only if one document serves all. `noted` is
    false for tables without a column for flags; then of these only a request for an extension separates obligations.

    Example: 3 communes and 2 departments delivered II.2 on time, each with its own document. They make one row of 3
    communes and two rows of a department; with one joint document, the departments share a row.
    """

    def facts(verdict: Verdict) -> Hashable:
        kind = verdict.obligation.agency.kind
        return (
            verdict.obligation.item.code,
            kind,
            verdict.state,
            Flag.UNRECORDED in verdict.flags,
            Flag.UNCONFIRMED in verdict.flags,
            Flag.NOT_BEGUN in verdict.flags,
            verdict.activity,
            verdict.last,
            () if kind is AgencyKind.COMMUNE else delivery_facts(verdict),
            report_flag_facts(verdict) if noted else extension_asked_facts(verdict),
        )

    return tuple(tuple(group) for group in group_by(verdicts, facts).values())


# What tells result and state of a row: the office that follows the plan, or an agency of itself.
ToldResult = Callable[[Plan, Sequence[Verdict]], tuple[str, str]]


def result_and_state(plan: Plan, group: Sequence[Verdict]) -> tuple[str, str]:
    """Return the cells «Kết quả» and «Tình trạng» of a row of `group_alike`."""
    differ = len({delivery_facts(verdict) for verdict in group}) > 1
    result = (
        f"theo báo cáo của từng {kind_noun(plan, group[0].obligation.agency.kind)}"
        if differ
        else delivery_words(group[0])
    )
    return result, state_of_group(group)


def state_of_group(group: Sequence[Verdict]) -> str:
    """Return the state of one row's obligations; of those done late on several days, by how many days at most."""
    latest = max(group, key=lambda verdict: verdict.days_late or 0)
    if len({state_facts(verdict) for verdict in group}) > 1 and latest.days_late:
        return f"{STATE_WORDS[latest.state].label} nhiều nhất {count_text(latest.days_late)} ngày"
    return state_words(latest, count_text)


def product_cell(plan: Plan, group: Sequence[Verdict]) -> str:
    """Return what a row of `group_alike` delivers."""
    return product_of(plan, group[0].obligation.item, unconfirmed=Flag.UNCONFIRMED in group[0].flags)


def agencies_cell(plan: Plan, group: Sequence[Verdict]) -> str:
    """Return who owes a row of `group_alike`, with all names."""
    return full_agencies_phrase(plan, [verdict.obligation.agency for verdict in group], group[0].obligation.item)


def product_with_source(plan: Plan, group: Sequence[Verdict]) -> str:
    """Return the product with the citation of its task, for tables that do not number it as its annex does."""
    return product_cell(plan, group) + titled_source(plan, group[0].obligation.item)


def titled_source(plan: Plan, item: Item) -> str:
    """Return behind a product the task in short, and where it stands: « “Thực hiện công tác …” (số thứ tự 2 Mục II)».

    What is no product of a task says itself what it is about.
    """
    if item.kind is not ItemKind.TASK:
        return ""
    place = cited_place(plan, item)
    title = f" “{short_title(title_of(plan, item), product_of(plan, item))}”" if item.product else ""
    return f"{title} ({place})" if place else title


def product_head(verdicts: Iterable[Verdict]) -> str:
    """Return what the column is called in which stands what is to be delivered: of tasks without products, the tasks."""
    tasks = [item for verdict in verdicts if (item := verdict.obligation.item).kind is ItemKind.TASK]
    return "Nhiệm vụ" if tasks and not any(item.product for item in tasks) else "Sản phẩm"


def agency_head(plan: Plan) -> str:
    """Return the head of a column of agencies of any kind."""
    return upper_first(everyone_noun(plan.agencies.values()))


def requested_table(plan: Plan, verdicts: Sequence[Verdict]) -> Table:
    """Return what was only requested, agency by agency."""
    rows = [
        (
            str(number),
            verdict.obligation.agency.name,
            product_cell(plan, [verdict]),
            last_day_and_source(plan, verdict),
            delivery_words(verdict),
            _request_outcome(verdict),
        )
        for number, verdict in enumerate(verdicts, 1)
    ]
    return text_table(
        ("TT", "Cơ quan", "Nội dung đề nghị phối hợp", "Thời gian đề nghị", "Văn bản, ngày", "Kết quả"), rows
    )


def _request_outcome(verdict: Verdict) -> str:
    if verdict.done_on:
        return "đã nhận được"
    return "chưa đến thời gian đề nghị" if verdict.state is State.IN_TIME else "chưa nhận được"


def by_last_day(plan: Plan, verdicts: Iterable[Verdict], state: State) -> list[Verdict]:
    """Return the binding verdicts with that state, which all have a last on-time day, by that day."""
    chosen = (verdict for verdict in binding_only(verdicts) if verdict.state is state)
    return sorted(chosen, key=lambda verdict: (verdict.last, plan.item_order[verdict.obligation.item.code]))


def extension_requests_table(plan: Plan, requests: Sequence[ExtensionRequest], *, with_agencies: bool) -> Table:
    """Return the extensions that were requested and not granted yet."""
    rows = [
        (
            str(number),
            request.verdict.obligation.agency.name,
            product_with_source(plan, [request.verdict]),
            last_day_and_source(plan, request.verdict),
            request.until,
            f"{request.document or PLACEHOLDER}, ngày {request.day}, {request.note or PLACEHOLDER}",
        )
        for number, request in enumerate(requests, 1)
    ]
    name = f"{product_head([request.verdict for request in requests])}, báo cáo"
    heads = ("TT", agency_head(plan), name, "Thời hạn", "Đề nghị gia hạn đến", "Văn bản, lý do")
    return text_table(
        heads,
        rows,
        without=() if with_agencies else (agency_head(plan),),
    )


def duties_table(plan: Plan, verdicts: Sequence[Verdict], days: DayNotes, state: Callable[[Verdict], str]) -> Table:
    """Return an agency's duties; of one that recurs, the row of the next occurrence says how many follow.

    The notes of `days` below the table say whose days these are; `state` gives the state of a duty in words.
    """
    near = near_only(verdicts)
    rows = [
        (
            str(number),
            (item := verdict.obligation.item).with_occurrence(title_of(plan, item)),
            citation_words(plan, item, (verdict.obligation.agency.id,)),
            days.cell(verdict),
            "; ".join(filter(None, (state(verdict), near.words_beside([verdict])))),
        )
        for number, verdict in enumerate(near.shown, 1)
    ]
    return text_table(("TT", "Nội dung", "Căn cứ", "Thời hạn", "Tình trạng"), rows)


def citation_words(plan: Plan, item: Item, agencies: Iterable[str] = ()) -> str:
    """Return where an item stands in the plan, as a document outside of it cites it: «số thứ tự 7 Mục II Kế hoạch».

    Of a duty it is what binds all of the `agencies` (ids); where no such place is known, the plan alone.

    An annex that is called something says enough: «số thứ tự 5 Mục II Phụ lục». Behind it stands what amendments say of
    the row: «(bổ sung theo Quyết định số 1234/QĐ-UBND ngày 10/7/2026)».
    """
    words = place_words(plan, item, agencies)
    if item.origin is not None:
        return words
    in_named_annex = item.kind is ItemKind.TASK and plan.task_annexes[plan.tasks[item.source[0]].section.annex].label
    cited = words if in_named_annex else f"{words} {plan.words.plan}".lstrip()
    amended = amended_words(plan, item)
    return f"{cited} ({amended})" if amended else cited


def scores_table(plan: Plan) -> Table:
    """Return the scores that the office has entered, one row per index and one column per year."""
    years = sorted(plan.scores, key=lambda scores: scores.year)
    heads = (plan.words.index, *(f"Năm {scores.year}" for scores in years))
    points = [{index: decimal_text(score) for index, score in scores.indices.items()} for scores in years]
    rows = [
        (
            f"{index.code}. {corrected_text(plan, index.code, index.quote.name)}",
            *(by_index.get(index.code, "") for by_index in points),
        )
        for index in plan.indices
    ]
    if any(scores.total for scores in years):
        totals = (decimal_text(scores.total) if scores.total is not None else "" for scores in years)
        rows.append(("Tổng điểm", *totals))
    return text_table(heads, rows if years else [])
