"""Plans, logs, sheets, documents and command lines broken with knowledge of their structure: no traceback, no hang.

`fuzz` says what is done and what no answer may be. The seed is the day, so that every day tries other damage; it
stands in the head of the run and in each failure. PAPI_FUZZ_SEED fixes it, PAPI_FUZZ_RUNS is how many cases of each kind
are tried.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import fuzz_runs, fuzz_seed
from tests.fuzz.__main__ import KINDS
from tests.tree import CHECKOUT


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_told_in_a_sentence(kind: str) -> None:
    command = [sys.executable, "-m", "tests.fuzz", kind, fuzz_seed(), "0", str(fuzz_runs())]
    # A process of its own bears the bound of memory. It is not measured: that would take half as long again.
    without = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    environment = {**without, "PYTHONPATH": str(CHECKOUT), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, f"{fuzz_runs()} {kind}\n"), (
        f"python -m tests.fuzz {' '.join(command[3:])}\n{done.stdout}\n{done.stderr[-3000:]}"
    )
