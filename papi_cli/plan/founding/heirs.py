"""Who stands in the place of agencies that are no more when a plan begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.founding.editing import YamlEdits
from papi_cli.plan.model import Agency

_LISTS = frozenset({"lead", "cooperating", "agencies", "members", "concerns"})
_SINGLE = frozenset({"superior", "issuer", "coordinator", "addressee"})
_LIFE = ("since", "until", "successor", "by")


class Heirs(NamedTuple):
    """The agencies of an earlier plan by id, and the first day of the plan that follows."""

    agencies: Mapping[str, Agency]
    first: date

    @property
    def gone(self) -> frozenset[str]:
        """The ids of the agencies that ended before the first day."""
        return frozenset(
            id_ for id_, agency in self.agencies.items() if agency.until is not None and agency.until < self.first
        )

    def of(self, id_: str) -> tuple[str, ...]:
        """Return the agencies that stand in place of one: itself if it is there, () if nobody took over.

        Of several successors those that take all the rest stand first.
        """
        if id_ not in self.gone:
            return (id_,)
        successors = sorted(self.agencies[id_].successors, key=lambda successor: bool(successor.takes))
        later = (heir for successor in successors for heir in self.of(successor.agency))
        return tuple(dict.fromkeys(later))

    def among(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the ids with those that stand in the place of the agencies among them, each once."""
        return tuple(dict.fromkeys(heir for id_ in ids for heir in self.of(id_)))


def put_heirs_in_place(edits: YamlEdits, heirs: Heirs) -> None:
    """Replace the ids of agencies that are gone wherever a file of the plan names agencies; quotations stay."""
    gone = heirs.gone
    if not gone:
        return
    for keys in edits.paths:
        if not keys or "quote" in keys:
            continue
        named = [edits.value(entry) for entry in edits.entries(keys)]
        if (keys[-1] in _LISTS or keys[-2:-1] == ("roles",)) and not gone.isdisjoint(named):
            edits.keep_entries(keys, heirs.among(named))
        elif keys[-1] in _SINGLE and edits.value(keys) in gone:
            if found := heirs.of(edits.value(keys)):
                edits.replace(keys, found[0])
            else:
                edits.clear(keys)


def take_over_agencies(edits: YamlEdits, heirs: Heirs) -> None:
    """Leave agencies.yaml with those that are there on the first day or later, and what still lies ahead of them."""
    lists: list[KeyPath] = [("departments",), ("bodies",), ("communes", "list")]
    for keys in lists:
        entries = edits.entries(keys) if keys in edits else ()
        if entries and heirs.gone.issuperset(edits.value((*entry, "id")) for entry in entries):
            edits.replace(keys, "[]")
            continue
        _take_over(edits, heirs, entries)


def _take_over(edits: YamlEdits, heirs: Heirs, entries: Iterable[KeyPath]) -> None:
    for entry in entries:
        agency = heirs.agencies[edits.value((*entry, "id"))]
        if agency.id in heirs.gone:
            edits.remove(entry)
            continue
        keeps_since = agency.since is not None and agency.since > heirs.first
        done = _LIFE if agency.until is None and not keeps_since else ("since",) if not keeps_since else ()
        for key in done:
            if (*entry, key) in edits:
                edits.remove((*entry, key))
