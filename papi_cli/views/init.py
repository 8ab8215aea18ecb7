"""The answer of `papi init`: what was created, and what to change first."""

from __future__ import annotations

from papi_cli.views.page import Bullets, Heading, Page, Paragraph


def init_page(folder: str, *, files: int, empty: bool, committed: bool) -> Page:
    """Return the page about the new repository in `folder`; `committed` is whether git made the first commit."""
    plan = "kế hoạch tối thiểu (một chỉ số, một nhiệm vụ, hai cơ quan)" if empty else "bản kế hoạch đi kèm chương trình"
    git = (
        " Các tệp ấy đã được lưu vào git."
        if committed
        else " git chưa biết tên người dùng nên chưa ghi phiên bản đầu tiên: đặt user.name, user.email rồi chạy git commit."
    )
    return (
        Heading(f"Đã tạo kho kế hoạch ở {folder}", level=1),
        Paragraph(f"Kho gồm {files} tệp, lấy từ {plan}; sổ theo dõi còn trống.{git}"),
        Heading("Sửa trước tiên"),
        Bullets(
            (
                "plan/plan.yaml: tên kế hoạch, năm, tỉnh, số và ngày của Quyết định, các kỳ báo cáo;",
                "plan/agencies.yaml: cơ quan, xã, phường, nhóm cơ quan;",
                "plan/indices.yaml, tasks.yaml, duties.yaml, provisions.yaml: nguyên văn và thời hạn của kế hoạch mới;",
                "plan/calendar.yaml: ngày nghỉ, ngày làm bù của năm; plan/errata.yaml: lỗi của văn bản gốc;",
                "plan/scores.yaml: điểm các năm gần đây, nếu có, kèm nguồn;",
                ".github/workflows/papi.yml và .gitlab-ci.yml: giữ tệp của nơi đặt kho, đặt biến PAPI_PACKAGE.",
            )
        ),
        Paragraph("Sau mỗi lần sửa, chạy thử trong thư mục ấy: papi check"),
    )
