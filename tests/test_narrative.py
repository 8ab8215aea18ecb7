"""Text that people type or paste for reports comes out as it went in, and what cannot is told with its lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papi_cli.cli.program.door import main
from papi_cli.documents.dialect import read_blocks
from papi_cli.documents.narrative import as_typed, read_narrative_text
from papi_cli.documents.tree import Bullet, DataTable, Heading, Paragraph, Runs, TableNote, runs_text
from tests.tree import planted


def blocks_of(text: str) -> list[tuple[str, Runs]]:
    """Return the paragraphs and items of a text, each with the dash that an item begins with."""
    narrative = read_narrative_text(text)
    assert narrative.faults == ()
    found: list[tuple[str, Runs]] = []
    for block in read_blocks(narrative.markdown):
        assert isinstance(block, Paragraph | Bullet)
        found.append(("- " if isinstance(block, Bullet) else "", block.text))
    return found


def lines_of(text: str) -> list[str]:
    return [dash + runs_text(runs) for dash, runs in blocks_of(text)]


PASTED = """\
Kết quả trong kỳ:
– Mở 5 lớp tập huấn
• Đoàn thể phối hợp
a) Về tuyên truyền
b) Về đào tạo;
\t+ Có 3 lớp (*)
* Không tính lớp 2*
- Sở Tài chính cấp 3*4*5 triệu đồng (*)
- 1. Đợt một; a_b_c
-Không có dấu cách
(*) Số liệu tạm tính (*)
"""


def test_lines_pasted_from_word_stay_lines_as_typed() -> None:
    assert lines_of(PASTED) == [line.strip() for line in PASTED.splitlines()]
    assert not any(run.bold or run.italic for _, runs in blocks_of(PASTED) for run in runs)
    assert lines_of(PASTED.replace("\n", "\r\n")) == lines_of(PASTED) == lines_of(PASTED.replace("\n", "\n\n"))


def test_markup_that_is_meant_stays_markup() -> None:
    ((_, runs),) = blocks_of("**Đậm:** (*nghiêng*), ***cả hai***, **a *b***; 2 * 3 \\* [… số]\n")
    assert [(run.text, run.bold, run.italic) for run in runs if run.bold or run.italic] == [
        ("Đậm:", True, False),
        ("nghiêng", False, True),
        ("cả hai", True, True),
        ("a ", True, False),
        ("b", True, True),
    ]
    assert runs_text(runs).endswith("; 2 * 3 * [… số]")
    assert runs[-1].is_placeholder
    text = "# Một\nhai\n| a | b |\n|---|--:|\n| 1* | 2 |\n| 3 | 4* |\nba\n::: note\nbốn (*)\n:::\n"
    kinds = [type(block) for block in read_blocks(read_narrative_text(text).markdown)]
    assert kinds == [Heading, Paragraph, DataTable, Paragraph, TableNote]
    # Blank cells make no heading of a row that people type.
    (table,) = read_blocks(read_narrative_text("|TT|Việc|Ghi chú|\n|---|---|---|\n|1|Họp giao ban||\n").markdown)
    assert isinstance(table, DataTable)
    assert not table.headings


_ALPHABET = "aă1 *_+–•-().,:;\n"


@given(st.text(alphabet=_ALPHABET, max_size=60))
@example("(*) a (*)")
@example("*a **b* c**")
@example("**a*")
@example("-\n+\n- -\n")
def test_every_sign_comes_out_again(text: str) -> None:
    narrative = read_narrative_text(text)
    if narrative.faults:
        return
    typed = [line.strip(" ") for line in text.split("\n") if line.strip(" ")]
    blocks = blocks_of(text)
    assert len(blocks) == len(typed)
    for line, (dash, runs) in zip(typed, blocks, strict=True):
        expected = f"- {line[1:].strip(' ')}" if dash else line
        marks = {ord("*"): None} if any(run.bold or run.italic for run in runs) else {}
        assert (dash + runs_text(runs)).translate(marks) == expected.translate(marks)


@given(
    st.text(alphabet="a1 *_+-().\\`<>&|[]#~:=!\n", max_size=60),
    st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"]), max_size=60),
)
@example("1. a\n# b\n> c\n---\n~~~\n```\n<b>\n[a](b)\n![x](y)\n::: note\n|-|\n-\n&lt;\n\\*", "\xa0\n\xa0a")
def test_text_of_other_programs_is_written_so_that_it_is_read_as_it_stood(signs: str, letters: str) -> None:
    for text in (signs, letters):
        typed = [line.strip() for line in text.split("\n") if line.strip()]
        expected = [f"- {line[1:].strip()}" if line.startswith("- ") else line for line in typed]
        assert lines_of(as_typed(text)) == expected


def test_all_that_cannot_be_read_is_told_at_once_with_its_lines(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = planted(tmp_path)
    for path, text in {
        "so-tu-phap/ket-qua": "1. Một\nhai\x0b\u202e\n2) Ba\n> trích\n<b>x</b>\n",
        "so-tai-chinh/kien-nghi": ":::: annex\nx\n::::\n",
    }.items():
        file = root / "plan" / "narrative" / "semiannual" / f"{path}.md"
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
    assert main(["report", "semiannual", "--as-of", "2026-06-10", "--plan", str(root)]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    expected = [
        ("so-tai-chinh/kien-nghi.md:1", "khối «annex» không có, hoặc không đặt ở đây được"),
        ("so-tu-phap/ket-qua.md:1", "«1.» mở một danh sách đánh số"),
        ("so-tu-phap/ket-qua.md:2", "ký tự điều khiển không in được (U+000B, U+202E)"),
        ("so-tu-phap/ket-qua.md:3", "hoặc «2\\)» nếu là chữ của đoạn văn"),
        ("so-tu-phap/ket-qua.md:4", "khối trích dẫn"),
        ("so-tu-phap/ket-qua.md:5", "thẻ HTML"),
    ]
    lines = err.splitlines()
    assert len(lines) == len(expected)
    for line, (place, words) in zip(lines, expected, strict=True):
        assert line.startswith(f"plan/narrative/semiannual/{place}: ")
        assert words in line


def test_a_long_text_of_mistakes_is_told_soon() -> None:
    narrative = read_narrative_text("1. x\n" * 100_000 + "<b>\n" * 100_000 + "*a " * 100_000)
    assert narrative.faults[0].line == 1
    assert len(narrative.faults) == 50
    assert read_narrative_text("*a " * 20_000 + "\n" + "a* " * 20_000).faults == ()


def test_the_first_line_may_say_where_the_text_comes_from() -> None:
    assert lines_of("<!-- Lấy từ bao-cao.docx -->\nMột\n") == ["Một"]
