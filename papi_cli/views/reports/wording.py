"""Words of outgoing documents: agencies in a sentence, the decision's names as they are meant, states, deliveries."""

from __future__ import annotations

import re
from datetime import date

from papi_cli.plan.choices import ErratumKind
from papi_cli.plan.model import Item, ItemKind, Period, Plan, Provision
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import count_text, day_text
from papi_cli.views.words import UNCONFIRMED_MARK, flag_words, task_words


def corrected_text(plan: Plan, place: str, text: str) -> str:
    """Return the decision's words of a row or point as they are meant, its known typing errors corrected."""
    for erratum in plan.errata:
        if erratum.kind is ErratumKind.TYPO and place in erratum.places and erratum.quote:
            text = text.replace(erratum.quote, erratum.reads)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(line.startswith("- ") for line in lines):
        lines = [line.removeprefix("- ").rstrip(";.") + (";" if line is not lines[-1] else "") for line in lines]
    return " ".join(" ".join(lines).split())


def source_code_of(item: Item) -> str:
    """Return the row of Annex II, or the point of Part IV, that an item stands in."""
    return item.source[0]


def title_of(plan: Plan, item: Item) -> str:
    """Return what is to be done, as it is meant."""
    said = plan.tasks[item.source[0]].quote.task if item.kind is ItemKind.TASK else item.title
    return corrected_text(plan, source_code_of(item), said)


def product_of(plan: Plan, item: Item, *, unconfirmed: bool = False) -> str:
    """Return what is to be delivered, as it is meant, marked where it rests on an unconfirmed reading.

    It has a capital whatever stands before it in the decision's cell: here it stands alone.
    """
    words = corrected_text(plan, source_code_of(item), item.product)
    return words[:1].upper() + words[1:] + (UNCONFIRMED_MARK if unconfirmed else "")


def delivery_words(verdict: Verdict) -> str:
    """Return number and day of what was delivered, "" where nothing was."""
    if verdict.done_on is None:
        return ""
    within = f"lồng ghép trong {verdict.within}" if verdict.within else ""
    return ", ".join(filter(None, (verdict.document, within, f"ngày {day_text(verdict.done_on)}")))


def report_flag_words(verdict: Verdict) -> str:
    """Return what flags add to the state.

    That a deadline is near says nothing after the day of a report, and what is off the list waits for nobody.
    """
    idle = {Flag.DUE_SOON, Flag.SUBMITTED} if verdict.state is State.WAIVED else {Flag.DUE_SOON}
    return flag_words(verdict._replace(flags=verdict.flags - idle))


def reminder_state_words(verdict: Verdict) -> str:
    """Return the state in a letter to the agency itself: what is not recorded was not received, nothing more."""
    last = verdict.last
    if verdict.state is State.IN_TIME:
        return f"đến hạn ngày {day_text(last)} (còn {count_text(verdict.days_left or 0)} ngày)" if last else ""
    late = f"quá hạn {count_text(verdict.days_late or 0)} ngày"
    return f"chưa nhận được, {late}" if Flag.UNRECORDED in verdict.flags else f"chưa hoàn thành, {late}"


def window_words(period: Period) -> str:
    """Return the data window as reports write it."""
    return f"từ ngày {day_text(period.first)} đến ngày {day_text(period.last)}"


def period_words(plan: Plan, period: Period) -> str:
    """Return the period with its year: 06 tháng đầu năm 2026, năm 2026."""
    return f"{period.name} {plan.year}"


_TARGET = re.compile(r"phấn đấu\b.*?\d+(?:,\d+)?%[^;.)]*")


def index_targets(plan: Plan, index: str) -> tuple[tuple[str, str], ...]:
    """Return the targets in figures that rows of Annex II set for an index: the row's code, what is aimed at."""
    found = []
    for task in plan.tasks.values():
        said = _TARGET.search(corrected_text(plan, task.code, task.quote.task)) if task.index == index else None
        if said:
            found.append((task.code, said[0].strip()))
    return tuple(found)


_OPENING = 14


def opening_words(plan: Plan, point: Provision) -> str:
    """Return the first words of a point without its letter, to say what it is about."""
    words = corrected_text(plan, point.code, point.text).split()
    words = words[1:] if words and words[0].rstrip(").").isalnum() and words[0] != words[0].rstrip(").") else words
    return " ".join(words[:_OPENING]).rstrip(",;:.") + (" …" if len(words) > _OPENING else "")


def day_range_words(first: date, last: date) -> str:
    """Return a span of days in words."""
    return f"từ ngày {day_text(first)} đến ngày {day_text(last)}" if first != last else f"ngày {day_text(first)}"


def item_words(plan: Plan, item: Item) -> str:
    """Return an item in a sentence: the product, and the row of Annex II it belongs to."""
    if item.kind is ItemKind.DUTY:
        return product_of(plan, item)
    return f"{product_of(plan, item)} ({task_words(item.source[0])})"
