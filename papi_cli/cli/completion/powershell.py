"""Completion in PowerShell, from 5.1 on: the script, and an answer that it reads whatever the console takes for an encoding.

PowerShell 5.1 drops empty arguments of a program and those quotes that stand in one, and reads its output in the code page
of the console. So the words come in a variable, and the answer is JSON in ASCII. It also asks no completer about words that
begin with a hyphen: https://github.com/PowerShell/PowerShell/issues/2912
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from papi_cli.cli.completion import VARIABLE

# The words typed so far, one to a line, the one under the cursor last. PowerShell keeps no variable that is empty.
WORDS = "_PAPI_COMPLETE_WORDS"

# A completer that returns nothing leaves the word to PowerShell, which completes paths. The last element that begins
# before the cursor is the word under it, unless it also ends before; then that word is empty.
SCRIPT = f"""\
# Phím Tab điền nốt lệnh papi trong PowerShell (5.1 trở lên). Cài một lần bằng ba lệnh sau, rồi mở cửa sổ PowerShell mới:
#   papi completion powershell -o "$HOME\\papi-completion.ps1"
#   New-Item -ItemType Directory -Force (Split-Path $PROFILE)
#   Add-Content $PROFILE '. "$HOME\\papi-completion.ps1"'
# PowerShell 5.1 không điền nốt chữ bắt đầu bằng dấu «-»; PowerShell 7 thì có.
# Cửa sổ mới báo không được chạy tệp lệnh thì cho phép bằng: Set-ExecutionPolicy -Scope CurrentUser RemoteSigned
Register-ArgumentCompleter -Native -CommandName papi -ScriptBlock {{
    param($wordToComplete, $commandAst, $cursorPosition)
    Set-StrictMode -Off
    $ErrorActionPreference = 'SilentlyContinue'
    $exitCode = $global:LASTEXITCODE
    $words = @()
    $end = -1
    foreach ($element in $commandAst.CommandElements) {{
        if ($element.Extent.StartOffset -ge $cursorPosition) {{ break }}
        $words += if ($element.Value -is [string]) {{ $element.Value }} else {{ $element.Extent.Text }}
        $end = $element.Extent.EndOffset
    }}
    if ($end -lt $cursorPosition) {{ $words += "$wordToComplete".Trim([char[]](34, 39)) }}
    try {{
        $env:{VARIABLE} = 'powershell'
        $env:{WORDS} = ($words | Select-Object -Skip 1) -join "`n"
        $program = $commandAst.GetCommandName()
        $answer = & $program 2>$null
        if ($answer) {{
            foreach ($offer in (ConvertFrom-Json -InputObject ($answer -join ''))) {{
                New-Object System.Management.Automation.CompletionResult $offer.insert, $offer.word, 'ParameterValue', $offer.about
            }}
        }}
    }} finally {{
        Remove-Item -Path 'Env:{VARIABLE}', 'Env:{WORDS}'
        $global:LASTEXITCODE = $exitCode
    }}
}}
"""

# Words that PowerShell takes as they are. A comma would make two of one, as would a dot after a hyphen; `@` and what is no
# ASCII may mean something.
_BARE_WORD = re.compile(r"--?[a-z][a-z_-]*(=[a-z0-9_./:+-]+)?|[a-z0-9_/][a-z0-9_./:=+-]*", re.ASCII | re.IGNORECASE)
# It takes typographic quotes for the straight one; doubled, each stands for itself.
_SINGLE_QUOTE = re.compile("['\u2018\u2019\u201a\u201b]")


def typed_words(environment: Mapping[str, str]) -> list[str]:
    """Return the words that the script left in the environment."""
    return environment.get(WORDS, "").split("\n")


def answer_of(lines: Iterable[str]) -> str:
    """Return the words among the lines of an answer as JSON: what to insert, what to show, what it means."""
    offers = [line.split("\t") for line in lines if line.startswith("word\t")]
    if not offers:
        return ""
    import json  # the other shells wait for this module too

    return json.dumps([{"insert": quoted(word), "word": word, "about": about or word} for _, word, about in offers])


def quoted(word: str) -> str:
    """Return the word as it is typed at a prompt of PowerShell, in quotes if it means something else without."""
    if _BARE_WORD.fullmatch(word):
        return word
    return "'" + _SINGLE_QUOTE.sub(lambda quote: quote[0] * 2, word) + "'"
