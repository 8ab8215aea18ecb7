"""The checks of part II: index by index, and what came after the window."""

from __future__ import annotations

import re
from collections.abc import Sequence

from papi_cli.plan.model import AgencyKind
from tests.figures.case import PLACES, RESULT, Case, bare, communes, fits
from tests.figures.reader import Cells, Part, agencies_in, told_in
from tests.figures.told import Figures, Row, corrected, day, figures, number


def whole_of_annex_ii(case: Case) -> None:
    """How much Annex II orders, and what became of it."""
    plan, found = case.world.plan, figures(case.tasks)
    items = [one for one in plan.items.values() if "/" in one.code]
    leads = {agency for one in items for agency in one.agencies}
    assert found.total == sum(len(one.agencies) for one in items)
    case.paper.part("II.").take(
        f"Phụ lục II của Kế hoạch có {number(len(plan.tasks))} nhiệm vụ với {number(len(items))} sản phẩm, mốc thực hiện, "
        f"giao {number(len(leads))} {PLACES} chủ trì, thành {number(found.total)} đầu việc. {_in_full(case, found)}"
    )


def own_tasks(case: Case) -> None:
    """What Annex II orders an agency to do, and what became of it."""
    found = figures(case.tasks)
    case.paper.part("II.", "1.").take(
        f"{case.name} được giao chủ trì {number(found.total)} sản phẩm, mốc thực hiện tại Phụ lục II của Kế hoạch. "
        f"{_in_full(case, found)}"
    )


def _in_full(case: Case, found: Figures) -> str:
    assert found.done + found.open + found.ongoing + found.waived == found.total
    waived = f"; đưa ra khỏi danh mục theo dõi {number(found.waived)}" if found.waived else ""
    return (
        f"Tính đến hết ngày {day(case.world.cutoff)}: đã hoàn thành {number(found.done)} (đúng hạn "
        f"{number(found.on_time)}, quá hạn {number(found.late)}, không ghi thời hạn {number(found.done_undated)}); "
        f"chưa hoàn thành {number(found.open)} (trong hạn {number(found.in_time)}, quá hạn {number(found.overdue)}, "
        f"không ghi thời hạn {number(found.undated)}); thực hiện thường xuyên {number(found.ongoing)}{waived}. "
        f"Tỷ lệ đúng hạn: {found.rate or 'chưa có gì để tính'}."
    )


def by_index(case: Case) -> None:
    """Each index: who follows its components, its targets, its figures, its table."""
    for place, index in enumerate(case.world.plan.indices, 1):
        assert case.paper.part("II.", f"{place}.").path[-1].startswith(f"{place}. Chỉ số nội dung {index.code} “")
        province, tasks = case.paper.part("II.", f"{place}.", "a)"), case.paper.part("II.", f"{place}.", "b)")
        _followed(case, province, index.code)
        _targets(case, province, index.code)
        rows = [one for one in case.tasks if one.obligation.item.index == index.code]
        found = figures(rows)
        waived = f", đưa ra khỏi danh mục theo dõi {number(found.waived)}" if found.waived else ""
        tasks.take(
            f"Có {number(found.total)} đầu việc: đã hoàn thành {number(found.done)}, chưa hoàn thành {number(found.open)} "
            f"(quá hạn {number(found.overdue)}), thực hiện thường xuyên {number(found.ongoing)}{waived}; "
            f"tỷ lệ đúng hạn: {found.rate or 'chưa có gì để tính'}."
        )
        tasks.take(f"*Kết quả thực hiện nhiệm vụ, tính đến hết ngày {day(case.world.cutoff)}*")
        _results(case, tasks, rows)


def own_by_index(case: Case) -> None:
    """The indices of an agency's own report: a commune's all, of others those they have tasks of."""
    plan = case.world.plan
    below = [one for one in case.paper.parts if len(one.path) == 3 and one.path[0].startswith("II. ")]
    parts = [one for one in below if one.path[1].startswith("1. ")]
    commune = plan.agencies[case.agency].kind is AgencyKind.COMMUNE
    indices = {one.obligation.item.index for one in case.tasks}
    wanted = [one.code for one in plan.indices if commune or one.code in indices]
    assert [re.findall(r"^.\) Chỉ số nội dung (\d) “", one.path[-1]) for one in parts] == [[code] for code in wanted]
    for part, index in zip(parts, wanted, strict=True):
        rows = [one for one in case.tasks if one.obligation.item.index == index]
        _targets(case, part, index)
        assert len(part.tables) == bool(rows)
        if rows:
            _results(case, part, rows)


def _followed(case: Case, part: Part, index: str) -> None:
    plan = case.world.plan
    for one in plan.components:
        if one.index == index and one.lead:
            name = corrected(plan, one.code, one.quote.name).rstrip(".")
            whole = " (chung của cả chỉ số nội dung)" if one.code == index else ""
            (who,) = part.read(f"- {name}{whole}: @ theo dõi, tổng hợp.\n")
            assert agencies_in(plan, who) == {*one.lead}
    assert "- " not in part.text


def _targets(case: Case, part: Part, index: str) -> None:
    """Compare targets with the words of Annex II; an agency is asked for those of the tasks that it leads."""
    plan = case.world.plan
    for code, task in plan.tasks.items():
        quote = corrected(plan, code, task.quote.task)
        if task.index == index and "%" in quote and case.agency in ("", *task.lead):
            section, place = code.split(".")
            (words,) = part.read(f"Chỉ tiêu tại số thứ tự {place} Mục {section} Phụ lục II: @. […")
            assert words in quote
            assert re.findall(r"[\d,]+%", words) == re.findall(r"[\d,]+%", quote)
    assert "Chỉ tiêu tại" not in part.text


def _results(case: Case, part: Part, rows: Sequence[Row]) -> None:
    """Compare the table of an index: every obligation stands in one row, and no two rows say the same."""
    who = () if case.agency else ("Cơ quan chủ trì",)
    told: list[str] = []
    seen: list[Cells] = []
    for cells in part.table("TT", "Sản phẩm", *who, "Thời hạn", RESULT, "Tình trạng"):
        place, product, *agencies, due, result, state = cells
        alike = [
            one
            for one in rows
            if one.obligation.item.source[0].endswith(f".{place}")
            and (one.product, one.due, bare(one.state)) == (product, due, bare(state))
        ]
        names, count = told_in(case.world.plan, agencies[0]) if agencies else ({case.agency}, 0)
        group = communes(alike) if count else [one for one in alike if one.agency in names]
        assert len(group) == (count or len(names)), cells
        fits(group, result, state)
        told += [one.obligation.id for one in group]
        seen.append((place, product, due, result, bare(state), str(group[0].obligation.agency.kind)))
    assert sorted(told) == sorted(one.obligation.id for one in rows)
    assert len(set(seen)) == len(seen)


def components(case: Case) -> None:
    """The components that an agency leads; a commune has none of its own."""
    plan = case.world.plan
    commune = plan.agencies[case.agency].kind is AgencyKind.COMMUNE
    led = [one for one in plan.components if case.agency in one.lead and not commune]
    parts = [one for one in case.paper.parts if len(one.path) == 3 and "toàn tỉnh" in one.path[1]]
    assert len(parts) == len(led)
    for part, one in zip(parts, led, strict=True):
        name = corrected(plan, one.code, one.quote.name).rstrip(".")
        letter, _, words = part.path[-1].partition(" ")
        assert words.startswith(f"{name} ("), words
        part.path = (*part.path[:-1], f"{letter} {words.removeprefix(name)}")


def helped(case: Case) -> None:
    """How many tasks an agency cooperates in."""
    count = sum(case.agency in one.cooperating for one in case.world.plan.tasks.values())
    part = case.paper.part("II.", "2.")
    part.take(f"{case.name} phối hợp thực hiện {number(count)} nhiệm vụ tại Phụ lục II của Kế hoạch.")


_LATER = re.compile(
    r"(?P<label>.+? \(số thứ tự \d+ Mục [IVX]+ Phụ lục II\))(?:, (?P<document>[^ ]+))?, ngày (?P<on>[\d/]+) "
    r"\((?P<who>[^()]+)\)(?:; |$)"
)


def after_the_window(case: Case) -> None:
    """What came after the window, in one paragraph."""
    (part,) = [
        one for one in case.paper.parts if one.path and one.path[-1].endswith(". Phát sinh sau ngày chốt số liệu")
    ]
    world = case.world
    first = world.cutoff.fromordinal(world.cutoff.toordinal() + 1)
    head = f"Sau ngày chốt số liệu (từ ngày {day(first)} đến ngày {day(world.as_of)}), sổ theo dõi"
    own = {key: {one for one in who if case.agency in ("", one)} for key, who in world.later.items()}
    wanted = {tuple(key): who for key, who in own.items() if who}
    if not wanted:
        part.take(f"{head} chưa ghi nhận thêm kết quả nào.\n")
        return
    (said,) = part.read(f"{head} ghi nhận thêm các kết quả sau, không tính vào số liệu của Báo cáo này: @.\n")
    found = list(_LATER.finditer(said))
    assert "".join(one[0] for one in found) == said
    told = {
        (one["label"], one["document"] or "", one["on"]): agencies_in(world.plan, one["who"])
        for one in found
    }  # fmt: skip
    assert len(told) == len(found)
    assert told == wanted
