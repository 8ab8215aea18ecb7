"""From a document to its record, or to every problem of its shape in the words of somebody who edits the file."""

from __future__ import annotations

import difflib
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from papi_cli.problems import Code, Problem
from papi_cli.schema import Record
from papi_cli.yamltext import Document, Keys

R = TypeVar("R", bound=Record)


def validate(model: type[R], document: Document) -> R | tuple[Problem, ...]:
    """Return `document` as a record of kind `model`, or every problem of its shape."""
    try:
        return model.model_validate(document.tree)
    except ValidationError as invalid:
        return tuple(
            _problem(model, document, error) for error in invalid.errors(include_url=False, include_input=True)
        )


# pydantic's kinds of errors, in the words of somebody who edits the file.
_KINDS = {
    "string_type": ("chỗ này phải là một dòng chữ.", "Viết giá trị trên cùng dòng với khóa."),
    "tuple_type": ("chỗ này phải là một danh sách.", "Viết «[a, b]» hoặc mỗi mục một dòng bắt đầu bằng «- »."),
    "model_type": ("chỗ này phải là một khối «khóa: giá trị».", "Kiểm tra thụt dòng."),
    "model_attributes_type": ("chỗ này phải là một khối «khóa: giá trị».", "Kiểm tra thụt dòng."),
    "date_type": ("thiếu ngày.", "Viết theo dạng 2026-06-10."),
}
_VALUES = {
    "string_too_short": ("giá trị để trống.", "Điền giá trị, hoặc bỏ khóa nếu không bắt buộc."),
    "flag": ("giá trị phải là true hoặc false.", ""),
    "number": ("giá trị phải là một số nguyên.", "Viết bằng chữ số, ví dụ 15."),
}
_DAYS = {
    "day_form": ("«{value}» không viết đúng dạng ngày.", "Viết theo dạng 2026-06-10."),
    "no_such_day": ("ngày {value} không có trong lịch.", "Kiểm tra lại ngày, tháng."),
}


def _problem(model: type[Record], document: Document, error: ErrorDetails) -> Problem:
    kind, keys, value = error["type"], error["loc"], error["input"]
    if kind == "extra_forbidden":
        return _unknown_key(model, document, keys)
    if kind == "missing":
        return document.problem(keys[:-1], Code.MISSING_KEY, f"thiếu khóa «{keys[-1]}».", "Thêm khóa này vào khối.")
    if kind in _KINDS:
        return document.problem(keys, Code.WRONG_KIND, *_KINDS[kind])
    if kind in _VALUES:
        return document.problem(keys, Code.WRONG_VALUE, *_VALUES[kind])
    if kind in _DAYS:
        message, hint = _DAYS[kind]
        return document.problem(keys, Code.WRONG_DAY, message.format(value=value), hint)
    if kind == "enum":
        expected = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        return document.problem(
            keys, Code.WRONG_VALUE, f"«{value}» không phải là giá trị dùng được.", f"Chọn một trong: {expected}."
        )
    if kind == "string_pattern_mismatch":
        return document.problem(
            keys,
            Code.WRONG_VALUE,
            f"«{value}» không đúng dạng mã.",
            "Mã viết không dấu, chữ thường, nối bằng gạch ngang; mã xã, phường gồm 5 chữ số.",
        )
    raise AssertionError(f"a kind of error that no sentence exists for: {kind}")


def _unknown_key(model: type[Record], document: Document, keys: Keys) -> Problem:
    known = sorted(_fields_at(model, keys[:-1]))
    nearest = difflib.get_close_matches(str(keys[-1]), known, 1)
    hint = f"Có phải là «{nearest[0]}»?" if nearest else f"Các khóa dùng được: {', '.join(known)}."
    return document.problem(keys, Code.UNKNOWN_KEY, f"khóa «{keys[-1]}» không có trong quy định.", hint, at_key=True)


def _fields_at(model: type[Record], keys: Keys) -> set[str]:
    """Return the names of the fields of the record that `keys` lead to from `model`."""
    for key in keys:
        if isinstance(key, str):
            model = _record_in(model.model_fields[key].annotation) or model
    return set(model.model_fields)


def _record_in(annotation: object) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _record_in(argument):
            return found
    return None
