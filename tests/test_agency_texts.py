"""What agencies write for their own reports is told in the summary, under their names, and typed once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.documents.sent import AgencyTexts, is_written
from papi_cli.log.events import encode_log
from tests import made_up, plain_plan
from tests.plain_plan import plain
from tests.sample import event
from tests.tree import planted, shipped_plan

Summary = Callable[..., str]
SHIPPED = ("semiannual", "--as-of", "2026-06-10")
PLAIN = ("nam-2026", "--as-of", "2026-12-05")


@pytest.fixture
def summary(capfdbinary: pytest.CaptureFixture[bytes]) -> Summary:
    """Return the summary of a period as Markdown, with `texts` by the path that each has below the period's folder."""

    def write(root: Path, argv: tuple[str, ...], texts: Mapping[str, str]) -> str:
        for path, text in texts.items():
            file = root / "plan" / "narrative" / argv[0] / f"{path}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert main(["report", *argv, "--plan", str(root)]) == 0
        return capfdbinary.readouterr().out.decode().partition("\n<!-- papi")[0]

    return write


def _between(text: str, start: str, end: str) -> str:
    return text.partition(start)[2].partition(end)[0]


def test_texts_about_components_stand_where_these_are_told(tmp_path: Path, summary: Summary) -> None:
    root = planted(tmp_path)
    text = summary(
        root,
        SHIPPED,
        {
            "so-tai-chinh/noi-dung-1.4": "Huy động **12 tỷ đồng**.\n",
            "so-tu-phap/noi-dung-2.1": "# Nhận xét\n\nTốt.\n\n- Một\n",
            "thanh-tra-tinh/noi-dung-3.2": "[… kết quả trên toàn tỉnh, đánh giá]\n",
        },
    )
    assert "\n- Đóng góp tự nguyện (Sở Tài chính): Huy động **12 tỷ đồng**.\n" in text
    # A heading would number itself among those of the summary.
    assert "cho người dân) (Sở Tư pháp):\n\n**Nhận xét**\n\nTốt.\n\n- Một\n" in text
    # A file that waits to be filled in is none; whose words are missing is told in one line, without hints at what to write.
    assert (
        "\n[… chưa có lời văn về: Giải đáp khiếu nại, tố cáo, khúc mắc của người dân (Thanh tra tỉnh); "
        "Tiếp cận dịch vụ tư pháp (Sở Tư pháp)]\n"
    ) in text
    assert "theo báo cáo của các cơ quan theo dõi nội dung" not in text


def test_what_was_reached_of_a_target_is_told_by_who_leads_its_task(tmp_path: Path, summary: Summary) -> None:
    root = planted(tmp_path)
    assert "đạt từ 90% trở lên. [… chưa có lời văn của Sở Công Thương]\n" in summary(root, SHIPPED, {})
    texts = {"so-cong-thuong/chi-tieu-6-1": "Đạt 93%.\n", "so-xay-dung/chi-tieu-6-1": "Đạt 92%.\nNguồn: Sở.\n"}
    text = summary(root, SHIPPED, texts)
    assert "đạt từ 90% trở lên. Đạt 93%.\n" in text
    # The second target of the index is the first one in the report of the agency that leads it.
    assert "năm 2026 đạt 94,4%." in text.partition("\n\n*Sở Xây dựng:*\n\nĐạt 92%.\n\nNguồn: Sở.\n")[0][-40:]


def test_difficulties_and_proposals_are_gathered_by_agency_in_official_order(tmp_path: Path, summary: Summary) -> None:
    root = planted(tmp_path)
    blank = summary(root, SHIPPED, {})
    assert "[… khó khăn, vướng mắc mà các" in blank
    text = summary(
        root,
        SHIPPED,
        {
            "xa-muong-e/kho-khan-vuong-mac": "Thiếu người.\n",
            "so-tai-chinh/kho-khan-vuong-mac": "Thiếu kinh phí.\n",
            "so-tai-chinh/kien-nghi": "- Một\n- Hai\n",
            "so-tu-phap/kien-nghi": "– Ba\n",
            "so-y-te/kien-nghi": "Bốn\nnăm\n",
            "so-noi-vu/kien-nghi": "Riêng của Sở.\n",
        },
    )
    difficulties = _between(text, "## 4. Khó khăn, vướng mắc\n", "# IV.")
    assert difficulties.strip() == "*Sở Tài chính:* Thiếu kinh phí.\n\n*UBND xã Mường É:* Thiếu người."
    proposals = _between(text, "## 2. Kiến nghị, đề xuất khác\n", "\nTrên đây")
    expected = {"Sở Tài chính": ["- Một", "- Hai"], "Sở Tư pháp": ["– Ba"], "Sở Y tế": ["Bốn", "năm"]}
    told = [line for line in proposals.splitlines() if line]
    assert told.pop() == "Riêng của Sở."
    assert sorted(told) == sorted(line for agency, lines in expected.items() for line in (f"*{agency}:*", *lines))
    for agency, lines in expected.items():
        start = told.index(f"*{agency}:*") + 1
        assert told[start : start + len(lines)] == lines


def test_a_plan_without_indices_tells_them_by_section(tmp_path: Path, summary: Summary) -> None:
    root = plain(tmp_path, plan=plain_plan.PLAN + plain_plan.PERIODS, duties=plain_plan.DUTIES)
    text = summary(root, PLAIN, {"so-tai-chinh/muc-2": "Đã công bố 3 bến.\n", "so-xay-dung/muc-1": "Đã nạo vét.\n"})
    first = _between(text, "## 1. Mục I “Hạ tầng”\n", "\n## 2.")
    assert [line for line in first.splitlines() if line] == ["[… chưa có lời văn của Sở Tài chính]", "Đã nạo vét."]
    assert _between(text, "## 2. Mục II “Bến bãi”\n", "\n# III.").strip() == "*Sở Tài chính:* Đã công bố 3 bến."


def test_who_took_over_tells_what_the_agency_before_it_wrote() -> None:
    plan = shipped_plan()
    texts = AgencyTexts(
        plan,
        {"so-tu-phap": {"kien-nghi": "x\n"}, "khong-co": {"kien-nghi": "y\n"}},
        reporting=("so-tu-phap", "so-y-te", "so-tai-chinh"),
    )
    assert [one.agency for one in texts.sent_by_all("kien-nghi").texts] == ["Sở Tư pháp"]
    assert texts.sent("kien-nghi", ("so-tu-phap", "so-y-te", "so-tai-chinh")).missing == "Sở Tài chính, Sở Y tế"
    assert texts.sent("kien-nghi", ("so-xay-dung", "so-y-te")).missing == "Sở Y tế", "the other owes no report"


def test_no_agency_is_said_not_to_have_sent_what_is_recorded_as_sent_or_not_owed(
    tmp_path: Path, summary: Summary
) -> None:
    """That the words of an agency are not here says nothing of its report, which may be on record."""
    root = planted(tmp_path)
    log = [event("done", "2026-06-08", item="bao-cao-6-thang", agency="so-tu-phap", document="9/BC-STP", evidence=None)]
    status = root / "plan" / "status" / "2026-01"
    status.mkdir(parents=True)
    (status / "log.jsonl").write_bytes(encode_log(log))
    text = summary(root, SHIPPED, {"thanh-tra-tinh/kho-khan-vuong-mac": "Thiếu người.\n"})
    assert (
        "[… chưa có lời văn về: Tiếp cận thông tin (phổ biến chính sách pháp luật cho người dân) (Sở Tư pháp); " in text
    )
    assert "khúc mắc của người dân (Thanh tra tỉnh); " in text
    assert "chưa gửi]" not in text

    assert "Công an xã" not in "".join(
        re.findall(
            r"\[….*?\]", summary(made_up.FOLDER / "ky-nang-so-cap-xa", ("sau-thang", "--as-of", "2026-06-10"), {})
        )
    ), "owes no report"


def test_what_is_still_to_be_filled_in_is_not_written() -> None:
    unwritten = ("", " \n", "[… gợi ý [chung]]\n", "[…]\n\n[… hai]\n")
    assert not any(map(is_written, unwritten))
    assert all(map(is_written, ("Tăng [… số] %", "[1]", "x")))


def test_a_summary_tells_no_zeros_and_names_no_log(tmp_path: Path, summary: Summary) -> None:
    """Nothing is recorded: no extension asked for, no letter sent, nothing delivered after the cut-off."""
    for text in (
        summary(planted(tmp_path), SHIPPED, {}),
        summary(made_up.FOLDER / "ky-nang-so-cap-xa", ("sau-thang", "--as-of", "2026-06-10"), {}),
    ):
        assert "sổ theo dõi" not in text
        words = "## 1. Gia hạn", "đề nghị gia hạn nào", "công văn đôn đốc.", "đầu việc nào"
        assert [one for one in words if one in text.partition("# V.")[0] + text.partition("# V.")[2]] == []
        proposals = text.partition("# V. ")[2]
        assert proposals.index("## 1. Phê bình") < proposals.index("## 2. Kiến nghị, đề xuất khác")


def test_who_sent_what_is_told_by_outcome_and_the_author_not_of_itself(tmp_path: Path, summary: Summary) -> None:
    root = planted(tmp_path)
    log = [
        event("done", "2026-02-10", item="ke-hoach", agency="so-tu-phap", document="9/KH-STP", evidence=None),
        event("done", "2026-06-01", item="ke-hoach", agency="so-y-te", document="8/KH-SYT", evidence=None),
        event("extended", "2026-06-01", item="ke-hoach", agency="so-tai-chinh", until="2026-07-02"),
    ]
    status = root / "plan" / "status" / "2026-01"
    status.mkdir(parents=True)
    (status / "log.jsonl").write_bytes(encode_log(log))
    told = _between(summary(root, SHIPPED, {}), "## 1. Ban hành kế hoạch\n", "\n## 2.")
    lines = [line for line in told.splitlines() if line.startswith("- ")]
    heads = [line.partition(": ")[0] for line in lines]
    assert heads == [
        "- Đã ban hành đúng hạn",
        "- Đã ban hành, quá hạn",
        "- Chưa ban hành, còn trong thời hạn (được gia hạn đến ngày 02/7/2026)",
        "- Sở Nội vụ chưa nhận được, đã quá hạn",
        "- Của Sở Nội vụ",
    ]
    assert lines[2].endswith("(Sở Tài chính).")
    assert lines[4].endswith(": [… số, ký hiệu, ngày].")
