"""The typography of American English: line in, line out; the house follows the Chicago Manual of Style.

Typographic quotes are never changed, nor are «these»; an unpaired straight quote stays.
"""

from __future__ import annotations

import re

from protocolpress.languages.typography import common
from protocolpress.languages.typography.common import NUMBER, SPACE, WORD

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT_MONTHS = r"(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\."
_DIVISIONS = "[Aa]rticles?|[Ss]ections?|[Pp]aragraphs?|[Ss]ub-?paragraphs?|[Aa]nnex(?:es)?"
_PARTS = (
    "[Ff]igures?|[Tt]ables?|[Cc]hapters?|[Pp]arts?|[Aa]ppendi(?:x|ces)|[Ss]chedules?|[Cc]lauses?|[Rr]ules?|[Vv]olumes?|[Ii]tems?"
    "|[Tt]itles?|[Pp]rotocols?|[Rr]egulations?"
)
_ABBREVIATIONS = "[Ff]igs?|[Vv]ols?|[Cc]hs?|[Ss]ecs?|[Aa]pp|[Cc]f|ca?|[Ee]d|[Nn]n?"
_STATES = "U\\.S\\.|U\\.K\\.|U\\.N\\.|E\\.U\\.|D\\.C\\.|P\\.O\\.|B\\.C\\.|A\\.D\\."
_UNITS = (
    "days?|hours?|minutes?|seconds?|weeks?|months?|years?|percent|per cent|kilograms?|grams?|kilometers?"
    "|meters?|megabytes?|"
    "km/h|m[²³]?/s|[ck]?m[²³]|[mk]?g/L|[mµ]?Sv(?:/h)?|mph|[kcmn]?m|µm|μm|[km]?g|ml|mL|L|t|ms|s|min|h|[kMG]?Hz|[kM]?W|k?V|[kM]?Pa|bar|dB|K|°[CF]?|ft|lb|mi|%|‰"
)

_QUOTES = re.compile("[\"'“”‘’]+")
_APOSTROPHE = re.compile(
    rf"(?<=[{WORD}])(?<!\d)['’](?=[{WORD}])"
    rf"|(?<=\d)['’](?=s(?![{WORD}]))"
    rf"|(?<=[\"”»)\]])['’](?=s(?![{WORD}]))"
    rf"|(?<![{WORD}])['’](?=\d\ds?(?![{WORD}'’\"”]))"
    rf"|(?<![{WORD}])['’](?=(?:[Tt]is|[Tt]was|[Tt]were|em|n|til)(?![{WORD}]))"
    r"|(?<= ['’]n)['’](?= )"
)
_UNIT = re.compile(rf"(?<=[{NUMBER}]) (?=(?:{_UNITS})(?![{WORD}]))")
_NUMBER_SIGN = re.compile(rf"(?<![{WORD}])(?:Nos?\.|[Aa]rts?\.|[Pp]aras?\.|pp?\.|§) (?=(?:[A-Z]+-)?[{NUMBER}])")
_DIVISION = re.compile(rf"(?<![{WORD}])(?:{_DIVISIONS}) (?=[{NUMBER}]|\([a-z\d]|(?:[IVXLC]+|[A-Z])(?![{WORD}]))")
_PART = re.compile(
    rf"(?<![{WORD}])(?:{_PARTS}) (?=[{NUMBER}]|(?:[IVXLC]+|[A-Z])(?![{WORD}’']))"
    rf"|(?<![{WORD}.])(?:{_ABBREVIATIONS})\. (?=[{NUMBER}])"
)
_HOUR = re.compile(r"(?<=\d) (?=[ap]\.\s?m\.|[AaPp][Mm](?!\w)|noon(?!\w)|midnight(?!\w))")
_SIDE = re.compile(r"(?<=[°′″]) (?=[NSEW](?!\w))")
_SCALE = re.compile(rf"(?<=[{NUMBER}]) (?=(?:thousand|million|billion|trillion|dollars|euros|rubles)(?![{WORD}]))")
_MONEY = re.compile(rf"(?<=[$€£]) (?=[{NUMBER}])")
_NUMBERED_NAME = re.compile(rf"(?<![{WORD}])[A-Z][a-z]+ (?=(?:[IVX]{{2,}}|[VX])(?![{WORD}.]))")
_TIGHT_INITIALS = re.compile(
    rf"(?<![{WORD}.])(?!{_STATES})(?:[A-Z]\.){{2,3}} (?=[A-Z][a-z’'])|(?<![{WORD}])et (?=al\.)"
)
_INITIAL = re.compile(rf"(?<![{WORD}.])[A-Z]\. (?=[A-Z](?:\.|[a-z’']))")
_ADDRESS_FORM = re.compile(rf"(?<![{WORD}])(?:(?:Mr|Mrs|Ms|Dr)\.?|Prof\.|Messrs\.) (?=[A-Z{common.PLACEHOLDER}])")
_LAST_WORD = re.compile(rf"(?<=[;,]) (?=(?:and|or)\Z)|(?<=[{SPACE}])\S*[^\W\d_] (?=[a-z]{{1,3}}[.,;:!?]?\Z)")
_MONTH_DAY = re.compile(rf"(?<![{WORD}])(?:{_MONTHS}|{_SHORT_MONTHS}) (?=\d{{1,2}}(?!\d)|{common.PLACEHOLDER})")
_DAY_MONTH = re.compile(
    rf"(?<![{WORD}.,])(?:\d{{1,2}}|{common.PLACEHOLDER}) (?=(?:{_MONTHS})(?![{WORD}])|{_SHORT_MONTHS})"
)


def dashes(line: str) -> str:
    """Close up a spaced hyphen, double hyphen or dash between words to an unspaced em dash.

    Between two numbers a spaced hyphen may be a minus: it stays.
    Source: Chicago Manual of Style, on the em dash: no space before or after.
    """
    return common.spaced_dash(common.EM_DASH, line)


def apostrophes(line: str) -> str:
    """Make a straight apostrophe typographic: don’t, the ’90s, 1990s’.

    Source: Chicago Manual of Style, on the apostrophe, also at the start of a word or of a shortened year.
    """
    return common.substitute(_APOSTROPHE, "’", line)


def quotes(line: str) -> str:
    """Make straight quotes typographic: “double”, ‘single’, and the other kind for a “quotation ‘in a quotation’”.

    Every round makes some straight mark typographic and none straight, so the rounds end; the second round sees what
    the first one made, so that setting a text again cannot find more to do.
    Source: Chicago Manual of Style, on quotation marks and quotations within quotations.
    """
    text, cuts = common.lift(line)
    while (changed := _quote(text)) != text:
        text = changed
    return common.lower(text, cuts)


def british_quotes(line: str) -> str:
    """Make straight quotes typographic in the British style: ‘single’, and “double” inside.

    Source: New Hart's Rules, on quotation marks; typographic marks stay as the author chose them.
    """
    text, cuts = common.lift(line)
    while (changed := _quote(text, outer="single")) != text:
        text = changed
    return common.lower(text, cuts)


def units(line: str) -> str:
    """Keep a number and its unit on one line: 10 km, 10 %, 8 a.m., $5 million.

    Source: Chicago Manual of Style, on line breaks at numbers with abbreviated units; the SI Brochure, on
    the space between them.
    """
    for pattern in (_UNIT, _HOUR, _SCALE, _MONEY, _SIDE):
        line = common.bind(pattern, line)
    return line


def numbers(line: str) -> str:
    """Keep a number with its word: No. 5, p. 12, § 3, Article 2, Figure 5, paragraph (a).

    Source: Chicago Manual of Style, on line breaks before numerals.
    """
    for pattern in (_NUMBER_SIGN, _DIVISION, _PART):
        line = common.bind(pattern, line)
    return line


def names(line: str) -> str:
    """Keep initials and short forms of address with the name: J. R. Smith, J.R. Smith, Henry VIII, Mr. Bolden.

    Source: Chicago Manual of Style, on line breaks in personal names.
    """
    for pattern in (_INITIAL, _TIGHT_INITIALS, _NUMBERED_NAME, _ADDRESS_FORM):
        line = common.bind(pattern, line)
    return line


def days(line: str) -> str:
    """Keep day and month together: February 29, 29 February.

    Source: Chicago Manual of Style, on line breaks in dates.
    """
    return common.bind(_DAY_MONTH, common.bind(_MONTH_DAY, line))


def last_words(line: str) -> str:
    """Keep a last word of up to three letters, and a final "and" or "or" of an item, with the previous word.

    Source: house rule: such a word must not be a line on its own.
    """
    return common.bind(_LAST_WORD, line)


RULES: tuple[common.Rule, ...] = (
    common.double_hyphen,
    common.number_ranges,
    dashes,
    apostrophes,
    quotes,
    units,
    numbers,
    names,
    days,
    last_words,
)
"""In this order: quotes depend on adjacent closed-up dashes and apostrophes."""

BRITISH_RULES = tuple(british_quotes if rule is quotes else rule for rule in RULES)


def _quote(text: str, outer: str = "") -> str:
    """Make one round of `quotes`; outermost straight marks become *outer*, or keep their kind."""
    hidden = _APOSTROPHE.sub(common.OBJECT, text)
    marks = [
        mark
        for place, opens, closes in common.surroundings(hidden, _QUOTES)
        if (mark := _mark(hidden, place, opens=opens, closes=closes))
    ]
    pairs = common.pair(marks)
    ends = {closing: opening for opening, closing in pairs.items()}
    chars = list(text)
    kinds: list[str] = []
    for mark in marks:
        if mark in pairs:
            kind = _kind(text, mark, pairs[mark], kinds[-1] if kinds else "")
            straight = {text[mark.place], text[pairs[mark].place]} <= set("\"'")
            kinds.append(outer if outer and straight and not kinds else kind)
            chars[mark.place] = _curl(text[mark.place], "“" if kinds[-1] == "double" else "‘")
        elif mark in ends:
            chars[mark.place] = _curl(text[mark.place], "”" if kinds.pop() == "double" else "’")
        elif mark.kind == "single" and mark.closes and hidden[mark.place - 1].isalpha():
            chars[mark.place] = "’"
    return "".join(chars)


def _mark(text: str, place: int, *, opens: bool, closes: bool) -> common.Mark | None:
    """Return the possible directions of the quote at *place*; a typographic one has only its own."""
    char = text[place]
    straight = char in "\"'"
    opens, closes = (opens, closes) if straight else (char in "“‘", char in "”’")
    if not (opens or closes):
        return None
    double = char in '"“”'
    doubtful = straight and place > 0 and text[place - 1].isdigit()
    return common.Mark(place, "double" if double else "single", opens, closes, double, doubtful)


def _kind(text: str, opening: common.Mark, closing: common.Mark, around: str) -> str:
    """Choose the kind of a pair: its own if a half is typographic or the enclosing kind differs, else the other."""
    if around != opening.kind or not {text[opening.place], text[closing.place]} <= set("\"'"):
        return opening.kind
    return "single" if around == "double" else "double"


def _curl(char: str, curled: str) -> str:
    return curled if char in "\"'" else char
