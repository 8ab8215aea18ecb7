"""Finding the plan, reading a folder and a revision alike, and writing a file whole or not at all."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from papi_cli.plan.files.names import OPTIONAL_FILES
from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.problems import BrokenFiles, ExitCode, Failure, Misuse, ProblemCode
from papi_cli.store.locations import find_plan_folder
from papi_cli.store.parsing import parse_files
from papi_cli.store.reading import PLAN_PATHS, read_events, read_plan_files
from papi_cli.store.sources import FolderSource, RevisionSource, source_of
from papi_cli.store.writing import write_output
from tests.children import POSIX_ONLY
from tests.repositories import commit, git
from tests.tree import CHECKOUT, SHIPPED_FILES, planted

NAMES = tuple(FILE_MODELS)

EVENT = (
    b'{"id": "2f17383d8c5163bc", "date": "2026-03-12", "item": "II.2/ke-hoach", "agency": "so-tu-phap", '
    b'"event": "done", "document": "45/KH-UBND", "recorded": "2026-03-13T09:12:00.000000+07:00"}\n'
)


def holding(folder: Path) -> Path:
    (folder / "plan").mkdir(parents=True)
    (folder / "plan" / "plan.yaml").touch()
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "kho kế hoạch"
    root.mkdir()
    git(root, "init", "-q")
    return root


# Finding the plan


def test_the_order_of_the_search_for_a_plan(tmp_path: Path) -> None:
    option, named, above = (holding(tmp_path / name) for name in ("option", "named", "above"))
    here = above / "a" / "b"
    here.mkdir(parents=True)
    environment = {"PAPI_PLAN": str(named)}
    for found, folder, is_out_of_reach in (
        (find_plan_folder(str(option), environment=environment, here=here), option, False),
        (find_plan_folder(None, environment=environment, here=here), named, False),
        (find_plan_folder(None, environment={"PAPI_PLAN": ""}, here=here), above, False),
        (find_plan_folder(None, environment={}, here=above), above, False),
        (find_plan_folder(None, environment={}, here=CHECKOUT / "tests"), CHECKOUT, False),
        (find_plan_folder(None, environment={}, here=tmp_path), CHECKOUT, True),
    ):
        assert found == (folder, is_out_of_reach)


def test_the_nearest_plan_above_wins(tmp_path: Path) -> None:
    outer = holding(tmp_path / "ngoài")
    inner = holding(outer / "trong")
    assert find_plan_folder(None, environment={}, here=inner / "plan").folder == inner


@pytest.mark.parametrize(
    ("option", "environment", "origin"),
    [("{empty}", {"PAPI_PLAN": "{full}"}, "--plan"), (None, {"PAPI_PLAN": "{empty}"}, "PAPI_PLAN")],
)
def test_a_named_folder_without_a_plan_is_refused_and_not_passed_over(
    option: str | None, environment: dict[str, str], origin: str, tmp_path: Path
) -> None:
    full, empty = holding(tmp_path / "full"), tmp_path / "empty"
    fill = {"full": str(full), "empty": str(empty)}
    with pytest.raises(Failure) as failure:
        find_plan_folder(
            option and option.format(**fill),
            environment={key: value.format(**fill) for key, value in environment.items()},
            here=full,
        )
    assert failure.value.exit_code is ExitCode.SITUATION
    assert str(failure.value) == f"Thư mục {empty} ({origin}) không chứa kế hoạch: thiếu tệp plan/plan.yaml."


def test_a_folder_with_a_name_too_long_for_the_system_is_a_situation() -> None:
    with pytest.raises(Failure) as failure:
        find_plan_folder("ặ" * 2000, environment={}, here=Path())
    assert failure.value.exit_code is ExitCode.SITUATION


# Reading


@pytest.mark.parametrize("below", [".", "tỉnh/Sơn La"])
def test_a_revision_reads_the_bytes_of_its_folder(below: str, repository: Path) -> None:
    root = planted(repository / below)
    (root / "plan" / "status" / "2026-03").mkdir(parents=True)
    (root / "plan" / "status" / "2026-03" / "20260313T021200.000000Z-2f17383d8c5163bc.jsonl").write_bytes(EVENT)
    (root / "plan" / "status" / "2026-03" / "._a.jsonl").write_bytes(b"\0\5\x16\7")
    (root / "plan" / "tên có dấu.yaml").write_bytes(b"a: b\n")
    (root / "plan" / "khác.txt").write_bytes(b"\xff\x00")
    (root / "plan" / "rỗng.yaml").write_bytes(b"")
    folder, revision = FolderSource(root), RevisionSource(root, commit(repository))
    for where, suffix, deep in (("plan", ".yaml", False), ("plan/status", ".jsonl", True)):
        read = list(folder.read(where, suffix, deep=deep))
        assert read
        assert [name for name, _ in read] == sorted(name for name, _ in read)
        assert list(revision.read(where, suffix, deep=deep)) == read
    assert [event.id for event in read_events(revision)] == ["2f17383d8c5163bc"]
    assert read_events(folder) == read_events(revision)
    assert read_plan_files(folder) == read_plan_files(revision)


def test_a_revision_keeps_what_the_folder_has_lost(repository: Path) -> None:
    planted(repository)
    first = commit(repository)
    before = read_plan_files(FolderSource(repository))
    path = repository / "plan" / "plan.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("due_soon_days: 15", "due_soon_days: 7"), encoding="utf-8")
    second = commit(repository)
    git(repository, "tag", "v1", first)
    path.unlink()
    for name in (first, first[:10], "v1", f"{second}~1", "HEAD^"):
        assert read_plan_files(source_of(repository, name)) == before
    assert read_plan_files(source_of(repository, "HEAD")).fingerprint != before.fingerprint
    assert "plan/plan.yaml" not in read_plan_files(source_of(repository, None)).raw


def test_a_missing_log_reads_as_an_empty_one(repository: Path) -> None:
    planted(repository)
    commit(repository)
    assert read_events(FolderSource(repository)) == ()
    assert read_events(RevisionSource(repository, "HEAD")) == ()


@pytest.mark.parametrize("name", ["khong-co", "HEAD~9", "--help", "HEAD:plan", "0" * 40])
def test_an_unknown_revision_is_misuse(name: str, repository: Path) -> None:
    planted(repository)
    commit(repository)
    with pytest.raises(Misuse) as failure:
        read_plan_files(RevisionSource(repository, name))
    assert str(failure.value) == f"Không có phiên bản git «{name}» trong kho của kế hoạch."


def test_a_file_that_cannot_be_read_is_a_failure(tmp_path: Path) -> None:
    planted(tmp_path)
    (tmp_path / "plan" / "tasks.yaml").unlink()
    (tmp_path / "plan" / "tasks.yaml").mkdir()
    with pytest.raises(Failure) as failure:
        read_plan_files(FolderSource(tmp_path))
    assert failure.value.exit_code is ExitCode.SITUATION
    assert str(failure.value) == (
        "plan/tasks.yaml không phải là tệp thường mà là một thư mục. Chuyển đi nơi khác rồi chạy lại."
    )


def test_only_an_optional_file_may_be_absent(tmp_path: Path) -> None:
    planted(tmp_path)
    for name in OPTIONAL_FILES:
        (tmp_path / "plan" / name).unlink(missing_ok=True)
    files = read_plan_files(FolderSource(tmp_path))
    documents = parse_files(files, NAMES, optional=OPTIONAL_FILES)
    assert {name for name, document in documents.by_name.items() if document.tree == {}} == OPTIONAL_FILES
    assert not documents.problems
    missing = parse_files(files, NAMES).problems
    assert {problem.file for problem in missing} == {f"plan/{name}" for name in OPTIONAL_FILES}
    assert {problem.code for problem in missing} == {ProblemCode.MISSING_FILE}


def test_every_missing_or_empty_file_is_a_problem(tmp_path: Path) -> None:
    planted(tmp_path)
    (tmp_path / "plan" / "tasks.yaml").unlink()
    (tmp_path / "plan" / "duties.yaml").write_bytes(b"")
    (tmp_path / "plan" / "errata.yaml").unlink()
    problems = parse_files(read_plan_files(FolderSource(tmp_path)), SHIPPED_FILES).problems
    assert sorted((problem.file, problem.code) for problem in problems) == [
        ("plan/duties.yaml", ProblemCode.EMPTY_FILE),
        ("plan/errata.yaml", ProblemCode.MISSING_FILE),
        ("plan/tasks.yaml", ProblemCode.MISSING_FILE),
    ]


def test_every_line_of_the_log_that_is_not_an_event_is_a_problem(tmp_path: Path) -> None:
    planted(tmp_path)
    (tmp_path / "plan" / "status").mkdir()
    (tmp_path / "plan" / "status" / "b.jsonl").write_bytes(EVENT + b"\n{}\n" + EVENT[:40] + b"\n")
    (tmp_path / "plan" / "status" / "a.jsonl").write_bytes(b"\xff\n")
    with pytest.raises(BrokenFiles) as failure:
        read_events(FolderSource(tmp_path))
    assert [(problem.file, problem.line) for problem in failure.value.problems] == [
        ("plan/status/a.jsonl", 1),
        ("plan/status/b.jsonl", 3),
        ("plan/status/b.jsonl", 4),
    ]


STRAYS = ("tasks (1).yaml", "._tasks.yaml", "atasks.yaml", "thêm.yaml", "tasks.yaml.bak.yaml")


@pytest.mark.parametrize("stray", STRAYS)
def test_what_lies_beside_the_plan_is_neither_read_nor_in_its_fingerprint(repository: Path, stray: str) -> None:
    root = planted(repository)
    plain = read_plan_files(FolderSource(root))
    (root / "plan" / stray).write_bytes(b"tasks: []\n")
    assert read_plan_files(FolderSource(root)) == plain
    commit(root)
    assert read_plan_files(RevisionSource(root, "HEAD")) == plain


def test_a_stray_file_that_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    root = planted(tmp_path)
    plain = read_plan_files(FolderSource(root))
    (root / "plan" / "tasks (1).yaml").mkdir()
    assert read_plan_files(FolderSource(root)) == plain


def test_the_files_that_are_read_are_those_that_have_records() -> None:
    assert tuple(f"plan/{name}" for name in FILE_MODELS) == PLAN_PATHS
    assert set(read_plan_files(FolderSource(CHECKOUT)).raw) == {f"plan/{name}" for name in SHIPPED_FILES}


def test_the_fingerprint_covers_paths_and_bytes_but_not_line_ends(tmp_path: Path) -> None:
    root = planted(tmp_path)
    plain = read_plan_files(FolderSource(root)).fingerprint
    assert plain == read_plan_files(FolderSource(CHECKOUT)).fingerprint
    for path in (root / "plan").glob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_plan_files(FolderSource(root)).fingerprint == plain
    # A file that is not YAML is not one of the plan's files.
    (root / "plan" / "README.md").write_bytes(b"# khac")
    assert read_plan_files(FolderSource(root)).fingerprint == plain
    (root / "plan" / "errata.yaml").write_bytes((root / "plan" / "errata.yaml").read_bytes() + b"#\n")
    changed = read_plan_files(FolderSource(root)).fingerprint
    (root / "plan" / "scores.yaml").unlink()
    assert len({plain, changed, read_plan_files(FolderSource(root)).fingerprint}) == 3


# Writing


def test_a_report_replaces_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "báo cáo.csv"
    for content in (b"m\xc3\xb4t", b""):
        write_output(path, content)
        assert path.read_bytes() == content
        assert list(tmp_path.iterdir()) == [path]


@POSIX_ONLY
def test_a_report_goes_into_a_named_pipe_and_leaves_it_one(tmp_path: Path) -> None:
    pipe = tmp_path / "ống"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(pipe.read_bytes)
        write_output(pipe, b"n\xe1\xbb\x99i dung")
        assert reading.result() == b"n\xe1\xbb\x99i dung"
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


@POSIX_ONLY
def test_a_report_goes_where_a_link_leads(tmp_path: Path) -> None:
    report, link = tmp_path / "2026" / "báo cáo.md", tmp_path / "mới nhất.md"
    report.parent.mkdir()
    link.symlink_to(report)
    for content in (b"1", b"2"):  # the file is made, then replaced
        write_output(link, content)
        assert link.is_symlink()
        assert report.read_bytes() == content


@POSIX_ONLY
def test_a_report_keeps_the_permissions_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "báo cáo.md"
    path.touch()
    path.chmod(0o640)
    write_output(path, b"x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "bao-cao.csv"
    folder.mkdir()
    with pytest.raises(Failure) as failure:
        write_output(folder, b"x")
    assert str(failure.value) == f"Không ghi được tệp {folder}: đây là một thư mục."
    assert list(tmp_path.iterdir()) == [folder]
    assert not list(folder.iterdir())
    with pytest.raises(Failure, match=r"không có tệp hoặc thư mục này\.$"):
        write_output(tmp_path / "không có" / "a.csv", b"x")
    (tmp_path / "tệp").touch()
    with pytest.raises(Failure, match=r"(một phần của đường dẫn không phải là|không có tệp hoặc) thư mục( này)?\.$"):
        write_output(tmp_path / "tệp" / "a.csv", b"x")
