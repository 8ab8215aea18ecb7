"""Packing a plan into bytes for the cache, as MessagePack, and back with every value of its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import msgspec

from papi_cli.deadlines.model import Deadline, Occurrence
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.versions import PlanTurns

# Every item lists the agencies that it binds. With twice as many obligations, reading the files is just as fast;
# the 100,000 obligations of a whole country take 37 MB. The occurrences of a series have their agencies in common.
_MOST_OBLIGATIONS = 20_000
_MOST_BYTES = 8_000_000


class _Further(NamedTuple):
    """What an item has otherwise than the one of its series before it; `whole` is it if that is more than these fields.

    Occurrences have the same agencies and words unless an amendment changed the later ones, or an agency ended meanwhile.
    """

    code: str
    due: Deadline | None
    occurrence: Occurrence | None
    period: str | None
    anchor: str | None
    whole: Item | None

    def item(self, first: Item) -> Item:
        """Return the item, of a series that begins with `first`."""
        if self.whole is not None:
            return self.whole
        return first._replace(
            code=self.code, due=self.due, occurrence=self.occurrence, period=self.period, anchor=self.anchor
        )


class _Packed(NamedTuple):
    """A plan with the first of the items of a series that stand together, and the further ones by the code of their first.

    All stand where they did: one that an amendment added to a series may follow those of others.
    """

    plan: Plan
    further: Mapping[str, tuple[_Further, ...]]


def pack_plan(plan: Plan) -> bytes | None:
    """Return the plan as bytes, at most 8 MB; None for a plan so large that the cache would save nothing."""
    runs = [list(run) for _, run in groupby(plan.items.values(), attrgetter("series"))]
    firsts = {run[0].code: run[0] for run in runs}
    if sum(len(item.agencies) for item in firsts.values()) > _MOST_OBLIGATIONS:
        return None
    further = {first.code: tuple(_further(item, first) for item in others) for first, *others in runs if others}
    packed = msgspec.msgpack.encode(_Packed(replace(plan, items=firsts) if further else plan, further))
    return packed if len(packed) <= _MOST_BYTES else None


def _further(item: Item, first: Item) -> _Further:
    usual = _Further(item.code, item.due, item.occurrence, item.period, item.anchor, None)
    return usual if usual.item(first) == item else usual._replace(whole=item)


def unpack_plan(content: bytes) -> Plan | None:
    """Return the plan that was packed into `content`, equal to it; None if `content` is not a packed plan."""
    try:
        plan, further = msgspec.msgpack.decode(content, type=_Packed)
    except (msgspec.MsgspecError, ValueError):  # ValueError: text that is not UTF-8
        return None
    if not further:
        return plan
    items: dict[str, Item] = {}
    for code, item in plan.items.items():
        items[code] = item
        items |= {other.code: other.item(item) for other in further.get(code, ())}
    return replace(plan, items=items)


class Opening(NamedTuple):
    """What is known of the files of a plan before a day is asked about: its turns, and the plan packed if it has none.

    `plan` is b"" for a plan with turns, each version of which is packed apart.
    """

    turns: PlanTurns
    plan: bytes


def pack_opening(opening: Opening) -> bytes:
    """Return the opening as bytes."""
    return msgspec.msgpack.encode(opening)


def unpack_opening(content: bytes) -> Opening | None:
    """Return the opening that was packed into `content`, equal to it; None if `content` is no packed opening."""
    try:
        return msgspec.msgpack.decode(content, type=Opening)
    except (msgspec.MsgspecError, ValueError):
        return None
