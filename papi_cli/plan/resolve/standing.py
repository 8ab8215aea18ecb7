"""What stands in the records of a plan where an amendment would change them."""

from __future__ import annotations

from typing import Any

from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.files import schema
from papi_cli.plan.files.amendment_schema import ChangeRecord
from papi_cli.plan.files.records import Records
from papi_cli.plan.quotation import Meaning
from papi_cli.plan.resolve.edits import Fault, Words, change_of
from papi_cli.plan.resolve.placed import placed_records

_OF_AGENCIES = (AmendmentKind.LEAD, AmendmentKind.COOPERATING)


def codes_to_change(records: Records) -> tuple[str, ...]:
    """Return the codes of all that an amendment can change: duties, tasks with their milestones, reporting periods."""
    return tuple(placed_records(records))


def printed_cell(records: Records, code: str, column: Meaning) -> str:
    """Return the words of a column in the row that `code` is of, its own or that of its task; "" where there are none."""
    placed = placed_records(records).get(code.partition("/")[0])
    row = placed.record if placed is not None else None
    return row.quote.get(column, "") if isinstance(row, schema.TaskRecord) else ""


def what_stands(records: Records, kind: AmendmentKind, code: str, column: str = Meaning.TASK.value) -> Words | Fault:
    """Return the words, or the ids of agencies, that a change of this `kind` about one thing would replace.

    `code` is one of `codes_to_change`; `column` is that of a change of the text. Returns what is wrong if such a change is
    not to be had of it, as the lead of a single product.
    """
    new: Any = ("x",) if kind in _OF_AGENCIES else "x"
    said = {"of": code, "was": new, "is": new} | ({"column": column} if kind is AmendmentKind.TEXT else {})
    placed = placed_records(records)
    change = change_of(
        ChangeRecord.model_validate({kind.value: said}), placed[code], placed.get(code.partition("/")[0])
    )
    return change if isinstance(change, Fault) else change.stands
