"""The words of a document: a Jinja2 template filled in, every value escaped, nothing within reach but what it is told.

A template is Markdown (the dialect of `render.document`) with front matter. Whatever it prints passes an escape: that
of Markdown in the body, that of a quoted YAML scalar in the front matter. So no text of plan, log or command line can
make a heading, a table or a key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import jinja2
from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from papi_cli.documents.characters import replace_forbidden
from papi_cli.text import count_text, lower_first
from papi_cli.views.page import Table

SUFFIX = ".md.j2"


class TemplateFillError(ValueError):
    """A template that cannot be filled in: its name, the line (from 1), and a sentence."""

    def __init__(self, name: str, line: int, sentence: str) -> None:
        """Take the three."""
        super().__init__(f"{name}:{line}: {sentence}")
        self.name, self.line, self.sentence = name, line, sentence


class _TemplateCallError(jinja2.TemplateRuntimeError):
    """A template that calls one of our functions with what it cannot take; the message is a sentence."""


class NarrativeSection(NamedTuple):
    """A section that a person writes: its name, and what belongs there."""

    name: str
    hint: str


class FilledTemplate(NamedTuple):
    """The text of a document, and the sections of it that people write."""

    text: str
    narrative_sections: tuple[NarrativeSection, ...]


class Templates:
    """The templates by file name, each compiled once."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Take the text of each template; raises nothing before one is filled in."""
        parts = {name: _split(source) for name, source in sources.items()}
        self._front = _environment({name: front for name, (front, _) in parts.items()}, _escape_yaml)
        self._body = _environment({name: body for name, (_, body) in parts.items()}, escape_markdown)

    def fill(self, name: str, context: Mapping[str, Any], written: Mapping[str, str]) -> FilledTemplate:
        """Return the template `name` filled in with `context`.

        `written` holds what people wrote, by section; it comes in as it is, being Markdown already. Raises
        TemplateFault that names the template and the line, for a template's own mistake only.
        """
        places: list[NarrativeSection] = []

        def section(name: str, hint: str) -> Markup:
            places.append(NarrativeSection(name, hint))
            said = written.get(name, "").strip()
            return Markup(said) if said else placeholder(hint)  # noqa: S704  # a person's own Markdown, which the dialect reads

        told = {**context, "written": section}
        front = _render(self._front, name, told)
        places.clear()
        body = _render(self._body, name, told)
        return FilledTemplate(front + body.lstrip("\n"), tuple(dict.fromkeys(places)))


def _split(source: str) -> tuple[str, str]:
    """Return front matter (with its rules) and body, the body behind as many empty lines as stand above it."""
    lines = source.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        return "", source
    ends = [number for number, line in enumerate(lines) if number and line.rstrip() == "---"]
    end = ends[0] + 1 if ends else len(lines)
    return "".join(lines[:end]), "\n" * end + "".join(lines[end:])


def _environment(sources: Mapping[str, str], escaping: Callable[[str], str]) -> jinja2.Environment:
    def printed(value: object) -> Markup:
        """Return what a template prints of a value: nothing of None, what is escaped already as it is."""
        if isinstance(value, Markup):
            return value
        return Markup("" if value is None else escaping(str(value)))  # noqa: S704  # escaped here, by the format's own rules

    environment = ImmutableSandboxedEnvironment(
        # The name of a template is its file name, too: so it stands in a traceback.
        loader=FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # What marks a text as escaped already, or escapes it for HTML, is not for templates of Markdown.
    for name in ("safe", "escape", "e", "forceescape", "urlize", "xmlattr", "tojson", "striptags"):
        environment.filters.pop(name, None)
    environment.filters |= {"number": count_text, "lower_first": lower_first}
    environment.globals = {
        "table": pipe_table,
        "place": placeholder,
        "letter": point_letter,
        "range": environment.globals["range"],
    }
    return environment


def _render(environment: jinja2.Environment, name: str, context: Mapping[str, Any]) -> str:
    try:
        return environment.get_template(name).render(context)
    except TemplateSyntaxError as error:
        raise TemplateFillError(error.name or name, error.lineno, _syntax_sentence(str(error.message))) from error
    except jinja2.TemplateNotFound as error:
        raise TemplateFillError(
            name, _line_of(error.__traceback__, name)[1], f"không có mẫu «{error.name}»."
        ) from error
    except TemplateError as error:
        where, line = _line_of(error.__traceback__, name)
        raise TemplateFillError(where, line, _sentence(error)) from error
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        if not _is_template_mistake(error.__traceback__):
            raise
        where, line = _line_of(error.__traceback__, name)
        raise TemplateFillError(
            where, line, "không tính được biểu thức ở dòng này; giá trị không đúng loại."
        ) from error


_UNDEFINED_NAME = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")


def _sentence(error: TemplateError) -> str:
    if isinstance(error, jinja2.UndefinedError):
        named = _UNDEFINED_NAME.search(str(error.message))
        name = (named[1] or named[2]) if named else str(error.message)
        return f"mẫu dùng tên «{name}» mà chương trình không cung cấp. Xem các tên dùng được trong templates/README.md."
    if isinstance(error, _TemplateCallError):
        return str(error.message)
    if isinstance(error, jinja2.exceptions.SecurityError):
        return "mẫu dùng một thuộc tính không được phép."
    return "không lập được dòng này của mẫu."


_UNKNOWN_FILTER_OR_TEST = re.compile(r"No (filter|test) named '([^']+)'")


def _syntax_sentence(message: str) -> str:
    """Return why Jinja2 cannot read a template; its own words are English, so only names are taken from them."""
    if named := _UNKNOWN_FILTER_OR_TEST.search(message):
        what = "bộ lọc" if named[1] == "filter" else "phép thử"
        return f"không có {what} «{named[2]}»."
    return "sai cú pháp của mẫu: xem lại các dấu {{ }}, {% %} và các từ for, if, endfor, endif ở dòng này."


def _frames(traceback: TracebackType | None) -> list[tuple[str, int]]:
    found = []
    while traceback is not None:
        found.append((traceback.tb_frame.f_code.co_filename, traceback.tb_lineno))
        traceback = traceback.tb_next
    return found


def _line_of(traceback: TracebackType | None, name: str) -> tuple[str, int]:
    """Return the template and line that were being filled in: Jinja2 puts them into the traceback."""
    inside = [(file, line) for file, line in _frames(traceback) if file.endswith(SUFFIX)]
    return inside[-1] if inside else (name, 1)


def _is_template_mistake(traceback: TracebackType | None) -> bool:
    """Whether the mistake was made in the template, not in what it was told."""
    file = _frames(traceback)[-1][0]
    return file.endswith(SUFFIX) or Path(file).is_relative_to(Path(jinja2.__file__).parent)


def _escape_yaml(text: str) -> str:
    """Return text for the inside of a double-quoted YAML scalar."""
    return json.dumps(_one_line(text), ensure_ascii=False)[1:-1]


# White space but the no-break space, which is written to stay.
_SPACES = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|&~])")
_AT_START = re.compile(r"([#:=+.)-]|\d+[.)])")


def _one_line(text: str) -> str:
    """Return text in one line; a character that no document can hold is shown as such."""
    return replace_forbidden(_SPACES.sub(" ", text).strip(" "))


def escape_markdown(text: str) -> str:
    """Return text for the inside of a line of Markdown, where it is nothing but that text.

    Whatever could begin a block (a heading, an item, a rule) is escaped at the start of the text, since nobody knows
    where in a line the template prints it.
    """
    escaped = _SPECIAL.sub(r"\\\1", _one_line(text))
    if begun := _AT_START.match(escaped):
        sign = begun.end() - 1
        return f"{escaped[:sign]}\\{escaped[sign:]}"
    return escaped


# Nghị định 30/2020/NĐ-CP numbers the points below a heading with these.
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def point_letter(number: int) -> str:
    """Return the letter of a point by its number from 1."""
    if not 1 <= number <= len(_LETTERS):
        raise _TemplateCallError(f"không có chữ cái thứ {number} để đánh số điểm.")
    return _LETTERS[number - 1]


def placeholder(hint: str = "") -> Markup:
    """Return a marked place: where a person writes what only a person can, and what belongs there."""
    inside = hint.replace("[", "(").replace("]", ")")
    return Markup(f"[… {escape_markdown(inside)}]" if inside else "[…]")  # noqa: S704  # escaped here


def pipe_table(found: Table, widths: str) -> Markup:
    """Return a pipe table; `widths` are relative column widths, each with its alignment: `5c 30 12r` (default left).

    The dashes below the heads carry both. A cell has one line.
    """
    shapes = widths.split()
    if len(shapes) != len(found.columns):
        raise _TemplateCallError(f"bảng có {len(found.columns)} cột, mẫu ghi {len(shapes)} độ rộng.")
    lines = [[column.head for column in found.columns], *(row.cells for row in found.rows)]
    written = [f"| {' | '.join(map(escape_markdown, cells))} |" for cells in lines]
    written.insert(1, f"|{'|'.join(map(_rule, shapes))}|")
    return Markup("\n".join(written))  # noqa: S704  # escaped cell by cell


def _rule(shape: str) -> str:
    dashes = "-" * int(shape.rstrip("cr"))
    match shape[-1]:
        case "c":
            return f":{dashes}:"
        case "r":
            return f"{dashes}:"
        case _:
            return dashes
