"""From a document to its record, or to every problem of its shape in the words of somebody who edits the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from papi_cli.plan.files.schema import (
    CODE_PATTERN,
    COMMUNE_CODE_PATTERN,
    DECISION_NUMBER_PATTERN,
    ID_PATTERN,
    MONTH_PATTERN,
    Record,
)
from papi_cli.plan.files.yamltext import KeyPath, YamlDocument, YamlValue
from papi_cli.problems import Problem, ProblemCode
from papi_cli.text import did_you_mean, slug

RecordT = TypeVar("RecordT", bound=Record)


class Validation(NamedTuple, Generic[RecordT]):
    """What a document is as a record, and what is wrong with its shape.

    Where something is wrong, `record` is made of what is left without the faulty parts (None where too little is),
    and `document` leads from it to the file; `cut` are the parts that were cut out, an empty record for one of which
    nothing can be told.
    """

    record: RecordT | None
    document: YamlDocument
    problems: tuple[Problem, ...]
    removed_parts: tuple[YamlValue, ...] = ()


def validate(model: type[RecordT], document: YamlDocument) -> Validation[RecordT]:
    """Return `document` as a record of kind `model`, and every problem of its shape."""
    try:
        return Validation(model.model_validate(document.tree), document, (), document.duplicate_values)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=True)
    problems = tuple(_problems(model, document, errors))
    left = document
    cut = list(document.duplicate_values)
    # Cutting a part out can take something away from the whole that had to be there: a few rounds, never endless.
    for _ in range(_MAX_ROUNDS):
        faulty = {_faulty_part(left.tree, error): error["type"] for error in errors}
        cut += [
            part for part in (_removed_value(left, keys, kind) for keys, kind in faulty.items()) if part is not None
        ]
        left = _without_parts(left, set(faulty))
        try:
            return Validation(model.model_validate(left.tree), left, problems, tuple(cut))
        except ValidationError as invalid:
            errors = invalid.errors(include_url=False, include_input=True)
    return Validation(None, document, problems)


_MAX_ROUNDS = 4


def _faulty_part(tree: YamlValue, error: ErrorDetails) -> KeyPath:
    """Return what has to go: an unknown key, else the nearest record of a list around the error, else its key."""
    keys = error["loc"]
    if error["type"] == "extra_forbidden":
        return keys
    entries: list[KeyPath] = []
    for place, key in enumerate(keys):
        if isinstance(tree, dict) and isinstance(key, str) and key in tree:
            tree = tree[key]
        elif isinstance(tree, list) and isinstance(key, int) and key < len(tree):
            tree = tree[key]
            if isinstance(tree, dict):
                entries.append(keys[: place + 1])
        else:
            break
    return entries[-1] if entries else keys


def _removed_value(document: YamlDocument, keys: KeyPath, kind: str) -> YamlValue | None:
    """Return what goes with the part that `keys` lead to: an empty record where a line of text stands for a block."""
    part = document.value(keys)
    is_entry = bool(keys) and isinstance(keys[-1], int)
    return {} if kind in _STRUCTURE_ERRORS and not is_entry else part


_STRUCTURE_ERRORS = ("tuple_type", "model_type", "model_attributes_type")


def _without_parts(document: YamlDocument, parts: set[KeyPath]) -> YamlDocument:
    """Return the document without `parts`; its places stay those of the file."""
    kept: dict[KeyPath, tuple[int, ...]] = {}

    def left(tree: YamlValue, keys: KeyPath, original: KeyPath) -> YamlValue:
        if isinstance(tree, dict):
            entries = {key: (*keys, key) for key in tree if (*keys, key) not in parts}
            return {key: left(tree[key], inner, (*original, key)) for key, inner in entries.items()}
        if isinstance(tree, list):
            before = document.kept_entries.get(original, tuple(range(len(tree))))
            places = [place for place in range(len(tree)) if (*keys, place) not in parts]
            kept[original] = tuple(before[place] for place in places)
            return [left(tree[place], (*keys, place), (*original, before[place])) for place in places]
        return tree

    return document._replace(tree=left(document.tree, (), ()), kept_entries=kept)


def unquoted_scalars(model: type[Record], document: YamlDocument) -> Iterator[Problem]:
    """Yield a warning a code or text that other YAML readers take for a number or a truth value."""
    for keys in document.non_string_scalars:
        field = _field_at(model, keys)
        if field is not None and _holds_text(field.annotation):
            value = document.value(keys)
            if value is None:
                continue  # it stands below a key that is there twice, and was not taken
            message = f"«{value}» không đặt trong dấu nháy: phần mềm khác không đọc là chữ."
            hint = f'Viết "{value}".'
            yield document.problem(keys, ProblemCode.UNQUOTED_SCALAR, message, hint).as_warning


# pydantic's kinds of errors, in the words of somebody who edits the file.
_TYPE_MESSAGES = {
    "string_type": ("chỗ này phải là một dòng chữ.", "Viết giá trị trên cùng dòng với khóa."),
    "tuple_type": ("chỗ này phải là một danh sách.", "Viết «[a, b]» hoặc mỗi mục một dòng bắt đầu bằng «- »."),
    "model_type": ("chỗ này phải là một khối «khóa: giá trị».", "Kiểm tra thụt dòng."),
    "model_attributes_type": ("chỗ này phải là một khối «khóa: giá trị».", "Kiểm tra thụt dòng."),
    "date_type": ("thiếu ngày.", "Viết theo dạng 2026-06-10."),
}
_VALUE_MESSAGES = {
    "string_too_short": ("giá trị để trống.", "Điền giá trị, hoặc bỏ khóa nếu không bắt buộc."),
    "flag": ("giá trị phải là true hoặc false.", "Viết true hoặc false, chữ thường."),
    "number": ("giá trị phải là một số nguyên từ 0 trở lên.", "Viết bằng chữ số, ví dụ 15."),
    "year": ("giá trị phải là một năm từ 2000 đến 2099.", "Viết bốn chữ số, ví dụ 2026."),
    "points": ("điểm phải là một số từ 0 đến dưới 100, có thể có phần thập phân.", "Viết ví dụ 5,12."),
    "time_zone": ("không có múi giờ nào tên như vậy.", "Viết Asia/Ho_Chi_Minh."),
}
_DAY_MESSAGES = {
    "day_form": ("«{value}» không viết đúng dạng ngày.", "Viết theo dạng 2026-06-10."),
    "no_such_day": ("ngày {value} không có trong lịch.", "Kiểm tra lại ngày, tháng."),
}


def _problems(model: type[Record], document: YamlDocument, errors: Sequence[ErrorDetails]) -> Iterator[Problem]:
    """Yield a problem for each error; a key that is missing only because it is misspelt is told once."""
    meant = {
        (*keys[:-1], key)
        for keys in (error["loc"] for error in errors if error["type"] == "extra_forbidden")
        for key in _closest_keys(model, keys)
    }
    for error in errors:
        if error["type"] != "missing" or error["loc"] not in meant:
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
    if kind in _DAY_MESSAGES:
        message, hint = _DAY_MESSAGES[kind]
        return document.problem(keys, ProblemCode.WRONG_DAY, message.format(value=value), hint)
    if kind == "enum":
        choices = {choice.casefold(): choice for choice in _choices_at(model, keys)}
        near = did_you_mean(str(value).casefold(), choices)
        hint = f"Có phải là «{choices[near]}»?" if near else f"Chọn một trong: {', '.join(choices.values())}."
        return document.problem(keys, ProblemCode.WRONG_VALUE, f"«{value}» không phải là giá trị dùng được.", hint)
    if kind == "string_pattern_mismatch" and not value:
        return document.problem(keys, ProblemCode.WRONG_VALUE, *_VALUE_MESSAGES["string_too_short"])
    if kind == "string_pattern_mismatch":
        hint = _PATTERN_HINTS[error["ctx"]["pattern"]].format(slug=slug(value))
        return document.problem(keys, ProblemCode.WRONG_VALUE, f"«{value}» không đúng dạng.", hint)
    raise AssertionError(f"a kind of error that no sentence exists for: {kind}")


# How what has to keep a form is written, by the form.
_PATTERN_HINTS = {
    ID_PATTERN: "Mã viết không dấu, chữ thường, nối bằng gạch ngang: «{slug}».",
    CODE_PATTERN: "Viết mã liền, không có dấu cách, dấu phẩy, dấu gạch chéo, ví dụ «II.2».",
    COMMUNE_CODE_PATTERN: "Mã xã, phường gồm 5 chữ số.",
    DECISION_NUMBER_PATTERN: "Ghi riêng phần số, ký hiệu ghi ở khóa «symbol».",
    MONTH_PATTERN: "Viết tháng và năm bằng chữ số, ví dụ 3/2026.",
}


def _closest_keys(model: type[Record], keys: KeyPath) -> list[str]:
    """Return the key, if any, for which the unknown one that `keys` end with is a slip."""
    from difflib import get_close_matches

    return get_close_matches(str(keys[-1]), sorted(_field_names_at(model, keys[:-1])), 1)


def _unknown_key(model: type[Record], document: YamlDocument, keys: KeyPath) -> Problem:
    known = sorted(_field_names_at(model, keys[:-1]))
    meant = _closest_keys(model, keys)
    hint = f"Có phải là «{meant[0]}»?" if meant else f"Các khóa dùng được: {', '.join(known)}."
    return document.problem(
        keys, ProblemCode.UNKNOWN_KEY, f"khóa «{keys[-1]}» không có trong quy định.", hint, at_key=True
    )


def _field_names_at(model: type[Record], keys: KeyPath) -> set[str]:
    """Return the names of the fields of the record that `keys` lead to from `model`."""
    for key in keys:
        if isinstance(key, str):
            model = _record_type_in(model.model_fields[key].annotation) or model
    return set(model.model_fields)


def _field_at(model: type[Record], keys: KeyPath) -> FieldInfo | None:
    """Return the field that `keys` lead to from `model`, None where there is none of that name."""
    field = None
    for key in keys:
        if isinstance(key, str):
            field = model.model_fields.get(key)
            if field is None:
                return None
            model = _record_type_in(field.annotation) or model
    return field


def _choices_at(model: type[Record], keys: KeyPath) -> list[str]:
    """Return the values that the field at `keys` takes, in the order of its enum."""
    field = _field_at(model, keys)
    assert field is not None, keys
    return [choice.value for choice in _enum_in(field.annotation) or ()]


def _enum_in(annotation: object) -> type[StrEnum] | None:
    """Return the enum that an annotation is, or offers beside None."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return annotation
    return next(filter(None, map(_enum_in, get_args(annotation))), None)


def _holds_text(annotation: object) -> bool:
    """Tell whether a field of this type holds text, or a list of texts."""
    return annotation is str or any(_holds_text(argument) for argument in get_args(annotation))


def _record_type_in(annotation: object) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _record_type_in(argument):
            return found
    return None
