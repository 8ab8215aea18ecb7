"""The Vietnamese sentences for what changed in a plan, alike changes in one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from papi_cli.comparison import ChangeKind, Comparison, DeadlineChange, DeadlineChangeCause, RecordChange, RecordKind
from papi_cli.deadlines.model import Deadline
from papi_cli.text import day_text, day_text_or, join_words, upper_first
from papi_cli.views.agency_phrases import agencies_in_either_plan
from papi_cli.views.shortening import shorten_change, shorten_codes, shorten_text
from papi_cli.views.words import AGENCY_KIND_LABELS, provision_words

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

_RECORD_NOUNS: Mapping[RecordKind, str] = {
    RecordKind.PERIOD: "kỳ báo cáo",
    RecordKind.CALENDAR: "ngày nghỉ",
    RecordKind.GROUP: "nhóm",
    RecordKind.COMPONENT: "Phụ lục I, dòng",
    RecordKind.TASK: "nhiệm vụ",
    RecordKind.INTERPRETATION: "cách hiểu tại",
    RecordKind.ERRATUM: "đính chính tại",
}

_FIELD_LABELS: Mapping[str, str] = {
    "title": "tên gọi",
    "year": "năm",
    "province": "tỉnh",
    "time_zone": "múi giờ",
    "coordinator": "cơ quan theo dõi",
    "addressee": "nơi nhận báo cáo",
    "roll": "cách xử lý khi ngày cuối cùng là ngày nghỉ",
    "due_soon_days": "số ngày coi là sắp đến hạn",
    "number": "số của Quyết định",
    "symbol": "ký hiệu",
    "day": "ngày của Quyết định",
    "month": "tháng của Quyết định",
    "issuer": "nơi ban hành",
    "proposal": "tờ trình",
    "name": "tên",
    "first": "ngày đầu của khoảng chốt số liệu",
    "last": "ngày cuối của khoảng chốt số liệu",
    "due": "thời hạn báo cáo",
    "holiday": "ngày nghỉ",
    "workday": "ngày làm bù",
    "kind": "loại cơ quan",
    "code": "mã đơn vị hành chính",
    "aliases": "tên gọi khác",
    "superior": "cơ quan cấp trên",
    "place": "địa danh",
    "head": "chức danh người đứng đầu",
    "deputy": "chức danh cấp phó",
    "members": "thành viên",
    "lead": "cơ quan chủ trì",
    "cooperating": "cơ quan phối hợp",
    "others": "cơ quan phối hợp (cụm từ mở)",
    "agencies": "cơ quan chịu trách nhiệm",
    "binds": "cơ quan phải thực hiện",
    "concerns": "cơ quan mà cách hiểu này quyết định",
    "product": "sản phẩm",
    "source": "căn cứ",
    "counts": "ngày được tính là đã hoàn thành",
    "fulfilled_by": "cách hoàn thành khi nhiều cơ quan cùng chịu trách nhiệm",
    "asked": "tính chất",
    "text": "nội dung",
    "confirmed_by": "văn bản xác nhận",
    "reads": "cách đọc đúng",
    "note": "ghi chú",
    "quote": "nguyên văn",
    "quote.task": "ô «Nhiệm vụ cụ thể»",
    "quote.products": "ô «Sản phẩm đầu ra»",
    "quote.lead": "ô «Cơ quan chủ trì»",
    "quote.cooperating": "ô «Cơ quan phối hợp»",
    "quote.due": "ô «Thời gian hoàn thành»",
    "quote.label": "ô «Chỉ số nội dung/Nội dung thành phần»",
    "quote.name": "ô «Nội dung»",
    "quote.heading": "tiêu đề",
    "quote.text": "nguyên văn",
}

# Values that are codes in the files.
_VALUE_LABELS: Mapping[tuple[str, str], str] = {
    ("roll", "none"): "giữ nguyên",
    ("roll", "next"): "chuyển sang ngày làm việc tiếp theo",
    ("roll", "previous"): "lùi về ngày làm việc liền trước",
    ("counts", "issued"): "ngày ban hành văn bản",
    ("counts", "sent"): "ngày gửi",
    ("counts", "received"): "ngày nhận",
    ("fulfilled_by", "each"): "từng cơ quan thực hiện",
    ("fulfilled_by", "any"): "một cơ quan thực hiện là đủ",
    ("asked", "true"): "đề nghị",
    ("asked", "false"): "giao",
    **{("kind", kind.value): words for kind, words in AGENCY_KIND_LABELS.items()},
}
_DAY_FIELDS = {"day", "first", "last"}
_AGENCY_FIELDS = {"coordinator", "addressee", "issuer", "superior"}

_CAUSE_CLAUSES: Mapping[DeadlineChangeCause, str] = {
    DeadlineChangeCause.INTERPRETATION: "cách hiểu đổi",
    DeadlineChangeCause.PERIOD: "thời hạn của kỳ báo cáo đổi",
    DeadlineChangeCause.YEAR: "năm của Kế hoạch đổi",
    DeadlineChangeCause.ROLL: "cách xử lý ngày nghỉ đổi",
    DeadlineChangeCause.CALENDAR: "lịch ngày nghỉ, ngày làm bù đổi",
}


def group_by(found: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Return what was found by its key, keys and members in their order."""
    groups: dict[K, list[T]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups


# Sentences


def change_lines(both: Comparison, changes: Iterable[RecordChange]) -> list[str]:
    """Return a sentence for each change, and one for all that say the same of several places."""
    groups = group_by(changes, _sentence_key)
    return [_sentence(both, alike[0], [one.code for one in alike]) for alike in groups.values()]


def _sentence_key(change: RecordChange) -> Hashable:
    if not change.field and change.record_kind is RecordKind.AGENCY and change.kind is not ChangeKind.RENAMED:
        return change.record_kind, change.kind
    if change.field.startswith("quote") or change.record_kind is RecordKind.INTERPRETATION:
        return change
    return change._replace(code="")


def _sentence(both: Comparison, change: RecordChange, places: Sequence[str]) -> str:
    subject = _subject(both, change.record_kind, places)
    if not change.field:
        return _record_sentence(both, change, places, subject)
    field = _FIELD_LABELS[change.field]
    if change.record_kind is RecordKind.INTERPRETATION and change.field == "confirmed_by":
        return _confirmation(subject, change)
    head = _capital(change.record_kind, subject)
    match change.kind:
        case ChangeKind.ADDED:
            return f"{head}: thêm {field}: {_members(both, change)}."
        case ChangeKind.DROPPED:
            return f"{head}: bớt {field}: {_members(both, change)}."
        case _:
            return f"{head}: {field}: {_value_change(both, change)}."


def _record_sentence(both: Comparison, change: RecordChange, places: Sequence[str], subject: str) -> str:
    match change.kind:
        case ChangeKind.RENAMED:
            lost = "" if change.record_kind is RecordKind.TASK else "; sự kiện đã ghi theo mã cũ không còn được tính"
            return f"Mã {change.old} có vẻ đã đổi thành {change.new}{lost}."
        case ChangeKind.ADDED | ChangeKind.DROPPED if change.record_kind is RecordKind.AGENCY:
            return f"{'Thêm' if change.kind is ChangeKind.ADDED else 'Bỏ'} cơ quan: {agencies_in_either_plan(both.plans, places)}."
        case _:
            title = change.new or change.old
    if change.record_kind is RecordKind.CALENDAR and not title:
        subject = subject.replace(_RECORD_NOUNS[RecordKind.CALENDAR], "ngày làm bù")
    said = f": {shorten_text(title)}" if title else ""
    return f"{'Thêm' if change.kind is ChangeKind.ADDED else 'Bỏ'} {subject}{said}."


def _confirmation(subject: str, change: RecordChange) -> str:
    head = _capital(change.record_kind, subject)
    if not change.old:
        return f"{head} được xác nhận: {change.new}."
    if not change.new:
        return f"{head} không còn văn bản xác nhận (trước đây: {change.old})."
    return f"{head}: văn bản xác nhận: {shorten_change(change.old, change.new)}."


def _members(both: Comparison, change: RecordChange) -> str:
    if change.field == "source":
        return join_words([provision_words(code) for code in change.members])
    return agencies_in_either_plan(both.plans, change.members)


def _value_change(both: Comparison, change: RecordChange) -> str:
    if change.field in _DAY_FIELDS:
        days = (date.fromisoformat(day) if day else None for day in (change.old, change.new))
        return " → ".join(day_text_or(day, "để trống") for day in days)
    if change.field in _AGENCY_FIELDS:
        return " → ".join(
            agencies_in_either_plan(both.plans, [id_]) if id_ else "để trống" for id_ in (change.old, change.new)
        )
    old, new = (_VALUE_LABELS.get((change.field, value)) for value in (change.old, change.new))
    return f"{old} → {new}" if old and new else shorten_change(change.old, change.new)


def _subject(both: Comparison, area: RecordKind, places: Sequence[str]) -> str:
    names = [_name(both, area, place) for place in places]
    if area is RecordKind.PLAN:
        return "Quyết định" if places[0] else "Kế hoạch"
    if area in (RecordKind.PROVISION, RecordKind.AGENCY, RecordKind.ITEM):
        return shorten_codes(names)
    return f"{_RECORD_NOUNS[area]} {shorten_codes(names)}"


def _capital(area: RecordKind, subject: str) -> str:
    """Return the subject as a sentence begins with it; a code stays as it is."""
    return subject if area is RecordKind.ITEM else upper_first(subject)


def _name(both: Comparison, area: RecordKind, place: str) -> str:
    match area:
        case RecordKind.PERIOD:
            periods = (period for side in (both.after, both.before) for period in side.plan.periods)
            return next(period.name for period in periods if period.id == place)
        case RecordKind.CALENDAR:
            return day_text(date.fromisoformat(place))
        case RecordKind.AGENCY:
            return agencies_in_either_plan(both.plans, [place])
        case RecordKind.GROUP:
            side = both.after if place in both.after.plan.groups else both.before
            return f"«{side.plan.groups[place].name}»"
        case RecordKind.PROVISION:
            return provision_words(place)
        case RecordKind.ERRATUM:
            return shorten_text(place)
        case _:
            return place


# Deadlines


def move_lines(moves: Iterable[DeadlineChange]) -> list[str]:
    """Return a sentence for each deadline that is another, and one for all items of the same change."""
    groups = group_by(moves, _move_key)
    return [_move_sentence(alike[0], shorten_codes([one.item for one in alike])) for alike in groups.values()]


def _move_key(move: DeadlineChange) -> Hashable:
    (old, last), (new, last_after) = _phrase_and_last_day(move.before), _phrase_and_last_day(move.after)
    # A phrase that did not change need not be told, nor the same.
    return (last, last_after, move.causes, (old, new) if old != new else None)


def _phrase_and_last_day(due: Deadline | None) -> tuple[str, date | None]:
    return (due.phrase, due.last) if due else ("", None)


def _move_sentence(move: DeadlineChange, items: str) -> str:
    (old, last), (new, last_after) = _phrase_and_last_day(move.before), _phrase_and_last_day(move.after)
    phrase = f"{shorten_text(old)} → {shorten_text(new)}"
    if last == last_after:
        still = f"vẫn là {day_text(last)}" if last else "vẫn không có"
        return f"{items}: cụm từ thời hạn đổi: {phrase}; ngày cuối cùng đúng hạn {still}."
    causes = [_CAUSE_CLAUSES.get(cause, f"cụm từ thời hạn đổi: {phrase}") for cause in move.causes]
    why = f", vì {join_words(causes)}" if causes else ""
    if last is None or last_after is None:
        moved = (
            f"nay có ngày cuối cùng đúng hạn {day_text(last_after)}"
            if last_after
            else "không còn ngày cuối cùng đúng hạn"
        )
        return f"{items}: {moved}{why}."
    return f"{items}: ngày cuối cùng đúng hạn chuyển từ {day_text(last)} sang {day_text(last_after)}{why}."
