"""The documents that change the plan, as values: what each of their changes is about, and its words before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from papi_cli.plan.amendments import AmendedPart, Amendment
from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.files.names import amendment_file
from papi_cli.plan.quotation import Document, DocumentPart
from papi_cli.plan.resolve.places import Place

if TYPE_CHECKING:
    from papi_cli.plan.files.amendment_schema import AddedRecord, AmendmentFile, ChangeRecord


def read_amendment(code: str, file: AmendmentFile) -> Amendment:
    """Return the amendment of a file that is free of errors."""
    head = file.document
    quote = tuple(DocumentPart(part.code, part.name, part.lines) for part in file.quote)
    document = Document(
        head.kind, head.number, head.symbol, head.day, month="", issuer=head.issuer, title=head.title, proposal="",
        quote=quote,
    )  # fmt: skip
    return Amendment(code, document, file.first_day, file.recorded, tuple(map(_part, file.changes)))


def _part(change: ChangeRecord) -> AmendedPart:
    (kind,) = change.kinds
    match kind:
        case AmendmentKind.ADD if change.add is not None:
            return AmendedPart(kind, added_code(change.add), source=change.source)
        case AmendmentKind.SPLIT if change.split is not None:
            codes = tuple(task.code for task in change.split.into)
            return AmendedPart(kind, change.split.of, codes=codes, source=change.source)
        case AmendmentKind.DROP if change.drop is not None:
            return AmendedPart(kind, change.drop.of, source=change.source)
        case _:
            changed = change.due or change.lead or change.cooperating or change.product or change.text or change.number
            assert changed is not None, kind
            column = change.text.column if change.text is not None else ""
            return AmendedPart(kind, changed.of, changed.was, changed.becomes, source=change.source, column=column)


def added_code(added: AddedRecord) -> str:
    """Return the code of what is added: that of a milestone with its task's."""
    if added.milestone is not None:
        return f"{added.to}/{added.milestone.code}"
    record = added.task or added.duty
    return record.code if record is not None else ""


def added_codes(amendments: Mapping[str, AmendmentFile]) -> Iterator[tuple[str, Place]]:
    """Yield the code of each task, milestone and duty that amendments add, with the place of the change."""
    for name, file in amendments.items():
        for position, change in enumerate(file.changes):
            place = Place(amendment_file(name), ("changes", position))
            tasks = change.split.into if change.split is not None else ()
            if change.add is not None:
                yield added_code(change.add), place
                tasks = (change.add.task,) if change.add.task is not None else ()
            for task in tasks:
                yield task.code, place
                yield from ((f"{task.code}/{milestone.code}", place) for milestone in task.milestones)
