"""What is wrong between the files of a plan: each problem where it shows, and where its cause may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from papi_cli.plan.files.records import LoadedRecords
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.problems import Problem, ProblemCode
from papi_cli.text import did_you_mean


class RootCause(NamedTuple):
    """The place in another file where a problem may come from: what is wrong as seen from there, and what to do there.

    The message ends where the places follow at which the problem shows.
    """

    file: str
    keys: KeyPath
    code: ProblemCode
    message: str
    hint: str


class ReferenceKind(NamedTuple):
    """A kind of thing that codes refer to: its name, and where the plan lists all of them (file, key)."""

    name: str
    file: str
    key: str


INDEX = ReferenceKind("chỉ số nội dung", "indices.yaml", "indices")
PERIOD = ReferenceKind("kỳ báo cáo", "plan.yaml", "periods")
PROVISION = ReferenceKind("điểm, khoản", "provisions.yaml", "parts")
_CODES_SHOWN = 10


class ProblemCollector:
    """The problems found on the way, each at its place in the documents of what could be read.

    What may be missed only because it was cut out as faulty, or stood in a file that could not be read, is no finding.
    """

    def __init__(self, gathered: LoadedRecords) -> None:
        self._loaded = gathered
        self._causes: dict[Problem, RootCause | None] = {}

    def add(self, file: str, keys: KeyPath, code: ProblemCode, message: str, hint: str) -> None:
        """Note a problem at the value that `keys` lead to."""
        self._causes[self._loaded.documents[file].problem(keys, code, message, hint)] = None

    def add_with_cause(self, file: str, keys: KeyPath, message: str, hint: str, cause: RootCause) -> None:
        """Note a problem, of the code of its `cause`, at the value that `keys` lead to.

        The `hint` names the place of the cause too: it is told by itself only where several problems share it.
        """
        self._causes[self._loaded.documents[file].problem(keys, cause.code, message, hint)] = cause

    def may_have_defined(self, file: str, code: str) -> bool:
        """Whether `file` may have said something of that code, but in a part that was cut out."""
        return file in self._loaded.unreadable_files or not self._loaded.lost_codes[file].isdisjoint({code, ""})

    def has_shape_problems(self, file: str) -> bool:
        """Whether anything is wrong with the shape of the file."""
        return file in self._loaded.faulty_files

    def could_read(self, file: str) -> bool:
        """Whether anything of the file could be read."""
        return file not in self._loaded.unreadable_files

    def location(self, file: str, keys: KeyPath) -> str:
        """Return the file and line of the value that `keys` lead to, as messages name it."""
        document = self._loaded.documents[file]
        return f"{document.file}:{document.position(keys)[0]}"

    def add_duplicate(self, file: str, keys: KeyPath, code: str) -> None:
        """Note a code that is already taken."""
        self.add(file, keys, ProblemCode.DUPLICATE_ID, f"mã «{code}» đã dùng ở trên.", "Đặt mã khác.")

    def add_unknown_reference(
        self, file: str, keys: KeyPath, kind: ReferenceKind, code: str, known: Mapping[str, KeyPath]
    ) -> None:
        """Note a reference to something of a kind that is not there; `known` are the codes that are, and their places."""
        if self.may_have_defined(kind.file, code):
            return
        there: KeyPath = (kind.key,)
        remedy = "Khai báo ở đây, hoặc sửa chỗ dẫn."
        place = self.location(kind.file, there)
        choice = f"Chọn một trong: {', '.join(known)}"
        hint = f"{choice} ({place})." if 0 < len(known) <= _CODES_SHOWN else f"Sửa lại mã, hoặc khai báo ở {place}."
        if near := did_you_mean(code, known):
            there = known[near]
            hint = f"Có phải là «{near}» ({self.location(kind.file, there)})?"
            remedy = f"Sửa «{near}» ở đây nếu viết sai, hoặc khai báo thêm «{code}»."
        cause = RootCause(
            kind.file, there, ProblemCode.UNKNOWN_REFERENCE, f"chưa có {kind.name} «{code}» được dẫn tại", remedy
        )
        self.add_with_cause(file, keys, f"không có {kind.name} «{code}».", hint, cause)

    def problems(self) -> Iterator[Problem]:
        """Yield the problems, and one for each cause that several of them in other files share."""
        yield from self._causes
        shown: dict[RootCause, list[Problem]] = {}
        for problem, cause in self._causes.items():
            if cause is not None and problem.file != self._loaded.documents[cause.file].file:
                shown.setdefault(cause, []).append(problem)
        for cause, problems in shown.items():
            if len(problems) > 1:
                first, *others = sorted(problems)
                message = f"{cause.message} {first.file}:{first.line} và {len(others)} chỗ khác."
                yield self._loaded.documents[cause.file].problem(cause.keys, cause.code, message, cause.hint)
