"""Completion in bash, zsh and fish: the scripts of the shells, and the answers to what they ask.

A script calls `papi` with the words typed so far, the one under the cursor last, and VARIABLE set; the answer is a line
an offer: kind, word and meaning, by tabs. Click's own machinery finds out whose value the last word is; its scripts and
Typer's are not used: theirs lose `--agency=so` and words with spaces, and import Rich for every answer.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum

# Typer carries Click inside and has no public name for these.
from typer._click.core import Command
from typer._click.shell_completion import _resolve_context, _resolve_incomplete, split_arg_string
from typer.core import TyperGroup
from typer.main import get_command

from papi_cli.cli.completion import limit
from papi_cli.cli.completion.limit import VARIABLE
from papi_cli.cli.program.program import app


class Shell(StrEnum):
    """The shells that have a script."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


_BASH = f"""\
_papi_completion() {{
    local kind word about
    COMPREPLY=()
    while IFS=$'\\t' read -r kind word about; do
        case $kind in
            word) COMPREPLY+=("$word") ;;
            file) compopt -o default 2>/dev/null ;;
            folder) compopt -o dirnames 2>/dev/null ;;
        esac
    done < <({VARIABLE}=bash "$1" "${{COMP_WORDS[@]:1:COMP_CWORD}}" 2>/dev/null)
}}
complete -o nosort -F _papi_completion papi 2>/dev/null || complete -F _papi_completion papi
"""

_ZSH = f"""\
#compdef papi
_papi_completion() {{
    local line
    local -a parts offers
    for line in "${{(@f)$({VARIABLE}=zsh "${{words[1]}}" "${{(@)words[2,CURRENT]}}" 2>/dev/null)}}"; do
        parts=("${{(@ps:\\t:)line}}")
        case $parts[1] in
            word) offers+=("${{parts[2]//:/\\\\:}}${{parts[3]:+:$parts[3]}}") ;;
            file) _files ;;
            folder) _files -/ ;;
        esac
    done
    (( $#offers )) && _describe -V papi offers
}}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _papi_completion "$@"
else
    compdef _papi_completion papi
fi
"""

_FISH = f"""\
function __papi_completion
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    for line in (env {VARIABLE}=fish $typed[1] $typed[2..-1] "$current" 2>/dev/null)
        set -l parts (string split \\t -- $line)
        switch $parts[1]
            case word
                printf '%s\\t%s\\n' $parts[2] "$parts[3]"
            case file
                __fish_complete_path "$current"
            case folder
                __fish_complete_directories "$current"
        end
    end
end
complete --command papi --no-files --keep-order --arguments '(__papi_completion)'
"""

_SCRIPTS = {Shell.BASH: _BASH, Shell.ZSH: _ZSH, Shell.FISH: _FISH}

# What a help page calls a value says whether the shell's own files complete it.
_PATH_METAVARS = {"TỆP": "file", "TỆP.xlsx": "file", "TỆP|ĐỊA_CHỈ": "file", "THƯ_MỤC": "folder"}


def completion_script(shell: Shell) -> str:
    """Return the script that makes `shell` ask `papi`."""
    return _SCRIPTS[shell]


def print_completions(argv: Sequence[str]) -> None:
    """Print what could stand in place of the last word of `argv`.

    Whatever goes wrong (no plan, a file half edited, an answer that is late: cli/completion/limit.py), the answer is silence: a
    traceback would land in the middle of the line that somebody is typing.
    """
    try:
        answer = "".join(f"{line}\n" for line in completion_lines(argv))
    except BaseException:  # noqa: BLE001  # Click's own ways out (Exit, SystemExit) included: see above
        return
    limit.stop()
    sys.stdout.buffer.write(answer.encode())
    sys.stdout.buffer.flush()


def completion_lines(argv: Sequence[str]) -> list[str]:
    """Return a line for each word that could stand in place of the last word of `argv`; raises what Click raises."""
    *words, current = [_unquote(word) for word in argv] or [""]
    # bash takes `--agency=so` for three words.
    words = [word for place, word in enumerate(words) if word != "=" or not words[place - 1].startswith("--")]
    joined = current.partition("=")[0] + "=" if current.startswith("--") and "=" in current else ""
    context = _resolve_context(get_command(app), {}, "papi", words)
    wanted, beginning = _resolve_incomplete(context, words, current)
    if not isinstance(wanted, Command) and wanted.metavar in _PATH_METAVARS:
        return [_PATH_METAVARS[wanted.metavar]]
    if isinstance(wanted, Command) and not isinstance(wanted, TyperGroup):
        beginning = beginning or "-"  # nothing but options can follow
    found = wanted.shell_complete(context, beginning)
    return ["\t".join(("word", joined + item.value, " ".join((item.help or "").split()))) for item in found]


def _unquote(word: str) -> str:
    """Return the word as the program will get it: without quotes, also without one that is still open."""
    return " ".join(split_arg_string(word))
