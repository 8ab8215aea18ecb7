"""What little a file says of what its document rests on, where other programs have stripped the data: days and digits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from papi_cli.text import day_text, minute_text, nfc
from papi_cli.views.page import Column, Heading, Page, Paragraph, Row, Table


class StatedIn(StrEnum):
    """Where a file says it."""

    PROPERTIES = "properties"
    LINE = "line"


class Statement(NamedTuple):
    """What a document rests on, by its file: the fingerprints whole, or their first digits.

    `known_until` is the instant of the newest record then, to the minute where it was printed; None for none. `closed_on`
    is the day on which the period was closed whose frozen data it has.
    """

    stated_in: StatedIn
    as_of: date
    known_until: datetime | None
    plan: str
    log: str
    closed_on: date | None = None


_DAY = r"(\d{1,2}/\d{1,2}/\d{4})"
_LINE = re.compile(
    rf"Văn bản lập từ dữ liệu theo dõi: tính đến ngày {_DAY}(?:.{{0,400}}?ghi nhận đến (\d{{1,2}}:\d\d) ngày {_DAY})?"
    rf".{{0,400}}?mã kế hoạch ([0-9a-f]{{12}}), mã sổ theo dõi ([0-9a-f]{{12}})\.(?: Kỳ báo cáo đã chốt ngày {_DAY})?"
)


def statements_in(text: str, zone: tzinfo) -> tuple[Statement, ...]:
    """Return what the printed lines of a text say, in order, however their words are broken; () for none.

    `zone` is the time zone of the plan, in which the instants are printed.
    """
    found = (_of_line(match, zone) for match in _LINE.finditer(" ".join(nfc(text).split())))
    return tuple(statement for statement in found if statement)


def _of_line(match: re.Match[str], zone: tzinfo) -> Statement | None:
    as_of, minute, known_on, plan, log, closed = match.groups()
    try:
        known = datetime.strptime(f"{known_on} {minute}", "%d/%m/%Y %H:%M").replace(tzinfo=zone) if minute else None
        # All of the minute that is printed.
        until = known + timedelta(minutes=1, microseconds=-1) if known else None
        return Statement(StatedIn.LINE, _day(as_of), until, plan, log, _day(closed) if closed else None)
    except (ValueError, OverflowError):
        return None


def _day(words: str) -> date:
    day, month, year = map(int, words.split("/"))
    return date(year, month, day)


def statement_of(properties: Mapping[str, str]) -> Statement | None:
    """Return what the properties of a file say; None where they do not, as those of a letter about several plans."""
    try:
        known, closed = properties.get("papi.known_at", ""), properties.get("papi.closed", "")
        plan, log = properties["papi.plan"], properties["papi.log"]
        as_of = date.fromisoformat(properties["papi.as_of"])
        until = datetime.fromisoformat(known) if known else None
        closed_on = datetime.fromisoformat(closed).date() if closed else None
    except (KeyError, ValueError):
        return None
    if not re.fullmatch("[0-9a-f]{64} [0-9a-f]{64}", f"{plan} {log}") or (until and until.tzinfo is None):
        return None
    return Statement(StatedIn.PROPERTIES, as_of, until, plan, log, closed_on)


class LogThen(StrEnum):
    """What has become of the log on which a document rests."""

    SAME = "same"
    GROWN = "grown"
    OTHER = "other"


class StatementCheck(NamedTuple):
    """A statement held against plan and log as they are; `plan_name` is "" where one plan was asked."""

    statement: Statement
    same_plan: bool
    log: LogThen
    plan_name: str = ""


class StatementAnswer(NamedTuple):
    """The answer of `papi verify` for the file `name` that has lost its data."""

    checks: tuple[StatementCheck, ...]
    name: str

    @property
    def is_unchanged(self) -> Literal[False] | None:
        """False if plan or log are not those that the file names; else None: nothing is known of what the file says.

        Whoever alters a paper can strip its data, so that this never counts as unchanged.
        """
        same = all(check.same_plan and check.log is LogThen.SAME for check in self.checks)
        return None if same else False

    def page(self) -> Page:
        """Return the result for readers: first what nobody knows, then what is known."""
        where = _PLACES[self.checks[0].statement.stated_in]
        page: Page = (
            Heading(f"Đối chiếu {self.name}", level=1),
            Paragraph(
                f"Tệp không còn dữ liệu gốc mà papi ghi kèm (chương trình khác đã lưu lại); chỉ đọc được {where}."
            ),
            Paragraph(_UNKNOWN),
        )
        for check in self.checks:
            page += _page(check)
        return page

    def rows(self) -> Table:
        """Return a row for each plan."""
        heads = ("Kế hoạch", "Ngày tính", "Kế hoạch như khi lập", "Sổ theo dõi như khi lập")
        rows = (
            Row((check.plan_name, check.statement.as_of.isoformat(), _YES[check.same_plan], check.log.value))
            for check in self.checks
        )
        return Table(tuple(map(Column, heads)), tuple(rows))

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.verify/4`."""
        return {
            "schema": "papi.verify/4",
            "unchanged": self.is_unchanged,
            "stated_in": self.checks[0].statement.stated_in.value,
            "plans": [
                {
                    "name": check.plan_name,
                    "as_of": check.statement.as_of.isoformat(),
                    "document": {"plan": check.statement.plan, "log": check.statement.log},
                    "same": {"plan": check.same_plan, "log": check.log.value},
                }
                for check in self.checks
            ],
        }


_PLACES = {
    StatedIn.PROPERTIES: "thuộc tính của tệp",
    StatedIn.LINE: "dòng «Văn bản lập từ dữ liệu theo dõi: …» in trong văn bản",
}
_YES = {True: "có", False: "không"}
_LOG_WORDS = {
    LogThen.SAME: "như khi lập văn bản",
    LogThen.GROWN: "phần ghi nhận đến lúc ấy như khi lập văn bản; sau đó đã ghi thêm",
    LogThen.OTHER: "đã thay đổi",
}
_UNKNOWN = (
    "Không biết được: lời văn, bảng biểu có còn như papi đã viết không; tình trạng từng đầu việc trong văn bản là gì. Muốn biết "
    "thì đối chiếu tệp gốc (.docx, .html, .md) mà papi đã ghi."
)


def _page(check: StatementCheck) -> Page:
    statement = check.statement
    known = f"; theo dữ liệu ghi nhận đến {minute_text(statement.known_until)}" if statement.known_until else ""
    name = f"{check.plan_name}: " if check.plan_name else ""
    plan = "như khi lập văn bản" if check.same_plan else "đã thay đổi, hoặc văn bản lập từ kế hoạch khác"
    return (
        Paragraph(f"{name}Văn bản tính đến ngày {day_text(statement.as_of)}{known}."),
        Paragraph(f"Kế hoạch: {plan}. Sổ theo dõi: {_LOG_WORDS[check.log]}."),
    )
