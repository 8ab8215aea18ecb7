"""What can go wrong: problems in the files, which are values, and the few exceptions, each with its exit code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum, StrEnum
from pathlib import Path, PurePath
from typing import NamedTuple


class ExitCode(IntEnum):
    """Exit codes of the program.

    FOUND: problems in the files, something that `--fail` asks about, or an event that the rules refuse. BUG: a
    traceback was printed.
    """

    OK = 0
    FOUND = 1
    MISUSE = 2
    SITUATION = 3
    BUG = 70
    INTERRUPTED = 130


class Severity(StrEnum):
    """How bad a problem is. With an error nothing can be computed; with a warning it can."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """The Vietnamese word shown to readers."""
        return "lỗi" if self is Severity.ERROR else "cảnh báo"


class ProblemCode(StrEnum):
    """Codes of problems. P0: a file's text, P1: its shape, P2: references, P3: the sense of the plan, P4: the log."""

    ENCODING = "P001"
    TOO_LARGE = "P002"
    CONFLICT_MARKER = "P003"
    SYNTAX = "P004"
    TAB = "P005"
    DUPLICATE_KEY = "P006"
    ANCHOR = "P007"
    TAG = "P008"
    MULTIPLE_DOCUMENTS = "P009"
    TOO_DEEP = "P010"
    EMPTY_FILE = "P011"
    MISSING_FILE = "P012"
    KEY_NOT_SCALAR = "P013"
    BOM = "P014"
    NOT_NFC = "P015"
    STRAY_FILE = "P016"
    FORBIDDEN_CHARACTER = "P017"
    MISLEADING_CHARACTER = "P018"
    LINE_ENDS_TURNED = "P019"
    AMENDMENT_NAME = "P020"
    FROZEN_FILE_MISSING = "P021"
    FROZEN_FILE_CHANGED = "P022"

    UNKNOWN_KEY = "P101"
    MISSING_KEY = "P102"
    WRONG_TYPE = "P103"
    WRONG_VALUE = "P104"
    WRONG_DAY = "P105"
    UNQUOTED_SCALAR = "P106"

    UNKNOWN_AGENCY = "P201"
    GROUP_CYCLE = "P202"
    DUPLICATE_ID = "P203"
    NO_LEAD = "P204"
    DUE_PHRASE = "P205"
    UNKNOWN_REFERENCE = "P206"
    # P207, an open group that is accountable, is retired: such a group owes as one.
    DUPLICATE_NAME = "P208"
    AMENDED_OTHERWISE = "P209"
    CONTRADICTING_AMENDMENTS = "P210"
    CHANGED_AFTER_DROP = "P211"
    ANCHOR_DROPPED = "P212"
    AMENDMENT_DAY = "P213"
    SUCCESSOR_CIRCLE = "P215"
    AGENCY_DAYS = "P216"
    TAKEN_PARTS = "P217"
    OFFICE_GONE = "P218"
    RESTS_ON_LATER = "P219"

    DUE_BEFORE_DOCUMENT = "P301"
    DUE_AFTER_REPORT = "P302"
    DUE_ON_DAY_OFF = "P303"
    DUPLICATE_TASKS = "P304"
    SPELLING_VARIANT = "P305"
    COMPONENT_WITHOUT_TASK = "P306"
    EMPTY_GROUP = "P307"
    DOCUMENT_INCOMPLETE = "P308"
    UNCONFIRMED_INTERPRETATION = "P309"
    STALE_ERRATUM = "P310"
    DUE_NOT_QUOTED = "P311"
    PLAN_UNFINISHED = "P312"
    DUE_OUTSIDE_SPAN = "P313"
    PLACEHOLDER_LEFT = "P314"
    ANOTHER_YEAR = "P315"
    CALENDAR_OF_ANOTHER_YEAR = "P316"
    DAYS_OFF_MISSING = "P317"
    DUE_LEFT_BLANK = "P318"

    NOT_AN_EVENT = "P401"
    REFUSED_EVENT = "P402"
    ALTERED_EVENT = "P403"
    EVIDENCE_MISSING = "P404"
    EVIDENCE_CHANGED = "P405"
    EVENT_ITEM_UNKNOWN = "P406"
    EVENT_AGENCY_UNKNOWN = "P407"
    ODD_EVENT = "P408"
    ALTERED_FILE = "P409"
    CONTRADICTING_EVENT = "P410"
    LOG_FILE_REMOVED = "P411"
    LOG_FILE_CHANGED = "P412"
    DOUBTFUL_EVENT = "P413"
    RECORDED_IN_FUTURE = "P414"
    UNTIMELY_EVENT = "P415"


# A conflict marker that git leaves at the beginning of a line, and the message about it.
CONFLICT_MARKER = r"(?:<{7}|\|{7}|={7}|>{7})(?: |\r?$)"
CONFLICT_MESSAGE = "còn dấu xung đột của git («<<<<<<<», «|||||||», «=======», «>>>>>>>»)."


# How a command begins that gets files back, in hints and nowhere else.
GIT_CHECKOUT = "git checkout"

# How message and hint name a line of another file: after a space or a bracket, where no text of the files is quoted.
_PLACE = r"(?<![^ (])plan/\S+?:\d+(?!\.?\w)"


class Problem(NamedTuple):
    """Something wrong in a file, at `line` and `column` (from 1); `hint` says what to write instead.

    The file, and those in the commands of the hint, are named from the folder that holds `plan/`.
    """

    file: str
    line: int
    column: int
    code: ProblemCode
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    @property
    def as_warning(self) -> Problem:
        """The same problem as a warning."""
        return self._replace(severity=Severity.WARNING)

    def seen_from(self, way: PurePath) -> Problem:
        """Return the problem for a reader elsewhere, from where `way` leads to the folder that holds `plan/`.

        Other places that message and hint name lead there as well, and a command of the hint works from there.
        """
        if way == PurePath():
            return self
        import shlex  # only where something is wrong

        command = GIT_CHECKOUT.replace("git", f"git -C {shlex.quote(way.as_posix())}")
        message, hint = (
            re.sub(_PLACE, lambda place: (way / place[0]).as_posix(), text) for text in (self.message, self.hint)
        )
        return self._replace(
            file=(way / self.file).as_posix(), message=message, hint=hint.replace(GIT_CHECKOUT, command)
        )

    def __str__(self) -> str:
        """Return the line that readers see and editors parse: `file:line:column: severity [code]: message hint`.

        It is one line, even if a message quotes a text of several.
        """
        hint = f" {self.hint}" if self.hint else ""
        text = f"{self.file}:{self.line}:{self.column}: {self.severity.label} [{self.code}]: {self.message}{hint}"
        return " ".join(text.splitlines())


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that are errors."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


# As many as somebody reads before mending the first; one slip at the top of a plan can make hundreds.
MOST_SHOWN = 200


def shown_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems to be shown to a reader, sorted by place: the first MOST_SHOWN, errors before warnings."""
    ordered = sorted(problems)
    if len(ordered) > MOST_SHOWN:
        by_severity = sorted(ordered, key=lambda problem: problem.severity is not Severity.ERROR)
        ordered = sorted(by_severity[:MOST_SHOWN])
    return tuple(ordered)


def hidden_problems_line(count: int) -> str:
    """Return the line that says how many problems are not shown and how to see them; "" if there are none."""
    if count <= MOST_SHOWN:
        return ""
    hidden = f"{count - MOST_SHOWN:,}".replace(",", ".")
    return f"… và {hidden} lỗi, cảnh báo nữa. Xem tất cả: papi check --all"


class Failure(Exception):
    """Raised when the program cannot go on: one Vietnamese sentence for the user, and the exit code.

    Caught in one place, `cli/program/door.py`.
    """

    exit_code = ExitCode.SITUATION


class Misuse(Failure):
    """Raised for a command line that does not fit: an unknown option, agency, item or day."""

    exit_code = ExitCode.MISUSE


class RecordingRefusal(Failure):
    """Raised when the rules of the log refuse an event."""

    exit_code = ExitCode.FOUND


class UnusableText(Failure):
    """Raised for a template, or text for a report, that cannot be turned into a document."""

    exit_code = ExitCode.FOUND


class BrokenFiles(Failure):
    """Raised for errors in the files that leave no plan or log to compute with.

    `folder` is the one from which the problems name their files, None if they are not files of a folder.
    """

    exit_code = ExitCode.FOUND

    def __init__(self, problems: Sequence[Problem], folder: Path | None) -> None:
        """Keep the problems, sorted by place, and the folder; the message has the first of the problems."""
        self.problems = tuple(sorted(problems))
        self.folder = folder
        lines = [*map(str, shown_problems(problems)), hidden_problems_line(len(problems))]
        super().__init__("\n".join(filter(None, lines)))

    def seen_from(self, way: PurePath) -> BrokenFiles:
        """Return the errors for a reader from where `way` leads to the folder."""
        return BrokenFiles([problem.seen_from(way) for problem in self.problems], None)
