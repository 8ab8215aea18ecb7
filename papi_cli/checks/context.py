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
from papi_cli.plan.resolve.tasks import placed_sections
from papi_cli.problems import Problem, ProblemCode


class CheckContext(NamedTuple):
    """A plan without errors, as of `today`, its records with their positions, and the lines of the log."""

    plan: Plan
    records: Records
    documents: Mapping[str, YamlDocument]
    today: date
    lines: tuple[LogLine, ...] = ()

    def warning_at(
        self, file: str, keys: KeyPath, codes: tuple[str, ...], finding: tuple[ProblemCode, str, str]
    ) -> CheckWarning:
        """Return a warning at `keys` of `file`.

        `codes` name the places in the source as errata do; `finding` is the code, message and hint of the problem.
        """
        return CheckWarning(self.documents[file].problem(keys, *finding).as_warning, codes)

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
