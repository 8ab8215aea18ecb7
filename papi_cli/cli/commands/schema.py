"""papi schema."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from papi_cli.cli.formats import check_folder_name
from papi_cli.cli.options.shared import PlanOption
from papi_cli.cli.program.command import papi_command
from papi_cli.cli.screen import print_stderr
from papi_cli.plan.editors import json_schema_of
from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.problems import ExitCode
from papi_cli.render import jsontext
from papi_cli.store.locations import SCHEMA_FOLDER, current_folder, find_plan_folder
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
def command(plan: PlanOption = None, output: FolderOption = None) -> int:
    """Ghi lại lược đồ JSON của các tệp kế hoạch, để phần mềm soạn thảo gợi ý và kiểm tra khi gõ."""
    if output is not None:
        check_folder_name(output)
    files = {
        f"{Path(name).stem}.json": jsontext.render(json_schema_of(model)).encode()
        for name, model in FILE_MODELS.items()
    }
    if output is not None:
        folder = Path(output)
        write_files(folder, files)
    else:
        found = find_plan_folder(plan, environment=os.environ, here=current_folder())
        found.refuse_writing(instead=", hoặc chọn thư mục khác bằng -o")
        write_own_files(found.folder, SCHEMA_FOLDER, files)
        folder = found.folder / SCHEMA_FOLDER
    print_stderr(f"Đã ghi {len(files)} tệp vào {folder}.")
    return ExitCode.OK
