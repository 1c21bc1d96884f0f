"""One document's messages into one locale: look up, parse, resolve, typeset.

A message without a translation prints its source text, marked as such; `missing` counts them. Every error in a
translation is reported at its place in the catalog, with the line of its source in the hint.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Hashable, Mapping

from protocolpress import kinds, languages, markup, numbering
from protocolpress.errors import Position, Problems
from protocolpress.files import is_inside, outside
from protocolpress.localize import alternat, formats, glyphs, phrases, references, typography
from protocolpress.model import (
    Break,
    Catalog,
    Document,
    Emphasis,
    Link,
    Mention,
    Message,
    NoteCall,
    Passage,
    Path,
    Plain,
    Reference,
    Registry,
    Span,
    Text,
)
from protocolpress.project import Group, Marking, Party

_CALL = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")

SCHEMES = ("https", "http", "mailto")
"""Schemes of addresses to which a document may link."""

_LAST_WORD = re.compile(r"[^\W\d_]+\Z")

NEAR = "{this}"
"""Placeholder in the words of a reference: the citation without its first noun, as within one article."""

LEFT_OUT = "\\"
"""A translation that is only a backslash leaves its paragraph out."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The context of localizing beside the document: languages, words, and possible targets of references."""

    locale: str
    source_locale: str
    """The language of the registry and the settings; each document has its own."""
    catalog: Catalog
    registry: Registry
    parties: Mapping[str, Party]
    """The parties by id, in order."""
    schemes: Mapping[str, tuple[str, ...]]
    """Numbering schemes by locale."""
    find: Callable[[str], Document | None]
    """Return the document with an id, None if there is none."""
    first: str = ""
    """The language of the party that the edition names first; without it, the locale is."""
    groups: Mapping[str, Group] = dataclasses.field(default_factory=dict)
    """The groups that documents may name, by id."""
    markings: Mapping[str, Marking] = dataclasses.field(default_factory=dict)
    """How documents may have to be handled, by id."""
    alphabetical: bool = False
    """Whether parties are ordered by their names, alphabetically in the language of the text."""
    originals: tuple[str, ...] = ()
    """Places in which names in another script are printed beside the translated ones."""
    alphabet: frozenset[str] | None = None
    """The characters in the fonts; None if that does not matter."""
    bound_words: int = 1
    """Letters of the longest prepositions that stay on one line with the next word."""
    known: dict[Hashable, Text] | None = None
    """Texts of the document in this locale that do not depend on the party named first; None keeps nothing."""


class Translator:
    """Translates one document, counting missing texts and recording where registry entries are named."""

    def __init__(
        self, document: Document, setting: Setting, problems: Problems, *, host: Document | None = None
    ) -> None:
        """Translate for *document*, an annex of *host* if there is one, reporting to *problems*."""
        self.document = document
        self.host = host or document
        self.setting = setting
        self.problems = problems
        self.here: Path = ()
        """The number of the current block, for "this Article"."""
        self.missing: list[Message] = []
        self.unfit = False
        """Whether a translation has lost a `{name}`, so that its source is printed."""
        self.mentions: list[tuple[str, str]] = []
        """(registry entry, anchor) in reading order."""
        self.calls: list[str] = []
        """The labels of the footnotes called, in reading order."""
        self._ranked = 0

    def rank(self, party: str) -> alternat.Rank:
        """Return the position of a party in the order of this edition."""
        self._ranked += 1
        found = self.setting.parties.get(party)
        if found and self.setting.alphabetical:
            name = markup.plain(self.text(found.name, self.setting.source_locale).spans)
            return False, formats.sort_key(name, self.setting.locale)
        return alternat.rank(found, self.setting.first or self.setting.locale)

    @property
    def scheme(self) -> tuple[str, ...]:
        """The numbering scheme of the document in this locale."""
        return scheme_of(self.document, self.setting.schemes, self.setting.locale)

    def text(self, message: Message, source_locale: str = "", *, optional: bool = False) -> Text:
        """Translate a block of the document; *source_locale* is given if it is not the document's.

        A translation may leave out *optional* text only: not a title, a name or a cell.
        """
        if (kept := self.setting.known) is None:
            return self._text(message, source_locale, optional=optional)
        key = (message, source_locale, optional, self.here, self.document.id, self.host.id)
        if (text := kept.get(key)) is None:
            before = self._noticed()
            text = self._text(message, source_locale, optional=optional)
            if before == self._noticed():  # neither the order of the parties nor a report or an index depends on it
                kept[key] = text
        return text

    def _noticed(self) -> tuple[int, ...]:
        """Count what translating a text leaves behind beside the text."""
        return self._ranked, len(self.mentions), len(self.calls), len(self.missing), len(self.problems)

    def _text(self, message: Message, source_locale: str, *, optional: bool) -> Text:
        source_locale = source_locale or self.document.locale
        found, locale, position = self._find(message, source_locale)
        notes = self.document.notes
        spans = alternat.arranged(markup.inline(found, notes), self.rank)
        if html := markup.raw_html(found):
            hint = "HTML prints literally; use Markdown"
            self.problems.warning(position, "raw-html", f"HTML in a translation: {html}", hint)
        if not optional and found.strip() == LEFT_OUT != message.msgid.strip():
            hint = "translate it: only paragraphs and items without a number can be left out"
            self.problems.error(position, "not-optional", "this text cannot be left out", hint)
        glyphs.check(found, self.setting.alphabet, position, self.problems)
        self._check_notes(message, found, position)
        resolved = _Resolver(self, position, self._hint(message, position)).spans(spans)
        set_ = typography.typeset(resolved, locale, bound=self.setting.bound_words)
        return Text(spans=set_, locale=locale, translated=locale == self.setting.locale)

    def called(self, label: str) -> tuple[int, str]:
        """Count a call of a footnote; return the note's number, by its first call, and where it stands."""
        self.calls.append(label)
        number = [*dict.fromkeys(self.calls)].index(label) + 1
        return number, references.anchor(self.document.id, f"{self.setting.locale}-note-{len(self.calls)}")

    def phrase(self, message: Message, **values: str) -> str:
        """Translate words of the interface and put *values* in."""
        return phrases.fill(self._pattern(message), values)

    def _pattern(self, message: Message) -> str:
        """Translate interface words; if the translation lost or added a `{name}`, report that and give the source's.

        The page is then a draft.
        """
        found, _, position = self._find(message, languages.DEFAULT.code)
        there, wanted = phrases.names(found), phrases.names(message.msgid)
        if there == wanted:
            return found
        hint = "keep every {name} of the source text, and add no others; until then the source is printed"
        differ = markup.placeholders_differ(wanted - there, there - wanted)
        self.problems.warning(position, "placeholder-mismatch", differ, hint)
        self.unfit = True
        return message.msgid

    def sentence(self, message: Message, **values: str) -> Text:
        """Translate a sentence of the interface, put *values* in, and typeset it."""
        words = self._pattern(message)
        spans = phrases.fill_spans(markup.inline(words), values)
        translation = self.setting.catalog.find(message.msgid, message.context)
        known = translation is not None and translation.forms[0] == words
        known = known or languages.is_same(self.setting.locale, languages.DEFAULT.code)
        locale = self.setting.locale if known else languages.DEFAULT.code
        return Text(spans=typography.typeset(spans, locale), locale=locale, translated=locale == self.setting.locale)

    def plain(self, words: str) -> Text:
        """Make a text of finished words: a date, a list of names."""
        return Text(spans=(Plain(words),), locale=self.setting.locale)

    def _find(self, message: Message, source_locale: str) -> tuple[str, str, Position]:
        """Return the printed words with their language and position: the source's, if a catalog only repeats them."""
        translation = self.setting.catalog.find(message.msgid, message.context)
        is_own = languages.is_same(source_locale, self.setting.locale)
        if translation is not None and not (is_own and translation.forms[0] == message.msgid):
            return translation.forms[0], self.setting.locale, translation.position
        if is_own:
            return message.msgid, self.setting.locale, message.position
        if message.msgid:
            self.missing.append(message)
        return message.msgid, source_locale, message.position

    def is_public(self, document: Document) -> bool:
        """Whether a document may be published; one with an unknown marking may not."""
        known = self.setting.markings.get(document.marking)
        return not document.marking or (known is not None and known.public)

    def keep_closed(self, other: Document, position: Position) -> None:
        """Report that a public document names one that is not: its title and its number would be published."""
        if self.is_public(self.host) and not self.is_public(other):
            message = f"{other.id} is not public, and must not be named in a public document"
            hint = f"mark this document too, marking: {other.marking}, or name the other one without a reference"
            self.problems.error(position, "not-public", message, hint)

    def _check_notes(self, message: Message, found: str, position: Position) -> None:
        """Report footnotes that the source calls and its translation does not: their text would be lost."""
        for label in dict.fromkeys(_CALL.findall(message.msgid)) if "[^" in message.msgid else ():
            if f"[^{label}]" not in found:
                text = f"the translation does not call footnote {label}"
                self.problems.error(position, "lost-footnote", text, f"write [^{label}] where it belongs")

    def _hint(self, message: Message, position: Position) -> str:
        return f"the source is in {message.position}" if position != message.position else ""


def scheme_of(document: Document, schemes: Mapping[str, tuple[str, ...]], locale: str) -> tuple[str, ...]:
    """Return the numbering scheme of a document in a locale: its own, or the project's."""
    usual = kinds.CHAPTERS if document.form.headings == "chapters" else schemes.get(locale)
    return document.numbering.get(locale) or usual or languages.DEFAULT.numbering


def name(message: Message, catalog: Catalog, source_locale: str) -> Text:
    """Translate a name outside any document: the group's, in a banner."""
    translation = catalog.find(message.msgid, message.context)
    locale = catalog.locale if translation else source_locale
    spans = typography.typeset(markup.inline(translation.forms[0] if translation else message.msgid), locale)
    return Text(spans=spans, locale=locale, translated=locale == catalog.locale)


def _tail(citation: str, locale: str) -> str:
    """Return a citation without the noun that a sentence inflects.

    This is its first noun, which a no-break space ties to its number, or the last one if nouns follow numbers.
    """
    known = languages.of(locale)
    if known is not None and known.noun_follows:
        return _LAST_WORD.sub("", citation)
    return citation.partition("\u00a0")[2] or citation


def _glued(citation: str, numbers: Mapping[str, str]) -> str:
    """Tie the numbers of a citation to the preceding words."""
    every = "|".join(re.escape(number) for number in numbers.values())
    return re.sub(rf" (?=\(?(?:{every})(?!\w))", "\u00a0", citation) if every else citation


class _Resolver:
    """Resolves the spans of one text, reporting every mistake at one position."""

    def __init__(self, translator: Translator, position: Position, hint: str) -> None:
        self.translator = translator
        self.position = position
        self.hint = hint

    def spans(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """Resolve spans, keeping their order."""
        return tuple(resolved for span in spans for resolved in self.span(span))

    def span(self, span: Span) -> tuple[Span, ...]:
        """Resolve one span; an invalid reference leaves its words, and a problem."""
        match span:
            case Plain() | Break():
                self.unknown_notes(span)
                return (span,)
            case Emphasis(children):
                return (dataclasses.replace(span, children=self.spans(children)),)
            case Passage(lang, children):
                return self.passage(lang, self.spans(children))
            case Link(href, children):
                return self.link(href, self.spans(children))
            case Mention(entry, children):
                return self.mention(entry, self.spans(children))
            case Reference(target, children):
                return self.reference(target, self.spans(children))
            case NoteCall(label):
                notes = self.translator.document.notes
                number, anchor = self.translator.called(label)
                return (NoteCall(label, self.translator.text(notes[label]), number, anchor),)

    def passage(self, lang: str, children: tuple[Span, ...]) -> tuple[Span, ...]:
        """Keep the language of a marked passage."""
        if not formats.is_known(lang.replace("-", "_")):
            self.error("unknown-locale", f"unknown locale {lang}", "use a locale such as en, ru, de, pt-BR")
            return children
        return (Passage(lang, children),)

    def link(self, href: str, children: tuple[Span, ...]) -> tuple[Span, ...]:
        """Accept web addresses and refuse others."""
        scheme = href.partition(":")[0].lower()
        if scheme not in SCHEMES:
            self.error("link-scheme", f"a link may not lead to {scheme}:", f"use {', '.join(SCHEMES)}")
            return children
        return (Link(href, children),)

    def mention(self, entry: str, children: tuple[Span, ...]) -> tuple[Span, ...]:
        """Set the anchor of a mention; an entry that is not in the registry is an error."""
        setting, document = self.translator.setting, self.translator.document
        if entry.startswith(alternat.PREFIX):
            party = entry.removeprefix(alternat.PREFIX)
            if party not in setting.parties:
                hint = "write the id of a party of protocolpress.toml"
                self.error("unknown-id", f"@{entry} names no party", hint)
            return children
        registry = setting.registry
        known = {**registry.people, **registry.places, **registry.organizations, **registry.topics}
        if entry not in known:
            self.error("unknown-id", f"@{entry} is not in the registry", "add it to sources/registry/, or correct it")
            return children
        number = len(self.translator.mentions) + 1
        anchor = references.anchor(document.id, f"{setting.locale}-{entry}-{number}")
        self.translator.mentions.append((entry, anchor))
        return (Mention(entry, children, anchor),)

    def reference(self, target: str, children: tuple[Span, ...]) -> tuple[Span, ...]:
        """Turn a structural reference into a link with a citation, or with the given words."""
        path, _, fragment = target.partition("#")
        if path and not is_inside(path):
            self.translator.problems.add(outside(self.position, path))
            return children
        document = self.translator.setting.find(path) if path else self.translator.document
        if document is None:
            self.error("unknown-reference", f"there is no document {path}", "write its id: protocols/…")
            return children
        self.translator.keep_closed(document, self.position)
        if document.kind == "annex" and document.id not in self.translator.host.annexes:
            self.error("unknown-reference", f"{path} is an annex of another document", "refer to its protocol")
            return children
        schemes = self.translator.setting.schemes
        locales = (document.locale, *schemes)
        every = tuple(numbering.whole(scheme_of(document, schemes, locale), locale) for locale in locales)
        place = references.find(document, fragment, every) if fragment else references.Target(path=(), anchor="")
        if place is None:
            hint = "write #article/1/b: the article's {#anchor}, then numbers or letters"
            self.error("unknown-reference", f"there is no place #{fragment} in {document.id}", hint)
            return children
        words = self.words(document, fragment, place.path, children)
        return (Link(self.href(document, place.anchor), words),)

    def href(self, document: Document, local: str) -> str:
        """Return the address of a place in this PDF (including annexes), or of another document."""
        host = self.translator.host
        anchor = references.anchor(document.id, local)
        if document.id in (self.translator.document.id, host.id, *host.annexes):
            return f"#{anchor}"
        return f"protocolpress:{document.id}" + (f"#{anchor}" if local else "")

    def words(self, document: Document, fragment: str, path: Path, children: tuple[Span, ...]) -> tuple[Span, ...]:
        """Return the words of a reference, with the citation without its noun for `{}`."""
        given = markup.plain(children)
        if NEAR in given:
            return self.near(document, fragment, path, given)
        if given and "{}" not in given:
            return children
        full = self.citation(document, fragment, path)
        if not given:
            return (Plain(full),)
        return (Plain(given.replace("{}", _tail(full, self.translator.setting.locale))),)

    def near(self, document: Document, fragment: str, path: Path, given: str) -> tuple[Span, ...]:
        """Return the words of a reference with `{this}`, the citation as within one article."""
        translator = self.translator
        is_own = document.id == translator.document.id
        found = (
            phrases.near(
                path,
                translator.here,
                translator.scheme,
                translator.setting.locale,
                chapters=document.form.headings == "chapters",
            )
            if is_own and path
            else None
        )
        if found is None:
            hint = "use {} instead of {this}: the place is in another article"
            self.error("not-this-article", f"#{fragment} is not in this article", hint)
            citation = self.citation(document, fragment, path)
        else:
            citation = self.cited(*found, path, translator.scheme)
        return (Plain(given.replace(NEAR, _tail(citation, translator.setting.locale))),)

    def citation(self, document: Document, fragment: str, path: Path) -> str:
        """Cite a place; in another document, or without a number, its title is the citation."""
        translator = self.translator
        if path:
            scheme = scheme_of(document, translator.setting.schemes, translator.setting.locale)
            chapters = document.form.headings == "chapters"
            found = phrases.citation(path, scheme, translator.setting.locale, chapters=chapters)
            return self.cited(*found, path, scheme)
        number = self.annex_number(document)
        if number is not None and not fragment:
            return (
                translator.phrase(phrases.ANNEX_NUMBER, number=str(number)).replace(" ", "\u00a0")
                if number
                else translator.phrase(phrases.ANNEX)
            )
        if number_ := references.decision(document, fragment):
            return translator.phrase(phrases.DECISION, number=number_).replace(" ", "\u00a0")
        title = document.title
        if fragment:
            title = next(block.text for block in document.blocks if getattr(block, "anchor", "") == fragment)  # type: ignore[union-attr]
        return markup.plain(translator.text(title, document.locale).spans)

    def cited(self, message: Message, numbers: dict[str, str], path: Path, scheme: tuple[str, ...]) -> str:
        """Return a citation in words; the numbers below the fourth level stand with that one's."""
        translator = self.translator
        for inner in phrases.below(path, scheme, translator.setting.locale):
            both = {"outer": numbers["subitem"], "inner": inner}
            numbers = {**numbers, "subitem": _glued(translator.phrase(phrases.BELOW, **both), both)}
        return _glued(translator.phrase(message, **numbers), numbers)

    def annex_number(self, document: Document) -> int | None:
        """Return an annex's number among its protocol's annexes, 0 for the only one, None if it is not among them."""
        annexes = self.translator.host.annexes
        if document.id not in annexes:
            return None
        return annexes.index(document.id) + 1 if len(annexes) > 1 else 0

    def unknown_notes(self, span: Span) -> None:
        """Report a call of an unknown footnote; one in a source is reported when it is read."""
        if isinstance(span, Plain) and "[^" in span.text and (match := re.search(r"\[\^([^\]\s]+)\]", span.text)):
            self.error("unknown-footnote", f"there is no footnote {match[1]}", "keep the [^name] of the source text")

    def error(self, rule: str, message: str, hint: str) -> None:
        """Report a mistake in this text."""
        self.translator.problems.error(self.position, rule, message, "; ".join(filter(None, (hint, self.hint))))
