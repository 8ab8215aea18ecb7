"""Plans of other levels than a province: a commune's own offices without communes below, a city with its wards."""

from __future__ import annotations

from pathlib import Path

import pytest

from papi_cli.plan.model import AgencyKind, Plan
from papi_cli.views.reports.letterhead import IssueDetails, letterhead
from tests.test_lists import run
from tests.tree import plan_in

_PLAN = """\
title: Kế hoạch thử của {whose} năm 2026
year: 2026
province: Bắc Lĩnh
time_zone: Asia/Ho_Chi_Minh
coordinator: {coordinator}
addressee: {issuer}
document:
  kind: Kế hoạch
  number: "3"
  symbol: KH-UBND
  day: 2026-01-05
  issuer: {issuer}
  title: thử
  quote: []
periods: []
"""
_TASKS = """\
annexes:
  - code: phu-luc
    label: Phụ lục
    columns: [{{id: task, head: Nhiệm vụ}}, {{id: lead, head: Chủ trì}}, {{id: due, head: Thời hạn}}]
    tasks:
      - {{code: nv-1, quote: {{task: Việc một, lead: "{first}", due: 31/3/2026}}, lead: [{first_id}], due: 31/3/2026}}
      - {{code: nv-2, quote: {{task: Việc hai, lead: "{second}", due: 31/3/2026}}, lead: [{second_id}], due: 31/3/2026}}
"""
_COMMUNE = """\
departments_noun: phòng, trung tâm
departments:
  - {id: van-phong, name: Văn phòng HĐND và UBND xã, superior: ubnd-xa, letterhead: [VĂN PHÒNG], place: Yên Thượng,
     symbol: VP, head: Chánh Văn phòng, signer: Lý Thị Hoa, unit: TH, contact: bà Lý Thị Hoa}
  - {id: phong-van-hoa-xa-hoi, name: Phòng Văn hóa - Xã hội, superior: ubnd-xa, place: Yên Thượng}
  - {id: trung-tam, name: Trung tâm Phục vụ hành chính công, superior: ubnd-xa}
  - {id: cong-an-xa, name: Công an xã}
bodies:
  - {id: ubnd-xa, name: UBND xã, letterhead: [ỦY BAN NHÂN DÂN, XÃ YÊN THƯỢNG], as_superior: UBND XÃ YÊN THƯỢNG,
     on_behalf: TM. ỦY BAN NHÂN DÂN, place: Yên Thượng, symbol: UBND, head: Chủ tịch, deputy: Phó Chủ tịch}
groups:
  - {id: cac-phong, name: "các phòng, trung tâm", every: department}
"""
_CITY = """\
departments_noun: sở
departments:
  - {id: so-xay-dung, name: Sở Xây dựng, superior: ubnd-thanh-pho, place: Tân Cảng, symbol: SXD, head: Giám đốc}
bodies:
  - {id: ubnd-thanh-pho, name: UBND thành phố, letterhead: [UBND THÀNH PHỐ TÂN CẢNG]}
communes:
  prefix: UBND
  noun: phường
  letterhead: [ỦY BAN NHÂN DÂN]
  on_behalf: TM. ỦY BAN NHÂN DÂN
  head: Chủ tịch
  list:
    - {id: phuong-ben-nghe, code: "90401", name: UBND phường Bến Nghệ, place: Bến Nghệ}
    - {id: phuong-cau-do, code: "90402", name: UBND phường Cầu Đỏ, place: Cầu Đỏ}
    - {id: phuong-vong-xuyen, code: "90403", name: UBND phường Vọng Xuyên, place: Vọng Xuyên}
groups:
  - {id: cac-phuong, name: UBND các phường, every: commune}
"""
_OFFICES = {"first": "Các phòng, trung tâm", "first_id": "cac-phong", "second": "Công an xã", "second_id": "cong-an-xa"}
_WARDS = {"first": "UBND các phường", "first_id": "cac-phuong", "second": "Sở Xây dựng", "second_id": "so-xay-dung"}


def written(root: Path, head: dict[str, str], agencies: str, leads: dict[str, str]) -> Path:
    (root / "plan").mkdir(parents=True)
    texts = {"plan.yaml": _PLAN.format(**head), "agencies.yaml": agencies, "tasks.yaml": _TASKS.format(**leads)}
    for name, text in {**texts, "calendar.yaml": "holidays: []\n"}.items():
        (root / "plan" / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def commune(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-06-10T09:00:00+07:00")
    head = {"whose": "xã Yên Thượng", "coordinator": "van-phong", "issuer": "ubnd-xa"}
    monkeypatch.chdir(written(tmp_path, head, _COMMUNE, _OFFICES))
    return tmp_path


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-06-10T09:00:00+07:00")
    head = {"whose": "thành phố", "coordinator": "so-xay-dung", "issuer": "ubnd-thanh-pho"}
    monkeypatch.chdir(written(tmp_path, head, _CITY, _WARDS))
    return tmp_path


def plan_of(root: Path) -> Plan:
    return plan_in(root)


def test_a_plan_may_do_without_communes(commune: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    plan = plan_of(commune)
    assert plan.agency_counts[AgencyKind.COMMUNE] == 0
    assert plan.groups["cac-phong"].members == ("van-phong", "phong-van-hoa-xa-hoi", "trung-tam", "cong-an-xa")
    code, out, _ = run(capfdbinary, "check", "--format", "json")
    assert (code, '"error": 0' in out) == (0, True)


@pytest.mark.parametrize(
    ("agency", "superior", "issuer", "signer"),
    [
        ("van-phong", "UBND XÃ YÊN THƯỢNG", ("VĂN PHÒNG",), ("CHÁNH VĂN PHÒNG",)),
        ("phong-van-hoa-xa-hoi", "UBND XÃ YÊN THƯỢNG", ("PHÒNG VĂN HÓA - XÃ HỘI",), ("[…]",)),
        ("cong-an-xa", "", ("CÔNG AN XÃ",), ("[…]",)),
        ("ubnd-xa", "", ("ỦY BAN NHÂN DÂN", "XÃ YÊN THƯỢNG"), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    ],
)
def test_a_commune_and_its_offices_have_their_own_heads(
    agency: str, superior: str, issuer: tuple[str, ...], signer: tuple[str, ...], commune: Path
) -> None:
    lines = letterhead(plan_of(commune).agencies[agency], IssueDetails(), kind="BC", year=2026)
    assert (lines.superior, lines.issuer, lines.signer) == (superior, issuer, signer)


COMMANDS = [
    ("status",), ("status", "--all"), ("overdue",), ("tasks",), ("matrix",), ("upcoming",), ("agencies",), ("log",),
    ("calendar",), ("remind",), ("show", "nv-1"), ("report", "tasks", "--agency", "cong-an-xa"),
    ("status", "--agency", "Công an xã"),
]  # fmt: skip


@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_nothing_that_a_commune_reads_speaks_of_places_below_it(
    argv: tuple[str, ...], commune: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    del commune
    code, out, err = run(capfdbinary, *argv)
    assert code == 0, err
    said = (out + err).casefold()
    assert "địa phương" not in said
    assert "xã, phường" not in said
    assert "sở, ban, ngành" not in said


def test_a_letter_of_a_commune_is_signed_and_answered_by_those_known(
    commune: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    del commune
    _, out, _ = run(capfdbinary, "remind", "--number", "5")
    assert 'number: "Số: 05/VP-TH"' in out
    assert 'signer_name: "Lý Thị Hoa"' in out
    assert "Lưu: VT, TH" in out
    assert "đề nghị liên hệ: bà Lý Thị Hoa." in out
    assert "04 đầu việc của 03 cơ quan, đơn vị đã quá hạn" in out
    assert "thủ trưởng các cơ quan, đơn vị có tên tại Phụ lục" in out


def test_sheets_of_a_commune_go_to_its_offices(commune: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(capfdbinary, "sheet", "--each", "-o", "bang")[0] == 0
    names = {path.stem for path in (commune / "bang").iterdir()}
    assert names == {"van-phong", "phong-van-hoa-xa-hoi", "trung-tam", "cong-an-xa"}


def test_a_city_has_wards(city: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    plan = plan_of(city)
    lines = letterhead(plan.agencies["phuong-cau-do"], IssueDetails(), kind="BC", year=2026)
    assert (lines.superior, lines.issuer) == ("", ("ỦY BAN NHÂN DÂN", "PHƯỜNG CẦU ĐỎ"))
    lines = letterhead(plan.agencies["so-xay-dung"], IssueDetails(), kind="BC", year=2026)
    assert lines.superior == "UBND THÀNH PHỐ TÂN CẢNG"
    _, out, _ = run(capfdbinary, "status")
    assert "\n3 phường " in out
    _, out, _ = run(capfdbinary, "remind")
    assert "03 đầu việc của 03 địa phương đã quá hạn" in out
    assert "Chủ tịch UBND các phường có tên tại Phụ lục" in out
    assert "tỉnh" not in "".join(line for line in out.splitlines() if "addressee" in line or line.startswith("  - "))


def test_only_the_wards_that_owe_are_counted(city: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    del city
    _, out, _ = run(capfdbinary, "status", "--agency", "90401", "--agency", "90402")
    assert "\n2 phường " in out
