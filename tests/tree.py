"""Plans to test with: the shipped plan, whole or with a text replaced, in memory or as files, and the minimal one."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from papi_cli.plan.files.names import OPTIONAL_FILES
from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.plan.files.yamltext import YamlDocument, read_yaml
from papi_cli.plan.model import Plan
from papi_cli.plan.resolve.resolver import resolve
from papi_cli.problems import BrokenFiles, Problem, errors_of
from papi_cli.store.parsing import parse_files
from papi_cli.store.plans import load_plan
from papi_cli.store.reading import read_events, read_plan_files
from papi_cli.store.sources import FolderSource

CHECKOUT = Path(__file__).resolve().parents[1]
PLAN = CHECKOUT / "plan"

# The day of which a plan is loaded where none is named. Most plans are the same on every day.
DAY = date(2026, 6, 10)

# What `papi init` has to know of a new plan.
NEW_PLAN = ("--province", "Sơn La", "--year", "2026", "--name", "Kế hoạch A", "--coordinator", "Sở Nội vụ")

# The files that the shipped plan has.
SHIPPED_FILES = tuple(name for name in FILE_MODELS if name not in OPTIONAL_FILES or (PLAN / name).exists())

# In one file of the plan, one text for another: file, old, new.
Edit = tuple[str, str, str]


@cache
def shipped_text(name: str) -> str:
    """Return the text of a file of the shipped plan, "" for one that it does without."""
    path = PLAN / name
    return path.read_text(encoding="utf-8") if name not in OPTIONAL_FILES or path.exists() else ""


@cache
def _shipped_document(name: str) -> YamlDocument:
    return document_of(name, shipped_text(name))


def document_of(name: str, text: str) -> YamlDocument:
    """Return the document of a file of the plan with this text, "" for an optional one that is not there."""
    if not text and name in OPTIONAL_FILES:
        return YamlDocument(f"plan/{name}", "", {})
    document, _ = read_yaml(f"plan/{name}", text.encode())
    assert isinstance(document, YamlDocument), document
    return document


def edited(edits: tuple[Edit, ...]) -> Mapping[str, str]:
    """Return the texts of the files that `edits` touch, each edit made where its old text stands first."""
    texts: dict[str, str] = {}
    for name, old, new in edits:
        text = texts.get(name, shipped_text(name))
        assert old in text, (name, old)
        texts[name] = text.replace(old, new, 1)
    return texts


def documents_after(*edits: Edit) -> Mapping[str, YamlDocument]:
    """Return the documents of the shipped plan after `edits`, by file name."""
    documents = {name: _shipped_document(name) for name in FILE_MODELS}
    for name, text in edited(edits).items():
        documents[name] = document_of(name, text)
    return documents


def resolved(*edits: Edit) -> Plan | tuple[Problem, ...]:
    """Return the shipped plan after `edits`, or what is wrong with it."""
    return resolve(documents_after(*edits), fingerprint="0", day=DAY, known_at=None)


@cache
def shipped_plan() -> Plan:
    plan = resolved()
    assert isinstance(plan, Plan), plan
    return plan


def copied(folder: Path, target: Path, *left_out: str) -> Path:
    """Copy a folder of the checkout, but for the names `left_out`, to `target`, and return that.

    The copy is writable even if the checkout is not.
    """
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("__pycache__", *left_out))
    for path in (target, *target.rglob("*")):
        path.chmod(path.stat().st_mode | stat.S_IWUSR)
    return target


def planted(root: Path, *edits: Edit) -> Path:
    """Copy the shipped plan, without a log, to `root`/plan, make `edits` there, and return `root`."""
    copied(PLAN, root / "plan", "status")
    for name, text in edited(edits).items():
        (root / "plan" / name).write_text(text, encoding="utf-8")
    return root


def minimal(root: Path) -> Path:
    """Copy the plan of tests/minimal to `root`/plan and return `root`: for what is not about any plan, and cheap.

    It has one index, one task, two agencies and an empty log.
    """
    (root / "plan" / "status").mkdir(parents=True, exist_ok=True)
    (root / "plan" / "status" / ".gitkeep").touch()
    for path in (CHECKOUT / "tests" / "minimal").iterdir():
        (root / "plan" / path.name).write_bytes(path.read_bytes())
    (root / "plan" / "README.md").write_bytes((PLAN / "README.md").read_bytes())
    return root


def plan_in(root: Path, day: date = DAY, known_at: datetime | None = None) -> Plan:
    return load_plan(FolderSource(root), day, known_at)


def problems_of(root: Path) -> tuple[Problem, ...]:
    """Return every problem that a computing command meets in the plan and the log of `root`."""
    files = read_plan_files(FolderSource(root))
    documents = parse_files(files, FILE_MODELS, optional=OPTIONAL_FILES)
    if errors := errors_of(documents.problems):
        return errors
    try:
        read_events(FolderSource(root))
    except BrokenFiles as broken:
        return broken.problems
    plan = resolve(documents.by_name, fingerprint=files.fingerprint, day=DAY, known_at=None)
    return () if isinstance(plan, Plan) else plan


def place_of(text: str, marked: str) -> tuple[int, int]:
    """Return line and column, from 1, of the sign ^ of `marked`, which is a stretch of `text` but for that sign."""
    before, sign, after = marked.partition("^")
    assert sign, marked
    assert text.count(before + after) == 1, marked
    start = text.index(before + after) + len(before)
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
