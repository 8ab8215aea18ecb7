"""Documents: one of a set size, the summary, one agency's report, and all of a period in one run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench.processes import Command, Runs

HERE = Path(__file__).resolve().parent
AS_OF = "2026-06-10"
REPORTS = 88

Papi = Callable[..., Command]
Run = Callable[..., Mapping[str, Runs]]


def documents(run: Run, papi: Papi, plan: Path, floor: Command) -> list[tuple[str, ...]]:
    """Return the table of documents on the shipped plan with a log, and what one more report costs."""
    target = plan / "out"
    sized = Command(
        "24 paragraphs and two tables of 100 rows",
        (sys.executable, str(HERE / "word_document.py"), str(plan / "sized.docx")),
        environment={"PYTHONPATH": str(HERE.parents[1])},
    )
    report = ("report", "semiannual", "--as-of", AS_OF)
    summary = papi("the summary", plan, *report, "-o", f"{target}.docx")
    single = papi("one agency's report", plan, *report, "--agency", "so-tu-phap", "-o", f"{target}-stp.docx")
    every = papi(f"all {REPORTS} reports", plan, *report, "--all-agencies", "--format", "word", "-o", str(target))
    runs = run(floor, sized, summary, single, every)
    table: list[tuple[str, ...]] = [("Word documents", "s", "to `python -c pass`", "MB")]
    for name, command_runs in runs.items():
        table.append(
            (
                name,
                f"{command_runs.seconds:.2f}",
                f"{command_runs.ratio_to(runs[floor.name]):.1f}",
                f"{command_runs.memory / 1e6:.0f}",
            )
        )
    more = (runs[every.name].seconds - runs[single.name].seconds) / (REPORTS - 1)
    table.append(("one report more", f"{more:.3f}", f"{more / runs[floor.name].seconds:.1f}", ""))
    return table
