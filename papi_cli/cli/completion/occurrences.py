"""The occurrences of what recurs, for completion: their codes are worked out from the phrase and stand in no file."""

from __future__ import annotations

from collections.abc import Iterator

from papi_cli.cli.completion.question import Suggestion
from papi_cli.deadlines.model import Span, UnreadablePhrase
from papi_cli.deadlines.phrases import read_due
from papi_cli.plan.model import AFTERWARDS, AFTERWARDS_NAME
from papi_cli.plan.resolve.occurrences import look_at_every_year


def occurrences_of(code: str, name: str, phrase: str, span: Span, *, yearly: bool) -> Iterator[Suggestion]:
    """Yield the items that the record `code` comes to beside one of its own code, if its phrase recurs or goes on."""
    due = read_due(phrase, span=span)
    if isinstance(due, UnreadablePhrase):
        return
    if yearly:
        due = look_at_every_year(due) or due
    for occurrence in due.occurrences:
        yield Suggestion(f"{code}@{occurrence.key}", f"{name} ({occurrence.name})")
    if due.goes_on:
        yield Suggestion(f"{code}@{AFTERWARDS}", f"{name} ({AFTERWARDS_NAME})")
