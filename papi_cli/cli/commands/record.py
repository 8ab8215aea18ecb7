"""papi record."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli.options import recording, shared
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse

_EXAMPLES = """
papi record {item} --agency {agency_id} --done --date {day} --document 5/KH
papi record {duty} --agency {agency_id} --progress --date {day} --note "dự thảo"
papi record {group_item} --agency {group} --done --date {day} --note đủ
papi record --from ket-qua.xlsx --dry-run
papi record --from thu-muc-bang --skip-bad -o con-lai.xlsx
papi record --from don-doc.docx --reminded --document 12/{symbol} --date {day}
papi record --from thu-muc-bang --commit
"""


@papi_command("record", examples=_EXAMPLES)
def command(
    *,
    item: recording.ItemArgument = None,
    agency: recording.AgencyOrGroupOption = None,
    excepted: recording.ExceptOption = None,
    kinds: recording.KindOptions,
    date: recording.EventDateOption = None,
    until: recording.UntilOption = None,
    document: recording.DocumentOption = None,
    within: recording.WithinOption = None,
    evidence: recording.EvidenceOption = None,
    note: recording.NoteOption = None,
    by: recording.ByOption = None,
    from_: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="TỆP|THƯ_MỤC",
            help="Ghi nhiều việc từ bảng .xlsx, .csv hoặc «-» (đọc từ đầu vào), hoặc từ văn bản do papi lập (.docx, .html, "
            ".md) cùng --reminded, --done; báo cáo không kèm gì thì chỉ lấy lời văn đã điền. Dùng được nhiều lần.",
        ),
    ] = None,
    skip_bad: Annotated[
        bool,
        typer.Option("--skip-bad", help="Ghi các dòng đúng của bảng; dòng có lỗi chép vào bảng mới ở --output để sửa."),
    ] = False,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="TỆP.xlsx", help="Bảng sẽ chứa các dòng có lỗi.")
    ] = None,
    confirm: recording.ConfirmOption = False,
    dry_run: recording.DryRunOption = False,
    commit: shared.CommitOption = False,
    plan: shared.PlanOption = None,
) -> int:
    """Ghi vào sổ theo dõi: đã hoàn thành, đã trình, bị trả lại, được gia hạn."""
    if (skip_bad, output is not None, from_ is not None) not in _GO_TOGETHER:
        raise Misuse(
            "--skip-bad và --output đi cùng nhau, và cùng --from: papi record --from … --skip-bad -o con-lai.xlsx"
        )
    if output is not None and not output.lower().endswith(".xlsx"):
        raise Misuse(f"--output: tên tệp phải kết thúc bằng .xlsx, không phải «{output}».")
    from papi_cli.cli.recording import drafting
    from papi_cli.cli.recording.session import open_session, record_drafts

    options = drafting.RecordOptions(
        item or (), agency or (), excepted or (), kinds.by_kind(), date, document, within, evidence or (), note, until
    )
    session = open_session(plan, by, commit=commit)
    if from_ is None:
        record_drafts(session, drafting.drafts_from_options(session, options), dry_run=dry_run, confirm=confirm)
        return ExitCode.OK
    from papi_cli.cli.recording.from_files import record_from
    from papi_cli.cli.recording.gathering import FromOptions

    return record_from(session, from_, options, FromOptions(dry_run=dry_run, confirm=confirm, put_aside=output))


# --skip-bad, --output, --from: which of them are given.
_GO_TOGETHER = {(True, True, True), (False, False, True), (False, False, False)}
