"""Records that were added, dropped or renamed, and fields that changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

from papi_cli.comparison.facts import FACTS_BY_KIND, Field, first_of_series
from papi_cli.comparison.model import ChangeKind, RecordChange, RecordKind, Scalar
from papi_cli.plan.model import Plan
from papi_cli.text import spelling_key

# What identifies a record that has another code in the new plan.
_IDENTITY_KEYS: Mapping[RecordKind, Callable[[Plan, str], Hashable]] = {
    RecordKind.AGENCY: lambda plan, id_: spelling_key(plan.agencies[id_].name),
    RecordKind.TASK: lambda plan, code: plan.tasks[code].words,
    RecordKind.ITEM: lambda plan, series: (first_of_series(plan, series).title, first_of_series(plan, series).product),
}


_CODES: Mapping[RecordKind, Callable[[Plan], Collection[str]]] = {
    RecordKind.AGENCY: lambda plan: plan.agencies,
    RecordKind.TASK: lambda plan: plan.tasks,
    RecordKind.ITEM: lambda plan: plan.series,
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
        # What an amendment took out is there under its code, for what was recorded of it.
        if code not in after and match is not None and code not in _CODES[kind](new):
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


def _title(fields: Mapping[str, Field]) -> str:
    title = next(iter(fields.values())).value
    assert isinstance(title, str)
    return title


_MISSING = Field("")


def _field_changes(
    kind: RecordKind,
    code: str,
    before: Mapping[str, Field],
    after: Mapping[str, Field],
    agencies: Mapping[str, str],
) -> Iterator[RecordChange]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, _MISSING), after.get(name, _MISSING)
        change = RecordChange(kind, ChangeKind.CHANGED, code, name, is_quotation=old.is_quotation or new.is_quotation)
        if isinstance(old.value, tuple) or isinstance(new.value, tuple):
            yield from _member_changes(change, _members(old), _members(new), agencies)
        elif _renamed(old.value, agencies) != new.value:
            yield change._replace(old=old.value, new=new.value)


def _members(field: Field) -> tuple[str, ...]:
    return field.value if isinstance(field.value, tuple) else ()


def _renamed(value: Scalar, agencies: Mapping[str, str]) -> Scalar:
    """Return the value; for the id of an agency that was renamed its new id."""
    return agencies.get(value, value) if isinstance(value, str) else value


def _member_changes(
    change: RecordChange, old: Sequence[str], new: Sequence[str], agencies: Mapping[str, str]
) -> Iterator[RecordChange]:
    # An agency under a new id is the same member.
    was = tuple(agencies.get(member, member) for member in old)
    if gained := tuple(member for member in new if member not in was):
        yield change._replace(kind=ChangeKind.ADDED, members=gained)
    if lost := tuple(member for member in was if member not in new):
        yield change._replace(kind=ChangeKind.DROPPED, members=lost)
