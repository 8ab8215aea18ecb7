"""The expected content of a report, reckoned independently of the views: figures and words of every obligation."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import NamedTuple

from papi_cli.log.events import Event, event_to_dict
from papi_cli.plan.model import Item, ItemKind, Period, Plan
from papi_cli.plan.obligations import Obligation, all_obligations
from tests.reckoning import Reckoned, counted, reckon

MANY = "theo báo cáo của từng xã, phường"


def number(count: int) -> str:
    """Return a count as documents write it: 6 is 06."""
    return f"0{count}" if 0 < count < 10 else str(count)


def day(when: date) -> str:
    """Return a day as documents write it: 09/6/2026, 15/02/2026."""
    return f"{when:%d}/{when:%m}/{when:%Y}" if when.month < 3 else f"{when:%d}/{when.month}/{when:%Y}"


def corrected(plan: Plan, code: str, words: str) -> str:
    """Return words of a row of the decision without the typing errors in errata.yaml."""
    for erratum in plan.errata:
        if erratum.kind.value == "typo" and erratum.quote and code in erratum.places:
            words = words.replace(erratum.quote, erratum.reads)
    return " ".join(words.split())


def letters(words: str) -> str:
    """Return words without punctuation, to compare a cell of the decision with its layout in a report."""
    return " ".join(re.findall(r"\w+", words)).casefold()


class Row(NamedTuple):
    """An obligation as of its day, in the words of reports."""

    obligation: Obligation
    reckoned: Reckoned
    product: str
    label: str
    due: str
    result: str
    state: str
    asked: str
    note: str

    @property
    def stands(self) -> str:
        """The state and the extension asked for, in cells without room for other notes."""
        return "; ".join(filter(None, (self.state, self.asked)))

    @property
    def agency(self) -> str:
        return self.obligation.agency.id

    @property
    def silent(self) -> bool:
        return "unrecorded" in self.reckoned.flags

    @property
    def is_in_order(self) -> bool:
        """Whether the annex of plans and reports leaves it out: sent on time, or not due yet, with nothing more to say."""
        odd = {"incomplete", "extended", "extension_asked"}
        return self.reckoned.state in ("done_on_time", "in_time") and not odd & {*self.reckoned.flags}

    @property
    def submission(self) -> str:
        """The cell in the annex of plans and reports."""
        ours = self.reckoned
        supplement = ", yêu cầu bổ sung" if "incomplete" in ours.flags else ""
        asked = f", {self.asked}" if self.asked else ""
        words = {
            "done_on_time": f"đúng hạn{supplement}",
            "done_late": f"quá hạn {number(ours.days_late or 0)} ngày{supplement}",
            "in_time": "chưa đến hạn",
            "overdue": "chưa ghi nhận"
            if self.silent
            else f"chưa hoàn thành, quá hạn {number(ours.days_late or 0)} ngày",
            "waived": "đưa ra khỏi danh mục",
        }[ours.state]
        granted = "extended" in ours.flags and ours.state != "waived" and ours.last
        extended = f", được gia hạn đến {day(granted)}" if granted else ""
        return words + asked + extended + (f" ({self.result})" if self.result else "")


class Request(NamedTuple):
    """A request for an extension that can still be granted."""

    row: Row
    until: str
    why: str


class Later(NamedTuple):
    """A delivery after the window: product, document, day."""

    label: str
    document: str
    on: str


class World:
    """The content of a report: tasks as of the cut-off, duties as of the day of writing."""

    def __init__(self, plan: Plan, log: Sequence[Event], *, period: str, as_of: date) -> None:
        self.plan, self.as_of, self.log = plan, as_of, log
        self.period: Period = next(other for other in plan.periods if other.id == period)
        self.cutoff = min(as_of, self.period.last)
        self.events: dict[str, list[Event]] = {}
        for event in log:
            self.events.setdefault(f"{event.item}@{event.agency}", []).append(event)

    @property
    def checksum(self) -> str:
        """The fingerprint of the log: SHA-256 over the lines of its events with sorted keys, themselves sorted."""
        lines = {
            json.dumps(event_to_dict(event), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            for event in self.log
        }
        return hashlib.sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()

    def of(self, obligation: Obligation) -> list[Event]:
        return self.events.get(obligation.id, [])

    @cached_property
    def rows(self) -> list[Row]:
        """All obligations, also those only requested, in the decision's order."""
        return [
            self._row(obligation, self.cutoff if obligation.item.kind is ItemKind.TASK else self.as_of)
            for obligation in all_obligations(self.plan)
        ]

    @cached_property
    def ordered(self) -> list[Row]:
        """The binding obligations."""
        return [row for row in self.rows if "requested" not in row.reckoned.flags]

    @cached_property
    def written(self) -> list[Row]:
        """The binding obligations, all as of the day of writing."""
        return [self._row(row.obligation, self.as_of) for row in self.ordered]

    @property
    def tasks(self) -> list[Row]:
        return [row for row in self.ordered if row.obligation.item.kind is ItemKind.TASK]

    def _row(self, obligation: Obligation, when: date) -> Row:
        ours = reckon(self.plan, obligation, self.of(obligation), when, self.events)
        label = label_of(self.plan, obligation.item)
        mark = "*" if "unconfirmed" in ours.flags else ""
        product = label.partition(" (số thứ tự")[0]
        title = _short_title(self.plan, obligation.item)
        return Row(
            obligation=obligation,
            reckoned=ours,
            product=product + mark,
            label=product + mark + title + label.removeprefix(product),
            due=_due(obligation.item, ours),
            result=", ".join(filter(None, (ours.document, f"ngày {day(ours.done_on)}" if ours.done_on else ""))),
            state=_state(self.plan, obligation.item, ours),
            asked=_asked(ours),
            note=_note(obligation.item, ours),
        )

    @property
    def reminders(self) -> dict[tuple[date, str], set[str]]:
        """The addressees of each reminder letter, by day and number."""
        letters: dict[tuple[date, str], set[str]] = {}
        for obligation in all_obligations(self.plan):
            for event in counted(obligation, self.of(obligation), self.as_of):
                if event.kind.value == "reminded":
                    letters.setdefault((event.date, event.document), set()).add(event.agency)
        return letters

    @property
    def later(self) -> dict[Later, set[str]]:
        """The agencies by what they delivered after the cut-off, unless it was returned."""
        deliveries: dict[Later, set[str]] = {}
        for row in self.tasks:
            events = counted(row.obligation, self.of(row.obligation), self.as_of)
            returns = [index for index, event in enumerate(events) if event.kind.value == "returned"]
            for event in events[returns[-1] + 1 if returns else 0 :]:
                if event.kind.value == "done" and event.date > self.cutoff:
                    key = Later(label_of(self.plan, row.obligation.item), event.document, day(event.date))
                    deliveries.setdefault(key, set()).add(row.agency)
        return deliveries

    @cached_property
    def requests(self) -> list[Request]:
        """The extension requested of each obligation that waits for its answer, if it is open and would gain days."""
        requests = []
        for row in self.written:
            last, asked = row.reckoned.last, row.reckoned.asked
            if not asked or not asked.until or asked.until < self.as_of:
                continue
            if last and asked.until > last and row.reckoned.state in ("in_time", "overdue"):
                document = asked.document or "[…]"
                why = f"{document}, ngày {day(asked.date)}, {asked.note or '[…]'}"
                requests.append(Request(row, day(asked.until), why))
        return requests


def label_of(plan: Plan, item: Item) -> str:
    """Return a product; that of a task with its row in Annex II."""
    product = corrected(plan, item.source[0], item.product)
    product = product[:1].upper() + product[1:]
    if item.kind is not ItemKind.TASK:
        return product
    section, task_number = item.source[0].split(".")
    return f"{product} (số thứ tự {task_number} Mục {section} Phụ lục II)"


def _short_title(plan: Plan, item: Item) -> str:
    """Return the task that a product belongs to up to a pause among its first words, as lists have it behind the product."""
    if item.kind is not ItemKind.TASK:
        return ""
    product = corrected(plan, item.source[0], item.product)
    task = re.sub(r"(^| )- (?=[A-ZĐ])", r"\1", corrected(plan, item.source[0], plan.tasks[item.source[0]].words))
    task = re.sub(rf"(?i)^{re.escape(product)} (?=(\S+ ){{3}})", "", task)
    task = task[:1].upper() + task[1:]
    if len(task.split()) <= 16:
        return f" “{task.rstrip(',;:.')}”"
    joints = "để nhằm trong theo tại trên cho khi sau và hoặc với qua từ về do gắn".replace(" ", "|")
    pauses = (
        (r"(?<=[;.:]) | (?=\()", range(4, 17)),
        (r"(?<=,) ", range(6, 14)),
        (rf"(?<!của)(?<!đến) (?=(?:{joints}) )", range(6, 17)),
        (r" (?=(?:của|đến) )", range(6, 17)),
        (rf"(?<=[;.:,]) | (?=\(|(?:{joints}|của|đến) )", range(17, 99)),
    )
    for pause, sizes in pauses:
        heads = [task[: match.start()] for match in re.finditer(pause, task)]
        heads = [head for head in heads if len(head.split()) in sizes and head.count("(") == head.count(")")]
        heads = [head for head in heads if not re.search(rf" (?:{joints})$", head)]
        if heads:
            return f" “{(heads[0] if 17 in sizes else heads[-1]).rstrip(',;:.')} …”"
    raise AssertionError(task)


def _due(item: Item, ours: Reckoned) -> str:
    if ours.last is not None:
        return day(ours.last)
    if item.due is None:
        return "không ghi"
    return {"ongoing": "thường xuyên", "recurring": "định kỳ"}.get(item.due.kind.value, "không có ngày")


def _state(plan: Plan, item: Item, ours: Reckoned) -> str:
    """Return a state in words; without a record they claim nothing about delivery."""
    row = [
        other.due.last for other in plan.items.values() if other.source == item.source and other.due and other.due.last
    ]
    beside = f" (thời hạn của cả nhiệm vụ: {day(max(row))})" if row and item.kind is ItemKind.TASK else ""
    delivery_words = {"result": "có kết quả", "nothing_to_report": "không phát sinh", "none": "chưa có kết quả"}
    left = f"còn {number(ours.days_left)} ngày" if ours.days_left else "đến ngày cuối của thời hạn"
    silent = {
        "in_time": f"chưa ghi nhận, {left}",
        "overdue": f"chưa ghi nhận, quá hạn {number(ours.days_late or 0)} ngày",
        "undated": f"chưa ghi nhận, không ghi thời hạn{beside}",
        "ongoing": "thường xuyên: chưa ghi nhận kết quả trong kỳ",
    }
    known = {
        "done_on_time": "đã hoàn thành đúng hạn" + (" (được gia hạn)" if "extended" in ours.flags else ""),
        "done_late": f"đã hoàn thành quá hạn {number(ours.days_late or 0)} ngày",
        "done_undated": "đã hoàn thành (không ghi thời hạn)",
        "waived": "đưa ra khỏi danh mục theo dõi",
        "in_time": f"chưa hoàn thành, trong hạn ({left})",
        "overdue": f"chưa hoàn thành, quá hạn {number(ours.days_late or 0)} ngày",
        "undated": f"chưa hoàn thành, không ghi thời hạn{beside}",
        "ongoing": f"thực hiện thường xuyên: {delivery_words[ours.activity or 'none']} trong kỳ",
    }
    return (silent if "unrecorded" in ours.flags else known)[ours.state]


def _asked(ours: Reckoned) -> str:
    """Return the extension that was asked for, with the number of the letter in brackets."""
    if ours.asked is None or ours.asked.until is None:
        return ""
    letter = f" ({ours.asked.document})" if ours.asked.document else ""
    return f"đang đề nghị gia hạn đến {day(ours.asked.until)}{letter}"


def _note(item: Item, ours: Reckoned) -> str:
    granted = f"thời hạn ban đầu: {day(item.due.last) if item.due and item.due.last else 'không ghi'}"
    notes = {
        "submitted": "đã trình, chờ ban hành" if ours.state != "waived" else "",
        "incomplete": "chờ bổ sung",
        "no_evidence": "chưa có minh chứng",
        # Beside «đúng hạn (được gia hạn)», which says the rest.
        "extended": granted if ours.state == "done_on_time" else f"được gia hạn ({granted})",
        "extension_asked": _asked(ours),
    }
    return "; ".join(words for flag, words in notes.items() if words and flag in ours.flags)


class Figures(NamedTuple):
    """Counts of obligations by state; `rate` is "" where no result is known, `silent_late` are in `overdue` and `silent`."""

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
    silent_late: int

    @property
    def done(self) -> int:
        return self.on_time + self.late + self.done_undated

    @property
    def open(self) -> int:
        return self.in_time + self.overdue + self.undated

    @property
    def known(self) -> int:
        return self.on_time + self.late + self.overdue - self.silent_late

    @property
    def rate(self) -> str:
        whole = self.known
        if not whole:
            return ""
        tenths = Decimal(1000 * self.on_time) / whole
        percent = f"{tenths.quantize(Decimal(1), ROUND_HALF_UP) / 10:.1f}".removesuffix(".0")
        return f"{percent.replace('.', ',')}%"

    @property
    def rate_in_words(self) -> str:
        """The sentence on the rate, behind another one; nothing where no result is known."""
        if not self.known:
            return ""
        return f" Tỷ lệ đúng hạn: {number(self.on_time)}/{number(self.known)} đầu việc đã rõ kết quả, {self.rate}."


def figures(rows: Iterable[Row]) -> Figures:
    """Count obligations by state."""
    rows = list(rows)
    tally = Counter(row.reckoned.state for row in rows)
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
        silent=sum(row.silent for row in rows),
        silent_late=sum(row.silent and row.reckoned.state == "overdue" for row in rows),
    )


def without_zeros(counts: Figures, *, to_fill_in: int | None = None) -> str:
    """Return the figures by state: what there is none of is not told, what is silent is not said to be undone.

    Of itself an agency does not tell what it has `to_fill_in`, and leaves open what of the rest was recorded by then.
    """
    done = (("đúng hạn", counts.on_time), ("quá hạn", counts.late), ("không ghi thời hạn", counts.done_undated))
    late = (("chưa hoàn thành", counts.overdue - counts.silent_late), ("chưa ghi nhận", counts.silent_late))
    told = (
        ("đã hoàn thành", counts.done, done),
        ("còn trong hạn", counts.in_time, ()),
        ("quá hạn", counts.overdue - (to_fill_in or 0), late if to_fill_in is None else ()),
        ("không ghi thời hạn", counts.undated, ()),
        ("thường xuyên", counts.ongoing, ()),
        ("đưa ra khỏi danh mục theo dõi", counts.waived, ()),
    )
    assert sum(total for _, total, _ in told) + (to_fill_in or 0) == counts.total
    parts = []
    for words, total, pairs in told:
        inside = ", ".join(name if count == total else f"{name} {number(count)}" for name, count in pairs if count)
        parts += [f"{words} {number(total)}" + (f" ({inside})" if inside else "")] if total else []
    return "; ".join(parts)
