"""`papi record --from`: record the rows of a file, all or none."""

from __future__ import annotations

import sys
from pathlib import Path

from papi_cli.cli.recording.session import Session, record_drafts
from papi_cli.cli.screen import print_stderr
from papi_cli.log.deciding import BatchOutcome
from papi_cli.problems import Failure, RecordingRefusal
from papi_cli.sheets.files import MAX_BYTES, read_tabs
from papi_cli.sheets.grid import FileFault
from papi_cli.sheets.header import BadHeader
from papi_cli.sheets.rows import ParsedRows, parse_rows, refused_cell
from papi_cli.store.os_errors import os_reason
from papi_cli.store.reading import read_input_file
from papi_cli.text import count_text
from papi_cli.views.bad_cells import (
    BadCellWords,
    bad_cell_words,
    bad_file_sentence,
    bad_header_sentence,
    in_order,
    place_words,
    remarks_on_rows,
)
from papi_cli.views.recording import CONFIRM_ADVICE, limit_lines
from papi_cli.views.refusals import cell_refusal_sentence, oddity_words


def import_rows(session: Session, name: str, *, dry_run: bool, confirm: bool) -> None:
    """Record every answered row of the file `name` (`-` is stdin); doubtful ones only if `confirm`.

    Raises RecordingRefusal that names every bad cell, or the bad header, and without any answered row; Failure for a
    file that cannot be read, or is no sheet.
    """
    rows = _parse_file(session, name)
    outcome = session.recorder.preview(rows.drafts, now=session.now)
    cells = [bad_cell_words(cell, rows) for cell in rows.bad_cells] + _cells_refused_by_rules(session, rows, outcome)
    doubtful = [] if confirm or dry_run else _doubtful_cells(session, rows, outcome)
    if cells or doubtful:
        bad_rows = len({cell.place.row for cell in (*cells, *doubtful)})
        what = " hoặc ".join((["sửa"] if cells else []) + (["xác nhận"] if doubtful else []))
        head = f"Không ghi gì: {count_text(bad_rows)} dòng cần {what}."
        lines = limit_lines([head, *map(str, in_order([*cells, *doubtful]))])
        raise RecordingRefusal("\n".join([lines, *([CONFIRM_ADVICE] if doubtful else [])]))
    if not rows.drafts:
        raise RecordingRefusal("Không có dòng nào được điền kết quả. Không ghi gì.")
    record_drafts(session, rows.drafts, dry_run=dry_run, confirm=confirm, may_ask=False)


def _read_stdin() -> bytes:
    """Return what stands on stdin, of too much the beginning; raises Failure if it cannot be read."""
    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise Failure(f"Không đọc được đầu vào: {os_reason(error)}.") from error


def _parse_file(session: Session, name: str) -> ParsedRows:
    raw = _read_stdin() if name == "-" else read_input_file(Path(name), most_bytes=MAX_BYTES)
    tabs = read_tabs(raw)
    if isinstance(tabs, FileFault):
        raise Failure(bad_file_sentence("đầu vào" if name == "-" else name, tabs))
    rows = parse_rows(session.plan, tabs, today=session.today, by=session.by, find_evidence=session.find_evidence)
    if isinstance(rows, BadHeader):
        raise RecordingRefusal(bad_header_sentence(rows))
    for sentence in remarks_on_rows(rows):
        print_stderr(sentence)
    return rows


def _cells_refused_by_rules(session: Session, rows: ParsedRows, outcome: BatchOutcome) -> list[BadCellWords]:
    return [
        BadCellWords(place, place_words(place, rows), cell_refusal_sentence(session.plan, refused))
        for draft_index, refused in outcome.refusals
        for place in (refused_cell(rows, draft_index, refused),)
    ]


def _doubtful_cells(session: Session, rows: ParsedRows, outcome: BatchOutcome) -> list[BadCellWords]:
    return [
        BadCellWords(place, place_words(place, rows), f"cần xác nhận: {oddity_words(session.plan, odd)}")
        for draft_index, odd in outcome.doubtful
        for place in (refused_cell(rows, draft_index, odd),)
    ]
