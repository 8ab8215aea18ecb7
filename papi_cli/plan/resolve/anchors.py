"""The items from whose delivery the terms of others count: whether they are there, and go round in no circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from papi_cli.plan.files import schema
from papi_cli.plan.files.names import amendment_file
from papi_cli.plan.files.records import Records
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import AFTERWARDS, Item, ItemKind
from papi_cli.plan.resolve.problem_collector import ProblemCollector
from papi_cli.problems import ProblemCode
from papi_cli.text import is_proposed, likely_slip_of

_FILES = ("tasks.yaml", "duties.yaml")
_CODES_SHOWN = 5
_BY_EVENT = "mốc theo văn bản thì bỏ «anchor», khi có văn bản ghi bằng papi record … --anchored"


class AnchorKey(NamedTuple):
    """A key `anchor`: its place, the code that it names, and the codes of the items that it is for, with their phrase."""

    file: str
    keys: KeyPath
    anchor: str
    items: tuple[str, ...]
    phrase: str


def check_anchors(
    records: Records, of_rows: Sequence[AnchorKey], items: Mapping[str, Item], problems: ProblemCollector
) -> None:
    """Note each `anchor` that names no item, its own or several, closes a circle, or stands beside a phrase without a term.

    `items` are those of a stretch of days, with what amendments dropped: one that drops what a term counts from is wrong,
    and not the `anchor`. `of_rows` are the keys in the annexes of tasks.
    """
    places = (*_anchors_of_duties(records.duties), *of_rows)
    if not places:
        return
    dropped = {code: item for code, item in items.items() if item.dropped_on}
    items = {code: item for code, item in items.items() if not item.dropped_on and item.kind is not ItemKind.CARRIED}
    for place in places:
        if place.anchor in dropped and dropped[place.anchor].dropped_by:
            _note_drop(place, dropped[place.anchor], records, problems)
        elif fault := _fault_of_dues(place, items) or _fault_of_code(place, items, problems):
            problems.add(place.file, place.keys, *fault)
        elif circle := _circle(place, items):
            message = f"mốc tính dẫn vòng: {' → '.join(circle)}."
            hint = f"Bỏ một mốc trong vòng ấy; {_BY_EVENT}."
            problems.add(place.file, place.keys, ProblemCode.WRONG_VALUE, message, hint)


def _note_drop(place: AnchorKey, dropped: Item, records: Records, problems: ProblemCollector) -> None:
    """Note that an amendment took away an occurrence from whose delivery a term counts."""
    code = dropped.dropped_by
    changes = enumerate(records.amendments[code].changes)
    keys: tuple[KeyPath, ...] = tuple(
        ("changes", number, "due", "of")
        for number, one in changes
        if one.due is not None and one.due.of == dropped.series
    )
    location = problems.location(place.file, place.keys)
    message = (
        f"thời hạn của {', '.join(f'«{item}»' for item in place.items)} tính từ khi xong «{place.anchor}» ({location}), "
        "mà theo thời hạn mới thì không còn lần ấy."
    )
    hint = "Đổi thời hạn hoặc mốc tính («anchor») của việc ấy bằng một mục «due» trong cùng văn bản."
    problems.add(amendment_file(code), (*keys, ("changes",))[0], ProblemCode.ANCHOR_DROPPED, message, hint)


def _anchors_of_duties(file: schema.DutiesFile) -> Iterator[AnchorKey]:
    for position, duty in enumerate(file.duties):
        if duty.anchor:
            yield AnchorKey("duties.yaml", ("duties", position, "anchor"), duty.anchor, (duty.code,), duty.due)


def anchors_of_row(task: schema.TaskRecord, above: KeyPath) -> Iterator[AnchorKey]:
    """Yield the keys `anchor` of a row at the key path `above`, and of its milestones."""
    for number, record in enumerate(task.milestones):
        if record.anchor:
            keys: KeyPath = (*above, "milestones", number, "anchor")
            phrase = record.due or task.due
            yield AnchorKey("tasks.yaml", keys, record.anchor, (f"{task.code}/{record.code}",), phrase)
    if task.anchor:
        takers = [f"{task.code}/{own.code}" for own in task.milestones if not own.due and not own.anchor]
        codes = tuple(takers) if task.milestones else (task.code,)
        yield AnchorKey("tasks.yaml", (*above, "anchor"), task.anchor, codes, task.due)


_Fault = tuple[ProblemCode, str, str]


def _fault_of_dues(place: AnchorKey, items: Mapping[str, Item]) -> _Fault | None:
    """Return what is wrong if no term counts from the anchor; a phrase that could not be read is told of elsewhere."""
    if not place.items:
        message = "mốc của nhiệm vụ này đều ghi thời hạn hoặc mốc tính riêng, nên «anchor» ở đây không dùng vào đâu."
        return ProblemCode.WRONG_VALUE, message, "Ghi «anchor» ở mốc cần tính, hoặc bỏ đi."
    if not place.phrase.strip():
        message = f"việc này không ghi thời hạn, nên không có gì để tính từ «{place.anchor}»."
        return ProblemCode.WRONG_VALUE, message, "Ghi thời hạn đúng chữ của văn bản, hoặc bỏ «anchor»."
    for item in (item for code in place.items for item in _items_under(code, items)):
        if item.due is not None and item.due.term is None and not is_proposed(item.due.phrase):
            message = f"thời hạn «{item.due.phrase}» không nêu khoảng thời gian nào để tính từ «{place.anchor}»."
            hint = "Ghi thời hạn như «trong 10 ngày kể từ …», hoặc bỏ «anchor»."
            return ProblemCode.WRONG_VALUE, message, hint
    return None


def _fault_of_code(place: AnchorKey, items: Mapping[str, Item], problems: ProblemCollector) -> _Fault | None:
    """Return what is wrong with the code that is named."""
    code = place.anchor
    if code in place.items:
        hint = f"Ghi mã của việc mà từ khi việc ấy hoàn thành mới tính thời hạn; {_BY_EVENT}."
        return ProblemCode.WRONG_VALUE, f"mốc tính «{code}» là chính việc này.", hint
    if code in items:
        return _fault_of_ongoing(items[code])
    if several := [item.code for item in _items_under(code, items)]:
        shown = ", ".join(several[:_CODES_SHOWN]) + (", …" if len(several) > _CODES_SHOWN else "")
        return ProblemCode.WRONG_VALUE, f"«{code}» gồm {len(several)} việc.", f"Ghi đủ mã của một việc: {shown}."
    if any(problems.has_shape_problems(file) or not problems.could_read(file) for file in _FILES):
        return None
    near = likely_slip_of(code, items)
    hint = f"Có phải là «{near}»?" if near else "Ghi mã của một việc trong tasks.yaml hoặc duties.yaml."
    return ProblemCode.UNKNOWN_REFERENCE, f"không có đầu việc nào mang mã «{code}».", hint


def _fault_of_ongoing(anchor: Item) -> _Fault | None:
    """Return what is wrong with an anchor that goes on: it is never delivered once and for all."""
    if not anchor.is_ongoing:
        return None
    message = f"mốc tính «{anchor.code}» là việc thường xuyên, không có ngày hoàn thành để tính."
    built = f"Ghi «{anchor.series}», là phần có thời hạn của việc ấy" if anchor.occurrence_key == AFTERWARDS else ""
    return ProblemCode.WRONG_VALUE, message, f"{built or 'Ghi mã của một việc có ngày hoàn thành'}; {_BY_EVENT}."


def _items_under(code: str, items: Mapping[str, Item]) -> Iterator[Item]:
    """Yield the item of this code, else the milestones of the task, or the occurrences of the item, that has it."""
    if code in items:
        yield items[code]
    else:
        yield from (
            item for item in items.values() if item.source[:1] == (code,) or item.code.partition("@")[0] == code
        )


def _circle(place: AnchorKey, items: Mapping[str, Item]) -> tuple[str, ...]:
    """Return the codes of the circle that begins and ends at an item of the place, () if none does.

    Every circle is that of one item, the first in the order of codes, so that it is told once.
    """
    for start in place.items:
        codes = [start]
        while (anchor := items[codes[-1]].anchor if codes[-1] in items else None) and anchor not in codes:
            codes.append(anchor)
        if anchor == start == min(codes):
            return (*codes, start)
    return ()
