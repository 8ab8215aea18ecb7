"""The cache of resolved plans: answers are the same with and without it, and a damaged or foreign file does no harm."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papi_cli.cli.program.door import main
from papi_cli.plan.amendments import EarlierDue, Handover
from papi_cli.plan.model import Plan
from papi_cli.plan.packing import pack_plan, unpack_plan
from papi_cli.store import cache
from papi_cli.store.cache import MAX_ENTRIES, CacheEntry, cache_entry
from tests.tree import CHECKOUT, Edit, copied, plan_in, planted, resolved, shipped_plan

DAY = ("--as-of", "2026-06-10")
OVERDUE = ("overdue", *DAY)

# Edits that fill in what the shipped plan leaves blank.
FILLED: tuple[Edit, ...] = (
    ("plan.yaml", "\n  number:\n", '\n  number: "1234"\n'),
    ("plan.yaml", "\n  day:\n", "\n  day: 2026-02-27\n"),
    (
        "scores.yaml",
        "\nscores: []\n",
        '\nscores:\n  - {year: 2025, source: s, total: "41,5", indices: [{index: "1", points: "5.0123"}]}\n',
    ),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an empty cache, not created yet; every run reads the shipped plan."""
    cache = tmp_path / "cache"
    for name in ("PAPI_PLAN", "PAPI_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PAPI_CACHE", str(cache))
    monkeypatch.chdir(CHECKOUT)
    return cache


def kept(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def process(environment: Mapping[str, str], *words: str, program: Path = CHECKOUT) -> bytes:
    """Return what papi prints into a pipe, run as a process that must succeed and leave stderr empty."""
    command = (sys.executable, "-m", "papi_cli", *words)
    whole = {**os.environ, **environment}
    run = subprocess.run(command, capture_output=True, check=True, env=whole, cwd=program)
    assert not run.stderr
    return run.stdout


# The plan as bytes


def parts(value: object) -> Iterator[tuple[type, object]]:
    """Yield every value inside with its type, since == takes True for 1 and a named tuple for a plain one."""
    if isinstance(value, Plan):
        yield from (part for field in fields(value) for part in parts(getattr(value, field.name)))
    elif isinstance(value, tuple):
        yield type(value), len(value)
        yield from (part for item in value for part in parts(item))
    elif isinstance(value, dict):
        yield dict, len(value)
        yield from (part for pair in value.items() for part in parts(pair))
    elif isinstance(value, frozenset):
        yield frozenset, value
    else:
        yield type(value), value


@pytest.mark.parametrize("edits", [(), FILLED], ids=["shipped", "filled"])
def test_a_plan_comes_back_as_it_was(edits: tuple[Edit, ...]) -> None:
    plan = resolved(*edits)
    assert isinstance(plan, Plan)
    packed = pack_plan(plan)
    assert packed is not None
    back = unpack_plan(packed)
    assert back == plan
    assert list(parts(back)) == list(parts(plan))


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_items_that_differ_within_a_series_come_back_as_they_were(chance: Random) -> None:
    """Whatever amendments and the ends of agencies leave behind on one occurrence of many, and wherever it stands."""
    plan = plan_in(CHECKOUT / "tests" / "plans" / "phong-chong-thien-tai")
    items = list(plan.items.values())
    agencies, day = sorted(plan.agencies), date(2026, 7, 1)
    changes: list[dict[str, Any]] = [
        {"earlier_dues": (EarlierDue(day, None, "qd-1"), EarlierDue(day, items[0].due, "qd-2"))},
        {
            "former": (Handover(agencies[0], day, tuple(agencies[1:3]), "", "Nghị quyết"),),
            "heirs": tuple(agencies[1:3]),
        },
        {
            "agencies": (),
            "former": (Handover(agencies[0], day, (), "qd-1", ""),),
            "dropped_on": day,
            "dropped_by": "qd-1",
        },
        {"since": day, "added_by": "qd-1"},
        {"product": "Báo cáo", "agencies": tuple(agencies[:3])},
        {"period": None, "anchor": items[0].code},
    ]
    for place in chance.sample(range(len(items)), 12):
        for change in chance.sample(changes, chance.randint(1, 3)):
            items[place] = items[place]._replace(**change)
    for _ in range(chance.randint(0, 3)):
        items.insert(chance.randrange(len(items)), items.pop(chance.randrange(len(items))))
    changed = replace(plan, items={item.code: item for item in items}, absent=frozenset(agencies[:1]))
    packed = pack_plan(changed)
    assert packed is not None
    assert list(parts(unpack_plan(packed))) == list(parts(changed))


@settings(max_examples=200)
@given(st.data())
def test_bytes_that_are_not_a_plan_unpack_to_none(data: st.DataObject) -> None:
    packed = pack_plan(shipped_plan())
    assert packed is not None
    cut = data.draw(st.integers(0, len(packed) - 1))
    assert unpack_plan(packed[:cut]) is None
    assert unpack_plan(data.draw(st.binary(max_size=64))) is None
    # Another byte may stand for another word, so it may be a plan, but nothing goes wrong.
    unpack_plan(packed[:cut] + data.draw(st.binary(min_size=1, max_size=4)) + packed[cut + 1 :])


def test_a_very_large_plan_is_not_kept() -> None:
    plan = shipped_plan()
    everybody = tuple(plan.agencies)
    items = {f"{n}": next(iter(plan.items.values()))._replace(code=f"{n}", agencies=everybody) for n in range(250)}
    assert pack_plan(replace(plan, items=items)) is None


# The folder


def entry(folder: Path, *key: str) -> CacheEntry:
    return cache_entry([part.encode() for part in key], {"PAPI_CACHE": str(folder)})


def test_a_saved_entry_is_loaded_again(tmp_path: Path) -> None:
    folder = tmp_path / "one" / "two"
    assert entry(folder, "a").load() is None
    entry(folder, "a").save(b"1")
    entry(folder, "b").save(b"")
    assert [entry(folder, key).load() for key in "abc"] == [b"1", b"", None]
    entry(folder, "a").save(b"2")
    assert entry(folder, "a").load() == b"2"
    assert len(kept(folder)) == 2
    assert entry(folder, "a", "b") != entry(folder, "ab") != entry(folder, "", "ab")


def test_a_damaged_file_is_not_loaded(tmp_path: Path) -> None:
    content = bytes(range(256)) * 4
    entry(tmp_path, "a").save(content)
    (path,) = kept(tmp_path)
    whole = path.read_bytes()
    for torn in (b"", whole[:3], whole[:4], whole[:-1], whole + b"\0", bytes(len(whole)), whole[:500] + bytes(528)):
        path.write_bytes(torn)
        assert entry(tmp_path, "a").load() is None
    path.write_bytes(whole)
    assert entry(tmp_path, "a").load() == content


def aged(path: Path, age: int) -> None:
    os.utime(path, (age, age), follow_symlinks=False)


def test_the_least_recently_used_entries_are_evicted(tmp_path: Path) -> None:
    (tmp_path / "another.txt").write_bytes(b"of somebody else")
    entry(tmp_path, "asked").save(b"0")
    entry(tmp_path, "unasked").save(b"0")
    # What a killed process leaves behind is evicted like any entry.
    leftover = tmp_path / "tmpkilled.papi-cache"
    leftover.write_bytes(b"half")
    for path in kept(tmp_path):
        aged(path, 1)
    for number in range(1, MAX_ENTRIES + 24):
        assert entry(tmp_path, "asked").load() == b"0"
        entry(tmp_path, str(number)).save(b"%d" % number)
    assert len(kept(tmp_path)) == MAX_ENTRIES + 1
    assert not leftover.exists()
    assert [entry(tmp_path, key).load() for key in ("asked", "unasked", "80")] == [b"0", None, b"80"]
    assert (tmp_path / "another.txt").read_bytes() == b"of somebody else"


def test_large_entries_are_evicted_sooner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_BYTES", 40)
    for number in range(5):
        entry(tmp_path, str(number)).save(b"x" * 12)
        aged(entry(tmp_path, str(number)).path or tmp_path, number + 1)
    assert [entry(tmp_path, str(number)).load() is not None for number in range(5)] == [False, False, False, True, True]
    entry(tmp_path, "larger than all").save(b"x" * 50)
    assert entry(tmp_path, "larger than all").load() is not None
    assert len(kept(tmp_path)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has other links")
def test_a_file_that_cannot_be_removed_does_not_keep_the_others(tmp_path: Path) -> None:
    (tmp_path / "folder.papi-cache").mkdir()
    (tmp_path / "nowhere.papi-cache").symlink_to(tmp_path / "nothing")
    for path in kept(tmp_path):
        aged(path, 1)
    for number in range(MAX_ENTRIES + 24):
        entry(tmp_path, str(number)).save(b"0")
    assert (tmp_path / "folder.papi-cache").is_dir()
    assert len(kept(tmp_path)) <= MAX_ENTRIES + 1


@pytest.mark.parametrize("setting", ["", " ", "relative", "~/x"])
def test_without_a_folder_nothing_is_kept(setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    nowhere = cache_entry([b"a"], {"PAPI_CACHE": setting})
    nowhere.save(b"1")
    assert nowhere.load() is None
    assert kept(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_folder_that_others_may_write_to_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    entry(folder, "a").save(b"1")
    assert folder.stat().st_mode & 0o077 == 0
    for mode in (0o720, 0o702, 0o1777):
        folder.chmod(mode)
        assert entry(folder, "a") == CacheEntry(None)
    folder.chmod(0o755)
    assert entry(folder, "a").load() == b"1"
    if os.geteuid() == 0:
        os.chown(folder, 65432, -1)
        assert entry(folder, "a") == CacheEntry(None)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep their caches elsewhere")
def test_the_cache_is_in_the_users_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def folder() -> Path:
        path = cache_entry([b"a"], os.environ).path
        assert path is not None
        return path.parent

    monkeypatch.delenv("PAPI_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert folder() == tmp_path / "x" / "papi"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "h"))
    assert folder() == tmp_path / "h" / ".cache" / "papi"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody unknown")
def test_a_user_without_a_home_has_no_cache(tmp_path: Path) -> None:
    script = (
        "import os, platformdirs; from papi_cli.store.cache import CacheEntry, cache_entry; os.setuid(65432); "
        "assert cache_entry([], os.environ) == CacheEntry(None)"
    )
    environment = {
        name: value for name, value in os.environ.items() if name not in {"HOME", "PAPI_CACHE", "XDG_CACHE_HOME"}
    }
    environment["PYTHONPATH"] = str(CHECKOUT)
    subprocess.run((sys.executable, "-c", script), check=True, env=environment, cwd=tmp_path)
    assert kept(tmp_path) == []


# The answers


ANSWERS = [
    OVERDUE,
    ("overdue", *DAY, "--format", "json"),
    ("overdue", *DAY, "--format", "csv", "--columns", "id,due,remarks,cooperating"),
    ("status", *DAY, "--agency", "Sở Tư pháp"),
    ("upcoming", "--as-of", "2026-03-20"),
    ("matrix", *DAY),
    ("explain", "II.2/ke-hoach", *DAY),
    ("show", "quyết định"),
    ("show", "phụ lục 1", "--format", "json"),
    ("show", "phụ lục 2", "--format", "markdown"),
    ("show", "5", *DAY),
    ("agencies",),
    ("tasks", *DAY),
    ("calendar", "--agency", "STP"),
    ("report", "semiannual", *DAY),
    ("diff", str(CHECKOUT), *DAY),
]


@pytest.mark.parametrize("words", ANSWERS, ids=" ".join)
def test_answers_are_the_same(
    words: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("PAPI_NOW", "2026-06-10T08:00:00+07:00")

    def answer() -> tuple[int, bytes, bytes]:
        code = main(words)
        return (code, *capsysbinary.readouterr())

    first, second = answer(), answer()
    assert len(kept(folder)) == 1
    monkeypatch.setenv("PAPI_CACHE", "")
    assert first == second == answer()
    assert (first[0], first[2]) == (0, b"")


def test_a_change_of_the_plan_is_seen(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = planted(tmp_path / "r")
    words = ("status", "--plan", str(root), *DAY, "--format", "json")
    path = root / "plan" / "plan.yaml"
    before = path.stat()
    text = path.read_text(encoding="utf-8")
    answers = []
    for year in ("2026", "2027", "2026"):
        # The same size, and the same time.
        path.write_text(text.replace("due_soon_days: 15", f"due_soon_days: {year[2:]}"), encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert main(words) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[2] != answers[1]
    assert len(kept(folder)) == 2


def test_the_errors_of_a_plan_are_reported_every_time(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = planted(tmp_path / "r", ("plan.yaml", "coordinator: so-noi-vu", "coordinator: so-noi-vi"))
    reports = []
    for _ in range(2):
        assert main(("overdue", "--plan", str(root), *DAY)) == 1
        reports.append(capsys.readouterr().err)
    assert reports[0] == reports[1]
    assert "plan/plan.yaml:" in reports[0]
    assert kept(folder) == []


def test_check_reads_the_files_themselves(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("check",)) == 0
    assert "plan/" in capsys.readouterr().out
    assert kept(folder) == []


def test_a_cached_plan_needs_no_import_of_the_yaml_reader(folder: Path) -> None:
    script = (
        "import sys; from papi_cli.cli.program.door import main; code = main(sys.argv[1:]); "
        "print(code, sorted({'pydantic', 'ruamel', 'papi_cli.plan.files.yamltext', 'papi_cli.plan.files.schema'} & set(sys.modules)))"
    )
    last_lines = []
    for _ in range(2):
        command = (sys.executable, "-c", script, *OVERDUE, "--format", "csv")
        run = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8", cwd=CHECKOUT)
        last_lines.append(run.stdout.splitlines()[-1])
    assert last_lines == [
        "0 ['papi_cli.plan.files.schema', 'papi_cli.plan.files.yamltext', 'pydantic', 'ruamel']",
        "0 []",
    ]
    assert len(kept(folder)) == 1


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    plain = process({"PAPI_CACHE": ""}, *OVERDUE)
    assert process({"PAPI_CACHE": str(blocked)}, *OVERDUE) == plain
    assert process({"PAPI_CACHE": str(blocked / "below")}, *OVERDUE) == plain
    assert blocked.read_bytes() == b""


def test_a_full_disk_costs_nothing(folder: Path) -> None:
    resource = pytest.importorskip("resource")
    command = (sys.executable, "-m", "papi_cli", *OVERDUE)
    # Nor is there room for what coverage measures.
    unmeasured = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}
    run = subprocess.run(
        command,
        capture_output=True,
        check=True,
        cwd=CHECKOUT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
        env={**unmeasured, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert (run.stdout, run.stderr) == (process({"PAPI_CACHE": ""}, *OVERDUE), b"")
    assert kept(folder) == []


def test_a_damaged_file_is_written_anew(folder: Path) -> None:
    plain = process({}, *OVERDUE)
    (path,) = kept(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert process({}, *OVERDUE) == plain
    assert len(path.read_bytes()) == len(whole)


def copied_program(program: Path) -> Path:
    """Copy the program, without byte code, and the shipped plan to a folder; return it."""
    copied(CHECKOUT / "papi_cli", program / "papi_cli")
    copied(CHECKOUT / "plan", program / "plan")
    return program


@pytest.mark.slow
def test_in_a_checkout_a_changed_source_makes_a_new_key(folder: Path, tmp_path: Path) -> None:
    program = copied_program(tmp_path / "program")
    first = process({}, *OVERDUE, program=program)
    assert process({}, *OVERDUE, program=program) == first
    assert len(kept(folder)) == 1
    # As many bytes, and the same time.
    source = program / "papi_cli" / "plan" / "resolve" / "duties.py"
    before, text = source.stat(), source.read_text(encoding="utf-8")
    assert "product=duty.product," in text
    source.write_text(text.replace("product=duty.product,", "product=duty.title  ,"), encoding="utf-8")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert source.stat().st_size == before.st_size
    environment = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": str(tmp_path / "none")}
    assert process(environment, *OVERDUE, program=program) != first
    assert len(kept(folder)) == 2


def test_a_source_changed_during_a_run_does_not_spoil_the_entry(folder: Path, tmp_path: Path) -> None:
    program = copied_program(tmp_path / "program")
    script = (
        "from pathlib import Path; from papi_cli.store import plans; from papi_cli.cli.program.door import main\n"
        "resolved = plans.PlanVersions._resolve\n"
        "def changed(versions, version):\n"
        "    source = Path('papi_cli/plan/resolve/resolver.py'); source.write_bytes(source.read_bytes() + b'# newer')\n"
        "    return resolved(versions, version)\n"
        f"plans.PlanVersions._resolve = changed; main({OVERDUE!r})"
    )
    subprocess.run((sys.executable, "-c", script), check=True, capture_output=True, cwd=program)
    (old,) = kept(folder)
    before = old.stat().st_mtime_ns
    process({}, *OVERDUE, program=program)
    assert len(kept(folder)) == 2
    assert old.stat().st_mtime_ns == before


def installed(site: Path) -> Path:
    """Copy the program to `site` as a wheel lays it out, with the plan inside the package; return `site`."""
    copied_program(site)
    shutil.move(site / "plan", site / "papi_cli" / "shipped" / "plan")
    return site


def changed_source(site: Path, name: str, old: str, new: str, *, later: bool = False) -> None:
    """Change one source of the program; its file keeps its time unless it was written `later`."""
    source = site / "papi_cli" / name
    before, text = source.stat(), source.read_text(encoding="utf-8")
    assert old in text
    source.write_text(text.replace(old, new), encoding="utf-8")
    time = before.st_mtime_ns + later * 10**9
    os.utime(source, ns=(before.st_atime_ns, time))


def test_an_installation_reads_no_source_for_the_key(folder: Path, tmp_path: Path) -> None:
    site = installed(tmp_path / "site")
    script = (
        "import sys; opened = []; "
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None); "
        "from papi_cli.cli.program.door import main; code = main(sys.argv[1:]); "
        "print(code, [name for name in opened if name.endswith('.py') and 'papi_cli' in name])"
    )
    last = ""
    # The first run compiles the modules, and so opens their sources; the second finds their byte code.
    for _ in range(2):
        command = (sys.executable, "-c", script, *OVERDUE, "--format", "csv")
        answer = subprocess.run(
            command, capture_output=True, check=True, text=True, encoding="utf-8", cwd=site, env=with_byte_code(site)
        )
        last = answer.stdout.splitlines()[-1]
    assert last == "0 []"
    assert len(kept(folder)) == 1


def with_byte_code(site: Path) -> Mapping[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHONDONTWRITE")}
    return {**environment, "PYTHONPATH": str(site)}


@pytest.mark.slow
def test_the_key_of_an_installation_is_its_version_and_when_it_was_installed(folder: Path, tmp_path: Path) -> None:
    site = installed(tmp_path / "site")
    # A plan by name: of its own the program answers only with a remark.
    command = (*OVERDUE, "--plan", str(CHECKOUT))
    environment = {
        "PYTHONPATH": str(site),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPYCACHEPREFIX": str(tmp_path / "none"),
    }
    process(environment, *command, program=site)
    changed_source(site, "plan/resolve/resolver.py", "from __future__", "\nfrom __future__")
    process(environment, *command, program=site)
    assert len(kept(folder)) == 1
    changed_source(site, "__init__.py", '__version__ = "', '__version__ = "9')
    process(environment, *command, program=site)
    assert len(kept(folder)) == 2
    # The same version built and installed once more.
    changed_source(site, "store/locations.py", "", "", later=True)
    process(environment, *command, program=site)
    assert len(kept(folder)) == 3


def test_byte_code_without_sources_keeps_nothing(folder: Path, tmp_path: Path) -> None:
    program = copied_program(tmp_path / "program")
    compiled = (sys.executable, "-m", "compileall", "-q", "-b", str(program / "papi_cli"))
    subprocess.run(compiled, check=True)
    for source in (program / "papi_cli").rglob("*.py"):
        source.unlink()
    assert process({}, *OVERDUE, program=program) == process({"PAPI_CACHE": ""}, *OVERDUE)
    assert kept(folder) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are text")
def test_a_program_in_a_folder_whose_name_is_not_utf8(folder: Path, tmp_path: Path) -> None:
    program = copied_program(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9")))
    assert process({}, *OVERDUE, program=program) == process({"PAPI_CACHE": ""}, *OVERDUE)
    assert len(kept(folder)) == 1


def test_two_files_joined_into_one_are_not_taken_for_the_two(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = planted(tmp_path / "r")
    words = ("overdue", "--plan", str(root), *DAY)
    assert main(words) == 0
    first, second = (root / "plan" / name for name in ("agencies.yaml", "calendar.yaml"))
    # These bytes have the fingerprint of the two files that they were.
    first.write_bytes(first.read_bytes() + b"\0plan/calendar.yaml\0" + second.read_bytes())
    second.unlink()
    assert main(words) == 1
    assert "plan/calendar.yaml:1:1" in capsys.readouterr().err
    assert len(kept(folder)) == 1


@pytest.mark.slow
def test_several_processes_may_write_at_once(folder: Path) -> None:
    command = (sys.executable, "-m", "papi_cli", *OVERDUE)
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=CHECKOUT) for _ in range(8)]
    answers = {child.communicate()[0] for child in running}
    assert [child.returncode for child in running] == [0] * 8
    assert answers == {process({"PAPI_CACHE": ""}, *OVERDUE)}
    assert len(kept(folder)) == 1
