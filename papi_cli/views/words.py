"""The Vietnamese words for states, flags, days, agencies and places in the document."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.deadlines.model import DueKind, Roll, Span
from papi_cli.log.activity import Activity
from papi_cli.log.events import Event
from papi_cli.plan.choices import Counts, Does, ErratumKind, FulfilledBy
from papi_cli.plan.model import AgencyKind, Interpretation, Item, Plan
from papi_cli.plan.obligations import Obligation
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import day_text, is_proposed, join_words, upper_first
from papi_cli.views.page import Tone


class StateWords(NamedTuple):
    """How a state is shown: `label` in a cell or sentence, `short_label` at the head of a narrow column.

    `days` follows the label where days are shown. `unrecorded` replaces both where nothing is recorded, "" for states
    that only a record can bring about. `heading` stands above the obligations in an agency's own list; it speaks of the
    deadline only, because each row says whether anything is recorded. `figure_head` heads the column that counts them
    in a report. `in_matrix` is the cell of a duty. `sign` tells the kinds of states apart by shape, so that nobody
    needs the colour of `tone`. `urgency` orders an agency's own list, most pressing first.

    `days` and `unrecorded` may hold {left}, how much time is left; these and `in_matrix` {days_late}.
    """

    label: str
    short_label: str
    heading: str
    figure_head: str
    in_matrix: str
    sign: str
    tone: Tone
    urgency: int
    days: str = ""
    unrecorded: str = ""


STATE_WORDS: Mapping[State, StateWords] = {
    State.DONE_ON_TIME: StateWords(
        label="đã hoàn thành đúng hạn",
        short_label="HT đúng hạn",
        heading="Đã hoàn thành đúng hạn",
        figure_head="Đã HT đúng hạn",
        in_matrix="đúng hạn",
        sign="✓",
        tone=Tone.GOOD,
        urgency=6,
    ),
    State.DONE_LATE: StateWords(
        label="đã hoàn thành quá hạn",
        short_label="HT quá hạn",
        heading="Đã hoàn thành quá hạn",
        figure_head="Đã HT quá hạn",
        in_matrix="quá hạn {days_late} ngày",
        sign="✓",
        tone=Tone.LATE,
        urgency=5,
        days=" {days_late} ngày",
    ),
    State.DONE_UNDATED: StateWords(
        label="đã hoàn thành (không ghi thời hạn)",
        short_label="HT không hạn",
        heading="Đã hoàn thành (không ghi thời hạn)",
        figure_head="Đã HT không hạn",
        in_matrix="đã gửi",
        sign="✓",
        tone=Tone.GOOD,
        urgency=7,
    ),
    State.IN_TIME: StateWords(
        label="chưa hoàn thành, trong hạn",
        short_label="Trong hạn",
        heading="Còn trong hạn",
        figure_head="Chưa HT trong hạn",
        in_matrix="chưa đến hạn",
        sign="○",
        tone=Tone.PLAIN,
        urgency=2,
        days=" ({left})",
        unrecorded="chưa ghi nhận, {left}",
    ),
    State.OVERDUE: StateWords(
        label="chưa hoàn thành, quá hạn",
        short_label="Quá hạn",
        heading="Quá hạn",
        figure_head="Chưa HT quá hạn",
        in_matrix="chưa hoàn thành, quá hạn {days_late} ngày",
        sign="!",
        tone=Tone.BAD,
        urgency=1,
        days=" {days_late} ngày",
        unrecorded="chưa ghi nhận, quá hạn {days_late} ngày",
    ),
    State.UNDATED: StateWords(
        label="chưa hoàn thành, không ghi thời hạn",
        short_label="Không hạn",
        heading="Không ghi thời hạn",
        figure_head="Chưa HT không hạn",
        in_matrix="chưa ghi nhận",
        sign="–",
        tone=Tone.QUIET,
        urgency=3,
        unrecorded="chưa ghi nhận, không ghi thời hạn",
    ),
    State.ONGOING: StateWords(
        label="thực hiện thường xuyên",
        short_label="Thường xuyên",
        heading="Thực hiện thường xuyên",
        figure_head="Thường xuyên",
        in_matrix="chưa ghi nhận",
        sign="↻",
        tone=Tone.PLAIN,
        urgency=4,
        unrecorded="thường xuyên: chưa ghi nhận kết quả trong kỳ",
    ),
    State.WAIVED: StateWords(
        label="đưa ra khỏi danh mục theo dõi",
        short_label="Không theo dõi",
        heading="Đưa ra khỏi danh mục theo dõi",
        figure_head="Không theo dõi",
        in_matrix="đưa ra khỏi danh mục",
        sign="×",
        tone=Tone.QUIET,
        urgency=8,
    ),
}

NO_ANCHOR_YET = "chưa xác định mốc tính"
# Of what goes on only once something is delivered that is not.
_NOT_BEGUN_WORDS = STATE_WORDS[State.ONGOING]._replace(
    label="chưa bắt đầu (chờ hoàn thành)",
    short_label="Chưa bắt đầu",
    figure_head="Chưa bắt đầu",
    heading="Chưa bắt đầu (chờ hoàn thành)",
    in_matrix="chưa bắt đầu",
    unrecorded="",
)
# Where the plan has no reporting periods.
_WITHOUT_PERIOD = STATE_WORDS[State.ONGOING]._replace(unrecorded="thường xuyên: chưa ghi nhận kết quả")
# Of what has no last day only because nothing tells yet from which day it counts.
_UNANCHORED_WORDS: Mapping[State, StateWords] = {
    State.DONE_UNDATED: STATE_WORDS[State.DONE_UNDATED]._replace(
        label=f"đã hoàn thành ({NO_ANCHOR_YET})",
        short_label="HT chưa có mốc",
        figure_head="Đã HT chưa có mốc",
        heading=f"Đã hoàn thành ({NO_ANCHOR_YET})",
    ),
    State.UNDATED: STATE_WORDS[State.UNDATED]._replace(
        label=f"chưa hoàn thành, {NO_ANCHOR_YET}",
        short_label="Chưa có mốc",
        figure_head="Chưa HT chưa có mốc",
        unrecorded=f"chưa ghi nhận, {NO_ANCHOR_YET}",
        heading=upper_first(NO_ANCHOR_YET),
        in_matrix=NO_ANCHOR_YET,
    ),
}

ACTIVITY_LABELS: Mapping[Activity, str] = {
    Activity.RESULT: "có kết quả trong kỳ",
    Activity.NOTHING_TO_REPORT: "không phát sinh trong kỳ",
    Activity.NONE: "chưa có kết quả trong kỳ",
}

UNCONFIRMED_MARK = "*"
UNCONFIRMED_NOTE = "* Theo cách hiểu chưa có văn bản xác nhận."


def words_of(verdict: Verdict) -> StateWords:
    """Return how the state of a verdict is shown."""
    if Flag.UNANCHORED in verdict.flags:
        return _UNANCHORED_WORDS[verdict.state]
    if Flag.NOT_BEGUN in verdict.flags:
        return _NOT_BEGUN_WORDS
    without_period = verdict.state is State.ONGOING and verdict.activity is None
    return _WITHOUT_PERIOD if without_period else STATE_WORDS[verdict.state]


def words_of_judgement(state: State, *, awaits_anchor: bool) -> StateWords:
    """Return how a state is shown of which no more is known than whether the last day depends on an anchor."""
    return (awaits_anchor and _UNANCHORED_WORDS.get(state)) or STATE_WORDS[state]


def counted_words(verdict: Verdict) -> StateWords:
    """Return the words under which a verdict is counted, which are among COUNTED_WORDS."""
    words = words_of(verdict)
    return STATE_WORDS[verdict.state] if words is _WITHOUT_PERIOD else words


# In the order of reports: behind the words of a state those of what is told apart in it.
COUNTED_WORDS: tuple[StateWords, ...] = tuple(
    words
    for state in State
    for words in (
        STATE_WORDS[state],
        *([_UNANCHORED_WORDS[state]] if state in _UNANCHORED_WORDS else []),
        *([_NOT_BEGUN_WORDS] if state is State.ONGOING else []),
    )
)

# The words of what is still to be delivered, and of what waits for that to begin.
UNSETTLED_WORDS: tuple[StateWords, ...] = (
    *(
        words[state]
        for state in State
        if state.is_pending
        for words in (STATE_WORDS, _UNANCHORED_WORDS)
        if state in words
    ),
    _NOT_BEGUN_WORDS,
)


def headings_of(verdicts: Iterable[Verdict]) -> str:
    """Return what stands above verdicts of one state in an agency's own list."""
    first, *others = dict.fromkeys(words_of(verdict).heading for verdict in verdicts)
    return ", ".join((first, *(f"{other[0].lower()}{other[1:]}" for other in others)))


def state_words(verdict: Verdict, count: Callable[[int], str] = str) -> str:
    """Return the words for the state; where nothing is recorded, they do not claim that nothing was done.

    `count` writes a number of days, as prose has it in documents: «quá hạn 01 ngày».
    """
    words = words_of(verdict)
    claim = (Flag.UNRECORDED in verdict.flags and words.unrecorded) or words.label + words.days
    days_late = count(verdict.days_late or 0)
    return claim.format(left=days_left_words(verdict, count), days_late=days_late) + _state_details(verdict)


def days_left_words(verdict: Verdict, count: Callable[[int], str] = str) -> str:
    """Return how much of its time is left to an obligation in time; on the last day no number, since that day counts.

    It does not say «hôm nay»: a report tells what was so on the last day of its data.
    """
    return f"còn {count(verdict.days_left)} ngày" if verdict.days_left else "đến ngày cuối của thời hạn"


def _state_details(verdict: Verdict) -> str:
    """Return what some states add: an extension, the activity, the last day of the whole row of its annex."""
    last = verdict.obligation.item.row_last_due
    match verdict.state:
        case State.DONE_ON_TIME if Flag.EXTENDED in verdict.flags:
            return " (được gia hạn)"
        case State.ONGOING if verdict.activity is not None and Flag.UNRECORDED not in verdict.flags:
            return f": {ACTIVITY_LABELS[verdict.activity]}"
        case State.UNDATED if last:
            return f" (thời hạn của cả nhiệm vụ: {day_text(last)})"
        case _:
            return ""


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
        Flag.UNANCHORED in verdict.flags,
        Flag.NOT_BEGUN in verdict.flags,
    )


class FlagWords(NamedTuple):
    """What a flag adds to the words of the state: `remark` for readers, shown `in_lists` and not only in remarks.

    `remark` is "" where nothing is added, and `on_time` replaces it beside the words for what is done on time, unless it
    is "". In them {original} stands for the plan's own last on-time day, {asked} for the day and document of a request.
    """

    remark: str
    in_lists: bool = True
    on_time: str = ""


# In the order of the sentence.
FLAG_WORDS: Mapping[Flag, FlagWords] = {
    Flag.DUE_SOON: FlagWords("sắp đến hạn"),
    # The words of the state say it.
    Flag.UNRECORDED: FlagWords(""),
    Flag.SUBMITTED: FlagWords("đã trình, chờ ban hành"),
    Flag.INCOMPLETE: FlagWords("chờ bổ sung"),
    Flag.NO_EVIDENCE: FlagWords("chưa có minh chứng"),
    # What is done on time in the days granted is called so by the words of the state.
    Flag.EXTENDED: FlagWords("được gia hạn (thời hạn ban đầu: {original})", on_time="thời hạn ban đầu: {original}"),
    Flag.EXTENSION_ASKED: FlagWords("đang đề nghị gia hạn{asked}"),
    # Lists have requests under a heading of their own, and mark what is unconfirmed with an asterisk.
    Flag.REQUESTED: FlagWords("đề nghị, không tính tỷ lệ", in_lists=False),
    Flag.UNCONFIRMED: FlagWords("theo cách hiểu chưa được xác nhận", in_lists=False),
    # The words of the state say it.
    Flag.UNANCHORED: FlagWords(""),
    Flag.NOT_BEGUN: FlagWords(""),
}
_LISTED_FLAGS = frozenset(flag for flag, words in FLAG_WORDS.items() if words.remark and words.in_lists)


def flag_words(verdict: Verdict) -> str:
    """Return what the flags add to the words of the state in lists, "" for nothing."""
    return _join_remarks(verdict, verdict.flags & _LISTED_FLAGS)


def remark_words(verdict: Verdict) -> str:
    """Return all that the flags add to the words of the state, "" for nothing."""
    return _join_remarks(verdict, verdict.flags)


def _join_remarks(verdict: Verdict, flags: frozenset[Flag]) -> str:
    original, asked = _day_or_reason(verdict.original, verdict.obligation.item), _asked_words(verdict)
    on_time = verdict.state is State.DONE_ON_TIME
    remarks = ((on_time and words.on_time) or words.remark for flag, words in FLAG_WORDS.items() if flag in flags)
    return "; ".join(remark.format(original=original, asked=asked) for remark in remarks if remark)


def _asked_words(verdict: Verdict) -> str:
    """Return what is known of the extension asked for: « đến 15/5/2026 (412/SNNMT-VP)»."""
    asked = verdict.extension_asked
    if asked is None or asked.until is None:
        return ""
    document = document_words(asked)
    return f" đến {day_text(asked.until)}" + (f" ({document})" if document else "")


def extension_asked_words(verdict: Verdict) -> str:
    """Return the flag of a request for an extension that waits for its answer; "" where none does."""
    return _join_remarks(verdict, verdict.flags & {Flag.EXTENSION_ASKED})


def extension_asked_facts(verdict: Verdict) -> tuple[Hashable, ...]:
    """Return the facts behind `extension_asked_words`: verdicts have equal words exactly when they have equal facts."""
    asked = verdict.extension_asked
    return (asked.until, asked.document, asked.within) if asked else ()


def flag_facts(verdict: Verdict) -> tuple[Hashable, ...]:
    """Return the facts behind `flag_words`: verdicts have equal words exactly when they have equal facts."""
    original = _day_or_reason(verdict.original, verdict.obligation.item)
    granted = (original, verdict.state is State.DONE_ON_TIME) if Flag.EXTENDED in verdict.flags else ()
    return verdict.flags & _LISTED_FLAGS, granted, extension_asked_facts(verdict)


def state_and_flag_words(verdict: Verdict) -> str:
    """Return the words for the state, then what the flags add."""
    return "; ".join(filter(None, (state_words(verdict), flag_words(verdict))))


def state_and_request_words(verdict: Verdict, count: Callable[[int], str] = str) -> str:
    """Return the words for the state, then the extension that was asked for: for cells without room for other flags."""
    return "; ".join(filter(None, (state_words(verdict, count), extension_asked_words(verdict))))


def last_day_words(verdict: Verdict) -> str:
    """Return the last on-time day in force, or why there is none."""
    return _day_or_reason(verdict.last, verdict.obligation.item)


def _day_or_reason(last: date | None, item: Item) -> str:
    """Return the last on-time day of an item, else why its phrase gives none."""
    if last is not None:
        return day_text(last)
    if item.due is not None and is_proposed(item.due.phrase):
        return "chưa đối chiếu"
    return _NO_LAST_DAY_WORDS[item.due.kind if item.due else DueKind.NONE]


# A dated phrase has a last day; its entry only completes the table.
_NO_LAST_DAY_WORDS: Mapping[DueKind, str] = {
    DueKind.DATED: "không có ngày",
    DueKind.ONGOING: "thường xuyên",
    DueKind.RECURRING: "định kỳ",
    DueKind.EVENT: NO_ANCHOR_YET,
    DueKind.RELATIVE: NO_ANCHOR_YET,
    DueKind.NONE: "không ghi",
}


def document_words(delivery: Event | Verdict) -> str:
    """Return the document of a delivery, and the one within which it was sent; "" for neither."""
    within = f"lồng ghép trong {delivery.within}" if delivery.within else ""
    return ", ".join(filter(None, (delivery.document, within)))


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


ROLL_LABELS: Mapping[Roll, str] = {
    Roll.NONE: "giữ nguyên",
    Roll.NEXT: "chuyển sang ngày làm việc tiếp theo",
    Roll.PREVIOUS: "lùi về ngày làm việc liền trước",
}

FULFILLED_BY_LABELS: Mapping[FulfilledBy, str] = {
    FulfilledBy.EACH: "từng cơ quan thực hiện",
    FulfilledBy.ANY: "một cơ quan thực hiện là đủ",
}


ERRATUM_KIND_LABELS: Mapping[ErratumKind, str] = {
    ErratumKind.TYPO: "chính tả",
    ErratumKind.WORDING: "câu chữ",
    ErratumKind.STRUCTURE: "bố cục",
    ErratumKind.CONFLICT: "mâu thuẫn",
    ErratumKind.DATE: "ngày, thời hạn",
    ErratumKind.NAME: "một cơ quan nhiều cách viết",
}


def interpretation_words(interpretation: Interpretation, agencies: Sequence[str] = ()) -> str:
    """Return an interpretation, whether a document confirms it, and the agencies that it concerns (none: all)."""
    document = interpretation.confirmed_by
    confirmed = f"đã xác nhận: {document}" if interpretation.is_confirmed else "chưa có văn bản xác nhận"
    whom = f"; đối với {join_words(agencies)}" if agencies else ""
    return f"Cách hiểu ({confirmed}{whom}): {' '.join(interpretation.text.split())}"


def span_words(span: Span) -> str:
    """Return the time of a plan: «năm 2026», «giai đoạn 2025 - 2030»."""
    return f"năm {span.year}" if span.year is not None else f"giai đoạn {span.first.year} - {span.last.year}"


DOES_LABELS: Mapping[Does, str] = {
    Does.REPORT: "báo cáo",
    Does.PLAN: "ban hành kế hoạch",
    Does.FIGURES: "cung cấp số liệu",
    Does.OTHER: "việc khác",
}

# What a kind is called where no plan is at hand; `agency_phrases.kind_noun` has the plan's own words.
AGENCY_KIND_LABELS: Mapping[AgencyKind, str] = {
    AgencyKind.DEPARTMENT: "cơ quan, đơn vị",
    AgencyKind.BODY: "cơ quan khác",
    AgencyKind.COMMUNE: "xã, phường",
    AgencyKind.OPEN_GROUP: "nhóm không nêu rõ thành viên",
}
