"""The parts under whose headings lists put what is owed: indices or sections, and what stands outside the annexes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from papi_cli.plan.model import Item, ItemKind, Plan
from papi_cli.plan.quotation import Section
from papi_cli.states import Verdict
from papi_cli.views.grouping import group_by

_UNNAMED_ANNEX = "Bảng nhiệm vụ"
OTHER_DUTIES = "Đầu việc ngoài bảng nhiệm vụ"


def parts_head(plan: Plan) -> str:
    """Return the head of a column of parts: what the document calls them."""
    return plan.words.index if plan.indices else plan.words.section


def duties_part(plan: Plan) -> str:
    """Return the part of the text that gives all duties, as letters cite it; "" if it is not one, or one is not cited."""
    duties = [item for item in plan.items.values() if item.kind is ItemKind.DUTY]
    parts = {plan.provisions[source].part for duty in duties for source in duty.source}
    return plan.provisions[parts.pop()].citation if len(parts) == 1 and all(duty.source for duty in duties) else ""


def duties_heading(plan: Plan) -> str:
    """Return the heading of the duties: the part of the text that gives them, if it is one and they are cited."""
    part = duties_part(plan)
    return f"Đầu việc theo {part}" if part else OTHER_DUTIES


def by_part(plan: Plan, verdicts: Iterable[Verdict], *, index_words: str = "") -> list[tuple[str, Sequence[Verdict]]]:
    """Return the verdicts on tasks under the headings of their parts, in the order of the plan.

    That is the index that a task belongs to, else its outermost section, else the annex, which may be called nothing. `index_words` stand before the
    code of an index. Duties are in no part. What is carried over stands last, under the plans that it comes from.
    """
    verdicts = tuple(verdicts)
    groups = group_by(
        (verdict for verdict in verdicts if verdict.obligation.item.kind is ItemKind.TASK),
        lambda verdict: _heading_of(plan, verdict.obligation.item, index_words),
    )
    order = {_heading_of(plan, item, index_words): None for item in plan.items.values() if item.kind is ItemKind.TASK}
    parts = [(heading, groups[heading]) for heading in order if heading in groups]
    return [*parts, *by_earlier_plan(plan, verdicts)]


def by_earlier_plan(plan: Plan, verdicts: Iterable[Verdict]) -> list[tuple[str, Sequence[Verdict]]]:
    """Return the verdicts on what is carried over under the headings of the plans that it comes from."""
    if not plan.earlier_plans:
        return []
    carried = group_by(
        (verdict for verdict in verdicts if verdict.obligation.item.origin is not None),
        lambda verdict: plan.earlier_plan_of(verdict.obligation.item),
    )
    return [(one.heading, carried[one]) for one in plan.earlier_plans if one in carried]


def _heading_of(plan: Plan, item: Item, index_words: str) -> str:
    if item.index is not None:
        name = next(index.quote.name for index in plan.indices if index.code == item.index)
        return f"{index_words} {item.index}. {name}".lstrip()
    section = plan.tasks[item.source[0]].section
    if not section.path:
        return plan.task_annexes[section.annex].name or _UNNAMED_ANNEX
    outermost = _outermost(plan, section)
    return ". ".join(filter(None, (outermost.number, outermost.heading)))


def _outermost(plan: Plan, section: Section) -> Section:
    return next(other for other in plan.sections if other.annex == section.annex and other.path == section.path[:1])
