"""What the rules look at, and the warnings that they yield."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from papi_cli.log.reading import LogLine
from papi_cli.plan.files import schema
from papi_cli.plan.files.records import Records
from papi_cli.plan.files.yamltext import KeyPath, YamlDocument
from papi_cli.plan.model import Plan
from papi_cli.plan.resolve.places import Places
from papi_cli.plan.resolve.resolver import Resolution
from papi_cli.plan.resolve.tasks import placed_sections
from papi_cli.problems import Problem, ProblemCode


class CheckContext(NamedTuple):
    """A plan without errors, as of `today`, its records with their positions, and the lines of the log.

    The `records` are as amended by the day of the plan; `base` are those of the base files, of which alone errata speak.
    """

    plan: Plan
    records: Records
    base: Records
    documents: Mapping[str, YamlDocument]
    places: Places
    today: date
    lines: tuple[LogLine, ...] = ()

    @classmethod
    def of(cls, resolution: Resolution, today: date, lines: tuple[LogLine, ...] = ()) -> CheckContext:
        """Return the context of what was resolved without errors."""
        plan, records, base, documents, places, _ = resolution
        assert plan is not None, resolution.problems
        return cls(plan, records, base, documents, places, today, lines)

    def warning_at(
        self, file: str, keys: KeyPath, codes: tuple[str, ...], finding: tuple[ProblemCode, str, str]
    ) -> CheckWarning:
        """Return a warning at `keys` of `file`.

        `codes` name the places in the source as errata do; `finding` is the code, message and hint of the problem.
        """
        place = self.places.of(file, keys)
        return CheckWarning(self.documents[place.file].problem(place.keys, *finding).as_warning, codes)

    def is_amended(self, file: str, keys: KeyPath) -> bool:
        """Return whether an amendment wrote what `keys` lead to."""
        return self.places.of(file, keys).file != file

    def tasks(self) -> Iterator[tuple[KeyPath, schema.TaskRecord]]:
        """Yield the tasks with their key paths."""
        for _, keys, records in placed_sections(self.records.tasks):
            for position, task in enumerate(records):
                yield (*keys, "tasks", position), task

    def component_records(self) -> Iterator[tuple[KeyPath, schema.FollowedRowRecord]]:
        """Yield indices, components and sub-items with their key paths."""
        for i, index in enumerate(self.records.indices.indices):
            yield ("indices", i), index
            for c, component in enumerate(index.components):
                keys: KeyPath = ("indices", i, "components", c)
                yield keys, component
                for s, sub_item in enumerate(component.sub_items):
                    yield (*keys, "sub_items", s), sub_item


class CheckWarning(NamedTuple):
    """A warning, the codes of the places that it is about, and the words of the source that it objects to, if any."""

    problem: Problem
    codes: tuple[str, ...]
    quote: str = ""


def single_line(text: str) -> str:
    """Return the text in one line with single spaces, the form in which quotations are compared."""
    return " ".join(text.split())
