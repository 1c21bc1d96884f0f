"""A localized instrument → Akoma Ntoso 3.0: identification, texts and annexes, and the languages it is translated from.

Identifiers of parts are the same in all languages, references lead to them, and the corrections of a corrigendum are
modifications of the document that it corrects (OASIS LegalDocML, akn-core 1.0).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import quoteattr

from protocolpress import markup
from protocolpress.law import structure
from protocolpress.law.inlines import Inlines, plain
from protocolpress.law.naming import Name, eid, segment
from protocolpress.model import Heading, Link, LocalizedDocument, LocalizedPerson, Paragraph, Table, Text

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

XHTML = "http://www.w3.org/1999/xhtml"

SOURCE = "#protocolpress"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """Everything a file is made from."""

    document: LocalizedDocument
    name: Name
    language: str
    """ISO 639-2 code of this text."""
    languages: tuple[str, ...]
    """ISO 639-2 codes of all texts, including this one."""
    author: str
    parties: tuple[tuple[str, str], ...]
    """Id and name of each party."""
    effective: str = ""
    """Date of entry into force, in ISO 8601."""
    others: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The identifiers of other documents by their ids; documents not listed are not linked."""
    corrected: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """For a corrigendum, the identifiers of the corrected document's parts, by their anchors."""
    authentic: bool = True
    """Whether all texts are equally authentic."""


def write(instrument: Instrument) -> bytes:
    """Make the file."""
    return _Writer(instrument).write().encode()


class _Writer:
    """Writes one file."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.doc = instrument.document
        self.places = dict(places(self.doc))
        for number, annex in enumerate(self.doc.annexes, 1):
            self.places |= {annex.anchor: f"att_{number}"} | dict(places(annex, f"att_{number}"))
        self.inlines = Inlines(self.href)

    def href(self, href: str) -> str:
        """Return the target of a link: a part of this file, another document, or the web."""
        if href.startswith("#"):
            anchor = href[1:]
            if anchor == self.doc.anchor:
                return self.instrument.name.work
            return f"#{self.places[anchor]}" if anchor in self.places else ""
        if href.startswith("protocolpress:"):
            return self.instrument.others.get(href.partition(":")[2].partition("#")[0], "")
        return href

    def write(self) -> str:
        """Write the whole."""
        doc = self.doc
        parts = structure.outline(doc.blocks, self.inlines)
        preamble = f"<preamble>{parts.preamble}</preamble>" if parts.preamble else ""
        body = parts.body or '<hcontainer eId="text_1" name="text"><content><p/></content></hcontainer>'
        conclusions = parts.closing + "".join(self.signatures())
        ending = f"<conclusions>{conclusions}</conclusions>" if conclusions else ""
        annexes = "".join(self.annex(number, annex) for number, annex in enumerate(doc.annexes, 1))
        ending += f"<attachments>{annexes}</attachments>" if annexes else ""
        act = f'<act name="{doc.kind}" contains="originalVersion">{self.meta()}{self.preface(doc)}{preamble}'
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{NAMESPACE}">{act}<body>{body}</body>'
            f"{ending}</act></akomaNtoso>\n"
        )

    # ── meta ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def meta(self) -> str:
        """Write the metadata of the instrument."""
        one = self.instrument
        events = f'<eventRef eId="e_1" date="{one.name.date}" source="#original" type="generation"/>'
        temporal = ""
        if one.effective:
            events += f'<eventRef eId="e_2" date="{one.effective}" source="#original" type="generation"/>'
            interval = '<timeInterval refersTo="#inForce" start="#e_2"/>'
            group = f'<temporalGroup eId="tmpg_1">{interval}</temporalGroup>'
            temporal = f'<temporalData source="{SOURCE}">{group}</temporalData>'
        analysis = self.analysis()
        parties = "".join(
            _reference("TLCOrganization", f"party_{segment(key)}", f"/ontology/organization/{segment(key)}", name)
            for key, name in one.parties
        )
        people = "".join(
            _reference("TLCPerson", key, f"/ontology/person/{key}", name) for key, name in self.people().items()
        )
        known = _reference("TLCOrganization", "protocolpress", "/ontology/organization/protocolpress", one.author)
        force = _reference("TLCConcept", "inForce", "/ontology/concept/in-force", "in force") if one.effective else ""
        original = f'<original eId="original" href={quoteattr(one.name.work)} showAs={quoteattr(self.title())}/>'
        return (
            f'<meta><identification source="{SOURCE}">{self.identification("", one.name.work)}</identification>'
            f'<lifecycle source="{SOURCE}">{events}</lifecycle>{analysis}{temporal}'
            f'<references source="{SOURCE}">{original}{known}{parties}{people}{force}</references></meta>'
        )

    def identification(self, part: str, work: str) -> str:
        """Write the three levels of identification; *part* names an annex, empty for the whole."""
        one = self.instrument
        expression = f"{work}/{one.language}@{one.name.date}"
        component = f"/!{part or 'main'}"
        authors = '<FRBRauthor href="#protocolpress"/>'
        date = f'<FRBRdate date="{one.name.date}" name="{{}}"/>'.format

        def level(kind: str, uri: str, ending: str, more: str) -> str:
            values = f"<FRBRthis value={quoteattr(uri.removesuffix(ending) + component + ending)}/>"
            values += f"<FRBRuri value={quoteattr(uri)}/>"
            return f"<FRBR{kind}>{values}{date('generation')}{authors}{more}</FRBR{kind}>"

        country = f'<FRBRcountry value="{one.name.jurisdiction}"/><FRBRsubtype value="{one.name.kind}"/>'
        country += f"<FRBRnumber value={quoteattr(one.name.number)}/>" if one.name.number else ""
        others = (code for code in one.languages if code != one.language)
        authentic = "true" if one.authentic else "false"
        translations = "".join(
            f'<FRBRtranslation href={quoteattr(f"{work}/{code}@{one.name.date}")} fromLanguage="{code}" '
            f'authoritative="{authentic}" by="#protocolpress"/>'
            for code in others
        )
        language = f'<FRBRlanguage language="{one.language}"/>{translations}'
        return (
            level("Work", work, "", country)
            + level("Expression", expression, "", language)
            + level("Manifestation", f"{expression}.xml", ".xml", '<FRBRformat value="application/akn+xml"/>')
        )

    def analysis(self) -> str:
        """Write the corrections of a corrigendum as modifications."""
        mods = list(self.modifications())
        if not mods:
            return ""
        return f'<analysis source="{SOURCE}"><activeModifications>{"".join(mods)}</activeModifications></analysis>'

    def modifications(self) -> Iterator[str]:
        """Return a modification for each row of a table of corrections that names a place."""
        tables = [block for block in self.doc.blocks if isinstance(block, Table) and block.corrections]
        rows = [row for table in tables for row in table.rows]
        for number, (where, old, new) in enumerate(rows, 1):
            link = next((span for span in where.spans if isinstance(span, Link)), None)
            target = self.href(link.href) if link else ""
            if link and target:
                place = self.instrument.corrected.get(link.href.partition("#")[2], "")
                whole = f"{target}#{place}" if place else target
                yield (
                    f'<textualMod eId="mod_{number}" type="substitution">'
                    f"<source href={quoteattr(self.instrument.name.work)}/>"
                    f"<destination href={quoteattr(whole)}/><old>{_said(old)}</old>"
                    f"<new>{_said(new)}</new></textualMod>"
                )

    def title(self) -> str:
        """Return the title without marks."""
        return _words(self.doc.title)

    # ── around the text
    # ─────────────────────────────────────────────────────────────────────────────────────────────────

    def preface(self, doc: LocalizedDocument) -> str:
        """Write title, number and date."""
        number = f"<p><docNumber>{plain(doc.number)}</docNumber></p>" if doc.number else ""
        date = f'<docDate date="{self.instrument.name.date}">{plain(_words(doc.date))}</docDate>'
        return (
            f"<preface><longTitle><p><docTitle>{self.inlines.text(doc.title)}</docTitle></p></longTitle>"
            f"{number}<p>{date}</p></preface>"
        )

    def people(self) -> dict[str, str]:
        """Return the signatories by id."""
        every = (person for side in self.doc.signatures for person in side.people)
        return {_person(person): _words(person.name) for person in every}

    def signatures(self) -> Iterator[str]:
        """Return a paragraph for each party, with its signatories."""
        for side in self.doc.signatures:
            yield f"<p>{self.inlines.text(side.name)}</p>"
            for person in side.people:
                key = _person(person)
                office = f", {plain(_words(person.office))}" if person.office else ""
                name = f'<person refersTo="#{key}">{plain(_words(person.name))}</person>{office}'
                yield f'<p><signature refersTo="#{key}">{name}</signature></p>'

    def annex(self, number: int, annex: LocalizedDocument) -> str:
        """Write an annex with its own identification; an attached file is only named."""
        key = f"att_{number}"
        self.inlines.prefix = key
        parts = structure.outline(annex.blocks, self.inlines, key)
        self.inlines.prefix = ""
        inside = f"<p>{plain(annex.file)}</p>" if annex.file else ""
        body = f"{inside}{parts.preamble}{parts.body}{parts.closing}" or "<p/>"
        identification = self.identification(f"annex_{number}", self.instrument.name.work)
        meta = f'<meta><identification source="{SOURCE}">{identification}</identification></meta>'
        title = f"<longTitle><p><docTitle>{self.inlines.text(annex.title)}</docTitle></p></longTitle>"
        inside = f"{meta}<preface>{title}</preface><mainBody>{body}</mainBody>"
        return f'<attachment eId="{key}"><doc name="annex" contains="originalVersion">{inside}</doc></attachment>'


def places(document: LocalizedDocument, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Return the identifiers of all parts that can be referred to, by anchor."""
    sections = 0
    articles = any(isinstance(block, Heading) and block.path for block in document.blocks)
    begun = not articles
    for block in document.blocks:
        if isinstance(block, Heading):
            begun = begun or bool(block.path)
            if not block.path and begun:
                sections += 1
                key = f"hcontainer_{sections}"
                yield block.anchor, f"{prefix}__{key}" if prefix else key
        if isinstance(block, Heading | Paragraph) and block.path and block.anchor and begun:
            yield block.anchor, eid(block.path, prefix)


def _person(person: LocalizedPerson) -> str:
    """Return the identifier of a person, the same in every language."""
    return f"person_{segment(person.anchor.rpartition('signature-')[2])}"


def _reference(element: str, key: str, href: str, name: str) -> str:
    return f'<{element} eId="{key}" href={quoteattr(href)} showAs={quoteattr(name)}/>'


def _said(text: Text) -> str:
    """Write words where the schema allows only elements of other vocabularies."""
    return f'<p xmlns="{XHTML}">{plain(_words(text))}</p>'


def _words(text: Text) -> str:
    return markup.plain(text.spans)
