"""The kinds of events: one table with everything that sets a kind apart."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, auto
from functools import cache
from typing import NamedTuple

from papi_cli.text import match_key


class EventKind(StrEnum):
    """What an event says happened."""

    PROGRESS = "progress"
    SUBMITTED = "submitted"
    DONE = "done"
    SUPPLEMENT_REQUESTED = "supplement-requested"
    RETURNED = "returned"
    EXTENDED = "extended"
    EXTENSION_REQUESTED = "extension-requested"
    EXTENSION_REFUSED = "extension-refused"
    ANCHORED = "anchored"
    NOTHING_TO_REPORT = "nothing-to-report"
    WAIVED = "waived"
    REMINDED = "reminded"
    RETRACTED = "retracted"

    @property
    def label(self) -> str:
        """The Vietnamese words shown to readers, and taken in sheets."""
        return KIND_SPECS[self].label


class Effect(StrEnum):
    """What an event does to its obligation; `fold` has a method for each."""

    NONE = auto()
    SUBMIT = auto()
    DELIVER = auto()
    MARK_INCOMPLETE = auto()
    UNDO_DELIVERY = auto()
    EXTEND = auto()
    ASK_EXTENSION = auto()
    REFUSE_EXTENSION = auto()
    ANCHOR = auto()
    WAIVE = auto()


class Need(NamedTuple):
    """Something that an event must say: at least one of the fields in `words`, which gives each its Vietnamese name.

    A sheet that misses it asks for `cell_words` in the column of the first field.
    """

    words: Mapping[str, str]
    cell_words: str

    @property
    def column(self) -> str:
        """The field that is asked for first."""
        return next(iter(self.words))


def _need(field: str, words: str, cell_words: str = "") -> Need:
    return Need({field: words}, cell_words or words)


class KindSpec(NamedTuple):
    """A kind of event: its words, what it must say, what it does.

    - `option`: the option of `papi record`, "" for the kind that `papi retract` writes.
    - `day_name`: what its day is called when it is asked for; of `done` the item decides (see `views.recording`).
    - `only_ongoing`: it counts for ongoing items only.
    - `tells_of_delivery`: something is known of the delivery once such an event counts.
    - `may_set_day`: it says a last day where the due phrase of the item names no length to count it by.
    - `until_link`: what stands between its label and the day that it says.
    """

    label: str
    option: str
    needs: tuple[Need, ...] = ()
    effect: Effect = Effect.NONE
    day_name: str = "Ngày"
    only_ongoing: bool = False
    tells_of_delivery: bool = True
    may_set_day: bool = False
    until_link: str = " đến "

    def requires(self, field: str) -> bool:
        """Return whether an event of this kind must say `field`, and nothing else will do."""
        return any(list(need.words) == [field] for need in self.needs)

    @property
    def is_about_delivery(self) -> bool:
        """Whether it is about what was delivered before: returned, or incomplete."""
        return self.effect in (Effect.UNDO_DELIVERY, Effect.MARK_INCOMPLETE)

    @property
    def carries_until(self) -> bool:
        """Whether it says a day that is granted, asked for or set."""
        return self.may_set_day or self.requires("until")


# In the order in which `papi record` offers them.
KIND_SPECS: Mapping[EventKind, KindSpec] = {
    EventKind.DONE: KindSpec(
        label="đã hoàn thành",
        option="--done",
        needs=(
            Need(
                {"document": "số văn bản", "evidence": "minh chứng", "note": "nội dung"},
                "số văn bản (hoặc minh chứng, hoặc ghi chú)",
            ),
        ),
        effect=Effect.DELIVER,
    ),
    EventKind.PROGRESS: KindSpec(
        label="đang thực hiện",
        option="--progress",
        needs=(_need("note", "nội dung"),),
    ),
    EventKind.SUBMITTED: KindSpec(
        label="đã trình, chờ ban hành",
        option="--submitted",
        needs=(_need("document", "số văn bản trình"),),
        effect=Effect.SUBMIT,
        day_name="Ngày trình",
    ),
    EventKind.SUPPLEMENT_REQUESTED: KindSpec(
        label="yêu cầu bổ sung",
        option="--supplement-requested",
        needs=(_need("note", "nội dung yêu cầu"),),
        effect=Effect.MARK_INCOMPLETE,
        day_name="Ngày yêu cầu bổ sung",
    ),
    EventKind.RETURNED: KindSpec(
        label="trả lại, yêu cầu thực hiện lại",
        option="--returned",
        needs=(_need("note", "lý do trả lại"),),
        effect=Effect.UNDO_DELIVERY,
        day_name="Ngày trả lại",
    ),
    EventKind.EXTENDED: KindSpec(
        label="được gia hạn",
        option="--extended-until",
        needs=(
            _need("document", "số văn bản cho phép gia hạn"),
            _need("until", "ngày gia hạn", "ngày được gia hạn"),
        ),
        effect=Effect.EXTEND,
        day_name="Ngày văn bản cho phép gia hạn",
        tells_of_delivery=False,
    ),
    EventKind.EXTENSION_REQUESTED: KindSpec(
        label="đề nghị gia hạn",
        option="--extension-requested",
        needs=(_need("until", "ngày đề nghị gia hạn đến", "ngày đề nghị gia hạn"),),
        effect=Effect.ASK_EXTENSION,
        day_name="Ngày văn bản đề nghị gia hạn",
    ),
    EventKind.EXTENSION_REFUSED: KindSpec(
        label="không đồng ý gia hạn",
        option="--extension-refused",
        needs=(_need("document", "số văn bản không đồng ý gia hạn"), _need("note", "lý do không đồng ý")),
        effect=Effect.REFUSE_EXTENSION,
        day_name="Ngày văn bản không đồng ý gia hạn",
        tells_of_delivery=False,
    ),
    EventKind.ANCHORED: KindSpec(
        label="đã xác định mốc tính",
        option="--anchored",
        needs=(_need("document", "số văn bản xác định mốc tính"),),
        effect=Effect.ANCHOR,
        day_name="Ngày làm mốc tính",
        tells_of_delivery=False,
        may_set_day=True,
        until_link=", thời hạn ",
    ),
    EventKind.NOTHING_TO_REPORT: KindSpec(
        label="không phát sinh",
        option="--nothing-to-report",
        only_ongoing=True,
    ),
    EventKind.WAIVED: KindSpec(
        label="đưa ra khỏi danh mục theo dõi",
        option="--waived",
        needs=(_need("document", "số văn bản cho phép"),),
        effect=Effect.WAIVE,
        day_name="Ngày văn bản cho phép",
    ),
    EventKind.REMINDED: KindSpec(
        label="đã đôn đốc",
        option="--reminded",
        needs=(_need("document", "số công văn đôn đốc"),),
        day_name="Ngày công văn đôn đốc",
        tells_of_delivery=False,
    ),
    EventKind.RETRACTED: KindSpec(
        label="hủy ghi nhận",
        option="",
        needs=(_need("target", "mã sự kiện"), _need("note", "lý do", "lý do hủy")),
    ),
}
RECORDABLE_KINDS = tuple(kind for kind, spec in KIND_SPECS.items() if spec.option)
# What the accountable agency says of its own work; the rest is for the coordinator to say.
_SAID_BY_AGENCIES = {
    EventKind.DONE,
    EventKind.PROGRESS,
    EventKind.SUBMITTED,
    EventKind.EXTENSION_REQUESTED,
    EventKind.NOTHING_TO_REPORT,
}
AGENCY_KINDS: tuple[EventKind, ...] = tuple(kind for kind in RECORDABLE_KINDS if kind in _SAID_BY_AGENCIES)

# What people write under "Kết quả" in place of a label, and mean by it this kind and no other.
USUAL_WORDS: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.DONE: (
        "hoàn thành",
        "hoàn tất",
        "đã hoàn tất",
        "xong",
        "đã xong",
        "đã làm xong",
        "đã thực hiện xong",
        "đã ban hành",
        "hoàn thành đúng hạn",
        "đã hoàn thành đúng hạn",
        "hoàn thành trước hạn",
        "đã hoàn thành trước hạn",
        "hoàn thành quá hạn",
        "đã hoàn thành quá hạn",
    ),
    EventKind.PROGRESS: (
        "đang làm",
        "đang triển khai",
        "đang triển khai thực hiện",
        "đang tổ chức thực hiện",
        "đang soạn thảo",
        "đang dự thảo",
        "đang xây dựng",
        "đang tham mưu",
    ),
    EventKind.SUBMITTED: ("đã trình", "đã trình ký", "đang trình", "đang trình ký", "chờ ban hành"),
    EventKind.RETURNED: ("trả lại", "bị trả lại", "đã trả lại"),
    EventKind.EXTENDED: ("đã được gia hạn", "được phép gia hạn"),
    EventKind.EXTENSION_REQUESTED: ("xin gia hạn", "xin lùi thời hạn", "đề nghị lùi thời hạn"),
    EventKind.EXTENSION_REFUSED: ("không được gia hạn", "không cho phép gia hạn", "không chấp thuận gia hạn"),
    EventKind.ANCHORED: ("xác định mốc tính", "xác định mốc", "đã xác định mốc"),
    EventKind.NOTHING_TO_REPORT: ("không có phát sinh", "chưa phát sinh"),
    EventKind.WAIVED: ("đưa ra khỏi danh mục",),
    EventKind.REMINDED: ("đôn đốc", "đã có công văn đôn đốc"),
}
# These mean "done" of what the agency issues itself; of what another body issues, they may mean that it was submitted.
WORDS_OF_SENDING = ("đã gửi", "đã gửi báo cáo", "đã nộp", "đã nộp báo cáo", "đã báo cáo")


@cache
def _kinds_by_key(*, issued_elsewhere: bool) -> Mapping[str, EventKind]:
    words = {kind: (kind.value, kind.label, *USUAL_WORDS.get(kind, ())) for kind in EventKind}
    if not issued_elsewhere:
        words[EventKind.DONE] += WORDS_OF_SENDING
    return {match_key(name): kind for kind, names in words.items() for name in names}


def kind_called(words: str, *, issued_elsewhere: bool) -> EventKind | None:
    """Return the kind that people call so in a sheet: by its code, its label or usual words; None for all other words.

    `issued_elsewhere` says that another body than the agency issues what the row is about.
    """
    return _kinds_by_key(issued_elsewhere=issued_elsewhere).get(match_key(words.strip(" .,;:!-*")))
