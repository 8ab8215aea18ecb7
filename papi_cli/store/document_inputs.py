"""Read what documents are made of besides plan and log: templates, the Word base document, narrative texts."""

from __future__ import annotations

from collections.abc import Mapping

from papi_cli.problems import UnusableText
from papi_cli.store.locations import PLAN_FOLDER, TEMPLATE_FOLDER, packaged_root
from papi_cli.store.sources import Source

_WORD_BASE = "document.docx"


def read_templates(source: Source) -> Mapping[str, str]:
    """Return the templates by file name. Those beside the plan replace packaged ones of the same name."""
    root = packaged_root()
    templates = {path.name: path.read_bytes() for path in (root / TEMPLATE_FOLDER).glob("*.j2")}
    templates |= {path.rpartition("/")[2]: raw for path, raw in source.read(TEMPLATE_FOLDER, ".j2", deep=False)}
    return {name: _decode(f"{TEMPLATE_FOLDER}/{name}", raw) for name, raw in templates.items()}


def read_word_base(source: Source) -> bytes:
    """Return the Word file that gives documents their styles and page set-up: the plan's own, else the packaged one."""
    for _, raw in source.read(TEMPLATE_FOLDER, _WORD_BASE, deep=False):
        return raw
    return (packaged_root() / TEMPLATE_FOLDER / _WORD_BASE).read_bytes()


def read_narrative(source: Source, folder: str) -> Mapping[str, str]:
    """Return the texts that people wrote for a report, by section: the files `<section>.md` of its narrative folder."""
    return {
        path.rpartition("/")[2].removesuffix(".md"): _decode(path, raw)
        for path, raw in source.read(folder, ".md", deep=False)
    }


def narrative_folder(period: str, agency: str) -> str:
    """Return the folder of the texts for one report, relative to the folder that holds `plan/`."""
    return f"{PLAN_FOLDER}/narrative/{period}/{agency}"


def _decode(path: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableText(f"{path}: tệp không phải là văn bản UTF-8. Lưu lại với bảng mã UTF-8.") from error
