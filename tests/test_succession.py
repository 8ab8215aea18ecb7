"""Agencies that begin, end and take over from each other: what the files may say of it, and who owes what on which day."""

from __future__ import annotations

from collections.abc import Mapping

from papi_cli.problems import Problem, ProblemCode
from tests.tree import Edit, resolved

JUSTICE, BUILDING = "  - id: so-tu-phap\n", "  - id: so-xay-dung\n"


def given(*lines: str, agency: str = JUSTICE) -> Edit:
    """Return the edit that adds lines to an agency."""
    return ("agencies.yaml", agency, agency + "".join(f"    {line}\n" for line in lines))


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
