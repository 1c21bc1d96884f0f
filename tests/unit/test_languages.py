"""A language is one value: every other module, template and stylesheet asks it."""

from __future__ import annotations

import dataclasses
import pathlib
import re

import pytest

import sample
from protocolpress import languages, numbering
from protocolpress.errors import Problems
from protocolpress.languages import LANGUAGES
from protocolpress.localize import formats, typography
from protocolpress.localize.document import localize
from protocolpress.model import Paragraph
from protocolpress.pages.spans import language
from protocolpress.pdf.verify.tags import foreign

ROOT = pathlib.Path(__file__).parents[2]

SPOKEN = ("templates/status.html", "templates/adoption.html", "src/protocolpress/adopt/citing.py")
"""What speaks one language to those who work on a publication, and says so in its `lang`; and the reader of citations,
which knows those of two languages and leaves others as they are."""


def test_no_other_module_template_or_stylesheet_names_a_language() -> None:
    codes = "|".join(sorted({*LANGUAGES, *(one.tag for one in LANGUAGES.values())}))
    named = re.compile(rf"[\"'](?:{codes})[\"']|:lang\(")
    ending = re.compile(r"endswith\(.*?\)+|\(\"es\"")  # "es" is an ending as well
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for folder in ("src/protocolpress", "templates")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".html", ".css") and "languages" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if named.search(ending.sub("", line)) and not line.strip().startswith(("#", '"""'))
        if str(path.relative_to(ROOT)) not in SPOKEN
    ]
    assert not found


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_is_whole(code: str) -> None:
    one = LANGUAGES[code]
    assert one.code == code
    assert re.fullmatch("[a-z]{2}(-[A-Z]{2})?", one.tag)
    assert not any(map(numbering.mistake, one.numbering))
    assert formats.is_known(code)
    assert (ROOT / "locales" / code.partition("_")[0] / "LC_MESSAGES/interface.po").exists()
    assert all((one.name, one.english, one.quotes, one.typography))


def test_a_locale_is_its_language_and_a_region_may_be_another() -> None:
    assert [getattr(languages.of(code), "code", None) for code in ("ru", "ru_RU", "ru-RU", "en-GB", "en_US", "xx")] == [
        *("ru", "ru", "ru", "en_GB", "en"),
        None,
    ]
    assert [language(code) for code in ("en", "en_GB", "ru", "pt_BR")] == ["en-US", "en-GB", "ru", "pt-BR"]


def test_british_english_has_its_own_quotation_marks_and_dates() -> None:
    text = '"a \'b\' c", the users\' "d"'
    assert typography.typeset_string(text, "en_GB") == "‘a “b” c’, the users’ ‘d’"
    assert typography.typeset_string(text, "en") == "“a ‘b’ c”, the users’ “d”"
    day = sample.document("").date
    assert formats.date(day, "en_GB").replace("\u00a0", " ") == "1 March 2012"
    assert formats.date(day, "en").replace("\u00a0", " ") == "March 1, 2012"


# ── order ────────────────────────────────────────────────────────────────────────────────────────────────────────────

NAMES = {
    "en": ["Æsir", "Bell", "Đorđević", "Evans", "Łódź", "Maas", "O’Keefe", "O'Neil", "Ostapenko", "Østby", "Parker"],
    "ru": ["Ёлкин", "Жук", "О’Киф", "О'Нил", "Остапенко", "Яков"],
}


@pytest.mark.parametrize("locale", NAMES)
def test_an_index_sees_letters_and_not_the_signs_on_them(locale: str) -> None:
    names = NAMES[locale]
    shuffled = [*names[1::2], *names[::2]]
    assert sorted(shuffled, key=lambda name: formats.sort_key(name, locale)) == names
    assert sorted(["Þórsdóttir", "Ultan", "Tata"], key=lambda name: formats.sort_key(name, "en")) == [
        *("Tata", "Þórsdóttir", "Ultan"),
    ]


# ── parties ──────────────────────────────────────────────────────────────────────────────────────────────────────────

SIGNED = "place: harbour\nsignatories: {north: keeper, south: poet, %s}\n"


def closing(locale: str, sides: str, **parties: str) -> str:
    """Give the closing clause where *parties*, with their languages, sign beside or instead of the sample's two."""
    document = sample.document("", f"place: harbour\nsignatories: {{{sides}}}\n")
    setting = sample.setting(locale, document)
    every = dict(setting.parties) | {
        name: sample.party(name, language, number, "onl") for number, (name, language) in enumerate(parties.items(), 3)
    }
    blocks = localize(document, dataclasses.replace(setting, parties=every), Problems()).blocks
    (found,) = (one for one in blocks if isinstance(one, Paragraph) and one.role == "closing")
    return "".join(getattr(span, "text", "") for span in found.text.spans).replace("\u00a0", " ")


TWO = "north: keeper, south: poet"


@pytest.mark.parametrize(
    ("sides", "parties", "clause"),
    [
        (
            TWO,
            {},
            "in duplicate, on March 1, 2012, in the English and Russian languages, both texts being equally authentic.",
        ),
        (TWO, {"south": "en"}, "in duplicate, on March 1, 2012, in the English language."),
        (TWO, {"south": "en_GB"}, "in duplicate, on March 1, 2012, in the English language."),
        (TWO, {"south": ""}, "in duplicate, on March 1, 2012, in the English language."),
        (
            TWO + ", west: keeper",
            {"west": "ru"},
            "in triplicate, on March 1, 2012, in the English and Russian languages, both texts being equally authentic.",
        ),
        (
            ", ".join(f"p{number}: keeper" for number in range(20)),
            {f"p{number}": ("en", "ru")[number % 2] for number in range(20)},
            "in 20 originals, on March 1, 2012, in the English and Russian languages, both texts being equally authentic.",
        ),
    ],
)
def test_the_closing_clause_names_the_languages_of_those_who_sign(
    sides: str, parties: dict[str, str], clause: str
) -> None:
    assert closing("en", sides, **parties) == f"Done at Harbour, {clause}"


def test_a_party_without_a_language_keeps_its_place() -> None:
    document = sample.document("", "signatories: {north: keeper, south: poet}\n")
    setting = sample.setting("en", document)
    for first, locales, order in (
        ("en", ("", ""), ["north", "south"]),
        ("ru", ("", ""), ["north", "south"]),
        ("ru", ("", "ru"), ["south", "north"]),
        ("en", ("", "ru"), ["north", "south"]),
        ("en", ("ru", ""), ["north", "south"]),
    ):
        pair = zip(("north", "south"), locales, strict=True)
        parties = {name: sample.party(name, locale, number) for number, (name, locale) in enumerate(pair)}
        found = localize(document, dataclasses.replace(setting, parties=parties, first=first), Problems())
        assert [side.party for side in found.signatures] == order


def test_parties_may_stand_in_the_alphabetical_order_of_the_text() -> None:
    document = sample.document("", "signatories: {b: keeper, a: poet, c: keeper}\n")
    countries = {"a": "Япония", "b": "Бразилия", "c": "Австрия"}
    for locale, order in (("en", ["a", "b", "c"]), ("ru", ["c", "b", "a"])):
        setting = sample.setting(locale, document, words=countries if locale == "ru" else {})
        parties = {name: sample.party(name, "", number) for number, name in enumerate("cba")}
        found = localize(document, dataclasses.replace(setting, parties=parties, alphabetical=True), Problems())
        assert [side.party for side in found.signatures] == order


# ── what is tagged ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_script_of_a_passage_is_its_language_s() -> None:
    assert foreign("Привет всем", "en-GB") == "Cyrillic"
    assert foreign("these are only words", "uk") == "Latin"
    assert not foreign("Привіт усім", "uk")
