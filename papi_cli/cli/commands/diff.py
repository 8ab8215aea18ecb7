"""papi diff."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from papi_cli.cli.clock import today_in
from papi_cli.cli.completion import values
from papi_cli.cli.inputs import find_as_of, find_plan_to_read, warn_doubtful_events, warn_ignored_events
from papi_cli.cli.options import shared
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.comparison import Comparison, ComparisonSide, compare
from papi_cli.log.events import Event
from papi_cli.problems import BrokenFiles, ExitCode, Problem
from papi_cli.states import judge
from papi_cli.store.locations import current_folder, find_plan_folder, holds_plan, way_to
from papi_cli.store.plans import PlanVersions, open_plan
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource, Source, named_source
from papi_cli.store.steady import read_steadily
from papi_cli.text import nfc
from papi_cli.views.diff import DiffAnswer

BeforeArgument = Annotated[
    str,
    typer.Argument(
        metavar="A",
        autocompletion=values.suggest_revisions,
        help="Bên cũ: phiên bản git, hoặc thư mục chứa «plan». Tên nào vừa là thư mục như vậy vừa là phiên bản thì "
        "được hiểu là thư mục; muốn chỉ nhánh thì ghi refs/heads/TÊN.",
    ),
]
AfterArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="B",
        autocompletion=values.suggest_revisions,
        help="Bên mới, như A; mặc định là thư mục đang làm việc.",
    ),
]

_WORK_TREE = "thư mục đang làm việc"
_EXAMPLES = """
papi diff HEAD
papi diff origin/main HEAD --format markdown
papi diff v1.0 --as-of {day}
papi diff ../ban-cu . --format json
"""

PlanAndEvents = tuple[PlanVersions, tuple[Event, ...]]


@papi_command("diff", examples=_EXAMPLES)
def command(
    before: BeforeArgument,
    after: AfterArgument = None,
    as_of: shared.AsOfOption = None,
    plan: shared.PlanOption = None,
    *,
    print_options: shared.PrintOptions,
) -> int:
    """Kế hoạch và sổ theo dõi thay đổi những gì từ bên A đến bên B.

    Không đụng tới thư mục đang làm việc.
    """
    comparison = _compare_revisions(before, after, as_of, plan)
    names = (nfc(before), nfc(after) if after is not None else _WORK_TREE)
    print_answer(print_options, DiffAnswer(comparison, names))
    return ExitCode.OK


def _compare_revisions(before: str, after: str | None, as_of: str | None, plan: str | None) -> Comparison:
    """Read both sides and compare them; raises BrokenFiles with the problems of both, each under its side's name."""
    if after is not None and holds_plan(Path(before)) and holds_plan(Path(after)):
        # Both sides are folders of their own, and no other plan answers.
        folder = find_plan_folder(plan, environment=os.environ, here=current_folder()).folder
    else:
        folder = find_plan_to_read(plan).folder
    problems: list[Problem] = []
    old = _read_side(named_source(folder, before), before, problems)
    new = _read_side(FolderSource(folder) if after is None else named_source(folder, after), after, problems)
    if old is None or new is None:
        raise BrokenFiles(problems, None)
    new_versions, _ = new
    day = find_as_of(as_of, today_in(new_versions.zone, os.environ))
    return compare(_side(*old, day), _side(*new, day))


def _read_side(source: Source, name: str | None, problems: list[Problem]) -> PlanAndEvents | None:
    """Return plan and log of the side called `name`, the work tree for None.

    If the files have errors, return None and append them to `problems`, with file names as git spells them for a
    revision, `v1:plan/tasks.yaml`, or from the current folder, `../old/plan/tasks.yaml`.
    """
    try:
        return read_steadily(source, lambda: (open_plan(source), read_events(source)))
    except BrokenFiles as broken:
        if broken.folder is not None:
            way = way_to(broken.folder, current_folder())
            problems.extend(problem.seen_from(way) for problem in broken.problems)
        else:
            revision = nfc(name or "")
            problems.extend(problem._replace(file=f"{revision}:{problem.file}") for problem in broken.problems)
        return None


def _side(versions: PlanVersions, events: tuple[Event, ...], day: date) -> ComparisonSide:
    plan = versions.on(day)
    states = judge(plan, events, as_of=day, known_at=None)
    warn_ignored_events(len(states.ignored))
    warn_doubtful_events(events, plan, day)
    return ComparisonSide(states, events)
