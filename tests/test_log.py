"""The log: which lines are events, the id of an event, merging, what was known."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.log import (
    Event,
    EventKind,
    Evidence,
    event_id,
    fingerprint,
    in_order,
    known,
    newest,
    once,
    read_lines,
    read_log,
)
from papi_cli.problems import Code, Problem, Severity
from tests.sample import ZONE, Keys, event, keys_of, line_of, read

GOOD = keys_of("done", "2026-03-12")
FILE = "plan/status/2026-03/sample.jsonl"


def without(key: str) -> bytes:
    return line_of({name: value for name, value in GOOD.items() if name != key})


def having(key: str, value: object) -> bytes:
    return line_of({**GOOD, key: value})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"x", "đối tượng JSON"),
        (b"\xff\xfe\xfa{}", "đối tượng JSON"),
        (b'{"id": "9c41f0ab12d35e77"', "đối tượng JSON"),
        (b"[" * 100_000, "đối tượng JSON"),
        (b"[]", "đối tượng JSON"),
        (b"null", "đối tượng JSON"),
        (b'"done"', "đối tượng JSON"),
        (b"7", "đối tượng JSON"),
        (b"{}", "«id»"),
        (without("id"), "«id»"),
        (having("id", "9c41"), "«id»"),
        (having("id", "9C41F0AB12D35E77"), "«id»"),
        (having("id", 7), "«id»"),
        (without("item"), "«item»"),
        (having("item", ""), "«item»"),
        (having("item", ["II.2/bao-cao"]), "«item»"),
        (without("agency"), "«agency»"),
        (having("agency", None), "«agency»"),
        (without("event"), "sự kiện"),
        (having("event", "finished"), "«finished»"),
        (having("event", ["done"]), "sự kiện"),
        (without("date"), "«date»"),
        (having("date", "2026-02-30"), "«2026-02-30»"),
        (having("date", "12/3/2026"), "«12/3/2026»"),
        (having("date", 20260312), "«date»"),
        (having("date", "20260312"), "«date»"),
        (having("date", "2026-W11-4"), "«date»"),
        (without("recorded"), "«recorded»"),
        (having("recorded", "2026-03-13"), "múi giờ"),
        (having("recorded", "2026-03-13T09:12:00"), "múi giờ"),
        (having("recorded", "hôm qua"), "«hôm qua»"),
        (having("recorded", 1_773_000_000), "«recorded»"),
        (having("recorded", "0001-01-01T00:00:00+14:00"), "ngoài lịch"),
        (having("recorded", "9999-12-31T23:59:59-12:00"), "ngoài lịch"),
        (having("note", "x").replace(b'"x"', b'"\\ud800"'), "không thể ghi"),
    ],
)
def test_lines_that_are_no_events(line: bytes, said: str) -> None:
    before, after = line_of(keys_of("done", "2026-03-01")), line_of(GOOD)
    events, problems = read_log(FILE, before.rstrip() + b"\n" + line.rstrip() + b"\n" + after)
    assert [one.date.day for one in events] == [1, 12], "the lines around it are read"
    (problem,) = problems
    assert (problem.file, problem.line, problem.column) == (FILE, 2, 1)
    assert (problem.code, problem.severity) == (Code.NOT_AN_EVENT, Severity.ERROR)
    assert said in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("key", "value", "field", "taken"),
    [
        ("until", "2026-02-30", "until", None),
        ("until", 7, "until", None),
        ("document", 45, "document", ""),
        ("within", ["45/KH"], "within", ""),
        ("note", None, "note", ""),
        ("by", {}, "by", ""),
        ("target", 9, "target", ""),
        ("evidence", "https://example.org", "evidence", ()),
        ("evidence", ["https://example.org"], "evidence", ()),
        ("evidence", [{"url": 7}], "evidence", (Evidence("", "", ""),)),
        ("mood", "good", "note", ""),
    ],
)
def test_an_ill_formed_optional_key_is_for_the_rules(key: str, value: object, field: str, taken: object) -> None:
    events, problems = read_log(FILE, having(key, value))
    assert problems == []
    assert getattr(events[0], field) == taken


def test_all_keys_of_an_event() -> None:
    evidence = [{"url": "https://example.org/1"}, {"path": "minh-chung/1.pdf", "sha256": "ab" * 32}]
    others = {"within": "46/BC-STP", "note": "đủ", "by": "Lò Thị A", "until": "2026-04-01", "target": "0" * 16}
    keys = keys_of("done", "2026-03-12", evidence=evidence, **others)
    assert read(keys) == Event(
        id=keys["id"],
        date=date(2026, 3, 12),
        item="II.2/bao-cao",
        agency="so-tu-phap",
        kind=EventKind.DONE,
        recorded=datetime(2026, 3, 12, 17, tzinfo=ZONE),
        document="45/KH-UBND",
        within="46/BC-STP",
        note="đủ",
        by="Lò Thị A",
        until=date(2026, 4, 1),
        target="0" * 16,
        evidence=(Evidence("https://example.org/1", "", ""), Evidence("", "minh-chung/1.pdf", "ab" * 32)),
    )


@pytest.mark.parametrize(
    "raw",
    [
        line_of(GOOD).rstrip(),
        line_of(GOOD),
        b"\n\n" + line_of(GOOD) + b"  \n\t\n",
        line_of(GOOD).replace(b"\n", b"\r\n"),
        b"\r\n" + line_of(GOOD).replace(b"\n", b"\r\n"),
        json.dumps(GOOD).encode(),
        json.dumps(dict(reversed(GOOD.items())), ensure_ascii=False, separators=(" ,  ", " : ")).encode(),
    ],
    ids=["no end", "end", "blank lines", "CRLF", "CRLF blank", "escaped", "other order and spaces"],
)
def test_layout_does_not_matter(raw: bytes) -> None:
    assert read_log(FILE, raw) == ([read(GOOD)], [])


def test_an_empty_file_has_no_events() -> None:
    assert read_log(FILE, b"") == ([], [])


def test_line_ends_inside_a_text_do_not_end_the_line() -> None:
    note = "dòng một\u2028dòng hai\x85dòng ba\x0b\x0c\n"
    assert event("progress", "2026-03-12", note=note).note == note


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


def test_id_depends_on_every_other_key() -> None:
    ids = {event_id(GOOD)} | {event_id({**GOOD, key: "khác"}) for key in GOOD if key != "id"}
    assert len(ids) == len(GOOD)
    assert event_id({**GOOD, "id": "0" * 16}) == GOOD["id"]


TEXTS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=20)
INSTANTS = st.datetimes(datetime(2025, 12, 1), datetime(2027, 1, 31), timezones=st.just(ZONE))  # noqa: DTZ001  # bounds of aware ones
DAYS = st.dates(date(2025, 12, 1), date(2027, 1, 31))


@st.composite
def written(draw: st.DrawFn) -> Keys:
    optional = ("document", "within", "note", "by")
    others: Keys = {key: draw(TEXTS) for key in optional if draw(st.booleans())}
    others["evidence"] = [{"url": url} for url in draw(st.lists(TEXTS, max_size=3))]
    others["until"] = draw(st.none() | DAYS.map(date.isoformat))
    recorded = draw(INSTANTS).isoformat(timespec="microseconds")
    return keys_of(draw(st.sampled_from(EventKind)).value, draw(DAYS).isoformat(), recorded=recorded, **others)


@given(written())
def test_written_then_read_gives_the_event_back(keys: Keys) -> None:
    read_back = read(keys)
    assert (read_back.id, read_back.kind.value) == (event_id(keys), keys["event"])
    assert (read_back.date.isoformat(), read_back.item, read_back.agency) == (
        keys["date"],
        keys["item"],
        keys["agency"],
    )
    assert read_back.recorded == datetime.fromisoformat(keys["recorded"])
    assert (read_back.until.isoformat() if read_back.until else None) == keys.get("until")
    for key in ("document", "within", "note", "by", "target"):
        assert getattr(read_back, key) == keys.get(key, "")
    assert [one.url for one in read_back.evidence] == [one["url"] for one in keys["evidence"]]


# Decoding at one go, and line by line


def line_by_line(raw: bytes) -> tuple[list[Event], list[Problem]]:
    lines, problems = read_lines(FILE, raw)
    return [line.event for line in lines], problems


@pytest.mark.parametrize(
    "instant",
    [
        "2026-03-13T09:12:00.000000z",
        "2026-03-13t09:12:00Z",
        "2026-03-13 09:12:00+07:00",
        "2026-03-13T09:12:00.1234567+07:00",
        "2026-03-13T09:12:00.9999999+07:00",
        "2026-03-13T09:12:60+07:00",
        "2026-03-13T24:00:00+07:00",
        "2026-03-13T09:12+0700",
        "20260313T091200+07:00",
        "2026-W11-5T09:12:00+07:00",
        "2026-03-13T09:12:00-00:00",
        "2026-03-13T09:12:00+24:00",
        "2026-03-13T09:12:00+07:00:30",
        "0001-01-02T00:00:00+07:00",
        "9998-12-31T23:59:59+07:00",
    ],
)
def test_an_instant_means_the_same_both_ways(instant: str) -> None:
    raw = having("recorded", instant)
    assert read_log(FILE, raw) == line_by_line(raw)
    assert read_log(FILE, raw + line_of(GOOD)) == line_by_line(raw + line_of(GOOD))


@pytest.mark.parametrize(
    "raw",
    [
        line_of(GOOD).strip() + line_of(GOOD),
        line_of(GOOD).replace(b",", b",\n", 1),
        line_of(GOOD).replace(b'"id"', b'"\\u0069d"'),
        line_of(GOOD).replace(b"{", b'{"note": 7, ', 1),
        having("id", "９" * 16),
        having("note", "x").replace(b'"x"', b'"\xed\xa0\x80"'),
        having("note", "x").replace(b'"x"', b'"\\ud83d\\ude00"'),
        having("note", "x").replace(b'"x"', b"NaN"),
        b"\xef\xbb\xbf" + line_of(GOOD),
    ],
    ids=["one line", "two lines", "escape in a key", "key twice", "digits", "surrogate", "pair", "NaN", "BOM"],
)
def test_odd_lines_mean_the_same_both_ways(raw: bytes) -> None:
    assert repr(read_log(FILE, raw)) == repr(line_by_line(raw))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda one: st.lists(one, max_size=2) | st.dictionaries(st.sampled_from(["url", "path", "x"]), one, max_size=2),
    max_leaves=3,
)


@given(st.lists(written(), min_size=1, max_size=3), st.sampled_from([*GOOD, "until", "within", "note", "x"]), ANYTHING)
def test_any_value_means_the_same_both_ways(events: list[Keys], key: str, value: object) -> None:
    raw = b"".join(map(line_of, [*events, {**events[0], key: value}]))
    assert read_log(FILE, raw) == line_by_line(raw)


@given(written(), st.binary(max_size=3), st.data())
def test_any_slip_means_the_same_both_ways(keys: Keys, slip: bytes, data: st.DataObject) -> None:
    raw = line_of(keys)
    place = data.draw(st.integers(0, len(raw)))
    raw = raw[:place] + slip + raw[place + data.draw(st.integers(0, 2)) :]
    assert repr(read_log(FILE, raw)) == repr(line_by_line(raw))


@pytest.mark.parametrize("marker", [b"<<<<<<< HEAD", b"=======", b">>>>>>> nhanh-khac", b"||||||| 9c41f0a"])
def test_what_git_left_of_a_merge_is_told_as_such(marker: bytes) -> None:
    raw = line_of(GOOD) + marker + b"\n" + line_of(GOOD)
    events, (problem,) = read_log(FILE, raw)
    assert len(events) == 2
    assert (problem.code, problem.line) == (Code.CONFLICT_MARKER, 2)


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
    same = sorted((event("progress", "2026-03-13", note=note) for note in ("một", "hai")), key=lambda one: one.id)
    expected = [late, first, second, *same]
    assert all(in_order(given) == expected for given in permutations(expected))


def test_a_repeated_id_counts_once() -> None:
    one, other = event("progress", "2026-03-12"), event("done", "2026-03-12")
    assert once([one, other, read(keys_of("progress", "2026-03-12")), one]) == (one, other)


def test_the_newest_is_that_of_the_last_recording_whatever_its_day() -> None:
    early = event("progress", "2026-03-10", recorded="2026-03-20T09:00:00+07:00")
    late = event("progress", "2026-03-12", recorded="2026-03-12T09:00:00+07:00")
    assert newest([early, late]) == early.recorded
    assert newest([]) is None


@pytest.mark.parametrize(("micro", "count"), [(-1, 0), (0, 1), (1, 1)])
def test_known_includes_the_instant_itself(micro: int, count: int) -> None:
    one = event("progress", "2026-03-12")
    assert len(known([one], one.recorded + timedelta(microseconds=micro))) == count


def test_without_a_limit_all_is_known() -> None:
    assert known([event("done", "2026-03-12")], None) == (event("done", "2026-03-12"),)


def test_fingerprint_is_of_the_sorted_ids() -> None:
    events = [event("progress", "2026-03-12"), event("done", "2026-03-12")]
    lines = "".join(f"{id_}\n" for id_ in sorted(one.id for one in events))
    assert fingerprint(events) == fingerprint(events[::-1]) == hashlib.sha256(lines.encode()).hexdigest()
    assert fingerprint([]) == hashlib.sha256(b"").hexdigest()
    assert fingerprint(events[:1]) != fingerprint(events)


def test_a_combining_mark_after_a_line_end_stays_by_itself() -> None:
    canonical = '{"note":"a\\n\u0300b"}'.encode()
    assert event_id({"note": "a\n\u0300b"}) == hashlib.sha256(canonical).hexdigest()[:16]
