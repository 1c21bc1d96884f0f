"""A text as tokens: words, signs, and whole figures, dates, placeholders, references and footnote calls.

Spaces are not compared: a token carries those before it, for printing. Pure; the patterns of dates are those of the
languages.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, assert_never

from protocolpress import languages, markup
from protocolpress.model import Break, Emphasis, Link, Mention, NoteCall, Passage, Plain, Reference, Span, Text

Kind = Literal["word", "sign", "number", "date", "placeholder", "reference", "footnote", "paragraph"]

INTERNAL = ("#", "protocolpress:")
"""How the address of a structural reference begins once it is resolved; an author's link begins with a scheme."""

_TOKEN = re.compile(
    r"(?P<placeholder>\{[^{}\s]{0,80}\}|_{2,}|\[_+\])"
    r"|(?P<address>[a-z][a-z+.]{1,9}://\S+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<number>\d+(?:[.,:/\u00a0\u202f-]?\d+)*(?:[\u00a0\u202f]?%)?)(?![^\W\d_])"
    r"|(?P<word>\w+(?:[-’'./\u2011]\w+)*)"
    r"|(?P<sign>[^\s\w])"
)

_NUMERALS = re.compile(r"\b(?:[^\W_]{1,2}\)|[^\W_]|[ivxlcIVXLC]+|\d[\w.-]*)(?!\w)|[().,]|\s")
"""The parts of a citation that change when its target is renumbered: figures, single letters, Roman numerals."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A unit of comparison; *key* decides whether two tokens are equal."""

    kind: Kind
    words: str
    key: str
    space: str = ""
    """The space before it."""
    strong: bool = False
    emphasis: bool = False
    script: Literal["", "superscript", "subscript"] = ""
    lang: str = ""
    note: Text | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _Style:
    strong: bool = False
    emphasis: bool = False
    script: Literal["", "superscript", "subscript"] = ""
    lang: str = ""


Identify = Callable[[str], str]
"""The name of the unit that an address leads to, the same in both versions."""


def anonymous(href: str) -> str:
    """Name no target: all references are equal, as long as nobody knows which unit is which."""
    del href
    return ""


def read(text: Text, identify: Identify = anonymous, *, locale: str = "") -> tuple[Token, ...]:
    """Return the tokens of *text*; a reference is compared by its target, not by the number that it prints.

    In a column of another *locale*, the words are marked as a passage in their own language.
    """
    style = _Style(lang=text.locale if locale not in ("", text.locale) else "")
    return tuple(_Reader(text.locale, identify).spans(text.spans, style))


def paragraph(number: str = "") -> Token:
    """Return the token of a new paragraph inside a text that was one before, with its number."""
    return Token(kind="paragraph", words=f"¶ {number}".strip(), key="¶", space=" ")


class _Reader:
    """Reads the spans of one text."""

    def __init__(self, locale: str, identify: Identify) -> None:
        self.locale = locale
        self.identify = identify
        self.space = ""

    def spans(self, spans: Iterable[Span], style: _Style) -> Iterator[Token]:
        """Read spans in order; words that a mark divides, as in m² and 50-е, stay one word each."""
        for span in spans:
            yield from self.span(span, style)

    def span(self, span: Span, style: _Style) -> Iterator[Token]:
        """Read one span."""
        match span:
            case Plain(text):
                yield from self.words(text, style)
            case Break():
                self.space = self.space or " "
            case Emphasis(children, strong, script):
                inner = dataclasses.replace(
                    style,
                    strong=style.strong or (strong and not script),
                    emphasis=style.emphasis or not (strong or script),
                    script=script or style.script,
                )
                yield from self.spans(children, inner)
            case Link(href, children) if href.startswith(INTERNAL):
                words = markup.plain(children)
                key = f"→{self.identify(href)} {_NUMERALS.sub('', words)}"
                yield self.token("reference", words, style, key=key)
            case Link(href, children):
                yield from self.spans(children, style)
                if href not in markup.plain(children):  # an address that is not printed counts as a word
                    yield self.token("word", "", style, key=f"→{href}")
            case Passage(lang, children):
                yield from self.spans(children, dataclasses.replace(style, lang=lang))
            case Mention(_, children) | Reference(_, children):
                yield from self.spans(children, style)
            case NoteCall(_, note, number):
                yield dataclasses.replace(self.token("footnote", str(number), style, key="[^]"), note=note)
            case _:
                assert_never(span)

    def words(self, text: str, style: _Style) -> Iterator[Token]:
        """Divide running text."""
        locale = style.lang or self.locale
        end = 0
        for match in _whole(text, locale):
            self.space += text[end : match[0]]
            yield self.token(match[2], text[match[0] : match[1]], style)
            end = match[1]
        self.space += text[end:]

    def token(self, kind: Kind, words: str, style: _Style, key: str = "") -> Token:
        """Make a token with the space before it."""
        space, self.space = self.space, ""
        return Token(
            kind=kind,
            words=words,
            key=key or " ".join(unicodedata.normalize("NFC", words).split()),
            space=space,
            strong=style.strong,
            emphasis=style.emphasis,
            script=style.script,
            lang=style.lang,
        )


def _whole(text: str, locale: str) -> Iterator[tuple[int, int, Kind]]:
    """Yield the start, the end and the kind of each token of *text*; a date with its month in words is one."""
    dates = [match.span() for match in _dates(text, locale)]
    dates.append((len(text), len(text)))
    place = 0
    for start, end in dates:
        for match in _TOKEN.finditer(text, place, start):
            yield match.start(), match.end(), _kind(match)
        if end > start:
            yield start, end, "date"
        place = end


def _kind(match: re.Match[str]) -> Kind:
    match match.lastgroup:
        case "placeholder":
            return "placeholder"
        case "number":
            return "date" if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?|\d\d?[./]\d\d?[./]\d{4}", match[0]) else "number"
        case "sign":
            return "sign"
        case _:
            return "word"


def _dates(text: str, locale: str) -> Iterator[re.Match[str]]:
    """Find dates with the month in words and a figure."""
    language = languages.of(locale)
    if language and language.facts and language.facts.dates.months.search(text):
        dates = language.facts.dates.worded.finditer(text)
        yield from (match for match in dates if re.search(r"\d", match[0]))
