"""Due phrases: tables of their meanings and refusals, and properties of all phrases."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.deadlines.model import (
    Calendar,
    Deadline,
    DueKind,
    Roll,
    Span,
    Step,
    Term,
    TermUnit,
    UnreadablePhrase,
    roll_deadline,
)
from papi_cli.deadlines.phrases import read_due
from papi_cli.states import State, Verdict, judge
from papi_cli.text import day_text
from tests.tree import shipped_plan

YEAR = Span.of_year(2026)
DATED, ONGOING, RECURRING = DueKind.DATED, DueKind.ONGOING, DueKind.RECURRING
EVENT, RELATIVE = DueKind.EVENT, DueKind.RELATIVE

Days = tuple[str | None, str | None]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read(phrase: str) -> Deadline:
    deadline = read_due(phrase, span=YEAR)
    assert isinstance(deadline, Deadline), deadline
    assert deadline.phrase == phrase
    return deadline


# Whole spans: first day, last day.
SPANS: dict[str, Days] = {
    "tháng 3/2026": ("2026-03-01", "2026-03-31"),
    "tháng 02/2026": ("2026-02-01", "2026-02-28"),
    "tháng 2/2028": ("2028-02-01", "2028-02-29"),
    "Tháng 9 năm 2026": ("2026-09-01", "2026-09-30"),
    "trong tháng 3": ("2026-03-01", "2026-03-31"),
    "hoàn thành trong tháng 3": ("2026-03-01", "2026-03-31"),
    "Hoàn thành tháng 5": ("2026-05-01", "2026-05-31"),
    "6/2026": ("2026-06-01", "2026-06-30"),
    "Tháng 12/2026": ("2026-12-01", "2026-12-31"),
    "tháng 10-12/2026": ("2026-10-01", "2026-12-31"),
    "tháng 10 - 12/2026": ("2026-10-01", "2026-12-31"),
    "từ tháng 10 đến tháng 12/2026": ("2026-10-01", "2026-12-31"),
    "từ tháng 10 đến hết tháng 12 năm 2026": ("2026-10-01", "2026-12-31"),
    "từ tháng 12/2026 đến tháng 02/2027": ("2026-12-01", "2027-02-28"),
    "tháng 11/2026 - tháng 01/2027": ("2026-11-01", "2027-01-31"),
    "từ tháng 3 đến tháng 5": ("2026-03-01", "2026-05-31"),
    "từ tháng 3/2027 đến tháng 5": ("2027-03-01", "2027-05-31"),
    "từ tháng 3 đến tháng 5/2027": ("2027-03-01", "2027-05-31"),
    "từ ngày 15/3/2027 đến ngày 20/4": ("2027-03-15", "2027-04-20"),
    "quý I/2027 - quý III": ("2027-01-01", "2027-09-30"),
    "quý II/2027 - III": ("2027-04-01", "2027-09-30"),
    "từ tháng 3/2027 đến ngày 15/5": ("2027-03-01", "2027-05-15"),
    "từ 25/3 đến hết ngày 15/4/2026": ("2026-03-25", "2026-04-15"),
    "Quý I/2026": ("2026-01-01", "2026-03-31"),
    "Quý IV/2026": ("2026-10-01", "2026-12-31"),
    "Quí IV-2026": ("2026-10-01", "2026-12-31"),
    "quý 2 năm 2026": ("2026-04-01", "2026-06-30"),
    "xong trong quý II": ("2026-04-01", "2026-06-30"),
    "Quý II-III/2026": ("2026-04-01", "2026-09-30"),
    "quý 2-3/2026": ("2026-04-01", "2026-09-30"),
    "Quý IV/2026 - Quý II/2027": ("2026-10-01", "2027-06-30"),
    "6 tháng đầu năm 2026": ("2026-01-01", "2026-06-30"),
    "06 tháng cuối năm": ("2026-07-01", "2026-12-31"),
    "năm 2026": ("2026-01-01", "2026-12-31"),
    "2026": ("2026-01-01", "2026-12-31"),
    "Trong năm 2026": ("2026-01-01", "2026-12-31"),
    "trong năm": ("2026-01-01", "2026-12-31"),
    "2026 - 2030": ("2026-01-01", "2030-12-31"),
    "Giai đoạn 2026–2030": ("2026-01-01", "2030-12-31"),
    "từ năm 2026 đến năm 2030": ("2026-01-01", "2030-12-31"),
    "từ ngày 01/3/2026 đến ngày 15/3/2026": ("2026-03-01", "2026-03-15"),
    "từ 01/3 đến hết ngày 15/3/2026": ("2026-03-01", "2026-03-15"),
    "từ ngày 01 đến ngày 15/3/2026": ("2026-03-01", "2026-03-15"),
    "từ ngày 15/3/2026 đến hết tháng 3/2026": ("2026-03-15", "2026-03-31"),
    "quý IV hằng năm": ("2026-10-01", "2026-12-31"),
    "- Kế hoạch tháng 08/2026.": ("2026-08-01", "2026-08-31"),
    "Công văn chỉ đạo tháng 08/2026": ("2026-08-01", "2026-08-31"),
    "Kiểm tra giám sát tháng 10-12/2026.": ("2026-10-01", "2026-12-31"),
    "Kiểm tra, giám sát tháng 10-12/2026;": ("2026-10-01", "2026-12-31"),
    "Văn bản đôn đốc tháng 3/2026": ("2026-03-01", "2026-03-31"),
    "Báo cáo  tháng 11/2026": ("2026-11-01", "2026-11-30"),
    "Báo cáo tháng 11/ 2026": ("2026-11-01", "2026-11-30"),
    "Kế hoạch trong năm 2026": ("2026-01-01", "2026-12-31"),
}

# One end only, said without "trước": last day.
ENDS = {
    "chậm nhất ngày 15/02/2026": "2026-02-15",
    "muộn nhất là ngày 15/02/2026": "2026-02-15",
    "Chậm nhất 15/02/2026": "2026-02-15",
    "Thời điểm ban hành chậm nhất ngày 15/02/2026": "2026-02-15",
    "đến ngày 31/3/2026": "2026-03-31",
    "đến hết ngày 31/3/2026": "2026-03-31",
    "đến hết tháng 3": "2026-03-31",
    "ngày 31/10/2026": "2026-10-31",
    "31/10/2026": "2026-10-31",
    "31-10-2026": "2026-10-31",
    "ngày 05 tháng 6 năm 2026": "2026-06-05",
    "ngày 29/02/2028": "2028-02-29",
    "chậm nhất trong quý I": "2026-03-31",
    "từ nay đến cuối năm 2026": "2026-12-31",
    "Từ nay đến ngày 30/6/2026": "2026-06-30",
    "từ nay đến hết năm": "2026-12-31",
    "đầu tháng 3/2026": "2026-03-01",
    "giữa tháng 3": "2026-03-15",
    "cuối tháng 02/2026": "2026-02-28",
    "cuối tháng 3/2026": "2026-03-31",
    "giữa năm": "2026-06-30",
    "cuối năm 2026": "2026-12-31",
    "chậm nhất 17h00 ngày 10/6/2026": "2026-06-10",
}

# Said with "trước": last day.
BEFORE = {
    "trước ngày 10/6/2026": "2026-06-09",
    "Trước 30/11/2026": "2026-11-29",
    "trước ngày 01/3/2026": "2026-02-28",
    "trước ngày 01/01/2027": "2026-12-31",
    "Hoàn thành trước ngày 10/6": "2026-06-09",
    "chậm nhất trước ngày 10/6/2026": "2026-06-09",
    "đến trước ngày 10/6/2026": "2026-06-09",
    "Trước tháng 7/2026": "2026-06-30",
    "trước tháng 01/2027": "2026-12-31",
    "trước quý III/2026": "2026-06-30",
    "trước năm 2027": "2026-12-31",
    "trước 17h00 ngày 10/6/2026": "2026-06-10",
    "trước 17 giờ 30 phút ngày 10/6/2026": "2026-06-10",
    "trước 17:00 ngày 10/6/2026": "2026-06-10",
    "trước ngày 15/11 hằng năm": "2026-11-14",
    "hàng năm, trước ngày 15/11": "2026-11-14",
    "Báo cáo 6 tháng trước ngày 15/6/2026": "2026-06-14",
    "Báo cáo năm trước ngày 15/12/2026": "2026-12-14",
    "Báo cáo quý I trước ngày 15/3/2026": "2026-03-14",
    "báo cáo 06 tháng đầu năm trước ngày 10/6/2026": "2026-06-09",
    "cả năm trước ngày 10/12/2026": "2026-12-09",
}

UNDATED = {
    "Thường xuyên": ONGOING,
    "thường xuyên, liên tục": ONGOING,
    "thường xuyên - liên tục": ONGOING,
    "hằng năm": ONGOING,
    "thường xuyên và các năm tiếp theo": ONGOING,
    "theo yêu cầu": ONGOING,
    "khi có yêu cầu của UBND tỉnh": ONGOING,
    "đột xuất": ONGOING,
    "Văn bản định kỳ hoặc đột xuất theo yêu cầu của cấp có thẩm quyền": ONGOING,
    "hằng tháng": RECURRING,
    "Hàng quý": RECURRING,
    "định kỳ": RECURRING,
    "định kỳ 6 tháng": RECURRING,
    "thứ Sáu hằng tuần": RECURRING,
    "02 lần/quý": RECURRING,
    "trước ngày 05 của tháng tiếp theo": RECURRING,
    "Báo cáo định kỳ 06 tháng, hằng năm": RECURRING,
    "theo lộ trình": EVENT,
    "sau khi Quyết định được ban hành": EVENT,
    "sau khi Kế hoạch số 232/KH-UBND được ban hành": EVENT,
    "theo tiến độ của dự án": EVENT,
    "trong 10 ngày kể từ ngày ký": RELATIVE,
    "trong vòng 10 ngày làm việc kể từ ngày nhận được văn bản": RELATIVE,
    "chậm nhất 05 ngày sau khi kết thúc đợt kiểm tra": RELATIVE,
}

# Every cell of the last column of Annex II: 64 phrases of 47 rows, in the decision's own words.
ANNEX_II: tuple[tuple[str, str, Days], ...] = (
    ("I.1", "Tháng 01/2026", ("2026-01-01", "2026-01-31")),
    ("I.2", "Thường xuyên", (None, None)),
    ("I.3", "Tháng 4/2026", ("2026-04-01", "2026-04-30")),
    ("II.1", "Tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("II.2", "- Kế hoạch tháng \n3/2026;", ("2026-03-01", "2026-03-31")),
    ("II.2", "- Báo cáo tháng \n11/2026", ("2026-11-01", "2026-11-30")),
    ("II.3", "- Công văn tháng \n2/2026;", ("2026-02-01", "2026-02-28")),
    ("II.3", "- Báo cáo tháng 11/2026", ("2026-11-01", "2026-11-30")),
    ("II.4", "Thường xuyên", (None, None)),
    ("II.5", "- Kế hoạch tháng 08/2026.", ("2026-08-01", "2026-08-31")),
    ("II.5", "- Công văn chỉ đạo tháng 08/2026", ("2026-08-01", "2026-08-31")),
    ("II.5", "- Kiểm tra giám sát tháng 10-12/2026.", ("2026-10-01", "2026-12-31")),
    ("II.5", "- Báo cáo kết quả tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("II.6", "- Thường xuyên", (None, None)),
    ("II.6", "- Báo cáo tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("III.1", "Tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("III.2", "- Kế hoạch tháng 4/2026;", ("2026-04-01", "2026-04-30")),
    ("III.2", "- Báo cáo tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("III.3", "Tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("III.4", "Thường xuyên", (None, None)),
    ("III.5", "Tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("III.6", "Tháng 9 năm 2026", ("2026-09-01", "2026-09-30")),
    ("III.7", "Trong năm 2026", ("2026-01-01", "2026-12-31")),
    ("IV.1", "Tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("IV.2", "Tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("IV.3", "Thường xuyên", (None, None)),
    ("IV.4", "Thường xuyên", (None, None)),
    ("IV.6", "Tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("IV.7", "- Công văn tháng 3/2026.", ("2026-03-01", "2026-03-31")),
    ("IV.7", "- Báo cáo tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("IV.8", "- Kế hoạch tháng 02/2026;", ("2026-02-01", "2026-02-28")),
    ("IV.8", "- Báo cáo 6 tháng trước ngày 15/6/2026,", (None, "2026-06-14")),
    ("IV.8", "- Báo cáo năm trước ngày 15/12/2026", (None, "2026-12-14")),
    ("IV.9", "Năm 2026", ("2026-01-01", "2026-12-31")),
    ("IV.10", "Năm 2026", ("2026-01-01", "2026-12-31")),
    ("IV.11", "Năm 2026", ("2026-01-01", "2026-12-31")),
    ("IV.12", "- Kế hoạch tháng 4/2026;", ("2026-04-01", "2026-04-30")),
    ("IV.12", "- Báo cáo tháng 11/2026", ("2026-11-01", "2026-11-30")),
    ("V.1", "- Kế hoạch tháng 4/2026;", ("2026-04-01", "2026-04-30")),
    ("V.1", "- Báo cáo tháng 11/2026", ("2026-11-01", "2026-11-30")),
    ("V.2", "- Kế hoạch tháng 4/2026;", ("2026-04-01", "2026-04-30")),
    ("V.2", "- Báo cáo tháng 11/2026", ("2026-11-01", "2026-11-30")),
    ("V.3", "Tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("V.4", "Tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("V.5", "Năm 2026", ("2026-01-01", "2026-12-31")),
    ("VI.1", "Báo cáo tháng 11/ \n2026", ("2026-11-01", "2026-11-30")),
    ("VI.2", "Tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("VI.3", "Trước tháng \n7/2026", (None, "2026-06-30")),
    ("VI.4", "Trước tháng \n7/2026", (None, "2026-06-30")),
    ("VI.5", "Tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("VI.6", "- Văn bản đôn đốc tháng 3/2026", ("2026-03-01", "2026-03-31")),
    ("VI.6", "- Báo cáo kết quả tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("VI.7", "Tháng 12/2026", ("2026-12-01", "2026-12-31")),
    (
        "VI.8",
        "- Văn bản định kỳ hoặc đột xuất theo yêu cầu của cấp có thẩm quyền;",
        (None, None),
    ),
    ("VI.8", "- Báo cáo kết quả 6 tháng, năm.", (None, None)),
    ("VI.9", "Trước ngày \n30/11/2026", (None, "2026-11-29")),
    ("VII.1", "- Kế hoạch tháng 03/2026", ("2026-03-01", "2026-03-31")),
    ("VII.1", "- Báo cáo  tháng 11/2026", ("2026-11-01", "2026-11-30")),
    ("VII.2", "- Kế hoạch tháng 03/2026", ("2026-03-01", "2026-03-31")),
    ("VII.2", "- Báo cáo  tháng 11/2026", ("2026-11-01", "2026-11-30")),
    ("VII.3", "Báo cáo  tháng 12/2026", ("2026-12-01", "2026-12-31")),
    ("VIII.1", "Thường xuyên", (None, None)),
    ("VIII.2", "Năm 2026", ("2026-01-01", "2026-12-31")),
    ("VIII.3", "Năm 2026", ("2026-01-01", "2026-12-31")),
)

# Phrase → words of the reason.
UNREADABLE = {
    "Kế hoạch": "Không hiểu chắc chắn",
    " - . ": "để trống",
    ";": "để trống",
    "31/6/2026": "Ngày 31/6/2026 không tồn tại",
    "trước ngày 31/9": "Ngày 31/9 không tồn tại",
    "trước ngày 29/02": "Ngày 29/02 không phải năm nào cũng có",
    "29/02 hằng năm": "Ngày 29/02 không phải năm nào cũng có",
    "31/6 hằng năm": "Ngày 31/6 không tồn tại",
    "tháng 11 - tháng 2": "«từ tháng 11 đến tháng 02» bị ngược",
    "tháng 11/2026 - tháng 2": "«từ tháng 11/2026 đến tháng 02» bị ngược",
    "ngày 20 của tháng thứ hai hằng quý": "đếm tháng trong quý",
    "ngày làm việc thứ ba hằng tháng": "đếm ngày, tuần theo thứ tự",
    "nửa cuối năm 2026": "«trong 6 tháng cuối năm»",
    "từ quý III/2026": "chỉ nêu thời điểm bắt đầu",
    "từ ngày 15/6/2026": "chỉ nêu thời điểm bắt đầu",
    "sau ngày 15/6/2026": "chỉ nêu thời điểm bắt đầu",
    "chậm nhất ngày 29/02/2026": "Ngày 29/02/2026 không tồn tại",
    "ngày 10/13/2026": "Ngày 10/13/2026 không tồn tại",
    "tháng 13": "Không có tháng 13",
    "tháng 0/2026": "Không có tháng 0",
    "quý V/2026": "Không có quý V",
    "ngày 32 hằng tháng": "Không có ngày 32",
    "trước 25h ngày 10/6/2026": "Không có giờ 25h",
    "trước 00h00 ngày 10/6/2026": "lúc ngày bắt đầu",
    "tháng 12-10/2026": "bị ngược",
    "trước tháng 10-12/2026": "Không hiểu chắc chắn",
    "chậm nhất tháng 10-12/2026": "Không hiểu chắc chắn",
    "trước 17h00 ngày 01-15/3/2026": "Không hiểu chắc chắn",
    "17h00 ngày 01-15/3/2026": "Không hiểu chắc chắn",
    "tháng 3 trong năm": "Không hiểu chắc chắn",
    "từ ngày 15/3 đến ngày 01/3/2026": "bị ngược",
    "2030 - 2026": "bị ngược",
    "trước ngày 10/6/2026 và ngày 10/12/2026": "nhiều thời điểm",
    "tháng 3 và tháng 6/2026": "nhiều thời điểm",
    "quý I, quý III/2026": "nhiều thời điểm",
    "trước ngày 10/6/2026 và các năm tiếp theo": "nhiều thời điểm",
    "Thường xuyên; báo cáo tháng 12/2026": "vừa ghi thường xuyên",
    "Thường xuyên, báo cáo tháng 12/2026": "vừa ghi thường xuyên",
    "6 tháng": "kỳ số liệu",
    "Báo cáo kết quả 6 tháng, năm.": "kỳ số liệu",
    "Báo cáo năm": "kỳ số liệu",
    "Báo cáo quý III/2026": "hãy ghi «trong quý III/2026»",
    "Báo cáo 6 tháng đầu năm 2026": "có thể là kỳ của báo cáo",
    "Kế hoạch năm 2026": "có thể là kỳ của báo cáo",
    "thứ Năm": "Tên thứ",
    "ngày 15": "thiếu tháng",
    "trước ngày 10/6/2206": "từ 2000 đến 2099",
    "Trước tháng 7 năm 1999": "từ 2000 đến 2099",
    "Kế hoạch số 02-KH/TU tháng 3": "Không hiểu chắc chắn",
    "Quyết định số 15/2026": "Không hiểu chắc chắn",
    "lần thứ XIV": "Không hiểu chắc chắn",
    "năm học 2025-2026": "Không hiểu chắc chắn",
    "10-12/2026": "Không hiểu chắc chắn",
    "12/2026-2027": "Không hiểu chắc chắn",
    "10/6": "Không hiểu chắc chắn",
    "31/10/26": "Không hiểu chắc chắn",
    "2026-06-10": "Không hiểu chắc chắn",
    "không trước ngày 10/6/2026": "Không hiểu chắc chắn",
    "sau ngày 10/6/2026": "chỉ nêu thời điểm bắt đầu",
    "từ tháng 3/2026": "chỉ nêu thời điểm bắt đầu",
    "đầu năm 2026": "Không hiểu chắc chắn",
    "trước cuối năm 2026": "Không hiểu chắc chắn",
    "trước ngày 15/11/2026 hằng năm": "Không hiểu chắc chắn",
    "hằng quý trước ngày 15/3/2026": "Không hiểu chắc chắn",
    "trong 10 ngày kể từ ngày 15/3/2026": "Không hiểu chắc chắn",
    "sau khi ban hành, chậm nhất ngày 15/3/2026": "Không hiểu chắc chắn",
    "trước ngày 10/6/2026 hoặc khi có yêu cầu": "Không hiểu chắc chắn",
    "x" * 1000: "quá dài",
}

# The edges of each family of phrases: the last phrase that can be read, its last on-time day, the nearest one that must
# be refused, and words of the reason.
EDGES: dict[str, tuple[str, str | None, str, str]] = {
    "day of a month of 30": ("ngày 30/6/2026", "2026-06-30", "ngày 31/6/2026", "Ngày 31/6/2026 không tồn tại"),
    "day of a month of 31": ("ngày 31/7/2026", "2026-07-31", "ngày 32/7/2026", "Ngày 32/7/2026 không tồn tại"),
    "day of February": ("ngày 28/02/2026", "2026-02-28", "ngày 29/02/2026", "Ngày 29/02/2026 không tồn tại"),
    "day of February in a leap year": ("29/02/2028", "2028-02-29", "30/02/2028", "Ngày 30/02/2028 không tồn tại"),
    "first day of a month": ("ngày 01/3/2026", "2026-03-01", "ngày 00/3/2026", "Ngày 00/3/2026 không tồn tại"),
    "month of a day": ("ngày 31/12/2026", "2026-12-31", "ngày 31/13/2026", "Ngày 31/13/2026 không tồn tại"),
    "month of a day below one": ("ngày 31/01/2026", "2026-01-31", "ngày 31/0/2026", "Ngày 31/00/2026 không tồn tại"),
    "day within": ("trong ngày 10/6/2026", "2026-06-10", "sau ngày 10/6/2026", "chỉ nêu thời điểm bắt đầu"),
    "before a day": ("trước ngày 01/3/2026", "2026-02-28", "trước ngày 29/02/2026", "không tồn tại"),
    "before a day of a leap year": ("trước ngày 01/3/2028", "2028-02-29", "trước ngày 30/02/2028", "không tồn tại"),
    "before the first of the century": (
        "trước ngày 01/01/2000",
        "1999-12-31",
        "trước ngày 31/12/1999",
        "2000 đến 2099",
    ),
    "last of the century": ("31/12/2099", "2099-12-31", "01/01/2100", "từ 2000 đến 2099"),
    "last minute": ("trước 24h00 ngày 10/6/2026", "2026-06-10", "trước 24h01 ngày 10/6/2026", "Không có giờ 24h01"),
    "last minute of an hour": ("trước 17h59 ngày 10/6/2026", "2026-06-10", "trước 17h60 ngày 10/6/2026", "giờ 17h60"),
    "first minute": ("trước 0h01 ngày 10/6/2026", "2026-06-10", "trước 0h00 ngày 10/6/2026", "lúc ngày bắt đầu"),
    "first hour": ("chậm nhất 1h ngày 10/6/2026", "2026-06-10", "chậm nhất 0h ngày 10/6/2026", "lúc ngày bắt đầu"),
    "hour of a day": ("trước 17h00 ngày 10/6/2026", "2026-06-10", "trước 17h00 tháng 6/2026", "Không hiểu"),
    "first month": ("tháng 1/2026", "2026-01-31", "tháng 0/2026", "Không có tháng 0"),
    "last month": ("tháng 12/2026", "2026-12-31", "tháng 13/2026", "Không có tháng 13"),
    "before a month": ("trước tháng 3/2028", "2028-02-29", "trước tháng 13/2026", "Không có tháng 13"),
    "point of a month": ("cuối tháng 02/2028", "2028-02-29", "cuối tháng 13/2026", "Không có tháng 13"),
    "at most a point": ("chậm nhất giữa tháng 3/2026", "2026-03-15", "trước giữa tháng 3/2026", "Không hiểu"),
    "first quarter": ("quý 1/2026", "2026-03-31", "quý 0/2026", "Không có quý 0;"),
    "last quarter": ("quý 4/2026", "2026-12-31", "quý 5/2026", "Không có quý 5"),
    "last quarter with a nought": ("quý 04/2026", "2026-12-31", "quý 05/2026", "Không có quý 5"),
    "last quarter in Roman": ("Quý IV/2026", "2026-12-31", "Quý V/2026", "Không có quý V"),
    "before a quarter": ("trước quý I/2027", "2026-12-31", "trước quý V/2026", "Không có quý V"),
    "half of a year": ("06 tháng đầu năm 2026", "2026-06-30", "6 tháng giữa năm 2026", "kỳ số liệu"),
    "no limit before a half": (
        "đến hết 6 tháng đầu năm 2026",
        "2026-06-30",
        "trước 6 tháng đầu năm 2026",
        "Không hiểu",
    ),
    "last year": ("năm 2099", "2099-12-31", "năm 2100", "từ 2000 đến 2099"),
    "first year": ("năm 2000", "2000-12-31", "năm 1999", "từ 2000 đến 2099"),
    "before a year": ("trước năm 2027", "2026-12-31", "trước năm", "Không hiểu chắc chắn"),
    "point of a year": ("giữa năm 2026", "2026-06-30", "đầu năm 2026", "Không hiểu chắc chắn"),
    "end of the plan's year": ("đến hết năm", "2026-12-31", "đến năm", "Không hiểu chắc chắn"),
    "range of one day": (
        "từ ngày 15/3/2026 đến ngày 15/3/2026",
        "2026-03-15",
        "từ ngày 15/3/2026 đến ngày 14/3/2026",
        "bị ngược",
    ),
    "range of one month": ("tháng 12-12/2026", "2026-12-31", "tháng 12-11/2026", "bị ngược"),
    "range that ends within its first month": (
        "từ tháng 3/2026 đến giữa tháng 3/2026",
        "2026-03-15",
        "từ tháng 4/2026 đến giữa tháng 3/2026",
        "bị ngược",
    ),
    "range with a word between": (
        "từ ngày 15/3/2026 đến tháng 3/2026",
        "2026-03-31",
        "15/3/2026-3/2026",
        "Không hiểu",
    ),
    "range that shares its month": ("từ 01 đến hết ngày 15/3", "2026-03-15", "từ 01 đến hết tháng 3", "Không hiểu"),
    "range that shares its quarter": ("quý II-III/2026", "2026-09-30", "quý III-II/2026", "bị ngược"),
    "range over the year's end": (
        "từ tháng 11/2026 đến tháng 02/2027",
        "2027-02-28",
        "từ tháng 11/2026 đến tháng 02",
        "bị ngược",
    ),
    "every year": ("trước ngày 15/11 hằng năm", "2026-11-14", "trước ngày 15/11/2026 hằng năm", "Không hiểu"),
    "a report's period": ("Báo cáo trong quý III/2026", "2026-09-30", "Báo cáo quý III/2026", "kỳ của báo cáo"),
    "a report's month": ("Báo cáo tháng 3/2026", "2026-03-31", "Báo cáo 6 tháng đầu năm 2026", "kỳ của báo cáo"),
    "a product's period": ("Kế hoạch quý III/2026", "2026-09-30", "Kế hoạch năm 2026", "kỳ của báo cáo"),
    "a product's half": ("Kế hoạch cuối năm 2026", "2026-12-31", "Kế hoạch 6 tháng cuối năm 2026", "kỳ của báo cáo"),
    "a report's data period": (
        "Báo cáo 9 tháng trước ngày 15/9/2026",
        "2026-09-14",
        "Kế hoạch 9 tháng trước ngày 15/9/2026",
        "kỳ số liệu",
    ),
    "last day of a month, monthly": ("ngày 31 hằng tháng", None, "ngày 32 hằng tháng", "Không có ngày 32"),
    "first day of a month, monthly": ("ngày 1 hằng tháng", None, "ngày 0 hằng tháng", "Không có ngày 0"),
    "day of a quarter's last month": ("ngày 31 của tháng cuối quý", None, "ngày 32 của tháng cuối quý", "ngày 32"),
    "counted days": ("trong 999 ngày kể từ ngày ký", None, "trong 1000 ngày kể từ ngày ký", "Không hiểu"),
    "counted from what is unknown": (
        "trong 10 ngày kể từ ngày ký",
        None,
        "trong 10 ngày kể từ ngày 15/3/2026",
        "Không hiểu",
    ),
    "all the time from a year": (
        "thường xuyên trong năm 2026",
        None,
        "thường xuyên trong quý I",
        "vừa ghi thường xuyên",
    ),
    "years that follow": ("năm 2026 và các năm sau", None, "trước năm 2026 và các năm sau", "nhiều thời điểm"),
}

LUNAR_NEW_YEAR = [date(2026, 2, 16) + timedelta(days=n) for n in range(5)]
CALENDAR = Calendar(
    holidays=dict.fromkeys(LUNAR_NEW_YEAR, "Tết Bính Ngọ")
    | {
        date(2026, 1, 2): "nghỉ hoán đổi dịp Tết Dương lịch",
        date(2026, 4, 26): "Giỗ Tổ Hùng Vương",
    },
    workdays=frozenset({date(2026, 1, 10)}),
)


@pytest.mark.parametrize("phrase", SPANS)
def test_span(phrase: str) -> None:
    due = read(phrase)
    assert (due.kind, due.strict) == (DATED, False)
    assert (due.first, due.last) == tuple(map(day, SPANS[phrase]))


@pytest.mark.parametrize("phrase", ENDS)
def test_end(phrase: str) -> None:
    due = read(phrase)
    assert (due.kind, due.first, due.last, due.strict) == (DATED, None, day(ENDS[phrase]), False)


@pytest.mark.parametrize("phrase", BEFORE)
def test_before(phrase: str) -> None:
    due = read(phrase)
    assert (due.kind, due.first, due.last, due.strict) == (DATED, None, day(BEFORE[phrase]), True)


@pytest.mark.parametrize("phrase", UNDATED)
def test_undated(phrase: str) -> None:
    due = read(phrase)
    assert (due.kind, due.first, due.last, due.strict) == (UNDATED[phrase], None, None, False)
    assert due.occurrences == ()
    # Whether there is an anchor is for the state to say.
    assert ("không có ngày cuối cùng" in due.explanation) != due.kind.awaits_anchor


@pytest.mark.parametrize(
    ("phrase", "first"),
    [
        ("năm 2026 và các năm tiếp theo", date(2026, 1, 1)),
        ("Tháng 3/2026 và những năm tiếp theo", date(2026, 3, 1)),
        ("Quý II/2026 và các năm sau", date(2026, 4, 1)),
        ("thường xuyên trong năm 2026", date(2026, 1, 1)),
    ],
)
def test_ongoing_from_a_span(phrase: str, first: date) -> None:
    due = read(phrase)
    assert (due.kind, due.first, due.last) == (ONGOING, first, None)
    assert f"thường xuyên từ ngày {day_text(first)}" in due.explanation


def test_annex_has_all_its_phrases() -> None:
    assert len(ANNEX_II) == 64
    assert len({code for code, _, _ in ANNEX_II}) == 47


@pytest.mark.parametrize(("code", "phrase", "days"), ANNEX_II)
def test_annex_phrase(code: str, phrase: str, days: Days) -> None:
    due = read_due(phrase, span=YEAR)
    if code == "VI.8" and "6 tháng, năm" in phrase:
        assert isinstance(due, UnreadablePhrase)
        return
    assert isinstance(due, Deadline)
    assert (due.first, due.last) == tuple(map(day, days))
    assert due.kind is (DATED if due.last else ONGOING)
    assert due.strict is ("rước" in phrase)


@pytest.mark.parametrize("phrase", UNREADABLE)
def test_unreadable(phrase: str) -> None:
    refusal = read_due(phrase, span=YEAR)
    assert isinstance(refusal, UnreadablePhrase)
    assert refusal.phrase == phrase
    assert UNREADABLE[phrase] in refusal.reason
    assert "hãy " in refusal.reason
    assert refusal.reason.endswith(".")


@pytest.mark.parametrize(("phrase", "last", "refused", "reason"), EDGES.values(), ids=EDGES)
def test_the_last_that_can_be_read_and_the_first_that_cannot(
    phrase: str, last: str | None, refused: str, reason: str
) -> None:
    assert read(phrase).last == day(last)
    unreadable = read_due(refused, span=YEAR)
    assert isinstance(unreadable, UnreadablePhrase), unreadable
    assert reason in unreadable.reason


@pytest.mark.parametrize(
    ("phrase", "last"),
    [(phrase, last) for phrase, last, _, _ in EDGES.values() if last]
    + [(phrase, last) for phrase, (_, last) in SPANS.items() if last]
    + [*ENDS.items(), *BEFORE.items()],
)
def test_the_day_before_the_day_and_the_day_after(phrase: str, last: str) -> None:
    due = date.fromisoformat(last)
    verdicts = [verdict_on(phrase, due + timedelta(days=days)) for days in (-1, 0, 1)]
    assert [verdict.state for verdict in verdicts] == [State.IN_TIME, State.IN_TIME, State.OVERDUE]
    assert [(verdict.days_left, verdict.days_late) for verdict in verdicts] == [(1, None), (0, None), (None, 1)]


@pytest.mark.parametrize("phrase", UNDATED)
def test_what_names_no_day_is_never_overdue(phrase: str) -> None:
    expected = State.ONGOING if UNDATED[phrase] in (ONGOING, RECURRING) else State.UNDATED
    for day_ in (date(2026, 1, 1), date(2026, 12, 31), date(2099, 12, 31)):
        assert verdict_on(phrase, day_).state is expected


@pytest.mark.parametrize("phrase", ["", " ", "-", " – "])
def test_a_blank_cell_and_a_dash_name_no_day(phrase: str) -> None:
    due = read(phrase)
    assert (due.kind, due.first, due.last, due.strict) == (DueKind.NONE, None, None, False)
    assert verdict_on(phrase, date(2099, 12, 31)).state is State.UNDATED


def verdict_on(phrase: str, as_of: date) -> Verdict:
    """Return the verdict on a task due by the phrase, of which nothing is recorded."""
    plan = shipped_plan()
    item = plan.items["II.2/ke-hoach"]._replace(due=read(phrase))
    (verdict,) = judge(replace(plan, items={item.code: item}), (), as_of=as_of, known_at=None).verdicts
    return verdict


@pytest.mark.parametrize(("length", "is_read"), [(299, True), (300, True), (301, False)])
def test_a_phrase_is_at_most_300_characters_long(length: int, is_read: bool) -> None:  # noqa: FBT001  # a column
    phrase = "theo quy định ".ljust(length, "x")
    result = read_due(phrase, span=YEAR)
    assert isinstance(result, Deadline) is is_read
    assert is_read or "quá dài" in getattr(result, "reason", "")


@pytest.mark.parametrize(
    ("phrase", "steps"),
    [
        ("Tháng 3/2026", [("Tháng 3/2026: từ ngày 01/3/2026 đến hết ngày 31/3/2026.", "")]),
        (
            "trước ngày 10/6",
            [
                ("Cụm từ không ghi năm: lấy năm 2026 của kế hoạch.", ""),
                (
                    "«Trước ngày 10/6/2026» không tính ngày 10/6/2026: ngày cuối cùng đúng hạn là 09/6/2026.",
                    "",
                ),
            ],
        ),
        (
            "từ ngày 01/3/2026 đến ngày 15/3/2026",
            [
                (
                    "Từ ngày 01/3/2026 đến ngày 15/3/2026: từ ngày 01/3/2026 đến hết ngày 15/3/2026.",
                    "",
                )
            ],
        ),
        (
            "Trước tháng 7/2026",
            [
                ("Tháng 7/2026: từ ngày 01/7/2026 đến hết ngày 31/7/2026.", ""),
                (
                    "«Trước tháng 7/2026» không tính tháng 7/2026: ngày cuối cùng đúng hạn là 30/6/2026.",
                    "",
                ),
            ],
        ),
        (
            "đến hết tháng 3/2026",
            [
                ("Tháng 3/2026: từ ngày 01/3/2026 đến hết ngày 31/3/2026.", ""),
                ("Tính cả tháng 3/2026: ngày cuối cùng đúng hạn là 31/3/2026.", ""),
            ],
        ),
        (
            "giữa tháng 3/2026",
            [("Giữa tháng 3/2026 là ngày 15/3/2026.", "khoản 2 Điều 146 Bộ luật Dân sự 2015")],
        ),
        (
            "cuối năm 2026",
            [("Cuối năm 2026 là ngày 31/12/2026.", "khoản 3 Điều 146 Bộ luật Dân sự 2015")],
        ),
        (
            "6 tháng đầu năm 2026",
            [
                (
                    "6 tháng đầu năm 2026: từ ngày 01/01/2026 đến hết ngày 30/6/2026.",
                    "Điều 146 Bộ luật Dân sự 2015",
                )
            ],
        ),
        (
            "trước 17 giờ 00 ngày 10/6/2026",
            [
                (
                    "«Trước 17h00 ngày 10/6/2026» là trong ngày ấy: ngày cuối cùng đúng hạn là 10/6/2026.",
                    "",
                )
            ],
        ),
        (
            "Báo cáo năm trước ngày 15/12/2026",
            [
                ("Kỳ báo cáo nêu trong cụm từ không phải là thời hạn.", ""),
                (
                    "«Trước ngày 15/12/2026» không tính ngày 15/12/2026: ngày cuối cùng đúng hạn là 14/12/2026.",
                    "",
                ),
            ],
        ),
    ],
)
def test_steps(phrase: str, steps: list[tuple[str, str]]) -> None:
    assert read(phrase).steps == tuple(Step(text, rule) for text, rule in steps)


def test_explanation_joins_steps_with_their_rules() -> None:
    assert read("giữa năm").explanation == (
        "Cụm từ không ghi năm: lấy năm 2026 của kế hoạch. Giữa năm 2026 là ngày 30/6/2026 "
        "(khoản 3 Điều 146 Bộ luật Dân sự 2015)."
    )


@pytest.mark.parametrize(
    ("phrase", "year_is_taken"),
    [
        ("từ tháng 3 đến tháng 5", True),
        ("từ tháng 3/2026 đến tháng 5", False),
        ("từ tháng 3 đến tháng 5/2026", False),
        ("từ tháng 3/2026 đến tháng 5/2026", False),
        ("từ 01 đến ngày 15/3", True),
        ("từ 01 đến ngày 15/3/2026", False),
        ("tháng 3", True),
        ("tháng 3/2026", False),
        ("trong năm", True),
        ("trong năm 2026", False),
    ],
)
def test_the_explanation_says_when_the_plans_year_is_taken(phrase: str, year_is_taken: bool) -> None:  # noqa: FBT001  # a column of the table
    taken = Step("Cụm từ không ghi năm: lấy năm 2026 của kế hoạch.")
    assert (taken in read(phrase).steps) is year_is_taken


@pytest.mark.parametrize(
    ("phrase", "rule"),
    [
        ("từ tháng 3/2026 đến tháng 4/2026", ""),
        ("từ giữa tháng 3/2026 đến tháng 4/2026", "khoản 2 Điều 146 Bộ luật Dân sự 2015"),
        ("từ tháng 3/2026 đến giữa tháng 4/2026", "khoản 2 Điều 146 Bộ luật Dân sự 2015"),
        ("từ giữa tháng 3/2026 đến cuối năm 2026", "khoản 3 Điều 146 Bộ luật Dân sự 2015"),
    ],
)
def test_a_range_rests_on_the_rule_of_its_end_else_of_its_start(phrase: str, rule: str) -> None:
    assert read(phrase).steps[-1].rule == rule


def test_year_is_only_taken_where_none_is_written() -> None:
    for phrase, expected in (("tháng 3", 2031), ("tháng 3/2026", 2026), ("trước 10/6/2026", 2026)):
        due = read_due(phrase, span=Span.of_year(2031))
        assert isinstance(due, Deadline)
        assert due.last is not None
        assert due.last.year == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-02-13", ""),
        ("2026-02-14", "thứ Bảy"),
        ("2026-02-15", "Chủ nhật"),
        ("2026-02-16", "nghỉ lễ Tết Bính Ngọ"),
        ("2026-04-26", "nghỉ lễ Giỗ Tổ Hùng Vương"),
        ("2026-01-02", "nghỉ hoán đổi dịp Tết Dương lịch"),
        ("2026-01-10", ""),
    ],
)
def test_off_reason(text: str, reason: str) -> None:
    assert CALENDAR.off_reason(date.fromisoformat(text)) == reason
    assert CALENDAR.is_working(date.fromisoformat(text)) is (reason == "")


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("2026-02-15", "2026-02-13", "2026-02-23"),
        ("2026-02-13", "2026-02-12", "2026-02-23"),
        ("2026-01-09", "2026-01-08", "2026-01-10"),
    ],
)
def test_working_days_around(text: str, before: str, after: str) -> None:
    assert CALENDAR.working_day_before(date.fromisoformat(text)) == day(before)
    assert CALENDAR.working_day_after(date.fromisoformat(text)) == day(after)


@pytest.mark.parametrize(
    ("roll", "last", "words", "rule"),
    [
        (Roll.NONE, "2026-02-15", "", ""),
        (
            Roll.NEXT,
            "2026-02-23",
            (
                "Ngày 15/02/2026 là ngày nghỉ (Chủ nhật): ngày cuối cùng đúng hạn chuyển sang ngày làm "
                "việc tiếp theo, 23/02/2026."
            ),
            "khoản 5 Điều 148 Bộ luật Dân sự 2015",
        ),
        (
            Roll.PREVIOUS,
            "2026-02-13",
            (
                "Ngày 15/02/2026 là ngày nghỉ (Chủ nhật): ngày cuối cùng đúng hạn lùi về ngày làm việc "
                "liền trước, 13/02/2026."
            ),
            "quy định riêng của kế hoạch về ngày nghỉ",
        ),
    ],
)
def test_roll(roll: Roll, last: str, words: str, rule: str) -> None:
    due = read("chậm nhất ngày 15/02/2026")
    rolled = roll_deadline(due, roll, CALENDAR)
    assert rolled.last == day(last)
    assert rolled.steps == due.steps + ((Step(words, rule),) if words else ())
    assert (rolled.phrase, rolled.kind, rolled.first) == (due.phrase, due.kind, due.first)


@pytest.mark.parametrize("roll", Roll)
@pytest.mark.parametrize(
    "phrase",
    ["trước ngày 16/02/2026", "trước 17h00 ngày 15/02/2026", "Thường xuyên", "ngày 13/02/2026"],
)
def test_roll_leaves_alone(phrase: str, roll: Roll) -> None:
    assert roll_deadline(read(phrase), roll, CALENDAR) == read(phrase)


@pytest.mark.parametrize(
    ("first", "last"),
    [("12/02/2026", "2026-02-13"), ("13/02/2026", "2026-02-13"), ("14/02/2026", "2026-02-15")],
)
def test_a_roll_back_stays_inside_the_span(first: str, last: str) -> None:
    due = read(f"từ ngày {first} đến ngày 15/02/2026")
    assert roll_deadline(due, Roll.PREVIOUS, CALENDAR).last == day(last)
    assert roll_deadline(due, Roll.NEXT, CALENDAR).last == date(2026, 2, 23)


# Properties: phrases made from the grammar of plans.

DAYS = st.dates(min_value=date(2000, 1, 2), max_value=date(2099, 12, 31))
YEARS = st.integers(2000, 2098)
MONTHS = st.integers(1, 12)
PHRASES = st.one_of(
    st.builds(lambda d: f"ngày {day_text(d)}", DAYS),
    st.builds(lambda d: f"Hoàn thành chậm nhất ngày {day_text(d)}", DAYS),
    st.builds(lambda d: f"Báo cáo 6 tháng trước ngày {day_text(d)}", DAYS),
    st.builds(lambda m, y: f"Kế hoạch tháng {m}/{y}", MONTHS, YEARS),
    st.builds(lambda m, n, y: f"tháng {min(m, n)}-{max(m, n)}/{y}", MONTHS, MONTHS, YEARS),
    st.builds(lambda m, n, y: f"từ tháng {m} năm {y} đến tháng {n}/{y + 1}", MONTHS, MONTHS, YEARS),
    st.builds(lambda p, m: f"{p} tháng {m}", st.sampled_from(["đầu", "giữa", "cuối"]), MONTHS),
    st.builds(lambda q, y: f"Quý {q}-{y}", st.sampled_from(["I", "II", "III", "IV"]), YEARS),
    st.builds(lambda p, y: f"6 tháng {p} năm {y}", st.sampled_from(["đầu", "cuối"]), YEARS),
    st.builds(lambda y: f"năm {y} - {y + 1}", YEARS),
    st.sampled_from(list(SPANS) + list(ENDS) + list(BEFORE) + list(UNDATED)),
)


@given(PHRASES)
def test_last_day_is_inside_the_named_span(phrase: str) -> None:
    due = read(phrase)
    assert (due.last is not None) == (due.kind is DATED)
    if due.first and due.last:
        assert due.first <= due.last
    assert due.steps


@given(PHRASES, st.data())
def test_spelling_changes_nothing(phrase: str, data: st.DataObject) -> None:
    variant = phrase
    if data.draw(st.booleans(), "spaced"):
        variant = variant.replace("/", " / ").replace(" ", "  ").replace("-", " - ")
    variant = variant.replace("-", data.draw(st.sampled_from("-–—‑−"), "dash"))
    cased = (variant, variant.upper(), variant.lower(), variant.title())
    variant = data.draw(st.sampled_from(cased), "case")
    if data.draw(st.booleans(), "decomposed"):
        variant = unicodedata.normalize("NFD", variant)
    variant = data.draw(st.sampled_from(["", "- ", "– ", " "])) + variant
    variant += data.draw(st.sampled_from(["", ".", ";", " . "]))
    plain, respelled = read(phrase), read(variant)
    assert (respelled.kind, respelled.first, respelled.last) == (plain.kind, plain.first, plain.last)
    assert (respelled.strict, respelled.steps) == (plain.strict, plain.steps)


@given(DAYS, st.sampled_from(["", "Hoàn thành ", "xong ", "chậm nhất ", "Báo cáo năm "]))
def test_before_a_day_ends_the_day_before(due: date, words: str) -> None:
    before = read(f"{words}trước ngày {day_text(due)}")
    at = read(f"ngày {day_text(due)}")
    assert before.last is not None
    assert before.last + timedelta(days=1) == at.last == due
    assert before.strict
    assert not at.strict


@pytest.mark.slow
@given(st.text() | st.text(alphabet="tháng ngày quý năm 0123456789/-trước đến từ,.:h IVX"))
def test_any_text_is_read_or_misread(text: str) -> None:
    assert isinstance(read_due(text, span=YEAR), Deadline | UnreadablePhrase)


@given(PHRASES, st.sampled_from(Roll))
def test_roll_moves_only_to_working_days(phrase: str, roll: Roll) -> None:
    due = read(phrase)
    rolled = roll_deadline(due, roll, CALENDAR)
    if rolled.last == due.last:
        assert rolled == due
        return
    assert not due.strict
    assert due.last is not None
    assert rolled.last is not None
    assert CALENDAR.is_working(rolled.last)
    assert not CALENDAR.is_working(due.last)
    assert (rolled.last > due.last) is (roll is Roll.NEXT)
    assert rolled.steps[:-1] == due.steps


# A plan of several years.

FIVE_YEARS = Span(date(2026, 3, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("span", "year"),
    [
        (Span.of_year(2026), 2026),
        (Span(date(2026, 2, 10), date(2026, 12, 15)), 2026),
        (Span(date(2025, 12, 31), date(2026, 1, 1)), None),
    ],
)
def test_a_span_within_one_year_has_that_year(span: Span, year: int | None) -> None:
    assert span.year == year


@pytest.mark.parametrize("phrase", ["tháng 3", "trước ngày 10/6", "ngày 29/02", "trong năm", "cuối năm", "quý III"])
def test_a_phrase_without_a_year_is_refused_over_several_years(phrase: str) -> None:
    refusal = read_due(phrase, span=FIVE_YEARS)
    assert isinstance(refusal, UnreadablePhrase)
    assert refusal.reason == (
        "Cụm từ không ghi năm mà kế hoạch thực hiện trong các năm 2026-2030; hãy ghi rõ năm, hoặc ghi thêm «hằng năm» "
        "nếu năm nào cũng phải làm."
    )


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("tháng 11 - tháng 2", "«từ tháng 11 đến tháng 02» bị ngược"),
        ("ngày 31/6", "Ngày 31/6 không tồn tại"),
        ("29/02 hằng năm", "Ngày 29/02 không phải năm nào cũng có"),
    ],
)
@pytest.mark.parametrize("years", [(2026, 2028), (2025, 2027)])
def test_a_refusal_names_no_year_that_nobody_wrote(phrase: str, words: str, years: tuple[int, int]) -> None:
    refused = read_due(phrase, span=Span(date(years[0], 1, 1), date(years[1], 12, 31)))
    assert isinstance(refused, UnreadablePhrase)
    assert words in refused.reason


@pytest.mark.parametrize(
    "phrase", ["từ quý III/2026 trở đi", "ngày 20/02, 20/5, 20/8 và 20/11 hằng năm", "trong 6 tháng cuối năm"]
)
def test_what_a_refusal_advises_can_be_read(phrase: str) -> None:
    assert not isinstance(read_due(phrase, span=YEAR), UnreadablePhrase)


@pytest.mark.parametrize(
    "phrase", [phrase for phrase in (*ENDS, *BEFORE, *SPANS) if "năm," not in phrase and "hằng" not in phrase]
)
def test_a_phrase_with_a_year_means_the_same_over_several_years(phrase: str) -> None:
    due, of_one_year = read_due(phrase, span=FIVE_YEARS), read(phrase)
    taken = any("lấy năm" in step.text for step in of_one_year.steps)
    assert isinstance(due, UnreadablePhrase) if taken else due == of_one_year


@pytest.mark.parametrize(
    ("count", "unit", "working", "anchor", "last"),
    [
        (10, TermUnit.DAY, False, "2026-06-01", "2026-06-11"),
        (0, TermUnit.DAY, False, "2026-06-01", "2026-06-01"),
        (2, TermUnit.WEEK, False, "2026-06-01", "2026-06-15"),
        (1, TermUnit.MONTH, False, "2026-01-31", "2026-02-28"),
        (1, TermUnit.MONTH, False, "2026-02-28", "2026-03-28"),
        (18, TermUnit.MONTH, False, "2026-08-31", "2028-02-29"),
        (1, TermUnit.YEAR, False, "2028-02-29", "2029-02-28"),
        # Friday 13/02/2026, then the weekend and five days of the lunar new year.
        (1, TermUnit.DAY, True, "2026-02-13", "2026-02-23"),
        (5, TermUnit.DAY, True, "2026-02-12", "2026-02-26"),
        # Saturday 10/01/2026 is a working day.
        (1, TermUnit.DAY, True, "2026-01-09", "2026-01-10"),
        (1, TermUnit.DAY, False, "2026-02-13", "2026-02-14"),
    ],
)
def test_a_term_is_counted_from_the_day_after_its_anchor(
    count: int,
    unit: TermUnit,
    working: bool,  # noqa: FBT001  # a column of the table
    anchor: str,
    last: str,
) -> None:
    term = Term(count, unit, working)
    assert term.last_day(date.fromisoformat(anchor), CALENDAR) == date.fromisoformat(last)
