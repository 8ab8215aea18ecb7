"""What is doubtful: which events are, what takes them all the same, and what is said of those in a log."""

from __future__ import annotations

from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.index import LogIndex
from papi_cli.log.rules import OddEvent, Oddity, RefusedEvent, examine_candidate
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.views.refusals import oddity_words
from tests.sample import events_of
from tests.tree import planted, shipped_plan

EARLY = ["record", "bao-cao-6-thang", "--agency", "SYT", "--done", "--date", "10/02/2026", "--document", "9/BC-SYT"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-06-21T09:00:00+07:00")
    monkeypatch.setenv("PAPI_BY", "Lò Văn A")
    monkeypatch.chdir(planted(tmp_path))
    return tmp_path


def last_of(story: str, obligation: str) -> tuple[OddEvent, ...]:
    """Return what is doubtful about the last event of a story, recorded after the others."""
    *others, event = events_of(story, obligation)
    finding = examine_candidate(shipped_plan(), LogIndex(shipped_plan(), others), event)
    assert not isinstance(finding, RefusedEvent)
    return tuple(odd for odd in finding if odd.oddity.is_doubtful)


REPORT, YEARLY, TASK = "bao-cao-6-thang@so-y-te", "bao-cao-nam@so-y-te", "II.2/bao-cao@so-tu-phap"
DOUBTS = [
    (
        "done 2026-02-10",
        REPORT,
        Oddity.BEFORE_WINDOW_CLOSED,
        "báo cáo đề ngày 10/02/2026, trước ngày chốt số liệu của kỳ (31/5/2026); xem lại ngày.",
    ),
    (
        "extended 2026-06-01 until=2099-12-31",
        TASK,
        Oddity.EXTENDED_TOO_FAR,
        "ngày gia hạn 31/12/2099 quá xa so với kế hoạch (sau 31/12/2028); xem lại năm.",
    ),
    (
        "extension-requested 2026-06-01 until=2062-01-01",
        TASK,
        Oddity.EXTENDED_TOO_FAR,
        "ngày gia hạn 01/01/2062 quá xa so với kế hoạch (sau 31/12/2028); xem lại năm.",
    ),
]
RIGHT = [
    ("done 2026-05-31", REPORT),
    ("done 2026-12-08", YEARLY),
    ("submitted 2026-02-10; progress 2026-02-11", REPORT),
    ("extended 2026-06-01 until=2028-12-31", TASK),
]


@pytest.mark.parametrize(("story", "obligation", "oddity", "sentence"), DOUBTS)
def test_what_is_doubtful(story: str, obligation: str, oddity: Oddity, sentence: str) -> None:
    (doubt,) = last_of(story, obligation)
    assert (doubt.oddity, oddity_words(shipped_plan(), doubt)) == (oddity, sentence)


@pytest.mark.parametrize(("story", "obligation"), RIGHT)
def test_what_is_right_is_not_doubted(story: str, obligation: str) -> None:
    assert last_of(story, obligation) == ()


def test_a_doubt_is_refused_in_a_pipe_and_taken_with_confirm(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(EARLY) == 1
    out, err = capsys.readouterr()
    assert (out, err.splitlines()[0]) == ("", "Không ghi gì, vì có điều cần xác nhận:")
    assert "- bao-cao-6-thang, Sở Y tế: báo cáo đề ngày 10/02/2026, trước ngày chốt" in err
    assert "--confirm" in err
    assert read_events(FolderSource(here)) == ()
    assert main([*EARLY, "--dry-run"]) == 0
    assert "báo cáo đề ngày 10/02/2026, trước ngày chốt" in capsys.readouterr().err
    assert read_events(FolderSource(here)) == ()
    assert main([*EARLY, "--confirm"]) == 0
    assert "báo cáo đề ngày 10/02/2026, trước ngày chốt" in capsys.readouterr().err
    assert len(read_events(FolderSource(here))) == 1


def test_doubtful_rows_of_a_sheet_are_told_by_row(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["Mã,Cơ quan,Kết quả,Ngày,document", "ke-hoach,SYT,done,13/02/2026,1/KH-SYT"]
    rows.append("bao-cao-6-thang,SYT,done,10/02/2026,9/BC-SYT")
    (here / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    assert main(["record", "--from", "a.csv"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "Không ghi gì: 01 dòng cần xác nhận.",
        f"dòng 3, cột «Ngày» (bao-cao-6-thang, SYT): cần xác nhận: {DOUBTS[0][3]}",
        "Điều cần xác nhận mà đúng thì ghi lại với --confirm.",
    ]
    assert read_events(FolderSource(here)) == ()
    assert main(["record", "--from", "a.csv", "--confirm"]) == 0
    assert len(read_events(FolderSource(here))) == 2
