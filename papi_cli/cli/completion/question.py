"""What a shell asks, and which of the words that could stand there answer it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

import typer

from papi_cli.text import match_key, nfc

_MAX_MEANING_LENGTH = 60


class Shell(StrEnum):
    """The shells that have a script."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


class Question(NamedTuple):
    """The beginning of a word that was typed, without the quotes, and the shell that asks for the rest."""

    typed: str
    shell: Shell


class Suggestion(NamedTuple):
    """A word that the command takes, what it means (shells show that), and other names that stand for it there."""

    word: str
    meaning: str
    names: tuple[str, ...] = ()


# The word, and what it means: what Typer takes from a function that completes.
Offer = tuple[str, str]


def question_of(ctx: typer.Context) -> Question:
    """Return what is asked; `completion_lines` leaves it in the context."""
    question = ctx.obj
    assert isinstance(question, Question)
    return question


def offers(ctx: typer.Context, suggestions: Iterable[Suggestion], *, before: str = "") -> list[Offer]:
    """Return the words that answer the question, each with its meaning in one short line.

    These are the words that begin with what was typed; if there is none, those of which a name does, whatever its case;
    if there is none either, whatever the marks too. «Sở Tư», `so tu` and `STP` all give so-tu-phap, and «đã» gives done
    but not progress («đang thực hiện»). `before` is what was typed of other words in front of this one, as in a list with
    commas.
    """
    typed, shell = question_of(ctx)
    typed = typed.removeprefix(before)
    # The program would take a word that begins with a hyphen for an option.
    words = [suggestion for suggestion in suggestions if suggestion.word and not suggestion.word.startswith("-")]
    found = [(suggestion, suggestion.word) for suggestion in words if suggestion.word.startswith(typed)]
    return [
        (f"{before}{word}", _shortened(suggestion.word if word == suggestion.meaning else suggestion.meaning))
        for suggestion, word in found or _called(typed, shell, words)
    ]


def _shortened(meaning: str) -> str:
    return textwrap.shorten(meaning, _MAX_MEANING_LENGTH, placeholder=" …")


def _called(typed: str, shell: Shell, suggestions: Iterable[Suggestion]) -> list[tuple[Suggestion, str]]:
    """Return each suggestion of which a name begins with `typed`, and the word to offer for it.

    That is its own word; but fish drops what does not begin as it was typed, and quotes what it inserts, so there it is
    the name, going on from what was typed.
    """
    end = " " if typed[-1:].isspace() else ""
    for key_of in (_folded, match_key):
        key = key_of(typed) + end
        named = [(suggestion, name) for suggestion in suggestions if (name := _name_with(key, suggestion, key_of))]
        if key.strip() and named:
            if shell is not Shell.FISH:
                return [(suggestion, suggestion.word) for suggestion, _ in named]
            if key_of is _folded:
                return named
            return [(suggestion, typed + match_key(name).removeprefix(key)) for suggestion, name in named]
    return []


def _folded(text: str) -> str:
    """Return the key to match text by, of which only case and spaces are folded."""
    return " ".join(nfc(text).casefold().split())


def _name_with(key: str, suggestion: Suggestion, key_of: Callable[[str], str]) -> str:
    """Return the first name of which the key begins with `key`, "" if there is none."""
    return next((name for name in (suggestion.word, *suggestion.names) if key_of(name).startswith(key)), "")
