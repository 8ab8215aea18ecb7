"""What documents call the plan at hand: its name, its tables, its duties, and the provisions that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from papi_cli.plan.choices import Does
from papi_cli.plan.model import ItemKind, Period, Plan
from papi_cli.text import join_words, match_key
from papi_cli.views.amended import document_name
from papi_cli.views.reports.wording import period_words
from papi_cli.views.source_words import binding_codes


def name_without_year(plan: Plan) -> str:
    """Return the plan's title without the year in which it ends, for documents that name a time themselves."""
    return plan.title.removesuffix(f" năm {plan.span.year}")


def name_in_period(plan: Plan, period: Period) -> str:
    """Return the plan's name and a period: «Kế hoạch … 06 tháng đầu năm 2026», «Kế hoạch … 2026 - 2030, năm 2027»."""
    name = name_without_year(plan)
    return f"{name}{',' if name[-1:].isdigit() else ''} {period_words(period)}"


def task_annexes_words(plan: Plan) -> str:
    """Return what the annexes of tasks are called, «Phụ lục»; «bảng nhiệm vụ» where one of them is called nothing."""
    return _annex_labels(plan) or ("các bảng nhiệm vụ" if len(plan.task_annexes) > 1 else "bảng nhiệm vụ")


def at_task_annexes(plan: Plan) -> str:
    """Return where the tasks stand, as their name: «tại Phụ lục»; "" where one annex is called nothing."""
    labels = _annex_labels(plan)
    return f"tại {labels}" if labels else ""


def has_numbered_rows(plan: Plan) -> bool:
    """Return whether a row of the annexes of tasks has a number, which the column «TT» of documents repeats."""
    return any(task.number for task in plan.tasks.values())


def _annex_labels(plan: Plan) -> str:
    labels = [annex.label for annex in plan.task_annexes.values()]
    return join_words(labels) if all(labels) else ""


class DutyWords(NamedTuple):
    """What the binding duties of a plan come to: «kế hoạch, báo cáo»; «ban hành kế hoạch, gửi báo cáo»; "" for none."""

    nouns: str
    deeds: str


_NOUNS: Mapping[Does, str] = {
    Does.PLAN: "kế hoạch",
    Does.REPORT: "báo cáo",
    Does.FIGURES: "số liệu",
    Does.OTHER: "đầu việc khác",
}
_DEEDS: Mapping[Does, str] = {
    Does.PLAN: "ban hành kế hoạch",
    Does.REPORT: "gửi báo cáo",
    Does.FIGURES: "cung cấp số liệu",
    Does.OTHER: "thực hiện đầu việc khác",
}


def duty_words(plan: Plan) -> DutyWords:
    """Return what the binding duties of the plan come to, a word for each thing that they do."""
    done = {item.does for item in plan.items.values() if item.kind is ItemKind.DUTY and not item.asked}
    return DutyWords(
        ", ".join(noun for does, noun in _NOUNS.items() if does in done),
        ", ".join(deed for does, deed in _DEEDS.items() if does in done),
    )


class CitedWords(NamedTuple):
    """What is cited of the document's own text («Điều 2») and of the plan's («khoản 2 Mục III»); "" for nothing."""

    document: str
    plan: str

    @property
    def both(self) -> str:
        """All that is cited."""
        return " và ".join(filter(None, self))


def cited_words(plan: Plan, codes: Sequence[str], agencies: Iterable[str] = ()) -> CitedWords:
    """Return the parts of the document and the provisions among `codes` that bind all `agencies`, as letters cite them."""
    binding = binding_codes(plan, codes, agencies)
    provisions = [code for code in binding if code in plan.provisions]
    parts = [code for code in binding if code not in plan.provisions]
    return CitedWords(join_words([*map(plan.citation_of, parts)]), join_words([*map(plan.citation_of, provisions)]))


def cited_context(plan: Plan, agencies: Iterable[str] = ()) -> Mapping[str, CitedWords]:
    """Return what letters and reports rest on, by what it is about.

    Only what binds all `agencies` (ids) whose work it is; who follows it up is a matter of the coordinator alone.
    """
    bound = tuple(agencies)
    return {
        about: cited_words(plan, codes, () if about == _ABOUT_COORDINATOR else bound)
        for about, codes in plan.cited._asdict().items()
    }


_ABOUT_COORDINATOR = "follow_up"


def document_context(plan: Plan, day: str) -> Mapping[str, object]:
    """Return the names that templates have of the document that issues the plan; `day` is its day, "" if unknown.

    Its symbol has the sign that joins it to the number. `encloses`: the plan is a text that the document issues, not
    the document itself. `amended` are the amendments in force, "" for none.
    """
    document = plan.document
    return {
        "kind": document.kind,
        "number": document.number,
        "symbol": document.joined_symbol,
        "day": day,
        "month": document.month,
        "issuer": plan.name_of(document.issuer),
        "title": document.title,
        "amended": join_words([document_name(amendment.document) for amendment in plan.amendments]),
        "encloses": match_key(document.kind) != match_key(plan.words.plan),
    }
