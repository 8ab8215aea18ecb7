"""What `papi amend` shows: the file, what it would change for whom, and that it is written."""

from __future__ import annotations

from collections.abc import Iterator

from papi_cli.comparison import Comparison
from papi_cli.plan.amendments import COLUMN_OF, Amendment
from papi_cli.text import day_text
from papi_cli.views.amended import document_name
from papi_cli.views.diff import DiffAnswer
from papi_cli.views.page import Bullets, Heading, Page, Paragraph


def draft_page(path: str, text: str) -> Page:
    """Return the text of the file that would be written."""
    return (Heading(path, level=1), Paragraph(text.rstrip("\n")))


def effect_page(amendment: Amendment, comparison: Comparison) -> Page:
    """Return what the plan and its obligations are with the amendment, in the words of `papi diff`."""
    answer = DiffAnswer(comparison, ("kế hoạch hiện nay", f"khi có {document_name(amendment.document)}"))
    remarks = (*_day_remarks(amendment), *_cell_remarks(amendment, comparison))
    return (*answer.page(), *((Heading("Cần xem lại"), Bullets(remarks)) if remarks else ()))


def _day_remarks(amendment: Amendment) -> Iterator[str]:
    """Yield that a document holds from a day before its own."""
    day = amendment.document.day
    if day is not None and amendment.effective < day:
        yield (
            f"Văn bản ban hành ngày {day_text(day)} mà có hiệu lực trước đó, từ ngày {day_text(amendment.effective)}: việc "
            "xảy ra trong khoảng ấy được xét theo nội dung mới."
        )


def _cell_remarks(amendment: Amendment, comparison: Comparison) -> Iterator[str]:
    """Yield the cells that are printed as before, although what they tell changed."""
    before, after = comparison.before.plan, comparison.after.plan
    told: dict[tuple[str, str], None] = {}
    for part in amendment.changes:
        code, column = part.code.partition("/")[0], COLUMN_OF.get(part.kind)
        if column is None or code not in before.tasks or code not in after.tasks:
            continue
        task = after.tasks[code]
        if column in task.cells and task.cells[column] == before.tasks[code].cells.get(column):
            told[code, after.task_annexes[task.section.annex].head_of(column)] = None
    for code, head in told:
        yield f"Ô «{head}» của {code} vẫn in như cũ. Nếu văn bản sửa cả ô, thêm khóa «cell» vào mục ấy của tệp."


def written_page(path: str, amendment: Amendment) -> Page:
    """Return that the file is written, and what to do next."""
    return (
        Paragraph(
            f"Đã ghi {path}: {document_name(amendment.document)}, có hiệu lực từ ngày {day_text(amendment.effective)}."
        ),
        Bullets(
            (
                "Bổ sung nguyên văn các điều của văn bản ở khóa «quote», nội dung ô của bảng ở khóa «cell» nếu khác.",
                f"Kiểm tra: papi check. Xem lại: papi show {amendment.code}.",
            )
        ),
    )


def amending_message(amendment: Amendment) -> str:
    """Return the message of the commit that has the file."""
    return f"Sửa đổi kế hoạch theo {document_name(amendment.document)}"
