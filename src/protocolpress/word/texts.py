"""Texts → runs: spans come in; the inside of a paragraph goes out, with links, notes and bookmarks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import assert_never

from protocolpress import markup
from protocolpress.model import Break, Emphasis, Link, Mention, NoteCall, Passage, Plain, Reference, Span, Text
from protocolpress.word import elements

PREFIX = "pp"
"""Prefix of the bookmarks of texts."""

FIRST_LINK = 100
"""Number of the first external relationship; lower ones are the file's own parts."""

_CALL = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


def stamp(locale: str, key: str, words: str) -> str:
    """Name the bookmark of a text: its language, its id and the digest of its words."""
    return f"{PREFIX}_{locale}_{key.replace('.', '_')}_{digest(words)}"


def digest(words: str) -> str:
    """Return the digest of a text; all kinds of spaces count as one."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:8]


def said(text: Text) -> str:
    """Return the words of a text, without its notes."""
    return markup.plain(text.spans)


def name_of(anchor: str) -> str:
    """Return the bookmark name of an anchor: at most forty letters, figures and underscores."""
    name = re.sub(r"\W", "_", anchor)
    return f"a_{name}" if len(name) <= 38 else f"a_{name[:28]}_{digest(anchor)}"


class Texts:
    """Writes the texts of one file, numbering bookmarks, notes and links."""

    def __init__(self, *, parallel: bool) -> None:
        """Write for one column, or for several."""
        self.parallel = parallel
        self.notes: list[str] = []
        self.links: dict[str, str] = {}
        self._marks: dict[str, int] = {}

    def text(self, text: Text, locale: str, key: str = "") -> str:
        """Write a text; with a *key* it gets a bookmark, so that it can be read back."""
        inside = self.spans(text.spans, _Marks(text.locale, style="" if text.translated else "Untranslated"))
        return self.mark(stamp(locale, key, said(text)), inside) if key else inside

    def mark(self, name: str, inside: str) -> str:
        """Set a bookmark; each name is used once."""
        if name in self._marks:
            return inside
        self._marks[name] = len(self._marks) + 1
        return elements.bookmark(self._marks[name], name, inside)

    def spans(self, spans: Iterable[Span], marks: _Marks) -> str:
        """Write spans in order."""
        return "".join(self.span(span, marks) for span in spans)

    def span(self, span: Span, marks: _Marks) -> str:
        """Write one span."""
        match span:
            case Plain(words):
                return elements.run(
                    words,
                    marks.locale,
                    strong=marks.strong,
                    emphasis=marks.emphasis,
                    style=marks.style,
                    script=marks.script,
                )
            case Break():
                return "<w:r><w:br/></w:r>"
            case Emphasis(children, strong, script):
                return self.spans(
                    children, marks.over(strong=strong, emphasis=not strong and not script, script=script)
                )
            case Link(href, children):
                return self.link(href, self.spans(children, marks.over(style="Hyperlink")))
            case Passage(lang, children):
                return self.spans(children, marks.within(lang))
            case Mention(_, children) | Reference(_, children):
                return self.spans(children, marks)
            case NoteCall(_, note, number):
                return self.note(note, number) if note else ""
            case _:
                assert_never(span)

    def link(self, href: str, inside: str) -> str:
        """Link to a place in this file or on the web; links to other documents are dropped."""
        if href.startswith("#"):
            return f'<w:hyperlink w:anchor="{name_of(href[1:])}">{inside}</w:hyperlink>'
        if re.match(r"https?:|mailto:", href):
            key = self.links.setdefault(href, f"rId{FIRST_LINK + len(self.links)}")
            return f'<w:hyperlink r:id="{key}">{inside}</w:hyperlink>'
        return inside

    def note(self, note: Text, number: int) -> str:
        """Call a footnote; in columns both calls of one note have the same number, which Word would not give them."""
        key = len(self.notes) + 1
        own = f"<w:t>{number}</w:t>" if self.parallel else ""
        custom = ' w:customMarkFollows="1"' if self.parallel else ""
        self.notes.append("")  # reserve its place: a note may call another one
        words = elements.run(" ", note.locale) + self.text(note, note.locale, f"n{number}")
        inside = f"<w:r>{_CALL}{own or '<w:footnoteRef/>'}</w:r>{words}"
        self.notes[key - 1] = f'<w:footnote w:id="{key}">{elements.paragraph(inside, "FootnoteText")}</w:footnote>'
        return f'<w:r>{_CALL}<w:footnoteReference{custom} w:id="{key}"/>{own}</w:r>'


class _Marks:
    """The properties of a span's runs."""

    def __init__(
        self, locale: str, *, strong: bool = False, emphasis: bool = False, style: str = "", script: str = ""
    ) -> None:
        self.locale = locale
        self.strong = strong
        self.emphasis = emphasis
        self.style = style
        self.script = script

    def within(self, locale: str) -> _Marks:
        """Return the marks for runs of another language."""
        return _Marks(locale, strong=self.strong, emphasis=self.emphasis, style=self.style, script=self.script)

    def over(self, *, strong: bool = False, emphasis: bool = False, style: str = "", script: str = "") -> _Marks:
        """Add marks to the current ones."""
        return _Marks(
            self.locale,
            strong=self.strong or strong,
            emphasis=self.emphasis or emphasis,
            style=self.style or style,
            script=self.script or script,
        )
