"""Apply amendments to the records of the base files, one after the other, and note what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.files import schema
from papi_cli.plan.files.names import amendment_file
from papi_cli.plan.files.records import Records
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.resolve.agencies import AgencyDirectory
from papi_cli.plan.resolve.amended_records import AmendedRecords
from papi_cli.plan.resolve.amendments import added_code, added_codes
from papi_cli.plan.resolve.edits import ASPECTS, Change, Fault, Words, change_of, one_line
from papi_cli.plan.resolve.insertion import additions, behind, beside_what_is_known, place_of_added
from papi_cli.plan.resolve.placed import Placed
from papi_cli.plan.resolve.places import Place
from papi_cli.plan.resolve.problem_collector import ProblemCollector
from papi_cli.problems import ProblemCode
from papi_cli.text import likely_slip_of

if TYPE_CHECKING:
    from papi_cli.plan.files.amendment_schema import AmendmentFile, ChangeRecord

_BASE_FILES = ("tasks.yaml", "duties.yaml", "plan.yaml")


class _Writing(NamedTuple):
    """A change that was made: by which amendment, from which day on, where it stands."""

    amendment: str
    effective: date
    place: Place


class _Now(NamedTuple):
    """The change that is being made, and its kind."""

    amendment: str
    effective: date
    place: Place
    kind: AmendmentKind

    @property
    def writing(self) -> _Writing:
        return _Writing(self.amendment, self.effective, self.place)


class _Said(NamedTuple):
    """What a change says: of what, and the words before and after."""

    of: str
    was: Words
    becomes: Words


class Amender:
    """The records of a plan, amended as far as `apply` was called; the places of the `problems` go along.

    `directory` has the agencies that are there on the day of the amendment that is applied. `unknown` are the amendments
    that are not known yet: where what they add is named as the row before, the place is beside what is known.
    """

    def __init__(
        self,
        records: Records,
        directory: AgencyDirectory,
        problems: ProblemCollector,
        unknown: Iterable[AmendmentFile] = (),
    ) -> None:
        self._amended = AmendedRecords(records, problems.places)
        self._problems = problems
        self.directory = directory
        self._written: dict[tuple[AmendmentKind, str, str], _Writing] = {}
        self._gone: dict[str, _Writing] = {}
        self._added: dict[str, _Writing] = {}
        self._refused: set[str] = set()
        self._unknown = additions(unknown)
        self._later = dict(added_codes(records.amendments))

    @property
    def records(self) -> Records:
        """The records as amended so far."""
        return self._amended.records

    @property
    def _placed(self) -> Mapping[str, Placed]:
        return self._amended.placed

    def apply(self, code: str, file: AmendmentFile) -> None:
        """Make the changes of an amendment in their order; one that cannot be made is noted and left out."""
        self._check_head(code, file)
        for position, change in enumerate(file.changes):
            keys: KeyPath = ("changes", position)
            place = Place(amendment_file(code), keys)
            kinds = change.kinds
            if len(kinds) != 1:
                message = "mỗi mục của «changes» có đúng một loại thay đổi."
                hint = f"Ghi một trong các khóa: {', '.join(AmendmentKind)}; mỗi thay đổi một mục."
                self._problems.add(*place, ProblemCode.MISSING_KEY, message, hint)
                continue
            (kind,) = kinds
            self._apply(change, _Now(code, file.first_day, place.below(kind.value), kind))

    def _check_head(self, code: str, file: AmendmentFile) -> None:
        self.directory.check_agency(amendment_file(code), ("document", "issuer"), file.document.issuer)
        parts: dict[str, KeyPath] = {}
        for position, part in enumerate(file.quote):
            keys: KeyPath = ("quote", position, "code")
            if part.code in parts:
                self._problems.add_duplicate(amendment_file(code), keys, part.code, parts[part.code])
            parts.setdefault(part.code, keys)
        for position, change in enumerate(file.changes):
            if change.source and change.source not in parts:
                near = likely_slip_of(change.source, parts)
                known = f"Chọn một trong: {', '.join(parts)}." if parts else "Ghi phần ấy ở «quote» của tệp này."
                hint = f"Có phải là «{near}»?" if near else known
                message = f"«quote» của tệp này không có phần nào mang mã «{change.source}»."
                keys = ("changes", position, "source")
                self._problems.add(amendment_file(code), keys, ProblemCode.UNKNOWN_REFERENCE, message, hint)

    def _apply(self, change: ChangeRecord, now: _Now) -> None:
        match now.kind:
            case AmendmentKind.ADD:
                self._add(change, now)
            case AmendmentKind.DROP | AmendmentKind.SPLIT:
                self._drop(change, now)
            case _:
                self._change(change, now)

    # One thing of a record

    def _change(self, change: ChangeRecord, now: _Now) -> None:
        record = change.due or change.lead or change.cooperating or change.product or change.text or change.number
        assert record is not None, change
        placed = self._find(record.of, now)
        if placed is None:
            return
        planned = change_of(change, placed, self._amended.row_of(record.of))
        if isinstance(planned, Fault):
            self._note(now, planned)
            return
        column = change.text.column if change.text is not None else ""
        what = f"{ASPECTS[now.kind]} của «{record.of}»" if not column else f"ô «{column}» của «{record.of}»"
        if not self._contradicts((now.kind, record.of, column), what, now):
            self._check_words(_Said(record.of, record.was, record.becomes), planned, what, now)
        self._amended.write(planned.edits, now.place)

    def _check_words(self, words: _Said, planned: Change, what: str, now: _Now) -> None:
        """Note that something else stands than the change says, or that it changes nothing.

        Agencies are named as the files have them, or as they are there on the day.
        """
        of, was, becomes = words
        stands = planned.stands
        there = self.directory.named_on_day(stands, (of,)) if isinstance(stands, tuple) else stands
        if _is_same(was, stands) or _is_same(was, there):
            if _is_same(becomes, planned.stands):
                message = f"không có gì thay đổi: {what} vẫn là {_shown(becomes)}."
                self._note(now, Fault(ProblemCode.WRONG_VALUE, message, "Sửa «is», hoặc bỏ mục này.", ("is",)))
            return
        location = self._problems.location(*planned.at)
        message = f"trước thay đổi này {what} là {_shown(planned.stands)} ({location}), không phải {_shown(was)}."
        hint = "Ghi lại «was» cho đúng, hoặc xem lại ngày hiệu lực của các văn bản sửa đổi."
        self._note(now, Fault(ProblemCode.AMENDED_OTHERWISE, message, hint, ("was",)))

    def _contradicts(self, thing: tuple[AmendmentKind, str, str], what: str, now: _Now) -> bool:
        """Note that the same thing was changed on the same day already, or that it was added then."""
        before = self._written.get(thing)
        self._written[thing] = now.writing
        if self._is_of_today([thing[1]], now):
            return True
        if before is None or before.effective != now.effective:
            return False
        self._note_contradiction(what, before, now)
        return True

    def _is_of_today(self, codes: Sequence[str], now: _Now) -> bool:
        """Note that one of these was added on the same day."""
        before = {code: self._added[code] for code in codes if code in self._added}
        for code, added in before.items():
            if added.effective == now.effective:
                self._note_contradiction(f"«{code}»", added, now, done="thêm vào")
                return True
        return False

    def _note_contradiction(self, what: str, before: _Writing, now: _Now, *, done: str = "thay đổi") -> None:
        location = self._problems.location(*before.place)
        other = "mục khác của tệp này" if before.amendment == now.amendment else "văn bản khác, hiệu lực cùng ngày,"
        message = f"{what} đã do {other} {done} ({location})."
        hint = "Giữ lại một nơi, hoặc ghi đúng ngày hiệu lực."
        self._note(now, Fault(ProblemCode.CONTRADICTING_AMENDMENTS, message, hint))

    # Whole records

    def _add(self, change: ChangeRecord, now: _Now) -> None:
        added = change.add
        assert added is not None, change
        code = added_code(added)
        place = place_of_added(beside_what_is_known(added, self._unknown), self.records, self._placed)
        if isinstance(place, Fault):
            if not self._is_unsure(added.after or added.to):
                self._note(now, place)
            self._refused.add(code)
            return
        record = added.task or added.milestone or added.duty
        kind = next(key for key in ("task", "milestone", "duty") if getattr(added, key) is not None)
        if record is not None and self._is_free(code, now, (kind, "code")):
            self._insert(place, record, code, now.place.below(kind), now)

    def _insert(self, place: Place, record: schema.Record, code: str, source: Place, now: _Now) -> None:
        self._amended.insert(place, record, code, source)
        self._added |= {code: now.writing} | {
            f"{code}/{own.code}": now.writing for own in getattr(record, "milestones", ())
        }

    def _is_free(self, code: str, now: _Now, keys: KeyPath) -> bool:
        """Return whether a code was never used; note it otherwise."""
        if code in self._placed:
            place = self._placed[code].place
            location = self._problems.location(*place.below("id" if place.file == "plan.yaml" else "code"))
            fault = Fault(ProblemCode.DUPLICATE_ID, f"mã «{code}» đã dùng ({location}).", "Đặt mã khác.", keys)
        elif code in self._gone:
            location = self._problems.location(*self._gone[code].place)
            message = f"mã «{code}» là của việc đã đưa ra khỏi kế hoạch ({location})."
            fault = Fault(
                ProblemCode.DUPLICATE_ID, message, "Đặt mã khác: mã không dùng lại, dù số thứ tự có thể lặp.", keys
            )
        else:
            return True
        self._note(now, fault)
        return False

    def _drop(self, change: ChangeRecord, now: _Now) -> None:
        """Take out a record, and put in its place those that it is split into."""
        dropped = change.drop or change.split
        assert dropped is not None, change
        parts = change.split.into if change.split is not None else ()
        placed = self._find(dropped.of, now)
        fault = self._fault_of_drop(dropped.of, placed, change) if placed is not None else None
        if placed is None or fault is not None:
            self._refused.update(task.code for task in parts)
            if fault is not None:
                self._note(now, fault)
            return
        codes = [code for code in self._placed if code == dropped.of or code.startswith(f"{dropped.of}/")]
        if not self._is_of_today(codes, now):
            self._check_unchanged(dropped.of, codes, now)
        self._amended.remove(placed.place)
        self._gone |= dict.fromkeys(codes, now.writing)
        place = placed.place
        for number, task in enumerate(parts):
            if self._is_free(task.code, now, ("into", number, "code")):
                self._insert(place, task, task.code, now.place.below("into", number), now)
                place = behind(place)

    def _fault_of_drop(self, code: str, placed: Placed, change: ChangeRecord) -> Fault | None:
        record = placed.record
        if isinstance(record, schema.PeriodRecord):
            message = f"«{code}» là một kỳ báo cáo, không đưa ra khỏi kế hoạch được."
            return Fault(ProblemCode.WRONG_VALUE, message, "Ghi mã của nhiệm vụ hoặc đầu việc.")
        if change.split is not None and not isinstance(record, schema.TaskRecord):
            return Fault(ProblemCode.WRONG_VALUE, f"«{code}» không phải là nhiệm vụ.", "Chỉ nhiệm vụ được tách.")
        if change.split is not None and len(change.split.into) < _FEWEST_PARTS:
            message = "tách nhiệm vụ thì phải thành ít nhất hai."
            return Fault(
                ProblemCode.WRONG_VALUE, message, "Ghi đủ các nhiệm vụ mới, hoặc dùng «drop» và «add».", ("into",)
            )
        row = self._amended.row_of(code)
        if isinstance(record, schema.MilestoneRecord) and row is not None and _has_one_milestone(row):
            message = f"«{code}» là sản phẩm duy nhất của nhiệm vụ ấy."
            return Fault(ProblemCode.WRONG_VALUE, message, f"Ghi «of: {code.partition('/')[0]}» để bỏ cả nhiệm vụ.")
        return self._fault_of_anchor(code)

    def _fault_of_anchor(self, code: str) -> Fault | None:
        """Return what is wrong if the term of something else counts from what is to be taken out."""
        for other, placed in self._placed.items():
            anchor = str(getattr(placed.record, "anchor", "")).partition("@")[0]
            if (anchor == code or anchor.startswith(f"{code}/")) and not f"{other}/".startswith(f"{code}/"):
                location = self._problems.location(*placed.place.below("anchor"))
                message = f"thời hạn của «{other}» tính từ khi xong «{anchor}» ({location})."
                hint = "Đổi thời hạn của việc ấy trước, bằng một mục «due» ở trên mục này."
                return Fault(ProblemCode.ANCHOR_DROPPED, message, hint)
        return None

    def _check_unchanged(self, dropped: str, codes: list[str], now: _Now) -> None:
        """Note that what is taken out was changed on the same day, or that a part of it was taken out by itself."""
        for (kind, code, column), before in self._written.items():
            if code in codes and before.effective == now.effective:
                what = f"{ASPECTS[kind]} của «{code}»" if not column else f"ô «{column}» của «{code}»"
                self._note_contradiction(what, before, now)
                return
        for code, before in self._gone.items():
            if code.startswith(f"{dropped}/") and before.effective == now.effective:
                self._note_contradiction(f"«{code}»", before, now, done="bỏ")
                return

    # What all of them need

    def _find(self, code: str, now: _Now) -> Placed | None:
        """Return the record that is to change; note a code that none has."""
        if code in self._placed:
            return self._placed[code]
        if not self._is_unsure(code):
            self._note(now, self._fault_of_code(code))
        return None

    def _fault_of_code(self, code: str) -> Fault:
        if code in self._gone:
            location = self._problems.location(*self._gone[code].place)
            message = f"«{code}» đã được đưa ra khỏi kế hoạch ({location})."
            return Fault(ProblemCode.CHANGED_AFTER_DROP, message, "Bỏ mục này, hoặc xem lại ngày hiệu lực.")
        series = code.partition("@")[0]
        if series != code and series in self._placed:
            message = f"«{code}» là một lần của việc định kỳ."
            return Fault(ProblemCode.WRONG_VALUE, message, f"Ghi mã chung của các lần: «{series}».")
        if code in self._later:
            location = self._problems.location(*self._later[code])
            message = f"đến ngày hiệu lực của văn bản này chưa có «{code}»: văn bản thêm việc ấy có hiệu lực sau ({location})."
            return Fault(ProblemCode.UNKNOWN_REFERENCE, message, "Xem lại ngày hiệu lực của hai văn bản.")
        near = likely_slip_of(code, self._placed)
        hint = f"Có phải là «{near}»?" if near else "Ghi mã của nhiệm vụ, đầu việc hoặc kỳ báo cáo đang có."
        message = f"không có nhiệm vụ, đầu việc hay kỳ báo cáo nào mang mã «{code}»."
        return Fault(ProblemCode.UNKNOWN_REFERENCE, message, hint)

    def _is_unsure(self, code: str) -> bool:
        """Return whether the record of a code may be lost, in a faulty part of a file or an addition that was refused."""
        if code in self._refused or code.partition("/")[0] in self._refused:
            return True
        return any(
            self._problems.has_shape_problems(file) or not self._problems.could_read(file) for file in _BASE_FILES
        )

    def _note(self, now: _Now, fault: Fault) -> None:
        self._problems.add(*now.place.below(*fault.keys), fault.code, fault.message, fault.hint)


_FEWEST_PARTS = 2


def _has_one_milestone(row: Placed) -> bool:
    return isinstance(row.record, schema.TaskRecord) and len(row.record.milestones) == 1


def _is_same(words: Words, other: Words) -> bool:
    """Return whether words are the same but for spaces, or the agencies the same in any order."""
    if isinstance(words, str) and isinstance(other, str):
        return one_line(words) == one_line(other)
    return sorted(words) == sorted(other)


def _shown(words: Words) -> str:
    if isinstance(words, str):
        return f"«{one_line(words)}»" if words.strip() else "ô trống"
    return ", ".join(f"«{id_}»" for id_ in words) or "không có cơ quan nào"
