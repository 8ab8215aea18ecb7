"""Obligations as rows: which ones, in which order, grouped for readers, one by one for machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from papi_cli.obligations import Obligation
from papi_cli.plan import Plan
from papi_cli.states import Flag, State, States, Verdict, counts
from papi_cli.text import day_text
from papi_cli.views.layout import Column, Row, Table
from papi_cli.views.words import (
    SIGNS,
    TONES,
    UNCONFIRMED_MARK,
    agency_words,
    last_day_words,
    remarks,
    state_words,
)


class Selection(NamedTuple):
    """Which obligations are wanted, by resolved ids; an empty part selects all."""

    agencies: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    states: tuple[State, ...] = ()

    def takes(self, verdict: Verdict) -> bool:
        """Whether the obligation is wanted."""
        item = verdict.obligation.item
        return (
            (not self.agencies or verdict.obligation.agency.id in self.agencies)
            and (not self.indices or item.index in self.indices)
            and (not self.items or item.code in self.items)
            and (not self.states or verdict.state in self.states)
        )


def select(states: States, selection: Selection) -> tuple[Verdict, ...]:
    """Return the wanted verdicts in the decision's order."""
    return tuple(verdict for verdict in states.verdicts if selection.takes(verdict))


def by_last_day(plan: Plan, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return verdicts by last on-time day (those without one last), then in the decision's order."""
    return tuple(
        sorted(
            verdicts,
            key=lambda verdict: (
                verdict.last or date.max,
                plan.item_order[verdict.obligation.item.code],
                verdict.obligation.agency.order,
            ),
        )
    )


def owed_rows(plan: Plan, verdicts: Sequence[Verdict], *, spread: bool, with_agency: bool) -> Table:
    """Return the table of obligations in the order given.

    Unless `spread`, obligations of one item, last day and state stand in one row per kind of agency, where the first
    of them stood.
    """
    heads = [Column("Hạn cuối", right=True), Column("Mã"), Column("Sản phẩm", wraps=True)]
    if with_agency:
        heads.append(Column("Cơ quan", wraps=True))
    heads.append(Column("Tình trạng", wraps=True))
    rows = [
        _row(plan, group, with_agency=with_agency) for group in (_singly(verdicts) if spread else _grouped(verdicts))
    ]
    return Table(tuple(heads), tuple(rows), toned=len(heads) - 1)


def _singly(verdicts: Sequence[Verdict]) -> list[list[Verdict]]:
    return [[verdict] for verdict in verdicts]


def _grouped(verdicts: Sequence[Verdict]) -> list[list[Verdict]]:
    groups: dict[tuple[object, ...], list[Verdict]] = {}
    for verdict in verdicts:
        obligation = verdict.obligation
        shown = (last_day_words(verdict), state_words(verdict), remarks(verdict))
        groups.setdefault((obligation.item.code, obligation.agency.kind, *shown), []).append(verdict)
    return list(groups.values())


def _row(plan: Plan, group: Sequence[Verdict], *, with_agency: bool) -> Row:
    verdict = group[0]
    item = verdict.obligation.item
    mark = UNCONFIRMED_MARK if any(Flag.UNCONFIRMED in one.flags for one in group) else ""
    state = "; ".join(filter(None, (f"{SIGNS[verdict.state]} {state_words(verdict)}", remarks(verdict))))
    agencies = [one.obligation.agency for one in group]
    who = (agency_words(plan, agencies),) if with_agency else ()
    return Row((last_day_words(verdict), item.code, item.product + mark, *who, state), TONES[verdict.state])


def listing(plan: Plan, verdicts: Sequence[Verdict]) -> Table:
    """Return one row per obligation with all that is known about it, for spreadsheets; days as 2026-06-10."""
    heads = (
        "Mã trách nhiệm", "Mã", "Mã cơ quan", "Cơ quan", "Chỉ số", "Nhiệm vụ", "Sản phẩm", "Thời hạn (nguyên văn)",
        "Ngày cuối đúng hạn", "Tình trạng", "Ghi chú", "Còn lại (ngày)", "Quá hạn (ngày)", "Ngày hoàn thành",
        "Văn bản", "Lồng ghép trong", "Minh chứng", "Cơ quan phối hợp",
    )  # fmt: skip
    return Table(tuple(Column(head) for head in heads), tuple(_listing_row(plan, verdict) for verdict in verdicts))


def _listing_row(plan: Plan, verdict: Verdict) -> Row:
    obligation, item = verdict.obligation, verdict.obligation.item
    said = [remarks(verdict)]
    if Flag.REQUESTED in verdict.flags:
        said.append("đề nghị, không tính tỷ lệ")
    if Flag.UNCONFIRMED in verdict.flags:
        said.append("theo cách hiểu chưa được xác nhận")
    cells = (
        obligation.id,
        item.code,
        obligation.agency.id,
        obligation.agency.name,
        item.index,
        item.title,
        item.product,
        item.due.text if item.due else None,
        verdict.last,
        state_words(verdict),
        "; ".join(filter(None, said)),
        verdict.days_left,
        verdict.days_late,
        verdict.done_on,
        verdict.document,
        verdict.within,
        "; ".join(evidence.url or evidence.path for evidence in verdict.evidence),
        "; ".join([*cooperating_names(plan, obligation), *item.others]),
    )
    return Row(tuple("" if cell is None else str(cell) for cell in cells))


def cooperating_names(plan: Plan, obligation: Obligation) -> list[str]:
    """Return the names of the agencies and groups that cooperate."""
    return [
        plan.agencies[id_].name if id_ in plan.agencies else plan.groups[id_].name
        for id_ in obligation.item.cooperating
        if id_ != obligation.agency.id
    ]


def envelope(states: States, schema: str, selection: Selection) -> dict[str, Any]:
    """Return what every JSON answer starts with (DESIGN.md section 4)."""
    plan = states.plan
    return {
        "schema": schema,
        "as_of": states.as_of.isoformat(),
        "known_at": _instant(states.known_at),
        "plan": {"title": plan.title, "year": plan.year, "fingerprint": plan.fingerprint},
        "filters": {
            "agencies": list(selection.agencies),
            "indices": list(selection.indices),
            "items": list(selection.items),
            "states": [state.value for state in selection.states],
        },
    }


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat(timespec="microseconds")


def summary(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Return the count of every state."""
    return {state.value: count for state, count in counts(verdicts).items()}


def as_json(plan: Plan, verdict: Verdict) -> dict[str, Any]:
    """Return one obligation as the JSON contract has it."""
    obligation, item = verdict.obligation, verdict.obligation.item
    return {
        "id": obligation.id,
        "item": item.code,
        "kind": item.kind.value,
        "source": list(item.source),
        "index": item.index,
        "agency": obligation.agency.id,
        "agency_name": obligation.agency.name,
        "title": item.title,
        "product": item.product,
        "due": _due_json(verdict),
        "state": verdict.state.value,
        "flags": sorted(flag.value for flag in verdict.flags),
        "activity": verdict.activity,
        "days_left": verdict.days_left,
        "days_late": verdict.days_late,
        "done_on": _day(verdict.done_on),
        "document": verdict.document or None,
        "within": verdict.within or None,
        "evidence": [
            {"url": evidence.url} if evidence.url else {"path": evidence.path, "sha256": evidence.sha256}
            for evidence in verdict.evidence
        ],
        "cooperating": [
            *({"id": id_, "name": _name(plan, id_)} for id_ in item.cooperating if id_ != obligation.agency.id),
            *({"id": None, "name": phrase} for phrase in item.others),
        ],
    }


def _name(plan: Plan, id_: str) -> str:
    return plan.agencies[id_].name if id_ in plan.agencies else plan.groups[id_].name


def _due_json(verdict: Verdict) -> dict[str, Any] | None:
    due = verdict.obligation.item.due
    if due is None and verdict.last is None:
        return None
    return {
        "text": due.text if due else None,
        "kind": due.kind.value if due else None,
        "first": _day(due.first) if due else None,
        "last": _day(verdict.last),
        "original": _day(verdict.original),
        "explanation": due.explanation if due else None,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def counted_line(states: States, selection: Selection, count: int) -> str:
    """Return the last line of every list: what was counted, as of which day, which filter was on."""
    plan = states.plan
    filters = [
        *(plan.agencies[id_].name for id_ in selection.agencies),
        *(f"chỉ số nội dung {code}" for code in selection.indices),
        *selection.items,
        *(f"tình trạng {state.value}" for state in selection.states),
    ]
    chosen = f"; lọc theo: {', '.join(filters)}" if filters else ""
    return f"{count} trách nhiệm, tính đến ngày {day_text(states.as_of)}{chosen}."
