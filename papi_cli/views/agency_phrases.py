"""Agencies written as a phrase.

One rule decides between names and a count (`named_or_counted`): a single agency is named, several of a kind are
counted, and names follow the count only where it leaves open who is meant. Lists count every kind («14 sở, ban,
ngành»); documents count communes only and name all others (`reports.phrases`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from papi_cli.plan.model import Agency, AgencyKind, Plan
from papi_cli.states import Verdict
from papi_cli.text import day_text, join_words, number_text, upper_first
from papi_cli.views.grouping import group_by
from papi_cli.views.words import AGENCY_KIND_LABELS

_NAMES_SHOWN = 5
_NAMED_ONE_BY_ONE = 12


def kind_noun(plan: Plan, kind: AgencyKind) -> str:
    """Return what several agencies of a kind are called, as the plan has it: «sở, ban, ngành», «xã, phường»."""
    match kind:
        case AgencyKind.DEPARTMENT:
            return plan.kind_words.departments
        case AgencyKind.COMMUNE:
            return plan.kind_words.communes
        case AgencyKind.BODY | AgencyKind.OPEN_GROUP:
            return AGENCY_KIND_LABELS[kind]


def kind_heading(plan: Plan, kind: AgencyKind) -> str:
    """Return the heading of the agencies of a kind: «Các sở, ban, ngành», «UBND các xã, phường»."""
    if kind is AgencyKind.COMMUNE:
        return upper_first(communes_phrase(plan))
    noun = kind_noun(plan, kind)
    return upper_first(f"các {noun}" if kind is AgencyKind.DEPARTMENT else noun)


def communes_phrase(plan: Plan, count: str = "các") -> str:
    """Return all communes as a phrase, or so many of them: «UBND các xã, phường», «UBND 05 phường»."""
    return " ".join(filter(None, (plan.kind_words.commune_prefix, count, plan.kind_words.communes)))


def commune_heads_phrase(plan: Plan, agencies: Iterable[Agency]) -> str:
    """Return who heads the communes among agencies, «Chủ tịch UBND các xã, phường»; "" for none, or no common title."""
    heads = {agency.head for agency in agencies if agency.kind is AgencyKind.COMMUNE}
    return f"{heads.pop()} {communes_phrase(plan)}" if len(heads) == 1 and heads != {""} else ""


def everyone_noun(agencies: Iterable[Agency]) -> str:
    """Return what agencies are called together, «cơ quan, đơn vị, địa phương»: «địa phương» are communes, all others not."""
    are_communes = {agency.kind is AgencyKind.COMMUNE for agency in agencies}
    if are_communes == {True}:
        return "địa phương"
    return "cơ quan, đơn vị, địa phương" if True in are_communes else "cơ quan, đơn vị"


def open_group_sentence(plan: Plan, agency: Agency) -> str:
    """Return why an open group that is accountable gets no letter, report or sheet of its own, and who follows it."""
    return (
        f"«{agency.name}» là nhóm không nêu rõ thành viên, không có công văn, báo cáo hay bảng riêng: "
        f"{plan.agencies[plan.coordinator].name} theo dõi việc của nhóm, các việc ấy nằm trong bảng của cơ quan này."
    )


def unwritten_sentence(plan: Plan, verdicts: Iterable[Verdict]) -> str:
    """Return the remark on what no letter is written about because an open group owes it; "" for nothing."""
    owed = [verdict.obligation for verdict in verdicts if verdict.obligation.agency.is_open_group]
    if not owed:
        return ""
    names = join_words(list(dict.fromkeys(f"«{obligation.agency.name}»" for obligation in owed)))
    coordinator = plan.agencies[plan.coordinator].name
    return f"Không viết cho nhóm không nêu rõ thành viên: {number_text(len(owed))} đầu việc của {names}, {coordinator} theo dõi."


def several_agencies_sentence(agencies: Sequence[Agency], typed: str) -> str:
    """Return why `typed` names none of the agencies alone, with their codes, and what to write."""
    names = join_words([agency.label for agency in agencies])
    return f"«{typed}» là tên của nhiều cơ quan: {names}. Ghi tên có đủ dấu, hoặc ghi mã trong ngoặc."


def standing_sentence(plan: Plan, id_: str, there: Sequence[str]) -> str:
    """Return who is `there` in the place of an agency that is not, since when and by which document.

    «Sở A nay là Sở B, từ ngày 01/7/2026 (Nghị quyết số 12/NQ-HĐND).»
    """
    agency = plan.agencies[id_]
    names = join_words([plan.agencies[other].name for other in there])
    if id_ not in plan.ended:
        assert agency.since is not None  # it is yet to come
        before = f"; trước ngày ấy là {names}" if there else ""
        return f"{agency.name} có từ ngày {day_text(agency.since)}{before}."
    assert agency.until is not None  # it ended
    by = f" ({agency.by})" if agency.by else ""
    if not there:
        return f"{agency.name} hoạt động đến hết ngày {day_text(agency.until)}{by}, không có cơ quan kế thừa."
    return f"{agency.name} nay là {names}, từ ngày {day_text(agency.until + timedelta(days=1))}{by}."


def owner_sentence(plan: Plan, id_: str, owner: str, day: date) -> str:
    """Return why what was told of an agency on a day stands under another one: who took over, or who was there before.

    Of a day on which the agency was there it is about what the other one had delivered.
    """
    if id_ in plan.ended:
        from papi_cli.plan.succession import standing_in

        return standing_sentence(plan, id_, standing_in(plan, id_))
    since = plan.agencies[id_].since
    if since is not None and day < since:
        return f"Ngày {day_text(day)} việc này còn thuộc {plan.name_of(owner)}."
    return f"Việc này do {plan.name_of(owner)} hoàn thành trước khi {plan.name_of(id_)} tiếp nhận."


def counted_agencies(
    agencies: Iterable[Agency],
    noun: str = AGENCY_KIND_LABELS[AgencyKind.DEPARTMENT],
    count: Callable[[int], str] = number_text,
) -> str:
    """Return how many different agencies there are, an open group not as an agency: «5 cơ quan, đơn vị và 1 nhóm …».

    `count` writes the numbers: documents give `count_text`.
    """
    unique = {agency.id: agency for agency in agencies}
    groups = sum(agency.is_open_group for agency in unique.values())
    counts = [f"{count(len(unique) - groups)} {noun}"] if len(unique) > groups or not groups else []
    if groups:
        counts.append(f"{count(groups)} {AGENCY_KIND_LABELS[AgencyKind.OPEN_GROUP]}")
    return join_words(counts)


def named_or_counted(agencies: Sequence[Agency], count: str, names: Callable[[Sequence[Agency]], str]) -> str:
    """Return the name of a single agency, else `count` followed by what `names` makes of the agencies."""
    return agencies[0].name if len(agencies) == 1 else f"{count}{names(agencies)}"


def agencies_phrase(plan: Plan, agencies: Sequence[Agency]) -> str:
    """Return agencies of one kind (at least one) as lists show them.

    «Sở Nội vụ»; «75 xã, phường» for all of a kind; «7 xã, phường (xã A, xã B, xã C, xã D, xã E, …)» for some of it.
    """
    kind = agencies[0].kind

    def first_names(several: Sequence[Agency]) -> str:
        if are_all(plan, several):
            return ""
        ellipsis = ", …" if len(several) > _NAMES_SHOWN else ""
        return f" ({', '.join(agency.short_name for agency in several[:_NAMES_SHOWN])}{ellipsis})"

    return named_or_counted(agencies, f"{len(agencies)} {kind_noun(plan, kind)}", first_names)


def are_all(plan: Plan, agencies: Sequence[Agency]) -> bool:
    """Return whether agencies of one kind are all that there are, each that ended counting as whoever follows it."""
    kind = agencies[0].kind
    there = {agency.id for agency in agencies}
    if plan.ended:
        from papi_cli.plan.succession import standing_in

        there = {id_ for agency in agencies for id_ in standing_in(plan, agency.id) if plan.agencies[id_].kind is kind}
    return len(there) == plan.agency_counts[kind]


def phrases_by_kind(plan: Plan, agencies: Iterable[Agency]) -> list[str]:
    """Return a phrase for each kind of agency that occurs, in the order of first occurrence."""
    return [agencies_phrase(plan, members) for members in group_by(agencies, lambda agency: agency.kind).values()]


def agencies_and_groups_phrase(plan: Plan, ids: Sequence[str]) -> str:
    """Return agencies, then groups by name; up to 12 agencies one by one, more of them kind by kind."""
    groups = [plan.groups[id_].name for id_ in ids if id_ in plan.groups]
    agencies = [plan.agencies[id_] for id_ in ids if id_ in plan.agencies and id_ not in plan.groups]
    if len(agencies) <= _NAMED_ONE_BY_ONE:
        return "; ".join([*(agency.name for agency in agencies), *groups])
    by_kind = sorted(agencies, key=lambda agency: list(AgencyKind).index(agency.kind))
    return "; ".join([*phrases_by_kind(plan, by_kind), *groups])


def agencies_in_either_plan(plans: Sequence[Plan], ids: Iterable[str]) -> str:
    """Return the agencies `ids` kind by kind, named as the first of `plans` that has them; any other id as it stands.

    A kind is complete if the larger of the plans has no more agencies of it.
    """
    agencies: list[Agency] = []
    others: list[str] = []
    for id_ in ids:
        plan = next((plan for plan in plans if id_ in plan.agencies), None)
        if plan is None:
            others.append(f"«{id_}»")
        else:
            agencies.append(plan.agencies[id_])
    largest = max(plans, key=lambda plan: len(plan.agencies))
    return "; ".join([*phrases_by_kind(largest, agencies), *others])
