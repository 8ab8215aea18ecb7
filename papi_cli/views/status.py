"""The answer of `papi status`: counts by state, index and agency, or everything about one agency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from papi_cli.plan.model import Agency, AgencyKind, Component, ItemKind, Plan, Provision
from papi_cli.plan.quotation import Meaning
from papi_cli.states import Flag, State, Verdict, count_by_state
from papi_cli.text import join_words, lower_first, number_text, upper_first
from papi_cli.views.agency_phrases import kind_noun
from papi_cli.views.asked import (
    Asked,
    Owed,
    agencies_asked,
    as_of_words,
    by_plan,
    count_line,
    owed_in,
    owed_of,
    part_of,
    roles_in_title,
    shared_words,
    verdicts_of,
)
from papi_cli.views.columns import ObligationColumn
from papi_cli.views.grouping import group_by
from papi_cli.views.json_parts import envelope, name_json, owed_json, state_counts
from papi_cli.views.lists import (
    BY_LAST_DAY,
    Arrangement,
    footnotes,
    list_columns,
    obligation_rows,
    obligations_table,
)
from papi_cli.views.obligations import binding_only
from papi_cli.views.occurrences import SHOW_ALL, Near, near_among, near_only, near_unless_named
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.parts import by_earlier_plan, by_part, duties_heading, parts_head
from papi_cli.views.rates import OnTimeRate, on_time_rate
from papi_cli.views.roles import roles_of, roles_of_agency
from papi_cli.views.status_lines import Since, change_line, highlights, rate_line, since_json
from papi_cli.views.words import AGENCY_KIND_LABELS, COUNTED_WORDS, STATE_WORDS, StateWords, counted_words, headings_of

_SILENT_HEAD = "Quá hạn chưa ghi nhận"
_TOO_NARROW = "Màn hình hẹp nên chưa hiện cột {heads}. Xem đủ: thêm --format markdown."
_COOPERATING = Meaning.COOPERATING.value
_AGENCY_PAGE_COLUMNS = (ObligationColumn.LAST, ObligationColumn.ITEM, ObligationColumn.PRODUCT, ObligationColumn.STATE)


class StatusAnswer(NamedTuple):
    """The answer of `papi status`: what the plans asked take, in the order of the list; `since` if it compares."""

    asked: tuple[Asked, ...]
    arrangement: Arrangement
    owed: tuple[Owed, ...]
    since: Since | None = None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts alone."""
        return verdicts_of(self.owed)

    @property
    def agency(self) -> Agency | None:
        """The agency asked for when exactly one was, as it is among those of all plans, else None."""
        agencies = agencies_asked(self.asked)
        return agencies[0] if len(agencies) == 1 else None

    def page(self) -> Page:
        """Return everything about one agency when exactly one was asked for, else the overall view."""
        return _overall_page(self) if self.agency is None else _agency_page(self, self.agency)

    def rows(self) -> Table:
        """Return one row per obligation."""
        return obligation_rows(self.asked, self.owed, self.arrangement)

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.status/2`, of several plans `papi.status/3`, with the agency if one was asked for."""
        return {
            **envelope(self.asked, "papi.status"),
            "summary": state_counts(self.verdicts),
            "rate": _rate_json(on_time_rate(self.verdicts)),
            **({"since": since_json(self.since, self.owed)} if self.since else {}),
            **self._portfolios_json(),
            "obligations": [owed_json(one) for one in self.owed],
        }

    def _portfolios_json(self) -> dict[str, Any]:
        if self.agency is None:
            return {}
        found = [
            {**name_json(one), **_portfolio_json(one.plan, agency)}
            for one in self.asked
            for agency in _agencies_of(one)
        ]
        return {"agencies": found} if len(self.asked) > 1 else {"agency": found[0]}


def find_status(asked: Sequence[Asked], arrangement: Arrangement, since: Since | None = None) -> StatusAnswer:
    """Return what the plans asked take, in the order of their documents unless arranged otherwise, and what changed `since`."""
    return StatusAnswer(tuple(asked), arrangement, arrangement.in_chosen_order(owed_in(asked)), since)


def _overall_page(answer: StatusAnswer) -> Page:
    """Return a table by plan, if there are several, by state, by part and by agency; spread, a row for each commune.

    What is carried over from earlier plans is counted apart, behind all this.
    """
    carried = [one for one in answer.owed if one.verdict.obligation.item.origin is not None]
    since = answer.since and answer.since._replace(owed=_without_carried(answer.since.owed))
    answer = answer._replace(owed=_without_carried(answer.owed), since=since)
    asked, verdicts, roles = answer.asked, answer.verdicts, roles_in_title(answer.asked)
    _, near = near_among(asked, answer.owed, lambda of_plan, _: near_only(of_plan))
    return (
        Heading(f"Tình trạng thực hiện tính đến ngày {as_of_words(asked)}{roles and f',{roles}'}", level=1),
        *((Paragraph(asked[0].plan.title),) if len(asked) == 1 else _by_plan(answer)),
        _by_state(verdicts),
        *rate_line(verdicts),
        *change_line(answer.since, answer.owed),
        *highlights(asked, answer.owed),
        *near.count_note(),
        *(_by_part_and_agency(answer) if verdicts else ()),
        *_optional_list(answer),
        Paragraph(_rate_note(asked, verdicts), quiet=True),
        *_omitted_columns_note(verdicts),
        *_carried_over(answer, carried),
        _count_paragraph(answer),
    )


def _without_carried(owed: Iterable[Owed]) -> tuple[Owed, ...]:
    return tuple(one for one in owed if one.verdict.obligation.item.origin is None)


def _carried_over(answer: StatusAnswer, carried: Sequence[Owed]) -> Page:
    """Return the tally of what is carried over, by the plans that it comes from; nothing where nothing is."""
    groups = [
        group for one, verdicts in by_plan(answer.asked, carried) for group in by_earlier_plan(one.plan, verdicts)
    ]
    if not groups:
        return ()
    tally = _tally_table("Kế hoạch trước", groups, _occurring(verdicts_of(carried)))
    return (Heading("Chuyển tiếp từ kế hoạch trước (không tính ở các bảng trên)"), tally)


def _by_plan(answer: StatusAnswer) -> Page:
    """Return the tally of each of several plans, and of all together."""
    plans = [(one.name, verdicts) for one, verdicts in by_plan(answer.asked, answer.owed)]
    tally = _tally_table("Kế hoạch", [*plans, ("Tổng số", answer.verdicts)], _occurring(answer.verdicts))
    return (Heading("Theo kế hoạch"), tally, Heading("Theo tình trạng"))


def _by_part_and_agency(answer: StatusAnswer) -> Page:
    page: Page = ()
    for one, verdicts in by_plan(answer.asked, answer.owed):
        if verdicts:
            name = f"{one.name}: theo" if one.name else "Theo"
            page += (Heading(f"{name} {lower_first(parts_head(one.plan))}"), _by_index(one.plan, verdicts))
    return (*page, Heading("Theo cơ quan"), _by_agency(answer.owed, spread=answer.arrangement.spread))


def _count_paragraph(answer: StatusAnswer) -> Paragraph:
    return Paragraph(count_line(answer.asked, f"{number_text(len(answer.owed))} đầu việc"), quiet=True)


def _optional_list(answer: StatusAnswer) -> Page:
    """Return the list of obligations if columns or an order were asked for, which only a list can have."""
    arrangement = answer.arrangement
    if not (arrangement.columns or arrangement.sort_keys):
        return ()
    shown, near = near_among(answer.asked, answer.owed, partial(near_unless_named, spread=arrangement.spread))
    table = obligations_table(shown, arrangement, list_columns(answer.asked))
    return (Heading("Danh sách"), table, *footnotes(shown), *near.note(SHOW_ALL))


def _rate_json(rate: OnTimeRate) -> dict[str, int]:
    return {"on_time": rate.on_time, "known": rate.known, "silent": rate.silent}


def _rate_note(asked: Sequence[Asked], verdicts: Sequence[Verdict]) -> str:
    requested = len(verdicts) - len(binding_only(verdicts))
    note = (
        "HT: đã hoàn thành. Tỷ lệ đúng hạn = HT đúng hạn / đã rõ kết quả (HT đúng hạn, HT quá hạn, đã ghi nhận là "
        "quá hạn mà chưa hoàn thành); không tính đầu việc quá hạn chưa ghi nhận."
    )
    if requested:
        note += f" {requested} đầu việc đề nghị không tính tỷ lệ."
    if len(asked) > 1 or not asked[0].plan.periods:
        return note
    left_out = (
        f"{'đầu việc đề nghị và ' if requested else ''}báo cáo của {asked[0].plan.name_of(asked[0].plan.coordinator)}"
    )
    return f"{note} Báo cáo tổng hợp không tính {left_out}, tính nhiệm vụ đến ngày chốt số liệu."


def _by_state(verdicts: Sequence[Verdict]) -> Table:
    counts = Counter(map(counted_words, verdicts))
    unrecorded = Counter(counted_words(verdict) for verdict in verdicts if Flag.UNRECORDED in verdict.flags)
    always = frozenset(STATE_WORDS.values())
    rows = [
        Row((f"{words.sign} {words.label}", str(counts[words]), str(unrecorded[words])), words.tone)
        for words in COUNTED_WORDS
        if words in always or counts[words]
    ]
    rows.append(Row(("Tổng số", str(len(verdicts)), str(unrecorded.total()))))
    columns = (Column("Tình trạng", wraps=True), Column("Số lượng", right=True), Column("Chưa ghi nhận", right=True))
    return Table(columns, tuple(rows), tone_column=0)


def _by_index(plan: Plan, verdicts: Sequence[Verdict]) -> Table:
    groups = by_part(plan, verdicts)
    if duties := [verdict for verdict in verdicts if verdict.obligation.item.kind is ItemKind.DUTY]:
        groups.append((duties_heading(plan), duties))
    return _tally_table(parts_head(plan), groups, _occurring(verdicts))


def _by_agency(owed: Sequence[Owed], *, spread: bool) -> Table:
    ordered = sorted(owed, key=lambda one: one.agency.order)
    each = {(one.asked.place, one.verdict.obligation.agency.id): one for one in owed}.values()
    of_communes = [one for one in each if one.agency.kind is AgencyKind.COMMUNE]
    communes = {order for one in of_communes for order in _orders_there(one)}
    nouns = shared_words(kind_noun(one.plan, AgencyKind.COMMUNE) for one in of_communes)
    noun = nouns or AGENCY_KIND_LABELS[AgencyKind.COMMUNE]
    together = f"{len(communes)} {noun}" if len(communes) > 1 and not spread else ""
    groups = group_by(ordered, lambda one: _row_name(one, together))
    tallies = [(name, verdicts_of(members)) for name, members in groups.items()]
    return _tally_table("Cơ quan", tallies, _occurring(verdicts_of(owed)))


def _orders_there(owed: Owed) -> Iterator[int]:
    """Yield the place in the official order of who owes, or of whoever is there in the place of one that ended."""
    plan, agency = owed.plan, owed.verdict.obligation.agency
    there: Sequence[str] = ()
    if agency.id in plan.absent:
        from papi_cli.plan.succession import standing_in

        there = standing_in(plan, agency.id)
    yield from (owed.asked.agency_among_all(plan.agencies[id_]).order for id_ in there or (agency.id,))


def _row_name(owed: Owed, communes: str) -> str:
    """Return the name of the row of an agency; all communes have the row `communes`, where that is not ""."""
    if Flag.REQUESTED in owed.verdict.flags:
        return f"{owed.agency.name} (đề nghị)"
    return communes if communes and owed.agency.kind is AgencyKind.COMMUNE else owed.agency.name


def _occurring(verdicts: Iterable[Verdict]) -> tuple[StateWords, ...]:
    """Return the words of the states that occur; a table has no room for columns of zeros."""
    found = frozenset(map(counted_words, verdicts))
    return tuple(words for words in COUNTED_WORDS if words in found)


def _omitted_columns_note(verdicts: Sequence[Verdict]) -> Page:
    occurring = _occurring(verdicts)
    unused = [f"«{words.short_label}»" for words in STATE_WORDS.values() if words not in occurring]
    if not occurring or not unused:
        return ()
    columns = "các cột" if len(unused) > 1 else "cột"
    return (Paragraph(f"Bảng bỏ {columns} {join_words(unused)} vì chưa có đầu việc nào.", quiet=True),)


def _tally_table(head: str, groups: Iterable[tuple[str, Sequence[Verdict]]], occurring: Sequence[StateWords]) -> Table:
    """Return a row of counts for each group; the last column, for which a narrow screen has no room, if any is overdue."""
    with_silent = STATE_WORDS[State.OVERDUE] in occurring
    columns = [Column(head, wraps=True), Column("Tổng", right=True)]
    columns += [Column(words.short_label, right=True) for words in occurring]
    columns.append(Column("Tỷ lệ đúng hạn", right=True))
    if with_silent:
        columns.append(Column(_SILENT_HEAD, right=True, optional=True))
    rows = [_tally_row(name, verdicts, occurring, with_silent=with_silent) for name, verdicts in groups]
    return Table(tuple(columns), tuple(rows), too_narrow=_TOO_NARROW)


def _tally_row(name: str, verdicts: Sequence[Verdict], occurring: Sequence[StateWords], *, with_silent: bool) -> Row:
    counts, rate = Counter(map(counted_words, verdicts)), on_time_rate(verdicts)
    cells = (name, str(len(verdicts)), *(str(counts[words]) for words in occurring), rate.percent)
    return Row((*cells, str(rate.silent)) if with_silent else cells)


class AgencyPortfolio(NamedTuple):
    """What an agency does in the plan apart from its obligations; `roles` counts its tasks in each role of others'."""

    components: tuple[Component, ...]
    provisions: tuple[Provision, ...]
    cooperating_components: int
    roles: Mapping[str, int]


def agency_portfolio(plan: Plan, agency: Agency) -> AgencyPortfolio:
    """Return the components that `agency` leads, the undated points that bind it, what it cooperates on."""
    return AgencyPortfolio(
        components=tuple(component for component in plan.components if agency.id in component.lead),
        provisions=plan.undated_points(agency.id),
        cooperating_components=sum(agency.id in component.cooperating for component in plan.components),
        roles=roles_of_agency(plan, agency.id),
    )


def _agency_page(answer: StatusAnswer, agency: Agency) -> Page:
    """Return everything about one agency, plan by plan: its obligations by state, then the rest of its portfolio."""
    ordered = answer.arrangement.in_chosen_order(answer.owed, BY_LAST_DAY)
    page: Page = (
        Heading(f"{agency.name}: tình trạng thực hiện tính đến ngày {as_of_words(answer.asked)}", level=1),
        *(_by_plan(answer)[:-1] if len(answer.asked) > 1 else ()),
        *change_line(answer.since, answer.owed),
    )
    shown: tuple[Owed, ...] = ()
    for one, verdicts in by_plan(answer.asked, ordered):
        near = near_unless_named(verdicts, one.selection, spread=answer.arrangement.spread)
        page += part_of(one, (*_succession(one), *_by_urgency(one, near, answer.arrangement), *_portfolio_blocks(one)))
        shown += tuple(Owed(one, verdict) for verdict in near.shown)
    return (*page, *footnotes(shown), _count_paragraph(answer))


def _succession(one: Asked) -> Page:
    """Return from whom the agency took over; what those had delivered stands on its page under their names."""
    if not one.plan.absent:
        return ()
    from papi_cli.views.successions import agency_lines

    return tuple(Paragraph(line) for agency in _agencies_of(one) for line in agency_lines(one.plan, agency.id))


def _by_urgency(one: Asked, near: Near, arrangement: Arrangement) -> Page:
    """Return a table for each state that occurs; the number in its heading is of all, also of what is not listed."""
    blocks: Page = ()
    tally = count_by_state((*near.shown, *near.later))
    several = one.plan.ended and len({verdict.obligation.agency.id for verdict in near.shown}) > 1
    columns = (*_AGENCY_PAGE_COLUMNS, ObligationColumn.AGENCY) if several else _AGENCY_PAGE_COLUMNS
    for state in sorted(State, key=lambda state: STATE_WORDS[state].urgency):
        in_state = [verdict for verdict in near.shown if verdict.state is state]
        if in_state:
            blocks += (
                Heading(f"{STATE_WORDS[state].sign} {headings_of(in_state)}: {number_text(tally[state])}"),
                obligations_table(owed_of(one, in_state), arrangement, columns),
                *(near.note(SHOW_ALL) if state is State.IN_TIME else ()),
            )
    return blocks or (Paragraph("Không có đầu việc nào."),)


def _agencies_of(one: Asked) -> tuple[Agency, ...]:
    """Return what the agency asked for is in a plan: none where the plan does not know it, of a split one several."""
    return tuple(one.plan.agencies[id_] for id_ in one.selection.owing) if one.takes_part else ()


def _portfolio_blocks(one: Asked) -> Page:
    return tuple(block for agency in _agencies_of(one) for block in _blocks_of_portfolio(one.plan, agency))


def _blocks_of_portfolio(plan: Plan, agency: Agency) -> Page:
    portfolio = agency_portfolio(plan, agency)
    blocks: Page = ()
    if portfolio.components and plan.index_annex:
        lines = tuple(f"{component.code}. {component.quote.name}" for component in portfolio.components)
        blocks += (Heading(f"Chủ trì theo dõi ({plan.index_annex.name})"), Bullets(lines))
    if portfolio.provisions:
        lines = tuple(_provision_line(point) for point in portfolio.provisions)
        parts = join_words(list(dict.fromkeys(plan.provisions[point.part].citation for point in portfolio.provisions)))
        blocks += (Heading(f"Trách nhiệm không ghi thời hạn ({parts})"), Bullets(lines))
    return (*blocks, *_role_blocks(plan, portfolio))


def _role_blocks(plan: Plan, portfolio: AgencyPortfolio) -> Page:
    """Return what the agency cooperates on, then the other roles that it has in tasks; of a role the plan has, or none."""
    heads = roles_of(plan)
    annexes = join_words([annex.name for annex in plan.task_annexes.values()])
    words = (
        [f"{number_text(portfolio.roles.get(_COOPERATING, 0))} nhiệm vụ tại {annexes}"] if _COOPERATING in heads else []
    )
    if plan.index_annex:
        words.append(f"{number_text(portfolio.cooperating_components)} nội dung tại {plan.index_annex.name}")
    blocks: Page = (Heading("Phối hợp"), Paragraph(f"{', '.join(words)}.")) if words else ()
    others = tuple(
        f"{heads[role]}: {number_text(count)} nhiệm vụ (--role {role})"
        for role, count in portfolio.roles.items()
        if role != _COOPERATING
    )
    return (*blocks, Heading("Vai trò khác"), Bullets(others)) if others else blocks


def _provision_line(point: Provision) -> str:
    requested = " (đề nghị)" if point.asked else ""
    return f"{upper_first(point.citation)}{requested}: {point.text_without_label}"


def _portfolio_json(plan: Plan, agency: Agency) -> Mapping[str, Any]:
    portfolio, heads = agency_portfolio(plan, agency), roles_of(plan)
    return {
        "id": agency.id,
        "name": agency.name,
        "components": [{"code": component.code, "name": component.quote.name} for component in portfolio.components],
        "provisions": [
            {"code": point.code, "text": point.text, "asked": point.asked} for point in portfolio.provisions
        ],
        "cooperating": {
            "tasks": portfolio.roles.get(_COOPERATING, 0),
            "components": portfolio.cooperating_components,
        },
        "roles": [{"role": role, "column": heads[role], "tasks": count} for role, count in portfolio.roles.items()],
    }
