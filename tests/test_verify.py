"""What documents rest on is held against plan, log and templates: contents, whatever ids and fingerprints claim."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from papi_cli.cli.program.door import main
from papi_cli.documents.metadata import DocumentMetadata, read_metadata
from papi_cli.log.events import Event, encode_log, fingerprint_of_ids
from papi_cli.store.document_inputs import read_template_files
from papi_cli.store.reading import fingerprint_of_every_yaml
from papi_cli.store.sources import FolderSource
from papi_cli.views.page import Paragraph
from papi_cli.views.reports.document_specs import DocumentSpec, summary_report
from papi_cli.views.reports.letterhead import IssueDetails
from papi_cli.views.reports.provenance import Fingerprints, Provenance, provenance_data, read_provenance
from papi_cli.views.reports.snapshot import ReportBasis, build_report_basis
from papi_cli.views.reports.verification import Verification, VerificationAnswer, verify
from tests.sample import event, events_of, shipped_plan
from tests.tree import CHECKOUT, planted

DAY = date(2026, 6, 10)
STORY = "progress 2026-05-04; done 2026-06-09; extended 2026-06-10 until=2026-07-01"
LOG = tuple(events_of(STORY, "bao-cao-6-thang@so-tu-phap"))


def basis_of(events: Iterable[Event]) -> ReportBasis:
    plan = shipped_plan()
    return build_report_basis(lambda _: plan, tuple(events), as_of=DAY, known_at=None, period=plan.periods[0])


def summary_of(basis: ReportBasis) -> DocumentSpec:
    return summary_report(basis, IssueDetails("", None, deputy=False))


def carried(basis: ReportBasis, *, earlier: bool = False) -> Provenance:
    """Return what a summary on `basis` carries, as this version or an earlier one writes it."""
    data = provenance_data(basis, summary_of(basis), templates="mẫu")
    if earlier:
        del data["templates"]
        data |= {"schema": "papi.document/1", "log": fingerprint_of_ids(basis.events)}
    provenance = read_provenance(data)
    assert provenance is not None
    return provenance


def present(basis: ReportBasis, *, earlier: bool = False) -> Fingerprints:
    if earlier:
        return Fingerprints(basis.plan.fingerprint, fingerprint_of_ids(basis.events), None)
    return Fingerprints(basis.plan.fingerprint, basis.log_fingerprint, "mẫu")


def verified(before: Iterable[Event], now: Iterable[Event], *, earlier: bool = False) -> Verification:
    basis = basis_of(now)
    return verify(carried(basis_of(before), earlier=earlier), basis, present(basis, earlier=earlier))


def altered(number: int, **changes: object) -> tuple[Event, ...]:
    """Return LOG with another content under the id of one of its events."""
    other = msgspec.structs.replace(LOG[number], **changes)
    return (*LOG[:number], other, *LOG[number + 1 :])


def words(verification: Verification) -> str:
    page = VerificationAnswer(verification, basis_of(LOG), "bao-cao.docx").page()
    return "\n".join(block.text for block in page if isinstance(block, Paragraph))


# Contents


@pytest.mark.parametrize(
    "now",
    [
        altered(1, date=date(2026, 6, 10)),
        altered(0, note="đã hoàn thành"),
        altered(1, document="46/KH-UBND"),
        altered(1, by="người khác"),
        altered(1, evidence=()),
        LOG[1:],
        (*LOG, event("progress", "2026-05-05", note="thêm")),
    ],
    ids=["day", "note", "document", "by", "evidence", "removed", "added"],
)
def test_the_log_is_another_one_if_any_event_says_something_else(now: tuple[Event, ...]) -> None:
    verification = verified(LOG, now)
    assert not verification.same_log
    assert not verification.is_unchanged
    assert "Sổ theo dõi: đã thay đổi." in words(verification)


def test_the_order_of_files_makes_no_difference() -> None:
    verification = verified(LOG, LOG[::-1])
    assert verification.is_unchanged
    assert "Sổ theo dõi: như khi lập văn bản." in words(verification)


# Documents of earlier versions


def test_an_earlier_document_on_an_unchanged_log_is_not_called_changed() -> None:
    verification = verified(LOG, LOG, earlier=True)
    assert verification.is_unchanged
    assert verification.same_templates is None
    text = words(verification)
    assert "Kế hoạch: như khi lập văn bản. Sổ theo dõi: như khi lập văn bản." in text
    assert "Mẫu văn bản: không rõ" in text
    assert "đã thay đổi" not in text


def test_states_are_compared_for_an_earlier_document_whose_ids_are_all_there() -> None:
    verification = verified(LOG, altered(1, date=date(2026, 6, 10), kind=LOG[0].kind), earlier=True)
    assert verification.same_log
    assert [difference.key.id for difference in verification.differences] == ["bao-cao-6-thang@so-tu-phap"]
    assert not verification.is_unchanged


def test_an_earlier_document_sees_a_log_with_other_ids() -> None:
    assert not verified(LOG, LOG[1:], earlier=True).same_log


# Every combination


@pytest.mark.parametrize(("plan", "log", "states", "earlier"), list(product([True, False], repeat=4)))
def test_page_json_and_exit_code_agree(plan: bool, log: bool, states: bool, earlier: bool) -> None:  # noqa: FBT001  # a truth table
    other = basis_of(LOG[:1])
    basis = basis_of(LOG)
    provenance = carried(basis if states else other, earlier=earlier)
    prints = present(basis, earlier=earlier)
    provenance = provenance._replace(
        fingerprints=prints._replace(plan=prints.plan if plan else "khác", log=prints.log if log else "khác")
    )
    verification = verify(provenance, basis, prints)
    answer = VerificationAnswer(verification, basis, "bao-cao.docx")
    contract, text = answer.json(), words(verification)
    assert verification.is_unchanged == contract["unchanged"] == (plan and log and states)
    assert contract["same"] == {"plan": plan, "log": log, "templates": None if earlier else True}
    assert (contract["document"]["log"] == contract["log"]) == log
    assert (contract["summary"] == {"changed": 0, "new": 0, "gone": 0}) == states == (not contract["obligations"])
    assert ("Kế hoạch: đã thay đổi." in text) == (not plan)
    assert ("Sổ theo dõi: đã thay đổi." in text) == (not log)
    assert ("Không đầu việc nào trong văn bản đổi tình trạng hay thời hạn." in text) == states
    assert ("1 đầu việc khác với văn bản." in text) == (not states)
    assert ("cách tính khác lập" in text) == (plan and log and not states)
    assert len(answer.rows().rows) == len(contract["obligations"])


# The command


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder with the shipped plan and a log."""
    root = planted(tmp_path / "r")
    (root / "plan" / "status" / "2026-06").mkdir(parents=True)
    (root / "plan" / "status" / "2026-06" / "log.jsonl").write_bytes(encode_log(LOG))
    return root


@pytest.fixture
def papi(root: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Answer]:
    def run(*argv: str) -> Answer:
        capfdbinary.readouterr()
        code = main([*argv, "--plan", str(root)])
        out, err = capfdbinary.readouterr()
        return Answer(code, out.decode(), err.decode())

    return run


Papi = Callable[..., Answer]


def reported(papi: Papi, folder: Path, suffix: str = ".md") -> Path:
    file = folder / f"bao-cao{suffix}"
    argv = ("report", "semiannual", "--agency", "STP", "--as-of", str(DAY), "-o", str(file))
    assert papi(*argv).code == 0
    return file


def contract_of(answer: Answer) -> dict[str, Any]:
    contract: dict[str, Any] = json.loads(answer.out)
    return contract


def test_a_document_whose_data_were_edited_is_told(papi: Papi, tmp_path: Path) -> None:
    file = reported(papi, tmp_path)
    text = file.read_text(encoding="utf-8")
    assert text.count('{"done_on_time 2026-06-09": ["so-tu-phap"]}') == 1
    file.write_text(text.replace("done_on_time 2026-06-09", "done_late 2026-06-09"), encoding="utf-8")
    answer = papi("verify", str(file))
    assert answer.code == 1
    assert "Kế hoạch: như khi lập văn bản. Sổ theo dõi: như khi lập văn bản." in answer.out
    assert "dữ liệu ghi kèm văn bản đã bị sửa" in answer.out
    assert contract_of(papi("verify", str(file), "--format", "json"))["unchanged"] is False


def as_earlier(file: Path, plan: str, log: str) -> None:
    """Make a Markdown document what an earlier version wrote."""
    metadata = read_metadata(file.read_bytes())
    assert metadata is not None
    text = file.read_text(encoding="utf-8")
    for key, value in (("schema", "papi.document/1"), ("plan", plan), ("log", log)):
        text = text.replace(f'"{key}": "{metadata.data[key]}"', f'"{key}": "{value}"')
    text = text.replace(f'"templates": "{metadata.data["templates"]}",\n', "")
    file.write_text(text, encoding="utf-8")
    assert "templates" not in (read_metadata(file.read_bytes()) or DocumentMetadata((), {"templates": ""})).data


def test_an_earlier_document_is_verified_by_its_own_kinds_of_fingerprints(
    root: Path, papi: Papi, tmp_path: Path
) -> None:
    file, stray = reported(papi, tmp_path), root / "plan" / "tasks (1).yaml"
    as_earlier(file, fingerprint_of_every_yaml(FolderSource(root)), fingerprint_of_ids(LOG))
    assert papi("verify", str(file)).code == 0
    # A file that is not read changes nothing, even for a document that would have had it in its fingerprint.
    stray.write_bytes(b"tasks: []\n")
    assert papi("verify", str(file)).code == 0
    plan = root / "plan" / "calendar.yaml"
    plan.write_bytes(plan.read_bytes() + b"# x\n")
    contract = contract_of(papi("verify", str(file), "--format", "json"))
    assert contract["same"] == {"plan": False, "log": True, "templates": None}
    assert contract["document"]["schema"] == "papi.document/1"


def test_an_earlier_document_made_beside_a_stray_file_is_not_called_changed(
    root: Path, papi: Papi, tmp_path: Path
) -> None:
    (root / "plan" / "tasks (1).yaml").write_bytes(b"tasks: []\n")
    file = reported(papi, tmp_path)
    as_earlier(file, fingerprint_of_every_yaml(FolderSource(root)), fingerprint_of_ids(LOG))
    assert papi("verify", str(file)).code == 0


def test_every_id_is_held_against_its_line_for_an_earlier_document(root: Path, papi: Papi, tmp_path: Path) -> None:
    file = reported(papi, tmp_path)
    as_earlier(file, fingerprint_of_every_yaml(FolderSource(root)), fingerprint_of_ids(LOG))
    # A note changes no state, and the name of the file vouches for the bytes as they now are.
    raw = encode_log(altered(0, note="khác"))
    (root / "plan" / "status" / "2026-06" / "log.jsonl").unlink()
    digits = hashlib.sha256(raw).hexdigest()[:16]
    (root / "plan" / "status" / "2026-05").mkdir()
    (root / "plan" / "status" / "2026-05" / f"20260504T100000.000000Z-{digits}.jsonl").write_bytes(raw)
    assert papi("verify", str(reported(papi, root))).code == 0
    answer = papi("verify", str(file))
    assert (answer.code, answer.out) == (1, "")
    assert "lỗi [P403]" in answer.err


# Templates


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
def test_every_format_carries_the_fingerprint_of_the_templates(
    suffix: str, root: Path, papi: Papi, tmp_path: Path
) -> None:
    metadata = read_metadata(reported(papi, tmp_path, suffix).read_bytes())
    assert metadata is not None
    expected = read_template_files(FolderSource(root)).fingerprint
    assert metadata.data["templates"] == dict(metadata.properties)["papi.templates"] == expected
    assert metadata.data["schema"] == "papi.document/2"


@pytest.mark.parametrize("name", ["agency.md.j2", "reminder.md.j2", "cua-minh.md.j2", "document.docx"])
def test_other_templates_are_a_remark_and_change_no_exit_code(
    name: str, root: Path, papi: Papi, tmp_path: Path
) -> None:
    file = reported(papi, tmp_path)
    assert "Mẫu văn bản: như khi lập văn bản." in papi("verify", str(file)).out
    own = root / "templates" / name
    own.parent.mkdir()
    own.write_bytes(b"Kh\xc3\xa1c.\n")
    answer = papi("verify", str(file))
    assert answer.code == 0
    assert "Mẫu văn bản: đã thay đổi; " in answer.out
    contract = contract_of(papi("verify", str(file), "--format", "json"))
    assert contract["same"] == {"plan": True, "log": True, "templates": False}
    assert contract["unchanged"] is True
    assert contract["document"]["templates"] != contract["templates"]


def test_the_templates_are_those_in_force_whatever_their_line_ends(root: Path) -> None:
    packaged = read_template_files(FolderSource(root))
    for path in (CHECKOUT / "templates").iterdir():
        if path.is_file():
            (root / "templates").mkdir(exist_ok=True)
            raw = path.read_bytes()
            (root / "templates" / path.name).write_bytes(raw.replace(b"\n", b"\r\n") if path.suffix == ".j2" else raw)
    assert read_template_files(FolderSource(root)).fingerprint == packaged.fingerprint
    (root / "templates" / "README.md").unlink()
    assert read_template_files(FolderSource(root)).fingerprint == packaged.fingerprint


@pytest.mark.parametrize(
    "name", ["._document.docx", "a-document.docx", "document.docx.bak", "._agency.md.j2", "agency.md.J2", "agency.md"]
)
def test_what_lies_beside_the_templates_is_not_read(name: str, root: Path, papi: Papi, tmp_path: Path) -> None:
    packaged = read_template_files(FolderSource(root))
    (root / "templates").mkdir()
    (root / "templates" / name).write_bytes(b"\x00\x05\xff")
    assert read_template_files(FolderSource(root)) == packaged
    reported(papi, tmp_path)


def test_what_lies_beside_narrative_is_not_read(root: Path, papi: Papi, tmp_path: Path) -> None:
    plain = reported(papi, tmp_path).read_bytes()
    folder = root / "plan" / "narrative" / "semiannual" / "so-tu-phap"
    folder.mkdir(parents=True)
    (folder / "._assessment.md").write_bytes(b"\x00\x05\xff")
    assert reported(papi, tmp_path).read_bytes() == plain


def test_what_people_write_is_in_no_fingerprint(root: Path, papi: Papi, tmp_path: Path) -> None:
    file = reported(papi, tmp_path)
    assert papi("report", "semiannual", "--agency", "STP", "--as-of", str(DAY), "--narrative").code == 0
    (section, *_) = (root / "plan" / "narrative").rglob("*.md")
    section.write_text("Lời mới.\n", encoding="utf-8")
    assert contract_of(papi("verify", str(file), "--format", "json"))["same"] == {
        "plan": True,
        "log": True,
        "templates": True,
    }


# The printed line

LINE = "Văn bản lập từ dữ liệu theo dõi"


def test_what_a_document_rests_on_is_printed_only_where_it_is_asked_for(papi: Papi) -> None:
    for words in (("report", "semiannual"), ("report", "tasks", "--agency", "STP"), ("remind",)):
        argv = (*words, "--as-of", str(DAY))
        plain, printed = papi(*argv).out, papi(*argv, "--provenance-line").out
        assert LINE not in plain
        assert "::: provenance" not in plain
        assert printed.count(LINE) == 1
        # All that the line says stands in the properties, which both have.
        properties = [text.partition("\n<!-- papi.")[2].partition("\n<!-- papi {")[0] for text in (plain, printed)]
        assert properties[0] == properties[1] != ""
