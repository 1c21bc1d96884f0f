"""Adopting: the aligner, texts brought together, what is written, and that nothing is guessed without a word."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import re

import pytest

import udhr
from protocolpress import markup, model, project
from protocolpress.adopt import markdown, proposing, units
from protocolpress.adopt.align import Unit, align
from protocolpress.catalogs import po
from protocolpress.catalogs import read as catalogs
from protocolpress.catalogs.entries import Entry
from protocolpress.errors import Position, PressError, Problems
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.model import Document, Message, Paragraph, Table
from protocolpress.plan import adopting, updating
from protocolpress.plan.adopting import Adopted, Sheet
from protocolpress.plan.library import catalog_path
from protocolpress.sources import parse
from support import ROOT

IDS = parse.find(DiskFiles(ROOT))

FRONT = "---\ntitle: {}\nnumber: N-1\ndate: 2012-03-01\n---\n\n"


def document(document_id: str) -> Document:
    return parse.parse(DiskFiles(ROOT), document_id, locales=("en", "ru"), source_locale="en")


def translated(whole: Document, words: dict[str, str]) -> Document:
    """Put translations in the place of the texts of a document."""

    def message(text: Message) -> Message:
        return dataclasses.replace(text, msgid=words.get(text.msgid, text.msgid))

    def block(old: object) -> object:
        if isinstance(old, Table):
            rows = [tuple(message(c) if isinstance(c, Message) else c for c in row) for row in (old.header, *old.rows)]
            return dataclasses.replace(old, header=rows[0], rows=tuple(rows[1:]))
        return dataclasses.replace(old, text=message(old.text))  # type: ignore[type-var, attr-defined]

    notes = {label: message(note) for label, note in whole.notes.items()}
    return dataclasses.replace(whole, blocks=tuple(map(block, whole.blocks)), notes=notes)  # type: ignore[arg-type]


def shape(whole: Document) -> list[object]:
    """Return the blocks of a document without their places in the file."""
    text = re.sub(r"position=Position\([^)]*\)", "", repr((whole.blocks, whole.notes)))
    return text.split("Paragraph(")  # type: ignore[return-value]


def front(document_id: str) -> str:
    text = DiskFiles(ROOT).read(f"sources/{document_id}.md").decode()
    return text[: text.index("\n---\n") + 5] + "\n"


@pytest.mark.parametrize("document_id", IDS)
def test_a_document_written_as_markdown_parses_to_the_same_blocks(document_id: str) -> None:
    whole = document(document_id)
    text, starts = markdown.write(whole.blocks, whole.notes)
    files = MemoryFiles({f"sources/{document_id}.md": front(document_id) + text})
    again = parse.parse(files, document_id, locales=("en", "ru"), source_locale="en")
    assert shape(again) == shape(whole)
    first = front(document_id).count("\n")
    lines = [units.line(block) for block in again.blocks]
    actions = [
        isinstance(block, Table) and (block.actions or block.corrections or block.total) for block in again.blocks
    ]
    assert lines == [start + first + skip for start, skip in zip(starts, actions, strict=True)]


@pytest.mark.parametrize(
    "words",
    [
        "1. One",
        "2) two",
        "- dash",
        "# hash",
        "> quote",
        "+ plus",
        "* star",
        "---",
        "=== a",
        "| bar",
        "{.agreed}",
        "[^1]: n",
        "# a\\\n- b",
    ],
)
def test_words_that_look_like_the_head_of_a_block_stay_words(words: str) -> None:
    block = Paragraph(text=Message(msgid=words, position=Position("")))
    text, _ = markdown.write((block,), {})
    (again,) = read(FRONT.format("T") + text).blocks
    assert isinstance(again, Paragraph)
    assert markup.plain(markup.inline(again.text.msgid)) == markup.plain(markup.inline(words))


def read(text: str, document_id: str = "protocols/a") -> Document:
    return parse.parse(
        MemoryFiles({f"sources/{document_id}.md": text}), document_id, locales=("en", "ru"), source_locale="en"
    )


def known(document_id: str, locale: str) -> dict[str, str]:
    catalog = catalogs.catalog(DiskFiles(ROOT), locale, (catalog_path(locale, document_id),), Problems())
    return {msgid: translation.forms[0] for (_, msgid), translation in catalog.messages.items()}


def other(whole: Document) -> str:
    return "en" if whole.locale == "ru" else "ru"


def text_of(whole: Document, words: dict[str, str], locale: str) -> Sheet:
    other = translated(whole, words)
    text, _ = markdown.write(other.blocks, other.notes)
    keys = {"title": whole.title, "short": whole.short, "lead": whole.lead}
    head = {key: words[message.msgid] for key, message in keys.items() if message}
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in head.items())
    return Sheet(name="other.md", data=f"---\n{lines}---\n\n{text}".encode(), locale=locale)


def adopt(source: str | bytes, target: Sheet | str, document_id: str = "protocols/a", locale: str = "en") -> Adopted:
    files = MemoryFiles({project.PATH: DiskFiles(ROOT).read(project.PATH)})
    data = source.encode() if isinstance(source, str) else source
    if isinstance(target, str):
        target = Sheet(name="ru.md", data=target.encode(), locale="ru")
    return adopting.run(project.read(files), files, document_id, Sheet(name="en.md", data=data, locale=locale), target)


def catalog_of(adopted: Adopted, locale: str = "ru") -> dict[str, Entry]:
    problems = Problems()
    filled = po.parse(adopted.contents[catalog_path(locale, adopted.document_id)], "ru.po", problems)
    assert not problems
    return {entry.msgid: entry for entry in filled.entries if entry.msgid}


@pytest.mark.parametrize("document_id", IDS)
def test_adopting_the_translation_of_our_own_documents_gives_every_pair_back(document_id: str) -> None:
    whole = document(document_id)
    locale = other(whole)
    words = known(document_id, locale)
    target = text_of(whole, words, locale)
    adopted = adopt(DiskFiles(ROOT).read(f"sources/{document_id}.md"), target, document_id, whole.locale)
    found = catalog_of(adopted, locale)
    mine = {text.msgid for text in model.messages(dataclasses.replace(whole, photo=None))}
    assert {msgid: found[msgid].msgstr[0] for msgid in mine} == {msgid: words[msgid] for msgid in mine}
    assert not adopted.doubtful
    assert all(pair.source and pair.source.kind.startswith("photo") for pair in adopted.alone)


def test_a_block_that_is_missing_in_the_translation_is_named_and_makes_no_other_pair_wrong() -> None:
    document_id = "protocols/2012-03-30-specimen"
    whole, words = document(document_id), known("protocols/2012-03-30-specimen", "ru")
    source = DiskFiles(ROOT).read(f"sources/{document_id}.md")
    for number, block in enumerate(whole.blocks):
        if isinstance(block, Table) or number % 9:
            continue
        less = dataclasses.replace(whole, blocks=whole.blocks[:number] + whole.blocks[number + 1 :])
        less = dataclasses.replace(less, notes={k: n for k, n in less.notes.items() if f"[^{k}]" in str(less.blocks)})
        adopted = adopt(source, text_of(less, words, "ru"), document_id)
        wrong = [
            pair
            for pair in adopted.pairs
            if pair.source and pair.target and not pair.doubts and words[pair.source.text] != pair.target.text
        ]
        assert not wrong, (block.text.msgid, wrong)
        assert adopted.alone


EN = """\
The Parties have agreed as follows:

## Object {#object}

1. The term is 30 days.[^a]

2. Each Party pays its own costs.

## Costs {#costs}

See [](#object/1) and [](#object).

[^a]: Counted from signature.
"""
RU = """\
Стороны согласились о нижеследующем:

## Предмет {#predmet}

1. Срок составляет 30 дней.[^1]

2. Каждая Сторона несет свои расходы.

## Расходы {#rashody}

См. [](#predmet/1) и [](#predmet).

[^1]: Считая со дня подписания.
"""


def test_the_labels_of_a_translation_become_those_of_its_source() -> None:
    found = catalog_of(adopt(FRONT.format("Protocol") + EN, FRONT.format("Протокол") + RU))
    assert found["The term is 30 days.[^a]"].msgstr == ("Срок составляет 30 дней.[^a]",)
    assert found["See [](#object/1) and [](#object)."].msgstr == ("См. [](#object/1) и [](#object).",)
    assert found["Counted from signature."].msgstr == ("Считая со дня подписания.",)
    assert not any(entry.is_fuzzy for entry in found.values())


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        ("30 дней", "20 дней", "only the source has 30; only the translation has 20"),
        ("Каждая Сторона несет свои расходы.", "Each Party pays its own costs.", "the text is the same as the source"),
        ("Каждая Сторона несет свои расходы.", "Да. " * 90, "times that of the source"),
        (
            "2. Каждая Сторона несет",
            "Каждая Сторона несет",
            "a numbered paragraph in the source, a paragraph in the translation",
        ),
    ],
)
def test_a_doubtful_pair_is_fuzzy_and_says_why(old: str, new: str, doubt: str) -> None:
    adopted = adopt(FRONT.format("Protocol") + EN, FRONT.format("Протокол") + RU.replace(old, new))
    (pair,) = adopted.doubtful
    assert pair.source
    entry = catalog_of(adopted)[pair.source.text]
    assert entry.is_fuzzy
    assert doubt in entry.comments[0]
    (problem,) = adopting.problems(adopted)
    assert problem.position.path == "ru.md"
    assert doubt in problem.message


def test_a_block_of_the_translation_alone_is_named_with_its_line() -> None:
    more = RU.replace("## Расходы", "3. Настоящий Протокол является временным соглашением.\n\n## Расходы")
    adopted = adopt(FRONT.format("Protocol") + EN, FRONT.format("Протокол") + more)
    alone = [problem for problem in adopting.problems(adopted) if problem.rule == "no-partner"]
    assert [str(problem.position) for problem in alone][-1] == "ru.md:15"
    assert "Настоящий Протокол является временным" in alone[-1].message


def test_an_article_more_in_the_middle_moves_no_other() -> None:
    more = RU.replace("## Расходы", "## Отчетность\n\n1. Стороны отчитываются 3 раза в год.\n\n## Расходы")
    adopted = adopt(FRONT.format("Protocol") + EN, FRONT.format("Протокол") + more)
    assert catalog_of(adopted)["Costs"].msgstr == ("Расходы",)
    assert [pair.target.text for pair in adopted.alone if pair.target] == [
        "Отчетность",
        "Стороны отчитываются 3 раза в год.",
    ]


def test_the_same_text_translated_in_two_ways_is_a_doubt() -> None:
    source, target = "Yes.\n\nNo.\n\nYes.\n", "Да.\n\nНет.\n\nТак точно.\n"
    entry = catalog_of(adopt(FRONT.format("T") + source, FRONT.format("Т") + target))["Yes."]
    assert entry.msgstr == ("Да.",)
    assert entry.is_fuzzy
    assert "Так точно." in entry.comments[0]


def test_what_the_front_matter_lacks_comes_from_the_text_and_the_id() -> None:
    adopted = adopt('# Protocol: on "X"\n\n' + EN, "# Протокол\n\n" + RU, "protocols/2012-03-30-x")
    assert dict(adopted.added) == {
        "title": 'Protocol: on "X"',
        "number": "2012-03-30-X",
        "date": "2012-03-30",
        "status": "draft",
    }
    assert read(adopted.contents["sources/protocols/2012-03-30-x.md"].decode()).title.msgid == 'Protocol: on "X"'
    assert catalog_of(adopted)['Protocol: on "X"'].msgstr == ("Протокол",)


def test_mistakes_of_both_texts_are_reported_with_their_own_names_and_lines() -> None:
    with pytest.raises(PressError) as caught:
        adopt("# T\n\n" + EN + "\n<b>x</b>\n", "# Т\n\nСтороны\n\n    код\n", "protocols/2012-03-30-x")
    assert {str(each.position) for each in caught.value.problems} == {"en.md:17", "ru.md:5"}


def test_without_a_date_anywhere_the_command_asks_for_one() -> None:
    with pytest.raises(PressError) as caught:
        adopt("# T\n\nText\n", "# Т\n\nТекст\n", "protocols/x")
    assert [each.rule for each in caught.value.problems] == ["missing-value"]


def test_adopting_again_changes_nothing_and_somebodys_work_is_left_alone() -> None:
    first = adopt(FRONT.format("Protocol") + EN, FRONT.format("Протокол") + RU)
    path = catalog_path("ru", "protocols/a")
    same = MemoryFiles(first.contents)
    assert adopting.taken(same, first.contents) == ()
    assert adopting.taken(
        MemoryFiles({**first.contents, path: first.contents[path] + b"\n# mine\n"}), first.contents
    ) == (path,)


def test_the_catalog_is_what_update_would_leave() -> None:
    settings = DiskFiles(ROOT).read(project.PATH)
    adopted = adopt(FRONT.format("Protocol") + EN, FRONT.format("Протокол") + RU)
    files = MemoryFiles({project.PATH: settings, **adopted.contents})
    updated = updating.run(project.read(files), files).contents
    assert {path: updated[path] for path in adopted.contents if path in updated} == {
        path: data for path, data in adopted.contents.items() if path in updated
    }


def test_a_long_text_without_numbers_is_paired_in_a_band() -> None:
    def units(locale: str, skip: int) -> list[Unit]:
        words = [f"{'слово ' * (number * 7 % 23 + 3)}{number}" for number in range(700) if number != skip]
        return [
            Unit(text=text, locale=locale, kind="text", position=Position("a", n)) for n, text in enumerate(words, 1)
        ]

    pairs = align(units("ru", 350), units("ru", -1))
    assert all(pair.source.text == pair.target.text for pair in pairs if pair.source and pair.target)
    assert len(pairs) == 700


DATA = pathlib.Path(os.environ.get("PROTOCOLPRESS_DATA", ROOT.parent / "shared" / "data")) / "parallel"


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no texts in {DATA}: set PROTOCOLPRESS_DATA")
def test_the_declaration_of_human_rights_is_paired_block_by_block() -> None:
    english, russian = udhr.read(DATA / "udhr.en.txt"), udhr.read(DATA / "udhr.ru.txt")
    adopted = adopt(udhr.source(english), udhr.source(russian), udhr.ID)
    true = {words: translation for (_, words), translation in udhr.paired(english, russian)}
    found = {
        pair.source.text: (pair.target.text if pair.target else udhr.NOTHING, pair.doubts)
        for pair in adopted.pairs
        if pair.source and pair.source.text
    }
    assert {words: text for words, (text, _) in found.items()} == {words: true[words] for words in found}
    assert len(found) == len([words for words in true if not re.fullmatch(r"Article \d+", words)])


def test_names_of_the_registry_speak_for_a_pair() -> None:
    disk = DiskFiles(ROOT)
    paths = (project.PATH, *disk.glob("sources/registry/*"), *disk.glob("locales/*/registry.po"))
    files = MemoryFiles({path: disk.read(path) for path in paths})
    texts = (
        "Charles Bolden opened.\n\nVladimir Popovkin answered.\n\nAnatoly Perminov closed.\n",
        "Ответил Владимир Поповкин.\n\nЗакрыл Анатолий Перминов.\n",
    )
    sheets = [
        Sheet(name=f"{locale}.md", data=(FRONT.format("T") + text).encode(), locale=locale)
        for locale, text in zip(("en", "ru"), texts, strict=True)
    ]
    adopted = adopting.run(project.read(files), files, "protocols/a", sheets[0], sheets[1])
    found = {pair.source.text: pair.target.text for pair in adopted.pairs if pair.source and pair.target}
    assert found["Vladimir Popovkin answered."] == "Ответил Владимир Поповкин."
    assert found["Anatoly Perminov closed."] == "Закрыл Анатолий Перминов."
    assert "Charles Bolden opened." not in found


def test_what_a_text_introduces_is_proposed_for_the_registry() -> None:
    english = 'The Office of Harbours (hereinafter the "Office") and Mr. John A. Smith agree.\n'
    russian = "Управление гаваней (далее — «Управление») и г-н Джон Смит договорились.\n"
    adopted = adopt(FRONT.format("T") + english, FRONT.format("Т") + russian)
    assert [each.yaml() for each in proposing.find(adopted.pairs)] == [
        "office: {name: Office of Harbours, short: Office}    # Управление гаваней; Управление",
        "smith: {name: John A. Smith}    # Джон Смит",
    ]
    page = adopting.report(DiskFiles(ROOT), adopted)
    assert "sources/registry/organizations.yaml" in page


def test_a_heading_that_is_only_a_number_has_a_partner_in_the_report() -> None:
    adopted = adopt(FRONT.format("T") + "##\n\nText.\n", FRONT.format("Т") + "##\n\nТекст.\n")
    assert "3 pairs, 0 of them doubtful; 0 blocks without a partner" in adopting.report(DiskFiles(ROOT), adopted)
