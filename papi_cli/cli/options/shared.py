"""The options that commands share, spelled the same everywhere.

A record of options is a single parameter of a command's function (cli/program/command.py).
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

from papi_cli.cli.completion import plan_values, values
from papi_cli.cli.formats import STANDARD_OUTPUT

AgencyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--agency",
        metavar="CƠ_QUAN",
        autocompletion=plan_values.suggest_agencies,
        help="Cơ quan: tên, mã hoặc tên viết tắt, có dấu hay không dấu. Dùng được nhiều lần.",
    ),
]
GroupOption = Annotated[
    list[str] | None,
    typer.Option(
        "--group",
        metavar="NHÓM",
        autocompletion=plan_values.suggest_groups,
        help="Các cơ quan thuộc một nhóm: tên hoặc mã{like_group}. Dùng được nhiều lần.",
    ),
]
CooperatingOption = Annotated[
    list[str] | None,
    typer.Option(
        "--cooperating",
        metavar="CƠ_QUAN",
        autocompletion=plan_values.suggest_agencies,
        help="Những việc mà cơ quan này phối hợp thực hiện. Dùng được nhiều lần.",
    ),
]
RoleOption = Annotated[
    list[str] | None,
    typer.Option(
        "--role",
        metavar="VAI_TRÒ",
        autocompletion=plan_values.suggest_roles,
        help="Những việc mà cơ quan nêu ở --agency, --group có vai trò này (không nêu thì cơ quan bất kỳ): cooperating hoặc cột "
        "ghi vai trò trong bảng nhiệm vụ, theo mã hay tên. Dùng được nhiều lần.",
    ),
]
IndexOption = Annotated[
    list[str] | None,
    typer.Option(
        "--index",
        metavar="SỐ",
        autocompletion=plan_values.suggest_indices,
        help="Mã {index_word} của kế hoạch. Dùng được nhiều lần.",
    ),
]
ItemOption = Annotated[
    list[str] | None,
    typer.Option(
        "--item",
        metavar="MÃ",
        autocompletion=plan_values.suggest_items,
        help="Nhiệm vụ hoặc đầu việc{like_item}. Dùng được nhiều lần.",
    ),
]
StateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--state",
        metavar="TÌNH_TRẠNG",
        autocompletion=values.suggest_states,
        help="Tình trạng, ví dụ overdue hoặc «quá hạn». Dùng được nhiều lần.",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="NGÀY", help="Tính đến hết ngày này: {iso_day}, {day} hoặc «hôm nay» (mặc định)."),
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
        autocompletion=values.suggest_revisions,
        help="Đọc kế hoạch và sổ theo dõi ở một phiên bản git, không đụng tới thư mục đang làm việc.",
    ),
]
PlanOption = Annotated[
    str | None,
    typer.Option("--plan", metavar="THƯ_MỤC", help="Thư mục chứa «plan»; mặc định tìm từ thư mục hiện tại trở lên."),
]
PlansOption = Annotated[
    list[str] | None,
    typer.Option(
        "--plan",
        metavar="THƯ_MỤC",
        help="Thư mục chứa «plan»; mặc định tìm từ thư mục hiện tại trở lên. Ghi nhiều lần thì hỏi nhiều kế hoạch một lúc.",
    ),
]
SortOption = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="CỘT,…",
        autocompletion=values.suggest_sort_keys,
        help="Sắp xếp theo các cột này, dấu - ở trước là giảm dần: «hạn cuối», agency,-days_late.",
    ),
]
ColumnsOption = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="CỘT,…",
        autocompletion=values.suggest_columns,
        help="Chỉ hiện các cột này, theo thứ tự này: mã, «sản phẩm», state. Ghi sai một tên để xem tất cả tên cột.",
    ),
]
AllOption = Annotated[
    bool,
    typer.Option(
        "--all", help="Ghi từng cơ quan một dòng, không gộp các cơ quan giống nhau; việc định kỳ ghi đủ mọi lần."
    ),
]
ListFormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="DẠNG",
        autocompletion=values.suggest_list_formats,
        help="Dạng kết quả: table (bảng, mặc định), json, csv, markdown; không ghi thì theo đuôi tên tệp của --output.",
    ),
]
SeparatorOption = Annotated[
    str | None,
    typer.Option(
        "--csv-separator",
        metavar="DẤU",
        help="Dấu ngăn cách các ô của CSV: dấu phẩy (mặc định), dấu chấm phẩy «;» hoặc tab.",
    ),
]


def _named_output(value: str | None) -> str | None:
    """Return the name of the output; None, standard output, for the dash that stands for it in many programs."""
    return None if value == STANDARD_OUTPUT else value


OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="TỆP",
        callback=_named_output,
        help="Ghi kết quả vào tệp thay vì in ra («-» là in ra).",
    ),
]


CommitOption = Annotated[
    bool,
    typer.Option(
        "--commit",
        help="Ghi xong thì lưu vào git (commit) đúng các tệp vừa ghi; đặt PAPI_COMMIT=1 thì lần nào cũng lưu.",
    ),
]


class Filters(NamedTuple):
    """Which obligations: those that match every option; an option given several times matches any of its values.

    With `role`, agencies and groups are those in the role, not those who owe.
    """

    agency: AgencyOption = None
    group: GroupOption = None
    cooperating: CooperatingOption = None
    role: RoleOption = None
    index: IndexOption = None  # type: ignore[assignment]  # hides tuple.index, which no one calls
    item: ItemOption = None
    state: StateOption = None


class InputOptions(NamedTuple):
    """What an answer is computed from: plan and log, the day, and the instant up to which records count."""

    as_of: AsOfOption = None
    known_at: KnownAtOption = None
    at: AtOption = None
    plan: PlanOption = None


class SeveralOptions(NamedTuple):
    """What an answer about one or more plans is computed from: `InputOptions`, but any number of plans."""

    as_of: AsOfOption = None
    known_at: KnownAtOption = None
    at: AtOption = None
    plans: PlansOption = None

    def of_one(self, folder: str) -> InputOptions:
        """Return the options for one of the plans."""
        return InputOptions(self.as_of, self.known_at, self.at, folder)


class ListOptions(NamedTuple):
    """How the rows of a list are sorted, which columns it has, and whether agencies are listed one by one."""

    sort: SortOption = None
    columns: ColumnsOption = None
    every: AllOption = False


class PrintOptions(NamedTuple):
    """The format of an answer, and the file that it is written to."""

    format_: ListFormatOption = None
    csv_separator: SeparatorOption = None
    output: OutputOption = None
