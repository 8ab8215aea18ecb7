"""A made-up plan of another form than the shipped one: a Kế hoạch of five years without indices, provisions or periods."""

from __future__ import annotations

from pathlib import Path

from papi_cli.plan.founding.proposed_days import proposed_days_off

PLAN = """\
title: Kế hoạch phát triển đường thủy nội địa giai đoạn 2026 - 2030
span: {first: 2026-03-01, last: 2030-12-31}
province: Thử Nghiệm
time_zone: Asia/Ho_Chi_Minh
coordinator: so-xay-dung
addressee: ubnd-tinh
document:
  kind: Kế hoạch
  number: "99"
  symbol: KH-UBND
  day: 2026-02-20
  issuer: ubnd-tinh
  title: Phát triển đường thủy nội địa giai đoạn 2026 - 2030
"""
AGENCIES = """\
departments:
  - {id: so-xay-dung, name: Sở Xây dựng, place: Bến Thử, symbol: SXD, head: Giám đốc}
  - {id: so-tai-chinh, name: Sở Tài chính, place: Bến Thử, symbol: STC, head: Giám đốc}
bodies:
  - {id: ubnd-tinh, name: Ủy ban nhân dân tỉnh}
communes:
  list: []
"""
TASKS = """\
annexes:
  - code: bang-nhiem-vu
    columns:
      - {id: number, head: TT}
      - {id: task, head: Nội dung công việc}
      - {id: lead, head: Chủ trì}
      - {id: due, head: Thời gian}
    sections:
      - number: I
        heading: Hạ tầng
        tasks:
          - code: I.1
            quote: {task: Nạo vét luồng chính, lead: Sở Xây dựng, due: Quý II/2026}
            lead: [so-xay-dung]
            due: Quý II/2026
          - code: I.2
            quote: {task: Bố trí kinh phí, lead: Sở Tài chính, due: Quý I/2027}
            lead: [so-tai-chinh]
            due: Quý I/2027
      - number: II
        heading: Bến bãi
        tasks:
          - code: II.3
            quote: {number: "3", task: Công bố bến, lead: Sở Tài chính, due: Thường xuyên}
            lead: [so-tai-chinh]
            due: Thường xuyên
"""
CALENDAR = "holidays:\n" + "".join(
    f"  - {{day: {proposed.day}, name: {proposed.name}, source: thông báo của tỉnh}}\n"
    for year in range(2026, 2031)
    for proposed in proposed_days_off(year)
)
FILES = {"plan.yaml": PLAN, "agencies.yaml": AGENCIES, "tasks.yaml": TASKS, "calendar.yaml": CALENDAR}

# What the plan may have besides.
PERIODS = """\
periods:
  - id: nam-2026
    name: năm
    data: {first: 2026-03-01, last: 2026-11-30}
    due: trước ngày 10/12/2026
"""
DUTIES = """\
duties:
  - code: bao-cao-nam-2026
    does: report
    product: Báo cáo năm 2026
    title: Báo cáo kết quả thực hiện năm 2026
    agencies: [so-xay-dung, so-tai-chinh]
    due: trước ngày 10/12/2026
    period: nam-2026
    counts: sent
"""


def plain(root: Path, **files: str) -> Path:
    """Write the plan to `root`/plan and return `root`; `files` are texts in place of a file's own, by its stem."""
    (root / "plan").mkdir(parents=True)
    for name, text in {**FILES, **{f"{stem}.yaml": text for stem, text in files.items()}}.items():
        (root / "plan" / name).write_text(text, encoding="utf-8")
    return root
