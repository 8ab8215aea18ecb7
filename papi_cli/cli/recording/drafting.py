"""Turn the options of `papi record` into drafts; missing ones are asked for at a terminal, and are misuse in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from papi_cli.cli.inputs import find_agency_by_name, unknown_item_error
from papi_cli.cli.program.usage_errors import choice_lines
from papi_cli.cli.prompts import ask, ask_choice, ask_until_valid, is_interactive
from papi_cli.cli.recording.session import Session, owing_today, parse_line_option, parse_note_option
from papi_cli.cli.screen import print_stderr
from papi_cli.log.drafts import Draft
from papi_cli.log.kinds import KIND_SPECS, RECORDABLE_KINDS, EventKind
from papi_cli.log.soundness import takes_kind
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.succession import Told, owners_of, standing_in
from papi_cli.problems import Misuse
from papi_cli.text import join_words, nfc
from papi_cli.views.agency_phrases import owner_sentence, standing_sentence
from papi_cli.views.recording import agency_choices, day_label


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """The options of `papi record` as typed; None, False or empty if not given."""

    items: Sequence[str]
    agencies: Sequence[str]
    excepted: Sequence[str]
    kinds: Mapping[EventKind, str | bool | None]
    date: str | None
    document: str | None
    within: str | None
    evidence: Sequence[str]
    note: str | None
    until: str | None


def drafts_from_options(session: Session, options: RecordOptions) -> tuple[Draft, ...]:
    """Return a draft of the same event for every item and agency that `options` name.

    Kind, day and agencies are asked for once, for the first item. Raises Misuse for unknown items and agencies, and for
    missing options where nobody can be asked, as in a pipe.
    """
    items = _chosen_items(session, options)
    agencies = _chosen_agencies(session.plan, options, items[0])
    kind, until_words = _kind(options.kinds, items[0])
    return _drafts_about([(item, agency) for item in items for agency in agencies], kind, until_words, session, options)


def drafts_for(
    obligations: Sequence[tuple[Item, str]], kind: EventKind, session: Session, options: RecordOptions
) -> tuple[Draft, ...]:
    """Return a draft of the same event, of a kind without a day to grant, for each item and agency.

    Raises as `drafts_from_options` does.
    """
    return _drafts_about(obligations, kind, None, session, options)


def _drafts_about(
    obligations: Sequence[tuple[Item, str]],
    kind: EventKind,
    until_words: str | None,
    session: Session,
    options: RecordOptions,
) -> tuple[Draft, ...]:
    day_name = day_label(obligations[0][0], kind)
    day = _day_or_ask(session, options.date, "--date", day_name, "hôm nay")
    until = _until(session, obligations[0][0], kind, until_words, options.until)
    evidence = tuple(session.parse_evidence_option(words) for words in options.evidence)
    document, note = _document_and_note(options, kind, proven=bool(evidence))
    within = parse_line_option(options.within or "", "--within")
    owes = owing_today(session)
    about_delivery = KIND_SPECS[kind].is_about_delivery
    told = (Told(item, agency, day, about_delivery) for item, agency in obligations)
    owned = dict.fromkeys((one.item.code, _owner(session.plan, one, owes)) for one in told)
    return tuple(
        Draft(day, item, agency, kind, document, within, note, until, evidence=evidence, by=session.by)
        for item, agency in owned
    )


def _owner(plan: Plan, told: Told, owes: Callable[[str, str], bool]) -> str:
    """Return under which agency the event stands, and say so on stderr where it is not the one that was named.

    Of several it is asked about at a terminal, and misuse in a pipe.
    """
    owners = owners_of(plan, told, owes)
    agency, day = told.agency, told.day
    if len(owners) > 1:
        names = join_words([plan.name_of(id_) for id_ in owners])
        sentence = (
            standing_sentence(plan, agency, owners)
            if agency in plan.ended
            else f"{plan.name_of(agency)} tiếp nhận việc này từ {names}."
        )
        if not is_interactive():
            raise Misuse(f"{sentence} Ghi --agency một trong các mã: {', '.join(owners)}.")
        labels = [plan.label_of(id_) for id_ in owners]
        chosen = ask_choice(f"{sentence} Ghi cho", labels, called=lambda words: _agencies_named(plan, words))
        return owners[chosen]
    if owners != (agency,):
        print_stderr(
            f"{owner_sentence(plan, agency, owners[0], day)} Ghi {told.item.code} cho {plan.name_of(owners[0])}."
        )
    return owners[0]


def _until(session: Session, item: Item, kind: EventKind, granted: str | None, until: str | None) -> date | None:
    """Return the day that is granted or asked for, or set by an anchor where the phrase of the item does not tell it."""
    spec = KIND_SPECS[kind]
    if until is not None and not spec.may_set_day:
        raise Misuse("--until chỉ đi cùng --anchored. Ngày gia hạn viết liền sau tùy chọn: --extended-until NGÀY.")
    if spec.requires("until"):
        return _day_or_ask(session, granted, spec.option, "Gia hạn đến ngày", None)
    lacks_day = item.due is not None and item.due.term is None
    if until is None and not (spec.may_set_day and lacks_day and is_interactive()):
        return None
    return _day_or_ask(session, until, "--until", "Ngày cuối cùng mà văn bản ấn định", None)


# Items, agencies and kind


def _find_item(session: Session, options: RecordOptions, words: str, *, agencies_by: str) -> Item:
    """Return the one item that `words` name; of a series, the occurrence that is chosen at a terminal.

    Raises Misuse with the nearest codes, the products of a task, or the occurrences that are open.
    """
    items = session.plan.find_items_to_record(words)
    if len(items) == 1:
        return items[0]
    if not items:
        raise unknown_item_error(session.plan, words, agencies_by=agencies_by)
    series = {item.series: item for item in items}
    if len(series) == 1:
        from papi_cli.cli.recording.occurrences import choose_occurrence

        plan = session.plan
        named = [id_ for words in options.agencies for id_ in _agencies_called(plan, words)]
        agencies = [there for id_ in named for there in standing_in(plan, id_)]
        return choose_occurrence(session, items, agencies)
    products = "\n".join(f"  {code}: {item.product or item.title}" for code, item in series.items())
    raise Misuse(f"«{nfc(words)}» có {len(series)} sản phẩm. Ghi đủ mã của một sản phẩm:\n{products}")


def _chosen_items(session: Session, options: RecordOptions) -> tuple[Item, ...]:
    if options.items:
        aside = "Muốn ghi cho cơ quan thì đặt --agency trước tên."
        items = (_find_item(session, options, word, agencies_by=aside) for word in options.items)
        return tuple({item.code: item for item in items}.values())
    if not is_interactive():
        raise Misuse("Thiếu mã đầu việc: ghi ngay sau papi record. Xem các mã: papi tasks")
    question, aside = "Mã đầu việc", "Cơ quan thì hỏi ngay sau đó."
    return (ask_until_valid(lambda: _find_item(session, options, ask(question), agencies_by=aside)),)


def _chosen_agencies(plan: Plan, options: RecordOptions, item: Item) -> tuple[str, ...]:
    owing = agency_choices(plan, item)
    if options.agencies:
        chosen = [id_ for words in options.agencies for id_ in _agencies_called(plan, words)]
    elif is_interactive():
        question, names = f"Cơ quan chịu trách nhiệm về {item.code}", [plan.label_of(agency.id) for agency in owing]
        index = ask_choice(question, names, called=lambda words: _agencies_named(plan, words))
        chosen = [owing[index].id]
    else:
        first = [agency.name for agency in owing[:5]]
        whose = (
            f"{join_words(first)}." if len(owing) == len(first) else f"{', '.join(first)}, … ({len(owing)} cơ quan)."
        )
        raise Misuse(f"Thiếu --agency: ghi cho cơ quan nào? {item.code} là đầu việc của {whose}")
    excepted = {id_ for words in options.excepted for id_ in _agencies_called(plan, words)}
    if strangers := excepted - set(chosen):
        unnamed = join_words([plan.agencies[id_].name for id_ in plan.in_official_order(strangers)])
        raise Misuse(f"--except: {unnamed} không nằm trong các cơ quan đã nêu.")
    remaining = plan.in_official_order(id_ for id_ in chosen if id_ not in excepted)
    if not remaining:
        raise Misuse("--except đã loại mọi cơ quan; không còn cơ quan nào để ghi.")
    return remaining


def _agencies_named(plan: Plan, words: str) -> list[str]:
    """Return the agencies called `words`, as the choices at the prompt have them."""
    return [plan.label_of(id_) for id_ in plan.find_agency_or_group(words) if id_ in plan.agencies]


def _agencies_called(plan: Plan, words: str) -> tuple[str, ...]:
    """Return the agency called `words`, or the members of the group; raises Misuse for neither or an open group."""
    ids = plan.find_agency_or_group(words)
    groups = [plan.groups[id_] for id_ in ids if id_ in plan.groups and id_ not in plan.agencies]
    if not groups:
        return (find_agency_by_name(plan, words),)
    if not groups[0].members:
        raise Misuse(f"Nhóm «{groups[0].name}» không có thành viên xác định. Ghi tên từng cơ quan.")
    return groups[0].members


def _kind(kinds: Mapping[EventKind, str | bool | None], item: Item) -> tuple[EventKind, str | None]:
    """Return the kind of event, and the words of its option's day; None if it takes none or none was given."""
    chosen = kind_among(kinds)
    if chosen is not None:
        value = kinds[chosen]
        return chosen, value if isinstance(value, str) else None
    if not is_interactive():
        kinds_offered = choice_lines((KIND_SPECS[kind].option, kind.label) for kind in RECORDABLE_KINDS)
        raise Misuse(f"Thiếu loại sự kiện. Chọn một trong:{kinds_offered}")
    fitting = [kind for kind in RECORDABLE_KINDS if takes_kind(item, kind)]
    return fitting[ask_choice("Kết quả cần ghi", [kind.label for kind in fitting])], None


def kind_among(kinds: Mapping[EventKind, str | bool | None]) -> EventKind | None:
    """Return the kind whose option was given, None for none; raises Misuse for several."""
    chosen = [kind for kind, value in kinds.items() if value not in (None, False)]
    if len(chosen) > 1:
        raise Misuse(f"Chỉ ghi một loại sự kiện mỗi lần, không ghi cùng lúc {_kind_option_words(chosen)}.")
    return chosen[0] if chosen else None


def _kind_option_words(kinds: Sequence[EventKind]) -> str:
    return join_words([KIND_SPECS[kind].option for kind in kinds])


# Day, document, note


def _day_or_ask(session: Session, words: str | None, option: str, name: str, default: str | None) -> date:
    if words is not None:
        return session.parse_day_option(words, option)
    if not is_interactive():
        raise Misuse(f"Thiếu {option}: {name.lower()} là ngày nào? Viết 2026-06-10, 10/6/2026 hoặc «hôm nay».")
    return ask_until_valid(lambda: session.parse_day_option(ask(name, default), option))


def _document_and_note(options: RecordOptions, kind: EventKind, *, proven: bool) -> tuple[str, str]:
    """Return document and note; at a terminal, missing ones that the kind needs are asked for.

    `done` needs one of three: without evidence and note a document is asked for, and a note if the answer is blank.
    """
    document, note = options.document, options.note
    if is_interactive():
        optional = kind is EventKind.DONE and not proven and note is None
        if document is None and (KIND_SPECS[kind].requires("document") or optional):
            document = ask("Số, ký hiệu văn bản", "" if optional else None)
        if note is None and (KIND_SPECS[kind].requires("note") or (optional and not document)):
            note = ask("Nội dung")
    parsed_note = parse_note_option(note or "")
    return parse_line_option(document or "", "--document"), parsed_note


def names_no_event(options: RecordOptions) -> bool:
    """Return whether the command line says nothing about an event, as it must with a sheet after `--from`."""
    others = (options.date, options.document, options.within, options.evidence, options.note, options.until)
    return (
        not any(others) and not names_whose(options) and all(kind in (None, False) for kind in options.kinds.values())
    )


def names_whose(options: RecordOptions) -> bool:
    """Return whether the command line names an item or an agency, which it must not with `--from`."""
    return any((options.items, options.agencies, options.excepted))
