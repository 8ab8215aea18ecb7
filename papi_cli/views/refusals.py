"""Sentences about events that the rules refuse or find odd, and about words that name no evidence.

A refusal has two forms, which tell the reader what to fill in: options (`--note`) or columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from papi_cli.log.drafts import BadEvidence, EvidenceFault
from papi_cli.log.events import Event, recorded_on
from papi_cli.log.fields import FIELD_SPECS
from papi_cli.log.fold import RefusalReason
from papi_cli.log.kinds import KIND_SPECS, EventKind, Need
from papi_cli.log.oddities import OddEvent, Oddity
from papi_cli.log.rules import RefusedEvent
from papi_cli.plan.model import Plan
from papi_cli.text import count_text, day_text, day_text_or, is_in_years, join_words, minute_text, nearest, upper_first
from papi_cli.views.words import document_words

_OWING_AGENCIES_SHOWN = 4


class RefusalWords(NamedTuple):
    """What is wrong, and what to do instead: a sentence each, without the name of the obligation."""

    message: str
    advice: str


def refusal_words(plan: Plan, refused: RefusedEvent) -> RefusalWords:
    """Return the sentences for somebody who types options, or reads a warning of `papi check`."""
    return _words(plan, refused, _needs_as_options, lambda kind: KIND_SPECS[kind].option)


def cell_refusal_sentence(plan: Plan, refused: RefusedEvent) -> str:
    """Return the same for somebody who fills in a sheet and knows no options."""
    return " ".join(filter(None, _words(plan, refused, _need_as_cell, lambda kind: f"«{kind.label}»")))


def _needs_as_options(refused: RefusedEvent) -> RefusalWords:
    kind = refused.event.kind
    needs = " và ".join(_need_as_options(need) for need in KIND_SPECS[kind].needs)
    return RefusalWords(f"«{kind.label}» cần {needs}.", "Bổ sung rồi ghi lại.")


def _need_as_options(need: Need) -> str:
    """Return the fields that will do, with their options: `số văn bản (--document) hoặc nội dung (--note)`."""
    options = {field: FIELD_SPECS[field].option for field in need.words}
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
) -> RefusalWords:
    """Return the sentences of any reason; the two functions say needs and kinds as the reader enters them."""
    event = refused.event
    whose = f"{event.item} của {agency_name(plan, event.agency)}"
    match refused.reason:
        case RefusalReason.UNKNOWN_ITEM | RefusalReason.UNKNOWN_AGENCY | RefusalReason.NOT_OWED:
            return _bad_obligation_words(plan, refused)
        case RefusalReason.OUTSIDE_YEARS | RefusalReason.FUTURE:
            return _bad_day_words(plan, refused)
        case RefusalReason.NEEDS_MISSING:
            return needs_words(refused)
        case RefusalReason.NO_LATER_DAY:
            return _no_later_day_words(plan, refused, kind_words)
        case RefusalReason.NOT_DONE | RefusalReason.NOT_ASKED:
            return _nothing_to_answer_words(whose, refused, kind_words)
        case RefusalReason.NOT_ONGOING:
            return RefusalWords(
                f"{event.item} không phải việc thường xuyên, nên không thể «{event.kind.label}».",
                f"Ghi {kind_words(EventKind.DONE)} khi có sản phẩm, hoặc {kind_words(EventKind.WAIVED)} khi có văn bản "
                "cho phép không thực hiện.",
            )
        case RefusalReason.NO_TARGET | RefusalReason.BEFORE_TARGET:
            return _bad_target_words(whose, refused)
        case RefusalReason.CLOCK_BEHIND:
            return _clock_words(plan, refused)


def _bad_obligation_words(plan: Plan, refused: RefusedEvent) -> RefusalWords:
    event = refused.event
    if refused.reason is RefusalReason.UNKNOWN_ITEM:
        return RefusalWords(
            f"không có sản phẩm hay trách nhiệm nào mang mã «{event.item}».",
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


def _nothing_to_answer_words(whose: str, refused: RefusedEvent, kind_words: Callable[[EventKind], str]) -> RefusalWords:
    """Return the sentences about an answer to a delivery or a request that is not there."""
    event = refused.event
    if refused.reason is RefusalReason.NOT_ASKED:
        return RefusalWords(
            f"không có đề nghị gia hạn nào chờ trả lời tính đến {day_text(event.date)}, nên chưa ghi được việc "
            f"{event.kind.label}.",
            f"Ghi {kind_words(EventKind.EXTENSION_REQUESTED)} với ngày và văn bản đề nghị, rồi ghi lại việc này.",
        )
    return RefusalWords(
        f"{whose} chưa được ghi nhận hoàn thành tính đến {day_text(event.date)}, nên không thể «{event.kind.label}».",
        f"Ghi {kind_words(EventKind.DONE)} với ngày và văn bản của lần gửi trước, rồi ghi lại việc này; nếu mới chỉ trao "
        f"đổi, ghi {kind_words(EventKind.PROGRESS)}.",
    )


def _no_later_day_words(plan: Plan, refused: RefusedEvent, kind_words: Callable[[EventKind], str]) -> RefusalWords:
    event, last = refused.event, refused.last_day
    if plan.items[event.item].is_ongoing:
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


def _nearest_words(codes: Sequence[str]) -> str:
    return f"Gần nhất: {join_words([f'«{code}»' for code in codes])}." if codes else ""


def _owing_names(plan: Plan, item: str) -> str:
    names = [plan.agencies[id_].name for id_ in plan.items[item].agencies]
    if len(names) <= _OWING_AGENCIES_SHOWN:
        return join_words(names)
    return f"{', '.join(names[:_OWING_AGENCIES_SHOWN])}, … ({len(names)} cơ quan)"


def oddity_words(plan: Plan, odd: OddEvent) -> str:
    """Return why an event is worth a second look, as one sentence without the name of the obligation."""
    event, other = odd.event, odd.other
    match odd.oddity:
        case Oddity.BEFORE_DATA:
            first = day_text_or(odd.data_from, "")
            return f"ngày {day_text(event.date)} ở trước kỳ số liệu đầu tiên của kế hoạch (từ {first})."
        case Oddity.ASKED_REMINDED:
            agency = agency_name(plan, event.agency)
            return f"Quyết định chỉ đề nghị {agency} phối hợp về {event.item}; không đôn đốc cơ quan được đề nghị."
        case Oddity.BEFORE_WINDOW_CLOSED:
            closes = day_text_or(odd.limit, "")
            return f"báo cáo đề ngày {day_text(event.date)}, trước ngày chốt số liệu của kỳ ({closes}); xem lại ngày."
        case Oddity.TURNS_ON_TIME:
            return _turns_on_time_words(plan, odd)
        case Oddity.EXTENDED_TOO_FAR:
            last = day_text_or(odd.limit, "")
            return f"ngày gia hạn {day_text_or(event.until, '')} quá xa so với kế hoạch (sau {last}); xem lại năm."
        case Oddity.SELF_GRANTED:
            return (
                f"ký hiệu văn bản «{event.document}» là của chính {agency_name(plan, event.agency)}; cơ quan không tự ghi "
                f"«{event.kind.label}» cho mình: xem lại văn bản, mới đề nghị thì ghi «{_ASKED.label}»."
            )
        case _:
            assert other is not None
            return _contradiction_words(plan, odd, other)


_ASKED = EventKind.EXTENSION_REQUESTED


def _contradiction_words(plan: Plan, odd: OddEvent, other: Event) -> str:
    """Return why an event is odd beside an `other`."""
    event, day, which = odd.event, day_text(other.date), _id_words(odd, other)
    match odd.oddity:
        case Oddity.OTHER_SUBJECT:
            return f"văn bản cùng số, cùng ngày, cùng cơ quan đã ghi với trích yếu khác: «{other.document}»."
        case Oddity.DOUBLED:
            return f"sự kiện này đã được ghi một lần{which}; hủy một trong hai bằng papi retract."
        case Oddity.OVERTURNS:
            return f"vì việc này, «{other.kind.label}» ngày {day}{which} không còn được tính."
        case Oddity.REPLACED_TWICE:
            assert odd.replaced is not None
            first, second = _replacement_words(other), _replacement_words(event)
            return (
                f"sự kiện {odd.replaced.id} được sửa thành hai bản khác nhau, chưa rõ bản nào đúng: {first}; {second}."
            )
        case Oddity.OTHER_DAY:
            where = "" if other.item == event.item else f" cho {other.item}"
            return f"văn bản «{event.document}» đã ghi{where} ngày {day}{which}; {_correct_advice(odd, other)}."
        case Oddity.EARLIER_DONE:
            what = ", ".join(filter(None, (f"đã ghi hoàn thành ngày {day}", document_words(other))))
            return (
                f"{what}{which}; ghi thêm ngày {day_text(event.date)} thì ngày hoàn thành bị đẩy lên sớm hơn. "
                f"{upper_first(_correct_advice(odd, other))}."
            )
        case Oddity.SHARED_NUMBER:
            return (
                f"văn bản «{event.document}» đã ghi là của {agency_name(plan, other.agency)} ngày {day}{which}; mỗi cơ quan "
                "một văn bản thì ghi số của từng văn bản."
            )
        case Oddity.DONE_AND_WAIVED:
            return (
                f"việc này đã ghi «{other.kind.label}» ngày {day}{which}, không thể vừa hoàn thành vừa đưa ra khỏi danh "
                f"mục; {_retract_advice(odd, other)}."
            )
        case _:
            return (
                f"việc này đã hoàn thành ngày {day}{which}, trước ngày đôn đốc ({day_text(event.date)}); văn bản không gửi "
                "cơ quan này thì đừng ghi cho cơ quan này."
            )


def _turns_on_time_words(plan: Plan, odd: OddEvent) -> str:
    event = odd.event
    days = (recorded_on(event, plan.zone) - event.date).days
    was = "đã hoàn thành quá hạn" if odd.other else "quá hạn"
    return (
        f"việc đang «{was}» (thời hạn {day_text_or(odd.limit, '')}) thành đúng hạn vì lần hoàn thành đề ngày "
        f"{day_text(event.date)}, ghi sau {count_text(days)} ngày; đối chiếu ngày trên văn bản."
    )


def _id_words(odd: OddEvent, other: Event) -> str:
    """Return how the other event is known: by its id, unless it is only about to be written."""
    return " (cùng lần ghi này)" if odd.is_other_new else f" (mã {other.id})"


def _correct_advice(odd: OddEvent, other: Event) -> str:
    return "xem lại ngày" if odd.is_other_new else f"sửa ngày thì dùng papi correct {other.id}"


def _retract_advice(odd: OddEvent, other: Event) -> str:
    return "bỏ một trong hai" if odd.is_other_new else f"ghi nhầm thì hủy bằng papi retract {other.id}"


def oddity_advice(odd: OddEvent) -> str:
    """Return what to do about an odd event, as one sentence for a reader of `papi check`."""
    if odd.oddity is Oddity.REPLACED_TWICE and odd.other is not None:
        return f"Hủy bản sai: papi retract {odd.other.id} hoặc papi retract {odd.event.id}."
    if odd.oddity.is_doubtful:
        return (
            f"Sai thì sửa hoặc hủy (papi correct {odd.event.id}, papi retract {odd.event.id}); đúng thì xác nhận: papi "
            f"correct {odd.event.id} --confirm."
        )
    return "Xem lại văn bản; đúng thì để nguyên."


def _replacement_words(event: Event) -> str:
    """Return a replacement as it differs from the other one: `«đã hoàn thành» ngày 12/3/2026, 46/KH-STP (mã …)`."""
    kind = f"«{event.kind.label} đến {day_text(event.until)}»" if event.until else f"«{event.kind.label}»"
    what = ", ".join(filter(None, (f"{kind} ngày {day_text(event.date)}", document_words(event), event.note)))
    return f"{what} (mã {event.id})"


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
