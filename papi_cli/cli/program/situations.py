"""What the machine lacks, as sentences: memory, files, threads, a part of the program.

Such an error may come from any line, so that only the door can catch all of them, or `papi_cli.cli` where the door itself
cannot be imported. Nothing is imported here that is not small.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from papi_cli.cli.program.interruptions import ignore, is_interruption
from papi_cli.problems import ExitCode
from papi_cli.store.os_errors import os_reason

_NO_MEMORY = "Không đủ bộ nhớ để làm tiếp. Đóng bớt chương trình khác hoặc nới giới hạn bộ nhớ rồi chạy lại."
# What the interpreter says where C code found no memory and did not say so.
_UNTOLD = ("without setting an exception", "without setting any exception", "error return without exception set")
_NO_THREADS = ("can't start new thread", "can't allocate lock")


def situation_sentence(error: BaseException) -> str:
    """Return the sentence for an error whose cause is the machine; "" for any other, which is a bug."""
    match error:
        case MemoryError():
            return _NO_MEMORY
        case OSError() if error.errno is not None:
            place = f" {error.filename!s}" if isinstance(error.filename, str) else ""
            return f"Không đọc hoặc không ghi được{place}: {os_reason(error)}."
        case UnicodeEncodeError() if error.encoding == sys.getfilesystemencoding() != "utf-8":
            return f"Máy đang đặt bảng mã {error.encoding}, không viết được tên tệp có dấu. Đặt biến PYTHONUTF8=1 rồi chạy lại."
        case ImportError() if error.path and not error.path.endswith(".py"):
            return (
                f"Không nạp được thư viện {error.name or error.path}: thiếu bộ nhớ hoặc bản cài đặt bị hỏng. Nới giới hạn "
                "bộ nhớ hoặc cài lại papi."
            )
        case SystemError() if any(words in str(error) for words in _UNTOLD):
            return _NO_MEMORY
        case RuntimeError() if str(error) in _NO_THREADS:
            return "Hệ thống không cho thêm luồng xử lý. Đóng bớt chương trình khác rồi chạy lại."
    return ""


def _say(words: bytes) -> None:
    """Write to stderr; past Python's stream, if there is one, a Windows console would read the bytes in its code page."""
    if sys.stderr is None:
        os.write(2, words)
    else:
        sys.stderr.buffer.write(words)
        sys.stderr.buffer.flush()


def early_end(error: BaseException) -> int:
    """Return the exit code for an error before or after the door; say what the machine lacks, raise a bug again."""
    if is_interruption(error):
        ignore()
        return ExitCode.INTERRUPTED
    if not (sentence := situation_sentence(error)):
        raise error
    with suppress(OSError):
        _say(f"{sentence}\n".encode(errors="replace"))
    return ExitCode.SITUATION
