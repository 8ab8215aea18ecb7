"""Reads the front matter of a document: YAML that gives the lines of its head and foot."""

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
    """Return the front matter, and the text with blank lines in its place: the lines below keep their numbers.

    Raises DialectError for a missing line `---` above or below the front matter.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _RULE:
        raise DialectError(1, "phần khai báo đầu văn bản phải mở bằng dòng «---».")
    for end, line in enumerate(lines[1:], 1):
        if line.rstrip() == _RULE:
            return "\n".join(lines[1:end]), "\n".join(["" for _ in lines[: end + 1]] + lines[end + 1 :])
    raise DialectError(1, "phần khai báo đầu văn bản không có dòng «---» đóng lại.")


def read_front_matter(text: str) -> FrontMatter:
    """Read front matter without its lines `---`.

    Raises DialectError for invalid YAML, an unknown or missing key, or a value of the wrong type.
    """
    # An empty text is read as an empty mapping, which lacks every key. The reader refuses lone surrogates.
    # The line break in front stands for the `---` above the front matter, so that lines count from there.
    document, problems = read_yaml("", f"\n{text if text.strip() else '{}'}".encode(errors="surrogatepass"))
    for problem in errors_of(problems):
        raise DialectError(problem.line, f"{problem.message} {problem.hint}".strip())
    assert document is not None  # without errors there is a document
    return _front_matter(_Values(document))


class _Values:
    """Access to the values of the front matter by type."""

    def __init__(self, document: Yaml) -> None:
        self._document = document
        self._tree = document.tree if isinstance(document.tree, dict) else {}
        for key in self._tree:
            if key not in {*_NEEDED, *_OPTIONAL}:
                raise self.wrong(key, f"phần khai báo không có khóa «{key}».")
        if missing := [f"«{key}»" for key in _NEEDED if key not in self._tree]:
            raise DialectError(1, f"phần khai báo thiếu khóa {join_words(missing)}.")

    def wrong(self, key: str, sentence: str) -> DialectError:
        """Return the error at the line of a key; line 1 is the `---` above the front matter."""
        problem = self._document.problem((key,), ProblemCode.WRONG_VALUE, sentence, at_key=True)
        return DialectError(problem.line, sentence)

    def line(self, key: str) -> str:
        """Return the value of a key as one line, "" for a missing key."""
        value = self._tree.get(key, "")
        if not isinstance(value, str) or "\n" in value.strip("\n"):
            raise self.wrong(key, f"giá trị của khóa «{key}» phải là một dòng chữ.")
        return value.strip("\n")

    def lines(self, key: str) -> tuple[str, ...]:
        """Return the value of a key as lines: one per entry of a list, one or more of a text; () for a missing key."""
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
    """Return the line «Kính gửi: …» for one addressee, «Kính gửi:» and a line each for several, () for none."""
    if len(addressees) == 1:
        return (literal_runs(f"Kính gửi: {addressees[0]}"),)
    return (literal_runs("Kính gửi:"), *_name_lines(addressees)) if addressees else ()


def _name_lines(lines: tuple[str, ...]) -> tuple[Runs, ...]:
    """Return the lines of a list of names as Nghị định 30/2020/NĐ-CP punctuates it: `- …;`, the last `- ….`."""
    return tuple(
        literal_runs(f"- {line}{'.' if number == len(lines) else ';'}") for number, line in enumerate(lines, 1)
    )
