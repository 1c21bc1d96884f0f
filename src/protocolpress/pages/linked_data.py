"""Descriptions of documents for search engines, in the words of schema.org, to be written as JSON-LD."""

from __future__ import annotations

from protocolpress import languages, markup
from protocolpress.model import LocalizedDocument
from protocolpress.pages.about import Facts

STATUS = {
    "postponed": "https://schema.org/EventPostponed",
    "cancelled": "https://schema.org/EventCancelled",
}


def document(one: LocalizedDocument, facts: Facts, *, page: str, picture: str, group: str) -> dict[str, object]:
    """Describe an event, or a document; *page* and *picture* are absolute addresses, the second may be empty."""
    own = {
        "@context": "https://schema.org",
        "@id": page,
        "url": page,
        "name": markup.plain(one.title.spans),
        "inLanguage": languages.tag(one.locale),
        **({"description": markup.plain(one.lead.spans)} if one.lead else {}),
        **({"image": picture} if picture else {}),
    }
    whose = {"@type": "Organization", "name": group}
    if one.kind != "event":
        number = {"identifier": one.number} if one.number else {}
        dates = {} if facts.unknown else {"dateCreated": facts.first.isoformat()}
        return {**own, "@type": "DigitalDocument", "publisher": whose, **number, **dates}
    place = {"location": {"@type": "Place", "name": markup.plain(one.place.spans)}} if one.place else {}
    days = {} if facts.unknown else {"startDate": facts.first.isoformat(), "endDate": facts.last.isoformat()}
    status = STATUS.get(facts.standing, "https://schema.org/EventScheduled")
    return {**own, "@type": "Event", "organizer": whose, "eventStatus": status, **days, **place}
