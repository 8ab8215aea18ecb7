"""What tasks and duties refer to: the annexes' heads, the provisions of the document, the rows of components."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papi_cli.plan.files import schema
from papi_cli.plan.files.records import Records
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Component, Provision, References
from papi_cli.plan.quotation import COLUMN_HEADS, Annex, AnnexColumn, ComponentQuote, Meaning, provision_citation
from papi_cli.plan.resolve.agencies import AgencyDirectory
from papi_cli.plan.resolve.problem_collector import INDEX, ProblemCollector
from papi_cli.problems import ProblemCode


def read_provisions(records: Records, directory: AgencyDirectory, problems: ProblemCollector) -> dict[str, Provision]:
    """Return the provisions by code; one that names nobody binds whom the provision above it binds."""
    cited = {source for duty in records.duties.duties for source in duty.source}
    heading_of = {part.code: " ".join(part.heading.split()) for part in records.provisions.parts}
    indices: dict[str, KeyPath] = {
        index.code: ("indices", position, "code") for position, index in enumerate(records.indices.indices)
    }
    provisions: dict[str, Provision] = {}
    places: dict[str, KeyPath] = {}

    def walk(record: schema.ProvisionRecord, keys: KeyPath, part: str, above: Provision | None) -> None:
        if record.code in provisions:
            problems.add_duplicate("provisions.yaml", (*keys, "code"), record.code, places[record.code])
        places.setdefault(record.code, (*keys, "code"))
        binds = tuple(directory.spread("provisions.yaml", (*keys, "binds"), record.binds))
        if record.index is not None and record.index not in indices:
            problems.add_unknown_reference("provisions.yaml", (*keys, "index"), INDEX, record.index, indices)
        owner = above if above is not None and not record.binds else None
        provision = provisions[record.code] = Provision(
            code=record.code,
            part=part,
            citation=provision_citation(record.code, heading_of[part], records.plan.words.part),
            heading=record.heading,
            text=record.text,
            binds=owner.binds if owner else binds,
            asked=owner.asked if owner else record.asked,
            has_duty=record.code in cited,
            is_leaf=not record.points,
            index=record.index,
        )
        for position, point in enumerate(record.points):
            walk(point, (*keys, "points", position), part, provision)

    for position, record in enumerate(records.provisions.parts):
        walk(record, ("parts", position), record.code, None)
    return provisions


def provision_paths(file: schema.ProvisionsFile) -> dict[str, KeyPath]:
    """Return the key path of each provision in provisions.yaml, by its code."""
    paths: dict[str, KeyPath] = {}

    def walk(points: Sequence[schema.ProvisionRecord], above: KeyPath) -> None:
        for position, point in enumerate(points):
            paths.setdefault(point.code, (*above, position, "code"))
            walk(point.points, (*above, position, "points"))

    walk(file.parts, ("parts",))
    return paths


# The columns that the annex of indices can have: those of `RowQuoteRecord`.
_INDEX_COLUMNS = ("label", "name", "lead", "cooperating")


def read_index_annex(file: schema.IndicesFile, problems: ProblemCollector) -> Annex | None:
    """Return the heading of the annex of indices, None for a plan without indices."""
    if not file.indices:
        return None
    for position, column in enumerate(file.annex.columns):
        if column.id not in _INDEX_COLUMNS:
            message, hint = f"bảng này không có cột «{column.id}».", f"Các cột: {', '.join(_INDEX_COLUMNS)}."
            keys: KeyPath = ("annex", "columns", position, "id")
            problems.add("indices.yaml", keys, ProblemCode.WRONG_VALUE, message, hint)
    return read_annex("indices.yaml", ("annex",), file.annex, problems)


def read_annex(file: str, keys: KeyPath, record: schema.AnnexRecord, problems: ProblemCollector) -> Annex:
    """Return the heading of an annex at `keys` of `file`, whose columns have an id each."""
    ids: dict[str, KeyPath] = {}
    for position, column in enumerate(record.columns):
        own_keys: KeyPath = (*keys, "columns", position, "id")
        if column.id in ids:
            problems.add_duplicate(file, own_keys, column.id, ids[column.id])
        ids.setdefault(column.id, own_keys)
        if column.role and column.id in set(Meaning):
            message, hint = (
                f"cột «{column.id}» đã có ý nghĩa riêng, không phải một vai trò khác.",
                "Bỏ «role» ở cột này.",
            )
            problems.add(file, (*keys, "columns", position, "role"), ProblemCode.WRONG_VALUE, message, hint)
        if not (column.head or column.id in COLUMN_HEADS):
            message, hint = f"cột riêng «{column.id}» chưa có tên.", "Ghi «head» đúng chữ ở đầu cột của bảng."
            problems.add(file, (*keys, "columns", position), ProblemCode.MISSING_KEY, message, hint)
    if record.numbers and len(record.numbers) != len(record.columns):
        message = f"dòng đánh số có {len(record.numbers)} ô, bảng có {len(record.columns)} cột."
        hint = "Ghi mỗi cột một ô, theo thứ tự của bảng."
        problems.add(file, (*keys, "numbers"), ProblemCode.WRONG_VALUE, message, hint)
    columns = tuple(
        AnnexColumn(column.id, column.head or COLUMN_HEADS.get(column.id, ""), column.role) for column in record.columns
    )
    return Annex(record.code, record.label, record.title, record.note, columns, record.numbers)


def read_components(records: Records, directory: AgencyDirectory, problems: ProblemCollector) -> Iterator[Component]:
    """Yield indices, components and sub-items in the order of their annex."""
    seen: dict[str, KeyPath] = {}
    for record, keys, above in _component_records(records.indices):
        if record.code in seen:
            problems.add_duplicate("indices.yaml", (*keys, "code"), record.code, seen[record.code])
        seen.setdefault(record.code, (*keys, "code"))
        yield _component(directory, record, keys, above)


def _component_records(file: schema.IndicesFile) -> Iterator[tuple[schema.FollowedRowRecord, KeyPath, tuple[str, ...]]]:
    """Yield each row with its key path and the codes of the rows above it, its index first."""
    for i, index in enumerate(file.indices):
        top: KeyPath = ("indices", i)
        yield index, top, ()
        for c, component in enumerate(index.components):
            keys: KeyPath = (*top, "components", c)
            yield component, keys, (index.code,)
            for s, sub_item in enumerate(component.sub_items):
                yield sub_item, (*keys, "sub_items", s), (index.code, component.code)


def _component(
    directory: AgencyDirectory, record: schema.FollowedRowRecord, keys: KeyPath, above: tuple[str, ...]
) -> Component:
    lead = directory.spread("indices.yaml", (*keys, "lead"), record.lead)
    cooperating = directory.spread("indices.yaml", (*keys, "cooperating"), record.cooperating)
    return Component(
        code=record.code,
        index=above[0] if above else record.code,
        level=len(above) + 1,
        parent=above[-1] if above else None,
        quote=ComponentQuote(**dict(record.quote)),
        references=References(record.lead, record.cooperating),
        lead=tuple(lead),
        cooperating=tuple(id_ for id_ in cooperating if id_ not in lead),
    )
