"""A process that writes one Word document: 24 paragraphs and two tables of 100 rows, the words parsed like any other.

python tests/bench/word_document.py FILE.docx
"""

from __future__ import annotations

import sys
from pathlib import Path

from papi_cli.documents.dialect import read_document
from papi_cli.documents.metadata import DocumentMetadata
from papi_cli.documents.word import render

ROOT = Path(__file__).resolve().parents[2]

FRONT = """---
layout: report
superior: UBND TỈNH SƠN LA
issuer: SỞ NỘI VỤ
number: "Số:      /BC-SNV"
dateline: Sơn La, ngày     tháng     năm 2026
title: BÁO CÁO
subject: Kết quả thực hiện Kế hoạch
addressees: [UBND tỉnh]
recipients: [Như trên, "Lưu: VT"]
signer: [GIÁM ĐỐC]
signer_name: "[…]"
---
"""
PARAGRAPH = "Các cơ quan, đơn vị, địa phương đã triển khai thực hiện nhiệm vụ được giao theo Kế hoạch của tỉnh. " * 4
HEADS = "| TT | Cơ quan | Sản phẩm | Thời hạn | Tình trạng |\n|:-----:|--------------------|--------------------|:----------:|---------------|"
ROW = "| {} | Sở Nông nghiệp và Môi trường | Báo cáo kết quả thực hiện | 30/11/2026 | đã hoàn thành đúng hạn |"
TABLE = "\n".join([HEADS, *(ROW.format(number) for number in range(1, 101))])

if __name__ == "__main__":
    text = FRONT + "\n\n".join([*[PARAGRAPH] * 12, TABLE, *[PARAGRAPH] * 12, TABLE]) + "\n"
    base = (ROOT / "templates" / "document.docx").read_bytes()
    Path(sys.argv[1]).write_bytes(render(read_document(text), base, DocumentMetadata((), {})))
