"""The Universal Declaration of Human Rights in English and Russian → a project to be set; nothing of it is kept here.

The files have a line for each block: its kind, `[h1]`, `[h2]`, `[p]` or `[li]`, and its words. Articles have no titles, so
their heads are `##` alone: the program numbers them. The Russian text is the translation of the English one, block by
block. The English preamble has ten blocks and the Russian nine: "Now, therefore," has no partner, and the catalog says so
with a lone backslash.

    python tests/udhr.py FOLDER-OF-UDHR PROJECT
"""

from __future__ import annotations

import pathlib
import re
import sys

from protocolpress.catalogs import template

ID = "protocols/1948-12-10-declaration"

ALONE = "Now, therefore,"
"""The block of the English preamble that the Russian one says with the block before it."""

NOTHING = "\\"

FRONT = "---\ntitle: {}\nnumber: A/RES/217(III)\ndate: 1948-12-10\nlocale: en\n---\n"

Block = tuple[str, str]
"""Kind and words."""


def read(path: pathlib.Path) -> tuple[Block, ...]:
    """Read the blocks of a file; PT has no U+2010, and its hyphen is U+002D."""
    found = re.findall(r"^\[(h1|h2|p|li)\] (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return tuple((kind, words.strip().replace("\u2010", "-")) for kind, words in found)


def paired(english: tuple[Block, ...], russian: tuple[Block, ...]) -> tuple[tuple[Block, str], ...]:
    """Put the Russian words beside each English block.

    Raises:
        ValueError: beside the one block that has no partner, the texts do not have the same blocks.
    """
    rest = iter(russian)
    found = [(block, NOTHING if block[1] == ALONE else next(rest, ("", ""))[1]) for block in english]
    if next(rest, None) or not all(words for _, words in found):
        message = f"{len(english)} English blocks do not match {len(russian)} Russian ones"
        raise ValueError(message)
    return tuple(found)


def source(blocks: tuple[Block, ...]) -> str:
    """Write the source: heads of articles that the program numbers, numbered paragraphs, and paragraphs."""
    title = next(words for kind, words in blocks if kind == "h1")
    written = [FRONT.format(title)]
    for block in blocks:
        match block:
            case ("h2", words):
                written.append("##" if _is_number(block) else f"### {words}")
            case ("li", words):
                written.append(f"1. {words}")
            case ("p", words):
                written.append(words)
    return "\n\n".join(written) + "\n"


def _is_number(block: Block) -> bool:
    """Whether a block is the head of an article: it has its number, and nothing else."""
    return block[0] == "h2" and re.fullmatch(r"(?:Article|Статья) \d+", block[1]) is not None


def fill(root: pathlib.Path, data: pathlib.Path) -> None:
    """Make a project of the texts in *data* below *root*, which does not exist yet, in all four editions."""
    blocks, russian = read(data / "udhr.en.txt"), read(data / "udhr.ru.txt")
    pairs = [(block, words) for block, words in paired(blocks, russian) if not _is_number(block)]
    (root / "sources/protocols").mkdir(parents=True)
    (root / "protocolpress.toml").write_text('[group]\nname = "United Nations General Assembly"\n', "utf-8")
    (root / f"sources/{ID}.md").write_text(source(blocks), "utf-8")
    names = {"United Nations General Assembly": "Генеральная Ассамблея Организации Объединенных Наций"}
    for path, words in ((ID, {words: translation for (_, words), translation in pairs}), ("registry", names)):
        for locale in ("en", "ru"):
            place = root / f"locales/{locale}/LC_MESSAGES/{path}.po"
            place.parent.mkdir(parents=True, exist_ok=True)
            forms = (("", english, (english if locale == "en" else other,)) for english, other in words.items())
            place.write_text(template.excerpt(locale, forms), "utf-8")


if __name__ == "__main__":
    fill(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[1]))
