"""Records added, dropped, renamed, and their fields changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping

from papi_cli.comparison.facts import FACTS, Value
from papi_cli.comparison.model import Act, Area, Change
from papi_cli.plan.model import Plan
from papi_cli.text import fold

# By what a record is known again under another code.
_LIKENESS: Mapping[Area, Callable[[Plan, str], Hashable]] = {
    Area.AGENCY: lambda plan, id_: fold(plan.agencies[id_].name),
    Area.TASK: lambda plan, code: plan.tasks[code].quote.task,
    Area.ITEM: lambda plan, code: (plan.items[code].title, plan.items[code].product),
}


def find_renamed(area: Area, old: Plan, new: Plan) -> Mapping[str, str]:
    """Return the new code by the old one of each record that seems to have been renamed."""
    likeness = _LIKENESS.get(area)
    if likeness is None:
        return {}
    before, after = FACTS[area](old), FACTS[area](new)
    added = [code for code in after if code not in before]
    found: dict[str, str] = {}
    for code in before:
        match = next((one for one in added if likeness(new, one) == likeness(old, code)), None)
        if code not in after and match is not None:
            found[code] = match
            added.remove(match)
    return found


def find_changes(area: Area, old: Plan, new: Plan, renamed: Mapping[Area, Mapping[str, str]]) -> Iterator[Change]:
    """Yield what changed of the records of `area`; `renamed` has new codes by old ones, area by area."""
    before, after, codes = FACTS[area](old), FACTS[area](new), renamed[area]
    for place, fields in before.items():
        now = codes.get(place, place)
        if now not in after:
            yield Change(area, Act.DROPPED, place, old=_title(fields))
            continue
        if now != place:
            yield Change(area, Act.RENAMED, now, old=place, new=now)
        yield from _field_changes(area, now, fields, after[now], renamed[Area.AGENCY])
    for place, fields in after.items():
        if place not in before and place not in codes.values():
            yield Change(area, Act.ADDED, place, new=_title(fields))


def _title(fields: Mapping[str, Value]) -> str:
    title = next(iter(fields.values()))
    assert isinstance(title, str)
    return title


def _field_changes(
    area: Area, place: str, before: Mapping[str, Value], after: Mapping[str, Value], agencies: Mapping[str, str]
) -> Iterator[Change]:
    for field in dict.fromkeys((*before, *after)):
        old, new = before.get(field, ""), after.get(field, "")
        if isinstance(old, tuple) or isinstance(new, tuple):
            was = tuple(agencies.get(one, one) for one in old)
            if gained := tuple(one for one in new if one not in was):
                yield Change(area, Act.ADDED, place, field, members=gained)
            if lost := tuple(one for one in was if one not in new):
                yield Change(area, Act.DROPPED, place, field, members=lost)
        elif agencies.get(old, old) != new:
            yield Change(area, Act.CHANGED, place, field, old, new)
