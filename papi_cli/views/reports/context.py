"""The contexts of templates: names, words, figures and tables, ready to print (templates/README.md lists the names)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from papi_cli.plan.choices import Does
from papi_cli.plan.model import Agency, AgencyKind, Item, ItemKind, Period, Plan, Provision
from papi_cli.plan.succession import spoken_for
from papi_cli.states import Flag, Verdict
from papi_cli.text import count_text, day_text, day_text_or, minute_text
from papi_cli.views.agency_phrases import everyone_noun, kind_heading
from papi_cli.views.grouping import group_by
from papi_cli.views.parts import duties_part
from papi_cli.views.reports.amended_rows import rows_note
from papi_cli.views.reports.figures import (
    DeliveryAfterWindow,
    DutyOutcome,
    deliveries_after_window,
    duty_outcome,
)
from papi_cli.views.reports.letterhead import Letterhead
from papi_cli.views.reports.phrases import agency_list
from papi_cli.views.reports.plan_words import (
    at_task_annexes,
    cited_context,
    document_context,
    duty_words,
    has_numbered_rows,
    name_in_period,
    name_without_year,
    task_annexes_words,
)
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.wording import (
    day_range_words,
    delivery_words,
    item_words,
    last_day_and_source,
    period_words,
    product_in_sentence,
    window_words,
)
from papi_cli.views.words import UNCONFIRMED_NOTE, span_words, state_and_request_words

# Whom a summary of their work goes to.
_TOLD_OF_REPORTS = (AgencyKind.DEPARTMENT, AgencyKind.COMMUNE)


def base_context(basis: ReportBasis, agency: Agency, head: Letterhead, verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """Return the names that every template has: of the plan and its document, the days, the issuer."""
    plan, period = basis.plan, basis.period
    return {
        "head": head,
        "agency": agency.name,
        "everyone": everyone_noun(plan.agencies.values()),
        "kinds": tuple(kind_heading(plan, kind) for kind in _TOLD_OF_REPORTS if plan.agency_counts[kind]),
        "province": plan.province,
        "span": span_words(plan.span),
        "title": plan.title,
        "short_name": plan.short_name,
        "name_without_year": name_without_year(plan),
        "name_in_period": name_in_period(plan, period) if period else plan.title,
        "words": plan.words._asdict(),
        "document": document_context(plan, day_text_or(plan.document.day, "")),
        "cited": cited_context(plan),
        "task_tables": task_annexes_words(plan),
        "at_task_tables": at_task_annexes(plan),
        "rows_amended": rows_note(basis.tasks_plan),
        "numbered": has_numbered_rows(plan),
        "duty_nouns": duty_words(plan).nouns,
        "duty_deeds": duty_words(plan).deeds,
        "duties_part": duties_part(plan),
        "coordinator": plan.name_of(plan.coordinator),
        "addressee": plan.name_of(plan.addressee),
        "period": period_words(period) if period else "",
        "window": window_words(period, basis.cutoff) if period else "",
        "as_of": day_text(basis.as_of),
        "cutoff": day_text(basis.cutoff),
        "known_at": _instant(basis),
        "closed_before": day_text(basis.closed_before.closing.closed_at.date()) if basis.closed_before else "",
        "closed_until": day_text(basis.closed_before.closing.as_of) if basis.closed_before else "",
        "closed": day_text(basis.closing.closed_at.date()) if basis.closing else "",
        "plan_sum": plan.fingerprint[:12],
        "log_sum": basis.log_fingerprint[:12],
        "unconfirmed": UNCONFIRMED_NOTE if any(Flag.UNCONFIRMED in verdict.flags for verdict in verdicts) else "",
    }


def _instant(basis: ReportBasis) -> str:
    if basis.known_at is None:
        return ""
    later = " (sau ngày tính đến)" if basis.known_at.date() > basis.as_of else ""
    return f"{minute_text(basis.known_at)}{later}"


def undated_cited(plan: Plan, agency: str) -> str:
    """Return the undated points that bind an agency (id), as letters cite them; points of one item together.

    «các điểm c, d khoản …; điểm a khoản …»
    """
    # Those on where difficulties go are left out: a report has a section of its own for them.
    points = (point for point in plan.undated_points(agency) if point.code not in plan.cited.difficulties)
    groups = group_by(points, lambda point: _item_above(plan, point) or point.citation)
    return "; ".join(
        f"các điểm {', '.join(point.number for point in group)} {above}" if len(group) > 1 else group[0].citation
        for above, group in groups.items()
    )


def _item_above(plan: Plan, point: Provision) -> str:
    """Return how the item is cited whose point it is, "" for what is cited in another way."""
    above = plan.provisions.get(point.code.rpartition(".")[0])
    return above.citation if above and point.citation == f"điểm {point.number} {above.citation}" else ""


def duty_outcomes(plan: Plan, verdicts: Iterable[Verdict], codes: Sequence[str]) -> tuple[DutyOutcome, ...]:
    """Return the outcome of each of the duties `codes` that occurs among `verdicts`."""
    duties = group_by(
        (verdict for verdict in verdicts if verdict.obligation.item.code in codes),
        lambda verdict: verdict.obligation.item.code,
    )
    return tuple(duty_outcome(plan, of_duty) for of_duty in duties.values())


def report_duty_codes(plan: Plan, period: Period) -> tuple[str, ...]:
    """Return the codes of the binding duties that are to report on a period."""
    return tuple(code for code, duty in _binding_duties(plan, Does.REPORT) if duty.period == period.id)


def reporting_agencies(basis: ReportBasis) -> frozenset[str]:
    """Return who owes a report on the period, or stands for one that did, by id; nobody in a document without a period."""
    codes = report_duty_codes(basis.plan, basis.period) if basis.period else ()
    owing = {agency for code in codes for agency in basis.plan.accountable_agencies[code]}
    return frozenset(agency for agency in basis.plan.agencies if not owing.isdisjoint(spoken_for(basis.plan, agency)))


def without_own_report(plan: Plan, verdicts: Iterable[Verdict], period: Period) -> tuple[Verdict, ...]:
    """Return the verdicts that a summary counts: not on the coordinator's report on the period, which the summary is."""
    codes = report_duty_codes(plan, period)
    return tuple(
        verdict
        for verdict in verdicts
        if verdict.obligation.agency.id != plan.coordinator or verdict.obligation.item.code not in codes
    )


def plan_duty_codes(plan: Plan, period: Period) -> tuple[str, ...]:
    """Return the codes of the binding duties to issue a plan of one's own; of those that recur only the period's."""
    last = period.due.last or period.last
    return tuple(
        code
        for code, duty in _binding_duties(plan, Does.PLAN)
        if duty.occurrence is None or period.first <= duty.occurrence.last <= last
    )


def _binding_duties(plan: Plan, does: Does) -> Iterator[tuple[str, Item]]:
    return ((code, item) for code, item in plan.items.items() if item.does is does and not item.asked)


def after_window_words(basis: ReportBasis, verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Return a phrase for each task product delivered after the data window: who, in brackets by which document and when.

    «Kế hoạch (số thứ tự 2 Mục I): Sở A, Sở B (12/KH-UBND, ngày 02/6/2026); Sở C (ngày 05/6/2026)»
    """
    tasks = [verdict for verdict in verdicts if verdict.obligation.item.kind is ItemKind.TASK]
    # Products of one name in one row read the same, so they are listed together.
    groups = group_by(deliveries_after_window(basis, tasks), _product_facts)
    return tuple(_deliveries_words(basis.plan, group) for group in groups.values())


def _product_facts(delivery: DeliveryAfterWindow) -> Hashable:
    item = delivery.verdict.obligation.item
    return item.source, item.product, item.occurrence_key


def _deliveries_words(plan: Plan, deliveries: Sequence[DeliveryAfterWindow]) -> str:
    """Return the deliveries of one product; those of one day under one document number share their brackets."""
    by_document = group_by(deliveries, lambda delivery: (delivery.event.document, delivery.event.date))
    told = []
    for (document, day), group in by_document.items():
        agencies = agency_list(plan, (delivery.verdict.obligation.agency for delivery in group))
        told.append(f"{agencies.names} ({', '.join(filter(None, (document, f'ngày {day_text(day)}')))})")
    return f"{item_words(plan, deliveries[0].verdict.obligation.item)}: {'; '.join(told)}"


def after_window_days(basis: ReportBasis) -> str:
    """Return the days after the cut-off up to the day of writing, both inclusive; "" for none, or without a window."""
    if basis.period is None or not basis.period.has_data:
        return ""
    first = basis.cutoff + timedelta(days=1)
    return day_range_words(first, basis.as_of) if first <= basis.as_of else ""


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """A duty of the issuer itself: product, last on-time day, document delivered ("" for none), state."""

    product: str
    last: str
    delivered: str
    state: str


def own_duties(plan: Plan, verdicts: Iterable[Verdict], codes: Sequence[str]) -> tuple[OwnDuty, ...]:
    """Return the duties `codes` among `verdicts`."""
    return tuple(
        OwnDuty(
            product_in_sentence(plan, verdict.obligation.item),
            last_day_and_source(plan, verdict),
            delivery_words(verdict),
            state_and_request_words(verdict, count_text),
        )
        for verdict in verdicts
        if verdict.obligation.item.code in codes
    )
