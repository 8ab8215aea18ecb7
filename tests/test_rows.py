"""Rows of a sheet in memory: drafts, and each fault of a cell with its sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from papi_cli.log.drafts import BadEvidence, Draft, EvidenceFault, stamp
from papi_cli.log.events import Evidence
from papi_cli.log.kinds import KIND_SPECS, EventKind
from papi_cli.log.rules import RefusedEvent
from papi_cli.log.soundness import RefusalReason
from papi_cli.plan.model import Plan
from papi_cli.sheets.files import read_tabs
from papi_cli.sheets.grid import Cell, CellFault, FileFault, Tab
from papi_cli.sheets.header import COLUMN_HEADS, BadHeader, HeaderFault
from papi_cli.sheets.owners import under_owners
from papi_cli.sheets.rows import ParsedRows, parse_rows, refused_cell
from papi_cli.views.bad_cells import _CELL_SENTENCES, bad_cell_words, bad_file_sentence, bad_header_sentence
from papi_cli.views.refusals import cell_refusal_sentence, refusal_words
from tests.test_occurrences import plan_of_series
from tests.test_succession import plan_after_split
from tests.tree import resolved, shipped_plan

TODAY = date(2026, 6, 21)
GOOD = {"item": "ke-hoach", "agency": "so-y-te", "event": "done", "date": "12/3/2026", "document": "1/A"}


def find_evidence(words: str) -> Evidence | BadEvidence:
    return Evidence(url=words) if words.startswith("https://") else BadEvidence(words, EvidenceFault.NO_FILE)


def parsed(**cells: str | Cell) -> ParsedRows:
    """Parse one row, the third of the sheet: the good one with other cells."""
    return parsed_in(shipped_plan(), **cells)


def parsed_in(plan: Plan, **cells: str | Cell) -> ParsedRows:
    """Do so with another plan."""
    row = {**dict.fromkeys(COLUMN_HEADS, ""), **GOOD, **cells}
    grid = [
        (1, [Cell("Kết quả thực hiện")]),
        (2, [Cell(head) for head in COLUMN_HEADS.values()]),
        (3, [cell if isinstance(cell, Cell) else Cell(cell) for cell in row.values()]),
    ]
    rows = parse_rows(plan, [Tab("Kết quả", grid)], today=TODAY, by="A", find_evidence=find_evidence)
    assert isinstance(rows, ParsedRows)
    return rows


def numbers(rows: ParsedRows) -> list[int]:
    return [row.place.number for row in rows.rows]


def test_a_good_row_is_a_draft() -> None:
    rows = parsed(until="", evidence="https://a.vn; https://b.vn\nhttps://c.vn", note=" đủ \n rồi")
    evidence = tuple(Evidence(url=f"https://{name}.vn") for name in "abc")
    draft = Draft(date(2026, 3, 12), "ke-hoach", "so-y-te", EventKind.DONE, "1/A", note="đủ\n rồi", by="A")
    assert rows.drafts == (draft._replace(evidence=evidence),)
    assert (numbers(rows), rows.bad_cells) == ([3], ())


def test_cells_are_matched_by_what_a_reader_sees() -> None:
    (draft,) = parsed(event="Ðã hoàn thành", agency="UBND xã Ðoàn\u200b Kết", document="45/QÐ-UBND").drafts
    # What was written is what is recorded.
    assert (draft.kind, draft.agency, draft.document) == (EventKind.DONE, "xa-doan-ket", "45/QÐ-UBND")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (Cell("2026-06-15T14:30:00", is_day=True), date(2026, 6, 15)),
        (Cell("2026-06-06T14:30:00", is_day=True), date(2026, 6, 6)),
        (Cell("2026-06-03T14:30:00", is_day=True), None),  # or 6 March
        (Cell("2026-06-15T14:30:00"), None),
    ],
)
def test_a_day_with_an_hour_counts_by_its_day(cell: Cell, day: date | None) -> None:
    assert [draft.date for draft in parsed(date=cell).drafts] == [day] * (day is not None)


def test_a_row_without_an_answer_is_skipped() -> None:
    rows = parsed(event="", date="", document="")
    assert rows == parsed(item="?", event="", date="", document="")
    assert (rows.drafts, rows.bad_cells) == ((), ())


BLANK = "còn trống. Điền vào; không có gì để ghi thì xóa trắng các ô trả lời của dòng."
FAULTS: list[tuple[str, str | Cell, str]] = [
    ("document", Cell("=1+1", CellFault.UNCOMPUTED_FORMULA), "ô chứa công thức chưa được tính. Ghi giá trị."),
    ("note", Cell("#N/A", CellFault.ERROR_VALUE), "ô báo lỗi #N/A. Ghi giá trị."),
    (
        "within",
        Cell("2026-06-05", is_day=True),
        "phần mềm bảng tính đã đổi số văn bản thành ngày (2026-06-05). Đặt định dạng ô là Văn bản (Text) rồi gõ lại.",
    ),
    ("item", "", BLANK),
    ("agency", "", BLANK),
    ("event", "", BLANK),
    ("date", "", BLANK),
    ("item", "II.2", "«II.2» có nhiều sản phẩm: II.2/ke-hoach và II.2/bao-cao. Ghi đủ mã."),
    (
        "item",
        "ke-hoac",
        "không có đầu việc nào mang mã «ke-hoac». Gần nhất: «ke-hoach».",
    ),
    ("item", "{text}", "không có đầu việc nào mang mã «{text}»."),
    ("agency", "UBND cấp xã", "«UBND cấp xã» là một nhóm cơ quan; mỗi dòng ghi một cơ quan."),
    ("agency", "sở y tê s", "không có cơ quan nào tên là «sở y tê s». Gần nhất: «Sở Y tế»."),
    ("agency", "???", "không có cơ quan nào tên là «???»."),
    (
        "event",
        "x",
        (
            "không có kết quả «x». Chọn một trong: đang thực hiện; đã trình, chờ ban hành; đã hoàn thành; yêu cầu bổ sung; "
            "trả lại, yêu cầu thực hiện lại; được gia hạn; đề nghị gia hạn; không đồng ý gia hạn; đã xác định mốc tính; không phát sinh; đưa ra "
            "khỏi danh mục theo dõi; đã "
            "đôn đốc; hủy ghi nhận."
        ),
    ),
    ("date", "31/6/2026", "«31/6/2026» không phải là một ngày: viết đủ ngày/tháng/năm, ví dụ 10/6/2026."),
    ("date", "10/6/2206", "năm của ngày «10/6/2206» không nằm trong các năm từ 2000 đến 2099. Xem lại năm."),
    ("until", "8/6", "«8/6» không phải là một ngày: viết đủ ngày/tháng/năm, ví dụ 10/6/2026."),
    (
        "until",
        "12/12/2026",
        "chỉ điền khi gia hạn hoặc đề nghị gia hạn, không điền khi «đã hoàn thành».",
    ),
    ("note", "a" * 10_001, "dài hơn 10.000 ký tự. Rút ngắn; tài liệu dài thì nêu ở cột «Minh chứng»."),
    ("document", "a" * 10_001, "dài hơn 10.000 ký tự. Rút ngắn; tài liệu dài thì nêu ở cột «Minh chứng»."),
    ("note", Cell("", CellFault.TOO_LONG), "dài hơn 10.000 ký tự. Rút ngắn; tài liệu dài thì nêu ở cột «Minh chứng»."),
    ("document", "1\u202e/A", "có ký tự điều khiển, ký tự đổi chiều chữ hoặc ký tự ẩn khác. Gõ lại."),
    ("note", "\x1b", "có ký tự điều khiển, ký tự đổi chiều chữ hoặc ký tự ẩn khác. Gõ lại."),
    ("document", "15/SNV-[…]", "còn chỗ chưa điền «[…]». Điền vào, hoặc xóa đi nếu không có gì."),
    ("evidence", "\x1b", "có ký tự điều khiển, ký tự đổi chiều chữ hoặc ký tự ẩn khác. Gõ lại."),
    (
        "note",
        Cell("2026-06-10", is_day=True),
        "phần mềm bảng tính đã đổi chữ trong ô thành ngày (2026-06-10). Đặt định dạng ô là Văn bản (Text) rồi gõ lại.",
    ),
    (
        "event",
        "yêu cầu bổ xung",
        (
            "không có kết quả «yêu cầu bổ xung». Gần nhất: «yêu cầu bổ sung». Chọn một trong: đang thực hiện; đã trình, chờ ban hành; đã hoàn thành; yêu cầu bổ sung; "
            "trả lại, yêu cầu thực hiện lại; được gia hạn; đề nghị gia hạn; không đồng ý gia hạn; đã xác định mốc tính; không phát sinh; đưa ra "
            "khỏi danh mục theo dõi; đã "
            "đôn đốc; hủy ghi nhận."
        ),
    ),
    (
        "event",
        "Chưa hoàn thành",
        (
            "«Chưa hoàn thành» không phải là kết quả để ghi. Chưa có gì mới thì để trống các ô trả lời của dòng; đang làm thì "
            "chọn «đang thực hiện» và ghi nội dung."
        ),
    ),
    (
        "date",
        "46183",
        "«46183» không phải là một ngày mà là số phần mềm bảng tính dùng để lưu ngày. Gõ lại ngày, ví dụ 10/6/2026.",
    ),
    (
        "date",
        "2/15/2026",
        "«2/15/2026» không phải là một ngày vì viết tháng trước ngày. Nếu đúng là ngày 15/02/2026 thì viết 15/02/2026.",
    ),
    (
        "date",
        Cell("2026-10-06", is_day=True),
        (
            "máy tính đã đổi chữ đã gõ thành ngày 06/10/2026; cũng có thể là ngày 10/6/2026, do máy đặt tháng trước ngày. Đặt "
            "định dạng ô là Văn bản (Text) rồi gõ lại ngày."
        ),
    ),
]


@pytest.mark.parametrize(("column", "cell", "sentence"), FAULTS)
def test_a_fault_has_its_cell_and_its_sentence(column: str, cell: str | Cell, sentence: str) -> None:
    rows = parsed(**{column: cell})
    (bad,) = rows.bad_cells
    assert rows.drafts == ()
    words = bad_cell_words(bad, rows)
    assert (bad.place.row.number, bad.place.head, words.sentence) == (3, COLUMN_HEADS[column], sentence)


def test_a_text_may_be_as_long_as_a_page_or_two() -> None:
    (draft,) = parsed(note=f"{'a' * 10_000} \n").drafts
    assert len(draft.note) == 10_000


def test_every_fault_has_an_example_and_a_sentence() -> None:
    faults = [bad.fault for column, cell, _ in FAULTS for bad in parsed(**{column: cell}).bad_cells]
    faults += [bad.fault for bad in parsed_in(with_a_namesake(), agency="so y te").bad_cells]
    faults += [bad.fault for bad in beyond_the_columns("x").bad_cells + parsed(item="", agency="").bad_cells]
    faults += [bad.fault for bad in parsed_in(plan_of_series(), item="bao-cao-quy").bad_cells]
    split, _ = under_owners(plan_after_split(), parsed(agency="Sở Tư pháp", date="2/7/2026"), lambda *_: False)
    faults += [bad.fault for bad in split.bad_cells]
    assert set(faults) == set(_CELL_SENTENCES) == set(CellFault)


def test_a_row_names_its_occurrence() -> None:
    (draft,) = parsed_in(plan_of_series(), item="bao-cao-quy@2026-06", agency="so-tu-phap").drafts
    assert draft.item == "bao-cao-quy@2026-06"
    rows = parsed_in(plan_of_series(), item="bao-cao-quy", agency="so-tu-phap")
    (bad,) = rows.bad_cells
    sentence = "«bao-cao-quy» là việc định kỳ. Ghi rõ lần nào, ví dụ bao-cao-quy@2026-09."
    assert bad_cell_words(bad, rows).sentence == sentence
    (built,) = parsed_in(plan_of_series(), item="nen-tang", agency="so-tu-phap").drafts
    assert built.item == "nen-tang"


def with_a_namesake() -> Plan:
    """Return the plan in which another agency's name differs from «Sở Y tế» in marks only."""
    plan = resolved(("agencies.yaml", "aliases: [SXD]", "aliases: [SXD, Sở Ỷ tế]"))
    assert isinstance(plan, Plan), plan
    return plan


def beyond_the_columns(text: str) -> ParsedRows:
    """Parse the good row with a cell more than there are heads."""
    rows = parse_text_rows([*GOOD], [*GOOD.values(), text])
    assert isinstance(rows, ParsedRows)
    return rows


def test_every_bad_cell_of_a_row_is_named() -> None:
    faults = [(bad.place.head, bad.fault) for bad in parsed(item="", date="x", until="y").bad_cells]
    assert faults == [
        ("Mã", CellFault.BLANK),
        ("Ngày", CellFault.NOT_A_DAY),
        ("Gia hạn đến ngày", CellFault.NOT_A_DAY),
    ]


def test_a_day_is_taken_for_the_kinds_that_carry_one() -> None:
    for kind in ("extended", "đề nghị gia hạn"):
        (draft,) = parsed(event=kind, until="12/12/2026").drafts
        assert draft.until == date(2026, 12, 12)


@pytest.mark.parametrize("fault", FileFault, ids=str)
def test_every_fault_of_a_file_has_a_sentence(fault: FileFault) -> None:
    assert bad_file_sentence("a{b}.csv", fault).startswith("Tệp a{b}.csv ")


def test_a_quote_that_does_not_end_is_a_damaged_file() -> None:
    assert read_tabs(b'item,event\n"a,b\n') is FileFault.DAMAGED_CSV


HEADERS: list[tuple[list[str], BadHeader, str]] = [
    (["Mã", "Ngày"], BadHeader(HeaderFault.ABSENT), "Không thấy dòng tên cột: cần có các cột «Mã»"),
    (
        ["Mã", "Kết quả", "Ghi chu thich"],
        BadHeader(HeaderFault.UNKNOWN_COLUMN, 4, ("Ghi chu thich",)),
        "Dòng 4: không biết cột «Ghi chu thich». Có phải là «Ghi chú»? Không ghi gì.",
    ),
    (
        ["item", "event", "?", "??"],
        BadHeader(HeaderFault.UNKNOWN_COLUMN, 4, ("?",)),
        "Dòng 4: không biết cột «?». Các cột: «Mã», «Cơ quan», «Kết quả», «Ngày»,",
    ),
    (
        ["item", "event"],
        BadHeader(HeaderFault.MISSING_COLUMNS, 4, ("Cơ quan", "Ngày")),
        "Dòng 4: thiếu cột «Cơ quan» và «Ngày». Không ghi gì.",
    ),
]


@pytest.mark.parametrize(("heads", "bad_header", "beginning"), HEADERS)
def test_a_bad_header_is_a_value_with_a_sentence(heads: list[str], bad_header: BadHeader, beginning: str) -> None:
    grid = [(4, [Cell(head) for head in heads])]
    assert parse_rows(shipped_plan(), [Tab("", grid)], today=TODAY, by="A", find_evidence=find_evidence) == bad_header
    assert bad_header_sentence(bad_header).startswith(beginning)


def test_every_fault_of_a_header_has_an_example() -> None:
    assert {bad_header.fault for _, bad_header, _ in HEADERS} == set(HeaderFault)


COLUMNS_OF_REASONS = {
    RefusalReason.UNKNOWN_ITEM: "item",
    RefusalReason.UNKNOWN_AGENCY: "agency",
    RefusalReason.NOT_OWED: "agency",
    RefusalReason.FUTURE: "date",
    RefusalReason.NOT_YET_OWED: "date",
    RefusalReason.NO_LONGER_OWED: "date",
    RefusalReason.DROPPED: "date",
    RefusalReason.NEEDS_MISSING: "document",
    RefusalReason.NO_LATER_DAY: "until",
    RefusalReason.NOT_DONE: "event",
    RefusalReason.NOT_ASKED: "event",
    RefusalReason.NOT_ONGOING: "event",
    RefusalReason.NO_ADDRESSEE: "event",
    RefusalReason.NO_ANCHOR_TAKEN: "event",
    RefusalReason.ANCHORED_BY_ITEM: "event",
    RefusalReason.ANCHORED_BEFORE: "event",
    RefusalReason.DAY_MISSING: "until",
    RefusalReason.DAY_FROM_TERM: "until",
    RefusalReason.NO_TARGET: "target",
    RefusalReason.BEFORE_TARGET: "target",
    RefusalReason.OUTSIDE_YEARS: "until",
    RefusalReason.CLOCK_BEHIND: "item",
}


@pytest.mark.parametrize("reason", RefusalReason, ids=str)
def test_every_reason_of_the_rules_points_to_a_cell_and_has_a_sentence(reason: RefusalReason) -> None:
    rows = parsed(event="extended", until="12/12/2026")
    event = stamp(rows.drafts[0], datetime(2026, 6, 21, tzinfo=UTC))
    missing = KIND_SPECS[EventKind.EXTENDED].needs[0] if reason is RefusalReason.NEEDS_MISSING else None
    refused = RefusedEvent(event, reason, missing=missing, ahead=event, file="plan/status/2030-01/a.jsonl")
    place = refused_cell(rows, 0, refused)
    assert (place.row.number, place.head) == (3, COLUMN_HEADS[COLUMNS_OF_REASONS[reason]])
    assert cell_refusal_sentence(shipped_plan(), refused).endswith(".")
    assert refusal_words(shipped_plan(), refused).message.endswith(".")


def parse_text_rows(*rows: list[str]) -> ParsedRows | BadHeader:
    grid = [(number, [Cell(text) for text in row]) for number, row in enumerate(rows, 1)]
    return parse_rows(shipped_plan(), [Tab("", grid)], today=TODAY, by="A", find_evidence=find_evidence)


def test_the_bad_cells_of_all_rows_are_named_and_the_good_rows_kept() -> None:
    rows = parse_text_rows(
        ["item", "agency", "event", "date", "note"],
        ["", "so-y-te", "done", "12/3/2026", "đủ"],
        ["ke-hoach", "so-y-te", "done", "12/3/2026", "đủ"],
        ["ke-hoach", "so-y-te", "done", "x", "đủ"],
    )
    assert isinstance(rows, ParsedRows)
    assert numbers(rows) == [3]
    assert [(bad.place.row.number, bad.place.head) for bad in rows.bad_cells] == [(2, "item"), (4, "date")]


def test_of_two_columns_with_one_head_the_first_counts() -> None:
    rows = parse_text_rows(
        ["item", "agency", "event", "date", "note", "Ghi chú"],
        ["ke-hoach", "so-y-te", "done", "12/3/2026", "đủ", ""],
        ["ke-hoach", "so-y-te", "done", "12/3/2026", "đủ", "thừa"],
    )
    assert isinstance(rows, ParsedRows)
    assert [draft.note for draft in rows.drafts] == ["đủ"]
    assert rows.rows[0].header.heads["note"] == "note"
    assert [(bad.place.row.number, bad.place.column, bad.fault) for bad in rows.bad_cells] == [
        (3, 5, CellFault.OUTSIDE_COLUMNS)
    ]


def test_the_nearest_name_is_looked_for_in_the_first_bad_cells_only() -> None:
    row = ["II.2/ke-hoac", "Sở Tư phápp", "done", "12/3/2026", "đủ"]
    rows = parse_text_rows(["item", "agency", "event", "date", "note"], *[row] * 150)
    assert isinstance(rows, ParsedRows)
    assert [bool(bad.options) for bad in rows.bad_cells] == [True] * 200 + [False] * 100
