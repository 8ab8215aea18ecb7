"""Where a row, milestone or duty that an amendment adds belongs among the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from papi_cli.plan.files import schema
from papi_cli.plan.files.amendment_schema import AddedRecord, AmendmentFile
from papi_cli.plan.files.records import Records
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.resolve.amendments import added_code
from papi_cli.plan.resolve.edits import Fault
from papi_cli.plan.resolve.placed import Placed
from papi_cli.plan.resolve.places import Place
from papi_cli.problems import ProblemCode
from papi_cli.text import likely_slip_of, match_key


def place_of_added(added: AddedRecord, records: Records, placed: Mapping[str, Placed]) -> Place | Fault:
    """Return the place that what is added takes in a list of the records, or what is wrong with it."""
    kinds = [key for key in ("task", "milestone", "duty") if getattr(added, key) is not None]
    if len(kinds) != 1:
        message = "mỗi mục «add» có đúng một trong ba khóa «task», «milestone», «duty»."
        return Fault(ProblemCode.MISSING_KEY, message, "Thêm hoặc bỏ một khóa.", ())
    (kind,) = kinds
    for key in ("annex", "section", "to"):
        if getattr(added, key) and kind != ("milestone" if key == "to" else "task"):
            return Fault(ProblemCode.UNKNOWN_KEY, f"khóa «{key}» không dùng được với «{kind}».", "Bỏ khóa này.", (key,))
    if kind == "task":
        return _after_row(added, placed) if added.after else _in_section(added, records.tasks)
    if kind == "milestone":
        return _in_task(added, placed)
    if not added.after:
        return Place("duties.yaml", ("duties", len(records.duties.duties)))
    before = placed.get(added.after)
    if before is None or not isinstance(before.record, schema.DutyRecord):
        return _unknown("đầu việc ngoài bảng", added.after, [duty.code for duty in records.duties.duties], "after")
    return behind(before.place)


def additions(files: Iterable[AmendmentFile]) -> Mapping[str, AddedRecord]:
    """Return what amendments add by its code, and the parts of tasks that are split as rows behind these."""
    found: dict[str, AddedRecord] = {}
    for change in (change for file in files for change in file.changes):
        if change.add is not None:
            found[added_code(change.add)] = change.add
        if change.split is not None:
            found |= dict.fromkeys([task.code for task in change.split.into], AddedRecord(after=change.split.of))
    return found


def beside_what_is_known(added: AddedRecord, unknown: Mapping[str, AddedRecord]) -> AddedRecord:
    """Return an addition behind what stands before the rows that nobody knew of, where it is told to stand behind one.

    `unknown` are the additions that are not known yet, by their codes.
    """
    left = dict(unknown)
    while (before := left.pop(added.after, None)) is not None:
        added = added.model_copy(update={"after": before.after, "annex": before.annex, "section": before.section})
    return added


def behind(place: Place) -> Place:
    """Return the place behind an entry of a list."""
    *above, position = place.keys
    assert isinstance(position, int), place
    return Place(place.file, (*above, position + 1))


def _unknown(kind: str, code: str, known: list[str], *keys: str | int) -> Fault:
    near = likely_slip_of(code, known)
    hint = f"Có phải là «{near}»?" if near else f"Ghi mã của một {kind} đang có."
    return Fault(ProblemCode.UNKNOWN_REFERENCE, f"không có {kind} nào mang mã «{code}».", hint, keys)


def _after_row(added: AddedRecord, placed: Mapping[str, Placed]) -> Place | Fault:
    rows = [code for code, one in placed.items() if isinstance(one.record, schema.TaskRecord)]
    if added.after not in rows:
        return _unknown("nhiệm vụ", added.after, rows, "after")
    return behind(placed[added.after].place)


def _in_task(added: AddedRecord, placed: Mapping[str, Placed]) -> Place | Fault:
    rows = {code: one for code, one in placed.items() if isinstance(one.record, schema.TaskRecord)}
    if added.to not in rows:
        if not added.to:
            hint = "Thêm «to: mã nhiệm vụ» mà sản phẩm thuộc về."
            return Fault(ProblemCode.MISSING_KEY, "sản phẩm thêm vào chưa nêu nhiệm vụ.", hint, ())
        return _unknown("nhiệm vụ", added.to, [*rows], "to")
    task = rows[added.to]
    assert isinstance(task.record, schema.TaskRecord)
    codes = [f"{added.to}/{milestone.code}" for milestone in task.record.milestones]
    if not added.after:
        return task.place.below("milestones", len(codes))
    if added.after not in codes:
        return _unknown("sản phẩm của nhiệm vụ ấy", added.after, codes, "after")
    return behind(placed[added.after].place)


def _in_section(added: AddedRecord, file: schema.TasksFile) -> Place | Fault:
    """Return the place at the end of the section that is named, or of the annex's rows under no heading."""
    annexes = {annex.code: position for position, annex in enumerate(file.annexes)}
    code = added.annex or (next(iter(annexes)) if len(annexes) == 1 else "")
    if not code:
        message, hint = "chưa nêu bảng mà nhiệm vụ được thêm vào.", f"Thêm «annex», một trong: {', '.join(annexes)}."
        return Fault(ProblemCode.MISSING_KEY, message, hint, ())
    if code not in annexes:
        return _unknown("bảng", code, [*annexes], "annex")
    annex = file.annexes[annexes[code]]
    sections = dict(_sections(annex.sections, ("annexes", annexes[code]), ()))
    path = tuple(map(match_key, added.section))
    if not path and annex.sections and not annex.tasks:
        hint = "Thêm «after: mã nhiệm vụ đứng trước», hoặc «section: [số của mục]»."
        return Fault(ProblemCode.MISSING_KEY, "chưa nêu chỗ của nhiệm vụ trong bảng.", hint, ())
    if not path:
        return Place("tasks.yaml", ("annexes", annexes[code], "tasks", len(annex.tasks)))
    if path not in sections:
        shown = "; ".join(" > ".join(names) for names in _names(annex.sections, ()))
        message = f"bảng «{code}» không có mục «{' > '.join(added.section)}»."
        return Fault(ProblemCode.UNKNOWN_REFERENCE, message, f"Các mục: {shown}.", ("section",))
    keys, section = sections[path]
    return Place("tasks.yaml", (*keys, "tasks", len(section.tasks)))


def _sections(
    records: tuple[schema.SectionRecord, ...], above: KeyPath, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[KeyPath, schema.SectionRecord]]]:
    """Yield each section with its key path, under the match keys of what is printed before it and those around it."""
    for position, record in enumerate(records):
        keys: KeyPath = (*above, "sections", position)
        own = (*path, match_key(record.number or record.heading))
        yield own, (keys, record)
        yield from _sections(record.sections, keys, own)


def _names(records: tuple[schema.SectionRecord, ...], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for record in records:
        own = (*path, record.number or record.heading)
        yield own
        yield from _names(record.sections, own)
