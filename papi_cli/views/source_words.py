"""Where an item stands in the document, as letters cite it: the number of its row, the section, the annex."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from papi_cli.plan.model import Item, ItemKind, Plan, Task
from papi_cli.plan.quotation import Section
from papi_cli.plan.succession import standing_in
from papi_cli.text import day_text, join_words
from papi_cli.views.shortening import shorten_text


def binding_codes(plan: Plan, codes: Iterable[str], agencies: Iterable[str]) -> tuple[str, ...]:
    """Return which of the provisions and parts of the document `codes` bind every one of the agencies, by their ids.

    So does one of which the plan does not say whom it binds. An agency that is not there is bound by what binds who stands
    in its place.

    Example: 1.b binds departments and communes, 2.b twelve departments. A commune's report is cited by 1.b, a
    department's by both, and what is said to several only by what binds them all.
    """
    asked = tuple(agencies)
    return tuple(code for code in codes if all(_binds(plan, code, agency) for agency in asked))


def _binds(plan: Plan, code: str, agency: str) -> bool:
    binds = plan.provisions[code].binds if code in plan.provisions else ()
    return not binds or any(there in binds for there in (agency, *standing_in(plan, agency)))


def source_words(plan: Plan, item: Item, agencies: Iterable[str] = ()) -> str:
    """Return the place of an item in the document, as letters cite it, "" for a duty of which none is known.

    Of a duty that is what binds all of the `agencies` (ids), everything if none are named. Of what is carried over it is
    its place in the plan that it comes from, with that plan.
    """
    if item.kind is ItemKind.TASK:
        return task_words(plan, plan.tasks[item.source[0]])
    if (earlier := plan.earlier_plan_of(item)) is not None:
        cited = item.origin.cited if item.origin is not None else ""
        return ", ".join(filter(None, (cited, f"chuyển tiếp từ {earlier.short_name}")))
    return join_words([plan.provisions[code].citation for code in binding_codes(plan, item.source, agencies)])


def place_words(plan: Plan, item: Item, agencies: Iterable[str] = ()) -> str:
    """Return what `source_words` does where the item's own words stand beside: they do not name it once more.

    "" for what is there nothing more to say of than these words, a row without a number in an annex without a name.
    """
    if item.kind is ItemKind.TASK and not item.product:
        return task_words(plan, plan.tasks[item.source[0]], named=False)
    return source_words(plan, item, agencies)


def taken_up_words(item: Item) -> str:
    """Return which item of the plan takes up one that is carried over, from when on, and under which code it is followed.

    "" for what nothing takes up, as far as is known.
    """
    taken_up = item.origin.taken_up if item.origin is not None else None
    if taken_up is None:
        return ""
    since = f"ở {taken_up.by} từ ngày {day_text(taken_up.since)}"
    if item.dropped_on is not None:
        return f"kế hoạch này đã tiếp nhận {since}: theo dõi, ghi theo mã ấy"
    return f"kế hoạch này tiếp nhận {since}; trước ngày ấy vẫn theo dõi, ghi theo mã này"


def printed_number(task: Task) -> str:
    """Return the number of a task's row; of one that is a row no more, which may be another's number now, as its old one."""
    return f"{task.number} (cũ)" if task.number and task.dropped_on else task.number


def task_words(plan: Plan, task: Task, *, named: bool = True, short: bool = False) -> str:
    """Return a row of an annex as letters cite it: II.5 is «số thứ tự 5 Mục II Phụ lục».

    What the document does not have is left out: the section of a row under no numbered heading, the name of an annex
    that is called nothing. A row without a number is cited by its first words unless `named` is false. Where any number
    of a row or section repeats in the annex, a section is cited with those above it: «số thứ tự 1.1 Mục A.I.1 Phụ lục».
    `short` leaves those out, as people do who type it.
    """
    annex = plan.task_annexes[task.section.annex]
    by_words = f"nhiệm vụ {shorten_text(task.words)}" if named else ""
    row = f"số thứ tự {printed_number(task)}" if task.number else by_words
    return " ".join(filter(None, (row, _section_words(plan, task.section, short=short), annex.label)))


def _section_words(plan: Plan, section: Section, *, short: bool) -> str:
    """Return a section as letters cite it, "" for one without a number.

    Of two under one heading that have the same number each is told by its own heading: «Mục I (Hạ tầng số)».
    """
    if not section.number:
        return ""
    alike = [other for other in plan.sections if (other.annex, other.path) == (section.annex, section.path)]
    is_doubled = any((other.number, other.heading) != (section.number, section.heading) for other in alike)
    heading = f" ({' '.join(section.heading.split())})" if is_doubled else ""
    is_short = short or len(section.path) == 1 or section.annex not in plan.annexes_with_repeats
    return f"{plan.words.section} {section.number if is_short else _path_words(_cited_path(plan, section))}{heading}"


def _cited_path(plan: Plan, section: Section) -> tuple[str, ...]:
    """Return the path of a section without headings that have no number, unless these tell it from another one."""
    beside = [other for other in plan.sections if other.annex == section.annex]
    numbered = {other.path for other in beside if other.number}

    def numbers(path: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(step for depth, step in enumerate(path, 1) if path[:depth] in numbered)

    own = numbers(section.path)
    is_shared = any(path != section.path and numbers(path) == own for path in numbered)
    return section.path if is_shared else own


def _path_words(path: Sequence[str]) -> str:
    """Return the numbers from the outermost section to the innermost, each once: A, I, I.2 is «A.I.2»."""
    words: list[str] = []
    for step in path:
        if words and step.startswith(f"{words[-1].rstrip('.')}."):
            words.pop()
        words.append(step)
    return ".".join(word.rstrip(".") for word in words)
