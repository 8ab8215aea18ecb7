"""Usage errors in Vietnamese, each with what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from typer import BadParameter
from typer.core import TyperGroup, TyperOption

from papi_cli.cli.program.typer_internals import (
    BadOptionUsage,
    Context,
    MissingParameter,
    NoSuchOption,
    Parameter,
    UsageError,
    parameters_as_typed,
)
from papi_cli.text import join_words, nearest, nfc

# En dash, em dash, minus sign: word processors put one of them in place of two hyphens.
_DASHES = ("–", "—", "−")


class VietnameseUsageError(UsageError):
    """A usage error that already has its Vietnamese sentence."""


def parse_strictly(parse: Callable[[Context, list[str]], list[str]], ctx: Context, words: list[str]) -> list[str]:
    """Parse `words` with Typer's `parse` and return the words left over for a subcommand.

    Raises UsageError also for mistakes that Typer lets pass: an option given twice that takes one value, an empty
    value, an option's name where a value belongs, and words left over. Completion in the shell raises no errors.
    """
    if ctx.resilient_parsing:
        return parse(ctx, words)
    is_command = not isinstance(ctx.command, TyperGroup)
    typed = tuple(words)
    if is_command:
        ctx.allow_extra_args = True  # refused below, in Vietnamese
    try:
        leftover = parse(ctx, words)
        order = parameters_as_typed(ctx, typed)
    except UsageError as error:
        error.ctx = error.ctx or ctx
        raise _with_option_as_typed(error, typed) from error
    for sentence in _mistake_sentences(ctx, order, leftover if is_command else []):
        raise VietnameseUsageError(sentence, ctx)
    return leftover


def _with_option_as_typed(error: UsageError, words: Sequence[str]) -> UsageError:
    """Return the error with an unknown option as it was typed: for `-agency` Click only reports `-a`."""
    if isinstance(error, NoSuchOption):
        options_as_typed = (word.partition("=")[0] for word in words if word.startswith(error.option_name))
        error.option_name = next(options_as_typed, error.option_name)
    return error


def _mistake_sentences(ctx: Context, order: Sequence[Parameter], leftover: Sequence[str]) -> Iterable[str]:
    """Yield a sentence for each mistake that Typer lets pass, the one that explains the others first.

    `order` has the parameters as typed, `leftover` the words that belong to none. In `--agency --index 4` the value of
    `--agency` is «--index», and «4» is left over: the first sentence says what to mend.
    """
    options = [param for param in order if isinstance(param, TyperOption) and not param.is_flag]
    names = _option_names(ctx)
    for option in dict.fromkeys(options):
        values = _text_values(ctx.params.get(option.name or ""))
        if name := next((value for value in values if value in names), None):
            yield f"{_param_words(option)} cần một giá trị đi kèm, nhưng ngay sau đó là «{name}»."
        if not option.multiple and options.count(option) > 1:
            yield f"{_param_words(option)} ghi nhiều lần, nhưng {_takes_one(ctx, option)}"
    for param in ctx.command.get_params(ctx):
        if any(not value.strip() for value in _text_values(ctx.params.get(param.name or ""))):
            yield f"{_param_words(param)} để trống: ghi một giá trị, hoặc bỏ hẳn đi."
    if leftover:
        yield from _leftover_sentences(leftover, may_be_agency="--agency" in names and not ctx.params.get("agency"))


def _takes_one(ctx: Context, option: TyperOption) -> str:
    """Return that an option takes a single value here, and which commands take several of it, if any."""
    others = [f"papi {command}" for command in _commands_with(option.opts[0], ctx.parent, multiple=True)]
    if not others:
        return "chỉ nhận một giá trị."
    return f"lệnh này chỉ nhận một giá trị: chọn một trong các giá trị ấy. Các lệnh nhận nhiều: {', '.join(others)}."


def _leftover_sentences(leftover: Sequence[str], *, may_be_agency: bool) -> Iterable[str]:
    for word in leftover:
        if word.startswith(_DASHES):
            yield f"«{nfc(word)}» bắt đầu bằng dấu gạch dài; tên tùy chọn bắt đầu bằng hai dấu trừ: --{nfc(word.lstrip('–—−-'))}."
    words = ", ".join(f"«{nfc(word)}»" for word in leftover)
    advice = (
        "Muốn chọn cơ quan thì ghi --agency trước tên."
        if may_be_agency
        else 'Giá trị có dấu cách phải đặt trong dấu nháy kép thẳng (").'
    )
    yield f"Thừa tham số: {words}. {advice}"


def _text_values(value: object) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return [text for text in values if isinstance(text, str)]


def choice_lines(choices: Iterable[tuple[str, str]]) -> str:
    """Return one line per choice, given as (key, words): its words, then its key in parentheses.

    Each line begins with a line break, so that the lines can follow a sentence.
    """
    return "".join(f"\n  {words} ({key})" for key, words in choices)


def nearest_sentence(names: Iterable[str]) -> str:
    """Return the sentence that suggests near names, with a space before it; "" for no names."""
    words = join_words([f"«{name}»" for name in names])
    return f" Gần nhất: {words}." if words else ""


def did_you_mean_question(near: Sequence[str]) -> str:
    """Return the question whether the first of the near names was meant, with a space before it; "" for no names."""
    return f" Có phải là «{near[0]}»?" if near else ""


def unknown_command(name: str, commands: Iterable[str]) -> str:
    """Return the sentence about an unknown command, with the nearest name."""
    return f"Không có lệnh «{nfc(name)}».{did_you_mean_question(nearest(name, commands, 1))}"


def usage_sentence(error: UsageError) -> str:
    """Return what is wrong with the command line and, on a second line, the help to read."""
    help_hint = f"Xem: {error.ctx.command_path if error.ctx else 'papi'} --help"
    return f"{_what_is_wrong(error)}\n{help_hint}"


def _what_is_wrong(error: UsageError) -> str:
    match error:
        case VietnameseUsageError():
            return error.message
        case NoSuchOption():
            return _unknown_option(error)
        case MissingParameter():
            return f"Thiếu {_param_in_sentence(error.param)}."
        case BadParameter():
            return f"Giá trị của {_param_in_sentence(error.param)} không dùng được."
        case BadOptionUsage():
            option = _find_option(error.ctx, error.option_name)
            needs = "không nhận giá trị đi kèm" if option is not None and option.is_flag else "cần một giá trị đi kèm"
            return f"Tùy chọn «{error.option_name}» {needs}."
    # Click has no class for a missing command: it is the one plain UsageError that the program itself raises.
    if error.ctx and isinstance(error.ctx.command, TyperGroup):
        return "Thiếu tên lệnh."
    return "Câu lệnh không đúng."


def _unknown_option(error: NoSuchOption) -> str:
    name = error.option_name
    sentence = f"Không có tùy chọn «{nfc(name)}»."
    if error.ctx is None:
        return sentence
    if isinstance(error.ctx.command, TyperGroup):
        for command in _commands_with(name, error.ctx):
            return f"Tùy chọn «{name}» viết sau tên lệnh, ví dụ: papi {command} {name} …"
    other_commands = [f"papi {command}" for command in _commands_with(name, error.ctx.parent)]
    if other_commands:
        return f"{sentence} Tùy chọn này có ở: {', '.join(other_commands)}."
    near = nearest(name, _option_names(error.ctx), 1) if len(name) > len("-x") else []
    return sentence + did_you_mean_question(near)


def _commands_with(option: str, program: Context | None, *, multiple: bool = False) -> Iterable[str]:
    """Yield the names of the program's commands that take `option`, if `multiple` those that take several of it."""
    if program is not None and isinstance(program.command, TyperGroup):
        for name in program.command.list_commands(program):
            command = program.command.get_command(program, name)
            params = command.params if command is not None else []
            if any(option in param.opts and (param.multiple or not multiple) for param in params):
                yield name


def _param_in_sentence(param: Parameter | None) -> str:
    if param is None:
        return "tham số"
    words = _param_words(param)
    return words[0].lower() + words[1:]


def _param_words(param: Parameter) -> str:
    """Return the parameter as its help page names it, with the word for option or argument before it."""
    if isinstance(param, TyperOption):
        return f"Tùy chọn «{' / '.join(param.opts)}»"
    return f"Tham số «{param.metavar or param.name}»"


def _option_names(ctx: Context) -> Mapping[str, TyperOption]:
    return {
        name: param for param in ctx.command.get_params(ctx) if isinstance(param, TyperOption) for name in param.opts
    }


def _find_option(ctx: Context | None, name: str) -> TyperOption | None:
    return _option_names(ctx).get(name) if ctx else None
