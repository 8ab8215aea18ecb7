"""The widths of columns: by what stands in them where that makes a table shorter, no word broken, the room filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from papi_cli.documents.measures import (
    balance_lines,
    column_widths,
    line_width,
    longest_word_width,
    row_lines,
    share_width,
)
from papi_cli.documents.tree import Align, DataColumn, DataTable, Run, Runs

ROOM, SIZE = 9_000, 220
LONG = "Thực hiện công khai các thông tin theo quy định của Luật Tiếp cận thông tin"


def runs(text: str) -> Runs:
    return (Run(text),) if text else ()


def table(*rows: tuple[str, ...], shares: tuple[int, ...], headings: Iterable[int] = ()) -> DataTable:
    columns = tuple(DataColumn(runs(f"C{number}"), Align.LEFT, share) for number, share in enumerate(shares))
    return DataTable(columns, tuple(tuple(map(runs, row)) for row in rows), headings=frozenset(headings))


def lines(of: DataTable, widths: list[int]) -> int:
    return sum(row_lines(of, widths, size=SIZE))


def test_a_column_with_much_to_say_takes_from_one_with_little() -> None:
    of = table(*[("1", LONG * 2, "", "Sở Y tế")] * 4, shares=(10, 30, 30, 30))
    widths = column_widths(of, ROOM, size=SIZE)
    by_shares = share_width([10, 30, 30, 30], ROOM)
    assert sum(widths) == ROOM
    assert widths[1] > 2 * by_shares[1] > 4 * widths[2] > 0
    assert lines(of, widths) < lines(of, by_shares) / 2
    least = longest_word_width(["Sở", "tế"], size=SIZE, bold=False)
    assert widths[3] >= least, "no word is broken"


def test_where_nothing_becomes_shorter_the_shares_of_the_template_stand() -> None:
    of = table(("1", "Sở Y tế", "31/12"), ("2", "Sở Tư pháp", "30/6"), shares=(10, 50, 30))
    assert column_widths(of, ROOM, size=SIZE) == share_width([10, 50, 30], ROOM)
    assert column_widths(table(shares=(1, 2)), ROOM, size=SIZE) == [3_000, 6_000], "a table without rows"


def test_a_heading_among_the_rows_widens_no_column() -> None:
    rows = [("1", "Sở Y tế", LONG), ("2", "Sở Tư pháp", LONG)]
    heading = ("I", LONG * 5, "")
    of, headed = table(*rows, shares=(1, 4, 4)), table(heading, *rows, shares=(1, 4, 4), headings=[0])
    assert column_widths(headed, ROOM, size=SIZE) == column_widths(of, ROOM, size=SIZE)
    spread, _, _ = row_lines(headed, [1_000, 4_000, 4_000], size=SIZE)
    assert spread < sum(row_lines(table(heading, shares=(1, 4, 4)), [1_000, 4_000, 4_000], size=SIZE))


def test_the_number_of_a_heading_is_not_broken() -> None:
    rows = [("1", "Báo cáo", "x")] * 3
    (first, *_), (headed, *_) = (
        column_widths(table(*rows, *more, shares=(1, 30, 30), headings=places), 9_000, size=220)
        for more, places in (((), ()), ([("VIII", "Nội dung “Quản trị điện tử”", "")], (3,)))
    )
    assert headed > first
    assert headed >= line_width("VIII", size=220, bold=False) + 140


def test_a_column_to_fill_in_has_the_room_that_the_template_gives_it() -> None:
    written = table(*[("1", LONG * 3, "Sở Y tế")] * 3, shares=(1, 8, 8))
    blank = (Run("[…]", is_placeholder=True),)
    to_write = replace(written, rows=tuple((*row[:2], blank) for row in written.rows))
    assert column_widths(to_write, ROOM, size=SIZE)[2] > 2 * column_widths(written, ROOM, size=SIZE)[2]
    some = replace(written, rows=(*to_write.rows[:1], *written.rows[1:]))
    assert column_widths(some, ROOM, size=SIZE) == column_widths(written, ROOM, size=SIZE), "not the whole column"


def test_lines_of_titles_break_between_words() -> None:
    lines = {
        "ỦY BAN NHÂN DÂN TỈNH HÀ LÂM": ["ỦY BAN NHÂN DÂN", "TỈNH HÀ LÂM"],
        "Kết quả thực hiện Kế hoạch cấp nước sạch nông thôn 06 tháng đầu năm 2026": None,
        "Đôn đốc Ủy ban nhân dân xã, Sở Nông nghiệp và Môi trường gửi báo cáo quý III năm 2026": None,
        "(Kèm theo Báo cáo số        /BC-SNV ngày     tháng     năm 2026 của Sở Nội vụ)": [
            "(Kèm theo Báo cáo số        /BC-SNV",
            "ngày     tháng     năm 2026 của Sở Nội vụ)",
        ],
    }
    wholes = [
        "Ủy ban nhân dân",
        "nước sạch",
        "nông thôn",
        "06 tháng",
        "quý III",
        "năm 2026",
        "Nội vụ",
        "ỦY BAN NHÂN DÂN",
    ]
    for text, expected in lines.items():
        whole = line_width(text, size=280, bold=True)
        # A day as wide as this is broken where it does not fit.
        for parts in range(22 if text.startswith("(") else 10, 40):
            room = whole * parts / 20 / 2
            broken = balance_lines(text, room, size=280, bold=True)
            assert broken.replace("\n", " ") == text
            for words in wholes:
                if line_width(words, size=280, bold=True) <= room and words in text:
                    assert words in broken, (room, broken)
        if expected:
            assert balance_lines(text, whole * 0.8, size=280, bold=True).split("\n") == expected


def test_a_cell_that_fits_into_its_column_is_one_line() -> None:
    """Only a line that goes on leaves half of a word free: a narrow column of numbers takes no room from words."""
    narrow = round(line_width("31/12", size=SIZE, bold=False)) + 150
    assert row_lines(table(("31/12",), shares=(1,)), [narrow], size=SIZE) == [1]
    assert row_lines(table(("31/12 31/12",), shares=(1,)), [narrow], size=SIZE) > [1]
