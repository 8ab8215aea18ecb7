"""papi amend: what options, answers and files tell becomes a file that reads back, and its effect is shown first."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.cli.program.door import main
from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.files.yamltext import read_yaml
from papi_cli.plan.founding.amendment_text import AmendmentHead, DraftChange, amendment_text
from papi_cli.plan.founding.new_plan import DocumentKind, kind_of_symbol
from papi_cli.text import nfc
from tests.children import rest_of_screen
from tests.tree import CHECKOUT, plan_in, planted

Captured = pytest.CaptureFixture[str]
HEAD = AmendmentHead(
    "Quyết định", "09", "QĐ-UBND", date(2026, 7, 10), "ubnd-tinh", "Sửa đổi, bổ sung: «Kế hoạch» số 2",
    date(2026, 7, 15), datetime(2026, 7, 13, 2, 12, tzinfo=UTC),
)  # fmt: skip
DOCUMENT = ["--document", "1234/QĐ-UBND", "--date", "10/7/2026"]


# The text

WORDS = st.one_of(
    st.sampled_from(["- a", "x: y", "#1", "true", "null", "01/7", "'", '"', "{a}", "[b]", "a\nb", "- a\n- b", "&c", "đổi"]),
    st.text(st.characters(categories=("Lu", "Ll", "Nd", "Zs", "Po", "Pd")), min_size=1, max_size=150).map(lambda words: nfc(words).strip()).filter(bool),
)  # fmt: skip
CODES = st.sampled_from(["II.5", "II.5/ke-hoach", "so-noi-vu", "5", "1.1"])
CHANGES = st.one_of(
    st.builds(lambda code, was, new: DraftChange(AmendmentKind.DUE, {"of": code, "was": was, "is": new}), CODES, WORDS, WORDS),
    st.builds(lambda code, ids: DraftChange(AmendmentKind.LEAD, {"of": code, "is": ids}), CODES, st.lists(CODES, min_size=1)),
    st.builds(
        lambda code, cell: DraftChange(
            AmendmentKind.SPLIT,
            {"of": code, "into": [{"code": code, "quote": {"task": cell}, "milestones": [{"code": "a", "due": cell}]}]},
        ),
        CODES,
        WORDS,
    ),
)  # fmt: skip


@given(changes=st.lists(CHANGES, min_size=1, max_size=4), title=WORDS)
def test_the_text_says_what_the_values_say(changes: list[DraftChange], title: str) -> None:
    document, problems = read_yaml(
        "plan/amendments/a.yaml", amendment_text(HEAD._replace(title=title), changes).encode()
    )
    assert not problems
    assert document is not None
    tree = document.tree
    assert isinstance(tree, dict)
    told = [pair for entry in tree["changes"] if isinstance(entry, dict) for pair in entry.items()]
    assert told == [(change.kind.value, plain(change.says)) for change in changes]
    assert tree["document"] == {
        "kind": "Quyết định", "number": "09", "symbol": "QĐ-UBND", "day": "2026-07-10", "issuer": "ubnd-tinh", "title": title,
    }  # fmt: skip
    assert (tree["effective"], tree["recorded"]) == ("2026-07-15", "2026-07-13T02:12:00+00:00")


def plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: plain(below) for key, below in value.items()}
    return [plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def test_the_kind_of_a_document_follows_from_its_symbol() -> None:
    found = {symbol: kind_of_symbol(symbol) for symbol in ("QĐ-UBND", "KH-UBND", "NQ/TU", "CTr-UBND", "BC-UBND")}
    assert found == {
        "QĐ-UBND": DocumentKind.DECISION,
        "KH-UBND": DocumentKind.PLAN,
        "NQ/TU": DocumentKind.RESOLUTION,
        "CTr-UBND": DocumentKind.PROGRAMME,
        "BC-UBND": None,
    }


# Options


def test_a_dry_run_shows_file_and_effect_and_writes_nothing(tmp_path: Path, capsys: Captured) -> None:
    root = planted(tmp_path)
    options = ["--new-due", "ii.5/ke-hoach=Trước ngày 31/7/2026", "--new-lead", "VI.7=so xay dung", "--drop", "III.1"]
    assert main(["amend", *DOCUMENT, *options, "--dry-run", "--plan", str(root)]) == 0
    out = capsys.readouterr().out
    assert "was: Kế hoạch tháng 08/2026\n      is: Trước ngày 31/7/2026\n      cell: |-\n" in out
    assert "        - Trước ngày 31/7/2026.\n        - Công văn chỉ đạo tháng 08/2026\n" in out
    assert "lead: {of: VI.7, was: [so-nong-nghiep-va-moi-truong], is: [so-xay-dung], cell: Sở Xây dựng}" in out
    assert "II.5/ke-hoach: ngày cuối cùng đúng hạn chuyển từ 31/8/2026 sang 30/7/2026" in out
    assert "III.1/bao-cao: không còn đầu việc của Sở Nội vụ." in out
    assert "VI.7/bao-cao: thêm đầu việc của Sở Xây dựng." in out
    assert not (root / "plan" / "amendments").exists()


def test_what_is_written_is_in_force_from_its_day_on(tmp_path: Path, capsys: Captured) -> None:
    root = planted(tmp_path)
    options = ["--new-due", "II.5/ke-hoach=Trước ngày 31/7/2026", "--effective", "15/7/2026", "--title", "Sửa đổi"]
    assert main(["amend", *DOCUMENT, *options, "--plan", str(root)]) == 0
    assert "Đã ghi plan/amendments/1234-qd-ubnd.yaml" in capsys.readouterr().out
    days = [plan_in(root, day).items["II.5/ke-hoach"].due for day in (date(2026, 7, 14), date(2026, 7, 15))]
    assert [due and due.last for due in days] == [date(2026, 8, 31), date(2026, 7, 30)]
    # What stood before is now what the first amendment wrote; the name of its file is taken.
    again = ["--new-due", "II.5/ke-hoach=Trước ngày 31/8/2026", "--effective", "1/8/2026", "--plan", str(root)]
    assert main(["amend", *DOCUMENT, *again]) == 3
    assert "Đã có tệp plan/amendments/1234-qd-ubnd.yaml" in capsys.readouterr().err
    assert main(["amend", "qd-5", "--document", "5/QĐ-UBND", "--date", "1/8/2026", *again]) == 0
    assert "was: Trước ngày 31/7/2026\n      is: Trước ngày 31/8/2026\n" in capsys.readouterr().out


def test_what_is_to_be_looked_at_again_is_named(tmp_path: Path, capsys: Captured) -> None:
    """A cell of which nobody can say what it becomes, and a document that holds from a day before its own."""
    root = planted(tmp_path)
    options = ["--new-cooperating", "VI.7=Sở Tư pháp", "--effective", "1/7/2026", "--dry-run", "--plan", str(root)]
    assert main(["amend", *DOCUMENT, *options]) == 0
    out = capsys.readouterr().out
    assert "- Ô «Cơ quan phối hợp» của VI.7 vẫn in như cũ." in out
    assert "- Văn bản ban hành ngày 10/7/2026 mà có hiệu lực trước đó, từ ngày 01/7/2026" in out


def test_lists_and_pages_tell_whose_days_they_show(tmp_path: Path, capsys: Captured) -> None:
    root = planted(tmp_path)
    told = ["--new-due", "II.5/ke-hoach=Trước ngày 31/7/2026", "--drop", "VIII.1", "--plan", str(root)]
    assert main(["amend", *DOCUMENT, *told]) == 0
    again = ["--document", "5/QĐ-UBND", "--date", "1/8/2026", "--new-due", "II.5/ke-hoach=Trước ngày 31/8/2026"]
    assert main(["amend", *again, "--plan", str(root)]) == 0
    capsys.readouterr()
    for day, note in (
        ("2026-07-20", "Thời hạn theo Quyết định số 1234/QĐ-UBND ngày 10/7/2026: II.5/ke-hoach (trước là 31/8/2026)."),
        ("2026-08-01", "Thời hạn theo Quyết định số 5/QĐ-UBND ngày 01/8/2026: II.5/ke-hoach (trước là 30/7/2026)."),
        ("2026-07-09", ""),
    ):
        assert main(["tasks", "--item", "II.5/ke-hoach", "--as-of", day, "--plan", str(root)]) == 0
        notes = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Thời hạn theo")]
        assert notes == [note] * bool(note), day
    assert main(["explain", "II.5/ke-hoach", "--as-of", "2026-08-01", "--plan", str(root)]) == 0
    out = capsys.readouterr().out
    assert (
        "việc xảy ra đến hết ngày 09/7/2026 được xét theo ngày cuối cùng đúng hạn khi ấy, thứ Hai, ngày 31/8/2026"
        in out
    )
    assert "việc xảy ra từ ngày 10/7/2026 đến hết ngày 31/7/2026 được xét" in out
    assert main(["show", "VIII.1", "--as-of", "2026-08-01", "--plan", str(root)]) == 0
    assert "Không còn trong kế hoạch từ ngày 10/7/2026, theo Quyết định số 1234/QĐ-UBND" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--new-due", "II.5/ke-hoach"], "--new-due: «II.5/ke-hoach» thiếu mã hoặc nội dung mới"),
        (["--new-due", "II.55=Tháng 7/2026"], "Không có nhiệm vụ, đầu việc nào mang mã «II.55»"),
        (["--new-lead", "II.5/ke-hoach=Sở Tư pháp"], "Ghi mã của nhiệm vụ, là nơi ghi cơ quan chủ trì: «II.5»"),
        (["--drop", "II.5@2026-12"], "«II.5@2026-12» là một lần của việc định kỳ; văn bản sửa đổi cả việc. Ghi «II.5»"),
        (["--new-lead", "II.5=Sở Không Có"], "Không có cơ quan nào tên là «Sở Không Có»"),
        (["--new-due", "II.5/ke-hoach=bao giờ xong thì thôi"], "Không đọc được thời hạn «bao giờ xong thì thôi»"),
        (["--drop", "III.1", "--from", "x.yaml"], "--from lấy mọi điều từ tệp"),
        ([], "Thiếu nội dung sửa đổi"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_written(
    options: list[str], sentence: str, tmp_path: Path, capsys: Captured
) -> None:
    root = planted(tmp_path)
    assert main(["amend", *DOCUMENT, *options, "--plan", str(root)]) in (1, 2)
    assert sentence in " ".join(capsys.readouterr().err.split())
    assert not (root / "plan" / "amendments").exists()


def test_a_file_written_by_a_person_is_looked_at_before_it_is_taken(tmp_path: Path, capsys: Captured) -> None:
    root = planted(tmp_path)
    shown = (Path(__file__).parent / "amendments" / "1234-qd-ubnd.yaml").read_text(encoding="utf-8")
    draft = tmp_path / "Dự thảo.yaml"
    wrong = shown.replace("Kế hoạch tháng 08/2026", "Kế hoạch tháng 8/2026")
    line = wrong[: wrong.index("Kế hoạch tháng 8/2026")].count("\n") + 1
    draft.write_text(wrong, encoding="utf-8")
    assert main(["amend", "--from", str(draft), "--dry-run", "--plan", str(root)]) == 1
    err = capsys.readouterr().err
    assert f"plan/amendments/du-thao.yaml:{line}:" in err
    assert "P209" in err
    draft.write_text(shown, encoding="utf-8")
    assert main(["amend", "--from", str(draft), "--plan", str(root)]) == 0
    assert "Đã ghi plan/amendments/du-thao.yaml" in capsys.readouterr().out
    assert (root / "plan" / "amendments" / "du-thao.yaml").read_text(encoding="utf-8") == shown


# Answers


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
def test_what_the_options_leave_out_is_asked_for_at_a_terminal(tmp_path: Path) -> None:
    root = planted(tmp_path)
    answers = (
        "không số\n1234/QĐ-UBND\n10/7/2026\n15/7/2026\nSửa đổi\n"
        "1\nII.55\nII.5/ke-hoach\nTrước ngày 31/7/2026\ncó\n"
        "thêm nhiệm vụ\nII.2\nII.20\n3\nCông khai danh mục\nSở Nội vụ\n\nBáo cáo\nTháng 11/2026\n\nkhông\ncó\n"
    )
    code, screen, out = asked(root, answers)
    assert code == 0, screen
    assert "«không số» không phải là số, ký hiệu văn bản" in screen
    assert "Hiện nay: Kế hoạch tháng 08/2026" in screen
    assert "Đã ghi plan/amendments/1234-qd-ubnd.yaml" in out
    plan = plan_in(root, date(2026, 7, 15))
    item = plan.items["II.20/bao-cao"]
    assert (item.agencies, item.due and item.due.last, item.since) == (
        ("so-noi-vu",),
        date(2026, 11, 30),
        date(2026, 7, 15),
    )
    assert plan.tasks["II.20"].cells["lead"] == "Sở Nội vụ"
    tasks = next(section.tasks for section in plan.sections if "II.2" in section.tasks)
    assert tasks.index("II.20") == tasks.index("II.2") + 1


def asked(root: Path, answers: str) -> tuple[int, str, str]:
    """Run `papi amend` at a terminal; return its exit code, the screen, and standard output."""
    import pty

    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "papi_cli", "amend", "--plan", str(root)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdin=follower, stdout=subprocess.PIPE, stderr=follower,
    )  # fmt: skip
    os.close(follower)
    os.write(leader, answers.encode())
    out, _ = process.communicate(timeout=300)
    screen = rest_of_screen(leader)
    return process.returncode, screen, out.decode()
