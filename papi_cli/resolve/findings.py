"""What is wrong between the files of a plan: each problem where it shows, and where its cause may be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from papi_cli.problems import Code, Problem
from papi_cli.yamltext import Document, Keys


class Cause(NamedTuple):
    """The other place where a problem may come from: what is wrong as seen from there, and what to do there.

    The message ends where the places follow at which it shows. A `remote` cause is told only when there are several:
    one alone is rather a slip of its own.
    """

    file: str
    keys: Keys
    code: Code
    message: str
    hint: str
    remote: bool = False


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
    """The problems found on the way, each at its place in `documents` (by file name)."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._found: dict[Problem, Cause | None] = {}

    def add(self, file: str, keys: Keys, code: Code, message: str, hint: str) -> None:
        """Note a problem at the value that `keys` lead to."""
        self._found[self._documents[file].problem(keys, code, message, hint)] = None

    def add_caused(self, file: str, keys: Keys, message: str, hint: str, cause: Cause) -> None:
        """Note a problem, of the code of its `cause`, at the value that `keys` lead to."""
        self._found[self._documents[file].problem(keys, cause.code, message, hint)] = cause

    def where(self, file: str, keys: Keys) -> str:
        """Return the file and line of the value that `keys` lead to, as messages name it."""
        document = self._documents[file]
        return f"{document.file}:{document.place(keys)[0]}"

    def twice(self, file: str, keys: Keys, code: str) -> None:
        """Note a code that is already taken."""
        self.add(file, keys, Code.TWICE, f"mã «{code}» đã dùng ở trên.", "Đặt mã khác.")

    def unknown(self, file: str, keys: Keys, kind: Kind, code: str, known: Collection[str]) -> None:
        """Note a reference to something of a kind that is not there; `known` are the codes that are."""
        hint = f"Chọn một trong: {', '.join(known)}." if len(known) <= _CODES_SHOWN else "Sửa lại mã."
        cause = Cause(
            kind.file,
            (kind.key,),
            Code.UNKNOWN_REFERENCE,
            f"chưa có {kind.name} «{code}» được dẫn tại",
            "Khai báo ở đây, hoặc sửa chỗ dẫn.",
        )
        self.add_caused(file, keys, f"không có {kind.name} «{code}».", hint, cause)

    def problems(self, *, without: Collection[Code]) -> Iterator[Problem]:
        """Yield the problems, but those of the codes in `without`, and one for each of their causes in another file."""
        told = {problem: cause for problem, cause in self._found.items() if problem.code not in without}
        yield from told
        shown: dict[Cause, list[Problem]] = {}
        for problem, cause in told.items():
            if cause is not None and problem.file != self._documents[cause.file].file:
                shown.setdefault(cause, []).append(problem)
        for cause, problems in shown.items():
            if len(problems) > 1 or not cause.remote:
                message = f"{cause.message} {_places(problems)}."
                yield self._documents[cause.file].problem(cause.keys, cause.code, message, cause.hint)


def _places(problems: Iterable[Problem]) -> str:
    """Return the place of the first problem, and how many others there are."""
    first, *others = sorted(problems)
    place = f"{first.file}:{first.line}"
    return f"{place} và {len(others)} chỗ khác" if others else place
