"""Metadata are read back complete from all three formats; other files have none and do no harm."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.documents import html, word
from papi_cli.documents.characters import replace_forbidden
from papi_cli.documents.dialect import read_document
from papi_cli.documents.metadata import (
    PROPERTIES_PART,
    DocumentMetadata,
    custom_properties,
    custom_xml,
    html_metadata,
    markdown_with_metadata,
    read_metadata,
)
from tests.documents import METADATA, report
from tests.programs import WRITER, convert_with_libreoffice, needs
from tests.tree import CHECKOUT

DATA_PART = "customXml/item1.xml"


def as_markdown(metadata: DocumentMetadata) -> bytes:
    return markdown_with_metadata(report(rows=4), metadata)


def as_html(metadata: DocumentMetadata) -> bytes:
    return html.render(read_document(report(rows=4)), metadata)


def as_word(metadata: DocumentMetadata) -> bytes:
    base = (CHECKOUT / "templates" / "document.docx").read_bytes()
    return word.render(read_document(report(rows=4)), base, metadata)


WRITERS: dict[str, Callable[[DocumentMetadata], bytes]] = {"md": as_markdown, "html": as_html, "docx": as_word}


def packed(parts: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def as_parts(metadata: DocumentMetadata) -> bytes:
    """Return an archive of the two metadata parts of a Word file alone, which is quicker than a document."""
    return packed({PROPERTIES_PART: custom_properties(metadata), DATA_PART: custom_xml(metadata)})


def assert_same(actual: DocumentMetadata | None, expected: DocumentMetadata) -> None:
    assert actual == expected
    # Equal mappings may still differ in order.
    assert json.dumps(actual.data) == json.dumps(expected.data)


@pytest.mark.parametrize("kind", WRITERS)
def test_metadata_are_read_back_complete(kind: str) -> None:
    assert_same(read_metadata(WRITERS[kind](METADATA)), METADATA)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize(
    "metadata",
    [DocumentMetadata(METADATA.properties, {}), DocumentMetadata((), METADATA.data)],
    ids=["properties", "data"],
)
def test_properties_and_data_do_without_each_other(metadata: DocumentMetadata, kind: str) -> None:
    assert_same(read_metadata(WRITERS[kind](metadata)), metadata)


# Texts that could end a comment, a script, a CDATA section or an attribute, or start metadata of their own.
HOSTILE = (
    *(
        "-->",
        "--",
        "--!>",
        "<!--",
        "</script>",
        "<script>",
        "]]>",
        "<![CDATA[",
        "&amp;",
        "&#0;",
        '"',
        "\\u002d",
        "\n\n",
    ),
    *('<!-- papi {"a": 1} -->', '<!-- papi.as_of "1" -->', '<script type="application/json" id="papi">{}</script>'),
)
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=10,
)
# The values of properties are short lines without forbidden characters.
PROPERTIES = st.lists(
    st.tuples(
        st.from_regex(r"papi\.[a-z_.]{1,20}", fullmatch=True), TEXTS.map(lambda text: replace_forbidden(text)[:200])
    ),
    max_size=4,
).map(tuple)
ANY_METADATA = st.builds(DocumentMetadata, PROPERTIES, st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))


@pytest.mark.slow
@given(ANY_METADATA)
def test_any_data_comes_back_from_markdown(metadata: DocumentMetadata) -> None:
    raw = markdown_with_metadata("Văn bản.", metadata)
    assert_same(read_metadata(raw), metadata)
    # Each comment ends where it should: no part of the data is shown as text.
    page = ParsedPage(raw.decode().removeprefix("Văn bản.\n"))
    assert (len(page.comments), page.text.strip()) == (len(metadata.properties) + 1, "")
    assert not [comment for comment in page.comments if "--" in comment]


@pytest.mark.slow
@given(ANY_METADATA)
def test_any_data_comes_back_from_html(metadata: DocumentMetadata) -> None:
    head = html_metadata(metadata)
    assert_same(read_metadata(f"<!DOCTYPE html>\n{head}".encode()), metadata)
    page = ParsedPage(head)
    # A browser reads the same.
    assert page.metas == list(metadata.properties)
    assert json.loads(page.text) == metadata.data


@pytest.mark.slow
@given(ANY_METADATA)
def test_any_data_comes_back_from_word(metadata: DocumentMetadata) -> None:
    assert_same(read_metadata(as_parts(metadata)), metadata)


class ParsedPage(HTMLParser):
    """The comments, properties and text of a page, as the standard library parses it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.comments: list[str] = []
        self.metas: list[tuple[str, str]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            values = dict(attrs)
            self.metas.append((values["name"] or "", values["content"] or ""))

    def handle_data(self, data: str) -> None:
        self.text += data


OWN_COMMENTS = '<!-- papi.as_of "1999-01-01" -->\n<!-- papi {"period": "annual"} -->\n'
OWN_SCRIPT = '<script type="application/json" id="papi">{"period": "annual"}</script>\n'


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("Sở Nội vụ", "Sở Tư pháp"),
        lambda text: OWN_COMMENTS + text,
        lambda text: text.replace("\n# I. ", f"\n{OWN_SCRIPT}\n{OWN_COMMENTS}\n# I. ", 1),
        lambda text: text.replace("\n<!-- papi", f"\n{OWN_COMMENTS}\n<!-- papi", 1),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text + "\nViết thêm ở cuối -->\n",
    ],
    ids=["text", "comments", "script", "just above", "CRLF", "BOM", "CRLF and BOM", "last line", "below"],
)
def test_edited_markdown_keeps_its_metadata(edit: Callable[[str], str]) -> None:
    text = as_markdown(METADATA).decode()
    assert edit(text) != text
    assert_same(read_metadata(edit(text).encode()), METADATA)


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        # As browsers save a page.
        lambda text: text.replace("<!DOCTYPE html>", "<!DOCTYPE html>\n<!-- saved from url=(0014)about:internet -->"),
        lambda text: text.replace("</body>", f"{OWN_SCRIPT}{OWN_COMMENTS}</body>"),
    ],
    ids=["CRLF", "BOM", "saved", "below"],
)
def test_edited_html_keeps_its_metadata(edit: Callable[[str], str]) -> None:
    text = as_html(METADATA).decode()
    assert edit(text) != text
    assert_same(read_metadata(edit(text).encode()), METADATA)


def test_damaged_data_are_empty_and_the_properties_stay() -> None:
    remaining = DocumentMetadata(METADATA.properties, {})
    for kind in ("md", "html"):
        raw = WRITERS[kind](METADATA)
        assert read_metadata(raw.replace(b'"period":', b'"period"')) == remaining, kind
    assert read_metadata(packed({PROPERTIES_PART: custom_properties(METADATA)})) == remaining
    damaged = custom_xml(METADATA).replace(b'"period":', b'"period"')
    assert read_metadata(packed({PROPERTIES_PART: custom_properties(METADATA), DATA_PART: damaged})) == remaining


# «Billion laughs»: entities that expand tenfold nine times.
LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'haha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
)
FOREIGN_FILE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def data_part(text: str, before: str = "") -> bytes:
    return packed({DATA_PART: f'{before}<carried xmlns="urn:papi:carried:1">{text}</carried>'.encode()})


def properties_part(text: str, before: str = "") -> bytes:
    return packed({PROPERTIES_PART: f"{before}<a>{text}</a>".encode()})


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PAPI",
        "Văn bản.\n".encode(),
        report(rows=4).encode(),
        b"\xff\xfe\x00",
        "<!-- papi {} -->".encode("utf-16"),
        b"<!DOCTYPE html><html><head><title>papi</title></head></html>",
        b'<!DOCTYPE html><meta name="author" content="x"><script id="papi">{"a": 1}</script>',
        b'<!DOCTYPE html><script type="application/json" id="papi">{"a": 1}',
        b'<!DOCTYPE html><p><!-- papi {"a": 1} --></p>',
        b'<!-- papi {"a": 1',
        b"<!-- papi {} -->",
        b"<!-- papi {'a': 1} -->",
        b'<!-- papi {"a": [1, 2} -->',
        b'<!-- papi ["a"] -->',
        b'<!-- papi {"a": "\\ud800"} -->',
        b'<!-- papi {"\\udfff": 1} -->',
        b'<!-- papi {"a": ' + b"1" * 5_000 + b"} -->",
        b'<!-- papi {"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"} -->",
        b"<!-- papi.as_of \"\\x\" -->\n<!-- papi {'a': 1} -->",
        b"PK",
        b"PK\x03\x04 cut off",
        as_parts(METADATA)[:-30],
        packed({}),
        packed({"word/document.xml": b"<w/>"}),
        packed({PROPERTIES_PART: b""}),
        packed({PROPERTIES_PART: b"<a>"}),
        packed({DATA_PART: b"\x00\x01"}),
        packed({DATA_PART: b"<other/>"}),
        data_part("{'a': 1}"),
        data_part("[1]"),
        data_part('{"a": "\\ud800"}'),
        data_part("{}"),
        data_part("&a9;", LAUGHS),
        data_part('{"a": "&x;"}', FOREIGN_FILE),
        properties_part('<property name="papi.&a9;">1</property>', LAUGHS),
        properties_part("<!-- x --><?x name='papi.a'?><property/>&#65;"),
    ],
)
def test_any_other_file_has_no_metadata(raw: bytes) -> None:
    assert read_metadata(raw) is None


@pytest.mark.parametrize("before", ["<!DOCTYPE a [<!ENTITY x 'haha'>]>", FOREIGN_FILE])
def test_entities_are_not_expanded(before: str) -> None:
    metadata = read_metadata(properties_part('<property name="papi.a">&x;</property>', before))
    assert metadata == DocumentMetadata((("papi.a", "&x;"),), {})


@pytest.mark.parametrize("where", ["header", "content", "sizes"])
@given(st.data())
def test_a_damaged_archive_raises_nothing(where: str, data: st.DataObject) -> None:
    raw = bytearray(as_parts(METADATA))
    bounds = {"header": (0, 30), "content": (30, len(raw) // 2), "sizes": (len(raw) // 2, len(raw) - 1)}[where]
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(*bounds))] = data.draw(st.integers(0, 255))
    metadata = read_metadata(bytes(raw))
    assert metadata is None or metadata.properties or metadata.data


BLANK = b"<a>" + b" " * 50_000_000 + b"</a>"


@pytest.mark.slow
@pytest.mark.parametrize(
    "make",
    [
        lambda: packed({DATA_PART: BLANK}),
        lambda: packed({PROPERTIES_PART: BLANK}),
        lambda: packed({DATA_PART: BLANK}, ZIP_BZIP2),
        lambda: packed({DATA_PART: BLANK}, ZIP_LZMA),
        lambda: b'<!-- papi {"a": [' + b"[]," * 4_000_000 + b"[]]} -->",
        lambda: b"x" * 50_000_001,
    ],
    ids=["data", "properties", "bzip2", "lzma", "large JSON", "large file"],
)
def test_a_bomb_costs_little_memory(make: Callable[[], bytes]) -> None:
    raw = make()
    tracemalloc.start()
    try:
        assert read_metadata(raw) is None
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # It takes two copies of the text, or of the largest part that is read.
    assert peak < 4 * min(len(raw), 50_000_000) + 20_000_000


def test_at_most_100_properties_are_read() -> None:
    lines = b'<!-- papi.a "x" -->\n' * 10_000
    metas = b'<meta name="papi.a" content="x">' * 10_000
    for raw in (lines + b'<!-- papi {"a": 1} -->', b"<!DOCTYPE html>" + metas):
        metadata = read_metadata(raw)
        assert metadata is not None
        assert len(metadata.properties) == 100


def test_at_most_20_custom_parts_are_read() -> None:
    others = {f"customXml/item{n}.xml": b"<other/>" for n in range(2, 30)}
    assert read_metadata(packed({**others, DATA_PART: custom_xml(METADATA)})) is None
    assert read_metadata(packed({DATA_PART: custom_xml(METADATA), **others})) == DocumentMetadata((), METADATA.data)


@pytest.mark.slow
@needs(WRITER)
@pytest.mark.parametrize(
    ("formats", "expected"),
    [(("docx",), METADATA), (("odt", "docx"), DocumentMetadata(METADATA.properties, {}))],
    ids=["Word keeps all", "OpenDocument keeps the properties"],
)
def test_metadata_of_a_word_file_that_libreoffice_saves(
    formats: tuple[str, ...], expected: DocumentMetadata, tmp_path: Path
) -> None:
    saved = tmp_path / "bao-cao.docx"
    saved.write_bytes(as_word(METADATA))
    for number, kind in enumerate(formats):
        saved = convert_with_libreoffice(saved, kind, tmp_path / str(number))
    assert saved.read_bytes() != (tmp_path / "bao-cao.docx").read_bytes()
    assert_same(read_metadata(saved.read_bytes()), expected)


def test_data_in_markdown_are_no_command_of_a_ci_system() -> None:
    metadata = DocumentMetadata((), {"number": "1/::error::x ##[error]x"})
    text = markdown_with_metadata("---\n---\n", metadata)
    assert b"::error" not in text
    assert b"##[" not in text
    assert read_metadata(text) == metadata
