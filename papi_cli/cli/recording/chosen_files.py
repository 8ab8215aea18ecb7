"""The files that `papi record --from` names: themselves, and those of the right kind in the folders among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from papi_cli.problems import Misuse
from papi_cli.store.reading import list_input_folder
from papi_cli.views.other_texts import OTHER_TEXTS

STDIN = "-"
DOCUMENT_SUFFIXES = (".docx", ".html", ".htm", ".md")
# With those that are refused in a sentence: whoever sent one of them has sent a sheet.
FOLDER_SHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")
# Excel saves its "Unicode Text" as .txt, which in a folder is mostly somebody's note: it is read only where it is named.
SHEET_SUFFIXES = (*FOLDER_SHEET_SUFFIXES, ".txt")


class ChosenFiles(NamedTuple):
    """The files to read, each once, and by each folder that was named what lies in it besides."""

    files: tuple[str, ...]
    strays: Mapping[str, tuple[str, ...]]


def is_document(name: str) -> bool:
    """Return whether a file is by its name a text, not a sheet; some are refused in a sentence, in folders passed over."""
    return PurePath(name).suffix.lower() in (*DOCUMENT_SUFFIXES, *OTHER_TEXTS)


def choose_files(names: Sequence[str], suffixes: Sequence[str]) -> ChosenFiles:
    """Return the files that `names` stand for; of folders, those directly in it whose names end as `suffixes` say.

    What hides there, and what office programs lay beside an open file (`~$a.xlsx`), is none of them. Raises Failure for
    a folder that cannot be read, Misuse for standard input beside other files.
    """
    if STDIN in names and len(names) > 1:
        raise Misuse("--from: «-» (đọc từ đầu vào) không đi cùng tệp khác.")
    files: list[str] = []
    strays: dict[str, tuple[str, ...]] = {}
    for name in names:
        entries = list_input_folder(Path(name)) if name != STDIN else None
        if entries is None:
            files.append(name)
            continue
        taken = [entry for entry in entries.files if _is_taken(entry, suffixes)]
        files += (str(Path(name) / entry) for entry in taken)
        strays[name] = tuple(entry for entry in (*entries.files, *entries.others) if entry not in taken)
    return ChosenFiles(tuple(dict.fromkeys(files)), strays)


def _is_taken(name: str, suffixes: Sequence[str]) -> bool:
    return not name.startswith((".", "~$")) and PurePath(name).suffix.lower() in suffixes
