"""Documents whose data other programs have stripped: what is still known of them is said, and what is not."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from html import escape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from papi_cli.documents.metadata import read_metadata
from papi_cli.documents.reading_back import read_blocks
from papi_cli.log.events import encode_log
from papi_cli.views.reports.printed import block_text
from tests.sample import event
from tests.test_alterations import edit, reported
from tests.test_verify import DAY, Papi, papi, root  # noqa: F401  # papi and root are fixtures

LINE = "--provenance-line"


def report(papi: Papi, folder: Path, *options: str, suffix: str = ".docx") -> bytes:  # noqa: F811  # the fixture
    file = folder / f"goc{suffix}"
    argv = ("report", "semiannual", "--agency", "STP", "--as-of", str(DAY), *options, "-o", str(file))
    assert papi(*argv).code == 0
    return file.read_bytes()


def text_of(raw: bytes) -> str:
    return "\n".join(map(block_text, read_blocks(raw)))


# What becomes of a Word file of papi: the bytes of another program


def stripped_word(raw: bytes) -> bytes:
    """Return the file without its own properties and data, as Google Docs exports it."""
    out = BytesIO()
    with ZipFile(BytesIO(raw)) as archive, ZipFile(out, "w") as other:
        for name in archive.namelist():
            if not name.startswith(("customXml/", "docProps/custom")):
                other.writestr(name, archive.read(name))
    return out.getvalue()


def open_document(raw: bytes, *, properties: bool = False) -> bytes:
    """Return it as LibreOffice writes it: a run of spaces or a line break is an element; properties are kept."""
    names = 'xmlns:text="urn:t" xmlns:meta="urn:m"'
    lines = (
        escape(line).replace(" dữ liệu", "<text:s/><text:span>dữ</text:span> liệu") for line in text_of(raw).split("\n")
    )
    metadata = read_metadata(raw)
    kept = metadata.properties if metadata and properties else ()
    user = "".join(f'<meta:user-defined meta:name="{name}">{value}</meta:user-defined>' for name, value in kept)
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"<o {names}>{''.join(f'<text:p>{line}</text:p>' for line in lines)}</o>")
        archive.writestr("meta.xml", f"<o {names}>{user}</o>")
    return out.getvalue()


def pages(raw: bytes) -> bytes:
    """Return its text as it is copied from a PDF: in lines of a page."""
    return "\n".join(textwrap.fill(line, 70) for line in text_of(raw).split("\n")).encode()


def google_page(raw: bytes) -> bytes:
    body = "".join(f"<p><span>{escape(line)}</span></p>" for line in text_of(raw).split("\n"))
    return f"<html><head><style>p{{}}</style></head><body>{body}</body></html>".encode()


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "word": stripped_word,
    "odt": open_document,
    "pages": pages,
    "windows": lambda raw: pages(raw).decode().encode("utf-16"),
    "google": google_page,
}
UNKNOWN = "Không biết được: lời văn, bảng biểu có còn như papi đã viết không"


@pytest.mark.parametrize("way", list(WAYS))
def test_the_printed_line_says_what_is_known_and_the_page_what_is_not(
    way: str,
    root: Path,  # noqa: F811  # the fixture
    papi: Papi,  # noqa: F811  # the fixture
    tmp_path: Path,
) -> None:
    file = tmp_path / "van-ban"
    file.write_bytes(WAYS[way](report(papi, tmp_path)))
    without = papi("verify", str(file))
    assert (without.code, without.out) == (3, "")
    assert "không mang dữ liệu gốc mà papi ghi kèm, hoặc dữ liệu ấy đã hỏng; cũng không có dòng" in without.err
    assert "--provenance-line" in without.err
    file.write_bytes(WAYS[way](report(papi, tmp_path, LINE)))
    answer = papi("verify", str(file))
    assert answer.code == 1, "nobody knows what it says"
    page = " ".join(answer.out.split())
    assert page.index(UNKNOWN) < page.index("Kế hoạch: ")
    assert "chỉ đọc được dòng «Văn bản lập từ dữ liệu theo dõi: …» in trong văn bản." in page
    assert "Văn bản tính đến ngày 10/6/2026; theo dữ liệu ghi nhận đến " in page
    assert "Kế hoạch: như khi lập văn bản. Sổ theo dõi: như khi lập văn bản." in page
    assert UNKNOWN in page
    # Later records leave what was known then as it was; an older event that says something else does not.
    folder = root / "plan" / "status" / "2026-06"
    (folder / "later.jsonl").write_bytes(
        encode_log([event("progress", "2026-06-10", recorded="2026-08-01T09:00:00.000000+07:00")])
    )
    answer = papi("verify", str(file))
    assert answer.code == 1
    assert "phần ghi nhận đến lúc ấy như khi lập văn bản; sau đó đã ghi thêm." in " ".join(answer.out.split())
    (folder / "log.jsonl").unlink()
    plan = root / "plan" / "calendar.yaml"
    plan.write_bytes(plan.read_bytes() + b"# x\n")
    answer = papi("verify", str(file))
    assert answer.code == 1
    page = " ".join(answer.out.split())
    assert "Kế hoạch: đã thay đổi, hoặc văn bản lập từ kế hoạch khác. Sổ theo dõi: đã thay đổi." in page
    assert json.loads(papi("verify", str(file), "--format", "json").out)["plans"][0]["same"] == {
        "plan": False,
        "log": "other",
    }


def test_properties_that_another_program_kept_are_read_first(papi: Papi, tmp_path: Path) -> None:  # noqa: F811  # the fixture
    file = tmp_path / "van-ban.odt"
    file.write_bytes(open_document(report(papi, tmp_path), properties=True))
    answer = papi("verify", str(file))
    assert answer.code == 1
    assert "chỉ đọc được thuộc tính của tệp." in " ".join(answer.out.split())
    contract = json.loads(papi("verify", str(file), "--format", "json").out)
    assert (contract["schema"], contract["stated_in"], contract["unchanged"]) == ("papi.verify/4", "properties", None)
    (row,) = papi("verify", str(file), "--format", "csv").out.splitlines()[1:]
    assert row.endswith("2026-06-10,có,same")


def test_an_altered_file_that_lost_its_data_does_not_pass(
    root: Path,  # noqa: F811  # the fixture
    papi: Papi,  # noqa: F811  # the fixture
    tmp_path: Path,
) -> None:
    file = reported(papi, tmp_path, ".docx")
    edit(file, ("31/5/2026", "30/5/2026"))
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.startswith("customXml/")}
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    answer = papi("verify", str(file), "--format", "json")
    contract = json.loads(answer.out)
    assert (answer.code, contract["schema"], contract["unchanged"]) == (1, "papi.verify/4", None)
    (root / "plan" / "status" / "2026-06" / "log.jsonl").unlink()
    assert json.loads(papi("verify", str(file), "--format", "json").out)["unchanged"] is False


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"%PDF-1.7\n...", "là PDF, không mang dữ liệu gốc"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "Word kiểu cũ (.doc, .rtf)"),
        (b"{\\rtf1 x}", "Word kiểu cũ (.doc, .rtf)"),
        (b"PK\x03\x04", "không phải là văn bản đọc được"),
        (bytes(100), "không phải là văn bản đọc được"),
        (b"\x89PNG\r\n\x1a\n", "không phải là văn bản đọc được"),
        (b"\xff\xfe\x00", "không phải là văn bản đọc được"),
        (b"<html>", "cũng không có dòng"),
        (b"", "cũng không có dòng"),
        (
            "Văn bản lập từ dữ liệu theo dõi: tính đến ngày 31/6/2026; mã kế hoạch 0123456789ab, mã sổ theo dõi "
            "0123456789ab.".encode(),
            "cũng không có dòng",
        ),
        (b"Van ban lap tu du lieu theo doi: " * 10_000, "cũng không có dòng"),
    ],
)  # fmt: skip
def test_a_file_that_says_nothing_is_told_in_a_sentence_with_a_way_out(
    raw: bytes,
    words: str,
    papi: Papi,  # noqa: F811  # the fixture
    tmp_path: Path,
) -> None:
    file = tmp_path / "la"
    file.write_bytes(raw)
    answer = papi("verify", str(file))
    assert (answer.code, answer.out) == (3, "")
    assert words in " ".join(answer.err.split())
    assert "Traceback" not in answer.err
