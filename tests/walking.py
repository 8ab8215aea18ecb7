"""Searches what papi prints of one plan for words and shapes of others, and for sentences around a fact that is not there.

The words are reckoned from the plans themselves: what is a name, a title, a heading or a task in one of them, and
stands nowhere in the files of the plan at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.made_up import FOLDER, NAMES, Tree, own_text, rows_of, tree
from tests.tree import CHECKOUT

# Words of the shipped plan that say on their own whose they are.
_TELLTALE = ("PAPI", "Chỉ số", "Sơn La", "Tòa án")
# Names in some plan that are everyday words of the administration in another.
_EVERYDAY = frozenset({"chính phủ", "các cơ quan chủ trì", "tổ chức thực hiện", "phân công thực hiện"})
_KINDS = ("Quyết định", "Kế hoạch", "Chương trình", "Nghị quyết")


class Fault(NamedTuple):
    """What is wrong in a text: the rule, and the words with some around them."""

    rule: str
    words: str


# Shapes that no text has, whatever the plan: rule and pattern.
_EVERYWHERE: Mapping[str, str] = {
    # «(số thứ tự)», in the head of a column, says what is in it.
    "a fact left out of its sentence": r"\b(là|(?<!có )ngày cuối cùng|hết ngày|từ ngày|trước ngày|khoản|Điều) ?[.,;)]"
    r"|(?<!\()\bsố thứ tự ?[.,;)]|\(số thứ tự(?: [.,;)]|[.,;])",
    "brackets around nothing": r"\( *\)|(?<!addressees: )\[ *\]|«\s*»|“\s*”",
    "a doubled or lonely sign": r"(?<![.\w])\.\.(?![./])|[,;] *[,;]|[,;] *\.(?![\w.])|\( *[,;]| [,;](?=\s)",
    "brackets behind the end of a sentence": r"(?<!v\.v)[.;] \((?:tháng|quý|năm|\d+ tháng|ngày|sau khi) ",
    "a value of Python": r"\bNone\b|\bTrue\b|\bFalse\b|\bnan\b",
    "the inside of a template": r"\{\{|\}\}|\{%|%\}",
    "a citation of nothing": r"\b(theo|tại|cứ) (điểm|khoản|Điều|số thứ tự|đoạn cuối|Mục) (của|Kế hoạch|Chương trình|Quyết định|Mục|Phụ lục)",
}
# Shapes that no letter, report or list for others has.
_OUTGOING: Mapping[str, str] = {
    "two spaces": r"\S  +\S",
    "words said twice": r"(?<!\w)(\d{4}|\w+ \w+) \1(?!\w)",
}
# Where the office writes number and day after signing.
_LEFT_BLANK = re.compile(r"(?<=[Ss]ố) {2,}(?=/)|(?<=Số:) {2,}(?=/)|(?<=ngày) {2,}(?=tháng)|(?<=tháng) {2,}(?=năm)")
_EMPTY_CELL = re.compile(r"\| +(?=\|)")
# An article that is one of a law, not of a plan.
_LAW = r"(?!(?: [0-9A-Za-zđĐ.,-]+)* (?:Bộ luật|Luật|Nghị định))"


def faults(folder: Path, text: str, *, outgoing: bool) -> Iterator[Fault]:
    """Yield what is wrong in a text about the plan in `folder`; `outgoing` are documents that leave the office."""
    for rule, pattern in _EVERYWHERE.items():
        yield from _found(rule, pattern, text)
    for words in foreign_words(folder):
        if words.casefold() in text.casefold():
            yield from _found("words of another plan", _whole(words), text)
    yield from _found("an article that the plan does not have", _without(folder, r"Điều \d+", _LAW), text)
    yield from _found(
        "a part that the plan does not have", _without(folder, r"(?:Mục|Phần) [IVX]+(?! Báo cáo này)", ""), text
    )
    yield from _found("an annex that the plan does not have", _foreign_annexes(folder), text)
    yield from _found("another kind of document", _foreign_kinds(folder), text)
    if not outgoing:
        return
    for rule, pattern in _OUTGOING.items():
        yield from _found(rule, pattern, _LEFT_BLANK.sub(" ", _EMPTY_CELL.sub("| ", text)))
    yield from _found("a code", codes(folder), text)
    if is_issued(folder):
        yield from _found("a blank where the fact is known", r"số \[…\]|ngày \[…\]|\[…\]/", text)


def _found(rule: str, pattern: str, text: str) -> Iterator[Fault]:
    for match in re.finditer(pattern, text) if pattern else ():
        yield Fault(rule, " ".join(text[max(0, match.start() - 40) : match.end() + 40].split()))


def is_issued(folder: Path) -> bool:
    """Return whether number and day of the plan's document are known."""
    document = tree(folder, "plan").get("document", {})
    return bool(document.get("number") and document.get("day"))


@cache
def foreign_words(folder: Path) -> tuple[str, ...]:
    """Return the proper words of all other plans that stand nowhere in this one."""
    own = "\n".join((own_text(folder), *proper_words(folder), *_heads_of_communes(folder)))
    folded = own.casefold()
    others = {word for other in _plans() if other != folder for word in proper_words(other)} | {*_TELLTALE}
    return tuple(sorted(word for word in others if word.casefold() not in folded or not re.search(_whole(word), own)))


def _heads_of_communes(folder: Path) -> Iterator[str]:
    """Yield how letters address the heads of a group of communes: «Chủ tịch UBND các xã, phường»."""
    file = tree(folder, "agencies")
    head = file.get("communes", {}).get("head", "")
    yield from (f"{head} {group['name']}" for group in file["groups"] if group.get("every") == "commune")


def _plans() -> tuple[Path, ...]:
    return (CHECKOUT, *(FOLDER / name for name in NAMES))


def _whole(words: str) -> str:
    """Return the pattern of the words as such, in any case if they are several."""
    escaped = re.escape(words)
    return rf"(?<!\w)(?i:{escaped})(?!\w)" if " " in words else rf"(?<!\w){escaped}(?!\w)"


@cache
def proper_words(folder: Path) -> frozenset[str]:
    """Return the names, titles, headings and tasks of a plan that say whose they are."""
    head, agencies, index = tree(folder, "plan"), tree(folder, "agencies"), tree(folder, "indices")
    document = head.get("document", {})
    words = [head["province"], head["title"], head.get("short_name", ""), document.get("title", "")]
    words += [f"{document['number']}/{document['symbol']}"] if document.get("number") else []
    words += [agencies.get("departments_noun", ""), agencies.get("communes", {}).get("noun", "")]
    communes = agencies.get("communes", {}).get("list", [])
    for record in (*agencies["departments"], *agencies.get("bodies", ()), *communes, *agencies.get("groups", ())):
        words += [record["name"], record.get("place", ""), *record.get("aliases", ())]
    for annex in tree(folder, "tasks")["annexes"]:
        words += [annex.get("title", ""), *_headings(annex), *(task["quote"]["task"] for task in rows_of(annex))]
    words += [row["quote"]["name"] for row in index.get("indices", ())]
    words += [part.get("heading", "") for part in tree(folder, "provisions").get("parts", ())]
    words += [duty["title"] for duty in tree(folder, "duties").get("duties", ())]
    whole = (" ".join(word.split()) for word in words)
    return frozenset(word for word in whole if len(word) > 3 and word.casefold() not in _EVERYDAY)


def _headings(node: Tree) -> Iterator[str]:
    for section in node.get("sections") or ():
        # Two words may be anybody's: «Văn bản», «Chuẩn bị».
        if section["heading"].count(" ") > 1:
            yield section["heading"]
        yield from _headings(section)


@cache
def _without(folder: Path, pattern: str, behind: str) -> str:
    """Return the pattern of what is like `pattern` and stands nowhere in the plan, nor is a number of its sections."""
    own = {*re.findall(pattern, own_text(folder))}
    words = tree(folder, "plan").get("words", {})
    for annex in tree(folder, "tasks")["annexes"]:
        own |= {f"{words.get('section', 'Mục')} {number}" for number in _numbers(annex)}
    for part in tree(folder, "provisions").get("parts", ()):
        if number := re.match(r"(?:Phần )?([IVX]+)\.", part.get("heading", "")):
            own.add(f"{words.get('part', 'Mục')} {number[1]}")
    excepted = "|".join(map(re.escape, sorted(own)))
    return (rf"(?!(?:{excepted})(?!\w))" if own else "") + rf"(?<!\w){pattern}(?!\w){behind}"


def _numbers(node: Tree) -> Iterator[str]:
    for section in node.get("sections") or ():
        yield section["number"]
        yield from _numbers(section)


@cache
def _foreign_annexes(folder: Path) -> str:
    """Return the pattern of an annex of the plan that it does not have; documents have annexes of their own."""
    own = [annex["label"] for annex in tree(folder, "tasks")["annexes"] if annex.get("label")]
    mine = "|".join(map(re.escape, own))
    kinds = "|".join(_KINDS)
    besides = rf"(?!(?i:{mine})(?!\w| [IVX]))" if own else ""
    # The annexes of a report have numbers, too: «Phụ lục II kèm theo Báo cáo này», and a heading on a line of its own.
    numbered = r"(?m:(?<!# )(?<!^)(?i:Phụ lục) [IVX]+(?! kèm theo)(?!\w|$))"
    return rf"{besides}(?:{numbered}|(?i:Phụ lục (?:của )?(?:{kinds})))"


@cache
def codes(folder: Path) -> str:
    """Return the pattern of the ids and codes that letters never name: those that nobody would write by himself."""
    agencies = tree(folder, "agencies")
    records = [*agencies["departments"], *agencies.get("bodies", ()), *agencies.get("groups", ())]
    records += agencies.get("communes", {}).get("list", [])
    found = {record["id"] for record in records}
    found |= {duty["code"] for duty in tree(folder, "duties").get("duties", ())}
    for annex in tree(folder, "tasks")["annexes"]:
        found.add(annex["code"])
        for task in rows_of(annex):
            found |= {task["code"], *(f"{task['code']}/{each['code']}" for each in task.get("milestones", ()))}
    # `1.1` is the code of a row and what is printed before it.
    hidden = sorted(code for code in found if re.search(r"[a-z]-|/", code))
    return r"(?<![\w/-])(?:" + "|".join(map(re.escape, hidden)) + r")(?![\w-])|@\d{4}-\d{2}|@tiep-theo"


@cache
def _foreign_kinds(folder: Path) -> str:
    """Return the pattern of the kinds of documents, written as a name within a sentence, that the plan never speaks of."""
    others = [kind for kind in _KINDS if kind not in own_text(folder)]
    return r"(?<=[\wà-ỹ,] )(?:" + "|".join(others) + r")(?!\w)" if others else ""
