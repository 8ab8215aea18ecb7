"""What `papi status --since` says has changed since an earlier day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from papi_cli.cli import inputs
from papi_cli.cli.asking import since
from papi_cli.states import judge
from tests.sample import events_of, seeded_log, shipped_plan
from tests.test_amended_year import DECISION
from tests.test_mergers import CHANGES
from tests.test_report import Papi, papi, with_log  # noqa: F401  # papi is a fixture
from tests.test_several import GREEN
from tests.tree import planted

DAYS = ("--as-of", "2026-06-10", "--since", "2026-05-31")
STORIES = {
    "II.2/ke-hoach@so-tu-phap": "done 2026-02-10; returned 2026-06-02",
    "bao-cao-6-thang@so-tai-chinh": "done 2026-06-05",
    "bao-cao-6-thang@so-xay-dung": "done 2026-06-09",
    "bao-cao-6-thang@so-y-te": "reminded 2026-06-10",
}
EVENTS = [event for id_, story in STORIES.items() for event in events_of(story, id_)]


def sentence(page: str) -> str:
    (line,) = (line for line in page.splitlines() if line.startswith("So với ngày"))
    return line


def counted(answer: dict[str, Any]) -> Sequence[int]:
    """Count what is done, overdue, and overdue without a record, from the obligations of an answer."""
    binding = [one for one in answer["obligations"] if "requested" not in one["flags"]]
    overdue = [one for one in binding if one["state"] == "overdue"]
    silent = [one for one in overdue if "unrecorded" in one["flags"]]
    done = sum(one["state"].startswith("done") for one in binding)
    return done, len(overdue) - len(silent), len(silent)


def test_the_change_is_what_two_answers_differ_by(tmp_path: Path, papi: Papi) -> None:  # noqa: F811  # a fixture
    root = with_log(planted(tmp_path), *seeded_log(2026, shipped_plan()))

    def asked(*words: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(papi("status", "--plan", str(root), "--format", "json", *words).out)
        return told

    changes = []
    for filters in ((), ("--agency", "so-tu-phap"), ("--index", "4"), ("--known-at", "2026-06-03")):
        before, after = (asked("--as-of", day, *filters) for day in ("2026-05-31", "2026-06-10"))
        assert "since" not in after
        change = asked(*DAYS, *filters)["since"]
        assert change.pop("day") == "2026-05-31"
        expected = [now - then for now, then in zip(counted(after), counted(before), strict=True)]
        assert [change["done"], change["overdue"], change["silent"]] == expected
        changes.append(expected)
    assert sum(map(any, changes)) >= 3


def test_the_page_says_in_a_sentence_what_changed(tmp_path: Path, papi: Papi) -> None:  # noqa: F811  # a fixture
    root = str(with_log(planted(tmp_path), *EVENTS))
    # One plan was returned, two reports came; of 87 agencies nothing is known, nor of one thing more that fell due.
    told = "hoàn thành thêm 1 đầu việc; số quá hạn đã có ghi nhận tăng 1; số quá hạn chưa ghi nhận kết quả tăng 88."
    assert sentence(papi("status", "--plan", root, *DAYS).out) == f"So với ngày 31/5/2026: {told}"
    own = papi("status", "--plan", root, *DAYS, "--agency", "so-tai-chinh").out
    assert sentence(own) == "So với ngày 31/5/2026: hoàn thành thêm 1 đầu việc."
    still = papi("status", "--plan", root, "--as-of", "2026-06-10", "--since", "2026-06-09", "--index", "2").out
    assert sentence(still) == "So với ngày 09/6/2026: số hoàn thành, số quá hạn không đổi."


def test_the_earlier_day_is_judged_by_the_plan_of_that_day(tmp_path: Path, papi: Papi) -> None:  # noqa: F811  # a fixture
    root = planted(tmp_path)
    (root / "plan" / "amendments").mkdir()
    (root / "plan" / "amendments" / "1234-qd-ubnd.yaml").write_text(DECISION, encoding="utf-8")
    # The decision, in force from 15/7, moves the last day 30/6.
    item = ("--item", "VI.3/bao-cao", "--as-of", "2026-07-15", "--since", "2026-07-14")
    told = sentence(papi("status", "--plan", str(root), *item).out)
    assert told == "So với ngày 14/7/2026: số quá hạn chưa ghi nhận kết quả giảm 1."


def test_an_agency_is_compared_with_those_that_it_follows(tmp_path: Path, papi: Papi) -> None:  # noqa: F811  # a fixture
    first_half = [event for event in seeded_log(2026, shipped_plan()) if str(event.date) <= "2026-06-20"]
    root = with_log(planted(tmp_path, *CHANGES), *first_half)
    words = ("--agency", "so-cong-thuong", "--as-of", "2026-07-01", "--since", "2026-06-21", "--format", "json")
    assert json.loads(papi("status", "--plan", str(root), *words).out)["since"]["done"] == 0


def test_several_plans_are_compared_together(tmp_path: Path, papi: Papi) -> None:  # noqa: F811  # a fixture
    root = str(with_log(planted(tmp_path), *EVENTS))
    alone = [json.loads(papi("status", "--plan", one, *DAYS, "--format", "json").out)["since"] for one in (root, GREEN)]
    together = json.loads(papi("status", "--plan", root, "--plan", GREEN, *DAYS, "--format", "json").out)["since"]
    assert together == {
        "day": "2026-05-31",
        **{key: sum(one[key] for one in alone) for key in ("done", "overdue", "silent")},
    }
    assert sentence(papi("status", "--plan", root, "--plan", GREEN, *DAYS).out)


def test_without_the_option_nothing_is_judged_twice(
    tmp_path: Path,
    papi: Papi,  # noqa: F811  # a fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    days: list[str] = []

    def counting(*args: Any, **words: Any) -> Any:  # noqa: ANN401  # hands on to judge
        days.append(str(words["as_of"]))
        return judge(*args, **words)

    monkeypatch.setattr(inputs, "judge", counting)
    monkeypatch.setattr(since, "judge", counting)
    root = str(planted(tmp_path))
    page = papi("status", "--plan", root, "--as-of", "2026-06-10").out
    assert days == ["2026-06-10"]
    assert "So với ngày" not in page
    papi("status", "--plan", root, *DAYS)
    assert days[1:] == ["2026-06-10", "2026-05-31"]


def test_a_day_that_cannot_be_compared_with_is_refused(papi: Papi) -> None:  # noqa: F811  # a fixture
    for words, told in (
        (("--since", "2026-06-10"), "--since: ghi một ngày trước ngày 10/6/2026, là ngày mà tình trạng được tính đến."),
        (("--since", "hôm qua"), "--since: «hôm qua» không phải là một ngày."),
        (("--since", "2026-05-31", "--format", "csv"), "--since không dùng với --format csv"),
    ):
        answer = papi("status", "--as-of", "2026-06-10", *words)
        assert (answer.code, answer.out) == (2, "")
        assert told in " ".join(answer.err.split())
