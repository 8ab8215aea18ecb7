"""Turn functions into commands; a parameter may be a whole record of options (cli/options)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints

import typer
from typer.main import get_command

from papi_cli.cli.program.help_pages import PapiCommand


def papi_command(name: str, *, examples: str) -> Callable[[Callable[..., int]], PapiCommand]:
    """Turn a function into the command `name`, which shows `examples`, one per line, at the end of its help page.

    The function's docstring is the help text, and it returns the exit code. A parameter annotated with
    a NamedTuple stands for one option per field, so that shared options are declared once: `filters: Filters` gives a
    command `--agency`, `--group`, `--item` and so on, and the function receives them as one `Filters`.

    The function's body imports what the answer needs, because help pages and completion need only the options.
    """

    def make(function: Callable[..., int]) -> PapiCommand:
        # Typer makes commands only as part of a program; with a single command, get_command returns that command.
        program = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        program.command(name, cls=PapiCommand, epilog=examples)(_flatten_parameters(function))
        command = get_command(program)
        assert isinstance(command, PapiCommand)
        return command

    return make


def _flatten_parameters(function: Callable[..., int]) -> Callable[..., int]:
    """Return a function with one parameter per option, as Typer expects, that calls `function` with the records."""
    hints = get_type_hints(function, include_extras=True)
    records: dict[str, Any] = {name: hint for name, hint in hints.items() if hasattr(hint, "_fields")}

    def flat(**values: object) -> int:
        filled = {name: record(*(values.pop(field) for field in record._fields)) for name, record in records.items()}
        return function(**values, **filled)

    parameters = [
        option
        for parameter in signature(function).parameters.values()
        for option in _option_parameters(parameter, hints, records.get(parameter.name))
    ]
    flat.__doc__ = function.__doc__
    # Typer learns the parameters from inspect.signature, which honours this attribute.
    flat.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # unknown to the types of functions
    return flat


def _option_parameters(parameter: Parameter, hints: Mapping[str, Any], record: Any) -> list[Parameter]:  # noqa: ANN401  # a class whose fields are only known here
    if record is None:
        return [parameter.replace(kind=Parameter.KEYWORD_ONLY, annotation=hints[parameter.name])]
    field_hints = get_type_hints(record, include_extras=True)
    return [
        Parameter(field, Parameter.KEYWORD_ONLY, default=default, annotation=field_hints[field])
        for field, default in record._field_defaults.items()
    ]
