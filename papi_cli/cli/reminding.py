"""From the words of `papi remind` to its letters."""

from __future__ import annotations

from papi_cli.cli.issuing import Issuing, checked_number, issue_day
from papi_cli.cli.options import Basis, Filters
from papi_cli.cli.reporting import Made
from papi_cli.cli.request import find_day, ground, say_ignored, selected
from papi_cli.cli.screen import tell
from papi_cli.problems import Misuse
from papi_cli.states import Verdict
from papi_cli.views.obligations import chosen
from papi_cli.views.reports.documents import Reminding, reminder, to_remind
from papi_cli.views.reports.letterhead import Issue
from papi_cli.views.reports.standing import stand


def prepare(filters: Filters, basis: Basis, issuing: Issuing, *, soon: bool, each: bool, reply_by: str | None) -> Made:
    """Return one letter to all who owe something of that kind, or one to each; no letter where nobody does.

    Raises Misuse for words that name nothing, and for a day to answer by that is past.
    """
    found = ground(basis)
    day = find_day(reply_by, found.today, "--reply-by") if reply_by is not None else None
    if day is not None and day < found.as_of:
        raise Misuse("--reply-by: ngày phải trả lời đã qua. Chọn một ngày sau ngày tính tình trạng.")
    issue = Issue(checked_number(issuing.number), issue_day(issuing, found.today), issuing.deputy)
    selection = selected(found.plan, filters)
    standing = stand(found.plan, found.events, as_of=found.as_of, known_at=found.known_at, period=None)
    say_ignored(len(standing.ignored))
    wanted = chosen(found.plan, selection, to_remind(standing, soon=soon))
    letters: dict[str, list[Verdict]] = {}
    for one in sorted(wanted, key=lambda one: one.obligation.agency.order):
        letters.setdefault(one.obligation.agency.id if each else "", []).append(one)
    about = Reminding(soon=soon, reply_by=day)
    return Made(found, standing, tuple(reminder(standing, own, about, issue) for own in letters.values()))


def advise(made: Made) -> None:
    """Say on stderr what to do with the letters, or that there is nothing to write."""
    if not made.documents:
        tell("Không có cơ quan nào phải đôn đốc, nhắc nhở.")
    else:
        tell(
            "Sau khi phát hành, ghi vào sổ theo dõi bằng papi record … --reminded --document SỐ; nhiều việc một lúc thì điền "
            "«đã đôn đốc» vào bảng của papi sheet."
        )
