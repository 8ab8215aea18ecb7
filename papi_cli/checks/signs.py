"""Warnings about signs in the log that steer a screen or make a text look like another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papi_cli.log.reading import LogLine
from papi_cli.problems import Problem, ProblemCode, Severity
from papi_cli.text import code_point, forbidden_signs


def forbidden_sign_warnings(lines: Iterable[LogLine]) -> Iterator[Problem]:
    """Warn about a forbidden sign in the name of each file and in each line, the first one only.

    It is no error: other versions may have recorded it, and what was recorded stays readable.
    """
    named: set[str] = set()
    for line in lines:
        if line.file not in named:
            named.add(line.file)
            yield from _file_warnings(line.file)
        if sign := _first_sign(line.keys):
            message = f"sự kiện có ký tự điều khiển hoặc ký tự ẩn {code_point(sign)}; khi hiển thị được thay bằng «�»."
            hint = "Xem ai đã ghi dòng này; cần thì ghi lại bằng papi correct."
            yield line.warning(ProblemCode.FORBIDDEN_CHARACTER, message, hint)


def _file_warnings(file: str) -> Iterator[Problem]:
    for _, sign in forbidden_signs(file):
        message = f"tên tệp có ký tự điều khiển hoặc ký tự ẩn {code_point(sign)}."
        yield Problem(file, 1, 1, ProblemCode.FORBIDDEN_CHARACTER, message, "Đổi tên tệp.", Severity.WARNING)
        break


def _first_sign(keys: object) -> str:
    """Return the first forbidden sign in any text of a line, keys included; "" if there is none."""
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
