"""Set-up for all tests: a cache and settings of git of their own, and no deadline for Hypothesis examples."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings

from tests.repositories import use_settings

# Let helper modules with assertions show differences, too.
pytest.register_assert_rewrite("tests.figures", "tests.reckoning")

# On a busy machine an example may be slow and still right.
settings.register_profile("papi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("papi")


# Of tests that take half a minute: they begin, so that no worker is alone with one at the end.
LONGEST = {"test_failing_calls.py", "test_fuzz.py", "test_office_year.py", "test_year.py"}
# Without coverage, as the slow ones: files that cost much and run next to nothing of the program that others do not run.
UNMEASURED = {
    "test_cache.py",
    "test_excel.py",
    "test_files.py",
    "test_house.py",
    "test_index.py",
    "test_json.py",
    "test_merging.py",
    "test_places.py",
    "test_readme.py",
    "test_report_figures.py",
    "test_situations.py",
    "test_states.py",
    "test_tampering.py",
    "test_two_phases.py",
}


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Run named files in this process, because starting the workers takes longer than most files."""
    return 0 if all(".py" in argument for argument in config.args) else None


def fuzz_seed() -> str:
    """Return the seed of `test_fuzz.py` and `test_mutations.py`: the day, unless PAPI_FUZZ_SEED fixes it."""
    return os.environ.get("PAPI_FUZZ_SEED") or date.today().isoformat()  # noqa: DTZ011  # any day will do


def fuzz_runs() -> int:
    """Return how many cases of each kind `test_fuzz.py` tries."""
    return int(os.environ.get("PAPI_FUZZ_RUNS") or "20")


def pytest_report_header() -> str:
    """Print what brings the same damage again."""
    return f"PAPI_FUZZ_SEED={fuzz_seed()} PAPI_FUZZ_RUNS={fuzz_runs()}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest begin."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_collection_finish() -> None:
    """Keep all that was imported and collected out of the garbage collector, which would walk it for a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@contextmanager
def _unmeasured() -> Iterator[None]:
    """Measure no coverage meanwhile, nor in processes that are started meanwhile.

    A worker has several, as a process of coverage and as one of pytest-cov: where one stops, the one before goes on.
    """
    stopped: list[Coverage] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        while measuring := Coverage.current():
            measuring.stop()
            stopped.append(measuring)
        try:
            yield
        finally:
            for measuring in reversed(stopped):
                measuring.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure coverage where it is cheap: it more than doubles what a test takes, and the floor is reached without."""
    if item.path.name not in UNMEASURED and item.get_closest_marker("slow") is None:
        return (yield)
    with _unmeasured():
        return (yield)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Cache plans in a folder of the run, so that some answers come from the cache and some from the files."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPI_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def _own_git_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        use_settings(tmp_path_factory.mktemp("git"), patch)
        yield
