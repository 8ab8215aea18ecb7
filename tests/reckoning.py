"""The second way: each word of papi_cli/README.md, States, as a question about the whole list of events, no fold."""

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


def counts_at_all(one: Event, obligation: Obligation, *, ongoing: bool) -> bool:
    proof = {
        "done": bool(one.document or one.evidence or one.note),
        "extended": bool(one.document) and one.until is not None,
        "extension-requested": one.until is not None,
        "nothing-to-report": ongoing,
        "retracted": False,
    }
    noted, papered = ("progress", "supplement-requested", "returned"), ("submitted", "waived", "reminded")
    needed = proof.get(one.kind.value, bool(one.note if one.kind.value in noted else one.document))
    assert one.kind.value in (*proof, *noted, *papered)
    assert one.agency in obligation.item.agencies
    return needed and one.date <= one.recorded.astimezone(ZONE).date()


def is_ongoing(obligation: Obligation) -> bool:
    due = obligation.item.due
    return due is not None and due.kind.value in ("ongoing", "recurring")


def counted(obligation: Obligation, log: Sequence[Event], day: date) -> list[Event]:
    """Return the events of an obligation up to `day` that say what their kind needs and were not taken back."""
    item, ongoing = obligation.item, is_ongoing(obligation)
    mine = [one for one in log if (one.item, one.agency) == (item.code, obligation.agency.id)]
    names = {one.id for one in mine if one.kind.value != "retracted"}
    taken_back = {
        one.target
        for one in mine
        if one.kind.value == "retracted"
        and one.note
        and one.target in names
        and one.date <= one.recorded.astimezone(ZONE).date()
    }
    return [
        one
        for one in sorted(mine, key=lambda one: (one.date, one.recorded, one.id))
        if one.date <= day and one.id not in taken_back and counts_at_all(one, obligation, ongoing=ongoing)
    ]


def reckon(plan: Plan, obligation: Obligation, log: Sequence[Event], day: date) -> Reckoned:
    item, original = obligation.item, obligation.item.due.last if obligation.item.due else None
    ongoing, left = is_ongoing(obligation), counted(obligation, log, day)

    def delivered_before(place: int) -> bool:
        nearest = [one.kind.value for one in left[:place] if one.kind.value in ("done", "returned")]
        return bool(nearest) and nearest[-1] == "done"

    def due_before(place: int) -> date | None:
        granted = [] if ongoing else [one.until for one in left[:place] if one.kind.value == "extended" and one.until]
        return max([*granted, *([original] if original else [])], default=None)

    sayings = [
        one
        for place, one in enumerate(left)
        if (one.kind.value not in ("returned", "supplement-requested") or delivered_before(place))
    ]
    returns = [place for place, one in enumerate(left) if one.kind.value == "returned"]
    since = returns[-1] + 1 if returns else 0
    dones = [place for place in range(since, len(left)) if left[place].kind.value == "done"]
    first = dones[0] if dones else None
    counted_returns = [place for place in returns if delivered_before(place)]
    afresh = left[counted_returns[-1] + 1 :] if counted_returns else left
    last = due_before(len(left) if first is None else first)
    windows = sorted((period.last, period.first) for period in plan.periods)
    end, start = ([window for window in windows if day <= window[0]] or windows[-1:])[0]
    waived = any(one.kind.value == "waived" for one in left)
    # What is waived is no longer looked at period by period: any delivery of it stands.
    by_period = ongoing and not waived
    shown = [left[place] for place in dones if not by_period or start <= left[place].date <= end]
    done_on = shown[0].date if shown else None
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
    said_since = [left[place].kind.value for place in range(dones[-1], len(left))] if dones else []
    flags = {
        "due_soon": days_left is not None and days_left <= 15,
        "unrecorded": all(one.kind.value in ("reminded", "extended") for one in sayings),
        "submitted": first is None and any(one.kind.value == "submitted" for one in afresh),
        "incomplete": "supplement-requested" in said_since,
        "no_evidence": item.kind is ItemKind.TASK and bool(shown) and not any(one.evidence for one in shown),
        "extended": last != original,
        "requested": obligation.agency.id == "toa-an-nhan-dan-tinh",
        "unconfirmed": bool(obligation.unconfirmed_interpretations),
    }
    nothing = any(one.kind.value == "nothing-to-report" and start <= one.date <= end for one in left)
    shows = "result" if shown else "nothing_to_report" if nothing else "none"
    return Reckoned(
        state=state,
        flags=frozenset(name for name, applies in flags.items() if applies),
        last=last,
        days_left=days_left,
        days_late=(late_on - last).days if late_on and last else None,
        done_on=done_on,
        document=shown[0].document if shown else "",
        proofs=tuple(proof.url or proof.path for one in shown for proof in one.evidence),
        activity=shows if by_period else None,
    )


def assert_the_same(plan: Plan, log: Sequence[Event], day: date) -> None:
    """Compare every verdict of `judge` with the reckoned one; `log` is merged."""
    by_obligation: dict[str, list[Event]] = {}
    for one in log:
        by_obligation.setdefault(f"{one.item}@{one.agency}", []).append(one)
    for found in judge(plan, log, as_of=day, known_at=None).verdicts:
        id_ = found.obligation.id
        ours = Reckoned(
            state=found.state.value,
            flags=frozenset(found.flags),
            last=found.last,
            days_left=found.days_left,
            days_late=found.days_late,
            done_on=found.done_on,
            document=found.document,
            proofs=tuple(proof.url or proof.path for proof in found.evidence),
            activity=found.activity.value if found.activity else None,
        )
        assert ours == reckon(plan, found.obligation, by_obligation.get(id_, []), day), id_
