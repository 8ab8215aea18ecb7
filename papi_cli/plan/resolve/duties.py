"""The duties that the plan's text gives to agencies, as items."""

from __future__ import annotations

from collections.abc import Mapping

from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Item, ItemKind
from papi_cli.plan.resolve.agencies import AgencyDirectory
from papi_cli.plan.resolve.dues import DueResolver
from papi_cli.plan.resolve.occurrences import in_period_of_last_day
from papi_cli.plan.resolve.problem_collector import PROVISION, ProblemCollector

_FILE = "duties.yaml"


class DutyReader:
    """Reads the duties, of one stretch of days after another; what is as before is not read anew."""

    def __init__(
        self,
        directory: AgencyDirectory,
        dues: DueResolver,
        problems: ProblemCollector,
        *,
        provision_paths: Mapping[str, KeyPath],
    ) -> None:
        """Take what duties refer to; `provision_paths` are the places of the provisions in their file, by code."""
        self._directory = directory
        self._dues = dues
        self._problems = problems
        self._provision_paths = provision_paths
        self._known: tuple[schema.DutiesFile, Mapping[str, Item]] | None = None

    def read(self, file: schema.DutiesFile) -> Mapping[str, Item]:
        """Return the items of the duties by code."""
        if self._known is None or self._known[0] is not file:
            self._known = file, self._read(file)
        return self._known[1]

    def _read(self, file: schema.DutiesFile) -> Mapping[str, Item]:
        items: dict[str, Item] = {}
        codes: dict[str, KeyPath] = {}
        named = {duty.period for duty in file.duties if duty.period is not None}
        for position, duty in enumerate(file.duties):
            keys: KeyPath = ("duties", position)
            if duty.code in codes:
                self._problems.add_duplicate(_FILE, (*keys, "code"), duty.code, codes[duty.code])
            codes.setdefault(duty.code, (*keys, "code"))
            for own in self._dues.spread(self._item(duty, keys)):
                items[own.code] = in_period_of_last_day(own, self._dues.periods.values(), named=named)
        return items

    def _item(self, duty: schema.DutyRecord, keys: KeyPath) -> Item:
        for number, source in enumerate(duty.source):
            if source not in self._provision_paths:
                place: KeyPath = (*keys, "source", number)
                self._problems.add_unknown_reference(_FILE, place, PROVISION, source, self._provision_paths)
        if duty.period is not None:
            self._dues.find_period(_FILE, (*keys, "period"), duty.period)
        self._dues.check_interpretation(_FILE, keys, duty.interpretation)
        agencies = self._directory.spread_accountable(_FILE, (*keys, "agencies"), duty.agencies, (duty.code,))
        return Item(
            code=duty.code,
            kind=ItemKind.DUTY,
            source=duty.source,
            index=None,
            title=duty.title,
            product=duty.product,
            due=self._dues.deadline(_FILE, (*keys, "due"), duty.due, duty.roll) if duty.due else None,
            row_last_due=None,
            roll=duty.roll or self._dues.roll,
            counts=duty.counts,
            agencies=tuple(agencies),
            cooperating=(),
            others=(),
            issuer=None,
            fulfilled_by=duty.fulfilled_by,
            asked=duty.asked,
            period=duty.period,
            anchor=duty.anchor or None,
            interpretations=self._directory.interpretations(_FILE, keys, duty.code, duty.interpretation),
            member_interpretations={id_: entries for id_, entries in agencies.items() if entries},
            does=duty.does,
        )
