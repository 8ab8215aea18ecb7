"""The styles of the Word base document by the names that Word shows; their look is set in that document."""

from __future__ import annotations

from enum import StrEnum


class Style(StrEnum):
    """The role of a paragraph or table, and the name of its style."""

    BODY = "Nội dung"
    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    ITEM = "Dòng liệt kê"
    # LibreOffice marks it in PDF only under this name, with a capital; Word takes either.
    CAPTION = "Caption"
    TABLE = "Bảng số liệu"
    TABLE_HEAD = "Bảng - tên cột"
    TABLE_TEXT = "Bảng - nội dung"
    NOTE = "Ghi chú dưới bảng"

    LAYOUT_TABLE = "Bảng không kẻ"
    SUPERIOR = "Cơ quan chủ quản"
    ISSUER = "Cơ quan ban hành"
    NATION = "Quốc hiệu"
    MOTTO = "Tiêu ngữ"
    RULE = "Đường kẻ"
    NUMBER = "Số ký hiệu"
    DATELINE = "Địa danh thời gian"
    LETTER_SUBJECT = "Trích yếu công văn"
    TITLE = "Tên loại văn bản"
    SUBJECT = "Trích yếu"
    SUBJECT_RULE = "Đường kẻ dưới trích yếu"
    SALUTATION = "Kính gửi"
    SALUTATION_HEAD = "Kính gửi nhiều nơi"
    ADDRESSEE = "Nơi kính gửi"

    RECIPIENTS = "Nơi nhận"
    RECIPIENT = "Dòng nơi nhận"
    SIGNER = "Chức vụ người ký"
    SIGNER_NAME = "Họ tên người ký"

    ANNEX_LABEL = "Phụ lục"
    ANNEX_TITLE = "Tên phụ lục"
    ANNEX_LINE = "Dòng kèm theo"
    SPACER = "Đoạn đệm"
    PROVENANCE = "Nguồn dữ liệu"
    PAGE_NUMBER = "Số trang"
