"""Read what documents are made of besides plan and log: templates, the Word base document, narrative texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from papi_cli.problems import Failure, UnusableText
from papi_cli.store.files import is_hidden
from papi_cli.store.locations import PLAN_FOLDER, TEMPLATE_FOLDER, packaged_root
from papi_cli.store.os_errors import os_reason
from papi_cli.store.sources import Source
from papi_cli.text import with_lf

_TEXT_SUFFIX = ".j2"
_WORD_BASE = "document.docx"
_MAX_TEXT_BYTES = 1_000_000  # some 300 pages; reading a text of Markdown may take a thousand times its bytes


class TemplateFiles(NamedTuple):
    """The files in force by name: the templates of texts, and the Word file that gives styles and page set-up."""

    raw: Mapping[str, bytes]

    @property
    def word_base(self) -> bytes:
        """The Word file."""
        return self.raw[_WORD_BASE]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 over name, size and bytes of each file, sorted by name, with line ends of texts as LF."""
        checksum = hashlib.sha256()
        for name, raw in sorted(self.raw.items()):
            content = with_lf(raw) if name.endswith(_TEXT_SUFFIX) else raw
            checksum.update(f"{name}\0{len(content)}\0".encode() + content)
        return checksum.hexdigest()

    def texts(self) -> Mapping[str, str]:
        """Return the templates of texts by name; raises UnusableText for one that is not UTF-8."""
        return {
            name: _decode(f"{TEMPLATE_FOLDER}/{name}", raw)
            for name, raw in self.raw.items()
            if name.endswith(_TEXT_SUFFIX)
        }


def read_template_files(source: Source) -> TemplateFiles:
    """Return the templates in force: those beside the plan replace packaged ones of the same name."""
    own = {path.rpartition("/")[2]: raw for path, raw in own_templates(source).items()}
    return TemplateFiles(_packaged_templates() | own)


def own_templates(source: Source) -> Mapping[str, bytes]:
    """Return the templates beside the plan by their paths."""
    read = source.read(TEMPLATE_FOLDER, (_TEXT_SUFFIX, f"/{_WORD_BASE}"), deep=False)
    return {path: raw for path, raw in read if not is_hidden(path)}


def _named(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file that is not hidden."""
    for path, raw in files:
        if not is_hidden(path):
            yield path.rpartition("/")[2], raw


def _packaged_templates() -> dict[str, bytes]:
    """Return the packaged templates by name; an installation may consist of links."""
    folder = packaged_root() / TEMPLATE_FOLDER
    try:
        texts = [path for path in folder.iterdir() if path.suffix == _TEXT_SUFFIX]
        return {path.name: path.read_bytes() for path in (*texts, folder / _WORD_BASE)}
    except OSError as error:
        raise Failure(f"Không đọc được các mẫu văn bản đi kèm chương trình: {os_reason(error)}.") from error


def read_narrative(source: Source, folder: str) -> Mapping[str, str]:
    """Return the texts that people wrote for a report, by section: the files `<section>.md` of its narrative folder."""
    return {
        name.removesuffix(".md"): _decode(f"{folder}/{name}", raw)
        for name, raw in _named(source.read(folder, ".md", deep=False))
    }


def read_narrative_of_all(source: Source, period: str) -> Mapping[str, Mapping[str, str]]:
    """Return the texts that people wrote for the reports on a period, by agency (id) and section."""
    texts: dict[str, dict[str, str]] = {}
    top = narrative_folder(period, "")
    for path, raw in source.read(top.rstrip("/"), ".md", deep=True):
        agency, _, name = path.removeprefix(top).partition("/")
        if name and "/" not in name and not is_hidden(path):
            texts.setdefault(agency, {})[name.removesuffix(".md")] = _decode(path, raw)
    return texts


def narrative_folder(period: str, agency: str) -> str:
    """Return the folder of the texts for one report, relative to the folder that holds `plan/`."""
    return f"{PLAN_FOLDER}/narrative/{period}/{agency}"


def _decode(path: str, raw: bytes) -> str:
    if len(raw) > _MAX_TEXT_BYTES:
        raise UnusableText(f"{path}: dài hơn 1 MB. Rút ngắn, hoặc đưa phần chi tiết vào tài liệu kèm theo.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableText(f"{path}: tệp không phải là văn bản UTF-8. Lưu lại với bảng mã UTF-8.") from error
