"""papi init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from papi_cli.cli.output import print_page
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode
from papi_cli.store.locations import SCHEMA_FOLDER, packaged_files
from papi_cli.store.reading import PLAN_PATHS
from papi_cli.store.repositories import create_repository
from papi_cli.store.scaffold import scaffold_files
from papi_cli.views.init import init_page

FolderArgument = Annotated[str, typer.Argument(metavar="THƯ_MỤC", help="Thư mục mới, hoặc thư mục còn trống.")]
EmptyOption = Annotated[
    bool, typer.Option("--empty", help="Kế hoạch tối thiểu để tự điền, thay cho bản kế hoạch đi kèm.")
]

_EXAMPLES = """
papi init papi-2027
papi init --empty ke-hoach-tinh
"""


@papi_command("init", examples=_EXAMPLES)
def command(folder: FolderArgument, empty: EmptyOption = False) -> int:
    """Tạo một kho kế hoạch mới từ bản đi kèm chương trình."""
    files = scaffold_files(packaged_files(), empty=empty)
    if empty:
        from papi_cli.store.schemas import schema_files

        # The packaged schemas suggest the ids of the packaged plan.
        own = schema_files({path: raw for path, raw in files.items() if path in PLAN_PATHS})
        files = {**files, **{f"{SCHEMA_FOLDER}/{name}": raw for name, raw in own.items()}}
    committed = create_repository(Path(folder), files, message="Kế hoạch ban đầu")
    print_page(init_page(folder, files=len(files), empty=empty, committed=committed))
    return ExitCode.OK
