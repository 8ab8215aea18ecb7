"""Lines of the log: which are events, the problems of the others, and both ways of reading them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.log.events import Event, Evidence, event_id
from papi_cli.log.files import log_file_place
from papi_cli.log.kinds import EventKind
from papi_cli.log.reading import contradictions, read_lines, read_log
from papi_cli.problems import Problem, ProblemCode, Severity
from tests.sample import TEXTS, ZONE, Keys, event, keys_of, line_of, read, written

GOOD = keys_of("done", "2026-03-12")
FILE = "plan/status/2026-03/sample.jsonl"


def without(key: str) -> bytes:
    return line_of({name: value for name, value in GOOD.items() if name != key})


def having(key: str, value: object) -> bytes:
    keys = {**GOOD, key: value}
    return line_of(keys if key == "id" else {**keys, "id": event_id(keys)})


def vouching(raw: bytes) -> str:
    """Return a path that fits the bytes, so that they are decoded at once if they can be."""
    lines, _ = read_lines(FILE, raw)
    return "/".join(("plan/status", *log_file_place(lines[0].event, raw))) if lines else FILE


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"x", "đối tượng JSON"),
        (b"\xff\xfe\xfa{}", "UTF-8"),
        (having("note", "x").replace(b'"x"', b'"\xed\xa0\x80"'), "UTF-8"),
        (having("note", "x").replace(b'"x"', b'"\xed\xa0\xbd\xed\xb8\x80"'), "UTF-8"),
        (having("note", "x").rstrip().decode().encode("utf-16-be"), "đối tượng JSON"),
        (having("note", "x").rstrip().decode().encode("utf-16"), "UTF-8"),
        (having("note", "x").rstrip().decode().encode("utf-32-be"), "đối tượng JSON"),
        (b'{"id": "9c41f0ab12d35e77"', "đối tượng JSON"),
        (b"[" * 100_000, "đối tượng JSON"),
        (b"[]", "đối tượng JSON"),
        (b"null", "đối tượng JSON"),
        (b'"done"', "đối tượng JSON"),
        (b"7", "đối tượng JSON"),
        *((having("x", "y").replace(b'"y"', word), "đối tượng JSON") for word in (b"NaN", b"Infinity", b"-Infinity")),
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
def test_lines_that_are_no_events(line: bytes, message: str) -> None:
    before, after = line_of(keys_of("done", "2026-03-01")), line_of(GOOD)
    events, problems = read_log(FILE, before.rstrip() + b"\n" + line.rstrip() + b"\n" + after)
    assert [event.date.day for event in events] == [1, 12], "the lines around it are read"
    (problem,) = problems
    assert (problem.file, problem.line, problem.column) == (FILE, 2, 1)
    assert (problem.code, problem.severity) == (ProblemCode.NOT_AN_EVENT, Severity.ERROR)
    assert message in problem.message
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
    assert read_log(FILE, raw) == read_log(vouching(raw), raw) == ([read(GOOD)], [])


@pytest.mark.parametrize("raw", [b"", b"\n", b" \r\n\t\n"])
def test_an_empty_file_has_no_events(raw: bytes) -> None:
    events, (problem,) = read_log(FILE, raw)
    assert (events, problem.code, problem.severity) == ([], ProblemCode.EMPTY_FILE, Severity.WARNING)
    events, (problem,) = read_log(vouching(line_of(GOOD)), raw)
    assert (events, problem.code, problem.severity) == ([], ProblemCode.ALTERED_FILE, Severity.ERROR)


# What a line and a file claim, and what they are


@pytest.mark.parametrize(
    ("twice", "key"),
    [
        (lambda line: line.replace(b'"event": "done"', b'"event": "done", "event": "returned"'), "event"),
        (lambda line: line.replace(b'"event": "done"', b'"event": "done", "event": "done"'), "event"),
        (lambda line: line.replace(b'"event": "done"', b'"event": "done", "\\u0065vent": "returned"'), "event"),
        (lambda line: line.replace(b'{"id"', b'{"id": "0123456789abcdef", "id"', 1), "id"),
        (lambda line: line.replace(b'{"url"', b'{"url": "https://example.org/khac", "url"'), "url"),
    ],
    ids=["other", "equal", "escaped", "id", "nested"],
)
def test_a_key_twice_is_an_error(twice: Callable[[bytes], bytes], key: str) -> None:
    raw = line_of(keys_of("progress", "2026-03-11")) + twice(line_of(GOOD))
    assert raw.count(key.encode()) > line_of(GOOD).count(key.encode())
    events, (problem,) = read_log(FILE, raw)
    assert len(events) == 1
    assert (problem.line, problem.code, problem.severity) == (2, ProblemCode.DUPLICATE_KEY, Severity.ERROR)
    assert f"«{key}»" in problem.message
    assert read_lines(vouching(raw), raw)[1], "a forged name hides it from no check"


@pytest.mark.parametrize("key", GOOD)
def test_an_id_that_its_content_does_not_give_is_an_error(key: str) -> None:
    other = keys_of("progress", "2026-03-13", item="II.2/ke-hoach", agency="so-y-te", document="1/A", evidence=[])
    raw = line_of(keys_of("progress", "2026-03-11")) + line_of({**GOOD, key: other[key]})
    _, (problem,) = read_log(FILE, raw)
    assert (problem.line, problem.code, problem.severity) == (2, ProblemCode.ALTERED_EVENT, Severity.ERROR)
    assert f"git checkout -- {FILE};" in problem.hint
    assert [found.code for found in read_lines(vouching(raw), raw)[1]] == [ProblemCode.ALTERED_EVENT]


BOTH = line_of(GOOD) + line_of(keys_of("progress", "2026-03-13"))
PATH = "plan/status/2026-03/20260312T100000.000000Z-{}.jsonl"


@pytest.mark.parametrize(
    "raw",
    [
        line_of(GOOD),
        BOTH[:-1],
        BOTH + b"\n",
        BOTH + line_of(GOOD),
        BOTH.replace(b", ", b","),
        BOTH.replace(b"\n", b"\r"),
        b"\xef\xbb\xbf" + BOTH,
        BOTH.replace(b"2026-03-13", b"2026-03-12", 1),
        line_of(dict(reversed(GOOD.items()))) + BOTH[len(line_of(GOOD)) :],
    ],
    ids=["line cut", "end cut", "blank line", "line added", "spaces", "CR", "BOM", "edited", "order"],
)
def test_bytes_that_are_not_those_of_the_name_are_an_error(raw: bytes) -> None:
    file = vouching(BOTH)
    assert read_log(file, BOTH)[1] == read_log(file, BOTH.replace(b"\n", b"\r\n"))[1] == []
    problems = read_log(file, raw)[1]
    assert problems == read_lines(file, raw)[1]
    altered = problems[-1]
    assert (altered.file, altered.line, altered.code) == (file, 1, ProblemCode.ALTERED_FILE)
    assert altered.severity is Severity.ERROR
    assert "16 chữ số" in altered.message
    assert f"git checkout -- {file};" in altered.hint


@pytest.mark.parametrize(
    "claimed",
    [
        "plan/status/2026-04/20260312T100000.000000Z-{}.jsonl",
        "plan/status/2026-03/20260312T100000.000001Z-{}.jsonl",
        "plan/status/2026-03/20260412T100000.000000Z-{}.jsonl",
        "plan/status/2026-04/20260412T100000.000000Z-{}.jsonl",
        "plan/status/2026-03/20260312T170000.000000Z-{}.jsonl",
    ],
)
def test_a_file_that_was_moved_is_an_error_that_names_its_place(claimed: str) -> None:
    place = vouching(BOTH)
    digits = place[-22:-6]
    assert place == PATH.format(digits)
    assert read_log(claimed.format(digits), BOTH) == read_log(place, BOTH), "it says what it said"
    _, (problem,) = read_lines(claimed.format(digits), BOTH)
    assert (problem.code, problem.severity) == (ProblemCode.ALTERED_FILE, Severity.ERROR)
    assert f"«{place.removeprefix('plan/status/')}»" in problem.message


def test_a_file_need_not_lie_in_a_month() -> None:
    place = vouching(BOTH)
    assert read_log(place.replace("/2026-03/", "/"), BOTH) == read_log(place, BOTH)


def test_a_file_named_by_its_first_event_is_read_as_long_as_its_ids_are_right() -> None:
    old = PATH.format(GOOD["id"])
    assert read_log(old, BOTH) == read_log(vouching(BOTH), BOTH)
    assert [problem.code for problem in read_log(old, BOTH.replace(b"03-13", b"03-14", 1))[1]] == ["P403"]
    assert [problem.code for problem in read_log(old, BOTH[len(line_of(GOOD)) :])[1]] == ["P409"]


def test_an_id_with_two_contents_names_both_places() -> None:
    forged = line_of({**GOOD, "date": "2026-03-01"})
    lines = [*read_lines("a.jsonl", BOTH)[0], *read_lines("b.jsonl", line_of(GOOD) + forged)[0]]
    for first, second in ((lines, ("b.jsonl", 2, "a.jsonl:1")), (lines[::-1], ("b.jsonl", 1, "b.jsonl:2"))):
        problem = next(contradictions(first))
        assert (problem.code, problem.severity) == (ProblemCode.CONTRADICTING_EVENT, Severity.ERROR)
        assert (problem.file, problem.line) == second[:2]
        assert second[2] in problem.message
    assert list(contradictions([*lines[:2], lines[0]])) == []


def test_line_ends_inside_a_text_do_not_end_the_line() -> None:
    note = "dòng một\u2028dòng hai\x85dòng ba\x0b\x0c\n"
    assert event("progress", "2026-03-12", note=note).note == note


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
    assert [proof.url for proof in read_back.evidence] == [proof["url"] for proof in keys["evidence"]]


# Decoding a file at once, and line by line


def at_once(raw: bytes) -> tuple[list[Event], list[Problem]]:
    """Return what `read_log` does; where it needs lines after all, without what only they can tell."""
    events, problems = read_log(vouching(raw), raw)
    return events, [problem for problem in problems if problem.code is not ProblemCode.ALTERED_EVENT]


def line_by_line(raw: bytes) -> tuple[list[Event], list[Problem]]:
    lines, problems = read_lines(vouching(raw), raw)
    events = [line.event for line in lines]
    return events, [problem for problem in problems if problem.code is not ProblemCode.ALTERED_EVENT]


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
    assert at_once(raw) == line_by_line(raw)
    assert at_once(raw + line_of(GOOD)) == line_by_line(raw + line_of(GOOD))


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
    assert repr(at_once(raw)) == repr(line_by_line(raw))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda values: (
        st.lists(values, max_size=2) | st.dictionaries(st.sampled_from(["url", "path", "x"]), values, max_size=2)
    ),
    max_leaves=3,
)


@given(st.lists(written(), min_size=1, max_size=3), st.sampled_from([*GOOD, "until", "within", "note", "x"]), ANYTHING)
def test_any_value_means_the_same_both_ways(events: list[Keys], key: str, value: object) -> None:
    raw = b"".join(map(line_of, [*events, {**events[0], key: value}]))
    assert at_once(raw) == line_by_line(raw)


@given(written(), st.binary(max_size=3), st.data())
def test_any_slip_means_the_same_both_ways(keys: Keys, slip: bytes, data: st.DataObject) -> None:
    raw = line_of(keys)
    position = data.draw(st.integers(0, len(raw)))
    raw = raw[:position] + slip + raw[position + data.draw(st.integers(0, 2)) :]
    assert repr(at_once(raw)) == repr(line_by_line(raw))


@pytest.mark.parametrize("marker", [b"<<<<<<< HEAD", b"=======", b">>>>>>> nhanh-khac", b"||||||| 9c41f0a"])
def test_a_conflict_marker_is_reported_as_one(marker: bytes) -> None:
    raw = line_of(GOOD) + marker + b"\n" + line_of(GOOD)
    events, (problem,) = read_log(FILE, raw)
    assert len(events) == 2
    assert (problem.code, problem.line) == (ProblemCode.CONFLICT_MARKER, 2)
