"""What the successors of an agency take over of its tasks and duties: codes that the plan has, and all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papi_cli.plan.files import schema
from papi_cli.plan.files.records import Records
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.resolve.amendments import added_codes
from papi_cli.plan.resolve.problem_collector import ProblemCollector
from papi_cli.plan.resolve.succession_checks import Listed
from papi_cli.plan.resolve.tasks import placed_sections
from papi_cli.problems import ProblemCode
from papi_cli.text import likely_slip_of

_FILE = "agencies.yaml"
_CODES_SHOWN = 5


def check_taken(listed: Listed, records: Records, problems: ProblemCollector) -> None:
    """Note each code of `takes` that the plan does not have, and what an agency leaves that none of several takes."""
    if not any(record.successor for record, _ in listed.values()):
        return
    files = ("tasks.yaml", "duties.yaml")
    known = dict.fromkeys((*_codes(records), *dict(added_codes(records.amendments))))
    for record, keys in listed.values():
        taken = {code for entry in record.successor for code in entry.takes}
        for position, entry in enumerate(record.successor):
            for number, code in enumerate(entry.takes):
                if code not in known and not any(problems.may_have_defined(file, code) for file in files):
                    near = likely_slip_of(code, known)
                    message = f"không có nhiệm vụ, đầu việc nào mang mã «{code}»."
                    hint = f"Có phải là «{near}»?" if near else "Ghi mã như trong tasks.yaml, duties.yaml."
                    place: KeyPath = (*keys, "successor", position, "takes", number)
                    problems.add(_FILE, place, ProblemCode.TAKEN_PARTS, message, hint)
        if record.successor and all(entry.takes for entry in record.successor):
            _check_rest(record.id, keys, list(_left_by(record.id, taken, records)), problems)


def _check_rest(id_: str, keys: KeyPath, left: Sequence[str], problems: ProblemCollector) -> None:
    if not left:
        return
    shown = ", ".join(left[:_CODES_SHOWN])
    more = f" và {len(left) - _CODES_SHOWN} việc khác" if len(left) > _CODES_SHOWN else ""
    message = f"chưa cơ quan kế thừa nào nhận {shown}{more} của «{id_}»."
    hint = "Thêm các mã ấy vào «takes», hoặc bỏ «takes» của một cơ quan để cơ quan đó nhận phần còn lại."
    problems.add(_FILE, (*keys, "successor"), ProblemCode.TAKEN_PARTS, message, hint)


def _codes(records: Records) -> Iterator[str]:
    yield from (duty.code for duty in records.duties.duties)
    for task in _tasks(records):
        yield task.code
        yield from (f"{task.code}/{milestone.code}" for milestone in task.milestones)


def _left_by(agency: str, taken: set[str], records: Records) -> Iterator[str]:
    """Yield the codes of what is given to an agency by its own name and is not among what is `taken`."""
    yield from (duty.code for duty in records.duties.duties if agency in duty.agencies and duty.code not in taken)
    for task in _tasks(records):
        if agency in task.lead and task.code not in taken:
            milestones = [f"{task.code}/{milestone.code}" for milestone in task.milestones]
            left = [code for code in milestones if code not in taken]
            yield from [task.code] if left == milestones else left


def _tasks(records: Records) -> Iterator[schema.TaskRecord]:
    return (task for placed in placed_sections(records.tasks) for task in placed.records)
