"""Walk through the stretches of days of a plan, from turn to turn, up to the day that is asked about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from papi_cli.deadlines.model import Span
from papi_cli.plan.files import schema
from papi_cli.plan.files.names import AMENDMENTS, amendment_file
from papi_cli.plan.files.records import Records
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Agency, Item
from papi_cli.plan.quotation import Annex
from papi_cli.plan.resolve.agencies import AgencyDirectory
from papi_cli.plan.resolve.agency_records import listed_agencies
from papi_cli.plan.resolve.anchors import check_anchors
from papi_cli.plan.resolve.carried import CarriedReader
from papi_cli.plan.resolve.dues import DueResolver
from papi_cli.plan.resolve.duties import DutyReader
from papi_cli.plan.resolve.history import Contents, Stretch, Turn, amended, carried_on, succeeded
from papi_cli.plan.resolve.places import Places
from papi_cli.plan.resolve.problem_collector import ProblemCollector
from papi_cli.plan.resolve.taking_up import check_taking_up, days_of_taking_up
from papi_cli.plan.resolve.tasks import ReadTasks, TaskReader
from papi_cli.text import FIRST_DAY

if TYPE_CHECKING:
    from papi_cli.plan.files.amendment_schema import AmendmentFile
    from papi_cli.plan.resolve.amending import Amender


class Frame(NamedTuple):
    """What no amendment changes and rows refer to: the time of the plan, the places of indices and provisions by code."""

    span: Span | None
    index_paths: Mapping[str, KeyPath]
    provision_paths: Mapping[str, KeyPath]


class Version(NamedTuple):
    """What the files tell from a day on, with the records as amended by then and their places.

    `accountable_groups` are the open groups that lead anything by then.
    """

    first: date
    records: Records
    places: Places
    directory: AgencyDirectory
    accountable_groups: Mapping[str, Agency]
    dues: DueResolver
    annexes: Mapping[str, Annex]
    stretch: Stretch


class _Walk:
    """The state of a plan between two turns, from before the first one on."""

    def __init__(self, records: Records, frame: Frame, problems: ProblemCollector) -> None:
        self._frame = frame
        self._problems = problems
        self._records = records
        self._taken_up_by = FIRST_DAY
        self._agencies_on = FIRST_DAY
        self.directory = AgencyDirectory(records.agencies, problems, FIRST_DAY)
        self._of_carried: AgencyDirectory | None = None
        self._dues = DueResolver(records.plan, frame.span, records.calendar, problems)
        self._duties, self._tasks = self._readers()
        self._read_tasks, contents = self._read()
        self._stretch = Stretch.first(contents)
        self._check_anchors()

    def _readers(self) -> tuple[DutyReader, TaskReader]:
        """Return readers that read all rows anew, with the agencies and the reporting periods as they are now."""
        directory, dues, problems = self.directory, self._dues, self._problems
        return (
            DutyReader(directory, dues, problems, provision_paths=self._frame.provision_paths),
            TaskReader(directory, dues, problems, index_paths=self._frame.index_paths),
        )

    def _read(self) -> tuple[ReadTasks, Contents]:
        duties = self._duties.read(self._records.duties)
        tasks = self._tasks.read(self._records.tasks)
        items = {**duties, **tasks.items}
        if self._records.carried.items:
            items |= self._read_carried(items.keys())
        return tasks, Contents(items, tasks.tasks, tasks.sections)

    def _read_carried(self, others: Collection[str]) -> dict[str, Item]:
        """Return what is carried over: owed by those who are there on the first day of the plan, and who follows them."""
        directory, span = self.directory, self._frame.span
        if span is not None and self._agencies_on < span.first:
            directory = self._of_carried or AgencyDirectory(self._records.agencies, self._problems, span.first)
            self._of_carried = directory
        items = CarriedReader(directory, self._problems).read(self._records.carried, others, self._taken_up_by)
        self.directory.accountable_groups |= directory.accountable_groups
        return items

    def take_up(self, day: date) -> None:
        """Go on to the stretch from whose first day on items of this plan go on with some that were carried over."""
        self._taken_up_by = day
        read = self._stretch.read
        left = {code: item for code, item in read.items.items() if not _is_taken_up(item, day)}
        self._stretch = carried_on(self._stretch, read._replace(items=left), amended(day, ""))

    def check(self) -> None:
        """Note what is wrong with the records as all turns have left them."""
        if self._records.carried.items:
            check_taking_up(self._records.carried, self._stretch.items, self._frame.span, self._problems)

    def amend(self, day: date, code: str, records: Records) -> None:
        """Go on to the stretch that begins with an amendment, after which the records are these."""
        other_periods = records.plan is not self._records.plan
        self._records = records
        if other_periods:
            self._dues = DueResolver(records.plan, self._frame.span, records.calendar, self._problems)
            self._duties, self._tasks = self._readers()
        self._go_on(amended(day, code))

    def turn_agencies(self, day: date) -> None:
        """Go on to the stretch that begins with the agencies that are there from a day on."""
        self._agencies_on = day
        self.directory = AgencyDirectory(self._records.agencies, self._problems, day)
        self._duties, self._tasks = self._readers()
        self._go_on(succeeded(day, self.directory.agencies))

    def _go_on(self, turn: Turn) -> None:
        self._read_tasks, contents = self._read()
        self._stretch = carried_on(self._stretch, contents, turn)
        self._check_anchors()

    def _check_anchors(self) -> None:
        check_anchors(self._records, self._read_tasks.anchors, self._stretch.items, self._problems)

    def version(self, first: date) -> Version:
        """Return what the files tell as of now, which is from a day on."""
        return Version(
            first,
            self._records,
            self._problems.places.copy(),
            self.directory,
            dict(self.directory.accountable_groups),
            self._dues,
            self._read_tasks.annexes,
            self._stretch,
        )


def read_versions(
    records: Records, frame: Frame, problems: ProblemCollector, *, known_at: datetime | None
) -> Sequence[Version]:
    """Return what the files tell from one turn to the next, by the amendments recorded up to an instant, None for all.

    What is wrong with the records goes to `problems`: that is the same for every instant.
    """
    known = {code: file for code, file in records.amendments.items() if is_known(file, known_at)}
    is_all = len(known) == len(records.amendments)
    return _walk(records, sound_amendments(records, problems) if is_all else known, frame, problems)


def version_on(versions: Sequence[Version], day: date) -> Version:
    """Return the version that holds on a day."""
    return versions[bisect_right(versions, day, lo=1, key=attrgetter("first")) - 1]


def _walk(
    records: Records, amendments: Mapping[str, AmendmentFile], frame: Frame, problems: ProblemCollector
) -> Sequence[Version]:
    """Go from turn to turn to the last one, and return the versions between them."""
    walk = _Walk(records, frame, problems)
    versions = [walk.version(FIRST_DAY)]
    amender = None
    days, taking_up = _days_of_agencies(records.agencies), days_of_taking_up(records.carried)
    effective: dict[date, list[tuple[str, AmendmentFile]]] = {}
    for code, file in amendments.items():
        effective.setdefault(file.first_day, []).append((code, file))
    for turn in sorted({*days, *effective, *taking_up}):
        if turn in taking_up:
            # Before all else: who ends on that day hands over nothing of it.
            walk.take_up(turn)
        if turn in days:
            walk.turn_agencies(turn)
        for code, file in effective.get(turn, ()):
            unknown = [other for name, other in records.amendments.items() if name not in amendments]
            amender = amender or _amender(records, walk.directory, problems, unknown)
            amender.directory = walk.directory
            amender.apply(code, file)
            walk.amend(turn, code, amender.records)
        versions.append(walk.version(turn))
    walk.check()
    return versions


def _is_taken_up(item: Item, day: date) -> bool:
    taken_up = item.origin.taken_up if item.origin is not None else None
    return taken_up is not None and taken_up.since <= day


def _amender(
    records: Records, directory: AgencyDirectory, problems: ProblemCollector, unknown: Sequence[AmendmentFile]
) -> Amender:
    from papi_cli.plan.resolve.amending import Amender  # only a plan that is amended needs it

    return Amender(records, directory, problems, unknown)


def _days_of_agencies(file: schema.AgenciesFile) -> set[date]:
    """Return the days from which on agencies are there, or are no more."""
    days: set[date] = set()
    for _, record, _ in listed_agencies(file):
        days |= {record.since} if record.since else set()
        days |= {record.until + timedelta(days=1)} if record.until else set()
    return days


def sound_amendments(records: Records, problems: ProblemCollector) -> Mapping[str, AmendmentFile]:
    """Return the amendments up to the first one with a faulty file: what follows may rest on what is lost there."""
    if any(name.startswith(AMENDMENTS) for name in problems.unreadable_files):
        return {}
    sound = {}
    for code, file in records.amendments.items():
        if problems.has_shape_problems(amendment_file(code)):
            break
        sound[code] = file
    return sound


def is_known(file: AmendmentFile, known_at: datetime | None) -> bool:
    """Return whether an amendment counts for who knows what was recorded up to an instant, None for all."""
    return known_at is None or file.recorded is None or file.recorded <= known_at
