"""The pictures of a Word document, as DrawingML in the line."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape
from itertools import count

# English Metric Units, in which drawings are measured, per twip.
_EMU = 635
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


class Pictures:
    """The pictures of a document, which `embed` adds to its package; it returns the id of the relationship."""

    def __init__(self, embed: Callable[[bytes], str]) -> None:
        self._embed = lru_cache(maxsize=None)(embed)
        self._numbers = count(1)

    def run(self, png: bytes, width: int, height: int, words: str) -> str:
        """Return a run with a picture in the line, `width` by `height` twips; `words` are its text alternative."""
        number, target = next(self._numbers), self._embed(png)
        extent = f'cx="{width * _EMU}" cy="{height * _EMU}"'
        # A picture without words says nothing that the text beside it does not.
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
            f'<wp:docPr id="{number}" name="Hình {number}" descr="{escape(words)}"/>'
            f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="Hình {number}"/>'
            f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{target}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )
