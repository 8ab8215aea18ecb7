"""Packing a plan into bytes for the cache, as MessagePack, and back with every value of its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
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
    """What another item of a series has otherwise than the first."""

    code: str
    due: Deadline | None
    occurrence: Occurrence | None
    period: str | None
    anchor: str | None


class _Packed(NamedTuple):
    """A plan with the first item of each series, and the further ones by the code of their first."""

    plan: Plan
    further: Mapping[str, tuple[_Further, ...]]


def pack_plan(plan: Plan) -> bytes | None:
    """Return the plan as bytes, at most 8 MB; None for a plan so large that the cache would save nothing."""
    firsts = {codes[0]: plan.items[codes[0]] for codes in plan.series.values()}
    if sum(len(item.agencies) for item in firsts.values()) > _MOST_OBLIGATIONS:
        return None
    further = {
        first: tuple(_further(plan.items[code]) for code in others) for first, *others in plan.series.values() if others
    }
    packed = msgspec.msgpack.encode(_Packed(replace(plan, items=firsts) if further else plan, further))
    return packed if len(packed) <= _MOST_BYTES else None


def _further(item: Item) -> _Further:
    return _Further(item.code, item.due, item.occurrence, item.period, item.anchor)


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
        items |= {other.code: item._replace(**other._asdict()) for other in further.get(code, ())}
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
