"""Retracting and correcting: which event is meant, and the drafts that retract or replace it."""

from __future__ import annotations

from collections.abc import Sequence

from papi_cli.cli.recording.session import Session
from papi_cli.log.deciding import BatchOutcome
from papi_cli.log.drafts import Draft, draft_from_event
from papi_cli.log.events import Event, in_fold_order
from papi_cli.log.kinds import EventKind
from papi_cli.log.oddities import OddEvent
from papi_cli.log.rules import review_log
from papi_cli.log.stories import retracted_ids
from papi_cli.plan.model import Plan
from papi_cli.problems import Misuse, RecordingRefusal
from papi_cli.text import day_text, nfc

_MIN_ID_PREFIX = 4


def correction_drafts(session: Session, old: Event, new: Draft, *, confirm: bool) -> tuple[Draft, ...]:
    """Return the drafts that retract `old` and record `new` in its place.

    Only `new` if `old` is retracted and the log has an event like `new`: the same correction was made before.
    Raises Misuse if `new` says nothing new and does not confirm what is doubtful about `old`, RecordingRefusal for a
    retraction or an event retracted before.
    """
    if old.kind is EventKind.RETRACTED:
        raise RecordingRefusal("Không sửa được một lần hủy. Ghi lại sự kiện bằng papi record.")
    events = session.recorder.journal.events()
    # Letter by letter: to write Đ for Ð says something new here.
    is_same = new._replace(by="") == draft_from_event(old)._replace(by="")
    if is_same and not (confirm and _is_doubtful(session.plan, events, old)):
        raise Misuse("Không có gì khác với sự kiện đã ghi. Nêu điều cần sửa, ví dụ --document 45/KH-UBND.")
    retracted = retracted_ids(events, session.plan.zone, [])
    if old.id in retracted:
        if any(event.id not in retracted and draft_from_event(event).content == new.content for event in events):
            return (new,)
        raise _retracted_before(old)
    reason = f"sửa lại: {old.kind.label} ngày {day_text(old.date)}"
    return retraction_draft(session, old, reason), new


def _is_doubtful(plan: Plan, events: Sequence[Event], event: Event) -> bool:
    """Return whether `papi check` warns of a doubt about the event that a confirmation settles."""
    return any(
        isinstance(odd, OddEvent) and odd.event.id == event.id and odd.oddity.is_settled_by_consent
        for odd in review_log(plan, in_fold_order(events))
    )


def refuse_second_correction(old: Event, outcome: BatchOutcome) -> None:
    """Raise RecordingRefusal if `outcome` replaces `old` that somebody else has retracted since the drafts were made."""
    if outcome.events and any(draft.kind is EventKind.RETRACTED for draft in outcome.already_recorded):
        raise _retracted_before(old)


def _retracted_before(old: Event) -> RecordingRefusal:
    return RecordingRefusal(
        f"Sự kiện {old.id} đã bị hủy trước đó. Nếu đã có sự kiện ghi thay (xem papi log --item {old.item}) thì sửa sự "
        "kiện ấy; chưa có thì ghi bằng papi record."
    )


def retraction_draft(session: Session, old: Event, note: str) -> Draft:
    """Return the draft that retracts `old` today."""
    return Draft(session.today, old.item, old.agency, EventKind.RETRACTED, note=note, target=old.id, by=session.by)


def find_event(session: Session, words: str) -> Event:
    """Return the event whose id starts with `words` (at least 4 digits); raises Misuse for none or several."""
    prefix = words.strip().lower()
    if len(prefix) < _MIN_ID_PREFIX:
        raise Misuse(
            f"«{nfc(words)}» chưa đủ để tìm một sự kiện: ghi ít nhất {_MIN_ID_PREFIX} chữ số đầu của mã. Xem mã bằng papi log."
        )
    events = [event for event in session.recorder.journal.events() if event.id.startswith(prefix)]
    if not events:
        raise Misuse(f"Không có sự kiện nào mang mã «{nfc(words)}». Xem mã bằng papi log.")
    if len(events) > 1:
        raise Misuse(f"Có {len(events)} sự kiện mang mã bắt đầu bằng «{nfc(words)}». Ghi đủ mã.")
    return events[0]
