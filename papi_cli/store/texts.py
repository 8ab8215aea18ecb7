"""What documents are made of besides plan and log: templates, the base of Word documents, what people write."""

from __future__ import annotations

from collections.abc import Mapping

from papi_cli.problems import BrokenText
from papi_cli.store.places import PLAN, TEMPLATES, packaged_root
from papi_cli.store.sources import Source

_WORD_BASE = "document.docx"


def read_templates(source: Source) -> Mapping[str, str]:
    """Return the templates by file name: the packaged ones, and over them those beside the plan."""
    root = packaged_root()
    found = {path.name: path.read_bytes() for path in (root / TEMPLATES).glob("*.j2")}
    found |= {path.rpartition("/")[2]: raw for path, raw in source.read(TEMPLATES, ".j2", deep=False)}
    return {name: _decoded(f"{TEMPLATES}/{name}", raw) for name, raw in found.items()}


def read_word_base(source: Source) -> bytes:
    """Return the Word document whose styles and page set-up documents take: that beside the plan, else the packaged."""
    for _, raw in source.read(TEMPLATES, _WORD_BASE, deep=False):
        return raw
    return (packaged_root() / TEMPLATES / _WORD_BASE).read_bytes()


def read_narrative(source: Source, folder: str) -> Mapping[str, str]:
    """Return what people wrote for a report in its narrative_folder, by section, each a file `<section>.md`."""
    return {
        path.rpartition("/")[2].removesuffix(".md"): _decoded(path, raw)
        for path, raw in source.read(folder, ".md", deep=False)
    }


def narrative_folder(period: str, agency: str) -> str:
    """Return the folder, relative to the plan's, of what people write for a report."""
    return f"{PLAN}/narrative/{period}/{agency}"


def _decoded(path: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenText(f"{path}: tệp không phải là văn bản UTF-8. Lưu lại với bảng mã UTF-8.") from error
