"""200 changes of ten kinds, planted in protocols made of real sentences in two languages: all found, none invented."""

from __future__ import annotations

import collections
import dataclasses
import random
import re
from collections.abc import Callable, Iterator

import pytest

from protocolpress.catalogs import po
from protocolpress.compare.values import Comparison, Row
from protocolpress.errors import Problems
from protocolpress.files import HeldFiles
from protocolpress.plan import comparing
from support import ROOT

ID = "protocols/a"
DOCUMENTS = 20

TOML = '[group]\nname = "Group"\n'
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@dataclasses.dataclass
class Words:
    """A text in both languages."""

    en: str
    ru: str


@dataclasses.dataclass
class Point:
    """A numbered paragraph, with a name that references use and those below it."""

    words: Words
    below: list[Words] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Article:
    anchor: str
    head: Words
    points: list[Point]


@dataclasses.dataclass
class Text:
    """A protocol: articles, a table of figures, two footnotes called in the first two articles, and references."""

    articles: list[Article]
    cells: list[list[Words]]
    notes: list[Words]

    def files(self) -> HeldFiles:
        """Write the project."""
        entries: dict[str, str] = {"Title": "Заголовок", "Item": "Предмет", "Number": "Число", "Remark": "Примечание"}
        body = "".join(self._body(entries))
        source = f"---\ntitle: Title\nnumber: 1\ndate: 2012-03-01\nstatus: specimen\n---\n{body}"
        catalog = HEAD + "".join(f'msgid "{_quoted(en)}"\nmsgstr "{_quoted(ru)}"\n\n' for en, ru in entries.items())
        return HeldFiles(
            {
                "protocolpress.toml": TOML,
                f"sources/{ID}.md": source,
                f"locales/ru/LC_MESSAGES/{ID}.po": catalog,
            }
        )

    def _body(self, entries: dict[str, str]) -> Iterator[str]:
        for article in self.articles:
            yield f"\n## {article.head.en} {{#{article.anchor}}}\n"
            entries[article.head.en] = article.head.ru
            for place, point in enumerate(article.points, 1):
                yield f"\n{place}. {point.words.en}\n"
                entries[point.words.en] = point.words.ru
                for order, one in enumerate(point.below, 1):
                    yield f"   {order}. {one.en}\n"
                    entries[one.en] = one.ru
            if article.anchor == "part2":
                yield "\n| Item | Number | Remark |\n| --- | --- | --- |\n"
                for row in self.cells:
                    yield "".join(f"| {cell.en} " for cell in row) + "|\n"
                    entries.update({cell.en: cell.ru for cell in row})
        for number, note in enumerate(self.notes):
            yield f"\n[^{number}]: {note.en}\n"
            entries[note.en] = note.ru


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def pool() -> list[Words]:
    """Return plain sentences of our own documents, each with its translation."""
    found = []
    for place in sorted((ROOT / "locales/ru/LC_MESSAGES").glob("*/*.po")):
        for entry in po.parse(place.read_bytes(), place.name, Problems()).entries:
            en, ru = entry.msgid, entry.msgstr[0] if entry.msgstr else ""
            if len(en) > 45 and ru and not re.search(r"[\[\]{}*|`]", en + ru):
                found.append(Words(en, ru))
    assert len(found) > 60
    return found


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same texts each time


def text(luck: random.Random) -> Text:
    """Make a protocol of seven articles."""
    sentences = pool()
    luck.shuffle(sentences)
    articles = []
    for number in range(7):
        heading = sentences.pop()
        head = Words(" ".join(heading.en.split()[:4]).rstrip(".,;:"), " ".join(heading.ru.split()[:4]).rstrip(".,;:"))
        points = []
        for _ in range(luck.randint(4, 5)):
            one = sentences.pop()
            points.append(Point(Words(one.en.rstrip(".,;:") + ".", one.ru.rstrip(".,;:") + ".")))
        articles.append(Article(f"part{number}", head, points))
    for number in range(2):
        called = articles[number].points[0].words
        called.en, called.ru = f"{called.en}[^{number}]", f"{called.ru}[^{number}]"
    notes = [Words(f"A note on measure {n} and its use.", f"Сноска о мере {n} и ее применении.") for n in (3, 4)]
    cells = [
        [Words(f"Thing {n}", f"Вещь {n}"), Words(f"{n}40", f"{n}40"), Words(f"remark {n}", f"замечание {n}")]
        for n in range(5)
    ]
    return Text(articles, cells, notes)


# ── changes: each takes a text and a place that no other one takes ───────────────────────────────────────────────────

Expected = tuple[str, Callable[[Row], bool]]


def said(row: Row, op: str, locale: str = "") -> str:
    """Return the words that a row has deleted or inserted, in all languages or in one."""
    every = [*row.wordings, *(one for line in row.table for cell in line.cells for one in cell.wordings)]
    pieces = [piece for one in every if locale in ("", one.locale) for piece in one.pieces]
    pieces += [inner for piece in pieces for inner in piece.note]
    return " ".join(piece.words.strip() for piece in pieces if piece.op == op)


def both(row: Row) -> bool:
    return not row.only and not row.outdated and not row.supplied


def word(now: Text) -> Expected:
    one = now.articles[0].points[1].words
    one.en, one.ru = one.en.replace(" ", " promptly ", 1), one.ru.replace(" ", " незамедлительно ", 1)
    return "word", lambda row: row.whats == ("words",) and said(row, "inserted") == "promptly незамедлительно"


def number(now: Text) -> Expected:
    one = now.articles[0].points[2].words
    one.en, one.ru = one.en.replace("12 days", "1,250.5 days"), one.ru.replace("12 дней", "1250,5 дня")
    return (
        "number",
        lambda row: (
            "number" in row.whats
            and both(row)
            and "12" in said(row, "deleted", "en")
            and "1,250.5" in said(row, "inserted", "en")
        ),
    )


def move(now: Text) -> Expected:
    point = now.articles[1].points.pop(2)
    now.articles[5].points.insert(1, point)
    return (
        "move",
        lambda row: (
            row.whats == ("moved",) and not said(row, "inserted") and row.place.numbers[0].startswith("Article 6, 2")
        ),
    )


def move_article(now: Text) -> Expected:
    now.articles.insert(1, now.articles.pop(5))
    return "move", lambda row: row.whats == ("moved",) and row.form == "heading" and both(row)


def split(now: Text) -> Expected:
    points = now.articles[3].points
    first, second = halves(points[1].words)
    points[1:2] = [Point(first), Point(second)]
    return "split", lambda row: row.whats == ("split",) and both(row)


def merge(now: Text) -> Expected:
    points = now.articles[4].points
    one, other = points[1].words, points[2].words
    points[1:3] = [Point(Words(f"{one.en} {other.en}", f"{one.ru} {other.ru}"))]
    return "merge", lambda row: row.whats == ("merged",) and both(row)


def cell(now: Text) -> Expected:
    now.cells[2][2] = Words("remark 9", "замечание 9")
    return "table cell", lambda row: row.whats == ("table", "number") and said(row, "inserted") == "9 9"


def footnote(now: Text) -> Expected:
    now.notes[1] = Words("A note on measure 4 and its abuse.", "Сноска о мере 4 и злоупотреблении ею.")
    return "footnote", lambda row: row.whats == ("footnote",) and "abuse" in said(row, "inserted") and both(row)


def reference(now: Text) -> Expected:
    one = now.articles[6].points[0].words
    one.en, one.ru = one.en.replace("#part2/1", "#part3/1"), one.ru.replace("#part2/1", "#part3/1")
    return "reference", lambda row: row.whats == ("reference",) and both(row)


def heading(now: Text) -> Expected:
    now.articles[2].head = Words("Entirely other matters", "Совсем другие вопросы")
    return "heading", lambda row: row.whats[0] == "heading" and "Entirely" in said(row, "inserted")


def one_language(now: Text) -> Expected:
    one = now.articles[6].points[2].words
    one.ru = one.ru.replace(" ", " тайно ", 1)
    return "one language", lambda row: row.only == ("ru",) and said(row, "inserted") == "тайно"


CHANGES = (word, number, split, merge, cell, footnote, reference, heading, one_language)


def halves(words: Words) -> tuple[Words, Words]:
    (en, en2), (ru, ru2) = (one.split(". ", 1) for one in (words.en, words.ru))
    return Words(f"{en}.", f"{ru}."), Words(en2, ru2)


def prepared(luck: random.Random) -> Text:
    """Return a text with what the changes need: a figure, two sentences in one paragraph, a reference."""
    made = text(luck)
    figure, two = made.articles[0].points[2].words, made.articles[3].points[1].words
    more = made.articles[3].points.pop().words
    figure.en, figure.ru = f"{figure.en[:-1]} within 12 days.", f"{figure.ru[:-1]} в течение 12 дней."
    two.en, two.ru = f"{two.en} {more.en}", f"{two.ru} {more.ru}"
    cited = made.articles[6].points[0].words
    cited.en, cited.ru = f"{cited.en[:-1]} under [](#part2/1).", f"{cited.ru[:-1]} согласно [](#part2/1)."
    other = made.articles[3].points[0].words  # a reference that is only renumbered
    other.en, other.ru = f"{other.en[:-1]}, see [](#part5/1).", f"{other.ru[:-1]}, см. [](#part5/1)."
    return made


def compared(old: Text, new: Text) -> Comparison:
    before, after = (comparing.Version(name="v", files=one.files()) for one in (old, new))
    (found,) = comparing.compare(before, after, ids=(ID,))
    return found


@pytest.mark.parametrize("seed", range(DOCUMENTS))
def test_each_planted_change_is_found_and_no_other(seed: int) -> None:
    old, new = prepared(chance(seed)), prepared(chance(seed))
    assert old == new
    moving = move_article if seed % 2 else move
    expected = [change(new) for change in (*CHANGES, moving)]
    assert len(expected) == 10
    changes = list(compared(old, new).changes)
    found = collections.Counter[str]()
    for kind, is_it in expected:
        matching = [row for row in changes if is_it(row)]
        assert len(matching) == 1, (
            kind,
            [(row.whats, row.only, said(row, "deleted"), said(row, "inserted")) for row in changes],
        )
        changes.remove(matching[0])
        found[kind] += 1
    assert not changes, [(row.whats, row.place, said(row, "deleted"), said(row, "inserted")) for row in changes]
    assert found.total() == 10


def test_nothing_is_found_in_the_same_text_with_other_numbers() -> None:
    """An article before the others renumbers all of them, and the references to them."""
    old, new = prepared(chance(99)), prepared(chance(99))
    new.articles.insert(
        0, Article("first", Words("A new beginning", "Новое начало"), [Point(Words("It is new.", "Это ново."))])
    )
    assert [(row.form, row.whats) for row in compared(old, new).changes] == [
        ("heading", ("added",)),
        ("paragraph", ("added",)),
    ]
