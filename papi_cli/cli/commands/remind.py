"""papi remind."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli.formats import check_folder_name
from papi_cli.cli.options.documents import IssueOptions, find_document_format
from papi_cli.cli.options.shared import Filters, SeveralOptions
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse

SoonOption = Annotated[bool, typer.Option("--soon", help="Nhắc việc sắp đến hạn, thay cho đôn đốc việc đã quá hạn.")]
EachOption = Annotated[bool, typer.Option("--each", help="Mỗi cơ quan một công văn riêng, ghi vào thư mục ở --output.")]
ReplyByOption = Annotated[
    str | None, typer.Option("--reply-by", metavar="NGÀY", help="Ngày cuối cùng phải trả lời; mặc định để trống.")
]
OnlyConfirmedOption = Annotated[
    bool, typer.Option("--only-confirmed", help="Bỏ các đầu việc theo cách hiểu chưa có văn bản xác nhận.")
]
ContactOption = Annotated[
    str | None,
    typer.Option(
        "--contact", metavar="NGƯỜI", help="Người để liên hệ: họ tên, chức vụ, điện thoại; mặc định theo agencies.yaml."
    ),
]
CheckedOption = Annotated[
    bool,
    typer.Option("--checked", help="Đã rà soát công văn đến: công văn đôn đốc không có lời nhắc rà soát."),
]

_EXAMPLES = """
papi remind -o don-doc.docx
papi remind --as-of {day} --reply-by {later_day} -o don-doc.docx
papi remind --soon --agency {agency_id}
papi remind --each --format word -o don-doc
"""


@papi_command("remind", examples=_EXAMPLES)
def command(
    filters: Filters,
    input_options: SeveralOptions,
    issue_options: IssueOptions,
    *,
    soon: SoonOption = False,
    each: EachOption = False,
    reply_by: ReplyByOption = None,
    only_confirmed: OnlyConfirmedOption = False,
    checked: CheckedOption = False,
    contact: ContactOption = None,
) -> int:
    """Soạn công văn đôn đốc việc đã quá hạn, hoặc nhắc việc sắp đến hạn."""
    format_ = find_document_format(issue_options, folder=each)
    if each and issue_options.output is None:
        raise Misuse("Nhiều công văn phải ghi vào một thư mục: thêm --output THƯ_MỤC.")
    if each and issue_options.number:
        raise Misuse("Mỗi công văn có số riêng: không dùng --number với --each.")
    if each and issue_options.output:
        check_folder_name(issue_options.output)
    if soon and checked:
        raise Misuse("Công văn nhắc việc sắp đến hạn không có lời nhắc rà soát công văn đến: bỏ --checked.")
    from papi_cli.cli.documents import letters, reports

    line = issue_options.provenance_line
    asked = letters.LettersAsked(soon, each, reply_by, only_confirmed, checked, contact)
    batch = letters.prepare_reminders(filters, input_options, issue_options, asked)
    if each:
        reports.write_documents(batch, format_, issue_options.output or "", provenance_line=line)
    elif batch.documents:
        reports.print_document(batch, format_, issue_options.output, provenance_line=line)
    letters.print_reminder_advice(batch, output=issue_options.output, each=each, plans=input_options.plans)
    return ExitCode.OK
