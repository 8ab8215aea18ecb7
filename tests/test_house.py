"""The rooms of papi_cli/README.md, Rooms, checked against the code: who imports whom, and who touches what.

A room is a module or a folder directly in `papi_cli`, or in `papi_cli/cli`; the modules of a room may import one
another.
"""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from io import StringIO
from pathlib import Path

import pytest

from papi_cli.store.plans import CACHE_KEY_ROOMS
from tests.tree import CHECKOUT

HOUSE = CHECKOUT / "papi_cli"
FACE = "__init__"

# Each room with the rooms that it imports: all of them, no more and no less. A room stands below those it imports.
ROOMS: Mapping[str, set[str]] = {
    "problems": set(),
    "text": set(),
    "archives": set(),
    "deadlines": {"text"},
    "plan": {"problems", "text", "deadlines"},
    "log": {"problems", "text", "plan"},
    "sheets": {"text", "archives", "plan", "log"},
    "states": {"plan", "log"},
    "store": {"problems", "text", "plan", "log"},
    "comparison": {"text", "deadlines", "plan", "log", "states"},
    "views": {"problems", "text", "deadlines", "plan", "log", "sheets", "states", "comparison"},
    "checks": {"problems", "text", "plan", "log", "views"},
    "documents": {"problems", "text", "archives", "plan", "store", "views"},
    "render": {"text", "views"},
    "cli": {
        "problems", "text", "deadlines", "plan", "log", "sheets", "states", "store", "comparison", "views", "checks",
        "documents", "render",
    },
    "__main__": {"cli"},
}  # fmt: skip
# The same for the rooms of `cli`.
CLI_ROOMS: Mapping[str, set[str]] = {
    "clock": set(),
    "screen": set(),
    "prompts": set(),
    "formats": set(),
    "program": {"clock", "screen"},
    "checking": {"clock", "screen"},
    "completion": {"formats", "program"},
    "options": {"completion", "formats"},
    "output": {"screen", "formats", "options"},
    "inputs": {"clock", "screen", "program", "options"},
    "asking": {"formats", "program", "options", "inputs"},
    "committing": {"screen", "program"},
    "recording": {"clock", "screen", "prompts", "program", "output", "inputs", "committing"},
    "drafting": {"prompts", "inputs"},
    "closings": {"screen", "checking", "inputs", "committing", "recording"},
    "documents": {"screen", "options", "output", "inputs", "asking", "committing", "closings"},
    "commands": {
        "clock", "screen", "prompts", "formats", "program", "checking", "completion", "options", "output",
        "inputs", "asking", "drafting", "committing", "closings", "documents", "recording",
    },
    FACE: {"program", "completion"},
}  # fmt: skip
MOST_ROOMS, MOST_ARROWS = 18, 60

CLOCK = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime"}
FILES = {
    "open", "fdopen", "read_text", "read_bytes", "write_text", "write_bytes", "touch", "mkdir", "makedirs", "unlink", "rmdir",
    "rename", "symlink_to", "hardlink_to", "link", "chmod", "fsync", "flock",
}  # fmt: skip
MODULES_OF_FILES = {"fcntl", "glob", "msvcrt", "shutil", "subprocess", "tempfile"}
# Modules and functions of `os` that start a program.
STARTERS = re.compile(
    r"(subprocess|multiprocessing|concurrent\.futures|pty|asyncio)\b|os\.(system|popen|exec|spawn|posix_spawn|fork|startfile)"
)
# What looks like a file outside the store, and is none of the plan's.
NO_FILES = {
    # For the width of the terminal; the null device in place of a stream that is closed or that nobody reads any more.
    "cli/screen.py": ["os.open", "os.fdopen", "os.fdopen", "os.fdopen", "shutil"],
    "cli/program/help_pages.py": ["super().write_text"],  # a method of the help page
    "archives.py": ["archive.open"],  # an archive in memory, read up to a limit
    "documents/metadata.py": ["archive.open"],  # the same
}


# Reading the code


@cache
def tree_of(path: str) -> ast.Module:
    return ast.parse((HOUSE / path).read_text(encoding="utf-8"))


PATHS = sorted(path.relative_to(HOUSE).as_posix() for path in HOUSE.rglob("*.py"))


def module_name(path: str) -> str:
    return ".".join(("papi_cli", *Path(path).with_suffix("").parts)).removesuffix(f".{FACE}")


PATH_OF = {module_name(path): path for path in PATHS}


def imported_names(path: str) -> Iterator[str]:
    """Yield all that is imported anywhere in the file, dotted, the names of `from … import` included."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say the whole name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_modules(path: str) -> set[str]:
    """Return the paths of the modules of papi that the file imports."""
    names = set(imported_names(path))
    modules = {name if name in PATH_OF else name.rpartition(".")[0] for name in names if name.startswith("papi_cli.")}
    # The version stands in the package itself, which every import of anything in it loads.
    return {PATH_OF[module] for module in modules - {"papi_cli"}} - {path}


def picture(folder: str = "") -> dict[str, set[str]]:
    """Return the rooms directly in a folder of the house, each with the rooms there that it imports."""
    rooms: dict[str, set[str]] = {}
    for path in PATHS:
        if path.startswith(folder):
            inside = (other for other in imported_modules(path) if other.startswith(folder))
            room = room_of(path, folder)
            rooms.setdefault(room, set()).update({room_of(other, folder) for other in inside} - {room})
    return rooms


def room_of(path: str, folder: str = "") -> str:
    return path.removeprefix(folder).split("/")[0].removesuffix(".py")


def calls(path: str) -> Iterator[tuple[str, str]]:
    """Yield every call as (name, the whole of what is called)."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name):
                yield called.id, called.id
            elif isinstance(called, ast.Attribute):
                yield called.attr, ast.unparse(called)


# Who imports whom


def test_the_rooms_import_what_the_table_says() -> None:
    actual = picture()
    assert actual.pop(FACE) == set()
    assert actual == ROOMS


def test_the_rooms_of_cli_import_what_their_table_says() -> None:
    assert picture("cli/") == CLI_ROOMS


@pytest.mark.parametrize("table", [ROOMS, CLI_ROOMS], ids=["house", "cli"])
def test_nothing_flows_back(table: Mapping[str, set[str]]) -> None:
    order = list(table)
    upward = [
        (room, other) for room, others in table.items() for other in others if order.index(other) > order.index(room)
    ]
    assert upward == []


@pytest.mark.parametrize("table", [ROOMS, CLI_ROOMS], ids=["house", "cli"])
def test_the_picture_stays_small(table: Mapping[str, set[str]]) -> None:
    assert len(table) <= MOST_ROOMS
    assert sum(map(len, table.values())) <= MOST_ARROWS


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {path: imported_modules(path) for path in PATHS}
    assert len(list(TopologicalSorter(graph).static_order())) == len(PATHS)


def test_every_room_stands_in_the_readme() -> None:
    _, _, rest = (HOUSE / "README.md").read_text(encoding="utf-8").partition("| room | does |\n")
    rows = rest.partition("\n\n")[0].splitlines()[1:]
    rooms = [room for row in rows for room in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert [*rooms, "__main__"] == list(ROOMS)


def test_what_makes_a_plan_is_all_that_its_rooms_import() -> None:
    # The log is for the store's other half.
    makers, found = {"plan", "store"}, set[str]()
    while makers - found:
        found |= makers
        makers = {other for room in found for other in ROOMS[room]} - {"log"}
    assert list(CACHE_KEY_ROOMS) == sorted(found)


def names_offered(path: str) -> set[str]:
    """Return the names in `__all__`: what a package takes from its modules for others to import."""
    lists = [
        node.value for node in tree_of(path).body if isinstance(node, ast.Assign) and "__all__" in ast.unparse(node)
    ]
    return {name for names in lists for name in ast.literal_eval(names)}


@pytest.mark.parametrize("path", [path for path in PATHS if Path(path).stem == FACE and names_offered(path)])
def test_a_package_offers_nothing_that_nobody_imports(path: str) -> None:
    package = module_name(path)
    users = [other for other in PATHS if not module_name(other).startswith(f"{package}.")]
    used = {name.removeprefix(f"{package}.") for other in users for name in imported_names(other)}
    assert names_offered(path) <= used


# Who touches what


def clock_reads(path: str) -> list[str]:
    """Return the calls that ask a date, time or datetime for the present, whatever the module is called here."""
    owners = [(whole.rpartition(".")[0], name) for name, whole in calls(path) if name in CLOCK]
    return [f"{owner}.{name}" for owner, name in owners if re.search(r"date|time|\bdt", owner)]


def file_touches(path: str) -> list[str]:
    """Return the calls that open, write or lock files, and the modules that do so or run programs."""
    touches = [whole for name, whole in calls(path) if name in FILES]
    return touches + [name for name in imported_names(path) if name.split(".")[0] in MODULES_OF_FILES]


def test_only_the_clock_reads_the_clock() -> None:
    assert [path for path in PATHS if clock_reads(path)] == ["cli/clock.py"]


def test_only_the_store_opens_writes_locks_or_runs_programs() -> None:
    touching = {path: file_touches(path) for path in PATHS if room_of(path) != "store"}
    assert {path: touches for path, touches in touching.items() if touches} == NO_FILES


def test_the_store_is_seen_to_touch_files() -> None:
    touches = {touch for path in PATHS if room_of(path) == "store" for touch in file_touches(path)}
    assert {"subprocess", "shutil", "fcntl", "path.read_bytes", "target.write_bytes"} <= touches


def test_one_module_alone_starts_programs() -> None:
    started = {path: {*imported_names(path), *(whole for _, whole in calls(path))} for path in PATHS}
    assert [path for path, names in started.items() if any(map(STARTERS.match, names))] == ["store/git.py"]


def test_no_module_is_a_catch_all() -> None:
    assert not [path for path in PATHS if Path(path).stem in {"utils", "util", "helpers", "common", "misc", "base"}]


def test_renderers_never_sort_or_count() -> None:
    counting = {"sorted", "sort", "sum", "Counter"}
    renderers = [path for path in PATHS if room_of(path) in {"render", "documents"}]
    # These add up the widths of columns and letters, and the work of a template, which are never printed.
    assert {path for path in renderers for name, _ in calls(path) if name in counting} == {
        "render/fitting.py",
        "documents/measures.py",
        "documents/sandbox.py",
    }


def private_names_of_typer(path: str) -> list[str]:
    """Return what the module imports from inside Typer, and its excuses for touching a private attribute."""
    inside = [name for name in imported_names(path) if re.match(r"(typer|click)\b.*\._", name)]
    return inside + re.findall(r"noqa: *SLF001", (HOUSE / path).read_text(encoding="utf-8"))


def test_one_module_alone_looks_inside_typer() -> None:
    assert [path for path in PATHS if private_names_of_typer(path)] == ["cli/program/typer_internals.py"]
    tests = [path for path in (CHECKOUT / "tests").rglob("*.py") if "typer._" in path.read_text(encoding="utf-8")]
    assert tests == [Path(__file__)]


def members_bound_by_order(tree: ast.Module) -> list[str]:
    """Return the assignments that name the members of an enum by their order: `_A, _B = Flag`, or of `list(Flag)`."""
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Tuple | ast.List)
        and re.fullmatch(r"(list|tuple)?[(\[]*\*?_?[A-Z][a-z]\w*[,)\]]*", ast.unparse(node.value))
    ]


@pytest.mark.parametrize("members", ["Flag", "list(Flag)", "tuple(Flag)", "(*Flag,)", "[*Flag]", "list([*Flag])"])
def test_an_enum_bound_by_order_is_seen(members: str) -> None:
    bindings = [f"(_A, _B) = {members}", f"[_A, _B] = {members}"]
    assert members_bound_by_order(ast.parse("\n".join([*bindings, "A, B = 1, Flag", "A = Flag"]))) == [
        ast.unparse(ast.parse(binding)) for binding in bindings
    ]


def test_members_of_an_enum_are_bound_by_name() -> None:
    assert [binding for path in PATHS for binding in members_bound_by_order(tree_of(path))] == []


# What the words say of the code

DOTTED_NAME = re.compile(r"`([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[\w/]+\.py)`")
FILE_ENDING = re.compile(r"\.(yaml|json|jsonl|toml|md)$")


def qualified_names(path: str) -> Iterator[str]:
    """Yield the module, all that is defined in it and in its classes, dotted, and the path itself."""
    yield from (path, module := module_name(path))
    for node in tree_of(path).body:
        for name in defined_names(node):
            yield f"{module}.{name}"
            if isinstance(node, ast.ClassDef):
                yield from (f"{module}.{name}.{member}" for inner in node.body for member in defined_names(inner))


def defined_names(node: ast.stmt) -> list[str]:
    match node:
        case ast.ClassDef() | ast.FunctionDef():
            return [node.name]
        case ast.Assign():
            return [target.id for target in node.targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def names_in_words(source: str) -> list[str]:
    """Return the dotted names and paths of modules in backticks, of all docstrings and comments."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = [ast.get_docstring(node) or "" for node in ast.walk(ast.parse(source)) if isinstance(node, documented)]
    tokens = tokenize.generate_tokens(StringIO(source).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return [name for text in docstrings + comments for name in DOTTED_NAME.findall(text)]


@cache
def house_names() -> tuple[set[str], set[str]]:
    """Return the ends of all qualified names (`log.reading.read_log`, `reading.read_log`), and where they may begin."""
    whole = [name for path in PATHS for name in qualified_names(path)]
    ends = {name.split(".", start)[-1] for name in whole for start in range(name.count(".") + 1)} | set(PATHS)
    return ends, {part for name in whole for part in name.split(".")[:-1]} - {"papi_cli"}


def stale_names(source: str) -> list[str]:
    """Return the names in the words of `source` that begin like one of the house and lead nowhere in it."""
    ends, beginnings = house_names()
    return [
        name
        for name in names_in_words(source)
        if (name.endswith(".py") or name.partition(".")[0] in beginnings)
        and name not in ends
        and not FILE_ENDING.search(name)
    ]


def test_a_stale_name_is_seen() -> None:
    words = "`views.bad_cells`, `views.cells`, `cli/door.py`, `Journal.read_all`, `Journal.read`, `typer.Context`, `tasks.yaml`"
    assert stale_names(f'"""{words}."""\n# {words}') == ["views.cells", "cli/door.py", "Journal.read"] * 2


def test_names_in_docstrings_and_comments_are_those_of_the_code() -> None:
    stale = {path: stale_names((HOUSE / path).read_text(encoding="utf-8")) for path in PATHS}
    assert {path: names for path, names in stale.items() if names} == {}


# Modules of Python that only POSIX has.
OF_POSIX = {"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}


def test_every_test_module_loads_on_windows() -> None:
    """What only POSIX has is imported where it is used, so that the other tests of the file run everywhere."""
    modules = [path for path in (CHECKOUT / "tests").rglob("*.py") if "bench" not in path.parts]
    assert len(modules) > 50
    imported = {path.name: top_imports(path.read_text(encoding="utf-8")) & OF_POSIX for path in modules}
    assert {name: found for name, found in imported.items() if found} == {}


def top_imports(source: str) -> set[str]:
    statements = ast.parse(source).body
    plain = {alias.name for node in statements if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in statements if isinstance(node, ast.ImportFrom)}


def test_an_import_at_the_top_is_seen() -> None:
    source = "import os, pty\nfrom fcntl import flock\ndef f():\n    import termios\n"
    assert top_imports(source) == {"os", "pty", "fcntl"}
