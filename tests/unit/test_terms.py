"""The glossary: its file, and what a translation must say of it; Russian words in all their forms."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolpress.catalogs.entries import Entry
from protocolpress.checks import glossary, terms
from protocolpress.checks.rule import Context, Name, Pair, Term
from protocolpress.errors import Problems
from protocolpress.files import MemoryFiles
from support import ROOT

STATION = ("International Space Station (ISS)", "Международная космическая станция (МКС)")
GROUP = ("working group", "рабочая группа")
SHUTTLE = ("Space Shuttle; Shuttle", "шаттл; космический челнок")
FORCE = ("enter into force; entry into force", "вступить в силу; вступать в силу; вступление в силу")
HEADS = ("Head of the Russian Federal Space Agency", "руководитель Федерального космического агентства")


def complaints(
    source: str, target: str, *pairs: tuple[str, str], locale: str = "ru", names: tuple[Name, ...] = ()
) -> list[str]:
    """Compare two texts by a glossary of *pairs*, English and Russian; *locale* is the translation's."""
    context = Context(terms=tuple(Term(words={"en": en, "ru": ru}) for en, ru in pairs), names=names)
    pair = Pair(
        source=source,
        target=target,
        source_locale="en" if locale == "ru" else "ru",
        locale=locale,
        path="a.po",
        line=1,
        entry=Entry(msgid=source, msgstr=(target,)),
    )
    return [finding.message for _, finding in terms.mismatch([pair], context)]


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("The Working Group met.", "Рабочая группа собралась.", GROUP),
        ("They left the working groups.", "Они вышли из рабочих групп.", GROUP),
        ("the working group's report", "отчет рабочей группы", GROUP),
        ("The working-group met.", "Рабочая группа собралась.", GROUP),
        ("the *working* group", "*рабочей* группе", GROUP),
        ("[the working group](@group)", "[рабочей группой](@group)", GROUP),
        ("The group is working.", "Это не термин.", GROUP),
        ("He is working. Group two is not.", "Это не термин.", GROUP),
        ("Party and parties", "Сторона и прочие", ("Party", "Сторона")),
        ("parties of any kind", "любые вечеринки", ("Party", "Сторона")),
        ("on the International Space Station", "на Международной космической станции", STATION),
        ("on the International Space Station", "на МКС", STATION),
        ("on the ISS", "на Международной космической станции", STATION),
        ("on the International Space Station (ISS)", "на Международной космической станции (МКС)", STATION),
        ("this iss nothing", "это не термин", STATION),
        ("a Space Shuttle rose", "поднялся космический челнок", SHUTTLE),
        ("Shuttles rose", "поднялись шаттлы", SHUTTLE),
        ("It enters into force.", "Он вступает в силу.", FORCE),
        ("upon its entry into force", "с его вступлением в силу", FORCE),
        ("Head of Russian Federal Space Agency", "руководителя Федерального космического агентства", HEADS),
        ("for the Head of the Russian Federal Space Agency", "руководителем Федерального космического агентства", HEADS),
        ("Life Science Data", "данные в области наук о жизни", ("life sciences", "науки о жизни")),
        ("Earth and space sciences", "науки о Земле и космосе", ("space sciences", "науки о космосе")),
        ("Atlantis rose", "старт «Атлантиса»", ("Atlantis", "«Атлантис»")),
        ("the launch vehicle", "ракетой-носителем", ("launch vehicle", "ракета-носитель")),
        ("the crew", "экипажем", ("crew", "экипаж")),
        ("three crews", "трёх экипа\u0301жей", ("crew", "экипаж")),
        ("U.S.-Russia Commission", "Российско-Американской комиссии", ("U.S.-Russia Commission", "Российско-Американская комиссия")),
        ("Page {crew}", "Страница {crew}", ("crew", "экипаж")),
        ("See https://example.org/crew.", "См. https://example.org/crew.", ("agency", "агентство")),
        ("a meeting of two heads", "встречей двоих", ("meeting (of two heads)", "встреча")),
    ],
)  # fmt: skip
def test_what_the_glossary_allows(source: str, target: str, pair: tuple[str, str]) -> None:
    assert complaints(source, target, pair) == []


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("The Working Group met.", "Рабочая комиссия собралась.", GROUP),
        ("The Working Group met.", "Группа рабочих собралась.", GROUP),
        ("The Working Group met.", "Рабочая, как и прежде в таком деле, группа собралась.", GROUP),
        ("on the ISS", "на станции", STATION),
        ("on the International Space Station (ISS)", "на Международной станции (МКС)", STATION),
        ("on the International Space Station (ISS)", "на Международной космической станции (КС)", STATION),
        ("a Space Shuttle rose", "поднялся корабль", SHUTTLE),
        ("the crew", "команда", ("crew", "экипаж")),
        ("the crew", "[экипаж {}](#crew)", ("crew", "экипаж")),
    ],
)
def test_what_the_glossary_calls_otherwise(source: str, target: str, pair: tuple[str, str]) -> None:
    assert len(complaints(source, target, pair)) == 1


def test_the_message_names_both() -> None:
    assert complaints("a Shuttle rose", "корабль", SHUTTLE) == [
        'the translation has no form of "шаттл" or "космический челнок", which is "Shuttle" in the glossary'
    ]


def test_a_term_is_missed_once_a_text() -> None:
    assert len(complaints("a crew and a crew", "команда и команда", ("crew", "экипаж"))) == 1


def test_the_longest_term_wins() -> None:
    pairs = (("space station", "орбитальная станция"), STATION)
    assert complaints("the International Space Station", "Международная космическая станция", *pairs) == []
    assert len(complaints("a space station", "космическая станция", *pairs)) == 1


def test_a_name_of_the_registry_is_no_term() -> None:
    name = Name(id="x", kind="organization", forms={"en": ("Crew Office",), "ru": ("Кадровое бюро",)})
    assert complaints("the Crew Office", "Кадровое бюро", ("crew", "экипаж"), names=(name,)) == []


def test_a_name_that_is_a_term_is_one() -> None:
    name = Name(id="x", kind="organization", forms={"en": ("Working Group",), "ru": ("Группа",)})
    assert len(complaints("the Working Group", "Группа", ("Working Group", "Рабочая группа"), names=(name,))) == 1


def test_several_lines_for_one_term_are_a_choice() -> None:
    pairs = (("meeting (of two heads)", "встреча"), ("meeting (of a group)", "заседание"))
    assert complaints("a meeting", "заседанием", *pairs) == []
    assert complaints("a meeting", "собранием", *pairs) == [
        'the translation has no form of "встреча" or "заседание", which is "meeting (of two heads)" in the glossary'
    ]


def test_a_capital_letter_tells_two_terms_apart() -> None:
    pairs = (("Party", "Сторона"), ("party", "партия"))
    assert complaints("the Party", "Стороной", *pairs) == []
    assert complaints("the party", "партией", *pairs) == []
    assert len(complaints("the Party", "партией", *pairs)) == 1


@pytest.mark.parametrize(
    ("source", "target", "count"),
    [
        ("на заседаниях рабочих групп", "in working groups", 0),
        ("на заседаниях рабочих групп", "in the working group", 0),
        ("на заседаниях рабочих групп", "in groups of workers", 1),
        ("на заседании Рабочей группы", "in the Group", 1),
        ("согласно [рабочей группе {}](#a/1)", "under [](#a/1)", 0),
    ],
)
def test_the_other_way(source: str, target: str, count: int) -> None:
    assert len(complaints(source, target, GROUP, locale="en")) == count


def test_long_texts_and_large_glossaries_take_no_time() -> None:
    many = tuple((f"crew{' crew' * (number % 7)} {number}", f"экипаж {number}") for number in range(2000))
    start = time.monotonic()
    complaints("crew " * 3000, "экипаж " * 3000, *many, ("crew " * 40, "экипаж " * 40))
    assert time.monotonic() - start < 5


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def read(data: bytes | str) -> tuple[tuple[Term, ...], list[str]]:
    problems = Problems()
    found = glossary.read(MemoryFiles({glossary.PATH: data}), problems)
    return found, [f"{p.position}: {p.message} [{p.rule}]" for p in problems]


def test_columns_stand_in_any_order() -> None:
    text = "\ufeffnote\tru\ten\r\n# a comment\r\n\r\nfrom a list\tэкипаж\tcrew\r\n\tпилот\tpilot\t\t\r\n"
    assert read(text) == (
        (
            Term(words={"en": "crew", "ru": "экипаж"}, note="from a list"),
            Term(words={"en": "pilot", "ru": "пилот"}),
        ),
        [],
    )


def test_no_glossary_is_no_terms() -> None:
    assert glossary.read(MemoryFiles({}), Problems()) == ()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", "1: the glossary is empty"),
        (b"en\tru\ncrew\t\xff\n", "2: the glossary is not UTF-8 text"),
        ("en\tit\n", "1: unknown column 'it'"),
        ("crew\tэкипаж\n", "1: unknown column 'crew'"),
        ("en\ten\n", "1: a column occurs twice"),
        ("en\tnote\n", "1: the glossary is not in two languages"),
        ("en\tru\ncrew\n", "2: the term has no words in column ru"),
        ("en\tru\n\tэкипаж\n", "2: the term has no words in column en"),
        ("en\tru\n=a\tэкипаж\n", "2: a cell begins with =, like a spreadsheet formula"),
        ("en\tru\tnote\ncrew\tэкипаж\t@a\n", "2: a cell begins with @, like a spreadsheet formula"),
        ("en\tru\n—\tэкипаж\n", "2: the term has no words in column en"),
        ("en\tru\ncrew\tэкипаж\tnote\n", "2: 3 cells, but there are 2 columns"),
        ("en\tru\ncrew\tэки\x07паж\n", "2: a cell is longer than 500 characters, or has a control character in it"),
        (f"en\tru\ncrew\t{'э' * 501}\n", "2: a cell is longer than 500 characters, or has a control character in it"),
        ("en\tru\n" + "a\tб\n" * 20_001, "20002: the glossary has more than 20000 terms"),
    ],
)
def test_a_mistake_of_the_file_has_its_line(data: bytes | str, expected: str) -> None:
    found, problems = read(data)
    assert found == ()
    assert problems == [f"{glossary.PATH}:{expected} [bad-glossary]"]


def test_one_bad_line_does_not_lose_the_others() -> None:
    found, problems = read("en\tru\ncrew\npilot\tпилот\nship\n")
    assert [term.words["en"] for term in found] == ["pilot"]
    assert len(problems) == 2


CELL = st.text(st.sampled_from("aб#1(); /«»'"), min_size=1).map(lambda text: " ".join(f"x{text}".split()))
TERMS = st.builds(
    lambda en, ru, note: Term(words={"en": en, "ru": ru}, note=note),
    st.sampled_from(["#1 crew", "crew"]) | CELL,
    CELL,
    st.just("") | CELL,
)


@given(st.lists(TERMS))
def test_what_is_written_is_read(found: list[Term]) -> None:
    problems = Problems()
    assert glossary.parse(glossary.write(found), problems) == tuple(found)
    assert not problems


def test_what_cannot_stand_in_a_cell_is_written_as_spaces() -> None:
    data = glossary.write([Term(words={"en": "a\tb\nc", "ru": "\x00д"}, note=" n ")])
    assert data.decode() == "en\tru\tnote\na b c\tд\tn\n"


@pytest.mark.parametrize("folder", ["locales", "skeleton/locales"])
def test_our_own_glossary_is_good(folder: str) -> None:
    problems = Problems()
    found = glossary.parse((ROOT / folder / "glossary.tsv").read_bytes(), problems)
    assert found
    assert not problems
    assert len({term.words["en"] for term in found}) == len(found)
