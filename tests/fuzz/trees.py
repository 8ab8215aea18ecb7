"""Trees of YAML and JSON in which keys may stand twice, and how one is broken; files changed as a whole."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import Any

from tests.fuzz.values import DAYS, INSTANTS, NO_DAYS, NO_INSTANTS, NUMBERS, any_text, as_spoken


class Entries(list[tuple[str, Any]]):
    """A mapping as pairs, in which a key may stand twice."""


class Ready(str):
    """Text that goes into the file as it is."""

    __slots__ = ()


def as_tree(value: Any) -> Any:  # noqa: ANN401  # any tree of JSON
    """Return the value with mappings as Entries."""
    if isinstance(value, dict):
        return Entries((key, as_tree(part)) for key, part in value.items())
    return [as_tree(part) for part in value] if isinstance(value, (list, tuple)) else value


def dumped(tree: Any, gap: str, *, escaped: bool) -> str:  # noqa: ANN401  # the same
    """Return the tree as JSON, which is YAML too, with `gap` after each comma."""
    if isinstance(tree, Ready):
        return tree
    if isinstance(tree, Entries):
        parts = (f"{json.dumps(key, ensure_ascii=escaped)}: {dumped(part, gap, escaped=escaped)}" for key, part in tree)
        return "{" + f",{gap}".join(parts) + "}"
    if isinstance(tree, list):
        return "[" + f",{gap}".join(dumped(part, gap, escaped=escaped) for part in tree) + "]"
    return json.dumps(tree, ensure_ascii=escaped)


def places(tree: Any) -> Iterator[tuple[Any, int]]:  # noqa: ANN401  # the same
    """Yield each container below `tree`, itself included, with each position in it."""
    for position, part in enumerate(tree):
        yield tree, position
        value = part[1] if isinstance(tree, Entries) else part
        if isinstance(value, list):
            yield from places(value)


def value_at(container: Any, position: int) -> Any:  # noqa: ANN401  # the same
    entry = container[position]
    return entry[1] if isinstance(container, Entries) else entry


def put(container: Any, position: int, value: Any) -> None:  # noqa: ANN401  # the same
    container[position] = (container[position][0], value) if isinstance(container, Entries) else value


def deep(chance: random.Random) -> Ready:
    """Return a value in which lists or mappings lie in each other, up to more than any recursion bears."""
    depth = chance.choice([2, 20, 31, 32, 33, 100, 1000, 50_000])
    return Ready(chance.choice(["[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth, "[" * depth]))


def odd_kind(chance: random.Random) -> Any:  # noqa: ANN401  # the same
    """Return a value of a type that hardly any field has."""
    wrong: list[Any] = [[], Entries(), [""], Entries([("", "")]), [[]], Entries([("a", "1"), ("a", "2")])]
    plain = [
        "null",
        "~",
        "true",
        "1",
        "-1.5e3",
        "1e999",
        "9" * 5000,
        ".nan",
        "NaN",
        "Infinity",
        "0o7",
        "2026-06-10",
        "",
    ]
    return chance.choice([*wrong, *map(Ready, plain), deep(chance), [any_text(chance)] * chance.choice([2, 50, 3000])])


def near(text: str, chance: random.Random) -> str:
    """Return the text with another day, instant or number in it, or other letters: what a field may well take."""
    for pattern, others in (
        (r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[-+]\d\d:\d\d)", (*INSTANTS, *NO_INSTANTS)),
        (r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}", (*DAYS, *map(as_spoken, DAYS), *NO_DAYS)),
        (r"\d+", NUMBERS),
    ):
        found = list(re.finditer(pattern, text))
        if found and chance.random() < 0.7:
            here = chance.choice(found)
            return text[: here.start()] + chance.choice(others) + text[here.end() :]
    cut = chance.randrange(len(text) + 1)
    change: Callable[[str], str] = chance.choice([
        lambda old: unicodedata.normalize("NFD", old),
        lambda old: unicodedata.normalize("NFKC", old),
        str.upper,
        str.swapcase,
        lambda old: old[:cut],
        lambda old: old[:cut] + any_text(chance) + old[cut:],
        lambda old: old.replace(" ", chance.choice(["  ", "\u00a0", "\n", "\u200b"])),
        lambda old: f" {old} ",
        lambda old: old * chance.choice([2, 2000]) if len(old) < 200 else old + old,
    ])  # fmt: skip
    return change(text)


def broken(tree: Any, others: Sequence[Any], chance: random.Random) -> None:  # noqa: ANN401  # the same
    """Change one place of the tree; parts of the trees `others` may come in."""
    container, position = chance.choice(list(places(tree)) or [([""], 0)])
    value = value_at(container, position)
    match chance.choice(["near"] * 8 + ["text", "text", "kind", "swap", "swap", "drop", "double", "key", "many"]):
        case "near":
            leaves = [(c, p) for c, p in places(tree) if isinstance(value_at(c, p), str)] or [([""], 0)]
            container, position = chance.choice(leaves)
            put(container, position, near(value_at(container, position), chance))
        case "text":
            put(container, position, any_text(chance))
        case "kind":
            put(container, position, odd_kind(chance))
        case "swap":
            there, place = chance.choice(list(places(chance.choice(others))) or [([""], 0)])
            put(container, position, deepcopy(value_at(there, place)))
        case "drop":
            del container[position]
        case "double":
            container.insert(chance.randrange(len(container) + 1), deepcopy(container[position]))
        case "key" if isinstance(container, Entries):
            container[position] = (chance.choice([any_text(chance), container[position][0] + "x"]), value)
        case _ if isinstance(value, list) and len(value) < 500:
            put(
                container,
                position,
                type(value)(deepcopy(part) for _ in range(chance.choice([2, 20])) for part in value),
            )
        case _:
            put(container, position, [value])


def spoiled(raw: bytes, chance: random.Random) -> bytes:
    """Change the file as a whole, as another editor, a bad disk or a wrong save would."""
    cut = chance.randrange(len(raw) + 1)
    changes: list[Callable[[bytes], bytes]] = [
        lambda _: b"",
        lambda _: b"\n",
        lambda old: b"\xef\xbb\xbf" + old,
        lambda old: old.decode(errors="replace").encode("utf-16"),
        lambda old: old.decode(errors="replace").encode("cp1258", errors="replace"),
        lambda old: unicodedata.normalize("NFD", old.decode(errors="replace")).encode(),
        lambda old: old.replace(b"\n", b"\r\n"),
        lambda old: old.replace(b"\n", b"\r"),
        lambda old: old.replace(b"\n", b""),
        lambda old: old[:cut],
        lambda old: old[:cut] + b"\0" * 512,
        lambda old: old[:cut] + bytes([chance.randrange(256)]) + old[cut + 1 :],
        lambda old: old[:cut] + old[cut + chance.randrange(2000) :],
        lambda old: old[:cut] + any_text(chance).encode(errors="surrogatepass") + old[cut:],
        lambda old: old + old,
    ]
    return chance.choice(changes)(raw)
