"""What a file of YAML says, as a person would write it. Pure: values in, lines out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from papi_cli.plan.founding.editing import plain, scalar
from papi_cli.text import wrap_line

_WIDTH = 120

# Words, a list, or keys with what they lead to.
Tree = str | Sequence["Tree"] | Mapping[str, "Tree"]


def fits_flow(value: Tree) -> bool:
    """Return whether words, or a list of words, can stand on one line."""
    if isinstance(value, str):
        return "\n" not in value
    return not isinstance(value, Mapping) and all(isinstance(entry, str) for entry in value)


def flow(value: Tree) -> str:
    """Return words, a list of words, or keys with these, on one line."""
    if isinstance(value, str):
        return value if _is_code(value) else scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(below)}" for key, below in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def _is_code(words: str) -> bool:
    """Return whether the words are a code or a day, which nobody puts in quotes."""
    return words.isascii() and words[:1].isalnum() and not words.isdigit() and all(map(_is_of_code, words))


def _is_of_code(sign: str) -> bool:
    return sign.isalnum() or sign in "./-"


def mapping_lines(tree: Mapping[str, Tree], indent: str) -> Iterator[str]:
    """Yield the lines of keys with what they lead to."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield f"{indent}{key}:"
            yield from mapping_lines(value, f"{indent}  ")
        elif isinstance(value, str):
            yield from _words(f"{indent}{key}:", value, f"{indent}  ")
        elif fits_flow(value):
            yield f"{indent}{key}: {flow(value)}"
        else:
            yield f"{indent}{key}:"
            yield from entry_lines(value, f"{indent}  ")


def entry_lines(entries: Sequence[Tree], indent: str) -> Iterator[str]:
    """Yield the lines of a list whose entries have keys."""
    for entry in entries:
        assert isinstance(entry, Mapping)
        first, *others = mapping_lines(entry, f"{indent}  ")
        yield f"{indent}- {first.lstrip()}"
        yield from others


def _words(key: str, words: str, indent: str) -> Iterator[str]:
    """Yield the lines of a text behind its key: several as they stand, each on a line of its own."""
    lines = words.split("\n")
    if len(lines) > 1 and all(line == line.strip() and line for line in lines):
        yield f"{key} |-"
        yield from (indent + line for line in lines)
        return
    line = f"{key} {words if _is_code(words) else plain(words)}"
    if len(line) <= _WIDTH or len(lines) > 1 or words != " ".join(words.split()):
        yield line
    else:
        yield f"{key} >-"
        yield from (indent + part for part in wrap_line(words, _WIDTH - len(indent)))
