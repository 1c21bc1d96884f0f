"""Spans → HTML, escaped; the only place where text becomes markup."""

from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

_PLACE = r"[\w.]*(?:\([^\s()]{1,6}\)){2,}"
_SHORT = re.compile(
    rf"(?<![\w/-])(?:\w{{1,3}}-\d+|\d+-\w+|\w+-\w|[\w²³µ]{{1,4}}/[\w²³]{{1,3}})(?![\w/-])|(?<![\w(]){_PLACE}"
)
"""Unbreakable compounds of a number or a single letter, units, and places: STS-135, 50-летие, Бион-М, м³/с, 3(1)(a)."""

_TIED_TO_NUMBER = re.compile(r"\b[^\W\d]{4,14}\u00a0\d[\w()]*")

LONG = 40
"""Length in characters of a word that fits in no column: it may be broken anywhere."""

_PATH = r"[^\s<>“”«»„\"]"
_WHOLE = re.compile(
    rf"(?P<address>[a-z][a-z+.]{{1,9}}://{_PATH}+|(?:www\.|mailto:){_PATH}+|[\w.+-]{{1,64}}@(?:[\w-]{{1,63}}\.)+\w+"
    rf"|(?<![\w.-])(?:[A-Za-z0-9-]{{1,63}}\.)+[a-z]{{2,}}/{_PATH}*"
    r"|(?<![\w.-])(?:[A-Za-z0-9-]{2,63}\.){2,}[a-z]{2,}(?!\w))"
    rf"|\S{{{LONG},}}"
)
"""An address, which may be broken after a sign but not at a hyphen of ours, or a word that fits in no column."""

_NUMBERED = re.compile(rf"\d+-\w+|{_PLACE}")
"""A number and its noun, or a place: 4-бап, 3(1)(a)."""

_JOINT = re.compile(r"(?<=[/?#&=@.-])(?<!:/)(?=\w)")
"""Characters of an address after which a line may end."""

_COMPOUND = r"(?<![\w-])\w+(?:-\w+)+(?![\w-])"
_LITTLE = r"[a-zà-ÿа-џ]{1,3}[ \u00a0]"
_LED = rf"(?<!\S)(?:{_LITTLE}){{1,2}}\w[\w-]{{3,13}}(?![\w-])"
_END = rf"(?<!\S)(?=.{{1,20}}\Z)(?:{_LITTLE}){{0,2}}\w[\w-]+[ \u00a0](?:{_LITTLE})?\w[\w-]+\Z"
"""Short words with the word that follows, and a short end of a title; limited, so that every column can hold them."""

_TIED = re.compile(f"{_LED}|{_COMPOUND}")
_TIED_AT_END = re.compile(f"{_END}|{_TIED.pattern}")


class SpanWriter:
    """Writes the text of one page, numbering footnotes that do not float.

    *edition* is used in links to other documents, which a later stage resolves, unless *resolve* returns their
    addresses for an id with its `#anchor`; *floating* notes stay at their call, for the page's own footnote area.
    """

    def __init__(
        self,
        edition: str,
        *,
        locales: Sequence[str] = (),
        floating: bool = True,
        resolve: Callable[[str], str] | None = None,
        abbreviations: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """Write for *edition* of a publication in *locales*.

        The first of each of the *abbreviations*, which are listed by language with what they stand for, says so.
        """
        self.edition = edition
        self.locales = tuple(locales)
        self.floating = floating
        self.resolve = resolve
        self.notes: list[Text] = []
        self._expansions = {locale: dict(known) for locale, known in (abbreviations or {}).items() if known}
        """Abbreviations that have not been used yet."""

    def text(self, text: Text, locale: str) -> Markup:
        """Write *text* inside an element of language *locale*, marking other languages and missing translations."""
        return Markup(self._text(text, locale))

    def spans(self, spans: Iterable[Span], locale: str) -> Markup:
        """Write spans in order."""
        return Markup(self._spans(spans, locale))

    def _text(self, text: Text, locale: str) -> str:
        inner = self._spans(text.spans, text.locale)
        if text.translated and text.locale == locale:
            return inner
        mark = "" if text.translated else ' class="untranslated"'
        return f'<span lang="{_escaped(language(text.locale))}"{mark}>{inner}</span>'

    def _spans(self, spans: Iterable[Span], locale: str) -> str:
        return "".join([self._span(span, locale) for span in spans])

    def _span(self, span: Span, locale: str) -> str:
        match span:
            case Plain(text):
                return self._plain(text, locale)
            case Passage(lang, children):
                return f'<span lang="{_escaped(language(lang))}">{self._spans(children, lang)}</span>'
            case Break():
                return "<br>"
            case Emphasis(children, strong, script):
                tag = {"superscript": "sup", "subscript": "sub"}.get(script, "strong" if strong else "em")
                return f"<{tag}>{self._spans(children, locale)}</{tag}>"
            case Link(href, children):
                return "".join(self._link(self.href(href), *piece, locale) for piece in self.pieces(children, locale))
            case Mention(_, children, anchor):
                return f'<span class="name" id="{_escaped(anchor)}">{self._spans(children, locale)}</span>'
            case NoteCall(_, note, number, anchor):
                return self._note(note, number, anchor, locale) if note else ""
            case Reference(_, children):
                return self._spans(children, locale)
            case _:
                assert_never(span)

    def _plain(self, text: str, locale: str) -> str:
        """Write words, with what an abbreviation stands for at its first use."""
        left = self._expansions.get(locale)
        match = _either(tuple(left)).search(text) if left else None
        if match is None or left is None:
            return _words_of(text, locale, self.locales)
        before, title = _words_of(text[: match.start()], locale, self.locales), left.pop(match[0])
        after = self._plain(text[match.end() :], locale)
        return f'{before}<abbr title="{_escaped(title)}">{_escaped(match[0])}</abbr>{after}'

    def _link(self, href: str, words: str, lang: str, locale: str) -> str:
        """Write a link whose words are in one language; nothing is nested in it (ISO 14289-1, 7.18.5)."""
        kind = ' class="address"' if _WHOLE.search(words) else ""
        said = f' lang="{_escaped(language(lang))}"' if lang != locale else ""
        return f'<a{kind}{said} href="{_escaped(href)}">{_linked(words)}</a>'

    def _note(self, note: Text, number: int, anchor: str, locale: str) -> str:
        """Write a footnote at its call, or its number and keep the note for the end."""
        if self.floating:
            here = f' id="{_escaped(anchor)}"' if anchor else ""
            return f'<span class="footnote"{here} data-number="{number}">{self._text(note, locale)}</span>'
        self.notes.append(note)
        number = len(self.notes)
        return f'<sup class="note-call"><a id="note-call-{number}" href="#note-{number}">{number}</a></sup>'

    def pieces(self, spans: Iterable[Span], locale: str) -> tuple[tuple[str, str], ...]:
        """Return the words of a link, split into one link for each language."""
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

    def href(self, href: str) -> str:
        """Return the address of another document in the same edition."""
        if not href.startswith(INTERNAL):
            return href
        target = href.removeprefix(INTERNAL)
        return self.resolve(target) if self.resolve else f"{INTERNAL}{self.edition}/{target}"


def data(value: object) -> Markup:
    """Write a value as JSON that may stand in an element: nothing in it can end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def language(locale: str) -> str:
    """Return the language tag (BCP 47) of a locale."""
    return languages.tag(locale)


def unbroken(html: Markup) -> Markup:
    """Keep the unbreakable parts of a title on one line.

    Compounds with a hyphen ("co-chairs"), a short word with the next one ("на последнем"), and the last two words if
    they are short, so that "City" is not alone.
    """
    pieces = re.split(r"(<span class=\"unbroken\">[^<]*</span>|<[^>]*>)", str(html))
    last = max((place for place in range(0, len(pieces), 2) if pieces[place]), default=0)
    for place in range(0, len(pieces), 2):
        tied = _TIED_AT_END if place == last and not any("unbroken" in piece for piece in pieces[last:]) else _TIED
        pieces[place] = tied.sub(r'<span class="unbroken">\g<0></span>', pieces[place])
    return Markup("".join(pieces))


def numbered(html: Markup) -> Markup:
    """Keep each word before a number that is tied to it on one line, undivided: "статьи 1" where it is no link."""
    pieces = re.split(r"(<[^>]*>)", str(html))
    pieces[::2] = [_TIED_TO_NUMBER.sub(r'<span class="unbroken">\g<0></span>', words) for words in pieces[::2]]
    return Markup("".join(pieces))


@functools.lru_cache(maxsize=8192)  # a text stands on the pages of several editions
def _words_of(text: str, locale: str, locales: Sequence[str]) -> str:
    """Write the words of *text*, marking the language of those in another one."""
    return "".join(
        _kept_together(words, lang)
        if lang == locale
        else f'<span lang="{_escaped(language(lang))}">{_kept_together(words, lang)}</span>'
        for words, lang in scripts.pieces(text, locale, locales)
    )


@functools.lru_cache(maxsize=64)
def _either(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of any of *words*, as a whole."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")


def _escaped(text: str) -> str:
    return str(escape(text))


def _kept_together(text: str, locale: str) -> str:
    """Escape *text*, keeping short compounds on one line, and marking addresses and words that fit on no line."""
    pieces = []
    end = 0
    for match in _WHOLE.finditer(text):
        pieces += [_compounds(text[end : match.start()], locale), _broken(match)]
        end = match.end()
    return "".join([*pieces, _compounds(text[end:], locale)])


def _broken(match: re.Match[str]) -> str:
    """Write an address with possible line breaks, or a word that may be broken anywhere."""
    if match.lastgroup != "address":
        return f'<span class="long-word">{_escaped(match[0])}</span>'
    return f'<span class="address">{_jointed(match[0])}</span>'


def _linked(words: str) -> str:
    """Write the words of a link; an address among them may be broken after its signs."""
    return "".join(map(_linked_word, re.split(r"(\s)", words)))


def _linked_word(word: str) -> str:
    """Write a word of a link; a number stays on one line with its noun, or with the numbers of a place."""
    if _WHOLE.fullmatch(word):
        return _jointed(word)
    if match := _NUMBERED.match(word):
        return f'<span class="unbroken">{_escaped(match[0])}</span>{_escaped(word[match.end() :])}'
    return _escaped(word)


def _jointed(address: str) -> str:
    """Allow line breaks after the punctuation of an address."""
    return "<wbr>".join(
        f'<span class="long-word">{_escaped(part)}</span>' if len(part) >= LONG else _escaped(part)
        for part in _JOINT.split(address)
    )


def _compounds(text: str, locale: str) -> str:
    """Escape *text*, keeping short compounds on one line."""
    pieces = []
    end = 0
    for match in _SHORT.finditer(text):
        pieces += [_signs(text[end : match.start()], locale), f'<span class="unbroken">{_escaped(match[0])}</span>']
        end = match.end()
    return "".join([*pieces, _signs(text[end:], locale)])


def _signs(text: str, locale: str) -> str:
    """Escape *text*, setting narrow spaces, which the fonts lack, and raising ordinal endings."""
    known = languages.of(locale)
    html = _escaped(text)
    if known and known.raised and not html.isalpha():
        html = known.raised.sub('<sup class="raised">\\g<0></sup>', html)
    return html.replace(NARROW, f'<span class="narrow">{NBSP}</span>')


def _words(spans: Iterable[Span], locale: str) -> Iterator[tuple[str, str]]:
    """Return the words of a link with their languages, for the description of its annotation (ISO 14289-1, 7.18.5)."""
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
