"""What the template of a document is told: names and values, words and tables ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from papi_cli.plan.model import Agency, Component, ItemKind, Period, Plan
from papi_cli.states import Flag, Verdict
from papi_cli.text import day_text, day_text_or, lower_first
from papi_cli.views.page import Table
from papi_cli.views.reports import tables
from papi_cli.views.reports.figures import (
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
from papi_cli.views.words import UNCONFIRMED_NOTE, last_day_words, provision_words, state_words, task_words


@dataclass(frozen=True, slots=True)
class FollowedComponent:
    """A component of Annex I and who follows it on the whole province's behalf; level 1 is the index itself."""

    code: str
    level: int
    name: str
    lead: str


@dataclass(frozen=True, slots=True)
class Target:
    """A target in figures, and the row of Annex II that sets it."""

    cited: str
    words: str


@dataclass(frozen=True, slots=True)
class IndexPart:
    """What a report says of one index: who follows it, what was owed and delivered; as a hint what Part II asks for."""

    code: str
    name: str
    components: tuple[FollowedComponent, ...]
    figures: Figures
    results: Table
    targets: tuple[Target, ...]
    hint: str


def base_context(
    standing: ReportBasis, agency: Agency, head: Letterhead, verdicts: Iterable[Verdict]
) -> dict[str, Any]:
    """Return what every template is told: the decision, the days, the issuer."""
    plan, period = standing.plan, standing.period
    decision = plan.decision
    return {
        "head": head,
        "agency": agency.name,
        "province": plan.province,
        "year": plan.year,
        "title": plan.title,
        "decision": {
            "number": decision.number,
            "symbol": decision.symbol,
            "day": day_text_or(decision.day, ""),
            "month": decision.month,
            "issuer": plan.name_of(decision.issuer),
            "title": decision.quote.title,
        },
        "coordinator": plan.name_of(plan.coordinator),
        "addressee": plan.name_of(plan.addressee),
        "period": period_words(plan, period) if period else "",
        "window": window_words(period) if period else "",
        "as_of": day_text(standing.as_of),
        "cutoff": day_text(standing.cutoff),
        "known_at": _instant(standing),
        "plan_sum": plan.fingerprint[:12],
        "log_sum": standing.log_fingerprint[:12],
        "unconfirmed": UNCONFIRMED_NOTE if any(Flag.UNCONFIRMED in one.flags for one in verdicts) else "",
    }


def _instant(standing: ReportBasis) -> str:
    if standing.known_at is None:
        return ""
    return f"{standing.known_at:%H:%M} ngày {day_text(standing.known_at.date())}"


def index_parts(plan: Plan, verdicts: Sequence[Verdict], agency: str | None = None) -> tuple[IndexPart, ...]:
    """Return a part for every index of the plan, of the obligations in `verdicts`, which may be those of one agency.

    An agency is asked only for the targets of the tasks that it leads.
    """
    return tuple(
        IndexPart(
            code=index.code,
            name=corrected_text(plan, index.code, index.quote.name),
            components=tuple(followed_component(plan, one) for one in plan.components if one.index == index.code),
            figures=figures(found := [one for one in verdicts if one.obligation.item.index == index.code]),
            results=tables.results_table(plan, found, own=agency is not None),
            targets=tuple(
                Target(task_words(code), words)
                for code, words in index_targets(plan, index.code)
                if agency is None or agency in plan.tasks[code].lead
            ),
            hint=solutions_hint(plan, index.code),
        )
        for index in plan.indices
    )


def followed_component(plan: Plan, component: Component) -> FollowedComponent:
    """Return a component as it is meant, with who follows it."""
    name = corrected_text(plan, component.code, component.quote.name).rstrip(" .;")
    return FollowedComponent(
        component.code,
        component.level,
        name,
        full_agencies_phrase(plan, [plan.agencies[id_] for id_ in component.lead]),
    )


def solutions_hint(plan: Plan, index: str) -> str:
    """Return the solutions of Part II for an index, each by its letter and first words."""
    item = f"part-2/{index}"
    own = (one for one in plan.leaf_provisions() if one.code.startswith(f"{item}."))
    said = "; ".join(f"{one.code.rpartition('.')[2]}) {opening_words(plan, one)}" for one in own)
    return f"{provision_words(item)}: {said}" if said else provision_words(item)


def undated_hint(plan: Plan, agency: str) -> str:
    """Return the points of Part IV without a date that bind an agency, as letters cite them, with their first words."""
    # The closing paragraph says where difficulties go; a report has a section of its own for them.
    points = (point for point in plan.undated_points(agency) if point.code != "part-4/closing")
    return "; ".join(f"{provision_words(point.code)} ({opening_words(plan, point)})" for point in points)


def outcome_of_duty(standing: ReportBasis, verdicts: Iterable[Verdict], codes: Sequence[str]) -> DutyOutcome | None:
    """Return what became of the duty that comes first among `codes`, None where the plan has none of them."""
    own = [one for one in verdicts if one.obligation.item.code in codes]
    return duty_outcome(standing.plan, own) if own else None


def report_duty_codes(plan: Plan, period: Period) -> tuple[str, ...]:
    """Return the codes of the duties that are the report of a period."""
    return tuple(one.code for one in plan.items.values() if one.period == period.id)


def plan_duty_codes(plan: Plan) -> tuple[str, ...]:
    """Return the codes of the ordered duties that belong to no report: to issue a plan of one's own."""
    items = (one for one in plan.items.values() if one.kind is ItemKind.DUTY)
    return tuple(one.code for one in items if one.period is None and not one.asked)


def after_window_words(standing: ReportBasis, verdicts: Sequence[Verdict]) -> str:
    """Return what was delivered after the data window in one sentence, "" where nothing was; who in brackets."""
    found = deliveries_after_window(standing, [one for one in verdicts if one.obligation.item.kind is ItemKind.TASK])
    said: dict[str, list[Agency]] = {}
    for one in found:
        document = f", {one.event.document}" if one.event.document else ""
        words = f"{item_words(standing.plan, one.verdict.obligation.item)}{document}, ngày {day_text(one.event.date)}"
        said.setdefault(words, []).append(one.verdict.obligation.agency)
    return "; ".join(f"{words} ({agency_list(standing.plan, agencies).names})" for words, agencies in said.items())


def after_window_days(standing: ReportBasis) -> str:
    """Return the days after the cut-off up to the day of writing, "" where there are none."""
    first = standing.cutoff.toordinal() + 1
    if first > standing.as_of.toordinal():
        return ""
    return day_range_words(standing.cutoff.fromordinal(first), standing.as_of)


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """One obligation of the issuer itself: the product, number and day of the document ("" for none), the state."""

    product: str
    last: str
    delivered: str
    state: str


def own_duties(plan: Plan, verdicts: Iterable[Verdict], codes: Sequence[str]) -> tuple[OwnDuty, ...]:
    """Return the obligations of the items `codes` among `verdicts`."""
    return tuple(
        OwnDuty(
            lower_first(product_of(plan, one.obligation.item)),
            last_day_words(one),
            delivery_words(one),
            state_words(one),
        )
        for one in verdicts
        if one.obligation.item.code in codes
    )
