"""Due phrases by the families of real plans: what each means in a plan of 2026, or why it is refused.

The days were reckoned by hand. A meaning is written `2026-03-05..2026-03-20` for a span, `..2026-06-10` for an end that
counts, `<2026-06-10` for the same said with "trước" (the day is the last on-time one), the kind of a phrase without a
last day, with `from` its first day if it has one, and `?` with words of the reason for a phrase that is refused. Of
what recurs the days follow its kind, of a term count and unit; `then on` marks what goes on after its day.
"""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.deadlines.model import Deadline, DueKind, Span, Step, UnreadablePhrase
from papi_cli.deadlines.phrases import read_due

YEAR = Span.of_year(2026)

MONTH_ENDS = ("31/01", "28/02", "31/3", "30/4", "31/5", "30/6", "31/7", "31/8", "30/9", "31/10", "30/11", "31/12")
QUARTER_ENDS = ("31/3", "30/6", "30/9", "31/12")


def on(*days: str, strict: str = "") -> str:
    """Return the meaning of days of 2026 written as `14/6`, or of any year written whole."""
    iso = [
        "-".join(f"{int(part):02d}" for part in reversed((f"{day}/2026" if day.count("/") < 2 else day).split("/")))
        for day in days
    ]
    return " ".join(["recurring", *(f"{strict}{day}" for day in iso)])


def before(*days: str) -> str:
    return on(*days, strict="<")


def each_month(day: int) -> tuple[str, ...]:
    return tuple(f"{day}/{month}" for month in range(1, 13))


def each_year(*days: str) -> tuple[str, ...]:
    return tuple(f"{day}/{year}" for year in range(2026, 2031) for day in days)


SPANS_WITH_WORDS = {
    "từ ngày 05 tháng 3 đến ngày 20 tháng 3 năm 2026": "2026-03-05..2026-03-20",
    "từ ngày 08 tháng 5 đến hết ngày 22 tháng 6 năm 2026": "2026-05-08..2026-06-22",
    "Từ ngày 05 đến ngày 20/3/2026": "2026-03-05..2026-03-20",
    "từ 05 đến 20/3/2026": "2026-03-05..2026-03-20",
    "từ ngày 28/12/2026 đến ngày 10/01/2027": "2026-12-28..2027-01-10",
    "từ 01/4 đến 15/4": "2026-04-01..2026-04-15",
    "từ 20/8 đến hết 05/9": "2026-08-20..2026-09-05",
    "Tổ chức từ ngày 02 đến ngày 06/11/2026": "2026-11-02..2026-11-06",
    "thời gian thực hiện: từ tháng 02 đến tháng 9 năm 2026": "2026-02-01..2026-09-30",
    "trong thời gian từ 01/7/2026 đến 31/7/2026": "2026-07-01..2026-07-31",
    "Trong khoảng thời gian từ ngày 10/4/2026 đến ngày 25/4/2026": "2026-04-10..2026-04-25",
    "45 ngày, từ 01/3/2026 đến 14/4/2026": "2026-03-01..2026-04-14",
    "45 ngày (từ 01/3/2026 đến 14/4/2026)": "2026-03-01..2026-04-14",
    "trong 30 ngày, từ ngày 01/9/2026 đến ngày 30/9/2026": "2026-09-01..2026-09-30",
    "từ 01/3/2026 đến 14/4/2026 (45 ngày)": "2026-03-01..2026-04-14",
    "10 ngày làm việc, từ 02/3/2026 đến 13/3/2026": "2026-03-02..2026-03-13",
    "03 tháng, từ tháng 4/2026 đến tháng 6/2026": "2026-04-01..2026-06-30",
    "02 năm, từ năm 2026 đến năm 2027": "2026-01-01..2027-12-31",
    "60 ngày, từ 01/3/2026 đến 14/4/2026": "? không khớp",
    "từ 01/3/2026 đến 14/4/2026 (15 ngày)": "? không khớp",
    "45 ngày, từ 01/3/2026": "? Không hiểu",
    "từ đầu năm 2026 đến hết tháng 6/2026": "2026-01-01..2026-06-30",
    "từ đầu năm đến hết tháng 6/2026": "2026-01-01..2026-06-30",
    "từ quý II đến quý IV năm 2026": "2026-04-01..2026-12-31",
    "02 tháng đầu năm 2026": "2026-01-01..2026-02-28",
    "03 tháng đầu năm 2026": "2026-01-01..2026-03-31",
    "trong 9 tháng đầu năm 2026": "2026-01-01..2026-09-30",
    "3 tháng cuối năm": "2026-10-01..2026-12-31",
    "02 tháng cuối năm 2026": "2026-11-01..2026-12-31",
    "đến hết 11 tháng đầu năm 2026": "..2026-11-30",
    "12 tháng đầu năm 2026": "? Năm không có",
    "0 tháng đầu năm 2026": "? Năm không có",
    "trước 9 tháng đầu năm 2026": "? Không hiểu",
    "ngay trong tháng 5/2026": "2026-05-01..2026-05-31",
    "Hoàn thành ngay trong quý I/2026": "2026-01-01..2026-03-31",
    "ngay tháng 5/2026": "? Không hiểu",
    "dự kiến trong quý III/2026": "2026-07-01..2026-09-30",
    "Dự kiến tháng 10/2026": "2026-10-01..2026-10-31",
    "dự kiến trình trong tháng 7/2026": "2026-07-01..2026-07-31",
    "dự kiến hoàn thành trước ngày 20/8/2026": "<2026-08-19",
    "vào cuối quý II/2026": "..2026-06-30",
    "cuối quý III năm 2026": "..2026-09-30",
    "chậm nhất cuối quý I/2026": "..2026-03-31",
    "cuối quý IV": "..2026-12-31",
    "cuối quý V/2026": "? Không có quý V",
    "trước cuối quý II/2026": "? Không hiểu",
    "đầu quý II/2026": "? Không hiểu",
    "giữa quý II/2026": "? Không hiểu",
    "vào giữa tháng 8/2026": "..2026-08-15",
    "khoảng tháng 5/2026": "? Không hiểu",
    "từ ngày 31/4 đến ngày 10/5/2026": "? không tồn tại",
}

VERBS_IN_FRONT = {
    "trình UBND tỉnh xem xét, thông qua trước ngày 20/5/2026": "<2026-05-19",
    "Trình HĐND tỉnh xem xét, thông qua trước ngày 10/7/2026": "<2026-07-09",
    "trình Chủ tịch UBND tỉnh ký ban hành trước ngày 01/4/2026": "<2026-03-31",
    "tham mưu trình cấp có thẩm quyền phê duyệt trong quý II/2026": "2026-04-01..2026-06-30",
    "trình Thường trực Tỉnh ủy cho ý kiến chậm nhất ngày 12/6/2026": "..2026-06-12",
    "gửi Sở Tài chính thẩm định trước ngày 15/8/2026": "<2026-08-14",
    "gửi về Sở Xây dựng trước ngày 25/9/2026": "<2026-09-24",
    "gửi báo cáo về UBND tỉnh (qua Sở Y tế) trước ngày 05/12/2026": "<2026-12-04",
    "Báo cáo Chủ tịch UBND tỉnh (qua Văn phòng UBND tỉnh) chậm nhất ngày 18/11/2026": "..2026-11-18",
    "báo cáo kết quả thực hiện về Sở Văn hóa, Thể thao và Du lịch trước ngày 10/10/2026": "<2026-10-09",
    "nộp trước ngày 15/3/2026": "<2026-03-14",
    "Nộp sản phẩm chậm nhất ngày 15/3/2026": "..2026-03-15",
    "thời gian hoàn tất: tháng 8/2026": "2026-08-01..2026-08-31",
    "Thời gian hoàn tất: trước ngày 30/8/2026": "<2026-08-29",
    "Thời hạn hoàn thành: 30/9/2026": "..2026-09-30",
    "Thời hạn: quý IV/2026": "2026-10-01..2026-12-31",
    "hạn cuối: 15/7/2026": "..2026-07-15",
    "Hạn nộp: ngày 15/7/2026": "..2026-07-15",
    "tiến độ: quý II/2026": "2026-04-01..2026-06-30",
    "xong trước ngày 01/6/2026": "<2026-05-31",
    "hoàn thiện, trình phê duyệt xong trước ngày 01/6/2026": "<2026-05-31",
    "xây dựng, ban hành trong tháng 4/2026": "2026-04-01..2026-04-30",
    "soạn thảo xong trong tháng 5/2026": "2026-05-01..2026-05-31",
    "lấy ý kiến, hoàn thiện dự thảo trước ngày 20/6/2026": "<2026-06-19",
    "tổng hợp, báo cáo UBND tỉnh trước ngày 20/6/2026 để theo dõi, chỉ đạo": "<2026-06-19",
    "gửi Sở Nội vụ trước ngày 05/6/2026 để tổng hợp, báo cáo UBND tỉnh": "<2026-06-04",
    "gửi Sở Nội vụ trước ngày 05/6/2026 để tổng hợp, báo cáo trước ngày 10/6/2026": "? nhiều thời điểm",
    "gửi Sở Nội vụ trước ngày 05/6/2026 để khai mạc sau 03 ngày": "? Không hiểu",
    "gửi Sở Nội vụ trước ngày 05/6/2026 để tổng hợp giữa năm": "? Không hiểu",
    "Phấn đấu hoàn thành dứt điểm trước ngày 30/8/2026": "<2026-08-29",
    "Hoàn thành và đưa vào sử dụng trong tháng 9/2026": "2026-09-01..2026-09-30",
    "Nghiệm thu, bàn giao trước ngày 20/11/2026": "<2026-11-19",
    "sửa đổi, bổ sung trong quý II/2026": "2026-04-01..2026-06-30",
    "hoàn thành các công trình trước ngày 30/8/2026": "? Không hiểu",
    "báo cáo kết quả trước ngày 10/6/2026 về Sở Nội vụ": "<2026-06-09",
    "gửi báo cáo trước ngày 15/12/2026 về Sở Tư pháp để tổng hợp": "<2026-12-14",
    "báo cáo chậm nhất ngày 15/12/2026 gửi UBND tỉnh (qua Sở Y tế)": "..2026-12-15",
    "gửi báo cáo trước ngày 10/6/2026 (qua Phòng Tổng hợp)": "<2026-06-09",
    "gửi báo cáo trước ngày 10/6/2026 (qua Phòng Tổng hợp trước ngày 08/6/2026)": "? nhiều thời điểm",
    "gửi báo cáo trước ngày 10/6/2026 về Sở Nội vụ và các đơn vị sau 05 ngày": "? Không hiểu",
    "không muộn hơn ngày 30/6/2026": "..2026-06-30",
    "không chậm hơn ngày 30/6/2026": "..2026-06-30",
    "không quá ngày 30/6/2026": "..2026-06-30",
    "trễ nhất ngày 30/6/2026": "..2026-06-30",
    "chậm nhất đến trước ngày 30/6/2026": "<2026-06-29",
    "chậm nhất là đến ngày 30/6/2026": "..2026-06-30",
    "quá ngày 30/6/2026": "? Không hiểu",
    "không hoàn thành trước ngày 30/6/2026": "? Không hiểu",
    "đối với hồ sơ tiếp nhận trước ngày 01/7/2026": "? Không hiểu",
    "rà soát văn bản ban hành trước ngày 01/7/2025": "? Không hiểu",
    "Tổng hợp các Quyết định ban hành trước ngày 01/7/2026": "? Không hiểu",
    "rà soát, tổng hợp kế hoạch phê duyệt trước ngày 01/7/2026": "? Không hiểu",
    "sửa đổi Quyết định, ban hành trước ngày 01/7/2026": "<2026-06-30",
    "rà soát, ban hành trước ngày 01/7/2026": "<2026-06-30",
    "trình UBND tỉnh tháng 5/2026": "2026-05-01..2026-05-31",
    "UBND tỉnh tháng 5/2026": "? có thể là kỳ",
    "Sở Nội vụ 2026": "? có thể là kỳ",
    "Sở Nội vụ: trước ngày 10/6/2026": "<2026-06-09",
    "Nhiệm vụ năm 2026": "? có thể là kỳ",
    "việc năm 2026": "? có thể là kỳ",
    "rà soát văn bản đã có hiệu lực trước ngày 01/7/2026": "? Không hiểu",
    "kể từ ngày 01/7/2026": "? Cụm từ chỉ nêu thời điểm bắt đầu",
    "có hiệu lực từ ngày 01/7/2026": "? Không hiểu",
    "trình HĐND tỉnh tại kỳ họp giữa năm 2026": "? kỳ họp",
    "kỳ họp thứ 20, tháng 7/2026": "? kỳ họp",
    "trước kỳ họp thường lệ cuối năm 2026": "? kỳ họp",
}

DATA_PERIOD_IN_FRONT = {
    "báo cáo 6 tháng đầu năm 2026 trước ngày 15/6/2026": "<2026-06-14",
    "Báo cáo kết quả thực hiện 6 tháng đầu năm gửi Sở Nội vụ trước ngày 10/6/2026": "<2026-06-09",
    "Báo cáo tình hình 9 tháng đầu năm 2026 nộp chậm nhất ngày 20/9/2026": "..2026-09-20",
    "báo cáo quý I/2026 gửi trước ngày 20/3/2026": "<2026-03-19",
    "báo cáo tháng 5/2026 gửi UBND tỉnh trước ngày 25/5/2026": "<2026-05-24",
    "Báo cáo năm 2026: trước ngày 15/12/2026": "<2026-12-14",
    "Báo cáo năm (trước ngày 15/12/2026)": "<2026-12-14",
    "báo cáo 06 tháng (trước ngày 15/6)": "<2026-06-14",
    "Báo cáo 6 tháng: chậm nhất ngày 12/6/2026": "..2026-06-12",
    "6 tháng (trước ngày 15/6)": "<2026-06-14",
    "báo cáo 6 tháng (số liệu từ ngày 15/12/2025 đến ngày 14/6/2026) trước ngày 20/6/2026": "<2026-06-19",
    "báo cáo năm (tính từ ngày 01/12/2025 đến ngày 30/11/2026) trước ngày 10/12/2026": "<2026-12-09",
    "Báo cáo năm trước ngày 10/12/2026 (chốt số liệu từ ngày 01/12/2025 đến ngày 30/11/2026)": "<2026-12-09",
    "báo cáo năm (tính từ ngày 31/11/2025 đến ngày 30/11/2026) trước ngày 10/12/2026": "? không tồn tại",
    "Báo cáo 6 tháng đầu năm 2026": "? có thể là kỳ",
    "Báo cáo 9 tháng đầu năm 2026": "? có thể là kỳ",
    "Báo cáo 02 tháng đầu năm": "? có thể là kỳ",
    "Kế hoạch 3 tháng cuối năm 2026": "? có thể là kỳ",
    "Báo cáo cả năm 2026": "? có thể là kỳ",
    "Báo cáo tháng 5 và tháng 6/2026": "? có thể là kỳ",
    "báo cáo từ 01/01 đến 31/5": "? có thể là kỳ",
    "báo cáo từ đầu năm đến ngày 31/5/2026": "? có thể là kỳ",
    "tổng hợp quý II/2026": "? có thể là kỳ",
    "tổng hợp quý II/2026 trước ngày 10/7/2026": "<2026-07-09",
    "báo cáo 6 tháng": "? kỳ số liệu",
    "6 tháng (trước ngày 15/6), năm (trước ngày 15/12)": before("14/6", "14/12"),
    "báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12": before("14/6", "14/12"),
    "báo cáo 6 tháng trước ngày 15/6/2026 và báo cáo năm trước ngày 15/12/2026": before("14/6", "14/12"),
    "báo cáo năm (số liệu từ ngày 15/12 năm trước đến ngày 14/12 năm báo cáo) trước ngày 20/12": "<2026-12-19",
    "báo cáo 9 tháng năm 2026 trước ngày 18/9/2026": "<2026-09-17",
    "báo cáo 9 tháng năm 2026": "? kỳ số liệu",
    "báo cáo năm (tính từ văn bản số 6/2026 đến ngày 30/11/2026) trước ngày 10/12/2026": "? nhiều thời điểm",
    "Báo cáo tháng 11/2026, ban hành Kế hoạch trước ngày 10/6/2026": "? nhiều thời điểm",
    "báo cáo năm và trước ngày 10/12/2026": "? Không hiểu",
    "báo cáo năm trước": "? Không hiểu",
    "báo cáo năm trước ngày 31/11/2026": "? không tồn tại",
}

LISTS = {
    "Tháng 4, 5 năm 2026": "2026-04-01..2026-05-31",
    "Tháng 4,5/2026": "2026-04-01..2026-05-31",
    "tháng 4, 5, 6 năm 2026": "2026-04-01..2026-06-30",
    "Các tháng 8, 9/2026": "2026-08-01..2026-09-30",
    "trong tháng 7 và tháng 8 năm 2026": "2026-07-01..2026-08-31",
    "tháng 7 và 8/2026": "2026-07-01..2026-08-31",
    "Tháng 02 và tháng 03/2026": "2026-02-01..2026-03-31",
    "tháng 9, 10 và 11/2026": "2026-09-01..2026-11-30",
    "tháng 12/2026 và tháng 01/2027": "2026-12-01..2027-01-31",
    "Hoàn thành trong tháng 11 và tháng 12": "2026-11-01..2026-12-31",
    "Hội nghị tháng 4, 5 năm 2026": "2026-04-01..2026-05-31",
    "ngày 10 và 11/6/2026": "2026-06-10..2026-06-11",
    "ngày 10, 11, 12/6/2026": "2026-06-10..2026-06-12",
    "ngày 30/6 và ngày 01/7/2026": "2026-06-30..2026-07-01",
    "tháng 4, 6 năm 2026": "? nhiều thời điểm",
    "tháng 3 và tháng 9/2026": "? nhiều thời điểm",
    "tháng 3, 6, 9, 12/2026": "? nhiều thời điểm",
    "tháng 5, 4/2026": "? nhiều thời điểm",
    "tháng 4, 13/2026": "? Không có tháng 13",
    "tháng 11, 12 và 01/2027": "? nhiều thời điểm",
    "trước tháng 4, 5/2026": "? nhiều thời điểm",
    "chậm nhất tháng 7 và tháng 8/2026": "? nhiều thời điểm",
    "ngày 10 và 12/6/2026": "? nhiều thời điểm",
    "ngày 10/6 và ngày 10/12/2026": "? nhiều thời điểm",
    "quý I và quý III/2026": "? nhiều thời điểm",
    "Quý II và quý III năm 2026": "? nhiều thời điểm",
    "trong quý I, quý II/2026": "? nhiều thời điểm",
    "quý I, III/2026": "? nhiều thời điểm",
    "năm 2026, 2027": "? Không hiểu",
    "tháng 4 hoặc tháng 5/2026": "? nhiều thời điểm",
    "trước ngày 15/3/2026 và 15/9/2026": "? nhiều thời điểm",
}

SHORT_FORMS = {
    "T6/2026": "2026-06-01..2026-06-30",
    "t12/2026": "2026-12-01..2026-12-31",
    "T06/2026": "2026-06-01..2026-06-30",
    "trong T6/2026": "2026-06-01..2026-06-30",
    "trước T7/2026": "<2026-06-30",
    "T4-T6/2026": "2026-04-01..2026-06-30",
    "T4 - 6/2026": "2026-04-01..2026-06-30",
    "T3, T4/2026": "2026-03-01..2026-04-30",
    "T3 và T4/2026": "2026-03-01..2026-04-30",
    "T3, T6/2026": "? nhiều thời điểm",
    "T13/2026": "? Không có tháng 13",
    "T6": "? Không hiểu",
    "Báo cáo T11/2026": "2026-11-01..2026-11-30",
    "trước 30/6": "<2026-06-29",
    "Trước 05/12": "<2026-12-04",
    "chậm nhất 15/6": "..2026-06-15",
    "đến hết 30/6": "..2026-06-30",
    "nộp trước 10/6": "<2026-06-09",
    "trước 31/6": "? không tồn tại",
    "31/12": "..2026-12-31",
    "hoàn thành 25/9": "..2026-09-25",
    "13/6": "..2026-06-13",
    "12/6": "? Không hiểu",
    "6/12": "? Không hiểu",
    "31/11": "? không tồn tại",
    "Quyết định 31/12": "? Không hiểu",
    "Kế hoạch 15/3": "? Không hiểu",
    "trong 10/6": "? Không hiểu",
    "30.6.2026": "..2026-06-30",
    "ngày 30.6.2026": "..2026-06-30",
    "30.6": "? Không hiểu",
    "30/6/26": "? Không hiểu",
    "cả năm 2026": "2026-01-01..2026-12-31",
    "Trong cả năm 2026": "2026-01-01..2026-12-31",
    "suốt năm 2026": "2026-01-01..2026-12-31",
    "đầu năm 2027": "..2027-01-01",
    "vào đầu năm 2028": "..2028-01-01",
    "chậm nhất đầu năm 2027": "..2027-01-01",
    "trước đầu năm 2027": "? Không hiểu",
    "đầu năm 2026": "? Không hiểu",
    "đầu năm": "? Không hiểu",
    "cuối năm 2026 - đầu năm 2027": "? Không hiểu",
    "Nhiệm vụ thường xuyên": "ongoing",
    "Thực hiện thường xuyên": "ongoing",
    "Công việc thường xuyên": "ongoing",
    "Thường xuyên, hằng tháng": "ongoing",
    "Hằng năm, thường xuyên": "ongoing",
    "": "none",
    "-": "none",
    "—": "none",
    " - ": "none",
    "…": "? Không hiểu",
    "[…]": "? Không hiểu",
    "/": "? Không hiểu",
    "x": "? Không hiểu",
}

QUARTERS_AND_YEARS = {
    "Quí IV-2025": "2025-10-01..2025-12-31",
    "quí I - 2026": "2026-01-01..2026-03-31",
    "Quý II-III/2026": "2026-04-01..2026-09-30",
    "Quý I - II năm 2026": "2026-01-01..2026-06-30",
    "Quý IV/2026 - Quý II/2027": "2026-10-01..2027-06-30",
    "từ quý III/2026 đến quý I/2027": "2026-07-01..2027-03-31",
    "2026 - 2030": "2026-01-01..2030-12-31",
    "Giai đoạn 2026 - 2028": "2026-01-01..2028-12-31",
    "các năm 2026-2028": "2026-01-01..2028-12-31",
    "thời kỳ 2026-2035": "2026-01-01..2035-12-31",
    "năm 2026 - năm 2027": "2026-01-01..2027-12-31",
    "Quý III, năm 2026": "2026-07-01..2026-09-30",
    "quý III của năm 2026": "2026-07-01..2026-09-30",
    "hết quý II/2026": "..2026-06-30",
    "Quý III-II/2026": "? bị ngược",
    "2030-2026": "? bị ngược",
    "quý 0/2026": "? Không có quý",
    "năm học 2026-2027": "? Không hiểu",
    "2026-27": "? Không hiểu",
}

CLOCK_AND_WEEKDAYS = {
    "trước 16h30 ngày 25/12/2026": "<2026-12-25",
    "Trước 10h00, ngày 15/6/2026": "<2026-06-15",
    "chậm nhất 17 giờ 00 ngày 05/11/2026": "..2026-11-05",
    "trước 17 giờ 00 phút, ngày 05/11/2026": "<2026-11-05",
    "gửi Sở Nội vụ trước 11h30 ngày 03/4/2026": "<2026-04-03",
    "trước 16h30 thứ Sáu, ngày 05/6/2026": "<2026-06-05",
    "thứ Sáu, ngày 05/6/2026": "..2026-06-05",
    "thứ 6 ngày 05/6/2026": "..2026-06-05",
    "trước thứ Năm, ngày 11/6/2026": "<2026-06-10",
    "ngày 07/6/2026 (Chủ nhật)": "..2026-06-07",
    "chậm nhất ngày 08/6/2026 (thứ Hai)": "..2026-06-08",
    "thứ Năm, ngày 05/6/2026": "? là thứ Sáu",
    "ngày 05/6/2026 (thứ Bảy)": "? là thứ Sáu",
    "Quyết định thứ Năm 31/12": "? Tên thứ",
    "thứ Năm": "? Tên thứ",
    "chiều thứ Năm": "? Tên thứ",
    "lúc 08 giờ 30 ngày 12/5/2026": "..2026-05-12",
    "trước 25h00 ngày 25/12/2026": "? Không có giờ",
    "trước 0h00 ngày 25/12/2026": "? lúc ngày bắt đầu",
    "trước 17h00": "? Không hiểu",
    "trước 17h00 tháng 6/2026": "? Không hiểu",
}

BUILT_THEN_RUNNING = {
    "hoàn thành trong quý II/2026 và vận hành thường xuyên": "2026-04-01..2026-06-30 then on",
    "ban hành trong tháng 3/2026, rà soát hằng năm": "2026-03-01..2026-03-31 then on",
    "ban hành trong tháng 3, rà soát hằng năm": "2026-03-01..2026-03-31 then on",
    "Quý II/2026 và duy trì thường xuyên": "2026-04-01..2026-06-30 then on",
    "Tháng 6/2026; sau đó thực hiện thường xuyên": "2026-06-01..2026-06-30 then on",
    "trước ngày 30/6/2026, sau đó báo cáo định kỳ hằng quý": "<2026-06-29 then on",
    "Thường xuyên; hoàn thành trong quý II/2026": "? vừa ghi thường xuyên",
    "trong 15 ngày kể từ ngày nhận Kế hoạch và thực hiện thường xuyên": "relative 15 day then on",
    "trong 10 ngày kể từ ngày nhận Kế hoạch, sau đó cập nhật thường xuyên": "relative 10 day then on",
    "trong 03 tháng kể từ ngày ban hành, cập nhật khi có thay đổi": "relative 3 month then on",
    "Trong 05 ngày làm việc kể từ ngày ban hành và duy trì các năm tiếp theo": "relative 5 working day then on",
    "trong 24 giờ kể từ khi tiếp nhận và cập nhật thường xuyên": "relative then on",
    "sau khi ban hành Kế hoạch và thực hiện thường xuyên": "event then on",
    # The second phase of these is of no form that is read: refused, not passed over.
    "trong 10 ngày kể từ ngày nhận Kế hoạch, sau đó 03 tháng một lần": "? nhiều thời điểm",
    "trong 10 ngày kể từ ngày nhận Kế hoạch và họp giao ban thường xuyên": "? nhiều thời điểm",
    # Words that only tell from what the term counts.
    "trong 10 ngày kể từ ngày nhận được báo cáo thường xuyên của cơ quan": "relative 10 day",
    "từ năm 2026": "ongoing from 2026-01-01",
    "Thực hiện từ năm 2027": "ongoing from 2027-01-01",
    "bắt đầu từ năm 2026": "ongoing from 2026-01-01",
    "từ năm 2026 trở đi": "ongoing from 2026-01-01",
    "từ tháng 7/2026 trở đi": "ongoing from 2026-07-01",
    "từ quý III trở đi": "ongoing from 2026-07-01",
    "từ ngày 01/7/2026 trở đi": "ongoing from 2026-07-01",
    "từ năm 2026 và các năm tiếp theo": "ongoing from 2026-01-01",
    "Năm 2026 và những năm tiếp theo": "ongoing from 2026-01-01",
    "từ tháng 7/2026": "? Cụm từ chỉ nêu thời điểm bắt đầu",
    "hằng năm, giai đoạn 2026-2030": "ongoing from 2026-01-01",
    "thường xuyên, giai đoạn 2026 - 2030": "ongoing from 2026-01-01",
}

YEARLY_WITH_ITS_DAY = {
    "hằng năm (trước ngày 20/11)": "<2026-11-19",
    "Hàng năm (chậm nhất ngày 20/11)": "..2026-11-20",
    "hằng năm, trước ngày 20 tháng 11": "<2026-11-19",
    "Hằng năm: trước ngày 20/11": "<2026-11-19",
    "hằng năm (ngày 20/11)": "..2026-11-20",
    "hằng năm (tháng 12)": "2026-12-01..2026-12-31",
    "hằng năm (quý IV)": "2026-10-01..2026-12-31",
    "hằng năm vào tháng 12": "2026-12-01..2026-12-31",
    "định kỳ hàng năm, chậm nhất ngày 10 tháng 12": "..2026-12-10",
    "Định kỳ hằng năm (trước 15/12)": "<2026-12-14",
    "định kỳ trước ngày 15/12 hằng năm": "<2026-12-14",
    "trước ngày 15 tháng 12 hằng năm": "<2026-12-14",
    "Trước 15/12 hàng năm": "<2026-12-14",
    "trước ngày 15/12 mỗi năm": "<2026-12-14",
    "báo cáo định kỳ hằng năm trước ngày 15/12": "<2026-12-14",
    "Báo cáo hằng năm gửi Sở Nội vụ trước ngày 15/12": "<2026-12-14",
    "hằng năm, gửi báo cáo về UBND tỉnh trước ngày 01/12": "<2026-11-30",
    "hằng năm, báo cáo năm trước ngày 01/12": "<2026-11-30",
    "Định kỳ hằng năm (trước ngày 15/12) báo cáo UBND tỉnh": "<2026-12-14",
    "định kỳ trước ngày 15/12 hằng năm tổng hợp, báo cáo UBND tỉnh": "<2026-12-14",
    "trước ngày 15/12 hằng năm gửi về Sở Tư pháp": "<2026-12-14",
    "trước ngày 05/12 hàng năm (hoặc đột xuất khi được yêu cầu)": "<2026-12-04",
    "trước ngày 05/12 hằng năm hoặc đột xuất khi có yêu cầu": "<2026-12-04",
    "trước ngày 05/12 hằng năm, hoặc khi có yêu cầu của UBND tỉnh": "<2026-12-04",
    "hằng năm (trước ngày 20/11) và đột xuất theo yêu cầu": "<2026-11-19",
    "trước ngày 05/12 hằng năm, hoặc khi có yêu cầu của UBND tỉnh, hoàn thành 25/9": "? nhiều thời điểm",
    "trước ngày 05/12 hằng năm để tổng hợp": "<2026-12-04",
    "01 lần/năm, trước ngày 30/11": "<2026-11-29",
    "mỗi năm một lần, chậm nhất ngày 30/11": "..2026-11-30",
    "mỗi năm 01 lần (trong quý III)": "2026-07-01..2026-09-30",
    "tháng 12 hằng năm": "2026-12-01..2026-12-31",
    "Báo cáo năm trước ngày 15/12/2026 và báo cáo đột xuất khi có yêu cầu": "<2026-12-14",
    "trước ngày 15/12/2026 và khi có yêu cầu": "<2026-12-14",
    "trước ngày 15/12/2026 và khi có yêu cầu trước ngày 20/12/2026": "? nhiều thời điểm",
    "trước ngày 15/12/2026 hoặc khi có yêu cầu": "? Không hiểu",
    "tháng 3/2026 hoặc đột xuất": "? Không hiểu",
    "hằng năm (trước ngày 20/11/2026)": "? Không hiểu",
    "trước ngày 15/12/2026 hằng năm": "? Không hiểu",
    "trước ngày 10/6 và 10/12 hằng năm": before("09/6", "09/12"),
    "hằng năm (trước ngày 10/6, 10/12)": before("09/6", "09/12"),
    "trước ngày 15 tháng 12 năm trước": "? Không hiểu",
    "trước ngày 15/01 năm sau": "? Không hiểu",
    "trước ngày 15/01 của năm liền kề": "? Không hiểu",
    "hằng năm (trước ngày 31/11)": "? không tồn tại",
    "Báo cáo hằng năm (quý IV)": "? có thể là kỳ",
}

SEVERAL_TIMES = {
    "định kỳ hằng tháng (trước ngày 25)": before(*each_month(24)),
    "hằng tháng, trước ngày 25": before(*each_month(24)),
    "Hàng tháng (chậm nhất vào ngày 25)": on(*each_month(25)),
    "trước ngày 25 hằng tháng": before(*each_month(24)),
    "báo cáo tháng trước ngày 25 hằng tháng": before(*each_month(24)),
    "trước 16h00 ngày 25 hằng tháng": before(*each_month(25)),
    "hằng tháng (trước ngày 05 của tháng sau)": before(*each_month(4)[1:], "04/01/2027"),
    "trước ngày 05 tháng sau liền kề": "recurring",
    "trước ngày 05 tháng sau": "? Không hiểu",
    "trước ngày 05 tháng Sáu": "? Không hiểu",
    "trước ngày 05 của tháng tiếp theo": "recurring",
    "trước ngày 15 của tháng cuối quý": before("14/3", "14/6", "14/9", "14/12"),
    "hằng quý (trước ngày 15 của tháng cuối quý)": before("14/3", "14/6", "14/9", "14/12"),
    "hằng quý, trước ngày 15 tháng cuối quý": before("14/3", "14/6", "14/9", "14/12"),
    "báo cáo quý (trước ngày 15 của tháng cuối quý)": before("14/3", "14/6", "14/9", "14/12"),
    "ngày 20 tháng cuối quý": on("20/3", "20/6", "20/9", "20/12"),
    "định kỳ trước ngày 20 của tháng cuối mỗi quý": before("19/3", "19/6", "19/9", "19/12"),
    "trước ngày 10 của tháng đầu quý sau": before("09/4", "09/7", "09/10", "09/01/2027"),
    "01 lần/quý": on(*QUARTER_ENDS),
    "02 lần/năm": "recurring",
    "ít nhất 01 lần/năm": "2026-01-01..2026-12-31",
    "Tối thiểu hai lần/năm": "recurring",
    "ít nhất mỗi quý 01 lần": on(*QUARTER_ENDS),
    "mỗi quý 01 lần": on(*QUARTER_ENDS),
    "mỗi năm ít nhất 01 lần": "2026-01-01..2026-12-31",
    "1 lần/6 tháng": on("30/6", "31/12"),
    "6 tháng 01 lần": on("30/6", "31/12"),
    "định kỳ 6 tháng, hằng năm": "recurring",
    "hằng tháng, quý, 6 tháng, năm": "recurring",
    "thứ Sáu hằng tuần": "recurring",
    "trước 16h00 thứ Năm hằng tuần": "recurring",
    "hằng tuần (trước 16h00 thứ Sáu)": "recurring",
    "hằng ngày": "recurring",
    "cuối mỗi quý": on(*QUARTER_ENDS),
    "vào cuối hằng tháng": on(*MONTH_ENDS),
    "quý, 6 tháng, năm": "? kỳ số liệu",
    "cuối quý": "? Không hiểu",
    "các tháng trong năm": "recurring",
    "hằng quý hoặc đột xuất khi có yêu cầu": "recurring",
    "định kỳ hằng tháng và khi có yêu cầu của cấp có thẩm quyền": "recurring",
    "trước ngày 32 hằng tháng": "? Không có ngày 32",
    "hằng tháng (trước ngày 00)": "? Không có ngày 0",
    "hằng tháng, trước ngày 25/3": "? Không hiểu",
    "hằng quý trước ngày 15/3/2026": "? Không hiểu",
    "01 lần/quý (trước ngày 15/6)": "? Không hiểu",
}

RELATIVE_AND_EVENTS = {
    "trong thời hạn 10 ngày kể từ ngày nhận Kế hoạch": "relative 10 day",
    "chậm nhất 05 ngày làm việc sau khi kết thúc hội nghị": "relative 5 working day",
    "trong vòng 30 ngày kể từ ngày ban hành": "relative 30 day",
    "sau 15 ngày kể từ khi có kết luận": "relative",
    "trong 24 giờ kể từ khi tiếp nhận": "relative",
    "sau khi được phê duyệt": "event",
    "ngay sau khi Nghị quyết được thông qua": "event",
    "khi có hướng dẫn của cấp trên": "event",
    "theo lộ trình của Bộ": "event",
    "theo tiến độ dự án": "event",
    "≤ 20 ngày làm việc": "relative 20 working day",
    "20 ngày": "relative 20 day",
    "không quá 05 ngày": "relative 5 day",
    "18 tháng": "relative 18 month",
    "theo kết quả rà soát": "? Không hiểu",
    "trong 10 ngày kể từ ngày 15/3/2026": "? Không hiểu",
    "sau khi ban hành, chậm nhất ngày 15/3/2026": "? Không hiểu",
    "khi có yêu cầu, nhưng trước ngày 15/3/2026": "? Không hiểu",
    "trước khi hết tháng 6/2026": "? Không hiểu",
}

NUMBERS_ARE_TRAPS = {
    "Kế hoạch số 02-KH/TU": "? Không hiểu",
    "Quyết định số 15/2026/QĐ-UBND": "? Không hiểu",
    "Quyết định số 6/2026": "? Không hiểu",
    "Công văn số 31/12": "? Không hiểu",
    "theo Quyết định số 12/2026/QĐ-TTg": "? Không hiểu",
    "theo Kế hoạch số 12/KH-UBND ngày 15/3/2026": "? Không hiểu",
    "Quyết định số 15/QĐ-UBND ngày 20/3/2026": "? Không hiểu",
    "Nghị định số 30/2020/NĐ-CP": "? Không hiểu",
    "gửi Sở số 6/2026": "? Không hiểu",
    "Đại hội lần thứ XIV": "? Không hiểu",
    "lần thứ 6/2026": "? Không hiểu",
    "khóa XIV, nhiệm kỳ 2026-2031": "? Không hiểu",
    "Điều 6/2026": "? Không hiểu",
    "Phụ lục 6/2026": "? Không hiểu",
    "kỳ tháng 5/2026": "? Không hiểu",
    "06 tháng": "? kỳ số liệu",
    "100%": "? Không hiểu",
    "10/6 chỉ tiêu": "? Không hiểu",
    "05 hồ sơ/tháng": "? Không hiểu",
    "thứ Tư": "? Tên thứ",
    "tháng Năm 2026": "? Không hiểu",
    "tháng tư, năm 2026": "? Không hiểu",
    "bước 2/2026": "? Không hiểu",
}

FAMILIES: dict[str, dict[str, str]] = {
    "spans with words": SPANS_WITH_WORDS,
    "verbs in front": VERBS_IN_FRONT,
    "data period in front": DATA_PERIOD_IN_FRONT,
    "lists": LISTS,
    "short forms": SHORT_FORMS,
    "quarters and years": QUARTERS_AND_YEARS,
    "clock and weekdays": CLOCK_AND_WEEKDAYS,
    "built, then running": BUILT_THEN_RUNNING,
    "yearly": YEARLY_WITH_ITS_DAY,
    "several times": SEVERAL_TIMES,
    "relative and events": RELATIVE_AND_EVENTS,
    "traps": NUMBERS_ARE_TRAPS,
}
CORPUS = [(phrase, meaning) for family in FAMILIES.values() for phrase, meaning in family.items()]


def meaning_of(due: Deadline | UnreadablePhrase) -> str:
    """Return what was read as the tables above write it."""
    if isinstance(due, UnreadablePhrase):
        return f"? {due.reason}"
    if due.occurrences:
        return " ".join([due.kind, *(f"{'<' if time.strict else ''}{time.last}" for time in due.occurrences)])
    return f"{_day_of(due)} then on" if due.goes_on else _day_of(due)


def _day_of(due: Deadline) -> str:
    if due.term:
        return f"{due.kind} {due.term.count} {'working ' if due.term.working else ''}{due.term.unit}"
    if due.kind is not DueKind.DATED:
        return f"{due.kind} from {due.first}" if due.first else str(due.kind)
    return f"<{due.last}" if due.strict else f"{due.first or ''}..{due.last}"


@pytest.mark.parametrize(("phrase", "meaning"), CORPUS)
def test_phrase_of_a_family(phrase: str, meaning: str) -> None:
    read = meaning_of(read_due(phrase, span=YEAR))
    if meaning.startswith("?"):
        assert read.startswith("?")
        assert meaning[2:] in read
    else:
        assert read == meaning


def test_the_corpus_is_wide() -> None:
    assert len(CORPUS) == len(dict(CORPUS)) >= 250


@pytest.mark.parametrize(
    ("phrase", "steps"),
    [
        (
            "31/12",
            [
                "Cụm từ không ghi năm: lấy năm 2026 của kế hoạch.",
                "Tính cả ngày 31/12/2026: ngày cuối cùng đúng hạn là 31/12/2026.",
            ],
        ),
        ("đầu năm 2027", ["Đầu năm 2027 là ngày 01/01/2027."]),
        ("cuối quý II/2026", ["Cuối quý II/2026 là ngày 30/6/2026."]),
        ("02 tháng đầu năm 2026", ["2 tháng đầu năm 2026: từ ngày 01/01/2026 đến hết ngày 28/02/2026."]),
        (
            "45 ngày, từ 01/3/2026 đến 14/4/2026",
            [
                "Tính theo khoảng thời gian ghi trong cụm từ; số ngày, tháng đi kèm chỉ là độ dài.",
                "Từ ngày 01/3/2026 đến ngày 14/4/2026: từ ngày 01/3/2026 đến hết ngày 14/4/2026.",
            ],
        ),
        (
            "báo cáo năm (tính từ 01/12/2025 đến 30/11/2026) trước ngày 10/12/2026",
            [
                "Khoảng thời gian chốt số liệu nêu trong ngoặc không phải là thời hạn.",
                "Kỳ báo cáo nêu trong cụm từ không phải là thời hạn.",
                "«Trước ngày 10/12/2026» không tính ngày 10/12/2026: ngày cuối cùng đúng hạn là 09/12/2026.",
            ],
        ),
        (
            "trước ngày 05/12 hằng năm (hoặc đột xuất khi được yêu cầu)",
            [
                "Phần làm đột xuất, theo yêu cầu không thêm ngày nào.",
                "«Hằng năm»: lấy năm 2026 của kế hoạch.",
                "«Trước ngày 05/12/2026» không tính ngày 05/12/2026: ngày cuối cùng đúng hạn là 04/12/2026.",
            ],
        ),
        (
            "từ quý III trở đi",
            [
                "Cụm từ không ghi năm: lấy năm 2026 của kế hoạch.",
                "Thực hiện thường xuyên từ ngày 01/7/2026: không có ngày cuối cùng, không tính quá hạn.",
            ],
        ),
        ("-", ["Ô thời hạn không ghi gì: không có ngày cuối cùng, không tính quá hạn."]),
    ],
)
def test_the_explanation_says_what_was_taken_and_what_was_left(phrase: str, steps: list[str]) -> None:
    due = read_due(phrase, span=YEAR)
    assert isinstance(due, Deadline)
    assert [step.text for step in due.steps] == steps


def test_the_first_day_of_a_year_rests_on_the_civil_code() -> None:
    due = read_due("đầu năm 2027", span=YEAR)
    assert isinstance(due, Deadline)
    assert due.steps == (Step("Đầu năm 2027 là ngày 01/01/2027.", "khoản 3 Điều 146 Bộ luật Dân sự 2015"),)


PHRASES = st.sampled_from([phrase for phrase, _ in CORPUS])
DATED_PHRASES = st.sampled_from([phrase for phrase, meaning in CORPUS if ".." in meaning or meaning.startswith("<")])


def _without_zeros(phrase: str) -> str:
    return re.sub(r"(?<![\dh:])0(?=[1-9])", "", phrase)


def _with_zeros(phrase: str) -> str:
    return re.sub(r"(?<![\w.,])(?<!thứ )([1-9])(?=[/ ]|$)", r"0\1", phrase)


@given(PHRASES, st.data())
def test_spelling_changes_no_answer(phrase: str, data: st.DataObject) -> None:
    variant = data.draw(st.sampled_from([phrase, _without_zeros(phrase), _with_zeros(phrase)]), "zeros")
    hang = data.draw(st.sampled_from(["hằng", "hàng"]), "hằng")
    variant = re.sub("h[ằà]ng (?=năm|quý|tháng|tuần|ngày)", f"{hang} ", variant)
    if data.draw(st.booleans(), "spaced"):
        variant = variant.replace("/", " / ").replace(" ", "  ").replace("-", " - ")
    variant = variant.replace("-", data.draw(st.sampled_from("-–—‑−"), "dash"))
    variant = data.draw(st.sampled_from([variant, variant.upper(), variant.lower(), variant.title()]), "case")
    if data.draw(st.booleans(), "decomposed"):
        variant = unicodedata.normalize("NFD", variant)
    answer, respelled = (meaning_of(read_due(text, span=YEAR)) for text in (phrase, variant))
    assert respelled[0] == "?" if answer[0] == "?" else respelled == answer


NUMBERS = st.sampled_from(
    [
        "số 02-KH/TU",
        "Kế hoạch số 45/KH-UBND",
        "Quyết định số 6/2026/QĐ-UBND",
        "(số 12/2026)",
        "Công văn số 31/12",
        "số 10/6",
    ]
)


@given(PHRASES, NUMBERS, st.data())
def test_a_number_among_the_words_never_gives_a_day(phrase: str, number: str, data: st.DataObject) -> None:
    words = phrase.split()
    place = data.draw(st.integers(0, len(words)), "place")
    due = read_due(" ".join([*words[:place], number, *words[place:]]), span=YEAR)
    assert isinstance(due, UnreadablePhrase) or due.last is None


@given(DATED_PHRASES, st.sampled_from(["không", "sau", "kể từ", "ngoài", "đã", "hồ sơ nhận"]))
def test_a_word_that_turns_the_meaning_is_not_passed_over(phrase: str, word: str) -> None:
    assert isinstance(read_due(f"{word} {phrase}", span=YEAR), UnreadablePhrase)
