"""papi remind."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli.formats import check_folder_name
from papi_cli.cli.options.documents import IssueOptions, find_document_format
from papi_cli.cli.options.shared import Filters, InputOptions
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse

SoonOption = Annotated[
    bool, typer.Option("--soon", help="Nhắc việc sắp đến hạn, thay cho đôn đốc việc đã quá thời hạn.")
]
EachOption = Annotated[bool, typer.Option("--each", help="Mỗi cơ quan một công văn riêng, ghi vào thư mục ở --output.")]
ReplyByOption = Annotated[
    str | None, typer.Option("--reply-by", metavar="NGÀY", help="Ngày cuối cùng phải trả lời; mặc định để trống.")
]

_EXAMPLES = """
papi remind -o don-doc.docx
papi remind --as-of 2026-06-10 --reply-by 20/6/2026 -o don-doc.docx
papi remind --soon --agency STP
papi remind --each --format word -o don-doc
"""


@papi_command("remind", examples=_EXAMPLES)
def command(
    filters: Filters,
    basis: InputOptions,
    issuing: IssueOptions,
    *,
    soon: SoonOption = False,
    each: EachOption = False,
    reply_by: ReplyByOption = None,
) -> int:
    """Soạn công văn đôn đốc việc đã quá thời hạn, hoặc nhắc việc sắp đến hạn."""
    paper = find_document_format(issuing, folder=each)
    if each and issuing.output is None:
        raise Misuse("Nhiều công văn phải ghi vào một thư mục: thêm --output THƯ_MỤC.")
    if each and issuing.number:
        raise Misuse("Mỗi công văn có số riêng: không dùng --number với --each.")
    if each and issuing.output:
        check_folder_name(issuing.output)
    from papi_cli.cli import documents

    made = documents.prepare_reminders(filters, basis, issuing, soon=soon, each=each, reply_by=reply_by)
    if each:
        documents.write_documents(made, paper, issuing.output or "")
    elif made.documents:
        documents.print_document(made, paper, issuing.output)
    documents.print_reminder_advice(made)
    return ExitCode.OK
