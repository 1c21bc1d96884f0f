"""The values passed between stages, and nothing else: frozen, compared by value, built of tuples and strings.

A *source* is text; a `Document` is a parsed source whose translatable text is `Message`; a `LocalizedDocument` has the
same shape, final for one locale: translated, typeset, dates formatted, references resolved, all text `Text`.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import functools
from collections.abc import Mapping
from typing import Generic, Literal, TypeVar

from protocolpress.errors import Position

# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A translatable block of a source: inline Markdown on one line, as translators see it."""

    msgid: str
    position: Position
    comment: str = ""
    """Place of the block, for translators: "Protocol 2012-02-29 · Article 2 · paragraph 1(b)"."""
    context: str = ""
    plural: str = ""
    """The English plural of an interface message with a number; empty if it has none."""


def messages(value: object) -> tuple[Message, ...]:
    """Return the translatable texts in *value*, from all its fields, in field order."""
    found: list[Message] = []
    _collect(value, found)
    return tuple(found)


def _collect(value: object, found: list[Message]) -> None:
    if isinstance(value, Message):
        if value.msgid:
            found.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _collect(item, found)
    elif fields := _fields(type(value)):  # type: ignore[arg-type]  # a class has a hash
        for field in fields:
            _collect(getattr(value, field), found)
    elif isinstance(value, dict):
        for item in value.values():
            _collect(item, found)


@functools.cache
def _fields(kind: type) -> tuple[str, ...]:
    """Return the fields of a dataclass that may hold texts."""
    if kind is Position or not dataclasses.is_dataclass(kind):
        return ()
    return tuple(field.name for field in dataclasses.fields(kind))


@dataclasses.dataclass(frozen=True, slots=True)
class Plain:
    """A run of characters, without markup."""

    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Break:
    """A forced line break inside a block."""


@dataclasses.dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasized spans; *strong* is bold. With a *script* they are not emphasized, but superscript or subscript."""

    children: tuple[Span, ...]
    strong: bool = False
    script: Literal["", "superscript", "subscript"] = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """Spans that lead to *href*: a web address, or `#anchor` in the same PDF."""

    href: str
    children: tuple[Span, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """A structural reference as written, not yet resolved: `[text](#article/1/b)` or `[text](protocols/id)`.

    An empty text asks for the full citation in the nominative; `{}` in the text is replaced by the citation without its
    leading noun, so that a translator can inflect that noun.
    """

    target: str
    children: tuple[Span, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """A registry entry named in running text, `[Mr. Bolden](@bolden)`: it is indexed, and prints its words."""

    entry: str
    children: tuple[Span, ...]
    anchor: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """Spans in another language than the surrounding text, `[слово]{lang=ru}`."""

    lang: str
    children: tuple[Span, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class NoteCall:
    """The place where a footnote is called; *note* is its text once localized."""

    label: str
    note: Text | None = None
    number: int = 0
    """The printed number, in the order of the calls in each language; 0 before localization."""
    anchor: str = ""
    """The anchor of the note; its call has the same name with the suffix "-call"."""


Span = Plain | Break | Emphasis | Link | Reference | Mention | Passage | NoteCall


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Spans ready for a page, in their actual language."""

    spans: tuple[Span, ...]
    locale: str
    translated: bool = True
    """False if the source's own words replace a missing translation; pages mark such text."""


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A calendar date of known precision: month and day are 0 if not stated."""

    year: int
    month: int = 0
    day: int = 0

    def first_day(self) -> dt.date:
        """Return the first day it can mean, for sorting and for offices held over time."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> dt.date:
        """Return the last day it can mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Edtf:
    """A date or a range of ISO 8601-2 (EDTF levels 0 and 1, the part that documents need); *end* is None for a date.

    What EDTF cannot say has fields of its own: "late June", and a date that nobody knows.
    """

    start: Moment
    end: Moment | None = None
    approximate: bool = False
    uncertain: bool = False
    third: Literal["", "early", "mid", "late"] = ""
    """The third of a month or a year."""
    unknown: bool = False
    """Whether nobody knows the date; *start* then is only what it sorts by."""

    def first_day(self) -> dt.date:
        """Return the first day that it can mean, for sorting and for offices held over time."""
        first, last = self.start.first_day(), self.start.last_day()
        third = (last - first + dt.timedelta(days=1)) / 3
        return first + {"mid": third, "late": 2 * third}.get(self.third, dt.timedelta())

    def last_day(self) -> dt.date:
        """Return the last day of a range, or the last day that a date can mean."""
        return (self.end or self.start).last_day()


# ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

T = TypeVar("T")

Role = Literal["text", "agreed", "closing", "decision", "quote", "bullet", "item"]
"""Role of a paragraph: running text; agreement formula; closing clause; decision with a number of its own; quotation;
bullet; numbered."""

Path = tuple[int, ...]
"""A structural number: (article, paragraph, sub-paragraph, ...), counted from 1; 0 if a level is skipped."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Heading(Generic[T]):
    """An article's heading (level 2, numbered by its path) or a section's heading (path empty)."""

    text: T
    level: int
    path: Path = ()
    anchor: str = ""
    number: str = ""
    """The printed number, "Article 2."; empty before localization and for sections."""
    cited: str = ""
    """That number alone, "2"."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Generic[T]):
    """A block of text. A numbered paragraph has a path and, once localized, its printed number, "(a)"."""

    text: T
    role: Role = "text"
    level: int = 0
    """Nesting: 0 is not nested, 1 an outermost list item; continuation paragraphs keep their item's level."""
    path: Path = ()
    anchor: str = ""
    number: str = ""
    """The printed number; in a source, the marker typed before an item, "3.", which only a quotation keeps."""


@dataclasses.dataclass(frozen=True, slots=True)
class EntityRef:
    """A cell that names registry entries or parties by id."""

    ids: tuple[str, ...]
    position: Position


@dataclasses.dataclass(frozen=True, slots=True)
class PlaceRef:
    """A cell that names a place in the document that a corrigendum corrects: `science/1/b`."""

    fragment: str
    position: Position


State = Literal["open", "done", "dropped"]


@dataclasses.dataclass(frozen=True, slots=True)
class ActionState:
    """A cell that says what has become of an action."""

    state: State
    position: Position


Cell = Message | Edtf | EntityRef | PlaceRef | ActionState


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[T]):
    """A table with a header row; every row has as many cells as the header."""

    header: tuple[T, ...]
    rows: tuple[tuple[T, ...], ...]
    align: tuple[Literal["left", "center", "right"], ...]
    actions: bool = False
    """A table of due actions: what, owner (a registry or party id), due date (EDTF), and perhaps the state."""
    corrections: bool = False
    """A table of corrections: where (a place of the corrected document, or words), for, read."""
    total: bool = False
    """Whether the last row sums the others up."""


SourceBlock = Heading[Message] | Paragraph[Message] | Table[Cell]
Block = Heading[Text] | Paragraph[Text] | Table[Text]

# ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────────

Kind = Literal["event", "protocol", "annex", "corrigendum"]
Status = Literal["draft", "record", "signed", "specimen"]
Standing = Literal["", "provisional", "postponed", "cancelled"]
"""Status of the date of an event that did not take place, or not yet."""

Signing = Literal["clause", "plain", "none"]
"""Whether a type of document is signed: with a closing clause, without one, or not at all."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The printed parts of a type of document."""

    number: bool = True
    """Whether it must have a number; it may have one anyway."""
    signatures: Signing = "clause"
    headings: Literal["articles", "chapters", "plain"] = "articles"
    """Kind of its headings: numbered articles, numbered chapters, or sections without numbers."""
    contents: bool = False
    """Whether its chapters or articles are listed on the first page."""


Certificate = Literal["true-copy", "conformity"]
"""A page to be completed after a protocol: that this is a true copy; that the texts in both languages conform."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture with its own date, as given in the source."""

    file: str
    """Path relative to sources/."""
    description: Message
    alt: Message
    credit: Message
    position: Position
    crop: bool = False
    """Whether it may be cropped to the shape of a brief's pictures; otherwise all of it is shown."""
    date: Edtf | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A document that is not in this publication, and where it can be found."""

    title: Message
    address: str
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    """As they are printed: HTML, PDF."""
    date: Edtf | None = None


AmendmentKind = Literal["replace", "delete", "after"]
"""Kind of an amendment: other words, no words, or words after a place."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A change that an instrument makes in another document."""

    document: str
    kind: AmendmentKind
    fragment: str
    """The place in that document, as in a reference: article/1/b."""
    by: str
    """The place in the instrument that has the new words; empty if it deletes."""
    position: Position


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """People of one party, by id; the party is empty if the source does not group them."""

    party: str
    people: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """In what capacity a person takes part."""

    role: str = ""
    """One of `kinds.ROLES`, or empty."""
    words: Message | None = None
    """A role of this event alone, in words."""
    organizations: tuple[str, ...] = ()
    """The organizations for whose offices the person takes part; empty for the first office held on the date."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed source."""

    id: str
    kind: Kind
    locale: str
    title: Message
    date: Edtf
    position: Position
    """Line on which the front matter begins."""
    keys: Mapping[str, Position] = dataclasses.field(default_factory=dict)
    """Position of each key of the front matter."""
    short: Message | None = None
    """A short title, for running heads and lists."""
    lead: Message | None = None
    type: str = ""
    """Id of its type: one of sources/registry/types.yaml, or of `kinds`; empty for the usual name."""
    form: Form = dataclasses.field(default_factory=Form)
    number: str = ""
    status: Status = "record"
    time: str = ""
    """The time of day, "10:00" or "10:00-12:30"."""
    zone: Message | None = None
    """The time zone, in words."""
    standing: Standing = ""
    places: tuple[str, ...] = ()
    video: bool = False
    """Whether people met by video, at all or in part."""
    topics: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    participants: tuple[Side, ...] = ()
    duties: Mapping[str, Duty] = dataclasses.field(default_factory=dict)
    """Capacities of participants and signatories, by id."""
    attendance: bool = False
    """Whether participants are listed in a table behind the text, and only those who lead above it."""
    signatories: tuple[Side, ...] = ()
    effective: Edtf | None = None
    formerly: tuple[str, ...] = ()
    """Ids that it had before: their addresses on the website lead to it."""
    group: str = ""
    """The group of the settings that it belongs to, by id; empty for the publication's own."""
    marking: str = ""
    """Its marking, by id from the settings."""
    distribution: tuple[Message, ...] = ()
    """Recipients of copies."""
    copy: str = ""
    """The number of this copy, or a placeholder."""
    documents: tuple[Elsewhere, ...] = ()
    """Documents elsewhere that are offered to the reader."""
    agenda: tuple[Message, ...] = ()
    """The items of the agenda."""
    decisions: str = ""
    """The number of the first decision in it, "2012/3"; those that follow count on."""
    photo: Photo | None = None
    gallery: str = ""
    protocols: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    file: str = ""
    """Path relative to sources/ of the attached PDF of which an annex consists."""
    alt: Message | None = None
    """Alternative text for the pages of that PDF; without it, their own tags are read."""
    certificates: tuple[Certificate, ...] = ()
    corrects: str = ""
    """The document that a corrigendum corrects."""
    corrigenda: tuple[str, ...] = ()
    """The corrigenda that correct this document."""
    amends: tuple[Amendment, ...] = ()
    """The changes that it makes in other documents."""
    numbering: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    """Numbering schemes by locale that override the project's."""
    blocks: tuple[SourceBlock, ...] = ()
    notes: Mapping[str, Message] = dataclasses.field(default_factory=dict)
    """Footnotes by label."""


# ── registry ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office held from *start* to *end* (None: unknown, so not limited)."""

    title: Message
    organization: str
    start: dt.date | None = None
    end: dt.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Original:
    """A name as its bearer writes it, in another script: no translation changes it."""

    lang: str
    """The tag of its language (BCP 47)."""
    words: str
    position: Position


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of the registry; *index* is the form used for sorting ("Bolden, Charles")."""

    id: str
    name: Message
    index: Message
    title: Message | None = None
    """Title before the name in lists: "Dr.", "H.E.", «д-р»."""
    offices: tuple[Office, ...] = ()
    original: Original | None = None

    def offices_in(self, date: Edtf) -> tuple[Office, ...]:
        """Return the offices held on the first day of *date*, or else the one that begins first within it."""
        first, last = date.first_day(), date.last_day()
        terms = [office for office in self.offices if office.end is None or first <= office.end]
        held = [office for office in terms if office.start is None or office.start <= first]
        begun = [office for office in terms if office.start is not None and first < office.start <= last]
        return tuple(held or sorted(begun, key=_start)[:1])


def _start(office: Office) -> dt.date:
    return office.start or dt.date.min


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """An organization with its full and its short name."""

    id: str
    name: Message
    short: Message


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place; *country* is an ISO 3166-1 code known to CLDR, or empty."""

    id: str
    name: Message
    country: str = ""
    at: Message | None = None
    """The words after "Done at", which other languages inflect: «в г. Москве», with the preposition."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A field of cooperation."""

    id: str
    name: Message


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """A type of document: how it is called, and what it prints."""

    id: str
    name: Message
    form: Form


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Entries named once and referred to by id; ids are unique across people, organizations, places and topics."""

    people: Mapping[str, Person]
    organizations: Mapping[str, Organization]
    places: Mapping[str, Place]
    topics: Mapping[str, Topic]
    types: Mapping[str, DocumentType] = dataclasses.field(default_factory=dict)


# ── catalogs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The forms of one translated message, in the order of the catalog's plural formula, and their position."""

    forms: tuple[str, ...]
    position: Position


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """The translations: (context, msgid) → translation. Fuzzy and empty messages are left out."""

    locale: str
    messages: Mapping[tuple[str, str], Translation] = dataclasses.field(default_factory=dict)

    def find(self, msgid: str, context: str = "") -> Translation | None:
        """Return the translation of a message, or None if there is none."""
        return self.messages.get((context, msgid))


# ── localized documents ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LocalizedPhoto:
    """A picture with its caption; *file* as in the source."""

    file: str
    description: Text
    alt: Text
    credit: Text
    date: Text | None
    crop: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LocalizedPerson:
    """A person as printed on the document's date: name, office, and the target of the index."""

    name: Text
    office: Text | None
    anchor: str
    role: Text | None = None
    """The capacity in which the person takes part."""
    leads: bool = False
    """Whether that is to lead a side."""
    id: str = ""
    """The id in the registry."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LocalizedSide:
    """People under the name of their party; *party* is its id, the same in every language."""

    party: str
    name: Text
    people: tuple[LocalizedPerson, ...]
    locale: str = ""
    """The party's own language; empty if it signs in the language of each text."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A person or a place found in a document: the index entry, and its target."""

    entry: str
    kind: Literal["person", "place"]
    text: Text
    anchor: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another document that is offered to the reader."""

    id: str
    title: Text
    number: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LocalizedElsewhere:
    """A document elsewhere; the address is as in the source, and *shown* as it is printed, without https://."""

    title: Text
    address: str
    shown: str
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    date: Text | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LocalizedDocument:
    """A document in one locale, ready for a page."""

    id: str
    kind: Kind
    locale: str
    status: Status
    draft: bool
    """True if a block prints its source text, or the status is draft; every page then says so."""
    title: Text
    short: Text
    """The short title, or the title if there is none."""
    number: str
    anchor: str
    """The anchor of the document's title, and the prefix of all its other anchors."""
    day: dt.date
    """The first day of the document's date, by which a compendium is ordered."""
    date: Text
    lead: Text | None
    place: Text | None
    """The place, or the kind of meeting."""
    place_anchor: str
    effective: Text | None
    topics: tuple[Text, ...]
    parties: tuple[Text, ...]
    """Names of the parties, in order."""
    participants: tuple[LocalizedSide, ...]
    signatures: tuple[LocalizedSide, ...]
    photo: LocalizedPhoto | None
    gallery: str
    related: tuple[Related, ...]
    annexes: tuple[LocalizedDocument, ...]
    blocks: tuple[Block, ...]
    index: tuple[IndexEntry, ...]
    file: str = ""
    """The status given in the source."""
    alt: Text | None = None
    certificates: tuple[Certificate, ...] = ()
    languages: Text | None = None
    """The languages of the instrument for "the … languages", this one first."""
    corrects: Related | None = None
    corrigenda: tuple[Related, ...] = ()
    type: Text | None = None
    """The name of its type; None for the usual name."""
    time: Text | None = None
    """The time of day."""
    documents: tuple[LocalizedElsewhere, ...] = ()
    agenda: tuple[Text, ...] = ()
    group: Text | None = None
    """The name of its group; None for the publication's own."""
    marking: Text | None = None
    """How it is to be handled, on each page."""
    watermark: Text | None = None
    distribution: tuple[Text, ...] = ()
    copy: str = ""
    attendance: tuple[tuple[Text, Table[Text]], ...] = ()
    """Everybody who took part, a name and a table for each side; empty if all are named above the text."""
    contents: bool = False
    """Whether its numbered headings are listed on the first page."""
    attached: Text | None = None
    """Of an annex: its instrument, as the words above the annex name it; None if they do not."""
    ranges: tuple[str, ...] = ()
    """Of a long instrument: what its running heads say of one article, and of several: "Articles {first}–{last}"."""
    steps: tuple[Table[Text], ...] = ()
    """The action tables of the protocols named by an event; none if the event has its own."""


# ── pages and PDFs ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A text embedded in a PDF (ISO 19005-3, 6.8); *relation* is its relationship to the document."""

    name: str
    description: str
    text: str
    relation: Literal["Source", "Supplement"] = "Source"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPage:
    """A rendered page and its path below the output folder, the base of its relative addresses."""

    path: str
    html: str
    attachments: tuple[Attachment, ...] = ()
    """The attachments of its PDF."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Inset:
    """An attached PDF as named by a page: its file, its place in the document, and its description."""

    anchor: str
    """Prefix of the names of its blank sheets."""
    file: str
    """Path relative to sources/."""
    title: str
    locale: str
    alt: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """An entry of a PDF's outline; *page* counts from 0."""

    title: str
    page: int
    children: tuple[Bookmark, ...] = ()
