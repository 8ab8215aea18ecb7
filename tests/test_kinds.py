"""The table of the kinds of events: whole, free of doubles, and the same as what the command line offers."""

from __future__ import annotations

import pytest

from papi_cli.cli.commands import record
from papi_cli.cli.options.recording import KindOptions
from papi_cli.log import fold
from papi_cli.log.drafts import Draft
from papi_cli.log.kinds import KIND_SPECS, RECORDABLE_KINDS, Effect, EventKind
from papi_cli.text import match_key
from tests.sample import NEEDS


def test_every_kind_has_its_row() -> None:
    assert set(KIND_SPECS) == set(EventKind)
    assert [kind for kind in EventKind if kind not in RECORDABLE_KINDS] == [EventKind.RETRACTED]


def test_no_label_can_be_taken_for_another() -> None:
    names = [match_key(name) for kind in EventKind for name in (kind.value, kind.label)]
    assert len(set(names)) == len(names)


def test_every_effect_is_that_of_a_kind_and_has_its_method() -> None:
    assert {spec.effect for spec in KIND_SPECS.values()} == set(fold._METHODS) == set(Effect)


def test_what_a_kind_needs_is_something_that_an_event_can_say() -> None:
    for spec in KIND_SPECS.values():
        assert all(field in Draft._fields for need in spec.needs for field in need.words)


@pytest.mark.parametrize("kind", EventKind, ids=str)
def test_the_samples_say_what_their_kind_needs(kind: EventKind) -> None:
    said = {*NEEDS[kind], *(["until"] if KIND_SPECS[kind].carries_until else []), "target"}
    assert all(said & need.words.keys() for need in KIND_SPECS[kind].needs)


def test_only_what_is_granted_or_asked_for_carries_a_day() -> None:
    carriers = {kind for kind in EventKind if KIND_SPECS[kind].carries_until}
    assert carriers == {EventKind.EXTENDED, EventKind.EXTENSION_REQUESTED}


def test_every_kind_that_can_be_recorded_has_one_option() -> None:
    declared = {param.name: param.opts for param in record.command.params}
    assert [EventKind[field.upper()] for field in KindOptions._fields] == list(RECORDABLE_KINDS)
    for field, kind in zip(KindOptions._fields, RECORDABLE_KINDS, strict=True):
        assert declared[field] == [KIND_SPECS[kind].option]
        assert sum(KIND_SPECS[kind].option in opts for opts in declared.values()) == 1
