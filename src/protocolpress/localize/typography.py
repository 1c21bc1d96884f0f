"""Typeset text: spans and their locale come in; the same spans with better spaces, quotes and dashes go out.

Nothing else can change: no letter, no digit, no markup, no address, no `{placeholder}`. Typesetting twice is the same
as typesetting once. The text leaves of a block are joined into one line, so that rules see across the borders of spans;
a separator marks each border, and the line is split there again (`common` has the characters).
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator

from protocolpress import languages, model
from protocolpress.languages import prepositions
from protocolpress.languages.typography import common


@functools.lru_cache(maxsize=8192)  # each text is set in several editions, by several tasks
def typeset(spans: tuple[model.Span, ...], locale: str, *, bound: int = 1) -> tuple[model.Span, ...]:
    """Apply the typography of *locale* to the words of *spans*, across their borders; the tree keeps its shape.

    A footnote's own text is a separate block: only the place of its call is seen here. A locale without rules of its
    own uses the common ones. Prepositions of up to *bound* letters stay on one line with the next word.
    """
    guard = common.Guard()
    line = "".join(_line(spans, guard))
    if common.SEPARATOR not in line:
        return spans
    language = languages.of(locale)
    for rule in (*common.RULES, *(language.typography if language else ())):
        line = rule(line)
    if bound > 1:
        line = prepositions.bound(line, locale, bound)
    return _replace(spans, iter(guard.leaves(line)))


def typeset_string(text: str, locale: str) -> str:
    """Apply the typography of *locale* to *text* without markup."""
    (span,) = typeset((model.Plain(text),), locale)
    if not isinstance(span, model.Plain):
        raise TypeError(span)
    return span.text


def _line(spans: tuple[model.Span, ...], guard: common.Guard) -> Iterator[str]:
    """Return the parts of the joined line: each leaf after a separator, and a stand-in for other content."""
    for span in spans:
        match span:
            case model.Plain(text):
                yield common.SEPARATOR + guard.leaf(text)
            case model.Break():
                yield common.BREAK
            case model.NoteCall() | model.Reference(children=()):
                yield common.OBJECT
            case model.Emphasis() | model.Link() | model.Reference() | model.Mention() | model.Passage():
                yield from _line(span.children, guard)


def _replace(spans: tuple[model.Span, ...], leaves: Iterator[str]) -> tuple[model.Span, ...]:
    """Return the same tree with the texts of *leaves*, in order."""
    return tuple(_replace_one(span, leaves) for span in spans)


def _replace_one(span: model.Span, leaves: Iterator[str]) -> model.Span:
    match span:
        case model.Plain():
            return model.Plain(next(leaves))
        case model.Break() | model.NoteCall():
            return span
        case model.Emphasis() | model.Link() | model.Reference() | model.Mention() | model.Passage():
            return dataclasses.replace(span, children=_replace(span.children, leaves))
