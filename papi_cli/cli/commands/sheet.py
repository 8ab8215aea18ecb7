"""papi sheet."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from papi_cli.cli.formats import check_folder_name
from papi_cli.cli.options import shared
from papi_cli.cli.options.shared import Filters, InputOptions
from papi_cli.cli.output import refuse_file_as_folder, render_workbook, with_progress_bar
from papi_cli.cli.program.command import papi_command
from papi_cli.cli.screen import print_stderr
from papi_cli.problems import ExitCode, Failure, Misuse
from papi_cli.store.writing import make_output_folder, refuse_old_output, write_if_new, write_new_output

if TYPE_CHECKING:
    from papi_cli.plan.model import Plan
    from papi_cli.views.sheet import AgenciesOfSheets

OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="TỆP", help="Tệp Excel sẽ tạo, như TỆP.xlsx ở trên; với --each là thư mục."),
]
EachOption = Annotated[
    bool, typer.Option("--each", help="Mỗi cơ quan một bảng, ghi vào thư mục ở --output; tệp đã có ở đó giữ nguyên.")
]
CoordinatorOption = Annotated[
    bool,
    typer.Option(
        "--coordinator",
        help="Bảng của cơ quan theo dõi: thêm các từ như đã đôn đốc, được gia hạn, yêu cầu bổ sung, trả lại.",
    ),
]
ReplyByOption = Annotated[
    str | None, typer.Option("--reply-by", metavar="NGÀY", help="Ngày cuối cùng phải gửi lại bảng; mặc định không nêu.")
]

_SUFFIX = ".xlsx"
_NAMES_SHOWN = 5
_EXAMPLES = """
papi sheet bang.xlsx --agency {agency_id} --reply-by {later_day}
papi record --from bang.xlsx
papi sheet --each --group {group} -o bang-gui
papi sheet theo-doi.xlsx --coordinator
"""


@papi_command("sheet", examples=_EXAMPLES)
def command(
    file: Annotated[str | None, typer.Argument(metavar="TỆP.xlsx", help="Tệp Excel sẽ tạo.")] = None,
    *,
    agency: shared.AgencyOption = None,
    group: shared.GroupOption = None,
    item: shared.ItemOption = None,
    each: EachOption = False,
    coordinator: CoordinatorOption = False,
    reply_by: ReplyByOption = None,
    output: OutputOption = None,
    plan: shared.PlanOption = None,
) -> int:
    """Tạo bảng Excel để điền kết quả các việc chưa hoàn thành; điền xong ghi bằng papi record --from."""
    target = _find_target(file, output, each=each)
    from papi_cli.cli.inputs import judge_inputs, load_inputs, parse_optional_day, resolve_filters
    from papi_cli.views.agency_phrases import open_group_sentence
    from papi_cli.views.sheet import agencies_of_sheets, build_sheet

    inputs = load_inputs(InputOptions(plan=plan))
    last_day = parse_optional_day(reply_by, inputs.today, "--reply-by")
    if last_day is not None and last_day < inputs.as_of:
        raise Misuse("--reply-by: ngày phải gửi lại bảng đã qua. Chọn một ngày sau hôm nay.")
    selection = resolve_filters(inputs.plan, Filters(agency=agency, group=group, item=item))
    if group_named := next((id_ for id_ in selection.agencies if inputs.plan.agencies[id_].is_open_group), None):
        raise Misuse(open_group_sentence(inputs.plan, inputs.plan.agencies[group_named]))
    states = judge_inputs(inputs)
    agencies = agencies_of_sheets(states, selection)
    if not agencies.busy:
        raise Failure("Không còn việc nào chưa hoàn thành; không tạo bảng.")
    if not each:
        sheet = build_sheet(states, selection, for_coordinator=coordinator, reply_by=last_day)
        write_new_output(Path(target), render_workbook(sheet))
        print_stderr(f"Đã ghi {target}.")
        return ExitCode.OK
    make_output_folder(Path(target))
    # Those that are there need not be made. Of the others some may come to be there meanwhile.
    missing = [id_ for id_ in agencies.busy if not os.path.lexists(Path(target, id_ + _SUFFIX))]
    new: list[str] = []
    for id_ in with_progress_bar(missing, "Lập bảng"):
        own = selection._replace(agencies=(id_,), groups=())
        sheet = build_sheet(states, own, for_coordinator=coordinator, reply_by=last_day)
        if write_if_new(Path(target, id_ + _SUFFIX), render_workbook(sheet)):
            new.append(id_)
    _tell(inputs.plan, target, agencies, new)
    return ExitCode.OK


def _find_target(file: str | None, output: str | None, *, each: bool) -> str:
    """Return the file to write, or with `each` the folder.

    Raises Misuse for two names or none, for a name that cannot be the one or the other, and for a place that belongs to
    a plan; Failure for a file that is there.
    """
    if file is not None and output is not None:
        raise Misuse(f"Nơi ghi chỉ nêu một lần: hoặc «{file}», hoặc --output {output}.")
    target = file if output is None else output
    if each:
        if target is None:
            raise Misuse("Nhiều bảng phải ghi vào một thư mục: thêm --output THƯ_MỤC.")
        check_folder_name(target)
        refuse_file_as_folder(target, "nhiều bảng")
        return target
    if target is None:
        raise Misuse("Chưa có tên tệp: papi sheet TỆP.xlsx. Mỗi cơ quan một tệp thì dùng --each --output THƯ_MỤC.")
    if not target.lower().endswith(_SUFFIX):
        raise Misuse(f"Tên tệp phải kết thúc bằng .xlsx, không phải «{target}».")
    refuse_old_output(Path(target))
    return target


def _tell(plan: Plan, folder: str, agencies: AgenciesOfSheets, new: list[str]) -> None:
    """Say on stderr what was written, whose files were there, and who has nothing to fill in."""
    from papi_cli.text import number_text
    from papi_cli.views.agency_phrases import agencies_and_groups_phrase

    if agencies.idle:
        who = agencies_and_groups_phrase(plan, agencies.idle)
        print_stderr(f"Không còn việc nào chưa hoàn thành nên không có bảng: {who}.")
    if kept := [id_ + _SUFFIX for id_ in agencies.busy if id_ not in new]:
        more = f" và {number_text(len(kept) - _NAMES_SHOWN)} tệp khác" if len(kept) > _NAMES_SHOWN else ""
        names = ", ".join(kept[:_NAMES_SHOWN]) + more
        print_stderr(f"Đã có từ trước trong {folder}, giữ nguyên {number_text(len(kept))} tệp: {names}.")
    print_stderr(f"Đã ghi {number_text(len(new))} bảng vào {folder}.")
