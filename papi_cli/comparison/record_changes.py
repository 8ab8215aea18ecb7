"""Records that were added, dropped or renamed, and fields that changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping

from papi_cli.comparison.facts import FACTS_BY_KIND, FieldValue
from papi_cli.comparison.model import ChangeKind, RecordChange, RecordKind
from papi_cli.plan.model import Plan
from papi_cli.text import match_key

# What identifies a record that has another code in the new plan.
_IDENTITY_KEYS: Mapping[RecordKind, Callable[[Plan, str], Hashable]] = {
    RecordKind.AGENCY: lambda plan, id_: match_key(plan.agencies[id_].name),
    RecordKind.TASK: lambda plan, code: plan.tasks[code].quote.task,
    RecordKind.ITEM: lambda plan, code: (plan.items[code].title, plan.items[code].product),
}


def find_renamed_records(kind: RecordKind, old: Plan, new: Plan) -> Mapping[str, str]:
    """Return the new code, by the old one, of each record of a kind that seems to have been renamed."""
    identity = _IDENTITY_KEYS.get(kind)
    if identity is None:
        return {}
    before, after = FACTS_BY_KIND[kind](old), FACTS_BY_KIND[kind](new)
    added = [code for code in after if code not in before]
    renamed: dict[str, str] = {}
    for code in before:
        match = next((candidate for candidate in added if identity(new, candidate) == identity(old, code)), None)
        if code not in after and match is not None:
            renamed[code] = match
            added.remove(match)
    return renamed


def find_record_changes(
    kind: RecordKind, old: Plan, new: Plan, renamed: Mapping[RecordKind, Mapping[str, str]]
) -> Iterator[RecordChange]:
    """Yield the changes of the records of a kind; `renamed` gives new codes by old ones, for each kind."""
    before, after, codes = FACTS_BY_KIND[kind](old), FACTS_BY_KIND[kind](new), renamed[kind]
    for code, fields in before.items():
        now = codes.get(code, code)
        if now not in after:
            yield RecordChange(kind, ChangeKind.DROPPED, code, old=_title(fields))
            continue
        if now != code:
            yield RecordChange(kind, ChangeKind.RENAMED, now, old=code, new=now)
        yield from _field_changes(kind, now, fields, after[now], renamed[RecordKind.AGENCY])
    for code, fields in after.items():
        if code not in before and code not in codes.values():
            yield RecordChange(kind, ChangeKind.ADDED, code, new=_title(fields))


def _title(fields: Mapping[str, FieldValue]) -> str:
    title = next(iter(fields.values()))
    assert isinstance(title, str)
    return title


def _field_changes(
    kind: RecordKind,
    code: str,
    before: Mapping[str, FieldValue],
    after: Mapping[str, FieldValue],
    agencies: Mapping[str, str],
) -> Iterator[RecordChange]:
    for field in dict.fromkeys((*before, *after)):
        old, new = before.get(field, ""), after.get(field, "")
        if isinstance(old, tuple) or isinstance(new, tuple):
            # An agency under a new id is the same member.
            was = tuple(agencies.get(member, member) for member in old)
            if gained := tuple(member for member in new if member not in was):
                yield RecordChange(kind, ChangeKind.ADDED, code, field, members=gained)
            if lost := tuple(member for member in was if member not in new):
                yield RecordChange(kind, ChangeKind.DROPPED, code, field, members=lost)
        elif agencies.get(old, old) != new:
            yield RecordChange(kind, ChangeKind.CHANGED, code, field, old, new)
