"""What the rules look at: plan, records with their places, log, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from papi_cli.log.reading import Line
from papi_cli.plan.files import schema
from papi_cli.plan.files.records import Records
from papi_cli.plan.files.yamltext import Document, Keys
from papi_cli.plan.model import Plan
from papi_cli.problems import Code, Problem


class Subject(NamedTuple):
    """A plan without errors, the records that it was made of, the lines of the log."""

    plan: Plan
    records: Records
    documents: Mapping[str, Document]
    lines: tuple[Line, ...] = ()

    def remark(self, file: str, keys: Keys, places: tuple[str, ...], said: tuple[Code, str, str]) -> Remark:
        """Return a warning at `keys` of `file` about `places` (the codes by which errata name them)."""
        return Remark(self.documents[file].problem(keys, *said).as_warning, places)

    def tasks(self) -> Iterator[tuple[Keys, schema.Task]]:
        """Yield the rows of Annex II with the keys that lead to them."""
        for s, section in enumerate(self.records.tasks.sections):
            for t, task in enumerate(section.tasks):
                yield ("sections", s, "tasks", t), task

    def followed(self) -> Iterator[tuple[Keys, schema.Followed]]:
        """Yield the rows of Annex I with the keys that lead to them."""
        for i, index in enumerate(self.records.indices.indices):
            yield ("indices", i), index
            for c, component in enumerate(index.components):
                keys: Keys = ("indices", i, "components", c)
                yield keys, component
                for s, sub_item in enumerate(component.sub_items):
                    yield (*keys, "sub_items", s), sub_item


class Remark(NamedTuple):
    """A warning, the codes of the places that it is about, and the words of the source that it found there."""

    problem: Problem
    places: tuple[str, ...]
    quote: str = ""


def flat(text: str) -> str:
    """Return the text in one line, as quotations are compared."""
    return " ".join(text.split())
