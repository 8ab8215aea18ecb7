"""The Vietnamese lines for what follows from changed plans and logs: deadlines, obligations and states.

Changes that read the same share a line; they are merged by the facts that it states.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date

from papi_cli.comparison import Aspect, ChangeKind, Comparison, DeadlineChange, DeadlineChangeCause, StateChange
from papi_cli.deadlines.model import Deadline
from papi_cli.plan.obligations import Obligation
from papi_cli.states import Flag
from papi_cli.text import day_text, day_text_or, join_words, number_text
from papi_cli.views.agency_phrases import agencies_in_either_plan
from papi_cli.views.amended import amendment_name
from papi_cli.views.grouping import group_by
from papi_cli.views.shortening import shorten_codes, shorten_text
from papi_cli.views.words import STATE_WORDS, state_facts, state_words

# The clause for a changed phrase quotes it (see `_deadline_line`).
_CAUSE_CLAUSES: Mapping[DeadlineChangeCause, str] = {
    DeadlineChangeCause.INTERPRETATION: "cách hiểu đổi",
    DeadlineChangeCause.PERIOD: "thời hạn của kỳ báo cáo đổi",
    DeadlineChangeCause.SPAN: "thời gian thực hiện đổi",
    DeadlineChangeCause.ROLL: "cách xử lý ngày nghỉ đổi",
    DeadlineChangeCause.CALENDAR: "lịch ngày nghỉ, ngày làm bù đổi",
}


def deadline_lines(both: Comparison) -> Iterator[str]:
    """Yield a line for each changed deadline, one for all items whose deadline changed alike, or in one series."""
    for alike in group_by(both.deadline_changes, _deadline_facts).values():
        yield _deadline_line(both, alike[0], _changed_items([change.item for change in alike]))


def _changed_items(codes: Sequence[str]) -> str:
    """Return the codes; of several occurrences of one series, of which the line tells the first, how many they are."""
    series, at, key = codes[0].partition("@")
    if at and len(codes) > 1:
        return f"{series} ({number_text(len(codes))} lần, đây là lần {key})"
    return shorten_codes(codes)


def _deadline_facts(change: DeadlineChange) -> Hashable:
    """Return the facts of the line: the days, the causes, and the phrases where they differ.

    Occurrences of one series have days of their own, and one line all the same.
    """
    (old_phrase, old_day), (new_phrase, new_day) = (
        _phrase_and_last_day(change.before),
        _phrase_and_last_day(change.after),
    )
    series, at, _ = change.item.partition("@")
    days = (series,) if at else (old_day, new_day)
    why = change.causes, change.amended_by, change.restored_by
    return days, why, (old_phrase, new_phrase) if old_phrase != new_phrase else None


def _phrase_and_last_day(due: Deadline | None) -> tuple[str, date | None]:
    return (due.phrase, due.last) if due else ("", None)


def _deadline_line(both: Comparison, change: DeadlineChange, items: str) -> str:
    (old_phrase, old_day), (new_phrase, new_day) = (
        _phrase_and_last_day(change.before),
        _phrase_and_last_day(change.after),
    )
    phrases = f"{shorten_text(old_phrase)} → {shorten_text(new_phrase)}"
    if old_day == new_day:
        still = f"vẫn là {day_text(old_day)}" if old_day else "vẫn không có"
        by = f", vì {join_words(_amendment_clauses(both, change))}" if change.amended_by or change.restored_by else ""
        return f"{items}: cụm từ thời hạn đổi: {phrases}{by}; ngày cuối cùng đúng hạn {still}."
    causes = list(_cause_clauses(both, change))
    why = f", vì {join_words(causes)}" if causes else ""
    if new_day is None:
        return f"{items}: không còn ngày cuối cùng đúng hạn{why}."
    if old_day is None:
        return f"{items}: nay có ngày cuối cùng đúng hạn {day_text(new_day)}{why}."
    return f"{items}: ngày cuối cùng đúng hạn chuyển từ {day_text(old_day)} sang {day_text(new_day)}{why}."


def _cause_clauses(both: Comparison, change: DeadlineChange) -> Iterator[str]:
    """Yield why the last day moved; the two phrases stand once, with the cause that changed them."""
    was, now = (shorten_text(_phrase_and_last_day(due)[0]) for due in (change.before, change.after))
    for cause in change.causes:
        match cause:
            case DeadlineChangeCause.PHRASE:
                yield f"cụm từ thời hạn đổi: {was} → {now}"
            case DeadlineChangeCause.AMENDMENT:
                is_told = was == now or DeadlineChangeCause.PHRASE in change.causes
                how = f" {was} thành {now}" if change.amended_by else f", {was} trở lại là {now}"
                yield join_words(_amendment_clauses(both, change)) + ("" if is_told else how)
            case _:
                yield _CAUSE_CLAUSES[cause]


def _amendment_clauses(both: Comparison, change: DeadlineChange) -> list[str]:
    new, old = both.plans
    amended = [f"{amendment_name(new, code)} sửa đổi" for code in change.amended_by]
    return amended + [f"không còn {amendment_name(old, code)} sửa đổi" for code in change.restored_by]


def obligation_lines(both: Comparison) -> Iterator[str]:
    """Yield the lines for obligations added, then for those dropped; one for all items of the same agencies."""
    for obligations, verb in ((both.obligations_added, "thêm"), (both.obligations_dropped, "không còn")):
        by_item = group_by(obligations, _item_code)
        agencies = {code: tuple(obligation.agency.id for obligation in by_item[code]) for code in by_item}
        for ids, items in group_by(by_item, agencies.__getitem__).items():
            yield f"{shorten_codes(items)}: {verb} đầu việc của {agencies_in_either_plan(both.plans, ids)}."


def _item_code(obligation: Obligation) -> str:
    return obligation.item.code


def diff_state_lines(both: Comparison) -> Iterator[str]:
    """Yield a line for each change of state, one for all agencies and items whose state changed alike.

    The agencies of an item are collected first, then the items of the same agencies.
    """
    by_item = group_by(
        both.state_changes, lambda change: (change.after.obligation.item.code, _state_change_facts(change))
    )
    alike = group_by(by_item, lambda key: (key[1], tuple(change.after.obligation.agency.id for change in by_item[key])))
    for (_, agencies), keys in alike.items():
        words = _state_change_words(by_item[keys[0]][0])
        yield f"{shorten_codes([code for code, _ in keys])}, {agencies_in_either_plan(both.plans, agencies)}: {words}."


def _state_change_facts(change: StateChange) -> Hashable:
    """Return the facts behind `_state_change_words`: changes with equal facts, and no others, are worded alike."""
    before, after = change.before, change.after
    dropped = change.kind is ChangeKind.DROPPED
    facts: Hashable
    match change.aspect:
        case Aspect.DONE if change.kind is ChangeKind.CHANGED:
            facts = before.done_on, after.done_on
        case Aspect.DONE:
            facts = state_facts(after), None if dropped else after.done_on
        case Aspect.ANCHORED if change.kind is ChangeKind.CHANGED:
            facts = before.original, after.original
        case Aspect.ANCHORED:
            facts = (before.last, after.last, Flag.UNANCHORED in after.flags) if dropped else after.last
        case Aspect.EXTENDED:
            facts = before.last, after.last
        case Aspect.RESULT | Aspect.WAIVED:
            facts = state_facts(after) if dropped else None
        case Aspect.LATE | Aspect.OVERDUE:
            facts = state_facts(after)
    return change.aspect, dropped, facts


def _state_change_words(change: StateChange) -> str:
    before, after = change.before, change.after
    now = f"nay: {state_words(after)}"
    added = change.kind is not ChangeKind.DROPPED
    match change.aspect:
        case Aspect.DONE if change.kind is ChangeKind.CHANGED:
            return f"ngày hoàn thành {_day_words(before.done_on)} → {_day_words(after.done_on)}"
        case Aspect.DONE:
            done = f"{state_words(after)}, ngày {_day_words(after.done_on)}"
            return done if added else f"không còn tính là đã hoàn thành (bị trả lại, hoặc ghi nhận không còn); {now}"
        case Aspect.RESULT:
            return "có kết quả trong kỳ" if added else f"không còn kết quả trong kỳ; {now}"
        case Aspect.WAIVED:
            return STATE_WORDS[after.state].label if added else f"trở lại danh mục theo dõi; {now}"
        case Aspect.ANCHORED:
            return _anchor_words(change)
        case Aspect.EXTENDED:
            verb = "được gia hạn" if added else "không còn được gia hạn"
            return f"{verb}, ngày cuối cùng đúng hạn {_day_words(before.last)} → {_day_words(after.last)}"
        case Aspect.LATE:
            return state_words(after) if added else f"không còn tính là quá hạn; {now}"
        case Aspect.OVERDUE:
            return f"chuyển sang quá hạn; {now}" if added else f"không còn quá hạn; {now}"


def _anchor_words(change: StateChange) -> str:
    """Return that the day from which a term counts became known, unknown or another, and what the last day is now."""
    before, after = change.before, change.after
    if change.kind is ChangeKind.CHANGED:
        return f"ngày cuối cùng tính từ mốc {_day_words(before.original)} → {_day_words(after.original)}"
    if change.kind is ChangeKind.ADDED:
        return f"đã xác định mốc tính, ngày cuối cùng đúng hạn {_day_words(after.last)}"
    if before.last == after.last:
        return f"không còn mốc tính, ngày cuối cùng đúng hạn vẫn là {_day_words(after.last)}"
    # Of a term there is a last day, though it is not known.
    left = "chưa xác định" if Flag.UNANCHORED in after.flags else _day_words(after.last)
    return f"không còn mốc tính, ngày cuối cùng đúng hạn {_day_words(before.last)} → {left}"


def _day_words(day: date | None) -> str:
    return day_text_or(day, "không có")
