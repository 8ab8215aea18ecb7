"""The tests; what compares outside of a test's own module says what differs, too."""

import pytest

pytest.register_assert_rewrite("tests.figures", "tests.reckoning")
