"""What a report must tell, by the second way: figures and words of every obligation, out of plan and log."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.plan.model import Item, ItemKind, Period, Plan
from papi_cli.plan.obligations import Obligation, all_obligations
from tests.reckoning import Reckoned, counted, reckon

MANY = "theo báo cáo của từng xã, phường"


def number(count: int) -> str:
    """Return a count as prose writes it."""
    return f"0{count}" if 0 < count < 10 else str(count)


def day(when: date) -> str:
    """Return a day as letters write it: 09/6/2026, 15/02/2026."""
    return f"{when:%d}/{when:%m}/{when:%Y}" if when.month < 3 else f"{when:%d}/{when.month}/{when:%Y}"


def corrected(plan: Plan, place: str, words: str) -> str:
    """Return words of a row of the decision without the typing errors that errata.yaml knows."""
    for one in plan.errata:
        if one.kind.value == "typo" and one.quote and place in one.places:
            words = words.replace(one.quote, one.reads)
    return " ".join(words.split())


def letters(words: str) -> str:
    """Return words without signs and dashes, to compare a cell of the decision with how a report lays it out."""
    return " ".join(re.findall(r"\w+", words)).casefold()


class Row(NamedTuple):
    """An obligation as of its day, in the words of the reports."""

    obligation: Obligation
    reckoned: Reckoned
    product: str
    label: str
    due: str
    result: str
    state: str
    note: str

    @property
    def agency(self) -> str:
        return self.obligation.agency.id

    @property
    def silent(self) -> bool:
        return "unrecorded" in self.reckoned.flags

    @property
    def submission(self) -> str:
        """Return the cell of the annex on plans and reports."""
        ours = self.reckoned
        supplement = ", yêu cầu bổ sung" if "incomplete" in ours.flags else ""
        words = {
            "done_on_time": f"đúng hạn{supplement}",
            "done_late": f"chậm {ours.days_late} ngày{supplement}",
            "in_time": "chưa đến hạn",
            "overdue": "chưa ghi nhận" if self.silent else f"chưa hoàn thành, quá hạn {ours.days_late} ngày",
            "waived": "đưa ra khỏi danh mục",
        }[ours.state]
        granted = "extended" in ours.flags and ours.state != "waived" and ours.last
        extended = f", được gia hạn đến {day(granted)}" if granted else ""
        return words + extended + (f" ({self.result})" if self.result else "")


class Request(NamedTuple):
    """An extension that can still be granted."""

    row: Row
    until: str
    why: str


class Later(NamedTuple):
    """A document that came after the window, and who delivered it on that day."""

    label: str
    document: str
    on: str


class World:
    """Plan and log on the days of a report: tasks at the cut-off, duties on the day of writing."""

    def __init__(self, plan: Plan, log: Sequence[Event], *, period: str, as_of: date) -> None:
        self.plan, self.as_of, self.log = plan, as_of, log
        self.period: Period = next(one for one in plan.periods if one.id == period)
        self.cutoff = min(as_of, self.period.last)
        self.events: dict[str, list[Event]] = {}
        for one in log:
            self.events.setdefault(f"{one.item}@{one.agency}", []).append(one)

    @property
    def checksum(self) -> str:
        """Return the fingerprint of the log: SHA-256 over the sorted ids, one a line."""
        return hashlib.sha256("".join(f"{id_}\n" for id_ in sorted({one.id for one in self.log})).encode()).hexdigest()

    def of(self, obligation: Obligation) -> list[Event]:
        return self.events.get(obligation.id, [])

    @cached_property
    def rows(self) -> list[Row]:
        """Return every obligation, also what is only asked for, in the decision's order."""
        return [
            self._row(one, self.cutoff if one.item.kind is ItemKind.TASK else self.as_of)
            for one in all_obligations(self.plan)
        ]

    @cached_property
    def ordered(self) -> list[Row]:
        """Return what was ordered."""
        return [one for one in self.rows if "requested" not in one.reckoned.flags]

    @cached_property
    def written(self) -> list[Row]:
        """Return what was ordered, all as of the day of writing."""
        return [self._row(one.obligation, self.as_of) for one in self.ordered]

    @property
    def tasks(self) -> list[Row]:
        return [one for one in self.ordered if one.obligation.item.kind is ItemKind.TASK]

    def _row(self, obligation: Obligation, when: date) -> Row:
        ours = reckon(self.plan, obligation, self.of(obligation), when)
        label = label_of(self.plan, obligation.item)
        mark = "*" if "unconfirmed" in ours.flags else ""
        product = label.partition(" (số thứ tự")[0]
        return Row(
            obligation=obligation,
            reckoned=ours,
            product=product + mark,
            label=product + mark + label.removeprefix(product),
            due=_due(obligation.item, ours),
            result=", ".join(filter(None, (ours.document, f"ngày {day(ours.done_on)}" if ours.done_on else ""))),
            state=_state(self.plan, obligation.item, ours),
            note=_note(obligation.item, ours),
        )

    @property
    def reminders(self) -> dict[tuple[date, str], set[str]]:
        """Return to whom each letter went, by day and number."""
        found: dict[tuple[date, str], set[str]] = {}
        for obligation in all_obligations(self.plan):
            for one in counted(obligation, self.of(obligation), self.as_of):
                if one.kind.value == "reminded":
                    found.setdefault((one.date, one.document), set()).add(one.agency)
        return found

    @property
    def later(self) -> dict[Later, set[str]]:
        """Return what was delivered after the cut-off, and not sent back since, with who did."""
        found: dict[Later, set[str]] = {}
        for row in self.tasks:
            events = counted(row.obligation, self.of(row.obligation), self.as_of)
            backs = [place for place, one in enumerate(events) if one.kind.value == "returned"]
            for one in events[backs[-1] + 1 if backs else 0 :]:
                if one.kind.value == "done" and one.date > self.cutoff:
                    key = Later(label_of(self.plan, row.obligation.item), one.document, day(one.date))
                    found.setdefault(key, set()).add(row.agency)
        return found

    @cached_property
    def requests(self) -> list[Request]:
        """Return the extensions asked for, not granted, of what is open on the day of writing and would gain days."""
        found = []
        for row in self.written:
            last, events = row.reckoned.last, counted(row.obligation, self.of(row.obligation), self.as_of)
            asked = [place for place, one in enumerate(events) if one.kind.value == "extension-requested"]
            if not asked or last is None or row.reckoned.state not in ("in_time", "overdue"):
                continue
            newest = events[asked[-1]]
            assert newest.until is not None
            if newest.until > last and not _granted(row.obligation, events, since=asked[-1]):
                why = ", ".join(filter(None, (newest.document, f"ngày {day(newest.date)}", newest.note)))
                found.append(Request(row, day(newest.until), why))
        return found


def _granted(obligation: Obligation, events: Sequence[Event], *, since: int) -> bool:
    """Whether an event after the one at `since` gave a day later than any before."""
    due = obligation.item.due
    days = [one.until if one.kind.value == "extended" else None for one in events]
    earlier = [[due.last if due else None, *days[:place]] for place in range(len(events))]
    return any(
        until is not None and all(one is None or until > one for one in earlier[place])
        for place, until in enumerate(days)
        if place > since
    )


def label_of(plan: Plan, item: Item) -> str:
    """Return a product, that of a task with its row of Annex II."""
    product = corrected(plan, item.source[0], item.product)
    product = product[:1].upper() + product[1:]
    if item.kind is not ItemKind.TASK:
        return product
    section, place = item.source[0].split(".")
    return f"{product} (số thứ tự {place} Mục {section} Phụ lục II)"


def _due(item: Item, ours: Reckoned) -> str:
    if ours.last is not None:
        return day(ours.last)
    if item.due is None:
        return "không ghi"
    return {"ongoing": "thường xuyên", "recurring": "định kỳ"}.get(item.due.kind.value, "không có ngày")


def _state(plan: Plan, item: Item, ours: Reckoned) -> str:
    """Return a state in the vocabulary of DOMAIN.md section 3; nothing is claimed where nothing is recorded."""
    row = [one.due.last for one in plan.items.values() if one.source == item.source and one.due and one.due.last]
    beside = f" (hạn cuối của cả dòng: {day(max(row))})" if row and item.kind is ItemKind.TASK else ""
    shown = {"result": "có kết quả", "nothing_to_report": "không phát sinh", "none": "chưa có kết quả"}
    silent = {
        "in_time": f"chưa ghi nhận, còn {ours.days_left} ngày",
        "overdue": f"chưa ghi nhận, quá thời hạn {ours.days_late} ngày",
        "undated": f"chưa ghi nhận, không ghi thời hạn{beside}",
        "ongoing": "thường xuyên: chưa ghi nhận kết quả trong kỳ",
    }
    known = {
        "done_on_time": "đã hoàn thành đúng hạn" + (" (được gia hạn)" if "extended" in ours.flags else ""),
        "done_late": f"đã hoàn thành quá hạn {ours.days_late} ngày",
        "done_undated": "đã hoàn thành (không ghi thời hạn)",
        "waived": "đưa ra khỏi danh mục theo dõi",
        "in_time": f"chưa hoàn thành, trong hạn (còn {ours.days_left} ngày)",
        "overdue": f"chưa hoàn thành, quá hạn {ours.days_late} ngày",
        "undated": f"chưa hoàn thành, không ghi thời hạn{beside}",
        "ongoing": f"thực hiện thường xuyên: {shown[ours.activity or 'none']} trong kỳ",
    }
    return (silent if "unrecorded" in ours.flags else known)[ours.state]


def _note(item: Item, ours: Reckoned) -> str:
    original = day(item.due.last) if item.due and item.due.last else "không ghi"
    said = {
        "submitted": "đã trình, chờ ban hành" if ours.state != "waived" else "",
        "incomplete": "chờ bổ sung",
        "no_evidence": "chưa có minh chứng",
        "extended": f"được gia hạn (thời hạn ban đầu: {original})",
    }
    return "; ".join(words for flag, words in said.items() if words and flag in ours.flags)


class Figures(NamedTuple):
    """Obligations by state, and the on-time rate, "" where there is nothing to count it from."""

    total: int
    on_time: int
    late: int
    done_undated: int
    in_time: int
    overdue: int
    undated: int
    ongoing: int
    waived: int
    silent: int

    @property
    def done(self) -> int:
        return self.on_time + self.late + self.done_undated

    @property
    def open(self) -> int:
        return self.in_time + self.overdue + self.undated

    @property
    def rate(self) -> str:
        whole = self.on_time + self.late + self.overdue
        if not whole:
            return ""
        tenths = Decimal(1000 * self.on_time) / whole
        percent = f"{tenths.quantize(Decimal(1), ROUND_HALF_UP) / 10:.1f}".removesuffix(".0")
        return f"{percent.replace('.', ',')}%"


def figures(rows: Iterable[Row]) -> Figures:
    """Count obligations by state."""
    rows = list(rows)
    tally = Counter(one.reckoned.state for one in rows)
    return Figures(
        total=tally.total(),
        on_time=tally["done_on_time"],
        late=tally["done_late"],
        done_undated=tally["done_undated"],
        in_time=tally["in_time"],
        overdue=tally["overdue"],
        undated=tally["undated"],
        ongoing=tally["ongoing"],
        waived=tally["waived"],
        silent=sum(one.silent for one in rows),
    )
