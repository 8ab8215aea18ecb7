"""Rules on what a plan that follows another one still has of it: blank deadlines, its years, provisions that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.plan.files.yamltext import KeyPath, YamlDocument, YamlValue
from papi_cli.plan.founding.next_years import Move, years_words
from papi_cli.plan.founding.open_places import open_mark
from papi_cli.plan.quotation import DOCUMENT
from papi_cli.problems import ProblemCode
from papi_cli.text import number_text

# How `papi init --from` leaves a deadline: blank, that of the earlier plan behind it.
_EARLIER_PHRASE = re.compile(r"due:\s*#\s*(?:năm|giai đoạn) 20\d\d")
_PROVISION = re.compile(r"\b(?:khoản \d|điểm [a-zđ]\b)")
_FILES = ("plan.yaml", "tasks.yaml", "duties.yaml")
_MOST_LINES = 8


def dues_left_blank(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn, once a file, about deadlines that are blank beside that of an earlier plan, and duties of a period without one."""
    for file in ("tasks.yaml", "duties.yaml"):
        document = context.documents.get(file)
        if document is None:
            continue
        blank = list(_blank_dues(context, document))
        if blank:
            message = f"còn {number_text(len(blank))} thời hạn để trống ({_lines(document, blank)})."
            hint = "Ghi thời hạn của văn bản mới; văn bản không ghi thời hạn thì xóa ghi chú bên cạnh."
            yield context.warning_at(file, blank[0], (), (ProblemCode.DUE_LEFT_BLANK, message, hint))


def _blank_dues(context: CheckContext, document: YamlDocument) -> Iterator[KeyPath]:
    lines = document.text.splitlines()
    is_followed = _EARLIER_PHRASE.search(document.text) is not None
    of_periods = {
        ("duties", place, "due")
        for place, record in enumerate(context.base.duties.duties)
        if document.file.endswith("duties.yaml") and record.period is not None and not record.anchor
    }
    if not (is_followed or of_periods):
        return
    for keys, value in _values(document.tree, ()):
        if value or keys[-1:] != ("due",) or "quote" in keys:
            continue
        line = lines[document.position(keys, at_key=True)[0] - 1]
        if keys in of_periods or _EARLIER_PHRASE.search(line):
            yield keys


def words_of_an_earlier_plan(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn, once a file, about words that still name the years of the plan that this one follows, or cite its provisions.

    The rows of annexes are looked at as long as something proposed is left in them: those of the document itself may speak
    of the year before. So may what is carried over.
    """
    earlier = context.plan.earlier_plans
    for file in _FILES if earlier else ():
        document = context.documents.get(file)
        if document is None:
            continue
        if file == "tasks.yaml" and not any(open_mark(keys, value) for keys, value in _values(document.tree, ())):
            continue
        move = Move(earlier[-1].span, context.plan.span)
        values = [(keys, value) for keys, value in _values(document.tree, ()) if keys[0] in _LOOKED_AT]
        if named := [
            keys for keys, value in values if move.names_past_year(value) and keys[-1] not in ("first", "last")
        ]:
            years = years_words(move.old)
            message = f"còn {number_text(len(named))} chỗ ghi {years} ({_lines(document, named)})."
            hint = f"Sửa theo văn bản mới; chỗ nào vẫn đúng là {years} thì giữ."
            yield context.warning_at(file, named[0], (DOCUMENT,), (ProblemCode.ANOTHER_YEAR, message, hint))
        cited = [keys for keys, value in values if keys[-1] == "about" and _PROVISION.search(value)]
        if cited and not context.plan.provisions:
            message = f"{number_text(len(cited))} phần báo cáo dẫn điểm, khoản mà kế hoạch này không có ({_lines(document, cited)})."
            hint = "Dẫn điểm, khoản của văn bản mới, hoặc bỏ phần trong ngoặc."
            yield context.warning_at(file, cited[0], (DOCUMENT,), (ProblemCode.ANOTHER_YEAR, message, hint))


_LOOKED_AT = frozenset({"report", "periods", "annexes", "duties"})


def _values(tree: YamlValue, keys: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(tree, str):
        yield keys, tree
        return
    for key, inner in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield from _values(inner, (*keys, key))


def _lines(document: YamlDocument, places: list[KeyPath]) -> str:
    lines = list(dict.fromkeys(str(document.position(keys, at_key=True)[0]) for keys in places))
    return f"dòng {', '.join(lines[:_MOST_LINES])}{', …' if len(lines) > _MOST_LINES else ''}"
