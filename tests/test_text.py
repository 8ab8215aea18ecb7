"""Vietnamese text: keys to match and sort by, numbers and days as officials write them."""

from __future__ import annotations

import re
import sys
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import papi_cli
from papi_cli.text import (
    FIRST_DAY,
    FORBIDDEN_SIGNS,
    INVISIBLE_SIGNS,
    LAST_DAY,
    collation_key,
    count_text,
    day_text,
    decimal_text,
    iso_day,
    join_words,
    likely_slip_of,
    lower_first,
    match_key,
    month_text,
    nearest,
    nfc,
    number_text,
    parse_day,
    percent_text,
    short_weekday_text,
    slug,
    upper_first,
    visible_text,
    weekday_text,
    wrap_line,
)

TODAY = date(2026, 3, 5)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_nfc_composes() -> None:
    assert nfc(nfd("Ủy ban nhân dân tỉnh")) == "Ủy ban nhân dân tỉnh"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sở Tư pháp", "so tu phap"),
        ("  SỞ   TƯ\u00a0PHÁP\n", "so tu phap"),
        ("Đảng ủy đô thị", "dang uy do thi"),
        ("hoà giải", "hoa giai"),
        ("hòa giải", "hoa giai"),
        ("Uỷ ban", "uy ban"),
        ("Quí", "qui"),
        ("ÐẢNG ủy ðô thị", "dang uy do thi"),
        ("Ɖảng ủy ɖô thị", "dang uy do thi"),
        ("Sở\u200b Tư\u00ad pháp\u2060\u200d", "so tu phap"),
        ("S\u200cở \u200b Tư pháp\ufe0f", "so tu phap"),
        ("", ""),
    ],
)
def test_match_key(text: str, key: str) -> None:
    assert match_key(text) == match_key(nfd(text)) == key


@given(st.text())
def test_match_key_is_stable(text: str) -> None:
    key = match_key(text)
    assert match_key(key) == key
    assert match_key(nfd(text)) == key
    assert key == key.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Tư pháp", "so-tu-phap"),
        ("Văn phòng UBND tỉnh", "van-phong-ubnd-tinh"),
        ("Sở Văn hóa, Thể thao và Du lịch", "so-van-hoa-the-thao-va-du-lich"),
        ("phường Tô Hiệu", "phuong-to-hieu"),
        ("phường Ðống\u200b Ða", "phuong-dong-da"),
        (" – Báo cáo 6 tháng. ", "bao-cao-6-thang"),
        ("…", ""),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == slug(nfd(text)) == expected


@given(st.text())
def test_slug_is_ascii(text: str) -> None:
    assert slug(text).isascii()


@pytest.mark.parametrize(
    "ordered",
    [
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô"],
        ["o", "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "man"],
        ["Chiềng An", "Chiềng Cơi", "Chiềng Sinh", "Chiềng Sơn", "Co Mạ", "Đoàn Kết", "Mai Sơn"],
        ["Xã 2", "Xã A", "Xãa"],
        ["Da", "Đa", "E"],
        ["Da", "Ða", "E"],
    ],
)
def test_collation(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=collation_key) == ordered
    assert sorted(map(nfd, backwards), key=collation_key) == [nfd(text) for text in ordered]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("45/QÐ-UBND", "45/QĐ-UBND"),
        (" ð  Ɖ\tɖ\nđ ", "đ Đ đ đ"),
        ("45/QĐ\u200b-UBND\u00a0", "45/QĐ-UBND"),
        ("45/\U000e0041KH\u2028\u202e-UBND", "45/KH -UBND"),
        ("Sở Tư pháp", "Sở Tư pháp"),
        ("D d Ó", "D d Ó"),
    ],
)
def test_what_a_reader_sees_of_a_text(text: str, expected: str) -> None:
    assert visible_text(text) == expected


def test_nothing_is_both_forbidden_and_invisible() -> None:
    signs = [chr(number) for number in range(sys.maxunicode + 1)]
    forbidden, invisible = (set(re.findall(f"[{kind}]", "".join(signs))) for kind in (FORBIDDEN_SIGNS, INVISIBLE_SIGNS))
    assert not forbidden & invisible
    # Default_Ignorable_Code_Point of Unicode 15, assigned or not, but for those that are forbidden.
    assert len(invisible) + len(forbidden & DEFAULT_IGNORABLE) == len(DEFAULT_IGNORABLE)
    assert invisible < DEFAULT_IGNORABLE


DEFAULT_IGNORABLE = {
    chr(number)
    for first, last in (
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    )
    for number in range(first, last + 1)
}  # fmt: skip


def test_collation_ignores_where_the_tone_is_written() -> None:
    assert collation_key("hoà")[:2] == collation_key("hòa")[:2]


@given(st.lists(st.text()))
def test_collation_orders_any_text(texts: list[str]) -> None:
    assert len(sorted(texts, key=collation_key)) == len(texts)


@pytest.mark.parametrize(
    ("day", "text", "weekday"),
    [
        (date(2026, 6, 9), "09/6/2026", "thứ Ba"),
        (date(2026, 2, 15), "15/02/2026", "Chủ nhật"),
        (date(2026, 1, 1), "01/01/2026", "thứ Năm"),
        (date(2026, 3, 2), "02/3/2026", "thứ Hai"),
        (date(2026, 10, 31), "31/10/2026", "thứ Bảy"),
        (date(2026, 12, 31), "31/12/2026", "thứ Năm"),
    ],
)
def test_day(day: date, text: str, weekday: str) -> None:
    assert day_text(day) == text
    assert weekday_text(day) == weekday
    assert short_weekday_text(day) == ("CN" if weekday == "Chủ nhật" else weekday.removeprefix("thứ "))


@pytest.mark.parametrize(
    ("month", "text"), [(0, "00"), (1, "01"), (2, "02"), (3, "3"), (9, "9"), (10, "10"), (12, "12"), (13, "13")]
)
def test_only_january_and_february_are_padded(month: int, text: str) -> None:
    assert month_text(month) == text


def test_iso_day() -> None:
    assert iso_day(date(2026, 6, 9)) == "2026-06-09"
    assert iso_day(None) is None


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("Ban hành Kế hoạch", "ban hành Kế hoạch", "Ban hành Kế hoạch"),
        ("đề án", "đề án", "Đề án"),
        ("06 tháng", "06 tháng", "06 tháng"),
        ("", "", ""),
    ],
)
def test_the_first_letter(text: str, lower: str, upper: str) -> None:
    assert lower_first(text) == lower
    assert upper_first(text) == upper


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "0"),
        (1, "01"),
        (9, "09"),
        (10, "10"),
        (999, "999"),
        (1234, "1.234"),
        (10**6, "1.000.000"),
    ],
)
def test_count(n: int, text: str) -> None:
    assert count_text(n) == text
    assert number_text(n) == text.removeprefix("0" if n else "")


def test_only_documents_pad_counts() -> None:
    root = Path(papi_cli.__file__).parent
    users = {
        file.relative_to(root).as_posix() for file in root.rglob("*.py") if "count_text(" in file.read_text("utf-8")
    }
    rooms = ("documents/", "views/reports/")
    # The last states a cell of documents only: how many occurrences follow what shares a row.
    assert {user for user in users if not user.startswith(rooms)} == {"text.py", "views/occurrences.py"}


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, None),
        (0, 7, "0%"),
        (7, 7, "100%"),
        (1, 2, "50%"),
        (17, 18, "94,4%"),
        (1, 8, "12,5%"),
        (1, 3, "33,3%"),
        (2, 3, "66,7%"),
        (1, 16, "6,3%"),  # 6,25 exactly: half goes up
        (3, 16, "18,8%"),  # 18,75 exactly
    ],
)
def test_percent(part: int, whole: int, text: str | None) -> None:
    assert percent_text(part, whole) == text


@pytest.mark.parametrize(("value", "text"), [("5.12", "5,12"), ("40", "40"), ("40.00", "40,00")])
def test_decimal(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-10", date(2026, 6, 10)),
        ("10/6/2026", date(2026, 6, 10)),
        ("10/06/2026", date(2026, 6, 10)),
        ("10-6-2026", date(2026, 6, 10)),
        ("8.6.2026", date(2026, 6, 8)),
        ("ngày 5 tháng 6 năm 2026", date(2026, 6, 5)),
        (nfd("05 Tháng 6 năm 2026"), date(2026, 6, 5)),
        ("ngày 31 tháng 6 năm 2026", None),
        ("8.6", None),
        ("  10/6/2026\n", date(2026, 6, 10)),
        ("29/02/2028", date(2028, 2, 29)),
        ("hôm nay", TODAY),
        (" HÔM  NAY ", TODAY),
        (nfd("Hôm nay"), TODAY),
        ("hom nay", TODAY),
        ("31/6/2026", None),
        ("2026-02-29", None),
        ("10/6-2026", None),
        ("10/6/26", None),
        ("01/01/2000", date(2000, 1, 1)),
        ("31/12/1999", None),
        ("2099-12-31", date(2099, 12, 31)),
        ("1-1-2100", None),
        ("10/6", None),
        ("2026-6-10T00:00", None),
        ("0000-01-01", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_parse_day(text: str, day: date | None) -> None:
    assert parse_day(text, today=TODAY) == day


@given(st.dates(min_value=FIRST_DAY, max_value=LAST_DAY))
def test_parse_day_reads_what_day_text_writes(day: date) -> None:
    assert parse_day(day_text(day), today=day + timedelta(days=-1)) == day
    assert parse_day(day.isoformat(), today=day) == day


@given(st.text() | st.text("0123456789/-. "))
def test_a_day_read_from_any_text_has_the_numbers_in_it(text: str) -> None:
    day = parse_day(text, today=TODAY)
    assert day is None or {str(day.day), str(day.month)} <= {digits.lstrip("0") for digits in re.findall(r"\d+", text)}


@pytest.mark.parametrize(
    ("word", "n", "expected"),
    [
        ("so tu phap", 1, ["Sở Tư pháp"]),
        ("Sở Tư phát", 1, ["Sở Tư pháp"]),
        ("SO TAI CHNH", 1, ["Sở Tài chính"]),
        ("zzz", 3, []),
        ("Sở Tư pháp", 0, []),
    ],
)
def test_nearest(word: str, n: int, expected: list[str]) -> None:
    assert nearest(word, ["Sở Tài chính", "Sở Tư pháp", "Thanh tra tỉnh"], n) == expected


def test_nearest_keeps_choices_of_one_key() -> None:
    assert nearest("hoa", ["hòa", "hoà", "xa"]) == ["hòa", "hoà"]


@pytest.mark.parametrize(
    ("code", "codes", "meant"),
    [
        ("so-noi-vi", ["so-noi-vu", "so-tu-phap"], "so-noi-vu"),
        ("II.22", ["II.2", "II.5"], "II.2"),
        ("II.3", ["II.2", "II.5"], None),  # three of four letters agree: not enough
        ("ab.de", ["ab.dx", "ab.dy"], None),  # both are as near
        ("ab.de", ["ab.dee", "ab.dx"], "ab.dee"),
        ("so-noi-vu", [], None),
    ],
)
def test_a_slip_is_recognized_only_if_one_code_is_nearest(code: str, codes: list[str], meant: str | None) -> None:
    assert likely_slip_of(code, codes) == meant


@pytest.mark.parametrize(
    ("line", "width", "lines"),
    [
        ("Sở Tư pháp", 10, ["Sở Tư pháp"]),
        ("Sở Tư pháp", 9, ["Sở Tư", "pháp"]),
        ("www.example.org/van-ban 1", 5, ["www.example.org/van-ban", "1"]),
        ("", 5, []),
    ],
)
def test_lines_break_between_words(line: str, width: int, lines: list[str]) -> None:
    assert wrap_line(line, width) == lines


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], ""),
        (["Sở Y tế"], "Sở Y tế"),
        (["a", "b"], "a và b"),
        (["a", "b", "c"], "a, b và c"),
    ],
)
def test_join_words(words: list[str], text: str) -> None:
    assert join_words(words) == text
