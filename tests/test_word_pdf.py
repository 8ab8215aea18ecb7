"""Word documents as pages: LibreOffice sets them, poppler tells what stands where (points, from the upper left)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from papi_cli.cli.program.door import main
from papi_cli.documents.dialect import read_document
from papi_cli.documents.word import render
from papi_cli.log.events import encode_log
from tests.documents import LETTER, METADATA, report
from tests.programs import PDFTOCAIRO, PDFTOTEXT, VIETNAMESE_SERIF, WRITER, convert_with_libreoffice, needs
from tests.sample import seeded_log, shipped_plan
from tests.tree import CHECKOUT, planted

pytestmark = [pytest.mark.slow, needs(WRITER, PDFTOTEXT)]
MM = 72 / 25.4


class Word(NamedTuple):
    """A word and its box."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Page(NamedTuple):
    """A page: its size and words, in the order in which they are set."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def number(self) -> str:
        """What stands in the middle of the top margin."""
        return " ".join(word.text for word in self.words if word.bottom < 20 * MM)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words if word.bottom >= 20 * MM)


def set_by_libreoffice(docx: Path) -> Path:
    return convert_with_libreoffice(docx, "pdf", docx.parent)


def pages_of(pdf: Path) -> list[Page]:
    told = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    found = []
    for size, content in re.findall(r"<page ([^>]*)>(.*?)</page>", told, re.DOTALL):
        wide, high = map(float, re.findall(r'"([\d.]+)"', size))
        boxes = re.findall(
            r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', content
        )
        words = tuple(
            Word(float(left), float(top), float(right), float(bottom), text) for left, top, right, bottom, text in boxes
        )
        found.append(Page(wide, high, words))
    return found


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample report, set."""
    docx = tmp_path_factory.mktemp("sample") / "report.docx"
    docx.write_bytes(render(read_document(report()), (CHECKOUT / "templates" / "document.docx").read_bytes(), METADATA))
    return set_by_libreoffice(docx)


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the semiannual summary over a seeded year, set."""
    root = planted(tmp_path_factory.mktemp("summary"))
    status = root / "plan" / "status" / "2026-01"
    status.mkdir(parents=True)
    (status / "log.jsonl").write_bytes(encode_log(seeded_log(2026, shipped_plan())))
    docx = root / "summary.docx"
    assert main(["report", "semiannual", "--as-of", "2026-06-10", "--plan", str(root), "-o", str(docx)]) == 0
    return set_by_libreoffice(docx)


def annexes(pages: list[Page]) -> list[int]:
    """Return the places of the first pages of the annexes."""
    return [place for place, page in enumerate(pages) if page.text.startswith("Phụ lục")]


@needs(VIETNAMESE_SERIF)
@pytest.mark.parametrize("name", ["sample", "summary"])
def test_pages_lie_and_are_numbered_as_they_should(name: str, request: pytest.FixtureRequest) -> None:
    pages = pages_of(request.getfixturevalue(name))
    starts = [0, *annexes(pages)]
    landscape = {"sample": [False, True, False], "summary": [False, True, True, False, False]}[name]
    assert len(starts) == len(landscape)
    for start, end, lies in zip(starts, [*starts[1:], len(pages)], landscape, strict=True):
        for number, page in enumerate(pages[start:end], 1):
            assert (page.width > page.height) == lies
            assert {round(page.width / MM), round(page.height / MM)} == {210, 297}
            assert page.number == ("" if number == 1 else str(number)), "hidden on the first page of each numbering"
            middle = [(word.left + word.right) / 2 for word in page.words if word.bottom < 20 * MM]
            # Centred between the margins: 30 mm left, 15 to 20 right.
            assert all(abs(place - (page.width + 30 * MM - 17.5 * MM) / 2) < 3 * MM for place in middle)


@needs(VIETNAMESE_SERIF)
@pytest.mark.parametrize("name", ["sample", "summary"])
def test_nothing_leaves_the_page(name: str, request: pytest.FixtureRequest) -> None:
    for page in pages_of(request.getfixturevalue(name)):
        for word in page.words:
            assert word.left >= 29.5 * MM, word
            assert word.right <= page.width - 14.5 * MM, word
            assert word.bottom <= page.height - 19 * MM, word


@needs(VIETNAMESE_SERIF)
@pytest.mark.parametrize("name", ["sample", "summary"])
def test_no_word_is_broken_in_a_table(name: str, request: pytest.FixtureRequest) -> None:
    """A day is one word wherever it stands."""
    words = [word.text for page in pages_of(request.getfixturevalue(name)) for word in page.words]
    broken = [word for word in words if re.fullmatch(r"[(]?\d{1,2}/\d{1,2}/\d{0,3}", word)]
    assert not broken


def test_the_text_stands_in_its_order(sample: Path) -> None:
    text = " ".join(page.text for page in pages_of(sample))
    order = [
        "UBND TỈNH SƠN LA", "BÁO CÁO", "Kính gửi:", "Thực hiện Quyết định số", "I. CÔNG TÁC CHỈ ĐẠO", "II. KẾT QUẢ", "III. ĐÁNH GIÁ",
        "IV. PHƯƠNG HƯỚNG", "V. KIẾN NGHỊ", "./.", "Nơi nhận:", "Phụ lục I ", "Phụ lục II ", "Lập từ kế hoạch",
    ]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)


@needs(VIETNAMESE_SERIF)
def test_the_heads_of_tables_repeat_on_every_page(sample: Path) -> None:
    pages = pages_of(sample)
    first, second = annexes(pages)
    assert second - first > 1, "the annex is longer than a page"
    assert all("Cơ quan" in page.text for page in pages[first:second])


@needs(VIETNAMESE_SERIF)
def test_the_signature_is_not_parted(summary: Path) -> None:
    pages = pages_of(summary)
    (place,) = [place for place, page in enumerate(pages) if "Nơi nhận:" in page.text]
    assert "./." in pages[place].text
    assert "GIÁM ĐỐC" in pages[place].text


def lines_of(pdf: Path) -> list[tuple[float, float, float]]:
    """Return the horizontal lines of the first page as left, right and height, once each."""
    svg = pdf.with_suffix(".svg")
    subprocess.run(["pdftocairo", "-svg", "-f", "1", "-l", "1", str(pdf), str(svg)], check=True)
    found = set()
    path = r'd="M ([\d.]+) ([\d.]+) L ([\d.]+) ([\d.]+) " transform="matrix\(([-\d.]+), ?0, ?0, ?([-\d.]+), ?([-\d.]+), ?([-\d.]+)\)"'
    for told in re.findall(path, svg.read_text(encoding="utf-8")):
        x1, y1, x2, y2, a, d, e, f = map(float, told)
        if y1 == y2:
            found.add((round(a * x1 + e, 1), round(a * x2 + e, 1), round(d * y1 + f, 1)))
    return sorted(found, key=lambda line: (line[2], line[0]))


def above(words: tuple[Word, ...], line: tuple[float, float, float]) -> tuple[float, float]:
    """Return left and right of the row of text right above a line, in the same half of the page."""
    left, right, height = line
    near = [word for word in words if height - 30 < word.top < height and left - 120 < word.left < right + 60]
    lowest = max(word.top for word in near)
    row = [word for word in near if abs(word.top - lowest) < 2]
    return min(word.left for word in row), max(word.right for word in row)


@needs(PDFTOCAIRO, VIETNAMESE_SERIF)
def test_the_lines_below_the_motto_the_issuer_and_the_subject(sample: Path) -> None:
    """«a line as long as the text under it» below the motto; «a line of 1/3 to 1/2 of the text» below the two others."""
    words = pages_of(sample)[0].words
    found = [line for line in lines_of(sample) if line[2] < 250]
    assert len(found) == 3
    (issuer, motto), subject = sorted(found[:2]), found[2]
    for line, least, most in ((motto, 0.95, 1.05), (issuer, 1 / 3, 1 / 2), (subject, 1 / 3, 1 / 2)):
        left, right = above(words, line)
        assert least <= (line[1] - line[0]) / (right - left) <= most
        assert abs((line[0] + line[1]) / 2 - (left + right) / 2) < 3, "in the middle of the text"


def test_a_letter_is_set(tmp_path: Path) -> None:
    docx = tmp_path / "letter.docx"
    docx.write_bytes(render(read_document(LETTER), (CHECKOUT / "templates" / "document.docx").read_bytes(), METADATA))
    text = " ".join(page.text for page in pages_of(set_by_libreoffice(docx)))
    assert text.index("V/v đôn đốc") < text.index("Kính gửi:") < text.index("Căn cứ Điều 2") < text.index("Nơi nhận:")
