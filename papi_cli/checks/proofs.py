"""Warnings about evidence: files that are missing, cannot be read, or are not what was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papi_cli.log.evidence import EvidenceFiles
from papi_cli.log.reading import LogLine
from papi_cli.problems import Problem, ProblemCode
from papi_cli.text import number_text


def evidence_warnings(lines: Iterable[LogLine], files: EvidenceFiles) -> Iterator[Problem]:
    """Warn about evidence whose file is missing, cannot be read or has changed, in more than its line ends."""
    for line in lines:
        for proof in line.event.evidence:
            if not proof.path or proof in files.turned:
                continue
            checksum = files.checksums.get(proof.path)
            if reason := files.unreadable.get(proof.path):
                message = f"không đọc được tệp minh chứng «{proof.path}» nên không biết còn nguyên hay không: {reason}."
                yield line.warning(ProblemCode.EVIDENCE_MISSING, message, "Mở quyền đọc tệp ấy rồi chạy lại.")
            elif checksum is None:
                message = f"không còn tệp minh chứng «{proof.path}»."
                yield line.warning(
                    ProblemCode.EVIDENCE_MISSING, message, "Khôi phục tệp, hoặc ghi nhận lại với tệp khác."
                )
            elif checksum != proof.sha256:
                message = f"tệp minh chứng «{proof.path}» đã thay đổi so với lúc ghi nhận."
                yield line.warning(
                    ProblemCode.EVIDENCE_CHANGED, message, "Khôi phục tệp, hoặc ghi nhận lại với tệp mới."
                )


def line_end_warnings(lines: Iterable[LogLine], files: EvidenceFiles) -> Iterator[Problem]:
    """Warn once, at the first of the events, about all evidence that differs from what was recorded in line ends only."""
    turned = [(line, proof.path) for line in lines for proof in line.event.evidence if proof in files.turned]
    if not turned:
        return
    line, path = turned[0]
    others = len({path for _, path in turned}) - 1
    more = f" (và {number_text(others)} tệp khác)" if others else ""
    message = f"tệp minh chứng «{path}»{more} chỉ khác lúc ghi nhận ở ký tự xuống dòng, thường do git trên Windows đổi."
    hint = (
        "Thêm dòng «* -text» vào cuối tệp .gitattributes cạnh thư mục «plan» và lưu (commit), rồi xóa tệp minh chứng và lấy lại: "
        "git checkout -- TỆP. Vẫn còn cảnh báo thì nơi có bản gốc thêm lại tệp: git rm --cached TỆP, git add TỆP."
    )
    yield line.warning(ProblemCode.LINE_ENDS_TURNED, message, hint)
