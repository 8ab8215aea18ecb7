"""`papi record --from`: a file of rows, all or nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from papi_cli.cli.recording.session import Session, record_drafts
from papi_cli.problems import RecordingRefusal
from papi_cli.sheets.grid import read_grid
from papi_cli.sheets.rows import ParsedRows, parse_rows, refused_cell
from papi_cli.store.reading import read_input_file
from papi_cli.text import count_text
from papi_cli.views.cells import CellWords, cell_words
from papi_cli.views.recording import limit_lines
from papi_cli.views.refusals import cell_refusal_sentence


def import_rows(desk: Session, name: str, *, dry_run: bool) -> None:
    """Record every answered row of the file `name` (`-`: stdin); raises Declined that names every bad row."""
    raw = sys.stdin.buffer.read() if name == "-" else read_input_file(Path(name))
    grid = read_grid("đầu vào" if name == "-" else name, raw)
    taken = parse_rows(desk.plan, grid, today=desk.today, by=desk.by, evidence=desk.parse_evidence)
    cells = [cell_words(cell) for cell in taken.bad_cells] + _cells_refused_by_rules(desk, taken)
    if cells:
        rows = len({cell.row for cell in cells})
        raise RecordingRefusal(
            limit_lines([f"Không ghi gì: {count_text(rows)} dòng cần sửa.", *map(str, sorted(cells))])
        )
    if not taken.drafts:
        raise RecordingRefusal("Không có dòng nào được điền kết quả. Không ghi gì.")
    record_drafts(desk, taken.drafts, dry_run=dry_run)


def _cells_refused_by_rules(desk: Session, taken: ParsedRows) -> list[CellWords]:
    decision = desk.recorder.preview(taken.drafts, now=desk.now)
    return [
        CellWords(*refused_cell(taken, place, refused), cell_refusal_sentence(desk.plan, refused))
        for place, refused in decision.refusals
    ]
