"""Several plans asked together: what each gives alone, no more and no less, and what says of which plan it is."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from papi_cli.cli.asking.several import ask
from papi_cli.cli.completion import shells
from papi_cli.cli.completion.question import Shell
from papi_cli.cli.options.shared import Filters, SeveralOptions
from papi_cli.cli.program.door import main
from papi_cli.plan.amendments import Successor
from papi_cli.plan.model import Agency, Plan
from papi_cli.render import terminal
from papi_cli.views.agencies import search_agencies
from papi_cli.views.lists import Arrangement
from papi_cli.views.matrix import find_duties
from papi_cli.views.meeting import meet_agencies, names_of_plans
from papi_cli.views.overdue import find_overdue
from papi_cli.views.status import find_status
from papi_cli.views.tasks import find_tasks
from papi_cli.views.upcoming import find_upcoming
from tests.made_up import NAMES
from tests.tree import CHECKOUT, plan_in, planted

MADE_UP = CHECKOUT / "tests" / "plans"
GREEN = str(MADE_UP / "do-thi-xanh")
SUCCESSOR = Successor("so-moi", ())
NOW = "2026-06-10T08:00:00+07:00"


class Answer(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.out)
        return told


Papi = Callable[..., Answer]


@pytest.fixture
def papi(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Papi:
    monkeypatch.setenv("PAPI_NOW", NOW)
    monkeypatch.delenv("PAPI_PLAN", raising=False)
    monkeypatch.chdir(CHECKOUT)

    def run(*argv: str, plans: Sequence[str | Path] = ()) -> Answer:
        code = main([*argv, *(word for plan in plans for word in ("--plan", str(plan)))])
        streams = capfdbinary.readouterr()
        return Answer(code, streams.out.decode("utf-8-sig"), streams.err.decode())

    return run


def edited(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """Return a copy of a made-up plan in `folder` with texts of its files replaced, each found once at least."""
    shutil.copytree(MADE_UP / name, folder)
    for old, new in changes:
        found = 0
        for path in (folder / "plan").glob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            found += old in text
            path.write_text(text.replace(old, new), encoding="utf-8")
        assert found, old
    return folder


# Each command that lists, with what its rows are known by, and where they stand in its JSON.
LISTS: Mapping[str, tuple[str, ...]] = {
    "status": ("status",),
    "overdue": ("overdue",),
    "upcoming": ("upcoming", "--within", "60"),
    "tasks": ("tasks",),
}


@pytest.mark.parametrize("name", NAMES)
def test_several_plans_together_give_what_each_gives_alone(name: str, papi: Papi) -> None:
    plans = [".", str(MADE_UP / name)]
    for words in LISTS.values():
        alone = [papi(*words, "--format", "json", plans=[plan]).json for plan in plans]
        both = papi(*words, "--format", "json", plans=plans).json
        assert both["schema"] == f"papi.{words[0]}/3"
        assert {one["schema"] for one in alone} == {f"papi.{words[0]}/2"}
        names = [plan["name"] for plan in both["plans"]]
        for plan_name, one in zip(names, alone, strict=True):
            rows = [
                {key: value for key, value in row.items() if key != "plan"}
                for row in both["obligations"]
                if row["plan"] == plan_name
            ]
            assert rows == one["obligations"]
        assert both["summary"] == dict(sum((Counter(one["summary"]) for one in alone), Counter())) | {
            state: 0 for state in both["summary"] if not any(one["summary"][state] for one in alone)
        }
        assert [{key: plan[key] for key in ("title", "span", "fingerprint")} for plan in both["plans"]] == [
            one["plan"] for one in alone
        ]
    sheets = [csv_rows(papi("overdue", "--format", "csv", plans=[plan]).out) for plan in plans]
    together = csv_rows(papi("overdue", "--format", "csv", plans=plans).out)
    assert together[0] == ["Kế hoạch", *sheets[0][0]]
    assert sorted(row[1:] for row in together[1:]) == sorted(row for sheet in sheets for row in sheet[1:])
    assert [row[9] for row in together[1:]] == sorted(row[9] for row in together[1:])


def csv_rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_matrix_agencies_and_calendar_have_all_of_each_plan(papi: Papi) -> None:
    plans = [".", GREEN]
    for command in ("matrix", "agencies"):
        alone = [papi(command, "--format", "json", plans=[plan]).json for plan in plans]
        both = papi(command, "--format", "json", plans=plans).json
        rows = [{key: value for key, value in row.items() if key != "plan"} for row in both["agencies"]]
        key = "id"
        assert sorted(rows, key=lambda row: (row[key], str(row))) == sorted(
            (row for one in alone for row in one["agencies"]), key=lambda row: (row[key], str(row))
        )
        page = papi(command, plans=plans).out
        assert "Chương trình cây xanh năm 2026" in page
        heads = csv_rows(papi(command, "--format", "csv", plans=plans).out)[0]
        assert heads[0] == "Kế hoạch"
    entries = [entries_of(papi("calendar", plans=[plan]).out) for plan in plans]
    assert entries_of(papi("calendar", plans=plans).out) == entries[0] | entries[1]
    assert len(entries[0] | entries[1]) == len(entries[0]) + len(entries[1])


def entries_of(calendar: str) -> dict[str, str]:
    """Return by the UID of each entry what it says, but for the line that names its plan among several."""
    texts = calendar.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    return {
        re.findall(r"(?m)^UID:(\S+)", text)[0]: re.sub(
            r"\\nTheo [^\\\r\n]*(?=\r?\nL)", "", text.rpartition("END:VEVENT")[0]
        )
        for text in texts
    }


def test_a_row_says_of_which_plan_it_is(papi: Papi) -> None:
    page = papi("overdue", plans=[".", GREEN]).out
    assert page.splitlines()[2].split()[:4] == ["Kế", "hoạch", "Hạn", "cuối"]
    assert "Kế hoạch  " not in papi("overdue", plans=[GREEN]).out.splitlines()[2]
    by_plan = papi("tasks", "--sort", "plan,-last", "--columns", "plan,item,last", plans=[GREEN, "."]).out
    assert by_plan.index("Chương trình cây xanh") < by_plan.index("Kế hoạch nâng cao")


def test_totals_are_told_of_each_plan_and_together(papi: Papi) -> None:
    page = papi("status", plans=[".", GREEN]).out
    lines = [line.split() for line in page.splitlines()]
    # The last column leaves out what is only requested, one thing of either plan.
    assert ["767", "218", "268", "5", "276", "-", "267"] in [line[-7:] for line in lines]
    assert ["29", "19", "6", "0", "4", "-", "5"] in [line[-7:] for line in lines]
    assert ["796", "237", "274", "5", "280", "-", "272"] in [line[-7:] for line in lines]
    assert "theo chỉ số nội dung" in page
    assert "theo nhóm" in page


# Which plans are asked


def test_the_environment_names_several_plans_by_the_separator_of_the_system(
    papi: Papi, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PAPI_PLAN", os.pathsep.join([".", "", GREEN]))
    assert papi("overdue", "--format", "json").json == papi("overdue", "--format", "json", plans=[".", GREEN]).json
    for refused in (papi("show", "II.5"), papi("record", "II.5/ke-hoach", "--done")):
        assert refused.code == 2
        assert "chỉ làm với một kế hoạch" in refused.err
        assert "Thêm --plan" in refused.err
        assert GREEN in refused.err
    odd = edited(tmp_path / f"a{os.pathsep}b", "do-thi-xanh")
    assert papi("overdue", "--format", "json", plans=[odd]).json["plan"]["title"].startswith("Chương trình")


def test_a_folder_named_twice_is_read_once(papi: Papi, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(GREEN)
    once = papi("overdue", plans=[GREEN])
    for spelled in (GREEN, f"{GREEN}/../do-thi-xanh", tmp_path / "link"):
        assert papi("overdue", plans=[GREEN, spelled]) == once


def test_a_command_for_one_plan_says_which_take_several(papi: Papi) -> None:
    refused = papi("show", "II.5", plans=[".", GREEN])
    assert refused.code == 2
    assert "chỉ nhận một giá trị" in refused.err
    told = re.findall(r"papi (\w+)", refused.err.partition("nhận nhiều:")[2].partition(".")[0])
    assert told == ["status", "overdue", "upcoming", "tasks", "matrix", "agencies", "remind", "verify", "calendar"]


def test_one_broken_plan_keeps_all_from_answering_and_is_named(papi: Papi, tmp_path: Path) -> None:
    broken = edited(tmp_path / "broken", "do-thi-xanh", ("coordinator: so-xay-dung", "coordinator: so-nao-do"))
    answer = papi("overdue", plans=[".", broken])
    assert (answer.code, answer.out) == (1, "")
    assert str(broken / "plan" / "plan.yaml") in answer.err
    missing = papi("overdue", plans=[".", tmp_path])
    assert (missing.code, missing.out) == (3, "")
    assert str(tmp_path) in missing.err
    revision = papi("overdue", "--at", "HEAD", plans=[".", edited(tmp_path / "no-git", "do-thi-xanh")])
    assert (revision.code, revision.out) == (3, "")
    assert revision.err.startswith(f"Kế hoạch ở {tmp_path / 'no-git'}: ")
    day = papi("overdue", "--as-of", "hôm kia", plans=[".", GREEN])
    assert day.code == 2
    assert day.err.startswith("--as-of")


def test_each_plan_is_judged_by_its_own_today(papi: Papi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far = edited(tmp_path / "far", "do-thi-xanh", ("Asia/Ho_Chi_Minh", "America/Los_Angeles"))
    monkeypatch.setenv("PAPI_NOW", "2026-06-10T01:00:00+07:00")
    both = papi("overdue", "--format", "json", plans=[".", far]).json
    assert [plan["as_of"] for plan in both["plans"]] == ["2026-06-10", "2026-06-09"]
    title = papi("overdue", plans=[".", far]).out.splitlines()[0]
    assert "10/6/2026 (Kế hoạch nâng cao" in title
    assert "09/6/2026 (Chương trình" in title


def test_tab_offers_the_words_of_all_plans_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    def offered(*words: str) -> list[str]:
        lines = (line.split("\t") for line in shells.completion_lines(words, Shell.BASH))
        return [line[1] for line in lines if line[0] == "word"]

    monkeypatch.chdir(CHECKOUT)
    monkeypatch.delenv("PAPI_PLAN", raising=False)
    both = ("--plan", ".", "--plan", GREEN)
    agencies = offered("overdue", *both, "--agency", "")
    assert {"so-noi-vu", "cong-ty-cong-vien"} <= set(agencies)
    assert len(set(agencies)) == len(agencies)
    assert "C-1" in offered("tasks", *both, "--item", "C")
    monkeypatch.setenv("PAPI_PLAN", os.pathsep.join([".", GREEN]))
    assert offered("overdue", "--agency", "") == agencies
    # For one plan the first answers, though the command will want it named.
    assert "cong-ty-cong-vien" not in offered("overdue", "--plan", ".", "--agency", "cong-ty")


@pytest.mark.parametrize("command", ["status", "overdue", "upcoming", "tasks", "matrix", "agencies"])
def test_pages_of_several_plans_fit_a_terminal(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = SeveralOptions(as_of="2026-06-10", plans=[str(CHECKOUT), GREEN, str(MADE_UP / "hop-tac-xa-so")])
    asked = ask(options, Filters())
    answers: Mapping[str, Callable[[], Any]] = {
        "status": lambda: find_status(asked, Arrangement(spread=True)),
        "overdue": lambda: find_overdue(asked, Arrangement()),
        "upcoming": lambda: find_upcoming(asked, Arrangement(), within=60),
        "tasks": lambda: find_tasks(asked, Arrangement()),
        "matrix": lambda: find_duties(asked),
        "agencies": lambda: search_agencies(asked, ""),
    }
    screen = terminal.render(answers[command]().page(), width=80, color=False)
    assert max(map(len, screen.splitlines())) <= 80
    assert {"hợp", "tác", "cây", "xanh", "PAPI"} <= set(re.findall(r"\w+", screen))  # of the name of each plan
    assert capsys.readouterr().err == ""


# What tells plans apart


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ((("năm 2026", "năm 2027"), ("year: 2026", "year: 2027")), None),
        ((), ("folder-0", "folder-1")),
        ((("province: Tân Cảng", "province: Hà Lâm"),), ("Tân Cảng", "Hà Lâm")),
        ((("year: 2026", "span: {first: 2026-01-01, last: 2027-12-31}"),), ("năm 2026", "giai đoạn 2026 - 2027")),
    ],
    ids=["names", "folder", "province", "time"],
)
def test_plans_of_one_short_name_are_told_apart_by_what_is_true(
    tmp_path: Path, changes: Sequence[tuple[str, str]], names: tuple[str, str] | None
) -> None:
    first, second = plan_in(GREEN_PLAN), loaded(edited(tmp_path / "other", "do-thi-xanh"), changes)
    told = names_of_plans([first, second], ["folder-0", "folder-1"])
    if names is None:
        assert told == (first.short_name, second.short_name)
    else:
        assert told == tuple(f"{first.short_name} ({name})" for name in names)


GREEN_PLAN = Path(GREEN)


def loaded(folder: Path, changes: Sequence[tuple[str, str]]) -> Plan:
    file = folder / "plan" / "plan.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return plan_in(folder)


def agency(plan: Plan, name: str, **changes: Any) -> Plan:  # noqa: ANN401  # fields of Agency
    """Return the plan with an agency of this name more, otherwise as its first one."""
    first = next(iter(plan.agencies.values()))
    plain: dict[str, Any] = {
        "id": f"id-{len(plan.agencies)}",
        "aliases": (),
        "short_name": name,
        "order": 99,
        "code": None,
    }
    other: Agency = first._replace(**{**plain, "name": name, **changes})
    changed: Plan = plan.__class__(**{**plan.__dict__, "agencies": {**plan.agencies, other.id: other}})
    return changed


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        ({"name": "Sở Nội vụ"}, {"name": "SỞ NỘI VỤ", "id": "snv"}, True),
        (
            {"name": "UBND xã Tân Thành", "place": "Tân Thành"},
            {"name": "UBND xã", "aliases": ("UBND xã Tân Thành",), "place": "xã Tân Thành"},
            True,
        ),
        ({"name": "UBND xã Tân Thành"}, {"name": "UBND xã Tân Thạnh"}, False),
        ({"name": "Phòng Kinh tế", "place": "Tân Thành"}, {"name": "Phòng Kinh tế", "place": "Long Phước"}, False),
        ({"name": "Xã Hòa Bình", "code": "1"}, {"name": "Xã Hoà Bình", "code": "1"}, True),
        ({"name": "Xã Hòa Bình", "code": "1"}, {"name": "Xã Hòa Bình", "code": "2"}, False),
        ({"name": "Ban Dân tộc", "id": "x"}, {"name": "Ban Tôn giáo", "id": "x"}, False),
        ({"name": "Ban Dân tộc", "aliases": ("BDT",)}, {"name": "Ban DT tỉnh", "short_name": "BDT"}, True),
    ],
)
def test_agencies_meet_by_names_and_not_by_ids(
    first: Mapping[str, Any], second: Mapping[str, Any], *, meet: bool
) -> None:
    plain = plan_in(GREEN_PLAN)
    one, other = agency(plain, **first), agency(plain, **second)
    mine, yours = meet_agencies([one, other])
    (added,), (met,) = set(one.agencies) - set(plain.agencies), set(other.agencies) - set(plain.agencies)
    assert (mine[added].order == yours[met].order) is meet
    assert len({agency.id for agency in (*mine.values(), *yours.values())}) == len(plain.agencies) + 2 - meet
    assert all(mine[id_] == yours[id_] for id_ in plain.agencies)
    assert [mine[id_].order for id_ in one.agencies] == list(range(len(one.agencies)))


def test_agencies_of_two_provinces_never_meet() -> None:
    green, water = plan_in(GREEN_PLAN), plan_in(MADE_UP / "nuoc-sach-nong-thon")
    mine, yours = meet_agencies([green, water])
    assert not {agency.order for agency in mine.values()} & {agency.order for agency in yours.values()}
    assert mine["so-xay-dung"].name == "Sở Xây dựng (Tân Cảng)"
    assert yours["so-xay-dung"].name == "Sở Xây dựng (Hà Lâm)"


def test_what_one_plan_knows_to_have_ended_is_its_successor_in_the_other() -> None:
    old = plan_in(GREEN_PLAN)
    ended = old.agencies["so-tu-phap"]._replace(until=date(2026, 5, 31), successors=(SUCCESSOR,))
    changed = {**old.__dict__, "agencies": {**old.agencies, "so-tu-phap": ended}, "absent": frozenset({"so-tu-phap"})}
    newer = agency(old.__class__(**changed), "Sở Mới", id="so-moi")
    mine, yours = meet_agencies([old, newer])
    assert mine["so-tu-phap"] == yours["so-moi"] != yours["so-tu-phap"]


# The filters


def test_a_filter_applies_to_the_plans_that_know_it(papi: Papi) -> None:
    plans = [".", GREEN]
    only = papi("tasks", "--item", "C-1", "--format", "json", plans=plans).json
    assert {row["plan"] for row in only["obligations"]} == {"Chương trình cây xanh năm 2026"}
    assert only["plans"][0]["filters"] is None
    assert (
        only["plans"][1]["filters"]["items"]
        == papi("tasks", "--item", "C-1", "--format", "json", plans=[GREEN]).json["filters"]["items"]
    )
    both = papi("tasks", "--agency", "Sở Tư pháp", "--format", "json", plans=plans).json
    assert Counter(row["plan"] for row in both["obligations"]) == {
        "Kế hoạch nâng cao Chỉ số PAPI năm 2026": 23,
        "Chương trình cây xanh năm 2026": 2,
    }
    for option, word in (
        ("--agency", "Sở Không Có"),
        ("--group", "xx"),
        ("--index", "99"),
        ("--item", "QQ"),
        ("--role", "zz"),
    ):
        refused = papi("overdue", option, word, plans=plans)
        assert (refused.code, refused.out) == (2, "")
        assert word in refused.err


def test_an_agency_that_meets_is_found_by_the_name_of_either_plan(papi: Papi, tmp_path: Path) -> None:
    other = edited(
        tmp_path / "other", "do-thi-xanh", ("name: Sở Tư pháp,", "name: Sở Tư pháp, aliases: [Tư pháp Tân Cảng],")
    )
    named = papi("tasks", "--agency", "Tư pháp Tân Cảng", "--format", "json", plans=[GREEN, other]).json
    assert Counter(row["plan"] for row in named["obligations"]).most_common(1)[0][1] == 2
    assert len(named["obligations"]) == 4
    page = papi("status", "--agency", "Tư pháp Tân Cảng", plans=[GREEN, other]).out
    assert page.startswith("Sở Tư pháp: tình trạng thực hiện")
    assert "4 đầu việc" in page


def test_two_folders_of_one_plan_make_no_calendar(papi: Papi, tmp_path: Path) -> None:
    copy = edited(tmp_path / "copy", "do-thi-xanh")
    refused = papi("calendar", plans=[GREEN, copy])
    assert (refused.code, refused.out) == (2, "")
    assert "chứa cùng một kế hoạch" in refused.err


# One letter about several plans


def of_one_coordinator(folder: Path, *changes: tuple[str, str]) -> Path:
    """Return a copy of the green plan that the coordinator of the shipped one follows up."""
    office = (
        "{id: so-noi-vu-tinh, name: Sở Nội vụ, superior: ubnd-thanh-pho, place: Sơn La, symbol: SNV, head: Giám đốc}"
    )
    return edited(
        folder,
        "do-thi-xanh",
        ("province: Tân Cảng", "province: Sơn La"),
        ("place: Tân Cảng", "place: Sơn La"),
        ("coordinator: so-xay-dung", "coordinator: so-noi-vu-tinh"),
        ("  - {id: so-xay-dung, name", f"  - {office}\n  - {{id: so-xay-dung, name"),
        *changes,
    )


def test_one_letter_is_about_all_plans_of_a_coordinator(papi: Papi, tmp_path: Path) -> None:
    shipped, green = planted(tmp_path / "shipped"), of_one_coordinator(tmp_path / "green")
    plans, letter = [shipped, green], tmp_path / "letter.md"
    made = papi("remind", "--agency", "Sở Xây dựng", "-o", str(letter), plans=plans)
    assert made.code == 0
    assert [line.rpartition(" ")[2] for line in made.err.splitlines() if "papi record" in line] == list(map(str, plans))
    text = letter.read_text(encoding="utf-8").partition("\n<!-- papi")[0]
    shipped_name, green_name = "Kế hoạch nâng cao Chỉ số PAPI năm 2026", "Chương trình cây xanh năm 2026"
    assert f"theo {shipped_name} và {green_name}" in text
    first, _, second = text.partition(f"**II. {green_name}**")
    assert f"**I. {shipped_name}**" in first
    for name, part, table in ((shipped_name, first, "Phụ lục II"), (green_name, second, "Danh mục")):
        alone = papi("remind", "--agency", "Sở Xây dựng", plans=[plans[name == green_name]]).out
        rows = [line for line in alone.splitlines() if line.startswith("| ")][1:]
        assert rows
        assert [row for row in rows if row not in part] == []
        assert table in part
    assert "có 07 đầu việc" in text

    def checked(*named: Path) -> Answer:
        return papi("verify", str(letter), "--format", "json", plans=named)

    assert checked(*plans).json["unchanged"] is checked(*reversed(plans)).json["unchanged"] is True
    assert [plan["name"] for plan in checked(*plans).json["plans"]] == [shipped_name, green_name]
    assert checked(shipped).code == 2
    assert green_name in checked(shipped).err
    whole = letter.read_text(encoding="utf-8")
    letter.write_text(whole.replace("có 07 đầu việc", "có 06 đầu việc", 1), encoding="utf-8")
    (alteration,) = checked(*plans).json["text"]["alterations"]
    assert (checked(*plans).code, "có 06" in alteration["found"], "có 07" in alteration["written"]) == (1, True, True)
    assert "quý cơ quan có 06 đầu việc đã quá hạn …" in " ".join(papi("verify", str(letter), plans=plans).out.split())
    letter.write_text(whole, encoding="utf-8")
    for place, plan in enumerate(plans):
        recorded = papi(
            "record",
            "--from",
            str(letter),
            "--reminded",
            "--document",
            "5/SNV-CCHC",
            "--date",
            "2026-06-10",
            plans=[plan],
        )
        assert recorded.code == 0, recorded.err
        assert (green_name, shipped_name)[place] in recorded.err
        (log,) = (plan / "plan" / "status").rglob("*.jsonl")
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        assert Counter(line["event"] for line in lines) == {"reminded": (5, 2)[place]}
    changed = checked(*plans)
    assert (changed.code, [plan["same"]["log"] for plan in changed.json["plans"]]) == (1, [False, False])
    assert "(lần thứ 02)" in papi("remind", "--agency", "Sở Xây dựng", plans=plans).out


def test_each_agency_gets_one_letter_about_its_plans(papi: Papi, tmp_path: Path) -> None:
    plans, out = [".", of_one_coordinator(tmp_path / "green")], tmp_path / "out"
    assert papi("remind", "--each", "-o", str(out), plans=plans).code == 0
    schemas = {path.stem: re.findall(r"papi\.document/\d", path.read_text(encoding="utf-8")) for path in out.iterdir()}
    assert schemas["so-xay-dung"] == ["papi.document/3"]
    assert schemas["so-y-te"] == ["papi.document/2"]
    assert schemas["phuong-ben-nghe"] == ["papi.document/2"]
    # Whatever it is about, it goes out under the head of the first plan's coordinator.
    heads = {path.read_text(encoding="utf-8").partition("subject:")[0] for path in out.iterdir()}
    assert len(heads) == 1
    assert 'superior: "UBND TỈNH SƠN LA"' in heads.pop()
    verified = papi("verify", str(out / "so-y-te.md"), plans=plans)
    assert verified.code == 0, verified.err


def test_plans_of_different_offices_make_no_letter(papi: Papi, tmp_path: Path) -> None:
    refused = papi("remind", plans=[".", GREEN])
    assert (refused.code, refused.out) == (2, "")
    assert "không viết chung một công văn" in refused.err
    far = of_one_coordinator(tmp_path / "far", ("Asia/Ho_Chi_Minh", "America/Los_Angeles"))
    other_day = papi("remind", plans=[".", far])
    assert (other_day.code, other_day.out) == (2, "")
    assert "Thêm --as-of NGÀY" in other_day.err
    assert papi("remind", "--as-of", "2026-06-09", plans=[".", far]).code == 0
    mine = of_one_coordinator(tmp_path / "mine")
    (mine / "templates").mkdir()
    packaged = (CHECKOUT / "templates" / "reminder.md.j2").read_text(encoding="utf-8")
    (mine / "templates" / "reminder.md.j2").write_text(packaged.replace("plans", "nothing"), encoding="utf-8")
    unfit = papi("remind", plans=[mine, "."])
    assert (unfit.code, unfit.out) == (1, "")
    assert "chưa viết cho công văn về nhiều kế hoạch" in unfit.err
