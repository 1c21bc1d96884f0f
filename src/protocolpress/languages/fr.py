"""French. The house follows the Imprimerie nationale, « Lexique des règles typographiques »."""

from __future__ import annotations

import re

from protocolpress.languages import dates, finding
from protocolpress.languages.language import NBSP, Dates, Facts, Figures, House, Language, Numerals, Word
from protocolpress.languages.numerals import counted, scales
from protocolpress.languages.typography import common, parts
from protocolpress.languages.typography.common import BREAK, OBJECT, SPACE, WORD
from protocolpress.languages.wordings.fr import WORDING

_MONTH_NAMES = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
NARROW = "\u202f"
"""The French thin space: the page sets a narrower no-break space for it, because PT Serif has no such character."""

# ── typography ───────────────────────────────────────────────────────────────────────────────────────────────────────

_QUOTES = (("«", "»"), ("“", "”"))
_OPENING_SPACE = re.compile(rf"(?<=«)[{SPACE}]*(?=[^\s{BREAK}])")
_CLOSING_SPACE = re.compile(rf"(?<=[^\s{BREAK}])[{SPACE}]*(?=»)")
_END = rf"[{WORD}»”’)\]%…°.{OBJECT}]"
_AFTER = rf"(?=[\s{BREAK}»”)\],]|\Z)"
_HIGH = re.compile(rf"(?<={_END})[{SPACE}]*(?=[;!?]+{_AFTER})")
_COLON = re.compile(rf"(?<={_END})[{SPACE}]*(?=:{_AFTER})")
_UNIT = parts.unit("jours?|heures?|minutes?|secondes?|semaines?|mois|ans?|années?|pages?|millions?|milliards?")
_NUMBER = parts.before_number(
    "[Nn]os?|[Nn]°|[Nn]os?°|art\\.|al\\.|p\\.|pp\\.|t\\.|vol\\.|chap\\.|fig\\.|§|[Aa]rticles?|[Pp]aragraphes?|[Aa]linéas?"
    "|[Aa]nnexes?|[Ss]ections?|[Cc]hapitres?"
)
_NAME = parts.before_name("MM?\\.|Mmes?|Mlles?|Dr|Pr|Me|S\\. E\\.|S\\.")
_DAY = parts.day(_MONTH_NAMES, "(?:er)?")


def dashes(line: str) -> str:
    """Turn a spaced hyphen or dash between words into a spaced en dash that does not start a line.

    Source: Imprimerie nationale, « Lexique », on the tiret, which has a space on both sides.
    """
    return common.spaced_dash(f"{NBSP}{common.EN_DASH} ", line)


def quotes(line: str) -> str:
    """Set quotation marks « like this », with “inner ones”, alternating at deeper levels.

    Source: Imprimerie nationale, « Lexique », on guillemets; for a quotation in a quotation the house takes the
    English marks, as the Lexique allows.
    """
    return parts.nested(line, _QUOTES, opening="«“", closing="»”")


def quote_spaces(line: str) -> str:
    """Put a no-break space inside guillemets.

    Source: Imprimerie nationale, « Lexique », table of spaces: espace mot insécable.
    """
    return common.substitute(_CLOSING_SPACE, NBSP, common.substitute(_OPENING_SPACE, NBSP, line))


def high_marks(line: str) -> str:
    """Put a narrow no-break space before ; ! and ? and a no-break space before a colon.

    Source: Imprimerie nationale, « Lexique », table of spaces: espace fine insécable before ; ! ?, espace mot
    insécable before the colon.
    """
    return common.substitute(_COLON, NBSP, common.substitute(_HIGH, NARROW, line))


def units(line: str) -> str:
    """Keep a number and its unit, or its percent sign, on one line: 10 km, 5 %.

    Source: Imprimerie nationale, « Lexique », on numbers with units; SI Brochure.
    """
    return common.bind(_UNIT, line)


def numbers(line: str) -> str:
    """Keep a number with its word: n° 5, art. 2, p. 12, article 3.

    Source: Imprimerie nationale, « Lexique », on divisions to be avoided at the end of a line.
    """
    return common.bind(_NUMBER, line)


def names(line: str) -> str:
    """Keep M., Mme, Dr and initials with the name.

    Source: Imprimerie nationale, « Lexique », on titles of courtesy and on divisions to be avoided.
    """
    return common.bind(_NAME, line)


def days(line: str) -> str:
    """Keep day and month together: 1er mars, 14 juillet.

    Source: Imprimerie nationale, « Lexique », on dates.
    """
    return common.bind(_DAY, line)


# ── figures and dates ────────────────────────────────────────────────────────────────────────────────────────────────

_MONTHS = (
    "janv(?:ier|\\.)",
    "févr(?:ier|\\.)",
    "mars",
    "avr(?:il|\\.)",
    "mai",
    "juin",
    "juill(?:et|\\.)",
    "août",
    "sept(?:embre|\\.)",
    "oct(?:obre|\\.)",
    "nov(?:embre|\\.)",
    "déc(?:embre|\\.)",
)

_DATES = Dates(
    worded=dates.day_first(_MONTHS, suffix="(?:er)?", joints="et|au|à|ou", year="de l’année "),
    months=re.compile("janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc", re.IGNORECASE),
    weekdays=dates.weekdays("lundis?", "mardis?", "mercredis?", "jeudis?", "vendredis?", "samedis?", "dimanches?"),
    days=re.compile("di", re.IGNORECASE),
    doubtful=frozenset({"Mars", "Avril", "Mai"}),
    short=frozenset(("janv", "févr", "avr", "juill", "sept", "oct", "nov", "déc")),
)

_FIGURES = Figures(
    named={
        "midi": "12:00 12",
        "minuit": "0:00 24:00 0 24 12",
        "une demi-heure": "30",
        "une heure et demie": "90",
        "un an et demi": "18",
        "une quinzaine": "15 14 2",
        "24 heures sur 24": "24",
    },
    scales=re.compile(
        "[ \u00a0\u202f-]?(?:(centaines?)|(mille|milliers?)|(millions?)|(milliards?|Md)|(billions?))(?!\\w)",
        re.IGNORECASE,
    ),
    half=re.compile(r"(?<!\w)(?:demie?s?|moitiés?)(?!\w)", re.IGNORECASE),
    clock=re.compile(
        "(?<![\\w.,])([01]?[0-9]|2[0-4])[ \u00a0\u202f]?h(?:eures?)?(?:[ \u00a0\u202f]?([0-5][0-9]))?(?!\\w)"
    ),
)


def _numerals() -> dict[str, Word]:
    units = [
        "zéro",
        "un",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
        "dix-sept",
        "dix-huit",
        "dix-neuf",
    ]
    tens = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
    table = {word: Word(value) for value, word in enumerate(units)}
    for ten, word in tens.items():
        table[word] = Word(ten, last=ten == 80)
        for value in range(1, 20 if ten in (60, 80) else 10):
            table[f"{word}-{units[value]}"] = Word(ten + value, last=True)
        table[f"{word}-et-un"] = table[f"{word}-et-une"] = Word(ten + 1, last=True)
    table |= counted({71: "soixante-et-onze", 70: "septante", 90: "nonante", 80: "octante huitante quatre-vingts"})
    stems = [
        "deux",
        "trois",
        "quatr",
        "cinqu",
        "six",
        "sept",
        "huit",
        "neuv",
        "dix",
        "onz",
        "douz",
        "treiz",
        "quatorz",
        "quinz",
        "seiz",
        "dix-sept",
        "dix-huit",
        "dix-neuv",
        "vingt",
    ]
    for value, stem in enumerate(stems, 2):
        table |= {f"{stem}ième{s}": Word(value, hint=value < 4, last=True) for s in ("", "s")}
    table |= scales({100: "cent cents", 1000: "mille", 10**6: "million millions", 10**9: "milliard milliards"})
    hints = {
        0: "zéro",
        1: "un une premier première premiers premières seul seule unique",
        2: "second seconde double deux-tiers",
        3: "triple tiers",
        4: "quart quarts quadruple",
        12: "douzaine",
        9: "neuf neufs",
    }
    table |= counted(hints, hint=True, last=True)
    return table | {"neuf": Word(9)}


FRENCH = Language(
    code="fr",
    tag="fr",
    name="Français",
    english="French",
    script="Latin",
    alpha3="fra",
    numbering=("Article 1.", "1.", "a)", "i)"),
    house=House(
        about="vers {}",
        about_range="{} (environ)",
        uncertain="{} (incertain)",
        thirds=("début {}", "mi-{}", "fin {}"),
        first="{}er",
    ),
    typography=(
        common.double_hyphen,
        common.number_ranges,
        dashes,
        parts.apostrophes,
        quotes,
        quote_spaces,
        high_marks,
        units,
        parts.groups,
        numbers,
        names,
        days,
    ),
    quotes=_QUOTES,
    quote_rules=(parts.apostrophes, quotes),
    hyphenation="fr",
    raised=re.compile(r"(?<=(?<![\w-])1)(?:er|re)s?(?!\w)|(?<=\d)es?(?![\w’'])|(?<=(?<!\w)[IVX])e(?!\w)"),
    sections=frozenset({"Section"}),
    facts=Facts(
        dates=_DATES,
        figures=_FIGURES,
        numerals=Numerals(table=_numerals, joint="et", joint_from=10),
        percent=r"pour ?cent\b|p\. ?100",
        money={
            "USD": r"(?:d[e’] ?)?dollars?\b",
            "EUR": r"(?:d[e’] ?)?euros?\b",
            "GBP": r"(?:d[e’] ?)?livres? sterling\b",
            "RUB": r"(?:d[e’] ?)?roubles?\b",
            "JPY": r"(?:d[e’] ?)?yens?\b",
            "CNY": r"(?:d[e’] ?)?yuans?\b",
            "KZT": r"(?:d[e’] ?)?tengu?és?\b",
            "UAH": r"(?:d[e’] ?)?hryvnias?\b",
        },
        joints=r"\bà\b|\bou\b",
    ),
    wording=WORDING,
    inflection="none",
    elided=("l", "d"),
    fixes="french",
    finding=finding.FRENCH,
)
