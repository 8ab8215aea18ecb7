"""Agencies that took over from others, in sentences: of an agency, and of what it owes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from papi_cli.plan.amendments import Handover
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.succession import standing_in
from papi_cli.text import day_text, join_words
from papi_cli.views.agency_phrases import standing_sentence
from papi_cli.views.grouping import group_by

_DAY = timedelta(days=1)


def agency_lines(plan: Plan, id_: str) -> list[str]:
    """Return from whom an agency took over, since when and by which document; of one that ended who is there now.

    «Tiếp nhận việc của Sở A từ ngày 01/7/2026 (Nghị quyết số 12/NQ-HĐND); kết quả đến hết ngày 30/6/2026 đứng tên Sở A.»
    """
    if id_ in plan.absent:
        return [standing_sentence(plan, id_, standing_in(plan, id_))]
    return [_taken_over(plan, id_, old) for old in plan.in_official_order(plan.ended) if id_ in standing_in(plan, old)]


def _taken_over(plan: Plan, id_: str, old: str) -> str:
    agency = plan.agencies[old]
    assert agency.until is not None  # it ended
    by = f" ({agency.by})" if agency.by else ""
    part = "một phần việc" if len(standing_in(plan, old)) > 1 else "việc"
    own = next((entry for entry in agency.successors if entry.agency == id_), None)
    codes = f": {', '.join(own.takes)}" if own and own.takes else ""
    until = day_text(agency.until)
    return f"Tiếp nhận {part} của {agency.name} sau ngày {until}{by}{codes}; kết quả đến hết ngày ấy đứng tên {agency.name}."


def handover_lines(plan: Plan, items: Iterable[Item]) -> list[str]:
    """Return who owed items before agencies that ended, and who took over what was open.

    Left out are agencies that handed on by an amendment, or because an item of the plan took up what was carried over.

    «Đến hết ngày 30/6/2026: Sở A; phần chưa hoàn thành chuyển cho Sở B (Nghị quyết số 12/NQ-HĐND).»
    """
    handovers = dict.fromkeys(
        one
        for item in items
        for one in item.former
        if not one.amendment and (one.to or item.dropped_on is None or one.last + _DAY < item.dropped_on)
    )
    alike = group_by(handovers, lambda one: (one.last, one.to, one.document))
    return [_handover(plan, agencies) for agencies in alike.values()]


def _handover(plan: Plan, alike: list[Handover]) -> str:
    first, by = alike[0], f" ({alike[0].document})" if alike[0].document else ""
    names = join_words(list(_names(plan, (one.agency for one in alike))))
    to = join_words(list(_names(plan, first.to)))
    rest = f"phần chưa hoàn thành chuyển cho {to}" if to else "không có cơ quan kế thừa"
    return f"Đến hết ngày {day_text(first.last)}: {names}; {rest}{by}."


def _names(plan: Plan, ids: Iterable[str]) -> Iterator[str]:
    return (plan.agencies[id_].name for id_ in ids)
