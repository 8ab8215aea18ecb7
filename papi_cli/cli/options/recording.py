"""The options of the commands that record: record, retract, correct."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

from papi_cli.cli.completion import plan_values, values
from papi_cli.log.kinds import EventKind

ItemArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="MÃ",
        autocompletion=plan_values.suggest_items,
        help="Đầu việc{like_item}; ghi được nhiều mã.",
    ),
]
EventArgument = Annotated[
    str,
    typer.Argument(
        metavar="MÃ_SỰ_KIỆN",
        autocompletion=values.suggest_events,
        help="Mã sự kiện (xem papi log), hoặc từ bốn ký tự đầu của mã.",
    ),
]
AgencyOrGroupOption = Annotated[
    list[str] | None,
    typer.Option(
        "--agency",
        metavar="CƠ_QUAN",
        autocompletion=plan_values.suggest_agencies_and_groups,
        help="Cơ quan hoặc nhóm cơ quan. Dùng được nhiều lần.",
    ),
]
ExceptOption = Annotated[
    list[str] | None,
    typer.Option(
        "--except",
        metavar="CƠ_QUAN",
        autocompletion=plan_values.suggest_agencies,
        help="Trừ cơ quan này ra khỏi nhóm. Dùng được nhiều lần.",
    ),
]
DoneOption = Annotated[bool, typer.Option("--done", help="Đã hoàn thành; cần văn bản, minh chứng hoặc nội dung.")]
ProgressOption = Annotated[bool, typer.Option("--progress", help="Đang thực hiện; cần nội dung (--note).")]
SubmittedOption = Annotated[bool, typer.Option("--submitted", help="Đã trình, chờ ban hành; cần văn bản.")]
SupplementRequestedOption = Annotated[
    bool, typer.Option("--supplement-requested", help="Yêu cầu bổ sung: đã gửi nhưng còn thiếu; cần nội dung.")
]
ReturnedOption = Annotated[bool, typer.Option("--returned", help="Trả lại, yêu cầu thực hiện lại; cần lý do (--note).")]
ExtendedUntilOption = Annotated[
    str | None,
    typer.Option("--extended-until", metavar="NGÀY", help="Được gia hạn đến ngày này; cần văn bản cho phép."),
]
ExtensionRequestedOption = Annotated[
    str | None,
    typer.Option("--extension-requested", metavar="NGÀY", help="Đề nghị gia hạn đến ngày này; không đổi thời hạn."),
]
ExtensionRefusedOption = Annotated[
    bool, typer.Option("--extension-refused", help="Không đồng ý gia hạn; cần văn bản và lý do (--note).")
]
AnchoredOption = Annotated[
    bool,
    typer.Option(
        "--anchored",
        help="Đã xác định mốc tính thời hạn: --date là ngày làm mốc; cần văn bản, và --until nếu không đếm được.",
    ),
]
UntilOption = Annotated[
    str | None,
    typer.Option("--until", metavar="NGÀY", help="Cùng --anchored: ngày cuối cùng mà văn bản ấn định."),
]
NothingToReportOption = Annotated[
    bool, typer.Option("--nothing-to-report", help="Không phát sinh trong kỳ; chỉ dùng cho việc thường xuyên.")
]
WaivedOption = Annotated[
    bool, typer.Option("--waived", help="Đưa ra khỏi danh mục theo dõi; cần văn bản của cấp có thẩm quyền.")
]
RemindedOption = Annotated[bool, typer.Option("--reminded", help="Đã gửi công văn đôn đốc; cần số công văn.")]


class KindOptions(NamedTuple):
    """One option per recordable event kind; each field has the kind's name."""

    done: DoneOption = False
    progress: ProgressOption = False
    submitted: SubmittedOption = False
    supplement_requested: SupplementRequestedOption = False
    returned: ReturnedOption = False
    extended: ExtendedUntilOption = None
    extension_requested: ExtensionRequestedOption = None
    extension_refused: ExtensionRefusedOption = False
    anchored: AnchoredOption = False
    nothing_to_report: NothingToReportOption = False
    waived: WaivedOption = False
    reminded: RemindedOption = False

    def by_kind(self) -> dict[EventKind, str | bool | None]:
        """Return the value of each option by its kind."""
        return {EventKind[field.upper()]: value for field, value in self._asdict().items()}


EventDateOption = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="NGÀY", help="Ngày xảy ra (ngày ban hành, ngày gửi, …): {iso_day}, {day} hoặc «hôm nay»."
    ),
]
DocumentOption = Annotated[
    str | None, typer.Option("--document", metavar="VĂN_BẢN", help="Số, ký hiệu văn bản, có thể kèm trích yếu.")
]
WithinOption = Annotated[
    str | None, typer.Option("--within", metavar="VĂN_BẢN", help="Văn bản mà kết quả được lồng ghép vào.")
]
EvidenceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--evidence", metavar="TỆP|ĐỊA_CHỈ", help="Minh chứng: tệp trong thư mục kế hoạch, hoặc địa chỉ http(s)."
    ),
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="NỘI_DUNG", help="Nội dung, lý do.")]
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="NGƯỜI_GHI", help="Người ghi; mặc định PAPI_BY, tên trong git, tên đăng nhập."),
]
ConfirmOption = Annotated[
    bool, typer.Option("--confirm", help="Ghi cả điều cần xác nhận, như báo cáo đề ngày trước khi chốt số liệu.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Chỉ cho xem sẽ ghi gì và đổi gì, không ghi.")]
