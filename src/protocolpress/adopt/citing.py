"""References in words, "Article 4(1)(a)" or «подпункт «а» пункта 1 статьи 4»: words come in, places go out.

A place in another instrument ("Article 5 of the Vienna Convention") is not matched.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping

from protocolpress import numbering
from protocolpress.model import Path

Cite = Callable[[Path, Path, str], tuple[str, ...]]
"""Print the citation of a path as seen from a place, in a language: in full, and within the same article."""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """Words that cite a place."""

    start: int
    end: int
    path: Path


_S = r"[\s\u00a0\u202f]+"
_EN = re.compile(
    rf"\b(?:(?:sub-?paragraphs?{_S}\((?P<sub>[a-z]{{1,2}})\){_S}of{_S})?[Pp]aragraphs?{_S}(?P<par>\d{{1,3}})"
    rf"(?P<items>(?:\([a-z]{{1,4}}\)){{0,2}})(?:{_S}of{_S}(?:(?P<this>this{_S}(?:Article|Section))|(?:Article|Section){_S}"
    rf"(?P<of>\d{{1,3}})))?|(?:Articles?|Sections?){_S}(?P<art>\d{{1,3}})(?P<paths>(?:\((?:\d{{1,3}}|[a-z]{{1,4}})\)){{0,3}}))"
    rf"(?!\w|\(\w|{_S}of{_S}(?:the|that|an?|its|Article|Section|this)\b)"
)
_RU = re.compile(
    rf"\b(?:(?:подпункт\w{{0,4}}{_S}«?(?P<sub>[а-я])»?(?:{_S}пункта{_S}(?P<par2>\d{{1,3}}))?|пункт\w{{0,4}}{_S}(?P<par>\d{{1,3}}))"
    rf"(?:{_S}(?:(?P<this>настоящей{_S}статьи|настоящего{_S}раздела)|(?:статьи|раздела){_S}(?P<of>\d{{1,3}})))?"
    rf"|(?:стать\w{{1,4}}|раздел\w{{0,3}}){_S}(?P<art>\d{{1,3}}))"
    rf"(?!\w|{_S}(?:стать[еи]|раздел|указанн|назван|эт|Конвенц|Соглашени|Договор|Устав|Пакт|Конституц|Кодекс|Федеральн|Закон|Венск|Римск)\w*)",
    re.IGNORECASE,
)


def find(text: str, locale: str, here: Path, places: Mapping[Path, str]) -> Iterator[Found]:
    """Return the places of this text that its words cite; *here* is the number of the citing block."""
    pattern = _RU if locale == "ru" else _EN
    for match in pattern.finditer(text):
        path = (_russian if locale == "ru" else _english)(match, here)
        if path in places:
            yield Found(match.start(), match.end(), path)


def _english(match: re.Match[str], here: Path) -> Path:
    if match["art"]:
        return (int(match["art"]), *_inner(re.findall(r"\((\w+)\)", match["paths"])))
    items = ([match["sub"]] if match["sub"] else []) + re.findall(r"\((\w+)\)", match["items"])
    article = int(match["of"]) if match["of"] else (here or (0,))[0]
    return (article, int(match["par"]), *_inner(items, level=2))


def _inner(segments: list[str], level: int = 1) -> Path:
    """Parse the numbers in brackets; an invalid one becomes -1, which matches no place."""
    patterns = ("", "1.", "(a)", "(i)")
    return tuple(numbering.parse(each, patterns[min(3, level + depth)]) or -1 for depth, each in enumerate(segments))


def _russian(match: re.Match[str], here: Path) -> Path:
    if match["art"]:
        return (int(match["art"]),)
    article = int(match["of"]) if match["of"] else (here or (0,))[0]
    paragraph = int(match["par"] or match["par2"] or (here[1] if len(here) > 1 and not match["of"] else 0))
    letter = numbering.parse(match["sub"].lower(), "а)") if match["sub"] else None
    return (article, paragraph, letter) if letter else (article, paragraph)


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
