"""Jinja2's sandbox with bounds: a template that repeats, calls itself or multiplies without end is ended.

Jinja2 keeps a template from the inside of the program, not from using up time and memory. Here each step of a loop, each
call and each included template costs some of the work that one text may take, and so does every character and element
that is made; what could make more at one stroke than was paid for is refused or left out. A clock has no part in it, so
that a text is lawful or not on every machine. What is not counted is work that makes nothing, such as comparing two long
lists: that may take long, and ends.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from functools import wraps
from types import BuiltinMethodType
from typing import Any

import jinja2
from jinja2 import nodes, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

# In characters. The longest report of the shipped plan takes 2 % of it; 100,000 rows of a table take about half.
MAX_WORK = 50_000_000
_STEP = 100
_ELEMENT = 10
# Twice as many digits as anybody counts with would do; a power of a power has millions.
_MAX_BITS = 1_000
_MAX_DECIMALS = 30
# Filters that space a text out for a fixed width, which Markdown takes back, that mark or escape text for HTML, or that
# give another text each time.
_LEFT_OUT = frozenset(
    {
        *("batch", "center", "filesizeformat", "format", "indent", "pprint", "random", "slice", "wordwrap"),
        *("e", "escape", "forceescape", "safe", "striptags", "tojson", "urlize", "xmlattr"),
    }
)
# Methods of texts, lists and mappings; of the others some fill up to a width.
_METHODS = frozenset(
    {
        *("capitalize", "count", "endswith", "find", "get", "index", "isalpha", "isdigit", "items", "join", "keys"),
        *("lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace", "rfind", "rpartition", "rsplit"),
        *("rstrip", "split", "splitlines", "startswith", "strip", "title", "upper", "values"),
    }
)
_MULTIPLYING = frozenset({"join", "replace"})
_SEQUENCES = (str, bytes, list, tuple)


class TemplateCallError(jinja2.TemplateRuntimeError):
    """A template asks for what it cannot have; the message is a sentence without its place."""


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment for templates by name; `allow` gives each text its own work."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, sources: Mapping[str, str], **options: Any) -> None:  # noqa: ANN401  # those of Jinja2
        """Take the templates and the options of Jinja2's environment."""
        # The second value is the file name in tracebacks, by which the place of a mistake is found.
        loader = jinja2.FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None)
        super().__init__(loader=loader, **options)
        self._sources = sources
        self._work_left = MAX_WORK
        kept = {name: filter_ for name, filter_ in self.filters.items() if name not in _LEFT_OUT}
        self.filters = {name: self._counted_filter(name, filter_) for name, filter_ in kept.items()}
        self.filters |= {"counted steps": _counted_steps, "counted": _counted_value}

    def allow(self) -> None:
        """Begin another text."""
        self._work_left = MAX_WORK

    def spend(self, work: int) -> None:
        """Take `work` from what is left; raises TemplateCallError if it is not enough."""
        self._work_left -= work
        if self._work_left < 0:
            raise TemplateCallError(
                "mẫu lặp, gọi hoặc ghép quá nhiều, vượt mức của một văn bản. Xem lại các vòng lặp, macro và phép nhân ở đây."
            )

    # Loops, literals and joined texts are counted by filters that are put into the parsed template.

    def compile(self, source: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # as Jinja2 declares it
        """Compile a template with its counters."""
        tree = self.parse(source, *args[:2]) if isinstance(source, str) else source
        for loop in list(tree.find_all(nodes.For)):
            constant = sum(len(data.data) for data in loop.find_all(nodes.TemplateData))
            loop.iter = _filtered(loop.iter, "counted steps", nodes.Const(constant))
        _Counters().visit(tree)
        tree.set_environment(self)
        return super().compile(tree, *args, **kwargs)

    def steps(self, values: Iterable[object], constant: int = 0) -> Iterator[object]:
        """Yield the values one by one, each a step and as many characters as `constant`."""
        for value in values:
            self.spend(_STEP + constant)
            yield value

    def _counted_filter(self, name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(filter_)
        def counted(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # those of any filter
            if name in _MULTIPLYING:
                self._refuse_product(*args, *kwargs.values())
            if name == "round" and any(isinstance(number, int) and abs(number) > _MAX_DECIMALS for number in args[1:2]):
                raise TemplateCallError(f"bộ lọc round nhận nhiều nhất {_MAX_DECIMALS} chữ số.")
            result = filter_(*args, **kwargs)
            if isinstance(result, Iterator):
                # Some filters give their values one by one; here they are made at once, and counted.
                result = list(self.steps(result))
            self.spend(_STEP + _size(result))
            return result

        return counted

    def _refuse_product(self, *values: object) -> None:
        """Raise TemplateCallError if a value for each element of each other one is too much."""
        product = 1
        for value in values:
            product *= max(1, _size(value))
        if product > MAX_WORK:
            self.spend(product)

    # What a template calls, includes and computes

    def is_safe_attribute(self, obj: object, attr: str, value: Any) -> bool:  # noqa: ANN401  # of any attribute
        """Return whether a template may use an attribute: of values of Python only the methods in `_METHODS`."""
        if isinstance(value, BuiltinMethodType) or (isinstance(obj, str) and callable(value)):
            return attr in _METHODS
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: object) -> None:
        """Leave `str.format` to `is_safe_attribute`, which does not let it through: it fills up to any width."""

    def call(self, context: Context, called: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # whatever is called
        """Call what a template calls."""
        self.spend(_STEP)
        if isinstance(called, LoopContext):
            args = tuple(map(self.steps, args))
        elif isinstance(called, BuiltinMethodType) and called.__name__ in _MULTIPLYING:
            self._refuse_product(called.__self__, *args)
        result = super().call(context, called, *args, **kwargs)
        self.spend(_size(result))
        return result

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  # of any operation
        """Compute `left operator right`."""
        numbers = [value for value in (left, right) if isinstance(value, int)]
        sequences = [value for value in (left, right) if isinstance(value, _SEQUENCES)]
        if operator == "%" and isinstance(left, str | bytes):
            raise TemplateCallError("không dùng % để điền chữ. Viết «~» giữa các phần, hoặc bộ lọc number.")
        if operator == "**" and len(numbers) == 2 and left.bit_length() * abs(right) > _MAX_BITS:
            raise TemplateCallError("lũy thừa quá lớn.")
        if operator == "*" and sum(number.bit_length() for number in numbers) > _MAX_BITS:
            raise TemplateCallError("số quá lớn.")
        if operator == "*" and sequences and numbers:
            self.spend(_size(sequences[0]) * max(0, numbers[0]))
        result = super().call_binop(context, operator, left, right)
        self.spend(_size(result))
        return result

    def get_template(self, name: Any, *args: Any, **kwargs: Any) -> jinja2.Template:  # noqa: ANN401  # as Jinja2 declares it
        """Return a template to be filled in, included or imported."""
        self.spend(_STEP + len(self._sources.get(name, "") if isinstance(name, str) else ""))
        return super().get_template(name, *args, **kwargs)

    def select_template(self, names: Any, *args: Any, **kwargs: Any) -> jinja2.Template:  # noqa: ANN401  # the same
        """Return the first of the templates that there is."""
        self.spend(sum(_STEP + len(self._sources.get(name, "")) for name in names if isinstance(name, str)))
        return super().select_template(names, *args, **kwargs)


# With the context as an argument, so that Jinja2 does not call them while it compiles.


@pass_context
def _counted_steps(context: Context, values: Iterable[object], constant: int) -> Iterator[object]:
    return _sandbox(context).steps(values, constant)


@pass_context
def _counted_value(context: Context, value: object) -> object:
    _sandbox(context).spend(_size(value))
    return value


def _sandbox(context: Context) -> Sandbox:
    assert isinstance(context.environment, Sandbox)
    return context.environment


class _Counters(jinja2.visitor.NodeTransformer):
    """Puts a counter around lists and mappings that a template writes out, and around each part of joined texts.

    A list may hold the same one twice, and that again, so that forty lines stand for a million million elements.
    """

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802  # Jinja2's spelling
        self.generic_visit(node)
        node.nodes = [_filtered(part, "counted") for part in node.nodes]
        return node

    def visit_List(self, node: nodes.List | nodes.Dict) -> nodes.Node:  # noqa: N802  # the same
        self.generic_visit(node)
        return _filtered(node, "counted")

    visit_Dict = visit_List  # noqa: N815  # the same

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802  # the same
        self.generic_visit(node)
        return _filtered(node, "counted") if node.ctx == "load" else node


def _filtered(node: nodes.Expr, name: str, *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, list(args), [], None, None, lineno=node.lineno)


def _size(value: object) -> int:
    """Return what a value of Python takes, in characters, up to a little more than MAX_WORK."""
    size, left = 0, [value]
    while left and size <= MAX_WORK:
        match left.pop():
            case str() | bytes() as text:
                size += len(text)
            # Records of the context, which are tuples too, are whole ones that a template cannot make.
            case list() | tuple() as elements if type(elements) in {list, tuple}:
                size += _ELEMENT * len(elements)
                left += elements
            case dict() as mapping:
                size += _ELEMENT * len(mapping)
                left += (*mapping.keys(), *mapping.values())
            case range() | KeysView() | ValuesView() | ItemsView() as elements:
                size += _ELEMENT * len(elements)
            case _:
                size += 1
    return size
