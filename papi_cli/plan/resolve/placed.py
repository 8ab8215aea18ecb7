"""The records of a plan that have a code, and where each is found."""

from __future__ import annotations

from typing import NamedTuple

from papi_cli.plan.files import schema
from papi_cli.plan.files.records import Records
from papi_cli.plan.resolve.places import Place
from papi_cli.plan.resolve.tasks import placed_sections


class Placed(NamedTuple):
    """A record that has a code, with its place among the records as they are now."""

    place: Place
    record: schema.TaskRecord | schema.MilestoneRecord | schema.DutyRecord | schema.PeriodRecord


def placed_at(place: Place, record: object) -> Placed:
    """Return a record that has a code at its place."""
    assert isinstance(record, schema.TaskRecord | schema.MilestoneRecord | schema.DutyRecord | schema.PeriodRecord), (
        place
    )
    return Placed(place, record)


def placed_records(records: Records) -> dict[str, Placed]:
    """Return every task, milestone, duty and reporting period by its code; a period of a code that is taken is left out."""
    placed: dict[str, Placed] = {}
    for position, duty in enumerate(records.duties.duties):
        placed.setdefault(duty.code, Placed(Place("duties.yaml", ("duties", position)), duty))
    for _, keys, tasks in placed_sections(records.tasks):
        for position, task in enumerate(tasks):
            place = Place("tasks.yaml", (*keys, "tasks", position))
            placed.setdefault(task.code, Placed(place, task))
            for number, milestone in enumerate(task.milestones):
                own = Placed(place.below("milestones", number), milestone)
                placed.setdefault(f"{task.code}/{milestone.code}", own)
    for position, period in enumerate(records.plan.periods):
        placed.setdefault(period.id, Placed(Place("plan.yaml", ("periods", position)), period))
    return placed
