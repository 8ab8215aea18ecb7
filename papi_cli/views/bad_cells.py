"""The sentences about a sheet: why its file or header is rejected, its bad cells, and what else its reader must know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from papi_cli.log.drafts import MAX_TEXT
from papi_cli.log.kinds import EventKind
from papi_cli.sheets.grid import CellFault, FileFault
from papi_cli.sheets.header import COLUMN_HEADS, BadHeader, HeaderFault
from papi_cli.sheets.places import CellPlace
from papi_cli.sheets.row_reader import BadCell
from papi_cli.sheets.rows import ParsedRows
from papi_cli.text import PLACEHOLDER, join_words, likely_slip_of, match_key, nearest, number_text, upper_first

_FILE_SENTENCES: Mapping[FileFault, str] = {
    FileFault.TOO_LARGE: "Tệp {name} lớn hơn 5 MB. Chia thành nhiều tệp rồi ghi từng tệp.",
    FileFault.OLD_OR_LOCKED_WORKBOOK: (
        "Tệp {name} là tệp Excel đời cũ (.xls) hoặc có mật khẩu. Lưu lại dạng .xlsx, không đặt mật khẩu."
    ),
    FileFault.BINARY_WORKBOOK: (
        "Tệp {name} là tệp Excel dạng nhị phân (.xlsb). Mở bằng Excel, chọn «Lưu thành» (Save As) rồi lưu dạng .xlsx."
    ),
    FileFault.OPEN_DOCUMENT: (
        "Tệp {name} là bảng tính dạng OpenDocument (.ods). Mở bằng LibreOffice hoặc Excel rồi lưu dạng Excel (.xlsx)."
    ),
    FileFault.NUMBERS_DOCUMENT: (
        "Tệp {name} là bảng tính của Numbers (máy Apple). Mở bằng Numbers rồi xuất ra dạng Excel (.xlsx)."
    ),
    FileFault.WEB_PAGE: (
        "Tệp {name} là trang web (HTML) hoặc XML, có thể do phần mềm khác xuất ra dưới tên Excel. Mở bằng Excel rồi lưu "
        "dạng .xlsx."
    ),
    FileFault.OTHER_ENCODING: (
        "Tệp {name} không phải là CSV mã UTF-8 mà dùng bảng mã khác (thường là bảng mã Windows). Mở bằng Excel rồi lưu dạng "
        ".xlsx hoặc «CSV UTF-8»; nếu mở ra chữ có dấu đã hỏng thì xin lại tệp gốc."
    ),
    FileFault.NEITHER_CSV_NOR_WORKBOOK: (
        "Tệp {name} không phải là CSV mã UTF-8 hay tệp Excel (.xlsx). Lưu lại theo dạng ấy."
    ),
    FileFault.DAMAGED_CSV: (
        "Tệp {name} không phải là CSV đọc được: dấu nháy kép không khép lại, hoặc có ô quá dài. Lưu lại từ phần mềm bảng "
        "tính."
    ),
    FileFault.DAMAGED_WORKBOOK: "Tệp {name} không phải là tệp Excel (.xlsx) đọc được. Lưu lại từ phần mềm bảng tính.",
    FileFault.UNPACKED_TOO_LARGE: "Tệp {name} giải nén ra quá lớn. Tạo lại mẫu bằng papi sheet.",
    FileFault.TOO_MANY_CELLS: (
        "Tệp {name} có quá nhiều dòng, cột hoặc trang tính. Chép phần đã điền sang mẫu mới của papi sheet, hoặc chia thành "
        "nhiều tệp."
    ),
}


def bad_file_sentence(name: str, fault: FileFault) -> str:
    """Return why the file `name` is rejected."""
    return _FILE_SENTENCES[fault].format(name=name)


def bad_header_sentence(header: BadHeader) -> str:
    """Return what is wrong with the header, and that nothing was recorded."""
    place = upper_first(f"{_tab_words(header.tab)}dòng {header.row}")
    match header.fault:
        case HeaderFault.ABSENT:
            return (
                "Không thấy dòng tên cột: cần có các cột «Mã», «Cơ quan», «Kết quả», «Ngày» (hoặc item, agency, event, "
                "date). Tạo mẫu bằng papi sheet; tệp CSV mà chữ có dấu thành dấu hỏi thì lưu lại từ Excel theo dạng «CSV "
                "UTF-8». Không ghi gì."
            )
        case HeaderFault.UNKNOWN_COLUMN:
            (head,) = header.heads
            return f"{place}: không biết cột «{head}». {_unknown_column_hint(head)} Không ghi gì."
        case HeaderFault.MISSING_COLUMNS:
            return f"{place}: thiếu cột {join_words([f'«{head}»' for head in header.heads])}. Không ghi gì."


def _unknown_column_hint(head: str) -> str:
    if near := nearest(head, COLUMN_HEADS.values(), 1):
        return f"Có phải là «{near[0]}»?"
    return f"Các cột: {', '.join(f'«{known}»' for known in COLUMN_HEADS.values())}."


# Places


def _tab_words(name: str) -> str:
    return f"trang tính «{name}», " if name else ""


def place_words(place: CellPlace, rows: ParsedRows) -> str:
    """Return where a cell is: `ô I6 (bao-cao-nam, Sở Y tế)`, in CSV `dòng 6, cột «Ngày» (…)`; its tab if there are more."""
    row = place.row
    tab = _tab_words(row.tab_name if rows.tabs > 1 else "")
    whose = ", ".join(filter(None, (row.item, row.agency)))
    return f"{tab}{_address(place)}{f' ({whose})' if whose else ''}"


def _address(place: CellPlace) -> str:
    if place.row.tab_name and place.column >= 0:
        return f"ô {_letters(place.column)}{place.row.number}"
    column = f"«{place.head}»" if place.head else f"thứ {place.column + 1}"
    return f"dòng {place.row.number}, cột {column}"


def _letters(column: int) -> str:
    """Return the letters of a column, from 0: A, Z, AA."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


# Bad cells


class BadCellWords(NamedTuple):
    """Where a bad cell is, as a value to sort by and in words, and what is wrong with it."""

    place: CellPlace
    where: str
    sentence: str

    def __str__(self) -> str:
        """Return the line that the reader sees."""
        return f"{self.where}: {self.sentence}"


def in_order(cells: Sequence[BadCellWords]) -> list[BadCellWords]:
    """Return the cells as they are shown: by tab, row and column."""
    return sorted(cells, key=lambda cell: (cell.place.row.tab, cell.place.row.number, cell.place.column))


# {text} is what the cell holds, {nearest} a sentence of its own or nothing.
_CELL_SENTENCES: Mapping[CellFault, str] = {
    CellFault.UNCOMPUTED_FORMULA: "ô chứa công thức chưa được tính. Ghi giá trị.",
    CellFault.ERROR_VALUE: "ô báo lỗi {text}. Ghi giá trị.",
    CellFault.TOO_LONG: f"dài hơn {number_text(MAX_TEXT)} ký tự. Rút ngắn; tài liệu dài thì nêu ở cột «Minh chứng».",
    CellFault.DOCUMENT_AS_DAY: (
        "phần mềm bảng tính đã đổi số văn bản thành ngày ({text}). Đặt định dạng ô là Văn bản (Text) rồi gõ lại."
    ),
    CellFault.TEXT_AS_DAY: (
        "phần mềm bảng tính đã đổi chữ trong ô thành ngày ({text}). Đặt định dạng ô là Văn bản (Text) rồi gõ lại."
    ),
    CellFault.OUTSIDE_COLUMNS: (
        "«{text}» nằm ngoài các cột có tên (hoặc dưới tên cột đã có ở trước). Chuyển vào đúng cột, hoặc xóa."
    ),
    CellFault.NO_ITEM: (
        "«{text}» nằm ở dòng không ghi mã và cơ quan. Là kết quả thì điền mã, cơ quan; là chữ ngoài bảng thì xóa hoặc chuyển "
        "sang tệp khác."
    ),
    CellFault.BLANK: "còn trống. Điền vào; không có gì để ghi thì xóa trắng các ô trả lời của dòng.",
    CellFault.SEVERAL_ITEMS: "«{text}» có nhiều sản phẩm: {codes}. Ghi đủ mã.",
    CellFault.SEVERAL_OCCURRENCES: "«{text}» là việc định kỳ. Ghi rõ lần nào, ví dụ {codes}.",
    CellFault.UNKNOWN_ITEM: "không có đầu việc nào mang mã «{text}».{nearest}",
    CellFault.GROUP: "«{text}» là một nhóm cơ quan; mỗi dòng ghi một cơ quan.",
    CellFault.SEVERAL_AGENCIES: "«{text}» là tên của nhiều cơ quan: {codes}. Ghi tên có đủ dấu, hoặc ghi mã trong ngoặc.",
    CellFault.SEVERAL_SUCCESSORS: "việc này của «{text}» nay thuộc nhiều cơ quan: {codes}. Ghi tên hoặc mã của một cơ quan.",
    CellFault.UNKNOWN_AGENCY: "không có cơ quan nào tên là «{text}».{nearest}",
    CellFault.UNKNOWN_KIND: "không có kết quả «{text}».{nearest_label} Chọn một trong: {labels}.",
    CellFault.NOT_YET: (
        "«{text}» không phải là kết quả để ghi. Chưa có gì mới thì để trống các ô trả lời của dòng; đang làm thì chọn «đang "
        "thực hiện» và ghi nội dung."
    ),
    CellFault.NOT_A_DAY: "«{text}» không phải là một ngày: viết đủ ngày/tháng/năm, ví dụ 10/6/2026.",
    CellFault.YEAR_BEYOND: "năm của ngày «{text}» không nằm trong các năm từ 2000 đến 2099. Xem lại năm.",
    CellFault.DAY_NUMBER: (
        "«{text}» không phải là một ngày mà là số phần mềm bảng tính dùng để lưu ngày. Gõ lại ngày, ví dụ 10/6/2026."
    ),
    CellFault.MONTH_FIRST: "«{text}» không phải là một ngày vì viết tháng trước ngày. Nếu đúng là ngày {first} thì viết {first}.",
    CellFault.TWO_READINGS: (
        "máy tính đã đổi chữ đã gõ thành ngày {first}; cũng có thể là ngày {second}, do máy đặt tháng trước ngày. Đặt định "
        "dạng ô là Văn bản (Text) rồi gõ lại ngày."
    ),
    CellFault.UNTIL_NOT_TAKEN: "chỉ điền khi gia hạn hoặc đề nghị gia hạn, không điền khi «{text}».",
    CellFault.FORBIDDEN_CHARACTER: "có ký tự điều khiển, ký tự đổi chiều chữ hoặc ký tự ẩn khác. Gõ lại.",
    CellFault.PLACEHOLDER: f"còn chỗ chưa điền «{PLACEHOLDER}». Điền vào, hoặc xóa đi nếu không có gì.",
}


def bad_cell_words(cell: BadCell, rows: ParsedRows) -> BadCellWords:
    """Return a bad cell of `rows` in words."""
    return BadCellWords(cell.place, place_words(cell.place, rows), _cell_sentence(cell))


def _cell_sentence(cell: BadCell) -> str:
    options = cell.options
    return _CELL_SENTENCES[cell.fault].format(
        text=cell.text,
        nearest=_nearest_words(options[:1]),
        nearest_label=_nearest_words(_slip_of(cell.text, options)),
        codes=join_words(options),
        labels="; ".join(options),
        first=options[0] if options else "",
        second=options[-1] if options else "",
    )


def said_for_others_sentence(kind: EventKind) -> str:
    """Return why a row of an agency's own sheet is doubtful whose kind is for the coordinator to say."""
    return (
        f"cần xác nhận: «{kind.label}» là từ của cơ quan theo dõi, nhưng nằm trong bảng của cơ quan gửi lại; có văn bản của cấp "
        "có thẩm quyền thì xác nhận, không thì bỏ dòng này."
    )


def _slip_of(words: str, labels: Sequence[str]) -> Sequence[str]:
    """Return the label that the words are a slip of, if they are: of «quá hạn» the nearest one is «được gia hạn»."""
    by_key = {match_key(label): label for label in labels}
    slip = likely_slip_of(match_key(words), by_key)
    return (by_key[slip],) if slip else ()


def _nearest_words(names: Sequence[str]) -> str:
    return f" Gần nhất: «{names[0]}»." if names else ""


# Remarks

_MOST_NAMED = 20  # rows or cells that a sentence names, or remarks of a kind


def remarks_on_rows(rows: ParsedRows) -> Iterator[str]:
    """Yield what the person should know of a sheet that is read: tabs left out, what is hidden, what went into notes."""
    if rows.unread:
        names = join_words([f"«{name}»" for name in rows.unread])
        yield f"Lưu ý: không đọc trang tính {names}: không có dòng tên cột."
    yield from _remarks_on_hidden(rows)
    for moved in rows.moved[:_MOST_NAMED]:
        words = join_words([f"«{name}»" for name in moved.words])
        yield (
            f"Lưu ý: {place_words(moved.place, rows)}: {words} không phải là địa chỉ https://… hay tệp trong thư mục của kế "
            "hoạch, nên chuyển vào ghi chú."
        )
    if len(rows.moved) > _MOST_NAMED:
        others = number_text(len(rows.moved) - _MOST_NAMED)
        yield f"Lưu ý: {others} ô minh chứng khác cũng được chuyển vào ghi chú."


def _remarks_on_hidden(rows: ParsedRows) -> Iterator[str]:
    """Yield remarks on answers that stand where the spreadsheet does not show them: they count, and may be unknown."""
    for name in rows.hidden:
        yield f"Lưu ý: trang tính được đọc («{name}») đang bị ẩn."
    by_tab: dict[tuple[int, str], set[int]] = {}
    for place in (row.place for row in (*rows.rows, *(cell.row for cell in rows.bad_cells))):
        if place.is_hidden:
            by_tab.setdefault((place.tab, place.tab_name), set()).add(place.number)
    for (_, name), numbers in sorted(by_tab.items()):
        tab = _tab_words(name if rows.tabs > 1 else "")
        others = f" và {number_text(len(numbers) - _MOST_NAMED)} dòng khác" if len(numbers) > _MOST_NAMED else ""
        named = ", ".join(map(str, sorted(numbers)[:_MOST_NAMED]))
        yield f"Lưu ý: {tab}có kết quả ở dòng đang bị ẩn (ẩn tay hoặc do lọc), vẫn được đọc: dòng {named}{others}."
