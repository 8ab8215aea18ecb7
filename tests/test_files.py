"""Files of the plan's folder come from where they seem to: no links, nothing but files, and unreadable is not absent."""

from __future__ import annotations

import codecs
import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.problems import Failure
from papi_cli.store.journal import Journal
from tests.children import by_a_stranger
from tests.repositories import commit, git
from tests.tree import planted

LINKED = "{} là một liên kết; papi không đọc, không ghi qua liên kết trong thư mục kế hoạch. "
FOREIGN = "{} là một kho git riêng (submodule); papi không đọc, không ghi kho khác nằm trong thư mục kế hoạch. "
MONTH = "plan/status/2026-03"
RECORD = ["record", "II.2/ke-hoach", "--agency", "so-tu-phap", "--progress", "--date", "12/3/2026", "--note", "làm"]
REPORT = ["report", "semiannual", "--agency", "so-tu-phap", "--as-of", "2026-06-30"]
ANEW = [*RECORD[:-1], "làm tiếp"]
OVERDUE = ["overdue", "--as-of", "2026-06-30", "-o"]
NARRATIVE = "plan/narrative/semiannual/so-tu-phap"

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with a plan, its schemas, an event, a narrative and a template of its own."""
    root = tmp_path_factory.mktemp("mẫu")
    git(root, "init", "-q")
    planted(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPI_NOW", "2026-03-13T09:12:00+07:00")
        for argv in (RECORD, [*REPORT, "--narrative"], ["schema"]):
            assert main([*argv, "--plan", str(root)]) == 0
    (root / "templates").mkdir()
    (root / "templates/của tôi.j2").write_text("", encoding="utf-8")
    commit(root)
    return root


@pytest.fixture
def here(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the repository, as the current folder."""
    monkeypatch.setenv("PAPI_NOW", "2026-03-13T09:12:00+07:00")
    monkeypatch.setenv("PAPI_BY", "Lò Văn A")
    root = Path(shutil.copytree(model, tmp_path / "kho"))
    monkeypatch.chdir(root)
    return root


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files in a folder, and where its links lead, by path."""
    return {
        str(path.relative_to(folder)): os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def linked(path: Path) -> Path:
    """Move a file or folder of the plan beside the repository, leave a link in its place, and return where it is."""
    outside = path.parents[len(path.parts) - len(Path.cwd().parts)] / "bên ngoài" / path.name
    outside.parent.mkdir()
    path.rename(outside)
    path.symlink_to(outside)
    return outside


def refused(argv: list[str], capsys: Capture) -> str:
    """Return the sentence by which a command is refused as a situation; it prints nothing else."""
    capsys.readouterr()
    assert main(argv) == 3
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    return err


# Links and other repositories

READERS = (["check"], ["overdue"], ["log"], ["diff", "."], ANEW, [*ANEW, "--dry-run"])
PLACES = [
    *((path, argv) for path in ("plan/errata.yaml", "plan") for argv in (*READERS, REPORT)),
    *((path, argv) for path in ("plan/status", MONTH) for argv in READERS),
    *((path, REPORT) for path in ("templates", "templates/của tôi.j2", "plan/narrative", NARRATIVE)),
    *((path, [*REPORT, "--narrative"]) for path in ("plan/narrative", "plan/narrative/semiannual", NARRATIVE)),
    (f"{NARRATIVE}/ket-qua.md", REPORT),
    (f"{NARRATIVE}/ket-qua.md", [*REPORT, "--narrative"]),
    ("plan/schema", ["schema"]),
    ("plan/schema/tasks.json", ["schema"]),
]


@pytest.mark.parametrize(("path", "argv"), PLACES)
def test_a_link_that_leaves_the_plan_is_refused(here: Path, capsys: Capture, path: str, argv: list[str]) -> None:
    outside = linked(here / path)
    before = contents(here), contents(outside.parent)
    assert refused(argv, capsys).startswith(LINKED.format(path))
    assert (contents(here), contents(outside.parent)) == before


@pytest.mark.parametrize(("path", "argv"), [(path, argv) for path, argv in PLACES if "." not in path])
def test_a_repository_inside_the_plan_is_refused(here: Path, capsys: Capture, path: str, argv: list[str]) -> None:
    (here / path / ".git").write_text("gitdir: ../../.git/modules/khác\n", encoding="utf-8")  # as in a submodule
    before = contents(here)
    assert refused(argv, capsys).startswith(FOREIGN.format(path))
    assert contents(here) == before


@pytest.mark.parametrize(
    ("path", "argv"),
    [
        *((path, argv) for path in ("plan/status", MONTH) for argv in READERS if argv != ["check"]),
        *((path, REPORT) for path in ("templates", NARRATIVE)),
        (NARRATIVE, [*REPORT, "--narrative"]),
    ],
)
def test_a_submodule_that_is_not_checked_out_is_refused(
    here: Path, capsys: Capture, path: str, argv: list[str]
) -> None:
    other = here.parent / "kho khác"
    shutil.copytree(here, other)
    git(here, "rm", "-q", "-r", path)
    shutil.rmtree(here / path, ignore_errors=True)
    git(here, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), path)
    commit(here)
    git(here, "submodule", "--quiet", "deinit", "--force", path)
    assert not list((here / path).iterdir())
    before = contents(here)
    assert refused(argv, capsys).startswith(FOREIGN.format(path))
    assert contents(here) == before


@pytest.mark.parametrize("target", ["không có gì", "tự nó", "plan/agencies.yaml"])
def test_a_link_is_refused_wherever_it_leads(here: Path, capsys: Capture, target: str) -> None:
    path = here / "plan/errata.yaml"
    path.unlink()
    path.symlink_to(path if target == "tự nó" else here / target)
    assert refused(["check"], capsys).startswith(LINKED.format("plan/errata.yaml"))
    path = here / MONTH
    shutil.rmtree(path)
    path.symlink_to(path if target == "tự nó" else here / target)
    assert refused(["log", "--plan", str(here)], capsys).startswith(LINKED.format("plan/errata.yaml"))
    git(here, "checkout-index", "-f", "plan/errata.yaml")
    assert refused(["log"], capsys).startswith(LINKED.format(MONTH))
    assert refused(RECORD, capsys).startswith(LINKED.format(MONTH))


@pytest.mark.parametrize("name", [".lock", "mới nhất.jsonl", "ghi chú.txt"])
def test_the_log_holds_no_link_at_all(here: Path, capsys: Capture, name: str) -> None:
    outside = here.parent / "ngoài"
    outside.write_bytes(b"{}")
    (here / "plan/status" / name).unlink(missing_ok=True)
    (here / "plan/status" / name).symlink_to(outside)
    for argv in READERS:
        assert refused(argv, capsys).startswith(LINKED.format(f"plan/status/{name}"))
    assert outside.read_bytes() == b"{}"


def test_a_first_recording_writes_through_no_link(here: Path) -> None:
    outside = here.parent / "ngoài"
    outside.mkdir()
    shutil.rmtree(here / "plan/status")
    (here / "plan/status").symlink_to(outside)
    with pytest.raises(Failure, match=LINKED.format("plan/status")), Journal(here).locked():
        pass
    (here / "plan/status").unlink()
    (here / "plan/status").mkdir()
    (here / "plan/status/.lock").symlink_to(outside / "khóa")
    with pytest.raises(Failure, match=LINKED.format("plan/status/.lock")), Journal(here).locked():
        pass
    assert not list(outside.iterdir())


def test_the_way_to_the_plan_may_lead_through_a_link(here: Path, capsys: Capture) -> None:
    link = here.parent / "lối vào"
    link.symlink_to(here)
    for argv in (*READERS, [*REPORT, "--narrative"], REPORT, ["schema"]):
        assert main([*argv, "--plan", str(link)]) == 0, capsys.readouterr().err


@pytest.mark.parametrize(("path", "argv"), [(path, argv) for path, argv in PLACES if argv in (["log"], REPORT)])
def test_a_revision_refuses_links_and_submodules_as_its_folder_does(
    here: Path, capsys: Capture, path: str, argv: list[str]
) -> None:
    linked(here / path)
    commit(here)
    assert refused([*argv, "--at", "HEAD"], capsys).startswith(LINKED.format(path))
    git(here, "rm", "-q", "--cached", path)
    git(here, "update-index", "--add", "--cacheinfo", f"160000,{git(here, 'rev-parse', 'HEAD')},{path}")
    git(here, "commit", "-q", "-m", "kho con")
    assert refused([*argv, "--at", "HEAD"], capsys).startswith(FOREIGN.format(path))


@pytest.mark.parametrize(("path", "argv"), [("plan/status", ["log"]), ("templates", REPORT), (NARRATIVE, REPORT)])
def test_a_file_where_a_folder_belongs_is_refused(here: Path, capsys: Capture, path: str, argv: list[str]) -> None:
    shutil.rmtree(here / path)
    (here / path).write_bytes(b"")
    commit(here)
    for at in ([], ["--at", "HEAD"]):
        assert refused([*argv, *at], capsys).startswith(f"{path} không phải là thư mục. ")


# Nothing but files


def device(path: Path) -> None:
    os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 5))  # /dev/zero


def bound_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as endpoint:
        endpoint.bind(os.path.relpath(path))


def pipe(path: Path) -> None:
    os.mkfifo(path)


KINDS = {
    pipe: "thiết bị, ống dẫn",
    Path.mkdir: "một thư mục",
    bound_socket: "thiết bị, ống dẫn",
    device: "thiết bị",
}


PLACES_OF_FILES = [
    ("plan/calendar.yaml", ["check"]),
    ("plan/scores.yaml", ["overdue"]),
    ("templates/của tôi.j2", REPORT),
    ("templates/document.docx", [*REPORT, "--format", "word", "-o", "a.docx"]),
    (f"{NARRATIVE}/ket-qua.md", REPORT),
    ("plan/status/.lock", ANEW),
    ("plan/schema/tasks.json", ["schema"]),
]
PLACES_IN_THE_LOG = [(f"{MONTH}/a.jsonl", ["log"]), (f"{MONTH}/a.jsonl", ANEW)]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize(
    ("path", "argv", "make"),
    [
        *((path, argv, make) for path, argv in PLACES_OF_FILES for make in KINDS),
        # A folder of the log may have any name.
        *((path, argv, make) for path, argv in PLACES_IN_THE_LOG for make in KINDS if make is not Path.mkdir),
    ],
)
def test_what_is_no_file_is_refused_and_never_waited_for(
    here: Path, capsys: Capture, path: str, argv: list[str], make: Callable[[Path], None]
) -> None:
    if make is device and os.geteuid() != 0:
        pytest.skip("only root makes devices")
    (here / path).unlink(missing_ok=True)
    make(here / path)
    sentence = refused(argv, capsys)
    assert sentence.startswith(f"{path} không phải là tệp thường mà là {KINDS[make]}"), sentence


def test_only_what_tells_that_a_file_is_too_large_is_read(here: Path, capsys: Capture) -> None:
    size = 1 << 42  # a sparse file of more than any memory
    for path, argv in ((f"{MONTH}/a.jsonl", ["log"]), ("templates/của tôi.j2", REPORT), (f"{NARRATIVE}/a.md", REPORT)):
        (here / path).touch()
        os.truncate(here / path, size)
        assert refused(argv, capsys).startswith(f"Tệp {path} lớn hơn ")
        (here / path).unlink()
    (here / "plan/calendar.yaml").touch()
    os.truncate(here / "plan/calendar.yaml", size)
    assert main(["check"]) == 1
    assert "plan/calendar.yaml:1:1: lỗi [P002]" in capsys.readouterr().out


def test_a_file_of_a_revision_has_the_same_bound(here: Path, capsys: Capture) -> None:
    (here / "templates/của tôi.j2").write_bytes(b"\n" * 20_000_001)
    commit(here)
    for at in ([], ["--at", "HEAD"]):
        assert refused([*REPORT, *at], capsys) == (
            "Tệp templates/của tôi.j2 lớn hơn 20 MB: nhiều hơn mức papi nhận đọc.\n"
        )


# Unreadable is not absent


@pytest.mark.parametrize("mode", [0o000, 0o444])
@pytest.mark.parametrize(
    ("path", "argv"),
    [
        ("templates", REPORT),
        (NARRATIVE, REPORT),
        ("plan/narrative", REPORT),
        ("plan/status", ["log"]),
        (MONTH, ["log"]),
        ("plan", ["overdue"]),
        ("plan", ["check"]),
    ],
)
def test_a_folder_without_permission_stops_the_command(
    here: Path, capfd: pytest.CaptureFixture[str], path: str, argv: list[str], mode: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:  # a stranger cannot enter the folders of pytest
        root = Path(shutil.copytree(here, folder, dirs_exist_ok=True))
        for each in (root, *root.rglob("*")):
            each.chmod(0o777)
        capfd.readouterr()
        assert by_a_stranger([*argv, "--plan", folder]) in (0, 1)
        (root / path).chmod(mode)
        capfd.readouterr()
        code = by_a_stranger([*argv, "--plan", folder])
        out, err = capfd.readouterr()
        (root / path).chmod(0o777)
    assert (code, out) == (3, "")
    assert err.startswith(("Không đọc được thư mục ", "Không đọc được tệp ")), err
    assert err.endswith("không có quyền.\n")


def test_what_may_not_be_looked_at_is_a_sentence(here: Path, capfd: Capture) -> None:
    import_module("papi_cli.render.xlsx")  # which a stranger may be unable to read
    codecs.lookup("cp437")  # so is what zipfile reads names with
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(here, Path(folder) / "kho"))
        (root / "đóng").mkdir()
        for each in (Path(folder), *Path(folder).rglob("*")):
            each.chmod(0o777)
        (root / "đóng").chmod(0)
        for argv, sentence in (
            ([*ANEW, "--evidence", "đóng/a.pdf"], "Không đọc được minh chứng đóng/a.pdf: không có quyền."),
            ([*OVERDUE, str(root / "đóng/a.csv")], f"Không ghi được tệp {root}/đóng/a.csv: không có quyền."),
            (["sheet", str(root / "đóng/a.xlsx")], f"Không ghi được tệp {root}/đóng/a.xlsx: không có quyền."),
            (["init", str(root / "đóng/a")], f"Không tạo được kho ở {root}/đóng/a: không có quyền."),
            (
                ["report", "semiannual", "--all-agencies", "-o", str(root / "đóng/a")],
                f"Không tạo được thư mục {root}/đóng/a: không có quyền.",
            ),
        ):
            capfd.readouterr()
            words = argv if argv[0] == "init" else [*argv, "--plan", str(root)]
            assert by_a_stranger(words, here=root) == 3
            assert capfd.readouterr() == ("", f"{sentence}\n")
        (root / "đóng").chmod(0o777)


def test_without_a_look_at_the_folders_above_all_is_checked_but_the_history(
    here: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_module("papi_cli.cli.commands.check")
    for each in (here, *here.rglob("*")):
        each.chmod(0o777)
    monkeypatch.chdir(here)
    here.parent.chmod(0)
    capfd.readouterr()
    code = by_a_stranger(["check", "--plan", "."])
    here.parent.chmod(0o700)
    sentence = f"Không đọc được các thư mục bên trên {here}: không có quyền."
    assert (code, capfd.readouterr().err.splitlines()[0]) == (
        0,
        f"Chưa so sổ theo dõi với lần lưu (commit) gần nhất. {sentence}",
    )


# Answers stay out of the plan


def misused(argv: list[str], capsys: Capture) -> str:
    """Return the sentence by which a command is refused as misuse; it prints nothing else."""
    capsys.readouterr()
    assert main(argv) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    return err


@pytest.mark.parametrize(
    ("place", "owner"),
    [
        ("plan/quá hạn.csv", "plan là của kế hoạch và sổ theo dõi"),
        ("plan/plan", "plan là của kế hoạch và sổ theo dõi"),
        (f"{MONTH}/a.jsonl", "plan là của kế hoạch và sổ theo dõi"),
        (f"{NARRATIVE}/ket-qua.md", "plan là của kế hoạch và sổ theo dõi"),
        ("templates/của tôi.j2", "templates là của các mẫu văn bản của kế hoạch"),
        ("không có/../plan/a.csv", "plan là của kế hoạch và sổ theo dõi"),
        ("../khác/plan/a.csv", "plan là của kế hoạch và sổ theo dõi"),
        ("lối tắt/a.csv", "plan là của kế hoạch và sổ theo dõi"),
        ("lối tắt.txt", "plan là của kế hoạch và sổ theo dõi"),
        (".git/hooks/pre-commit", ".git là của git"),
        (".git/config", ".git là của git"),
        ("lối vào git/config", ".git là của git"),
    ],
)
def test_no_answer_goes_into_a_plan_its_templates_or_git(here: Path, capsys: Capture, place: str, owner: str) -> None:
    planted(here.parent / "khác")
    (here / "lối tắt").symlink_to(here / "plan")
    (here / "lối tắt.txt").symlink_to(here / "plan/plan.yaml")
    (here / "lối vào git").symlink_to(here / ".git")
    before = contents(here.parent)
    for path in (place, str(here / place)):
        for plan in (here, here.parent / "khác"):
            sentence = f"Không ghi vào {path}: thư mục {owner}. Chọn một nơi khác.\n"
            assert misused([*OVERDUE, path, "--plan", str(plan)], capsys) == sentence
    assert contents(here.parent) == before


@pytest.mark.parametrize(
    "argv",
    [
        ["check", "-o", "plan/a.txt"],
        ["check", "--explain", "P201", "-o", "plan/a.txt"],
        ["calendar", "-o", "plan/a.ics"],
        ["status", "-o", "plan/a.csv"],
        ["diff", ".", "-o", "plan/a.json"],
        [*REPORT, "-o", "plan/a.docx"],
        ["report", "semiannual", "--all-agencies", "-o", "plan/narrative"],
        ["report", "semiannual", "--all-agencies", "-o", "Templates"],  # the same on a file system that ignores case
        ["remind", "--as-of", "2026-06-30", "-o", "plan/a.md"],
        ["remind", "--as-of", "2026-06-30", "--each", "-o", "templates"],
        ["sheet", "plan/a.xlsx"],
        ["schema", "-o", "plan/status"],
        ["init", "plan/mới"],
        ["init", "--empty", ".git/mới"],
    ],
)
def test_no_command_writes_its_answer_into_a_plan(here: Path, capsys: Capture, argv: list[str]) -> None:
    before = contents(here)
    assert misused(argv, capsys).startswith(f"Không ghi vào {argv[-1]}: thư mục ")
    assert contents(here) == before


def test_the_folder_at_hand_counts_when_the_name_does_not_say_so(
    here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here / "plan/status")
    assert misused([*OVERDUE, "a.csv"], capsys).startswith("Không ghi vào a.csv: thư mục plan là của kế hoạch")
    monkeypatch.chdir(here / ".git")
    assert misused([*OVERDUE, "a.csv"], capsys).startswith("Không ghi vào a.csv: thư mục .git là của git")


@pytest.mark.parametrize("place", ["a.csv", "báo cáo/plan/a.csv", "../plan/a.csv", "templates.csv", "plan/../b.csv"])
def test_an_answer_goes_beside_a_plan(here: Path, place: str) -> None:
    (here / "báo cáo/plan").mkdir(parents=True)
    (here.parent / "plan").mkdir()
    assert main([*OVERDUE, place]) == 0
    assert (here / place).read_bytes()


def test_a_dash_is_standard_output(here: Path, capfd: Capture) -> None:
    for argv in (OVERDUE[:-1], ["check"], ["calendar"], REPORT, [*OVERDUE[:-1], "--format", "csv"]):
        code = main(argv)
        printed = capfd.readouterr()
        assert (main([*argv, "-o", "-"]), capfd.readouterr()) == (code, printed)
    assert main(["schema", "-o", "-"]) == 2
    assert main([*REPORT[:2], "--all-agencies", "-o", "-"]) == 2
    assert not (here / "-").exists()
