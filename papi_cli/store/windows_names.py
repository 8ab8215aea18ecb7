"""Names that Windows forbids, or quietly takes for something else.

A file called `con.docx` is the console, `a.` is `a`, and `bao:cao` would be a hidden stream of the file `bao`:
https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

from __future__ import annotations

import re
from pathlib import PureWindowsPath

from papi_cli.plan.files.names import DEVICES

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_NULL_DEVICE = "nul"


def name_fault(path: str) -> str:
    """Return what is wrong with a path for Windows, as a Vietnamese clause; "" if nothing is.

    The null device itself is none: what is written there is meant to go nowhere.
    """
    whole = PureWindowsPath(path)
    if path.lower() == _NULL_DEVICE:
        return ""
    if whole.drive and not whole.root:
        return f"sau «{whole.drive}» phải có dấu \\, như {whole.drive}\\{whole.name or 'bao-cao.docx'}"
    return next(filter(None, map(_part_fault, whole.parts[1:] if whole.anchor else whole.parts)), "")


def _part_fault(part: str) -> str:
    if part == "..":
        return ""
    if _FORBIDDEN.search(part):
        return f'tên «{part}» có ký tự mà Windows không nhận (một trong < > : " | ? *)'
    if part[-1] in ". ":
        return f"Windows bỏ dấu chấm, dấu cách ở cuối tên «{part}»"
    if part.partition(".")[0].rstrip().lower() in DEVICES:
        return f"Windows dành tên «{part}» cho một thiết bị"
    return ""
