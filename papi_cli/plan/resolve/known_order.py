"""Amendments that rest on others which the office took in later: in between, what they change is not what they say it was."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from papi_cli.plan.files.names import amendment_file
from papi_cli.plan.files.records import load_records
from papi_cli.plan.files.yamltext import YamlDocument
from papi_cli.plan.resolve.agencies import AgencyDirectory
from papi_cli.plan.resolve.problem_collector import ProblemCollector
from papi_cli.problems import Problem

if TYPE_CHECKING:
    from papi_cli.plan.files.amendment_schema import AmendmentFile
    from papi_cli.plan.files.records import LoadedRecords


class RestsOnLater(NamedTuple):
    """An amendment, what is wrong with its first faulty change as long as the `later` ones are not known, and these.

    All are told by their codes; each is in force before it and was recorded after it.
    """

    code: str
    fault: Problem
    later: tuple[str, ...]


def resting_on_later(
    amendments: Mapping[str, AmendmentFile], documents: Mapping[str, YamlDocument]
) -> Iterator[RestsOnLater]:
    """Yield each of the `amendments`, in the order of their effect, which has no fault once all are known.

    Where they were recorded in that order nothing is looked at.
    """
    before: dict[str, datetime | None] = {}
    loaded = None
    for code, file in amendments.items():
        later = [other for other, recorded in before.items() if _is_after(recorded, file.recorded)]
        before[code] = file.recorded
        if not later:
            continue
        loaded = loaded or load_records(documents)
        known = {name for name, one in amendments.items() if not _is_after(one.recorded, file.recorded)}
        if faults := _faults(loaded, code, known):
            # One of them is enough, where it is that one.
            enough = [other for other in later if not _faults(loaded, code, known | {other})]
            yield RestsOnLater(code, faults[0], tuple(enough or later))


def _is_after(recorded: datetime | None, other: datetime | None) -> bool:
    return recorded is not None and (other is None or recorded > other)


def _faults(loaded: LoadedRecords, code: str, known: Collection[str]) -> Sequence[Problem]:
    """Return what is wrong with an amendment, in order, if these alone are known."""
    from papi_cli.plan.resolve.amending import Amender

    records, problems = loaded.records, ProblemCollector(loaded)
    unknown = [file for name, file in records.amendments.items() if name not in known]
    amender = Amender(records, AgencyDirectory(records.agencies, problems, None), problems, unknown)
    for name, file in records.amendments.items():
        if name in known:
            amender.directory = AgencyDirectory(records.agencies, problems, file.first_day)
            amender.apply(name, file)
    return sorted(one for one in problems.problems() if one.file == f"plan/{amendment_file(code)}")
