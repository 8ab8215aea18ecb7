"""Explanations: from the decision's phrase to the last on-time day."""

from __future__ import annotations

import json

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
    assert answer["schema"] == "papi.explain/1"
    assert [explanation["item"] for explanation in answer["explanations"]] == ["II.2/ke-hoach", "II.2/bao-cao"]
    assert {tuple(explanation) for explanation in answer["explanations"]} == {
        (
            "item", "source", "product", "occurrence", "text", "kind", "first", "last", "weekday", "strict", "day_off",
            "working_day_before", "steps", "counts", "readings", "extensions",
        )
    }  # fmt: skip
    provincial_plan = answer["explanations"][0]
    assert (provincial_plan["first"], provincial_plan["last"]) == ("2026-03-01", "2026-03-31")
    assert [reading["confirmed"] for reading in provincial_plan["readings"]] == [False]


def test_a_phrase_is_explained_and_any_other_text_refused(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "explain", "Trước", "tháng", "7/2026")
    assert code == 0
    assert "Ngày cuối cùng đúng hạn: thứ Ba, ngày 30/6/2026." in out
    code, out, err = run(capfdbinary, "explain", "vào lúc nào đó")
    assert (code, out) == (2, "")
    assert "không phải là mã, cũng không đọc được là thời hạn" in err
