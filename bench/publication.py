"""Make a publication of many bilingual protocols, the same every time: sources, registry, complete catalogs, pictures.

    python -m bench.publication N DIR

N protocols, each of eight pages in a parallel edition, and an event for every fifth of them, of a page or two. What a
number stands for does not depend on N: protocol 12 of a hundred is protocol 12 of a thousand. The texts are made of the
sentences in bench/stock.txt, with other things, numbers, dates and references in them.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import functools
import multiprocessing
import os
import pathlib
import random
import shutil
import string
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from protocolpress import model, project
from protocolpress.catalogs import template
from protocolpress.errors import Problems
from protocolpress.files import DiskFiles
from protocolpress.model import Message
from protocolpress.sources import parse, registry

ROOT = pathlib.Path(__file__).resolve().parents[1]

EVERY = 5
"""Number of protocols for each event."""

ARTICLES = 10
PARAGRAPHS = 3

FIRST = dt.date(2001, 1, 15)
DAYS = 3000
"""Number of days over which documents are spread, using every second day."""

ALONE = 50
"""Number of documents that this process writes faster than others start."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTHS_RU = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)

NUMBERS = {
    "days": (5, 7, 10, 14, 15, 20, 25, 30, 45, 60, 90),
    "hours": (6, 12, 36, 48),
    "months": (6, 8, 12, 18),
    "years": (5, 7, 10, 15),
    "percent": (5, 10, 15, 20, 25, 30),
    "mass": tuple(range(150, 9900, 50)),
}
"""Values of the $names of numbers: after each of these Russian has the genitive plural."""

CASES = {"ref_i": "пунктом", "ref_p": "пункте", "ref_g": "пункта"}
"""The word before a reference, by the Russian slot."""

Piece = tuple[str, str]
"""A text in English and in Russian."""

SETTINGS = """\
source_locale = "en"
locales = ["en", "ru"]
editions = ["en", "ru", "en-ru", "ru-en"]

[group]
name = "Joint Survey Working Group"
commission = "Commission on Inland Waters"

[parties.north]
name = "Northern Survey Office"
signature = "For the Northern Survey Office"
locale = "en"
order = 1
organizations = ["nso"]

[parties.south]
name = "Southern Survey Agency"
signature = "For the Southern Survey Agency"
locale = "ru"
order = 2
organizations = ["ssa"]

[numbering]
en = ["Article 1.", "1.", "(a)", "(i)"]
ru = ["Статья 1.", "1.", "а)", "i)"]
"""

ORGANIZATIONS = """\
nso:
  name: Northern Survey Office
  short: NSO
ssa:
  name: Southern Survey Agency
  short: SSA
"""

TOPICS = {"basins": "River basins", "ice": "Ice and snow", "archives": "Archives"}


@functools.cache
def stock() -> dict[str, list[list[str]]]:
    """Read the sentences: by section, the pieces of it, each a list of lines, English and Russian in turn."""
    text = (ROOT / "bench" / "stock.txt").read_text("utf-8")
    sections = [part.split("\n", 1) for part in text.split("\n== ")[1:]]
    return {name: [piece.splitlines() for piece in rest.strip().split("\n\n")] for name, rest in sections}


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """A source and the translations of its texts."""

    id: str
    text: str
    words: dict[str, str]


class Writer:
    """Writes one source."""

    def __init__(self, number: int, kind: str) -> None:
        """Begin the source of a *kind* with this number."""
        self.chance = random.Random(f"{kind} {number}")  # noqa: S311 - it has to be the same every time
        self.day = day(number)
        self.words: dict[str, str] = {}
        self.lines: list[str] = []

    def fill(self, english: str, russian: str, **known: str) -> str:
        """Put subjects and numbers into a text, record its translation, and return it in English."""
        names = (english, russian)
        things = self.chance.sample(stock()["things"], 2)
        values: list[dict[str, str]] = [dict(known), dict(known)]
        for name, (there, here) in zip(("thing", "other"), things, strict=True):
            nominative, genitive = here.split(" | ")
            values[0] |= {name: there}
            values[1] |= {name: nominative, f"{name}_g": genitive}
        for name, numbers in NUMBERS.items():
            number = self.chance.choice(numbers)
            values[0][name], values[1][name] = f"{number:,}", str(number)
        date = self.day - dt.timedelta(days=self.chance.randrange(20, 900))
        values[0]["date"] = f"{MONTHS[date.month - 1]} {date.day}, {date.year}"
        values[1]["date"] = f"{date.day} {MONTHS_RU[date.month - 1]} {date.year} года"
        place = f"(#a{self.chance.randint(1, ARTICLES)}/{self.chance.randint(1, PARAGRAPHS)})"
        values[0]["ref"] = f"[]{place}"
        values[1] |= {name: f"[{word} {{}}]{place}" for name, word in CASES.items()}
        filled = [string.Template(text).substitute(value) for text, value in zip(names, values, strict=True)]
        return self.know(filled[0], filled[1])

    def know(self, english: str, russian: str) -> str:
        """Record a translation, unless there is one, and return the English text."""
        self.words.setdefault(english, russian)
        return english

    def paragraph(self, text: str, mark: str = "", indent: str = "") -> None:
        """Write a paragraph, or with a *mark* an item, wrapped at a usual width."""
        rest = " " * len(f"{indent}{mark}")
        self.lines += textwrap.wrap(
            text, 120, initial_indent=f"{indent}{mark}", subsequent_indent=rest, break_on_hyphens=False
        )

    def fixed(self, start: str, **known: str) -> str:
        """Return the fixed text that begins with *start*."""
        (piece,) = (piece for piece in stock()["furniture"] if piece[0].startswith(start))
        return self.fill(piece[0], piece[1], **known)

    def numbered(self, number: int, piece: Sequence[str]) -> None:
        """Write a numbered paragraph, with its items if it has some."""
        (english, russian), *items = pairs(piece)
        self.paragraph(self.fill(english, russian), f"{number}. ")
        for place, (one, other) in enumerate(items, 1):
            end = "." if place == len(items) else "; and" if place == len(items) - 1 else ";"
            self.paragraph(self.fill(one + end, other + end.replace("and", "и")), f"{place}. ", "   ")
        self.lines.append("")


def day(number: int) -> dt.date:
    """Return the day of a document."""
    return FIRST + dt.timedelta(days=number % DAYS * 2)


def place_of(number: int) -> str:
    """Return the id of the place of a meeting."""
    places = stock()["places"]
    return places[number % len(places)][0].lower()


def name_of(number: int, kind: str) -> str:
    """Return the id of a document."""
    return f"{kind}/{day(number)}-{place_of(number)}-{number}"


def protocol(number: int) -> Source:
    """Write a protocol."""
    writer = Writer(number, "protocol")
    chance, lines = writer.chance, writer.lines
    north, south = chance.sample(range(4), 2), chance.sample(range(4, 8), 2)
    lines += ["---", f"title: {writer.fixed('Protocol on')}", f"number: JS-{number}", f"date: {writer.day}"]
    lines += [f"place: {place_of(number)}", "status: signed", "parties: [north, south]"]
    lines += [f"participants: {{north: [p{north[0]}, p{north[1]}], south: [p{south[0]}, p{south[1]}]}}"]
    lines += [f"signatories: {{north: p{north[0]}, south: p{south[0]}}}", "---", ""]
    writer.paragraph(writer.fixed("[the Northern"))
    lines.append("")
    for piece in chance.sample(stock()["preamble"], 4):
        writer.paragraph(writer.fill(piece[0], piece[1]))
        lines.append("")
    lines += ["{.agreed}", writer.fixed("have agreed"), ""]
    pieces = [*chance.sample(stock()["body"], len(stock()["body"])), *chance.sample(stock()["body"], 20)]
    for article, (english, russian) in enumerate(chance.sample(stock()["fields"], ARTICLES), 1):
        lines += [f"## {writer.know(english, russian)} {{#a{article}}}", ""]
        for paragraph in range(1, PARAGRAPHS + 1):
            writer.numbered(paragraph, pieces.pop())
        if article == ARTICLES // 2:
            _amounts(writer)
        if article == ARTICLES:
            _actions(writer)
    note = chance.choice(stock()["notes"])
    writer.paragraph(writer.fill(note[0], note[1]), "[^1]: ")
    return Source(name_of(number, "protocols"), "\n".join(lines) + "\n", writer.words)


def _amounts(writer: Writer) -> None:
    head = [writer.fixed(start) for start in ("Product", "Records in", "Mass in")]
    writer.numbered(PARAGRAPHS + 1, stock()["furniture"][3])
    writer.lines += [f"| {' | '.join(head)} |", "| --- | ---: | ---: |"]
    for english, russian in writer.chance.sample(stock()["things"], 6):
        name = writer.know(english.capitalize(), russian.split(" | ")[0].capitalize())
        count = str(writer.chance.randrange(10, 990))
        mass = f"{writer.chance.randrange(10, 9990) / 10:.1f}"
        writer.know(count, count)
        writer.know(mass, mass.replace(".", ","))
        writer.lines.append(f"| {name} | {count} | {mass} |")
    writer.lines.append("")


def _actions(writer: Writer) -> None:
    head = [writer.fixed(start) for start in ("Action", "Owner", "Due")]
    writer.numbered(PARAGRAPHS + 1, stock()["furniture"][4])
    writer.lines += ["{.actions}", f"| {' | '.join(head)} |", "| --- | --- | --- |"]
    for english, russian in writer.chance.sample(stock()["actions"], 5):
        due = writer.day + dt.timedelta(days=writer.chance.randrange(30, 400))
        owner = f"@{writer.chance.choice(('north', 'south', 'p1', 'p6'))}"
        writer.lines.append(f"| {writer.fill(english, russian)} | {owner} | {due} |")
    writer.lines.append("")


def event(number: int) -> Source:
    """Write the event at which a protocol was signed."""
    writer = Writer(number, "event")
    one, two = writer.chance.randrange(4), writer.chance.randrange(4, 8)
    about = {"protocol": name_of(number, "protocols"), "place": place_of(number), "one": f"p{one}", "two": f"p{two}"}
    lines = writer.lines
    lines += ["---", f"title: {writer.fixed('The Working Group')}", f"lead: {writer.fixed('The two sides compared')}"]
    lines += [f"date: {writer.day}", f"place: {place_of(number)}", f"participants: [p{one}, p{two}]"]
    lines += [f"topics: [{writer.chance.choice(list(TOPICS))}]", "photo:", f"  file: {pictures()[number % 4][0]}"]
    for key, start in (("description", "Drawing: an"), ("alt", "A drawing in"), ("credit", "Drawing made")):
        lines.append(f"  {key}: >-\n    {writer.fixed(start)}")
    lines += [f"protocols: [{about['protocol']}]", "---", ""]
    people = stock()["people"]
    for english, russian in (stock()["event"][0], writer.chance.choice(stock()["event"][1:])):
        names = [
            {name: people[who][side].split(" | ")[0] for name, who in (("one", one), ("two", two))} for side in (0, 1)
        ]
        names[0]["place"], names[1]["place"] = (
            stock()["places"][number % len(stock()["places"])][side].split(" | ")[0] for side in (0, 1)
        )
        texts = [
            string.Template(_targets(text, about)).safe_substitute(name)
            for text, name in zip((english, russian), names, strict=True)
        ]
        writer.paragraph(writer.fill(texts[0], texts[1]))
        lines.append("")
    lines.append("{.agreed}")
    agreed = next(piece for piece in stock()["furniture"] if piece[0].startswith("The two sides agreed"))
    writer.paragraph(writer.fill(_targets(agreed[0], about), _targets(agreed[1], about)))
    return Source(name_of(number, "events"), "\n".join(lines) + "\n", writer.words)


def _targets(text: str, about: dict[str, str]) -> str:
    """Put the ids of link targets into a text."""
    text = text.replace("(@protocol)", f"({about['protocol']})")
    for name in ("place", "one", "two"):
        text = text.replace(f"(@{name})", f"(@{about[name]})")
    return text


def pairs(lines: Sequence[str]) -> Iterator[Piece]:
    """Return the English and the Russian lines of a piece two by two."""
    return zip(lines[::2], lines[1::2], strict=True)


def pictures() -> list[tuple[str, pathlib.Path]]:
    """Return four pictures of our own publication: their names in sources, and their paths."""
    found = sorted((ROOT / "sources" / "media").glob("*.png"))[:4]
    return [(f"media/{number}.png", place) for number, place in enumerate(found)]


# ── the project ──────────────────────────────────────────────────────────────────────────────────────────────────────


def write(folder: pathlib.Path, count: int) -> None:
    """Write a project of *count* protocols, and their events, into *folder*."""
    for name in ("sources/media", "sources/registry", "sources/protocols", "sources/events"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / project.PATH).write_text(SETTINGS, "utf-8")
    for name, place in pictures():
        shutil.copyfile(place, folder / "sources" / name)
    _registry(folder)
    names = {english: russian for section in ("names",) for english, russian in stock()[section]}
    for section in ("people", "places"):
        for english, russian in stock()[section]:
            names |= dict(zip(english.split(" | "), russian.split(" | "), strict=False))
    names |= {f"at {english}": russian.split(" | ")[1] for english, russian in stock()["places"]}
    files = DiskFiles(folder)
    settings = project.read(files)
    known = model.messages(registry.read(files, problems := Problems()))
    if problems.errors:
        raise SystemExit("\n".join(map(str, problems)))
    _catalogs(folder, "registry", (*model.messages(settings), *known), names)
    if count <= ALONE:
        add(folder, range(1, count + 1))
        return
    step = 20
    work = [(folder, range(first, min(first + step, count + 1))) for first in range(1, count + 1, step)]
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        pool.starmap(add, work, chunksize=1)


def add(folder: pathlib.Path, numbers: Iterable[int]) -> None:
    """Write the protocols with these *numbers*, their events, and the catalogs of both."""
    for number in numbers:
        source(folder, protocol(number))
        if number % EVERY == 0:
            source(folder, event(number))


def source(folder: pathlib.Path, made: Source) -> None:
    """Write a source with its catalogs."""
    (folder / f"sources/{made.id}.md").write_text(made.text, "utf-8")
    document = parse.parse(DiskFiles(folder), made.id, locales=("en", "ru"), source_locale="en")
    _catalogs(folder, made.id, model.messages(document), made.words)


def _catalogs(folder: pathlib.Path, domain: str, messages: Iterable[Message], words: dict[str, str]) -> None:
    """Write the template of a domain and its two catalogs, complete."""
    entries = template.join(messages)
    empty = template.write(domain, ())
    heads = {locale: template.to_po(empty, locale) for locale in ("en", "ru")}
    english = [dataclasses.replace(entry, msgstr=(entry.msgid,)) for entry in entries]
    russian = [
        dataclasses.replace(entry, msgstr=(words[f"{entry.msgctxt or ''} {entry.msgid}".strip()],)) for entry in entries
    ]
    texts = {
        f"locales/{domain}.pot": f"{empty}\n{template.render(entries)}",
        f"locales/en/LC_MESSAGES/{domain}.po": f"{heads['en']}\n{template.render(english)}",
        f"locales/ru/LC_MESSAGES/{domain}.po": f"{heads['ru']}\n{template.render(russian)}",
    }
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def _registry(folder: pathlib.Path) -> None:
    place = folder / "sources" / "registry"
    (place / "organizations.yaml").write_text(ORGANIZATIONS, "utf-8")
    people = []
    for number, (english, _) in enumerate(stock()["people"]):
        name, index, title = english.split(" | ")
        people += [f"p{number}:", f"  name: {name}", f"  index: {index}", "  offices:"]
        people += [f"    - title: {title}", f"      organization: {'nso' if number < 4 else 'ssa'}"]
    (place / "people.yaml").write_text("\n".join(people) + "\n", "utf-8")
    names = (piece[0] for piece in stock()["places"])
    (place / "places.yaml").write_text(
        "".join(f"{name.lower()}:\n  name: {name}\n  at: {name}\n" for name in names), "utf-8"
    )
    (place / "topics.yaml").write_text("".join(f"{i}:\n  name: {name}\n" for i, name in TOPICS.items()), "utf-8")


def main() -> None:
    """Write a project."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", metavar="N", type=int)
    parser.add_argument("folder", metavar="DIR", type=pathlib.Path)
    options = parser.parse_args()
    write(options.folder, options.count)


if __name__ == "__main__":
    main()
