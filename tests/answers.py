"""All that papi answers about a plan: each command on each thing that it can be asked about."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.program.program import COMMANDS
from papi_cli.sheets.header import COLUMN_HEADS
from tests.made_up import Tree, owed_in, rows_of, tree
from tests.test_clerks_day import fill_in
from tests.wordfile import WordFile

NOW = "2026-06-10T08:00:00+07:00"
AS_OF = NOW[:10]


class Answer(NamedTuple):
    """What a command answered: its words, exit code, both streams, and the text of what it wrote, by file name.

    `outgoing` are documents that leave the office as they are; `expected` is the right exit code.
    """

    argv: tuple[str, ...]
    code: int
    out: str
    err: str
    written: tuple[tuple[str, str], ...]
    outgoing: bool
    expected: int

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield where each text stands, and the text."""
        yield "stdout", self.out
        yield "stderr", self.err
        yield from self.written

    def __str__(self) -> str:
        return f"papi {' '.join(self.argv)}"


class Desk:
    """Runs commands on the plan below `root`, which PAPI_PLAN names, and keeps what they write in `folder`."""

    def __init__(self, root: Path, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        self.root, self.folder = root, folder
        self._streams = capfdbinary

    def ask(self, *argv: str, outgoing: bool = False, output: str = "", code: int = 0) -> Answer:
        """Run a command; `output` is the name of the file or folder that it writes."""
        words = (*argv, *(("-o", str(self.folder / output)) if output else ()))
        ended = main([*words])
        streams = self._streams.readouterr()
        written = tuple(_written(self.folder / output)) if output else ()
        return Answer(words, ended, streams.out.decode(), streams.err.decode(), written, outgoing, code)


def _written(place: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and text of each file at `place`: of a document what its reader sees."""
    for path in sorted(place.rglob("*")) if place.is_dir() else [place] if place.exists() else []:
        if path.suffix == ".docx":
            yield path.name, "\n".join(look.text for look in WordFile(path.read_bytes()).looks)
        elif path.suffix == ".xlsx":
            cells = (cell for page in openpyxl.load_workbook(path).worksheets for row in page.values for cell in row)
            yield path.name, "\n".join(str(cell) for cell in cells if cell is not None)
        elif path.suffix == ".ics":
            yield path.name, path.read_bytes().decode().replace("\r\n ", "").replace("\\", "")
        elif path.is_file() and path.suffix == ".md":
            # Below the text stands what `papi verify` reads.
            yield path.name, path.read_text(encoding="utf-8").partition("\n<!-- papi")[0]


def agencies_of(root: Path) -> list[str]:
    """Return the ids of agencies of a plan that it gives something to do: one of each kind."""
    file = tree(root, "agencies")
    kinds = (file["departments"], file["bodies"], file.get("communes", {}).get("list", []))
    busy = {owed.agency for owed in owed_in(root.name) if not owed.asked}
    ids = ([agency["id"] for agency in kind if agency["id"] in busy] for kind in kinds)
    return [agencies[-1] for agencies in ids if agencies]


def codes_of(root: Path) -> list[str]:
    """Return every code under which a plan quotes something or is owed something, and those of its periods."""
    plan = tree(root, "plan")
    found = ["document", *(part["code"] for part in plan["document"]["quote"])]
    found += [period["id"] for period in plan.get("periods", ())]
    annexes: Sequence[Tree] = tree(root, "tasks")["annexes"]
    for annex in annexes:
        found.append(annex["code"])
        for task in rows_of(annex):
            found += [task["code"], *(f"{task['code']}/{each['code']}" for each in task.get("milestones", ()))]
    for part in tree(root, "provisions").get("parts", ()):
        found += [part["code"], *(point["code"] for point in part["points"])]
    return [*found, *(duty["code"] for duty in tree(root, "duties").get("duties", ()))]


def read_answers(desk: Desk) -> Iterator[Answer]:
    """Ask every command that reads, about everything."""
    coordinator = tree(desk.root, "plan")["coordinator"]
    for words in (
        "status", "status --format markdown", f"status --agency {coordinator}", "overdue", "overdue --all",
        "upcoming --within 60", "tasks", "tasks --all", f"tasks --cooperating {coordinator}", "matrix",
        "matrix --format markdown", "agencies", "log", "check", "report due",
    ):  # fmt: skip
        yield desk.ask(*words.split())
    for code in codes_of(desk.root):
        yield desk.ask("show", code)
    for agency in agencies_of(desk.root):
        yield desk.ask("status", "--agency", agency)
        yield desk.ask("tasks", "--agency", agency)
    # `init` is about plans that are not there yet.
    for command in (name for name in COMMANDS if name != "init"):
        yield desk.ask(command, "--help")
    yield desk.ask("calendar", output="lich.ics")
    yield desk.ask("sheet", output="bang.xlsx")
    yield desk.ask("sheet", "--each", "--group", tree(desk.root, "agencies")["groups"][0]["id"], output="bang")


def documents(desk: Desk) -> Iterator[Answer]:
    """Ask for every document: reports of each kind, letters of each kind, in Markdown and Word."""
    coordinator = tree(desk.root, "plan")["coordinator"]
    for period in tree(desk.root, "plan")["periods"]:
        for ending in ("md", "docx"):
            yield desk.ask("report", period["id"], outgoing=True, output=f"tong-hop-{period['id']}.{ending}")
        everybody = ("report", period["id"], "--all-agencies")
        yield desk.ask(*everybody, outgoing=True, output=f"bao-cao-{period['id']}")
    for agency in (coordinator, *agencies_of(desk.root)):
        yield desk.ask("report", "tasks", "--agency", agency, outgoing=True, output=f"viec-{agency}.md")
    for words, name in (
        ("remind", "don-doc.md"),
        ("remind --reply-by 20/6/2026 --number 7 --date 10/6/2026", "don-doc.docx"),
        ("remind --soon", "nhac.md"),
        ("remind --each", "tung-noi"),
    ):
        yield desk.ask(*words.split(), outgoing=True, output=name)


def events_of(desk: Desk) -> list[Tree]:
    """Return the events of the log, newest first."""
    events: list[Tree] = json.loads(desk.ask("log", "--format", "json").out)["events"]
    return events


def recordings(desk: Desk) -> Iterator[Answer]:
    """Record what a sheet says and what options say, take it back, and hold documents and copies against it."""
    before = desk.folder / "truoc"
    shutil.copytree(desk.root / "plan", before / "plan")
    tasks = before / "plan" / "tasks.yaml"
    other = re.sub(r"(task|due): (?=\w)", r"\1: trước ", tasks.read_text(encoding="utf-8"), count=2)
    tasks.write_text(other, encoding="utf-8")
    item, agency = _open_work(desk)
    yield desk.ask("explain", item)
    yield desk.ask("explain", "trước ngày 10/6/2026")
    yield desk.ask("report", "tasks", "--agency", agency, output="gui.md")
    yield desk.ask("verify", str(desk.folder / "gui.md"))
    yield desk.ask("sheet", "--agency", agency, "--item", item, output="mot-viec.xlsx")
    sheet = desk.folder / "dien-xong.xlsx"
    heads = (COLUMN_HEADS[key] for key in ("event", "date", "document", "note"))
    answers = dict(zip(heads, ("đã hoàn thành", "9/6/2026", "901/VB", "đủ"), strict=True))
    fill_in(desk.folder / "mot-viec.xlsx", {item: answers}, sheet)
    yield desk.ask("record", "--from", str(sheet), "--dry-run")
    yield desk.ask("record", "--from", str(sheet))
    yield desk.ask("verify", str(desk.folder / "gui.md"), code=1)
    (newest, *_) = events_of(desk)
    yield desk.ask("correct", newest["id"], "--document", "902/VB")
    (newest, *_) = events_of(desk)
    yield desk.ask("retract", newest["id"], "--note", "ghi nhầm")
    yield desk.ask("record", item, "--agency", agency, "--progress", "--note", "đang làm", "--date", AS_OF)
    yield desk.ask("log", "--item", item)
    yield desk.ask("diff", str(before), str(desk.root))
    yield desk.ask("schema")
    head = tree(desk.root, "plan")
    for period in head.get("periods", ())[:1]:
        yield desk.ask("close", period["id"], "--as-of", period["data"]["last"] if "data" in period else AS_OF)
    number = f"977/{head['document']['symbol']}"
    changed = item.partition("/")[0].partition("@")[0]
    yield desk.ask("amend", "--document", number, "--date", AS_OF, "--new-text", f"{changed}=Làm như đã sửa đổi")
    yield desk.ask("show", item)
    yield desk.ask("check")


def _open_work(desk: Desk) -> tuple[str, str]:
    """Return item and agency of what is not delivered and has a day in the future, of a task if there is one."""
    obligations = json.loads(desk.ask("tasks", "--state", "in_time", "--format", "json").out)["obligations"]
    first, *_ = sorted(obligations, key=lambda one: one["kind"] != "task")
    return first["item"], first["agency"]
