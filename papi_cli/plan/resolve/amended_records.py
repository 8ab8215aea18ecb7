"""The records of a plan while amendments change them, each with its code and its place in the files."""

from __future__ import annotations

from typing import NamedTuple

from papi_cli.plan.files import schema
from papi_cli.plan.files.records import Records
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.resolve.placed import Placed, placed_at, placed_records
from papi_cli.plan.resolve.places import Place, Places


class AmendedRecords:
    """Records as they are now, and those with a code by it; `places` learn where each written part stands in the files."""

    def __init__(self, records: Records, places: Places) -> None:
        self.records = records
        self._places = places
        self._settle()

    def row_of(self, code: str) -> Placed | None:
        """Return the task of a milestone, else what has the code itself; None for an unknown one."""
        return self.placed.get(code.partition("/")[0])

    def write(self, place: Place, value: object, source: Place) -> None:
        """Put a value, which the files have at `source`, where another stands in a record."""
        self._replace(place, value)
        owner = self._owner_of(place)
        self._places.write(place.file, owner.code, owner.keys, source)
        row = owner.code.partition("/")[0]
        record = self._value_at(self.placed[row].place)
        parts = record.milestones if isinstance(record, schema.TaskRecord) else ()
        for code in (row, *(f"{row}/{part.code}" for part in parts)):
            own = self.placed[code].place
            self.placed[code] = placed_at(own, self._value_at(own))

    def insert(self, place: Place, record: schema.Record, code: str, source: Place) -> None:
        """Put a record of this code, which the files have at `source`, at a place in a list."""
        siblings, position = _list_of(place)
        entries = self._entries(siblings)
        self._keep_places(siblings)
        self._replace(siblings, (*entries[:position], record, *entries[position:]))
        self._places.keep(place.file, code, source)
        self._settle()

    def remove(self, place: Place) -> None:
        """Take a record out of its list."""
        siblings, position = _list_of(place)
        entries = self._entries(siblings)
        self._keep_places(siblings)
        self._replace(siblings, (*entries[:position], *entries[position + 1 :]))
        self._settle()

    def _entries(self, siblings: Place) -> tuple[schema.Record, ...]:
        """Return the records in the list at a place."""
        node = self._value_at(siblings)
        assert isinstance(node, tuple), siblings
        return node

    def _value_at(self, place: Place) -> object:
        node: object = _file_of(self.records, place.file)
        for key in place.keys:
            node = node[key] if isinstance(node, tuple) and isinstance(key, int) else getattr(node, str(key))
        return node

    def _replace(self, place: Place, value: object) -> None:
        file = _replaced(_file_of(self.records, place.file), place.keys, value)
        match file:
            case schema.TasksFile():
                self.records = self.records._replace(tasks=file)
            case schema.DutiesFile():
                self.records = self.records._replace(duties=file)
            case schema.PlanFile():
                self.records = self.records._replace(plan=file)
        self._places.records = self.records

    def _keep_places(self, siblings: Place) -> None:
        """Remember where the records in a list stand in the files, before others come between them."""
        for code, placed in self.placed.items():
            if placed.place.file == siblings.file and placed.place.keys[:-1] == siblings.keys:
                self._places.keep(siblings.file, code, self._places.of(*placed.place))

    def _settle(self) -> None:
        """Find the records anew, some of which are elsewhere now."""
        self.placed = placed_records(self.records)
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


def _replaced(node: object, keys: KeyPath, value: object) -> object:
    """Return a copy of frozen records in which a value stands where the keys lead."""
    if not keys:
        return value
    key, below = keys[0], keys[1:]
    if isinstance(node, tuple):
        assert isinstance(key, int), key
        return (*node[:key], _replaced(node[key], below, value), *node[key + 1 :])
    if isinstance(node, dict):
        return {**node, key: _replaced(node.get(key), below, value)}
    assert isinstance(node, schema.Record), node
    return node.model_copy(update={str(key): _replaced(getattr(node, str(key)), below, value)})
