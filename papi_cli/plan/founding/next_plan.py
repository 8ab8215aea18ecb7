"""The plan that follows another one: what of its files holds again, moved to the new years. Pure: texts in, texts out.

What the earlier document said (its own text, the provisions, their flaws) does not hold again, and what only the new one
can say stays blank or marked as a place to fill in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from string import Template
from typing import NamedTuple

from papi_cli.deadlines.model import Span
from papi_cli.plan.files.names import PLAN_FILES
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.founding.editing import YamlEdits
from papi_cli.plan.founding.heirs import Heirs, put_heirs_in_place, take_over_agencies
from papi_cli.plan.founding.kept_tasks import keep_duties, keep_errata, keep_tasks, propose, rows_kept
from papi_cli.plan.founding.next_calendar import calendar_lines
from papi_cli.plan.founding.next_years import Move, years_words
from papi_cli.plan.founding.proposed_days import ProposedDay
from papi_cli.plan.founding.to_check import CHECK, HOW_TO_CONFIRM
from papi_cli.plan.model import Plan
from papi_cli.text import iso_day


class Earlier(NamedTuple):
    """A plan as of its last days, and the texts of its files by name, as its amendments left them."""

    plan: Plan
    texts: Mapping[str, str]


class NextPlan(NamedTuple):
    """What is asked of the plan that follows: its time, and whether the rows of the earlier one are kept."""

    span: Span
    keep_tasks: bool


class DaysOff(NamedTuple):
    """The days off that are proposed for a plan, and the days of weekends that are worked."""

    off: tuple[ProposedDay, ...]
    worked: tuple[date, ...]


_ROWS = frozenset({"tasks.yaml", "duties.yaml"})
_NOT_TAKEN = frozenset({"provisions.yaml", "calendar.yaml", "carried.yaml"})


def next_plan_files(earlier: Earlier, new: NextPlan, scaffolds: Mapping[str, str], days: DaysOff) -> Mapping[str, str]:
    """Return the files of the plan by name; `scaffolds` are the texts of files that begin anew."""
    move = Move(earlier.plan.span, new.span)
    heirs = Heirs(earlier.plan.agencies, new.span.first)
    files = dict(_edited(earlier, new, move, heirs))
    values = {
        "year": str(new.span.first.year),
        "coordinator": heirs.of(earlier.plan.coordinator)[0],
        "calendar": "\n".join(
            calendar_lines(earlier.plan, earlier.texts["calendar.yaml"], new.span, days.off, days.worked)
        ),
        "years": years_words(new.span),
    }
    files |= {name: Template(text).substitute(values) for name, text in scaffolds.items() if name not in files}
    return {name: files[name] for name in PLAN_FILES if name in files}


def _edited(earlier: Earlier, new: NextPlan, move: Move, heirs: Heirs) -> Iterator[tuple[str, str]]:
    """Yield the files that are taken over, with what changes in them."""
    begun_anew = _NOT_TAKEN if new.keep_tasks else _NOT_TAKEN | _ROWS
    for name, text in earlier.texts.items():
        if name in begun_anew or not text:
            continue
        edits = YamlEdits(text)
        put_heirs_in_place(edits, heirs)
        _blank_confirmations(edits, move)
        if _change(name, edits, earlier.plan, new):
            yield name, edits.text


def _change(name: str, edits: YamlEdits, plan: Plan, new: NextPlan) -> bool:
    """Make the edits that only this file needs; return whether anything of it is left."""
    if name == "errata.yaml":
        return keep_errata(edits, rows_kept(plan, Move(plan.span, new.span), with_tasks=new.keep_tasks))
    if name == "agencies.yaml":
        take_over_agencies(edits, Heirs(plan.agencies, new.span.first))
    elif name in _MOVED:
        _MOVED[name](edits, Move(plan.span, new.span))
    return True


def _blank_confirmations(edits: YamlEdits, move: Move) -> None:
    """Leave blank by what interpretations were confirmed: that was about the words of the earlier document."""
    for keys in edits.paths:
        if keys[-1:] == ("confirmed_by",) and "quote" not in keys and edits.value(keys):
            edits.clear(keys, f"{years_words(move.old)}: {' '.join(edits.value(keys).split())}")


def _move_indices(edits: YamlEdits, move: Move) -> None:
    if ("annex", "title") in edits:
        edits.rewrite(("annex", "title"), move.proposal)
    if ("annex", "note") in edits:  # «(Kèm theo Quyết định số …)»
        edits.remove(("annex", "note"))


def _move_plan(edits: YamlEdits, move: Move) -> None:
    for keys, moved in _NAMES.items():
        if keys in edits:
            edits.rewrite(keys, moved(move))
    for key in ("year", "span"):
        if (key,) in edits:
            edits.replace_entry((key,), time_line(move.new))
    for keys in (("document", "number"), ("document", "day")):
        if keys in edits:
            edits.clear(keys)
    for keys in (("document", "month"), ("document", "proposal"), ("document", "quote"), ("cited",)):
        if keys in edits:
            edits.remove(keys)
    _move_periods(edits, move)
    if ("report",) in edits:
        edits.comment(("report",), f"{CHECK} điểm, khoản nêu ở đây là của văn bản {years_words(move.old)}.")


# The short name is what the office itself calls the plan: nobody has to confirm it.
_NAMES: Mapping[KeyPath, Callable[[Move], Callable[[str], str]]] = {
    ("title",): lambda move: move.proposal,
    ("short_name",): lambda move: move.words,
    ("document", "title"): lambda move: move.proposal,
}


def time_line(span: Span) -> str:
    """Return the key that says the time of a plan."""
    if span == Span.of_year(span.first.year):
        return f"year: {span.first.year}"
    return f"span: {{first: {iso_day(span.first)}, last: {iso_day(span.last)}}}"


def _move_periods(edits: YamlEdits, move: Move) -> None:
    periods = edits.entries(("periods",)) if ("periods",) in edits else ()
    for keys in periods:
        for end in ("first", "last"):
            place: KeyPath = (*keys, "data", end)
            if place in edits:
                edits.replace(place, str(iso_day(move.day(date.fromisoformat(edits.value(place))))))
        propose(edits, (*keys, "due"), move)
        edits.rewrite((*keys, "name"), move.words)
        if (*keys, "source") in edits:
            edits.remove((*keys, "source"))
    if periods:
        edits.comment(
            ("periods",),
            f"{CHECK} các kỳ dời từ {years_words(move.old)}: tên, khoảng chốt số liệu; {HOW_TO_CONFIRM}",
        )


_MOVED = {
    "plan.yaml": _move_plan,
    "indices.yaml": _move_indices,
    "tasks.yaml": keep_tasks,
    "duties.yaml": keep_duties,
}
