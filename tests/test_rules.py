"""What may be recorded: each refusal and each oddity with the days around its boundary, and where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from papi_cli.log.events import Event, fold_position, in_fold_order
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import KIND_SPECS
from papi_cli.log.oddities import OddEvent, Oddity
from papi_cli.log.rules import RefusedEvent, examine_candidate, review_log
from papi_cli.log.soundness import RefusalReason
from papi_cli.plan.model import Plan
from papi_cli.views.oddities import oddity_words
from papi_cli.views.refusals import cell_refusal_sentence, refusal_words
from tests.sample import event, events_of
from tests.tree import resolved, shipped_plan

DATED = "II.2/bao-cao@so-tu-phap"  # last on-time day 30/11/2026
UNDATED = "IV.8/phieu-khao-sat@so-y-te"
ONGOING = "I.2/cong-van@so-tai-chinh"
ASKED = "so-lieu-6-thang@toa-an-nhan-dan-tinh"
OWED_BY_ALL = "ke-hoach@so-y-te"


def examined(
    story: str, obligation: str, *, others: Sequence[Event] = (), plan: Plan | None = None
) -> RefusedEvent | tuple[OddEvent, ...]:
    """Examine the last event of `story` as the candidate, the ones before it and `others` being in the log."""
    *recorded, candidate = events_of(story, obligation)
    plan = plan or shipped_plan()
    return examine_candidate(plan, LogIndex(plan, [*recorded, *others]), candidate)


def refusal(story: str, obligation: str) -> RefusedEvent:
    answer = examined(story, obligation)
    assert isinstance(answer, RefusedEvent), answer
    return answer


# Refusals

EXTENDED = "extended 2026-03-02 until=2026-12-10"
ASKS = "extension-requested 2026-03-10 until=2026-12-10"


@pytest.mark.parametrize(
    ("obligation", "story", "reason"),
    [
        ("II.2/khac@so-tu-phap", "progress 2026-03-12", RefusalReason.UNKNOWN_ITEM),
        ("II.2/bao-cao@so-tu-phap-cu", "progress 2026-03-12", RefusalReason.UNKNOWN_AGENCY),
        ("II.2/bao-cao@so-y-te", "progress 2026-03-12", RefusalReason.NOT_OWED),
        (DATED, "progress 2026-03-12", None),
        # The future begins with the day after that of recording, in the plan's zone.
        (DATED, "progress 2026-03-11 recorded=2026-03-12T23:59:59+07:00", None),
        (DATED, "progress 2026-03-12 recorded=2026-03-12T23:59:59+07:00", None),
        (DATED, "progress 2026-03-13 recorded=2026-03-12T23:59:59+07:00", RefusalReason.FUTURE),
        (DATED, "progress 2026-03-13 recorded=2026-03-12T16:59:59+00:00", RefusalReason.FUTURE),
        (DATED, "progress 2026-03-13 recorded=2026-03-12T17:00:00+00:00", None),
        (DATED, "done 2026-03-01; retracted 2026-03-12 target=1 recorded=2026-03-12T23:59:59+07:00", None),
        (
            DATED,
            "done 2026-03-01; retracted 2026-03-13 target=1 recorded=2026-03-12T23:59:59+07:00",
            RefusalReason.FUTURE,
        ),
        # A day granted is later than the one in force.
        (DATED, "extended 2026-03-02 until=2026-11-29", RefusalReason.NO_LATER_DAY),
        (DATED, "extended 2026-03-02 until=2026-11-30", RefusalReason.NO_LATER_DAY),
        (DATED, "extended 2026-03-02 until=2026-12-01", None),
        (DATED, f"{EXTENDED}; extended 2026-03-03 until=2026-12-10", RefusalReason.NO_LATER_DAY),
        (DATED, f"{EXTENDED}; extended 2026-03-03 until=2026-12-11", None),
        (DATED, f"{EXTENDED}; extended 2026-03-02 until=2026-12-10", RefusalReason.NO_LATER_DAY),
        (DATED, f"{EXTENDED}; extended 2026-03-01 until=2026-12-09", None),
        (DATED, f"{EXTENDED}; retracted 2026-03-02 target=1; extended 2026-03-03 until=2026-12-10", None),
        (UNDATED, "extended 2026-03-02 until=2026-03-03", None),
        (ONGOING, "extended 2026-03-02 until=2027-12-31", RefusalReason.NO_LATER_DAY),
        # Only what is delivered can be returned or be incomplete.
        (DATED, "done 2026-03-12; returned 2026-03-11", RefusalReason.NOT_DONE),
        (DATED, "done 2026-03-12; returned 2026-03-12 recorded=2026-03-12T16:59:59+07:00", RefusalReason.NOT_DONE),
        (DATED, "done 2026-03-12; returned 2026-03-12", None),
        (DATED, "done 2026-03-12; returned 2026-03-13", None),
        (DATED, "done 2026-03-12; supplement-requested 2026-03-11", RefusalReason.NOT_DONE),
        (DATED, "done 2026-03-12; supplement-requested 2026-03-12", None),
        (DATED, "done 2026-03-12; supplement-requested 2026-03-13", None),
        (DATED, "done 2026-03-12; returned 2026-03-13; supplement-requested 2026-03-14", RefusalReason.NOT_DONE),
        (DATED, "submitted 2026-03-12; returned 2026-03-13", RefusalReason.NOT_DONE),
        # Only a request that waits for its answer can be refused.
        (DATED, "extension-refused 2026-03-12", RefusalReason.NOT_ASKED),
        (DATED, f"{ASKS}; extension-refused 2026-03-09", RefusalReason.NOT_ASKED),
        (DATED, f"{ASKS}; extension-refused 2026-03-10", None),
        (DATED, f"{ASKS}; extension-refused 2026-03-11; extension-refused 2026-03-12", RefusalReason.NOT_ASKED),
        (DATED, f"{ASKS}; retracted 2026-03-11 target=1; extension-refused 2026-03-12", RefusalReason.NOT_ASKED),
        (ONGOING, f"{ASKS}; extension-refused 2026-03-12", None),
        (DATED, "nothing-to-report 2026-03-12", RefusalReason.NOT_ONGOING),
        (UNDATED, "nothing-to-report 2026-03-12", RefusalReason.NOT_ONGOING),
        (ONGOING, "nothing-to-report 2026-03-12", None),
        (DATED, f"done 2026-03-12; retracted 2026-03-12 target={'0' * 16}", RefusalReason.NO_TARGET),
        (DATED, "done 2026-03-12; retracted 2026-03-12 target=1", None),
        (DATED, "done 2026-03-12; retracted 2026-03-11 target=1 recorded=2026-03-12T17:00:00+07:00", None),
        (DATED, "done 2026-03-12; retracted 2026-03-11 target=1", RefusalReason.BEFORE_TARGET),
        # Days are of the years from 2000 to 2099, however late they were recorded.
        (DATED, "progress 2000-01-01", None),
        (DATED, "progress 1999-12-31", RefusalReason.OUTSIDE_YEARS),
        (DATED, "progress 2099-12-31", None),
        (DATED, "progress 2100-01-01", RefusalReason.OUTSIDE_YEARS),
        (DATED, "extended 2026-03-02 until=2099-12-31", None),
        (DATED, "extended 2026-03-02 until=2100-01-01", RefusalReason.OUTSIDE_YEARS),
        (DATED, "extended 2026-03-02 until=2100-01-01 document=", RefusalReason.OUTSIDE_YEARS),
        (
            DATED,
            "done 2026-03-12; retracted 2026-03-12 target=1; retracted 2026-03-13 target=2",
            RefusalReason.NO_TARGET,
        ),
    ],
)
def test_refused_and_accepted_events(obligation: str, story: str, reason: RefusalReason | None) -> None:
    answer = examined(story, obligation)
    assert (answer.reason if isinstance(answer, RefusedEvent) else None) is reason


@pytest.mark.parametrize(
    ("story", "missing"),
    [
        ("progress 2026-03-12 note=", "note"),
        ("submitted 2026-03-12 document=", "document"),
        ("done 2026-03-12 document= evidence=", "document"),
        ("done 2026-03-12; supplement-requested 2026-03-13 note=", "note"),
        ("done 2026-03-12; returned 2026-03-13 note=", "note"),
        ("extended 2026-03-12 until=2026-12-10 document=", "document"),
        ("extended 2026-03-12", "until"),
        ("extended 2026-03-12 document=", "document"),
        ("extension-requested 2026-03-12", "until"),
        (f"{ASKS}; extension-refused 2026-03-12 document=", "document"),
        (f"{ASKS}; extension-refused 2026-03-12 note=", "note"),
        ("waived 2026-03-12 document=", "document"),
        ("reminded 2026-03-12 document=", "document"),
        ("done 2026-03-12; retracted 2026-03-13 target=1 note=", "note"),
    ],
)
def test_the_first_missing_need_is_named(story: str, missing: str) -> None:
    refused = refusal(story, DATED)
    assert refused.reason is RefusalReason.NEEDS_MISSING
    assert refused.missing is not None
    assert refused.missing.column == missing
    assert refused.missing in KIND_SPECS[refused.event.kind].needs


@pytest.mark.parametrize("said", ["evidence=", "document=", "document= evidence= note=x"])
def test_a_delivery_needs_only_one_of_three(said: str) -> None:
    assert examined(f"done 2026-03-12 {said}", DATED) == ()


@pytest.mark.parametrize(
    ("obligation", "story", "last_day"),
    [
        (DATED, "extended 2026-03-02 until=2026-11-30", date(2026, 11, 30)),
        (DATED, f"{EXTENDED}; extended 2026-03-03 until=2026-12-10", date(2026, 12, 10)),
        # Granted later, and so not in force yet.
        (DATED, f"{EXTENDED}; extended 2026-03-01 until=2026-11-30", date(2026, 11, 30)),
        (
            DATED,
            "extended 2026-03-02 until=2026-12-10 document=; extended 2026-03-03 until=2026-11-30",
            date(2026, 11, 30),
        ),
        (ONGOING, "extended 2026-03-02 until=2027-12-31", None),
    ],
)
def test_the_day_in_force_is_that_of_the_extension(obligation: str, story: str, last_day: date | None) -> None:
    assert refusal(story, obligation).last_day == last_day


def test_of_two_extensions_at_one_instant_the_id_decides_which_is_first() -> None:
    recorded = "2026-03-02T17:00:00.000000+07:00"
    same_day = {"until": "2026-12-10", "recorded": recorded}
    first, second = sorted(
        (event("extended", "2026-03-02", document=number, **same_day) for number in "12"), key=fold_position
    )
    plan = shipped_plan()
    answer = examine_candidate(plan, LogIndex(plan, [first]), second)
    assert answer == RefusedEvent(second, RefusalReason.NO_LATER_DAY, last_day=date(2026, 12, 10))
    overturning = examine_candidate(plan, LogIndex(plan, [second]), first)
    assert overturning == (OddEvent(first, Oddity.OVERTURNS, other=second),)


def test_only_a_refusal_that_has_them_says_need_and_day() -> None:
    refused = refusal("returned 2026-03-12", DATED)
    assert (refused.missing, refused.last_day) == (None, None)
    assert refusal("progress 2026-03-12 note=", DATED).last_day is None
    assert refusal("extended 2026-03-02 until=2026-11-30", DATED).missing is None


# Oddities


def oddities(answer: RefusedEvent | tuple[OddEvent, ...]) -> list[Oddity]:
    assert isinstance(answer, tuple), answer
    return [odd.oddity for odd in answer]


@pytest.mark.parametrize(("day", "odd"), [("2025-11-30", [Oddity.BEFORE_DATA]), ("2025-12-01", []), ("2025-12-02", [])])
def test_a_day_before_the_first_data_window_is_odd(day: str, odd: list[Oddity]) -> None:
    assert oddities(examined(f"progress {day}", DATED)) == odd


def test_the_first_of_all_windows_counts_and_without_any_no_day_is_odd() -> None:
    plan = shipped_plan()
    late_first = replace(plan, periods=(plan.periods[0]._replace(first=date(2026, 3, 12)), plan.periods[1]))
    assert oddities(examined("progress 2025-12-01", DATED, plan=late_first)) == []
    (old,) = events_of("progress 2025-11-30", DATED)
    assert review_log(late_first, [old]) == (OddEvent(old, Oddity.BEFORE_DATA, data_from=date(2025, 12, 1)),)
    assert oddities(examined("progress 2000-01-01", DATED, plan=replace(plan, periods=()))) == []


LETTER = "45/KH-UBND về việc rà soát"


@pytest.mark.parametrize(
    ("document", "others", "is_odd"),
    [
        (LETTER, {}, True),
        ("Số 45 / KH-UBND: về việc rà soát", {}, True),
        ("45/kh-ubnd, về việc rà soát", {}, True),
        # The same subject, whatever its case and marks.
        ("45/KH-UBND VE BAO CAO", {}, False),
        # No subject, or no number.
        ("45/KH-UBND", {}, False),
        ("Kế hoạch rà soát", {}, False),
        ("46/KH-UBND về việc rà soát", {}, False),
        (LETTER, {"date": "2026-03-11"}, False),
        (LETTER, {"date": "2026-03-13"}, False),
        (LETTER, {"agency": "so-tu-phap"}, False),
        (LETTER, {"item": "bao-cao-nam"}, True),
    ],
)
def test_one_document_with_two_subjects_is_odd(document: str, others: dict[str, str], *, is_odd: bool) -> None:
    keys = {"date": "2026-03-12", "item": "ke-hoach", "agency": "so-y-te", **others}
    other = event("progress", keys.pop("date"), document=document, **keys)
    candidate = event("progress", "2026-03-12", item="ke-hoach", agency="so-y-te", document="45/KH-UBND về báo cáo")
    answer = examine_candidate(shipped_plan(), LogIndex(shipped_plan(), [other]), candidate)
    assert answer == ((OddEvent(candidate, Oddity.OTHER_SUBJECT, other=other),) if is_odd else ())
    # The other way round, the odd one is the other.
    answer = examine_candidate(shipped_plan(), LogIndex(shipped_plan(), [candidate]), other)
    assert answer == ((OddEvent(other, Oddity.OTHER_SUBJECT, other=candidate),) if is_odd else ())


@pytest.mark.parametrize("other", ["45/QÐ-UBND về việc rà soát", "Số\u200b 45/Q\u00adĐ-UBND về việc rà soát"])
def test_a_document_is_the_same_however_its_letter_is_encoded(other: str) -> None:
    first, second = (
        event("progress", "2026-03-12", item="ke-hoach", agency="so-y-te", document=document)
        for document in (other, "45/QĐ-UBND về báo cáo")
    )
    found = examine_candidate(shipped_plan(), LogIndex(shipped_plan(), [first]), second)
    assert found == (OddEvent(second, Oddity.OTHER_SUBJECT, other=first),)


def test_a_retracted_event_contradicts_and_repeats_nothing() -> None:
    other, retraction, same, contrary = (
        event(kind, "2026-03-12", document=document, note=note, target=target)
        for kind, document, note, target in (
            ("progress", LETTER, "x", None),
            ("retracted", None, "nhầm", event("progress", "2026-03-12", document=LETTER, note="x").id),
            ("progress", LETTER, "x", None),
            ("progress", "45/KH-UBND về báo cáo", "x", None),
        )
    )
    same = event("progress", "2026-03-12", document=LETTER, note="x", recorded="2026-03-12T18:00:00+07:00")
    plan = shipped_plan()
    doubt = OddEvent(same, Oddity.TAKEN_BACK, other=other)
    assert examine_candidate(plan, LogIndex(plan, [other, retraction]), same) == (doubt,)
    assert examine_candidate(plan, LogIndex(plan, [other, retraction]), contrary) == ()
    assert oddities(examine_candidate(plan, LogIndex(plan, [other]), same)) == [Oddity.DOUBLED]
    assert oddities(examine_candidate(plan, LogIndex(plan, [other]), contrary)) == [Oddity.OTHER_SUBJECT]


def test_all_oddities_are_reported() -> None:
    story = "progress 2025-11-30 note=x; progress 2025-11-30 note=x"
    assert oddities(examined(story, DATED)) == [Oddity.BEFORE_DATA, Oddity.DOUBLED]


@pytest.mark.parametrize(
    ("obligation", "story", "odd"),
    [
        (ASKED, "reminded 2026-03-12", [Oddity.ASKED_REMINDED]),
        (ASKED, "progress 2026-03-12", []),
        (DATED, "reminded 2026-03-12", []),
    ],
)
def test_a_reminder_to_a_body_that_is_only_asked_is_odd(obligation: str, story: str, odd: list[Oddity]) -> None:
    assert oddities(examined(story, obligation)) == odd


@pytest.mark.parametrize(
    ("obligation", "story", "is_odd"),
    [
        (OWED_BY_ALL, "progress 2026-03-12 note=x", True),
        (OWED_BY_ALL, "progress 2026-03-12 note=x by=B", True),
        (OWED_BY_ALL, "progress 2026-03-12 note=y", False),
        (OWED_BY_ALL, "progress 2026-03-11 note=x", False),
        (OWED_BY_ALL, "progress 2026-03-13 note=x", False),
        (OWED_BY_ALL, "done 2026-03-12 note=x document= evidence=", False),
        ("ke-hoach@so-tu-phap", "progress 2026-03-12 note=x", False),
        ("bao-cao-nam@so-y-te", "progress 2026-03-12 note=x", False),
    ],
)
def test_the_same_event_again_is_odd(obligation: str, story: str, *, is_odd: bool) -> None:
    (other,) = events_of("progress 2026-03-12 note=x recorded=2026-03-12T08:00:00+07:00", OWED_BY_ALL)
    answer = examined(story, obligation, others=[other])
    assert isinstance(answer, tuple)
    assert [(odd.oddity, odd.other) for odd in answer] == ([(Oddity.DOUBLED, other)] if is_odd else [])


@pytest.mark.parametrize(
    ("story", "overturned"),
    [
        # Recorded late, it comes before the request for a supplement to what it returns.
        ("done 2026-03-10; supplement-requested 2026-03-12; returned 2026-03-11", [2]),
        ("done 2026-03-10; supplement-requested 2026-03-12; returned 2026-03-12", []),
        ("done 2026-03-10; supplement-requested 2026-03-12; returned 2026-03-13", []),
        (f"{EXTENDED}; extended 2026-03-01 until=2026-12-09", []),
        (f"{EXTENDED}; extended 2026-03-01 until=2026-12-10", [1]),
        (f"{EXTENDED}; extended 2026-03-01 until=2026-12-11", [1]),
        ("done 2026-03-10; returned 2026-03-11; retracted 2026-03-12 target=1", [2]),
        # What is recorded late answers the request before the refusal does.
        (f"{ASKS}; extension-refused 2026-03-12; extended 2026-03-11 until=2026-12-01", [2]),
        (f"{ASKS}; extension-refused 2026-03-12; submitted 2026-03-11", []),
        (f"{ASKS}; extension-refused 2026-03-12; done 2026-03-11", [2]),
        (f"{ASKS}; extension-refused 2026-03-12; waived 2026-03-11", [2]),
        (f"{ASKS}; extension-refused 2026-03-12; extension-refused 2026-03-11", [2]),
        (f"{ASKS}; extension-refused 2026-03-12; retracted 2026-03-13 target=1", [2]),
        (f"{ASKS}; {ASKS}; extension-refused 2026-03-12; retracted 2026-03-13 target=1", []),
        (f"{ASKS}; done 2026-03-11; extension-refused 2026-03-12; retracted 2026-03-13 target=2", []),
        # An event that never counted is not overturned.
        ("returned 2026-03-11; retracted 2026-03-12 target=1", []),
        ("returned 2026-03-12; progress 2026-03-11", []),
    ],
)
def test_overturned_events_are_reported(story: str, overturned: list[int]) -> None:
    events = events_of(story, DATED)
    answer = examined(story, DATED)
    assert answer == tuple(OddEvent(events[-1], Oddity.OVERTURNS, other=events[number - 1]) for number in overturned)


# A whole log


def test_a_log_is_reviewed_in_its_order() -> None:
    refused = events_of("returned 2026-03-10", DATED)
    first, second = events_of("progress 2026-03-12 note=x; progress 2026-03-12 note=x", DATED)
    old = events_of("progress 2025-11-30", UNDATED)
    gone = events_of("progress 2025-11-29; retracted 2025-11-29 target=1", UNDATED)
    log = in_fold_order([*refused, first, second, *old, *gone])
    assert review_log(shipped_plan(), log) == (
        OddEvent(old[0], Oddity.BEFORE_DATA, data_from=date(2025, 12, 1)),
        RefusedEvent(refused[0], RefusalReason.NOT_DONE),
        OddEvent(second, Oddity.DOUBLED, other=first),
    )


def test_a_refused_event_makes_no_other_odd() -> None:
    refused, counted = events_of(
        "nothing-to-report 2026-03-12 document=45/KH-UBND,rà-soát; progress 2026-03-12 document=45/KH-UBND,báo-cáo",
        DATED,
    )
    (finding,) = review_log(shipped_plan(), [refused, counted])
    assert finding.event == refused
    (odd,) = review_log(
        shipped_plan(), [events_of("progress 2026-03-12 document=45/KH-UBND,rà-soát", DATED)[0], counted]
    )
    assert isinstance(odd, OddEvent)


def test_a_log_is_reviewed_to_its_last_day() -> None:
    (late,) = events_of("returned 2027-12-31", DATED)
    assert review_log(shipped_plan(), [late]) == (RefusedEvent(late, RefusalReason.NOT_DONE),)


def test_agencies_that_share_an_item_are_examined_together() -> None:
    due = "                due: Công văn tháng 3/2026\n"
    plan = resolved(("tasks.yaml", due, f"{due}                fulfilled_by: any\n"))
    assert isinstance(plan, Plan)
    done = events_of("done 2026-03-10", "IV.7/cong-van@phuong-to-hieu")
    assert examined("returned 2026-03-11", "IV.7/cong-van@phuong-chieng-coi", others=done, plan=plan) == ()
    alone = examined("returned 2026-03-11", "IV.7/cong-van@phuong-chieng-coi", others=done)
    assert isinstance(alone, RefusedEvent)
    for pair in permutations(("phuong-to-hieu", "phuong-chieng-coi")):
        log = [event("done", "2026-03-10", item="IV.7/cong-van", agency=agency) for agency in pair]
        assert review_log(plan, log) == ()


# Sentences


@pytest.mark.parametrize(
    ("obligation", "story", "for_options", "for_cells"),
    [
        (
            "II.2/bao-ca@so-tu-phap",
            "progress 2026-03-12",
            (
                "không có đầu việc nào mang mã «II.2/bao-ca». Gần nhất: «II.2/bao-cao», «VII.2/bao-cao» và "
                "«III.2/bao-cao»."
            ),
            "",
        ),
        (
            "II.2/bao-cao@so-y-te",
            "progress 2026-03-12",
            "Sở Y tế không chịu trách nhiệm về II.2/bao-cao. Ghi cho cơ quan chịu trách nhiệm: Sở Tư pháp.",
            "",
        ),
        (
            DATED,
            "progress 2026-03-13 recorded=2026-03-12T23:59:59+07:00",
            "ngày 13/3/2026 ở sau ngày ghi nhận (12/3/2026). Sửa lại ngày, hoặc ghi khi việc đã xảy ra.",
            "",
        ),
        (
            DATED,
            "done 2026-03-12 document= evidence=",
            (
                "«đã hoàn thành» cần số văn bản (--document), minh chứng (--evidence) hoặc nội dung (--note). Bổ sung rồi "
                "ghi lại."
            ),
            "«đã hoàn thành» cần số văn bản (hoặc minh chứng, hoặc ghi chú).",
        ),
        (
            DATED,
            "extended 2026-03-12",
            "«được gia hạn» cần số văn bản cho phép gia hạn (--document) và ngày gia hạn. Bổ sung rồi ghi lại.",
            "«được gia hạn» cần ngày được gia hạn.",
        ),
        (
            DATED,
            "done 2026-03-12; retracted 2026-03-13 target=1 note=",
            "«hủy ghi nhận» cần mã sự kiện và lý do (--note). Bổ sung rồi ghi lại.",
            "«hủy ghi nhận» cần lý do hủy.",
        ),
        (
            DATED,
            "extended 2026-03-02 until=2026-11-30",
            (
                "ngày gia hạn 30/11/2026 không ở sau thời hạn đang áp dụng (30/11/2026) của II.2/bao-cao. Ghi ngày mà văn "
                "bản cho phép; văn bản rút ngắn thời hạn thì sửa kế hoạch."
            ),
            "",
        ),
        (
            ONGOING,
            "extended 2026-03-02 until=2027-12-31",
            "I.2/cong-van thực hiện thường xuyên, không có thời hạn để gia hạn. Ghi --progress với nội dung của văn bản.",
            (
                "I.2/cong-van thực hiện thường xuyên, không có thời hạn để gia hạn. Ghi «đang thực hiện» với nội dung của văn "
                "bản."
            ),
        ),
        (
            DATED,
            "returned 2026-03-12",
            (
                "Sở Tư pháp: chưa ghi nhận đã gửi II.2/bao-cao đến hết ngày 12/3/2026, nên chưa ghi được việc trả lại, yêu cầu "
                "thực hiện lại. Ghi --done với ngày và văn bản của lần gửi trước, rồi ghi lại việc này; nếu mới chỉ trao đổi, "
                "ghi --progress."
            ),
            (
                "Sở Tư pháp: chưa ghi nhận đã gửi II.2/bao-cao đến hết ngày 12/3/2026, nên chưa ghi được việc trả lại, yêu cầu "
                "thực hiện lại. Ghi «đã hoàn thành» với ngày và văn bản của lần gửi trước, rồi ghi lại việc này; nếu mới chỉ "
                "trao đổi, ghi «đang thực hiện»."
            ),
        ),
        (
            DATED,
            "nothing-to-report 2026-03-12",
            (
                "II.2/bao-cao không phải việc thường xuyên, nên không ghi được «không phát sinh». Ghi --done khi có sản phẩm, hoặc "
                "--waived khi có văn bản cho phép không thực hiện."
            ),
            (
                "II.2/bao-cao không phải việc thường xuyên, nên không ghi được «không phát sinh». Ghi «đã hoàn thành» khi có sản "
                "phẩm, hoặc «đưa ra khỏi danh mục theo dõi» khi có văn bản cho phép không thực hiện."
            ),
        ),
        (
            DATED,
            f"retracted 2026-03-12 target={'0' * 16}",
            "II.2/bao-cao của Sở Tư pháp không có sự kiện mang mã «0000000000000000» để hủy. Xem mã sự kiện bằng papi log.",
            "",
        ),
    ],
)
def test_the_sentences_of_refusals(obligation: str, story: str, for_options: str, for_cells: str) -> None:
    refused = refusal(story, obligation)
    assert " ".join(refusal_words(shipped_plan(), refused)) == for_options
    assert cell_refusal_sentence(shipped_plan(), refused) == (for_cells or for_options)


def test_a_long_list_of_who_owes_is_cut() -> None:
    refused = refusal("progress 2026-03-12", "ke-hoach@toa-an-nhan-dan-tinh")
    advice = refusal_words(shipped_plan(), refused).advice
    assert advice.endswith(", … (89 cơ quan).")
    assert advice.count(",") == 4


def test_the_sentences_of_oddities() -> None:
    plan = shipped_plan()
    other = event("done", "2026-03-12", document="45/KH-UBND về báo cáo")
    candidate = event("progress", "2026-03-12", item=ASKED.partition("@")[0], agency=ASKED.partition("@")[2])
    sentences = [
        oddity_words(plan, OddEvent(candidate, oddity, other=other, replaced=other, data_from=date(2025, 12, 1)))
        for oddity in Oddity
        # The others: test_doubts.py, test_handovers.py.
        if (not oddity.is_doubtful or oddity is Oddity.REPLACED_TWICE) and oddity is not Oddity.HANDED_ON
    ]
    assert sentences == [
        "ngày 12/3/2026 ở trước kỳ số liệu đầu tiên của kế hoạch (từ 01/12/2025).",
        "văn bản cùng số, cùng ngày, cùng cơ quan đã ghi với trích yếu khác: «45/KH-UBND về báo cáo».",
        "Quyết định chỉ đề nghị Tòa án nhân dân tỉnh phối hợp về so-lieu-6-thang; không đôn đốc cơ quan được đề nghị.",
        f"sự kiện này đã được ghi một lần (mã {other.id}); hủy một trong hai bằng papi retract.",
        f"vì việc này, «đã hoàn thành» ngày 12/3/2026 (mã {other.id}) không còn được tính.",
        (
            f"sự kiện {other.id} được sửa thành hai bản khác nhau, chưa rõ bản nào đúng: «đã hoàn thành» ngày 12/3/2026, "
            f"45/KH-UBND về báo cáo (mã {other.id}); «đang thực hiện» ngày 12/3/2026, đang soạn thảo (mã {candidate.id})."
        ),
        (
            f"trong cùng kỳ báo cáo việc này đã ghi «đã hoàn thành» ngày 12/3/2026 (mã {other.id}), nên kỳ ấy vẫn là có kết quả; ghi "
            f"nhầm thì hủy bằng papi retract {other.id}."
        ),
    ]
