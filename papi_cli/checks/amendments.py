"""Rules on the days of the documents that amend the plan: a slip there judges the whole year by the wrong state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.plan.files.names import amendment_file
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.quotation import DOCUMENT
from papi_cli.problems import ProblemCode
from papi_cli.text import day_text, join_words, minute_text
from papi_cli.views.amended import amendment_name

if TYPE_CHECKING:
    from papi_cli.plan.files.amendment_schema import AmendmentFile


def days_of_amendments(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about an amendment in force before its own day, before there was a plan or after its end, or taken in tomorrow.

    A document may say that it is in force from a day before its own; what happened since is then judged anew by it.
    """
    for code, file in context.base.amendments.items():
        if fault := _fault_of_first_day(context, file):
            keys, message, hint = fault
            yield context.warning_at(amendment_file(code), keys, (), (ProblemCode.AMENDMENT_DAY, message, hint))
        recorded = file.recorded and file.recorded.astimezone(context.plan.zone).date()
        if recorded is not None and recorded > context.today:
            message = (
                f"văn bản được ghi là tiếp nhận ngày {day_text(recorded)}, sau hôm nay ({day_text(context.today)})."
            )
            finding = (ProblemCode.AMENDMENT_DAY, message, "Sửa «recorded», hoặc chỉnh đồng hồ của máy.")
            yield context.warning_at(amendment_file(code), ("recorded",), (), finding)


def amendments_resting_on_later(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about an amendment that changes what another one wrote which was recorded after it.

    For who asks about what was known in between, it changes nothing there.
    """
    amendments = context.base.amendments
    if len(amendments) < 2:
        return
    from papi_cli.plan.resolve.known_order import resting_on_later  # only few plans have several amendments

    for code, fault, later in resting_on_later(amendments, context.documents):
        names = join_words([f"{amendment_name(context.plan, other)} (plan/{amendment_file(other)})" for other in later])
        instants = (amendments[name].recorded for name in (code, *later))
        taken_in = [minute_text(one.astimezone(context.plan.zone)) if one else "" for one in instants]
        own = f"ghi tiếp nhận lúc {taken_in[0]}" if taken_in[0] else "không ghi «recorded» nên coi là đã biết từ đầu"
        message = (
            f"chỗ này dựa trên {names}, tiếp nhận lúc {join_words(taken_in[1:])}, mà văn bản này {own}: hỏi theo dữ liệu "
            "ghi nhận giữa hai lúc ấy (--known-at) thì thay đổi này chưa áp dụng được."
        )
        hint = "Ghi «recorded» của hai văn bản theo đúng thứ tự tiếp nhận."
        problem = fault._replace(code=ProblemCode.RESTS_ON_LATER, message=message, hint=hint)
        yield CheckWarning(problem.as_warning, ())


def _fault_of_first_day(context: CheckContext, file: AmendmentFile) -> tuple[KeyPath, str, str] | None:
    """Return where something is odd about the first day of an amendment, what, and what to do."""
    first, issued, span = file.first_day, file.document.day, context.plan.span
    own_day: KeyPath = (DOCUMENT, "day")
    keys: KeyPath = ("effective",) if file.effective is not None else own_day
    plan_day: date = context.plan.document.day or span.first
    if first < plan_day or issued < plan_day:
        word, day = ("có hiệu lực từ", first) if first < plan_day else ("ban hành", issued)
        before = "ngày ban hành kế hoạch" if context.plan.document.day else "ngày đầu của thời gian thực hiện kế hoạch"
        message = f"văn bản {word} ngày {day_text(day)}, trước {before} ({day_text(plan_day)})."
        return keys if first < plan_day else own_day, message, "Đối chiếu ngày, năm với bản gốc của văn bản."
    if first > span.last:
        message = (
            f"văn bản có hiệu lực từ ngày {day_text(first)}, sau ngày cuối của thời gian thực hiện kế hoạch "
            f"({day_text(span.last)}), nên không thay đổi gì trong thời gian ấy."
        )
        return keys, message, "Đối chiếu ngày, năm với bản gốc của văn bản."
    if first < issued:
        message = (
            f"văn bản có hiệu lực từ ngày {day_text(first)}, trước ngày ban hành ({day_text(issued)}): những gì xảy ra từ "
            "ngày ấy được xét lại theo văn bản."
        )
        return keys, message, "Để nguyên nếu văn bản ghi như vậy; nếu không thì sửa «effective»."
    return None
