"""Completion in bash, zsh and fish: the scripts for the shells, and the answers to their questions.

A script calls `papi` with VARIABLE set and the words typed so far, the one under the cursor last. The answer has one
line per completion with three fields separated by tabs: `word`, the word itself, and what it means (zsh and fish show
that). The single line `file` or `folder` asks the shell to complete paths itself.

Click finds out which option or argument the last word belongs to. Its scripts and Typer's are not used: they lose
`--agency=so` and words with spaces, and import Rich for every answer.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from enum import StrEnum

from typer.core import TyperGroup
from typer.main import get_command

from papi_cli.cli.completion import VARIABLE
from papi_cli.cli.program.program import app
from papi_cli.cli.program.typer_internals import Command, completion_target, split_words
from papi_cli.text import printable


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

# Words that no shell takes for anything else. bash puts a word on the command line as it is, so that one with `$(…)` or a
# semicolon, from a plan that came by git, would run when the line does.
_PLAIN_WORD = r"[\w.,:/@+-][\w.,:/@+=-]*"

# The values that the shell completes with paths, by the name of the value on the help page.
_PATH_METAVARS = {"TỆP": "file", "TỆP.xlsx": "file", "TỆP|ĐỊA_CHỈ": "file", "THƯ_MỤC": "folder"}


def completion_script(shell: Shell) -> str:
    """Return the script that makes `shell` ask papi for completions."""
    return _SCRIPTS[shell]


def print_completions(argv: Sequence[str]) -> None:
    """Print the completions of the last word of `argv`, one per line.

    Whatever goes wrong (no plan, a file half edited), nothing is printed: a traceback would land in the middle of the
    line that somebody is typing.
    """
    try:
        answer = "".join(f"{line}\n" for line in completion_lines(argv))
    except BaseException:  # noqa: BLE001  # Click's own ways out (Exit, SystemExit) included: see above
        return
    sys.stdout.buffer.write(answer.encode())
    sys.stdout.buffer.flush()


def completion_lines(argv: Sequence[str]) -> list[str]:
    """Return one line per completion of the last word of `argv`; may raise Click's errors.

    A word that is more to a shell than a word is left out.
    """
    *words, last = [_unquote(word) for word in argv] or [""]
    # bash splits `--agency=so` into three words.
    words = [word for position, word in enumerate(words) if word != "=" or not words[position - 1].startswith("--")]
    option_and_equals = last.partition("=")[0] + "=" if last.startswith("--") and "=" in last else ""
    context, target, beginning = completion_target(get_command(app), words, last)
    if not isinstance(target, Command) and target.metavar in _PATH_METAVARS:
        return [_PATH_METAVARS[target.metavar]]
    if isinstance(target, Command) and not isinstance(target, TyperGroup):
        beginning = beginning or "-"  # nothing but options can follow
    offers = [(option_and_equals + item.value, item.help or "") for item in target.shell_complete(context, beginning)]
    return [
        printable("\t".join(("word", word, " ".join(meaning.split()))))
        for word, meaning in offers
        if re.fullmatch(_PLAIN_WORD, word)
    ]


def _unquote(word: str) -> str:
    """Return the word as the program will get it: without quotes, whether or not they are closed."""
    return " ".join(split_words(word))
