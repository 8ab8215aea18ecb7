"""The program takes its words from the plan at hand: none of another plan's stand in its code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.tree import CHECKOUT

HOUSE = CHECKOUT / "papi_cli"

# What only one plan says: its kind of document, its parts and annexes, its agencies and indices, its codes.
OF_ONE_PLAN = re.compile(
    r"Quyết định|Nghị quyết|\bMục [IVX0-9]|Phụ lục [IVX0-9]|[Cc]hỉ số|\bPAPI\b(?!_)|\bSở [A-ZĐ]|Tòa án|Sơn La|\bTỉnh ủy"
    r"|\b[IVX]+\.\d|part-\d|annex-\d|\bso-[a-z]|bao-cao-(6|nam)|semiannual|\bST[PC]\b|\bSNV\b"
)
# In help pages also days: those of a plan's year.
YEAR = re.compile(r"\b20[12]\d\b")


def strings(path: Path) -> Iterator[str]:
    """Yield what the module says: its string literals, without docstrings and without the names of variables."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


# The kinds of documents of Decree 30/2020/NĐ-CP, which the program offers or names as examples.
KINDS = {"Quyết định", "Nghị quyết"}
# Where such words may stand all the same, and why.
REASONS: Mapping[str, tuple[set[str], str]] = {
    "plan/founding/new_plan.py": (KINDS, "a new plan is asked which kind of document issues it"),
    "plan/editors/descriptions.py": (KINDS, "the description of the key that has the kind"),
    "plan/founding/proposed_days.py": ({"Nghị quyết"}, "the law by which a day is off in every province"),
    "plan/files/records.py": (KINDS, "what to write instead of a key of earlier versions"),
}


def test_no_word_of_one_plan_stands_in_the_program() -> None:
    found: dict[str, set[str]] = {}
    for path in HOUSE.rglob("*.py"):
        place = path.relative_to(HOUSE).as_posix()
        # What a due phrase may say is the same in all plans.
        if not place.startswith("deadlines/"):
            found.setdefault(place, set()).update(
                match[0] for text in strings(path) for match in OF_ONE_PLAN.finditer(text)
            )
    unexplained = {place: words - REASONS.get(place, (set(), ""))[0] for place, words in found.items()}
    assert {place: words for place, words in unexplained.items() if words} == {}


@pytest.mark.parametrize("path", sorted((HOUSE / "cli" / "commands").glob("*.py")), ids=lambda path: path.stem)
def test_no_year_stands_in_the_help_of_a_command(path: Path) -> None:
    assert not [text for text in strings(path) if YEAR.search(text)]


@pytest.mark.parametrize("word", ["Sở Nội vụ", "điểm b Mục IV", "II.2/ke-hoach", "chỉ số 4", "của PAPI", "part-4/1.b"])
def test_a_word_of_one_plan_is_seen(word: str) -> None:
    assert OF_ONE_PLAN.search(f"Ghi {word}.")


def test_what_any_plan_may_say_is_none() -> None:
    assert not OF_ONE_PLAN.search("PAPI_PLAN, mục 4, phụ lục, sở, ban, ngành, UBND tỉnh, văn bản, kế hoạch")
