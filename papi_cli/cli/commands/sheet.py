"""papi sheet."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from papi_cli.cli.options import shared
from papi_cli.cli.options.shared import Filters, InputOptions
from papi_cli.cli.output import print_or_write
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Failure, Misuse

_EXAMPLES = """
papi sheet so-tu-phap.xlsx --agency STP
papi record --from so-tu-phap.xlsx
"""


@papi_command("sheet", examples=_EXAMPLES)
def command(
    file: Annotated[str, typer.Argument(metavar="TỆP.xlsx", help="Tệp Excel sẽ tạo.")],
    agency: shared.AgencyOption = None,
    item: shared.ItemOption = None,
    plan: shared.PlanOption = None,
) -> int:
    """Tạo bảng Excel để điền kết quả các việc chưa hoàn thành; điền xong ghi bằng papi record --from."""
    if not file.lower().endswith(".xlsx"):
        raise Misuse(f"Tên tệp phải kết thúc bằng .xlsx, không phải «{file}».")
    if os.path.lexists(file):
        raise Failure(f"Đã có tệp {file}, có thể đang chứa kết quả đã điền. Đặt tên khác hoặc chuyển tệp ấy đi.")
    from papi_cli.cli.inputs import query_states
    from papi_cli.views.sheet import build_sheet

    states, selection = query_states(InputOptions(plan=plan), Filters(agency=agency, item=item))
    sheet = build_sheet(states, selection)
    if not sheet.rows:
        raise Failure("Không còn việc nào chưa hoàn thành; không tạo bảng.")
    from papi_cli.render import xlsx
    from papi_cli.store.os_errors import os_reason

    try:
        content = xlsx.render(sheet)
    except OSError as error:
        reason = os_reason(error)
        raise Failure(
            f"Không ghi được vào thư mục tạm của máy ({reason}). Đặt biến TMPDIR là một thư mục khác rồi chạy lại."
        ) from error
    print_or_write(content, file)
    return ExitCode.OK
