"""The catalogue of problems: each code has an example that raises it and a golden text.

An example is `problems/<code>.json`: `committed` are files that git has, `edits` are [file, old, new], `files` are
written as they are (null removes one), `large` is a file beyond the limit.
Run with PAPI_UPDATE_GOLDEN=1 to write the texts anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path, PurePath

import pytest

from papi_cli.cli.program.door import main
from papi_cli.plan.files.names import MAX_BYTES
from papi_cli.problems import Problem, ProblemCode, Severity
from papi_cli.views.catalogue import CATALOGUE
from papi_cli.views.problems import findings, places_words
from tests.repositories import commit, git
from tests.tree import PLAN, copied

EXAMPLES = Path(__file__).resolve().parent / "problems"
CODES = [code.value for code in ProblemCode]

# Words of Python, of the YAML library and of pydantic.
FOREIGN = (
    "traceback", "exception", "expected", "mapping", "scalar", "token", "parser", "pydantic", "ruamel", "valueerror",
    "keyerror", "nonetype", "input should", "field required", "block sequence", "alias", "codec", "tuple", "dict",
)  # fmt: skip


def write_files(root: Path, files: Mapping[str, str | None]) -> None:
    """Write each file, or remove it for None; content that starts with "hex:" is bytes."""
    for file, content in files.items():
        path = root / file
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes.fromhex(content[4:]) if content.startswith("hex:") else content.encode())


def planted(root: Path, example: dict[str, object]) -> Path:
    copied(PLAN, root / "plan", "status", "schema")
    edits, files = example.get("edits", []), example.get("files", {})
    assert isinstance(edits, list)
    assert isinstance(files, dict)
    for file, old, new in edits:
        path = root / file
        text = path.read_bytes().decode()
        assert old in text, (file, old)
        path.write_bytes(text.replace(old, new, 1).encode())
    committed = example.get("committed", {})
    assert isinstance(committed, dict)
    if committed:
        write_files(root, committed)
        git(root, "init", "-q")
        commit(root)
    write_files(root, files)
    if large := example.get("large"):  # one byte more than is taken
        (root / str(large)).write_bytes(b"#" * (MAX_BYTES + 1))
    return root


def example_of(code: str) -> dict[str, object]:
    example = json.loads((EXAMPLES / f"{code}.json").read_text(encoding="utf-8"))
    assert isinstance(example, dict)
    return example


@pytest.mark.parametrize("code", CODES)
def test_each_code_is_raised_by_its_example(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(planted(tmp_path, example_of(code)))
    exit_code = main(["check"])
    out, err = capfdbinary.readouterr()
    output = out.decode()
    golden = EXAMPLES / f"{code}.txt"
    if os.environ.get("PAPI_UPDATE_GOLDEN"):
        golden.write_text(output, encoding="utf-8")
    assert f"[{code}]" in output
    assert output == golden.read_text(encoding="utf-8")
    assert exit_code == (1 if ": lỗi [" in output else 0)
    assert err.decode().startswith("Đã kiểm tra ")
    assert not [word for word in FOREIGN if word in output.casefold()]


def test_every_example_belongs_to_a_code() -> None:
    assert {path.stem for path in EXAMPLES.iterdir()} == set(CODES)
    assert set(CATALOGUE) == set(ProblemCode)


@pytest.mark.parametrize("code", CODES)
def test_each_code_is_explained(code: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["check", "--explain", code.lower()]) == 0
    output = capfdbinary.readouterr().out.decode()
    assert output.startswith(f"{code}: ")
    assert "Vì sao quan trọng: " in output
    assert "Cách sửa: " in output


def test_an_unknown_code_is_misuse(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["check", "--explain", "P999"]) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert "P999" in err.decode()


BROKEN: dict[str, object] = {
    "edits": [
        ["plan/agencies.yaml", "    symbol: SKHCN\n", "    symbl: SKHCN\n"],
        ["plan/calendar.yaml", "holidays:\n", "holidays: [\n"],
        ["plan/duties.yaml", "agencies: [so-ban-nganh, ubnd-cap-xa]", "agencies: [so-ban-nganhh, ubnd-cap-xa]"],
        [
            "plan/tasks.yaml",
            "            due: Tháng 01/2026\n            milestones",
            "            due: Thang moi\n            milestones",
        ],
        ["plan/tasks.yaml", "                counts: sent\n", "                counts: snt\n"],
        ["plan/tasks.yaml", "lead: [so-tu-phap]", "lead: [so-tu-phapp]"],
    ],
    "files": {"plan/status/2026-03/a.jsonl": "{}\n"},
}


def test_one_problem_hides_no_other(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    root = planted(tmp_path, BROKEN)
    assert main(["check", "--plan", str(root), "--format", "json"]) == 1
    answer = json.loads(capfdbinary.readouterr().out)
    assert answer["schema"] == "papi.check/2"
    assert [(problem["file"], problem["code"]) for problem in answer["problems"] if problem["severity"] == "error"] == [
        ("plan/agencies.yaml", "P101"),
        ("plan/calendar.yaml", "P004"),
        ("plan/duties.yaml", "P201"),
        ("plan/status/2026-03/a.jsonl", "P401"),
        ("plan/tasks.yaml", "P205"),
        ("plan/tasks.yaml", "P104"),
        ("plan/tasks.yaml", "P201"),
    ]
    places = [(problem["file"], problem["line"], problem["column"]) for problem in answer["problems"]]
    assert places == sorted(places)


@pytest.mark.parametrize(("strict", "code"), [([], 0), (["--strict"], 1)])
def test_warnings_count_only_when_asked(
    strict: list[str], code: int, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    root = planted(tmp_path, {})
    assert main(["check", "--plan", str(root), *strict]) == code
    assert b"0 l\xe1\xbb\x97i, 3 c" in capfdbinary.readouterr().err


def test_nothing_is_printed_for_a_sound_plan(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    edits = [
        ["plan/plan.yaml", "  number:\n", '  number: "1"\n'],
        ["plan/plan.yaml", "  day:\n", "  day: 2026-02-10\n"],
        ["plan/agencies.yaml", "    members: []\n", "    members: [phuong-to-hieu]\n"],
    ]
    root = planted(tmp_path, {"edits": edits})
    for path in (root / "plan").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("confirmed_by:\n", "confirmed_by: 1/UBND-NC\n"), encoding="utf-8")
    assert main(["check", "--plan", str(root), "--strict"]) == 0
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.decode() == "Đã kiểm tra 9 tệp kế hoạch, 0 tệp sổ theo dõi: 0 lỗi, 0 cảnh báo.\n"


def test_the_log_is_checked_beside_a_broken_plan(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    example = example_of("P403")
    edits = [["plan/plan.yaml", "coordinator: so-noi-vu", "coordinator: so-noi-vi"]]
    root = planted(tmp_path, {**example, "edits": edits})
    (root / "plan" / "status" / "empty.jsonl").touch()
    assert main(["check", "--plan", str(root)]) == 1
    out, err = capfdbinary.readouterr()
    for code in ("[P201]", "[P403]", "[P011]"):
        assert code in out.decode()
    assert err.decode().endswith(" Kế hoạch còn lỗi nên chưa xét nội dung kế hoạch và các sự kiện đã ghi.\n")


def test_annotations_of_github_and_gitlab(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    root = planted(tmp_path, example_of("P201"))
    assert main(["check", "--plan", str(root), "--format", "github"]) == 1
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert [line for line in lines if line.startswith("::error file=plan/tasks.yaml,line=")]
    assert main(["check", "--plan", str(root), "--format", "gitlab"]) == 1
    report = json.loads(capfdbinary.readouterr().out)
    assert {"description", "check_name", "fingerprint", "severity", "location"} == set(report[0])
    assert len({problem["fingerprint"] for problem in report}) == len(report)


def warning(file: str, line: int, code: ProblemCode, hint: str = "") -> Problem:
    return Problem(file, line, 1, code, f"chỗ {line}.", hint, Severity.WARNING)


# Spelling in a hundred rows, what only the office can answer, an error at the end of the last file, and the log.
MANY = (
    *(warning("plan/tasks.yaml", line, ProblemCode.SPELLING_VARIANT, "Đối chiếu.") for line in range(10, 110)),
    warning("plan/duties.yaml", 5, ProblemCode.SPELLING_VARIANT, "Đối chiếu."),
    warning("plan/plan.yaml", 3, ProblemCode.DOCUMENT_INCOMPLETE, "Điền."),
    warning("plan/tasks.yaml", 7, ProblemCode.DUE_ON_DAY_OFF),
    *(warning(f"plan/status/2026-03/{name}.jsonl", 1, ProblemCode.EVIDENCE_MISSING) for name in "abc"),
    Problem("plan/tasks.yaml", 500, 1, ProblemCode.DUE_PHRASE, "không đọc được."),
)


def test_each_rule_is_told_once_for_a_file_by_what_matters() -> None:
    told = findings(MANY, every=False)
    assert [(entry.problem.file, entry.problem.line, entry.problem.code, len(entry.places)) for entry in told] == [
        ("plan/tasks.yaml", 500, "P205", 1),
        ("plan/status/2026-03/a.jsonl", 1, "P404", 3),
        ("plan/plan.yaml", 3, "P308", 1),
        ("plan/tasks.yaml", 7, "P303", 1),
        ("plan/duties.yaml", 5, "P305", 1),
        ("plan/tasks.yaml", 10, "P305", 100),
    ]
    assert [entry.problem.hint for entry in told[-2:]] == ["Đối chiếu.", ""], "a hint is said once"
    assert [places_words(entry, PurePath("..")) for entry in told] == [
        "",
        f"3 chỗ trong sổ theo dõi: {', '.join(f'../plan/status/2026-03/{name}.jsonl:1' for name in 'abc')}",
        "",
        "",
        "",
        "100 chỗ trong tệp này: dòng 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, …",
    ]


def test_each_place_is_told_on_demand() -> None:
    told = findings(MANY, every=True)
    assert sorted((entry.problem.file, entry.problem.line) for entry in told) == sorted(
        (problem.file, problem.line) for problem in MANY
    )
    assert [entry.problem.code for entry in told[:5]] == ["P205", "P404", "P404", "P404", "P308"]
    assert not any(places_words(entry, PurePath()) for entry in told)


def test_an_error_and_a_warning_of_one_code_are_told_apart() -> None:
    error = Problem("plan/tasks.yaml", 9, 1, ProblemCode.WRONG_VALUE, "sai.")
    assert len(findings([error.as_warning, error._replace(line=12)], every=False)) == 2


def test_services_get_every_place(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    root = planted(tmp_path, example_of("P301"))

    def answer(*options: str) -> str:
        assert main(["check", "--plan", str(root), *options]) == 0
        return capfdbinary.readouterr().out.decode()

    assert answer().count("[P301]") == 2
    assert answer().endswith("\nXem từng chỗ: papi check --all\n")
    assert answer("--all").count("[P301]") == 8
    assert "--all" not in answer("--all")
    assert answer("--format", "github").count("title=P301") == 8
    assert answer("--format", "gitlab").count('"P301"') == 8
    assert answer("--format", "json").count('"P301"') == 8
