"""papi remind."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli.options.documents import Issuing, find_paper
from papi_cli.cli.options.shared import Basis, Filters
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
    basis: Basis,
    issuing: Issuing,
    *,
    soon: SoonOption = False,
    each: EachOption = False,
    reply_by: ReplyByOption = None,
) -> int:
    """Soạn công văn đôn đốc việc đã quá thời hạn, hoặc nhắc việc sắp đến hạn."""
    paper = find_paper(issuing, folder=each)
    if each and issuing.output is None:
        raise Misuse("Nhiều công văn phải ghi vào một thư mục: thêm --output THƯ_MỤC.")
    if each and issuing.number:
        raise Misuse("Mỗi công văn có số riêng: không dùng --number với --each.")
    from papi_cli.cli import documents

    made = documents.prepare_reminders(filters, basis, issuing, soon=soon, each=each, reply_by=reply_by)
    if each:
        documents.give_all(made, paper, issuing.output or "")
    elif made.documents:
        documents.give_one(made, paper, issuing.output)
    documents.advise(made)
    return ExitCode.OK
