"""What the writing commands share: the plan and its log open for writing, the day, and how a recording is answered."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from papi_cli.cli.clock import local_day, now
from papi_cli.cli.output import print_page
from papi_cli.cli.request import parse_day_option
from papi_cli.cli.screen import print_stderr
from papi_cli.log.deciding import BatchOutcome
from papi_cli.log.drafts import Draft, clean_line, clean_note
from papi_cli.log.events import Evidence
from papi_cli.plan.model import Plan
from papi_cli.problems import Misuse, RecordingRefusal
from papi_cli.states import judge
from papi_cli.store.journal import Journal, Recorder, find_evidence
from papi_cli.store.locations import find_plan_folder
from papi_cli.store.plans import load_plan
from papi_cli.store.repositories import writer_name
from papi_cli.store.sources import FolderSource
from papi_cli.views.recording import dry_run_page, duplicates_page, recorded_page, refusal_text, state_change_lines
from papi_cli.views.refusals import oddity_words


@dataclass(frozen=True, slots=True)
class Session:
    """The plan, its log, the instant of recording, who records."""

    plan: Plan
    recorder: Recorder
    now: datetime
    by: str

    @property
    def today(self) -> date:
        """Return the day in the plan's time zone."""
        return local_day(self.now, self.plan.zone)

    def parse_day_option(self, words: str, option: str) -> date:
        """Return the day that `words` say; raises Misuse for anything else."""
        return parse_day_option(words, self.today, option)

    def parse_evidence(self, words: str) -> Evidence:
        """Return the evidence that `words` name; raises Misuse for what cannot be one."""
        return find_evidence(words, root=self.recorder.journal.root, here=Path.cwd())


def open_session(folder: str | None, by: str | None) -> Session:
    """Open the plan in `folder` for writing; raises Failure for a read-only copy, BrokenFiles for bad files."""
    root = find_plan_folder(folder, environment=os.environ, here=Path.cwd())
    journal = Journal(root)
    plan = load_plan(FolderSource(root))
    written_by = by if by is not None else writer_name(root, environment=os.environ)
    return Session(plan, Recorder(journal, plan), now(os.environ), parse_line_option(written_by, "--by"))


def parse_line_option(words: str, option: str) -> str:
    """Return the words as one line of text; raises Misuse for control or bidirectional characters."""
    return _text_or_misuse(clean_line(words), option)


def parse_note_option(words: str) -> str:
    """Return a note as it is stored; raises Misuse for control or bidirectional characters."""
    return _text_or_misuse(clean_note(words), "--note")


def _text_or_misuse(text: str | None, option: str) -> str:
    if text is None:
        raise Misuse(f"{option}: có ký tự điều khiển, ký tự đổi chiều chữ hoặc chữ không phải UTF-8. Gõ lại.")
    return text


def record_drafts(desk: Session, drafts: Sequence[Draft], *, dry_run: bool, told: Sequence[str] = ()) -> None:
    """Record `drafts`, or only show what they would change, and answer; raises Declined when the rules refuse.

    `told` are sentences that the answer gives before the changes.
    """
    decision = desk.recorder.preview(drafts, now=desk.now)
    _raise_if_refused(desk.plan, decision)
    if not decision.events:
        print_page(duplicates_page(decision.already_recorded))
    elif dry_run:
        print_page(dry_run_page(desk.plan, decision, (*told, *_changes_today(desk, decision))))
    else:
        final, path = desk.recorder.record(drafts, now=desk.now)
        _raise_if_refused(desk.plan, final)
        print_page(
            recorded_page(final, path, (*told, *_changes_today(desk, final)))
            if path
            else duplicates_page(final.already_recorded)
        )


def _raise_if_refused(plan: Plan, decision: BatchOutcome) -> None:
    if decision.refusals:
        raise RecordingRefusal(refusal_text(plan, decision))


def _changes_today(desk: Session, decision: BatchOutcome) -> tuple[str, ...]:
    """Return what the events change today; remarks on what is odd go to stderr."""
    for remark in dict.fromkeys(
        f"Lưu ý: {odd.event.item}: {oddity_words(desk.plan, odd)}" for odd in decision.odd_events
    ):
        print_stderr(remark)
    written = {event.id for event in decision.events}
    earlier = tuple(event for event in desk.recorder.journal.events() if event.id not in written)
    before = judge(desk.plan, earlier, as_of=desk.today, known_at=None)
    after = judge(desk.plan, (*earlier, *decision.events), as_of=desk.today, known_at=None)
    return state_change_lines(before, after, decision.events)
