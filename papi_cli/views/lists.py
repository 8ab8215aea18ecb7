"""Lists of obligations: arranged, grouped for readers, one by one for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.states import Flag, States, Verdict
from papi_cli.text import count_text
from papi_cli.views.columns import COLUMNS, Field, Order, in_order, shown, value
from papi_cli.views.layout import Heading, Page, Paragraph, Row, Table
from papi_cli.views.obligations import Selection, counted_line, owing
from papi_cli.views.words import TONES, UNCONFIRMED_NOTE, last_day_words, remarks, state_words

BY_LAST_DAY = (Order(Field.LAST), Order(Field.ITEM), Order(Field.AGENCY))
OWED = (Field.LAST, Field.ITEM, Field.PRODUCT, Field.AGENCY, Field.STATE)


class Arrangement(NamedTuple):
    """How a list is to look: its columns and its order (empty: those of the list itself).

    `spread` gives every agency a row of its own.
    """

    columns: tuple[Field, ...] = ()
    orders: tuple[Order, ...] = ()
    spread: bool = False

    def arranged(self, plan: Plan, verdicts: Iterable[Verdict], otherwise: Sequence[Order] = ()) -> tuple[Verdict, ...]:
        """Return verdicts in the order asked for, else by `otherwise`, else as they come."""
        return in_order(plan, verdicts, self.orders or otherwise)


def owed_table(plan: Plan, verdicts: Sequence[Verdict], arrangement: Arrangement, columns: Sequence[Field]) -> Table:
    """Return the table of obligations in the order given, with the columns asked for, else `columns`.

    Unless spread, obligations of one item that differ in nothing shown but their agency stand in one row per kind of
    agency, where the first of them stood.
    """
    chosen = arrangement.columns or tuple(columns)
    groups = [[verdict] for verdict in verdicts] if arrangement.spread else _grouped(plan, verdicts, chosen)
    rows = tuple(Row(tuple(shown(plan, group, field) for field in chosen), TONES[group[0].state]) for group in groups)
    toned = chosen.index(Field.STATE) if Field.STATE in chosen else None
    return Table(tuple(COLUMNS[field] for field in chosen), rows, toned=toned)


def _grouped(plan: Plan, verdicts: Sequence[Verdict], chosen: Sequence[Field]) -> list[list[Verdict]]:
    # Who cooperates differs only where an agency of the row is named among those who cooperate with it.
    told = [field for field in chosen if field not in (Field.AGENCY, Field.COOPERATING)]
    groups: dict[tuple[object, ...], list[Verdict]] = {}
    for verdict in verdicts:
        obligation = verdict.obligation
        said = (last_day_words(verdict), state_words(verdict), remarks(verdict))
        cells = tuple(value(plan, verdict, field) for field in told)
        groups.setdefault((obligation.item.code, obligation.agency.kind, *said, *cells), []).append(verdict)
    return list(groups.values())


def listing(plan: Plan, verdicts: Sequence[Verdict], arrangement: Arrangement) -> Table:
    """Return one row per obligation for spreadsheets, with all columns unless some are asked for."""
    chosen = arrangement.columns or tuple(Field)
    rows = tuple(Row(tuple(value(plan, verdict, field) for field in chosen)) for verdict in verdicts)
    return Table(tuple(COLUMNS[field] for field in chosen), rows)


def apart_page(
    states: States, selection: Selection, found: Sequence[Verdict], arrangement: Arrangement, *, nothing: Paragraph
) -> Page:
    """Return the blocks of a list: what was ordered (or `nothing`), apart what was only asked for, what was counted."""
    plan = states.plan
    ordered = owing(found)
    asked = [verdict for verdict in found if Flag.REQUESTED in verdict.flags]
    page: Page = (owed_table(plan, ordered, arrangement, OWED) if ordered else nothing,)
    if asked:
        page += (Heading(ASKED_APART), owed_table(plan, asked, arrangement, OWED))
    return page + footnotes(found) + (Paragraph(_counted(states, selection, ordered, asked), quiet=True),)


ASKED_APART = "Đề nghị phối hợp (liệt kê riêng, không tính quá hạn, không tính tỷ lệ)"


def _counted(states: States, selection: Selection, ordered: Sequence[Verdict], asked: Sequence[Verdict]) -> str:
    agencies = len({verdict.obligation.agency.id for verdict in ordered})
    apart = f"; ngoài ra có {count_text(len(asked))} việc đề nghị phối hợp" if asked else ""
    who = f" của {count_text(agencies)} cơ quan, đơn vị{apart}" if ordered or asked else ""
    return counted_line(states, selection, f"{count_text(len(ordered))} trách nhiệm{who}")


def footnotes(verdicts: Iterable[Verdict]) -> Page:
    """Return the note that explains the mark of unconfirmed readings, where one of the rows carries it."""
    unconfirmed = any(Flag.UNCONFIRMED in verdict.flags for verdict in verdicts)
    return (Paragraph(UNCONFIRMED_NOTE, quiet=True),) if unconfirmed else ()
