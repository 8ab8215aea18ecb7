"""The tables of a report's body that have one row for what recurs: the results of a part, and what is overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from papi_cli.plan.model import AgencyKind, Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import count_text, day_text
from papi_cli.views.agency_phrases import kind_noun
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import binding_only
from papi_cli.views.occurrences import near_only
from papi_cli.views.page import Table
from papi_cli.views.reports.phrases import short_agencies_phrase
from papi_cli.views.reports.plan_words import has_numbered_rows
from papi_cli.views.reports.tables import (
    agencies_cell,
    agency_head,
    by_last_day,
    group_alike,
    product_head,
    result_and_state,
    state_of_group,
    text_table,
    titled_source,
)
from papi_cli.views.reports.time_words import product_words, times_of
from papi_cli.views.reports.wording import delivery_words, last_day_and_source, report_flag_facts, report_flag_words
from papi_cli.views.source_words import printed_number
from papi_cli.views.words import STATE_WORDS, extension_asked_words


def results_table(plan: Plan, verdicts: Sequence[Verdict], *, with_agencies: bool) -> Table:
    """Return the short table of a part: number in its annex, product, agencies, last day, result, state.

    Communes are counted only: the annex names them. `with_agencies` is false for the table of a single agency. Numbers
    that repeat stand behind those of their sections; without a numbered row in the plan there is no column of numbers.
    """
    heads = ("TT", product_head(verdicts), "Cơ quan chủ trì", "Thời hạn", "Kết quả (số, ký hiệu, ngày)", "Tình trạng")
    rows = []
    near = near_only(binding_only(verdicts))
    numbers = _numbers(plan, verdicts)
    for group in _result_rows(near.shown):
        item = group[0].obligation.item
        if len(times_of(group)) > 1:
            days = [verdict.last for verdict in group if verdict.last]
            last = f"từ {day_text(min(days))} đến {day_text(max(days))}"
            result, state = _results_of_times(plan, group), _states_of_times(group)
        else:
            last = last_day_and_source(plan, group[0])
            result, state = result_and_state(plan, group)
            state = "; ".join(filter(None, (state, extension_asked_words(group[0]))))
        agencies = short_agencies_phrase(plan, [verdict.obligation.agency for verdict in group])
        state = "; ".join(filter(None, (state, near.words_beside(group))))
        rows.append((numbers[item.source[0]], product_words(plan, group), agencies, last, result, state))
    unwanted = () if with_agencies else ("Cơ quan chủ trì",)
    unnumbered = () if has_numbered_rows(plan) else ("TT",)
    form = tuple(head for head in heads if head not in unwanted)
    return text_table(heads, rows, without=(*unwanted, *unnumbered))._replace(form=form)


def _numbers(plan: Plan, verdicts: Iterable[Verdict]) -> Mapping[str, str]:
    """Return the numbers of tasks, by code; if one repeats, all with their sections', but for one that all are in."""
    tasks = [plan.tasks[code] for code in dict.fromkeys(verdict.obligation.item.source[0] for verdict in verdicts)]
    if len({printed_number(task) for task in tasks}) == len(tasks):
        return {task.code: printed_number(task) for task in tasks}
    numbers = {(section.annex, section.path): section.number for section in plan.sections}
    shared = len({(task.section.annex, task.section.path[:1]) for task in tasks}) == 1
    told = {}
    for task in tasks:
        annex, path = task.section.annex, task.section.path
        above = [numbers[annex, path[:depth]] for depth in range(1 + shared, len(path) + 1)]
        told[task.code] = ".".join(filter(None, (*above, printed_number(task)))) if task.number else ""
    return told


def _result_rows(verdicts: Sequence[Verdict]) -> list[Sequence[Verdict]]:
    """Return the verdicts that share a row: as in `group_alike`, but the times of a series together.

    The communes share the row of a series, other agencies only if they are alike every time.
    """
    rows: list[Sequence[Verdict]] = []
    for members in group_by(verdicts, _series_or_code).values():
        if len(times_of(members)) == 1:
            rows += group_alike(members, noted=False)
            continue
        by_agency = group_by(members, lambda verdict: verdict.obligation.agency)
        sharing = group_by(
            by_agency.items(),
            lambda owed: owed[0].kind if owed[0].kind is AgencyKind.COMMUNE else (owed[0].kind, _course(owed[1])),
        )
        rows += [[verdict for _, owed in agencies for verdict in owed] for agencies in sharing.values()]
    return rows


def _series_or_code(verdict: Verdict) -> str:
    item = verdict.obligation.item
    return item.series if item.occurrence else item.code


def _course(verdicts: Sequence[Verdict]) -> Hashable:
    """Return what the agencies of a row of times have in common."""
    return tuple(
        (verdict.obligation.item.code, verdict.state, Flag.UNRECORDED in verdict.flags, delivery_words(verdict))
        for verdict in verdicts
    )


def _results_of_times(plan: Plan, group: Sequence[Verdict]) -> str:
    """Return what was delivered: of one or two times the documents, else that there is one for each."""
    documents = list(dict.fromkeys(filter(None, map(delivery_words, group))))
    if len(documents) <= 2:  # as many as fit in a cell
        return "; ".join(documents)
    agency = group[0].obligation.agency
    several = any(verdict.obligation.agency != agency for verdict in group)
    return f"theo báo cáo của từng {kind_noun(plan, agency.kind)}" if several else "theo báo cáo từng lần"


def _states_of_times(group: Sequence[Verdict]) -> str:
    """Return how often a row of times is in which state, and how late at most; then the next time.

    Agencies that are alike are told once, «03 lần»; of others the times of all are counted, «12 lượt».
    """
    by_agency = group_by(group, lambda verdict: verdict.obligation.agency)
    alike = len({_course(owed) for owed in by_agency.values()}) == 1
    told = next(iter(by_agency.values())) if alike else group
    noun = "lần" if alike else "lượt"
    by_claim = group_by(sorted(told, key=lambda verdict: [*State].index(verdict.state)), _claim)
    coming = by_claim.pop((State.IN_TIME, True), [])
    parts = []
    for (state, silent), members in by_claim.items():
        count = f" {count_text(len(members))} {noun}"
        is_late = state is State.OVERDUE
        parts.append(
            _lateness(members, silent=silent, count=count) if is_late else f"{STATE_WORDS[state].label}{count}"
        )
    if coming:
        parts.append(f"lần kế tiếp đến hạn ngày {day_text(min(verdict.last for verdict in coming if verdict.last))}")
    asked = sum(bool(extension_asked_words(verdict)) for verdict in told)
    return "; ".join([*parts, *([f"đang đề nghị gia hạn {count_text(asked)} {noun}"] if asked else [])])


def _lateness(group: Sequence[Verdict], *, silent: bool, count: str = "") -> str:
    """Return how late what is overdue is, the longest of several; `count` stands behind whether something is recorded."""
    days = {verdict.days_late or 0 for verdict in group}
    at_most = "nhiều nhất " if len(days) > 1 else ""
    return f"{'chưa ghi nhận' if silent else 'chưa hoàn thành'}{count}, quá hạn {at_most}{max(days)} ngày"


def _claim(verdict: Verdict) -> tuple[State, bool]:
    return verdict.state, Flag.UNRECORDED in verdict.flags


def overdue_table(
    plan: Plan,
    verdicts: Sequence[Verdict],
    *,
    with_agencies: bool,
    since: Callable[[Sequence[Verdict]], str] = lambda _: "",
) -> Table:
    """Return what is overdue, the oldest first: product, agencies (`with_agencies`), last on-time day, state.

    `since` says behind the state what became of a row after the cut-off.
    """
    rows = []
    for number, group in enumerate(_overdue_rows(by_last_day(plan, verdicts, State.OVERDUE)), 1):
        item, first = group[0].obligation.item, group[0]
        last, state = last_day_and_source(plan, first), state_of_group(group)
        if len(times_of(group)) > 1:
            last = f"sớm nhất {last}"
            state = _lateness(group, silent=Flag.UNRECORDED in first.flags)
        state = "; ".join(filter(None, (state, report_flag_words(first), since(group))))
        rows.append(
            (
                str(number),
                f"{product_words(plan, group)}{titled_source(plan, item)}",
                agencies_cell(plan, group),
                last,
                state,
            )
        )
    heads = ("TT", f"{product_head(verdicts)}, báo cáo", agency_head(plan), "Thời hạn", "Tình trạng")
    return text_table(heads, rows, without=() if with_agencies else (agency_head(plan),))


def _overdue_rows(verdicts: Sequence[Verdict]) -> list[Sequence[Verdict]]:
    """Return the verdicts that share a row, in their order: as in `group_alike`, but the times of a series together.

    Agencies share a row of times if they owe the same ones, with the same flags.
    """

    def run(verdict: Verdict) -> Hashable:
        unconfirmed = Flag.UNCONFIRMED in verdict.flags
        agency = verdict.obligation.agency
        return _series_or_code(verdict), agency.id, _claim(verdict), unconfirmed, report_flag_facts(verdict)

    runs = group_by(verdicts, run)
    times = Counter({key: len(members) for key, members in runs.items()})
    once = [tuple(group) for group in group_alike(verdict for verdict in verdicts if times[run(verdict)] == 1)]
    several = group_by(
        (members for members in runs.values() if len(members) > 1),
        lambda members: (
            members[0].obligation.agency.kind,
            _claim(members[0]),
            Flag.UNCONFIRMED in members[0].flags,
            report_flag_facts(members[0]),
            tuple(verdict.obligation.item.code for verdict in members),
        ),
    )
    merged = [tuple(verdict for members in owed for verdict in members) for owed in several.values()]
    place = {verdict.obligation.id: number for number, verdict in enumerate(verdicts)}
    return sorted((*once, *merged), key=lambda group: place[group[0].obligation.id])
