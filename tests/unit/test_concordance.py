"""What counts as the same in English and Russian, and what does not; each table is read both ways."""

from __future__ import annotations

import pathlib
import time

import pytest

from protocolpress.catalogs import po
from protocolpress.catalogs.entries import Entry
from protocolpress.checks import concordance, run
from protocolpress.checks.rule import Context, Finding, Name, Pair
from protocolpress.errors import Problems

RULES = {rule.id: rule for rule in concordance.RULES}
FIGURES = ("number-mismatch", "date-mismatch", "amount-mismatch", "percent-mismatch")


def pair(source: str, target: str, *, source_locale: str = "en", plural: str | None = None) -> Pair:
    return Pair(
        source=source,
        target=target,
        source_locale=source_locale,
        locale="ru" if source_locale == "en" else "en",
        path="ru.po",
        line=1,
        entry=Entry(msgid=source, msgid_plural=plural, msgstr=(target,)),
    )


def test_figures_that_were_copied_are_explained() -> None:
    (finding,) = find("number-mismatch", pair("10,000 samples", "10,000 проб"))
    assert finding.hint == "in Russian, 10,000 has decimals after the comma: write 10 000"
    (finding,) = find("number-mismatch", pair("1 234", "1,235", source_locale="ru"))
    assert finding.hint.startswith("make both languages agree")


def find(rule: str, one: Pair, *names: Name) -> list[Finding]:
    check = RULES[rule].check
    assert check is not None
    return list(check(one, Context(names=names)))


def figures(one: Pair) -> list[str]:
    return [rule for rule in FIGURES if find(rule, one)]


def test_rules_are_of_one_family() -> None:
    assert {rule.family for rule in concordance.RULES} == {"concordance"}


# ── numbers, dates, amounts, percentages ─────────────────────────────────────────────────────────────────────────────

SAME = [
    ("at 5:30 p.m.", "в 17 часов 30 минут"),
    ("at 5:30 p.m.", "в 5 часов 30 минут вечера"),
    ("at 5:05 p.m.", "в 17 ч. 05 мин."),
    ("at 5:30 p.m.", "в половине шестого вечера"),
    ("from 9 a.m. to 5:30 p.m.", "с 9 часов до 17 часов 30 минут"),
    ("at noon", "в 12 часов дня"),
    ("at 12 noon", "в полдень"),
    ("at noon", "в 12:00"),
    ("before midnight", "до 24 часов"),
    ("at midnight", "в 00:00"),
    ("at 12 midnight", "в полночь"),
    ("at 1 p.m.", "в час дня"),
    ("within 24 hours", "в течение суток"),
    ("48 hours", "двое суток"),
    ("1.5 million", "полтора миллиона"),
    ("half a million", "500 тысяч"),
    ("90 minutes", "полтора часа"),
    ("18 months", "полтора года"),
    ("It may be held in May.", "Оно может состояться в мае."),
    ("3rd parties", "третьи лица"),
    ("two dozen", "24"),
    ("1,234.5", "1 234,5"),
    ("1,234.5", "1234,5"),
    ("1,234,567", "1 234 567"),
    ("0.5 mm", "0,5 мм"),
    (".5", "0,5"),
    ("2.5 million", "2,5 млн"),
    ("2.5 million", "2 500 000"),
    ("2.5 million", "2500 тыс."),
    ("2,000 people", "2000 человек"),
    ("two days", "2 дня"),
    ("both Parties", "две Стороны"),
    ("a dozen eggs", "12 яиц"),
    ("twenty-one states", "двадцать одно государство"),
    ("the 21st century", "XXI век"),
    ("1st, 2nd", "1-й, 2-й"),
    ("a 20-year term", "20-летний срок"),
    ("a five-year term", "пятилетний срок"),
    ("Expedition XXX", "XXX экспедиция"),
    ("Part II", "часть 2"),
    ("Part Two", "часть II"),
    ("5–7 days", "5–7 дней"),
    ("5-7 days", "от 5 до 7 дней"),
    ("1/2 page", "½ страницы"),
    ("half a page", "1/2 страницы"),
    ("−5 °C", "−5 °C"),
    ("minus 5", "−5"),
    ("10:30 a.m.", "10:30"),
    ("at 2 p.m.", "в 14:00"),
    ("at 2 p.m.", "в 14.00"),
    ("at 2:30 p.m.", "в 14:30"),
    ("at 2:30 p.m.", "в 14.30"),
    ("at 2 p.m.", "в 14 часов"),
    ("at 2 p.m.", "в 2 часа дня"),
    ("version 1.2.3", "версия 1.2.3"),
    ("Soyuz TMA-22", "«Союз ТМА-22»"),
    ("ISO 19115", "ИСО 19115"),
    ("SCWG-2012-1", "РГКС-2012-1"),
    ("A/RES/217", "A/RES/217"),
    ("ISS-30", "МКС-30"),
    ("+7 (495) 123-45-67", "+7 495 123-45-67"),
    ("February 29, 2012", "29 февраля 2012 г."),
    ("29 February 2012", "29 февраля 2012 года"),
    ("Feb. 29, 2012", "29.02.2012"),
    ("2012-02-29", "29.02.2012"),
    ("02/29/2012", "29 февраля 2012 г."),
    ("February 2012", "в феврале 2012 г."),
    ("in February 2012", "февраль 2012 г."),
    ("in 2012", "в 2012 году"),
    ("2011–2012", "2011–2012 гг."),
    ("2011–12", "2011–2012 гг."),
    ("April 12–15, 2011", "12–15 апреля 2011 г."),
    ("from June 30 to July 2, 2011", "с 30 июня по 2 июля 2011 г."),
    ("from 3 to 7 October", "с 3 по 7 октября"),
    ("March 5", "5 марта"),
    ("March 1, 2, and 3, 2012", "1, 2 и 3 марта 2012 г."),
    ("on the 4th of July", "4 июля"),
    ("second quarter of 2012", "II квартал 2012 г."),
    ("second quarter of 2012", "второй квартал 2012 г."),
    ("in the 1990s", "в 1990-е годы"),
    ("in the 1990s", "в 90-х годах"),
    ("The Party may act", "Сторона может действовать"),
    ("May it be", "Пусть будет"),
    ("by May", "к маю"),
    ("in March", "в марте"),
    ("on Thursday, March 1", "в четверг, 1 марта"),
    ("On February 29 and March 1, 2012", "29 февраля 2012 г. и 1 марта 2012 г."),
    ("the February meeting", "февральская встреча"),
    ("$1,500", "1 500 долл. США"),
    ("$1,500.00", "1500 долларов"),
    ("US$1.5 million", "1,5 млн долл. США"),
    ("$10–15 million", "10–15 млн долларов"),
    ("10 to 15 million dollars", "от 10 до 15 млн долларов"),
    ("€100", "100 евро"),
    ("100 rubles", "100 руб."),
    ("RUB 100", "100 ₽"),
    ("USD 100", "100 долларов США"),
    ("5%", "5 %"),
    ("5 per cent", "5 процентов"),
    ("five percent", "5 %"),
    ("5 percentage points", "5 процентных пунктов"),
    ("5–10%", "5–10 %"),
    ("5% to 10%", "5–10 %"),
    ("three hundred and five", "триста пять"),
    ("one hundred and five", "105"),
    ("in the year two thousand", "в 2000 году"),
    ("sixty-second congress", "шестьдесят второй конгресс"),
    ("the 62nd congress", "шестьдесят второй конгресс"),
    ("{count} of 5 files", "{count} из 5 файлов"),
    ("see [5](#article-5)", "см. [5](#article-6)"),
    ("text[^1]", "текст[^2]"),
    ("%5d of %1$s", "%3d из %2$s"),
    ("1,5,7", "1, 5, 7"),
    ("room 5", "комната 5"),
    ("10⁵", "10⁵"),
    ("5 m²", "5 кв. м"),
    ("100,000 km", "100 000 км"),
    ("1 page", "страница"),
    ("10 thousand", "10 тысяч"),
    ("10,000", "10 тыс."),
    ("1:50,000", "1:50 000"),
    ("nineteen hundred", "1900"),
    ("the 50th anniversary", "50-летие"),
    ("the fiftieth anniversary", "пятидесятилетие"),
    ("50th anniversary", "пятидесятилетие"),
    ("May 9, 1945", "9 мая 1945 года"),
    ("tens of thousands", "десятки тысяч"),
    ("5 million rubles", "5 млн руб."),
    ("500,000 million", "500 000 млн"),
    ("12.5 kg", "12,5 кг"),
    ("Article 12.3", "статья 12.3"),
    ("Section 3.10", "раздел 3.10"),
    ("October 4, 1957", "4 октября 1957 г."),
    ("4/10", "4/10"),
    ("10/04/2011", "4 октября 2011 г."),
    ("Second,", "Во-вторых,"),
    ("thirty-day period", "тридцатидневный срок"),
    ("two-year", "двухлетний"),
    ("quarterly", "ежеквартально"),
    ("bilateral", "двусторонний"),
    ("Elizabeth II", "Елизавета II"),
    ("drive C:", "диск C:"),
    ("in 2 (two) copies", "в 2 (двух) экземплярах"),
    ("i18n in 5 files", "интернационализация 5 файлов"),
    ("the value “-1”", "значение «-1»"),
    ("3-way merge", "трехходовое слияние"),
    ("“Meeting of 12 April 2011”, page 3", "«Meeting of 12 April 2011», с. 3"),
    ("see figures2.pdf", "см. файл"),
    ("On May 5 and 6, 2012", "5 и 6 мая 2012 г."),
    ("2011-04-12 and 2012", "12 апреля 2011 г. и 2012 г."),
    ("thirteen", "13"),
    ("from 5 to 7 million", "от 5 до 7 млн"),
    ("US$1.5 billion", "1,5 млрд долл. США"),
    ("at 14:00:30", "в 14:00:30"),
    ("at noon on 5 May", "в полдень 5 мая"),
    ("Sunday, May 6", "воскресенье, 6 мая"),
    ("15.04.2011", "15.04.2011"),
    ("half of the 10 stations", "половина из 10 станций"),
    ("the 2011 report, 10 pages", "доклад 2011 г., 10 с."),
    ("100 thousand rubles", "100 тыс. рублей"),
    ("20,000", "20 000"),
    ("20,000", "20 000"),
]

OTHER = [
    ("1,234.5", "1 243,5", "number-mismatch"),
    ("5 days", "6 дней", "number-mismatch"),
    ("two days", "три дня", "number-mismatch"),
    ("February 29, 2012", "28 февраля 2012 г.", "date-mismatch"),
    ("February 29, 2012", "29 марта 2012 г.", "date-mismatch"),
    ("February 29, 2012", "29 февраля 2011 г.", "date-mismatch"),
    ("in 2012", "в 2013 году", "date-mismatch"),
    ("$1,500", "1 500 евро", "amount-mismatch"),
    ("$1,500", "1 500 руб.", "amount-mismatch"),
    ("$1.5 million", "1,5 млрд долл.", "amount-mismatch"),
    ("5%", "6 %", "percent-mismatch"),
    ("5%", "5", "number-mismatch"),
    ("Expedition XXX", "XXXI экспедиция", "number-mismatch"),
    ("21st century", "XX век", "number-mismatch"),
    ("Soyuz TMA-22", "Союз ТМА-21", "number-mismatch"),
    ("version 1.2.3", "версия 1.2.4", "number-mismatch"),
    ("10:30", "10:31", "number-mismatch"),
    ("2 p.m.", "15:00", "number-mismatch"),
    ("March 5", "6 марта", "date-mismatch"),
    ("on Thursday", "в пятницу", "date-mismatch"),
    ("2.5 million", "2,5 тыс.", "number-mismatch"),
    ("50 people", "человек", "number-mismatch"),
    ("people", "50 человек", "number-mismatch"),
    ("Section 3.10", "раздел 3.1", "number-mismatch"),
    ("−5 °C", "5 °C", "number-mismatch"),
    ("1,234", "1,234", "number-mismatch"),
    ("April 12–15, 2011", "12–16 апреля 2011 г.", "date-mismatch"),
    ("June 2012", "июль 2012 г.", "date-mismatch"),
]


@pytest.mark.parametrize(("english", "russian"), SAME)
def test_the_same_is_found_the_same(english: str, russian: str) -> None:
    assert not figures(pair(f"It is {english} so", f"Это {russian} так"))
    assert not figures(pair(f"Это {russian} так", f"It is {english} so", source_locale="ru"))


@pytest.mark.parametrize(("english", "russian", "rule"), OTHER)
def test_a_difference_is_found(english: str, russian: str, rule: str) -> None:
    assert rule in figures(pair(f"It is {english} so", f"Это {russian} так"))
    assert rule in figures(pair(f"Это {russian} так", f"It is {english} so", source_locale="ru"))


@pytest.mark.parametrize(
    ("source", "target", "rule", "message"),
    [
        (
            "1,234.5 kilograms",
            "1 243,5 килограмма",
            "number-mismatch",
            "the translation lacks the number 1,234.5 and has 1 243,5",
        ),
        ("after 20 days", "через несколько дней", "number-mismatch", "the translation lacks the number 20"),
        ("some days", "20 дней", "number-mismatch", "the translation has the number 20; the source does not"),
        (
            "on February 29, 2012",
            "28 февраля 2012 г.",
            "date-mismatch",
            "the translation lacks the date February 29, 2012 and has 28 февраля 2012",
        ),
        ("in 2012", "в 2013 году", "date-mismatch", "the translation lacks the date 2012 and has 2013"),
        ("$1,500", "1 500 евро", "amount-mismatch", "the translation lacks the amount $1,500 and has 1 500 евро"),
        ("5 per cent", "6 %", "percent-mismatch", "the translation lacks the percentage 5 per cent and has 6 %"),
        (
            "1 2 3 4 5 6 7 rivers",
            "реки",
            "number-mismatch",
            "the translation lacks the number 1, 2, 3, 4, 5 and 2 more",
        ),
    ],
)
def test_a_finding_says_what_is_missing_and_what_is_too_much(source: str, target: str, rule: str, message: str) -> None:
    assert [finding.message for finding in find(rule, pair(source, target))] == [message]


def test_what_was_left_in_the_source_language_is_another_rules_business() -> None:
    assert not figures(pair("Version 2, June 1991, 1,234 pages", "Version 2, June 1991, 1,234 pages"))


def test_a_cell_of_figures_is_none_of_that() -> None:
    assert figures(pair("1,234", "1,234")) == ["number-mismatch"]


def test_the_singular_of_a_plural_message_need_not_say_one() -> None:
    assert not figures(pair("1 file", "{count} файл", plural="{count} files"))
    assert figures(pair("2 files", "{count} файла", plural="{count} files"))


def test_a_list_is_one_however_it_is_set() -> None:
    assert not figures(pair("not in the range [1,16]", "вне диапазона [1, 16]"))
    assert not figures(pair("in the range [1, 16]", "в диапазоне [1,16]"))
    assert figures(pair("in the range [1,16]", "в диапазоне [1, 61]")) == ["number-mismatch"]
    assert figures(pair("in the range [1,16]", "в диапазоне [1, 16], 16")) == ["number-mismatch"]
    assert figures(pair("1,1 of 2", "1 из 2")) == ["number-mismatch"]


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("at least twice a year", "не реже трех раз в год"),
        ("for two years", "на трехлетний срок"),
        ("in duplicate", "в трех экземплярах"),
    ],
)
def test_other_numbers_in_words_are_found(english: str, russian: str) -> None:
    assert figures(pair(english, russian)) == ["number-mismatch"]
    assert figures(pair(russian, english, source_locale="ru")) == ["number-mismatch"]


def test_a_number_of_any_length_is_compared_as_any_other() -> None:
    long = "7" * 300_000
    start = time.process_time()
    assert not figures(pair(f"so {long}", f"так {long}"))
    (finding,) = find("number-mismatch", pair(f"so {long}", f"так {long}7"))
    assert len(finding.message) < 200
    assert time.process_time() - start < 20


@pytest.mark.parametrize("piece", ["½", "1, ", "](a(", "1 мая ", "a.a", "[x](@a", "two-"])
def test_no_text_takes_more_than_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        for rule in RULES:
            find(rule, pair(f"so {text}", f"так {text}"))
        return time.process_time() - start

    seconds(100)  # the tables are made
    assert seconds(16_000) < 24 * max(seconds(2_000), 0.02)


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def person(entry: str, english: str, russian: str) -> Name:
    return Name(id=entry, kind="person", forms={"en": (english,), "ru": (russian,)})


NAMES = (
    person("bolden", "Charles Bolden", "Чарльз Болден"),
    person("popovkin", "Vladimir Popovkin", "Владимир Поповкин"),
    person("ivanov", "Ivan Petrov", "Иван Петров"),
    person("anna", "Anna Petrova", "Анна Петрова"),
    person("sample", "Jane Sample", "Джейн Образец"),
    Name(
        id="nasa",
        kind="organization",
        forms={
            "en": ("National Aeronautics and Space Administration", "NASA"),
            "ru": ("Национальное управление по аэронавтике и исследованию космического пространства", "НАСА"),
        },
    ),
    Name(
        id="roscosmos",
        kind="organization",
        forms={
            "en": ("Russian Federal Space Agency", "Roscosmos"),
            "ru": ("Федеральное космическое агентство", "Роскосмос"),
        },
    ),
    Name(id="quebec", kind="place", forms={"en": ("Quebec City",), "ru": ("Квебек",)}),
    Name(id="moscow", kind="place", forms={"en": ("Moscow",), "ru": ("Москва",)}),
    Name(id="nowhere", kind="place", forms={"en": ("Utopia",)}),
)


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("Charles Bolden opened the meeting", "Встречу открыл Чарльз Болден"),
        ("a proposal of Charles Bolden", "предложение Чарльза Болдена"),
        ("Bolden's proposal", "предложение Ч. Болдена"),
        ("with Mr. Bolden and V. Popovkin", "с Ч. Болденом и Поповкиным"),
        ("Roscosmos and NASA", "Роскосмос и НАСА"),
        ("the Russian Federal Space Agency's proposal", "предложение Федерального космического агентства"),
        ("Roscosmos proposed", "Федеральное космическое агентство предложило"),
        ("in Quebec City", "в Квебеке"),
        ("in Quebec", "в Квебеке"),
        ("Moscow time", "московское время"),
        ("the [Administrator](@bolden) spoke", "[Чарльз Болден](@bolden) выступил"),
        ("[Charles Bolden](@bolden) spoke", "[администратор](@bolden) выступил"),
        ("Anna Petrova spoke", "выступила Анна Петрова"),
        ("a speech of Ivan Petrov", "речь Ивана Петрова"),
        ("a SAMPLE of water", "ОБРАЗЕЦ воды"),
        ("to Utopia", "в Утопию"),
        ("nasal and Nasa", "носовой"),
    ],
)
def test_the_same_are_named_in_any_form(english: str, russian: str) -> None:
    for rule in ("name-mismatch", "short-name-mismatch"):
        assert not find(rule, pair(english, russian), *NAMES)
        assert not find(rule, pair(russian, english, source_locale="ru"), *NAMES)


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("by Charles Bolden", "Владимиром Поповкиным", "the translation lacks the name Bolden and has Поповкиным"),
        ("by Charles Bolden", "администратором", "the translation lacks the name Bolden"),
        ("in Moscow", "в Квебеке", "the translation lacks the name Moscow and has Квебеке"),
        ("[Charles Bolden](@bolden)", "[](@bolden)", "the translation lacks the name Bolden"),
        ("[Charles Bolden](@bolden)", "[Чарльз](@bolden)", "the translation lacks the name Bolden"),
        ("Ivan Petrov", "Анна Петрова", "the translation lacks the name Petrov and has Петрова"),
    ],
)
def test_another_name_is_found(source: str, target: str, message: str) -> None:
    assert [finding.message for finding in find("name-mismatch", pair(source, target), *NAMES)] == [message]


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("by the Administrator", "Болденом", "the translation has the name Болденом; the source does not"),
        ("NASA and Roscosmos", "НАСА", "the translation lacks the name Roscosmos"),
        ("Bolden met Bolden's deputy", "Болден встретил заместителя", "the translation lacks the name Bolden's"),
    ],
)
def test_a_surname_or_a_short_name_alone_is_a_warning(source: str, target: str, message: str) -> None:
    assert not find("name-mismatch", pair(source, target), *NAMES)
    assert [finding.message for finding in find("short-name-mismatch", pair(source, target), *NAMES)] == [message]


JUNIOR = Name(
    id="junior",
    kind="person",
    forms={
        "en": ("Charles F. Bolden, Jr.", "Bolden, Charles F., Jr."),
        "ru": ("Чарльз Ф. Болден-мл.", "Болден Чарльз Ф., мл."),
    },
)


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("Charles Bolden spoke", "выступил Чарльз Болден"),
        ("Charles F. Bolden, Jr., spoke", "выступил Чарльз Ф. Болден-мл."),
        ("with Bolden", "с Болденом-мл."),
        ("The Raikunov-Stafford commission", "Комиссия Райкунова — Стаффорда"),
        ("The Raikunov–Stafford commission", "Комиссия Райкунова-Стаффорда"),
        ("Samples were taken", "Пробы взяты"),
    ],
)
def test_double_names_and_juniors(english: str, russian: str) -> None:
    names = (
        JUNIOR,
        person("raikunov", "Gennady Raikunov", "Геннадий Райкунов"),
        person("stafford", "Thomas P. Stafford", "Томас П. Стаффорд"),
        person("sample", "Jane Sample", "Джейн Сэмпл"),
    )
    for rule in ("name-mismatch", "short-name-mismatch"):
        assert not find(rule, pair(english, russian), *names)
        assert not find(rule, pair(russian, english, source_locale="ru"), *names)


FIELDS = (
    *("State", "Commerce", "Energy", "Defense", "Justice", "Labor", "Health", "Education", "Agriculture", "Interior"),
    *(
        "Transport",
        "Treasury",
        "Culture",
        "Sport",
        "Trade",
        "Industry",
        "Environment",
        "Science",
        "Research",
        "Technology",
    ),
    *("Space", "Water", "Forests", "Fisheries", "Tourism", "Youth", "Housing", "Planning", "Statistics", "Standards"),
    *(
        "Patents",
        "Customs",
        "Migration",
        "Aviation",
        "Railways",
        "Roads",
        "Ports",
        "Communications",
        "Mining",
        "Geology",
    ),
    *(
        "Weather",
        "Elections",
        "Audit",
        "Competition",
        "Insurance",
        "Pensions",
        "Taxes",
        "Archives",
        "Lands",
        "Shipping",
    ),
)
KINDS = ("Ministry of {}", "Department of {}", "Federal {} Service", "{} Agency", "National {} Board", "Office for {}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("field", FIELDS)
def test_the_short_name_of_an_organization_may_be_an_ordinary_word(kind: str, field: str) -> None:
    full = kind.format(field)
    name = Name(id="one", kind="organization", forms={"en": (full, field), "ru": (f"Ведомство «{field}»", "Ведомство")})
    for words in (
        f"{field} is named first.",
        f"the {field} of the Parties",
        f"the United {field}s",
        f"in {field}, and so on",
    ):
        one = pair(words, "Здесь об этом говорится иначе.")
        assert not find("name-mismatch", one, name)
        assert not find("short-name-mismatch", one, name)
    assert find("name-mismatch", pair(f"by the {full}", "другими"), name)


@pytest.mark.parametrize("words", ["Чарльза Болдина", "Бодден", "Чарльз Бойл"])
def test_a_mistyped_name_is_no_description(words: str) -> None:
    one = pair("[Charles Bolden](@bolden) spoke.", f"Речь [{words}](@bolden).")
    assert len(find("name-mismatch", one, *NAMES)) == 1


@pytest.mark.parametrize("words", ["администратора", "Администратора", "его главы", "Чарльза Ивановича"])
def test_a_mention_may_say_in_other_words_who_is_meant(words: str) -> None:
    one = pair("[Charles Bolden](@bolden) spoke.", f"Речь [{words}](@bolden).")
    assert not find("name-mismatch", one, *NAMES)


def test_a_mention_may_not_stand_under_another_name() -> None:
    one = pair("[Bolden](@bolden) and [Popovkin](@popovkin)", "[Поповкин](@bolden) и [Болден](@popovkin)")
    assert [finding.message for finding in find("name-mismatch", one, *NAMES)] == [
        "the mention @bolden has someone else's name: Поповкин",
        "the mention @popovkin has someone else's name: Болден",
    ]


def test_without_a_registry_there_are_no_names() -> None:
    assert not find("name-mismatch", pair("Charles Bolden", "Владимир Поповкин"))


# ── negation ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("The Party shall not disclose the Data.", "Сторона не раскрывает данные."),
        ("Neither Party is liable.", "Ни одна из Сторон не несет ответственности."),
        ("It is impossible to open the file.", "Открыть файл невозможно."),
        ("Unable to open the file.", "Не удалось открыть файл."),
        ("No such file", "Файл отсутствует"),
        ("without delay", "без задержки"),
        ("without delay", "незамедлительно"),
        ("shall be repaired without undue delay", "безотлагательно устраняется"),
        ("shall inform it without any undue delay", "информирует ее без неоправданного промедления"),
        ("shall inform it immediately", "информирует ее без промедления"),
        ("shall inform it immediately", "незамедлительно информирует ее"),
        (
            "The Party shall warn without delay and in any event within 10 minutes.",
            "Сторона предупреждает незамедлительно и в любом случае в течение 10 минут.",
        ),
        ("not later than 20 days", "не позднее чем за 20 дней"),
        ("at least 3 years", "не менее 3 лет"),
        ("by March 1", "не позднее 1 марта"),
        ("It shall not be sent later than 20 days before", "Оно направляется не позднее чем за 20 дней до"),
        ("However, we hope", "Тем не менее мы надеемся"),
        ("until they are complete", "до тех пор, пока они не будут дополнены"),
        ("No. {number}", "№ {number}"),
        ("unless the Parties agree", "если Стороны не договорятся"),
        ("Nobody", "Никто"),
    ],
)
def test_the_same_denial_in_other_words_is_no_finding(english: str, russian: str) -> None:
    assert not find("negation-mismatch", pair(english, russian))
    assert not find("negation-mismatch", pair(russian, english, source_locale="ru"))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The Party shall not disclose the Data.", "Сторона раскрывает данные."),
        ("The Party shall disclose the Data.", "Сторона не раскрывает данные."),
        ("Unable to open the file.", "Удалось открыть файл."),
        ("not later than 20 days", "позднее чем за 20 дней"),
        ("at least 3 years", "менее 3 лет"),
        ("Neither Party is liable.", "Ни одна из Сторон несет ответственность."),
        ("unless the Parties agree", "если Стороны договорятся"),
        ("Only the Party shall not disclose them.", "Только Сторона раскрывает их."),
        ("It shall not be sent without consent.", "Оно направляется без согласия."),
        ("It shall not be sent without delay.", "Оно незамедлительно направляется."),
        ("It shall be sent without consent.", "Оно направляется незамедлительно."),
        ("This binds nobody.", "Это никого ни к чему обязывает."),
        ("adds no cost to either Party", "влечет расходы ни для одной из Сторон"),
    ],
)
def test_a_lost_denial_is_found(source: str, target: str) -> None:
    assert len(find("negation-mismatch", pair(source, target))) == 1


# ── on real catalogs ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["mutt.ru.po", "dpkg-scripts.ru.po", "gettext-runtime.ru.po", "debconf.ru.po"])
def test_real_translations_are_left_in_peace(name: str, data: pathlib.Path) -> None:
    file = po.parse((data / "po" / name).read_bytes(), name, Problems())
    pairs = run.pairs_of(file, name, source_locale="en", locale="ru")
    assert len(pairs) > 40
    assert [(each.line, rule) for each in pairs for rule in figures(each)] == []
    assert sum(len(find("negation-mismatch", each)) for each in pairs) <= len(pairs) * 0.025
