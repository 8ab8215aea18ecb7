"""Where the records of a plan stand in its files, once amendments have changed, added and moved some of them."""

from __future__ import annotations

from typing import NamedTuple

from papi_cli.plan.files import schema
from papi_cli.plan.files.records import Records
from papi_cli.plan.files.yamltext import KeyPath


class Place(NamedTuple):
    """A file of the plan, by its name, and the key path of a value in it."""

    file: str
    keys: KeyPath

    def below(self, *keys: str | int) -> Place:
        """Return the place of what `keys` lead to from here."""
        return Place(self.file, (*self.keys, *keys))


class Places:
    """The places in the files of what amendments wrote or moved.

    `records` are the records as they are now, in which a key path may lead elsewhere than in the file.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self._records: dict[tuple[str, str], Place] = {}
        self._parts: dict[tuple[str, str, KeyPath], Place] = {}

    def copy(self) -> Places:
        """Return the places as they are now, which later amendments leave alone."""
        copy = Places(self.records)
        copy._records, copy._parts = dict(self._records), dict(self._parts)  # of its own kind
        return copy

    def keep(self, file: str, code: str, place: Place) -> None:
        """Note that the record of this code, one of `file`, stands at a place, wherever it moves."""
        self._records.setdefault((file, code), place)

    def write(self, file: str, code: str, keys: KeyPath, place: Place) -> None:
        """Note that what `keys` lead to in the record of this code was written at a place."""
        self._parts[file, code, keys] = place

    def of(self, file: str, keys: KeyPath) -> Place:
        """Return the place in the files of what `keys` lead to in the records that come from `file`."""
        place = Place(file, keys)
        if not (self._records or self._parts):
            return place
        node: object = getattr(self.records, file.removesuffix(".yaml"), None)
        place, code, within = Place(file, ()), "", KeyPath()
        for key in keys:
            node = _child(node, key)
            place, within = place.below(key), (*within, key)
            if own := _code_of(node, code):
                code, within = own, ()
                place = self._records.get((file, code), place)
            place = self._parts.get((file, code, within), place)
        return place


def _child(node: object, key: str | int) -> object:
    if isinstance(node, tuple):
        return node[key] if isinstance(key, int) and key < len(node) else None
    return node.get(key) if isinstance(node, dict) else getattr(node, str(key), None)


def _code_of(node: object, above: str) -> str:
    match node:
        case schema.TaskRecord() | schema.DutyRecord():
            return node.code
        case schema.MilestoneRecord():
            return f"{above}/{node.code}"
        case schema.PeriodRecord():
            return node.id
    return ""
