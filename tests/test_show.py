"""One citable of the decision: found by its names, in the words of the source, its contract and its history."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
from collections import Counter
from datetime import date
from io import StringIO
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from papi_cli.log.kinds import EventKind
from papi_cli.plan.choices import Counts, ErratumKind, FulfilledBy
from papi_cli.states import judge
from papi_cli.text import match_key
from papi_cli.views.annexes import MERGED_MARK
from papi_cli.views.citations import Citable, CitableKind, citables, find_citable
from papi_cli.views.log import EventFilter, log_entries
from papi_cli.views.obligations import Selection
from papi_cli.views.page import Heading, Paragraph, Table
from papi_cli.views.quotations import quotation_blocks
from papi_cli.views.show import ShowAnswer
from tests.sample import keys_of, line_of
from tests.test_lists import run
from tests.test_source import (
    ANNEX_1,
    LINES,
    all_tasks,
    load,
    prose,
    source_rows_of_annex_1,
    texts,
    words,
    words_of_annex_2,
)
from tests.test_views import ENVELOPE as LIST_ENVELOPE
from tests.test_views import (
    EVENTS,
    OBLIGATION,
    Check,
    day_or_null,
    event,
    hold,
    is_day,
    one_of,
    states,
    text,
    text_or_null,
)
from tests.test_views import texts as all_texts
from tests.tree import planted, shipped_plan

DAY = ("--as-of", "2026-06-10")
CITABLES = list(citables(shipped_plan()))
# One of each kind, and of each form within a kind.
CODES = (
    "document", "article-2", "part-1", "part-2", "part-3", "part-4", "part-4/1", "part-4/1.b", "annex-1", "annex-2", "4", "4.2",
    "4.2.1", "II.5", "VI.8", "II.2/ke-hoach", "bao-cao-nam", "so-lieu-nam", "so-ban-nganh",
    "semiannual",
)  # fmt: skip


def citable_of(code: str) -> Citable:
    citable = find_citable(shipped_plan(), code)
    assert citable is not None
    return citable


# Names


@pytest.mark.slow
def test_every_citable_is_found_by_its_code_and_its_citation() -> None:
    plan = shipped_plan()
    assert len({citable.code for citable in CITABLES}) == len(CITABLES)
    for citable in CITABLES:
        assert find_citable(plan, citable.code) == citable
        assert find_citable(plan, citable.citation.upper() or citable.code) == citable
        assert find_citable(plan, match_key(citable.code)) is not None
    kinds = Counter(citable.kind for citable in CITABLES)
    # Nothing amended this plan.
    assert set(kinds) == set(CitableKind) - {CitableKind.AMENDMENT}
    assert (kinds[CitableKind.TASK], kinds[CitableKind.INDEX], kinds[CitableKind.COMPONENT]) == (47, 8, 29 + 6)
    assert kinds[CitableKind.ITEM] == len(plan.items)
    assert (kinds[CitableKind.PART], kinds[CitableKind.ANNEX]) == (4, 2)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("part-4/1.đ", "part-4/1.đ"),
        ("PART-4/1.D", "part-4/1.d"),
        ("điểm đ khoản 1 Mục IV", "part-4/1.đ"),
        ("điểm ð khoản 1 Mục IV", "part-4/1.đ"),
        ("ÐIỂM Ð\u200b khoản 1 Mục IV", "part-4/1.đ"),
        ("so thu tu 5 muc II phu luc II", "II.5"),
        ("Phụ  lục II", "annex-2"),
        ("quyết định", "document"),
        ("điều 2", "article-2"),
        ("ii.5/KE-HOACH", "II.5/ke-hoach"),
        ("chỉ số nội dung 4", "4"),
    ],
)
def test_a_name_is_found_in_any_spelling(typed: str, code: str) -> None:
    assert citable_of(typed).code == code


def test_every_place_of_an_interpretation_or_erratum_can_be_shown() -> None:
    plan = shipped_plan()
    items = [interpretation.belongs_to for item in plan.items.values() for interpretation in item.interpretations]
    groups = [interpretation.belongs_to for group in plan.groups.values() for interpretation in group.interpretations]
    errata = [code for erratum in plan.errata for code in erratum.places]
    assert {code for code in [*items, *groups, *errata] if find_citable(plan, code) is None} == set()
    citable_codes = {code for citable in CITABLES for code in citable.places}
    assert set(errata) <= citable_codes


# Quotations


def markdown_of(capfdbinary: pytest.CaptureFixture[bytes], code: str) -> str:
    status, out, err = run(capfdbinary, "show", code, *DAY, "--format", "markdown")
    assert (status, err) == (0, "")
    return re.sub(r"\\(.)", r"\1", out)


def table_rows(page: str) -> list[list[str]]:
    """Return the cells of the first table of a Markdown page, below its heads."""
    lines = next(block for block in page.split("\n\n") if block.startswith("| ")).splitlines()
    return [line.removeprefix("| ").removesuffix(" |").split(" | ") for line in lines[2:]]


def words_in(cells: list[str]) -> list[str]:
    return words([cell.replace("<br>", " ") for cell in cells])


def test_annex_2_has_47_rows_with_the_words_of_the_source(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    page = markdown_of(capfdbinary, "annex-2")
    numbers, *rows = table_rows(page)
    assert numbers == ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    sections = [row for row in rows if row[0] in {"I", "II", "III", "IV", "V", "VI", "VII", "VIII"}]
    assert [len(sections), len(rows) - len(sections), {len(row) for row in rows}] == [8, 47, {6}]
    source, start = words_of_annex_2(), 0
    for row in rows:
        row_words = words_in(row)
        assert Counter(row_words) == Counter(source[start : start + len(row_words)]), row
        start += len(row_words)
    assert start == len(source)


def test_each_cell_of_annex_2_stands_under_its_own_head(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    page = markdown_of(capfdbinary, "annex-2")
    rows = [row for row in table_rows(page)[1:] if row[0].isdigit()]
    for row, task in zip(rows, all_tasks(), strict=True):
        quote = task["quote"]
        cells = [quote[key] for key in ("task", "products", "lead", "cooperating", "due")]
        assert [words_in([cell]) for cell in row[1:]] == [words([cell]) for cell in cells]
    annex = load("tasks.yaml")["annexes"][0]
    for passage in (
        annex["label"],
        annex["title"],
        " ".join(annex["note"].split()),
        " | ".join(column["head"] for column in annex["columns"]),
    ):
        assert passage in page


def test_annex_1_has_43_rows_with_the_words_of_the_source(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    rows = table_rows(markdown_of(capfdbinary, "annex-1"))
    source = source_rows_of_annex_1()
    assert len(rows) == len(source) == 43
    for row, words_of_row in zip(rows, source, strict=True):
        assert Counter(word for word in words_in(row) if word != MERGED_MARK) == Counter(words_of_row)
    assert [row[1] for row in rows if row[2] == MERGED_MARK] == [
        "Cơ hội tham gia",
        "Chất lượng bầu cử cấp cơ sở",
        *(row[1] for row in rows[-6:-4]),
    ]


def test_the_document_and_its_parts_are_the_prose_of_the_source(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    paragraphs: list[str] = []
    for code in ("document", "part-1", "part-2", "part-3", "part-4"):
        _title, *blocks = markdown_of(capfdbinary, code).split("\n\n")
        errata = [index for index, block in enumerate(blocks) if block.startswith("## Sai sót")]
        paragraphs += (block.lstrip("# ") for block in blocks[: errata[0] if errata else None])
    assert words(paragraphs) == prose(words(LINES[:ANNEX_1]))


def test_spreadsheets_have_every_lead_cell_and_every_code(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = run(capfdbinary, "show", "annex-1", "--format", "csv")
    rows = {row["Mã"]: row for row in csv.DictReader(StringIO(out.removeprefix("\ufeff"), newline=""))}
    assert len(rows) == 43
    assert (rows["1.3"]["Cơ quan chủ trì"], rows["1.3"]["Gộp ô với"]) == ("Sở Nội vụ", "1.1")
    _, out, _ = run(capfdbinary, "show", "annex-2", "--format", "csv")
    tasks = list(csv.DictReader(StringIO(out.removeprefix("\ufeff"), newline="")))
    assert [row["Mã"] for row in tasks] == [task["code"] for task in all_tasks()]
    assert tasks[0]["Thời gian hoàn thành"] == "Tháng 01/2026"


# The page


def test_an_item_says_who_does_it_by_when_and_its_state(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capfdbinary, "show", "I.1/ke-hoach", *DAY)
    assert (code, err) == (0, "")
    for part in (
        "I.1/ke-hoach: Kế hoạch của UBND tỉnh\n",
        "Số thứ tự 1 Mục I Phụ lục II.\n",
        "Cơ quan chủ trì       Sở Nội vụ\n",
        "- Chủ trì: Sở Nội vụ.\n",
        "- Phối hợp: Ủy ban MTTQ Việt Nam tỉnh; các cơ quan, đơn vị, địa phương có liên quan.\n",
        "- «Tháng 01/2026».\n- Ngày cuối cùng đúng hạn: thứ Bảy, ngày 31/01/2026.\n",
        "- UBND tỉnh ban hành; cơ quan chủ trì tham mưu, trình.\n",
        "- Cách hiểu (chưa có văn bản xác nhận): Sản phẩm là Kế hoạch của UBND tỉnh",
        "- I.1: «Tháng 01/2026». Thời hạn trước khi Quyết định được ban hành (tháng 02/2026).\n",
        "! chưa ghi nhận, quá hạn 130 ngày\n",
        "Lịch sử\n\nChưa ghi nhận sự kiện nào.\n",
    ):
        assert part in out


def test_requests_and_orders_are_told_apart(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert "Được đề nghị: Tòa án nhân dân tỉnh." in run(capfdbinary, "show", "so-lieu-nam")[1]
    assert "- Đề nghị: Ủy ban MTTQ Việt Nam tỉnh.\n" in run(capfdbinary, "show", "part-4/4")[1]
    assert "- Giao: 14 sở, ban, ngành; 75 xã, phường.\n" in run(capfdbinary, "show", "part-4/1.c")[1]


def test_a_delivery_that_counts_for_all_is_mentioned(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    sentence = "Một cơ quan thực hiện là đủ cho tất cả."
    old = "                product: Kế hoạch của UBND tỉnh\n"
    root = planted(tmp_path, ("tasks.yaml", old, f"{old}                fulfilled_by: any\n"))
    assert sentence in run(capfdbinary, "show", "I.1/ke-hoach", "--plan", str(root))[1]
    assert sentence not in run(capfdbinary, "show", "I.1/ke-hoach")[1]


def test_the_history_is_newest_first_and_says_what_was_recorded_late() -> None:
    log = (
        event(1, EventKind.PROGRESS, "II.2/ke-hoach", date=date(2026, 3, 2), note="đang soạn"),
        event(2, EventKind.DONE, "II.2/ke-hoach", date=date(2026, 3, 13), document="45/KH-UBND"),
        event(3, EventKind.DONE, "II.2/bao-cao", date=date(2026, 3, 13), document="46/BC-STP"),
    )
    judged = judge(shipped_plan(), log, as_of=date(2026, 6, 10), known_at=None)
    history = ShowAnswer(judged, citable_of("II.2/ke-hoach"), log).page()[-1]
    assert isinstance(history, Table)
    cells = [row.cells for row in history.rows]
    assert [(row[0], row[6]) for row in cells] == [
        ("13/3/2026", "13/3/2026"),
        ("02/3/2026", "13/3/2026, ghi sau 11 ngày"),
    ]
    assert [event["id"] for event in ShowAnswer(judged, citable_of("II.2"), log).json()["events"]] == [
        f"{n:016x}" for n in (3, 2, 1)
    ]
    before = judge(shipped_plan(), log, as_of=date(2026, 3, 12), known_at=None)
    assert [event["event"] for event in ShowAnswer(before, citable_of("II.2"), log).json()["events"]] == ["progress"]


def test_an_event_is_retracted_by_the_first_that_counts() -> None:
    done = event(1, EventKind.DONE, "II.2/ke-hoach", date=date(2026, 3, 2), document="45/KH-UBND")
    stray = event(2, EventKind.PROGRESS, "II.2/ke-hoach", date=date(2026, 3, 2), note="x", target=done.id)
    bare = event(3, EventKind.RETRACTED, "II.2/ke-hoach", date=date(2026, 3, 3), target=done.id)
    first = event(4, EventKind.RETRACTED, "II.2/ke-hoach", date=date(2026, 3, 4), target=done.id, note="nhầm")
    second = event(5, EventKind.RETRACTED, "II.2/ke-hoach", date=date(2026, 3, 5), target=done.id, note="nhầm")
    for log in permutations((done, stray, bare, first, second)):
        judged = judge(shipped_plan(), log, as_of=date(2026, 6, 10), known_at=None)
        entries = log_entries(judged, log, EventFilter(Selection()))
        assert {entry.event.id: entry.retracted_by for entry in entries} == {
            done.id: first.id,
            stray.id: "",
            bare.id: "",
            first.id: "",
            second.id: "",
        }


def test_the_history_has_only_events_known_by_then(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    root = planted(tmp_path)
    keys = keys_of("done", "2026-03-12", item="II.2/ke-hoach", recorded="2026-03-20T08:00:00.000000+07:00")
    log = root / "plan" / "status" / "2026-03"
    log.mkdir(parents=True)
    (log / f"20260320T010000.000000Z-{keys['id']}.jsonl").write_bytes(line_of(keys))
    command = ("show", "II.2/ke-hoach", *DAY, "--plan", str(root), "--format", "json")
    assert [event["id"] for event in json.loads(run(capfdbinary, *command)[1])["events"]] == [keys["id"]]
    then = json.loads(run(capfdbinary, *command, "--known-at", "2026-03-19")[1])
    assert (then["events"], then["obligations"][0]["state"]) == ([], "overdue")


# The JSON contract


def named(value: Any) -> bool:  # noqa: ANN401  # parsed JSON
    return set(value) == {"id", "name"} and text_or_null(value["id"]) and text(value["name"])


def every(contract: dict[str, Check]) -> Check:
    def check(value: Any) -> bool:  # noqa: ANN401  # parsed JSON
        for record in value:
            hold(record, contract)
        return isinstance(value, list)

    return check


def table(value: Any) -> bool:  # noqa: ANN401  # parsed JSON
    if value is None:
        return True
    hold(value, {"columns": all_texts, "rows": every({"code": text, "cells": cells, "merged_with": text_or_null})})
    return True


def cells(value: Any) -> bool:  # noqa: ANN401  # parsed JSON
    return isinstance(value, list) and all(isinstance(cell, str) for cell in value)


WHO: dict[str, Check] = {
    "lead": lambda value: all(map(named, value)),
    "cooperating": lambda value: all(map(named, value)),
    "asked": lambda value: isinstance(value, bool),
    "roles": every({"column": text, "agencies": lambda value: all(map(named, value))}),
}
ITEM: dict[str, Check] = {
    "item": text, "product": text, "occurrence": lambda value: value is None, "issuer": lambda value: value is None or named(value),
    "fulfilled_by": one_of(*FulfilledBy), "counts": one_of(*Counts), "text": text_or_null, "kind": text_or_null,
    "first": day_or_null, "last": day_or_null, "weekday": text_or_null, "day_off": text_or_null,
    "working_day_before": day_or_null,
}  # fmt: skip
EVENT: dict[str, Check] = {
    "id": text, "date": is_day, "item": text, "agency": text, "agency_name": text, "event": one_of(*EventKind),
    "until": day_or_null, "target": text_or_null, "document": text_or_null, "within": text_or_null,
    "evidence": lambda value: isinstance(value, list), "note": text_or_null, "confirmed": lambda value: isinstance(value, list), "recorded": text, "by": text_or_null,
    "retracted_by": text_or_null, "ignored": text_or_null,
    "doubtful_with": text_or_null,
}  # fmt: skip
PERIOD: dict[str, Check] = {
    "first": is_day, "last": is_day, "has_data": lambda value: isinstance(value, bool),
    "due": lambda value: isinstance(value, dict), "closed": lambda value: value is None,
}  # fmt: skip
CONTRACT: dict[str, Check] = {
    **LIST_ENVELOPE,
    "kind": one_of(*CitableKind),
    "code": text,
    "name": text,
    "quotation": every({"place": text, "column": text_or_null, "text": text}),
    "table": table,
    "who": lambda value: every(WHO)([value]),
    "items": every(ITEM),
    "readings": every({
        "place": text, "text": text, "confirmed": lambda value: isinstance(value, bool),
        "confirmed_by": text_or_null, "agencies": all_texts,
    }),
    "errata": every({
        "kind": one_of(*ErratumKind), "places": all_texts, "quote": text_or_null, "reads": text_or_null,
        "note": text_or_null,
    }),
    "obligations": every(OBLIGATION),
    "events": every(EVENT),
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("recorded", [False, True])
def test_the_answer_keeps_its_contract(recorded: bool, code: str) -> None:  # noqa: FBT001  # a table's column
    answer = ShowAnswer(states(recorded=recorded), citable_of(code), EVENTS if recorded else ()).json()
    hold(answer, {**CONTRACT, "period": lambda value: every(PERIOD)([value])} if "period" in answer else CONTRACT)
    assert ("period" in answer) is (answer["kind"] == CitableKind.PERIOD)
    assert (answer["schema"], answer["code"]) == ("papi.show/2", code)
    assert sum(answer["summary"].values()) == len(answer["obligations"])
    assert {obligation["item"] for obligation in answer["obligations"]} == {item["item"] for item in answer["items"]}


def test_the_examples_cover_every_key_of_the_contract() -> None:
    answers = [ShowAnswer(states(recorded=True), citable_of(code), EVENTS).json() for code in CODES]
    assert {answer["kind"] for answer in answers} == set(CitableKind) - {CitableKind.AMENDMENT}
    for key in CONTRACT:
        assert any(answer[key] for answer in answers), key
    for part in ("items", "readings", "errata"):
        records = [record for answer in answers for record in answer[part]]
        for key in records[0]:
            # Nothing recurs in the shipped plan: `test_occurrences.py`.
            assert key == "occurrence" or any(record[key] for record in records), key


@pytest.mark.parametrize("code", CODES)
def test_no_word_of_a_quotation_is_lost_between_formats(code: str) -> None:
    """The page has all that JSON quotes; so has the spreadsheet where there are no obligations to list."""
    answer = ShowAnswer(states(recorded=False), citable_of(code), ())
    quoted = {word for quotation in answer.json()["quotation"] for word in quotation["text"].split()}
    page_words = {word for block in answer.page() for text in texts(_plainly(block)) for word in text.split()}
    assert quoted <= page_words | {"-"}
    if answer.citable.kind in (
        CitableKind.DOCUMENT,
        CitableKind.DOCUMENT_PART,
        CitableKind.PART,
        CitableKind.PROVISION,
    ):
        assert quoted == {word for row in answer.rows().rows for word in row.cells[1].split()}


def _plainly(value: object) -> object:
    return [_plainly(element) for element in value] if isinstance(value, tuple) else value


# The command line


@pytest.mark.parametrize("format_", ["table", "markdown", "json", "csv"])
@pytest.mark.parametrize("code", CODES)
def test_every_citable_has_every_format(capfdbinary: pytest.CaptureFixture[bytes], code: str, format_: str) -> None:
    status, out, err = run(capfdbinary, "show", *code.split(), *DAY, "--format", format_)
    assert (status, err) == (0, "")
    assert out.strip()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("phụ lục 2", "annex-2"),
        ("PHỤ LỤC II", "annex-2"),
        ("phu luc 1", "annex-1"),
        ("pl2", "annex-2"),
        ("PL.I", "annex-1"),
        ("pl ii", "annex-2"),
        ("mục 4", "part-4"),
        ("điểm đ khoản 1 mục 4", "part-4/1.đ"),
        ("điểm d khoản 1 Mục IV", "part-4/1.d"),
        ("số thứ tự 5 mục 2 phụ lục 2", "II.5"),
    ],
)
def test_annexes_and_parts_are_found_by_arabic_and_roman_numbers(typed: str, code: str) -> None:
    citable = find_citable(shipped_plan(), typed)
    assert citable is not None
    assert citable.code == code


def test_a_number_that_no_annex_or_part_has_finds_nothing() -> None:
    assert [find_citable(shipped_plan(), typed) for typed in ("phụ lục 3", "pl22", "mục 9", "pl", "4.5")] == [None] * 5


@pytest.mark.parametrize("annex", ["annex-1", "annex-2"])
def test_an_annex_as_plain_text_has_lines_of_readable_length(
    capfdbinary: pytest.CaptureFixture[bytes], annex: str
) -> None:
    _, out, _ = run(capfdbinary, "show", annex)
    table = out.split("\n\n")[3:]
    assert max(map(len, "\n".join(table[:-1]).splitlines())) <= 100
    plan = shipped_plan()
    rows = 1 + 8 + 47 if annex == "annex-2" else len(plan.components)
    assert sum(block.startswith(("TT ", "Chỉ số nội dung/")) for block in table) == rows
    words = " ".join(out.split())
    for task in plan.tasks.values() if annex == "annex-2" else ():
        cells = list(zip(plan.task_annexes["annex-2"].heads, task.cells.values(), strict=True))[1:]
        assert " ".join(" ".join((head, *cell.split())) for head, cell in cells if cell.strip()) in words


def test_a_paragraph_that_repeats_its_heading_is_no_heading() -> None:
    plan = shipped_plan()
    code = next(code for code, provision in plan.provisions.items() if provision.is_part and provision.is_leaf)
    provision = plan.provisions[code]._replace(heading="Mục đích", text="Mục đích")
    repeating = dataclasses.replace(plan, provisions={**plan.provisions, code: provision})
    citable = find_citable(repeating, code)
    assert citable is not None
    assert quotation_blocks(repeating, citable) == (Heading("Mục đích", level=2), Paragraph("Mục đích"))


def test_several_arguments_are_one_name(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(capfdbinary, "show", "phụ", "lục", "II")[1].startswith("Phụ lục II\n")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("II.55", "Gần nhất: «II.5»"),
        ("part-9", "Gần nhất: «part-"),
        ("annex-3", "Gần nhất: «annex-"),
        ("bao cao nam", "Gần nhất: «bao-cao-nam»"),
        ("%%%%", "Ví dụ: I.1, ke-hoach, "),
    ],
)
def test_an_unknown_name_is_misuse_that_names_the_nearest(
    capfdbinary: pytest.CaptureFixture[bytes], typed: str, hint: str
) -> None:
    code, out, err = run(capfdbinary, "show", typed)
    assert (code, out) == (2, "")
    assert f"không có nội dung nào mang mã «{typed}»." in err
    assert hint in err
