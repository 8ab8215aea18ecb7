"""papi schema."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from papi_cli.cli.formats import check_folder_name
from papi_cli.cli.options.shared import CommitOption, PlanOption
from papi_cli.cli.program.command import papi_command
from papi_cli.cli.screen import print_stderr
from papi_cli.problems import ExitCode, Misuse
from papi_cli.store.locations import SCHEMA_FOLDER, current_folder, find_plan_folder
from papi_cli.store.reading import read_plan_files
from papi_cli.store.sources import FolderSource
from papi_cli.store.writing import write_files, write_own_files

FolderOption = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="THƯ_MỤC", help="Ghi vào thư mục này thay vì plan/schema; chưa có thì được tạo."
    ),
]

_EXAMPLES = """
papi schema
papi schema -o luoc-do
"""


@papi_command("schema", examples=_EXAMPLES)
def command(plan: PlanOption = None, output: FolderOption = None, commit: CommitOption = False) -> int:
    """Ghi lại lược đồ JSON của các tệp kế hoạch, để phần mềm soạn thảo gợi ý và kiểm tra khi gõ.

    Lược đồ ghi cạnh kế hoạch còn gợi ý mã cơ quan, nhóm, kỳ báo cáo, điểm, khoản của kế hoạch ấy; thêm mã mới thì chạy
    lại lệnh này. Với -o, lược đồ dùng chung cho mọi kế hoạch.
    """
    from papi_cli.cli.committing import commit_written, wants_commit
    from papi_cli.store.schemas import schema_files
    from papi_cli.views.saving import SCHEMAS_MESSAGE

    commits = wants_commit(asked=commit, environment=os.environ)
    if output is not None and commit:
        raise Misuse(
            "--commit lưu lược đồ ghi cạnh kế hoạch; tệp ghi ra nơi khác bằng -o thì không lưu vào git. Bỏ một trong hai."
        )
    if output is not None:
        check_folder_name(output)
        folder, files = Path(output), schema_files({})
        write_files(folder, files)
    else:
        found = find_plan_folder(plan, environment=os.environ, here=current_folder())
        found.refuse_writing(instead=", hoặc chọn thư mục khác bằng -o")
        files = schema_files(read_plan_files(FolderSource(found.folder)).raw)
        write_own_files(found.folder, SCHEMA_FOLDER, files)
        folder = found.folder / SCHEMA_FOLDER
    print_stderr(f"Đã ghi {len(files)} tệp vào {folder}.")
    if commits and output is None:
        paths = [f"{SCHEMA_FOLDER}/{name}" for name in files]
        commit_written(found.folder, paths, SCHEMAS_MESSAGE)
    return ExitCode.OK
