"""The dialect of documents: what it means, and what it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.documents.dialect import DialectError, read_document
from papi_cli.documents.tree import (
    Align,
    AnnexPart,
    Bullet,
    DataTable,
    Heading,
    Layout,
    Paragraph,
    Run,
    TableNote,
    runs_text,
)
from tests import documents
from tests.documents import HOSTILE, as_shown, escaped

FRONT = """\
---
layout: report
issuer: SỞ NỘI VỤ
number: "Số:     /BC-SNV"
dateline: Sơn La, ngày     tháng     năm 2026
title: BÁO CÁO
subject: Kết quả
recipients: [Như trên]
signer: [GIÁM ĐỐC]
signer_name: "[…]"
---
"""
# The line on which a body after FRONT starts.
FIRST = FRONT.count("\n") + 1


def body(text: str) -> tuple[object, ...]:
    return read_document(FRONT + text).body


def runs(text: str) -> tuple[Run, ...]:
    (block,) = body(text)
    assert isinstance(block, Paragraph)
    return block.text


def test_blocks_are_read_in_order() -> None:
    text = "Mở đầu\n\n# I. MỘT\n## 1. Hai\n### a) Ba\n- bốn\n- năm\n\n::: note\nsáu\n\nbảy\n:::\n./."
    assert body(text) == (
        Paragraph((Run("Mở đầu"),)),
        Heading(1, (Run("I. MỘT"),)),
        Heading(2, (Run("1. Hai"),)),
        Heading(3, (Run("a) Ba"),)),
        Bullet((Run("bốn"),)),
        Bullet((Run("năm"),)),
        TableNote((Run("sáu"),)),
        TableNote((Run("bảy"),)),
        Paragraph((Run("./."),)),
    )


def test_the_delimiter_row_sets_widths_and_alignments() -> None:
    (table,) = body("| TT | Cơ quan | Số | Còn lại |\n|:--:|---------|---:|:-----|\n| 1 | a<br>b \\| c | **3** |  |\n")
    assert isinstance(table, DataTable)
    assert [(runs_text(column.head), column.align, column.share) for column in table.columns] == [
        ("TT", Align.CENTER, 2),
        ("Cơ quan", Align.LEFT, 9),
        ("Số", Align.RIGHT, 3),
        ("Còn lại", Align.LEFT, 5),
    ]
    assert table.rows == (((Run("1"),), (Run("a\nb | c"),), (Run("3", bold=True),), ()),)


TABLE = "| A |\n|---|\n| 1 |\n"


@pytest.mark.parametrize(
    ("above", "caption"),
    [
        ("*Kết quả đến hết ngày 31/5/2026*", "Kết quả đến hết ngày 31/5/2026"),
        ("**Nhiệm vụ**", "Nhiệm vụ"),
        ("***Nhiệm vụ***", "Nhiệm vụ"),
        ("*Một*\n\n**Hai**", "Hai"),
        ("Các đầu việc sau:", ""),
        ("*Nghiêng* và thẳng", ""),
        ("*Nghiêng* **đậm**", ""),
        ("- *Nghiêng*", ""),
        ("## *Nghiêng*", ""),
        (f"*Của bảng trước*\n\n{TABLE}", ""),
        ("*Nghiêng*\n\nThẳng", ""),
    ],
)
def test_a_paragraph_all_in_italics_or_bold_is_the_caption_of_the_table_below(above: str, caption: str) -> None:
    *before, table = body(f"{above}\n\n{TABLE}")
    assert isinstance(table, DataTable)
    assert runs_text(table.caption) == caption
    alone = body(f"{above}\n")
    assert len(before) == len(alone) - bool(caption)


def test_the_attachment_line_of_an_annex_is_no_caption() -> None:
    document = read_document(f"{FRONT}\n::: annex\n# Phụ lục\n## Tên\n*(Kèm theo Báo cáo)*\n\n{TABLE}:::\n")
    (annex,) = document.annexes
    assert runs_text(annex.attachment_line) == "(Kèm theo Báo cáo)"
    assert [block.caption for block in annex.blocks if isinstance(block, DataTable)] == [()]


def test_annexes_and_provenance_follow_the_body() -> None:
    text = (
        "./.\n\n::: annex landscape\n# Phụ lục I\n## Tổng hợp\n*(Kèm theo)*\n\nchữ\n\n::: note\nnhỏ\n:::\n:::\n"
        "::: annex\n# Phụ lục II\n## Khác\n### mục\n:::\n::: provenance\nLập tự động\n:::\n"
    )
    document = read_document(FRONT + text)
    assert document.body == (Paragraph((Run("./."),)),)
    label, title, below = (Run("Phụ lục I"),), (Run("Tổng hợp"),), (Run("(Kèm theo)"),)
    blocks = (Paragraph((Run("chữ"),)), TableNote((Run("nhỏ"),)))
    other = AnnexPart(False, (Run("Phụ lục II"),), (Run("Khác"),), (), (Heading(3, (Run("mục"),)),))  # noqa: FBT003  # portrait
    assert document.annexes == (AnnexPart(True, label, title, below, blocks), other)  # noqa: FBT003  # landscape
    assert document.provenance == ((Run("Lập tự động"),),)


def test_the_front_matter_is_read() -> None:
    front = read_document(documents.LETTER).front
    assert (front.layout, front.title, front.language) == (Layout.LETTER, (), "vi-VN")
    assert runs_text(front.subject).startswith("V/v đôn đốc")
    assert runs_text(front.number) == "Số:          /SNV-CCHC"
    assert [runs_text(line) for line in front.salutation] == [
        "Kính gửi:",
        "- Sở Nông nghiệp và Môi trường;",
        "- Sở Văn hóa, Thể thao và Du lịch;",
        "- UBND các xã, phường: Tô Hiệu, Chiềng Sinh, Mường La.",
    ]
    assert [runs_text(line) for line in front.recipients] == [
        "- Như trên;",
        "- Chủ tịch UBND tỉnh (báo cáo);",
        "- Lưu: VT, CCHC.",
    ]
    assert front.signer_name == (Run("[…]", is_placeholder=True),)


def test_one_addressee_shares_the_line_of_the_salutation_and_none_leaves_it_out() -> None:
    assert [runs_text(line) for line in read_document(documents.COMMUNE).front.salutation] == [
        "Kính gửi: UBND tỉnh (qua Sở Nội vụ)"
    ]
    assert read_document(FRONT + "chữ").front.salutation == ()


def test_an_issuer_may_have_several_lines() -> None:
    front = read_document(documents.COMMUNE).front
    assert [runs_text(line) for line in front.issuer] == ["ỦY BAN NHÂN DÂN", "PHƯỜNG TÔ HIỆU"]
    assert front.superior == ()
    assert front.description == "BÁO CÁO Kết quả thực hiện Kế hoạch PAPI 6 tháng đầu năm 2026"


@pytest.mark.parametrize(
    ("text", "placeholders"),
    [
        ("a [… b] c", ["[… b]"]),
        ("[…]/QĐ-UBND ngày […]", ["[…]", "[…]"]),
        ("[… số [1] và [2]] x", ["[… số [1] và [2]]"]),
        ("[… một [… hai]]", ["[… một [… hai]]"]),
        ("[… **đậm** và *nghiêng*]", ["[… đậm và nghiêng]"]),
        ("[… mở mà không đóng", []),
        ("[thường]", []),
        ("\\[… của người khác\\]", []),
        ("[… có \\] ở trong]", ["[… có ] ở trong]"]),
        ("&#91;… thực thể]", []),
    ],
)
def test_placeholders_end_at_the_matching_bracket(text: str, placeholders: list[str]) -> None:
    actual: list[str] = []
    for before, run in zip((None, *runs(text)), runs(text), strict=False):
        if run.is_placeholder and before is not None and before.is_placeholder:
            actual[-1] += run.text
        elif run.is_placeholder:
            actual.append(run.text)
    assert actual == placeholders


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[tên](https://a.vn)", "tên (https://a.vn)"),
        ("[tên](https://a.vn/đường)", "tên (https://a.vn/đường)"),
        ("[https://a.vn](https://a.vn)", "https://a.vn"),
        ("[tên]()", "tên"),
        ("<https://a.vn/đường>", "https://a.vn/đường"),
        ("<a@b.vn>", "a@b.vn"),
        ("[x](javascript:alert)", "[x](javascript:alert)"),
        ("&lt;b&gt; &amp; &nbsp;", "<b> & \u00a0"),
        ("\\*\\_\\#\\<", "*_#<"),
        ("một\nhai", "một hai"),
        ("một\\\nhai", "một\nhai"),
        ("[a]: b", "[a]: b"),
        ("chữ\n---\\-", "chữ ----"),
    ],
)
def test_inline_markup_is_read_as_plain_text(text: str, expected: str) -> None:
    assert runs_text(runs(text)) == expected


def test_bold_and_italic_are_kept() -> None:
    assert runs("a **b *c*** *d*") == (
        Run("a "),
        Run("b ", bold=True),
        Run("c", bold=True, italic=True),
        Run(" "),
        Run("d", italic=True),
    )


TABLE = "| a | b |\n|---|---|\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("![hình](x.png)", 0, "không nhận hình"),
        ("chữ\n\n    thụt vào", 2, "thụt vào từ bốn dấu cách"),
        ("```\nmã\n```", 0, "khối mã lệnh"),
        ("có `mã` đây", 0, "chữ kiểu mã lệnh"),
        ("> trích", 0, "khối trích dẫn"),
        ("<div>x</div>", 0, "không nhận HTML"),
        ("<!-- lời -->", 0, "không nhận HTML"),
        ("chữ <b>đậm</b>", 0, "không nhận thẻ HTML"),
        ("chữ\n\n---\n", 2, "đường kẻ ngang"),
        ("1. một\n2. hai", 0, "danh sách đánh số"),
        ("1) một", 0, "danh sách đánh số"),
        ("- một\n  - hai", 0, "không có danh sách con"),
        ("- một\n\n  hai", 0, "không có danh sách con"),
        ("- > trích", 0, "không có danh sách con"),
        ("#### bốn", 0, "ba cấp"),
        (TABLE + "| 1 |\n", 2, "hàng này có 1 ô, bảng có 2 cột"),
        (TABLE + "| 1 | 2 |\n| 1 | 2 | 3 |\n", 3, "hàng này có 3 ô, bảng có 2 cột"),
        (TABLE + "| 1 | <i>2</i> |\n", 2, "thẻ HTML"),
        ("chữ\n:::", 1, "không đóng khối nào"),
        ("chữ\n\n::: note\nchữ", 2, "không có dòng «:::» đóng lại"),
        ("::: lạ\nchữ\n:::", 0, "«lạ» không có"),
        ("::: note\n- một\n:::", 1, "chỉ chứa đoạn văn"),
        ("::: provenance\n# một\n:::", 1, "chỉ chứa đoạn văn"),
        ("::: annex\nchữ\n:::", 0, "phải mở đầu bằng nhãn"),
        ("::: annex ngang\n# a\n## b\n:::", 0, "chỉ có «annex» và «annex landscape»"),
        ("::: annex\n# a\n## b\n::: annex\n# a\n## b\n:::\n:::", 3, "không đặt ở đây được"),
        ("::: annex\n# a\n## b\n:::\nchữ", 4, "phải đứng trước các phụ lục"),
        ("::: provenance\nx\n:::\nchữ", 3, "không còn nội dung nào nữa"),
    ],
)
def test_text_outside_the_dialect_is_an_error_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(DialectError, match="Dòng") as error:
        body(text)
    assert error.value.line == FIRST + line
    assert words in error.value.sentence
    assert str(error.value) == f"Dòng {FIRST + line} của văn bản: {error.value.sentence}"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("chữ", 1, "phải mở bằng dòng «---»"),
        ("", 1, "phải mở bằng dòng «---»"),
        ("---\nlayout: report\n", 1, "không có dòng «---» đóng lại"),
        ("---\n---\n", 1, "thiếu khóa «layout», «issuer»"),
        ("---\n- a\n---\n", 1, "thiếu khóa «layout», «issuer»"),
        (FRONT.replace("issuer", "isuer"), 3, "không có khóa «isuer»"),
        (FRONT.replace("issuer: SỞ NỘI VỤ\n", ""), 1, "thiếu khóa «issuer»"),
        (FRONT.replace("layout: report", "layout: thư"), 2, "«thư» không phải là kiểu văn bản"),
        (FRONT.replace("title: BÁO CÁO\n", ""), 2, "phải có tên loại"),
        (FRONT.replace("layout: report", "layout: letter"), 2, "không có tên loại"),
        (FRONT.replace("subject: Kết quả", "subject: [a]"), 7, "«subject» phải là một dòng chữ"),
        (FRONT.replace("[Như trên]", "{a: b}"), 8, "«recipients» phải là danh sách các dòng chữ"),
        (FRONT.replace("[Như trên]", "[[a]]"), 8, "«recipients» phải là danh sách các dòng chữ"),
        (FRONT.replace("SỞ NỘI VỤ", "&a SỞ"), 3, "neo (&)"),
        (FRONT.replace("SỞ NỘI VỤ", "[a"), 4, "chưa đóng"),
        (FRONT.replace("SỞ NỘI VỤ", "a\x07b"), 3, "ký tự điều khiển"),
        (FRONT.replace("SỞ NỘI VỤ", "a\ud800b"), 3, "UTF-8"),
        (FRONT.replace("SỞ NỘI VỤ", "a\nissuer: b"), 4, "khóa «issuer» đã có ở dòng 3"),
    ],
)
def test_invalid_front_matter_is_an_error_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(DialectError, match="Dòng") as error:
        read_document(text)
    assert words in error.value.sentence
    assert error.value.line == line


def test_line_endings_and_a_bom_make_no_difference() -> None:
    text = documents.report()
    assert read_document("\ufeff" + text.replace("\n", "\r\n")) == read_document(text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_escaped_hostile_text_is_plain_text_everywhere(text: str) -> None:
    markdown, shown = escaped(text), as_shown(text)
    document = read_document(
        f"{FRONT}{markdown}\n\n# {markdown}\n\n- {markdown}\n\n{TABLE}| {markdown} | {markdown} |\n\n"
        f"::: note\n{markdown}\n:::\n"
    )
    paragraph, heading, item, table, note = document.body
    assert isinstance(table, DataTable)
    assert table.rows == (((Run(shown),), (Run(shown),)),)
    assert paragraph == Paragraph((Run(shown),))
    assert heading == Heading(1, (Run(shown),))
    assert item == Bullet((Run(shown),))
    assert note == TableNote((Run(shown),))


@given(st.text())
def test_any_escaped_text_is_read_back(text: str) -> None:
    document = read_document(f"{FRONT}chữ {escaped(text)}\n\n{TABLE}| {escaped(text)} | x |\n")
    paragraph, table = document.body
    assert isinstance(paragraph, Paragraph)
    assert isinstance(table, DataTable)
    assert runs_text(paragraph.text) == as_shown(f"chữ {text}")
    assert runs_text(table.rows[0][0]) == as_shown(text)


@given(st.text(alphabet="[]…ab\\*|`<>#-: \n", max_size=60))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    error = refusal(FRONT + text)
    if error is not None:
        assert FIRST <= error.line <= FIRST + text.count("\n")
        assert error.sentence.endswith(".")


def refusal(text: str) -> DialectError | None:
    try:
        read_document(text)
    except DialectError as error:
        return error
    return None
