"""Is a translation what it seems to be?"""

from __future__ import annotations

import pathlib

import pytest

import sample
from protocolpress.catalogs import po
from protocolpress.catalogs.entries import Entry
from protocolpress.checks import sense
from protocolpress.checks.rule import Context, Pair
from protocolpress.errors import Problems, Severity
from protocolpress.files import MemoryFiles
from protocolpress.pages import messages

RULES = {rule.id: rule for rule in sense.RULES}


def pair(source: str, target: str, locale: str = "ru", source_locale: str = "en", entry: Entry | None = None) -> Pair:
    return Pair(
        source=source,
        target=target,
        source_locale=source_locale,
        locale=locale,
        path="x.po",
        line=7,
        entry=entry or Entry(msgid=source),
    )


def found(identifier: str, one: Pair) -> list[str]:
    check = RULES[identifier].check
    assert check
    return [finding.message for finding in check(one, Context())]


def across(identifier: str, *pairs: Pair) -> list[str]:
    check = RULES[identifier].across
    assert check
    return [finding.message for _, finding in check(pairs, Context())]


# ── untranslated ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text", ["life sciences", "Charles Bolden", "daily", "The meeting", "On {date}, {name} wrote:"]
)
def test_unchanged(text: str) -> None:
    assert found("unchanged-text", pair(text, text))


@pytest.mark.parametrize(
    "text",
    ["NASA", "Soyuz", "CSV", "ISS-26", "2012", "TMA-22", "{place}, {country}", "https://example.org/a-b", "--help", "mm",
     "a@example.org", "esabpfco", "file_name.txt", "@bolden", "`some code`", "A4", "N/A", "", "[](#science/1)"],
)  # fmt: skip
def test_what_is_the_same_in_both_languages(text: str) -> None:
    assert not found("unchanged-text", pair(text, text))


def test_a_catalog_of_the_source_s_own_language_is_not_translated() -> None:
    assert not found("unchanged-text", pair("life sciences", "life sciences", "en"))
    assert not found("unchanged-text", pair("life sciences", "life sciences", "en_GB", "en_US"))


def test_words_that_were_left() -> None:
    source = "They discussed the exchange of samples and data."
    assert found("untranslated-words", pair(source, "Обсудили exchange of samples and data.")) == [
        "words of the source are not translated: 'exchange of samples and data'"
    ]
    assert not found("untranslated-words", pair(source, "Обсудили exchange of samples."))
    assert not found(
        "untranslated-words", pair("the GNU General Public License", "лицензия GNU General Public License")
    )
    assert found(
        "untranslated-words",
        pair("Обмен данными и образцами крови", "Sharing of данными и образцами крови", "en", "ru"),
    )


# ── alphabets ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("word", "letters", "fixed"),
    [
        ("аrt", "а is Cyrillic (U+0430)", "art"),
        ("Сopy", "С is Cyrillic (U+0421)", "Copy"),
        ("cрок", "c is Latin (U+0063)", "срок"),
        ("Poccия", "P is Latin (U+0050), o is Latin (U+006F), c is Latin (U+0063)", "Россия"),
        ("кB", "B is Latin (U+0042)", "кВ"),
        ("прогRамма", "R is Latin (U+0052)", "прогRамма"),
        ("СO", "С is Cyrillic (U+0421)", "СO"),
        ("**cрок**", "c is Latin (U+0063)", "**срок**"),
    ],
)
def test_mixed_scripts(word: str, letters: str, fixed: str) -> None:
    (message,) = found("mixed-script", pair("", f"вот {word}."))
    assert message == f"{word.strip('*')!r} has letters of two alphabets: {letters}"
    assert sense.one_script(f"вот {word}.", "ru") == f"вот {fixed}."


@pytest.mark.parametrize(
    "text",
    ["IT-отдел", "Х-лучи", "α-частицы", "URLы", "PDFка", "ТМА-22", "°C", "№ 5", "км/h", "%sслово", "{а}b", "5Gц", "^Cвыход",
     "[слово](@bolden)", "https://пример.org/аb", "`аb`", "email-ом", "а b", "i-й", "слово[^prim]слово", "\\nСтрока"],
)  # fmt: skip
def test_words_that_mix_nothing_or_mean_it(text: str) -> None:
    assert not found("mixed-script", pair("", text))
    assert sense.one_script(text, "ru") == text


def test_errors_and_warnings() -> None:
    errors = {rule.id for rule in sense.RULES if rule.severity is Severity.ERROR}
    assert errors == {"mixed-script", "too-long-translation"}


# ── words and ends ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["в в космосе", "и *и* так", "The the end", "в области области", "a\u00a0a"])
def test_doubled(text: str) -> None:
    assert found("doubled-word", pair("", text))


@pytest.mark.parametrize(
    "text",
    [
        "то, что что-то",
        "да, да",
        "И и. о. главы",
        "А. А. Иванов",
        "А А. Иванов",
        "had had",
        "чуть чуть",
        "что что",
        "5 5",
        "{a} {a}",
        "long long int",
    ],
)
def test_not_doubled(text: str) -> None:
    assert not found("doubled-word", pair("", text))


def test_doubled_in_the_source_too() -> None:
    assert not found("doubled-word", pair("tweet tweet", "чирик чирик"))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The end.", "Конец"),
        ("The end", "Конец."),
        ("Why?", "Почему."),
        ("In these fields:", "По направлениям"),
        ("The end.[^1]", "Конец[^1]"),
        ("**The end.**", "**Конец**"),
        ("He said “yes.”", "Он сказал «да»"),
        ("Wait…", "Ждите."),
        ("The data (a table).", "Данные (таблица)"),
    ],
)
def test_other_ends(source: str, target: str) -> None:
    assert found("end-punctuation", pair(source, target))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The end.", "Конец."),
        ("He said “yes.”", "Он сказал «да»."),
        ("Wait...", "Ждите…"),
        ("Why?", "Почему?.."[:-2]),
        ("in 2012", "в 2012 г."),
        ("NASA Inc.", "НАСА"),
        ("life sciences; and", "науки о жизни;"),
        ("recalling that,", "напоминая"),
        ("has no From: header", "нет заголовка From:"),
        ("edit the BCC list", "изменить список «BCC:»"),
        ("[](#science/1).", "[](#science/1)."),
        ("", ""),
    ],
)
def test_alike_ends(source: str, target: str) -> None:
    assert not found("end-punctuation", pair(source, target))


def test_edges() -> None:
    assert found("edge-space", pair("on ", "на")) == ["only the source ends with a space"]
    assert found("edge-space", pair("on", "\u00a0на")) == ["only the translation begins with a space"]
    assert not found("edge-space", pair(" on ", " на\u00a0"))


# ── lengths ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def limited(target: str, flags: tuple[str, ...] = (), extracted: tuple[str, ...] = ()) -> list[str]:
    entry = Entry(msgid="Contents", flags=flags, extracted=extracted)
    return found("too-long-translation", pair("Contents", target, entry=entry))


@pytest.mark.parametrize(
    ("flags", "extracted"),
    [(("max-length:10",), ()), ((), ("title · max-length:10",)), (("max-length:10",), ("max-length: 20",))],
)
def test_too_long(flags: tuple[str, ...], extracted: tuple[str, ...]) -> None:
    for target in ("Содержание", "**Содержание**[^1]", "Содержани\u0306е", "[Содержание](https://example.org)"):
        assert limited(target, flags, extracted) == []
    assert limited("Содержание.", flags, extracted) == ["11 characters, but there is room for 10"]


def test_without_a_limit_nothing_is_too_long() -> None:
    assert limited("Содержание " * 100) == []


def test_a_limit_given_in_a_page_template_is_one() -> None:
    page = '{# Translators: a button; max-length:10 #}\n{{ _("Contents") }}\n{# not for them #}\n{{ _("Places") }}'
    first, other = messages.extract(MemoryFiles({"templates/page.html": page}))
    assert (first.comment, other.comment) == ("a button; max-length:10", "")
    assert limited("Содержание.", extracted=(first.comment,))


def test_a_limit_of_a_short_title_is_one() -> None:
    document = sample.document("Text.\n", "short: S\n")
    assert document.short
    assert limited("Т" * 81, extracted=(document.short.comment,)) == ["81 characters, but there is room for 80"]


# ── across ───────────────────────────────────────────────────────────────────────────────────────────────────────────


TABLE = Entry(msgid="Data", msgctxt="table")


def test_two_translations() -> None:
    assert across("inconsistent-translation", pair("Data", "Данные"), pair("data;", "Сведения;")) == [
        "the same text has a different translation in x.po:7: 'Данные'"
    ]
    assert not across("inconsistent-translation", pair("Data", "Данные"), pair("data;", "«данные»;"))
    assert not across("inconsistent-translation", pair("Data", "Данные"), pair("Data", "Сведения", entry=TABLE))
    assert not across("inconsistent-translation", pair("{a}", "один"), pair("{b}", "два"))


def test_one_translation() -> None:
    may, shall = pair("They may share data.", "Они обмениваются."), pair("They shall share data.", "Они обмениваются.")
    assert across("same-translation", may, shall) == [
        "another text has the same translation, in x.po:7: 'They may share data.'"
    ]
    assert across("same-translation", pair("They shall go", "Идут"), pair("They shall not go", "Идут"))
    assert across("same-translation", pair("Charles Bolden", "Имя"), pair("Bolden, Charles", "Имя"))
    assert across("same-translation", pair("Annex", "Имя"), pair("Annex {number}", "Имя"))
    assert across("same-translation", pair("Data", "Имя"), pair("The Parties exchange all the data.", "Имя"))
    for first, other in (("The file", "files"), ("Create", "Create a list"), ("science", "Science; and")):
        assert not across("same-translation", pair(first, "Икс"), pair(other, "икс."))
    assert not across("same-translation", pair("on {a}", "{a}"), pair("at {b}", "{b}"))


# ── real catalogs ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["mutt.ru.po", "dpkg-scripts.ru.po", "debconf.ru.po"])
def test_errors_on_real_catalogs_are_true(name: str, data: pathlib.Path) -> None:
    file = po.parse((data / "po" / name).read_bytes(), name, Problems())
    texts = [pair(entry.msgid, text) for entry in file.entries if entry.is_translated for text in entry.msgstr]
    mixed = [message for one in texts for message in found("mixed-script", one)]
    assert mixed == (["'cрок' has letters of two alphabets: c is Latin (U+0063)"] if name == "mutt.ru.po" else [])
