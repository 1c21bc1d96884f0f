"""The glossary as TBX, in memory."""

from __future__ import annotations

import io
import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage import tbx as toolkit

from protocolpress.catalogs.exchange import reading, tbx
from protocolpress.checks import glossary
from protocolpress.checks.rule import Term
from protocolpress.errors import Problems
from protocolpress.files import CONTROL

PATH = "locales/glossary.tsv"
GLOSSARY = "en\tru\tnote\n# agencies\nCrew\tЭкипаж\tISS agreement, art. 11\n\nMission control \tЦУП\t\nLaunch\tЗапуск\n"


def back(data: bytes, returned: bytes) -> tuple[bytes, list[str]]:
    problems = Problems()
    tree = reading.read(returned, "back.tbx", problems)
    assert isinstance(tree, reading.Glossary)
    after = tbx.update(data, tree.root, "back.tbx", PATH, problems)
    return after, [str(problem) for problem in problems]


def test_translate_toolkit_reads_every_term() -> None:
    store = toolkit.tbxfile(io.BytesIO(tbx.write(GLOSSARY.encode(), "en")), targetlanguage="ru")
    assert [(unit.source, unit.target, unit.getnotes()) for unit in store.units] == [
        ("Crew", "Экипаж", "ISS agreement, art. 11"),
        ("Mission control", "ЦУП", ""),
        ("Launch", "Запуск", ""),
    ]


def test_what_nobody_changed_changes_nothing() -> None:
    assert back(GLOSSARY.encode(), tbx.write(GLOSSARY.encode(), "en")) == (GLOSSARY.encode(), [])


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_only_the_cell_that_was_changed_changes_and_a_new_term_goes_to_the_end(newline: str) -> None:
    text = GLOSSARY.replace("\n", newline).encode()
    store: Any = toolkit.tbxfile(io.BytesIO(tbx.write(text, "en")), sourcelanguage="en", targetlanguage="ru")
    store.units[1].target = "Центр управления полетами"
    store.addsourceunit("Docking").target = "Стыковка\tи\nсближение"
    after, said = back(text, bytes(store))
    expected = GLOSSARY.replace("ЦУП", "Центр управления полетами") + "Docking\tСтыковка и сближение\t\n"
    assert (after.decode(), said) == (expected.replace("\n", newline), [])
    assert back(after, bytes(store)) == (after, [])


def test_a_term_changed_here_and_there_is_refused_with_both() -> None:
    data = tbx.write(GLOSSARY.encode(), "en").replace("Запуск".encode(), "Старт".encode())
    now = GLOSSARY.replace("Запуск", "Пуск").encode()
    after, said = back(now, data)
    assert after == now
    assert said == [
        (
            "back.tbx:37: error: the glossary has “Launch”, “Пуск”; the file has “Launch”, “Старт” [translation-changed]\n"
            f"  hint: choose one, and write the term in {PATH}"
        )
    ]


def test_a_term_changed_only_here_stays() -> None:
    now = GLOSSARY.replace("Запуск", "Пуск").encode()
    assert back(now, tbx.write(GLOSSARY.encode(), "en")) == (now, [])


def test_a_term_of_another_tool_without_an_id_is_added_once() -> None:
    concept = (
        '<?xml version="1.0"?><!DOCTYPE martif PUBLIC "ISO 12200:1999A//DTD MARTIF core (DXFcdV04)//EN" "TBXcdv04.dtd">'
        '<martif type="TBX" xml:lang="en-US"><text><body><termEntry><langSet xml:lang="en-US"><ntig><termGrp><term>#1'
        '</term></termGrp></ntig></langSet><langSet xml:lang="RU"><tig><term>№ 1</term></tig></langSet></termEntry>'
        "</body></text></martif>"
    )
    after, said = back(GLOSSARY.encode(), concept.encode())
    assert (after.decode(), said) == (f"{GLOSSARY} #1\t№ 1\t\n", [])
    assert back(after, concept.encode()) == (after, [])


def test_thousands_of_terms_take_no_time_each_more_than_the_last() -> None:
    data = glossary.write(Term(words={"en": f"word {n}", "ru": f"слово {n}"}) for n in range(10_000))
    start = time.monotonic()
    returned = tbx.write(data, "en")
    assert back(data, returned) == (data, [])
    after, _ = back(glossary.write(()), returned.replace(b' id="t', b' id="x'))
    assert after == data
    assert time.monotonic() - start < 60


def test_a_term_without_words_is_refused() -> None:
    data = tbx.write(GLOSSARY.encode(), "en").replace("Запуск".encode(), b"")
    assert back(GLOSSARY.encode(), data) == (
        GLOSSARY.encode(),
        [
            (
                "back.tbx:37: error: a term has no words in ru [bad-exchange-file]\n"
                "  hint: correct the term and import the file again"
            )
        ],
    )


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", " \t="])
def test_a_term_that_a_spreadsheet_would_calculate_is_refused(sign: str) -> None:
    data = tbx.write(GLOSSARY.encode(), "en").replace("Запуск".encode(), f"{sign}cmd|' /C calc'!A0".encode())
    after, (said,) = back(GLOSSARY.encode(), data)
    assert after == GLOSSARY.encode()
    fact = f"a term or its note begins with {sign.strip()}, like a spreadsheet formula"
    assert said == f"back.tbx:37: error: {fact} [bad-exchange-file]\n  hint: correct the term and import the file again"


CELL = st.text(st.characters(exclude_categories=["Cs"]).filter(lambda sign: not CONTROL.match(sign)), max_size=20).map(
    lambda text: f"w{text}"
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, st.just("") | CELL), max_size=5))
def test_any_glossary_survives(rows: list[tuple[str, str, str]]) -> None:
    data = glossary.write(Term(words={"en": en, "ru": ru}, note=note) for en, ru, note in rows)
    returned = tbx.write(data, "en")
    assert back(data, returned) == (data, [])
    empty = glossary.write(())
    assert back(empty, returned) == (empty, [])  # removed since, and nobody asks for it
    after, said = back(empty, re.sub(rb' id="[^"]*"', b"", returned))
    if len({" ".join(en.split()).lower() for en, _, _ in rows}) == len(rows):
        assert (glossary.parse(after, Problems()), said) == (glossary.parse(data, Problems()), [])
