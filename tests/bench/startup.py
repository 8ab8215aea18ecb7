"""Wall time of whole commands, as ratios measured side by side in one run.

    python tests/bench/startup.py [RUNS]

Every round runs each command once, in turn, so that a machine that slows down slows all of them; a ratio is taken
within its round, and the median over the rounds is printed. Nothing is asserted: a time depends on the machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# The least that a Typer program can be: one command with one option, help without Rich.
TYPER_APP = """
import typer
app = typer.Typer(rich_markup_mode=None, add_completion=False)
@app.command()
def main(day: str = "2026-06-10") -> None:
    print(day)
app()
"""

# What the installed script `papi` runs.
PAPI = "from papi_cli.cli import entry; entry()"

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "one-command Typer application": ["-c", TYPER_APP],
    "papi --help": ["-c", PAPI, "--help"],
    "papi overdue --as-of 2026-06-10 | …": ["-c", PAPI, "overdue", "--as-of", "2026-06-10"],
    "papi status --as-of 2026-06-10 | …": ["-c", PAPI, "status", "--as-of", "2026-06-10"],
}
FLOOR, TYPER, *_ = COMMANDS


def seconds(arguments: list[str]) -> float:
    """Return the wall time of one run of the interpreter, its output read through a pipe."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment, cwd=ROOT)
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Print the table of ratios over `runs` rounds, after one round that warms up."""
    for arguments in COMMANDS.values():
        seconds(arguments)
    rounds = [{name: seconds(arguments) for name, arguments in COMMANDS.items()} for _ in range(runs)]
    print(f"{'command':<38}{'median':>10}{'to the interpreter':>20}{'to Typer':>10}")
    for name in COMMANDS:
        median = statistics.median(one[name] for one in rounds) * 1000
        to_floor = statistics.median(one[name] / one[FLOOR] for one in rounds)
        to_typer = statistics.median(one[name] / one[TYPER] for one in rounds)
        print(f"{name:<38}{median:>7.0f} ms{to_floor:>20.1f}{to_typer:>10.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
