"""The formats of output, and the names of files that go with them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePath
from typing import NamedTuple, TypeVar

from papi_cli.problems import Misuse
from papi_cli.text import nfc

F = TypeVar("F", bound=StrEnum)

# Suffixes by which other programs recognize a file; a file with one of them is written in that format or not at all.
KNOWN_SUFFIXES = frozenset(
    {
        ".csv", ".doc", ".docx", ".htm", ".html", ".ics", ".json", ".md", ".ods", ".odt", ".pdf", ".rtf", ".txt", ".xls",
        ".xlsx", ".xml", ".yaml", ".yml",
    }
)  # fmt: skip
# What stands for standard output as the name of an output.
STANDARD_OUTPUT = "-"

# Every format but Word is text, so this suffix is allowed when the format is named.
_TEXT_SUFFIX = ".txt"


def find_format(
    suffixes: Mapping[F, str], word: str | None, output: str | None, *, refusal: str, strict: bool = False
) -> F:
    """Return the format named by `word`, else by the output's suffix, else the first of `suffixes`.

    With the formats table, json and csv, in this order:

        --format json             → json
        --format json -o x.txt    → json
        --format json -o x.csv    Misuse: the suffix belongs to another format
        -o x.csv                  → csv
        -o x.pdf                  Misuse, with the sentence `refusal` ({} is the suffix): papi writes no such file
        -o x.abc                  → table, or Misuse if `strict`: no program claims the suffix
        -o x                      → table

    An unknown `word` raises Misuse, too.
    """
    ending = suffix_of(output)
    if word is not None:
        return _format_called(suffixes, word, ending)
    for format_, suffix in suffixes.items():
        if ending == suffix:
            return format_
    if ending in KNOWN_SUFFIXES or (strict and ending):
        raise Misuse(refusal.format(ending))
    return next(iter(suffixes))


def _format_called(suffixes: Mapping[F, str], word: str, ending: str) -> F:
    format_ = next((format_ for format_ in suffixes if format_ == word.lower()), None)
    if format_ is None:
        raise Misuse(f"Không có dạng «{nfc(word)}». Các dạng: {', '.join(suffixes)}.")
    suffix = suffixes[format_]
    if ending in KNOWN_SUFFIXES - {suffix, _TEXT_SUFFIX}:
        raise Misuse(f"--format {format_} không hợp với tệp «{ending}». Đặt tên tệp kết thúc bằng {suffix}.")
    return format_


def suffix_of(output: str | None) -> str:
    """Return the suffix of the output's name in lower case, with its dot; "" for none."""
    return PurePath(output).suffix.lower() if output is not None else ""


def check_folder_name(output: str) -> None:
    """Raise Misuse when the name of a folder to write into promises a file, `-o x.docx`, or standard output, `-o -`."""
    if output == STANDARD_OUTPUT:
        raise Misuse("Kết quả gồm nhiều tệp, không in ra được: ghi vào một thư mục bằng --output THƯ_MỤC.")
    ending = suffix_of(output)
    if ending in KNOWN_SUFFIXES:
        raise Misuse(f"Kết quả gồm nhiều tệp, được ghi vào một thư mục; đặt tên thư mục không có đuôi «{ending}».")


class ListFormat(StrEnum):
    """The formats of lists."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class FormatSpec(NamedTuple):
    """The suffix of a format's files, and what completion says of the format."""

    suffix: str
    meaning: str


LIST_FORMATS: Mapping[ListFormat, FormatSpec] = {
    ListFormat.TABLE: FormatSpec(_TEXT_SUFFIX, "bảng"),
    ListFormat.JSON: FormatSpec(".json", "cho chương trình khác đọc"),
    ListFormat.CSV: FormatSpec(".csv", "cho bảng tính"),
    ListFormat.MARKDOWN: FormatSpec(".md", "bảng Markdown"),
}
_LIST_SUFFIXES = {format_: spec.suffix for format_, spec in LIST_FORMATS.items()}
_EXCEL_WORDS = ("excel", "xls", "xlsx")


def find_list_format(word: str | None, output: str | None) -> ListFormat:
    """Return the format of a list; raises Misuse as `find_format` does."""
    if word is not None and word.lower() in _EXCEL_WORDS:
        raise Misuse(
            f"Không có dạng «{nfc(word)}». Các dạng: {', '.join(ListFormat)}. "
            'Mở bằng Excel: --format csv --csv-separator ";" -o TỆP.csv.'
        )
    refusal = (
        "Không ghi được danh sách vào tệp «{}». Đặt tên tệp kết thúc bằng .csv (mở bằng Excel thì thêm "
        '--csv-separator ";"), .json, .md hoặc .txt.'
    )
    return find_format(_LIST_SUFFIXES, word, output, refusal=refusal)


class ProblemFormat(StrEnum):
    """The formats of problems."""

    TABLE = "table"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"


PROBLEM_FORMATS: Mapping[ProblemFormat, FormatSpec] = {
    ProblemFormat.TABLE: FormatSpec(_TEXT_SUFFIX, "bảng"),
    ProblemFormat.JSON: FormatSpec(".json", "cho chương trình khác đọc"),
    ProblemFormat.GITHUB: FormatSpec(_TEXT_SUFFIX, "chú thích trên GitHub"),
    ProblemFormat.GITLAB: FormatSpec(".json", "báo cáo chất lượng mã trên GitLab"),
}
_PROBLEM_SUFFIXES = {format_: spec.suffix for format_, spec in PROBLEM_FORMATS.items()}


def find_problem_format(word: str | None, output: str | None) -> ProblemFormat:
    """Return the format of problems; raises Misuse as `find_format` does."""
    refusal = "Không ghi được kết quả kiểm tra vào tệp «{}». Đặt tên tệp kết thúc bằng .json hoặc .txt."
    return find_format(_PROBLEM_SUFFIXES, word, output, refusal=refusal)


_SEPARATORS = {",": ",", ";": ";", "tab": "\t", "\t": "\t"}


def find_csv_separator(word: str | None, format_: ListFormat) -> str:
    """Return the separator called `word`, the comma for None.

    Raises Misuse for any other word, and for a format that has no separators.
    """
    if word is None:
        return ","
    if format_ is not ListFormat.CSV:
        raise Misuse("--csv-separator chỉ dùng với dạng csv.")
    if word.lower() not in _SEPARATORS:
        raise Misuse(f"--csv-separator: không dùng được dấu «{nfc(word)}». Chọn «,», «;» hoặc tab.")
    return _SEPARATORS[word.lower()]
