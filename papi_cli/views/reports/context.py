"""The contexts of templates: names, words, figures and tables, ready to print (templates/README.md lists the names)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from papi_cli.plan.model import Agency, AgencyKind, Component, ItemKind, Period, Plan
from papi_cli.states import Flag, Verdict
from papi_cli.text import day_text, day_text_or, lower_first, minute_text
from papi_cli.views.agency_phrases import commune_heads_phrase, everyone_noun, kind_heading
from papi_cli.views.grouping import group_by
from papi_cli.views.page import Table
from papi_cli.views.reports import tables
from papi_cli.views.reports.figures import (
    DeliveryAfterWindow,
    DutyOutcome,
    Figures,
    deliveries_after_window,
    duty_outcome,
    figures,
)
from papi_cli.views.reports.letterhead import Letterhead
from papi_cli.views.reports.phrases import agency_list, full_agencies_phrase
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.wording import (
    corrected_text,
    day_range_words,
    delivery_words,
    index_targets,
    item_words,
    opening_words,
    period_words,
    product_of,
    window_words,
)
from papi_cli.views.words import UNCONFIRMED_NOTE, last_day_words, state_and_request_words, task_words


@dataclass(frozen=True, slots=True)
class FollowedComponent:
    """A row of Annex I and the agencies that follow it for the whole province; level 1 is an index."""

    code: str
    level: int
    name: str
    lead: str


@dataclass(frozen=True, slots=True)
class Target:
    """A target in figures, and the citation of the task that sets it."""

    cited: str
    words: str


@dataclass(frozen=True, slots=True)
class IndexPart:
    """A report's part on an index; `hint` are the solutions of Part II, for those who write about them."""

    code: str
    name: str
    components: tuple[FollowedComponent, ...]
    figures: Figures
    results: Table
    targets: tuple[Target, ...]
    hint: str


# Whom a summary of their work goes to.
_TOLD_OF_REPORTS = (AgencyKind.DEPARTMENT, AgencyKind.COMMUNE)


def base_context(basis: ReportBasis, agency: Agency, head: Letterhead, verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """Return the names that every template has: of the decision, the days, the issuer."""
    plan, period = basis.plan, basis.period
    decision = plan.document
    return {
        "head": head,
        "agency": agency.name,
        "everyone": everyone_noun(plan),
        "kinds": tuple(kind_heading(plan, kind) for kind in _TOLD_OF_REPORTS if plan.agency_counts[kind]),
        "commune_heads": commune_heads_phrase(plan),
        "province": plan.province,
        "year": plan.span.last.year,
        "title": plan.title,
        "decision": {
            "number": decision.number,
            "symbol": decision.symbol,
            "day": day_text_or(decision.day, ""),
            "month": decision.month,
            "issuer": plan.name_of(decision.issuer),
            "title": decision.title,
        },
        "coordinator": plan.name_of(plan.coordinator),
        "addressee": plan.name_of(plan.addressee),
        "period": period_words(period) if period else "",
        "window": window_words(period) if period else "",
        "as_of": day_text(basis.as_of),
        "cutoff": day_text(basis.cutoff),
        "known_at": _instant(basis),
        "plan_sum": plan.fingerprint[:12],
        "log_sum": basis.log_fingerprint[:12],
        "unconfirmed": UNCONFIRMED_NOTE if any(Flag.UNCONFIRMED in verdict.flags for verdict in verdicts) else "",
    }


def _instant(basis: ReportBasis) -> str:
    if basis.known_at is None:
        return ""
    later = " (sau ngày tính đến)" if basis.known_at.date() > basis.as_of else ""
    return f"{minute_text(basis.known_at)}{later}"


def index_parts(plan: Plan, verdicts: Sequence[Verdict], agency: str | None = None) -> tuple[IndexPart, ...]:
    """Return the part of every index, with the obligations among `verdicts`.

    With an `agency` (id) they are its own: the parts have the targets of the tasks that it leads only, and their tables
    do not name it in every row.
    """
    return tuple(
        IndexPart(
            code=index.code,
            name=corrected_text(plan, index.code, index.quote.name),
            components=tuple(followed_component(plan, row) for row in plan.components if row.index == index.code),
            figures=figures(owed := [verdict for verdict in verdicts if verdict.obligation.item.index == index.code]),
            results=tables.results_table(plan, owed, with_agencies=agency is None),
            targets=tuple(
                Target(task_words(plan, plan.tasks[code]), words)
                for code, words in index_targets(plan, index.code)
                if agency is None or agency in plan.tasks[code].lead
            ),
            hint=solutions_hint(plan, index.code),
        )
        for index in plan.indices
    )


def followed_component(plan: Plan, component: Component) -> FollowedComponent:
    """Return a row of Annex I, its name corrected, with the agencies that follow it."""
    name = corrected_text(plan, component.code, component.quote.name).rstrip(" .;")
    return FollowedComponent(
        component.code,
        component.level,
        name,
        full_agencies_phrase(plan, [plan.agencies[id_] for id_ in component.lead]),
    )


def solutions_hint(plan: Plan, index: str) -> str:
    """Return the solutions of Part II for an index, each with its letter and first words; "" where it has none."""
    code = f"part-2/{index}"
    if code not in plan.provisions:
        return ""
    points = (point for point in plan.leaf_provisions() if point.code.startswith(f"{code}."))
    solutions = "; ".join(f"{point.number}) {opening_words(plan, point)}" for point in points)
    cited = plan.provisions[code].citation
    return f"{cited}: {solutions}" if solutions else cited


def undated_hint(plan: Plan, agency: str) -> str:
    """Return the undated points of Part IV that bind an agency (id), as letters cite them, with their first words."""
    # The closing paragraph says where difficulties go; a report has a section of its own for them.
    points = (point for point in plan.undated_points(agency) if point.code != "part-4/closing")
    return "; ".join(f"{point.citation} ({opening_words(plan, point)})" for point in points)


def outcome_of_duty(basis: ReportBasis, verdicts: Iterable[Verdict], codes: Sequence[str]) -> DutyOutcome | None:
    """Return the outcome of the duties `codes` together, under the first one; None if `verdicts` have none of them."""
    duties = [verdict for verdict in verdicts if verdict.obligation.item.code in codes]
    return duty_outcome(basis.plan, duties) if duties else None


def report_duty_codes(plan: Plan, period: Period) -> tuple[str, ...]:
    """Return the codes of the duties that are to report on a period."""
    return tuple(item.code for item in plan.items.values() if item.period == period.id)


def plan_duty_codes(plan: Plan) -> tuple[str, ...]:
    """Return the codes of the binding duties that belong to no period: to issue a plan of one's own."""
    duties = (item for item in plan.items.values() if item.kind is ItemKind.DUTY)
    return tuple(duty.code for duty in duties if duty.period is None and not duty.asked)


def after_window_words(basis: ReportBasis, verdicts: Sequence[Verdict]) -> str:
    """Return the task products delivered after the data window, with agencies in brackets; "" for none."""
    tasks = [verdict for verdict in verdicts if verdict.obligation.item.kind is ItemKind.TASK]
    # Products of one name in one row of Annex II read the same, so they are listed together.
    groups = group_by(deliveries_after_window(basis, tasks), _delivery_facts)
    return "; ".join(_delivery_words(basis.plan, group) for group in groups.values())


def _delivery_facts(delivery: DeliveryAfterWindow) -> Hashable:
    item, event = delivery.verdict.obligation.item, delivery.event
    return item.source, item.product, item.occurrence_key, event.document, event.date


def _delivery_words(plan: Plan, deliveries: Sequence[DeliveryAfterWindow]) -> str:
    """Return deliveries of one product on one day under one document number, with the agencies in brackets."""
    (verdict, event), *_ = deliveries
    document = f", {event.document}" if event.document else ""
    agencies = agency_list(plan, (delivery.verdict.obligation.agency for delivery in deliveries))
    return f"{item_words(plan, verdict.obligation.item)}{document}, ngày {day_text(event.date)} ({agencies.names})"


def after_window_days(basis: ReportBasis) -> str:
    """Return the days after the cut-off up to the day of writing, both inclusive; "" for none."""
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
            lower_first(product_of(plan, verdict.obligation.item)),
            last_day_words(verdict),
            delivery_words(verdict),
            state_and_request_words(verdict),
        )
        for verdict in verdicts
        if verdict.obligation.item.code in codes
    )
