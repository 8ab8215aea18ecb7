"""Amendments: each kind of change, what items keep of before it, and each slip of the files with its line."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

from papi_cli.checks import all_warnings
from papi_cli.checks.context import CheckContext
from papi_cli.deadlines.model import DueKind
from papi_cli.plan.amendments import Handover
from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.files.names import OPTIONAL_FILES
from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.resolve.resolver import Resolution, resolve_leniently
from papi_cli.store.parsing import parse_files
from papi_cli.store.reading import PlanFiles
from tests.amended import amendment_text
from tests.tree import Edit, document_of, documents_after, shipped_text

CHECKOUT = Path(__file__).resolve().parents[1]
DECISION = (CHECKOUT / "tests" / "amendments" / "1234-qd-ubnd.yaml").read_text(encoding="utf-8")
EFFECTIVE = date(2026, 7, 15)
LAST_DAY_BEFORE = date(2026, 7, 14)
YEAR_END = date(2026, 12, 31)


def file_of(*changes: str, day: str = "2026-07-15", recorded: str = "") -> str:
    """Return a file of these changes, each a line of YAML, which takes effect on a day."""
    return amendment_text(*changes, day=date.fromisoformat(day), recorded=recorded)


def resolution(
    *files: str, day: date = YEAR_END, known_at: datetime | None = None, edits: tuple[Edit, ...] = ()
) -> Resolution:
    """Return the shipped plan, edited, with amendments whose files are called a.yaml, b.yaml and so on."""
    documents = dict(documents_after(*edits))
    for name, text in zip("abcdefgh", files, strict=False):
        documents[f"amendments/{name}.yaml"] = document_of(f"amendments/{name}.yaml", text)
    return resolve_leniently(documents, fingerprint="0", day=day, known_at=known_at)


def plan_of(*files: str, day: date = YEAR_END, known_at: datetime | None = None, edits: tuple[Edit, ...] = ()) -> Plan:
    resolved = resolution(*files, day=day, known_at=known_at, edits=edits)
    assert resolved.plan is not None, [str(problem) for problem in resolved.problems]
    return resolved.plan


@cache
def decided(day: date) -> Plan:
    return plan_of(DECISION, day=day)


def phrases(item: Item) -> list[tuple[date | None, str]]:
    """Return the due phrases of an item with the day up to which each held, None for the one in force."""
    dues = [(earlier.until, earlier.due) for earlier in item.earlier_dues]
    return [(until, due.phrase if due else "") for until, due in (*dues, (None, item.due))]


def test_nothing_is_amended_up_to_the_day_before() -> None:
    base = plan_of()
    before = decided(LAST_DAY_BEFORE)
    assert (before.items, before.tasks, before.sections) == (base.items, base.tasks, base.sections)
    assert [amendment.code for amendment in before.coming] == ["a"]
    assert before.amendments == ()
    after = decided(EFFECTIVE)
    assert [amendment.code for amendment in after.amendments] == ["a"]
    assert after.coming == ()
    assert after.items == decided(YEAR_END).items


def test_the_decision_says_what_it_changes() -> None:
    (amendment,) = decided(EFFECTIVE).amendments
    assert (amendment.document.number, amendment.document.day) == ("1234", date(2026, 7, 10))
    assert [part.code for part in amendment.document.quote] == ["article-1", "article-2"]
    kinds = [change.kind for change in amendment.changes]
    assert kinds.count(AmendmentKind.DUE) == 10
    assert kinds.count(AmendmentKind.NUMBER) == 4
    split = next(change for change in amendment.changes if change.kind is AmendmentKind.SPLIT)
    assert (split.code, split.codes, split.source) == ("VIII.3", ("VIII.4", "VIII.5"), "article-1")


def test_days_are_moved_and_the_old_ones_kept() -> None:
    items = decided(EFFECTIVE).items
    assert phrases(items["II.2/bao-cao"]) == [(EFFECTIVE, "Báo cáo tháng 11/2026"), (None, "Báo cáo tháng 10/2026")]
    assert items["II.2/ke-hoach"].earlier_dues == ()
    assert items["II.2/ke-hoach"].row_last_due == date(2026, 10, 31)
    # A phrase of the row moves what has none of its own.
    for code in ("III.6/ke-hoach", "III.6/thong-bao"):
        assert phrases(items[code]) == [(EFFECTIVE, "Tháng 9 năm 2026"), (None, "Tháng 8 năm 2026")]
    late = items["VI.3/bao-cao"]
    lasts = [due.last if (due := late.due_on(day)) else None for day in (LAST_DAY_BEFORE, EFFECTIVE)]
    assert lasts == [date(2026, 6, 30), date(2026, 8, 30)]
    assert {item.earlier_dues[0].amendment for item in items.values() if item.earlier_dues} == {"a"}


def test_cells_follow_what_they_held() -> None:
    tasks = decided(EFFECTIVE).tasks
    assert tasks["III.1"].cells["due"] == "Tháng 11/2026"  # it held the old phrase and nothing else
    assert tasks["II.2"].cells["due"] == "- Kế hoạch tháng 3/2026;\n- Báo cáo tháng 10/2026"  # as `cell` says
    moved = plan_of(file_of("due: {of: II.3/bao-cao, was: Báo cáo tháng 11/2026, is: Báo cáo tháng 9/2026}"))
    assert moved.tasks["II.3"].cells == plan_of().tasks["II.3"].cells  # of several phrases, and nothing said
    assert tasks["VI.7"].cells["lead"] == "Sở Xây dựng"
    assert tasks["V.4"].cells["products"] == "Báo cáo"


def test_a_new_product_is_issued_by_whom_the_amendment_says() -> None:
    before, after = (decided(day).items["V.4/quyet-dinh"] for day in (LAST_DAY_BEFORE, EFFECTIVE))
    assert (before.product, before.issuer) == ("Quyết định UBND", "ubnd-tinh")
    assert before.interpretations
    assert (after.product, after.issuer, after.interpretations) == ("Báo cáo", None, ())
    change = "product: {of: V.4/quyet-dinh, was: Quyết định UBND, is: Quyết định, issuer: ubnd-tinh, counts: sent}"
    kept = plan_of(file_of(change)).items["V.4/quyet-dinh"]
    assert (kept.issuer, kept.counts.value) == ("ubnd-tinh", "sent")


def test_numbers_move_and_codes_stay() -> None:
    plan = decided(EFFECTIVE)
    (section,) = (section for section in plan.sections if section.number == "II")
    assert section.tasks == ("II.1", "II.2", "II.7", "II.3", "II.4", "II.5", "II.6")
    assert [plan.tasks[code].number for code in section.tasks] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [code for code in plan.tasks if code.startswith("II.")] == list(section.tasks)


def test_what_is_added_is_owed_from_the_day_on() -> None:
    plan = decided(EFFECTIVE)
    added = plan.items["II.7/danh-muc"]
    assert (added.since, added.added_by, added.earlier_dues) == (EFFECTIVE, "a", ())
    assert len(added.agencies) == 89
    assert plan.items["III.8/bao-cao"].title.startswith("Tổng hợp, công khai")
    (section,) = (section for section in plan.sections if section.number == "III")
    assert section.tasks[-1] == "III.8"


def test_what_is_split_ends_and_the_parts_are_owed_afresh() -> None:
    plan = decided(EFFECTIVE)
    old = plan.items["VIII.3/quy-che"]
    assert (old.agencies, old.dropped_on, old.dropped_by) == ((), EFFECTIVE, "a")
    assert old.former == (Handover("van-phong-ubnd-tinh", LAST_DAY_BEFORE, (), "a", ""),)
    assert plan.tasks["VIII.3"].dropped_on == EFFECTIVE
    assert plan.tasks["VIII.3"].items == ("VIII.3/giao-dien", "VIII.3/quy-che")
    (section,) = (section for section in plan.sections if section.number == "VIII")
    assert section.tasks == ("VIII.1", "VIII.2", "VIII.4", "VIII.5")
    new = plan.items["VIII.5/quy-che"]
    assert (new.agencies, new.former, new.heirs, new.since) == (("van-phong-ubnd-tinh",), (), (), EFFECTIVE)


def test_leads_hand_over_to_each_of_those_who_come() -> None:
    first = file_of(
        "lead: {of: VI.7, was: [so-nong-nghiep-va-moi-truong], is: [so-xay-dung, so-y-te]}", day="2026-03-01"
    )
    more = file_of(
        "lead: {of: VI.7, was: [so-y-te, so-xay-dung], is: [so-xay-dung, so-y-te, so-noi-vu]}", day="2026-04-01"
    )
    back = file_of(
        "lead: {of: VI.7, was: [so-xay-dung, so-y-te, so-noi-vu], is: [so-nong-nghiep-va-moi-truong, so-y-te, so-noi-vu]}",
        day="2026-05-01",
    )
    item = plan_of(first, more, back).items["VI.7/bao-cao"]
    assert set(item.agencies) == {"so-nong-nghiep-va-moi-truong", "so-y-te", "so-noi-vu"}
    assert item.former == (
        Handover("so-nong-nghiep-va-moi-truong", date(2026, 2, 28), ("so-xay-dung", "so-y-te"), "a", ""),
        Handover("so-xay-dung", date(2026, 4, 30), ("so-nong-nghiep-va-moi-truong",), "c", ""),
    )
    # Who came without anybody leaving owes it of its own.
    assert item.heirs == ("so-xay-dung", "so-y-te", "so-nong-nghiep-va-moi-truong")


def test_of_a_group_those_who_stay_hand_nothing_over() -> None:
    change = "lead: {of: III.4, was: [so-ban-nganh, ubnd-cap-xa], is: [so-ban-nganh, so-noi-vu]}"
    before, after = plan_of().items["III.4/bao-cao"], plan_of(file_of(change)).items["III.4/bao-cao"]
    left = [agency for agency in before.agencies if agency not in after.agencies]
    assert len(left) == 75
    assert [(handover.agency, handover.to) for handover in after.former] == [(agency, ()) for agency in left]
    assert after.heirs == ()


def test_one_amendment_changes_what_another_added_and_a_third_drops_it() -> None:
    add = file_of(
        "add: {section: [III], task: {code: III.9, lead: [so-y-te], due: Tháng 12/2026, "
        "quote: {task: A, products: '', lead: B, cooperating: '', due: Tháng 12/2026}}}",
        day="2026-02-20",
    )
    change = file_of(
        "due: {of: III.9, was: Tháng 12/2026, is: Tháng 11/2026}",
        "lead: {of: III.9, was: [so-y-te], is: [so-noi-vu]}",
        day="2026-03-20",
    )
    drop = file_of("drop: {of: III.9}", day="2026-04-20")
    item = plan_of(add, change, drop).items["III.9"]
    assert (item.since, item.added_by, item.dropped_on, item.dropped_by) == (
        date(2026, 2, 20),
        "a",
        date(2026, 4, 20),
        "c",
    )
    assert phrases(item) == [(date(2026, 3, 20), "Tháng 12/2026"), (None, "Tháng 11/2026")]
    assert item.agencies == ()
    assert [(handover.agency, handover.to) for handover in item.former] == [
        ("so-y-te", ("so-noi-vu",)),
        ("so-noi-vu", ()),
    ]
    assert item.heirs == ("so-noi-vu",)
    plan = plan_of(add, change, drop)
    assert plan.tasks["III.9"].dropped_on == date(2026, 4, 20)
    assert list(plan.items).index("III.9") == list(plan.items).index("III.7/bao-cao") + 1
    assert plan_of(add, change, drop, day=date(2026, 3, 20)).tasks["III.9"].cells["due"] == "Tháng 11/2026"


def test_milestones_and_duties_come_and_go() -> None:
    plan = plan_of(
        file_of(
            "add: {to: II.2, after: II.2/ke-hoach, milestone: {code: giua-ky, product: Báo cáo giữa kỳ, due: Tháng 8/2026}}",
            "drop: {of: II.2/bao-cao}",
            "add: {duty: {code: tong-ket, does: report, title: Tổng kết, product: Báo cáo tổng kết, agencies: [so-noi-vu], "
            "due: Tháng 12/2026, counts: sent}}",
            "drop: {of: so-lieu-nam}",
            "lead: {of: so-lieu-6-thang, was: [toa-an-nhan-dan-tinh], is: [cong-an-tinh]}",
            "product: {of: bao-cao-nam, was: Báo cáo năm, is: Báo cáo tổng kết năm}",
            "text: {of: bao-cao-nam, was: Báo cáo kết quả thực hiện cả năm về UBND tỉnh (qua Sở Nội vụ), is: Báo cáo cả năm}",
        )
    )
    assert plan.tasks["II.2"].items == ("II.2/ke-hoach", "II.2/giua-ky")
    assert plan.items["II.2/giua-ky"].since == EFFECTIVE
    assert plan.items["II.2/ke-hoach"].row_last_due == date(2026, 8, 31)
    assert plan.items["II.2/bao-cao"].dropped_on == EFFECTIVE
    assert plan.tasks["II.2"].dropped_on is None
    assert plan.items["tong-ket"].agencies == ("so-noi-vu",)
    assert plan.items["so-lieu-nam"].former == (Handover("toa-an-nhan-dan-tinh", LAST_DAY_BEFORE, (), "a", ""),)
    assert plan.items["so-lieu-6-thang"].heirs == ("cong-an-tinh",)
    assert (plan.items["bao-cao-nam"].product, plan.items["bao-cao-nam"].title) == (
        "Báo cáo tổng kết năm",
        "Báo cáo cả năm",
    )


def test_words_cooperation_and_numbers_of_a_row() -> None:
    plan = plan_of(
        file_of(
            "cooperating: {of: III.1, was: [co-quan-don-vi-dia-phuong-co-lien-quan], is: [so-ban-nganh], cell: 'Các sở, ban, ngành'}",
            "text: {of: II.2, column: cooperating, was: 'Các sở, ban, ngành; UBND cấp xã', is: 'Các sở, ban, ngành'}",
            "text: {of: VI.1, was: '…', is: Đào tạo}",
            "number: {of: VI.1, was: '1', is: 1a}",
        ).replace("'…'", f'"{" ".join(plan_of().tasks["VI.1"].words.split())}"'),
    )
    assert plan.tasks["III.1"].references.cooperating == ("so-ban-nganh",)
    assert plan.items["III.1/bao-cao"].cooperating == ("so-ban-nganh",)
    assert plan.tasks["III.1"].cells["cooperating"] == "Các sở, ban, ngành"
    assert plan.tasks["II.2"].cells["cooperating"] == "Các sở, ban, ngành"
    assert (plan.items["VI.1/bao-cao"].title, plan.tasks["VI.1"].number) == ("Đào tạo", "1a")


MONTHLY: Edit = (
    "duties.yaml",
    "due: báo cáo năm trước ngày 10/12/2026\n    period: annual\n",
    "due: hằng tháng, trước ngày 25\n",
)


def test_of_a_series_what_ended_before_keeps_its_day() -> None:
    change = file_of(
        "due: {of: bao-cao-nam, was: 'hằng tháng, trước ngày 25', is: 'hằng quý, trước ngày 10 tháng cuối quý'}"
    )
    base = plan_of(edits=(MONTHLY,))
    plan = plan_of(change, edits=(MONTHLY,))
    series = {code.partition("@")[2]: item for code, item in plan.items.items() if code.startswith("bao-cao-nam@")}
    told = {key: (item.due.last if item.due else None, item.dropped_on, item.since) for key, item in series.items()}
    for month in range(1, 7):
        key = f"2026-{month:02}"
        assert told[key] == (date(2026, month, 24), None, None), key
        assert series[key].agencies == base.items[f"bao-cao-nam@{key}"].agencies
    for month in (7, 8, 10, 11):
        assert told[f"2026-{month:02}"][1:] == (EFFECTIVE, None)
        assert series[f"2026-{month:02}"].agencies == ()
    for month in (9, 12):
        assert told[f"2026-{month:02}"] == (date(2026, month, 9), None, None)
        assert phrases(series[f"2026-{month:02}"])[0] == (EFFECTIVE, "hằng tháng, trước ngày 25")
    # A lead that changes later reaches also what is kept.
    lead = file_of("lead: {of: bao-cao-nam, was: [so-ban-nganh, ubnd-cap-xa], is: [so-noi-vu]}", day="2026-09-01")
    later = plan_of(change, lead, edits=(MONTHLY,)).items
    assert later["bao-cao-nam@2026-03"].agencies == ("so-noi-vu",)
    assert len(later["bao-cao-nam@2026-03"].former) == 88
    assert later["bao-cao-nam@2026-08"] == series["2026-08"]


def test_an_occurrence_that_runs_is_never_late_from_the_start() -> None:
    """The new phrase has for it a day that is over: by that it would be overdue on the first day of the amendment."""
    for day, running, kept in (
        ("2026-07-09", date(2026, 7, 9), False),
        ("2026-07-10", date(2026, 7, 24), True),
        ("2026-07-24", date(2026, 7, 24), True),
        ("2026-12-24", date(2026, 7, 24), True),
    ):
        change = file_of(
            "due: {of: bao-cao-nam, was: 'hằng tháng, trước ngày 25', is: 'hằng tháng, trước ngày 10'}", day=day
        )
        items = plan_of(change, edits=(MONTHLY,)).items
        july, august = items["bao-cao-nam@2026-07"], items["bao-cao-nam@2026-08"]
        assert july.due is not None, day
        assert (july.due.last, july.earlier_dues == (), july.dropped_on) == (running, kept, None), day
        assert august.due is not None, day
        assert august.due.last == (date(2026, 8, 24) if day.startswith("2026-12") else date(2026, 8, 9)), day
        first = date.fromisoformat(day)
        late = [
            item.code
            for item in items.values()
            if item.earlier_dues and item.due and item.due.last and item.due.last < first
        ]
        assert late == [], day


def test_a_key_that_means_another_month_in_the_new_phrase_moves_no_running_report() -> None:
    edit: Edit = (MONTHLY[0], MONTHLY[1], "due: 'hằng tháng, trước ngày 05 tháng sau'\n")
    change = "due: {of: bao-cao-nam, was: 'hằng tháng, trước ngày 05 tháng sau', is: trước ngày 25 hằng tháng}"
    june = plan_of(file_of(change, day="2026-07-03"), edits=(edit,)).items["bao-cao-nam@2026-06"]
    assert june.due is not None
    assert (june.due.last, june.dropped_on) == (date(2026, 7, 4), None)


def test_a_reporting_period_stays_with_the_day_that_an_occurrence_keeps() -> None:
    edit: Edit = (MONTHLY[0], MONTHLY[1], "due: hằng tháng, trước ngày 10\n")
    change = "due: {of: bao-cao-nam, was: 'hằng tháng, trước ngày 10', is: 'hằng tháng, trước ngày 25'}"
    code = "bao-cao-nam@2026-12"
    before = plan_of(edits=(edit,)).items[code]
    assert before.period == "annual"
    assert plan_of(file_of(change, day="2026-12-15"), edits=(edit,)).items[code] == before
    assert plan_of(file_of(change, day="2026-12-09"), edits=(edit,)).items[code].period is None


def test_of_a_series_that_comes_back_what_was_dropped_meanwhile_stays_dropped() -> None:
    quarterly, monthly = "hằng quý, trước ngày 10 tháng cuối quý", "hằng tháng, trước ngày 25"
    there = file_of(f"due: {{of: bao-cao-nam, was: '{monthly}', is: '{quarterly}'}}")
    back = file_of(f"due: {{of: bao-cao-nam, was: '{quarterly}', is: '{monthly}'}}", day="2026-09-01")
    base, items = plan_of(edits=(MONTHLY,)).items, plan_of(there, back, edits=(MONTHLY,)).items
    for month, dropped in ((6, None), (7, EFFECTIVE), (8, EFFECTIVE), (9, None), (10, None)):
        item = items[f"bao-cao-nam@2026-{month:02}"]
        assert (item.dropped_on, bool(item.agencies)) == (dropped, dropped is None), month
        assert item.due is not None, month
        assert item.due.last == date(2026, month, 24), month
    restored = items["bao-cao-nam@2026-10"]
    assert (restored.agencies, restored.former) == (base["bao-cao-nam@2026-10"].agencies, ())
    assert [until for until, _ in phrases(items["bao-cao-nam@2026-09"])] == [EFFECTIVE, date(2026, 9, 1), None]


def test_a_successor_may_take_what_an_amendment_adds() -> None:
    taking = (
        "agencies.yaml",
        "    successor: so-moi\n",
        "    successor: [{agency: so-moi}, {agency: so-noi-vu, takes: [III.9]}]\n",
    )
    add = file_of(ADD.replace("[so-y-te]", "[so-tu-phap]"), day="2026-05-01")
    item = plan_of(add, edits=(*MERGER, taking)).items["III.9"]
    assert item.former == (Handover("so-tu-phap", date(2026, 6, 30), ("so-noi-vu",), "", "Nghị quyết số 12"),)


class Turn(NamedTuple):
    """What a due phrase becomes, and what the item is then: kind and last day; the code that goes, and one that comes."""

    was: str
    becomes: str
    kind: DueKind
    last: date | None
    gone: str = ""
    new: str = ""


def test_a_phrase_may_become_one_of_another_kind() -> None:
    code = "VI.9/bao-cao"
    turns = (
        Turn("Trước ngày 30/11/2026", "Thường xuyên", DueKind.ONGOING, None),
        Turn("Thường xuyên", "Tháng 11/2026", DueKind.DATED, date(2026, 11, 30)),
        Turn("", "Tháng 11/2026", DueKind.DATED, date(2026, 11, 30)),
        Turn("Tháng 11/2026", "-", DueKind.NONE, None),
        Turn("Tháng 11/2026", "Trong 10 ngày kể từ ngày nhận được Kế hoạch", DueKind.RELATIVE, None),
        Turn("Trong 10 ngày kể từ ngày nhận được Kế hoạch", "Tháng 11/2026", DueKind.DATED, date(2026, 11, 30)),
        Turn(
            "Tháng 11/2026",
            "Hoàn thành trong tháng 10/2026 và thực hiện thường xuyên",
            DueKind.DATED,
            date(2026, 10, 31),
            new=f"{code}@tiep-theo",
        ),
        Turn(
            "Hoàn thành trong tháng 10/2026 và thực hiện thường xuyên",
            "Tháng 11/2026",
            DueKind.DATED,
            date(2026, 11, 30),
            gone=f"{code}@tiep-theo",
        ),
        Turn(
            "Tháng 11/2026",
            "hằng tháng, trước ngày 25",
            DueKind.DATED,
            date(2026, 11, 30),
            gone=code,
            new=f"{code}@2026-09",
        ),
    )
    for turn in turns:
        edit = ("tasks.yaml", "\n            due: Trước ngày 30/11/2026\n", f"\n            due: '{turn.was}'\n")
        plan = plan_of(file_of(f"due: {{of: VI.9, was: '{turn.was}', is: '{turn.becomes}'}}"), edits=(edit,))
        item = plan.items[code]
        assert item.due is not None, turn
        assert (item.due.kind, item.due.last) == (turn.kind, turn.last), turn
        if turn.gone != code:
            assert phrases(item) == [(EFFECTIVE, turn.was), (None, turn.becomes)], turn
        for gone in filter(None, [turn.gone]):
            assert plan.items[gone].dropped_on == EFFECTIVE, turn
        for new in filter(None, [turn.new]):
            assert plan.items[new].since == EFFECTIVE, turn


def test_the_day_of_a_period_moves_what_is_tied_to_it() -> None:
    period = "due: {of: annual, was: trước ngày 10/12/2026, is: trước ngày 05/12/2026}"
    base = plan_of()
    was = next(record.due.phrase for record in base.periods if record.id == "annual")
    plan = plan_of(file_of(period.replace("trước ngày 10/12/2026", was)))
    assert next(record.due.last for record in plan.periods if record.id == "annual") == date(2026, 12, 4)
    tied = plan.items["VI.8/bao-cao-nam"]
    assert [due.last if due else None for due in (tied.earlier_dues[0].due, tied.due)] == [
        date(2026, 12, 9),
        date(2026, 12, 4),
    ]
    assert tied.earlier_dues[0].until == EFFECTIVE
    # A due phrase of its own ends the tie.
    own = plan_of(
        file_of("due: {of: VI.8/bao-cao-nam, was: 'Báo cáo kết quả 6 tháng, năm', is: Báo cáo tháng 11/2026}")
    )
    assert own.items["VI.8/bao-cao-nam"].due_on(YEAR_END) == own.items["VI.8/bao-cao-nam"].due
    assert (due := own.items["VI.8/bao-cao-nam"].due) is not None
    assert (due.last, due.period) == (date(2026, 11, 30), None)


def test_an_anchor_goes_with_its_phrase() -> None:
    anchored = "{of: VI.9, was: Trước ngày 30/11/2026, is: Trong 10 ngày kể từ ngày có Kế hoạch, anchor: II.2/ke-hoach}"
    first = file_of(f"due: {anchored}")
    assert plan_of(first).items["VI.9/bao-cao"].anchor == "II.2/ke-hoach"
    second = file_of("due: {of: VI.9, was: Trong 10 ngày kể từ ngày có Kế hoạch, is: Tháng 11/2026}", day="2026-08-01")
    item = plan_of(first, second).items["VI.9/bao-cao"]
    assert (item.anchor, len(item.earlier_dues)) == (None, 2)


def test_known_at_leaves_out_what_was_taken_in_later() -> None:
    first = file_of("due: {of: III.1, was: Tháng 12/2026, is: Tháng 11/2026}", recorded="2026-08-20T09:00:00+07:00")
    second = file_of(
        "due: {of: III.1, was: Tháng 11/2026, is: Tháng 10/2026}",
        day="2026-08-01",
        recorded="2026-08-01T09:00:00+07:00",
    )
    before = datetime(2026, 8, 20, 1, 59, tzinfo=UTC)
    then = datetime(2026, 8, 20, 2, 0, tzinfo=UTC)
    known = [plan_of(first, second, known_at=instant) for instant in (before, then, None)]
    assert [phrases(plan.items["III.1/bao-cao"]) for plan in known] == [
        [(date(2026, 8, 1), "Tháng 12/2026"), (None, "Tháng 10/2026")],
        *[[(EFFECTIVE, "Tháng 12/2026"), (date(2026, 8, 1), "Tháng 11/2026"), (None, "Tháng 10/2026")]] * 2,
    ]
    assert [[amendment.code for amendment in plan.amendments] for plan in known] == [["b"], ["a", "b"], ["a", "b"]]
    early = plan_of(first, second, day=LAST_DAY_BEFORE, known_at=before)
    assert [amendment.code for amendment in early.coming] == ["b"]


def test_what_stands_behind_a_row_that_is_not_known_yet_is_there() -> None:
    """The first document adds a row, or splits one, and is taken in after the second, which adds one behind it."""
    behind = ADD.replace("section: [III]", "after: {}").replace("III.9", "III.10")
    row = ADD.partition("task: ")[2].removesuffix("}")
    split = f"split: {{of: III.1, into: [{row.replace('III.9', 'III.1a')}, {row.replace('III.9', 'III.1b')}]}}"
    last = [code for code in plan_of().tasks if code.startswith("III.")][-1]
    known_at = datetime(2026, 7, 17, tzinfo=UTC)
    for first, after, before in ((ADD, "III.9", last), (split, "III.1b", "III.1")):
        files = (
            file_of(first, day="2026-07-01", recorded="2026-07-20T09:00:00+07:00"),
            file_of(behind.replace("{}", after), day="2026-07-15", recorded="2026-07-16T09:00:00+07:00"),
        )
        later = plan_of(*files, day=date(2026, 7, 16)).tasks
        then = plan_of(*files, day=date(2026, 7, 16), known_at=known_at).tasks
        assert after in later
        assert after not in then
        order = [*then]
        assert order[order.index("III.10") - 1] == before


def test_the_order_of_files_changes_nothing() -> None:
    files = (
        file_of("due: {of: III.1, was: Tháng 12/2026, is: Tháng 11/2026}", "drop: {of: VI.9}", day="2026-03-01"),
        file_of("due: {of: III.1, was: Tháng 11/2026, is: Tháng 10/2026}", day="2026-04-01"),
        file_of("lead: {of: III.1, was: [so-noi-vu], is: [so-y-te]}", day="2026-04-01"),
    )
    found = []
    for order in permutations(files):
        plan = plan_of(*order)
        found.append({code: item._replace(dropped_by="") for code, item in plan.items.items() if item.dropped_on})
        assert [until for until, _ in phrases(plan.items["III.1/bao-cao"])] == [
            date(2026, 3, 1),
            date(2026, 4, 1),
            None,
        ]
        assert plan.items["III.1/bao-cao"].agencies == ("so-y-te",)
        assert [amendment.effective for amendment in plan.amendments] == [
            date(2026, 3, 1),
            date(2026, 4, 1),
            date(2026, 4, 1),
        ]
    assert all([*items] == ["VI.9/bao-cao"] for items in found)


def test_an_amendment_changes_nothing_before_its_day() -> None:
    for day in (date(2026, 1, 1), date(2026, 3, 1), LAST_DAY_BEFORE):
        early = file_of("due: {of: III.1, was: Tháng 12/2026, is: Tháng 11/2026}", day="2026-02-01")
        later = DECISION.replace(
            "{of: III.1, was: Tháng 12/2026, is: Tháng 11/2026}", "{of: III.7, was: Trong năm 2026, is: Tháng 11/2026}"
        )
        alone, both = plan_of(early, day=day), plan_of(early, later, day=day)
        assert (both.items, both.tasks, both.agencies) == (alone.items, alone.tasks, alone.agencies), day


DUE = "due: {of: III.1, was: Tháng 12/2026, is: Tháng 11/2026}"
NEXT = "due: {of: III.1, was: Tháng 11/2026, is: Tháng 10/2026}"
DROP = "drop: {of: III.1}"
ADD = "add: {section: [III], task: {code: III.9, lead: [so-y-te], quote: {task: A, products: '', lead: B, cooperating: '', due: ''}}}"


# A change, the sign ^ before what is wrong in it, the code of the problem, and words of its message.
SLIPS = (
    ("due: {of: ^III.99, was: A, is: Tháng 11/2026}", "P206", "«III.99»"),
    ("due: {of: ^II.2/bao-caoo, was: A, is: Tháng 11/2026}", "P206", "«II.2/bao-cao»?"),
    ("due: {of: III.1, was: ^Tháng 11/2026, is: Tháng 10/2026}", "P209", "«Tháng 12/2026» (plan/tasks.yaml:"),
    ("due: {of: III.1, was: Tháng 12/2026, is: ^Tháng 12/2026}", "P104", "không có gì thay đổi"),
    ("due: {of: III.1, was: Tháng 12/2026, is: ^mai kia}", "P205", "«mai kia»"),
    ("due: {of: ^II.2, was: '', is: Tháng 11/2026}", "P104", "II.2/ke-hoach, II.2/bao-cao"),
    ("due: {of: semiannual, was: A, is: Tháng 7/2026, anchor: ^II.2/ke-hoach}", "P101", "«anchor»"),
    (
        "due: {of: III.1, was: Tháng 12/2026, is: Trong 10 ngày kể từ ngày có Kế hoạch, anchor: ^II.3}",
        "P104",
        "gồm 2 việc",
    ),
    ("lead: {of: VI.7, was: [so-nong-nghiep-va-moi-truong], is: [^so-xay-dungg]}", "P201", "«so-xay-dung»"),
    ("lead: {of: VI.7, was: [so-nong-nghiep-va-moi-truong], is: ^[]}", "P204", "không có cơ quan nào"),
    ("lead: {of: ^VI.7/bao-cao, was: [so-y-te], is: [so-xay-dung]}", "P104", "«VI.7»"),
    ("cooperating: {of: ^bao-cao-nam, was: [so-y-te], is: [so-xay-dung]}", "P104", "cơ quan phối hợp"),
    ("product: {of: ^V.4, was: A, is: B}", "P104", "V.4/quyet-dinh"),
    ("product: {of: V.4/quyet-dinh, was: Quyết định UBND, is: B, issuer: ^so-abc}", "P201", "«so-abc»"),
    ("text: {of: II.2, column: ^kinh-phi, was: A, is: B}", "P206", "Các ô: task, products"),
    ("text: {of: II.2, column: ^number, was: A, is: B}", "P104", "number: {of"),
    ("number: {of: II.2, was: ^'3', is: '4'}", "P209", "«2»"),
    ("drop: {of: ^II.99}", "P206", "«II.99»"),
    ("drop: {of: ^V.4/quyet-dinh}", "P104", "«of: V.4»"),
    ("drop: {of: ^annual}", "P104", "kỳ báo cáo"),
    ("split: {of: VI.9, into: ^[]}", "P104", "ít nhất hai"),
    ("add: ^{section: [III]}", "P102", "đúng một trong ba"),
    ("add: {section: ^[XX], task: {code: A, quote: {}, lead: [so-y-te]}}", "P206", "Các mục: I; II"),
    ("add: {after: ^II.99, task: {code: A, quote: {}, lead: [so-y-te]}}", "P206", "«II.99»"),
    ("add: ^{task: {code: A, quote: {}, lead: [so-y-te]}}", "P102", "after"),
    ("add: {annex: ^annex-9, task: {code: A, quote: {}, lead: [so-y-te]}}", "P206", "«annex-9»"),
    ("add: {section: [III], task: {code: ^III.1, quote: {}, lead: [so-y-te]}}", "P203", "plan/tasks.yaml:"),
    ("add: {section: [III], task: {code: III.9, quote: ^{task: A}, lead: [so-y-te]}}", "P102", "«products», «lead»"),
    ("add: {to: ^II.99, milestone: {code: a, product: A}}", "P206", "«II.99»"),
    ("add: {to: II.2, milestone: {code: a, product: A, due: ^mai kia}}", "P205", "«mai kia»"),
    (
        "add: {duty: {code: ^bao-cao-nam, does: report, title: A, product: B, agencies: [so-y-te], counts: sent}}",
        "P203",
        "bao-cao-nam",
    ),
    ("^{}", "P102", "đúng một loại"),
    ("{source: ^article-1, drop: {of: VI.9}}", "P206", "«article-1»"),
)


def test_each_slip_is_told_at_its_place() -> None:
    for marked, code, words in SLIPS:
        text = file_of(marked)
        before, _, after = text.partition("^")
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        problems = [
            problem for problem in resolution(before + after).problems if problem.file == "plan/amendments/a.yaml"
        ]
        told = [(problem.line, problem.column, problem.code.value) for problem in problems]
        assert told == [(*place, code)], (marked, [str(problem) for problem in problems])
        assert words in str(problems[0]), (marked, str(problems[0]))


def test_the_document_itself_is_checked() -> None:
    slips = (
        ("issuer: ^ubnd-tinh", "issuer: so-abc", "P201"),
        ("day: ^2026-07-15", "day: 2026-07-32", "P105"),
        ('number: ^"1234"', "number: 12/QĐ", "P104"),
        ("^recorded: 2026-08-01T09:00:00+07:00", "recorded: ^2026-08-01", "P105"),
    )
    text = file_of(DUE, recorded="2026-08-01T09:00:00+07:00")
    assert resolution(text).problems == ()
    for old, new, code in slips:
        assert old.replace("^", "") in text, old
        broken = text.replace(old.replace("^", ""), new.replace("^", ""))
        (problem,) = resolution(broken).problems
        at = broken.index(new.replace("^", "")) + (new.index("^") if "^" in new else old.index("^"))
        assert (problem.line, problem.column) == (broken.count("\n", 0, at) + 1, at - broken.rfind("\n", 0, at)), new
        assert problem.code == code, str(problem)


MERGER: tuple[Edit, ...] = (
    (
        "agencies.yaml",
        "  - id: so-tu-phap\n",
        "  - id: so-tu-phap\n    until: 2026-06-30\n    successor: so-moi\n    by: Nghị quyết số 12\n",
    ),
    ("agencies.yaml", "departments:\n", "departments:\n  - {id: so-moi, name: Sở Mới, since: 2026-07-01}\n"),
)


def test_leads_that_change_before_and_after_an_agency_ends() -> None:
    # The agency that ended may be named as the files have it, or as it is called on the day.
    for was in ("so-tu-phap", "so-moi"):
        before = file_of("lead: {of: VI.9, was: [cong-an-tinh], is: [so-tu-phap]}", day="2026-05-01")
        after = file_of(f"lead: {{of: VI.9, was: [{was}], is: [so-noi-vu]}}", day="2026-08-01")
        item = plan_of(before, after, edits=MERGER).items["VI.9/bao-cao"]
        assert item.agencies == ("so-noi-vu",)
        assert item.former == (
            Handover("cong-an-tinh", date(2026, 4, 30), ("so-tu-phap",), "a", ""),
            Handover("so-tu-phap", date(2026, 6, 30), ("so-moi",), "", "Nghị quyết số 12"),
            Handover("so-moi", date(2026, 7, 31), ("so-noi-vu",), "b", ""),
        )
        assert item.heirs == ("so-tu-phap", "so-moi", "so-noi-vu")
    # One that lost the item before it ended has nothing to pass on.
    lost = file_of("lead: {of: II.2, was: [so-tu-phap], is: [so-noi-vu]}", day="2026-05-01")
    item = plan_of(lost, edits=MERGER).items["II.2/bao-cao"]
    assert [(handover.agency, handover.to) for handover in item.former] == [("so-tu-phap", ("so-noi-vu",))]
    # What was dropped before has no successor either, and on the same day the agency ends first.
    dropped = file_of("drop: {of: II.2}", day="2026-07-01")
    item = plan_of(dropped, edits=MERGER).items["II.2/bao-cao"]
    assert [(handover.agency, handover.to) for handover in item.former] == [("so-tu-phap", ("so-moi",)), ("so-moi", ())]
    assert (item.dropped_on, item.agencies) == (date(2026, 7, 1), ())


def test_a_lead_after_a_split_is_who_took_the_task() -> None:
    divided = (
        MERGER[1],
        (
            MERGER[0][0],
            MERGER[0][1],
            MERGER[0][2].replace(
                "successor: so-moi", "successor: [{agency: so-noi-vu, takes: [II.2]}, {agency: so-moi}]"
            ),
        ),
    )
    for was, is_right in (("so-noi-vu", True), ("so-tu-phap", True), ("so-moi", False)):
        after = file_of(f"lead: {{of: II.2, was: [{was}], is: [so-y-te]}}", day="2026-08-01")
        problems = resolution(after, edits=divided).problems
        assert [problem.code.value for problem in problems] == ([] if is_right else ["P209"]), was


def told(*files: str) -> list[tuple[str, int, str]]:
    """Return file, line and code of each problem, and hold that every one has a hint."""
    problems = resolution(*files).problems
    assert all(problem.hint for problem in problems)
    return [(problem.file.rpartition("/")[2], problem.line, problem.code.value) for problem in problems]


def test_amendments_that_contradict_each_other_are_told() -> None:
    table: tuple[tuple[tuple[str, ...], list[tuple[str, int, str]]], ...] = (
        ((file_of(DUE), file_of(NEXT)), [("b.yaml", 3, "P210")]),  # of one day
        ((file_of(DUE, NEXT),), [("a.yaml", 4, "P210")]),  # in one file
        ((file_of(DUE), file_of(DROP)), [("b.yaml", 3, "P210")]),
        ((file_of(DUE, DROP),), [("a.yaml", 4, "P210")]),
        ((file_of(DUE), file_of(DROP, day="2026-08-01")), []),
        ((file_of("drop: {of: II.2/ke-hoach}", "drop: {of: II.2}"),), [("a.yaml", 4, "P210")]),
        ((file_of("drop: {of: II.2/ke-hoach}"), file_of("drop: {of: II.2}")), [("b.yaml", 3, "P210")]),
        ((file_of("drop: {of: II.2/ke-hoach}"), file_of("drop: {of: II.2}", day="2026-08-01")), []),
        # What is added on a day is as it is added, in whatever files it stands.
        ((file_of(ADD), file_of("lead: {of: III.9, was: [so-y-te], is: [so-noi-vu]}")), [("b.yaml", 3, "P210")]),
        ((file_of(ADD, "lead: {of: III.9, was: [so-y-te], is: [so-noi-vu]}"),), [("a.yaml", 4, "P210")]),
        ((file_of(ADD), file_of("lead: {of: III.9, was: [so-y-te], is: [so-noi-vu]}", day="2026-07-16")), []),
        ((file_of(ADD), file_of("drop: {of: III.9}")), [("b.yaml", 3, "P210")]),
        ((file_of(DUE), file_of(DUE, day="2026-08-01")), [("b.yaml", 3, "P209")]),
        ((file_of(DUE), file_of(NEXT, day="2026-08-01")), []),
        ((file_of(DUE, day="2026-08-01"), file_of(NEXT)), [("a.yaml", 3, "P209"), ("b.yaml", 3, "P209")]),
        ((file_of(DROP), file_of(DUE, day="2026-08-01")), [("b.yaml", 3, "P211")]),
        ((file_of(DROP), file_of(DROP, day="2026-08-01")), [("b.yaml", 3, "P211")]),
        (
            (file_of(ADD), file_of("drop: {of: III.9}", day="2026-08-01"), file_of(ADD, day="2026-09-01")),
            [("c.yaml", 3, "P203")],
        ),
        ((file_of("drop: {of: III.9}"), file_of(ADD, day="2026-08-01")), [("a.yaml", 3, "P206")]),
        # What rests on a change that is wrong itself is not told too.
        (
            (
                file_of("split: {of: III.99, into: [{code: A, quote: {}, lead: []}, {code: B, quote: {}, lead: []}]}"),
                file_of("drop: {of: A}", day="2026-08-01"),
            ),
            [("a.yaml", 3, "P206")],
        ),
        (
            (file_of(ADD.replace("III]", "XX]")), file_of("drop: {of: III.9}", day="2026-08-01")),
            [("a.yaml", 3, "P206")],
        ),
        (
            (file_of("lead: {of: III.1, wass: [so-noi-vu], is: [so-y-te]}"), file_of(DUE, NEXT, day="2026-08-01")),
            [("a.yaml", 3, "P101")],
        ),
    )
    for files, expected in table:
        assert told(*files) == expected, files


def test_what_rests_on_a_file_that_cannot_be_read_is_not_told() -> None:
    raw = {f"plan/{name}": text.encode() for name in FILE_MODELS if (text := shipped_text(name))}
    raw["plan/amendments/a.yaml"] = file_of(DUE).replace("changes:", "changes: [").encode()
    raw["plan/amendments/b.yaml"] = file_of(NEXT, day="2026-08-01").encode()
    parsed = parse_files(PlanFiles(raw, ""), FILE_MODELS, optional=OPTIONAL_FILES)
    assert [(problem.file, problem.code.value) for problem in parsed.problems] == [("plan/amendments/a.yaml", "P004")]
    assert resolve_leniently(parsed.by_name, fingerprint="", day=YEAR_END, known_at=None).problems == ()


def test_a_contradiction_names_what_wrote_it() -> None:
    (problem,) = resolution(file_of(DUE), file_of(DUE, day="2026-08-01")).problems
    assert "là «Tháng 11/2026» (plan/amendments/a.yaml:3), không phải «Tháng 12/2026»" in problem.message
    (problem,) = resolution(file_of(DUE), file_of(NEXT)).problems
    assert (
        "thời hạn của «III.1» đã do văn bản khác, hiệu lực cùng ngày, thay đổi (plan/amendments/a.yaml:3)"
        in problem.message
    )
    (problem,) = resolution(file_of(ADD, "drop: {of: III.9}")).problems
    assert "«III.9» đã do mục khác của tệp này thêm vào (plan/amendments/a.yaml:3)" in problem.message
    (problem,) = resolution(file_of("drop: {of: III.9}"), file_of(ADD, day="2026-08-01")).problems
    assert "hiệu lực sau (plan/amendments/b.yaml:3)" in problem.message


def test_what_a_term_counts_from_is_not_dropped() -> None:
    anchored = (
        "due: {of: VI.9, was: Trước ngày 30/11/2026, is: Trong 10 ngày kể từ ngày có Kế hoạch, anchor: III.1/bao-cao}"
    )
    assert told(file_of(anchored, DROP)) == [("a.yaml", 4, "P212")]
    freed = "due: {of: VI.9, was: Trong 10 ngày kể từ ngày có Kế hoạch, is: Tháng 11/2026}"
    assert told(file_of(anchored), file_of(freed, DROP, day="2026-08-01")) == []


def test_an_occurrence_from_which_a_term_counts_is_not_taken_away() -> None:
    quarterly = "due: {of: bao-cao-nam, was: 'hằng tháng, trước ngày 25', is: 'hằng quý, trước ngày 10 tháng cuối quý'}"
    half = "    due: báo cáo 06 tháng đầu năm trước ngày 10/6/2026\n"
    for month, moved, expected in (
        ("10", quarterly, [("a.yaml", 4, "P212")]),
        ("12", quarterly, []),
        # It was over before: it stays, and the term counts from it.
        ("03", quarterly, []),
    ):
        counting: Edit = (
            "duties.yaml",
            half,
            f"    due: chậm nhất 05 ngày sau khi gửi báo cáo\n    anchor: bao-cao-nam@2026-{month}\n",
        )
        found = resolution(file_of(DUE, moved), edits=(MONTHLY, counting)).problems
        assert [(one.file.rpartition("/")[2], one.line, one.code.value) for one in found] == expected, month
        for one in found:
            assert "«bao-cao-6-thang» tính từ khi xong «bao-cao-nam@2026-10» (plan/duties.yaml:" in one.message


def test_a_slip_behind_rows_that_came_and_went_has_its_own_line() -> None:
    broken = ("tasks.yaml", "lead: [cong-an-tinh]", "lead: [cong-an-tinhh]")
    base = resolution(edits=(broken,)).problems
    changed = resolution(
        file_of(
            ADD,
            "drop: {of: VI.1}",
            "add: {after: VI.2, task: {code: VI.99, lead: [so-y-te], due: Tháng 9/2026, "
            "quote: {task: A, products: '', lead: B, cooperating: '', due: ''}}}",
        ),
        edits=(broken,),
    ).problems
    assert changed == base
    assert len(base) == 1


def warnings_of(*files: str, day: date = YEAR_END) -> list[str]:
    """Return what `papi check` warns about in the files of amendments."""
    warnings = all_warnings(CheckContext.of(resolution(*files, day=day), day))
    return [str(warning) for warning in warnings if warning.file.startswith("plan/amendments/")]


def test_check_tells_of_a_cell_that_was_left_as_it_was() -> None:
    assert warnings_of(DECISION) == []
    before, after = (
        [one.code.value for one in all_warnings(CheckContext.of(resolution(*files), YEAR_END))]
        for files in ((), (DECISION,))
    )
    # Whoever follows component 6.3.2 leads no task about its index since VI.7 has another lead.
    assert sorted(after) == sorted([*before, "P306"])
    moved = "due: {of: II.3/bao-cao, was: Báo cáo tháng 11/2026, is: Báo cáo tháng 9/2026}"
    (warning,) = warnings_of(file_of(moved))
    assert warning.startswith("plan/amendments/a.yaml:3:")
    assert "[P311]: II.3: thời hạn đã sửa là «Báo cáo tháng 9/2026», ô của bảng vẫn ghi" in warning
    # A duty's new phrase is not in the plan's text, and an erratum is about the words that the amendment changed.
    duty = "due: {of: bao-cao-nam, was: báo cáo năm trước ngày 10/12/2026, is: trước ngày 05/12/2026}"
    words = plan_of().tasks["VI.7"].words
    assert "Tăng ường" in words
    mended = f'text: {{of: VI.7, was: "{" ".join(words.split())}", is: "{" ".join(words.split()).replace("ường", "cường")}"}}'
    assert warnings_of(file_of(duty, mended)) == []
    assert [
        str(one) for one in all_warnings(CheckContext.of(resolution(file_of(mended)), YEAR_END)) if one.code == "P310"
    ] == []


def test_check_warns_of_first_days_that_rewrite_the_year_or_never_come() -> None:
    """The document is of 15/7/2026; the plan is of 2026, and tells no day of its own."""

    def told(text: str, *edits: Edit) -> list[tuple[int, str]]:
        context = CheckContext.of(resolution(text, edits=edits), date(2026, 8, 1))
        return [(one.line, one.message) for one in all_warnings(context) if one.code == "P213"]

    def effective(day: str, recorded: str = "") -> str:
        return amendment_text(DUE, day=EFFECTIVE, effective=day, recorded=recorded)

    assert (
        told(file_of(DUE))
        == told(effective("2026-12-31"))
        == told(effective("2026-07-15", "2026-08-01T23:59:00+07:00"))
        == []
    )
    for text, line, words in (
        (effective("2026-07-14"), 2, "từ ngày 14/7/2026, trước ngày ban hành (15/7/2026)"),
        (
            effective("2025-07-15"),
            2,
            "hiệu lực từ ngày 15/7/2025, trước ngày đầu của thời gian thực hiện kế hoạch (01/01/2026)",
        ),
        (effective("2027-01-01"), 2, "sau ngày cuối của thời gian thực hiện kế hoạch (31/12/2026)"),
        (amendment_text(DUE, day=date(2025, 7, 15), effective="2026-07-15"), 1, "ban hành ngày 15/7/2025, trước"),
        (effective("2026-07-15", "2026-08-02T00:00:00+07:00"), 3, "tiếp nhận ngày 02/8/2026, sau hôm nay (01/8/2026)"),
    ):
        ((place, message),) = told(text)
        assert (place, words in message) == (line, True), message
    issued: Edit = ("plan.yaml", "  day:\n  month: 02/2026\n", "  day: 2026-02-10\n")
    ((_, message),) = told(effective("2026-02-09"), issued)
    assert "từ ngày 09/02/2026, trước ngày ban hành kế hoạch (10/02/2026)" in message


def test_a_plan_without_amendments_imports_nothing_of_them() -> None:
    code = (
        "import sys; from tests.tree import shipped_plan; shipped_plan(); "
        "print([name for name in sys.modules if 'amendment_schema' in name or name.endswith(('amending', 'edits', 'insertion'))])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, check=True, encoding="utf-8")
    assert run.stdout == "[]\n"
    assert "plan.yaml" in FILE_MODELS


def test_check_tells_an_amendment_that_rests_on_one_recorded_later() -> None:
    def told(*files: tuple[str, str, str]) -> list[tuple[str, str]]:
        texts = [amendment_text(change, day=EFFECTIVE, effective=day, recorded=at) for change, day, at in files]
        context = CheckContext.of(resolution(*texts), date(2026, 12, 1))
        return [(one.file[-6:], one.message) for one in all_warnings(context) if one.code == "P219"]

    def moved(was: str, becomes: str) -> str:
        return f"due: {{of: III.1, was: {was}, is: {becomes}}}"

    first, second = moved("Tháng 12/2026", "Tháng 11/2026"), moved("Tháng 11/2026", "Tháng 10/2026")
    early, late = "2026-07-16T09:00:00+07:00", "2026-07-20T09:00:00+07:00"
    july, august, autumn = "2026-07-15", "2026-08-01", "2026-09-01"
    other = "number: {of: III.2, was: '2', is: '9'}"
    for files in (
        ((first, july, early), (second, august, late)),
        ((first, july, early), (second, august, early)),
        ((first, july, ""), (second, august, late)),
        ((first, july, late), (other, august, early)),  # neither has to do with the other
    ):
        assert told(*files) == [], files
    for at, words in ((early, "ghi tiếp nhận lúc 09:00 ngày 16/7/2026"), ("", "không ghi «recorded»")):
        ((file, message),) = told((first, july, late), (second, august, at))
        assert file == "b.yaml"
        assert "(plan/amendments/a.yaml), tiếp nhận lúc 09:00 ngày 20/7/2026, mà văn bản này" in message
        assert words in message
    # Of two that came later the one is named on which it rests; and what is added counts as what is changed.
    ((file, message),) = told((other, july, late), (first, july, late), (second, autumn, early))
    assert (file, "amendments/b.yaml" in message, "amendments/a.yaml" in message) == ("c.yaml", True, False)
    added = "add: {to: III.1, milestone: {code: them, product: Công văn, due: Tháng 11/2026}}"
    changed = "due: {of: III.1/them, was: Tháng 11/2026, is: Tháng 10/2026}"
    assert [file for file, _ in told((added, july, late), (changed, august, early))] == ["b.yaml"]
