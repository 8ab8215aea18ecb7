"""The arrangement of a list, from its options."""

from __future__ import annotations

from collections.abc import Iterator

from papi_cli.cli.formats import ListFormat, find_list_format
from papi_cli.cli.options.shared import ListOptions, PrintOptions
from papi_cli.cli.program.usage_errors import choice_lines, did_you_mean_question
from papi_cli.problems import Misuse
from papi_cli.text import nearest, nfc
from papi_cli.views.columns import COLUMN_SPECS, ObligationColumn, SortKey, find_column
from papi_cli.views.lists import Arrangement


def parse_arrangement(options: ListOptions, printing: PrintOptions) -> Arrangement:
    """Return the columns and the order asked for; raises Misuse for an unknown column, and for --columns with JSON."""
    if options.columns is not None and find_list_format(printing.format_, printing.output) is ListFormat.JSON:
        raise Misuse("--columns không dùng với --format json: mỗi đầu việc luôn có đủ các khóa.")
    columns = tuple(_parse_column(word, "--columns") for word in _split_words(options.columns))
    sort_keys = tuple(
        SortKey(_parse_column(word.removeprefix("-").strip(), "--sort"), descending=word.startswith("-"))
        for word in _split_words(options.sort)
    )
    return Arrangement(columns=tuple(dict.fromkeys(columns)), sort_keys=sort_keys, spread=options.every)


def _split_words(text: str | None) -> Iterator[str]:
    return (word.strip() for word in (text or "").split(",") if word.strip())


def _parse_column(word: str, option: str) -> ObligationColumn:
    column = find_column(word)
    if column is not None:
        return column
    near = nearest(word, [*ObligationColumn, *(spec.column.head for spec in COLUMN_SPECS.values())], 1)
    columns = choice_lines((column.value, spec.column.head) for column, spec in COLUMN_SPECS.items())
    raise Misuse(
        f"{option}: không có cột «{nfc(word)}».{did_you_mean_question(near)} Các cột (ghi tên hoặc mã trong ngoặc):{columns}"
    )
