"""Comparisons of two plans with their logs, and the sentences about them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import UTC, date
from functools import cache
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papi_cli.comparison import ChangeKind, Comparison, ComparisonSide, DeadlineChangeCause, compare
from papi_cli.comparison.facts import FACTS_BY_KIND
from papi_cli.log.events import Event, Evidence, deduplicated, event_to_dict
from papi_cli.log.kinds import EventKind
from papi_cli.plan.files.names import OPTIONAL_FILES
from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.plan.files.yamltext import YamlDocument, YamlValue
from papi_cli.plan.model import Plan
from papi_cli.plan.obligations import all_obligations
from papi_cli.plan.resolve.resolver import resolve
from papi_cli.states import judge
from papi_cli.store.parsing import parse_files
from papi_cli.store.reading import read_plan_files
from papi_cli.store.sources import FolderSource
from papi_cli.views.diff import DiffAnswer
from papi_cli.views.diff_records import FIELDS
from papi_cli.views.page import Paragraph
from papi_cli.views.shortening import shorten_change, shorten_text
from tests import made_up
from tests.amended import NUMBER_CHANGE, amendment_text
from tests.sample import event, seeded_log
from tests.tree import SHIPPED_FILES, Edit, document_of, documents_after, plan_in, resolved, shipped_text

DAY = date(2026, 6, 10)


@cache
def plan_with(*edits: Edit) -> Plan:
    plan = resolved(*edits)
    assert isinstance(plan, Plan), plan
    return plan


def side(plan: Plan, events: tuple[Event, ...] = (), as_of: date = DAY) -> ComparisonSide:
    return ComparisonSide(judge(plan, events, as_of=as_of, known_at=None), events)


def lines(comparison: Comparison) -> list[str]:
    """Return every sentence of a comparison, in order."""
    return [row.cells[1] for row in DiffAnswer(comparison, ("A", "B")).rows().rows]


def told(*edits: Edit, before: tuple[Edit, ...] = ()) -> list[str]:
    return lines(compare(side(plan_with(*before)), side(plan_with(*before, *edits))))


def block(name: str, start: str, end: str) -> str:
    """Return the stretch of a file of the shipped plan from `start` up to `end`."""
    text = shipped_text(name)
    return text[text.index(start) : text.index(end, text.index(start))]


# Changes of the plan, one at a time: the edit, and every sentence about it

PHRASE = ("tasks.yaml", "due: Kế hoạch tháng 3/2026", "due: Kế hoạch tháng 4/2026")
LEAD = ("tasks.yaml", "lead: [so-tai-chinh]", "lead: [so-tai-chinh, so-tu-phap]")
DUTY = ("duties.yaml", "agencies: [so-ban-nganh, ubnd-cap-xa]", "agencies: [so-ban-nganh]")
DROPPED = ("tasks.yaml", block("tasks.yaml", "      - code: I.2\n", "      - code: I.3\n"), "")
ITEM_CODE = ("tasks.yaml", "code: de-cuong-tai-lieu", "code: de-cuong")
ROLL = ("plan.yaml", "roll: none", "roll: next")
PERIOD = ("plan.yaml", "đầu năm trước ngày 10/6/2026", "đầu năm trước ngày 15/6/2026")
HOLIDAY = ("calendar.yaml", block("calendar.yaml", "  - {day: 2026-05-01", "  - {day: 2026-08-31"), "")

SCORES = (
    "scores.yaml",
    "scores: []",
    "scores:\n  - {year: 2024, source: Báo cáo năm 2024, total: 40.5, indices: [{index: '1', points: 5.5}]}",
)

CHANGES: dict[str, tuple[Edit, list[str]]] = {
    "head of an annex": (
        ("tasks.yaml", "label: Phụ lục II\n", "label: Phụ lục 2\n"),
        ["Phụ lục 2: tên phụ lục: «Phụ lục II» → «Phụ lục 2»."],
    ),
    "columns of an annex": (
        ("tasks.yaml", "head: TT}", "head: STT}"),
        [
            "Phụ lục II: tên các cột: «TT | Nhiệm vụ cụ …» → «STT | Nhiệm vụ cụ …».",
        ],
    ),
    "heading of a section": (
        ("tasks.yaml", "heading: Nội dung “Tham gia của", "heading: Nội dung “Sự tham gia của"),
        [
            "Phụ lục II, mục I: tiêu đề: «Nội dung “Tham gia của người dân …» → «Nội dung “Sự tham gia của người dân …».",
        ],
    ),
    "short name of a group": (
        ("agencies.yaml", "short_name: cơ quan theo dõi nội dung", "short_name: cơ quan theo dõi"),
        [
            "Nhóm «Các sở, ban, ngành nêu tại khoản 2 Mục IV»: tên gọi tắt: «cơ quan theo dõi nội dung» → «cơ quan theo dõi»."
        ],
    ),
    "kind of an erratum": (
        ("errata.yaml", "{kind: typo, places: [part-2/6.c]", "{kind: wording, places: [part-2/6.c]"),
        ["Đính chính tại «part-2/6.c: đĩa bàn tỉnh»: loại lỗi: chính tả → câu chữ."],
    ),
    "scores": (SCORES, ["Thêm điểm năm 2024: «Báo cáo năm 2024».", "Thêm điểm năm 2024, chỉ số nội dung 1: «5.5»."]),
    "phrase": (
        PHRASE,
        [
            "II.2/ke-hoach: ngày cuối cùng đúng hạn chuyển từ 31/3/2026 sang 30/4/2026, vì cụm từ thời hạn đổi: «Kế hoạch tháng 3/2026» → «Kế hoạch tháng 4/2026».",
        ],
    ),
    "phrase of the same day": (
        ("tasks.yaml", "due: Kế hoạch tháng 3/2026", "due: Kế hoạch tháng 03/2026"),
        [
            "II.2/ke-hoach: cụm từ thời hạn đổi: «Kế hoạch tháng 3/2026» → «Kế hoạch tháng 03/2026»; ngày cuối cùng đúng hạn vẫn là 31/3/2026.",
        ],
    ),
    "phrase that dates": (
        ("tasks.yaml", "due: Thường xuyên\n            milestones", "due: Tháng 9/2026\n            milestones"),
        [
            "I.2/cong-van: nay có ngày cuối cùng đúng hạn 30/9/2026, vì cụm từ thời hạn đổi: «Thường xuyên» → «Tháng 9/2026».",
        ],
    ),
    "period": (
        PERIOD,
        [
            "VI.8/bao-cao-6-thang: ngày cuối cùng đúng hạn chuyển từ 09/6/2026 sang 14/6/2026, vì thời hạn của kỳ báo cáo đổi.",
            "Kỳ báo cáo 06 tháng đầu năm: thời hạn báo cáo: «… đầu năm trước ngày 10/6/2026» → «… đầu năm trước ngày 15/6/2026».",
            "VI.8/bao-cao-6-thang, Sở Xây dựng: không còn quá hạn; nay: chưa ghi nhận, còn 4 ngày.",
        ],
    ),
    "data window": (
        ("plan.yaml", "last: 2026-05-31", "last: 2026-06-05"),
        ["Kỳ báo cáo 06 tháng đầu năm: ngày cuối của khoảng chốt số liệu: 31/5/2026 → 05/6/2026."],
    ),
    "reading that ties": (
        ("tasks.yaml", "period: semiannual", "period: annual"),
        [
            "VI.8/bao-cao-6-thang: ngày cuối cùng đúng hạn chuyển từ 09/6/2026 sang 09/12/2026, vì cách hiểu đổi.",
            "VI.8/bao-cao-6-thang, Sở Xây dựng: không còn quá hạn; nay: chưa ghi nhận, còn 182 ngày.",
        ],
    ),
    "roll policy": (
        ROLL,
        [
            "ke-hoach: ngày cuối cùng đúng hạn chuyển từ 15/02/2026 sang 23/02/2026, vì cách xử lý ngày nghỉ đổi.",
            "I.1/ke-hoach: ngày cuối cùng đúng hạn chuyển từ 31/01/2026 sang 02/02/2026, vì cách xử lý ngày nghỉ đổi.",
            "I.3/bao-cao, III.2/ke-hoach, IV.12/ke-hoach, V.1/ke-hoach, V.2/ke-hoach: ngày cuối cùng đúng hạn chuyển từ 30/4/2026 sang 04/5/2026, vì cách xử lý ngày nghỉ đổi.",
            "II.3/van-ban-trien-khai, IV.8/ke-hoach: ngày cuối cùng đúng hạn chuyển từ 28/02/2026 sang 02/3/2026, vì cách xử lý ngày nghỉ đổi.",
            "II.5/cong-van, II.5/ke-hoach: ngày cuối cùng đúng hạn chuyển từ 31/8/2026 sang 03/9/2026, vì cách xử lý ngày nghỉ đổi.",
            "Kế hoạch: cách xử lý khi ngày cuối cùng là ngày nghỉ: giữ nguyên → chuyển sang ngày làm việc tiếp theo.",
        ],
    ),
    "lead": (
        LEAD,
        ["Nhiệm vụ I.2: thêm cơ quan chủ trì: Sở Tư pháp.", "I.2/cong-van: thêm đầu việc của Sở Tư pháp."],
    ),
    "cooperating": (
        ("tasks.yaml", "cooperating: [ubnd-cap-xa]", "cooperating: [so-tu-phap]"),
        ["Nhiệm vụ I.2: thêm cơ quan phối hợp: Sở Tư pháp.", "Nhiệm vụ I.2: bớt cơ quan phối hợp: 75 xã, phường."],
    ),
    "accountable": (
        DUTY,
        [
            "ke-hoach: bớt cơ quan chịu trách nhiệm: 75 xã, phường.",
            "ke-hoach: không còn đầu việc của 75 xã, phường.",
        ],
    ),
    "name of an agency": (
        ("agencies.yaml", "name: Sở Tài chính", "name: Sở Tài chính và Đầu tư"),
        ["Sở Tài chính và Đầu tư: tên: «Sở Tài chính» → «Sở Tài chính và Đầu tư»."],
    ),
    "issuer": (
        ("tasks.yaml", "issuer: uy-ban-bau-cu-tinh", "issuer: ubnd-tinh"),
        ["I.3/bao-cao: nơi ban hành: Ủy ban bầu cử tỉnh → UBND tỉnh."],
    ),
    "task dropped": (
        DROPPED,
        [
            "Bỏ nhiệm vụ I.2: «Hướng dẫn quản lý, sử dụng, hạch toán kế toán, thanh quyết toán theo Luật Ngân sách nhà nước và văn bản hướng dẫn thi hành».",
            "Bỏ I.2/cong-van: «Công văn».",
            "I.2/cong-van: không còn đầu việc của Sở Tài chính.",
        ],
    ),
    "item under another code": (
        ITEM_CODE,
        [
            "Mã II.1/de-cuong-tai-lieu có vẻ đã đổi thành II.1/de-cuong; sự kiện đã ghi theo mã cũ không còn được tính.",
            "II.1/de-cuong: thêm đầu việc của Sở Tư pháp.",
            "II.1/de-cuong-tai-lieu: không còn đầu việc của Sở Tư pháp.",
        ],
    ),
    "cell of a task": (
        ("tasks.yaml", "            2026 - 2031\n", "            2026 - 2030\n"),
        ["Nhiệm vụ I.3: ô «Nhiệm vụ cụ thể»: «… nhiệm kỳ 2026 - 2031» → «… nhiệm kỳ 2026 - 2030»."],
    ),
    "provision": (
        ("provisions.yaml", "thiết thực để nâng cao", "thiết thực nhằm nâng cao"),
        [
            "Điểm a khoản 1 Mục I: nguyên văn: «… cụ thể, thiết thực để nâng cao hiệu quả …» → «… cụ thể, thiết thực nhằm nâng cao hiệu quả …».",
        ],
    ),
    "row of Annex I": (
        ("indices.yaml", "name: Cơ hội tham gia", "name: Cơ hội được tham gia"),
        ["Phụ lục I, dòng 1.2: ô «Nội dung»: «Cơ hội tham gia» → «Cơ hội được tham gia»."],
    ),
    "reading confirmed": (
        ("tasks.yaml", "              confirmed_by:\n", "              confirmed_by: 12/UBND-NC\n"),
        ["Cách hiểu tại I.1/ke-hoach được xác nhận: 12/UBND-NC."],
    ),
    "reading changed": (
        ("tasks.yaml", "Sau khi trình, sản phẩm ở", "Sau khi trình thì sản phẩm ở"),
        [
            "Cách hiểu tại I.1/ke-hoach: nội dung: «… ban hành. Sau khi trình, sản phẩm ở tình …» → «… ban hành. Sau khi trình thì sản phẩm ở tình …».",
        ],
    ),
    "holiday": (HOLIDAY, ["Bỏ ngày nghỉ 01/5/2026: «Ngày Quốc tế lao động»."]),
    "worked weekend day": (
        ("calendar.yaml", block("calendar.yaml", "  - {day: 2026-01-10", "  - {day: 2026-08-22"), ""),
        ["Bỏ ngày làm bù 10/01/2026."],
    ),
    "number of the document": (
        ("plan.yaml", "  number:\n", "  number: 123\n"),
        ["Kế hoạch: số văn bản: (để trống) → «123»."],
    ),
    "erratum": (
        ("errata.yaml", "reads: địa bàn tỉnh", "reads: địa bàn của tỉnh"),
        ["Đính chính tại «part-2/6.c: đĩa bàn tỉnh»: cách đọc đúng: «địa bàn tỉnh» → «địa bàn của tỉnh»."],
    ),
    "counts": (
        ("duties.yaml", "counts: issued", "counts: received"),
        ["ke-hoach: ngày được tính là đã hoàn thành: ngày ban hành văn bản → ngày nhận."],
    ),
    "only asked": (("duties.yaml", "    asked: true\n", ""), ["so-lieu-6-thang: tính chất: đề nghị → giao."]),
    "comment": (("tasks.yaml", "# Phụ lục II: 47 nhiệm vụ", "# Phụ lục II gồm 47 nhiệm vụ"), []),
}


@pytest.mark.parametrize(("edit", "sentences"), CHANGES.values(), ids=CHANGES)
def test_a_change_and_its_sentences(edit: Edit, sentences: list[str]) -> None:
    assert told(edit) == sentences


# Other values that one of the fields of a plan may have.
OTHER_VALUES = ("x", "true", "next", "received", "any", "2026-12-01", "99.5")


def leaves(value: YamlValue, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the path and the text of each scalar below a value."""
    if isinstance(value, str):
        yield path, value
    else:
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(part, (*path, key))


def with_value(tree: YamlValue, path: tuple[str | int, ...], text: str) -> YamlValue:
    """Return the tree with another text at the path; what is not on the way there is shared."""
    if not path:
        return text
    changed: Any = copy(tree)
    changed[path[0]] = with_value(changed[path[0]], path[1:], text)
    return cast("YamlValue", changed)


@cache
def read_plans() -> list[tuple[Mapping[str, YamlDocument], Plan]]:
    """Return the made-up plans, which are small, and last the shipped one, for what none of them has."""
    sources = (FolderSource(made_up.FOLDER / name) for name in made_up.NAMES)
    read = [parse_files(read_plan_files(source), FILE_MODELS, optional=OPTIONAL_FILES).by_name for source in sources]
    plans = [
        (documents, resolve(documents, fingerprint="0", day=DAY, known_at=None))
        for documents in (*read, documents_after(SCORES))
    ]
    return [(documents, plan) for documents, plan in plans if isinstance(plan, Plan)]


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED_FILES)
def test_whatever_makes_another_plan_is_told(name: str) -> None:
    assert len(read_plans()) == len(made_up.NAMES) + 1
    tried: Counter[tuple[str, ...]] = Counter()
    told_of = 0
    for documents, plan in read_plans():
        for path, text in leaves(documents[name].tree) if name in documents else ():
            kind = tuple("" if isinstance(key, int) else key for key in path)
            # At two places, in two plans if two have it.
            if tried[kind] < 2:
                tried[kind] += 1
                told_of += any(is_told(plan, documents, name, path, other) for other in (f"{text} x", *OTHER_VALUES))
    assert told_of


def is_told(
    plan: Plan, documents: Mapping[str, YamlDocument], name: str, path: tuple[str | int, ...], other: str
) -> bool:
    """Return whether the value makes another plan, and assert that this is told."""
    document = documents[name]._replace(tree=with_value(documents[name].tree, path, other))
    changed = resolve({**documents, name: document}, fingerprint="0", day=DAY, known_at=None)
    if not isinstance(changed, Plan) or changed == plan:
        return False
    assert not compare(side(plan), side(changed)).is_empty, (path, other)
    return True


def test_both_of_two_sections_of_one_number_are_compared() -> None:
    alike = ("tasks.yaml", "- number: II\n", "- number: I\n")
    for heading, code in (
        ("Tham gia của người dân ở cấp cơ sở", "I"),
        ("Công khai, minh bạch trong hoạch định", "I (2)"),
    ):
        (sentence,) = told(
            ("tasks.yaml", f"heading: Nội dung “{heading}", f"heading: Phần “{heading}"), before=(alike,)
        )
        assert f"mục {code}: " in sentence
        assert "«Nội dung" in sentence


WARD = "name: UBND phường Tô Hiệu,"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Each is a part of the name, or is as the resolver would make it of another one.
        ("letterhead: [ỦY BAN NHÂN DÂN]", "letterhead: [PHƯỜNG TÔ HIỆU]"),
        ("", "letterhead: [PHƯỜNG TÔ HIỆU]"),
        ("", "short_name: Tô Hiệu"),
        ("short_name: Hiệu", "short_name: Tô Hiệu"),
    ],
)
def test_a_part_of_the_name_that_changes_is_told(old: str, new: str) -> None:
    before, after = (("agencies.yaml", WARD, WARD + (f" {words}," if words else "")) for words in (old, new))
    assert [line for line in lines(compare(side(plan_with(before)), side(plan_with(after)))) if "Tô Hiệu" in line]


def test_what_follows_from_a_name_is_told_with_it_alone() -> None:
    (line,) = told(("agencies.yaml", WARD, "name: UBND phường Chiềng Lề,"))
    assert "tên" in line


def test_a_score_that_changes() -> None:
    assert told(("scores.yaml", "points: 5.5", "points: 5.75"), before=(SCORES,)) == [
        "Điểm năm 2024, chỉ số nội dung 1: điểm: «5.5» → «5.75»."
    ]
    assert told(("scores.yaml", "total: 40.5, ", ""), before=(SCORES,)) == [
        "Điểm năm 2024: tổng điểm: «40.5» → (để trống)."
    ]


def test_a_day_that_moves_for_the_calendar() -> None:
    assert told(HOLIDAY, before=(ROLL,)) == [
        "I.3/bao-cao, III.2/ke-hoach, IV.12/ke-hoach, V.1/ke-hoach, V.2/ke-hoach: ngày cuối cùng đúng hạn chuyển từ 04/5/2026 sang 01/5/2026, vì lịch ngày nghỉ, ngày làm bù đổi.",
        "Bỏ ngày nghỉ 01/5/2026: «Ngày Quốc tế lao động».",
    ]


def test_a_day_that_moves_for_the_year() -> None:
    without_year = ("tasks.yaml", "due: Kế hoạch tháng 3/2026", "due: Kế hoạch tháng 3")
    assert told(("plan.yaml", "year: 2026", "year: 2027"), before=(without_year,)) == [
        "II.2/ke-hoach: ngày cuối cùng đúng hạn chuyển từ 31/3/2026 sang 31/3/2027, vì thời gian thực hiện đổi.",
        "Kế hoạch: thời gian thực hiện: «2026» → «2027».",
        "II.2/ke-hoach, Sở Tư pháp: không còn quá hạn; nay: chưa ghi nhận, còn 294 ngày.",
    ]


# Why a day moved: the edits of both plans, of the old one only, of the new one only, an item, and the causes.

YEAR_2027 = ("plan.yaml", "year: 2026", "year: 2027")
NO_YEAR_WRITTEN = ("tasks.yaml", "due: Kế hoạch tháng 3/2026", "due: trước ngày 10/6")
PERIOD_OF_2026 = ("plan.yaml", "due: báo cáo 06 tháng đầu năm trước ngày 10/6/2026", "due: trước ngày 10/6/2026")
PERIOD_OF_2027 = (PERIOD_OF_2026[0], PERIOD_OF_2026[1], "due: trước ngày 10/6/2027")
PERIOD_WITHOUT_YEAR = (PERIOD_OF_2026[0], PERIOD_OF_2026[1], "due: trước ngày 10/6")
PERIOD_ON_A_DAY_OFF = (PERIOD_OF_2026[0], PERIOD_OF_2026[1], "due: chậm nhất ngày 01/5/2026")
TIED = ("tasks.yaml", "due: Báo cáo kết quả 6 tháng, năm\n", "due: trước ngày 10/6\n")
UNTIED = ("tasks.yaml", "              period: semiannual\n", "")
SUNDAY = ("tasks.yaml", "due: Kế hoạch tháng 3/2026", "due: chậm nhất ngày 15/3")
FRIDAY = ("tasks.yaml", "due: Kế hoạch tháng 3/2026", "due: chậm nhất ngày 13/3")
LABOUR_DAY = ("tasks.yaml", "due: Kế hoạch tháng 3/2026", "due: chậm nhất ngày 01/5/2026")
LABOUR_DAY_ROLLED = (LABOUR_DAY[0], LABOUR_DAY[1], f"{LABOUR_DAY[2]}\n                roll: next")
ELSEWHERE = (
    "calendar.yaml",
    "  - {day: 2026-08-31",
    "  - {day: 2026-11-03, name: Nghỉ, source: x}\n  - {day: 2026-08-31",
)
YEAR_2028 = ("plan.yaml", "year: 2026", "year: 2028")
LEAP_DAY = ("tasks.yaml", "due: Kế hoạch tháng 3/2026", "due: ngày 29/02")  # there is none in 2026
NO_PHRASE = ("tasks.yaml", "                due: Kế hoạch tháng 3/2026\n", "")
PLAN, TIED_REPORT = "II.2/ke-hoach", "VI.8/bao-cao-6-thang"
Edits = tuple[Edit, ...]

CAUSES: dict[str, tuple[Edits, Edits, Edits, str, tuple[DeadlineChangeCause, ...]]] = {
    "the phrase": ((), (), (PHRASE,), PLAN, (DeadlineChangeCause.PHRASE,)),
    "the phrase, onto a day off": ((ROLL,), (FRIDAY,), (SUNDAY,), PLAN, (DeadlineChangeCause.PHRASE,)),
    "a phrase with a year, and one without in another year": (
        (),
        (),
        (NO_YEAR_WRITTEN, YEAR_2027),
        PLAN,
        (DeadlineChangeCause.PHRASE, DeadlineChangeCause.SPAN),
    ),
    "the year": ((NO_YEAR_WRITTEN,), (), (YEAR_2027,), PLAN, (DeadlineChangeCause.SPAN,)),
    "the year, where a period says what the phrase does": (
        (NO_YEAR_WRITTEN, PERIOD_OF_2026),
        (),
        (YEAR_2027,),
        PLAN,
        (DeadlineChangeCause.SPAN,),
    ),
    "the year, where the period moves as the phrase does": (
        (NO_YEAR_WRITTEN,),
        (PERIOD_OF_2026,),
        (PERIOD_OF_2027, YEAR_2027),
        PLAN,
        (DeadlineChangeCause.SPAN,),
    ),
    "the year, off a Sunday": ((SUNDAY, ROLL), (), (YEAR_2027,), PLAN, (DeadlineChangeCause.SPAN,)),
    "a phrase that comes": ((), (NO_PHRASE,), (), PLAN, (DeadlineChangeCause.PHRASE,)),
    "a phrase with a year, in another year": ((), (), (PHRASE, YEAR_2027), PLAN, (DeadlineChangeCause.PHRASE,)),
    "the year, where only the old phrase rests on it": (
        (),
        (LEAP_DAY, YEAR_2028),
        (PHRASE,),
        PLAN,
        (DeadlineChangeCause.PHRASE, DeadlineChangeCause.SPAN),
    ),
    "another phrase tied to the same period": ((), (), (TIED,), TIED_REPORT, (DeadlineChangeCause.PHRASE,)),
    "a tie to another period": (
        (),
        (),
        (("tasks.yaml", "period: semiannual", "period: annual"),),
        TIED_REPORT,
        (DeadlineChangeCause.INTERPRETATION,),
    ),
    "a tie that goes": ((TIED,), (PERIOD,), (UNTIED,), TIED_REPORT, (DeadlineChangeCause.INTERPRETATION,)),
    "a tie that comes": ((TIED,), (UNTIED,), (PERIOD,), TIED_REPORT, (DeadlineChangeCause.INTERPRETATION,)),
    "a tie that goes and another phrase": (
        (),
        (),
        (TIED, UNTIED, YEAR_2027),
        TIED_REPORT,
        (DeadlineChangeCause.PHRASE, DeadlineChangeCause.INTERPRETATION),
    ),
    "the period's phrase": ((), (), (PERIOD,), TIED_REPORT, (DeadlineChangeCause.PERIOD,)),
    "the period's year": (
        (PERIOD_WITHOUT_YEAR,),
        (),
        (YEAR_2027,),
        TIED_REPORT,
        (DeadlineChangeCause.PERIOD,),
    ),
    "the period's day off": ((PERIOD_ON_A_DAY_OFF,), (), (ROLL,), TIED_REPORT, (DeadlineChangeCause.PERIOD,)),
    "the plan's roll": ((LABOUR_DAY,), (), (ROLL,), PLAN, (DeadlineChangeCause.ROLL,)),
    "the plan's roll, and a day off elsewhere": (
        (LABOUR_DAY,),
        (),
        (ROLL, ELSEWHERE),
        PLAN,
        (DeadlineChangeCause.ROLL,),
    ),
    "a roll of its own": ((), (LABOUR_DAY,), (LABOUR_DAY_ROLLED,), PLAN, (DeadlineChangeCause.ROLL,)),
    "a roll of its own, and a day off elsewhere": (
        (),
        (LABOUR_DAY,),
        (LABOUR_DAY_ROLLED, ELSEWHERE),
        PLAN,
        (DeadlineChangeCause.ROLL,),
    ),
    "the calendar": ((LABOUR_DAY, ROLL), (), (HOLIDAY,), PLAN, (DeadlineChangeCause.CALENDAR,)),
    "the calendar, and a roll that bears only on others": (
        (LABOUR_DAY_ROLLED,),
        (),
        (ROLL, HOLIDAY),
        PLAN,
        (DeadlineChangeCause.CALENDAR,),
    ),
    "calendar and roll": (
        (LABOUR_DAY,),
        (HOLIDAY,),
        (ROLL,),
        PLAN,
        (DeadlineChangeCause.CALENDAR, DeadlineChangeCause.ROLL),
    ),
}


@pytest.mark.parametrize(("shared", "old", "new", "item", "causes"), CAUSES.values(), ids=CAUSES)
def test_why_a_day_moved(
    shared: Edits, old: Edits, new: Edits, item: str, causes: tuple[DeadlineChangeCause, ...]
) -> None:
    comparison = compare(side(plan_with(*shared, *old)), side(plan_with(*shared, *new)))
    assert {change.item: change.causes for change in comparison.deadline_changes}[item] == causes
    back = compare(side(plan_with(*shared, *new)), side(plan_with(*shared, *old)))
    assert {change.item: change.causes for change in back.deadline_changes}[item] == causes


def test_other_words_of_an_explanation_are_no_change() -> None:
    renamed = ("plan.yaml", "name: 06 tháng đầu năm", "name: nửa đầu năm")
    comparison = compare(side(plan_with()), side(plan_with(renamed)))
    assert plan_with(renamed).items[TIED_REPORT].due != plan_with().items[TIED_REPORT].due
    assert comparison.deadline_changes == ()


def test_no_interpretation_is_blamed_where_there_is_none() -> None:
    shared = (NO_YEAR_WRITTEN, PERIOD_OF_2026)
    assert told(YEAR_2027, before=shared)[0] == (
        "II.2/ke-hoach: ngày cuối cùng đúng hạn chuyển từ 09/6/2026 sang 09/6/2027, vì thời gian thực hiện đổi."
    )


def test_a_dropped_agency_is_a_line_for_each_role() -> None:
    commune = block("agencies.yaml", "    - {id: phuong-to-hieu", "    - {id: phuong-chieng-an")
    sentences = told(("agencies.yaml", commune, ""))
    assert sentences[0] == "Bỏ cơ quan: UBND phường Tô Hiệu."
    assert sentences[-1] == (
        "ke-hoach, bao-cao-6-thang, bao-cao-nam, II.4/thong-tin-cong-khai, II.4/tai-lieu-de-cuong, III.4/bao-cao, IV.7/cong-van, IV.7/bao-cao: không còn đầu việc của UBND phường Tô Hiệu."
    )
    assert len(sentences) == 9


# Changes of the log: what was recorded before and since, and every sentence


def at(kind: str, day: str, **others: str) -> Event:
    return event(kind, day, **{"item": "II.2/ke-hoach", **others})


DONE = at("done", "2026-03-12")
DONE_LATE = at("done", "2026-04-12")
EXTENDED = at("extended", "2026-03-01", until="2026-07-01")
RETURNED = at("returned", "2026-04-01")
WAIVED = at("waived", "2026-03-01")
AGAIN = at("extended", "2026-06-01", until="2026-08-01")
RESULT = at("done", "2026-03-12", item="I.2/cong-van", agency="so-tai-chinh")

EVENTS: dict[str, tuple[tuple[Event, ...], tuple[Event, ...], list[str]]] = {
    "done": (
        (),
        (DONE,),
        [
            "12/3/2026, II.2/ke-hoach: đã hoàn thành, 45/KH-UBND: Sở Tư pháp.",
            "II.2/ke-hoach, Sở Tư pháp: đã hoàn thành đúng hạn, ngày 12/3/2026.",
        ],
    ),
    "done late": (
        (),
        (DONE_LATE,),
        [
            "12/4/2026, II.2/ke-hoach: đã hoàn thành, 45/KH-UBND: Sở Tư pháp.",
            "II.2/ke-hoach, Sở Tư pháp: đã hoàn thành quá hạn 12 ngày, ngày 12/4/2026.",
        ],
    ),
    "returned": (
        (DONE,),
        (DONE, RETURNED),
        [
            "01/4/2026, II.2/ke-hoach: trả lại, yêu cầu thực hiện lại: Sở Tư pháp.",
            "II.2/ke-hoach, Sở Tư pháp: không còn tính là đã hoàn thành (bị trả lại, hoặc ghi nhận không còn); nay: chưa hoàn thành, quá hạn 71 ngày.",
        ],
    ),
    "extended": (
        (),
        (EXTENDED,),
        [
            "01/3/2026, II.2/ke-hoach: được gia hạn đến ngày 01/7/2026, 77/UBND-NC: Sở Tư pháp.",
            "II.2/ke-hoach, Sở Tư pháp: được gia hạn, ngày cuối cùng đúng hạn 31/3/2026 → 01/7/2026.",
            "II.2/ke-hoach, Sở Tư pháp: không còn quá hạn; nay: chưa ghi nhận, còn 21 ngày.",
        ],
    ),
    "extended again": (
        (EXTENDED,),
        (EXTENDED, AGAIN),
        [
            "01/6/2026, II.2/ke-hoach: được gia hạn đến ngày 01/8/2026, 77/UBND-NC: Sở Tư pháp.",
            "II.2/ke-hoach, Sở Tư pháp: được gia hạn, ngày cuối cùng đúng hạn 01/7/2026 → 01/8/2026.",
        ],
    ),
    "two events of one agency taken back": (
        (DONE, EXTENDED),
        (DONE, EXTENDED, *(at("retracted", "2026-06-02", target=event.id) for event in (DONE, EXTENDED))),
        [
            "02/6/2026, II.2/ke-hoach: hủy ghi nhận (2 sự kiện): Sở Tư pháp.",
            "II.2/ke-hoach, Sở Tư pháp: không còn tính là đã hoàn thành (bị trả lại, hoặc ghi nhận không còn); nay: chưa ghi nhận, quá hạn 71 ngày.",
            "II.2/ke-hoach, Sở Tư pháp: không còn được gia hạn, ngày cuối cùng đúng hạn 01/7/2026 → 31/3/2026.",
        ],
    ),
    "waived": (
        (),
        (WAIVED,),
        [
            "01/3/2026, II.2/ke-hoach: đưa ra khỏi danh mục theo dõi, 78/UBND-NC: Sở Tư pháp.",
            "II.2/ke-hoach, Sở Tư pháp: đưa ra khỏi danh mục theo dõi.",
        ],
    ),
    "result": (
        (),
        (RESULT,),
        [
            "12/3/2026, I.2/cong-van: đã hoàn thành, 45/KH-UBND: Sở Tài chính.",
            "I.2/cong-van, Sở Tài chính: có kết quả trong kỳ.",
        ],
    ),
    "lost": (
        (DONE,),
        (),
        [
            "12/3/2026, II.2/ke-hoach: không còn trong sổ: đã hoàn thành, 45/KH-UBND: Sở Tư pháp.",
            "II.2/ke-hoach, Sở Tư pháp: không còn tính là đã hoàn thành (bị trả lại, hoặc ghi nhận không còn); nay: chưa ghi nhận, quá hạn 71 ngày.",
        ],
    ),
}


@pytest.mark.parametrize(("before", "after", "sentences"), EVENTS.values(), ids=EVENTS)
def test_events_and_their_sentences(before: tuple[Event, ...], after: tuple[Event, ...], sentences: list[str]) -> None:
    plan = plan_with()
    assert lines(compare(side(plan, deduplicated(before)), side(plan, deduplicated(after)))) == sentences


# Of a plan with terms: the day of II.2 counts from an event of its own, that of I.3 from the delivery of I.1.
BRIDGES = {"item": "II.2", "agency": "so-xay-dung"}
MAP = event("done", "2026-06-08", item="I.1", agency="so-nong-nghiep-va-moi-truong")
ANCHORED = event("anchored", "2026-05-20", **BRIDGES)
ANCHORED_LATER = event("anchored", "2026-05-21", **BRIDGES)
FINISHED = event("done", "2026-05-04", **BRIDGES)
GRANTED = event("extended", "2026-05-04", **BRIDGES, until="2027-12-01")
OF_BRIDGES, OF_TRAINING = "II.2, Sở Xây dựng: ", "I.3, Sở Nông nghiệp và Môi trường: "
NOW_ANCHORED = f"{OF_BRIDGES}đã xác định mốc tính, ngày cuối cùng đúng hạn 20/11/2027."
NO_LONGER = f"{OF_BRIDGES}không còn mốc tính, ngày cuối cùng đúng hạn 20/11/2027 → chưa xác định."


def taken_back(target: Event) -> Event:
    return event("retracted", "2026-06-09", item=target.item, agency=target.agency, target=target.id)


@pytest.mark.parametrize(
    ("before", "after", "sentence", "change", "days"),
    [
        ((), (ANCHORED,), NOW_ANCHORED, "added", (None, "2027-11-20")),
        ((ANCHORED,), (), NO_LONGER, "dropped", ("2027-11-20", None)),
        ((ANCHORED,), (ANCHORED, taken_back(ANCHORED)), NO_LONGER, "dropped", ("2027-11-20", None)),
        (
            (ANCHORED,),
            (ANCHORED_LATER,),
            f"{OF_BRIDGES}ngày cuối cùng tính từ mốc 20/11/2027 → 21/11/2027.",
            "changed",
            ("2027-11-20", "2027-11-21"),
        ),
        # What was delivered before, or got a later day before, is told as well.
        ((FINISHED,), (FINISHED, ANCHORED), NOW_ANCHORED, "added", (None, "2027-11-20")),
        ((FINISHED, ANCHORED), (FINISHED,), NO_LONGER, "dropped", ("2027-11-20", None)),
        (
            (GRANTED,),
            (GRANTED, ANCHORED),
            f"{OF_BRIDGES}đã xác định mốc tính, ngày cuối cùng đúng hạn 01/12/2027.",
            "added",
            ("2027-12-01", "2027-12-01"),
        ),
        (
            (GRANTED, ANCHORED),
            (GRANTED,),
            f"{OF_BRIDGES}không còn mốc tính, ngày cuối cùng đúng hạn vẫn là 01/12/2027.",
            "dropped",
            ("2027-12-01", "2027-12-01"),
        ),
        # The delivery of the item that the plan names.
        (
            (),
            (MAP,),
            f"{OF_TRAINING}đã xác định mốc tính, ngày cuối cùng đúng hạn 23/6/2026.",
            "added",
            (None, "2026-06-23"),
        ),
        (
            (MAP,),
            (MAP, taken_back(MAP)),
            f"{OF_TRAINING}không còn mốc tính, ngày cuối cùng đúng hạn 23/6/2026 → chưa xác định.",
            "dropped",
            ("2026-06-23", None),
        ),
    ],
)
def test_a_day_that_an_anchor_gives_or_takes_away_is_told(
    before: tuple[Event, ...], after: tuple[Event, ...], sentence: str, change: str, days: tuple[str | None, str | None]
) -> None:
    plan = plan_in(made_up.FOLDER / "phong-chong-thien-tai")
    found = compare(side(plan, deduplicated(before)), side(plan, deduplicated(after)))
    assert [line for line in lines(found) if line.startswith((OF_BRIDGES, OF_TRAINING))] == [sentence]
    rows = DiffAnswer(found, ("A", "B")).json()["obligations"]
    (row,) = (row for row in rows if row["aspect"] == "anchored")
    assert (row["item"], row["change"]) == (sentence.partition(",")[0], change)
    assert (row["old"]["last"], row["new"]["last"]) == days


# Other contents under the id of DONE: the keys of its line that differ, and what is said of them.
ALTERED: dict[str, tuple[dict[str, object], str]] = {
    "date": ({"date": date(2026, 3, 11)}, "ngày: 12/3/2026 → 11/3/2026"),
    "item": ({"item": "II.2/bao-cao"}, "mã việc: «II.2/ke-hoach» → «II.2/bao-cao»"),
    "agency": ({"agency": "so-y-te"}, "cơ quan: Sở Tư pháp → Sở Y tế"),
    "event": ({"kind": EventKind.SUBMITTED}, "loại sự kiện: đã hoàn thành → đã trình, chờ ban hành"),
    "until": ({"until": date(2026, 7, 1)}, "gia hạn đến: để trống → 01/7/2026"),
    "target": ({"target": "0" * 16}, "mã sự kiện bị hủy: (để trống) → «0000000000000000»"),
    "document": ({"document": "46/KH-UBND"}, "văn bản: «45/KH-UBND» → «46/KH-UBND»"),
    "within": ({"within": "9/BC-STP"}, "lồng ghép trong: (để trống) → «9/BC-STP»"),
    "evidence": (
        {"evidence": (Evidence(path="so/45.pdf", sha256="ab12"),)},
        "minh chứng: «https://example.org/45» → «so/45.pdf ab12»",
    ),
    "note": ({"note": "đã gửi"}, "ghi chú: (để trống) → «đã gửi»"),
    "confirmed": ({"confirmed": ("other_day",)}, "điều đã xác nhận: (để trống) → «other_day»"),
    "recorded": (
        {"recorded": DONE.recorded.astimezone(UTC)},
        "thời điểm ghi nhận: 2026-03-12T17:00:00.000000+07:00 → 2026-03-12T10:00:00.000000+00:00",
    ),
    "by": ({"by": "Nguyễn Văn A"}, "người ghi: (để trống) → «Nguyễn Văn A»"),
}


@pytest.mark.parametrize("key", ALTERED)
def test_another_content_under_the_same_id_is_told(key: str) -> None:
    changes, words = ALTERED[key]
    plan, altered = plan_with(), msgspec.structs.replace(DONE, **changes)
    comparison = compare(side(plan, (DONE,)), side(plan, (altered,)))
    assert not comparison.is_empty
    assert [change.keys for change in comparison.events_changed] == [(key,)]
    assert (
        f"12/3/2026, II.2/ke-hoach: đã hoàn thành: Sở Tư pháp; nội dung đã ghi bị sửa, mã vẫn là {DONE.id}: {words}."
        in lines(comparison)
    )
    page = DiffAnswer(comparison, ("A", "B")).page()
    assert "Không có gì thay đổi" not in str(page)
    contract = DiffAnswer(comparison, ("A", "B")).json()
    old, new = event_to_dict(DONE).get(key), event_to_dict(altered).get(key)
    (entry,) = contract["events"]
    assert (entry["id"], entry["change"], contract["summary"]["events"]) == (DONE.id, "changed", 1)
    assert entry["fields"] == [{"field": key, "old": old, "new": new}]


def test_every_key_of_an_event_is_tried_above() -> None:
    assert {field.encode_name for field in msgspec.structs.fields(Event)} - {"id"} == set(ALTERED)


def test_an_event_under_another_id_is_one_more_and_one_less() -> None:
    plan, other = plan_with(), msgspec.structs.replace(DONE, id="0" * 16)
    comparison = compare(side(plan, (DONE,)), side(plan, (other,)))
    assert (comparison.events_added, comparison.events_changed, comparison.events_missing) == ((other,), (), (DONE,))


def test_changed_events_are_listed_by_their_new_date() -> None:
    plan, events = plan_with(), (DONE, RETURNED)
    moved = (
        msgspec.structs.replace(DONE, date=date(2026, 4, 20)),
        msgspec.structs.replace(RETURNED, date=date(2026, 4, 2)),
    )
    for log in (moved, moved[::-1]):
        changes = compare(side(plan, events), side(plan, log)).events_changed
        assert [change.after for change in changes] == [moved[1], moved[0]]


def test_texts_that_differ_in_their_unicode_form_only_say_the_same() -> None:
    plan, note = plan_with(), at("progress", "2026-03-01", note="đã gửi dự thảo")
    decomposed = msgspec.structs.replace(note, note=unicodedata.normalize("NFD", note.note))
    assert decomposed != note
    assert compare(side(plan, (note,)), side(plan, (decomposed,))).is_empty


def test_a_note_that_changes_no_state_is_told() -> None:
    plan, note = plan_with(), at("progress", "2026-03-01", note="đã gửi dự thảo")
    full, empty = side(plan, (DONE, note)), side(plan, (DONE,))
    assert lines(compare(empty, full)) == ["01/3/2026, II.2/ke-hoach: đang thực hiện: Sở Tư pháp."]
    assert lines(compare(full, empty)) == ["01/3/2026, II.2/ke-hoach: không còn trong sổ: đang thực hiện: Sở Tư pháp."]


def test_events_are_listed_by_date_whatever_file_they_are_in() -> None:
    plan = plan_with()
    events = deduplicated([at("progress", "2026-03-02", note="hai"), at("progress", "2026-03-01", note="một")])
    empty, full = side(plan), side(plan, events)
    assert [event.note for event in compare(empty, full).events_added] == ["một", "hai"]
    assert [event.note for event in compare(full, empty).events_missing] == ["một", "hai"]


def test_an_earlier_due_day_makes_a_delivery_late() -> None:
    earlier = plan_with(("tasks.yaml", "due: Kế hoạch tháng 3/2026", "due: Kế hoạch tháng 2/2026"))
    assert lines(compare(side(plan_with(), (DONE,)), side(earlier, (DONE,))))[1:] == [
        "II.2/ke-hoach, Sở Tư pháp: đã hoàn thành quá hạn 12 ngày."
    ]
    assert lines(compare(side(plan_with(), as_of=date(2026, 3, 5)), side(earlier, as_of=date(2026, 3, 5))))[1:] == [
        "II.2/ke-hoach, Sở Tư pháp: chuyển sang quá hạn; nay: chưa ghi nhận, quá hạn 5 ngày."
    ]


def test_75_communes_are_one_line() -> None:
    plan = plan_with()
    communes = [id_ for id_, agency in plan.agencies.items() if agency.kind.value == "commune"]
    events = deduplicated(at("done", "2026-06-01", item="bao-cao-6-thang", agency=id_) for id_ in communes)
    comparison = compare(side(plan), side(plan, events))
    assert len(comparison.events_added) == len(comparison.state_changes) == 75
    assert lines(comparison) == [
        "01/6/2026, bao-cao-6-thang: đã hoàn thành, 45/KH-UBND: 75 xã, phường.",
        "bao-cao-6-thang, 75 xã, phường: đã hoàn thành đúng hạn, ngày 01/6/2026.",
    ]


# Properties

FLIPPED = {
    ChangeKind.ADDED: ChangeKind.DROPPED,
    ChangeKind.DROPPED: ChangeKind.ADDED,
    ChangeKind.RENAMED: ChangeKind.RENAMED,
    ChangeKind.CHANGED: ChangeKind.CHANGED,
}
# Any of these together leave a plan that can be resolved.
EDITS = (PHRASE, LEAD, DUTY, ITEM_CODE, ROLL, PERIOD, HOLIDAY)
SOME_EDITS = st.lists(st.sampled_from(EDITS), unique=True, max_size=3).map(lambda some: sorted(some, key=EDITS.index))
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@cache
def log_of(seed: int) -> tuple[Event, ...]:
    return seeded_log(seed, plan_with())


def tally(comparison: Comparison, *, flipped: bool) -> tuple[object, ...]:
    turned = FLIPPED if flipped else {act: act for act in ChangeKind}
    owing = (len(comparison.obligations_added), len(comparison.obligations_dropped))
    events = (len(comparison.events_added), len(comparison.events_missing))
    altered = Counter((change.before.id, frozenset(change.keys)) for change in comparison.events_changed)
    return (
        altered,
        Counter(
            (change.record_kind, turned[change.kind], change.field, change.members)
            for change in comparison.record_changes
        ),
        sorted((move.before.last if move.before else None) is None for move in comparison.deadline_changes),
        Counter(frozenset(move.causes) for move in comparison.deadline_changes),
        Counter((turn.aspect, turned[turn.kind], turn.after.obligation.id) for turn in comparison.state_changes),
        owing[::-1] if flipped else owing,
        events[::-1] if flipped else events,
    )


@pytest.mark.slow
@settings(max_examples=25)
@given(old=SOME_EDITS, new=SOME_EDITS, seeds=st.tuples(st.integers(0, 3), st.integers(0, 3)), day=DAYS)
def test_a_comparison_mirrors_its_reverse(old: list[Edit], new: list[Edit], seeds: tuple[int, int], day: date) -> None:
    before = side(plan_with(*old), log_of(seeds[0]), day)
    after = side(plan_with(*new), log_of(seeds[1]), day)
    there, back = compare(before, after), compare(after, before)
    assert tally(there, flipped=False) == tally(back, flipped=True)
    # Obligations and events, as sets of ids.
    ids = [
        {obligation.id for obligation in all_obligations(compared_side.states.plan)}
        for compared_side in (before, after)
    ]
    assert {obligation.id for obligation in there.obligations_added} == ids[1] - ids[0]
    assert {obligation.id for obligation in there.obligations_dropped} == ids[0] - ids[1]
    logs = [{event.id for event in compared_side.events} for compared_side in (before, after)]
    assert {event.id for event in there.events_added} == logs[1] - logs[0]
    assert {event.id for event in there.events_missing} == logs[0] - logs[1]


@settings(max_examples=10)
@given(edits=SOME_EDITS, seed=st.integers(0, 3), day=DAYS)
def test_a_plan_does_not_differ_from_itself(edits: list[Edit], seed: int, day: date) -> None:
    comparison = compare(side(plan_with(*edits), log_of(seed), day), side(plan_with(*edits), log_of(seed), day))
    assert comparison.is_empty
    assert DiffAnswer(comparison, ("A", "B")).page() == (Paragraph("Không có gì thay đổi từ A đến B."),)
    assert lines(comparison) == []


# Quotations, shortened


@pytest.mark.parametrize(
    ("old", "new", "excerpt"),
    [
        ("", "a", "(để trống) → «a»"),
        ("a", "", "«a» → (để trống)"),
        ("a b", "a b c", "«a b» → «a b c»"),
        ("a a", "a a a", "«a a» → «a a a»"),
        (
            "1 2 3 4 5 6 x 1 2 3 4 5 6",
            "1 2 3 4 5 6 y z 1 2 3 4 5 6",
            "«… 3 4 5 6 x 1 2 3 4 …» → «… 3 4 5 6 y z 1 2 3 4 …»",
        ),
        ("- a;\n- b", "- a; - b", "chỉ khoảng trắng hoặc chỗ xuống dòng thay đổi"),
    ],
)
def test_a_quotation_is_shown_where_it_changed(old: str, new: str, excerpt: str) -> None:
    assert shorten_change(old, new) == excerpt


@given(st.lists(st.sampled_from("ab"), max_size=30), st.lists(st.sampled_from("ab"), max_size=30))
def test_two_quotations_never_look_alike(old: list[str], new: list[str]) -> None:
    before, arrow, after = shorten_change(" ".join(old), " ".join(new)).partition(" → ")
    assert bool(arrow) == (old != new)
    assert before != after
    assert shorten_text("a" * 1000) == f"«{'a' * 160} …»"


CARRIED = """\
plans: [{id: "2025", title: Kế hoạch năm 2025, span: {first: 2025-01-01, last: 2025-12-31}}]
items:
  - code: 2025/A.3/bao-cao
    title: Kiểm tra
    product: Báo cáo
    agencies: [so-noi-vu]
    due: tháng 8
    taken_up: {by: II.5/ke-hoach, since: 2026-02-15}
"""


def test_every_field_has_its_words() -> None:
    amendment = document_of("amendments/qd.yaml", amendment_text(NUMBER_CHANGE))
    carried = document_of("carried.yaml", CARRIED)
    documents = {**documents_after(SCORES), "amendments/qd.yaml": amendment, "carried.yaml": carried}
    plan = resolve(documents, fingerprint="0", day=date(2026, 12, 31), known_at=None)
    assert isinstance(plan, Plan), plan
    fields = {field for facts in FACTS_BY_KIND.values() for record in facts(plan).values() for field in record}
    columns = {f"quote.{column.id}" for annex in plan_with(SCORES).annexes.values() for column in annex.columns}
    assert fields - columns == FIELDS.keys() - columns
