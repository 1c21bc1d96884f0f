"""German. The house follows DIN 5008 and Duden, «Die deutsche Rechtschreibung»."""

from __future__ import annotations

import functools
import re

from protocolpress.languages import dates, finding
from protocolpress.languages.language import NBSP, Dates, Facts, Figures, House, Language, Numerals, Word
from protocolpress.languages.numerals import counted, scales
from protocolpress.languages.typography import common, parts
from protocolpress.languages.typography.common import SPACE, WORD
from protocolpress.languages.wordings.de import WORDING

_MONTH_NAMES = "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"

# ── typography ───────────────────────────────────────────────────────────────────────────────────────────────────────

_QUOTES = (("„", "“"), ("‚", "‘"))
_UNIT = parts.unit(
    "Tage?n?|Stunden?|Minuten?|Sekunden?|Wochen?|Monate?n?|Jahre?n?|Seiten?|Mio\\.?|Mrd\\.?|Prozent|Euro"
)
_NUMBER = parts.before_number(
    "Nrn?\\.|Art\\.|Abs\\.|Bd\\.|S\\.|Kap\\.|Abb\\.|Ziff\\.|§§?|Artikels?n?|Absatz(?:es)?|Anlagen?|Anhang|Abschnitts?"
    "|Buchstaben?|Nummer|Kapitels?"
)
_NAME = parts.before_name("Dr\\.|Prof\\.|Frau|Herrn?|hl\\.|St\\.")
_DAY = parts.day(_MONTH_NAMES, "\\.")
_ABBREVIATION = re.compile(
    rf"(?<![{WORD}])(?:z\.(?=[{SPACE}]?B\.)|d\.(?=[{SPACE}]?h\.)|u\.(?=[{SPACE}]?(?:a|U)\.)|i\.(?=[{SPACE}]?d\.)"
    rf"|o\.(?=[{SPACE}]?(?:ä|Ä)\.)|v\.(?=[{SPACE}]?Chr\.)|n\.(?=[{SPACE}]?Chr\.)|s\.(?=[{SPACE}]?[ou]\.))"
    rf"[{SPACE}]?"
)


def dashes(line: str) -> str:
    """Turn a spaced hyphen or dash between words into a spaced en dash that does not start a line.

    Source: DIN 5008 and Duden, on the Gedankenstrich: an en dash with a space on both sides.
    """
    return common.spaced_dash(f"{NBSP}{common.EN_DASH} ", line)


def quotes(line: str) -> str:
    """Set quotation marks „like this“, with ‚inner ones‘, alternating at deeper levels.

    Source: Duden, on Anführungszeichen and halbe Anführungszeichen.
    """
    return parts.nested(line, _QUOTES, opening="„", closing="”")


def units(line: str) -> str:
    """Keep a number and its unit, or its percent sign, on one line: 10 km, 5 %.

    Source: DIN 5008 and Duden, on the Festabstand between a number and its unit.
    """
    return common.bind(_UNIT, line)


def numbers(line: str) -> str:
    """Keep a number with its word: Nr. 5, § 3, Art. 2, Absatz 1.

    Source: DIN 5008 and Duden, on the Festabstand after such words and signs.
    """
    return common.bind(_NUMBER, line)


def abbreviations(line: str) -> str:
    """Separate the parts of an abbreviation and keep them together: z. B., d. h., u. a.

    Source: DIN 5008 and Duden: a Festabstand between the parts.
    """
    return common.substitute(_ABBREVIATION, lambda match: match[0].rstrip(SPACE) + NBSP, line)


def names(line: str) -> str:
    """Keep Dr., Frau, Herr and initials with the name.

    Source: Duden, on titles and initials before names.
    """
    return common.bind(_NAME, line)


def days(line: str) -> str:
    """Keep day and month together: 3. März.

    Source: DIN 5008, on dates with the month in words.
    """
    return common.substitute(_DAY, lambda match: match[0].replace(" ", NBSP), line)


# ── figures and dates ────────────────────────────────────────────────────────────────────────────────────────────────

_MONTHS = (
    "Jan(?:uars?|\\.)|Jänners?",
    "Feb(?:ruars?|\\.)|Febers?",
    "März(?:es|en)?|Mrz\\.",
    "Apr(?:ils?|\\.)",
    "Mai(?:s|es)?",
    "Juni?s?\\.?",
    "Juli?s?\\.?",
    "Aug(?:usts?|\\.)",
    "Sept?(?:embers?|\\.)",
    "Okt(?:obers?|\\.)",
    "Nov(?:embers?|\\.)",
    "Dez(?:embers?|\\.)",
)

_DATES = Dates(
    worded=dates.day_first(
        _MONTHS, suffix="\\.", joints="und|bis(?:\\s+zum)?|oder", year=f"des{dates.S}Jahres{dates.S}"
    ),
    months=re.compile("Jan|Jän|Feb|Mär|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez", re.IGNORECASE),
    weekdays=dates.weekdays(
        "Montage?[sn]?",
        "Dienstage?[sn]?",
        "Mittwoche?[sn]?",
        "Donnerstage?[sn]?",
        "Freitage?[sn]?",
        "Samstage?[sn]?|Sonnabende?[sn]?",
        "Sonntage?[sn]?",
    ),
    days=re.compile("tag|woch|abend", re.IGNORECASE),
    short=frozenset(("jan", "feb", "mrz", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dez")),
)

_FIGURES = Figures(
    named={
        "mittags?": "12:00 12",
        "mitternachts?": "0:00 24:00 0 24 12",
        "eine halbe stunde|einer halben stunde": "30",
        "anderthalb stunden|eineinhalb stunden": "90",
        "anderthalb jahren?|eineinhalb jahren?": "18",
        "rund um die uhr": "24",
    },
    scales=re.compile(
        "[ \u00a0\u202f-]?(?:(hundert)|(tausend|Tsd\\.?)|(Millionen?|Mio\\.?)"
        "|(Milliarden?|Mrd\\.?)|(Billionen?|Bio\\.?))(?!\\w)",
        re.IGNORECASE,
    ),
    half=re.compile(r"(?<!\w)(?:halb\w{0,4}|Hälften?|anderthalb)(?!\w)", re.IGNORECASE),
    point_groups=True,
    clock=re.compile("(?<![\\w.,])([01]?[0-9]|2[0-4])(?:[.:]([0-5][0-9]))?[ \u00a0]Uhr(?!\\w)"),
)

_UNITS = {
    "ein": 1,
    "eins": 1,
    "zwei": 2,
    "zwo": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
}
_TEENS = {
    "zehn": 10,
    "elf": 11,
    "zwölf": 12,
    "dreizehn": 13,
    "vierzehn": 14,
    "fünfzehn": 15,
    "sechzehn": 16,
    "siebzehn": 17,
    "achtzehn": 18,
    "neunzehn": 19,
}
_TENS = {
    "zwanzig": 20,
    "dreißig": 30,
    "vierzig": 40,
    "fünfzig": 50,
    "sechzig": 60,
    "siebzig": 70,
    "achtzig": 80,
    "neunzig": 90,
}


def _either(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BELOW_HUNDRED = rf"(?:({_either(_TEENS)})|(?:({_either(_UNITS)})und)?({_either(_TENS)})|({_either(_UNITS)}))"
_BELOW_THOUSAND = rf"(?:({_either(_UNITS)})?(hundert)(?:und)?)?{_BELOW_HUNDRED}?"
_WHOLE = re.compile(rf"(?:(?=.){_BELOW_THOUSAND}(tausend)(?:und)?)?{_BELOW_THOUSAND}")
_ORDINAL = re.compile(r"(?:te|ste)[nmrs]?\Z")
_PART = 6
"""Return the groups of a number below a thousand."""


@functools.lru_cache(maxsize=1 << 14)
def _compound(word: str) -> Word | None:
    """Read a number written as one word: zweihundertfünf, achtundzwanzigste."""
    stem = _ORDINAL.sub("", word)
    match = _WHOLE.fullmatch(stem) if 5 < len(stem) < 60 else None
    if not match or not stem:
        return None
    groups = match.groups()
    thousands = _below(groups[:_PART]) or 1 if groups[_PART] else 0
    value = thousands * 1000 + _below(groups[_PART + 1 :])
    # "hundert" and "tausend" on their own are in the table, as multipliers
    return Word(value, last=stem != word) if value > 20 else None


def _below(groups: tuple[str | None, ...]) -> int:
    unit, hundred, teen, before, ten, alone = groups
    value = (_UNITS[unit] if unit else 1) * 100 if hundred else 0
    return value + sum(
        table[word]
        for table, word in ((_TEENS, teen), (_UNITS, before), (_TENS, ten), (_UNITS, alone))
        if word is not None
    )


def _numerals() -> dict[str, Word]:
    table = {word: Word(value) for words in (_UNITS, _TEENS, _TENS) for word, value in words.items()}
    stems = "zwei drit vier fünf sechs sieb ach neun zehn elf zwölf"
    table |= {
        f"{stem}te{end}": Word(value, hint=value < 4, last=True)
        for value, stem in enumerate(stems.split(), 2)
        for end in ("", "n", "m", "r", "s")
    }
    table |= scales(
        {
            100: "hundert",
            1000: "tausend",
            10**6: "million millionen",
            10**9: "milliarde milliarden",
        }
    )
    hints = {
        0: "null",
        1: "ein eine einen einem einer eines eins einmal erste ersten erster erstes erstem einzige einzigen",
        2: "beide beiden beider beides doppelt zweimal zweifach zweite zweiten paar",
        3: "dreimal dreifach drittel",
        4: "viertel viermal",
        8: "acht",
        12: "dutzend",
        100: "hunderte",
        1000: "tausende",
    }
    table |= counted({2: "zweifacher", 3: "dreifacher", 4: "vierfacher"}, last=True)
    return table | counted(hints, hint=True, last=True)


GERMAN = Language(
    code="de",
    tag="de",
    name="Deutsch",
    english="German",
    script="Latin",
    alpha3="deu",
    numbering=("Artikel 1.", "(1)", "a)", "i)"),
    house=House(
        about="um {}",
        about_range="{} (ungefähr)",
        uncertain="{} (unsicher)",
        dash="–",
        thirds=("Anfang {}", "Mitte {}", "Ende {}"),
    ),
    typography=(
        common.double_hyphen,
        common.number_ranges,
        dashes,
        quotes,
        parts.apostrophes,
        units,
        parts.groups,
        numbers,
        abbreviations,
        names,
        days,
    ),
    quotes=_QUOTES,
    quote_rules=(quotes, parts.apostrophes),
    hyphenation="de_DE",
    sections=frozenset({"Abschnitt"}),
    wording=WORDING,
    facts=Facts(
        dates=_DATES,
        figures=_FIGURES,
        numerals=Numerals(table=_numerals, compound=_compound),
        percent=r"Prozent\b|v\. ?H\.",
        money={
            "USD": r"(?:US-)?Dollars?\b",
            "EUR": r"Euros?\b",
            "GBP": r"Pfund(?: Sterling)?\b",
            "RUB": r"Rubels?\b",
            "JPY": r"Yen\b",
            "CNY": r"Yuan\b",
            "KZT": r"Tenges?\b",
            "UAH": r"Griwnas?\b",
        },
        joints=r"\bbis\b|\boder\b",
    ),
    finding=finding.GERMAN,
)
