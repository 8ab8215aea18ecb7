"""Which keys of the plan's files name something that another place defines, and what a plan has for them to name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from papi_cli.plan.files import amendment_schema, schema
from papi_cli.plan.files.records import Records
from papi_cli.plan.quotation import DOCUMENT
from papi_cli.plan.resolve.contents import provision_paths
from papi_cli.plan.resolve.tasks import placed_sections


class Reference(StrEnum):
    """What a key names; the value is the name of its definition in the JSON Schemas."""

    AGENCY = "AgencyId"
    AGENCY_OR_GROUP = "AgencyOrGroupId"
    PERIOD = "PeriodId"
    PROVISION = "ProvisionCode"
    CITED = "CitedCode"
    INDEX = "IndexCode"
    ROW = "RowCode"
    PLACE = "Place"
    ITEM = "ItemCode"
    TASK_OR_ITEM = "TaskOrItemCode"
    CHANGED = "ChangedCode"
    ANNEX = "AnnexCode"


# The keys belong to the record type that first defines them.
REFERENCES: Mapping[type[schema.Record], Mapping[str, Reference]] = {
    schema.InterpretationRecord: {"period": Reference.PERIOD, "concerns": Reference.AGENCY},
    schema.DocumentRecord: {"issuer": Reference.AGENCY},
    schema.CitedRecord: dict.fromkeys(schema.CitedRecord.model_fields, Reference.CITED),
    schema.PeriodRecord: {"source": Reference.PROVISION},
    schema.PlanFile: {"coordinator": Reference.AGENCY, "addressee": Reference.AGENCY},
    schema.AgencyRecord: {"superior": Reference.AGENCY, "successor": Reference.AGENCY},
    schema.SuccessorRecord: {"agency": Reference.AGENCY, "takes": Reference.TASK_OR_ITEM},
    schema.GroupRecord: {"members": Reference.AGENCY_OR_GROUP},
    schema.RowQuoteRecord: {"merged_with": Reference.ROW},
    schema.FollowedRowRecord: {"lead": Reference.AGENCY_OR_GROUP, "cooperating": Reference.AGENCY_OR_GROUP},
    schema.MilestoneRecord: {"issuer": Reference.AGENCY, "anchor": Reference.ITEM},
    schema.TaskRecord: {
        "anchor": Reference.ITEM,
        "lead": Reference.AGENCY_OR_GROUP,
        "cooperating": Reference.AGENCY_OR_GROUP,
        "roles": Reference.AGENCY_OR_GROUP,
    },
    schema.SectionRecord: {"index": Reference.INDEX},
    schema.DutyRecord: {
        "agencies": Reference.AGENCY_OR_GROUP,
        "period": Reference.PERIOD,
        "anchor": Reference.ITEM,
        "source": Reference.PROVISION,
    },
    schema.KnownRecord: {"agencies": Reference.AGENCY},
    schema.CarriedItemRecord: {
        "agencies": Reference.AGENCY_OR_GROUP,
        "issuer": Reference.AGENCY,
    },
    schema.TakenUpRecord: {"by": Reference.ITEM},
    schema.CarriedGroupRecord: {"members": Reference.AGENCY},
    schema.ProvisionRecord: {"binds": Reference.AGENCY_OR_GROUP, "index": Reference.INDEX},
    schema.ErratumRecord: {"places": Reference.PLACE},
    schema.IndexScoreRecord: {"index": Reference.INDEX},
    amendment_schema.AmendingDocumentRecord: {"issuer": Reference.AGENCY},
    amendment_schema.DueChangeRecord: {"of": Reference.CHANGED, "anchor": Reference.ITEM},
    amendment_schema.AgenciesChangeRecord: {
        "of": Reference.CHANGED,
        "was": Reference.AGENCY_OR_GROUP,
        "is": Reference.AGENCY_OR_GROUP,
    },
    amendment_schema.ProductChangeRecord: {"of": Reference.CHANGED, "issuer": Reference.AGENCY},
    amendment_schema.TextChangeRecord: {"of": Reference.CHANGED},
    amendment_schema.NumberChangeRecord: {"of": Reference.CHANGED},
    amendment_schema.AddedRecord: {
        "annex": Reference.ANNEX,
        "after": Reference.TASK_OR_ITEM,
        "to": Reference.TASK_OR_ITEM,
    },
    amendment_schema.DroppedRecord: {"of": Reference.CHANGED},
    amendment_schema.SplitRecord: {"of": Reference.CHANGED},
}


def reference_of(model: type[schema.Record], key: str) -> Reference | None:
    """Return what a key of a record of type `model` names, None if it names nothing."""
    return next((REFERENCES[base][key] for base in model.__mro__ if key in REFERENCES.get(base, ())), None)


def ids_in(records: Records) -> Mapping[Reference, tuple[str, ...]]:
    """Return what each reference can name in a plan, in the order of its files and each once."""
    agencies = [
        agency.id
        for part in (records.agencies.departments, records.agencies.bodies, records.agencies.communes.list)
        for agency in part
    ]
    groups = [group.id for group in records.agencies.groups]
    indices = [index.code for index in records.indices.indices]
    rows = list(_rows(records.indices))
    annexes = [annex.code for annex in records.tasks.annexes]
    if records.indices.indices:
        annexes = [records.indices.annex.code, *annexes]
    rows_of_tasks = [task for placed in placed_sections(records.tasks) for task in placed.records]
    changes = [change for file in records.amendments.values() for change in file.changes]
    added = [change.add for change in changes if change.add is not None]
    rows_of_tasks += [one.task for one in added if one.task is not None]
    rows_of_tasks += [task for change in changes if change.split is not None for task in change.split.into]
    tasks = [task.code for task in rows_of_tasks]
    items = [code for task in rows_of_tasks for code in _items_of(task)]
    items += [f"{one.to}/{one.milestone.code}" for one in added if one.milestone is not None]
    duties = [*records.duties.duties, *(one.duty for one in added if one.duty is not None)]
    duty_codes = [duty.code for duty in duties]
    periods = [period.id for period in records.plan.periods]
    parts = [part.code for part in records.plan.document.quote]
    provisions = list(provision_paths(records.provisions))
    ids = {
        Reference.AGENCY: agencies,
        Reference.AGENCY_OR_GROUP: [*groups, *agencies],
        Reference.PERIOD: periods,
        Reference.PROVISION: provisions,
        Reference.INDEX: indices,
        Reference.ROW: rows,
        Reference.CITED: [*parts, *provisions],
        Reference.PLACE: [DOCUMENT, *parts, *annexes, *rows, *tasks, *provisions, *duty_codes],
        Reference.ITEM: [*duty_codes, *items],
        Reference.TASK_OR_ITEM: [*duty_codes, *tasks, *items],
        Reference.CHANGED: [*duty_codes, *tasks, *items, *periods],
        Reference.ANNEX: [annex.code for annex in records.tasks.annexes],
    }
    return {reference: tuple(dict.fromkeys(of_kind)) for reference, of_kind in ids.items()}


def _items_of(task: schema.TaskRecord) -> Sequence[str]:
    return [f"{task.code}/{milestone.code}" for milestone in task.milestones] or [task.code]


def _rows(indices: schema.IndicesFile) -> Iterator[str]:
    for index in indices.indices:
        yield index.code
        for component in index.components:
            yield component.code
            yield from (sub_item.code for sub_item in component.sub_items)
