"""The made-up plans of tests/plans, read a second way: straight from their YAML, with due days worked out by hand.

Each stands for a form of real plans. `annex.txt` beside the plan is its table as the source has it: a line for each
row, its cells between « | », `\\n` for a line break in a cell, and « || » in the line of a heading.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from tests.sample import keys_of
from tests.tree import CHECKOUT

FOLDER = CHECKOUT / "tests" / "plans"
ONGOING, UNDATED = "ongoing", "undated"

# For each plan and due phrase the last on-time days, or the word for there being none: one for each item that it makes.
DAYS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "hop-tac-xa-so": {
        "": [UNDATED],
        "Thường xuyên": [ONGOING],
        "Thường xuyên, hằng năm": [ONGOING],
        "Hằng năm": [ONGOING],
        "Quí IV-2025": ["2025-12-31"],
        "Quí I-2026": ["2026-03-31"],
        "Quí II-2026": ["2026-06-30"],
        "2026 - 2028": ["2026-12-31", "2027-12-31", "2028-12-31"],
        # Its first 10 November is before the plan.
        "trước ngày 10/5 và 10/11 hằng năm (hoặc đột xuất khi có yêu cầu)": [
            f"{year}-{day}" for year in (2026, 2027, 2028) for day in ("05-09", "11-09")
        ],
    },
    "nuoc-sach-nong-thon": {
        "": [UNDATED],
        "Hằng năm": [ONGOING],
        "Quý I/2026": ["2026-03-31"],
        "Quý II/2026": ["2026-06-30"],
        "Năm 2026": ["2026-12-31"],
        "Tháng 6/2027": ["2027-06-30"],
        "trước ngày 30/9/2028": ["2028-09-29"],
        "trong năm 2030": ["2030-12-31"],
        "báo cáo trước ngày 20/12/2026": ["2026-12-19"],
        "2026 - 2030": [f"{year}-12-31" for year in range(2026, 2031)],
        "hằng năm, trước ngày 10/12": [f"{year}-12-09" for year in range(2026, 2031)],
    },
    "bua-an-hoc-duong": {
        "": [UNDATED],
        "Thường xuyên": [ONGOING],
        "Tháng 3/2026": ["2026-03-31"],
        "Tháng 4, 5 năm 2026": ["2026-05-31"],
        "31/5/2026": ["2026-05-31"],
        "Trước tháng 9/2026": ["2026-08-31"],
        "Quý III/2026": ["2026-09-30"],
        "đến hết ngày 15/10/2026": ["2026-10-15"],
        "chậm nhất ngày 28/02/2026": ["2026-02-28"],
        "trước ngày 01/12/2026": ["2026-11-30"],
    },
    "do-thi-xanh": {
        "thường xuyên": [ONGOING],
        "tháng 3/2026": ["2026-03-31"],
        "Tháng 4/2026": ["2026-04-30"],
        "chậm nhất ngày 15/5/2026": ["2026-05-15"],
        "trước ngày 10/6/2026": ["2026-06-09"],
        "trước ngày 20/6/2026": ["2026-06-19"],
        "trước ngày 30/6/2026": ["2026-06-29"],
        "tháng 6/2026": ["2026-06-30"],
        "Quý II/2026": ["2026-06-30"],
        "Quý III/2026": ["2026-09-30"],
        "31/10/2026": ["2026-10-31"],
        "trước ngày 15/12/2026": ["2026-12-14"],
    },
    "ky-nang-so-cap-xa": {
        "Thường xuyên": [ONGOING],
        "hằng tháng": [ONGOING],
        "28/02/2026": ["2026-02-28"],
        "trước ngày 10/3/2026": ["2026-03-09"],
        "Tháng 3/2026": ["2026-03-31"],
        "trước ngày 05/6/2026": ["2026-06-04"],
        "Quý II-III/2026": ["2026-09-30"],
        "trước ngày 30/11/2026": ["2026-11-29"],
        "01 lần/quý": ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"],
    },
    "phong-chong-thien-tai": {
        "thường xuyên": [ONGOING],
        # Dated, then ongoing.
        "hoàn thành trong quý II/2026 và vận hành thường xuyên": ["2026-06-30", ONGOING],
        "ban hành trong tháng 3/2026, rà soát hằng năm": ["2026-03-31", ONGOING],
        # Counted from a day that nothing tells yet.
        "trong thời hạn 15 ngày kể từ ngày hoàn thành bản đồ ngập lụt": [UNDATED],
        "trong thời hạn 10 ngày kể từ ngày nhận Kế hoạch": [UNDATED],
        "chậm nhất 05 ngày làm việc sau khi bão tan": [UNDATED],
        "18 tháng": [UNDATED],
        "trước ngày 15/4/2026": ["2026-04-14"],
        "Tháng 5/2026": ["2026-05-31"],
        "trước 30/6": ["2026-06-29"],
        "đầu tháng 12/2026": ["2026-12-01"],
        # The plan is of March to December.
        "hằng tháng (trước ngày 25)": [f"2026-{month:02}-24" for month in range(3, 13)],
        "trước ngày 15 của tháng cuối quý": [f"2026-{month:02}-14" for month in (3, 6, 9, 12)],
    },
}
NAMES = tuple(DAYS)
# The files of a plan that tests read.
_FILES = ("plan", "agencies", "indices", "tasks", "duties", "provisions")
Tree = Any  # what YAML holds


@cache
def tree(folder: Path, name: str) -> Tree:
    """Return a file of a plan as lists, dicts and texts, {} if it is not there."""
    path = folder / "plan" / f"{name}.yaml"
    return YAML(typ="base", pure=True).load(path.read_text(encoding="utf-8")) if path.exists() else {}


def texts_of(value: Tree) -> Iterator[str]:
    """Yield every text in a tree of YAML, keys too."""
    if isinstance(value, str):
        yield value
    for inner in value.items() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ():
        yield from texts_of(inner)


@cache
def own_text(folder: Path) -> str:
    """Return all texts of a plan's files on lines of their own, white space as one space."""
    return "\n".join(" ".join(text.split()) for name in _FILES for text in texts_of(tree(folder, name)))


class Owed(NamedTuple):
    """What one agency owes: the code of the item, the agency, the last on-time day or why there is none."""

    item: str
    agency: str
    last: str
    asked: bool

    @property
    def id(self) -> str:
        return f"{self.item}@{self.agency}"

    @property
    def is_dated(self) -> bool:
        return self.last not in (ONGOING, UNDATED)

    def state(self, done_on: str | None, day: str) -> str:
        """Return its state on a day if it was delivered on `done_on` and nothing else is recorded."""
        done = done_on is not None and done_on <= day
        if self.last == ONGOING:
            return "ongoing"
        if self.last == UNDATED:
            return "done_undated" if done else "undated"
        if done_on is not None and done:
            return "done_on_time" if done_on <= self.last else "done_late"
        return "in_time" if day <= self.last else "overdue"


def rows_of(annex: Tree) -> Iterator[Tree]:
    """Yield the tasks of an annex or a section in their order."""
    yield from annex.get("tasks") or ()
    for section in annex.get("sections") or ():
        yield from rows_of(section)


def _accountable(folder: Path, ids: Sequence[str]) -> list[str]:
    """Return the agencies that `ids` name; an open group is one by itself."""
    file = tree(folder, "agencies")
    groups = {group["id"]: group for group in file["groups"]}
    every = {
        "department": [agency["id"] for agency in file["departments"]],
        "commune": [agency["id"] for agency in file.get("communes", {}).get("list", [])],
    }
    found: list[str] = []
    for id_ in ids:
        group = groups.get(id_)
        members = every[group["every"]] if group and "every" in group else group.get("members", []) if group else []
        found += _accountable(folder, members) if members else [id_]
    return list(dict.fromkeys(found))


def _items(code: str, days: Sequence[str]) -> list[tuple[str, str]]:
    """Return the items that a phrase with these days makes of one: occurrences, or two phases."""
    if len(days) == 1:
        return [(code, days[0])]
    if days[-1] == ONGOING:
        return [(code, days[0]), (f"{code}@tiep-theo", ONGOING)]
    return [(f"{code}@{day[:7]}", day) for day in days]


@cache
def owed_in(name: str) -> tuple[Owed, ...]:
    """Return all that is owed in a made-up plan, by agency and day."""
    folder, days = FOLDER / name, DAYS[name]
    owed: list[Owed] = []

    def take(code: str, agencies: Sequence[str], phrase: str, *, asked: bool = False) -> None:
        for agency in _accountable(folder, agencies):
            owed.extend(Owed(item, agency, last, asked) for item, last in _items(code, days[phrase]))

    for annex in tree(folder, "tasks")["annexes"]:
        for task in rows_of(annex):
            products: Sequence[Tree] = task.get("milestones") or [{}]
            for milestone in products:
                code = f"{task['code']}/{milestone['code']}" if milestone else task["code"]
                take(code, task["lead"], milestone.get("due") or task.get("due", ""))
    for duty in tree(folder, "duties").get("duties", ()):
        take(duty["code"], duty["agencies"], duty.get("due", ""), asked=duty.get("asked") == "true")
    return tuple(owed)


def source_rows(name: str) -> list[list[str]]:
    """Return the rows of the annex as the source has them, the heads first; of a heading its number and words."""
    _, *lines = (FOLDER / name / "annex.txt").read_text(encoding="utf-8").splitlines()
    return [[cell.replace("\\n", "\n") for cell in re.split(r" \|\|? ", line)] for line in lines]


def open_groups(folder: Path) -> set[str]:
    """Return the ids of the groups whose members nobody knows."""
    return {group["id"] for group in tree(folder, "agencies")["groups"] if group.get("open") == "true"}


def seeded_days(name: str) -> Mapping[str, str]:
    """Return for some of what is owed, by id, a day on which it was delivered: early, on the day, late."""
    chance = random.Random(name)
    days: dict[str, str] = {}
    for owed in owed_in(name):
        around = date(2026, 4, 15) if owed.last in (ONGOING, UNDATED) else date.fromisoformat(owed.last)
        if chance.random() < 0.6 and around < date(2026, 6, 3):
            days[owed.id] = (around + timedelta(days=chance.randint(-6, 6))).isoformat()
    return days


def planted(root: Path, name: str) -> Path:
    """Copy a made-up plan to `root`, record there what `seeded_days` says, and return `root`."""
    shutil.copytree(FOLDER / name / "plan", root / "plan")
    by_id = {owed.id: owed for owed in owed_in(name)}
    lines = [
        keys_of("done", day, item=by_id[id_].item, agency=by_id[id_].agency, document=f"{number}/VB", evidence=None)
        for number, (id_, day) in enumerate(seeded_days(name).items(), 1)
    ]
    log = root / "plan" / "status" / "2026-06" / "a.jsonl"
    log.parent.mkdir(parents=True)
    log.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    return root
