"""Words of several syllables that stay on one line of a title or a letterhead, where a break inside looks careless."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Those that names of agencies, titles and subjects hold; longer ones stand before those that they begin with.
_WORDS = (
    "ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân|viện kiểm sát nhân dân|tòa án nhân dân|toà án nhân dân",
    "mặt trận tổ quốc|bảo hiểm xã hội|chuyển đổi số|thủ tục hành chính|dịch vụ công",
    "an ninh|an toàn|báo cáo|cải cách|cán bộ|chất lượng|chính quyền|chủ tịch|chương trình|công an|công chức",
    "công khai|công nghệ|công thương|công việc|cơ quan|dân tộc|doanh nghiệp|du lịch|đánh giá|đào tạo",
    "đầu tư|đề án|địa bàn|địa phương|đoàn thể|đôn đốc|đô thị|đơn vị|giai đoạn|giao thông|giáo dục|giám sát",
    "hành chính|hiệu quả|học đường|hội đồng|kế hoạch|kết quả|khoa học|kiểm tra|kinh tế|liên hiệp|minh bạch",
    "môi trường|nâng cao|ngân hàng|người dân|nhà nước|nhân dân|nhiệm vụ|nội vụ|nông dân|nông nghiệp|nông thôn",
    "nước sạch|phát triển|phòng cháy|phòng chống|phụ nữ|quản lý|quân sự|quốc phòng|tài chính|tài nguyên|tăng cường",
    "thanh niên|thanh tra|thể thao|thông tin|thực hiện|thực phẩm|tình hình|tổ chức|tổng hợp|tổng kết|tôn giáo",
    "trách nhiệm|triển khai|trung tâm|truyền thông|tư pháp|ủy ban|uỷ ban|văn hóa|văn hoá|văn phòng|vệ sinh|viên chức",
    "việt nam|xã hội|xây dựng|y tế",
    # A number and what it counts or is the number of: «06 tháng», «năm 2026», «số 15/KH-UBND», «quý I»;
    # a day, with gaps to fill in by hand.
    r"ngày[\s\d]+tháng[\s\d]+năm \d{4}",
    r"\d+ (?:tháng|năm|ngày)|(?:tháng|năm|ngày|số) [\d\[]\S*|quý [IV]+",
)
_WHOLE = re.compile(rf"(?<!\w)(?:{'|'.join(_WORDS)})(?!\w)", re.IGNORECASE)
# Stands for a space inside of them; no document can hold it.
_INSIDE = "\0"


def whole_words(text: str) -> Sequence[str]:
    """Return what stands between the spaces at which a line may end.

    >>> whole_words("ỦY BAN NHÂN DÂN TỈNH")
    ['ỦY BAN NHÂN DÂN', 'TỈNH']
    """
    joined = _WHOLE.sub(lambda whole: whole[0].replace(" ", _INSIDE), text)
    return [word.replace(_INSIDE, " ") for word in joined.split(" ")]
