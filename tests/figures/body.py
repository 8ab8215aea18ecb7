"""The checks of the text: each reads one place, compares it with what was reckoned, and takes it away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from papi_cli.plan import AgencyKind
from tests.figures.case import PLACES, RESULT, WHO, Case, bare, communes, fits, last_of
from tests.figures.reader import Cells, Part, agencies_in, told_in
from tests.figures.told import Figures, Row, corrected, day, figures, label_of, number

# Head, opening, last line


def opening(case: Case) -> None:
    """Number and day, the decision, whose own nobody knows yet, the window, the days for which all is told."""
    world, part = case.world, case.paper.part()
    first, last = day(world.period.first), day(world.period.last)
    part.take(f'number: "Số: {case.signed}"')
    part.read(f'dateline: "@, {case.issued}"')
    part.take(f"Quyết định số […]/QĐ-UBND ngày […]/{world.plan.decision.month} của Chủ tịch UBND tỉnh")
    days = (
        f"; nhiệm vụ tại Phụ lục II tính đến hết ngày {day(world.cutoff)}, kế hoạch và báo cáo của các {PLACES} "
        f"tính đến hết ngày {day(world.as_of)}"
    )
    part.take(f"(số liệu từ ngày {first} đến ngày {last}{'' if case.agency else days})")


_NUMBERS = (
    ("I.", "II.", "III.", "IV.", "V."),
    tuple(f"{count}." for count in range(1, 20)),
    tuple(f"{letter})" for letter in "abcdđeghik"),
)


def headings(case: Case) -> None:
    """The numbers of the headings, which count on without a gap; annexes have their own below them."""
    below: dict[tuple[str, ...], list[str]] = {}
    for one in case.paper.parts:
        if one.path and not one.path[0].startswith("Phụ lục"):
            below.setdefault(one.path[:-1], []).append(one.path[-1].partition(" ")[0])
    for path, told in below.items():
        assert told == [*_NUMBERS[len(path)][: len(told)]], path
    assert len(below[()]) == len(_NUMBERS[0])


def provenance(case: Case) -> None:
    """The last line: days, window, the newest record, the beginnings of both checksums."""
    world = case.world
    window = f"từ ngày {day(world.period.first)} đến ngày {day(world.period.last)}"
    newest = max(one.recorded for one in world.log)
    case.paper.parts[-1].take(
        f"Văn bản lập từ dữ liệu theo dõi: tính đến ngày {day(world.as_of)}; nhiệm vụ tính đến ngày {day(world.cutoff)}; "
        f"số liệu chốt {window}; theo dữ liệu ghi nhận đến {newest:%H:%M} ngày {day(newest)}; "
        f"mã kế hoạch {world.plan.fingerprint[:12]}, mã sổ theo dõi {world.checksum[:12]}."
    )


# Part I


def plans_issued(case: Case) -> None:
    """Who issued a plan."""
    part, rows = case.paper.part("I.", "1."), case.duty("ke-hoach")
    part.take(
        f"Kế hoạch giao {number(len(rows))} {PLACES} ban hành kế hoạch nâng cao Chỉ số PAPI năm {case.world.plan.year}, "
        f"ngày cuối cùng của thời hạn là {last_of(rows)}."
    )
    _submitted(case, part, rows, "ban hành")


def reports_sent(case: Case) -> None:
    """Who sent the report of the period."""
    part, period = case.paper.part("I.", "2."), case.world.period
    rows = case.duty(next(one.code for one in case.world.plan.items.values() if one.period == period.id))
    part.take(
        f"Có {number(len(rows))} {PLACES} phải gửi báo cáo {period.name} {case.world.plan.year}, "
        f"ngày cuối cùng của thời hạn là {last_of(rows)};"
    )
    _submitted(case, part, rows, "gửi")


def _submitted(case: Case, part: Part, rows: Sequence[Row], sent: str) -> None:
    """Compare the list of who delivered a duty, with the names that it tells."""
    part.take(f"Tính đến hết ngày {day(case.world.as_of)}:")

    def those(state: str, *, silent: bool | None = None) -> set[str]:
        return {one.agency for one in rows if one.reckoned.state == state and silent in (None, one.silent)}

    told = {
        "Đúng hạn": those("done_on_time"),
        "Quá hạn": those("done_late"),
        f"Chưa {sent}, đã quá thời hạn": those("overdue", silent=False),
        f"Chưa {sent}, còn trong thời hạn": those("in_time"),
        "Được đưa ra khỏi danh mục theo dõi": those("waived"),
        "Sở Nội vụ chưa nhận được, đã quá thời hạn": those("overdue", silent=True),
    }
    assert sum(map(len, told.values())) == len(rows), "every agency stands in one of them"
    told[f"Trong số đã {sent}, phải bổ sung"] = {one.agency for one in rows if "incomplete" in one.reckoned.flags}
    in_full = {
        f"Chưa {sent}, đã quá thời hạn",
        f"Trong số đã {sent}, phải bổ sung",
        "Được đưa ra khỏi danh mục theo dõi",
    }
    even_if_none = {"Đúng hạn", "Quá hạn", "Sở Nội vụ chưa nhận được, đã quá thời hạn"}
    for words, agencies in told.items():
        head = f"- {words}: {number(len(agencies))} {PLACES}"
        if agencies and (words in in_full or len(agencies) <= 12):
            (names,) = part.read(f"{head} (@).\n")
            assert agencies_in(case.world.plan, names) == agencies
        elif agencies or words in even_if_none:
            part.take(f"{head}.\n")
    assert "- " not in part.text


def letters_sent(case: Case) -> None:
    """The reminder letters: number, day, to whom."""
    part, sent = case.paper.part("I.", "3."), sorted(case.world.reminders.items())
    part.take(f"Sở Nội vụ đã ban hành {number(len(sent))} công văn đôn đốc:")
    told = re.findall(r"^- Số (.+) ngày (\S+), gửi (.+)\.$", part.text, re.MULTILINE)
    assert len(told) == len(sent)
    for (document, when, to), ((on, signed), agencies) in zip(told, sent, strict=True):
        assert (document, when) == (signed, day(on))
        part.take(f"- Số {document} ngày {when}, gửi {to}.\n")
        size = f"{number(len(agencies))} {PLACES} ("
        assert to.startswith(size) == (len(agencies) > 1), to
        assert agencies_in(case.world.plan, to.removeprefix(size).removesuffix(")")) == agencies


def own_plan(case: Case) -> None:
    """Whether an agency issued a plan of its own."""
    part, (row,) = case.paper.part("I.", "1."), [one for one in case.rows if one.obligation.item.code == "ke-hoach"]
    product = label_of(case.world.plan, row.obligation.item)
    product = product[:1].lower() + product[1:]
    if row.reckoned.done_on:
        part.take(f"{case.name} đã ban hành {product}: {row.result} ({row.state}).")
    else:
        part.take(f"[… số, ký hiệu, ngày của {product}; thời hạn {row.due}, sổ theo dõi: {row.state}]")


# Part II


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
            name = corrected(plan, one.code, one.name).rstrip(".")
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


# Parts III to V


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
    part.take(f"Các đầu việc còn trong thời hạn, theo thứ tự thời hạn ({case.both_days}):")
    undated = (
        f"{number(found.undated)} đầu việc chưa hoàn thành mà Kế hoạch không ghi thời hạn" if found.undated else ""
    )
    ongoing = f"{number(found.ongoing)} đầu việc thường xuyên" if found.ongoing else ""
    part.take(f"Tiếp tục thực hiện {' và '.join(filter(None, (undated, ongoing)))}.")
    coming = [one for one in case.rows if one.reckoned.state == "in_time"]
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
