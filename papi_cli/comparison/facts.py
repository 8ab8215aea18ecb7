"""The facts by which two plans are compared: the fields of every record, by kind and code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from papi_cli.comparison.carried_facts import earlier_plan_fields, origin_fields
from papi_cli.comparison.model import RecordKind, Scalar
from papi_cli.deadlines.model import Span
from papi_cli.plan.amendments import AmendedPart, Amendment
from papi_cli.plan.model import Agency, AgencyKind, Group, Item, ItemKind, Period, Plan
from papi_cli.plan.quotation import DOCUMENT, Meaning, Section
from papi_cli.text import day_text, lower_first, minute_text

FieldValue = Scalar | tuple[str, ...]


class Field(NamedTuple):
    """The value of a field, a tuple for ids or phrases; `is_quotation` is whether it holds the document's own words."""

    value: FieldValue
    is_quotation: bool = False


# Before the id of a plan from which something is carried over.
EARLIER = "earlier"
# The first field of a record is its title.
Facts = Mapping[str, Mapping[str, Field]]


def _fields(values: Mapping[str, FieldValue], *, quotes: Mapping[str, str] | None = None) -> Mapping[str, Field]:
    """Return the fields of a record: its quotations, then the others."""
    quoted = {f"quote.{name}": Field(words, is_quotation=True) for name, words in (quotes or {}).items()}
    return {**quoted, **{name: Field(value) for name, value in values.items()}}


def _plan_facts(plan: Plan) -> Facts:
    document = plan.document
    quotes = {
        f"{DOCUMENT}/{part.code}": {"quote": Field("\n".join(part.lines), is_quotation=True), "name": Field(part.name)}
        for part in document.quote
    }
    head: dict[str, FieldValue] = {
        "title": plan.title,
        "short_name": plan.short_name if plan.short_name != plan.title else "",
        "span": _span_text(plan.span),
        "province": plan.province,
        "time_zone": plan.time_zone,
        "coordinator": plan.coordinator,
        "addressee": plan.addressee,
        "plan_word": plan.words.plan,
        "part_word": plan.words.part,
        "section_word": plan.words.section,
        "index_word": plan.words.index,
        "area_word": plan.words.area,
        "departments_noun": plan.kind_words.departments,
        "communes_noun": plan.kind_words.communes,
        "communes_prefix": plan.kind_words.commune_prefix,
        "roll": plan.roll,
        "score_name": plan.score_name,
        "due_soon_days": plan.due_soon_days,
        "backdated_days": plan.backdated_days,
        "document_kind": document.kind,
        "number": document.number,
        "symbol": document.symbol,
        "day": document.day,
        "month": document.month,
        "issuer": document.issuer,
        "document_title": document.title,
        "proposal": document.proposal,
        **{f"cited_{name}": codes for name, codes in plan.cited._asdict().items()},
    }
    sections = {
        f"report/{section.id}": _fields({"title": section.title, "about": section.about})
        for section in plan.report_sections
    }
    earlier = {
        f"{EARLIER}/{one.id}": _fields({**earlier_plan_fields(one), "span": _span_text(one.span)})
        for one in plan.earlier_plans
    }
    return {"": _fields(head), **quotes, **sections, **earlier}


def _span_text(span: Span) -> str:
    """Return a whole year as its number, any other time by its days."""
    if span.year is not None and span == Span.of_year(span.year):
        return str(span.year)
    return f"{day_text(span.first)} - {day_text(span.last)}"


def _amendment_facts(plan: Plan) -> Facts:
    """Return the facts of all amendments that are known, also of those that are not in force yet."""
    return {amendment.code: _amendment_fields(plan, amendment) for amendment in (*plan.amendments, *plan.coming)}


def _amendment_fields(plan: Plan, amendment: Amendment) -> Mapping[str, Field]:
    document = amendment.document
    values: dict[str, FieldValue] = {
        "document_title": document.title,
        "document_kind": document.kind,
        "number": document.number,
        "symbol": document.symbol,
        "day": document.day,
        "issuer": document.issuer,
        "effective": amendment.effective,
        "recorded": minute_text(amendment.recorded.astimezone(plan.zone)) if amendment.recorded else "",
        "amends": tuple(map(part_key, amendment.changes)),
    }
    quotes = {f"part.{part.code}": "\n".join(part.lines) for part in document.quote}
    return {**_fields(values), **_fields({}, quotes=quotes)}


def part_key(part: AmendedPart) -> str:
    """Return what tells a change of an amendment from every other one: «due II.5/ke-hoach: Tháng 8 → Tháng 7»."""
    was, becomes = (value if isinstance(value, str) else ", ".join(value) for value in (part.was, part.becomes))
    column = f" ({part.column})" if part.column else ""
    values = f": {was} → {becomes or ', '.join(part.codes)}" if was or becomes or part.codes else ""
    return f"{part.kind.value} {part.code}{column}{values}"


def _period_facts(plan: Plan) -> Facts:
    return {
        period.id: _fields({"name": period.name, **_window(period), "due": period.due.phrase})
        for period in plan.periods
    }


def _window(period: Period) -> dict[str, FieldValue]:
    return {"first": period.first, "last": period.last} if period.has_data else {}


def _calendar_facts(plan: Plan) -> Facts:
    worked = {day.isoformat(): _fields({"workday": ""}) for day in sorted(plan.calendar.workdays)}
    return {**worked, **{day.isoformat(): _fields({"holiday": name}) for day, name in plan.calendar.holidays.items()}}


def _agency_facts(plan: Plan) -> Facts:
    return {
        agency.id: _fields(
            {
                "name": agency.name,
                # What follows from the name changes with it, and is not told twice.
                "short_name": "" if agency.short_name == _usual_short_name(plan, agency) else agency.short_name,
                "kind": agency.kind,
                "code": agency.code or "",
                "aliases": agency.aliases,
                "superior": agency.superior or "",
                "place": agency.place,
                "symbol": agency.symbol,
                "letterhead": _letterhead(agency),
                "as_superior": "" if agency.as_superior == " ".join(agency.issuer_lines) else agency.as_superior,
                "on_behalf": agency.on_behalf,
                "head": agency.head,
                "deputy": agency.deputy,
                "signer": agency.signer,
                "unit": agency.unit,
                "contact": agency.contact,
                "deputy_signer": agency.deputy_signer,
                "letter_symbol": agency.letter_symbol,
                "since": agency.since,
                "until": agency.until,
                "successor": tuple(entry.agency for entry in agency.successors),
                "takes": tuple(f"{entry.agency}: {code}" for entry in agency.successors for code in entry.takes),
                "by": agency.by,
            }
        )
        for agency in plan.agencies.values()
        # An open group that is accountable is told as a group, and by whom it is named.
        if not agency.is_open_group
    }


def _usual_short_name(plan: Plan, agency: Agency) -> str:
    """Return the short name of an agency whose record gives none, as the resolver fills it in."""
    return agency.name.removeprefix(f"{plan.kind_words.commune_prefix} ") if _is_commune(agency) else agency.name


def _letterhead(agency: Agency) -> str:
    """Return the lines of the letterhead; "" for the name alone, and without the name that communes add to shared lines."""
    lines = agency.issuer_lines
    if lines == (agency.name.upper(),):
        return ""
    if _is_commune(agency) and len(lines) > 1 and lines[-1] == agency.short_name.upper():
        lines = (*lines[:-1], "(tên)")
    return " | ".join(lines)


def _is_commune(agency: Agency) -> bool:
    return agency.kind is AgencyKind.COMMUNE


def _group_facts(plan: Plan) -> Facts:
    return {
        group.id: _fields(
            {
                "name": group.name,
                "short_name": group.short_name,
                "aliases": group.aliases,
                "open": group.open,
                "members": group.members,
            }
        )
        for group in plan.groups.values()
    }


def _annex_facts(plan: Plan) -> Facts:
    return {
        code: _fields(
            {
                "column_ids": " | ".join(
                    f"{column.id} (role)" if column.is_role else column.id for column in annex.columns
                )
            },
            quotes={
                "annex": annex.label,
                "title": annex.title,
                "note": annex.note,
                "columns": " | ".join(annex.heads),
                "numbers": " | ".join(annex.numbers),
            },
        )
        for code, annex in plan.annexes.items()
    }


def _component_facts(plan: Plan) -> Facts:
    return {
        row.code: _fields(
            {"lead": row.lead, "cooperating": row.cooperating},
            quotes={
                "name": row.quote.name,
                "label": row.quote.label,
                "lead": row.quote.lead,
                "cooperating": row.quote.cooperating,
                "merged_with": row.quote.merged_with,
            },
        )
        for row in plan.components
    }


def _section_facts(plan: Plan) -> Facts:
    facts: dict[str, Mapping[str, Field]] = {}
    seen: Counter[str] = Counter()
    for section in plan.sections:
        if section.path:
            code = _section_code(plan, section)
            seen[code] += 1
            # Two beside each other may have the same number.
            place = code if seen[code] == 1 else f"{code} ({seen[code]})"
            facts[place] = _fields({"index": section.index or ""}, quotes={"heading": section.heading})
    return facts


def _section_code(plan: Plan, section: Section) -> str:
    """Return what the section is known by: what is printed before it and the sections around it."""
    path = ".".join(section.path)
    return path if len(plan.task_annexes) == 1 else f"{section.annex}/{path}"


def _task_facts(plan: Plan) -> Facts:
    return {
        task.code: _fields(
            {
                "lead": task.lead,
                "cooperating": task.cooperating,
                "others": _open_phrases(plan, plan.items[task.items[0]]),
                **{f"roles.{role}": agencies for role, agencies in task.roles.items()},
            },
            quotes={Meaning.TASK: task.words, **task.cells},
        )
        for task in plan.tasks.values()
        # What an amendment took out has no row any more.
        if task.dropped_on is None
    }


def _open_phrases(plan: Plan, item: Item) -> tuple[str, ...]:
    groups = (plan.groups[id_] for id_ in item.cooperating if id_ in plan.groups)
    return (*(group.name for group in groups if group.open), *item.others)


def _item_facts(plan: Plan) -> Facts:
    """Return the facts of each series: what the files say of its occurrences, which differ in their days only."""
    told = ((series, [plan.items[code] for code in codes]) for series, codes in plan.series.items())
    return {
        series: _item_fields(items[0])
        for series, items in told
        # What was taken up is still in its file, unlike what an amendment dropped.
        if any(item.dropped_on is None or item.origin is not None for item in items)
    }


def first_of_series(plan: Plan, series: str) -> Item:
    """Return the first item of a series, the only one of most."""
    return plan.items[plan.series[series][0]]


def _item_fields(item: Item) -> Mapping[str, Field]:
    duty: dict[str, FieldValue] = {
        "title": item.title,
        "does": item.does,
        "agencies": item.agencies if item.dropped_on is None else item.ended_with,
        "source": item.source,
    }
    return _fields(
        {
            "product": item.product,
            **(duty if item.kind is not ItemKind.TASK else {}),
            **(origin_fields(item.origin) if item.origin is not None else {}),
            "counts": item.counts,
            "issuer": item.issuer or "",
            "fulfilled_by": item.fulfilled_by,
            "anchor": item.anchor or "",
            "asked": item.asked,
        }
    )


def _provision_facts(plan: Plan) -> Facts:
    return {
        provision.code: _fields(
            {"binds": provision.binds, "index": provision.index or ""},
            quotes={
                "text" if provision.text else "heading": provision.text or provision.heading,
                "heading": provision.heading,
            },
        )
        for provision in plan.provisions.values()
    }


def _interpretation_facts(plan: Plan) -> Facts:
    owners: list[Group | Item] = [*plan.groups.values(), *plan.items.values()]
    return {
        interpretation.belongs_to: _fields(
            {
                "text": interpretation.text,
                "confirmed_by": interpretation.confirmed_by,
                "concerns": interpretation.concerns,
            }
        )
        for owner in owners
        for interpretation in owner.interpretations
    }


def _erratum_facts(plan: Plan) -> Facts:
    return {
        f"{', '.join(erratum.places)}: {erratum.quote or erratum.note}": _fields(
            {"reads": erratum.reads, "note": erratum.note, "erratum_kind": erratum.kind}
        )
        for erratum in plan.errata
    }


def _score_facts(plan: Plan) -> Facts:
    facts: dict[str, Mapping[str, Field]] = {}
    for scores in plan.scores:
        facts[f"{scores.year}"] = _fields({"published_in": scores.source, "total": _points(scores.total)})
        for index, points in scores.indices.items():
            facts[f"{scores.year}, {lower_first(plan.words.index)} {index}"] = _fields({"points": _points(points)})
    return facts


def _points(points: Decimal | None) -> str:
    return "" if points is None else str(points)


FACTS_BY_KIND: Mapping[RecordKind, Callable[[Plan], Facts]] = {
    RecordKind.PLAN: _plan_facts,
    RecordKind.AMENDMENT: _amendment_facts,
    RecordKind.PERIOD: _period_facts,
    RecordKind.CALENDAR: _calendar_facts,
    RecordKind.AGENCY: _agency_facts,
    RecordKind.GROUP: _group_facts,
    RecordKind.ANNEX: _annex_facts,
    RecordKind.COMPONENT: _component_facts,
    RecordKind.SECTION: _section_facts,
    RecordKind.TASK: _task_facts,
    RecordKind.ITEM: _item_facts,
    RecordKind.PROVISION: _provision_facts,
    RecordKind.INTERPRETATION: _interpretation_facts,
    RecordKind.ERRATUM: _erratum_facts,
    RecordKind.SCORE: _score_facts,
}
