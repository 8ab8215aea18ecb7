"""What of a plan that follows another one a person has to look at, as places in its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from papi_cli.plan.founding.editing import YamlEdits
from papi_cli.plan.founding.next_years import Move
from papi_cli.text import PLACEHOLDER

# How the remarks above changed entries begin.
CHECK, REPLACE = "Kiểm tra:", "Thay bằng văn bản mới:"
_QUIET = frozenset({"calendar.yaml", "carried.yaml", "scores.yaml", "errata.yaml"})


def changed_places(texts: Mapping[str, str]) -> Mapping[str, tuple[int, ...]]:
    """Return the lines of the entries that were changed and have a remark above them, by file."""
    found = {name: tuple(_below_remarks(text)) for name, text in texts.items()}
    return {name: lines for name, lines in found.items() if lines}


def _below_remarks(text: str) -> Iterator[int]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith((f"# {CHECK}", f"# {REPLACE}")):
            yield number + 1


def places_of_old_years(texts: Mapping[str, str], move: Move) -> Mapping[str, tuple[int, ...]]:
    """Return the lines of values in which a year of the earlier plan alone still stands, by file.

    Not looked at is what belongs to that year: scores, what is carried over.
    """
    found = {name: tuple(_of_old_years(text, move)) for name, text in texts.items() if name not in _QUIET}
    return {name: lines for name, lines in found.items() if lines}


def _of_old_years(text: str, move: Move) -> Iterator[int]:
    edits = YamlEdits(text)
    for keys in edits.paths:
        is_day_before = keys[-1:] in {("first",), ("last",)}  # of data windows, which begin in the year before
        if not is_day_before and move.names_past_year(edits.value(keys)):
            yield edits.line(keys)


def count_to_fill(texts: Mapping[str, str]) -> Mapping[str, int]:
    """Return how many places with the mark of what is to be filled in each file has, outside of comments."""
    found = {name: _marks_in(text) for name, text in texts.items()}
    return {name: count for name, count in found.items() if count}


def _marks_in(text: str) -> int:
    edits = YamlEdits(text)
    return sum(edits.value(keys).count(PLACEHOLDER) for keys in edits.paths)
