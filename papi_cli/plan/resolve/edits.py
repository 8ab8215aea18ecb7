"""What one change of an amendment comes to: what stood there before, and what it writes in which records.

Nothing is changed here, and nothing reported: each function returns the edits, or what is wrong with the change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.quotation import Meaning
from papi_cli.plan.resolve.placed import Placed
from papi_cli.plan.resolve.places import Place
from papi_cli.plan.resolve.tasks import number_of
from papi_cli.problems import ProblemCode

if TYPE_CHECKING:
    from papi_cli.plan.files.amendment_schema import (
        AgenciesChangeRecord,
        ChangeRecord,
        DueChangeRecord,
        NumberChangeRecord,
        ProductChangeRecord,
        TextChangeRecord,
    )

Words = str | tuple[str, ...]


class Fault(NamedTuple):
    """What is wrong with a change, at the value that `keys` lead to from it."""

    code: ProblemCode
    message: str
    hint: str
    keys: KeyPath = ("of",)


class Edit(NamedTuple):
    """A value to be written in a record; `source` leads to it from the change."""

    place: Place
    value: object
    source: KeyPath


class Change(NamedTuple):
    """What stands where a change writes, the place of that, and the edits."""

    stands: Words
    at: Place
    edits: tuple[Edit, ...]


# What changes, in the words of the problems.
ASPECTS: Mapping[AmendmentKind, str] = {
    AmendmentKind.DUE: "thời hạn",
    AmendmentKind.LEAD: "cơ quan chủ trì",
    AmendmentKind.COOPERATING: "cơ quan phối hợp",
    AmendmentKind.PRODUCT: "sản phẩm",
    AmendmentKind.TEXT: "chữ",
    AmendmentKind.NUMBER: "số thứ tự",
}


def one_line(words: str) -> str:
    """Return the words with single spaces: line ends and doubled spaces of a cell make no difference."""
    return " ".join(words.split())


def change_of(change: ChangeRecord, placed: Placed, task: Placed | None) -> Change | Fault:
    """Return what a change of a single thing comes to; `task` is the row of a milestone, or the row itself."""
    if change.due is not None:
        return _due(change.due, placed, task)
    if change.lead is not None:
        return _lead(change.lead, placed)
    if change.cooperating is not None:
        return _cooperating(change.cooperating, placed)
    if change.product is not None:
        return _product(change.product, placed, task)
    if change.text is not None:
        return _text(change.text, placed)
    assert change.number is not None, change
    return _number(change.number, placed)


def _due(change: DueChangeRecord, placed: Placed, task: Placed | None) -> Change | Fault:
    """Return a change of a due phrase; the term's anchor and the yearly look are of the phrase, and go with it."""
    place, record = placed
    for key in ("yearly", "anchor"):
        if getattr(change, key) and key not in type(record).model_fields:
            message = f"khóa «{key}» không dùng được với «{change.of}»."
            return Fault(ProblemCode.UNKNOWN_KEY, message, "Bỏ khóa này.", (key,))
    stands, at = record.due, place.below("due")
    edits = [Edit(at, change.becomes, ("is",))]
    if isinstance(record, schema.MilestoneRecord) and task is not None and isinstance(task.record, schema.TaskRecord):
        if not record.due:
            stands, at = task.record.due, task.place.below("due")
        if record.interpretation is not None and record.interpretation.period is not None:
            edits.append(Edit(place.below("interpretation"), None, ("is",)))  # it told the day of the old phrase
    if isinstance(record, schema.TaskRecord) and record.milestones and all(own.due for own in record.milestones):
        codes = ", ".join(f"{record.code}/{own.code}" for own in record.milestones)
        message = f"thời hạn của «{record.code}» ghi ở từng sản phẩm."
        return Fault(ProblemCode.WRONG_VALUE, message, f"Ghi mã của sản phẩm: {codes}.")
    edits.extend(
        Edit(place.below(key), getattr(change, key), (key,))
        for key in ("anchor", "yearly")
        if getattr(change, key) or getattr(record, key, None)
    )
    edits.extend(_cell(task, Meaning.DUE, stands, change.becomes, change.cell))
    return Change(stands, at, tuple(edits))


def _cell(task: Placed | None, column: str, stands: str, becomes: str, cell: str | None) -> Iterator[Edit]:
    """Yield the edit of the cell in which what changes is printed: as said, else where it held just what stood."""
    if task is None or not isinstance(task.record, schema.TaskRecord):
        return
    place = task.place.below("quote", column)
    if cell is not None:
        yield Edit(place, cell, ("cell",))
    elif column in task.record.quote and one_line(task.record.quote[column]) == one_line(stands):
        yield Edit(place, becomes, ("is",))


def _lead(change: AgenciesChangeRecord, placed: Placed) -> Change | Fault:
    place, record = placed
    if isinstance(record, schema.DutyRecord):
        at = place.below("agencies")
        return Change(record.agencies, at, (Edit(at, change.becomes, ("is",)),))
    return _agencies_of_row(change, placed, Meaning.LEAD)


def _cooperating(change: AgenciesChangeRecord, placed: Placed) -> Change | Fault:
    return _agencies_of_row(change, placed, Meaning.COOPERATING)


def _agencies_of_row(change: AgenciesChangeRecord, placed: Placed, column: Meaning) -> Change | Fault:
    place, record = placed
    if not isinstance(record, schema.TaskRecord):
        return _needs_task(change.of, record, ASPECTS[AmendmentKind(column)])
    at = place.below(column.value)
    edits = [Edit(at, change.becomes, ("is",))]
    if change.cell is not None:
        edits.append(Edit(place.below("quote", column.value), change.cell, ("cell",)))
    return Change(getattr(record, column), at, tuple(edits))


def _needs_task(code: str, record: object, what: str) -> Fault:
    message = f"«{code}» không có {what} riêng."
    if isinstance(record, schema.MilestoneRecord):
        row = code.rpartition("/")[0]
        return Fault(ProblemCode.WRONG_VALUE, message, f"Ghi mã của nhiệm vụ, là nơi ghi {what}: «{row}».")
    return Fault(ProblemCode.WRONG_VALUE, message, "Ghi mã của một nhiệm vụ.")


def _product(change: ProductChangeRecord, placed: Placed, task: Placed | None) -> Change | Fault:
    place, record = placed
    if isinstance(record, schema.TaskRecord):
        codes = ", ".join(f"{record.code}/{own.code}" for own in record.milestones)
        hint = f"Ghi mã của sản phẩm: {codes}." if codes else "Nhiệm vụ này không ghi sản phẩm; thêm bằng «add»."
        return Fault(ProblemCode.WRONG_VALUE, f"«{change.of}» là một nhiệm vụ.", hint)
    if isinstance(record, schema.PeriodRecord):
        return Fault(ProblemCode.WRONG_VALUE, f"«{change.of}» là một kỳ báo cáo.", "Ghi mã của đầu việc.")
    key = "phase" if isinstance(record, schema.MilestoneRecord) and record.phase else "product"
    stands, at = str(getattr(record, key)), place.below(key)
    edits = [Edit(at, change.becomes, ("is",))]
    if isinstance(record, schema.MilestoneRecord):
        # How the office understood the old product, and who was to issue it, tells nothing of the new one.
        edits.append(Edit(place.below("issuer"), change.issuer, ("issuer",)))
        edits.append(Edit(place.below("interpretation"), None, ("is",)))
    elif change.issuer is not None:
        message = f"khóa «issuer» không dùng được với «{change.of}»."
        return Fault(ProblemCode.UNKNOWN_KEY, message, "Bỏ khóa này.", ("issuer",))
    if change.counts is not None:
        edits.append(Edit(place.below("counts"), change.counts, ("counts",)))
    edits.extend(_cell(task, Meaning.PRODUCTS, stands, change.becomes, change.cell))
    return Change(stands, at, tuple(edits))


def _text(change: TextChangeRecord, placed: Placed) -> Change | Fault:
    place, record = placed
    if isinstance(record, schema.DutyRecord):
        if change.column != Meaning.TASK:
            message = f"đầu việc ngoài bảng «{change.of}» không có cột."
            return Fault(ProblemCode.WRONG_VALUE, message, "Bỏ khóa «column»: chữ đổi là của «title».", ("column",))
        at = place.below("title")
        return Change(record.title, at, (Edit(at, change.becomes, ("is",)),))
    if not isinstance(record, schema.TaskRecord):
        return _needs_task(change.of, record, "ô của bảng")
    if change.column == Meaning.NUMBER:
        message = "số thứ tự đổi bằng khóa «number», không phải «text»."
        return Fault(ProblemCode.WRONG_VALUE, message, "Viết «number: {of: …, was: …, is: …}».", ("column",))
    if change.column not in record.quote:
        hint = f"Các ô: {', '.join(record.quote)}."
        return Fault(
            ProblemCode.UNKNOWN_REFERENCE, f"dòng «{change.of}» không có ô «{change.column}».", hint, ("column",)
        )
    at = place.below("quote", change.column)
    return Change(record.quote[change.column], at, (Edit(at, change.becomes, ("is",)),))


def _number(change: NumberChangeRecord, placed: Placed) -> Change | Fault:
    place, record = placed
    if not isinstance(record, schema.TaskRecord):
        return _needs_task(change.of, record, ASPECTS[AmendmentKind.NUMBER])
    at = place.below("quote", Meaning.NUMBER.value)
    stands = record.quote.get(Meaning.NUMBER, number_of(record.code))
    return Change(stands, at, (Edit(at, change.becomes, ("is",)),))
