"""`papi record --from`: the rows of a file are recorded, all or none."""

from __future__ import annotations

import sys
from pathlib import Path

from papi_cli.cli.recording.session import Session, record_drafts
from papi_cli.problems import RecordingRefusal
from papi_cli.sheets.grid import read_grid
from papi_cli.sheets.rows import ParsedRows, parse_rows, refused_cell
from papi_cli.store.reading import read_input_file
from papi_cli.text import count_text
from papi_cli.views.bad_cells import BadCellWords, bad_cell_words
from papi_cli.views.recording import limit_lines
from papi_cli.views.refusals import cell_refusal_sentence


def import_rows(session: Session, name: str, *, dry_run: bool) -> None:
    """Record every answered row of the file `name` (`-` is stdin).

    Raises RecordingRefusal that names every bad cell, and without any answered row; Failure for an unreadable file.
    """
    raw = sys.stdin.buffer.read() if name == "-" else read_input_file(Path(name))
    grid = read_grid("đầu vào" if name == "-" else name, raw)
    rows = parse_rows(session.plan, grid, today=session.today, by=session.by, evidence=session.parse_evidence)
    cells = [bad_cell_words(cell) for cell in rows.bad_cells] + _cells_refused_by_rules(session, rows)
    if cells:
        bad_rows = len({cell.row for cell in cells})
        raise RecordingRefusal(
            limit_lines([f"Không ghi gì: {count_text(bad_rows)} dòng cần sửa.", *map(str, sorted(cells))])
        )
    if not rows.drafts:
        raise RecordingRefusal("Không có dòng nào được điền kết quả. Không ghi gì.")
    record_drafts(session, rows.drafts, dry_run=dry_run)


def _cells_refused_by_rules(session: Session, rows: ParsedRows) -> list[BadCellWords]:
    outcome = session.recorder.preview(rows.drafts, now=session.now)
    return [
        BadCellWords(*refused_cell(rows, place, refused), cell_refusal_sentence(session.plan, refused))
        for place, refused in outcome.refusals
    ]
