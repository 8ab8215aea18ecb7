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
    errno.ENAMETOOLONG: "tên hoặc đường dẫn quá dài",
    errno.E2BIG: "câu lệnh quá dài",
    errno.EILSEQ: "hệ thống tệp không nhận tên tệp này",
    errno.ELOOP: "các liên kết dẫn vòng quanh",
    errno.ENOMEM: "không đủ bộ nhớ",
    errno.EAGAIN: "hệ thống đang bận hoặc đã hết mức cho phép, thử lại sau",
    errno.EMFILE: "đã mở quá nhiều tệp cùng lúc",
    errno.ENFILE: "đã mở quá nhiều tệp cùng lúc",
    errno.EBUSY: "đang có chương trình khác dùng",
    errno.ETXTBSY: "đang có chương trình khác dùng",
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


def os_reason(error: OSError) -> str:
    """Return why the system refused, as a Vietnamese clause without a full stop."""
    return _REASONS.get(error.errno or 0, f"lỗi hệ thống số {error.errno}")
