"""What the office still has to fill in or to confirm, and what of Annex I nothing serves."""

from __future__ import annotations

from collections.abc import Iterator

from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.problems import ProblemCode
from papi_cli.text import count_text


def components_without_task(subject: CheckContext) -> Iterator[CheckWarning]:
    """Warn of a component whose leads lead no task of its index: nothing is planned that would raise its score."""
    plan = subject.plan
    leads: dict[str, set[str]] = {}
    for task in plan.tasks.values():
        leads.setdefault(task.index, set()).update(task.lead)
    places = {row.code: keys for keys, row in subject.component_records()}
    for component in plan.components:
        if component.lead and not leads.get(component.index, set()) & set(component.lead):
            message = f"không nhiệm vụ nào của chỉ số nội dung {component.index} do cơ quan theo dõi {component.code} chủ trì."
            said = (ProblemCode.COMPONENT_WITHOUT_TASK, message, "Kiểm tra cột «Cơ quan chủ trì» của Phụ lục II.")
            yield subject.warning_at("indices.yaml", (*places[component.code], "code"), (component.code,), said)


def groups_without_members(subject: CheckContext) -> Iterator[CheckWarning]:
    """Warn of a closed group that nobody belongs to: what it shall do binds nobody."""
    for place, record in enumerate(subject.records.agencies.groups):
        if not record.open and not subject.plan.groups[record.id].members:
            message = f"nhóm «{record.id}» chưa có thành viên."
            said = (
                ProblemCode.EMPTY_GROUP,
                message,
                "Điền các thành viên vào khóa «members» khi biết, hoặc ghi «open: true» nếu là nhóm mở.",
            )
            yield subject.warning_at("agencies.yaml", ("groups", place, "members"), (record.id,), said)


def decision_incomplete(subject: CheckContext) -> Iterator[CheckWarning]:
    """Warn while number or day of the decision are blank: reports cite it with a gap."""
    decision = subject.records.plan.decision
    blank = [name for name, value in (("number", decision.number), ("day", decision.day)) if not value]
    if blank:
        message = f"Quyết định chưa có {' và '.join(_BLANK[name] for name in blank)}."
        said = (ProblemCode.DECISION_INCOMPLETE, message, "Điền khi có văn bản đã ký, không phỏng đoán.")
        yield subject.warning_at("plan.yaml", ("decision", blank[0]), ("decision",), said)


_BLANK = {"number": "số (number)", "day": "ngày ban hành (day)"}


def interpretations_unconfirmed(subject: CheckContext) -> Iterator[CheckWarning]:
    """Warn once of all readings that no document of the office confirms yet."""
    open_ = [(file, keys) for file, keys, reading in _interpretations(subject) if not reading.confirmed_by]
    if open_:
        message = f"{count_text(len(open_))} cách hiểu chưa có văn bản xác nhận (đây là cách hiểu đầu tiên)."
        said = (
            ProblemCode.UNCONFIRMED_INTERPRETATION,
            message,
            "Điền văn bản của cơ quan thường trực vào khóa «confirmed_by» khi có.",
        )
        yield subject.warning_at(open_[0][0], (*open_[0][1], "confirmed_by"), (), said)


def _interpretations(subject: CheckContext) -> Iterator[tuple[str, KeyPath, schema.InterpretationRecord]]:
    """Yield file, keys and every interpretation of the plan."""
    agencies = subject.records.agencies
    if agencies.open_groups is not None:
        yield "agencies.yaml", ("open_groups",), agencies.open_groups
    found: list[tuple[str, KeyPath, schema.InterpretationRecord | None]] = [
        ("agencies.yaml", ("groups", place), group.interpretation) for place, group in enumerate(agencies.groups)
    ]
    for keys, task in subject.tasks():
        found.append(("tasks.yaml", keys, task.interpretation))
        found.extend(
            ("tasks.yaml", (*keys, "milestones", place), milestone.interpretation)
            for place, milestone in enumerate(task.milestones)
        )
    found.extend(
        ("duties.yaml", ("duties", place), duty.interpretation)
        for place, duty in enumerate(subject.records.duties.duties)
    )
    for file, keys, reading in found:
        if reading is not None:
            yield file, (*keys, "interpretation"), reading
