"""The sheet of `papi sheet`: open obligations, each with blank cells for the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from papi_cli.log.fields import FIELD_SPECS
from papi_cli.log.kinds import AGENCY_KINDS, KIND_SPECS, RECORDABLE_KINDS, EventKind, Need
from papi_cli.plan.model import Plan
from papi_cli.sheets.header import COLUMN_HEADS, DAY_HEAD, PRODUCT_HEAD, SENT_BACK, STATE_HEAD, TASK_HEAD
from papi_cli.states import States, Verdict
from papi_cli.text import day_text
from papi_cli.views.obligations import Selection, select_verdicts
from papi_cli.views.occurrences import near_unless_named
from papi_cli.views.recording import day_label
from papi_cli.views.words import extension_asked_words, last_day_words, state_words

if TYPE_CHECKING:
    from papi_cli.views.words_table import WordsTable

# Of an ongoing item the sheet does not say what was done last.
ONGOING_WORDS = "thường xuyên"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its head, its width in characters, and whether it takes an answer, a day or one of the choices.

    `hint` is shown where somebody is about to write, `refusal` where what was written is not taken.
    """

    head: str
    width: int
    is_answer: bool = False
    is_day: bool = False
    is_choice: bool = False
    hint: str = ""
    refusal: str = "Cột này chỉ để xem. Điền kết quả vào các ô nền vàng."


class Choice(NamedTuple):
    """A word that may be chosen, and what goes with it in which columns."""

    word: str
    meaning: str


class Signature(NamedTuple):
    """Who signs the printed sheet: the lines on the left, and those on the right, which begin one line higher."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Title and remarks above the table, its columns and rows (answers blank), what stands below, and its properties.

    Below are the `choices` and the `signature`. Days lie in the years from `first_year` to `last_year`. `author` made the
    sheet as of `day`. `words` is a tab of its own, of the sheet of one agency that owes a report.
    """

    title: str
    remarks: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    choices_title: str
    choices: tuple[Choice, ...]
    signature: Signature
    first_year: int
    last_year: int
    author: str
    day: date
    words: WordsTable | None = None

    @property
    def width(self) -> int:
        """The width of the table in characters."""
        return sum(column.width for column in self.columns)


def build_sheet(
    states: States, selection: Selection, *, for_coordinator: bool = False, reply_by: date | None = None
) -> Sheet:
    """Return the sheet of the open obligations that the selection takes, by last on-time day, undated ones last.

    Of what recurs, it has the occurrences that are due or next.

    It offers the words that an agency may say, `for_coordinator` all of them, and asks for an answer until `reply_by`.
    """
    plan = states.plan
    ordered = sorted(_open_verdicts(states, selection), key=lambda verdict: verdict.last or date.max)
    columns, with_product = columns_of(plan), _has_products(plan)
    first_year, last_year = years_of(plan)
    words = None if for_coordinator else _words_of(states, selection)
    remarks = _remarks(states, selection, for_coordinator=for_coordinator, reply_by=reply_by)
    return Sheet(
        title=f"Kết quả thực hiện {plan.title}",
        remarks=(*remarks, words.advice) if words else remarks,
        columns=columns,
        rows=tuple(_row(verdict, len(columns), with_product=with_product) for verdict in ordered),
        choices_title=f"Các từ dùng ở cột «{COLUMN_HEADS['event']}», và những ô phải điền cùng:",
        choices=tuple(map(choice_of, RECORDABLE_KINDS if for_coordinator else AGENCY_KINDS)),
        signature=_signature(states, selection.agencies or ((plan.coordinator,) if for_coordinator else ())),
        first_year=first_year,
        last_year=last_year,
        author=plan.agencies[plan.coordinator].name,
        day=states.as_of,
        words=words,
    )


def _words_of(states: States, selection: Selection) -> WordsTable | None:
    match selection.agencies, selection.groups:
        case (agency,), ():
            from papi_cli.views.words_table import words_table

            return words_table(states.plan, agency, states.as_of)
        case _:
            return None


class AgenciesOfSheets(NamedTuple):
    """The ids of the agencies that get a sheet, and of those that have no open work for one, in official order."""

    busy: tuple[str, ...]
    idle: tuple[str, ...]


def agencies_of_sheets(states: States, selection: Selection) -> AgenciesOfSheets:
    """Return the agencies whose obligations the selection takes, with those that it names.

    The work of an open group is in the sheet of the coordinator, who follows it.
    """
    plan = states.plan

    def sheet_of(verdict: Verdict) -> str:
        agency = verdict.obligation.agency
        return plan.coordinator if agency.is_open_group else agency.id

    busy = {sheet_of(verdict) for verdict in _open_verdicts(states, selection)}
    asked = {sheet_of(verdict) for verdict in select_verdicts(states, selection)}
    named = {*selection.agencies, *(id_ for group in selection.groups for id_ in plan.groups[group].members)}
    return AgenciesOfSheets(plan.in_official_order(busy), plan.in_official_order((asked | named) - busy))


def _open_verdicts(states: States, selection: Selection) -> list[Verdict]:
    """Return what takes a result; the coordinator follows the work of open groups beside its own."""
    plan = states.plan
    if plan.coordinator in selection.agencies:
        followed = (id_ for id_, agency in plan.agencies.items() if agency.is_open_group)
        selection = selection._replace(agencies=(*selection.agencies, *followed))
    near = near_unless_named(select_verdicts(states, selection), selection)
    return [verdict for verdict in near.shown if verdict.takes_results]


def _example_day(plan: Plan) -> str:
    """Return a day of the plan as somebody may type it: the first 10 June, or its first day after that."""
    day = max(plan.span.first, date(plan.span.first.year, 6, 10))
    return f"{day.day}/{day.month}/{day.year}"


def _remarks(states: States, selection: Selection, *, for_coordinator: bool, reply_by: date | None) -> tuple[str, ...]:
    plan = states.plan
    names = [
        *(plan.agencies[id_].name for id_ in selection.agencies),
        *(plan.groups[id_].name for id_ in selection.groups),
    ]
    coordinator = plan.coordinator
    event = COLUMN_HEADS["event"]
    address = "" if selection.agencies == (coordinator,) else f" cho {plan.agencies[coordinator].name}"
    until = f", chậm nhất ngày {day_text(reply_by)}" if reply_by else ""
    whose = f"Cơ quan, đơn vị: {', '.join(names) or 'tất cả'}. Tình trạng tính đến ngày {day_text(states.as_of)}."
    what = (
        f"Chỉ điền các ô nền vàng; việc nào chưa có gì mới thì để trống cả dòng. Cột «{event}»: chọn một từ trong danh sách; "
        "phần dưới bảng cho biết mỗi từ phải điền cùng những ô nào."
    )
    how = (
        f"Ngày gõ như {_example_day(plan)} (ngày trước, tháng sau). Mỗi minh chứng ghi một dòng trong ô: địa chỉ https://… hoặc "
        "đường dẫn tệp."
    )
    if for_coordinator:
        return whose, what, how, "Điền xong, lưu lại rồi ghi vào sổ theo dõi bằng lệnh: papi record --from TÊN_TỆP."
    return whose, what, how, f"Điền xong, lưu ở dạng .xlsx rồi {SENT_BACK}{address}{until}."


def years_of(plan: Plan) -> tuple[int, int]:
    """Return the first and the last year of the days that are typed into the plan's sheets."""
    first = min([plan.span.first, *(period.first for period in plan.periods)])
    return first.year, plan.span.last.year + 2


def columns_of(plan: Plan) -> tuple[SheetColumn, ...]:
    """Return the columns of the plan's sheets, without that of products where no item has one."""
    example = _example_day(plan)
    day_hint, day_refusal = (
        f"Gõ ngày như {example}.",
        f"Gõ ngày như {example}: ngày trước, tháng sau, năm đủ bốn chữ số.",
    )

    def day(key: str) -> SheetColumn:
        return SheetColumn(COLUMN_HEADS[key], 10, is_answer=True, is_day=True, hint=day_hint, refusal=day_refusal)

    return (
        SheetColumn(COLUMN_HEADS["item"], 16),
        SheetColumn(COLUMN_HEADS["agency"], 13),
        *(
            [SheetColumn(TASK_HEAD, 30), SheetColumn(PRODUCT_HEAD, 17)]
            if _has_products(plan)
            else [SheetColumn(TASK_HEAD, 47)]
        ),
        SheetColumn("Thời hạn", 11),
        SheetColumn(STATE_HEAD, 14),
        SheetColumn(DAY_HEAD, 10),
        SheetColumn(
            COLUMN_HEADS["event"],
            13,
            is_answer=True,
            is_choice=True,
            hint="Chọn trong danh sách.",
            refusal="Chọn một từ trong danh sách.",
        ),
        day("date"),
        SheetColumn(COLUMN_HEADS["document"], 12, is_answer=True),
        SheetColumn(COLUMN_HEADS["within"], 11, is_answer=True),
        day("until"),
        SheetColumn(COLUMN_HEADS["evidence"], 13, is_answer=True),
        SheetColumn(COLUMN_HEADS["note"], 14, is_answer=True),
    )


def _has_products(plan: Plan) -> bool:
    return any(item.product_cell for item in plan.items.values())


def choice_of(kind: EventKind) -> Choice:
    """Return the label of the kind with what must go along: «ngày trình (cột «Ngày»), số văn bản trình (cột …)»."""
    spec = KIND_SPECS[kind]
    day = "ngày nói ở cột «Ngày được tính»" if kind is EventKind.DONE else spec.day_name[0].lower() + spec.day_name[1:]
    parts = [f"{day} (cột «{COLUMN_HEADS['date']}»)", *map(_need_words, spec.needs)]
    only = " Chỉ dùng cho việc thực hiện thường xuyên." if spec.only_ongoing else ""
    day_column = f"cột «{FIELD_SPECS['until'].head}»"
    sets = f" Thời hạn không nêu số ngày thì điền cả ngày cuối cùng ({day_column})." if spec.may_set_day else ""
    return Choice(spec.label, f"{', '.join(parts)}.{only}{sets}")


def _need_words(need: Need) -> str:
    return " hoặc ".join(f"{words} (cột «{FIELD_SPECS[key].head}»)" for key, words in need.words.items())


def _signature(states: States, agencies: Sequence[str]) -> Signature:
    """Return who signs, with the place where it is known: if one of the agencies signs."""
    places = [states.plan.agencies[id_].place for id_ in agencies]
    place = (places[0] if len(places) == 1 else "") or "…"
    return Signature(
        ("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"),
        (
            f"{place}, ngày … tháng … năm {states.as_of.year}",
            "THỦ TRƯỞNG CƠ QUAN",
            "(Ký, ghi rõ họ tên, đóng dấu)",
        ),
    )


def _row(verdict: Verdict, cells: int, *, with_product: bool) -> tuple[str, ...]:
    item = verdict.obligation.item
    about = (
        item.code,
        verdict.obligation.agency.name,
        item.title_cell,
        *([item.product_cell] if with_product else []),
        last_day_words(verdict),
        _state_cell(verdict),
        day_label(item, EventKind.DONE),
    )
    return about + ("",) * (cells - len(about))


def _state_cell(verdict: Verdict) -> str:
    state = ONGOING_WORDS if verdict.obligation.item.is_ongoing else state_words(verdict)
    return "; ".join(filter(None, (state, extension_asked_words(verdict))))
