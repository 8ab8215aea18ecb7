"""What people wrote into the marked places of a document that papi made, section by section."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from papi_cli.text import nfc
from papi_cli.views.reports.alignment import Allowance, align
from papi_cli.views.reports.printed import SECTIONS_KEY, Grid, Line, PrintedBlock

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
_BLANK = re.compile(r"\[….*\]")
# Stands for a marked place of no section.
_NO_SECTION = ""
_LEAST_LIKENESS = 0.6
_MOST_LETTERS = 2000


class Filled(NamedTuple):
    """The text of each section that was filled in; the sections of which nobody can tell which text is theirs.

    That is so where marked places follow each other without anything between, and where a table was put in.
    """

    texts: Mapping[str, str]
    unclear: tuple[str, ...]


class _Blank(NamedTuple):
    """A marked place: its section, and what stands before and behind it in its line."""

    section: str
    before: str
    behind: str


def read_sections(data: Mapping[str, object]) -> Mapping[str, str]:
    """Return the marked places that the data of a document name; none where they are not as papi writes them."""
    sections = data.get(SECTIONS_KEY)
    if not isinstance(sections, Mapping):
        return {}
    return {
        name: place
        for name, place in sections.items()
        if isinstance(place, str) and place and _NAME.fullmatch(str(name))
    }


def filled_sections(
    written: Sequence[PrintedBlock], found: Sequence[PrintedBlock], sections: Mapping[str, str]
) -> Filled:
    """Return what stands in the marked places `sections`; raises TooMuchAlike as `align` does."""
    blanks = _find_blanks(written, sections)

    def likeness(one: int, other: int) -> float:
        before, now = written[one], found[other]
        if not (isinstance(before, Line) and isinstance(now, Line)):
            return float(type(before) is type(now))
        if one in blanks:
            return float(_middle(blanks[one], now.text) is not None)
        left, right = _letters(before.text), _letters(now.text)
        ratio = 2 * (left & right).total() / max(left.total() + right.total(), 1)
        return ratio if ratio >= _LEAST_LIKENESS else 0.0

    gathering = _Gathering()
    for pair in align(list(map(_key, written)), list(map(_key, found)), likeness, Allowance()):
        one, other = pair.written, pair.found
        if one is not None and other is not None:
            is_as_written = _key(written[one]) == _key(found[other])
            if is_as_written or likeness(one, other) > 0:
                gathering.close()
                if one in blanks:
                    gathering.begin(blanks[one], None if is_as_written else found[other])
                continue
        if one is not None and _is_blank(written[one]):
            gathering.waiting.append(blanks[one].section if one in blanks else _NO_SECTION)
        if other is not None:
            gathering.added.append(found[other])
    gathering.close()
    return Filled(gathering.texts, tuple(gathering.unclear))


def _is_blank(block: PrintedBlock) -> bool:
    """Return whether a block is all marked place, of a section or for anything else, as a number and a day."""
    return isinstance(block, Line) and _BLANK.fullmatch(block.text.strip()) is not None


def _find_blanks(written: Sequence[PrintedBlock], sections: Mapping[str, str]) -> Mapping[int, _Blank]:
    """Return the marked places by the place of their line; each stands below the one before it."""
    blanks: dict[int, _Blank] = {}
    start = 0
    for section, place in sections.items():
        for position in range(start, len(written)):
            block = written[position]
            if isinstance(block, Line) and place in block.text:
                before, _, behind = block.text.partition(place)
                blanks[position] = _Blank(section, _plain(before), _plain(behind))
                start = position + 1
                break
    return blanks


@dataclass(slots=True)
class _Gathering:
    """Gathers between two parts that stood there before: which places wait, and what was added.

    `left` is the section of a marked place that was left right above: what is added below it is meant for it.
    """

    texts: dict[str, str] = field(default_factory=dict)
    unclear: list[str] = field(default_factory=list)
    left: str = ""
    waiting: list[str] = field(default_factory=list)
    added: list[PrintedBlock] = field(default_factory=list)

    def begin(self, blank: _Blank, block: PrintedBlock | None) -> None:
        """Take what was filled in within a line, None for a place that was left; what is added below goes on with it."""
        if isinstance(block, Line):
            self.waiting.append(blank.section)
            self.added.append(Line(_middle(blank, block.text) or ""))
        else:
            self.left = blank.section

    def close(self) -> None:
        """Give what was added to the place that waits for it."""
        self.waiting = self.waiting or [self.left] if self.left else self.waiting
        lines = [block.text.strip() for block in self.added if isinstance(block, Line) and block.text.strip()]
        is_clear = len(self.waiting) == 1 and not any(isinstance(block, Grid) for block in self.added)
        if lines and is_clear and self.waiting[0] != _NO_SECTION:
            self.texts[self.waiting[0]] = "\n".join(lines)
        elif self.added:
            self.unclear += filter(None, self.waiting)
        self.left, self.waiting, self.added = "", [], []


def _middle(blank: _Blank, text: str) -> str | None:
    """Return what stands in a line in the marked place; None for another line, and where nothing stands around it."""
    plain = _plain(text)
    if not (blank.before or blank.behind):
        return None
    if not (plain.startswith(blank.before) and plain.endswith(blank.behind)):
        return None
    if len(plain) < len(blank.before) + len(blank.behind):
        return None
    return plain[len(blank.before) : len(plain) - len(blank.behind)].strip()


@lru_cache(maxsize=4096)
def _letters(text: str) -> Counter[str]:
    """Return how often each letter occurs, which tells in no time how alike two lines are at most."""
    return Counter(text[:_MOST_LETTERS])


def _plain(text: str) -> str:
    return " ".join(nfc(text).split())


def _key(block: PrintedBlock) -> Hashable:
    return _plain(block.text) if isinstance(block, Line) else tuple(tuple(map(_plain, row)) for row in block.rows)
