"""What is odd in the log: events that do not count or call for a second look, altered lines, evidence that is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from papi_cli.checks.subject import Subject
from papi_cli.log.events import event_id, in_order, once
from papi_cli.log.fold import Refusal
from papi_cli.log.reading import Line
from papi_cli.log.rules import Refused, review
from papi_cli.plan.model import Plan
from papi_cli.problems import Code, Problem
from papi_cli.text import slip_of


def reviewed(subject: Subject) -> Iterator[Problem]:
    """Warn of every event that the rules refuse (it is in no list and no report), and of what is odd in one that counts."""
    lines = {line.event.id: line for line in reversed(subject.lines)}
    for found in review(subject.plan, in_order(once(line.event for line in subject.lines))):
        line = lines[found.event.id]
        if isinstance(found, Refused):
            yield _refused(subject.plan, line, found)
        else:
            yield line.problem(Code.ODD_EVENT, f"{found.event.item}: {found.message}", _LOOK_AGAIN)


_LOOK_AGAIN = "Xem lại văn bản; đúng thì để nguyên."


def _refused(plan: Plan, line: Line, found: Refused) -> Problem:
    message = f"sự kiện không được tính: {found.message}"
    match found.reason:
        case Refusal.UNKNOWN_ITEM:
            return line.problem(Code.LOST_ITEM, message, _renamed(plan, found.event.item))
        case Refusal.UNKNOWN_AGENCY:
            return line.problem(Code.LOST_AGENCY, message, found.advice)
        case _:
            return line.problem(Code.REFUSED_EVENT, message, found.advice)


def _renamed(plan: Plan, code: str) -> str:
    """Return what may have become of an item: codes are never to be renamed."""
    task = plan.tasks.get(code.partition("/")[0])
    near = task.items[0] if task and len(task.items) == 1 else slip_of(code, task.items if task else plan.items)
    if near:
        return f"Có thể mã đã bị đổi thành «{near}»: mã đã có dữ liệu thì không đổi, khôi phục mã cũ."
    return "Mã đã có dữ liệu thì không xóa: khôi phục mã này trong kế hoạch."


def altered(lines: Iterable[Line]) -> Iterator[Problem]:
    """Warn of a line whose id is not that of its content: it was changed after it was written."""
    first: dict[str, Line] = {}
    for line in lines:
        before = first.setdefault(line.event.id, line)
        if event_id(line.keys) == line.event.id:
            continue
        also = f" (cùng mã với {before.file}:{before.number})" if before is not line else ""
        message = f"nội dung của sự kiện «{line.event.id}» đã bị sửa sau khi ghi{also}."
        yield line.problem(Code.ALTERED_EVENT, message, "Khôi phục dòng này từ git; ghi sửa đổi thành sự kiện mới.")


def evidence(lines: Iterable[Line], checksums: Mapping[str, str | None]) -> Iterator[Problem]:
    """Warn of evidence whose file is gone (its checksum is None) or is not the one that was recorded."""
    for line in lines:
        for one in line.event.evidence:
            if not one.path:
                continue
            found = checksums.get(one.path)
            if found is None:
                message = f"không còn tệp minh chứng «{one.path}»."
                yield line.problem(Code.EVIDENCE_MISSING, message, "Khôi phục tệp, hoặc ghi nhận lại với tệp khác.")
            elif found != one.sha256:
                message = f"tệp minh chứng «{one.path}» đã thay đổi so với lúc ghi nhận."
                yield line.problem(Code.EVIDENCE_CHANGED, message, "Khôi phục tệp, hoặc ghi nhận lại với tệp mới.")
