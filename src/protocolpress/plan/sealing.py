"""Records of signed documents in seals/ID.txt: the facts, the text and the translations, one on each line.

A seal is made once. Later, any difference from it is an error, with both wordings and the place of the current one.
Things that may change after the signature are not included: marking, distribution, certificates, corrigenda.
"""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
from collections.abc import Iterable, Iterator

from protocolpress import languages, model
from protocolpress.compare import wording, written
from protocolpress.errors import FilesError, Position, Problems, SourceError, error
from protocolpress.files import Files, read_text
from protocolpress.model import (
    ActionState,
    Catalog,
    Document,
    Edtf,
    EntityRef,
    Message,
    PlaceRef,
    Plain,
    Side,
    Table,
    Text,
)
from protocolpress.plan.library import Library
from protocolpress.sources import dates

HEAD = "What was signed. Written by protocolpress seal; a signed text is corrected by a corrigendum."

MOST = 5
"""Maximum number of reported differences; the rest are counted."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Line:
    """A line of a seal, and the current place of its words."""

    text: str
    position: Position


def path_of(document_id: str) -> str:
    """Return the path of a document's seal."""
    return f"seals/{document_id}.txt"


def make(library: Library, document_id: str) -> bytes:
    """Return the seal of a signed and completely translated document.

    Raises:
        SourceError: it is not signed, or not completely translated.
        FilesError: it has another seal already.
    """
    document = library.parse(document_id)
    position = document.keys.get("status", document.position)
    if document.status != "signed":
        hint = "once it is signed, write status: signed"
        raise SourceError(error(position, "not-signed", f"{document_id} is not signed", hint))
    lines = tuple(_lines(library, document))
    if lacking := [line for line in lines if line.text.endswith(_MISSING)]:
        message = f"{len(lacking)} texts are not translated, the first: {lacking[0].text.removesuffix(_MISSING)}"
        raise SourceError(error(lacking[0].position, "not-signed", message, "translate them, then seal the document"))
    data = _write(line.text for line in lines)
    path = path_of(document_id)
    if library.files.exists(path) and library.files.read(path) != data:
        hint = f"a signed text does not change; if it was sealed by mistake, delete {path}"
        raise FilesError(error(Position(path), "signed-changed", "a different text has already been sealed", hint))
    return data


def check(library: Library, document: Document) -> None:
    """Report differences from the signed text; a signed document without a seal is a note."""
    path, position = path_of(document.id), document.keys.get("status", document.position)
    if not library.files.exists(path):
        if document.status == "signed":
            hint = f"run: protocolpress seal {document.id}"
            library.problems.note(position, "not-sealed", "there is no record of the signed text", hint)
        return
    signed = _read(library.files, path, library.problems)
    now = tuple(_lines(library, document))
    if signed is None or signed == [line.text for line in now]:
        return
    found = list(_differences(signed, now, position))
    hint = "restore it; an error in a signed text is corrected by a corrigendum: protocolpress new corrigendum ID"
    for place, message in found[:MOST]:
        library.problems.error(place, "signed-changed", message, hint)
    if len(found) > MOST:
        message = f"{len(found) - MOST} more differences from the signed text"
        library.problems.error(position, "signed-changed", message, f"compare it with {path}")


def _write(lines: Iterable[str]) -> bytes:
    body = "".join(f"{line}\n" for line in lines)
    return f"{HEAD}\nsha256: {hashlib.sha256(body.encode()).hexdigest()}\n\n{body}".encode()


def _read(files: Files, path: str, problems: Problems) -> list[str] | None:
    """Return the lines of a seal; None, and a problem, if it was changed."""
    text = read_text(files, path)
    lines = text.split("\n\n", 1)[-1].splitlines()
    if _write(lines).decode() != text:
        hint = "restore it from the project's history"
        problems.error(Position(path), "bad-seal", "the seal was changed after sealing", hint)
        return None
    return lines


_MISSING = " (not translated)"


def _lines(library: Library, document: Document) -> Iterator[_Line]:
    """Yield the sealed lines: the facts of a document and its annexes, and their texts in each language."""
    annexes = tuple(filter(None, map(library.find, document.annexes)))
    for one in (document, *annexes):
        yield from _facts(library.files, one)
    for locale in library.project.locales:
        for one in (document, *annexes):
            catalog = library.catalog(locale, (one.id,))
            for message in model.messages(dataclasses.replace(one, distribution=())):
                yield _translated(message, one, locale, catalog)


def _translated(message: Message, document: Document, locale: str, catalog: Catalog) -> _Line:
    label = f"{locale} · {message.comment}: "
    found = catalog.find(message.msgid, message.context)
    if found is not None:
        return _Line(label + found.forms[0], found.position)
    text = message.msgid if document.locale == locale else f"{message.msgid}{_MISSING}"
    return _Line(label + text, message.position)


def _facts(files: Files, document: Document) -> Iterator[_Line]:
    """Yield the facts in a document's front matter and tables, beside its words."""
    known = {
        "number": document.number,
        "type": document.type,
        "date": dates.written(document.date),
        "time": document.time,
        "place": ", ".join(document.places),
        "parties": ", ".join(document.parties),
        "participants": _people(document.participants),
        "signatories": _people(document.signatories),
        "effective": dates.written(document.effective),
        "annexes": ", ".join(document.annexes),
        "corrects": document.corrects,
    }
    name = document.id.rpartition("/")[2]
    for key, value in known.items():
        if value:
            yield _Line(f"{name} · {key}: {value}", document.keys.get(key, document.position))
    if document.file:
        digest = hashlib.sha256(files.read(f"sources/{document.file}")).hexdigest()
        yield _Line(f"{name} · file: {digest}", document.keys.get("file", document.position))
    for table in (block for block in document.blocks if isinstance(block, Table)):
        for number, row in enumerate(table.rows, 1):
            for cell in row:
                if not isinstance(cell, Message | ActionState):  # what becomes of an action is not signed
                    place = document.position if isinstance(cell, Edtf) else cell.position
                    yield _Line(f"{name} · row {number} of a table: {_cell(cell)}", place)


def _cell(cell: Edtf | EntityRef | PlaceRef) -> str:
    match cell:
        case Edtf():
            return dates.written(cell)
        case EntityRef(ids):
            return ", ".join(ids)
        case PlaceRef(fragment):
            return fragment


def _people(sides: tuple[Side, ...]) -> str:
    return "; ".join(f"{side.party} {', '.join(side.people)}".strip() for side in sides)


def _differences(signed: list[str], now: tuple[_Line, ...], last: Position) -> Iterator[tuple[Position, str]]:
    """Yield each difference: the signed words, and the current ones."""
    matcher = difflib.SequenceMatcher(None, signed, [line.text for line in now], autojunk=False)
    for kind, start, end, start_now, end_now in matcher.get_opcodes():
        if kind == "equal":
            continue
        before, after = signed[start:end], now[start_now:end_now]
        for old, new in zip(before, after, strict=False):
            label, _, words = old.partition(": ")
            yield (
                new.position,
                f"{label}: changed since it was signed: {difference(words, new.text.partition(': ')[2])}",
            )
        for old in before[len(after) :]:
            yield last, f"in the signed text, but now missing: {old}"
        for new in after[len(before) :]:
            yield new.position, f"not in the signed text: {new.text}"


def difference(signed: str, now: str) -> str:
    """Write what changed in a text as `protocolpress diff` does, with some words around it."""
    old, new = (Text(spans=(Plain(words),), locale=languages.UNKNOWN) for words in (signed, now))
    compared = wording.compare(languages.UNKNOWN, old, new)
    return written.quoted(compared.pieces) if compared.whats else f"[-{signed}-]{{+{now}+}}"  # only spaces changed
