"""The words of what goes into git: the messages of commits, and what `--commit` and `papi sync` did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import Plan
from papi_cli.text import join_words, number_text
from papi_cli.views.recording import event_words
from papi_cli.views.refusals import agency_name

SCHEMAS_MESSAGE = "Cập nhật lược đồ của các tệp kế hoạch"

_LONGEST_DOCUMENT = 60


def recording_message(plan: Plan, events: Sequence[Event]) -> str:
    """Return the message of a commit that records `events`, in one line: that of several counts them by kind."""
    new = [event for event in events if event.kind is not EventKind.RETRACTED]
    if len(new) > 1:
        kinds = Counter(event.kind for event in new)
        return f"Ghi nhận: {number_text(len(new))} sự kiện ({_kinds_words(kinds)})"
    if not new:
        return f"Hủy ghi nhận {events[0].target}: {_obligation(plan, events[0])}"
    return f"{'Sửa ghi nhận' if len(new) < len(events) else 'Ghi nhận'}: {_event_line(plan, new[0])}"


def _kinds_words(kinds: Counter[EventKind]) -> str:
    return ", ".join(f"{kind.label} {number_text(kinds[kind])}" for kind in EventKind if kind in kinds)


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
    return f"Tạo {number_text(files)} tệp để viết phần lời"


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


class Traffic(NamedTuple):
    """What goes one way: recordings, commits but for merges, files of the plan that changed."""

    recordings: int
    commits: int
    plan_files: tuple[str, ...] = ()

    def words(self) -> str:
        """Return what it is, "" for nothing; commits count only where nothing else is known of them."""
        recordings = f"{number_text(self.recordings)} lần ghi" if self.recordings else ""
        changes = f"thay đổi ở {join_words(list(self.plan_files))}" if self.plan_files else ""
        if recordings or changes:
            return " và ".join(filter(None, (recordings, changes)))
        return f"{number_text(self.commits)} lần lưu (commit)" if self.commits else ""


def sync_sentence(remote: str, *, received: Traffic, sent: Traffic) -> str:
    """Return what came from `remote` and went there."""
    ways = (("nhận", received.words()), ("gửi", sent.words()))
    done = ", ".join(f"{verb} {words}" for verb, words in ways if words)
    return f"Đã {done} ({remote})." if done else f"Không có gì mới để nhận hay để gửi: đã khớp với {remote}."


def failed_sync_sentence(remote: str, trouble: str, *, received: Traffic, unsent: Traffic, is_fetched: bool) -> str:
    """Return what came before something went wrong, what waits to be sent, and that nothing is lost."""
    came = f"đã nhận {words}" if (words := received.words()) else "" if is_fetched else "chưa nhận được gì"
    waits = f"chưa gửi được {words}" if (words := unsent.words()) else ""
    what = ", ".join(filter(None, (came, waits))) or "chưa gửi được"
    safe = "Không mất gì: mọi lần ghi vẫn còn ở máy này. Sau đó chạy lại papi sync."
    return f"{what[0].upper()}{what[1:]} ({remote}). {trouble} {safe}"


def unsaved_sentence(recordings: int, command: str) -> str:
    """Return that so many recordings were not sent because they are in no commit, and the command that commits them."""
    return f"{number_text(recordings)} lần ghi chưa lưu vào git nên chưa gửi. Lưu bằng: {command}. Lần sau ghi kèm --commit."


def merged_problems_sentence(errors: int, warnings: int) -> str:
    """Return what `papi check` finds after others' recordings came: errors, and warnings about new ones; "" for none."""
    if not errors + warnings:
        return ""
    found = (
        f"{number_text(errors)} lỗi trong kế hoạch hay sổ theo dõi" if errors else "",
        f"{number_text(warnings)} cảnh báo ở các lần ghi vừa nhận hoặc gửi" if warnings else "",
    )
    return f"Sau khi gộp có {join_words([*filter(None, found)])}. Xem: papi check"
