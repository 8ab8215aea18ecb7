"""What a plan leaves unfinished when its time is over, for the one that follows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter

from papi_cli.deadlines.model import Deadline
from papi_cli.deadlines.phrases import read_due
from papi_cli.log.events import Event, fold_position, in_fold_order
from papi_cli.log.kinds import EventKind
from papi_cli.log.recalled import recalled_events
from papi_cli.log.stories import retracted_ids
from papi_cli.plan.choices import KnownEvent
from papi_cli.plan.earlier import EarlierPlan, KnownFact
from papi_cli.plan.founding.carried_file import LeftOpen
from papi_cli.plan.founding.heirs import Heirs
from papi_cli.plan.model import Item, Plan
from papi_cli.states import Flag, States, Verdict
from papi_cli.text import is_proposed
from papi_cli.views.amended import document_name
from papi_cli.views.grouping import group_by
from papi_cli.views.source_words import source_words


def as_earlier(plan: Plan) -> EarlierPlan:
    """Return a plan as the one that comes before another; its years are its id."""
    years = dict.fromkeys((plan.span.first.year, plan.span.last.year))
    document = document_name(plan.document) if plan.document.number and plan.document.day else ""
    return EarlierPlan("-".join(map(str, years)), plan.title, plan.short_name, document, plan.span)


def left_open(states: States, events: Sequence[Event], heirs: Heirs) -> tuple[LeftOpen, ...]:
    """Return what is not delivered: in time, overdue, waiting for its issuer or without a last day, each item once.

    `events` are those that the states rest on: what they say of it goes along. What goes on without a last day is left out.
    Agencies that are gone are left out for their `heirs`. Where agencies of an item have different last days by the plan,
    the later ones are entries of their own.
    """
    pending = [verdict for verdict in states.verdicts if verdict.state.is_pending]
    by_item = group_by(pending, lambda verdict: verdict.obligation.item.code)
    stories = _stories(states, events, by_item)
    return tuple(
        entry
        for code, verdicts in by_item.items()
        for entry in _entries(states.plan, verdicts, stories.get(code, ()), heirs)
    )


def _stories(states: States, events: Sequence[Event], codes: Collection[str]) -> Mapping[str, Sequence[Event]]:
    """Return the events that count of each of the items, by its code, in the order of the fold."""
    ignored = {entry.event.id for entry in states.ignored} | retracted_ids(events, states.plan.zone, [])
    counting = (
        event
        for event in (*recalled_events(states.plan), *events)
        if event.item in codes and event.date <= states.as_of and event.id not in ignored
    )
    return group_by(in_fold_order(counting), attrgetter("item"))


def _entries(plan: Plan, verdicts: Sequence[Verdict], story: Sequence[Event], heirs: Heirs) -> Iterator[LeftOpen]:
    item = verdicts[0].obligation.item
    by_day = group_by(verdicts, lambda verdict: _until(plan, item, _own_last(verdict)))
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
            cited=item.origin.cited if item.origin is not None else source_words(plan, item, _ids_of(members)),
            agencies=tuple(_in_groups(plan, agencies)),
            due=item.due.phrase if item.due and not is_proposed(item.due.phrase) else "",
            until=until,
            counts=item.counts,
            issuer=next(iter(heirs.of(item.issuer)), None) if item.issuer else None,
            fulfilled_by=item.fulfilled_by,
            asked=item.asked,
            note=item.origin.note if item.origin is not None else "",
            known=_known(members, story, heirs),
        )


def _ids_of(verdicts: Iterable[Verdict]) -> list[str]:
    return [verdict.obligation.agency.id for verdict in verdicts]


def _code(plan: Plan, item: Item) -> str:
    """Return the code under which the next plan knows an item: what was carried over before keeps its own."""
    return item.code if item.origin is not None else f"{as_earlier(plan).id}/{item.code.replace('@', '/')}"


def _own_last(verdict: Verdict) -> date | None:
    """Return the last day by the plan; a day that was granted beyond it is something that is known of the item."""
    return verdict.original if Flag.EXTENDED in verdict.flags else verdict.last


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


def groups_named(plan: Plan, items: Sequence[LeftOpen]) -> Mapping[str, Sequence[str]]:
    """Return the groups that the items name, with the members that they have now."""
    named = dict.fromkeys(id_ for item in items for id_ in item.agencies)
    return {id_: plan.groups[id_].members for id_ in named if id_ in plan.groups and not plan.groups[id_].open}


def _known(verdicts: Sequence[Verdict], story: Sequence[Event], heirs: Heirs) -> tuple[KnownFact, ...]:
    """Return what the events say that still holds of what is open; agencies with the same story have it in common.

    Each is told of the agencies that owe the item now: what agencies recorded that are gone, of their heirs.
    """
    if verdicts[0].obligation.item.is_shared:
        held = _still_holding(story, verdicts[0])
        return tuple(_fact(event, heirs.of(event.agency)) for event in held)
    told: dict[tuple[KnownFact, ...], list[str]] = {}
    for verdict in verdicts:
        held = _still_holding([event for event in story if event.agency in verdict.named], verdict)
        if facts := tuple(_fact(event) for event in held):
            told.setdefault(facts, []).append(verdict.obligation.agency.id)
    owing = set(heirs.among(verdict.obligation.agency.id for verdict in verdicts))
    return tuple(
        fact._replace(agencies=() if owing == set(agencies) else agencies)
        for facts, ids in told.items()
        if (agencies := heirs.among(ids))
        for fact in facts
    )


def _fact(event: Event, agencies: tuple[str, ...] = ()) -> KnownFact:
    note = event.note or "; ".join(evidence.address for evidence in event.evidence)
    return KnownFact(KnownEvent(event.kind.value), event.date, agencies, event.document, event.until, note)


def _still_holding(events: Iterable[Event], verdict: Verdict) -> list[Event]:
    """Return those of the events of an obligation, in the order of the fold, from which it stands where it does.

    That is the newest of each kind: what came of a request with it, of deliveries the one that was returned.
    """
    newest = {event.kind: event for event in events}
    flags, asked = verdict.flags, newest.get(EventKind.EXTENSION_REQUESTED)
    kept = {EventKind.PROGRESS}
    if _in_turn(newest.get(EventKind.DONE), newest.get(EventKind.RETURNED)):
        kept |= {EventKind.DONE, EventKind.RETURNED}
    if Flag.SUBMITTED in flags:
        kept.add(EventKind.SUBMITTED)
    extended = newest.get(EventKind.EXTENDED)
    if Flag.EXTENDED in flags and extended is not None and extended.until == verdict.last:
        kept.add(EventKind.EXTENDED)
    if verdict.extension_asked is None and _in_turn(asked, newest.get(EventKind.EXTENSION_REFUSED)):
        kept.add(EventKind.EXTENSION_REFUSED)
    settles = kept & {EventKind.DONE, EventKind.EXTENDED, EventKind.EXTENSION_REFUSED}
    if asked == verdict.extension_asked or any(_in_turn(asked, newest[kind]) for kind in settles):
        kept.add(EventKind.EXTENSION_REQUESTED)
    return in_fold_order(event for kind, event in newest.items() if kind in kept)


def _in_turn(event: Event | None, other: Event | None) -> bool:
    return event is not None and other is not None and fold_position(event) < fold_position(other)
