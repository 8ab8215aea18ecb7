"""Programs, fonts and validators that some tests need; a test that names its needs is skipped only where one is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest


class Need(NamedTuple):
    """Something outside of Python: its name in the reason of a skip, and whether this machine has it."""

    name: str
    is_met: Callable[[], bool]


def _program(name: str) -> Need:
    return Need(name, lambda: shutil.which(name) is not None)


def _runs(*command: str) -> bool:
    return shutil.which(command[0]) is not None and subprocess.run(command, check=False).returncode == 0


def _libreoffice(part: str, library: str) -> Need:
    """Return a part of LibreOffice; `soffice` is there without any of them, so its library is looked for beside it."""

    def is_met() -> bool:
        soffice = shutil.which("soffice")
        if soffice is None:
            return False
        beside = Path(soffice).resolve().parent
        return any((beside / name).exists() for name in (f"{library}.so", f"../Frameworks/{library}.dylib"))

    return Need(f"LibreOffice {part}", is_met)


@cache
def _has_vietnamese_serif() -> bool:
    if shutil.which("fc-list") is None:
        return False
    pattern = ":lang=vi:family=Liberation Serif"
    return bool(subprocess.run(["fc-list", pattern], check=True, capture_output=True).stdout.strip())


CALC = _libreoffice("Calc", "libsclo")
WRITER = _libreoffice("Writer", "libswlo")
STRACE = Need("strace that may trace", lambda: _runs("strace", "-o", os.devnull, "true"))
PDFTOTEXT = _program("pdftotext")
PDFTOCAIRO = _program("pdftocairo")
PDFINFO = _program("pdfinfo")
# It has the widths of Times New Roman: in another font lines and pages break elsewhere. Where LibreOffice takes single
# letters from another font, pdftotext splits words there.
VIETNAMESE_SERIF = Need("Liberation Serif with Vietnamese letters", _has_vietnamese_serif)


def _package(name: str) -> Need:
    return Need(name.replace("_", "-"), lambda: find_spec(name) is not None)


def _browser() -> str | None:
    """Return the program of Chromium under one of its names."""
    return next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)


BROWSER = Need("Chromium", lambda: _browser() is not None)
OPENXML_AUDIT = _package("openxml_audit")
# Only the script that it carries is read: nothing of it, nor of Playwright, is imported.
AXE = _package("axe_playwright_python")


def needs(*needs: Need) -> pytest.MarkDecorator:
    """Return the mark that skips a test if a need is not met, unless PAPI_REQUIRE_LIBREOFFICE forbids skipping."""
    missing = [need.name for need in needs if not need.is_met()]
    required = bool(os.environ.get("PAPI_REQUIRE_LIBREOFFICE"))
    return pytest.mark.skipif(bool(missing) and not required, reason=f"not installed here: {', '.join(missing)}")


def convert_with_libreoffice(path: Path, kind: str, folder: Path, *, options: str = "") -> Path:
    """Save the file in another format under the same name in `folder`; return the new file.

    `kind` is the new suffix without its dot, `options` are those of the export filter.
    """
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    convert = ["--convert-to", f"{kind}:{options}" if options else kind, "--outdir", str(folder), str(path)]
    run = subprocess.run(["soffice", profile, "--headless", *convert], check=False, capture_output=True, timeout=300)
    saved = folder / f"{path.stem}.{kind}"
    assert saved.exists(), run
    return saved


def axe_script() -> str:
    """Return the source of axe."""
    package = find_spec("axe_playwright_python")
    assert package is not None, "install it as .ci/run does"
    assert package.origin is not None
    return Path(package.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def browse(page: Path, *options: str) -> str:
    """Let Chromium open a page until nothing happens any more, with `--dump-dom` or `--print-to-pdf=…`; return its output."""
    browser = _browser()
    assert browser is not None, "install chromium as .ci/run does"
    # In containers root has no sandbox, and shared memory is small.
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    profile = f"--user-data-dir={page.parent / 'profile'}"
    command = [browser, *quiet, profile, "--virtual-time-budget=300000", *options, page.as_uri()]
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout.decode()
