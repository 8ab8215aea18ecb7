"""The answer of `papi init --from`: what was taken from the earlier plan, what to fill in and what to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from papi_cli.plan.founding.next_plan import NextPlan
from papi_cli.plan.founding.next_years import Move, years_words
from papi_cli.plan.founding.to_check import changed_places, count_open, places_of_old_years
from papi_cli.plan.model import Plan
from papi_cli.text import day_text, join_words, number_text
from papi_cli.views.amended import document_name
from papi_cli.views.init import CI, git_sentence
from papi_cli.views.page import Bullets, Heading, Page, Paragraph

# The files with proposals of the earlier document's words, in the order in which they are gone through.
_CONFIRMED = ("tasks.yaml", "duties.yaml", "plan.yaml", "indices.yaml")
# As many lines of a file as are named.
_MOST_LINES = 8


class NextAnswer(NamedTuple):
    """The earlier plan, what was asked of the new one, the texts of its files by name, and how many items were carried over.

    `as_of` is the day on which these were open.
    """

    earlier: Plan
    new: NextPlan
    texts: Mapping[str, str]
    carried: int
    as_of: date


def next_page(folder: str, answer: NextAnswer, *, files: int, committed: bool) -> Page:
    """Return the page about the repository in `folder`, whose plan follows another; `committed`: by git, once."""
    earlier, years = answer.earlier, years_words(answer.new.span)
    return (
        Heading(f"Đã tạo kho kế hoạch {years} ở {folder}", level=1),
        Paragraph(
            f"Kho gồm {files} tệp, lập từ «{earlier.short_name}»; kế hoạch cũ không thay đổi, sổ theo dõi mới còn trống. "
            f"{git_sentence(committed=committed)}"
        ),
        *_carried(answer),
        Heading("Điền tiếp"),
        Bullets(tuple(_to_fill(answer))),
        Heading("Kiểm tra lại"),
        Bullets(tuple(_to_check(answer))),
        Heading("Không lấy sang"),
        Bullets(tuple(_left_behind(answer))),
        Paragraph("Sau mỗi lần sửa, chạy thử trong thư mục ấy: papi check"),
    )


def _carried(answer: NextAnswer) -> Page:
    if not answer.carried:
        return ()
    return (
        Heading("Chuyển tiếp"),
        Paragraph(
            f"{number_text(answer.carried)} việc của kế hoạch cũ chưa xong tính đến ngày {day_text(answer.as_of)}, ghi ở "
            "plan/carried.yaml: kế hoạch mới tiếp nhận việc nào thì ghi mã và ngày vào taken_up, thôi không làm nữa thì ghi papi "
            "record --waived."
        ),
    )


def _to_fill(answer: NextAnswer) -> Iterator[str]:
    marks = count_open(answer.texts)
    yield "plan/plan.yaml: số, ngày của văn bản mới; nguyên văn (quote), căn cứ viện dẫn (cited) nếu cần;"
    proposed = [f"{number_text(marks[name])} ở plan/{name}" for name in _CONFIRMED if name in marks]
    if proposed:
        yield (
            f"chỗ trong dấu [ ] ({join_words(proposed)}), là thời hạn, năm dời từ kế hoạch cũ: đúng thì xóa hai dấu ấy, khác "
            "thì sửa theo văn bản mới; chưa xóa thì chưa tính thời hạn;"
        )
    if not answer.new.keep_tasks:
        yield "plan/tasks.yaml, plan/duties.yaml: bảng nhiệm vụ và việc có thời hạn của văn bản mới, đúng từng chữ;"
    if days := marks.get("calendar.yaml"):
        yield (
            f"plan/calendar.yaml: {number_text(days)} ngày nghỉ có căn cứ trong dấu [ ] là dự kiến: đối chiếu với thông báo "
            "nghỉ lễ, Tết rồi mới xóa hai dấu ấy;"
        )
    else:
        yield "plan/calendar.yaml: ngày nghỉ, ngày làm bù khi có thông báo;"
    yield CI


def _to_check(answer: NextAnswer) -> Iterator[str]:
    move = Move(answer.earlier.span, answer.new.span)
    for name, lines in changed_places(answer.texts).items():
        yield f"plan/{name}: {_lines(lines)}, có ghi chú ngay ở trên;"
    for name, lines in places_of_old_years(answer.texts, move).items():
        yield f"plan/{name}: {_lines(lines)} còn ghi {years_words(move.old)};"
    if answer.new.keep_tasks and answer.earlier.amendments:
        documents = join_words([document_name(amendment.document) for amendment in answer.earlier.amendments])
        yield f"plan/tasks.yaml, plan/duties.yaml: các dòng lấy theo nội dung đã sửa đổi, bổ sung bởi {documents};"
    if any(agency.until is not None and agency.until < move.new.first for agency in answer.earlier.agencies.values()):
        yield (
            f"plan/agencies.yaml: đã bỏ các cơ quan kết thúc trước ngày {day_text(move.new.first)}, thay bằng cơ quan kế thừa;"
        )
    yield "cách hiểu: mục confirmed_by để trống, chờ văn bản xác nhận cho kế hoạch mới."


def _lines(lines: tuple[int, ...]) -> str:
    more = ", …" if len(lines) > _MOST_LINES else ""
    return f"dòng {', '.join(map(str, lines[:_MOST_LINES]))}{more}"


def _left_behind(answer: NextAnswer) -> Iterator[str]:
    yield "nguyên văn của văn bản cũ (quote, cited, provisions.yaml) và lỗi của nó (errata.yaml, trừ lỗi ở các dòng còn giữ);"
    if not answer.new.keep_tasks:
        yield "các nhiệm vụ, đầu việc ngoài bảng (muốn giữ thì tạo lại với --keep-tasks);"
    yield "sổ theo dõi (plan/status), phần lời của báo cáo (plan/narrative)."
