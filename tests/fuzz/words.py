"""Command lines of real commands and options, taken from the program itself, with odd values."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from typer.main import get_command

from papi_cli.cli.program.program import COMMANDS, app
from tests.fuzz.answers import NOW, sane
from tests.fuzz.inputs import table
from tests.fuzz.sources import LISTS, dumped_line, some_events, write_log, write_plan
from tests.fuzz.trees import as_tree
from tests.fuzz.values import DAYS, INSTANTS, NO_DAYS, NO_INSTANTS, NUMBERS, TEXTS, any_text

# What an option may well take, by its name; others take a day, a text, or one of these.
FITTING: Mapping[str, Sequence[str]] = {
    "--format": (*LISTS, "github", "gitlab", "word", "html", "x"),
    "--agency": ("STP", "Sở Tư pháp", "so-tu-phap", "ubnd-cap-xa", "xã"),
    "--group": ("ubnd-cap-xa", "so-ban-nganh"),
    "--index": ("4", "4.2", "4.2.1"),
    "--item": ("II.5", "II.2/ke-hoach", "bao-cao-nam"),
    "--state": ("overdue", "quá hạn", "in_time"),
    "--within": ("1", "30", "0"),
    "--plan": (".", "plan", "khong-co", "../sound"),
    "--output": (
        "ra.md",
        "ra.docx",
        "ra.html",
        "ra",
        "-",
        "ra.csv",
        "ra.json",
        "/dev/null",
        "plan/plan.yaml",
        "a/b/c.md",
    ),
    "--from": ("vao.csv", "-", "plan/plan.yaml", "khong-co.xlsx", "plan", "/dev/null"),
    "--evidence": ("https://example.org/1", "vao.csv", "khong-co", "../x", "plan"),
    "--at": ("HEAD", "HEAD~1", "^HEAD", "main@{9 years ago}", "0" * 40, "-x"),
    "--since": ("HEAD", *DAYS),
    "--sort": ("due", "-due", "agency", "Thời hạn"),
    "--columns": ("item,agency", "item", ",", "due,due"),
    "--explain": ("P201", "p403", "P999"),
    "--csv-separator": (",", ";", "tab", "xx"),
    "--event": ("done", "extended", "x"),
}
ARGUMENTS = (
    "II.5", "II.2/ke-hoach", "bao-cao-nam", "4.2", "part-4/1.b", "so-tu-phap", "semiannual", "annual", "due", "tasks",
    "bash", "zsh", "fish", "HEAD", ".", "../sound", "../sound.md", "../sound.docx", "vao.csv", "ra.xlsx", "moi",
    "điểm b khoản 1 Mục IV", "trước ngày 10/6/9999", "0" * 16, "x/../y", "ọ\u0301",
)  # fmt: skip


@cache
def options_of(command: str) -> Sequence[tuple[Sequence[str], bool]]:
    """Return the names of each option of the command, and whether it takes a value."""
    group: Any = get_command(app)
    found = group.get_command(None, command)
    return [
        ([*parameter.opts, *parameter.secondary_opts], not parameter.is_flag)
        for parameter in found.params
        if parameter.param_type_name == "option"
    ]


def word(chance: random.Random, fitting: Sequence[str]) -> str:
    """Return a word of a command line that fits, or any that a system can hand over: no NUL, no path to elsewhere."""
    if fitting and chance.random() < 0.6:
        return chance.choice(fitting)
    odd = chance.choice(
        [
            *DAYS,
            *NO_DAYS,
            *INSTANTS,
            *NO_INSTANTS,
            *NUMBERS,
            *TEXTS,
            *ARGUMENTS,
            any_text(chance),
            "\udcff\udcfe",
            "--",
            "-h",
            "--x=y",
        ]
    )
    # Paths stay below the folder of the case, and no device but the null one is read.
    return "x" if "\0" in odd or re.search(r"[\ud800-\udbff]|^~|^/|\.\./\.\.", odd) else odd


def any_words(chance: random.Random) -> list[str]:
    name = chance.choice(list(COMMANDS)) if chance.random() < 0.97 else word(chance, ())
    words = [name]
    words += [word(chance, ARGUMENTS) for _ in range(chance.choice([0, 1, 1, 2]))]
    if name in COMMANDS:
        for names, takes_value in chance.sample(options_of(name), min(len(options_of(name)), chance.randrange(6))):
            option = chance.choice(names)
            if option in ("-h", "--help") and chance.random() < 0.8:
                continue
            value = word(chance, FITTING.get(names[0], DAYS if "date" in option or "of" in option else ()))
            words += [] if not takes_value else [f"{option}={value}"] if chance.random() < 0.2 else [option, value]
            words += [] if takes_value else [option]
    if chance.random() < 0.1:
        chance.shuffle(words)
    return words


def damage_words(folder: Path, chance: random.Random) -> Iterator[str]:
    """Call the program with real options and odd values."""
    write_plan(folder, {})
    events = some_events(chance, 12)
    write_log(folder, [dumped_line(as_tree(keys), chance) for keys in events], events[0]["recorded"], chance)
    Path("vao.csv").write_bytes(table(chance))
    now = chance.choice([NOW] * 60 + [*INSTANTS, "x"])
    for _ in range(4):
        with patch.dict(os.environ, PAPI_NOW=now):
            yield from sane(any_words(chance), chance.choice([b"", table(chance), b"\xff\xfe"]))
