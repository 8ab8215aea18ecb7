"""What `papi record --from` says of several files: what was recorded of each, what is wrong, who has sent nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from papi_cli.log.oddities import OddEvent
from papi_cli.log.rules import RefusedEvent
from papi_cli.plan.model import Agency, Plan
from papi_cli.states import States
from papi_cli.text import number_text
from papi_cli.views.agency_phrases import kind_noun, named_or_counted
from papi_cli.views.grouping import group_by
from papi_cli.views.oddities import oddity_words
from papi_cli.views.page import Bullets, Page, Paragraph
from papi_cli.views.recording import limit_lines
from papi_cli.views.refusals import refusal_words


def finding_sentence(plan: Plan, finding: RefusedEvent | OddEvent) -> str:
    """Return what the rules find against an event, for somebody who gave it by options."""
    if isinstance(finding, RefusedEvent):
        return " ".join(refusal_words(plan, finding))
    return f"cần xác nhận: {oddity_words(plan, finding)}"


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of a file: events recorded (in a dry run: to be recorded), those the log had, what is wrong.

    `faults` are lines about rows or cells, `bad_rows` the number of rows that they are about; `refusal` says why the file
    could not be taken at all. So many of the bad rows as `set_aside` says went into the sheet to correct; where all did, the
    others were recorded.
    """

    name: str
    recorded: int = 0
    already_recorded: int = 0
    faults: tuple[str, ...] = ()
    bad_rows: int = 0
    refusal: str = ""
    set_aside: int = 0

    @property
    def is_bad(self) -> bool:
        """Whether something in the file was not recorded that somebody filled in."""
        return bool(self.faults or self.refusal)

    @property
    def is_held_back(self) -> bool:
        """Whether nothing of the file was recorded, because something in it is wrong."""
        return bool(self.refusal) or self.set_aside < self.bad_rows


def gathering_page(
    results: Sequence[FileResult], changes: Sequence[str], *, missing: str, put_aside: str, dry_run: bool
) -> Page:
    """Return the answer: files without a fault, then those with one and what is wrong, then what changed.

    `changes` are the sentences on states, `missing` is who has sent nothing ("" for nobody), `put_aside` the file that
    holds the bad rows ("" for none).
    """
    good = [result for result in results if not result.is_bad]
    return (
        Paragraph(_head(results, dry_run=dry_run)),
        *((Bullets(tuple(map(_line, good))),) if good else ()),
        *(block for result in results if result.is_bad for block in _fault_blocks(result)),
        *((Paragraph(_put_aside_sentence(results, put_aside, dry_run=dry_run)),) if put_aside else ()),
        *((Paragraph("Tình trạng sau khi ghi:"), Bullets(tuple(changes))) if changes else ()),
        *((Paragraph(missing),) if missing else ()),
    )


def _head(results: Sequence[FileResult], *, dry_run: bool) -> str:
    count, files = sum(result.recorded for result in results), sum(result.recorded > 0 for result in results)
    verb = "Chạy thử, chưa ghi gì. Sẽ ghi" if dry_run else "Đã ghi"
    return f"{verb} {number_text(count)} sự kiện từ {number_text(files)}/{number_text(len(results))} tệp."


def _line(result: FileResult) -> str:
    """Return the line about a file: `so-y-te.xlsx: đã ghi 03, đã ghi từ trước 01.`."""
    parts = [f"ghi {number_text(result.recorded)}"] if result.recorded else []
    parts += [f"đã ghi từ trước {number_text(result.already_recorded)}"] if result.already_recorded else []
    if result.refusal:
        parts.append(result.refusal.rstrip("."))
    elif result.faults:
        parts.append(f"có lỗi {number_text(result.bad_rows)} dòng")
        if result.is_held_back and result.set_aside:
            parts.append(
                f"{number_text(result.set_aside)} dòng trong đó đã chép ra để sửa, các dòng khác của tệp chưa ghi"
            )
        elif result.is_held_back:
            parts.append("không ghi dòng nào của tệp này")
    return f"{result.name}: {', '.join(parts) or 'chưa điền'}."


def _fault_blocks(result: FileResult) -> Iterator[Paragraph | Bullets]:
    yield Paragraph(_line(result))
    if result.faults:
        yield Bullets(tuple(limit_lines(result.faults).splitlines()))


def _put_aside_sentence(results: Sequence[FileResult], name: str, *, dry_run: bool) -> str:
    count = number_text(sum(result.set_aside for result in results))
    if dry_run:
        return f"{count} dòng có lỗi sẽ được chép vào {name}."
    return f"{count} dòng có lỗi đã chép vào {name}. Sửa trong tệp ấy rồi ghi bằng papi record --from."


def held_back_sentence(results: Sequence[FileResult], put_aside: str, *, dry_run: bool) -> str:
    """Return what was not recorded, for the exit code that says so; "" if no file was held back.

    `put_aside` is the file that holds bad rows, "" for none.
    """
    names = [result.name for result in results if result.is_held_back]
    if not names:
        return ""
    shown = ", ".join(names[:_NAMES_SHOWN])
    more = f" và {number_text(len(names) - _NAMES_SHOWN)} tệp khác" if len(names) > _NAMES_SHOWN else ""
    if dry_run:
        return f"{number_text(len(names))} tệp có lỗi sẽ không được ghi: {shown}{more}."
    again = f"đặt tên khác sau -o vì đã có {put_aside}; những gì" if put_aside else "những gì"
    return (
        f"Chưa ghi gì của {number_text(len(names))} tệp có lỗi: {shown}{more}. Sửa rồi chạy lại lệnh này: {again} đã ghi "
        "không bị ghi lần nữa."
    )


_NAMES_SHOWN = 10
_NAMED_IN_ANY_CASE = 12


def interrupted_sentence(recorded: Sequence[str], remaining: Sequence[str], put_aside: str) -> str:
    """Return what is recorded and what is not, when a recording of several files ends before its end.

    `put_aside` is the file that holds the bad rows, "" for none.
    """
    done = f"Đã ghi xong {_counted(recorded)}" if recorded else "Chưa ghi gì"
    rest = f"; chưa ghi {_counted(remaining)}" if recorded and remaining else ""
    again = "Chạy lại lệnh này là ghi tiếp, không ghi trùng."
    if put_aside:
        again = f"Các dòng có lỗi đã ở trong {put_aside}; chạy lại thì đặt tên khác sau -o, không ghi trùng."
    return f"Dừng giữa chừng. {done}{rest}. {again}"


def _counted(names: Sequence[str], unit: str = "tệp") -> str:
    shown = ", ".join(names[:_NAMES_SHOWN])
    return f"{number_text(len(names))} {unit} ({shown}{', …' if len(names) > _NAMES_SHOWN else ''})"


def strays_sentence(folder: str, names: Sequence[str], what: str) -> str:
    """Return the remark on what lies in a folder and is not read because it is none of `what`."""
    return f"Lưu ý: {folder}: không đọc {_counted(names, unit='mục')}, vì không phải là {what}."


def missing_sentence(states: States, seen: Iterable[str]) -> str:
    """Return who has sent no sheet: who owes something open, while no row of theirs stands in any of the files.

    `seen` are the agencies whose rows do. The coordinator, who keeps the log and follows the work of open groups, sends
    itself nothing. "" for nobody.
    """
    plan, known = states.plan, {*seen, states.plan.coordinator}
    open_ = {
        verdict.obligation.agency.id
        for verdict in states.verdicts
        if verdict.takes_results and not verdict.obligation.agency.is_open_group
    }
    missing = [plan.agencies[id_] for id_ in plan.in_official_order(open_ - known)]
    if not missing:
        return ""
    kinds = group_by(missing, lambda agency: agency.kind).values()
    return f"Chưa thấy bảng của: {'; '.join(_all_named(plan, members) for members in kinds)}."


def _all_named(plan: Plan, agencies: Sequence[Agency]) -> str:
    kind = agencies[0].kind

    def names(several: Sequence[Agency]) -> str:
        others = [
            agency
            for agency in plan.agencies.values()
            if agency.kind is kind and agency not in several and agency.id not in plan.absent
        ]
        if not others:
            return ""
        # After the first sheets of many, the names of all that are missing would fill the screen.
        is_nearly_all = len(others) < len(several) > _NAMED_IN_ANY_CASE
        named = ", ".join(agency.short_name for agency in (others if is_nearly_all else several))
        return f" (trừ {named})" if is_nearly_all else f" ({named})"

    return named_or_counted(agencies, f"{len(agencies)} {kind_noun(plan, kind)}", names)
