"""How `papi verify` tells what a document says otherwise than papi wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum, auto
from typing import Any, NamedTuple

from papi_cli.text import upper_first
from papi_cli.views.page import Column, Page, Paragraph, Row, Table
from papi_cli.views.reports.alterations import Alteration, AlterationKind, Place

_HEADS = ("Chỗ trong văn bản", "Văn bản ghi", "papi đã viết")
# A page shows so many; JSON and CSV have all.
_MOST_SHOWN = 40
# Words of a long text that are shown on each side of what differs.
_WORDS_AROUND = 5
_LONGEST_HEADING = 60


_NEVER_COMPARED = "Hình vẽ, ghi chú, đầu trang, chân trang không được đối chiếu."


class Uncompared(StrEnum):
    """Why the words of a document were not compared."""

    EARLIER = auto()
    DAMAGED = auto()
    UNREADABLE = auto()
    TOO_LONG = auto()


_REASONS = {
    Uncompared.EARLIER: "văn bản do phiên bản papi trước đây lập, không mang theo lời văn",
    Uncompared.DAMAGED: "lời văn ghi kèm tệp đã hỏng",
    Uncompared.UNREADABLE: "không đọc lại được chữ trong tệp",
    Uncompared.TOO_LONG: "văn bản dài quá, lặp lại quá nhiều",
}


class Wording(NamedTuple):
    """What became of a document's words: the alterations, or why they were not compared.

    `line` and `detail` tell of UNREADABLE Markdown where (0: nowhere in particular) and what it does not allow.
    """

    alterations: tuple[Alteration, ...] = ()
    uncompared: Uncompared | None = None
    line: int = 0
    detail: str = ""

    @property
    def is_same(self) -> bool | None:
        """Whether the document says what papi wrote; None where nobody knows."""
        return None if self.uncompared else not self.alterations

    @property
    def passes(self) -> bool:
        """Whether `papi verify` is content: a document of an earlier version is held against plan and log only."""
        return self.uncompared is Uncompared.EARLIER or self.is_same is True

    def page(self) -> Page:
        """Return whether the words are those that papi wrote, and each place where they are not."""
        if self.uncompared:
            where = f" (dòng {self.line}: {self.detail.rstrip('.')})" if self.line else ""
            return (Paragraph(f"Lời văn, bảng biểu: không đối chiếu được, vì {_REASONS[self.uncompared]}{where}."),)
        if not self.alterations:
            same = "Lời văn, bảng biểu: như papi đã viết, trừ những chỗ trống để điền."
            return (Paragraph(f"{same} {_NEVER_COMPARED}"),)
        count = len(self.alterations)
        rows = tuple(Row((place_words(one.place), *_shown(one))) for one in self.alterations[:_MOST_SHOWN])
        page: Page = (
            Paragraph(f"Lời văn, bảng biểu: có {count} chỗ khác với papi đã viết."),
            Table(tuple(Column(head, wraps=True) for head in _HEADS), rows),
        )
        if count > _MOST_SHOWN:
            page += (Paragraph(f"Còn {count - _MOST_SHOWN} chỗ nữa: xem đủ bằng --format csv hoặc json.", quiet=True),)
        return (*page, Paragraph(_NEVER_COMPARED))

    def json(self) -> dict[str, Any]:
        """Return the key `text` of the contracts of `papi verify`."""
        return {
            "same": self.is_same,
            "uncompared": self.uncompared.value if self.uncompared else None,
            "alterations": [
                {"kind": one.kind.value, **one.place._asdict(), "written": one.written, "found": one.found}
                for one in self.alterations
            ],
        }

    def below(self, table: Table) -> Table:
        """Return a table with three more columns, and below its rows one for each alteration, with the words in full."""
        blank = ("",) * len(table.columns)
        return Table(
            (*table.columns, *map(Column, _HEADS)),
            (
                *(row._replace(cells=(*row.cells, "", "", "")) for row in table.rows),
                *(Row((*blank, place_words(one.place), one.found, one.written)) for one in self.alterations),
            ),
        )


def place_words(place: Place) -> str:
    """Return a place as a reader looks for it: «Phụ lục I, bảng 1, dòng 5, cột «Tình trạng»», «dưới đề mục «…»»."""
    parts = [place.annex] if place.annex else []
    if place.table:
        parts.append(f"bảng {place.table}")
        parts.append(f"dòng {place.row}" if place.row else "dòng đầu bảng")
        parts += [f"cột «{place.column}»"] if place.column else []
    elif place.heading:
        heading = place.heading if len(place.heading) <= _LONGEST_HEADING else f"{place.heading[:_LONGEST_HEADING]}…"
        parts.append(f"mục «{heading}»")
    elif not place.annex:
        # The letterhead, the frame of page one, the body of a letter.
        parts.append("phần đầu, trước các đề mục")
    return upper_first(", ".join(parts))


_GONE, _ADDED = "(không còn)", "(không có)"


def _shown(alteration: Alteration) -> tuple[str, str]:
    """Return what the document says and what papi wrote, of two long texts only what differs with some words around."""
    match alteration.kind:
        case AlterationKind.GONE:
            return _GONE, alteration.written
        case AlterationKind.ADDED:
            return alteration.found, _ADDED
        case AlterationKind.CHANGED:
            return _narrowed(alteration.found.split(), alteration.written.split())


def _narrowed(found: Sequence[str], written: Sequence[str]) -> tuple[str, str]:
    shorter = min(len(found), len(written))
    start = next((place for place in range(shorter) if found[place] != written[place]), shorter)
    end = next((place for place in range(shorter - start) if found[-1 - place] != written[-1 - place]), shorter - start)
    return _cut(found, start, end), _cut(written, start, end)


def _cut(words: Sequence[str], start: int, end: int) -> str:
    """Return the words but for the first `start` and the last `end`, with some of these around and «…» for the rest."""
    first, last = max(start - _WORDS_AROUND, 0), min(len(words) - end + _WORDS_AROUND, len(words))
    return f"{'… ' if first else ''}{' '.join(words[first:last])}{' …' if last < len(words) else ''}"
