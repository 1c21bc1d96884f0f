"""Spans → HTML, escaped; the only place where text becomes markup."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import assert_never

from markupsafe import Markup, escape

from protocolpress import languages
from protocolpress.languages import scripts
from protocolpress.model import (
    Break,
    Emphasis,
    Link,
    Mention,
    NoteCall,
    Passage,
    Plain,
    Reference,
    Span,
    Text,
)

INTERNAL = "protocolpress:"

NBSP, NARROW = "\u00a0", "\u202f"

_SHORT = re.compile(r"(?<![\w-])(?:\w{1,3}-\d+|\d+-\w+|\w+-\w)(?![\w-])")
"""Compounds of a number, or of one letter, that a line never parts: STS-135, 50-летие, Бион-М."""

_LONG = re.compile(r"\S{40,}")
"""A word that no column holds, an address most likely: it is broken anywhere, and without a hyphen."""

_COMPOUND = re.compile(r"(?<![\w-])\w+(?:-\w+)+(?![\w-])")


class SpanWriter:
    """Writes the text of one page; lives as long as that, to number footnotes where they are not floated.

    *edition* goes into links to other documents, which a later stage resolves, unless *resolve* makes their addresses
    from an id with its `#anchor`; *floating* notes stay at their call, for the page's own footnote area.
    """

    def __init__(
        self,
        edition: str,
        *,
        locales: Sequence[str] = (),
        floating: bool = True,
        resolve: Callable[[str], str] | None = None,
    ) -> None:
        """Write for *edition* of a publication in *locales*."""
        self.edition = edition
        self.locales = locales
        self.floating = floating
        self.resolve = resolve
        self.notes: list[Text] = []

    def text(self, text: Text, locale: str) -> Markup:
        """Write *text* inside an element of language *locale*, marking another language and missing translations."""
        inner = self.spans(text.spans, text.locale)
        if text.translated and text.locale == locale:
            return inner
        mark = Markup("") if text.translated else Markup(' class="untranslated"')
        return Markup('<span lang="{}"{}>{}</span>').format(language(text.locale), mark, inner)

    def spans(self, spans: Iterable[Span], locale: str) -> Markup:
        """Write spans in order."""
        return Markup("").join(self.span(span, locale) for span in spans)

    def span(self, span: Span, locale: str) -> Markup:
        """Write one span."""
        match span:
            case Plain(text):
                return self.words(scripts.pieces(text, locale, self.locales), locale)
            case Passage(lang, children):
                return Markup('<span lang="{}">{}</span>').format(language(lang), self.spans(children, lang))
            case Break():
                return Markup("<br>")
            case Emphasis(children, strong):
                tag = Markup("strong" if strong else "em")
                return Markup("<{}>{}</{}>").format(tag, self.spans(children, locale), tag)
            case Link(href, children):
                return Markup("").join(
                    self.link(self.href(href), *piece, locale) for piece in self.pieces(children, locale)
                )
            case Mention(_, children, anchor):
                return Markup('<span id="{}">{}</span>').format(anchor, self.spans(children, locale))
            case NoteCall(_, note, number):
                return self.note(note, number, locale) if note else Markup("")
            case Reference(_, children):
                return self.spans(children, locale)
            case _:
                assert_never(span)

    def words(self, pieces: Iterable[tuple[str, str]], locale: str) -> Markup:
        """Write words, and say of those in another language which it is."""
        pattern = Markup('<span lang="{}">{}</span>')
        return Markup("").join(
            _kept_together(words, lang) if lang == locale else pattern.format(language(lang), _kept_together(words, lang))
            for words, lang in pieces
        )

    def link(self, href: str, words: str, lang: str, locale: str) -> Markup:
        """Write a link whose words are in one language; nothing is nested in it (ISO 14289-1, 7.18.5)."""
        kind = Markup(' class="long-word"') if _LONG.search(words) else ""
        said = Markup(' lang="{}"').format(language(lang)) if lang != locale else ""
        return Markup('<a{}{} href="{}">{}</a>').format(kind, said, href, escape(words))

    def pieces(self, spans: Iterable[Span], locale: str) -> tuple[tuple[str, str], ...]:
        """Give the words of a link, which is one link for each language in it."""
        found = [
            piece
            for words, lang in _words(spans, locale)
            for piece in scripts.pieces(words, lang, self.locales)
            if words
        ]
        return tuple(
            ("".join(words for words, _ in group), lang)
            for lang, group in itertools.groupby(found, key=lambda piece: piece[1])
        )

    def note(self, note: Text, number: int, locale: str) -> Markup:
        """Write a footnote at its call, or its number and keep the note for the end."""
        if self.floating:
            pattern = '<span class="footnote" data-number="{}">{}</span>'
            return Markup(pattern).format(number, self.text(note, locale))
        self.notes.append(note)
        number = len(self.notes)
        pattern = '<sup class="note-call"><a id="note-call-{0}" href="#note-{0}">{0}</a></sup>'
        return Markup(pattern).format(number)

    def href(self, href: str) -> str:
        """Lead to another document in the same edition."""
        if not href.startswith(INTERNAL):
            return href
        target = href.removeprefix(INTERNAL)
        return self.resolve(target) if self.resolve else f"{INTERNAL}{self.edition}/{target}"


def language(locale: str) -> str:
    """Give the language tag (BCP 47) of a locale."""
    return languages.tag(locale)


def unbroken(html: Markup) -> Markup:
    """Keep compounds with a hyphen on one line, for titles: "co-chairs" is never parted there."""
    pieces = re.split(r"(<span class=\"unbroken\">[^<]*</span>|<[^>]*>)", str(html))
    pieces[::2] = [_COMPOUND.sub(r'<span class="unbroken">\g<0></span>', piece) for piece in pieces[::2]]
    return Markup("".join(pieces))


def _kept_together(text: str, locale: str) -> Markup:
    """Escape *text*, keeping short compounds on one line, and marking words that no line holds."""
    pieces = []
    end = 0
    for match in _LONG.finditer(text):
        pieces += [
            _compounds(text[end : match.start()], locale),
            Markup('<span class="long-word">{}</span>').format(match[0]),
        ]
        end = match.end()
    return Markup("").join([*pieces, _compounds(text[end:], locale)])


def _compounds(text: str, locale: str) -> Markup:
    """Escape *text*, keeping short compounds on one line."""
    pieces = []
    end = 0
    for match in _SHORT.finditer(text):
        pieces += [
            _signs(text[end : match.start()], locale),
            Markup('<span class="unbroken">{}</span>').format(match[0]),
        ]
        end = match.end()
    return Markup("").join([*pieces, _signs(text[end:], locale)])


def _signs(text: str, locale: str) -> Markup:
    """Escape *text*, setting narrow spaces, which the fonts lack, and raising the endings of ordinals."""
    known = languages.of(locale)
    html = str(escape(text))
    if known and known.raised and not html.isalpha():
        html = known.raised.sub('<sup class="raised">\\g<0></sup>', html)
    return Markup(html.replace(NARROW, f'<span class="narrow">{NBSP}</span>'))


def _words(spans: Iterable[Span], locale: str) -> Iterator[tuple[str, str]]:
    """Give the words of a link, each with its language: its annotation is its content (ISO 14289-1, 7.18.5)."""
    for span in spans:
        match span:
            case Plain(text):
                yield text.replace(NARROW, NBSP), locale
            case Emphasis(children=children) | Link(children=children) | Mention(children=children):
                yield from _words(children, locale)
            case Passage(lang, children):
                yield from _words(children, lang)
            case Break():
                yield " ", locale
            case NoteCall() | Reference():
                pass
            case _:
                assert_never(span)
