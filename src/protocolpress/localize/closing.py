"""The closing clause if the author left it to the program: place, date, copies and languages, from the data.

A protocol signed by two or more parties needs one; the author's own paragraph marked `{.closing}` replaces it. If data
for it are missing, there is a warning, and the document has no clause.
"""

from __future__ import annotations

from collections.abc import Iterable

from protocolpress import markup
from protocolpress.languages import ENGLISH_NAMES as NAMES
from protocolpress.localize import formats, phrases
from protocolpress.localize.translator import Translator
from protocolpress.model import Document, Message, Paragraph, Place, Text

TWO, THREE = 2, 3
"""Numbers of originals and of languages with phrases of their own."""


def clause(document: Document, translator: Translator) -> Text | None:
    """Write the closing clause of a signed document without one; None, and a warning, if that is impossible."""
    written = any(isinstance(block, Paragraph) and block.role == "closing" for block in document.blocks)
    if written or not document.signatories or document.kind == "annex" or document.form.signatures != "clause":
        return None
    place = translator.setting.registry.places.get(next(iter(document.places), ""))
    if lack := _lack(document, place):
        hint = "complete the data, or write the clause yourself after a line {.closing}"
        position = document.keys.get("signatories", document.position)
        translator.problems.warning(position, "missing-closing", f"there is no closing clause: {lack}", hint)
        return None
    at = place.at if place and place.at else Message(msgid="", position=document.position)
    named, copies = _signing(translator), len(document.signatories)
    values = {
        "place": markup.plain(translator.text(at, translator.setting.source_locale).spans),
        "date": formats.date(document.date, translator.setting.locale),
    }
    if len(named) == copies == TWO:
        return translator.sentence(phrases.DONE, languages=_list(translator, named), **values)
    values["copies"] = _copies(translator, copies)
    if len(named) < TWO:
        language = translator.phrase(phrases.IN_LANGUAGE[named[0]])
        return translator.sentence(phrases.DONE_ONE, language=language, **values)
    message = phrases.DONE_BOTH if len(named) == TWO else phrases.DONE_ALL
    return translator.sentence(message, languages=_list(translator, named), **values)


def languages(translator: Translator) -> Text:
    """Return the languages of an instrument for "in the … languages", the text's own first.

    They are the languages of the signing parties; unless there are two of these, those of the publication.
    """
    named = _signing(translator)
    if len(named) < TWO:
        named = _named(translator, translator.setting.schemes)
    return translator.plain(_list(translator, named))


def _signing(translator: Translator) -> tuple[str, ...]:
    """Return the locales of the signing parties; a party without a language signs in that of the text."""
    own = translator.setting.locale
    parties = (translator.setting.parties.get(side.party) for side in translator.host.signatories)
    return _named(translator, [party.locale or own for party in parties if party] or [own])


def _named(translator: Translator, locales: Iterable[str]) -> tuple[str, ...]:
    """Return the English names of the languages of *locales*, each once, the text's own first."""
    own = NAMES[translator.setting.locale]
    return tuple(sorted(dict.fromkeys(NAMES[locale] for locale in locales), key=lambda name: name != own))


def _list(translator: Translator, named: Iterable[str]) -> str:
    words = [translator.phrase(phrases.IN_LANGUAGES[name]) for name in named]
    return formats.conjoin(words, translator.setting.locale)


def _copies(translator: Translator, count: int) -> str:
    """Return the number of originals in words: one for each party."""
    if count <= THREE:
        return translator.phrase(phrases.DUPLICATE if count == TWO else phrases.TRIPLICATE)
    return translator.phrase(phrases.ORIGINALS, number=formats.number(count, translator.setting.locale))


def _lack(document: Document, place: Place | None) -> str:
    """Return what is missing for the clause, or nothing."""
    if len(document.signatories) < TWO:
        return "fewer than two parties sign"
    if not document.date.start.day or document.date.end is not None or document.date.unknown:
        return "the date is not one day"
    if len(document.places) != 1:
        return "place is missing" if not document.places else "there are several places"
    if place is not None and place.at is None:
        return f"the place {place.id} has no key at"
    return "" if place else "the place is unknown"
