"""References in words, "Article 4(1)(a)" or «подпункт «а» пункта 1 статьи 4»: words come in, places go out.

A place in another instrument ("Article 5 of the Vienna Convention") is not matched.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from protocolpress import languages, numbering
from protocolpress.model import Path

Cite = Callable[[Path, Path, str], tuple[str, ...]]
"""Print the citation of a path as seen from a place, in a language: in full, and within the same article."""


LEVELS = ("article", "paragraph")
"""Levels above the items of a citation."""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """Words that cite a place."""

    start: int
    end: int
    path: Path


def find(text: str, locale: str, here: Path, places: Mapping[Path, str]) -> Iterator[Found]:
    """Return the places of this text that its words cite; *here* is the number of the citing block.

    None in a language whose citations are not known: nothing is guessed from words that look alike.
    """
    language = languages.of(locale)
    if language is None or language.cited is None:
        return
    for match in language.cited.finditer(text):
        path = _path(match, here, language.numbering)
        if path in places:
            yield Found(match.start(), match.end(), path)


def _path(match: re.Match[str], here: Path, scheme: Sequence[str]) -> Path:
    groups = {name: value or "" for name, value in match.groupdict().items()}
    if groups["art"]:
        return (int(groups["art"]), *_inner(re.findall(r"\((\w+)\)", groups.get("paths", "")), 1, scheme))
    items = [*filter(None, [groups["sub"].lower()]), *re.findall(r"\((\w+)\)", groups.get("items", ""))]
    article = int(groups["of"]) if groups["of"] else (here or (0,))[0]
    own = here[1] if len(here) > 1 and not groups["of"] else 0
    return (article, int(groups["par"] or groups.get("par2") or own), *_inner(items, len(LEVELS), scheme))


def _inner(segments: Sequence[str], level: int, scheme: Sequence[str]) -> Path:
    """Parse the numbers of inner levels; an invalid one becomes -1, which matches no place."""
    patterns = [scheme[min(len(scheme) - 1, level + depth)] for depth in range(len(segments))]
    return tuple(numbering.parse(one, pattern) or -1 for one, pattern in zip(segments, patterns, strict=True))


def written(words: str, path: Path, here: Path, locale: str, place: str, cite: Cite) -> str:
    """Write a reference as Markdown; its words are kept only where the program would print others."""
    said = " ".join(words.split())
    whole, *near = cite(path, here, locale)
    if said == whole:
        return f"[](#{place})"
    first, _, rest = said.partition(" ")
    if rest and rest == whole.partition(" ")[2]:
        return f"[{first} {{}}](#{place})"
    if rest and near and rest == near[0].partition(" ")[2]:
        return f"[{first} {{this}}](#{place})"
    return ""
