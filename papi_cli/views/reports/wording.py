"""The wording of documents: titles and products with errata applied, deliveries, states, periods."""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import date

from papi_cli.plan.choices import ErratumKind
from papi_cli.plan.model import Item, ItemKind, Period, Plan, Provision, Task
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import count_text, day_text, lower_first, upper_first
from papi_cli.views.amended import last_day_note
from papi_cli.views.reports.amended_rows import cited_place
from papi_cli.views.words import UNCONFIRMED_MARK, document_words, flag_facts, flag_words, last_day_words


def corrected_text(plan: Plan, code: str, text: str) -> str:
    """Return the document's text at a row or point on one line, its known typing errors corrected.

    Dashes before the lines of a list are dropped and its lines end in semicolons: «- Kế hoạch.» above
    «- Báo cáo.» reads «Kế hoạch; Báo cáo».
    """
    for erratum in plan.errata:
        if erratum.kind is ErratumKind.TYPO and code in erratum.places and erratum.quote:
            text = text.replace(erratum.quote, erratum.reads)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(line.startswith("- ") for line in lines):
        lines = [line.removeprefix("- ").rstrip(";.") + (";" if line is not lines[-1] else "") for line in lines]
    return " ".join(" ".join(lines).split())


def source_code_of(item: Item) -> str:
    """Return the code of the row of an annex, or of the first provision, that an item stands in; "" if none does."""
    return next(iter(item.source), "")


def title_of(plan: Plan, item: Item) -> str:
    """Return what is to be done, corrected."""
    code = source_code_of(item)
    return corrected_text(plan, code, plan.tasks[code].words if item.kind is ItemKind.TASK else item.title)


def product_of(plan: Plan, item: Item, *, unconfirmed: bool = False) -> str:
    """Return the product, corrected and capitalized; with `unconfirmed`, marked as an unconfirmed interpretation."""
    words = corrected_text(plan, source_code_of(item), item.name)
    return upper_first(words) + (UNCONFIRMED_MARK if unconfirmed else "")


def titled_product(plan: Plan, item: Item) -> str:
    """Return the product, and behind it what it is about: of what is carried over no row of the plan says so."""
    product, title = product_of(plan, item), corrected_text(plan, item.code, item.title)
    return f"{product} ({title})" if item.product and title else product


def product_in_sentence(plan: Plan, item: Item) -> str:
    """Return the product as it continues a sentence; «báo cáo năm 2026», not «báo cáo năm (năm 2026)», of what recurs."""
    if item.occurrence is None:
        return lower_first(product_of(plan, item))
    product, name = product_of(plan, item._replace(occurrence=None)), item.occurrence.name
    unit = name.partition(" ")[0]
    in_words = product.removesuffix(unit) + name if product.endswith(f" {unit}") else f"{product} ({name})"
    return lower_first(in_words)


def delivery_words(verdict: Verdict) -> str:
    """Return the document delivered and its day, «05/KH-UBND, ngày 12/3/2026»; "" for nothing delivered."""
    if verdict.done_on is None:
        return ""
    return ", ".join(filter(None, (document_words(verdict), f"ngày {day_text(verdict.done_on)}")))


def delivery_facts(verdict: Verdict) -> tuple[Hashable, ...]:
    """Return the facts behind `delivery_words`."""
    return () if verdict.done_on is None else (verdict.done_on, verdict.document, verdict.within)


def report_flag_words(verdict: Verdict) -> str:
    """Return what the flags add to the state in a report.

    That a deadline is near is out of date when a report is read, and what is waived no longer waits for its issuer.
    """
    return flag_words(_with_report_flags(verdict))


def report_flag_facts(verdict: Verdict) -> tuple[Hashable, ...]:
    """Return the facts behind `report_flag_words`."""
    return flag_facts(_with_report_flags(verdict))


def _with_report_flags(verdict: Verdict) -> Verdict:
    irrelevant = {Flag.DUE_SOON, Flag.SUBMITTED} if verdict.state is State.WAIVED else {Flag.DUE_SOON}
    return verdict._replace(flags=verdict.flags - irrelevant)


def last_day_and_source(plan: Plan, verdict: Verdict) -> str:
    """Return the last on-time day as documents print it, behind it the amendment that set it: «31/5/2026 (thời hạn theo …)»."""
    return last_day_words(verdict) + last_day_note(plan, verdict)


def reminder_state_words(verdict: Verdict) -> str:
    """Return the state for a letter to the agency itself: «chưa nhận được», not «chưa hoàn thành», without a record."""
    last = verdict.last
    if verdict.state is State.IN_TIME:
        left = f"còn {count_text(verdict.days_left)} ngày" if verdict.days_left else "ngày cuối của thời hạn"
        return f"đến hạn ngày {day_text(last)} ({left})" if last else ""
    late = f"quá hạn {count_text(verdict.days_late or 0)} ngày"
    return f"chưa nhận được, {late}" if Flag.UNRECORDED in verdict.flags else f"chưa hoàn thành, {late}"


def window_words(period: Period, until: date | None = None) -> str:
    """Return the data window of a period: «từ ngày 01/12/2025 đến ngày 31/5/2026»; "" where the document names none.

    Of a document whose data go no further than the day `until`, inclusive, the window ends there, and there is none before.
    """
    last = period.last if until is None else min(until, period.last)
    return day_range_words(period.first, last) if period.has_data and period.first <= last else ""


def period_words(period: Period) -> str:
    """Return the period with the year in which its data end, unless its name has one: «06 tháng đầu năm 2026»."""
    return period.name if _ENDS_IN_YEAR.search(period.name) else f"{period.name} {period.last.year}"


_ENDS_IN_YEAR = re.compile(r"\b20\d\d$")


_TARGET = re.compile(r"phấn đấu\b.*?\d+(?:,\d+)?%[^;.)]*")


def target_words(plan: Plan, task: Task) -> str:
    """Return the target in figures that a task sets: the words from «phấn đấu» on, "" for none."""
    target = _TARGET.search(corrected_text(plan, task.code, task.words))
    return target[0].strip() if target else ""


_OPENING_WORDS = 14


def opening_words(plan: Plan, point: Provision) -> str:
    """Return the first 14 words of a point without its number or letter, to say what it is about."""
    words = corrected_text(plan, point.code, point.text).split()
    words = words[1:] if point.label and words[0] == point.label else words
    return first_words(" ".join(words), _OPENING_WORDS)


def first_words(text: str, count: int) -> str:
    """Return the first words of a text; an ellipsis says that more follow."""
    words = text.split()
    return " ".join(words[:count]).rstrip(",;:.") + (" …" if len(words) > count else "")


def day_range_words(first: date, last: date) -> str:
    """Return a span of days, both inclusive: «từ ngày 01/6/2026 đến ngày 10/6/2026», «ngày 01/6/2026»."""
    return f"từ ngày {day_text(first)} đến ngày {day_text(last)}" if first != last else f"ngày {day_text(first)}"


def item_words(plan: Plan, item: Item) -> str:
    """Return an item for a sentence: the product, and of a task its row in brackets."""
    if item.kind is ItemKind.DUTY:
        return product_of(plan, item)
    place = cited_place(plan, item)
    return f"{product_of(plan, item)} ({place})" if place else product_of(plan, item)
