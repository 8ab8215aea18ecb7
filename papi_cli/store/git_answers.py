"""What git answers, and what papi says of a repository that it could not read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from papi_cli.problems import Failure

# What papi says of `folder` when git cannot read its repository.
_NO_REPOSITORY = "Thư mục {folder} không nằm trong một kho git đọc được (cần để đọc một phiên bản)."
_OF_ANOTHER_USER = (
    "git không mở kho ở {folder} vì kho thuộc về một người dùng khác của máy này. Nếu tin kho đó, thêm nó vào "
    "safe.directory (git config --global --add safe.directory THƯ_MỤC). git báo: {last_line}"
)
_BARE = (
    "Thư mục {folder} chứa các tệp của một kho git không có thư mục làm việc (bare); papi không đọc kho như vậy. "
    "git báo: {last_line}"
)
_PARTIAL = (
    "Kho git ở {folder} là bản sao một phần (partial clone), thiếu dữ liệu của phiên bản cần đọc, mà papi không tải "
    "gì từ máy khác. Lấy một bản đầy đủ: git clone không có --filter. git báo: {last_line}"
)
_BROKEN = (
    "git không đọc được kho ở {folder}; có thể kho bị hỏng, chạy thử «git fsck» ở đó để biết chỗ hỏng. "
    "git báo: {last_line}"
)
_INCOMPLETE = "Kho git ở {folder} thiếu dữ liệu của phiên bản cần đọc; chạy thử «git fsck» ở đó để biết còn thiếu gì."

# A phrase that git prints on stderr → what papi says.
_EXPLANATIONS = {
    "not a git repository": _NO_REPOSITORY,
    "dubious ownership": _OF_ANOTHER_USER,
    "is owned by someone else": _OF_ANOTHER_USER,  # 2.35.2
    "cannot use bare repository": _BARE,
    "promisor remote": _PARTIAL,
    "lazy fetching disabled": _PARTIAL,  # by GIT_NO_LAZY_FETCH
    "transport '": _PARTIAL,  # "… 'ssh' not allowed", by GIT_ALLOW_PROTOCOL
}


class GitAnswer(NamedTuple):
    """The result of a run of git: its exit code, stdout, and the end of stderr, free of control characters."""

    exit_code: int
    output: bytes
    complaint: str

    @property
    def last_line(self) -> str:
        """The last line that says what is wrong, with what follows its colon on the next line; "" if there is none."""
        lines = [line.strip() for line in self.complaint.splitlines() if line.strip()]
        starts = [at for at, line in enumerate(lines) if line.startswith(("fatal:", "error:"))]
        if not starts:
            return lines[-1] if lines else ""
        words = lines[starts[-1] :]
        return " ".join(words[:2]) if words[0].endswith(":") else words[0]

    @property
    def is_explained(self) -> bool:
        """Whether git named a cause that papi has words for."""
        return self._explanation is not None

    def failure(self, folder: Path) -> Failure:
        """Return the Failure that says why git could not read the repository of `folder`."""
        words = self._explanation or (_BROKEN if self.complaint else _INCOMPLETE)
        return Failure(words.format(folder=folder, last_line=self.last_line))

    @property
    def _explanation(self) -> str | None:
        return next((words for phrase, words in _EXPLANATIONS.items() if phrase in self.complaint), None)
