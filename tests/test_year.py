"""A year of events, recorded as `papi record` does it, and the states at its end, computed independently."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.drafts import Draft, stamp
from papi_cli.log.events import Event, Evidence
from papi_cli.log.kinds import KIND_SPECS, EventKind
from papi_cli.log.oddities import OddEvent
from papi_cli.plan.obligations import Obligation, all_obligations
from papi_cli.store.journal import Journal, Recorder
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from tests import reckoning
from tests.sample import ZONE, Keys, shipped_plan
from tests.tree import planted

TYPED = 20


def year(seed: int) -> list[tuple[datetime, Draft]]:
    """Return a year of recordings of all agencies in the order in which an officer makes them; some are mistakes."""
    chance = random.Random(seed)
    recordings = [
        recording for obligation in all_obligations(shipped_plan()) for recording in _story(chance, obligation)
    ]
    return sorted(recordings, key=lambda recording: recording[0])


def _story(chance: random.Random, obligation: Obligation) -> Iterator[tuple[datetime, Draft]]:
    item, agency = obligation.item, obligation.agency.id
    due = item.due.last if item.due and item.due.last else date(2026, 6, 30)
    day = due - timedelta(days=chance.randint(20, 60))
    number = chance.randint(1, 999)
    proof = (Evidence(f"https://example.org/{number}", "", ""),) if chance.random() < 0.6 else ()
    steps: list[tuple[EventKind, Keys]] = [
        (EventKind.PROGRESS, {"note": "đang soạn thảo"}),
        (EventKind.PROGRESS, {"note": "đã lấy ý kiến"}),
    ]
    if chance.random() < 0.4:
        steps.append((EventKind.SUBMITTED, {"document": f"{number}/TTr"}))
    if chance.random() < 0.3:
        steps.append((EventKind.REMINDED, {"document": f"{number}/SNV"}))
    if chance.random() < 0.2:
        steps.append(
            (EventKind.EXTENDED, {"document": "77/UBND", "until": due + timedelta(days=chance.randint(-3, 40))})
        )
    if item.is_ongoing and chance.random() < 0.5:
        steps.append((EventKind.NOTHING_TO_REPORT, {}))
    steps.append((EventKind.DONE, {"document": f"{number}/KH", "evidence": proof}))
    if chance.random() < 0.4:
        steps.append((chance.choice([EventKind.RETURNED, EventKind.SUPPLEMENT_REQUESTED]), {"note": "thiếu phụ lục"}))
        steps.append((EventKind.DONE, {"document": f"{number}/BC"}))
    if chance.random() < 0.05:
        steps.append((EventKind.WAIVED, {"document": "78/UBND"}))
    for kind, needs in steps[: chance.randint(2, len(steps))]:
        written = datetime.combine(day, time(8), ZONE) + timedelta(
            days=chance.choice([0, 0, 1, 9]), seconds=chance.randrange(30_000)
        )
        draft = Draft(day, item.code, agency, kind)._replace(**needs)
        yield written, draft
        if chance.random() < 0.06:
            yield written + timedelta(days=2), draft._replace(kind=EventKind.RETRACTED, note="ghi nhầm")
        day += timedelta(days=chance.choice([0, 3, 12, 25]))


def retracting(draft: Draft, events: list[Event], now: datetime) -> Draft:
    """Return the retraction of the newest event of an item, agency and day; without a target if all were refused."""
    same = [
        event for event in events if (event.item, event.agency, event.date) == (draft.item, draft.agency, draft.date)
    ] or [stamp(draft, now)]
    return Draft(now.date(), draft.item, draft.agency, EventKind.RETRACTED, note=draft.note, target=same[-1].id)


def typed(draft: Draft) -> list[str]:
    """Return the command line that records the draft."""
    argv = ["record", draft.item, "--agency", draft.agency, "--date", draft.date.isoformat(), "--by", "Lò Văn A"]
    argv += [KIND_SPECS[draft.kind].option, draft.until.isoformat()] if draft.until else [KIND_SPECS[draft.kind].option]
    for option, text in (("--document", draft.document), ("--note", draft.note)):
        argv += [option, text] if text else []
    return [*argv, "--confirm", *(word for proof in draft.evidence for word in ("--evidence", proof.url))]


def everything(_position: int, _odd: OddEvent) -> bool:
    return True


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """Record the year in a folder, some 20 events by the command itself; return it and the count of refusals."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)  # no power is lost here
        return _record_year(planted(tmp_path_factory.mktemp("year")))


def _record_year(root: Path) -> tuple[Path, int]:
    book, drafts = Recorder(Journal(root), shipped_plan()), year(2026)
    events: list[Event] = []
    refused, every = 0, len(drafts) // TYPED
    for number, (now, draft) in enumerate(drafts):
        if draft.kind is EventKind.RETRACTED:
            decision = book.record([retracting(draft, events, now)], now=now, is_confirmed=everything).outcome
        elif number % every == 0:
            decision = book.preview([draft._replace(by="Lò Văn A")], now=now, is_confirmed=everything)
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PAPI_NOW", now.isoformat())
                assert main([*typed(draft), "--plan", str(root)]) == (1 if decision.refusals else 0)
        else:
            decision = book.record([draft], now=now, is_confirmed=everything).outcome
        events += decision.events
        refused += len(decision.refusals)
    # What the command wrote is what was decided, to the last id.
    assert {event.id for event in read_events(FolderSource(root))} == {event.id for event in events}
    return root, refused


@pytest.mark.slow
def test_a_year_is_large_and_not_without_mistakes(recorded: tuple[Path, int]) -> None:
    root, refused = recorded
    events = read_events(FolderSource(root))
    assert len(events) > 2_000
    assert {event.kind for event in events} == set(EventKind) - {
        EventKind.EXTENSION_REQUESTED,
        EventKind.EXTENSION_REFUSED,
        EventKind.ANCHORED,  # no phrase of the shipped plan counts from a day to be told
    }
    assert {event.agency for event in events} == {
        obligation.agency.id for obligation in all_obligations(shipped_plan())
    }
    assert refused > 10
    assert sum(event.by == "Lò Văn A" for event in events) >= TYPED - 5


@pytest.mark.slow
@pytest.mark.parametrize("day", reckoning.DAYS)
def test_every_state_agrees_with_the_independent_reckoning(recorded: tuple[Path, int], day: str) -> None:
    root, _ = recorded
    reckoning.assert_the_same(shipped_plan(), read_events(FolderSource(root)), date.fromisoformat(day))
