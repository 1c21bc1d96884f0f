"""The front matter of a source: split off, read key by key, every mistake reported with its line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from collections.abc import Mapping as Names
from typing import cast, get_args

from protocolpress import errors, kinds, numbering
from protocolpress.errors import Position, Problems
from protocolpress.files import is_inside
from protocolpress.model import Certificate, Document, Duty, Edtf, Form, Kind, Moment, Photo, Standing, Status
from protocolpress.sources import amending, attendance, dates, elsewhere
from protocolpress.sources.fields import Fields
from protocolpress.sources.yaml_tree import Mapping, Scalar, Sequence

KINDS = ("event", "protocol", "annex", "corrigendum")

STATUSES = ("draft", "record", "signed", "specimen")

CERTIFICATES = ("true-copy", "conformity")

PICTURES = (".png", ".jpg", ".jpeg")

PDFS = (".pdf",)

_SIGN = re.compile(r"^(?:№|No\.?|Nr\.?|N[°º.]|#)[ \u00a0]*(?=\d)", re.IGNORECASE)
"""A number sign before a number; each language prints its own."""

_TIME = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?:-(?:[01]?\d|2[0-3]):[0-5]\d)?", re.ASCII)

MAX_SHORT = 80
"""Maximum length of a short title, in characters: two lines of PT Sans 8.5 pt, 68 mm wide, beside the other one."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A source split into front matter and body, each with its first line."""

    front: str
    front_line: int
    body: str
    body_line: int


def split(text: str, path: str, problems: Problems) -> Split | None:
    """Split a source at its front matter; None, and a problem, if it has none."""
    match = re.match(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", text, re.DOTALL | re.MULTILINE)
    if not match:
        hint = "start the file with a line ---, the keys, and a line ---"
        problems.error(Position(path, 1), "missing-front-matter", "the source has no front matter", hint)
        return None
    return Split(front=match[1], front_line=2, body=text[match.end() :], body_line=1 + text[: match.end()].count("\n"))


Forms = Callable[[], Names[str, Form]]
"""Reads the publication's own types of document, by id."""


def read(
    tree: Mapping, document_id: str, locales: tuple[str, ...], source_locale: str, problems: Problems, forms: Forms
) -> Document:
    """Make a document without its text from the keys of its front matter; *forms* is asked only if it has a type."""
    folder_kind = {"events": "event"}.get(document_id.split("/", 1)[0], "protocol")
    fields = Fields(tree, problems)
    kind = cast("Kind", fields.choice("kind", KINDS, folder_kind))
    fields.where = where(kind, document_id)
    document = Document(
        id=document_id,
        kind=kind,
        locale=fields.choice("locale", locales, source_locale),
        title=fields.needed("title", "title"),
        short=fields.message("short", f"short title, at the head of the pages · max-length:{MAX_SHORT}"),
        lead=fields.message("lead", "lead sentence"),
        date=_date(document_id, fields) or Edtf(Moment(1)),
        position=tree.position,
        keys=tree.keys,
        time=_time(fields),
        zone=fields.message("zone", "whose time it is, after the time of day"),
        places=_places(fields),
        video=fields.switch("video"),
        topics=fields.ids("topics"),
    )
    document = _handled(document, fields) if kind != "annex" else document
    document = dataclasses.replace(
        document,
        agenda=fields.messages("agenda", "item of the agenda"),
        documents=elsewhere.read(fields),
        decisions=_decisions(fields),
    )
    document = _event(document, fields) if kind == "event" else _protocol(document, fields, locales, forms)
    fields.done()
    return document


def where(kind: str, document_id: str) -> str:
    """Name a document for translators: "Protocol 2012-02-29-quebec"."""
    return f"{kind.capitalize()} {document_id.rpartition('/')[2]}"


def _event(document: Document, fields: Fields) -> Document:
    return dataclasses.replace(
        _attended(document, fields),
        standing=cast("Standing", fields.choice("status", get_args(Standing)[1:], "")),
        photo=_photo(fields),
        gallery=_address(fields, "gallery"),
        protocols=_protocols(fields.ids("protocols")),
    )


def _protocol(document: Document, fields: Fields, locales: tuple[str, ...], forms: Forms) -> Document:
    document = _typed(document, fields, forms) if document.kind == "protocol" else document
    if document.kind == "annex":
        alt = fields.message("alt", "what the pages of the annex show, for readers who do not see them")
        document = dataclasses.replace(document, file=_file(fields, PDFS, "PDF"), alt=alt)
    return dataclasses.replace(
        _attended(document, fields),
        number=_SIGN.sub("", fields.text("number", required=document.kind == "protocol" and document.form.number)),
        status=cast("Status", fields.choice("status", STATUSES, "record")),
        parties=fields.ids("parties"),
        effective=fields.date("effective"),
        annexes=_protocols(fields.ids("annexes")),
        corrects=_corrects(fields) if document.kind == "corrigendum" else "",
        corrigenda=_protocols(fields.ids("corrigenda")) if document.kind == "protocol" else (),
        amends=amending.read(fields) if document.kind == "protocol" else (),
        certificates=_certificates(fields, locales) if document.kind == "protocol" else (),
        numbering=_numbering(fields, locales),
    )


def _typed(document: Document, fields: Fields, forms: Forms) -> Document:
    """Read what a document is called, and so what it prints."""
    if "type" not in fields.mapping.entries:
        fields.node("type")
        return document
    known = {entry: form for entry, (_, form) in kinds.TYPES.items()} | dict(forms())
    name = fields.text("type")
    if name not in known:
        hint = errors.nearest(name, known) or f"known are {', '.join(known)}; add others to sources/registry/types.yaml"
        if name:
            fields.wrong("type", f"unknown type {name}", hint)
        return dataclasses.replace(document, form=Form(number=False))  # it may be right without one
    form = known[name]
    if form.signatures == "none" and "signatories" in fields.mapping.entries:
        fields.wrong("signatories", f"a document of type {name} is not signed", "delete signatories, or choose a type")
    return dataclasses.replace(document, type=name, form=form)


def _date(document_id: str, fields: Fields) -> Edtf | None:
    """Read the date; of one that is unknown, take what the name begins with to sort by."""
    node = fields.mapping.entries.get("date")
    if not isinstance(node, Scalar) or node.text.strip() != "unknown":
        return fields.date("date", required=True)
    fields.node("date")
    found = re.match(r"(\d{4})(?:-(\d{2})(?!\d))?", document_id.rpartition("/")[2], re.ASCII)
    month = int(found[2] or 0) if found else 0
    if not found or month > len(dates.MONTHS) or not int(found[1]):
        hint = "begin the name of the file with a year, which sorts it: 2011-launch.md"
        fields.problems.error(node.position, "bad-date", "nothing says where a document of unknown date belongs", hint)
        return None
    return Edtf(Moment(int(found[1]), month), unknown=True)


def _decisions(fields: Fields) -> str:
    """Read the number of the first decision: it ends in the figure that counts."""
    number = fields.given("decisions")
    if number and not re.fullmatch(r"[^\s#]*[0-9]", number):
        fields.wrong("decisions", f"{number} does not end in a number", "write the number of the first one: 2012/1")
        return ""
    return number


def _places(fields: Fields) -> tuple[str, ...]:
    """Read a place, or a list of places."""
    if isinstance(fields.node("place"), Sequence):
        return fields.ids("place")
    return tuple(filter(None, (fields.text("place"),)))


def _time(fields: Fields) -> str:
    """Read the time of day."""
    text = re.sub(r"\s*[-\u2013/]\s*", "-", fields.given("time")).replace(".", ":")
    if text and not _TIME.fullmatch(text):
        fields.wrong("time", f"{text} is not a time of day", "write 10:00, or 10:00-12:30")
        return ""
    start, _, end = (part.zfill(5) for part in text.partition("-"))
    if text.count("-") and end < start:
        fields.wrong("time", f"{text} ends before it begins", "write the earlier time first")
    return text


def _handled(document: Document, fields: Fields) -> Document:
    """Read whose document it is, how it is to be handled, and who gets a copy."""
    return dataclasses.replace(
        document,
        group=fields.given("group"),
        formerly=fields.ids("formerly"),
        marking=fields.given("marking"),
        distribution=fields.messages("distribution", "who gets a copy"),
        copy=fields.given("copy"),
    )


def _attended(document: Document, fields: Fields) -> Document:
    """Read who takes part, who signs, and in what capacity."""
    duties: dict[str, Duty] = {}
    participants = attendance.sides(fields, "participants", duties)
    signatories = attendance.sides(fields, "signatories", duties) if document.kind != "event" else ()
    listed = fields.choice("attendance", ("head", "annex"), "head") == "annex"
    return dataclasses.replace(
        document, participants=participants, signatories=signatories, duties=duties, attendance=listed
    )


def _corrects(fields: Fields) -> str:
    """Read the id of the document corrected by a corrigendum."""
    found = _protocols(fields.ids("corrects"))
    if not found and "corrects" not in fields.mapping.entries:
        hint = "name the corrected protocol: corrects: protocols/…"
        fields.problems.error(fields.position("corrects"), "missing-value", "corrects is missing", hint)
    if len(found) > 1:
        fields.wrong("corrects", "a corrigendum corrects one document", "write one corrigendum for each document")
    return found[0] if found else ""


def _certificates(fields: Fields, locales: tuple[str, ...]) -> tuple[Certificate, ...]:
    """Read the certificates to be printed, in order; conformity requires two languages."""
    found = fields.ids("certificates")
    for name in found:
        if name not in CERTIFICATES:
            fields.wrong("certificates", f"unknown certificate {name}", f"known are {', '.join(CERTIFICATES)}")
        elif name == "conformity" and len(locales) == 1:
            fields.wrong(
                "certificates", "a text in one language conforms to no other", "remove conformity from the list"
            )
    return cast("tuple[Certificate, ...]", tuple(name for name in found if name in CERTIFICATES))


def _protocols(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return complete ids; a bare name means the protocol with that name."""
    return tuple(entry if "/" in entry else f"protocols/{entry}" for entry in ids)


def _photo(fields: Fields) -> Photo | None:
    table = fields.table("photo")
    if table is None:
        return None
    inner = Fields(table, fields.problems, fields.where)
    photo = Photo(
        file=_file(inner, PICTURES, "picture", required=True),
        date=inner.date("date"),
        description=inner.needed("description", "what the picture shows, below it"),
        alt=inner.needed("alt", "the picture in words, for readers who do not see it"),
        credit=inner.needed("credit", "who made the picture"),
        position=inner.position("file"),
        crop=inner.choice("crop", ("no", "yes"), "no") == "yes",
    )
    inner.done()
    return photo


def _file(fields: Fields, endings: tuple[str, ...], what: str, *, required: bool = False) -> str:
    """Return the path of the file below sources/ given as `file`; nothing if it is outside."""
    file = fields.text("file", required=required) if required or "file" in fields.mapping.entries else ""
    if file and not is_inside(file):
        hint = f"copy the {what} into sources/media/ and write media/name{endings[0]}"
        position = fields.mapping.entries["file"].position
        fields.problems.error(position, "outside-project", f"{file} is outside the project", hint)
        return ""
    if file and not file.lower().endswith(endings):
        kinds = "PNG or JPEG" if endings == PICTURES else "PDF"
        fields.wrong(
            "file",
            f"{file} is not a {kinds} {'picture ' if endings == PICTURES else ''}by its name",
            f"save it as {kinds}",
        )
    return file


def _address(fields: Fields, key: str) -> str:
    address = fields.given(key)
    if address and not re.match(r"https?://[^\s/]+", address):
        fields.wrong(key, f"{key} is not a web address", "write https://…")
        return ""
    return address


def _numbering(fields: Fields, locales: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    table = fields.table("numbering")
    schemes: dict[str, tuple[str, ...]] = {}
    for locale, node in table.entries.items() if table else ():
        items = node.items if isinstance(node, Sequence) else ()
        patterns = tuple(item.text for item in items if isinstance(item, Scalar))
        mistakes = [numbering.mistake(pattern) for pattern in patterns]
        if locale not in locales:
            fields.problems.error(node.position, "bad-value", f"{locale} is not a locale of this project")
        elif not patterns or any(mistakes):
            message = next(filter(None, mistakes), "numbering is not a list of patterns")
            hint = 'write {en: ["Article 1.", "1.", "(a)", "(i)"]}'
            fields.problems.error(node.position, "bad-numbering", message, hint)
        else:
            schemes[locale] = patterns
    return schemes
