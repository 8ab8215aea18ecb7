"""Grouping that keeps the order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def group_by(members: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Group the members by key; keys keep the order of their first members, members their own order."""
    groups: dict[K, list[T]] = {}
    for member in members:
        groups.setdefault(key(member), []).append(member)
    return groups
