"""Plans whose items were amended, dropped or handed on: as the resolver leaves them, from the shipped one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from papi_cli.deadlines.model import Deadline
from papi_cli.log.events import Event
from papi_cli.plan.amendments import EarlierDue, Handover
from papi_cli.plan.model import Item, Plan
from papi_cli.states import States, Verdict, judge
from tests.tree import resolved, shipped_plan

ITEM = "II.2/bao-cao"
RELATIVE = "bao-cao-6-thang"
ANCHORED = "bao-cao-nam"
AGENCIES = ("so-noi-vu", "so-tai-chinh", "so-tu-phap", "so-y-te")


@cache
def base_plan() -> Plan:
    """Return the shipped plan with a duty whose term counts from an anchor, and one that counts from its delivery."""
    plan = resolved(
        (
            "duties.yaml",
            "due: báo cáo 06 tháng đầu năm trước ngày 10/6/2026",
            "due: trong 10 ngày kể từ ngày nhận Kế hoạch",
        ),
        (
            "duties.yaml",
            "due: báo cáo năm trước ngày 10/12/2026",
            "due: chậm nhất 05 ngày sau khi gửi báo cáo\n    anchor: bao-cao-6-thang",
        ),
    )
    assert isinstance(plan, Plan), plan
    return plan


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def due(words: str) -> Deadline | None:
    """Return a deadline: a day of 2026, `ongoing`, `relative`, or `none`."""
    shipped = shipped_plan()
    if words == "none":
        return None
    if words == "ongoing":
        return next(item.due for item in shipped.items.values() if item.is_ongoing)
    if words == "relative":
        return base_plan().items[RELATIVE].due
    dated = shipped.items[ITEM].due
    assert dated is not None
    return dated._replace(phrase=f"đến ngày {words}", first=None, last=day(words))


def amended(item: Item, *dues: str, on: Sequence[str] = ()) -> Item:
    """Return an item with a deadline in force after another: the first until the first of the days `on`, and so on."""
    *before, last = map(due, dues)
    changes = zip(on, before, strict=True)
    earlier = tuple(EarlierDue(day(until), old, f"qd-{number}") for number, (until, old) in enumerate(changes, 1))
    return item._replace(due=last, earlier_dues=earlier)


def followed(item: Item, *handovers: str, now: str, heirs: str = "") -> Item:
    """Return an item that was handed on, as in `a 06-30 c` or, with nobody to take over, `a 06-30`."""
    former = []
    for words in handovers:
        agency, last, *to = words.split()
        former.append(Handover(agency, day(last), tuple(to), "", "Nghị quyết số 12/NQ-HĐND"))
    return item._replace(agencies=tuple(now.split()), former=tuple(former), heirs=tuple(heirs.split()))


def with_items(*items: Item) -> Plan:
    """Return a plan of these items, the one whose term counts from an anchor and the one that counts from its delivery."""
    plan = base_plan()
    terms = [plan.items[code]._replace(agencies=AGENCIES) for code in (RELATIVE, ANCHORED)]
    return replace(plan, items={item.code: item for item in (*terms, *items)})


def states_on(plan: Plan, log: Sequence[Event], text: str) -> States:
    return judge(plan, log, as_of=day(text), known_at=None)


def verdicts_on(plan: Plan, log: Sequence[Event], text: str, code: str = ITEM) -> dict[str, Verdict]:
    """Return the verdicts on an item by agency."""
    found = [verdict for verdict in states_on(plan, log, text).verdicts if verdict.obligation.item.code == code]
    by_agency = {verdict.obligation.agency.id: verdict for verdict in found}
    assert len(by_agency) == len(found)
    return by_agency
