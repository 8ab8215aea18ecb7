"""What a plan leaves unfinished when its time is over, for the one that follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from papi_cli.deadlines.model import Deadline
from papi_cli.deadlines.phrases import read_due
from papi_cli.plan.earlier import EarlierPlan
from papi_cli.plan.founding.carried_file import LeftOpen
from papi_cli.plan.founding.heirs import Heirs
from papi_cli.plan.model import Item, Plan
from papi_cli.states import Flag, States, Verdict
from papi_cli.text import join_words
from papi_cli.views.amended import document_name
from papi_cli.views.grouping import group_by


def as_earlier(plan: Plan) -> EarlierPlan:
    """Return a plan as the one that comes before another; its years are its id."""
    years = dict.fromkeys((plan.span.first.year, plan.span.last.year))
    document = document_name(plan.document) if plan.document.number and plan.document.day else ""
    return EarlierPlan("-".join(map(str, years)), plan.title, plan.short_name, document, plan.span)


def left_open(states: States, heirs: Heirs) -> tuple[LeftOpen, ...]:
    """Return what is not delivered: in time, overdue, waiting for its issuer or without a last day, each item once.

    What goes on without a last day is left out. Agencies that are gone are left out for their `heirs`. Where agencies of an item
    have different last days, the later ones are entries of their own.
    """
    pending = [verdict for verdict in states.verdicts if verdict.state.is_pending]
    by_item = group_by(pending, lambda verdict: verdict.obligation.item.code)
    return tuple(entry for verdicts in by_item.values() for entry in _entries(states.plan, verdicts, heirs))


def _entries(plan: Plan, verdicts: Sequence[Verdict], heirs: Heirs) -> Iterator[LeftOpen]:
    item = verdicts[0].obligation.item
    by_day = group_by(verdicts, lambda verdict: _until(plan, item, verdict.last))
    days = sorted(by_day, key=lambda day: (day is not None, day or date.min))
    for place, until in enumerate(days):
        members = by_day[until]
        agencies = heirs.among(verdict.obligation.agency.id for verdict in members)
        if not agencies:
            continue
        yield LeftOpen(
            code=f"{_code(plan, item)}/den-{until}" if place else _code(plan, item),
            title=item.title,
            product=item.product and item.name,
            agencies=tuple(_in_groups(plan, agencies)),
            due=item.due.phrase if item.due else "",
            until=until,
            counts=item.counts,
            issuer=next(iter(heirs.of(item.issuer)), None) if item.issuer else None,
            fulfilled_by=item.fulfilled_by,
            asked=item.asked,
            note=_note(item, members),
        )


def _code(plan: Plan, item: Item) -> str:
    """Return the code under which the next plan knows an item: what was carried over before keeps its own."""
    return item.code if item.origin is not None else f"{as_earlier(plan).id}/{item.code.replace('@', '/')}"


def _until(plan: Plan, item: Item, last: date | None) -> date | None:
    """Return the last day where the phrase, read with the time of its plan, does not give it by itself."""
    if item.due is None or not item.due.phrase:
        return last
    earlier = plan.earlier_plan_of(item)
    read = read_due(item.due.phrase, span=earlier.span if earlier else plan.span)
    return None if isinstance(read, Deadline) and read.last == last and not read.occurrences else last


# A group of fewer members is no shorter than their names.
_SMALLEST_GROUP = 4


def _in_groups(plan: Plan, agencies: Sequence[str]) -> Iterator[str]:
    """Yield the agencies with the groups, the largest first, of which all members are among them in place of these."""
    left = list(agencies)
    groups = sorted(plan.groups.values(), key=lambda group: -len(group.members))
    for group in groups:
        if len(group.members) >= _SMALLEST_GROUP and set(group.members) <= set(left):
            yield group.id
            left = [agency for agency in left if agency not in group.members]
    yield from left


def _note(item: Item, verdicts: Sequence[Verdict]) -> str:
    before = item.origin.note if item.origin is not None else ""
    names = [verdict.obligation.agency.name for verdict in verdicts if Flag.SUBMITTED in verdict.flags]
    submitted = f"{join_words(names)} đã trình, chờ ban hành." if names else ""
    return " ".join(filter(None, (before, submitted)))
