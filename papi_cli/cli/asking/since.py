"""What the plans asked took on an earlier day, which an answer compares with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from papi_cli.cli.inputs import Inputs, parse_day_option
from papi_cli.plan.succession import spoken_for
from papi_cli.problems import Misuse
from papi_cli.states import judge
from papi_cli.text import day_text
from papi_cli.views.asked import Asked, owed_in
from papi_cli.views.status_lines import Since


def find_since(words: str, inputs: Sequence[Inputs], asked: Sequence[Asked]) -> Since:
    """Return what the plans took at the end of the day in `words`, by their versions of that day and the records that count.

    Raises Misuse for words that are no day, and for a day that is not before the one that all is judged for.
    """
    day = parse_day_option(words, inputs[0].today, "--since")
    first = min(one.as_of for one in inputs)
    if day >= first:
        raise Misuse(f"--since: ghi một ngày trước ngày {day_text(first)}, là ngày mà tình trạng được tính đến.")
    return Since(day, owed_in(_on(day, of_plan, one) for of_plan, one in zip(inputs, asked, strict=True)))


def _on(day: date, inputs: Inputs, one: Asked) -> Asked:
    """Return a plan as it stood on a day; an agency is asked for with those that ended later and that it alone follows."""
    plan = inputs.versions.on(day, inputs.known_at)
    agencies = tuple(id_ for named in one.selection.agencies for id_ in spoken_for(one.plan, named))
    return one._replace(
        states=judge(plan, inputs.events, as_of=day, known_at=inputs.known_at),
        selection=one.selection._replace(agencies=agencies),
    )
