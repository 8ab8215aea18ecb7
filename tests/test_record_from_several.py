"""`papi record --from` several sheets and folders: each whole or not at all, and every one of them told about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.recording.gathering import FromOptions, record_files
from papi_cli.cli.recording.importing import read_sheet
from papi_cli.cli.recording.session import Session, open_session
from papi_cli.log.drafts import Draft
from papi_cli.log.events import Event
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import EventKind
from papi_cli.states import judge
from papi_cli.store.journal import Journal, Recorder, Recording
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.views.gathering import missing_sentence
from tests.sample import ZONE, shipped_plan
from tests.tree import planted

HEAD = 'Mã,Cơ quan,Kết quả,Ngày,"Số, ký hiệu văn bản",Ghi chú\n'
NOW = datetime(2026, 6, 21, 9, tzinfo=ZONE)
GOOD = "ke-hoach,{},đã hoàn thành,1/6/2026,,đã gửi\n"
RECORD = FromOptions(dry_run=False, confirm=False, put_aside=None)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", NOW.isoformat())
    monkeypatch.setenv("PAPI_BY", "Lò Văn A")
    monkeypatch.chdir(planted(tmp_path))
    return tmp_path


def folder(root: Path, **sheets: str) -> Path:
    """Write sheets, by file name without suffix, into a folder, and return that."""
    made = root / "bang"
    made.mkdir()
    for name, rows in sheets.items():
        (made / f"{name}.csv").write_text(HEAD + rows, encoding="utf-8")
    return made


def recorded(root: Path) -> list[str]:
    return sorted(f"{event.item}@{event.agency} {event.kind.value}" for event in read_events(FolderSource(root)))


def log_files(root: Path) -> list[Path]:
    return [*(root / "plan/status").rglob("*.jsonl")]


# Every kind of file that comes back, and what is said of it.
MIXED = {
    "so-y-te": GOOD.format("Sở Y tế") + "II.2/ke-hoach,Sở Tư pháp,đang thực hiện,1/6/2026,,đang dự thảo\n",
    "ban-sao": GOOD.format("Sở Y tế"),
    "khong-ten": "ke-hoach,Sở Xây dựng,,,,\n",
    "so-tai-chinh": GOOD.format("Sở Tài chính") + "bao-cao-6-thang,Sở Tài chính,xong rồi nhé,hôm kia,,\n",
    "so-cong-thuong": "ke-hoach,Sở Công Thương,yêu cầu bổ sung,10/6/2026,,thiếu phụ lục\n",
    "som": "bao-cao-6-thang,Sở Nội vụ,đã hoàn thành,10/2/2026,7/BC,\n",
}
SAID = {
    "so-y-te.csv: ghi 2.",
    "ban-sao.csv: đã ghi từ trước 1.",
    "khong-ten.csv: chưa điền.",
    "so-tai-chinh.csv: có lỗi 1 dòng, không ghi dòng nào của tệp này.",
    "so-cong-thuong.csv: có lỗi 1 dòng, không ghi dòng nào của tệp này.",
    "som.csv: có lỗi 1 dòng, không ghi dòng nào của tệp này.",
}


def test_each_file_of_a_folder_is_recorded_or_named_with_what_is_wrong(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = folder(here, **MIXED)
    (made / "cu.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1"))
    strays = ("~$so-y-te.xlsx", "._so-y-te.csv", "thu.docx", "con")
    for name in strays[:3]:
        (made / name).write_bytes(b"x")
    (made / "con").mkdir()
    assert main(["record", "--from", "bang"]) == 1
    out, err = capsys.readouterr()
    # The copy comes first in the order of names, so that it is recorded and the original's row is the one known.
    assert recorded(here) == ["II.2/ke-hoach@so-tu-phap progress", "ke-hoach@so-y-te done"]
    assert len(log_files(here)) == 2
    told = {line.removeprefix("- ").removeprefix("bang/") for line in out.splitlines()}
    assert {"ban-sao.csv: ghi 1.", "so-y-te.csv: ghi 1, đã ghi từ trước 1."} | SAID <= told | SAID
    assert {line for line in SAID if "có lỗi" in line or "chưa điền" in line} <= told
    for words in ("xong rồi nhé", "hôm kia", "chưa ghi nhận đã gửi", "trước ngày chốt số liệu"):
        assert words in out
    assert "cu.xls: Tệp bang/cu.xls là tệp Excel đời cũ (.xls) hoặc có mật khẩu" in out
    assert "bang: không đọc 4 mục (" in err
    assert all(name in err for name in strays)
    assert "Chưa ghi gì của 4 tệp có lỗi" in err


def test_the_same_again_records_nothing_twice(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder(here, a=GOOD.format("SYT"), b=GOOD.format("STP"))
    assert main(["record", "--from", "bang"]) == 0
    before = log_files(here)
    assert len(before) == 2
    capsys.readouterr()
    assert main(["record", "--from", "bang/b.csv", "--from", "bang", "--from", "bang/a.csv"]) == 0
    out = capsys.readouterr().out
    assert out.index("b.csv: đã ghi từ trước 1") < out.index("a.csv: đã ghi từ trước 1")
    assert (out.count("a.csv"), log_files(here)) == (1, before)


def test_a_dry_run_says_the_same_and_writes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder(here, **MIXED)
    assert main(["record", "--from", "bang", "--dry-run"]) == 1
    dry, _ = capsys.readouterr()
    assert recorded(here) == []
    assert main(["record", "--from", "bang"]) == 1
    wet, _ = capsys.readouterr()
    assert dry.splitlines()[1:] == wet.splitlines()[1:]
    assert dry.startswith("Chạy thử, chưa ghi gì. Sẽ ghi 2 sự kiện từ 2/6 tệp.")


def test_what_is_doubtful_is_recorded_if_it_is_confirmed(here: Path) -> None:
    folder(here, som=MIXED["som"], b=GOOD.format("STP"))
    assert main(["record", "--from", "bang", "--confirm"]) == 0
    assert len(recorded(here)) == 2


@pytest.mark.parametrize("names", [["trong"], ["-", "a.csv"], ["khong-co.csv", "a.csv"]])
def test_nothing_to_read_is_said(here: Path, capsys: pytest.CaptureFixture[str], names: Sequence[str]) -> None:
    (here / "trong").mkdir()
    (here / "a.csv").write_text(HEAD, encoding="utf-8")
    assert main(["record", *(word for name in names for word in ("--from", name))]) in (1, 2, 3)
    out, err = capsys.readouterr()
    assert any(words in out + err for words in ("Không có bảng nào trong trong", "«-»", "khong-co.csv: Không đọc được"))
    assert recorded(here) == []


def indexed_events(here: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> int:
    """Return how many events are put into an index when `count` files with two rows, one of them bad, are looked at."""
    rows = "ke-hoach,SYT,đang thực hiện,{0}/5/2026,,lần {0}\nke-hoach,SYT,đã hoàn thành,{0}/2/2027,,\n"
    for n in range(1, count + 1):
        (here / f"{n:02}.csv").write_text(HEAD + rows.format(n), encoding="utf-8")
    added, real = [0], LogIndex.add

    def add(self: LogIndex, events: Iterable[Event]) -> None:
        several = [*events]
        added[0] += len(several)
        real(self, several)

    options = ["--dry-run", "--skip-bad", "-o", "con-lai.xlsx"]
    with monkeypatch.context() as patch:
        patch.setattr(LogIndex, "add", add)
        argv = [word for n in range(1, count + 1) for word in ("--from", f"{n:02}.csv")]
        assert main(["record", *argv, *options]) == 1
    return added[0]


def test_each_file_more_is_as_much_work_as_the_one_before(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few, more, most = (indexed_events(here, monkeypatch, count) for count in (2, 8, 14))
    assert more - few == most - more > 0


# Who has sent nothing


def test_those_who_owe_something_and_stand_in_no_file_are_named() -> None:
    plan = shipped_plan()
    states = judge(plan, (), as_of=NOW.date(), known_at=None)
    communes = {agency.id for agency in plan.agencies.values() if agency.kind.value == "commune"}
    owing = {verdict.obligation.agency.id for verdict in states.verdicts}
    assert missing_sentence(states, owing) == ""
    sentence = missing_sentence(states, owing - communes)
    assert sentence == "Chưa thấy bảng của: 75 xã, phường."
    # Whatever is shorter is named: those who have sent nothing, or the few who have.
    few = {"phuong-to-hieu", "xa-muong-leo"}
    sentence = missing_sentence(states, owing - communes | few)
    assert sentence == "Chưa thấy bảng của: 73 xã, phường (trừ phường Tô Hiệu, xã Mường Lèo)."
    two = {"so-y-te", "so-tu-phap"}
    assert missing_sentence(states, owing - two) == "Chưa thấy bảng của: 2 sở, ban, ngành (Sở Tư pháp, Sở Y tế)."
    assert missing_sentence(states, owing - {plan.coordinator}) == "", "the coordinator sends itself nothing"


def test_a_folder_tells_who_has_sent_nothing_and_files_alone_do_not(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = folder(here, a=GOOD.format("SYT"), b=GOOD.format("STP"), khong_dien="ke-hoach,Sở Tài chính,,,,\n")
    # Whatever stands in it, the file of an agency came back.
    (made / "so-xay-dung.xlsx").write_bytes(b"PK")
    assert main(["record", "--dry-run", "--from", "bang/a.csv", "--from", "bang/b.csv"]) == 0
    assert "Chưa thấy bảng" not in capsys.readouterr().out
    assert main(["record", "--dry-run", "--from", "bang"]) == 1
    sentence = capsys.readouterr().out.partition("Chưa thấy bảng của: ")[2]
    assert "Sở Công Thương" in sentence
    assert not any(name in sentence for name in ("Sở Y tế", "Sở Tư pháp", "Sở Xây dựng", "Sở Tài chính", "Sở Nội vụ"))


# What happens in between


class Interrupted(Recorder):
    """A recorder whose second recording is interrupted, before or after its file is there."""

    after = False
    count = 0

    def record(self, drafts: Sequence[Draft], **options: object) -> Recording:
        self.count += 1
        if self.count == 2 and not self.after:
            raise KeyboardInterrupt
        done = super().record(drafts, **options)  # type: ignore[arg-type]  # as they come
        if self.count == 2:
            raise KeyboardInterrupt
        return done


class Overtaken(Recorder):
    """A recorder that finds what another person took back between the look and the writing."""

    def record(self, drafts: Sequence[Draft], **options: object) -> Recording:
        target = read_events(FolderSource(self.journal.root))[0]
        retraction = Draft(NOW.date(), target.item, target.agency, EventKind.RETRACTED, note="nhầm", target=target.id)
        Recorder(Journal(self.journal.root), self.plan).record([retraction], now=NOW)
        return super().record(drafts, **options)  # type: ignore[arg-type]  # as they come


def session(root: Path, kind: type[Recorder]) -> Session:
    opened = open_session(str(root), None)
    return replace(opened, recorder=kind(Journal(root), opened.plan))


@pytest.mark.parametrize("after", [False, True])
def test_an_interruption_says_what_is_recorded(here: Path, capsys: pytest.CaptureFixture[str], *, after: bool) -> None:
    folder(here, a=GOOD.format("SYT"), b=GOOD.format("STP"), c=GOOD.format("SXD"))
    opened = session(here, Interrupted)
    assert isinstance(opened.recorder, Interrupted)
    opened.recorder.after = after
    files = [read_sheet(opened, f"bang/{name}.csv") for name in "abc"]
    with pytest.raises(KeyboardInterrupt):
        record_files(opened, files, RECORD, asks_who=False)
    out, err = capsys.readouterr()
    done = "2 tệp (bang/a.csv, bang/b.csv); chưa ghi 1" if after else "1 tệp (bang/a.csv); chưa ghi 2"
    assert (out, f"Dừng giữa chừng. Đã ghi xong {done} tệp (" in err) == ("", True), err
    assert len(recorded(here)) == (2 if after else 1)


def test_what_others_recorded_meanwhile_keeps_a_file_back(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", "ke-hoach", "--agency", "STP", "--done", "--date", "1/6/2026", "--document", "4/KH"]) == 0
    folder(here, a="ke-hoach,STP,yêu cầu bổ sung,2/6/2026,,thiếu phụ lục\n")
    opened = session(here, Overtaken)
    capsys.readouterr()
    assert record_files(opened, [read_sheet(opened, "bang/a.csv")], RECORD, asks_who=False) == 1
    out, err = capsys.readouterr()
    assert "chưa ghi nhận đã gửi" in out
    assert "→" not in out, "what was expected has not come"
    assert "Chưa ghi gì của 1 tệp có lỗi: bang/a.csv" in err
    assert recorded(here) == ["ke-hoach@so-tu-phap done", "ke-hoach@so-tu-phap retracted"]


def test_bad_rows_that_were_put_aside_stay_counted_when_others_keep_the_file_back(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["record", "ke-hoach", "--agency", "STP", "--done", "--date", "1/6/2026", "--document", "4/KH"]) == 0
    bad, asked = "ke-hoach,SYT,đã hoàn thành,31/6/2026,,x\n", "ke-hoach,STP,yêu cầu bổ sung,2/6/2026,,thiếu phụ lục\n"
    folder(here, a=bad + asked + GOOD.format("SXD"), b=bad)
    opened = session(here, Overtaken)
    capsys.readouterr()
    files = [read_sheet(opened, f"bang/{name}.csv") for name in "ab"]
    assert record_files(opened, files, RECORD._replace(put_aside="con-lai.xlsx"), asks_who=False) == 1
    out, err = capsys.readouterr()
    words = " ".join(out.split())
    assert "a.csv: có lỗi 2 dòng, 1 dòng trong đó đã chép ra để sửa, các dòng khác của tệp chưa ghi." in words
    assert "«31/6/2026» không phải là một ngày" in words
    assert "chưa ghi nhận đã gửi" in words
    assert "b.csv: có lỗi 1 dòng." in words
    assert "2 dòng có lỗi đã chép vào con-lai.xlsx" in words
    assert "Chưa ghi gì của 1 tệp có lỗi: bang/a.csv." in err
    assert "đặt tên khác sau -o vì đã có con-lai.xlsx" in err
    assert recorded(here) == ["ke-hoach@so-tu-phap done", "ke-hoach@so-tu-phap retracted"]


def test_the_log_is_read_once_for_all_files(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["record", "ke-hoach", "--agency", "ubnd-cap-xa", "--done", "--date", "1/6/2026", "--note", "x"]) == 0
    names = [agency.name for agency in shipped_plan().agencies.values() if agency.kind.value == "department"]
    folder(here, **{f"a{number:02}": GOOD.format(f'"{name}"') for number, name in enumerate(names)})
    read: list[str] = []
    read_whole = Journal._read_new_files

    def count(journal: Journal) -> None:
        before = journal._read_names
        read_whole(journal)
        read.extend(path for names in journal._read_names.values() for path in names if before != journal._read_names)

    monkeypatch.setattr(Journal, "_read_new_files", count)
    assert main(["record", "--from", "bang"]) == 0
    assert len(log_files(here)) == 1 + len(names)
    assert len(read) == 1
