"""The format of a file is the one that its name promises, or nothing is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from papi_cli.cli.formats import KNOWN_SUFFIXES
from papi_cli.cli.options.shared import PrintOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.door import main
from papi_cli.views.page import Page, Table
from tests.tree import CHECKOUT


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Run in an empty folder, on the shipped plan."""
    monkeypatch.setenv("PAPI_PLAN", str(CHECKOUT))
    monkeypatch.delenv("PAPI_NOW", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("argv", "schema"),
    [(("check",), "papi.check/2"), (("check", "--format", "json"), "papi.check/2"), (("status",), "papi.status/2")],
)
def test_a_name_that_ends_in_json_holds_json(argv: tuple[str, ...], schema: str, folder: Path) -> None:
    assert main([*argv, "-o", "a.JSON"]) == 0
    assert json.loads((folder / "a.JSON").read_bytes())["schema"] == schema


@pytest.mark.parametrize("name", ["lich", "lich.ics", "lich.2026"])
def test_a_calendar_is_written_under_a_name_that_promises_nothing_else(name: str, folder: Path) -> None:
    assert main(["calendar", "-o", name]) == 0
    assert (folder / name).read_bytes().startswith(b"BEGIN:VCALENDAR")


REFUSED = {
    (
        "check",
        "-o",
        "a.csv",
    ): "Không ghi được kết quả kiểm tra vào tệp «.csv». Đặt tên tệp kết thúc bằng .json hoặc .txt.",
    ("check", "--format", "github", "-o", "a.json"): "--format github không hợp với tệp «.json».",
    ("check", "--format", "gitlab", "-o", "a.md"): "Đặt tên tệp kết thúc bằng .json.",
    ("check", "--format", "xml"): "Không có dạng «xml». Các dạng: table, json, github, gitlab.",
    ("check", "--explain", "P104", "-o", "a.json"): "--explain chỉ giải thích bằng lời",
    ("check", "--explain", "P104", "--format", "json"): "--explain chỉ giải thích bằng lời",
    ("calendar", "-o", "a.csv"): "Không ghi được lịch vào tệp «.csv». Đặt tên tệp kết thúc bằng .ics.",
    ("calendar", "-o", "a.txt"): "Đặt tên tệp kết thúc bằng .ics.",
    ("status", "-o", "a.ics"): "Không ghi được danh sách vào tệp «.ics».",
    ("status", "--format", "csv", "-o", "a.yaml"): "--format csv không hợp với tệp «.yaml».",
    ("schema", "-o", "a.json"): "được ghi vào một thư mục; đặt tên thư mục không có đuôi «.json».",
    ("report", "annual", "--all-agencies", "-o", "a.docx"): "đặt tên thư mục không có đuôi «.docx».",
    ("remind", "--each", "-o", "a.docx"): "đặt tên thư mục không có đuôi «.docx».",
    ("remind", "-o", "a.dcox"): "Không lập được văn bản dạng «.dcox».",
}


@pytest.mark.parametrize("argv", REFUSED, ids=" ".join)
def test_nothing_is_written_that_its_name_does_not_promise(
    argv: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 2
    assert REFUSED[argv] in capsys.readouterr().err
    assert not list(folder.iterdir())


@pytest.mark.parametrize("ending", sorted(KNOWN_SUFFIXES - {".ics"}))
def test_a_calendar_has_no_other_known_ending(ending: str, folder: Path) -> None:
    assert main(["calendar", "-o", f"lich{ending.upper()}"]) == 2
    assert not list(folder.iterdir())


def test_text_may_end_in_txt_in_whatever_format(folder: Path) -> None:
    assert main(["check", "--format", "json", "-o", "a.txt"]) == 0
    assert json.loads((folder / "a.txt").read_bytes())["schema"] == "papi.check/2"
    assert main(["check", "--explain", "P104", "-o", "b.txt"]) == 0
    assert (folder / "b.txt").read_text("utf-8").startswith("P104: ")


class FormsBuilt:
    """An answer that keeps which of its forms were built."""

    def __init__(self) -> None:
        self.forms: list[str] = []

    def page(self) -> Page:
        self.forms.append("page")
        return ()

    def rows(self) -> Table:
        self.forms.append("rows")
        return Table((), ())

    def json(self) -> Mapping[str, Any]:
        self.forms.append("json")
        return {}


@pytest.mark.parametrize(
    ("format_", "form"), [(None, "page"), ("table", "page"), ("markdown", "page"), ("csv", "rows"), ("json", "json")]
)
def test_only_the_form_asked_for_is_built(format_: str | None, form: str, folder: Path) -> None:
    answer = FormsBuilt()
    print_answer(PrintOptions(format_=format_, output=str(folder / "a")), answer)
    assert answer.forms == [form]
