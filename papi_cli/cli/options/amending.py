"""The options of `papi amend`: the document that amends the plan, and its changes."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

from papi_cli.cli.completion import plan_values, values


class DocumentOptions(NamedTuple):
    """The document that amends the plan; what is left out is asked for at a terminal, or is what is usual."""

    document: Annotated[
        str | None,
        typer.Option("--document", metavar="SỐ/KÝ_HIỆU", help="Số, ký hiệu của văn bản sửa đổi, ví dụ 1234/QĐ-UBND."),
    ] = None
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="LOẠI",
            autocompletion=values.suggest_document_kinds,
            help="Loại văn bản; không nêu thì theo ký hiệu.",
        ),
    ] = None
    date: Annotated[str | None, typer.Option("--date", metavar="NGÀY", help="Ngày ban hành văn bản.")] = None
    issuer: Annotated[
        str | None,
        typer.Option(
            "--issuer",
            metavar="CƠ_QUAN",
            autocompletion=plan_values.suggest_agencies,
            help="Cơ quan ban hành; mặc định là cơ quan ban hành kế hoạch.",
        ),
    ] = None
    title: Annotated[str | None, typer.Option("--title", metavar="TRÍCH_YẾU", help="Trích yếu của văn bản.")] = None
    effective: Annotated[
        str | None,
        typer.Option(
            "--effective", metavar="NGÀY", help="Ngày đầu tiên thực hiện theo nội dung mới; mặc định là ngày ban hành."
        ),
    ] = None


class ChangeOptions(NamedTuple):
    """The changes, each a code and what it becomes; the field's name is the kind of the change."""

    due: Annotated[
        list[str] | None,
        typer.Option("--new-due", metavar="MÃ=CỤM_TỪ", help="Thời hạn mới, đúng như văn bản. Dùng được nhiều lần."),
    ] = None
    lead: Annotated[
        list[str] | None,
        typer.Option(
            "--new-lead",
            metavar="MÃ=CƠ_QUAN",
            help="Cơ quan chủ trì, thực hiện mới; nhiều cơ quan cách nhau bằng dấu «;».",
        ),
    ] = None
    cooperating: Annotated[
        list[str] | None,
        typer.Option("--new-cooperating", metavar="MÃ=CƠ_QUAN", help="Cơ quan phối hợp mới, như --new-lead."),
    ] = None
    product: Annotated[
        list[str] | None, typer.Option("--new-product", metavar="MÃ=SẢN_PHẨM", help="Sản phẩm mới của một mã sản phẩm.")
    ] = None
    text: Annotated[
        list[str] | None,
        typer.Option("--new-text", metavar="MÃ=NỘI_DUNG", help="Nội dung mới của nhiệm vụ, đầu việc ngoài bảng."),
    ] = None
    number: Annotated[
        list[str] | None,
        typer.Option("--new-number", metavar="MÃ=SỐ", help="Số thứ tự mới in trước nhiệm vụ; mã không đổi."),
    ] = None
    drop: Annotated[
        list[str] | None,
        typer.Option(
            "--drop",
            metavar="MÃ",
            autocompletion=plan_values.suggest_items,
            help="Nhiệm vụ, đầu việc không còn trong kế hoạch.",
        ),
    ] = None
