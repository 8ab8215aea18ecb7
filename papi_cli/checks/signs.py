"""Warnings about signs that steer a screen or make a text look like another: in plan, log and names of files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from papi_cli.log.reading import LogLine
from papi_cli.plan.files.yamltext import YamlDocument
from papi_cli.problems import Problem, ProblemCode, Severity
from papi_cli.text import INVISIBLE_SIGNS, code_point, forbidden_signs, plain_letters

_CYRILLIC = dict(
    zip(
        "\u0410\u0412\u0415\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0405\u0421\u0422\u0423\u0425"
        "\u0430\u0435\u0456\u0458\u043e\u0440\u0455\u0441\u0443\u0445",
        "ABEIJKMHOPSCTYXaeijopscyx",
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd",
        "ABEZHIKMNOPTYXov",
        strict=True,
    )
)
# Letters that no Vietnamese word has, by the Latin letter that a reader takes them for. Those for đ stand for it in old
# converted texts, the others come from a keyboard in the wrong mode or from a scanned page. Unicode knows many more
# (https://www.unicode.org/reports/tr39/): full-width, mathematical and other letters look like ours in few fonts.
LOOK_ALIKES: Mapping[str, str] = {**{sign: plain_letters(sign) for sign in "ÐðƉɖ"}, **_CYRILLIC, **_GREEK}
_MISLEADING = f"[{''.join(LOOK_ALIKES)}{INVISIBLE_SIGNS}]"
_LATIN = "[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"
# An escape of YAML by number, or a backslash that escapes another.
_ESCAPE = r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\\)"


def misleading_sign_warnings(documents: Iterable[YamlDocument]) -> Iterator[Problem]:
    """Warn about the first letter of each line that looks like another, or sign in it that nobody sees.

    Words are matched all the same where the letter is one for đ, or the sign is invisible; what is searched for in an
    editor or in a finished document is not. Wholly Greek and Russian words are left alone.
    """
    for document in documents:
        if not re.search(f"{_MISLEADING}|{_ESCAPE}", document.text):
            continue
        for number, line in enumerate(document.text.split("\n"), 1):
            if found := min(_misleading_signs(line), default=None):
                message, hint = _words_about(found[1])
                place = (document.file, number, found[0] + 1)
                yield Problem(*place, ProblemCode.MISLEADING_CHARACTER, message, hint, Severity.WARNING)


def _misleading_signs(line: str) -> Iterator[tuple[int, str]]:
    """Yield place (from 0) and sign of each misleading sign in a line of YAML, written as such or escaped."""
    for found in re.finditer(_MISLEADING, line):
        if found[0] not in LOOK_ALIKES or _is_taken_for_latin(line, found.start()):
            yield found.start(), found[0]
    for escape in re.finditer(_ESCAPE, line):
        number = int(escape[1] or escape[2] or escape[3] or "0", 16)
        if number <= 0x10FFFF and re.fullmatch(_MISLEADING, chr(number)):
            yield escape.start(), chr(number)


def _is_taken_for_latin(line: str, place: int) -> bool:
    """Return whether the word at a place of the line passes for a Latin one: it has Latin letters, or only look-alikes."""
    (word,) = (word[0] for word in re.finditer(r"[^\W\d_]+", line) if word.start() <= place < word.end())
    return re.search(_LATIN, word) is not None or all(letter in LOOK_ALIKES for letter in word)


def _words_about(sign: str) -> tuple[str, str]:
    """Return message and hint about a misleading sign."""
    if letter := LOOK_ALIKES.get(sign):
        return f"có chữ {code_point(sign)}, trông như «{letter}» mà là chữ khác.", f"Gõ lại chữ «{letter}»."
    return f"có ký tự ẩn {code_point(sign)}.", "Xóa ký tự đó."


def forbidden_sign_warnings(lines: Iterable[LogLine]) -> Iterator[Problem]:
    """Warn about each line with a forbidden sign, of which the first is named.

    It is no error: other versions may have recorded it, and what was recorded stays readable.
    """
    for line in lines:
        if sign := _first_sign(line.keys):
            message = f"sự kiện có ký tự điều khiển hoặc ký tự ẩn {code_point(sign)}; khi hiển thị được thay bằng «�»."
            hint = "Xem ai đã ghi dòng này; cần thì ghi lại bằng papi correct."
            yield line.warning(ProblemCode.FORBIDDEN_CHARACTER, message, hint)


def file_name_warnings(files: Iterable[str]) -> Iterator[Problem]:
    """Warn about each of the paths `files` that has a forbidden sign, a line break or a tab."""
    for file in files:
        if sign := next((sign for sign in file if sign in "\n\t" or any(forbidden_signs(sign))), ""):
            message = f"tên tệp có ký tự điều khiển hoặc ký tự ẩn {code_point(sign)}."
            yield Problem(file, 1, 1, ProblemCode.FORBIDDEN_CHARACTER, message, "Đổi tên tệp.", Severity.WARNING)


def _first_sign(keys: object) -> str:
    """Return the first forbidden sign in any text of a line, keys included; "" if there is none."""
    # Python writes every unprintable sign as an escape. Nearly every line has none, and is not looked through.
    written = repr(keys)
    if not any(escape in written for escape in ("\\x", "\\u", "\\U", "\\r")):
        return ""
    waiting = [keys]
    while waiting:
        match waiting.pop():
            case str() as text:
                for _, sign in forbidden_signs(text):
                    return sign
            case dict() as entries:
                waiting += [*reversed(entries.values()), *reversed(entries)]
            case list() as parts:
                waiting += reversed(parts)
    return ""
