"""One word for each thing in all that the program and its documents say: the worse words never come back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from papi_cli.cli.program.door import main
from tests.tree import CHECKOUT, planted

# What is seen, and what is written instead. Before some of them stands what the same word rightly says.
WORSE = {
    # Whose responsibility something is in the law's sense, the name of a part of the plan, and words of a pattern stay.
    r"(?<!chịu )(?<!thực hiện )trách nhiệm(?! không ghi thời hạn| của tập thể| giải trình|\|)": "đầu việc",
    r"quá thời hạn": "quá hạn",
    r"chậm(?! nhất)": "quá hạn, ghi sau",
    r"còn 0 ngày": "đến ngày cuối của thời hạn",
    r"nên không thể «": "nên chưa ghi được",
    r"không kẻ cột": "bảng bỏ các cột … vì chưa có đầu việc nào",
    r"^đưa ra$": "không theo dõi",
    r"hạn (cuối )?của cả dòng": "thời hạn của cả nhiệm vụ",
    r"để ngỏ": "chưa quy định rõ",
    r"việc gì đã xảy ra": "kết quả cần ghi",
    r"^(hạn|tình trạng) nay$": "hiện nay",
    r"chưa ghi nhận công văn đôn đốc": "trong kỳ chưa ban hành công văn đôn đốc",
    r"\(retracted\)": "papi retract",
    r"(?-i:\bCI\b)": "máy chủ kiểm tra tự động",
    r"\bshell\b": "trình dòng lệnh",
}
_VIETNAMESE = re.compile(r"[À-ỹ]")


def strings_of(source: str) -> Iterator[tuple[int, str]]:
    """Yield each string of a module but its docstrings and comments, with its line; an f-string piece by piece."""
    tree = ast.parse(source)
    documenting = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documenting:
            yield node.lineno, node.value


def help_of(source: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings that are Vietnamese, which are the help of commands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and (text := ast.get_docstring(node)) and _VIETNAMESE.search(text[:40]):
            yield node.lineno, text


def said() -> Iterator[tuple[str, str]]:
    """Yield all that a user can be told by the program, its templates and the pages about them, with its place."""
    for file in sorted((CHECKOUT / "papi_cli").rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        for line, text in (*strings_of(source), *help_of(source)):
            yield f"{_place(file)}:{line}", text
    for folder, pattern in (
        ("templates", "**/*.j2"),
        ("templates", "**/*.md"),
        ("templates", "new/**/*.yaml"),
        (".", "README.md"),
        ("plan", "README.md"),
    ):
        for file in sorted((CHECKOUT / folder).glob(pattern)):
            for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                yield f"{_place(file)}:{number}", text


def _place(file: Path) -> str:
    return file.relative_to(CHECKOUT).as_posix()


def test_no_worse_word_is_left() -> None:
    texts = [(place, text) for place, text in said() if _VIETNAMESE.search(text) or len(text) > 3]
    assert len(texts) > 3_000
    found = [
        f"{place}: «{match[0]}», not «{better}»: {text.strip()[:100]}"
        for place, text in texts
        for worse, better in WORSE.items()
        for match in re.finditer(worse, text, re.IGNORECASE)
        if _VIETNAMESE.search(text)
    ]
    assert not found, "\n".join(found)


def test_the_walk_sees_every_kind_of_text() -> None:
    places = {place.partition(":")[0] for place, text in said() if "đầu việc" in text}
    for file in (
        "papi_cli/views/lists.py",
        "papi_cli/cli/commands/overdue.py",
        "papi_cli/plan/editors/descriptions.py",
        "templates/common.md.j2",
        "README.md",
    ):
        assert file in places, file


def test_reports_have_vietnamese_names(tmp_path: Path) -> None:
    root, file = planted(tmp_path), tmp_path / "a.md"
    agency = ("--agency", "so-tu-phap")
    for kind, told in {
        "báo cáo 6 tháng đầu năm": '"period": "semiannual"',
        "06 tháng đầu năm": '"period": "semiannual"',
        "báo cáo năm": '"period": "annual"',
        "danh mục công việc": '"period": ""',
    }.items():
        argv = ("report", kind, *agency, "--as-of", "2026-12-10", "--plan", str(root), "-o", str(file))
        assert main(argv) == 0, kind
        assert told in file.read_text(encoding="utf-8"), kind
