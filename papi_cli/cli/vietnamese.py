"""Help and usage errors in Vietnamese: Typer's own sentences are English and never show."""

from __future__ import annotations

import re

# Typer carries Click inside and has no public name for these classes.
from typer._click import Context, HelpFormatter
from typer._click.core import Command
from typer._click.exceptions import (
    BadArgumentUsage,
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperCommand, TyperGroup, TyperOption

from papi_cli.text import nearest


class VietnameseHelp(Command):
    """The parts of a help page that Click words itself."""

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the line of usage."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write arguments, options and, for the whole program, commands."""
        records = [(param.param_type_name, param.get_help_record(ctx)) for param in self.get_params(ctx)]
        for kind, head in (("argument", "Tham số"), ("option", "Tùy chọn")):
            rows = [record for name, record in records if name == kind and record is not None]
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
            formatter.write_paragraph()
            with formatter.section("Ví dụ"):
                for line in self.epilog.strip().splitlines():
                    formatter.write(f"  {line}\n")

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option `--help` with a Vietnamese sentence."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện phần trợ giúp này rồi thoát."
        return option


class PapiCommand(VietnameseHelp, TyperCommand):
    """A command with Vietnamese help."""


def usage_sentence(error: UsageError) -> str:
    """Return what was wrong with the command line, and what to write instead."""
    help_hint = f"Xem: {error.ctx.command_path if error.ctx else 'papi'} --help"
    return f"{_what_is_wrong(error)}\n{help_hint}"


def _what_is_wrong(error: UsageError) -> str:
    match error:
        case NoSuchOption():
            near = nearest(error.option_name, _option_names(error.ctx), 1)
            return f"Không có tùy chọn «{error.option_name}».{_or(near)}"
        case MissingParameter():
            return f"Thiếu tham số {_name(error)}."
        case BadParameter():
            return f"Giá trị của {_name(error)} không dùng được."
        case BadOptionUsage() if "requires" in error.message:
            return f"Tùy chọn «{error.option_name}» cần một giá trị đi kèm."
        case BadOptionUsage():
            return f"Tùy chọn «{error.option_name}» không nhận giá trị đi kèm."
        case BadArgumentUsage():
            return "Số tham số không đúng."
    if unknown := re.search(r"No such command '(.*?)'\.", error.message + "."):
        commands = (
            error.ctx.command.list_commands(error.ctx)
            if error.ctx and isinstance(error.ctx.command, TyperGroup)
            else []
        )
        return f"Không có lệnh «{unknown[1]}».{_or(nearest(unknown[1], commands, 1))}"
    if "Missing command" in error.message:
        return "Thiếu tên lệnh."
    if extra := re.search(r"unexpected extra arguments? \((.*)\)", error.message):
        return f"Thừa tham số: {extra[1]}. Giá trị có dấu cách phải đặt trong dấu nháy kép."
    return "Câu lệnh không đúng."


def _or(near: list[str]) -> str:
    return f" Có phải là «{near[0]}»?" if near else ""


def _name(error: BadParameter) -> str:
    if error.param is None:
        return "tham số"
    return f"«{' / '.join(error.param.opts) if error.param.opts else error.param.name}»"


def _option_names(ctx: Context | None) -> list[str]:
    return [name for param in ctx.command.get_params(ctx) for name in param.opts if name.startswith("-")] if ctx else []
