"""papi verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from papi_cli.cli.options import shared
from papi_cli.cli.options.shared import PrintOptions, SeveralOptions
from papi_cli.cli.output import print_answer
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from papi_cli.cli.inputs import Inputs
    from papi_cli.log.events import Event
    from papi_cli.plan.closings import Closing
    from papi_cli.views.reports.altered_text import Wording
    from papi_cli.views.reports.provenance import Fingerprints, Provenance
    from papi_cli.views.reports.several_verifications import SeveralVerifications
    from papi_cli.views.reports.snapshot import ReportBasis
    from papi_cli.views.reports.statement import LogThen, Statement, StatementAnswer, StatementCheck
    from papi_cli.views.reports.verification import VerificationAnswer

_EXAMPLES = """
papi verify bao-cao.docx
papi verify bao-cao.docx --at v1
papi verify bao-cao.html --format json
"""


@papi_command("verify", examples=_EXAMPLES)
def command(
    file: Annotated[
        str, typer.Argument(metavar="TỆP", help="Văn bản đã lập: .docx, .html, .md; đã chuyển dạng: .odt, .txt.")
    ],
    print_options: PrintOptions,
    at: shared.AtOption = None,
    plans: shared.PlansOption = None,
) -> int:
    """Đối chiếu một văn bản đã lập với kế hoạch và sổ theo dõi hiện nay; thoát với mã 1 khi đã khác hoặc không biết được."""
    answer = _verify(file, SeveralOptions(at=at, plans=plans))
    print_answer(print_options, answer)
    return ExitCode.OK if answer.is_unchanged else ExitCode.FOUND


def _verify(file: str, options: SeveralOptions) -> VerificationAnswer | SeveralVerifications | StatementAnswer:
    """Compare the data embedded in `file` with plan and log, of a letter about several plans with each.

    Of a file that has lost them, compare what its properties or its printed line say. Raises Failure for a file that says
    nothing, Misuse if a plan that it is about is not among those named.
    """
    from papi_cli.cli.asking.several import load_all
    from papi_cli.documents.metadata import MAX_BYTES, read_metadata
    from papi_cli.problems import Failure
    from papi_cli.store.reading import read_input_file
    from papi_cli.views.reports.provenance import read_provenances
    from papi_cli.views.reports.several_verifications import SeveralVerifications

    raw = read_input_file(Path(file), most_bytes=MAX_BYTES)
    if len(raw) > MAX_BYTES:
        raise Failure(
            f"Tệp {file} lớn hơn 50 MB nên không đối chiếu. Chọn đúng tệp, hoặc bỏ bớt hình ảnh trong văn bản."
        )
    metadata = read_metadata(raw)
    provenances = read_provenances(metadata.data) if metadata else ()
    if metadata is None or not provenances:
        return _verify_statements(raw, load_all(options), file)
    pairs = _plans_of(provenances, load_all(options))
    answers = tuple(_verify_one(provenance, inputs, file) for provenance, inputs in pairs)
    wording = _compare_words(metadata.data, raw)
    return answers[0]._replace(wording=wording) if len(answers) == 1 else SeveralVerifications(answers, file, wording)


def _compare_words(data: Mapping[str, object], raw: bytes) -> Wording:
    """Compare what the file says with what it said when papi wrote it, which it carries in `data`."""
    from papi_cli.documents.reading_back import UnreadableText, read_blocks
    from papi_cli.documents.tree import DialectError
    from papi_cli.views.reports.alignment import TooMuchAlike
    from papi_cli.views.reports.alterations import find_alterations
    from papi_cli.views.reports.altered_text import Uncompared, Wording
    from papi_cli.views.reports.printed import TEXT_KEY, unpack_blocks

    written = unpack_blocks(data.get(TEXT_KEY))
    if written is None:
        return Wording(uncompared=Uncompared.DAMAGED if data.get(TEXT_KEY) else Uncompared.EARLIER)
    try:
        return Wording(find_alterations(written, read_blocks(raw)))
    except UnreadableText:
        return Wording(uncompared=Uncompared.UNREADABLE)
    except DialectError as error:
        return Wording(uncompared=Uncompared.UNREADABLE, line=error.line, detail=error.sentence)
    except TooMuchAlike:
        return Wording(uncompared=Uncompared.TOO_LONG)


def _plans_of(provenances: Sequence[Provenance], all_inputs: Sequence[Inputs]) -> tuple[tuple[Provenance, Inputs], ...]:
    """Return each part of a document with the plan that it is of; raises Misuse if one is not there."""
    from papi_cli.problems import Misuse
    from papi_cli.text import join_words

    if len(provenances) == len(all_inputs) == 1:
        return ((provenances[0], all_inputs[0]),)
    found = [
        (provenance, next((one for one in all_inputs if provenance.is_of_plan(one.plan)), None))
        for provenance in provenances
    ]
    missing = [f"«{provenance.plan_name}»" for provenance, inputs in found if inputs is None and provenance.plan_name]
    if missing:
        raise Misuse(
            f"Văn bản lập từ {len(provenances)} kế hoạch; chưa nêu {join_words(missing)}. Thêm --plan với thư mục của từng kế hoạch."
        )
    matched = tuple((provenance, inputs) for provenance, inputs in found if inputs is not None)
    if not matched:
        raise Misuse("Văn bản không lập từ kế hoạch nào đã nêu. Thêm --plan với thư mục của kế hoạch ấy.")
    return matched


def _verify_one(provenance: Provenance, inputs: Inputs, file: str) -> VerificationAnswer:
    from dataclasses import replace

    from papi_cli.cli.closings.closed import closed_inputs
    from papi_cli.problems import Failure
    from papi_cli.views.reports.snapshot import build_report_basis
    from papi_cli.views.reports.verification import VerificationAnswer, verify

    closing = _closing_of_document(inputs, provenance)
    if closing is not None:
        inputs = closed_inputs(inputs, closing)
    plan = inputs.versions.on(provenance.as_of, provenance.known_until)
    period = next((period for period in plan.periods if period.id == provenance.period), None)
    if provenance.period and period is None:
        raise Failure(f"Kế hoạch không còn kỳ báo cáo «{provenance.period}» của văn bản, nên không đối chiếu được.")
    basis = build_report_basis(
        lambda day: inputs.versions.on(day, provenance.known_until),
        inputs.events,
        as_of=provenance.as_of,
        known_at=provenance.known_until,
        period=period,
    )
    basis = replace(basis, closing=closing)
    return VerificationAnswer(verify(provenance, basis, _present_fingerprints(provenance, inputs, basis)), basis, file)


def _verify_statements(raw: bytes, all_inputs: Sequence[Inputs], file: str) -> StatementAnswer:
    """Compare what a file without data says of its plans and logs; raises Failure for one that says nothing."""
    from papi_cli.documents.other_files import look_into
    from papi_cli.problems import Failure
    from papi_cli.views.reports.statement import StatementAnswer, statement_of, statements_in

    seen = look_into(raw)
    stated = statement_of(seen.properties)
    statements = (stated,) if stated else statements_in(seen.text, all_inputs[0].plan.zone)
    if not statements:
        raise Failure(f"Tệp {file} {_NOTHING_STATED[seen.kind.value]}")
    return StatementAnswer(tuple(_check_statement(statement, all_inputs) for statement in statements), file)


_NOTHING_STATED = {
    "text": "không mang dữ liệu gốc mà papi ghi kèm, hoặc dữ liệu ấy đã hỏng; cũng không có dòng «Văn bản lập từ dữ liệu theo "
    "dõi: …», chỉ in khi lập với --provenance-line. Không biết được gì về văn bản này: đối chiếu tệp gốc mà papi đã ghi, hoặc "
    "lập lại văn bản.",
    "pdf": "là PDF, không mang dữ liệu gốc mà papi ghi kèm, và papi không đọc chữ trong PDF. Đối chiếu tệp gốc (.docx, .html, .md); "
    "không còn thì chép hết chữ của PDF vào một tệp .txt (hoặc chạy pdftotext) rồi đối chiếu tệp ấy.",
    "old_word": "là văn bản Word kiểu cũ (.doc, .rtf), không mang dữ liệu gốc mà papi ghi kèm. Mở trong Word, lưu lại theo dạng "
    ".docx rồi đối chiếu; hoặc đối chiếu tệp gốc mà papi đã ghi.",
    "other": "không mang dữ liệu gốc mà papi ghi kèm, và không phải là văn bản đọc được: chỉ đối chiếu được tệp Word (.docx), HTML, "
    "Markdown, ODT, chữ thường (.txt).",
}


def _check_statement(statement: Statement, all_inputs: Sequence[Inputs]) -> StatementCheck:
    """Hold a statement against the plan whose fingerprint it names, else against the only one."""
    from papi_cli.views.reports.statement import LogThen, StatementCheck

    of_plan = [one for one in all_inputs if one.plan.fingerprint.startswith(statement.plan)]
    inputs = next(iter(of_plan or (all_inputs if len(all_inputs) == 1 else ())), None)
    log = _log_then(statement, inputs) if inputs else LogThen.OTHER
    return StatementCheck(
        statement, bool(of_plan), log, inputs.plan.short_name if inputs and len(all_inputs) > 1 else ""
    )


def _log_then(statement: Statement, inputs: Inputs) -> LogThen:
    """Return what has become of the log of a statement: of today, of its newest record, of the closing of its day."""
    from papi_cli.cli.closings.closed import closed_inputs
    from papi_cli.log.events import events_known_at, log_fingerprint
    from papi_cli.problems import Failure
    from papi_cli.store.closings import read_closings
    from papi_cli.views.reports.statement import LogThen

    def is_that(events: Sequence[Event]) -> bool:
        return log_fingerprint(events).startswith(statement.log)

    if is_that(inputs.events):
        return LogThen.SAME
    if statement.closed_on:
        for closing in read_closings(inputs.source).closings:
            try:
                if closing.closed_at.date() == statement.closed_on and is_that(closed_inputs(inputs, closing).events):
                    return LogThen.SAME
            except Failure:
                continue
    if statement.known_until and is_that(events_known_at(inputs.events, statement.known_until)):
        return LogThen.GROWN
    return LogThen.OTHER


def _closing_of_document(inputs: Inputs, provenance: Provenance) -> Closing | None:
    """Return the closing on which the document rests; None for a document on none, or if it is not in force any more.

    A period that was opened again, or closed once more, is compared as it is today.
    """
    if provenance.closed_at is None:
        return None
    from papi_cli.store.closings import read_closings

    closing = read_closings(inputs.source).of(provenance.period)
    return closing if closing and closing.closed_at == provenance.closed_at else None


def _present_fingerprints(provenance: Provenance, inputs: Inputs, basis: ReportBasis) -> Fingerprints:
    """Return the fingerprints of plan, log and templates as they are, of the kinds that the document carries.

    The ids of which an earlier document has a fingerprint stand for what events say only if each is that of its content:
    raises BrokenFiles if one is not.
    """
    from papi_cli.log.events import fingerprint_of_ids
    from papi_cli.problems import BrokenFiles, errors_of
    from papi_cli.store.document_inputs import read_template_files
    from papi_cli.store.reading import fingerprint_of_every_yaml, read_log_files
    from papi_cli.store.sources import folder_of
    from papi_cli.views.reports.provenance import Fingerprints

    plan = inputs.plan.fingerprint
    if not provenance.is_earlier:
        return Fingerprints(plan, basis.log_fingerprint, read_template_files(inputs.source).fingerprint)
    if errors := errors_of(read_log_files(inputs.source).problems):
        raise BrokenFiles(errors, folder_of(inputs.source))
    # The two kinds differ only where a file that is not read lies beside the plan, now or when the document was made.
    if plan != provenance.fingerprints.plan:
        plan = fingerprint_of_every_yaml(inputs.source)
    return Fingerprints(plan, fingerprint_of_ids(basis.events), None)
