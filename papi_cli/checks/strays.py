"""Warnings about files that lie beside those that are read, and that somebody may believe to count."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby

from papi_cli.log.names import original_of
from papi_cli.plan.files.names import PLAN_FILES, original_amendment
from papi_cli.plan.model import Plan
from papi_cli.problems import Problem, ProblemCode, Severity
from papi_cli.text import join_words, likely_slip_of, nfc, slug

# What is expected in plan/ and templates/, and why no warning names it. In a path, * stands for anything within one
# folder, ** for anything at all, [!.] for any sign but a dot.
EXPECTED: Mapping[str, str] = {
    **{f"plan/{name}": "the plan" for name in PLAN_FILES},
    "plan/amendments/[!.]*.yaml": "the amendments",
    "plan/amendments/**/[!.]*.yaml": "amendments in a folder of their own, which are an error (P020)",
    "plan/status/[!.]*.jsonl": "the log, without a folder of its month",
    "plan/status/**/[!.]*.jsonl": "the log, in folders of months",
    "plan/narrative/*/*/[!.]*.md": "narrative; whether the report and its section exist is asked apart",
    "plan/closed/[!.]*.yaml": "closed periods; whether the plan has the period is asked apart",
    "templates/[!.]*.j2": "the templates",
    "templates/document.docx": "the styles of Word files",
    "plan/README.md": "the guide to the plan",
    "plan/schema/**": "for editors",
    "templates/README.md": "the guide to the templates",
    "templates/new/**": "the files of a new repository, in the checkout of the program",
    "**/.gitkeep": "keeps an empty folder in git",
    "**/.gitignore": "for git",
    "**/.gitattributes": "for git",
    "**/.*/**": "a hidden folder, such as those of git, editors and file managers: nobody keeps a plan there",
    # File managers put these into any folder that somebody looks at; they hold nothing that anybody wrote.
    "**/.DS_Store": "macOS",
    "**/Thumbs.db": "Windows",
    "**/desktop.ini": "Windows",
}

# Of each folder of ours, what is read there.
_REASONS: Mapping[str, str] = {
    "plan/status": "sổ theo dõi chỉ gồm các tệp có tên kết thúc bằng .jsonl, chữ thường, không bắt đầu bằng dấu chấm",
    "plan/narrative": "phần lời của báo cáo nằm ở «plan/narrative/<kỳ>/<mã cơ quan>/<phần>.md»",
    "plan/closed": "ở «plan/closed» chỉ đọc các tệp do papi close ghi, mang mã một kỳ báo cáo của kế hoạch: «<kỳ>.yaml»",
    "templates": "chỉ đọc các tệp .j2 và document.docx nằm ngay trong «templates»",
    "plan/amendments": "ở đây chỉ đọc các tệp .yaml, mỗi tệp một văn bản sửa đổi, bổ sung",
    "plan": f"ngay trong «plan» chỉ đọc {join_words(PLAN_FILES)}",
}
_OPEN_ELSEWHERE = "~$"
_MADE_BY_PROGRAMS: Mapping[str, str] = {
    "._": "tệp phụ do máy Mac tạo kèm khi chép",
    _OPEN_ELSEWHERE: "tệp tạm của Word, Excel khi đang mở một tệp khác",
    ".#": "dấu của một trình soạn thảo đang mở tệp khác",
}
_MOST_TOLD = 20  # of one of the folders of _REASONS; beyond, one sentence counts them
_EXAMPLES = 3


def stray_warnings(files: Collection[str], evidence: Iterable[str], plan: Plan | None) -> Iterator[Problem]:
    """Warn about each of `files` that is not read and that nothing explains, or once for many in a folder.

    `files` are the paths of all that lies in plan/ and templates/, `evidence` those that events name: it explains itself
    and, in a folder that only holds evidence, what lies beside it. Without a `plan` the periods and agencies of narrative
    are not known, and its folders not judged.
    """
    present = frozenset(files)
    explained = {nfc(place) for path in evidence for place in (path, _other_folder(path))} - {""}
    strays = [
        path
        for path in files
        if (not _is_expected(path) or _is_misplaced(path, plan) or _copied_file(path, present))
        and explained.isdisjoint((nfc(path), nfc(_other_folder(path))))
    ]
    for folder, paths in _by_folder(strays):
        if len(paths) > _MOST_TOLD:
            examples = ", ".join(f"«{path}»" for path in paths[:_EXAMPLES])
            message = f"{len(paths)} tệp trong «{folder}» không được đọc, ví dụ {examples}: {_REASONS[folder]}."
            yield _warning(folder, message, "Xóa các tệp thừa, hoặc chuyển ra ngoài thư mục này.")
        else:
            yield from (_stray_warning(path, folder, present, plan) for path in paths)


def _pattern(patterns: Iterable[str]) -> re.Pattern[str]:
    signs = {r"\*\*": ".*", r"\*": "[^/]*", r"\[!\.\]": r"[^/.]"}
    sign = "|".join(map(re.escape, signs))
    whole = "|".join(re.sub(sign, lambda found: signs[found[0]], re.escape(path)) for path in patterns)
    return re.compile(whole, re.DOTALL)


_EXPECTED_PATHS = _pattern(EXPECTED)


def _is_expected(path: str) -> bool:
    return _EXPECTED_PATHS.fullmatch(path) is not None and not path.rpartition("/")[2].startswith(_OPEN_ELSEWHERE)


def _copied_log_file(path: str, files: Collection[str]) -> str:
    """Return the file of the log of which the path is a copy that is not read, "" if it is none."""
    original = original_of(path) if path.startswith("plan/status/") else ""
    return original if original in files else ""


def _copied_file(path: str, files: Collection[str]) -> str:
    """Return the file of the log or of the amendments of which the path is a copy that is not read, "" if it is none."""
    if path.startswith("plan/amendments/"):
        names = {file.removeprefix("plan/") for file in files if file.startswith("plan/amendments/")}
        original = original_amendment(path.removeprefix("plan/"), names)
        return original and f"plan/{original}"
    return _copied_log_file(path, files)


def _other_folder(path: str) -> str:
    """Return the folder directly in plan/ that the path is in, if it is none of ours, else ""."""
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 and _folder_of(path) == "plan" else ""


def _folder_of(path: str) -> str:
    """Return the folder of ours that the path is in, "" for evidence that lies elsewhere."""
    return next((folder for folder in _REASONS if path.startswith(f"{folder}/")), "")


def _by_folder(paths: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for folder, group in groupby(sorted(paths, key=lambda path: (_folder_of(path), path)), _folder_of):
        yield folder, list(group)


def _is_misplaced(path: str, plan: Plan | None) -> bool:
    """Return whether the path is that of a closed period, or of narrative, for a period or an agency not in the plan."""
    parts = path.split("/")
    if path.startswith("plan/closed/"):
        is_other = path not in {f"plan/closed/{id_}.yaml" for id_ in _periods(plan)} if plan else False
        return is_other and path.endswith(".yaml")
    return (
        plan is not None
        and path.startswith("plan/narrative/")
        and len(parts) > 4
        and (parts[2] not in _periods(plan) or parts[3] not in plan.agencies)
    )


def _periods(plan: Plan) -> list[str]:
    return [period.id for period in plan.periods]


def _stray_warning(path: str, folder: str, files: Collection[str], plan: Plan | None) -> Problem:
    name = path.rpartition("/")[2]
    for start, maker in _MADE_BY_PROGRAMS.items():
        if name.startswith(start):
            return _warning(path, f"{maker}, không được đọc.", "Xóa được.")
    if original := _copied_log_file(path, files):
        message = "bản chép của một tệp khác trong sổ theo dõi, thường do phần mềm đồng bộ tạo ra, không được đọc."
        return _warning(path, message, f"Tệp được đọc là «{original}»; xóa bản chép này.")
    near = _near_path(path, folder, files, plan)
    if near is None:
        hint = "Xóa tệp thừa, hoặc chuyển ra ngoài thư mục này."
    elif near in files:
        hint = f"Tệp được đọc là «{near}»: chép sang đó điều cần giữ, rồi xóa tệp này."
    else:
        hint = f"Có phải là «{near}»? Đổi lại như thế thì tệp mới được đọc."
    return _warning(path, f"tệp này không được đọc: {_REASONS[folder]}.", hint)


def _warning(path: str, message: str, hint: str) -> Problem:
    return Problem(path, 1, 1, ProblemCode.STRAY_FILE, message, hint, Severity.WARNING)


def _near_path(path: str, folder: str, files: Collection[str], plan: Plan | None) -> str | None:
    """Return the path that would be read and that this one is probably a copy or a slip of."""
    name = path.rpartition("/")[2]
    match folder:
        case "plan/amendments":
            stem = re.match(r"\.*([^.].*?)\.ya?ml\b", name, re.IGNORECASE | re.DOTALL)
            return _copied_file(path, files) or (stem and f"{folder}/{slug(stem[1])}.yaml")
        case "plan":
            near = _near_plan_file(name)
            return near and f"plan/{near}"
        case "plan/status":
            stem = re.match(r"\.*([^.].*?)\.json(?=l?\b)", name, re.IGNORECASE | re.DOTALL)
            return f"{path.removesuffix(name)}{stem[1]}.jsonl" if stem else None
        case "plan/closed":
            stem = re.match(r"[a-z0-9-]+", name)
            period = likely_slip_of(stem[0], _periods(plan)) if stem and plan else None
            return f"plan/closed/{period}.yaml" if period else None
        case "plan/narrative":
            return _near_narrative(path, plan)
        case _ if "document" in name.lower() and name.lower().endswith(".docx"):
            return "templates/document.docx"
        case _:
            stem = re.match(r"(.+)\.(?:j2|jinja2?)\b", name, re.IGNORECASE | re.DOTALL)
            return f"templates/{stem[1]}.j2" if stem else None


def _near_plan_file(name: str) -> str | None:
    if not re.search(r"\.ya?ml", name, re.IGNORECASE):
        return None
    words = re.findall("[a-z]+", name.lower())
    named = [file for file in PLAN_FILES if file.removesuffix(".yaml") in words]
    return named[0] if len(named) == 1 else likely_slip_of(name.lower(), PLAN_FILES)


def _near_narrative(path: str, plan: Plan | None) -> str | None:
    parts = path.split("/")
    section = re.fullmatch(r"(.+)\.(?:md|markdown)", parts[-1], re.IGNORECASE | re.DOTALL)
    if plan is None or section is None or len(parts) != 5:
        return None
    period = likely_slip_of(parts[2].lower(), _periods(plan))
    agency = likely_slip_of(parts[3].lower(), plan.agencies)
    return f"plan/narrative/{period}/{agency}/{section[1]}.md" if period and agency else None
