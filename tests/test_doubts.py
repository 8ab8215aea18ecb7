"""What is doubtful: which events are, what takes them all the same, and what is said of those in a log."""

from __future__ import annotations

import io
import random
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.recording import consent
from papi_cli.log.deciding import BatchOutcome, decide_batch
from papi_cli.log.drafts import Draft
from papi_cli.log.events import Event, in_fold_order
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import EventKind
from papi_cli.log.oddities import OddEvent, Oddity
from papi_cli.log.rules import RefusedEvent, examine_candidate, review_log
from papi_cli.plan.choices import Counts
from papi_cli.plan.obligations import all_obligations
from papi_cli.store.journal import Journal, Recorder
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.views.oddities import oddity_words
from tests.bench import generate
from tests.sample import ZONE, events_of
from tests.tree import planted, shipped_plan

NOW = datetime(2026, 6, 21, 9, tzinfo=ZONE)
EARLY = ["record", "bao-cao-6-thang", "--agency", "SYT", "--done", "--date", "10/02/2026", "--document", "9/BC-SYT"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-02-21T09:00:00+07:00")
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
ONGOING, ISSUED = "II.4/thong-tin-cong-khai@so-xay-dung", "II.2/ke-hoach@so-tu-phap"
COMMUNE = "bao-cao-6-thang@phuong-to-hieu"
ASKED = "extension-requested 2026-06-01 until=2026-12-20 document=7/UBND-VP"
LATE = "recorded=2026-07-10T09:00:00.000000+07:00"
DOUBTS = [
    (
        "done 2026-02-10",
        REPORT,
        Oddity.BEFORE_WINDOW_CLOSED,
        "báo cáo đề ngày 10/02/2026, trước ngày chốt số liệu của kỳ (31/5/2026); xem lại ngày.",
    ),
    (
        "done 2026-02-20",
        YEARLY,
        Oddity.BEFORE_WINDOW_CLOSED,
        "báo cáo đề ngày 20/02/2026, trước ngày chốt số liệu của kỳ (30/11/2026); xem lại ngày.",
    ),
    (
        "done 2026-06-12 document=9/BC-SYT; done 2026-06-10 document=9/BC-SYT",
        REPORT,
        Oddity.OTHER_DAY,
        "văn bản «9/BC-SYT» đã ghi ngày 12/6/2026 (mã {id}); sửa ngày thì dùng papi correct {id}.",
    ),
    (
        "done 2026-06-12 document=9/BC-SYT; done 2026-06-15 document=9/BC-SYT",
        REPORT,
        Oddity.OTHER_DAY,
        "văn bản «9/BC-SYT» đã ghi ngày 12/6/2026 (mã {id}); sửa ngày thì dùng papi correct {id}.",
    ),
    (
        "done 2026-06-19 document=; done 2026-06-09 document=8/BC-SYT",
        REPORT,
        Oddity.EARLIER_DONE,
        (
            "đã ghi hoàn thành ngày 19/6/2026 (mã {id}); ghi thêm ngày 09/6/2026 thì ngày hoàn thành bị đẩy lên sớm hơn. "
            "Sửa ngày thì dùng papi correct {id}."
        ),
    ),
    (
        "done 2026-03-12 recorded=2026-05-04T09:00:00.000000+07:00",
        ISSUED,
        Oddity.TURNS_ON_TIME,
        (
            "việc đang «quá hạn» (thời hạn 31/3/2026) thành đúng hạn vì lần hoàn thành đề ngày 12/3/2026, ghi sau 53 ngày; đối "
            "chiếu ngày trên văn bản."
        ),
    ),
    (
        "done 2026-06-12; waived 2026-06-20",
        REPORT,
        Oddity.DONE_AND_WAIVED,
        (
            "việc này đã ghi «đã hoàn thành» ngày 12/6/2026 (mã {id}), không thể vừa hoàn thành vừa đưa ra khỏi danh mục; ghi "
            "nhầm thì hủy bằng papi retract {id}."
        ),
    ),
    (
        "waived 2026-06-12; done 2026-06-20",
        REPORT,
        Oddity.DONE_AND_WAIVED,
        (
            "việc này đã ghi «đưa ra khỏi danh mục theo dõi» ngày 12/6/2026 (mã {id}), không thể vừa hoàn thành vừa đưa ra "
            "khỏi danh mục; ghi nhầm thì hủy bằng papi retract {id}."
        ),
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
    (
        "done 2026-06-12; reminded 2026-06-13",
        REPORT,
        Oddity.DELIVERED_REMINDED,
        (
            "việc này đã hoàn thành ngày 12/6/2026 (mã {id}), trước ngày đôn đốc (13/6/2026); văn bản không gửi cơ quan này thì "
            "đừng ghi cho cơ quan này."
        ),
    ),
    (
        "extended 2026-06-01 until=2026-12-20 document=412/STP-VP",
        TASK,
        Oddity.SELF_GRANTED,
        (
            "ký hiệu văn bản «412/STP-VP» là của chính Sở Tư pháp; cơ quan không tự ghi «được gia hạn» cho mình: xem lại văn "
            "bản, mới đề nghị thì ghi «đề nghị gia hạn»."
        ),
    ),
    (
        f"{ASKED}; extended 2026-06-01 until=2026-12-20 document=07/UBND-VP",
        COMMUNE,
        Oddity.SELF_GRANTED,
        (
            "văn bản «07/UBND-VP» ngày 01/6/2026 là văn bản UBND phường Tô Hiệu đề nghị gia hạn (mã {id}); cơ quan không tự ghi "
            "«được gia hạn» cho mình: xem lại văn bản, mới đề nghị thì ghi «đề nghị gia hạn»."
        ),
    ),
    (
        f"extended 2026-06-01 until=2026-08-30 document=412/SNV {LATE}",
        REPORT,
        Oddity.EXCUSED_LATER,
        (
            "việc đang «quá hạn» (thời hạn 09/6/2026) thành trong hạn vì văn bản đề ngày 01/6/2026, ghi sau 39 ngày; đối chiếu "
            "ngày trên văn bản."
        ),
    ),
    (
        f"done 2026-06-12; extended 2026-06-01 until=2026-06-12 document=412/SNV {LATE}",
        REPORT,
        Oddity.EXCUSED_LATER,
        (
            "việc đang «đã hoàn thành quá hạn» (thời hạn 09/6/2026) thành trong hạn vì văn bản đề ngày 01/6/2026, ghi sau 39 "
            "ngày; đối chiếu ngày trên văn bản."
        ),
    ),
    (
        f"waived 2026-06-01 document=412/SNV {LATE}",
        REPORT,
        Oddity.EXCUSED_LATER,
        (
            "việc đang «quá hạn» (thời hạn 09/6/2026) được đưa ra khỏi danh mục vì văn bản đề ngày 01/6/2026, ghi sau 39 ngày; "
            "đối chiếu ngày trên văn bản."
        ),
    ),
    (
        "waived 2026-06-01 document=7/BC-STP",
        TASK,
        Oddity.SELF_GRANTED,
        (
            "ký hiệu văn bản «7/BC-STP» là của chính Sở Tư pháp; cơ quan không tự ghi «đưa ra khỏi danh mục theo dõi» cho mình: "
            "xem lại văn bản, phải là văn bản của cấp cho phép."
        ),
    ),
    (
        (
            "done 2026-06-12 document=91/BC-SYT; retracted 2026-06-12 target=1; done 2026-06-12 document=91/BC-SYT "
            "recorded=2026-06-13T09:00:00.000000+07:00"
        ),
        REPORT,
        Oddity.TAKEN_BACK,
        (
            "sự kiện này đã được ghi một lần (mã {id}) rồi hủy hoặc sửa; chỉ ghi lại khi đã hủy nhầm, còn từ bảng cũ thì bỏ "
            "dòng này."
        ),
    ),
]
RIGHT = {
    "on the last day of the data": ("done 2026-05-31", REPORT),
    "a year's report after its data": ("done 2026-12-08", YEARLY),
    "a draft of the report": ("submitted 2026-02-10; progress 2026-02-11", REPORT),
    "until the year after next": ("extended 2026-06-01 until=2028-12-31", TASK),
    "one document more": ("done 2026-06-09 document=8/BC-SYT; done 2026-06-12 document=9/BC-SYT", REPORT),
    "a result of an ongoing item before another": (
        "done 2026-06-12 document=9/A; done 2026-03-10 document=8/A",
        ONGOING,
    ),
    "an ongoing item ends": ("done 2026-03-12; waived 2026-06-20", ONGOING),
    "sent again after a return": (
        "done 2026-06-05 document=9/A; returned 2026-06-08; done 2026-06-12 document=9/A",
        REPORT,
    ),
    "before a return": ("done 2026-06-05 document=9/A; returned 2026-06-08; done 2026-06-12 document=9/A", REPORT),
    "a supplement": (
        "done 2026-06-05 document=9/A; supplement-requested 2026-06-08; done 2026-06-12 document=9/A",
        REPORT,
    ),
    "an earlier document that was returned": (
        "done 2026-06-05 document=8/A; returned 2026-06-08; done 2026-06-12 document=9/A; done 2026-06-03 document=7/A",
        REPORT,
    ),
    "the number of another year": ("done 2026-12-30 document=9/A; done 2027-01-12 document=9/A", REPORT),
    "30 days back": ("done 2026-06-09 recorded=2026-07-09T09:00:00.000000+07:00", REPORT),
    "far back and in time": ("done 2026-03-12 recorded=2026-06-20T09:00:00.000000+07:00", TASK),
    "far back and late all the same": (f"done 2026-06-10 document=9/A; done 2026-06-12 document=10/A {LATE}", REPORT),
    "late by itself": ("done 2026-06-10 recorded=2026-09-10T09:00:00.000000+07:00", REPORT),
    "far back within an extension": (f"extended 2026-06-01 until=2026-07-30; done 2026-06-02 {LATE}", REPORT),
    "reminded on the day of delivery": ("done 2026-06-12; reminded 2026-06-12", REPORT),
    "reminded of a supplement": ("done 2026-06-12; supplement-requested 2026-06-13; reminded 2026-06-14", REPORT),
    "reminded after a return": ("done 2026-06-12; returned 2026-06-13; reminded 2026-06-14", REPORT),
    "reminded of an ongoing item": ("done 2026-06-12; reminded 2026-06-13", ONGOING),
    "the delivery becomes known after the reminder": ("reminded 2026-06-12; done 2026-06-10", REPORT),
    "waived after a return": ("done 2026-06-05; returned 2026-06-08; waived 2026-06-12", REPORT),
    "waived by mistake": ("waived 2026-06-05; retracted 2026-06-06 target=1; done 2026-06-12", REPORT),
    "granted far back and overdue all the same": (
        f"extended 2026-06-01 until=2026-07-09 document=1/SNV {LATE}",
        REPORT,
    ),
    "granted far back but after the delivery": (
        f"done 2026-06-12; extended 2026-06-12 until=2026-08-30 document=1/SNV {LATE}",
        REPORT,
    ),
    "granted far back before the due day": (f"extended 2026-06-01 until=2026-12-25 document=1/SNV {LATE}", YEARLY),
    "granted by another document of that day": (
        f"{ASKED}; extended 2026-06-01 until=2026-12-20 document=8/UBND-VP",
        COMMUNE,
    ),
    "granted by another": ("extended 2026-06-01 until=2026-12-20 document=412/SNV-CCHC", TASK),
    "granted by UBND": ("extended 2026-06-01 until=2026-12-20 document=412/UBND-NC", TASK),
    "asked for by itself": ("extension-requested 2026-06-01 until=2026-12-20 document=412/STP-VP", TASK),
}


@pytest.mark.parametrize(("story", "obligation", "oddity", "sentence"), DOUBTS)
def test_what_is_doubtful(story: str, obligation: str, oddity: Oddity, sentence: str) -> None:
    (doubt,) = last_of(story, obligation)
    first = doubt.other.id if doubt.other else ""
    assert (doubt.oddity, oddity_words(shipped_plan(), doubt)) == (oddity, sentence.format(id=first))


def test_each_doubt_has_an_example() -> None:
    doubtful = {oddity for oddity in Oddity if oddity.is_doubtful}
    assert doubtful - {oddity for *_, oddity, _ in DOUBTS} == {
        Oddity.REPLACED_TWICE,
        Oddity.RETRACTED_TOO,
        Oddity.SHARED_NUMBER,
        Oddity.NOT_BEGUN,  # in tests/test_two_phases.py: the shipped plan has no such item
    }


@pytest.mark.parametrize(("story", "obligation"), RIGHT.values(), ids=RIGHT)
def test_what_is_right_is_not_doubted(story: str, obligation: str) -> None:
    for count in range(1, story.count(";") + 2):
        assert last_of(";".join(story.split(";")[:count]), obligation) == ()


# One number for several agencies


def doubts_of(*drafts: Draft, now: datetime = NOW) -> list[tuple[int, Oddity]]:
    outcome = decide_batch(LogIndex(shipped_plan()), drafts, now=now, plan=shipped_plan())
    assert not outcome.refusals
    assert len(outcome.events) == len(drafts)
    return [(position, odd.oddity) for position, odd in outcome.doubtful]


def done(item: str, agency: str, document: str, day: str = "2026-06-20") -> Draft:
    return Draft(date.fromisoformat(day), item, agency, EventKind.DONE, document)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("15/KH-UBND", 74),
        ("Số 15 / KH-UBND về nâng cao chỉ số", 74),
        ("15/KH", 74),
        ("15/KH-STP", 74),
        ("120/SNV-CCHC", 0),  # the coordinator's own
        ("gửi đủ", 0),
    ],
)
def test_a_batch_for_a_group_with_one_document_is_doubtful(document: str, expected: int) -> None:
    communes = shipped_plan().groups["ubnd-cap-xa"].members
    found = doubts_of(*(done("ke-hoach", agency, document) for agency in communes))
    assert found == [(position, Oddity.SHARED_NUMBER) for position in range(1, expected + 1)]


@pytest.mark.parametrize(
    ("first", "second", "is_doubtful"),
    [
        # The symbol means one agency: the same number of another agency is doubtful, on any day of the year.
        (("ke-hoach", "so-tu-phap", "5/KH-STP"), ("bao-cao-6-thang", "so-y-te", "5/KH-STP", "2026-06-19"), True),
        (("ke-hoach", "so-y-te", "5/KH-STP"), ("ke-hoach", "so-tu-phap", "5/KH-STP", "2026-06-19"), True),
        (("ke-hoach", "so-tu-phap", "5/2026/KH-STP"), ("ke-hoach", "so-y-te", "05/2026/KH-STP", "2026-06-19"), True),
        (("ke-hoach", "so-tu-phap", "5/KH-STP"), ("ke-hoach", "so-y-te", "5/KH-SYT"), False),
        (("ke-hoach", "so-tu-phap", "5/KH-STP"), ("bao-cao-6-thang", "so-tu-phap", "5/KH-STP"), False),
        # It means many or none: each commune has a number 5 of its own, hardly for the same on the same day.
        (("ke-hoach", "phuong-to-hieu", "5/KH-UBND"), ("ke-hoach", "phuong-chieng-an", "5/KH-UBND"), True),
        (
            ("ke-hoach", "phuong-to-hieu", "5/KH-UBND"),
            ("ke-hoach", "phuong-chieng-an", "5/KH-UBND", "2026-06-19"),
            False,
        ),
        (("ke-hoach", "phuong-to-hieu", "5/KH-UBND"), ("bao-cao-6-thang", "phuong-chieng-an", "5/KH-UBND"), False),
        # The province's own, which a department has from above; what the plan says the province issues.
        (("ke-hoach", "so-tu-phap", "5/KH-UBND"), ("ke-hoach", "so-y-te", "5/KH-UBND"), False),
        (("II.2/ke-hoach", "so-tu-phap", "5/KH"), ("II.2/ke-hoach", "so-tu-phap", "6/KH"), False),
    ],
)
def test_one_number_of_two_agencies(first: Any, second: Any, is_doubtful: bool) -> None:  # noqa: ANN401, FBT001  # a table
    assert [odd for _, odd in doubts_of(done(*first), done(*second))] == [Oddity.SHARED_NUMBER] * is_doubtful


# How one document may be written, and what looks alike and is another.
SAME_DOCUMENT = [
    ("05/BC-STP", "5/BC-STP", True),
    ("15/BC–STP", "15/BC-STP", True),
    ("Báo cáo số 15/BC-STP", "15/BC-STP", True),
    ("Công văn số: 015/BC−STP.", "Số:15/BC-STP về việc rà soát", True),
    ("5/2026/BC-STP", "Số 05 / 2026 / bc-stp", True),
    ("45/2026/BC-STP", "45/2026/QĐ-STP", False),
    ("45/2026/BC-STP", "45/BC-STP", False),
    ("50/BC-STP", "5/BC-STP", False),
    ("12/6/2026 gửi qua trục", "12/6/2026 gửi thư", False),  # a day is no number
]


@pytest.mark.parametrize(("first", "second", "is_same"), SAME_DOCUMENT)
def test_a_document_is_known_however_it_is_written(first: str, second: str, *, is_same: bool) -> None:
    drafts = (done("bao-cao-6-thang", "so-tu-phap", first), done("bao-cao-6-thang", "so-tu-phap", second, "2026-06-21"))
    assert doubts_of(*drafts) == [(1, Oddity.OTHER_DAY)] * is_same


def test_a_document_that_goes_to_many_is_not_doubtful() -> None:
    communes = shipped_plan().groups["ubnd-cap-xa"].members
    day = date(2026, 6, 20)
    for kind, until in ((EventKind.REMINDED, None), (EventKind.EXTENDED, date(2026, 7, 1)), (EventKind.WAIVED, None)):
        drafts = [Draft(day, "ke-hoach", agency, kind, "90/KH-UBND", until=until) for agency in communes]
        assert doubts_of(*drafts) == []


def test_one_document_for_several_items_of_an_agency_has_one_day() -> None:
    first = done("bao-cao-6-thang", "so-tu-phap", "9/BC-STP")
    other = [item for item in shipped_plan().items.values() if "so-tu-phap" in item.agencies and item.issuer is None]
    (sent,) = [item.code for item in other if item.counts is Counts.SENT and item.code.startswith("II.2/")]
    assert doubts_of(first, done(sent, "so-tu-phap", "9/BC-STP")) == []
    assert doubts_of(first, done(sent, "so-tu-phap", "9/BC-STP", "2026-06-19")) == [(1, Oddity.OTHER_DAY)]
    # The day of issue of one item and the day of sending of another may well differ.
    assert doubts_of(first, done("ke-hoach", "so-tu-phap", "9/BC-STP", "2026-06-19")) == []


# What takes it all the same


def test_a_doubt_is_refused_in_a_pipe_and_taken_with_confirm(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(EARLY) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "Không ghi gì, vì có điều cần xác nhận:",
        f"- bao-cao-6-thang, Sở Y tế: {DOUBTS[0][3]}",
        "Điều cần xác nhận mà đúng thì ghi lại với --confirm.",
    ]
    assert read_events(FolderSource(here)) == ()
    assert main([*EARLY, "--confirm"]) == 0
    assert DOUBTS[0][3] in capsys.readouterr().err
    (event,) = read_events(FolderSource(here))
    assert event.confirmed == (Oddity.BEFORE_WINDOW_CLOSED,)


def test_a_dry_run_needs_the_same_consent(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "Mã,Cơ quan,Kết quả,Ngày,document\nbao-cao-6-thang,SYT,done,10/02/2026,9/BC-SYT"
    (here / "bang").mkdir()
    (here / "bang/a.csv").write_text(rows, encoding="utf-8")
    ways = (EARLY, ["record", "--from", "bang/a.csv"], ["record", "--from", "bang"])
    for is_at_terminal in (False, True):
        monkeypatch.setattr(consent, "is_interactive", lambda answer=is_at_terminal: answer)
        for argv in ways:
            assert main([*argv, "--dry-run"]) == 1
            said = "".join(capsys.readouterr())
            assert "Sẽ ghi 1" not in said
            assert said.count(DOUBTS[0][3]) == 1
            assert "Điều cần xác nhận mà đúng thì ghi lại với --confirm." in said
            assert main([*argv, "--dry-run", "--confirm"]) == 0
            assert "Sẽ ghi 1 sự kiện" in capsys.readouterr().out
    main([*EARLY, "--dry-run"])
    assert "Chạy thử, chưa ghi gì. Cần --confirm để ghi 1 sự kiện:" in capsys.readouterr().out
    assert read_events(FolderSource(here)) == ()


def test_what_is_confirmed_is_no_warning_for_ever(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journal = Journal(here)
    (here / "plan/status").mkdir()
    draft = done("bao-cao-6-thang", "so-y-te", "9/BC-SYT", "2026-02-10")
    (event,) = decide_batch(LogIndex(shipped_plan()), [draft], now=NOW.replace(month=2), plan=shipped_plan()).events
    journal.append(journal.file_of([event]))  # as versions did that asked nobody
    capsys.readouterr()
    main(["check"])
    assert f"[P413]: bao-cao-6-thang: {DOUBTS[0][3]}" in (found := capsys.readouterr().out)
    assert f"papi correct {event.id} --confirm" in found
    assert main(["correct", event.id]) == 2  # nothing is different
    assert main(["correct", event.id, "--confirm"]) == 0
    capsys.readouterr()
    main(["check"])
    assert "P413" not in capsys.readouterr().out
    (standing,) = [event for event in read_events(FolderSource(here)) if event.confirmed]
    assert main(["correct", standing.id, "--confirm"]) == 2  # nothing is left to confirm


def test_a_group_is_asked_about_in_one_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = [
        "record",
        "ke-hoach",
        "--agency",
        "ubnd-cap-xa",
        "--done",
        "--date",
        "13/02/2026",
        "--document",
        "5/KH-UBND",
    ]
    assert main(argv) == 1
    line = capsys.readouterr().err.splitlines()[1]
    assert line.startswith("- ke-hoach, 74 xã, phường (")
    assert "văn bản «5/KH-UBND» đã ghi là của UBND phường Tô Hiệu ngày 13/02/2026 (cùng lần ghi này)" in line
    assert read_events(FolderSource(here)) == ()


def test_doubtful_rows_of_a_sheet_are_told_by_row(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["Mã,Cơ quan,Kết quả,Ngày,document", "ke-hoach,SYT,done,13/02/2026,1/KH-SYT"]
    rows.append("bao-cao-6-thang,SYT,done,10/02/2026,9/BC-SYT")
    (here / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    assert main(["record", "--from", "a.csv"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "Không ghi gì: 1 dòng cần xác nhận.",
        f"dòng 3, cột «Ngày» (bao-cao-6-thang, SYT): cần xác nhận: {DOUBTS[0][3]}",
        "Điều cần xác nhận mà đúng thì ghi lại với --confirm.",
    ]
    assert read_events(FolderSource(here)) == ()
    assert main(["record", "--from", "a.csv", "--confirm"]) == 0
    assert len(read_events(FolderSource(here))) == 2


def asked(monkeypatch: pytest.MonkeyPatch, answers: str, argv: list[str]) -> int:
    """Run a command at what passes for a terminal, on which these lines are typed."""
    monkeypatch.setattr(consent, "is_interactive", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    return main(argv)


@pytest.mark.parametrize(("answers", "count"), [("có\n", 1), ("c\n", 1), ("hả\nco\n", 1), ("không\n", 0), ("\n", 0)])
def test_a_doubt_is_asked_about_at_a_terminal(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answers: str, count: int
) -> None:
    assert asked(monkeypatch, answers, EARLY) == 1 - count
    err = capsys.readouterr().err
    assert "Vẫn ghi? (có/không) [không]: " in err
    assert err.count(DOUBTS[0][3]) == 1
    assert len(read_events(FolderSource(here))) == count


@pytest.mark.parametrize(("answer", "days"), [("không", [13]), ("có", [12, 13])])
def test_a_doubt_that_another_writer_makes_is_asked_about_anew(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, days: list[int]
) -> None:
    first = done("ke-hoach", "so-y-te", "1/KH-SYT", "2026-02-13")
    argv = ["record", "ke-hoach", "--agency", "SYT", "--done", "--date", "12/02/2026", "--document", "1/KH-SYT"]
    real, others = consent.Consent.seek, [first]

    def seek(self: consent.Consent, outcome: BatchOutcome) -> None:
        real(self, outcome)
        if others:  # while somebody thinks about the answer, a colleague records
            now = datetime(2026, 2, 21, 8, tzinfo=ZONE)
            Recorder(Journal(here), shipped_plan()).record([others.pop()], now=now)

    monkeypatch.setattr(consent.Consent, "seek", seek)
    assert asked(monkeypatch, f"{answer}\n", argv) == 2 - len(days)
    assert "văn bản «1/KH-SYT» đã ghi ngày 13/02/2026 (mã " in capsys.readouterr().err
    assert sorted(event.date.day for event in read_events(FolderSource(here))) == days


def test_a_correction_of_the_day_is_the_way_and_not_doubtful(here: Path) -> None:
    first = done("ke-hoach", "so-y-te", "1/KH-SYT", "2026-02-13")
    Recorder(Journal(here), shipped_plan()).record([first], now=datetime(2026, 2, 20, 8, tzinfo=ZONE))
    (event,) = read_events(FolderSource(here))
    assert main(["correct", event.id, "--date", "12/02/2026"]) == 0


def test_a_correction_of_what_was_on_time_does_not_turn_it_on_time(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = done("ke-hoach", "so-y-te", "1/KH-SYT", "2026-02-13")
    Recorder(Journal(here), shipped_plan()).record([first], now=datetime(2026, 2, 20, 8, tzinfo=ZONE))
    (event,) = read_events(FolderSource(here))
    monkeypatch.setenv("PAPI_NOW", "2026-08-21T09:00:00+07:00")
    assert main(["correct", event.id, "--document", "2/KH-SYT"]) == 0
    main(["check"])
    assert "P413" not in capsys.readouterr().out


def test_two_branches_that_record_one_document_with_two_days_are_told(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "plan/status").mkdir()
    for hour, day in ((8, "2026-02-13"), (9, "2026-02-12")):
        draft, now = done("ke-hoach", "so-y-te", "1/KH-SYT", day), datetime(2026, 2, 20, hour, tzinfo=ZONE)
        (event,) = decide_batch(LogIndex(shipped_plan()), [draft], now=now, plan=shipped_plan()).events
        journal = Journal(here)
        journal.append(journal.file_of([event]))
    main(["check"])
    assert "[P413]: ke-hoach: văn bản «1/KH-SYT» đã ghi ngày 13/02/2026 (mã " in capsys.readouterr().out


def test_nothing_is_doubtful_in_the_log_that_speed_is_measured_with() -> None:
    lines = generate.events(all_obligations(shipped_plan()), 3_000, random.Random(2026))
    events = [msgspec.convert(line, Event) for line in lines]
    found = review_log(shipped_plan(), in_fold_order(events))
    assert [odd.oddity for odd in found if isinstance(odd, OddEvent) and odd.oddity.is_doubtful] == []
