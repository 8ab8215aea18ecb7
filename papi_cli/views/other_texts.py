"""Files of which nothing can be recorded, because they do not hold what papi puts into its documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

# Texts of formats that cannot hold it, by the end of their names.
OTHER_TEXTS: Mapping[str, str] = {
    ".odt": "văn bản dạng OpenDocument",
    ".doc": "văn bản Word kiểu cũ",
    ".rtf": "văn bản RTF",
    ".pdf": "tệp PDF",
}


def no_data_sentence(name: str) -> str:
    """Return that a file carries nothing of what papi puts into its documents, and in which format it must be saved."""
    suffix = PurePath(name).suffix.lower()
    if kind := OTHER_TEXTS.get(suffix):
        return (
            f"Tệp {name} là {kind} ({suffix}), không mang dữ liệu gốc mà papi ghi kèm. Mở tệp Word (.docx) do papi lập, điền "
            "vào đó rồi lưu dạng Word (.docx)."
        )
    return f"Tệp {name} không mang dữ liệu gốc mà papi ghi kèm, hoặc dữ liệu ấy đã hỏng."
