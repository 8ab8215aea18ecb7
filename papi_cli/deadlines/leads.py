"""The words before a limit or a span that say what is done, made or sent, and nothing about the day.

The vocabulary is closed, because free words may change the meaning: "rà soát văn bản không ban hành trước ngày …",
"số 6/2026", "quá ngày …". Texts are tidied match keys.
"""

from __future__ import annotations

import re

_PLAIN_WORDS = (
    "va|can|phai|hoan thanh|hoan tat|ket thuc|xong|ban hanh|thuc hien|trien khai|to chuc|trinh|gui|nop|ap dung"
    "|thoi gian|thoi diem|thoi han|han (?:nop|gui|cuoi|chot)|han|moc|tien do|du kien|ngay(?= trong )"
    "|xay dung|tham muu|soan thao|hoan thien|tham dinh|xem xet|thong qua|cho y kien|theo doi|dien ra"
    "|phan dau|toan bo|dut diem|dua vao (?:su dung|van hanh|khai thac)|nghiem thu|ban giao"
    r"|ky (?:ban hanh|duyet|ket)|ky(?=,? (?:truoc|(?:cham|muon) nhat) )"
)
_REPORT_WORDS = "bao cao|so lieu|so ket|tong ket|tong hop|tinh hinh"
_PRODUCT_WORDS = (
    "ke hoach|cong van|van ban|quyet dinh|nghi quyet|chuong trinh|de an|du thao|to trinh|thong bao"
    "|huong dan|tai lieu|de cuong|ket luan|phieu|san pham|hoi nghi|tap huan|khao sat|danh gia"
    "|kiem tra|giam sat|don doc|chi dao|ket qua|phe duyet|cong bo|ra soat|cap nhat|lay y kien|sua doi|bo sung|nhiem vu|(?:cong )?viec"
)

# Whom something is sent to. "so" and "qua" alone never count: they are also "số" (a number) and "quá" (past a day).
_MINISTRY = (
    "noi vu|tai chinh|tu phap|y te|cong thuong|xay dung|giao duc va dao tao|khoa hoc va cong nghe"
    "|nong nghiep va moi truong|van hoa, the thao va du lich|dan toc va ton giao"
)
BODY = (
    rf"(?:so|bo) (?:{_MINISTRY})|thanh tra (?:tinh|thanh pho|chinh phu)|chinh phu|thu tuong chinh phu|tinh uy|thanh uy|dang uy"
    r"|ban thuong vu(?: (?:tinh|thanh|dang) uy)?|(?:cap|co quan|nguoi) (?:co )?tham quyen|co quan (?:thuong truc|chu tri)"
    r"|(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan)(?: (?:tinh|thanh pho|xa|phuong|dac khu|cac cap|cap (?:tinh|xa)))?"
)
_RECIPIENT = (
    rf"\(?(?:(?:ve|den|cho|qua|len|toi) )?(?:(?:pho )?chu tich |lanh dao |thuong truc |van phong )*(?:{BODY})\b\)?"
)
_LEAD = rf"(?:(?:{_RECIPIENT}|(?:{_PLAIN_WORDS}|{_REPORT_WORDS}|{_PRODUCT_WORDS})\b)(?:[,:;]? |-|[,:;]?$))*+"
_SENDING_WORD = rf"(?:{_RECIPIENT}|(?:gui|nop|trinh|tong hop|bao cao(?: ket qua(?: thuc hien)?)?|xong)\b)"
_SENDING = rf"(?:{_SENDING_WORD}[,:;]? )*"
# The same behind the day: "trước ngày 10/6/2026 về Sở Y tế".
SENT_TO = rf"(?:{_SENDING_WORD},? )*{_SENDING_WORD}"
# "rà soát văn bản ban hành trước ngày …" tells which documents, not by when.
_OF_AN_OBJECT = (
    r"\b(?:ra soat|tong hop|cap nhat|sua doi|bo sung)\b.*\b(?:van ban|quyet dinh|nghi quyet|ke hoach|chuong trinh"
    r"|de an|thong bao|huong dan) (?:ky )?(?:ban hanh|trinh|gui|phe duyet|thong qua) $"
)


def split_lead(text: str) -> tuple[str, str]:
    """Return the leading words of the text, "" if it has none, and the rest."""
    match = re.match(_LEAD, text)
    lead = match.group() if match else ""
    return lead, text[len(lead) :]


def is_about_sending(words: str) -> bool:
    """Return whether leading words, "" too, say no more than that something is sent, and to whom."""
    return re.fullmatch(_SENDING, words) is not None


def leaves_open_what_is_due(lead: str) -> bool:
    """Return whether a day behind the leading words may be that of something that they only name."""
    return re.search(_OF_AN_OBJECT, lead) is not None


def names_only_bodies(lead: str) -> bool:
    """Return whether the leading words name agencies and no work: "UBND tỉnh 2026"."""
    return re.fullmatch(rf"(?:{_RECIPIENT}(?:[,:;]? |-))+", lead) is not None


def names_report(lead: str) -> bool:
    """Return whether the leading words name a report, whose period may stand before its due day."""
    return re.search(rf"\b(?:{_REPORT_WORDS})\b", lead) is not None


def names_product(lead: str) -> bool:
    """Return whether the leading words name a product other than a report."""
    return re.search(rf"\b(?:{_PRODUCT_WORDS})\b", lead) is not None
