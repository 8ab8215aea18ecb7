"""Reads a report as sentences and tables under their headings; what was read is removed from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papi_cli.plan.model import AgencyKind, Plan

Cells = tuple[str, ...]
NamedAndCounted = tuple[set[str], int]

_HEADING = re.compile(r"(#{1,3}) (.+)")
_CELL = re.compile(r"(?<!\\)\|")


class Part:
    """The text and tables below one heading and above the next."""

    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path
        self.text = ""
        self.tables: list[list[Cells]] = []

    def take(self, words: str) -> None:
        """Remove words that must occur here exactly once."""
        assert self.text.count(words) == 1, f"{self.path}: {self.text.count(words)} x {words!r} in {self.text}"
        self.text = self.text.replace(words, "")

    def read(self, pattern: str) -> tuple[str, ...]:
        """Remove a sentence that must occur exactly once; return the text in place of each `@` of the pattern."""
        matches = list(re.finditer(re.escape(pattern).replace("@", "(.+?)"), self.text))
        assert len(matches) == 1, f"{self.path}: {len(matches)} x {pattern!r} in {self.text}"
        self.text = self.text.replace(matches[0][0], "", 1)
        return matches[0].groups()

    def table(self, *heads: str) -> list[Cells]:
        """Remove the only table, whose heads must be `heads`; return its rows."""
        assert len(self.tables) == 1, (self.path, len(self.tables))
        first, *rows = self.tables.pop()
        assert first == heads, first
        assert all(len(row) == len(heads) for row in rows)
        return rows


class Paper:
    """A report in Markdown, without the embedded metadata at its end."""

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
        """Return the only part whose headings, from the outermost on, start with the words of `path`."""
        parts = [
            part
            for part in self.parts
            if len(part.path) == len(path)
            and all(f"{heading} ".startswith(f"{words} ") for heading, words in zip(part.path, path, strict=True))
        ]
        assert len(parts) == 1, (path, [part.path for part in parts])
        return parts[0]

    def left(self) -> str:
        """Return all that was not removed, headings marked by #."""
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
    """Return the ids of the agencies in a sentence or a cell: `Sở A, Sở B; UBND 03 xã, phường: xã C, …`.

    Communes without names, or with the names of those left out, are those of `owing` (None: of the plan). Their number
    is compared.
    """
    named, number = named_and_counted(plan, words)
    assert words.count("xã, phường") <= 1
    whole = {agency.id for agency in plan.agencies.values() if agency.kind is AgencyKind.COMMUNE} & (
        owing or {*plan.agencies}
    )
    if match := _COMMUNES.search(words):
        names = {
            agency.name.removeprefix("UBND "): agency.id for agency in plan.agencies.values() if agency.id in whole
        }
        listed = (match["named"] or match["but"] or "").split(", ")
        assert all(name in names for name in listed if name), listed
        ids = {names[name] for name in listed if name}
        communes = ids if match["named"] else whole - ids
        assert number == len(communes), words
        return named | communes
    return named


def named_and_counted(plan: Plan, words: str) -> NamedAndCounted:
    """Return the ids of the agencies with names, and the number of communes that are counted."""
    match = _COMMUNES.search(words)
    rest = words[: match.start()] if match else words
    assert match is None or match.end() == len(words), words
    names = sorted((agency.name for agency in plan.agencies.values()), key=len, reverse=True)
    ids = {agency.name: agency.id for agency in plan.agencies.values()}
    named: set[str] = set()
    while rest:
        name = next((name for name in names if re.match(rf"{re.escape(name)}(, |; |$)", rest)), None)
        assert name is not None, rest
        assert ids[name] not in named, words
        named.add(ids[name])
        rest = re.sub("^(, |; )", "", rest.removeprefix(name))
    return named, int(match[1]) if match else 0
