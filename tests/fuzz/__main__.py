"""Do the cases that the command line names (see `tests.fuzz`)."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from papi_cli.text import screen_text
from tests.fuzz.answers import answer, bounded
from tests.fuzz.inputs import damage_files
from tests.fuzz.sources import damage_log, damage_plan
from tests.fuzz.words import damage_words
from tests.tree import planted

KINDS: Mapping[str, Callable[[Path, random.Random], Iterator[str]]] = {
    "plan": damage_plan,
    "log": damage_log,
    "files": damage_files,
    "words": damage_words,
}


def prepare(folder: Path) -> None:
    """Make what cases compare with: a sound plan, and a document and a sheet made of it."""
    planted(folder / "sound")
    for name in ("sound.md", "sound.docx", "sound.html"):
        made = answer(["report", "semiannual", "--as-of", "2026-06-10", "--plan", "sound", "-o", name])
        assert made.code == 0, made.err
    assert answer(["sheet", "sound.xlsx", "--agency", "STP", "--plan", "sound"]).code == 0


def run(kind: str, seed: str, numbers: Sequence[int]) -> Iterator[str]:
    """Do the cases of these numbers; yield a line for what is wrong with an answer."""
    with bounded() as folder:
        prepare(folder)
        for number in numbers:
            print(number, end=" ", file=sys.__stderr__, flush=True)  # should it kill the process, that is where
            case = folder / "case"
            case.mkdir()
            os.chdir(case)
            chance = random.Random(f"{seed} {kind} {number}")
            yield from (f"{kind} {seed} {number}: {fault}" for fault in KINDS[kind](case, chance))
            os.chdir(folder)
            shutil.rmtree(case)


def _begin(kind: str, seed: str, first: str, count: str = "1") -> int:
    findings = 0
    for finding in run(kind, seed, range(int(first), int(first) + int(count))):
        print(screen_text(finding), flush=True)
        findings += 1
    print(f"{count} {kind}")
    return min(findings, 1)


if __name__ == "__main__":
    sys.exit(_begin(*sys.argv[1:]))
