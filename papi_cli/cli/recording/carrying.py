"""`papi record --from` a document that papi made: the same event for each obligation that the document carries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from papi_cli.cli.recording.drafting import RecordOptions, drafts_for, kind_among
from papi_cli.cli.recording.gathering import Fault, ReadFile
from papi_cli.cli.recording.session import Session
from papi_cli.cli.screen import print_stderr
from papi_cli.documents.metadata import MAX_BYTES, read_metadata
from papi_cli.log.drafts import Draft
from papi_cli.log.kinds import KIND_SPECS, EventKind
from papi_cli.log.oddities import OddEvent
from papi_cli.log.rules import RefusedEvent
from papi_cli.plan.model import Plan
from papi_cli.problems import Failure, Misuse, RecordingRefusal
from papi_cli.store.reading import read_input_file
from papi_cli.text import PLACEHOLDER, iso_day
from papi_cli.views.gathering import finding_sentence
from papi_cli.views.other_texts import no_data_sentence
from papi_cli.views.recording import CONFIRM_ADVICE, confirmed_text
from papi_cli.views.refusals import agency_name
from papi_cli.views.reports.carried import (
    RECORDABLE_FROM_DOCUMENTS,
    CarriedRefusal,
    carried_obligations,
    carried_refusal_sentence,
    document_doubts,
    gone_sentence,
    other_plans_sentence,
)
from papi_cli.views.reports.provenance import Provenance, read_provenances


class CarriedDrafts(NamedTuple):
    """The drafts for what a document carries; sentences about it to be said, and those that need to be confirmed."""

    drafts: tuple[Draft, ...]
    remarks: tuple[str, ...]
    doubts: tuple[str, ...]


def kind_from_options(options: RecordOptions) -> EventKind:
    """Return the kind of event that is recorded from documents; raises Misuse for none and for any other."""
    kind = kind_among(options.kinds)
    if kind not in RECORDABLE_FROM_DOCUMENTS:
        raise Misuse(
            "Ghi theo văn bản thì thêm --reminded (công văn đôn đốc do papi remind soạn) hoặc --done (báo cáo kỳ của một "
            "cơ quan do papi report lập)."
        )
    return kind


def read_carried_drafts(session: Session, name: str, options: RecordOptions, *, alone: bool) -> CarriedDrafts:
    """Return the drafts of the event that `options` describe for what the document in the file `name` carries.

    Number and day of issue are those of the document where the options give none; at a terminal what is missing is asked
    for if the document is `alone`. Raises Failure for a file that carries nothing, RecordingRefusal for a document from
    which no such event can be recorded, Misuse for bad or missing options.
    """
    kind, (provenance, *others) = kind_from_options(options), _read_provenances(session.plan, name)
    carried = carried_obligations(session.plan, provenance, kind)
    if isinstance(carried, CarriedRefusal):
        raise RecordingRefusal(carried_refusal_sentence(session.plan, provenance, kind, carried))
    completed = _completed(options, provenance)
    if not alone:
        _refuse_missing(completed, kind)
    obligations = [(session.plan.items[key.item], key.agency) for key in carried.keys]
    drafts = drafts_for(obligations, kind, session, completed)
    doubts = document_doubts(session.plan, provenance, document=drafts[0].document, day=drafts[0].date)
    remarks = (gone_sentence(session.plan, carried.gone), other_plans_sentence([one.plan_name for one in others]))
    return CarriedDrafts(drafts, tuple(filter(None, remarks)), tuple(doubts))


def read_document(session: Session, name: str, options: RecordOptions, *, confirm: bool) -> ReadFile:
    """Return what one of several documents asks to record, or why it cannot be taken; raises Misuse for bad options."""
    try:
        carried = read_carried_drafts(session, name, options, alone=False)
    except (RecordingRefusal, Failure) as refused:
        if isinstance(refused, Misuse):
            raise
        return ReadFile(name, refusal=str(refused))
    if carried.doubts and not confirm:
        doubts = "; ".join(doubt.rstrip(".") for doubt in carried.doubts)
        return ReadFile(name, refusal=f"cần xác nhận: {doubts}. {CONFIRM_ADVICE}")
    if carried.doubts:
        print_stderr(confirmed_text(session.plan, (), [f"{name}: {doubt}" for doubt in carried.doubts]))
    for remark in carried.remarks:
        print_stderr(f"Lưu ý: {name}: {remark}")

    def fault_of(position: int, finding: RefusedEvent | OddEvent) -> Fault:
        draft = carried.drafts[position]
        place = f"{draft.item}, {agency_name(session.plan, draft.agency)}"
        line = f"{place}: {finding_sentence(session.plan, finding)}"
        return Fault((position,), line, isinstance(finding, OddEvent))

    return ReadFile(name, carried.drafts, fault_of=fault_of)


def _read_provenances(plan: Plan, name: str) -> tuple[Provenance, ...]:
    """Return what a document carries of each plan that it is about, that of `plan` first if it is one of them."""
    raw = read_input_file(Path(name), most_bytes=MAX_BYTES)
    metadata = read_metadata(raw)
    provenances = read_provenances(metadata.data) if metadata else ()
    if not provenances:
        raise Failure(no_data_sentence(name))
    return tuple(sorted(provenances, key=lambda one: one.is_of_plan(plan) is False))


def _completed(options: RecordOptions, provenance: Provenance) -> RecordOptions:
    """Return the options with number and day of issue of the document where they give none."""
    number = provenance.number if PLACEHOLDER not in provenance.number else ""
    return replace(
        options,
        document=options.document if options.document is not None else number or None,
        date=options.date if options.date is not None else iso_day(provenance.day),
    )


def _refuse_missing(options: RecordOptions, kind: EventKind) -> None:
    """Raise Misuse for a missing day or number: nobody is asked for each of many documents."""
    if options.date is None:
        raise Misuse("Thiếu --date: ngày gửi các văn bản. Viết 2026-06-10, 10/6/2026 hoặc «hôm nay».")
    if options.document is None and KIND_SPECS[kind].requires("document"):
        raise Misuse("Thiếu --document: số, ký hiệu văn bản.")
