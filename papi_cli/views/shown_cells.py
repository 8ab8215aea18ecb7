"""Remarks on cells of a sheet beside its answers: what was written over columns that only show, agencies that ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papi_cli.plan.model import Plan
from papi_cli.sheets.header import COLUMN_HEADS, STATE_HEAD, TASK_HEAD
from papi_cli.sheets.owners import Followed
from papi_cli.sheets.rows import ParsedRows, ShownCell
from papi_cli.text import match_key, number_text
from papi_cli.views.agency_phrases import owner_sentence
from papi_cli.views.bad_cells import place_words
from papi_cli.views.grouping import group_by
from papi_cli.views.sheet import ONGOING_WORDS
from papi_cli.views.words import UNSETTLED_WORDS

_MOST_NAMED = 20


def remarks_on_shown(plan: Plan, rows: ParsedRows) -> Iterator[str]:
    """Yield a remark on each cell of a row without an answer that holds other words than `papi sheet` writes there.

    Of the state, which changes from day to day, only the beginning is compared, with those of all states that a sheet shows.
    """
    states = _beginnings_of_states()
    written = [cell for cell in rows.shown if _is_written_over(plan, cell, states)]
    for cell in written[:_MOST_NAMED]:
        yield (
            f"Lưu ý: {place_words(cell.place, rows)}: «{' '.join(cell.text.split())}» nằm ở cột «{cell.place.head}», không phải cột "
            f"điền, nên không được ghi; nếu là kết quả thì ghi vào cột «{COLUMN_HEADS['event']}» và các cột sau."
        )
    if len(written) > _MOST_NAMED:
        yield f"Lưu ý: {number_text(len(written) - _MOST_NAMED)} ô khác cũng có chữ ghi đè lên cột chỉ để xem."


def remarks_on_followed(plan: Plan, rows: ParsedRows, followed: Sequence[Followed]) -> Iterator[str]:
    """Yield a remark for each agency whose rows stand under another one, with the first of its cells."""
    cells = group_by(followed, lambda entry: (entry.agency, entry.owner))
    for (agency, owner), entries in cells.items():
        more = f" (và {number_text(len(entries) - 1)} dòng khác)" if len(entries) > 1 else ""
        why = owner_sentence(plan, agency, owner, entries[0].day)
        yield f"Lưu ý: {place_words(entries[0].place, rows)}{more}: {why} Ghi cho {plan.name_of(owner)}."


def _beginnings_of_states() -> tuple[str, ...]:
    texts = [text for words in UNSETTLED_WORDS for text in (words.label, words.unrecorded.partition("{")[0]) if text]
    return tuple(map(match_key, (*texts, ONGOING_WORDS)))


def _is_written_over(plan: Plan, cell: ShownCell, states: tuple[str, ...]) -> bool:
    items, key = plan.find_items_to_record(cell.place.row.item), match_key(cell.text)
    if len(items) != 1 or not key:
        return False
    head = match_key(cell.place.head)
    if head == match_key(STATE_HEAD):
        return not key.startswith(states)
    return key != match_key(items[0].title_cell if head == match_key(TASK_HEAD) else items[0].product_cell)
