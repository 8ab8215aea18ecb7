"""What other programs say of what papi writes: a validator of Office Open XML, axe, and a browser that prints."""

from __future__ import annotations

import json
import re
import subprocess
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from papi_cli.cli.program.door import main
from papi_cli.documents.dialect import read_document
from papi_cli.documents.html import render
from papi_cli.log.events import encode_log
from tests.documents import METADATA, report
from tests.programs import AXE, BROWSER, OPENXML_AUDIT, PDFTOTEXT, axe_script, browse, needs
from tests.sample import seeded_log, shipped_plan
from tests.tree import CHECKOUT, planted

pytestmark = pytest.mark.slow

DAY = ("--as-of", "2026-06-10")
DOCUMENTS = {
    "summary": ("report", "semiannual", *DAY),
    "agency": ("report", "semiannual", "--agency", "STP", *DAY, "--provenance-line"),
    "commune": ("report", "semiannual", "--agency", "Tô Hiệu", *DAY),
    "letter": ("remind", *DAY, "--agency", "Sở Y tế", "--agency", "STP"),
    "tasks": ("report", "tasks", "--agency", "SXD", *DAY),
}
SHEETS = {"of-agency": ("--agency", "STP"), "of-coordinator": ("--coordinator",)}
TELEPHONE, DESK = 390, 1200


@pytest.fixture(scope="module")
def half_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the shipped plan and a seeded year of events."""
    root = planted(tmp_path_factory.mktemp("half-year"))
    status = root / "plan" / "status"
    status.mkdir(exist_ok=True)
    (status / "log.jsonl").write_bytes(encode_log(seeded_log(2026, shipped_plan())))
    return root


def write(root: Path, path: Path, argv: tuple[str, ...]) -> Path:
    assert main([*argv, "--plan", str(root), "-o", str(path)]) == 0
    return path


def faults(path: Path) -> list[str]:
    """Return what the validator finds in a Word file or a workbook, warnings too."""
    from openxml_audit import OpenXmlValidator

    # openpyxl writes texts into their cells, as the standard allows; Excel moves them when it saves.
    found = OpenXmlValidator().validate(path).errors
    return [str(error) for error in found if error.id != "Excel_InlineStrCells"]


@needs(OPENXML_AUDIT)
def test_word_files_and_workbooks_are_valid_office_open_xml(half_year: Path, tmp_path: Path) -> None:
    files = [write(half_year, tmp_path / f"{name}.docx", argv) for name, argv in DOCUMENTS.items()]
    files += [write(half_year, tmp_path / f"{name}.xlsx", ("sheet", *argv)) for name, argv in SHEETS.items()]
    assert {path.name: faults(path) for path in files} == {path.name: [] for path in files}
    assert faults(CHECKOUT / "templates" / "document.docx") == []
    # What has pictures and tabs is among them, and the validator sees what is wrong there.
    assert "<wp:inline" in part(files[0], "word/document.xml")
    assert "xl/worksheets/sheet2.xml" in ZipFile(files[-2]).namelist()
    broken = edited(files[0], tmp_path / "broken.docx", r"<wp:docPr[^>]*/>")
    assert ["docPr" in fault for fault in faults(broken)] == [True]


def part(path: Path, name: str) -> str:
    with ZipFile(path) as archive:
        return archive.read(name).decode()


def edited(path: Path, to: Path, pattern: str) -> Path:
    """Copy a Word file without what the pattern finds first in its text."""
    out = BytesIO()
    with ZipFile(path) as source, ZipFile(out, "w") as archive:
        for name in source.namelist():
            text = source.read(name)
            archive.writestr(name, re.sub(pattern.encode(), b"", text, count=1) if "document.xml" in name else text)
    to.write_bytes(out.getvalue())
    return to


# Looks at each frame as axe does in a page of its own; then at a picture without words, which axe must not pass over.
RUN = """
const found = [];
window.onload = async () => {
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentWindow;
    const boxes = [page.document.documentElement, ...page.document.querySelectorAll(".wide")];
    page.eval(document.getElementById("axe").textContent);
    const { violations } = await page.axe.run(page.document, { resultTypes: ["violations"] });
    page.document.querySelector("main").append(page.document.createElement("img"));
    const control = await page.axe.run(page.document, { runOnly: ["image-alt"] });
    found.push({
      faults: violations.map((rule) => rule.id + ": " + rule.nodes.map((node) => node.html).slice(0, 3).join(" ")),
      sideways: boxes.filter((box) => box.scrollWidth > box.clientWidth).length,
      control: control.violations.map((rule) => rule.id),
    });
  }
  document.getElementById("found").textContent = JSON.stringify(found);
};
"""


@needs(BROWSER, AXE)
def test_axe_finds_nothing_and_nothing_has_to_be_pushed_sideways_on_a_telephone(
    half_year: Path, tmp_path: Path
) -> None:
    views = [("summary", TELEPHONE), ("agency", DESK), ("agency", TELEPHONE), ("letter", DESK), ("letter", TELEPHONE)]
    pages = {name: write(half_year, tmp_path / f"{name}.html", DOCUMENTS[name]) for name, _ in views}
    frames = "".join(
        f'<iframe title="" width="{width}" height="800" srcdoc="{escape(pages[name].read_text(encoding="utf-8"))}"></iframe>'
        for name, width in views
    )
    scripts = f'<script id="axe" type="text/plain">{axe_script()}</script><script>{RUN}</script>'
    (tmp_path / "views.html").write_text(
        f'<!DOCTYPE html><meta charset="utf-8">{frames}<pre id="found"></pre>{scripts}', encoding="utf-8"
    )
    answer = re.search(r'<pre id="found">(.*?)</pre>', browse(tmp_path / "views.html", "--dump-dom"), re.DOTALL)
    assert answer
    found = json.loads(unescape(answer[1]))
    assert found == [{"faults": [], "sideways": 0, "control": ["image-alt"]}] * len(views)


@needs(BROWSER, PDFTOTEXT)
def test_printed_pages_of_annexes_do_not_go_on_with_the_numbers_of_the_text(tmp_path: Path) -> None:
    page, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_bytes(render(read_document(report()), METADATA))
    browse(page, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    pages = [sheet.strip() for sheet in text.split("\f") if sheet.strip()]
    heads = [sheet.split(maxsplit=1)[0] for sheet in pages]
    annex = next(number for number, sheet in enumerate(pages) if sheet.startswith("Phụ lục"))
    assert 2 < annex < len(pages) - 2, "text and annexes have several pages"
    assert heads[1:annex] == [str(number) for number in range(2, annex + 1)]
    assert not any(head.isdigit() and int(head) == number for number, head in enumerate(heads[annex:], annex + 1))
    # The list of contents is for the screen.
    assert "Mục lục" not in text
