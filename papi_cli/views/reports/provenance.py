"""What a document rests on: carried along in it, and compared with plan and log later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from papi_cli.states import State, Verdict
from papi_cli.text import day_text
from papi_cli.views.page import Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.reports.document_specs import DocumentSpec
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.words import STATE_LABELS

DOCUMENT_SCHEMA = "papi.document/1"
_NO_DAY = "-"


def provenance_properties(standing: ReportBasis, document: DocumentSpec) -> tuple[tuple[str, str], ...]:
    """Return names and values for the properties of the file."""
    period = standing.period
    said = {
        "papi.document": document.kind,
        "papi.agency": document.agency.id,
        "papi.period": period.id if period else "",
        "papi.window": f"{period.first}/{period.last}" if period else "",
        "papi.as_of": standing.as_of.isoformat(),
        "papi.cutoff": standing.cutoff.isoformat(),
        "papi.known_at": _instant(standing.known_at),
        "papi.plan": standing.plan.fingerprint,
        "papi.log": standing.log_fingerprint,
    }
    return tuple((name, value) for name, value in said.items() if value)


def provenance_data(standing: ReportBasis, document: DocumentSpec) -> dict[str, Any]:
    """Return all that `basis_of` and `differences` need later: days, checksums, state and due day of each obligation."""
    states: dict[str, dict[str, list[str]]] = {}
    for one in document.verdicts:
        obligation = one.obligation
        states.setdefault(obligation.item.code, {}).setdefault(_state_and_day_text(one), []).append(
            obligation.agency.id
        )
    return {
        "schema": DOCUMENT_SCHEMA,
        "document": document.kind,
        "agency": document.agency.id,
        "period": standing.period.id if standing.period else "",
        "as_of": standing.as_of.isoformat(),
        "known_at": _instant(standing.known_at),
        "limit": _instant(standing.known_until),
        "plan": standing.plan.fingerprint,
        "log": standing.log_fingerprint,
        "obligations": states,
    }


def _instant(instant: datetime | None) -> str:
    return instant.isoformat(timespec="microseconds") if instant else ""


def _state_and_day_text(verdict: Verdict) -> str:
    return f"{verdict.state.value} {verdict.last.isoformat() if verdict.last else _NO_DAY}"


class Provenance(NamedTuple):
    """What a document says that it rests on; `obligations` are state and last on-time day by obligation id."""

    document: str
    agency: str
    period: str
    as_of: date
    known_at: str
    known_until: datetime | None
    plan_fingerprint: str
    log_fingerprint: str
    obligations: Mapping[str, tuple[State, date | None]]


def read_provenance(said: Mapping[str, object]) -> Provenance | None:
    """Return what a document carries, None where it is not what `data` writes."""
    if said.get("schema") != DOCUMENT_SCHEMA:
        return None
    texts = {
        key: said.get(key) for key in ("document", "agency", "period", "as_of", "known_at", "limit", "plan", "log")
    }
    states = said.get("obligations")
    if not all(isinstance(text, str) for text in texts.values()) or not isinstance(states, Mapping):
        return None
    try:
        return Provenance(
            document=str(texts["document"]),
            agency=str(texts["agency"]),
            period=str(texts["period"]),
            as_of=date.fromisoformat(str(texts["as_of"])),
            known_at=str(texts["known_at"]),
            known_until=datetime.fromisoformat(str(texts["limit"])) if texts["limit"] else None,
            plan_fingerprint=str(texts["plan"]),
            log_fingerprint=str(texts["log"]),
            obligations=dict(_obligations(states)),
        )
    except (ValueError, TypeError, AttributeError):
        return None


def _obligations(states: Mapping[str, Any]) -> Iterator[tuple[str, tuple[State, date | None]]]:
    for item, groups in states.items():
        for said, agencies in groups.items():
            state, _, last = said.partition(" ")
            found = State(state), None if last == _NO_DAY else date.fromisoformat(last)
            for agency in agencies:
                yield f"{item}@{agency}", found


class Difference(NamedTuple):
    """An obligation whose state or due day is not that of the document; None where there is none."""

    id: str
    agency: str
    before: tuple[State, date | None] | None
    now: tuple[State, date | None] | None


def differences(basis: Provenance, standing: ReportBasis) -> tuple[Difference, ...]:
    """Return the obligations of the document that now differ, in the decision's order, those that are gone last.

    `standing` is today's plan and log judged by the document's own days. A summary covers all obligations, so one
    that is new differs too.
    """
    found: dict[str, Difference] = {}
    for one in standing.verdicts:
        id_ = one.obligation.id
        before, now = basis.obligations.get(id_), (one.state, one.last)
        if before != now and (before is not None or _covers(basis, one)):
            found[id_] = Difference(id_, one.obligation.agency.name, before, now)
    known = {one.obligation.id for one in standing.verdicts}
    gone = (id_ for id_ in basis.obligations if id_ not in known)
    return (*found.values(), *(Difference(id_, id_.partition("@")[2], basis.obligations[id_], None) for id_ in gone))


def _covers(basis: Provenance, verdict: Verdict) -> bool:
    """Whether a document of this kind has all obligations of that agency."""
    if basis.document == "summary":
        return True
    return basis.document in ("agency", "tasks") and verdict.obligation.agency.id == basis.agency


class Verification(NamedTuple):
    """What verifying a document comes to."""

    provenance: Provenance
    same_plan: bool
    same_log: bool
    differences: tuple[Difference, ...]

    @property
    def is_unchanged(self) -> bool:
        """Whether plan and log are those that the document rests on."""
        return self.same_plan and self.same_log


def compare_provenance(basis: Provenance, standing: ReportBasis) -> Verification:
    """Compare what a document rests on with plan and log as they are."""
    same_plan, same_log = (
        basis.plan_fingerprint == standing.plan.fingerprint,
        basis.log_fingerprint == standing.log_fingerprint,
    )
    found = () if same_plan and same_log else differences(basis, standing)
    return Verification(basis, same_plan, same_log, found)


_DOCUMENT_LABELS = {
    "summary": "báo cáo tổng hợp",
    "agency": "báo cáo của cơ quan, đơn vị, địa phương",
    "tasks": "danh mục công việc",
    "reminder": "công văn đôn đốc",
}


class VerificationAnswer(NamedTuple):
    """The answer of `papi verify`: what verifying the document `name` came to, and what it was compared with."""

    verification: Verification
    basis: ReportBasis
    name: str

    def page(self) -> Page:
        """Return the result for readers."""
        return _verification_page(self.verification, self.name)

    def rows(self) -> Table:
        """Return one row per obligation that differs."""
        return _verification_rows(self.verification.differences)

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.verify/1`."""
        return _verification_json(self.verification, self.basis)


def _verification_page(finding: Verification, name: str) -> Page:
    """Return what was found, for readers."""
    basis = finding.provenance
    kind = _DOCUMENT_LABELS.get(basis.document, "văn bản")
    page: Page = (
        Heading(f"Đối chiếu {name}", level=1),
        Paragraph(f"{kind[:1].upper()}{kind[1:]}, tính đến ngày {day_text(basis.as_of)}."),
        Paragraph(
            f"Kế hoạch: {_unchanged_words(same=finding.same_plan)}. Sổ theo dõi: {_unchanged_words(same=finding.same_log)}."
        ),
    )
    if finding.is_unchanged:
        return page
    if not finding.differences:
        return (*page, Paragraph("Không trách nhiệm nào trong văn bản đổi tình trạng hay thời hạn."))
    heads = (
        Column("Trách nhiệm", wraps=True),
        Column("Cơ quan", wraps=True),
        Column("Trong văn bản", wraps=True),
        Column("Hiện nay", wraps=True),
    )
    rows = tuple(
        Row((one.id.partition("@")[0], one.agency, _words(one.before), _words(one.now))) for one in finding.differences
    )
    return (*page, Table(heads, rows), Paragraph(f"{len(rows)} trách nhiệm khác với văn bản.", quiet=True))


def _unchanged_words(*, same: bool) -> str:
    return "như khi lập văn bản" if same else "đã thay đổi"


def _words(said: tuple[State, date | None] | None) -> str:
    if said is None:
        return "không có"
    state, last = said
    return f"{STATE_LABELS[state]} (hạn {day_text(last)})" if last else STATE_LABELS[state]


def _verification_rows(found: Iterable[Difference]) -> Table:
    """Return one row per obligation that differs, for spreadsheets."""
    heads = ("Mã trách nhiệm", "Cơ quan", "Tình trạng trong văn bản", "Hạn trong văn bản", "Tình trạng nay", "Hạn nay")
    rows = (Row((one.id, one.agency, *_cells(one.before), *_cells(one.now))) for one in found)
    return Table(tuple(Column(head) for head in heads), tuple(rows))


def _cells(said: tuple[State, date | None] | None) -> tuple[str, str]:
    if said is None:
        return "", ""
    return said[0].value, said[1].isoformat() if said[1] else ""


def _verification_json(finding: Verification, standing: ReportBasis) -> dict[str, Any]:
    """Return the JSON contract `papi.verify/1`."""
    basis = finding.provenance
    return {
        "schema": "papi.verify/1",
        "as_of": basis.as_of.isoformat(),
        "known_at": basis.known_at or None,
        "plan": {"title": standing.plan.title, "year": standing.plan.year, "fingerprint": standing.plan.fingerprint},
        "document": {
            "kind": basis.document,
            "agency": basis.agency,
            "period": basis.period or None,
            "plan": basis.plan_fingerprint,
            "log": basis.log_fingerprint,
        },
        "log": standing.log_fingerprint,
        "same": {"plan": finding.same_plan, "log": finding.same_log},
        "summary": {
            "changed": sum(one.before is not None and one.now is not None for one in finding.differences),
            "new": sum(one.before is None for one in finding.differences),
            "gone": sum(one.now is None for one in finding.differences),
        },
        "obligations": [
            {"id": one.id, "agency_name": one.agency, "before": _json(one.before), "now": _json(one.now)}
            for one in finding.differences
        ],
    }


def _json(said: tuple[State, date | None] | None) -> dict[str, str | None] | None:
    if said is None:
        return None
    state, last = said
    return {"state": state.value, "last": last.isoformat() if last else None}
