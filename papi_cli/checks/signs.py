"""Warnings about signs in the log and in names of files that steer a screen or make a text look like another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papi_cli.log.reading import LogLine
from papi_cli.problems import Problem, ProblemCode, Severity
from papi_cli.text import code_point, forbidden_signs


def forbidden_sign_warnings(lines: Iterable[LogLine]) -> Iterator[Problem]:
    """Warn about each line with a forbidden sign, of which the first is named.

    It is no error: other versions may have recorded it, and what was recorded stays readable.
    """
    for line in lines:
        if sign := _first_sign(line.keys):
            message = f"sự kiện có ký tự điều khiển hoặc ký tự ẩn {code_point(sign)}; khi hiển thị được thay bằng «�»."
            hint = "Xem ai đã ghi dòng này; cần thì ghi lại bằng papi correct."
            yield line.warning(ProblemCode.FORBIDDEN_CHARACTER, message, hint)


def file_name_warnings(files: Iterable[str]) -> Iterator[Problem]:
    """Warn about each of the paths `files` that has a forbidden sign, a line break or a tab."""
    for file in files:
        if sign := next((sign for sign in file if sign in "\n\t" or any(forbidden_signs(sign))), ""):
            message = f"tên tệp có ký tự điều khiển hoặc ký tự ẩn {code_point(sign)}."
            yield Problem(file, 1, 1, ProblemCode.FORBIDDEN_CHARACTER, message, "Đổi tên tệp.", Severity.WARNING)


def _first_sign(keys: object) -> str:
    """Return the first forbidden sign in any text of a line, keys included; "" if there is none."""
    # Python writes every unprintable sign as an escape. Nearly every line has none, and is not looked through.
    written = repr(keys)
    if not any(escape in written for escape in ("\\x", "\\u", "\\U", "\\r")):
        return ""
    waiting = [keys]
    while waiting:
        match waiting.pop():
            case str() as text:
                for _, sign in forbidden_signs(text):
                    return sign
            case dict() as entries:
                waiting += [*reversed(entries.values()), *reversed(entries)]
            case list() as parts:
                waiting += reversed(parts)
    return ""
