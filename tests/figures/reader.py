"""A report as a reader has it: sentences and tables under their headings; what was read is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papi_cli.plan.model import AgencyKind, Plan

Cells = tuple[str, ...]
Told = tuple[set[str], int]

_HEADING = re.compile(r"(#{1,3}) (.+)")
_CELL = re.compile(r"(?<!\\)\|")


class Part:
    """What stands below one heading and above the next."""

    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path
        self.text = ""
        self.tables: list[list[Cells]] = []

    def take(self, words: str) -> None:
        """Take away words that must stand here, once."""
        assert self.text.count(words) == 1, f"{self.path}: {self.text.count(words)} x {words!r} in {self.text}"
        self.text = self.text.replace(words, "")

    def read(self, pattern: str) -> tuple[str, ...]:
        """Take away a sentence that must stand here once; return what fills its blanks, which are written `@`."""
        found = list(re.finditer(re.escape(pattern).replace("@", "(.+?)"), self.text))
        assert len(found) == 1, f"{self.path}: {len(found)} x {pattern!r} in {self.text}"
        self.text = self.text.replace(found[0][0], "", 1)
        return found[0].groups()

    def table(self, *heads: str) -> list[Cells]:
        """Take away the one table that stands here and return its rows, its heads being `heads`."""
        assert len(self.tables) == 1, (self.path, len(self.tables))
        first, *rows = self.tables.pop()
        assert first == heads, first
        assert all(len(row) == len(heads) for row in rows)
        return rows


class Paper:
    """A report in Markdown; what it carries for machines, behind the last line that is printed, is nobody's to read."""

    def __init__(self, text: str) -> None:
        printed, mark, _ = text.partition("<!-- papi.document")
        assert mark
        self.parts = [Part(())]
        path: list[str] = []
        rows: list[Cells] = []
        for line in printed.splitlines():
            part = self.parts[-1]
            if not line.startswith("|"):
                rows = []
            if heading := _HEADING.fullmatch(line):
                path[len(heading[1]) - 1 :] = [_plain(heading[2])]
                self.parts.append(Part(tuple(path)))
            elif line.startswith("|"):
                if not rows:
                    part.tables.append(rows)
                if not line.startswith(("|:", "|-")):
                    rows.append(tuple(_plain(cell.strip()) for cell in _CELL.split(line)[1:-1]))
            else:
                part.text += f"{_plain(line)}\n"

    def part(self, *path: str) -> Part:
        """Return the one part below headings that are, or begin with, the words of `path`."""
        found = [
            one
            for one in self.parts
            if len(one.path) == len(path)
            and all(f"{heading} ".startswith(f"{words} ") for heading, words in zip(one.path, path, strict=True))
        ]
        assert len(found) == 1, (path, [one.path for one in found])
        return found[0]

    def left(self) -> str:
        """Return what nobody has taken away, a heading marked as such."""
        return "\n".join(line for part in self.parts for line in _left(part))


def _left(part: Part) -> Iterator[str]:
    if part.path:
        yield f"# {part.path[-1]}"
    yield part.text
    yield from (" | ".join(row) for table in part.tables for row in table)


def _plain(text: str) -> str:
    """Return a line of Markdown without its escapes."""
    return re.sub(r"\\(.)", r"\1", text)


_COMMUNES = re.compile(r"UBND (\d+) xã, phường(?:: (?P<named>.+)| \(trừ (?P<but>.+)\))?")


def agencies_in(plan: Plan, words: str, *, owing: set[str] | None = None) -> set[str]:
    """Return the ids of the agencies that a sentence or a cell tells: `Sở A, Sở B; UBND 03 xã, phường: xã C, …`.

    Communes told by their number alone, or but for some, are those of `owing` (None: all of the plan). The number
    that is told must be theirs.
    """
    found, number = told_in(plan, words)
    assert words.count("xã, phường") <= 1
    whole = {one.id for one in plan.agencies.values() if one.kind is AgencyKind.COMMUNE} & (owing or {*plan.agencies})
    if said := _COMMUNES.search(words):
        names = {one.name.removeprefix("UBND "): one.id for one in plan.agencies.values() if one.id in whole}
        listed = (said["named"] or said["but"] or "").split(", ")
        assert all(name in names for name in listed if name), listed
        ids = {names[name] for name in listed if name}
        communes = ids if said["named"] else whole - ids
        assert number == len(communes), words
        return found | communes
    return found


def told_in(plan: Plan, words: str) -> Told:
    """Return the ids of the agencies told by their names, and how many communes are told by their number."""
    said = _COMMUNES.search(words)
    rest = words[: said.start()] if said else words
    assert said is None or said.end() == len(words), words
    names = sorted((one.name for one in plan.agencies.values()), key=len, reverse=True)
    ids = {one.name: one.id for one in plan.agencies.values()}
    found: set[str] = set()
    while rest:
        name = next((name for name in names if re.match(rf"{re.escape(name)}(, |; |$)", rest)), None)
        assert name is not None, rest
        assert ids[name] not in found, words
        found.add(ids[name])
        rest = re.sub("^(, |; )", "", rest.removeprefix(name))
    return found, int(said[1]) if said else 0
