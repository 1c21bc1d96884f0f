"""Document × Setting → LocalizedDocument: everything that a page prints, in one locale, in final form."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from protocolpress import markup, numbering
from protocolpress.errors import Problems
from protocolpress.languages import attached
from protocolpress.localize import closing, hand_written, left_over, phrases, references
from protocolpress.localize.blocks import Blocks
from protocolpress.localize.names import Names
from protocolpress.localize.translator import Setting, Translator, scheme_of
from protocolpress.model import (
    Document,
    Elsewhere,
    Heading,
    IndexEntry,
    LocalizedDocument,
    LocalizedElsewhere,
    LocalizedPhoto,
    Message,
    Photo,
    Plain,
    Related,
    Table,
    Text,
)

MANY = 6
"""Number of articles from which running heads name those on the page."""


def localize(document: Document, setting: Setting, problems: Problems) -> LocalizedDocument:
    """Make *document* final for the setting's locale; unresolved references are reported and printed as their words."""
    localizer = _Localizer(document, setting, problems)
    localized = localizer.whole()
    localizer.report_missing()
    return localized


class _Localizer:
    """Localizes one document.

    An annex is localized with its protocol as *host*: they are one PDF, and refer to each other as such.
    """

    def __init__(self, document: Document, setting: Setting, problems: Problems, host: Document | None = None) -> None:
        self.document = document
        self.setting = setting
        self.problems = problems
        self.translator = Translator(document, setting, problems, host=host)
        self.names = Names(self.translator)
        self.blocks = Blocks(self.names)
        self.missing_in_annexes: list[Message] = []

    def whole(self) -> LocalizedDocument:
        """Localize the whole document."""
        document, names, text = self.document, self.names, self.translator.text
        blocks = self.blocks.all()
        participants = names.participants()
        place, place_anchor = names.place()
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
            day=document.date.first_day(),
            date=names.when(),
            time=names.time(),
            agenda=tuple(map(text, document.agenda)),
            documents=tuple(map(self.elsewhere, document.documents)),
            lead=text(document.lead) if document.lead else None,
            place=place,
            place_anchor=place_anchor,
            effective=names.date(document.effective) if document.effective else None,
            topics=tuple(names.registered(names.topic(topic)) for topic in document.topics),
            parties=tuple(names.registered(names.party(party, "parties")) for party in document.parties),
            participants=participants if document.attendance or self.is_more_than_signatories() else (),
            signatures=tuple(names.side(side, "signature-") for side in names.ordered(document.signatories)),
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
            type=names.type(),
            **self.handling(),
            attendance=names.attendance(participants) if document.attendance else (),
            contents=document.form.contents,
            file=document.file,
            attached=self.attached(),
            ranges=self.ranges(),
            alt=text(document.alt) if document.alt else None,
        )
        index = self.index(localized)
        hand_written.check(document, self.problems)
        self.check_amendments()
        left_over.check(document, self.problems)
        incomplete = (
            self.translator.missing or self.translator.unfit or any(not _is_whole(table) for table in localized.steps)
        )
        draft = document.status == "draft" or bool(incomplete) or any(a.draft for a in localized.annexes)
        return dataclasses.replace(localized, index=index, draft=draft)

    def attached(self) -> Text | None:
        """Name the instrument that this annex belongs to, in the words above the annex."""
        host = self.translator.host
        title = self.translator.text(host.title, host.locale) if host is not self.document else None
        match title.spans if title and title.translated else ():
            case (Plain(words), *rest) if found := attached.named(words, self.setting.locale):
                return dataclasses.replace(title, spans=(Plain(found), *rest)) if title else None
        return None

    def ranges(self) -> tuple[str, ...]:
        """Return the words of running heads for the articles on a page, if there are many."""
        document, translator = self.document, self.translator
        if sum(isinstance(block, Heading) and len(block.path) == 1 for block in document.blocks) < MANY:
            return ()
        found = phrases.ranges(translator.scheme, chapters=document.form.headings == "chapters")
        return tuple(translator.phrase(message) for message in found)

    def is_more_than_signatories(self) -> bool:
        """Whether a participant does not sign: a list of the signatories alone would repeat them."""
        signing = {entry for side in self.document.signatories for entry in side.people}
        return any(entry not in signing for side in self.document.participants for entry in side.people)

    def photo(self, photo: Photo) -> LocalizedPhoto:
        """Localize a picture's caption."""
        text = self.translator.text
        return LocalizedPhoto(
            file=photo.file,
            description=text(photo.description),
            alt=text(photo.alt),
            credit=text(photo.credit),
            date=self.names.date(photo.date) if photo.date else None,
            crop=photo.crop,
        )

    def handling(self) -> dict[str, Any]:
        """Localize whose document it is, how it is to be handled, and who gets a copy: fields of the whole."""
        document, names = self.document, self.names
        known = self.setting.markings.get(document.marking)
        if document.marking and known is None:
            names.unknown(document.marking, "a marking of protocolpress.toml, [markings.…]", "marking")
        group = self.setting.groups.get(document.group)
        if document.group and group is None:
            names.unknown(document.group, "a group of protocolpress.toml, [groups.…]", "group")
        return {
            "group": names.registered(group.name) if group else None,
            "marking": names.registered(known.text) if known else None,
            "watermark": names.registered(known.watermark) if known and known.watermark else None,
            "distribution": tuple(self.translator.text(one) for one in document.distribution),
            "copy": document.copy,
        }

    def elsewhere(self, other: Elsewhere) -> LocalizedElsewhere:
        """Localize what is said of a document elsewhere."""
        return LocalizedElsewhere(
            title=self.translator.text(other.title),
            address=other.address,
            shown=re.sub(r"^https?://(?:www\.)?|/$", "", other.address),
            languages=other.languages,
            formats=other.formats,
            date=self.names.date(other.date) if other.date else None,
        )

    def related(self, document_id: str, key: str) -> Related:
        """Localize the reference to another document, named at *key* of the source."""
        other = self.setting.find(document_id)
        if other is None:
            unknown = self.names.unknown(document_id, "a source", key)
            return Related(id=document_id, title=self.names.registered(unknown), number="")
        self.translator.keep_closed(other, self.document.keys.get(key, self.document.position))
        return Related(id=other.id, title=self.translator.text(other.title, other.locale), number=other.number)

    def corrected(self) -> Related:
        """Localize the reference to the corrected document: a protocol, which should name this one."""
        document = self.document
        other = self.setting.find(document.corrects)
        if other is not None and other.kind != "protocol":
            self.names.unknown(document.corrects, "a protocol", "corrects")
        elif other is not None and document.id not in other.corrigenda:
            message = f"{other.id} does not name this corrigendum"
            hint = f"add to its front matter: corrigenda: [{document.id}]"
            self.problems.warning(document.keys["corrects"], "unlisted-corrigendum", message, hint)
        return self.related(self.document.corrects, "corrects")

    def check_amendments(self) -> None:
        """Report amendments of documents and places that do not exist."""
        schemes = self.setting.schemes
        for change in self.document.amends:
            other = self.setting.find(change.document)
            if other is None or other.kind not in ("protocol", "annex"):
                self.names.unknown(change.document, "a protocol or an annex", change.position)
                continue
            for document, fragment in ((other, change.fragment), (self.document, change.by)):
                locales = (document.locale, *schemes)
                every = tuple(numbering.whole(scheme_of(document, schemes, one), one) for one in locales)
                if fragment and references.find(document, fragment, every) is None:
                    message = f"there is no place #{fragment} in {document.id}"
                    hint = "write article/1/b: the article's {#anchor}, then numbers or letters"
                    self.problems.error(change.position, "unknown-reference", message, hint)

    def corrigendum(self, document_id: str) -> Related:
        """Localize the reference to a corrigendum, which must say that it corrects this document."""
        other = self.setting.find(document_id)
        if other is not None and other.corrects != self.document.id:
            self.names.unknown(document_id, f"a corrigendum of {self.document.id}", "corrigenda")
        return self.related(document_id, "corrigenda")

    def steps(self) -> tuple[Table[Text], ...]:
        """Localize the actions required by an event's protocols, as words: their links would lead nowhere here."""
        if any(isinstance(block, Table) and block.actions for block in self.document.blocks):
            return ()
        others = filter(None, map(self.setting.find, self.document.protocols))
        return tuple(
            _in_words(Blocks(Names(Translator(other, self.setting, Problems()))).table(block))
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
                self.names.unknown(annex, "an annex (a source with kind: annex)", "annexes")
            else:
                inner = _Localizer(other, self.setting, self.problems, host=self.document)
                found.append(inner.whole())
                self.missing_in_annexes += inner.translator.missing
        return tuple(found)

    def index(self, localized: LocalizedDocument) -> tuple[IndexEntry, ...]:
        """List the people and places found in the document, with their anchors."""
        names, locale = self.names, self.setting.locale
        known = self.document.places if localized.place_anchor else ()
        places = [(place, localized.place_anchor) for place in known]
        people = [(entry, names.anchor(f"{locale}-{entry}")) for side in names.sides() for entry in side.people]
        signed = [
            (entry, names.anchor(f"{locale}-signature-{entry}"))
            for side in self.document.signatories
            for entry in side.people
        ]
        own = [names.entry(*pair) for pair in (*places, *people, *signed, *self.translator.mentions)]
        return tuple(entry for entry in own if entry) + tuple(e for annex in localized.annexes for e in annex.index)

    def report_missing(self) -> None:
        """Report once how many texts are untranslated, and in which catalogs.

        The position is that of the first text in file order, because editions may print texts in different orders.
        """
        every = (*self.translator.missing, *self.missing_in_annexes)
        places = sorted(every, key=lambda one: (_domain(one) != self.document.id, one.position))
        firsts: dict[tuple[str, str], Message] = {}
        for one in places:
            firsts.setdefault((one.context, one.msgid), one)
        missing = tuple(firsts.values())
        if missing:
            count = f"{len(missing)} texts are" if len(missing) > 1 else "a text is"
            message = f"{count} not translated into {self.setting.locale}; {self.document.id} prints as a draft"
            folder = f"locales/{self.setting.locale}/LC_MESSAGES"
            catalogs = ", ".join(dict.fromkeys(f"{folder}/{_domain(one)}.po" for one in missing))
            hint = f"translate {catalogs}; fuzzy counts as missing"
            self.problems.warning(missing[0].position, "untranslated", message, hint)


def _domain(message: Message) -> str:
    """Return the domain of the catalog that translates *message*: each source has its own."""
    path = message.position.path
    if path.startswith("sources/") and path.endswith(".md"):
        return path.removeprefix("sources/").removesuffix(".md")
    return "interface" if path == phrases.PATH else "registry"


def _is_whole(table: Table[Text]) -> bool:
    """Whether all cells are translated."""
    return all(cell.translated for row in (table.header, *table.rows) for cell in row)


def _in_words(table: Table[Text]) -> Table[Text]:
    """Return a table without links, mentions and footnotes."""

    def plain(row: tuple[Text, ...]) -> tuple[Text, ...]:
        return tuple(dataclasses.replace(cell, spans=(Plain(markup.plain(cell.spans)),)) for cell in row)

    return dataclasses.replace(table, header=plain(table.header), rows=tuple(plain(row) for row in table.rows))
