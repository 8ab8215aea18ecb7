"""The questions of `papi amend` at a terminal: change after change, each with what stands there now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from papi_cli.cli.drafting.amendment import Workplace, changed, check_due, dropped, find_code, find_parties, standing
from papi_cli.cli.prompts import ask, ask_choice, ask_until_valid, ask_whether
from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.founding.amendment_text import DraftChange
from papi_cli.plan.founding.trees import Tree
from papi_cli.plan.model import Plan
from papi_cli.plan.quotation import Annex, Meaning
from papi_cli.problems import Misuse
from papi_cli.text import nfc
from papi_cli.views.agency_phrases import agencies_and_groups_phrase

_CHOICES: Mapping[AmendmentKind, str] = {
    AmendmentKind.DUE: "đổi thời hạn",
    AmendmentKind.LEAD: "đổi cơ quan chủ trì, thực hiện",
    AmendmentKind.COOPERATING: "đổi cơ quan phối hợp",
    AmendmentKind.PRODUCT: "đổi sản phẩm",
    AmendmentKind.TEXT: "đổi nội dung",
    AmendmentKind.NUMBER: "đổi số thứ tự",
    AmendmentKind.ADD: "thêm nhiệm vụ",
    AmendmentKind.DROP: "bỏ nhiệm vụ, đầu việc",
    AmendmentKind.SPLIT: "tách một nhiệm vụ thành nhiều nhiệm vụ",
}
_LEAST_PARTS = 2


def asked_changes(place: Workplace) -> Iterator[DraftChange]:
    """Yield the changes that somebody tells, at least one."""
    while True:
        kind = list(_CHOICES)[ask_choice("Thay đổi", list(_CHOICES.values()))]
        yield ask_until_valid(lambda kind=kind: _ask_change(place, kind))  # type: ignore[misc]  # bound at once
        if not ask_whether("Còn thay đổi khác?"):
            return


def _ask_change(place: Workplace, kind: AmendmentKind) -> DraftChange:
    if kind is AmendmentKind.ADD:
        return _ask_addition(place)
    code = find_code(place, ask("Mã"))
    if kind is AmendmentKind.DROP:
        return dropped(place, code)
    if kind is AmendmentKind.SPLIT:
        task = _task_or_misuse(place.plan, code)
        annex = place.plan.task_annexes[place.plan.tasks[task].section.annex]
        return DraftChange(kind, {"of": task, "into": list(_ask_parts(place, annex))})
    stands = standing(place, kind, code)
    now = stands if isinstance(stands, str) else agencies_and_groups_phrase(place.plan, stands)
    question = f"Hiện nay: {' '.join(now.split()) or 'để trống'}. Đổi thành"
    return changed(place, kind, code, ask(question))


def _ask_parts(place: Workplace, annex: Annex) -> Iterator[Tree]:
    count = 0
    while count < _LEAST_PARTS or ask_whether("Còn nhiệm vụ nữa?"):
        count += 1
        yield _ask_task(place, annex)


def _ask_addition(place: Workplace) -> DraftChange:
    annexes = list(place.plan.task_annexes.values())
    annex = annexes[ask_choice("Bảng", [one.name or one.code for one in annexes]) if len(annexes) > 1 else 0]
    after = ask_until_valid(lambda: _ask_after(place, annex))
    where: dict[str, Tree] = {"after": after} if after else {"annex": annex.code}
    sections = [section for section in place.plan.sections if section.annex == annex.code and section.path]
    if not after and sections:
        chosen = sections[ask_choice("Mục", [f"{one.number} {one.heading}".strip() for one in sections])]
        where["section"] = list(chosen.path)
    return DraftChange(AmendmentKind.ADD, {**where, "task": _ask_task(place, annex)})


def _ask_after(place: Workplace, annex: Annex) -> str:
    words = ask("Đứng sau nhiệm vụ nào (mã; để trống là cuối mục)", "")
    code = _task_or_misuse(place.plan, find_code(place, words)) if words else ""
    if code and place.plan.tasks[code].section.annex != annex.code:
        raise Misuse(f"«{code}» không nằm trong {annex.name or annex.code}.")
    return code


def _task_or_misuse(plan: Plan, code: str) -> str:
    if code not in plan.tasks:
        raise Misuse(f"«{code}» không phải là mã của một nhiệm vụ.")
    return code


def _ask_task(place: Workplace, annex: Annex) -> dict[str, Tree]:
    """Ask for a new task; its cells are the words as they are typed, in the columns that the annex has."""
    plan = place.plan
    code = ask_until_valid(lambda: _free_code(plan, ask("Mã mới (không trùng mã nào đã dùng)")))
    number = ask("Số thứ tự in trước nhiệm vụ", "")
    words = ask("Nhiệm vụ, đúng như văn bản")
    lead_words, lead = ask_until_valid(lambda: _parties(plan, ask("Cơ quan chủ trì (nhiều thì cách bằng «;»)")))
    others_words, others = ask_until_valid(lambda: _parties(plan, ask("Cơ quan phối hợp", "")))
    products = list(_ask_products(plan)) if any(column.id == Meaning.PRODUCTS for column in annex.columns) else []
    dues = [due for _, due in products if due] or [_ask_due(place.plan, "Thời hạn, đúng như văn bản")]
    cells = {
        Meaning.NUMBER: number,
        Meaning.TASK: words,
        Meaning.PRODUCTS: _lines([product for product, _ in products]),
        Meaning.LEAD: lead_words,
        Meaning.COOPERATING: others_words,
        Meaning.DUE: _lines(dues),
    }
    own = {column.id: ask(column.head, "") for column in annex.own_columns}
    ids = [column.id for column in annex.columns if column.id != Meaning.NUMBER or number]
    task: dict[str, Tree] = {
        "code": code,
        "quote": {id_: own[id_] if id_ in own else cells[Meaning(id_)] for id_ in ids},
        "lead": lead,
    }
    if others:
        task["cooperating"] = others
    if products:
        task["milestones"] = [_milestone(product, due) for product, due in products]
    elif dues[0]:
        task["due"] = dues[0]
    return task


def _ask_products(plan: Plan) -> Iterator[tuple[str, str]]:
    while product := ask("Sản phẩm (để trống là hết)", ""):
        yield nfc(product), _ask_due(plan, "Thời hạn của sản phẩm ấy, đúng như văn bản")


def _ask_due(plan: Plan, question: str) -> str:
    def read() -> str:
        words = " ".join(nfc(ask(question, "")).split())
        check_due(plan, words)
        return words

    return ask_until_valid(read)


def _milestone(product: str, due: str) -> dict[str, Tree]:
    from papi_cli.text import slug

    milestone: dict[str, Tree] = {"code": slug(product), "product": product}
    return milestone | ({"due": due} if due else {})


def _lines(cells: list[str]) -> str:
    """Return what stands in one cell: several as a list behind dashes."""
    return "\n".join(f"- {cell}" for cell in cells) if len(cells) > 1 else "".join(cells)


def _parties(plan: Plan, words: str) -> tuple[str, tuple[str, ...]]:
    return " ".join(nfc(words).split()), find_parties(plan, words)


def _free_code(plan: Plan, words: str) -> str:
    code = nfc(words).strip()
    if plan.find_items(code) or code in plan.tasks:
        raise Misuse(f"Mã «{code}» đã dùng. Mã không dùng lại: đặt mã khác.")
    if not code or any(sign.isspace() or sign in ",;:/@" for sign in code):
        raise Misuse(f"«{code}» không làm mã được: mã không có dấu cách và các dấu , ; : / @.")
    return code
