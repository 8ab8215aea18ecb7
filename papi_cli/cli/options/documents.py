"""The options of documents: format, number, day, who signs."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

from papi_cli.cli.completion import values
from papi_cli.cli.formats import find_format
from papi_cli.cli.options.shared import OutputOption
from papi_cli.documents.formats import DocumentFormat
from papi_cli.problems import Misuse

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
SignerOption = Annotated[
    str | None,
    typer.Option(
        "--signer", metavar="HỌ_TÊN", help="Họ tên người ký; mặc định lấy ở agencies.yaml (signer, deputy_signer)."
    ),
]
SymbolOption = Annotated[
    str | None,
    typer.Option(
        "--symbol", metavar="KÝ_HIỆU", help="Ký hiệu sau số văn bản, ví dụ UBND-VP; mặc định theo agencies.yaml."
    ),
]
UnitOption = Annotated[
    str | None,
    typer.Option("--unit", metavar="ĐƠN_VỊ", help="Đơn vị soạn thảo, ghi ở «Lưu: VT, …»; mặc định theo agencies.yaml."),
]
PlaceOption = Annotated[
    str | None,
    typer.Option("--place", metavar="ĐỊA_DANH", help="Địa danh ở đầu văn bản; mặc định theo agencies.yaml."),
]
ProvenanceLineOption = Annotated[
    bool,
    typer.Option(
        "--provenance-line",
        help="In thêm dòng cuối văn bản ghi ngày tính, mã kế hoạch, mã sổ theo dõi, để papi verify đọc được cả khi văn bản đã "
        "chuyển sang PDF, ODT, Google Docs.",
    ),
]


class IssueOptions(NamedTuple):
    """How a document is issued."""

    format_: DocumentFormatOption = None
    output: OutputOption = None
    number: NumberOption = None
    date: IssueDateOption = None
    deputy: DeputyOption = False
    provenance_line: ProvenanceLineOption = False
    signer: SignerOption = None
    symbol: SymbolOption = None
    unit: UnitOption = None
    place: PlaceOption = None

    @property
    def of_one_office(self) -> str:
        """The first of the options given that say something of one office alone, "" for none."""
        said = {"--signer": self.signer, "--symbol": self.symbol, "--unit": self.unit, "--place": self.place}
        return next((option for option, value in said.items() if value is not None), "")


_SUFFIXES = {format_: format_.suffix for format_ in DocumentFormat}
_REFUSAL = (
    "Không lập được văn bản dạng «{}». Đặt tên tệp kết thúc bằng .docx (Word, từ đó xuất được PDF), .html hoặc .md."
)


def find_document_format(issuing: IssueOptions, *, folder: bool) -> DocumentFormat:
    """Return the format of a document; the suffix of a `folder` is ignored.

    Raises Misuse as `find_format` does, and for a Word document that would go to standard output.
    """
    file = None if folder else issuing.output
    format_ = find_format(_SUFFIXES, issuing.format_, file, refusal=_REFUSAL, strict=True)
    if format_ is DocumentFormat.WORD and issuing.output is None:
        raise Misuse(f"Văn bản Word phải ghi vào tệp: thêm --output TÊN{format_.suffix}.")
    return format_
