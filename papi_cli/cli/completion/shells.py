"""Completion in bash, zsh, fish and PowerShell: the scripts for the shells, and the answers to their questions.

A script calls `papi` with VARIABLE set to the shell and the words typed so far, the one under the cursor last. The answer
has one line per completion with three fields separated by tabs: `word`, the word itself, and what it means (zsh and fish
show that, bash in lists). The word need not begin with what was typed, in place of which it comes: `STP` gives so-tu-phap. The line
`list` asks the shell to show the words and insert nothing, as what they have in common says less than what was typed;
`file` or `folder` asks it to complete paths itself. PowerShell is asked and answered otherwise (`completion.powershell`).

Click finds out which option or argument the last word belongs to. Its scripts and Typer's are not used: they lose
`--agency=so` and words with spaces, and import Rich for every answer.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence

from typer.core import TyperGroup
from typer.main import get_command

from papi_cli.cli.completion import VARIABLE, powershell
from papi_cli.cli.completion.question import Question, Shell
from papi_cli.cli.program.program import app
from papi_cli.cli.program.typer_internals import Command, Context, Parameter, completion_target, split_words
from papi_cli.text import printable, slug

# Asked for a list (63), bash shows several words and inserts nothing, so that it may say more than the words. A single
# one it may insert even then.
_BASH = f"""\
# Phím Tab điền nốt lệnh papi trong bash. Cài một lần bằng hai lệnh sau, rồi mở cửa sổ dòng lệnh mới:
#   mkdir -p ~/.local/share/bash-completion/completions
#   papi completion bash > ~/.local/share/bash-completion/completions/papi
# Máy không có gói bash-completion thì thay vào đó thêm dòng sau vào ~/.bashrc:
#   source <(papi completion bash)
_papi_completion() {{
    local kind word about
    local -a lines=()
    COMPREPLY=()
    while IFS=$'\\t' read -r kind word about; do
        case $kind in
            word)
                COMPREPLY+=("$word")
                about="$word${{about:+  ($about)}}"
                lines+=("${{about:0:${{COLUMNS:-80}}-1}}")
                ;;
            list) [[ $COMP_TYPE == 63 ]] || COMPREPLY+=(" ") ;;
            file) compopt -o default 2>/dev/null ;;
            folder) compopt -o dirnames 2>/dev/null ;;
        esac
    done < <({VARIABLE}=bash "$1" "${{COMP_WORDS[@]:1:COMP_CWORD}}" 2>/dev/null)
    [[ $COMP_TYPE == 63 ]] && (( ${{#COMPREPLY[@]}} > 1 )) && COMPREPLY=("${{lines[@]}}")
}}
complete -o nosort -F _papi_completion papi 2>/dev/null || complete -F _papi_completion papi
"""

# The first line has to be the first one for compinit.
_ZSH = f"""\
#compdef papi
# Phím Tab điền nốt lệnh papi trong zsh. Cài một lần bằng hai lệnh sau:
#   mkdir -p ~/.zfunc
#   papi completion zsh > ~/.zfunc/_papi
# rồi thêm hai dòng sau vào ~/.zshrc (đã có dòng compinit thì đặt dòng fpath ở trên dòng ấy) và mở cửa sổ dòng lệnh mới:
#   fpath+=(~/.zfunc)
#   autoload -Uz compinit && compinit
_papi_completion() {{
    local line
    local -a parts offers matching
    for line in "${{(@f)$({VARIABLE}=zsh "${{words[1]}}" "${{(@)words[2,CURRENT]}}" 2>/dev/null)}}"; do
        parts=("${{(@ps:\\t:)line}}")
        case $parts[1] in
            word)
                offers+=("${{parts[2]//:/\\\\:}}${{parts[3]:+:$parts[3]}}")
                [[ $parts[2] == "${{(Q)PREFIX}}"* ]] || matching=(-U)
                ;;
            list) compstate[insert]= ;;
            file) _files ;;
            folder) _files -/ ;;
        esac
    done
    (( $#offers )) && _describe -V papi offers $matching
}}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _papi_completion "$@"
else
    compdef _papi_completion papi
fi
"""

_FISH = f"""\
# Phím Tab điền nốt lệnh papi trong fish. Cài một lần bằng hai lệnh sau, rồi mở cửa sổ dòng lệnh mới:
#   mkdir -p ~/.config/fish/completions
#   papi completion fish > ~/.config/fish/completions/papi.fish
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

_SCRIPTS = {Shell.BASH: _BASH, Shell.ZSH: _ZSH, Shell.FISH: _FISH, Shell.POWERSHELL: powershell.SCRIPT}

# Words that no shell takes for anything else. bash puts a word on the command line as it is, so that one with `$(…)` or a
# semicolon, from a plan that came by git, would run when the line does.
_PLAIN_WORD = r"[\w.,:/@+-][\w.,:/@+=-]*"
# The same, also with spaces between: fish quotes what it inserts, and for PowerShell papi does.
_PLAIN_WORDS = rf"{_PLAIN_WORD}( +[\w.,:/@+=-]+)*"

# The values that the shell completes with paths, by the name of the value on the help page; A and B of `papi diff` are
# folders or revisions.
_PATH_METAVARS = {
    **dict.fromkeys(("TỆP", "TỆP.xlsx", "TỆP|ĐỊA_CHỈ"), "file"),
    **dict.fromkeys(("THƯ_MỤC", "A", "B"), "folder"),
}


def completion_script(shell: Shell) -> str:
    """Return the script that makes `shell` ask papi for completions."""
    return _SCRIPTS[shell]


def print_completions(argv: Sequence[str]) -> None:
    """Print the completions of the last word of `argv`, one per line.

    Whatever goes wrong (no plan, a file half edited, nobody who reads the answer), nothing is printed: a traceback would
    land in the middle of the line that somebody is typing.
    """
    named = os.environ.get(VARIABLE, "")
    shell = Shell(named) if named in set(Shell) else Shell.BASH
    try:
        if shell is Shell.POWERSHELL:
            answer = powershell.answer_of(completion_lines(powershell.typed_words(os.environ), shell))
        else:
            answer = "".join(f"{line}\n" for line in completion_lines(argv, shell))
        sys.stdout.buffer.write(answer.encode())
        sys.stdout.buffer.flush()
    except BaseException:  # noqa: BLE001  # Click's own ways out (Exit, SystemExit) included: see above
        # Without a stream, the interpreter has nothing to flush and to complain of when it ends.
        sys.stdout = None


def completion_lines(argv: Sequence[str], shell: Shell = Shell.BASH) -> list[str]:
    """Return one line per completion of the last word of `argv`; may raise Click's errors.

    A word that is more to a shell than a word is left out. PowerShell alone hands over words without their quotes.
    """
    typed, in_front = _joined_at_signs(argv) if shell is Shell.BASH else (argv, "")
    *words, last = (list(typed) if shell is Shell.POWERSHELL else [_unquote(word) for word in typed]) or [""]
    # bash splits `--agency=so` into three words.
    words = [word for position, word in enumerate(words) if word != "=" or not words[position - 1].startswith("--")]
    option_and_equals = ""
    if last.startswith("--") and "=" in last:
        option, equals, last = last.partition("=")
        words, option_and_equals = [*words, option], option + equals
    elif last == "=" and words and words[-1].startswith("--"):
        last = ""
    context, target = completion_target(get_command(app), words, last)
    lines = _word_lines(context, target, Question(last, shell), option_and_equals)
    return [*_behind(in_front, lines), *_path_lines(target)]


def _joined_at_signs(argv: Sequence[str]) -> tuple[list[str], str]:
    """Return the words as they were typed, where bash split one at an @, and what it keeps in front of the last @.

    It does unless its `hostcomplete` is off: of `bao-cao@20` it hands over `bao-cao`, `@` and `20`, and puts the answer in
    place of `@20`.
    """
    words: list[str] = []
    in_front = ""
    for word in argv:
        goes_on = bool(words) and (word == "@" or (words[-1].endswith("@") and not word.startswith("-")))
        if goes_on:
            in_front = words[-1].rpartition("@")[0] if words[-1].endswith("@") else words[-1]
            words[-1] += word
        else:
            in_front = ""
            words.append(word)
    return words, in_front


def _behind(in_front: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines with words that only have what comes after `in_front`, and none that begins otherwise."""
    for line in lines:
        kind, _, rest = line.partition("\t")
        if kind != "word" or not in_front:
            yield line
        elif rest.startswith(in_front):
            yield f"{kind}\t{rest.removeprefix(in_front)}"


def _word_lines(
    context: Context, target: Command | Parameter, question: Question, option_and_equals: str
) -> Iterator[str]:
    typed = question.typed
    if isinstance(target, Command):
        # After a command and its arguments nothing but options can follow.
        items = target.shell_complete(context, typed if isinstance(target, TyperGroup) else typed or "-")
    else:
        # Typer would drop what does not begin with the text that it is given; papi matches by names too.
        context.obj = question
        items = target.shell_complete(context, "")
    plain = _PLAIN_WORDS if question.shell in {Shell.FISH, Shell.POWERSHELL} else _PLAIN_WORD
    # Each word once, though a plan may have it twice: what shells do with a single word and with several differs.
    offers: dict[str, str] = {}
    for item in items:
        if re.fullmatch(plain, option_and_equals + item.value):
            offers.setdefault(item.value, item.help or "")
    for word, meaning in offers.items():
        yield printable("\t".join(("word", option_and_equals + word, " ".join(meaning.split()))))
    if len(offers) > 1 and _says_less(list(offers), typed):
        yield "list"


def _says_less(words: Sequence[str], typed: str) -> bool:
    """Return whether what the words have in common is less than what was typed, so that inserting it would lose that."""
    if all(word.startswith(typed) for word in words):
        return False
    common = os.path.commonprefix(words)  # noqa: RUF071  # of words, which are no paths
    return not slug(common).startswith(slug(typed))


def _path_lines(target: Command | Parameter) -> Iterator[str]:
    if not isinstance(target, Command) and target.metavar in _PATH_METAVARS:
        yield _PATH_METAVARS[target.metavar]


def _unquote(word: str) -> str:
    """Return the word as the program will get it: without quotes, whether or not they are closed."""
    return " ".join(split_words(word))
