"""What can be recorded from a document that papi made: which obligations it stands for, and whether it is the one meant."""

from __future__ import annotations

from datetime import date

import pytest

from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import Plan
from papi_cli.views.reports.agency_specs import agency_report
from papi_cli.views.reports.carried import (
    CarriedFault,
    CarriedObligations,
    CarriedRefusal,
    carried_obligations,
    document_doubts,
    gone_sentence,
)
from papi_cli.views.reports.document_specs import (
    DocumentSpec,
    ReminderOptions,
    reminder_letter,
    summary_report,
    verdicts_to_remind,
)
from papi_cli.views.reports.letter_parts import DocumentPart
from papi_cli.views.reports.letterhead import IssueDetails
from papi_cli.views.reports.provenance import Provenance, provenance_data, read_provenance
from papi_cli.views.reports.snapshot import ReportBasis, build_report_basis
from tests.sample import event, shipped_plan
from tests.tree import Edit, resolved

DAY = date(2026, 6, 21)
DONE, REMINDED = EventKind.DONE, EventKind.REMINDED


def plan_after(*edits: Edit) -> Plan:
    plan = resolved(*edits)
    assert isinstance(plan, Plan), plan
    return plan


def basis() -> ReportBasis:
    plan = shipped_plan()
    delivered = event("done", "2026-02-10", item="ke-hoach", agency="so-y-te", document="5/KH-SYT")
    return build_report_basis(lambda _: plan, (delivered,), as_of=DAY, known_at=None, period=plan.periods[0])


def carried(document: DocumentSpec, *without: str, **changes: str) -> Provenance:
    data = provenance_data(basis(), document, templates="mẫu") | changes
    provenance = read_provenance({key: value for key, value in data.items() if key not in without})
    assert provenance is not None
    return provenance


def letter(issue: IssueDetails | None = None) -> DocumentSpec:
    about = [
        verdict for verdict in verdicts_to_remind(basis(), soon=False) if verdict.obligation.item.code == "ke-hoach"
    ]
    return reminder_letter(
        [DocumentPart("", basis(), tuple(about))], ReminderOptions(soon=False, reply_by=None), issue or IssueDetails()
    )


def report(agency: str = "so-y-te") -> DocumentSpec:
    return agency_report(basis(), shipped_plan().agencies[agency], IssueDetails())


def test_a_letter_reminds_of_exactly_what_it_lists() -> None:
    found = carried_obligations(shipped_plan(), carried(letter()), REMINDED)
    assert isinstance(found, CarriedObligations)
    owing = {*shipped_plan().items["ke-hoach"].agencies} - {"so-y-te", "so-noi-vu"}
    assert {key.agency for key in found.keys} == owing, "neither who has delivered nor the coordinator"
    assert {key.item for key in found.keys} == {"ke-hoach"}
    assert found.gone == ()


def test_the_report_of_an_agency_discharges_its_duty_to_report_and_no_product() -> None:
    provenance = carried(report())
    assert len(provenance.judgements) > 5
    found = carried_obligations(shipped_plan(), provenance, DONE)
    assert isinstance(found, CarriedObligations)
    assert [key.id for key in found.keys] == ["bao-cao-6-thang@so-y-te"]


@pytest.mark.parametrize(
    ("document", "kind", "fault"),
    [
        (letter(), DONE, CarriedFault.OTHER_KIND),
        (report(), REMINDED, CarriedFault.OTHER_KIND),
        (summary_report(basis(), IssueDetails()), DONE, CarriedFault.OTHER_KIND),
        (letter(), EventKind.WAIVED, CarriedFault.OTHER_KIND),
        (report("so-noi-vu")._replace(verdicts=()), DONE, CarriedFault.NO_REPORT_DUTY),
    ],
)
def test_what_a_document_does_not_say_is_not_recorded_from_it(
    document: DocumentSpec, kind: EventKind, fault: CarriedFault
) -> None:
    assert carried_obligations(shipped_plan(), carried(document), kind) == CarriedRefusal(fault)


def test_between_two_reports_of_one_period_a_document_does_not_decide() -> None:
    plan = plan_after(("duties.yaml", "period: annual", "period: semiannual"))
    provenance = carried(report(), "identity", plan=plan.fingerprint)
    refusal = carried_obligations(plan, provenance, DONE)
    assert refusal == CarriedRefusal(CarriedFault.SEVERAL_REPORT_DUTIES, ("bao-cao-6-thang", "bao-cao-nam"))


def test_what_an_edited_plan_no_longer_has_is_left_out_and_named() -> None:
    provenance = carried(letter(), plan="1")
    communes = plan_after(("duties.yaml", "agencies: [so-ban-nganh, ubnd-cap-xa]", "agencies: [ubnd-cap-xa]"))
    found = carried_obligations(communes, provenance, REMINDED)
    assert isinstance(found, CarriedObligations)
    assert {key.agency for key in found.keys} == {*communes.items["ke-hoach"].agencies}
    assert {key.agency for key in found.gone} == {key.agency for key in provenance.judgements} - {
        key.agency for key in found.keys
    }
    assert "không còn 12 đầu việc mà văn bản nêu, không ghi: ke-hoach (" in gone_sentence(communes, found.gone)


def test_a_document_of_another_plan_is_refused() -> None:
    mine = carried(letter())
    assert isinstance(carried_obligations(shipped_plan(), mine, REMINDED), CarriedObligations)
    other = plan_after(("plan.yaml", "province: Sơn La", "province: Lai Châu"))
    assert carried_obligations(other, mine, REMINDED) == CarriedRefusal(CarriedFault.OTHER_PLAN)


@pytest.mark.parametrize(
    ("number", "document", "is_same"),
    [
        ("123/SNV-CCHC", "123/SNV-CCHC", True),
        ("123/SNV-CCHC", "Số 0123/SNV-CCHC về việc đôn đốc", True),
        ("123/SNV-CCHC", "Công văn số 123/SNV–CCHC", True),
        ("123/SNV-CCHC", "124/SNV-CCHC", False),
        ("15", "15/SNV-CCHC", True),  # a bare number: the letter has «15/SNV-[…]»
        ("15", "150/SNV-CCHC", False),
        ("", "150/SNV-CCHC", True),
    ],
)
def test_the_number_in_a_document_is_held_against_the_one_recorded(
    number: str, document: str, *, is_same: bool
) -> None:
    provenance = carried(letter(IssueDetails(number)))
    doubts = [*document_doubts(shipped_plan(), provenance, document=document, day=DAY)]
    assert doubts == ([] if is_same else [f"văn bản mang số {provenance.number}, không phải {document}."])


def test_the_day_in_a_document_is_held_against_the_one_recorded() -> None:
    provenance = carried(letter(IssueDetails("", DAY)))
    assert [*document_doubts(shipped_plan(), provenance, document="1/A", day=DAY)] == []
    (doubt,) = document_doubts(shipped_plan(), provenance, document="1/A", day=date(2026, 6, 22))
    assert doubt == "văn bản ghi ngày 21/6/2026, không phải 22/6/2026."


def test_an_older_document_of_a_plan_edited_since_is_doubtful() -> None:
    provenance = carried(letter(), "number", "day", "identity")
    assert [*document_doubts(shipped_plan(), provenance, document="1/A", day=DAY)] == []
    edited = carried(letter(), "number", "day", "identity", plan="1")
    (doubt,) = document_doubts(shipped_plan(), edited, document="1/A", day=DAY)
    assert "không cho biết nó lập từ kế hoạch nào" in doubt
