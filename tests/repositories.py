"""Repositories of git for tests: git as anybody would run it, with settings of the tests' own.

`conftest.py` puts the settings in force for a whole run. So no test depends on who runs it: on a name, on signing, on line
ends, on the repository from whose hook the tests may have been started.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

_SETTINGS = """\
[user]
name = Thử
email = thu@example.org
[init]
defaultBranch = main
[commit]
gpgSign = false
"""


def use_settings(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let git have the settings of a new file `gitconfig` in `folder`, and none of its variables."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        patch.delenv(name)
    (folder / "gitconfig").write_text(_SETTINGS, encoding="utf-8")
    patch.setenv("GIT_CONFIG_GLOBAL", str(folder / "gitconfig"))
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(folder: Path, *args: str, check: bool = True) -> str:
    """Return what git prints, without white space around it; with `check` it must succeed."""
    done = subprocess.run(("git", *args), cwd=folder, check=check, stdin=subprocess.DEVNULL, capture_output=True)
    return done.stdout.decode().strip()


def commit(folder: Path, message: str = "x") -> str:
    """Commit all that is in the folder, be it nothing new, and return the name of the commit."""
    git(folder, "add", "-A", ".")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")
