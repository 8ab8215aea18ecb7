"""The picture in the README: `papi overdue --as-of 2026-06-10` of the shipped plan on a terminal of 120 columns.

    python -m tests.picture

redraws it. Rich makes the SVG; each word is then placed on its own, so that the columns line up in whatever fixed-width
font the reader has, and no font is loaded from elsewhere.
"""

from __future__ import annotations

import re
from datetime import date
from html import escape, unescape
from io import StringIO

from rich.console import Console
from rich.text import Text

from papi_cli.render import terminal
from papi_cli.states import judge
from papi_cli.views.asked import Asked
from papi_cli.views.lists import Arrangement
from papi_cli.views.obligations import Selection
from papi_cli.views.overdue import find_overdue
from tests.tree import CHECKOUT, shipped_plan

PICTURE = CHECKOUT / ".github" / "overdue.svg"
COMMAND = "papi overdue --as-of 2026-06-10"
WIDTH = 120

# Fixed-width fonts with all Vietnamese letters, of Windows, macOS and Linux.
_FONTS = "Consolas, Menlo, 'DejaVu Sans Mono', 'Noto Sans Mono', 'Liberation Mono', monospace"
_TEXT = re.compile(
    r'<text class="(?P<style>[^"]*)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="(?P<length>[\d.]+)"'
    r"(?P<rest>[^>]*)>(?P<text>[^<]*)</text>"
)


def shown(*, color: bool) -> str:
    """Return the screen for an empty log, so that the picture depends on the plan alone."""
    states = judge(shipped_plan(), (), as_of=date(2026, 6, 10), known_at=None)
    page = find_overdue([Asked(states, Selection())], Arrangement()).page()
    return terminal.render(page, width=WIDTH, color=color)


def drawn() -> str:
    """Return the picture as SVG."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.from_ansi(shown(color=True)), no_wrap=True, crop=False)
    svg = console.export_svg(title=COMMAND, unique_id="papi")
    svg = re.sub(r"\s*@font-face \{.*?\}|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;]*;", f"font-family: {_FONTS};", svg)
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{COMMAND}" ', 1)
    return "\n".join(line.rstrip() for line in _TEXT.sub(_word_by_word, svg).splitlines()) + "\n"


def _word_by_word(run: re.Match[str]) -> str:
    """Return a run of text in one style as one element per word, each at its own column."""
    text = unescape(run["text"])
    cell = float(run["length"]) / len(text)
    return "".join(
        f'<text class="{run["style"]}" x="{float(run["x"]) + word.start() * cell:.1f}" y="{run["y"]}" '
        f'textLength="{len(word[0]) * cell:.1f}"{run["rest"]}>{escape(word[0], quote=False)}</text>'
        for word in re.finditer(r"[^\s\xa0]+", text)
    )


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
