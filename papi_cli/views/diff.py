"""What changed between two plans with their logs: a page of sentences with counts, rows, the JSON contract."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from papi_cli.comparison import Comparison, RecordChange, RecordKind
from papi_cli.text import day_text, lower_first, number_text
from papi_cli.views.diff_events import event_lines
from papi_cli.views.diff_json import changes_json, side_json
from papi_cli.views.diff_records import change_lines, field_words
from papi_cli.views.diff_states import deadline_lines, diff_state_lines, obligation_lines
from papi_cli.views.grouping import group_by
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table

_LINES_SHOWN = 40


class DiffSection(NamedTuple):
    """A part of the page: how many things changed, in words too, and the lines about them."""

    title: str
    total: int
    in_words: str
    lines: tuple[str, ...]


class DiffAnswer(NamedTuple):
    """The answer of `papi diff`: what changed, and what the two sides are called."""

    comparison: Comparison
    names: tuple[str, str]

    def page(self) -> Page:
        """Return what changed, for readers; one sentence when nothing did, or nothing that is compared."""
        comparison, (old_name, new_name) = self.comparison, self.names
        if comparison.is_empty:
            return (Paragraph(_EMPTY[comparison.is_same_plan].format(old=old_name, new=new_name)),)
        sections = _sections(comparison)
        counts = "; ".join(section.in_words for section in sections)
        day = day_text(comparison.after.as_of)
        page: Page = (
            Heading(f"Thay đổi từ {old_name} đến {new_name}", level=1),
            Paragraph(f"{counts}. Tình trạng của cả hai bên tính đến ngày {day}."),
        )
        for section in sections:
            page += (Heading(f"{section.title} ({section.total})"), Bullets(_first_lines(section.lines)))
        return page

    def rows(self) -> Table:
        """Return a row per line of the page, of all lines."""
        rows = [Row((section.title, line)) for section in _sections(self.comparison) for line in section.lines]
        return Table((Column("Phần"), Column("Thay đổi", wraps=True)), tuple(rows))

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.diff/2`; every change on its own, nothing grouped or cut."""
        comparison = self.comparison
        parts = changes_json(comparison)
        return {
            "schema": "papi.diff/2",
            "as_of": comparison.after.as_of.isoformat(),
            "before": side_json(comparison.before, self.names[0]),
            "after": side_json(comparison.after, self.names[1]),
            "summary": {part: len(changes) for part, changes in parts.items()},
            **parts,
        }


# By whether the files of the plan are the same. The log is: each of its events is compared in full.
_EMPTY = {
    True: "Không có gì thay đổi từ {old} đến {new}.",
    False: "Từ {old} đến {new} các tệp kế hoạch có chỗ sửa, nhưng không đổi thời hạn, nhiệm vụ, cơ quan hay nội dung nào khác "
    "mà lệnh này so sánh; sổ theo dõi vẫn như cũ.",
}


def _first_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines; of very many the first ones and how many more there are."""
    if len(lines) <= _LINES_SHOWN:
        return lines
    return (*lines[:_LINES_SHOWN], f"… và {number_text(len(lines) - _LINES_SHOWN)} dòng nữa.")


class _RecordSection(StrEnum):
    """The sections for changed records of the plan, with their titles, in the order of the page."""

    AMENDMENTS = "Văn bản sửa đổi, bổ sung"
    AGENCIES = "Cơ quan"
    WORK = "Nhiệm vụ, sản phẩm, điểm, khoản"
    QUOTATIONS = "Nguyên văn"
    INTERPRETATIONS = "Cách hiểu"
    GENERAL = "Quy định chung, kỳ báo cáo, lịch nghỉ, điểm các năm"
    ERRATA = "Đính chính"


def _section_of(comparison: Comparison, change: RecordChange) -> _RecordSection:
    if change.is_quotation and change.record_kind is not RecordKind.AMENDMENT:
        return _RecordSection.QUOTATIONS
    match change.record_kind:
        case RecordKind.AMENDMENT:
            return _RecordSection.AMENDMENTS
        case RecordKind.INTERPRETATION:
            return _RecordSection.INTERPRETATIONS
        case RecordKind.ERRATUM:
            return _RecordSection.ERRATA
        case RecordKind.PLAN | RecordKind.PERIOD | RecordKind.CALENDAR | RecordKind.SCORE:
            return _RecordSection.GENERAL
        case RecordKind.AGENCY | RecordKind.GROUP:
            return _RecordSection.AGENCIES
        case (
            RecordKind.ANNEX
            | RecordKind.COMPONENT
            | RecordKind.SECTION
            | RecordKind.TASK
            | RecordKind.ITEM
            | RecordKind.PROVISION
        ):
            names_agencies = bool(change.field) and field_words(comparison, change).is_role
            return _RecordSection.AGENCIES if names_agencies else _RecordSection.WORK


def _sections(comparison: Comparison) -> tuple[DiffSection, ...]:
    """Return the sections in which something changed."""
    by_section = group_by(comparison.record_changes, lambda change: _section_of(comparison, change))
    records = (
        DiffSection(
            section.value,
            len(by_section[section]),
            f"{len(by_section[section])} thay đổi về {lower_first(section.value)}",
            tuple(change_lines(comparison, by_section[section])),
        )
        for section in _RecordSection
        if section in by_section
    )
    deadlines, states = len(comparison.deadline_changes), len(comparison.state_changes)
    changed = len({change.after.obligation.id for change in comparison.state_changes})
    obligations = len(comparison.obligations_added) + len(comparison.obligations_dropped)
    events = {
        "mới": len(comparison.events_added),
        "bị sửa": len(comparison.events_changed),
        "không còn": len(comparison.events_missing),
    }
    of_events = ", ".join(f"{count} sự kiện {what}" for what, count in events.items() if count)
    sections = (
        DiffSection("Thời hạn", deadlines, f"{deadlines} thời hạn thay đổi", tuple(deadline_lines(comparison))),
        *records,
        DiffSection(
            "Đầu việc thêm, bớt", obligations, f"{obligations} đầu việc thêm, bớt", tuple(obligation_lines(comparison))
        ),
        DiffSection("Sổ theo dõi", sum(events.values()), of_events, tuple(event_lines(comparison))),
        DiffSection("Tình trạng", states, f"{changed} đầu việc đổi tình trạng", tuple(diff_state_lines(comparison))),
    )
    return tuple(section for section in sections if section.total)
