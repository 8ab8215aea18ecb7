"""Warnings about what closed periods rest on: files of the log that are gone or are not as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from papi_cli.log.files import content_digest, restoring_command
from papi_cli.plan.closings import Closing
from papi_cli.problems import Problem, ProblemCode, Severity


def closing_warnings(
    closings: Iterable[Closing], log: Mapping[str, bytes], *, closed_folder: str, log_folder: str
) -> Iterator[Problem]:
    """Yield a warning for each file of the `log` that a closing names and that is not there, or has another content.

    It stands where the closing names the file. What is computed today does not rest on it.
    """
    for closing in closings:
        for file in closing.files:
            path = f"{log_folder}/{file.path}"
            if path in log and content_digest(log[path]) == file.digest:
                continue
            is_there = path in log
            code = ProblemCode.FROZEN_FILE_CHANGED if is_there else ProblemCode.FROZEN_FILE_MISSING
            what = "không còn nội dung như khi chốt kỳ" if is_there else "được tính khi chốt kỳ nay không còn"
            place = f"{closed_folder}/{closing.period}.yaml"
            message = f"tệp {path} {what}."
            yield Problem(place, file.line, 1, code, message, _hint(path, closing), Severity.WARNING)


def _hint(path: str, closing: Closing) -> str:
    way = f"chạy «{restoring_command(path, revision=closing.tag)}»" if closing.tag else "lấy lại từ bản sao lưu"
    return f"Khôi phục: {way}. Muốn mở lại kỳ thì xóa tệp chốt này."
