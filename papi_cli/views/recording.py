"""What `papi record`, `retract` and `correct` print: the changes that a recording makes, or why it is refused."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from papi_cli.log.deciding import BatchOutcome
from papi_cli.log.drafts import Draft, draft_from_event
from papi_cli.log.events import Event
from papi_cli.log.fields import FIELD_SPECS
from papi_cli.log.kinds import KIND_SPECS, EventKind
from papi_cli.log.oddities import OddEvent
from papi_cli.plan.choices import Counts
from papi_cli.plan.model import Agency, Item, Plan
from papi_cli.states import States, Verdict
from papi_cli.text import day_text, day_text_or, match_key, number_text
from papi_cli.views.agency_phrases import agencies_phrase
from papi_cli.views.grouping import group_by
from papi_cli.views.oddities import oddity_words
from papi_cli.views.page import Bullets, Column, Page, Paragraph, Row, Table
from papi_cli.views.refusals import agency_name, refusal_words
from papi_cli.views.words import document_words, flag_facts, state_and_flag_words, state_facts

_LINES_SHOWN = 30
CONFIRM_ADVICE = "Điều cần xác nhận mà đúng thì ghi lại với --confirm."


def recording_effect_lines(before: States, after: States, events: Iterable[Event]) -> tuple[str, ...]:
    """Return the state before and after of each obligation touched or changed, a sentence for those that are alike.

    Where agencies took over from one another, it depends on what is recorded who owes an item: an obligation may come or go.
    """
    touched = {(event.item, event.agency) for event in events}
    changes = [
        change
        for change in _changes(before.verdicts, after.verdicts)
        if change.is_one or any((change.known.obligation.item.code, name) in touched for name in change.known.named)
    ]
    return tuple(_state_change_line(after.plan, group) for group in group_by(changes, _StateChange.facts).values())


class _StateChange(NamedTuple):
    """The verdicts on an obligation before and after a recording, None where nobody owes it then; one of them is there."""

    before: Verdict | None
    after: Verdict | None

    @property
    def known(self) -> Verdict:
        """The verdict after, else the one before."""
        known = self.after or self.before
        assert known is not None
        return known

    @property
    def is_one(self) -> bool:
        """Whether the two differ in anything that is said of them."""
        return _facts(self.before) != _facts(self.after)

    def facts(self) -> Hashable:
        """Return the facts of the line: changes with equal facts, and no others, share it."""
        obligation = self.known.obligation
        return obligation.item.code, obligation.agency.kind, _facts(self.before), _facts(self.after)


def _changes(before: Sequence[Verdict], after: Sequence[Verdict]) -> Iterator[_StateChange]:
    """Yield each obligation with what it was: itself, or the one of the same item that it came from; last those that went.

    A delivery of an agency that ended makes an obligation of its own of what its successor held, a return ends it.
    """
    by_id = {verdict.obligation.id: verdict for verdict in before}
    gone = dict(by_id)
    for new in after:
        old = gone.pop(new.obligation.id, None) or by_id.get(new.obligation.id) or _origin(new, before)
        if old is not None:
            gone.pop(old.obligation.id, None)
        yield _StateChange(old, new)
    yield from (_StateChange(old, None) for old in gone.values())


def _origin(new: Verdict, before: Sequence[Verdict]) -> Verdict | None:
    """Return the obligation of the same item from which one came that was not there."""
    item, agency = new.obligation.item.code, new.obligation.agency.id
    others = (other for other in before if other.obligation.item.code == item)
    return next((one for one in others if agency in one.named or one.obligation.agency.id in new.named), None)


def _facts(verdict: Verdict | None) -> Hashable:
    return verdict and (state_facts(verdict), flag_facts(verdict))


def _state_change_line(plan: Plan, group: Sequence[_StateChange]) -> str:
    change = group[0]
    who = agencies_phrase(plan, [one.known.obligation.agency for one in group])
    was, is_now = (state_and_flag_words(verdict) if verdict else "" for verdict in change)
    if not change.is_one:
        what = f"vẫn {is_now}"
    elif not was:
        what = f"nay tính cho cơ quan này: {is_now}"
    else:
        what = f"{was} → {is_now or 'không còn tính cho cơ quan này'}"
    return f"{change.known.obligation.item.code}, {who}: {what}."


def correction_lines(plan: Plan, old: Event, new: Draft) -> tuple[str, ...]:
    """Return a sentence for each difference between the event `old` and its correction `new`."""
    before, after = _correctable_texts(draft_from_event(old)), _correctable_texts(new)
    what = f"{old.item}, {agency_name(plan, old.agency)}"
    return tuple(
        f"{what}: {FIELD_SPECS[field].words} {_quoted_or_blank(before[field])} → {_quoted_or_blank(after[field])}."
        for field in before
        if before[field] != after[field]
    )


def _correctable_texts(draft: Draft) -> Mapping[str, str]:
    """Return the fields that a correction can change, as readers see them."""
    return {
        "date": day_text(draft.date),
        "document": draft.document,
        "within": draft.within,
        "until": day_text_or(draft.until, ""),
        "evidence": "; ".join(piece.address for piece in draft.evidence),
        "note": draft.note,
    }


def _quoted_or_blank(words: str) -> str:
    return f"«{' '.join(words.split())}»" if words else "(để trống)"


def recorded_page(plan: Plan, outcome: BatchOutcome, path: str, sentences: tuple[str, ...]) -> Page:
    """Return the answer after writing the file `path`; a single event is named by its id, for a later correction."""
    code = f", mã {outcome.events[0].id}," if len(outcome.events) == 1 else ""
    head = Paragraph(f"Đã ghi {number_text(len(outcome.events))} sự kiện{code} vào {path}:")
    return (head, Bullets(sentences), *duplicates_page(plan, outcome.already_recorded))


def dry_run_page(plan: Plan, outcome: BatchOutcome, sentences: tuple[str, ...], *, lacks_consent: bool) -> Page:
    """Return the events that would be written, and what they would change; `lacks_consent`: only if they are confirmed."""
    verb = "Cần --confirm để ghi" if lacks_consent else "Sẽ ghi"
    head = Paragraph(f"Chạy thử, chưa ghi gì. {verb} {number_text(len(outcome.events))} sự kiện:")
    return (head, _table(plan, outcome.events), Bullets(sentences), *duplicates_page(plan, outcome.already_recorded))


def duplicates_page(plan: Plan, drafts: Sequence[Draft]) -> Page:
    """Return the answer about drafts that the log has already; nothing without any."""
    if not drafts:
        return ()
    groups = group_by(drafts, lambda draft: (draft.item, draft.date)).items()
    what = "; ".join(
        f"{item} ngày {day_text(day)} ({agencies_phrase(plan, [plan.agencies[draft.agency] for draft in same])})"
        for (item, day), same in groups
    )
    return (Paragraph(f"{number_text(len(drafts))} sự kiện đã ghi từ trước, không ghi thêm: {what}."),)


def _table(plan: Plan, events: Iterable[Event]) -> Table:
    heads = (
        Column("Ngày", right=True),
        Column("Sự kiện"),
        Column("Mã"),
        Column("Cơ quan", wraps=True),
        Column("Văn bản", wraps=True),
        Column("Ghi chú", wraps=True),
    )
    rows = (
        Row(
            (
                day_text(event.date),
                event_words(event),
                event.item,
                plan.agencies[event.agency].name,
                document_words(event),
                event.note,
            )
        )
        for event in events
    )
    return Table(heads, tuple(rows))


def event_words(event: Event) -> str:
    """Return the kind of event, with the day granted or asked for, or the id of the event retracted."""
    if event.kind is EventKind.RETRACTED:
        return f"{event.kind.label} {event.target}"
    link = KIND_SPECS[event.kind].until_link
    return f"{event.kind.label}{link}{day_text(event.until)}" if event.until else event.kind.label


def refusal_text(plan: Plan, outcome: BatchOutcome) -> str:
    """Return why nothing is recorded: a line for each refused event, equal ones once."""
    lines = dict.fromkeys(
        f"- {refused.event.item}, {agency_name(plan, refused.event.agency)}: {' '.join(refusal_words(plan, refused))}"
        for _, refused in outcome.refusals
    )
    return limit_lines(["Không ghi gì, vì trái quy tắc ghi nhận:", *lines])


def doubts_text(plan: Plan, head: str, doubts: Iterable[OddEvent], others: Iterable[str] = ()) -> str:
    """Return `head` and a line for each doubt; agencies of one kind about which the same is said share it.

    `others` are sentences on what is doubtful apart from the events, as about the document that they are taken from.
    """

    def said(odd: OddEvent) -> Hashable:
        return odd.event.item, plan.agencies[odd.event.agency].kind, oddity_words(plan, odd)

    groups = group_by(doubts, said).values()
    lines = (
        f"- {odds[0].event.item}, {agencies_phrase(plan, [plan.agencies[odd.event.agency] for odd in odds])}: "
        f"{oddity_words(plan, odds[0])}"
        for odds in groups
    )
    return limit_lines([head, *(f"- {sentence}" for sentence in others), *lines])


def confirmed_text(plan: Plan, doubts: Iterable[OddEvent], others: Iterable[str] = ()) -> str:
    """Return what is said of doubts that `--confirm` covers, as `doubts_text` does."""
    return doubts_text(plan, "Vẫn ghi, vì có --confirm:", doubts, others)


def remark_lines(plan: Plan, outcome: BatchOutcome) -> tuple[str, ...]:
    """Return a line for each remark, equal ones once."""
    return tuple(dict.fromkeys(f"Lưu ý: {odd.event.item}: {oddity_words(plan, odd)}" for odd in outcome.odd_events))


def limit_lines(lines: Sequence[str]) -> str:
    """Return the lines as one text; of more than 31 the first 30, and how many there are besides."""
    hidden = len(lines) - _LINES_SHOWN
    kept_lines = lines if hidden <= 1 else [*lines[:_LINES_SHOWN], f"… và {number_text(hidden)} dòng nữa."]
    return "\n".join(kept_lines)


def day_label(item: Item, kind: EventKind) -> str:
    """Return what the day of such an event of the item is called when it is asked for: `Ngày gửi báo cáo`."""
    if kind is not EventKind.DONE:
        return KIND_SPECS[kind].day_name
    report = " báo cáo" if match_key(item.product).startswith("bao cao") else ""
    match item.counts:
        case Counts.ISSUED:
            return "Ngày ban hành"
        case Counts.SENT:
            return f"Ngày gửi{report}"
        case Counts.RECEIVED:
            return f"Ngày nhận{report}"


def agency_choices(plan: Plan, item: Item) -> tuple[Agency, ...]:
    """Return the agencies that owe the item, in official order."""
    return tuple(plan.agencies[id_] for id_ in item.agencies)
