"""Evidence that a user names: addresses, files below the plan's folder, and what is neither."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.drafts import BadEvidence, EvidenceFault
from papi_cli.log.events import Evidence
from papi_cli.store.evidence import find_evidence, read_evidence_files
from papi_cli.store.file_names import own_name
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.views.refusals import bad_evidence_sentence
from tests.tree import planted


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "plan").mkdir()
    return tmp_path


@pytest.mark.parametrize("address", ["http://a.vn/x", "https://a.vn/x", "HTTPS://a.vn/x"])
def test_an_address_is_kept_as_it_is(root: Path, address: str) -> None:
    assert find_evidence(f" {address} ", root=root, here=root) == Evidence(url=address)


def evidence_path(words: str, root: Path, here: Path) -> str:
    evidence = find_evidence(words, root=root, here=here)
    assert isinstance(evidence, Evidence)
    return evidence.path


def test_a_path_is_taken_from_here_and_else_from_the_root(root: Path) -> None:
    here = root / "minh-chung"
    here.mkdir()
    for folder, name, text in ((root, "a.pdf", "root"), (here, "a.pdf", "here"), (root, "b.pdf", "b")):
        (folder / name).write_text(text)
    checksum = {text: hashlib.sha256(text.encode()).hexdigest() for text in ("root", "here", "b")}
    for words, evidence in (
        ("a.pdf", Evidence("", "minh-chung/a.pdf", checksum["here"])),
        ("b.pdf", Evidence("", "b.pdf", checksum["b"])),
        ("minh-chung/a.pdf", Evidence("", "minh-chung/a.pdf", checksum["here"])),
        (str(root / "a.pdf"), Evidence("", "a.pdf", checksum["root"])),
    ):
        assert find_evidence(words, root=root, here=here) == evidence


def test_a_path_from_elsewhere_is_taken_from_the_root(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (root / "a.pdf").write_text("a")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "b.pdf").write_text("b")
    assert evidence_path("a.pdf", root, elsewhere) == "a.pdf"
    outside = str(elsewhere / "b.pdf")
    for words, fault in (("b.pdf", EvidenceFault.NO_FILE), (outside, EvidenceFault.OUTSIDE_PLAN)):
        assert find_evidence(words, root=root, here=elsewhere) == BadEvidence(words, fault)


BAD_EVIDENCE = [
    ("ftp://a.vn/x", EvidenceFault.OTHER_SCHEME, "phải bắt đầu bằng http:// hoặc https://"),
    ("../a.pdf", EvidenceFault.PARENT_FOLDER, "không được chứa «..»"),
    ("a/../a.pdf", EvidenceFault.PARENT_FOLDER, "không được chứa «..»"),
    (".git/config", EvidenceFault.OUTSIDE_PLAN, "nằm ngoài thư mục"),
    ("khong-co.pdf", EvidenceFault.NO_FILE, "không có tệp này"),
    ("plan", EvidenceFault.NO_FILE, "không có tệp này"),
    ("link.pdf", EvidenceFault.THROUGH_LINK, "đi qua một liên kết"),
    ("linked/a.pdf", EvidenceFault.THROUGH_LINK, "đi qua một liên kết"),
]


def test_every_fault_of_evidence_has_an_example() -> None:
    assert {fault for _, fault, _ in BAD_EVIDENCE} == set(EvidenceFault)


@pytest.mark.parametrize(("words", "fault", "part"), BAD_EVIDENCE)
def test_words_that_name_no_evidence_have_a_sentence(root: Path, words: str, fault: EvidenceFault, part: str) -> None:
    for folder in (".git", "thật"):
        (root / folder).mkdir()
    for name in ("a.pdf", ".git/config", "thật/a.pdf"):
        (root / name).write_text("x")
    (root / "link.pdf").symlink_to(root / "a.pdf")
    (root / "linked").symlink_to(root / "thật")
    bad = find_evidence(words, root=root, here=root)
    assert bad == BadEvidence(words, fault)
    sentence = bad_evidence_sentence(BadEvidence(words, fault))
    assert sentence.startswith(f"Minh chứng «{words}»")
    assert part in sentence


def test_evidence_through_a_linked_root_is_inside(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (root / "a.pdf").write_text("a")
    link = tmp_path_factory.mktemp("links") / "kho"
    link.symlink_to(root)
    assert evidence_path(str(link / "a.pdf"), link, link) == "a.pdf"


def test_signs_that_show_nothing_are_no_part_of_evidence(root: Path) -> None:
    (root / "a.pdf").write_text("a")
    (root.parent / "a.pdf").write_text("outside")
    assert find_evidence("\ufeffhttps://a.vn/\u200bx\u200e", root=root, here=root) == Evidence(url="https://a.vn/x")
    assert evidence_path(f"\u202a{root}/a.pdf\u202c", root, root) == "a.pdf"  # as Windows copies a path
    assert evidence_path("a.\u200bpdf", root, root) == "a.pdf"
    outside = find_evidence("\u200e../a.pdf", root=root, here=root)
    assert outside == BadEvidence("../a.pdf", EvidenceFault.PARENT_FOLDER)


# A path is not a sentence


@pytest.mark.parametrize("length", [60, 300, 5_000])
def test_a_sentence_is_no_file_however_long(root: Path, length: int) -> None:
    sentence = "đã gửi " * (length // 7)
    assert find_evidence(sentence, root=root, here=root) == BadEvidence(sentence.strip(), EvidenceFault.NO_FILE)


NAMES = [
    "Báo cáo quý I.pdf",
    unicodedata.normalize("NFD", "Báo cáo quý I.pdf"),
    unicodedata.normalize("NFD", "Tài liệu/Đợt 1/Kế hoạch.pdf"),
    "Tài liệu/" + unicodedata.normalize("NFD", "Kế hoạch.pdf"),
    "hai  dấu cách.pdf",
    "có\u00a0dấu cách cứng.pdf",
    " đầu và cuối ",
    "bốn    dấu  cách/và\u202fhẹp.pdf",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", [None, "NFC", "NFD"])
def test_a_file_is_found_by_its_name_as_it_is_and_found_again(
    root: Path, name: str, form: Literal["NFC", "NFD"] | None
) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text("x")
    typed = unicodedata.normalize(form, name) if form else name
    found = find_evidence(typed, root=root, here=root)
    assert found == Evidence("", unicodedata.normalize("NFC", name), hashlib.sha256(b"x").hexdigest())
    assert isinstance(found, Evidence)
    assert read_evidence_files(root, [found]).checksums == {found.path: found.sha256}


def test_evidence_that_came_with_decomposed_names_is_found_again(root: Path) -> None:
    # As a copy from a Mac brings it, where the log has the name as git keeps it, and the other way round.
    composed, decomposed = (unicodedata.normalize(form, "Đợt 1/Kế hoạch.pdf") for form in ("NFC", "NFD"))
    for there, asked in ((decomposed, composed), (composed, decomposed)):
        folder = root / asked.encode().hex()
        (folder / there).parent.mkdir(parents=True)
        (folder / there).write_text(asked)
        assert read_evidence_files(folder, [Evidence(path=asked)]).checksums == {
            asked: hashlib.sha256(asked.encode()).hexdigest()
        }
    nowhere = [composed, "../" + root.name, "/etc/passwd", "a\0b", "a/" * 5000]
    found = read_evidence_files(root, [Evidence(path=path) for path in nowhere])
    assert found == (dict.fromkeys(nowhere), {}, frozenset())


def test_of_two_files_of_one_name_the_one_that_is_written_counts(root: Path) -> None:
    composed, decomposed = (unicodedata.normalize(form, "Kế hoạch.pdf") for form in ("NFC", "NFD"))
    (root / composed).write_text("NFC")
    (root / decomposed).write_text("NFD")
    assert (
        read_evidence_files(root, [Evidence(path=composed)]).checksums[composed] == hashlib.sha256(b"NFC").hexdigest()
    )


@pytest.mark.parametrize("name", [NAMES[1], NAMES[4], NAMES[5]])
def test_a_file_is_recorded_and_checked_from_options_and_sheets(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = planted(tmp_path)
    monkeypatch.setenv("PAPI_NOW", "2026-03-21T09:00+07:00")
    (root / name).write_text("x")
    done = ["record", "II.2/ke-hoach", "--agency", "STP", "--done", "--date", "12/3/2026", "--evidence", name]
    assert main([*done, "--plan", str(root)]) == 0
    sheet = tmp_path / "a.csv"
    sheet.write_text(f"Mã;Cơ quan;Kết quả;Ngày;Minh chứng\nke-hoach;Sở Y tế;đã hoàn thành;12/3/2026;{name}\n")
    assert main(["record", "--from", str(sheet), "--plan", str(root)]) == 0
    paths = {proof.path for event in read_events(FolderSource(root)) for proof in event.evidence}
    assert paths == {unicodedata.normalize("NFC", name)}
    capsys.readouterr()
    assert main(["check", "--plan", str(root)]) == 0
    assert "P404" not in (checked := capsys.readouterr().out)
    assert "P405" not in checked
    (root / name).write_text("y")
    assert main(["check", "--all", "--plan", str(root)]) == 0
    assert capsys.readouterr().out.count("P405") == 2


@pytest.mark.parametrize("words", ["a\nb.pdf", "a\tb.pdf", "a\u2028b.pdf", "a\x1bb.pdf"])
def test_a_path_of_several_lines_or_with_a_forbidden_sign_is_misuse(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = planted(tmp_path)
    done = ["record", "II.2/ke-hoach", "--agency", "STP", "--done", "--date", "12/3/2026", "--evidence", words]
    assert main([*done, "--plan", str(root)]) == 2
    assert "--evidence" in capsys.readouterr().err


def test_evidence_that_cannot_be_read_is_not_said_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(planted(tmp_path))
    done = ["record", "ke-hoach", "--agency", "SYT", "--done", "--date", "24/02/2026"]
    for name in ("có.pdf", "mất.pdf"):
        (tmp_path / name).write_text("1", encoding="utf-8")
        assert main([*done, "--evidence", name, "--by", name]) == 0
    (tmp_path / "mất.pdf").unlink()
    # A way that leads round in circles is refused to every user, root too.
    (tmp_path / "có.pdf").unlink()
    (tmp_path / "có.pdf").symlink_to("có.pdf")
    capfd.readouterr()
    assert main(["check", "--all"]) == 0
    said = capfd.readouterr().out
    assert re.search(
        r"\[P404\]: không đọc được tệp minh chứng «có.pdf» nên không biết còn nguyên hay không: các liên kết", said
    )
    assert "[P404]: không còn tệp minh chứng «mất.pdf»" in said


# The name is the file's own, however it was typed


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("minh-chung/bao-cao.pdf", "Minh-Chung/Bao-Cao.PDF"),
        ("Minh-Chung\\Bao-Cao.PDF", "Minh-Chung/Bao-Cao.PDF"),
        (".\\minh-chung\\bao-cao.pdf. ", "Minh-Chung/Bao-Cao.PDF"),
        ("Minh-Chung. /Bao-Cao.PDF...", "Minh-Chung/Bao-Cao.PDF"),
        (unicodedata.normalize("NFD", "minh-chung\\kế HOẠCH.pdf"), "Minh-Chung/Kế hoạch.pdf"),
    ],
)
def test_evidence_has_the_name_that_the_disk_has(root: Path, typed: str, path: str) -> None:
    (root / "Minh-Chung").mkdir()
    for name in ("Minh-Chung/Bao-Cao.PDF", "Minh-Chung/Kế hoạch.pdf", "Minh-Chung/Bao-Cao-2.PDF"):
        (root / name).write_text(name)
    expected = Evidence(path=path, sha256=hashlib.sha256(path.encode()).hexdigest())
    assert find_evidence(typed, root=root, here=root) == expected
    assert find_evidence(f"{root}/{typed}", root=root, here=root.parent) == expected


def test_a_name_that_is_there_as_typed_comes_first_and_none_is_guessed(root: Path) -> None:
    for name in ("Hai.pdf", "hai.pdf"):
        (root / name).write_text(name)
    if os.name == "nt" or len(list(root.glob("*.pdf"))) == 1:
        pytest.skip("the system takes two of these names for one")
    (root / "a\\b.pdf").write_text("a")
    (root / "a").mkdir()
    (root / "a" / "b.pdf").write_text("b")
    assert evidence_path("a\\b.pdf", root, root) == "a\\b.pdf"
    assert evidence_path("A\\b.pdf", root, root) == "a\\b.pdf"
    assert evidence_path("hai.pdf", root, root) == "hai.pdf"
    assert find_evidence("HAI.pdf", root=root, here=root) == BadEvidence("HAI.pdf", EvidenceFault.NO_FILE)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        *((f"{name}/config", EvidenceFault.OUTSIDE_PLAN) for name in (".GIT", ".Git.", ".git ", "git~1", ".g\u200cit")),
        ("minh-chung\\.GIT\\config", EvidenceFault.OUTSIDE_PLAN),
        (".git::$INDEX_ALLOCATION/config", EvidenceFault.OUTSIDE_PLAN),
        ("minh-chung\\..\\..\\a.pdf", EvidenceFault.PARENT_FOLDER),
        ("a.pdf:x", EvidenceFault.NO_FILE),
        ("a.pdf::$DATA", EvidenceFault.NO_FILE),
        ("C:\\Bao cao\\a.pdf", EvidenceFault.OUTSIDE_PLAN if os.name == "nt" else EvidenceFault.NO_FILE),
    ],
)
def test_no_spelling_leads_out_of_what_git_keeps(root: Path, words: str, fault: EvidenceFault) -> None:
    (root / "a.pdf").write_text("a")
    for folder in (root, root / "minh-chung"):
        for name in (".git", ".GIT", ".Git.", ".git ", "git~1", ".g\u200cit", ".git::$INDEX_ALLOCATION"):
            with suppress(OSError):
                (folder / name).mkdir(parents=True, exist_ok=True)
                (folder / name / "config").write_text("x")
    found = find_evidence(words, root=root, here=root)
    assert isinstance(found, BadEvidence)
    assert found.fault is fault


def test_a_short_name_is_the_file_that_the_system_says_and_a_stream_is_none() -> None:
    names = ("Báo cáo quý I.pdf", "khác.pdf")
    assert own_name("BAO-CA~1.PDF", names, "Báo cáo quý I.pdf".__eq__) == "Báo cáo quý I.pdf"
    assert own_name("BAO-CA~1.PDF:x", names, "Báo cáo quý I.pdf".__eq__) is None
    assert own_name("BAO-CA~9.PDF", names, "".__eq__) is None


def test_a_sheet_may_name_evidence_as_windows_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = planted(tmp_path / "kho")
    monkeypatch.setenv("PAPI_NOW", "2026-06-21T09:00+07:00")
    (root / "minh-chung").mkdir()
    (root / "minh-chung" / "Bao-Cao.PDF").write_text("x")
    sheet = tmp_path / "a.csv"
    sheet.write_text(
        "Mã;Cơ quan;Kết quả;Ngày;Minh chứng\nke-hoach;Sở Y tế;đã hoàn thành;12/3/2026;minh-chung\\bao-cao.pdf\n"
    )
    assert main(["record", "--from", str(sheet), "--plan", str(root)]) == 0
    paths = {proof.path for event in read_events(FolderSource(root)) for proof in event.evidence}
    assert paths == {"minh-chung/Bao-Cao.PDF"}
