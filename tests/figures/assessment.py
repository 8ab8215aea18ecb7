"""Checks of parts III to V: the figures of the whole, shortcomings, the next period, extensions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tests.figures.case import PLACES, WHO, Case
from tests.figures.expected import Row, day, figures, number
from tests.figures.reader import Part, agencies_in


def whole(case: Case) -> None:
    """The figures of all binding obligations, which add up."""
    counts, tasks = figures(case.rows), figures(case.tasks).total
    assert counts.done + counts.open + counts.ongoing + counts.waived == counts.total
    waived = f"; đưa ra khỏi danh mục theo dõi {number(counts.waived)}" if counts.waived else ""
    case.paper.part("III.", "1.").take(
        f"Tổng số {number(counts.total)} đầu việc (gồm {number(tasks)} đầu việc theo Phụ lục II và "
        f"{number(counts.total - tasks)} kế hoạch, báo cáo theo Mục IV, không tính báo cáo của {case.name} lồng ghép trong "
        f"Báo cáo này; {case.both_days}): đã hoàn thành đúng hạn "
        f"{number(counts.on_time)}, quá hạn {number(counts.late)}, không ghi thời hạn {number(counts.done_undated)}; chưa "
        f"hoàn thành, trong hạn {number(counts.in_time)}, quá hạn {number(counts.overdue)}, không ghi thời hạn "
        f"{number(counts.undated)}; thực hiện thường xuyên {number(counts.ongoing)}{waived}. Tỷ lệ đúng hạn: {counts.rate_in_words}. "
        f"Trong các đầu việc chưa hoàn thành và thường xuyên, sổ theo dõi chưa ghi nhận thông tin nào về "
        f"{number(counts.silent)} đầu việc"
    )
    # As it is reckoned in `Figures.known`.
    case.paper.part("III.", "1.").take(
        "Tỷ lệ đúng hạn = số đầu việc hoàn thành đúng hạn / số đầu việc đã rõ kết quả (hoàn thành đúng hạn, hoàn thành quá "
        "hạn, đã ghi nhận là quá hạn mà chưa hoàn thành). Đầu việc quá hạn chưa ghi nhận không tính vào tỷ lệ"
    )


def shortcomings(case: Case) -> None:
    """Exactly what is overdue."""
    part, counts = case.paper.part("III.", "2."), figures(case.rows)
    late = [row for row in case.rows if row.reckoned.state == "overdue"]
    if not late:
        assert not part.tables
        assert "đã quá hạn (" not in part.text
        return
    if case.agency:
        part.take(f"Còn {number(counts.overdue)} đầu việc đã quá hạn ({case.both_days}):")
    else:
        now = {row.obligation.id: row for row in case.rows_now}
        since = sum(now[row.obligation.id].reckoned.done_on is not None for row in late)
        told = f" (trong đó {number(since)} đầu việc đã hoàn thành sau ngày chốt số liệu)" if since else ""
        part.take(
            f"Còn {number(counts.overdue)} đầu việc của {number(len({row.agency for row in late}))} {PLACES} đã quá hạn "
            f"mà chưa hoàn thành hoặc chưa ghi nhận kết quả{told}; {number(counts.late)} đầu việc hoàn thành quá hạn."
        )
        part.take(f"*Danh sách quá hạn ({case.both_days})*")
    for line, group in _list(case, part, ("TT", "Sản phẩm, báo cáo", WHO, "Thời hạn", "Tình trạng"), late):
        state, later = _without_later(case, group, line["Tình trạng"])
        assert {"; ".join(filter(None, (row.state, row.note))) for row in group} == {state}
        assert later == _later(case, group), line


_SINCE = "sau ngày chốt số liệu"


def _without_later(case: Case, group: Sequence[Row], state: str) -> tuple[str, dict[str, set[str]]]:
    """Return a state without what came after the cut-off, and that: the agencies by what they did."""
    before, mark, named = state.partition(f"; {_SINCE}: ")
    if mark:
        owing = {*group[0].obligation.item.agencies}
        deeds = re.findall(r"(?:^|, )([^(]+) \(([^()]+)\)", named)
        return before, {deed: agencies_in(case.world.plan, names, owing=owing) for deed, names in deeds}
    if not state.endswith(f", {_SINCE}"):
        return state, {}
    before, _, deed = state.removesuffix(f", {_SINCE}").rpartition("; ")
    return before, {deed: {row.agency for row in group}}


def _later(case: Case, group: Sequence[Row]) -> dict[str, set[str]]:
    now = {row.obligation.id: row.reckoned for row in case.rows_now}
    deeds: dict[str, set[str]] = {}
    for row in group:
        ours = now[row.obligation.id]
        if "/" not in row.obligation.item.code or ours.state == "overdue":
            continue
        assert ours.last is not None
        deed = {
            "waived": "đưa ra khỏi danh mục theo dõi",
            "in_time": f"được gia hạn đến ngày {day(ours.last)}",
        }.get(ours.state, f"đã hoàn thành ngày {day(ours.done_on)}" if ours.done_on else "")
        deeds.setdefault(deed, set()).add(row.agency)
    return deeds


def next_period(case: Case) -> None:
    """Exactly what is still in time, and the number of obligations without a day."""
    part, counts = case.paper.part("IV."), figures(case.rows_now)
    if counts.overdue and not case.agency:
        part.take(
            f"Khẩn trương hoàn thành {number(counts.overdue)} đầu việc đã quá hạn tính đến hết ngày {_writing(case)}."
        )
    undated = (
        f"{number(counts.undated)} đầu việc chưa hoàn thành mà Kế hoạch không ghi thời hạn" if counts.undated else ""
    )
    ongoing = f"{number(counts.ongoing)} đầu việc thường xuyên" if counts.ongoing else ""
    if undated or ongoing:
        part.take(f"Tiếp tục thực hiện {' và '.join(filter(None, (undated, ongoing)))}.")
    coming = [row for row in case.rows_now if row.reckoned.state == "in_time"]
    if not coming:
        assert not part.tables
        return
    part.take(f"Các đầu việc chưa đến hạn tính đến hết ngày {_writing(case)}, theo thứ tự thời hạn:")
    noted = ["Ghi chú"] if any(row.note for row in coming) else []
    for line, group in _list(case, part, ("TT", "Thời hạn", "Sản phẩm, báo cáo", WHO, *noted), coming):
        assert {row.note for row in group} == {line.get("Ghi chú", "")}


def _writing(case: Case) -> str:
    return day(case.world.as_of)


def _list(case: Case, part: Part, heads: Sequence[str], rows: Sequence[Row]) -> list[tuple[dict[str, str], list[Row]]]:
    """Return the lines of a list by due day, each with its obligations, which are those of `rows`, once each."""
    heads = [head for head in heads if not case.agency or head != WHO]
    lines = []
    for count, cells in enumerate(part.table(*heads), 1):
        line = dict(zip(heads, cells, strict=True))
        assert line["TT"] == str(count)
        alike = [row for row in rows if (row.label, row.due) == (line["Sản phẩm, báo cáo"], line["Thời hạn"])]
        assert alike, line
        agencies = agencies_in(case.world.plan, line.get(WHO, case.name), owing={*alike[0].obligation.item.agencies})
        group = [row for row in alike if row.agency in agencies]
        assert {row.agency for row in group} == agencies, line
        lines.append((line, group))
    ids = sorted(row.obligation.id for _, group in lines for row in group)
    assert ids == sorted(row.obligation.id for row in rows)
    lasts = [group[0].reckoned.last for _, group in lines]
    assert all(last is not None and later is not None and last <= later for last, later in pairwise(lasts))
    return lines


def extensions(case: Case) -> None:
    """The requests for extensions that can still be granted."""
    ids = {row.obligation.id for row in case.rows}
    requests = [request for request in case.world.requests if request.row.obligation.id in ids]
    part = case.paper.part("V.") if case.agency else case.paper.part("V.", "1.")
    if not requests:
        assert not part.tables
        none = (
            f"Tính đến hết ngày {day(case.world.as_of)}, sổ theo dõi không có đề nghị gia hạn nào chưa được giải quyết."
        )
        if not case.agency:
            part.take(none)
        return
    part.take(f"(tính đến hết ngày {day(case.world.as_of)}):")
    who = () if case.agency else (WHO,)
    rows = [
        (
            str(count),
            *((request.row.obligation.agency.name,) if who else ()),
            request.row.label,
            request.row.due,
            request.until,
            request.why,
        )
        for count, request in enumerate(requests, 1)
    ]
    assert part.table("TT", *who, "Sản phẩm, báo cáo", "Thời hạn", "Đề nghị gia hạn đến", "Văn bản, lý do") == rows
