"""The words that limit a time, "trước" and "chậm nhất" among them, and the clock times that may stand between.

Patterns for tidied match keys; strings, so that `re` compiles each on first use.
"""

from __future__ import annotations

import re

from papi_cli.deadlines.model import UnreadablePhraseError

_MINUTES_OF_HOUR = 60
_MINUTES_OF_DAY = 24 * _MINUTES_OF_HOUR

LIMIT_WORD = r"(?:truoc|(?:cham|muon|tre) nhat)"
BEFORE = r"(?:(?:tu nay )?den |(?:cham|muon|tre) nhat (?:(?:la|den|vao) )*)?truoc"
UNTIL = (
    r"(?:cham|muon|tre) nhat(?: (?:la|vao|den|trong|het))*|(?:tu nay )?den(?: het)?|het"
    r"|khong (?:muon|cham|tre) hon(?= (?:ngay|thang|\d))|khong qua(?= ngay)"
)
CLOCK = r"(?:luc )?(?P<clock>(?P<hour>\d\d?) ?(?:h|:|gio) ?(?P<minute>\d\d)?)(?: ?phut)?,? "


def check_clock(match: re.Match[str]) -> None:
    """Raise UnreadablePhraseError for a clock time later than 24h00, or for 0h00, which would mean the day before.

    `match` has the groups of CLOCK; without a clock time nothing is wrong.
    """
    if match["clock"] is None:
        return
    minute = int(match["minute"] or 0)
    minutes = _MINUTES_OF_HOUR * int(match["hour"]) + minute
    if minutes > _MINUTES_OF_DAY or minute >= _MINUTES_OF_HOUR:
        raise UnreadablePhraseError(f"Không có giờ {clock_text(match)}; hãy đối chiếu với văn bản và ghi giờ có thật.")
    if minutes == 0:
        raise UnreadablePhraseError(
            f"«{clock_text(match)}» là lúc ngày bắt đầu; hãy ghi «trước ngày …» và không ghi giờ."
        )


def clock_text(match: re.Match[str]) -> str:
    """Return the clock time in a match of CLOCK: `17h00`."""
    return f"{match['hour']}h{match['minute'] or ''}"
