"""Checks of the head, the opening and part I, of the headings, and of the last line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.figures.case import PLACES, Case, last_of
from tests.figures.expected import Row, day, label_of, number
from tests.figures.reader import Part, agencies_in


def head(case: Case) -> None:
    """Number and day, the decision without its own, which are not known yet, the window, the days of the data."""
    world, part = case.world, case.paper.part()
    first, last = day(world.period.first), day(world.period.last)
    part.take(f'number: "Số: {case.signed}"')
    part.read(f'dateline: "@, {case.issued}"')
    part.take(f"Quyết định số […]/QĐ-UBND ngày […]/{world.plan.document.month} của Chủ tịch UBND tỉnh")
    days = (
        f"; nhiệm vụ tại Phụ lục II tính đến hết ngày {day(world.cutoff)}, kế hoạch, báo cáo của các {PLACES} "
        f"tính đến hết ngày {day(world.as_of)}"
    )
    part.take(f"(số liệu từ ngày {first} đến ngày {last}{'' if case.agency else days})")


_NUMBERS = (
    ("I.", "II.", "III.", "IV.", "V."),
    tuple(f"{count}." for count in range(1, 20)),
    tuple(f"{letter})" for letter in "abcdđeghik"),
)


def headings(case: Case) -> None:
    """The numbers of the headings, which have no gaps; those of annexes are their own."""
    below: dict[tuple[str, ...], list[str]] = {}
    for part in case.paper.parts:
        if part.path and not part.path[0].startswith("Phụ lục"):
            below.setdefault(part.path[:-1], []).append(part.path[-1].partition(" ")[0])
    for path, numbers in below.items():
        assert numbers == [*_NUMBERS[len(path)][: len(numbers)]], path
    assert len(below[()]) == len(_NUMBERS[0])


def provenance(case: Case) -> None:
    """The last line: days, window, newest record, the first digits of both fingerprints."""
    world = case.world
    window = f"từ ngày {day(world.period.first)} đến ngày {day(world.period.last)}"
    newest = max(event.recorded for event in world.log)
    later = " (sau ngày tính đến)" if newest.date() > world.as_of else ""
    case.paper.parts[-1].take(
        f"Văn bản lập từ dữ liệu theo dõi: tính đến ngày {day(world.as_of)}; nhiệm vụ tính đến ngày {day(world.cutoff)}; "
        f"số liệu chốt {window}; theo dữ liệu ghi nhận đến {newest:%H:%M} ngày {day(newest)}{later}; "
        f"mã kế hoạch {world.plan.fingerprint[:12]}, mã sổ theo dõi {world.checksum[:12]}."
    )


def plans_issued(case: Case) -> None:
    """The agencies that issued a plan."""
    part, rows = case.paper.part("I.", "1."), case.duty("ke-hoach")
    part.take(
        f"Kế hoạch giao {number(len(rows))} {PLACES} ban hành kế hoạch nâng cao Chỉ số PAPI năm {case.world.plan.span.year} của cơ quan, "
        f"đơn vị; ngày cuối cùng của thời hạn là {last_of(rows)}."
    )
    _submitted(case, part, rows, "ban hành")


def reports_sent(case: Case) -> None:
    """The agencies that sent the report of the period."""
    part, period = case.paper.part("I.", "2."), case.world.period
    duty = case.duty(next(item.code for item in case.world.plan.items.values() if item.period == period.id))
    rows = [row for row in duty if row.agency != "so-noi-vu"]
    part.take(
        f"Có {number(len(rows))} {PLACES} phải gửi báo cáo {period.name} {case.world.plan.span.year}, "
        f"ngày cuối cùng của thời hạn là {last_of(rows)}; báo cáo của Sở Nội vụ được lồng ghép trong Báo cáo này, "
        "không tính vào các số dưới đây."
    )
    _submitted(case, part, rows, "gửi")


def _submitted(case: Case, part: Part, rows: Sequence[Row], sent: str) -> None:
    """Compare the list of the agencies by outcome of a duty: numbers, and the names where it has them."""
    part.take(f"Tính đến hết ngày {day(case.world.as_of)}:")

    def agencies_in_state(state: str, *, silent: bool | None = None) -> set[str]:
        return {row.agency for row in rows if row.reckoned.state == state and silent in (None, row.silent)}

    granted = {
        row.agency: row.reckoned.last
        for row in rows
        if row.reckoned.last and row.reckoned.state == "in_time" and "extended" in row.reckoned.flags
    }
    outcomes = {
        f"Đã {sent} đúng hạn": agencies_in_state("done_on_time"),
        f"Đã {sent}, quá hạn": agencies_in_state("done_late"),
        f"Chưa {sent}, đã quá hạn": agencies_in_state("overdue", silent=False),
        f"Chưa {sent}, còn trong thời hạn": agencies_in_state("in_time") - granted.keys(),
        **{
            f"Chưa {sent}, còn trong thời hạn (được gia hạn đến ngày {day(until)})": {
                agency for agency, later in granted.items() if later == until
            }
            for until in {*granted.values()}
        },
        "Được đưa ra khỏi danh mục theo dõi": agencies_in_state("waived"),
        "Sở Nội vụ chưa nhận được, đã quá hạn": agencies_in_state("overdue", silent=True)
        - {case.world.plan.coordinator},
    }
    own = case.world.plan.coordinator in agencies_in_state("overdue", silent=True)
    if own:
        part.take(f"- Của {case.name}: [… số, ký hiệu, ngày].\n")
    assert sum(map(len, outcomes.values())) + own == len(rows), "every agency has one outcome"
    outcomes[f"Trong số chưa {sent}, đang đề nghị gia hạn, chưa có ý kiến trả lời"] = {
        row.agency for row in rows if row.asked and row.reckoned.state in ("overdue", "in_time")
    }
    outcomes[f"Trong số đã {sent}, phải bổ sung"] = {row.agency for row in rows if "incomplete" in row.reckoned.flags}
    in_full = {
        f"Chưa {sent}, đã quá hạn",
        f"Trong số đã {sent}, phải bổ sung",
        f"Trong số chưa {sent}, đang đề nghị gia hạn, chưa có ý kiến trả lời",
        "Được đưa ra khỏi danh mục theo dõi",
    }
    for words, agencies in outcomes.items():
        head = f"- {words}: {number(len(agencies))}"
        if agencies and (words in in_full or len(agencies) <= 12):
            (names,) = part.read(f"{head} (@).\n")
            assert agencies_in(case.world.plan, names) == agencies
        elif agencies:
            part.take(f"{head}.\n")
    assert "- " not in part.text


def letters_sent(case: Case) -> None:
    """The reminder letters: number, day, addressees."""
    part, sent = case.paper.part("I.", "3."), sorted(case.world.reminders.items())
    head = f"Sở Nội vụ đã ban hành {number(len(sent))} công văn đôn đốc"
    # Of more than six, all in one paragraph, day by day, without the symbol that all have.
    if len(sent) > 6:
        _letters_by_day(case, part, head)
        return
    part.take(f"{head}:")
    letters = re.findall(r"^- Số (.+) ngày (\S+), gửi (.+)\.$", part.text, re.MULTILINE)
    assert len(letters) == len(sent)
    for (document, when, to), ((on, signed), agencies) in zip(letters, sent, strict=True):
        assert (document, when) == (signed, day(on))
        part.take(f"- Số {document} ngày {when}, gửi {to}.\n")
        communes = {case.world.plan.agencies[agency].kind.value == "commune" for agency in agencies}
        places = (
            "địa phương" if communes == {True} else PLACES if True in communes else PLACES.removesuffix(", địa phương")
        )
        size = f"{number(len(agencies))} {places} ("
        assert to.startswith(size) == (len(agencies) > 1), to
        assert agencies_in(case.world.plan, to.removeprefix(size).removesuffix(")")) == agencies


def _letters_by_day(case: Case, part: Part, head: str) -> None:
    sent = case.world.reminders
    symbols = {document.partition("/")[2] for _, document in sent}
    symbol = symbols.pop() if len(symbols) == 1 else ""
    part.take(f"{head} (ký hiệu {symbol}):" if symbol else f"{head}:")
    days = re.findall(r"[Nn]gày (\S+): (.+?\))(?:; |\.$)", part.text, re.MULTILINE)
    assert [on for on, _ in days] == [day(on) for on in sorted({on for on, _ in sent})]
    for place, (on, told) in enumerate(days, 1):
        letters = re.findall(r"số (\S+) \((.+?)\)(?:, |$)", told)
        actual = {f"{document}/{symbol}" if symbol else document: agencies for document, agencies in letters}
        expected = {document: agencies for (when, document), agencies in sent.items() if day(when) == on}
        assert len(letters) == len(actual)
        assert {document: agencies_in(case.world.plan, names) for document, names in actual.items()} == expected
        part.take(f"{'ngày' if place > 1 else 'Ngày'} {on}: {told}{'; ' if place < len(days) else '.'}")


def own_plan(case: Case) -> None:
    """The plan that an agency issued, or a placeholder for it."""
    part = case.paper.part("I.") if case.is_of_commune else case.paper.part("I.", "1.")
    (row,) = [row for row in case.rows if row.obligation.item.code == "ke-hoach"]
    product = label_of(case.world.plan, row.obligation.item)
    product = product[:1].lower() + product[1:]
    if row.reckoned.done_on:
        part.take(f"{case.name} đã ban hành {product}: {row.result} ({row.stands}).")
    else:
        part.take(f"[… số, ký hiệu, ngày của {product}, thời hạn {row.due}]")
