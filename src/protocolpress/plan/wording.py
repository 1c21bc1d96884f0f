"""Texts from Word, to be adopted: files come in; `Sheet`s in our Markdown go out, with what could not be converted."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence

from protocolpress.adopt import columns, conversion
from protocolpress.adopt.citing import Cite
from protocolpress.adopt.conversion import Converted
from protocolpress.errors import Position, Problems, SourceError, error
from protocolpress.files import Files
from protocolpress.localize import phrases
from protocolpress.model import Path
from protocolpress.plan.adopting import Adopted, Leftover, Sheet
from protocolpress.plan.library import Library
from protocolpress.project import Project
from protocolpress.word import reader
from protocolpress.word.inline import Changes
from protocolpress.word.values import Left, Picture, WordText

PICTURES = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}
"""The first bytes of the supported kinds of pictures."""


TITLE = 2
"""The line of the title in a sheet."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file from Word, and its language; empty if not given."""

    name: str
    data: bytes
    locale: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The result of reading files from Word."""

    source: Sheet
    target: Sheet | None
    left: tuple[tuple[str, Left], ...]
    """Content that could not be converted, each with the name of its file."""
    pictures: Mapping[str, bytes]
    """By path: the pictures of the source."""


def bring(project: Project, files: Files, document_id: str, given: Sequence[Given], *, changes: Changes) -> Brought:
    """Read one or two files: two languages, one file in both languages, or one language alone.

    Raises:
        SourceError: the problems of the files.
    """
    first, *rest = given
    text = reader.read(first.data, first.name, changes=changes)
    source_locale = first.locale or project.source_locale
    other = next((locale for locale in project.locales if locale != source_locale), source_locale)
    if rest:
        texts = [text, reader.read(rest[0].data, rest[0].name, changes=changes)]
        locales, groups = [source_locale, rest[0].locale or other], {}
    elif not first.locale and other != source_locale and columns.is_bilingual(text, (source_locale, other)):
        halves = columns.split(text, (source_locale, other))
        texts, locales, groups = list(halves.texts), [source_locale, other], halves.groups
    else:
        locale = first.locale or columns.main_language(text, project.locales) or source_locale
        texts, locales, groups = [text], [locale], {}
    return _brought(project, files, document_id, (texts, locales, groups))


def _brought(
    project: Project,
    files: Files,
    document_id: str,
    found: tuple[Sequence[WordText], Sequence[str], Mapping[int, int]],
) -> Brought:
    texts, locales, groups = found
    articles = not document_id.startswith("events/")
    library = Library(files, project, Problems(), printed=False)
    converted = [
        conversion.convert(
            text, locale, project.numbering[locale], _citing(library, locale), articles=articles, groups=groups
        )
        for text, locale in zip(texts, locales, strict=True)
    ]
    for text, each in zip(texts, converted, strict=True):
        if not each.body.strip() and not each.title:
            raise SourceError(error(Position(text.name), "bad-docx", "the file has no text"))
    schemes = {locale: each.scheme for locale, each in zip(locales, converted, strict=True)} if articles else {}
    changed = {locale: list(scheme) for locale, scheme in schemes.items() if scheme != project.numbering[locale]}
    sheets = [
        _sheet(text.name, each, locale, {locale: changed[locale] for locale in changed})
        for text, each, locale in zip(texts, converted, locales, strict=True)
    ]
    pictures, lost = _pictures(document_id, converted[0].pictures)
    left = [(text.name, one) for text, each in zip(texts, converted, strict=True) for one in each.left]
    return Brought(
        source=sheets[0],
        target=sheets[1] if sheets[1:] else None,
        left=(*left, *((texts[0].name, one) for one in lost)),
        pictures=pictures,
    )


def complete(adopted: Adopted, brought: Brought) -> Adopted:
    """Add pictures and unconverted content to the result of adopting."""
    left = (Leftover(name=name, what=one.what, place=one.place, words=one.words) for name, one in brought.left)
    contents = {**adopted.contents, **brought.pictures}
    return dataclasses.replace(adopted, contents=contents, left=(*adopted.left, *left))


def _sheet(name: str, converted: Converted, locale: str, numbering: Mapping[str, list[str]]) -> Sheet:
    """Make a sheet of a text: its body, and the front matter found in it."""
    head = ["---"]
    head += [f"title: {json.dumps(converted.title, ensure_ascii=False)}"] if converted.title else []
    schemes = ", ".join(f"{key}: {json.dumps(scheme, ensure_ascii=False)}" for key, scheme in numbering.items())
    head += [f"numbering: {{{schemes}}}"] if numbering else []
    head += ["---", ""]
    shift = len(head)
    text = "".join(f"{line}\n" for line in head) + converted.body
    return Sheet(
        name=name,
        data=text.encode(),
        locale=locale,
        groups={line + shift: row for line, row in converted.groups.items()},
        remarks={TITLE: converted.title_remarks} | {line + shift: said for line, said in converted.remarks.items()},
        origins={line + shift: place for line, place in converted.origins.items()},
    )


def _citing(library: Library, locale: str) -> Cite:
    """Return the printed citation of a path in a language."""
    scheme = library.project.numbering[locale]
    catalog = library.catalog(locale, ("interface",))

    def cite(path: Path, here: Path, locale: str) -> tuple[str, ...]:
        found = [phrases.citation(path, scheme, locale), phrases.near(path, here, scheme, locale) if here else None]
        said = []
        for message, numbers in filter(None, found):
            translation = catalog.find(message.msgid, message.context)
            words = phrases.fill(translation.forms[0] if translation else message.msgid, numbers)
            said.append(" ".join(words.split()))
        return tuple(said)

    return cite


def _pictures(document_id: str, pictures: Sequence[Picture]) -> tuple[dict[str, bytes], list[Left]]:
    """Return the paths of the pictures of a text; unsupported kinds are left out."""
    name = document_id.rpartition("/")[2]
    found: dict[str, bytes] = {}
    left = []
    for picture in pictures:
        ending = next((ending for start, ending in PICTURES.items() if picture.data.startswith(start)), "")
        path = f"sources/media/{name}-{len(found) + 1}{ending}"
        where = path if ending else f"{picture.name}, not PNG or JPEG, so left out"
        left.append(Left(what=f"picture ({where})", place=picture.place, words=picture.alt))
        if ending:
            found[path] = picture.data
    return found, left
