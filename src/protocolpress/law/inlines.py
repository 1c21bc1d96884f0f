"""Spans → the inline elements of Akoma Ntoso, escaped; footnotes are placed at their calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import assert_never
from xml.sax.saxutils import escape, quoteattr

from protocolpress import languages
from protocolpress.model import Break, Emphasis, Link, Mention, NoteCall, Passage, Plain, Reference, Span, Text

FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
"""Characters that XML does not allow."""


class Inlines:
    """Writes the words of one document; *href* returns the target of a link, or nothing."""

    def __init__(self, href: Callable[[str], str]) -> None:
        """Write with the link targets that *href* returns."""
        self.href = href
        self.prefix = ""
        """Prefix of the identifiers of notes."""

    def text(self, text: Text) -> str:
        """Write a text."""
        return self.spans(text.spans)

    def spans(self, spans: Iterable[Span]) -> str:
        """Write spans in order."""
        return "".join(map(self.span, spans))

    def span(self, span: Span) -> str:
        """Write one span."""
        match span:
            case Plain(words):
                return plain(words)
            case Break():
                return "<br/>"
            case Emphasis(children, strong):
                name = "b" if strong else "i"
                return f"<{name}>{self.spans(children)}</{name}>"
            case Link(href, children):
                place = self.href(href)
                inside = self.spans(children)
                return f"<ref href={quoteattr(place)}>{inside}</ref>" if place else inside
            case Passage(lang, children):
                return f"<span xml:lang={quoteattr(languages.tag(lang))}>{self.spans(children)}</span>"
            case Mention(_, children) | Reference(_, children):
                return self.spans(children)
            case NoteCall(_, note, number):
                return self.note(note, number) if note else ""
            case _:
                assert_never(span)

    def note(self, note: Text, number: int) -> str:
        """Write a footnote."""
        key = f"{self.prefix}__fn_{number}" if self.prefix else f"fn_{number}"
        inside = f"<p>{self.text(note)}</p>"
        return f'<authorialNote eId="{key}" marker="{number}" placement="bottom">{inside}</authorialNote>'


def plain(words: str) -> str:
    """Return the words without markup."""
    return escape(words.translate(FORBIDDEN))
