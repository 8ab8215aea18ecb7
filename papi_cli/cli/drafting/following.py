"""The plan that `papi init --from` founds: read from the folder of the earlier one, and what is left open there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from papi_cli.cli.inputs import find_as_of
from papi_cli.deadlines.model import Span
from papi_cli.log.events import Event
from papi_cli.plan.earlier import EarlierPlan
from papi_cli.plan.files.names import OPTIONAL_FILES, PLAN_FILES
from papi_cli.plan.files.records import Records, load_records
from papi_cli.plan.founding.amended_files import as_amended
from papi_cli.plan.founding.carried_file import LeftOpen, carried_text
from papi_cli.plan.founding.heirs import Heirs
from papi_cli.plan.founding.next_plan import DaysOff, Earlier, NextPlan, next_plan_files
from papi_cli.plan.founding.next_years import years_words
from papi_cli.plan.founding.proposed_days import last_year_known, proposed_days_off, proposed_workdays
from papi_cli.plan.model import Plan
from papi_cli.problems import Failure, Misuse
from papi_cli.states import States, judge
from papi_cli.store.document_inputs import read_template_files
from papi_cli.store.locations import PLAN_FOLDER, holds_plan, packaged_files
from papi_cli.store.parsing import parse_files
from papi_cli.store.plans import open_plan
from papi_cli.store.reading import read_events, read_plan_files
from papi_cli.store.scaffold import following_files, next_scaffolds
from papi_cli.store.sources import FolderSource
from papi_cli.store.steady import read_steadily
from papi_cli.text import LAST_DAY
from papi_cli.views.left_open import as_earlier, groups_named, left_open
from papi_cli.views.next_plan import NextAnswer


class Founded(NamedTuple):
    """The files of a repository whose plan follows another one, by path, and what its answer tells of them."""

    files: Mapping[str, bytes]
    answer: NextAnswer


def follow(folder: str, new: NextPlan, *, as_of: str | None, present: datetime) -> Founded:
    """Return what follows the plan in `folder`, of which nothing is changed; `present` tells which days off are known.

    Raises Failure for a folder without a plan, BrokenFiles for one with errors, Misuse for a time that does not follow.
    """
    if not holds_plan(Path(folder)):
        raise Failure(f"Thư mục {folder} (--from) không chứa kế hoạch: thiếu tệp {PLAN_FOLDER}/plan.yaml.")
    source = FolderSource(Path(folder))
    earlier, states, events = read_steadily(source, lambda: _read(source, as_of, present))
    plan, packaged = earlier.plan, packaged_files()
    _refuse_times(plan, new.span)
    days = _days_off(new.span, present.astimezone(plan.zone).date())
    texts = dict(next_plan_files(earlier, new, next_scaffolds(packaged), days))
    carried = left_open(states, events, Heirs(plan.agencies, new.span.first))
    if carried:
        texts["carried.yaml"] = carried_text(
            _plans_of(states.plan, carried), groups_named(states.plan, carried), carried
        )
    plan_files = {f"{PLAN_FOLDER}/{name}": text.encode() for name, text in texts.items()}
    files = following_files(packaged, plan_files, read_template_files(source).raw)
    return Founded(files, NextAnswer(plan, new, texts, len(carried), states.as_of))


def _plans_of(plan: Plan, carried: Sequence[LeftOpen]) -> list[EarlierPlan]:
    """Return the plans from which anything is carried over: this one, and those before it of which something is left."""
    begins = {entry.code.partition("/")[0] for entry in carried}
    return [earlier for earlier in (*plan.earlier_plans, as_earlier(plan)) if earlier.id in begins]


def _read(source: FolderSource, as_of: str | None, present: datetime) -> tuple[Earlier, States, Sequence[Event]]:
    """Return the plan of its last day with its texts, the states of that day or the one asked for, and the whole log."""
    versions = open_plan(source)
    plan = versions.on(versions.on(LAST_DAY).span.last)
    day = find_as_of(as_of, present.astimezone(versions.zone).date()) if as_of is not None else plan.span.last
    events = read_events(source)
    states = judge(versions.on(day), events, as_of=day, known_at=None)
    documents = parse_files(read_plan_files(source), PLAN_FILES, optional=OPTIONAL_FILES).by_name
    texts = {name: document.text for name, document in documents.items() if document.text and name in PLAN_FILES}
    if plan.amendments:
        texts |= _as_amended(texts, load_records(documents).records, versions.records_on(plan.span.last))
    return Earlier(plan, texts), states, events


def _as_amended(texts: Mapping[str, str], base: Records, now: Records) -> Mapping[str, str]:
    """Return the files that amendments change, as they left them."""
    records = {
        "plan.yaml": (base.plan, now.plan),
        "tasks.yaml": (base.tasks, now.tasks),
        "duties.yaml": (base.duties, now.duties),
    }
    return {name: as_amended(texts[name], *both) for name, both in records.items() if name in texts}


def _refuse_times(plan: Plan, span: Span) -> None:
    """Raise Misuse for a time that begins no later than that of the earlier plan."""
    if span.first <= plan.span.first:
        years = years_words(plan.span)
        raise Misuse(
            f"Kế hoạch ở --from là của {years}: năm của kế hoạch mới (--year) phải ở sau năm {plan.span.first.year}."
        )


def _days_off(span: Span, today: date) -> DaysOff:
    years = [year for year in range(span.first.year, span.last.year + 1) if year <= last_year_known(today)]
    off = tuple(day for year in years for day in proposed_days_off(year))
    return DaysOff(off, tuple(day for year in years for day in proposed_workdays(year)))
