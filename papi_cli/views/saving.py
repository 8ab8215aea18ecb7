"""The words of what goes into git: the messages of commits, and what `--commit` did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from papi_cli.log.events import Event
from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import Plan
from papi_cli.text import count_text, join_words
from papi_cli.views.recording import event_words
from papi_cli.views.refusals import agency_name

SCHEMAS_MESSAGE = "Cập nhật lược đồ của các tệp kế hoạch"

_LONGEST_DOCUMENT = 60


def recording_message(plan: Plan, events: Sequence[Event]) -> str:
    """Return the message of a commit that records `events`, in one line: that of several counts them by kind."""
    new = [event for event in events if event.kind is not EventKind.RETRACTED]
    if len(new) > 1:
        kinds = Counter(event.kind for event in new)
        return f"Ghi nhận: {count_text(len(new))} sự kiện ({_kinds_words(kinds)})"
    if not new:
        return f"Hủy ghi nhận {events[0].target}: {_obligation(plan, events[0])}"
    return f"{'Sửa ghi nhận' if len(new) < len(events) else 'Ghi nhận'}: {_event_line(plan, new[0])}"


def _kinds_words(kinds: Counter[EventKind]) -> str:
    return ", ".join(f"{kind.label} {count_text(kinds[kind])}" for kind in EventKind if kind in kinds)


def _event_line(plan: Plan, event: Event) -> str:
    """Return item, agency, kind and document: `II.2/ke-hoach, Sở Tư pháp: đã hoàn thành (45/KH-UBND)`."""
    document = event.document or event.within
    if len(document) > _LONGEST_DOCUMENT:
        document = f"{document[:_LONGEST_DOCUMENT].rstrip()}…"
    what = f"{_obligation(plan, event)}: {event_words(event)}"
    return f"{what} ({document})" if document else what


def _obligation(plan: Plan, event: Event) -> str:
    return f"{event.item}, {agency_name(plan, event.agency)}"


def narrative_message(files: int) -> str:
    """Return the message of a commit of `files` new files for what people write."""
    return f"Tạo {count_text(files)} tệp để viết phần lời"


def saved_sentence(branch: str, message: str, *, is_new: bool) -> str:
    """Return that a commit with this message was made on the branch, or that it was not needed."""
    if not is_new:
        return "Các tệp ấy vẫn như lần lưu trước, không có gì mới để lưu vào git."
    return f"Đã lưu vào git, nhánh {branch}: «{message}»."


def uncommitted_evidence_sentence(paths: Sequence[str], command: str) -> str:
    """Return that the evidence at `paths` is in no commit yet, and the command that puts it there."""
    return (
        f"Minh chứng chưa lưu vào git: {join_words(list(paths))}. Người khác nhận được lần ghi mà chưa có tệp ấy. Lưu bằng: "
        f"{command}"
    )
