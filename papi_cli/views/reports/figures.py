"""What a document counts: states, submissions of a duty, letters sent, extensions asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import Item, Plan
from papi_cli.states import Flag, State, Verdict, count_by_state, on_time_rate
from papi_cli.text import day_text, day_text_or, percent_text
from papi_cli.views.obligations import binding_only
from papi_cli.views.reports.phrases import AgencyList, agency_list
from papi_cli.views.reports.snapshot import ReportBasis


class Figures(NamedTuple):
    """Obligations by state; `rate` is the on-time rate as text, "-" where there is nothing to count it from."""

    total: int
    done_on_time: int
    done_late: int
    done_undated: int
    in_time: int
    overdue: int
    undated: int
    ongoing: int
    waived: int
    unrecorded: int
    rate: str

    @property
    def done(self) -> int:
        """How many are delivered."""
        return self.done_on_time + self.done_late + self.done_undated

    @property
    def open(self) -> int:
        """How many are still to be delivered."""
        return self.in_time + self.overdue + self.undated


def figures(verdicts: Iterable[Verdict]) -> Figures:
    """Count obligations; what is only asked for is counted in no figure."""
    found = binding_only(verdicts)
    tally = count_by_state(found)
    return Figures(
        total=len(found),
        **{state.value: tally[state] for state in State},
        unrecorded=sum(Flag.UNRECORDED in one.flags for one in found),
        rate=percent_text(*on_time_rate(tally)) or "-",
    )


class DutyOutcome(NamedTuple):
    """Who has delivered a duty: `incomplete` are counted in on time or late too, the others once each."""

    item: Item
    last: str
    total: int
    on_time: AgencyList
    late: AgencyList
    incomplete: AgencyList
    overdue: AgencyList
    unrecorded: AgencyList
    in_time: AgencyList
    waived: AgencyList


def duty_outcome(plan: Plan, verdicts: Sequence[Verdict]) -> DutyOutcome:
    """Return what became of one duty; `verdicts` are those of that duty, at least one."""

    def those(*states: State, unrecorded: bool | None = None) -> AgencyList:
        return agency_list(
            plan,
            (
                one.obligation.agency
                for one in verdicts
                if one.state in states and unrecorded in (None, Flag.UNRECORDED in one.flags)
            ),
        )

    item = verdicts[0].obligation.item
    return DutyOutcome(
        item=item,
        last=day_text_or(item.due.last if item.due else None, ""),
        total=len(verdicts),
        on_time=those(State.DONE_ON_TIME, State.DONE_UNDATED),
        late=those(State.DONE_LATE),
        incomplete=agency_list(plan, (one.obligation.agency for one in verdicts if Flag.INCOMPLETE in one.flags)),
        overdue=those(State.OVERDUE, unrecorded=False),
        unrecorded=those(State.OVERDUE, unrecorded=True),
        in_time=those(State.IN_TIME, State.UNDATED, State.ONGOING),
        waived=those(State.WAIVED),
    )


class SentReminder(NamedTuple):
    """A reminder letter that went out: number, day, to whom."""

    document: str
    day: str
    to: AgencyList


def sent_reminders(standing: ReportBasis) -> tuple[SentReminder, ...]:
    """Return the reminder letters up to the day of writing, by day; one letter to many agencies is one."""
    sent: dict[tuple[str, str], list[Event]] = {}
    for event in standing.counted_events:
        if event.kind is EventKind.REMINDED:
            sent.setdefault((event.document, day_text(event.date)), []).append(event)
    plan = standing.plan
    return tuple(
        SentReminder(document, day, agency_list(plan, (plan.agencies[event.agency] for event in events)))
        for (document, day), events in sent.items()
    )


class ExtensionRequest(NamedTuple):
    """An extension asked for and not granted yet."""

    verdict: Verdict
    until: str
    document: str
    day: str
    note: str


def extension_requests(standing: ReportBasis, verdicts: Sequence[Verdict]) -> tuple[ExtensionRequest, ...]:
    """Return the newest request for each of the obligations in `verdicts` that can still be granted, in their order.

    It can where, on the day of writing, the obligation is open and ordered, nothing was granted since, and the day
    asked for is later than the last day in force: there is nothing to extend in what has no day.
    """
    asked: dict[tuple[str, str], Event] = {}
    for event in standing.counted_events_of(verdicts):
        key = (event.item, event.agency)
        if event.kind is EventKind.EXTENSION_REQUESTED:
            asked[key] = event
        elif event.kind is EventKind.EXTENDED:
            asked.pop(key, None)
    found = []
    for one in binding_only(standing.verdicts_at_writing_by_id[judged.obligation.id] for judged in verdicts):
        request = asked.get((one.obligation.item.code, one.obligation.agency.id))
        if request is None or one.state not in (State.IN_TIME, State.OVERDUE):
            continue
        assert request.until is not None
        assert one.last is not None
        if request.until > one.last:
            found.append(
                ExtensionRequest(one, day_text(request.until), request.document, day_text(request.date), request.note)
            )
    return tuple(found)


class DeliveryAfterWindow(NamedTuple):
    """Something delivered after the data window: counted nowhere."""

    verdict: Verdict
    event: Event


def deliveries_after_window(standing: ReportBasis, verdicts: Sequence[Verdict]) -> tuple[DeliveryAfterWindow, ...]:
    """Return what was delivered from the day after the cut-off to the day of writing and not returned, by day."""
    wanted = {(one.obligation.item.code, one.obligation.agency.id): one for one in verdicts}
    found: list[DeliveryAfterWindow] = []
    for event in standing.counted_events_of(verdicts):
        if event.date <= standing.cutoff or (event.item, event.agency) not in wanted:
            continue
        one = wanted[event.item, event.agency]
        if event.kind is EventKind.RETURNED:
            found = [said for said in found if said.verdict is not one]
        elif event.kind is EventKind.DONE:
            found.append(DeliveryAfterWindow(one, event))
    return tuple(sorted(found, key=lambda said: (said.event.date, said.event.recorded, said.event.id)))


def reminder_counts(standing: ReportBasis) -> dict[tuple[str, str], int]:
    """Return how many reminder letters each obligation (item, agency) has had, one a document and day."""
    sent: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for event in standing.counted_events:
        if event.kind is EventKind.REMINDED:
            sent.setdefault((event.item, event.agency), set()).add((event.document, event.date.isoformat()))
    return {key: len(documents) for key, documents in sent.items()}
