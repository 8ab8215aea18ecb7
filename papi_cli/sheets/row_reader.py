"""One row that people filled in → its draft, or every bad cell of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from papi_cli.log.drafts import MAX_TEXT, BadEvidence, Draft, clean_line, clean_note, fits_one_line
from papi_cli.log.events import Evidence
from papi_cli.log.kinds import AGENCY_KINDS, KIND_SPECS, EventKind, kind_called
from papi_cli.plan.model import Plan
from papi_cli.sheets.grid import EMPTY_CELL, Cell, CellFault
from papi_cli.sheets.header import COLUMN_HEADS
from papi_cli.sheets.places import CellPlace, FilledRow
from papi_cli.text import PLACEHOLDER, day_text, is_day_beyond_years, match_key, nearest, parse_day

# A spreadsheet takes a document number such as 05/6 for a day.
_DOCUMENT_COLUMNS = frozenset({"document", "within"})
_DAY_COLUMNS = frozenset({"date", "until"})
_MOST_MONTHS = 12
_DAY_LENGTH = len("2026-06-10")
# How spreadsheets number the days of 1999 to 2099, and a day with the month in front.
_DAY_NUMBER = r"[3-7]\d{4}"
_MONTH_FIRST = r"(\d{1,2})/(\d{1,2})/(\d{4})"
_ADDRESS = ("http://", "https://")


class BadCell(NamedTuple):
    """A bad cell: its row, its place, what is wrong.

    `text` is what it holds, `options` what could stand there instead: the nearest name (of the first bad cells), the
    codes of several items, the labels of the kinds, both readings of a day. `views.bad_cells` has the sentences.
    """

    row: FilledRow
    place: CellPlace
    fault: CellFault
    text: str = ""
    options: tuple[str, ...] = ()


class MovedEvidence(NamedTuple):
    """Words under "Minh chứng" that name no evidence, and went into the note."""

    place: CellPlace
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads one row: its draft, every bad cell on the way, and what went into the note."""

    plan: Plan
    today: date
    by: str
    find_evidence: Callable[[str], Evidence | BadEvidence]
    suggests: bool
    bad_cells: list[BadCell] = field(default_factory=list)
    moved: list[MovedEvidence] = field(default_factory=list)

    def read(self, row: FilledRow) -> Draft | None:
        """Return the draft that the row says; None if it has a bad cell, all of which are in `bad_cells` then."""
        sound = {key: cell for key, cell in row.cells.items() if self._is_sound(row, key, cell)}
        lines = {key: self._text(row, key, sound.get(key, EMPTY_CELL)) for key in COLUMN_HEADS if key != "evidence"}
        item = self._item(row, lines["item"])
        agency = self._agency(row, lines["agency"])
        kind = self._kind(row, lines["event"], item)
        day = self._day(row, "date", lines["date"])
        until = self._day(row, "until", lines["until"]) if lines["until"] else None
        if until is not None and kind is not None and not KIND_SPECS[kind].carries_until:
            self._refuse(row, "until", CellFault.UNTIL_NOT_TAKEN, kind.label)
        evidence, words = self._evidence(row, sound)
        note = self._note(row, lines["note"], words)
        if self.bad_cells or kind is None or day is None:
            return None
        others = {key: lines[key] for key in ("document", "within", "target")}
        return Draft(day, item, agency, kind, until=until, evidence=evidence, by=self.by, note=note, **others)

    def _refuse(self, row: FilledRow, key: str, fault: CellFault, text: str = "", options: Iterable[str] = ()) -> None:
        self.bad_cells.append(BadCell(row, row.place_of(key), fault, text, tuple(options)))

    def _is_sound(self, row: FilledRow, key: str, cell: Cell) -> bool:
        """Return whether the cell can be read as it is stored; refuse it otherwise."""
        if cell.fault is not None:
            self._refuse(row, key, cell.fault, cell.text)
        elif cell.is_day and key in _DOCUMENT_COLUMNS:
            self._refuse(row, key, CellFault.DOCUMENT_AS_DAY, cell.text)
        elif cell.is_day and key not in _DAY_COLUMNS:
            self._refuse(row, key, CellFault.TEXT_AS_DAY, cell.text)
        elif PLACEHOLDER in cell.text:
            self._refuse(row, key, CellFault.PLACEHOLDER)
        else:
            return True
        return False

    def _text(self, row: FilledRow, key: str, cell: Cell) -> str:
        if not cell.text:
            return ""
        text = clean_note(cell.text) if key == "note" else clean_line(cell.text)
        if text is None:
            self._refuse(row, key, CellFault.FORBIDDEN_CHARACTER)
        elif len(text) > MAX_TEXT:
            self._refuse(row, key, CellFault.TOO_LONG)
        else:
            return text
        return ""

    def _refuse_blank(self, row: FilledRow, key: str) -> None:
        """Refuse a cell as blank, unless something stands in it that was refused before."""
        if not row.cells.get(key, EMPTY_CELL).is_filled:
            self._refuse(row, key, CellFault.BLANK)

    def _item(self, row: FilledRow, words: str) -> str:
        items = self.plan.find_items_to_record(words) if words else ()
        if len(items) == 1:
            return items[0].code
        if items and len({item.series for item in items}) == 1:
            coming = [item.code for item in items if item.due and item.due.last and item.due.last >= self.today]
            self._refuse(row, "item", CellFault.SEVERAL_OCCURRENCES, words, coming[:1] or [items[-1].code])
        elif items:
            several = dict.fromkeys(item.series for item in items)
            self._refuse(row, "item", CellFault.SEVERAL_ITEMS, words, several)
        elif words:
            near = nearest(words, self.plan.items, 1) if self.suggests else ()
            self._refuse(row, "item", CellFault.UNKNOWN_ITEM, words, near)
        else:
            self._refuse_blank(row, "item")
        return ""

    def _agency(self, row: FilledRow, words: str) -> str:
        ids = self.plan.find_agency_or_group(words) if words else ()
        agencies = [id_ for id_ in ids if id_ in self.plan.agencies]
        if len(agencies) == 1:
            return agencies[0]
        if agencies:
            several = [self.plan.agencies[id_].label for id_ in agencies]
            self._refuse(row, "agency", CellFault.SEVERAL_AGENCIES, words, several)
        elif any(id_ in self.plan.groups for id_ in ids):
            self._refuse(row, "agency", CellFault.GROUP, words)
        elif words:
            near = [agency.name for agency in self.plan.nearest_agencies(words)][:1] if self.suggests else ()
            self._refuse(row, "agency", CellFault.UNKNOWN_AGENCY, words, near)
        else:
            self._refuse_blank(row, "agency")
        return ""

    def _kind(self, row: FilledRow, words: str, item: str) -> EventKind | None:
        issued_elsewhere = item in self.plan.items and self.plan.items[item].issuer is not None
        kind = kind_called(words, issued_elsewhere=issued_elsewhere)
        if kind is None and match_key(words).startswith("chua "):
            self._refuse(row, "event", CellFault.NOT_YET, words)
        elif kind is None and words:
            offered = [kind for kind in EventKind if KIND_SPECS[kind].option or "target" in row.header.heads]
            if row.place.is_sent_back:
                offered = list(AGENCY_KINDS)
            self._refuse(row, "event", CellFault.UNKNOWN_KIND, words, [kind.label for kind in offered])
        elif kind is None:
            self._refuse_blank(row, "event")
        return kind

    def _day(self, row: FilledRow, key: str, words: str) -> date | None:
        if row.cells.get(key, EMPTY_CELL).is_day:
            words = words[:_DAY_LENGTH]  # a day and an hour, as a cell of Excel can hold them
        day = parse_day(words, today=self.today)
        if not words:
            self._refuse_blank(row, key)
        elif day is None:
            self._refuse_words_for_a_day(row, key, words)
        elif row.cells[key].is_day and (other := self._other_reading(key, day)):
            self._refuse(row, key, CellFault.TWO_READINGS, words, map(day_text, (day, other)))
        return day

    def _refuse_words_for_a_day(self, row: FilledRow, key: str, words: str) -> None:
        if re.fullmatch(_DAY_NUMBER, words):
            self._refuse(row, key, CellFault.DAY_NUMBER, words)
        elif (found := re.fullmatch(_MONTH_FIRST, words)) and (
            day := parse_day("{1}/{0}/{2}".format(*found.groups()), today=self.today)
        ):
            self._refuse(row, key, CellFault.MONTH_FIRST, words, [day_text(day)])
        else:
            fault = CellFault.YEAR_BEYOND if is_day_beyond_years(words) else CellFault.NOT_A_DAY
            self._refuse(row, key, fault, words)

    def _other_reading(self, key: str, day: date) -> date | None:
        """Return the day that was meant if the computer took the month for the day; None if that cannot be.

        A computer set to English makes 6 October of "10/6/2026", one set to Vietnamese 10 June, and the cell of a day does
        not tell by which it was typed. What happened did so by today, which often leaves one of the two.
        """
        if day.day > _MOST_MONTHS or day.day == day.month:
            return None
        other = day.replace(month=day.day, day=day.month)
        return None if key == "date" and day <= self.today < other else other

    def _evidence(self, row: FilledRow, cells: Mapping[str, Cell]) -> tuple[tuple[Evidence, ...], tuple[str, ...]]:
        """Return the evidence that the cell names or any cell of the row leads to, and the words that name none."""
        words = cells.get("evidence", EMPTY_CELL).text
        found: list[Evidence] = []
        others: list[str] = []
        # Not cleaned: a path is that of a file, with its spaces and the form of its letters.
        for part in (part for line in words.splitlines() for part in line.split("; ") if part.strip()):
            if not fits_one_line(part):
                self._refuse(row, "evidence", CellFault.FORBIDDEN_CHARACTER)
                break
            words_of_part = part.split()
            addresses = [word.rstrip(",;") for word in words_of_part if word.lower().startswith(_ADDRESS)]
            named = [self.find_evidence(name) for name in addresses or (part,)]
            found += (evidence for evidence in named if isinstance(evidence, Evidence))
            says_more = 0 < len(addresses) < len(words_of_part)
            if says_more or any(isinstance(evidence, BadEvidence) for evidence in named):
                others.append(clean_line(part) or "")
        links = {cell.link: key for key, cell in cells.items() if cell.link and cell.link.rstrip("/") not in words}
        for link, key in links.items():
            evidence = self.find_evidence(link) if link.lower().startswith(_ADDRESS) else None
            if isinstance(evidence, Evidence):
                found.append(evidence)
            elif key == "evidence":
                others.append(clean_line(link) or "")
        return tuple(found), tuple(others)

    def _note(self, row: FilledRow, note: str, evidence: tuple[str, ...]) -> str:
        """Return the note with the words that were meant as evidence and are none."""
        if not evidence:
            return note
        moved = f"{row.place_of('evidence').head}: {'; '.join(evidence)}"
        whole = f"{note}\n{moved}" if note else moved
        if len(whole) > MAX_TEXT:
            self._refuse(row, "evidence", CellFault.TOO_LONG)
        self.moved.append(MovedEvidence(row.place_of("evidence"), evidence))
        return whole
