"""Kazakh, in Cyrillic letters.

The house follows «Қазақ тілінің орфографиялық ережелері» (Rules of Kazakh orthography and punctuation) and the practice
of Kazakhstan's normative acts; where they are silent, signs are set as in Russian printing, from which they came.
"""

from __future__ import annotations

import re

from protocolpress.languages import dates, finding
from protocolpress.languages.language import NBSP, Dates, Facts, Figures, House, Language, Numerals, Word
from protocolpress.languages.numerals import counted, scales
from protocolpress.languages.typography import common, parts, ru
from protocolpress.languages.typography.common import NUMBER, WORD
from protocolpress.languages.wordings.kk import WORDING

_MONTH_NAMES = "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан"

# ── typography ───────────────────────────────────────────────────────────────────────────────────────────────────────

_UNIT = parts.unit(
    "секунд|минут|сағат|күн|апта|ай|жыл|пайыз|бет|км|кг|см|мм|м|г|т|л|мл|мин|сағ|Гц|кГц|МГц|ГГц|Вт|кВт|МВт|В|Па|кПа|га"
    "|мың|млн|млрд|трлн|теңге|рубль|доллар"
)
_NUMBER = parts.before_number("№|§|қ\\.|б\\.")
_YEAR = re.compile(rf"(?<=[{NUMBER}]) (?=жж?\.|жыл(?:ғы|дың|ы|дар)?(?![{WORD}]))")
_NAME = re.compile(rf"(?<![{WORD}.])(?:[А-ЯЁӘҒҚҢӨҰҮҺІ]\.|г-н|г-жа|проф\.|акад\.) (?=[А-ЯЁӘҒҚҢӨҰҮҺІ])")
_DAY = re.compile(rf"(?<=[{NUMBER}]) (?=(?:{_MONTH_NAMES}))")
_AND_SO_ON = re.compile(rf"(?<![{WORD}])(?:және |т\. )?(?:т\. (?=[бс]\.)|б\.)")


def units(line: str) -> str:
    """Keep a number and its unit, or its percent sign, on one line: 10 км, 5 %.

    Source: SI Brochure; the practice of Kazakhstan's normative acts.
    """
    return common.bind(_UNIT, line)


def numbers(line: str) -> str:
    """Keep № and § with the number.

    Source: the practice of Kazakhstan's normative acts, as in Russian printing.
    """
    return common.bind(_NUMBER, line)


def years(line: str) -> str:
    """Keep ж., жж., жыл and жылғы with the year: 2012 ж., 2012 жылғы.

    Source: CLDR, which writes «ж.» after the year; the orthographic rules, on abbreviations.
    """
    return common.bind(_YEAR, line)


def names(line: str) -> str:
    """Keep initials with the surname: Н. Ә. Серікбаев.

    Source: the orthographic rules: initials are not separated from the surname at the end of a line.
    """
    return common.bind(_NAME, line)


def and_so_on(line: str) -> str:
    """Keep т. б. and т. с. с. on one line.

    Source: the orthographic rules: such abbreviations are not divided.
    """
    return common.bind(_AND_SO_ON, line)


def days(line: str) -> str:
    """Keep day and month together: 3 наурыз.

    Source: house rule: figures stay with the words that they count.
    """
    return common.bind(_DAY, line)


# ── figures and dates ────────────────────────────────────────────────────────────────────────────────────────────────

_MONTHS = tuple(f"{month}(?:[а-яәғқңөұүһі]{{1,8}})?" for month in _MONTH_NAMES.split("|"))
_DAYS = dates.days("(?:-?(?:і|ы|сы|сі|ші|шы))?", "және|мен|пен|бен|немесе")

_DATES = Dates(
    worded=re.compile(
        rf"(?<!\w)(?:{dates.YEAR}{dates.S}(?:жыл\w{{0,6}}|ж\.){dates.S})?(?:(?P<before>{_DAYS}){dates.S})?"
        rf"(?:{dates.months(_MONTHS)})(?!\w)",
        re.IGNORECASE,
    ),
    months=re.compile(_MONTH_NAMES, re.IGNORECASE),
    weekdays=dates.weekdays(
        *(
            f"{day}(?:[а-яәғқңөұүһі]{{1,6}})?"
            for day in ("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі")
        )
    ),
    days=re.compile("сенбі|жұма", re.IGNORECASE),
    doubtful=frozenset(_MONTH_NAMES.split("|")),
)

_FIGURES = Figures(
    named={
        "тал түс\\w*|түскі сағат": "12:00 12",
        "түн ортас\\w+": "0:00 24:00 0 24 12",
        "бір тәулік|тәулік\\w*": "24",
        "жарты сағат": "30",
        "жарты жыл": "6",
    },
    scales=re.compile(
        "[ \u00a0\u202f-]?(?:(жүз)|(мың)|(млн\\.?|миллион)|(млрд\\.?|миллиард)|(трлн\\.?|триллион))(?!\\w)",
        re.IGNORECASE,
    ),
    half=re.compile(r"(?<!\w)(?:жарты\w{0,4}|жарым)(?!\w)", re.IGNORECASE),
)

_CARDINALS = {
    2: "екі екеуі екеу",
    3: "үш үшеуі",
    4: "төрт төртеуі",
    5: "бес бесеуі",
    6: "алты алтауы",
    7: "жеті жетеуі",
    8: "сегіз",
    9: "тоғыз",
    10: "он",
    20: "жиырма",
    30: "отыз",
    40: "қырық",
    50: "елу",
    60: "алпыс",
    70: "жетпіс",
    80: "сексен",
    90: "тоқсан",
}
_ORDINALS = {
    2: "екінші",
    3: "үшінші",
    4: "төртінші",
    5: "бесінші",
    6: "алтыншы",
    7: "жетінші",
    8: "сегізінші",
    9: "тоғызыншы",
    10: "оныншы",
    20: "жиырмасыншы",
    30: "отызыншы",
    40: "қырқыншы",
    50: "елуінші",
    60: "алпысыншы",
    70: "жетпісінші",
    80: "сексенінші",
    90: "тоқсаныншы",
    100: "жүзінші",
}


def _numerals() -> dict[str, Word]:
    table = counted(_CARDINALS) | {word: Word(value, hint=value < 4, last=True) for value, word in _ORDINALS.items()}
    table |= scales({100: "жүз", 1000: "мың", 10**6: "миллион", 10**9: "миллиард"})
    hints = {0: "нөл", 1: "бір бірінші біреу жалғыз", 2: "қос екеу екеуі жұп", 4: "ширек", 12: "дюжина"}
    return table | counted(hints, hint=True, last=True)


KAZAKH = Language(
    code="kk",
    tag="kk",
    name="Қазақша",
    english="Kazakh",
    script="Cyrillic",
    alpha3="kaz",
    numbering=("1-бап.", "1.", "1)", "а)"),
    house=House(
        about="шамамен {}",
        about_range="{} (шамамен)",
        uncertain="{} (болжамды)",
        thirds=("{} айының басы", "{} айының ортасы", "{} айының соңы"),
        thirds_of_year=("{} басы", "{} ортасы", "{} соңы"),
        year=f"{{}}{NBSP}ж.",
        years=f"{{}}{NBSP}жж.",
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
        numbers,
        years,
        units,
        parts.groups,
        names,
        and_so_on,
        days,
    ),
    quotes=(("«", "»"), ("„", "“")),
    quote_rules=(ru.single_quotes, ru.quotes),
    cites_letters="{}",
    sections=frozenset({"бөлім"}),
    collation={
        "ә": "а\uffff",
        "ғ": "г\uffff",
        "ё": "е\uffff",
        "қ": "к\uffff",
        "ң": "н\uffff",
        "ө": "о\uffff",
        "ұ": "у\uffff",
        "ү": "у\uffff\uffff",
        "һ": "х\uffff",
        "і": "ы\uffff",
    },
    wording=WORDING,
    facts=Facts(
        dates=_DATES,
        figures=_FIGURES,
        numerals=Numerals(table=_numerals),
        percent="пайыз",
        money={
            "USD": "доллар",
            "EUR": "еуро",
            "GBP": "фунт стерлинг",
            "RUB": "рубль",
            "JPY": "иен",
            "CNY": "юань",
            "KZT": "теңге",
            "UAH": "гривна",
        },
        joints=r"\bнемесе\b",
    ),
    quoted="en",
    finding=finding.KAZAKH,
)
