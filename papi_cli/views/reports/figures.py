"""What a document counts: obligations by state, submissions of a duty, reminders sent, extensions requested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import AFTERWARDS, Plan
from papi_cli.states import Flag, State, Verdict, count_by_state
from papi_cli.text import count_text, day_text, day_text_or, join_words
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import binding_only
from papi_cli.views.occurrences import near_only
from papi_cli.views.rates import on_time_rate
from papi_cli.views.reports.phrases import AgencyList, addressee_list, agency_list, counted_phrase
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.wording import product_in_sentence


class Figures(NamedTuple):
    """Counts of obligations by state; `rate` is the on-time rate as text, of the `known`, «-» where no result is known.

    Of those `overdue`, nothing is recorded of the `silent`, which the rate leaves out. Of those `undated`, it is not known yet of the `unanchored` from which day they count. `later` says how many of those
    `in_time` are later occurrences than the next one of what recurs, and until when; "" for none.
    Of those `ongoing`, those `not_begun` wait for something else to be delivered.
    """

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
    unanchored: int
    not_begun: int
    known: int
    silent: int
    rate: str
    later: str

    @property
    def done(self) -> int:
        """The number of obligations delivered."""
        return self.done_on_time + self.done_late + self.done_undated

    @property
    def open(self) -> int:
        """The number of obligations still to be delivered."""
        return self.in_time + self.overdue + self.undated


def figures(verdicts: Iterable[Verdict]) -> Figures:
    """Count the obligations, without what is only requested."""
    binding = binding_only(verdicts)
    tally, rate = count_by_state(binding), on_time_rate(binding)
    return Figures(
        total=len(binding),
        **{state.value: tally[state] for state in State},
        unrecorded=sum(Flag.UNRECORDED in verdict.flags for verdict in binding),
        unanchored=sum(verdict.state is State.UNDATED and Flag.UNANCHORED in verdict.flags for verdict in binding),
        not_begun=sum(Flag.NOT_BEGUN in verdict.flags for verdict in binding),
        known=rate.known,
        silent=rate.silent,
        rate=rate.percent,
        later=near_only(binding).extent(count_text),
    )


class Assigned(NamedTuple):
    """What the tables of tasks assign, in their own rows and products, not in the obligations that it comes to.

    What recurs is one task or product however often it falls due, and so is what is built and then runs. `all` are
    the products and tasks without any. `split` says what of them is more than one obligation for an agency, "" for
    nothing: «04 lần của 01 việc định kỳ».
    """

    tasks: int
    products: int
    all: int
    split: str


def assigned(verdicts: Iterable[Verdict]) -> Assigned:
    """Count what `verdicts`, which are on tasks, are about, without what is only requested."""
    owed = [verdict.obligation.item for verdict in binding_only(verdicts)]
    items = {item.code: item for item in owed}.values()
    recurring = [item.series for item in items if item.occurrence is not None]
    times = f"{count_text(len(recurring))} lần của {count_text(len(set(recurring)))} việc định kỳ"
    goes_on = any(item.occurrence_key == AFTERWARDS for item in items)
    return Assigned(
        tasks=len({item.source for item in items}),
        products=len({item.series for item in items if item.product}),
        all=len({item.series for item in items}),
        split=join_words(
            [*([times] if recurring else []), *(["việc tiếp theo sau khi hoàn thành"] if goes_on else [])]
        ),
    )


class Granted(NamedTuple):
    """Agencies that may still deliver by a later day than the duty's own."""

    until: str
    agencies: AgencyList


class DutyOutcome(NamedTuple):
    """Agencies that owe a duty, by outcome, which are disjoint.

    Of those that were `granted` a later day none is among `in_time`, and the coordinator, who tells all this, is not among
    the `unrecorded`: `own_missing` says that nothing is recorded of its own.
    `product` is what is owed, as it continues a sentence. But `incomplete` overlaps `on_time` and `late`, and `asked`, which wait for an extension, `overdue` and `in_time`.
    """

    product: str
    last: str
    total: int
    counted: str
    on_time: AgencyList
    late: AgencyList
    incomplete: AgencyList
    overdue: AgencyList
    unrecorded: AgencyList
    in_time: AgencyList
    waived: AgencyList
    asked: AgencyList
    granted: tuple[Granted, ...]
    own_missing: bool


def duty_outcome(plan: Plan, verdicts: Sequence[Verdict]) -> DutyOutcome:
    """Return the outcome of a duty from all its verdicts, at least one."""
    granted = [verdict for verdict in verdicts if verdict.state is State.IN_TIME and Flag.EXTENDED in verdict.flags]
    missing = [verdict for verdict in verdicts if verdict.state is State.OVERDUE and Flag.UNRECORDED in verdict.flags]
    own = [verdict for verdict in missing if verdict.obligation.agency.id == plan.coordinator]

    def agencies_in(*states: State, without: Sequence[Verdict] = ()) -> AgencyList:
        return _agencies_of(plan, (one for one in verdicts if one.state in states and one not in without))

    item = verdicts[0].obligation.item
    return DutyOutcome(
        product=product_in_sentence(plan, item),
        last=day_text_or(item.due.last if item.due else None, ""),
        total=len(verdicts),
        counted=counted_phrase(plan, [verdict.obligation.agency for verdict in verdicts]),
        on_time=agencies_in(State.DONE_ON_TIME, State.DONE_UNDATED),
        late=agencies_in(State.DONE_LATE),
        incomplete=_agencies_of(plan, (one for one in verdicts if Flag.INCOMPLETE in one.flags)),
        overdue=agencies_in(State.OVERDUE, without=missing),
        unrecorded=_agencies_of(plan, (one for one in missing if one not in own)),
        in_time=agencies_in(State.IN_TIME, State.UNDATED, State.ONGOING, without=granted),
        waived=agencies_in(State.WAIVED),
        asked=_agencies_of(
            plan, (one for one in verdicts if one.state.is_pending and Flag.EXTENSION_ASKED in one.flags)
        ),
        granted=tuple(
            Granted(day_text_or(until, ""), _agencies_of(plan, group))
            for until, group in sorted(group_by(granted, lambda one: one.last).items())
        ),
        own_missing=bool(own),
    )


def _agencies_of(plan: Plan, verdicts: Iterable[Verdict]) -> AgencyList:
    return agency_list(plan, (verdict.obligation.agency for verdict in verdicts))


class SentReminder(NamedTuple):
    """A reminder letter: its number, the day it was sent, its addressees."""

    document: str
    day: str
    to: AgencyList


def sent_reminders(basis: ReportBasis) -> tuple[SentReminder, ...]:
    """Return the reminder letters up to the day of writing, by day; events with one number and day are one letter."""
    reminders = (event for event in basis.counted_events if event.kind is EventKind.REMINDED)
    letters = group_by(reminders, lambda event: (event.document, event.date))
    plan = basis.plan
    return tuple(
        SentReminder(document, day_text(day), addressee_list(plan, (plan.agencies[event.agency] for event in events)))
        for (document, day), events in letters.items()
    )


class RemindersOfDay(NamedTuple):
    """The reminder letters of one day."""

    day: str
    letters: tuple[SentReminder, ...]


class Reminders(NamedTuple):
    """Reminder letters by day; `symbol` is what stands behind the number of each of them, with its slash, "" if it differs."""

    symbol: str
    days: tuple[RemindersOfDay, ...]


def reminders_by_day(letters: Sequence[SentReminder]) -> Reminders:
    """Return the letters by day, without the symbol that all of them share: «90» of «90/SNV-CCHC»."""
    cut = [letter.document.partition("/") for letter in letters]
    symbols = {slash + symbol for _, slash, symbol in cut}
    symbol = symbols.pop() if len(symbols) == 1 and all(number.isdecimal() for number, _, _ in cut) else ""
    shown = (letter._replace(document=letter.document.removesuffix(symbol)) for letter in letters)
    days = group_by(shown, lambda letter: letter.day)
    return Reminders(symbol, tuple(RemindersOfDay(day, tuple(of_day)) for day, of_day in days.items()))


class ExtensionRequest(NamedTuple):
    """An extension that was requested and not granted yet; days as text."""

    verdict: Verdict
    until: str
    document: str
    day: str
    note: str


def extension_requests(basis: ReportBasis, verdicts: Sequence[Verdict]) -> tuple[ExtensionRequest, ...]:
    """Return the request that waits for its answer of each obligation in `verdicts`, in their order, if it can be granted.

    It can if, on the day of writing, the obligation is binding and open and the day requested is not over and later than
    the last on-time day: an obligation without a last day cannot be extended.

    Example with the last on-time day 15/03: a request for 31/03 is returned up to 31/03, until an extension is granted or
    refused, the work is delivered or waived, or a newer request replaces it; a request for 10/03 never is.
    """
    pending = []
    now = {verdict.obligation.id: verdict for judged in verdicts for verdict in basis.at_writing(judged)}
    for verdict in binding_only(now.values()):
        request = verdict.extension_asked
        if request is None or not verdict.state.is_pending or verdict.last is None:
            continue
        # Agencies of a shared item have the request between them; it is that of the one that made it.
        if not request.until or request.until < basis.as_of:
            continue
        if request.until > verdict.last and request.agency in verdict.named:
            until, day = day_text(request.until), day_text(request.date)
            pending.append(ExtensionRequest(verdict, until, request.document, day, request.note))
    return tuple(pending)


class DeliveryAfterWindow(NamedTuple):
    """A delivery after the data window, which no figure counts."""

    verdict: Verdict
    event: Event


def deliveries_after_window(basis: ReportBasis, verdicts: Sequence[Verdict]) -> tuple[DeliveryAfterWindow, ...]:
    """Return the deliveries after the cut-off up to the day of writing that were not returned, by day."""
    obligations = {
        (now.obligation.item.code, now.obligation.agency.id): verdict
        for verdict in verdicts
        for now in (verdict, *basis.at_writing(verdict))
    }
    deliveries: list[DeliveryAfterWindow] = []
    for event in basis.counted_events_of(dict.fromkeys(agency for _, agency in obligations)):
        if event.date <= basis.cutoff or (event.item, event.agency) not in obligations:
            continue
        verdict = obligations[event.item, event.agency]
        if event.kind is EventKind.RETURNED:
            deliveries = [delivery for delivery in deliveries if delivery.verdict is not verdict]
        elif event.kind is EventKind.DONE:
            deliveries.append(DeliveryAfterWindow(verdict, event))
    return tuple(
        sorted(deliveries, key=lambda delivery: (delivery.event.date, delivery.event.recorded, delivery.event.id))
    )


def reminder_counts(basis: ReportBasis) -> dict[tuple[str, str], int]:
    """Return the number of reminder letters by obligation (item, agency); a letter is a document number and a day."""
    letters: dict[tuple[str, str], set[tuple[str, date]]] = {}
    for event in basis.counted_events:
        if event.kind is EventKind.REMINDED:
            letters.setdefault((event.item, event.agency), set()).add((event.document, event.date))
    return {key: len(documents) for key, documents in letters.items()}
