"""A language is one value: every other module, template and stylesheet asks it."""

from __future__ import annotations

import dataclasses
import pathlib
import re
import tomllib

import pytest

import sample
from protocolpress import languages, numbering, project
from protocolpress.catalogs import po
from protocolpress.catalogs.entries import Entry
from protocolpress.checks import concordance, run
from protocolpress.checks.rule import Context, Pair
from protocolpress.errors import Problems, ProjectError, Severity
from protocolpress.files import MemoryFiles
from protocolpress.languages import LANGUAGES
from protocolpress.localize import formats, typography
from protocolpress.localize.document import localize
from protocolpress.model import Paragraph, Plain, Text
from protocolpress.pages.spans import SpanWriter, language
from protocolpress.pdf.verify.tags import foreign
from protocolpress.plan import checking, example, extraction
from protocolpress.plan.library import Library

ROOT = pathlib.Path(__file__).parents[2]

SPOKEN = ("templates/status.html", "templates/adoption.html")
"""What speaks one language to those who work on a publication, and says so in its `lang`."""


def test_no_other_module_template_or_stylesheet_names_a_language() -> None:
    codes = "|".join(sorted({*LANGUAGES, *(one.tag for one in LANGUAGES.values())}))
    named = re.compile(rf"[\"'](?:{codes})[\"']|:lang\((?!\{{)")
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
    "kk": [
        *("Абай", "Аяз", "Әбдіров", "Әл-Фараби", "Бекет", "Гоголь", "Ғали", "Дәулет", "Кенже", "Қасым", "Лаура"),
        *("Нұрлан", "Омар", "Өтеген", "Петр", "Усен", "Ұлан", "Үміт", "Фёдор", "Хасан", "Һарун", "Ыбырай", "Ілияс"),
    ],
    "uk": [
        "Гнат",
        "Ґудзь",
        "Дорош",
        "Ельга",
        "Євген",
        "Жук",
        "Ивга",
        "Іваненко",
        "Їжак",
        "Йосип",
        "О’Кіф",
        "Остапенко",
    ],
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
    """Return the closing clause where *parties*, with their languages, sign beside or instead of the sample's two."""
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


# ── typography ───────────────────────────────────────────────────────────────────────────────────────────────────────

SET = [
    ("fr", 'Il dit: "Oui! Ça va?" puis;', "Il dit_: «_Oui~! Ça va~?_» puis~;"),
    ("fr", "« la liste “A” », l'État, 10:30", "«_la liste “A”_», l’État, 10:30"),
    ("fr", "le 1er mars - n° 5, art. 2, M. Dupont, 5 %", "le 1er_mars_– n°_5, art._2, M._Dupont, 5_%"),
    ("fr", "https://a.example/?b=c ; fin", "https://a.example/?b=c~; fin"),
    ("es", '¿ Qué "dice "él"" ?', "¿Qué «dice “él”»?"),
    ("es", "n.º 5, art. 2, Sr. Pérez, EE. UU., 3 de marzo, 5 %", "n.º_5, art._2, Sr._Pérez, EE._UU., 3_de marzo, 5_%"),
    ("de", 'Er sagt: "Guten "Tag"" - z.B. so', "Er sagt: „Guten ‚Tag‘“_– z._B._so"),
    ("de", "“x” «y» »z«, Nr. 5, § 3, am 3. März, 5 %", "„x“ „y“ „z“, Nr._5, §_3, am 3._März, 5_%"),
    ("uk", 'Об\'єкт "Мир "два"" - № 5, 2012 р.', "Об’єкт «Мир „два“»_— №_5, 2012_р."),
    ("uk", "І. П. Петренко, ст. 2, 29 лютого, в Україні", "І._П._Петренко, ст._2, 29_лютого, в_Україні"),
    ("kk", '"Қазақстан" - № 5, 2012 ж.', "«Қазақстан»_— №_5, 2012_ж."),
    ("kk", "2012 жылғы 3 наурыз, Н. Ә. Серікбаев, 10 км", "2012_жылғы 3_наурыз, Н._Ә._Серікбаев, 10_км"),
]


@pytest.mark.parametrize(("locale", "before", "after"), SET)
def test_each_language_is_set_as_its_own_authority_says(locale: str, before: str, after: str) -> None:
    once = typography.typeset_string(before, locale)
    assert once.replace("\u00a0", "_").replace("\u202f", "~") == after
    assert typography.typeset_string(once, locale) == once


def test_dates_lists_and_numbers_of_each_language() -> None:
    day = sample.document("").date
    written = {code: formats.date(day, code).replace("\u00a0", " ") for code in LANGUAGES}
    assert written == {
        "en": "March 1, 2012",
        "en_GB": "1 March 2012",
        "ru": "1 марта 2012 г.",
        "fr": "1er mars 2012",
        "es": "1 de marzo de 2012",
        "de": "1. März 2012",
        "uk": "1 березня 2012 р.",
        "kk": "2012 ж. 1 наурыз",
    }
    assert formats.conjoin(("español", "inglés"), "es") == "español e inglés"
    assert formats.conjoin(("inglés", "hierro"), "es") == "inglés y hierro"
    assert {code: formats.number(1234, code) for code in ("fr", "es", "de", "uk")} == {
        "fr": "1\u00a0234",
        "es": "1234",
        "de": "1.234",
        "uk": "1234",
    }


def test_a_narrow_space_and_the_ending_of_an_ordinal_are_set_as_such() -> None:
    text = Text(spans=(Plain("Oui\u202f! 1er et XXe"),), locale="fr")
    assert SpanWriter("fr").text(text, "fr") == (
        'Oui<span class="narrow">\u00a0</span>! 1<sup class="raised">er</sup> et XXe'
    )


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────────

RIGHT = [
    ("Done at Paris on March 3, 2012.", {"fr": "Fait à Paris le 3 mars 2012."}),
    ("Two hundred and five pages, no later than 5 p.m.", {"fr": "Deux cent cinq pages, au plus tard à 17 heures."}),
    (
        "It has ninety-seven articles as of June 1, 2012.",
        {"fr": "Au 1er juin 2012, il compte quatre-vingt-dix-sept articles."},
    ),
    (
        "Two hundred and five pages, 1,234 km, 12.5 percent, 5:30 p.m.",
        {
            "fr": "Deux cent cinq pages, 1 234 km, 12,5 pour cent, 17 h 30",
            "de": "Zweihundertfünf Seiten, 1.234 km, 12,5 Prozent, 17.30 Uhr",
            "es": "Doscientas cinco páginas, 1234 km, 12,5 por ciento, 17.30 horas",
            "uk": "Двісті п’ять сторінок, 1234 км, 12,5 відсотка, 17:30",
            "kk": "Екі жүз бес бет, 1234 км, 12,5 пайыз, 17:30",
        },
    ),
    (
        "On February 29, 2012, thirty-five experts received $15 million.",
        {
            "fr": "Le 29 février 2012, trente-cinq experts ont reçu 15 millions de dollars.",
            "de": "Am 29. Februar 2012 erhielten fünfunddreißig Fachleute 15 Millionen Dollar.",
            "es": "El 29 de febrero de 2012 treinta y cinco expertos recibieron 15 millones de dólares.",
            "uk": "29 лютого 2012 року тридцять п’ять експертів отримали 15 млн дол.",
            "kk": "2012 жылғы 29 ақпанда отыз бес сарапшы 15 миллион доллар алды.",
        },
    ),
]
WRONG = {  # what is said in the right text, and in its place
    "Two hundred": {"fr": ("cent cinq", "cent six"), "de": ("fünf Seiten", "sechs Seiten"), "es": ("cinco", "seis"),
                    "uk": ("п’ять", "шість"), "kk": ("бес", "алты")},
    "On February 29": {"fr": ("29", "28"), "de": ("29", "28"), "es": ("29", "28"), "uk": ("29", "28"), "kk": ("29", "28")},
}  # fmt: skip


def mismatches(source: str, target: str, locale: str) -> list[str]:
    """Return the rules that find something, of those that compare figures and dates, and of denials."""
    entry = Entry(msgid=source, msgstr=(target,))
    pair = Pair(source=source, target=target, source_locale="en", locale=locale, path="a.po", line=1, entry=entry)
    return [problem.rule for problem in run.run([pair], Context(), concordance.RULES)]


@pytest.mark.parametrize(("source", "targets"), RIGHT)
def test_figures_and_dates_that_are_right_are_found_right(source: str, targets: dict[str, str]) -> None:
    assert {locale: mismatches(source, target, locale) for locale, target in targets.items()} == {
        locale: [] for locale in targets
    }


@pytest.mark.parametrize(("source", "targets"), RIGHT[3:])
def test_planted_faults_of_figures_and_dates_are_found(source: str, targets: dict[str, str]) -> None:
    for beginning, changes in WRONG.items():
        for locale, (right, wrong) in changes.items() if source.startswith(beginning) else ():
            assert right in targets[locale]
            assert mismatches(source, targets[locale].replace(right, wrong, 1), locale), (locale, wrong)


def test_what_has_no_tables_is_not_judged() -> None:
    denied = "The Parties shall not disclose data."
    assert mismatches(denied, "Стороны разглашают данные.", "ru") == ["negation-mismatch"]
    assert not mismatches(denied, "Les Parties divulguent les données.", "fr")
    assert not mismatches("Five pages on March 3, 2012", "Seks síður, 4. mars 2011", "fo")


def test_rules_that_do_not_judge_a_language_are_named() -> None:
    files = MemoryFiles({project.PATH: f'locales = ["en", "fr", "kk"]\n{NAMED}'})
    silent = [str(problem.message).split(" does not judge ") for problem in checking.silent(files, None)]
    assert [rule for rule, locale in silent if locale == "en"] == ["misspelled-word", "wrong-case", "no-agreement"]
    assert [rule for rule, locale in silent if locale == "fr"] == [
        *("negation-mismatch", "misspelled-word", "wrong-case", "no-agreement")
    ]
    assert [rule for rule, locale in silent if locale == "kk"] == [
        *("wrong-side", "name-mismatch", "short-name-mismatch", "negation-mismatch", "term-mismatch", "lost-capital"),
        *("misspelled-word", "wrong-case", "no-agreement"),
    ]
    faroese = b'msgid ""\nmsgstr "Language: fo\\nContent-Type: text/plain; charset=UTF-8\\n"\n'
    foreign = {problem.message.split()[0] for problem in checking.silent(files, {"fo.po": faroese})}
    assert {"number-mismatch", "date-mismatch", "negation-mismatch", "unit-mismatch", "term-mismatch"} <= foreign
    russian = checking.silent(MemoryFiles({project.PATH: NAMED}), None)
    assert {problem.position.path for problem in russian} == {"locales/en"}


@pytest.mark.parametrize("locale", [code for code in LANGUAGES if "_" not in code])
def test_the_words_of_the_interface_are_whole_and_nothing_is_wrong_with_them(locale: str) -> None:
    path = f"locales/{locale}/LC_MESSAGES/interface.po"
    problems = Problems()
    file = po.parse((ROOT / path).read_bytes(), path, problems)
    assert not problems
    assert all(all(entry.msgstr) and "fuzzy" not in entry.flags and not entry.obsolete for entry in file.entries)
    template = po.parse((ROOT / "locales/interface.pot").read_bytes(), "interface.pot", problems)
    assert {(e.msgctxt, e.msgid) for e in file.entries} == {(e.msgctxt, e.msgid) for e in template.entries}
    found = run.run(run.pairs_of(file, path, source_locale="en", locale=locale), Context())
    assert [str(problem) for problem in found if problem.severity is not Severity.NOTE] == []
    shipped = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert path in shipped["force-include"]


# ── settings, the example, the page of languages ─────────────────────────────────────────────────────────────────────

NAMED = '[group]\nname = "G"\n'


def test_of_three_languages_pairs_are_made_where_they_are_named() -> None:
    three = 'locales = ["en", "fr", "es"]\n'
    assert project.read(MemoryFiles({project.PATH: three + NAMED})).editions == ("en", "fr", "es")
    asked = project.read(MemoryFiles({project.PATH: f'{three}editions = ["es-fr", "fr"]\n{NAMED}'}))
    assert asked.editions == ("es-fr", "fr")
    assert project.read(MemoryFiles({project.PATH: f'locales = ["kk", "en"]\n{NAMED}'})).editions == (
        *("kk", "en", "kk-en", "en-kk"),
    )


def test_a_language_from_right_to_left_is_refused_with_the_reason() -> None:
    with pytest.raises(ProjectError) as caught:
        project.read(MemoryFiles({project.PATH: f'locales = ["en", "ar"]\n{NAMED}'}))
    assert [(one.message, one.hint) for one in caught.value.problems] == [
        (
            "ar is written from right to left",
            "pages are set from left to right only, the only direction of WeasyPrint (its issue 106)",
        )
    ]


def skeleton() -> tuple[dict[str, bytes], dict[str, bytes]]:
    folder = ROOT / "skeleton"
    kept = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {"build", "dist"} & {*path.parts}
    }
    return kept, {path.stem: path.read_bytes() for path in (ROOT / "skeleton-languages").glob("*.po")}


@pytest.mark.parametrize("wanted", ["fr,en", "fr,de", "en,kk", "uk,en", "en,fr,es", "ru", "de", "en_GB,ru"])
def test_the_example_is_whole_in_any_languages(wanted: str) -> None:
    locales = tuple(wanted.split(","))
    made = example.contents(*skeleton(), locales)
    files = MemoryFiles(made)
    settings, problems = project.read(files), Problems()
    assert settings.locales == locales
    for path in files.glob("locales/*/*.po"):
        file = po.parse(files.read(path), path, problems)
        locale = path.split("/")[1]
        assert all(all(entry.msgstr) for entry in file.entries)
        if locale != locales[0]:
            found = run.run(run.pairs_of(file, path, source_locale=locales[0], locale=locale), Context())
            assert not [str(problem) for problem in found if problem.severity is Severity.ERROR]
    assert not problems
    if "en" not in locales and "en_GB" not in locales:
        said = b"".join(data for path, data in made.items() if path.endswith((".md", ".po")) and path != "README.md")
        assert b"Northern Water" not in said


def test_a_region_needs_no_catalog_of_the_interface_of_its_own() -> None:
    templates = {f"templates/{path.name}": path.read_text() for path in (ROOT / "templates").glob("*.html")}
    for wanted, asked in (("en_GB", False), ("fo", True)):
        files = MemoryFiles({project.PATH: f'locales = ["en", "en_GB"]\n{NAMED}', **templates})
        settings = dataclasses.replace(project.read(files), locales=("en", wanted))
        made = extraction.templates(Library(files, settings, Problems()))
        assert (f"locales/{wanted}/LC_MESSAGES/interface.po" in made) == asked
        assert f"locales/{wanted}/LC_MESSAGES/registry.po" in made


def test_the_page_of_languages_says_what_each_has(accept: bool) -> None:
    place = ROOT / "docs/languages.md"
    page = place.read_text(encoding="utf-8")
    begin, end = "<!-- made by tests/unit/test_languages.py -->\n", "<!-- end -->"
    table = page.partition(begin)[2].partition(end)[0]
    rules = sorted({rule.needs for rule in run.JUDGING})
    judging = {need: ", ".join(f"`{rule.id}`" for rule in run.JUDGING if rule.needs == need) for need in rules}
    head = ["", *(f"`{code}`" for code in LANGUAGES)]
    rows = [
        ["name", *(one.name for one in LANGUAGES.values())],
        ["tag", *(one.tag for one in LANGUAGES.values())],
        ["hyphenation", *(one.hyphenation or "none" for one in LANGUAGES.values())],
        ["quotation marks", *("".join(one.quotes[0]) + " " + "".join(one.quotes[1]) for one in LANGUAGES.values())],
        *([judging[need], *("yes" if getattr(one, need) else "—" for one in LANGUAGES.values())] for need in rules),
    ]
    rows.append(["references in words, found by `adopt`", *("yes" if one.cited else "—" for one in LANGUAGES.values())])
    lines = [head, ["---"] * len(head), *rows]
    wanted = "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
    if accept:
        place.write_text(page.replace(f"{begin}{table}{end}", f"{begin}{wanted}{end}"), encoding="utf-8")
    else:
        assert table == wanted
