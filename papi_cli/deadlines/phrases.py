"""Parse a due phrase: harmless leading words, then what names no last day, or a limit and a span of time.

"Báo cáo kết quả trước ngày 10/6/2026" is the lead "Báo cáo kết quả", the limit "trước" and the span "ngày 10/6/2026".
A phrase is matched on its key (no marks, no case) and as a whole: anything that is left over makes it unreadable,
because a wrong day is worse than none.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from papi_cli.deadlines import rare_forms
from papi_cli.deadlines.dated import read_dated, reading_year, year_taken_step
from papi_cli.deadlines.leads import BODY, SENT_TO, split_lead
from papi_cli.deadlines.limits import LIMIT_WORD
from papi_cli.deadlines.model import Deadline, DueKind, Span, Step, UnreadablePhrase, UnreadablePhraseError
from papi_cli.deadlines.reasons import HINT, MANY_TIMES, reason_unreadable
from papi_cli.deadlines.spans import read_time_span
from papi_cli.deadlines.undated import DEMAND, EACH, FREE, NO_LAST_DAY, ONGOING_PATTERN, read_undated
from papi_cli.text import day_text, match_key, plain_dashes

_LONGEST_PHRASE = 300

_LIMIT_OR_CLAUSE = "truoc|cham nhat|muon nhat|tre nhat|trong|vao|xong|tu|hoac|va|ke ca|va/hoac"
# Rewritten in the key: what is only another way to write the same.
_RESPELLED: tuple[tuple[str, str], ...] = (
    # "T6/2026", "T4-T6/2026"; without a year T6 is also Friday.
    (r"\bt(\d\d?)(-|, | va )t?(\d\d?)(?=/20\d\d\b)", r"thang \1\2\3"),
    (r"\bt(\d\d?)(?=/20\d\d\b)", r"thang \1"),
)
# Brackets around a limit or a further clause are no more than a comma.
_BRACKETS = rf",? \(((?:{_LIMIT_OR_CLAUSE}) [^()]+)\)(?=$|[,;]| \(| (?:va|hoac|bao cao|gui|ve|de|nham) )"
_DATA_WINDOW = (
    r",? \((?:(?:ky|moc|chot|thoi gian|thoi diem) )*(?:so lieu|tinh|so lieu tinh|so lieu chot) "
    r"(?P<span>tu [^()]+ den [^()]+)\)"
)
_NOTHING_WRITTEN = f"Ô thời hạn không ghi gì: {NO_LAST_DAY}"
_DEMAND_ADDS_NO_DAY = "Phần làm đột xuất, theo yêu cầu không thêm ngày nào."
_THEN_WITHOUT_END = f"Sau đó thực hiện thường xuyên: phần này {NO_LAST_DAY}"
_WINDOW_IS_NOT_DUE = "Khoảng thời gian chốt số liệu nêu trong ngoặc không phải là thời hạn."

# The words of a clause that adds no day; what could be a day or a condition in them makes the phrase unreadable.
_TELLING = r"sau|khi|hoac|het|tu nay|(?:dau|giua|cuoi) (?:nam|thang|qu[iy])|thuong xuyen"
_DAYLESS = rf"(?={FREE}$)(?:(?!\b(?:{_TELLING})\b|[\d;]).)+"
_ENDS = r"(?:\d|(?:hang|moi) (?:nam|thang|qu[iy])|thang cuoi qu[iy])"
_PURPOSE = rf"(?P<rest>.*{_ENDS}(?:,? {SENT_TO})?),? (?:de|nham|phuc vu) {_DAYLESS}"
_SENDS = rf"{_ENDS},? (?:\(qua|ve|gui|nop|trinh|tong hop|bao cao|cho|qua|len)\b"
_SENT = rf"(?P<rest>.*{_ENDS}),? (?:\(qua {_DAYLESS}\)|{SENT_TO})"
_ON_DEMAND = rf"(?:{DEMAND}(?: dot xuat)?(?: cua {_DAYLESS})?|khi (?:{BODY}) (?:co )?yeu cau)"
_ALSO_ON_DEMAND = (
    rf"(?P<rest>.+?),? (?P<link>hoac|va/hoac|va|ke ca|cung nhu)(?: bao cao)? "
    rf"(?:dot xuat(?:,? {_ON_DEMAND})?|{_ON_DEMAND})"
)
_EACH_MONTH_OF_YEAR = rf"(?P<rest>.*{EACH} (?:thang|qu[iy])),? (?:trong|cua) nam (?P<year>20\d\d)"
_LATER_YEARS = r"(?P<rest>.+?),? (?:va )?(?:cac|nhung) nam (?:tiep theo|ke tiep|sau)"
_FROM_THEN = r"(?:bat dau )?(?:ke )?tu (?:(?P<year>nam 20\d\d)(?: tro di)?|(?P<span>.+) tro di)"
_ONGOING_WITHIN = (
    rf"{ONGOING_PATTERN},? (?P<rest>(?:trong )?(?:nam|giai doan|thoi ky|0?6 thang|20\d\d)\b.*)"
    r"|hang nam,? (?P<term>(?:trong )?(?:giai doan|thoi ky) .+)|hang nam \((?P<years>(?:giai doan )?20\d\d-20\d\d)\)"
)
# Of what is due several times; "hoặc khi có yêu cầu" then takes the day of none.
_SEVERAL_TIMES = (
    rf"\b(?:{EACH}|dinh ky|lan|thang (?:dau|cuoi) .*qu[iy])\b|^0?6 thang\b.*{LIMIT_WORD} .*\bnam\b.*{LIMIT_WORD} "
)


@cache
def read_due(phrase: str, *, span: Span) -> Deadline | UnreadablePhrase:
    """Return what the phrase means, or why it cannot be read; never raises.

    `span` is that of the plan, in the years 2000 to 2099. A phrase without a year takes its year; over several years it
    cannot be read unless it recurs. What recurs with a day falls due when its last day lies in the span: once, it is
    dated, "hằng năm (trước ngày 20/11)" in a plan of a year; several times, it has occurrences.
    """
    key = match_key(plain_dashes(phrase))
    # What is tidied away is short: a text of any length is not searched for it.
    text = _tidy(key) if len(key) <= 2 * _LONGEST_PHRASE else key
    if len(text) > _LONGEST_PHRASE:
        return UnreadablePhrase(phrase, f"Cụm từ thời hạn quá dài; {HINT}.")
    if not text:
        return _nothing_written(phrase, key)
    try:
        return _read_tidied(phrase, text, span)
    except UnreadablePhraseError as error:
        return UnreadablePhrase(phrase, str(error))


def _nothing_written(phrase: str, key: str) -> Deadline | UnreadablePhrase:
    """Return the meaning of a cell without a word: none if it is blank or a dash, no other sign says so."""
    if key.strip("- "):
        return UnreadablePhrase(phrase, f"Thời hạn để trống; {HINT}.")
    return _undated(phrase, DueKind.NONE, Step(_NOTHING_WRITTEN))


def _tidy(key: str) -> str:
    """Return the key of a phrase without bullet and closing signs: `- thang 3 / 2026,` → `thang 3/2026`."""
    text = re.sub(r"^(?:[-+*•]\s*)+|[\s.;,:]+$", "", key)
    text = re.sub(r"\s*([/-])\s*", r"\1", text)
    text = re.sub(r"\s*([,;])\s*", r"\1 ", text)
    for pattern, plain in _RESPELLED:
        text = re.sub(pattern, plain, text, flags=re.ASCII)
    return re.sub(_BRACKETS, r", \1", text) if "(" in text else text


def _read_tidied(phrase: str, text: str, plan_span: Span) -> Deadline:
    lead, rest = split_lead(text)
    return (
        rare_forms.read_recurring(phrase, lead, rest, plan_span)
        or _read_without_day(phrase, lead, rest)
        or _read_with_additions(phrase, lead, rest, plan_span)
        or _read_what_goes_on(phrase, lead, rest, plan_span)
        or rare_forms.read_yearly(phrase, lead, rest, plan_span)
        or read_dated(phrase, lead, rest, plan_span)
    )


def _read_without_day(phrase: str, lead: str, text: str) -> Deadline | None:
    """Return the deadline of a text that names no day, nor needs one of the plan's span; None if it may name one."""
    first = rare_forms.undated_phase(lead, text)
    if first is not None and (inner := _read_awaiting_anchor(phrase, lead, first)):
        return _goes_on(inner)
    if (awaiting := _read_awaiting_anchor(phrase, lead, text)) and rare_forms.may_go_on(text):
        raise UnreadablePhraseError(MANY_TIMES)
    return awaiting or _read_undated(phrase, text)


def _read_awaiting_anchor(phrase: str, lead: str, text: str) -> Deadline | None:
    due = _read_undated(phrase, text) or rare_forms.read_relative(phrase, lead, text)
    return due if due and due.kind.awaits_anchor else None


def _read_undated(phrase: str, text: str) -> Deadline | None:
    undated = read_undated(text)
    return _undated(phrase, *undated) if undated else None


# The words that are looked for first spare a plan without them the compiling of the patterns.
def _read_with_additions(phrase: str, lead: str, text: str, plan_span: Span) -> Deadline | None:
    """Return the deadline of a text beside what adds no day to it: a data window, what for, whereto, or on demand."""
    if "(" in text and (window := re.search(_DATA_WINDOW, text)):
        if not _is_data_window(window["span"], reading_year(plan_span)):
            raise UnreadablePhraseError(reason_unreadable(text))
        around = text[: window.start()] + text[window.end() :]
        return _after(Step(_WINDOW_IS_NOT_DUE), _read_tidied(phrase, lead + around, plan_span))
    if re.search(r" (?:de|nham|phuc) ", text) and (purpose := re.fullmatch(_PURPOSE, text)):
        return _read_tidied(phrase, lead + purpose["rest"], plan_span)
    if re.search(_SENDS, text) and (sent := re.fullmatch(_SENT, text)):
        return _read_tidied(phrase, lead + sent["rest"], plan_span)
    if " nam 20" in text and (of_year := re.fullmatch(_EACH_MONTH_OF_YEAR, text, re.ASCII)):
        return _read_tidied(phrase, lead + of_year["rest"], _within_year(plan_span, int(of_year["year"])))
    if re.search("yeu cau|dot xuat", text) and (also := re.fullmatch(_ALSO_ON_DEMAND, text)):
        return _read_with_demand(phrase, lead, also, plan_span)
    return None


def _read_what_goes_on(phrase: str, lead: str, text: str, plan_span: Span) -> Deadline | None:
    """Return the deadline of a text that says that the work goes on, after a day or from one on."""
    if (dated := rare_forms.dated_phase(lead, text)) is not None:
        return _goes_on(_read_tidied(phrase, lead + dated, plan_span))
    if " nam " in text and (later := re.fullmatch(_LATER_YEARS, text)):
        return _ongoing_from(_read_tidied(phrase, lead + later["rest"], plan_span))
    if "tu " in text and (start := re.fullmatch(_FROM_THEN, text, re.ASCII)):
        return _read_from_then(phrase, start, plan_span)
    if re.match("thuong xuyen|lien tuc|hang nam", text) and (within := re.fullmatch(_ONGOING_WITHIN, text)):
        if plan_span.year is None and re.fullmatch("(?:trong )?nam", within["rest"] or ""):
            return _undated(phrase, DueKind.ONGOING, Step(f"Thực hiện thường xuyên: {NO_LAST_DAY}"))
        return _ongoing_from(read_dated(phrase, "", within["rest"] or within["term"] or within["years"], plan_span))
    return None


def _within_year(plan_span: Span, year: int) -> Span:
    """Return the part of the span that lies in the year; raises UnreadablePhraseError if none does."""
    of_year = Span.of_year(year)
    part = Span(max(plan_span.first, of_year.first), min(plan_span.last, of_year.last))
    if part.first > part.last:
        raise UnreadablePhraseError(
            f"Năm {year} ở ngoài thời gian thực hiện kế hoạch; hãy đối chiếu với văn bản và ghi lại năm."
        )
    return part


def _is_data_window(text: str, year: int) -> bool:
    """Return whether the text is a span, which may begin in the year before: "từ ngày 15/12 năm trước đến 14/12"."""
    plain = re.sub(r" (?:cua )?nam (?:truoc(?: lien ke)?|bao cao)\b", "", text)
    start, end = re.split(r" den (?:het )?", plain.removeprefix("tu "), maxsplit=1)
    return bool(read_time_span(start, year) and read_time_span(end, year)) or read_time_span(text, year) is not None


def _undated(phrase: str, kind: DueKind, step: Step, first: date | None = None) -> Deadline:
    return Deadline(phrase, kind, first, None, strict=False, steps=(step,))


def _after(step: Step, inner: Deadline) -> Deadline:
    return inner._replace(steps=(step, *inner.steps))


def _goes_on(inner: Deadline) -> Deadline:
    """Return the deadline of the first of two phases as that of both."""
    if inner.goes_on or not (inner.kind is DueKind.DATED or inner.kind.awaits_anchor):
        raise UnreadablePhraseError(MANY_TIMES)
    return inner._replace(goes_on=True, steps=(*inner.steps, Step(_THEN_WITHOUT_END)))


def _read_with_demand(phrase: str, lead: str, also: re.Match[str], plan_span: Span) -> Deadline:
    """Return the deadline before "và đột xuất khi có yêu cầu", which adds no day.

    With "hoặc" only what recurs keeps its day: of a single delivery, either of the two could be meant.
    """
    inner = _read_tidied(phrase, lead + also["rest"], plan_span)
    recurs = inner.kind is DueKind.RECURRING or re.search(_SEVERAL_TIMES, also["rest"], re.ASCII)
    if also["link"].endswith("hoac") and not recurs:
        raise UnreadablePhraseError(reason_unreadable(also.string))
    return _after(Step(_DEMAND_ADDS_NO_DAY), inner)


def _read_from_then(phrase: str, start: re.Match[str], plan_span: Span) -> Deadline:
    """Return the ongoing deadline of "từ năm 2026" or "từ tháng 3/2026 trở đi"."""
    span = read_time_span(start["year"] or start["span"], reading_year(plan_span))
    if span is None or span.is_range:
        raise UnreadablePhraseError(reason_unreadable(start.string))
    taken = () if span.year_written else (year_taken_step(plan_span),)
    step = Step(f"Thực hiện thường xuyên từ ngày {day_text(span.first)}: {NO_LAST_DAY}")
    return _undated(phrase, DueKind.ONGOING, step, span.first)._replace(steps=(*taken, step))


def _ongoing_from(inner: Deadline) -> Deadline:
    """Turn `inner`, a start date, into an ongoing deadline; a limit without a start raises UnreadablePhraseError."""
    if inner.kind is DueKind.DATED and inner.first is None:
        raise UnreadablePhraseError(MANY_TIMES)
    since = f" từ ngày {day_text(inner.first)}" if inner.first else ""
    step = Step(f"Thực hiện thường xuyên{since}: {NO_LAST_DAY}")
    steps = (*inner.steps, step)
    return inner._replace(kind=DueKind.ONGOING, last=None, strict=False, steps=steps)
