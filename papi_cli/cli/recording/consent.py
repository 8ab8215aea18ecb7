"""Consent to what is doubtful: given in advance, or asked for at a terminal."""

from __future__ import annotations

from collections.abc import Hashable

from papi_cli.cli.prompts import ask_whether, is_interactive
from papi_cli.cli.screen import print_stderr
from papi_cli.log.deciding import BatchOutcome
from papi_cli.log.oddities import OddEvent
from papi_cli.plan.model import Plan
from papi_cli.problems import RecordingRefusal
from papi_cli.views.recording import CONFIRM_ADVICE, confirmed_text, doubts_text


class Consent:
    """What of one recording somebody confirmed: everything (`--confirm`), or what was asked about and answered with yes."""

    def __init__(self, plan: Plan, *, everything: bool, may_ask: bool) -> None:
        """Begin with what `--confirm` says; without `may_ask` nobody is asked, as in a dry run."""
        self._plan = plan
        self._everything = everything
        self._may_ask = may_ask
        self._given: set[tuple[int, Hashable]] = set()

    def covers(self, position: int, odd: OddEvent) -> bool:
        """Return whether the doubt about the draft at this position was confirmed."""
        return self._everything or (position, odd.question) in self._given

    def is_lacking(self, outcome: BatchOutcome) -> bool:
        """Return whether a doubt of `outcome` is not confirmed yet."""
        return not all(self.covers(*doubt) for doubt in outcome.doubtful)

    def seek(self, outcome: BatchOutcome) -> None:
        """Ask about the doubts of `outcome` not confirmed yet; raises RecordingRefusal where that is not to be had."""
        doubts = {(place, odd.question): odd for place, odd in outcome.doubtful if not self.covers(place, odd)}
        if not doubts:
            return
        if not (self._may_ask and is_interactive()):
            raise RecordingRefusal(
                f"{doubts_text(self._plan, 'Không ghi gì, vì có điều cần xác nhận:', doubts.values())}\n{CONFIRM_ADVICE}"
            )
        print_stderr(doubts_text(self._plan, "Cần xác nhận:", doubts.values()))
        if not ask_whether("Vẫn ghi?"):
            raise RecordingRefusal("Không ghi gì.")
        self._given |= doubts.keys()

    def say(self, outcome: BatchOutcome) -> None:
        """Say on stderr which doubts `--confirm` covers; nobody was asked about these."""
        if self._everything and outcome.doubtful:
            print_stderr(confirmed_text(self._plan, [odd for _, odd in outcome.doubtful]))
