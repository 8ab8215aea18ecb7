"""Questions at a terminal, printed to stderr because stdout is for the answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import typer

from papi_cli.problems import Misuse
from papi_cli.text import join_words, match_key, screen_text

T = TypeVar("T")


def is_interactive() -> bool:
    """Return whether stdin and stderr are both a terminal, so that somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _say(text: str, end: str = "\n") -> None:
    print(screen_text(text), end=end, file=sys.stderr, flush=True)


def ask(question: str, default: str | None = None) -> str:
    """Ask `question` and return the answer, or `default` for a blank one; without a default, ask again.

    Raises typer.Abort at the end of the input.
    """
    while True:
        _say(f"{question}{f' [{default}]' if default else ''}: ", end="")
        line = sys.stdin.readline()
        if not line:
            raise typer.Abort
        if line.strip() or default is not None:
            return line.strip() or default or ""


_CODE_DIGITS = 5


def ask_choice(question: str, choices: Sequence[str], *, called: Callable[[str], Sequence[str]] = lambda _: ()) -> int:
    """List `choices` and return the index of the one chosen by its number or its words.

    A single choice is the default. `called` gives the choices that go by another name.
    """
    for number, choice in enumerate(choices, 1):
        _say(f"  {number}. {choice}")
    while True:
        answer = ask(f"{question} (ghi số)", "1" if len(choices) == 1 else None)
        # The code of a commune has five digits and is no number of a choice.
        if answer.isascii() and answer.isdigit() and len(answer) < _CODE_DIGITS and 1 <= int(answer) <= len(choices):
            return int(answer) - 1
        named = [choice for choice in called(answer) if choice in choices]
        named = named or [choice for choice in choices if match_key(choice) == match_key(answer)]
        if len(named) == 1:
            return choices.index(named[0])
        several = f"«{answer}» là tên của {join_words(named)}. " if named else ""
        _say(f"{several}Ghi một số từ 1 đến {len(choices)}, hoặc ghi tên như trên.")


def ask_whether(question: str) -> bool:
    """Return whether the answer to `question` is yes; a blank answer is no.

    Raises typer.Abort at the end of the input.
    """
    while True:
        answer = match_key(ask(f"{question} (có/không)", "không"))
        if answer in _ANSWERS:
            return _ANSWERS[answer]
        _say("Ghi «có» hoặc «không».")


_ANSWERS = {"co": True, "c": True, "yes": True, "y": True, "khong": False, "k": False, "no": False, "n": False}


def ask_until_valid(ask_and_parse: Callable[[], T]) -> T:
    """Return what `ask_and_parse` returns; whenever it raises Misuse, print the sentence and call it again."""
    while True:
        try:
            return ask_and_parse()
        except Misuse as misuse:
            _say(str(misuse))
