"""Errata: which warnings they silence, and which of them are out of date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from papi_cli.checks.context import CheckContext, CheckWarning, single_line
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath, YamlValue
from papi_cli.plan.quotation import DOCUMENT
from papi_cli.plan.resolve.tasks import placed_sections
from papi_cli.problems import Problem, ProblemCode


def is_silenced(context: CheckContext, warning: CheckWarning) -> bool:
    """Return whether an erratum silences the warning."""
    return any(_silences(erratum, warning) for erratum in context.records.errata.errata)


def _silences(erratum: schema.ErratumRecord, warning: CheckWarning) -> bool:
    """Return whether the erratum names the code of the warning, a place of it, and the words that it objects to.

    For duplicate tasks it must name both.
    """
    if erratum.silences is not warning.problem.code:
        return False
    known, concerned = set(erratum.places), set(warning.codes)
    if not (concerned <= known if warning.problem.code is ProblemCode.DUPLICATE_TASKS else concerned & known):
        return False
    return not (erratum.quote and warning.quote) or warning.quote in erratum.quote or erratum.quote in warning.quote


def stale_erratum_warnings(context: CheckContext, warnings: Sequence[CheckWarning]) -> Iterator[Problem]:
    """Yield a warning for each erratum whose place, words or silenced warning no longer exist."""
    texts = _quoted_texts(context)
    for number, erratum in enumerate(context.records.errata.errata):
        keys: KeyPath = ("errata", number)
        for position, code in enumerate(erratum.places):
            if code not in texts:
                yield _stale_warning(context, (*keys, "places", position), f"không có nơi nào mang mã «{code}».")
            elif single_line(erratum.quote) not in texts[code]:
                yield _stale_warning(context, (*keys, "quote"), f"{code} không còn chữ «{erratum.quote}».")
        if erratum.silences is not None and not any(_silences(erratum, warning) for warning in warnings):
            yield _stale_warning(context, (*keys, "silences"), f"không còn cảnh báo {erratum.silences} nào ở nơi này.")


def _stale_warning(context: CheckContext, keys: KeyPath, message: str) -> Problem:
    hint = "Bỏ hoặc sửa dòng này của errata.yaml."
    return context.documents["errata.yaml"].problem(keys, ProblemCode.STALE_ERRATUM, message, hint).as_warning


def _quoted_texts(context: CheckContext) -> Mapping[str, str]:
    """Return the quoted words of each place, by the code that errata use for it."""
    documents, records = context.documents, context.base
    parts = {part.code: single_line(" ".join(part.lines)) for part in context.plan.document.quote}
    texts = {DOCUMENT: " ".join(parts.values()), **parts}
    if records.indices.indices:
        texts[records.indices.annex.code] = _joined_text(documents["indices.yaml"].tree)
    for position, annex in enumerate(records.tasks.annexes):
        texts[annex.code] = _joined_text(documents["tasks.yaml"].value(("annexes", position)))
    for _, row in context.component_records():
        texts[row.code] = single_line(" ".join(row.quote.model_dump().values()))
    for task in (task for placed in placed_sections(records.tasks) for task in placed.records):
        texts[task.code] = single_line(" ".join(task.quote.values()))
    for provision in context.plan.provisions.values():
        texts[provision.code] = single_line(f"{provision.heading} {provision.text}")
    for duty in records.duties.duties:
        texts[duty.code] = single_line(f"{duty.title} {duty.product} {duty.due}")
    return texts


def _joined_text(tree: YamlValue | None) -> str:
    if tree is None:
        return ""
    if isinstance(tree, str):
        return single_line(tree)
    return " ".join(_joined_text(inner) for inner in (tree.values() if isinstance(tree, dict) else tree))
