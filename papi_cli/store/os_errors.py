"""Vietnamese reasons for the errors of the operating system."""

from __future__ import annotations

import errno
import os
from typing import Final

ON_WINDOWS: Final = os.name == "nt"

_OPEN_ELSEWHERE = "tệp đang mở trong một chương trình khác, như Word hoặc Excel; đóng lại rồi thử lại"

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
    errno.ENAMETOOLONG: "tên hoặc đường dẫn quá dài",
    errno.E2BIG: "câu lệnh quá dài",
    errno.EILSEQ: "hệ thống tệp không nhận tên tệp này",
    errno.ELOOP: "các liên kết dẫn vòng quanh",
    errno.ENOMEM: "không đủ bộ nhớ",
    errno.EAGAIN: "hệ thống đang bận hoặc đã hết mức cho phép, thử lại sau",
    errno.EMFILE: "đã mở quá nhiều tệp cùng lúc",
    errno.ENFILE: "đã mở quá nhiều tệp cùng lúc",
    errno.EBUSY: "đang có chương trình khác dùng",
    errno.ETXTBSY: _OPEN_ELSEWHERE,
    errno.ENOTEMPTY: "thư mục không trống",
    errno.EXDEV: "hai nơi nằm trên hai ổ đĩa khác nhau",
    errno.ENXIO: "thiết bị không sẵn sàng",
    errno.ENODEV: "thiết bị không sẵn sàng",
    errno.EPIPE: "bên nhận đã đóng",
    errno.ETIMEDOUT: "hết thời gian chờ",
    errno.ENOTCONN: "mất kết nối với máy giữ tệp",
    errno.EHOSTDOWN: "mất kết nối với máy giữ tệp",
    errno.EHOSTUNREACH: "mất kết nối với máy giữ tệp",
}

# What Windows tells apart and `errno` does not:
# https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499-
_WINDOWS_REASONS = {
    21: "thiết bị không sẵn sàng",
    32: _OPEN_ELSEWHERE,
    33: _OPEN_ELSEWHERE,
    39: "ổ đĩa đã đầy",
    53: "không tới được máy giữ tệp",
    59: "mất kết nối với máy giữ tệp",
    64: "mất kết nối với máy giữ tệp",
    67: "không tới được máy giữ tệp",
    123: "tên có ký tự mà Windows không nhận",
    161: "tên có ký tự mà Windows không nhận",
    206: "tên hoặc đường dẫn quá dài",
    267: "một phần của đường dẫn không phải là thư mục",
    362: "tệp còn ở trên mạng và OneDrive không chạy",
    1224: _OPEN_ELSEWHERE,
}


def os_reason(error: OSError) -> str:
    """Return why the system refused, as a Vietnamese clause without a full stop."""
    if reason := _WINDOWS_REASONS.get(getattr(error, "winerror", None) or 0):
        return reason
    if ON_WINDOWS and error.errno == errno.EACCES:
        return "không có quyền, hoặc một chương trình khác đang mở"
    return _REASONS.get(error.errno or 0, f"lỗi hệ thống số {error.errno}")
