"""Ukrainian. The house follows «Український правопис» (2019) and ДСТУ 3582:2013 on abbreviations.

"Technical rules" are those of its chapter «Технічні правила переносу».
"""

from __future__ import annotations

import re

from protocolpress.languages import dates, finding
from protocolpress.languages.language import NBSP, Dates, Facts, Figures, House, Language, Numerals, Word
from protocolpress.languages.numerals import counted, inflected, scales
from protocolpress.languages.typography import common, parts, ru
from protocolpress.languages.typography.common import NUMBER, WORD
from protocolpress.languages.wordings.uk import WORDING

_MONTH_NAMES = "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"

# ── typography ───────────────────────────────────────────────────────────────────────────────────────────────────────

_UNIT = parts.unit(
    "секунд[аиу]?|хвилин[аиу]?|годин[аиу]?|д(?:ень|ні|нів)|добу?|діб|тиж(?:день|ні|нів)|місяц(?:ь|і|ів)|рок(?:ів|и|у)|рік"
    "|відсот(?:ок|ки|ків)|сторін(?:ка|ки|ок)|км|кг|см|мм|мкм|нм|м|г|т|л|мл|хв|год|с|Гц|кГц|МГц|ГГц|Вт|кВт|МВт|В|кВ|Па|кПа|га"
    "|тис|млн|млрд|трлн|грн|руб|дол"
)
_NUMBER = parts.before_number(
    "№|§|ст\\.|пп?\\.|підп\\.|ч\\.|гл\\.|розд\\.|абз\\.|дод\\.|стор\\.|с\\.|рис\\.|табл\\.|т\\.|[Сс]татт(?:я|і|ю|ею|ях)"
    "|[Пп]ункт(?:у|ом|і|и|ів|ами)?|[Пп]ідпункт(?:у|ом|і|и)?|[Рр]озділ(?:у|ом|і)?|[Дд]одат(?:ок|ка|ку|ком)",
    "|[«а-яґєії]",
)
_YEAR = re.compile(rf"(?<=[{NUMBER}]) (?=рр?\.|рок(?:у|ом|и|ів|ах)(?![{WORD}])|р(?:ік|оці)(?![{WORD}]))")
_SHORT_WORD = re.compile(rf"(?<![{WORD}])[вузіїйаояєВУЗІЇЙАОЯЄ] (?=[^\s{common.BREAK}])")
_NAME = re.compile(
    rf"(?<![{WORD}])(?:(?<![{WORD}.])[А-ЯҐЄІЇ]\.|пан(?:ові|а|у|ом)?"
    rf"|пан[іяю]|ім\.|проф\.|акад\.|д-р|м\.|с\.) (?=[А-ЯҐЄІЇ])"
)
_DAY = parts.day(_MONTH_NAMES)
_AND_SO_ON = re.compile(rf"(?<![{WORD}])(?:і |та )?(?:т\. (?=[дпі]\.)|ін\.|тощо)")


def short_words(line: str) -> str:
    """Keep one-letter prepositions and conjunctions with the next word: в, у, з, і, й, а, о.

    Source: house rule, as in Russian; the technical rules forbid less.
    """
    return common.bind(_SHORT_WORD, line)


def units(line: str) -> str:
    """Keep a number and its unit, or its percent sign, on one line: 10 км, 5 %.

    Source: technical rule 2, for short names of units; for whole words, and the percent sign, house rule.
    """
    return common.bind(_UNIT, line)


def numbers(line: str) -> str:
    """Keep a number with its word: № 5, § 3, ст. 2, статті 4.

    Source: house rule, after technical rule 2: figures stay with what they belong to.
    """
    return common.bind(_NUMBER, line)


def years(line: str) -> str:
    """Keep р., рр. and року with the year: 2012 р.

    Source: technical rule 2, which has 2008 р. among its examples; for року, house rule.
    """
    return common.bind(_YEAR, line)


def names(line: str) -> str:
    """Keep initials, пан, ім., проф. and the like with the name.

    Source: technical rule 1: initials and short forms are not separated from the surname; for пан, house rule.
    """
    return common.bind(_NAME, line)


def and_so_on(line: str) -> str:
    """Keep і т. д., і т. п., та ін. on one line.

    Source: technical rule 4: such abbreviations are not divided.
    """
    return common.bind(_AND_SO_ON, line)


def days(line: str) -> str:
    """Keep day and month together: 29 лютого.

    Source: house rule: figures stay with the words that they count.
    """
    return common.bind(_DAY, line)


# ── figures and dates ────────────────────────────────────────────────────────────────────────────────────────────────

_MONTHS = (
    "січ(?:ень|н(?:я|і|ю|ем)|\\.)",
    "лют(?:ий|ого|ому|им|\\.)",
    "берез(?:ень|н(?:я|і|ю|ем))|бер\\.",
    "квіт(?:ень|н(?:я|і|ю|ем))|квіт\\.",
    "трав(?:ень|н(?:я|і|ю|ем))|трав\\.",
    "черв(?:ень|н(?:я|і|ю|ем))|черв\\.",
    "лип(?:ень|н(?:я|і|ю|ем)|\\.)",
    "серп(?:ень|н(?:я|і|ю|ем))|серп\\.",
    "верес(?:ень|н(?:я|і|ю|ем))|вер\\.",
    "жовт(?:ень|н(?:я|і|ю|ем))|жовт\\.",
    "листопад(?:а|і|у|ом)?|лист\\.",
    "груд(?:ень|н(?:я|і|ю|ем))|груд\\.",
)

_DATES = Dates(
    worded=dates.day_first(_MONTHS, suffix="(?:-?(?:го|е|ге|те|ше))?", joints="і|й|та|до|по|або"),
    months=re.compile("січ|лют|бер|квіт|трав|черв|лип|серп|вер|жовт|лист|груд", re.IGNORECASE),
    weekdays=dates.weekdays(
        "понеділ(?:ок|к(?:а|у|ом|ів))",
        "вівтор(?:ок|к(?:а|у|ом|ів))",
        "серед(?:а|и|у|ою)|середі",
        "четвер(?:г(?:а|у|ом)?)",
        "п[’']ятниц(?:я|і|ю|ею)",
        "субот(?:а|и|у|ою|і)",
        "неділ(?:я|і|ю|ею)",
    ),
    days=re.compile("понеділ|вівтор|серед|четвер|ятниц|субот|неділ", re.IGNORECASE),
    doubtful=frozenset(("лютий", "лютого", "лютому", "лютим")),
    short=frozenset(("січ", "лют", "бер", "квіт", "трав", "черв", "лип", "серп", "вер", "жовт", "лист", "груд")),
)

_FIGURES = Figures(
    named={
        "полудень|полудня|опівдні": "12:00 12",
        "північ|півночі|опівночі": "0:00 24:00 0 24 12",
        "доб(?:а|и|у|і)": "24",
        "дві доби|двох діб": "48",
        "півтори години": "90",
        "півтора року": "18",
        "півгодини": "30",
        "півроку": "6",
    },
    scales=re.compile(
        "[ \u00a0\u202f-]?(?:(сот(?:ень|ні|ня))|(тис\\.|тисяч[аіу]?(?:ам|ами|ах)?)"
        "|(млн\\.?|мільйон(?:а|у|и|ів|ом|ам|ами|ах)?)"
        "|(млрд\\.?|мільярд(?:а|у|и|ів|ом|ам|ами|ах)?)|(трлн\\.?|трильйон(?:а|у|и|ів|ом|ам|ами|ах)?))(?!\\w)",
        re.IGNORECASE,
    ),
    half=re.compile(
        r"(?<!\w)(?:пів(?:тор[аи]|року|годин|дня|доби|місяця|сторінки)?|половин\w{1,3})(?!\w)", re.IGNORECASE
    ),
    half_day=re.compile("[ \u00a0](?:год(?:\\.|ин[аиу]?)[ \u00a0])?(ранку|дня|вечора|ночі)(?!\\w)", re.IGNORECASE),
    forenoon=("ранку", "ночі"),
    afternoon=("дня", "вечора"),
)

_CARDINALS = {
    2: "два дві двох двом двома",
    3: "три трьох трьом трьома",
    4: "чотири чотирьох чотирьом чотирма",
    5: "п'ять п'яти п'ятьох п'ятьом п'ятьма п'ятьома",
    6: "шість шести шістьох шістьом шістьма шістьома",
    7: "сім семи сімох сімом сьома сімома",
    8: "вісім восьми вісьмох вісьмом вісьма вісьмома",
    9: "дев'ять дев'яти дев'ятьох дев'ятьом дев'ятьма",
    10: "десять десяти десятьох десятьом десятьма",
    40: "сорок сорока",
    50: "п'ятдесят п'ятдесяти п'ятдесятьох",
    60: "шістдесят шістдесяти шістдесятьох",
    70: "сімдесят сімдесяти сімдесятьох",
    80: "вісімдесят вісімдесяти вісімдесятьох",
    90: "дев'яносто дев'яноста",
    100: "сто ста",
    200: "двісті двохсот двомстам двомастами двохстах",
    300: "триста трьохсот трьомстам трьохстах",
    400: "чотириста чотирьохсот чотирьомстам",
    500: "п'ятсот п'ятисот п'ятистам",
    600: "шістсот шестисот шестистам",
    700: "сімсот семисот семистам",
    800: "вісімсот восьмисот восьмистам",
    900: "дев'ятсот дев'ятисот дев'ятистам",
}
_TEENS = {
    11: "одинадцят",
    12: "дванадцят",
    13: "тринадцят",
    14: "чотирнадцят",
    15: "п'ятнадцят",
    16: "шістнадцят",
    17: "сімнадцят",
    18: "вісімнадцят",
    19: "дев'ятнадцят",
    20: "двадцят",
    30: "тридцят",
}
_ORDINALS = {
    1: "перш",
    2: "друг",
    4: "четверт",
    5: "п'ят",
    6: "шост",
    7: "сьом",
    8: "восьм",
    9: "дев'ят",
    10: "десят",
    **_TEENS,
    40: "сороков",
    50: "п'ятдесят",
    60: "шістдесят",
    70: "сімдесят",
    80: "вісімдесят",
    90: "дев'яност",
    100: "сот",
}
_ADJECTIVE = "ий ого ому им ім а ої ій у ою е і их ими"
_HINTS = {
    0: "нуль нуля",
    1: "один одного одному одним одна одної одній одну одною одне одні одних перший єдиний єдина",
    2: "обидва обидві обох обом двоє двічі подвійний пара пари",
    3: "третій третього третьому третім третя третьої третю троє тричі",
    4: "четверо чверть чверті",
    5: "п'ятеро",
    12: "дюжина",
}


def _numerals() -> dict[str, Word]:
    table = (
        counted(_CARDINALS) | inflected(_TEENS, "ь и ьох ьом ьма ьома") | inflected(_ORDINALS, _ADJECTIVE, last=True)
    )
    table |= scales(
        {
            1000: "тисяча тисячі тисячу тисячею тисяч тисячам тисячами тисячах",
            10**6: "мільйон мільйона мільйони мільйонів мільйонам мільйонами",
            10**9: "мільярд мільярда мільярди мільярдів",
        }
    )
    return table | counted(_HINTS, hint=True, last=True)


UKRAINIAN = Language(
    code="uk",
    tag="uk",
    name="Українська",
    english="Ukrainian",
    script="Cyrillic",
    alpha3="ukr",
    numbering=("Стаття 1.", "1.", "1)", "a)"),
    house=House(
        about=f"близько{NBSP}{{}}",
        about_range="{} (приблизно)",
        uncertain="{} (імовірно)",
        thirds=("початок {}", "середина {}", "кінець {}"),
        year=f"{{}}{NBSP}р.",
        years=f"{{}}{NBSP}рр.",
        grouped_from=10_000,
    ),
    typography=(
        ru.inner_spaces,
        common.double_hyphen,
        common.number_ranges,
        ru.ranges,
        ru.dashes,
        ru.single_quotes,
        ru.quotes,
        ru.tight_dashes,
        parts.apostrophes,
        short_words,
        numbers,
        years,
        units,
        parts.groups,
        names,
        and_so_on,
        days,
    ),
    quotes=(("«", "»"), ("„", "“")),
    quote_rules=(ru.single_quotes, ru.quotes, parts.apostrophes),
    hyphenation="uk_UA",
    cites_letters="«{}»",
    sections=frozenset({"Розділ"}),
    collation={"ґ": "г\uffff", "є": "е\uffff", "і": "и\uffff", "ї": "и\uffff\uffff"},
    wording=WORDING,
    facts=Facts(
        dates=_DATES,
        figures=_FIGURES,
        numerals=Numerals(table=_numerals),
        percent="відсот|процент",
        money={
            "USD": "дол(?:\\.|ар)",
            "EUR": "євро\\b",
            "GBP": "фунт\\w{0,3} стерлінг",
            "RUB": "рубл",
            "JPY": "[єі]н(?:а|и|у)?\\b",
            "CNY": "юан",
            "KZT": "тенге",
            "UAH": "грн\\b|гривн|гривень",
        },
        joints=r"\bдо\b|\bабо\b",
    ),
    quoted="en",
    finding=finding.UKRAINIAN,
)
