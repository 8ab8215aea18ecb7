"""papi close."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from papi_cli.cli.completion import plan_values
from papi_cli.cli.options import shared
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode

_EXAMPLES = """
papi close {period} --dry-run
papi close {period} --commit
papi close {period} --as-of {later_day} --by "HỌ TÊN"
papi report {period} --closed -o bao-cao.docx
"""


@papi_command("close", examples=_EXAMPLES)
def command(
    period: Annotated[
        str,
        typer.Argument(metavar="KỲ", autocompletion=plan_values.suggest_periods, help="Kỳ báo cáo: {periods}."),
    ],
    *,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="NGÀY",
            help="Tính đến hết ngày này; mặc định là hôm nay, không sớm hơn ngày cuối lấy số liệu của kỳ.",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NGƯỜI_CHỐT", help="Người chốt; mặc định PAPI_BY, tên trong git, tên đăng nhập."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho xem sẽ giữ lại những gì, không chốt.")] = False,
    commit: Annotated[
        bool,
        typer.Option(
            "--commit",
            help="Lưu vào git tệp chốt cùng các tệp kế hoạch, sổ theo dõi chưa lưu, rồi đặt nhãn cho lần lưu ấy.",
        ),
    ] = False,
    plan: shared.PlanOption = None,
) -> int:
    """Chốt một kỳ báo cáo: giữ lại đúng kế hoạch, sổ theo dõi mà báo cáo của kỳ dựa vào.

    Điều ghi hay sửa về sau không đổi báo cáo lập bằng papi report KỲ --closed, và được nêu riêng.
    """
    from papi_cli.cli.clock import now
    from papi_cli.cli.closings.close import ClosingWish, close_period, survey_closing
    from papi_cli.cli.committing import wants_commit
    from papi_cli.cli.output import print_page
    from papi_cli.cli.prompts import ask_whether, is_interactive
    from papi_cli.problems import RecordingRefusal
    from papi_cli.store.closings import closing_path
    from papi_cli.store.locations import current_folder, find_plan_folder
    from papi_cli.views.closings import closed_page, survey_page
    from papi_cli.views.page import Paragraph

    commits = wants_commit(asked=commit, environment=os.environ)
    found = find_plan_folder(plan, environment=os.environ, here=current_folder())
    found.refuse_writing()
    survey = survey_closing(
        found.folder, ClosingWish(period, as_of, by), present=now(os.environ), saves=commits, dry_run=dry_run
    )
    closing, path = survey.closing, closing_path(survey.closing.period)
    if dry_run:
        print_page((Paragraph("Chạy thử, chưa chốt."), *survey_page(survey, path)))
        return ExitCode.OK
    print_page(survey_page(survey, path))
    if is_interactive() and not ask_whether("Chốt kỳ này?"):
        raise RecordingRefusal("Chưa chốt gì.")
    close_period(found.folder, survey, commits=commits)
    print_page(closed_page(survey.period, closing, path))
    return ExitCode.OK
