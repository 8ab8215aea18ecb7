"""Where files are: finds the plan, reads plan and log from a folder or a revision; the only room that opens files."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from papi_cli.problems import BrokenFiles, BrokenText, Code, Failure, Misuse, Problem, errors_of
from papi_cli.yamltext import Document, read_yaml

if TYPE_CHECKING:
    # The log's module brings pydantic with it: whoever only looks for the plan, or writes a report, goes without.
    from papi_cli.log import Event, Line

PLAN = "plan"
SCHEMAS = "plan/schema"
STATUS = "plan/status"
TEMPLATES = "templates"
_WORD_BASE = "document.docx"
_OPTIONAL = frozenset({"scores.yaml"})

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "shipped"


class Source(Protocol):
    """Where plan and log are read from: a folder or a revision."""

    def read(self, folder: str, suffix: str, *, deep: bool) -> Iterator[tuple[str, bytes]]:
        """Yield path (relative, with slashes, sorted) and bytes of the files of `folder` that end with `suffix`.

        `deep` takes the folders below it too.
        """
        ...


def folders_of(root: Path, top: str) -> Iterator[tuple[str, list[str]]]:
    """Yield `top` and each folder below it, by path within `root`, with the names of its files; none where it is not.

    Raises Failure for a folder that cannot be read: what it holds must not be taken for absent.
    """

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise Failure(f"Không đọc được thư mục {_within(root, error.filename)}: {os_reason(error)}.") from error

    for folder, _, names in os.walk(root / top, onerror=refuse):
        yield _within(root, folder), names


def _within(root: Path, path: str | Path) -> str:
    return Path(path).relative_to(root).as_posix()


class Folder(NamedTuple):
    """The folder that holds `plan/`."""

    root: Path

    def read(self, folder: str, suffix: str, *, deep: bool) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each file; a file that cannot be read is a Failure."""
        if deep:
            found = [f"{within}/{name}" for within, names in folders_of(self.root, folder) for name in names]
        else:
            found = [_within(self.root, path) for path in (self.root / folder).glob("*")]
        for name in sorted(name for name in found if name.endswith(suffix)):
            try:
                yield name, (self.root / name).read_bytes()
            except OSError as error:
                raise Failure(f"Không đọc được tệp {name}: {os_reason(error)}.") from error


class Revision(NamedTuple):
    """A git revision of the folder that holds `plan/`, read without a checkout."""

    root: Path
    revision: str

    def read(self, folder: str, suffix: str, *, deep: bool) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each file as committed."""
        listing = self._git("ls-tree", "-z", *(["-r"] if deep else []), self._commit(), f"{folder}/").decode()
        entries = [line.partition("\t") for line in listing.split("\0") if line]
        blobs = [(path, about.split()) for about, _, path in entries if path.endswith(suffix)]
        wanted = sorted((path, name) for path, (_mode, kind, name) in blobs if kind == "blob")
        answer = self._git("cat-file", "--batch", stdin="".join(f"{blob}\n" for _, blob in wanted))
        start = 0
        for path, _ in wanted:
            end = answer.index(b"\n", start)
            size = int(answer[start:end].split()[2])
            yield path, answer[end + 1 : end + 1 + size]
            start = end + 1 + size + 1

    def exists(self) -> bool:
        """Whether git knows the revision; raises Failure where there is no repository."""
        return bool(self._find())

    def _find(self) -> str:
        name = f"{self.revision}^{{commit}}"
        return self._git("rev-parse", "--verify", "--quiet", "--end-of-options", name, none=1).decode().strip()

    def _commit(self) -> str:
        found = self._find()
        if not found:
            raise Misuse(f"Không có phiên bản git «{self.revision}» trong kho của kế hoạch.")
        return found

    def _git(self, *args: str, stdin: str = "", none: int = 0) -> bytes:
        """Return what git prints; `none` is the exit code by which this command says that there is nothing."""
        command = ("git", "-C", str(self.root), *args)
        try:
            done = subprocess.run(command, input=stdin.encode(), capture_output=True, check=False)
        except FileNotFoundError as error:
            raise Failure("Cần có git để đọc một phiên bản đã lưu, nhưng máy này chưa cài git.") from error
        if done.returncode not in (0, none):
            raise Failure(f"Thư mục {self.root} không nằm trong một kho git đọc được (cần để đọc một phiên bản).")
        return done.stdout


_REASONS = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EISDIR: "đây là một thư mục",
    errno.ENOTDIR: "một phần của đường dẫn không phải là thư mục",
    errno.EEXIST: "đã có tệp cùng tên",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EFBIG: "tệp vượt quá dung lượng cho phép",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EDQUOT: "đã hết hạn mức lưu trữ",
    errno.EIO: "ổ đĩa báo lỗi đọc, ghi",
}


def os_reason(error: OSError) -> str:
    """Return why the system refused, in Vietnamese."""
    return _REASONS.get(error.errno or 0, f"lỗi hệ thống số {error.errno}")


def find_plan(given: str | None, *, environment: Mapping[str, str], here: Path) -> Path:
    """Return the folder that holds `plan/`.

    Looks at `given` (--plan), PAPI_PLAN, upward from `here`, the package's own checkout, the copy inside the wheel;
    raises Failure when a named folder holds no plan.
    """
    for name, origin in ((given, "--plan"), (environment.get("PAPI_PLAN"), "PAPI_PLAN")):
        if name:
            folder = Path(name)
            if not _holds_plan(folder):
                raise Failure(f"Thư mục {name} ({origin}) không chứa kế hoạch: thiếu tệp {PLAN}/plan.yaml.")
            return folder
    for folder in (here, *here.parents, _PACKAGE.parent, _SHIPPED):
        if _holds_plan(folder):
            return folder
    raise Failure("Không tìm thấy kế hoạch: chỉ ra thư mục chứa «plan» bằng --plan.")


def packaged_files() -> Mapping[str, bytes]:
    """Return the files below plan/ and templates/ of the package's own checkout, else of the copy inside the wheel."""
    root = _packaged_root()
    found = (path for top in (PLAN, "templates") for path in sorted((root / top).rglob("*")) if path.is_file())
    try:
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}
    except OSError as error:
        raise Failure(f"Không đọc được kế hoạch đi kèm chương trình: {os_reason(error)}.") from error


def _packaged_root() -> Path:
    return _PACKAGE.parent if _holds_plan(_PACKAGE.parent) else _SHIPPED


def is_shipped(folder: Path) -> bool:
    """Whether `folder` is the copy inside the wheel, which is never written to."""
    return folder.resolve() == _SHIPPED


def _holds_plan(folder: Path) -> bool:
    return (folder / PLAN / "plan.yaml").is_file()


def source_of(folder: Path, revision: str | None) -> Source:
    """Return the folder itself, or its git revision when one is named."""
    return Revision(folder.resolve(), revision) if revision else Folder(folder)


def named_source(folder: Path, name: str) -> Source:
    """Return what `name` means: a folder that holds a plan, else a git revision of `folder`.

    Raises Misuse when it is neither, Failure when there is no git repository to look in.
    """
    if _holds_plan(Path(name)):
        return Folder(Path(name))
    revision = Revision(folder.resolve(), name)
    if not revision.exists():
        raise Misuse(
            f"«{name}» không phải là thư mục chứa «plan», cũng không phải là phiên bản git trong kho của kế hoạch."
        )
    return revision


class PlanFiles(NamedTuple):
    """The plan's files: documents by file name, bytes by path, their fingerprint, and what is wrong with their text."""

    documents: Mapping[str, Document]
    raw: Mapping[str, bytes]
    fingerprint: str
    problems: tuple[Problem, ...]


def load_plan(source: Source, names: tuple[str, ...]) -> PlanFiles:
    """Read the plan's files as far as they can be read; each of `names` has a document or a problem."""
    files: dict[str, bytes] = {}
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    checksum = hashlib.sha256()
    for path, raw in source.read(PLAN, ".yaml", deep=False):
        checksum.update(path.encode() + b"\0" + raw.replace(b"\r\n", b"\n") + b"\0")
        name = path.rpartition("/")[2]
        if name not in names:
            continue
        files[path] = raw
        document, found = read_yaml(path, raw)
        problems.extend(found)
        if document is not None:
            documents[name] = document
    for name in names:
        path = f"{PLAN}/{name}"
        if path not in files and name not in _OPTIONAL:
            problems.append(Problem(path, 1, 1, Code.MISSING_FILE, "kế hoạch thiếu tệp này.", "Khôi phục tệp từ git."))
    return PlanFiles(documents, files, checksum.hexdigest(), tuple(problems))


def read_plan(source: Source, names: tuple[str, ...]) -> PlanFiles:
    """Read the plan's files, all of `names`; raises BrokenFiles with the errors of their text."""
    files = load_plan(source, names)
    if errors := errors_of(files.problems):
        raise BrokenFiles(errors)
    return files


class LogFiles(NamedTuple):
    """The log's files: each line that is an event, in the order of paths, bytes by path, and the lines that are none."""

    lines: tuple[Line, ...]
    raw: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def load_log(source: Source) -> LogFiles:
    """Read the log with the place of each event."""
    from papi_cli.log import read_lines

    lines: list[Line] = []
    problems: list[Problem] = []
    files = dict(source.read(STATUS, ".jsonl", deep=True))
    for path, raw in files.items():
        found, wrong = read_lines(path, raw)
        lines.extend(found)
        problems.extend(wrong)
    return LogFiles(tuple(lines), files, tuple(problems))


def read_events(source: Source) -> tuple[Event, ...]:
    """Read the whole log, merged; raises BrokenFiles with a problem per line that is no event."""
    from papi_cli.log import merge, read_log

    events: list[Event] = []
    problems: list[Problem] = []
    for path, raw in source.read(STATUS, ".jsonl", deep=True):
        found, wrong = read_log(path, raw)
        events += found
        problems += wrong
    if problems:
        raise BrokenFiles(tuple(problems))
    return merge(events)


def read_templates(source: Source) -> Mapping[str, str]:
    """Return the templates by file name: the packaged ones, and over them those beside the plan."""
    root = _packaged_root()
    found = {path.name: path.read_bytes() for path in (root / TEMPLATES).glob("*.j2")}
    found |= {path.rpartition("/")[2]: raw for path, raw in source.read(TEMPLATES, ".j2", deep=False)}
    return {name: _decoded(f"{TEMPLATES}/{name}", raw) for name, raw in found.items()}


def read_word_base(source: Source) -> bytes:
    """Return the Word document whose styles and page set-up documents take: that beside the plan, else the packaged."""
    for _, raw in source.read(TEMPLATES, _WORD_BASE, deep=False):
        return raw
    return (_packaged_root() / TEMPLATES / _WORD_BASE).read_bytes()


def read_narrative(source: Source, folder: str) -> Mapping[str, str]:
    """Return what people wrote for a report in its narrative_folder, by section, each a file `<section>.md`."""
    return {
        path.rpartition("/")[2].removesuffix(".md"): _decoded(path, raw)
        for path, raw in source.read(folder, ".md", deep=False)
    }


def narrative_folder(period: str, agency: str) -> str:
    """Return the folder, relative to the plan's, of what people write for a report."""
    return f"{PLAN}/narrative/{period}/{agency}"


def write_new(root: Path, folder: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write those of `files` (by name) that are not there yet into `folder` of `root`; return their paths.

    What is there stays as it is. Raises Failure when the system refuses.
    """
    target = root / folder
    new = {name: content for name, content in files.items() if not (target / name).exists()}
    write_files(target, new)
    return tuple(f"{folder}/{name}" for name in new)


def _decoded(path: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenText(f"{path}: tệp không phải là văn bản UTF-8. Lưu lại với bảng mã UTF-8.") from error


def checksums(folder: Path, paths: Iterable[str]) -> Mapping[str, str | None]:
    """Return the SHA-256 of each file of `paths` below `folder`; None for one that is not there or lies outside."""
    top = folder.resolve()
    return {path: _checksum(top, path) for path in dict.fromkeys(paths)}


def _checksum(top: Path, path: str) -> str | None:
    try:
        found = (top / path).resolve()
        if not found.is_relative_to(top) or not found.is_file():
            return None
        with found.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def read_input(path: Path) -> bytes:
    """Return the bytes of a file that somebody names; raises Failure when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Failure(f"Không đọc được tệp {path}: {os_reason(error)}.") from error


def writer_name(root: Path, *, environment: Mapping[str, str]) -> str:
    """Return who writes: PAPI_BY, else git's user.name for `root`, else the login, "" when none is known."""
    if given := environment.get("PAPI_BY", "").strip():
        return given
    try:
        command = ("git", "-C", str(root), "config", "user.name")
        named = subprocess.run(command, capture_output=True, check=False).stdout.decode(errors="ignore").strip()
    except OSError:
        named = ""
    return named or environment.get("LOGNAME", "") or environment.get("USER", "")


def write_output(path: Path, content: bytes) -> None:
    """Write a report to `path` whole, or not at all; raises Failure when the system refuses."""
    temporary = path.parent / f".{path.name}.{os.getpid()}.tmp"
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        try:
            temporary.write_bytes(content)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise Failure(f"Không ghi được tệp {path}: {os_reason(error)}.") from error


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files`, by name, into `folder`, made where it is not there yet; raises Failure when the system refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"Không tạo được thư mục {folder}: {os_reason(error)}.") from error
    for name, content in files.items():
        write_output(folder / name, content)


def found_repository(folder: Path, files: Mapping[str, bytes], *, message: str) -> bool:
    """Make `folder`, absent or empty, a git repository of `files`, whole or not at all; returns whether it is committed.

    git commits only for somebody: without a name and an address in its settings the files are left staged. Raises
    Failure when the folder holds anything, when the system refuses, or when there is no git.
    """
    existed = folder.exists()
    try:
        if existed and any(folder.iterdir()):
            raise Failure(f"Thư mục {folder} không trống: chọn một thư mục mới hoặc thư mục trống.")
        try:
            _write_all(folder, files)
            _git_new(folder, "init", "--quiet", "--initial-branch=main")
            _git_new(folder, "add", "--all")
        except BaseException:
            _clear(folder, itself=not existed)
            raise
    except OSError as error:
        raise Failure(f"Không tạo được kho ở {folder}: {os_reason(error)}.") from error
    return _git_new(folder, "commit", "--quiet", f"--message={message}", may_fail=True)


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _clear(folder: Path, *, itself: bool) -> None:
    for child in folder.iterdir() if folder.is_dir() else ():
        shutil.rmtree(child) if child.is_dir() else child.unlink()
    if itself and folder.is_dir():
        folder.rmdir()


def _git_new(folder: Path, *args: str, may_fail: bool = False) -> bool:
    try:
        done = subprocess.run(("git", "-C", str(folder), *args), capture_output=True, check=False)
    except FileNotFoundError as error:
        raise Failure("Cần có git để tạo kho, nhưng máy này chưa cài git.") from error
    if done.returncode and not may_fail:
        raise Failure(f"git không tạo được kho ở {folder}; chạy thử «git init» ở đó để biết lý do.")
    return not done.returncode
