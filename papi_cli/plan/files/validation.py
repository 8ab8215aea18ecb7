"""Validate documents as records, with every problem of shape worded for the people who edit the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from papi_cli.plan.files.names import MAX_FILE_ID
from papi_cli.plan.files.schema import (
    CARRIED_CODE_PATTERN,
    CODE_PATTERN,
    COMMUNE_CODE_PATTERN,
    DOCUMENT_NUMBER_PATTERN,
    ID_PATTERN,
    MONTH_PATTERN,
    OneOrList,
    Record,
)
from papi_cli.plan.files.yamltext import KeyPath, YamlDocument, YamlValue
from papi_cli.problems import Problem, ProblemCode
from papi_cli.text import likely_slip_of, slug

RecordT = TypeVar("RecordT", bound=Record)


class Validation(NamedTuple, Generic[RecordT]):
    """The record of a document, and the problems of its shape.

    If there are any, `record` is made of the document without its faulty parts (None if too little is left), and
    `document` is that reduced document, whose places are still those of the file. `removed_parts` are the values that
    were cut out, or an empty mapping for a block of unknown content.
    """

    record: RecordT | None
    document: YamlDocument
    problems: tuple[Problem, ...]
    removed_parts: tuple[YamlValue, ...] = ()


def validate(model: type[RecordT], document: YamlDocument) -> Validation[RecordT]:
    """Return `document` as a record of type `model`, with every problem of its shape.

    One slip must not hide the rest of the file, so a document with problems is cut and tried once more. Where a
    milestone says `count: sent` for `counts: sent`, only that key is cut out. Where it lacks its `code`, the whole
    milestone goes, since nothing less leaves a valid record; its task keeps the others. One retry is enough: pydantic
    reports all errors at once, and a list is valid without any of its entries. It fails where a required key that is
    in no list (`title` of plan.yaml) is missing or wrong.
    """
    try:
        return Validation(model.model_validate(document.tree), document, (), document.duplicate_values)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=True)
    problems = tuple(_problems(model, document, errors))
    faulty = {_faulty_part(document.tree, error): error["type"] for error in errors}
    values = (_removed_value(document, keys, error_type) for keys, error_type in faulty.items())
    removed = (*document.duplicate_values, *(value for value in values if value is not None))
    sound = _without_parts(document, set(faulty))
    try:
        return Validation(model.model_validate(sound.tree), sound, problems, removed)
    except ValidationError:
        return Validation(None, document, problems)


def _faulty_part(tree: YamlValue, error: ErrorDetails) -> KeyPath:
    """Return the key path of what to cut out for an error.

    An unknown key goes alone. Any other error takes the innermost list entry around it (a milestone whose `counts` is
    wrong), or its own value if no list is around it (`policy` of plan.yaml).
    """
    keys = error["loc"]
    if error["type"] == "extra_forbidden":
        return keys
    entries: list[KeyPath] = []
    for depth, key in enumerate(keys, 1):
        if isinstance(tree, dict) and isinstance(key, str) and key in tree:
            tree = tree[key]
        elif isinstance(tree, list) and isinstance(key, int) and key < len(tree):
            tree = tree[key]
            if isinstance(tree, dict):
                entries.append(keys[:depth])
        else:
            break
    return entries[-1] if entries else keys


def _removed_value(document: YamlDocument, keys: KeyPath, error_type: str) -> YamlValue | None:
    """Return the value at `keys`, or an empty mapping if it is a text in place of a block or a list.

    Such a text (`milestones: kế hoạch`) says nothing about the records that should be there. In a list it does:
    it is probably the code of its entry.
    """
    is_entry = bool(keys) and isinstance(keys[-1], int)
    return {} if error_type in _STRUCTURE_ERRORS and not is_entry else document.value(keys)


_STRUCTURE_ERRORS = ("tuple_type", "dict_type", "model_type", "model_attributes_type")


def _without_parts(document: YamlDocument, parts: set[KeyPath]) -> YamlDocument:
    """Return the document without the values at `parts`; places are still those of the file.

    `kept_entries` of the result says, for each list by its path in the file, which of its entries are left: without
    the first of three milestones it is (1, 2), and what is now the first is found in the file as the second.
    """
    kept: dict[KeyPath, tuple[int, ...]] = {}

    def copy(tree: YamlValue, keys: KeyPath) -> YamlValue:
        if isinstance(tree, dict):
            return {key: copy(tree[key], (*keys, key)) for key in tree if (*keys, key) not in parts}
        if isinstance(tree, list):
            kept[keys] = tuple(position for position in range(len(tree)) if (*keys, position) not in parts)
            return [copy(tree[position], (*keys, position)) for position in kept[keys]]
        return tree

    return document._replace(tree=copy(document.tree, ()), kept_entries=kept)


def unquoted_scalars(model: type[Record], document: YamlDocument) -> Iterator[Problem]:
    """Yield a warning for each unquoted scalar of a text field that YAML 1.2 would read as a number or boolean."""
    for keys in document.non_string_scalars:
        field = _field_at(model, keys)
        if field is not None and (
            _holds_text(field.annotation) or any(isinstance(x, OneOrList) for x in field.metadata)
        ):
            value = document.value(keys)
            if value is None:
                continue  # it is below a repeated key, whose value is not in the tree
            message = f"«{value}» không đặt trong dấu nháy: phần mềm khác không đọc là chữ."
            hint = f'Viết "{value}".'
            yield document.problem(keys, ProblemCode.UNQUOTED_SCALAR, message, hint).as_warning


# Message and hint by pydantic's type of error.
_TYPE_MESSAGES = {
    "string_type": ("chỗ này phải là một dòng chữ.", "Viết giá trị trên cùng dòng với khóa."),
    "tuple_type": ("chỗ này phải là một danh sách.", "Viết «[a, b]» hoặc mỗi mục một dòng bắt đầu bằng «- »."),
    "dict_type": ("chỗ này phải là một khối «khóa: giá trị».", "Kiểm tra thụt dòng."),
    "model_type": ("chỗ này phải là một khối «khóa: giá trị».", "Kiểm tra thụt dòng."),
    "model_attributes_type": ("chỗ này phải là một khối «khóa: giá trị».", "Kiểm tra thụt dòng."),
    "date_type": ("thiếu ngày.", "Viết theo dạng 2026-06-10."),
}
_VALUE_MESSAGES = {
    "string_too_short": ("giá trị để trống.", "Điền giá trị, hoặc bỏ khóa nếu không bắt buộc."),
    "string_too_long": (f"mã dài quá {MAX_FILE_ID} ký tự, không làm tên tệp được.", "Rút ngắn mã."),
    "device_name": ("Windows không cho đặt tên này cho tệp hay thư mục.", "Đặt mã dài hơn."),
    "flag": ("giá trị phải là true hoặc false.", "Viết true hoặc false, chữ thường."),
    "number": ("giá trị phải là một số nguyên từ 0 trở lên.", "Viết bằng chữ số, ví dụ 15."),
    "year": ("giá trị phải là một năm từ 2000 đến 2099.", "Viết bốn chữ số, ví dụ 2026."),
    "points": ("điểm phải là một số từ 0 đến dưới 100, có thể có phần thập phân.", "Viết ví dụ 5,12."),
    "time_zone": ("không có múi giờ nào tên như vậy.", "Viết Asia/Ho_Chi_Minh."),
}
_TAKEN_UP_MESSAGE = (
    "thiếu ngày kế hoạch này tiếp nhận việc.",
    "Viết {{by: {value}, since: 2027-01-15}}, với ngày đầu tiên việc được theo dõi theo mã mới.",
)
_DAY_MESSAGES = {
    "day_form": ("«{value}» không viết đúng dạng ngày.", "Viết theo dạng 2026-06-10."),
    "day_years": ("ngày {value} ở ngoài các năm từ 2000 đến 2099.", "Kiểm tra lại năm."),
    "no_such_day": ("ngày {value} không có trong lịch.", "Kiểm tra lại ngày, tháng."),
    "instant_form": ("«{value}» không viết đúng dạng ngày giờ.", "Viết theo dạng 2026-07-20T09:12:00+07:00."),
    "no_such_instant": ("ngày giờ {value} không có trong lịch.", "Kiểm tra lại ngày, tháng, giờ, phút."),
}


def _problems(model: type[Record], document: YamlDocument, errors: Sequence[ErrorDetails]) -> Iterator[Problem]:
    """Yield a problem for each error, but none for a key that is missing only because it is misspelt."""
    misspelt = {
        (*keys[:-1], key)
        for keys in (error["loc"] for error in errors if error["type"] == "extra_forbidden")
        for key in _closest_keys(model, keys)
    }
    for error in errors:
        if error["type"] != "missing" or error["loc"] not in misspelt:
            yield _problem(model, document, error)


def _problem(model: type[Record], document: YamlDocument, error: ErrorDetails) -> Problem:
    kind, keys, value = error["type"], error["loc"], error["input"]
    if kind == "extra_forbidden":
        return _unknown_key(model, document, keys)
    if kind == "missing":
        return document.problem(
            keys[:-1], ProblemCode.MISSING_KEY, f"thiếu khóa «{keys[-1]}».", "Thêm khóa này vào khối."
        )
    if kind in _TYPE_MESSAGES:
        return document.problem(keys, ProblemCode.WRONG_TYPE, *_TYPE_MESSAGES[kind])
    if kind in _VALUE_MESSAGES:
        return document.problem(keys, ProblemCode.WRONG_VALUE, *_VALUE_MESSAGES[kind])
    if kind == "taken_up_form":
        message, hint = _TAKEN_UP_MESSAGE
        return document.problem(keys, ProblemCode.WRONG_TYPE, message, hint.format(value=value))
    if kind in _DAY_MESSAGES:
        message, hint = _DAY_MESSAGES[kind]
        return document.problem(keys, ProblemCode.WRONG_DAY, message.format(value=value), hint)
    if kind == "enum":
        choices = {choice.casefold(): choice for choice in _choices_at(model, keys)}
        near = likely_slip_of(str(value).casefold(), choices)
        hint = f"Có phải là «{choices[near]}»?" if near else f"Chọn một trong: {', '.join(choices.values())}."
        return document.problem(keys, ProblemCode.WRONG_VALUE, f"«{value}» không phải là giá trị dùng được.", hint)
    if kind == "string_pattern_mismatch" and not value:
        return document.problem(keys, ProblemCode.WRONG_VALUE, *_VALUE_MESSAGES["string_too_short"])
    if kind == "string_pattern_mismatch":
        hint = _PATTERN_HINTS[error["ctx"]["pattern"]].format(slug=slug(value))
        return document.problem(keys, ProblemCode.WRONG_VALUE, f"«{value}» không đúng dạng.", hint)
    raise AssertionError(f"no message for errors of type {kind}")


# How to write a text that must match a pattern, by the pattern.
_PATTERN_HINTS = {
    ID_PATTERN: "Mã viết không dấu, chữ thường, nối bằng gạch ngang: «{slug}».",
    CODE_PATTERN: "Viết mã liền, không có dấu cách, dấu phẩy, dấu gạch chéo, ví dụ «A-2».",
    CARRIED_CODE_PATTERN: "Viết mã kế hoạch trước, dấu «/» và mã của việc trong kế hoạch ấy, ví dụ «2026/A-2/ke-hoach».",
    COMMUNE_CODE_PATTERN: "Mã xã, phường gồm 5 chữ số.",
    DOCUMENT_NUMBER_PATTERN: "Ghi riêng phần số, ký hiệu ghi ở khóa «symbol».",
    MONTH_PATTERN: "Viết tháng và năm bằng chữ số, ví dụ 3/2026.",
}


def _closest_keys(model: type[Record], keys: KeyPath) -> list[str]:
    """Return the known key that the unknown one at the end of `keys` is probably a slip of, if any, as a list."""
    from difflib import get_close_matches

    return get_close_matches(str(keys[-1]), sorted(_field_names_at(model, keys[:-1])), 1)


def _unknown_key(model: type[Record], document: YamlDocument, keys: KeyPath) -> Problem:
    known_keys = sorted(_field_names_at(model, keys[:-1]))
    closest = _closest_keys(model, keys)
    hint = f"Có phải là «{closest[0]}»?" if closest else f"Các khóa dùng được: {', '.join(known_keys)}."
    return document.problem(
        keys, ProblemCode.UNKNOWN_KEY, f"khóa «{keys[-1]}» không có trong quy định.", hint, at_key=True
    )


def _field_names_at(model: type[Record], keys: KeyPath) -> set[str]:
    """Return the field names of the record that `keys` lead to from `model`."""
    for key in keys:
        if isinstance(key, str):
            model = _record_type_in(model.keys_of_file()[key].annotation) or model
    return set(model.keys_of_file())


def _field_at(model: type[Record], keys: KeyPath) -> FieldInfo | None:
    """Return the field that `keys` lead to from `model`, None if there is none.

    What lies below a mapping whose keys the plan chooses itself, as the cells of a row, leads to the mapping.
    """
    field = None
    for key in keys:
        if field is not None and _is_mapping(field.annotation):
            return field
        if isinstance(key, str):
            field = model.keys_of_file().get(key)
            if field is None:
                return None
            model = _record_type_in(field.annotation) or model
    return field


def _choices_at(model: type[Record], keys: KeyPath) -> list[str]:
    """Return the values that the field at `keys` takes, in the order of its enum."""
    field = _field_at(model, keys)
    assert field is not None, keys
    return [choice.value for choice in _enum_in(field.annotation) or ()]


def _is_mapping(annotation: object) -> bool:
    return get_origin(annotation) is dict


def _enum_in(annotation: object) -> type[StrEnum] | None:
    """Return the enum that an annotation is, or offers beside None."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return annotation
    return next(filter(None, map(_enum_in, get_args(annotation))), None)


def _holds_text(annotation: object) -> bool:
    """Return whether a field of this type holds a text or a list of texts."""
    return annotation is str or any(_holds_text(argument) for argument in get_args(annotation))


def _record_type_in(annotation: object) -> type[Record] | None:
    """Return the record type that an annotation is or contains: MilestoneRecord of `tuple[MilestoneRecord, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if record_type := _record_type_in(argument):
            return record_type
    return None
