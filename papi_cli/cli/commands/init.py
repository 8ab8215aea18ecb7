"""papi init."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from papi_cli.cli.options.founding import FollowingOptions, NewPlanOptions
from papi_cli.cli.output import print_page
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse

if TYPE_CHECKING:
    from papi_cli.plan.founding.new_plan import NewPlan
    from papi_cli.plan.founding.places import Place, Province
    from papi_cli.views.page import Page

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)

FolderArgument = Annotated[str, typer.Argument(metavar="THƯ_MỤC", help="Thư mục mới, hoặc thư mục còn trống.")]
EmptyOption = Annotated[
    bool,
    typer.Option("--empty", help="Kế hoạch mới của mình, chưa có nhiệm vụ nào; điều chưa nêu ở các tùy chọn thì hỏi."),
]

_EXAMPLES = """
papi init ke-hoach-moi --empty
papi init ke-hoach-moi --province "TÊN TỈNH" --year NĂM
papi init ke-hoach-nam-sau --from KHO_CŨ --year NĂM --keep-tasks
papi init ban-chep
"""
# Names of provinces are short: two that have half of their letters in common are not alike.
_ALIKE = 0.7
_YEARS = re.compile(r"(20\d\d)(?: ?- ?(20\d\d))?")


@papi_command("init", examples=_EXAMPLES)
def command(
    folder: FolderArgument, options: NewPlanOptions, following: FollowingOptions, *, empty: EmptyOption = False
) -> int:
    """Tạo một kho kế hoạch: kế hoạch mới của mình, kế hoạch năm sau, hoặc bản chép kế hoạch đi kèm chương trình."""
    from papi_cli.store.repositories import create_repository, refuse_unless_free

    # First of all, so that nobody answers questions in vain.
    refuse_unless_free(Path(folder))
    files, page = _following(folder, options, following, empty=empty) or _founded(folder, options, empty=empty)
    committed = create_repository(Path(folder), files, message="Kế hoạch ban đầu")
    print_page(page(committed))
    return ExitCode.OK


# The files of a repository, and the page about it once it is known whether git made the first commit.
Founding = tuple[Mapping[str, bytes], Callable[[bool], "Page"]]


def _founded(folder: str, options: NewPlanOptions, *, empty: bool) -> Founding:
    from papi_cli.store.locations import packaged_files
    from papi_cli.store.scaffold import scaffold_files
    from papi_cli.views.init import init_page

    new = _new_plan(options) if empty or any(options) else None
    files = scaffold_files(packaged_files(), new=new)
    if new is not None:
        files = _with_own_schemas(files)
    return files, lambda committed: init_page(folder, files=len(files), new=new, committed=committed)


def _with_own_schemas(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the files with schemas of their plan: the packaged ones suggest the ids of the packaged plan."""
    from papi_cli.store.locations import SCHEMA_FOLDER
    from papi_cli.store.reading import PLAN_PATHS
    from papi_cli.store.schemas import schema_files

    own = schema_files({path: raw for path, raw in files.items() if path in PLAN_PATHS})
    return {**files, **{f"{SCHEMA_FOLDER}/{name}": raw for name, raw in own.items()}}


def _following(folder: str, options: NewPlanOptions, following: FollowingOptions, *, empty: bool) -> Founding | None:
    """Return what follows the plan of `--from`, None without it; raises Misuse for options that do not go together."""
    if following.earlier is None:
        if following.keep_tasks or following.as_of is not None:
            raise Misuse("--keep-tasks và --as-of đi cùng --from: chỉ ra thư mục của kế hoạch cũ.")
        return None
    others = [name for name, value in _OTHER_THAN_YEARS.items() if getattr(options, value) is not None]
    if others or empty:
        named = ", ".join([*others, *(["--empty"] if empty else [])])
        raise Misuse(f"--from lấy các điều ấy từ kế hoạch cũ: bỏ {named}; sửa sau trong plan/plan.yaml.")
    from papi_cli.cli.clock import now
    from papi_cli.cli.drafting.following import follow
    from papi_cli.deadlines.model import Span
    from papi_cli.plan.founding.next_plan import NextPlan
    from papi_cli.views.next_plan import next_page

    first, last = _years_to_follow(options)
    span = Span(date(first, 1, 1), date(last, 12, 31))
    earlier = NextPlan(span, following.keep_tasks)
    founded = follow(following.earlier, earlier, as_of=following.as_of, present=now(os.environ))
    files = _with_own_schemas(founded.files)
    return files, lambda committed: next_page(folder, founded.answer, files=len(files), committed=committed)


def _years_to_follow(options: NewPlanOptions) -> tuple[int, int]:
    """Return the years of a plan that follows another; raises Misuse where they are missing and nobody can be asked."""
    from papi_cli.cli.prompts import is_interactive

    if not is_interactive() and options.year is None and options.from_year is None and options.to_year is None:
        raise Misuse("Thiếu --year: kế hoạch năm sau cần năm thực hiện. Xem: papi init --help")
    return _years(options)


_OTHER_THAN_YEARS = {f"--{field}": field for field in ("kind", "name", "province", "commune", "issuer", "coordinator")}


def _new_plan(options: NewPlanOptions) -> NewPlan:
    """Return what the options say of a new plan, and at a terminal the answers for what they leave out.

    Raises Misuse for what cannot be, and where nobody can be asked for all that is missing.
    """
    from papi_cli.cli.prompts import is_interactive
    from papi_cli.plan.founding.new_plan import DocumentKind, Issuer, NewPlan, group_names
    from papi_cli.text import join_words

    missing = list(_missing(options))
    if missing and not is_interactive():
        raise Misuse(f"Thiếu {join_words(missing)}: kế hoạch mới cần các điều ấy. Xem: papi init --help")
    province = _given_or_asked(options.province, "Tỉnh, thành phố", _find_province)
    commune = _given_commune(options, province)
    home = commune or province.place
    kind = _chosen(options.kind, "--kind", "Loại văn bản", list(DocumentKind))
    name = _given_or_asked(options.name, "Tên đầy đủ của kế hoạch, đúng như văn bản", _plain_line)
    issuer = _chosen(options.issuer, "--issuer", "Nơi ban hành", list(Issuer), lambda body: body.name_at(home))
    first, last = _years(options)
    groups = group_names(() if commune else province.communes)
    coordinator = _given_or_asked(
        options.coordinator, "Cơ quan theo dõi, tổng hợp báo cáo", lambda words: _agency_name(words, groups)
    )
    return NewPlan(kind, issuer, name, province, commune, first, last, coordinator)


def _missing(options: NewPlanOptions) -> Iterator[str]:
    """Yield the options that a new plan needs and has not; kind and issuer have what is usual for a default."""
    needed = {"--province": options.province, "--name": options.name, "--coordinator": options.coordinator}
    yield from (option for option, value in needed.items() if value is None)
    if options.year is None and options.from_year is None and options.to_year is None:
        yield "--year"


def _given_or_asked(given: str | None, question: str, parse: Callable[[str], T]) -> T:
    if given is not None:
        return parse(given)
    from papi_cli.cli.prompts import ask, ask_until_valid

    return ask_until_valid(lambda: parse(ask(question)))


def _chosen(
    given: str | None,
    option: str,
    question: str,
    choices: Sequence[Choice],
    called: Callable[[Choice], str] = str,
) -> Choice:
    """Return the one of `choices` that was given or asked for; the first where nobody can be asked."""
    from papi_cli.cli.prompts import is_interactive
    from papi_cli.text import match_key, nfc

    if given is None:
        names = {choice: called(choice) for choice in choices}
        return choices[_asked_for(question, names) if is_interactive() else 0]
    for choice in choices:
        if match_key(given) in (match_key(choice), match_key(called(choice))):
            return choice
    raise Misuse(f"{option}: không có «{nfc(given)}». Ghi một trong: {', '.join(choices)}.")


def _asked_for(question: str, names: Mapping[Choice, str]) -> int:
    """Return which of the choices is asked for, by its number, by its name or by its value, as an option takes it."""
    from papi_cli.cli.prompts import ask_choice
    from papi_cli.text import match_key

    def called(answer: str) -> list[str]:
        return [name for choice, name in names.items() if match_key(choice) == match_key(answer)]

    return ask_choice(question, list(names.values()), called=called)


def _find_province(words: str) -> Province:
    from papi_cli.cli.program.usage_errors import nearest_sentence
    from papi_cli.plan.founding.places import find_places
    from papi_cli.store.provinces import provinces
    from papi_cli.text import nearest, nfc

    by_code = {province.place.code: province for province in provinces()}
    places = [province.place for province in by_code.values()]
    if found := find_places(words, places):
        return by_code[found[0].code]
    near = nearest_sentence(nearest(words, [place.name for place in places], cutoff=_ALIKE))
    raise Misuse(f"Không có tỉnh, thành phố nào tên là «{nfc(words)}».{near}")


def _given_commune(options: NewPlanOptions, province: Province) -> Place | None:
    """Return the commune whose own plan it is, None for a plan of the province.

    It is asked for where the province is: somebody who names that in an option may name the commune too.
    """
    if options.commune is not None:
        return _find_commune(options.commune, province)
    if options.province is not None:
        return None
    from papi_cli.cli.prompts import ask, ask_until_valid

    question = "Xã, phường, đặc khu (là kế hoạch của cả tỉnh, thành phố thì bỏ trống)"
    return ask_until_valid(lambda: _find_commune(words, province) if (words := ask(question, "")) else None)


def _find_commune(words: str, province: Province) -> Place:
    from papi_cli.cli.program.usage_errors import nearest_sentence
    from papi_cli.plan.founding.places import find_places
    from papi_cli.text import join_words, nearest, nfc

    found = find_places(words, province.communes)
    if len(found) == 1:
        return found[0]
    if found:
        names = join_words([f"{place.full_name} (mã {place.code})" for place in found])
        raise Misuse(f"«{nfc(words)}» là tên của nhiều nơi: {names}. Ghi đủ dấu, hoặc ghi mã.")
    near = nearest_sentence(nearest(words, [place.full_name for place in province.communes]))
    raise Misuse(f"{province.place.full_name} không có xã, phường nào tên là «{nfc(words)}».{near}")


def _years(options: NewPlanOptions) -> tuple[int, int]:
    first, last = options.from_year, options.to_year
    if options.year is not None and (first is not None or last is not None):
        raise Misuse("Ghi --year, hoặc --from-year và --to-year; không ghi cả hai.")
    if (first is None) != (last is None):
        raise Misuse("--from-year và --to-year đi cùng nhau; kế hoạch một năm thì ghi --year.")
    if first is not None and last is not None:
        return _parse_years(f"{first}-{last}")
    question = "Năm thực hiện (nhiều năm thì ghi năm đầu - năm cuối)"
    return _given_or_asked(options.year, question, _parse_years)


def _parse_years(words: str) -> tuple[int, int]:
    from papi_cli.text import nfc, plain_dashes

    match = _YEARS.fullmatch(plain_dashes(" ".join(words.split())))
    if match is None:
        raise Misuse(
            f"«{nfc(words)}» không phải là năm từ 2000 đến 2099: ghi một năm bốn chữ số, hoặc năm đầu - năm cuối."
        )
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise Misuse(f"Năm cuối ({last}) ở trước năm đầu ({first}).")
    return first, last


def _plain_line(words: str) -> str:
    """Return a text as one line; raises Misuse for one that is no name, or has a sign that steers a screen."""
    from papi_cli.text import PLACEHOLDER, code_point, forbidden_signs, nfc, without_unseen

    line = " ".join(nfc(without_unseen(words)).split())
    if signs := [sign for _, sign in forbidden_signs(line)]:
        raise Misuse(f"Tên có ký tự không nhìn thấy ({code_point(signs[0])}): gõ lại.")
    if PLACEHOLDER in line or not any(map(str.isalpha, line)):
        raise Misuse(f"«{line}» không phải là một tên: ghi đủ chữ như văn bản.")
    return line


def _agency_name(words: str, groups: Sequence[str]) -> str:
    """Return the name of one agency; raises Misuse for that of one of the `groups`, and for what makes no id."""
    from papi_cli.plan.files.names import DEVICES, MAX_FILE_ID
    from papi_cli.text import match_key, slug

    line = _plain_line(words)
    if match_key(line) in map(match_key, groups):
        raise Misuse(f"«{line}» là một nhóm cơ quan: ghi tên một cơ quan.")
    id_ = slug(line)
    if not id_ or len(id_) > MAX_FILE_ID or id_ in DEVICES:
        raise Misuse(f"«{line}» không dùng làm tên cơ quan được: ghi tên có chữ, không quá {MAX_FILE_ID} ký tự.")
    return line
