"""The rooms of the house and what each may import (papi_cli/README.md, Rooms), read from the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from papi_cli.store.plans import CACHE_KEY_ROOMS
from tests.tree import CHECKOUT

HOUSE = CHECKOUT / "papi_cli"

# Room → rooms it may import. A room is a module, or a folder whose modules may import one another; from `cli` everything
# is in reach. Rooms that do not stand here do not exist.
MAY_IMPORT: dict[str, set[str]] = {
    "problems": set(),
    "text": set(),
    "deadlines": {"text"},
    "plan": {"problems", "text", "deadlines"},
    "log": {"problems", "text", "plan"},
    "sheets": {"problems", "text", "plan", "log"},
    "states": {"plan", "log"},
    "store": {"problems", "text", "plan", "log"},
    "comparison": {"text", "deadlines", "plan", "log", "states"},
    "views": {"problems", "text", "deadlines", "plan", "log", "sheets", "states", "comparison"},
    "checks": {"problems", "text", "plan", "log", "views"},
    "documents": {"problems", "text", "plan", "store", "views"},
    "render": {"text", "views"},
}
FREE = {"cli", "__init__", "__main__"}

CLOCK = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime"}
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "touch", "mkdir", "unlink", "rename"}
MODULES_OF_STORE = {"subprocess", "shutil", "tempfile", "io.open", "glob"}

MODULES = sorted(path.relative_to(HOUSE) for path in HOUSE.rglob("*.py"))


def tree_of(module: Path) -> ast.Module:
    return ast.parse((HOUSE / module).read_text(encoding="utf-8"))


def room_of(module: Path) -> str:
    return module.parts[0].removesuffix(".py")


def imports(module: Path) -> Iterator[str]:
    """Yield every module that is imported anywhere in the file, dotted, `from` names included."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say the whole name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_imported(module: Path) -> set[str]:
    found = {name.split(".")[1] for name in imports(module) if name.startswith("papi_cli.")}
    # The version stands in the package itself, beside the rooms.
    return found - {room_of(module), "__version__"}


def test_every_room_stands_in_the_table() -> None:
    assert {room_of(module) for module in MODULES} == set(MAY_IMPORT) | FREE


def test_every_room_stands_in_the_readme() -> None:
    _, _, rest = (HOUSE / "README.md").read_text(encoding="utf-8").partition("| room | does |\n")
    rows = rest.partition("\n\n")[0].splitlines()[1:]
    assert [room for row in rows for room in re.findall(r"`(\w+)`", row.split("|")[1])] == [*MAY_IMPORT, "cli"]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_room_imports_what_it_may(module: Path) -> None:
    if room_of(module) not in FREE:
        assert rooms_imported(module) <= MAY_IMPORT[room_of(module)]


def test_what_makes_a_plan_is_all_that_its_rooms_import() -> None:
    found: set[str] = set()
    rooms = {"plan", "store"}
    while rooms - found:
        found |= rooms
        # The log and its lines are of the store's other half.
        rooms = {one for room in found for one in MAY_IMPORT[room]} - {"log", "lines"}
    assert list(CACHE_KEY_ROOMS) == sorted(found)


def test_nothing_flows_back() -> None:
    order = list(MAY_IMPORT)
    for room, allowed in MAY_IMPORT.items():
        assert all(order.index(one) < order.index(room) for one in allowed), room


def calls(module: Path) -> Iterator[tuple[str, str]]:
    """Yield every call as (name, the whole of what is called)."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name):
                yield called.id, called.id
            elif isinstance(called, ast.Attribute):
                yield called.attr, ast.unparse(called)


def clock_reads(module: Path) -> list[str]:
    """Return the calls that ask a date, time or datetime for the present, whatever the module is called here."""
    asked = [whole.rpartition(".") for name, whole in calls(module) if name in CLOCK]
    return [f"{owner}.{name}" for owner, _, name in asked if re.search(r"date|time|\bdt", owner)]


def file_touches(module: Path) -> list[str]:
    # What a class hands on to its own parent is no file: the help page of cli/program/help_pages.py has a `write_text` too.
    touched = [whole for name, whole in calls(module) if name in FILES and not whole.startswith(("os.", "super()."))]
    return touched + [name for name in imports(module) if name in MODULES_OF_STORE]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_only_the_clock_reads_the_clock(module: Path) -> None:
    assert bool(clock_reads(module)) == (module == Path("cli/clock.py"))


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_only_the_store_touches_files(module: Path) -> None:
    if room_of(module) == "store":
        return
    if module == Path("cli/screen.py"):
        assert file_touches(module) == ["shutil"]  # for the width of the terminal
    elif module == Path("documents/metadata.py"):
        assert file_touches(module) == ["archive.open"]  # an archive in memory, read up to a limit
    else:
        assert file_touches(module) == []


def test_the_store_is_seen_to_touch_them() -> None:
    touched = {touch for module in MODULES if room_of(module) == "store" for touch in file_touches(module)}
    assert {"subprocess", "shutil", "path.read_bytes", "temporary.write_bytes"} <= touched


def test_no_module_is_a_drawer_for_all_sorts() -> None:
    assert not [module for module in MODULES if module.stem in {"utils", "util", "helpers", "common", "misc", "base"}]


def test_renderers_never_sort_or_count() -> None:
    counting = {"sorted", "sort", "sum", "Counter"}
    for module in MODULES:
        # These two add up the widths of columns and letters, nothing that a reader is told.
        if room_of(module) in {"render", "documents"} and module.stem not in {"fitting", "measures"}:
            assert not [whole for name, whole in calls(module) if name in counting], module


def private_names_of_typer(module: Path) -> list[str]:
    """Return what the module imports from inside Typer, and its excuses for touching a private attribute."""
    imported = [name for name in imports(module) if re.match(r"(typer|click)\b.*\._", name)]
    return imported + re.findall(r"noqa: *SLF001", (HOUSE / module).read_text(encoding="utf-8"))


def test_one_module_alone_looks_inside_typer() -> None:
    looking_inside = {module for module in MODULES if private_names_of_typer(module)}
    assert looking_inside == {Path("cli/program/typer_internals.py")}
    tests = [path for path in (CHECKOUT / "tests").rglob("*.py") if "typer._" in path.read_text(encoding="utf-8")]
    assert tests == [Path(__file__)]
