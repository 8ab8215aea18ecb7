"""The parts of a letter: one for each plan that it is about, with its own tables and citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from papi_cli.plan.model import Agency
from papi_cli.states import Verdict
from papi_cli.text import join_words
from papi_cli.views.page import Table
from papi_cli.views.readings import unmarked
from papi_cli.views.reports.context import base_context
from papi_cli.views.reports.figures import reminder_counts
from papi_cli.views.reports.letter_tables import letter_tables
from papi_cli.views.reports.letterhead import Letterhead
from papi_cli.views.reports.plan_words import cited_words
from papi_cli.views.reports.snapshot import ReportBasis


class DocumentPart(NamedTuple):
    """What a letter rests on of one of the plans that it is about, and the plan's `name` among them, "" for the only one.

    `met` gives by their ids what its agencies are among those of all the plans (see `Asked`).
    """

    name: str
    basis: ReportBasis
    verdicts: tuple[Verdict, ...]
    met: Mapping[str, Agency] = MappingProxyType({})

    def addressed(self, verdict: Verdict) -> Agency:
        """Return who owes, as it is among the agencies of all the plans."""
        return self.met.get(verdict.obligation.agency.id, verdict.obligation.agency)


def fewest_reminders(part: DocumentPart) -> int:
    """Return how many letters went out before about what had the fewest."""
    reminders = reminder_counts(part.basis)
    keys = ((verdict.obligation.item.code, verdict.obligation.agency.id) for verdict in part.verdicts)
    return min(reminders.get(key, 0) for key in keys)


def parts_context(parts: Sequence[DocumentPart], agency: Agency, head: Letterhead) -> dict[str, Any]:
    """Return the tables of a letter, and of several plans what stands in it of each as `plans`, else ().

    Of several the tables beside `plans` are all rows together, to be counted.
    """
    tables = [letter_tables(part.basis.plan, unmarked(part.verdicts), reminder_counts(part.basis)) for part in parts]
    if len(parts) == 1:
        return {**tables[0], "plans": ()}
    return {
        **{key: _together([of_plan[key] for of_plan in tables]) for key in ("owed", "asked", "not_asked")},
        "jobs": sum(of_plan["jobs"] for of_plan in tables),
        "day_notes": (),
        "short_name": join_words([part.name for part in parts]),
        "plans": tuple(
            _context_of(part, agency, head, number) | of_plan
            for number, (part, of_plan) in enumerate(zip(parts, tables, strict=True))
        ),
    }


_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _context_of(part: DocumentPart, agency: Agency, head: Letterhead, number: int) -> dict[str, Any]:
    """Return the names that a template has of one of several plans; short for it is its name among them."""
    base, plan = base_context(part.basis, agency, head, unmarked(part.verdicts)), part.basis.plan
    cited = cited_words(plan, plan.cited.difficulties, {verdict.obligation.agency.id for verdict in part.verdicts})
    whose = part.name if cited.plan else plan.document.kind
    return {
        **base,
        "name": part.name,
        "numeral": _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1),
        "words": {**base["words"], "plan": part.name},
        "difficulties": f"{cited.both} {whose}" if cited.both else "",
    }


def _together(tables: Sequence[Table]) -> Table:
    return tables[0]._replace(rows=tuple(row for table in tables for row in table.rows))
