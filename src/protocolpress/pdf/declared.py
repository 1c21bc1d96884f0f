"""Faces that a project declares: found, checked, and loaded by the pages that need them.

In: the table `[fonts]` of the settings, and `Files`. Out: problems, the characters of the faces, and for a page the
stylesheet that loads them. A font is an installed package's, or a file in fonts/ with its licence there.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from protocolpress.errors import FilesError, Position, Problems
from protocolpress.files import LICENCE, Files, has_licence, packaged_fonts
from protocolpress.pdf import fonts, webfonts, woff
from protocolpress.pdf.typefaces import TEXT, Face, paths
from protocolpress.pdf.webfonts import own_name
from protocolpress.project import PATH, Fonts

FOLDER = "declared/"
"""Path of the faces for pages; no project has files there."""

FAMILY = "Own "
"""Additional part of the family names of declared faces, so that they are never mistaken for others."""

_LANG = re.compile(r'\blang="([^"]*)"')


@dataclasses.dataclass(frozen=True, slots=True)
class Loading:
    """Makes a page load the faces that it needs: those of its languages, and for characters without a glyph.

    Pango looks for a missing glyph in every face that is loaded, so the latter need no rule.
    """

    sheet: str = ""
    """The path of its stylesheet; empty if it needs none."""
    files: Mapping[str, bytes] = dataclasses.field(default_factory=dict)
    """The stylesheet and the fonts, by the paths used in the page."""
    names: tuple[str, ...] = ()
    """The prefixes of their names in a PDF."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Loaded:
    face: Face
    family: str
    weight: int
    italic: bool
    off: int
    """How far it is from that weight by its own account: of many, the nearest is taken."""
    data: bytes


def check(files: Files, settings: Fonts, problems: Problems) -> frozenset[str]:
    """Return the characters of the declared faces; report those that cannot be used."""
    found: frozenset[str] = frozenset()
    for key, names in {"fallback": settings.fallback, **settings.languages}.items():
        place = settings.positions.get(key, Position(PATH))
        for name in names:
            _check_source(files, name, place, problems)
            for path in paths(name):
                try:
                    found |= fonts.describe(files.read(path)).characters
                except FilesError as missing:
                    problems.add(*missing.problems)
                except fonts.BadFontError as refused:
                    hint = "use another font, or another copy of it"
                    problems.error(Position(path), "bad-font", f"the font cannot be used: {refused}", hint)
    return found


def _check_source(files: Files, name: str, place: Position, problems: Problems) -> None:
    """Report a package that is not installed or has no font, and fonts without a licence."""
    if name.startswith("fonts/"):
        folder = name.rpartition("/")[0]
        beside = (path for path in files.glob(f"{folder}/*") if path.rpartition("/")[0] == folder)
        if files.exists(name) and not any(LICENCE.search(path) for path in beside):
            hint = f"add it as {folder}/LICENSE or {folder}/OFL.txt"
            problems.error(Position(name), "font-licence", "the font has no licence beside it", hint)
        return
    found = packaged_fonts(name)
    if not found:
        said = "is not installed" if found is None else "has no .ttf or .otf file"
        hint = f"run: pip install {name}" if found is None else "choose another package"
        problems.error(place, "bad-font", f"the font package {name} {said}", hint)
    elif not has_licence(name):
        problems.error(place, "font-licence", f"the font package {name} states no licence", "choose another package")


def load(html: str, files: Files, declared: Sequence[Face], known: frozenset[str]) -> Loading:
    """Return the *declared* faces that a page needs; *known* are the characters that other faces have."""
    if not declared:
        return Loading()
    lacking = set(html) - known
    spoken = {tag.partition("-")[0] for tag in _LANG.findall(html)}
    found: dict[tuple[str, str, int, bool], _Loaded] = {}
    for face in declared:
        if not (lacking or face.language.partition("-")[0] in spoken):
            continue
        for one in _loaded(face, files, set(html), lacking):
            found.setdefault(key := (one.family, face.language, one.weight, one.italic), one)
            found[key] = min(found[key], one, key=lambda each: each.off)
    loaded = [*found.values()]
    if not loaded:
        return Loading()
    held = {f"{FOLDER}{number}": one.data for number, one in enumerate(loaded)}
    sheet = "\n".join([*map(_rule, loaded, held), *map(_of_language, loaded)])
    digest = hashlib.sha256(b"".join([sheet.encode(), *held.values()])).hexdigest()[:16]
    path = f"{FOLDER}{digest}.css"
    names = tuple(dict.fromkeys(one.family.replace(" ", "-") for one in loaded))
    return Loading(sheet=path, files={path: sheet.encode(), **held}, names=names)


def _loaded(face: Face, files: Files, used: set[str], lacking: set[str]) -> Iterator[_Loaded]:
    """Return a face at its weights, if the page needs it; its faults are reported elsewhere."""
    try:
        data = files.read(face.path)
        known = fonts.describe(data)
        if not face.language and not lacking & known.characters:
            return
        for weight in known.weights:
            part = fonts.cut(data, used & known.characters | {" "}, weight) if known.is_variable else data
            off = 0 if known.is_variable else abs(known.weight - weight)
            yield _Loaded(face, f"{FAMILY}{known.family}".strip(), weight, known.italic, off, part)
    except (FilesError, fonts.BadFontError):
        return


def _rule(one: _Loaded, path: str) -> str:
    style = "; font-style: italic" if one.italic else ""
    return f'@font-face {{ font-family: "{one.family}"; font-weight: {one.weight}{style}; src: url(/{path}) }}'


def _of_language(one: _Loaded) -> str:
    """Return the rule that sets all text of a language in its face."""
    if not one.face.language:
        return ""
    return f':lang({one.face.language}) {{ font-family: "{one.family}", "{TEXT[0].name}", serif !important }}'


def web(pages: Iterable[bytes], files: Files, declared: Sequence[Face], known: frozenset[str]) -> str:
    """Return the rules with which a website loads the faces that its *pages* need; `web_font` makes their files.

    *known* are the characters that the other faces have.
    """
    used = _used(pages)
    return "\n".join(
        line for number, face in enumerate(declared) for line in _web_rules(number, face, files, used, known)
    )


def web_font(
    pages: Iterable[bytes], files: Files, declared: Sequence[Face], number: int, known: frozenset[str]
) -> bytes:
    """Return what the *pages* of a website need of a face; if that is nothing, or the face is faulty, a blank."""
    face = declared[number]
    wanted, about = _wanted(face, files, _used(pages), known)
    if about is None:
        return b""
    return woff.own(files.read(face.path), {*wanted, " "}, f"{FAMILY}{number + 1}")


def _used(pages: Iterable[bytes]) -> set[str]:
    return set().union(*(page.decode("utf-8", "replace") for page in pages))


def _wanted(face: Face, files: Files, used: set[str], known: frozenset[str]) -> tuple[list[str], fonts.Known | None]:
    """Return the characters to be set in a face, and what it is; its faults are reported elsewhere."""
    try:
        about = fonts.describe(files.read(face.path))
    except (FilesError, fonts.BadFontError):
        return [], None
    return sorted((used if face.language else used - known) & about.characters), about


def _web_rules(number: int, face: Face, files: Files, used: set[str], known: frozenset[str]) -> Iterator[str]:
    """Write the rules of a face: part of the text faces, or the first of its language."""
    wanted, about = _wanted(face, files, used, known)
    if not wanted or about is None:
        return
    own = f"{FAMILY}{about.family}".strip()
    style = "; font-style: italic" if about.italic else ""
    ranges = ", ".join(f"U+{ord(one):X}" for one in wanted)
    for family in (own,) if face.language else webfonts.EXTENT:
        yield (
            f'@font-face {{ font-family: "{family}"; font-weight: {" ".join(map(str, about.weights))}{style}; '
            f'font-display: swap; src: url({own_name(number)}) format("woff2"); unicode-range: {ranges} }}'
        )
    if face.language:
        yield f':lang({face.language}) {{ font-family: "{own}", "Press Serif", serif !important }}'
