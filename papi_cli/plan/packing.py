"""Packing a plan into bytes for the cache, as MessagePack, and back with every value of its type."""

from __future__ import annotations

import msgspec

from papi_cli.plan.model import Plan

# Every item lists the agencies that it binds. With twice as many obligations, reading the files is just as fast;
# the 100,000 obligations of a whole country take 37 MB.
_MOST_OBLIGATIONS = 20_000
_MOST_BYTES = 8_000_000


def pack_plan(plan: Plan) -> bytes | None:
    """Return the plan as bytes, at most 8 MB; None for a plan so large that the cache would save nothing."""
    if sum(len(item.agencies) for item in plan.items.values()) > _MOST_OBLIGATIONS:
        return None
    packed = msgspec.msgpack.encode(plan)
    return packed if len(packed) <= _MOST_BYTES else None


def unpack_plan(content: bytes) -> Plan | None:
    """Return the plan that was packed into `content`, equal to it; None if `content` is not a packed plan."""
    try:
        return msgspec.msgpack.decode(content, type=Plan)
    except (msgspec.MsgspecError, ValueError):  # ValueError: text that is not UTF-8
        return None
