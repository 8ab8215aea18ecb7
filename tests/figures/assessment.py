"""The checks of parts III to V: figures of the whole, shortcomings, what comes next, extensions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tests.figures.case import PLACES, WHO, Case
from tests.figures.reader import Part, agencies_in
from tests.figures.told import Row, day, figures, number


def whole(case: Case) -> None:
    """The figures of all that was ordered, which add up to their sum."""
    found, tasks = figures(case.rows), figures(case.tasks).total
    assert found.done + found.open + found.ongoing + found.waived == found.total
    waived = f"; đưa ra khỏi danh mục theo dõi {number(found.waived)}" if found.waived else ""
    case.paper.part("III.", "1.").take(
        f"Tổng số {number(found.total)} đầu việc (gồm {number(tasks)} đầu việc theo Phụ lục II và "
        f"{number(found.total - tasks)} kế hoạch, báo cáo theo Mục IV; {case.both_days}): đã hoàn thành đúng hạn "
        f"{number(found.on_time)}, quá hạn {number(found.late)}, không ghi thời hạn {number(found.done_undated)}; chưa "
        f"hoàn thành, trong hạn {number(found.in_time)}, quá hạn {number(found.overdue)}, không ghi thời hạn "
        f"{number(found.undated)}; thực hiện thường xuyên {number(found.ongoing)}{waived}. Tỷ lệ đúng hạn: {found.rate}. "
        f"Trong các đầu việc chưa hoàn thành và thường xuyên, sổ theo dõi chưa ghi nhận thông tin nào về "
        f"{number(found.silent)} đầu việc"
    )


def shortcomings(case: Case) -> None:
    """What is overdue, all of it and nothing else."""
    part, found = case.paper.part("III.", "2."), figures(case.rows)
    late = [one for one in case.rows if one.reckoned.state == "overdue"]
    if not late:
        assert not part.tables
        assert "quá thời hạn" not in part.text
        return
    if case.agency:
        part.take(f"Còn {number(found.overdue)} đầu việc đã quá thời hạn ({case.both_days}):")
    else:
        part.take(
            f"Còn {number(found.overdue)} đầu việc của {number(len({one.agency for one in late}))} {PLACES} đã quá thời hạn "
            f"mà chưa hoàn thành hoặc chưa ghi nhận kết quả; {number(found.late)} đầu việc hoàn thành quá hạn."
        )
        part.take(f"*Danh sách quá thời hạn ({case.both_days})*")
    for row, group in _list(case, part, ("TT", "Sản phẩm, báo cáo", WHO, "Thời hạn", "Tình trạng"), late):
        assert {"; ".join(filter(None, (one.state, one.note))) for one in group} == {row["Tình trạng"]}


def next_period(case: Case) -> None:
    """What is still in time, all of it and nothing else; then how much has no day."""
    part, found = case.paper.part("IV."), figures(case.rows)
    undated = (
        f"{number(found.undated)} đầu việc chưa hoàn thành mà Kế hoạch không ghi thời hạn" if found.undated else ""
    )
    ongoing = f"{number(found.ongoing)} đầu việc thường xuyên" if found.ongoing else ""
    if undated or ongoing:
        part.take(f"Tiếp tục thực hiện {' và '.join(filter(None, (undated, ongoing)))}.")
    coming = [one for one in case.rows if one.reckoned.state == "in_time"]
    if not coming:
        assert not part.tables
        return
    part.take(f"Các đầu việc còn trong thời hạn, theo thứ tự thời hạn ({case.both_days}):")
    for row, group in _list(case, part, ("TT", "Thời hạn", "Sản phẩm, báo cáo", WHO, "Ghi chú"), coming):
        assert {one.note for one in group} == {row["Ghi chú"]}


def _list(
    case: Case, part: Part, heads: Sequence[str], wanted: Sequence[Row]
) -> list[tuple[dict[str, str], list[Row]]]:
    """Return the rows of a list by due day with their obligations: each of `wanted` stands in one, nothing else does."""
    heads = [one for one in heads if not case.agency or one != WHO]
    told = []
    for count, cells in enumerate(part.table(*heads), 1):
        row = dict(zip(heads, cells, strict=True))
        assert row["TT"] == str(count)
        alike = [one for one in wanted if (one.label, one.due) == (row["Sản phẩm, báo cáo"], row["Thời hạn"])]
        assert alike, row
        agencies = agencies_in(case.world.plan, row.get(WHO, case.name), owing={*alike[0].obligation.item.agencies})
        group = [one for one in alike if one.agency in agencies]
        assert {one.agency for one in group} == agencies, row
        told.append((row, group))
    ids = sorted(one.obligation.id for _, group in told for one in group)
    assert ids == sorted(one.obligation.id for one in wanted)
    lasts = [group[0].reckoned.last for _, group in told]
    assert all(one is not None and other is not None and one <= other for one, other in pairwise(lasts))
    return told


def extensions(case: Case) -> None:
    """The extensions asked for that can still be granted."""
    ids = {one.obligation.id for one in case.rows}
    wanted = [one for one in case.world.requests if one.row.obligation.id in ids]
    part = case.paper.part("V.") if case.agency else case.paper.part("V.", "1.")
    if not wanted:
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
            *((one.row.obligation.agency.name,) if who else ()),
            one.row.label,
            one.row.due,
            one.until,
            one.why,
        )
        for count, one in enumerate(wanted, 1)
    ]
    assert part.table("TT", *who, "Sản phẩm, báo cáo", "Thời hạn", "Đề nghị gia hạn đến", "Văn bản, lý do") == rows
