"""State shared by the recording commands: the plan, its log open for writing, the day, and the answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from papi_cli.cli.clock import local_day, now
from papi_cli.cli.committing import commands_to_commit, commit_written, tell_of_waiting, wants_commit
from papi_cli.cli.inputs import parse_day_option
from papi_cli.cli.output import print_page, reason_not_printed, render_page
from papi_cli.cli.recording.consent import Consent
from papi_cli.cli.screen import print_stderr
from papi_cli.log.deciding import BatchOutcome
from papi_cli.log.drafts import MAX_TEXT, BadEvidence, Draft, clean_line, clean_note, fits_one_line
from papi_cli.log.events import Event, Evidence
from papi_cli.plan.model import Plan
from papi_cli.problems import Misuse, RecordingRefusal
from papi_cli.states import judge
from papi_cli.store.evidence import find_evidence
from papi_cli.store.journal import Journal, Recorder
from papi_cli.store.locations import current_folder, find_plan_folder
from papi_cli.store.plans import open_plan
from papi_cli.store.reading import has_closings
from papi_cli.store.repositories import writer_name
from papi_cli.store.sources import FolderSource
from papi_cli.store.steady import read_steadily
from papi_cli.text import number_text
from papi_cli.views.recording import (
    dry_run_page,
    duplicates_page,
    recorded_page,
    recording_effect_lines,
    refusal_text,
    remark_lines,
)
from papi_cli.views.refusals import bad_evidence_sentence

if TYPE_CHECKING:
    from papi_cli.plan.closings import Closing


@dataclass(frozen=True, slots=True)
class Session:
    """The plan of today and its log open for recording, the instant at which they were opened, who records.

    `commits`: what is recorded goes into git. `closings` are those of the periods that are closed.
    """

    plan: Plan
    recorder: Recorder
    now: datetime
    by: str
    commits: bool = False
    closings: tuple[Closing, ...] = ()

    @property
    def today(self) -> date:
        """Return the day in the plan's time zone."""
        return local_day(self.now, self.plan.zone)

    def parse_day_option(self, words: str, option: str) -> date:
        """Return the day that the words of an option say; raises Misuse for anything else."""
        return parse_day_option(words, self.today, option)

    def find_evidence(self, words: str) -> Evidence | BadEvidence:
        """Return the evidence that `words` name from the folder of the process, else from the plan's."""
        return find_evidence(words, root=self.recorder.journal.root, here=current_folder())

    def parse_evidence_option(self, words: str) -> Evidence:
        """Return the evidence that the words of `--evidence` name; raises Misuse for anything else."""
        _text_or_misuse(words if fits_one_line(words) else None, "--evidence")
        evidence = self.find_evidence(words)
        if isinstance(evidence, BadEvidence):
            raise Misuse(bad_evidence_sentence(evidence))
        return evidence


def open_session(folder: str | None, by: str | None, *, commit: bool = False) -> Session:
    """Open the plan in `folder` for recording.

    Raises Failure without a plan or for the read-only copy, BrokenFiles for bad files, Misuse for bad characters in
    `by` and a bad PAPI_COMMIT.
    """
    commits = wants_commit(asked=commit, environment=os.environ)
    found = find_plan_folder(folder, environment=os.environ, here=current_folder())
    found.refuse_writing()
    root = found.folder
    journal = Journal(root)
    source = FolderSource(root)
    versions = read_steadily(source, lambda: open_plan(source))
    present = now(os.environ)
    plan = versions.on(local_day(present, versions.zone))
    writer = by if by is not None else writer_name(root, environment=os.environ)
    closings = _closings_of(source)
    return Session(plan, Recorder(journal, plan), present, parse_line_option(writer, "--by"), commits, closings)


def owing_today(session: Session) -> Callable[[str, str], bool]:
    """Return whether an agency owes an item today, as the log stands; nothing is read before it is asked."""

    @cache
    def owed() -> frozenset[str]:
        states = judge(session.plan, session.recorder.journal.events(), as_of=session.today, known_at=None)
        return frozenset(verdict.obligation.id for verdict in states.verdicts)

    return lambda item, agency: f"{item}@{agency}" in owed()


def _closings_of(source: FolderSource) -> tuple[Closing, ...]:
    if not has_closings(source):
        return ()
    from papi_cli.store.closings import read_closings

    return read_closings(source).closings


def parse_line_option(words: str, option: str) -> str:
    """Return the words as one line of text; raises Misuse for FORBIDDEN_SIGNS and more than MAX_TEXT."""
    return _text_or_misuse(clean_line(words), option)


def parse_note_option(words: str) -> str:
    """Return a note as it is stored; raises Misuse for FORBIDDEN_SIGNS and more than MAX_TEXT."""
    return _text_or_misuse(clean_note(words), "--note")


def _text_or_misuse(text: str | None, option: str) -> str:
    if text is None:
        raise Misuse(
            f"{option}: có ký tự điều khiển, ký tự đổi chiều chữ, ký tự ẩn khác hoặc chữ không phải UTF-8. Gõ lại."
        )
    if len(text) > MAX_TEXT:
        raise Misuse(
            f"{option}: dài hơn {number_text(MAX_TEXT)} ký tự. Rút ngắn; tài liệu dài thì nêu bằng --evidence (minh chứng)."
        )
    return text


def record_drafts(
    session: Session,
    drafts: Sequence[Draft],
    *,
    dry_run: bool,
    confirm: bool,
    may_ask: bool = True,
    sentences: Sequence[str] = (),
    doubts: Sequence[str] = (),
    refuse: Callable[[BatchOutcome], None] = lambda _: None,
) -> None:
    """Record `drafts`, or only show what they would change, and print the answer.

    What is doubtful is confirmed by `confirm`, or asked about at a terminal if `may_ask`; a dry run, which asks nothing,
    shows the events and is then refused as recording in a pipe would be. `doubts` are sentences on what is doubtful apart
    from the drafts. `sentences` stand in the answer before the changes. Raises RecordingRefusal if the rules refuse a draft or a doubt is not confirmed, and what `refuse`
    raises for an outcome; then nothing is recorded.
    """
    consent = Consent(session.plan, everything=confirm, may_ask=may_ask and not dry_run, others=doubts)
    # Not the instant at which the session was opened: somebody may have sat at a question for minutes, while others recorded.
    outcome: BatchOutcome | None = session.recorder.preview(drafts, now=now(os.environ))
    # Once more if others recorded meanwhile what makes a draft doubtful: nobody was asked about that.
    while outcome is not None:
        _raise_if_refused(session.plan, outcome)
        refuse(outcome)
        if not outcome.events:
            print_page(duplicates_page(session.plan, outcome.already_recorded))
            return
        if dry_run:
            lines = (*sentences, *_changes_today(session, outcome))
            print_page(dry_run_page(session.plan, outcome, lines, lacks_consent=consent.is_lacking(outcome)))
        consent.seek(outcome)
        if dry_run:
            consent.say(outcome)
            return
        outcome = _record(session, drafts, consent, sentences, refuse)


def _record(
    session: Session,
    drafts: Sequence[Draft],
    consent: Consent,
    sentences: Sequence[str],
    refuse: Callable[[BatchOutcome], None],
) -> BatchOutcome | None:
    """Record the drafts and print the answer, whose words are made before anything is written.

    Returns None, or an outcome that keeps them from being written.

    Whoever hears of a failure, or gets another exit code than 0, may rely on it that nothing was recorded; so once it
    is, what fails is a remark. Only an interruption keeps its code, with a remark too.
    """
    journal = session.recorder.journal
    written_path, answer, is_saved = "", "", False

    def prepare(outcome: BatchOutcome, path: str) -> None:
        nonlocal written_path, answer
        refuse(outcome)
        consent.say(outcome)
        page = recorded_page(session.plan, outcome, path, (*sentences, *_changes_today(session, outcome)))
        written_path, answer = path, render_page(page, to_file=False)

    try:
        # Others may have recorded since the preview: what counts is decided under the lock.
        outcome, path, lacking = session.recorder.record(
            drafts,
            now=now(os.environ),
            is_confirmed=consent.covers,
            before_writing=prepare,
            while_waiting=tell_of_waiting,
        )
        if not path:
            return outcome
        try:
            _tell(answer, path, lacking)
        finally:  # also if nobody reads the answer
            commit_recorded(session, {path: outcome.events})
            is_saved = True
    except KeyboardInterrupt:
        if journal.holds(written_path):
            print_stderr(f"Bị ngắt, nhưng đã ghi xong vào {written_path}.")
            if session.commits and not is_saved:
                command_line = commands_to_commit(journal.root, [written_path], "Ghi kết quả")
                print_stderr(f"Chưa lưu xong vào git. Lưu bằng: {command_line}")
        raise
    except MemoryError:
        if not journal.holds(written_path):
            raise
        print_stderr(f"Đã ghi vào {written_path}, nhưng máy hết bộ nhớ nên không in được kết quả.")
    return None


def commit_recorded(session: Session, batches: Mapping[str, Sequence[Event]]) -> None:
    """Commit the files that were recorded, each with its events, if the session `commits`; raises nothing."""
    if not session.commits or not batches:
        return
    from papi_cli.views.saving import recording_message

    events = [event for batch in batches.values() for event in batch]
    evidence = [piece.path for event in events for piece in event.evidence if piece.path]
    message = recording_message(session.plan, events)
    commit_written(session.recorder.journal.root, tuple(batches), message, evidence=evidence)


def _tell(answer: str, path: str, lacking: Sequence[str]) -> None:
    for sentence in lacking:
        print_stderr(sentence)
    if reason := reason_not_printed(answer.encode()):
        print_stderr(f"Đã ghi vào {path}, nhưng không in được kết quả: {reason}.")


def _raise_if_refused(plan: Plan, outcome: BatchOutcome) -> None:
    if outcome.refusals:
        raise RecordingRefusal(refusal_text(plan, outcome))


def tell_of_closed_periods(session: Session, events: Sequence[Event]) -> None:
    """Say on stderr which closed periods new events fall into."""
    if not session.closings:
        return
    from papi_cli.views.later_events import into_closed_sentence

    targets = {event.target for event in events if event.target}
    journal = session.recorder.journal
    days = {event.id: event.date for event in journal.events() if event.id in targets} if targets else {}
    if sentence := into_closed_sentence(
        session.plan, session.closings, [days.get(one.target, one.date) for one in events]
    ):
        print_stderr(sentence)


def _changes_today(session: Session, outcome: BatchOutcome) -> tuple[str, ...]:
    """Return what the events change as of today; remarks on odd events go to stderr."""
    for remark in remark_lines(session.plan, outcome):
        print_stderr(remark)
    tell_of_closed_periods(session, outcome.events)
    recorded = {event.id for event in outcome.events}
    earlier = tuple(event for event in session.recorder.journal.events() if event.id not in recorded)
    before = judge(session.plan, earlier, as_of=session.today, known_at=None)
    after = judge(session.plan, (*earlier, *outcome.events), as_of=session.today, known_at=None)
    return recording_effect_lines(before, after, outcome.events)
