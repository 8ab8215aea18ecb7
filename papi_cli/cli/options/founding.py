"""The options of `papi init`: what a new plan is, or which one it follows."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

from papi_cli.cli.completion import values


class NewPlanOptions(NamedTuple):
    """The options that say what a new plan is; those that are left out are asked for at a terminal."""

    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="LOẠI",
            autocompletion=values.suggest_document_kinds,
            help="Loại văn bản ban hành, ví dụ «chương trình»; không nêu thì hỏi, không hỏi được thì là «kế hoạch».",
        ),
    ] = None
    name: Annotated[
        str | None, typer.Option("--name", metavar="TÊN", help="Tên đầy đủ của kế hoạch, đúng như văn bản.")
    ] = None
    province: Annotated[
        str | None,
        typer.Option(
            "--province",
            metavar="TỈNH",
            autocompletion=values.suggest_provinces,
            help="Tỉnh, thành phố; các xã, phường được điền sẵn.",
        ),
    ] = None
    commune: Annotated[
        str | None,
        typer.Option("--commune", metavar="XÃ", help="Xã, phường, đặc khu, khi là kế hoạch của chính nơi ấy."),
    ] = None
    year: Annotated[str | None, typer.Option("--year", metavar="NĂM", help="Năm thực hiện.")] = None
    from_year: Annotated[str | None, typer.Option("--from-year", metavar="NĂM", help="Năm đầu, khi nhiều năm.")] = None
    to_year: Annotated[str | None, typer.Option("--to-year", metavar="NĂM", help="Năm cuối, khi nhiều năm.")] = None
    issuer: Annotated[
        str | None,
        typer.Option(
            "--issuer",
            metavar="NƠI",
            help="Nơi ban hành: UBND, Chủ tịch UBND hoặc HĐND; không nêu thì hỏi, không hỏi được thì là UBND.",
        ),
    ] = None
    coordinator: Annotated[
        str | None, typer.Option("--coordinator", metavar="CƠ_QUAN", help="Cơ quan theo dõi, tổng hợp báo cáo.")
    ] = None


class FollowingOptions(NamedTuple):
    """The options that say which earlier plan a new one follows."""

    earlier: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="THƯ_MỤC_CŨ",
            help="Lập kế hoạch năm sau từ kế hoạch ở thư mục này; nêu năm bằng --year, hoặc --from-year và --to-year.",
        ),
    ] = None
    keep_tasks: Annotated[
        bool,
        typer.Option("--keep-tasks", help="Cùng --from: giữ các nhiệm vụ, đầu việc ngoài bảng, để trống thời hạn."),
    ] = False
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="NGÀY",
            help="Cùng --from: ngày xét việc chưa xong để chuyển tiếp; không nêu thì là ngày cuối của kế hoạch cũ.",
        ),
    ] = None
