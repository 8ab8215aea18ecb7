"""The Vietnamese words for states, flags, days, agencies and places in the decision."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.deadlines.model import DueKind
from papi_cli.plan.choices import Counts
from papi_cli.plan.model import AgencyKind, Interpretation, Item, ItemKind, Plan
from papi_cli.plan.obligations import Obligation
from papi_cli.states import Activity, Flag, State, Verdict
from papi_cli.text import day_text, day_text_or, join_words, weekday_text
from papi_cli.views.page import Tone


class StateWords(NamedTuple):
    """How a state is shown: `label` in a cell or sentence, `short_label` at the head of a narrow column.

    `heading` stands above the obligations in an agency's own list; it speaks of the deadline only, because each row
    says whether anything is recorded. `sign` tells the kinds of states apart by shape, so that nobody needs the colour
    of `tone`. `urgency` orders an agency's own list, most pressing first.
    """

    label: str
    short_label: str
    heading: str
    sign: str
    tone: Tone
    urgency: int


STATE_WORDS: Mapping[State, StateWords] = {
    State.DONE_ON_TIME: StateWords(
        "đã hoàn thành đúng hạn", "HT đúng hạn", "Đã hoàn thành đúng hạn", "✓", Tone.GOOD, urgency=6
    ),
    State.DONE_LATE: StateWords(
        "đã hoàn thành quá hạn", "HT quá hạn", "Đã hoàn thành quá hạn", "✓", Tone.LATE, urgency=5
    ),
    State.DONE_UNDATED: StateWords(
        label="đã hoàn thành (không ghi thời hạn)",
        short_label="HT không hạn",
        heading="Đã hoàn thành (không ghi thời hạn)",
        sign="✓",
        tone=Tone.GOOD,
        urgency=7,
    ),
    State.IN_TIME: StateWords("chưa hoàn thành, trong hạn", "Trong hạn", "Còn trong hạn", "○", Tone.PLAIN, urgency=2),
    State.OVERDUE: StateWords("chưa hoàn thành, quá hạn", "Quá hạn", "Quá thời hạn", "!", Tone.BAD, urgency=1),
    State.UNDATED: StateWords(
        "chưa hoàn thành, không ghi thời hạn", "Không hạn", "Không ghi thời hạn", "–", Tone.QUIET, urgency=3
    ),
    State.ONGOING: StateWords(
        "thực hiện thường xuyên", "Thường xuyên", "Thực hiện thường xuyên", "↻", Tone.PLAIN, urgency=4
    ),
    State.WAIVED: StateWords(
        "đưa ra khỏi danh mục theo dõi", "Đưa ra", "Đưa ra khỏi danh mục theo dõi", "×", Tone.QUIET, urgency=8
    ),
}

ACTIVITY_LABELS: Mapping[Activity, str] = {
    Activity.RESULT: "có kết quả trong kỳ",
    Activity.NOTHING_TO_REPORT: "không phát sinh trong kỳ",
    Activity.NONE: "chưa có kết quả trong kỳ",
}

UNCONFIRMED_MARK = "*"
UNCONFIRMED_NOTE = "* Theo cách hiểu chưa có văn bản xác nhận."


def state_words(verdict: Verdict) -> str:
    """Return the words for the state; where nothing is recorded, they do not claim that nothing was done."""
    if Flag.UNRECORDED in verdict.flags:
        return _unrecorded_words(verdict)
    words = STATE_WORDS[verdict.state].label
    match verdict.state:
        case State.DONE_ON_TIME if Flag.EXTENDED in verdict.flags:
            return f"{words} (được gia hạn)"
        case State.DONE_LATE | State.OVERDUE:
            return f"{words} {verdict.days_late} ngày"
        case State.IN_TIME:
            return f"{words} (còn {verdict.days_left} ngày)"
        case State.UNDATED:
            return words + _row_deadline_words(verdict)
        case State.ONGOING if verdict.activity is not None:
            return f"{words}: {ACTIVITY_LABELS[verdict.activity]}"
        case _:
            return words


def state_facts(verdict: Verdict) -> tuple[Hashable, ...]:
    """Return the facts behind `state_words`: verdicts have equal words exactly when they have equal facts."""
    return (
        verdict.state,
        Flag.UNRECORDED in verdict.flags,
        verdict.days_left,
        verdict.days_late,
        verdict.activity,
        verdict.state is State.DONE_ON_TIME and Flag.EXTENDED in verdict.flags,
        verdict.obligation.item.row_last_due if verdict.state is State.UNDATED else None,
    )


def _row_deadline_words(verdict: Verdict) -> str:
    """Return the last day of the whole row of Annex II, which helps where one of its products has none."""
    last = verdict.obligation.item.row_last_due
    return f" (hạn cuối của cả dòng: {day_text(last)})" if last else ""


def _unrecorded_words(verdict: Verdict) -> str:
    match verdict.state:
        case State.OVERDUE:
            return f"chưa ghi nhận, quá thời hạn {verdict.days_late} ngày"
        case State.IN_TIME:
            return f"chưa ghi nhận, còn {verdict.days_left} ngày"
        case State.UNDATED:
            return "chưa ghi nhận, không ghi thời hạn" + _row_deadline_words(verdict)
        case State.ONGOING:
            return "thường xuyên: chưa ghi nhận kết quả trong kỳ"
        case _:
            return STATE_WORDS[verdict.state].label


# In the order of the sentence. The other flags show in the words of the state, or as marks.
_FLAG_WORDS: Mapping[Flag, str] = {
    Flag.DUE_SOON: "sắp đến hạn",
    Flag.SUBMITTED: "đã trình, chờ ban hành",
    Flag.INCOMPLETE: "chờ bổ sung",
    Flag.NO_EVIDENCE: "chưa có minh chứng",
    Flag.EXTENDED: "được gia hạn (thời hạn ban đầu: {original})",
}
_TOLD_FLAGS = frozenset(_FLAG_WORDS)


def flag_words(verdict: Verdict) -> str:
    """Return what the flags add to the words of the state, "" for nothing."""
    original = day_text_or(verdict.original, "không ghi")
    return "; ".join(words.format(original=original) for flag, words in _FLAG_WORDS.items() if flag in verdict.flags)


def flag_facts(verdict: Verdict) -> tuple[Hashable, ...]:
    """Return the facts behind `flag_words`: verdicts have equal words exactly when they have equal facts."""
    return verdict.flags & _TOLD_FLAGS, verdict.original if Flag.EXTENDED in verdict.flags else None


def state_and_flag_words(verdict: Verdict) -> str:
    """Return the words for the state, then what the flags add."""
    return "; ".join(filter(None, (state_words(verdict), flag_words(verdict))))


def last_day_words(verdict: Verdict) -> str:
    """Return the last on-time day in force, or why there is none."""
    if verdict.last is not None:
        return day_text(verdict.last)
    due = verdict.obligation.item.due
    if due is None:
        return "không ghi"
    return {DueKind.ONGOING: "thường xuyên", DueKind.RECURRING: "định kỳ"}.get(due.kind, "không có ngày")


def short_weekday(day: date) -> str:
    """Return the day of the week for a narrow column: Hai … Bảy, CN."""
    return "CN" if day.weekday() == _SUNDAY else weekday_text(day).removeprefix("thứ ")


_SUNDAY = 6


def cooperating_names(plan: Plan, obligation: Obligation, *, short: bool = False) -> list[str]:
    """Return the names of the cooperating agencies and groups (short ones of groups if `short`), then open phrases."""
    ids = [id_ for id_ in obligation.item.cooperating if id_ != obligation.agency.id]
    names = [plan.groups[id_].short_name if short and id_ in plan.groups else plan.name_of(id_) for id_ in ids]
    return [*names, *obligation.item.others]


COUNTED_DAY_LABELS: Mapping[Counts, str] = {
    Counts.ISSUED: "ngày ban hành văn bản",
    Counts.SENT: "ngày gửi",
    Counts.RECEIVED: "ngày nhận",
}


def interpretation_words(interpretation: Interpretation, agencies: Sequence[str] = ()) -> str:
    """Return an interpretation, whether a document confirms it, and the names of the agencies it concerns (none: all)."""
    document = interpretation.confirmed_by
    confirmed = f"đã xác nhận: {document}" if interpretation.is_confirmed else "chưa có văn bản xác nhận"
    whom = f"; đối với {join_words(agencies)}" if agencies else ""
    return f"Cách hiểu ({confirmed}{whom}): {' '.join(interpretation.text.split())}"


def source_words(item: Item) -> str:
    """Return the place of an item in the decision, as letters cite it."""
    if item.kind is ItemKind.TASK:
        return task_words(item.source[0])
    return join_words([provision_words(code) for code in item.source])


def task_words(code: str) -> str:
    """Return a row of Annex II as letters cite it: II.5 is «số thứ tự 5 Mục II Phụ lục II»."""
    section, _, number = code.partition(".")
    return f"số thứ tự {number} Mục {section} Phụ lục II"


AGENCY_KIND_LABELS: Mapping[AgencyKind, str] = {
    AgencyKind.DEPARTMENT: "sở, ban, ngành",
    AgencyKind.BODY: "cơ quan khác",
    AgencyKind.COMMUNE: "xã, phường",
}


_PARTS = {"part-1": "Mục I", "part-2": "Mục II", "part-3": "Mục III", "part-4": "Mục IV"}


def provision_words(code: str) -> str:
    """Return a provision as letters cite it: part-4/1.b is «điểm b khoản 1 Mục IV»."""
    part, _, point_path = code.partition("/")
    item, _, point = point_path.partition(".")
    if point_path == "closing":
        return f"đoạn cuối {_PARTS[part]}"
    words = [f"điểm {point}" if point else "", f"khoản {item}" if item else "", _PARTS.get(part, part)]
    return " ".join(word for word in words if word)
