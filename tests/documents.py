"""Texts of documents for the tests: a report with annexes, a letter, the report of a commune, with invented figures."""

from __future__ import annotations

import re

from papi_cli.documents.metadata import DocumentMetadata
from papi_cli.text import forbidden_signs

METADATA = DocumentMetadata(
    (
        ("papi.as_of", "2026-06-09"),
        ("papi.known_at", "2026-06-09T08:00:00.000000+07:00"),
        ("papi.plan", "9c41f0ab12d35e77" * 4),
    ),
    {
        "period": "semiannual",
        "states": {
            "II.2/ke-hoach@so-tu-phap": {"state": "done_on_time", "last": "2026-03-31", "done_on": "2026-03-12"},
            "II.5/ke-hoach@so-nong-nghiep-va-moi-truong": {"state": "overdue", "last": "2026-03-31", "done_on": None},
        },
    },
)

AGENCIES = (
    "Sở Nội vụ",
    "Sở Khoa học và Công nghệ",
    "Sở Nông nghiệp và Môi trường",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Văn phòng UBND tỉnh",
    "UBND phường Tô Hiệu",
)

REPORT_FRONT = """\
---
layout: report
superior: UBND TỈNH SƠN LA
issuer: SỞ NỘI VỤ
number: "Số:          /BC-SNV"
dateline: Sơn La, ngày      tháng      năm 2026
title: BÁO CÁO
subject: Kết quả thực hiện Kế hoạch cải thiện, nâng cao Chỉ số PAPI tỉnh Sơn La 6 tháng đầu năm 2026
addressees: [Ủy ban nhân dân tỉnh]
recipients: [Như trên, Chủ tịch UBND tỉnh (báo cáo), Các cơ quan chủ trì tại Kế hoạch, Lãnh đạo Sở, "Lưu: VT, CCHC"]
signer: [KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC]
signer_name: "[…]"
---
"""

REPORT_BODY = """
Thực hiện Quyết định số […]/QĐ-UBND ngày […]/02/2026 của Chủ tịch UBND tỉnh Sơn La ban hành Kế hoạch cải thiện, nâng cao Chỉ số PAPI tỉnh Sơn La năm 2026, Sở Nội vụ báo cáo kết quả thực hiện 6 tháng đầu năm 2026 (số liệu từ ngày 01/12/2025 đến ngày 31/5/2026) như sau:

# I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH

## 1. Ban hành kế hoạch của cơ quan, đơn vị, địa phương

Theo điểm a khoản 1 Mục IV Kế hoạch, các sở, ban, ngành và UBND các xã, phường ban hành kế hoạch **chậm nhất ngày 15/02/2026**. Đến ngày 09/6/2026:

- 62 cơ quan, đơn vị, địa phương ban hành đúng hạn;
- 09 cơ quan, đơn vị, địa phương ban hành quá hạn;
- 18 cơ quan, đơn vị, địa phương *chưa ghi nhận*.

## 2. Tuyên truyền, kiểm tra

[… nêu hình thức tuyên truyền, số cuộc kiểm tra và kết quả xử lý]

# II. KẾT QUẢ THỰC HIỆN THEO TỪNG CHỈ SỐ NỘI DUNG

## 1. Chỉ số "Tham gia của người dân ở cấp cơ sở"

### a) Nội dung thành phần

Trên toàn tỉnh, 03 nội dung thành phần do Sở Nội vụ theo dõi, đôn đốc; 01 nội dung thành phần do Ủy ban MTTQ Việt Nam tỉnh theo dõi.

### b) Nhiệm vụ

| TT | Nhiệm vụ | Sản phẩm | Kết quả | Tình trạng |
|:--:|--------------------|-----------|-------------|----------|
{tasks}

::: note
Ghi chú: tỷ lệ đúng hạn = số đã hoàn thành đúng hạn / (số đã hoàn thành đúng hạn + số đã hoàn thành quá hạn + số chưa hoàn thành, quá hạn).
:::

# III. ĐÁNH GIÁ CHUNG

## 1. Kết quả đạt được

Tính đến ngày 31/5/2026, tỷ lệ nhiệm vụ hoàn thành đúng hạn đạt 94,4%; các cơ quan, đơn vị, địa phương đã chủ động lồng ghép nội dung PAPI vào chương trình công tác.

## 2. Tồn tại, hạn chế và nguyên nhân

[… nguyên nhân khách quan]

[… nguyên nhân chủ quan]

# IV. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2026

Tiếp tục thực hiện các nhiệm vụ còn trong hạn; đôn đốc các nhiệm vụ đã quá hạn.

# V. KIẾN NGHỊ, ĐỀ XUẤT

Sở Nội vụ báo cáo, kính đề nghị Ủy ban nhân dân tỉnh xem xét, chỉ đạo./.
"""

REPORT_ANNEXES = """
::: annex landscape
# Phụ lục I
## Tổng hợp kết quả theo cơ quan, đơn vị, địa phương
*(Kèm theo Báo cáo số        /BC-SNV ngày      tháng      năm 2026 của Sở Nội vụ)*

| TT | Cơ quan | Tổng số | Đã HT đúng hạn | Đã HT quá hạn | Đã HT không hạn | Chưa HT trong hạn | Chưa HT quá hạn | Chưa HT không hạn | Thường xuyên | Đưa ra khỏi danh mục | Tỷ lệ đúng hạn |
|:--:|----------------|--:|--:|--:|--:|--:|--:|--:|---:|---:|---:|
{summary}

::: note
Ghi chú: tính đến ngày 31/5/2026; trách nhiệm tại Mục IV tính đến ngày 09/6/2026.
:::
:::

::: annex
# Phụ lục II
## Tình hình gửi kế hoạch và báo cáo
*(Kèm theo Báo cáo số        /BC-SNV ngày      tháng      năm 2026 của Sở Nội vụ)*

| TT | Đơn vị | Kế hoạch | BC 6 tháng | BC năm |
|:--:|----------------|---------|---------|:------:|
{submissions}
:::

::: provenance
Lập từ kế hoạch và sổ theo dõi, tính đến ngày 09/6/2026; dữ liệu ghi nhận đến 08 giờ 00 ngày 09/6/2026; mã kế hoạch 9c41f0ab.
:::
"""

LETTER = """\
---
layout: letter
superior: UBND TỈNH SƠN LA
issuer: SỞ NỘI VỤ
number: "Số:          /SNV-CCHC"
dateline: Sơn La, ngày      tháng      năm 2026
subject: đôn đốc thực hiện Kế hoạch cải thiện, nâng cao Chỉ số PAPI năm 2026 (lần thứ 02)
addressees: [Sở Nông nghiệp và Môi trường, "Sở Văn hóa, Thể thao và Du lịch", "UBND các xã, phường: Tô Hiệu, Chiềng Sinh, Mường La"]
recipients: [Như trên, Chủ tịch UBND tỉnh (báo cáo), "Lưu: VT, CCHC"]
signer: [GIÁM ĐỐC]
signer_name: "[…]"
---

Căn cứ Điều 2 Quyết định số […]/QĐ-UBND và khoản 6 Mục IV Kế hoạch, Sở Nội vụ đề nghị các cơ quan, địa phương có nhiệm vụ quá hạn tại Phụ lục kèm theo khẩn trương thực hiện, báo cáo rõ nguyên nhân trước ngày […].

Thông tin liên hệ: [… họ tên, số điện thoại]./.

::: annex
# Phụ lục
## Nhiệm vụ quá hạn
*(Kèm theo Công văn số        /SNV-CCHC)*

| TT | Cơ quan | Nhiệm vụ | Thời hạn |
|:--:|-----------|--------------------|--------|
| 1 | Sở Nông nghiệp và Môi trường | Kế hoạch kiểm tra việc công khai | 31/3/2026 |
:::
"""

COMMUNE = """\
---
layout: report
issuer: |
  ỦY BAN NHÂN DÂN
  PHƯỜNG TÔ HIỆU
number: "Số:          /BC-UBND"
dateline: Phường Tô Hiệu, ngày      tháng      năm 2026
title: BÁO CÁO
subject: Kết quả thực hiện Kế hoạch PAPI 6 tháng đầu năm 2026
addressees: [UBND tỉnh (qua Sở Nội vụ)]
recipients: [Như trên, "Lưu: VT"]
signer: [TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH]
signer_name: "[…]"
---

UBND phường Tô Hiệu báo cáo kết quả như sau./.
"""


def report(*, rows: int = 40) -> str:
    """Return the report, with tables of `rows` rows in its annexes and of a quarter of them in its body."""
    tasks = "\n".join(
        f"| {n} | Rà soát, công khai thủ tục hành chính thuộc phạm vi quản lý (nhiệm vụ {n}) | Kế hoạch<br>Báo cáo "
        f"| {n:02d}/KH-STP ngày 12/3/2026 | đã hoàn thành đúng hạn |"
        for n in range(1, rows // 4 + 1)
    )
    summary = "\n".join(
        f"| {n} | {AGENCIES[n % len(AGENCIES)]} | 11 | 5 | 1 | 0 | 3 | 1 | 0 | 1 | 0 | 71,4% |"
        for n in range(1, rows + 1)
    )
    submissions = "\n".join(
        f"| {n} | {AGENCIES[n % len(AGENCIES)]} | 12/02/2026 (đúng hạn) | chưa ghi nhận | |" for n in range(1, rows + 1)
    )
    return (
        REPORT_FRONT + REPORT_BODY.format(tasks=tasks) + REPORT_ANNEXES.format(summary=summary, submissions=submissions)
    )


# Texts that look like markup, or strain a format in another way.
HOSTILE = (
    "a | b || c",
    "<script>alert('1')</script>",
    "{{ x }} {% raw %}",
    "]]> <!-- --> -- -->",
    "&amp; &#65; \\n \\",
    "# 1. - + * _nghiêng_ **đậm** `mã` ~~ ::: >",
    "[…](x) ![hình](y) [… giữ nguyên]",
    "RTL \u202eABC\u202c \u200f \u2066x\u2069",
    "bell\x07 escape\x1b null\x00 del\x7f c1\x9b noncharacter\uffff",
    "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1fb\U0001f1f3",
    "Hiê\u0323u NFD Tô\u0301",
    "ký tự rộng\u00a0không ngắt \u200b \u2028 \x85 hết",
    "\u05e9\u05dc\u05d5\u05dd 5 (6) \u0645\u0631\u062d\u0628\u0627",
    "x" * 10_000,
    "từ " * 3_300,
)


def escaped(text: str) -> str:
    """Return the text on one line with a backslash before every punctuation character, as Markdown for that text."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def as_shown(text: str) -> str:
    """Return a hostile text as documents show it: on one line, with U+FFFD for each forbidden character."""
    return "".join("\ufffd" if any(forbidden_signs(sign)) else sign for sign in " ".join(text.split()))
