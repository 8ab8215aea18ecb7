"""The values that completion suggests from the plan: agencies, items, whatever has a code.

Codes and names come straight from the plan's YAML, without its models: a shell asks at every press of Tab, and
importing pydantic takes as long as the whole answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import typer

from papi_cli.cli.completion.question import Offer, Suggestion, offers, question_of
from papi_cli.cli.completion.values import plans_of
from papi_cli.plan.quotation import DOCUMENT, PART_WORD, Meaning, provision_citation

if TYPE_CHECKING:
    from papi_cli.deadlines.model import Span
    from papi_cli.plan.files.yamltext import YamlValue
    from papi_cli.store.locations import FoundPlan


class _Asking(NamedTuple):
    """What a shell asks, and one of the plans that the command line is about."""

    ctx: typer.Context
    plan: FoundPlan


def _of_each_plan(suggest: Callable[[_Asking], list[Offer]]) -> Callable[[typer.Context], list[Offer]]:
    """Return the function that offers what `suggest` does of each plan at hand, a word once."""

    def suggest_of_all(ctx: typer.Context) -> list[Offer]:
        found: dict[str, str] = {}
        for plan in plans_of(ctx):
            for word, meaning in suggest(_Asking(ctx, plan)):
                found.setdefault(word, meaning)
        return list(found.items())

    suggest_of_all.__doc__ = suggest.__doc__
    return suggest_of_all


@_of_each_plan
def suggest_reports(asking: _Asking) -> list[Offer]:
    """Return the kinds of reports: each reporting period, the one that is due, and the list of an agency's tasks."""
    others = (("due", "báo cáo kỳ đến hạn"), ("tasks", "danh mục công việc của một cơ quan"))
    return offers(asking.ctx, [*_periods(asking), *(Suggestion(word, meaning) for word, meaning in others)])


@_of_each_plan
def suggest_periods(asking: _Asking) -> list[Offer]:
    """Return the ids of the reporting periods, found by their names too."""
    return offers(asking.ctx, _periods(asking))


def _periods(asking: _Asking) -> list[Suggestion]:
    return [
        Suggestion(_text_at(period, "id"), f"báo cáo {_text_at(period, 'name')}", (_text_at(period, "name"),))
        for period in _list_at(_read_tree(asking, "plan.yaml"), "periods")
    ]


@_of_each_plan
def suggest_agencies(asking: _Asking) -> list[Offer]:
    """Return the ids of the agencies, each with its name; they are found by names, aliases and abbreviations too.

    Where none is, those of the open groups that are accountable: looking for them reads the tasks.
    """
    tree = _read_tree(asking, "agencies.yaml")
    return offers(asking.ctx, _agencies(tree)) or offers(asking.ctx, _accountable_groups(asking, tree))


@_of_each_plan
def suggest_groups(asking: _Asking) -> list[Offer]:
    """Return the ids of the groups that have members, found as agencies are."""
    return offers(asking.ctx, _groups(_read_tree(asking, "agencies.yaml")))


@_of_each_plan
def suggest_agencies_and_groups(asking: _Asking) -> list[Offer]:
    """Return the ids of the agencies, then those of the groups that have members; open groups as `suggest_agencies`."""
    tree = _read_tree(asking, "agencies.yaml")
    return offers(asking.ctx, [*_agencies(tree), *_groups(tree)]) or offers(
        asking.ctx, _accountable_groups(asking, tree)
    )


@_of_each_plan
def suggest_searches(asking: _Asking) -> list[Offer]:
    """Return the ids of all agencies and groups; nothing for a second word, which narrows the search for the first."""
    if asking.ctx.params.get("words"):
        return []
    tree = _read_tree(asking, "agencies.yaml")
    return offers(asking.ctx, [*_agencies(tree), *map(_named, _list_at(tree, "groups"))])


def _agencies(tree: YamlValue) -> list[Suggestion]:
    entries = (*_list_at(tree, "departments"), *_list_at(tree, "bodies"), *_list_at(tree, "communes", "list"))
    return [_named(entry) for entry in entries]


def _groups(tree: YamlValue) -> list[Suggestion]:
    closed = (entry for entry in _list_at(tree, "groups") if _node_at(entry, "every") or _node_at(entry, "members"))
    return [_named(entry) for entry in closed]


def _accountable_groups(asking: _Asking, tree: YamlValue) -> list[Suggestion]:
    open_groups = [entry for entry in _list_at(tree, "groups") if _text_at(entry, "open") == "true"]
    if not open_groups or not question_of(asking.ctx).typed:
        return []
    tasks = [task for annex in _list_at(_read_tree(asking, "tasks.yaml"), "annexes") for task in _tasks_below(annex)]
    duties = _list_at(_read_tree(asking, "duties.yaml"), "duties")
    leads = [id_ for task in tasks for id_ in _list_at(task, "lead")]
    leads += [id_ for duty in duties for id_ in _list_at(duty, "agencies")]
    return [_named(entry) for entry in open_groups if _text_at(entry, "id") in leads]


def _named(entry: YamlValue) -> Suggestion:
    name = _text_at(entry, "name")
    aliases = [alias for alias in _list_at(entry, "aliases") if isinstance(alias, str)]
    return Suggestion(_text_at(entry, "id"), name, (name, *aliases, *filter(None, [_text_at(entry, "code")])))


class _Part(NamedTuple):
    """Something with a code, and the code of what it is a part of, "" for what stands alone.

    Parts are suggested once the whole code above them is typed: `II` gives the tasks of section II, `II.5` that task
    and its milestones, `II.5/` the milestones alone. So are occurrences of what its phrase, `due`, makes recur.
    """

    suggestion: Suggestion
    above: str = ""
    due: str = ""
    yearly: bool = False


def _offer_parts(asking: _Asking, parts: list[_Part]) -> list[Offer]:
    typed = question_of(asking.ctx).typed.casefold()
    near = [part for part in parts if typed.startswith(part.above.casefold())]
    whole = [part for part in near if part.due and typed.startswith(part.suggestion.word.casefold())]
    return offers(asking.ctx, [*(part.suggestion for part in near), *(_occurrences(asking, whole) if whole else ())])


def _occurrences(asking: _Asking, parts: list[_Part]) -> Iterator[Suggestion]:
    from papi_cli.cli.completion.occurrences import occurrences_of

    if (span := _span_of(_read_tree(asking, "plan.yaml"))) is None:
        return
    for (word, meaning, *_), _above, due, yearly in parts:
        yield from occurrences_of(word, meaning, due, span, yearly=yearly)


def _span_of(tree: YamlValue) -> Span | None:
    """Return the time that the plan runs, None if its file does not say."""
    from papi_cli.deadlines.model import Span

    year, days = _text_at(tree, "year"), [_text_at(tree, "span", key) for key in ("first", "last")]
    try:
        return Span.of_year(int(year)) if year else Span(*map(date.fromisoformat, days))
    except ValueError:
        return None


@_of_each_plan
def suggest_indices(asking: _Asking) -> list[Offer]:
    """Return the codes of the indices, each with its name."""
    entries = _list_at(_read_tree(asking, "indices.yaml"), "indices")
    return offers(
        asking.ctx, [Suggestion(_text_at(entry, "code"), _text_at(entry, "quote", "name")) for entry in entries]
    )


@_of_each_plan
def suggest_roles(asking: _Asking) -> list[Offer]:
    """Return the ids of the columns of roles in the annexes of tasks, once each, found by their heads too."""
    columns = [
        column
        for annex in _list_at(_read_tree(asking, "tasks.yaml"), "annexes")
        for column in _list_at(annex, "columns")
    ]
    heads = {
        _text_at(column, "id"): _text_at(column, "head")
        for column in reversed(columns)
        if _text_at(column, "role") == "true" or _text_at(column, "id") == Meaning.COOPERATING
    }
    return offers(asking.ctx, [Suggestion(id_, head, (head,)) for id_, head in reversed(heads.items())])


@_of_each_plan
def suggest_items(asking: _Asking) -> list[Offer]:
    """Return the codes of tasks and duties; once a whole task code is typed, its milestones too."""
    return _offer_parts(
        asking, [*_tasks(_read_tree(asking, "tasks.yaml")), *_duties(asking), *_added(asking), *_carried(asking)]
    )


@_of_each_plan
def suggest_citables(asking: _Asking) -> list[Offer]:
    """Return the codes of all that `papi show` shows, found by their citations too (`Phụ lục`, `"điểm b khoản 1"`).

    Nothing is returned for a second word: codes have one only.
    """
    if asking.ctx.params.get("words"):
        return []
    tasks, indices = _read_tree(asking, "tasks.yaml"), _read_tree(asking, "indices.yaml")
    plan = _read_tree(asking, "plan.yaml")
    part_word = _text_at(plan, "words", "part") or PART_WORD
    parts = [
        *_document_parts(_node_at(plan, DOCUMENT)),
        *_provisions(_read_tree(asking, "provisions.yaml"), part_word),
        *_annexes([_node_at(indices, "annex")]),
        *_components(indices),
        *_annexes(_list_at(tasks, "annexes")),
        *_tasks(tasks),
        *_duties(asking),
        *_added(asking),
        *_carried(asking),
        *_interpreted_groups(_read_tree(asking, "agencies.yaml")),
        *map(_Part, _periods(asking)),
    ]
    return _offer_parts(asking, parts) or offers(asking.ctx, [part.suggestion for part in parts])


def _tasks(tree: YamlValue) -> Iterator[_Part]:
    for annex in _list_at(tree, "annexes"):
        for task in _tasks_below(annex):
            code = _text_at(task, "code")
            due, yearly = _text_at(task, "due"), _text_at(task, "yearly") == "true"
            own = not any(_list_at(task, "milestones"))
            yield _Part(Suggestion(code, _text_at(task, "quote", "task")), "", due if own else "", yearly)
            for milestone in _list_at(task, "milestones"):
                own_code = f"{code}/{_text_at(milestone, 'code')}"
                name = _text_at(milestone, "product") or _text_at(milestone, "phase")
                own_due, own_yearly = _text_at(milestone, "due"), _text_at(milestone, "yearly") == "true"
                looked_at = own_yearly or (yearly and not own_due)
                yield _Part(Suggestion(own_code, name), code, own_due or due, looked_at)


def _tasks_below(entry: YamlValue) -> Iterator[YamlValue]:
    yield from _list_at(entry, "tasks")
    for section in _list_at(entry, "sections"):
        yield from _tasks_below(section)


def _duties(asking: _Asking) -> Iterator[_Part]:
    return _duties_in(_list_at(_read_tree(asking, "duties.yaml"), "duties"))


def _carried(asking: _Asking) -> Iterator[_Part]:
    """Yield what is carried over, once the id of its plan is begun: there may be as much of it as of the plan itself."""
    for entry in _list_at(_read_tree(asking, "carried.yaml"), "items"):
        code, words = _text_at(entry, "code"), _text_at(entry, "product") or _text_at(entry, "title")
        yield _Part(Suggestion(code, words), code[:1])


def _added(asking: _Asking) -> Iterator[_Part]:
    """Yield what amendments add, from whatever day on."""
    from papi_cli.plan.files.yamltext import read_yaml
    from papi_cli.store.locations import AMENDMENT_FOLDER
    from papi_cli.store.sources import source_of

    source = source_of(asking.plan.folder, asking.ctx.params.get("at"))
    for path, raw in source.read(AMENDMENT_FOLDER, ".yaml", deep=True):
        document, _ = read_yaml(path, raw)
        for change in _list_at(document.tree if document is not None else {}, "changes"):
            yield from _added_by(change)


def _added_by(change: YamlValue) -> Iterator[_Part]:
    task, duty, milestone = (_node_at(change, "add", key) for key in ("task", "duty", "milestone"))
    if milestone:
        row = _text_at(change, "add", "to")
        yield _Part(Suggestion(f"{row}/{_text_at(milestone, 'code')}", _text_at(milestone, "product")), row)
    if duty:
        yield from _duties_in([duty])
    yield from _tasks({"annexes": [{"tasks": [*([task] if task else []), *_list_at(change, "split", "into")]}]})


def _duties_in(entries: Iterable[YamlValue]) -> Iterator[_Part]:
    for duty in entries:
        yield _Part(Suggestion(_text_at(duty, "code"), _text_at(duty, "product")), "", _text_at(duty, "due"))


def _annexes(entries: Iterable[YamlValue]) -> Iterator[_Part]:
    for annex in entries:
        code, label, title = (_text_at(annex, key) for key in ("code", "label", "title"))
        yield _Part(Suggestion(code, ": ".join(filter(None, (label, title))), (label,)))


def _components(tree: YamlValue) -> Iterator[_Part]:
    for index in _list_at(tree, "indices"):
        code, label = _text_at(index, "code"), _text_at(index, "quote", "label")
        yield _Part(Suggestion(code, _text_at(index, "quote", "name"), (label,)))
        for component in _list_at(index, "components"):
            for row in (component, *_list_at(component, "sub_items")):
                yield _Part(Suggestion(_text_at(row, "code"), _text_at(row, "quote", "name")), code)


def _document_parts(document: YamlValue) -> Iterator[_Part]:
    """Yield the document, found by its kind, and the parts of its own text, found by their names."""
    kind = _text_at(document, "kind")
    yield _Part(Suggestion(DOCUMENT, kind, (kind,)))
    for part in _list_at(document, "quote"):
        name = _text_at(part, "name")
        first = next((line for line in _list_at(part, "lines") if isinstance(line, str)), "")
        yield _Part(Suggestion(_text_at(part, "code"), name or first, (name,)))


def _provisions(tree: YamlValue, part_word: str) -> Iterator[_Part]:
    """Yield the provisions, found by what letters call them too."""
    for part in _list_at(tree, "parts"):
        heading, above = _text_at(part, "heading"), _text_at(part, "code")
        for point in (part, *_points_below(part)):
            code, text = _text_at(point, "code"), _text_at(point, "heading") or _text_at(point, "text")
            names = (provision_citation(code, heading, part_word),)
            yield _Part(Suggestion(code, text, names), above if code != above else "")


def _points_below(entry: YamlValue) -> Iterator[YamlValue]:
    for point in _list_at(entry, "points"):
        yield point
        yield from _points_below(point)


def _interpreted_groups(tree: YamlValue) -> Iterator[_Part]:
    for group in _list_at(tree, "groups"):
        if _node_at(group, "interpretation"):
            yield _Part(Suggestion(_text_at(group, "id"), _text_at(group, "name")))


def _read_tree(asking: _Asking, name: str) -> YamlValue:
    """Return the content of a file of the plan; an empty mapping if the file is missing or not readable as YAML."""
    from papi_cli.plan.files.yamltext import read_yaml
    from papi_cli.store.locations import PLAN_FOLDER
    from papi_cli.store.sources import source_of

    source = source_of(asking.plan.folder, asking.ctx.params.get("at"))
    for path, raw in source.read(PLAN_FOLDER, f"/{name}", deep=False):
        document, _ = read_yaml(path, raw)
        if document is not None:
            return document.tree
    return {}


def _node_at(tree: YamlValue, *keys: str) -> YamlValue:
    """Return the value below `keys`, "" if there is none: a half-edited file has any shape."""
    for key in keys:
        tree = tree.get(key, "") if isinstance(tree, dict) else ""
    return tree


def _text_at(tree: YamlValue, *keys: str) -> str:
    node = _node_at(tree, *keys)
    return node if isinstance(node, str) else ""


def _list_at(tree: YamlValue, *keys: str) -> Iterator[YamlValue]:
    node = _node_at(tree, *keys)
    return iter(node if isinstance(node, list) else ())
