"""The sheet of `papi sheet`: open obligations, each with blank cells for the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from papi_cli.log.kinds import KIND_SPECS, EventKind
from papi_cli.sheets.header import COLUMN_HEADS
from papi_cli.states import State, States, Verdict
from papi_cli.text import day_text
from papi_cli.views.obligations import Selection, select_verdicts
from papi_cli.views.recording import day_label
from papi_cli.views.words import last_day_words, state_words

# Not a retraction, which names an event by its id: those are made on the command line.
ANSWER_KINDS = tuple(kind for kind in EventKind if KIND_SPECS[kind].option)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its head, its width in characters, and whether it takes an answer, a day or one of the choices."""

    head: str
    width: int
    is_answer: bool = False
    is_day: bool = False
    is_choice: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Title and remarks above the table, its columns and rows (answers blank), the choices, the range of valid days."""

    title: str
    remarks: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    choices: tuple[str, ...]
    first: date
    last: date


_COLUMNS = (
    SheetColumn(COLUMN_HEADS["item"], 18),
    SheetColumn(COLUMN_HEADS["agency"], 15),
    SheetColumn("Nhiệm vụ", 34),
    SheetColumn("Sản phẩm", 20),
    SheetColumn("Thời hạn", 11),
    SheetColumn("Tình trạng", 15),
    SheetColumn("Ngày được tính", 10),
    SheetColumn(COLUMN_HEADS["event"], 14, is_answer=True, is_choice=True),
    SheetColumn(COLUMN_HEADS["date"], 11, is_answer=True, is_day=True),
    SheetColumn(COLUMN_HEADS["document"], 14, is_answer=True),
    SheetColumn(COLUMN_HEADS["within"], 13, is_answer=True),
    SheetColumn(COLUMN_HEADS["until"], 11, is_answer=True, is_day=True),
    SheetColumn(COLUMN_HEADS["evidence"], 15, is_answer=True),
    SheetColumn(COLUMN_HEADS["note"], 16, is_answer=True),
)


def build_sheet(states: States, selection: Selection) -> Sheet:
    """Return the sheet of the open obligations that the selection takes, by last on-time day, undated ones last."""
    plan = states.plan
    ordered = sorted(
        (verdict for verdict in select_verdicts(states, selection) if _takes_results(verdict.state)),
        key=lambda verdict: verdict.last or date.max,
    )
    names = [plan.agencies[id_].name for id_ in selection.agencies]
    return Sheet(
        title=f"Kết quả thực hiện {plan.title}",
        remarks=(
            f"Cơ quan, đơn vị: {', '.join(names) or 'tất cả'}. Tình trạng tính đến ngày {day_text(states.as_of)}.",
            "Chỉ điền các ô nền vàng. Việc nào chưa có gì mới thì để trống cả dòng. Ngày ghi như 10/6/2026.",
            "Mỗi minh chứng ghi một dòng trong ô: địa chỉ https://… hoặc đường dẫn tệp.",
        ),
        columns=_COLUMNS,
        rows=tuple(_row(verdict) for verdict in ordered),
        choices=tuple(kind.label for kind in ANSWER_KINDS),
        first=min((period.first for period in plan.periods), default=date(plan.year, 1, 1)),
        last=date(plan.year + 2, 12, 31),
    )


def _takes_results(state: State) -> bool:
    return state.is_pending or state is State.ONGOING


def _row(verdict: Verdict) -> tuple[str, ...]:
    item = verdict.obligation.item
    about = (
        item.code,
        verdict.obligation.agency.name,
        item.title,
        item.product,
        last_day_words(verdict),
        "thường xuyên" if item.is_ongoing else state_words(verdict),
        day_label(item, EventKind.DONE),
    )
    return about + ("",) * (len(_COLUMNS) - len(about))
