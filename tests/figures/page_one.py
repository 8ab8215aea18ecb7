"""Checks of the frame before the body of a summary: what a leader asks first, and the table of its chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from papi_cli.plan.model import AgencyKind, ItemKind
from tests.figures.case import WHO, Case
from tests.figures.expected import Row, World, day, figures, label_of, number, without_zeros
from tests.figures.reader import agencies_in, named_and_counted


def counts(case: Case) -> None:
    """The sentence of figures, which leaves out zeros."""
    ours = figures(case.rows)
    case.paper.part().take(
        f"**Số liệu** ({case.both_days}): {number(ours.total)} đầu việc; {without_zeros(ours)}.{ours.rate_in_words}"
    )


def change(case: Case) -> None:
    """What changed since the end of the period before, or since a month ago."""
    world = case.world
    ends = [period.last for period in world.plan.periods if period.last < world.cutoff]
    since = max(ends, default=_a_month_before(world.cutoff))
    # Plans and reports are judged as of the same days as tasks.
    then, now = (
        figures(Case(case.paper, World(world.plan, world.log, period=world.period.id, as_of=when)).rows)
        for when in (since, world.cutoff)
    )
    changes = (
        ("hoàn thành thêm @ đầu việc", "số hoàn thành giảm @ đầu việc", now.done - then.done),
        (
            "số quá hạn đã có ghi nhận tăng @",
            "số quá hạn đã có ghi nhận giảm @",
            now.overdue - now.silent_late - then.overdue + then.silent_late,
        ),
        (
            "số quá hạn chưa ghi nhận kết quả tăng @",
            "số quá hạn chưa ghi nhận kết quả giảm @",
            now.silent_late - then.silent_late,
        ),
    )
    told = [(more if count > 0 else less).replace("@", number(abs(count))) for more, less, count in changes if count]
    case.paper.part().take(f"**Ngày {day(world.cutoff)} so với ngày {day(since)}:** {'; '.join(told)}.")


def _a_month_before(when: date) -> date:
    last = when.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(last.day, when.day))


def unsent(case: Case) -> None:
    """Who owes a plan or a report that is overdue, those of whom nothing is recorded apart."""
    duties = [row for row in case.rows_now if row.obligation.item.kind is ItemKind.DUTY and _is_overdue(row)]
    for code in dict.fromkeys(row.obligation.item.code for row in duties):
        of_duty = [row for row in duties if row.obligation.item.code == code]
        label = label_of(case.world.plan, of_duty[0].obligation.item)
        sent = "ban hành" if code == "ke-hoach" else "gửi"
        owed = {
            "Chưa nhận được": [row for row in of_duty if row.silent and row.agency != case.issuer],
            f"Chưa {sent}": [row for row in of_duty if not row.silent],
            f"Chưa ghi nhận đã {sent}": [row for row in of_duty if row.silent and row.agency == case.issuer],
        }
        groups = {state: rows for state, rows in owed.items() if rows}
        sentences: list[str] = []
        first = ""
        for state, rows in groups.items():
            days = {row.due for row in rows}
            last = f" (thời hạn {days.pop()})" if len(days) == 1 else ""
            product = "" if sentences else f" {label[:1].lower()}{label[1:]}"
            sentences.append(f"**{state}{product}**{'' if sentences and last == first else last}: @.")
            first = first if len(sentences) > 1 else last
        told = case.paper.part().read(" ".join(sentences) + "\n")
        for who, group in zip(told, groups.values(), strict=True):
            _check_who(case, who, {row.agency for row in group})


def _check_who(case: Case, who: str, agencies: set[str]) -> None:
    """A few agencies are all named; of more, communes are counted, and the others too if they are more than twelve."""
    communes = {id_ for id_ in agencies if case.world.plan.agencies[id_].kind is AgencyKind.COMMUNE}
    if len(agencies) <= 3:
        assert agencies_in(case.world.plan, who) == agencies
    elif len(agencies - communes) <= 12:
        alone = communes if len(communes) == 1 else set()
        assert named_and_counted(case.world.plan, who) == (agencies - communes | alone, len(communes - alone))
    else:
        assert who == f"{number(len(agencies - communes))} cơ quan, đơn vị; UBND {len(communes)} xã, phường"


def longest(case: Case) -> None:
    """The three rows of one product and day that are overdue longest, as of the cut-off and still on the day of writing."""
    now = {row.obligation.id for row in case.rows_now if _is_overdue(row)}
    tasks = [row for row in case.tasks if row.obligation.id in now and _is_overdue(row)]
    days = sorted({(-(row.reckoned.days_late or 0), _place(case, row), row.obligation.item.code) for row in tasks})[:3]
    part = case.paper.part()
    (told,) = part.read(f"**Quá hạn lâu nhất** (tính đến hết ngày {day(case.world.cutoff)}): @.\n")
    for late, _, code in days:
        owed = [row for row in tasks if row.obligation.item.code == code and row.reckoned.days_late == -late]
        label = label_of(case.world.plan, owed[0].obligation.item)
        silent = ", chưa ghi nhận kết quả" if all(row.silent for row in owed) else ""
        who, end, told = told.removeprefix(f"{label}, ").partition(f": quá hạn {number(-late)} ngày{silent}")
        assert end, told
        told = told.removeprefix("; ")
        communes = sum(row.obligation.agency.kind is AgencyKind.COMMUNE for row in owed)
        named = {row.agency for row in owed if communes == 1 or row.obligation.agency.kind is not AgencyKind.COMMUNE}
        assert named_and_counted(case.world.plan, who) == (named, communes if communes > 1 else 0)
    assert not told


def _place(case: Case, row: Row) -> int:
    return list(case.world.plan.items).index(row.obligation.item.code)


def requests(case: Case) -> None:
    """How many extensions wait for an answer."""
    if asked := len(case.world.requests):
        case.paper.part().take(f"**Xin ý kiến UBND tỉnh:** {number(asked)} đề nghị gia hạn (Mục V).")


def chart(case: Case) -> None:
    """The table of the chart: communes together, the eight worst others alone, the rest together; in all every row."""
    part = case.paper.part()
    part.take("**Đầu việc có thời hạn theo cơ quan**")
    heads = ("Đúng hạn", "Hoàn thành quá hạn", "Quá hạn", "Chưa ghi nhận", "Trong hạn", "Tỷ trọng")
    told = part.table(WHO, *heads)
    by_agency: dict[str, list[Row]] = {}
    for row in case.rows:
        by_agency.setdefault(row.agency, []).append(row)
    agencies = case.world.plan.agencies
    communes = [id_ for id_ in by_agency if agencies[id_].kind is AgencyKind.COMMUNE]
    alone = sorted(
        (id_ for id_ in by_agency if id_ not in communes),
        key=lambda id_: (-_cells(by_agency[id_])[2], -_cells(by_agency[id_])[3], agencies[id_].order),
    )
    rows = [(agencies[id_].name, by_agency[id_]) for id_ in alone[:8]]
    rest = [row for id_ in alone[8:] for row in by_agency[id_]]
    rows.append((f"{number(len(alone) - 8)} cơ quan, đơn vị khác", rest))
    rows.append((f"UBND {len(communes)} xã, phường", [row for id_ in communes for row in by_agency[id_]]))
    assert told == [(name, *map(number, _cells(owed)), "") for name, owed in rows if any(_cells(owed))]
    assert named_and_counted(case.world.plan, told[-1][0]) == (set(), len(communes))


def _cells(rows: Sequence[Row]) -> tuple[int, ...]:
    ours = figures(rows)
    return ours.on_time, ours.late, ours.overdue - ours.silent_late, ours.silent_late, ours.in_time


def _is_overdue(row: Row) -> bool:
    return row.reckoned.state == "overdue"


CHECKS = (counts, change, unsent, longest, requests, chart)
