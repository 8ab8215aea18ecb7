"""From the times that something falls due to one deadline: one time is a dated one, several are its occurrences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.deadlines.model import Deadline, DueKind, Occurrence, Span, Step, UnreadablePhraseError
from papi_cli.text import day_text

NOT_THE_TIME_NAMED = Step(
    "Có chữ «trước»: không tính thời điểm được nêu, ngày cuối cùng đúng hạn là ngày liền trước thời điểm ấy."
)
THE_DAY_NAMED = Step("Tính cả ngày được nêu: ngày cuối cùng đúng hạn là chính ngày ấy.")
ALL_OF_THE_TIME_NAMED = Step("Tính cả thời gian được nêu: ngày cuối cùng đúng hạn là ngày cuối cùng của thời gian ấy.")
BEFORE_AN_HOUR = Step("Có ghi giờ: ngày cuối cùng đúng hạn là chính ngày được nêu.")
AFTER_ITS_PERIOD = Step(
    "Kỳ nào cũng đến hạn sau khi kỳ ấy kết thúc; tính đủ các kỳ trong thời gian thực hiện kế hoạch."
)


class DueTime(NamedTuple):
    """One time that a recurring phrase falls due.

    `named` is the day that gives the occurrence its key (see `Occurrence`); `first` and `last` are those of a deadline.
    """

    named: date
    name: str
    first: date | None
    last: date
    strict: bool
    short: str = ""


def is_within(day: date, span: Span) -> bool:
    """Return whether the day is one of the span."""
    return span.first <= day <= span.last


def deadline_of(
    phrase: str, times: Iterable[DueTime], plan_span: Span, repeats: str, rules: Sequence[Step]
) -> Deadline:
    """Return the deadline of a phrase that falls due at these times, which are those of the plan, in order.

    One time makes it dated, several make it recurring. `repeats` says how often, "Lặp lại hằng tháng", and `rules` how each last
    day comes about. Raises UnreadablePhraseError if there is no time.
    """
    # Days that a short month brings together are one, and the later last day counts: in February of "ngày 29 và 30 hằng
    # tháng", and in April of "trước ngày 30 và 31 hằng tháng", where the last days differ and the day named does not.
    due = list({time.named: time for time in {time.last: time for time in times}.values()}.values())
    of_span = f"từ ngày {day_text(plan_span.first)} đến hết ngày {day_text(plan_span.last)}"
    if not due:
        raise UnreadablePhraseError(
            f"Không lần nào của cụm từ rơi vào thời gian thực hiện kế hoạch, {of_span}; hãy đối chiếu thời hạn với văn bản."
        )
    if len(due) == 1:
        (time,) = due
        once = Step(f"{repeats}; trong thời gian thực hiện kế hoạch, {of_span}, chỉ có một lần: {time.name}.")
        ends = Step(f"Ngày cuối cùng đúng hạn là {day_text(time.last)}.")
        return Deadline(phrase, DueKind.DATED, time.first, time.last, time.strict, (once, *rules, ends))
    many = Step(f"{repeats} trong thời gian thực hiện kế hoạch, {of_span}.")
    return Deadline(
        phrase,
        DueKind.RECURRING,
        first=None,
        last=None,
        strict=False,
        steps=(many, *rules),
        occurrences=tuple(_occurrences(due)),
    )


def _occurrences(due: Sequence[DueTime]) -> Iterable[Occurrence]:
    in_month = Counter((time.named.year, time.named.month) for time in due)
    for time in due:
        alone = in_month[time.named.year, time.named.month] == 1
        key = f"{time.named:%Y-%m}" if alone else f"{time.named:%Y-%m-%d}"
        name, short = (time.name, time.short) if alone else (f"ngày {day_text(time.named)}", "")
        yield Occurrence(key, name, time.last, time.strict, short)
