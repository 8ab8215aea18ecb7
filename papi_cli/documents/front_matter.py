"""The front matter of a document: YAML to the lines that head and close the page."""

from __future__ import annotations

from papi_cli.documents.characters import replace_forbidden
from papi_cli.documents.inline import literal_runs
from papi_cli.documents.tree import DialectError, FrontMatter, Layout, Runs
from papi_cli.plan.files.yamltext import YamlDocument as Yaml
from papi_cli.plan.files.yamltext import YamlValue, read_yaml
from papi_cli.problems import ProblemCode, errors_of
from papi_cli.text import join_words

_NEEDED = ("layout", "issuer", "number", "dateline", "subject", "recipients", "signer", "signer_name")
_OPTIONAL = ("superior", "title", "addressees", "language", "description")
_LANGUAGE = "vi-VN"
_RULE = "---"


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the front matter, and the text with blank lines in its place, so that lines keep their numbers.

    Raises DialectError where the lines `---` that enclose the front matter are missing.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _RULE:
        raise DialectError(1, "phần khai báo đầu văn bản phải mở bằng dòng «---».")
    for place, line in enumerate(lines[1:], 1):
        if line.rstrip() == _RULE:
            return "\n".join(lines[1:place]), "\n".join(["" for _ in lines[: place + 1]] + lines[place + 1 :])
    raise DialectError(1, "phần khai báo đầu văn bản không có dòng «---» đóng lại.")


def read_front_matter(text: str) -> FrontMatter:
    """Return what the front matter (without its lines `---`) says.

    Raises DialectError for what is no YAML, for a key that is unknown or missing, for a value of the wrong kind.
    """
    # An empty text lacks every key; a lone surrogate is for the reader to refuse.
    document, problems = read_yaml("", (text if text.strip() else "{}").encode(errors="surrogatepass"))
    for problem in errors_of(problems):
        raise DialectError(problem.line + 1, f"{problem.message} {problem.hint}".strip())
    assert document is not None  # where there is none, there is an error
    return _front_matter(_Values(document))


class _Values:
    """The values of the front matter, asked for one by one, each as the kind that it must be."""

    def __init__(self, document: Yaml) -> None:
        self._document = document
        self._tree = document.tree if isinstance(document.tree, dict) else {}
        for key in self._tree:
            if key not in {*_NEEDED, *_OPTIONAL}:
                raise self.wrong(key, f"phần khai báo không có khóa «{key}».")
        if missing := [f"«{key}»" for key in _NEEDED if key not in self._tree]:
            raise DialectError(1, f"phần khai báo thiếu khóa {join_words(missing)}.")

    def wrong(self, key: str, sentence: str) -> DialectError:
        """Return the error at the key's line; the line `---` above the front matter is the first."""
        place = self._document.problem((key,), ProblemCode.WRONG_VALUE, sentence, at_key=True)
        return DialectError(place.line + 1, sentence)

    def line(self, key: str) -> str:
        """Return the value of a key that says one line; empty where the key is left out."""
        value = self._tree.get(key, "")
        if not isinstance(value, str) or "\n" in value.strip("\n"):
            raise self.wrong(key, f"giá trị của khóa «{key}» phải là một dòng chữ.")
        return value.strip("\n")

    def lines(self, key: str) -> tuple[str, ...]:
        """Return the value of a key that may say several lines: a list, or a text that has them."""
        value = self._tree.get(key, [])
        lines: YamlValue = list[YamlValue](value.splitlines()) if isinstance(value, str) else value
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise self.wrong(key, f"giá trị của khóa «{key}» phải là danh sách các dòng chữ.")
        return tuple(str(line) for line in lines)


def _front_matter(values: _Values) -> FrontMatter:
    layout = _layout(values)
    title, subject = values.line("title"), values.line("subject")
    return FrontMatter(
        layout=layout,
        superior=literal_runs(values.line("superior")),
        issuer=tuple(map(literal_runs, values.lines("issuer"))),
        number=literal_runs(values.line("number")),
        dateline=literal_runs(values.line("dateline")),
        title=literal_runs(title),
        subject=literal_runs(subject if layout is Layout.REPORT else f"V/v {subject}"),
        salutation=_salutation(values.lines("addressees")),
        recipients=_name_lines(values.lines("recipients")),
        signer=tuple(map(literal_runs, values.lines("signer"))),
        signer_name=literal_runs(values.line("signer_name")),
        language=values.line("language") or _LANGUAGE,
        description=replace_forbidden(values.line("description") or f"{title} {subject}".strip()),
    )


def _layout(values: _Values) -> Layout:
    word = values.line("layout")
    if word not in list(Layout):
        raise values.wrong("layout", f"«{word}» không phải là kiểu văn bản: chỉ có «report» và «letter».")
    layout = Layout(word)
    if (layout is Layout.REPORT) != bool(values.line("title")):
        needs = "phải có tên loại (khóa «title»)" if layout is Layout.REPORT else "không có tên loại (khóa «title»)"
        raise values.wrong("layout", f"văn bản kiểu «{layout}» {needs}.")
    return layout


def _salutation(addressees: tuple[str, ...]) -> tuple[Runs, ...]:
    """Return `Kính gửi` with one addressee on its line, several on lines of their own."""
    if len(addressees) == 1:
        return (literal_runs(f"Kính gửi: {addressees[0]}"),)
    return (literal_runs("Kính gửi:"), *_name_lines(addressees)) if addressees else ()


def _name_lines(lines: tuple[str, ...]) -> tuple[Runs, ...]:
    """Return the lines as Nghị định 30/2020/NĐ-CP lists names: `- …;`, the last `- ….`."""
    return tuple(literal_runs(f"- {line}{'.' if place == len(lines) else ';'}") for place, line in enumerate(lines, 1))
