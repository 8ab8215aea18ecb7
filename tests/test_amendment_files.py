"""The files of plan/amendments in the store: which are read, from folders and revisions, and a new one written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from papi_cli.plan.files.names import OPTIONAL_FILES
from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.plan.founding.new_plan import DocumentKind, Issuer, NewPlan
from papi_cli.problems import BrokenFiles, Failure, Misuse, ProblemCode
from papi_cli.store.amendments import find_new_amendment, write_amendment
from papi_cli.store.locations import AMENDMENT_FOLDER, packaged_files
from papi_cli.store.parsing import parse_files
from papi_cli.store.plans import open_plan
from papi_cli.store.provinces import provinces
from papi_cli.store.reading import PLAN_PATHS, PlanFiles, read_plan_files
from papi_cli.store.scaffold import scaffold_files
from papi_cli.store.sources import FolderSource, RevisionSource
from papi_cli.store.writing import write_output
from papi_cli.text import with_lf
from tests.repositories import commit, git
from tests.tree import minimal

TEXT = b"document: {}\nchanges: []\n"
# As synchronising programs, file managers and people name copies of qd-1234.yaml.
COPIES = (
    "qd-1234 (1).yaml",
    "qd-1234-DESKTOP-7QK2.yaml",
    "qd-1234.sync-conflict-20260610-091200-ABCDEFG.yaml",
    "qd-1234 (Bản sao xung đột của Lan 2026-06-10).yaml",
    "qd-1234 (conflicted copy 2026-06-10 0912).yaml",
    "qd-1234 - Copy.yaml",
    "Copy of qd-1234.yaml",
    "qd-1234.Conflict.yaml",
)
HIDDEN = ("._qd-1234.yaml", ".qd-1234.yaml", "~$qd-1234.yaml")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    return minimal(tmp_path)


def written(root: Path, *names: str, text: bytes = TEXT) -> None:
    for name in names:
        path = root / AMENDMENT_FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def read(root: Path) -> PlanFiles:
    """Return the plan's files, which folder and commit must have alike."""
    files = read_plan_files(FolderSource(root))
    commit(root)
    assert read_plan_files(RevisionSource(root, "HEAD")) == files
    return files


def amendments_in(raw: Mapping[str, bytes]) -> list[str]:
    return [path.removeprefix(f"{AMENDMENT_FOLDER}/") for path in raw if path not in PLAN_PATHS]


def test_a_plan_without_amendments_keeps_its_fingerprint(root: Path) -> None:
    checksum = hashlib.sha256()
    for path in sorted(path for path in PLAN_PATHS if (root / path).exists()):
        checksum.update(path.encode() + b"\0" + with_lf((root / path).read_bytes()) + b"\0")
    assert read(root).fingerprint == checksum.hexdigest()
    (root / AMENDMENT_FOLDER).mkdir()
    assert read(root).fingerprint == checksum.hexdigest()


def test_amendments_are_read_and_in_the_fingerprint(root: Path) -> None:
    plain = read(root)
    written(root, "qd-1235.yaml", "qd-1234.yaml")
    amended = read(root)
    assert amendments_in(amended.raw) == ["qd-1234.yaml", "qd-1235.yaml"]
    assert amended.fingerprint != plain.fingerprint
    written(root, "qd-1234.yaml", text=TEXT.replace(b"\n", b"\r\n"))
    assert read(root).fingerprint == amended.fingerprint
    (root / AMENDMENT_FOLDER / "qd-1234.yaml").rename(root / AMENDMENT_FOLDER / "qd-1236.yaml")
    assert read(root).fingerprint not in {plain.fingerprint, amended.fingerprint}
    assert [name for name in parse_files(read(root), FILE_MODELS).by_name if name not in FILE_MODELS] == [
        "amendments/qd-1235.yaml",
        "amendments/qd-1236.yaml",
    ]


def test_copies_and_hidden_files_are_no_amendments(root: Path) -> None:
    written(root, "qd-1234.yaml")
    alone = read(root)
    written(root, *COPIES, *HIDDEN, "qd-1234.yaml.bak", "qd-1234.yml", text=b"broken: [\n")
    assert read(root) == alone


def test_any_other_name_is_an_error_and_passed_over_by_nobody(root: Path) -> None:
    written(root, "QĐ 1234.yaml", "2026/qd-1235.yaml", "con.yaml", f"{'a' * 101}.yaml", "qd 9 (1).yaml", COPIES[0])
    problems = parse_files(read(root), FILE_MODELS, optional=OPTIONAL_FILES).problems
    assert {problem.code for problem in problems} == {ProblemCode.AMENDMENT_NAME}
    hints = {problem.file.removeprefix(f"{AMENDMENT_FOLDER}/"): problem.hint for problem in problems}
    assert hints == {
        "QĐ 1234.yaml": "Đổi thành «plan/amendments/qd-1234.yaml».",
        "2026/qd-1235.yaml": "Đổi thành «plan/amendments/qd-1235.yaml».",
        "con.yaml": "Đặt tên khác, ví dụ theo số văn bản: qd-1234.yaml.",
        f"{'a' * 101}.yaml": "Đặt tên khác, ví dụ theo số văn bản: qd-1234.yaml.",
        "qd 9 (1).yaml": "Đổi thành «plan/amendments/qd-9-1.yaml».",
        # Its original is not there: what it says must not go unheard.
        COPIES[0]: "Đổi thành «plan/amendments/qd-1234-1.yaml».",
    }
    with pytest.raises(BrokenFiles):
        open_plan(FolderSource(root))


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_links_and_repositories_among_the_amendments_are_refused(root: Path, tmp_path: Path) -> None:
    written(root, "qd-1234.yaml")
    place = root / AMENDMENT_FOLDER
    (place / "qd-1235.yaml").symlink_to("qd-1234.yaml")
    refused_everywhere(root, "liên kết")
    (place / "qd-1235.yaml").unlink()
    place.rename(root / "elsewhere")
    place.symlink_to("../elsewhere")
    refused_everywhere(root, "liên kết")
    place.unlink()
    (root / "elsewhere").rename(place)
    git(tmp_path, "init", "-q", str(place))
    with pytest.raises(Failure, match="submodule"):
        read_plan_files(FolderSource(root))


def refused_everywhere(root: Path, words: str) -> None:
    commit(root)
    for source in (FolderSource(root), RevisionSource(root, "HEAD")):
        with pytest.raises(Failure, match=words):
            read_plan_files(source)


def test_a_file_in_the_place_of_the_folder_is_refused(root: Path) -> None:
    (root / AMENDMENT_FOLDER).write_bytes(b"")
    refused_everywhere(root, "không phải là thư mục")


def test_a_copy_of_a_plan_has_its_amendments_and_a_new_plan_none() -> None:
    path = f"{AMENDMENT_FOLDER}/qd-1234.yaml"
    packaged = {**packaged_files(), path: TEXT}
    assert scaffold_files(packaged, new=None)[path] == TEXT
    new = NewPlan(
        DocumentKind.DECISION, Issuer.CHAIR, "Kế hoạch A", provinces()[0], None, 2027, 2027, coordinator="Sở Nội vụ"
    )
    assert path not in scaffold_files(packaged, new=new)


def test_answers_are_not_written_among_the_amendments(root: Path) -> None:
    with pytest.raises(Misuse, match="thư mục plan là của kế hoạch"):
        write_output(root / AMENDMENT_FOLDER / "a.csv", b"")


# A new one


def test_a_new_amendment_is_written_once(root: Path) -> None:
    assert write_amendment(root, "qd-1234", TEXT) == f"{AMENDMENT_FOLDER}/qd-1234.yaml"
    assert [path.name for path in (root / AMENDMENT_FOLDER).iterdir()] == ["qd-1234.yaml"]
    with pytest.raises(Failure, match=r"Đã có tệp plan/amendments/qd-1234\.yaml"):
        write_amendment(root, "qd-1234", b"changes: []\n")
    assert read(root).raw[f"{AMENDMENT_FOLDER}/qd-1234.yaml"] == TEXT


@pytest.mark.parametrize(
    ("code", "advice"), [("QĐ 1234", "Ví dụ: qd-1234"), ("../x", "Ví dụ: x"), ("con", "«con»"), ("", "«»")]
)
def test_a_code_that_names_no_file_is_misuse(code: str, advice: str, root: Path) -> None:
    with pytest.raises(Misuse, match=advice):
        find_new_amendment(root, code)
    assert not (root / AMENDMENT_FOLDER).exists()


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_nothing_is_written_through_a_link(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / AMENDMENT_FOLDER).symlink_to(outside)
    with pytest.raises(Failure, match="liên kết"):
        write_amendment(root, "qd-1234", TEXT)
    assert not list(outside.iterdir())
