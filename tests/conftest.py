"""What all tests share: a cache of their own, and no limit of time on the examples of Hypothesis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# What compares outside of a test's own module says what differs, too.
pytest.register_assert_rewrite("tests.figures", "tests.reckoning")

# On a busy machine an example takes as long as it takes, and is right all the same.
settings.register_profile("papi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("papi")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Run files that are named in this process: to start the workers takes longer than most of them do."""
    return 0 if all(".py" in argument for argument in config.args) else None


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep plans in a folder of the run, so that answers come out of the cache and out of the files in turn."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPI_CACHE", str(folder))
        yield folder
