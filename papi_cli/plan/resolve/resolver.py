"""Resolve the documents of the files into the plan, or into all problems in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from papi_cli.plan.files import schema
from papi_cli.plan.files.records import Records, load_records
from papi_cli.plan.files.yamltext import KeyPath, YamlDocument
from papi_cli.plan.model import Plan, ReportSection, YearScores
from papi_cli.plan.quotation import Cited, Erratum, Words
from papi_cli.plan.resolve.amendments import read_amendment
from papi_cli.plan.resolve.carried import earlier_plans
from papi_cli.plan.resolve.contents import provision_paths, read_components, read_index_annex, read_provisions
from papi_cli.plan.resolve.document import check_document, read_document, read_span
from papi_cli.plan.resolve.places import Places
from papi_cli.plan.resolve.problem_collector import INDEX, PROVISION, ProblemCollector
from papi_cli.plan.resolve.stretches import Frame, Version, is_known, read_versions, version_on
from papi_cli.plan.resolve.succession_checks import check_office
from papi_cli.plan.resolve.taken_parts import check_taken
from papi_cli.problems import Problem, errors_of


class Resolution(NamedTuple):
    """The result of resolving: the plan, None if there are errors, and the records as far as their shape is sound.

    `records` are those of the day, `base` those of the base files as they were before any amendment. `documents`, and
    for what amendments wrote and moved `places`, give the places of the records in the files.
    """

    plan: Plan | None
    records: Records
    base: Records
    documents: Mapping[str, YamlDocument]
    places: Places
    problems: tuple[Problem, ...]


def resolve(
    documents: Mapping[str, YamlDocument], *, fingerprint: str, day: date, known_at: datetime | None
) -> Plan | tuple[Problem, ...]:
    """Return the plan in `documents` (by file name, all of FILE_MODELS), or all errors, sorted by place.

    `fingerprint` is the checksum of the files' bytes, which the plan carries. The plan is that of `day`, by the amendments
    recorded up to the instant `known_at`, None for all; the errors are the same for every day and instant.
    """
    resolution = resolve_leniently(documents, fingerprint=fingerprint, day=day, known_at=known_at)
    return resolution.plan or errors_of(resolution.problems)


def resolve_leniently(
    documents: Mapping[str, YamlDocument], *, fingerprint: str, day: date, known_at: datetime | None
) -> Resolution:
    """Return what can be resolved of `documents`, even if files of FILE_MODELS are missing or faulty, as `resolve` does.

    A reference to a record that may have been cut out as faulty, or stood in an unreadable file, is not a problem.
    """
    return ResolvedFiles(documents, fingerprint=fingerprint).on(day, known_at)


class ResolvedFiles:
    """The documents of a plan's files, gone through once for all days that are asked about, as `resolve_leniently` does."""

    def __init__(self, documents: Mapping[str, YamlDocument], *, fingerprint: str) -> None:
        """Take the documents by file name, and the checksum of the files' bytes."""
        self._loaded = load_records(documents)
        self._fingerprint = fingerprint
        self._problems = ProblemCollector(self._loaded)
        records = self._loaded.records
        span = read_span(records.plan, self._problems)
        indices: dict[str, KeyPath] = {
            index.code: ("indices", position, "code") for position, index in enumerate(records.indices.indices)
        }
        self._frame = Frame(span, indices, provision_paths(records.provisions))
        self._versions = read_versions(records, self._frame, self._problems, known_at=None)

    def on(self, day: date, known_at: datetime | None) -> Resolution:
        """Return what can be resolved as of a day, by the amendments recorded up to an instant, None for all."""
        loaded, versions = self._loaded, self._versions
        if not all(is_known(file, known_at) for file in loaded.records.amendments.values()):
            versions = read_versions(loaded.records, self._frame, self._problems.silent(), known_at=known_at)
        version = version_on(versions, day)
        resolver = _Resolver(loaded.records, self._frame, version, self._problems)
        problems = {*loaded.problems, *self._problems.problems()}
        broken = bool(loaded.unreadable_files or any(loaded.lost_codes.values()) or errors_of(problems))
        plan = None if broken else resolver.plan(self._fingerprint, day, known_at)
        return Resolution(
            plan, version.records, loaded.records, loaded.documents, version.places, tuple(sorted(problems))
        )


class _Resolver:
    """One pass over the records for a version of the plan; `plan` may be called if there are no errors."""

    def __init__(self, records: Records, frame: Frame, version: Version, problems: ProblemCollector) -> None:
        self._records = records
        self._problems = problems
        self._span, self._index_paths, self._provision_paths = frame
        self._version = version
        self._directory = version.directory
        self._check_plan_file(records.plan)
        self._provisions = read_provisions(records, self._directory, problems)
        self._index_annex = read_index_annex(records.indices, problems)
        self._components = tuple(read_components(records, self._directory, problems))
        check_taken(self._directory.listed, records, problems)
        self._check_scores()

    def plan(self, fingerprint: str, day: date, known_at: datetime | None) -> Plan:
        """Return the plan of a day of the version; the records must be free of errors."""
        head, document = self._records.plan, read_document(self._records.plan.document)
        assert self._span is not None  # a plan without one has an error
        dues, stretch = self._version.dues, self._version.stretch
        known = [read_amendment(*one) for one in self._records.amendments.items() if is_known(one[1], known_at)]
        return Plan(
            title=head.title,
            short_name=head.short_name or head.title,
            span=self._span,
            province=head.province,
            time_zone=head.time_zone,
            coordinator=self._directory.stand_in(head.coordinator),
            addressee=self._directory.stand_in(head.addressee),
            words=Words(**{**dict(head.words), "plan": head.words.plan or document.kind}),
            document=document,
            cited=Cited(**dict(head.cited)),
            due_soon_days=head.policy.due_soon_days,
            backdated_days=head.policy.backdated_days,
            roll=dues.roll,
            calendar=dues.calendar,
            agencies={**self._directory.agencies, **self._version.accountable_groups},
            kind_words=self._directory.kind_words,
            groups=self._directory.groups,
            index_annex=self._index_annex,
            task_annexes=self._version.annexes,
            sections=stretch.read.sections,
            components=self._components,
            tasks=stretch.tasks,
            items=stretch.items,
            provisions=self._provisions,
            periods=tuple(dues.periods.values()),
            report_sections=tuple(ReportSection(record.id, record.title, record.about) for record in head.report),
            errata=tuple(
                Erratum(record.kind, record.places, record.quote, record.reads, record.note)
                for record in self._records.errata.errata
            ),
            score_name=self._records.scores.name,
            scores=tuple(map(_year_scores, self._records.scores.scores)),
            fingerprint=fingerprint,
            absent=self._directory.absent,
            earlier_plans=earlier_plans(self._records.carried),
            ended=self._directory.ended,
            amendments=tuple(one for one in known if one.effective <= day),
            coming=tuple(one for one in known if one.effective > day),
        )

    def _check_plan_file(self, head: schema.PlanFile) -> None:
        for key, office in (("coordinator", head.coordinator), ("addressee", head.addressee)):
            self._directory.check_agency("plan.yaml", (key,), office)
            check_office(key, office, self._directory.listed, problems=self._problems)
        self._directory.check_agency("plan.yaml", ("document", "issuer"), head.document.issuer)
        for position, period in enumerate(head.periods):
            if period.source is not None:
                self._check_source("plan.yaml", ("periods", position, "source"), period.source)
        check_document(self._records, self._provision_paths, self._problems)
        sections: dict[str, KeyPath] = {}
        for position, section in enumerate(head.report):
            keys: KeyPath = ("report", position, "id")
            if section.id in sections:
                self._problems.add_duplicate("plan.yaml", keys, section.id, sections[section.id])
            sections.setdefault(section.id, keys)

    def _check_scores(self) -> None:
        for position, record in enumerate(self._records.scores.scores):
            for number, score in enumerate(record.indices):
                if score.index not in self._index_paths:
                    keys: KeyPath = ("scores", position, "indices", number, "index")
                    self._problems.add_unknown_reference("scores.yaml", keys, INDEX, score.index, self._index_paths)

    def _check_source(self, file: str, keys: KeyPath, source: str) -> None:
        if source not in self._provision_paths:
            self._problems.add_unknown_reference(file, keys, PROVISION, source, self._provision_paths)


def _year_scores(record: schema.YearScoresRecord) -> YearScores:
    return YearScores(record.year, record.source, record.total, {score.index: score.points for score in record.indices})
