"""Questions at a terminal; they stand on stderr, so that stdout stays the answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import typer

from papi_cli.problems import Misuse
from papi_cli.text import match_key

T = TypeVar("T")


def is_interactive() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, default: str | None = None) -> str:
    """Return the answer; a blank one is `default`, and is asked again where there is none."""
    while True:
        print(f"{question}{f' [{default}]' if default else ''}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise typer.Abort
        if line.strip() or default is not None:
            return line.strip() or default or ""


def ask_choice(question: str, choices: Sequence[str], *, called: Callable[[str], str] = str) -> int:
    """Return the place of the choice taken by its number or its words; a single choice is taken with Enter.

    `called` turns other names of a choice into its words.
    """
    places = {match_key(choice): place for place, choice in enumerate(choices)}
    for number, choice in enumerate(choices, 1):
        print(f"  {number}. {choice}", file=sys.stderr)
    while True:
        answer = ask(f"{question} (ghi số)", "1" if len(choices) == 1 else None)
        if answer.isascii() and answer.isdigit() and 1 <= int(answer[:4]) <= len(choices):
            return int(answer[:4]) - 1
        if (place := places.get(match_key(called(answer)))) is not None:
            return place
        print(f"Ghi một số từ 1 đến {len(choices)}, hoặc ghi tên như trên.", file=sys.stderr)


def ask_until_valid(answered: Callable[[], T]) -> T:
    """Return what `answered` makes of an answer; a wrong one is told and asked for again."""
    while True:
        try:
            return answered()
        except Misuse as wrong:
            print(wrong, file=sys.stderr)
