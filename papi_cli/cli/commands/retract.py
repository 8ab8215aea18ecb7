"""papi retract."""

from __future__ import annotations

from papi_cli.cli.options import recording, shared
from papi_cli.cli.program.command import papi_command
from papi_cli.log.kinds import EventKind
from papi_cli.problems import ExitCode, Misuse, RecordingRefusal

_EXAMPLES = 'papi retract 9c41f0ab12d35e77 --note "ghi nhầm cơ quan"'


@papi_command("retract", examples=_EXAMPLES)
def command(
    event: recording.EventArgument,
    note: recording.NoteOption = None,
    by: recording.ByOption = None,
    dry_run: recording.DryRunOption = False,
    commit: shared.CommitOption = False,
    plan: shared.PlanOption = None,
) -> int:
    """Hủy một sự kiện ghi nhầm; sự kiện vẫn nằm trong sổ nhưng không được tính."""
    from papi_cli.cli.prompts import ask, is_interactive
    from papi_cli.cli.recording.amending import find_event, retraction_draft
    from papi_cli.cli.recording.session import open_session, parse_note_option, record_drafts
    from papi_cli.views.log import full_event_words

    session = open_session(plan, by, commit=commit)
    old = find_event(session, event)
    if old.kind is EventKind.RETRACTED:
        raise RecordingRefusal("Không hủy được một lần hủy. Ghi lại sự kiện bằng papi record.")
    if note is None:
        event_words = full_event_words(session.plan, old)
        if not is_interactive():
            raise Misuse(f"Thiếu --note: ghi lý do hủy sự kiện «{event_words}».")
        note = ask(f"Lý do hủy sự kiện «{event_words}»")
    drafts = (retraction_draft(session, old, parse_note_option(note)),)
    record_drafts(session, drafts, dry_run=dry_run, confirm=False)
    return ExitCode.OK
