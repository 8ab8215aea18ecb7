"""What help pages take from the plan at hand: names, codes and days for their examples, and its own words.

A text of a help page names such a value in braces, `papi show {task}`. With no plan at hand, or one that cannot be read,
neutral words stand in its place. Imported only for a page that names one: a plan is read for it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from papi_cli.plan.model import AgencyKind, ItemKind
from papi_cli.problems import Failure
from papi_cli.text import day_text, iso_day, lower_first, match_key

if TYPE_CHECKING:
    from papi_cli.plan.model import Agency, Item, Plan

# Braces behind a caret are git's: `main^{tree}`.
_FIELD = re.compile(r"(?<!\^)\{(\w+)\}")

# The values that every help page can name. What a plan need not have (a part of its text, an index) is not among them: an
# example that needs it is left out where there is none.
NEUTRAL: Mapping[str, str] = {
    "agency": "TÊN CƠ QUAN",
    "agency_id": "MÃ_CƠ_QUAN",
    "agency_words": "TỪ_TRONG_TÊN",
    "group": "MÃ_NHÓM",
    "symbol": "KÝ_HIỆU",
    "item": "MÃ_VIỆC",
    "task": "MÃ_VIỆC",
    "duty": "MÃ_VIỆC",
    "period": "MÃ_KỲ",
    "phrase": "CỤM TỪ THỜI HẠN",
    "day": "NGÀY/THÁNG/NĂM",
    "later_day": "NGÀY/THÁNG/NĂM",
    "iso_day": "NĂM-THÁNG-NGÀY",
    "periods": "mã một kỳ báo cáo của kế hoạch",
    "index_word": "nội dung được theo dõi",
    "like_group": "",
    "like_item": "",
}


def filled_lines(text: str) -> Iterator[str]:
    """Yield the lines of a text of a help page with the values in braces, each once.

    Those for which there is no value are left out.
    """
    values: Mapping[str, str] = _values_at_hand() if _FIELD.search(text) else {}
    filled: set[str] = set()
    for line in text.splitlines():
        fields = _FIELD.findall(line)
        shown = _FIELD.sub(lambda found: values.get(found[1], ""), line)
        # Two values may be one: in a plan without items, every code is the same neutral word.
        if all(name in values for name in fields) and not (fields and shown in filled):
            filled.add(shown)
            yield shown


def _values_at_hand() -> Mapping[str, str]:
    from papi_cli.cli.clock import today_in
    from papi_cli.store.locations import current_folder, find_plan_folders
    from papi_cli.store.plans import open_plan
    from papi_cli.store.sources import source_of

    try:
        found = find_plan_folders([], environment=os.environ, here=current_folder())[0]
        if found.is_out_of_reach:  # the plan that comes with the program is nobody's choice
            return NEUTRAL
        versions = open_plan(source_of(found.folder, None))
        return values_of(versions.on(today_in(versions.zone, os.environ)))
    except Failure:
        return NEUTRAL


def values_of(plan: Plan) -> Mapping[str, str]:
    """Return the values that help pages take from the plan, neutral ones for what every plan has or may soon have."""
    neutral = {name: word for name, word in NEUTRAL.items() if name != "index_word"}
    return {**neutral, **{name: value for name, value in _found_values(plan) if value}}


def _found_values(plan: Plan) -> Iterator[tuple[str, str]]:
    if agency := _example_agency(plan):
        owed = sorted((item for item in plan.items.values() if agency.id in item.agencies), key=_shortness)
        tasks = [item for item in owed if item.kind is ItemKind.TASK]
        yield "agency", agency.name
        yield "agency_id", agency.symbol if plan.find_agency_or_group(agency.symbol) == (agency.id,) else agency.id
        yield "agency_words", match_key(" ".join(agency.name.split()[-2:]))
        yield "item", (tasks or owed)[0].code
        yield "like_item", f", ví dụ {(tasks or owed)[0].code}"
        yield "task", (tasks or owed)[0].source[0] if tasks else owed[0].code
        yield "duty", next((item.code for item in owed if item.kind is ItemKind.DUTY), owed[0].code)
    groups = [group for group in plan.groups.values() if group.members]
    if group := max(groups, key=lambda group: len(group.members), default=None):
        yield "group", group.id
        yield "like_group", f", ví dụ {group.id}"
        common = [item for item in plan.items.values() if set(group.members) <= set(item.agencies)]
        yield "group_item", min(common, key=_shortness).code if common else ""
    yield "symbol", plan.agencies[plan.coordinator].symbol
    yield "period", next((period.id for period in plan.periods), "")
    yield "periods", ", ".join(f"{period.id} (báo cáo {period.name})" for period in plan.periods)
    yield "component", next((row.code for row in plan.components if row.parent), "")
    yield "citation", next((provision.citation for provision in plan.leaf_provisions()), "")
    yield "annex", next(iter(plan.task_annexes), "")
    if plan.indices:
        yield "index", plan.indices[0].code
        yield "index_word", lower_first(plan.words.index)
    dues = [period.due for period in plan.periods] + [item.due for item in plan.items.values() if item.due]
    if dated := next((due for due in dues if due.last), None):
        assert dated.last is not None
        day = dated.last + timedelta(days=1)
        yield "phrase", dated.phrase
        yield "day", day_text(day)
        yield "iso_day", iso_day(day) or ""
        yield "later_day", day_text(day + timedelta(days=2))


def _shortness(item: Item) -> int:
    return len(item.code)


def _example_agency(plan: Plan) -> Agency | None:
    """Return the agency with the shortest name among those that owe something, not the coordinator if another does."""
    kinds = list(AgencyKind)
    owing = {id_ for item in plan.items.values() for id_ in item.agencies}
    agencies = [plan.agencies[id_] for id_ in plan.in_official_order(owing)]
    others = [agency for agency in agencies if agency.id != plan.coordinator] or agencies
    return min(others, key=lambda agency: (kinds.index(agency.kind), len(agency.name)), default=None)
