"""The answer of `papi status`: counts by state, index and agency, or everything about one agency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from papi_cli.plan.model import Agency, AgencyKind, Component, ItemKind, Plan, Provision
from papi_cli.plan.quotation import Meaning
from papi_cli.states import Flag, State, States, Verdict, count_by_state, on_time_rate
from papi_cli.text import count_text, day_text, join_words, lower_first, percent_text, upper_first
from papi_cli.views.agency_phrases import kind_noun
from papi_cli.views.columns import ObligationColumn
from papi_cli.views.grouping import group_by
from papi_cli.views.json_parts import envelope, obligation_json, state_counts
from papi_cli.views.lists import (
    BY_LAST_DAY,
    LIST_COLUMNS,
    Arrangement,
    footnotes,
    obligation_rows,
    obligations_table,
)
from papi_cli.views.obligations import Selection, binding_only, count_line, role_title, select_verdicts
from papi_cli.views.occurrences import SHOW_ALL, Near, near_only, near_unless_named
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.parts import by_part, duties_heading, parts_head
from papi_cli.views.roles import roles_of, roles_of_agency
from papi_cli.views.words import COUNTED_WORDS, STATE_WORDS, StateWords, counted_words, headings_of

_COOPERATING = Meaning.COOPERATING.value
_AGENCY_PAGE_COLUMNS = (ObligationColumn.LAST, ObligationColumn.ITEM, ObligationColumn.PRODUCT, ObligationColumn.STATE)


class StatusAnswer(NamedTuple):
    """The answer of `papi status`: the verdicts that the selection takes, in the order of the list."""

    states: States
    selection: Selection
    arrangement: Arrangement
    verdicts: tuple[Verdict, ...]

    @property
    def agency(self) -> Agency | None:
        """The agency asked for when exactly one was, else None."""
        ids = self.selection.owing
        return self.states.plan.agencies[ids[0]] if len(ids) == 1 else None

    def page(self) -> Page:
        """Return everything about one agency when exactly one was asked for, else the overall view."""
        return _overall_page(self) if self.agency is None else _agency_page(self, self.agency)

    def rows(self) -> Table:
        """Return one row per obligation."""
        return obligation_rows(self.states.plan, self.verdicts, self.arrangement)

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.status/2`; it has the key `agency` when exactly one was asked for."""
        plan, agency = self.states.plan, self.agency
        return {
            **envelope(self.states, "papi.status/2", self.selection),
            "summary": state_counts(self.verdicts),
            **({"agency": _portfolio_json(plan, agency)} if agency else {}),
            "obligations": [obligation_json(plan, verdict) for verdict in self.verdicts],
        }


def find_status(states: States, selection: Selection, arrangement: Arrangement) -> StatusAnswer:
    """Return the obligations that the selection takes, in the document's order unless arranged otherwise."""
    ordered = arrangement.in_chosen_order(states.plan, select_verdicts(states, selection))
    return StatusAnswer(states, selection, arrangement, ordered)


def _overall_page(answer: StatusAnswer) -> Page:
    """Return a table by state, one by index and one by agency; in a spread list each commune has its own row."""
    plan, verdicts = answer.states.plan, answer.verdicts
    roles = role_title(plan, answer.selection)
    return (
        Heading(f"Tình trạng thực hiện tính đến ngày {day_text(answer.states.as_of)}{roles and f',{roles}'}", level=1),
        Paragraph(plan.title),
        _by_state(verdicts),
        *near_only(verdicts).count_note(),
        *(_by_part_and_agency(answer) if verdicts else ()),
        *_optional_list(answer),
        Paragraph(_rate_note(verdicts), quiet=True),
        *_omitted_columns_note(verdicts),
        _count_paragraph(answer),
    )


def _by_part_and_agency(answer: StatusAnswer) -> Page:
    plan, verdicts = answer.states.plan, answer.verdicts
    return (
        Heading(f"Theo {lower_first(parts_head(plan))}"),
        _by_index(plan, verdicts),
        Heading("Theo cơ quan"),
        _by_agency(plan, verdicts, spread=answer.arrangement.spread),
    )


def _count_paragraph(answer: StatusAnswer) -> Paragraph:
    counted = f"{count_text(len(answer.verdicts))} trách nhiệm"
    return Paragraph(count_line(answer.states, answer.selection, counted), quiet=True)


def _optional_list(answer: StatusAnswer) -> Page:
    """Return the list of obligations if columns or an order were asked for, which only a list can have."""
    arrangement = answer.arrangement
    if not (arrangement.columns or arrangement.sort_keys):
        return ()
    near = near_unless_named(answer.verdicts, answer.selection, spread=arrangement.spread)
    table = obligations_table(answer.states.plan, near.shown, arrangement, LIST_COLUMNS)
    return (Heading("Danh sách"), table, *footnotes(near.shown), *near.note(SHOW_ALL))


def _rate_note(verdicts: Sequence[Verdict]) -> str:
    requested = len(verdicts) - len(binding_only(verdicts))
    note = "HT: đã hoàn thành. Tỷ lệ đúng hạn = HT đúng hạn / (HT đúng hạn + HT quá hạn + Quá hạn)."
    if any(Flag.UNRECORDED in verdict.flags for verdict in verdicts):
        note += " Dấu «-»: chưa có gì được ghi nhận, hoặc chưa có gì để tính."
    return f"{note} {count_text(requested)} việc đề nghị không tính tỷ lệ." if requested else note


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


def _by_agency(plan: Plan, verdicts: Sequence[Verdict], *, spread: bool) -> Table:
    ordered = sorted(verdicts, key=lambda verdict: verdict.obligation.agency.order)
    communes = {agency for verdict in verdicts if (agency := verdict.obligation.agency).kind is AgencyKind.COMMUNE}
    together = f"{len(communes)} {kind_noun(plan, AgencyKind.COMMUNE)}" if len(communes) > 1 and not spread else ""
    groups = group_by(ordered, lambda verdict: _row_name(verdict, together))
    return _tally_table("Cơ quan", list(groups.items()), _occurring(verdicts))


def _row_name(verdict: Verdict, communes: str) -> str:
    """Return the name of the row of an agency; all communes have the row `communes`, where that is not ""."""
    agency = verdict.obligation.agency
    if Flag.REQUESTED in verdict.flags:
        return f"{agency.name} (đề nghị)"
    return communes if communes and agency.kind is AgencyKind.COMMUNE else agency.name


def _occurring(verdicts: Iterable[Verdict]) -> tuple[StateWords, ...]:
    """Return the words of the states that occur; a table has no room for columns of zeros."""
    found = frozenset(map(counted_words, verdicts))
    return tuple(words for words in COUNTED_WORDS if words in found)


def _omitted_columns_note(verdicts: Sequence[Verdict]) -> Page:
    occurring = _occurring(verdicts)
    left_out = join_words([f"«{words.short_label}»" for words in STATE_WORDS.values() if words not in occurring])
    if not occurring or not left_out:
        return ()
    return (Paragraph(f"Không kẻ cột {left_out}: chưa có trách nhiệm nào ở tình trạng đó.", quiet=True),)


def _tally_table(head: str, groups: Iterable[tuple[str, Sequence[Verdict]]], occurring: Sequence[StateWords]) -> Table:
    columns = [Column(head, wraps=True), Column("Tổng", right=True)]
    columns += [Column(words.short_label, right=True) for words in occurring]
    columns.append(Column("Tỷ lệ đúng hạn", right=True))
    return Table(tuple(columns), tuple(_tally_row(name, verdicts, occurring) for name, verdicts in groups))


def _tally_row(name: str, verdicts: Sequence[Verdict], occurring: Sequence[StateWords]) -> Row:
    counts = Counter(map(counted_words, verdicts))
    rate = percent_text(*on_time_rate(count_by_state(binding_only(verdicts)))) or "-"
    return Row((name, str(len(verdicts)), *(str(counts[words]) for words in occurring), rate))


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
    """Return everything about one agency: its obligations by state, then the rest of its portfolio."""
    plan = answer.states.plan
    ordered = answer.arrangement.in_chosen_order(plan, answer.verdicts, BY_LAST_DAY)
    near = near_unless_named(ordered, answer.selection, spread=answer.arrangement.spread)
    return (
        Heading(f"{agency.name}: tình trạng thực hiện tính đến ngày {day_text(answer.states.as_of)}", level=1),
        *_by_urgency(plan, near, answer.arrangement),
        *_portfolio_blocks(plan, agency),
        *footnotes(near.shown),
        _count_paragraph(answer),
    )


def _by_urgency(plan: Plan, near: Near, arrangement: Arrangement) -> Page:
    """Return a table for each state that occurs; the number in its heading is of all, also of what is not listed."""
    blocks: Page = ()
    tally = count_by_state((*near.shown, *near.later))
    for state in sorted(State, key=lambda state: STATE_WORDS[state].urgency):
        in_state = [verdict for verdict in near.shown if verdict.state is state]
        if in_state:
            blocks += (
                Heading(f"{STATE_WORDS[state].sign} {headings_of(in_state)}: {count_text(tally[state])}"),
                obligations_table(plan, in_state, arrangement, _AGENCY_PAGE_COLUMNS),
                *(near.note(SHOW_ALL) if state is State.IN_TIME else ()),
            )
    return blocks or (Paragraph("Không có trách nhiệm nào."),)


def _portfolio_blocks(plan: Plan, agency: Agency) -> Page:
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
        [f"{count_text(portfolio.roles.get(_COOPERATING, 0))} nhiệm vụ tại {annexes}"] if _COOPERATING in heads else []
    )
    if plan.index_annex:
        words.append(f"{count_text(portfolio.cooperating_components)} nội dung tại {plan.index_annex.name}")
    blocks: Page = (Heading("Phối hợp"), Paragraph(f"{', '.join(words)}.")) if words else ()
    others = tuple(
        f"{heads[role]}: {count_text(count)} nhiệm vụ (--role {role})"
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
