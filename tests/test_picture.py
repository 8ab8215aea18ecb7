"""The picture in the README shows what the program prints; `python -m tests.picture` redraws it."""

from __future__ import annotations

import re
from html import unescape

from tests.picture import COMMAND, PICTURE, WIDTH, shown
from tests.tree import CHECKOUT

SVG = PICTURE.read_text(encoding="utf-8")
# The colour of each class; each word with its class, position and length.
FILLS = dict(re.findall(r"\.papi-(r\d+) \{ fill: (#[0-9a-f]{6})", SVG))
WORDS = re.findall(
    r'<text class="papi-(r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]*)</text>', SVG
)
CELL = 12.2  # Rich's width of a column


def test_every_word_of_the_screen_is_in_its_place() -> None:
    lines: dict[float, list[tuple[int, str]]] = {}
    for _, x, y, _, word in WORDS:
        lines.setdefault(float(y), []).append((round(float(x) / CELL), unescape(word)))
    screen = [line for line in shown(color=False).splitlines() if line]
    assert [lines[y] for y in sorted(lines)] == [
        [(word.start(), word[0]) for word in re.finditer(r"\S+", line)] for line in screen
    ]
    assert all(float(x) + float(length) <= WIDTH * CELL + 0.1 for _, x, _, length, _ in WORDS)


def test_what_is_overdue_stands_out() -> None:
    signs = {FILLS[style] for style, *_, word in WORDS if word == "!"}
    heads = {FILLS[style] for style, *_, word in WORDS if word == "Mã"}
    assert len(signs) == len(heads) == 1
    assert signs != heads


def test_the_picture_loads_nothing_from_elsewhere() -> None:
    assert set(re.findall(r"https?://[^\s\"')]+", SVG)) == {"http://www.w3.org/2000/svg"}
    assert "@font-face" not in SVG
    assert "<script" not in SVG


def test_the_readme_shows_the_picture_with_its_command() -> None:
    assert f"![{COMMAND}](.github/{PICTURE.name})" in (CHECKOUT / "README.md").read_text(encoding="utf-8")
