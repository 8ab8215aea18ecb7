"""Ways of tampering with a log: `papi check` tells each, and `papi verify` each that a document rests on.

Every way is done to a copy of a plan whose log is committed and on which two documents were made. It answers what
`papi check` must tell of which file: what the bytes themselves betray, and else what git does (P411, P412), where a
forger has fitted ids and names to what he wrote.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.events import event_id
from tests.repositories import commit, git
from tests.sample import Keys, keys_of, line_of
from tests.tree import planted

Capture = pytest.CaptureFixture[str]
Told = Mapping[Path, set[str]]  # the codes that `papi check` must tell, by file

EVIDENCE = b"%PDF ban da ky"
DAY = ("--as-of", "2026-06-10")
DONE = keys_of(
    "done", "2026-03-12", item="ke-hoach", agency="so-y-te", document="45/KH-SYT", note="đủ hồ sơ", by="Lò Thị A",
    evidence=[{"path": "minh-chung/45.pdf", "sha256": hashlib.sha256(EVIDENCE).hexdigest()}],
    recorded="2026-03-13T09:00:00.000000+07:00",
)  # fmt: skip
BATCH = (
    keys_of("done", "2026-04-09", item="II.2/ke-hoach", recorded="2026-04-10T09:00:00.000000+07:00"),
    keys_of("extended", "2026-04-09", until="2026-12-31", recorded="2026-04-10T09:00:00.000001+07:00"),
    keys_of("progress", "2026-04-09", item="bao-cao-6-thang", recorded="2026-04-10T09:00:00.000002+07:00"),
)
# In a file as older versions named them.
OLD = (
    keys_of("done", "2026-05-19", item="ke-hoach", agency="cong-an-tinh", recorded="2026-05-20T09:00:00.000000+07:00"),
    keys_of("progress", "2026-05-19", item="bao-cao-6-thang", agency="cong-an-tinh",
            recorded="2026-05-20T09:00:00.000001+07:00"),
)  # fmt: skip


def place_for(content: bytes, recorded: str) -> str:
    """Return the path of a file of the log below `plan/status`, worked out from papi_cli/README.md, Files."""
    instant = datetime.fromisoformat(recorded).astimezone(UTC)
    return f"{instant:%Y-%m/%Y%m%dT%H%M%S.%fZ}-{hashlib.sha256(content).hexdigest()[:16]}.jsonl"


def written(status: Path, content: bytes, recorded: str) -> Path:
    """Write a file of the log whose name fits its bytes, as anybody can who knows the contract."""
    path = status / place_for(content, recorded)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def lines_of(*events: Keys) -> bytes:
    return b"".join(map(line_of, events))


class Log(NamedTuple):
    """The log of a copy: its folder; files with one event, with a batch, and named as by older versions."""

    status: Path
    one: Path
    batch: Path
    old: Path


def log_below(root: Path) -> Log:
    status = root / "plan" / "status"
    one, batch, old = sorted(status.glob("*/*.jsonl"))
    return Log(status, one, batch, old)


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a committed plan and log in `kho`, and a report and a letter made of them."""
    folder = tmp_path_factory.mktemp("goc")
    root = planted(folder / "kho")
    (root / "minh-chung").mkdir()
    (root / "minh-chung" / "45.pdf").write_bytes(EVIDENCE)
    status = root / "plan" / "status"
    written(status, lines_of(DONE), DONE["recorded"])
    written(status, lines_of(*BATCH), BATCH[0]["recorded"])
    old = status / "2026-05" / f"20260520T020000.000000Z-{OLD[0]['id']}.jsonl"
    old.parent.mkdir()
    old.write_bytes(lines_of(*OLD))
    git(root, "init", "-q")
    commit(root)
    for report, name in (("report semiannual", "bao-cao.md"), ("remind", "cong-van.md")):
        # As known on that day, so that what is recorded afterwards does not touch them.
        known = ("--known-at", DAY[1])
        assert main([*report.split(), *DAY, *known, "-o", str(folder / name), "--plan", str(root)]) == 0
    return folder


@pytest.fixture
def root(original: Path, tmp_path: Path) -> Path:
    return shutil.copytree(original / "kho", tmp_path / "kho")


def answers(root: Path, capfd: Capture) -> tuple[int, list[dict[str, Any]]]:
    """Return the exit code of `papi check` and its problems."""
    capfd.readouterr()
    code = main(["check", "--format", "json", "--plan", str(root)])
    return code, json.loads(capfd.readouterr().out)["problems"]


def verified(original: Path, root: Path) -> list[int]:
    return [main(["verify", str(original / name), "--plan", str(root)]) for name in ("bao-cao.md", "cong-van.md")]


# The fields of a line, edited by four kinds of forgers

EDITS: Mapping[str, object] = {
    "date": "2026-03-02",
    "event": "returned",
    "agency": "so-tu-phap",
    "item": "bao-cao-6-thang",
    "until": "2026-07-31",
    "note": "đủ hồ sơ.",
    "document": "46/KH-SYT",
    "by": "Lò Thị B",
    "recorded": "2026-03-12T09:00:00.000000+07:00",
    "evidence": [{"path": "minh-chung/45.pdf", "sha256": "0" * 64}],
}


def edited(key: str, log: Log, *, with_id: bool) -> tuple[Path, bytes, str]:
    """Return a file, its bytes with a key of an event changed, and when its first event says to be recorded."""
    events = list(BATCH if key == "until" else (DONE,))
    keys = {**events[-1 if key != "until" else 1], key: EDITS[key]}
    events[-1 if key != "until" else 1] = {**keys, "id": event_id(keys)} if with_id else keys
    return log.batch if key == "until" else log.one, lines_of(*events), str(events[0]["recorded"])


def edit_the_line(key: str, log: Log) -> Told:
    path, content, _ = edited(key, log, with_id=False)
    path.write_bytes(content)
    return {path: {"P403", "P409"}}


def edit_line_and_id(key: str, log: Log) -> Told:
    path, content, _ = edited(key, log, with_id=True)
    path.write_bytes(content)
    return {path: {"P409"}}


def edit_line_and_name(key: str, log: Log) -> Told:
    path, content, recorded = edited(key, log, with_id=False)
    path.unlink()
    return {path: {"P411"}, written(log.status, content, recorded): {"P403"}}


def edit_line_id_and_name(key: str, log: Log) -> Told:
    path, content, recorded = edited(key, log, with_id=True)
    path.unlink()
    written(log.status, content, recorded)
    return {path: {"P411"}}


FORGERS = (edit_the_line, edit_line_and_id, edit_line_and_name, edit_line_id_and_name)


# What a document rests on is touched


def cut_the_first_line(log: Log) -> Told:
    log.batch.write_bytes(lines_of(*BATCH[1:]))
    return {log.batch: {"P409"}}


def cut_the_last_line(log: Log) -> Told:
    log.batch.write_bytes(lines_of(*BATCH[:-1]))
    return {log.batch: {"P409"}}


def cut_a_line_and_fit_the_name(log: Log) -> Told:
    log.batch.unlink()
    written(log.status, lines_of(*BATCH[1:]), BATCH[1]["recorded"])
    return {log.batch: {"P411"}}


def cut_the_tail(log: Log) -> Told:
    log.batch.write_bytes(log.batch.read_bytes()[:-40])
    return {log.batch: {"P401", "P409"}}


def cut_the_last_line_of_an_old_file(log: Log) -> Told:
    log.old.write_bytes(lines_of(OLD[0]))
    return {log.old: {"P412"}}


def cut_the_first_line_of_an_old_file(log: Log) -> Told:
    log.old.write_bytes(lines_of(OLD[1]))
    return {log.old: {"P409"}}


def pass_a_cut_file_for_an_old_one(log: Log) -> Told:
    log.batch.unlink()
    path = log.batch.with_name(f"{log.batch.name[:23]}-{BATCH[0]['id']}.jsonl")
    path.write_bytes(lines_of(BATCH[0]))
    return {log.batch: {"P411"}}


def empty(log: Log) -> Told:
    log.one.write_bytes(b"")
    return {log.one: {"P409"}}


def leave_a_blank_line(log: Log) -> Told:
    log.one.write_bytes(b" \r\n")
    return {log.one: {"P409"}}


def empty_and_fit_the_name(log: Log) -> Told:
    log.one.unlink()
    return {log.one: {"P411"}, written(log.status, b"", DONE["recorded"]): {"P409"}}


def delete(log: Log) -> Told:
    log.one.unlink()
    return {log.one: {"P411"}}


def delete_a_month(log: Log) -> Told:
    shutil.rmtree(log.batch.parent)
    return {log.batch: {"P411"}}


def delete_the_log(log: Log) -> Told:
    shutil.rmtree(log.status)
    return {path: {"P411"} for path in log[1:]}


def hide_by_another_ending(log: Log) -> Told:
    log.one.rename(log.one.with_suffix(".JSONL"))
    return {log.one: {"P411"}}


def hide_outside_the_log(log: Log) -> Told:
    log.one.rename(log.status.parent / log.one.name)
    return {log.one: {"P411"}}


def swap_two_files(log: Log) -> Told:
    one, batch = log.one.read_bytes(), log.batch.read_bytes()
    log.one.write_bytes(batch)
    log.batch.write_bytes(one)
    return {log.one: {"P409"}, log.batch: {"P409"}}


def append_a_line(log: Log) -> Told:
    returned = keys_of("returned", "2026-04-09", item="II.2/ke-hoach", recorded="2026-04-10T09:00:00.000003+07:00")
    log.batch.write_bytes(lines_of(*BATCH, returned))
    return {log.batch: {"P409"}}


def append_a_line_and_fit_the_name(log: Log) -> Told:
    returned = keys_of("returned", "2026-04-09", item="II.2/ke-hoach", recorded="2026-04-10T09:00:00.000003+07:00")
    log.batch.unlink()
    written(log.status, lines_of(*BATCH, returned), BATCH[0]["recorded"])
    return {log.batch: {"P411"}}


def append_a_line_to_an_old_file(log: Log) -> Told:
    returned = keys_of("returned", "2026-05-20", item="ke-hoach", agency="cong-an-tinh")
    log.old.write_bytes(lines_of(*OLD, returned))
    return {log.old: {"P412"}}


def edit_an_old_file(log: Log) -> Told:
    log.old.write_bytes(lines_of(OLD[0], {**OLD[1], "event": "done"}))
    return {log.old: {"P403", "P412"}}


def write_a_second_kind(log: Log) -> Told:
    log.one.write_bytes(lines_of(DONE).replace(b'"event": "done"', b'"event": "done", "event": "returned"'))
    return {log.one: {"P006", "P409"}}


def write_a_second_kind_and_fit_the_name(log: Log) -> Told:
    log.one.unlink()
    content = lines_of(DONE).replace(b'"event": "done"', b'"event": "done", "event": "returned"')
    return {log.one: {"P411"}, written(log.status, content, DONE["recorded"]): {"P006"}}


def write_a_second_proof_and_fit_the_name(log: Log) -> Told:
    log.one.unlink()
    content = lines_of(DONE).replace(b'{"path": "minh', b'{"path": "minh-chung/45.pdf", "path": "khac/minh')
    return {log.one: {"P411"}, written(log.status, content, DONE["recorded"]): {"P006"}}


def forged_under_the_id(**changes: object) -> bytes:
    return lines_of({**DONE, **changes})


def put_another_content_first(log: Log) -> Told:
    recorded = "2026-01-05T09:00:00.000000+07:00"
    path = written(log.status, forged_under_the_id(date="2026-01-05", recorded=recorded), recorded)
    return {path: {"P403"}, log.one: {"P410"}}


def put_another_content_last(log: Log) -> Told:
    recorded = "2026-06-05T09:00:00.000000+07:00"
    path = written(log.status, forged_under_the_id(date="2026-06-05", recorded=recorded), recorded)
    return {path: {"P403", "P410"}}


def put_another_content_in_the_same_file(log: Log) -> Told:
    log.one.unlink()
    content = forged_under_the_id(date="2026-01-05") + lines_of(DONE)
    return {written(log.status, content, DONE["recorded"]): {"P403", "P410"}, log.one: {"P411"}}


def put_another_content_first_under_a_free_name(log: Log) -> Told:
    path = log.status / "0.jsonl"
    path.write_bytes(forged_under_the_id(date="2026-01-05"))
    return {path: {"P403"}, log.one: {"P410"}}


def put_another_content_last_under_a_free_name(log: Log) -> Told:
    path = log.status / "z.jsonl"
    path.write_bytes(forged_under_the_id(date="2026-01-05"))
    return {path: {"P403", "P410"}}


def replace_by_another_content(log: Log) -> Told:
    log.one.unlink()
    return {log.one: {"P411"}, written(log.status, forged_under_the_id(date="2026-03-02"), DONE["recorded"]): {"P403"}}


def add_a_line_that_claims_no_id_of_its_own(log: Log) -> Told:
    keys = keys_of("returned", "2026-04-30", item="II.2/ke-hoach", recorded="2026-05-01T09:00:00.000000+07:00")
    content = line_of({**keys, "id": "0123456789abcdef"})
    return {written(log.status, content, keys["recorded"]): {"P403"}}


def write_half_a_pair_of_surrogates(log: Log) -> Told:
    log.one.write_bytes(lines_of(DONE).replace("đủ".encode(), b"\xed\xa0\x80"))
    return {log.one: {"P401", "P409"}}


def write_a_pair_of_surrogates_and_fit_the_name(log: Log) -> Told:
    log.one.unlink()
    content = lines_of(DONE).replace("đủ".encode(), b"\xed\xa0\xbd\xed\xb8\x80")
    return {log.one: {"P411"}, written(log.status, content, DONE["recorded"]): {"P401"}}


def write_utf_16(log: Log) -> Told:
    log.one.write_bytes(lines_of(DONE).decode().encode("utf-16"))
    return {log.one: {"P401", "P409"}}


def write_utf_16_and_fit_the_name(log: Log) -> Told:
    log.one.unlink()
    content = lines_of(DONE).rstrip().decode().encode("utf-16-be")
    return {log.one: {"P411"}, written(log.status, content, DONE["recorded"]): {"P401"}}


def slip_in_a_sign_that_nobody_sees(log: Log) -> Told:
    log.one.write_bytes(lines_of({**DONE, "document": "45\u200b/KH-SYT"}))
    return {log.one: {"P403", "P409"}}


def slip_in_a_letter_that_looks_the_same(log: Log) -> Told:
    log.one.write_bytes(lines_of(DONE).replace(b'"so-y-te"', '"sо-y-te"'.encode()))  # a Cyrillic о
    return {log.one: {"P403", "P409"}}


# The log says what it said


def rename_by_a_digit(log: Log) -> Told:
    digit = "1" if log.one.name[-7] == "0" else "0"
    path = log.one.rename(log.one.with_name(f"{log.one.name[:-7]}{digit}.jsonl"))
    return {log.one: {"P411"}, path: {"P409"}}


def rename_to_another_day(log: Log) -> Told:
    path = log.one.rename(log.one.with_name(log.one.name.replace("20260313", "20260302")))
    return {log.one: {"P411"}, path: {"P409"}}


def rename_freely(log: Log) -> Told:
    log.one.rename(log.one.with_name("a.jsonl"))
    return {log.one: {"P411"}}


def move_to_another_month(log: Log) -> Told:
    path = log.one.rename(log.batch.with_name(log.one.name))
    return {log.one: {"P411"}, path: {"P409"}}


def copy_under_another_day(log: Log) -> Told:
    path = log.one.with_name(log.one.name.replace("20260313", "20260302"))
    shutil.copyfile(log.one, path)
    return {path: {"P409"}}


def copy_into_another_month(log: Log) -> Told:
    path = log.batch.with_name(log.one.name)
    shutil.copyfile(log.one, path)
    return {path: {"P409"}}


def order_the_lines(log: Log) -> Told:
    log.batch.write_bytes(lines_of(*BATCH[::-1]))
    return {log.batch: {"P409"}}


def repeat_a_line(log: Log) -> Told:
    log.batch.write_bytes(lines_of(*BATCH, BATCH[0]))
    return {log.batch: {"P409"}}


def order_the_keys(log: Log) -> Told:
    log.one.write_bytes(lines_of(dict(sorted(DONE.items()))))
    return {log.one: {"P409"}}


def take_the_spaces(log: Log) -> Told:
    log.one.write_bytes(json.dumps(DONE, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return {log.one: {"P409"}}


def take_the_last_line_end(log: Log) -> Told:
    log.one.write_bytes(lines_of(DONE).rstrip())
    return {log.one: {"P409"}}


def add_a_blank_line(log: Log) -> Told:
    log.one.write_bytes(lines_of(DONE) + b"\n")
    return {log.one: {"P409"}}


def add_a_mark_of_byte_order(log: Log) -> Told:
    log.one.write_bytes(b"\xef\xbb\xbf" + lines_of(DONE))
    return {log.one: {"P409"}}


def take_letters_apart(log: Log) -> Told:
    log.one.write_bytes(unicodedata.normalize("NFD", lines_of(DONE).decode()).encode())
    return {log.one: {"P409"}}


WAYS: tuple[Callable[[Log], Told], ...] = (
    cut_the_first_line, cut_the_last_line, cut_a_line_and_fit_the_name, cut_the_tail, cut_the_last_line_of_an_old_file,
    cut_the_first_line_of_an_old_file, pass_a_cut_file_for_an_old_one, empty, leave_a_blank_line, empty_and_fit_the_name,
    delete, delete_a_month, delete_the_log, hide_by_another_ending, hide_outside_the_log, swap_two_files, append_a_line,
    append_a_line_and_fit_the_name, append_a_line_to_an_old_file, edit_an_old_file, write_a_second_kind,
    write_a_second_kind_and_fit_the_name, write_a_second_proof_and_fit_the_name, put_another_content_first,
    put_another_content_last, put_another_content_in_the_same_file, put_another_content_first_under_a_free_name,
    put_another_content_last_under_a_free_name, replace_by_another_content, add_a_line_that_claims_no_id_of_its_own,
    write_half_a_pair_of_surrogates, write_a_pair_of_surrogates_and_fit_the_name, write_utf_16,
    write_utf_16_and_fit_the_name, slip_in_a_sign_that_nobody_sees, slip_in_a_letter_that_looks_the_same,
    rename_by_a_digit, order_the_lines, repeat_a_line, order_the_keys, take_the_spaces, take_the_last_line_end,
    add_a_blank_line, add_a_mark_of_byte_order, take_letters_apart,
)  # fmt: skip
# After these every event says what it said, under bytes that fit the name: documents stand.
WAYS_AROUND_DOCUMENTS: tuple[Callable[[Log], Told], ...] = (
    rename_to_another_day, rename_freely, move_to_another_month, copy_under_another_day, copy_into_another_month,
)  # fmt: skip


def assert_told(told: Told, root: Path, capfd: Capture) -> None:
    code, problems = answers(root, capfd)
    assert code == 1
    for path, codes in told.items():
        file = path.relative_to(root).as_posix()
        errors = [problem for problem in problems if problem["file"] == file and problem["severity"] == "error"]
        assert codes <= {problem["code"] for problem in errors}, (file, problems)
        assert all("git checkout " in problem["hint"] for problem in errors)


@pytest.mark.parametrize("tamper", WAYS)
def test_every_way_is_told_by_check_and_verify(
    tamper: Callable[[Log], Told], original: Path, root: Path, capfd: Capture
) -> None:
    assert_told(tamper(log_below(root)), root, capfd)
    assert verified(original, root) == [1, 1]


@pytest.mark.parametrize("tamper", WAYS_AROUND_DOCUMENTS)
def test_a_file_in_a_wrong_place_is_told_by_check(
    tamper: Callable[[Log], Told], original: Path, root: Path, capfd: Capture
) -> None:
    assert_told(tamper(log_below(root)), root, capfd)
    assert verified(original, root) == [0, 0]


@pytest.mark.parametrize(
    "key", ["date", *(pytest.param(key, marks=pytest.mark.slow) for key in EDITS if key != "date")]
)
@pytest.mark.parametrize("forger", FORGERS)
def test_every_edit_is_told(
    key: str, forger: Callable[[str, Log], Told], original: Path, root: Path, capfd: Capture
) -> None:
    assert_told(forger(key, log_below(root)), root, capfd)
    assert verified(original, root) == [1, 1]


# What is no tampering, and what only `papi verify` can tell


def end_lines_as_windows_does(log: Log) -> None:
    for path in log[1:]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def copy_under_a_free_name(log: Log) -> None:
    shutil.copyfile(log.one, log.one.with_name("ban sao.jsonl"))


def record_what_is_new(log: Log) -> None:
    keys = keys_of("done", "2026-06-20", item="bao-cao-6-thang", recorded="2026-06-21T09:00:00.000000+07:00")
    written(log.status, line_of(keys), keys["recorded"])


def do_nothing(log: Log) -> None:
    assert log.status.is_dir()


@pytest.mark.parametrize("change", [do_nothing, end_lines_as_windows_does, copy_under_a_free_name, record_what_is_new])
def test_what_is_no_tampering_is_told_by_nobody(
    change: Callable[[Log], None], original: Path, root: Path, capfd: Capture
) -> None:
    change(log_below(root))
    code, problems = answers(root, capfd)
    assert code == 0, problems
    assert {problem["code"] for problem in problems} == {"P307", "P308", "P309"}, "those of the shipped plan"
    assert verified(original, root) == [0, 0]


def forge(log: Log, kind: str, **others: object) -> None:
    """Write a recording that is right in itself and says to be older than the documents."""
    keys = keys_of(kind, "2026-05-01", **{"item": "ke-hoach", "agency": "so-y-te", **others})  # type: ignore[arg-type]
    written(log.status, line_of(keys), keys["recorded"])


@pytest.mark.parametrize(
    "change",
    [
        partial(forge, kind="returned"),
        partial(forge, kind="retracted", target=DONE["id"]),
        partial(forge, kind="extended", item="bao-cao-6-thang", until="2026-07-31"),
        partial(forge, kind="done", item="bao-cao-6-thang"),
    ],
    ids=["returned", "retracted", "extended", "done"],
)
def test_a_recording_that_was_dated_back_is_told_by_the_documents(
    change: Callable[[Log], None], original: Path, root: Path, capfd: Capture
) -> None:
    change(log_below(root))
    assert answers(root, capfd)[0] == 0, "for the files it is a recording like any other"
    assert verified(original, root) == [1, 1]


@pytest.mark.parametrize(("content", "code"), [(b"khac", "P405"), (None, "P404")])
def test_evidence_that_was_changed_or_removed_is_a_warning(
    content: bytes | None, code: str, root: Path, capfd: Capture
) -> None:
    path = root / "minh-chung" / "45.pdf"
    path.write_bytes(content) if content else path.unlink()
    found = [problem for problem in answers(root, capfd)[1] if problem["code"] == code]
    assert [(problem["severity"], problem["line"]) for problem in found] == [("warning", 1)]
    assert "«minh-chung/45.pdf»" in found[0]["message"]


# Nothing is computed from an altered log

COMMANDS = (
    ("overdue", *DAY),
    ("status", *DAY),
    ("log",),
    ("diff", "HEAD"),
    ("report", "semiannual", *DAY),
    ("remind", *DAY),
    ("record", "ke-hoach", "--agency", "so-noi-vu", "--done", "--date", "2026-03-12", "--document", "1/KH-SNV"),
)
REFUSED = (
    cut_the_last_line, empty, edit_an_old_file, put_another_content_first,
    put_another_content_last, put_another_content_first_under_a_free_name,
)  # fmt: skip


@pytest.mark.parametrize("tamper", REFUSED)
@pytest.mark.parametrize("words", COMMANDS, ids=[words[0] for words in COMMANDS])
def test_no_command_computes_with_an_altered_log(
    words: tuple[str, ...], tamper: Callable[[Log], Told], root: Path, capfd: Capture
) -> None:
    told = tamper(log_below(root))
    before = {path: path.read_bytes() for path in root.glob("plan/status/**/*.jsonl")}
    capfd.readouterr()
    assert main([*words, "--plan", str(root)]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    altered = next(iter(told)).relative_to(root).as_posix()
    assert re.search(rf"^(.*/)?{altered}:\d+:1: lỗi \[P4", err, re.MULTILINE)
    assert {path: path.read_bytes() for path in root.glob("plan/status/**/*.jsonl")} == before
