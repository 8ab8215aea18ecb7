"""A plan with amendments in folder and git: which version commands answer by, and what stays as it was before one."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papi_cli.cli.inputs import load_inputs
from papi_cli.cli.options.shared import InputOptions
from papi_cli.cli.program.door import main
from papi_cli.cli.recording.session import open_session
from papi_cli.plan.files.yamltext import YamlDocument
from papi_cli.plan.model import Plan
from papi_cli.plan.resolve.resolver import ResolvedFiles, resolve, resolve_leniently
from papi_cli.states import judge
from papi_cli.store.plans import PlanVersions, open_plan
from papi_cli.store.sources import FolderSource, RevisionSource
from tests.amended import amended, amendment_text
from tests.bench.amendments import write_amendments
from tests.repositories import commit, git
from tests.sample import keys_of, line_of, seeded_log
from tests.test_index import steps_of
from tests.tree import copied, document_of, documents_after, minimal, plan_in, planted, shipped_plan

CHECKOUT = Path(__file__).resolve().parents[1]
DECISION = CHECKOUT / "tests" / "amendments" / "1234-qd-ubnd.yaml"
EARLIER = "due: {of: I.1, was: trước ngày 10/12/2026, is: trước ngày 10/9/2026}"
EFFECTIVE, LAST_BEFORE = date(2026, 7, 15), date(2026, 7, 14)
OLD_DAY, NEW_DAY = date(2026, 12, 9), date(2026, 9, 9)

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the minimal plan with an amendment of 15 July, recorded on the 20th."""
    for name in ("PAPI_PLAN", "PAPI_NOW", "PAPI_COMMIT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PAPI_CACHE", str(tmp_path / "cache"))
    git(tmp_path, "init", "-q")
    return amended(minimal(tmp_path), "qd-1", EARLIER, effective="2026-07-15", recorded="2026-07-20T09:00:00+07:00")


def last_day(plan: Plan) -> date | None:
    due = plan.items["I.1/ke-hoach"].due
    return due.last if due else None


# Which version


def test_the_day_asked_about_decides_and_so_does_what_was_known(root: Path) -> None:
    versions = open_plan(FolderSource(root))
    before_recording = datetime(2026, 7, 20, 1, 59, tzinfo=UTC)
    assert last_day(versions.on(LAST_BEFORE)) == OLD_DAY
    assert last_day(versions.on(EFFECTIVE)) == NEW_DAY
    assert last_day(versions.on(EFFECTIVE, before_recording)) == OLD_DAY
    assert last_day(versions.on(EFFECTIVE, before_recording + timedelta(minutes=1))) == NEW_DAY
    assert [amendment.code for amendment in versions.on(LAST_BEFORE).coming] == ["qd-1"]
    assert versions.on(LAST_BEFORE, before_recording).coming == ()
    # What does not say when it was recorded always counts.
    amended(root, "qd-1", EARLIER, effective="2026-07-15")
    assert last_day(open_plan(FolderSource(root)).on(EFFECTIVE, before_recording)) == NEW_DAY


def test_commands_answer_by_the_version_of_the_day_and_of_what_was_known(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(**options: str) -> date | None:
        return last_day(load_inputs(InputOptions(plan=str(root), **options)).plan)

    # An hour before midnight of Greenwich it is the next day in Vietnam.
    monkeypatch.setenv("PAPI_NOW", "2026-07-14T16:59:59+00:00")
    assert asked() == OLD_DAY
    assert last_day(open_session(str(root), "Lan").plan) == OLD_DAY
    monkeypatch.setenv("PAPI_NOW", "2026-07-14T17:00:00+00:00")
    assert asked() == NEW_DAY
    assert last_day(open_session(str(root), "Lan").plan) == NEW_DAY
    assert asked(as_of="14/7/2026") == OLD_DAY
    assert asked(as_of="1/8/2026", known_at="19/7/2026") == OLD_DAY
    assert asked(as_of="1/8/2026", known_at="20/7/2026") == NEW_DAY


def test_a_revision_has_the_amendments_that_it_has(root: Path) -> None:
    amended_at = commit(root)
    (root / "plan" / "amendments" / "qd-1.yaml").unlink()
    without = commit(root)
    found = {name: last_day(open_plan(RevisionSource(root, name)).on(EFFECTIVE)) for name in (amended_at, without)}
    assert found == {amended_at: NEW_DAY, without: OLD_DAY}
    assert last_day(plan_in(root, EFFECTIVE)) == OLD_DAY


def test_diff_takes_each_side_as_of_the_day(root: Path, capfd: Capture) -> None:
    amended_at = commit(root)
    (root / "plan" / "amendments" / "qd-1.yaml").unlink()

    def moved(day: str) -> tuple[list[tuple[str, str, str]], int]:
        assert main(["diff", amended_at, "--plan", str(root), "--as-of", day, "--format", "json"]) == 0
        answer = json.loads(capfd.readouterr().out)
        return [(due["item"], due["old"], due["new"]) for due in answer["deadlines"]], len(answer["obligations"])

    back = [("I.1/ke-hoach", NEW_DAY.isoformat(), OLD_DAY.isoformat())]
    assert moved("2026-07-14") == ([], 0)
    assert moved("2026-07-15") == (back, 0)
    assert moved("2026-10-01") == (back, 1)  # overdue there, in time here


def test_a_document_is_held_against_the_version_of_its_own_day(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On 1 November the result is late by the amended day; the work list of 14 July knows only the old one."""
    copied(CHECKOUT / "templates", root / "templates", "new")
    document = tmp_path / "danh-muc.html"
    monkeypatch.setenv("PAPI_NOW", "2026-07-14T08:00:00+07:00")
    tasks = ["report", "tasks", "--agency", "Sở Nội vụ", "--format", "html", "--output", str(document)]
    assert main([*tasks, "--plan", str(root)]) == 0
    monkeypatch.setenv("PAPI_NOW", "2026-11-01T08:00:00+07:00")
    assert main(["verify", str(document), "--plan", str(root)]) == 0


# The cache


def test_each_version_is_read_from_the_yaml_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved: list[object] = []
    original = PlanVersions._resolve  # what must not be called again

    def counted(versions: PlanVersions, version: Any) -> Plan:  # noqa: ANN401  # whatever it is given
        resolved.append(version)
        return original(versions, version)

    monkeypatch.setattr(PlanVersions, "_resolve", counted)
    days = (LAST_BEFORE, EFFECTIVE, date(2026, 3, 1), date(2026, 12, 31))
    fresh = [open_plan(FolderSource(root)).on(day) for day in days]
    assert len(resolved) == 2
    assert [open_plan(FolderSource(root)).on(day) for day in days] == fresh
    assert len(resolved) == 2
    # What was recorded by when makes a version of its own only where it makes a difference.
    open_plan(FolderSource(root)).on(EFFECTIVE, datetime(2026, 8, 1, tzinfo=UTC))
    assert len(resolved) == 2
    open_plan(FolderSource(root)).on(EFFECTIVE, datetime(2026, 7, 1, tzinfo=UTC))
    open_plan(FolderSource(root)).on(LAST_BEFORE, datetime(2026, 6, 1, tzinfo=UTC))
    assert len(resolved) == 3


# What stays as it was


def amendments_of(seed: int, count: int, folder: Path) -> Mapping[str, YamlDocument]:
    """Return the documents of `count` amendments of the shipped plan, by name."""
    place = folder / "plan" / "amendments"
    if not (folder / "plan").exists():
        (folder / "plan").mkdir()
        (folder / "plan" / "tasks.yaml").write_bytes((CHECKOUT / "plan" / "tasks.yaml").read_bytes())
    for path in place.glob("*") if place.exists() else ():
        path.unlink()
    if place.exists():
        place.rmdir()
    write_amendments(folder, count, random.Random(seed))
    return {
        f"amendments/{path.name}": document_of(f"amendments/{path.name}", path.read_text("utf-8"))
        for path in sorted(place.iterdir())
    }


def resolved_on(documents: Mapping[str, YamlDocument], day: date) -> Plan:
    plan = resolve(documents, fingerprint="0", day=day, known_at=None)
    assert isinstance(plan, Plan), plan
    return plan


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.dates(date(2026, 1, 1), date(2026, 3, 1)))
def test_an_amendment_effective_later_changes_no_answer_before_it(tmp_path: Path, seed: int, day: date) -> None:
    amendments = amendments_of(seed, 20, tmp_path)
    base = documents_after()
    whole = resolved_on({**base, **amendments}, day)
    coming = {f"amendments/{amendment.code}.yaml" for amendment in whole.coming}
    in_force = {name: document for name, document in amendments.items() if name not in coming}
    before = resolved_on({**base, **in_force}, day)
    assert replace(whole, coming=()) == before
    assert len(in_force) == len(whole.amendments)
    log = seeded_log(seed, shipped_plan())
    verdicts = [judge(plan, log, as_of=day, known_at=None) for plan in (whole, before)]
    assert verdicts[0].verdicts == verdicts[1].verdicts
    assert verdicts[0].ignored == verdicts[1].ignored


ROWS = ("overdue", "upcoming", "status", "tasks", "matrix", "agencies", "calendar", "show I.1", "log", "explain I.1")


def test_a_coming_amendment_changes_no_answer_of_today(tmp_path: Path, capfd: Capture) -> None:
    plain, coming = planted(tmp_path / "a"), planted(tmp_path / "b")
    for root in (plain, coming):
        month = root / "plan" / "status" / "2026-03"
        month.mkdir(parents=True)
        (month / "a.jsonl").write_bytes(line_of(keys_of("done", "2026-03-12", item="II.2/ke-hoach")))
    (coming / "plan" / "amendments").mkdir()
    (coming / "plan" / "amendments" / "qd-1.yaml").write_bytes(DECISION.read_bytes())
    for command in ROWS:
        answers = [answer_of(capfd, *command.split(), "--plan", str(root)) for root in (plain, coming)]
        assert answers[0] == answers[1], command


def answer_of(capfd: Capture, *words: str) -> object:
    """Return the answer as of the day before the decision takes effect, without what only tells one plan from another."""
    is_calendar = words[0] == "calendar"
    capfd.readouterr()
    assert main([*words, "--as-of", str(LAST_BEFORE), *(() if is_calendar else ("--format", "json"))]) == 0
    out = capfd.readouterr().out
    if is_calendar:
        return out
    answer = json.loads(out)
    assert isinstance(answer, dict)
    del answer["plan"]["fingerprint"]
    return answer


# What it costs


def moved_again(count: int) -> dict[str, YamlDocument]:
    """Return the shipped plan with so many amendments, a day each, that move the day of one row to and fro."""
    documents, dues = dict(documents_after()), ("Kế hoạch tháng 08/2026", "Tháng 6/2026")
    for number in range(count):
        name, day = f"amendments/qd-{number}.yaml", date(2026, 2, 1) + timedelta(days=number)
        change = f"due: {{of: II.5/ke-hoach, was: {dues[number % 2]}, is: {dues[1 - number % 2]}}}"
        documents[name] = document_of(name, amendment_text(change, day=day))
    return documents


def test_an_amendment_takes_steps_for_what_it_touches() -> None:
    """A plan is gone through once, whatever the number of days asked about."""
    none, few, many = (moved_again(count) for count in (0, 4, 12))
    resolved_on(many, date(2026, 12, 1))  # so that all phrases are known
    whole, with_few, with_many = (
        steps_of(partial(resolved_on, documents, date(2026, 12, 1))) for documents in (none, few, many)
    )
    assert (with_many - with_few) / 8 < whole / 20
    files = ResolvedFiles(many, fingerprint="0")
    files.on(date(2026, 12, 1), None)
    assert steps_of(partial(files.on, date(2026, 2, 3), None)) < whole / 5


def test_files_gone_through_once_tell_of_each_day_what_they_tell_alone(tmp_path: Path) -> None:
    documents = {**documents_after(), **amendments_of(5, 20, tmp_path)}
    files = ResolvedFiles(documents, fingerprint="0")
    instant = datetime(2026, 2, 1, tzinfo=UTC)
    for day in (date(2026, 12, 1), date(2026, 1, 1), date(2026, 1, 24), date(2026, 1, 25)):
        for known_at in (None, instant):
            alone = resolve_leniently(documents, fingerprint="0", day=day, known_at=known_at)
            assert files.on(day, known_at)[:4] == alone[:4]
