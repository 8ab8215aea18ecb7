"""The document that issues the plan: the time that it is for, its own text, and what letters and reports cite of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from papi_cli.deadlines.model import Span
from papi_cli.plan.files import schema
from papi_cli.plan.files.records import Records
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.quotation import DOCUMENT, Document, DocumentPart
from papi_cli.plan.resolve.problem_collector import DOCUMENT_PART, PROVISION, ProblemCollector
from papi_cli.problems import ProblemCode
from papi_cli.text import likely_slip_of

_FILE = "plan.yaml"


def read_span(head: schema.PlanFile, problems: ProblemCollector) -> Span | None:
    """Return the time of the plan, None where `head` says none or two."""
    if head.year is not None and head.span is not None:
        hint = "Giữ «year» khi là cả một năm, giữ «span» khi là khoảng khác."
        problems.add(_FILE, ("span",), ProblemCode.WRONG_VALUE, "ghi cả «year» và «span».", hint)
        return None
    if head.year is not None:
        return Span.of_year(head.year)
    if head.span is None:
        if not problems.has_shape_problems(_FILE) and problems.could_read(_FILE):
            hint = "Thêm «year: 2026», hoặc «span: {first: 2025-12-01, last: 2030-12-31}»."
            problems.add(_FILE, (), ProblemCode.MISSING_KEY, "thiếu khóa «year» hoặc «span».", hint)
        return None
    if head.span.first > head.span.last:
        message = "thời gian thực hiện bị ngược: ngày đầu sau ngày cuối."
        problems.add(_FILE, ("span",), ProblemCode.WRONG_VALUE, message, "Sửa lại hai ngày.")
        return None
    return Span(head.span.first, head.span.last)


def read_document(record: schema.DocumentRecord) -> Document:
    """Return the document of a record that is free of errors."""
    quote = tuple(DocumentPart(part.code, part.name, part.lines) for part in record.quote)
    return Document(**{**dict(record), "quote": quote})


def check_document(records: Records, provisions: Mapping[str, KeyPath], problems: ProblemCollector) -> None:
    """Note codes of parts that are taken, and what is cited and does not exist or has no name to be cited by."""
    taken = dict(_other_codes(records, provisions))
    parts: dict[str, KeyPath] = {}
    for position, part in enumerate(records.plan.document.quote):
        keys: KeyPath = ("document", "quote", position, "code")
        if part.code in parts:
            problems.add_duplicate(_FILE, keys, part.code, parts[part.code])
        elif part.code in taken:
            message = f"mã «{part.code}» đã dùng tại {problems.location(*taken[part.code])}."
            problems.add(_FILE, keys, ProblemCode.DUPLICATE_ID, message, "Đặt mã khác.")
        parts.setdefault(part.code, keys)
    named = {part.code for part in records.plan.document.quote if part.name}
    for key, codes in dict(records.plan.cited).items():
        for position, code in enumerate(codes):
            keys = ("cited", key, position)
            if code in parts and code not in named:
                message = f"phần «{code}» chưa có tên để dẫn."
                hint = f"Ghi khóa «name» của phần ấy ({problems.location(_FILE, parts[code])}), ví dụ «Điều 2»."
                problems.add(_FILE, keys, ProblemCode.WRONG_VALUE, message, hint)
            elif code not in parts and code not in provisions:
                _add_unknown(code, keys, parts, provisions, problems)


def _add_unknown(
    code: str,
    keys: KeyPath,
    parts: Mapping[str, KeyPath],
    provisions: Mapping[str, KeyPath],
    problems: ProblemCollector,
) -> None:
    """Note a code that is neither of a part of the document nor of a provision, unless its record may be lost."""
    if problems.may_have_defined(DOCUMENT_PART.file, code) or problems.may_have_defined(PROVISION.file, code):
        return
    if likely_slip_of(code, parts) or not provisions:
        problems.add_unknown_reference(_FILE, keys, DOCUMENT_PART, code, parts)
    else:
        problems.add_unknown_reference(_FILE, keys, PROVISION, code, provisions)


def _other_codes(records: Records, provisions: Mapping[str, KeyPath]) -> Iterator[tuple[str, tuple[str, KeyPath]]]:
    """Yield the codes of all else that `papi show` finds by its code, with file and key path."""
    yield DOCUMENT, (_FILE, (DOCUMENT,))
    for position, annex in enumerate(records.tasks.annexes):
        yield annex.code, ("tasks.yaml", ("annexes", position, "code"))
    if records.indices.indices:
        yield records.indices.annex.code, ("indices.yaml", ("annex", "code"))
    for position, duty in enumerate(records.duties.duties):
        yield duty.code, ("duties.yaml", ("duties", position, "code"))
    for code, keys in provisions.items():
        yield code, ("provisions.yaml", keys)
