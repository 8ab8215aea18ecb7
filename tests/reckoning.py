"""An independent computation of the states: each term of papi_cli/README.md, States, from the whole list of events."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from papi_cli.deadlines.model import Deadline
from papi_cli.log.events import Event
from papi_cli.plan.model import Item, ItemKind, Plan
from papi_cli.plan.obligations import Obligation, all_obligations
from papi_cli.states import Verdict, judge
from tests import sample
from tests.sample import ZONE

DAYS = (
    "2026-01-31",
    "2026-02-15",
    "2026-02-16",
    "2026-03-31",
    "2026-05-31",
    "2026-06-01",
    "2026-06-09",
    "2026-06-10",
    "2026-09-30",
    "2026-11-30",
    "2026-12-10",
    "2027-01-01",
)


class Reckoned(NamedTuple):
    state: str
    flags: frozenset[str]
    last: date | None
    days_left: int | None
    days_late: int | None
    done_on: date | None
    document: str
    proofs: tuple[str, ...]
    activity: str | None
    asked: Event | None
    activities: tuple[tuple[str, str], ...]
    anchored_on: date | None
    # The day before the amendment that decided, the code of that amendment, and its first day; () without one.
    earlier: tuple[date | str | None, ...] = ()


def term_end(plan: Plan, item: Item, day: date) -> date:
    """Return the last day of the item's term from a day on, one day after the other."""
    assert item.due is not None
    term = item.due.term
    assert term is not None
    assert item.roll.value == "none"
    left = {"day": term.count, "week": 7 * term.count}.get(term.unit.value, 0)
    while left:
        day += timedelta(days=1)
        off = day in plan.calendar.holidays or (day.weekday() >= 5 and day not in plan.calendar.workdays)
        left -= not (term.working and off)
    months = {"month": term.count, "year": 12 * term.count}.get(term.unit.value, 0) + day.year * 12 + day.month - 1
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def awaits_anchor(item: Item) -> bool:
    return item.due is not None and item.due.kind.value in ("relative", "event")


def takes_anchor(item: Item, event: Event) -> bool:
    """Return whether the item counts from the day of an `anchored` with these fields."""
    if not awaits_anchor(item) or item.anchor or item.due is None:
        return False
    return bool(event.document) and (event.until is None) == (item.due.term is not None)


def counts_at_all(event: Event, item: Item, *, ongoing: bool) -> bool:
    proof = {
        "done": bool(event.document or event.evidence or event.note),
        "extended": bool(event.document) and event.until is not None,
        "extension-requested": event.until is not None,
        "extension-refused": bool(event.document) and bool(event.note),
        "nothing-to-report": ongoing,
        "anchored": takes_anchor(item, event),
        "retracted": False,
    }
    noted, papered = ("progress", "supplement-requested", "returned"), ("submitted", "waived", "reminded")
    needed = proof.get(event.kind.value, bool(event.note if event.kind.value in noted else event.document))
    assert event.kind.value in (*proof, *noted, *papered)
    assert event.agency in {*item.agencies, *(handover.agency for handover in item.former)}
    return needed and event.date <= event.recorded.astimezone(ZONE).date()


def phases(item: Item) -> list[tuple[date, Deadline | None]]:
    """Return the deadlines of an item in order, each with its first day."""
    starts = [date.min, *(earlier.until for earlier in item.earlier_dues)]
    return list(zip(starts, [*(earlier.due for earlier in item.earlier_dues), item.due], strict=True))


def on_day(item: Item, day: date) -> Item:
    """Return the item with the deadline of a day."""
    _, due = [phase for phase in phases(item) if phase[0] <= day][-1]
    return item._replace(due=due, earlier_dues=())


def is_ongoing(item: Item) -> bool:
    return item.due is not None and item.due.kind.value in ("ongoing", "recurring")


def is_in_its_time(event: Event, item: Item) -> bool:
    """Return whether the item was in the plan on the day of the event, and owed by, or after, the agency that it names."""
    gone = [one.last for one in [one for one in item.former if one.agency == event.agency][-1:] if not one.to]
    took = [one.last for one in item.former if event.agency in one.to]
    is_heir = event.agency in item.heirs and min([*took, date.max]) < min(
        [one.last for one in item.former if one.agency == event.agency] + [date.max]
    )
    joined = [one.first for one in item.joined if one.agency == event.agency and event.agency not in item.heirs]
    return (
        (item.since is None or event.date >= item.since)
        and all(event.date >= first for first in joined)
        and (item.dropped_on is None or event.date < item.dropped_on)
        and (not gone or event.agency in item.agencies or event.date <= gone[-1])
        and (not is_heir or event.date > min(took))
    )


def sound(item: Item, log: Sequence[Event], day: date) -> list[Event]:
    """Return the events of an item up to `day` that say what their kind needs and were not retracted, whoever owes it."""
    mine = [event for event in log if event.item == item.code]
    recorded = {(event.id, event.agency): event.recorded for event in mine if event.kind.value != "retracted"}
    retracted = {
        event.target
        for event in mine
        if event.kind.value == "retracted"
        and event.note
        and (event.target, event.agency) in recorded
        and event.recorded >= recorded[event.target, event.agency]
        and event.date <= event.recorded.astimezone(ZONE).date()
    }
    return [
        event
        for event in sorted(mine, key=lambda event: (event.date, event.recorded, event.id))
        if event.date <= day and event.id not in retracted and is_in_its_time(event, item)
        if counts_at_all(event, on_day(item, event.date), ongoing=is_ongoing(on_day(item, event.date)))
    ]


def counted(obligation: Obligation, log: Sequence[Event], day: date) -> list[Event]:
    """Return the same of those that name the agency of an obligation."""
    return [event for event in sound(obligation.item, log, day) if event.agency == obligation.agency.id]


def going_on(item: Item, story: Sequence[Event], day: date) -> list[bool]:
    """Return for the place of each event, and for the end of the day, whether work goes on there.

    It does by the phrase of that day, unless the item was delivered for good when it had another one.
    """
    places, settled = list[bool](), False
    for event in (*story, None):
        places.append(is_ongoing(on_day(item, event.date if event else day)) and not settled)
        if event and not places[-1] and event.kind.value in ("done", "returned"):
            settled = event.kind.value == "done"
    return places


def stretch_before(item: Item, story: Sequence[Event], goes: Sequence[bool], place: int, day: date) -> list[Event]:
    """Return the events before a place since the work goes on that goes on there."""
    when = story[place].date if place < len(story) else day
    breaks = [start for start, due in phases(item) if start <= when and not is_ongoing(item._replace(due=due))]
    again = [start for start, _ in phases(item) if breaks and breaks[-1] < start]
    begin = max([at + 1 for at in range(place) if not goes[at]], default=0)
    return [event for event in story[begin:place] if not again or event.date >= again[0]]


def standing_dones(item: Item, story: Sequence[Event], day: date) -> list[int]:
    """Return the places of the deliveries since the last return; results of work that went on once are none."""
    goes, end = going_on(item, story, day), len(story)
    if goes[end]:
        stretch = stretch_before(item, story, goes, end, day)
        places = [at for at in range(end) if story[at] in stretch]
    else:
        places = [at for at in range(end) if not goes[at]]
    returns = [at for at in places if story[at].kind.value == "returned"]
    return [at for at in places if story[at].kind.value == "done" and (not returns or at > returns[-1])]


def delivered(obligation: Obligation, log: Sequence[Event], day: date) -> Event | None:
    """Return the first delivery since the last return."""
    story = counted(obligation, log, day)
    dones = standing_dones(obligation.item, story, day)
    return story[dones[0]] if dones else None


def anchor_delivery(plan: Plan, obligation: Obligation, logs: Mapping[str, Sequence[Event]], day: date) -> Event | None:
    """Return the delivery of another item from which the term of this one counts."""
    others = [other for other in all_obligations(plan) if other.item.code == obligation.item.anchor]
    item = obligation.item
    sharing = item.agencies if item.fulfilled_by.value == "any" else (obligation.agency.id,)
    own = [other for other in others if other.agency.id in sharing]
    found = [event for other in own or others if (event := delivered(other, logs.get(other.id, ()), day))]
    return min(found, key=lambda event: (event.date, event.recorded, event.id), default=None)


def followed_delivery(
    plan: Plan, obligation: Obligation, logs: Mapping[str, Sequence[Event]], day: date
) -> tuple[bool, Event | None]:
    """Return whether an item begins with the delivery of another one, and that of the same agency; if shared, of any."""
    followed = obligation.item.code.removesuffix("@tiep-theo")
    if followed == obligation.item.code:
        return False, None
    others = [other for other in all_obligations(plan) if other.item.code == followed]
    own = [other for other in others if other.agency == obligation.agency or other.item.fulfilled_by.value == "any"]
    found = [event for other in own if (event := delivered(other, logs.get(other.id, ()), day))]
    return bool(others), min(found, key=lambda event: (event.date, event.recorded, event.id), default=None)


def standing_results(counting: Sequence[Event], ends: Sequence[date]) -> list[Event]:
    """Return the deliveries of an ongoing item that no return takes back."""
    taken_back: set[str] = set()
    dones = [(index, event) for index, event in enumerate(counting) if event.kind.value == "done"]
    for place, event in enumerate(counting):
        before = [done for index, done in dones if index < place and done.id not in taken_back]
        if event.kind.value == "returned" and before:
            over = max([end for end in ends if end < before[-1].date], default=date.min)
            taken_back |= {done.id for done in before if done.date > over}
    return [done for _, done in dones if done.id not in taken_back]


def known_from(counting: Sequence[Event], results: Sequence[Event], start: date, end: date) -> str:
    if any(start <= event.date <= end for event in results):
        return "result"
    nothing = any(event.kind.value == "nothing-to-report" and start <= event.date <= end for event in counting)
    return "nothing_to_report" if nothing else "none"


class Days(NamedTuple):
    """The last on-time days of a story: those of the plan, as the phrase of each day tells them, and those granted."""

    plan: Plan
    item: Item
    counting: Sequence[Event]
    goes: Sequence[bool]
    day: date
    anchor: Event | None
    anchor_at: int

    def when(self, index: int) -> date:
        return self.counting[index].date if index < len(self.counting) else self.day

    def phrase(self, index: int) -> Item:
        return on_day(self.item, self.when(index))

    def own(self, index: int, anchor: Event | None) -> date | None:
        """Return the plan's last day by the phrase in force at a place, once it is known from when it counts."""
        item = self.phrase(index)
        if anchor is not None and awaits_anchor(item):
            return term_end(self.plan, item, anchor.date) if item.due and item.due.term else anchor.until
        return item.due.last if item.due else None

    def in_force(self, index: int) -> date | None:
        """Return the last day in force as somebody sees it who extends it there."""
        known = self.own(index, self.anchor if self.is_anchor_known(index) else None)
        told = self.own(index, self.anchor if index > self.anchor_at else None)
        return max([*filter(None, (known, self.granted_before(index, told)))], default=None)

    def is_anchor_known(self, index: int) -> bool:
        """Return whether the anchor comes before the event there, and was recorded when that was."""
        return index > self.anchor_at and (
            index == len(self.counting) or self.counting[self.anchor_at].recorded <= self.counting[index].recorded
        )

    def granted_before(self, index: int, own: date | None) -> date | None:
        """Return the last day granted before a place, unless the plan has none any more since another phrase is in force."""
        granted = None
        for at in range(index):
            until, force = self.counting[at].until, None
            if self.counting[at].kind.value == "extended" and not self.goes[at]:
                force = self.in_force(at)
                if until and (force is None or until > force):
                    granted = at
        if granted is None:
            return None
        numbers = {
            sum(start <= when for start, _ in phases(self.item)) for when in (self.when(granted), self.when(index))
        }
        return self.counting[granted].until if own is not None or len(numbers) == 1 else None

    def due_before(self, index: int) -> date | None:
        own = self.own(index, self.anchor)
        return max([*filter(None, (own, self.granted_before(index, own)))], default=None)


def first_day(item: Item, day: date) -> date:
    """Return the day from which ongoing work is looked at: the first of its phrase, or on which an amendment had it go on."""
    changed = [start for start, _ in phases(item) if start <= day]
    while len(changed) > 1 and is_ongoing(on_day(item, changed[-1])) and is_ongoing(on_day(item, changed[-2])):
        changed.pop()
    if len(changed) > 1 and is_ongoing(on_day(item, day)):
        return changed[-1]
    return item.due.first if item.due and item.due.first else date.min


def earlier_day(days: Days, decisive: int) -> tuple[date | str | None, ...]:
    """Return what the phrase that decides took the place of."""
    before = [earlier for earlier in days.item.earlier_dues if earlier.until <= days.when(decisive)]
    if not before:
        return ()
    place = days._replace(item=days.item._replace(due=before[-1].due, earlier_dues=()))
    return place.own(decisive, days.anchor), before[-1].amendment, before[-1].until


def reckon(
    plan: Plan,
    obligation: Obligation,
    log: Sequence[Event],
    day: date,
    logs: Mapping[str, Sequence[Event]],
    *,
    story: Sequence[Event] | None = None,
) -> Reckoned:
    """Reckon an obligation from its own events, or from the `story` that it has of several agencies.

    `logs` are the events of all, by the obligation's id.
    """
    item, counting = obligation.item, story if story is not None else counted(obligation, log, day)
    goes = going_on(item, counting, day)
    ongoing = goes[-1]
    anchors = [(index, event) for index, event in enumerate(counting) if event.kind.value == "anchored"][:1]
    anchor = anchor_delivery(plan, obligation, logs, day) if item.anchor else anchors[0][1] if anchors else None
    anchor_at = anchors[0][0] if anchors and not item.anchor else len(counting)
    days = Days(plan, item, counting, goes, day, anchor, anchor_at)

    windows = sorted((period.last, period.first, period.id) for period in plan.periods)

    def delivered_before(index: int) -> bool:
        if goes[index]:
            stretch = stretch_before(item, counting, goes, index, day)
            return bool(standing_results(stretch, [window[0] for window in windows]))
        nearest = [at for at in range(index) if counting[at].kind.value in ("done", "returned") and not goes[at]]
        return bool(nearest) and counting[nearest[-1]].kind.value == "done"

    def answers(index: int) -> bool:
        """Return whether an event settles the requests for an extension before it."""
        event, due = counting[index], days.in_force(index)
        if event.kind.value == "extended":
            return not goes[index] and event.until is not None and (due is None or event.until > due)
        return event.kind.value in ("extension-refused", "done", "waived")

    requests = [index for index, event in enumerate(counting) if event.kind.value == "extension-requested"]
    asks = requests and not any(answers(index) for index in range(requests[-1], len(counting)))
    counted_events = [
        event
        for index, event in enumerate(counting)
        if (event.kind.value not in ("returned", "supplement-requested") or delivered_before(index))
        and (event.kind.value != "anchored" or (index, event) in anchors)
    ]
    returns = [index for index, event in enumerate(counting) if event.kind.value == "returned"]
    dones = standing_dones(item, counting, day)
    first = dones[0] if dones else None
    counted_returns = [index for index in returns if delivered_before(index)]
    since_return = counting[counted_returns[-1] + 1 :] if counted_returns else counting
    decisive = len(counting) if first is None else first
    last, own = days.due_before(decisive), days.own(decisive, anchor)
    end, start, _ = ([window for window in windows if day <= window[0]] or windows[-1:])[0]
    waivers = [event.date for event in counting if event.kind.value == "waived"]
    waived = bool(waivers)
    # What is waived is no longer looked at period by period: any delivery of it stands.
    by_period = ongoing and not waived
    stretch = stretch_before(item, counting, goes, len(counting), day) if ongoing else list(counting)
    results = standing_results(stretch, [window[0] for window in windows])
    waits, awaited = followed_delivery(plan, obligation, logs, day)
    beginnings = [event.date for event in [*results, *([awaited] if awaited else [])]]
    not_begun = waits and not beginnings and not waived
    since_day = min(beginnings, default=date.min) if waits else first_day(item, day)
    standing = [counting[index] for index in dones]
    if by_period:
        standing = [event for event in results if start <= event.date <= end]
    done_on = standing[0].date if standing else None
    table = [
        ("ongoing", by_period),
        ("done_on_time", done_on is not None and last is not None and done_on <= last),
        ("done_late", done_on is not None and last is not None and done_on > last),
        ("done_undated", done_on is not None and last is None),
        ("waived", waived),
        ("in_time", last is not None and day <= last),
        ("overdue", last is not None and day > last),
        ("undated", last is None),
    ]
    state = next(name for name, applies in table if applies)
    days_left = (last - day).days if state == "in_time" and last else None
    late_on = {"overdue": day, "done_late": done_on}.get(state)
    # Of an ongoing item the results of earlier periods may stand after a return.
    last_delivery = dones[-1] if dones else counted_returns[-1] + 1 if ongoing and results and counted_returns else None
    kinds_since = [] if last_delivery is None else [event.kind.value for event in counting[last_delivery:]]
    flags = {
        "due_soon": days_left is not None and days_left <= 15,
        "not_begun": not_begun,
        "unrecorded": not not_begun
        and all(
            event.kind.value in ("reminded", "extended", "extension-refused", "anchored") for event in counted_events
        ),
        "submitted": first is None and any(event.kind.value == "submitted" for event in since_return),
        "incomplete": "supplement-requested" in kinds_since,
        "no_evidence": item.kind is ItemKind.TASK and bool(standing) and not any(event.evidence for event in standing),
        "extended": last != own,
        "unanchored": state in ("undated", "done_undated") and awaits_anchor(days.phrase(decisive)),
        "extension_asked": bool(asks),
        "requested": obligation.agency.id == "toa-an-nhan-dan-tinh",
        "unconfirmed": bool(obligation.unconfirmed_interpretations),
    }
    return Reckoned(
        state=state,
        flags=frozenset(name for name, applies in flags.items() if applies),
        last=last,
        days_left=days_left,
        days_late=(late_on - last).days if late_on and last else None,
        done_on=done_on,
        document=standing[0].document if standing else "",
        proofs=tuple(proof.url or proof.path for event in standing for proof in event.evidence),
        activity=known_from(stretch, results, start, end) if by_period and not not_begun else None,
        asked=counting[requests[-1]] if asks else None,
        activities=tuple(
            (id_, known_from(stretch, results, start, end))
            for end, start, id_ in windows
            if ongoing and start <= day and all(end < waiver for waiver in waivers[:1])
            if since_day <= end and (beginnings or not waits)
        ),
        anchored_on=anchor.date if anchor and awaits_anchor(days.phrase(decisive)) else None,
        earlier=earlier_day(days, decisive),
    )


def reckoned_of(verdict: Verdict) -> Reckoned:
    """Return what the program judged in the form of what is reckoned."""
    return Reckoned(
        state=verdict.state.value,
        flags=frozenset(verdict.flags),
        last=verdict.last,
        days_left=verdict.days_left,
        days_late=verdict.days_late,
        done_on=verdict.done_on,
        document=verdict.document,
        proofs=tuple(proof.url or proof.path for proof in verdict.evidence),
        activity=verdict.activity.value if verdict.activity else None,
        asked=verdict.extension_asked,
        activities=tuple((known.period.id, known.activity.value) for known in verdict.activities),
        anchored_on=verdict.anchor.date if verdict.anchor else None,
        earlier=(earlier.last, earlier.changed.amendment, earlier.changed.until)
        if (earlier := verdict.earlier)
        else (),
    )


def remembered(plan: Plan) -> list[Event]:
    """Return what earlier plans recorded of what they left unfinished: as a log would have it, on the day itself."""
    found = []
    for item in plan.items.values():
        for place, fact in enumerate(item.origin.known if item.origin else ()):
            owing = {*item.agencies, *(one.agency for one in item.former)}.difference(item.heirs)
            for agency in fact.agencies or sorted(owing):
                recorded = f"{fact.day}T00:00:00.{place:06}+07:00"
                until = fact.until and fact.until.isoformat()
                others = {"item": item.code, "agency": agency, "document": fact.document, "until": until}
                found.append(
                    sample.event(fact.event.value, fact.day.isoformat(), recorded=recorded, note=fact.note, **others)
                )
    return found


def assert_the_same(plan: Plan, log: Sequence[Event], day: date) -> None:
    """Compare every verdict of `judge` with the reckoned one; `log` holds each event once."""
    by_obligation: dict[str, list[Event]] = {}
    for one in (*log, *remembered(plan)):
        by_obligation.setdefault(f"{one.item}@{one.agency}", []).append(one)
    for verdict in judge(plan, log, as_of=day, known_at=None).verdicts:
        id_ = verdict.obligation.id
        ours = reckoned_of(verdict)
        assert ours == reckon(plan, verdict.obligation, by_obligation.get(id_, []), day, by_obligation), id_
