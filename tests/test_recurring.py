"""What recurs: its occurrences over any span, reckoned anew, in any spelling; and what of a phrase costs time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from time import process_time

import pytest
from dateutil.rrule import MONTHLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.deadlines.model import Deadline, DueKind, Occurrence, Span, Term, TermUnit, UnreadablePhrase
from papi_cli.deadlines.phrases import read_due
from tests.test_due_families import meaning_of
from tests.test_due_holdout import FIVE_YEARS, HOLD_OUT, YEAR_2026

YEARS = st.integers(2000, 2095)
MANY = [phrase for _, phrase, meaning in HOLD_OUT if meaning.startswith("recurring ") and "2026" not in phrase]
# Due after the period that they report on, so the last one may follow the span.
LATER = [phrase for phrase in MANY if re.search(r"tháng (?:sau|tiếp|kế)|quý (?:sau|tiếp)", phrase)]
# In a plan of one year a phrase without a year, whatever the plan's span: "định kỳ 6 tháng (trước ngày 16/6)".
WITHOUT_YEAR = r"(?:Báo cáo )?định kỳ 0?6 tháng \(?trước ngày \d+/\d+\)?"
WITHIN = [phrase for phrase in MANY if phrase not in LATER and not re.fullmatch(WITHOUT_YEAR, phrase)]


def times(phrase: str, span: Span) -> list[tuple[date, bool]]:
    """Return the last days of a phrase, with whether it says "before"; one if it falls due once, none if it never does."""
    due = read_due(phrase, span=span)
    if isinstance(due, UnreadablePhrase):
        assert "Không lần nào" in due.reason
        return []
    if due.kind is DueKind.DATED:
        assert due.last is not None
        return [(due.last, due.strict)]
    return [(occurrence.last, occurrence.strict) for occurrence in due.occurrences]


def occurrences(phrase: str, span: Span) -> tuple[Occurrence, ...]:
    due = read_due(phrase, span=span)
    assert isinstance(due, Deadline), due
    assert (due.kind, due.first, due.last, due.strict) == (DueKind.RECURRING, None, None, False)
    return due.occurrences


def whole_years(first: int, count: int) -> Span:
    return Span(date(first, 1, 1), date(first + count - 1, 12, 31))


@given(st.sampled_from(MANY), YEARS, st.integers(2, 4))
def test_occurrences_ascend_each_with_a_key_of_its_own(phrase: str, first: int, count: int) -> None:
    span = whole_years(first, count)
    found = occurrences(phrase, span)
    assert len(found) >= 2
    for before, after in pairwise(found):
        assert before.last < after.last
        assert before.key < after.key
        assert before.name != after.name
    slack = timedelta(days=31 if phrase in LATER else 0)
    assert all(span.first <= occurrence.last <= span.last + slack for occurrence in found)


@given(st.sampled_from(MANY), YEARS, st.integers(2, 4))
def test_several_years_are_each_of_them_alone(phrase: str, first: int, count: int) -> None:
    alone = [found for year in range(first, first + count) for found in times(phrase, Span.of_year(year))]
    assert times(phrase, whole_years(first, count)) == alone


@given(st.sampled_from(WITHIN), st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 500))
def test_a_shorter_span_has_what_falls_due_in_it(phrase: str, first: date, length: int) -> None:
    span = Span(first, first + timedelta(days=length))
    whole = times(phrase, whole_years(2025, 6))
    assert times(phrase, span) == [found for found in whole if span.first <= found[0] <= span.last]


def test_two_days_that_a_short_month_makes_one_are_one_occurrence() -> None:
    found = {occurrence.key: occurrence.last for occurrence in occurrences("trước ngày 30 và 31 hằng tháng", YEAR_2026)}
    assert len(found) == len(occurrences("trước ngày 30 và 31 hằng tháng", YEAR_2026))
    assert (found["2026-03-30"], found["2026-03-31"]) == (date(2026, 3, 29), date(2026, 3, 30))
    # Before the 31st of April is until its last day, as of the 31st alone.
    assert found["2026-04"] == date(2026, 4, 30)
    assert len(found) == 7 * 2 + 5


# Reckoned anew by another library.


def last_days(months: Sequence[int], number: int, span: Span) -> list[date]:
    """Return the days of the months with this number, or the last ones of shorter months; of 0 the eves of the months."""
    rule = rrule(
        MONTHLY,
        dtstart=datetime.combine(span.first.replace(day=1), time.min),
        until=datetime.combine(span.last + timedelta(days=31), time.min),
        bymonth=list(months),
        bymonthday=range(1, max(number, 1) + 1),
        bysetpos=-1,
    )
    days = [moment.date() - timedelta(days=number == 0) for moment in rule]
    return [day for day in days if span.first <= day <= span.last]


SPANS = st.builds(
    lambda first, length: Span(first, first + timedelta(days=length)),
    st.dates(date(2001, 1, 1), date(2090, 12, 31)),
    st.integers(120, 1500),
)
LIMITS = st.sampled_from(["trước ", "chậm nhất ", ""])


@given(
    SPANS, LIMITS, st.integers(1, 31), st.sampled_from(["{} hằng tháng", "định kỳ hàng tháng ({})", "mỗi tháng, {}"])
)
def test_monthly_days_are_those_of_rrule(span: Span, limit: str, day: int, form: str) -> None:
    number = day - 1 if limit == "trước " else day
    found = times(form.format(f"{limit}ngày {day:02d}"), span)
    assert found == [(last, limit == "trước ") for last in last_days(range(1, 13), number, span)]


@given(SPANS, LIMITS, st.integers(1, 31), st.sampled_from([("cuối", (3, 6, 9, 12)), ("đầu", (1, 4, 7, 10))]))
def test_quarterly_days_are_those_of_rrule(
    span: Span, limit: str, day: int, which: tuple[str, tuple[int, ...]]
) -> None:
    month, months = which
    number = day - 1 if limit == "trước " else day
    found = times(f"{limit}ngày {day} của tháng {month} quý", span)
    assert [last for last, _ in found] == last_days(months, number, span)


@given(SPANS, st.sampled_from([("tháng", range(1, 13)), ("quý", (3, 6, 9, 12)), ("6 tháng", (6, 12)), ("năm", (12,))]))
def test_once_in_each_period_is_until_its_end(span: Span, period: tuple[str, Sequence[int]]) -> None:
    unit, months = period
    found = times(f"ít nhất 01 lần/{unit}", span)
    assert found == [(last, False) for last in last_days(months, 31, span)]


@given(
    st.integers(2001, 2090),
    st.integers(1, 5),
    st.lists(st.dates(date(2001, 1, 2), date(2001, 12, 31)), min_size=2, max_size=4, unique=True)
    .map(sorted)
    # Two days that follow on each other are one time.
    .filter(lambda days: all((after - day).days > 1 for day, after in pairwise(days))),
    LIMITS,
)
def test_days_of_every_year_are_those_days(first: int, count: int, days: list[date], limit: str) -> None:
    written = ", ".join(f"{day.day}/{day.month}" for day in days)
    strict = limit == "trước "
    expected = [
        (day.replace(year=year) - timedelta(days=strict), strict)
        for year in range(first, first + count)
        for day in days
    ]
    assert times(f"{limit}ngày {written} hằng năm", whole_years(first, count)) == expected


# Names and keys.


@pytest.mark.parametrize(
    ("phrase", "span", "first", "last"),
    [
        ("trước ngày 15 hằng tháng", YEAR_2026, ("2026-01", "tháng 01/2026"), ("2026-12", "tháng 12/2026")),
        # Named after the month in the phrase, not after the one that the last day falls in.
        ("trước ngày 01 hằng tháng", YEAR_2026, ("2026-02", "tháng 02/2026"), ("2027-01", "tháng 01/2027")),
        # And after the month that is reported on.
        ("hằng tháng (trước ngày 05 của tháng sau)", YEAR_2026, ("2026-01", "tháng 01/2026"), ("2026-12", "tháng 12/2026")),
        ("ngày 20 tháng cuối quý", YEAR_2026, ("2026-03", "quý I/2026"), ("2026-12", "quý IV/2026")),
        ("trước ngày 10 của tháng đầu quý sau", YEAR_2026, ("2026-03", "quý I/2026"), ("2026-12", "quý IV/2026")),
        ("01 lần/6 tháng", YEAR_2026, ("2026-06", "06 tháng đầu năm 2026"), ("2026-12", "06 tháng cuối năm 2026")),
        ("6 tháng (trước ngày 01/7), năm (trước ngày 15/12)", YEAR_2026, ("2026-07", "06 tháng đầu năm 2026"), ("2026-12", "năm 2026")),
        ("trước ngày 01/6 và 15/11 hằng năm", FIVE_YEARS, ("2026-06", "tháng 6/2026"), ("2030-11", "tháng 11/2030")),
        ("quý II và quý IV hằng năm", YEAR_2026, ("2026-06", "quý II/2026"), ("2026-12", "quý IV/2026")),
        ("hằng năm (trước ngày 20/11)", FIVE_YEARS, ("2026-11", "năm 2026"), ("2030-11", "năm 2030")),
        ("ngày 10 và ngày 25 hằng tháng", YEAR_2026, ("2026-01-10", "ngày 10/01/2026"), ("2026-12-25", "ngày 25/12/2026")),
        ("trước ngày 10/6 và 20/6 hằng năm", YEAR_2026, ("2026-06-10", "ngày 10/6/2026"), ("2026-06-20", "ngày 20/6/2026")),
    ],
)  # fmt: skip
def test_an_occurrence_is_called_by_the_time_in_the_phrase(
    phrase: str, span: Span, first: tuple[str, str], last: tuple[str, str]
) -> None:
    found = occurrences(phrase, span)
    assert [(occurrence.key, occurrence.name) for occurrence in (found[0], found[-1])] == [first, last]


# Steps.


@pytest.mark.parametrize(
    ("phrase", "steps"),
    [
        (
            "trước ngày 31 hằng tháng",
            [
                "Lặp lại hằng tháng trong thời gian thực hiện kế hoạch, từ ngày 01/01/2026 đến hết ngày 31/12/2026.",
                "Có chữ «trước»: không tính thời điểm được nêu, ngày cuối cùng đúng hạn là ngày liền trước thời điểm ấy.",
                "Tháng không có ngày 30 thì lấy ngày cuối cùng của tháng ấy.",
            ],
        ),
        (
            "định kỳ 6 tháng (trước ngày 15/6), năm (trước ngày 15/12), hoặc đột xuất khi có yêu cầu",
            [
                "Phần làm đột xuất, theo yêu cầu không thêm ngày nào.",
                "Báo cáo theo kỳ trong thời gian thực hiện kế hoạch, từ ngày 01/01/2026 đến hết ngày 31/12/2026.",
                "Có chữ «trước»: không tính thời điểm được nêu, ngày cuối cùng đúng hạn là ngày liền trước thời điểm ấy.",
            ],
        ),
        (
            "chậm nhất 17h00 ngày 05 của tháng đầu quý sau",
            [
                "Lặp lại hằng quý trong thời gian thực hiện kế hoạch, từ ngày 01/01/2026 đến hết ngày 31/12/2026.",
                "Có ghi giờ: ngày cuối cùng đúng hạn là chính ngày được nêu.",
                "Kỳ nào cũng đến hạn sau khi kỳ ấy kết thúc; tính đủ các kỳ trong thời gian thực hiện kế hoạch.",
            ],
        ),
        (
            "ít nhất 01 lần/năm",
            [
                (
                    "Lặp lại hằng năm; trong thời gian thực hiện kế hoạch, từ ngày 01/01/2026 đến hết ngày 31/12/2026, "
                    "chỉ có một lần: năm 2026."
                ),
                "Mỗi kỳ một lần: ngày cuối cùng đúng hạn là ngày cuối cùng của kỳ.",
                "Ngày cuối cùng đúng hạn là 31/12/2026.",
            ],
        ),
        (
            "hoàn thành trong quý II/2026 và vận hành thường xuyên",
            [
                "Quý II/2026: từ ngày 01/4/2026 đến hết ngày 30/6/2026.",
                "Sau đó thực hiện thường xuyên: phần này không có ngày cuối cùng, không tính quá hạn.",
            ],
        ),
        (
            "trong thời hạn 10 ngày làm việc kể từ ngày nhận Kế hoạch",
            [
                "Thời hạn dài 10 ngày làm việc, tính từ một mốc.",
                "Ngày xảy ra sự việc làm mốc không tính; thời hạn tính từ ngày liền sau.",
                "Chỉ đếm ngày làm việc theo lịch làm việc của kế hoạch.",
            ],
        ),
    ],
)
def test_the_steps_say_how_the_days_come_about(phrase: str, steps: list[str]) -> None:
    due = read_due(phrase, span=YEAR_2026)
    assert isinstance(due, Deadline), due
    assert [step.text for step in due.steps] == steps


@pytest.mark.parametrize(
    ("phrase", "term", "rule"),
    [
        (
            "trong 02 tháng kể từ ngày ký",
            Term(2, TermUnit.MONTH, working=False),
            "khoản 3 Điều 148 Bộ luật Dân sự 2015",
        ),
        ("trong 02 tuần kể từ ngày ký", Term(2, TermUnit.WEEK, working=False), "khoản 2 Điều 148 Bộ luật Dân sự 2015"),
        ("trong 02 năm kể từ ngày ký", Term(2, TermUnit.YEAR, working=False), "khoản 4 Điều 148 Bộ luật Dân sự 2015"),
        ("trong 45 (bốn mươi lăm) ngày kể từ ngày ký", Term(45, TermUnit.DAY, working=False), ""),
    ],
)
def test_a_term_rests_on_the_civil_code(phrase: str, term: Term, rule: str) -> None:
    due = read_due(phrase, span=YEAR_2026)
    assert isinstance(due, Deadline), due
    assert due.term == term
    assert "khoản 2, khoản 3 Điều 147 Bộ luật Dân sự 2015" in [step.rule for step in due.steps]
    assert not rule or rule in [step.rule for step in due.steps]


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        (
            "trước ngày 10/6 hằng năm",
            "Không lần nào của cụm từ rơi vào thời gian thực hiện kế hoạch, từ ngày 01/7/2026",
        ),
        ("hằng quý, trước ngày 20", "không ghi tháng nào của quý; hãy ghi như «trước ngày 15 của tháng cuối quý»."),
        ("báo cáo quý trước ngày 10 của tháng đầu quý", "Chưa rõ là tháng đầu của quý báo cáo hay của quý sau"),
        ("ngày 32 hằng tháng", "Không có ngày 32 trong tháng"),
        ("trước ngày 30 tháng 2 hằng năm", "không tồn tại"),
        ("trong thời hạn 0 ngày kể từ ngày ký", "dài 0 ngày"),
        ("trong 10 (năm) ngày kể từ ngày ký", "không khớp số ghi bằng chữ"),
        ("trước ngày 25 hằng tháng trong năm 2027", "Năm 2027 ở ngoài thời gian thực hiện kế hoạch"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_with_its_reason(phrase: str, words: str) -> None:
    refusal = read_due(phrase, span=Span(date(2026, 7, 1), date(2026, 12, 31)))
    assert isinstance(refusal, UnreadablePhrase), refusal
    assert words in refusal.reason


# Spelling.


@given(st.sampled_from(HOLD_OUT), st.data())
def test_spelling_changes_no_answer(row: tuple[Span, str, str], data: st.DataObject) -> None:
    span, phrase, _ = row
    hang = data.draw(st.sampled_from(["hằng", "hàng"]), "hằng")
    variant = re.sub("h[ằà]ng (?=năm|quý|tháng)", f"{hang} ", phrase)
    if data.draw(st.booleans(), "spaced"):
        variant = variant.replace("/", " / ").replace(" ", "  ").replace("-", " - ")
    variant = variant.replace("-", data.draw(st.sampled_from("-–—‑−"), "dash"))
    variant = data.draw(st.sampled_from([variant, variant.upper(), variant.lower(), variant.title()]), "case")
    variant = data.draw(st.sampled_from(["", "- ", "+ "])) + variant + data.draw(st.sampled_from(["", ".", ";"]))
    if data.draw(st.booleans(), "decomposed"):
        variant = unicodedata.normalize("NFD", variant)
    answer, respelled = (meaning_of(read_due(text, span=span)) for text in (phrase, variant))
    assert respelled[0] == "?" if answer[0] == "?" else respelled == answer


@given(
    # With a limit: a report on quarter IV is due in no quarter.
    st.sampled_from([phrase for phrase in MANY if re.search("(?i)trước|chậm nhất", phrase) and "yêu cầu" not in phrase]),
    st.sampled_from([
        "{} hoặc đột xuất khi có yêu cầu",
        "{} (hoặc đột xuất khi có yêu cầu)",
        "{}, và khi có yêu cầu của UBND tỉnh",
        "báo cáo {}",
        "Báo cáo kết quả {}",
    ]),
)  # fmt: skip
def test_words_around_what_recurs_change_no_day(phrase: str, form: str) -> None:
    assert times(form.format(phrase), FIVE_YEARS) == times(phrase, FIVE_YEARS)


# Time.

WORDS = [
    *sorted({word for _, phrase, _ in HOLD_OUT for word in phrase.split()} | set(",;()-/0")),
    "trước ngày 15 hằng tháng", "6 tháng (trước ngày 15/6),", "thường xuyên, ", "cập nhật, rà soát,", "UBND tỉnh, ",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.sampled_from(["", " x", " 10/6", " hằng năm", ")"]))
def test_no_text_takes_long(words: list[str], end: str) -> None:
    repeated = (" ".join(words) + " ") * 300
    for text in (repeated[: 298 - len(end)] + end, repeated):
        start = process_time()
        read_due(text, span=YEAR_2026)
        assert process_time() - start < 0.5


@pytest.mark.parametrize("text", ["hằng tháng " * 9000, "." * 99_000 + "x", "-" * 99_000 + "x", " ,;" * 33_000 + "x"])
def test_a_long_text_is_not_even_tidied(text: str) -> None:
    start = process_time()
    assert isinstance(read_due(text, span=YEAR_2026), UnreadablePhrase)
    assert process_time() - start < 0.5
