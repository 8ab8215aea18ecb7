"""The tab of a sheet in which an agency writes words for its report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from papi_cli.sheets.grid import EMPTY_CELL, Cell, Tab
from papi_cli.sheets.header import SEARCH_ROWS
from papi_cli.text import match_key

WORDS_TAB = "Lời văn"
# By what stands below them.
WORDS_HEADS: Mapping[str, str] = {
    "period": "Kỳ báo cáo",
    "agency": "Cơ quan",
    "section": "Phần",
    "about": "Nội dung cần viết",
    "text": "Lời văn",
}
_KEYS = {match_key(head): key for key, head in WORDS_HEADS.items()}
_NEEDED = WORDS_HEADS.keys() - {"about"}


class WordsRow(NamedTuple):
    """A row in which somebody wrote: its tab and number, and its cells; "" for a blank one."""

    tab: str
    number: int
    period: str
    agency: str
    section: str
    text: Cell


def split_off_words(tabs: Iterable[Tab]) -> tuple[tuple[Tab, ...], tuple[WordsRow, ...]]:
    """Return the tabs without those for words, and the rows of these in which something is written."""
    others: list[Tab] = []
    rows: list[WordsRow] = []
    for tab in tabs:
        header = _find_header(tab)
        if header is None:
            others.append(tab)
        else:
            rows += _rows_below(tab, *header)
    return tuple(others), tuple(rows)


def _find_header(tab: Tab) -> tuple[int, Mapping[str, int]] | None:
    """Return number and columns (from 0) of the first row that has all heads that are needed, None for none."""
    for number, cells in tab.grid[:SEARCH_ROWS]:
        columns = {_KEYS.get(match_key(cell.text), ""): column for column, cell in enumerate(cells)}
        if columns.keys() >= _NEEDED:
            return number, columns
    return None


def _rows_below(tab: Tab, head: int, columns: Mapping[str, int]) -> Iterator[WordsRow]:
    for number, cells in tab.grid:
        by_key = {key: _cell(cells, column) for key, column in columns.items()}
        if number > head and by_key["text"].is_filled:
            period, agency, section = (by_key[key].text.strip() for key in ("period", "agency", "section"))
            yield WordsRow(tab.name, number, period, agency, section, by_key["text"])


def _cell(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else EMPTY_CELL
