"""From the options of a command to the states it asks about."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from papi_cli.cli.clock import local_day, now
from papi_cli.cli.options.shared import Filters, InputOptions
from papi_cli.cli.program.usage_errors import choice_lines
from papi_cli.cli.screen import print_stderr
from papi_cli.log.events import Event
from papi_cli.plan.model import Plan
from papi_cli.problems import Misuse
from papi_cli.states import State, States, judge
from papi_cli.store.locations import find_plan_folder
from papi_cli.store.plans import load_plan
from papi_cli.store.reading import read_events
from papi_cli.store.sources import Source, source_of
from papi_cli.text import join_words, match_key, nearest, nfc, parse_day
from papi_cli.views.obligations import Selection
from papi_cli.views.words import STATE_WORDS


class Inputs(NamedTuple):
    """The files that an answer rests on, read, and its days."""

    source: Source
    plan: Plan
    events: tuple[Event, ...]
    as_of: date
    known_at: datetime | None
    today: date


def load_inputs(basis: InputOptions) -> Inputs:
    """Read plan and log; raises Misuse for a day or revision that is none, Failure and BrokenFiles for bad files."""
    environment: Mapping[str, str] = os.environ
    source = source_of(find_plan_folder(basis.plan, environment=environment, here=Path.cwd()), basis.at)
    plan = load_plan(source)
    today = local_day(now(environment), plan.zone)
    return Inputs(
        source=source,
        today=today,
        plan=plan,
        events=read_events(source),
        as_of=find_as_of(basis.as_of, today),
        known_at=_parse_known_at(basis.known_at, today, plan.zone) if basis.known_at is not None else None,
    )


def query_states(basis: InputOptions, filters: Filters) -> tuple[States, Selection]:
    """Return the states of the plan that `basis` names, and what the filters select.

    Raises Misuse for a word that names nothing, Failure and BrokenFiles for what cannot be read.
    """
    found = load_inputs(basis)
    return judge_inputs(found), resolve_filters(found.plan, filters)


def judge_inputs(found: Inputs) -> States:
    """Return the states; says on stderr how many events the fold ignored."""
    states = judge(found.plan, found.events, as_of=found.as_of, known_at=found.known_at)
    warn_ignored_events(len(states.ignored))
    return states


def warn_ignored_events(count: int) -> None:
    """Say on stderr how many events do not count because they are against the rules."""
    if count:
        print_stderr(f"Không tính {count} sự kiện trong sổ theo dõi vì trái quy tắc ghi nhận.")


def resolve_filters(plan: Plan, filters: Filters) -> Selection:
    """Return what the filters select; raises Misuse for a word that names nothing."""
    return Selection(
        agencies=tuple(find_agency(plan, word) for word in filters.agency or ()),
        groups=tuple(find_group(plan, word) for word in filters.group or ()),
        cooperating=tuple(find_agency(plan, word) for word in filters.cooperating or ()),
        indices=tuple(_find_index(plan, word) for word in filters.index or ()),
        items=tuple(code for word in filters.item or () for code in _find_items(plan, word)),
        states=tuple(_find_state(word) for word in filters.state or ()),
    )


def find_agency(plan: Plan, words: str) -> str:
    """Return the id of the one agency called `words`; raises Misuse that names the nearest."""
    found = plan.find_agency_or_group(words)
    agencies = [id_ for id_ in found if id_ in plan.agencies]
    if len(agencies) == 1:
        return agencies[0]
    shown = nfc(words)
    if agencies:
        names = join_words([plan.agencies[id_].name for id_ in agencies])
        raise Misuse(f"«{shown}» là tên của nhiều cơ quan: {names}. Ghi đủ tên.")
    if found:
        group = plan.groups[found[0]]
        size = f"gồm {len(group.members)} cơ quan" if group.members else "không có thành viên xác định"
        raise Misuse(
            f"«{shown}» là một nhóm {size}, không phải một cơ quan. Ghi tên từng cơ quan; lệnh nào có --group thì lọc được bằng --group."
        )
    if plan.find_items(words):
        raise Misuse(f"«{shown}» là mã nhiệm vụ, sản phẩm hay trách nhiệm; ở đây cần tên cơ quan.")
    near = join_words([f"«{agency.name}»" for agency in plan.nearest_agencies(words)])
    raise Misuse(f"Không có cơ quan nào tên là «{shown}».{f' Gần nhất: {near}.' if near else ''}")


def find_group(plan: Plan, words: str) -> str:
    """Return the id of the one group called `words`; raises Misuse for an agency, an open group or nothing."""
    found = plan.find_agency_or_group(words)
    groups = [plan.groups[id_] for id_ in found if id_ in plan.groups]
    shown = nfc(words)
    if not groups and found:
        raise Misuse(f"«{shown}» là một cơ quan, không phải một nhóm. Dùng --agency.")
    closed = [group.id for group in plan.groups.values() if group.members]
    if not groups:
        near = nearest(words, [name for id_ in closed for name in (id_, plan.groups[id_].name)], 1)
        hint = f"Gần nhất: «{near[0]}»." if near else f"Các nhóm: {', '.join(closed)}."
        raise Misuse(f"Không có nhóm nào tên là «{shown}». {hint}")
    if not groups[0].members:
        raise Misuse(f"Nhóm «{groups[0].name}» không có thành viên xác định. Các nhóm có: {', '.join(closed)}.")
    return groups[0].id


def _find_index(plan: Plan, word: str) -> str:
    codes = [index.code for index in plan.indices]
    if word.strip() not in codes:
        raise Misuse(f"Không có chỉ số nội dung «{nfc(word)}». Các chỉ số: {', '.join(codes)}.")
    return word.strip()


def _find_items(plan: Plan, word: str) -> list[str]:
    found = plan.find_items(word)
    if not found:
        raise unknown_item_error(plan, word, agencies_by="Lọc theo cơ quan bằng --agency, theo nhóm bằng --group.")
    return [item.code for item in found]


def unknown_item_error(plan: Plan, words: str, *, agencies_by: str) -> Misuse:
    """Return what to say to `words` that name no item: the nearest codes; of an agency, where it goes."""
    shown = nfc(words)
    if named := plan.find_agency_or_group(words):
        what = "một cơ quan" if named[0] in plan.agencies else "một nhóm cơ quan"
        return Misuse(f"«{shown}» là {what}; ở đây cần mã nhiệm vụ, sản phẩm hay trách nhiệm. {agencies_by}")
    code, at, agency = words.partition("@")
    if at and plan.find_items(code) and plan.find_agency_or_group(agency):
        return Misuse(
            f"«{shown}» là mã của cả cơ quan và việc. Ghi tách ra: mã «{nfc(code)}», cơ quan --agency {nfc(agency)}."
        )
    near = join_words([f"«{code}»" for code in nearest(words, [*plan.items, *plan.tasks])])
    hint = f" Gần nhất: {near}." if near else ""
    return Misuse(f"Không có nhiệm vụ, sản phẩm hay trách nhiệm nào mang mã «{shown}».{hint}")


def _find_state(word: str) -> State:
    key = match_key(word)
    for state in State:
        if key in (state.value, match_key(STATE_WORDS[state].label), match_key(STATE_WORDS[state].short_label)):
            return state
    states = choice_lines((state.value, STATE_WORDS[state].label) for state in State)
    raise Misuse(f"Không có tình trạng «{nfc(word)}». Các tình trạng (ghi bằng lời hoặc bằng mã trong ngoặc):{states}")


def parse_day_option(words: str, today: date, option: str) -> date:
    """Return the day that `words` say; raises Misuse that names the `option` for anything else."""
    day = parse_day(words, today=today)
    if day is None:
        raise Misuse(f"{option}: «{nfc(words)}» không phải là một ngày. Viết 2026-06-10, 10/6/2026 hoặc «hôm nay».")
    return day


def find_as_of(words: str | None, today: date) -> date:
    """Return the day that `--as-of` gives, `today` without it; raises Misuse."""
    return parse_day_option(words, today, "--as-of") if words is not None else today


def _parse_known_at(words: str, today: date, zone: ZoneInfo) -> datetime:
    """Return the last instant that counts: the end of a day, or the instant that `words` say."""
    day = parse_day(words, today=today)
    if day is not None:
        return datetime.combine(day, time.max, zone)
    try:
        instant = datetime.fromisoformat(words)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise Misuse(
            f"--known-at: «{nfc(words)}» không phải là ngày hay thời điểm. Viết 2026-06-10 hoặc 2026-06-10T17:00:00+07:00."
        )
    return instant
