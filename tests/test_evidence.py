"""Evidence that a user names: addresses, files below the plan's folder, and what is neither."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from papi_cli.log.drafts import BadEvidence, EvidenceFault
from papi_cli.log.events import Evidence
from papi_cli.store.evidence import find_evidence
from papi_cli.views.refusals import bad_evidence_sentence


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
