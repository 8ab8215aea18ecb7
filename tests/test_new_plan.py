"""A plan that `papi init` makes of what somebody says: nothing invented, nothing asked in vain, at work at once."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.program.program import COMMANDS as PROGRAM
from papi_cli.plan.founding.new_plan import DocumentKind, Issuer, NewPlan
from papi_cli.plan.founding.places import AS_OF
from papi_cli.plan.model import AgencyKind, Plan
from papi_cli.store.locations import packaged_files
from papi_cli.store.provinces import provinces
from papi_cli.store.scaffold import scaffold_files
from papi_cli.text import day_text, match_key
from tests.children import rest_of_screen
from tests.test_own_words import OF_ONE_PLAN
from tests.tree import CHECKOUT, plan_in

PROVINCES = {province.place.name: province for province in provinces()}
SAID = {
    "--province": "Đồng Tháp",
    "--year": "2027",
    "--name": "Kế hoạch cải cách hành chính",
    "--coordinator": "Sở Nội vụ",
}
Captured = pytest.CaptureFixture[str]


def founded(folder: Path, **changes: str) -> Plan:
    """Make the repository that `SAID`, with `changes`, asks for, and return its plan."""
    assert main(["init", str(folder), *words(**changes)]) == 0
    return plan_in(folder)


def words(**changes: str) -> list[str]:
    options = {**SAID, **{f"--{name.replace('_', '-')}": value for name, value in changes.items()}}
    return [word for option, value in options.items() if value for word in (option, value)]


# What the plan says


def test_it_says_what_was_said_and_no_more(tmp_path: Path) -> None:
    plan = founded(tmp_path / "kho")
    assert (plan.title, plan.province, plan.span.year) == ("Kế hoạch cải cách hành chính", "Đồng Tháp", 2027)
    assert (plan.document.kind, plan.document.symbol) == ("Kế hoạch", "KH-UBND")
    assert (plan.document.number, plan.document.day, plan.document.title) == ("", None, "")
    assert (plan.coordinator, plan.document.issuer, plan.addressee) == ("so-noi-vu", "ubnd-tinh", "ubnd-tinh")
    assert not plan.items
    assert not plan.indices
    assert not plan.provisions
    assert not plan.periods
    assert not plan.calendar.holidays
    kinds = [agency.name for agency in plan.agencies.values() if agency.kind is not AgencyKind.COMMUNE]
    assert kinds == ["Sở Nội vụ", "UBND tỉnh Đồng Tháp"]
    coordinator = plan.agencies["so-noi-vu"]
    assert (coordinator.symbol, coordinator.head, coordinator.place) == ("", "", "Đồng Tháp")


@pytest.mark.parametrize("changes", [{}, {"commune": "xã Tân Thành"}, {"issuer": "HĐND", "kind": "nghị quyết"}])
def test_no_place_to_fill_in_stands_in_a_value(tmp_path: Path, changes: dict[str, str]) -> None:
    founded(tmp_path, **changes)
    for path in (tmp_path / "plan").glob("*.yaml"):
        values = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert not [line for line in values if re.search(r"\[…|…\]|TÊN |PAPI|Chỉ số", line)], path


@pytest.mark.parametrize("name", PROVINCES)
def test_every_province_makes_a_plan(tmp_path: Path, name: str) -> None:
    province = PROVINCES[name]
    new = NewPlan(DocumentKind.DECISION, Issuer.CHAIR, "Kế hoạch A", province, None, 2026, 2030, "Sở Nội vụ")
    for path, raw in scaffold_files(packaged_files(), new=new).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(raw)
    plan = plan_in(tmp_path)
    communes = {agency.code: agency for agency in plan.agencies.values() if agency.kind is AgencyKind.COMMUNE}
    assert list(communes) == [place.code for place in province.communes]
    assert plan.document.symbol == "QĐ-UBND"
    assert plan.agencies[plan.document.issuer].name == f"Chủ tịch UBND {province.place.full_name}"
    for place in province.communes:
        agency = communes[place.code]
        assert agency.name == f"UBND {place.full_name}"
        # By the official code, and by the name with its marks, also where another differs in marks only.
        for called in (place.code, place.full_name, place.name, agency.name):
            found = plan.find_agency_or_group(called)
            # A name without any mark is also how another's is typed without them.
            assert found == (agency.id,) or (called == place.name and called.isascii() and agency.id in found), called
        assert set(plan.find_agency_or_group(match_key(place.full_name))) >= {agency.id}
    assert len(plan.groups["ubnd-cap-xa"].members) == len(province.communes)


def test_ids_of_names_that_differ_in_marks_only_end_in_their_codes(tmp_path: Path) -> None:
    plan = founded(tmp_path / "kho")
    assert plan.find_agency_or_group("Tân Thạnh") == ("xa-tan-thanh-30157",)
    assert plan.find_agency_or_group("tan thanh") == ("xa-tan-thanh-29938", "xa-tan-thanh-30157")
    assert plan.find_agency_or_group("phường Mỹ Tho") == ("phuong-my-tho",)


def test_a_commune_has_a_plan_of_its_own(tmp_path: Path) -> None:
    plan = founded(tmp_path / "kho", commune="xã Tân Thạnh", coordinator="Phòng Văn hóa - Xã hội")
    assert [agency.name for agency in plan.agencies.values()] == ["Phòng Văn hóa - Xã hội", "UBND xã Tân Thạnh"]
    assert (plan.coordinator, plan.addressee) == ("phong-van-hoa-xa-hoi", "ubnd-xa")
    assert plan.agencies["ubnd-xa"].issuer_lines == ("ỦY BAN NHÂN DÂN", "XÃ TÂN THẠNH")
    assert plan.agencies["phong-van-hoa-xa-hoi"].superior_line == "ỦY BAN NHÂN DÂN XÃ TÂN THẠNH"
    assert not plan.groups


def test_several_years_are_its_span_and_the_calendar_has_what_is_known_of_them(tmp_path: Path) -> None:
    plan = founded(tmp_path / "kho", year="", from_year="2026", to_year="2030")
    assert (plan.span.first.isoformat(), plan.span.last.isoformat(), plan.span.year) == (
        "2026-01-01",
        "2030-12-31",
        None,
    )
    assert {day.year for day in plan.calendar.holidays} == {2026}
    assert plan_in(CHECKOUT).calendar == plan.calendar


@pytest.mark.parametrize(
    ("kind", "name", "called"),
    [
        ("quyết định", "Kế hoạch triển khai Chương trình A", "Kế hoạch"),
        ("quyết định", "Ban hành Chương trình A", "Chương trình"),
        ("nghị quyết", "ĐỀ ÁN A", "Đề án"),
        ("chỉ thị", "Nâng cao chất lượng phục vụ", "Kế hoạch"),
        ("chương trình", "Chương trình thực hiện Kế hoạch A", "Chương trình"),
    ],
)
def test_a_plan_is_not_called_by_the_document_that_issues_it(tmp_path: Path, kind: str, name: str, called: str) -> None:
    assert founded(tmp_path / "kho", kind=kind, name=name).words.plan == called


def test_its_groups_stand_before_the_long_list_of_communes(tmp_path: Path) -> None:
    founded(tmp_path / "kho")
    text = (tmp_path / "kho" / "plan" / "agencies.yaml").read_text(encoding="utf-8")
    assert -1 < text.index("\ngroups:") < text.index("\ncommunes:")


@pytest.mark.parametrize("coordinator", ["UBND tỉnh", "Ủy ban nhân dân tỉnh Đồng Tháp", "UBND xã Tân Thạnh"])
def test_a_coordinator_that_is_there_already_is_not_there_twice(tmp_path: Path, coordinator: str) -> None:
    plan = founded(tmp_path / "kho", coordinator=coordinator)
    assert plan.coordinator in ("ubnd-tinh", "xa-tan-thanh-30157")
    assert not [agency for agency in plan.agencies.values() if agency.kind is AgencyKind.DEPARTMENT]


@pytest.mark.parametrize(
    "name",
    ['Kế hoạch "chuyển đổi số": năm 2027 # đợt 1', "- Kế hoạch", "{Đề án} 06", "Kế hoạch \\ $title 'A'", "2027 là năm"],
)
def test_a_name_is_kept_to_the_letter(tmp_path: Path, name: str) -> None:
    assert founded(tmp_path / "kho", name=name, coordinator=f"Sở {name}").title == name


@pytest.mark.parametrize(
    ("province", "place", "certain"),
    [
        ("An Giang", "Phú Quốc", "Phú Quốc"),
        ("Lâm Đồng", "1 Bảo Lộc", "Phường 1 Bảo Lộc"),
        ("Lâm Đồng", "Đam Rông 2", "Xã Đam Rông 2"),
        ("Đồng Tháp", "Mỹ Tho", ""),
    ],
)
def test_a_commune_has_the_place_that_is_certain(tmp_path: Path, province: str, place: str, certain: str) -> None:
    plan = founded(tmp_path / "kho", province=province)
    (id_,) = plan.find_agency_or_group(place)
    assert plan.agencies[id_].place == certain
    of_commune = founded(tmp_path / "xa", province=province, commune=place)
    assert {agency.place for agency in of_commune.agencies.values()} == {certain}


# At work at once


COMMANDS = [
    *(["status"], ["status", "--all"], ["overdue", "--fail"], ["upcoming"], ["tasks"], ["tasks", "--format", "csv"]),
    *(["matrix"], ["agencies"], ["log"], ["show", "document"], ["explain", "trước ngày 10/6/2027"], ["diff", "HEAD"]),
    *(
        ["sheet", "bang.xlsx"],
        ["sheet", "--each", "-o", "bang"],
        ["calendar"],
        ["schema"],
        ["report", "due"],
        ["remind"],
        ["remind", "--soon"],
        ["status", "--agency", "Sở Nội vụ"],
        ["check"],
    ),
]


@pytest.mark.parametrize(
    "changes", [{}, {"commune": "phường Mỹ Tho"}, {"year": "", "from_year": "2027", "to_year": "2028"}]
)
def test_every_command_runs_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, changes: dict[str, str]
) -> None:
    founded(tmp_path / "kho", **changes)
    monkeypatch.chdir(tmp_path / "kho")
    for command in COMMANDS:
        capsys.readouterr()
        # Where nothing is owed, no sheet is made, which is told as a situation.
        assert main(command) == (3 if command[0] == "sheet" else 0), command
        answer = "".join(capsys.readouterr())
        assert not OF_ONE_PLAN.search(answer.replace("Sở Nội vụ", "").replace("so-noi-vu", "")), command


def test_a_document_without_its_own_text_is_shown_by_what_is_known_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    founded(tmp_path / "kho")
    monkeypatch.chdir(tmp_path / "kho")
    shown = []
    for number, day in (("", ""), (" 12", " 2027-01-15")):
        path = tmp_path / "kho" / "plan" / "plan.yaml"
        text = path.read_text(encoding="utf-8").replace("  number:\n", f"  number:{number}\n")
        path.write_text(text.replace("  day:\n", f"  day:{day}\n"), encoding="utf-8")
        capsys.readouterr()
        assert main(["show", "document"]) == 0
        shown.append(capsys.readouterr().out)
    assert "- Nơi ban hành: UBND tỉnh Đồng Tháp\n" in shown[0]
    assert "Số:" not in shown[0]
    assert "- Số: 12/KH-UBND\n- Ngày ban hành: 15/01/2027\n- Nơi ban hành: UBND tỉnh Đồng Tháp\n" in shown[1]


REFUSED = [
    ["status", "--index", "4"],
    ["show", "x"],
    ["report", "annual"],
    ["record", "x"],
    ["tasks", "--columns", "x"],
]


def test_no_help_and_no_hint_speaks_of_another_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    founded(tmp_path / "kho")
    monkeypatch.chdir(tmp_path / "kho")
    for command in [[name, "--help"] for name in PROGRAM] + REFUSED:
        capsys.readouterr()
        assert main(command) == (0 if "--help" in command else 2), command
        assert not OF_ONE_PLAN.search("".join(capsys.readouterr())), command


def test_no_guide_in_it_speaks_of_another_plan(tmp_path: Path) -> None:
    founded(tmp_path / "kho")
    guides = list((tmp_path / "kho").rglob("README.md"))
    # What amends a plan, or merges agencies, is an example of a document that the guides have to give a kind.
    texts = [re.sub(r"\b(kind|by): (Quyết định|Nghị quyết)\b", r"\1:", path.read_text("utf-8")) for path in guides]
    found = [match[0] for text in texts for match in OF_ONE_PLAN.finditer(text)]
    assert (len(guides), found) == (3, [])


def test_check_lists_what_is_still_to_be_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    founded(tmp_path / "kho")
    monkeypatch.chdir(tmp_path / "kho")
    capsys.readouterr()
    assert main(["check", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["summary"] == {"error": 0, "warning": 5}
    assert [(problem["file"], problem["code"], problem["message"]) for problem in answer["problems"]] == [
        (
            "plan/agencies.yaml",
            "P312",
            "cơ quan theo dõi Sở Nội vụ chưa có ký hiệu (symbol) và chức danh người đứng đầu (head).",
        ),
        (
            "plan/agencies.yaml",
            "P312",
            "99 xã, phường chưa có địa danh (place); đây là nơi đầu tiên.",
        ),
        ("plan/calendar.yaml", "P312", "lịch chưa có ngày nghỉ nào trong thời gian thực hiện kế hoạch."),
        ("plan/plan.yaml", "P308", "Kế hoạch chưa có số (number) và ngày ban hành (day)."),
        ("plan/tasks.yaml", "P312", "kế hoạch chưa có nhiệm vụ, đầu việc nào."),
    ]


def test_the_commented_examples_are_right(tmp_path: Path) -> None:
    """Each example of a file, put in place of its empty list, makes a plan without errors."""
    founded(tmp_path / "kho")
    for name in ("tasks.yaml", "duties.yaml", "provisions.yaml", "calendar.yaml"):
        path = tmp_path / "kho" / "plan" / name
        text = path.read_text(encoding="utf-8")
        example = "".join(f"  {line.removeprefix('#   ')}\n" for line in text.splitlines() if line.startswith("#   "))
        path.write_text(text.replace(": []", f":\n{example}", 1), encoding="utf-8")
    plan = plan_in(tmp_path / "kho")
    assert set(plan.items) == {"bao-cao-nam", "I.1/ke-hoach"}
    assert plan.provisions.keys() == {"part-1", "part-1/1"}


def test_the_commented_forms_of_keys_are_right(tmp_path: Path) -> None:
    """What the comments of plan.yaml and agencies.yaml show of `words`, `periods` and `groups` can be taken over."""
    founded(tmp_path / "kho")
    folder = tmp_path / "kho" / "plan"
    comments = (folder / "plan.yaml").read_text(encoding="utf-8").splitlines()
    shown = [line.removeprefix("#       ") for line in comments if line.startswith("#       ")]
    (words_line,) = (line for line in shown if line.startswith("words:"))
    start = shown.index("periods:")
    head = (
        (folder / "plan.yaml").read_text(encoding="utf-8").replace("periods: []", "\n".join(shown[start : start + 5]))
    )
    (folder / "plan.yaml").write_text(f"{head}{words_line}\n", encoding="utf-8")
    text = (folder / "agencies.yaml").read_text(encoding="utf-8")
    group = "".join(f"{line.removeprefix('#   ')}\n" for line in text.splitlines() if line.startswith("#     "))
    (folder / "agencies.yaml").write_text(text.replace("\ngroups:\n", f"\ngroups:\n{group}"), encoding="utf-8")
    plan = plan_in(tmp_path / "kho")
    assert (plan.words.part, plan.words.section, plan.words.area) == ("Phần", "Nhóm nhiệm vụ", "toàn tỉnh")
    assert [period.id for period in plan.periods] == ["annual"]
    assert "co-quan-chuyen-mon" in plan.groups


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("plan.yaml", "`words`"),
        ("tasks.yaml", "I.1/ke-hoach"),
        ("tasks.yaml", "`anchor`"),
        ("duties.yaml", "`anchor`"),
        ("duties.yaml", "`period`"),
        ("duties.yaml", "`does`"),
    ],
)
def test_comments_name_the_keys_that_an_example_has_not(tmp_path: Path, file: str, named: str) -> None:
    founded(tmp_path / "kho")
    text = (tmp_path / "kho" / "plan" / file).read_text(encoding="utf-8")
    assert named in "".join(line for line in text.splitlines() if line.startswith("# "))


# Asked and refused


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
def test_what_the_options_leave_out_is_asked_for_at_a_terminal(tmp_path: Path) -> None:
    answers = "Tiền Giang\ndong thap\ntan thanh\nxã tân thạnh\nKế hoạch\n[…]\nKế hoạch A\nchủ tịch ubnd\n2030 - 2026\n2026 – 2030\nCông an xã\n"
    code, screen, out = asked(tmp_path / "kho", answers)
    assert code == 0, screen
    assert "Không có tỉnh, thành phố nào tên là «Tiền Giang». Gần nhất: " in screen
    assert "«tan thanh» là tên của nhiều nơi: xã Tân Thành (mã 29938) và xã Tân Thạnh (mã 30157)." in screen
    assert "«[…]» không phải là một tên" in screen
    assert "  2. Chủ tịch UBND xã Tân Thạnh" in screen
    assert "Năm cuối (2026) ở trước năm đầu (2030)." in screen
    assert "(Chủ tịch UBND xã Tân Thạnh ban hành, 2026 - 2030, Công an xã theo dõi)" in " ".join(out.split())
    plan = plan_in(tmp_path / "kho")
    assert (plan.title, plan.coordinator, plan.document.issuer) == ("Kế hoạch A", "cong-an-xa", "chu-tich-ubnd-xa")


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
def test_a_question_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    code, screen, _ = asked(tmp_path / "kho", "dong thap\n", interrupted_at="Xã, phường, đặc khu")
    assert code == 130, screen
    assert not (tmp_path / "kho").exists()


def asked(folder: Path, answers: str, interrupted_at: str = "") -> tuple[int, str, str]:
    """Run `papi init --empty` at a terminal; return its exit code, the screen, and standard output.

    It is interrupted when the screen shows `interrupted_at`.
    """
    import pty

    leader, follower = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "papi_cli", "init", "--empty", str(folder)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=follower,
        # A shell that starts the tests in the background has them ignore the signal, and what they start inherits it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # no threads here
    )
    os.close(follower)
    os.write(leader, answers.encode())
    screen = ""
    while interrupted_at and interrupted_at not in screen:
        screen += os.read(leader, 65536).decode()
    if interrupted_at:
        running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=300)
    screen += rest_of_screen(leader)
    return running.returncode, screen, out.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "", "year": ""}, "Thiếu --name và --year: kế hoạch mới cần các điều ấy. Xem: papi init --help"),
        ({"province": "chuong trinh"}, "Không có tỉnh, thành phố nào tên là «chuong trinh».\n"),
        ({"province": "Đồng Thap Mười"}, "Không có tỉnh, thành phố nào tên là «Đồng Thap Mười». Gần nhất: «Đồng Tháp»"),
        (
            {"commune": "tan thanh"},
            "«tan thanh» là tên của nhiều nơi: xã Tân Thành (mã 29938) và xã Tân Thạnh (mã 30157).",
        ),
        ({"commune": "Tân Thanhh"}, "tỉnh Đồng Tháp không có xã, phường nào tên là «Tân Thanhh». Gần nhất: "),
        ({"kind": "Công văn"}, "--kind: không có «Công văn». Ghi một trong: Kế hoạch, "),
        ({"issuer": "Tỉnh ủy"}, "--issuer: không có «Tỉnh ủy». Ghi một trong: UBND, Chủ tịch UBND, HĐND."),
        ({"year": "27"}, "«27» không phải là năm từ 2000 đến 2099"),
        ({"from_year": "2027"}, "Ghi --year, hoặc --from-year và --to-year; không ghi cả hai."),
        ({"year": "", "to_year": "2027"}, "--from-year và --to-year đi cùng nhau"),
        ({"year": "", "from_year": "2028", "to_year": "2027"}, "Năm cuối (2027) ở trước năm đầu (2028)."),
        ({"name": "Kế hoạch […]"}, "«Kế hoạch […]» không phải là một tên"),
        ({"name": "Kế\u202ehoạch"}, "Tên có ký tự không nhìn thấy (U+202E): gõ lại."),
        ({"coordinator": "UBND cấp xã"}, "«UBND cấp xã» là một nhóm cơ quan: ghi tên một cơ quan."),
        ({"coordinator": "Sở " + "x" * 99}, "không dùng làm tên cơ quan được"),
    ],
)
def test_what_cannot_be_is_misuse_and_leaves_nothing(
    tmp_path: Path, capsys: Captured, changes: dict[str, str], sentence: str
) -> None:
    assert main(["init", str(tmp_path / "kho"), "--empty", *words(**changes)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert not (tmp_path / "kho").exists()


def test_a_folder_that_holds_anything_is_refused_before_anything_is_asked(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "x").touch()
    assert main(["init", "--empty", str(tmp_path)]) == 3
    assert "không trống" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_the_answer_says_what_was_filled_in_and_of_when(tmp_path: Path, capsys: Captured) -> None:
    founded(tmp_path / "kho")
    answer = " ".join(capsys.readouterr().out.split())
    assert "(UBND tỉnh Đồng Tháp ban hành, năm 2027, Sở Nội vụ theo dõi)" in answer
    assert f"102 xã, phường của tỉnh Đồng Tháp, theo danh mục đến ngày {day_text(AS_OF)}" in answer
    assert f"As of {day_text(AS_OF)}." in (CHECKOUT / "papi_cli" / "store" / "communes.tsv").read_text(encoding="utf-8")
