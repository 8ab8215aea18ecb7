"""Fills in Jinja2 templates: sandboxed, every value escaped, with access to the given context only.

A template is Markdown with front matter, in the dialect that `dialect` reads. Every value it prints is escaped: for
Markdown in the body, for a double-quoted YAML scalar in the front matter. So no text of plan, log or command line can
make a heading, a table or a key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, NamedTuple

import jinja2
import markupsafe
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.utils import missing
from markupsafe import Markup

from papi_cli.documents import sandbox
from papi_cli.documents.sandbox import Sandbox, TemplateCallError
from papi_cli.documents.sent import NOTHING_SENT, AgencyTexts, Sent, is_written
from papi_cli.documents.vocabulary import FILTERS, FUNCTIONS, escape_markdown, escape_yaml, expect, placeholder

SUFFIX = ".md.j2"

_WRITTEN = 'written nhận tên của phần và gợi ý, ví dụ written("kien-nghi", "kiến nghị").'
_SENT = "sent nhận tên của phần và danh sách cơ quan, ví dụ sent(part.id, part.leads); bỏ danh sách là mọi cơ quan."

# Of a document, thirty times what the longest report of the shipped plan takes; each line may be a paragraph in Word.
_MAX_TEXT = 5_000_000
_MAX_LINES = 200_000


class TemplateFillError(ValueError):
    """A mistake in a template: its name, the line (from 1), and a sentence."""

    def __init__(self, name: str, line: int, sentence: str) -> None:
        """Compose the message from the three."""
        super().__init__(f"{name}:{line}: {sentence}")
        self.name, self.line, self.sentence = name, line, sentence


class _UnknownNameError(jinja2.UndefinedError):
    """A template uses an undefined name, attribute or key."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class _UnknownName(StrictUndefined):
    """An unknown name in a template; using it raises an error with the name, which Jinja2's own hides in prose."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: object = missing,
        name: str | None = None,
        exc: type[jinja2.TemplateRuntimeError] = jinja2.UndefinedError,
    ) -> None:
        unknown = name is not None and exc is jinja2.UndefinedError
        super().__init__(hint, obj, name, partial(_UnknownNameError, name) if unknown else exc)  # type: ignore[arg-type]  # called only


class NarrativeSection(NamedTuple):
    """A section that people write: its name, and a hint at what belongs there."""

    name: str
    hint: str


class FilledTemplate(NamedTuple):
    """The text of a document, and its sections that people write, once each, in order.

    `blanks` is the Markdown that stands where one of these is not written yet, by section.
    """

    text: str
    narrative_sections: tuple[NarrativeSection, ...]
    blanks: Mapping[str, str] = MappingProxyType({})


class Templates:
    """The templates by file name, each compiled once."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Take the text of each template; its mistakes are raised when it is filled in."""
        parts = {name: _split(source) for name, source in sources.items()}
        self._front = _environment({name: front for name, (front, _) in parts.items()}, escape_yaml)
        self._body = _environment({name: body for name, (_, body) in parts.items()}, escape_markdown)

    def fill(
        self,
        name: str,
        context: Mapping[str, Any],
        narrative: Mapping[str, str],
        agency_texts: AgencyTexts | None = None,
    ) -> FilledTemplate:
        """Fill in the template `name`; `narrative` is the Markdown that people wrote by section, which is not escaped.

        `agency_texts` are what agencies wrote for reports of their own, None for a document that tells none of it.

        Raises TemplateFillError for a mistake in the template; errors outside of it are not caught.
        """
        sections: list[NarrativeSection] = []
        blanks: dict[str, str] = {}

        def section(name: str, hint: str, is_optional: object = False) -> Markup:
            name, hint = expect(name, str, _WRITTEN), expect(hint, str, _WRITTEN)
            sections.append(NarrativeSection(name, hint))
            text = narrative.get(name, "").strip()
            if is_optional and not is_written(text):
                return Markup()
            printed = Markup(text) if text else placeholder(hint)  # noqa: S704  # people's own Markdown, which the dialect reads
            if not is_written(text):
                blanks[name] = str(printed)
            return printed

        def sent(name: str, agencies: object = None) -> Sent:
            name = expect(name, str, _SENT)
            if agencies is None:
                return agency_texts.sent_by_all(name) if agency_texts else NOTHING_SENT
            ids = expect(agencies, tuple, _SENT)
            return agency_texts.sent(name, ids) if agency_texts else NOTHING_SENT

        names = {**context, "written": section, "sent": sent}
        front = _render(self._front, name, names)
        sections.clear()
        blanks.clear()
        body = _render(self._body, name, names)
        if len(front) + len(body) > _MAX_TEXT or body.count("\n") > _MAX_LINES:
            raise TemplateFillError(name, 1, "văn bản lập ra quá dài (hơn 5 triệu ký tự hoặc 200.000 dòng).")
        return FilledTemplate(front + body.lstrip("\n"), tuple(dict.fromkeys(sections)), blanks)


def _split(source: str) -> tuple[str, str]:
    """Return front matter (with its lines `---`) and body; empty lines above the body keep its line numbers."""
    lines = source.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        return "", source
    ends = [number for number, line in enumerate(lines) if number and line.rstrip() == "---"]
    end = ends[0] + 1 if ends else len(lines)
    return "".join(lines[:end]), "\n" * end + "".join(lines[end:])


def _environment(sources: Mapping[str, str], escape: Callable[[str], str]) -> Sandbox:
    def printed(value: object) -> Markup:
        """Return what a template prints for a value: nothing for None, Markup as it is, anything else escaped."""
        if isinstance(value, list | tuple | dict):
            raise TemplateCallError("giá trị ở đây là một danh sách, không in thẳng được. Dùng for, join hoặc table.")
        text = value if isinstance(value, Markup) else Markup("" if value is None else escape(str(value)))  # noqa: S704  # escaped right here
        environment.spend(len(text))
        return text

    environment = Sandbox(
        sources,
        undefined=_UnknownName,
        autoescape=True,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= FILTERS
    environment.globals = {**FUNCTIONS, "range": environment.globals["range"]}
    return environment


def _render(environment: Sandbox, name: str, context: Mapping[str, Any]) -> str:
    environment.allow()
    try:
        return environment.get_template(name).render(context)
    except RecursionError as error:
        where, line = _repeated_position(error.__traceback__, name)
        raise TemplateFillError(where, line, "mẫu hoặc macro gọi lại chính nó không dừng.") from error
    except TemplateSyntaxError as error:
        raise TemplateFillError(error.name or name, error.lineno, _syntax_sentence(str(error.message))) from error
    except jinja2.TemplateNotFound as error:
        raise TemplateFillError(
            name, _position(error.__traceback__, name)[1], f"không có mẫu «{error.name}»."
        ) from error
    except TemplateError as error:
        where, line = _position(error.__traceback__, name)
        raise TemplateFillError(where, line, _sentence(error)) from error
    except Exception as error:
        if not _is_template_mistake(error.__traceback__):
            raise
        where, line = _position(error.__traceback__, name)
        raise TemplateFillError(
            where, line, "không tính được biểu thức ở dòng này; giá trị không đúng loại."
        ) from error


def _sentence(error: TemplateError) -> str:
    if isinstance(error, _UnknownNameError):
        return f"mẫu dùng tên «{error.name}» mà chương trình không cung cấp. Xem các tên dùng được trong templates/README.md."
    if isinstance(error, TemplateCallError):
        return str(error.message)
    if isinstance(error, jinja2.exceptions.SecurityError):
        return "mẫu dùng một thuộc tính không được phép."
    return "không lập được dòng này của mẫu."


_UNKNOWN_FILTER_OR_TEST = re.compile(r"No (filter|test) named '([^']+)'")


def _syntax_sentence(message: str) -> str:
    """Return why Jinja2 cannot read a template; its message, the only place with the unknown name, is English."""
    if named := _UNKNOWN_FILTER_OR_TEST.search(message):
        what = "bộ lọc" if named[1] == "filter" else "phép thử"
        return f"không có {what} «{named[2]}»."
    return "sai cú pháp của mẫu: xem lại các dấu {{ }}, {% %} và các từ for, if, endfor, endif ở dòng này."


def _frames(traceback: TracebackType | None) -> list[tuple[str, int]]:
    """Return file and line of each frame, the innermost last."""
    frames = []
    while traceback is not None:
        frames.append((traceback.tb_frame.f_code.co_filename, traceback.tb_lineno))
        traceback = traceback.tb_next
    return frames


def _position(traceback: TracebackType | None, name: str) -> tuple[str, int]:
    """Return the template and the line being filled in, which Jinja2 puts into the traceback."""
    inside = [(file, line) for file, line in _frames(traceback) if file.endswith(SUFFIX)]
    return inside[-1] if inside else (name, 1)


def _repeated_position(traceback: TracebackType | None, name: str) -> tuple[str, int]:
    """Return the template and the line that comes again most often: the one that calls itself, whatever it calls last."""
    inside = [(file, line) for file, line in _frames(traceback) if file.endswith(SUFFIX)]
    return max(inside, key=inside.count, default=(name, 1))


_FOLDERS_OF_JINJA = (Path(jinja2.__file__).parent, Path(markupsafe.__file__).parent)


def _is_template_mistake(traceback: TracebackType | None) -> bool:
    """Return whether the error comes from the template, Jinja2 or its sandbox, rather than from a value of the context."""
    file = _frames(traceback)[-1][0]
    return file.endswith(SUFFIX) or file == sandbox.__file__ or any(map(Path(file).is_relative_to, _FOLDERS_OF_JINJA))
