"""Hostile text in the free fields of plan, log and narrative is shown as text, in every format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from papi_cli.cli.program.door import main
from papi_cli.documents.dialect import read_document
from papi_cli.documents.tree import Bullet, DataTable, Heading, Paragraph, TableNote, runs_text
from papi_cli.log.events import encode_log
from tests.sample import event
from tests.tree import Edit, planted

# Allowed in YAML and JSON: cell borders, markup, template syntax, the end of a CDATA section, an emoji, a letter in NFD;
# and a word of 10,000 characters.
SIGNS = "a|b <script>alert(1)</script> {{ 7 * 7 }} {% raw %} ]]> &amp; **đậm** `mã` [x](y) # - 1. \\ \"q\" 'q' --> ::: 😀 e\u0302\u0301"
LONG = "dài" * 3_333 + "x"
# Allowed in the log only.
CONTROLS = "\u200f\x01\x1b[31m\x7f\u202eđảo\u202c"

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def shown(text: str) -> str:
    """Return the text as documents show it, in NFC: on one line, with U+FFFD for each forbidden character."""
    text = re.sub("[\x00-\x08\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e]", "\N{REPLACEMENT CHARACTER}", text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def word_text(raw: bytes) -> str:
    with ZipFile(BytesIO(raw)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{_WORD}t")) for p in root.iter(f"{_WORD}p"))
    return shown("\n".join(paragraphs))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the parser's own signature
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "p", "h1", "h2", "h3", "li", "div"):
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] not in (["script"], ["style"]):
            self.pieces.append(data)


def html_text(raw: bytes) -> str:
    page = _Text()
    page.feed(raw.decode())
    assert page.tags.count("script") == 1, "the data block is the only script"
    return shown("".join(page.pieces))


def markdown_text(raw: bytes) -> str:
    document = read_document(raw.decode().partition("\n<!-- papi")[0])
    front = document.front
    texts: list[str] = [*map(runs_text, (*front.recipients, *front.salutation, *front.issuer))]
    for block in (*document.body, *(block for annex in document.annexes for block in annex.blocks)):
        match block:
            case Heading() | Paragraph() | Bullet() | TableNote():
                texts.append(runs_text(block.text))
            case DataTable():
                texts.append(runs_text(block.caption))
                texts += [runs_text(cell) for row in block.rows for cell in row]
    return shown("\n".join(texts))


READERS: dict[str, Callable[[bytes], str]] = {".docx": word_text, ".html": html_text, ".md": markdown_text}


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def document_text(root: Path, suffix: str, *argv: str) -> str:
    """Return the text of the document that `papi argv` writes, as another reader of its format sees it."""
    file = root / f"ra{suffix}"
    assert main([*argv, "--plan", str(root), "-o", str(file)]) == 0
    return READERS[suffix](file.read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("suffix", READERS)
@pytest.mark.parametrize("text", [SIGNS, SIGNS + CONTROLS, LONG], ids=["signs", "controls", "long"])
def test_free_fields_of_the_log(text: str, suffix: str, tmp_path: Path) -> None:
    root = planted(tmp_path)
    status = root / "plan" / "status" / "2026-01"
    status.mkdir(parents=True)
    url = [{"url": "https://example.org/" + text}]
    events = (
        event("done", "2026-03-01", item="II.2/ke-hoach", document=text, within=text, evidence=url, note=text, by=text),
        event("reminded", "2026-03-02", item="bao-cao-nam", document=text, note=text),
        event("extension-requested", "2026-03-03", item="bao-cao-nam", until="2026-12-20", document=text, note=text),
        event("done", "2026-06-05", item="V.1/ke-hoach", document=text),
    )
    (status / "log.jsonl").write_bytes(encode_log(events))
    day = ("--as-of", "2026-06-10")
    expected = shown(text)
    summary = document_text(root, suffix, "report", "semiannual", *day)
    assert summary.count(expected) >= 5
    assert document_text(root, suffix, "report", "semiannual", "--agency", "STP", *day).count(expected) >= 4
    assert document_text(root, suffix, "report", "tasks", "--agency", "STP", *day).count(expected) >= 1


@pytest.mark.slow
@pytest.mark.parametrize("suffix", READERS)
@pytest.mark.parametrize("text", [SIGNS, LONG], ids=["signs", "long"])
def test_free_fields_of_the_plan(text: str, suffix: str, tmp_path: Path) -> None:
    edits: tuple[Edit, ...] = (
        ("agencies.yaml", "    name: Sở Tư pháp\n", f"    name: {quoted(text)}\n"),
        (
            "tasks.yaml",
            "          task: Xây dựng Kế hoạch thực hiện dân vận, dân chủ năm 2026\n",
            f"          task: {quoted(text)}\n",
        ),
        ("tasks.yaml", "                product: Kế hoạch tập huấn\n", f"                product: {quoted(text)}\n"),
        ("indices.yaml", "      name: Tham gia của người dân ở cấp cơ sở\n", f"      name: {quoted(text)}\n"),
        ("plan.yaml", "  symbol: QĐ-UBND\n", f"  symbol: {quoted(text)}\n"),
        ("scores.yaml", "scores: []", f"scores:\n  - {{year: 2024, source: {quoted(text)}, total: 40}}"),
    )
    root = planted(tmp_path, *edits)
    expected = shown(text)
    for argv in (("report", "semiannual"), ("report", "semiannual", "--agency", "so-tu-phap"), ("remind",)):
        assert document_text(root, suffix, *argv, "--as-of", "2026-06-10").count(expected) >= 3, argv


@pytest.mark.parametrize("suffix", READERS)
def test_narrative_is_shown_with_its_markup(suffix: str, tmp_path: Path) -> None:
    root = planted(tmp_path)
    folder = root / "plan" / "narrative" / "semiannual" / "so-tu-phap"
    folder.mkdir(parents=True)
    (folder / "ket-qua.md").write_text("**Tốt** \\<script> {{ 7 * 7 }} &lt; 😀\n", encoding="utf-8")
    text = document_text(root, suffix, "report", "semiannual", "--agency", "STP", "--as-of", "2026-06-10")
    assert "Tốt <script> {{ 7 * 7 }} < 😀" in text
