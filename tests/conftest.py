"""What all tests share: a cache of their own, so that answers come out of it and out of the files in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

# What compares outside of a test's own module says what differs, too.
pytest.register_assert_rewrite("tests.figures", "tests.reckoning")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPI_CACHE", str(folder))
        yield folder
