"""Agencies that follow one another: who owes what, what stays with those before, and that nothing is lost or double."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from papi_cli.log.events import Event
from papi_cli.plan.model import Item, Plan
from tests.changed_items import (
    ITEM,
    base_plan,
    followed,
    verdicts_on,
    with_items,
)
from tests.sample import events_of

# Short names for agencies of the shipped plan.
A, B, C, D = "so-tu-phap", "so-y-te", "so-noi-vu", "so-tai-chinh"
NAMES = {"A": A, "B": B, "C": C, "D": D}


def spelled(words: str) -> str:
    return " ".join(NAMES.get(word, word) for word in words.split())


def item_of(handovers: str, now: str, heirs: str, code: str = ITEM) -> Item:
    """Return an item such as `A 06-30 C; B 06-30 C`, now of `C`, an heir."""
    several = [spelled(words) for words in handovers.split(";") if words.strip()]
    return followed(base_plan().items[code], *several, now=spelled(now), heirs=spelled(heirs))


def story(words: str, code: str = ITEM) -> list[Event]:
    """Return events such as `A done 03-01; C returned 07-10`, recorded one after the other at the end of the year."""
    found: list[Event] = []
    for number, part in enumerate(filter(None, map(str.strip, words.split(";")))):
        agency, kind, text, *others = part.split()
        others = [other.replace("until=", "until=2026-") for other in others]
        words_of_event = (kind, f"2026-{text}", *others, f"recorded=2026-12-31T09:00:{number:02}+07:00")
        found += events_of(" ".join(words_of_event), f"{code}@{NAMES[agency]}")
    return found


def held(plan: Plan, log: Sequence[Event], text: str, code: str = ITEM) -> dict[str, str]:
    short = {id_: name for name, id_ in NAMES.items()}
    return {short[agency]: verdict.state.value for agency, verdict in verdicts_on(plan, log, text, code).items()}


CHAIN = ("A 06-30 B; B 08-31 C", "C", "B C")
MERGER = ("A 06-30 C; B 06-30 C", "C", "C")
INTO_ONE_THAT_OWES = ("A 06-30 C; B 06-30 C", "C", "")
SPLIT = ("A 06-30 B C", "B C", "B C")
BACK = ("A 06-30 B; B 08-31 A", "A", "A B")
ENDED = ("A 06-30", "B", "")

ON_TIME, LATE, OPEN, OVERDUE, WAIVED = "done_on_time", "done_late", "in_time", "overdue", "waived"


@pytest.mark.parametrize(
    ("lineage", "words", "on", "owed"),
    [
        # What was open passes on; nothing is owed twice.
        (CHAIN, "", "06-30", {"A": OPEN}),
        (CHAIN, "", "07-01", {"B": OPEN}),
        (CHAIN, "", "09-01", {"C": OPEN}),
        (CHAIN, "", "12-10", {"C": OVERDUE}),
        # What was delivered by the last day stays with who delivered it, also on the very day.
        (CHAIN, "A done 06-30", "12-10", {"A": ON_TIME}),
        (CHAIN, "A waived 06-30", "12-10", {"A": WAIVED}),
        (CHAIN, "B done 07-01", "12-10", {"B": ON_TIME}),
        (CHAIN, "C done 12-05", "12-10", {"C": LATE}),
        # One that names the old agency after its end is of whoever holds the obligation.
        (CHAIN, "A done 07-01", "12-10", {"B": ON_TIME}),
        (CHAIN, "A done 09-01", "12-10", {"C": ON_TIME}),
        (CHAIN, "A progress 07-01; A done 12-05", "12-10", {"C": LATE}),
        # A return opens it again, and it passes on, under whichever name the return was recorded.
        (CHAIN, "A done 06-01; A returned 07-15", "07-14", {"A": ON_TIME}),
        (CHAIN, "A done 06-01; A returned 07-15", "07-15", {"B": OPEN}),
        (CHAIN, "A done 06-01; B returned 07-15", "07-15", {"B": OPEN}),
        (CHAIN, "A done 06-01; C returned 09-15", "12-10", {"C": OVERDUE}),
        (CHAIN, "A done 06-01; A returned 09-15; C done 09-20", "12-10", {"C": ON_TIME}),
        (CHAIN, "B done 08-01; B returned 09-15", "09-15", {"C": OPEN}),
        # A further document of what is delivered, or a request for a supplement, moves nothing.
        (CHAIN, "A done 06-01; B done 07-15", "12-10", {"A": ON_TIME}),
        (CHAIN, "A done 06-01; C supplement-requested 09-15", "12-10", {"A": ON_TIME}),
        # A retraction gives it back.
        (CHAIN, "A extended 06-01 until=12-20", "12-15", {"C": OPEN}),
        (MERGER, "", "06-30", {"A": OPEN, "B": OPEN}),
        (MERGER, "", "07-01", {"C": OPEN}),
        (MERGER, "A done 06-01", "07-01", {"A": ON_TIME, "C": OPEN}),
        (MERGER, "A done 06-01; B done 06-02", "07-01", {"A": ON_TIME, "B": ON_TIME}),
        (MERGER, "A done 06-01; B done 06-02; A returned 07-10", "07-10", {"B": ON_TIME, "C": OPEN}),
        (MERGER, "A done 06-01; B done 06-02; C returned 07-10", "07-10", {"C": OPEN}),
        (MERGER, "A done 06-01; A returned 06-05; B done 06-10", "07-10", {"B": ON_TIME, "C": OPEN}),
        (INTO_ONE_THAT_OWES, "C done 06-01", "06-30", {"A": OPEN, "B": OPEN, "C": ON_TIME}),
        (INTO_ONE_THAT_OWES, "C done 06-01", "07-01", {"C": ON_TIME}),
        (INTO_ONE_THAT_OWES, "A done 06-01; B done 06-02", "07-01", {"A": ON_TIME, "B": ON_TIME, "C": OPEN}),
        # What A gave back before does not touch what C delivered.
        (INTO_ONE_THAT_OWES, "C done 05-01; A done 06-01; A returned 06-05", "07-01", {"C": ON_TIME}),
        (SPLIT, "", "07-01", {"B": OPEN, "C": OPEN}),
        (SPLIT, "A done 06-01", "07-01", {"A": ON_TIME}),
        (SPLIT, "A done 06-01; B returned 07-05", "07-05", {"B": OPEN, "C": OPEN}),
        (SPLIT, "B done 07-05", "12-10", {"B": ON_TIME, "C": OVERDUE}),
        (SPLIT, "A done 07-05", "12-10", {"B": ON_TIME, "C": ON_TIME}),
        (BACK, "", "07-01", {"B": OPEN}),
        (BACK, "", "09-01", {"A": OPEN}),
        (BACK, "A done 06-01", "09-01", {"A": ON_TIME}),
        (BACK, "A done 06-01; A returned 09-10", "09-10", {"A": OPEN}),
        (BACK, "A done 06-01; A returned 07-10", "07-10", {"B": OPEN}),
        (BACK, "B done 07-10", "09-01", {"B": ON_TIME}),
        (BACK, "B done 07-10; A returned 09-10", "09-10", {"A": OPEN}),
        (ENDED, "", "06-30", {"A": OPEN, "B": OPEN}),
        (ENDED, "", "07-01", {"B": OPEN}),
        (ENDED, "A done 06-30", "07-01", {"A": ON_TIME, "B": OPEN}),
    ],
)
def test_who_owes_it(lineage: tuple[str, str, str], words: str, on: str, owed: dict[str, str]) -> None:
    assert held(with_items(item_of(*lineage)), story(words), on) == owed
