"""From the words of `papi report` and `papi remind` to their documents, and where they go."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from papi_cli.cli.options.documents import IssueOptions
from papi_cli.cli.options.shared import Filters, InputOptions
from papi_cli.cli.output import print_or_write
from papi_cli.cli.request import (
    Inputs,
    find_agency,
    load_inputs,
    parse_day_option,
    resolve_filters,
    warn_ignored_events,
)
from papi_cli.cli.screen import print_stderr
from papi_cli.documents.formats import DocumentFormat
from papi_cli.documents.press import Filling, Press, narrative_stubs
from papi_cli.plan.model import Agency, Period, Plan
from papi_cli.problems import Misuse
from papi_cli.states import Verdict
from papi_cli.store.document_inputs import narrative_folder
from papi_cli.store.locations import refuse_shipped
from papi_cli.store.sources import FolderSource
from papi_cli.store.writing import write_files, write_missing
from papi_cli.text import join_words, match_key, nfc
from papi_cli.views.obligations import filter_verdicts
from papi_cli.views.reports.context import report_duty_codes
from papi_cli.views.reports.document_specs import (
    DocumentSpec,
    ReminderOptions,
    agency_report,
    reminder_letter,
    summary_report,
    verdicts_to_remind,
    work_list,
)
from papi_cli.views.reports.letterhead import IssueDetails
from papi_cli.views.reports.snapshot import ReportBasis, build_report_basis

_WORK_LIST_KIND = "tasks"


class DocumentBatch(NamedTuple):
    """The documents asked for, and what they rest on."""

    inputs: Inputs
    report_basis: ReportBasis
    documents: tuple[DocumentSpec, ...]


def prepare_reports(
    kind: str, words: Sequence[str], basis: InputOptions, issuing: IssueOptions, *, every: bool
) -> DocumentBatch:
    """Return the documents that are asked for; raises Misuse for words that name nothing that reports."""
    found = load_inputs(basis)
    plan = found.plan
    period = _find_period(plan, kind)
    agencies = (
        _reporting_agencies(plan, period) if every else [_find_reporting_agency(plan, period, word) for word in words]
    )
    if period is None and not agencies:
        raise Misuse("Danh mục công việc là của một cơ quan: thêm --agency.")
    issue = IssueDetails(parse_document_number(issuing.number), parse_issue_day(issuing, found.today), issuing.deputy)
    standing = build_report_basis(plan, found.events, as_of=found.as_of, known_at=found.known_at, period=period)
    warn_ignored_events(len(standing.ignored_ids))
    return DocumentBatch(found, standing, tuple(_documents(standing, agencies, issue)))


def _documents(standing: ReportBasis, agencies: Sequence[Agency], issue: IssueDetails) -> Iterable[DocumentSpec]:
    if not agencies:
        yield summary_report(standing, issue)
    for agency in agencies:
        yield (work_list if standing.period is None else agency_report)(standing, agency, issue)


def _find_period(plan: Plan, kind: str) -> Period | None:
    """Return the period that `kind` names, None for a work list; raises Misuse for any other word."""
    key = match_key(kind)
    if key == _WORK_LIST_KIND:
        return None
    for period in plan.periods:
        if key in (match_key(period.id), match_key(period.name), match_key(f"{period.name} {plan.year}")):
            return period
    kinds = ", ".join(f"{period.id} (báo cáo {period.name})" for period in plan.periods)
    raise Misuse(f"Không có loại báo cáo «{nfc(kind)}». Các loại: {kinds}, {_WORK_LIST_KIND} (danh mục công việc).")


def _reporting_agencies(plan: Plan, period: Period | None) -> list[Agency]:
    """Return who reports in the period, in official order, without the coordinator; without a period who owes anything."""
    codes = report_duty_codes(plan, period) if period else [item.code for item in plan.items.values() if not item.asked]
    owing = plan.in_official_order(agency for code in codes for agency in plan.items[code].agencies)
    return [plan.agencies[id_] for id_ in owing if period is None or id_ != plan.coordinator]


def _find_reporting_agency(plan: Plan, period: Period | None, words: str) -> Agency:
    agency = plan.agencies[find_agency(plan, words)]
    if period is not None and agency.id == plan.coordinator:
        raise Misuse(f"Phần của {agency.name} nằm trong báo cáo tổng hợp: bỏ --agency.")
    if agency not in _reporting_agencies(plan, period):
        what = f"báo cáo {period.name}" if period else "việc nào"
        raise Misuse(f"Kế hoạch không giao {agency.name} {what}, nên không lập được văn bản này.")
    return agency


def write_narrative_stubs(made: DocumentBatch) -> None:
    """Write a file for each section that people write and that is not there yet; raises Failure where none can be."""
    source, period = made.inputs.source, made.report_basis.period
    if period is None:
        raise Misuse("Danh mục công việc không có phần lời để viết sẵn.")
    if not isinstance(source, FolderSource):
        raise Misuse("--narrative ghi tệp vào thư mục kế hoạch nên không dùng với --at.")
    refuse_shipped(source.root)
    press = Press(source, made.report_basis)
    for document in made.documents:
        folder = narrative_folder(period.id, document.agency.id)
        written = write_missing(source.root, folder, narrative_stubs(_filled(press, document)))
        print_stderr(f"{folder}: tạo mới {len(written)} tệp.")


def print_document(made: DocumentBatch, paper: DocumentFormat, output: str | None) -> None:
    """Print the document, or write it to the file `output`."""
    (document,) = made.documents
    press = Press(made.inputs.source, made.report_basis)
    print_or_write(press.render_document(_filled(press, document), paper), output)


def write_documents(made: DocumentBatch, paper: DocumentFormat, folder: str) -> None:
    """Write each document into `folder` under its name; at a terminal a bar shows how far it is."""
    target = Path(folder)
    if target.exists() and not target.is_dir():
        raise Misuse(f"--output: {folder} là một tệp; nhiều báo cáo phải ghi vào một thư mục.")
    press = Press(made.inputs.source, made.report_basis)
    for document in _with_progress_bar(made.documents):
        write_files(target, {f"{document.name}{paper.suffix}": press.render_document(_filled(press, document), paper)})
    print_stderr(f"Đã ghi {len(made.documents)} văn bản vào {folder}.")


def _filled(press: Press, document: DocumentSpec) -> Filling:
    """Return the words of the document; says on stderr which files that people wrote it does not use."""
    filling = press.fill_template(document)
    if filling.unused_sections:
        unused = join_words(sorted(filling.unused_sections))
        print_stderr(f"{filling.narrative_folder}: văn bản không có phần nào tên {unused}; tệp ấy không được dùng.")
    return filling


def _with_progress_bar(documents: Sequence[DocumentSpec]) -> Iterable[DocumentSpec]:
    if not sys.stderr.isatty():
        return documents
    from rich.console import Console
    from rich.progress import track

    return track(documents, description="Lập văn bản", console=Console(stderr=True))


def parse_document_number(number: str | None) -> str:
    """Return the number of a document, "" for none; raises Misuse for one that has no digit or more than one line."""
    if number is None:
        return ""
    if not (any(char.isdigit() for char in number) and number.isprintable() and len(number) <= _MAX_NUMBER_LENGTH):
        raise Misuse(f"--number: «{nfc(number)}» không phải là số văn bản. Viết 15 hoặc 15/BC-SNV.")
    return nfc(number.strip())


_MAX_NUMBER_LENGTH = 60


def parse_issue_day(issuing: IssueOptions, today: date) -> date | None:
    """Return the day of issue, None where it is left blank; raises Misuse for a day that is none."""
    return parse_day_option(issuing.date, today, "--date") if issuing.date is not None else None


def prepare_reminders(
    filters: Filters, basis: InputOptions, issuing: IssueOptions, *, soon: bool, each: bool, reply_by: str | None
) -> DocumentBatch:
    """Return one letter to all who owe something of that kind, or one to each; no letter where nobody does.

    Raises Misuse for words that name nothing, and for a day to answer by that is past.
    """
    found = load_inputs(basis)
    day = parse_day_option(reply_by, found.today, "--reply-by") if reply_by is not None else None
    if day is not None and day < found.as_of:
        raise Misuse("--reply-by: ngày phải trả lời đã qua. Chọn một ngày sau ngày tính tình trạng.")
    issue = IssueDetails(parse_document_number(issuing.number), parse_issue_day(issuing, found.today), issuing.deputy)
    selection = resolve_filters(found.plan, filters)
    standing = build_report_basis(found.plan, found.events, as_of=found.as_of, known_at=found.known_at, period=None)
    warn_ignored_events(len(standing.ignored_ids))
    wanted = filter_verdicts(found.plan, selection, verdicts_to_remind(standing, soon=soon))
    letters: dict[str, list[Verdict]] = {}
    for one in sorted(wanted, key=lambda one: one.obligation.agency.order):
        letters.setdefault(one.obligation.agency.id if each else "", []).append(one)
    about = ReminderOptions(soon=soon, reply_by=day)
    return DocumentBatch(
        found, standing, tuple(reminder_letter(standing, own, about, issue) for own in letters.values())
    )


def print_reminder_advice(made: DocumentBatch) -> None:
    """Say on stderr what to do with the letters, or that there is nothing to write."""
    if not made.documents:
        print_stderr("Không có cơ quan nào phải đôn đốc, nhắc nhở.")
    else:
        print_stderr(
            "Sau khi phát hành, ghi vào sổ theo dõi bằng papi record … --reminded --document SỐ; nhiều việc một lúc thì điền "
            "«đã đôn đốc» vào bảng của papi sheet."
        )
