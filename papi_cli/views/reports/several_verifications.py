"""The answer of `papi verify` for a letter about several plans."""

from __future__ import annotations

from typing import Any, NamedTuple

from papi_cli.views.page import Column, Heading, Page, Table
from papi_cli.views.reports.altered_text import Wording
from papi_cli.views.reports.verification import VerificationAnswer


class SeveralVerifications(NamedTuple):
    """The answer of `papi verify` for a letter about several plans in the file `name`: one for each plan, and its words."""

    answers: tuple[VerificationAnswer, ...]
    name: str
    wording: Wording

    @property
    def is_unchanged(self) -> bool:
        """Whether the letter is what every plan and log gives, and says what papi wrote."""
        return self.wording.passes and all(answer.is_unchanged for answer in self.answers)

    def page(self) -> Page:
        """Return the result for readers: the words of the whole letter, then plan by plan."""
        page: Page = (Heading(f"Đối chiếu {self.name}", level=1), Heading("Cả công văn"), *self.wording.page())
        for answer in self.answers:
            page += (Heading(answer.verification.provenance.plan_name), *answer.page()[1:])
        return page

    def rows(self) -> Table:
        """Return one row per obligation that differs, with its plan in front, then one per alteration of the words."""
        tables = [(answer.verification.provenance.plan_name, answer.rows()) for answer in self.answers]
        together = Table(
            (Column("Kế hoạch"), *tables[0][1].columns),
            tuple(row._replace(cells=(name, *row.cells)) for name, table in tables for row in table.rows),
        )
        return self.wording.below(together)

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.verify/3`."""
        return {
            "schema": "papi.verify/3",
            "unchanged": self.is_unchanged,
            "text": self.wording.json(),
            "plans": [
                {"name": answer.verification.provenance.plan_name, **_without_schema(answer.json())}
                for answer in self.answers
            ],
        }


def _without_schema(contract: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in contract.items() if key != "schema"}
