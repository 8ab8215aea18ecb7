"""The rows of an earlier plan in the next one: who does what, with every due phrase to be entered anew."""

from __future__ import annotations

from collections.abc import Mapping

from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.founding.editing import YamlEdits
from papi_cli.plan.founding.next_years import Move, years_words
from papi_cli.plan.founding.to_check import REPLACE
from papi_cli.plan.model import Plan
from papi_cli.plan.quotation import Meaning
from papi_cli.problems import ProblemCode
from papi_cli.text import PLACEHOLDER

# The warnings that are about words, not about days or about who leads; "" for an erratum that silences none.
_OF_WORDS = frozenset({"", ProblemCode.DUPLICATE_TASKS, ProblemCode.SPELLING_VARIANT})
_MOST_SIGNS = 80  # of an earlier due phrase beside the place of the new one


def keep_tasks(edits: YamlEdits, move: Move) -> None:
    """Leave the rows of tasks.yaml without due phrases, the earlier one beside each.

    Each annex, whose words are still those of the earlier document, and each due cell is marked as a place to fill in.
    """
    for keys in edits.entries(("annexes",)):
        mark_annex(edits, keys, move)
    for keys in edits.paths:
        match keys:
            case (*_, "quote", "due"):
                if edits.value(keys):
                    edits.replace(keys, f'"{PLACEHOLDER}"')
            case (*_, "quote", _):
                pass
            case (*_, "due"):
                _blank_due(edits, keys, move)
            case (*_, "anchor" | "yearly"):
                edits.remove(keys)


def mark_annex(edits: YamlEdits, keys: KeyPath, move: Move) -> None:
    """Mark the heading of an annex, and say above the annex whose words it has."""
    heading = next(
        ((*keys, key) for key in ("title", "label") if (*keys, key) in edits and edits.value((*keys, key))), None
    )
    if heading is not None:
        words = " ".join(move.words(edits.value(heading)).split())
        edits.replace_text(heading, f"{PLACEHOLDER} {words}")
    if (*keys, "note") in edits:  # «(Kèm theo Quyết định số …)»
        edits.remove((*keys, "note"))
    edits.comment(
        keys, f"{REPLACE} câu chữ, cơ quan trong bảng này còn của {years_words(move.old)}, thời hạn để trống."
    )


def keep_duties(edits: YamlEdits, move: Move) -> None:
    """Leave the duties of duties.yaml without due phrases and without the provisions of the earlier document."""
    for keys in edits.paths:
        match keys:
            case ("duties", _, "due"):
                _blank_due(edits, keys, move)
            case ("duties", _, "source" | "anchor" | "yearly"):
                edits.remove(keys)


def rows_kept(plan: Plan, *, with_tasks: bool) -> Mapping[str, str]:
    """Return the words that are taken over of each row, by the code under which errata know it."""
    words = {
        row.code: f"{row.quote.label} {row.quote.name} {row.quote.lead} {row.quote.cooperating}"
        for row in plan.components
    }
    if with_tasks:
        for task in plan.tasks.values():
            words[task.code] = " ".join(cell for column, cell in task.cells.items() if column != Meaning.DUE)
    return {code: " ".join(text.split()) for code, text in words.items()}


def keep_errata(edits: YamlEdits, rows: Mapping[str, str]) -> bool:
    """Leave the errata that are about words of the `rows` alone; return whether any is left.

    What is said of due phrases, which are blank, does not hold again.
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


def _blank_due(edits: YamlEdits, keys: KeyPath, move: Move) -> None:
    phrase = " ".join(edits.value(keys).split())
    if len(phrase) > _MOST_SIGNS:
        phrase = f"{phrase[:_MOST_SIGNS].rsplit(' ', 1)[0]} …"
    edits.clear(keys, f"{years_words(move.old)}: {phrase}" if phrase else "")
