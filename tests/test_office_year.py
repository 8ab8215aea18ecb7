"""A year of an office through sheets and commands: nothing wrong is taken unasked, nothing right refused, nothing lost.

PAPI_YEAR_SEED names another year than that of the suite.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from papi_cli.cli.program.door import main
from papi_cli.log.events import Event
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from tests.office_year import AHEAD, BAD, DOUBTFUL, LABELS, ORDERED, ROUNDS, Row, Year, rows_of_round, year_of
from tests.tree import planted, shipped_plan

HEADS = ["Mã", "Cơ quan", "Kết quả", "Ngày", "Số, ký hiệu văn bản", "Gia hạn đến ngày", "Minh chứng", "Ghi chú"]
SECOND_TAB = "Tiếp theo"
Place = tuple[str, str, int]  # file, tab ("" for the only or first one), row


def day_words(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def cells_of(row: Row) -> list[object]:
    """Return what somebody types, with the slip in it."""
    obligation = row.obligation
    cells: list[object] = [
        obligation.item.code,
        obligation.agency.name,
        row.words or LABELS[row.kind],
        day_words(row.day),
    ]
    cells += [row.document, day_words(row.until), row.evidence, row.note]
    match row.slip:
        case "result":
            cells[2] = "đã xem"
        case "agency":
            cells[1] = "Sở Hàng hải"
        case "item":
            cells[0] = "XX.9/bao-cao"
        case "1926" | "2206":
            cells[3] = f"{row.day.day}/{row.day.month}/{row.slip}"
        case "31 June":
            cells[3] = "31/6/2026"
        case "exchanged":
            cells[3] = row.day
        case "outside":
            cells.append("đã gửi bản giấy")
    return cells


def write_sheet(folder: Path, agency: str, rows: Sequence[Row]) -> Iterator[tuple[Place, Row]]:
    """Write what an agency sends, as text or as a workbook, with merged cells and a second tab; yield where each row is."""
    needs_workbook = len(rows) > 2 or any(row.slip == "exchanged" for row in rows)
    if not needs_workbook:
        name = f"{agency}.csv"
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows([HEADS, *map(cells_of, rows)])
        yield from (((name, "", number), row) for number, row in enumerate(rows, 2))
        return
    book, name = openpyxl.Workbook(), f"{agency}.xlsx"
    page: Worksheet = book.worksheets[0]
    page.title = "Kết quả"
    for title in (["KẾT QUẢ THỰC HIỆN"], [], HEADS):
        page.append(title)
    first, last = (rows[:-1], rows[-1:]) if len(rows) > 4 else (rows, [])
    for number, row in enumerate(first, 4):
        page.append(cells_of(row))
        yield (name, "Kết quả" if last else "", number), row
    _merge_equal(page, first)
    if last:
        book.create_sheet("Bìa", 0).append(["Kính gửi: Sở Nội vụ"])
        other: Worksheet = book.create_sheet(SECOND_TAB)
        other.append(HEADS)
        other.append(cells_of(last[0]))
        yield (name, SECOND_TAB, 2), last[0]
    book.save(folder / name)


def _merge_equal(page: Worksheet, rows: Sequence[Row]) -> None:
    """Merge result, day and number of rows below each other that one document is for."""
    keys = [(row.day, row.document) if row.document and not row.slip else number for number, row in enumerate(rows)]
    for number, key in enumerate(keys):
        count = keys.count(key)
        if count > 1 and keys.index(key) == number:
            for letter in "CDE":
                page.merge_cells(f"{letter}{number + 4}:{letter}{number + 3 + count}")


def named_in(out: str) -> dict[Place, str]:
    """Return what is said of each row that is named, by its place."""
    said: dict[Place, str] = {}
    file = ""
    for line in out.splitlines():
        if found := re.match(r"(?:- )?[\w-]+/([\w-]+\.\w+): ", line):
            file = found[1]
        elif found := re.match(r"- (?:trang tính «([^»]+)», )?(?:ô [A-Z]+(\d+)|dòng (\d+))\b", line):
            place = (file, found[1] or "", int(found[2] or found[3]))
            said[place] = said.get(place, "") + line
    return said


def ordered(row: Row) -> list[str]:
    """Return the command by which the coordinator records a row."""
    who = row.group or row.obligation.agency.id
    option = {"extended": "--extended-until"}.get(row.kind, f"--{row.kind}")
    argv = ["record", row.obligation.item.code, "--agency", who, option, *([day_words(row.until)] if row.until else [])]
    for name, text in (("--document", row.document), ("--note", row.note)):
        argv += [name, text] if text else []
    return [*argv, "--date", day_words(row.day), "--by", "Lò Văn A"]


class Office:
    """Where the year is recorded; `expected` is what its log has to hold by now."""

    def __init__(self, root: Path, year: Year, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.year, self.capsys = root, year, capsys
        self.expected: set[tuple[object, ...]] = set()
        self.rows = 0

    def run(self, *words: str) -> tuple[int, str]:
        code = main([*words])
        answer = self.capsys.readouterr()
        return code, answer.out + answer.err

    def assert_recorded(self, step: str) -> None:
        found = [_as_told(event) for event in read_events(FolderSource(self.root))]
        missing, more = self.expected - {*found}, {*found} - self.expected
        assert not missing, step
        assert not more, step
        assert len(found) == len(self.expected), step

    def receive(self, number: int) -> None:
        """Record the sheets of a round: now and then whole files first, then the good rows of the others."""
        by_agency: dict[str, list[Row]] = {}
        for row in rows_of_round(self.year.sheets, number):
            by_agency.setdefault(row.obligation.agency.id, []).append(row)
        folder = self.root / f"bang-{number}"
        folder.mkdir()
        places = dict(at for agency, rows in by_agency.items() for at in write_sheet(folder, agency, rows))
        wrong = {place: row for place, row in places.items() if row.slip}
        if number % 4 == 2:
            held_back = {file for file, *_ in wrong}
            code, out = self.run("record", "--from", folder.name)
            self.expected |= {row.event for (file, *_), row in places.items() if file not in held_back}
            self.assert_recorded(f"whole files of round {number}: {out}")
            self.assert_named(wrong, out)
        left = f"con-lai-{number}.xlsx"
        code, out = self.run("record", "--from", folder.name, "--skip-bad", "-o", left)
        self.expected |= {row.event for row in places.values() if not row.slip}
        self.assert_recorded(f"good rows of round {number}: {out}")
        self.assert_named(wrong, out)
        assert code == (1 if wrong else 0)
        self.rows += len(places)
        if wrong:
            self.assert_put_aside(left, list(wrong.values()))

    def assert_named(self, wrong: dict[Place, Row], out: str) -> None:
        said = named_in(out)
        assert said.keys() == wrong.keys(), out
        for place, row in wrong.items():
            assert {**DOUBTFUL, **BAD}[row.slip] in said[place], (row, said[place])

    def assert_put_aside(self, left: str, wrong: Sequence[Row]) -> None:
        """Every row that was not taken waits in the sheet to correct; who confirms gets the doubtful ones and no other."""
        page = openpyxl.load_workbook(left).worksheets[0]
        # Days stand there as the program writes them, 06/02/2026.
        waiting = [
            {re.sub(r"\b0(?=\d/)", "", str(cell or "")) for cell in cells} for cells in page.iter_rows(values_only=True)
        ]
        for row in wrong:
            typed = {str(cell) for cell in cells_of(row) if cell and row.slip not in ("exchanged", "outside")}
            assert any(typed <= cells for cells in waiting), f"{row.slip} {typed} not in {waiting}"
        doubtful = sum(row.slip in DOUBTFUL for row in wrong)
        options = ("--skip-bad", "-o", "x.xlsx", "--confirm", "--dry-run")
        _, out = self.run("record", "--from", left, *options)
        assert f"Sẽ ghi {doubtful} sự kiện" in out or not doubtful, out
        self.assert_recorded("a dry run writes nothing")

    def order(self, row: Row) -> None:
        """Record by a command what is right; what is wrong is refused, and taken with --confirm if it can be right."""
        # What was granted long ago is told late all the same, and is asked about.
        is_confirmed = row.kind in ("extended", "waived") and not row.slip and (ROUNDS[row.sent] - row.day).days > 30
        code, out = self.run(*ordered(row), *(["--confirm"] if is_confirmed else []))
        if not row.slip:
            assert code == 0, (row, out)
            self.expected.add(row.event)
        else:
            assert code == (2 if row.slip == "9999" else 1), (row, out)
            assert ORDERED[row.slip] in out, (row, out)
            code, _ = self.run(*ordered(row), "--confirm", "--dry-run")
            assert code == (2 if row.slip == "9999" else 0), row
        self.rows += 1


def _as_told(event: Event) -> tuple[object, ...]:
    url = "; ".join(evidence.url for evidence in event.evidence)
    what = (event.document, event.note, event.until, url)
    return (event.kind.value, event.item, event.agency, event.date, *what)


def record_ahead_of_the_clock(office: Office, patch: pytest.MonkeyPatch, number: int) -> None:
    """Record once by a clock of 2030: the obligation stops with a sentence, and no other one does."""
    item, agency = AHEAD
    words = ["record", item, "--agency", agency, "--progress", "--date", day_words(ROUNDS[number])]
    patch.setenv("PAPI_NOW", "2030-02-03T09:00:00+07:00")
    assert office.run(*words, "--note", "đồng hồ sai")[0] == 0
    office.expected.add(("progress", item, agency, ROUNDS[number], "", "đồng hồ sai", None, ""))
    patch.setenv("PAPI_NOW", f"{ROUNDS[number]}T09:00:00+07:00")
    ahead = next(event for event in read_events(FolderSource(office.root)) if event.note == "đồng hồ sai")
    for more in ([], ["--confirm"]):
        code, out = office.run(*words, "--note", "đồng hồ đúng", *more)
        assert (code, ahead.id in out, "plan/status/2030-02" in out) == (1, True, True), out
    office.assert_recorded("the clock")


@pytest.mark.slow
@pytest.mark.parametrize("seed", [int(os.environ.get("PAPI_YEAR_SEED", "2026"))])
def test_a_year_of_sheets_and_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    monkeypatch.setattr(os, "fsync", os.fstat)  # no power is lost here
    monkeypatch.chdir(planted(tmp_path))
    year = year_of(shipped_plan(), seed)
    office = Office(tmp_path, year, capsys)
    for number, day in enumerate(ROUNDS):
        monkeypatch.setenv("PAPI_NOW", f"{day}T09:00:00+07:00")
        office.receive(number)
        for row in rows_of_round(year.orders, number):
            office.order(row)
        if number == 6:
            record_ahead_of_the_clock(office, monkeypatch, number)
    office.assert_recorded("the year")
    assert office.rows == len(year.sheets) + len(year.orders)
    agencies = {row.obligation.agency.id for row in year.sheets}
    assert len(agencies) > 85
    slips = {row.slip for row in (*year.sheets, *year.orders)}
    assert slips == {"", *DOUBTFUL, *BAD, *ORDERED}
    assert sum(bool(row.slip) for row in (*year.sheets, *year.orders)) > office.rows / 11
    # Sheets that are read again at the end of the year add nothing.
    assert "Sẽ ghi 0 sự kiện" in office.run("record", "--from", "bang-5", "--dry-run")[1]
    assert "P413" not in office.run("check")[1]
