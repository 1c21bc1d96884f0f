"""The typography of Russian: line in, line out; the house follows Мильчин, Чельцова, «Справочник издателя и автора».

Quotation marks of every sort become Russian ones; an unpaired one stays unchanged.
"""

from __future__ import annotations

import itertools
import re

from protocolpress.languages.typography import common
from protocolpress.languages.typography.common import BREAK, DASH, NUMBER, SPACE, WORD

_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_UNITS = (
    "секунд[аыу]?|минут[аыу]?|час(?:а|ов)?|д(?:ень|ня|ней)|сут(?:ки|ок)|недел[ьяи]|месяц(?:а|ев)?|лет|процент(?:а|ов)?"
    "|килограмм(?:а|ов)?|граммов|километр(?:а|ов)?|метр(?:а|ов)|мегабайт(?:а|ов)?|км/ч|км/с|м[²³]?/[сч]|[мкс]?м[²³]|л/с|[мк]?г/л|[мк]?г/м³|мЗв(?:/ч)?|мкЗв(?:/ч)?|[кдсм]?м|мкм|нм|[км]?г|т|мин|сут|ч|мс|[кМГ]?Гц|[кМ]?Вт|кВ|[кМ]?Па|м?л|га|°[CС]?|тыс|млн|млрд|трлн"
    "|руб|долл|%|‰"
)
_ABBREVIATIONS = "ст|пп?|подп|ч|гл|разд|абз|прил|стр|с|рис|табл|т|кн|вып|прим|д|кв|корп|оф"
_DIVISIONS = (
    "[Сс]тат(?:ь[яиею]|ь?ей|ьям|ьями|ьях)|(?:[Пп]|[Пп]одп)ункт(?:[ауе]|ом|ы|ов|ам|ами|ах)?|[Гг]лав(?:[аыеу]|ой|ам|ами|ах)?"
    "|(?:[Рр]аздел|[Аа]бзац|[Пп]араграф)(?:[ауе]|[ое]м|ы|[ое]в|ам|ами|ах)?|[Пп]риложени(?:[еяюий]|ем|ям|ями|ях)"
    "|[Чч]аст(?:[ьией]|ью|ей|ям|ями|ях)|[Тт]ом(?:[ауе]|ом|ов|ам|ами|ах)?|[Тт]аблиц(?:[аыеу]|ей|ам|ами|ах)?"
    "|[Рр]исун(?:ок|к[аиуе]|ком|ков|кам|ками|ках)|[Фф]ормул(?:[аыеу]|ой|ам|ами|ах)?|[Пп]риме[рч](?:[ауе]|ание|ания)?"
)
_MONEY = (
    "рубл(?:ь|[яюей]|ей|ям|ями|ях)|руб|копе(?:ек|йки|йка)|коп|доллар(?:[ауе]|ов|ам|ами)?|долл|евро|юан(?:ь|[яей]|ей)"
)
_SCALES = "тыс|млн|млрд|трлн|тысяч[аи]?|миллион(?:а|ов)?|миллиард(?:а|ов)?"
_PLACES = "г|р|о|оз|пос|дер|с|ул|пр|просп|пл|пер|наб|обл|респ|м|хр"
_TITLES = "проф|акад|доц|инж|гг|тов|ген|полк|св"

# Characters allowed before a dash, those that close a quotation there, and those allowed after the dash: nowhere a
# quote that a space beside it would turn into another half.
_END = rf"[{WORD}).,!?…;%\]{common.OBJECT}]"
_CLOSING = "[»”“’]"
_START = rf"(?:[«„]{{0,3}}[{WORD}]|[(\[№§{common.OBJECT}])"

_INNER_SPACE = re.compile(rf"(?<=[«„])[{SPACE}]+|(?<![{SPACE}])[{SPACE}]++(?=»)")
_LONG_RANGE = re.compile(r"(?<=\d)—(?=\d)|(?<=[IVXLC])—(?=[IVXLC])")
_SPACE_BEFORE_DASH = re.compile(rf"(?<=[^\s{BREAK}])[{SPACE}]+(?=—)")
_TIGHT_DASH = re.compile(
    rf"(?:(?<={_END})|(?<={_END}{_CLOSING})|(?<={_END}{_CLOSING}{_CLOSING}))[{SPACE}]*—[{SPACE}]*(?={_START})"
)
_QUOTES = re.compile('["“”«»„]+')
_SINGLE = re.compile(rf"(?<![{WORD}'’])‘(?=[^\s{common.QUOTE}])([^{common.QUOTE}]*)(?<!\s)’(?![{WORD}])")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_SHORT_WORD = re.compile(rf"(?<![{WORD}])[вкосуиаяВКОСУИАЯ] (?=[^\s{BREAK}])")
_PARTICLE = re.compile(rf"(?<=[{WORD}»”“)]) (?=(?:же|ли|бы|б|ж)(?![{WORD}{DASH}).]|$)|(?:же|ли|бы)(?=[.)]|$))")
_NUMBER_SIGN = re.compile(rf"(?<=[№§]) (?=[^\s{BREAK}])")
_TIGHT_NUMBER_SIGN = re.compile(rf"(?<=[№§])(?=[{NUMBER}])")
_DIVISION = re.compile(rf"(?<![{WORD}])(?:{_ABBREVIATIONS})\. (?=[{NUMBER}«]|(?:[IVXLC]+|[а-я])(?![{WORD}]))")
_NAMED_DIVISION = re.compile(
    rf"(?<![{WORD}{DASH}])(?:{_DIVISIONS}) (?=[{NUMBER}№]|[IVXLC]+(?![{WORD}])|[«„][а-яёa-z]{{1,2}}[»“]|[а-яёa-z]\))"
)
_CENTURY = re.compile(rf"(?<![{WORD}])[IVXLC]+(?:[–-][IVXLC]+)? (?=вв?\.|век(?:[ауе]|ом|ов|ам|ами|ах|и)?(?![{WORD}]))")
_NUMBERED_NAME = re.compile(rf"(?<![{WORD}])[А-ЯЁ][а-яё]+ (?=[IVX]+(?![{WORD}.]))")
_SIDE = re.compile(
    r"(?<=[°′″'\"]) (?=[сСюЮ]\.[ \u00a0]?ш\.|[вВзЗ]\.[ \u00a0]?д\.)|(?<![\w.])(?:[сСюЮ]\. (?=ш\.)|[вВзЗ]\. (?=д\.))"
)
_CITY = re.compile(rf"(?<![{WORD}])(?<![{NUMBER}][{SPACE}])(?:{_PLACES})\. (?=[А-ЯЁ«])")
_TITLE = re.compile(rf"(?<![{WORD}])(?:(?:{_TITLES})\.|г-н[ау]?|г-ном|г-ж[ауеой]+|д-р[ау]?|д-ром) (?=[А-ЯЁ])")
_NAMED = re.compile(rf"(?<![{WORD}])им\. (?=[А-ЯЁ])")
_YEAR = re.compile(rf"(?<=[{NUMBER}]) (?=гг?\.|год(?:[ауе]|ом|ы|ов|ам|ами|ах)?(?![{WORD}]))")
_UNIT = re.compile(rf"(?<=[{NUMBER}]) (?=(?:{_UNITS})(?![{WORD}])|[сВАК](?:[,;:)\]]|\.?\Z))")
_MONEY_UNIT = re.compile(
    rf"(?<=[{NUMBER}]) (?=(?:{_MONEY}|{_SCALES})(?![{WORD}])|[$€₽])"
    rf"|(?<=[{NUMBER}][{SPACE}])(?:{_SCALES})\.? (?=(?:{_MONEY}|{_UNITS}|человек|чел|экз)(?![{WORD}]))"
)
_GROUPS = re.compile(
    rf"(?<![{WORD}.,+{DASH}])(?<!\d[{SPACE}])[1-9]\d{{0,2}}(?:[{SPACE}]\d{{3}})+(?![{WORD}{DASH}]|[{SPACE}]\d)"
)
_TIGHT_INITIALS = re.compile(
    rf"(?<=(?<![{WORD}])[А-ЯЁ]\.)(?=(?:[А-ЯЁ]\.[{SPACE}]?){{1,3}}[А-ЯЁ][а-яё])"
    rf"|(?<=[а-яё][{SPACE}][А-ЯЁ]\.)(?=[А-ЯЁ]\.)"
    rf"|(?<=(?<![{WORD}])[А-ЯЁ]\.)(?=[А-ЯЁ][а-яё]{{2}})"
    rf"|(?<=(?<![{WORD}])[А-ЯЁ]\.[А-ЯЁ]\.)(?=[А-ЯЁ][а-яё])"
)
_INITIALS = re.compile(rf"(?<![{WORD}])[А-ЯЁ]\. (?=[А-ЯЁ](?:\.|[а-яё’']))")
_INITIALS_LAST = re.compile(
    rf"(?<![{WORD}])[А-ЯЁ][а-яё]++(?:-[А-ЯЁ][а-яё]++)? (?=[А-ЯЁ]\.[{SPACE}]?[А-ЯЁ]\.(?![{SPACE}]?[А-ЯЁ][а-яё]))"
)
_AND_SO_ON = re.compile(rf"(?<![{WORD}.])(?:и )?т\.[ ]?(?=[декнп]\.)")
_TIGHT_AND_SO_ON = re.compile(rf"(?<=(?<![{WORD}.])т\.)(?=[декнп]\.)|(?<=(?<![{WORD}.])н\.)(?=э\.)")
_DEGREE = r"[а-я]{1,5}\.(?:-[а-я]{1,3}\.)?"
_DEGREE_START = re.compile(rf"(?<=(?<![{WORD}.])[кд]\.)[{SPACE}]?(?={_DEGREE}[{SPACE}]?н\.)")
_DEGREE_END = re.compile(
    "|".join(
        rf"(?<=(?<![{WORD}.])[кд]\.\u00a0{letters}\.)[{SPACE}]?(?=н\.)"
        for letters in (*("[а-я]" * length for length in range(1, 6)), r"[а-я]\.-[а-я]", r"[а-я]\.-[а-я]{3}")
    )
)
_ERA = re.compile(rf"(?<![{WORD}])(?:до )?н\. ?(?=э\.)")
_LAST_WORD = re.compile(rf"(?<=[;,]) (?=(?:и|или|либо)\Z)|(?<=[{SPACE}])\S*[^\W\d_] (?=[а-яё]{{1,3}}[.,;:!?]?\Z)")
_DAY = re.compile(rf"(?<=[{NUMBER}]) (?=(?:{_MONTHS})(?![{WORD}]))")


def inner_spaces(line: str) -> str:
    """Remove spaces between a quotation mark and the words inside.

    Source: Мильчин, Чельцова, «Справочник издателя и автора», on spaces at quotation marks.
    """
    return common.substitute(_INNER_SPACE, "", line)


def ranges(line: str) -> str:
    """Replace an unspaced em dash between numbers with an unspaced en dash: 2011–2012, XIX–XX.

    Source: Мильчин, Чельцова, «Справочник издателя и автора», on ranges of numbers: no spaces; the house uses the en
    dash.
    """
    return common.substitute(_LONG_RANGE, common.EN_DASH, line)


def dashes(line: str) -> str:
    """Turn a spaced hyphen, double hyphen or dash between words into an em dash with a no-break space before it.

    Between two numbers a spaced hyphen may be a minus: it stays.
    Source: Мильчин, Чельцова, «Справочник издателя и автора», on spaces at dashes, and a dash not starting a line.
    """
    line = common.spaced_dash(f"{common.NBSP}{common.EM_DASH} ", line)
    return common.substitute(_SPACE_BEFORE_DASH, common.NBSP, line)


def tight_dashes(line: str) -> str:
    """Put the spaces of a Russian dash around an em dash that touches its words.

    Source: as for `dashes`; the unspaced dash is the English one, copied.
    """
    return common.substitute(_TIGHT_DASH, f"{common.NBSP}{common.EM_DASH} ", line)


def single_quotes(line: str) -> str:
    """Turn English single quotes without other quotes inside into Russian ones, whose form `quotes` then chooses.

    Source: Мильчин, Чельцова, «Справочник издателя и автора»: a Russian text has «…» and „…“, whatever it quotes.
    """
    return common.substitute(_SINGLE, lambda match: f"«{match[1]}»", line)


def quotes(line: str) -> str:
    """Set quotation marks «like this», with „inner ones“, alternating at deeper levels.

    An ambiguous mark is decided by its neighbours and, if they do not tell, by the open marks. Quotations
    that end together may have one end: ОАО «РКК «Пример».
    Source: Мильчин, Чельцова, «Справочник издателя и автора», on quotation marks of two patterns.
    """
    text, cuts = common.lift(line)
    marks = [
        common.Mark(place, "quote", opens, closes)
        for place, may_open, may_close in common.surroundings(text, _QUOTES)
        for opens, closes in (_directions(text[place], may_open=may_open, may_close=may_close),)
    ]
    pairs = common.pair(marks)
    ends = set(pairs.values())
    chars = list(text)
    depth = 0
    for mark, behind in itertools.zip_longest(marks, marks[1:]):
        if mark in pairs:
            chars[mark.place] = "«„"[depth % 2]
            depth += 1
        elif mark in ends:
            depth -= 1
            chars[mark.place] = "»“"[depth % 2]
        elif mark.opens and not mark.closes and behind in pairs:
            chars[mark.place] = "«"
    return common.lower("".join(chars), cuts)


def apostrophes(line: str) -> str:
    """Make a straight apostrophe in a name typographic: О’Киф, д’Арк.

    Source: Мильчин, Чельцова, «Справочник издателя и автора», on foreign names with an apostrophe.
    """
    return common.substitute(_APOSTROPHE, "’", line)


def short_words(line: str) -> str:
    """Keep one-letter prepositions and conjunctions with the next word: в космосе, и Россия.

    Source: Мильчин, Чельцова, «Справочник издателя и автора», on words of one letter at the end of a line.
    """
    return common.bind(_SHORT_WORD, line)


def particles(line: str) -> str:
    """Keep the particles же, ли, бы, б, ж with the previous word.

    Source: house rule: a particle belongs to the previous word and must not start a line.
    """
    return common.bind(_PARTICLE, line)


def numbers(line: str) -> str:
    """Keep №, §, ст., п., статья, подпункт and the like with the number, and separate № and § from it by a space.

    Source: Мильчин, Чельцова, «Справочник издателя и автора», on the signs № and § and on line breaks.
    """
    line = common.substitute(_TIGHT_NUMBER_SIGN, common.NBSP, common.bind(_NUMBER_SIGN, line))
    for pattern in (_DIVISION, _NAMED_DIVISION, _CENTURY, _NUMBERED_NAME):
        line = common.bind(pattern, line)
    return line


def places(line: str) -> str:
    """Keep г. (city), р., им., проф., г-н and the like with the name: г. Москва, им. Хруничева, г-н Иванов.

    Source: Мильчин, Чельцова, «Справочник издателя и автора», on line breaks after abbreviations.
    """
    return common.bind(_TITLE, common.bind(_NAMED, common.bind(_CITY, line)))


def years(line: str) -> str:
    """Keep г., гг. and год with the year: 2012 г., 2012 года.

    Source: CLDR, which puts a no-break space there; Мильчин, Чельцова, «Справочник издателя и автора», on line breaks.
    """
    return common.bind(_YEAR, line)


def units(line: str) -> str:
    """Keep a number and its unit on one line: 10 км, 10 %, 5 млн долл., 58,1234° с. ш.

    с, В, А and К are also words or initials: they are units only if no word follows. Source: GOST 8.417, on units after
    numbers.
    """
    for pattern in (_UNIT, _MONEY_UNIT, _SIDE):
        line = common.bind(pattern, line)
    return line


def groups(line: str) -> str:
    """Keep a number with groups of three digits together: 1 234 567.

    Source: CLDR, whose grouping separator in Russian is a no-break space.
    """
    return common.bind(_GROUPS, line)


def names(line: str) -> str:
    """Keep initials and surname together, and set initials apart: А. Н. Перминов, Перминов А. Н.

    Source: Мильчин, Чельцова, «Справочник издателя и автора», on spaces and line breaks at initials.
    """
    line = common.substitute(_TIGHT_INITIALS, common.NBSP, line)
    return common.bind(_INITIALS_LAST, common.bind(_INITIALS, line))


def and_so_on(line: str) -> str:
    """Keep и т. д., и т. п., т. е., н. э., к. т. н. on one line, with spaces inside.

    Source: Мильчин, Чельцова, «Справочник издателя и автора», on abbreviations of more than one word.
    """
    line = common.substitute(_DEGREE_END, common.NBSP, common.substitute(_DEGREE_START, common.NBSP, line))
    line = common.substitute(_TIGHT_AND_SO_ON, common.NBSP, line)
    return common.bind(_ERA, common.bind(_AND_SO_ON, line))


def days(line: str) -> str:
    """Keep day and month together: 29 февраля, 12–15 апреля.

    Source: Мильчин, Чельцова, «Справочник издателя и автора», on numbers at the end of a line.
    """
    return common.bind(_DAY, line)


def last_words(line: str) -> str:
    """Keep a last word of up to three letters, and a final «и», «или» or «либо» of an item, with the previous word.

    Source: house rule: such a word must not be a line on its own.
    """
    return common.bind(_LAST_WORD, line)


RULES: tuple[common.Rule, ...] = (
    inner_spaces,
    common.double_hyphen,
    common.number_ranges,
    ranges,
    dashes,
    single_quotes,
    quotes,
    tight_dashes,
    apostrophes,
    short_words,
    particles,
    numbers,
    places,
    years,
    units,
    groups,
    names,
    and_so_on,
    days,
    last_words,
)
"""In this order: dashes depend on the direction of quotes, and quotes must have no spaces inside."""


def _directions(char: str, *, may_open: bool, may_close: bool) -> tuple[bool, bool]:
    """Whether the quote *char* opens and whether it closes; “ closes in Russian and opens in English."""
    if char in "«„":
        return True, False
    return may_open and char in '"“', may_close
