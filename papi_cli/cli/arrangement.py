"""From the options of a list to its arrangement."""

from __future__ import annotations

from collections.abc import Iterator

from papi_cli.cli.formats import ListFormat, find_list_format
from papi_cli.cli.options.shared import ListOptions, PrintOptions
from papi_cli.cli.program.usage_errors import choice_lines
from papi_cli.problems import Misuse
from papi_cli.text import nearest, nfc
from papi_cli.views.columns import COLUMN_SPECS, ObligationColumn, SortKey, find_column
from papi_cli.views.lists import Arrangement


def parse_arrangement(listing: ListOptions, printing: PrintOptions) -> Arrangement:
    """Return how the list is to look; raises Misuse for a column that is none, and for columns of JSON."""
    if listing.columns is not None and find_list_format(printing.format_, printing.output) is ListFormat.JSON:
        raise Misuse("--columns không dùng với --format json: mỗi trách nhiệm luôn có đủ các khóa.")
    columns = tuple(_parse_field(word, "--columns") for word in _split_words(listing.columns))
    orders = tuple(
        SortKey(_parse_field(word.removeprefix("-").strip(), "--sort"), descending=word.startswith("-"))
        for word in _split_words(listing.sort)
    )
    return Arrangement(columns=tuple(dict.fromkeys(columns)), sort_keys=orders, spread=listing.every)


def _split_words(listed: str | None) -> Iterator[str]:
    return (word.strip() for word in (listed or "").split(",") if word.strip())


def _parse_field(word: str, option: str) -> ObligationColumn:
    field = find_column(word)
    if field is not None:
        return field
    near = nearest(word, [*ObligationColumn, *(spec.column.head for spec in COLUMN_SPECS.values())], 1)
    hint = f" Có phải là «{near[0]}»?" if near else ""
    columns = choice_lines((field.value, COLUMN_SPECS[field].column.head) for field in ObligationColumn)
    raise Misuse(f"{option}: không có cột «{nfc(word)}».{hint} Các cột (ghi tên hoặc mã trong ngoặc):{columns}")
