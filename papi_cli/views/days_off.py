"""What is said of a last on-time day on which nobody works."""

from __future__ import annotations

from papi_cli.deadlines.model import Deadline, Roll
from papi_cli.plan.model import Plan
from papi_cli.text import day_text, weekday_and_day_text


def day_off_lines(plan: Plan, due: Deadline) -> tuple[str, ...]:
    """Return why nobody works on the last on-time day, the working day before it and why it stands; () for any other day."""
    reason = plan.calendar.off_reason(due.last) if due.last else ""
    if due.last is None or not reason:
        return ()
    before = weekday_and_day_text(plan.calendar.working_day_before(due.last))
    instead = f"ngày làm việc cuối cùng trước đó: {before}"
    return f"Ngày {day_text(due.last)} là ngày nghỉ ({reason}); {instead}.", no_roll_note(plan, due)


def no_roll_note(plan: Plan, due: Deadline) -> str:
    """Return why a last on-time day on a day off was not moved."""
    if due.strict:
        return "Thời hạn có chữ «trước» không dời sang ngày khác."
    if plan.roll is Roll.NONE:
        return (
            "Kế hoạch không quy định dời thời hạn khi ngày cuối cùng là ngày nghỉ: giữ nguyên ngày này "
            "(khoản 5 Điều 148 Bộ luật Dân sự 2015 chỉ áp dụng khi kế hoạch quy định dời)."
        )
    return "Quy định dời thời hạn của Kế hoạch không áp dụng với việc này."
