"""Explanations: from the decision's phrase to the last on-time day."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.test_lists import run


def test_every_step_and_the_day_off_are_explained(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "explain", "ke-hoach")
    assert code == 0
    for part in (
        "Điểm a khoản 1 Mục IV: «Thời điểm ban hành chậm nhất ngày 15/02/2026».",
        "Ngày cuối cùng đúng hạn: Chủ nhật, ngày 15/02/2026.",
        "ngày làm việc cuối cùng trước đó: thứ Sáu, ngày 13/02/2026.",
        "khoản 5 Điều 148 Bộ luật Dân sự 2015",
        "Ngày được tính là đã hoàn thành: ngày ban hành văn bản.",
        "chưa có văn bản xác nhận; đối với Sở Văn hóa, Thể thao và Du lịch và Sở Dân tộc và Tôn giáo",
    ):
        assert part in out


def test_the_answer_keeps_its_contract(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = run(capfdbinary, "explain", "II.2", "--format", "json")
    answer = json.loads(out)
    assert answer["schema"] == "papi.explain/2"
    assert [explanation["item"] for explanation in answer["explanations"]] == ["II.2/ke-hoach", "II.2/bao-cao"]
    assert {tuple(explanation) for explanation in answer["explanations"]} == {
        (
            "item", "source", "product", "occurrence", "text", "kind", "first", "last", "weekday", "strict", "day_off",
            "working_day_before", "goes_on", "term", "steps", "counts", "readings", "anchors", "extensions",
        )
    }  # fmt: skip
    provincial_plan = answer["explanations"][0]
    assert (provincial_plan["first"], provincial_plan["last"]) == ("2026-03-01", "2026-03-31")
    assert [reading["confirmed"] for reading in provincial_plan["readings"]] == [False]


def test_all_days_of_what_recurs_are_told_in_one_line(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = run(capfdbinary, "explain", "hằng quý, chậm nhất ngày 25 của tháng cuối quý")
    text = " ".join(out.split())
    assert "Lặp lại hằng quý trong thời gian thực hiện kế hoạch, từ ngày 01/01/2026 đến hết ngày 31/12/2026." in text
    assert "4 lần: 25/3/2026, 25/6/2026, 25/9/2026, 25/12/2026." in text
    assert "ngày nghỉ" not in text
    _, out, _ = run(capfdbinary, "explain", "ngày 24 hằng tháng")
    assert (
        "Rơi vào ngày nghỉ: 24/01/2026 (thứ Bảy), 24/5/2026 (Chủ nhật), 24/10/2026 (thứ Bảy), "
        "24/11/2026 (nghỉ lễ Ngày Văn hóa Việt Nam)."
    ) in " ".join(out.split())


def test_what_goes_on_and_terms_are_machine_readable(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    def explained(phrase: str) -> dict[str, Any]:
        _, out, _ = run(capfdbinary, "explain", phrase, "--format", "json")
        (explanation,) = json.loads(out)["explanations"]
        return {key: explanation[key] for key in ("kind", "last", "goes_on", "term")}

    assert explained("hoàn thành trong quý II/2026 và vận hành thường xuyên") == {
        "kind": "dated", "last": "2026-06-30", "goes_on": True, "term": None,
    }  # fmt: skip
    assert explained("trong 05 ngày làm việc kể từ ngày nhận Kế hoạch") == {
        "kind": "relative", "last": None, "goes_on": False, "term": {"count": 5, "unit": "day", "working": True},
    }  # fmt: skip


def test_a_phrase_is_explained_and_any_other_text_refused(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "explain", "Trước", "tháng", "7/2026")
    assert code == 0
    assert "Ngày cuối cùng đúng hạn: thứ Ba, ngày 30/6/2026." in out
    code, out, err = run(capfdbinary, "explain", "vào lúc nào đó")
    assert (code, out) == (2, "")
    assert "không phải là mã, cũng không đọc được là thời hạn" in err
