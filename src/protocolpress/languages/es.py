"""Spanish. The house follows the Real Academia Española, «Ortografía de la lengua española» (2010)."""

from __future__ import annotations

import re

from protocolpress.languages import dates, finding
from protocolpress.languages.language import Dates, Facts, Figures, House, Language, Numerals, Word
from protocolpress.languages.numerals import counted, scales
from protocolpress.languages.typography import common, parts, ru
from protocolpress.languages.typography.common import SPACE
from protocolpress.languages.wordings.es import WORDING

_MONTH_NAMES = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"

# ── typography ───────────────────────────────────────────────────────────────────────────────────────────────────────

_QUOTES = (("«", "»"), ("“", "”"), ("‘", "’"))
_OPENING_MARK = re.compile(rf"(?<=[¿¡])[{SPACE}]+")
_CLOSING_MARK = re.compile(rf"(?<=[^\s])[{SPACE}]+(?=[?!])")
_UNIT = parts.unit("días?|horas?|minutos?|segundos?|semanas?|mes(?:es)?|años?|páginas?|millón|millones|mil")
_NUMBER = parts.before_number(
    "[Nn]\\.º|[Nn]úms?\\.|arts?\\.|párrs?\\.|págs?\\.|pp?\\.|t\\.|vol\\.|cap\\.|fig\\.|§|[Aa]rtículos?|[Pp]árrafos?"
    "|[Aa]nexos?|[Aa]partados?|[Ss]ecci(?:ón|ones)|[Cc]apítulos?"
)
_NAME = parts.before_name("Sr[ae]?s?\\.|Sres\\.|D\\.|D\\.ª|Dra?\\.|Prof\\.|Excmo\\.|Excma\\.")
_DAY = re.compile(rf"(?<=\d) (?=de (?:{_MONTH_NAMES}))")
_STATES = re.compile(r"(?<=EE\.) (?=UU\.)")


def quotes(line: str) -> str:
    """Set quotation marks «like this», with “inner ones”, and ‘single ones’ inside those.

    Source: RAE, «Ortografía», on comillas: angular ones first, then “inglesas”, then ‘simples’.
    """
    return parts.nested(line, _QUOTES, opening="«“", closing="»”")


def inner_spaces(line: str) -> str:
    """Remove spaces after ¿ and ¡, and before ? and !.

    Source: RAE, «Ortografía», on the signs of question and exclamation.
    """
    return common.substitute(_CLOSING_MARK, "", common.substitute(_OPENING_MARK, "", line))


def units(line: str) -> str:
    """Keep a number and its unit, or its percent sign, on one line: 10 km, 5 %.

    Source: RAE, «Ortografía», on symbols, which follow a space; SI Brochure.
    """
    return common.bind(_UNIT, line)


def numbers(line: str) -> str:
    """Keep a number with its word: n.º 5, art. 2, pág. 12, artículo 3.

    Source: RAE, «Ortografía», on abbreviations that must not be separated from their number at a line end.
    """
    return common.bind(_NUMBER, line)


def names(line: str) -> str:
    """Keep Sr., D. and initials with the name, and EE. UU. together.

    Source: RAE, «Ortografía», on abbreviations of more than one word and of forms of address.
    """
    return common.bind(_STATES, common.bind(_NAME, line))


def days(line: str) -> str:
    """Keep day and month together: 3 de marzo.

    Source: house rule; RAE, «Ortografía», on dates, which are read as a unit.
    """
    return common.bind(_DAY, line)


# ── figures and dates ────────────────────────────────────────────────────────────────────────────────────────────────

_MONTHS = (
    "ene(?:ro|\\.)",
    "feb(?:rero|\\.)",
    "mar(?:zo|\\.)",
    "abr(?:il|\\.)",
    "mayo",
    "jun(?:io|\\.)",
    "jul(?:io|\\.)",
    "ago(?:sto|\\.)",
    "sept?(?:iembre|\\.)|setiembre",
    "oct(?:ubre|\\.)",
    "nov(?:iembre|\\.)",
    "dic(?:iembre|\\.)",
)

_DATES = Dates(
    worded=dates.day_first(
        _MONTHS, suffix="(?:\\.?º)?", joints="y|al|a|o", of=f"de{dates.S}", year=f"del?{dates.S}(?:año{dates.S})?"
    ),
    months=re.compile("ene|feb|mar|abr|mayo|jun|jul|ago|se[pt]|oct|nov|dic", re.IGNORECASE),
    weekdays=dates.weekdays("lunes", "martes", "miércoles", "jueves", "viernes", "sábados?", "domingos?"),
    days=re.compile("es|sáb|dom", re.IGNORECASE),
    short=frozenset(("ene", "feb", "mar", "abr", "jun", "jul", "ago", "sep", "sept", "oct", "nov", "dic")),
)

_FIGURES = Figures(
    named={
        "mediodía": "12:00 12",
        "medianoche": "0:00 24:00 0 24 12",
        "media hora": "30",
        "una hora y media": "90",
        "un año y medio": "18",
        "medio millón": "500000",
    },
    scales=re.compile(
        "[ \u00a0\u202f-]?(?:(cientos|centenar(?:es)?)|(miles?|millar(?:es)?(?! de millones)|mil(?! millones))"
        "|(millón|millones)|(mil(?:es de)? millones|millardos?)|(billón|billones))(?!\\w)",
        re.IGNORECASE,
    ),
    half=re.compile(r"(?<!\w)(?:medi[oa]s?|mitad(?:es)?)(?!\w)", re.IGNORECASE),
    point_groups=True,
    clock=re.compile(
        "(?<![\\w.,])([01]?[0-9]|2[0-4])(?:[.:]([0-5][0-9]))?[ \u00a0](?:horas|h\\.?)(?!\\w)", re.IGNORECASE
    ),
)


def _numerals() -> dict[str, Word]:
    small = (
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
        " dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete"
        " veintiocho veintinueve"
    )
    table = {word: Word(value) for value, word in enumerate(small.split())}
    table |= counted({21: "veintiún veintiuna"})
    tens = "treinta cuarenta cincuenta sesenta setenta ochenta noventa"
    table |= {word: Word(value * 10) for value, word in enumerate(tens.split(), 3)}
    hundreds = "doscient trescient cuatrocient quinient seiscient setecient ochocient novecient"
    table |= {stem + end: Word(value * 100) for value, stem in enumerate(hundreds.split(), 2) for end in ("os", "as")}
    table |= counted({100: "cien ciento"}) | scales({1000: "mil", 10**6: "millón millones"})
    ordinals = "segund tercer cuart quint sext séptim octav noven décim"
    table |= {
        stem + end: Word(value, hint=value < 5, last=True)
        for value, stem in enumerate(ordinals.split(), 2)
        for end in ("o", "a", "os", "as")
    }
    hints = {
        0: "cero",
        1: "un uno una primer primero primera primeros primeras único única",
        2: "ambos ambas doble par",
        3: "tercer triple tercio",
        4: "cuarto",
        12: "docena",
        1000: "miles",
    }
    table |= counted({2: "duplicado", 3: "triplicado"}, last=True)
    return table | counted(hints, hint=True, last=True)


SPANISH = Language(
    code="es",
    tag="es",
    name="Español",
    english="Spanish",
    script="Latin",
    alpha3="spa",
    numbering=("Artículo 1.", "1.", "a)", "i)"),
    house=House(
        about="hacia {}",
        about_range="{} (aproximadamente)",
        uncertain="{} (dudoso)",
        thirds=("principios de {}", "mediados de {}", "finales de {}"),
        # RAE, «Ortografía»: four digits stay together; e for y before the sound i
        grouped_from=10_000,
        joints=((r"\by (?=h?i(?![ae])|[íÍ]|H?I(?![ae]))", "e "),),
    ),
    typography=(
        common.double_hyphen,
        common.number_ranges,
        quotes,
        ru.inner_spaces,
        inner_spaces,
        parts.apostrophes,
        units,
        parts.groups,
        numbers,
        names,
        days,
    ),
    quotes=_QUOTES,
    quote_rules=(quotes,),
    hyphenation="es",
    sections=frozenset({"Sección"}),
    collation={"ñ": "n\uffff"},
    facts=Facts(
        dates=_DATES,
        figures=_FIGURES,
        numerals=Numerals(table=_numerals, joint="y", joint_from=10),
        percent=r"por ?ciento\b",
        money={
            "USD": r"(?:de )?(?:dólares\b|dólar\b)",
            "EUR": r"(?:de )?(?:euros?\b)",
            "GBP": r"(?:de )?(?:libras? esterlinas?\b)",
            "RUB": r"(?:de )?(?:rublos?\b)",
            "JPY": r"(?:de )?(?:yen(?:es)?\b)",
            "CNY": r"(?:de )?(?:yuan(?:es)?\b)",
            "KZT": r"(?:de )?(?:tenges?\b)",
            "UAH": r"(?:de )?(?:grivnas?\b)",
        },
        joints=r"\ba\b|\bo\b",
    ),
    wording=WORDING,
    inflection="none",
    finding=finding.SPANISH,
)
