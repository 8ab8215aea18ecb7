"""What a document rests on, as it is embedded in its file: days, fingerprints, the state of every obligation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.states import State, Verdict
from papi_cli.text import iso_day, iso_instant
from papi_cli.views.reports.document_specs import DocumentSpec
from papi_cli.views.reports.snapshot import ReportBasis

DOCUMENT_SCHEMA = "papi.document/2"
# Of a letter about several plans.
SEVERAL_SCHEMA = "papi.document/3"
# Documents of this schema are read as well. Their fingerprint of the log is over the ids of events, each of which is a
# hash of what the event said, that of the plan over every plan/*.yaml, and they have none of the templates.
EARLIER_SCHEMA = "papi.document/1"
_NO_DAY = "-"


class Fingerprints(NamedTuple):
    """The fingerprints of what a document is made from; that of the templates is None where it is not known.

    The templates are those in force, used or not. What people write for a report has no fingerprint: it is no fact that
    is computed from, and it stands in the document in full, to be read and edited there.
    """

    plan: str
    log: str
    templates: str | None


def provenance_properties(basis: ReportBasis, document: DocumentSpec, *, templates: str) -> tuple[tuple[str, str], ...]:
    """Return the names and values of the file's custom properties, without empty ones.

    `templates` is the fingerprint of the templates in force. Of a letter about several plans they are those of the first,
    and the fingerprints those of all.
    """
    bases = [part.basis for part in document.parts] or [basis]
    basis, period = bases[0], bases[0].period
    properties = {
        "papi.document": document.kind,
        "papi.agency": document.agency.id,
        "papi.period": period.id if period else "",
        "papi.window": f"{period.first}/{period.last}" if period else "",
        "papi.as_of": basis.as_of.isoformat(),
        "papi.cutoff": basis.cutoff.isoformat(),
        "papi.known_at": iso_instant(basis.known_at) or "",
        "papi.closed": _closed_at(basis),
        "papi.plan": " ".join(one.plan.fingerprint for one in bases),
        "papi.log": " ".join(one.log_fingerprint for one in bases),
        "papi.templates": templates,
    }
    return tuple((name, value) for name, value in properties.items() if value)


def provenance_data(basis: ReportBasis, document: DocumentSpec, *, templates: str) -> dict[str, Any]:
    """Return the JSON data that `read_provenance` reads back; `templates` is the fingerprint of those in force.

    Agencies whose obligations on an item share state and last on-time day are grouped, for size:
    `{<item>: {"done_on_time 2026-02-15": [<agency>, …]}}`. A letter about several plans has what it rests on of each.
    """
    if len(document.parts) > 1:
        return _data_of_several(document, templates=templates)
    if document.parts:
        basis = document.parts[0].basis
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
        "number": document.head.issued_number,
        "day": iso_day(document.head.issued_on) or "",
        "identity": _identity_text(basis.plan),
        "plan": basis.plan.fingerprint,
        "log": basis.log_fingerprint,
        "templates": templates,
        **({"closed": closed} if (closed := _closed_at(basis)) else {}),
        "obligations": obligations,
    }


# What a letter about several plans has once for all of them.
_OF_THE_LETTER = ("document", "period", "number", "day", "templates")


def _data_of_several(document: DocumentSpec, *, templates: str) -> dict[str, Any]:
    each = []
    for part in document.parts:
        plan = part.basis.plan
        alone = document._replace(agency=plan.agencies[plan.coordinator], verdicts=part.verdicts, parts=(part,))
        each.append((part.name, provenance_data(part.basis, alone, templates=templates)))
    apart = ("schema", *_OF_THE_LETTER)
    return {
        "schema": SEVERAL_SCHEMA,
        **{key: each[0][1][key] for key in _OF_THE_LETTER},
        "plans": [{"name": name, **{key: data[key] for key in data if key not in apart}} for name, data in each],
    }


def _closed_at(basis: ReportBasis) -> str:
    """Return the instant at which the period was closed whose frozen data the document has; "" for any other document."""
    return iso_instant(basis.closing.closed_at) if basis.closing else ""


def _identity_text(plan: Plan) -> str:
    """Return the identity of the plan as a hash, because its words are whatever somebody wrote."""
    return hashlib.sha256("\n".join(plan.identity).encode()).hexdigest()[:16]


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
    text. `number` and `day` of issue are "" and None if they were blank, `identity` tells the plan from others; documents
    of earlier versions have none of the three. `closed_at` is the instant of the closing on which it rests, None for a
    document on what there was on the day. `plan_name` is what a letter about several plans calls this one.
    """

    schema: str
    document: str
    agency: str
    period: str
    as_of: date
    known_at: str
    known_until: datetime | None
    fingerprints: Fingerprints
    judgements: Mapping[ObligationKey, Judgement]
    number: str = ""
    day: date | None = None
    identity: str = ""
    closed_at: datetime | None = None
    plan_name: str = ""

    def is_of_plan(self, plan: Plan) -> bool | None:
        """Return whether the document was made from `plan`, edited since or not; None if it does not say."""
        if self.identity:
            return self.identity == _identity_text(plan)
        return True if self.fingerprints.plan == plan.fingerprint else None

    @property
    def is_earlier(self) -> bool:
        """Whether the document is of the earlier schema, whose fingerprints are of other kinds."""
        return self.schema == EARLIER_SCHEMA


_TEXTS = ("schema", "document", "agency", "period", "as_of", "known_at", "limit", "plan", "log")
# Not in every document of its schema: a new key changes no number.
_LATER_TEXTS = ("number", "day", "identity", "closed")


def read_provenances(data: Mapping[str, object]) -> tuple[Provenance, ...]:
    """Read what `provenance_data` of this version or an earlier one wrote, of each plan; () for anything else."""
    if data.get("schema") != SEVERAL_SCHEMA:
        only = read_provenance(data)
        return (only,) if only else ()
    plans = data.get("plans")
    entries = [entry for entry in plans if isinstance(entry, Mapping)] if isinstance(plans, list) else []
    found = [(read_provenance({**data, **entry, "schema": DOCUMENT_SCHEMA}), entry.get("name")) for entry in entries]
    read = [one._replace(schema=SEVERAL_SCHEMA, plan_name=str(name)) for one, name in found if one and one.identity]
    return tuple(read) if isinstance(plans, list) and len(read) == len(plans) else ()


def read_provenance(data: Mapping[str, object]) -> Provenance | None:
    """Read what `provenance_data` wrote of one plan, in this version or an earlier one; None for anything else."""
    if data.get("schema") not in (DOCUMENT_SCHEMA, EARLIER_SCHEMA):
        return None
    is_earlier = data["schema"] == EARLIER_SCHEMA
    texts = {key: data.get(key) for key in (_TEXTS if is_earlier else (*_TEXTS, "templates"))}
    later = {key: data.get(key, "") for key in _LATER_TEXTS}
    obligations = data.get("obligations")
    if not all(isinstance(text, str) for text in (*texts.values(), *later.values())) or not isinstance(
        obligations, Mapping
    ):
        return None
    try:
        return Provenance(
            schema=str(texts["schema"]),
            document=str(texts["document"]),
            agency=str(texts["agency"]),
            period=str(texts["period"]),
            as_of=date.fromisoformat(str(texts["as_of"])),
            known_at=str(texts["known_at"]),
            known_until=datetime.fromisoformat(str(texts["limit"])) if texts["limit"] else None,
            fingerprints=Fingerprints(
                str(texts["plan"]), str(texts["log"]), None if is_earlier else str(texts["templates"])
            ),
            judgements=dict(_judgements(obligations)),
            number=str(later["number"]),
            day=date.fromisoformat(str(later["day"])) if later["day"] else None,
            identity=str(later["identity"]),
            closed_at=datetime.fromisoformat(str(later["closed"])) if later["closed"] else None,
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
