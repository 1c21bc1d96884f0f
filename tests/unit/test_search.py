"""The search of the website: words, their terms and forms, what is packed; the page itself is in tests/browser."""

from __future__ import annotations

import json
import pathlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolpress.plan import search_tasks
from protocolpress.search import entries, grammar, index, packing, words
from protocolpress.search.passages import Passage

ROOT = pathlib.Path(__file__).resolve().parents[2]

SCRIPT = (ROOT / "templates/search.js").read_text("utf-8")


def unpacked(text: str) -> list[int]:
    """Read packed numbers, as the script of the page does."""
    found, number = [], 0
    for digit in text:
        value = packing.DIGITS.index(digit)
        number = number * packing.BASE + value % packing.BASE
        if value < packing.BASE:
            found.append(number)
            number = 0
    return found


def found(word: str, other: str, locale: str) -> bool:
    """Whether a reader who types *word* finds a text that has *other*."""
    return any(word in grammar.forms(term, locale) for term in grammar.terms(other, locale))


@pytest.mark.parametrize(
    ("typed", "written", "locale"),
    [
        ("людей", "человек", "ru"),
        ("человек", "людей", "ru"),
        ("поповкиным", "поповкина", "ru"),
        ("болдену", "болденом", "ru"),
        ("вступить", "вступает", "ru"),
        ("вступление", "вступит", "ru"),
        ("утверждать", "утвердили", "ru"),
        ("угоду", "угодами", "uk"),
        ("signing", "signed", "en"),
        ("policies", "policy", "en"),
        ("planned", "planning", "en"),
        ("accords", "l'accord", "fr"),
        ("verträge", "vertrag", "de"),
        ("acuerdos", "acuerdo", "es"),
        ("келісімнің", "келісім", "kk"),
    ],
)
def test_a_word_is_found_in_any_form(typed: str, written: str, locale: str) -> None:
    assert found(typed, written, locale)


@pytest.mark.parametrize(
    ("typed", "written", "locale"),
    [("стол", "стула", "ru"), ("пила", "письмо", "ru"), ("treaty", "treatment", "en"), ("note", "north", "en")],
)
def test_another_word_is_not(typed: str, written: str, locale: str) -> None:
    assert not found(typed, written, locale)


@pytest.mark.parametrize("locale", ["en", "ru", "uk", "fr", "de", "es", "kk", "en_GB"])
def test_every_language_finds_a_word_as_it_is_written(locale: str) -> None:
    for word in ("sts", "2012", "протокол", "protocol", "x" * 200):
        assert found(word, word, locale)


@given(st.lists(st.integers(0, 10**9)))
def test_packed_numbers_are_read_again(numbers: list[int]) -> None:
    text = packing.packed(numbers)
    assert unpacked(text) == numbers
    assert json.dumps(text, ensure_ascii=False) == f'"{text}"'


def test_the_script_divides_as_the_index_does() -> None:
    assert f'const DIGITS = "{packing.DIGITS}";' in SCRIPT
    assert f"const PREFIX = {index.PREFIX};" in SCRIPT
    assert packing.shard("", 1000) == 0x811C9DC5 % 1000
    assert packing.shard("a", 1 << 32) == 0xE40C292C  # a published value of FNV-1a


def test_words_are_prepared_and_folded() -> None:
    text = words.prepared("Вое\u0301нный  учёт: О’Хара,\nНью-\u00adЙорк, cafe\u0301")
    assert text == "Военный учёт: О’Хара, Нью-Йорк, café"
    assert words.words(text) == ["военный", "учет", "о'хара", "нью", "йорк", "café"]


SUBJECT = entries.Subject(address="events/a.html", title="First meeting", about="2012")


def entry(*texts: str, pieces: int = 1) -> bytes:
    return entries.make(SUBJECT, [Passage(f"a.{n}", text) for n, text in enumerate(texts)], pieces, "en")


def test_positions_leave_a_gap_between_passages() -> None:
    places = entries.load(entry("The parties met.", "They meet again."))["places"]
    assert places["meet"] == [1, 8]
    assert places["they"] == [7]


def test_pieces_have_the_whole_text_in_order_and_where_they_start() -> None:
    data = entry(*(f"passage number {n}" for n in range(9)), pieces=3)
    value = entries.load(data)
    assert [len(piece) for piece in value["pieces"]] == [3, 3, 3]
    assert value["starts"] == [3, 15, 27]
    piece = entries.piece(data, 1, "t0-1").decode()
    assert piece.startswith('protocolpress.take("t0-1",{"a":"events/a.html"')
    assert '["a.3","passage number 3"]' in piece


def test_the_index_leads_from_a_form_to_places() -> None:
    lines = index.places([entry("They signed it."), entry("Nothing else.")], 4, 32).splitlines()
    assert len(lines) == 1 + 4 + 4
    shards = [json.loads(re.sub(rb"^[^,]*,|\);$", b"", line)) for line in lines[:5]]
    assert shards[0] == {"n": 2, "p": 4, "f": 32, "d": packing.packed((7, 2, 1, 3, 6, 2, 1, 3))}
    assert unpacked(shards[1 + packing.shard("sign", 4)]["sign"]) == [0, 1, 4]
    assert unpacked(shards[1 + packing.shard("meet", 4)]["meet"]) == [0, 1, 1, 1, 1, 1]
    forms = [index.forms(line, "en") for line in lines[5:]]
    assert b"signing sign\n" in b"".join(forms)
    gathered = index.gathered(forms, 8)
    assert gathered == index.gathered(forms, 8)
    assert len(gathered.splitlines()) == 8


def test_words_beyond_the_letters_that_a_script_counts_as_one_are_left_out() -> None:
    value = entries.load(entry("one \U0001d400\U0001d401 two"))
    assert value["places"]["two"] == [5]
    assert not [word for word in value["seen"] if max(word) > "\uffff"]


def test_files_grow_with_the_number_of_documents() -> None:
    assert [search_tasks.files(n) for n in (0, 7, 33, 202, 1000, 100_000)] == [4, 4, 8, 32, 128, 512]
