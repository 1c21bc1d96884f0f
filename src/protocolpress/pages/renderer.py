"""The door to Jinja2: templates are read through `Files`, strict about names, and escape everything.

An error in a template becomes a `TemplateError` with the template's own line.
"""

from __future__ import annotations

import traceback
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import jinja2
import jinja2.sandbox
from jinja2.runtime import Context

from protocolpress import limits, markup
from protocolpress.errors import FilesError, Position, TemplateError, error
from protocolpress.files import Files
from protocolpress.model import Heading, Paragraph, Table, Text
from protocolpress.pages import spans

FOLDER = "templates"

OF_TIME = 60
"""Share of a document's time for its templates; ours take a hundredth of a second."""

OF_MEMORY = 4
"""Share of a document's memory."""

LEAST_SECONDS, LEAST_MEMORY = 0.5, 100
"""Minimum for compiling, which takes some tenths of a second."""

UNCOMPILABLE = (RecursionError, SyntaxError, OverflowError)
"""Exceptions raised by templates nested more deeply than Jinja or Python can follow."""

MAX_DIGITS = 10_000
"""Maximum digits of a number in a template, because a single call of C could calculate for hours."""


class _Compiled(jinja2.BytecodeCache):
    """Keeps compiled templates for the process: each page asks for the same ones, but still reads their sources."""

    _kept: ClassVar[dict[tuple[str, str], types.CodeType]] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Return a template compiled earlier from the same source."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep a compiled template."""
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


TALL = 2000
"""Length of a row's longest cell, in characters, times its cells, that may be taller than half a page."""


_MISSING = object()


class _Sandbox(jinja2.sandbox.ImmutableSandboxedEnvironment):
    """Decides once for each type and name whether a template may read an attribute, because Jinja checks only these."""

    _safe: ClassVar[dict[tuple[type, str], bool]] = {}

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - as below
        """Multiply, unless the number would be too long."""
        if isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
            if bits > MAX_DIGITS * 3:
                message = f"a number of more than {MAX_DIGITS} figures"
                raise OverflowError(message)
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - as below
        """Read an attribute, directly if it is known to be safe; methods are always checked."""
        if self._safe.get((type(obj), attribute)):
            value = getattr(obj, attribute, _MISSING)
            if value is not _MISSING and not isinstance(value, types.MethodType | types.BuiltinMethodType):
                return value
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - a template reads anything
        """Whether a template may read an attribute."""
        if isinstance(obj, type):  # for a class, the class itself is the key
            return super().is_safe_attribute(obj, attr, value)
        key = (type(obj), attr)
        if key not in self._safe:
            self._safe[key] = super().is_safe_attribute(obj, attr, value)
        return self._safe[key]


def _tall(cells: Sequence[Text]) -> bool:
    """Whether a row of a table may be divided: it may not fit on one page, and WeasyPrint would then lose the head."""
    return len(cells) * max((len(markup.plain(cell.spans)) for cell in cells), default=0) > TALL


class HtmlRenderer:
    """Holds a Jinja environment, which is slow to build and must not be changed after its first template."""

    def __init__(self, files: Files) -> None:
        """Read templates from *files*."""
        self.files = files
        # Sandboxed, because a publication may come from anywhere, and its templates are data here, not code.
        self.environment = _Sandbox(
            loader=jinja2.FunctionLoader(self._load),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,
            bytecode_cache=_Compiled(),
        )
        self.environment.filters["unbroken"] = spans.unbroken
        self.environment.filters["numbered"] = spans.numbered
        self.environment.filters["language"] = spans.language
        for kind in (Heading, Paragraph, Table):
            self.environment.tests[kind.__name__.lower()] = _tester(kind)
        self.environment.filters["round"] = _rounded
        self.environment.filters["tall"] = _tall
        self.environment.filters["plain"] = lambda text: markup.plain(text.spans)

    def render(self, template: str, **values: Any) -> str:  # noqa: ANN401 - a template accepts any value
        """Render a template; raise `TemplateError` if it fails."""
        seconds, memory = limits.allowed()
        seconds, memory = max(seconds / OF_TIME, LEAST_SECONDS), max(memory // OF_MEMORY, LEAST_MEMORY)
        try:
            with limits.bounded(seconds, memory):
                return self._rendered(template, values)
        except limits.OutOfTimeError as mistake:
            hint = "make its loops shorter, or allow more with --time"
            raise _too_much(mistake, template, f"{seconds:g} s", hint) from mistake
        except MemoryError as mistake:
            hint = "make its texts and lists shorter, or allow more with --memory"
            raise _too_much(mistake, template, f"{memory} MB", hint) from mistake
        except jinja2.TemplateSyntaxError as mistake:
            position = Position(f"{FOLDER}/{mistake.name or template}", mistake.lineno)
            raise TemplateError(error(position, "template-syntax", _first_small(mistake.message or ""))) from mistake
        except jinja2.TemplateNotFound as mistake:
            position = Position(f"{FOLDER}/{mistake.name or template}")
            raise TemplateError(error(position, "missing-template", "there is no such template")) from mistake
        except Exception as mistake:  # a template can raise anything; exceptions from elsewhere pass through
            place = _position(mistake)
            if place is None and isinstance(mistake, UNCOMPILABLE):
                raise _uncompilable(template, mistake) from mistake
            if place is None:
                raise
            raise TemplateError(error(place, "template-error", _first_small(str(mistake)))) from mistake

    def _rendered(self, template: str, values: Mapping[str, Any]) -> str:
        try:
            return self.environment.get_template(template).render(**values)
        except limits.OutOfTimeError:
            self.environment.handle_exception()  # which adds the template's own lines to the traceback

    def check(self, template: str) -> None:
        """Compile a template; raise `TemplateError` if it has an error."""
        try:
            loaded = self._load(template)
            self.environment.parse(loaded[0] if loaded else "", template)
        except jinja2.TemplateSyntaxError as mistake:
            position = Position(f"{FOLDER}/{template}", mistake.lineno)
            raise TemplateError(error(position, "template-syntax", _first_small(mistake.message or ""))) from mistake
        except UNCOMPILABLE as mistake:
            raise _uncompilable(template, mistake) from mistake

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Return a template's text and path, which tracebacks then contain."""
        path = f"{FOLDER}/{name}"
        try:
            data = self.files.read(path)
        except FilesError:
            return None
        try:
            return data.decode("utf-8"), path, lambda: True
        except UnicodeDecodeError as problem:
            position = Position(path, data.count(b"\n", 0, problem.start) + 1)
            raise TemplateError(error(position, "not-utf-8", "the template is not UTF-8 text")) from problem


def _uncompilable(template: str, mistake: BaseException) -> TemplateError:
    message = f"the template cannot be compiled: {_first_small(str(mistake).split(' (')[0])}"
    return TemplateError(
        error(Position(f"{FOLDER}/{template}"), "template-syntax", message, "nest its blocks less deeply")
    )


def _too_much(mistake: BaseException, template: str, what: str, hint: str) -> TemplateError:
    place = _position(mistake) or Position(f"{FOLDER}/{template}")
    return TemplateError(error(place, "template-error", f"the template takes more than {what}", hint))


def _tester(kind: type) -> Callable[[object], bool]:
    """Make a test for templates: `value is heading`."""

    def test(value: object) -> bool:
        return isinstance(value, kind)

    return test


def _rounded(value: float, precision: int = 0) -> float:
    """Round a number; Jinja's own filter also computes powers of ten of any size."""
    return round(value, precision)


def _position(mistake: BaseException) -> Position | None:
    """Return the last frame of a template; the very last one is Jinja's own, or ours."""
    for frame in reversed(traceback.extract_tb(mistake.__traceback__)):
        if frame.filename.startswith(f"{FOLDER}/"):
            return Position(frame.filename, frame.lineno or 0)
    return None


def _first_small(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")
