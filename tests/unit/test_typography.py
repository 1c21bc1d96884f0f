"""Before and after, in both languages. In these tables ~ stands for a no-break space."""

from __future__ import annotations

import pytest

from protocolpress import model
from protocolpress.localize import typography

ENGLISH = [
    # what belongs together
    ("8 a.m. to 5 p.m., 10 AM, 12 noon", "8~a.m. to 5~p.m., 10~AM, 12~noon"),
    ("Figure 5, Tables 2 and 3, Chapter IV, Schedule A", "Figure~5, Tables~2 and 3, Chapter~IV, Schedule~A"),
    ("Fig. 5, vol. 2, cf. 7, et al.", "Fig.~5, vol.~2, cf.~7, et~al."),
    ("$5 million, US$ 5, 3 billion dollars", "$5~million, US$~5, 3~billion dollars"),
    ("58.1234° N, 30° E, 4.5 m³/s", "58.1234°~N, 30°~E, 4.5~m³/s"),
    ("J.R. Smith, U.S. Government, Henry VIII", "J.R.~Smith, U.S. Government, Henry~VIII"),
    ("the parts are, a table of, tables A sets", "the parts are, a table of, tables~A sets"),
    # quotes
    ('"word"', "“word”"),
    ('He said, "Yes."', "He said, “Yes.”"),
    ("a 'gloss' here", "a ‘gloss’ here"),
    ("\"He said 'yes' twice\"", "“He said ‘yes’ twice”"),
    ('"He said "yes" twice"', "“He said ‘yes’ twice”"),
    ('"one "two "three" two" one"', "“one ‘two “three” two’ one”"),
    ("\"'Yes,' he said.\"", "“‘Yes,’ he said.”"),
    ('("Agreement")', "(“Agreement”)"),
    ('"Apollo 11" and "STS-135"', "“Apollo 11” and “STS-135”"),
    ('"a 12" pipe"', '“a 12" pipe”'),
    ('"Yes"/"No"', "“Yes”/“No”"),
    ('pre-"launch" and "launch"-day', "pre-“launch” and “launch”-day"),
    ('"Soyuz"[1]', "“Soyuz”[1]"),
    ('a lone " mark', 'a lone " mark'),
    ('an "unclosed word', 'an "unclosed word'),
    ("an 'unclosed word", "an 'unclosed word"),
    ('closed" only', 'closed" only'),
    ('“a "b" c”', "“a ‘b’ c”"),
    ("“already” ‘set’ text’s", "“already” ‘set’ text’s"),
    ("«Atlantis» and « mot »", "«Atlantis» and « mot »"),
    ('"«Atlantis»"', "“«Atlantis»”"),
    # apostrophes, feet and inches
    ("don't, O'Keefe, l'Espace", "don’t, O’Keefe, l’Espace"),
    ("the agencies' plans", "the agencies’ plans"),
    ("'the agencies' report'", "‘the agencies’ report’"),
    ("the class of '12", "the class of ’12"),
    ("the '90s, the 1990's", "the ’90s, the 1990’s"),
    ("rock 'n' roll", "rock ’n’ roll"),
    ('"Discovery"\'s crew', "“Discovery”’s crew"),
    ("{name}'s office", "{name}’s office"),
    ("5'10\" tall, 6' wide, 12\" long", "5'10\" tall, 6' wide, 12\" long"),
    # dashes
    ("word - word", "word—word"),
    ("word -- word", "word—word"),
    ("word--word", "word—word"),
    ("word --- word", "word—word"),
    ("word – word", "word—word"),
    ("word — word", "word—word"),
    ("word~-~word", "word—word"),
    ('"Yes" - he said - "no"', "“Yes”—he said—“no”"),
    ("in 2011 - the year", "in 2011—the year"),
    ("two- and three-stage, co-chairs", "two- and three-stage, co-chairs"),
    ("- a list item", "- a list item"),
    ("from -5 to 7", "from -5 to 7"),
    ("5 - 3 = 2", "5 - 3 = 2"),
    ("the option --strict", "the option --strict"),
    ("U.S.-Russian", "U.S.-Russian"),
    ("co\u2010chairs meet \u2010 again", "co-chairs meet—again"),
    # the last word of an item
    ("its radiation; and", "its radiation;~and"),
    ("the missing records, or", "the missing records,~or"),
    ("pledged to widen it.", "pledged to widen~it."),
    ("pledged to widen it. Then", "pledged to widen it. Then"),
    ("and, or something; and more", "and, or something; and more"),
    # ranges, and what only looks like them
    ("2011-2012, pages 12-15, 95-105", "2011–2012, pages 12–15, 95–105"),
    ("2011 – 2012", "2011–2012"),
    ("April 12-15, 2011", "April~12–15, 2011"),
    ("Articles 2-5", "Articles~2–5"),
    ("2012-02-29 and 2012-02", "2012-02-29 and 2012-02"),
    ("SCWG-2012-1, STS-135, A-12-15", "SCWG-2012-1, STS-135, A-12-15"),
    ("No. 12-15", "No.~12-15"),
    ("555-1234, +1 202-358-1600, 123-45-67", "555-1234, +1 202-358-1600, 123-45-67"),
    ("15-12, 1.5-2.5, 02-05, 10:00-12:00", "15-12, 1.5-2.5, 02-05, 10:00-12:00"),
    # no-break spaces
    ("10 km, 25 mm, 400 kg, 10 %, 20 °C", "10~km, 25~mm, 400~kg, 10~%, 20~°C"),
    ("10 kmh, 3 parties, 5 minutes", "10 kmh, 3 parties, 5~minutes"),
    ("No. 5, Nos. 5 and 6, No. SCWG-2012-1", "No.~5, Nos.~5 and 6, No.~SCWG-2012-1"),
    ("He said No. I disagree.", "He said No. I disagree."),
    ("Article 2, Articles 2 and 3, Article IV", "Article~2, Articles~2 and 3, Article~IV"),
    ("an article about 2 dogs", "an article about 2 dogs"),
    ("paragraph 1, paragraph (a), p. 12, § 3", "paragraph~1, paragraph~(a), p.~12, §~3"),
    ("see Article {}", "see Article~{}"),
    ("J. Smith, J. R. Smith", "J.~Smith, J.~R.~Smith"),
    ("the U.S. Government", "the U.S. Government"),
    ("Mr. Bolden, Dr. Smith, Mr. {name}", "Mr.~Bolden, Dr.~Smith, Mr.~{name}"),
    ("February 29, 2012 and 29 February", "February~29, 2012 and 29~February"),
    ("February 2012", "February 2012"),
    ("3:30\u202fPM, 10\u2009km", "3:30~PM, 10~km"),
    ("two  spaces", "two  spaces"),
    # what no rule may touch
    ('"https://example.org/it\'s/2011-2012"', "“https://example.org/it's/2011-2012”"),
    ("(see www.example.org/12-15).", "(see www.example.org/12-15)."),
    ("example.org/2011-2012", "example.org/2011-2012"),
    ("o'neil-12-15@example.org", "o’neil-12-15@example.org"),
    ('"{when:%Y-%m}" {{ "x" - y }}', '“{when:%Y-%m}” {{ "x" - y }}'),
    ('\ufdd0 "a" \ufdd1\ufdd4 - b\ufdd3', "\ufdd0 “a” \ufdd1\ufdd4—b\ufdd3"),
    ("", ""),
]

RUSSIAN = [
    # what belongs together
    ("к.т.н. Иванов, д. т. н., к.ф.-м.н., д.мед.н.", "к.~т.~н. Иванов, д.~т.~н., к.~ф.-м.~н., д.~мед.~н."),
    ("И.П.Ветров, И.Ветров, Ветров И.П.", "И.~П.~Ветров, И.~Ветров, Ветров~И.~П."),
    ("т.е., и т.д., так называемая т.н. база", "т.~е., и~т.~д., так называемая т.~н. база"),
    ("до н.э., в I в. н. э.", "до н.~э., в~I~в. н.~э."),
    ("XX век, XVIII–XIX вв., глава II, Александр II", "XX~век, XVIII–XIX~вв., глава~II, Александр~II"),
    ("5 мая 2012 года, в 2011 году", "5~мая 2012~года, в~2011~году"),
    ("статья 5, статьи 5 и 6, статьями 5–7, Статей 5, 6", "статья~5, статьи~5 и~6, статьями~5–7, Статей~5, 6"),
    ("пункта «а» части 1, подпунктом б) пункта 2", "пункта~«а» части~1, подпунктом~б) пункта~2"),
    ("приложения № 2 к разделу III", "приложения~№~2 к~разделу~III"),
    ("пункт повестки, часть ученых, статья и пункт", "пункт повестки, часть ученых, статья и~пункт"),
    ("5 млн долл. США, 10 тыс. человек, 300 рублей", "5~млн~долл. США, 10~тыс.~человек, 300~рублей"),
    ("58,1234° с. ш., 30° в. д., 4,5 м³/с", "58,1234°~с.~ш., 30°~в.~д., 4,5~м³/с"),
    ("т. 5, корп. 2, р. Волга, проф. Иванов, г-ном Ли", "т.~5, корп.~2, р.~Волга, проф.~Иванов, г-ном~Ли"),
    ('ОАО "РКК "Пример"', "ОАО «РКК «Пример»"),
    ('ОАО "РКК "Пример""', "ОАО «РКК „Пример“»"),
    # quotes
    ('"слово"', "«слово»"),
    ("“Союз” и “Мир”", "«Союз» и~«Мир»"),
    ("„Союз“", "«Союз»"),
    ("„Союз”", "«Союз»"),
    ("‘Союз’", "«Союз»"),
    ('"Корабль "Союз" готов"', "«Корабль „Союз“ готов»"),
    ("«Корабль «Союз» готов»", "«Корабль „Союз“ готов»"),
    ("“Корабль ‘Союз’ готов”", "«Корабль „Союз“ готов»"),
    ('"первая "вторая "третья" вторая" первая"', "«первая „вторая «третья» вторая“ первая»"),
    ('ГКНПЦ им. "Хруничева""', 'ГКНПЦ им. «Хруничева»"'),
    ('"«Атлантис»"', "«„Атлантис“»"),
    ("«Атлантис» и „Мир“", "«Атлантис» и~«Мир»"),
    ("« Союз »", "«Союз»"),
    ("по\u2010прежнему, слово \u2010 слово", "по-прежнему, слово~— слово"),
    ("его излучения; и", "его излучения;~и"),
    ("недостающие записи; либо", "недостающие записи;~либо"),
    ("обязались расширять их.", "обязались расширять~их."),
    ("расширять их", "расширять их"),
    ("записи; либо они; и", "записи; либо они;~и"),
    ('("Соглашение")', "(«Соглашение»)"),
    ('"Союз-2" и "Союз"-2', "«Союз-2» и~«Союз»-2"),
    ('анти-"звёздный"', "анти-«звёздный»"),
    ('"…и тогда"', "«…и~тогда»"),
    ('одна " кавычка', 'одна " кавычка'),
    ('"без конца', '"без конца'),
    ("«без конца", "«без конца"),
    ("Джорджия О'Киф, Жанна д'Арк", "Джорджия О’Киф, Жанна д’Арк"),
    ("О’Киф", "О’Киф"),
    ("полёт «Ariane» d'Arianespace", "полёт «Ariane» d’Arianespace"),
    # dashes
    ("Москва - столица", "Москва~— столица"),
    ("Москва – столица", "Москва~— столица"),
    ("Москва — столица", "Москва~— столица"),
    ("Москва -- столица", "Москва~— столица"),
    ("Москва—столица", "Москва~— столица"),
    ("Москва--столица", "Москва~— столица"),
    ("Москва~— столица", "Москва~— столица"),
    ('"Союз"—"Аполлон"', "«Союз»~— «Аполлон»"),
    ('"Да", - сказал он', "«Да»,~— сказал~он"),
    ("— Да, — сказал он.", "— Да,~— сказал~он."),
    ("(—)", "(—)"),
    ("от -5 до 7, 5 - 3", "от -5 до 7, 5 - 3"),
    ("кое-что из-за ЭО-28", "кое-что из-за ЭО-28"),
    # ranges
    ("2011-2012, 2011—2012, 2011 – 2012", "2011–2012, 2011–2012, 2011–2012"),
    ("XIX—XX вв.", "XIX–XX~вв."),
    ("12-15 апреля 2011 г.", "12–15~апреля 2011~г."),
    ("2012-02-29, СРГ-2012-1, СТС-135, 123-45-67", "2012-02-29, СРГ-2012-1, СТС-135, 123-45-67"),
    ("приказ № 12-15", "приказ №~12-15"),
    ("5-6-летний", "5-6-летний"),
    # no-break spaces
    ("в космосе и к Земле", "в~космосе и~к~Земле"),
    ("В Москве о полёте с Россией у нас, а я", "В~Москве о~полёте с~Россией у~нас, а~я"),
    ("на Земле из Москвы", "на Земле из Москвы"),
    ("он же, она ли, если бы, хотел б, я ж", "он~же, она~ли, если~бы, хотел~б, я~ж"),
    ("подписал бы. Женя", "подписал~бы. Женя"),
    ("№ 5, №5, § 3, §3", "№~5, №~5, §~3, §~3"),
    ("ст. 5, п. 2, пп. 2 и 3, ст. {}", "ст.~5, п.~2, пп.~2 и~3, ст.~{}"),
    ("г. Москва, в г. Королёве", "г.~Москва, в~г.~Королёве"),
    ("в 2012 г. Болден прибыл", "в~2012~г. Болден прибыл"),
    ("2011-2012 гг.", "2011–2012~гг."),
    ("им. Хруничева, им. М.В. Хруничева", "им.~Хруничева, им.~М.~В.~Хруничева"),
    ("10 км, 400 кг, 10 %, 5 млн руб., 20 °C", "10~км, 400~кг, 10~%, 5~млн~руб., 20~°C"),
    ("за 10 с, в 2011 с Россией", "за 10~с, в~2011 с~Россией"),
    ("А. Н. Перминов, А.Н. Перминов", "А.~Н.~Перминов, А.~Н.~Перминов"),
    ("Перминов А. Н., Перминов А.Н.", "Перминов~А.~Н., Перминов~А.~Н."),
    ("Ч. Болден в Москве А. Перминов", "Ч.~Болден в~Москве А.~Перминов"),
    ("и т. д., и т.п., т. е., т.е.", "и~т.~д., и~т.~п., т.~е., т.~е."),
    ("29 февраля 2012\u202fг.", "29~февраля 2012~г."),
    ("1 234 567 и 12 345", "1~234~567 и~12~345"),
    ("2012 100, 8 495 123 45 67, 1 23, 1 2345", "2012 100, 8 495 123 45 67, 1 23, 1 2345"),
    ("10\u2009км", "10~км"),
    ("два  пробела в  слове", "два  пробела в  слове"),
    ("за\u0301мок и\u0306 дом", "за\u0301мок и\u0306 дом"),
    # what no rule may touch
    ('"https://example.org/2011-2012"', "«https://example.org/2011-2012»"),
    ("a-b@example.org - почта", "a-b@example.org~— почта"),
    ("{count} км, {year} г.", "{count}~км, {year}~г."),
]


@pytest.mark.parametrize(("before", "after"), ENGLISH)
def test_english(before: str, after: str) -> None:
    """The text before gives the text after."""
    assert shown(typography.typeset_string(unshown(before), "en")) == after


@pytest.mark.parametrize(("before", "after"), RUSSIAN)
def test_russian(before: str, after: str) -> None:
    """The text before gives the text after."""
    assert shown(typography.typeset_string(unshown(before), "ru")) == after


@pytest.mark.parametrize("locale", ["en_US", "en-CA"])
def test_a_region_has_the_rules_of_its_language(locale: str) -> None:
    """The part after the language is not looked at."""
    assert typography.typeset_string('"a"', locale) == "“a”"


def test_an_unknown_locale_has_the_common_rules_only() -> None:
    """Narrow spaces are fixed; quotes and dashes are nobody else's business."""
    assert shown(typography.typeset_string('"a" - b 10\u202fkm', "it")) == '"a" - b 10~km'


def test_quotes_around_a_marked_word_see_it() -> None:
    """The quotes are in other spans than the word."""
    before = (model.Plain('He said "'), model.Emphasis((model.Plain("word"),)), model.Plain('" twice'))
    assert typography.typeset(before, "en") == (
        model.Plain("He said “"),
        model.Emphasis((model.Plain("word"),)),
        model.Plain("” twice"),
    )


def test_rules_see_over_the_borders_of_nested_spans() -> None:
    """Nested quotes, a dash, initials and a number, each over a border."""
    before = (
        model.Link(
            "https://example.org/2011-2012", (model.Plain('"Корабль '), model.Emphasis((model.Plain('"Союз"'),)))
        ),
        model.Plain('" -'),
        model.Mention("perminov", (model.Plain(" А."), model.Emphasis((model.Plain("Н. "),), strong=True))),
        model.Reference("#science/1", (model.Plain("Перминов, ст. {}"),)),
    )
    assert typography.typeset(before, "ru") == (
        model.Link(
            "https://example.org/2011-2012", (model.Plain("«Корабль "), model.Emphasis((model.Plain("„Союз“"),)))
        ),
        model.Plain("»\u00a0—"),
        model.Mention("perminov", (model.Plain(" А."), model.Emphasis((model.Plain("\u00a0Н.\u00a0"),), strong=True))),
        model.Reference("#science/1", (model.Plain("Перминов, ст.\u00a0{}"),)),
    )


def test_a_note_call_stands_between_a_word_and_what_closes() -> None:
    """A call after a word is no gap; before a quote it does not tell what the quote is."""
    call = model.NoteCall("1", model.Text(spans=(model.Plain('"as is"'),), locale="ru"))
    before = (call, model.Plain('"word'), call, model.Plain('" - and "word"'), call, model.Plain(" more"), call)
    assert typography.typeset(before, "en") == (
        call,
        model.Plain('"word'),
        call,
        model.Plain('"—and “word”'),
        call,
        model.Plain(" more"),
        call,
    )


def test_a_line_break_is_a_gap() -> None:
    """Quotes close before it and open after it, and a hyphen after it starts a list item."""
    before = (model.Plain('the "word"'), model.Break(), model.Plain('"word" in'), model.Break(), model.Plain("- a"))
    assert typography.typeset(before, "en") == (
        model.Plain("the “word”"),
        model.Break(),
        model.Plain("“word” in"),
        model.Break(),
        model.Plain("- a"),
    )


def test_a_reference_without_words_stays_empty() -> None:
    """Its words come later; quotes around it see that something is there."""
    before = (model.Plain('see "'), model.Reference("#science", ()), model.Plain('" in'))
    assert typography.typeset(before, "en") == (
        model.Plain("see “"),
        model.Reference("#science", ()),
        model.Plain("” in"),
    )


def test_spans_without_text_stay() -> None:
    """There is nothing to set."""
    assert typography.typeset((), "en") == ()
    assert typography.typeset((model.Break(), model.Emphasis(())), "ru") == (model.Break(), model.Emphasis(()))


def shown(text: str) -> str:
    """Make no-break spaces visible."""
    return text.replace("\u00a0", "~")


def unshown(text: str) -> str:
    """Make visible no-break spaces real ones."""
    return text.replace("~", "\u00a0")
