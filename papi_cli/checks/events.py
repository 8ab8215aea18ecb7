"""Warnings about the log: refused and odd events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from papi_cli.checks.context import CheckContext
from papi_cli.log.deciding import MOST_AHEAD
from papi_cli.log.events import in_fold_order
from papi_cli.log.reading import LogLine
from papi_cli.log.rules import RefusedEvent, review_log
from papi_cli.log.soundness import RefusalReason
from papi_cli.plan.model import Plan
from papi_cli.problems import Problem, ProblemCode
from papi_cli.text import likely_slip_of, minute_text
from papi_cli.views.oddities import oddity_advice, oddity_words
from papi_cli.views.refusals import refusal_words
from papi_cli.views.time_refusals import UNTIMELY


def event_warnings(subject: CheckContext) -> Iterator[Problem]:
    """Warn about each event that the rules refuse, since no list or report counts it, and of each odd one."""
    lines = {line.event.id: line for line in reversed(subject.lines)}
    plan = subject.plan
    for finding in review_log(plan, in_fold_order(line.event for line in lines.values())):
        line = lines[finding.event.id]
        if isinstance(finding, RefusedEvent):
            yield _refusal_warning(plan, line, finding)
        else:
            code = ProblemCode.DOUBTFUL_EVENT if finding.oddity.is_doubtful else ProblemCode.ODD_EVENT
            message = f"{finding.event.item}: {oddity_words(plan, finding)}"
            yield line.warning(code, message, oddity_advice(finding))


def _refusal_warning(plan: Plan, line: LogLine, refused: RefusedEvent) -> Problem:
    sentence, advice = refusal_words(plan, refused)
    message = f"sự kiện không được tính: {sentence}"
    match refused.reason:
        case RefusalReason.UNKNOWN_ITEM:
            return line.warning(ProblemCode.EVENT_ITEM_UNKNOWN, message, _rename_advice(plan, refused.event.item))
        case RefusalReason.UNKNOWN_AGENCY:
            return line.warning(ProblemCode.EVENT_AGENCY_UNKNOWN, message, advice)
        case reason if reason in UNTIMELY:
            return line.warning(ProblemCode.UNTIMELY_EVENT, message, advice)
        case _:
            return line.warning(ProblemCode.REFUSED_EVENT, message, advice)


def _rename_advice(plan: Plan, code: str) -> str:
    """Return advice on an event whose item no longer exists: its code was renamed or removed, which is not allowed.

    An occurrence goes when the phrase of its series changes.
    """
    if occurrence := plan.nearest_occurrence(code):
        return (
            f"Việc này nay định kỳ và không có lần ấy; lần gần nhất là «{occurrence}». Sự kiện thuộc một lần khác thì thu hồi "
            "bằng papi retract rồi ghi lại cho đúng lần; không thì khôi phục thời hạn cũ."
        )
    task = plan.tasks.get(code.partition("/")[0])
    near = task.items[0] if task and len(task.items) == 1 else likely_slip_of(code, task.items if task else plan.items)
    if near:
        return f"Có thể mã đã bị đổi thành «{near}»: mã đã có dữ liệu thì không đổi, khôi phục mã cũ."
    return "Mã đã có dữ liệu thì không xóa: khôi phục mã này trong kế hoạch."


def future_recording_warnings(lines: Iterable[LogLine], now: datetime) -> Iterator[Problem]:
    """Warn about each event that was recorded more than MOST_AHEAD after `now`: it keeps its obligation from recording."""
    for line in lines:
        event = line.event
        if event.recorded > now + MOST_AHEAD:
            message = (
                f"{event.item}: sự kiện {event.id} mang thời điểm ghi nhận {minute_text(event.recorded)}, ở sau lúc kiểm tra: "
                "máy đã ghi chạy sai đồng hồ, hoặc dòng này được thêm bằng tay."
            )
            hint = (
                "Đưa tệp này ra khỏi sổ theo dõi rồi ghi lại các sự kiện của tệp; cách làm: papi check --explain P414."
            )
            yield line.warning(ProblemCode.RECORDED_IN_FUTURE, message, hint)
