"""Word documents as pages: LibreOffice converts them to PDF, poppler locates the words (in points from upper left)."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from papi_cli.cli.program.door import main
from papi_cli.documents.dialect import read_document
from papi_cli.documents.word import render
from papi_cli.log.events import Event, encode_log
from tests.documents import COMMUNE, LETTER, METADATA, report
from tests.office_year import year_of
from tests.programs import PDFINFO, PDFTOCAIRO, PDFTOTEXT, VIETNAMESE_SERIF, WRITER, convert_with_libreoffice, needs
from tests.sample import event, seeded_log, shipped_plan
from tests.tree import CHECKOUT, planted

pytestmark = [pytest.mark.slow, needs(WRITER, PDFTOTEXT, VIETNAMESE_SERIF)]
MM = 72 / 25.4


class Word(NamedTuple):
    """A word and its bounding box."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Page(NamedTuple):
    """A page: its size, and its words in order."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def number(self) -> str:
        """The text in the top margin, which is the page number."""
        return " ".join(word.text for word in self.words if word.bottom < 20 * MM)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words if word.bottom >= 20 * MM)


def as_pdf(docx: Path) -> Path:
    return convert_with_libreoffice(docx, "pdf", docx.parent)


def pages_of(pdf: Path) -> list[Page]:
    boxes = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    pages = []
    for size, content in re.findall(r"<page ([^>]*)>(.*?)</page>", boxes, re.DOTALL):
        width, height = map(float, re.findall(r'"([\d.]+)"', size))
        word_boxes = re.findall(
            r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', content
        )
        words = tuple(
            Word(float(left), float(top), float(right), float(bottom), text)
            for left, top, right, bottom, text in word_boxes
        )
        pages.append(Page(width, height, words))
    return pages


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample report as PDF."""
    docx = tmp_path_factory.mktemp("sample") / "report.docx"
    docx.write_bytes(render(read_document(report()), (CHECKOUT / "templates" / "document.docx").read_bytes(), METADATA))
    return as_pdf(docx)


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the semiannual summary of a seeded year as PDF."""
    root = planted(tmp_path_factory.mktemp("summary"))
    status = root / "plan" / "status" / "2026-01"
    status.mkdir(parents=True)
    (status / "log.jsonl").write_bytes(encode_log(seeded_log(2026, shipped_plan())))
    docx = root / "summary.docx"
    assert main(["report", "semiannual", "--as-of", "2026-06-10", "--plan", str(root), "-o", str(docx)]) == 0
    return as_pdf(docx)


def annexes(pages: list[Page]) -> list[int]:
    """Return the indices of the first pages of the annexes."""
    return [index for index, page in enumerate(pages) if page.text.startswith("Phụ lục")]


@pytest.mark.parametrize("name", ["sample", "summary"])
def test_size_orientation_and_numbers_of_pages(name: str, request: pytest.FixtureRequest) -> None:
    pages = pages_of(request.getfixturevalue(name))
    starts = [0, *annexes(pages)]
    landscape = {"sample": [False, True, False], "summary": [False, True, True, False, False]}[name]
    assert len(starts) == len(landscape)
    for start, end, is_landscape in zip(starts, [*starts[1:], len(pages)], landscape, strict=True):
        for number, page in enumerate(pages[start:end], 1):
            assert (page.width > page.height) == is_landscape
            assert {round(page.width / MM), round(page.height / MM)} == {210, 297}
            assert page.number == ("" if number == 1 else str(number)), "hidden on the first page of each section"
            centres = [(word.left + word.right) / 2 for word in page.words if word.bottom < 20 * MM]
            # Centred between the margins: 30 mm left, 15 to 20 right.
            assert all(abs(centre - (page.width + 30 * MM - 17.5 * MM) / 2) < 3 * MM for centre in centres)


@pytest.mark.parametrize("name", ["sample", "summary"])
def test_no_word_is_outside_the_margins(name: str, request: pytest.FixtureRequest) -> None:
    for page in pages_of(request.getfixturevalue(name)):
        for word in page.words:
            assert word.left >= 29.5 * MM, word
            assert word.right <= page.width - 14.5 * MM, word
            assert word.bottom <= page.height - 19 * MM, word


@pytest.mark.parametrize("name", ["sample", "summary"])
def test_no_word_is_broken_in_a_table(name: str, request: pytest.FixtureRequest) -> None:
    """Days are the longest words of narrow columns."""
    words = [word.text for page in pages_of(request.getfixturevalue(name)) for word in page.words]
    broken = [word for word in words if re.fullmatch(r"[(]?\d{1,2}/\d{1,2}/\d{0,3}", word)]
    assert not broken
    # Heads are set larger than cells.
    assert "Thườn" not in words


def test_the_order_of_the_text(sample: Path) -> None:
    text = " ".join(page.text for page in pages_of(sample))
    order = [
        "UBND TỈNH SƠN LA", "BÁO CÁO", "Kính gửi:", "Thực hiện Quyết định số", "I. CÔNG TÁC CHỈ ĐẠO", "II. KẾT QUẢ", "III. ĐÁNH GIÁ",
        "IV. PHƯƠNG HƯỚNG", "V. KIẾN NGHỊ", "./.", "Nơi nhận:", "Phụ lục I ", "Phụ lục II ", "Lập từ kế hoạch",
    ]  # fmt: skip
    indices = [text.index(words) for words in order]
    assert indices == sorted(indices)


def test_table_heads_are_repeated_on_every_page(sample: Path) -> None:
    pages = pages_of(sample)
    first, second = annexes(pages)
    assert second - first > 1, "the annex is longer than a page"
    assert all("Cơ quan" in page.text for page in pages[first:second])


def test_no_page_break_splits_the_signature(summary: Path) -> None:
    pages = pages_of(summary)
    (page,) = [page for page in pages if "Nơi nhận:" in page.text]
    assert "./." in page.text
    assert "GIÁM ĐỐC" in page.text


def lines_of(pdf: Path) -> list[tuple[float, float, float]]:
    """Return the left end, right end and height of each horizontal line on the first page."""
    svg = pdf.with_suffix(".svg")
    subprocess.run(["pdftocairo", "-svg", "-f", "1", "-l", "1", str(pdf), str(svg)], check=True)
    lines = set()
    path = r'd="M ([\d.]+) ([\d.]+) L ([\d.]+) ([\d.]+) " transform="matrix\(([-\d.]+), ?0, ?0, ?([-\d.]+), ?([-\d.]+), ?([-\d.]+)\)"'
    for numbers in re.findall(path, svg.read_text(encoding="utf-8")):
        x1, y1, x2, y2, a, d, e, f = map(float, numbers)
        if y1 == y2:
            lines.add((round(a * x1 + e, 1), round(a * x2 + e, 1), round(d * y1 + f, 1)))
    return sorted(lines, key=lambda line: (line[2], line[0]))


def above(words: tuple[Word, ...], line: tuple[float, float, float]) -> tuple[float, float]:
    """Return the left and right end of the text right above a line, in the same half of the page."""
    left, right, height = line
    near = [word for word in words if height - 30 < word.top < height and left - 120 < word.left < right + 60]
    lowest = max(word.top for word in near)
    row = [word for word in near if abs(word.top - lowest) < 2]
    return min(word.left for word in row), max(word.right for word in row)


@needs(PDFTOCAIRO)
def test_the_lines_below_the_motto_the_issuer_and_the_subject(sample: Path) -> None:
    """Below the motto a line is as long as the text, below issuer and subject it has 1/3 to 1/2 of that length."""
    words = pages_of(sample)[0].words
    lines = [line for line in lines_of(sample) if line[2] < 250]
    assert len(lines) == 3
    (issuer, motto), subject = sorted(lines[:2]), lines[2]
    for line, least, most in ((motto, 0.95, 1.05), (issuer, 1 / 3, 1 / 2), (subject, 1 / 3, 1 / 2)):
        left, right = above(words, line)
        assert least <= (line[1] - line[0]) / (right - left) <= most
        assert abs((line[0] + line[1]) / 2 - (left + right) / 2) < 3, "centred below the text"


def test_the_order_of_a_letter(tmp_path: Path) -> None:
    docx = tmp_path / "letter.docx"
    docx.write_bytes(render(read_document(LETTER), (CHECKOUT / "templates" / "document.docx").read_bytes(), METADATA))
    text = " ".join(page.text for page in pages_of(as_pdf(docx)))
    assert text.index("V/v đôn đốc") < text.index("Kính gửi:") < text.index("Căn cứ Điều 2") < text.index("Nơi nhận:")


@needs(PDFINFO)
def test_a_pdf_for_screen_readers_has_captions_and_heads_of_tables(tmp_path: Path) -> None:
    """PDF/UA (ISO 14289-1) asks for tagged captions and heads; a table for layout has no heads."""
    docx = tmp_path / "report.docx"
    body = "như sau:\n\n**Danh sách**\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nHết./."
    base = (CHECKOUT / "templates" / "document.docx").read_bytes()
    docx.write_bytes(render(read_document(COMMUNE.replace("như sau./.", body)), base, METADATA))
    options = 'writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}'
    pdf = convert_with_libreoffice(docx, "pdf", tmp_path, options=options)
    tags = subprocess.run(["pdfinfo", "-struct", str(pdf)], check=True, capture_output=True).stdout.decode()
    assert re.findall(r"^ *(Table|Caption|TH)\b", tags, re.MULTILINE) == [
        "Table",
        "Caption",
        "Table",
        "TH",
        "TH",
        "Table",
    ]


def office_log() -> list[Event]:
    """Return what an office records in a year, without its slips."""
    year = year_of(shipped_plan(), 2026)
    return [
        event(
            row.kind,
            row.day.isoformat(),
            item=row.obligation.item.code,
            agency=row.obligation.agency.id,
            until=row.until.isoformat() if row.until else None,
            document=row.document or None,
            note=row.note or None,
            evidence=None,
        )
        for row in (*year.sheets, *year.orders)
        if not row.slip
    ]


def chance_log() -> list[Event]:
    """Return chance events of a half year, as they were recorded by the day of writing."""
    day = date(2026, 6, 10)
    log = seeded_log(2026, shipped_plan())
    return [event_ for event_ in log if event_.date < day and event_.recorded.date() < day]


@pytest.mark.parametrize("log_of", [office_log, chance_log])
def test_the_summary_of_half_a_year_has_at_most_thirty_pages(log_of: Callable[[], list[Event]], tmp_path: Path) -> None:
    """Eight of its text, the others of its annexes, for the shipped plan."""
    log = log_of()
    root = planted(tmp_path / "kho")
    status = root / "plan" / "status" / "2026-01"
    status.mkdir(parents=True, exist_ok=True)
    (status / "log.jsonl").write_bytes(encode_log(log))
    docx = tmp_path / "tong-hop.docx"
    assert main(["report", "semiannual", "--as-of", "2026-06-10", "--plan", str(root), "-o", str(docx)]) == 0
    pages = pages_of(as_pdf(docx))
    first_annex = next(number for number, page in enumerate(pages) if page.text.startswith("Phụ lục I "))
    assert first_annex <= 8
    assert len(pages) <= 30
