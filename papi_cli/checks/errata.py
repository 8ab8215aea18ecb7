"""Known flaws of the source: which warnings they answer, and which of them answer nothing any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from papi_cli.checks.subject import Remark, Subject, flat
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import Keys, Tree
from papi_cli.problems import Code, Problem


def silenced(subject: Subject, remark: Remark) -> bool:
    """Whether the remark repeats what is known of the source."""
    return any(_answers(erratum, remark) for erratum in subject.records.errata.errata)


def _answers(erratum: schema.Erratum, remark: Remark) -> bool:
    """Whether it names the warning, a place of it (both tasks, where two are compared) and the words found there."""
    if erratum.silences is not remark.problem.code:
        return False
    known, about = set(erratum.places), set(remark.places)
    if not (about <= known if remark.problem.code is Code.EQUAL_TASKS else about & known):
        return False
    return not (erratum.quote and remark.quote) or remark.quote in erratum.quote or erratum.quote in remark.quote


def stale(subject: Subject, remarks: Sequence[Remark]) -> Iterator[Problem]:
    """Yield a warning an erratum whose place, words or warning are not there any more: the source or it was mended."""
    texts = _texts(subject)
    for number, erratum in enumerate(subject.records.errata.errata):
        keys: Keys = ("errata", number)
        for place, code in enumerate(erratum.places):
            if code not in texts:
                yield _stale(subject, (*keys, "places", place), f"không có nơi nào mang mã «{code}».")
            elif flat(erratum.quote) not in texts[code]:
                yield _stale(subject, (*keys, "quote"), f"{code} không còn chữ «{erratum.quote}».")
        if erratum.silences is not None and not any(_answers(erratum, remark) for remark in remarks):
            yield _stale(subject, (*keys, "silences"), f"không còn cảnh báo {erratum.silences} nào ở nơi này.")


def _stale(subject: Subject, keys: Keys, message: str) -> Problem:
    hint = "Bỏ hoặc sửa dòng này của errata.yaml."
    return subject.documents["errata.yaml"].problem(keys, Code.STALE_ERRATUM, message, hint).as_warning


def _texts(subject: Subject) -> Mapping[str, str]:
    """Return all quoted words of each place by which errata name them."""
    documents, records = subject.documents, subject.records
    decision = documents["plan.yaml"].value(("decision", "quote"))
    texts = {"decision": _words(decision)}
    for annex, file in (("annex-1", "indices.yaml"), ("annex-2", "tasks.yaml")):
        texts[annex] = _words(documents[file].tree)
    for _, row in subject.followed():
        texts[row.code] = flat(" ".join(row.quote.model_dump().values()))
    for _, task in subject.tasks():
        texts[task.code] = flat(" ".join(task.quote.model_dump().values()))
    for provision in subject.plan.provisions.values():
        texts[provision.code] = flat(f"{provision.heading} {provision.text}")
    for duty in records.duties.duties:
        texts[duty.code] = flat(f"{duty.title} {duty.product} {duty.due}")
    return texts


def _words(tree: Tree | None) -> str:
    if tree is None:
        return ""
    if isinstance(tree, str):
        return flat(tree)
    return " ".join(_words(inner) for inner in (tree.values() if isinstance(tree, dict) else tree))
