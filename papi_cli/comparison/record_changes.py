"""Records added, dropped, renamed, and their fields changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping

from papi_cli.comparison.facts import FACTS_BY_KIND, FieldValue
from papi_cli.comparison.model import ChangeKind, RecordChange, RecordKind
from papi_cli.plan.model import Plan
from papi_cli.text import match_key

# By what a record is known again under another code.
_IDENTITY_KEYS: Mapping[RecordKind, Callable[[Plan, str], Hashable]] = {
    RecordKind.AGENCY: lambda plan, id_: match_key(plan.agencies[id_].name),
    RecordKind.TASK: lambda plan, code: plan.tasks[code].quote.task,
    RecordKind.ITEM: lambda plan, code: (plan.items[code].title, plan.items[code].product),
}


def find_renamed_records(area: RecordKind, old: Plan, new: Plan) -> Mapping[str, str]:
    """Return the new code by the old one of each record that seems to have been renamed."""
    likeness = _IDENTITY_KEYS.get(area)
    if likeness is None:
        return {}
    before, after = FACTS_BY_KIND[area](old), FACTS_BY_KIND[area](new)
    added = [code for code in after if code not in before]
    found: dict[str, str] = {}
    for code in before:
        match = next((one for one in added if likeness(new, one) == likeness(old, code)), None)
        if code not in after and match is not None:
            found[code] = match
            added.remove(match)
    return found


def find_record_changes(
    area: RecordKind, old: Plan, new: Plan, renamed: Mapping[RecordKind, Mapping[str, str]]
) -> Iterator[RecordChange]:
    """Yield what changed of the records of `area`; `renamed` has new codes by old ones, area by area."""
    before, after, codes = FACTS_BY_KIND[area](old), FACTS_BY_KIND[area](new), renamed[area]
    for place, fields in before.items():
        now = codes.get(place, place)
        if now not in after:
            yield RecordChange(area, ChangeKind.DROPPED, place, old=_title(fields))
            continue
        if now != place:
            yield RecordChange(area, ChangeKind.RENAMED, now, old=place, new=now)
        yield from _field_changes(area, now, fields, after[now], renamed[RecordKind.AGENCY])
    for place, fields in after.items():
        if place not in before and place not in codes.values():
            yield RecordChange(area, ChangeKind.ADDED, place, new=_title(fields))


def _title(fields: Mapping[str, FieldValue]) -> str:
    title = next(iter(fields.values()))
    assert isinstance(title, str)
    return title


def _field_changes(
    area: RecordKind,
    place: str,
    before: Mapping[str, FieldValue],
    after: Mapping[str, FieldValue],
    agencies: Mapping[str, str],
) -> Iterator[RecordChange]:
    for field in dict.fromkeys((*before, *after)):
        old, new = before.get(field, ""), after.get(field, "")
        if isinstance(old, tuple) or isinstance(new, tuple):
            was = tuple(agencies.get(one, one) for one in old)
            if gained := tuple(one for one in new if one not in was):
                yield RecordChange(area, ChangeKind.ADDED, place, field, members=gained)
            if lost := tuple(one for one in was if one not in new):
                yield RecordChange(area, ChangeKind.DROPPED, place, field, members=lost)
        elif agencies.get(old, old) != new:
            yield RecordChange(area, ChangeKind.CHANGED, place, field, old, new)
