"""How a command is made: its function takes whole records of options (cli/options)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints

import typer
from typer.main import get_command

from papi_cli.cli.program.help_pages import PapiCommand


def papi_command(name: str, *, examples: str) -> Callable[[Callable[..., int]], PapiCommand]:
    """Make a function the command `name`; its docstring is the help, `examples` (a line each) end the page.

    A parameter annotated with a NamedTuple stands for the options that are the fields of that record, so that each
    shared option is declared once and a command names only what it takes. What the function needs for its answer it
    imports in its body: a help page, and a shell that asks for completions, want the options alone.
    """

    def make(function: Callable[..., int]) -> PapiCommand:
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        alone.command(name, cls=PapiCommand, epilog=examples)(_flatten_parameters(function))
        made = get_command(alone)
        assert isinstance(made, PapiCommand)
        return made

    return make


def _flatten_parameters(function: Callable[..., int]) -> Callable[..., int]:
    """Return the function with one parameter an option, as Typer reads them."""
    hints = get_type_hints(function, include_extras=True)
    records: dict[str, Any] = {name: hint for name, hint in hints.items() if hasattr(hint, "_fields")}

    def spread(**given: object) -> int:
        whole = {name: record(*(given.pop(field) for field in record._fields)) for name, record in records.items()}
        return function(**given, **whole)

    parameters = [
        option
        for parameter in signature(function).parameters.values()
        for option in _option_parameters(parameter, hints, records.get(parameter.name))
    ]
    spread.__doc__ = function.__doc__
    # Typer reads a command's parameters off its signature, as inspect gives it.
    spread.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # inspect's own way to say a signature
    return spread


def _option_parameters(parameter: Parameter, hints: Mapping[str, Any], record: Any) -> list[Parameter]:  # noqa: ANN401  # a type of any shape
    if record is None:
        return [parameter.replace(kind=Parameter.KEYWORD_ONLY, annotation=hints[parameter.name])]
    inner = get_type_hints(record, include_extras=True)
    return [
        Parameter(field, Parameter.KEYWORD_ONLY, default=default, annotation=inner[field])
        for field, default in record._field_defaults.items()
    ]
