"""The checks of head, opening and part I, of the headings and of the last line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.figures.case import PLACES, Case, last_of
from tests.figures.reader import Part, agencies_in
from tests.figures.told import Row, day, label_of, number


def head(case: Case) -> None:
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
    """The numbers of the headings, which count on without a gap; annexes have their own."""
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
    duty = case.duty(next(one.code for one in case.world.plan.items.values() if one.period == period.id))
    rows = [one for one in duty if one.agency != "so-noi-vu"]
    part.take(
        f"Có {number(len(rows))} {PLACES} phải gửi báo cáo {period.name} {case.world.plan.year}, "
        f"ngày cuối cùng của thời hạn là {last_of(rows)}; báo cáo của Sở Nội vụ được lồng ghép trong Báo cáo này, "
        "không tính vào các số dưới đây."
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
