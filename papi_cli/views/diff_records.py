"""The Vietnamese sentences for changed records of a plan; changes that differ only in the record share a sentence."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from papi_cli.comparison import ChangeKind, Comparison, RecordChange, RecordKind
from papi_cli.comparison.facts import EARLIER, part_key
from papi_cli.plan.amendments import Amendment
from papi_cli.plan.quotation import DOCUMENT
from papi_cli.text import day_text, join_words, number_text, upper_first
from papi_cli.views.agency_phrases import agencies_in_either_plan
from papi_cli.views.amended import change_words, document_name
from papi_cli.views.grouping import group_by
from papi_cli.views.shortening import shorten_change, shorten_codes, shorten_text
from papi_cli.views.words import (
    AGENCY_KIND_LABELS,
    COUNTED_DAY_LABELS,
    DOES_LABELS,
    ERRATUM_KIND_LABELS,
    FULFILLED_BY_LABELS,
    ROLL_LABELS,
)

_RECORD_NOUNS: Mapping[RecordKind, str] = {
    RecordKind.PERIOD: "kỳ báo cáo",
    RecordKind.CALENDAR: "ngày nghỉ",
    RecordKind.GROUP: "nhóm",
    RecordKind.COMPONENT: "dòng",
    RecordKind.SECTION: "mục",
    RecordKind.TASK: "nhiệm vụ",
    RecordKind.INTERPRETATION: "cách hiểu tại",
    RecordKind.ERRATUM: "đính chính tại",
    RecordKind.SCORE: "điểm năm",
}
_WORKDAY_NOUN = "ngày làm bù"
_BLANK = "để trống"


class FieldWords(NamedTuple):
    """A field's label, and the words for its values where it has closed choices.

    `is_agency` is whether it holds the id of an agency, `is_role` whether it names those that have a part in the work.
    """

    label: str
    is_agency: bool = False
    is_role: bool = False
    choices: Mapping[Any, str] = {}


FIELDS: Mapping[str, FieldWords] = {
    "title": FieldWords("tên gọi"),
    "span": FieldWords("thời gian thực hiện"),
    "province": FieldWords("tỉnh, thành phố"),
    "time_zone": FieldWords("múi giờ"),
    "coordinator": FieldWords("cơ quan theo dõi", is_agency=True),
    "addressee": FieldWords("nơi nhận báo cáo", is_agency=True),
    "roll": FieldWords("cách xử lý khi ngày cuối cùng là ngày nghỉ", choices=ROLL_LABELS),
    "due_soon_days": FieldWords("số ngày coi là sắp đến hạn"),
    "backdated_days": FieldWords("số ngày đề lùi phải xác nhận"),
    "number": FieldWords("số văn bản"),
    "symbol": FieldWords("ký hiệu"),
    "day": FieldWords("ngày văn bản"),
    "month": FieldWords("tháng của văn bản"),
    "score_name": FieldWords("tên gọi của điểm"),
    "about": FieldWords("nội dung phải viết"),
    "document_kind": FieldWords("loại văn bản"),
    "document_title": FieldWords("trích yếu văn bản"),
    "cited_follow_up": FieldWords("căn cứ để theo dõi, đôn đốc"),
    "cited_reports": FieldWords("căn cứ để báo cáo"),
    "cited_difficulties": FieldWords("căn cứ để phản ánh khó khăn, vướng mắc"),
    "cited_support": FieldWords("căn cứ để hỗ trợ"),
    "plan_word": FieldWords("cách gọi kế hoạch"),
    "part_word": FieldWords("cách gọi một phần của lời văn"),
    "section_word": FieldWords("cách gọi một phần của bảng nhiệm vụ"),
    "area_word": FieldWords("cách gọi cả địa bàn"),
    "index_word": FieldWords("cách gọi một nội dung được theo dõi"),
    "departments_noun": FieldWords("cách gọi chung các cơ quan của danh sách departments"),
    "communes_noun": FieldWords("cách gọi chung các xã, phường"),
    "communes_prefix": FieldWords("chữ đứng trước tên xã, phường"),
    "issuer": FieldWords("nơi ban hành", is_agency=True, is_role=True),
    "proposal": FieldWords("tờ trình"),
    "name": FieldWords("tên"),
    "first": FieldWords("ngày đầu của khoảng chốt số liệu"),
    "last": FieldWords("ngày cuối của khoảng chốt số liệu"),
    "due": FieldWords("thời hạn báo cáo"),
    "holiday": FieldWords("ngày nghỉ"),
    "workday": FieldWords("ngày làm bù"),
    "kind": FieldWords("loại cơ quan", choices=AGENCY_KIND_LABELS),
    "effective": FieldWords("ngày có hiệu lực"),
    "recorded": FieldWords("ngày, giờ ghi vào kế hoạch"),
    "amends": FieldWords("nội dung sửa đổi"),
    "code": FieldWords("mã đơn vị hành chính"),
    "aliases": FieldWords("tên gọi khác"),
    "superior": FieldWords("cơ quan cấp trên", is_agency=True),
    "place": FieldWords("địa danh"),
    "letterhead": FieldWords("dòng tên cơ quan ở đầu văn bản"),
    "as_superior": FieldWords("dòng ghi ở đầu văn bản của cơ quan trực thuộc"),
    "on_behalf": FieldWords("dòng trên chức danh người ký"),
    "head": FieldWords("chức danh người đứng đầu"),
    "deputy": FieldWords("chức danh cấp phó"),
    "signer": FieldWords("họ tên người đứng đầu"),
    "unit": FieldWords("đơn vị soạn thảo"),
    "contact": FieldWords("đầu mối liên hệ"),
    "deputy_signer": FieldWords("họ tên cấp phó ký thay"),
    "letter_symbol": FieldWords("ký hiệu công văn"),
    "since": FieldWords("ngày đầu tiên hoạt động"),
    "until": FieldWords("ngày cuối cùng hoạt động"),
    "successor": FieldWords("cơ quan kế thừa"),
    "takes": FieldWords("phần việc mà cơ quan kế thừa nhận"),
    "by": FieldWords("văn bản sáp nhập, chia tách, đổi tên"),
    "members": FieldWords("thành viên"),
    "lead": FieldWords("cơ quan chủ trì", is_role=True),
    "cooperating": FieldWords("cơ quan phối hợp", is_role=True),
    "others": FieldWords("cơ quan phối hợp (cụm từ mở)", is_role=True),
    "agencies": FieldWords("cơ quan chịu trách nhiệm", is_role=True),
    "binds": FieldWords("cơ quan phải thực hiện", is_role=True),
    "concerns": FieldWords("cơ quan mà cách hiểu này quyết định", is_role=True),
    "product": FieldWords("sản phẩm"),
    "source": FieldWords("căn cứ"),
    "does": FieldWords("loại việc", choices=DOES_LABELS),
    "counts": FieldWords("ngày được tính là đã hoàn thành", choices=COUNTED_DAY_LABELS),
    "fulfilled_by": FieldWords("cách hoàn thành khi nhiều cơ quan cùng chịu trách nhiệm", choices=FULFILLED_BY_LABELS),
    "anchor": FieldWords("việc mà thời hạn tính từ khi hoàn thành"),
    "asked": FieldWords("tính chất", choices={True: "đề nghị", False: "giao"}),
    "text": FieldWords("nội dung"),
    "confirmed_by": FieldWords("văn bản xác nhận"),
    "reads": FieldWords("cách đọc đúng"),
    "note": FieldWords("ghi chú"),
    "earlier_document": FieldWords("văn bản ban hành"),
    "cited": FieldWords("cách dẫn trong kế hoạch trước"),
    "known": FieldWords("điều kế hoạch trước đã ghi nhận"),
    "taken_up": FieldWords("việc của kế hoạch này tiếp nhận việc ấy"),
    "taken_up_since": FieldWords("ngày tiếp nhận"),
    "quote": FieldWords("nguyên văn"),
    "quote.heading": FieldWords("tiêu đề"),
    "quote.text": FieldWords("nguyên văn"),
    "quote.merged_with": FieldWords("dòng mà ô cơ quan chủ trì gộp cùng"),
    "quote.annex": FieldWords("tên phụ lục"),
    "quote.title": FieldWords("tiêu đề"),
    "quote.note": FieldWords("dòng ghi dưới tiêu đề"),
    "column_ids": FieldWords("mã các cột"),
    "quote.columns": FieldWords("tên các cột"),
    "quote.numbers": FieldWords("số thứ tự các cột"),
    "index": FieldWords("nội dung được theo dõi"),
    "short_name": FieldWords("tên gọi tắt"),
    "open": FieldWords("loại nhóm", choices={True: "nhóm mở", False: "nhóm có thành viên xác định"}),
    "erratum_kind": FieldWords("loại lỗi", choices=ERRATUM_KIND_LABELS),
    "published_in": FieldWords("nguồn"),
    "total": FieldWords("tổng điểm"),
    "points": FieldWords("điểm"),
}


def field_words(comparison: Comparison, change: RecordChange) -> FieldWords:
    """Return what the field of a change is called: a cell or a role of an annex by the head of its column."""
    if change.field in FIELDS:
        return FIELDS[change.field]
    part, _, id_ = change.field.partition(".")
    if change.record_kind is RecordKind.AMENDMENT:
        return FieldWords("nguyên văn")
    head = _column_head(comparison, change, id_)
    return FieldWords(f"ô «{head}»") if part == "quote" else FieldWords(f"cơ quan ở cột «{head}»", is_role=True)


def _column_head(comparison: Comparison, change: RecordChange, id_: str) -> str:
    for plan in comparison.plans:
        annex = plan.index_annex
        if change.record_kind is RecordKind.TASK:
            task = plan.tasks.get(change.code)
            annex = plan.task_annexes[task.section.annex] if task else None
        if annex is not None and (head := annex.head_of(id_)):
            return head
    return id_


def change_lines(comparison: Comparison, changes: Iterable[RecordChange]) -> list[str]:
    """Return a sentence for each change, one for all changes that differ only in the record."""
    return [
        _sentence(comparison, alike[0], [change.code for change in alike])
        for alike in group_by(changes, _sentence_key).values()
    ]


def _sentence_key(change: RecordChange) -> Hashable:
    if change.record_kind is RecordKind.AMENDMENT:
        return change
    if not change.field and change.record_kind is RecordKind.AGENCY and change.kind is not ChangeKind.RENAMED:
        return change.record_kind, change.kind
    if change.is_quotation or change.record_kind is RecordKind.INTERPRETATION:
        return change
    return change._replace(code="")


def _sentence(comparison: Comparison, change: RecordChange, codes: Sequence[str]) -> str:
    """Return the sentence for `change`, which the records `codes` share."""
    if not change.field:
        return _record_sentence(comparison, change, codes)
    # A code stays as it is at the beginning of a sentence.
    subject = _subject(comparison, change, codes)
    subject = subject if change.record_kind is RecordKind.ITEM else upper_first(subject)
    if change.record_kind is RecordKind.INTERPRETATION and change.field == "confirmed_by":
        return _confirmation_sentence(subject, change)
    label = field_words(comparison, change).label
    match change.kind:
        case ChangeKind.ADDED:
            return f"{subject}: thêm {label}: {_members(comparison, change)}."
        case ChangeKind.DROPPED:
            return f"{subject}: bớt {label}: {_members(comparison, change)}."
        case _:
            return f"{subject}: {label}: {_value_change(comparison, change)}."


def _record_sentence(comparison: Comparison, change: RecordChange, codes: Sequence[str]) -> str:
    if change.kind is ChangeKind.RENAMED:
        lost = "" if change.record_kind is RecordKind.TASK else "; sự kiện đã ghi theo mã cũ không còn được tính"
        return f"Mã {change.old} có vẻ đã đổi thành {change.new}{lost}."
    verb = "Thêm" if change.kind is ChangeKind.ADDED else "Bỏ"
    if change.record_kind is RecordKind.AGENCY:
        return f"{verb} cơ quan: {agencies_in_either_plan(comparison.plans, codes)}."
    title = shorten_text(str(change.new or change.old))
    if change.record_kind is RecordKind.AMENDMENT:
        amendment = _amendment(comparison, codes[0])
        facts = f"{document_name(amendment.document)}, hiệu lực từ ngày {day_text(amendment.effective)}"
        return f"{verb} {facts}, {number_text(len(amendment.changes))} thay đổi{f': {title}' if _has_title(change) else ''}."
    return f"{verb} {_subject(comparison, change, codes)}{f': {title}' if _has_title(change) else ''}."


def _has_title(change: RecordChange) -> bool:
    return bool(change.new or change.old)


def _confirmation_sentence(subject: str, change: RecordChange) -> str:
    if not change.old:
        return f"{subject} được xác nhận: {change.new}."
    if not change.new:
        return f"{subject} không còn văn bản xác nhận (trước đây: {change.old})."
    return f"{subject}: văn bản xác nhận: {shorten_change(str(change.old), str(change.new))}."


def _members(comparison: Comparison, change: RecordChange) -> str:
    if change.field == "source" or change.field.startswith("cited_"):
        return join_words([_citation(comparison, code) for code in change.members])
    if change.record_kind is RecordKind.AMENDMENT:
        return _amended_parts(comparison, change.members)
    if change.field == "known":
        from papi_cli.views.diff_carried import known_facts

        return known_facts(comparison, change.code, change.members)
    return agencies_in_either_plan(comparison.plans, change.members)


def _amendment(comparison: Comparison, code: str) -> Amendment:
    """Return the amendment of this code, as the newer plan has it where both do."""
    known = (one for plan in comparison.plans for one in (*plan.amendments, *plan.coming))
    return next(one for one in known if one.code == code)


def _amended_parts(comparison: Comparison, keys: Sequence[str]) -> str:
    """Return in words the changes of amendments that have these keys."""
    found = {
        part_key(part): change_words(plan, part, named=True)
        for plan in comparison.plans
        for amendment in (*plan.amendments, *plan.coming)
        for part in amendment.changes
    }
    return "; ".join(found[key] for key in keys)


def _value_change(comparison: Comparison, change: RecordChange) -> str:
    field, values = field_words(comparison, change), (change.old, change.new)
    if field.is_agency:
        return " → ".join(agencies_in_either_plan(comparison.plans, [str(id_)]) if id_ else _BLANK for id_ in values)
    if field.choices.keys() >= set(values):
        return " → ".join(field.choices[value] for value in values)
    if any(isinstance(value, date) for value in values):
        return " → ".join(day_text(value) if isinstance(value, date) else _BLANK for value in values)
    return shorten_change(str(change.old), str(change.new))


def _subject(comparison: Comparison, change: RecordChange, codes: Sequence[str]) -> str:
    """Return what the sentence is about: the records, after the noun for their kind where it has one."""
    if change.record_kind is RecordKind.PLAN:
        return _plan_part(comparison, codes[0])
    names = shorten_codes([_record_name(comparison, change.record_kind, code) for code in codes])
    noun = _RECORD_NOUNS.get(change.record_kind, "")
    # A holiday's title is its name; the workday that makes up for one has none.
    if change.record_kind is RecordKind.CALENDAR and not change.field and not _has_title(change):
        noun = _WORKDAY_NOUN
    return _annex_words(comparison, change.record_kind) + (f"{noun} {names}" if noun else names)


def _plan_part(comparison: Comparison, code: str) -> str:
    """Return what the plan is called, of its document the kind and the name of the part, or a section of its reports."""
    new, _ = comparison.plans
    record, _, part_code = code.partition("/")
    if not part_code:
        return new.words.plan
    if record == EARLIER:
        return f"kế hoạch trước {part_code}"
    if record != DOCUMENT:
        return f"báo cáo tổng hợp, mục {part_code}"
    parts = (part for plan in comparison.plans for part in plan.document.quote)
    return f"{new.document.kind}, {next(part.name or part.code for part in parts if part.code == part_code)}"


def _annex_words(comparison: Comparison, kind: RecordKind) -> str:
    """Return the annex whose rows or sections are named, and a comma; "" for records of any other kind."""
    new, _ = comparison.plans
    match kind:
        case RecordKind.COMPONENT:
            return f"{new.index_annex.name}, " if new.index_annex else ""
        case RecordKind.SECTION:
            return f"{next(iter(new.task_annexes.values())).name}, " if len(new.task_annexes) == 1 else ""
        case _:
            return ""


def _citation(comparison: Comparison, code: str) -> str:
    return next(filter(None, (plan.citation_of(code) for plan in comparison.plans)))


def _record_name(comparison: Comparison, kind: RecordKind, code: str) -> str:
    match kind:
        case RecordKind.AMENDMENT:
            return document_name(_amendment(comparison, code).document)
        case RecordKind.PERIOD:
            periods = (period for plan in comparison.plans for period in plan.periods)
            return next(period.name for period in periods if period.id == code)
        case RecordKind.CALENDAR:
            return day_text(date.fromisoformat(code))
        case RecordKind.AGENCY:
            return agencies_in_either_plan(comparison.plans, [code])
        case RecordKind.GROUP:
            return next(f"«{plan.groups[code].name}»" for plan in comparison.plans if code in plan.groups)
        case RecordKind.PROVISION:
            return _citation(comparison, code)
        case RecordKind.ANNEX:
            return next(plan.annexes[code].name for plan in comparison.plans if code in plan.annexes)
        case RecordKind.ERRATUM:
            return shorten_text(code)
        case _:
            return code
