"""The facts by which two plans are compared: the fields of every record, by kind and code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from papi_cli.comparison.model import RecordKind
from papi_cli.plan.model import Group, Item, ItemKind, Plan

# The words of a field, or the ids or phrases that it lists; the first field of a record is its title.
FieldValue = str | tuple[str, ...]
Facts = Mapping[str, Mapping[str, FieldValue]]


def _plan_facts(plan: Plan) -> Facts:
    decision = plan.decision
    quote = {
        name: "\n".join((value,) if isinstance(value, str) else value)
        for name, value in decision.quote._asdict().items()
    }
    head: dict[str, FieldValue] = {
        "title": plan.title,
        "year": str(plan.year),
        "province": plan.province,
        "time_zone": plan.time_zone,
        "coordinator": plan.coordinator,
        "addressee": plan.addressee,
        "roll": plan.roll.value,
        "due_soon_days": str(plan.due_soon_days),
        "number": decision.number,
        "symbol": decision.symbol,
        "day": decision.day.isoformat() if decision.day else "",
        "month": decision.month,
        "issuer": decision.issuer,
        "proposal": decision.proposal,
    }
    return {"": head, **{f"decision/{name}": {"quote": words} for name, words in quote.items()}}


def _period_facts(plan: Plan) -> Facts:
    return {
        period.id: {
            "name": period.name,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "due": period.due.phrase,
        }
        for period in plan.periods
    }


def _calendar_facts(plan: Plan) -> Facts:
    worked = {day.isoformat(): {"workday": ""} for day in sorted(plan.calendar.workdays)}
    return {**worked, **{day.isoformat(): {"holiday": name} for day, name in plan.calendar.holidays.items()}}


def _agency_facts(plan: Plan) -> Facts:
    return {
        agency.id: {
            "name": agency.name,
            "kind": agency.kind.value,
            "code": agency.code or "",
            "aliases": agency.aliases,
            "superior": agency.superior or "",
            "place": agency.place,
            "symbol": agency.symbol,
            "head": agency.head,
            "deputy": agency.deputy,
        }
        for agency in plan.agencies.values()
    }


def _group_facts(plan: Plan) -> Facts:
    return {group.id: {"name": group.name, "members": group.members} for group in plan.groups.values()}


def _component_facts(plan: Plan) -> Facts:
    return {
        row.code: {
            "quote.name": row.quote.name,
            "quote.label": row.quote.label,
            "quote.lead": row.quote.lead,
            "quote.cooperating": row.quote.cooperating,
            "lead": row.lead,
            "cooperating": row.cooperating,
        }
        for row in plan.components
    }


def _task_facts(plan: Plan) -> Facts:
    return {
        task.code: {
            **{f"quote.{name}": words for name, words in task.quote._asdict().items()},
            "lead": task.lead,
            "cooperating": task.cooperating,
            "others": _open_phrases(plan, plan.items[task.items[0]]) if task.items else (),
        }
        for task in plan.tasks.values()
    }


def _open_phrases(plan: Plan, item: Item) -> tuple[str, ...]:
    groups = (plan.groups[id_] for id_ in item.cooperating if id_ in plan.groups)
    return (*(group.name for group in groups if group.open), *item.others)


def _item_facts(plan: Plan) -> Facts:
    return {item.code: _item_fields(item) for item in plan.items.values()}


def _item_fields(item: Item) -> Mapping[str, FieldValue]:
    duty: dict[str, FieldValue] = {"title": item.title, "agencies": item.agencies, "source": item.source}
    return {
        "product": item.product,
        **(duty if item.kind is ItemKind.DUTY else {}),
        "counts": item.counts.value,
        "issuer": item.issuer or "",
        "fulfilled_by": item.fulfilled_by.value,
        "asked": "true" if item.asked else "false",
    }


def _provision_facts(plan: Plan) -> Facts:
    return {
        provision.code: {
            "quote.text" if provision.text else "quote.heading": provision.text or provision.heading,
            "quote.heading": provision.heading,
            "binds": provision.binds,
        }
        for provision in plan.provisions.values()
    }


def _interpretation_facts(plan: Plan) -> Facts:
    owners: list[Group | Item] = [*plan.groups.values(), *plan.items.values()]
    return {
        interpretation.belongs_to: {
            "text": interpretation.text,
            "confirmed_by": interpretation.confirmed_by,
            "concerns": interpretation.concerns,
        }
        for owner in owners
        for interpretation in owner.interpretations
    }


def _erratum_facts(plan: Plan) -> Facts:
    return {
        f"{', '.join(erratum.places)}: {erratum.quote or erratum.note}": {"reads": erratum.reads, "note": erratum.note}
        for erratum in plan.errata
    }


FACTS_BY_KIND: Mapping[RecordKind, Callable[[Plan], Facts]] = {
    RecordKind.PLAN: _plan_facts,
    RecordKind.PERIOD: _period_facts,
    RecordKind.CALENDAR: _calendar_facts,
    RecordKind.AGENCY: _agency_facts,
    RecordKind.GROUP: _group_facts,
    RecordKind.COMPONENT: _component_facts,
    RecordKind.TASK: _task_facts,
    RecordKind.ITEM: _item_facts,
    RecordKind.PROVISION: _provision_facts,
    RecordKind.INTERPRETATION: _interpretation_facts,
    RecordKind.ERRATUM: _erratum_facts,
}
