"""The table of the kinds of events: whole, free of doubles, and the same as what the command line offers."""

from __future__ import annotations

import re
from datetime import date
from typing import get_type_hints

import pytest

from papi_cli.cli.commands import record
from papi_cli.cli.options.recording import KindOptions
from papi_cli.log import fold
from papi_cli.log.drafts import Draft
from papi_cli.log.events import Event
from papi_cli.log.fields import FIELD_SPECS
from papi_cli.log.kinds import KIND_SPECS, RECORDABLE_KINDS, Effect, EventKind
from papi_cli.text import match_key
from papi_cli.views.recording import _correctable_texts
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
    given_fields = {*NEEDS[kind], *(["until"] if KIND_SPECS[kind].carries_until else []), "target"}
    assert all(given_fields & need.words.keys() for need in KIND_SPECS[kind].needs)


def test_only_what_is_granted_asked_for_or_set_carries_a_day() -> None:
    carriers = {kind for kind in EventKind if KIND_SPECS[kind].carries_until}
    assert carriers == {EventKind.EXTENDED, EventKind.EXTENSION_REQUESTED, EventKind.ANCHORED}


def test_every_kind_that_can_be_recorded_has_one_option() -> None:
    declared = {param.name: param.opts for param in record.command.params}
    assert [EventKind[field.upper()] for field in KindOptions._fields] == list(RECORDABLE_KINDS)
    for field, kind in zip(KindOptions._fields, RECORDABLE_KINDS, strict=True):
        assert declared[field] == [KIND_SPECS[kind].option]
        assert sum(KIND_SPECS[kind].option in opts for opts in declared.values()) == 1


# The fields of events


def test_every_field_that_people_fill_in_has_its_row() -> None:
    set_by_the_recording = {"id", "recorded", "by", "confirmed"}
    assert set(FIELD_SPECS) == set(Event.__struct_encode_fields__) - set_by_the_recording
    heads = {match_key(name) for key, spec in FIELD_SPECS.items() for name in (key, spec.head)}
    assert len(heads) == 2 * len(FIELD_SPECS)


def test_the_option_of_a_field_is_that_of_the_command() -> None:
    declared = {param.name: param.opts for param in record.command.params}
    for field, spec in FIELD_SPECS.items():
        assert (declared.get(field) == [spec.option]) == bool(spec.option)


def test_the_fields_that_a_correction_changes_have_words() -> None:
    draft = Draft(date(2026, 6, 21), "ke-hoach", "so-y-te", EventKind.DONE)
    assert list(_correctable_texts(draft)) == [field for field, spec in FIELD_SPECS.items() if spec.words]


# What the help of a kind's option calls the fields: shorter than the kind does, since the option says the rest.
HELP_WORDS = {
    "document": "văn bản|công văn",
    "evidence": "minh chứng",
    "note": "nội dung|lý do",
    "until": "đến ngày này",
}


@pytest.mark.parametrize("kind", RECORDABLE_KINDS, ids=str)
def test_the_help_of_a_kind_names_all_that_it_needs(kind: EventKind) -> None:
    hints = get_type_hints(KindOptions, include_extras=True)
    help_text = hints[kind.name.lower()].__metadata__[0].help
    needs = {field for need in KIND_SPECS[kind].needs for field in need.words}
    assert {field for field in needs if not re.search(HELP_WORDS[field], help_text)} == set()
    assert ("; cần " in help_text or ": cần " in help_text) == bool(needs - {"until"})
