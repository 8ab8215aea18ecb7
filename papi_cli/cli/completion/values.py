"""The values that completion suggests where the program has a closed list of them, and those of git and the log.

A module of options imports this one for every command, so the functions import what they use. Those of the plan stand
in `cli/completion/plan_values.py`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import typer

from papi_cli.cli.completion.question import Offer, Suggestion, offers, question_of
from papi_cli.cli.formats import LIST_FORMATS, PROBLEM_FORMATS
from papi_cli.documents.formats import DocumentFormat
from papi_cli.store.locations import FoundPlan, current_folder, find_plan_folders

# How many events are offered at most, and how many lines of the log are looked through for them, newest first: someone
# who corrects a slip has just made it, and a shell must not wait for the whole log.
_MOST_EVENTS = 50
_MOST_LINES = 10_000
_EVENT_ID = r"[0-9a-f]{16}"


def plan_of(ctx: typer.Context) -> FoundPlan:
    """Return the plan, of several the first, that the command line as typed so far is about.

    Raises Failure as `find_plan_folders` does.
    """
    return plans_of(ctx)[0]


def plans_of(ctx: typer.Context) -> tuple[FoundPlan, ...]:
    """Return the plans that the command line as typed so far is about; raises Failure as `find_plan_folders` does."""
    options = ctx.params.get("plans") or [ctx.params.get("plan")]
    # The shell hands over what was typed, the home folder still as a tilde.
    folders = [str(Path(option).expanduser()) for option in options if option]
    return find_plan_folders(folders, environment=os.environ, here=current_folder())


def suggest_document_formats(ctx: typer.Context) -> list[Offer]:
    """Return the formats of documents."""
    return offers(ctx, [Suggestion(format_.value, format_.meaning) for format_ in DocumentFormat])


def suggest_list_formats(ctx: typer.Context) -> list[Offer]:
    """Return the formats of lists."""
    return offers(ctx, [Suggestion(format_.value, spec.meaning) for format_, spec in LIST_FORMATS.items()])


def suggest_problem_formats(ctx: typer.Context) -> list[Offer]:
    """Return the formats of problems."""
    return offers(ctx, [Suggestion(format_.value, spec.meaning) for format_, spec in PROBLEM_FORMATS.items()])


def suggest_problem_codes(ctx: typer.Context) -> list[Offer]:
    """Return the codes of problems, each with what it means."""
    from papi_cli.views.catalogue import CATALOGUE

    return offers(ctx, [Suggestion(code.value, entry.title) for code, entry in CATALOGUE.items()])


def suggest_kinds(ctx: typer.Context) -> list[Offer]:
    """Return the kinds of events, each with its label, by which it is found too."""
    from papi_cli.log.kinds import KIND_SPECS

    return offers(ctx, [Suggestion(kind.value, spec.label, (spec.label,)) for kind, spec in KIND_SPECS.items()])


def suggest_states(ctx: typer.Context) -> list[Offer]:
    """Return the states, each with its label, by which it is found too."""
    from papi_cli.views.words import STATE_WORDS

    return offers(
        ctx,
        [
            Suggestion(state.value, words.label, (words.label, words.short_label))
            for state, words in STATE_WORDS.items()
        ],
    )


def suggest_document_kinds(ctx: typer.Context) -> list[Offer]:
    """Return the kinds of documents that issue plans."""
    from papi_cli.plan.founding.new_plan import DocumentKind

    return offers(ctx, [Suggestion(kind.value, "") for kind in DocumentKind])


def suggest_provinces(ctx: typer.Context) -> list[Offer]:
    """Return the names of the provinces and cities."""
    from papi_cli.store.provinces import provinces

    return offers(ctx, [Suggestion(place.name, place.full_name) for place, _ in provinces()])


def suggest_columns(ctx: typer.Context) -> list[Offer]:
    """Return the list separated by commas that was typed, its last word completed to a column not yet in it."""
    return _offer_columns(ctx, sorting=False)


def suggest_sort_keys(ctx: typer.Context) -> list[Offer]:
    """Return what `suggest_columns` does; a word may begin with a minus: `agency,-days_l` gives `agency,-days_left`."""
    return _offer_columns(ctx, sorting=True)


def _offer_columns(ctx: typer.Context, *, sorting: bool) -> list[Offer]:
    from papi_cli.views.columns import COLUMN_SPECS

    before, comma, word = question_of(ctx).typed.rpartition(",")
    minus = "-" if sorting and word.startswith("-") else ""
    columns_before = {name.strip().removeprefix("-") for name in before.split(",")}
    columns = [
        Suggestion(column.value, spec.column.head, (spec.column.head,))
        for column, spec in COLUMN_SPECS.items()
        if column not in columns_before
    ]
    return offers(ctx, columns, before=f"{before}{comma}{minus}")


def suggest_revisions(ctx: typer.Context) -> list[Offer]:
    """Return HEAD, and the branches and tags of the repository in which the plan lies."""
    from papi_cli.store.repositories import reference_names

    words = {"heads": "nhánh", "remotes": "nhánh ở máy khác", "tags": "nhãn (tag)"}
    names = reference_names(plan_of(ctx).folder)
    revisions = [Suggestion(name, words.get(kind, "")) for kind, name in names]
    return offers(ctx, [Suggestion("HEAD", "lần lưu (commit) gần nhất"), *revisions])


def suggest_events(ctx: typer.Context) -> list[Offer]:
    """Return the ids of the events that can be retracted or corrected, newest first, with what each says.

    They are those of the newest files of the log, so that a log of any length is answered for at once.
    """
    typed = question_of(ctx).typed.lower()
    found: dict[str, Suggestion] = {}
    retracted: set[str] = set()
    for keys in _newest_lines(ctx):
        id_, kind = _text(keys, "id"), _text(keys, "event")
        if kind == "retracted":
            retracted.add(_text(keys, "target"))
        elif id_.startswith(typed) and id_ not in retracted and re.fullmatch(_EVENT_ID, id_):
            found.setdefault(id_, Suggestion(id_, _event_words(keys, kind)))
        if len(found) == _MOST_EVENTS:
            break
    return offers(ctx, found.values())


def _newest_lines(ctx: typer.Context) -> Iterator[dict[str, Any]]:
    """Yield the lines of the log that are JSON objects, the newest first; at most _MOST_LINES are looked at."""
    import json
    from itertools import islice

    from papi_cli.store.reading import newest_log_lines

    for line in islice(newest_log_lines(plan_of(ctx).folder), _MOST_LINES):
        try:
            keys = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(keys, dict):
            yield keys


def _event_words(keys: dict[str, Any], kind: str) -> str:
    """Return what an event says, without the names of the plan, which would take reading it."""
    from papi_cli.log.kinds import KIND_SPECS, EventKind
    from papi_cli.text import day_text

    label = KIND_SPECS[EventKind(kind)].label if kind in set(EventKind) else kind
    day = _text(keys, "date")
    with suppress(ValueError):
        day = day_text(date.fromisoformat(day))
    return f"{_text(keys, 'item')}, {_text(keys, 'agency')}: {label}, {day}"


def _text(keys: dict[str, Any], key: str) -> str:
    value = keys.get(key)
    return value if isinstance(value, str) else ""
