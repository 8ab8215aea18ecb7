"""Vietnamese text: keys to match and sort by, numbers and days as officials write them, and signs that do harm.

Pure functions; none raises, whatever the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import filterfalse
from typing import overload

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_SHORT_WEEKDAYS = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "CN")
_LETTER_RANKS = {c: rank for rank, c in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
# Combining marks in the order of Vietnamese dictionaries; 0 is the level tone, which has no mark.
_TONE_RANKS = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_WITHOUT_TONES = dict.fromkeys(map(ord, _TONE_RANKS))

_LAST_PADDED_MONTH = 2
_FIRST_UNPADDED_COUNT = 10

# The days that may stand in plan, log and command line. Beyond them is a slip (2206 for 2026), and what is reckoned from
# one of them (a day more, ten years more) is far from the ends of what `date` can hold.
FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2099, 12, 31)

_DAY_FORMS = (
    r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})",
    r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})",
    r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})",
    r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})",
)
# As the head of a letter has it, for `match_key`.
_WRITTEN_DAY = r"(?:ngay )?(?P<d>\d{1,2}) thang (?P<m>\d{1,2}) nam (?P<y>\d{4})"

CollationKey = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]


def nfc(text: str) -> str:
    """Return the text composed (Unicode NFC), the form in which everything is stored and compared."""
    return unicodedata.normalize("NFC", text)


def with_lf(raw: bytes) -> bytes:
    """Return the bytes of a text with CRLF as LF: git may check out either, so that no fingerprint tells them apart."""
    return raw.replace(b"\r\n", b"\n") if b"\r" in raw else raw


# What belongs in no text of plan or log, as the inside of a character class: it steers a terminal, or makes a text look
# like another. In this order: controls (C0 but tab and line feed, DEL, C1), Unicode's Bidi_Control, line and paragraph
# separators, Bidi_Control again with the deprecated controls of shaping, lone surrogates, noncharacters of the first
# plane with the byte order mark and interlinear annotation, tags, noncharacters of the other planes.
FORBIDDEN_SIGNS = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u206f\ud800-\udfff"
    r"\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
) + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17))
# For what a person has to fill in, in documents and in sheets to correct.
PLACEHOLDER = "[…]"

# A string, which `re` compiles on first use: hardly any text has such a sign.
_FORBIDDEN_SIGN = f"[{FORBIDDEN_SIGNS}]"


def forbidden_signs(text: str) -> Iterator[tuple[int, str]]:
    """Yield place (from 0) and sign of each of the FORBIDDEN_SIGNS in the text."""
    # All of them are unprintable by Python's reckoning, which is much faster to ask than the expression.
    if not text.isprintable():
        yield from ((found.start(), found[0]) for found in re.finditer(_FORBIDDEN_SIGN, text))


def is_proposed(words: str) -> bool:
    """Return whether all the words stand in one pair of square brackets: proposed, and confirmed by nobody yet.

    The bare mark of a place to fill in proposes nothing.
    """
    line = words.strip()
    if not (line.startswith("[") and line.endswith("]")) or not any(map(str.isalnum, line)):
        return False
    depth = 0
    for place, sign in enumerate(line, 1):
        depth += (sign == "[") - (sign == "]")
        if depth == 0:
            return place == len(line)
    return False


def without_brackets(words: str) -> str:
    """Return what is proposed, as it reads once it is confirmed; other words as they are."""
    return words.strip()[1:-1] if is_proposed(words) else words


# What Unicode calls default ignorable and is not forbidden: signs that show nothing and do little harm, such as the soft
# hyphen and the zero-width space, which come along when a text is copied. As the inside of a character class.
# https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
INVISIBLE_SIGNS = (
    r"\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e0fff"
)
_UNSEEN_SIGN = f"[{FORBIDDEN_SIGNS}{INVISIBLE_SIGNS}]"
# Of the FORBIDDEN_SIGNS, those that change nothing in a text from left to right: the byte order mark and the mark of that
# direction anywhere; around the whole text also what Windows puts there when a path or a day is copied.
_HARMLESS_SIGN = rf"[{INVISIBLE_SIGNS}\u200e\ufeff]"
_HARMLESS_AROUND = r"^[\s\u061c\u200f\u202a\u202c\u2066\u2068\u2069]+|[\s\u061c\u200f\u202a\u202c\u2066\u2068\u2069]+$"
# Letters of Icelandic and African alphabets in place of đ, which converters from the old Vietnamese code pages leave.
_LOOK_ALIKES_OF_D = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


def plain_letters(text: str) -> str:
    """Return the text with Đ and đ for the letters that are taken for them (U+00D0, U+00F0, U+0189, U+0256)."""
    return text if text.isascii() else text.translate(_LOOK_ALIKES_OF_D)


def plain_dashes(text: str) -> str:
    """Return the text with the hyphen-minus for each hyphen, dash and minus sign."""
    return text if text.isascii() else text.translate(_DASHES)


def visible_text(text: str) -> str:
    """Return what a reader sees of the text: `plain_letters`, single spaces, no sign that shows nothing."""
    if not text.isascii() or not text.isprintable():
        # Some of the signs are space, as the line separator is: they part words.
        text = re.sub(_UNSEEN_SIGN, "", " ".join(plain_letters(text).split()))
    return " ".join(text.split())


def without_unseen(line: str) -> str:
    """Return a line as its reader sees it: trimmed, each space a plain one, without signs that show and change nothing.

    What comes along when a text is copied goes; a sign that makes the text look like another stays, to be refused.
    """
    seen = line if line.isascii() else re.sub(_HARMLESS_SIGN, "", line)
    # What is printable to Python has no space but the plain one, and none of the signs that go around a text.
    if line.isascii() or seen.isprintable():
        return seen.strip()
    plain = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in seen)
    return re.sub(_HARMLESS_AROUND, "", plain)


def printable(text: str) -> str:
    """Return the text with U+FFFD for each of the FORBIDDEN_SIGNS; LF and tab stay, CRLF becomes LF.

    Whatever leaves for a terminal, a spreadsheet or a document goes through this.
    """
    if text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line if line.isprintable() else re.sub(_FORBIDDEN_SIGN, "\ufffd", line) for line in lines)


def code_point(sign: str) -> str:
    """Return the name of a character by its number: U+202E."""
    return f"U+{ord(sign):04X}"


def json_escape(sign: str) -> str:
    """Return the character as JSON escapes it by its number in hex; a pair of escapes beyond the first plane."""
    return re.sub("(....)", r"\\u\1", sign.encode("utf-16-be", "surrogatepass").hex())


def screen_text(text: str) -> str:
    """Return the text `printable`, with no line that the runner of a CI system would take for a command.

    GitHub obeys `::name::` at the start of a line, white space before it or not, and GitHub and Azure obey `##[name]`
    and `##vso[name]` anywhere: a space comes between the two signs.
    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions,
    https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
    """
    text = printable(text)
    if "::" in text:
        text = re.sub(r"(?m)^([^\S\n]*):(?=:)", r"\1: ", text)
    return re.sub(r"#(?=#\w*\[)", "# ", text) if "##" in text else text


# The signs of OWASP's list, their full-width forms, and tab and line breaks as a first character. Some programs look for
# the sign behind white space, invisible characters and apostrophes.
_FORMULA = r"['\s\u00ad\u200b-\u200d\u2060\ufeff\ufffd]*[=+\-@＝＋－＠]|'*[\t\r\n]"


def guard_formula(cell: str) -> str:
    """Return the text of a cell of CSV with an apostrophe before it if a spreadsheet might run it as a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{cell}" if re.match(_FORMULA, cell) else cell


def without_formula_guard(cell: str) -> str:
    """Return the text that `guard_formula` made `cell` of, whatever the text."""
    return cell[1:] if cell.startswith("'") and re.match(_FORMULA, cell[1:]) else cell


def _strip_marks(text: str) -> str:
    if text.isascii():
        return text
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFD", text)))


def match_key(text: str) -> str:
    """Return the key to match text by: no case, no marks, đ as d, single spaces, trimmed, nothing invisible, NFC.

    `Sở Tư pháp` (composed or not) and `SO  TU PHAP` share a key; so do `hòa` and `hoà`, Đ and the letters taken for it.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    # Strip marks on both sides of case folding, which can itself produce letters with marks (İ → i̇).
    bare = _strip_marks(plain_letters(_strip_marks(text).casefold()).replace("đ", "d"))
    return nfc(" ".join(re.sub(_HARMLESS_SIGN, "", bare).split()))


def spelling_key(text: str) -> str:
    """Return the key of how a name is spelled: that of `match_key` but with marks, whatever letter bears a tone.

    «Tân Thành» and «Tân Thạnh» have two keys, «hòa» and «hoà» one, and so have Đ and the letters taken for it.
    """
    decomposed = unicodedata.normalize("NFD", visible_text(text).casefold())
    return " ".join(
        nfc(word.translate(_WITHOUT_TONES)) + "".join(sign for sign in word if sign in _TONE_RANKS)
        for word in decomposed.split()
    )


def slug(text: str) -> str:
    """Return the text as an id or file name, in ASCII: `Sở Tư pháp` → `so-tu-phap`; may be empty."""
    return re.sub(r"[^a-z0-9]+", "-", match_key(text)).strip("-")


def _letter_key(char: str) -> tuple[int, int]:
    if char in _LETTER_RANKS:
        return (3, _LETTER_RANKS[char])
    if char.isalnum():
        return (2 if char.isdecimal() else 4, ord(char))
    return (0 if char.isspace() else 1, ord(char))


def collation_key(text: str) -> CollationKey:
    """Return the sort key of Vietnamese dictionaries: compare letters, then tones, then the text itself.

    Spaces, signs and digits come first, then a ă â b c d đ e ê …. Tones (ngang, huyền, hỏi, ngã, sắc, nặng) are
    compared word by word, so `hoà` and `hòa` differ only in the third part.
    """
    decomposed = unicodedata.normalize("NFD", plain_letters(text).casefold())
    letters = nfc(decomposed.translate(_WITHOUT_TONES))
    tones = (max(_TONE_RANKS.get(c, 0) for c in word) for word in decomposed.split())
    return (tuple(map(_letter_key, letters)), tuple(tones), nfc(text))


def day_text(day: date) -> str:
    """Return the day as Decree 30/2020/NĐ-CP writes it, only days and months 1 and 2 padded: 09/6/2026, 15/02/2026."""
    return f"{day.day:02d}/{month_text(day.month)}/{day.year}"


def month_text(month: int) -> str:
    """Return the number of a month as `day_text` writes it: 01, 02, 3, … 12; takes any number from 0."""
    return f"{month:02d}" if month <= _LAST_PADDED_MONTH else str(month)


def minute_text(instant: datetime) -> str:
    """Return an instant to the minute, in its own time zone, as a sentence has it: 08:00 ngày 09/6/2026."""
    return f"{instant:%H:%M} ngày {day_text(instant.date())}"


def iso_day(day: date | None) -> str | None:
    """Return the day as JSON answers have it (`2026-06-10`), None for None."""
    return None if day is None else day.isoformat()


@overload
def iso_instant(instant: datetime) -> str: ...
@overload
def iso_instant(instant: None) -> None: ...
def iso_instant(instant: datetime | None) -> str | None:
    """Return the instant to the microsecond (`2026-06-10T08:00:00.000000+07:00`), None for None."""
    return None if instant is None else instant.isoformat(timespec="microseconds")


def weekday_text(day: date) -> str:
    """Return the day of the week: thứ Hai … thứ Bảy, Chủ nhật."""
    return _WEEKDAYS[day.weekday()]


def short_weekday_text(day: date) -> str:
    """Return the day of the week for a narrow column: Hai … Bảy, CN."""
    return _SHORT_WEEKDAYS[day.weekday()]


def weekday_and_day_text(day: date) -> str:
    """Return the day with its weekday, as in a sentence: thứ Ba, ngày 09/6/2026."""
    return f"{weekday_text(day)}, ngày {day_text(day)}"


def day_text_or(day: date | None, otherwise: str) -> str:
    """Return the day as `day_text` does, `otherwise` for None."""
    return otherwise if day is None else day_text(day)


def count_text(n: int) -> str:
    """Return a count (0 or more) as the prose of documents has it: 0, 06, 12, 1.234."""
    return f"{n:02d}" if 0 < n < _FIRST_UNPADDED_COUNT else number_text(n)


def number_text(n: int) -> str:
    """Return a count (0 or more) as screens and data have it: 0, 6, 12, 1.234."""
    return f"{n:,}".replace(",", ".")


def percent_text(part: int, whole: int) -> str | None:
    """Return `part` of `whole` in percent, to one decimal, half rounded up: 94,4%, 100%; None if `whole` is 0."""
    if whole == 0:
        return None
    # In whole tenths of a percent, so that no binary fraction rounds the wrong way.
    units, tenth = divmod((2000 * part + whole) // (2 * whole), 10)
    return f"{units},{tenth}%" if tenth else f"{units}%"


def decimal_text(value: Decimal) -> str:
    """Return a decimal number with a comma, every digit kept: 5,12."""
    return str(value).replace(".", ",")


def is_in_years(day: date) -> bool:
    """Return whether a day that was read is one from FIRST_DAY to LAST_DAY."""
    return FIRST_DAY <= day <= LAST_DAY


def parse_day(text: str, *, today: date) -> date | None:
    """Return the day that a user typed, None for anything else: 2026-06-10, 10/6/2026, 10-6-2026, 10.6.2026 or in words.

    The words are `hôm nay` (today) and `ngày 10 tháng 6 năm 2026`, with or without `ngày`, case and marks. A day that does
    not exist or is not one from FIRST_DAY to LAST_DAY is none.
    """
    typed = without_unseen(text)
    key = match_key(typed)
    if key == "hom nay":
        return today
    day = _day_in_any_year(typed, key)
    return day if day is not None and is_in_years(day) else None


def is_day_beyond_years(text: str) -> bool:
    """Return whether the text is a day that only its year keeps `parse_day` from taking."""
    typed = without_unseen(text)
    day = _day_in_any_year(typed, match_key(typed))
    return day is not None and not is_in_years(day)


def _day_in_any_year(typed: str, key: str) -> date | None:
    forms = (*((form, typed) for form in _DAY_FORMS), (_WRITTEN_DAY, key))
    for match in (re.fullmatch(form, words, re.ASCII) for form, words in forms):
        if match:
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                return None
    return None


def nearest(word: str, choices: Iterable[str], n: int = 3, *, cutoff: float = 0.5) -> list[str]:
    """Return at most `n` choices whose match keys resemble (from `cutoff` to 1) that of the word, the best first."""
    from difflib import get_close_matches

    by_key: dict[str, list[str]] = {}
    for choice in choices:
        by_key.setdefault(match_key(choice), []).append(choice)
    keys = get_close_matches(match_key(word), by_key, n=max(n, 1), cutoff=cutoff)
    return [choice for key in keys for choice in by_key[key]][:n]


# How alike two codes must be (0 to 1) for one to count as a slip of the other: all but a letter or two of a long one.
TYPO_CUTOFF = 0.8


def likely_slip_of(code: str, codes: Iterable[str]) -> str | None:
    """Return the one of `codes` that `code` is probably a slip of; None if none resembles it, or two do equally."""
    from difflib import SequenceMatcher, get_close_matches

    near = get_close_matches(code, codes, 2, TYPO_CUTOFF)
    likeness = [SequenceMatcher(None, candidate, code).ratio() for candidate in near]
    return None if not near or likeness[1:] == likeness[:1] else near[0]


def wrap_line(line: str, width: int) -> list[str]:
    """Return the line wrapped to `width` characters, between words only; a longer word gets a line to itself."""
    from textwrap import wrap

    return wrap(line, width, break_long_words=False, break_on_hyphens=False)


def join_words(words: Sequence[str]) -> str:
    """Return the words as an enumeration in a sentence: `a`; `a và b`; `a, b và c`; "" for none."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} và {words[-1]}"


def lower_first(text: str) -> str:
    """Return the text as it continues a sentence: `Ban hành Kế hoạch` → `ban hành Kế hoạch`."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return the text as it begins a sentence: `trước ngày 10/6` → `Trước ngày 10/6`."""
    return text[:1].upper() + text[1:]
