"""What a document rests on, as it is embedded in its file: days, fingerprints, the state of every obligation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from papi_cli.states import State, Verdict
from papi_cli.text import iso_day, iso_instant
from papi_cli.views.reports.document_specs import DocumentSpec
from papi_cli.views.reports.snapshot import ReportBasis

DOCUMENT_SCHEMA = "papi.document/1"
_NO_DAY = "-"


def provenance_properties(basis: ReportBasis, document: DocumentSpec) -> tuple[tuple[str, str], ...]:
    """Return the names and values of the file's custom properties, without empty ones."""
    period = basis.period
    properties = {
        "papi.document": document.kind,
        "papi.agency": document.agency.id,
        "papi.period": period.id if period else "",
        "papi.window": f"{period.first}/{period.last}" if period else "",
        "papi.as_of": basis.as_of.isoformat(),
        "papi.cutoff": basis.cutoff.isoformat(),
        "papi.known_at": iso_instant(basis.known_at) or "",
        "papi.plan": basis.plan.fingerprint,
        "papi.log": basis.log_fingerprint,
    }
    return tuple((name, value) for name, value in properties.items() if value)


def provenance_data(basis: ReportBasis, document: DocumentSpec) -> dict[str, Any]:
    """Return the JSON data that `read_provenance` reads back.

    Agencies whose obligations on an item share state and last on-time day are grouped, for size:
    `{"ke-hoach": {"done_on_time 2026-02-15": ["so-noi-vu", …]}}`.
    """
    obligations: dict[str, dict[str, list[str]]] = {}
    for verdict in document.verdicts:
        by_judgement = obligations.setdefault(verdict.obligation.item.code, {})
        by_judgement.setdefault(_judgement_text(verdict), []).append(verdict.obligation.agency.id)
    return {
        "schema": DOCUMENT_SCHEMA,
        "document": document.kind,
        "agency": document.agency.id,
        "period": basis.period.id if basis.period else "",
        "as_of": basis.as_of.isoformat(),
        "known_at": iso_instant(basis.known_at) or "",
        "limit": iso_instant(basis.known_until) or "",
        "plan": basis.plan.fingerprint,
        "log": basis.log_fingerprint,
        "obligations": obligations,
    }


def _judgement_text(verdict: Verdict) -> str:
    return f"{verdict.state.value} {iso_day(verdict.last) or _NO_DAY}"


class Judgement(NamedTuple):
    """The state of an obligation and its last on-time day, None for none."""

    state: State
    last: date | None


class ObligationKey(NamedTuple):
    """The codes that identify an obligation."""

    item: str
    agency: str

    @property
    def id(self) -> str:
        """The obligation's id: item@agency."""
        return f"{self.item}@{self.agency}"


class Provenance(NamedTuple):
    """The data embedded in a document.

    `known_until` is the instant up to which records were asked for (None: all), `known_at` the newest record's, as
    text.
    """

    document: str
    agency: str
    period: str
    as_of: date
    known_at: str
    known_until: datetime | None
    plan_fingerprint: str
    log_fingerprint: str
    judgements: Mapping[ObligationKey, Judgement]


def read_provenance(data: Mapping[str, object]) -> Provenance | None:
    """Read what `provenance_data` wrote; None for anything else."""
    if data.get("schema") != DOCUMENT_SCHEMA:
        return None
    texts = {
        key: data.get(key) for key in ("document", "agency", "period", "as_of", "known_at", "limit", "plan", "log")
    }
    obligations = data.get("obligations")
    if not all(isinstance(text, str) for text in texts.values()) or not isinstance(obligations, Mapping):
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
            judgements=dict(_judgements(obligations)),
        )
    except (ValueError, TypeError, AttributeError):
        return None


def _judgements(obligations: Mapping[str, Any]) -> Iterator[tuple[ObligationKey, Judgement]]:
    for item, by_judgement in obligations.items():
        for text, agencies in by_judgement.items():
            state, _, last = text.partition(" ")
            judgement = Judgement(State(state), None if last == _NO_DAY else date.fromisoformat(last))
            for agency in agencies:
                if not isinstance(agency, str):
                    raise TypeError
                yield ObligationKey(item, agency), judgement
