"""What earlier plans left unfinished, as items: judged by the days that those plans set."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from papi_cli.deadlines.model import Deadline, DueKind, Roll, Span, Step, UnreadablePhrase
from papi_cli.deadlines.phrases import read_due
from papi_cli.plan.earlier import EarlierPlan, KnownFact, Origin, TakenUp
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Item, ItemKind
from papi_cli.plan.resolve.agencies import AgencyDirectory
from papi_cli.plan.resolve.problem_collector import ProblemCollector
from papi_cli.problems import ProblemCode
from papi_cli.text import day_text

_FILE = "carried.yaml"


def earlier_plans(file: schema.CarriedFile) -> tuple[EarlierPlan, ...]:
    """Return the plans from which items are carried over."""
    return tuple(
        EarlierPlan(one.id, one.title, one.short_name or one.title, one.document, Span(one.span.first, one.span.last))
        for one in file.plans
    )


class CarriedReader:
    """Reads what is carried over, of one stretch of days after another."""

    def __init__(self, directory: AgencyDirectory, problems: ProblemCollector) -> None:
        self._directory = directory
        self._problems = problems

    def read(self, file: schema.CarriedFile, others: Collection[str], day: date) -> dict[str, Item]:
        """Return the items by code, without those that were taken up by the end of `day`.

        A code that is among `others`, those of the items of this plan, is told, and left to what this plan has.
        """
        spans, members = self._spans(file), self._members(file)
        items: dict[str, Item] = {}
        places: dict[str, KeyPath] = {}
        for position, record in enumerate(file.items):
            keys: KeyPath = ("items", position)
            if record.code in places:
                self._problems.add_duplicate(_FILE, (*keys, "code"), record.code, places[record.code])
            places.setdefault(record.code, (*keys, "code"))
            if record.code in others:
                message = f"mã «{record.code}» là của một việc trong kế hoạch này."
                hint = "Đổi mã của kế hoạch trước ở «plans» (như năm của kế hoạch ấy), rồi sửa mã này theo."
                self._problems.add(_FILE, (*keys, "code"), ProblemCode.DUPLICATE_ID, message, hint)
                continue
            item = self._item(record, keys, spans, members)
            if record.taken_up is None or day < record.taken_up.since:
                items[record.code] = item
        return items

    def _spans(self, file: schema.CarriedFile) -> Mapping[str, Span]:
        spans: dict[str, Span] = {}
        for position, plan in enumerate(file.plans):
            keys: KeyPath = ("plans", position)
            if plan.id in spans:
                self._problems.add_duplicate(_FILE, (*keys, "id"), plan.id, ("plans", [*spans].index(plan.id), "id"))
            if plan.span.first > plan.span.last:
                message = "thời gian thực hiện bị ngược: ngày đầu sau ngày cuối."
                self._problems.add(_FILE, (*keys, "span"), ProblemCode.WRONG_VALUE, message, "Sửa lại hai ngày.")
            spans.setdefault(plan.id, Span(plan.span.first, plan.span.last))
        return spans

    def _members(self, file: schema.CarriedFile) -> Mapping[str, tuple[str, ...]]:
        """Return the members of each group of the file."""
        members: dict[str, tuple[str, ...]] = {}
        for position, group in enumerate(file.groups):
            keys: KeyPath = ("groups", position)
            if group.id in members:
                self._problems.add_duplicate(
                    _FILE, (*keys, "id"), group.id, ("groups", [*members].index(group.id), "id")
                )
            members.setdefault(group.id, group.members)
            for place, agency in enumerate(group.members):
                self._directory.check_agency(_FILE, (*keys, "members", place), agency)
        return members

    def _owing(
        self, record: schema.CarriedItemRecord, keys: KeyPath, members: Mapping[str, tuple[str, ...]]
    ) -> tuple[str, ...]:
        """Return the agencies that owe an item: who is named, or is a member of a group of the file, else of the plan."""
        directory, ids = self._directory, record.agencies
        if not members.keys().isdisjoint(ids):
            for position, id_ in enumerate(ids):
                if id_ not in members:
                    directory.check(_FILE, (*keys, position), id_)
            named = dict.fromkeys(one for id_ in ids for one in members.get(id_, (id_,)))
            ids = tuple(id_ for id_ in named if id_ in directory.agencies or id_ in directory.groups)
        return tuple(directory.spread_accountable(_FILE, keys, ids, (record.code,)))

    def _item(
        self,
        record: schema.CarriedItemRecord,
        keys: KeyPath,
        spans: Mapping[str, Span],
        members: Mapping[str, tuple[str, ...]],
    ) -> Item:
        plan, _, code = record.code.partition("/")
        if plan not in spans and not self._problems.has_shape_problems(_FILE):
            message = f"không có kế hoạch nào mang mã «{plan}» ở «plans»."
            hint = "Mã của việc chuyển tiếp là mã kế hoạch cũ, dấu «/» và mã của việc trong kế hoạch ấy: 2026/A-2/ke-hoach."
            self._problems.add(_FILE, (*keys, "code"), ProblemCode.UNKNOWN_REFERENCE, message, hint)
        agencies = self._owing(record, (*keys, "agencies"), members)
        if record.issuer is not None:
            self._directory.check_agency(_FILE, (*keys, "issuer"), record.issuer)
        for place, fact in enumerate(record.known):
            for position, agency in enumerate(fact.agencies):
                self._directory.check_agency(_FILE, (*keys, "known", place, "agencies", position), agency)
        return Item(
            code=record.code,
            kind=ItemKind.CARRIED,
            source=(),
            index=None,
            title=record.title,
            product=record.product,
            due=self._deadline(record, keys, spans.get(plan)),
            row_last_due=None,
            roll=Roll.NONE,
            counts=record.counts,
            agencies=agencies,
            cooperating=(),
            others=(),
            issuer=record.issuer,
            fulfilled_by=record.fulfilled_by,
            asked=record.asked,
            period=None,
            anchor=None,
            interpretations=(),
            member_interpretations={},
            origin=Origin(
                plan,
                code,
                record.note,
                TakenUp(record.taken_up.by, record.taken_up.since) if record.taken_up else None,
                tuple(
                    KnownFact(fact.event, fact.date, fact.agencies, fact.document, fact.until, fact.note)
                    for fact in record.known
                ),
                record.cited,
            ),
        )

    def _deadline(self, record: schema.CarriedItemRecord, keys: KeyPath, span: Span | None) -> Deadline | None:
        """Return the last day `until` where one is given, else the deadline by the phrase and the time of the earlier plan."""
        if span is None or not (record.due or record.until):
            return None
        if record.until is not None:
            step = Step(f"Ngày cuối cùng khi chuyển tiếp từ kế hoạch trước: {day_text(record.until)}.")
            return Deadline(record.due, DueKind.DATED, None, record.until, strict=False, steps=(step,))
        due = read_due(record.due, span=span)
        if isinstance(due, UnreadablePhrase):
            message = f"không đọc được thời hạn «{record.due}»."
            self._problems.add(_FILE, (*keys, "due"), ProblemCode.DUE_PHRASE, message, due.reason)
            return None
        if due.kind.goes_on or due.occurrences:
            message = (
                f"thời hạn «{record.due}» không có một ngày cuối cùng: việc thường xuyên, định kỳ không chuyển tiếp."
            )
            hint = "Ghi ngày cuối cùng của lần còn lại vào khóa «until», hoặc bỏ mục này."
            self._problems.add(_FILE, (*keys, "due"), ProblemCode.WRONG_VALUE, message, hint)
            return None
        return due._replace(goes_on=False)
