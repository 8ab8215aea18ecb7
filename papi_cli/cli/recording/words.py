"""Words that agencies send, in the tab of a sheet or in their own report, into the files of `plan/narrative`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from papi_cli.cli.committing import commit_written
from papi_cli.cli.recording.session import Session
from papi_cli.cli.screen import print_stderr
from papi_cli.documents.dialect import DialectError
from papi_cli.documents.metadata import MAX_BYTES, read_metadata
from papi_cli.documents.narrative import as_typed, read_narrative_text, source_line, without_source
from papi_cli.documents.reading_back import UnreadableText, read_blocks
from papi_cli.documents.sent import is_written
from papi_cli.plan.model import Plan
from papi_cli.plan.succession import standing_in
from papi_cli.problems import Failure, Misuse, UnusableText
from papi_cli.sheets.words import WORDS_HEADS, WordsRow
from papi_cli.store.document_inputs import narrative_folder, read_narrative
from papi_cli.store.reading import read_input_file
from papi_cli.store.sources import FolderSource
from papi_cli.store.writing import write_own_files
from papi_cli.views.other_texts import no_data_sentence
from papi_cli.views.reports.alignment import TooMuchAlike
from papi_cli.views.reports.filled_cells import filled_cells
from papi_cli.views.reports.filled_sections import filled_sections, read_sections
from papi_cli.views.reports.printed import TEXT_KEY, unpack_blocks
from papi_cli.views.reports.provenance import Provenance, read_provenance
from papi_cli.views.reports.sections import told_sections
from papi_cli.views.words_taken import (
    NO_REPORT,
    filled_cells_sentences,
    other_text_sentence,
    refused_words,
    replaced_sentence,
    taken_message,
    taken_sentence,
    unclear_sentence,
)


class Words(NamedTuple):
    """Words for a section of an agency's report on a period (ids), as they will stand in its file, and where they stood."""

    place: str
    period: str
    agency: str
    section: str
    text: str


class SentWords(NamedTuple):
    """The words of a file: those that can be taken, sentences on those that cannot, and the line that says where from.

    `untaken` are sentences on what stands in the file besides and is not recorded with it.
    """

    words: tuple[Words, ...]
    faults: tuple[str, ...]
    source: str
    untaken: tuple[str, ...] = ()

    def others(self, session: Session, *, confirm: bool) -> tuple[str, ...]:
        """Return the sentences on other words that stand where these would be written, none if all is to `confirm`."""
        return () if confirm else _prepare(session, self).kept()

    def take(self, session: Session, *, dry_run: bool, confirm: bool, beside_event: bool = False) -> tuple[str, ...]:
        """Write the words, over others only if `confirm`, and say so; return the sentences on what was left.

        `beside_event`: an event of the file is recorded in the same run. Raises Failure where a file cannot be written.
        """
        taking = _prepare(session, self)
        files = {path: text for path, text in taking.files.items() if confirm or path not in taking.others}
        if self.words and not taking.files:
            print_stderr("Lời văn trong tệp đã có đủ trong plan/narrative, không có gì mới để ghi.")
        for folder, names in _by_folder(files):
            if not dry_run:
                write_own_files(
                    session.recorder.journal.root, folder, {name: files[f"{folder}/{name}"] for name in names}
                )
            print_stderr(taken_sentence(session.plan, folder, names, dry_run=dry_run))
        for path in (path for path in taking.others if path in files):
            print_stderr(replaced_sentence(path, taking.others[path].text, dry_run=dry_run))
        if session.commits and files and not dry_run:
            commit_written(session.recorder.journal.root, tuple(files), taken_message(len(files)))
        return () if confirm else taking.kept(beside_event=beside_event)


class _Other(NamedTuple):
    """Other words that stand in a file, and the place of those that would be written over them."""

    place: str
    text: str


class _Taking(NamedTuple):
    """What is written, by path; of these the paths that hold `others`."""

    files: Mapping[str, bytes]
    others: Mapping[str, _Other]

    def kept(self, *, beside_event: bool = False) -> tuple[str, ...]:
        """Return the sentences on the other words, for when they stay."""
        return tuple(
            other_text_sentence(other.place, path, beside_event=beside_event) for path, other in self.others.items()
        )


def words_of_rows(session: Session, rows: Sequence[WordsRow], name: str, raw: bytes) -> SentWords:
    """Return what the rows of a sheet in the file `name` say; `raw` are the bytes of it."""
    sent: dict[tuple[str, str, str], Words] = {}
    faults: list[str] = []
    for row in rows:
        read = _read_row(session.plan, row)
        if isinstance(read, Words) and (read.period, read.agency, read.section) in sent:
            faults.append(f"{read.place}: phần «{read.section}» đã viết ở một dòng trên. Gộp lại vào một dòng.")
        elif isinstance(read, Words):
            sent[read.period, read.agency, read.section] = read
        elif read:
            faults.append(read)
    return SentWords(tuple(sent.values()), tuple(faults), source_of(session, name, raw))


def words_of_document(session: Session, name: str) -> SentWords:
    """Return what stands in the marked places of a report that papi made, in the file `name`.

    Raises Failure for a file that cannot be read or has no data of papi's, Misuse for no report on a period, UnusableText
    for one of another plan.
    """
    raw = read_input_file(Path(name), most_bytes=MAX_BYTES)
    data, provenance = _read_report(session.plan, name, raw)
    sections, written = read_sections(data), unpack_blocks(data.get(TEXT_KEY))
    if not written:
        if not sections:
            return SentWords((), (), "")
        raise Failure(
            f"{name}: tệp không mang lời mà papi đã viết, nên không rõ chỗ nào mới điền. Chép tay vào plan/narrative."
        )
    try:
        found = read_blocks(raw)
        filled, cells = filled_sections(written, found, sections), filled_cells(written, found)
    except (UnreadableText, DialectError, TooMuchAlike) as error:
        raise Failure(
            f"{name}: không đọc được lời văn trong tệp. Lưu lại trong Word theo dạng .docx rồi ghi lại."
        ) from error
    words: list[Words] = []
    faults = [unclear_sentence(section, sections[section]) for section in filled.unclear]
    for section, typed in filled.texts.items():
        text, place = as_typed(typed), f"phần «{section}»"
        if mistakes := read_narrative_text(text).faults:
            faults.append(f"{place}: {mistakes[0].sentence}")
        elif is_written(text):
            words.append(Words(place, provenance.period, provenance.agency, section, text))
    return SentWords(tuple(words), tuple(faults), source_of(session, name, raw), filled_cells_sentences(cells))


def _read_report(plan: Plan, name: str, raw: bytes) -> tuple[Mapping[str, object], Provenance]:
    metadata = read_metadata(raw)
    provenance = read_provenance(metadata.data) if metadata else None
    if metadata is None or provenance is None:
        raise Failure(no_data_sentence(name))
    if provenance.is_of_plan(plan) is False:
        raise UnusableText(f"{name}: văn bản lập từ một kế hoạch khác, không phải từ «{plan.title}».")
    if provenance.period not in {period.id for period in plan.periods} or provenance.agency not in plan.agencies:
        raise Misuse(NO_REPORT.format(name=name))
    return metadata.data, provenance


def source_of(session: Session, name: str, raw: bytes) -> str:
    """Return the line that says where words come from: the file with its checksum, who took them, on which day."""
    return source_line(name, hashlib.sha256(raw).hexdigest(), session.by, session.today)


def _read_row(plan: Plan, row: WordsRow) -> Words | str:
    """Return the words of a row, a sentence on what is wrong with it, or "" where only blanks to fill in stand in it."""
    place = f"tab «{row.tab}», dòng {row.number}"
    if row.text.fault is not None:
        return f"{place}, cột «{WORDS_HEADS['text']}»: không đọc được ô này. Gõ lại thành chữ."
    text = as_typed(row.text.text)
    if not is_written(text):
        return ""
    agencies = {there for id_ in plan.find_agency_or_group(row.agency) for there in standing_in(plan, id_)}
    periods = [period for period in plan.periods if period.id == row.period]
    if len(agencies) != 1 or not agencies <= plan.agencies.keys():
        return refused_words(f"{place}, cột «{WORDS_HEADS['agency']}»", row.agency, "cơ quan")
    if not periods:
        return refused_words(f"{place}, cột «{WORDS_HEADS['period']}»", row.period, "kỳ báo cáo")
    (agency,) = agencies
    if row.section not in {section.name for section in told_sections(plan, agency)}:
        return refused_words(f"{place}, cột «{WORDS_HEADS['section']}»", row.section, "phần báo cáo")
    if faults := read_narrative_text(text).faults:
        return f"{place}, cột «{WORDS_HEADS['text']}»: {faults[0].sentence}"
    return Words(place, periods[0].id, agency, row.section, text)


def _prepare(session: Session, sent: SentWords) -> _Taking:
    """Return what the words would write: nothing where they stand already; what waits to be filled in is no other text."""
    root = FolderSource(session.recorder.journal.root)
    files: dict[str, bytes] = {}
    others: dict[str, _Other] = {}
    for one in sent.words:
        folder = narrative_folder(one.period, one.agency)
        path = f"{folder}/{one.section}.md"
        there = without_source(read_narrative(root, folder).get(one.section, ""))
        if there.strip() == one.text.strip():
            continue
        files[path] = f"{sent.source}\n{one.text}\n".encode()
        if is_written(there):
            others[path] = _Other(one.place, there.strip())
    return _Taking(files, others)


def _by_folder(files: Mapping[str, bytes]) -> Iterator[tuple[str, Sequence[str]]]:
    folders: dict[str, list[str]] = {}
    for path in files:
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, []).append(name)
    yield from folders.items()
