"""Plans and logs of any size, the same for the same seed.

    python -m tests.bench.generate FOLDER [--events N] [--batch N] [--communes N] [--tasks N] [--single] [--amendments N] [--seed N]

A plan is the shipped one, with other communes and further tasks of theirs where they are asked for; a log covers
every obligation in turn, in events that the rules let pass. Beside the folder's plan and log stand the same records for
hledger (`records.journal`) and Taskwarrior (`task/pending.data`): a transaction, a task an event. `--single` writes
events of one obligation on one day, and as many more as a sheet to record (`rows.csv`). Amendments are those of a plan
that has its log already: with and without them the same is recorded.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from papi_cli.log.events import Event, event_id
from papi_cli.log.files import log_file_place
from papi_cli.plan.obligations import Obligation, all_obligations
from papi_cli.store.plans import load_plan
from papi_cli.store.sources import FolderSource
from tests.bench.amendments import write_amendments

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, LAST = date(2026, 1, 5), date(2026, 6, 1)

# What communes do in generated tasks, and by when.
_DUE = ("trước ngày 10/6/2026", "Tháng 03/2026", "Quý II/2026", "Năm 2026", "Thường xuyên", "chậm nhất ngày 15/5/2026")
_NOTES = ("đang soạn thảo", "đã gửi lấy ý kiến", "chờ ý kiến của các đơn vị", "họp ngày", "rà soát lần")
_KINDS = ("progress", "submitted", "done", "reminded", "supplement-requested", "returned")
_WEIGHTS = (4, 2, 3, 2, 1, 1)


def write_plan(folder: Path, *, communes: int | None, tasks: int, chance: random.Random) -> None:
    """Copy the shipped plan into `folder`; `communes` replaces its communes, `tasks` gives communes further tasks."""
    shutil.copytree(ROOT / "plan", folder / "plan", ignore=shutil.ignore_patterns("status", "schema"))
    if communes is not None:
        path = folder / "plan" / "agencies.yaml"
        path.write_text(_with_communes(path.read_text(encoding="utf-8"), communes), encoding="utf-8")
    if tasks:
        path = folder / "plan" / "tasks.yaml"
        path.write_text(path.read_text(encoding="utf-8") + _section(tasks, chance), encoding="utf-8")


def _with_communes(text: str, communes: int) -> str:
    """Return agencies.yaml with the list of communes replaced by `communes` generated ones."""
    head, _, rest = text.partition("  list:\n")
    groups = rest[rest.index("\ngroups:") :]
    entries = (
        f'    - {{id: xa-so-{n}, name: UBND xã Số {n}, code: "{n:05d}", place: Số {n}}}\n'
        for n in range(1, communes + 1)
    )
    return f"{head}  list:\n{''.join(entries)}{groups}"


def _section(tasks: int, chance: random.Random) -> str:
    """Return a section of Annex II with `tasks` tasks that every commune leads."""
    lines = ['\n  - number: IX\n    index: "8"\n    heading: Nhiệm vụ của cấp xã\n    tasks:\n']
    for n in range(1, tasks + 1):
        due = chance.choice(_DUE)
        lines.append(
            f"      - code: IX.{n}\n"
            f"        quote: {{task: Nhiệm vụ thứ {n} của cấp xã, products: Báo cáo, lead: UBND cấp xã,"
            f" cooperating: Sở Nội vụ, due: {due}}}\n"
            f"        lead: [ubnd-cap-xa]\n        cooperating: [so-noi-vu]\n        due: {due}\n"
            f"        milestones:\n          - {{code: bao-cao, product: Báo cáo nhiệm vụ thứ {n}}}\n"
        )
    return "".join(lines)


def events(obligations: Sequence[Obligation], count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Yield `count` events as their lines say them, in the order in which they were recorded. None is doubtful."""
    delivered: dict[str, date] = {}
    start = datetime.combine(FIRST, datetime.min.time(), ZONE).replace(hour=8)
    span = (LAST - FIRST) / count
    for n in range(count):
        recorded = start + n * span + timedelta(microseconds=n % 1_000_000)
        happened = recorded.date() - timedelta(days=chance.randrange(4))
        obligation = obligations[n % len(obligations)]
        story = obligation.item.code if obligation.item.is_shared else obligation.id
        said = _said(chance, n, is_report=bool(obligation.item.period), is_delivered=story in delivered)
        happened = max(happened, delivered.get(story, happened))
        if said["event"] == "done":
            delivered[story] = happened
        keys = {
            "date": happened.isoformat(),
            "item": obligation.item.code,
            "agency": obligation.agency.id,
            **said,
            "recorded": recorded.isoformat(timespec="microseconds"),
            "by": f"Nguyễn Văn {chance.choice('ABCDĐEGHIK')}",
        }
        yield {"id": event_id(keys), **keys}


def _said(chance: random.Random, number: int, *, is_report: bool, is_delivered: bool) -> dict[str, Any]:
    """Return a kind of event and what it needs.

    A report of a period is not done before the last day of its data; what is delivered is not asked for, and nothing else
    is sent back.
    """
    kind = chance.choices(_KINDS, _WEIGHTS)[0]
    if (kind == "done" and is_report) or (kind == "reminded" and is_delivered):
        kind = "submitted"
    elif kind in {"supplement-requested", "returned"} and not is_delivered:
        kind = "progress"
    document = f"{number + 1}/{chance.choice(('KH', 'BC', 'TTr', 'CV'))}-UBND"
    note = f"{chance.choice(_NOTES)} {number}"
    if kind == "done":
        return {"event": kind, "document": document, "evidence": [{"url": f"https://example.org/vb/{number}"}]}
    return {"event": kind, "document": document} if kind in {"submitted", "reminded"} else {"event": kind, "note": note}


def write_single(folder: Path, obligation: Obligation, count: int) -> None:
    """Write `count` events of one obligation and day that all count, and as many more as rows of a sheet."""
    lines: list[dict[str, Any]] = []
    for n in range(2 * count):
        said = {"event": "progress", "document": f"{n % 9}/BC-UBND về việc rà soát", "note": f"lần {n}"}
        whose = {"item": obligation.item.code, "agency": obligation.agency.id}
        recorded = datetime.combine(LAST, datetime.min.time(), ZONE) + timedelta(microseconds=n)
        keys = {"date": FIRST.isoformat(), **whose, **said, "recorded": recorded.isoformat(timespec="microseconds")}
        lines.append({"id": event_id(keys), **keys})
    write_log(folder, iter(lines[:count]), batch=count)
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ("item", "agency", "event", "date", "document", "note"), extrasaction="ignore")
        rows.writeheader()
        rows.writerows(lines[count:])


def write_log(folder: Path, lines: Iterator[dict[str, Any]], *, batch: int) -> None:
    """Write the events below `folder` as `papi` records them, `batch` to a file."""
    for several in iter(lambda: list(itertools.islice(lines, batch)), []):
        content = "".join(json.dumps(keys, ensure_ascii=False) + "\n" for keys in several).encode()
        first = msgspec.json.decode(content.partition(b"\n")[0], type=Event)
        path = (folder / "plan" / "status").joinpath(*log_file_place(first, content))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_rivals(folder: Path, count: int, chance: random.Random) -> None:
    """Write `count` dated records for hledger and for Taskwarrior, half of them open."""
    (folder / "task").mkdir()
    with (
        (folder / "records.journal").open("w", encoding="utf-8") as journal,
        (folder / "task" / "pending.data").open("w", encoding="utf-8") as tasks,
    ):
        for n in range(count):
            due = FIRST + timedelta(days=chance.randrange(330))
            text, agency = f"{chance.choice(_NOTES)} {n}", f"xa-so-{n % 75}"
            open_ = n % 2
            journal.write(f"{due} {'!' if open_ else '*'} {text}\n    {agency}:bao-cao  1\n    no\n\n")
            noon = int(datetime.combine(due, datetime.min.time(), ZONE).timestamp()) + 43_200
            tasks.write(
                f'[description:"{text}" due:"{noon}" entry:"{noon - 2_000_000}" project:"{agency}" '
                f'status:"{"pending" if open_ else "waiting"}" uuid:"00000000-0000-4000-8000-{n:012x}"]\n'
            )


def generate(
    folder: Path,
    *,
    count: int,
    batch: int,
    communes: int | None,
    tasks: int,
    single: bool,
    amendments: int,
    seed: int,
) -> None:
    """Write the plan, its log and the rivals' records into `folder`, which must not hold a plan yet."""
    chance = random.Random(seed)
    write_plan(folder, communes=communes, tasks=tasks, chance=chance)
    if single:
        write_single(folder, all_obligations(load_plan(FolderSource(folder), LAST))[0], count)
    elif count:
        write_log(folder, events(all_obligations(load_plan(FolderSource(folder), LAST)), count, chance), batch=batch)
        write_rivals(folder, count, chance)
    if amendments:
        write_amendments(folder, amendments, chance)


def main() -> None:
    """Generate what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=0)
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--communes", type=int)
    parser.add_argument("--tasks", type=int, default=0)
    parser.add_argument("--single", action="store_true")
    parser.add_argument("--amendments", type=int, default=0)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    generate(
        options.folder,
        count=options.events,
        batch=options.batch,
        communes=options.communes,
        tasks=options.tasks,
        single=options.single,
        amendments=options.amendments,
        seed=options.seed,
    )


if __name__ == "__main__":
    main()
