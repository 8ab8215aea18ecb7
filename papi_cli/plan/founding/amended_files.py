"""The files of a plan as its amendments left them: their changes made in the texts, comments and order kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum

from papi_cli.plan.files.schema import Record
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.founding.editing import YamlEdits
from papi_cli.plan.founding.trees import Tree, entry_lines, flow, mapping_lines


def as_amended(text: str, before: Record, now: Record) -> str:
    """Return a file whose record is `before` with all changed in it that differs in `now`.

    What did not change stays as somebody wrote it; what amendments say is there in their own words.
    """
    edits = YamlEdits(text)
    _record(edits, (), before, now)
    return edits.text


def _record(edits: YamlEdits, keys: KeyPath, before: Record, now: Record) -> None:
    order = [field.alias or name for name, field in type(now).model_fields.items()]
    for name, field in type(now).model_fields.items():
        old, new = getattr(before, name), getattr(now, name)
        if old == new:
            continue
        key = field.alias or name
        if isinstance(new, Mapping) and isinstance(old, Mapping) and (*keys, key) in edits:
            _cells(edits, (*keys, key), old, new)
        elif _are_records(old) and _are_records(new) and old and new:
            _list(edits, (*keys, key), old, new)
        elif isinstance(old, Record) and isinstance(new, Record):
            _record(edits, (*keys, key), old, new)
        else:
            _value(edits, (*keys, key), new, order[order.index(key) + 1 :])


def _are_records(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(entry, Record) for entry in value)


def _cells(edits: YamlEdits, keys: KeyPath, old: Mapping[str, object], new: Mapping[str, object]) -> None:
    """Change the entries of a mapping whose keys are the file's own, as the cells of a row are; a blank one stays."""
    for column, value in new.items():
        if old.get(column) == value:
            continue
        if value == "" and (*keys, column) in edits:
            edits.replace((*keys, column), '""')
        else:
            _value(edits, (*keys, column), value, ())


def _list(edits: YamlEdits, keys: KeyPath, old: Sequence[Record], new: Sequence[Record]) -> None:
    """Change, add and take out records; those that stay are in the same order in both."""
    places = {_code(record, place): place for place, record in enumerate(old)}
    codes = [_code(record, place) for place, record in enumerate(new)]
    if edits.is_in_flow(keys) and list(places) != codes:
        edits.replace(keys, flow([_tree(record) for record in new]))
        return
    for code, place in places.items():
        if code not in codes:
            edits.remove((*keys, place))
    behind, added = -1, list[Record]()
    for code, record in zip(codes, new, strict=True):
        if code not in places:
            added.append(record)
            continue
        _add(edits, keys, behind, added)
        behind, added = places[code], []
        _record(edits, (*keys, behind), old[behind], record)
    _add(edits, keys, behind, added)


def _add(edits: YamlEdits, keys: KeyPath, behind: int, added: Sequence[Record]) -> None:
    if added:
        edits.add_entries(keys, behind, [list(entry_lines([_tree(record)], "")) for record in added])


def _code(record: Record, place: int) -> str:
    """Return by what a record is known: its code, its id, else its place."""
    return str(getattr(record, "code", getattr(record, "id", place)))


def _value(edits: YamlEdits, keys: KeyPath, new: object, later: Sequence[str]) -> None:
    """Put a value in place of that at `keys`, or take the key out or in, before those that come `later`."""
    if new in (None, "", (), False):
        if keys in edits:
            edits.remove(keys)
        return
    tree = _tree(new)
    if keys not in edits:
        key = str(keys[-1])
        is_flow = edits.is_in_flow(keys[:-1])
        edits.add(keys[:-1], [f"{key}: {flow(tree)}"] if is_flow else list(mapping_lines({key: tree}, "")), later)
    elif isinstance(tree, str):
        edits.replace_text(keys, tree)
    elif isinstance(tree, Mapping) or not all(isinstance(entry, str) for entry in tree):
        edits.replace(keys, flow(tree))
    else:
        edits.keep_entries(keys, [flow(entry) for entry in tree])


def _tree(value: object) -> Tree:
    """Return what a file says that has this value, without what goes without saying."""
    match value:
        case Record():
            return dict(_entries(value))
        case Mapping():
            return {str(key): _tree(entry) for key, entry in value.items()}
        case tuple() | list():
            return [_tree(entry) for entry in value]
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case Enum():
            return str(value.value)
        case _:
            return str(value)


def _entries(record: Record) -> Iterator[tuple[str, Tree]]:
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if value is not None and (field.is_required() or value != field.default):
            yield field.alias or name, _tree(value)
