"""papi record."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli.options import recording, shared
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse

_EXAMPLES = """
papi record II.2/ke-hoach --agency STP --done --date 12/3/2026 --document 5/KH
papi record ke-hoach --agency ubnd-cap-xa --done --date 13/02/2026 --note đủ
papi record --agency SYT bao-cao-nam --done --date 1/12/2026 --document 9/BC
papi record --from ket-qua.xlsx --dry-run
"""


@papi_command("record", examples=_EXAMPLES)
def command(
    *,
    item: recording.ItemArgument = None,
    agency: recording.AgencyOrGroupOption = None,
    excepted: recording.ExceptOption = None,
    kinds: recording.KindOptions,
    date: recording.EventDateOption = None,
    document: recording.DocumentOption = None,
    within: recording.WithinOption = None,
    evidence: recording.EvidenceOption = None,
    note: recording.NoteOption = None,
    by: recording.ByOption = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="TỆP", help="Ghi nhiều việc từ tệp .csv, .xlsx hoặc «-» (đọc từ đầu vào)."),
    ] = None,
    confirm: recording.ConfirmOption = False,
    dry_run: recording.DryRunOption = False,
    plan: shared.PlanOption = None,
) -> int:
    """Ghi vào sổ theo dõi: đã hoàn thành, đã trình, bị trả lại, được gia hạn."""
    from papi_cli.cli.recording import drafting
    from papi_cli.cli.recording.importing import import_rows
    from papi_cli.cli.recording.session import open_session, record_drafts

    options = drafting.RecordOptions(
        item or (), agency or (), excepted or (), kinds.by_kind(), date, document, within, evidence or (), note
    )
    session = open_session(plan, by)
    if from_ is not None and not drafting.names_no_event(options):
        raise Misuse("--from đọc mọi thứ từ tệp: không ghi kèm mã, cơ quan, loại sự kiện hay văn bản trên dòng lệnh.")
    if from_ is not None:
        import_rows(session, from_, dry_run=dry_run, confirm=confirm)
    else:
        drafts = drafting.drafts_from_options(session, options)
        record_drafts(session, drafts, dry_run=dry_run, confirm=confirm)
    return ExitCode.OK
