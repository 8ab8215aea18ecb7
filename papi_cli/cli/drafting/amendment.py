"""What the options of `papi amend` say: the document and its changes, with what stands in the plan before them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from papi_cli.cli.inputs import find_agency, parse_day_option, unknown_item_error
from papi_cli.cli.prompts import ask, ask_until_valid
from papi_cli.deadlines.model import UnreadablePhrase
from papi_cli.deadlines.phrases import read_due
from papi_cli.plan.amendments import COLUMN_OF
from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.files.records import Records
from papi_cli.plan.founding.amendment_text import AmendmentHead, DraftChange
from papi_cli.plan.founding.new_plan import DocumentKind, kind_of_symbol
from papi_cli.plan.model import Plan
from papi_cli.plan.resolve.edits import Fault, Words
from papi_cli.plan.resolve.standing import codes_to_change, printed_cell, what_stands
from papi_cli.problems import Misuse
from papi_cli.text import day_text, match_key, nfc, upper_first

# 1234/QĐ-UBND, and 15-QĐ/TU of bodies of the Party.
_NUMBER_AND_SYMBOL = re.compile(r"(\d+[A-Za-z]?)\s*(?:/\s*|(?=-))(\S.*)")


@dataclass(frozen=True, slots=True)
class Workplace:
    """What a draft rests on: the plan and its records as they are when it takes effect."""

    plan: Plan
    records: Records


class DocumentWords(NamedTuple):
    """What options say of the amending document, None for what they leave out."""

    document: str | None
    kind: str | None
    date: str | None
    issuer: str | None
    title: str | None
    effective: str | None


def read_head(plan: Plan, options: DocumentWords, *, present: datetime, today: date, may_ask: bool) -> AmendmentHead:
    """Return the document that the options and answers tell; raises Misuse for what is missing or cannot be."""

    def given_or_asked(given: str | None, option: str, question: str) -> str:
        if given is None and not may_ask:
            raise Misuse(f"Thiếu {option}: {question}. Xem: papi amend --help")
        return given if given is not None else ask(upper_first(question))

    def parsed(given: str | None, option: str, question: str, parse: Callable[[str], date]) -> date:
        if given is not None or not may_ask:
            return parse(given_or_asked(given, option, question))
        return ask_until_valid(lambda: parse(ask(upper_first(question))))

    def read_number() -> tuple[str, str]:
        return _number_and_symbol(given_or_asked(options.document, "--document", "số, ký hiệu của văn bản sửa đổi"))

    number, symbol = ask_until_valid(read_number) if options.document is None and may_ask else read_number()
    kind = _document_kind(options.kind, symbol)
    day = parsed(options.date, "--date", "ngày ban hành", lambda words: parse_day_option(words, today, "--date"))
    effective = parse_day_option(options.effective, today, "--effective") if options.effective is not None else day
    if options.effective is None and may_ask and options.date is None:
        effective = ask_until_valid(
            lambda: parse_day_option(ask("Ngày có hiệu lực", day_text(day)), today, "--effective")
        )
    issuer = find_agency(plan, options.issuer) if options.issuer is not None else plan.document.issuer
    title = options.title if options.title is not None else (ask("Trích yếu", "") if may_ask else "")
    return AmendmentHead(kind, number, symbol, day, issuer, " ".join(nfc(title).split()), effective, present)


def _number_and_symbol(words: str) -> tuple[str, str]:
    match = _NUMBER_AND_SYMBOL.fullmatch(" ".join(nfc(words).split()))
    if match is None:
        raise Misuse(f"«{nfc(words)}» không phải là số, ký hiệu văn bản. Ví dụ: 1234/QĐ-UBND.")
    return match[1], match[2]


def _document_kind(given: str | None, symbol: str) -> str:
    if given is not None:
        kind = next((kind for kind in DocumentKind if match_key(kind) == match_key(given)), None)
        return kind.value if kind else " ".join(nfc(given).split())
    found = kind_of_symbol(symbol)
    if found is None:
        raise Misuse(f"Thiếu --kind: ký hiệu «{symbol}» không cho biết loại văn bản.")
    return found.value


def given_changes(place: Workplace, options: Mapping[AmendmentKind, Sequence[str]]) -> list[DraftChange]:
    """Return the changes that the options tell, in their order; raises Misuse for what cannot be."""
    return [
        changed(place, kind, *_split(words, kind)) if kind is not AmendmentKind.DROP else dropped(place, words)
        for kind, given in options.items()
        for words in given
    ]


_OF_AGENCIES = (AmendmentKind.LEAD, AmendmentKind.COOPERATING)


def _split(words: str, kind: AmendmentKind) -> tuple[str, str]:
    code, equals, value = words.partition("=")
    if not equals or not code.strip() or not value.strip():
        raise Misuse(f"--new-{kind}: «{nfc(words)}» thiếu mã hoặc nội dung mới. Viết MÃ=NỘI DUNG MỚI.")
    return code.strip(), value.strip()


def changed(place: Workplace, kind: AmendmentKind, code: str, value: str) -> DraftChange:
    """Return the change of one thing to what somebody typed; raises Misuse for what cannot be."""
    code = find_code(place, code)
    stands = standing(place, kind, code)
    becomes = find_parties(place.plan, value) if kind in _OF_AGENCIES else " ".join(nfc(value).split())
    if kind is AmendmentKind.DUE:
        check_due(place.plan, value)
    cell = _cell(place, kind, code, stands, becomes)
    return DraftChange(kind, {"of": code, "was": stands, "is": becomes} | ({"cell": cell} if cell else {}))


def _cell(place: Workplace, kind: AmendmentKind, code: str, was: Words, becomes: Words) -> str:
    """Return the cell as it is printed from then on, where it is known for certain and not what the change itself says.

    That is a cell of names that names just those who stood there, and one in which the old words stand once among others.
    """
    cell = printed_cell(place.records, code, COLUMN_OF[kind]) if kind in COLUMN_OF else ""
    old, new = (words if isinstance(words, str) else _names(place.plan, words) for words in (was, becomes))
    if kind in _OF_AGENCIES:
        return new if cell and match_key(cell) == match_key(old) else ""
    return cell.replace(old, new) if old and cell != old and cell.count(old) == 1 else ""


def _names(plan: Plan, ids: Sequence[str]) -> str:
    return "; ".join(plan.name_of(id_) for id_ in ids)


def check_due(plan: Plan, words: str) -> None:
    """Raise Misuse for a due phrase that cannot be read, with the reason; a dash and a blank say that there is none."""
    due = read_due(" ".join(nfc(words).split()), span=plan.span) if words.strip() else None
    if isinstance(due, UnreadablePhrase):
        raise Misuse(f"Không đọc được thời hạn «{nfc(words)}». {due.reason}")


def dropped(place: Workplace, code: str) -> DraftChange:
    """Return the change that takes something out; raises Misuse for an unknown code."""
    return DraftChange(AmendmentKind.DROP, {"of": find_code(place, code)})


def standing(place: Workplace, kind: AmendmentKind, code: str) -> Words:
    """Return what stands where the change would be made; raises Misuse if there is no such thing."""
    stands = what_stands(place.records, kind, code)
    if isinstance(stands, Fault):
        raise Misuse(f"--new-{kind}: {stands.message} {stands.hint}")
    return stands


def find_code(place: Workplace, words: str) -> str:
    """Return the code that was typed, in any case; raises Misuse with the nearest ones for an unknown one."""
    codes = codes_to_change(place.records)
    found = [code for code in codes if match_key(code) == match_key(words)]
    if len(found) != 1:
        series = words.partition("@")[0].strip()
        if series in codes:
            raise Misuse(f"«{nfc(words)}» là một lần của việc định kỳ; văn bản sửa đổi cả việc. Ghi «{series}».")
        raise unknown_item_error(place.plan, words)
    return found[0]


def find_parties(plan: Plan, words: str) -> tuple[str, ...]:
    """Return the ids of the agencies and groups named between semicolons; raises Misuse unless each is exactly one."""
    return tuple(_find_party(plan, name.strip()) for name in words.split(";") if name.strip())


def _find_party(plan: Plan, name: str) -> str:
    ids = plan.find_agency_or_group(name)
    return ids[0] if len(ids) == 1 else find_agency(plan, name)
