"""The documents of `papi report`: select, fill in, write."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from papi_cli.cli.closings.closed import (
    closed_inputs,
    closing_of,
    events_after,
    named_period,
    not_closed,
    tell_of_other_templates,
)
from papi_cli.cli.inputs import (
    Inputs,
    find_agency_there,
    load_inputs,
    parse_optional_day,
    warn_doubtful_events,
    warn_ignored_events,
)
from papi_cli.cli.options.documents import IssueOptions
from papi_cli.cli.options.shared import InputOptions
from papi_cli.cli.output import print_or_write, refuse_file_as_folder, with_progress_bar
from papi_cli.cli.screen import print_stderr
from papi_cli.documents.formats import DocumentFormat
from papi_cli.documents.press import Filling, Press, narrative_stubs
from papi_cli.plan.closings import Closing
from papi_cli.plan.model import Agency, Period, Plan
from papi_cli.plan.periods import due_period
from papi_cli.problems import Misuse
from papi_cli.store.document_inputs import narrative_folder
from papi_cli.store.sources import FolderSource
from papi_cli.store.writing import refuse_places_of_plans, write_files, write_missing
from papi_cli.text import day_text, join_words, match_key, nfc
from papi_cli.views.agency_phrases import open_group_sentence
from papi_cli.views.later_events import later_sentence
from papi_cli.views.readings import readings_of, readings_remark
from papi_cli.views.reports.agency_specs import agency_report, work_list
from papi_cli.views.reports.context import report_duty_codes
from papi_cli.views.reports.document_specs import (
    DocumentSpec,
    summary_report,
)
from papi_cli.views.reports.letterhead import IssueDetails
from papi_cli.views.reports.snapshot import ClosedBefore, ReportBasis, build_report_basis
from papi_cli.views.reports.wording import period_words

_WORK_LIST_KIND = "tasks"
_WORK_LIST_KINDS = (_WORK_LIST_KIND, "danh mục công việc")
_DUE_KINDS = ("due", "đến hạn")
_MAX_NUMBER_LENGTH = 60
_MAX_OFFICE_WORDS = 300


class DocumentBatch(NamedTuple):
    """The documents to write, and the data behind them; of letters about several plans, the `folders` of these plans."""

    inputs: Inputs
    report_basis: ReportBasis
    documents: tuple[DocumentSpec, ...]
    folders: tuple[str, ...] = ()


def prepare_reports(
    kind: str,
    agency_names: Sequence[str],
    options: InputOptions,
    issue_options: IssueOptions,
    *,
    every: bool,
    closed: bool = False,
) -> DocumentBatch | None:
    """Return one report per named agency, for all if `every`, else the summary.

    `kind` names a reporting period, the one that is due, or the list of an agency's work. `closed`: they rest on what the
    closing of the period froze; of the one that is due only if it is closed, which is said on stderr. None is returned if
    no period is due, and said there too. Raises Misuse for an unknown kind or agency, for an agency that has no such
    report, and for a bad number or day of issue; Failure for a period that is not closed, or where what was frozen is gone.
    """
    refuse_place(issue_options)
    inputs = load_inputs(options)
    asks_for_due = _asks_for_due_period(inputs.plan, kind)
    if asks_for_due:
        period = due_period(inputs.plan.periods, inputs.as_of)
        print_stderr(_due_period_sentence(inputs.plan, period, inputs.as_of))
        if period is None:
            return None
    else:
        period = _find_period(inputs.plan, kind)
    closing = None
    if closed:
        closing = _closing_to_report(inputs, period, options, may_be_open=asks_for_due)
    if closing is not None:
        tell_of_other_templates(inputs, closing)
        inputs = closed_inputs(inputs, closing)
        period = named_period(inputs.plan, closing.period)
    plan = inputs.plan
    agencies = (
        _reporting_agencies(plan, period)
        if every
        else [_find_reporting_agency(plan, period, name) for name in agency_names]
    )
    if period is None and not agencies:
        raise Misuse("Danh mục công việc là của một cơ quan: thêm --agency.")
    if period is not None and every and not agencies:
        raise Misuse(_not_owing(plan, period, "cơ quan nào"))
    details = parse_issue_details(issue_options, inputs.today)
    remark_early_issue(details, inputs.as_of)
    basis = build_basis(inputs, period, closing)
    if every and plan.ended:
        # One that took over from those that had sent theirs owes none.
        codes = _reporting_codes(plan, period)
        owing = {one.obligation.agency for one in basis.verdicts_at_writing if one.obligation.item.code in codes}
        agencies = [agency for agency in agencies if agency in owing]
    documents = tuple(_documents(basis, agencies, details))
    if period is None:
        _remark_readings(documents)
    return DocumentBatch(inputs, basis, documents)


def refuse_place(options: IssueOptions) -> None:
    """Raise Misuse for a place where no document may be written, before anything is said of what it would hold."""
    if options.output is not None:
        refuse_places_of_plans(Path(options.output))


def _remark_readings(work_lists: Iterable[DocumentSpec]) -> None:
    """Say on stderr which readings work lists rest on, as no mark in them tells it."""
    resting = readings_of(verdict for work_list in work_lists for verdict in work_list.verdicts)
    if remark := readings_remark(resting, paper="danh mục công việc"):
        print_stderr(remark)


def _closing_to_report(
    inputs: Inputs, period: Period | None, options: InputOptions, *, may_be_open: bool
) -> Closing | None:
    """Return the closing that a report rests on; None, with a remark, for a period that `may_be_open` and is."""
    if period is None:
        raise Misuse("--closed đi cùng một kỳ báo cáo; danh mục công việc không có kỳ. Bỏ --closed.")
    if closing := closing_of(inputs, period):
        if options.known_at is not None or (options.as_of is not None and not may_be_open):
            raise Misuse(
                "Báo cáo của kỳ đã chốt lấy ngày và dữ liệu lúc chốt: không dùng --as-of, --known-at với --closed."
            )
        return closing
    if not may_be_open:
        raise not_closed(period)
    print_stderr(f"Kỳ {period_words(period)} chưa chốt: lập theo dữ liệu hiện nay.")
    return None


def build_basis(
    inputs: Inputs, period: Period | None, closing: Closing | None = None, *, name: str = ""
) -> ReportBasis:
    """Return what documents on `period` rest on, None for letters and work lists; doubtful events are said on stderr.

    `closing` is that of the period whose frozen data `inputs` are, `name` that of the plan among several.
    """
    plan_on = partial(inputs.versions.on, known_at=inputs.known_at)
    basis = build_report_basis(plan_on, inputs.events, as_of=inputs.as_of, known_at=inputs.known_at, period=period)
    basis = replace(basis, closing=closing, closed_before=_closed_before(inputs, period, closing))
    warn_ignored_events(len(basis.ignored_ids), name)
    warn_doubtful_events(basis.events, basis.plan, basis.as_of, name)
    return basis


def _closed_before(inputs: Inputs, period: Period | None, closing: Closing | None) -> ClosedBefore | None:
    """Return the closing of the period and what came after it, and say so on stderr; None where a report rests on it."""
    earlier = closing_of(inputs, period) if period and not closing else None
    if period is None or earlier is None:
        return None
    later = events_after(inputs, earlier, until=inputs.as_of)
    print_stderr(later_sentence(period, earlier, later))
    return ClosedBefore(earlier, later)


def _documents(basis: ReportBasis, agencies: Sequence[Agency], details: IssueDetails) -> Iterable[DocumentSpec]:
    if not agencies:
        yield summary_report(basis, details)
    for agency in agencies:
        yield (work_list if basis.period is None else agency_report)(basis, agency, details)


def _find_period(plan: Plan, kind: str) -> Period | None:
    """Return the period called `kind` by id or name, None for a work list; raises Misuse for any other word."""
    if match_key(kind) in map(match_key, _WORK_LIST_KINDS):
        return None
    period = named_period(plan, kind)
    if period is None:
        periods = [f"{period.id} (báo cáo {period.name})" for period in plan.periods]
        kinds = [*periods, f"{_DUE_KINDS[0]} (kỳ đến hạn)", f"{_WORK_LIST_KIND} (danh mục công việc)"]
        raise Misuse(f"Không có loại báo cáo «{nfc(kind)}». Các loại: {', '.join(kinds)}.")
    return period


def _asks_for_due_period(plan: Plan, kind: str) -> bool:
    """Return whether `kind` asks for the period that is due; one that the plan calls so goes first."""
    return match_key(kind) in map(match_key, _DUE_KINDS) and named_period(plan, kind) is None


def _due_period_sentence(plan: Plan, period: Period | None, as_of: date) -> str:
    if period is not None:
        until = f", số liệu chốt đến hết ngày {day_text(period.last)}" if period.has_data else ""
        return f"Kỳ báo cáo đến hạn: {period.name}{until}."
    if not plan.periods:
        return "Kế hoạch không có kỳ báo cáo nào nên không lập văn bản nào."
    kinds = ", ".join(entry.id for entry in plan.periods)
    return (
        f"Ngày {day_text(as_of)} không có kỳ báo cáo nào đến hạn nên không lập văn bản nào. Lập báo cáo của một kỳ vào bất kỳ "
        f"ngày nào thì ghi mã của kỳ ấy: {kinds}."
    )


def _reporting_codes(plan: Plan, period: Period | None) -> Sequence[str]:
    """Return the codes of the duties to report on a period; without one of all that is ordered."""
    return report_duty_codes(plan, period) if period else [item.code for item in plan.items.values() if not item.asked]


def _reporting_agencies(plan: Plan, period: Period | None) -> list[Agency]:
    """Return the agencies that report in the period, but not the coordinator, who writes the summary.

    Without a period, return all agencies that owe anything. Both are in official order, and without open groups.
    """
    ids = plan.in_official_order(id_ for code in _reporting_codes(plan, period) for id_ in plan.items[code].agencies)
    agencies = (plan.agencies[id_] for id_ in ids if period is None or id_ != plan.coordinator)
    return [agency for agency in agencies if not agency.is_open_group]


def _find_reporting_agency(plan: Plan, period: Period | None, name: str) -> Agency:
    agency = plan.agencies[find_agency_there(plan, name)]
    if period is not None and agency.id == plan.coordinator:
        raise Misuse(f"Phần của {agency.name} nằm trong báo cáo tổng hợp: bỏ --agency.")
    if agency.is_open_group:
        raise Misuse(open_group_sentence(plan, agency))
    if agency not in _reporting_agencies(plan, period):
        raise Misuse(_not_owing(plan, period, agency.name))
    return agency


def _not_owing(plan: Plan, period: Period | None, agency: str) -> str:
    """Return why there is no such document of an agency: it owes none, or nobody's duty is tied to the period."""
    if period is not None and not report_duty_codes(plan, period):
        return (
            f"Không có đầu việc báo cáo nào gắn với kỳ {period.name} (ghi «period: {period.id}» ở duties.yaml), nên không "
            "lập được văn bản này."
        )
    what = f"báo cáo {period.name}" if period else "việc nào"
    return f"{plan.words.plan} không giao {agency} {what}, nên không lập được văn bản này."


def write_narrative_stubs(batch: DocumentBatch, *, commit: bool) -> None:
    """Write a file to fill in for each section that people write, and `commit` them; files that exist stay as they are.

    Raises Misuse for a work list, a revision and a bad PAPI_COMMIT, Failure for the read-only copy of the plan.
    """
    from papi_cli.cli.committing import commit_written, wants_commit
    from papi_cli.views.saving import narrative_message

    commits = wants_commit(asked=commit, environment=os.environ)
    source, period = batch.inputs.source, batch.report_basis.period
    if period is None:
        raise Misuse("Danh mục công việc không có phần lời để viết sẵn.")
    if not isinstance(source, FolderSource):
        raise Misuse("--narrative ghi tệp vào thư mục kế hoạch nên không dùng với --at.")
    batch.inputs.found.refuse_writing()
    press = Press(source, batch.report_basis)
    paths: list[str] = []
    for document in batch.documents:
        folder = narrative_folder(period.id, document.agency.id)
        written = write_missing(source.root, folder, narrative_stubs(_fill(press, document)))
        print_stderr(f"{folder}: tạo mới {len(written)} tệp.")
        paths += written
    if commits:
        commit_written(source.root, paths, narrative_message(len(paths)))


def print_document(batch: DocumentBatch, format_: DocumentFormat, output: str | None, *, provenance_line: bool) -> None:
    """Print the only document of the batch, or write it to the file `output`."""
    (document,) = batch.documents
    press = Press(batch.inputs.source, batch.report_basis, provenance_line=provenance_line)
    print_or_write(press.render_document(_fill(press, document), format_), output)


def write_documents(batch: DocumentBatch, format_: DocumentFormat, folder: str, *, provenance_line: bool) -> None:
    """Write each document into `folder` under its own name, with a progress bar at a terminal."""
    target = Path(folder)
    refuse_file_as_folder(folder, "nhiều báo cáo")
    press = Press(batch.inputs.source, batch.report_basis, provenance_line=provenance_line)
    for document in with_progress_bar(batch.documents, "Lập văn bản"):
        write_files(
            target, {f"{document.name}{format_.suffix}": press.render_document(_fill(press, document), format_)}
        )
    print_stderr(f"Đã ghi {len(batch.documents)} văn bản vào {folder}.")


def _fill(press: Press, document: DocumentSpec) -> Filling:
    """Return the filled template, and name on stderr the files of narrative that it has no section for."""
    filling = press.fill_template(document)
    if filling.unused_sections:
        sections = join_words(sorted(filling.unused_sections))
        print_stderr(f"{filling.narrative_folder}: văn bản không có phần nào tên {sections}; tệp ấy không được dùng.")
    return filling


def parse_issue_details(options: IssueOptions, today: date, *, contact: str | None = None) -> IssueDetails:
    """Return what the office says of the documents; a day that is None is left blank.

    Raises Misuse for a bad number or day, and for words that fit on no line of a document.
    """
    return IssueDetails(
        number=_parse_document_number(options.number),
        day=parse_optional_day(options.date, today, "--date"),
        deputy=options.deputy,
        signer=_parse_office_words("--signer", options.signer),
        symbol=_parse_office_words("--symbol", options.symbol),
        unit=_parse_office_words("--unit", options.unit),
        place=_parse_office_words("--place", options.place),
        contact=_parse_office_words("--contact", contact),
    )


def _parse_office_words(option: str, words: str | None) -> str:
    """Return the words of an option in NFC, "" for none; raises Misuse for what is no single line of some length."""
    if words is None:
        return ""
    if not (words.strip() and words.isprintable() and len(words) <= _MAX_OFFICE_WORDS):
        raise Misuse(f"{option}: phải là một dòng chữ, không quá {_MAX_OFFICE_WORDS} ký tự.")
    return nfc(words.strip())


def remark_early_issue(details: IssueDetails, as_of: date) -> None:
    """Say on stderr that a document would be of a day before that of its figures."""
    if details.day is not None and details.day < as_of:
        print_stderr(
            f"Lưu ý: ngày ban hành {day_text(details.day)} trước ngày tính tình trạng {day_text(as_of)}: văn bản nói đến "
            f"những gì xảy ra sau ngày ghi trên nó. Sửa --date, hoặc thêm --as-of {day_text(details.day)}."
        )


def _parse_document_number(number: str | None) -> str:
    """Return the number of a document, "" for none.

    Raises Misuse for a number without a digit, with control characters or line breaks, or of more than 60 characters.
    """
    if number is None:
        return ""
    if not (any(char.isdigit() for char in number) and number.isprintable() and len(number) <= _MAX_NUMBER_LENGTH):
        raise Misuse(f"--number: «{nfc(number)}» không phải là số văn bản. Viết 15, hoặc cả ký hiệu như 15/BC-UBND.")
    return nfc(number.strip())
