"""The tables of times in tests/README.md: whole commands, side by side, as ratios.

    python -m tests.bench [--rounds N] [--country]

Start-up on the shipped plan, logs and plans of growing size beside the floors (the interpreter alone, a one-command
Typer application, a bare process that decodes the same log) and, where they are installed, hledger and Taskwarrior on
as many records. `--country` adds 100,000 files of one event, a plan of a million obligations, and one of 100,000 with a
million events, which takes minutes. Nothing is asserted: a time depends on the machine.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from tests.bench.documents import documents
from tests.bench.processes import COLUMNS, Command, Runs, measured

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
PAPI = str(Path(PYTHON).with_name("papi"))
AS_OF = "2026-06-10"

PASS = Command("`python -c pass`", (PYTHON, "-c", "pass"))
TYPER = Command("one-command Typer application", (PYTHON, str(HERE / "floor_typer.py")))

# Communes, their tasks and the obligations that come of them: a province's share of each thousandfold.
_OWED_BY_A_COMMUNE, _OWED_BY_OTHERS, _TASKS = 8, 167, 22
_COMMUNES, _MORE = (332, 3321), 33_210
_SHIPPED = 767

# The first obligation of the shipped plan, of which `generate --single` writes events.
_SINGLE = ("ke-hoach", "--agency", "so-noi-vu")

_AMENDMENTS, _AMENDED_EVENTS = 100, 3_000

# Up to this many events or obligations take some hundredths of a second.
_SMALL = 12_000

# hledger needs 8 kB per record.
_RIVALS_LAST = 100_000

Table = list[tuple[str, ...]]


class Bench:
    """One run of the bench: generated folders, byte code, how many rounds."""

    def __init__(self, folder: Path, rounds: int) -> None:
        self._folder = folder
        self._rounds = rounds
        self.empty = self.generated("empty")

    def generated(self, name: str, *options: str) -> Path:
        """Return a folder of that name with a plan, a log and the rivals' records (see `generate`)."""
        folder = self._folder / name
        # In a process of its own: a child's largest memory begins with that of its parent.
        command = (PYTHON, "-m", "tests.bench.generate", str(folder), *options)
        subprocess.run(command, check=True, cwd=HERE.parents[1], env={**os.environ, "PAPI_CACHE": ""})
        return folder

    def rounds_of(self, size: int) -> int:
        """Return how many rounds to run: more where little is measured beside the start."""
        return self._rounds * 3 if size <= _SMALL else self._rounds

    def run(self, *commands: Command, rounds: int | None = None) -> Mapping[str, Runs]:
        """Return the runs of the commands, side by side."""
        return measured(commands, rounds=rounds or self._rounds, caches=self._folder / "caches")


def papi(
    name: str, plan: Path, *words: str, terminal: bool = False, completing: bool = False, kept: bool = True
) -> Command:
    """Return a papi command on the plan in a folder; `completing` asks what could stand in place of the last word.

    The plan is `kept` from the round that warms up, or read anew in each run.
    """
    environment = {
        "PAPI_PLAN": str(plan),
        **({"_PAPI_COMPLETE": "bash"} if completing else {}),
        **({} if kept else {"PAPI_CACHE": ""}),
    }
    return Command(name, (PAPI, *words), terminal=terminal, environment=environment)


def start_up(bench: Bench) -> Table:
    """Return the table of start-up on the shipped plan, the log empty."""
    commands = (
        PASS,
        TYPER,
        papi("`papi --help`", bench.empty, "--help"),
        papi("completion of `papi overdue --agency s`", bench.empty, "overdue", "--agency", "s", completing=True),
        papi(f"`papi overdue --as-of {AS_OF}` into a pipe", bench.empty, "overdue", "--as-of", AS_OF),
        papi("the same, the plan read anew", bench.empty, "overdue", "--as-of", AS_OF, kept=False),
        papi(
            f"`papi overdue` at a terminal of {COLUMNS} columns",
            bench.empty,
            "overdue",
            "--as-of",
            AS_OF,
            terminal=True,
        ),
        papi(f"`papi status --as-of {AS_OF}` into a pipe", bench.empty, "status", "--as-of", AS_OF),
        papi("`papi check` into a pipe", bench.empty, "check"),
    )
    runs = bench.run(*commands)
    table: Table = [("start-up", "ms", "to `python -c pass`", "to Typer", "MB")]
    for name, command_runs in runs.items():
        to_floor, to_typer = command_runs.ratio_to(runs[PASS.name]), command_runs.ratio_to(runs[TYPER.name])
        table.append(
            (name, f"{command_runs.seconds * 1000:.0f}", f"{to_floor:.1f}", f"{to_typer:.2f}", megabytes(command_runs))
        )
    return table


def logs(bench: Bench, sizes: Sequence[int], *, batch: int) -> Table:
    """Return the table of logs of growing size on the shipped plan, `batch` events to a file."""
    table: Table = [(f"log, {batch:,} to a file", "events", "s", "to bare", "MB", "bytes an event", "exponent")]
    growth = Growth()
    for size in sizes:
        folder = bench.generated(f"log-{size}-{batch}", "--events", str(size), "--batch", str(batch))
        nothing, ours = papi("nothing", bench.empty, "overdue", "--as-of", AS_OF), overdue(folder)
        runs = bench.run(nothing, bare(folder), ours, *rivals(folder, size), rounds=bench.rounds_of(size))
        least = runs["nothing"]
        for name, command_runs in runs.items():
            if name == "nothing":
                continue
            row: tuple[str, ...] = (
                name,
                f"{size:,}",
                f"{command_runs.seconds:.2f}",
                f"{command_runs.ratio_to(runs[BARE]):.1f}",
                megabytes(command_runs),
            )
            if name == ours.name:
                each = (command_runs.memory - least.memory) / size
                row += (f"{each:.0f}", growth.exponent(ours.name, size, command_runs.excess_over(least)))
            table.append(row)
    return table


def single(bench: Bench, sizes: Sequence[int]) -> Table:
    """Return the table of one obligation with more and more events; exponents are of what exceeds an empty log."""
    table: Table = [("one obligation", "events", "s", "exponent")]
    growth = Growth()
    one = ("record", *_SINGLE, "--progress", "--date", AS_OF, "--note", "họp", "--dry-run")
    for size in sizes:
        folder = bench.generated(f"single-{size}", "--events", str(size), "--single")
        rows = ("record", "--from", str(folder / "rows.csv"), "--dry-run")
        least = {
            name: papi(f"{name} without a log", bench.empty, *words)
            for name, words in (("check", ("check",)), ("record", one))
        }
        ours = (
            (papi("`papi check`", folder, "check"), least["check"]),
            (papi("`papi record --from` as many rows", folder, *rows), least["record"]),
            (papi("`papi record` one event", folder, *one), least["record"]),
        )
        runs = bench.run(*least.values(), *(command for command, _ in ours))
        for command, without in ours:
            grown = growth.exponent(command.name, size, runs[command.name].excess_over(runs[without.name]))
            table.append((command.name, f"{size:,}", f"{runs[command.name].seconds:.2f}", grown))
    return table


def plans(bench: Bench, communes_of: Sequence[int]) -> Table:
    """Return the table of plans of growing size, the log empty; exponents are of what exceeds the shipped plan."""
    table: Table = [("plan", "obligations", "s", "MB", "exponent")]
    growth = Growth()
    for communes in communes_of:
        folder = bench.generated(f"plan-{communes}", "--communes", str(communes), "--tasks", str(_TASKS))
        names = ("overdue", "status", "matrix")
        least = [papi(f"{name} of the shipped plan", bench.empty, name, "--as-of", AS_OF) for name in names]
        ours = [papi(f"`papi {name}`", folder, name, "--as-of", AS_OF) for name in names]
        runs = bench.run(*least, *ours, rounds=bench.rounds_of(obligations(communes)))
        for small, large in zip(least, ours, strict=True):
            command_runs = runs[large.name]
            more = obligations(communes) - _SHIPPED, command_runs.excess_over(runs[small.name])
            grown = growth.exponent(large.name, *more)
            table.append(
                (
                    large.name,
                    f"{obligations(communes):,}",
                    f"{command_runs.seconds:.2f}",
                    megabytes(command_runs),
                    grown,
                )
            )
    return table


def amended(bench: Bench) -> Table:
    """Return the table of a plan with a hundred amendments, beside the same plan and log without."""
    plain = bench.generated("plain", "--events", str(_AMENDED_EVENTS))
    changed = bench.generated("amended", "--events", str(_AMENDED_EVENTS), "--amendments", str(_AMENDMENTS))
    at = ("--as-of", AS_OF)
    kept: list[tuple[str, ...]] = [(name, *at) for name in ("overdue", "status", "tasks", "matrix")]
    kept.append(("report", "semiannual", *at))
    table: Table = [(f"{_AMENDMENTS} amendments", "s", "to none", "MB")]
    for words, is_kept in (*((words, True) for words in kept), (("overdue", *at), False), (("check",), False)):
        name = f"`papi {words[0]}`" + ("" if is_kept else ", the plan read anew")
        without, ours = papi("without", plain, *words, kept=is_kept), papi(name, changed, *words, kept=is_kept)
        runs = bench.run(without, ours, rounds=bench.rounds_of(_AMENDED_EVENTS) if is_kept else None)
        ratio = runs[name].ratio_to(runs["without"])
        table.append((name, f"{runs[name].seconds:.2f}", f"{ratio:.2f}", megabytes(runs[name])))
    return table


def country(bench: Bench) -> Table:
    """Return the table of the largest plan with a log of a million events."""
    communes, size = _COMMUNES[-1], 1_000_000
    sizes = ("--communes", str(communes), "--tasks", str(_TASKS), "--events", str(size))
    folder = bench.generated("country", *sizes)
    names = ("overdue", "upcoming", "status", "matrix")
    commands = [papi(f"`papi {name}`", folder, name, "--as-of", AS_OF) for name in names]
    late = ("overdue", "--as-of", AS_OF)
    commands.append(papi("`papi overdue` at a terminal", folder, *late, terminal=True))
    commands.append(papi("`papi overdue --all` at a terminal", folder, *late, "--all", terminal=True))
    runs = bench.run(bare(folder), *commands, rounds=1)
    head = (f"country: {obligations(communes):,} obligations, {size:,} events", "s", "to bare", "MB")
    return [
        head,
        *(
            (name, f"{command_runs.seconds:.1f}", f"{command_runs.ratio_to(runs[BARE]):.1f}", megabytes(command_runs))
            for name, command_runs in runs.items()
        ),
    ]


BARE = "bare process that decodes the log with orjson"


def bare(folder: Path) -> Command:
    """Return the bare process on the log of a folder."""
    return Command(BARE, (PYTHON, str(HERE / "floor_orjson.py"), str(folder / "plan" / "status")))


def overdue(folder: Path) -> Command:
    """Return `papi overdue` into a pipe."""
    return papi("`papi overdue` into a pipe", folder, "overdue", "--as-of", AS_OF)


def rivals(folder: Path, size: int) -> list[Command]:
    """Return the commands of hledger and Taskwarrior, where installed, that list what is overdue of as many records."""
    commands: list[Command] = []
    if size > _RIVALS_LAST:
        return commands
    if hledger := shutil.which("hledger"):
        journal = str(folder / "records.journal")
        commands.append(Command("hledger register", (hledger, "register", "-f", journal, "--pending", "-e", AS_OF)))
    if task := shutil.which("task"):
        settings = ("rc:/dev/null", f"rc.data.location={folder / 'task'}", "rc.gc=off", "rc.verbose=nothing")
        commands.append(Command("Taskwarrior list", (task, *settings, "status:pending", f"due.before:{AS_OF}", "list")))
    return commands


def obligations(communes: int) -> int:
    """Return how many obligations the generated plan of so many communes has."""
    return communes * (_OWED_BY_A_COMMUNE + _TASKS) + _OWED_BY_OTHERS


class Growth:
    """How the time of each command grows from the first size on."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[int, float]] = {}

    def exponent(self, name: str, size: int, seconds: float) -> str:
        """Return the power of the size with which the time grew from the first one (1 is linear), "" for that one.

        "-" where the noise is larger than what is measured.
        """
        first = self._first.setdefault(name, (size, seconds))
        if first[0] == size:
            return ""
        if min(first[1], seconds) <= 0:
            return "-"
        return f"{math.log(seconds / first[1]) / math.log(size / first[0]):.2f}"


def megabytes(runs: Runs) -> str:
    """Return the largest memory in MB."""
    return f"{runs.memory / 1e6:.0f}"


def printed(table: Table) -> None:
    """Print a table in Markdown, text to the left and numbers to the right."""
    head, *rows = table
    lines = [head, ("---", *["--:"] * (len(head) - 1)), *((*row, *[""] * (len(head) - len(row))) for row in rows)]
    print("\n".join(f"| {' | '.join(line)} |" for line in lines), end="\n\n", flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--country", action="store_true")
    options = parser.parse_args()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("typer", "pydantic", "orjson"))
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {libraries}, {options.rounds} rounds\n")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.rounds)
        printed(start_up(bench))
        printed(logs(bench, (10_000, 100_000, 1_000_000) if options.country else (10_000, 100_000), batch=1_000))
        printed(logs(bench, (100_000,) if options.country else (10_000,), batch=1))
        printed(single(bench, (1_000, 4_000)))
        printed(plans(bench, (*_COMMUNES, _MORE) if options.country else _COMMUNES))
        printed(amended(bench))
        filled = bench.generated("documents", "--events", "3000")
        printed(documents(bench.run, papi, filled, PASS))
        if options.country:
            printed(country(bench))


if __name__ == "__main__":
    main()
