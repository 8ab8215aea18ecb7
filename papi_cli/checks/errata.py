"""Known flaws of the source: which warnings they answer, and which of them answer nothing any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from papi_cli.checks.context import CheckContext, CheckWarning, single_line
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath, YamlValue
from papi_cli.problems import Problem, ProblemCode


def is_silenced(subject: CheckContext, remark: CheckWarning) -> bool:
    """Whether the remark repeats what is known of the source."""
    return any(_silences(erratum, remark) for erratum in subject.records.errata.errata)


def _silences(erratum: schema.ErratumRecord, remark: CheckWarning) -> bool:
    """Whether it names the warning, a place of it (both tasks, where two are compared) and the words found there."""
    if erratum.silences is not remark.problem.code:
        return False
    known, about = set(erratum.places), set(remark.codes)
    if not (about <= known if remark.problem.code is ProblemCode.DUPLICATE_TASKS else about & known):
        return False
    return not (erratum.quote and remark.quote) or remark.quote in erratum.quote or erratum.quote in remark.quote


def stale_erratum_warnings(subject: CheckContext, remarks: Sequence[CheckWarning]) -> Iterator[Problem]:
    """Yield a warning an erratum whose place, words or warning are not there any more: the source or it was mended."""
    texts = _quoted_texts(subject)
    for number, erratum in enumerate(subject.records.errata.errata):
        keys: KeyPath = ("errata", number)
        for place, code in enumerate(erratum.places):
            if code not in texts:
                yield _stale_warning(subject, (*keys, "places", place), f"không có nơi nào mang mã «{code}».")
            elif single_line(erratum.quote) not in texts[code]:
                yield _stale_warning(subject, (*keys, "quote"), f"{code} không còn chữ «{erratum.quote}».")
        if erratum.silences is not None and not any(_silences(erratum, remark) for remark in remarks):
            yield _stale_warning(subject, (*keys, "silences"), f"không còn cảnh báo {erratum.silences} nào ở nơi này.")


def _stale_warning(subject: CheckContext, keys: KeyPath, message: str) -> Problem:
    hint = "Bỏ hoặc sửa dòng này của errata.yaml."
    return subject.documents["errata.yaml"].problem(keys, ProblemCode.STALE_ERRATUM, message, hint).as_warning


def _quoted_texts(subject: CheckContext) -> Mapping[str, str]:
    """Return all quoted words of each place by which errata name them."""
    documents, records = subject.documents, subject.records
    decision = documents["plan.yaml"].value(("decision", "quote"))
    texts = {"decision": _joined_text(decision)}
    for annex, file in (("annex-1", "indices.yaml"), ("annex-2", "tasks.yaml")):
        texts[annex] = _joined_text(documents[file].tree)
    for _, row in subject.component_records():
        texts[row.code] = single_line(" ".join(row.quote.model_dump().values()))
    for _, task in subject.tasks():
        texts[task.code] = single_line(" ".join(task.quote.model_dump().values()))
    for provision in subject.plan.provisions.values():
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
