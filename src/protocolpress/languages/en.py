"""English: American English, and British English as a variant."""

from __future__ import annotations

import dataclasses
import re

from protocolpress.languages import dates, finding
from protocolpress.languages.citations.en import CITED
from protocolpress.languages.language import Dates, Facts, Figures, House, Language, Negation, Numerals, Word
from protocolpress.languages.typography import en
from protocolpress.languages.wordings.en import WORDING

_MONTHS = (
    "Jan(?:uary|\\.)?", "Feb(?:ruary|\\.)?", "Mar(?:ch|\\.)?", "Apr(?:il|\\.)?", "May", "June?\\.?", "July?\\.?",
    "Aug(?:ust|\\.)?", "Sept?(?:ember|\\.)?", "Oct(?:ober|\\.)?", "Nov(?:ember|\\.)?", "Dec(?:ember|\\.)?",
)  # fmt: skip
_S = dates.S
_DAYS = dates.days(r"(?:-?(?:st|nd|rd|th))?", "and|to|or|through|until|till|&")

_DATES = Dates(
    worded=re.compile(
        rf"(?<!\w)(?:(?P<before>(?<![0-9.,]){_DAYS}){_S}(?:of{_S})?(?:day{_S}of{_S})?)?(?:{dates.months(_MONTHS)})(?!\w)"
        rf"(?:{_S}(?P<after>{_DAYS})(?![,.:]?[0-9]|%|{_S}[ap]\.m))?"
        rf"(?:,?{_S}(?:of{_S})?{dates.YEAR})?"
    ),
    months=re.compile("Jan|Feb|Ma[ry]|Apr|Ju[nl]|Aug|Sep|Oct|Nov|Dec"),
    weekdays=re.compile(
        r"\b(?:(Mondays?)|(Tuesdays?)|(Wednesdays?)|(Thursdays?)|(Fridays?)|(Saturdays?)|(Sundays?))\b"
    ),
    days=re.compile("day"),
    doubtful=frozenset({"May", "March"}),
    short=frozenset(("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec")),
)

_FIGURES = Figures(
    named={
        "noon|midday": "12:00 12",
        "midnight": "0:00 24:00 0 24 12",
        "half a million": "500000",
        "half a billion": "500000000",
        "half an hour": "30",
        "an hour and a half|one and a half hours": "90",
        "a year and a half|one and a half years": "18 1.5",
        "half a year": "6",
        "a fortnight": "2 14",
        "two dozen": "24",
        "(?:around|round) the clock": "24",
    },
    scales=re.compile(
        "[ \u00a0\u2009\u202f-]?(?:(hundred)|(thousand)|(million|mn|mln)|(billion|bn|bln)|(trillion))\\b", re.IGNORECASE
    ),
    half=re.compile(r"\bhal(?:f|ves)\b", re.IGNORECASE),
    decimal_comma=False,
    half_day=re.compile("[ \u00a0\u2009\u202f]?([ap])\\.?[ \u00a0\u2009\u202f]?m\\b\\.?", re.IGNORECASE),
    forenoon=("a",),
    afternoon=("p",),
    lone_roman=re.compile(r"[A-Z]\w+ $"),
)


def _numerals() -> dict[str, Word]:
    units = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    ordinals = (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth"
    )
    tens = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
    table = {word: Word(value) for value, word in enumerate([*units.split(), "eighteen", "nineteen"], 1)}
    table |= {word: Word(value, last=True) for value, word in enumerate(ordinals.split(), 1)}
    for value, word in enumerate(tens, 2):
        table[word] = Word(value * 10)
        table[word[:-1] + "ieth"] = Word(value * 10, last=True)
    for value, word in ((100, "hundred"), (1000, "thousand"), (10**6, "million"), (10**9, "billion")):
        table[word] = Word(value, hint=True, times=True)
        table[word + "th"] = Word(value, hint=True, last=True)
    hints = {
        "zero": 0, "once": 1, "single": 1, "both": 2, "double": 2, "pair": 2, "couple": 2, "twofold": 2,
        "either": 2, "triple": 3, "threefold": 3, "quarter": 4, "quarterly": 4, "dozen": 12, "score": 20,
    }  # fmt: skip
    table |= {word: Word(value, hint=True, last=True) for word, value in hints.items()}
    doubled = {"twice": 2, "duplicate": 2, "thrice": 3, "triplicate": 3}
    table |= {word: Word(value, last=True) for word, value in doubled.items()}
    # "second" is a unit of time, "third" a party: they require no counterpart.
    return table | {w: Word(table[w].value, hint=True, last=True) for w in ("one", "first", "second", "third")}


_NEGATION = Negation(
    plain=frozenset(("not", "no", "never", "neither", "without", "nothing", "nobody", "nowhere", "cannot")),
    plain_ending="n't",
    hidden_ending="less",
    hidden=(
        "un", "non", "dis", "nor", "invalid", "incorrect", "incomplet", "inaccess", "insuffic", "inconsist",
        "inappropri", "inactiv", "incompat", "suppress", "ineligib", "inabil", "inadequa", "indefinit", "independ",
        "infinit", "impossib", "improper", "illeg", "irrelev", "irregular", "fail", "miss", "lack", "absen",
        "refus", "denie", "deny", "declin", "avoid", "prevent", "prohibit", "forbid", "forbad", "reject", "ban",
        "only", "otherwise", "except", "else", "ignor", "skip", "omit", "cancel", "abort", "too", "hardly", "few",
        "little", "error", "wrong", "broken", "bad", "however", "nevertheless", "yet", "despite", "regardless",
        "rare", "withhold", "waive", "exempt", "exceed", "beyond", "instead", "before", "pending", "mismatch",
        "bypass", "need", "scarce", "corrupt", "already", "least", "most", "less", "different", "empty", "stop",
        "duplicat", "remov", "while", "until", "till", "expire", "out", "off", "toggle", "problem",
    ),
    no_denial=(
        "under", "unit", "unif", "univ", "uniq", "unio", "dist", "disk", "disc", "disp", "dish", "mission",
        "missile", "bank", "band", "needle",
    ),
    likely=(
        "unable", "unless", "fail", "failure", "impossib", "invalid", "inval", "unknown", "unsupported", "unavail",
        "unsuccess", "missing", "absen", "lack", "incomplet", "insuffic", "inaccess", "prohibit", "forbid",
    ),
    bounds=re.compile(
        r"\b(?:(?P<plain>(?:no|not) (?:later|earlier|more|less|fewer|sooner) than)"
        r"|(?P<likely>at (?:least|most)(?= (?:[0-9]|t))|at the latest)"
        r"|(?P<perhaps>at (?:least|most)|by|within|up to|until|before|maximum|minimum|exceed\w*|over|under|longer))\b",
        re.IGNORECASE,
    ),
    nothing=re.compile(r"\bNo\.|\byes[|/]no\b", re.IGNORECASE),
    at_once=re.compile(r"\bwithout (?:(?:any|undue|unreasonable|further) ){0,2}delay\b", re.IGNORECASE),
)  # fmt: skip

AMERICAN = Language(
    code="en",
    tag="en-US",
    name="English",
    english="English",
    script="Latin",
    alpha3="eng",
    numbering=("Article 1.", "1.", "(a)", "(i)"),
    deeper=("(A)", "(I)", "(1)"),
    # American practice, as in "April 12–15, 2011": no spaces around the dash between dates
    house=House(
        about="about {}",
        about_range="about {}",
        uncertain="{} (uncertain)",
        thirds=("early {}", "mid-{}", "late {}"),
        dash="–",
    ),
    typography=en.RULES,
    quotes=(("“", "”"), ("‘", "’"), ("«", "»")),
    quote_rules=(en.apostrophes, en.quotes),
    hyphenation="en_US",
    sections=frozenset({"Section"}),
    facts=Facts(
        dates=_DATES,
        figures=_FIGURES,
        numerals=Numerals(table=_numerals, joint="and"),
        percent=r"per ?cent\b|percentage\b",
        money={
            "USD": r"(?:U\.?S\.? )?dollars?\b", "EUR": r"euros?\b", "GBP": r"pounds? sterling\b",
            "RUB": r"ro?ubles?\b", "JPY": r"yen\b", "CNY": r"yuan\b",
        },
        joints=r"\bto\b|\bor\b",
    ),
    negation=_NEGATION,
    wording=WORDING,
    inflection="endings",
    articles=True,
    fixes="american",
    cited=CITED,
    finding=finding.ENGLISH,
)  # fmt: skip

BRITISH = dataclasses.replace(
    AMERICAN,
    code="en_GB",
    tag="en-GB",
    name="English (UK)",
    typography=en.BRITISH_RULES,
    quotes=(("‘", "’"), ("“", "”"), ("«", "»")),
    quote_rules=(en.apostrophes, en.british_quotes),
    hyphenation="en_GB",
)
