"""The options of documents, and what they mean: format, number, day, who signs."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

from papi_cli.cli.completion import values
from papi_cli.cli.formats import check_suffix, suffix_of
from papi_cli.cli.options.shared import OutputOption
from papi_cli.documents.formats import DocumentFormat
from papi_cli.problems import Misuse
from papi_cli.text import nfc

DocumentFormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="DẠNG",
        autocompletion=values.suggest_document_formats,
        help="Dạng văn bản: markdown (mặc định), word, html; không ghi thì theo đuôi tên tệp của --output.",
    ),
]
NumberOption = Annotated[
    str | None, typer.Option("--number", metavar="SỐ", help="Số văn bản đã cấp, ví dụ 15; mặc định để trống.")
]
IssueDateOption = Annotated[
    str | None, typer.Option("--date", metavar="NGÀY", help="Ngày ban hành văn bản; mặc định để trống.")
]
DeputyOption = Annotated[bool, typer.Option("--deputy", help="Cấp phó ký thay (KT.).")]


class IssueOptions(NamedTuple):
    """How a document is issued."""

    format_: DocumentFormatOption = None
    output: OutputOption = None
    number: NumberOption = None
    date: IssueDateOption = None
    deputy: DeputyOption = False


def find_document_format(issuing: IssueOptions, *, folder: bool) -> DocumentFormat:
    """Return the format asked for, else the one that the output's name ends with, else Markdown.

    Raises Misuse for any other word, for a name that promises what the file would not hold, and for a Word document that
    would go to standard output. Names that go into a `folder` are papi's own.
    """
    ending = "" if folder else suffix_of(issuing.output)
    if issuing.format_ is None:
        return _format_of_suffix(ending)
    try:
        paper = DocumentFormat(issuing.format_.lower())
    except ValueError as error:
        raise Misuse(f"Không có dạng «{nfc(issuing.format_)}». Các dạng: {', '.join(DocumentFormat)}.") from error
    check_suffix(paper, ending, paper.suffix)
    if paper is DocumentFormat.WORD and issuing.output is None:
        raise Misuse(f"Văn bản Word phải ghi vào tệp: thêm --output TÊN{paper.suffix}.")
    return paper


def _format_of_suffix(ending: str) -> DocumentFormat:
    if not ending:
        return DocumentFormat.MARKDOWN
    for paper in DocumentFormat:
        if ending == paper.suffix:
            return paper
    raise Misuse(
        f"Không lập được văn bản dạng «{ending}». Đặt tên tệp kết thúc bằng .docx (Word, từ đó xuất được PDF), .html hoặc .md."
    )
