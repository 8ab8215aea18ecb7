"""Resolving: broken references are problems, and the shipped plan agrees with the words that it quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papi_cli.deadlines.model import Roll
from papi_cli.plan.files.names import OPTIONAL_FILES
from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.plan.files.yamltext import YamlDocument, read_yaml
from papi_cli.plan.model import AgencyKind, Component, Plan, Task
from papi_cli.plan.quotation import Erratum
from papi_cli.plan.resolve.resolver import resolve, resolve_leniently
from papi_cli.problems import Problem, ProblemCode, errors_of
from papi_cli.store.parsing import parse_files
from papi_cli.store.reading import read_plan_files
from papi_cli.store.sources import FolderSource
from papi_cli.text import match_key, slug
from tests.tree import (
    CHECKOUT,
    DAY,
    Edit,
    document_of,
    documents_after,
    edited,
    place_of,
    planted,
    resolved,
    shipped_plan,
    shipped_text,
)

COMMUNES = json.loads((CHECKOUT / "tests" / "source" / "communes.json").read_text(encoding="utf-8"))

# The edit, the place of the problem (^), its code, and a part of its message and hint.
Broken = tuple[Edit, str, ProblemCode, str, str]

BROKEN: dict[str, Broken] = {
    "unknown coordinator": (
        ("plan.yaml", "coordinator: so-noi-vu", "coordinator: so-noi-vi"),
        "coordinator: ^so-noi-vi",
        ProblemCode.UNKNOWN_AGENCY,
        "«so-noi-vi»",
        "Có phải là «so-noi-vu» (plan/agencies.yaml:20)?",
    ),
    "unknown and like nothing": (
        ("plan.yaml", "addressee: ubnd-tinh", "addressee: xyzzz"),
        "addressee: ^xyzzz",
        ProblemCode.UNKNOWN_AGENCY,
        "«xyzzz»",
        "Sửa lại mã, hoặc khai báo ở plan/agencies.yaml:18.",
    ),
    "a group where one agency belongs": (
        ("plan.yaml", "issuer: chu-tich-ubnd-tinh", "issuer: ubnd-cap-xa"),
        "issuer: ^ubnd-cap-xa",
        ProblemCode.UNKNOWN_AGENCY,
        "«ubnd-cap-xa» là một nhóm, chỗ này cần một cơ quan.",
        "(nhóm ấy ở plan/agencies.yaml:367)",
    ),
    "unknown superior": (
        ("agencies.yaml", "superior: bo-cong-an", "superior: bo-cong-am"),
        "superior: ^bo-cong-am",
        ProblemCode.UNKNOWN_AGENCY,
        "«bo-cong-am»",
        "«bo-cong-an»",
    ),
    "unknown member": (
        ("agencies.yaml", "      - thanh-tra-tinh", "      - thanh-tra-tin"),
        "- ^thanh-tra-tin\n",
        ProblemCode.UNKNOWN_AGENCY,
        "«thanh-tra-tin»",
        "«thanh-tra-tinh»",
    ),
    "unknown lead": (
        ("tasks.yaml", "lead: [so-tu-phap]", "lead: [so-noi-vu, so-tu-phat]"),
        "lead: [so-noi-vu, ^so-tu-phat]",
        ProblemCode.UNKNOWN_AGENCY,
        "«so-tu-phat»",
        "«so-tu-phap»",
    ),
    "unknown cooperating": (
        ("tasks.yaml", "cooperating: [ubnd-cap-xa]", "cooperating: [ubnd-cap-xx]"),
        "cooperating: [^ubnd-cap-xx]",
        ProblemCode.UNKNOWN_AGENCY,
        "«ubnd-cap-xx»",
        "«ubnd-cap-xa»",
    ),
    "unknown issuer": (
        ("tasks.yaml", "issuer: uy-ban-bau-cu-tinh", "issuer: uy-ban-bau-cu"),
        "issuer: ^uy-ban-bau-cu\n",
        ProblemCode.UNKNOWN_AGENCY,
        "«uy-ban-bau-cu»",
        "«uy-ban-bau-cu-tinh»",
    ),
    "unknown lead of a component": (
        ("indices.yaml", "lead: [so-tai-chinh]", "lead: [so-tai-chin]"),
        "lead: [^so-tai-chin]",
        ProblemCode.UNKNOWN_AGENCY,
        "«so-tai-chin»",
        "«so-tai-chinh»",
    ),
    "nobody owes a task": (
        ("tasks.yaml", "lead: [so-tu-phap]", "lead: []"),
        "lead: ^[]",
        ProblemCode.NO_LEAD,
        "không có cơ quan nào chịu trách nhiệm",
        "Ghi ít nhất một cơ quan, hoặc một nhóm có thành viên.",
    ),
    "nobody owes a duty": (
        ("duties.yaml", "agencies: [so-ban-nganh, ubnd-cap-xa]", "agencies: []"),
        "agencies: ^[]",
        ProblemCode.NO_LEAD,
        "không có cơ quan nào chịu trách nhiệm",
        "Ghi ít nhất một cơ quan, hoặc một nhóm có thành viên.",
    ),
    "a task's code twice": (
        ("tasks.yaml", "code: II.1\n", "code: I.1\n"),
        "tasks:\n          - code: ^I.1\n            quote:\n              task: >-",
        ProblemCode.DUPLICATE_ID,
        "mã «I.1»",
        "Đặt mã khác.",
    ),
    "a milestone's code twice": (
        (
            "tasks.yaml",
            "code: bao-cao\n                product: Báo cáo kết quả\n",
            "code: de-cuong-tai-lieu\n                product: x\n",
        ),
        "code: ^de-cuong-tai-lieu\n                product: x\n",
        ProblemCode.DUPLICATE_ID,
        "mã «II.1/de-cuong-tai-lieu»",
        "Đặt mã khác.",
    ),
    "a duty's code twice": (
        ("duties.yaml", "code: bao-cao-nam", "code: ke-hoach"),
        "code: ^ke-hoach\n    does: report\n    product: Báo cáo năm",
        ProblemCode.DUPLICATE_ID,
        "mã «ke-hoach»",
        "Đặt mã khác.",
    ),
    "a part of the document twice": (
        ("plan.yaml", "code: article-3", "code: article-1"),
        "code: ^article-1\n      name: Điều 3",
        ProblemCode.DUPLICATE_ID,
        "mã «article-1» đã dùng ở dòng ",
        "Đặt mã khác.",
    ),
    "a part of the document with the code of a duty": (
        ("plan.yaml", "code: article-3", "code: bao-cao-nam"),
        "code: ^bao-cao-nam\n      name: Điều 3",
        ProblemCode.DUPLICATE_ID,
        "mã «bao-cao-nam» đã dùng tại plan/duties.yaml:",
        "Đặt mã khác.",
    ),
    "a citation of no part": (
        ("plan.yaml", "follow_up: [article-2", "follow_up: [artcle-2"),
        "follow_up: [^artcle-2",
        ProblemCode.UNKNOWN_REFERENCE,
        "không có phần nguyên văn «artcle-2».",
        "Có phải là «article-2» (plan/plan.yaml:",
    ),
    "a citation of no provision": (
        ("plan.yaml", "difficulties: [part-4/closing]", "difficulties: [part-4/closin]"),
        "difficulties: [^part-4/closin]",
        ProblemCode.UNKNOWN_REFERENCE,
        "không có điểm, khoản «part-4/closin».",
        "Có phải là «part-4/closing» (plan/provisions.yaml:",
    ),
    "a citation of a part without a name": (
        ("plan.yaml", "follow_up: [article-2", "follow_up: [basis"),
        "follow_up: [^basis",
        ProblemCode.WRONG_VALUE,
        "phần «basis» chưa có tên để dẫn.",
        "Ghi khóa «name» của phần ấy (plan/plan.yaml:",
    ),
    "an open group with members": (
        ("agencies.yaml", "    open: true\n", "    open: true\n    members: [so-tu-phap]\n"),
        "members: ^[so-tu-phap]",
        ProblemCode.WRONG_VALUE,
        "nhóm mở («open: true») không liệt kê thành viên, mà ở đây có khóa «members».",
        "Bỏ «open» nếu biết nhóm gồm những ai;",
    ),
    "an open group of all communes": (
        (
            "agencies.yaml",
            "địa phương có liên quan\n    open: true\n",
            "địa phương có liên quan\n    open: true\n    every: commune\n",
        ),
        "open: true\n    every: ^commune",
        ProblemCode.WRONG_VALUE,
        "nhóm mở («open: true») không liệt kê thành viên, mà ở đây có khóa «every».",
        "Bỏ «open» nếu biết nhóm gồm những ai;",
    ),
    "a provision's code twice": (
        ("provisions.yaml", "code: part-1/1.b", "code: part-1/1.a"),
        "code: ^part-1/1.a\n            text: >-\n              b)",
        ProblemCode.DUPLICATE_ID,
        "mã «part-1/1.a»",
        "Đặt mã khác.",
    ),
    "a name that two bear": (
        ("agencies.yaml", "aliases: [SXD]", "aliases: [SXD, SO TU PHAP]"),
        "- ^id: so-tu-phap",
        ProblemCode.DUPLICATE_NAME,
        "«Sở Tư pháp» của «so-tu-phap» đã thuộc về «so-xay-dung»",
        "Mỗi tên chỉ thuộc một cơ quan hoặc một nhóm.",
    ),
    "a name that an agency and a group share": (
        ("agencies.yaml", "name: đoàn thể", "name: Công an tỉnh"),
        "- ^id: doan-the",
        ProblemCode.DUPLICATE_NAME,
        "«Công an tỉnh» của «doan-the» đã thuộc về «cong-an-tinh»",
        "Mỗi tên chỉ thuộc một cơ quan hoặc một nhóm.",
    ),
    "unknown index": (
        ("tasks.yaml", 'index: "2"', 'index: "9"'),
        'index: ^"9"',
        ProblemCode.UNKNOWN_REFERENCE,
        "nội dung được theo dõi «9»",
        "Chọn một trong: 1, 2, 3, 4, 5, 6, 7, 8 (plan/indices.yaml:23).",
    ),
    "unknown period": (
        ("duties.yaml", "period: annual", "period: anual"),
        "period: ^anual",
        ProblemCode.UNKNOWN_REFERENCE,
        "kỳ báo cáo «anual»",
        "Có phải là «annual» (plan/plan.yaml:114)?",
    ),
    "unknown period of a reading": (
        ("tasks.yaml", "period: annual", "period: anual"),
        "period: ^anual",
        ProblemCode.UNKNOWN_REFERENCE,
        "kỳ báo cáo «anual»",
        "Có phải là «annual» (plan/plan.yaml:114)?",
    ),
    "unknown provision": (
        ("duties.yaml", "source: [part-4/1.b, part-4/2.b]", "source: [part-4/1.b, part-4/2.z]"),
        "source: [part-4/1.b, ^part-4/2.z]",
        ProblemCode.UNKNOWN_REFERENCE,
        "«part-4/2.z»",
        "Sửa lại mã, hoặc khai báo ở plan/provisions.yaml:10.",
    ),
    "unknown provision of a period": (
        ("plan.yaml", "source: part-4/1.b", "source: part-4/1.z"),
        "source: ^part-4/1.z",
        ProblemCode.UNKNOWN_REFERENCE,
        "không có điểm, khoản «part-4/1.z»",
        "Sửa lại mã, hoặc khai báo ở plan/provisions.yaml:10.",
    ),
    "unknown agency that a reading concerns": (
        ("agencies.yaml", "concerns: [so-van-hoa-the-thao-va-du-lich,", "concerns: [so-van-hoa-the-thao-du-lich,"),
        "concerns: [^so-van-hoa-the-thao-du-lich,",
        ProblemCode.UNKNOWN_AGENCY,
        "«so-van-hoa-the-thao-du-lich»",
        "«so-van-hoa-the-thao-va-du-lich»",
    ),
    "an agency twice in a list": (
        ("tasks.yaml", "lead: [so-tu-phap]", "lead: [so-tu-phap, so-noi-vu, so-tu-phap]"),
        "lead: [so-tu-phap, so-noi-vu, ^so-tu-phap]",
        ProblemCode.DUPLICATE_ID,
        "«so-tu-phap» đã có trong danh sách này.",
        "Bỏ bớt một.",
    ),
    "a month that does not exist": (
        (
            "tasks.yaml",
            "            due: Tháng 4/2026\n            milestones",
            "            due: Tháng 13/2026\n            milestones",
        ),
        "due: ^Tháng 13/2026",
        ProblemCode.DUE_PHRASE,
        "«Tháng 13/2026»",
        "Không có tháng 13",
    ),
    "a day that does not exist": (
        ("duties.yaml", "due: 06 tháng đầu năm trước ngày 10/6/2026", "due: trước ngày 31/6/2026"),
        "due: ^trước ngày 31/6/2026",
        ProblemCode.DUE_PHRASE,
        "«trước ngày 31/6/2026»",
        "không tồn tại",
    ),
    "a phrase of a period that others rest on": (
        ("plan.yaml", "due: báo cáo năm trước ngày 10/12/2026", "due: sắp tới"),
        "due: ^sắp tới",
        ProblemCode.DUE_PHRASE,
        "«sắp tới»",
        "",
    ),
    "a phrase that is not understood, of a milestone": (
        ("tasks.yaml", "                due: Văn bản đôn đốc tháng 3/2026", "                due: sắp tới"),
        "due: ^sắp tới",
        ProblemCode.DUE_PHRASE,
        "«sắp tới»",
        "",
    ),
    "product and phase": (
        (
            "tasks.yaml",
            "                product: Công văn\n",
            "                product: Công văn\n                phase: Giai đoạn\n",
        ),
        "- ^code: cong-van\n                product: Công văn\n                phase",
        ProblemCode.MISSING_KEY,
        "đúng một trong hai khóa «product» (sản phẩm) và «phase» (giai đoạn)",
        "Thêm hoặc bỏ một khóa.",
    ),
    "two periods of one id": (
        (
            "plan.yaml",
            "  - id: annual\n",
            "  - id: semiannual\n    name: ba\n    data: {first: 2026-01-01, last: 2026-01-01}\n    due: tháng 2\n    source: part-4/1.b\n  - id: annual\n",
        ),
        "- id: ^semiannual\n    name: ba",
        ProblemCode.DUPLICATE_ID,
        "mã «semiannual» đã dùng ở dòng ",
        "Đặt mã khác.",
    ),
    "a data window that runs backwards": (
        ("plan.yaml", "last: 2026-05-31", "last: 2025-11-30"),
        "data: ^{first: 2025-12-01, last: 2025-11-30}",
        ProblemCode.WRONG_VALUE,
        "khoảng chốt số liệu bị ngược: ngày đầu sau ngày cuối.",
        "Sửa lại hai ngày.",
    ),
    "neither product nor phase": (
        (
            "tasks.yaml",
            "              - code: cong-van\n                product: Công văn\n",
            "              - code: cong-gi\n",
        ),
        "- ^code: cong-gi",
        ProblemCode.MISSING_KEY,
        "đúng một trong hai khóa «product» (sản phẩm) và «phase» (giai đoạn)",
        "Thêm hoặc bỏ một khóa.",
    ),
}


def problems(*edits: Edit) -> tuple[Problem, ...]:
    reported = resolved(*edits)
    assert not isinstance(reported, Plan)
    return reported


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("1. Mục đích", "1.", "Mục đích"),
        ("10. Sở Tư pháp", "10.", "Sở Tư pháp"),
        ("đ) Rà soát", "đ)", "Rà soát"),
        ("UBND. Các xã", "", "UBND. Các xã"),
        ("1.5 điểm", "", "1.5 điểm"),
        ("", "", ""),
    ],
)
def test_the_label_of_a_point_is_the_number_or_letter_before_its_text(text: str, label: str, rest: str) -> None:
    point = shipped_plan().provisions["part-4/1.b"]._replace(text=text)
    assert (point.label, point.text_without_label) == (label, rest)


def test_every_label_and_number_is_that_of_the_code() -> None:
    plan = shipped_plan()
    for point in plan.provisions.values():
        assert point.label in ("", f"{point.number}.", f"{point.number})")
    assert [task.number for task in plan.tasks.values()] == [code.partition(".")[2] for code in plan.tasks]


def test_a_data_window_may_be_one_day() -> None:
    assert isinstance(resolved(("plan.yaml", "last: 2026-05-31", "last: 2025-12-01")), Plan)


def test_a_phrase_is_not_read_where_the_plans_year_cannot_be() -> None:
    edit = ("tasks.yaml", "due: Kế hoạch tháng 3/2026", "due: sắp tới")
    documents = documents_after(edit)
    (problem,) = resolve_leniently(documents, fingerprint="", day=DAY, known_at=None).problems
    assert problem.code is ProblemCode.DUE_PHRASE
    without_year = {name: document for name, document in documents.items() if name != "plan.yaml"}
    assert resolve_leniently(without_year, fingerprint="", day=DAY, known_at=None).problems == ()


# The time of the plan, of which each edit takes the line.
NO_TIME: dict[str, Broken] = {
    "no time of the plan": (
        ("plan.yaml", "year: 2026\n", ""),
        "^title: Kế hoạch cải thiện",
        ProblemCode.MISSING_KEY,
        "thiếu khóa «year» hoặc «span».",
        "Thêm «year: 2026», hoặc «span: {first: 2025-12-01, last: 2030-12-31}».",
    ),
    "two times of the plan": (
        ("plan.yaml", "year: 2026\n", "year: 2026\nspan: {first: 2026-01-01, last: 2026-12-31}\n"),
        "span: ^{first: 2026-01-01",
        ProblemCode.WRONG_VALUE,
        "ghi cả «year» và «span».",
        "Giữ «year» khi là cả một năm",
    ),
    "a time that ends before it begins": (
        ("plan.yaml", "year: 2026\n", "span: {first: 2026-12-31, last: 2026-01-01}\n"),
        "span: ^{first: 2026-12-31",
        ProblemCode.WRONG_VALUE,
        "thời gian thực hiện bị ngược",
        "Sửa lại hai ngày.",
    ),
}


@pytest.mark.parametrize("name", [*BROKEN, *NO_TIME])
def test_a_broken_reference_is_a_problem_at_its_place(name: str) -> None:
    edit, at, code, message, hint = (BROKEN | NO_TIME)[name]
    (problem,) = [candidate for candidate in problems(edit) if candidate.file == f"plan/{edit[0]}"]
    line, column = place_of(edited((edit,))[edit[0]], at)
    assert (problem.file, problem.line, problem.column) == (f"plan/{edit[0]}", line, column)
    assert problem.code is code
    assert message in problem.message
    assert hint in problem.hint


def test_a_group_that_contains_itself_through_another() -> None:
    edit = (
        "agencies.yaml",
        "    members:\n      - so-noi-vu\n",
        "    members:\n      - so-ban-nganh\n      - so-noi-vu\n",
    )
    circle = [problem for problem in problems(edit) if problem.code is ProblemCode.GROUP_CYCLE]
    assert [problem.message for problem in circle] == [
        "nhóm chứa chính nó: co-quan-theo-doi-noi-dung → so-ban-nganh → co-quan-theo-doi-noi-dung."
    ]


def test_a_faulty_record_hides_no_other_problem() -> None:
    """An agency with a faulty record is not reported missing where it is named; one without a record is."""
    (faulty, unknown) = problems(
        ("agencies.yaml", "symbol: SXD\n", "symbol: [SXD]\n"),
        ("tasks.yaml", "lead: [so-tu-phap]", "lead: [so-tu-phat]"),
    )
    assert (faulty.file, faulty.code) == ("plan/agencies.yaml", ProblemCode.WRONG_TYPE)
    assert (unknown.file, unknown.code) == ("plan/tasks.yaml", ProblemCode.UNKNOWN_AGENCY)
    reported = problems(
        ("plan.yaml", "roll: none", "roll: khong"), ("duties.yaml", "period: annual", "period: anual"),
    )  # fmt: skip
    assert [problem.code for problem in reported] == [ProblemCode.UNKNOWN_REFERENCE, ProblemCode.WRONG_VALUE]


SLIPS: dict[str, Edit] = {
    "a list under another name": ("agencies.yaml", "\ngroups:\n", "\ngrups:\n"),
    "text for a list": ("agencies.yaml", "\ngroups:\n", "\ngroups: abc\nopen_groups_of_old:\n"),
    "bodies under another name": ("agencies.yaml", "\nbodies:\n", "\nbodys:\n"),
    "an agency of one word": (
        "agencies.yaml",
        "departments:\n  - id: so-noi-vu\n",
        "departments:\n  - so-noi-vu\n  - id: x\n",
    ),
    "members under another name": ("agencies.yaml", "    members: []\n", "    menbers: [so-noi-vu]\n"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_one_slip_makes_few_problems(name: str) -> None:
    reported = problems(SLIPS[name], ("tasks.yaml", "lead: [so-tu-phap]", "lead: [ubnd-xa-phuong-duoc-khao-sat]"))
    assert {problem.file for problem in reported} == {"plan/agencies.yaml"}
    assert len(reported) <= 3


def test_the_value_of_a_repeated_key_is_not_reported_missing(tmp_path: Path) -> None:
    root = planted(tmp_path, ("agencies.yaml", "\ngroups:\n", "\ngroups: []\ngroups:\n"))
    documents = parse_files(read_plan_files(FolderSource(root)), FILE_MODELS, optional=OPTIONAL_FILES)
    assert [problem.code for problem in documents.problems] == [ProblemCode.DUPLICATE_KEY]
    resolved = resolve_leniently(documents.by_name, fingerprint="", day=DAY, known_at=None)
    assert resolved.plan is None
    assert errors_of(resolved.problems) == ()


def test_an_invalid_id_is_reported_once() -> None:
    (problem,) = problems(("agencies.yaml", "- id: so-tu-phap\n", "- id: so-tư-pháp\n"))
    assert (problem.file, problem.code) == ("plan/agencies.yaml", ProblemCode.WRONG_VALUE)
    assert problem.hint == "Mã viết không dấu, chữ thường, nối bằng gạch ngang: «so-tu-phap»."


def test_a_group_that_contains_itself_is_not_an_unknown_group() -> None:
    reported = problems(
        ("agencies.yaml", "    members: []\n", "    members: [ubnd-xa-phuong-duoc-khao-sat]\n"),
    )  # fmt: skip
    assert [problem.code for problem in reported] == [ProblemCode.GROUP_CYCLE]


def test_an_empty_group_owes_nothing() -> None:
    (problem,) = problems(("tasks.yaml", "lead: [so-tu-phap]", "lead: [ubnd-xa-phuong-duoc-khao-sat]"))
    assert problem.code is ProblemCode.NO_LEAD
    assert problem.hint == "Ghi ít nhất một cơ quan, hoặc điền thành viên của nhóm ở plan/agencies.yaml:390."


def test_the_later_of_two_groups_is_reported() -> None:
    (line,) = [
        problem.line
        for problem in problems(("agencies.yaml", "- id: doan-the\n", "- id: so-ban-nganh\n"))
        if problem.code is ProblemCode.DUPLICATE_ID
    ]
    assert line == place_of(shipped_text("agencies.yaml"), "- id: ^doan-the")[0]


def test_a_day_cannot_be_both_holiday_and_workday() -> None:
    (problem,) = problems(("calendar.yaml", "workdays:\n", 'workdays:\n  - {day: 2026-01-01, name: x, source: "x"}\n'))
    assert problem.message == "ngày này vừa là ngày nghỉ («Tết Dương lịch») vừa là ngày làm việc."


def test_all_problems_are_reported_at_once_and_sorted() -> None:
    alone = [
        broken[0]
        for name, broken in BROKEN.items()
        # Leave out edits of the same place as another.
        if name
        not in {
            "unknown lead",
            "an open group owes",
            "a citation of a part without a name",
            "a group where one agency belongs",
            "a name that two bear",
        }
        and broken[2] is not ProblemCode.DUPLICATE_ID
        and broken[0][1] != "                product: Công văn\n"
    ]
    reported = problems(*alone)
    assert list(reported) == sorted(reported)
    (shared,) = [problem for problem in reported if " và 1 chỗ khác" in problem.message]  # two name the period anual
    assert (shared.file, shared.line) == (
        "plan/plan.yaml",
        place_of(edited(tuple(alone))["plan.yaml"], "id: ^annual")[0],
    )
    assert len(reported) == len(alone) + 1
    assert {problem.file for problem in reported} == {
        f"plan/{name}.yaml" for name in ("agencies", "duties", "indices", "plan", "tasks")
    }


# The edit of a declaration, and the problem there (^): its code, a part of its message, its hint.
CAUSES: dict[str, Broken] = {
    "an agency that many places name": (
        ("agencies.yaml", "- id: so-tu-phap\n", "- id: so-tu-phat\n"),
        "id: ^so-tu-phat",
        ProblemCode.UNKNOWN_AGENCY,
        "chưa khai báo mã «so-tu-phap» được dùng tại plan/indices.yaml:",
        "Sửa «so-tu-phat» ở đây nếu viết sai, hoặc khai báo thêm «so-tu-phap».",
    ),
    "a period": (
        ("plan.yaml", "id: semiannual", "id: semianual"),
        "id: ^semianual",
        ProblemCode.UNKNOWN_REFERENCE,
        "chưa có kỳ báo cáo «semiannual» được dẫn tại plan/duties.yaml:",
        "Sửa «semianual» ở đây nếu viết sai, hoặc khai báo thêm «semiannual».",
    ),
    "a provision": (
        ("provisions.yaml", "code: part-4/1.b\n", "code: part-4/1.z\n"),
        "parts:\n  ^- ",
        ProblemCode.UNKNOWN_REFERENCE,
        "chưa có điểm, khoản «part-4/1.b» được dẫn tại plan/duties.yaml:",
        "Khai báo ở đây, hoặc sửa chỗ dẫn.",
    ),
}


@pytest.mark.parametrize("name", CAUSES)
def test_a_shared_cause_is_a_problem_where_it_lies(name: str) -> None:
    edit, at, code, message, hint = CAUSES[name]
    in_the_file = [problem for problem in problems(edit) if problem.file == f"plan/{edit[0]}"]
    (problem,) = [problem for problem in in_the_file if message in problem.message]
    assert (problem.line, problem.column) == place_of(edited((edit,))[edit[0]], at)
    assert problem.code is code
    assert problem.hint == hint
    assert len({problem.file for problem in problems(edit)}) > 1


# A wrong id, and the id that it is taken for.
LIKELY_IDS = {
    "snv": "so-noi-vu",  # an alias
    "so-van-hoa": "so-van-hoa-the-thao-va-du-lich",  # the beginning of one
    "so-noi-vi": "so-noi-vu",  # a slip
    "uy-ban-nhan-dan-cap-xa": None,
    "so": None,  # the beginning of many
    "abc-xyz": None,
    "ban-dan-toc": None,
}


@pytest.mark.parametrize("written", LIKELY_IDS)
def test_an_id_is_guessed_only_if_one_is_likely(written: str) -> None:
    (problem,) = problems(("tasks.yaml", "lead: [so-tu-phap]", f"lead: [{written}]"))
    guess = re.match("Có phải là «(.*)» ", problem.hint)
    assert (guess and guess[1]) == LIKELY_IDS[written]
    assert guess or problem.hint == "Sửa lại mã, hoặc khai báo ở plan/agencies.yaml:18."


@settings(max_examples=15)
@given(st.permutations(list(FILE_MODELS)))
def test_the_order_of_files_changes_nothing(names: Sequence[str]) -> None:
    documents = {name: document_of(name, shipped_text(name)) for name in names}
    assert resolve(documents, fingerprint="0", day=DAY, known_at=None) == shipped_plan()


# The shipped plan


def document(name: str) -> YamlDocument:
    parsed, _ = read_yaml(name, shipped_text(name).encode())
    assert isinstance(parsed, YamlDocument)
    return parsed


# Cells that do not separate names with ";", split by hand: each part is a name, an alias or an open phrase.
SPLIT_BY_HAND = {
    # A comma or nothing where others have a semicolon.
    "Ủy ban MTTQ Việt Nam, các cơ quan, đơn vị, địa phương có liên quan": [
        "Ủy ban MTTQ Việt Nam",
        "các cơ quan, đơn vị, địa phương có liên quan",
    ],
    "UBND cấp xã, các tổ chức, doanh nghiệp, người dân": ["UBND cấp xã", "các tổ chức, doanh nghiệp, người dân"],
    "Các sở, ban, ngành, tổ chức, doanh nghiệp, UBND cấp xã, cấp xã": [
        "Các sở, ban, ngành",
        "tổ chức, doanh nghiệp",
        "UBND cấp xã, cấp xã",
    ],
    "Các phòng thuộc Sở, các xã, phường": ["Các phòng thuộc Sở", "các xã, phường"],
    "Văn phòng Đăng ký đất đai, Chi nhánh Văn phòng đăng ký đất đai khu vực": [
        "Văn phòng Đăng ký đất đai",
        "Chi nhánh Văn phòng đăng ký đất đai khu vực",
    ],
    "VNPT và đơn vị cung cấp phần mềm VBDlis": ["VNPT", "đơn vị cung cấp phần mềm VBDlis"],
    "Các Sở, ban, ngành liên quan, UBND xã, phường": ["Các Sở, ban, ngành liên quan", "UBND xã, phường"],
    "Các sở, ban, ngành UBND cấp xã": ["Các sở, ban, ngành", "UBND cấp xã"],
    "các sở, ban, ngành UBND cấp xã": ["các sở, ban, ngành", "UBND cấp xã"],
    "các sở, ban, ngành UBND ccấp xã": ["các sở, ban, ngành", "UBND ccấp xã"],
    # The agency that drafts is accountable, the body that leads issues (the interpretation of I.3).
    "UBBC tỉnh (Sở Nội vụ tham mưu)": ["Sở Nội vụ"],
    # The agency, followed by the subject in which it leads index 5.
    "Văn phòng UBND tỉnh (tổng quát về TTHC trên địa bàn tỉnh)": ["Văn phòng UBND tỉnh"],
}


def parts(cell: str) -> list[str]:
    """Return the names in a quoted cell, without bullets and separators."""
    pieces = [piece.strip(" -.\n") for piece in re.split(r";|\n", cell)]
    return [part for piece in pieces if piece for part in SPLIT_BY_HAND.get(piece, [piece])]


def check_cell(cell: str, ids: Sequence[str], others: Sequence[str]) -> None:
    """Assert that the names in the cell are those of `ids`, and its other phrases are in `others`."""
    named_ids: set[str] = set()
    for part in parts(cell):
        named = shipped_plan().find_agency_or_group(part)
        if named:
            assert len(named) == 1, part
            named_ids.update(named)
        else:
            assert part in others, part
    assert named_ids == set(ids)


@pytest.mark.parametrize("task", shipped_plan().tasks.values(), ids=lambda task: task.code)
def test_cells_of_annex_2_name_the_ids_beside_them(task: Task) -> None:
    named = task.references
    check_cell(task.cells["lead"], named.lead, ())
    check_cell(task.cells["cooperating"], named.cooperating, named.others)
    unnamed = [part for part in parts(task.cells["cooperating"]) if not shipped_plan().find_agency_or_group(part)]
    assert list(named.others) == unnamed


@pytest.mark.parametrize("row", shipped_plan().components, ids=lambda row: row.code)
def test_cells_of_annex_1_name_the_ids_beside_them(row: Component) -> None:
    by_code = {component.code: component for component in shipped_plan().components}
    above = by_code[row.quote.merged_with] if row.quote.merged_with else row
    assert not (row.quote.lead and row.quote.merged_with)
    check_cell(above.quote.lead, row.references.lead, ())
    check_cell(row.quote.cooperating, row.references.cooperating, ())
    assert not row.references.others


def test_every_cell_split_by_hand_exists() -> None:
    cells = [cell for task in shipped_plan().tasks.values() for cell in (task.cells["lead"], task.cells["cooperating"])]
    cells += [cell for row in shipped_plan().components for cell in (row.quote.lead, row.quote.cooperating)]
    pieces = {piece.strip(" -.\n") for cell in cells for piece in re.split(r";|\n", cell)}
    assert set(SPLIT_BY_HAND) <= pieces


def test_ids_are_slugs_of_names() -> None:
    agencies = shipped_plan().agencies
    assert agencies
    for agency in agencies.values():
        assert agency.id == slug(
            agency.name.removeprefix("UBND ") if agency.kind is AgencyKind.COMMUNE else agency.name
        )


def test_communes_are_the_official_ones() -> None:
    agencies = [agency for agency in shipped_plan().agencies.values() if agency.kind is AgencyKind.COMMUNE]
    official = sorted(COMMUNES["communes"], key=lambda commune: commune["official_order"])
    assert len(agencies) == COMMUNES["counts"]["total"] == 75
    for agency, commune in zip(agencies, official, strict=True):
        assert agency.id == commune["slug"]
        assert agency.code == commune["code"]
        assert agency.name == f"UBND {commune['type']} {commune['short_name']}"
        assert agency.name.casefold() == f"ubnd {commune['name']}".casefold()
    assert tuple(agency.id for agency in agencies) == shipped_plan().groups["ubnd-cap-xa"].members


@pytest.mark.parametrize("words", ["so tu phap", "STP", "stp", "  SỞ  TƯ PHÁP ", "so-tu-phap"])
def test_an_agency_is_found_by_any_spelling(words: str) -> None:
    assert shipped_plan().find_agency_or_group(words) == ("so-tu-phap",)


def test_every_name_and_alias_finds_its_owner() -> None:
    plan = shipped_plan()
    named = [(owner.id, owner.name, owner.aliases) for owner in plan.agencies.values()]
    named += [(owner.id, owner.name, owner.aliases) for owner in plan.groups.values()]
    for id_, name, aliases in named:
        for spelling in (id_, name, *aliases, match_key(name)):
            assert plan.find_agency_or_group(spelling) == (id_,), spelling


# Due days


def plan_with(*edits: Edit) -> Plan:
    plan = resolved(*edits)
    assert isinstance(plan, Plan), plan
    return plan


OWN_DUE = ("tasks.yaml", "due: Kế hoạch tháng 3/2026", "due: chậm nhất ngày 15/3")


@pytest.mark.parametrize(
    ("policy", "own_roll", "roll", "last"),
    [
        ("none", "", Roll.NONE, date(2026, 3, 15)),
        ("next", "", Roll.NEXT, date(2026, 3, 16)),
        ("previous", "", Roll.PREVIOUS, date(2026, 3, 13)),
        ("next", "none", Roll.NONE, date(2026, 3, 15)),
        ("none", "next", Roll.NEXT, date(2026, 3, 16)),
        ("next", "previous", Roll.PREVIOUS, date(2026, 3, 13)),
    ],
)
def test_the_roll_of_a_milestone_is_its_own_else_the_plans(policy: str, own_roll: str, roll: Roll, last: date) -> None:
    file, old, new = OWN_DUE
    item = plan_with(
        ("plan.yaml", "roll: none", f"roll: {policy}"),
        (file, old, f"{new}\n                roll: {own_roll}" if own_roll else new),
    ).items["II.2/ke-hoach"]
    assert item.roll is roll
    assert item.due is not None
    assert item.due.last == last


def test_the_roll_of_a_duty_is_its_own_else_the_plans() -> None:
    assert shipped_plan().items["ke-hoach"].roll is Roll.NONE
    assert plan_with(("plan.yaml", "roll: none", "roll: next")).items["ke-hoach"].roll is Roll.NEXT
    duty = plan_with(("duties.yaml", "    counts: issued", "    roll: previous\n    counts: issued")).items["ke-hoach"]
    assert duty.roll is Roll.PREVIOUS
    assert duty.due is not None
    assert duty.due.last == date(2026, 2, 13)


def test_only_an_interpretation_ties_a_deadline_to_a_period() -> None:
    plan = shipped_plan()
    tied = {item.code: item.due for item in plan.items.values() if item.due is not None and item.due.period}
    assert {code: due.period for code, due in tied.items()} == {
        "VI.8/bao-cao-6-thang": "semiannual",
        "VI.8/bao-cao-nam": "annual",
    }
    due = tied["VI.8/bao-cao-6-thang"]
    period = plan.periods[0].due
    assert due.phrase == "Báo cáo kết quả 6 tháng, năm"
    assert (due.kind, due.first, due.last, due.strict) == (period.kind, period.first, period.last, period.strict)
    assert due.steps[1:] == period.steps
    assert due.steps[0].text == (
        "Theo cách hiểu: gắn với thời hạn của kỳ báo cáo 06 tháng đầu năm, «báo cáo 06 tháng đầu năm trước ngày 10/6/2026»."
    )
    assert {period.due.period for period in plan.periods} == {None}


# Errata


def quotation(place: str) -> str:
    """Return the words that the plan quotes at a place of errata.yaml, in one line."""
    plan = shipped_plan()
    parts = {part.code: part.lines for part in plan.document.quote}
    if place in parts:
        texts = list(parts[place])
    elif place in plan.provisions:
        texts = [plan.provisions[place].heading, plan.provisions[place].text]
    elif place in plan.tasks:
        texts = list(plan.tasks[place].cells.values())
    elif place == "annex-2":
        texts = list(leaves(plan.task_annexes[place]))
    else:
        rows = [row for row in plan.components if place in {row.code, "annex-1"}]
        assert rows, place
        texts = [text for row in rows for text in row.quote]
        if place == "annex-1":
            texts += leaves(plan.index_annex)
    return " ".join(" ".join(texts).split())


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for member in value:
            yield from leaves(member)


@pytest.mark.parametrize("erratum", shipped_plan().errata, ids=lambda erratum: f"{erratum.places[0]}-{erratum.kind}")
def test_each_flaw_stands_where_errata_say(erratum: Erratum) -> None:
    assert erratum.quote or erratum.note
    assert erratum.quote or not erratum.reads
    assert erratum.quote != erratum.reads or not erratum.quote
    for place in erratum.places:
        assert erratum.quote in quotation(place), place
