"""The log as events: ids, order, and what was known when."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import timedelta
from itertools import permutations
from operator import attrgetter
from typing import Literal

import msgspec
import pytest
from hypothesis import given

from papi_cli.log.events import (
    Event,
    canonical_lines,
    contradict,
    deduplicated,
    event_id,
    event_to_dict,
    events_known_at,
    in_fold_order,
    log_fingerprint,
    newest_recorded,
)
from tests.sample import Keys, event, keys_of, read, written

GOOD = keys_of("done", "2026-03-12")

# The id


def test_id_is_the_checksum_of_the_canonical_bytes() -> None:
    keys = {
        "recorded": "2026-03-13T09:12:00.000000+07:00",
        "date": "2026-03-12",
        "id": "whatever it was",
        "item": "II.2/ke-hoach",
        "agency": "so-tu-phap",
        "event": "done",
        "evidence": [{"url": "https://example.org/?a=1&b=2", "path": "a\\b"}],
        "note": unicodedata.normalize("NFD", 'Đã gửi "Kế hoạch"\n\tvà phụ lục \x1f'),
    }
    canonical = (
        '{"agency":"so-tu-phap","date":"2026-03-12","event":"done",'
        '"evidence":[{"path":"a\\\\b","url":"https://example.org/?a=1&b=2"}],'
        '"item":"II.2/ke-hoach","note":"Đã gửi \\"Kế hoạch\\"\\n\\tvà phụ lục \\u001f",'
        '"recorded":"2026-03-13T09:12:00.000000+07:00"}'
    )
    assert unicodedata.is_normalized("NFC", canonical)
    assert event_id(keys) == hashlib.sha256(canonical.encode()).hexdigest()[:16]


def test_a_mark_after_a_line_break_does_not_join_the_letter_of_its_escape() -> None:
    note = "\n\u0303"
    canonical = '{"note":"\\n\u0303"}'
    assert event_id({"note": note}) == hashlib.sha256(canonical.encode()).hexdigest()[:16]


def test_id_depends_on_every_other_key() -> None:
    ids = {event_id(GOOD)} | {event_id({**GOOD, key: "khác"}) for key in GOOD if key != "id"}
    assert len(ids) == len(GOOD)
    assert event_id({**GOOD, "id": "0" * 16}) == GOOD["id"]


@given(written())
def test_id_is_the_same_in_every_unicode_form_and_order(keys: Keys) -> None:
    def decomposed(value: object) -> object:
        return unicodedata.normalize("NFD", value) if isinstance(value, str) else value

    other = {key: decomposed(value) for key, value in reversed(keys.items())}
    assert event_id(other) == keys["id"]


# Order and knowing


def test_the_order_is_by_day_then_recording_then_id() -> None:
    late = event("progress", "2026-03-11", recorded="2026-03-20T09:00:00+07:00")
    first = event("progress", "2026-03-12", recorded="2026-03-12T09:00:00.000001+07:00")
    second = event("progress", "2026-03-12", recorded="2026-03-12T02:00:00.000002+00:00")
    same = sorted((event("progress", "2026-03-13", note=note) for note in ("một", "hai")), key=attrgetter("id"))
    expected = [late, first, second, *same]
    assert all(in_fold_order(shuffled) == expected for shuffled in permutations(expected))


def test_a_repeated_id_counts_once() -> None:
    first, second = event("progress", "2026-03-12"), event("done", "2026-03-12")
    assert deduplicated([first, second, first]) == (first, second)
    assert not contradict([first, second, first])


@pytest.mark.parametrize("field", ["date", "item", "agency", "kind", "note", "document", "by", "until", "evidence"])
def test_an_id_with_two_contents_is_a_contradiction(field: str) -> None:
    one, other = (
        event("extended", "2026-03-12", until="2026-07-01", note="đủ", by="A", evidence=[{"url": "https://a"}]),
        event("done", "2026-03-13", item="II.2/ke-hoach", agency="so-y-te"),
    )
    altered = msgspec.structs.replace(one, **{field: getattr(other, field)})
    for events in ([one, altered], [altered, one], [one, one, altered]):
        assert contradict(events), field


def test_composed_and_decomposed_letters_are_the_same_content() -> None:
    composed = event("progress", "2026-03-12", note="tiến độ")
    assert not contradict([composed, msgspec.structs.replace(composed, note=unicodedata.normalize("NFD", "tiến độ"))])


def test_the_newest_is_that_of_the_last_recording_whatever_its_day() -> None:
    early = event("progress", "2026-03-10", recorded="2026-03-20T09:00:00+07:00")
    late = event("progress", "2026-03-12", recorded="2026-03-12T09:00:00+07:00")
    assert newest_recorded([early, late]) == early.recorded
    assert newest_recorded([]) is None


@pytest.mark.parametrize(("micro", "count"), [(-1, 0), (0, 1), (1, 1)])
def test_known_includes_the_instant_itself(micro: int, count: int) -> None:
    known = event("progress", "2026-03-12")
    assert len(events_known_at([known], known.recorded + timedelta(microseconds=micro))) == count


def test_without_a_limit_all_is_known() -> None:
    assert events_known_at([event("done", "2026-03-12")], None) == (event("done", "2026-03-12"),)


# The fingerprint


def test_the_fingerprint_is_that_of_the_sorted_lines_whatever_the_order_of_files() -> None:
    keys = [keys_of("progress", "2026-03-12"), keys_of("done", "2026-03-12")]
    events = [read(each) for each in keys]
    # What `jq -cS . | LC_ALL=C sort -u | sha256sum` says of a log in NFC.
    lines = sorted(json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for each in keys)
    expected = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    assert log_fingerprint(events) == log_fingerprint(events[::-1]) == expected
    assert log_fingerprint([]) == hashlib.sha256(b"").hexdigest()
    assert log_fingerprint(events[:1]) != log_fingerprint(events)


# Another value of each key, under an id that the line still claims.
ALTERED: Keys = {
    "id": "0" * 16,
    "date": "2026-03-11",
    "item": "II.2/ke-hoach",
    "agency": "so-noi-vu",
    "event": "progress",
    "recorded": "2026-03-12T17:00:00.000001+07:00",
    "document": "46/KH-UBND",
    "within": "9/BC-STP",
    "evidence": [{"url": "https://example.org/46"}],
    "note": "Đã gửi",
    "by": "Nguyễn Văn A",
    "until": "2026-04-01",
    "target": "1" * 16,
    "confirmed": ["other_day"],
}


@pytest.mark.parametrize("key", ALTERED)
def test_every_field_is_in_the_fingerprint_whatever_id_the_line_claims(key: str) -> None:
    keys = keys_of("done", "2026-03-12")
    altered = read({**keys, key: ALTERED[key]})
    assert (altered.id == keys["id"]) == (key != "id")
    assert log_fingerprint([altered]) != log_fingerprint([read(keys)])


def test_the_keys_of_an_event_are_all_tried_above() -> None:
    assert {field.encode_name for field in msgspec.structs.fields(Event)} == set(ALTERED)


@pytest.mark.parametrize("offset", ["+07:00", "+00:00", "Z", "-03:30", "+07:00:20", "-00:00:20"])
@pytest.mark.parametrize("fraction", ["", ".000001", ".1", ".123456"])
def test_the_canonical_line_of_any_instant_is_that_of_the_log(fraction: str, offset: str) -> None:
    other = event("done", "2026-03-12", recorded=f"2026-03-12T17:00:00{fraction}{offset}")
    expected = json.dumps(event_to_dict(other), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert list(canonical_lines([other])) == [f"{expected}\n".encode()]


@given(written())
def test_the_canonical_line_is_the_same_in_every_unicode_form(keys: Keys) -> None:
    def in_form(form: Literal["NFC", "NFD"]) -> Keys:
        texts = {key: unicodedata.normalize(form, value) for key, value in keys.items() if isinstance(value, str)}
        evidence = [{"url": unicodedata.normalize(form, proof["url"])} for proof in keys["evidence"]]
        return {**texts, "evidence": evidence}

    said = event_to_dict(read(in_form("NFC")))
    expected = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    forms = [read(in_form("NFC")), read(in_form("NFD")), event("done", "2026-03-12")]
    assert list(canonical_lines(forms))[:2] == [f"{expected}\n".encode()] * 2


def test_an_empty_value_says_as_little_as_none() -> None:
    keys = keys_of("progress", "2026-03-12")
    empty: Keys = {"document": "", "within": "", "by": "", "until": None, "target": "", "evidence": []}
    first, second = canonical_lines([read(keys | empty), read(keys)])
    assert first == second


def test_a_long_log_has_a_line_for_each_event_in_order() -> None:
    base = event("progress", "2026-03-12", note=unicodedata.normalize("NFC", "đã gửi"))
    notes = [f"đã gửi {number}" for number in range(2_100)]
    notes[1_500] = unicodedata.normalize("NFD", notes[1_500])
    lines = canonical_lines([msgspec.structs.replace(base, note=note) for note in notes])
    assert [json.loads(line)["note"] for line in lines] == [f"đã gửi {number}" for number in range(2_100)]


def test_a_combining_mark_after_a_line_end_stays_by_itself() -> None:
    canonical = '{"note":"a\\n\u0300b"}'.encode()
    assert event_id({"note": "a\n\u0300b"}) == hashlib.sha256(canonical).hexdigest()[:16]
