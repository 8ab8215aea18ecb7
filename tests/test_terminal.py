"""Pages on a terminal: where lines break, and rows that become cards where the screen is too narrow for a table."""

from __future__ import annotations

import re
from datetime import date

import pytest

from papi_cli.render import terminal
from papi_cli.states import State, judge
from papi_cli.views.asked import Asked
from papi_cli.views.lists import Arrangement
from papi_cli.views.obligations import Selection
from papi_cli.views.page import Bullets, Column, Page, Paragraph, Row, Table
from papi_cli.views.status import find_status
from papi_cli.views.upcoming import find_upcoming
from papi_cli.views.words import STATE_WORDS
from tests.tree import shipped_plan

STATES = judge(shipped_plan(), (), as_of=date(2026, 6, 10), known_at=None)


def lines(page: Page, width: int) -> list[str]:
    return terminal.render(page, width=width, color=False).splitlines()


def overall(selection: Selection) -> Page:
    return find_status([Asked(STATES, selection)], Arrangement()).page()


@pytest.mark.parametrize("width", range(60, 201, 7))
def test_a_number_and_its_unit_share_a_line(width: int) -> None:
    screen = lines(find_upcoming([Asked(STATES, Selection())], Arrangement(), within=300).page(), width)
    assert sum("ngày" in line for line in screen) > 10
    for line in screen:
        assert not re.search(r"\s\sngày", line), line  # no cell continues with the unit alone
        assert len(line) <= width
        assert line.isprintable(), line


def test_a_number_and_its_unit_share_a_line_in_sentences_too() -> None:
    sentence = "Sở Tư pháp " * 5 + "5 ngày, 06 tháng."
    assert lines((Paragraph(sentence),), 60) == ["Sở Tư pháp " * 4 + "Sở Tư pháp", "5 ngày, 06 tháng."]
    assert lines((Bullets((sentence,)),), 60) == ["- " + "Sở Tư pháp " * 4 + "Sở Tư pháp", "  5 ngày, 06 tháng."]


def test_a_card_says_what_each_number_is() -> None:
    columns = (Column("Cơ quan", wraps=True), Column("Tổng số phải thực hiện"), Column("Quá-hạn-đã-lâu-không-báo-cáo"))
    table = Table((*columns, *(Column(f"Cột-rất-dài-{index}") for index in range(3))), ())
    row = Row(("Sở Tư pháp", "23", "6", "", "x", "0"))
    assert lines((table._replace(rows=(row,)),), 60) == [
        "Sở Tư pháp",
        "  Tổng số phải thực hiện       23",
        "  Quá-hạn-đã-lâu-không-báo-cáo 6",
        "  Cột-rất-dài-1                x",
        "  Cột-rất-dài-2                0",
    ]


def test_the_title_of_a_card_is_its_day_and_code_never_a_number() -> None:
    columns = (Column("Hạn cuối"), Column("Mã"), Column("Chỉ số"), Column("Sản phẩm", wraps=True))
    row = Row(("31/3/2026", "IV.7/van-ban-huong-dan-va-trien-khai", "4", "Công văn"))
    assert lines((Table(columns, (row,)),), 60) == [
        "31/3/2026  IV.7/van-ban-huong-dan-va-trien-khai",
        "  Chỉ số   4",
        "  Sản phẩm Công văn",
    ]


def test_the_numbers_of_a_card_share_lines_each_with_its_head() -> None:
    heads = [Column("Cơ quan", wraps=True), *(Column(f"Số lượng của cột {index}", right=True) for index in range(8))]
    row = Row(("Sở Tư pháp", *map(str, range(10, 18))))
    card = lines((Table(tuple(heads), (row,)),), 60)
    assert card[0] == "Sở Tư pháp"
    assert card[1:] == [
        f"  Số lượng của cột {index} {index + 10}, Số lượng của cột {index + 1} {index + 11}{',' if index < 6 else ''}"
        for index in range(0, 8, 2)
    ]


def test_the_title_of_a_card_in_prose_is_its_first_cell() -> None:
    columns = (Column("TT"), *(Column(f"{'Cột' * 9}-{index}", wraps=True) for index in range(2)))
    rows = (Row(("I", "Nội dung", "")), Row(("1", "Kế hoạch", "Sở Nội vụ")))
    head, other = (column.head for column in columns[1:])
    assert lines((Table(columns, rows, prose=True),), 60) == [
        "I",
        f"  {head} Nội dung",
        "",
        "1",
        f"  {head} Kế hoạch",
        f"  {other} Sở Nội vụ",
    ]


@pytest.mark.parametrize("width", [60, 80])
def test_columns_of_zeros_are_left_out_with_a_note(width: int) -> None:
    screen = " ".join(lines(overall(Selection()), width))
    occurring = {verdict.state for verdict in STATES.verdicts}
    assert occurring == {State.IN_TIME, State.OVERDUE, State.ONGOING, State.UNDATED}
    note = screen.partition("Bảng bỏ các cột ")[2].partition(" vì")[0]
    assert " ".join(note.split()) == "«HT đúng hạn», «HT quá hạn», «HT không hạn» và «Không theo dõi»"
    tables = [block for block in overall(Selection()) if isinstance(block, Table)][1:]
    for table in tables:
        heads = [column.head for column in table.columns]
        assert heads[1:] == [
            "Tổng",
            *(STATE_WORDS[state].short_label for state in State if state in occurring),
            "Tỷ lệ đúng hạn",
            "Quá hạn chưa ghi nhận",
        ]
        for row in table.rows:
            cells = dict(zip(heads, row.cells, strict=True))
            counts = [int(cells[STATE_WORDS[state].short_label]) for state in occurring]
            assert int(cells["Tổng"]) == sum(counts)  # nothing is lost with the columns


def test_an_empty_answer_has_no_note_about_columns() -> None:
    assert "Bảng bỏ các cột" in " ".join(lines(overall(Selection()), 80))
    assert "Bảng bỏ các cột" not in " ".join(lines(overall(Selection(states=(State.WAIVED,))), 80))
