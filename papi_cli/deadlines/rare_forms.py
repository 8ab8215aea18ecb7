"""Forms of due phrases that only some plans have, each imported once a word tells of it.

Most phrases are plain, and compiling the patterns of all forms takes longer than reading a plan's phrases. The words are
looked for as they stand in a tidied match key; that one of them stands there says no more than that the form is tried.
"""

from __future__ import annotations

import re

from papi_cli.deadlines.limits import LIMIT_WORD
from papi_cli.deadlines.model import Deadline, Span

_EACH = (" hang ", " moi ", " tung ")
_OF_PERIODS = (*_EACH, " lan", "/lan", " thang cuoi ", " thang dau q", " thang dau c", " thang dau t", " cuoi qu")
_UNITS_WITH_SIGN = tuple(
    f"{unit}{sign}" for unit in ("thang", "quy", "qui", "6 thang", "06 thang") for sign in (*",:;", " (")
)
_OF_LENGTHS = (" tu ", " sau ", " truoc khi ", " viec ", " ngay $", " tuan $", " thang $", " nam $")
_OF_YEARS = (" hang nam", " moi nam", " tung nam", "lan/nam")
_OF_WHAT_GOES_ON = (*_EACH, " thuong xuyen", " lien tuc", " dinh ky", " cac nam ", " nhung nam ", " khi co ")
_LIST = rf"(?:[,;]| va) .*(?:{LIMIT_WORD} |\d)"


def read_recurring(phrase: str, lead: str, text: str, plan_span: Span) -> Deadline | None:
    """See `papi_cli.deadlines.recurring.read_recurring`."""
    if not (_has(text, _OF_PERIODS) or (text.startswith(_UNITS_WITH_SIGN) and "ngay " in text)):
        return None
    from papi_cli.deadlines import recurring

    return recurring.read_recurring(phrase, lead, text, plan_span)


def read_relative(phrase: str, lead: str, text: str) -> Deadline | None:
    """See `papi_cli.deadlines.terms.read_relative`."""
    if not _has(text, _OF_LENGTHS):
        return None
    from papi_cli.deadlines import terms

    return terms.read_relative(phrase, lead, text)


def read_yearly(phrase: str, lead: str, text: str, plan_span: Span) -> Deadline | None:
    """See `papi_cli.deadlines.yearly.read_yearly`."""
    if not (_has(text, _OF_YEARS) or text.startswith("dinh ky") or re.search(_LIST, text, re.ASCII)):
        return None
    from papi_cli.deadlines import yearly

    return yearly.read_yearly(phrase, lead, text, plan_span)


def dated_phase(lead: str, text: str) -> str | None:
    """See `papi_cli.deadlines.phases.dated_phase`."""
    if not _has(text, _OF_WHAT_GOES_ON) or text.startswith(("thuong xuyen", "lien tuc")):
        return None
    from papi_cli.deadlines import phases

    return phases.dated_phase(lead, text)


def undated_phase(lead: str, text: str) -> str | None:
    """See `papi_cli.deadlines.phases.undated_phase`."""
    if not (_has(text, _OF_WHAT_GOES_ON) and _has(text, _OF_LENGTHS)) or text.startswith(("thuong xuyen", "lien tuc")):
        return None
    from papi_cli.deadlines import phases

    return phases.undated_phase(lead, text)


def may_go_on(text: str) -> bool:
    """See `papi_cli.deadlines.phases.may_go_on`."""
    if not _has(text, _OF_WHAT_GOES_ON) and "sau do " not in text and "tu do " not in text:
        return False
    from papi_cli.deadlines import phases

    return phases.may_go_on(text)


def _has(text: str, words: tuple[str, ...]) -> bool:
    """Return whether one of the words, with the spaces around it, stands in the text; a $ stands for its end."""
    padded = f" {text} $"
    return any(word in padded for word in words)
