"""The door to Jinja2: templates read through `Files`, strict about names, escaping everything.

A template's mistake becomes a `TemplateError` with the template's own line.
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
"""The part of the time of a document that its templates may take; ours take a hundredth of a second."""

OF_MEMORY = 4
"""The part of the memory."""

LEAST_SECONDS, LEAST_MEMORY = 0.5, 100
"""What they may take in any case: to be compiled takes some tenths of a second."""

UNCOMPILABLE = (RecursionError, SyntaxError, OverflowError)
"""What comes of templates that nest more than Jinja or Python can follow."""

MAX_DIGITS = 10_000
"""Figures of a number in a template: one call of C could calculate for hours."""


class _Compiled(jinja2.BytecodeCache):
    """Keeps compiled templates for the process: each page asks for the same ones, and each still reads its source."""

    _kept: ClassVar[dict[tuple[str, str], types.CodeType]] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Return a template that was compiled from the same source."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep a compiled template."""
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


TALL = 2000
"""Characters of a row's longest cell, times its cells, that may be higher than half a page."""


_MISSING = object()


class _Sandbox(jinja2.sandbox.ImmutableSandboxedEnvironment):
    """Asks once for each kind of object and name whether a template may read that: Jinja looks at no more."""

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
        """Read an attribute; where it is known to be safe, without asking again. Methods go the long way."""
        if self._safe.get((type(obj), attribute)):
            value = getattr(obj, attribute, _MISSING)
            if value is not _MISSING and not isinstance(value, types.MethodType | types.BuiltinMethodType):
                return value
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - a template reads anything
        """Whether a template may read an attribute."""
        if isinstance(obj, type):  # a class is asked itself
            return super().is_safe_attribute(obj, attr, value)
        key = (type(obj), attr)
        if key not in self._safe:
            self._safe[key] = super().is_safe_attribute(obj, attr, value)
        return self._safe[key]


def _tall(cells: Sequence[Text]) -> bool:
    """Whether a row of a table may be parted: one page might not hold it, and WeasyPrint then loses the head."""
    return len(cells) * max((len(markup.plain(cell.spans)) for cell in cells), default=0) > TALL


class HtmlRenderer:
    """Holds a Jinja environment, which is dear to build and must not be changed after its first template."""

    def __init__(self, files: Files) -> None:
        """Read templates from *files*."""
        self.files = files
        # Sandboxed: a publication may come from anywhere, and its templates are data here, not code.
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
        self.environment.filters["language"] = spans.language
        for kind in (Heading, Paragraph, Table):
            self.environment.tests[kind.__name__.lower()] = _tester(kind)
        self.environment.filters["round"] = _rounded
        self.environment.filters["tall"] = _tall
        self.environment.filters["plain"] = lambda text: markup.plain(text.spans)

    def render(self, template: str, **values: Any) -> str:  # noqa: ANN401 - a template takes any value
        """Render a template; raise `TemplateError` where it has a mistake."""
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
        except Exception as mistake:  # a template can raise anything; what is not from one passes
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
            self.environment.handle_exception()  # which gives a traceback the template's own lines

    def check(self, template: str) -> None:
        """Compile a template; raise `TemplateError` where it has a mistake."""
        try:
            loaded = self._load(template)
            self.environment.parse(loaded[0] if loaded else "", template)
        except jinja2.TemplateSyntaxError as mistake:
            position = Position(f"{FOLDER}/{template}", mistake.lineno)
            raise TemplateError(error(position, "template-syntax", _first_small(mistake.message or ""))) from mistake
        except UNCOMPILABLE as mistake:
            raise _uncompilable(template, mistake) from mistake

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Return a template's text and its path, which tracebacks then name."""
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
    return TemplateError(error(Position(f"{FOLDER}/{template}"), "template-syntax", message, "nest less deeply in it"))


def _too_much(mistake: BaseException, template: str, what: str, hint: str) -> TemplateError:
    place = _position(mistake) or Position(f"{FOLDER}/{template}")
    return TemplateError(error(place, "template-error", f"the template takes more than {what}", hint))


def _tester(kind: type) -> Callable[[object], bool]:
    """Make a test for templates: `value is heading`."""

    def test(value: object) -> bool:
        return isinstance(value, kind)

    return test


def _rounded(value: float, precision: int = 0) -> float:
    """Round a number; Jinja's own filter also calculates powers of ten, of any size."""
    return round(value, precision)


def _position(mistake: BaseException) -> Position | None:
    """Return the last frame that is a template's: the very last one is Jinja's own, or ours."""
    for frame in reversed(traceback.extract_tb(mistake.__traceback__)):
        if frame.filename.startswith(f"{FOLDER}/"):
            return Position(frame.filename, frame.lineno or 0)
    return None


def _first_small(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")
