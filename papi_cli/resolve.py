"""From the documents to the plan: references, due phrases, codes. Everything wrong is gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from papi_cli import schema
from papi_cli.deadlines import Calendar, Deadline, Misread, Roll, Step, read_due, roll_due
from papi_cli.directory import Directory, readings
from papi_cli.findings import Cause, Findings
from papi_cli.plan import Component, Item, ItemKind, Period, Plan, Provision, Task
from papi_cli.problems import Code, Problem, errors_of
from papi_cli.validation import validate
from papi_cli.yamltext import Document, Keys

FILES: Mapping[str, type[schema.Record]] = {
    "plan.yaml": schema.PlanFile,
    "agencies.yaml": schema.AgenciesFile,
    "indices.yaml": schema.IndicesFile,
    "tasks.yaml": schema.TasksFile,
    "duties.yaml": schema.DutiesFile,
    "provisions.yaml": schema.ProvisionsFile,
    "calendar.yaml": schema.CalendarFile,
    "errata.yaml": schema.ErrataFile,
    "scores.yaml": schema.ScoresFile,
}


# A plan is whole without these.
OPTIONAL_FILES = frozenset({"scores.yaml"})


class Records(NamedTuple):
    """The files' records, named as the files are."""

    plan: schema.PlanFile
    agencies: schema.AgenciesFile
    indices: schema.IndicesFile
    tasks: schema.TasksFile
    duties: schema.DutiesFile
    provisions: schema.ProvisionsFile
    calendar: schema.CalendarFile
    errata: schema.ErrataFile
    scores: schema.ScoresFile


class Reading(NamedTuple):
    """All that the documents come to: the records as far as their shape is sound, and the plan when nothing is wrong.

    `documents` lead from the records to the files; `problems` hold warnings of the shape too.
    """

    plan: Plan | None
    records: Records
    documents: Mapping[str, Document]
    problems: tuple[Problem, ...]


def resolve(documents: Mapping[str, Document], *, fingerprint: str) -> Plan | tuple[Problem, ...]:
    """Return the plan that `documents` (by file name, all of FILES) say, or every error found, sorted by place.

    `fingerprint` is the checksum of the files' bytes; the plan carries it along.
    """
    reading = read_documents(documents, fingerprint=fingerprint)
    return reading.plan or errors_of(reading.problems)


def read_documents(documents: Mapping[str, Document], *, fingerprint: str) -> Reading:
    """Read all that `documents` say, even if some of FILES are missing or faulty.

    References are looked up among what is left; whatever may be missed only because something was cut out or could
    not be read is not reported.
    """
    problems: list[Problem] = []
    found: dict[str, schema.Record] = {}
    left: dict[str, Document] = {}
    unsound: set[str] = set()
    for name, model in FILES.items():
        shaped = validate(model, documents[name]) if name in documents else None
        if shaped is not None:
            problems.extend(shaped.problems)
        if shaped is not None and shaped.record is not None:
            found[name] = shaped.record
            left[name] = shaped.document
        if not shaped.whole if shaped else name not in OPTIONAL_FILES:
            unsound.add(name)
    records = Records(*(found.get(name) or _stand_in(name) for name in FILES))  # type: ignore[arg-type]  # FILES pairs names with models
    findings = Findings(left)
    plan = _Resolver(records, findings).plan(fingerprint)
    problems.extend(findings.problems(without=[code for code, reach in _REACH.items() if reach & unsound]))
    broken = bool(unsound or errors_of(problems))
    return Reading(None if broken else plan, records, left, tuple(sorted(set(problems))))


# Where what a problem misses could have been.
_REACH: Mapping[Code, frozenset[str]] = {
    Code.UNKNOWN_AGENCY: frozenset({"agencies.yaml"}),
    Code.OPEN_GROUP_OWES: frozenset({"agencies.yaml"}),
    Code.UNKNOWN_REFERENCE: frozenset({"plan.yaml", "indices.yaml", "provisions.yaml"}),
    Code.DUE_PHRASE: frozenset({"plan.yaml"}),
}


def _stand_in(name: str) -> schema.Record:
    """Return an empty record for a file of which nothing could be taken."""
    match name:
        case "plan.yaml":
            decision = schema.Decision.model_construct(issuer=None)
            return schema.PlanFile.model_construct(
                title="", year=2000, province="", time_zone="", coordinator=None, addressee=None,
                decision=decision, periods=(), policy=schema.Policy(),
            )  # fmt: skip
        case "agencies.yaml":
            return schema.AgenciesFile(departments=(), communes=schema.Communes(list=()))
        case "indices.yaml":
            return schema.IndicesFile.model_construct(annex=None, indices=())
        case "tasks.yaml":
            return schema.TasksFile.model_construct(annex=None, sections=())
        case "duties.yaml":
            return schema.DutiesFile(duties=())
        case "provisions.yaml":
            return schema.ProvisionsFile(parts=())
        case _:
            return FILES[name]()


class _Kind(NamedTuple):
    """What a code may refer to, and where in the plan that is listed (file, key)."""

    name: str
    file: str
    key: str


_INDEX = _Kind("chỉ số nội dung", "indices.yaml", "indices")
_PERIOD = _Kind("kỳ báo cáo", "plan.yaml", "periods")
_PROVISION = _Kind("điểm, khoản", "provisions.yaml", "parts")
_CODES_SHOWN = 10


class _Resolver:
    """One pass over the records; what is wrong goes to the findings."""

    def __init__(self, records: Records, findings: Findings) -> None:
        self._records = records
        self._findings = findings
        self._directory = Directory(records.agencies, findings)
        self._roll = records.plan.policy.roll
        self._calendar = Calendar(
            holidays={day.day: day.name for day in records.calendar.holidays},
            workdays=frozenset(day.day for day in records.calendar.workdays),
        )
        self._periods = {period.id: period for period in self._read_periods()}

    def plan(self, fingerprint: str) -> Plan:
        """Return the whole plan; it is whole only if nothing went to the findings."""
        head = self._records.plan
        self._directory.check("plan.yaml", ("coordinator",), head.coordinator)
        self._directory.check("plan.yaml", ("addressee",), head.addressee)
        self._directory.check("plan.yaml", ("decision", "issuer"), head.decision.issuer)
        provisions = self._provisions()
        tasks, milestones = self._tasks()
        return Plan(
            title=head.title,
            year=head.year,
            province=head.province,
            time_zone=head.time_zone,
            coordinator=head.coordinator,
            addressee=head.addressee,
            decision=head.decision,
            due_soon_days=head.policy.due_soon_days,
            roll=self._roll,
            calendar=self._calendar,
            agencies=self._directory.agencies,
            groups=self._directory.groups,
            annex_1=self._records.indices.annex,
            indices=self._records.indices.indices,
            annex_2=self._records.tasks.annex,
            sections=self._records.tasks.sections,
            components=tuple(self._components()),
            tasks=tasks,
            items={**self._duties(provisions), **milestones},
            provisions=provisions,
            periods=tuple(self._periods.values()),
            errata=self._records.errata.errata,
            scores=self._scores(),
            fingerprint=fingerprint,
        )

    def _scores(self) -> tuple[schema.YearScores, ...]:
        codes = [index.code for index in self._records.indices.indices]
        for place, record in enumerate(self._records.scores.scores):
            for number, score in enumerate(record.indices):
                if score.index not in codes:
                    keys: Keys = ("scores", place, "indices", number, "index")
                    self._unknown("scores.yaml", keys, _INDEX, score.index, codes)
        return self._records.scores.scores

    def _unknown(self, file: str, keys: Keys, kind: _Kind, code: str, known: Iterable[str]) -> None:
        """Note a reference to something of a kind that is not there; `known` are the codes that are."""
        message = f"không có {kind.name} «{code}»."
        codes = list(known)
        hint = f"Chọn một trong: {', '.join(codes)}." if len(codes) <= _CODES_SHOWN else "Sửa lại mã."
        cause = Cause(
            kind.file,
            (kind.key,),
            Code.UNKNOWN_REFERENCE,
            f"chưa có {kind.name} «{code}» được dẫn tại",
            "Khai báo ở đây, hoặc sửa chỗ dẫn.",
        )
        self._findings.add_caused(file, keys, message, hint, cause)

    # Due phrases

    def _read_periods(self) -> Iterator[Period]:
        seen: set[str] = set()
        for place, record in enumerate(self._records.plan.periods):
            if record.id in seen:
                self._findings.twice("plan.yaml", ("periods", place, "id"), record.id)
            seen.add(record.id)
            if record.data.first > record.data.last:
                message = "khoảng chốt số liệu bị ngược: ngày đầu sau ngày cuối."
                self._findings.add(
                    "plan.yaml", ("periods", place, "data"), Code.WRONG_VALUE, message, "Sửa lại hai ngày."
                )
            due = self._due("plan.yaml", ("periods", place, "due"), record.due, self._roll)
            if due is not None:
                yield Period(record.id, record.name, record.data.first, record.data.last, due)

    def _due(self, file: str, keys: Keys, phrase: str, roll: Roll) -> Deadline | None:
        due = read_due(phrase, year=self._records.plan.year)
        if isinstance(due, Misread):
            self._findings.add(file, keys, Code.DUE_PHRASE, f"không đọc được thời hạn «{phrase}».", due.reason)
            return None
        return roll_due(due, roll, self._calendar)

    def _period(self, file: str, keys: Keys, id_: str) -> Period | None:
        period = self._periods.get(id_)
        if period is None:
            self._unknown(file, keys, _PERIOD, id_, self._periods)
        return period

    def _milestone_due(self, task: schema.Task, record: schema.Milestone, keys: Keys) -> Deadline | None:
        """Return the deadline of the milestone's own phrase, else of its row's; None where no phrase dates it."""
        phrase = record.due or task.due
        if not phrase:
            return None
        if record.interpretation is not None and record.interpretation.period is not None:
            place: Keys = (*keys, "interpretation", "period")
            period = self._period("tasks.yaml", place, record.interpretation.period)
            return None if period is None else _read_as(phrase, period)
        place = (*keys, "due") if record.due else (*keys[:-2], "due")
        return self._due("tasks.yaml", place, phrase, record.roll or self._roll)

    # Provisions and components

    def _provisions(self) -> dict[str, Provision]:
        cited = {source for duty in self._records.duties.duties for source in duty.source}
        found: dict[str, Provision] = {}

        def walk(record: schema.Provision, keys: Keys, above: Provision | None) -> None:
            if record.code in found:
                self._findings.twice("provisions.yaml", (*keys, "code"), record.code)
            binds = tuple(self._directory.spread("provisions.yaml", (*keys, "binds"), record.binds))
            owner = above if above is not None and not record.binds else None
            here = found[record.code] = Provision(
                code=record.code,
                heading=record.heading,
                text=record.text,
                binds=owner.binds if owner else binds,
                asked=owner.asked if owner else record.asked,
                dated=record.code in cited,
                leaf=not record.points,
            )
            for place, point in enumerate(record.points):
                walk(point, (*keys, "points", place), here)

        for place, part in enumerate(self._records.provisions.parts):
            walk(part, ("parts", place), None)
        return found

    def _components(self) -> Iterator[Component]:
        seen: set[str] = set()
        for record, keys, index, level in self._rows_of_annex_1():
            if record.code in seen:
                self._findings.twice("indices.yaml", (*keys, "code"), record.code)
            seen.add(record.code)
            yield self._component(record, keys, index, level)

    def _rows_of_annex_1(self) -> Iterator[tuple[schema.Followed, Keys, str, int]]:
        """Yield each row with its keys, the code of its index and its level (1 to 3)."""
        for i, index in enumerate(self._records.indices.indices):
            above: Keys = ("indices", i)
            yield index, above, index.code, 1
            for c, component in enumerate(index.components):
                keys: Keys = (*above, "components", c)
                yield component, keys, index.code, 2
                for s, sub_item in enumerate(component.sub_items):
                    yield sub_item, (*keys, "sub_items", s), index.code, 3

    def _component(self, record: schema.Followed, keys: Keys, index: str, level: int) -> Component:
        lead = self._directory.spread("indices.yaml", (*keys, "lead"), record.lead)
        cooperating = self._directory.spread("indices.yaml", (*keys, "cooperating"), record.cooperating)
        return Component(
            code=record.code,
            index=index,
            level=level,
            name=record.quote.name,
            lead=tuple(lead),
            cooperating=tuple(id_ for id_ in cooperating if id_ not in lead),
        )

    # What is owed

    def _duties(self, provisions: Mapping[str, Provision]) -> dict[str, Item]:
        found: dict[str, Item] = {}
        for place, duty in enumerate(self._records.duties.duties):
            keys: Keys = ("duties", place)
            if duty.code in found:
                self._findings.twice("duties.yaml", (*keys, "code"), duty.code)
            self._check_sources(duty, keys, provisions)
            if duty.period is not None:
                self._period("duties.yaml", (*keys, "period"), duty.period)
            agencies = self._directory.accountable("duties.yaml", (*keys, "agencies"), duty.agencies)
            found[duty.code] = Item(
                code=duty.code,
                kind=ItemKind.DUTY,
                source=duty.source,
                index=None,
                title=duty.title,
                product=duty.product,
                due=self._due("duties.yaml", (*keys, "due"), duty.due, duty.roll or self._roll),
                row_last=None,
                counts=duty.counts,
                agencies=tuple(agencies),
                cooperating=(),
                others=(),
                issuer=None,
                fulfilled_by=duty.fulfilled_by,
                asked=duty.asked,
                period=duty.period,
                readings=readings(duty.code, duty.interpretation),
                member_readings=agencies,
            )
        return found

    def _check_sources(self, duty: schema.Duty, keys: Keys, provisions: Mapping[str, Provision]) -> None:
        for place, source in enumerate(duty.source):
            if source not in provisions:
                self._unknown("duties.yaml", (*keys, "source", place), _PROVISION, source, provisions)

    def _tasks(self) -> tuple[dict[str, Task], dict[str, Item]]:
        tasks: dict[str, Task] = {}
        items: dict[str, Item] = {}
        indices = [index.code for index in self._records.indices.indices]
        for s, section in enumerate(self._records.tasks.sections):
            if section.index not in indices:
                self._unknown("tasks.yaml", ("sections", s, "index"), _INDEX, section.index, indices)
            for t, record in enumerate(section.tasks):
                keys: Keys = ("sections", s, "tasks", t)
                if record.code in tasks:
                    self._findings.twice("tasks.yaml", (*keys, "code"), record.code)
                found = self._milestones(section.index, record, keys)
                items.update(found)
                tasks[record.code] = self._task(section.index, record, keys, tuple(found))
        return tasks, items

    def _task(self, index: str, record: schema.Task, keys: Keys, items: tuple[str, ...]) -> Task:
        lead = self._directory.accountable("tasks.yaml", (*keys, "lead"), record.lead)
        cooperating = self._directory.spread("tasks.yaml", (*keys, "cooperating"), record.cooperating)
        return Task(
            code=record.code,
            index=index,
            quote=record.quote,
            lead=tuple(lead),
            cooperating=tuple(id_ for id_ in cooperating if id_ not in lead),
            items=items,
        )

    def _milestones(self, index: str, task: schema.Task, above: Keys) -> dict[str, Item]:
        agencies = self._directory.spread("tasks.yaml", (*above, "lead"), task.lead)
        found: dict[str, Item] = {}
        for place, record in enumerate(task.milestones):
            keys: Keys = (*above, "milestones", place)
            code = f"{task.code}/{record.code}"
            if code in found:
                self._findings.twice("tasks.yaml", (*keys, "code"), code)
            if bool(record.product) == bool(record.phase):
                message = "mỗi mốc có đúng một trong hai khóa «product» (sản phẩm) và «phase» (giai đoạn)."
                self._findings.add("tasks.yaml", keys, Code.MISSING_KEY, message, "Thêm hoặc bỏ một khóa.")
            self._directory.check("tasks.yaml", (*keys, "issuer"), record.issuer)
            found[code] = Item(
                code=code,
                kind=ItemKind.TASK,
                source=(task.code,),
                index=index,
                title=" ".join(task.quote.task.split()),
                product=record.product or record.phase,
                due=self._milestone_due(task, record, keys),
                row_last=None,
                counts=record.counts,
                agencies=tuple(agencies),
                cooperating=task.cooperating,
                others=task.others,
                issuer=record.issuer,
                fulfilled_by=record.fulfilled_by,
                asked=False,
                period=None,
                readings=readings(task.code, task.interpretation) + readings(code, record.interpretation),
                member_readings=agencies,
            )
        last = max((item.due.last for item in found.values() if item.due and item.due.last), default=None)
        return {code: item._replace(row_last=last) for code, item in found.items()}


def _read_as(phrase: str, period: Period) -> Deadline:
    """Return the deadline of a reporting period for a phrase that names no day of its own."""
    step = Step(f"Theo cách hiểu: gắn với thời hạn của kỳ báo cáo {period.name}, «{period.due.text}».")
    return period.due._replace(text=phrase, steps=(step, *period.due.steps))
