"""`papi diff`: kinds of sides, formats, exit codes, in a repository of three commits that it must not touch."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from papi_cli.cli.program.door import main
from tests.repositories import commit, git
from tests.sample import keys_of, line_of
from tests.tree import edited, planted

PHRASE = ("tasks.yaml", "due: Kế hoạch tháng 3/2026", "due: Kế hoạch tháng 4/2026")
DAY = ("--as-of", "2026-06-10")
DONE = keys_of("done", "2026-04-12", item="II.2/ke-hoach")


class Answer(NamedTuple):
    code: int
    out: str
    err: str


Papi = Callable[..., Answer]


@pytest.fixture
def papi(capsysbinary: pytest.CaptureFixture[bytes]) -> Papi:
    def run(*argv: str) -> Answer:
        code = main(["diff", *argv])
        captured = capsysbinary.readouterr()
        return Answer(code, captured.out.decode(), captured.err.decode())

    return run


def committed(root: Path, tag: str) -> None:
    commit(root)
    git(root, "tag", tag)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three commits: the shipped plan; a phrase moved; an event recorded. The work tree stands at the third."""
    for name in ("PAPI_PLAN", "PAPI_NOW"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "kho"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    planted(root)
    committed(root, "v1")
    for name, text in edited((PHRASE,)).items():
        (root / "plan" / name).write_text(text, encoding="utf-8")
    committed(root, "v2")
    month = root / "plan" / "status" / "2026-04"
    month.mkdir(parents=True)
    (month / f"20260412T100000.000000Z-{DONE['id']}.jsonl").write_bytes(line_of(DONE))
    committed(root, "v3")
    monkeypatch.chdir(root)
    return root


MARKDOWN = """\
# Thay đổi từ v1 đến thư mục đang làm việc

1 thời hạn thay đổi; 1 sự kiện mới; 1 đầu việc đổi tình trạng. Tình trạng của cả hai bên tính đến ngày 10/6/2026.

## Thời hạn (1)

- II.2/ke-hoach: ngày cuối cùng đúng hạn chuyển từ 31/3/2026 sang 30/4/2026, vì cụm từ thời hạn đổi: «Kế hoạch tháng 3/2026» → «Kế hoạch tháng 4/2026».

## Sổ theo dõi (1)

- 12/4/2026, II.2/ke-hoach: đã hoàn thành, 45/KH-UBND: Sở Tư pháp.

## Tình trạng (1)

- II.2/ke-hoach, Sở Tư pháp: đã hoàn thành đúng hạn, ngày 12/4/2026.
"""


@pytest.mark.usefixtures("repository")
def test_a_comment_for_a_merge_request(papi: Papi) -> None:
    assert papi("v1", *DAY, "--format", "markdown") == (0, MARKDOWN, "")
    assert papi("v1", "HEAD", *DAY, "--format", "markdown").out == MARKDOWN.replace("thư mục đang làm việc", "HEAD")
    output = papi("v1", "HEAD", *DAY).out
    assert output == MARKDOWN.replace("thư mục đang làm việc", "HEAD").replace("## ", "").replace("# ", "")


@pytest.mark.usefixtures("repository")
def test_one_sentence_when_nothing_changed(papi: Papi) -> None:
    assert papi("HEAD", "--format", "markdown") == (0, "Không có gì thay đổi từ HEAD đến thư mục đang làm việc.\n", "")


def test_a_change_of_the_files_alone(repository: Path, papi: Papi) -> None:
    with (repository / "plan" / "tasks.yaml").open("a", encoding="utf-8") as file:
        file.write("# ghi chú\n")
    assert papi("HEAD").out == (
        "Từ HEAD đến thư mục đang làm việc các tệp kế hoạch có chỗ sửa, nhưng không đổi thời hạn, nhiệm vụ, cơ quan hay "
        "nội dung nào khác mà lệnh này so sánh; sổ theo dõi vẫn như cũ.\n"
    )


def test_folders_and_revisions_are_alike(repository: Path, papi: Papi, tmp_path: Path) -> None:
    other = planted(tmp_path / "khác")
    assert papi(str(other), "v3", *DAY).out.splitlines()[2:] == papi("v1", ".", *DAY).out.splitlines()[2:]
    # A name of both a folder and a revision means the folder.
    git(repository, "branch", "khac", "v3")
    planted(repository / "khac")
    assert "Thời hạn (1)" in papi("khac", "v2").out
    assert "sổ theo dõi" not in papi("khac", "v2").out
    assert "không còn trong sổ" in papi("refs/heads/khac", "v2").out


def state_of(root: Path) -> list[tuple[str, int, int, bytes]]:
    """Return every file of the repository, git's own included, with its times and bytes."""
    return [
        (path.relative_to(root).as_posix(), path.stat().st_mtime_ns, path.stat().st_ctime_ns, path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file()
    ]


def test_nothing_is_checked_out(repository: Path, papi: Papi) -> None:
    (repository / "ghi chú.txt").write_text("chưa lưu", encoding="utf-8")
    status, before = git(repository, "status", "--porcelain"), state_of(repository)
    for argv in (("v1",), ("v1", "v3"), ("v3", "v1", "--format", "json"), ("HEAD~1", ".")):
        assert papi(*argv).code == 0
    assert state_of(repository) == before
    assert git(repository, "status", "--porcelain") == status


# The JSON contract: each key with the kinds of its value

Kinds = dict[str, tuple[type, ...]]
text, nothing = str, type(None)
SIDE: Kinds = {"name": (text,), "known_at": (text, nothing), "plan": (dict,)}
VERDICT: Kinds = {"state": (text,), "last": (text, nothing), "done_on": (text, nothing)}
ROWS: dict[str, Kinds] = {
    "changes": {
        "area": (text,),
        "change": (text,),
        "place": (text, nothing),
        "field": (text, nothing),
        "old": (text, nothing),
        "new": (text, nothing),
        "members": (list,),
    },
    "deadlines": {
        "item": (text,),
        "old": (text, nothing),
        "new": (text, nothing),
        "old_text": (text, nothing),
        "new_text": (text, nothing),
        "causes": (list,),
        "amendments": (list,),
    },
    "obligations": {
        "id": (text,),
        "item": (text,),
        "agency": (text,),
        "agency_name": (text,),
        "aspect": (text,),
        "change": (text,),
        "old": (dict, nothing),
        "new": (dict, nothing),
    },
    "events": {
        "id": (text,),
        "change": (text,),
        "event": (text,),
        "item": (text,),
        "agency": (text,),
        "date": (text,),
        "document": (text, nothing),
        "until": (text, nothing),
        "fields": (list,),
    },
}


def hold(record: dict[str, Any], kinds: Kinds) -> None:
    assert list(record) == list(kinds)
    for key, kind in kinds.items():
        assert type(record[key]) in kind, key


def test_the_json_contract(repository: Path, papi: Papi) -> None:
    duties = repository / "plan" / "duties.yaml"
    duties.write_text(
        duties.read_text(encoding="utf-8").replace("[so-ban-nganh, ubnd-cap-xa]", "[so-ban-nganh]", 1), encoding="utf-8"
    )
    answer = json.loads(papi("v1", *DAY, "--format", "json").out)
    assert list(answer) == ["schema", "as_of", "before", "after", "summary", *ROWS]
    assert (answer["schema"], answer["as_of"]) == ("papi.diff/2", "2026-06-10")
    for side in (answer["before"], answer["after"]):
        hold(side, SIDE)
        assert list(side["plan"]) == ["title", "span", "fingerprint"]
    assert answer["before"]["known_at"] is None
    assert answer["after"]["known_at"] == "2026-04-12T17:00:00.000000+07:00"
    assert answer["summary"] == {part: len(answer[part]) for part in ROWS}
    assert answer["summary"] == {"changes": 1, "deadlines": 1, "obligations": 76, "events": 1}
    for part, kinds in ROWS.items():
        for row in answer[part]:
            hold(row, kinds)
    assert answer["deadlines"] == [
        {
            "item": "II.2/ke-hoach",
            "old": "2026-03-31",
            "new": "2026-04-30",
            "old_text": "Kế hoạch tháng 3/2026",
            "new_text": "Kế hoạch tháng 4/2026",
            "causes": ["phrase"],
            "amendments": [],
        }
    ]
    done = answer["obligations"][-1]
    assert (done["id"], done["aspect"], done["change"]) == ("II.2/ke-hoach@so-tu-phap", "done", "added")
    assert done["old"] == {"state": "overdue", "last": "2026-03-31", "done_on": None}
    assert done["new"] == {"state": "done_on_time", "last": "2026-04-30", "done_on": "2026-04-12"}
    for side in (done["old"], done["new"]):
        hold(side, VERDICT)
    assert answer["events"][0]["id"] == DONE["id"]


# Sides that cannot be read


def test_problems_are_reported_with_their_side(repository: Path, papi: Papi) -> None:
    tasks = repository / "plan" / "tasks.yaml"
    sound = tasks.read_text(encoding="utf-8")
    tasks.write_text(sound.replace("lead: [so-tai-chinh]", "lead: [so-tai-chinhh]"), encoding="utf-8")
    committed(repository, "hong")
    tasks.write_text(sound.replace("Kế hoạch tháng 4/2026\n", "Kế hoạch tháng 44/2026\n"), encoding="utf-8")
    answer = papi("hong", *DAY)
    assert (answer.code, answer.out) == (1, "")
    places = [line.split(": ")[0] for line in answer.err.splitlines()]
    assert any(position.startswith("hong:plan/tasks.yaml:") for position in places)
    assert any(position.startswith("plan/tasks.yaml:") for position in places)
    assert all(position.startswith(("hong:plan/", "plan/")) for position in places)


def test_a_revision_in_an_older_form_is_refused_without_a_recipe(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = repository / "plan" / "plan.yaml"
    sound = head.read_text(encoding="utf-8")
    head.write_text(sound.replace("document:", "decision:", 1), encoding="utf-8")
    committed(repository, "xua")
    head.write_text(sound, encoding="utf-8")
    refused = "Kế hoạch ở phiên bản «xua» viết theo dạng cũ, bản papi này không đọc được."
    for argv in (("diff", "xua"), ("status", "--at", "xua")):
        assert main(argv) == 3
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith(refused)
        assert told.err.count("\n") == 1


def test_a_revision_without_a_plan(repository: Path, papi: Papi) -> None:
    git(repository, "checkout", "-q", "--orphan", "trong")
    git(repository, "rm", "-rq", "--cached", ".")
    git(repository, "commit", "-q", "--allow-empty", "-m", "trống")
    answer = papi("trong", ".")
    assert (answer.code, answer.out) == (1, "")
    assert "trong:plan/plan.yaml:1:1: lỗi [P012]: kế hoạch thiếu tệp này." in answer.err


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("argv", [("v9",), ("v1", "v9"), ("plan",)])
def test_a_side_that_is_neither_folder_nor_revision(argv: tuple[str, ...], papi: Papi) -> None:
    answer = papi(*argv)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        f"«{argv[-1]}» không phải là thư mục chứa «plan», cũng không phải là phiên bản git trong kho của kế hoạch.\n"
    )


@pytest.mark.usefixtures("repository")
def test_misuse(papi: Papi) -> None:
    assert papi().code == 2
    assert papi("v1", "v2", "v3").code == 2
    assert papi("v1", "--as-of", "mai").code == 2
    assert papi("v1", "--format", "html").code == 2


@pytest.mark.usefixtures("repository")
def test_a_range_is_refused(papi: Papi) -> None:
    answer = papi("v1..HEAD")
    assert (answer.code, answer.out) == (2, "")
    assert "viết cách nhau bằng dấu cách, ví dụ papi diff v1 HEAD" in answer.err
    assert papi("@{upstream}").code == 2


def test_without_a_repository(tmp_path: Path, papi: Papi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    root = planted(tmp_path / "kho")
    answer = papi("HEAD", "--plan", str(root))
    assert (answer.code, answer.out) == (3, "")
    assert "không nằm trong một kho git" in answer.err
    # Two folders need none.
    assert papi(str(root), str(root)).code == 0


@pytest.mark.usefixtures("repository")
def test_an_event_that_the_rules_ignore_is_counted(papi: Papi, repository: Path) -> None:
    month = repository / "plan" / "status" / "2026-04"
    (month / "x.jsonl").write_bytes(line_of(keys_of("returned", "2026-02-01", item="II.2/ke-hoach")))
    answer = papi("HEAD", *DAY)
    assert answer.code == 0
    assert answer.err == "Không tính 1 sự kiện trong sổ theo dõi vì trái quy tắc ghi nhận.\n"
