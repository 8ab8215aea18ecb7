"""What is odd in the log: events that do not count, altered lines, evidence that is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from papi_cli.checks.subject import Subject
from papi_cli.fold import Ignored, Refusal
from papi_cli.log import Line, event_id, merge
from papi_cli.plan import Plan
from papi_cli.problems import Code, Problem
from papi_cli.states import judge
from papi_cli.text import nearest

_REASONS: Mapping[Refusal, tuple[str, str]] = {
    Refusal.NOT_OWED: ("cơ quan này không có trách nhiệm với mã ấy", "Hủy ghi nhận rồi ghi lại cho đúng cơ quan."),
    Refusal.FUTURE: ("ngày xảy ra sau ngày ghi nhận", "Hủy ghi nhận rồi ghi lại với ngày đúng."),
    Refusal.NEEDS_MISSING: ("thiếu thông tin mà loại sự kiện này cần", "Hủy ghi nhận rồi ghi lại đầy đủ."),
    Refusal.NO_LATER_DAY: ("ngày gia hạn không sau thời hạn đang có", "Hủy ghi nhận rồi ghi lại với ngày đúng."),
    Refusal.NOT_DONE: ("trách nhiệm này chưa được ghi là hoàn thành", "Ghi việc hoàn thành trước, rồi ghi lại."),
    Refusal.NOT_ONGOING: ("chỉ việc thực hiện thường xuyên mới có thể không phát sinh", "Hủy ghi nhận này."),
    Refusal.NO_TARGET: ("không có sự kiện nào như vậy để hủy", "Ghi lại với mã của sự kiện cần hủy."),
}


def refused(subject: Subject) -> Iterator[Problem]:
    """Warn of every event that the fold ignores: what it tells is in no list and no report."""
    events = merge(line.event for line in subject.lines)
    if not events:
        return
    latest = max(event.date for event in events)
    lines = {line.event.id: line for line in subject.lines}
    for ignored in judge(subject.plan, events, as_of=latest, known_at=None).ignored:
        yield _refused(subject.plan, lines[ignored.event.id], ignored)


def _refused(plan: Plan, line: Line, ignored: Ignored) -> Problem:
    event = ignored.event
    match ignored.reason:
        case Refusal.UNKNOWN_ITEM:
            message = f"sự kiện không được tính: kế hoạch không có mã «{event.item}»."
            return line.problem(Code.LOST_ITEM, message, _renamed(plan, event.item))
        case Refusal.UNKNOWN_AGENCY:
            near = nearest(event.agency, plan.agencies, 1)
            hint = f"Có phải là «{near[0]}»?" if near else "Khôi phục cơ quan này trong agencies.yaml."
            message = f"sự kiện không được tính: kế hoạch không có cơ quan «{event.agency}»."
            return line.problem(Code.LOST_AGENCY, message, hint)
        case reason:
            why, hint = _REASONS[reason]
            return line.problem(Code.REFUSED_EVENT, f"sự kiện không được tính: {why}.", hint)


def _renamed(plan: Plan, code: str) -> str:
    """Return what may have become of an item: codes are never to be renamed."""
    task = plan.tasks.get(code.partition("/")[0])
    near = nearest(code, task.items if task else plan.items, 1)
    if task and len(task.items) == 1:
        near = list(task.items)
    if near:
        return f"Có thể mã đã bị đổi thành «{near[0]}»: mã đã có dữ liệu thì không đổi, khôi phục mã cũ."
    return "Mã đã có dữ liệu thì không xóa: khôi phục mã này trong kế hoạch."


def altered(subject: Subject) -> Iterator[Problem]:
    """Warn of a line whose id is not that of its content: it was changed after it was written."""
    first: dict[str, Line] = {}
    for line in subject.lines:
        before = first.setdefault(line.event.id, line)
        if event_id(line.keys) == line.event.id:
            continue
        also = f" (cùng mã với {before.file}:{before.number})" if before is not line else ""
        message = f"nội dung của sự kiện «{line.event.id}» đã bị sửa sau khi ghi{also}."
        yield line.problem(Code.ALTERED_EVENT, message, "Khôi phục dòng này từ git; ghi sửa đổi thành sự kiện mới.")


def evidence(subject: Subject) -> Iterator[Problem]:
    """Warn of evidence whose file is gone or is not the one that was recorded."""
    for line in subject.lines:
        for one in line.event.evidence:
            if not one.path:
                continue
            found = subject.evidence.get(one.path)
            if found is None:
                message = f"không còn tệp minh chứng «{one.path}»."
                yield line.problem(Code.EVIDENCE_MISSING, message, "Khôi phục tệp, hoặc ghi nhận lại với tệp khác.")
            elif found != one.sha256:
                message = f"tệp minh chứng «{one.path}» đã thay đổi so với lúc ghi nhận."
                yield line.problem(Code.EVIDENCE_CHANGED, message, "Khôi phục tệp, hoặc ghi nhận lại với tệp mới.")
