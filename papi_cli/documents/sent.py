"""What agencies wrote for their own reports, as the summary of their period tells it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from markupsafe import Markup

from papi_cli.documents.inline import literal_runs
from papi_cli.documents.vocabulary import escape_markdown
from papi_cli.plan.model import Plan
from papi_cli.plan.succession import standing_in
from papi_cli.views.reports.phrases import full_agencies_phrase

# What begins an item, a table or a note, or looks like an item: before it no name stands in one line.
_NO_PARAGRAPH = re.compile(r"[-–—•] |\\?[+*] |[|#]|:::")
_HEADING = re.compile(r"(?m)^#{1,3}[ \t]+(.*?)[ \t]*$")


class SentText(NamedTuple):
    """A text of an agency: who wrote it, whether it is one paragraph, and the text, as it is and under the agency's name.

    The name stands in one line with a paragraph, else in a line of its own above.
    """

    agency: str
    is_short: bool
    text: Markup
    named: Markup


class Sent(NamedTuple):
    """The texts of agencies about one thing, in official order, and whose are awaited and not there, in words ("" for nobody's).

    Whether an agency has sent its report is another question: a report on record may not have been taken in.
    """

    texts: tuple[SentText, ...]
    missing: str

    @property
    def is_brief(self) -> bool:
        """Whether it is all one paragraph."""
        return len(self.texts) == 1 and self.texts[0].is_short


NOTHING_SENT = Sent((), "")


def is_written(text: str) -> bool:
    """Return whether a text says more than where something is still to be filled in."""
    return any(not run.is_placeholder and run.text.strip() for run in literal_runs(text))


class AgencyTexts:
    """The texts of all agencies for their reports on one period."""

    def __init__(self, plan: Plan, texts: Mapping[str, Mapping[str, str]], *, reporting: Collection[str]) -> None:
        """Take the Markdown of each agency (id) by section; folders of what is no agency are passed over.

        Texts are awaited of those `reporting` (ids), who owe a report on the period.
        """
        self._plan, self._reporting = plan, frozenset(reporting)
        self._texts = {id_: sections for id_, sections in texts.items() if id_ in plan.agencies}

    def sent(self, section: str, agencies: Iterable[str]) -> Sent:
        """Return what the agencies (ids) wrote in a section, and those that ended for which they stand."""
        asked = set(agencies)
        told = {id_: [id_] for id_ in asked}
        for old in self._texts.keys() & self._plan.ended:
            heirs = standing_in(self._plan, old)
            if asked.intersection(heirs):
                told.setdefault(heirs[0] if len(heirs) == 1 else old, []).append(old)
        found = {id_: self._text_of(told[id_], section) for id_ in self._plan.in_official_order(told)}
        missing = [self._plan.agencies[id_] for id_ in asked & self._reporting if not found[id_]]
        texts = tuple(_sent_text(self._plan.name_of(id_), text) for id_, text in found.items() if text)
        return Sent(texts, full_agencies_phrase(self._plan, missing) if missing else "")

    def sent_by_all(self, section: str) -> Sent:
        """Return what all agencies but the coordinator wrote in a section; none of them has to."""
        everyone = self._plan.agencies.keys() - self._plan.absent - {self._plan.coordinator}
        return self.sent(section, everyone)._replace(missing="")

    def _text_of(self, agencies: Iterable[str], section: str) -> str:
        texts = (self._texts.get(id_, {}).get(section, "").strip() for id_ in agencies)
        return "\n\n".join(filter(is_written, texts))


def _sent_text(agency: str, text: str) -> SentText:
    text = _HEADING.sub(_as_paragraph, text)
    name = f"*{escape_markdown(agency)}:*"
    is_short = "\n" not in text and not _NO_PARAGRAPH.match(text)
    named = f"{name} {text}" if is_short else f"{name}\n\n{text}"
    return SentText(agency, is_short, Markup(text), Markup(named))  # noqa: S704  # people's own Markdown, which the dialect reads


def _as_paragraph(heading: re.Match[str]) -> str:
    """Return a heading as a paragraph in bold: it would number itself among those of the summary."""
    return f"**{heading[1].replace('*', '')}**"
