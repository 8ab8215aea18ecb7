"""papi report."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli.completion import plan_values
from papi_cli.cli.formats import check_folder_name
from papi_cli.cli.options import shared
from papi_cli.cli.options.documents import IssueOptions, find_document_format
from papi_cli.cli.options.shared import InputOptions
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse

KindArgument = Annotated[
    str,
    typer.Argument(
        metavar="LOẠI",
        autocompletion=plan_values.suggest_reports,
        help="{periods}, due (kỳ đến hạn: từ sau ngày chốt số liệu đến 30 "
        "ngày sau hạn gửi báo cáo; ngày khác thì không lập) hoặc tasks (danh mục công việc của một cơ quan).",
    ),
]
AllAgenciesOption = Annotated[
    bool,
    typer.Option("--all-agencies", help="Lập báo cáo của mọi cơ quan, đơn vị vào thư mục ghi ở --output."),
]
NarrativeOption = Annotated[
    bool,
    typer.Option(
        "--narrative", help="Tạo sẵn các tệp để viết phần lời trong plan/narrative rồi thoát; tệp đã có giữ nguyên."
    ),
]

ClosedOption = Annotated[
    bool,
    typer.Option(
        "--closed",
        help="Lập theo đúng số liệu đã chốt bằng papi close, dù về sau sổ theo dõi, kế hoạch thay đổi; với due thì chỉ khi kỳ đến "
        "hạn đã chốt.",
    ),
]

_EXAMPLES = """
papi report {period} -o bao-cao-tong-hop.docx
papi report {period} --number 15 --date {later_day} -o bao-cao.docx
papi report {period} --agency "{agency}" --narrative
papi report {period} --agency "{agency}" -o bao-cao-co-quan.docx
papi report due -o bao-cao.docx
papi report {period} --closed -o bao-cao-da-chot.docx
papi report {period} --all-agencies --format word -o bao-cao
papi report tasks --agency {agency_id} -o danh-muc.html
"""


@papi_command("report", examples=_EXAMPLES)
def command(
    kind: KindArgument,
    input_options: InputOptions,
    issue_options: IssueOptions,
    *,
    agency: shared.AgencyOption = None,
    all_agencies: AllAgenciesOption = False,
    narrative: NarrativeOption = False,
    closed: ClosedOption = False,
    commit: shared.CommitOption = False,
) -> int:
    """Lập báo cáo tổng hợp, báo cáo của một cơ quan hoặc danh mục công việc, dạng Word, HTML, Markdown."""
    format_ = find_document_format(issue_options, folder=narrative or all_agencies or len(agency or ()) > 1)
    _check_options(agency, issue_options, every=all_agencies)
    if commit and not narrative:
        raise Misuse("--commit đi cùng --narrative; tệp văn bản ghi bằng -o thì không lưu vào git. Bỏ --commit.")
    from papi_cli.cli.documents import reports

    line = issue_options.provenance_line
    batch = reports.prepare_reports(kind, agency or (), input_options, issue_options, every=all_agencies, closed=closed)
    if batch is None:
        return ExitCode.OK
    if narrative:
        reports.write_narrative_stubs(batch, commit=commit)
    elif all_agencies or len(batch.documents) > 1:
        reports.write_documents(batch, format_, issue_options.output or "", provenance_line=line)
    else:
        reports.print_document(batch, format_, issue_options.output, provenance_line=line)
    return ExitCode.OK


def _check_options(agency: list[str] | None, issue_options: IssueOptions, *, every: bool) -> None:
    """Raise Misuse for options that do not go together."""
    if every and agency:
        raise Misuse("Chọn một trong hai: --agency hoặc --all-agencies.")
    many = every or len(agency or ()) > 1
    if many and issue_options.output is None:
        raise Misuse("Nhiều báo cáo phải ghi vào một thư mục: thêm --output THƯ_MỤC.")
    if many and issue_options.number:
        raise Misuse("Mỗi văn bản có số riêng: không dùng --number khi lập nhiều báo cáo.")
    if many and issue_options.of_one_office:
        raise Misuse(
            f"Mỗi cơ quan có người ký, ký hiệu, địa danh riêng: không dùng {issue_options.of_one_office} khi lập nhiều báo cáo."
        )
    if many and issue_options.output:
        check_folder_name(issue_options.output)
