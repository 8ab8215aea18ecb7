"""Every word of the decision stands in the plan's quotations: an independent walk over the source text.

The prose (decision, Parts I to IV) is compared word by word in order. The columns of the annexes are interleaved in the
source text, so each of their rows is compared as a multiset of words. What is left over is listed here with its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

HERE = Path(__file__).parent
PLAN = HERE.parent / "plan"
SOURCE = (HERE / "source" / "decision.txt").read_text(encoding="utf-8")
LINES = [line.strip() for line in SOURCE.splitlines() if line.strip()]

ANNEX_1 = LINES.index("Phụ lục I")
ANNEX_2 = LINES.index("Phụ lục II")

# Words of the prose that are layout, not text: place in the running text, and why.
PROSE_LEFT_OVER = {("6", "5."): "the number of page 6, between points 4.đ and 5 of Part II"}

# The head of Annex II's table, repeated on every page.
PAGE_HEAD = [
    "TT",
    "Nhiệm",
    "vụ",
    "cụ",
    "thể",
    "Sản",
    "phẩm",
    "đầu",
    "ra",
    "Cơ",
    "quan",
    "chủ",
    "trì",
    "Cơ",
    "quan",
    "phối",
    "hợp",
    "Thời",
    "gian",
    "hoàn",
    "thành",
]
PAGES_WITH_NUMBER = ["2", "3", "4", "5", "6", "7"]


# A word that a line end of the source cuts in two.
CUT_WORDS = {("KT-", "XH"): "KT-XH"}


def load(name: str) -> Any:  # noqa: ANN401  # whatever YAML holds
    # ruamel.yaml's own pure loader, so that the program's reader does not test itself; every scalar stays text here,
    # because the quotations hold no scalar that YAML would read otherwise.
    return YAML(typ="safe", pure=True).load((PLAN / name).read_text(encoding="utf-8"))


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)


def prose_of(node: dict[str, Any]) -> Iterator[str]:
    yield from (node[key] for key in ("heading", "text") if key in node)
    for point in node.get("points", ()):
        yield from prose_of(point)


def words(lines: Iterator[str] | list[str]) -> list[str]:
    text = " ".join(lines)
    for (head, tail), word in CUT_WORDS.items():
        text = text.replace(f"{head} {tail}", word)
    return text.split()


def prose(source: list[str]) -> list[str]:
    """Return the words of the prose without those of the layout."""
    following = [*source[1:], ""]
    return [word for word, after in zip(source, following, strict=True) if (word, after) not in PROSE_LEFT_OVER]


def test_the_quotations_hold_every_word_of_the_decision_and_its_parts() -> None:
    lines = [line for part in load("plan.yaml")["document"]["quote"] for line in part["lines"]]
    quoted = words([*lines, *(text for part in load("provisions.yaml")["parts"] for text in prose_of(part))])
    source = words(LINES[:ANNEX_1])
    kept = prose(source)
    assert quoted == kept
    assert len(source) - len(kept) == len(PROSE_LEFT_OVER)


def test_points_of_the_parts_are_all_there() -> None:
    parts = {part["code"]: part for part in load("provisions.yaml")["parts"]}

    def leaves(code: str) -> list[int]:
        return [len(item.get("points", ())) or 1 for item in parts[code]["points"]]

    assert leaves("part-1") == [3, 2]
    assert leaves("part-2") == [5, 4, 5, 5, 5, 4, 3, 6]
    assert parts["part-3"]["text"] == "(Có Phụ lục II kèm theo)"
    assert leaves("part-4") == [8, 3, 1, 3, 1, 1, 1, 1], "18 points and the closing paragraph"


# Annex I


def rows_of_annex_1() -> Iterator[tuple[str, list[str]]]:
    """Yield the quoted cells of each row, under its code."""
    for index in load("indices.yaml")["indices"]:
        for record in (
            index,
            *(row for component in index["components"] for row in (component, *component.get("sub_items", ()))),
        ):
            cells = {key: cell for key, cell in record["quote"].items() if key != "merged_with"}
            yield record["code"], words(list(texts(cells)))


def source_rows_of_annex_1() -> list[list[str]]:
    text = words(LINES[ANNEX_1:ANNEX_2])
    starts = [
        index
        for index in range(len(text))
        if re.fullmatch(r"\([1-4]\)", text[index])
        or (text[index : index + 3] == ["Nội", "dung", "thành"] and text[index + 4].isdigit())
        or (text[index : index + 4] == ["Chỉ", "số", "nội", "dung"] and text[index + 4].isdigit())
    ]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def test_each_row_of_annex_1_has_its_words() -> None:
    quoted = dict(rows_of_annex_1())
    source = source_rows_of_annex_1()
    assert len(quoted) == len(source) == 8 + 29 + 6
    for (code, cells), row in zip(quoted.items(), source, strict=True):
        assert Counter(cells) == Counter(row), code


def printed_head(annex: dict[str, Any]) -> list[Any]:
    """Return what the source prints of the head of an annex, in its order."""
    heads = [column["head"] for column in annex["columns"]]
    return [annex["label"], annex["title"], annex["note"], *heads, *annex.get("numbers", [])]


def test_head_of_annex_1() -> None:
    annex = printed_head(load("indices.yaml")["annex"])
    head = words(LINES[ANNEX_1 : LINES.index("Chỉ số nội dung 1 Tham gia của người dân ở cấp cơ sở")])
    assert Counter(words(list(texts(annex)))) == Counter(head)


# Annex II


def strip_pages(text: list[str]) -> tuple[list[str], list[str]]:
    """Return the words without the repeated page heads, and these with the page numbers before some of them."""
    kept: list[str] = []
    numbers: list[str] = []
    index = 0
    while index < len(text):
        if text[index : index + len(PAGE_HEAD)] == PAGE_HEAD:
            if kept and kept[-1] == str(len(numbers) + 2):
                numbers.append(kept.pop())
            index += len(PAGE_HEAD)
        else:
            kept.append(text[index])
            index += 1
    return kept, numbers


def words_of_annex_2() -> list[str]:
    """Return the words of the table of Annex II, from its first section row on, without what pages repeat."""
    start = LINES.index("I Nội dung “Tham gia của người dân ở cấp cơ sở”")
    text, numbers = strip_pages(words(LINES[start:]))
    assert numbers == PAGES_WITH_NUMBER
    return text


def test_each_row_of_annex_2_has_its_words() -> None:
    tasks = load("tasks.yaml")
    text = words_of_annex_2()
    index = rows = 0
    for section in tasks["annexes"][0]["sections"]:
        heading = words([section["number"], section["heading"]])
        assert text[index : index + len(heading)] == heading
        index += len(heading)
        for task in section["tasks"]:
            quoted = words([task["code"].partition(".")[2], *texts(task["quote"])])
            assert Counter(text[index : index + len(quoted)]) == Counter(quoted), task["code"]
            index += len(quoted)
            rows += 1
    assert index == len(text), "nothing is left over"
    assert rows == 47


def test_head_of_annex_2() -> None:
    annex = printed_head(load("tasks.yaml")["annexes"][0])
    head = words(LINES[ANNEX_2 : LINES.index("I Nội dung “Tham gia của người dân ở cấp cơ sở”")])
    assert words(list(texts(annex))) == head


def all_tasks() -> list[dict[str, Any]]:
    return [task for section in load("tasks.yaml")["annexes"][0]["sections"] for task in section["tasks"]]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("task", all_tasks(), ids=lambda task: str(task["code"]))
def test_products_and_phrases_are_those_of_the_quoted_cells(task: dict[str, Any]) -> None:
    """Every product and due phrase is in its cell, and together they make up the cell."""
    products = [milestone["product"] for milestone in task["milestones"] if "product" in milestone]
    phrases = [*([task["due"]] if "due" in task else []), *(m["due"] for m in task["milestones"] if "due" in m)]
    for cell, parts in ((task["quote"]["products"], products), (task["quote"]["due"], phrases)):
        unmatched = flat(cell)
        for phrase in sorted(set(parts), key=len, reverse=True):
            assert flat(phrase) in unmatched, f"{task['code']}: {phrase}"
            unmatched = unmatched.replace(flat(phrase), " ", 1)
        assert not re.search(r"\w", unmatched), f"{task['code']}: {unmatched!r} is in the cell and in no milestone"


def test_counts_of_the_decision() -> None:
    tasks = all_tasks()
    products = [(t["code"], m["product"]) for t in tasks for m in t["milestones"] if "product" in m]
    dated_twice = {("IV.8", "Báo cáo"), ("VI.8", "Báo cáo kết quả thực hiện")}
    assert len(products) - len(dated_twice) == len(set(products)) == 81
    assert sum(len(task["milestones"]) for task in tasks) == 84
    phrases = {
        (t["code"], phrase)
        for t in tasks
        for phrase in (t.get("due"), *(m.get("due") for m in t["milestones"]))
        if phrase
    }
    assert len(phrases) == 64
