"""The answer of `papi verify`: a document compared with plan, log and templates as they are now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.states import Verdict
from papi_cli.text import day_text, iso_day, iso_instant, upper_first
from papi_cli.views.closings import closed_words
from papi_cli.views.json_parts import plan_json
from papi_cli.views.page import Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.reports.altered_text import Wording
from papi_cli.views.reports.provenance import Fingerprints, Judgement, ObligationKey, Provenance
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.words import words_of_judgement


class Difference(NamedTuple):
    """An obligation judged otherwise in the document (`before`) than now; None where it does not occur.

    `agency_name` is the agency's id where the plan no longer has the obligation.
    """

    key: ObligationKey
    agency_name: str
    before: Judgement | None
    now: Judgement | None


def find_differences(provenance: Provenance, basis: ReportBasis) -> tuple[Difference, ...]:
    """Return the obligations that differ, in the document's order, then those that the plan no longer has.

    `basis` is the plan and log of today, judged by the document's own days. A new obligation differs from a document
    that lists all obligations, or all of its agency.
    """
    differences: list[Difference] = []
    remaining = dict(provenance.judgements)
    for verdict in (*basis.verdicts, *basis.carried):
        key = ObligationKey(verdict.obligation.item.code, verdict.obligation.agency.id)
        before, now = remaining.pop(key, None), Judgement(verdict.state, verdict.last)
        if before != now and (before is not None or _covers(provenance, verdict)):
            differences.append(Difference(key, verdict.obligation.agency.name, before, now))
    differences += (Difference(key, key.agency, before, None) for key, before in remaining.items())
    return tuple(differences)


def _covers(provenance: Provenance, verdict: Verdict) -> bool:
    """Return whether a document of this kind lists every obligation of the verdict's agency."""
    if provenance.document == "summary":
        return True
    return provenance.document in ("agency", "tasks") and verdict.obligation.agency.id == provenance.agency


class Verification(NamedTuple):
    """The result of a comparison; `present` are the fingerprints of today, of the kinds that the document carries."""

    provenance: Provenance
    present: Fingerprints
    differences: tuple[Difference, ...]

    @property
    def same_plan(self) -> bool:
        """Whether the plan is the one that the document rests on."""
        return self.provenance.fingerprints.plan == self.present.plan

    @property
    def same_log(self) -> bool:
        """Whether the log is the one that the document rests on."""
        return self.provenance.fingerprints.log == self.present.log

    @property
    def same_templates(self) -> bool | None:
        """Whether the templates are those of the document; None for one that does not say."""
        before = self.provenance.fingerprints.templates
        return None if before is None else before == self.present.templates

    @property
    def is_unchanged(self) -> bool:
        """Whether plan and log are those that the document rests on and give the states that stand in it.

        Templates have no part in this: they word and lay out what plan and log say, and the program brings its own, so
        that an update of the program would make every document look changed.
        """
        return self.same_plan and self.same_log and not self.differences


def verify(provenance: Provenance, basis: ReportBasis, present: Fingerprints) -> Verification:
    """Compare what a document rests on with plan and log as they are, judged by the document's own days.

    `present` are the fingerprints of today, of the kinds that the document carries. The states are compared whatever
    they say: a document's data may have been edited, or computed by a version of the program that judged otherwise.
    """
    return Verification(provenance, present, find_differences(provenance, basis))


class VerificationAnswer(NamedTuple):
    """The answer of `papi verify` for the file `name`, compared with `basis`.

    `wording` is what became of its words, None in a letter about several plans, which has them for all together.
    """

    verification: Verification
    basis: ReportBasis
    name: str
    wording: Wording | None = None

    @property
    def is_unchanged(self) -> bool:
        """Whether the document is what plan and log give, and says what papi wrote."""
        return self.verification.is_unchanged and (self.wording is None or self.wording.passes)

    def page(self) -> Page:
        """Return the result for readers: what differs comes first."""
        provenance = self.verification.provenance
        kind = _DOCUMENT_LABELS.get(provenance.document, "Văn bản")
        parts = [(not self.wording.passes, self.wording.page())] if self.wording else []
        parts += _parts(self.basis, self.verification)
        return (
            Heading(f"Đối chiếu {self.name}", level=1),
            Paragraph(f"{kind}, tính đến ngày {day_text(provenance.as_of)}."),
            *(element for differs in (True, False) for here, page in parts if here is differs for element in page),
        )

    def rows(self) -> Table:
        """Return one row per obligation that differs, then one per alteration of the words."""
        table = _rows(self.verification.differences)
        return self.wording.below(table) if self.wording else table

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.verify/2`."""
        text = {"text": self.wording.json()} if self.wording else {}
        return {**_contract(self.verification, self.basis), "unchanged": self.is_unchanged, **text}


_DOCUMENT_LABELS = {
    "summary": "Báo cáo tổng hợp",
    "agency": "Báo cáo của cơ quan, đơn vị",
    "tasks": "Danh mục công việc",
    "reminder": "Công văn đôn đốc",
}


def _parts(basis: ReportBasis, verification: Verification) -> list[tuple[bool, Page]]:
    """Return the parts of the answer about plan, log and states, each with whether it tells a difference."""
    same_plan, same_log = _unchanged_words(same=verification.same_plan), _unchanged_words(same=verification.same_log)
    of_data = (
        *_closed_paragraph(verification.provenance, basis),
        Paragraph(f"Kế hoạch: {same_plan}. Sổ theo dõi: {same_log}."),
    )
    return [
        (bool(verification.differences), _differences_page(basis.plan, verification)),
        (not (verification.same_plan and verification.same_log), of_data),
        (False, (Paragraph(f"Mẫu văn bản: {_TEMPLATE_WORDS[verification.same_templates]}."),)),
    ]


def _differences_page(plan: Plan, verification: Verification) -> Page:
    differences = verification.differences
    if not differences:
        return (Paragraph("Không đầu việc nào trong văn bản đổi tình trạng hay thời hạn."),)
    columns = tuple(Column(head, wraps=True) for head in ("Đầu việc", "Cơ quan", "Trong văn bản", "Hiện nay"))
    rows = tuple(
        Row((difference.key.item, difference.agency_name, *_both_words(plan, difference))) for difference in differences
    )
    unexplained = (Paragraph(_UNEXPLAINED),) if verification.same_plan and verification.same_log else ()
    return (*unexplained, Table(columns, rows), Paragraph(f"{len(rows)} đầu việc khác với văn bản.", quiet=True))


def _closed_paragraph(provenance: Provenance, basis: ReportBasis) -> Page:
    """Return that the document rests on a closed period, and whether that is still closed as it was; nothing otherwise."""
    if provenance.closed_at is None:
        return ()
    day = day_text(provenance.closed_at.date())
    if basis.closing is None:
        return (
            Paragraph(
                f"Văn bản dựa trên số liệu chốt ngày {day}; kỳ ấy nay đã mở lại hoặc chốt lần khác nên đối chiếu với dữ liệu hiện "
                "nay."
            ),
        )
    closed = closed_words(basis.period, basis.closing) if basis.period else f"số liệu chốt ngày {day}"
    return (Paragraph(f"{upper_first(closed)}: đối chiếu với kế hoạch và sổ theo dõi giữ lại lúc chốt."),)


_UNCHANGED, _CHANGED = "như khi lập văn bản", "đã thay đổi"
_TEMPLATE_WORDS = {
    True: _UNCHANGED,
    False: f"{_CHANGED}; lập lại thì lời văn, cách trình bày có thể khác, tình trạng các đầu việc không phụ thuộc mẫu",
    None: "không rõ, vì văn bản do phiên bản papi trước đây lập không ghi mã của mẫu",
}
_UNEXPLAINED = (
    "Kế hoạch và sổ theo dõi không đổi mà tình trạng khác với văn bản: dữ liệu ghi kèm văn bản đã bị sửa, hoặc văn bản do "
    "một phiên bản papi có cách tính khác lập."
)


def _unchanged_words(*, same: bool) -> str:
    return _UNCHANGED if same else _CHANGED


def _words(plan: Plan, item: str, judgement: Judgement | None) -> str:
    if judgement is None:
        return "không có"
    awaits_anchor = item in plan.items and plan.items[item].awaits_anchor
    label = words_of_judgement(judgement.state, awaits_anchor=awaits_anchor).label
    return f"{label} (hạn {day_text(judgement.last)})" if judgement.last else label


def _both_words(plan: Plan, difference: Difference) -> tuple[str, str]:
    item = difference.key.item
    return _words(plan, item, difference.before), _words(plan, item, difference.now)


def _rows(differences: Iterable[Difference]) -> Table:
    heads = (
        "Mã đầu việc",
        "Cơ quan",
        "Tình trạng trong văn bản",
        "Thời hạn trong văn bản",
        "Tình trạng hiện nay",
        "Thời hạn hiện nay",
    )
    rows = (
        Row((difference.key.id, difference.agency_name, *_cells(difference.before), *_cells(difference.now)))
        for difference in differences
    )
    return Table(tuple(Column(head) for head in heads), tuple(rows))


def _cells(judgement: Judgement | None) -> tuple[str, str]:
    if judgement is None:
        return "", ""
    return judgement.state.value, iso_day(judgement.last) or ""


def _contract(verification: Verification, basis: ReportBasis) -> dict[str, Any]:
    provenance, differences = verification.provenance, verification.differences
    return {
        "schema": "papi.verify/2",
        "as_of": provenance.as_of.isoformat(),
        "known_at": provenance.known_at or None,
        "plan": plan_json(basis.plan),
        "document": {
            "kind": provenance.document,
            "agency": provenance.agency,
            "period": provenance.period or None,
            "schema": provenance.schema,
            **({"closed": iso_instant(provenance.closed_at)} if provenance.closed_at else {}),
            **provenance.fingerprints._asdict(),
        },
        "log": verification.present.log,
        "templates": verification.present.templates,
        "same": {
            "plan": verification.same_plan,
            "log": verification.same_log,
            "templates": verification.same_templates,
        },
        "unchanged": verification.is_unchanged,
        "summary": {
            "changed": sum(difference.before is not None and difference.now is not None for difference in differences),
            "new": sum(difference.before is None for difference in differences),
            "gone": sum(difference.now is None for difference in differences),
        },
        "obligations": [
            {
                "id": difference.key.id,
                "agency_name": difference.agency_name,
                "before": _judgement_json(difference.before),
                "now": _judgement_json(difference.now),
            }
            for difference in differences
        ],
    }


def _judgement_json(judgement: Judgement | None) -> dict[str, str | None] | None:
    if judgement is None:
        return None
    return {"state": judgement.state.value, "last": iso_day(judgement.last)}
