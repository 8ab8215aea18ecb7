"""Help pages in Vietnamese, built from the fields of Typer's options and arguments; Typer's English never shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from typer.core import TyperArgument, TyperCommand, TyperOption

from papi_cli.cli.program.typer_internals import Command, Context, HelpFormatter
from papi_cli.cli.program.usage_errors import parse_strictly

OPTIONS_METAVAR = "[TÙY CHỌN]"

# A character of a private use area that stands for a hyphen while lines are broken: Click would break bao-cao-nam and
# --dry-run in two.
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
    """The parts of a help page that Typer would word in English."""

    context_class = _HelpContext

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """Return the words of the usage line after the command's name; optional arguments stand in brackets."""
        arguments = (param for param in self.get_params(ctx) if isinstance(param, TyperArgument))
        names = ((param.required, param.human_readable_name) for param in arguments)
        return [OPTIONS_METAVAR, *(name if required else f"[{name}]" for required, name in names)]

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the sections of arguments, options and, on the program's own page, commands."""
        params = self.get_params(ctx)
        sections = {
            "Tham số": [row for param in params if isinstance(param, TyperArgument) for row in _help_rows(param)],
            "Tùy chọn": [row for param in params if isinstance(param, TyperOption) for row in _help_rows(param)],
            "Lệnh": self.command_rows(),
        }
        for heading, rows in sections.items():
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)

    def command_rows(self) -> list[tuple[str, str]]:
        """Return name and sentence of each subcommand."""
        return []

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the examples unwrapped, one per line."""
        if self.epilog:
            with formatter.section("Ví dụ"):
                for line in _filled_lines(self.epilog.strip()):
                    formatter.write(f"  {line}\n")

    def get_help_option_names(self, ctx: Context) -> list[str]:
        """Return the names of the help option in a fixed order; Click returns them in the random order of a set."""
        names = super().get_help_option_names(ctx)
        return [name for name in ctx.help_option_names if name in names]

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option `--help` with a Vietnamese sentence."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện phần trợ giúp này rồi thoát."
        return option


def _help_rows(param: TyperArgument | TyperOption) -> Iterator[tuple[str, str]]:
    """Yield the names of an argument or option and its sentence; nothing if that speaks of what the plan has not."""
    if isinstance(param, TyperArgument):
        names = param.human_readable_name
    else:
        names = ", ".join(sorted(param.opts, key=len)) + (f" {param.metavar}" if param.metavar else "")
    if sentence := " ".join(_filled_lines(param.help or "")):
        yield names, "  ".join(filter(None, (sentence, "[bắt buộc]" if param.required else "")))


def _filled_lines(text: str) -> Iterable[str]:
    """Return the lines of the text, with what it takes from the plan at hand."""
    if "{" not in text:
        return text.splitlines()
    from papi_cli.cli.program.samples import filled_lines

    return filled_lines(text)


class PapiCommand(VietnameseHelp, TyperCommand):
    """A command with Vietnamese help that refuses every mistake in its command line."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the words after the command's name; raises UsageError."""
        return parse_strictly(super().parse_args, ctx, args)
