"""Sentences about events that the rules refuse, and about words that name no evidence.

A refusal has two forms, which tell the reader what to fill in: options (`--note`) or columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from papi_cli.log.drafts import BadEvidence, EvidenceFault
from papi_cli.log.events import recorded_on
from papi_cli.log.fields import FIELD_SPECS
from papi_cli.log.kinds import KIND_SPECS, EventKind, Need
from papi_cli.log.rules import RefusedEvent
from papi_cli.log.soundness import RefusalReason
from papi_cli.plan.model import Plan
from papi_cli.text import day_text, day_text_or, is_in_years, join_words, minute_text, nearest
from papi_cli.views.time_refusals import UNTIMELY, untimely_words
from papi_cli.views.words import document_words

_OWING_AGENCIES_SHOWN = 4
_OF_OBLIGATIONS = {
    RefusalReason.UNKNOWN_ITEM,
    RefusalReason.UNKNOWN_AGENCY,
    RefusalReason.NOT_OWED,
    *UNTIMELY,
}


class RefusalWords(NamedTuple):
    """What is wrong, and what to do instead: a sentence each, without the name of the obligation."""

    message: str
    advice: str


def refusal_words(plan: Plan, refused: RefusedEvent) -> RefusalWords:
    """Return the sentences for somebody who types options, or reads a warning of `papi check`."""
    return _words(plan, refused, _needs_as_options, lambda kind: KIND_SPECS[kind].option, FIELD_SPECS["until"].option)


def cell_refusal_sentence(plan: Plan, refused: RefusedEvent) -> str:
    """Return the same for somebody who fills in a sheet and knows no options."""
    day = f"ngày ở cột «{FIELD_SPECS['until'].head}»"
    return " ".join(filter(None, _words(plan, refused, _need_as_cell, lambda kind: f"«{kind.label}»", day)))


def _needs_as_options(refused: RefusedEvent) -> RefusalWords:
    kind = refused.event.kind
    needs = " và ".join(_need_as_options(need) for need in KIND_SPECS[kind].needs)
    return RefusalWords(f"«{kind.label}» cần {needs}.", "Bổ sung rồi ghi lại.")


def _need_as_options(need: Need) -> str:
    """Return the fields that will do, with their options: `số văn bản (--document) hoặc nội dung (--note)`."""
    # A day stands behind the option of the kind itself.
    options = {field: "" if field == "until" else FIELD_SPECS[field].option for field in need.words}
    *others, last = (f"{name} ({options[field]})" if options[field] else name for field, name in need.words.items())
    return f"{', '.join(others)} hoặc {last}" if others else last


def _need_as_cell(refused: RefusedEvent) -> RefusalWords:
    assert refused.missing is not None
    return RefusalWords(f"«{refused.event.kind.label}» cần {refused.missing.cell_words}.", "")


def _words(
    plan: Plan,
    refused: RefusedEvent,
    needs_words: Callable[[RefusedEvent], RefusalWords],
    kind_words: Callable[[EventKind], str],
    day_words: str,
) -> RefusalWords:
    """Return the sentences of any reason; functions and `day_words` say needs, kinds and `until` as the reader enters them."""
    event = refused.event
    whose = f"{event.item} của {agency_name(plan, event.agency)}"
    match refused.reason:
        case reason if reason in _OF_OBLIGATIONS:
            return _bad_obligation_words(plan, refused)
        case RefusalReason.OUTSIDE_YEARS | RefusalReason.FUTURE:
            return _bad_day_words(plan, refused)
        case RefusalReason.NEEDS_MISSING:
            return needs_words(refused)
        case RefusalReason.NO_LATER_DAY:
            return _no_later_day_words(plan, refused, kind_words)
        case RefusalReason.NOT_DONE | RefusalReason.NOT_ASKED:
            return _nothing_to_answer_words(plan, refused, kind_words)
        case RefusalReason.NOT_ONGOING | RefusalReason.NO_ADDRESSEE:
            return _unfit_kind_words(plan, refused, kind_words)
        case RefusalReason.NO_TARGET | RefusalReason.BEFORE_TARGET:
            return _bad_target_words(whose, refused)
        case RefusalReason.CLOCK_BEHIND:
            return _clock_words(plan, refused)
        case RefusalReason.DAY_MISSING | RefusalReason.DAY_FROM_TERM:
            return _anchored_day_words(plan, refused, kind_words, day_words)
        case _:
            return _not_anchored_words(plan, refused, kind_words)


def _unfit_kind_words(plan: Plan, refused: RefusedEvent, kind_words: Callable[[EventKind], str]) -> RefusalWords:
    """Return the sentences about a kind of event that the item, or the agency, cannot have."""
    event = refused.event
    if refused.reason is RefusalReason.NO_ADDRESSEE:
        coordinator = agency_name(plan, plan.coordinator)
        return RefusalWords(
            f"«{agency_name(plan, event.agency)}» là nhóm không nêu tên từng cơ quan, không có nơi nhận công văn, nên không "
            f"ghi được «{event.kind.label}».",
            f"{coordinator} theo dõi việc của nhóm; đã trao đổi thì ghi {kind_words(EventKind.PROGRESS)} với nội dung.",
        )
    return RefusalWords(
        f"{event.item} không phải việc thường xuyên, nên không ghi được «{event.kind.label}».",
        f"Ghi {kind_words(EventKind.DONE)} khi có sản phẩm, hoặc {kind_words(EventKind.WAIVED)} khi có văn bản "
        "cho phép không thực hiện.",
    )


def _bad_obligation_words(plan: Plan, refused: RefusedEvent) -> RefusalWords:
    event = refused.event
    if refused.reason in UNTIMELY:
        return RefusalWords(*untimely_words(plan, refused))
    if refused.reason is RefusalReason.UNKNOWN_ITEM:
        near = plan.nearest_occurrence(event.item)
        if near:
            return RefusalWords(f"việc định kỳ không có lần nào mang mã «{event.item}».", f"Lần gần nhất: {near}.")
        return RefusalWords(
            f"không có đầu việc nào mang mã «{event.item}».",
            _nearest_words(nearest(event.item, plan.items)) or "Xem các mã bằng papi status.",
        )
    if refused.reason is RefusalReason.UNKNOWN_AGENCY:
        return RefusalWords(
            f"không có cơ quan nào mang mã «{event.agency}».",
            _nearest_words([agency.id for agency in plan.nearest_agencies(event.agency)])
            or "Ghi mã trong agencies.yaml.",
        )
    return RefusalWords(
        f"{agency_name(plan, event.agency)} không chịu trách nhiệm về {event.item}.",
        f"Ghi cho cơ quan chịu trách nhiệm: {_owing_names(plan, event.item)}.",
    )


def _bad_day_words(plan: Plan, refused: RefusedEvent) -> RefusalWords:
    event = refused.event
    if refused.reason is RefusalReason.FUTURE:
        return RefusalWords(
            f"ngày {day_text(event.date)} ở sau ngày ghi nhận ({day_text(recorded_on(event, plan.zone))}).",
            "Sửa lại ngày, hoặc ghi khi việc đã xảy ra.",
        )
    day = event.until if is_in_years(event.date) and event.until else event.date
    return RefusalWords(f"ngày {day_text(day)} ở ngoài các năm từ 2000 đến 2099.", "Sửa lại năm.")


def _bad_target_words(whose: str, refused: RefusedEvent) -> RefusalWords:
    event = refused.event
    if refused.reason is RefusalReason.BEFORE_TARGET:
        return RefusalWords(
            f"lần hủy này mang thời điểm ghi nhận ở trước chính sự kiện «{event.target}» mà nó hủy.",
            "Sự kiện ấy sai thật thì hủy lại bằng papi retract.",
        )
    return RefusalWords(f"{whose} không có sự kiện mang mã «{event.target}» để hủy.", "Xem mã sự kiện bằng papi log.")


def _clock_words(plan: Plan, refused: RefusedEvent) -> RefusalWords:
    assert refused.ahead is not None
    ahead, clock = refused.ahead, minute_text(refused.event.recorded)
    return RefusalWords(
        f"sự kiện {ahead.id} ({ahead.item}, {agency_name(plan, ahead.agency)}) trong tệp {refused.file} mang thời điểm ghi "
        f"nhận {minute_text(ahead.recorded.astimezone(plan.zone))}, sau đồng hồ của máy này ({clock}) quá 5 phút.",
        "Đồng hồ của máy này sai thì chỉnh lại rồi ghi. Đồng hồ đúng thì đợi qua thời điểm ấy; không đợi được thì đưa tệp "
        "ấy ra khỏi sổ theo dõi (git rm, chưa lưu vào git thì xóa) rồi ghi lại các sự kiện trong tệp bằng papi record.",
    )


def _nothing_to_answer_words(plan: Plan, refused: RefusedEvent, kind_words: Callable[[EventKind], str]) -> RefusalWords:
    """Return the sentences about an answer to a delivery or a request that is not there."""
    event = refused.event
    if refused.reason is RefusalReason.NOT_ASKED:
        return RefusalWords(
            f"không có đề nghị gia hạn nào chờ trả lời tính đến {day_text(event.date)}, nên chưa ghi được việc "
            f"{event.kind.label}.",
            f"Ghi {kind_words(EventKind.EXTENSION_REQUESTED)} với ngày và văn bản đề nghị, rồi ghi lại việc này.",
        )
    return RefusalWords(
        f"{agency_name(plan, event.agency)}: chưa ghi nhận đã gửi {event.item} đến hết ngày {day_text(event.date)}, nên chưa "
        f"ghi được việc {event.kind.label}.",
        f"Ghi {kind_words(EventKind.DONE)} với ngày và văn bản của lần gửi trước, rồi ghi lại việc này; nếu mới chỉ trao "
        f"đổi, ghi {kind_words(EventKind.PROGRESS)}.",
    )


def _no_later_day_words(plan: Plan, refused: RefusedEvent, kind_words: Callable[[EventKind], str]) -> RefusalWords:
    event, last = refused.event, refused.last_day
    if plan.items[event.item].on(event.date).is_ongoing:
        return RefusalWords(
            f"{event.item} thực hiện thường xuyên, không có thời hạn để gia hạn.",
            f"Ghi {kind_words(EventKind.PROGRESS)} với nội dung của văn bản.",
        )
    in_force = f" ({day_text(last)})" if last else ""
    asked = day_text_or(event.until, "")
    return RefusalWords(
        f"ngày gia hạn {asked} không ở sau thời hạn đang áp dụng{in_force} của {event.item}.",
        "Ghi ngày mà văn bản cho phép; văn bản rút ngắn thời hạn thì sửa kế hoạch.",
    )


def _not_anchored_words(plan: Plan, refused: RefusedEvent, kind_words: Callable[[EventKind], str]) -> RefusalWords:
    """Return the sentences about an anchor of what has none, has it from another item, or has one already."""
    item, anchor = plan.items[refused.event.item].on(refused.event.date), refused.anchor
    if anchor is not None:
        document = f" ({words})" if (words := document_words(anchor)) else ""
        return RefusalWords(
            f"{item.code} đã có mốc tính là ngày {day_text(anchor.date)}{document}.",
            f"Ngày ấy sai thì sửa bằng papi correct {anchor.id}; văn bản cho thêm ngày thì ghi "
            f"{kind_words(EventKind.EXTENDED)}.",
        )
    if item.awaits_anchor:
        return RefusalWords(
            f"thời hạn của {item.code} tính từ khi hoàn thành {item.anchor}, như ghi trong kế hoạch.",
            f"Ghi {kind_words(EventKind.DONE)} cho {item.anchor}; mốc khác thì sửa «anchor» trong kế hoạch.",
        )
    phrase = f"thời hạn «{item.due.phrase}» của {item.code}" if item.due else f"{item.code} không ghi thời hạn nên"
    return RefusalWords(
        f"{phrase} không tính từ mốc nào.",
        f"Văn bản cho thêm ngày thì ghi {kind_words(EventKind.EXTENDED)}, nội dung khác thì ghi "
        f"{kind_words(EventKind.PROGRESS)}.",
    )


def _anchored_day_words(
    plan: Plan, refused: RefusedEvent, kind_words: Callable[[EventKind], str], day_words: str
) -> RefusalWords:
    """Return the sentences about an anchor that lacks the last day, or says one that follows from the phrase."""
    due = plan.items[refused.event.item].due_on(refused.event.date)
    phrase = f"thời hạn «{due.phrase if due else ''}»"
    if refused.reason is RefusalReason.DAY_MISSING:
        return RefusalWords(
            f"{phrase} không nêu số ngày, nên cần cả ngày cuối cùng mà văn bản ấn định.", f"Thêm {day_words}."
        )
    return RefusalWords(
        f"{phrase} tự cho biết ngày cuối cùng khi có mốc tính, nên không ghi thêm ngày.",
        f"Bỏ {day_words}; văn bản cho thêm ngày thì ghi {kind_words(EventKind.EXTENDED)}.",
    )


def _nearest_words(codes: Sequence[str]) -> str:
    return f"Gần nhất: {join_words([f'«{code}»' for code in codes])}." if codes else ""


def _owing_names(plan: Plan, item: str) -> str:
    names = [plan.agencies[id_].name for id_ in plan.items[item].agencies]
    if len(names) <= _OWING_AGENCIES_SHOWN:
        return join_words(names)
    return f"{', '.join(names[:_OWING_AGENCIES_SHOWN])}, … ({len(names)} cơ quan)"


_EVIDENCE_SENTENCES: Mapping[EvidenceFault, str] = {
    EvidenceFault.OTHER_SCHEME: "Minh chứng «{words}»: địa chỉ phải bắt đầu bằng http:// hoặc https://.",
    EvidenceFault.PARENT_FOLDER: "Minh chứng «{words}»: đường dẫn không được chứa «..».",
    EvidenceFault.OUTSIDE_PLAN: (
        "Minh chứng «{words}» nằm ngoài thư mục của kế hoạch. Chép tệp vào trong rồi ghi lại."
    ),
    EvidenceFault.NO_FILE: "Minh chứng «{words}»: không có tệp này trong thư mục của kế hoạch.",
    EvidenceFault.THROUGH_LINK: (
        "Minh chứng «{words}» đi qua một liên kết. Chép chính tệp ấy vào thư mục của kế hoạch."
    ),
}


def bad_evidence_sentence(bad: BadEvidence) -> str:
    """Return why words name no evidence."""
    return _EVIDENCE_SENTENCES[bad.fault].format(words=bad.words)


def agency_name(plan: Plan, id_: str) -> str:
    """Return the name of an agency; the id itself where the plan has no such agency (an event may name any)."""
    agency = plan.agencies.get(id_)
    return agency.name if agency else id_
