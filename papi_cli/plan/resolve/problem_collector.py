"""Collect the problems across the files of a plan, each where it shows and where its cause may lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from papi_cli.plan.files.records import LoadedRecords
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.resolve.places import Places
from papi_cli.problems import Problem, ProblemCode
from papi_cli.text import likely_slip_of


class RootCause(NamedTuple):
    """The place in a file that problems elsewhere may come from, with a message and hint from its point of view.

    The message breaks off before the list of places at which the problem shows:
    "chưa khai báo mã «so-tu-phap» được dùng tại" + " plan/tasks.yaml:12 và 3 chỗ khác."
    """

    file: str
    keys: KeyPath
    code: ProblemCode
    message: str
    hint: str


class ReferenceKind(NamedTuple):
    """A kind of record that codes refer to: its Vietnamese name, and the file and key that list all of them."""

    name: str
    file: str
    key: str


INDEX = ReferenceKind("nội dung được theo dõi", "indices.yaml", "indices")
PERIOD = ReferenceKind("kỳ báo cáo", "plan.yaml", "periods")
PROVISION = ReferenceKind("điểm, khoản", "provisions.yaml", "parts")
DOCUMENT_PART = ReferenceKind("phần nguyên văn", "plan.yaml", "document")
_CODES_SHOWN = 10


class ProblemCollector:
    """The problems found while resolving, each at its place in the documents.

    Nothing is reported missing if it could have stood in a part that was cut out, or in a file that could not be read.
    """

    def __init__(self, loaded: LoadedRecords) -> None:
        self._loaded = loaded
        self._causes: dict[Problem, RootCause | None] = {}
        self.places = Places(loaded.records)

    def silent(self) -> ProblemCollector:
        """Return a collector for the same files as they were loaded, whose problems nobody asks for."""
        return ProblemCollector(self._loaded)

    def add(self, file: str, keys: KeyPath, code: ProblemCode, message: str, hint: str) -> None:
        """Note a problem at the value that `keys` lead to."""
        self._causes[self._problem(file, keys, code, message, hint)] = None

    def add_with_cause(self, file: str, keys: KeyPath, message: str, hint: str, cause: RootCause) -> None:
        """Note a problem at the value that `keys` lead to, with the code of its `cause`.

        The cause becomes a problem of its own only if several problems share it, so `hint` should name its place too.
        """
        self._causes[self._problem(file, keys, cause.code, message, hint)] = cause

    def _problem(self, file: str, keys: KeyPath, code: ProblemCode, message: str, hint: str) -> Problem:
        place = self.places.of(file, keys)
        return self._loaded.documents[place.file].problem(place.keys, code, message, hint)

    def may_have_defined(self, file: str, code: str) -> bool:
        """Return whether a record of that code may have stood in a part of `file` that is lost."""
        return file in self._loaded.unreadable_files or not self._loaded.lost_codes[file].isdisjoint({code, ""})

    def has_shape_problems(self, file: str) -> bool:
        """Return whether the file has a problem of its shape."""
        return file in self._loaded.faulty_files

    def could_read(self, file: str) -> bool:
        """Return whether anything of the file could be read."""
        return file not in self._loaded.unreadable_files

    @property
    def unreadable_files(self) -> frozenset[str]:
        """The names of the files of which nothing could be read."""
        return self._loaded.unreadable_files

    def location(self, file: str, keys: KeyPath) -> str:
        """Return file and line of the value that `keys` lead to, as messages name them: `plan/plan.yaml:12`."""
        place = self.places.of(file, keys)
        document = self._loaded.documents[place.file]
        return f"{document.file}:{document.position(place.keys)[0]}"

    def add_duplicate(self, file: str, keys: KeyPath, code: str, first: KeyPath) -> None:
        """Note a code that is already taken, in the same file at the value that `first` leads to."""
        line, _ = self._loaded.documents[file].position(first)
        self.add(file, keys, ProblemCode.DUPLICATE_ID, f"mã «{code}» đã dùng ở dòng {line}.", "Đặt mã khác.")

    def add_unknown_reference(
        self, file: str, keys: KeyPath, kind: ReferenceKind, code: str, known: Mapping[str, KeyPath]
    ) -> None:
        """Note a reference to a record that does not exist; `known` gives the key paths of those that do, by code."""
        if self.may_have_defined(kind.file, code):
            return
        cause_path: KeyPath = (kind.key,)
        remedy = "Khai báo ở đây, hoặc sửa chỗ dẫn."
        location = self.location(kind.file, cause_path)
        choice = f"Chọn một trong: {', '.join(known)}"
        hint = (
            f"{choice} ({location})." if 0 < len(known) <= _CODES_SHOWN else f"Sửa lại mã, hoặc khai báo ở {location}."
        )
        if near := likely_slip_of(code, known):
            cause_path = known[near]
            hint = f"Có phải là «{near}» ({self.location(kind.file, cause_path)})?"
            remedy = f"Sửa «{near}» ở đây nếu viết sai, hoặc khai báo thêm «{code}»."
        cause = RootCause(
            kind.file, cause_path, ProblemCode.UNKNOWN_REFERENCE, f"chưa có {kind.name} «{code}» được dẫn tại", remedy
        )
        self.add_with_cause(file, keys, f"không có {kind.name} «{code}».", hint, cause)

    def problems(self) -> Iterator[Problem]:
        """Yield the problems, and one more for each cause that several of them, in other files, share."""
        yield from self._causes
        by_cause: dict[RootCause, list[Problem]] = {}
        for problem, cause in self._causes.items():
            if cause is not None and problem.file != self._loaded.documents[cause.file].file:
                by_cause.setdefault(cause, []).append(problem)
        for cause, problems in by_cause.items():
            if len(problems) > 1:
                first, *others = sorted(problems)
                message = f"{cause.message} {first.file}:{first.line} và {len(others)} chỗ khác."
                yield self._loaded.documents[cause.file].problem(cause.keys, cause.code, message, cause.hint)
