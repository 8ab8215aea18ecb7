"""What a document says is held against what papi wrote: whatever differs is named with its place, filled blanks are not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.documents.dialect import read_document
from papi_cli.documents.formats import DocumentFormat
from papi_cli.documents.html import render as render_html
from papi_cli.documents.metadata import markdown_with_metadata
from papi_cli.documents.printed import printed_blocks
from papi_cli.documents.reading_back import UnreadableText, read_blocks
from papi_cli.documents.word import render as render_word
from papi_cli.views.page import Table
from papi_cli.views.reports.alignment import Allowance, TooMuchAlike, align
from papi_cli.views.reports.alterations import Alteration, AlterationKind, Place, find_alterations
from papi_cli.views.reports.altered_text import Wording, place_words
from papi_cli.views.reports.printed import Grid, Line, PrintedBlock, pack_blocks, unpack_blocks
from tests.documents import COMMUNE, HOSTILE, LETTER, METADATA, escaped, report
from tests.test_verify import DAY, Papi, papi, root  # noqa: F401  # papi and root are fixtures
from tests.tree import CHECKOUT

BASE = (CHECKOUT / "templates" / "document.docx").read_bytes()
ROWS = "| TT | Việc | Hạn |\n|---|---|---|\n| | Mục một | |\n| 1 | Họp | 10/6/2026 |\n| Mục hai | | |\n"
TEXTS = {"report": report(rows=12), "letter": LETTER, "commune": COMMUNE}
BLOCKS = {name: printed_blocks(read_document(text)) for name, text in TEXTS.items()}
FORMATS = list(DocumentFormat)


def rendered(text: str, format_: DocumentFormat) -> bytes:
    match format_:
        case DocumentFormat.MARKDOWN:
            return markdown_with_metadata(text, METADATA)
        case DocumentFormat.WORD:
            return render_word(read_document(text), BASE, METADATA)
        case DocumentFormat.HTML:
            return render_html(read_document(text), METADATA)


# Read back


@pytest.mark.parametrize("format_", FORMATS, ids=str)
def test_an_untouched_document_says_what_was_written(format_: DocumentFormat) -> None:
    hostile = "\n\n".join(map(escaped, HOSTILE[:-2]))
    rows = "\n".join(f"| {escaped(text)} | {number} |" for number, text in enumerate(HOSTILE[:-2]))
    front = LETTER.partition("\n\n")[0]
    texts = {
        **TEXTS,
        "hostile": f"{front}\n\n{hostile}\n\n| Chữ | Số |\n|---|---|\n{rows}\n",
        # A row that is a heading has fewer cells in some formats.
        "headings": f"{front}\n\n::: grouped\n{ROWS}:::\n\n{ROWS}",
    }
    for name, text in texts.items():
        written = printed_blocks(read_document(text))
        found = read_blocks(rendered(text, format_))
        assert find_alterations(written, found) == (), name
        assert len(found) == len(written), name
        assert unpack_blocks(pack_blocks(written)) == written


def word_with(body: str, *, strict: bool = False) -> bytes:
    """Return a Word file with this body, in the namespaces of either kind."""
    spaces = "http://purl.oclc.org" if strict else "http://schemas.openxmlformats.org"
    names = f"{spaces}/ooxml/wordprocessingml/main" if strict else f"{spaces}/wordprocessingml/2006/main"
    raw = BytesIO()
    with ZipFile(raw, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="x"><Relationship Type="{spaces}/officeDocument" Target="/word/document2.xml"/></Relationships>',
        )
        archive.writestr("word/document2.xml", f'<w:document xmlns:w="{names}"><w:body>{body}</w:body></w:document>')
    return raw.getvalue()


@pytest.mark.parametrize("strict", [False, True])
def test_word_is_read_as_its_reader_sees_it(*, strict: bool) -> None:
    body = (
        "<w:p><w:pPr><w:t>không</w:t></w:pPr><w:r><w:t>đạt </w:t></w:r><w:r><w:t>94</w:t><w:tab/><w:t>%</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins><w:r><w:t>mới</w:t></w:r></w:ins></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>chuyển</w:t></w:r></w:moveFrom></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>trong ô nhập</w:t><w:br/><w:t>liệu</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>hộp</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>trái</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>phải</w:t></w:r></w:p></w:tc>"
        "</w:tr></w:tbl>"
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>Đầu</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>xóa</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert read_blocks(word_with(body, strict=strict)) == (
        *map(Line, ("đạt 94 %", "mới", "trong ô nhập liệu", "trái", "phải")),
        Grid((("Đầu",), ("a b",))),
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"PK\x03\x04",
        b"\xff\xfe\x00",
        word_with("<w:p>"),
        b"PK" + bytes(100),
        b"<!DOCTYPE html>" + b" " * 20_000_001,
        b"<!DOCTYPE html>",
        b"<!doctype html>\n<!-- x -->",
        LETTER.encode() + b"x " * 2_500_000,
        LETTER.encode() + b"\r" * 200_001,
    ],
    ids=[
        "torn",
        "no text",
        "bad XML",
        "no archive",
        "too long",
        "only a doctype",
        "only a comment",
        "long Markdown",
        "too many lines",
    ],
)
def test_what_cannot_be_read_back_is_told(raw: bytes) -> None:
    with pytest.raises(UnreadableText):
        read_blocks(raw)


@pytest.mark.parametrize(
    "word",
    [None, 5, "", "x", "eA==", "eNoDAAAAAAE=", pack_blocks([Line("a")])[:-8], pack_blocks([Line("x" * 6_000_000)])],
)
def test_carried_words_that_are_damaged_are_none(word: object) -> None:
    assert unpack_blocks(word) is None


# What differs

TABLE = Grid((("TT", "Nhiệm vụ", "Tình trạng"), ("1", "Kế hoạch", "đúng hạn"), ("2", "Báo cáo", "quá hạn 5 ngày")))
BODY: tuple[PrintedBlock, ...] = (
    Line("Số:         /BC-SNV"),
    Line("I. KẾT QUẢ", is_heading=True),
    Line("- Tỷ lệ đạt 94,4%; gửi trước ngày […]/02/2026."),
    TABLE,
    Line("[… nêu nguyên nhân]"),
    Line("Kính đề nghị xem xét, chỉ đạo./."),
    Line("Phụ lục II", is_heading=True, is_annex=True),
    Line("Kèm theo Báo cáo số         /BC-SNV"),
    Grid((("TT", "Cơ quan", "Hạn"), ("1", "Sở Y tế", "31/3/2026"))),
)


def changed(*changes: tuple[int, PrintedBlock | None]) -> list[PrintedBlock]:
    """Return the body with other blocks in some places, None for one that went."""
    blocks: list[PrintedBlock | None] = list(BODY)
    for place, block in changes:
        blocks[place] = block
    return [block for block in blocks if block is not None]


def with_row(grid: PrintedBlock, place: int, *cells: str, instead: bool = True) -> Grid:
    assert isinstance(grid, Grid)
    return Grid((*grid.rows[:place], cells, *grid.rows[place + instead :]))


FILLED = (
    (0, Line("Số: 15/BC-SNV")),
    (2, Line("– Tỷ lệ đạt 94,4%;\u00a0gửi trước ngày 10 /02/2026.")),
    (4, Line("Do mưa lũ kéo dài 5 ngày.")),
    (7, Line("Kèm theo Báo cáo số 15 /BC-SNV")),
)


def test_filled_blanks_are_no_alterations() -> None:
    assert find_alterations(BODY, changed(*FILLED)) == ()
    # A blank may take several paragraphs, or none.
    several = changed(*FILLED)
    several[5:5] = [Line("Do thiếu người."), Line("Do phải chờ Trung ương.")]
    assert find_alterations(BODY, several) == ()
    assert find_alterations(BODY, changed((4, None))) == ()
    blank_row = Grid((("TT", "Việc"), ("1", "[…]")))
    assert find_alterations([blank_row], [Grid((("TT", "Việc"), ("1", "họp"), ("2", "tập huấn")))]) == ()


@pytest.mark.parametrize(
    ("changes", "where", "kind", "written", "found"),
    [
        ([(2, Line("- Tỷ lệ đạt 95,4%; gửi trước ngày 10/02/2026."))], "Mục «I. KẾT QUẢ»", "changed", "94,4%", "95,4%"),
        ([(2, None)], "Mục «I. KẾT QUẢ»", "gone", "94,4%", ""),
        ([(3, with_row(TABLE, 2, "2", "Báo cáo", "đúng hạn"))], "Bảng 1, dòng 2, cột «Tình trạng»", "changed", "5 ngày", "đúng hạn"),
        ([(3, with_row(TABLE, 1, "1", "", "đúng hạn"))], "Bảng 1, dòng 1, cột «Nhiệm vụ»", "gone", "Kế hoạch", ""),
        ([(3, with_row(TABLE, 0, "TT", "Việc", "Tình trạng"))], "Bảng 1, dòng đầu bảng, cột «Nhiệm vụ»", "changed", "Nhiệm vụ", "Việc"),
        ([(3, Grid(TABLE.rows[:2]))], "Bảng 1, dòng 2", "gone", "quá hạn 5 ngày", ""),
        ([(3, with_row(TABLE, 3, "3", "Họp", "đúng hạn"))], "Bảng 1, dòng 2", "added", "", "Họp"),
        ([(3, None)], "Bảng 1, dòng đầu bảng", "gone", "Nhiệm vụ", ""),
        ([(5, Line("Kính đề nghị xem xét./."))], "Mục «I. KẾT QUẢ»", "changed", "chỉ đạo", "xem xét./."),
        ([(8, with_row(BODY[8], 1, "1", "Sở Y tế", "30/4/2026"))], "Phụ lục II, bảng 1, dòng 1, cột «Hạn»", "changed", "31/3", "30/4"),
        ([(0, Line("Số: 15/BC-STP"))], "Phần đầu, trước các đề mục", "changed", "/BC-SNV", "STP"),
    ],
)  # fmt: skip
def test_what_differs_is_named_with_its_place(
    changes: Sequence[tuple[int, PrintedBlock | None]], where: str, kind: str, written: str, found: str
) -> None:
    (alteration,) = find_alterations(BODY, changed(*FILLED, *changes))
    assert place_words(alteration.place) == where
    assert alteration.kind == kind
    assert written in alteration.written
    assert found in alteration.found
    assert (bool(alteration.written), bool(alteration.found)) == (kind != "added", kind != "gone")


def test_the_foot_of_a_document_is_no_part_of_its_last_section() -> None:
    blocks = BLOCKS["report"]
    at = next(
        (place, 0, 0) for place, block in enumerate(blocks) if isinstance(block, Line) and block.text == "PHÓ GIÁM ĐỐC"
    )
    (alteration,) = find_alterations(blocks, with_text(blocks, at, lambda _: "GIÁM ĐỐC"))
    assert place_words(alteration.place) == "Mục «Nơi nhận:»"


def test_of_a_long_paragraph_only_what_differs_is_shown() -> None:
    words = [f"từ{number}" for number in range(300)]
    one = Alteration(AlterationKind.CHANGED, Place(), " ".join(words), " ".join([*words[:150], "khác", *words[151:]]))
    (row,) = next(block.rows for block in Wording((one,)).page() if isinstance(block, Table))
    assert row.cells[1:] == (
        "… từ145 từ146 từ147 từ148 từ149 khác từ151 từ152 từ153 từ154 từ155 …",
        "… từ145 từ146 từ147 từ148 từ149 từ150 từ151 từ152 từ153 từ154 từ155 …",
    )


def cells_of(blocks: Sequence[PrintedBlock]) -> list[tuple[int, int, int]]:
    """Return the places (block, row, column) of all texts; a paragraph has row and column 0."""
    return [
        (place, row, column)
        for place, block in enumerate(blocks)
        for row, cells in enumerate(block.rows if isinstance(block, Grid) else (("",),))
        for column in range(len(cells))
    ]


def with_text(
    blocks: Sequence[PrintedBlock], at: tuple[int, int, int], change: Callable[[str], str]
) -> list[PrintedBlock]:
    place, row, column = at
    block = blocks[place]
    if isinstance(block, Line):
        other: PrintedBlock = block._replace(text=change(block.text))
    else:
        cells = list(block.rows[row])
        cells[column] = change(cells[column])
        other = Grid((*block.rows[:row], tuple(cells), *block.rows[row + 1 :]))
    return [*blocks[:place], other, *blocks[place + 1 :]]


def filled(blocks: Sequence[PrintedBlock], words: str) -> list[PrintedBlock]:
    """Return the blocks with all blanks filled in."""
    result = list(blocks)
    for at in cells_of(blocks):
        result = with_text(result, at, lambda text: re.sub(r"\[…[^\]]*\]| {4,}", lambda _: f" {words} ", text))
    return result


@given(
    st.sampled_from(list(TEXTS)),
    st.data(),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=30),
)
def test_any_altered_text_is_named_and_filled_blanks_are_not(name: str, data: st.DataObject, words: str) -> None:
    blocks = BLOCKS[name]
    assert find_alterations(blocks, filled(blocks, words)) == ()
    # What is put in front of all else in a part is in no blank, unless the part begins with one.
    at = data.draw(st.sampled_from([at for at in cells_of(blocks) if not text_of(blocks, at).startswith("[…")]))
    altered = with_text(filled(blocks, words), at, lambda text: f"75{text}")
    (alteration,) = find_alterations(blocks, altered)
    assert alteration.found.startswith("75")
    block = blocks[at[0]]
    if isinstance(block, Grid):
        assert (alteration.place.row, alteration.place.column) == (at[1], block.rows[0][at[2]])


def text_of(blocks: Sequence[PrintedBlock], at: tuple[int, int, int]) -> str:
    block = blocks[at[0]]
    return block.text if isinstance(block, Line) else block.rows[at[1]][at[2]]


def test_texts_that_repeat_themselves_without_end_are_not_compared() -> None:
    same, blocks = [Line("a")] * 3_000, [Line("x")]
    with pytest.raises(TooMuchAlike):
        find_alterations([*blocks, *same, Line("y")], [Line("y"), *same, *blocks])
    # What surrounds an alteration may repeat itself.
    (alteration,) = find_alterations([*same, Line("quá hạn 5 ngày"), *same], [*same, Line("quá hạn 2 ngày"), *same])
    assert alteration.found == "quá hạn 2 ngày"


def test_the_work_for_what_is_alike_is_bounded_for_all_of_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counted(written: str, found: str) -> float:
        nonlocal compared
        compared += 1
        return float(written == found)

    def changed(what: str) -> list[PrintedBlock]:
        lines = [Line(f"{what} {gap}.{line}" if line else f"đoạn {gap}") for gap in range(15) for line in range(99)]
        tables = [
            Grid((("Đầu", f"bảng {table}"), *((what, f"{table}.{row}") for row in range(99)))) for table in range(15)
        ]
        return [*lines, *tables]

    monkeypatch.setattr("papi_cli.views.reports.alterations._likeness", counted)
    alterations = find_alterations(changed("trước"), changed("sau"))
    assert 0 < compared <= 100_000
    # Where no more is compared, what follows each other belongs together; nothing that differs is left out.
    assert {one.found for one in alterations} >= {"sau 0.1", "sau 14.98", "sau"}


def test_where_no_more_is_compared_parts_belong_together_as_they_follow_each_other() -> None:
    before, now = (
        [f"{what} {gap}.{line}" if line else f"đoạn {gap}" for gap in range(5) for line in range(99)]
        for what in ("trước", "sau")
    )
    pairs = list(align(before, now, lambda _one, _other: 0.0, Allowance(similar=20_000)))
    assert sum(pair.written is not None and pair.found is not None for pair in pairs) == 5 * 99 - 2 * 98


# The command


def reported(papi: Papi, folder: Path, suffix: str, *options: str) -> Path:  # noqa: F811  # the fixture
    file = folder / f"bao-cao{suffix}"
    assert papi("report", "semiannual", "--agency", "STP", "--as-of", str(DAY), *options, "-o", str(file)).code == 0
    return file


def edit(file: Path, *changes: tuple[str, str]) -> None:
    """Replace the first match of each expression in the part of a file that a reader sees, as any editor does."""

    def replaced(text: str, end: int) -> str:
        seen, rest = text[:end], text[end:]
        for before, after in changes:
            seen, count = re.subn(before, after, seen, count=1)
            assert count == 1
        return seen + rest

    if file.suffix != ".docx":
        text = file.read_text(encoding="utf-8")
        start = text.index("<body>") if file.suffix == ".html" else 0
        end = len(text) if file.suffix == ".html" else text.index("<!-- papi.")
        file.write_text(text[:start] + replaced(text[start:], end - start), encoding="utf-8")
        return
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    parts["word/document.xml"] = replaced(body, len(body)).encode()
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md"])
def test_verify_names_what_was_altered(suffix: str, papi: Papi, tmp_path: Path) -> None:  # noqa: F811  # the fixture
    file = reported(papi, tmp_path, suffix)
    same = "Lời văn, bảng biểu: như papi đã viết, trừ những chỗ trống để điền."
    answer = papi("verify", str(file))
    assert (answer.code, same in answer.out) == (0, True)
    edit(file, ("Số:[ \N{NO-BREAK SPACE}]{4,}/BC", "Số: 15/BC"))
    answer = papi("verify", str(file))
    assert (answer.code, same in answer.out) == (0, True)
    edit(file, ("31/5/2026", "30/5/2026"))
    answer = papi("verify", str(file))
    assert answer.code == 1
    assert "Kế hoạch: như khi lập văn bản. Sổ theo dõi: như khi lập văn bản." in answer.out
    differs, same_plan = "Lời văn, bảng biểu: có 1 chỗ khác với papi đã viết.", "Kế hoạch: như khi lập văn bản."
    assert answer.out.index(differs) < answer.out.index("30/5/2026") < answer.out.index(same_plan)
    assert "Hình vẽ, ghi chú, đầu trang, chân trang không được đối chiếu." in " ".join(answer.out.split())
    contract = json.loads(papi("verify", str(file), "--format", "json").out)
    (alteration,) = contract["text"]["alterations"]
    assert (contract["unchanged"], contract["text"]["same"], alteration["kind"]) == (False, False, "changed")
    assert alteration["found"].replace("30/5", "31/5", 1) == alteration["written"]
    (row,) = papi("verify", str(file), "--format", "csv").out.splitlines()[1:]
    assert row.startswith(",,,,,,")
    assert "30/5/2026" in row


def test_words_that_cannot_be_compared_are_told(papi: Papi, tmp_path: Path) -> None:  # noqa: F811  # the fixture
    file = reported(papi, tmp_path, ".md")
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r'"text": ".{20}', '"text": "', text), encoding="utf-8")
    damaged = papi("verify", str(file))
    file.write_text(re.sub(r',\n"text": ".*"', "", text), encoding="utf-8")
    earlier = papi("verify", str(file))
    file.write_text(text.replace("\n# I.", "\n```\nmã\n```\n\n# I.", 1), encoding="utf-8")
    unread = papi("verify", str(file))
    assert [damaged.code, earlier.code, unread.code] == [1, 0, 1]
    assert "không đối chiếu được, vì lời văn ghi kèm tệp đã hỏng." in damaged.out
    assert "không đối chiếu được, vì văn bản do phiên bản papi trước đây lập, không mang theo lời văn." in earlier.out
    assert re.search(r"không đọc lại được chữ trong tệp \(dòng \d+: mẫu văn bản không nhận khối mã lệnh", unread.out)
