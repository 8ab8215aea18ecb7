"""The shape of files: every kind of error has a Vietnamese message at its place; every code has an example."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.plan.files.validation import validate
from papi_cli.plan.files.yamltext import YamlDocument, YamlValue, read_yaml
from papi_cli.plan.model import Plan
from papi_cli.problems import Problem, ProblemCode
from tests.amended import amendment_text
from tests.tree import CHECKOUT, SHIPPED_FILES, Edit, edited, place_of, planted, problems_of, resolved, shipped_text

FOREIGN = re.compile(
    r"\b(input|field|extra|inputs|should|valid|invalid|missing|required|value|values|type|string|str|list|dict|tuple"
    r"|model|object|instance|pattern|error|type_error|match|expected|got|permitted|forbidden|none|null|date|datetime"
    r"|integer|number|boolean|bool|enum|pydantic|at least|character|characters|unexpected)\b"
)


class Case(NamedTuple):
    """An edit of the shipped plan, and the one problem that it causes, at the place marked by ^."""

    edit: Edit
    at: str
    code: ProblemCode
    message: str
    hint: str


CASES = {
    "a key that nothing knows": Case(
        ("plan.yaml", "province: Sơn La", "provinces: Sơn La\nprovince: Sơn La"),
        "^provinces: Sơn La",
        ProblemCode.UNKNOWN_KEY,
        "khóa «provinces» không có trong quy định.",
        "Có phải là «province»?",
    ),
    "a key that resembles none": Case(
        ("calendar.yaml", "holidays:", "xyz: 1\nholidays:"),
        "^xyz: 1",
        ProblemCode.UNKNOWN_KEY,
        "khóa «xyz» không có trong quy định.",
        "Các khóa dùng được: holidays, workdays.",
    ),
    "a key within a list within a block": Case(
        ("tasks.yaml", "                counts: sent", "                count: sent"),
        "^count: sent",
        ProblemCode.UNKNOWN_KEY,
        "khóa «count» không có trong quy định.",
        "Có phải là «counts»?",
    ),
    "a key deep in the provisions": Case(
        (
            "provisions.yaml",
            "text: >-\n              a) Xác định",
            "texts: x\n            text: >-\n              a) Xác định",
        ),
        "^texts: x",
        ProblemCode.UNKNOWN_KEY,
        "khóa «texts» không có trong quy định.",
        "Có phải là «text»?",
    ),
    "a missing key": Case(
        ("duties.yaml", "    product: Báo cáo năm\n", ""),
        "  - ^code: bao-cao-nam",
        ProblemCode.MISSING_KEY,
        "thiếu khóa «product».",
        "Thêm khóa này vào khối.",
    ),
    "a missing key of the file": Case(
        ("plan.yaml", "time_zone: Asia/Ho_Chi_Minh\n", ""),
        "^title: Kế hoạch cải thiện",
        ProblemCode.MISSING_KEY,
        "thiếu khóa «time_zone».",
        "Thêm khóa này vào khối.",
    ),
    "a list for a text": Case(
        ("plan.yaml", "province: Sơn La", "province: [Sơn La]"),
        "province: ^[Sơn La]",
        ProblemCode.WRONG_TYPE,
        "chỗ này phải là một dòng chữ.",
        "Viết giá trị trên cùng dòng với khóa.",
    ),
    "a text for a list": Case(
        ("duties.yaml", "agencies: [so-ban-nganh, ubnd-cap-xa]\n    due: Thời", "agencies: so-noi-vu\n    due: Thời"),
        "agencies: ^so-noi-vu",
        ProblemCode.WRONG_TYPE,
        "chỗ này phải là một danh sách.",
        "Viết «[a, b]» hoặc mỗi mục một dòng bắt đầu bằng «- ».",
    ),
    "a text for a block": Case(
        ("plan.yaml", "policy:\n  roll: none\n  due_soon_days: 15", "policy: roll"),
        "policy: ^roll",
        ProblemCode.WRONG_TYPE,
        "chỗ này phải là một khối «khóa: giá trị».",
        "Kiểm tra thụt dòng.",
    ),
    "a text for a block in a list": Case(
        ("plan.yaml", "  - id: semiannual", "  - một kỳ nữa\n  - id: semiannual"),
        "  - ^một kỳ nữa",
        ProblemCode.WRONG_TYPE,
        "chỗ này phải là một khối «khóa: giá trị».",
        "Kiểm tra thụt dòng.",
    ),
    "no day": Case(
        ("plan.yaml", "{first: 2025-12-01, last: 2026-05-31}", "{first: '', last: 2026-05-31}"),
        "{first: ^'', last: 2026-05-31}",
        ProblemCode.WRONG_TYPE,
        "thiếu ngày.",
        "Viết theo dạng 2026-06-10.",
    ),
    "an empty text": Case(
        ("plan.yaml", "province: Sơn La", "province: ''"),
        "province: ^''",
        ProblemCode.WRONG_VALUE,
        "giá trị để trống.",
        "Điền giá trị, hoặc bỏ khóa nếu không bắt buộc.",
    ),
    "neither true nor false": Case(
        ("duties.yaml", "    asked: true\n    due: 06", "    asked: đúng\n    due: 06"),
        "asked: ^đúng",
        ProblemCode.WRONG_VALUE,
        "giá trị phải là true hoặc false.",
        "Viết true hoặc false, chữ thường.",
    ),
    "true in another spelling": Case(
        ("duties.yaml", "    asked: true\n    due: 06", "    asked: True\n    due: 06"),
        "asked: ^True",
        ProblemCode.WRONG_VALUE,
        "giá trị phải là true hoặc false.",
        "Viết true hoặc false, chữ thường.",
    ),
    "no number": Case(
        ("plan.yaml", "due_soon_days: 15", "due_soon_days: -15"),
        "due_soon_days: ^-15",
        ProblemCode.WRONG_VALUE,
        "giá trị phải là một số nguyên từ 0 trở lên.",
        "Viết bằng chữ số, ví dụ 15.",
    ),
    "a number in other digits": Case(
        ("plan.yaml", "due_soon_days: 15", "due_soon_days: ١٥"),
        "due_soon_days: ^١٥",
        ProblemCode.WRONG_VALUE,
        "giá trị phải là một số nguyên từ 0 trở lên.",
        "Viết bằng chữ số, ví dụ 15.",
    ),
    "none of the values": Case(
        ("plan.yaml", "roll: none", "roll: after"),
        "roll: ^after",
        ProblemCode.WRONG_VALUE,
        "«after» không phải là giá trị dùng được.",
        "Chọn một trong: none, next, previous.",
    ),
    "a slip of one of the values": Case(
        ("plan.yaml", "roll: none", "roll: Nonne"),
        "roll: ^Nonne",
        ProblemCode.WRONG_VALUE,
        "«Nonne» không phải là giá trị dùng được.",
        "Có phải là «none»?",
    ),
    "no id": Case(
        ("plan.yaml", "coordinator: so-noi-vu", "coordinator: Sở Nội vụ"),
        "coordinator: ^Sở Nội vụ",
        ProblemCode.WRONG_VALUE,
        "«Sở Nội vụ» không đúng dạng.",
        "Mã viết không dấu, chữ thường, nối bằng gạch ngang: «so-noi-vu».",
    ),
    "a commune's code without its nought": Case(
        ("agencies.yaml", 'code: "03646"', "code: 3646"),
        "code: ^3646",
        ProblemCode.WRONG_VALUE,
        "«3646» không đúng dạng.",
        "Mã xã, phường gồm 5 chữ số.",
    ),
    "a row's code with a comma": Case(
        ("tasks.yaml", "code: II.2\n", "code: II,2\n"),
        "code: ^II,2\n",
        ProblemCode.WRONG_VALUE,
        "«II,2» không đúng dạng.",
        "Viết mã liền, không có dấu cách, dấu phẩy, dấu gạch chéo, ví dụ «A-2».",
    ),
    "a document's number with its symbol": Case(
        ("plan.yaml", "number:\n", "number: 366/QĐ-UBND\n"),
        "number: ^366/QĐ-UBND",
        ProblemCode.WRONG_VALUE,
        "«366/QĐ-UBND» không đúng dạng.",
        "Ghi riêng phần số, ký hiệu ghi ở khóa «symbol».",
    ),
    "a month that no year has": Case(
        ("plan.yaml", "month: 02/2026", "month: 13/2026"),
        "month: ^13/2026",
        ProblemCode.WRONG_VALUE,
        "«13/2026» không đúng dạng.",
        "Viết tháng và năm bằng chữ số, ví dụ 3/2026.",
    ),
    "a key misspelt that has to be there": Case(
        ("plan.yaml", "title: Kế hoạch cải thiện", "titel: Kế hoạch cải thiện"),
        "^titel: Kế hoạch",
        ProblemCode.UNKNOWN_KEY,
        "khóa «titel» không có trong quy định.",
        "Có phải là «title»?",
    ),
    "a day in another form": Case(
        ("plan.yaml", "last: 2026-05-31", "last: 31/5/2026"),
        "last: ^31/5/2026",
        ProblemCode.WRONG_DAY,
        "«31/5/2026» không viết đúng dạng ngày.",
        "Viết theo dạng 2026-06-10.",
    ),
    "a day that does not exist": Case(
        ("plan.yaml", "last: 2026-05-31", "last: 2026-06-31"),
        "last: ^2026-06-31",
        ProblemCode.WRONG_DAY,
        "ngày 2026-06-31 không có trong lịch.",
        "Kiểm tra lại ngày, tháng.",
    ),
    "a day outside the years of plans": Case(
        ("plan.yaml", "last: 2026-05-31", "last: 2206-05-31"),
        "last: ^2206-05-31",
        ProblemCode.WRONG_DAY,
        "ngày 2206-05-31 ở ngoài các năm từ 2000 đến 2099.",
        "Kiểm tra lại năm.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_wording_and_place(name: str) -> None:
    edit, at, code, message, hint = CASES[name]
    line, column = place_of(edited((edit,))[edit[0]], at)
    assert resolved(edit) == (Problem(f"plan/{edit[0]}", line, column, code, message, hint),)


def own_words(problem: Problem) -> str:
    """Return the words of a problem without quotations from the file and lists of keys or values."""
    words = re.sub(r"«[^»]*»|: [a-z_, ]+\.$", "", f"{problem.message} {problem.hint}")
    return words.replace("true hoặc false", "").casefold()


@pytest.mark.parametrize("name", CASES)
def test_no_message_has_words_of_pydantic(name: str) -> None:
    problems = resolved(CASES[name].edit)
    assert not isinstance(problems, Plan)
    assert not [FOREIGN.findall(own_words(problem)) for problem in problems if FOREIGN.search(own_words(problem))]


def test_the_list_of_foreign_words_catches_pydantic() -> None:
    for sentence in ("Field required", "Input should be a valid string", "Extra inputs are not permitted"):
        assert FOREIGN.search(sentence.casefold())


def test_problems_of_all_files_are_reported_at_once_and_sorted() -> None:
    problems = resolved(
        ("plan.yaml", "province: Sơn La", "province: ''"),
        ("agencies.yaml", 'code: "03646"', "code: 3646"),
        ("plan.yaml", "roll: none", "roll: after"),
        ("duties.yaml", "    product: Báo cáo năm\n", ""),
    )
    assert not isinstance(problems, Plan)
    assert [(problem.file, problem.code) for problem in problems] == [
        ("plan/agencies.yaml", ProblemCode.WRONG_VALUE),
        ("plan/duties.yaml", ProblemCode.MISSING_KEY),
        ("plan/plan.yaml", ProblemCode.WRONG_VALUE),
        ("plan/plan.yaml", ProblemCode.WRONG_VALUE),
    ]
    assert list(problems) == sorted(problems)


def branches(tree: YamlValue) -> list[tuple[list[YamlValue] | dict[str, YamlValue], str | int]]:
    """Return every list and mapping of the tree with each of its keys."""
    if isinstance(tree, str):
        return []
    own_branches: list[tuple[list[YamlValue] | dict[str, YamlValue], str | int]] = [
        (tree, key) for key in (tree if isinstance(tree, dict) else range(len(tree)))
    ]
    return own_branches + [
        branch for child in (tree.values() if isinstance(tree, dict) else tree) for branch in branches(child)
    ]


@pytest.mark.parametrize(
    ("id_", "part"),
    [
        *((name, "Windows không cho") for name in ("con", "nul", "prn", "aux", "com1", "com9", "lpt1", "lpt0")),
        ("a" * 101, "dài quá 100 ký tự"),
        ("a" * 300, "dài quá 100 ký tự"),
        ("a" * 100, ""),
        ("con-1", ""),
        ("com", ""),
        ("com10", ""),
        ("icon", ""),
    ],
)
@pytest.mark.parametrize(("file", "old"), [("agencies.yaml", "id: so-tu-phap"), ("plan.yaml", "id: semiannual")])
def test_an_id_can_name_a_file_on_every_system(file: str, old: str, id_: str, part: str) -> None:
    text = shipped_text(file)
    assert text.count(f"{old}\n") == 1
    document, _ = read_yaml(file, text.replace(f"{old}\n", f"id: {id_}\n").encode())
    assert document is not None
    problems = validate(FILE_MODELS[file], document).problems
    assert [problem.code for problem in problems] == ([ProblemCode.WRONG_VALUE] if part else [])
    assert all(part in problem.message for problem in problems)


VALUES = st.sampled_from(["", "x", "2026-02-30", "-1", "Tên", [], ["x"], [[]], {}, {"x": "y"}, [{"code": "x"}]])


@settings(max_examples=60)
@given(st.sampled_from([name for name in SHIPPED_FILES if name != "provisions.yaml"]), VALUES, st.data())
def test_every_wrong_value_has_a_message(name: str, value: YamlValue, data: st.DataObject) -> None:
    document, _ = read_yaml(name, shipped_text(name).encode())
    assert isinstance(document, YamlDocument)
    places = branches(document.tree)
    parent, key = places[data.draw(st.integers(0, len(places) - 1))]
    parent[key] = value  # type: ignore[index]  # a key of this parent
    problems = validate(FILE_MODELS[name], document).problems
    for problem in problems:
        assert problem.file == name
        assert problem.code.startswith("P1")
        assert not FOREIGN.search(own_words(problem)), problem


# A change of a copy of the plan for every code that reading plan and log can report.
def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def act(root: Path) -> None:
        path = root / "plan" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return act


def written(name: str, raw: bytes) -> Callable[[Path], None]:
    def act(root: Path) -> None:
        (root / "plan" / name).parent.mkdir(exist_ok=True)
        (root / "plan" / name).write_bytes(raw)

    return act


def amended(*changes: str) -> Callable[[Path], None]:
    return written("amendments/qd-1.yaml", amendment_text(*changes).encode())


DUE, DROP = "due: {of: III.1, was: Tháng 12/2026, is: Tháng 10/2026}", "drop: {of: III.1}"
FROM_ANCHOR = (
    "due: {of: VI.9, was: Trước ngày 30/11/2026, is: Trong 10 ngày kể từ ngày có báo cáo, anchor: III.1/bao-cao}"
)
JUSTICE, COORDINATOR, ENDS = "  - id: so-tu-phap\n", "  - id: so-noi-vu\n", "    until: 2026-06-30\n"
EXAMPLES: dict[ProblemCode, Callable[[Path], None]] = {
    ProblemCode.ENCODING: written("plan.yaml", "title: Kế hoạch".encode("utf-16")),
    ProblemCode.TOO_LARGE: written("plan.yaml", b"#" * 5_000_001),
    ProblemCode.CONFLICT_MARKER: replaced("plan.yaml", "year: 2026\n", "<<<<<<< HEAD\nyear: 2026\n"),
    ProblemCode.SYNTAX: replaced("plan.yaml", "title: Kế hoạch", "title: a: b"),
    ProblemCode.TAB: replaced("plan.yaml", "  roll: none", "\troll: none"),
    ProblemCode.DUPLICATE_KEY: replaced("plan.yaml", "year: 2026\n", "year: 2026\nyear: 2026\n"),
    ProblemCode.ANCHOR: replaced("plan.yaml", "province: ", "province: &tinh "),
    ProblemCode.FORBIDDEN_CHARACTER: replaced("plan.yaml", "province: Sơn La", "province: Sơn\u202e La"),
    ProblemCode.TAG: replaced("plan.yaml", "year: ", "year: !!int "),
    ProblemCode.MULTIPLE_DOCUMENTS: replaced("plan.yaml", "policy:", "---\npolicy:"),
    ProblemCode.TOO_DEEP: written("errata.yaml", b"errata: " + b"[" * 40 + b"]" * 40),
    ProblemCode.EMPTY_FILE: written("errata.yaml", b""),
    ProblemCode.MISSING_FILE: lambda root: (root / "plan" / "tasks.yaml").unlink(),
    ProblemCode.KEY_NOT_SCALAR: replaced("plan.yaml", "year: ", "[year]: "),
    ProblemCode.UNKNOWN_KEY: replaced("plan.yaml", "year: 2026\n", "year: 2026\nmonth: 2\n"),
    ProblemCode.MISSING_KEY: replaced("plan.yaml", "province: Sơn La\n", ""),
    ProblemCode.WRONG_TYPE: replaced("plan.yaml", "year: 2026\nprovince: Sơn La", "year: 2026\nprovince: []"),
    ProblemCode.WRONG_VALUE: replaced("plan.yaml", "roll: none", "roll: sau"),
    ProblemCode.WRONG_DAY: replaced("plan.yaml", "2026-05-31", "2026-05-32"),
    ProblemCode.UNKNOWN_AGENCY: replaced("plan.yaml", "coordinator: so-noi-vu", "coordinator: so-noi-vi"),
    ProblemCode.GROUP_CYCLE: replaced(
        "agencies.yaml", "    members: [co-quan-theo-doi-noi-dung,", "    members: [so-ban-nganh,"
    ),
    ProblemCode.DUPLICATE_ID: replaced("duties.yaml", "code: bao-cao-nam", "code: ke-hoach"),
    ProblemCode.NO_LEAD: replaced("duties.yaml", "agencies: [so-ban-nganh, ubnd-cap-xa]", "agencies: []"),
    ProblemCode.DUE_PHRASE: replaced(
        "tasks.yaml",
        "            due: Tháng 01/2026\n            milestones",
        "            due: sắp tới\n            milestones",
    ),
    ProblemCode.UNKNOWN_REFERENCE: replaced("duties.yaml", "source: [part-4/1.a]", "source: [part-4/1.z]"),
    ProblemCode.DUPLICATE_NAME: replaced("agencies.yaml", "aliases: [SXD]", "aliases: [STP]"),
    ProblemCode.SUCCESSOR_CIRCLE: replaced("agencies.yaml", JUSTICE, f"{JUSTICE}{ENDS}    successor: so-tu-phap\n"),
    ProblemCode.AGENCY_DAYS: replaced("agencies.yaml", JUSTICE, f"{JUSTICE}    successor: so-noi-vu\n"),
    ProblemCode.TAKEN_PARTS: replaced(
        "agencies.yaml", JUSTICE, f"{JUSTICE}{ENDS}    successor: [{{agency: so-noi-vu, takes: [ke-hoach]}}]\n"
    ),
    ProblemCode.OFFICE_GONE: replaced("agencies.yaml", COORDINATOR, f"{COORDINATOR}{ENDS}"),
    ProblemCode.AMENDMENT_NAME: written("amendments/QD-1.yaml", b"changes: []\n"),
    ProblemCode.AMENDED_OTHERWISE: amended(DUE.replace("12/2026", "11/2026")),
    ProblemCode.CONTRADICTING_AMENDMENTS: amended(DUE, DUE),
    ProblemCode.CHANGED_AFTER_DROP: amended(DROP, DUE),
    ProblemCode.ANCHOR_DROPPED: amended(FROM_ANCHOR, DROP),
    ProblemCode.NOT_AN_EVENT: written("status/2026-03.jsonl", b"[]\n"),
}


@pytest.mark.parametrize("code", EXAMPLES, ids=lambda code: f"{code}-{code.name}")
def test_example_of_each_code(code: ProblemCode, tmp_path: Path) -> None:
    EXAMPLES[code](planted(tmp_path))
    problems = problems_of(tmp_path)
    assert code in {problem.code for problem in problems}
    for problem in problems:
        assert (tmp_path / problem.file).parent.is_dir()
        assert re.fullmatch(r"plan/[\w./-]+:\d+:\d+: lỗi \[P\d{3}\]: .+\.( .+[.?])?", str(problem)), problem
        assert str(problem) == str(problem).strip()


def test_every_code_of_reading_has_an_example() -> None:
    # Warnings come from `papi check` alone; tests/problems has an example of each.
    warnings = {ProblemCode.BOM, ProblemCode.NOT_NFC, ProblemCode.STRAY_FILE, ProblemCode.UNQUOTED_SCALAR}
    warnings |= {ProblemCode.MISLEADING_CHARACTER, ProblemCode.LINE_ENDS_TURNED}
    warnings |= {ProblemCode.FROZEN_FILE_MISSING, ProblemCode.FROZEN_FILE_CHANGED, ProblemCode.AMENDMENT_DAY}
    warnings |= {ProblemCode.RESTS_ON_LATER}
    errors = {code for code in ProblemCode if code[:2] in {"P0", "P1", "P2"}} | {ProblemCode.NOT_AN_EVENT}
    assert errors - warnings == set(EXAMPLES)


def test_the_shipped_files_have_no_problems() -> None:
    assert problems_of(CHECKOUT) == ()
