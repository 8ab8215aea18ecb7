"""Drafts of a sheet under the agencies that they stand under: a row may name one that ended, or was not there yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from papi_cli.log.drafts import Draft
from papi_cli.log.kinds import KIND_SPECS
from papi_cli.plan.model import Plan
from papi_cli.plan.succession import Told, owners_of
from papi_cli.sheets.grid import CellFault
from papi_cli.sheets.places import CellPlace, FilledRow
from papi_cli.sheets.row_reader import BadCell
from papi_cli.sheets.rows import ParsedRows


class Followed(NamedTuple):
    """An event of `day` that stands under the agency `owner`, where its row names the `agency`; both are ids."""

    place: CellPlace
    agency: str
    owner: str
    day: date


def under_owners(
    plan: Plan, rows: ParsedRows, owes: Callable[[str, str], bool]
) -> tuple[ParsedRows, tuple[Followed, ...]]:
    """Return the rows with each draft under its owner (see `owners_of`), and those that their row named otherwise.

    Where several took over, the cell of the agency is a bad one.
    """
    drafts: list[Draft] = []
    kept: list[FilledRow] = []
    bad_cells: list[BadCell] = []
    followed: list[Followed] = []
    for draft, row in zip(rows.drafts, rows.rows, strict=True):
        about_delivery = KIND_SPECS[draft.kind].is_about_delivery
        told = Told(plan.items[draft.item], draft.agency, draft.date, about_delivery)
        owners = owners_of(plan, told, owes)
        if len(owners) > 1:
            labels = tuple(plan.agencies[id_].label for id_ in owners)
            fault = CellFault.SEVERAL_SUCCESSORS
            bad_cells.append(BadCell(row, row.place_of("agency"), fault, plan.name_of(draft.agency), labels))
            continue
        if owners != (draft.agency,):
            followed.append(Followed(row.place_of("agency"), draft.agency, owners[0], draft.date))
        drafts.append(draft._replace(agency=owners[0]))
        kept.append(row)
    if not followed and not bad_cells:
        return rows, ()
    all_bad = sorted((*rows.bad_cells, *bad_cells), key=lambda cell: (cell.place.row.tab, cell.place.row.number))
    return replace(rows, drafts=tuple(drafts), rows=tuple(kept), bad_cells=tuple(all_bad)), tuple(followed)
