"""Adopt texts that are already translated: a text and its translation come in, a source and its catalogs go out.

Nothing is written here. The texts may lie anywhere; their problems name them as the caller does. Existing files are
checked for, so that nobody's work is overwritten.
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from protocolpress import model
from protocolpress.adopt import completing, documents, entries, proposing
from protocolpress.adopt.align import Pair
from protocolpress.adopt.completing import Whole
from protocolpress.adopt.entries import Words
from protocolpress.catalogs import template
from protocolpress.errors import Position, PressError, Problems, SourceError
from protocolpress.files import Files, MemoryFiles, read_text
from protocolpress.model import Document
from protocolpress.pages import adoption
from protocolpress.pages.renderer import HtmlRenderer
from protocolpress.plan import translations
from protocolpress.plan.library import Library, catalog_path
from protocolpress.project import Project
from protocolpress.sources import parse

ASKED = ("title", "date")
"""Keys of the front matter that can be given on the command line."""

SHOWN = 60
"""Maximum length of a block in a message, in characters."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A text to be adopted: its name, bytes and language."""

    name: str
    data: bytes
    locale: str
    groups: Mapping[int, int] = dataclasses.field(default_factory=dict)
    """By line, the row of the two-column table that a block comes from."""
    remarks: Mapping[int, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    """By line, comments for translators."""
    origins: Mapping[int, int] = dataclasses.field(default_factory=dict)
    """By line, the paragraph of the file that a block comes from; empty if the lines are the file's own."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """Content of a file that could not be converted: its kind, its words, its place."""

    name: str
    """Name of the file."""
    what: str
    place: str
    words: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """The result of adopting."""

    document_id: str
    contents: Mapping[str, bytes]
    """By path: the source, its template and its catalogs."""
    pairs: tuple[Pair, ...]
    added: Mapping[str, str]
    """Keys of the front matter that were missing in the text."""
    left: tuple[Leftover, ...] = ()

    @property
    def doubtful(self) -> tuple[Pair, ...]:
        """Pairs that somebody must check."""
        return tuple(pair for pair in self.pairs if pair.doubts)

    @property
    def alone(self) -> tuple[Pair, ...]:
        """Blocks of either text without a partner."""
        return tuple(pair for pair in self.pairs if pair.source is None or pair.target is None)


def run(
    project: Project,
    files: Files,
    document_id: str,
    source: Sheet,
    target: Sheet | None = None,
    known: Mapping[str, str] | None = None,
) -> Adopted:
    """Make a source of *source*, and, with *target*, a catalog of the pairs.

    *known* are values for the front matter that neither the text nor the id provides.

    Existing catalogs of other languages than the translation's are left alone.

    Raises:
        PressError: the problems of both texts.
    """
    problems = Problems()
    keys = completing.from_id(document_id) | {key: value for key, value in (known or {}).items() if value}
    keys |= {"locale": source.locale} if source.locale != project.source_locale else {}
    whole = completing.complete(_text(source), keys)
    document = _parsed(project, document_id, source, whole, problems)
    pairs: tuple[Pair, ...] = ()
    left: tuple[Leftover, ...] = ()
    said: dict[str, tuple[str, ...]] = collections.defaultdict(tuple)
    for message in model.messages(document) if document else ():
        said[message.msgid] += source.remarks.get(message.position.line - whole.shift, ())
    if target is not None:
        like = _like(document) if document else {**keys, "date": "2000"}
        second = completing.complete(_text(target), {**like, "locale": target.locale})
        translation = _parsed(project, document_id, target, second, problems)
        if document and translation:
            translation = dataclasses.replace(translation, locale=target.locale)
            groups = (_moved(source.groups, whole.shift), _moved(target.groups, second.shift))
            schemes = (*document.numbering.values(), *translation.numbering.values(), *project.numbering.values())
            known_names = translations.context(Library(files, project, Problems(), printed=False)).names
            found = documents.pair(document, translation, tuple(dict.fromkeys(schemes)), groups, known_names)
            left = tuple(_remarks(found, target, second.shift, said))
            pairs = tuple(_placed(pair, (source, whole.shift), (target, second.shift)) for pair in found)
    if problems.errors or document is None:
        raise SourceError(*problems)
    contents = {parse.path_of(document_id): whole.text.encode()}
    contents |= _catalogs(
        project, files, document, target.locale if target else "", (entries.translations(pairs), said)
    )
    return Adopted(document_id=document_id, contents=contents, pairs=pairs, added=whole.added, left=left)


def _remarks(pairs: Iterable[Pair], target: Sheet, shift: int, said: dict[str, tuple[str, ...]]) -> Iterator[Leftover]:
    """Attach the remarks on the translation to the source's text; those on a block without a source are left over."""
    for pair in pairs:
        remarks = target.remarks.get(pair.target.position.line - shift, ()) if pair.target else ()
        if pair.source and pair.source.text:
            said[pair.source.text] += remarks
        elif pair.target:
            yield from (
                Leftover(name=target.name, what="comment", place=pair.target.place, words=each) for each in remarks
            )


def taken(files: Files, contents: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the paths at which a different file already exists."""
    return tuple(path for path, data in contents.items() if files.exists(path) and files.read(path) != data)


def problems(adopted: Adopted) -> Problems:
    """Report every doubtful pair with its reasons, every block without a partner, and what is left out."""
    found = Problems()
    for each in adopted.left:
        words = f": {' '.join(each.words.split())}" if each.words else ""
        hint = "add it by hand if the document needs it"
        found.warning(Position(each.name), "left-out", f"not converted, {each.place}: {each.what}{words}", hint)
    for pair in adopted.pairs:
        if pair.source is None or pair.target is None:
            unit, other = (pair.source, "translation") if pair.source else (pair.target, "source")
            if unit:
                message = f"no matching block in the {other}: {_shown(unit.text or unit.place)}"
                found.warning(unit.position, "no-partner", message, "compare the texts at this place, then adopt again")
        elif pair.doubts:
            message = f"a doubtful pair, so fuzzy: {'; '.join(pair.doubts)}"
            hint = f"its source is {pair.source.position}: {_shown(pair.source.text)}"
            found.warning(pair.target.position, "doubtful-pair", message, hint)
    return found


def report(files: Files, adopted: Adopted) -> str:
    """Make the page that shows every block with its partner."""
    rows = (
        adoption.AdoptionRow(
            place=_place(pair),
            source=pair.source.text if pair.source else "",
            target=pair.target.text if pair.target else "",
            positions=tuple(str(unit.position) for unit in (pair.source, pair.target) if unit),
            alone=pair.source is None or pair.target is None,
            reason=pair.reason,
            doubts=pair.doubts,
        )
        for pair in adopted.pairs
    )
    proposed = tuple((f"sources/registry/{each.file}", each.yaml()) for each in proposing.find(adopted.pairs))
    left = tuple((each.what, f"{each.name}, {each.place}", each.words) for each in adopted.left)
    return adoption.render(
        HtmlRenderer(files), adoption.Page(title=adopted.document_id, rows=tuple(rows), left=left, proposed=proposed)
    )


def _place(pair: Pair) -> str:
    return next(unit.place for unit in (pair.source, pair.target) if unit)


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _text(sheet: Sheet) -> str:
    """Read a text; its problems name it as the caller does."""
    return read_text(MemoryFiles({sheet.name: sheet.data}), sheet.name)


def _parsed(project: Project, document_id: str, sheet: Sheet, whole: Whole, problems: Problems) -> Document | None:
    """Parse a whole text; problems name its original file and line."""
    files = MemoryFiles({parse.path_of(document_id): whole.text})
    try:
        return parse.parse(files, document_id, locales=project.locales, source_locale=sheet.locale)
    except PressError as mistake:
        for each in mistake.problems:
            key = each.message.partition(" ")[0]
            asked = each.rule == "missing-value" and key in ASKED
            hint = f"write it into the text, or use --{key}" if asked else each.hint
            problems.add(dataclasses.replace(each, position=_there(each.position, sheet, whole.shift), hint=hint))
        return None


def _there(position: Position, sheet: Sheet, shift: int) -> Position:
    """Return the position in the original file of a position in a completed text."""
    line = max(1, position.line - shift)
    if not sheet.origins:
        return Position(sheet.name, line, position.column)
    before = [start for start in sheet.origins if start <= line]
    return Position(sheet.name, sheet.origins[max(before)] if before else 1)


def _placed(pair: Pair, *origins: tuple[Sheet, int]) -> Pair:
    """Add to the units of a pair their positions in the original files."""
    units = [
        unit and dataclasses.replace(unit, position=_there(unit.position, *origin))
        for unit, origin in zip((pair.source, pair.target), origins, strict=True)
    ]
    return dataclasses.replace(pair, source=units[0], target=units[1])


def _moved(lines: Mapping[int, int], shift: int) -> dict[int, int]:
    return {line + shift: row for line, row in lines.items()}


def _like(document: Document) -> dict[str, str]:
    """Return the front-matter values that a translation may take from its source."""
    keys = {"kind": document.kind, "date": f"{document.date.start.year:04}"}
    keys |= {"corrects": document.corrects} if document.corrects else {}
    return keys if document.kind == "event" else {**keys, "number": document.number or "1"}


def _catalogs(
    project: Project,
    files: Files,
    document: Document,
    locale: str,
    said: tuple[Mapping[str, Words], Mapping[str, tuple[str, ...]]],
) -> dict[str, bytes]:
    """Make the template and the catalogs of a document: that of *locale*, and empty ones for locales without a catalog.

    *said* has the translations of texts, and remarks on them.
    """
    pot = template.write(document.id, model.messages(document))
    contents = {f"locales/{document.id}.pot": pot.encode()}
    for each in project.locales:
        path = catalog_path(each, document.id)
        fresh = template.to_po(pot, each, source=each == document.locale)
        if each == locale:
            contents[path] = entries.fill(fresh, *said).encode()
        elif each == document.locale:
            contents[path] = fresh.encode()
        elif not files.exists(path):
            contents[path] = entries.fill(fresh, {}, said[1]).encode()
    return contents
