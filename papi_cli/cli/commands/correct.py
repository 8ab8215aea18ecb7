"""papi correct."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli.options import recording, shared
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse

_EXAMPLES = "papi correct 9c41f0ab12d35e77 --document 45/KH"


@papi_command("correct", examples=_EXAMPLES)
def command(
    event: recording.EventArgument,
    date: recording.EventDateOption = None,
    document: recording.DocumentOption = None,
    within: recording.WithinOption = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="NGÀY", help="Ngày được gia hạn (hoặc xin gia hạn), ghi lại cho đúng."),
    ] = None,
    evidence: recording.EvidenceOption = None,
    note: recording.NoteOption = None,
    by: recording.ByOption = None,
    confirm: recording.ConfirmOption = False,
    dry_run: recording.DryRunOption = False,
    commit: shared.CommitOption = False,
    plan: shared.PlanOption = None,
) -> int:
    """Sửa một sự kiện: hủy bản đã ghi và ghi lại với nội dung đúng, trong cùng một lần."""
    from functools import partial

    from papi_cli.cli.recording.amending import correction_drafts, find_event, refuse_second_correction
    from papi_cli.cli.recording.session import open_session, parse_line_option, parse_note_option, record_drafts
    from papi_cli.log.drafts import draft_from_event
    from papi_cli.log.kinds import KIND_SPECS
    from papi_cli.views.recording import correction_lines

    session = open_session(plan, by, commit=commit)
    old = find_event(session, event)
    new = draft_from_event(old)._replace(by=session.by)
    if date is not None:
        new = new._replace(date=session.parse_day_option(date, "--date"))
    if document is not None:
        new = new._replace(document=parse_line_option(document, "--document"))
    if within is not None:
        new = new._replace(within=parse_line_option(within, "--within"))
    if until is not None and not KIND_SPECS[old.kind].carries_until:
        raise Misuse(f"--until chỉ dùng khi sửa việc gia hạn; sự kiện {old.id} là «{old.kind.label}».")
    if until is not None:
        new = new._replace(until=session.parse_day_option(until, "--until"))
    if evidence:
        new = new._replace(evidence=tuple(map(session.parse_evidence_option, evidence)))
    if note is not None:
        new = new._replace(note=parse_note_option(note))
    record_drafts(
        session,
        correction_drafts(session, old, new, confirm=confirm),
        dry_run=dry_run,
        confirm=confirm,
        sentences=correction_lines(session.plan, old, new),
        refuse=partial(refuse_second_correction, old),
    )
    return ExitCode.OK
