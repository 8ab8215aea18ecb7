"""Write the file of a new amendment beside those that are there; how they are read: `store/reading.py`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from papi_cli.plan.files.names import MAX_FILE_ID, is_amendment_code
from papi_cli.problems import Failure, Misuse
from papi_cli.store.files import find_folder
from papi_cli.store.locations import AMENDMENT_FOLDER
from papi_cli.store.log_lock import locked_log
from papi_cli.store.writing import write_missing
from papi_cli.text import nfc, slug


def find_new_amendment(root: Path, code: str) -> str:
    """Return the path, below the plan's folder `root`, of the file of a new amendment.

    Raises Misuse for a code that names no file on every system, Failure for one that is taken or if a link leads there.
    """
    if not is_amendment_code(code):
        better = f" Ví dụ: {slug(code)}." if is_amendment_code(slug(code)) else ""
        raise Misuse(
            f"«{nfc(code)}» không làm tên tệp văn bản sửa đổi được: chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, không "
            f"quá {MAX_FILE_ID} ký tự.{better}"
        )
    path = f"{AMENDMENT_FOLDER}/{code}.yaml"
    if find_folder(root, AMENDMENT_FOLDER) and os.path.lexists(root / path):
        raise _taken(path)
    return path


def write_amendment(root: Path, code: str, content: bytes, *, while_waiting: Callable[[], None] = lambda: None) -> str:
    """Write the file of a new amendment, whole or not at all, and return its path below the plan's folder `root`.

    Raises as `find_new_amendment` does, and Failure if the system refuses or others keep the lock of the log, without
    which a merge of `papi sync` could come between. `while_waiting` is called once if that takes longer than a moment.
    """
    path = find_new_amendment(root, code)
    with locked_log(root, while_waiting, undone="Chưa ghi gì"):
        if not write_missing(root, AMENDMENT_FOLDER, {f"{code}.yaml": content}):
            raise _taken(path)
    return path


def _taken(path: str) -> Failure:
    return Failure(f"Đã có tệp {path}. Đặt mã khác, hoặc sửa ngay trong tệp ấy.")
