"""The names of agencies and groups: which are one name, and belong to one of them only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.resolve.problem_collector import ProblemCollector
from papi_cli.problems import ProblemCode
from papi_cli.text import match_key, spelling_key

Named = schema.AgencyRecord | schema.GroupRecord


class _Name(NamedTuple):
    """A name, and the id of who bears it; `is_bare`: it has no marks, and is not how its bearer's own name is spelled.

    Its bearer has it from the day `since` up to and including `until`.
    """

    words: str
    owner: str
    is_bare: bool
    since: date
    until: date

    def is_one_with(self, other: _Name) -> bool:
        """Return whether two names that are alike but for marks are the same: marks that are missing tell nothing apart.

        They are not if nobody ever bears one while somebody bears the other: a merged commune takes the name of an old one.
        """
        if self.until < other.since or other.until < self.since:
            return False
        return self.is_bare or other.is_bare or spelling_key(self.words) == spelling_key(other.words)


def check_names(file: str, records: Iterable[tuple[Named, KeyPath]], problems: ProblemCollector) -> None:
    """Note a problem for each name, alias or official code that two agencies or groups share.

    Names that differ in marks only are different names: «Tân Thành», «Tân Thạnh».
    """
    known: dict[str, list[_Name]] = {}
    for record, keys in records:
        for name in _names_of(record):
            alike = known.setdefault(match_key(name.words), [])
            if other := next((other for other in alike if other.owner != name.owner and name.is_one_with(other)), None):
                message = f"tên «{name.words}» của «{name.owner}» đã thuộc về «{other.owner}»."
                hint = "Mỗi tên chỉ thuộc một cơ quan hoặc một nhóm."
                problems.add(file, keys, ProblemCode.DUPLICATE_NAME, message, hint)
            alike.append(name)


def _names_of(record: Named) -> Iterator[_Name]:
    own = spelling_key(record.name)
    others: tuple[str, ...] = ()
    since, until = None, None
    if isinstance(record, schema.AgencyRecord):
        others, since, until = (record.short_name, record.code or ""), record.since, record.until
    for words in filter(None, (record.name, *record.aliases, *others)):
        is_bare = words.isascii() and spelling_key(words) not in own
        yield _Name(words, record.id, is_bare, since or date.min, until or date.max)
