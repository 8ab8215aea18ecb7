"""What readers and programs are shown: the JSON contracts, tables, spreadsheets, and pages that fit a terminal."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from io import StringIO
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from papi_cli.deadlines.model import DueKind
from papi_cli.log.activity import Activity
from papi_cli.log.events import Event, Evidence
from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import ItemKind
from papi_cli.render import csvtext, markdown, plain, terminal
from papi_cli.states import Flag, State, States, judge
from papi_cli.text import printable, without_formula_guard
from papi_cli.views.asked import Asked
from papi_cli.views.lists import Arrangement
from papi_cli.views.obligations import Selection, binding_only
from papi_cli.views.overdue import find_overdue
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table, Tone
from papi_cli.views.status import find_status
from papi_cli.views.words import (
    FLAG_WORDS,
    STATE_WORDS,
    flag_facts,
    flag_words,
    remark_words,
    state_facts,
    state_words,
)
from tests.sample import seeded_log
from tests.tree import shipped_plan

DAY = date(2026, 6, 10)
ALL = Selection()
STP = Selection(agencies=("so-tu-phap",))


def event(number: int, kind: EventKind, item: str, *, agency: str = "so-tu-phap", **more: Any) -> Event:  # noqa: ANN401  # the fields of an event
    plain_one = Event(
        id=f"{number:016x}",
        date=date(2026, 3, 12),
        item=item,
        agency=agency,
        kind=kind,
        recorded=datetime.fromisoformat("2026-03-13T09:12:00+07:00"),
        document="",
        within="",
        note="",
        by="",
        until=None,
        target="",
        evidence=(),
    )
    return msgspec.structs.replace(plain_one, **more)


# A little of everything that an obligation can show.
EVENTS = (
    event(1, EventKind.DONE, "II.2/ke-hoach", document="45/KH-UBND", evidence=(Evidence("https://a.vn/1", "", ""),)),
    event(2, EventKind.DONE, "ke-hoach", document="=1+1", within="45/KH-UBND"),
    event(
        3,
        EventKind.DONE,
        "ke-hoach",
        agency="so-noi-vu",
        date=date(2026, 2, 10),
        evidence=(Evidence("", "a.pdf", "0" * 64),),
    ),
    event(4, EventKind.EXTENDED, "V.1/ke-hoach", until=date(2026, 7, 31), document="12/UBND-NC"),
    event(5, EventKind.PROGRESS, "V.2/ke-hoach", note="đang soạn"),
    event(6, EventKind.SUBMITTED, "II.3/van-ban-trien-khai", document="7/TTr-STP"),
    event(7, EventKind.WAIVED, "III.6/thong-bao", document="9/UBND-NC"),
    event(8, EventKind.NOTHING_TO_REPORT, "III.4/bao-cao"),
    event(9, EventKind.EXTENSION_REQUESTED, "bao-cao-nam", until=date(2026, 12, 20), document="30/STP-VP"),
)


def overdue_page(judged: States, selection: Selection, *, spread: bool) -> Page:
    return find_overdue([Asked(judged, selection)], Arrangement(spread=spread)).page()


def overdue_json(judged: States, selection: Selection) -> dict[str, Any]:
    return find_overdue([Asked(judged, selection)], Arrangement()).json()


def status_page(judged: States, selection: Selection, *, spread: bool = False) -> Page:
    return find_status([Asked(judged, selection)], Arrangement(spread=spread)).page()


def status_json(judged: States, selection: Selection) -> dict[str, Any]:
    return find_status([Asked(judged, selection)], Arrangement()).json()


@cache
def states(*, recorded: bool, day: date = DAY) -> States:
    return judge(shipped_plan(), EVENTS if recorded else (), as_of=day, known_at=None)


@pytest.mark.parametrize("day", [date(2026, 2, 10), DAY, date(2026, 12, 31)])
@pytest.mark.parametrize("seed", range(3))
def test_verdicts_are_worded_alike_when_their_facts_are(seed: int, day: date) -> None:
    verdicts = judge(shipped_plan(), seeded_log(seed, shipped_plan()), as_of=day, known_at=None).verdicts
    for words, facts in ((state_words, state_facts), (flag_words, flag_facts)):
        pairs = {(words(verdict), facts(verdict)) for verdict in verdicts}
        assert len({text for text, _ in pairs}) == len({key for _, key in pairs}) == len(pairs)


# The JSON contract, by hand: a key's value is checked by a function, a type, a tuple of types, or a mapping of its own.
Check = Callable[[Any], object]


def is_day(value: object) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def day_or_null(value: object) -> bool:
    return value is None or is_day(value)


def text(value: object) -> bool:
    return isinstance(value, str) and value != "" and value == unicodedata.normalize("NFC", value)


def text_or_null(value: object) -> bool:
    return value is None or text(value)


def count(value: object) -> bool:
    return type(value) is int and value >= 0


def count_or_null(value: object) -> bool:
    return value is None or count(value)


def texts(value: object) -> bool:
    return isinstance(value, list) and all(map(text, value))


def one_of(*values: str | None) -> Check:
    return lambda value: value in values


def due(value: Any) -> bool:  # noqa: ANN401  # parsed JSON
    if value is None:
        return True
    hold(value, {
        "text": text_or_null, "kind": one_of(*DueKind, None), "first": day_or_null, "last": day_or_null,
        "original": day_or_null, "explanation": text_or_null,
    })  # fmt: skip
    return True


def evidence(value: Any) -> bool:  # noqa: ANN401  # parsed JSON
    return all(set(piece) in ({"url"}, {"path", "sha256"}) and all(map(text, piece.values())) for piece in value)


def extension_asked(value: Any) -> bool:  # noqa: ANN401  # parsed JSON
    if value is not None:
        hold(value, {"until": is_day, "document": text_or_null, "on": is_day})
    return True


def cooperating(value: Any) -> bool:  # noqa: ANN401  # parsed JSON
    return all(
        set(agency) == {"id", "name"} and text_or_null(agency["id"]) and text(agency["name"]) for agency in value
    )


OBLIGATION: dict[str, Check] = {
    "id": text, "item": text, "kind": one_of(*ItemKind), "source": texts, "index": one_of(*"12345678", None),
    "agency": text, "agency_name": text, "title": text, "product": text, "occurrence": lambda value: value is None, "due": due, "state": one_of(*State),
    "flags": lambda value: texts(value) and set(value) <= set(Flag) and value == sorted(value),
    "activity": one_of(*Activity, None), "days_left": count_or_null, "days_late": count_or_null,
    "done_on": day_or_null, "document": text_or_null, "within": text_or_null, "evidence": evidence,
    "extension_asked": extension_asked, "cooperating": cooperating,
    "cells": lambda value: value == [],
    "activities": lambda value: all(set(entry) == {"period", "activity"} and all(map(text, entry.values())) for entry in value),
    "anchor": lambda value: value is None,
}  # fmt: skip
ENVELOPE: dict[str, Check] = {
    "schema": text,
    "as_of": is_day,
    "known_at": lambda value: value is None or datetime.fromisoformat(value).tzinfo is not None,
    "plan": lambda value: (
        set(value) == {"title", "span", "fingerprint"}
        and text(value["title"])
        and set(value["span"]) == {"first", "last"}
        and all(map(is_day, value["span"].values()))
        and text(value["fingerprint"])
    ),
    "filters": lambda value: (
        set(value) == {"agencies", "groups", "cooperating", "roles", "indices", "items", "states"}
        and all(map(texts, value.values()))
    ),
    "summary": lambda value: list(value) == list(State) and all(map(count, value.values())),
    "obligations": lambda value: isinstance(value, list),
}
AGENCY: dict[str, Check] = {
    "id": text,
    "name": text,
    "components": lambda value: all(set(row) == {"code", "name"} and all(map(text, row.values())) for row in value),
    "provisions": lambda value: all(
        set(point) == {"code", "text", "asked"} and text(point["text"]) and isinstance(point["asked"], bool)
        for point in value
    ),
    "cooperating": lambda value: set(value) == {"tasks", "components"} and all(map(count, value.values())),
    "roles": lambda value: all(
        set(role) == {"role", "column", "tasks"}
        and text(role["role"])
        and text(role["column"])
        and count(role["tasks"])
        for role in value
    ),
}


def hold(value: Mapping[str, Any], contract: Mapping[str, Check]) -> None:
    assert set(value) == set(contract)
    for key, check in contract.items():
        assert check(value[key]), (key, value[key])


def hold_answer(answer: dict[str, Any], schema: str) -> None:
    agency, rate = answer.pop("agency", None), answer.pop("rate", None)
    assert (rate is not None) == (schema == "papi.status/2")
    hold(answer, ENVELOPE)
    assert answer["schema"] == schema
    assert (agency is not None) == (schema == "papi.status/2" and len(answer["filters"]["agencies"]) == 1)
    if agency is not None:
        hold(agency, AGENCY)
    for obligation in answer["obligations"]:
        hold(obligation, OBLIGATION)
    tally = {state: sum(obligation["state"] == state for obligation in answer["obligations"]) for state in State}
    assert answer["summary"] == tally


@pytest.mark.parametrize(
    "selection", [ALL, STP, Selection(indices=("2",)), Selection(states=(State.ONGOING,))], ids=str
)
@pytest.mark.parametrize("recorded", [False, True])
def test_answers_keep_their_contracts(recorded: bool, selection: Selection) -> None:  # noqa: FBT001  # a table's column
    hold_answer(status_json(states(recorded=recorded), selection), "papi.status/2")
    hold_answer(overdue_json(states(recorded=recorded), selection), "papi.overdue/2")


def test_sample_log_shows_every_part_of_the_contract() -> None:
    obligations = status_json(states(recorded=True), ALL)["obligations"]
    # Nothing recurs in the shipped plan (`test_occurrences.py`) or counts from an anchor, and it has
    # no columns of its own (`test_own_columns.py`).
    for key in OBLIGATION.keys() - {"occurrence", "anchor", "cells"}:
        assert any(obligation[key] for obligation in obligations), key
    flags = {flag for obligation in obligations for flag in obligation["flags"]}
    assert flags >= {"extended", "submitted", "unrecorded", "requested"}
    assert status_json(states(recorded=True), ALL)["known_at"] == "2026-03-13T09:12:00.000000+07:00"
    assert status_json(states(recorded=False), ALL)["known_at"] is None


def test_of_268_overdue_obligations_one_is_only_requested() -> None:
    answer = overdue_json(states(recorded=False), ALL)
    assert answer["summary"] == dict.fromkeys(State, 0) | {"overdue": 268}
    requested = ["requested" in obligation["flags"] for obligation in answer["obligations"]]
    assert requested == [False] * 267 + [True]
    assert answer["obligations"][-1]["id"] == "so-lieu-6-thang@toa-an-nhan-dan-tinh"


@pytest.mark.parametrize(
    ("day", "items"),
    [
        (date(2026, 2, 15), set()),
        (date(2026, 2, 16), {"ke-hoach"}),
        (date(2026, 6, 9), {"ke-hoach", "II.3/van-ban-trien-khai", "II.2/ke-hoach", "V.1/ke-hoach", "V.2/ke-hoach"}),
        (
            DAY,
            {"ke-hoach", "II.3/van-ban-trien-khai", "II.2/ke-hoach", "V.1/ke-hoach", "V.2/ke-hoach", "bao-cao-6-thang"},
        ),
    ],
)
def test_overdue_items_of_the_department_of_justice(day: date, items: set[str]) -> None:
    answer = overdue_json(states(recorded=False, day=day), STP)
    assert {obligation["item"] for obligation in answer["obligations"]} == items


# Pages


def tables(page: Page) -> list[Table]:
    return [block for block in page if isinstance(block, Table)]


def last_line(page: Page) -> str:
    assert isinstance(page[-1], Paragraph)
    return page[-1].text


def test_communes_share_a_row_unless_spread() -> None:
    grouped, spread = (overdue_page(states(recorded=False), ALL, spread=spread) for spread in (False, True))
    binding, requested = tables(grouped)
    cells = [row.cells for row in binding.rows]
    assert ("09/6/2026", "bao-cao-6-thang", "75 xã, phường") in {(cell[0], cell[1], cell[3]) for cell in cells}
    assert len(cells) == 19
    assert len(requested.rows) == 1
    binding, requested = tables(spread)
    assert len(binding.rows) == 267
    assert len({row.cells for row in binding.rows}) == 267
    assert len(requested.rows) == 1


def test_every_state_and_flag_has_words_in_their_order() -> None:
    assert list(STATE_WORDS) == list(State)
    assert list(FLAG_WORDS) == list(Flag)
    verdict = states(recorded=False).verdicts[0]
    for flag, words in FLAG_WORDS.items():
        flagged = verdict._replace(flags=frozenset({flag}))
        assert remark_words(flagged) == words.remark.format(original="15/02/2026", asked="")
        assert flag_words(flagged) == (remark_words(flagged) if words.in_lists else "")


def test_each_state_is_done_pending_ongoing_or_waived() -> None:
    for state in State:
        assert state.is_done + state.is_pending + (state in (State.ONGOING, State.WAIVED)) == 1
    assert [state for state in State if state.is_late] == [State.DONE_LATE, State.OVERDUE]


def test_a_grouped_row_counts_as_many_agencies_as_it_says() -> None:
    rows = tables(overdue_page(states(recorded=True), ALL, spread=False))[0].rows
    counted = sum(int(match[1]) if (match := re.match(r"(\d+) (?:xã|sở)", row.cells[3])) else 1 for row in rows)
    late = find_overdue([Asked(states(recorded=True), ALL)], Arrangement()).verdicts
    assert counted == len(binding_only(late))


def test_the_last_line_says_what_was_counted_and_filtered() -> None:
    judged = states(recorded=False)
    assert last_line(overdue_page(judged, ALL, spread=False)) == (
        "267 đầu việc của 89 cơ quan, đơn vị; ngoài ra có 1 việc đề nghị phối hợp, tính đến ngày 10/6/2026."
    )
    assert last_line(status_page(judged, ALL, spread=False)) == "767 đầu việc, tính đến ngày 10/6/2026."
    selection = Selection(
        agencies=("so-tu-phap",), indices=("2",), items=("II.2/ke-hoach", "II.2/bao-cao"), states=(State.OVERDUE,)
    )
    assert last_line(status_page(judged, selection, spread=False)) == (
        "1 đầu việc, tính đến ngày 10/6/2026; lọc theo: Sở Tư pháp, chỉ số nội dung 2, II.2/ke-hoach, II.2/bao-cao, "
        "tình trạng «chưa hoàn thành, quá hạn»."
    )


def test_the_summary_page_adds_up() -> None:
    by_state, by_index, by_agency = tables(status_page(states(recorded=True), ALL, spread=False))
    assert [int(cell) for cell in by_state.rows[-1].cells[1:]] == [
        sum(int(row.cells[column]) for row in by_state.rows[:-1]) for column in (1, 2)
    ]
    for table in (by_index, by_agency):
        assert sum(int(row.cells[1]) for row in table.rows) == 767
        for row in table.rows:
            # Behind the rate stand once more those overdue of which nothing is recorded.
            assert int(row.cells[1]) == sum(map(int, row.cells[2:-2]))


def test_what_is_silent_adds_up_to_the_sentence_above_the_tables() -> None:
    page = status_page(states(recorded=True, day=date(2026, 12, 31)), ALL, spread=False)
    (sentence,) = [
        part.text for part in page if isinstance(part, Paragraph) and part.text.startswith("Tỷ lệ đúng hạn:")
    ]
    told, requested = (
        int(number) for number in re.findall(r"(\d+) đầu việc quá hạn chưa ghi nhận \(không kể (\d+) ", sentence)[0]
    )
    by_state, *tallies = tables(page)
    (overdue,) = [row.cells for row in by_state.rows if "quá hạn" in row.cells[0] and "chưa hoàn thành" in row.cells[0]]
    assert requested
    assert int(overdue[2]) == told + requested
    for table in tallies:
        assert sum(int(row.cells[-1]) for row in table.rows) == told


def test_an_unrecorded_obligation_is_not_said_to_be_undone() -> None:
    text = plain.render(overdue_page(states(recorded=False), ALL, spread=True))
    assert "chưa thực hiện" not in text
    assert text.count("chưa ghi nhận") == 268


def test_an_agency_sees_all_that_concerns_it() -> None:
    text = plain.render(status_page(states(recorded=False), STP))
    for part in ("! Quá hạn: 6", "Chủ trì theo dõi (Phụ lục I)", "- 3.3. Tiếp cận dịch vụ tư pháp", "Phối hợp"):
        assert part in text
    assert "Điểm c khoản 1 Mục IV: Thực hiện tuyên truyền" in text
    assert "Điểm a khoản 1 Mục IV" not in text  # it has a day, and stands above as ke-hoach


# Spreadsheets


def test_csv_has_a_row_for_each_obligation_and_no_formula() -> None:
    judged = states(recorded=True)
    content = csvtext.render(find_status([Asked(judged, ALL)], Arrangement()).rows(), separator=",")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 1 + 767
    assert len({len(row) for row in rows}) == 1
    assert any(cell == "'=1+1" for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("=+-@|*\t\r\n, \"'"), max_size=30)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_no_cell_is_ever_a_formula(cells: list[tuple[str, str]]) -> None:
    table = Table((Column("a"), Column("b")), tuple(Row(row) for row in cells))
    rows = list(csv.reader(StringIO(csvtext.render(table, separator=",").decode("utf-8-sig"), newline="")))[1:]
    read_back = [tuple(map(without_formula_guard, row)) for row in rows]
    assert read_back == [tuple(map(printable, row)) for row in cells]
    assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in set("=+-@\t\r\n＝＋－＠")]


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_a_row_is_one_line_of_markdown_with_its_cells(cells: list[tuple[str, str]]) -> None:
    table = Table((Column("a"), Column("b", right=True)), tuple(Row(row) for row in cells))
    lines = markdown.render((table,)).removesuffix("\n").split("\n")
    assert lines[:2] == ["| a | b |", "| --- | --: |"]
    assert len(lines) == 2 + len(cells)
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines} == {3}


# A terminal

WIDTHS = (60, 80, 120, 200)


def unbroken(page: Page, width: int) -> list[str]:
    """Return the days and codes that no line may break; under 80 columns days may still break."""
    return [cell for table in tables(page) for row in table.rows for cell in row.cells[0 if width >= 80 else 1 : 2]]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_list_fits_its_terminal(width: int) -> None:
    page = overdue_page(states(recorded=True), ALL, spread=False)
    screen = terminal.render(page, width=width, color=False)
    assert "\x1b" not in screen
    assert max(map(cell_len, screen.split("\n"))) <= width
    for cell in unbroken(page, width):
        assert cell in screen


@pytest.mark.parametrize("width", WIDTHS)
def test_an_agency_fits_its_terminal(width: int) -> None:
    page = status_page(states(recorded=True), STP)
    screen = terminal.render(page, width=width, color=False)
    assert max(map(cell_len, screen.split("\n"))) <= width
    for cell in unbroken(page, width):
        assert cell in screen


@pytest.mark.parametrize("width", WIDTHS)
def test_colour_changes_no_text(width: int) -> None:
    page = overdue_page(states(recorded=True), ALL, spread=False)
    screen = terminal.render(page, width=width, color=True)
    assert "\x1b[" in screen
    bare = "\n".join(line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", screen).split("\n"))
    assert bare == terminal.render(page, width=width, color=False)


def test_every_colour_is_readable_on_white_and_on_black() -> None:
    styles = [*terminal._STYLES.values(), terminal._QUIET]
    colours = [colour for style in styles if style and (colour := Style.parse(style).color)]
    assert len(colours) == len(Tone)  # one for each tone but the plain one, and the quiet one of heads and footnotes
    for colour in colours:
        light = sum(
            weight
            * (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4)  # WCAG 2.2, relative luminance
            for weight, part in zip((0.2126, 0.7152, 0.0722), colour.get_truecolor().normalized, strict=True)
        )
        assert 1.05 / (light + 0.05) >= 3.9
        assert (light + 0.05) / 0.05 >= 3.9


WORDS = st.text(st.sampled_from("aăâđêôơưỷẦ 0/.-–…「字🙂e\u0301[]*_=\n\t"), max_size=60)


@settings(max_examples=80)
@given(
    width=st.sampled_from(WIDTHS),
    rows=st.lists(st.tuples(WORDS, WORDS, st.sampled_from(Tone)), max_size=4),
    prose=WORDS,
)
def test_any_text_fits_its_terminal(width: int, rows: list[tuple[str, str, Tone]], prose: str) -> None:
    columns = (Column("Hạn cuối", right=True), Column("Mã"), Column("Sản phẩm", wraps=True), Column("TT", wraps=True))
    table = Table(
        columns, tuple(Row(("09/6/2026", "II.2/ke-hoach", product, number), tone) for product, number, tone in rows), 3
    )
    page = (Heading(prose), Paragraph(prose), Bullets((prose, prose)), table)
    screen = terminal.render(page, width=width, color=False)
    assert max(map(cell_len, screen.split("\n"))) <= width
    assert screen.count("09/6/2026") >= len(rows)
    assert screen.count("II.2/ke-hoach") >= len(rows)
