"""Checks of part II: index by index, and deliveries after the data window."""

from __future__ import annotations

import re

from papi_cli.plan.model import AgencyKind
from tests.figures.annexes import STATE_HEADS, counted_cells
from tests.figures.case import PLACES, RESULT, WHO, Case, check_result_and_state
from tests.figures.expected import Figures, Row, corrected, day, figures, letters, number, without_zeros
from tests.figures.reader import Cells, Part, agencies_in


def whole_of_annex_ii(case: Case) -> None:
    """The size of Annex II and the figures of its tasks."""
    plan, counts = case.world.plan, figures(case.tasks)
    items = [item for item in plan.items.values() if "/" in item.code]
    leads = {agency for item in items for agency in item.agencies}
    assert counts.total == sum(len(item.agencies) for item in items)
    case.paper.part("II.").take(
        f"Phụ lục II của Kế hoạch có {number(len(plan.tasks))} nhiệm vụ với {number(len(items))} sản phẩm, mốc thực hiện, "
        f"giao {number(len(leads))} {PLACES} chủ trì, thành {number(counts.total)} đầu việc. "
        f"Tính đến hết ngày {day(case.world.cutoff)}: {without_zeros(counts)}.{counts.rate_in_words}"
    )


def own_tasks(case: Case) -> None:
    """The figures of the tasks of one agency, without zeros; what nothing is recorded of is for it to fill in."""
    counts, part = figures(case.tasks), case.paper.part("II.", "1.")
    if not counts.total:
        part.take(f"Phụ lục II của Kế hoạch không giao {case.name} chủ trì nhiệm vụ nào")
        return
    part.take(
        f"{case.name} được giao chủ trì {number(counts.total)} sản phẩm, mốc thực hiện tại Phụ lục II của Kế hoạch. "
        f"Tính đến hết ngày {day(case.world.cutoff)}: {_of_itself(case, counts)}"
    )


def _of_itself(case: Case, counts: Figures) -> str:
    silent = sum(row.reckoned.state == "overdue" and case.is_silent(row) for row in case.tasks)
    told = without_zeros(counts, to_fill_in=silent)
    if silent:
        where = "bảng dưới đây" if case.is_of_commune else "Phụ lục"
        return f"{told}{'; ' if told else ''}[… kết quả của {number(silent)} đầu việc đã đến hạn, điền tại {where}"
    known = f"{number(counts.on_time)}/{number(counts.known)} đầu việc đã rõ kết quả, {counts.rate}"
    return f"{told}. Tỷ lệ đúng hạn: {known}." if counts.on_time and not counts.silent_late else f"{told}."


def by_index(case: Case) -> None:
    """Each index: the agencies that follow its components, its targets, and its figures in one table for all."""
    expected: list[Cells] = []
    for position, index in enumerate(case.world.plan.indices, 1):
        assert case.paper.part("II.", f"{position}.").path[-1].startswith(f"{position}. Chỉ số nội dung {index.code} “")
        province = case.paper.part("II.", f"{position}.")
        _followed(case, province, index.code)
        _targets(case, province, index.code)
        rows = [row for row in case.tasks if row.obligation.item.index == index.code]
        expected.append((f"Chỉ số nội dung {index.code}", *counted_cells(figures(rows))))
        assert not province.tables, "Annex II has them"
    expected.append(("Tổng cộng", *counted_cells(figures(case.tasks))))
    assert case.paper.part("II.").table("Nội dung", *STATE_HEADS) == expected


def own_by_index(case: Case) -> None:
    """The indices in an agency's report: those of its tasks, with their targets; a commune's has no heading for each."""
    plan = case.world.plan
    indices = {row.obligation.item.index for row in case.tasks}
    below = [part for part in case.paper.parts if len(part.path) == 3 and part.path[0].startswith("II. ")]
    parts = [part for part in below if part.path[1].startswith("1. ")]
    if case.is_of_commune:
        assert not parts
        _targets(case, case.paper.part("II.", "1."), "")
        return
    codes = [index.code for index in plan.indices if index.code in indices]
    assert [re.findall(r"^.\) Chỉ số nội dung (\d) “", part.path[-1]) for part in parts] == [[code] for code in codes]
    for part, index in zip(parts, codes, strict=True):
        _targets(case, part, index)
        assert not part.tables, "Annex I has them"


def _followed(case: Case, part: Part, index: str) -> None:
    """Nobody has written yet: one line names whose words are awaited of what; what the issuer follows has a blank each."""
    plan = case.world.plan
    awaited: dict[str, set[str]] = {}
    for component in plan.components:
        if component.index == index and component.lead:
            name = corrected(plan, component.code, component.quote.name).rstrip(".")
            whole = "chung của cả chỉ số nội dung" if component.code == index else ""
            writers = [id_ for id_ in component.lead if plan.agencies[id_].kind is not AgencyKind.COMMUNE]
            if writers and plan.coordinator not in writers:
                awaited[f"{name}, {whole}" if whole else name] = {*component.lead}
                continue
            (who,) = part.read(f"- {name}{f' ({whole})' if whole else ''} (@): [… kết quả trên toàn tỉnh]\n")
            assert agencies_in(plan, who) == {*component.lead}
    assert "- " not in part.text
    if awaited:
        (told,) = part.read("[… chưa có lời văn về: @]\n")
        for place, (name, lead) in enumerate(awaited.items(), 1):
            assert told.startswith(f"{name} ("), (told, name)
            who, mark, told = told.removeprefix(f"{name} (").partition("); " if place < len(awaited) else ")")
            assert mark
            assert agencies_in(plan, who) == lead
        assert not told


def _targets(case: Case, part: Part, index: str) -> None:
    """Compare the targets with Annex II; the report of an agency has those of the tasks that it leads."""
    plan = case.world.plan
    for code, task in plan.tasks.items():
        quote = corrected(plan, code, task.words)
        if index in ("", task.index) and "%" in quote and case.agency in ("", *task.lead):
            section, task_number = code.split(".")
            (words,) = part.read(f"Chỉ tiêu tại số thứ tự {task_number} Mục {section} Phụ lục II: @. […")
            assert words in quote
            assert re.findall(r"[\d,]+%", words) == re.findall(r"[\d,]+%", quote)
    assert "Chỉ tiêu tại" not in part.text


def components(case: Case) -> None:
    """The components that an agency follows; the report of a commune has none."""
    plan = case.world.plan
    commune = plan.agencies[case.agency].kind is AgencyKind.COMMUNE
    led = [component for component in plan.components if case.agency in component.lead and not commune]
    parts = [part for part in case.paper.parts if len(part.path) == 3 and "toàn tỉnh" in part.path[1]]
    assert len(parts) == len(led)
    for part, component in zip(parts, led, strict=True):
        name = corrected(plan, component.code, component.quote.name).rstrip(".")
        letter, _, words = part.path[-1].partition(" ")
        assert words.startswith(f"{name} ("), words
        part.path = (*part.path[:-1], f"{letter} {words.removeprefix(name)}")


def helped(case: Case) -> None:
    """The tasks in which an agency cooperates: how many, and each in an annex, of a commune by their numbers."""
    plan = case.world.plan
    codes = [code for code, task in plan.tasks.items() if case.agency in task.cooperating]
    if not codes:
        assert not any("phối hợp" in " ".join(part.path).lower() for part in case.paper.parts)
        return
    part = case.paper.part("II.", "2.")
    part.take(f"{case.name} phối hợp thực hiện {number(len(codes))} nhiệm vụ tại Phụ lục II của Kế hoạch")
    if case.is_of_commune:
        rows = part.table("Mục", "Nội dung", "Nhiệm vụ phối hợp (số thứ tự)")
        headings = {section.number: section.heading for section in plan.sections}
        assert all(heading == headings[section] for section, heading, _ in rows)
        assert [f"{section}.{row}" for section, _, cell in rows for row in cell.split("; ")] == codes
        return
    (annex,) = [one for one in case.paper.parts if one.path[1:] == ("NHIỆM VỤ PHỐI HỢP THỰC HIỆN",)]
    where = annex.path[0]
    part.take(f", nội dung và kết quả tại {where} kèm theo Báo cáo này.")
    annex.take(f"*(Kèm theo Báo cáo số {case.signed} {case.issued} của {case.name})*")
    annex.take(f"*Tính đến hết ngày {day(case.world.cutoff)}*")
    table = annex.table("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Nội dung, kết quả phối hợp")
    section, rows = "", []
    for cells in table:
        if cells[2]:
            rows.append((section, *cells))
        else:
            section = cells[0]
            assert cells[1] in {one.heading for one in plan.sections if one.number == section}
    for code, (above, row_number, title, leads, told) in zip(codes, rows, strict=True):
        task = plan.tasks[code]
        assert above == code.partition(".")[0]
        assert row_number == code.partition(".")[2]
        assert letters(title) == letters(corrected(plan, code, task.words))
        assert agencies_in(plan, leads) == {*task.lead}
        assert told == "[…]"


_LATER = re.compile(r"(?P<label>.+? \(số thứ tự \d+ Mục [IVX]+ Phụ lục II\)): (?P<told>.+)")
_DELIVERED = re.compile(r"(?P<who>[^()]+) \((?:(?P<document>[^ ]+), )?ngày (?P<on>[\d/]+)\)(?:; |$)")


def after_the_window(case: Case) -> None:
    """The paragraph on deliveries after the data window."""
    found = [
        part for part in case.paper.parts if part.path and part.path[-1].endswith(". Phát sinh sau ngày chốt số liệu")
    ]
    world = case.world
    first = world.cutoff.fromordinal(world.cutoff.toordinal() + 1)
    head = f"Sau ngày chốt số liệu (từ ngày {day(first)} đến ngày {day(world.as_of)}),"
    chosen = {
        key: {agency for agency in agencies if case.agency in ("", agency)} for key, agencies in world.later.items()
    }
    later = {tuple(key): agencies for key, agencies in chosen.items() if agencies}
    assert len(found) == bool(later or _between(case)), "what there is none of is not told"
    if not found:
        return
    (part,) = found
    _due_between(case, part)
    if not later:
        return
    noted = "có thêm các kết quả sau, không tính vào số liệu của Báo cáo này:"
    own = f"{case.name} đã hoàn thành thêm, không tính vào số liệu của Báo cáo này:"
    products = len({label for label, *_ in later})
    told = _told_later(
        part,
        f"{head} {own}" if case.agency else f"{head.removesuffix(',')} {noted}",
        products,
        in_a_line=bool(case.agency),
    )
    actual: dict[tuple[str, str, str], set[str]] = {}
    for product in told:
        match = _LATER.fullmatch(product)
        assert match, product
        deliveries = list(_DELIVERED.finditer(match["told"]))
        assert "".join(delivery[0] for delivery in deliveries) == match["told"]
        for delivery in deliveries:
            key = (match["label"], delivery["document"] or "", delivery["on"])
            assert key not in actual
            actual[key] = agencies_in(world.plan, delivery["who"])
    assert actual == later


def _told_later(part: Part, head: str, products: int, *, in_a_line: bool) -> list[str]:
    """Return what is told of each product: of one, or in an agency's report, in a sentence, else in a list."""
    if in_a_line or products == 1:
        (sentence,) = part.read(f"{head} @.\n")
        return re.split(r"(?<=\)); (?=[^()]+ \(số thứ tự )", sentence)
    part.take(f"{head}\n")
    told = re.findall(r"^- (.+ \(số thứ tự .+\))[.;]$", part.text, re.MULTILINE)
    assert len(told) == products
    for place, words in enumerate(told, 1):
        part.take(f"- {words}{'.' if place == products else ';'}\n")
    return told


def _between(case: Case) -> list[Row]:
    """Return what fell due after the cut-off and was not settled by then, as of the day of writing."""
    world = case.world
    settled = {row.obligation.id for row in case.tasks if row.reckoned.state not in ("in_time", "overdue", "undated")}
    return [
        row
        for row in case.rows_now
        if "/" in row.obligation.item.code and row.obligation.id not in settled
        if row.reckoned.last and world.cutoff < row.reckoned.last <= world.as_of
    ]


def _due_between(case: Case, part: Part) -> None:
    """What fell due after the cut-off, in a table."""
    world, due = case.world, _between(case)
    if not due:
        assert not part.tables
        return
    first = day(world.cutoff.fromordinal(world.cutoff.toordinal() + 1))
    part.take(
        f"Các đầu việc đến hạn sau ngày chốt số liệu (từ ngày {first} đến ngày {day(world.as_of)}), tình trạng tính đến hết "
        f"ngày {day(world.as_of)}:"
    )
    ids: list[str] = []
    who = () if case.agency else (WHO,)
    results = [case.of_itself(row)[0] if case.agency else row.result for row in due]
    result_head = (RESULT,) if any(results) else ()
    for count, cells in enumerate(part.table("TT", "Thời hạn", "Sản phẩm", *who, *result_head, "Tình trạng"), 1):
        row_number, last, label, *rest, state = cells
        agencies, result = (rest[:-1], rest[-1]) if result_head else (rest, "")
        assert row_number == str(count)
        alike = [row for row in due if (row.due, row.label) == (last, label)]
        names = agencies_in(
            world.plan, agencies[0] if agencies else case.name, owing={*alike[0].obligation.item.agencies}
        )
        group = [row for row in alike if row.agency in names]
        if case.agency:
            assert {case.of_itself(row) for row in group} == {(result, state)}
        else:
            check_result_and_state(group, result, state)
        ids += [row.obligation.id for row in group]
    assert sorted(ids) == sorted(row.obligation.id for row in due)
