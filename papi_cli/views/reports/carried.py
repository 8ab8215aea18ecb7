"""What can be recorded from a document that papi made: the obligations that it carries, and why none of them can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum, auto
from typing import NamedTuple

from papi_cli.log.kinds import KIND_SPECS, EventKind
from papi_cli.log.subjects import number_key
from papi_cli.plan.model import Plan
from papi_cli.text import PLACEHOLDER, count_text, day_text, join_words
from papi_cli.views.refusals import agency_name
from papi_cli.views.reports.context import report_duty_codes
from papi_cli.views.reports.provenance import ObligationKey, Provenance

# The kind of document from which an event of a kind is recorded.
_DOCUMENT_OF_KIND: Mapping[EventKind, str] = {EventKind.REMINDED: "reminder", EventKind.DONE: "agency"}
_DOCUMENT_NAMES = {
    "reminder": "công văn đôn đốc do papi remind soạn",
    "agency": "báo cáo kỳ của một cơ quan do papi report --agency lập",
}
RECORDABLE_FROM_DOCUMENTS = tuple(_DOCUMENT_OF_KIND)
_GONE_SHOWN = 10


class CarriedFault(StrEnum):
    """Why nothing can be recorded from a document."""

    OTHER_PLAN = auto()
    OTHER_KIND = auto()
    NO_REPORT_DUTY = auto()
    SEVERAL_REPORT_DUTIES = auto()
    ALL_GONE = auto()


class CarriedRefusal(NamedTuple):
    """Why nothing can be recorded from a document; `codes` are the items between which it does not decide."""

    fault: CarriedFault
    codes: tuple[str, ...] = ()


class CarriedObligations(NamedTuple):
    """The obligations to record for, in the plan's order, and those of the document that the plan no longer has."""

    keys: tuple[ObligationKey, ...]
    gone: tuple[ObligationKey, ...]


def carried_obligations(plan: Plan, provenance: Provenance, kind: EventKind) -> CarriedObligations | CarriedRefusal:
    """Return the obligations for which an event of `kind` is recorded from a document.

    A reminder letter reminds of exactly those that it lists. The report of an agency, which lists all of its work,
    discharges one duty and no product: the duty to report on the document's period.
    """
    if provenance.is_of_plan(plan) is False:
        return CarriedRefusal(CarriedFault.OTHER_PLAN)
    if _DOCUMENT_OF_KIND.get(kind) != provenance.document:
        return CarriedRefusal(CarriedFault.OTHER_KIND)
    keys = [key for key in provenance.judgements if kind is EventKind.REMINDED or _reports(plan, provenance, key)]
    if kind is EventKind.DONE and len(keys) != 1:
        fault = CarriedFault.SEVERAL_REPORT_DUTIES if keys else CarriedFault.NO_REPORT_DUTY
        return CarriedRefusal(fault, tuple(key.item for key in keys))
    owed = [key for key in keys if key.agency in plan.accountable_agencies.get(key.item, ())]
    if not owed:
        return CarriedRefusal(CarriedFault.ALL_GONE)
    return CarriedObligations(tuple(owed), tuple(key for key in keys if key not in owed))


def _reports(plan: Plan, provenance: Provenance, key: ObligationKey) -> bool:
    """Return whether the obligation is the document's agency's duty to report on its period."""
    period = next((period for period in plan.periods if period.id == provenance.period), None)
    return period is not None and key.agency == provenance.agency and key.item in report_duty_codes(plan, period)


def carried_refusal_sentence(plan: Plan, provenance: Provenance, kind: EventKind, refusal: CarriedRefusal) -> str:
    """Return why nothing can be recorded from a document, and what to do instead; the file is named by the caller."""
    option, agency = KIND_SPECS[kind].option, agency_name(plan, provenance.agency)
    match refusal.fault:
        case CarriedFault.OTHER_PLAN:
            return f"văn bản lập từ một kế hoạch khác, không phải từ «{plan.title}»."
        case CarriedFault.OTHER_KIND:
            return f"{option} chỉ lấy từ {_DOCUMENT_NAMES[_DOCUMENT_OF_KIND[kind]]}; văn bản này không phải loại ấy."
        case CarriedFault.NO_REPORT_DUTY:
            return f"kế hoạch không có đầu việc báo cáo kỳ này của {agency}, nên không rõ báo cáo hoàn thành việc nào."
        case CarriedFault.SEVERAL_REPORT_DUTIES:
            return (
                f"{agency} có nhiều đầu việc báo cáo trong kỳ ({join_words(refusal.codes)}). Ghi rõ mã: papi record "
                f"MÃ --agency {provenance.agency} {option} …"
            )
        case CarriedFault.ALL_GONE:
            return "kế hoạch hiện nay không còn đầu việc nào mà văn bản nêu."


def gone_sentence(plan: Plan, gone: tuple[ObligationKey, ...]) -> str:
    """Return the remark on obligations of a document that the plan no longer has; "" for none."""
    if not gone:
        return ""
    named = [f"{key.item} ({agency_name(plan, key.agency)})" for key in gone[:_GONE_SHOWN]]
    more = f" và {count_text(len(gone) - len(named))} đầu việc khác" if len(gone) > len(named) else ""
    return f"kế hoạch hiện nay không còn {count_text(len(gone))} đầu việc mà văn bản nêu, không ghi: {', '.join(named)}{more}."


def other_plans_sentence(names: Sequence[str]) -> str:
    """Return the remark on the other plans that a letter is about, by what it calls them; "" for none."""
    if not names:
        return ""
    return f"văn bản còn nêu việc theo {join_words(names)}: ghi tiếp bằng chính lệnh này với --plan của kế hoạch ấy."


def document_doubts(plan: Plan, provenance: Provenance, *, document: str, day: date) -> Iterator[str]:
    """Yield what makes it doubtful that the document is the one that is meant, a sentence each.

    `document` and `day` are those to be recorded.
    """
    if provenance.is_of_plan(plan) is None:
        yield "kế hoạch đã sửa sau khi lập văn bản, và văn bản không cho biết nó lập từ kế hoạch nào."
    if provenance.number and document and not _is_same_number(provenance.number, document):
        yield f"văn bản mang số {provenance.number}, không phải {document}."
    if provenance.day is not None and provenance.day != day:
        yield f"văn bản ghi ngày {day_text(provenance.day)}, không phải {day_text(day)}."


def _is_same_number(carried: str, document: str) -> bool:
    """Return whether a document, as people write it, has the number that one of papi carries, as far as that is filled in."""
    filled, placeholder, _ = carried.partition(PLACEHOLDER)
    known, number = number_key(filled), number_key(document)
    return number.startswith(known) if placeholder else number == known
