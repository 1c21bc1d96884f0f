"""A file for Word returned by a reviewer → answers for catalogs, a patch of the sources, remarks.

The file is compared with a fresh one of the same document: text that was moved, or has changed here since, is reported
and changes nothing.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Iterable, Iterator, Sequence

from protocolpress.adopt import inlines, patching, structure
from protocolpress.build.task import Inputs
from protocolpress.catalogs import po
from protocolpress.catalogs.exchange import units as exchange
from protocolpress.catalogs.exchange.units import Answer, Returned
from protocolpress.errors import CatalogError, Position, Problems, error
from protocolpress.files import Files, read_text
from protocolpress.model import Document, Message, Table
from protocolpress.plan.actions import MakeDocx
from protocolpress.plan.library import Library, catalog_path
from protocolpress.project import Project
from protocolpress.sources import parse
from protocolpress.word import reader, returned
from protocolpress.word.returned import Key, Origin, Unit
from protocolpress.word.values import Paragraph

_CALL = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")

SHOWN = 60


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The result of reading a file."""

    answers: tuple[Returned, ...]
    """By language and reviewer."""
    patch: str
    """The reviewer's changes to the source as a unified diff; empty if there are none."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """The origin of a text."""

    document: Document
    message: Message


def origin(data: bytes, name: str) -> Origin | None:
    """Return the document that a file was made from; None if it is not one of our DOCX files."""
    return returned.origin(data, name) if b"word/document.xml" in data else None


def read(settings: Project, files: Files, source: Origin, given: tuple[str, bytes], problems: Problems) -> Review:
    """Compare a file with the document that it was made from.

    Raises:
        PressError: the file cannot be read, or its document is gone.
    """
    return _Reviewing(settings, files, source, given, problems).review()


class _Reviewing:
    """Reads one file."""

    def __init__(
        self, settings: Project, files: Files, source: Origin, given: tuple[str, bytes], problems: Problems
    ) -> None:
        self.path, data = given
        self.settings = settings
        self.files = files
        self.problems = problems
        library = Library(files, settings, Problems(), printed=False)
        document = library.find(source.document_id)
        if document is None or source.edition not in settings.editions:
            message = (
                f"this project does not have {source.document_id} in {source.edition}, from which the file was made"
            )
            raise CatalogError(
                error(Position(self.path), "source-changed", message, "it was renamed or removed; make the file again")
            )
        self.document = document
        self.annexes = tuple(filter(None, map(library.find, document.annexes)))
        text = reader.read(data, self.path, changes="accept")
        task = MakeDocx(project=settings, edition=source.edition, document_id=source.document_id)
        made = task(Inputs(files=files, needs={}, problems=Problems()))
        fresh = reader.read(made, self.path)
        self.theirs, self.ours = returned.units(text), returned.units(fresh)
        self.known = {_words(each.text) for each in returned.paragraphs(fresh)}
        self.every = tuple(returned.paragraphs(text))
        self.found: dict[tuple[str, str], list[Answer]] = {}
        self.patches: list[tuple[_Place, Sequence[patching.Edit] | str]] = []

    def review(self) -> Review:
        """Compare text by text."""
        for key, unit in self.theirs.items():
            if key in self.ours:
                self.compare(unit, self.ours[key])
            else:
                self.say(unit.paragraph, f"this text is no longer in the document: {_shown(unit.paragraph.text)}")
        for key, unit in self.ours.items():
            if key not in self.theirs and unit.paragraph.text.strip():
                self.say(None, f"this text is missing from the file: {_shown(unit.paragraph.text)}")
        for paragraph in self.every:
            if not any(map(returned.STAMP.fullmatch, paragraph.bookmarks)) and _words(paragraph.text) not in self.known:
                self.say(paragraph, f"this text is new in the file: {_shown(paragraph.text)}")
        for key in _moved(tuple(self.theirs), tuple(self.ours)):
            self.say(self.theirs[key].paragraph, f"this text was moved: {_shown(self.theirs[key].paragraph.text)}")
        answers = tuple(
            Returned(path=self.path, locale=locale, answers=tuple(found), reviewer=who)
            for (locale, who), found in self.found.items()
        )
        return Review(answers=answers, patch="".join(self.diffs()))

    def say(self, paragraph: Paragraph | None, message: str) -> None:
        """Report a change that cannot be imported."""
        position = Position(self.path, paragraph.place if paragraph else 0)
        self.problems.warning(position, "left-out", message, "if the reviewer is right, change the source by hand")

    def compare(self, unit: Unit, now: Unit) -> None:
        """Import the changes to one text, and the remarks on it."""
        place = self.place(unit.key.name)
        before = returned.prefix(now) or ""
        paragraph = unit.paragraph
        same = _words(paragraph.text) == _words(now.paragraph.text)
        if unit.digest != now.digest:
            if returned.prefix(unit) is None:
                self.changed_since(unit, now)
            return
        if place is None:
            if not same:
                self.say(paragraph, f"changed, but not a text of this document: {_shown(paragraph.text)}")
            return
        pieces = paragraph.pieces
        if before and paragraph.text.startswith(before):
            pieces = structure.cut(pieces, len(before))
        printed = now.paragraph.text.removeprefix(before)
        text = "".join(piece.text for piece in pieces)
        remarks = tuple(f"{each.author}: {each.text}" if each.author else each.text for each in paragraph.comments)
        who = ", ".join(dict.fromkeys((*paragraph.authors, *(each.author for each in paragraph.comments))))
        if unit.key.locale == place.document.locale:
            if not same:
                self.patches.append((place, self.edited(place.message.msgid, printed, text, paragraph)))
            locales = [locale for locale in self.settings.locales if locale != place.document.locale and remarks]
            for locale in locales:
                self.answer(place, locale, None, remarks, who)
        elif not same or remarks:
            self.answer(place, unit.key.locale, None if same else (printed, text, paragraph), remarks, who)

    def changed_since(self, unit: Unit, now: Unit) -> None:
        """Report a text that was changed in the file and in the project."""
        message = (
            f"the text has changed since the file was made: it is now {_shown(now.paragraph.text)}; the file has "
            f"{_shown(unit.paragraph.text)}"
        )
        hint = "choose one, and write it into the source or the catalog"
        self.problems.error(Position(self.path, unit.paragraph.place), "translation-changed", message, hint)

    def answer(
        self,
        place: _Place,
        locale: str,
        change: tuple[str, str, Paragraph] | None,
        remarks: tuple[str, ...],
        who: str,
    ) -> None:
        """Make the answer for a message of a catalog."""
        path = catalog_path(locale, place.document.id)
        if not self.files.exists(path):
            return
        file = po.parse(self.files.read(path), path, Problems())
        part = exchange.part(file, place.document.id, path, Problems())
        unit = next((each for each in part.units if each.source == place.message.msgid), None)
        if unit is None:
            return
        target = unit.target
        if change:
            edited = self.edited(unit.target if unit.state == "translated" else "", *change)
            target = edited if isinstance(edited, str) else patching.apply(unit.target, edited)
        made = Answer(domain=place.document.id, stamp=unit.stamp, source=unit.source, target=target, remarks=remarks)
        self.found.setdefault((locale, who), []).append(made)

    def edited(self, markdown: str, printed: str, text: str, paragraph: Paragraph) -> Sequence[patching.Edit] | str:
        """Return how Markdown is changed: word by word or, if marks are affected, as a whole new text."""
        found = patching.edits(markdown, printed, text) if markdown else None
        if found is not None:
            return found
        labels = iter(_CALL.findall(markdown))
        length = len(paragraph.text) - len(text)
        pieces = structure.cut(paragraph.pieces, length) if length > 0 else paragraph.pieces
        if "](" in markdown:
            self.say(paragraph, f"add the links and references to this text again: {_shown(text)}")
        return inlines.markdown(pieces, lambda _: next(labels, ""), lambda _: "")

    # ── origins of texts
    # ────────────────────────────────────────────────────────────────────────────────────────────────

    def place(self, name: str) -> _Place | None:
        """Find the message of a text by its key; None if it is not a message of this document."""
        document = self.document
        if match := re.fullmatch(r"a(\d+)_(.+)", name):
            number = int(match[1])
            if number >= len(self.annexes):
                return None
            document, name = self.annexes[number], match[2]
        message = _front(document, name) or _block(document, name) or _note(document, name)
        return _Place(document=document, message=message) if message else None

    # ── the source ───────────────────────────────────────────────────────────────────────────────────────────────────

    def diffs(self) -> Iterator[str]:
        """Return the changes of the sources as unified diffs."""
        by_document: dict[str, list[tuple[_Place, Sequence[patching.Edit] | str]]] = {}
        for place, change in self.patches:
            by_document.setdefault(place.document.id, []).append((place, change))
        for document_id, changes in by_document.items():
            path = parse.path_of(document_id)
            old = read_text(self.files, path)
            new = old
            for place, change in sorted(changes, key=lambda each: -each[0].message.position.line):
                new = _replaced(new, place.message, change)
            lines = (old.splitlines(keepends=True), new.splitlines(keepends=True))
            yield from difflib.unified_diff(*lines, f"a/{path}", f"b/{path}")


def _front(document: Document, name: str) -> Message | None:
    found: dict[str, Message | None] = {"title": document.title, "lead": document.lead}
    if document.photo:
        found |= {"photo_description": document.photo.description, "photo_credit": document.photo.credit}
    return found.get(name)


def _block(document: Document, name: str) -> Message | None:
    match = re.fullmatch(r"b(\d+)(?:_(\d+)_(\d+))?", name)
    if match is None or int(match[1]) >= len(document.blocks):
        return None
    block = document.blocks[int(match[1])]
    if not isinstance(block, Table):
        return block.text
    rows = (block.header, *block.rows)
    line, column = int(match[2] or 0), int(match[3] or 0)
    cell = rows[line][column] if line < len(rows) and column < len(block.header) else None
    return cell if isinstance(cell, Message) else None


def _note(document: Document, name: str) -> Message | None:
    match = re.fullmatch(r"n(\d+)", name)
    notes = tuple(document.notes.values())
    return notes[int(match[1]) - 1] if match and 0 < int(match[1]) <= len(notes) else None


def _replaced(text: str, message: Message, change: Sequence[patching.Edit] | str) -> str:
    """Replace the words of a message in its source; words that are not found stay."""
    start = sum(len(line) for line in text.splitlines(keepends=True)[: message.position.line - 1])
    words = message.msgid.split()
    pattern = r"(?:\s|>)+".join(map(re.escape, words))
    match = re.compile(pattern).search(text, start)
    if match is None:
        return text
    places = []
    at = match.start()
    for word in words:
        at = text.index(word, at)
        places.append((at, at + len(word)))
        at += len(word)
    if isinstance(change, str):
        return text[: match.start()] + change + text[match.end() :]
    for edit in reversed(change):
        begin = places[edit.start][0] if edit.start < len(places) else places[-1][1]
        end = places[edit.end - 1][1] if edit.end > edit.start else begin
        said = " ".join(edit.words)
        if edit.end == edit.start:
            said = f"{said} " if edit.start < len(places) else f" {said}"
        elif not said:
            end += len(text[end:]) - len(text[end:].lstrip(" "))
        text = text[:begin] + said + text[end:]
    return text


def _moved(theirs: Sequence[Key], ours: Sequence[Key]) -> Iterable[Key]:
    """Return the smallest set of texts that are out of order."""
    order = {key: number for number, key in enumerate(ours)}
    for locale in dict.fromkeys(key.locale for key in theirs):
        mine = [key for key in theirs if key in order and key.locale == locale and not key.name.startswith("n")]
        kept = set(_longest([order[key] for key in mine]))
        yield from (key for key in mine if order[key] not in kept)


def _longest(numbers: Sequence[int]) -> list[int]:
    """Return the longest increasing subsequence."""
    best: list[list[int]] = []
    for number in numbers:
        place = next((at for at, run in enumerate(best) if run[-1] >= number), len(best))
        run = [*best[place - 1], number] if place else [number]
        best[place : place + 1] = [run]
    return best[-1] if best else []


def _words(text: str) -> str:
    return " ".join(text.split())


def _shown(text: str) -> str:
    words = _words(text)
    return f"“{words}”" if len(words) <= SHOWN else f"“{words[: SHOWN - 1]}…”"
