"""The on-time rate: what counts in it, on screens, in JSON and in documents."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.events import deduplicated, encode_log
from papi_cli.states import Verdict, judge
from papi_cli.views.rates import OnTimeRate, on_time_rate
from tests.sample import events_of, shipped_plan
from tests.tree import planted

# Last on-time day 09/6/2026 but for the last two, which are due later and without a day.
STORIES = {
    "bao-cao-6-thang@so-tu-phap": "done 2026-06-09",
    "bao-cao-6-thang@so-tai-chinh": "done 2026-06-10",
    "bao-cao-6-thang@so-xay-dung": "done 2026-06-08; returned 2026-06-09",
    "bao-cao-6-thang@so-y-te": "reminded 2026-06-09",
    "bao-cao-6-thang@so-cong-thuong": "",
    "II.2/bao-cao@so-tu-phap": "",
    "I.2/cong-van@so-tai-chinh": "",
}
EVENTS = deduplicated([event for id_, story in STORIES.items() for event in events_of(story, id_)])


def of(*ids: str) -> list[Verdict]:
    judged = judge(shipped_plan(), EVENTS, as_of=date(2026, 6, 10), known_at=None)
    return [verdict for verdict in judged.verdicts if verdict.obligation.id in ids]


def test_the_rate_counts_what_is_known() -> None:
    rate = on_time_rate(of(*STORIES))
    assert rate == OnTimeRate(on_time=1, late=1, overdue=1, silent=2)
    assert (rate.known, rate.percent) == (3, "33,3%")


def test_of_whom_nothing_is_known_nobody_says_how_punctual_they_are() -> None:
    silent = on_time_rate(of("bao-cao-6-thang@so-y-te", "bao-cao-6-thang@so-cong-thuong"))
    assert (silent.known, silent.silent, silent.percent) == (0, 2, "-")


def test_a_record_that_it_is_not_delivered_is_known() -> None:
    returned = on_time_rate(of("bao-cao-6-thang@so-xay-dung"))
    assert (returned.known, returned.percent) == (1, "0%")


def test_what_is_only_requested_is_in_no_rate() -> None:
    assert on_time_rate(of("so-lieu-6-thang@toa-an-nhan-dan-tinh")) == OnTimeRate(0, 0, 0, 0)


def status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *args: str) -> str:
    root = planted(tmp_path)
    folder = root / "plan/status/2026-06"
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_bytes(encode_log(EVENTS))
    monkeypatch.chdir(root)
    assert main(["status", "--as-of", "2026-06-10", *args]) == 0
    return capfd.readouterr().out


def test_status_tells_what_the_rate_rests_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    page = status(tmp_path, monkeypatch, capfd)
    assert (
        "Tỷ lệ đúng hạn: 1/3 đầu việc đã rõ kết quả, 33,3%; 264 đầu việc quá hạn chưa ghi nhận (không kể 1 đầu việc đề nghị)."
        in page
    )
    rows = {name: cells for line in page.splitlines() for name, *cells in [line.split("  ")] if cells}
    assert [cell.strip() for cell in rows["Sở Y tế"] if cell][-2:] == ["-", "3"]
    assert [cell.strip() for cell in rows["Sở Tư pháp"] if cell][-2:] == ["100%", "5"]
    assert "HT đúng hạn / đã rõ kết quả" in page
    above = page.partition("Theo chỉ số nội dung")[0]
    # Of 89 agencies two have delivered, one was sent its own back, and the coordinator's is the summary.
    report = "bao-cao-6-thang (Báo cáo 06 tháng đầu năm), thời hạn 09/6/2026"
    assert f"- Chưa ghi nhận đã gửi {report}: 85 cơ quan, đơn vị." in above
    assert f"- Chưa gửi {report}: Sở Xây dựng." in above
    assert above.count("uá hạn lâu nhất") == 1, "only one thing is overdue longest"
    assert "- Quá hạn lâu nhất: I.1/ke-hoach (Kế hoạch của UBND tỉnh), Sở Nội vụ, 130 ngày; " in above
    assert (
        "Báo cáo tổng hợp không tính đầu việc đề nghị và báo cáo của Sở Nội vụ, tính nhiệm vụ đến ngày chốt số liệu."
        in page
    )
    rate = json.loads(status(tmp_path / "json", monkeypatch, capfd, "--format", "json"))["rate"]
    assert rate == {"on_time": 1, "known": 3, "silent": 264}
