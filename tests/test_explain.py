"""Explanations: from the decision's phrase to the last on-time day."""

from __future__ import annotations

import json

import pytest

from tests.test_lists import run


def test_explain_says_every_step_and_the_day_off(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
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


def test_explain_contract(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = run(capfdbinary, "explain", "II.2", "--format", "json")
    answer = json.loads(out)
    assert answer["schema"] == "papi.explain/1"
    assert [one["item"] for one in answer["explanations"]] == ["II.2/ke-hoach", "II.2/bao-cao"]
    assert {tuple(one) for one in answer["explanations"]} == {
        (
            "item", "source", "product", "text", "kind", "first", "last", "weekday", "strict", "day_off",
            "working_day_before", "steps", "counts", "readings", "extensions",
        )
    }  # fmt: skip
    plan_of_province = answer["explanations"][0]
    assert (plan_of_province["first"], plan_of_province["last"]) == ("2026-03-01", "2026-03-31")
    assert [one["confirmed"] for one in plan_of_province["readings"]] == [False]


def test_explain_takes_a_phrase_and_refuses_what_is_none(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "explain", "Trước", "tháng", "7/2026")
    assert code == 0
    assert "Ngày cuối cùng đúng hạn: thứ Ba, ngày 30/6/2026." in out
    code, out, err = run(capfdbinary, "explain", "vào lúc nào đó")
    assert (code, out) == (2, "")
    assert "không phải là mã, cũng không đọc được là thời hạn" in err
