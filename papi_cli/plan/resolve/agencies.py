"""The agencies and groups of a plan, and the agencies that a reference stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Agency, AgencyKind, Group, Interpretation, KindWords
from papi_cli.plan.resolve.agency_records import agency_of, as_superior, listed_agencies, with_shared
from papi_cli.plan.resolve.names import check_names
from papi_cli.plan.resolve.problem_collector import ProblemCollector, RootCause
from papi_cli.plan.resolve.succession_checks import check_successions
from papi_cli.plan.succession import in_place_of, presence_on
from papi_cli.problems import ProblemCode
from papi_cli.text import day_text, likely_slip_of, slug

_FILE = "agencies.yaml"
_NOBODY = "không có cơ quan nào chịu trách nhiệm."


class AgencyDirectory:
    """Agencies and groups by id; spreads references to those who are there on a day, groups to their members."""

    def __init__(self, record: schema.AgenciesFile, problems: ProblemCollector, day: date | None) -> None:
        """Read agencies.yaml as of a day, as if all agencies were there if that is None; what is wrong goes to `problems`."""
        self._problems = problems
        self.agencies: dict[str, Agency] = {}
        self.accountable_groups: dict[str, Agency] = {}
        self.groups: dict[str, Group] = {}
        self._memberless: set[str] = set()
        self._paths: dict[str, KeyPath] = {}
        self._spread_cache: dict[tuple[str, ...], Mapping[str, tuple[Interpretation, ...]]] = {}
        self.kind_words = KindWords(record.departments_noun, record.communes.noun, record.communes.prefix)
        self._read_agencies(record)
        self._presence = presence_on(self.agencies, day)
        self._follow_superiors()
        self._tell_namesakes_apart()
        self._read_groups(record.groups)
        listed = [(entry, keys) for _, entry, keys in listed_agencies(record)]
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

    def check(self, file: str, keys: KeyPath, id_: str) -> None:
        """Note a problem if `id_` is neither an agency nor a group."""
        if id_ not in self._paths:
            self._report_unknown(file, keys, id_, self._paths)

    @property
    def absent(self) -> frozenset[str]:
        """The ids of the agencies that are not there on the day."""
        return self._presence.absent

    @property
    def ended(self) -> frozenset[str]:
        """The ids of those among the absent that ended before the day."""
        return self._presence.ended

    def stand_in(self, id_: str) -> str:
        """Return the one agency that is there in the place of an agency; itself where nobody is."""
        return next(iter(self._in_place_of(id_)), id_) if self.absent else id_

    def named_on_day(self, ids: tuple[str, ...], codes: Sequence[str] = ()) -> tuple[str, ...]:
        """Return ids of agencies and groups as they are named, each agency that is not there replaced by who is."""
        if self.absent.isdisjoint(ids):
            return ids
        return tuple(dict.fromkeys(there for id_ in ids for there in self._in_place_of(id_, codes)))

    def spread(
        self, file: str, keys: KeyPath, ids: tuple[str, ...], codes: Sequence[str] = ()
    ) -> Mapping[str, tuple[Interpretation, ...]]:
        """Return the agencies that `ids` stand for on the day, in official order.

        Each comes with the interpretations on which its membership of the first group that names it rests, () for one
        that is named itself. `codes` are those under which a successor may take over what the reference is about.
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
        named = self.named_on_day(ids, codes)
        if named not in self._spread_cache:
            self._spread_cache[named] = self._spread(named)
        return self._spread_cache[named]

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
        self, file: str, keys: KeyPath, ids: tuple[str, ...], codes: Sequence[str] = ()
    ) -> Mapping[str, tuple[Interpretation, ...]]:
        """Like `spread`, but an open group is accountable itself, and `ids` that make nobody accountable are reported."""
        spread = self.spread(file, keys, ids, codes)
        if open_groups := [self.groups[id_] for id_ in ids if id_ in self.groups and self.groups[id_].open]:
            open_ids = {group.id for group in open_groups}
            self.accountable_groups |= {group.id: self._as_agency(group) for group in open_groups}
            named = self._spread(self.named_on_day(tuple(id_ for id_ in ids if id_ not in open_ids), codes))
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
        concerns = self.named_on_day(interpretation.concerns)
        return (Interpretation(code, interpretation.text, interpretation.confirmed_by, concerns),)

    def _in_place_of(self, id_: str, codes: Sequence[str] = (), *, as_member: bool = False) -> tuple[str, ...]:
        return in_place_of(id_, self._presence, codes, as_member=as_member)

    def _official_order(self, id_: str) -> int:
        return self.agencies[id_].order

    def _as_agency(self, group: Group) -> Agency:
        """Return an open group as what is accountable, behind all agencies in the order of the groups."""
        order = len(self.agencies) + list(self.groups).index(group.id)
        # No file is named after a group, and its id may be longer than that of an agency.
        record = schema.AgencyRecord.model_construct(
            id=group.id, name=group.name, short_name=group.short_name, aliases=group.aliases
        )
        return agency_of(record, AgencyKind.OPEN_GROUP, order, "")

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
            (kind, with_shared(record, file.communes) if kind is AgencyKind.COMMUNE else record, keys)
            for kind, record, keys in listed_agencies(file)
        ]
        lines = {record.id: as_superior(record) for _, record, _ in places}
        for order, (kind, record, keys) in enumerate(places):
            if record.id in self.agencies:
                self._problems.add_duplicate(_FILE, (*keys, "id"), record.id, (*self._paths[record.id], "id"))
            self._paths.setdefault(record.id, keys)
            self.agencies[record.id] = agency_of(record, kind, order, lines.get(record.superior or "", ""))
        for _, record, keys in places:
            self.check_agency(_FILE, (*keys, "superior"), record.superior)

    def _follow_superiors(self) -> None:
        """Put under a superior that is not there on the day whoever is in its place."""
        for agency in list(self.agencies.values()):
            if agency.id not in self.absent and agency.superior in self.absent:
                there = next(iter(self._in_place_of(agency.superior)), None)
                line = self.agencies[there].as_superior if there else ""
                self.agencies[agency.id] = agency._replace(superior=there, superior_line=line)

    def _tell_namesakes_apart(self) -> None:
        """Add to the name of an agency that is not there on the day how long it was, or from when it will be.

        Only where another one bears its name, as a merged commune that takes that of an old one.
        """
        bearers = Counter(agency.name for agency in self.agencies.values())
        for agency in [self.agencies[id_] for id_ in self.absent if bearers[self.agencies[id_].name] > 1]:
            time = (
                f" (đến {day_text(agency.until)})"
                if agency.id in self.ended and agency.until
                else f" (từ {day_text(agency.since)})"
                if agency.since
                else ""
            )
            self.agencies[agency.id] = agency._replace(
                name=f"{agency.name}{time}",
                short_name=f"{agency.short_name}{time}",
                aliases=(agency.name, agency.short_name, *agency.aliases),
            )

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
        members, former = self._members_on_day(keys, record)
        self.groups[id_] = Group(
            id=id_,
            name=record.name,
            short_name=record.short_name or record.name,
            aliases=record.aliases,
            members=tuple(sorted(members, key=self._official_order)),
            open=record.open,
            interpretations=self.interpretations(_FILE, keys[:-1], id_, record.interpretation),
            former=tuple(sorted(former, key=self._official_order)),
        )

    def _members_on_day(self, keys: KeyPath, record: schema.GroupRecord) -> tuple[set[str], set[str]]:
        """Return the members of a group that are there on the day, and those that ended before it.

        One that ended is followed by all of its successors, whatever their kind.
        """
        spread = self.spread(_FILE, keys, record.members)
        if not self.absent:
            every = (
                agency.id for agency in self.agencies.values() if record.every and agency.kind == record.every.value
            )
            return {*every, *spread}, set()
        there = {
            agency.id
            for agency in self.agencies.values()
            if record.every
            and agency.kind == record.every.value
            and (agency.id not in self.absent or agency.id in self.ended)
        }
        there.update(id_ for id_ in record.members if id_ in self.agencies)
        members = {one for id_ in there for one in self._in_place_of(id_, as_member=True)}
        former = {id_ for id_ in there if id_ in self.ended}
        for group in (self.groups[id_] for id_ in record.members if id_ in self.groups):
            members.update(group.members)
            former.update(group.former)
        return members, former
