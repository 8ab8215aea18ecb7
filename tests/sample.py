"""Sample events and logs; nothing here is ever written beside the real plan."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from papi_cli.log.events import Event, deduplicated, event_id
from papi_cli.log.kinds import EventKind
from papi_cli.log.reading import read_log
from papi_cli.plan.files.names import OPTIONAL_FILES
from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.plan.model import Plan
from papi_cli.plan.obligations import Obligation, all_obligations
from papi_cli.plan.resolve.resolver import resolve
from papi_cli.problems import ProblemCode
from papi_cli.store.parsing import parse_files
from papi_cli.store.reading import read_plan_files
from papi_cli.store.sources import FolderSource

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
Keys = dict[str, Any]

# What each kind needs (papi_cli/README.md, Events); `until` and `target` are up to the caller.
NEEDS: Mapping[EventKind, Keys] = {
    EventKind.PROGRESS: {"note": "đang soạn thảo"},
    EventKind.SUBMITTED: {"document": "12/TTr-STP"},
    EventKind.DONE: {"document": "45/KH-UBND", "evidence": [{"url": "https://example.org/45"}]},
    EventKind.SUPPLEMENT_REQUESTED: {"note": "thiếu phụ lục"},
    EventKind.RETURNED: {"note": "chưa đạt yêu cầu"},
    EventKind.EXTENDED: {"document": "77/UBND-NC"},
    EventKind.EXTENSION_REQUESTED: {},
    EventKind.EXTENSION_REFUSED: {"document": "79/UBND-NC", "note": "chưa đủ căn cứ"},
    EventKind.ANCHORED: {"document": "81/UBND-NC"},
    EventKind.NOTHING_TO_REPORT: {},
    EventKind.WAIVED: {"document": "78/UBND-NC"},
    EventKind.REMINDED: {"document": "90/SNV-CCHC"},
    EventKind.RETRACTED: {"note": "ghi nhầm"},
}

# How often each kind stands in a seeded log. A new kind with 0 leaves the logs of every seed as they are.
WEIGHTS = {
    EventKind.PROGRESS: 2,
    EventKind.SUBMITTED: 2,
    EventKind.DONE: 6,
    EventKind.SUPPLEMENT_REQUESTED: 2,
    EventKind.RETURNED: 2,
    EventKind.EXTENDED: 2,
    EventKind.EXTENSION_REQUESTED: 1,
    EventKind.EXTENSION_REFUSED: 0,
    EventKind.ANCHORED: 0,
    EventKind.NOTHING_TO_REPORT: 2,
    EventKind.WAIVED: 1,
    EventKind.REMINDED: 1,
    EventKind.RETRACTED: 2,
}


@cache
def shipped_plan() -> Plan:
    files = read_plan_files(FolderSource(Path(__file__).resolve().parents[1]))
    plan = resolve(
        parse_files(files, FILE_MODELS, optional=OPTIONAL_FILES).by_name,
        fingerprint=files.fingerprint,
        day=date(2026, 6, 10),
        known_at=None,
    )
    assert isinstance(plan, Plan), plan
    return plan


def keys_of(
    kind: str,
    day: str,
    *,
    item: str = "II.2/bao-cao",
    agency: str = "so-tu-phap",
    recorded: str = "",
    **others: object,
) -> Keys:
    """Return an event as a line says it, with what its kind needs; a key given as None is left out."""
    keys: Keys = {
        "date": day,
        "item": item,
        "agency": agency,
        "event": kind,
        **NEEDS[EventKind(kind)],
        "recorded": recorded or f"{day}T17:00:00.000000+07:00",
        **others,
    }
    keys = {key: value for key, value in keys.items() if value is not None}
    return {"id": event_id(keys), **keys}


def line_of(keys: Mapping[str, object]) -> bytes:
    return json.dumps(keys, ensure_ascii=False).encode() + b"\n"


def read(keys: Mapping[str, object]) -> Event:
    events, problems = read_log("sample.jsonl", line_of(keys))
    assert {problem.code for problem in problems} <= {ProblemCode.ALTERED_EVENT}, problems  # some tests want such an id
    return events[0]


def event(kind: str, day: str, **others: Any) -> Event:  # noqa: ANN401  # the keys of any event
    return read(keys_of(kind, day, **others))


def events_of(story: str, obligation: str) -> list[Event]:
    """Return the events of a story such as `done 2026-06-09; extended 2026-06-10 until=2026-07-01`.

    Each is recorded at 17:00 of its day, 1 µs after the one before it in the story. A bare `key=` leaves a key out, and
    `target=1` is the first event of the story.
    """
    item, _, agency = obligation.rpartition("@")
    events: list[Event] = []
    for number, words in enumerate(part.split() for part in story.split(";") if part.strip()):
        others: Keys = {"item": item, "agency": agency, "recorded": f"{words[1]}T17:00:00.{number:06}+07:00"}
        for key, _, value in (word.partition("=") for word in words[2:]):
            others[key] = events[int(value) - 1].id if key == "target" and len(value) == 1 else value or None
        events.append(event(words[0], words[1], **others))
    return events


def seeded_log(seed: int, plan: Plan, weights: Mapping[EventKind, int] = WEIGHTS) -> tuple[Event, ...]:
    """Return a plausible log: most obligations have a story, some of its events break a rule or are taken back."""
    chance = random.Random(seed)
    events: list[Event] = []
    for obligation in all_obligations(plan):
        if chance.random() < 0.7:
            events.extend(_story(chance, obligation, weights))
    return deduplicated(events)


def _story(chance: random.Random, obligation: Obligation, weights: Mapping[EventKind, int]) -> list[Event]:
    story: list[Event] = []
    day = date(2026, 1, 1) + timedelta(days=chance.randrange(330))
    for _ in range(chance.randint(1, 6)):
        kind = chance.choices([*weights], weights=[*weights.values()])[0]
        others: Keys = {}
        if kind in (EventKind.EXTENDED, EventKind.EXTENSION_REQUESTED):
            others["until"] = (day + timedelta(days=chance.randint(-40, 90))).isoformat()
        if kind is EventKind.ANCHORED and ((due := obligation.item.due) is None or due.term is None):
            others["until"] = (day + timedelta(days=chance.randint(0, 60))).isoformat()
        if kind is EventKind.RETRACTED:
            others["target"] = chance.choice(story).id if story else "0" * 16
        if kind is EventKind.DONE and chance.random() < 0.4:
            others["evidence"] = None
        if chance.random() < 0.08:
            others |= {"document": None, "note": None, "evidence": None}
        # Now and then recorded before it happened, which no event can be.
        written = datetime(day.year, day.month, day.day, 8, tzinfo=ZONE) + timedelta(
            days=-2 if chance.random() < 0.05 else chance.randint(0, 3), seconds=chance.randrange(40_000)
        )
        story.append(
            event(
                kind.value,
                day.isoformat(),
                item=obligation.item.code,
                agency=obligation.agency.id,
                recorded=written.isoformat(timespec="microseconds"),
                **others,
            )
        )
        day += timedelta(days=chance.choice([0, 0, 1, 5, 30]))
    return story


TEXTS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=20)
INSTANTS = st.datetimes(datetime(2025, 12, 1), datetime(2027, 1, 31), timezones=st.just(ZONE))  # noqa: DTZ001  # bounds of aware ones
DAYS = st.dates(date(2025, 12, 1), date(2027, 1, 31))


@st.composite
def written(draw: st.DrawFn) -> Keys:
    """Draw an event of any kind as its line says it, with any texts that it may have."""
    optional = ("document", "within", "note", "by")
    others: Keys = {key: draw(TEXTS) for key in optional if draw(st.booleans())}
    others["evidence"] = [{"url": url} for url in draw(st.lists(TEXTS, max_size=3))]
    others["until"] = draw(st.none() | DAYS.map(date.isoformat))
    recorded = draw(INSTANTS).isoformat(timespec="microseconds")
    if draw(st.booleans()):
        others["confirmed"] = draw(st.lists(TEXTS, min_size=1, max_size=2))
    return keys_of(draw(st.sampled_from(EventKind)).value, draw(DAYS).isoformat(), recorded=recorded, **others)
