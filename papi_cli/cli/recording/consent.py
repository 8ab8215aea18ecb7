"""Consent to what is doubtful: given in advance, or asked for at a terminal."""

from __future__ import annotations

from collections.abc import Hashable

from papi_cli.cli.prompts import ask_whether, is_interactive
from papi_cli.cli.screen import print_stderr
from papi_cli.log.deciding import BatchOutcome
from papi_cli.log.rules import OddEvent
from papi_cli.plan.model import Plan
from papi_cli.problems import RecordingRefusal
from papi_cli.views.recording import CONFIRM_ADVICE, doubt_lines, limit_lines


class Consent:
    """What of one recording somebody confirmed: everything (`--confirm`), or what was asked about and answered with yes."""

    def __init__(self, plan: Plan, *, everything: bool, may_ask: bool) -> None:
        """Begin with what `--confirm` says; without `may_ask` nobody is asked, as for the rows of a sheet."""
        self._plan = plan
        self._everything = everything
        self._may_ask = may_ask
        self._given: set[tuple[int, Hashable]] = set()

    def covers(self, position: int, odd: OddEvent) -> bool:
        """Return whether the doubt about the draft at this position was confirmed."""
        return self._everything or (position, odd.question) in self._given

    def seek(self, outcome: BatchOutcome) -> None:
        """Ask about the doubts of `outcome` not confirmed yet; raises RecordingRefusal where that is not to be had."""
        doubts = [doubt for doubt in outcome.doubtful if not self.covers(*doubt)]
        if not doubts:
            return
        lines = doubt_lines(self._plan, [odd for _, odd in doubts])
        if not (self._may_ask and is_interactive()):
            raise RecordingRefusal(
                f"{limit_lines(['Không ghi gì, vì có điều cần xác nhận:', *lines])}\n{CONFIRM_ADVICE}"
            )
        print_stderr(limit_lines(["Cần xác nhận:", *lines]))
        if not ask_whether("Vẫn ghi?"):
            raise RecordingRefusal("Không ghi gì.")
        self._given |= {(position, odd.question) for position, odd in doubts}
