"""An independent computation of the states: each term of papi_cli/README.md, States, from the whole list of events."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.plan.model import Item, ItemKind, Plan
from papi_cli.plan.obligations import Obligation, all_obligations
from papi_cli.states import judge
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


def counts_at_all(event: Event, obligation: Obligation, *, ongoing: bool) -> bool:
    proof = {
        "done": bool(event.document or event.evidence or event.note),
        "extended": bool(event.document) and event.until is not None,
        "extension-requested": event.until is not None,
        "extension-refused": bool(event.document) and bool(event.note),
        "nothing-to-report": ongoing,
        "anchored": takes_anchor(obligation.item, event),
        "retracted": False,
    }
    noted, papered = ("progress", "supplement-requested", "returned"), ("submitted", "waived", "reminded")
    needed = proof.get(event.kind.value, bool(event.note if event.kind.value in noted else event.document))
    assert event.kind.value in (*proof, *noted, *papered)
    assert event.agency in obligation.item.agencies
    return needed and event.date <= event.recorded.astimezone(ZONE).date()


def is_ongoing(obligation: Obligation) -> bool:
    due = obligation.item.due
    return due is not None and due.kind.value in ("ongoing", "recurring")


def counted(obligation: Obligation, log: Sequence[Event], day: date) -> list[Event]:
    """Return the events of an obligation up to `day` that say what their kind needs and were not retracted."""
    item, ongoing = obligation.item, is_ongoing(obligation)
    mine = [event for event in log if (event.item, event.agency) == (item.code, obligation.agency.id)]
    recorded = {event.id: event.recorded for event in mine if event.kind.value != "retracted"}
    retracted = {
        event.target
        for event in mine
        if event.kind.value == "retracted"
        and event.note
        and event.target in recorded
        and event.recorded >= recorded[event.target]
        and event.date <= event.recorded.astimezone(ZONE).date()
    }
    return [
        event
        for event in sorted(mine, key=lambda event: (event.date, event.recorded, event.id))
        if event.date <= day and event.id not in retracted and counts_at_all(event, obligation, ongoing=ongoing)
    ]


def delivered(obligation: Obligation, log: Sequence[Event], day: date) -> Event | None:
    """Return the first delivery since the last return."""
    story = counted(obligation, log, day)
    returns = [index for index, event in enumerate(story) if event.kind.value == "returned"]
    dones = [event for event in story[returns[-1] + 1 if returns else 0 :] if event.kind.value == "done"]
    return dones[0] if dones else None


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
    others = [other for other in all_obligations(plan) if other.item.code == followed != obligation.item.code]
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
    """The last on-time days of a story: the phrase's, the plan's own, which is known from the anchor at a place on."""

    counting: Sequence[Event]
    original: date | None
    own: date | None
    anchor_at: int
    ongoing: bool

    def in_force(self, index: int) -> date | None:
        """Return the last day in force as somebody sees it who extends it there."""
        known = self.own if self.is_anchor_known(index) else self.original
        return max([*filter(None, (known, self.granted_before(index)))], default=None)

    def is_anchor_known(self, index: int) -> bool:
        """Return whether the anchor comes before the event there, and was recorded when that was."""
        return index > self.anchor_at and (
            index == len(self.counting) or self.counting[self.anchor_at].recorded <= self.counting[index].recorded
        )

    def granted_before(self, index: int) -> date | None:
        extensions = [at for at in range(index) if self.counting[at].kind.value == "extended" and not self.ongoing]
        if not extensions:
            return None
        until, force = self.counting[extensions[-1]].until, self.in_force(extensions[-1])
        return until if until and (force is None or until > force) else self.granted_before(extensions[-1])

    def due_before(self, index: int) -> date | None:
        return max([*filter(None, (self.own, self.granted_before(index)))], default=None)


def reckon(
    plan: Plan, obligation: Obligation, log: Sequence[Event], day: date, logs: Mapping[str, Sequence[Event]]
) -> Reckoned:
    """Reckon an obligation from its own events; `logs` are those of all, by the obligation's id."""
    item, original = obligation.item, obligation.item.due.last if obligation.item.due else None
    ongoing, counting = is_ongoing(obligation), counted(obligation, log, day)
    anchors = [(index, event) for index, event in enumerate(counting) if event.kind.value == "anchored"][:1]
    anchor = anchor_delivery(plan, obligation, logs, day) if item.anchor else anchors[0][1] if anchors else None
    own = original
    if anchor is not None:
        own = term_end(plan, item, anchor.date) if item.due and item.due.term else anchor.until

    days = Days(counting, original, own, anchors[0][0] if anchors and not item.anchor else len(counting), ongoing)

    windows = sorted((period.last, period.first, period.id) for period in plan.periods)

    def delivered_before(index: int) -> bool:
        if ongoing:
            return bool(standing_results(counting[:index], [window[0] for window in windows]))
        nearest = [event.kind.value for event in counting[:index] if event.kind.value in ("done", "returned")]
        return bool(nearest) and nearest[-1] == "done"

    def answers(index: int) -> bool:
        """Return whether an event settles the requests for an extension before it."""
        event, due = counting[index], days.in_force(index)
        if event.kind.value == "extended":
            return not ongoing and event.until is not None and (due is None or event.until > due)
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
    since = returns[-1] + 1 if returns else 0
    dones = [index for index in range(since, len(counting)) if counting[index].kind.value == "done"]
    first = dones[0] if dones else None
    counted_returns = [index for index in returns if delivered_before(index)]
    since_return = counting[counted_returns[-1] + 1 :] if counted_returns else counting
    last = days.due_before(len(counting) if first is None else first)
    end, start, _ = ([window for window in windows if day <= window[0]] or windows[-1:])[0]
    waivers = [event.date for event in counting if event.kind.value == "waived"]
    waived = bool(waivers)
    # What is waived is no longer looked at period by period: any delivery of it stands.
    by_period = ongoing and not waived
    results = standing_results(counting, [window[0] for window in windows])
    waits, awaited = followed_delivery(plan, obligation, logs, day)
    beginnings = [event.date for event in [*results, *([awaited] if awaited else [])]]
    not_begun = waits and not beginnings and not waived
    since_day = (
        min(beginnings, default=date.min) if waits else item.due.first if item.due and item.due.first else date.min
    )
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
        "unanchored": state in ("undated", "done_undated") and awaits_anchor(item),
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
        activity=known_from(counting, results, start, end) if by_period and not not_begun else None,
        asked=counting[requests[-1]] if asks else None,
        activities=tuple(
            (id_, known_from(counting, results, start, end))
            for end, start, id_ in windows
            if ongoing and start <= day and all(end < waiver for waiver in waivers[:1])
            if since_day <= end and (beginnings or not waits)
        ),
        anchored_on=anchor.date if anchor else None,
    )


def assert_the_same(plan: Plan, log: Sequence[Event], day: date) -> None:
    """Compare every verdict of `judge` with the reckoned one; `log` holds each event once."""
    by_obligation: dict[str, list[Event]] = {}
    for event in log:
        by_obligation.setdefault(f"{event.item}@{event.agency}", []).append(event)
    for verdict in judge(plan, log, as_of=day, known_at=None).verdicts:
        id_ = verdict.obligation.id
        ours = Reckoned(
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
        )
        assert ours == reckon(plan, verdict.obligation, by_obligation.get(id_, []), day, by_obligation), id_
