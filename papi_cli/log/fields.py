"""The fields of an event that people fill in: one table with their names in sheets, sentences and options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class FieldSpec(NamedTuple):
    """What a field is called where people meet it.

    What an event must say is called by its kind, since one and the same field is "số văn bản trình" of one and "số công
    văn đôn đốc" of another: those words stand in `KIND_SPECS`.

    - `head`: the head of its column in a sheet.
    - `words`: its name in the sentence about a correction, "" for a field that no correction changes.
    - `option`: the option of `papi record` that gives it, "" if an argument or the kind's own option does. A day granted
      or asked for stands behind the option of its kind, one that an anchor sets behind that of the field.
    """

    head: str
    words: str = ""
    option: str = ""


# By the key of the event, in the order of the sheet's columns.
FIELD_SPECS: Mapping[str, FieldSpec] = {
    "item": FieldSpec("Mã"),
    "agency": FieldSpec("Cơ quan", option="--agency"),
    "event": FieldSpec("Kết quả"),
    "date": FieldSpec("Ngày", "ngày", "--date"),
    "document": FieldSpec("Số, ký hiệu văn bản", "văn bản", "--document"),
    "within": FieldSpec("Lồng ghép trong", "lồng ghép trong", "--within"),
    "until": FieldSpec("Gia hạn đến ngày", "gia hạn đến", "--until"),
    "evidence": FieldSpec("Minh chứng", "minh chứng", "--evidence"),
    "note": FieldSpec("Ghi chú", "ghi chú", "--note"),
    "target": FieldSpec("Mã sự kiện bị hủy"),
}
