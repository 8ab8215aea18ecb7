"""The tables of reports and their annexes (columns of the usual forms); widths are the template's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from papi_cli.plan.model import AgencyKind, Item, ItemKind, Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import day_text, decimal_text
from papi_cli.views.matrix import duties_by_agency, duty_items, duty_state_words, marked_agency_name
from papi_cli.views.obligations import binding_only
from papi_cli.views.page import Column, Row, Table
from papi_cli.views.reports.figures import ExtensionRequest, Figures, figures
from papi_cli.views.reports.phrases import full_agencies_phrase, short_agencies_phrase
from papi_cli.views.reports.wording import (
    corrected_text,
    delivery_words,
    product_of,
    report_flag_words,
    title_of,
)
from papi_cli.views.words import (
    STATE_WORDS,
    cooperating_names,
    last_day_words,
    source_words,
    state_words,
)


def text_table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, without: str = "") -> Table:
    """Return a table of texts, without tones, but for the column with the head `without`."""
    kept = [place for place, head in enumerate(heads) if head != without]
    return Table(
        tuple(Column(heads[place]) for place in kept),
        tuple(Row(tuple(cells[place] for place in kept)) for cells in rows),
    )


def group_alike(verdicts: Iterable[Verdict], *, noted: bool = True) -> tuple[tuple[Verdict, ...], ...]:
    """Return obligations of one item together whose row would say the same but for the agency, in their order.

    Communes deliver documents of their own: those rows say how many delivered, not which document. Without `noted`
    the rows have no place for what the flags add.
    """
    groups: dict[tuple[object, ...], list[Verdict]] = {}
    for one in verdicts:
        kind = one.obligation.agency.kind
        key = (
            one.obligation.item.code,
            kind,
            one.state,
            Flag.UNRECORDED in one.flags,
            Flag.UNCONFIRMED in one.flags,
            one.activity,
            one.last,
            "" if kind is AgencyKind.COMMUNE else delivery_words(one),
            report_flag_words(one) if noted else "",
        )
        groups.setdefault(key, []).append(one)
    return tuple(tuple(group) for group in groups.values())


def _result_and_state(group: Sequence[Verdict]) -> tuple[str, str]:
    """Return the cells «Kết quả» and «Tình trạng» of a row of `group_alike`."""
    deliveries = {delivery_words(verdict) for verdict in group}
    result = deliveries.pop() if len(deliveries) == 1 else "theo báo cáo của từng xã, phường"
    return result, _state_of_group(group)


def _state_of_group(group: Sequence[Verdict]) -> str:
    """Return the state of one row's obligations; of those done late on several days, by how many days at most."""
    latest = max(group, key=lambda verdict: verdict.days_late or 0)
    if len({state_words(verdict) for verdict in group}) > 1 and latest.days_late:
        return f"{STATE_WORDS[latest.state].label} nhiều nhất {latest.days_late} ngày"
    return state_words(latest)


def _product(plan: Plan, group: Sequence[Verdict]) -> str:
    one = group[0]
    return product_of(plan, one.obligation.item, unconfirmed=Flag.UNCONFIRMED in one.flags)


def _agencies_cell(plan: Plan, group: Sequence[Verdict]) -> str:
    return full_agencies_phrase(plan, [one.obligation.agency for one in group], group[0].obligation.item)


def _product_with_source(plan: Plan, group: Sequence[Verdict]) -> str:
    """Return a product where its row of Annex II does not stand beside it."""
    item = group[0].obligation.item
    return f"{_product(plan, group)} ({source_words(item)})" if item.kind is ItemKind.TASK else _product(plan, group)


def results_table(plan: Plan, verdicts: Sequence[Verdict], *, own: bool) -> Table:
    """Return the short table of an index: number in Annex II, product, who (not of one's own), document, state.

    Communes stand there by their number: the annex names them.
    """
    heads = ("TT", "Sản phẩm", "Cơ quan chủ trì", "Thời hạn", "Kết quả (số, ký hiệu, ngày)", "Tình trạng")
    rows = []
    for group in group_alike(binding_only(verdicts), noted=False):
        item = group[0].obligation.item
        result, state = _result_and_state(group)
        agencies = short_agencies_phrase([one.obligation.agency for one in group])
        number = item.source[0].rpartition(".")[2]
        rows.append((number, _product(plan, group), agencies, last_day_words(group[0]), result, state))
    return text_table(heads, rows, without="Cơ quan chủ trì" if own else "")


TASK_HEADS = (
    "TT",
    "Nhiệm vụ",
    "Sản phẩm",
    "Chủ trì",
    "Phối hợp",
    "Thời hạn",
    "Kết quả (số, ký hiệu, ngày)",
    "Tình trạng",
    "Ghi chú",
)


def tasks_table(plan: Plan, verdicts: Sequence[Verdict]) -> Table:
    """Return the tasks of Annex II with their sections, numbered as the decision numbers them."""
    return text_table(TASK_HEADS, _task_rows(plan, binding_only(verdicts)))


def _task_rows(plan: Plan, verdicts: Sequence[Verdict]) -> Iterator[Sequence[str]]:
    sections = {task: section for section in plan.sections for task in section.tasks}
    section, task, item = "", "", ""
    for group in group_alike(one for one in verdicts if one.obligation.item.kind is ItemKind.TASK):
        obligation = group[0].obligation
        code = obligation.item.source[0]
        if sections[code].number != section:
            section = sections[code].number
            yield (section, sections[code].heading, *[""] * (len(TASK_HEADS) - 2))
        result, state = _result_and_state(group)
        first = code != task
        task = code
        yield (
            code.rpartition(".")[2] if first else "",
            title_of(plan, obligation.item) if first else "",
            _product(plan, group) if obligation.item.code != item else "",
            _agencies_cell(plan, group),
            "; ".join(cooperating_names(plan, obligation, short=True)) if first else "",
            last_day_words(group[0]),
            result,
            state,
            report_flag_words(group[0]),
        )
        item = obligation.item.code


FIGURE_HEADS = (
    "TT",
    "Cơ quan, đơn vị, địa phương",
    "Tổng số",
    "Đã HT đúng hạn",
    "Đã HT quá hạn",
    "Đã HT không hạn",
    "Chưa HT trong hạn",
    "Chưa HT quá hạn",
    "Chưa HT không hạn",
    "Thường xuyên",
    "Đưa ra khỏi danh mục",
    "Tỷ lệ đúng hạn",
)


def _figure_cells(own: Figures) -> tuple[str, ...]:
    numbers = (own.total, own.done_on_time, own.done_late, own.done_undated, own.in_time, own.overdue, own.undated)
    return (*map(str, (*numbers, own.ongoing, own.waived)), own.rate)


_LETTERS = "ABCDEFGH"
_KINDS = {
    AgencyKind.DEPARTMENT: "Các sở, ban, ngành",
    AgencyKind.BODY: "Cơ quan khác",
    AgencyKind.COMMUNE: "UBND các xã, phường",
}


def agencies_table(verdicts: Sequence[Verdict]) -> Table:
    """Return one row per accountable agency in official order, each kind with its sum, the whole at the end."""
    found = binding_only(verdicts)
    rows: list[Sequence[str]] = []
    kinds: dict[AgencyKind, dict[str, list[Verdict]]] = {}
    for one in sorted(found, key=lambda one: one.obligation.agency.order):
        agency = one.obligation.agency
        kinds.setdefault(agency.kind, {}).setdefault(agency.name, []).append(one)
    for letter, (kind, agencies) in zip(_LETTERS, kinds.items(), strict=False):
        rows.append((letter, _KINDS[kind], *_figure_cells(figures(one for own in agencies.values() for one in own))))
        rows += [
            (str(number), name, *_figure_cells(figures(own))) for number, (name, own) in enumerate(agencies.items(), 1)
        ]
    rows.append(("", "Tổng cộng", *_figure_cells(figures(found))))
    return text_table(FIGURE_HEADS, rows)


def duty_matrix_table(plan: Plan, verdicts: Sequence[Verdict], *, merged: Collection[str]) -> Table:
    """Return agencies by dated duties of Part IV: what became of each.

    The coordinator's own duties among the item codes `merged` are part of the report that has this table.
    """
    duties = binding_only(verdict for verdict in verdicts if verdict.obligation.item.kind is ItemKind.DUTY)
    items = duty_items(duties)
    heads = [
        f"{item.product} (thời hạn {day_text(item.due.last)})" if item.due and item.due.last else item.product
        for item in items
    ]
    rows = [
        (
            str(number),
            marked_agency_name(by_item),
            *(
                _duty_cell(by_item[item.code], merged=agency == plan.coordinator and item.code in merged)
                if item.code in by_item
                else ""
                for item in items
            ),
        )
        for number, (agency, by_item) in enumerate(duties_by_agency(duties).items(), 1)
    ]
    return text_table(("TT", "Cơ quan, đơn vị, địa phương", *heads), rows)


def _duty_cell(verdict: Verdict, *, merged: bool) -> str:
    if merged and verdict.state in (State.IN_TIME, State.OVERDUE, State.UNDATED):
        return "lồng ghép trong Báo cáo này"
    words = duty_state_words(verdict)
    # The head of the column has the decision's own day; beside it «đúng hạn» would look wrong.
    if Flag.EXTENDED in verdict.flags and verdict.state is not State.WAIVED and verdict.last:
        words = f"{words}, được gia hạn đến {day_text(verdict.last)}"
    delivered = delivery_words(verdict)
    return f"{words} ({delivered})" if delivered else words


def requested_table(plan: Plan, verdicts: Sequence[Verdict]) -> Table:
    """Return what was only asked for, agency by agency."""
    rows = [
        (
            str(number),
            one.obligation.agency.name,
            _product(plan, [one]),
            last_day_words(one),
            delivery_words(one),
            _request_outcome(one),
        )
        for number, one in enumerate(verdicts, 1)
    ]
    return text_table(
        ("TT", "Cơ quan", "Nội dung đề nghị phối hợp", "Thời gian đề nghị", "Văn bản, ngày", "Kết quả"), rows
    )


def _request_outcome(verdict: Verdict) -> str:
    if verdict.done_on:
        return "đã nhận được"
    return "chưa đến thời gian đề nghị" if verdict.state is State.IN_TIME else "chưa nhận được"


_AGENCY_HEAD = "Cơ quan, đơn vị, địa phương"


def overdue_table(plan: Plan, verdicts: Sequence[Verdict], *, own: bool) -> Table:
    """Return what is overdue, the oldest first: product, who (not of one's own), last on-time day, state."""
    rows = []
    late = [one for one in binding_only(verdicts) if one.state is State.OVERDUE]
    late.sort(key=lambda one: (one.last, plan.item_order[one.obligation.item.code]))
    for number, group in enumerate(group_alike(late), 1):
        _, state = _result_and_state(group)
        agencies = _agencies_cell(plan, group)
        said = "; ".join(filter(None, (state, report_flag_words(group[0]))))
        rows.append((str(number), _product_with_source(plan, group), agencies, last_day_words(group[0]), said))
    return text_table(
        ("TT", "Sản phẩm, báo cáo", _AGENCY_HEAD, "Thời hạn", "Tình trạng"), rows, without=_AGENCY_HEAD if own else ""
    )


def coming_table(plan: Plan, verdicts: Sequence[Verdict], *, own: bool) -> Table:
    """Return what is still to be delivered in time, the next first; without who of one's own."""
    rows = []
    coming = [one for one in binding_only(verdicts) if one.state is State.IN_TIME]
    coming.sort(key=lambda one: (one.last, plan.item_order[one.obligation.item.code]))
    for number, group in enumerate(group_alike(coming), 1):
        agencies = _agencies_cell(plan, group)
        rows.append(
            (
                str(number),
                last_day_words(group[0]),
                _product_with_source(plan, group),
                agencies,
                report_flag_words(group[0]),
            )
        )
    return text_table(
        ("TT", "Thời hạn", "Sản phẩm, báo cáo", _AGENCY_HEAD, "Ghi chú"), rows, without=_AGENCY_HEAD if own else ""
    )


def extension_requests_table(plan: Plan, found: Sequence[ExtensionRequest], *, own: bool) -> Table:
    """Return the extensions asked for and not granted; without who of one's own."""
    rows = [
        (
            str(number),
            one.verdict.obligation.agency.name,
            _product_with_source(plan, [one.verdict]),
            last_day_words(one.verdict),
            one.until,
            ", ".join(filter(None, (one.document, f"ngày {one.day}", one.note))),
        )
        for number, one in enumerate(found, 1)
    ]
    heads = ("TT", _AGENCY_HEAD, "Sản phẩm, báo cáo", "Thời hạn", "Đề nghị gia hạn đến", "Văn bản, lý do")
    return text_table(heads, rows, without=_AGENCY_HEAD if own else "")


def evidence_table(plan: Plan, verdicts: Sequence[Verdict]) -> Table:
    """Return the products delivered that go with a report as evidence (point 2.b of Part IV)."""
    rows: list[tuple[str, ...]] = []
    for one in binding_only(verdicts):
        if one.done_on is not None and one.obligation.item.kind is ItemKind.TASK:
            proof = "; ".join(dict.fromkeys(evidence.address for evidence in one.evidence))
            rows.append(
                (
                    str(len(rows) + 1),
                    title_of(plan, one.obligation.item),
                    _product(plan, [one]),
                    delivery_words(one),
                    proof,
                )
            )
    return text_table(("TT", "Nhiệm vụ", "Sản phẩm", "Văn bản, ngày", "Minh chứng"), rows)


def duties_table(plan: Plan, verdicts: Sequence[Verdict]) -> Table:
    """Return an agency's dated duties of Part IV."""
    rows = [
        (
            str(number),
            title_of(plan, one.obligation.item),
            citation_words(one.obligation.item),
            last_day_words(one),
            state_words(one),
        )
        for number, one in enumerate(verdicts, 1)
    ]
    return text_table(("TT", "Nội dung", "Căn cứ", "Thời hạn", "Tình trạng"), rows)


def citation_words(item: Item) -> str:
    """Return where an item stands in the decision, as letters cite it."""
    return f"{source_words(item)} Kế hoạch" if item.kind is ItemKind.DUTY else source_words(item)


def scores_table(plan: Plan) -> Table:
    """Return the points of the years that the office has entered, one column a year, one row an index."""
    years = sorted(plan.scores, key=lambda one: one.year)
    heads = ("Chỉ số nội dung", *(f"Năm {one.year}" for one in years))
    points = [{index: decimal_text(own) for index, own in one.indices.items()} for one in years]
    rows = [
        (
            f"{index.code}. {corrected_text(plan, index.code, index.quote.name)}",
            *(own.get(index.code, "") for own in points),
        )
        for index in plan.indices
    ]
    if any(one.total for one in years):
        rows.append(("Tổng điểm", *(decimal_text(one.total) if one.total is not None else "" for one in years)))
    return text_table(heads, rows if years else [])
