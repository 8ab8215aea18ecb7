"""The agencies and groups of a plan, and the agencies that a reference stands for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from papi_cli.plan.amendments import Successor
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Agency, AgencyKind, Group, Interpretation, KindWords
from papi_cli.plan.resolve.names import check_names
from papi_cli.plan.resolve.problem_collector import ProblemCollector, RootCause
from papi_cli.plan.resolve.succession_checks import check_successions
from papi_cli.problems import ProblemCode
from papi_cli.text import likely_slip_of, slug

_FILE = "agencies.yaml"
_NOBODY = "không có cơ quan nào chịu trách nhiệm."


class AgencyDirectory:
    """Agencies and groups by id; spreads references to groups to their members."""

    def __init__(self, record: schema.AgenciesFile, problems: ProblemCollector) -> None:
        """Read agencies.yaml; what is wrong goes to `problems`."""
        self._problems = problems
        self.agencies: dict[str, Agency] = {}
        self.accountable_groups: dict[str, Agency] = {}
        self.groups: dict[str, Group] = {}
        self._memberless: set[str] = set()
        self._paths: dict[str, KeyPath] = {}
        self._spread_cache: dict[tuple[str, ...], Mapping[str, tuple[Interpretation, ...]]] = {}
        self.kind_words = KindWords(record.departments_noun, record.communes.noun, record.communes.prefix)
        self._read_agencies(record)
        self._read_groups(record.groups)
        listed = [(entry, keys) for _, entry, keys in _listed_agencies(record)]
        self.listed = {entry.id: (entry, keys) for entry, keys in reversed(listed)}
        for entry, keys in listed:
            for position, successor in enumerate(entry.successor):
                self.check_agency(_FILE, (*keys, "successor", position, "agency"), successor.agency)
        check_successions(self.listed, problems)
        groups = [(entry, ("groups", position)) for position, entry in enumerate(record.groups)]
        check_names(_FILE, [*listed, *groups], problems)

    def check_agency(self, file: str, keys: KeyPath, id_: str | None) -> None:
        """Note a problem if `id_` is not an agency; a group will not do, None will."""
        if id_ is None or id_ in self.agencies:
            return
        if id_ in self.groups:
            message = f"«{id_}» là một nhóm, chỗ này cần một cơ quan."
            hint = f"Ghi mã của một cơ quan (nhóm ấy ở {self._problems.location(_FILE, self._paths[id_])})."
            self._problems.add(file, keys, ProblemCode.UNKNOWN_AGENCY, message, hint)
        else:
            self._report_unknown(file, keys, id_, self.agencies)

    def spread(self, file: str, keys: KeyPath, ids: tuple[str, ...]) -> Mapping[str, tuple[Interpretation, ...]]:
        """Return the agencies that `ids` stand for, in official order.

        Each comes with the interpretations on which its membership of the first group that names it rests, () for one
        that is named itself.
        """
        for position, id_ in enumerate(ids):
            if id_ not in self._paths:
                self._report_unknown(file, (*keys, position), id_, self._paths)
            elif id_ in ids[:position]:
                self._problems.add(
                    file,
                    (*keys, position),
                    ProblemCode.DUPLICATE_ID,
                    f"«{id_}» đã có trong danh sách này.",
                    "Bỏ bớt một.",
                )
        # Hundreds of rows share the same few references.
        if ids not in self._spread_cache:
            self._spread_cache[ids] = self._spread(ids)
        return self._spread_cache[ids]

    def _spread(self, ids: tuple[str, ...]) -> Mapping[str, tuple[Interpretation, ...]]:
        spread: dict[str, tuple[Interpretation, ...]] = {}
        for id_ in ids:
            if id_ in self.agencies:
                spread[id_] = ()
            elif group := self.groups.get(id_):
                for member in group.members:
                    spread.setdefault(member, group.interpretations_for(member))
        return {id_: spread[id_] for id_ in sorted(spread, key=self._official_order)}

    def spread_accountable(
        self, file: str, keys: KeyPath, ids: tuple[str, ...]
    ) -> Mapping[str, tuple[Interpretation, ...]]:
        """Like `spread`, but an open group is accountable itself, and `ids` that make nobody accountable are reported."""
        spread = self.spread(file, keys, ids)
        if open_groups := [self.groups[id_] for id_ in ids if id_ in self.groups and self.groups[id_].open]:
            self.accountable_groups |= {group.id: self._as_agency(group) for group in open_groups}
            named = self._spread(tuple(id_ for id_ in ids if id_ not in self.accountable_groups))
            spread = {**named, **{group.id: group.interpretations_for(group.id) for group in open_groups}}
        # Unknown members are reported in the file that names them, so only groups that list no members count here.
        if ids and not spread and self._memberless.issuperset(ids) and not self._problems.has_shape_problems(_FILE):
            self._report_empty_group(file, keys, self.groups[ids[0]])
        elif not ids:
            self._problems.add(
                file, keys, ProblemCode.NO_LEAD, _NOBODY, "Ghi ít nhất một cơ quan, hoặc một nhóm có thành viên."
            )
        return spread

    def interpretations(
        self, file: str, keys: KeyPath, code: str, interpretation: schema.InterpretationRecord | None
    ) -> tuple[Interpretation, ...]:
        """Return the interpretation of the record at `keys`, whose code is `code`, () for None."""
        if interpretation is None:
            return ()
        for number, id_ in enumerate(interpretation.concerns):
            self.check_agency(file, (*keys, "interpretation", "concerns", number), id_)
        return (Interpretation(code, interpretation.text, interpretation.confirmed_by, interpretation.concerns),)

    def _official_order(self, id_: str) -> int:
        return self.agencies[id_].order

    def _as_agency(self, group: Group) -> Agency:
        """Return an open group as what is accountable, behind all agencies in the order of the groups."""
        order = len(self.agencies) + list(self.groups).index(group.id)
        # No file is named after a group, and its id may be longer than that of an agency.
        record = schema.AgencyRecord.model_construct(
            id=group.id, name=group.name, short_name=group.short_name, aliases=group.aliases
        )
        return _agency(record, AgencyKind.OPEN_GROUP, order, "")

    def _report_empty_group(self, file: str, keys: KeyPath, group: Group) -> None:
        cause_path: KeyPath = (*self._paths[group.id], "members")
        message = f"nhóm «{group.name}» chưa có thành viên nhưng được giao chịu trách nhiệm tại"
        remedy = "Điền các thành viên, hoặc sửa chỗ giao."
        cause = RootCause(_FILE, cause_path, ProblemCode.NO_LEAD, message, remedy)
        hint = f"Ghi ít nhất một cơ quan, hoặc điền thành viên của nhóm ở {self._problems.location(_FILE, cause_path)}."
        self._problems.add_with_cause(file, keys, _NOBODY, hint, cause)

    def _report_unknown(self, file: str, keys: KeyPath, id_: str, known: Collection[str]) -> None:
        if self._problems.may_have_defined(_FILE, id_):
            return
        near = self._closest_id(id_, known)
        cause_path: KeyPath = (*self._paths[near], "id") if near else ()
        location = self._problems.location(_FILE, cause_path)
        if near:
            hint = f"Có phải là «{near}» ({location})?"
            remedy = f"Sửa «{near}» ở đây nếu viết sai, hoặc khai báo thêm «{id_}»."
        else:
            hint, remedy = f"Sửa lại mã, hoặc khai báo ở {location}.", "Khai báo mã ấy, hoặc sửa chỗ dùng."
        message = f"chưa khai báo mã «{id_}» được dùng tại"
        cause = RootCause(_FILE, cause_path, ProblemCode.UNKNOWN_AGENCY, message, remedy)
        self._problems.add_with_cause(file, keys, f"không có cơ quan nào mang mã «{id_}».", hint, cause)

    def _closest_id(self, id_: str, known: Collection[str]) -> str | None:
        """Return the id that `id_` probably means, None if that is unclear.

        It may be written as a name or alias (`snv`), be the beginning of one id only (`so-van-hoa`), or a slip.
        """
        ids_by_name: dict[str, set[str]] = {}
        for code, names in self._names_by_id():
            for name in names if code in known else ():
                ids_by_name.setdefault(slug(name), set()).add(code)
        longer = [code for code in known if code.startswith(f"{id_}-")]
        if called := ids_by_name.get(id_):
            return called.pop() if len(called) == 1 else None
        return longer[0] if len(longer) == 1 else likely_slip_of(id_, known)

    def _names_by_id(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield from ((agency.id, (agency.name, *agency.aliases)) for agency in self.agencies.values())
        yield from ((group.id, (group.name, *group.aliases)) for group in self.groups.values())

    def _read_agencies(self, file: schema.AgenciesFile) -> None:
        places = [
            (kind, _with_shared(record, file.communes) if kind is AgencyKind.COMMUNE else record, keys)
            for kind, record, keys in _listed_agencies(file)
        ]
        lines = {record.id: _as_superior(record) for _, record, _ in places}
        for order, (kind, record, keys) in enumerate(places):
            if record.id in self.agencies:
                self._problems.add_duplicate(_FILE, (*keys, "id"), record.id, (*self._paths[record.id], "id"))
            self._paths.setdefault(record.id, keys)
            self.agencies[record.id] = _agency(record, kind, order, lines.get(record.superior or "", ""))
        for _, record, keys in places:
            self.check_agency(_FILE, (*keys, "superior"), record.superior)

    def _read_groups(self, listed: tuple[schema.GroupRecord, ...]) -> None:
        records: dict[str, tuple[int, schema.GroupRecord]] = {}
        for position, record in enumerate(listed):
            records.setdefault(record.id, (position, record))
        for id_, (position, _) in records.items():
            self._paths.setdefault(id_, ("groups", position))
        for position, record in enumerate(listed):
            if record.id in self.agencies or records[record.id][0] != position:
                first = (*self._paths[record.id], "id")
                self._problems.add_duplicate(_FILE, ("groups", position, "id"), record.id, first)
            self._read_group(record.id, records, ())

    def _read_group(
        self, id_: str, records: Mapping[str, tuple[int, schema.GroupRecord]], above: tuple[str, ...]
    ) -> None:
        if id_ in self.groups:
            return
        position, record = records[id_]
        keys: KeyPath = ("groups", position, "members")
        if record.open and (record.members or record.every):
            key = "members" if record.members else "every"
            message = f"nhóm mở («open: true») không liệt kê thành viên, mà ở đây có khóa «{key}»."
            hint = "Bỏ «open» nếu biết nhóm gồm những ai; bỏ các thành viên nếu văn bản không nêu."
            self._problems.add(_FILE, (*keys[:-1], key), ProblemCode.WRONG_VALUE, message, hint)
        if id_ in above:
            circle = " → ".join((*above[above.index(id_) :], id_))
            self._problems.add(
                _FILE, keys, ProblemCode.GROUP_CYCLE, f"nhóm chứa chính nó: {circle}.", "Bỏ một thành viên."
            )
            return
        for member in record.members:
            if member in records:
                self._read_group(member, records, (*above, id_))
        if not (record.members or record.every or record.open):
            self._memberless.add(id_)
        members = [agency.id for agency in self.agencies.values() if record.every and agency.kind == record.every.value]
        members.extend(self.spread(_FILE, keys, record.members))
        self.groups[id_] = Group(
            id=id_,
            name=record.name,
            short_name=record.short_name or record.name,
            aliases=record.aliases,
            members=tuple(sorted(set(members), key=self._official_order)),
            open=record.open,
            interpretations=self.interpretations(_FILE, keys[:-1], id_, record.interpretation),
        )


def _with_shared(record: schema.AgencyRecord, communes: schema.CommunesRecord) -> schema.AgencyRecord:
    """Return the record of a commune with what the communes share, where it says nothing of its own."""
    short_name = record.short_name or record.name.removeprefix(f"{communes.prefix} ")
    lines = (*communes.letterhead, short_name.upper()) if communes.letterhead else ()
    return record.model_copy(
        update={
            "short_name": short_name,
            "letterhead": record.letterhead or lines,
            "on_behalf": record.on_behalf or communes.on_behalf,
            "symbol": record.symbol or communes.symbol,
            "head": record.head or communes.head,
            "deputy": record.deputy or communes.deputy,
        }
    )


def _letterhead(record: schema.AgencyRecord) -> tuple[str, ...]:
    return record.letterhead or (record.name.upper(),)


def _as_superior(record: schema.AgencyRecord) -> str:
    return record.as_superior or " ".join(_letterhead(record))


def _agency(record: schema.AgencyRecord, kind: AgencyKind, order: int, superior_line: str) -> Agency:
    return Agency(
        id=record.id,
        name=record.name,
        kind=kind,
        order=order,
        code=record.code,
        aliases=record.aliases,
        superior=record.superior,
        place=record.place,
        symbol=record.symbol,
        head=record.head,
        deputy=record.deputy,
        short_name=record.short_name or record.name,
        superior_line=superior_line,
        issuer_lines=_letterhead(record),
        as_superior=_as_superior(record),
        on_behalf=record.on_behalf,
        signer=record.signer,
        unit=record.unit,
        contact=record.contact,
        since=record.since,
        until=record.until,
        successors=tuple(Successor(entry.agency, entry.takes) for entry in record.successor),
        by=record.by,
    )


def _listed_agencies(file: schema.AgenciesFile) -> Iterable[tuple[AgencyKind, schema.AgencyRecord, KeyPath]]:
    """Yield every agency in official order, with its kind and key path."""
    for position, record in enumerate(file.departments):
        yield AgencyKind.DEPARTMENT, record, ("departments", position)
    for position, record in enumerate(file.bodies):
        yield AgencyKind.BODY, record, ("bodies", position)
    for position, record in enumerate(file.communes.list):
        yield AgencyKind.COMMUNE, record, ("communes", "list", position)
