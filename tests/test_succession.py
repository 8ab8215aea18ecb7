"""Agencies that begin, end and take over from each other: what the files may say of it, and who owes what on which day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from papi_cli.log.drafts import BadEvidence, EvidenceFault
from papi_cli.plan.amendments import Handover
from papi_cli.plan.files.records import load_records
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.resolve.agencies import AgencyDirectory
from papi_cli.plan.resolve.problem_collector import ProblemCollector
from papi_cli.plan.resolve.resolver import resolve
from papi_cli.plan.resolve.succession import passed_on
from papi_cli.plan.succession import Told, owners_of, spoken_for, standing_in
from papi_cli.problems import Problem, ProblemCode
from papi_cli.sheets.grid import Cell, Tab
from papi_cli.sheets.header import COLUMN_HEADS
from papi_cli.sheets.owners import Followed, under_owners
from papi_cli.sheets.rows import ParsedRows, parse_rows
from papi_cli.states import State, judge
from papi_cli.views.agency_phrases import owner_sentence, standing_sentence
from papi_cli.views.bad_cells import bad_cell_words
from papi_cli.views.shown_cells import remarks_on_followed
from tests.tree import Edit, documents_after, resolved, shipped_plan

JUSTICE, BUILDING = "  - id: so-tu-phap\n", "  - id: so-xay-dung\n"


def given(*lines: str, agency: str = JUSTICE) -> Edit:
    """Return the edit that adds lines to an agency."""
    return ("agencies.yaml", agency, agency + "".join(f"    {line}\n" for line in lines))


def given_commune(id_: str, keys: str) -> Edit:
    """Return the edit that adds keys to a commune."""
    return ("agencies.yaml", f"- {{id: {id_}, ", f"- {{id: {id_}, {keys}, ")


WRONG: Mapping[str, tuple[tuple[Edit, ...], ProblemCode, tuple[str, ...]]] = {
    "an unknown successor": (
        (given("until: 2026-06-30", "successor: so-xay-dun"),),
        ProblemCode.UNKNOWN_AGENCY,
        ("«so-xay-dun»", "Có phải là «so-xay-dung» (plan/agencies.yaml:"),
    ),
    "a group as successor": (
        (given("until: 2026-06-30", "successor: [{agency: ubnd-cap-xa}]"),),
        ProblemCode.UNKNOWN_AGENCY,
        ("«ubnd-cap-xa» là một nhóm",),
    ),
    "a circle": (
        (
            given("until: 2026-06-30", "successor: so-xay-dung"),
            given("until: 2026-09-30", "successor: so-tu-phap", agency=BUILDING),
        ),
        ProblemCode.SUCCESSOR_CIRCLE,
        ("so-tu-phap → so-xay-dung → so-tu-phap",),
    ),
    "a last day before the first": (
        (given("since: 2026-07-01", "until: 2026-06-30"),),
        ProblemCode.AGENCY_DAYS,
        ("ngày cuối cùng (30/6/2026) trước ngày đầu tiên (01/7/2026)", "«since» hoặc «until»"),
    ),
    "a successor of an agency that does not end": (
        (given("successor: so-xay-dung"),),
        ProblemCode.AGENCY_DAYS,
        ("chưa ghi ngày cuối cùng", "Ghi «until»"),
    ),
    "a day without either": (
        (given("until: 2026-06-30", "successor: so-xay-dung"), given("since: 2026-07-02", agency=BUILDING)),
        ProblemCode.AGENCY_DAYS,
        ("«so-xay-dung» hoạt động từ ngày 02/7/2026, sau ngày phải tiếp nhận (01/7/2026)", "plan/agencies.yaml:"),
    ),
    "a successor that ends with it": (
        (given("until: 2026-06-30", "successor: so-xay-dung"), given("until: 2026-06-30", agency=BUILDING)),
        ProblemCode.AGENCY_DAYS,
        ("«so-xay-dung» kết thúc ngày 30/6/2026, trước ngày phải tiếp nhận (01/7/2026)",),
    ),
    "one successor twice": (
        (given("until: 2026-06-30", "successor: [{agency: so-xay-dung, takes: [I.1]}, {agency: so-xay-dung}]"),),
        ProblemCode.DUPLICATE_ID,
        ("«so-xay-dung» đã có trong danh sách này",),
    ),
    "a code that the plan does not have": (
        (given("until: 2026-06-30", "successor: [{agency: so-xay-dung, takes: [bao-cao-nan]}, {agency: so-noi-vu}]"),),
        ProblemCode.TAKEN_PARTS,
        ("mang mã «bao-cao-nan»", "Có phải là «bao-cao-nam»?"),
    ),
    "a rest that nobody takes": (
        (given("until: 2026-06-30", "successor: [{agency: so-xay-dung, takes: [ke-hoach]}]"),),
        ProblemCode.TAKEN_PARTS,
        ("chưa cơ quan kế thừa nào nhận", "của «so-tu-phap»", "bỏ «takes»"),
    ),
    "no day": ((given("until: 30/6/2026"),), ProblemCode.WRONG_DAY, ("«30/6/2026»", "2026-06-10")),
    "a successor without its id": (
        (given("until: 2026-06-30", "successor: [{takes: [II.3]}]"),),
        ProblemCode.MISSING_KEY,
        ("«agency»",),
    ),
    "a blank successor": ((given("until: 2026-06-30", "successor:"),), ProblemCode.WRONG_VALUE, ("để trống",)),
}


def test_what_is_wrong_about_a_succession_is_told_with_its_line_and_what_to_write() -> None:
    for name, (edits, code, parts) in WRONG.items():
        found = resolved(*edits)
        assert isinstance(found, tuple), name
        assert [problem.code for problem in found] == [code], (name, found)
        (problem,) = found
        assert isinstance(problem, Problem)
        assert problem.file == "plan/agencies.yaml", name
        assert problem.line > 20, name
        for part in parts:
            assert part in f"{problem.message} {problem.hint}", (name, part, problem)


def test_an_agency_may_end_without_a_successor_be_renamed_merged_and_split() -> None:
    for edits in (
        (given("until: 2026-06-30"),),
        (given("until: 2026-06-30", "successor: so-xay-dung", "by: Nghị quyết số 12/NQ-HĐND"),),
        (
            given("until: 2026-06-30", "successor: so-xay-dung"),
            given("until: 2026-06-30", "successor: [{agency: so-xay-dung}]", agency="  - id: so-noi-vu\n"),
        ),
        (given("until: 2026-06-30", "successor: [{agency: so-xay-dung, takes: [II.2]}, {agency: so-noi-vu}]"),),
        (given("until: 2026-06-30", "successor: [{agency: so-xay-dung}, {agency: so-noi-vu}]"),),
    ):
        found = resolved(*edits)
        assert not isinstance(found, tuple), found
        justice = found.agencies["so-tu-phap"]
        assert justice.until is not None
        assert justice.until.isoformat() == "2026-06-30"


JUNE, JULY, OCTOBER = date(2026, 6, 30), date(2026, 7, 1), date(2026, 10, 1)
NEW = "departments:\n"
SPLIT = (
    ("agencies.yaml", NEW, f"{NEW}  - {{id: so-a, name: Sở A, since: 2026-07-01}}\n  - {{id: so-b, name: Sở B, since: 2026-07-01}}\n"),
    given("until: 2026-06-30", "by: Nghị quyết số 12", "successor: [{agency: so-a, takes: [II.3, bao-cao-nam]}, {agency: so-b}]"),
)  # fmt: skip
# Renamed twice, and then taken into a department that was there before.
CHAIN = (
    (
        "agencies.yaml",
        NEW,
        f"{NEW}  - {{id: so-a, name: Sở A, since: 2026-07-01, until: 2026-09-30, successor: so-xay-dung}}\n",
    ),
    given("until: 2026-06-30", "successor: so-a"),
)


def directory_on(day: date | None, *edits: Edit) -> AgencyDirectory:
    loaded = load_records(documents_after(*edits))
    problems = ProblemCollector(loaded)
    directory = AgencyDirectory(loaded.records.agencies, problems, day)
    assert not [*problems.problems()]
    return directory


def named(directory: AgencyDirectory, *ids: str, codes: tuple[str, ...] = ()) -> list[str]:
    return [*directory.spread("tasks.yaml", (), ids, codes)]


def test_who_stands_for_an_agency_on_each_day() -> None:
    before, after = directory_on(JUNE, *SPLIT), directory_on(JULY, *SPLIT)
    justice = "so-tu-phap"
    assert [sorted(on.absent) for on in (before, after)] == [["so-a", "so-b"], [justice]]
    for codes, there in (
        ((), ["so-b"]),
        (("II.3/ke-hoach", "II.3"), ["so-a"]),
        (("II.4",), ["so-b"]),
        (("bao-cao-nam",), ["so-a"]),
    ):
        assert named(before, justice, codes=codes) == [justice]
        assert named(after, justice, codes=codes) == there
    assert named(after, justice, "so-b") == ["so-b"]
    assert (before.stand_in(justice), after.stand_in(justice)) == (justice, "so-b")
    # Who is named before it is there, since somebody wrote the new name into the plan, is whom it takes over from.
    assert named(before, "so-a", codes=("II.3",)) == [justice]
    assert named(before, "so-a", codes=("II.4",)) == []
    for day, one in ((JUNE, "so-tu-phap"), (JULY, "so-a"), (OCTOBER, "so-xay-dung")):
        assert named(directory_on(day, *CHAIN), justice) == [one]
    assert named(directory_on(JULY, given("until: 2026-06-30")), justice) == []
    assert named(directory_on(None, *SPLIT), justice, "so-a") == ["so-a", justice]


def test_groups_have_the_members_of_the_day_and_remember_those_that_ended() -> None:
    before, after = directory_on(JUNE, *SPLIT), directory_on(JULY, *SPLIT)
    listed = [group for group in before.groups.values() if "so-tu-phap" in group.members]
    assert len(listed) > 1
    for group in listed:
        now = after.groups[group.id]
        assert {*now.members} == {*group.members} - {"so-tu-phap"} | {"so-a", "so-b"}, group.id
        assert now.former == ("so-tu-phap",)
        assert group.former == ()
    communes = shipped_plan().groups["ubnd-cap-xa"].members
    first, second, third = communes[:3]
    merged = [given_commune(id_, f"until: 2026-06-30, successor: {third}") for id_ in (first, second)]
    now = directory_on(JULY, *merged).groups["ubnd-cap-xa"]
    assert now.members == communes[2:]
    assert now.former == (first, second)


def test_a_superior_that_ended_is_followed_by_its_successor() -> None:
    government = "so-tu-phap"
    edits = (("agencies.yaml", BUILDING, BUILDING + "    letterhead: [SỞ XÂY DỰNG]\n"),)
    ends = (given("until: 2026-06-30", "successor: so-xay-dung"), *edits)
    under = ("agencies.yaml", NEW, f"{NEW}  - {{id: phong-a, name: Phòng A, superior: {government}}}\n")
    on = {day: directory_on(day, *ends, under).agencies["phong-a"] for day in (JUNE, JULY)}
    assert [(on[day].superior, on[day].superior_line) for day in (JUNE, JULY)] == [
        ("so-tu-phap", "SỞ TƯ PHÁP"),
        ("so-xay-dung", "SỞ XÂY DỰNG"),
    ]


def test_what_passes_on_and_to_whom() -> None:
    plan, agencies = shipped_plan(), directory_on(JULY, *SPLIT).agencies
    task, report = next(item for item in plan.items.values() if item.source == ("II.3",)), plan.items["bao-cao-nam"]
    plain = plan.items["ke-hoach"]
    justice = "so-tu-phap"

    def passing(item: Item, owing: tuple[str, ...], now: tuple[str, ...]) -> tuple[list[str], list[str]]:
        before, after = item._replace(agencies=owing), item._replace(agencies=now)
        handovers, heirs = passed_on(before, after, JULY, agencies)
        (handover,) = handovers
        assert handover == Handover(justice, JUNE, handover.to, "", "Nghị quyết số 12")
        return [*handover.to], sorted(heirs)

    # By its code; as the rest, also where the other is a member of the group; to one that owed beside it, which is no heir.
    assert passing(task, (justice,), ("so-a",)) == (["so-a"], ["so-a"])
    assert passing(plain, (justice,), ("so-b",)) == (["so-b"], ["so-b"])
    assert passing(plain, (justice,), ("so-a", "so-b")) == (["so-b"], ["so-b"])
    assert passing(plain, (justice, "so-b"), ("so-b",)) == (["so-b"], [])
    # One that owes its own already and takes something else is not given it; who takes it by its code is.
    assert passing(plain, (justice, "so-a"), ("so-a", "so-b")) == (["so-b"], ["so-b"])
    assert passing(report, (justice,), ("so-a", "so-b")) == (["so-a"], ["so-a", "so-b"])
    assert passing(plain, (justice,), ()) == ([], [])
    assert passed_on(plain, plain, date(2026, 7, 2), agencies) == ((), frozenset())
    # An open group that leads beside it is no agency, and stays.
    assert passing(plain, (justice, "doan-the"), ("so-b", "doan-the")) == (["so-b"], ["so-b"])


@cache
def plan_after_split() -> Plan:
    """Return the plan since the department of justice was split; of what nobody takes by its code both take the rest."""
    also = (
        "agencies.yaml",
        "takes: [II.3, bao-cao-nam]}, {agency: so-b}]",
        "takes: [II.3, bao-cao-nam]}, {agency: so-b}, {agency: so-c}]",
    )
    third = ("agencies.yaml", NEW, f"{NEW}  - {{id: so-c, name: Sở C, since: 2026-07-01}}\n")
    plan = resolve(documents_after(*SPLIT, also, third), fingerprint="0", day=JULY, known_at=None)
    assert isinstance(plan, Plan)
    handover = Handover("so-tu-phap", JUNE, ("so-c", "so-b"), "", "Nghị quyết số 12")
    item, report = plan.items["ke-hoach"], plan.items["bao-cao-nam"]
    assert (item.former, item.heirs) == ((handover,), ("so-c", "so-b"))
    assert (report.former, report.heirs) == ((handover._replace(to=("so-a",)),), ("so-c", "so-a", "so-b"))
    return plan


def test_a_divided_agency_leaves_nothing_to_two_and_nobody_is_late_from_the_start() -> None:
    """One part takes a task by its code, the other the rest; both are departments from the day on, and a third is new."""
    edits = (
        ("agencies.yaml", NEW, f"{NEW}  - {{id: so-a, name: Sở A, since: 2026-07-01}}\n  - {{id: so-b, name: Sở B, since: 2026-07-01}}\n  - {{id: so-moi, name: Sở mới, since: 2026-07-01}}\n"),
        given("until: 2026-06-30", "successor: [{agency: so-a, takes: [IV.7]}, {agency: so-b}]", agency=BUILDING),
        ("agencies.yaml", "so-van-hoa-the-thao-va-du-lich, so-dan-toc-va-ton-giao]\n    inter", "so-van-hoa-the-thao-va-du-lich, so-dan-toc-va-ton-giao, so-moi]\n    inter"),
    )  # fmt: skip
    on = {}
    for day in (JUNE, JULY):
        plan = resolve(documents_after(*edits), fingerprint="0", day=day, known_at=None)
        assert isinstance(plan, Plan), plan
        on[day] = plan, judge(plan, (), as_of=day, known_at=None).verdicts

    def owed(day: date, agency: str) -> dict[str, State]:
        return {one.obligation.item.code: one.state for one in on[day][1] if one.obligation.agency.id == agency}

    before, taken, rest, new = owed(JUNE, "so-xay-dung"), *(owed(JULY, id_) for id_ in ("so-a", "so-b", "so-moi"))
    by_code = {code for code in before if code.startswith("IV.7")}
    assert by_code
    # All that was open is with one of them, by the same day.
    assert owed(JULY, "so-xay-dung") == {}
    assert by_code <= set(taken)
    assert set(rest) == set(before) - by_code
    assert before["ke-hoach"] == rest["ke-hoach"] == State.OVERDUE
    # What departments owe that falls due later, or goes on, each new one owes; nothing else.
    items = on[JULY][0].items
    for code in {*taken, *new} - by_code:
        last = (due := items[code].due) and due.last
        assert last is None or last >= JULY, code
    assert set(new) == set(taken) - by_code
    assert "bao-cao-nam" in new
    assert not {"ke-hoach", "bao-cao-6-thang"} & {*taken, *new}
    assert State.OVERDUE not in [*new.values(), *(state for code, state in taken.items() if code not in by_code)]
    # Later turns of the plan change nothing of it.
    another = given("until: 2026-09-30", "successor: so-noi-vu")
    plan = resolve(documents_after(*edits, another), fingerprint="0", day=OCTOBER, known_at=None)
    assert isinstance(plan, Plan), plan
    assert "so-moi" not in plan.items["ke-hoach"].agencies
    assert "so-moi" in plan.items["bao-cao-nam"].agencies


def test_an_event_stands_under_the_agency_that_owed_the_item_on_its_day() -> None:
    plan, justice, none = plan_after_split(), "so-tu-phap", frozenset[str]()
    delivered, open_ = frozenset({justice}), frozenset({"so-a", "so-b", "so-c"})
    # What is told of whom, of which day; who owes it as the log stands; under whom it stands.
    for code, agency, day, about_delivery, owing, owners in (
        ("ke-hoach", justice, JUNE, False, open_, [justice]),
        ("ke-hoach", justice, JULY, False, open_, ["so-c", "so-b"]),
        ("bao-cao-nam", justice, JULY, False, open_, ["so-a"]),
        # It was delivered before: a return, and what is added to it after a supplement was asked for.
        ("ke-hoach", justice, JULY, True, delivered, [justice]),
        ("ke-hoach", justice, JULY, False, delivered, [justice]),
        ("ke-hoach", "so-b", JULY, False, delivered, [justice]),
        ("ke-hoach", "so-b", JULY, False, open_, ["so-b"]),
        ("ke-hoach", "so-b", JUNE, False, open_, [justice]),
        ("ke-hoach", "so-noi-vu", JULY, False, none, ["so-noi-vu"]),
        ("VI.9/bao-cao", justice, JULY, False, none, [justice]),  # it never owed it
    ):  # fmt: skip
        told = Told(plan.items[code], agency, day, about_delivery)
        assert [*owners_of(plan, told, lambda _, id_, owing=owing: id_ in owing)] == owners, told[1:]  # type: ignore[misc]  # mypy has no defaults of lambdas


def test_a_name_that_agencies_have_one_after_the_other_is_that_of_the_one_that_is_there() -> None:
    edits = (
        ("agencies.yaml", NEW, f"{NEW}  - {{id: so-a, name: Sở Tư pháp, aliases: [STP], since: 2026-07-01}}\n"),
        given("until: 2026-06-30", "successor: so-a"),
    )
    for day, id_ in ((JUNE, "so-tu-phap"), (JULY, "so-a")):
        plan = resolve(documents_after(*edits), fingerprint="0", day=day, known_at=None)
        assert isinstance(plan, Plan), plan
        assert plan.find_agency_or_group("STP") == plan.find_agency_or_group("sở tư pháp") == (id_,)
        assert spoken_for(plan, id_) == ((id_,) if day == JUNE else (id_, "so-tu-phap"))
    overlapping = ("agencies.yaml", NEW, f"{NEW}  - {{id: so-a, name: Sở Tư pháp, since: 2026-06-30}}\n")
    found = resolved(overlapping, given("until: 2026-06-30"))
    assert isinstance(found, tuple)
    assert {problem.code for problem in found} == {ProblemCode.DUPLICATE_NAME}


def test_who_took_over_is_said_with_the_day_and_the_document() -> None:
    plan, yet_to_come = plan_after_split(), resolve(documents_after(*SPLIT), fingerprint="0", day=JUNE, known_at=None)
    assert isinstance(yet_to_come, Plan)
    assert standing_sentence(plan, "so-tu-phap", standing_in(plan, "so-tu-phap")) == (
        "Sở Tư pháp nay là Sở A, Sở B và Sở C, từ ngày 01/7/2026 (Nghị quyết số 12)."
    )
    assert standing_sentence(plan, "so-tu-phap", ()) == (
        "Sở Tư pháp hoạt động đến hết ngày 30/6/2026 (Nghị quyết số 12), không có cơ quan kế thừa."
    )
    assert standing_sentence(yet_to_come, "so-a", standing_in(yet_to_come, "so-a")) == (
        "Sở A có từ ngày 01/7/2026; trước ngày ấy là Sở Tư pháp."
    )
    assert owner_sentence(plan, "so-b", "so-tu-phap", JUNE) == "Ngày 30/6/2026 việc này còn thuộc Sở Tư pháp."
    assert (
        owner_sentence(plan, "so-b", "so-tu-phap", JULY)
        == "Việc này do Sở Tư pháp hoàn thành trước khi Sở B tiếp nhận."
    )


def test_a_row_of_a_sheet_by_the_old_name_is_taken_for_the_new_one_and_said() -> None:
    plan = plan_after_split()
    heads = [Cell(head) for head in COLUMN_HEADS.values()]

    def read(code: str, day: str) -> tuple[ParsedRows, tuple[Followed, ...]]:
        cells = {"item": code, "agency": "Sở Tư pháp", "event": "done", "date": day, "document": "9/BC-STP"}
        row = [Cell(cells.get(key, "")) for key in COLUMN_HEADS]
        tabs = [Tab("", [(1, heads), (2, row)])]
        rows = parse_rows(plan, tabs, today=date(2026, 7, 10), by="A", find_evidence=no_evidence)
        assert isinstance(rows, ParsedRows)
        return under_owners(plan, rows, lambda *_: False)

    rows, followed = read("bao-cao-nam", "2/7/2026")
    assert [draft.agency for draft in rows.drafts] == ["so-a"]
    (remark,) = remarks_on_followed(plan, rows, followed)
    assert remark == (
        "Lưu ý: dòng 2, cột «Cơ quan» (bao-cao-nam, Sở Tư pháp): Sở Tư pháp nay là Sở A, Sở B và Sở C, từ ngày 01/7/2026 (Nghị "
        "quyết số 12). Ghi cho Sở A."
    )
    rows, followed = read("bao-cao-nam", "20/6/2026")
    assert ([draft.agency for draft in rows.drafts], followed) == (["so-tu-phap"], ())
    rows, followed = read("ke-hoach", "2/7/2026")
    (bad,) = rows.bad_cells
    assert (rows.drafts, followed) == ((), ())
    assert bad_cell_words(bad, rows).sentence == (
        "việc này của «Sở Tư pháp» nay thuộc nhiều cơ quan: Sở C (so-c) và Sở B (so-b). Ghi tên hoặc mã của một cơ quan."
    )


def no_evidence(words: str) -> BadEvidence:
    return BadEvidence(words, EvidenceFault.NO_FILE)
