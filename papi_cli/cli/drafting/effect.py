"""The file that `papi amend` would write, and what the plan and its obligations are with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from papi_cli.cli.drafting.amendment import DocumentWords, Workplace, given_changes, read_head
from papi_cli.cli.prompts import is_interactive
from papi_cli.comparison import Comparison, ComparisonSide, compare
from papi_cli.plan.amendments import Amendment
from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.files.names import MAX_BYTES
from papi_cli.plan.founding.amendment_text import amendment_text
from papi_cli.problems import Misuse
from papi_cli.states import judge
from papi_cli.store.amendments import find_new_amendment
from papi_cli.store.plans import open_plan
from papi_cli.store.reading import read_events, read_input_file
from papi_cli.store.sources import FolderSource, WithFile
from papi_cli.store.steady import read_steadily
from papi_cli.text import slug

_RECORDED = re.compile(r"^recorded:", re.MULTILINE)


class NewFile(NamedTuple):
    """The file of an amendment that is not written yet: its code, its path below the plan's folder, its text."""

    code: str
    path: str
    text: str


class Effect(NamedTuple):
    """What an amendment does: the amendment as the plan has it, and the plan without and with it on one day."""

    amendment: Amendment
    comparison: Comparison


def read_file(root: Path, code: str | None, name: str, present: datetime) -> NewFile:
    """Return the amendment that somebody wrote into the file `name`, with the present as the instant of recording.

    An instant that it says itself stays. Raises Misuse for a name that no amendment can have, Failure for a file that
    cannot be read and for a code that is taken.
    """
    raw = read_input_file(Path(name), most_bytes=MAX_BYTES)
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Misuse(f"--from: {name} không phải là tệp chữ UTF-8.") from error
    code = code or slug(Path(name).stem)
    path = find_new_amendment(root, code)
    if not _RECORDED.search(text):
        zone = open_plan(FolderSource(root)).zone
        instant = present.astimezone(zone).isoformat(timespec="seconds")
        text = f"{text.rstrip()}\nrecorded: {instant}\n"
    return NewFile(code, path, text)


def draft_file(
    root: Path,
    code: str | None,
    document: DocumentWords,
    changes: Mapping[AmendmentKind, Sequence[str]],
    present: datetime,
) -> NewFile:
    """Return the amendment that options, and answers at a terminal, tell.

    Raises Misuse for what is missing or cannot be, Failure for a code that is taken, BrokenFiles for a broken plan.
    """
    versions = open_plan(FolderSource(root))
    may_ask = is_interactive()
    if not may_ask and not any(changes.values()):
        raise Misuse(
            "Thiếu nội dung sửa đổi: ghi --new-due, --new-lead, --drop, … hoặc --from TỆP. Xem: papi amend --help"
        )
    present = present.astimezone(versions.zone)
    today = present.date()
    head = read_head(versions.on(today), document, present=present, today=today, may_ask=may_ask)
    code = code or slug(f"{head.number}-{head.symbol}")
    path = find_new_amendment(root, code)
    place = Workplace(versions.on(head.effective), versions.records_on(head.effective))
    drafted = given_changes(place, changes)
    if not drafted:
        from papi_cli.cli.drafting.asking import asked_changes

        drafted = list(asked_changes(place))
    return NewFile(code, path, amendment_text(head, drafted))


def effect_of(root: Path, new: NewFile, present: datetime) -> Effect:
    """Return what a new amendment would change on its first day or, if that is over by the `present`, today.

    Raises BrokenFiles for what is wrong with it, as `papi check` would tell it.
    """
    source = FolderSource(root)
    amended = WithFile(source, new.path, new.text.encode())
    before, after, events = read_steadily(source, lambda: (open_plan(source), open_plan(amended), read_events(source)))
    today = present.astimezone(before.zone).date()
    plan = after.on(today)
    amendment = next(one for one in (*plan.amendments, *plan.coming) if one.code == new.code)
    day = max(today, amendment.effective)
    sides = [ComparisonSide(judge(side.on(day), events, as_of=day, known_at=None), events) for side in (before, after)]
    return Effect(amendment, compare(*sides))
