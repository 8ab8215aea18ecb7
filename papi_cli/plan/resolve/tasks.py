"""The annexes of tasks: their columns, the sections and rows in their order, and the items that the rows hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from papi_cli.plan.choices import Counts, FulfilledBy
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Interpretation, Item, ItemKind, References, Task
from papi_cli.plan.quotation import Annex, Meaning, Section
from papi_cli.plan.resolve.agencies import AgencyDirectory
from papi_cli.plan.resolve.anchors import AnchorKey, anchors_of_row
from papi_cli.plan.resolve.contents import read_annex
from papi_cli.plan.resolve.dues import DueResolver, phrase_of
from papi_cli.plan.resolve.problem_collector import INDEX, ProblemCollector
from papi_cli.problems import ProblemCode

_FILE = "tasks.yaml"


class ReadTasks(NamedTuple):
    """The annexes by code, their sections in order, the tasks by code in order, and their items by code.

    `anchors` are the keys of the rows that name what a term counts from.
    """

    annexes: Mapping[str, Annex]
    sections: tuple[Section, ...]
    tasks: Mapping[str, Task]
    items: Mapping[str, Item]
    anchors: tuple[AnchorKey, ...]


class _ReadSection(NamedTuple):
    """What the rows of a section come to."""

    records: tuple[schema.TaskRecord, ...]
    tasks: Mapping[str, Task]
    items: Mapping[str, Item]
    anchors: tuple[AnchorKey, ...]


class PlacedSection(NamedTuple):
    """A section of the file with the key path of what holds its rows, and the records of these."""

    section: Section
    keys: KeyPath
    records: tuple[schema.TaskRecord, ...]


def placed_sections(file: schema.TasksFile) -> Iterator[PlacedSection]:
    """Yield the sections in the order in which they are printed, the rows under no heading of an annex first."""

    def walk(
        records: Sequence[schema.SectionRecord], annex: str, above: KeyPath, path: tuple[str, ...], index: str | None
    ) -> Iterator[PlacedSection]:
        for position, record in enumerate(records):
            keys: KeyPath = (*above, "sections", position)
            own_path, own_index = (*path, record.number or record.heading), record.index or index
            tasks = tuple(task.code for task in record.tasks)
            section = Section(annex, own_path, record.number, own_index, record.heading, tasks)
            yield PlacedSection(section, keys, record.tasks)
            yield from walk(record.sections, annex, keys, own_path, own_index)

    for position, annex in enumerate(file.annexes):
        keys: KeyPath = ("annexes", position)
        if annex.tasks:
            codes = tuple(task.code for task in annex.tasks)
            yield PlacedSection(Section(annex.code, (), "", None, "", codes), keys, annex.tasks)
        yield from walk(annex.sections, annex.code, keys, (), None)


class TaskReader:
    """Reads the annexes of tasks, of one stretch of days after another; a row that is as before is not read anew."""

    def __init__(
        self,
        directory: AgencyDirectory,
        dues: DueResolver,
        problems: ProblemCollector,
        *,
        index_paths: Mapping[str, KeyPath],
    ) -> None:
        """Take what rows refer to; `index_paths` are the places of the indices in their file, by code."""
        self._directory = directory
        self._dues = dues
        self._problems = problems
        self._index_paths = index_paths
        self._annexes: Mapping[str, Annex] = {}
        # By the identity of a record, and of all records of a section, which are kept so that no others take their place.
        self._rows: dict[int, tuple[schema.TaskRecord, Task, Mapping[str, Item]]] = {}
        self._sections: dict[int, _ReadSection] = {}

    def read(self, file: schema.TasksFile) -> ReadTasks:
        """Return what the annexes of tasks hold."""
        self._annexes = self._annexes or self._read_annexes(file)  # their heads are never amended
        placed = tuple(placed_sections(file))
        tasks: dict[str, Task] = {}
        items: dict[str, Item] = {}
        anchors: list[AnchorKey] = []
        for section, above, records in placed:
            if section.index is not None and section.index not in self._index_paths:
                self._problems.add_unknown_reference(_FILE, (*above, "index"), INDEX, section.index, self._index_paths)
            if records:
                read = self._section(section, above, records)
                tasks |= read.tasks
                items |= read.items
                anchors += read.anchors
        if len(tasks) < sum(len(entry.records) for entry in placed):
            self._note_duplicates(placed)
        return ReadTasks(self._annexes, tuple(entry.section for entry in placed), tasks, items, tuple(anchors))

    def _section(self, section: Section, above: KeyPath, records: tuple[schema.TaskRecord, ...]) -> _ReadSection:
        """Return what the rows of a section come to, whose records stand below the key path `above` of the file."""
        known = self._sections.get(id(records))
        if known is None:
            tasks: dict[str, Task] = {}
            items: dict[str, Item] = {}
            anchors: list[AnchorKey] = []
            for position, record in enumerate(records):
                keys: KeyPath = (*above, "tasks", position)
                tasks[record.code], of_task = self._row(record, keys, section)
                items |= of_task
                anchors += anchors_of_row(record, keys)
            known = self._sections[id(records)] = _ReadSection(records, tasks, items, tuple(anchors))
        return known

    def _note_duplicates(self, placed: Sequence[PlacedSection]) -> None:
        places: dict[str, KeyPath] = {}
        for _, above, records in placed:
            for position, record in enumerate(records):
                keys: KeyPath = (*above, "tasks", position, "code")
                if record.code in places:
                    self._problems.add_duplicate(_FILE, keys, record.code, places[record.code])
                places.setdefault(record.code, keys)

    def _read_annexes(self, file: schema.TasksFile) -> dict[str, Annex]:
        annexes: dict[str, Annex] = {}
        places: dict[str, KeyPath] = {}
        for position, record in enumerate(file.annexes):
            keys: KeyPath = ("annexes", position)
            if record.code in annexes:
                self._problems.add_duplicate(_FILE, (*keys, "code"), record.code, places[record.code])
            places.setdefault(record.code, (*keys, "code"))
            annexes[record.code] = read_annex(_FILE, keys, record, self._problems)
            if all(column.id != Meaning.TASK for column in record.columns):
                message, hint = "bảng chưa có cột nhiệm vụ.", "Ghi «id: task» ở cột nêu việc phải làm."
                self._problems.add(_FILE, (*keys, "columns"), ProblemCode.MISSING_KEY, message, hint)
        return annexes

    def _row(self, record: schema.TaskRecord, keys: KeyPath, section: Section) -> tuple[Task, Mapping[str, Item]]:
        """Return the task and the items of a row at `keys` of the file."""
        known = self._rows.get(id(record))
        if known is None:
            read = self._read_row(record, keys, self._annexes[section.annex], section)
            known = self._rows[id(record)] = (record, *read)
        _, task, items = known
        return (task if task.section == section else task._replace(section=section)), items

    def _read_row(
        self, record: schema.TaskRecord, keys: KeyPath, annex: Annex, section: Section
    ) -> tuple[Task, Mapping[str, Item]]:
        self._check_cells(record, keys, annex)
        cells = _cells(record, annex)
        codes = (record.code,)
        lead = self._directory.spread_accountable(_FILE, (*keys, "lead"), record.lead, codes)
        cooperating = self._directory.spread(_FILE, (*keys, "cooperating"), record.cooperating, codes)
        items = self._items(record, keys, section.index, lead)
        task = Task(
            code=record.code,
            number=cells.get(Meaning.NUMBER, ""),
            index=section.index,
            section=section,
            cells=cells,
            references=References(
                self._directory.named_on_day(record.lead, codes),
                self._directory.named_on_day(record.cooperating, codes),
                record.others,
            ),
            lead=tuple(lead),
            cooperating=tuple(id_ for id_ in cooperating if id_ not in lead),
            roles=self._roles(record, keys, annex),
            items=tuple(items),
        )
        return task, items

    def _check_cells(self, record: schema.TaskRecord, keys: KeyPath, annex: Annex) -> None:
        """Note each cell too many and too few: a row quotes every column of its annex, and no other."""
        columns = [column.id for column in annex.columns]
        quoted = [id_ for id_ in columns if id_ != Meaning.NUMBER or not number_of(record.code)]
        for id_ in record.quote:
            if id_ not in columns:
                hint = f"Các cột của bảng: {', '.join(columns)}."
                message = f"dòng này có ô «{id_}» mà bảng không có cột ấy."
                self._problems.add(_FILE, (*keys, "quote", id_), ProblemCode.UNKNOWN_KEY, message, hint)
        if missing := [id_ for id_ in quoted if id_ not in record.quote]:
            message = f"dòng này thiếu ô {', '.join(f'«{id_}»' for id_ in missing)}."
            hint = "Ghi đúng chữ của ô; ô trống trong bản gốc thì để trống."
            self._problems.add(_FILE, (*keys, "quote"), ProblemCode.MISSING_KEY, message, hint)
        elif Meaning.TASK in quoted and not record.quote[Meaning.TASK]:
            message, hint = "ô nhiệm vụ để trống.", "Ghi việc phải làm, đúng chữ của bản gốc."
            self._problems.add(_FILE, (*keys, "quote", Meaning.TASK), ProblemCode.WRONG_VALUE, message, hint)

    def _roles(self, record: schema.TaskRecord, keys: KeyPath, annex: Annex) -> Mapping[str, tuple[str, ...]]:
        known = [column.id for column in annex.columns if column.is_role]
        for role in record.roles:
            if role not in known:
                message = f"bảng không có cột «{role}» ghi vai trò của cơ quan."
                hint = f"Các cột ấy: {', '.join(known)}." if known else "Ghi «role: true» ở cột ấy của bảng."
                self._problems.add(_FILE, (*keys, "roles", role), ProblemCode.UNKNOWN_KEY, message, hint)
        return {
            role: tuple(self._directory.spread(_FILE, (*keys, "roles", role), ids, (record.code,)))
            for role, ids in record.roles.items()
        }

    def _items(
        self,
        task: schema.TaskRecord,
        above: KeyPath,
        index: str | None,
        agencies: Mapping[str, tuple[Interpretation, ...]],
    ) -> dict[str, Item]:
        """Return the items of a row by code: its milestones, or itself where it has none."""
        of_task = self._interpretations(above, task.code, task.interpretation)
        title = " ".join(task.quote.get(Meaning.TASK, "").split())
        row = Item(
            code=task.code,
            kind=ItemKind.TASK,
            source=(task.code,),
            index=index,
            title=title,
            product="",
            due=self._dues.deadline(_FILE, (*above, "due"), phrase_of(task), None, yearly=task.yearly)
            if task.due and not task.milestones
            else None,
            row_last_due=None,
            roll=self._dues.roll,
            counts=Counts.ISSUED,
            agencies=tuple(agencies),
            cooperating=self._directory.named_on_day(task.cooperating, (task.code,)),
            others=task.others,
            issuer=None,
            fulfilled_by=FulfilledBy.EACH,
            asked=False,
            period=None,
            anchor=task.anchor or None,
            interpretations=of_task,
            member_interpretations={id_: entries for id_, entries in agencies.items() if entries},
        )
        records = self._milestones(task, above, row) if task.milestones else {task.code: row}
        items = [item for record in records.values() for item in self._dues.spread(record)]
        last = max((item.due.last for item in items if item.due and item.due.last), default=None)
        return {item.code: item._replace(row_last_due=last) for item in items}

    def _milestones(self, task: schema.TaskRecord, above: KeyPath, row: Item) -> dict[str, Item]:
        """Return the milestones of the row that `row` is as an item, by code."""
        items: dict[str, Item] = {}
        places: dict[str, KeyPath] = {}
        for position, record in enumerate(task.milestones):
            keys: KeyPath = (*above, "milestones", position)
            code = f"{task.code}/{record.code}"
            if code in items:
                self._problems.add_duplicate(_FILE, (*keys, "code"), code, places[code])
            places.setdefault(code, (*keys, "code"))
            items[code] = self._milestone(task, record, keys, row)
        return items

    def _milestone(self, task: schema.TaskRecord, record: schema.MilestoneRecord, keys: KeyPath, row: Item) -> Item:
        """Return a milestone of the row that `row` is as an item."""
        if bool(record.product) == bool(record.phase):
            message = "mỗi mốc có đúng một trong hai khóa «product» (sản phẩm) và «phase» (giai đoạn)."
            self._problems.add(_FILE, keys, ProblemCode.MISSING_KEY, message, "Thêm hoặc bỏ một khóa.")
        self._directory.check_agency(_FILE, (*keys, "issuer"), record.issuer)
        code = f"{task.code}/{record.code}"
        own = self._interpretations(keys, code, record.interpretation)
        agencies = self._agencies_of(record, task, keys[:-2])
        return row._replace(
            code=code,
            product=record.product or record.phase,
            due=self._dues.milestone_deadline(task, record, keys),
            roll=record.roll or self._dues.roll,
            counts=record.counts,
            agencies=row.agencies if agencies is None else tuple(agencies),
            member_interpretations=row.member_interpretations
            if agencies is None
            else {id_: entries for id_, entries in agencies.items() if entries},
            issuer=None if record.issuer is None else self._directory.stand_in(record.issuer),
            fulfilled_by=record.fulfilled_by,
            anchor=record.anchor or (None if record.due else row.anchor),
            interpretations=row.interpretations + own,
        )

    def _agencies_of(
        self, record: schema.MilestoneRecord, task: schema.TaskRecord, above: KeyPath
    ) -> Mapping[str, tuple[Interpretation, ...]] | None:
        """Return who owes a milestone where that may be another than of its row: one of several successors took it."""
        if self._directory.absent.isdisjoint(task.lead):
            return None
        codes = (f"{task.code}/{record.code}", task.code)
        return self._directory.spread_accountable(_FILE, (*above, "lead"), task.lead, codes)

    def _interpretations(
        self, keys: KeyPath, code: str, record: schema.InterpretationRecord | None
    ) -> tuple[Interpretation, ...]:
        self._dues.check_interpretation(_FILE, keys, record)
        return self._directory.interpretations(_FILE, keys, code, record)


def number_of(code: str) -> str:
    """Return the number in which a code ends, as II.5 and 5 do; "" for a code that is words, as `mo-dau`."""
    last = code.rpartition(".")[2]
    return last if last[:1].isdigit() else ""


def _cells(record: schema.TaskRecord, annex: Annex) -> dict[str, str]:
    """Return the words of each column of a row; a number that the row does not quote is what its code ends in."""
    from_code = {Meaning.NUMBER.value: number_of(record.code)}
    return {column.id: record.quote.get(column.id, from_code.get(column.id, "")) for column in annex.columns}
