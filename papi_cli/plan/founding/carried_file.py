"""carried.yaml of a new plan: what the earlier ones left unfinished, as somebody would write it down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.plan.choices import Counts, FulfilledBy
from papi_cli.plan.earlier import EarlierPlan, KnownFact
from papi_cli.plan.founding.editing import plain, scalar
from papi_cli.plan.founding.open_places import with_plain_years
from papi_cli.text import iso_day, wrap_line

_WIDTH = 116
_HEAD = """\
# yaml-language-server: $schema=schema/carried.json
# Việc chưa xong của kế hoạch trước, chuyển tiếp sang kế hoạch này: theo dõi như mọi việc khác, nêu riêng ở danh mục và
# không tính vào số liệu của năm.
#
#   - `code` là mã kế hoạch trước, dấu «/» và mã của việc trong kế hoạch ấy; dùng mã này khi ghi kết quả;
#   - `groups` là thành viên của từng nhóm khi chuyển tiếp: cơ quan vào nhóm ấy về sau không phải làm việc cũ;
#   - `due` là cụm từ thời hạn của kế hoạch trước, đọc theo thời gian của kế hoạch ấy; `until` là ngày cuối cùng khi cụm từ
#     không cho biết (tính từ mốc, một lần của việc định kỳ);
#   - `known` là điều kế hoạch trước đã ghi nhận: đã trình (submitted), đang thực hiện (progress), được gia hạn (extended),
#     đề nghị gia hạn (extension-requested), đã hoàn thành (done) rồi bị trả lại (returned); không nêu cơ quan là của tất cả;
#   - kế hoạch mới tiếp nhận việc nào thì ghi mã của việc mới và ngày đầu tiên theo dõi ở đó vào `taken_up`, như
#     {by: A-2/ke-hoach, since: 2027-01-15}; thôi không làm nữa thì ghi papi record --waived.
"""


class LeftOpen(NamedTuple):
    """An item that agencies (ids, or that of a group) had not delivered when the time of their plan was over."""

    code: str
    title: str
    product: str
    cited: str
    agencies: tuple[str, ...]
    due: str
    until: date | None
    counts: Counts
    issuer: str | None
    fulfilled_by: FulfilledBy
    asked: bool
    note: str
    known: tuple[KnownFact, ...]


def carried_text(plans: Sequence[EarlierPlan], groups: Mapping[str, Sequence[str]], items: Sequence[LeftOpen]) -> str:
    """Return the file; `groups` are the members of those that the items name."""
    lines = [_HEAD, "plans:"]
    for plan in plans:
        lines += _plan_lines(plan)
    lines += ["", "groups:"] if groups else []
    for id_, members in groups.items():
        lines += [f"  - id: {id_}", *_list_lines("members", members)]
    lines += ["", "items:"]
    for item in items:
        lines += _item_lines(item)
    return "\n".join(lines) + "\n"


def _plan_lines(plan: EarlierPlan) -> Iterator[str]:
    yield f"  - id: {scalar(plan.id)}"
    yield from _text_lines("title", plan.title)
    if plan.short_name != plan.title:
        yield from _text_lines("short_name", plan.short_name)
    if plan.document:
        yield from _text_lines("document", plan.document)
    yield f"    span: {{first: {iso_day(plan.span.first)}, last: {iso_day(plan.span.last)}}}"


def _item_lines(item: LeftOpen) -> Iterator[str]:
    yield f"  - code: {item.code}"
    yield from _text_lines("title", item.title)
    if item.product:
        yield from _text_lines("product", item.product)
    if item.cited:
        yield from _text_lines("cited", item.cited)
    yield from _list_lines("agencies", item.agencies)
    if item.due:
        yield from _text_lines("due", item.due)
    if item.until is not None:
        yield f"    until: {iso_day(item.until)}"
    if item.counts is not Counts.ISSUED:
        yield f"    counts: {item.counts}"
    if item.issuer is not None:
        yield f"    issuer: {item.issuer}"
    if item.fulfilled_by is not FulfilledBy.EACH:
        yield f"    fulfilled_by: {item.fulfilled_by}"
    if item.asked:
        yield "    asked: true"
    if item.note:
        yield from _text_lines("note", item.note)
    yield from _known_lines(item.known)
    yield "    taken_up:"


def _known_lines(known: Sequence[KnownFact]) -> Iterator[str]:
    if known:
        yield "    known:"
    for fact in known:
        yield from _fact_lines(fact)


def _fact_lines(fact: KnownFact) -> Iterator[str]:
    yield f"      - event: {fact.event}"
    yield f"        date: {iso_day(fact.day)}"
    if fact.agencies:
        yield from _list_lines("agencies", fact.agencies, indent=8)
    if fact.document:
        yield from _text_lines("document", fact.document, indent=8)
    if fact.until is not None:
        yield f"        until: {iso_day(fact.until)}"
    if fact.note:
        yield from _text_lines("note", fact.note, indent=8)


def _text_lines(key: str, text: str, indent: int = 4) -> Iterator[str]:
    line, margin = with_plain_years(" ".join(text.split())), " " * indent
    written = f"{margin}{key}: {plain(line)}"
    if len(written) <= _WIDTH:
        yield written
        return
    yield f"{margin}{key}: >-"
    yield from (f"{margin}  {part}" for part in wrap_line(line, _WIDTH - indent - 2))


def _list_lines(key: str, ids: Sequence[str], indent: int = 4) -> Iterator[str]:
    margin = " " * indent
    first, *others = wrap_line(f"{margin}{key}: [{', '.join(ids)}]", _WIDTH)
    yield first
    yield from (f"{margin}  {part.strip()}" for part in others)
