"""Rules on what is missing: blanks to fill in, interpretations to confirm, components that no task serves."""

from __future__ import annotations

from collections.abc import Iterator

from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.quotation import DOCUMENT
from papi_cli.problems import ProblemCode
from papi_cli.text import lower_first, number_text


def components_without_task(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about a component whose leads lead no task of its index: nothing is planned to raise its score.

    A plan without any task has another warning.
    """
    plan = context.plan
    if not plan.tasks:
        return
    leads: dict[str, set[str]] = {}
    for task in plan.tasks.values():
        if task.index is not None:
            leads.setdefault(task.index, set()).update(task.lead)
    paths = {row.code: keys for keys, row in context.component_records()}
    for component in plan.components:
        if component.lead and not leads.get(component.index, set()) & set(component.lead):
            message = f"không nhiệm vụ nào của {lower_first(plan.words.index)} {component.index} do cơ quan theo dõi {component.code} chủ trì."
            hint = "Kiểm tra cơ quan chủ trì (khóa «lead») của các nhiệm vụ ấy trong tasks.yaml."
            finding = (ProblemCode.COMPONENT_WITHOUT_TASK, message, hint)
            yield context.warning_at("indices.yaml", (*paths[component.code], "code"), (component.code,), finding)


def groups_without_members(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about a closed group without members: its obligations bind nobody."""
    for position, record in enumerate(context.records.agencies.groups):
        if not record.open and not context.plan.groups[record.id].members:
            message = f"nhóm «{record.id}» chưa có thành viên."
            finding = (
                ProblemCode.EMPTY_GROUP,
                message,
                "Điền các thành viên vào khóa «members» khi biết, hoặc ghi «open: true» nếu là nhóm mở.",
            )
            yield context.warning_at("agencies.yaml", ("groups", position, "members"), (record.id,), finding)


def document_incomplete(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn while the number or day of the document is blank: reports cite it with a gap."""
    document = context.plan.document
    blank = [name for name, value in (("number", document.number), ("day", document.day)) if not value]
    if blank:
        message = f"{document.kind} chưa có {' và '.join(_BLANK[name] for name in blank)}."
        finding = (ProblemCode.DOCUMENT_INCOMPLETE, message, "Điền khi có văn bản đã ký, không phỏng đoán.")
        yield context.warning_at("plan.yaml", (DOCUMENT, blank[0]), (DOCUMENT,), finding)


_BLANK = {"number": "số (number)", "day": "ngày ban hành (day)"}


def interpretations_unconfirmed(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn once about all interpretations that no document of the office confirms yet."""
    unconfirmed = [(file, keys) for file, keys, entry in _interpretations(context) if not entry.confirmed_by]
    if unconfirmed:
        file, keys = unconfirmed[0]
        message = f"{number_text(len(unconfirmed))} cách hiểu chưa có văn bản xác nhận (đây là cách hiểu đầu tiên)."
        finding = (
            ProblemCode.UNCONFIRMED_INTERPRETATION,
            message,
            "Điền văn bản của cơ quan thường trực vào khóa «confirmed_by» khi có.",
        )
        yield context.warning_at(file, (*keys, "confirmed_by"), (), finding)


def _interpretations(context: CheckContext) -> Iterator[tuple[str, KeyPath, schema.InterpretationRecord]]:
    """Yield every interpretation of the plan with its file and key path."""
    agencies = context.records.agencies
    if agencies.open_groups is not None:
        yield "agencies.yaml", ("open_groups",), agencies.open_groups
    candidates: list[tuple[str, KeyPath, schema.InterpretationRecord | None]] = [
        ("agencies.yaml", ("groups", position), group.interpretation) for position, group in enumerate(agencies.groups)
    ]
    for keys, task in context.tasks():
        candidates.append(("tasks.yaml", keys, task.interpretation))
        candidates.extend(
            ("tasks.yaml", (*keys, "milestones", position), milestone.interpretation)
            for position, milestone in enumerate(task.milestones)
        )
    candidates.extend(
        ("duties.yaml", ("duties", position), duty.interpretation)
        for position, duty in enumerate(context.records.duties.duties)
    )
    for file, keys, interpretation in candidates:
        if interpretation is not None:
            yield file, (*keys, "interpretation"), interpretation
