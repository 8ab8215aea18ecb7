"""The plan of a new repository that is not a copy: what somebody said of it, and nothing else. Pure: values in, text out.

What is not known stays blank or out, so that documents leave it out or mark its place, and `papi check` lists it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from string import Template
from typing import NamedTuple

from papi_cli.plan.founding.editing import scalar
from papi_cli.plan.founding.places import AS_OF, Place, Province, find_places
from papi_cli.text import day_text, match_key, slug, upper_first


class DocumentKind(StrEnum):
    """The kinds of documents that issue plans, as Decree 30/2020/NĐ-CP, article 7, calls them."""

    PLAN = "Kế hoạch"
    DECISION = "Quyết định"
    PROGRAMME = "Chương trình"
    RESOLUTION = "Nghị quyết"
    DIRECTIVE = "Chỉ thị"
    SCHEME = "Đề án"
    PROPOSAL = "Phương án"


class Issuer(StrEnum):
    """Who of a province or commune issues the document, by what stands before its name."""

    COMMITTEE = "UBND"
    CHAIR = "Chủ tịch UBND"
    COUNCIL = "HĐND"

    def name_at(self, home: Place) -> str:
        """Return the name of the issuer: `Chủ tịch UBND tỉnh Đồng Tháp`."""
        return f"{self} {home.full_name}"


# The short forms of the kinds in symbols: Decree 30/2020/NĐ-CP, annex III.
_SYMBOLS = {
    DocumentKind.PLAN: "KH",
    DocumentKind.DECISION: "QĐ",
    DocumentKind.PROGRAMME: "CTr",
    DocumentKind.RESOLUTION: "NQ",
    DocumentKind.DIRECTIVE: "CT",
    DocumentKind.SCHEME: "ĐA",
    DocumentKind.PROPOSAL: "PA",
}
_SPELLED_OUT = {Issuer.COMMITTEE: "Ủy ban nhân dân", Issuer.CHAIR: "Chủ tịch Ủy ban nhân dân", Issuer.COUNCIL: "Hội đồng nhân dân"}  # fmt: skip
# What these issue is something else, which its name says; of the other kinds, the document is the plan itself.
_ISSUE_ANOTHER = (DocumentKind.DECISION, DocumentKind.RESOLUTION, DocumentKind.DIRECTIVE)
_ISSUING = "(?:(?:ve viec |v/v )?(?:ban hanh|phe duyet|thong qua) )?"
_SPECIAL_ZONE = "đặc khu"
_NAMED_AFTER_PEOPLE = "Hồ Chí Minh"
_WHERE = {True: " trước danh sách xã, phường", False: " (chưa có thì thêm khóa ấy ở cuối tệp)"}
_CALENDAR_DAY = re.compile(r"  - \{day: (\d{4})-.*\n")


def kind_of_symbol(symbol: str) -> DocumentKind | None:
    """Return the kind of document whose short form is in a symbol, `QĐ-UBND`; None for any other."""
    parts = re.split("[-/ ]", symbol)
    return next((kind for kind, short in _SYMBOLS.items() if short in parts), None)


class NewPlan(NamedTuple):
    """What somebody said of a new plan; `commune` is None for one of the whole province, the years are inclusive."""

    kind: DocumentKind
    issuer: Issuer
    name: str
    province: Province
    commune: Place | None
    first_year: int
    last_year: int
    coordinator: str

    @property
    def home(self) -> Place:
        """The province or commune whose plan it is."""
        return self.commune or self.province.place

    @property
    def communes(self) -> tuple[Place, ...]:
        """The communes below it."""
        return () if self.commune else self.province.communes


def plan_files(new: NewPlan, scaffolds: Mapping[str, str], calendar: str) -> Mapping[str, str]:
    """Return the files of the plan by name: the texts of `scaffolds` filled in.

    Examples in their comments name the coordinator and the plan's first year. Of the text of a `calendar`, the days that
    lie in the years of the plan are taken over.
    """
    agencies, days = "\n".join(_agencies_lines(new)), _calendar_days(new, calendar)
    values = {**_plan_values(new), "agencies": agencies, "calendar": days, "groups": _WHERE[bool(new.communes)]}
    return {name: Template(text).substitute(values) for name, text in scaffolds.items()}


def _plan_values(new: NewPlan) -> Mapping[str, str]:
    first, last = new.first_year, new.last_year
    symbol = Issuer.COUNCIL if new.issuer is Issuer.COUNCIL else Issuer.COMMITTEE
    return {
        "title": scalar(new.name),
        "time": f"year: {first}" if first == last else f"span: {{first: {first}-01-01, last: {last}-12-31}}",
        "year": str(first),
        "province": scalar(new.province.place.name),
        "coordinator": coordinator_id(new),
        "addressee": _body_id(Issuer.COMMITTEE, new.home),
        "words": _words_line(new),
        "kind": new.kind,
        "symbol": f"{_SYMBOLS[new.kind]}-{symbol}",
        "issuer": _body_id(new.issuer, new.home),
    }


def _words_line(new: NewPlan) -> str:
    """Return the key that says what the plan is called for short, "" where that is the kind of its document."""
    if new.kind not in _ISSUE_ANOTHER:
        return ""
    plans = {match_key(kind): kind for kind in DocumentKind if kind not in _ISSUE_ANOTHER}
    begins = re.match(rf"{_ISSUING}({'|'.join(plans)})\b", match_key(new.name))
    return f"\nwords: {{plan: {plans[begins[1]] if begins else DocumentKind.PLAN}}}"


def _agencies_lines(new: NewPlan) -> Iterator[str]:
    yield from _department_lines(new)
    yield from ("", "bodies:")
    for body in dict.fromkeys((Issuer.COMMITTEE, new.issuer)):
        yield from _body_lines(body, new)
    if new.communes:
        yield from ("", *_commune_lines(new.communes))


def _calendar_days(new: NewPlan, calendar: str) -> str:
    def kept(found: re.Match[str]) -> str:
        return found[0] if new.first_year <= int(found[1]) <= new.last_year else ""

    days = _CALENDAR_DAY.sub(kept, calendar[calendar.index("holidays:") :].rstrip() + "\n")
    # A key without a list would be blank.
    return re.sub(r"(?m)^(\w+):\n(?!  )", r"\1: []\n", days).rstrip()


def coordinator_id(new: NewPlan) -> str:
    """Return the id of the coordinator: that of a body of the plan or of a commune if it is one of them."""
    return _id_among_others(new) or slug(new.coordinator)


def _id_among_others(new: NewPlan) -> str | None:
    key = match_key(new.coordinator)
    for body in dict.fromkeys((Issuer.COMMITTEE, new.issuer)):
        if key in map(match_key, (body.name_at(new.home), *_body_aliases(body, new.home))):
            return _body_id(body, new.home)
    head, _, rest = new.coordinator.partition(" ")
    of_commune = find_places(rest if match_key(head) == match_key(Issuer.COMMITTEE) else new.coordinator, new.communes)
    return _commune_ids(new.communes)[of_commune[0].code] if len(of_commune) == 1 else None


def _department_lines(new: NewPlan) -> Iterator[str]:
    if _id_among_others(new):
        yield "departments: []"
        return
    yield "departments:"
    yield f"  - id: {slug(new.coordinator)}"
    yield f"    name: {scalar(new.coordinator)}"
    yield f"    superior: {_body_id(Issuer.COMMITTEE, new.home)}"
    yield f"    place: {_place_of(new)}".rstrip()


def _body_lines(body: Issuer, new: NewPlan) -> Iterator[str]:
    yield f"  - id: {_body_id(body, new.home)}"
    yield f"    name: {scalar(body.name_at(new.home))}"
    yield f"    aliases: {_flow(_body_aliases(body, new.home))}"
    yield f"    place: {_place_of(new)}".rstrip()
    yield f"    symbol: {Issuer.COUNCIL if body is Issuer.COUNCIL else Issuer.COMMITTEE}"
    if body is Issuer.COMMITTEE:
        if new.commune:
            yield f"    letterhead: [ỦY BAN NHÂN DÂN, {scalar(new.commune.full_name.upper())}]"
        yield "    on_behalf: TM. ỦY BAN NHÂN DÂN"
        yield "    head: Chủ tịch"
        yield "    deputy: Phó Chủ tịch"


def _body_aliases(body: Issuer, home: Place) -> list[str]:
    spelled_out, kinds = _SPELLED_OUT[body], [home.kind, home.former_kind]
    names = [f"{begin} {kind}" for kind in kinds if kind for begin in (body, spelled_out)]
    full = [f"{name} {home.name}" for name in names]
    return [name for name in (*names, *full) if name != body.name_at(home)]


def _body_id(body: Issuer, home: Place) -> str:
    return slug(f"{body} {home.kind}")


def _place_of(new: NewPlan) -> str:
    """Return where agencies of the province or commune sit, "" where that is not certain."""
    if new.commune:
        certain = _certain_place(new.commune)
        return scalar(certain) if certain else ""
    place = new.province.place
    name = f"{place.kind.capitalize()} {place.name}" if place.name == _NAMED_AFTER_PEOPLE else place.name
    return scalar(name)


def _certain_place(commune: Place) -> str:
    """Return the place that papers of a commune name, "" where that is not certain.

    The name stands alone unless it is somebody's, has a number or is an event, as Decree 30/2020/NĐ-CP has it (annex I,
    II.4). A number shows, and special zones have the names of their islands; of other communes nothing tells which it is.
    """
    if any(map(str.isdigit, commune.name)):
        return upper_first(commune.full_name)
    return commune.name if commune.kind == _SPECIAL_ZONE else ""


def _commune_lines(communes: Sequence[Place]) -> Iterator[str]:
    yield "groups:"
    yield "  - id: ubnd-cap-xa"
    name, *aliases = group_names(communes)
    yield f"    name: {scalar(name)}"
    yield f"    aliases: {_flow(aliases)}"
    yield "    every: commune"
    yield ""
    noun = commune_noun(communes)
    yield f"# Tên và mã theo danh mục đơn vị hành chính của Cục Thống kê đến ngày {day_text(AS_OF)}."
    yield "communes:"
    yield "  prefix: UBND"
    yield f'  noun: "{noun}"'
    yield "  letterhead: [ỦY BAN NHÂN DÂN]"
    yield "  on_behalf: TM. ỦY BAN NHÂN DÂN"
    yield "  symbol: UBND"
    yield "  head: Chủ tịch"
    yield "  deputy: Phó Chủ tịch"
    yield "  list:"
    ids = _commune_ids(communes)
    for place in communes:
        own = ids[place.code]
        names = _flow(_commune_aliases(place))
        sits = f", place: {scalar(certain)}" if (certain := _certain_place(place)) else ""
        name = scalar(f"UBND {place.full_name}")
        yield f'    - {{id: {own}, code: "{place.code}", name: {name}{sits}, aliases: {names}}}'


def _commune_ids(communes: Sequence[Place]) -> Mapping[str, str]:
    """Return the id of each commune by its code; the code ends it where names differ in marks only."""
    ids = {place.code: slug(place.full_name) for place in communes}
    shared = Counter(ids.values())
    return {code: id_ if shared[id_] == 1 else f"{id_}-{code}" for code, id_ in ids.items()}


def commune_noun(communes: Sequence[Place]) -> str:
    """Return what communes are called together: `xã, phường`."""
    kinds = {place.kind for place in communes}
    return ", ".join(kind for kind in ("xã", "phường", _SPECIAL_ZONE) if kind in kinds)


def group_names(communes: Sequence[Place]) -> tuple[str, ...]:
    """Return the names of the group of all communes; () for a plan without any."""
    noun = commune_noun(communes)
    return (f"UBND các {noun}", "UBND cấp xã", f"UBND {noun}") if communes else ()


def _commune_aliases(place: Place) -> list[str]:
    kinds = [kind for kind in (place.kind, place.former_kind) if kind]
    names = [*(f"{kind} {place.name}" for kind in kinds), place.name]
    # Keyboards have the plain apostrophe.
    return names + [name.replace("’", "'") for name in names if "’" in name]


def _flow(names: Sequence[str]) -> str:
    return f"[{', '.join(map(scalar, names))}]"
