"""Checks of parts III to V: the figures of the whole, shortcomings, the next period, extensions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from tests.figures.case import PLACES, WHO, Case
from tests.figures.expected import Row, day, figures, number, without_zeros
from tests.figures.reader import Part, agencies_in


def whole(case: Case) -> None:
    """The figures of all binding obligations, which add up."""
    counts, tasks = figures(case.rows), figures(case.tasks).total
    case.paper.part("III.", "1.").take(
        f"Tổng số {number(counts.total)} đầu việc (gồm {number(tasks)} đầu việc theo Phụ lục II và "
        f"{number(counts.total - tasks)} kế hoạch, báo cáo theo Mục IV, không tính báo cáo của {case.name} lồng ghép trong "
        f"Báo cáo này; {case.both_days}): {without_zeros(counts)}.{counts.rate_in_words}"
    )


def shortcomings(case: Case) -> None:
    """Exactly what is overdue."""
    part, counts = case.paper.part("III.", "1." if case.is_of_commune else "2."), figures(case.rows)
    # Of itself an agency tells what is recorded by the day of writing; the rest it fills in.
    late = [row for row in case.rows if row.reckoned.state == "overdue" and not (case.agency and case.is_silent(row))]
    if not late:
        assert not part.tables
        assert "quá hạn" not in part.text
        return
    if case.agency:
        part.take(f"{number(len(late))} đầu việc quá hạn ({case.both_days}):")
    else:
        now = {row.obligation.id: row for row in case.rows_now}
        since = sum(now[row.obligation.id].reckoned.done_on is not None for row in late)
        told = f" (trong đó {number(since)} đầu việc đã hoàn thành sau ngày chốt số liệu)" if since else ""
        done_late = f"; {number(counts.late)} đầu việc hoàn thành quá hạn" if counts.late else ""
        part.take(
            f"Còn {number(counts.overdue)} đầu việc của {number(len({row.agency for row in late}))} {PLACES} đã quá hạn "
            f"mà chưa hoàn thành hoặc chưa ghi nhận kết quả{told}{done_late}."
        )
        part.take(f"*Danh sách quá hạn ({case.both_days})*")
    if not case.agency:
        _brief_overdue(case, part, late)
        return
    for line, group in _list(case, part, ("TT", "Sản phẩm, báo cáo", "Thời hạn", "Tình trạng"), late):
        state, later = _without_later(case, group, line["Tình trạng"])
        states = {"; ".join(filter(None, (row.state, row.note))) for row in group}
        # Of what is known by now an agency does not say that nobody knew.
        assert {text.replace("chưa ghi nhận,", "chưa hoàn thành,") if case.agency else text for text in states} == {
            state
        }
        assert later == _later(case, group), line


def _brief_overdue(case: Case, part: Part, late: Sequence[Row]) -> None:
    """A row for each product with how many are how late at most, those with the oldest day first."""
    by_label: dict[str, list[Row]] = {}
    for row in sorted(late, key=_last):
        by_label.setdefault(row.label.replace("*", ""), []).append(row)
    table = part.table("TT", "Sản phẩm, báo cáo", WHO, "Thời hạn", "Tình trạng")
    assert len(table) == len(by_label)
    for count, (cells, group) in enumerate(zip(table, by_label.values(), strict=True), 1):
        number_, label, who, due, state = cells
        assert (number_, label.replace("*", "")) == (str(count), group[0].label.replace("*", ""))
        _check_brief_agencies(case, who, group)
        lasts = {row.due for row in group}
        assert due == (lasts.pop() if len(lasts) == 1 else f"sớm nhất {group[0].due}")
        told, later = _without_later(case, group, state)
        most, silent = max(row.reckoned.days_late or 0 for row in group), sum(row.silent for row in group)
        late_words = (
            f"quá hạn {'nhiều nhất ' if len({row.reckoned.days_late for row in group}) > 1 else ''}{number(most)} ngày"
        )
        if 0 < silent < len(group):
            claims = f"{number(silent)} chưa ghi nhận, {number(len(group) - silent)} chưa hoàn thành"
            assert told == f"{late_words}: {claims}"
        else:
            assert told == f"{'chưa ghi nhận' if silent else 'chưa hoàn thành'}, {late_words}"
        assert later == _later(case, group), label


def _last(row: Row) -> date:
    assert row.reckoned.last is not None
    return row.reckoned.last


def _check_brief_agencies(case: Case, words: str, group: Sequence[Row]) -> None:
    """Compare who owes a row, where all departments and several communes are only counted."""
    named, counted = words, 0
    for kind, noun in (("department", "sở, ban, ngành"), ("commune", "xã, phường")):
        if match := re.search(rf"(?:UBND )?(\d+) {noun}(?: \(trừ ([^()]+)\))?(; |$)", named):
            named, counted = named.replace(match[0], ""), counted + int(match[1])
            of_kind = {row.agency for row in group if row.obligation.agency.kind.value == kind}
            assert len(of_kind) == int(match[1]), words
            if match[2]:
                everyone = {id_ for id_, agency in case.world.plan.agencies.items() if agency.kind.value == kind}
                assert agencies_in(case.world.plan, match[2]) == everyone - of_kind, words
    names = agencies_in(case.world.plan, named.removesuffix("; ")) if named else set()
    assert names <= {row.agency for row in group}
    assert len(names) + counted == len({row.agency for row in group}), words


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
    if not case.agency:
        _brief_coming(case, part, coming)
        return
    part.take(f"Các đầu việc chưa đến hạn tính đến hết ngày {_writing(case)}, theo thứ tự thời hạn:")
    noted = ["Ghi chú"] if any(row.note for row in coming) else []
    for line, group in _list(case, part, ("TT", "Thời hạn", "Sản phẩm, báo cáo", *noted), coming):
        assert {row.note for row in group} == {line.get("Ghi chú", "")}


def _brief_coming(case: Case, part: Part, coming: Sequence[Row]) -> None:
    """A row for the products of a task that the same agencies owe by one day."""
    ids: list[str] = []
    lasts = []
    following = [period.due.last for period in case.world.plan.periods if period.last > case.world.period.last]
    after = [
        row
        for row in coming
        if following and "/" in row.obligation.item.code and _last(row) > (following[0] or date.max)
    ]
    coming = [row for row in coming if row not in after]
    told = (
        f" ({number(len(after))} đầu việc có thời hạn sau ngày {day(following[0])} nêu tại Phụ lục II kèm theo Báo cáo này)"
        if after and following[0]
        else ""
    )
    part.take(f"Các đầu việc chưa đến hạn tính đến hết ngày {_writing(case)}, theo thứ tự thời hạn{told}:")
    for count, (number_, due, label, who) in enumerate(part.table("TT", "Thời hạn", "Sản phẩm, báo cáo", WHO), 1):
        assert number_ == str(count)
        products, mark, source = label.replace("*", "").partition(" “")
        alike = [row for row in coming if row.due == due and row.label.replace("*", "").endswith(mark + source)]
        by_product: dict[str, list[Row]] = {}
        for row in alike:
            by_product.setdefault(row.product.replace("*", ""), []).append(row)
        groups = {product: rows for product, rows in by_product.items() if f"; {product};" in f"; {products};"}
        assert "; ".join(groups) == products, label
        for group in groups.values():
            _check_brief_agencies(case, who, group)
            ids += [row.obligation.id for row in group]
        lasts.append(alike[0].reckoned.last)
    assert sorted(ids) == sorted(row.obligation.id for row in coming)
    assert all(last is not None and later is not None and last <= later for last, later in pairwise(lasts))


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
        assert "gia hạn" not in part.text
        return
    part.take(f"(tính đến hết ngày {day(case.world.as_of)}):")
    who = () if case.agency else (WHO,)
    rows = [
        (
            str(count),
            *((request.row.obligation.agency.name,) if who else ()),
            case.told(request.row).label,
            request.row.due,
            request.until,
            request.why,
        )
        for count, request in enumerate(requests, 1)
    ]
    assert part.table("TT", *who, "Sản phẩm, báo cáo", "Thời hạn", "Đề nghị gia hạn đến", "Văn bản, lý do") == rows
