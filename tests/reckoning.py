"""An independent computation of the states: each term of papi_cli/README.md, States, from the whole list of events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.plan.model import ItemKind, Plan
from papi_cli.plan.obligations import Obligation
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


def counts_at_all(event: Event, obligation: Obligation, *, ongoing: bool) -> bool:
    proof = {
        "done": bool(event.document or event.evidence or event.note),
        "extended": bool(event.document) and event.until is not None,
        "extension-requested": event.until is not None,
        "extension-refused": bool(event.document) and bool(event.note),
        "nothing-to-report": ongoing,
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


def reckon(plan: Plan, obligation: Obligation, log: Sequence[Event], day: date) -> Reckoned:
    item, original = obligation.item, obligation.item.due.last if obligation.item.due else None
    ongoing, counting = is_ongoing(obligation), counted(obligation, log, day)

    def delivered_before(index: int) -> bool:
        nearest = [event.kind.value for event in counting[:index] if event.kind.value in ("done", "returned")]
        return bool(nearest) and nearest[-1] == "done"

    def due_before(index: int) -> date | None:
        granted = (
            []
            if ongoing
            else [event.until for event in counting[:index] if event.kind.value == "extended" and event.until]
        )
        return max([*granted, *([original] if original else [])], default=None)

    def answers(index: int) -> bool:
        """Return whether an event settles the requests for an extension before it."""
        event, due = counting[index], due_before(index)
        if event.kind.value == "extended":
            return not ongoing and event.until is not None and (due is None or event.until > due)
        return event.kind.value in ("extension-refused", "done", "waived")

    requests = [index for index, event in enumerate(counting) if event.kind.value == "extension-requested"]
    waits = requests and not any(answers(index) for index in range(requests[-1], len(counting)))
    counted_events = [
        event
        for index, event in enumerate(counting)
        if (event.kind.value not in ("returned", "supplement-requested") or delivered_before(index))
    ]
    returns = [index for index, event in enumerate(counting) if event.kind.value == "returned"]
    since = returns[-1] + 1 if returns else 0
    dones = [index for index in range(since, len(counting)) if counting[index].kind.value == "done"]
    first = dones[0] if dones else None
    counted_returns = [index for index in returns if delivered_before(index)]
    since_return = counting[counted_returns[-1] + 1 :] if counted_returns else counting
    last = due_before(len(counting) if first is None else first)
    windows = sorted((period.last, period.first) for period in plan.periods)
    end, start = ([window for window in windows if day <= window[0]] or windows[-1:])[0]
    waived = any(event.kind.value == "waived" for event in counting)
    # What is waived is no longer looked at period by period: any delivery of it stands.
    by_period = ongoing and not waived
    standing = [counting[index] for index in dones if not by_period or start <= counting[index].date <= end]
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
    kinds_since = [counting[index].kind.value for index in range(dones[-1], len(counting))] if dones else []
    flags = {
        "due_soon": days_left is not None and days_left <= 15,
        "unrecorded": all(
            event.kind.value in ("reminded", "extended", "extension-refused") for event in counted_events
        ),
        "submitted": first is None and any(event.kind.value == "submitted" for event in since_return),
        "incomplete": "supplement-requested" in kinds_since,
        "no_evidence": item.kind is ItemKind.TASK and bool(standing) and not any(event.evidence for event in standing),
        "extended": last != original,
        "extension_asked": bool(waits),
        "requested": obligation.agency.id == "toa-an-nhan-dan-tinh",
        "unconfirmed": bool(obligation.unconfirmed_interpretations),
    }
    nothing = any(event.kind.value == "nothing-to-report" and start <= event.date <= end for event in counting)
    shows = "result" if standing else "nothing_to_report" if nothing else "none"
    return Reckoned(
        state=state,
        flags=frozenset(name for name, applies in flags.items() if applies),
        last=last,
        days_left=days_left,
        days_late=(late_on - last).days if late_on and last else None,
        done_on=done_on,
        document=standing[0].document if standing else "",
        proofs=tuple(proof.url or proof.path for event in standing for proof in event.evidence),
        activity=shows if by_period else None,
        asked=counting[requests[-1]] if waits else None,
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
        )
        assert ours == reckon(plan, verdict.obligation, by_obligation.get(id_, []), day), id_
