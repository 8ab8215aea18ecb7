"""What of a plan that follows another one a person has to look at, as places in its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from papi_cli.plan.founding.editing import YamlEdits
from papi_cli.plan.founding.next_years import Move
from papi_cli.plan.founding.open_places import open_mark

# How the remarks above changed entries begin.
CHECK, REPLACE = "Kiểm tra:", "Đối chiếu với văn bản mới:"
HOW_TO_CONFIRM = "chỗ trong dấu [ ] là dự kiến: đúng thì xóa hai dấu ấy, khác thì sửa."
_QUIET = frozenset({"calendar.yaml", "carried.yaml", "scores.yaml", "errata.yaml"})


def changed_places(texts: Mapping[str, str]) -> Mapping[str, tuple[int, ...]]:
    """Return the lines of the entries that were changed and have a remark above them, by file."""
    found = {name: tuple(_below_remarks(text)) for name, text in texts.items()}
    return {name: lines for name, lines in found.items() if lines}


def _below_remarks(text: str) -> Iterator[int]:
    is_below = False
    for number, line in enumerate(text.splitlines(), 1):
        is_remark = line.lstrip().startswith("#")
        if is_below and not is_remark:
            yield number
        is_below = is_remark and (is_below or line.lstrip().startswith((f"# {CHECK}", f"# {REPLACE}")))


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


def count_open(texts: Mapping[str, str]) -> Mapping[str, int]:
    """Return how many values of each file have a mark: of what is to be filled in, or of a proposal."""
    found = {name: _open_in(text) for name, text in texts.items()}
    return {name: count for name, count in found.items() if count}


def _open_in(text: str) -> int:
    edits = YamlEdits(text)
    return sum(bool(open_mark(keys, edits.value(keys))) for keys in edits.paths)
