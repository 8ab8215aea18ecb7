"""The answer of `papi matrix`: which agency has sent which plan or report, by the dated duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from papi_cli.deadlines.model import Occurrence
from papi_cli.plan.model import Item, ItemKind
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import day_text, number_text
from papi_cli.views.agency_phrases import counted_agencies
from papi_cli.views.asked import (
    Asked,
    Owed,
    as_of_words,
    binding_owed,
    by_plan,
    count_line,
    owed_in,
    part_of,
    verdicts_of,
)
from papi_cli.views.grouping import group_by
from papi_cli.views.json_parts import envelope, name_json, obligation_json, state_counts
from papi_cli.views.lists import REQUESTED_HEADING, footnotes
from papi_cli.views.obligations import binding_only, requested_only
from papi_cli.views.page import Column, Heading, Page, Paragraph, Row, Table, Tone
from papi_cli.views.words import STATE_WORDS, UNCONFIRMED_MARK, extension_asked_words, words_of


class MatrixAnswer(NamedTuple):
    """The answer of `papi matrix`: what is owed of duties, agencies in official order, duties in the document's."""

    asked: tuple[Asked, ...]
    owed: tuple[Owed, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts alone."""
        return verdicts_of(self.owed)

    def page(self) -> Page:
        """Return the matrix for readers, of several plans one for each.

        Duties that are only requested stand in a matrix of their own. Duties that recur have one too; unless items were
        named, it has the occurrences of one year.
        """
        page: Page = (Heading(f"Kế hoạch và báo cáo đã gửi, tính đến ngày {as_of_words(self.asked)}", level=1),)
        for one, verdicts in by_plan(self.asked, self.owed):
            page += part_of(one, _page_of(one, verdicts))
        agencies = counted_agencies(one.agency for one in binding_owed(self.owed))
        return (*page, *footnotes(self.owed), Paragraph(count_line(self.asked, agencies), quiet=True))

    def rows(self) -> Table:
        """Return one row per agency and one column per duty; of several plans duties of one name share a column."""
        heads: dict[tuple[str, int], None] = {}
        rows: list[tuple[tuple[str, ...], Mapping[tuple[str, int], str]]] = []
        for one, verdicts in by_plan(self.asked, self.owed):
            keys = _numbered_names(duty_items(verdicts))
            heads |= dict.fromkeys(keys.values())
            for id_, by_item in duties_by_agency(verdicts).items():
                first = (*((one.name,) if one.name else ()), id_, _agency_name(by_item))
                rows.append((first, {keys[code]: duty_state_words(verdict) for code, verdict in by_item.items()}))
        columns = (
            *(("Kế hoạch",) if len(self.asked) > 1 else ()),
            "Mã cơ quan",
            "Cơ quan",
            *(name for name, _ in heads),
        )
        return Table(
            tuple(map(Column, columns)),
            tuple(Row((*first, *(cells.get(head, "") for head in heads))) for first, cells in rows),
        )

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.matrix/2`, of several `papi.matrix/3`: each agency with its obligations by item."""
        summaries = [(one, _summary_json(verdicts)) for one, verdicts in by_plan(self.asked, self.owed)]
        return {
            **envelope(self.asked, "papi.matrix"),
            "summary": [{**name_json(one), "duties": duties} for one, duties in summaries]
            if len(self.asked) > 1
            else summaries[0][1],
            "agencies": [
                {
                    **name_json(one),
                    "id": id_,
                    "name": _agency_name(by_item),
                    "obligations": {code: obligation_json(one.plan, verdict) for code, verdict in by_item.items()},
                }
                for one, verdicts in by_plan(self.asked, self.owed)
                for id_, by_item in duties_by_agency(verdicts).items()
            ],
        }


def find_duties(asked: Sequence[Asked]) -> MatrixAnswer:
    """Return what the plans asked take of duties."""
    duties = [one for one in owed_in(asked) if one.verdict.obligation.item.kind is ItemKind.DUTY]
    return MatrixAnswer(tuple(asked), tuple(sorted(duties, key=lambda one: one.agency.order)))


def _page_of(one: Asked, verdicts: Sequence[Verdict]) -> Page:
    """Return the matrices of a plan."""
    ordered, requested = binding_only(verdicts), requested_only(verdicts)
    empty = Paragraph("Không có kế hoạch, báo cáo nào; bảng này chỉ gồm các đầu việc ngoài bảng nhiệm vụ.")
    year = None if one.selection.items else one.states.as_of.year
    page: Page = _matrices(ordered, year) if ordered else (empty,)
    return (*page, Heading(REQUESTED_HEADING), *_matrices(requested, year)) if requested else page


def _numbered_names(items: Iterable[Item]) -> dict[str, tuple[str, int]]:
    """Return by the code of each item its name, with the number of the item among those of the name, from 1."""
    seen: Counter[str] = Counter()
    numbered: dict[str, tuple[str, int]] = {}
    for item in items:
        seen[item.name] += 1
        numbered[item.code] = (item.name, seen[item.name])
    return numbered


def _summary_json(verdicts: Sequence[Verdict]) -> dict[str, dict[str, int]]:
    return {
        item.code: state_counts(verdict for verdict in verdicts if verdict.obligation.item is item)
        for item in duty_items(verdicts)
    }


def _matrices(verdicts: Sequence[Verdict], year: int | None) -> Page:
    """Return the matrix of duties, then one for each that recurs often: in `year`, or in every year for None."""
    often = frequent_series(duty_items(verdicts))
    by_series = group_by(verdicts, lambda verdict: verdict.obligation.item.series)
    others = [verdict for verdict in verdicts if verdict.obligation.item.series not in often]
    page: Page = (_matrix(others),) if others else ()
    for code, items in often.items():
        page += _series_matrices(by_series[code], items, year)
    return page


# A duty that recurs no more often than this stands among the others, a column for each occurrence.
_FEW = 3
# No more columns than these fit on a screen with the year in their heads.
_MANY = 10


def frequent_series(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Return the occurrences of each series that is too long for a column each among those of other duties."""
    series = group_by((item for item in items if item.occurrence), lambda item: item.series)
    return {code: members for code, members in series.items() if len(members) > _FEW}


def _series_matrices(verdicts: Sequence[Verdict], items: Sequence[Item], year: int | None) -> Page:
    """Return the matrix of a duty that recurs, and what its signs mean: one for all years, or if many times, for each."""
    if len(items) <= _MANY:
        return (Heading(f"{items[0].product} ({items[0].series})"), *_short_matrix(verdicts, items))
    years = group_by(items, _year_of)
    shown = years if year is None else [min(years, key=lambda other: (abs(other - year), other))]
    page: Page = ()
    for one in shown:
        codes = {item.code for item in years[one]}
        of_year = [verdict for verdict in verdicts if verdict.obligation.item.code in codes]
        page += (Heading(f"{items[0].product} ({items[0].series}), năm {one}"), *_short_matrix(of_year, years[one]))
    if left_out := sum(len(years[other]) for other in years if other not in shown):
        how = f"papi matrix --item {items[0].series}"
        page += (Paragraph(f"Chưa kẻ {number_text(left_out)} lần của các năm khác; xem đủ: {how}.", quiet=True),)
    return page


def _year_of(item: Item) -> int:
    assert item.occurrence is not None
    return item.occurrence.year


def _short_matrix(verdicts: Sequence[Verdict], items: Sequence[Item]) -> Page:
    """Return a matrix whose heads and cells are so short that a year of months fits on a screen, and their meaning."""
    columns = (Column("Cơ quan", wraps=True), *(Column(head) for head in short_heads(items)))
    rows = [_row(by_item, items, _short_cell) for by_item in duties_by_agency(verdicts).values()]
    return Table(columns, tuple(rows)), Paragraph(_legend(verdicts), quiet=True)


def short_heads(items: Sequence[Item]) -> list[str]:
    """Return what tells the occurrences apart: «T7», «Q.III», «15/7»; of several years also «T7/26», or the year alone."""
    occurrences = [item.occurrence for item in items if item.occurrence]
    years = Counter(occurrence.year for occurrence in occurrences)
    if len(years) == len(occurrences) > 1:
        return [str(year) for year in years]
    several = len(years) > 1
    return [_short_head(one) + (f"/{one.year % 100}" if several else "") for one in occurrences]


def _short_head(occurrence: Occurrence) -> str:
    _, month, *day = occurrence.key.split("-")
    return occurrence.short or (f"{int(day[0])}/{int(month)}" if day else f"T{int(month)}")


def _short_cell(verdict: Verdict) -> str:
    """Return the sign of the state with the days that it is late by, and a question mark for what waits."""
    late = str(verdict.days_late) if verdict.days_late and Flag.UNRECORDED not in verdict.flags else ""
    return f"{STATE_WORDS[verdict.state].sign}{late}{'?' if _waits(verdict) else ''}"


def _waits(verdict: Verdict) -> bool:
    return bool(extension_asked_words(verdict)) or _lacks_supplement(verdict)


def _claims(verdict: Verdict) -> State | None:
    """Return the state, None for what is overdue as long as nothing is recorded."""
    is_silent = verdict.state is State.OVERDUE and Flag.UNRECORDED in verdict.flags
    return None if is_silent else verdict.state


def _legend(verdicts: Sequence[Verdict]) -> str:
    """Return what each sign of a short matrix means, of those that stand in it."""
    signs: dict[str, list[str]] = {}
    for state in (state for state in State if any(_claims(verdict) is state for verdict in verdicts)):
        words = STATE_WORDS[state].in_matrix if state is State.IN_TIME else STATE_WORDS[state].label
        signs.setdefault(STATE_WORDS[state].sign, []).append(words)
    if any(verdict.state is State.OVERDUE and _claims(verdict) is None for verdict in verdicts):
        signs.setdefault(STATE_WORDS[State.OVERDUE].sign, []).append("đã quá hạn, chưa ghi nhận")
    parts = [f"{sign} {' hoặc '.join(labels)}" for sign, labels in signs.items()]
    if any(verdict.days_late and Flag.UNRECORDED not in verdict.flags for verdict in verdicts):
        parts.append("số đi kèm là số ngày quá hạn")
    if any(_waits(verdict) for verdict in verdicts):
        parts.append("? chờ bổ sung hoặc đang đề nghị gia hạn")
    return f"{'; '.join(parts)}."


def _matrix(verdicts: Sequence[Verdict]) -> Table:
    items = duty_items(verdicts)
    columns = (Column("Cơ quan", wraps=True), *(Column(_head(item), wraps=True) for item in items))
    rows = [_row(by_item, items, _full_cell) for by_item in duties_by_agency(verdicts).values()]
    return Table(columns, tuple(rows))


def _head(item: Item) -> str:
    day = day_text(item.due.last) if item.due and item.due.last else ""
    inside = "; ".join(filter(None, (item.occurrence_name, day)))
    return f"{item.product} ({inside})" if inside else item.product


def _full_cell(verdict: Verdict) -> str:
    return f"{STATE_WORDS[verdict.state].sign} {duty_state_words(verdict)}"


def _row(by_item: Mapping[str, Verdict], items: Sequence[Item], cell: Callable[[Verdict], str]) -> Row:
    cells, tones = [marked_agency_name(by_item)], [Tone.PLAIN]
    for item in items:
        verdict = by_item.get(item.code)
        cells.append(cell(verdict) if verdict else "")
        tones.append(STATE_WORDS[verdict.state].tone if verdict else Tone.PLAIN)
    return Row(tuple(cells), tones=tuple(tones))


def duty_state_words(verdict: Verdict, count: Callable[[int], str] = str) -> str:
    """Return the state of a plan or report in a few words, and what it waits for.

    Where nothing is recorded, they claim nothing. `count` writes a number of days.
    """
    if verdict.state is State.OVERDUE and Flag.UNRECORDED in verdict.flags:
        state = "chưa ghi nhận"
    else:
        state = words_of(verdict).in_matrix.format(days_late=count(verdict.days_late or 0))
    supplement = "yêu cầu bổ sung" if _lacks_supplement(verdict) else ""
    return ", ".join(filter(None, (state, supplement, extension_asked_words(verdict))))


def _lacks_supplement(verdict: Verdict) -> bool:
    return verdict.state.is_done and Flag.INCOMPLETE in verdict.flags


def duty_items(verdicts: Iterable[Verdict]) -> list[Item]:
    """Return the items of the verdicts, once each, in their order."""
    return list({verdict.obligation.item.code: verdict.obligation.item for verdict in verdicts}.values())


def duties_by_agency(verdicts: Iterable[Verdict]) -> dict[str, dict[str, Verdict]]:
    """Return the verdicts by agency id, agencies in official order, then by item code."""
    agencies: dict[str, dict[str, Verdict]] = {}
    for verdict in sorted(verdicts, key=lambda verdict: verdict.obligation.agency.order):
        agencies.setdefault(verdict.obligation.agency.id, {})[verdict.obligation.item.code] = verdict
    return agencies


def marked_agency_name(by_item: Mapping[str, Verdict]) -> str:
    """Return the agency's name, marked where one of its duties rests on an unconfirmed interpretation."""
    return _agency_name(by_item) + unconfirmed_mark(by_item)


def unconfirmed_mark(by_item: Mapping[str, Verdict]) -> str:
    """Return the mark behind the name of an agency of whose duties one rests on an unconfirmed interpretation, or ""."""
    return UNCONFIRMED_MARK if any(Flag.UNCONFIRMED in verdict.flags for verdict in by_item.values()) else ""


def _agency_name(by_item: Mapping[str, Verdict]) -> str:
    return next(iter(by_item.values())).obligation.agency.name
