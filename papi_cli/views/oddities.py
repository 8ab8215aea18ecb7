"""Sentences about events that count but are worth a second look."""

from __future__ import annotations

from datetime import timedelta

from papi_cli.log.events import Event, recorded_on
from papi_cli.log.kinds import KIND_SPECS, EventKind
from papi_cli.log.oddities import OddEvent, Oddity
from papi_cli.plan.model import Plan
from papi_cli.text import day_text, day_text_or, join_words, number_text, upper_first
from papi_cli.views.amended import amendment_name
from papi_cli.views.refusals import agency_name
from papi_cli.views.words import document_words


def oddity_words(plan: Plan, odd: OddEvent) -> str:
    """Return why an event is worth a second look, as one sentence without the name of the obligation."""
    event, other = odd.event, odd.other
    match odd.oddity:
        case Oddity.BEFORE_DATA:
            first = day_text_or(odd.data_from, "")
            return f"ngày {day_text(event.date)} ở trước kỳ số liệu đầu tiên của kế hoạch (từ {first})."
        case Oddity.ASKED_REMINDED:
            agency = agency_name(plan, event.agency)
            return f"{plan.document.kind} chỉ đề nghị {agency} phối hợp về {event.item}; không đôn đốc cơ quan được đề nghị."
        case Oddity.BEFORE_WINDOW_CLOSED:
            closes = day_text_or(odd.limit, "")
            return f"báo cáo đề ngày {day_text(event.date)}, trước ngày chốt số liệu của kỳ ({closes}); xem lại ngày."
        case Oddity.TURNS_ON_TIME:
            return _turns_on_time_words(plan, odd)
        case Oddity.EXTENDED_TOO_FAR:
            last = day_text_or(odd.limit, "")
            return f"ngày gia hạn {day_text_or(event.until, '')} quá xa so với kế hoạch (sau {last}); xem lại năm."
        case Oddity.EXCUSED_LATER:
            return _excused_later_words(plan, odd)
        case Oddity.SELF_GRANTED:
            return _self_granted_words(plan, odd)
        case Oddity.HANDED_ON:
            return _handed_on_words(plan, odd)
        case Oddity.NOT_BEGUN:
            followed = plan.items[event.item].follows
            return (
                f"việc này chỉ bắt đầu sau khi hoàn thành {followed}, mà đến ngày {day_text(event.date)} chưa ghi nhận hoàn thành; "
                f"ghi {followed} trước."
            )
        case _:
            assert other is not None
            return _contradiction_words(plan, odd, other)


def _handed_on_words(plan: Plan, odd: OddEvent) -> str:
    """Return who is responsible since when and by which document, in the place of the agency that an event names."""
    event = odd.event
    handover = [one for one in plan.items[event.item].former if one.agency == event.agency and one.last < event.date][
        -1
    ]
    since, holders = handover.last + timedelta(days=1), join_words([agency_name(plan, id_) for id_ in odd.held_by])
    by = f" theo {name}" if (name := amendment_name(plan, handover.amendment)) else ""
    return (
        f"từ ngày {day_text(since)}{by}, {agency_name(plan, event.agency)} không còn chịu trách nhiệm về {event.item}: sự "
        f"kiện được tính cho {holders}. Do cơ quan ấy thực hiện thì ghi cho cơ quan ấy."
    )


def _self_granted_words(plan: Plan, odd: OddEvent) -> str:
    event, agency = odd.event, agency_name(plan, odd.event.agency)
    if odd.other:
        whose = f"văn bản «{event.document}» ngày {day_text(event.date)} là văn bản {agency} đề nghị gia hạn{_id_words(odd, odd.other)}"
    else:
        whose = f"ký hiệu văn bản «{event.document}» là của chính {agency}"
    if event.kind is EventKind.WAIVED:
        advice = "xem lại văn bản, phải là văn bản của cấp cho phép"
    else:
        advice = f"xem lại văn bản, mới đề nghị thì ghi «{EventKind.EXTENSION_REQUESTED.label}»"
    return f"{whose}; cơ quan không tự ghi «{event.kind.label}» cho mình: {advice}."


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
        case Oddity.TAKEN_BACK:
            return (
                f"sự kiện này đã được ghi một lần{which} rồi hủy hoặc sửa; chỉ ghi lại khi đã hủy nhầm, còn từ bảng cũ thì "
                "bỏ dòng này."
            )
        case Oddity.REPLACED_TWICE | Oddity.RETRACTED_TOO:
            return _replaced_words(odd, other)
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
        case Oddity.DONE_AND_WAIVED | Oddity.NOTHING_BESIDE_RESULT:
            return _not_both_words(odd, other)
        case _:
            return (
                f"việc này đã hoàn thành ngày {day}{which}, trước ngày đôn đốc ({day_text(event.date)}); văn bản không gửi "
                "cơ quan này thì đừng ghi cho cơ quan này."
            )


def _not_both_words(odd: OddEvent, other: Event) -> str:
    """Return why an event does not go with an `other`, which says the contrary of the same work."""
    said, advice = (
        f"đã ghi «{other.kind.label}» ngày {day_text(other.date)}{_id_words(odd, other)}",
        _retract_advice(odd, other),
    )
    if odd.oddity is Oddity.NOTHING_BESIDE_RESULT:
        return f"trong cùng kỳ báo cáo việc này {said}, nên kỳ ấy vẫn là có kết quả; {advice}."
    return f"việc này {said}, không thể vừa hoàn thành vừa đưa ra khỏi danh mục; {advice}."


def _replaced_words(odd: OddEvent, other: Event) -> str:
    """Return why it is unclear what stands in place of an event: `other` is another replacement, or a retraction."""
    assert odd.replaced is not None
    old, new = odd.replaced.id, _replacement_words(odd.event)
    if odd.oddity is Oddity.RETRACTED_TOO:
        return f"sự kiện {old} bị một bên hủy ({other.note}), một bên sửa thành {new}; chưa rõ bên nào đúng, nay tính bản sửa."
    return f"sự kiện {old} được sửa thành hai bản khác nhau, chưa rõ bản nào đúng: {_replacement_words(other)}; {new}."


def _turns_on_time_words(plan: Plan, odd: OddEvent) -> str:
    event = odd.event
    days = (recorded_on(event, plan.zone) - event.date).days
    was = "đã hoàn thành quá hạn" if odd.other else "quá hạn"
    return (
        f"việc đang «{was}» (thời hạn {day_text_or(odd.limit, '')}) thành đúng hạn vì lần hoàn thành đề ngày "
        f"{day_text(event.date)}, ghi sau {number_text(days)} ngày; đối chiếu ngày trên văn bản."
    )


def _excused_later_words(plan: Plan, odd: OddEvent) -> str:
    event = odd.event
    days = (recorded_on(event, plan.zone) - event.date).days
    was = "đã hoàn thành quá hạn" if odd.other else "quá hạn"
    turns = "được đưa ra khỏi danh mục" if event.kind is EventKind.WAIVED else "thành trong hạn"
    by = "mốc tính sửa thành" if event.kind is EventKind.ANCHORED or odd.excused else "văn bản đề"
    whose = ""
    if odd.excused:
        (item, agency), *others = odd.excused
        whose = f" {item} của {agency_name(plan, agency)}"
        turns += f" (cùng {number_text(len(others))} việc khác)" if others else ""
    return (
        f"việc{whose} đang «{was}» (thời hạn {day_text_or(odd.limit, '')}) {turns} vì {by} ngày {day_text(event.date)}, ghi sau "
        f"{number_text(days)} ngày; đối chiếu ngày trên văn bản."
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
    until = f"{KIND_SPECS[event.kind].until_link}{day_text(event.until)}" if event.until else ""
    kind = f"«{event.kind.label}{until}»"
    what = ", ".join(filter(None, (f"{kind} ngày {day_text(event.date)}", document_words(event), event.note)))
    return f"{what} (mã {event.id})"
