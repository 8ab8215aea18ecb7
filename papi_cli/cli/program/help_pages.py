"""Help pages in Vietnamese: Typer's own words are English and never show."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Typer carries Click inside and has no public name for these classes.
from typer._click import Context, HelpFormatter
from typer._click.core import Command
from typer.core import TyperCommand, TyperOption

from papi_cli.cli.program.usage_errors import parse_strictly

# What Typer adds in brackets after the help of an option.
_BRACKETS = {"required": "bắt buộc", "default": "mặc định", "env var": "biến môi trường"}


# Stands for a hyphen at which no line breaks: Click breaks bao-cao-nam and --dry-run in two.
_NO_BREAK_HYPHEN = "\ue001"


class _UnbrokenCodesFormatter(HelpFormatter):
    """A help page on which no code or option breaks at a hyphen."""

    def write_text(self, text: str) -> None:
        super().write_text(text.replace("-", _NO_BREAK_HYPHEN))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(name, text.replace("-", _NO_BREAK_HYPHEN)) for name, text in rows], col_max, col_spacing)

    def getvalue(self) -> str:
        return super().getvalue().replace(_NO_BREAK_HYPHEN, "-")


class _HelpContext(Context):
    formatter_class = _UnbrokenCodesFormatter


class VietnameseHelp(Command):
    """The parts of a help page that Click words itself."""

    context_class = _HelpContext

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the line of usage."""
        pieces = (_piece(piece) for piece in self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Cách dùng: ")

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write arguments, options and, for the whole program, commands."""
        records = [(param.param_type_name, param.get_help_record(ctx)) for param in self.get_params(ctx)]
        for kind, head in (("argument", "Tham số"), ("option", "Tùy chọn")):
            rows = [_help_row(*record) for name, record in records if name == kind and record is not None]
            if rows:
                with formatter.section(head):
                    formatter.write_dl(rows)
        if rows := self.command_rows():
            with formatter.section("Lệnh"):
                formatter.write_dl(rows)

    def command_rows(self) -> list[tuple[str, str]]:
        """Return name and sentence of each command below this one."""
        return []

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the examples as they are, a line each."""
        if self.epilog:
            with formatter.section("Ví dụ"):
                for line in self.epilog.strip().splitlines():
                    formatter.write(f"  {line}\n")

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option `--help` with a Vietnamese sentence."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện phần trợ giúp này rồi thoát."
        return option


def _piece(piece: str) -> str:
    """Return a piece of the line of usage: what is required stands bare, what is not in brackets."""
    return "[TÙY CHỌN]" if piece == "[OPTIONS]" else piece.replace("{", "").replace("}", "")


def _help_row(names: str, text: str) -> tuple[str, str]:
    """Return a line of help without Python's name of the type, the words in its closing brackets in Vietnamese."""
    head, bracket, extra = text.rpartition("[")
    if bracket and extra.endswith("]"):
        for english, vietnamese in _BRACKETS.items():
            extra = re.sub(rf"(^|; ){english}(?=: |; |\]$)", rf"\1{vietnamese}", extra)
    return re.sub(r" <[^>]*>$", "", names), head + bracket + extra


class PapiCommand(VietnameseHelp, TyperCommand):
    """A command with Vietnamese help, strict about what follows its name."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the words after the command's name; raises UsageError for every slip that can be seen."""
        return parse_strictly(super().parse_args, self.make_parser, ctx, args)
