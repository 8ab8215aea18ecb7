"""The checks of the annexes: row by row, cell by cell."""

from __future__ import annotations

from papi_cli.plan.model import Item
from tests.figures.case import RESULT, WHO, Case, fits, last_of
from tests.figures.reader import Cells, Part, agencies_in
from tests.figures.told import Figures, corrected, day, figures, label_of, letters


def annex_agencies(case: Case) -> None:
    """Figures by agency, each kind with its sum."""
    part = _annex(case, "Phụ lục I", case.both_days)
    kinds = {"department": "Các sở, ban, ngành", "body": "Cơ quan khác", "commune": "UBND các xã, phường"}
    rows: list[Cells] = []
    for letter, (kind, words) in zip("ABC", kinds.items(), strict=True):
        own = [one for one in case.world.ordered if one.obligation.agency.kind.value == kind]
        rows.append((letter, words, *_counted(figures(own))))
        agencies = sorted({one.obligation.agency for one in own}, key=lambda one: one.order)
        for count, agency in enumerate(agencies, 1):
            rows.append((str(count), agency.name, *_counted(figures(one for one in own if one.agency == agency.id))))
    rows.append(("", "Tổng cộng", *_counted(figures(case.world.ordered))))
    table = part.table(
        *("TT", WHO, "Tổng số", "Đã HT đúng hạn", "Đã HT quá hạn", "Đã HT không hạn", "Chưa HT trong hạn"),
        *("Chưa HT quá hạn", "Chưa HT không hạn", "Thường xuyên", "Đưa ra khỏi danh mục", "Tỷ lệ đúng hạn"),
    )
    assert table == rows


def _counted(found: Figures) -> Cells:
    numbers = (found.on_time, found.late, found.done_undated, found.in_time, found.overdue, found.undated)
    assert found.total == sum((*numbers, found.ongoing, found.waived))
    return (*map(str, (found.total, *numbers, found.ongoing, found.waived)), found.rate or "-")


def _annex(case: Case, name: str, said: str) -> Part:
    """Return an annex, the line below its title taken away: what it goes with, and the days it is told for."""
    (part,) = [one for one in case.paper.parts if len(one.path) == 2 and one.path[0] == name]
    part.take(f"*(Kèm theo Báo cáo số {case.signed} {case.issued} của {case.name}; {said})*")
    return part


def _annexes(case: Case) -> list[str]:
    return [one.path[0] for one in case.paper.parts if len(one.path) == 1 and one.path[0].startswith("Phụ lục")]


def annex_tasks(case: Case) -> None:
    """The rows of Annex II: sections, tasks, products in the decision's order; each obligation once."""
    plan = case.world.plan
    part = _annex(case, _annexes(case)[0 if case.agency else 1], f"tính đến hết ngày {day(case.world.cutoff)}")
    sections = {task: one for one in plan.sections for task in one.tasks}
    items = list(dict.fromkeys(one.obligation.item.code for one in case.tasks))
    told: list[str] = []
    at, section, task = -1, "", ""
    for place, title, product, who, cooperating, due, result, state, note in part.table(
        "TT", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời hạn", RESULT, "Tình trạng", "Ghi chú"
    ):
        if not who:
            section = place
            assert title == next(one.heading for one in plan.sections if one.number == section)
            assert not any((product, cooperating, due, result, state, note))
            continue
        at += bool(product)
        item = plan.items[items[at]]
        rows = [one for one in case.tasks if one.obligation.item is item]
        code = item.source[0]
        assert sections[code].number == section
        if place:
            task = code
            assert place == code.partition(".")[2]
            assert letters(title) == letters(corrected(plan, code, plan.tasks[code].quote.task))
            assert cooperating == _cooperating(case, item, rows[0].agency)
        else:
            assert (title, cooperating) == ("", "")
        assert task == code
        assert product in ("", rows[0].product)
        agencies = agencies_in(plan, who, owing={*item.agencies})
        group = [one for one in rows if one.agency in agencies]
        assert {one.agency for one in group} == agencies, who
        assert {(one.due, one.note) for one in group} == {(due, note)}
        fits(group, result, state)
        told += [one.obligation.id for one in group]
    assert at == len(items) - 1
    assert sorted(told) == sorted(one.obligation.id for one in case.tasks)


def _cooperating(case: Case, item: Item, agency: str) -> str:
    plan = case.world.plan
    names = {one.id: one.name for one in plan.agencies.values()}
    names |= {one.id: one.short_name for one in plan.groups.values()}
    return "; ".join((*(names[id_] for id_ in item.cooperating if id_ != agency), *item.others))


def annex_submissions(case: Case) -> None:
    """Agencies by dated duties of Part IV."""
    part, plan = _annex(case, "Phụ lục III", f"tính đến hết ngày {day(case.world.as_of)}"), case.world.plan
    duties = [one for one in case.world.ordered if "/" not in one.obligation.item.code]
    codes = list(dict.fromkeys(one.obligation.item.code for one in duties))
    heads = [f"{label_of(plan, plan.items[code])} (thời hạn {last_of(case.duty(code))})" for code in codes]
    agencies = sorted({one.obligation.agency for one in duties}, key=lambda one: one.order)
    rows = []
    for count, agency in enumerate(agencies, 1):
        own = {one.obligation.item.code: one for one in duties if one.agency == agency.id}
        mark = "*" if any("unconfirmed" in one.reckoned.flags for one in own.values()) else ""
        cells = {code: own[code].submission for code in codes}
        if agency.id == "so-noi-vu":
            merged = next(code for code in codes if plan.items[code].period == case.world.period.id)
            if not own[merged].reckoned.done_on and own[merged].reckoned.state != "waived":
                cells[merged] = "lồng ghép trong Báo cáo này"
        rows.append((str(count), agency.name + mark, *cells.values()))
    assert part.table("TT", WHO, *heads) == rows
    assert (len(agencies), len(codes)) == (89, 3)


def annex_asked(case: Case) -> None:
    """What was only asked for, which is in no rate."""
    days = f"tính đến hết ngày {day(case.world.as_of)}; liệt kê riêng, không tính vào tỷ lệ"
    part = _annex(case, "Phụ lục IV", days)
    answers = {"overdue": "chưa nhận được", "in_time": "chưa đến thời gian đề nghị"}
    rows = [
        (
            str(count),
            one.obligation.agency.name,
            one.product,
            one.due,
            one.result,
            "đã nhận được" if one.reckoned.done_on else answers[one.reckoned.state],
        )
        for count, one in enumerate((one for one in case.world.rows if one not in case.world.ordered), 1)
    ]
    assert rows
    heads = ("TT", "Cơ quan", "Nội dung đề nghị phối hợp", "Thời gian đề nghị", "Văn bản, ngày", "Kết quả")
    assert part.table(*heads) == rows


def annex_proofs(case: Case) -> None:
    """The products delivered that go along as evidence; no annex where there is none."""
    plan, rows = case.world.plan, [one for one in case.tasks if one.reckoned.done_on]
    assert _annexes(case) == (["Phụ lục I", "Phụ lục II"] if rows else ["Phụ lục"])
    if not rows:
        return
    part = _annex(case, "Phụ lục II", f"tính đến hết ngày {day(case.world.cutoff)}")
    table = part.table("TT", "Nhiệm vụ", "Sản phẩm", "Văn bản, ngày", "Minh chứng")
    for count, (cells, one) in enumerate(zip(table, rows, strict=True), 1):
        code = one.obligation.item.source[0]
        proofs = "; ".join(dict.fromkeys(one.reckoned.proofs))
        assert cells == (str(count), cells[1], one.product, one.result, proofs)
        assert letters(cells[1]) == letters(corrected(plan, code, plan.tasks[code].quote.task))
