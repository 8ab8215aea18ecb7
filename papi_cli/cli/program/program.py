"""The program `papi`; the module of a command is imported when the command is called."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer
from typer.core import TyperGroup

from papi_cli import __version__
from papi_cli.cli.program.help_pages import OPTIONS_METAVAR, PapiCommand, VietnameseHelp
from papi_cli.cli.program.typer_internals import Command, CompletionItem, Context
from papi_cli.cli.program.usage_errors import VietnameseUsageError, parse_strictly, unknown_command

# The sentence of each command on the page of `papi --help`, in the order of that page. The command `x` is
# `papi_cli.cli.commands.x.command`. Importing all of them for their sentences would take longer than most
# commands; a test compares this table with them.
COMMANDS = {
    "status": "Tình trạng chung, hoặc toàn bộ phần việc của một cơ quan.",
    "overdue": "Danh sách đầu việc đã quá hạn mà chưa hoàn thành.",
    "record": "Ghi vào sổ theo dõi: đã hoàn thành, đã trình, bị trả lại, được gia hạn.",
    "log": "Sổ theo dõi: các sự kiện đã ghi, mới ghi trước.",
    "retract": "Hủy một sự kiện ghi nhầm; sự kiện vẫn nằm trong sổ nhưng không được tính.",
    "correct": "Sửa một sự kiện: hủy bản đã ghi và ghi lại với nội dung đúng, trong cùng một lần.",
    "sync": "Nhận và gửi các lần ghi qua kho git chung: lấy về, gộp, gửi đi.",
    "sheet": "Tạo bảng Excel để điền kết quả các việc chưa hoàn thành; điền xong ghi bằng papi record --from.",
    "upcoming": "Danh sách đầu việc sắp đến hạn.",
    "tasks": "Danh mục công việc, theo thứ tự của văn bản hoặc theo thứ tự khác.",
    "matrix": "Bảng theo dõi gửi kế hoạch, báo cáo của từng cơ quan, đơn vị.",
    "agencies": "Tìm cơ quan, nhóm cơ quan; tên khác, thành viên và số đầu việc.",
    "show": "Xem một nội dung của văn bản: nguyên văn, ai làm, thời hạn, tình trạng, lịch sử.",
    "explain": "Giải thích vì sao một thời hạn có ngày cuối cùng như vậy.",
    "report": "Lập báo cáo tổng hợp, báo cáo của một cơ quan hoặc danh mục công việc, dạng Word, HTML, Markdown.",
    "remind": "Soạn công văn đôn đốc việc đã quá hạn, hoặc nhắc việc sắp đến hạn.",
    "close": "Chốt một kỳ báo cáo: giữ lại đúng kế hoạch, sổ theo dõi mà báo cáo của kỳ dựa vào.",
    "amend": "Ghi một văn bản sửa đổi, bổ sung kế hoạch: thời hạn, cơ quan, sản phẩm, nhiệm vụ thêm, bỏ, tách.",
    "verify": "Đối chiếu một văn bản đã lập với kế hoạch và sổ theo dõi hiện nay; thoát với mã 1 khi đã khác hoặc không biết được.",
    "check": "Kiểm tra mọi tệp của kế hoạch và sổ theo dõi, báo tất cả lỗi và cảnh báo cùng lúc.",
    "diff": "Kế hoạch và sổ theo dõi thay đổi những gì giữa hai phiên bản git hoặc hai thư mục.",
    "calendar": "Lịch các ngày cuối đúng hạn (iCalendar), có nhắc trước, để nhập vào phần mềm lịch.",
    "schema": "Ghi lại lược đồ JSON của các tệp kế hoạch, để phần mềm soạn thảo gợi ý và kiểm tra khi gõ.",
    "init": "Tạo một kho kế hoạch mới từ bản đi kèm chương trình.",
    "completion": "In tập lệnh để phím Tab điền nốt tên lệnh, tùy chọn, mã cơ quan, mã việc.",
}


class PapiGroup(VietnameseHelp, TyperGroup):
    """The program: Vietnamese help, and commands that are imported by name."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of the commands in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Return the command called `cmd_name`; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"papi_cli.cli.commands.{cmd_name}").command
        assert isinstance(command, PapiCommand)
        return command

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the words up to the command's name."""
        return parse_strictly(super().parse_args, ctx, args)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Return the command that `args` begin with; raises UsageError, with the nearest name, for an unknown one."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise VietnameseUsageError(unknown_command(args[0], COMMANDS), ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands and options that begin with `incomplete`; Typer would import every command for this."""
        commands = [
            CompletionItem(name, help=sentence) for name, sentence in COMMANDS.items() if name.startswith(incomplete)
        ]
        return commands + Command.shell_complete(self, ctx, incomplete)

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """Return the words of the usage line after the program's name."""
        return [OPTIONS_METAVAR, self.subcommand_metavar]

    def command_rows(self) -> list[tuple[str, str]]:
        """Return name and sentence of each command."""
        return list(COMMANDS.items())


app = typer.Typer(
    cls=PapiGroup,
    name="papi",
    help="Theo dõi quyết định, kế hoạch có bảng nhiệm vụ: ai phải làm gì, hạn ngày nào, đã làm đến đâu.",
    epilog='papi status --agency "TÊN CƠ QUAN"\npapi overdue --as-of NGÀY/THÁNG/NĂM',
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="LỆNH [THAM SỐ]...",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(ctx: typer.Context, is_given: bool) -> None:
    if is_given and not ctx.resilient_parsing:
        typer.echo(f"papi {__version__}")
        raise typer.Exit


@app.callback()
def _papi(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="In số phiên bản rồi thoát.")
    ] = False,
) -> None:
    """Declare the program's own option; all others belong to the commands."""
