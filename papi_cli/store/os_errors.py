"""Vietnamese reasons for the errors of the operating system."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EISDIR: "đây là một thư mục",
    errno.ENOTDIR: "một phần của đường dẫn không phải là thư mục",
    errno.EEXIST: "đã có tệp cùng tên",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EFBIG: "tệp vượt quá dung lượng cho phép",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EDQUOT: "đã hết hạn mức lưu trữ",
    errno.EIO: "ổ đĩa báo lỗi đọc, ghi",
    errno.EBADF: "đã đóng hoặc chỉ cho đọc",
    errno.ENOLCK: "hệ thống tệp không khóa được tệp",
    errno.ENOSYS: "hệ thống tệp không hỗ trợ",
    errno.ENOTSUP: "hệ thống tệp không hỗ trợ",
    errno.EOPNOTSUPP: "hệ thống tệp không hỗ trợ",
    errno.EINVAL: "hệ thống tệp không hỗ trợ",
    errno.ESTALE: "thư mục trên máy khác đã thay đổi",
}


def os_reason(error: OSError) -> str:
    """Return why the system refused, as a Vietnamese clause without a full stop."""
    return _REASONS.get(error.errno or 0, f"lỗi hệ thống số {error.errno}")
