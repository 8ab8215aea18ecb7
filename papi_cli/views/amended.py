"""What amendments changed, in words and for JSON: the word before and after, which document, and from which day on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from papi_cli.plan.amendments import AmendedPart, Amendment
from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.quotation import Document
from papi_cli.states import Flag, Verdict
from papi_cli.text import day_text, day_text_or, iso_day, iso_instant, join_words, number_text
from papi_cli.views.agency_phrases import agencies_and_groups_phrase


def document_name(document: Document) -> str:
    """Return what a document is called: «Quyết định số 1234/QĐ-UBND ngày 10/7/2026».

    What is not known of it is left out.
    """
    number = f" số {document.number}{document.joined_symbol}" if document.number else ""
    day = f" ngày {day_text(document.day)}" if document.day else ""
    return f"{document.kind}{number}{day}"


def amendment_name(plan: Plan, code: str) -> str:
    """Return what an amendment is called, in force or to come; "" for none of this code."""
    return next((document_name(one.document) for one in _known(plan) if one.code == code), "")


def amendment_of(plan: Plan, code: str) -> Amendment:
    """Return the amendment with this code; raises StopIteration for none."""
    return next(one for one in _known(plan) if one.code == code)


def decider_of_last_day(plan: Plan, verdict: Verdict) -> str:
    """Return the amendment that decided a last on-time day, «Quyết định số 1234/QĐ-UBND ngày 10/7/2026».

    It is "" where none did, and where another day was granted beyond it.
    """
    is_granted = Flag.EXTENDED in verdict.flags
    return amendment_name(plan, verdict.earlier.changed.amendment) if verdict.earlier and not is_granted else ""


def last_day_note(plan: Plan, verdict: Verdict) -> str:
    """Return whose day it is, in brackets behind a last on-time day: « (thời hạn theo Quyết định số …)», else ""."""
    name = decider_of_last_day(plan, verdict)
    return f" (thời hạn theo {name})" if name else ""


_MOST_NAMED = 8


def days_notes(plan: Plan, verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """Return a line for each amendment that set days of a list: of which items, and which day held before.

    «Thời hạn theo Quyết định số 1234/QĐ-UBND ngày 10/7/2026: II.5/ke-hoach (trước là 31/8/2026).»
    """
    by_amendment: dict[str, dict[str, str]] = {}
    for verdict in verdicts:
        if verdict.earlier is not None and Flag.EXTENDED not in verdict.flags:
            before = day_text_or(verdict.earlier.last, "không có ngày")
            item = verdict.obligation.item.code
            by_amendment.setdefault(verdict.earlier.changed.amendment, {})[item] = f"{item} (trước là {before})"
    return tuple(
        f"Thời hạn theo {amendment_name(plan, code)}: {_first_named(list(items.values()))}."
        for code, items in by_amendment.items()
    )


def _first_named(words: list[str]) -> str:
    further = len(words) - _MOST_NAMED
    return ", ".join(words[:_MOST_NAMED]) + (f" và {number_text(further)} việc khác" if further > 0 else "")


def changed_codes(items: Iterable[Item]) -> frozenset[str]:
    """Return the codes under which amendments may have changed items: of themselves, their series, tasks and periods."""
    return frozenset(
        code for item in items for code in (item.code, item.series, *item.source, item.period or "") if code
    )


def changes_of(plan: Plan, codes: Collection[str]) -> Iterator[tuple[Amendment, AmendedPart]]:
    """Yield the changes about any of the `codes` with their amendments, in the order in which they take effect."""
    for amendment in _known(plan):
        for part in amendment.changes:
            if part.code in codes or any(code in codes for code in part.codes):
                yield amendment, part


def change_sentences(plan: Plan, codes: Collection[str], *, named: bool) -> tuple[str, ...]:
    """Return a sentence for each change about the `codes`; `named` ones say what they are about.

    «Từ ngày 15/7/2026, theo Quyết định số 1234/QĐ-UBND ngày 10/7/2026: thời hạn «Trước ngày 30/6/2026» đổi thành «Trước
    ngày 31/5/2026».»
    """
    return tuple(
        f"Từ ngày {day_text(amendment.effective)}, theo {document_name(amendment.document)}: "
        f"{change_words(plan, part, named=named)}."
        for amendment, part in changes_of(plan, codes)
    )


def change_words(plan: Plan, part: AmendedPart, *, named: bool) -> str:
    """Return one change as a clause without a full stop; a `named` one begins with the code that it is about."""
    match part.kind:
        case AmendmentKind.ADD:
            return f"bổ sung {part.code}"
        case AmendmentKind.DROP:
            return f"bỏ {part.code}"
        case AmendmentKind.SPLIT:
            return f"tách {part.code} thành {join_words(part.codes)}"
        case _:
            about = f"{part.code}: " if named else ""
            changed = (
                _DUTY_LEAD if part.kind is AmendmentKind.LEAD and part.code not in plan.tasks else _CHANGED[part.kind]
            )
            was, becomes = _value_words(plan, part.was), _value_words(plan, part.becomes)
            return f"{about}{changed} {was} đổi thành {becomes}"


_CHANGED = {
    AmendmentKind.DUE: "thời hạn",
    AmendmentKind.LEAD: "cơ quan chủ trì",
    AmendmentKind.COOPERATING: "cơ quan phối hợp",
    AmendmentKind.PRODUCT: "sản phẩm",
    AmendmentKind.TEXT: "nội dung",
    AmendmentKind.NUMBER: "số thứ tự",
}


_DUTY_LEAD = "cơ quan thực hiện"


def _value_words(plan: Plan, value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return f"«{' '.join(value.split())}»" if value.strip() else "để trống"
    known = [id_ for id_ in value if id_ in plan.agencies or id_ in plan.groups]
    return f"«{agencies_and_groups_phrase(plan, known)}»" if known else "để trống"


def amendment_facts(plan: Plan, amendment: Amendment) -> tuple[str, ...]:
    """Return what is known of an amendment: who issued it, what it is about, from when it holds, when it was taken in."""
    document = amendment.document
    facts = {
        "Văn bản": document_name(document),
        "Nơi ban hành": plan.name_of(document.issuer),
        "Trích yếu": document.title,
        "Có hiệu lực từ ngày": day_text(amendment.effective),
        "Ghi vào kế hoạch ngày": day_text(amendment.recorded.astimezone(plan.zone).date())
        if amendment.recorded
        else "",
        "Số thay đổi": number_text(len(amendment.changes)),
    }
    return tuple(f"{name}: {fact}." for name, fact in facts.items() if fact)


def amendment_json(plan: Plan, amendment: Amendment) -> dict[str, Any]:
    """Return an amendment without its changes; `in_force` is whether it is on the day of the answer."""
    document = amendment.document
    return {
        "amendment": amendment.code,
        "document": document_name(document),
        "issuer": document.issuer,
        "day": iso_day(document.day),
        "effective": amendment.effective.isoformat(),
        "recorded": iso_instant(amendment.recorded),
        "in_force": amendment in plan.amendments,
    }


def changes_json(plan: Plan, codes: Collection[str]) -> list[dict[str, Any]]:
    """Return the changes about any of the `codes`, each with its amendment."""
    return [
        {
            **amendment_json(plan, amendment),
            "change": part.kind.value,
            "of": part.code,
            "was": _value_json(part.was),
            "is": _value_json(part.becomes),
            "into": list(part.codes),
        }
        for amendment, part in changes_of(plan, codes)
    ]


def _value_json(value: str | tuple[str, ...]) -> str | list[str] | None:
    return (value or None) if isinstance(value, str) else list(value)


def earlier_json(plan: Plan, verdict: Verdict) -> dict[str, Any] | None:
    """Return the deadline in whose place an amendment put the one that decides, None where none did."""
    if verdict.earlier is None:
        return None
    changed = verdict.earlier.changed
    return {
        "text": changed.due.phrase if changed.due else None,
        "last": iso_day(verdict.earlier.last),
        "until": changed.until.isoformat(),
        "amendment": changed.amendment,
        "document": amendment_name(plan, changed.amendment) or None,
    }


def _known(plan: Plan) -> tuple[Amendment, ...]:
    return (*plan.amendments, *plan.coming)
