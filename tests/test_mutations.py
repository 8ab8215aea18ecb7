"""The shipped plan and a sample log, broken in hundreds of seeded ways: every fault is reported, none raises.

Nothing here knows the structure of what it breaks; `test_fuzz.py` does. The seed is the same, and moves on with the day.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.checks import all_problems
from papi_cli.log.events import event_id
from papi_cli.log.evidence import NO_EVIDENCE
from papi_cli.log.reading import read_lines
from papi_cli.plan.files.yamltext import YamlDocument, read_yaml, split_lines
from papi_cli.plan.resolve.resolver import Resolution, resolve_leniently
from papi_cli.problems import Problem, errors_of
from papi_cli.render import diagnostics
from papi_cli.views.problems import quote_problems
from tests.conftest import fuzz_seed
from tests.tree import PLAN, SHIPPED_FILES

RAW = {name: (PLAN / name).read_bytes() for name in SHIPPED_FILES}
LOG = "plan/status/2026-03/a.jsonl"
ROUNDS = 10  # a file and a kind; times nine files, times five kinds

KINDS = ("cut", "swap", "drop", "replace", "flip")
# Without its comments it is two lines, each of which may be missing or stand before the other.
SHORTEST = "scores.yaml"
HARMLESS = ((SHORTEST, "swap"), (SHORTEST, "cut"))

# Limits of processor seconds and bytes, far above what a file needs (a tenth of a second and some megabytes).
SECONDS, ROOM = 60, 1 << 29


@pytest.fixture
def bounded() -> Iterator[None]:
    """Raise TimeoutError or MemoryError in a test that uses more than SECONDS, or ROOM above what is in use."""

    def stop(*_: object) -> None:
        raise TimeoutError

    resource = pytest.importorskip("resource")
    statm = Path("/proc/self/statm")
    limits = resource.getrlimit(resource.RLIMIT_AS)
    handler = signal.signal(signal.SIGVTALRM, stop)
    if statm.exists():  # where nothing tells the memory in use, only the time is bounded
        in_use = int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (in_use + ROOM, limits[1]))
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    resource.setrlimit(resource.RLIMIT_AS, limits)
    signal.signal(signal.SIGVTALRM, handler)


def limited() -> None:
    """Set the same limits for this process."""
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))


def sample_log() -> bytes:
    lines = []
    for item, agency, event in (
        ("II.2/ke-hoach", "so-tu-phap", "done"),
        ("bao-cao-6-thang", "phuong-to-hieu", "progress"),
        ("VI.8/van-ban", "so-tu-phap", "nothing-to-report"),
    ):
        keys = {
            "date": "2026-03-12",
            "item": item,
            "agency": agency,
            "event": event,
            "note": "Sổ mẫu",
            "recorded": "2026-03-13T09:12:00.000000+07:00",
        }
        lines.append(json.dumps({"id": event_id(keys), **keys}, ensure_ascii=False))
    return "\n".join(lines).encode() + b"\n"


def mutated(raw: bytes, kind: str, chance: random.Random, content: Callable[[bytes], object]) -> bytes:
    """Return the file broken in one way until that changes its `content`, which a comment or a blank line does not."""
    sound = content(raw)
    tries = (broken_once(raw, kind, chance) for _ in range(1000))
    return next(attempt for attempt in tries if content(attempt) != sound)


def broken_once(raw: bytes, kind: str, chance: random.Random) -> bytes:
    """Cut a line, swap two, drop a key, replace a value by another one, or flip a byte."""
    lines = raw.splitlines(keepends=True)
    here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
    match kind:
        case "cut":
            del lines[here]
        case "swap":
            lines[here], lines[there] = lines[there], lines[here]
        case "drop":
            lines[here] = lines[here].partition(b":")[2].lstrip(b" ") or b"\n"
        case "replace":
            head, colon, _ = lines[here].partition(b":")
            lines[here] = head + colon + (lines[there].partition(b":")[2] or b" x\n")
        case _:
            position = chance.randrange(len(raw))
            return raw[:position] + bytes([raw[position] ^ (1 << chance.randrange(8))]) + raw[position + 1 :]
    return b"".join(lines)


def read_all() -> dict[str, YamlDocument]:
    documents = {name: read_yaml(f"plan/{name}", raw)[0] for name, raw in RAW.items()}
    return {name: document for name, document in documents.items() if document is not None}


SOUND = read_all()
LATER = datetime(9000, 1, 1, tzinfo=UTC)  # than whatever a log may say


@cache
def sound_plan() -> Resolution:
    """Return what the sound documents resolve to; what is wrong in a log has no part in it."""
    return resolve_leniently(SOUND, fingerprint="", day=date(2026, 6, 10), known_at=None)


def checked(
    documents: Mapping[str, YamlDocument], log: bytes, problems: tuple[Problem, ...] = ()
) -> tuple[Problem, ...]:
    lines, log_problems = read_lines(LOG, log)
    resolved = (
        sound_plan()
        if documents is SOUND
        else resolve_leniently(documents, fingerprint="", day=date(2026, 6, 10), known_at=None)
    )
    rule_problems = all_problems(resolved, documents, tuple(lines), NO_EVIDENCE, now=LATER)
    return tuple(sorted({*problems, *log_problems, *rule_problems}))


def plan_content(raw: bytes) -> object:
    document, problems = read_yaml("", raw)
    return document.tree if document is not None and not problems else problems


def log_content(raw: bytes) -> object:
    lines, problems = read_lines(LOG, raw)
    return [line.event for line in lines], problems


def assert_reported(problems: tuple[Problem, ...], raw: Mapping[str, bytes], changed: str) -> None:
    errors = errors_of(problems)
    # A record that only one place misses is reported there, with the file that lacks it in the hint.
    assert not errors or any(problem.file == changed or f"{changed}:" in problem.hint for problem in errors)
    for problem in problems:
        lines = split_lines(raw[problem.file])
        assert 1 <= problem.line <= max(1, len(lines) - (lines[-1] == ""))
        assert problem.column >= 1
    diagnostics.text(quote_problems(problems, lambda file: split_lines(raw[file]))).encode()


@pytest.mark.slow
@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize("name", SHIPPED_FILES)
def test_a_broken_file_is_reported(name: str) -> None:
    chance = random.Random(f"{fuzz_seed()} {name}")
    kinds = [kind for kind in KINDS if (name, kind) not in HARMLESS]
    assert [kind for kind in kinds for _ in range(ROUNDS) if _is_an_error_once_broken(name, kind, chance)]


def _is_an_error_once_broken(name: str, kind: str, chance: random.Random) -> bool:
    """Assert that all is reported of the file broken once more; return whether there was an error, not only a doubt."""
    raw = mutated(RAW[name], kind, chance, plan_content)
    document, problems = read_yaml(f"plan/{name}", raw)
    documents = {other: sound for other, sound in SOUND.items() if other != name}
    if document is not None:
        documents[name] = document
    all_found = checked(documents, sample_log(), problems)
    everything = {f"plan/{other}": content for other, content in RAW.items()}
    assert_reported(all_found, {**everything, f"plan/{name}": raw, LOG: sample_log()}, f"plan/{name}")
    if document is None:
        assert errors_of(problems)
    return bool(errors_of(all_found))


@pytest.mark.slow
@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_log_is_reported(kind: str) -> None:
    chance = random.Random(f"{fuzz_seed()} {kind}")
    for _ in range(ROUNDS):
        log = mutated(sample_log(), kind, chance, log_content)
        raw = {f"plan/{name}": content for name, content in RAW.items()}
        assert_reported(checked(SOUND, log), {**raw, LOG: log}, LOG)


@pytest.mark.slow
def test_some_mutations_in_real_processes(tmp_path: Path) -> None:
    chance = random.Random(fuzz_seed())
    plan = tmp_path / "plan"
    (plan / "status" / "2026-03").mkdir(parents=True)
    (tmp_path / LOG).write_bytes(sample_log())
    for turn in range(10):
        for name, raw in RAW.items():
            (plan / name).write_bytes(raw)
        name = chance.choice([name for name in RAW if name != SHORTEST])
        (plan / name).write_bytes(mutated(RAW[name], KINDS[turn % len(KINDS)], chance, plan_content))
        command = [sys.executable, "-m", "papi_cli", "check", "--plan", str(tmp_path)]
        environment = {**os.environ, "PYTHONPATH": str(PLAN.parent)}
        done = subprocess.run(
            command, capture_output=True, check=False, env=environment, preexec_fn=limited
        )  # no threads here
        # Output and exit code agree: 1 means that there are errors, and is never a traceback.
        assert done.returncode == ("lỗi [" in done.stdout.decode()), done.stderr.decode()
        assert b"Traceback" not in done.stderr


@given(st.binary())
def test_any_bytes_are_a_log_or_problems(raw: bytes) -> None:
    lines, problems = read_lines(LOG, raw)
    assert len(lines) + len(errors_of(problems)) <= len(raw.splitlines())


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,  # more of the same is no other kind of value
)
_KEYS = ("id", "date", "item", "agency", "event", "recorded", "until", "target", "document", "evidence", "note")


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(_KEYS), _JSON))
def test_any_object_is_an_event_or_a_problem(keys: dict[str, object]) -> None:
    sample = json.loads(sample_log().splitlines()[0])
    changed = {**sample, **keys}
    raw = json.dumps({**changed, "id": keys.get("id", event_id(changed))}).encode()
    lines, problems = read_lines(LOG, raw)
    assert (len(lines), len(errors_of(problems)) > 0) in {(1, False), (0, True)}
    assert {problem.file for problem in errors_of(checked(SOUND, raw))} <= {LOG}


_TREES = st.recursive(
    st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8
)


@pytest.mark.slow
@given(st.sampled_from(SHIPPED_FILES), _TREES)
def test_any_tree_is_a_record_or_problems(name: str, tree: object) -> None:
    raw = json.dumps(tree, ensure_ascii=True).encode()
    document, problems = read_yaml(f"plan/{name}", raw)
    documents = {other: sound for other, sound in SOUND.items() if other != name}
    if document is not None:
        documents[name] = document
    all_found = checked(documents, b"", problems)
    # Calendar, errata and scores may be empty; every other file needs content.
    assert errors_of(all_found) or name in ("calendar.yaml", "errata.yaml", "scores.yaml")
