"""Closed periods on the command line: the period that is named, and what a report on a closed one rests on."""

from __future__ import annotations

from datetime import date

from papi_cli.cli.inputs import Inputs
from papi_cli.cli.screen import print_stderr
from papi_cli.log.events import Event, events_known_at
from papi_cli.plan.closings import Closing, closed_over
from papi_cli.plan.model import Period, Plan
from papi_cli.problems import Failure, Misuse
from papi_cli.store.closings import closed_log, closed_plan, closing_path, frozen_ids, read_closings
from papi_cli.store.document_inputs import read_template_files
from papi_cli.text import match_key, nfc
from papi_cli.views.reports.wording import period_words


def named_period(plan: Plan, words: str) -> Period | None:
    """Return the reporting period called so by id or name, None for none: «semiannual», «báo cáo 6 tháng đầu năm»."""
    key = _period_key(words)
    for period in plan.periods:
        if key in map(_period_key, (period.id, period.name, period_words(period))):
            return period
    return None


def _period_key(words: str) -> str:
    return match_key(words).removeprefix("bao cao ").lstrip("0")


def find_named_period(plan: Plan, words: str) -> Period:
    """Return the reporting period called so; raises Misuse, with those that there are, for another word."""
    if period := named_period(plan, words):
        return period
    if not plan.periods:
        raise Misuse("Kế hoạch không có kỳ báo cáo nào (khóa periods của plan/plan.yaml).")
    periods = ", ".join(f"{period.id} (báo cáo {period.name})" for period in plan.periods)
    raise Misuse(f"Không có kỳ báo cáo «{nfc(words)}». Các kỳ: {periods}.")


def closing_of(inputs: Inputs, period: Period) -> Closing | None:
    """Return the closing of a period, None while it is open; raises BrokenFiles for a file that cannot be read as one."""
    return read_closings(inputs.source).of(period.id)


def closed_inputs(inputs: Inputs, closing: Closing) -> Inputs:
    """Return what a closed period rests on: plan, events, day and instant of its closing, whatever `inputs` have today.

    Raises Failure where plan or events of then cannot be had.
    """
    folder, source = inputs.found.folder, inputs.source
    is_same = inputs.plan.fingerprint == closing.plan
    versions = inputs.versions if is_same else closed_plan(folder, source, closing)
    plan = versions.on(closing.as_of, closing.closed_at)
    events = closed_log(folder, source, closing)
    return inputs._replace(plan=plan, events=events, as_of=closing.as_of, known_at=closing.closed_at, versions=versions)


def events_after(inputs: Inputs, closing: Closing, *, until: date | None = None) -> tuple[Event, ...]:
    """Return what was recorded of a closed period, up to a day of it, after its closing, of the records that count."""
    from papi_cli.views.later_events import later_events

    known = events_known_at(inputs.events, inputs.known_at)
    return later_events(known, closing, frozen_ids(inputs.source, closing), until=until)


def tell_of_closed_period(inputs: Inputs, name: str = "") -> None:
    """Say on stderr if `as_of` lies in a closed period and more was recorded of that since, of several plans by `name`."""
    from papi_cli.views.later_events import later_sentence

    closing = closed_over(read_closings(inputs.source).closings, inputs.as_of)
    period = named_period(inputs.plan, closing.period) if closing else None
    if closing is None or period is None or inputs.as_of < period.first:
        return
    if later := events_after(inputs, closing, until=inputs.as_of):
        print_stderr(f"{name and f'{name}: '}{later_sentence(period, closing, later)}")


def tell_of_other_templates(inputs: Inputs, closing: Closing) -> None:
    """Say on stderr if the templates are not those of the closing: the same figures may be worded otherwise."""
    if read_template_files(inputs.source).fingerprint != closing.templates:
        print_stderr(
            "Mẫu văn bản đã khác so với lúc chốt kỳ: lời văn, cách trình bày có thể khác; số liệu vẫn đúng như đã chốt."
        )


def not_closed(period: Period) -> Failure:
    """Return the exception for a report on a closed period that is open."""
    return Failure(
        f"Kỳ {period_words(period)} chưa chốt (không có {closing_path(period.id)}). Chốt bằng papi close {period.id}; chưa chốt "
        "thì bỏ --closed, --after-closing."
    )
