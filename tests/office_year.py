"""A year of an office, of any seed: what agencies and the coordinator write, and which of it is wrong.

Nothing here asks the program what is right. A row is right because its story was made so (a delivery after its data, told
within four weeks, under a number of its own); it is wrong because a slip was planted in it, which it names.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count, cycle

from papi_cli.plan.model import Plan
from papi_cli.plan.obligations import Obligation, all_obligations

# The days on which sheets come back, four weeks apart.
ROUNDS = [date(2026, 1, 23) + timedelta(weeks=4 * number) for number in range(13)]
# Somebody records about it once by a clock that is ahead; nobody else tells anything of it.
AHEAD = ("II.4/thong-tin-cong-khai", "so-xay-dung")
LABELS = {
    "done": "đã hoàn thành",
    "progress": "đang thực hiện",
    "submitted": "đã trình, chờ ban hành",
    "extension-requested": "đề nghị gia hạn",
    "nothing-to-report": "không phát sinh",
}
# What is said of each slip.
DOUBTFUL = {
    "month": "trước ngày chốt số liệu của kỳ",
    "window": "trước ngày chốt số liệu của kỳ",
    "other day": "đã ghi ngày",
    "told late": "thành đúng hạn vì lần hoàn thành đề ngày",
    "shared number": "đã ghi là của",
    "waived before": "không thể vừa hoàn thành vừa đưa ra khỏi danh mục",
    "asked until 2062": "quá xa so với kế hoạch",
}
DAY, YEAR = "không phải là một ngày: viết đủ", "không nằm trong các năm từ 2000 đến 2099"
BAD = {
    "result": "không có kết quả «đã xem»",
    "agency": "không có cơ quan nào tên là «Sở Hàng hải»",
    "item": "không có đầu việc nào mang mã «XX.9/bao-cao»",
    "1926": YEAR,
    "2206": YEAR,
    "31 June": DAY,
    "outside": "nằm ngoài các cột có tên",
    "exchanged": "cũng có thể là ngày",
}
ORDERED = {
    "reminded": "trước ngày đôn đốc",
    "granted until 2062": "quá xa so với kế hoạch",
    "granted to itself": "không tự ghi «được gia hạn» cho mình",
    "dropped by itself": "không tự ghi «đưa ra khỏi danh mục theo dõi» cho mình",
    "waived after": "không thể vừa hoàn thành vừa đưa ra khỏi danh mục",
    "group": "ngày hoàn thành bị đẩy lên sớm hơn",
    "group number": "đã ghi là của",
    "9999": YEAR,
}


@dataclass(frozen=True, slots=True)
class Row:
    """What somebody writes about an obligation; `slip` names what is wrong with it, "" for nothing.

    `group` is the one of which a command tells the same.
    """

    kind: str
    obligation: Obligation
    day: date
    document: str = ""
    note: str = ""
    until: date | None = None
    evidence: str = ""
    slip: str = ""
    round: int = -1
    words: str = ""
    group: str = ""

    @property
    def sent(self) -> int:
        """The number of the first round on or after the day, or the one that was chosen."""
        return next(n for n, day in enumerate(ROUNDS) if day >= self.day) if self.round < 0 else self.round

    @property
    def event(self) -> tuple[object, ...]:
        """What the log has to hold of it."""
        is_address = self.evidence.startswith("https://")
        note = "\n".join(
            filter(None, [self.note, "" if is_address or not self.evidence else f"Minh chứng: {self.evidence}"])
        )
        what = (self.document, note, self.until, self.evidence if is_address else "")
        return (self.kind, self.obligation.item.code, self.obligation.agency.id, self.day, *what)


@dataclass
class Year:
    """The rows of sheets and those of commands."""

    plan: Plan
    chance: random.Random
    sheets: list[Row] = field(default_factory=list)
    orders: list[Row] = field(default_factory=list)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def number(self, obligation: Obligation, what: str = "BC") -> str:
        """Return a number that nobody else has, with the symbol of whoever issues the document."""
        agency = obligation.agency
        symbols = [agency.symbol, *(alias for alias in agency.aliases if alias.isupper() and " " not in alias)]
        symbol = "UBND" if obligation.item.issuer else next(filter(None, symbols))
        return f"{next(self.numbers)}/{what}-{symbol}"

    def any_day(self, around: date, before: int, after: int) -> date:
        day = around + timedelta(days=self.chance.randint(-before, after))
        return min(max(day, date(2026, 1, 5)), date(2026, 12, 22))


def last_day(obligation: Obligation) -> date | None:
    return obligation.item.due.last if obligation.item.due else None


def closing(plan: Plan, obligation: Obligation) -> date | None:
    """Return the last day of the data of a period's report, None for anything else."""
    return next((period.last for period in plan.periods if period.id == obligation.item.period), None)


def year_of(plan: Plan, seed: int) -> Year:
    """Return a year in which all agencies write what is right, and one row in ten is wrong."""
    year = Year(plan, random.Random(seed))
    for obligation in all_obligations(plan):
        if obligation.id != "@".join(AHEAD):
            _tell(year, obligation)
    _merge(year)
    _plant(year, SLIPS, year.sheets, len(year.sheets) // 10)
    _plant(year, SLIPS_OF_ORDERS, year.orders, 3 * len(SLIPS_OF_ORDERS))
    return year


def _plant(year: Year, slips: dict[str, Callable[[Year], Row | None]], rows: list[Row], wanted: int) -> None:
    """Add rows with slips of each kind in turn."""
    planted: list[Row] = []
    taken = {"@".join(AHEAD)}
    for slip in cycle(slips):
        row = slips[slip](year)
        # One slip for each obligation: no slip then hides another.
        if row is not None and row.obligation.id not in taken:
            planted.append(replace(row, slip=slip))
            taken.add(row.obligation.id)
        if len(planted) >= wanted:
            break
    rows += planted


def _merge(year: Year) -> None:
    """Let each department deliver several products by one document, which it writes into merged cells."""
    stories: dict[str, list[int]] = {}
    for place, row in enumerate(year.sheets):
        stories.setdefault(row.obligation.id, []).append(place)
    alone: dict[str, list[int]] = {}
    for (place, *others), row in ((places, year.sheets[places[0]]) for places in stories.values()):
        is_free = (
            not others and row.kind == "done" and not row.obligation.item.period and not row.obligation.item.issuer
        )
        if is_free and all(order.obligation.id != row.obligation.id for order in year.orders):
            alone.setdefault(row.obligation.agency.id, []).append(place)
    for first, *others in (places[:3] for places in alone.values() if len(places) >= 5):
        model = year.sheets[first]
        for place in others:
            year.sheets[place] = replace(
                year.sheets[place], day=model.day, document=model.document, evidence=model.evidence, words=model.words
            )


# What is right


def _tell(year: Year, obligation: Obligation) -> None:
    """Add the story of an obligation, in which nothing is wrong."""
    chance, due, closes = year.chance, last_day(obligation), closing(year.plan, obligation)
    if obligation.item.is_ongoing:
        year.sheets += _results(year, obligation)
        return
    around = due or date(2026, 8, 1)
    done = year.any_day(closes, -1, 22) if closes else year.any_day(around, 25, 20)
    evidence = chance.choice(["", "https://a.vn/1", r"D:\Bao cao\12.pdf", "Bản giấy lưu tại cơ quan"])
    fate = chance.random()
    if fate < 0.04 and due:
        day = year.any_day(done, 30, 0)
        year.orders.append(Row("waived", obligation, day, f"{next(year.numbers)}/QĐ-UBND"))
        return
    if fate < 0.5:
        note = chance.choice(["đang dự thảo", "đã lấy ý kiến, đang tổng hợp"])
        year.sheets.append(Row("progress", obligation, year.any_day(done, 50, -20), note=note))
    asked = year.any_day(done, 45, -35)
    if fate < 0.10 and due and asked + timedelta(days=3) < done:
        until = due + timedelta(days=chance.randint(5, 60))
        number = year.number(obligation, "CV")
        year.sheets.append(Row("extension-requested", obligation, asked, number, until=until))
        paper = f"{next(year.numbers)}/UBND-NC"
        answer = Row("extended", obligation, asked + timedelta(days=3), paper, until=until)
        if chance.random() < 0.5:
            answer = replace(answer, kind="extension-refused", until=None, note="chưa đủ căn cứ")
        year.orders.append(replace(answer, round=min(answer.sent, 11) + 1))
    elif fate < 0.14:
        year.orders.append(Row("reminded", obligation, done - timedelta(days=2), f"{next(year.numbers)}/SNV-CCHC"))
    if fate < 0.85:
        words = chance.choice(["", "", "Hoàn thành", "xong", "ĐÃ HOÀN THÀNH"])
        year.sheets.append(Row("done", obligation, done, year.number(obligation), evidence=evidence, words=words))


def _results(year: Year, obligation: Obligation) -> Iterator[Row]:
    for half in (date(2026, 3, 1), date(2026, 9, 1)):
        fate, day = year.chance.random(), year.any_day(half, 40, 60)
        if fate < 0.4:
            yield Row("done", obligation, day, year.number(obligation))
        elif fate < 0.6:
            yield Row("nothing-to-report", obligation, day)


# What is wrong


def _right(year: Year, kind: str, chosen: Callable[[Row], bool] = lambda _: True) -> Row:
    """Return a right row of a kind: of sheets, or a waiver."""
    rows = [row for row in (*year.sheets, *year.orders) if row.kind == kind and not row.slip]
    return year.chance.choice([row for row in rows if chosen(row)])


def _of_period(year: Year, day_of: Callable[[date, date], date]) -> Row | None:
    """Return a right report of a period with another day, which makes it wrong."""
    row = _right(year, "done", lambda row: row.obligation.item.period is not None)
    closes = closing(year.plan, row.obligation)
    assert closes is not None
    return replace(row, day=day_of(closes, row.day), document=year.number(row.obligation), words="")


def _other_day(year: Year) -> Row | None:
    row = _right(year, "done", lambda row: row.sent < 11 and not row.obligation.item.issuer)
    return replace(row, day=row.day + timedelta(days=year.chance.randint(1, 9)), round=row.sent + 1)


def _told_late(year: Year) -> Row | None:
    delivered = {
        row.obligation.id for row in (*year.sheets, *year.orders) if row.kind in ("done", "waived", "extended")
    }
    owed = [
        obligation
        for obligation in all_obligations(year.plan)
        if obligation.id not in delivered
        and obligation.item.period is None
        and not obligation.item.is_ongoing
        and date(2026, 1, 20) < (last_day(obligation) or date.min) < date(2026, 9, 30)
    ]
    obligation = year.chance.choice(owed)
    due = last_day(obligation)
    assert due is not None
    round_ = next(n for n, day in enumerate(ROUNDS) if day >= due + timedelta(days=60))
    return Row("done", obligation, due - timedelta(days=5), year.number(obligation), round=round_)


def _shared_number(year: Year) -> Row | None:
    """Return a delivery under another's number; with the symbol of all communes, that of one commune for another.

    The coordinator's documents may be about anybody's work.
    """
    coordinator = year.plan.coordinator
    row = _right(year, "done", lambda row: row.sent < 12 and not row.obligation.item.issuer)
    if row.obligation.agency.id == coordinator:
        return None
    others = [
        obligation
        for obligation in all_obligations(year.plan)
        if obligation.item is row.obligation.item and obligation.agency is not row.obligation.agency
        if row.obligation.agency.symbol != "UBND" or obligation.agency.symbol == "UBND"
    ]
    return replace(row, obligation=year.chance.choice(others), round=row.sent + 1, words="") if others else None


def _waived_before(year: Year) -> Row | None:
    row = _right(year, "waived", lambda row: row.sent < 11)
    day = row.day + timedelta(days=5)
    closes = closing(year.plan, row.obligation)
    if closes and day < closes:
        return None
    return replace(row, kind="done", day=day, document=year.number(row.obligation), round=row.sent + 1)


def _typed(year: Year) -> Row | None:
    """Return a row that would be right, to be typed wrongly."""
    return replace(_right(year, "done"), document=f"{next(year.numbers)}/BC", evidence="", words="")


def _exchanged(year: Year) -> Row | None:
    row = _right(
        year, "done", lambda row: row.day.day <= 12 and row.day.day < row.day.month and not row.obligation.item.period
    )
    return replace(row, document=f"{next(year.numbers)}/BC", evidence="", words="")


def _delivered(year: Year) -> Row:
    return _right(year, "done", lambda row: not row.obligation.item.is_ongoing and row.sent < 11)


def _of_department(year: Year, kind: str, until: date | None) -> Row | None:
    row = _right(year, "progress", lambda row: row.obligation.agency.symbol not in ("", "UBND") and row.sent < 11)
    return Row(kind, row.obligation, row.day, f"{next(year.numbers)}/{row.obligation.agency.symbol}-VP", until=until)


def _for_group(year: Year, document: str) -> Row | None:
    """Return a delivery of all communes on one day, where one of them had delivered later."""
    group = "ubnd-cap-xa"
    plans = [
        row for row in year.sheets if row.kind == "done" and row.obligation.item.code == "ke-hoach" and not row.slip
    ]
    rows = [row for row in plans if row.obligation.agency.id in year.plan.groups[group].members]
    row = year.chance.choice(sorted(rows, key=lambda row: row.day)[:10])
    return replace(row, document=document, note="đã gửi đủ", evidence="", words="", round=12, group=group)


SLIPS: dict[str, Callable[[Year], Row | None]] = {
    "month": lambda year: _of_period(
        year, lambda closes, day: date(2026, year.chance.randint(1, closes.month - 1), day.day % 28 or 5)
    ),
    "window": lambda year: _of_period(year, lambda closes, _: closes - timedelta(days=year.chance.randint(1, 20))),
    "other day": _other_day,
    "told late": _told_late,
    "shared number": _shared_number,
    "waived before": _waived_before,
    "asked until 2062": lambda year: replace(
        _right(year, "progress"), kind="extension-requested", note="", until=date(2062, 1, 1)
    ),
    **dict.fromkeys(BAD, _typed),
    "exchanged": _exchanged,
}
SLIPS_OF_ORDERS: dict[str, Callable[[Year], Row | None]] = {
    "reminded": lambda year: replace(
        (row := _delivered(year)),
        kind="reminded",
        day=row.day + timedelta(days=4),
        document="9/SNV-CCHC",
        round=row.sent + 1,
    ),
    "granted until 2062": lambda year: replace(
        _right(year, "progress", lambda row: last_day(row.obligation) is not None),
        kind="extended",
        document="8/UBND-NC",
        note="",
        until=date(2062, 1, 1),
    ),
    "granted to itself": lambda year: _of_department(year, "extended", date(2027, 6, 30)),
    "dropped by itself": lambda year: _of_department(year, "waived", None),
    "waived after": lambda year: replace(
        (row := _delivered(year)),
        kind="waived",
        day=row.day + timedelta(days=4),
        document="7/QĐ-UBND",
        round=row.sent + 1,
    ),
    "group": lambda year: _for_group(year, ""),
    "group number": lambda year: _for_group(year, "15/KH-UBND"),
    "9999": lambda year: replace(
        _right(year, "progress"), kind="extended", document="8/UBND-NC", until=date(9999, 1, 1)
    ),
}


def rows_of_round(rows: Sequence[Row], number: int) -> list[Row]:
    return sorted(
        (row for row in rows if row.sent == number), key=lambda row: (row.day, row.document, row.obligation.id)
    )
