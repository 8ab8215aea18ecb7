"""The rows of an earlier plan in the next one: who does what, with every due phrase moved, as a proposal to confirm."""

from __future__ import annotations

from collections.abc import Mapping

from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.founding.editing import YamlEdits
from papi_cli.plan.founding.next_years import Move, years_words
from papi_cli.plan.founding.to_check import HOW_TO_CONFIRM, REPLACE
from papi_cli.plan.model import Plan
from papi_cli.plan.quotation import Meaning
from papi_cli.problems import ProblemCode
from papi_cli.text import PLACEHOLDER, is_proposed

# The warnings that are about words, not about days or about who leads; "" for an erratum that silences none.
_OF_WORDS = frozenset({"", ProblemCode.DUPLICATE_TASKS, ProblemCode.SPELLING_VARIANT})


def keep_tasks(edits: YamlEdits, move: Move) -> None:
    """Leave the rows of tasks.yaml, with what names days or years as proposals.

    Each due cell is one, whatever it says: a row is held against the new document once, and its due phrases count from
    then on. Those that are words of the cell are confirmed with it.
    """
    for keys in edits.entries(("annexes",)):
        mark_annex(edits, keys, move)
    for keys in edits.paths:
        match keys:
            case (*_, "quote", "due"):
                propose(edits, keys, move)
            case (*_, "quote", _) | (*_, "heading"):
                edits.rewrite(keys, move.proposal)
            case (*task, "milestones", int(), "due") | (*task, "due"):
                _move_due(edits, keys, (*task, "quote", "due"), move)
            case _:
                _move_own(edits, keys, move)


def keep_duties(edits: YamlEdits, move: Move) -> None:
    """Leave the duties of duties.yaml with their due phrases as proposals, without the provisions of the earlier document."""
    for keys in edits.paths:
        match keys:
            case ("duties", _, "due"):
                propose(edits, keys, move)
            case ("duties", _, "source"):
                edits.remove(keys)
            case _:
                _move_own(edits, keys, move)


def propose(edits: YamlEdits, keys: KeyPath, move: Move) -> None:
    """Put a due phrase in brackets, with its years moved; one that was never confirmed is moved again."""
    if any(map(str.isalnum, edits.value(keys))):
        form = "{}" if is_proposed(edits.value(keys)) else "[{}]"
        edits.rewrite(keys, lambda words: form.format(move.phrase(words)))


def _move_due(edits: YamlEdits, keys: KeyPath, cell: KeyPath, move: Move) -> None:
    quoted = edits.value(cell) if cell in edits else ""
    if " ".join(edits.value(keys).split()) in " ".join(quoted.split()):
        edits.rewrite(keys, move.phrase)
    else:
        propose(edits, keys, move)


def _move_own(edits: YamlEdits, keys: KeyPath, move: Move) -> None:
    """Move the years in the office's own words, which the mark of their row goes for, and drop terms counted from a time of old."""
    match keys:
        case (*_, "product" | "phase" | "title" | "text") if keys[0] == "duties" or len(keys) > len(_IN_ANNEX):
            edits.rewrite(keys, move.words)
        case (*_, "anchor") if "@" in edits.value(keys):
            edits.remove(keys)


_IN_ANNEX = ("annexes", 0, "title")


def mark_annex(edits: YamlEdits, keys: KeyPath, move: Move) -> None:
    """Mark the heading of an annex, and say above the annex whose words it has."""
    heading = next(
        ((*keys, key) for key in ("title", "label") if (*keys, key) in edits and edits.value((*keys, key))), None
    )
    if heading is not None:
        is_dated = move.names_old_year(edits.value(heading))
        edits.rewrite(heading, move.proposal if is_dated else lambda words: f"{PLACEHOLDER} {words}")
    if (*keys, "note") in edits:  # «(Kèm theo Quyết định số …)»
        edits.remove((*keys, "note"))
    remark = f"{REPLACE} bảng này lấy từ kế hoạch {years_words(move.old)}; {HOW_TO_CONFIRM} {_ONCE_A_ROW}"
    edits.comment(keys, remark)


_ONCE_A_ROW = "Còn dấu ấy ở ô thời hạn (due của quote) thì thời hạn của cả nhiệm vụ chưa được tính."


def rows_kept(plan: Plan, move: Move, *, with_tasks: bool) -> Mapping[str, str]:
    """Return the words that each row has in the new plan, without its deadlines, by the code under which errata know it."""
    words = {
        row.code: f"{row.quote.label} {row.quote.name} {row.quote.lead} {row.quote.cooperating}"
        for row in plan.components
    }
    if with_tasks:
        for task in plan.tasks.values():
            cells = (cell for column, cell in task.cells.items() if column != Meaning.DUE)
            if task.dropped_on is None:
                words[task.code] = move.proposal(" ".join(cells))
    return {code: " ".join(text.split()) for code, text in words.items()}


def keep_errata(edits: YamlEdits, rows: Mapping[str, str]) -> bool:
    """Leave the errata that are about words of the `rows` alone; return whether any is left.

    What is said of due phrases, which the new document sets anew, does not hold again.
    """
    kept = 0
    for keys in edits.entries(("errata",)) if ("errata",) in edits else ():
        places = [edits.value(place) for place in edits.entries((*keys, "places"))]
        silenced = edits.value((*keys, "silences")) if (*keys, "silences") in edits else ""
        quote = " ".join(edits.value((*keys, "quote")).split()) if (*keys, "quote") in edits else ""
        if all(quote in rows.get(place, "") and place in rows for place in places) and silenced in _OF_WORDS:
            kept += 1
        else:
            edits.remove(keys)
    return kept > 0
