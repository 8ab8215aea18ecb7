"""One or more plans at once: read them, tell them apart, and give each the filters that it knows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

from papi_cli.cli.inputs import Inputs, find_agency, judge_inputs, load_found, resolve_filters, say_if_nobody_chose
from papi_cli.cli.options.shared import Filters, SeveralOptions
from papi_cli.plan.model import Agency, Plan
from papi_cli.problems import BrokenFiles, Failure, Misuse
from papi_cli.states import States
from papi_cli.store.locations import FoundPlan, current_folder, find_plan_folders
from papi_cli.views.asked import Asked


def load_all(options: SeveralOptions) -> tuple[Inputs, ...]:
    """Read plan and log of each folder that `--plan` or PAPI_PLAN names, in this order; of none, the one that is found.

    Raises what `load_inputs` raises; of several plans the failure says which it is of, and nothing is answered.
    """
    found = find_plan_folders(options.plans or (), environment=os.environ, here=current_folder())
    if len(found) == 1:
        say_if_nobody_chose(found[0])
        return (load_found(found[0], options.of_one(str(found[0].folder))),)
    return tuple(_load_one_of_several(one, options) for one in found)


def _load_one_of_several(found: FoundPlan, options: SeveralOptions) -> Inputs:
    try:
        return load_found(found, options.of_one(str(found.folder)))
    except BrokenFiles:
        raise  # its problems name their files
    except Failure as failure:
        # Without a revision all that is misused is a day, which is the same in all plans.
        if isinstance(failure, Misuse) and options.at is None:
            raise
        raise type(failure)(f"Kế hoạch ở {found.folder}: {failure}") from failure


def ask(options: SeveralOptions, filters: Filters) -> tuple[Asked, ...]:
    """Return the plans that an answer is asked about, judged, with the filters as they are in each.

    Raises what `load_all` and `asked_in` raise.
    """
    return asked_in(load_all(options), filters)


def asked_in(
    inputs: Sequence[Inputs], filters: Filters, judged: Callable[[Inputs, str], States] = judge_inputs
) -> tuple[Asked, ...]:
    """Return the plans that were read as an answer takes them; `judged` gives the states of each, and takes its name.

    Raises Misuse for a word in the filters that no plan knows, or of which one does not know which of its agencies it is.
    """
    if len(inputs) == 1:
        (only,) = inputs
        return (Asked(judged(only, ""), resolve_filters(only.plan, filters)),)
    from papi_cli.views.meeting import meet_agencies, names_of_plans

    plans = [one.plan for one in inputs]
    names = names_of_plans(plans, [str(one.found.folder) for one in inputs])
    met = meet_agencies(plans)
    known = tuple(_filters_of_each(plans, names, met, filters))
    return tuple(
        Asked(
            judged(one, name),
            resolve_filters(one.plan, own),
            name=name,
            place=place,
            met=met[place],
            takes_part=all(bool(words) for words, given in zip(own, filters, strict=True) if given),
        )
        for place, (one, name, own) in enumerate(zip(inputs, names, known, strict=True))
    )


def refuse_one_plan_twice(inputs: Sequence[Inputs]) -> None:
    """Raise Misuse where two folders hold the same plan: what leaves the program could not say which it is of."""
    first: dict[tuple[str, ...], Inputs] = {}
    for one in inputs:
        other = first.setdefault(one.plan.identity, one)
        if other is not one:
            raise Misuse(
                f"{other.found.folder} và {one.found.folder} chứa cùng một kế hoạch (cùng tên, nơi ban hành, thời gian). Chỉ nêu "
                "một trong hai thư mục."
            )


def _filters_of_each(
    plans: Sequence[Plan], names: Sequence[str], met: Sequence[Mapping[str, Agency]], filters: Filters
) -> Iterator[Filters]:
    """Yield for each plan the words of the filters that it knows; an agency by its id, if any plan knows it so."""
    for field, words in zip(Filters._fields, filters, strict=True):
        for word in words or ():
            if not any(_KNOWS[field](plan, word) for plan in plans):
                raise _known_to_none(plans, names, Filters(**{field: [word]}))
    agency, cooperating = (_ids_in_each(plans, met, words) for words in (filters.agency, filters.cooperating))
    for place, plan in enumerate(plans):
        own = {
            field: [word for word in words or () if _KNOWS[field](plan, word)]
            for field, words in zip(Filters._fields, filters, strict=True)
        }
        yield Filters(**own)._replace(agency=agency[place], cooperating=cooperating[place])


def _ids_in_each(
    plans: Sequence[Plan], met: Sequence[Mapping[str, Agency]], words: Sequence[str] | None
) -> list[list[str]]:
    """Return for each plan the ids of the agencies called so in any of the plans."""
    called = {
        among_all[find_agency(plan, word)].order
        for word in words or ()
        for plan, among_all in zip(plans, met, strict=True)
        if plan.find_agency_or_group(word)
    }
    return [[id_ for id_, agency in among_all.items() if agency.order in called] for among_all in met]


def _known_to_none(plans: Sequence[Plan], names: Sequence[str], filters: Filters) -> Misuse:
    """Return the error for a word that no plan knows: what each says of it, once where they say the same."""
    sentences: dict[str, list[str]] = {}
    for plan, name in zip(plans, names, strict=True):
        try:
            resolve_filters(plan, filters)
        except Misuse as misuse:
            sentences.setdefault(str(misuse), []).append(name)
    if len(sentences) == 1:
        return Misuse(next(iter(sentences)))
    return Misuse("\n".join(f"{', '.join(of)}: {sentence}" for sentence, of in sentences.items()))


def _knows_agency(plan: Plan, word: str) -> bool:
    return bool(plan.find_agency_or_group(word))


def _knows_role(plan: Plan, word: str) -> bool:
    from papi_cli.views.roles import find_roles

    return bool(find_roles(plan, word))


def _knows_index(plan: Plan, word: str) -> bool:
    return word.strip() in [index.code for index in plan.indices]


def _knows_items(plan: Plan, word: str) -> bool:
    return bool(plan.find_items(word))


# By the field of `Filters`. A state is one of every plan.
_KNOWS: Mapping[str, Callable[[Plan, str], bool]] = {
    "agency": _knows_agency,
    "group": _knows_agency,
    "cooperating": _knows_agency,
    "role": _knows_role,
    "index": _knows_index,
    "item": _knows_items,
    "state": lambda _, __: True,
}
