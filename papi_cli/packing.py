"""A plan as bytes and back, for keeping it: MessagePack, each value of the type that `plan` gives it."""

from __future__ import annotations

import msgspec

from papi_cli.plan import Plan

# Whom an item binds stands in it name by name: from about twice as many obligations on, reading the files is as fast,
# and the bytes are tens of megabytes.
_MOST_OBLIGATIONS = 20_000


def pack(plan: Plan) -> bytes | None:
    """Return the plan as bytes; None for one so large that keeping it saves nothing."""
    if sum(len(item.agencies) for item in plan.items.values()) > _MOST_OBLIGATIONS:
        return None
    return msgspec.msgpack.encode(plan)


def unpack(content: bytes) -> Plan | None:
    """Return the plan that `content` is, equal to the one that was packed; None when it is none."""
    try:
        return msgspec.msgpack.decode(content, type=Plan)
    except (msgspec.MsgspecError, ValueError):  # ValueError: text that is not UTF-8
        return None
