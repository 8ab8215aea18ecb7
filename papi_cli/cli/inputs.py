"""Turn the options of a command into plan, log, states and filters."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime, time
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from papi_cli.cli.clock import today_in
from papi_cli.cli.options.shared import Filters, InputOptions
from papi_cli.cli.program.usage_errors import choice_lines, nearest_sentence
from papi_cli.cli.screen import print_stderr
from papi_cli.log.events import Event, events_known_at
from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import Plan
from papi_cli.problems import Misuse
from papi_cli.states import State, States, judge
from papi_cli.store.locations import FoundPlan, current_folder, find_plan_folder
from papi_cli.store.plans import PlanVersions, open_plan
from papi_cli.store.reading import read_events
from papi_cli.store.sources import Source, source_of
from papi_cli.store.steady import read_steadily
from papi_cli.text import is_day_beyond_years, is_in_years, lower_first, match_key, nearest, nfc, parse_day
from papi_cli.views.agency_phrases import several_agencies_sentence, standing_sentence
from papi_cli.views.obligations import Selection
from papi_cli.views.words import STATE_WORDS


class Inputs(NamedTuple):
    """What an answer is computed from: plan and log as read, the days, and the instant up to which records count.

    `plan` is that of the day `as_of` and the instant, of those that `versions` has.
    """

    found: FoundPlan
    source: Source
    plan: Plan
    events: tuple[Event, ...]
    as_of: date
    known_at: datetime | None
    today: date
    versions: PlanVersions


def find_plan_to_read(option: str | None) -> FoundPlan:
    """Return the plan that `--plan` names or that is found without, and say on stderr if nobody chose it.

    Raises Failure as `find_plan_folder` does.
    """
    found = find_plan_folder(option, environment=os.environ, here=current_folder())
    say_if_nobody_chose(found)
    return found


def say_if_nobody_chose(found: FoundPlan) -> None:
    """Say on stderr that the plan answers which comes with the program, if it does."""
    if found.is_out_of_reach:
        print_stderr(
            "Không có kế hoạch nào ở thư mục này và các thư mục bên trên: trả lời theo kế hoạch đi kèm chương trình. Để "
            "dùng kế hoạch của mình, thêm --plan THƯ_MỤC, hoặc tạo một kho bằng papi init."
        )


def load_inputs(options: InputOptions) -> Inputs:
    """Read plan and log.

    Raises Misuse for an invalid day or an unknown revision, Failure for files that are not there, not readable or
    moving, BrokenFiles for files with errors.
    """
    return load_found(find_plan_to_read(options.plan), options)


def load_found(found: FoundPlan, options: InputOptions) -> Inputs:
    """Read plan and log of the folder that was found, whatever `options` say of folders; raises what `load_inputs` does."""
    source = source_of(found.folder, options.at)
    versions, events = read_steadily(source, lambda: (open_plan(source), read_events(source)))
    today = today_in(versions.zone, os.environ)
    as_of = find_as_of(options.as_of, today)
    known_at = _parse_known_at(options.known_at, today, versions.zone) if options.known_at is not None else None
    return Inputs(
        found=found,
        source=source,
        today=today,
        plan=versions.on(as_of, known_at),
        events=events,
        as_of=as_of,
        known_at=known_at,
        versions=versions,
    )


def judge_inputs(inputs: Inputs, name: str = "") -> States:
    """Return the states of all obligations, and warn on stderr of events that were ignored, of several plans by `name`."""
    states = judge(inputs.plan, inputs.events, as_of=inputs.as_of, known_at=inputs.known_at)
    warn_ignored_events(len(states.ignored), name)
    warn_doubtful_events(events_known_at(inputs.events, inputs.known_at), inputs.plan, inputs.as_of, name)
    return states


def warn_ignored_events(count: int, name: str = "") -> None:
    """Print to stderr how many events of the plan `name` are ignored because they break a rule; nothing for 0."""
    if count:
        print_stderr(f"{name and f'{name}: '}Không tính {count} sự kiện trong sổ theo dõi vì trái quy tắc ghi nhận.")


def warn_doubtful_events(events: Sequence[Event], plan: Plan, as_of: date, name: str = "") -> None:
    """Print to stderr how many of the `events`, up to the day `as_of`, were replaced by two that differ; nothing for 0."""
    # Most logs have few retractions or none, and this meets every event: no loop of our own.
    if EventKind.RETRACTED not in map(attrgetter("kind"), events):
        return
    from papi_cli.log.corrections import find_doubts

    doubts = find_doubts(events, plan.zone)
    count = sum(any(event.date <= as_of for event in doubt.replacements) for doubt in doubts)
    if count:
        print_stderr(
            f"{name and f'{name}: '}{count} sự kiện được sửa thành hai bản khác nhau, chưa rõ bản nào đúng, nay tính cả "
            "hai. Xem: papi check."
        )


def resolve_filters(plan: Plan, filters: Filters) -> Selection:
    """Return the filters with each word resolved to an id, code or state; raises Misuse for an unknown word."""
    return Selection(
        agencies=tuple(find_agency(plan, word) for word in filters.agency or ()),
        groups=tuple(find_group(plan, word) for word in filters.group or ()),
        cooperating=tuple(find_agency(plan, word) for word in filters.cooperating or ()),
        roles=tuple(dict.fromkeys(role for word in filters.role or () for role in _find_roles(plan, word))),
        indices=tuple(_find_index(plan, word) for word in filters.index or ()),
        items=tuple(code for word in filters.item or () for code in _find_items(plan, word)),
        states=tuple(_find_state(word) for word in filters.state or ()),
    )


def find_agency(plan: Plan, words: str) -> str:
    """Return the id of the agency called `words`, or of the one that is there in its place, which is said on stderr.

    Of one that ended without a successor, or with several, it is its own, which names what it had delivered. Raises Misuse
    with the nearest names unless exactly one matches.
    """
    id_ = find_agency_by_name(plan, words)
    if id_ not in plan.absent:
        return id_
    from papi_cli.plan.succession import standing_in

    there = standing_in(plan, id_)
    rest = f" Phần việc đã chuyển thì lọc theo {', '.join(there)}." if len(there) > 1 else ""
    print_stderr(f"{standing_sentence(plan, id_, there)}{rest}")
    return there[0] if len(there) == 1 else id_


def find_agency_there(plan: Plan, words: str) -> str:
    """Return what `find_agency` does, of agencies that are there alone; raises Misuse that names several successors too."""
    from papi_cli.plan.succession import standing_in

    id_ = find_agency_by_name(plan, words)
    there = standing_in(plan, id_)
    if id_ in plan.absent and len(there) != 1:
        codes = f" Ghi một trong các mã: {', '.join(there)}." if there else ""
        raise Misuse(f"{standing_sentence(plan, id_, there)}{codes}")
    return find_agency(plan, words)


def find_agency_by_name(plan: Plan, words: str) -> str:
    """Return the id of the agency called `words`, there or not; raises Misuse unless exactly one matches."""
    ids = plan.find_agency_or_group(words)
    agencies = [id_ for id_ in ids if id_ in plan.agencies]
    if len(agencies) == 1:
        return agencies[0]
    typed = nfc(words)
    if agencies:
        raise Misuse(several_agencies_sentence([plan.agencies[id_] for id_ in agencies], typed))
    if ids:
        group = plan.groups[ids[0]]
        size = f"gồm {len(group.members)} cơ quan" if group.members else "không có thành viên xác định"
        raise Misuse(
            f"«{typed}» là một nhóm {size}, không phải một cơ quan. Ghi tên từng cơ quan; lệnh nào có --group thì lọc được bằng --group."
        )
    if plan.find_items(words):
        raise Misuse(f"«{typed}» là mã nhiệm vụ hoặc đầu việc; ở đây cần tên cơ quan.")
    near = nearest_sentence(agency.name for agency in plan.nearest_agencies(words))
    raise Misuse(f"Không có cơ quan nào tên là «{typed}».{near}")


def find_group(plan: Plan, words: str) -> str:
    """Return the id of the group called `words`; raises Misuse for an agency, an open group or an unknown name."""
    ids = plan.find_agency_or_group(words)
    groups = [plan.groups[id_] for id_ in ids if id_ in plan.groups]
    typed = nfc(words)
    if not groups and ids:
        raise Misuse(f"«{typed}» là một cơ quan, không phải một nhóm. Dùng --agency.")
    closed = [group.id for group in plan.groups.values() if group.members]
    if not groups:
        near = nearest(words, [name for id_ in closed for name in (id_, plan.groups[id_].name)], 1)
        hint = nearest_sentence(near) or f" Các nhóm: {', '.join(closed)}."
        raise Misuse(f"Không có nhóm nào tên là «{typed}».{hint}")
    if groups[0].id in plan.agencies:
        raise Misuse(f"«{groups[0].name}» là nhóm không nêu rõ thành viên, tự chịu trách nhiệm. Dùng --agency.")
    if not groups[0].members:
        raise Misuse(f"Nhóm «{groups[0].name}» không có thành viên xác định. Các nhóm có: {', '.join(closed)}.")
    return groups[0].id


def _find_roles(plan: Plan, words: str) -> tuple[str, ...]:
    from papi_cli.views.roles import find_roles, roles_of

    if found := find_roles(plan, words):
        return found
    typed, roles = nfc(words), roles_of(plan)
    if not roles:
        raise Misuse(
            f"--role: các bảng nhiệm vụ không có cột nào ghi vai trò của cơ quan ngoài chủ trì nên không có vai trò «{typed}»."
        )
    raise Misuse(
        f"--role: không có vai trò «{typed}», hoặc tên ấy chưa đủ rõ. Việc do cơ quan chủ trì thì bỏ --role. Các vai trò "
        f"(ghi tên hoặc mã trong ngoặc):{choice_lines(roles.items())}"
    )


def _find_index(plan: Plan, word: str) -> str:
    codes = [index.code for index in plan.indices]
    if not codes:
        raise Misuse("Kế hoạch này không có tệp indices.yaml nên không lọc được bằng --index.")
    if word.strip() not in codes:
        called = lower_first(plan.words.index)
        raise Misuse(f"Không có {called} «{nfc(word)}». Ghi một trong các mã: {', '.join(codes)}.")
    return word.strip()


def _find_items(plan: Plan, word: str) -> list[str]:
    items = plan.find_items(word)
    if not items:
        raise unknown_item_error(plan, word, agencies_by="Lọc theo cơ quan bằng --agency, theo nhóm bằng --group.")
    return [item.code for item in items]


def agency_or_group(plan: Plan, id_: str) -> str:
    """Return what the id is of: "một cơ quan", an open group that leads, or another group."""
    if id_ not in plan.agencies:
        return "một nhóm cơ quan"
    return "nhóm không nêu rõ thành viên, tự chịu trách nhiệm" if plan.agencies[id_].is_open_group else "một cơ quan"


def unknown_item_error(plan: Plan, words: str, *, agencies_by: str = "") -> Misuse:
    """Return the error for `words` that name no item: with the nearest codes or, for an agency, with `agencies_by`.

    `agencies_by` is a sentence that says how the command takes agencies, "" if it takes none.
    """
    typed = nfc(words)
    if ids := plan.find_agency_or_group(words):
        sentence = f"«{typed}» là {agency_or_group(plan, ids[0])}; ở đây cần mã nhiệm vụ hoặc đầu việc."
        return Misuse(f"{sentence} {agencies_by}".rstrip())
    code, at, agency = words.rpartition("@")
    if at and plan.find_items(code) and plan.find_agency_or_group(agency):
        split = f"Ghi tách ra: mã «{nfc(code)}», cơ quan --agency {nfc(agency)}."
        alone = f"Ở đây chỉ ghi mã của việc: {nfc(code)}."
        return Misuse(f"«{typed}» là mã của cả cơ quan và việc. {split if agencies_by else alone}")
    if near_one := plan.nearest_occurrence(typed):
        return Misuse(f"Việc định kỳ không có lần nào mang mã «{typed}». Lần gần nhất: {near_one}.")
    near = nearest_sentence(nearest(words, [*plan.items, *plan.series, *plan.tasks]))
    return Misuse(f"Không có nhiệm vụ, đầu việc nào mang mã «{typed}».{near}")


def _find_state(word: str) -> State:
    key = match_key(word)
    for state in State:
        if key in (state.value, match_key(STATE_WORDS[state].label), match_key(STATE_WORDS[state].short_label)):
            return state
    states = choice_lines((state.value, STATE_WORDS[state].label) for state in State)
    raise Misuse(f"Không có tình trạng «{nfc(word)}». Các tình trạng (ghi bằng lời hoặc bằng mã trong ngoặc):{states}")


def parse_day_option(words: str, today: date, option: str) -> date:
    """Return the day in `words` (2026-06-10, 10/6/2026, hôm nay); for others raises Misuse that names the `option`."""
    day = parse_day(words, today=today)
    if day is None:
        if is_day_beyond_years(words):
            raise Misuse(
                f"{option}: năm của ngày «{nfc(words)}» không nằm trong các năm từ 2000 đến 2099. Xem lại năm."
            )
        raise Misuse(
            f"{option}: «{nfc(words)}» không phải là một ngày. Viết đủ ngày, tháng, năm: 10/6/2026, 2026-06-10 hoặc «hôm nay»."
        )
    return day


def parse_optional_day(words: str | None, today: date, option: str) -> date | None:
    """Return the day in `words`, None for an option that is not given; raises Misuse as `parse_day_option` does."""
    return parse_day_option(words, today, option) if words is not None else None


def find_as_of(words: str | None, today: date) -> date:
    """Return the day that `--as-of` gives, `today` without it; raises Misuse."""
    return parse_optional_day(words, today, "--as-of") or today


def _parse_known_at(words: str, today: date, zone: ZoneInfo) -> datetime:
    """Return the last instant that counts: the end of the day in `words`, or the ISO instant with a zone in them."""
    day = parse_day(words, today=today)
    if day is not None:
        return datetime.combine(day, time.max, zone)
    try:
        instant = datetime.fromisoformat(words)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not is_in_years(instant.date()):
        raise Misuse(
            f"--known-at: «{nfc(words)}» không phải là ngày hay thời điểm từ năm 2000 đến năm 2099. Viết 2026-06-10 hoặc "
            "2026-06-10T17:00:00+07:00."
        )
    return instant
