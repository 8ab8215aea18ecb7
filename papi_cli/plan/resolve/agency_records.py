"""The records of agencies.yaml as agencies, each with what its kind shares."""

from __future__ import annotations

from collections.abc import Iterable

from papi_cli.plan.amendments import Successor
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Agency, AgencyKind


def with_shared(record: schema.AgencyRecord, communes: schema.CommunesRecord) -> schema.AgencyRecord:
    """Return the record of a commune with what the communes share, where it says nothing of its own."""
    short_name = record.short_name or record.name.removeprefix(f"{communes.prefix} ")
    lines = (*communes.letterhead, short_name.upper()) if communes.letterhead else ()
    return record.model_copy(
        update={
            "short_name": short_name,
            "letterhead": record.letterhead or lines,
            "on_behalf": record.on_behalf or communes.on_behalf,
            "symbol": record.symbol or communes.symbol,
            "head": record.head or communes.head,
            "deputy": record.deputy or communes.deputy,
        }
    )


def _letterhead(record: schema.AgencyRecord) -> tuple[str, ...]:
    return record.letterhead or (record.name.upper(),)


def as_superior(record: schema.AgencyRecord) -> str:
    """Return the line at the head of the documents of those below an agency."""
    return record.as_superior or " ".join(_letterhead(record))


def agency_of(record: schema.AgencyRecord, kind: AgencyKind, order: int, superior_line: str) -> Agency:
    """Return an agency from its record, completed by what it shares with others of its kind."""
    return Agency(
        id=record.id,
        name=record.name,
        kind=kind,
        order=order,
        code=record.code,
        aliases=record.aliases,
        superior=record.superior,
        place=record.place,
        symbol=record.symbol,
        head=record.head,
        deputy=record.deputy,
        short_name=record.short_name or record.name,
        superior_line=superior_line,
        issuer_lines=_letterhead(record),
        as_superior=as_superior(record),
        on_behalf=record.on_behalf,
        signer=record.signer,
        unit=record.unit,
        contact=record.contact,
        deputy_signer=record.deputy_signer,
        letter_symbol=record.letter_symbol,
        since=record.since,
        until=record.until,
        successors=tuple(Successor(entry.agency, entry.takes) for entry in record.successor),
        by=record.by,
    )


def listed_agencies(file: schema.AgenciesFile) -> Iterable[tuple[AgencyKind, schema.AgencyRecord, KeyPath]]:
    """Yield every agency in official order, with its kind and key path."""
    for position, record in enumerate(file.departments):
        yield AgencyKind.DEPARTMENT, record, ("departments", position)
    for position, record in enumerate(file.bodies):
        yield AgencyKind.BODY, record, ("bodies", position)
    for position, record in enumerate(file.communes.list):
        yield AgencyKind.COMMUNE, record, ("communes", "list", position)
