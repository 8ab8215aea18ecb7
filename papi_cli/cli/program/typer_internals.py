"""All private Typer names that papi uses; a test checks that no other module uses any.

Typer 0.28 carries a copy of Click 8.3 as `typer._click` and gives few of its classes a public name, though its own
public methods take and return them. `pyproject.toml` therefore admits one minor release of Typer at a time. Before
another one is let in, look at what stands here, why it is needed, and what shows that it is gone:

- `Command`, `Context`, `Parameter`, `HelpFormatter`: what the methods of `typer.core.TyperCommand` and `TyperGroup`
  take and return. Overriding those methods is how help pages become Vietnamese. `typer.Context` is a subclass of this
  `Context` that Typer itself never makes. Without them help pages are English again: tests/test_vietnamese.py.
- `UsageError` and its subclasses: what the parser raises. papi words each of them in Vietnamese by its class and its
  fields. Without them usage errors are bugs with a traceback, or English: tests/test_vietnamese.py.
- `CompletionItem`: what `shell_complete` returns: tests/test_completion.py.
- `split_words`, `completion_target`: how a half-typed command line is read. Typer's public completion prints scripts
  that lose `--agency=so` and words with spaces, and imports Rich for every answer: tests/test_completion.py.
- `parameters_as_typed`: which options stand on a command line and how often. Typer keeps the last value only and lets
  `--at A --at B` pass: tests/test_vietnamese.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from typer._click.core import Command, Context, Parameter
from typer._click.exceptions import BadOptionUsage, MissingParameter, NoArgsIsHelpError, NoSuchOption, UsageError
from typer._click.formatting import HelpFormatter
from typer._click.shell_completion import CompletionItem, _resolve_context, _resolve_incomplete, split_arg_string

__all__ = [
    "BadOptionUsage",
    "Command",
    "CompletionItem",
    "Context",
    "HelpFormatter",
    "MissingParameter",
    "NoArgsIsHelpError",
    "NoSuchOption",
    "Parameter",
    "UsageError",
    "completion_target",
    "parameters_as_typed",
    "split_words",
]


def split_words(typed: str) -> list[str]:
    """Split `typed` as a shell does; a quote that is still open ends with the text."""
    return split_arg_string(typed)


def completion_target(program: Command, words: Sequence[str], incomplete: str) -> tuple[Context, Command | Parameter]:
    """Return what completes `incomplete`, typed after `words`: its context, and the command or parameter."""
    context = _resolve_context(program, {}, "papi", list(words))
    # Whatever follows an option that waits for its value is that value, also with a hyphen (`--sort -days_late`), which
    # Click would take for the beginning of another option.
    awaiting, _ = _resolve_incomplete(context, list(words), "")
    if isinstance(awaiting, Parameter) and awaiting.param_type_name == "option":
        return context, awaiting
    target, _ = _resolve_incomplete(context, list(words), incomplete)
    return context, target


def parameters_as_typed(context: Context, words: Sequence[str]) -> list[Parameter]:
    """Return the parameters of the context's command in the order of `words`, each as often as it is given."""
    _, _, parameters = context.command.make_parser(context).parse_args(list(words))
    return parameters
