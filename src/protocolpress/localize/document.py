"""Document × Setting → LocalizedDocument: everything that a page prints, in one locale, in final form."""

from __future__ import annotations

import dataclasses
from typing import assert_never

from protocolpress import markup, numbering
from protocolpress.errors import Position, Problems
from protocolpress.localize import closing, formats, phrases, references
from protocolpress.localize.translator import Setting, Translator
from protocolpress.model import (
    Block,
    Cell,
    Document,
    Edtf,
    EntityRef,
    Heading,
    IndexEntry,
    LocalizedDocument,
    LocalizedPerson,
    LocalizedPhoto,
    LocalizedSide,
    Message,
    Paragraph,
    Path,
    Person,
    Photo,
    PlaceRef,
    Plain,
    Related,
    Side,
    SourceBlock,
    Table,
    Text,
)
from protocolpress.project import Party


def localize(
    document: Document, setting: Setting, problems: Problems, *, host: Document | None = None
) -> LocalizedDocument:
    """Make *document* final for the setting's locale; what cannot be resolved is reported and printed as its words.

    An annex is localized with its protocol as *host*: they are one PDF, and refer to each other as such.
    """
    return _Localizer(document, setting, problems, host).whole()


class _Localizer:
    """Localizes one document; lives as long as that."""

    def __init__(self, document: Document, setting: Setting, problems: Problems, host: Document | None) -> None:
        self.document = document
        self.setting = setting
        self.problems = problems
        self.translator = Translator(document, setting, problems, host=host)
        self.anchors = references.local_anchors(document)

    def whole(self) -> LocalizedDocument:
        """Localize the whole document."""
        document, text = self.document, self.translator.text
        blocks = self.blocks()
        participants = tuple(self.side(side, "") for side in self.sides())
        place, place_anchor = self.place()
        localized = LocalizedDocument(
            id=document.id,
            kind=document.kind,
            locale=self.setting.locale,
            status=document.status,
            draft=False,
            title=text(document.title),
            short=text(document.short or document.title),
            number=document.number,
            anchor=references.anchor(document.id, ""),
            day=document.date.start.first_day(),
            date=self.date(document.date),
            lead=text(document.lead) if document.lead else None,
            place=place,
            place_anchor=place_anchor,
            effective=self.date(document.effective) if document.effective else None,
            topics=tuple(self.registered(self.topic(topic)) for topic in document.topics),
            parties=tuple(self.registered(self.party(party, "parties")) for party in document.parties),
            participants=participants,
            signatures=tuple(self.side(side, "signature-") for side in self.ordered(document.signatories)),
            photo=self.photo(document.photo) if document.photo else None,
            gallery=document.gallery,
            related=tuple(self.related(other, "protocols") for other in document.protocols),
            annexes=self.annexes(),
            blocks=blocks,
            index=(),
            certificates=document.certificates,
            languages=closing.languages(self.translator) if document.certificates else None,
            corrects=self.corrected() if document.corrects else None,
            corrigenda=tuple(self.corrigendum(other) for other in document.corrigenda),
            steps=self.steps(),
            file=document.file,
            alt=text(document.alt) if document.alt else None,
        )
        index = self.index(localized)
        incomplete = self.translator.missing or any(not _is_whole(table) for table in localized.steps)
        draft = document.status == "draft" or bool(incomplete) or any(a.draft for a in localized.annexes)
        self.report_missing()
        return dataclasses.replace(localized, index=index, draft=draft)

    # ── blocks ──

    def blocks(self) -> tuple[Block, ...]:
        """Localize the blocks in order, each knowing which article it stands in, and add the last sentences."""
        found = []
        here: Path = ()
        for block in self.document.blocks:
            if isinstance(block, Table):
                here = here[:1]
            else:
                here = block.path or here[: 1 + (block.level if isinstance(block, Paragraph) else 0)]
            self.translator.here = here
            found.append(self.block(block))
        if self.document.corrects:
            found.append(Paragraph(text=self.translator.sentence(phrases.CORRECTED)))
        if written := closing.clause(self.document, self.translator):
            found.append(Paragraph(text=written, role="closing"))
        return tuple(found)

    def block(self, block: SourceBlock) -> Block:
        """Localize one block."""
        text = self.translator.text
        match block:
            case Heading():
                return Heading(
                    text=text(block.text),
                    level=block.level,
                    path=block.path,
                    anchor=self.anchor(block.anchor),
                    number=self.number(block.path),
                )
            case Paragraph():
                anchor = self.anchor(self.anchors.get(block.path, "")) if block.path else ""
                return Paragraph(
                    text=text(block.text),
                    role=block.role,
                    level=block.level,
                    path=block.path,
                    anchor=anchor,
                    number=self.number(block.path),
                )
            case Table():
                return self.table(block)
            case _:
                assert_never(block)

    def table(self, table: Table[Cell]) -> Table[Text]:
        """Localize a table."""
        return Table(
            header=tuple(self.cell(cell) for cell in table.header),
            rows=tuple(tuple(self.cell(cell) for cell in row) for row in table.rows),
            align=table.align,
            actions=table.actions,
            corrections=table.corrections,
        )

    def number(self, path: Path) -> str:
        """Print the number of a block: its own level's alone."""
        if not path:
            return ""
        scheme = self.translator.scheme
        level = len(path) - 1
        return numbering.printed(scheme[level] if level < len(scheme) else "1.", path[-1])

    def anchor(self, local: str) -> str:
        """Make an anchor of this document; none for what has none."""
        return references.anchor(self.document.id, local) if local else ""

    def cell(self, cell: Cell) -> Text:
        """Localize a cell: words, a date, or the names of owners."""
        match cell:
            case Message():
                return self.translator.text(cell)
            case Edtf():
                return self.date(cell)
            case EntityRef(ids, position):
                names = [markup.plain(self.registered(self.owner(entry, position)).spans) for entry in ids]
                return self.translator.plain(formats.conjoin(names, self.setting.locale))
            case PlaceRef(fragment, position):
                target = f"{self.document.corrects}#{fragment}"
                return self.translator.text(Message(msgid=f"[]({target})", position=position), self.setting.locale)
            case _:
                assert_never(cell)

    # ── what the registry knows ──

    def registered(self, message: Message) -> Text:
        """Translate a name of the registry or the settings."""
        return self.translator.text(message, self.setting.source_locale)

    def owner(self, entry: str, position: Position) -> Message:
        """Find who an id names: a person, or an organization or a party by its short name."""
        registry = self.setting.registry
        if entry in self.setting.parties:
            return self.short_name(self.setting.parties[entry])
        if entry in registry.people:
            return registry.people[entry].name
        if entry in registry.organizations:
            return registry.organizations[entry].short
        return self.unknown(entry, "a party, a person or an organization", position)

    def short_name(self, party: Party) -> Message:
        """Give the short name of a party's own organization, or the party's name."""
        organizations = self.setting.registry.organizations
        return next((organizations[one].short for one in party.organizations if one in organizations), party.name)

    def party(self, party: str, key: str) -> Message:
        """Find the name of a party; *key* is where the source names it."""
        found = self.setting.parties.get(party)
        return found.name if found else self.unknown(party, "a party of protocolpress.toml", key)

    def topic(self, topic: str) -> Message:
        """Find the name of a topic."""
        found = self.setting.registry.topics.get(topic)
        return found.name if found else self.unknown(topic, "a topic of sources/registry/topics.yaml", "topics")

    def unknown(self, entry: str, what: str, place: str | Position) -> Message:
        """Report an id that names nothing, at *place*: a key of the front matter, or a position."""
        document = self.document
        position = place if isinstance(place, Position) else document.keys.get(place, document.position)
        hint = "correct the id, or add it where it belongs"
        self.problems.error(position, "unknown-id", f"{entry or '(empty)'} is not {what}", hint)
        return Message(msgid=entry, position=position)

    def sides(self) -> tuple[Side, ...]:
        """Give participants by side: as the source has them, or by the party whose organization they serve."""
        sides: dict[str, list[str]] = {}
        for side in self.document.participants:
            for person in side.people:
                sides.setdefault(side.party or self.party_of(person), []).append(person)
        return self.ordered(tuple(Side(party, tuple(people)) for party, people in sides.items()))

    def ordered(self, sides: tuple[Side, ...]) -> tuple[Side, ...]:
        """Put the party first whose original this edition is (see docs/officials.md)."""
        return tuple(sorted(sides, key=lambda side: self.translator.rank(side.party)))

    def party_of(self, entry: str) -> str:
        """Find the side of a person: a party's id, or the id of an organization that is no party's."""
        person = self.setting.registry.people.get(entry)
        office = person.office_on(self.document.date.start.first_day()) if person else None
        if office is None:
            return ""
        organization = office.organization
        return next((p.id for p in self.setting.parties.values() if organization in p.organizations), organization)

    def side(self, side: Side, prefix: str) -> LocalizedSide:
        """Localize the people of a side; a signature block says "For the …", in each language's own way."""
        party = self.setting.parties.get(side.party)
        organizations = self.setting.registry.organizations
        organization = organizations.get(side.party)
        if party and self.document.kind == "event":  # a brief knows its readers: one word in the margin is enough
            name = self.registered(self.short_name(party))
        elif party:
            name = self.registered(party.signature if prefix else party.name)
        elif organization:
            name = self.registered(organization.short)
        else:
            key = "signatories" if prefix else "participants"
            name = self.registered(self.party(side.party, key)) if side.party else self.translator.plain("")
        people = tuple(self.person(entry, prefix) for entry in side.people)
        return LocalizedSide(party=side.party, name=name, people=people)

    def person(self, entry: str, prefix: str) -> LocalizedPerson:
        """Localize a person with the office held on the document's date."""
        person = self.setting.registry.people.get(entry)
        if person is None:
            key = "signatories" if prefix else "participants"
            name = self.unknown(entry, "a person of sources/registry/people.yaml", key)
            person = Person(id=entry, name=name, index=name)
        office = person.office_on(self.document.date.start.first_day())
        return LocalizedPerson(
            name=self.registered(person.name),
            office=self.registered(office.title) if office else None,
            anchor=self.anchor(f"{self.setting.locale}-{prefix}{entry}"),
        )

    def place(self) -> tuple[Text | None, str]:
        """Localize the place, with its country, and give its anchor."""
        if not self.document.place:
            return None, ""
        place = self.setting.registry.places.get(self.document.place)
        if place is None:
            self.unknown(self.document.place, "a place of sources/registry/places.yaml", "place")
            return None, ""
        name = self.registered(place.name)
        if place.country:
            words = self.translator.phrase(
                phrases.PLACE, place=markup.plain(name.spans), country=formats.country(place.country, name.locale)
            )
            name = dataclasses.replace(self.translator.plain(words), locale=name.locale, translated=name.translated)
        return name, self.anchor(f"{self.setting.locale}-{self.document.place}")

    # ── the rest ──

    def date(self, date: Edtf) -> Text:
        """Print a date."""
        return self.translator.plain(formats.date(date, self.setting.locale))

    def photo(self, photo: Photo) -> LocalizedPhoto:
        """Localize a picture's caption."""
        text = self.translator.text
        return LocalizedPhoto(
            file=photo.file,
            description=text(photo.description),
            alt=text(photo.alt),
            credit=text(photo.credit),
            date=self.date(photo.date) if photo.date else None,
        )

    def related(self, document_id: str, key: str) -> Related:
        """Localize what the reader is told of another document, which the source names at *key*."""
        other = self.setting.find(document_id)
        if other is None:
            return Related(id=document_id, title=self.registered(self.unknown(document_id, "a source", key)), number="")
        return Related(id=other.id, title=self.translator.text(other.title, other.locale), number=other.number)

    def corrected(self) -> Related:
        """Localize what the reader is told of the document that this one corrects: a protocol, which should name it."""
        document = self.document
        other = self.setting.find(document.corrects)
        if other is not None and other.kind != "protocol":
            self.unknown(document.corrects, "a protocol", "corrects")
        elif other is not None and document.id not in other.corrigenda:
            message = f"{other.id} does not name this corrigendum"
            hint = f"write there: corrigenda: [{document.id}]"
            self.problems.warning(document.keys["corrects"], "unlisted-corrigendum", message, hint)
        return self.related(self.document.corrects, "corrects")

    def corrigendum(self, document_id: str) -> Related:
        """Localize what the reader is told of a corrigendum; it must say itself that it corrects this document."""
        other = self.setting.find(document_id)
        if other is not None and other.corrects != self.document.id:
            self.unknown(document_id, f"a corrigendum of {self.document.id}", "corrigenda")
        return self.related(document_id, "corrigenda")

    def steps(self) -> tuple[Table[Text], ...]:
        """Localize what an event's protocols want done, in words: links of theirs would lead nowhere here."""
        if any(isinstance(block, Table) and block.actions for block in self.document.blocks):
            return ()
        others = filter(None, map(self.setting.find, self.document.protocols))
        return tuple(
            _in_words(_Localizer(other, self.setting, Problems(), None).table(block))
            for other in others
            for block in other.blocks
            if isinstance(block, Table) and block.actions
        )

    def annexes(self) -> tuple[LocalizedDocument, ...]:
        """Localize the annexes."""
        found = []
        for annex in self.document.annexes:
            other = self.setting.find(annex)
            if other is None or other.kind != "annex":
                self.unknown(annex, "an annex (a source with kind: annex)", "annexes")
            else:
                found.append(localize(other, self.setting, self.problems, host=self.document))
        return tuple(found)

    def index(self, localized: LocalizedDocument) -> tuple[IndexEntry, ...]:
        """List the people and places found in the document, with their anchors."""
        places = [(self.document.place, localized.place_anchor)] if localized.place_anchor else []
        people = [
            (entry, self.anchor(f"{self.setting.locale}-{entry}")) for side in self.sides() for entry in side.people
        ]
        signed = [
            (entry, self.anchor(f"{self.setting.locale}-signature-{entry}"))
            for side in self.document.signatories
            for entry in side.people
        ]
        own = [self.entry(*pair) for pair in (*places, *people, *signed, *self.translator.mentions)]
        return tuple(entry for entry in own if entry) + tuple(e for annex in localized.annexes for e in annex.index)

    def entry(self, entry: str, anchor: str) -> IndexEntry | None:
        """Make an index entry of a person or a place, None for what the index leaves out."""
        person = self.setting.registry.people.get(entry)
        place = self.setting.registry.places.get(entry)
        if person is None and place is None:
            return None
        text = self.registered(person.index if person else place.name)  # type: ignore[union-attr]
        return IndexEntry(entry=entry, kind="person" if person else "place", text=text, anchor=anchor)

    def report_missing(self) -> None:
        """Say once how much is not translated."""
        missing = {(message.context, message.msgid) for message in self.translator.missing}
        if missing:
            first = self.translator.missing[0]
            count = f"{len(missing)} texts are" if len(missing) > 1 else "a text is"
            message = f"{count} not translated into {self.setting.locale}; {self.translator.host.id} prints as a draft"
            hint = f"translate locales/{self.setting.locale}/LC_MESSAGES/{self.document.id}.po; fuzzy counts as missing"
            self.problems.warning(first.position, "untranslated", message, hint)


def _is_whole(table: Table[Text]) -> bool:
    """Tell whether all cells are translated."""
    return all(cell.translated for row in (table.header, *table.rows) for cell in row)


def _in_words(table: Table[Text]) -> Table[Text]:
    """Give a table without links, mentions and footnotes."""

    def plain(row: tuple[Text, ...]) -> tuple[Text, ...]:
        return tuple(dataclasses.replace(cell, spans=(Plain(markup.plain(cell.spans)),)) for cell in row)

    return dataclasses.replace(table, header=plain(table.header), rows=tuple(plain(row) for row in table.rows))
