"""The inputs of `papi record`: answers at a terminal, rows from a pipe, evidence; and where it must not write."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.events import Event, Evidence
from papi_cli.log.kinds import EventKind
from papi_cli.store import locations
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from tests.tree import CHECKOUT, planted

DONE = ["record", "II.2/ke-hoach", "--agency", "STP", "--done", "--date", "12/3/2026"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-03-21T09:00:00+07:00")
    monkeypatch.setenv("PAPI_BY", "Lò Văn A")
    root = planted(tmp_path / "kho")
    monkeypatch.chdir(root)
    return root


def only(root: Path) -> Event:
    (event,) = read_events(FolderSource(root))
    return event


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
def test_what_is_missing_is_asked_for_at_a_terminal(here: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "papi_cli", "record", "bao-cao-6-thang"],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PAPI_NOW": "2026-06-21T09:00:00+07:00"},
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=follower,
    )
    os.close(follower)
    # After a wrong number or an invalid day, papi asks again; a choice may be given in words.
    os.write(leader, "stp\n99\nđã xong\nDa hoan thanh\n31/6/2026\n20/6/2026\n9/BC-STP\n".encode())
    answer, _ = running.communicate(timeout=300)
    screen = os.read(leader, 65536).decode()
    os.close(leader)
    assert running.returncode == 0, screen
    assert "Ngày gửi báo cáo [hôm nay]: " in screen
    assert len(re.findall(r"Ghi một số từ 1 đến \d+, hoặc ghi tên như trên\.", screen)) == 2
    assert "không phải là một ngày" in screen
    assert "Đã ghi 1 sự kiện" in answer.decode()
    event = only(here)
    assert (event.kind, event.date.isoformat(), event.document) == (EventKind.DONE, "2026-06-20", "9/BC-STP")


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
def test_the_reason_of_a_retraction_is_asked_for_at_a_terminal(here: Path) -> None:
    import pty

    main([*DONE, "--document", "45/KH-UBND"])
    leader, follower = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "papi_cli", "retract", only(here).id],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=follower,
    )
    os.close(follower)
    os.write(leader, "ghi nhầm cơ quan\n".encode())
    answer, _ = running.communicate(timeout=300)
    screen = os.read(leader, 65536).decode()
    os.close(leader)
    assert running.returncode == 0, screen
    assert "Lý do hủy sự kiện «đã hoàn thành, ngày 12/3/2026, II.2/ke-hoach, Sở Tư pháp, 45/KH-UBND»: " in screen
    assert "Đã ghi 1 sự kiện" in answer.decode()
    retraction = next(event for event in read_events(FolderSource(here)) if event.kind is EventKind.RETRACTED)
    assert retraction.note == "ghi nhầm cơ quan"


def test_the_shipped_copy_has_no_history(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(locations, "_SHIPPED", here.resolve())
    assert main(["diff", "HEAD", "--plan", str(here)]) == 3
    assert capsys.readouterr().err.startswith("Kế hoạch đi kèm chương trình không có lịch sử git.")


def test_the_shipped_copy_is_read_only(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(locations, "_SHIPPED", here.resolve())  # where the wheel keeps its copy
    assert main([*DONE, "--document", "1/A", "--plan", str(here)]) == 3
    out, err = capsys.readouterr()
    assert (out, "papi init" in err) == ("", True)
    assert not (here / "plan/status").exists()


def test_rows_are_taken_from_a_pipe(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "item,agency,event,date,document\nke-hoach,Sở Y tế,done,24/02/2026,1/KH-SYT\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(rows.encode())))
    assert main(["record", "--from", "-"]) == 0
    assert only(here).document == "1/KH-SYT"


def test_evidence_in_the_repository_comes_with_its_checksum(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "kế hoạch.pdf").write_bytes(b"%PDF")
    assert main([*DONE, "--evidence", "kế hoạch.pdf", "--evidence", "https://example.org/45"]) == 0
    checksum = hashlib.sha256(b"%PDF").hexdigest()
    assert only(here).evidence == (Evidence("", "kế hoạch.pdf", checksum), Evidence("https://example.org/45", "", ""))
    capsys.readouterr()
    main(["check"])
    assert "[P405]" not in capsys.readouterr().out
    (here / "kế hoạch.pdf").write_bytes(b"%PDF, changed")
    main(["check"])
    assert "[P405]: tệp minh chứng «kế hoạch.pdf» đã thay đổi" in capsys.readouterr().out


def test_evidence_by_a_link_out_of_the_repository_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here.parent / "ngoài.pdf").write_bytes(b"%PDF")
    (here / "link").symlink_to(here.parent)
    assert main([*DONE, "--evidence", "link/ngoài.pdf"]) == 2
    out, err = capsys.readouterr()
    assert (out, "liên kết" in err) == ("", True)
    assert read_events(FolderSource(here)) == ()
