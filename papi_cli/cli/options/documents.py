"""The options of documents, and what they mean: format, number, day, who signs."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

from papi_cli.cli.completion import offers
from papi_cli.cli.formats import check_ending, ending_of
from papi_cli.cli.options.shared import OutputOption
from papi_cli.documents.papers import Paper
from papi_cli.problems import Misuse
from papi_cli.text import nfc

FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="DẠNG",
        autocompletion=offers.papers,
        help="Dạng văn bản: markdown (mặc định), word, html; không ghi thì theo đuôi tên tệp của --output.",
    ),
]
NumberOption = Annotated[
    str | None, typer.Option("--number", metavar="SỐ", help="Số văn bản đã cấp, ví dụ 15; mặc định để trống.")
]
DateOption = Annotated[
    str | None, typer.Option("--date", metavar="NGÀY", help="Ngày ban hành văn bản; mặc định để trống.")
]
DeputyOption = Annotated[bool, typer.Option("--deputy", help="Cấp phó ký thay (KT.).")]


class Issuing(NamedTuple):
    """How a document is issued."""

    format_: FormatOption = None
    output: OutputOption = None
    number: NumberOption = None
    date: DateOption = None
    deputy: DeputyOption = False


def find_paper(issuing: Issuing, *, folder: bool) -> Paper:
    """Return the format asked for, else the one that the output's name ends with, else Markdown.

    Raises Misuse for any other word, for a name that promises what the file would not hold, and for a Word document that
    would go to standard output. Names that go into a `folder` are papi's own.
    """
    ending = "" if folder else ending_of(issuing.output)
    if issuing.format_ is None:
        return _paper_of(ending)
    try:
        paper = Paper(issuing.format_.lower())
    except ValueError as error:
        raise Misuse(f"Không có dạng «{nfc(issuing.format_)}». Các dạng: {', '.join(Paper)}.") from error
    check_ending(paper, ending, paper.suffix)
    if paper is Paper.WORD and issuing.output is None:
        raise Misuse(f"Văn bản Word phải ghi vào tệp: thêm --output TÊN{paper.suffix}.")
    return paper


def _paper_of(ending: str) -> Paper:
    if not ending:
        return Paper.MARKDOWN
    for paper in Paper:
        if ending == paper.suffix:
            return paper
    raise Misuse(
        f"Không lập được văn bản dạng «{ending}». Đặt tên tệp kết thúc bằng .docx (Word, từ đó xuất được PDF), .html hoặc .md."
    )
