"""What `papi amend` shows: the file, what it would change for whom, and that it is written."""

from __future__ import annotations

from papi_cli.comparison import Comparison
from papi_cli.plan.amendments import Amendment
from papi_cli.text import day_text
from papi_cli.views.amended import document_name
from papi_cli.views.diff import DiffAnswer
from papi_cli.views.page import Bullets, Heading, Page, Paragraph


def draft_page(path: str, text: str) -> Page:
    """Return the text of the file that would be written."""
    return (Heading(path, level=1), Paragraph(text.rstrip("\n")))


def effect_page(amendment: Amendment, comparison: Comparison) -> Page:
    """Return what the plan and its obligations are with the amendment, in the words of `papi diff`."""
    return DiffAnswer(comparison, ("kế hoạch hiện nay", f"khi có {document_name(amendment.document)}")).page()


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
