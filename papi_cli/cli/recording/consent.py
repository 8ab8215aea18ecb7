"""Consent to what is doubtful: given in advance, or asked for at a terminal."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from papi_cli.cli.prompts import ask_whether, is_interactive
from papi_cli.cli.screen import print_stderr
from papi_cli.log.deciding import BatchOutcome
from papi_cli.log.oddities import OddEvent
from papi_cli.plan.model import Plan
from papi_cli.problems import RecordingRefusal
from papi_cli.views.recording import CONFIRM_ADVICE, confirmed_text, doubts_text


class Consent:
    """What of one recording somebody confirmed: everything (`--confirm`), or what was asked about and answered with yes."""

    def __init__(self, plan: Plan, *, everything: bool, may_ask: bool, others: Sequence[str] = ()) -> None:
        """Begin with what `--confirm` says; without `may_ask` nobody is asked, as in a dry run.

        `others` are sentences on what is doubtful apart from the drafts: the document that they are taken from.
        """
        self._plan = plan
        self._everything = everything
        self._may_ask = may_ask
        self._given: set[tuple[int, Hashable]] = set()
        self._others = others
        self._open_others = () if everything else others

    def covers(self, position: int, odd: OddEvent) -> bool:
        """Return whether the doubt about the draft at this position was confirmed."""
        return self._everything or (position, odd.question) in self._given

    def is_lacking(self, outcome: BatchOutcome) -> bool:
        """Return whether something is not confirmed yet that is doubtful about `outcome`."""
        return bool(self._open_others) or not all(self.covers(*doubt) for doubt in outcome.doubtful)

    def seek(self, outcome: BatchOutcome) -> None:
        """Ask about the doubts of `outcome` not confirmed yet; raises RecordingRefusal where that is not to be had."""
        if not self.is_lacking(outcome):
            return
        doubts = {(place, odd.question): odd for place, odd in outcome.doubtful if not self.covers(place, odd)}
        can_ask = self._may_ask and is_interactive()
        head = "Cần xác nhận:" if can_ask else "Không ghi gì, vì có điều cần xác nhận:"
        text = doubts_text(self._plan, head, doubts.values(), self._open_others)
        if not can_ask:
            raise RecordingRefusal(f"{text}\n{CONFIRM_ADVICE}")
        print_stderr(text)
        if not ask_whether("Vẫn ghi?"):
            raise RecordingRefusal("Không ghi gì.")
        self._given |= doubts.keys()
        self._open_others = ()

    def say(self, outcome: BatchOutcome) -> None:
        """Say on stderr which doubts `--confirm` covers; nobody was asked about these."""
        if self._everything and (outcome.doubtful or self._others):
            print_stderr(confirmed_text(self._plan, [odd for _, odd in outcome.doubtful], self._others))
