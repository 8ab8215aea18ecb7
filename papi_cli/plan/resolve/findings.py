"""What is wrong between the files of a plan: each problem where it shows, and where its cause may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from papi_cli.plan.files.records import Gathered
from papi_cli.plan.files.yamltext import Keys
from papi_cli.problems import Code, Problem
from papi_cli.text import slip_of


class Cause(NamedTuple):
    """The place in another file where a problem may come from: what is wrong as seen from there, and what to do there.

    The message ends where the places follow at which the problem shows.
    """

    file: str
    keys: Keys
    code: Code
    message: str
    hint: str


class Kind(NamedTuple):
    """A kind of thing that codes refer to: its name, and where the plan lists all of them (file, key)."""

    name: str
    file: str
    key: str


INDEX = Kind("chỉ số nội dung", "indices.yaml", "indices")
PERIOD = Kind("kỳ báo cáo", "plan.yaml", "periods")
PROVISION = Kind("điểm, khoản", "provisions.yaml", "parts")
_CODES_SHOWN = 10


class Findings:
    """The problems found on the way, each at its place in the documents of what could be read.

    What may be missed only because it was cut out as faulty, or stood in a file that could not be read, is no finding.
    """

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._found: dict[Problem, Cause | None] = {}

    def add(self, file: str, keys: Keys, code: Code, message: str, hint: str) -> None:
        """Note a problem at the value that `keys` lead to."""
        self._found[self._gathered.documents[file].problem(keys, code, message, hint)] = None

    def add_caused(self, file: str, keys: Keys, message: str, hint: str, cause: Cause) -> None:
        """Note a problem, of the code of its `cause`, at the value that `keys` lead to.

        The `hint` names the place of the cause too: it is told by itself only where several problems share it.
        """
        self._found[self._gathered.documents[file].problem(keys, cause.code, message, hint)] = cause

    def has_lost(self, file: str, code: str) -> bool:
        """Whether `file` may have said something of that code, but in a part that was cut out."""
        return file in self._gathered.unread or not self._gathered.lost[file].isdisjoint({code, ""})

    def has_faults(self, file: str) -> bool:
        """Whether anything is wrong with the shape of the file."""
        return file in self._gathered.faulty

    def has_read(self, file: str) -> bool:
        """Whether anything of the file could be read."""
        return file not in self._gathered.unread

    def where(self, file: str, keys: Keys) -> str:
        """Return the file and line of the value that `keys` lead to, as messages name it."""
        document = self._gathered.documents[file]
        return f"{document.file}:{document.place(keys)[0]}"

    def twice(self, file: str, keys: Keys, code: str) -> None:
        """Note a code that is already taken."""
        self.add(file, keys, Code.TWICE, f"mã «{code}» đã dùng ở trên.", "Đặt mã khác.")

    def unknown(self, file: str, keys: Keys, kind: Kind, code: str, known: Mapping[str, Keys]) -> None:
        """Note a reference to something of a kind that is not there; `known` are the codes that are, and their places."""
        if self.has_lost(kind.file, code):
            return
        there: Keys = (kind.key,)
        remedy = "Khai báo ở đây, hoặc sửa chỗ dẫn."
        place = self.where(kind.file, there)
        choice = f"Chọn một trong: {', '.join(known)}"
        hint = f"{choice} ({place})." if 0 < len(known) <= _CODES_SHOWN else f"Sửa lại mã, hoặc khai báo ở {place}."
        if near := slip_of(code, known):
            there = known[near]
            hint = f"Có phải là «{near}» ({self.where(kind.file, there)})?"
            remedy = f"Sửa «{near}» ở đây nếu viết sai, hoặc khai báo thêm «{code}»."
        cause = Cause(kind.file, there, Code.UNKNOWN_REFERENCE, f"chưa có {kind.name} «{code}» được dẫn tại", remedy)
        self.add_caused(file, keys, f"không có {kind.name} «{code}».", hint, cause)

    def problems(self) -> Iterator[Problem]:
        """Yield the problems, and one for each cause that several of them in other files share."""
        yield from self._found
        shown: dict[Cause, list[Problem]] = {}
        for problem, cause in self._found.items():
            if cause is not None and problem.file != self._gathered.documents[cause.file].file:
                shown.setdefault(cause, []).append(problem)
        for cause, problems in shown.items():
            if len(problems) > 1:
                first, *others = sorted(problems)
                message = f"{cause.message} {first.file}:{first.line} và {len(others)} chỗ khác."
                yield self._gathered.documents[cause.file].problem(cause.keys, cause.code, message, cause.hint)
