"""The parts of a report on results: one for each index, else for each outermost section of the tables of tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from papi_cli.plan.model import AgencyKind, Component, Plan, Task
from papi_cli.plan.quotation import Section
from papi_cli.states import Verdict
from papi_cli.views.citations import codes_below
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import binding_only
from papi_cli.views.reports.figures import Figures, figures
from papi_cli.views.reports.phrases import full_agencies_phrase
from papi_cli.views.reports.wording import corrected_text, opening_words, target_words
from papi_cli.views.source_words import task_words


@dataclass(frozen=True, slots=True)
class FollowedComponent:
    """A row of the annex of indices and the agencies that follow it for all; level 1 is an index.

    `lead` names them in a sentence, `followers` are the ids of those that send the coordinator what they write about it;
    `is_own` says that the coordinator writes about it, as one of those that follow it or because none of them does.
    """

    code: str
    level: int
    name: str
    lead: str
    followers: tuple[str, ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A target in figures, and the citation of the task that sets it.

    `told` are the ids of the agencies that write what was reached, each with the section of its own report; it is empty
    where the coordinator writes it: where it leads the task itself, or many do.
    """

    cited: str
    words: str
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ResultPart:
    """A report's part on results: `title` is "" for the only one of a plan without headings.

    What people write about it stands in files named after its `id`, of its targets after its `code`. `components` are
    the rows of an index, `hint` the provisions about it with their points, for those who write, and `cited` the provisions alone. `leads` are the ids of the agencies
    besides the coordinator that owe something in it, `owed` what that is, and `short` is the title without its name.
    """

    id: str
    code: str
    title: str
    short: str
    owed: tuple[Verdict, ...]
    components: tuple[FollowedComponent, ...]
    figures: Figures
    targets: tuple[Target, ...]
    hint: str = ""
    cited: str = ""
    leads: tuple[str, ...] = ()


def result_parts(plan: Plan, verdicts: Sequence[Verdict], agency: str | None = None) -> tuple[ResultPart, ...]:
    """Return the parts of the plan in its order, with the obligations among `verdicts`, which are on tasks.

    With an `agency` (id) they are its own: the parts have the targets of the tasks that it leads only.
    """
    return (*_index_parts(plan, verdicts, agency), *_section_parts(plan, verdicts, agency))


def _index_parts(plan: Plan, verdicts: Sequence[Verdict], agency: str | None) -> Iterator[ResultPart]:
    for index in plan.indices:
        owed = [verdict for verdict in verdicts if verdict.obligation.item.index == index.code]
        yield ResultPart(
            id=_index_id(index),
            code=index.code,
            title=_index_title(plan, index),
            short=f"{plan.words.index} {index.code}",
            owed=tuple(owed),
            components=tuple(followed_component(plan, row) for row in plan.components if row.index == index.code),
            figures=figures(owed),
            targets=_targets(
                plan, [task for task in plan.tasks.values() if task.index == index.code], agency, index.code
            ),
            hint=provisions_hint(plan, index.code),
            cited="; ".join(one.citation for one in plan.provisions.values() if one.index == index.code),
            leads=_leads(plan, owed),
        )


def _section_parts(plan: Plan, verdicts: Sequence[Verdict], agency: str | None) -> Iterator[ResultPart]:
    """Yield a part for each outermost section in which tasks stand that belong to no index."""
    by_section = _tasks_by_section(plan)
    for number, (key, tasks) in enumerate(by_section.items(), 1):
        codes = {task.code for task in tasks}
        owed = [verdict for verdict in verdicts if verdict.obligation.item.source[0] in codes]
        yield ResultPart(
            id=f"muc-{number}",
            code=f"muc-{number}",
            title=_section_title(plan, key) if plan.indices or len(by_section) > 1 else "",
            short=_section_short(plan, key),
            owed=tuple(owed),
            components=(),
            figures=figures(owed),
            targets=_targets(plan, tasks, agency, f"muc-{number}"),
            leads=_leads(plan, owed),
        )


def _index_id(index: Component) -> str:
    return f"chi-so-{index.code}"


def _index_title(plan: Plan, index: Component) -> str:
    return f"{plan.words.index} {index.code} “{corrected_text(plan, index.code, index.quote.name)}”"


def _tasks_by_section(plan: Plan) -> Mapping[tuple[str, tuple[str, ...]], Sequence[Task]]:
    return group_by(
        (task for task in plan.tasks.values() if task.index is None), lambda task: _outermost_key(task.section)
    )


def led_parts(plan: Plan, agency: str) -> Iterator[tuple[str, str]]:
    """Yield id and title of each part of which an agency (id) leads a task, as they are in its report."""
    for index in plan.indices:
        if any(task.index == index.code and agency in task.lead for task in plan.tasks.values()):
            yield _index_id(index), _index_title(plan, index)
    by_section = _tasks_by_section(plan)
    for number, (key, tasks) in enumerate(by_section.items(), 1):
        if any(agency in task.lead for task in tasks):
            title = _section_title(plan, key) if plan.indices or len(by_section) > 1 else ""
            yield f"muc-{number}", title


def led_targets(plan: Plan, agency: str) -> Iterator[tuple[str, str]]:
    """Yield section and words of each target of which an agency (id) tells what was reached, as in its report."""
    parts = [(index.code, [task for task in plan.tasks.values() if task.index == index.code]) for index in plan.indices]
    parts += [(f"muc-{number}", list(tasks)) for number, tasks in enumerate(_tasks_by_section(plan).values(), 1)]
    for code, tasks in parts:
        for number, target in enumerate(_targets(plan, tasks, agency, code), 1):
            if target.told:
                yield f"chi-tieu-{code}-{number}", target.words


def _leads(plan: Plan, owed: Iterable[Verdict]) -> tuple[str, ...]:
    agencies = (verdict.obligation.agency for verdict in binding_only(owed))
    return plan.in_official_order(
        agency.id for agency in agencies if agency.id != plan.coordinator and not agency.is_open_group
    )


def _outermost_key(section: Section) -> tuple[str, tuple[str, ...]]:
    return section.annex, section.path[:1]


def _section_title(plan: Plan, key: tuple[str, tuple[str, ...]]) -> str:
    section = next(section for section in plan.sections if (section.annex, section.path) == key)
    heading = corrected_text(plan, section.annex, section.heading)
    if not section.path:
        return plan.task_annexes[section.annex].name or f"Nhiệm vụ không thuộc {plan.words.section.lower()} nào"
    return f"{plan.words.section} {section.number} “{heading}”" if section.number else heading


def _section_short(plan: Plan, key: tuple[str, tuple[str, ...]]) -> str:
    section = next(section for section in plan.sections if (section.annex, section.path) == key)
    return f"{plan.words.section} {section.number}" if section.path and section.number else _section_title(plan, key)


def _writes_to(plan: Plan, agency: str) -> bool:
    """Return whether an agency (id) sends the coordinator what it writes about one thing.

    Communes write about their part of a whole index, in the report of each.
    """
    kinds = {AgencyKind.COMMUNE, AgencyKind.OPEN_GROUP}
    return agency != plan.coordinator and plan.agencies[agency].kind not in kinds


# More of them have no common figure: the coordinator sums up.
_MOST_TELLERS = 3


def _targets(plan: Plan, tasks: Sequence[Task], agency: str | None, code: str) -> tuple[Target, ...]:
    """Return the targets of tasks in the part `code`; the sections of an agency count the targets that it leads."""
    counts: Counter[str] = Counter()
    found: list[Target] = []
    for task in tasks:
        if task.dropped_on is not None or not (words := target_words(plan, task)):
            continue
        counts.update(task.lead)
        if agency is None or agency in task.lead:
            told = tuple((id_, f"chi-tieu-{code}-{counts[id_]}") for id_ in task.lead)
            is_told = len(told) <= _MOST_TELLERS and all(_writes_to(plan, id_) for id_ in task.lead)
            found.append(Target(task_words(plan, task), words, told if is_told else ()))
    return tuple(found)


def followed_component(plan: Plan, component: Component) -> FollowedComponent:
    """Return a row of the annex of indices, its name corrected, with the agencies that follow it."""
    name = corrected_text(plan, component.code, component.quote.name).rstrip(" .;")
    followers = tuple(id_ for id_ in component.lead if _writes_to(plan, id_))
    return FollowedComponent(
        component.code,
        component.level,
        name,
        full_agencies_phrase(plan, [plan.agencies[id_] for id_ in component.lead]),
        followers,
        not followers or plan.coordinator in component.lead,
    )


def provisions_hint(plan: Plan, index: str) -> str:
    """Return the provisions about an index, their points with letter and first words; "" where it has none."""
    return "; ".join(
        _provision_hint(plan, provision.code) for provision in plan.provisions.values() if provision.index == index
    )


def _provision_hint(plan: Plan, code: str) -> str:
    below = set(codes_below(plan, code)) - {code}
    points = (point for point in plan.leaf_provisions() if point.code in below)
    solutions = "; ".join(f"{point.number}) {opening_words(plan, point)}" for point in points)
    cited = plan.provisions[code].citation
    return f"{cited}: {solutions}" if solutions else cited
