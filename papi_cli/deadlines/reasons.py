"""Why a due phrase cannot be read: the sentence that best helps somebody to correct it.

Patterns are searched in tidied match keys without their leading words.
"""

from __future__ import annotations

import re

from papi_cli.deadlines.undated import ONGOING_PATTERN

HINT = "hãy ghi theo mẫu «trước ngày 10/6/2026», «chậm nhất ngày 15/02/2026» hoặc «tháng 3/2026»"
MANY_TIMES = "Cụm từ nêu nhiều thời điểm; hãy tách thành từng mốc, mỗi mốc một thời hạn."

_TIMES = r"(?>ngay \d+(?:(?:/| thang )\d+)?)|(?<![\d/-])\d+[/-]\d+(?:[/-]\d+)?|thang \d+(?:[/-]\d+)?|qu[iy] [ivx\d]+\b"
_GOES_ON = r"(?:thuong xuyen|lien tuc|hang nam|hang quy|hang thang|dinh ky|duy tri|van hanh)"
_ORDINAL = r"(?:nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi|\d+)"
_REASONS: tuple[tuple[str, str], ...] = (
    (
        r"(?:[/-]|\bnam )(?!20\d\d\b)\d{4}\b",
        "Năm ghi trong thời hạn ở ngoài các năm từ 2000 đến 2099; hãy đối chiếu với văn bản và ghi lại năm.",
    ),
    (
        r"\bky hop\b",
        "Cụm từ gắn với kỳ họp mà không ghi ngày; hãy ghi ngày trình hoặc ngày họp khi văn bản đã ấn định.",
    ),
    (
        rf"^{ONGOING_PATTERN}\W",
        "Cụm từ vừa ghi thường xuyên vừa ghi nội dung khác; hãy tách thành từng mốc riêng.",
    ),
    (rf"(?:{_TIMES}).*?[ ,;-](?:{_TIMES})", MANY_TIMES),
    (r"\b(?:ngay|thang|qu[iy]) (?:\d+|[ivx]+)(?:,| va|,? hoac) (?:\d+|[ivx]+)\b", MANY_TIMES),
    (
        rf"(?:\d|qu[iy] [ivx]+)(?:,|;| va| roi| sau do).* (?:{_GOES_ON})",
        (
            "Cụm từ gồm việc có ngày hoàn thành và việc làm tiếp sau đó; hãy tách thành hai mốc, một mốc ghi ngày, "
            "một mốc ghi «thường xuyên» hoặc «hằng năm»."
        ),
    ),
    (
        r"^(?:≤ ?|<= ?|(?:trong|toi da|khong qua)(?: vong| thoi han)? )?(?:\d+ (?:ngay|tuan)(?: lam viec)?|[1-9]\d thang)$",
        f"Cụm từ chỉ nêu độ dài, không nêu tính từ ngày nào; {HINT}.",
    ),
    (
        r"^\d+ thang(?: (?:dau|cuoi) nam)?\b|^(?:ca )?nam$|^(?:thang|qu[iy])(?:(?:,| va) (?:qu[iy]|\d+ thang|(?:ca )?nam))*$",
        f"Cụm từ chỉ nêu kỳ số liệu, không nêu thời hạn; {HINT}.",
    ),
    (
        r"\bngay \d+$",
        f"Thời hạn có ngày mà thiếu tháng; {HINT}.",
    ),
    (
        r"\bnua (?:dau|cuoi) (?:cua )?nam\b",
        "Cụm từ nêu nửa năm; hãy ghi theo tháng: «trong 6 tháng đầu năm» hoặc «trong 6 tháng cuối năm».",
    ),
    (
        r"^(?:bat dau |ke )?(?:tu|sau) (?!.* den )(?:sau )?(?:ngay |thang |qu[iy] |nam |dau |giua |cuoi )*[ivx\d]",
        (
            "Cụm từ chỉ nêu thời điểm bắt đầu, không nêu thời hạn; hãy ghi thêm «đến …», hoặc ghi «từ … trở đi» "
            "nếu là việc thường xuyên."
        ),
    ),
    (
        r"\bthang thu (?:nhat|hai|ba)\b",
        "Cụm từ đếm tháng trong quý; hãy ghi đủ các ngày: «ngày 20/02, 20/5, 20/8 và 20/11 hằng năm».",
    ),
    (
        rf"\b(?:ngay|tuan)(?: lam viec)? thu {_ORDINAL}\b",
        f"Cụm từ đếm ngày, tuần theo thứ tự, không ghi ngày nào; {HINT}.",
    ),
    (
        r"\b(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat)\b",
        f"Tên thứ trong tuần không xác định được ngày; {HINT}.",
    ),
)


def reason_unreadable(text: str) -> str:
    """Return the reason that best helps somebody to correct the phrase."""
    reasons = (reason for pattern, reason in _REASONS if re.search(pattern, text, re.ASCII))
    return next(reasons, f"Không hiểu chắc chắn cụm từ thời hạn; {HINT}.")
