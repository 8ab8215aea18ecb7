"""The options that commands share, spelled the same everywhere."""

from __future__ import annotations

from typing import Annotated

import typer

AgencyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--agency",
        metavar="CƠ_QUAN",
        help="Cơ quan: tên, mã hoặc tên viết tắt, có dấu hay không dấu. Dùng được nhiều lần.",
    ),
]
IndexOption = Annotated[
    list[str] | None, typer.Option("--index", metavar="SỐ", help="Chỉ số nội dung, từ 1 đến 8. Dùng được nhiều lần.")
]
ItemOption = Annotated[
    list[str] | None,
    typer.Option(
        "--item",
        metavar="MÃ",
        help="Nhiệm vụ, sản phẩm hoặc trách nhiệm, ví dụ II.5, II.5/ke-hoach, bao-cao-nam. Dùng được nhiều lần.",
    ),
]
StateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--state", metavar="TÌNH_TRẠNG", help="Tình trạng, ví dụ overdue hoặc «quá hạn». Dùng được nhiều lần."
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="NGÀY", help="Tính đến hết ngày này: 2026-06-10, 10/6/2026 hoặc «hôm nay» (mặc định)."
    ),
]
KnownAtOption = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="NGÀY",
        help="Chỉ dùng dữ liệu đã ghi nhận đến hết ngày này, hoặc đến một thời điểm; mặc định là tất cả.",
    ),
]
AtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="PHIÊN_BẢN",
        help="Đọc kế hoạch và sổ theo dõi ở một phiên bản git, không đụng tới thư mục đang làm việc.",
    ),
]
PlanOption = Annotated[
    str | None,
    typer.Option("--plan", metavar="THƯ_MỤC", help="Thư mục chứa «plan»; mặc định tìm từ thư mục hiện tại trở lên."),
]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="DẠNG",
        show_default=False,
        help="Dạng kết quả: table (bảng, mặc định), json, csv, markdown.",
    ),
]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="TỆP", help="Ghi kết quả vào tệp thay vì in ra.")
]
AllOption = Annotated[bool, typer.Option("--all", help="Ghi từng cơ quan một dòng, không gộp các xã, phường.")]
