"""Damaged plans and logs, read by every command that reads."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

from papi_cli.log.events import event_id, event_to_dict
from papi_cli.log.kinds import EventKind
from papi_cli.plan.files.yamltext import read_yaml
from tests.fuzz.answers import NOW, answer, sane, told
from tests.fuzz.trees import Entries, as_tree, broken, dumped, spoiled
from tests.fuzz.values import DAYS, INSTANTS, NO_INSTANTS, any_text
from tests.sample import seeded_log, shipped_plan
from tests.tree import PLAN, SHIPPED_FILES

AS_OF = ("2026-06-10", "2026-12-31", "2026-06-21", "2027-02-01", *DAYS, "2026-02-29")
LISTS = ("table", "json", "csv", "markdown")


def reading(chance: random.Random, item: str, agency: str) -> list[str]:
    """Return a command line that reads plan and log."""
    day = ["--as-of", chance.choice(AS_OF)] if chance.random() < 0.8 else []
    lists = ["--format", chance.choice(LISTS)]
    within = chance.choice(["1", "30", "365", "999999", "99999999999"])
    paper = ["--format", chance.choice(["markdown", "markdown", "html"])]
    known = ["--known-at", chance.choice([*DAYS, *INSTANTS, "x"])] if chance.random() < 0.3 else []
    words = chance.choice([
        ["status", *day, *known, *lists],
        ["status", "--agency", agency, *day, *lists],
        ["overdue", *day, *known, *lists],
        ["upcoming", "--within", within, *day, *lists],
        ["tasks", "--sort", chance.choice(["due", "-due", "agency", "state"]), *day, *lists],
        ["show", chance.choice([item, agency, "annex-1", "part-4/1.b", "document", "4.2"]), *day],
        ["show", item, "--format", "json"],
        ["explain", chance.choice([item, "trước ngày 10/6/2026"]), "--format", chance.choice(["table", "json"])],
        ["log", *lists],
        ["log", "--since", chance.choice(DAYS), "--until", chance.choice(DAYS), *day],
        ["diff", "../sound", ".", "--format", chance.choice(["table", "json"])],
        ["diff", ".", "../sound", *day],
        ["report", chance.choice(["semiannual", "annual", "due", "tasks"]), *day, *paper],
        ["report", "semiannual", "--agency", agency, *day, *paper],
        ["remind", *day, *paper, *chance.choice([[], ["--soon"], ["--agency", agency]])],
        ["calendar", *day],
        ["matrix", *day, *lists],
        ["agencies", "--format", chance.choice(["table", "json"])],
        ["verify", "../sound.md"],
        ["record", item, "--agency", agency, "--done", "--date", "2026-06-10", "--document", "1/KH", "--dry-run"],
        ["sheet", "ra.xlsx"],
        ["schema", "-o", "ra"],
    ])  # fmt: skip
    if words[0] in ("report", "remind") and chance.random() < 0.1:
        words = [*words[: words.index("--format")], "-o", "ra.docx"]
    return words


CHECK = ("table", "json", "github", "gitlab")


def looked_at(chance: random.Random) -> Iterator[str]:
    """Let `check` and other commands read plan and log of the current folder; more of them if these can be computed."""
    checked = answer(["check", "--format", chance.choice(CHECK)])
    yield from told(checked)
    for _ in range(5 if checked.code == 0 else 1):
        item, agency = chance.choice(obligations())
        run = answer(reading(chance, item, agency))
        yield from told(run)
        if checked.code == 0 and run.code == 1 and run.argv[0] not in ("diff", "verify", "record"):
            yield f"papi {run}: an error that check does not find: {run.err.decode()}"


@cache
def raw_plan() -> Mapping[str, bytes]:
    return {name: (PLAN / name).read_bytes() for name in SHIPPED_FILES}


@cache
def plan_trees() -> Mapping[str, str]:
    """Return the tree of each file as JSON, from which a new one is made for each case."""
    documents = {name: read_yaml(f"plan/{name}", raw)[0] for name, raw in raw_plan().items()}
    return {name: json.dumps(document.tree) for name, document in documents.items() if document is not None}


@cache
def obligations() -> Sequence[tuple[str, str]]:
    return sorted({(event.item, event.agency) for event in seeded_log(1, shipped_plan())})


@cache
def sample_events() -> Sequence[dict[str, Any]]:
    return [event_to_dict(event) for event in seeded_log(1, shipped_plan())]


def write_plan(folder: Path, changed: Mapping[str, bytes]) -> None:
    (folder / "plan").mkdir()
    for name, raw in {**raw_plan(), **changed}.items():
        (folder / "plan" / name).write_bytes(raw)


def write_log(folder: Path, lines: Sequence[bytes], instant: str, chance: random.Random) -> None:
    """Write a file of the log under the name and in the month that fit it, mostly."""
    raw = b"".join(lines)
    if chance.random() < 0.07:
        raw = spoiled(raw, chance)
    try:
        moment = datetime.fromisoformat(instant).astimezone(UTC)
    except (ValueError, OverflowError):
        moment = datetime.fromisoformat(NOW).astimezone(UTC)
    digits = sha256(raw.replace(b"\r\n", b"\n")).hexdigest()[:16]
    stamp = f"{moment.year:04}{moment:%m%dT%H%M%S.%f}Z"
    name = f"{stamp}-{digits}.jsonl"
    if chance.random() < 0.1:
        name = chance.choice(
            ["a.jsonl", f"{stamp}-{'0' * 16}.jsonl", "99991231T235959.999999Z-0.jsonl", "ọ\u0301.jsonl"]
        )
    month = f"{moment.year:04}-{moment.month:02}"
    if chance.random() < 0.05:
        month = chance.choice(["0001-01", "9999-12", "2026-13", "x", "2026-03"])
    path = folder / "plan/status" / month / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def some_events(chance: random.Random, count: int) -> list[dict[str, Any]]:
    """Return events that follow each other, so that stories and what they take back come together."""
    start = chance.randrange(len(sample_events()) - count)
    return [dict(keys) for keys in sample_events()[start : start + count]]


def damage_plan(folder: Path, chance: random.Random) -> Iterator[str]:
    """Break the plan at one to four places, and read it."""
    trees = {name: as_tree(json.loads(text)) for name, text in plan_trees().items()}
    changed: dict[str, bytes] = {}
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        name = chance.choice(list(trees))
        broken(trees[name], list(trees.values()), chance)
        text = dumped(trees[name], "\n", escaped=chance.random() < 0.5)
        changed[name] = text.encode(errors="surrogatepass")
    if chance.random() < 0.1:
        name = chance.choice(list(trees))
        changed[name] = spoiled(raw_plan()[name], chance)
    write_plan(folder, changed)
    events = some_events(chance, 5)
    write_log(folder, [dumped_line(as_tree(keys), chance) for keys in events], events[0]["recorded"], chance)
    yield from looked_at(chance)


def dumped_line(tree: Any, chance: random.Random) -> bytes:  # noqa: ANN401  # any tree of JSON
    return dumped(tree, " ", escaped=chance.random() < 0.3).encode(errors="surrogatepass") + b"\n"


def with_fitting_id(tree: Entries, new_ids: dict[str, str], chance: random.Random) -> Entries:
    """Return the event with the id that its content gives, so that it is read; with targets that followed, mostly."""
    keys = dict(tree)
    old = keys.pop("id", "")
    if isinstance(target := keys.get("target"), str) and chance.random() < 0.9:
        target = new_ids.get(target, target)
        tree = Entries((key, target if key == "target" else part) for key, part in tree)
    if chance.random() < 0.03:
        return tree
    try:
        content = json.loads(dumped(tree, " ", escaped=True))
        new = event_id({key: part for key, part in content.items() if key != "id"})
    except (ValueError, RecursionError):
        return tree
    if isinstance(old, str):
        new_ids[old] = new
    return Entries([("id", new), *((key, part) for key, part in tree if key != "id")])


def odd_field(events: list[Any], chance: random.Random) -> None:
    """Give one event another day, instant, kind, item or target, with which it may still be one."""
    tree, other = chance.choice(events), dict(chance.choice(events))
    key = chance.choice(
        ["date", "until", "recorded", "event", "item", "agency", "target", "evidence", "note", "document"]
    )
    proof = [Entries([(chance.choice(["url", "path", "x"]), any_text(chance)), ("sha256", "0" * 64)])]
    value: Any = chance.choice({
        "date": (*DAYS, *DAYS, "2026-02-29"),
        "until": (*DAYS, *DAYS, "0000-00-00"),
        "recorded": (*INSTANTS, *INSTANTS, *NO_INSTANTS[:4]),
        "event": [*EventKind, *EventKind, "x"],
        "target": [other.get("id"), other.get("id"), dict(tree).get("id"), "0" * 16, other.get("target")],
        "evidence": [proof, proof * 2, []],
        "note": [any_text(chance)],
        "document": [any_text(chance)],
    }.get(key, [other.get(key)] * 3 + [any_text(chance)]))  # fmt: skip
    at = events.index(tree)
    events[at] = Entries([*((old, part) for old, part in tree if old != key), (key, value)])


def damage_log(folder: Path, chance: random.Random) -> Iterator[str]:
    """Break some events of a log, give them ids that fit, and read them."""
    write_plan(folder, {})
    events: list[Any] = [as_tree(keys) for keys in some_events(chance, chance.choice([1, 3, 12, 40]))]
    for _ in range(chance.choice([1, 2, 5, 20])):
        if chance.random() < 0.9:
            odd_field(events, chance)
        else:
            broken(chance.choice(events), events, chance)
    if chance.random() < 0.2:
        chance.shuffle(events)
    new_ids: dict[str, str] = {}
    events = [with_fitting_id(tree, new_ids, chance) for tree in events]
    cut = chance.randrange(len(events)) if chance.random() < 0.4 else 0
    for part in (events[:cut], events[cut:]):
        if part:
            instant = str(dict(part[0]).get("recorded"))
            write_log(folder, [dumped_line(tree, chance) for tree in part], instant, chance)
    with patch.dict(os.environ, PAPI_NOW=chance.choice([NOW] * 60 + [*INSTANTS])):
        yield from looked_at(chance)
        target = str(dict(chance.choice(events)).get("id"))
        undo: list[list[str]] = [
            ["retract", target, "--note", "nhầm"],
            ["correct", target, "--date", chance.choice(DAYS)],
        ]
        yield from sane(chance.choice(undo))
