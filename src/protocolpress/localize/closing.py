"""The closing clause, where the author left it to the program: place, date, copies, languages, from the data.

A protocol that two parties of different languages sign needs one; a paragraph `{.closing}` of the author's own takes
its place. What the data lacks for it is a warning, and the document then has none.
"""

from __future__ import annotations

from protocolpress import markup
from protocolpress.localize import formats, phrases
from protocolpress.localize.translator import Translator
from protocolpress.model import Document, Message, Paragraph, Place, Text

BOTH = 2
"""Parties, languages and copies of an instrument whose closing clause is always the same."""


def clause(document: Document, translator: Translator) -> Text | None:
    """Write the closing clause of a document that is signed and has none; None, and a warning, where it cannot be."""
    written = any(isinstance(block, Paragraph) and block.role == "closing" for block in document.blocks)
    if written or not document.signatories or document.kind == "annex":
        return None
    place = translator.setting.registry.places.get(document.place)
    if lack := _lack(document, translator, place):
        hint = "complete the data, or write the clause yourself, below a line {.closing}"
        position = document.keys.get("signatories", document.position)
        translator.problems.warning(position, "missing-closing", f"there is no closing clause: {lack}", hint)
        return None
    at = place.at if place and place.at else Message(msgid="", position=document.position)
    return translator.sentence(
        phrases.DONE,
        place=markup.plain(translator.text(at, translator.setting.source_locale).spans),
        date=formats.date(document.date, translator.setting.locale),
        languages=_list(translator),
    )


def languages(translator: Translator) -> Text:
    """Name the languages of an instrument as they stand in "the … languages", the text's own first."""
    return translator.plain(_list(translator))


def _list(translator: Translator) -> str:
    own = translator.setting.locale
    ordered = sorted(phrases.LANGUAGES, key=lambda locale: locale != own)
    return formats.conjoin([translator.phrase(phrases.LANGUAGES[locale]) for locale in ordered], own)


def _lack(document: Document, translator: Translator, place: Place | None) -> str:
    """Say what the clause lacks, or nothing."""
    parties = [translator.setting.parties.get(side.party) for side in document.signatories]
    if len(parties) != BOTH or len({party.locale for party in parties if party}) != BOTH:
        return "it is not two parties of two languages that sign"
    if not document.date.start.day or document.date.end is not None:
        return "the date is not one day"
    if not document.place:
        return "place is missing"
    if place is not None and place.at is None:
        return f"the place {place.id} has no key at"
    return "" if place else "the place is unknown"
