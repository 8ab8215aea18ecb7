"""The answer of `papi init`: what was created, and what to fill in or change first."""

from __future__ import annotations

from papi_cli.plan.founding.new_plan import NewPlan, commune_noun
from papi_cli.plan.founding.places import AS_OF
from papi_cli.text import day_text, number_text
from papi_cli.views.page import Bullets, Heading, Page, Paragraph

CI = ".github/workflows/papi.yml và .gitlab-ci.yml: giữ tệp của nơi đặt kho, đặt biến PAPI_PACKAGE."
_CHANGED_IN_A_COPY = (
    "plan/plan.yaml: tên kế hoạch, thời gian thực hiện, tỉnh, số và ngày của văn bản ban hành, các kỳ báo cáo;",
    "plan/agencies.yaml: cơ quan, xã, phường, nhóm cơ quan;",
    "plan/indices.yaml, tasks.yaml, duties.yaml, provisions.yaml: nguyên văn và thời hạn của kế hoạch mới;",
    "plan/calendar.yaml: ngày nghỉ, ngày làm bù của năm; plan/errata.yaml: lỗi của văn bản gốc;",
    "plan/scores.yaml: điểm các năm gần đây, nếu có, kèm nguồn;",
    CI,
)
_FILLED_IN_NEXT = (
    "plan/plan.yaml: số, ngày, tiêu đề của văn bản ban hành; các kỳ báo cáo;",
    "plan/agencies.yaml: các cơ quan khác mà văn bản nhắc tới, ký hiệu và chức danh dùng trong văn bản;",
    "plan/tasks.yaml: bảng nhiệm vụ, đúng từng chữ;",
    "plan/duties.yaml, provisions.yaml: việc có thời hạn và các điểm, khoản ngoài bảng;",
    "plan/calendar.yaml: ngày nghỉ, ngày làm bù;",
    CI,
)


def init_page(folder: str, *, files: int, new: NewPlan | None, committed: bool) -> Page:
    """Return the page about the new repository in `folder`, with the plan of `new` or, for None, the packaged one.

    `committed` is whether git made the first commit.
    """
    taken = f"{_plan_words(new)}" if new else "bản kế hoạch đi kèm chương trình"
    return (
        Heading(f"Đã tạo kho kế hoạch ở {folder}", level=1),
        Paragraph(f"Kho gồm {files} tệp, với {taken}; sổ theo dõi còn trống. {git_sentence(committed=committed)}"),
        Heading("Điền tiếp" if new else "Sửa trước tiên"),
        Bullets(_FILLED_IN_NEXT if new else _CHANGED_IN_A_COPY),
        Paragraph("Sau mỗi lần sửa, chạy thử trong thư mục ấy: papi check"),
    )


def git_sentence(*, committed: bool) -> str:
    """Return what became of the files in git."""
    if committed:
        return "Các tệp ấy đã được lưu vào git."
    return (
        "git chưa biết tên người dùng nên chưa ghi phiên bản đầu tiên: đặt user.name, user.email rồi chạy git commit."
    )


def _plan_words(new: NewPlan) -> str:
    years = f"năm {new.first_year}" if new.first_year == new.last_year else f"{new.first_year} - {new.last_year}"
    words = f"kế hoạch mới «{new.name}» ({new.issuer.name_at(new.home)} ban hành, {years}, {new.coordinator} theo dõi)"
    if not new.communes:
        return words
    count = f"{number_text(len(new.communes))} {commune_noun(new.communes)}"
    return f"{words} và {count} của {new.province.place.full_name}, theo danh mục đến ngày {day_text(AS_OF)}"
