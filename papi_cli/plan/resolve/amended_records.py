"""The records of a plan while amendments change them, each with its code and its place in the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from papi_cli.plan.files import schema
from papi_cli.plan.files.records import Records
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.resolve.edits import Edit
from papi_cli.plan.resolve.placed import Placed, placed_at, placed_records
from papi_cli.plan.resolve.places import Place, Places


class AmendedRecords:
    """Records as they are now, and those with a code by it; `places` learn where each written part stands in the files."""

    def __init__(self, records: Records, places: Places) -> None:
        self._records = records
        self._places = places
        # What was written in a task, duty or period is not in the records of its file before somebody asks for these.
        self._written: dict[Place, object] = {}
        self._settle()

    @property
    def records(self) -> Records:
        """The records as they are now."""
        by_file: dict[str, dict[KeyPath, object]] = {}
        for place, record in self._written.items():
            by_file.setdefault(place.file, {})[place.keys] = record
        for file, values in by_file.items():
            self._replace(file, values)
        self._written = {}
        return self._records

    def row_of(self, code: str) -> Placed | None:
        """Return the task of a milestone, else what has the code itself; None for an unknown one."""
        return self.placed.get(code.partition("/")[0])

    def write(self, edits: Sequence[Edit], source: Place) -> None:
        """Make the edits, all in one task, duty or period, of a change that the files have at `source`."""
        owners = [self._owner_of(edit.place) for edit in edits]
        for edit, owner in zip(edits, owners, strict=True):
            self._places.write(edit.place.file, owner.code, owner.keys, source.below(*edit.source))
        row = owners[0].code.partition("/")[0]
        place, record = self.placed[row]
        depth = len(place.keys)
        written = self._written[place] = _replaced(record, {edit.place.keys[depth:]: edit.value for edit in edits})
        for code in {row, *(owner.code for owner in owners)}:
            own = self.placed[code].place
            self.placed[code] = placed_at(own, _value_in(written, own.keys[depth:]))

    def insert(self, place: Place, record: schema.Record, code: str, source: Place) -> None:
        """Put a record of this code, which the files have at `source`, at a place in a list."""
        siblings, position = _list_of(place)
        entries = self._entries(siblings)
        self._keep_places(siblings)
        self._replace(siblings.file, {siblings.keys: (*entries[:position], record, *entries[position:])})
        self._places.keep(place.file, code, source)
        self._settle()

    def remove(self, place: Place) -> None:
        """Take a record out of its list."""
        siblings, position = _list_of(place)
        entries = self._entries(siblings)
        self._keep_places(siblings)
        self._replace(siblings.file, {siblings.keys: (*entries[:position], *entries[position + 1 :])})
        self._settle()

    def _entries(self, siblings: Place) -> tuple[schema.Record, ...]:
        """Return the records in the list at a place."""
        node = _value_in(_file_of(self.records, siblings.file), siblings.keys)
        assert isinstance(node, tuple), siblings
        return node

    def _replace(self, file: str, values: Mapping[KeyPath, object]) -> None:
        """Put values in the records of a file where their keys lead."""
        match _replaced(_file_of(self._records, file), values):
            case schema.TasksFile() as tasks:
                self._records = self._records._replace(tasks=tasks)
            case schema.DutiesFile() as duties:
                self._records = self._records._replace(duties=duties)
            case schema.PlanFile() as plan:
                self._records = self._records._replace(plan=plan)
        self._places.records = self._records

    def _keep_places(self, siblings: Place) -> None:
        """Remember where the records in a list stand in the files, before others come between them."""
        for code, placed in self.placed.items():
            if placed.place.file == siblings.file and placed.place.keys[:-1] == siblings.keys:
                self._places.keep(siblings.file, code, self._places.of(*placed.place))

    def _settle(self) -> None:
        """Find the records anew, some of which are elsewhere now."""
        self.placed = placed_records(self._records)
        self._codes_at = {placed.place: code for code, placed in self.placed.items()}

    def _owner_of(self, place: Place) -> _Owned:
        """Return the code of the innermost record around a place, and the key path from there."""
        length = len(place.keys)
        while (code := self._codes_at.get(Place(place.file, place.keys[:length]))) is None:
            length -= 1
        return _Owned(code, place.keys[length:])


class _Owned(NamedTuple):
    """The code of a record, and the key path of a part of it."""

    code: str
    keys: KeyPath


def _list_of(place: Place) -> tuple[Place, int]:
    """Return the place of a list and the position in it of what stands at `place`."""
    *above, position = place.keys
    assert isinstance(position, int), place
    return Place(place.file, tuple(above)), position


def _file_of(records: Records, file: str) -> object:
    return getattr(records, file.removesuffix(".yaml"))


def _value_in(node: object, keys: KeyPath) -> object:
    for key in keys:
        node = node[key] if isinstance(node, tuple) and isinstance(key, int) else getattr(node, str(key))
    return node


def _replaced(node: object, values: Mapping[KeyPath, object]) -> object:
    """Return a copy of frozen records in which values stand where their keys lead."""
    if () in values:
        return values[()]
    below: dict[str | int, dict[KeyPath, object]] = {}
    for keys, value in values.items():
        below.setdefault(keys[0], {})[keys[1:]] = value
    if isinstance(node, tuple):
        return tuple(_replaced(entry, below[place]) if place in below else entry for place, entry in enumerate(node))
    if isinstance(node, dict):
        return {**node, **{key: _replaced(node.get(key), own) for key, own in below.items()}}
    assert isinstance(node, schema.Record), node
    return node.model_copy(update={str(key): _replaced(getattr(node, str(key)), own) for key, own in below.items()})
