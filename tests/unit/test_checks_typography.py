"""What a careful editor corrects, what is right as it is, and what is fixed. In these tables ~ is a no-break space."""

from __future__ import annotations

import pytest

from protocolpress.catalogs.entries import Entry
from protocolpress.checks import raw_text, typography
from protocolpress.checks.rule import Context, Pair
from protocolpress.errors import Severity

RULES = {rule.id: rule for rule in typography.RULES}


def found(identifier: str, target: str, source: str = "", locale: str = "ru", source_locale: str = "") -> list[str]:
    """Return what a rule says of a text; by default of a translation out of the other language."""
    rule = RULES[identifier]
    source_locale = source_locale or {"ru": "en", "en": "ru"}[locale]
    pair = Pair(
        source=source,
        target=target.replace("~", "\u00a0"),
        source_locale=source_locale,
        locale=locale,
        path="x.po",
        line=1,
        entry=Entry(msgid=source),
    )
    assert rule.check
    return [finding.message for finding in rule.check(pair, Context())]


def fixed(identifier: str, text: str, locale: str = "ru") -> str:
    fix = RULES[identifier].fix
    assert fix
    return fix(text.replace("~", "\u00a0"), locale).replace("\u00a0", "~")


FIXED = [
    ("ru", "double-space", "а  б", "а б"),
    ("ru", "double-space", "а ~б", "а~б"),
    ("ru", "double-space", "*а*  [б](@c)", "*а* [б](@c)"),
    ("ru", "space-before-punctuation", "да , нет ; так : вот ! что ?", "да, нет; так: вот! что?"),
    ("ru", "space-before-punctuation", "[Болден](@bolden) , [^1] .", "[Болден](@bolden), [^1]."),
    ("ru", "space-before-punctuation", "«да» .", "«да»."),
    ("ru", "space-after-punctuation", "слово,слово;слово,НАСА,да", "слово, слово; слово, НАСА, да"),
    ("ru", "space-after-punctuation", "Конец.Начало", "Конец. Начало"),
    ("ru", "space-after-punctuation", "*слово*,слово", "*слово*, слово"),
    ("ru", "space-after-punctuation", "г.Москва, ул.Ленина", "г. Москва, ул. Ленина"),
    ("ru", "space-after-punctuation", "решили:да", "решили: да"),
    ("en", "space-after-punctuation", "word,word. End.Begin again", "word, word. End. Begin again"),
    ("ru", "space-inside-brackets", "так ( далее — МКС ) вот", "так (далее — МКС) вот"),
    ("ru", "space-after-number", "2012г., 10км, 5,5млн, 2012года", "2012~г., 10~км, 5,5~млн, 2012~года"),
    ("en", "space-after-number", "10km and 2.5GHz", "10~km and 2.5~GHz"),
    ("ru", "percent-space", "5% и 10 %", "5~% и 10 %"),
    ("en", "percent-space", "5 % of 7%", "5% of 7%"),
    ("ru", "double-punctuation", "да,, нет;; и т. д..", "да, нет; и т. д."),
    ("ru", "dash-space", "Сторона —отправитель, Сторона— получатель", "Сторона~— отправитель, Сторона~— получатель"),
    ("en", "dash-space", "the Party —the sender— signs", "the Party—the sender—signs"),
    ("ru", "number-form", "1,234,567 и 1,234.5 и 3.5 км и 2.5 %", "1~234~567 и 1~234,5 и 3,5 км и 2,5 %"),
    ("ru", "number-sign", "Протокол No. 5, No 6, N 7, N° 8", "Протокол №~5, №~6, №~7, №~8"),
    ("en", "number-sign", "Protocol № 5, №6", "Protocol No.~5, No.~6"),
    ("ru", "ordinal-ending", "1-ый, 2-ого, 3-ему, 4-ая, 5-ые, 6-ыми", "1-й, 2-го, 3-му, 4-я, 5-е, 6-ми"),
    ("ru", "ordinal-ending", "12-го апреля 20-ти человек, 5-тилетний", "12 апреля 20 человек, 5-летний"),
    ("en", "ordinal-ending", "21th, 2st, 11st, 13rd, 111st", "21st, 2nd, 11th, 13th, 111th"),
    ("ru", "decomposed-letter", "первыи\u0306, е\u0308лка, а\u0301", "первый, ёлка, а\u0301"),
    ("ru", "foreign-quotes", "“Союз” и «Мир «Прогресс»»", "«Союз» и «Мир „Прогресс“»"),
    ("ru", "foreign-quotes", "*“Союз”*", "*«Союз»*"),
    ("en", "foreign-quotes", "the «Soyuz» rocket", "the “Soyuz” rocket"),
    ("ru", "straight-quotes", '"Союз" и О\'Киф', "«Союз» и О’Киф"),
    ("en", "straight-quotes", '"Soyuz" isn\'t', "“Soyuz” isn’t"),
    ("ru", "dash-form", "Болден - глава, да—нет, 2011—2012", "Болден~— глава, да~— нет, 2011–2012"),
    ("en", "dash-form", "Bolden -- the head – signs — here", "Bolden—the head—signs—here"),
    ("ru", "three-dots", "так далее...", "так далее…"),
]


@pytest.mark.parametrize(("locale", "rule", "bad", "good"), FIXED)
def test_what_is_found_is_fixed(locale: str, rule: str, bad: str, good: str) -> None:
    assert found(rule, bad, locale=locale)
    assert fixed(rule, bad, locale) == good
    assert not found(rule, good, locale=locale)


RIGHT = [
    ("ru", "double-space", "строка\n    отступ  и\tстолбец  здесь"),
    ("ru", "double-space", "см. [](#science/1) и `a  b`"),
    ("ru", "space-before-punctuation", "1 : 5, .5, файл .txt, :-) и ,5"),
    ("ru", "space-after-punctuation", "1,5; и.о.; https://example.org/а,б; {а,б}; `а,б`; 12:30; (а),(б); т.е.; а,б"),
    ("en", "space-after-punctuation", "1,000 a.m. U.S. e.g. www.example.org"),
    ("ru", "space-inside-brackets", "f( ) и :("),
    ("ru", "space-after-number", "ТМА-22 1-ю 5м 3D 10км-овый 2012 г. 20-км"),
    ("ru", "percent-space", "5%-ный, %d%%, {n} %, 100 %"),
    ("ru", "double-punctuation", "и др., что?.. вот!.. «Что?», ../file и т. д.; ?! …"),
    ("ru", "dash-space", "двух- и трехместный, видео-, из-за — да, - пункт, минус -5, опция -h"),
    ("ru", "number-form", "версия 3.5, 1.5.2 км, 29.02.2012 г., 1,234, 3,5 км, № 2.1 %"),
    ("en", "number-form", "1,234 km and 3.5 km, 12,345.6 km"),
    ("ru", "number-sign", "№ 5, N-1, ISO N, TN 5, Nokia 5, No Limits"),
    ("ru", "ordinal-ending", "1-й, 5-го, 20-летний, 1990-х, 12-го числа, 3-ти-гранный, МиГ-ого"),
    ("en", "ordinal-ending", "1st, 2nd, 3rd, 4th, 11th, 12th, 13th, 21st, 112th"),
    ("ru", "unpaired-mark", "а) первое; б) второе (третье) и 1) это ;-)"),
    ("ru", "unpaired-mark", "«а „б“ в» и 5'10\" и \"так\""),
    ("ru", "foreign-quotes", '«Союз», «Мир „Прогресс“» и "так"'),
    ("en", "foreign-quotes", "“Soyuz”, “a ‘b’ c”"),
    ("ru", "dash-form", "Болден — глава, из-за, 5 - 3, -5, ТМА-22"),
    ("ru", "three-dots", "да?.. ../.. ....."),
]  # fmt: skip


@pytest.mark.parametrize(("locale", "rule", "text"), RIGHT)
def test_what_is_right_is_left_alone(locale: str, rule: str, text: str) -> None:
    assert found(rule, text, locale=locale) == []
    if RULES[rule].fix:
        assert fixed(rule, text, locale) == text


@pytest.mark.parametrize(
    ("locale", "rule", "text"),
    [
        ("ru", "double-punctuation", "да,. нет"),
        ("ru", "dash-space", "Сторона -отправитель"),
        ("ru", "dash-space", "кое- кто"),
        ("en", "number-form", "a mass of 3,5 km"),
        ("en", "number-form", "1 234 567,5 dollars"),
    ],
)
def test_what_only_a_person_can_mend_stays(locale: str, rule: str, text: str) -> None:
    fix = RULES[rule].fix
    assert found(rule, text, locale=locale)
    if fix:
        assert fixed(rule, text, locale) == text


@pytest.mark.parametrize("text", ["(скобка", "скобка)", "«Союз", "Союз»", 'ракета "Союз', "а) «б"])
def test_half_a_pair(text: str) -> None:
    assert found("unpaired-mark", text)


def test_half_a_pair_that_the_source_has_too() -> None:
    assert not found("unpaired-mark", "«Первый абзац цитаты.", "“The first paragraph of a quotation.")
    assert not found("unpaired-mark", "1(а", "1(a")
    assert found("unpaired-mark", "«Первый абзац", "“The first paragraph of a quotation.”")


def test_what_the_source_does_is_meant() -> None:
    assert not found("double-space", "-h  справка", "-h  help")
    assert found("double-space", "-h  справка", "-h help")
    assert found("double-space", "-h  help", "-h  help", locale="en", source_locale="en")


def test_every_slip_is_named_once() -> None:
    assert found("space-before-punctuation", "да , нет , да , вот ,") == [
        "a space before a punctuation mark: 'да ,'",
        "a space before a punctuation mark: 'нет ,'",
        "a space before a punctuation mark: 'вот ,'",
    ]


def test_what_the_build_sets_itself_is_a_note() -> None:
    notes = {rule.id for rule in typography.RULES if rule.severity is Severity.NOTE}
    assert notes == {"straight-quotes", "dash-form", "three-dots"}
    assert all(rule.severity is not Severity.ERROR for rule in typography.RULES)


def test_a_language_without_rules_of_its_own() -> None:
    assert found("double-space", "zwei  Wörter", locale="de", source_locale="en")
    assert not found("percent-space", "5 %", locale="de", source_locale="en")
    assert found("percent-space", "5 %", locale="en_GB", source_locale="ru")


MARKUP = (
    '**Главы** [агентств](https://example.org/a,b "т  т") \\* `к,к`[^1] {имя} %s <b> &amp; [x] [](#a/1) a@b.org 2 * 3'
)


def test_markup_is_put_aside_and_comes_back() -> None:
    raw = raw_text.cut(MARKUP)
    assert raw.restore(raw.line) == MARKUP
    assert "example" not in raw.line
    assert "агентств" in raw.line
    assert "[x]" in raw.line
    assert "2 * 3" in raw.line


def test_a_mend_that_would_break_emphasis_is_not_made() -> None:
    assert found("space-before-punctuation", "*слово *, да")
    assert fixed("space-before-punctuation", "*слово *, да") == "*слово *, да"


def test_an_excerpt_has_no_markup() -> None:
    assert found("space-after-punctuation", "в [статье](#a/1),пункте, {n}слове,да") == [
        "no space after a punctuation mark: 'статье,пункте,'",
        "no space after a punctuation mark: '…слове,да'",
    ]
