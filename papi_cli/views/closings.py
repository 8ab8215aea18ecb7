"""What `papi close` shows and says, and how others speak of a period that is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.plan.closings import Closing
from papi_cli.plan.model import Period, Plan
from papi_cli.problems import Problem, ProblemCode
from papi_cli.states import Flag, States, count_by_state
from papi_cli.text import day_text, join_words, minute_text, number_text, upper_first
from papi_cli.views.obligations import binding_only
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.reports.wording import period_words, window_words
from papi_cli.views.words import STATE_WORDS

_NAMED_FILES = 3
_LOG = "plan/status/"
_SHORT = 12  # digits of a fingerprint, as in documents


class ClosingSurvey(NamedTuple):
    """What is about to be frozen: the closing, the states that it keeps, the warnings of `papi check` as of `today`.

    `unsaved` are files that git does not have yet, and gets with the closing if it `saves`; `is_versioned` whether git keeps
    it at all.
    """

    period: Period
    closing: Closing
    states: States
    events: int
    warnings: Sequence[Problem]
    today: date
    is_versioned: bool
    unsaved: tuple[str, ...]
    saves: bool


def survey_page(survey: ClosingSurvey, path: str) -> Page:
    """Return what closing a period freezes, into the file `path`."""
    closing, period = survey.closing, survey.period
    window = f"Số liệu {window_words(period)}. " if period.has_data else ""
    tag = f", nhãn git {closing.tag}" if closing.tag else ""
    return (
        Heading(f"Chốt kỳ báo cáo {period_words(period)}", level=1),
        Paragraph(
            f"{window}Tình trạng tính đến hết ngày {day_text(closing.as_of)}, theo dữ liệu ghi nhận đến "
            f"{minute_text(closing.closed_at)}."
        ),
        Paragraph(
            f"Giữ lại: {number_text(len(closing.files))} tệp sổ theo dõi với {number_text(survey.events)} sự kiện (mã "
            f"{closing.log[:_SHORT]}), kế hoạch (mã {closing.plan[:_SHORT]}). Ghi vào: {path}{tag}."
        ),
        _states_table(survey),
        Heading("Lưu ý"),
        Bullets(_remarks(survey)),
    )


def _states_table(survey: ClosingSurvey) -> Table:
    binding = binding_only(survey.states.verdicts)
    tally = count_by_state(binding)
    rows = [Row((STATE_WORDS[state].label, number_text(count))) for state, count in tally.items() if count]
    total = Row(("Tổng số", number_text(len(binding))))
    return Table((Column("Tình trạng", wraps=True), Column("Số đầu việc", right=True)), (*rows, total))


def _remarks(survey: ClosingSurvey) -> tuple[str, ...]:
    """Return what somebody should know before closing, at least that there is nothing."""
    silent = sum(Flag.UNRECORDED in verdict.flags for verdict in binding_only(survey.states.verdicts))
    doubtful = sum(problem.code is ProblemCode.DOUBTFUL_EVENT for problem in survey.warnings)
    others = len(survey.warnings) - doubtful
    period, closing = survey.period, survey.closing
    lines = (
        _unfinished_words(period, closing.as_of, survey.today),
        f"{number_text(silent)} đầu việc chưa ghi nhận thông tin nào." if silent else "",
        f"{number_text(doubtful)} sự kiện cần xác nhận (P413). Xem: papi check." if doubtful else "",
        f"{number_text(others)} cảnh báo khác của papi check." if others else "",
        _unsaved_words(survey),
        "" if survey.is_versioned else WITHOUT_GIT,
    )
    return tuple(filter(None, lines)) or ("Không có điều gì đáng lưu ý.",)


def _unsaved_words(survey: ClosingSurvey) -> str:
    if not survey.unsaved:
        return ""
    names = _file_names(survey.unsaved)
    if survey.saves:
        return f"Lưu vào git cùng lần chốt: {names}."
    return f"git chưa có {names} như hiện nay: khi chốt thì thêm --commit, hoặc lưu trước."


WITHOUT_GIT = (
    "Kế hoạch này không lưu trong git nên không có nhãn giữ lại bản lúc chốt: sau này sửa kế hoạch thì không lập lại được "
    "báo cáo của kỳ, trừ khi còn bản sao lưu của thư mục plan. Tệp sổ theo dõi bị sửa hay xóa thì papi check vẫn báo."
)


def _unfinished_words(period: Period, as_of: date, today: date) -> str:
    if today <= as_of:
        return f"Chưa hết ngày {day_text(as_of)}: sự kiện ghi sau lúc này không vào báo cáo lập bằng --closed, dù xảy ra trong kỳ."
    if as_of < period.last:
        return f"Ngày {day_text(as_of)} ở trước ngày cuối lấy số liệu của kỳ ({day_text(period.last)})."
    return ""


def _file_names(paths: Sequence[str]) -> str:
    """Return the names of files; several of the log are counted, and so is what goes beyond a few."""
    recordings = [path for path in paths if path.startswith(_LOG)]
    others = [path for path in paths if not path.startswith(_LOG)]
    rest = len(others) - _NAMED_FILES
    shown = others if rest <= 1 else [*others[:_NAMED_FILES], f"{number_text(rest)} tệp nữa"]
    counted = recordings if len(recordings) < 2 else [f"{number_text(len(recordings))} tệp sổ theo dõi"]
    return join_words([*shown, *counted])


def unsaved_sentence(changed: Sequence[str], command: str) -> str:
    """Return why a period is not closed while git lacks files that would count, and the command that saves them."""
    return (
        f"Chưa chốt: git chưa có {_file_names(changed)} như hiện nay, nên nhãn sẽ không giữ đúng những gì báo cáo dựa vào. Thêm "
        f"--commit để lưu cùng lần chốt, hoặc lưu trước bằng: {command}"
    )


def removed_sentence(removed: Sequence[str]) -> str:
    """Return why a period is not closed while files are gone that the last commit has."""
    return (
        f"Chưa chốt: lần lưu gần nhất còn {_file_names(removed)} mà ở đây không có. Lấy lại bằng git checkout, hoặc lưu việc xóa "
        "bằng git commit, rồi chạy lại."
    )


def already_closed_sentence(period: Period, closing: Closing, path: str) -> str:
    """Return that a period is closed already, when and by whom, and how it is opened again."""
    return (
        f"{upper_first(closed_words(period, closing))}, nên không chốt lại. Muốn mở lại thì người phụ trách xóa tệp {path} và lưu "
        "việc xóa vào git kèm lý do; nhãn git của lần chốt trước vẫn giữ."
    )


def closed_words(period: Period, closing: Closing) -> str:
    """Return that a period is closed: «kỳ 06 tháng đầu năm 2026 đã chốt ngày 20/6/2026 (Nguyễn Văn A)»."""
    by = f" ({closing.closed_by})" if closing.closed_by else ""
    return f"kỳ {period_words(period)} đã chốt ngày {day_text(closing.closed_at.date())}{by}"


def closing_message(period: Period) -> str:
    """Return the message of the commit that closes a period."""
    return f"Chốt kỳ báo cáo {period_words(period)}"


def closed_page(period: Period, closing: Closing, path: str) -> Page:
    """Return the answer after closing."""
    return (
        Paragraph(f"Đã chốt kỳ báo cáo {period_words(period)} vào {path}."),
        Paragraph(f"Lập báo cáo theo số liệu đã chốt: papi report {closing.period} --closed -o bao-cao.docx"),
    )


def closed_period_name(plan: Plan, closing: Closing) -> str:
    """Return what the period of a closing is called in the plan; its id where the plan does not have it any more."""
    return next((period_words(period) for period in plan.periods if period.id == closing.period), closing.period)
