"""Sentences on words that agencies sent for their reports."""

from __future__ import annotations

from collections.abc import Sequence

from papi_cli.plan.model import Plan
from papi_cli.text import join_words, number_text
from papi_cli.views.recording import limit_lines
from papi_cli.views.reports.altered_text import place_words
from papi_cli.views.reports.filled_cells import FilledCell
from papi_cli.views.reports.wording import period_words
from papi_cli.views.shortening import shorten_text

NO_REPORT = (
    "--from {name}: ghi theo văn bản thì thêm --reminded (công văn đôn đốc) hoặc --done (báo cáo kỳ của một cơ quan), "
    "--document và --date. Không có các tùy chọn ấy thì chỉ lấy lời văn, từ báo cáo kỳ do papi report lập."
)


def refused_words(place: str, words: str, what: str) -> str:
    """Return why the words of a row are not taken: a cell that names nothing of its kind."""
    if not words:
        return f"{place}: để trống. Chép lại dòng này từ bảng do papi sheet tạo."
    return f"{place}: «{words}» không phải là {what} của kế hoạch. Chép lại dòng này từ bảng do papi sheet tạo."


def unclear_sentence(section: str, place: str) -> str:
    """Return that nobody can tell what was filled into the marked place of a section."""
    return (
        f"phần «{section}» (chỗ «{place}»): không rõ lời nào thuộc phần này, vì chỗ trống liền kề cũng đã sửa hoặc có bảng. "
        f"Chép tay vào tệp {section}.md."
    )


def filled_cells_sentences(cells: Sequence[FilledCell]) -> tuple[str, ...]:
    """Return where results and other words stand in the tables of a report, which are not recorded with its words."""
    if not cells:
        return ()
    head = (
        f"{number_text(len(cells))} ô đã điền trong bảng chưa được ghi. Kết quả đầu việc thì điền vào bảng do papi sheet "
        "tạo rồi ghi bằng papi record --from BẢNG.xlsx, hoặc ghi từng việc bằng papi record MÃ --done; nội dung khác chỉ "
        "nằm trong báo cáo:"
    )
    return (limit_lines([head, *(f"- {place_words(cell.place)}: {shorten_text(cell.text)}" for cell in cells)]),)


def other_text_sentence(place: str, path: str, *, beside_event: bool = False) -> str:
    """Return that other words stand already in the file that words at a place are for.

    `beside_event`: an event is recorded in the same run, and what confirms an event replaces no words.
    """
    how = "ghi riêng lời văn (papi record --from TỆP --confirm)" if beside_event else "thêm --confirm"
    return f"{place}: {path} đã có lời văn khác, giữ nguyên. Muốn thay bằng lời này thì {how}."


def replaced_sentence(path: str, text: str, *, dry_run: bool) -> str:
    """Return that other words in a file were replaced, or would be, with these words, which are nowhere else any more."""
    deed = "Sẽ thay" if dry_run else "Đã thay"
    head = f"{deed} lời văn khác ở {path}, vì có --confirm. Lời cũ:"
    return "\n".join((head, *(f"  {line}" for line in text.split("\n"))))


def taken_sentence(plan: Plan, folder: str, names: Sequence[str], *, dry_run: bool) -> str:
    """Return that words were written into a folder of narrative, or would be."""
    *_, period_id, agency = folder.split("/")
    period = next(period_words(period) for period in plan.periods if period.id == period_id)
    sections = join_words([name.removesuffix(".md") for name in names])
    deed = "Sẽ ghi" if dry_run else "Đã ghi"
    return f"{deed} lời văn của {plan.name_of(agency)} cho báo cáo {period} vào {folder}: {sections}."


def taken_message(files: int) -> str:
    """Return the message of a commit of `files` files with words that agencies sent."""
    return f"Lời văn các cơ quan gửi: {number_text(files)} phần"
