"""`papi record --from`: sheets or documents, one or several, in files or folders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from papi_cli.cli.recording.chosen_files import (
    DOCUMENT_SUFFIXES,
    FOLDER_SHEET_SUFFIXES,
    SHEET_SUFFIXES,
    STDIN,
    ChosenFiles,
    choose_files,
    is_document,
)
from papi_cli.cli.recording.drafting import RecordOptions, names_no_event, names_whose
from papi_cli.cli.recording.gathering import FromOptions, record_files
from papi_cli.cli.recording.session import Session, record_drafts
from papi_cli.cli.screen import print_stderr
from papi_cli.problems import ExitCode, Failure, Misuse, RecordingRefusal
from papi_cli.store.writing import refuse_old_output
from papi_cli.text import join_words
from papi_cli.views.gathering import strays_sentence

if TYPE_CHECKING:
    from papi_cli.cli.recording.words import SentWords


def record_from(session: Session, names: Sequence[str], event: RecordOptions, options: FromOptions) -> ExitCode:
    """Record what the files and folders `names` say: rows of sheets or, where options say what happened, documents.

    Raises Misuse for options that do not go together, and what reading and recording raise.
    """
    if names_no_event(event):
        return _record_sheets(session, names, options)
    return _record_documents(session, names, event, options)


def _chosen(names: Sequence[str], suffixes: Sequence[str], what: str) -> ChosenFiles:
    chosen = choose_files(names, suffixes)
    for folder, strays in chosen.strays.items():
        if strays:
            print_stderr(strays_sentence(folder, strays, what))
    if not chosen.files:
        raise Failure(f"Không có {what} nào trong {join_words(names)}. Không ghi gì.")
    return chosen


def _record_sheets(session: Session, names: Sequence[str], options: FromOptions) -> ExitCode:
    from papi_cli.cli.recording.importing import import_rows, read_sheet

    if options.put_aside is not None:
        refuse_old_output(Path(options.put_aside))
    if documents := [name for name in names if is_document(name)]:
        if len(documents) < len(names):
            raise Misuse("--from: bảng và văn bản không đi cùng một lệnh. Ghi bảng trước, rồi ghi văn bản.")
        return _take_from_documents(session, documents, options)
    chosen = _chosen(names, FOLDER_SHEET_SUFFIXES, "bảng")
    if len(chosen.files) == 1 and not chosen.strays and options.put_aside is None:
        import_rows(session, chosen.files[0], dry_run=options.dry_run, confirm=options.confirm)
        return ExitCode.OK
    words: dict[str, SentWords] = {}
    files = (
        read_sheet(session, name, confirm=options.confirm, take_words=partial(words.__setitem__, name))
        for name in chosen.files
    )
    code = record_files(session, files, options, asks_who=bool(chosen.strays))
    return max(code, _take_words(session, words, options))


def _take_words(session: Session, words: Mapping[str, SentWords], options: FromOptions) -> ExitCode:
    """Take the words of several files, by their names, one after the other; what is left of them is told."""
    left: list[str] = []
    for name, one in words.items():
        kept = one.take(session, dry_run=options.dry_run, confirm=options.confirm)
        left += (f"{name}, {sentence}" for sentence in (*one.faults, *kept, *one.untaken))
    for sentence in left:
        print_stderr(sentence)
    return ExitCode.FOUND if left else ExitCode.OK


def _take_from_documents(session: Session, names: Sequence[str], options: FromOptions) -> ExitCode:
    """Take what stands in the marked places of reports; of one all or nothing, of several what can be taken."""
    from papi_cli.cli.recording.words import words_of_document

    if options.put_aside is not None:
        raise Misuse("--skip-bad chỉ dùng khi ghi từ bảng.")
    words = {name: words_of_document(session, name) for name in names}
    if len(names) == 1:
        (sent,) = words.values()
        if left := (*sent.faults, *sent.others(session, confirm=options.confirm)):
            raise RecordingRefusal("\n".join(("Không ghi gì: có lời văn cần sửa hoặc xác nhận.", *left)))
    for name, sent in words.items():
        if not sent.words and not sent.faults:
            print_stderr(f"{name}: chưa có chỗ trống nào được điền lời văn.")
    return _take_words(session, words, options)


def _record_documents(session: Session, names: Sequence[str], event: RecordOptions, options: FromOptions) -> ExitCode:
    if names_whose(event) or any(name == STDIN or name.lower().endswith(SHEET_SUFFIXES) for name in names):
        raise Misuse(
            "--from đọc mọi thứ từ tệp: không ghi kèm mã, cơ quan, loại sự kiện hay văn bản trên dòng lệnh. Chỉ khi ghi theo "
            "văn bản do papi lập (.docx, .html, .md) mới thêm --reminded hoặc --done, --document, --date."
        )
    if options.put_aside is not None:
        raise Misuse("--skip-bad chỉ dùng khi ghi từ bảng.")
    from papi_cli.cli.recording.carrying import kind_from_options, read_carried_drafts, read_document

    kind_from_options(event)
    chosen = _chosen(names, DOCUMENT_SUFFIXES, "văn bản")
    if len(chosen.files) == 1 and not chosen.strays:
        (name,) = chosen.files
        try:
            carried = read_carried_drafts(session, name, event, alone=True)
        except RecordingRefusal as refused:
            raise RecordingRefusal(f"{name}: {refused}\nKhông ghi gì.") from refused
        for remark in carried.remarks:
            print_stderr(f"Lưu ý: {remark}")
        doubts = [f"{name}: {doubt}" for doubt in carried.doubts]
        record_drafts(session, carried.drafts, dry_run=options.dry_run, confirm=options.confirm, doubts=doubts)
        _take_words_beside(session, chosen.files, options)
        return ExitCode.OK
    files = (read_document(session, name, event, confirm=options.confirm) for name in chosen.files)
    code = record_files(session, files, options, asks_who=False)
    _take_words_beside(session, chosen.files, options)
    return code


def _take_words_beside(session: Session, names: Sequence[str], options: FromOptions) -> None:
    """Take the words of documents of which something is recorded; what cannot be taken is a remark.

    What stands in plan/narrative stays: `confirm` was said of events. A letter has none, nor has a document that another program has saved without what papi needs.
    """
    from papi_cli.cli.recording.words import words_of_document

    for name in names:
        try:
            sent = words_of_document(session, name)
        except Failure:
            continue
        kept = sent.take(session, dry_run=options.dry_run, confirm=False, beside_event=True)
        for sentence in (*sent.faults, *kept, *sent.untaken):
            print_stderr(f"{name}, {sentence}")
