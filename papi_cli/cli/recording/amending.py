"""What retracting and correcting share: the event meant, its retraction, its correction."""

from __future__ import annotations

from papi_cli.cli.recording.session import Session
from papi_cli.log.drafts import Draft, draft_from_event
from papi_cli.log.events import Event
from papi_cli.log.fold import retracted_ids
from papi_cli.log.kinds import EventKind
from papi_cli.problems import Misuse, RecordingRefusal
from papi_cli.text import day_text, nfc

_MIN_ID_PREFIX = 4


def correction_drafts(desk: Session, old: Event, new: Draft) -> tuple[Draft, ...]:
    """Return retraction and new event; raises Misuse when nothing is new, Declined for an event that is gone."""
    if old.kind is EventKind.RETRACTED:
        raise RecordingRefusal("Không sửa được một lần hủy. Ghi lại sự kiện bằng papi record.")
    if new.content == draft_from_event(old).content:
        raise Misuse("Không có gì khác với sự kiện đã ghi. Nêu điều cần sửa, ví dụ --document 45/KH-STP.")
    events = desk.recorder.journal.events()
    gone = retracted_ids(events, desk.plan.zone, [])
    if old.id in gone:
        if any(event.id not in gone and draft_from_event(event).content == new.content for event in events):
            return (new,)
        raise RecordingRefusal(
            f"Sự kiện {old.id} đã bị hủy trước đó. Nếu đã có sự kiện ghi thay (xem papi log --item {old.item}) thì sửa sự "
            "kiện ấy; chưa có thì ghi bằng papi record."
        )
    why = f"sửa lại: {old.kind.label} ngày {day_text(old.date)}"
    return retraction_draft(desk, old, why), new


def retraction_draft(desk: Session, old: Event, note: str) -> Draft:
    """Return the draft that retracts `old` today."""
    return Draft(desk.today, old.item, old.agency, EventKind.RETRACTED, note=note, target=old.id, by=desk.by)


def find_event(desk: Session, words: str) -> Event:
    """Return the event whose id starts with `words`; raises Misuse for none or several."""
    start = words.strip().lower()
    if len(start) < _MIN_ID_PREFIX:
        raise Misuse(
            f"«{nfc(words)}» chưa đủ để tìm một sự kiện: ghi ít nhất {_MIN_ID_PREFIX} chữ số đầu của mã. Xem mã bằng papi log."
        )
    found = [event for event in desk.recorder.journal.events() if event.id.startswith(start)]
    if not found:
        raise Misuse(f"Không có sự kiện nào mang mã «{nfc(words)}». Xem mã bằng papi log.")
    if len(found) > 1:
        raise Misuse(f"Có {len(found)} sự kiện mang mã bắt đầu bằng «{nfc(words)}». Ghi đủ mã.")
    return found[0]
