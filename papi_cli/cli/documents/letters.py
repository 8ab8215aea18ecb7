"""The letters of `papi remind`: about what, to whom, and what is said on stderr beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from papi_cli.cli.asking.several import asked_in, load_all, refuse_one_plan_twice
from papi_cli.cli.documents.reports import (
    DocumentBatch,
    build_basis,
    parse_issue_details,
    refuse_place,
    remark_early_issue,
)
from papi_cli.cli.inputs import Inputs, find_agency_there, parse_optional_day
from papi_cli.cli.options.documents import IssueOptions
from papi_cli.cli.options.shared import Filters, SeveralOptions
from papi_cli.cli.screen import print_stderr
from papi_cli.problems import Misuse
from papi_cli.states import States, Verdict
from papi_cli.text import number_text
from papi_cli.views.agency_phrases import unwritten_sentence
from papi_cli.views.asked import Asked, as_of_words
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import filter_verdicts
from papi_cli.views.readings import confirmed_only, readings_of, readings_remark
from papi_cli.views.reports.document_specs import (
    DocumentSpec,
    ReminderOptions,
    pressing_verdicts,
    reminder_letter,
    verdicts_to_remind,
)
from papi_cli.views.reports.letter_parts import DocumentPart
from papi_cli.views.reports.snapshot import ReportBasis


class LettersAsked(NamedTuple):
    """Which letters are asked for: about what is due `soon`, else overdue; one to `each` agency, else one to all.

    `reply_by` is the last day to answer as it was typed. `only_confirmed` leaves out what rests on an interpretation
    that no document confirms. `checked`: the office has looked through the mail that came in. `contact` is whom to ask in
    place of the one whom the plan knows.
    """

    soon: bool
    each: bool
    reply_by: str | None
    only_confirmed: bool = False
    checked: bool = False
    contact: str | None = None


def prepare_reminders(
    filters: Filters,
    options: SeveralOptions,
    issue_options: IssueOptions,
    letters: LettersAsked,
) -> DocumentBatch:
    """Return the letters asked for; none if there is nothing to write about.

    Of several plans a letter is about all that it finds. What readings the letters rest on that no document confirms is
    said on stderr. Raises Misuse for an unknown word in the filters, a bad number or day, a day of reply before the day of
    the states, and plans that have different coordinators or days.
    """
    refuse_place(issue_options)
    all_inputs = load_all(options)
    first = all_inputs[0]
    day = parse_optional_day(letters.reply_by, first.today, "--reply-by")
    if day is not None and day < first.as_of:
        raise Misuse("--reply-by: ngày phải trả lời đã qua. Chọn một ngày sau ngày tính tình trạng.")
    details = parse_issue_details(issue_options, first.today, contact=letters.contact)
    remark_early_issue(details, first.as_of)
    bases: list[ReportBasis] = []

    def judge_for_letter(inputs: Inputs, name: str) -> States:
        bases.append(build_basis(inputs, None, name=name))
        return States(inputs.plan, inputs.as_of, bases[-1].known_at, bases[-1].verdicts, ())

    asked = asked_in(all_inputs, filters, judge_for_letter)
    _refuse_whom_nobody_writes_to(asked)
    _refuse_plans_apart(all_inputs, asked)
    for basis, one in zip(bases, asked, strict=True):
        pressing = pressing_verdicts(basis, soon=letters.soon)
        if sentence := unwritten_sentence(one.plan, _filtered(one, pressing)):
            print_stderr(sentence)
    reminded = [
        (one.owing_among_all(verdict), place, verdict)
        for place, (basis, one) in enumerate(zip(bases, asked, strict=True))
        for verdict in _to_remind(basis, one, letters)
    ]
    reminded.sort(key=lambda entry: (entry[0].order, entry[1]))
    by_letter = group_by(reminded, lambda entry: entry[0].id if letters.each else "")
    reminder = ReminderOptions(letters.soon, day, first.plan.agencies[first.plan.coordinator], checked=letters.checked)
    documents: list[DocumentSpec] = []
    for entries in by_letter.values():
        of_plans = group_by(sorted(entries, key=lambda entry: entry[1]), lambda entry: entry[1])
        parts = [
            DocumentPart(asked[place].name, bases[place], tuple(verdict for _, _, verdict in own), asked[place].met)
            for place, own in of_plans.items()
        ]
        documents.append(reminder_letter(parts, reminder, details))
    told = {place for _, place, _ in reminded}
    folders = [str(one.found.folder) for place, one in enumerate(all_inputs) if place in told]
    return DocumentBatch(first, bases[0], tuple(documents), tuple(folders) if len(all_inputs) > 1 else ())


def _to_remind(basis: ReportBasis, one: Asked, letters: LettersAsked) -> tuple[Verdict, ...]:
    """Return what the letters are about of one plan, and say on stderr which readings that rests on or leaves out."""
    chosen = _filtered(one, verdicts_to_remind(basis, soon=letters.soon))
    resting = readings_of(chosen)
    of_plan = f" về {one.name}" if one.name else ""
    if letters.only_confirmed:
        kept = confirmed_only(chosen)
        if resting:
            left_out = number_text(len(chosen) - len(kept))
            print_stderr(
                f"--only-confirmed: công văn{of_plan} bỏ {left_out} đầu việc theo cách hiểu chưa có văn bản xác nhận "
                f"({', '.join(one.interpretation.belongs_to for one in resting)})."
            )
        return kept
    if remark := readings_remark(resting, paper=f"công văn{of_plan}"):
        print_stderr(f"{remark}\nBỏ các đầu việc ấy khỏi công văn thì thêm --only-confirmed.")
    return chosen


def _filtered(one: Asked, verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    return filter_verdicts(one.plan, one.selection, verdicts) if one.takes_part else ()


def _refuse_whom_nobody_writes_to(asked: Sequence[Asked]) -> None:
    """Raise Misuse for an agency asked for that is not there, and for which no one else stands: it names its successors."""
    for one in asked:
        for id_ in one.selection.agencies:
            if id_ in one.plan.absent:
                find_agency_there(one.plan, id_)


def _refuse_plans_apart(all_inputs: Sequence[Inputs], asked: Sequence[Asked]) -> None:
    """Raise Misuse for plans about which nobody can write one letter: of two coordinators, of two days, or one twice."""
    if len(asked) == 1:
        return
    refuse_one_plan_twice(all_inputs)
    coordinators = [one.agency_among_all(one.plan.agencies[one.plan.coordinator]) for one in asked]
    if len({agency.order for agency in coordinators}) > 1:
        told = "; ".join(f"{one.name}: {agency.name}" for one, agency in zip(asked, coordinators, strict=True))
        raise Misuse(
            f"Các kế hoạch do những cơ quan khác nhau theo dõi ({told}) nên không viết chung một công văn được."
        )
    if len({one.states.as_of for one in asked}) > 1:
        raise Misuse(f"Ngày của các kế hoạch khác nhau vì múi giờ ({as_of_words(asked)}). Thêm --as-of NGÀY.")


def print_reminder_advice(batch: DocumentBatch, *, output: str | None, each: bool, plans: Sequence[str] | None) -> None:
    """Print to stderr how the letters are recorded once they are sent, or that there is nothing to remind about.

    `output` is the file or folder that they were written to, None for standard output; `plans` the words of `--plan`.
    """
    if not batch.documents:
        print_stderr("Không có cơ quan nào phải đôn đốc, nhắc nhở.")
        return
    for plan in batch.folders or plans or (None,):
        _print_advice_for(plan, output)
    if len(batch.folders) > 1:
        print_stderr("Mỗi kế hoạch có sổ theo dõi riêng nên ghi cho từng kế hoạch.")
    if each:
        print_stderr("Mỗi công văn có số riêng thì ghi từng tệp trong thư mục ấy.")


def _print_advice_for(plan: str | None, output: str | None) -> None:
    # On a line of its own, and left whole, to be copied; a space within quotes is the same to every shell.
    words = ["papi", "record", "--from", output or "TỆP", "--reminded", "--document", "SỐ", "--date", "NGÀY"]
    words += ["--plan", plan] if plan is not None else []
    command = " ".join(f'"{word}"' if " " in word else word for word in words)
    print_stderr(f"Gửi xong thì ghi: {command}", wrapped=False)
