"""The people, places, parties and topics in a document, in its words and as of its date.

In: ids of the registry and the settings. Out: texts, sides, people, entries of the index. An unknown id is reported at
its place in the source, and printed as written.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

from protocolpress import kinds, languages, markup
from protocolpress.errors import Position
from protocolpress.localize import formats, glyphs, phrases, references
from protocolpress.localize.translator import Translator
from protocolpress.model import (
    Duty,
    Edtf,
    IndexEntry,
    LocalizedPerson,
    LocalizedSide,
    Mention,
    Message,
    Office,
    Passage,
    Person,
    Plain,
    Side,
    Span,
    Table,
    Text,
)
from protocolpress.project import Party


class Names:
    """Resolves the names in one document."""

    def __init__(self, translator: Translator) -> None:
        """Resolve names for the document of *translator*, and report through it."""
        self.translator = translator
        self.document = translator.document
        self.setting = translator.setting
        self.problems = translator.problems

    def anchor(self, local: str) -> str:
        """Make an anchor in this document; none for an entry without one."""
        return references.anchor(self.document.id, local) if local else ""

    def registered(self, message: Message) -> Text:
        """Translate a name from the registry or the settings."""
        return self.translator.text(message, self.setting.source_locale)

    def owner(self, entry: str, position: Position) -> Message:
        """Return the name of the owner with an id: a person, or an organization or a party by its short name."""
        registry = self.setting.registry
        if entry in self.setting.parties:
            return self.short_name(self.setting.parties[entry])
        if entry in registry.people:
            return registry.people[entry].name
        if entry in registry.organizations:
            return registry.organizations[entry].short
        return self.unknown(entry, "a party, a person or an organization", position)

    def short_name(self, party: Party) -> Message:
        """Return the short name of a party, or of its only organization; otherwise the party's name."""
        known = [self.setting.registry.organizations.get(one) for one in party.organizations]
        only = known[0] if len(known) == 1 else None
        return party.short or (only.short if only else party.name)

    def party(self, party: str, key: str) -> Message:
        """Return the name of a party; *key* is its place in the source."""
        found = self.setting.parties.get(party)
        return found.name if found else self.unknown(party, "a party of protocolpress.toml", key)

    def topic(self, topic: str) -> Message:
        """Return the name of a topic."""
        found = self.setting.registry.topics.get(topic)
        return found.name if found else self.unknown(topic, "a topic of sources/registry/topics.yaml", "topics")

    def type(self) -> Text | None:
        """Localize what the document is called, None for the usual name."""
        entry = self.document.type
        if own := self.setting.registry.types.get(entry):
            return self.registered(own.name)
        known = phrases.TYPES.get(entry)
        return self.translator.text(known, languages.DEFAULT.code) if known else None

    def unknown(self, entry: str, what: str, place: str | Position) -> Message:
        """Report an unknown id at *place*: a key of the front matter, or a position."""
        document = self.document
        position = place if isinstance(place, Position) else document.keys.get(place, document.position)
        hint = "correct the id, or add the missing entry"
        self.problems.error(position, "unknown-id", f"{entry or '(empty)'} is not {what}", hint)
        return Message(msgid=entry, position=position)

    def sides(self) -> tuple[Side, ...]:
        """Return participants by side: as in the source, or by the party of their organizations."""
        sides: dict[str, list[str]] = {}
        for side in self.document.participants:
            for person in side.people:
                sides.setdefault(side.party or self.party_of(person), []).append(person)
        return self.ordered(tuple(Side(party, tuple(people)) for party, people in sides.items()))

    def ordered(self, sides: tuple[Side, ...]) -> tuple[Side, ...]:
        """Put the party whose original this edition is first (see docs/officials.md)."""
        return tuple(sorted(sides, key=lambda side: self.translator.rank(side.party)))

    def office(self, entry: str) -> Office | None:
        """Return a person's main office: the one that the source names, or the first one held then."""
        return next(iter(self.offices(entry)), None)

    def offices(self, entry: str) -> tuple[Office, ...]:
        """Return the printed offices of a person: those that the source names, or the first one held then."""
        person = self.setting.registry.people.get(entry)
        held = person.offices_in(self.document.date) if person else ()
        duty = self.document.duties.get(entry)
        if not duty or not duty.organizations:
            return held[:1]
        return tuple(office for name in duty.organizations for office in held if office.organization == name)

    def party_of(self, entry: str) -> str:
        """Return the side of a person: the id of a party, or of an organization outside all parties."""
        office = self.office(entry)
        if office is None:
            return ""
        organization = office.organization
        return next((p.id for p in self.setting.parties.values() if organization in p.organizations), organization)

    def participants(self) -> tuple[LocalizedSide, ...]:
        """Localize the participants; in a brief, people of a party without a short name are listed by organization.

        A side without a name, and a registered person without an office at the time, are reported.
        """
        found: list[LocalizedSide] = []
        for side in self.sides():
            self._judge(side)
            party = self.setting.parties.get(side.party)
            if party and not party.short and self.document.kind == "event":
                found += self._by_organization(side, party)
            else:
                found.append(self.side(side, ""))
        return tuple(found)

    def _by_organization(self, side: Side, party: Party) -> list[LocalizedSide]:
        groups: dict[Message, list[str]] = {}
        for entry in side.people:
            office = self.office(entry)
            organization = self.setting.registry.organizations.get(office.organization) if office else None
            groups.setdefault(organization.short if organization else self.short_name(party), []).append(entry)
        return [
            LocalizedSide(
                party=side.party, name=self.registered(name), people=tuple(self.person(entry, "") for entry in people)
            )
            for name, people in groups.items()
        ]

    def _judge(self, side: Side) -> None:
        """Warn of people whose office or side is unknown, and so would silently be omitted."""
        position = self.document.keys.get("participants", self.document.position)
        for entry in side.people:
            person = self.setting.registry.people.get(entry)
            if person is None:
                continue
            self._judge_offices(entry, person, position)
            if person.offices and not person.offices_in(self.document.date):
                message = f"{entry} holds no office on the date of this document, and prints without one"
                hint = "correct the terms in sources/registry/people.yaml, or the date"
                self.problems.warning(position, "no-office", message, hint)
            elif not side.party and self.setting.parties:
                message = f"{entry} belongs to no side, and prints without a heading"
                hint = "list participants by party, {party: [id]}, or give the person an office in people.yaml"
                self.problems.warning(position, "no-side", message, hint)

    def _judge_offices(self, entry: str, person: Person, position: Position) -> None:
        """Report an office that the source names and the person does not hold; warn where it should name one."""
        held = person.offices_in(self.document.date)
        duty = self.document.duties.get(entry)
        lacking = [name for name in duty.organizations if all(o.organization != name for o in held)] if duty else []
        if lacking:
            known = ", ".join(dict.fromkeys(office.organization for office in held)) or "none"
            message = f"{entry} holds no office in {lacking[0]} on the date of this document"
            self.problems.error(position, "unknown-id", message, f"organizations of {entry} then: {known}")
        elif len(held) > 1 and not (duty and duty.organizations):
            first, second = held[:2]
            message = f"{entry} holds two offices on the date of this document; the one in {first.organization} prints"
            both = f"[{first.organization}, {second.organization}]"
            hint = f"write {entry}: {{office: {second.organization}}}, or {{office: {both}}} for both"
            self.problems.warning(position, "two-offices", message, hint)

    def side(self, side: Side, prefix: str) -> LocalizedSide:
        """Localize the people of a side; a signature block says "For the …", as usual in each language."""
        party = self.setting.parties.get(side.party)
        organizations = self.setting.registry.organizations
        organization = organizations.get(side.party)
        if party and self.document.kind == "event":  # a short name is enough in a brief
            name = self.registered(self.short_name(party))
        elif party:
            name = self.registered(party.signature if prefix else party.name)
        elif organization:
            name = self.registered(organization.short)
        else:
            key = "signatories" if prefix else "participants"
            name = self.registered(self.party(side.party, key)) if side.party else self.translator.plain("")
        people = tuple(self.person(entry, prefix) for entry in side.people)
        return LocalizedSide(party=side.party, name=name, people=people, locale=party.locale if party else "")

    def person(self, entry: str, prefix: str) -> LocalizedPerson:
        """Localize a person with the office held on the document's date."""
        person = self.setting.registry.people.get(entry)
        if person is None:
            key = "signatories" if prefix else "participants"
            name = self.unknown(entry, "a person of sources/registry/people.yaml", key)
            person = Person(id=entry, name=name, index=name)
        offices = [self.registered(office.title) for office in self.offices(entry)]
        duty = self.document.duties.get(entry)
        return LocalizedPerson(
            name=self._with_original(self._titled(person), person, "signatures" if prefix else "participants"),
            office=_joined(offices, "; ") if offices else None,
            anchor=self.anchor(f"{self.setting.locale}-{prefix}{entry}"),
            role=self.role(duty) if duty and not prefix else None,
            leads=duty is not None and duty.role in kinds.LEADING,
            id=entry,
        )

    def role(self, duty: Duty) -> Text | None:
        """Localize the capacity in which somebody takes part; None for a member of a delegation."""
        if duty.words:
            return self.translator.text(duty.words)
        known = phrases.ROLES.get(duty.role)
        return self.translator.text(known, languages.DEFAULT.code) if known else None

    def _titled(self, person: Person) -> Text:
        """Localize a name with the title before it."""
        name = self.registered(person.name)
        return _joined((self.registered(person.title), name), "\u00a0") if person.title else name

    def _with_original(self, name: Text, person: Person, place: str) -> Text:
        """Add the name as its bearer writes it, where the settings ask for it and the text is in another language."""
        own = person.original
        if own is None or place not in self.setting.originals or languages.is_same(own.lang, name.locale):
            return name
        glyphs.check(own.words, self.setting.alphabet, own.position, self.problems)
        return dataclasses.replace(
            name, spans=(*name.spans, Plain(" ("), Passage(own.lang, (Plain(own.words),)), Plain(")"))
        )

    def attendance(self, sides: tuple[LocalizedSide, ...]) -> tuple[tuple[Text, Table[Text]], ...]:
        """Make the list of participants: for each side its name and a table, in which people are counted through."""
        head = tuple(self.translator.text(phrase, languages.DEFAULT.code) for phrase in phrases.COLUMNS)
        wide = len(head) if any(one.role for side in sides for one in side.people) else len(head) - 1
        numbers = itertools.count(1)
        plain = self.translator.plain
        found = []
        for side in sides:
            rows = tuple(
                (
                    plain(str(next(numbers))),
                    dataclasses.replace(one.name, spans=(Mention("", one.name.spans, one.anchor),)),
                    one.office or plain(""),
                    one.role or plain(""),
                )[:wide]
                for one in side.people
            )
            found.append((side.name, Table(header=head[:wide], rows=rows, align=tuple("left" for _ in head[:wide]))))
        return tuple(found)

    def place(self) -> tuple[Text | None, str]:
        """Localize the places, each with its country, or the kind of meeting; return their anchor."""
        document, translator = self.document, self.translator
        known = [place for place in document.places if place in self.setting.registry.places]
        for place in document.places:
            if place not in known:
                self.unknown(place, "a place of sources/registry/places.yaml", "place")
        named = [self._place(place) for place in known]
        if len(named) > 1 or (named and document.video):
            listed = formats.conjoin([markup.plain(one.spans) for one in named], self.setting.locale)
            words = translator.phrase(phrases.VIDEO_ALSO, place=listed) if document.video else listed
            worst = next((one for one in named if not one.translated), named[0])
            named = [dataclasses.replace(translator.plain(words), locale=worst.locale, translated=worst.translated)]
        if not named:
            return (translator.sentence(phrases.VIDEO) if document.video else None), ""
        return named[0], self.anchor(f"{self.setting.locale}-{known[0]}")

    def _place(self, entry: str) -> Text:
        place = self.setting.registry.places[entry]
        name = self.registered(place.name)
        if place.country:
            words = self.translator.phrase(
                phrases.PLACE, place=markup.plain(name.spans), country=formats.country(place.country, name.locale)
            )
            name = dataclasses.replace(self.translator.plain(words), locale=name.locale, translated=name.translated)
        return name

    def date(self, date: Edtf) -> Text:
        """Print a date."""
        return self.translator.plain(formats.date(date, self.setting.locale))

    def when(self) -> Text:
        """Print the document's own date, and what has become of it."""
        date, translator = self.document.date, self.translator
        known = phrases.STANDINGS.get(self.document.standing)
        if not date.unknown and known is None:
            return self.date(date)
        words = translator.phrase(phrases.UNKNOWN_DATE) if date.unknown else formats.date(date, self.setting.locale)
        return translator.sentence(known, date=words) if known else translator.sentence(phrases.UNKNOWN_DATE)

    def time(self) -> Text | None:
        """Print the time of day, and whose it is; None if the source has none."""
        document, translator = self.document, self.translator
        if not document.time:
            return None
        words = formats.time(document.time, self.setting.locale)
        if document.zone is None:
            return translator.plain(words)
        zone = markup.plain(translator.text(document.zone).spans)
        return translator.sentence(phrases.TIME, time=words, zone=zone)

    def entry(self, entry: str, anchor: str) -> IndexEntry | None:
        """Make an index entry for a person or a place, None for entries that the index omits."""
        person = self.setting.registry.people.get(entry)
        place = self.setting.registry.places.get(entry)
        if person is None and place is None:
            return None
        text = self.registered(person.index if person else place.name)  # type: ignore[union-attr]
        text = self._with_original(text, person, "index") if person else text
        return IndexEntry(entry=entry, kind="person" if person else "place", text=text, anchor=anchor)


def _joined(texts: Sequence[Text], joint: str) -> Text:
    """Join texts of which some may not be translated; those in another language than the last one say so."""
    last = texts[-1]
    spans: list[Span] = []
    for text in texts:
        spans += [Plain(joint)] if spans else []
        spans += text.spans if text.locale == last.locale else (Passage(text.locale.replace("_", "-"), text.spans),)
    return dataclasses.replace(last, spans=tuple(spans))
