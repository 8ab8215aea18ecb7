"""What the writing commands share: the plan and its log open for writing, the day, and how a recording is answered."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from papi_cli.cli.clock import now
from papi_cli.cli.output import show
from papi_cli.cli.screen import tell
from papi_cli.log.deciding import Decision
from papi_cli.log.drafts import Draft, one_line
from papi_cli.log.events import Evidence
from papi_cli.plan.model import Plan
from papi_cli.problems import Misuse, RecordingRefusal
from papi_cli.states import judge
from papi_cli.store.journal import Book, Journal, find_evidence
from papi_cli.store.places import find_plan_folder
from papi_cli.store.plans import plan_of
from papi_cli.store.repositories import writer_name
from papi_cli.store.sources import FolderSource
from papi_cli.text import nfc, parse_day
from papi_cli.views.recording import already_page, changes, dry_page, refusal_sentence, written_page


@dataclass(frozen=True, slots=True)
class Desk:
    """The plan, its log, the instant of recording, who records."""

    plan: Plan
    book: Book
    now: datetime
    by: str

    @property
    def today(self) -> date:
        """Return the day in the plan's time zone."""
        return self.now.astimezone(ZoneInfo(self.plan.time_zone)).date()

    def day(self, words: str, option: str) -> date:
        """Return the day that `words` say; raises Misuse for anything else."""
        day = parse_day(words, today=self.today)
        if day is None:
            raise Misuse(f"{option}: «{nfc(words)}» không phải là một ngày. Viết 2026-06-10, 10/6/2026 hoặc «hôm nay».")
        return day

    def evidence(self, words: str) -> Evidence:
        """Return the evidence that `words` name; raises Misuse for what cannot be one."""
        return find_evidence(words, root=self.book.journal.root, here=Path.cwd())


def open_desk(folder: str | None, by: str | None) -> Desk:
    """Open the plan in `folder` for writing; raises Failure for a read-only copy, BrokenFiles for bad files."""
    root = find_plan_folder(folder, environment=os.environ, here=Path.cwd())
    journal = Journal(root)
    plan = plan_of(FolderSource(root))
    written_by = by if by is not None else writer_name(root, environment=os.environ)
    return Desk(plan, Book(journal, plan), now(os.environ), plain(written_by, "--by"))


def plain(words: str, option: str) -> str:
    """Return the words as one line of text; raises Misuse for what is no text."""
    text = one_line(words)
    if text is None:
        raise Misuse(f"{option}: có ký tự điều khiển, ký tự đổi chiều chữ hoặc chữ không phải UTF-8. Gõ lại.")
    return text


def finish(desk: Desk, drafts: Sequence[Draft], *, dry_run: bool, told: Sequence[str] = ()) -> None:
    """Record `drafts`, or only show what they would change, and answer; raises Declined when the rules refuse.

    `told` are sentences that the answer gives before the changes.
    """
    decision = desk.book.decide(drafts, now=desk.now)
    _approve(desk.plan, decision)
    if not decision.events:
        show(already_page(decision.already))
    elif dry_run:
        show(dry_page(desk.plan, decision, (*told, *_changes(desk, decision))))
    else:
        final, path = desk.book.record(drafts, now=desk.now)
        _approve(desk.plan, final)
        show(written_page(final, path, (*told, *_changes(desk, final))) if path else already_page(final.already))


def _approve(plan: Plan, decision: Decision) -> None:
    if decision.refused:
        raise RecordingRefusal(refusal_sentence(plan, decision))


def _changes(desk: Desk, decision: Decision) -> tuple[str, ...]:
    """Return what the events change today; remarks on what is odd go to stderr."""
    for remark in dict.fromkeys(f"Lưu ý: {odd.event.item}: {odd.message}" for odd in decision.odd):
        tell(remark)
    written = {event.id for event in decision.events}
    earlier = tuple(event for event in desk.book.journal.events() if event.id not in written)
    before = judge(desk.plan, earlier, as_of=desk.today, known_at=None)
    after = judge(desk.plan, (*earlier, *decision.events), as_of=desk.today, known_at=None)
    return changes(before, after, decision.events)
