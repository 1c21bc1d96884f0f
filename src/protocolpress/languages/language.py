"""What a language is to this program: one frozen value, whose fields are all that any other module knows of it.

Tables for checks may be missing: what cannot be judged in a language is not judged. Nothing here names a language.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Literal

from protocolpress.languages.typography.common import Rule

NBSP = "\u00a0"

Script = Literal["Latin", "Cyrillic"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What an editor adds to CLDR for one language; braces stand for a formatted date."""

    about: str = "~{}"
    about_range: str = "~{}"
    uncertain: str = "{} (?)"
    thirds: tuple[str, str, str] = ("{} (1/3)", "{} (2/3)", "{} (3/3)")
    """Early, in the middle of and late in a month, which is in the genitive where there is one."""
    thirds_of_year: tuple[str, str, str] | None = None
    """The same of a year, where that is said differently."""
    year: str = "{}"
    years: str = "{}"
    dash: str = f"{NBSP}– "
    """Between ends that are more than one word or number."""
    grouped_from: int = 0
    """Numbers below it are written without separators of thousands."""
    countries: tuple[tuple[str, str], ...] = ()
    """Short names that official papers use and CLDR's table has not."""
    first: str = ""
    """How the first day of a month is written where it is an ordinal: {} stands for the figure."""
    joints: tuple[tuple[str, str], ...] = ()
    """Changes of a finished list, pattern and replacement: "e" for "y" before a word in i."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """How dates are read."""

    worded: re.Pattern[str]
    """A date with the month in words: groups m1 to m12, `year`, and the days in `before` or `after`."""
    months: re.Pattern[str]
    """A part of each month: most texts have none."""
    weekdays: re.Pattern[str]
    """A group for each day of the week, Monday first."""
    days: re.Pattern[str]
    """A part of each day of the week."""
    adjectives: re.Pattern[str] | None = None
    """A group for each month: words that may say what "in May" does."""
    doubtful: frozenset[str] = frozenset()
    """Names of months, as they are written, that alone may be other words."""
    short: frozenset[str] = frozenset()
    """Names of months in small letters without their full stop that count only beside a day or a year."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How figures are read."""

    scales: re.Pattern[str]
    """Behind a number; five groups: hundred, thousand, million, 10⁹, 10¹²."""
    half: re.Pattern[str]
    decimal_comma: bool = True
    """Whether 1,234 is a little more than one."""
    point_groups: bool = False
    """Whether 1.234 is more than a thousand."""
    half_day: re.Pattern[str] | None = None
    """Behind a number; its group says which half of the day, in one of the words below."""
    forenoon: tuple[str, ...] = ()
    afternoon: tuple[str, ...] = ()
    clock: re.Pattern[str] | None = None
    """A time as its hour and its minutes, two groups, where there is a word between or behind them: 17 h 30."""
    named: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Words that name a number or a time, as a pattern, and what else it may be written as: noon is 12:00 or 12."""
    lone_roman: re.Pattern[str] | None = None
    """What has to stand before the numeral I where that is a word as well."""


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """What a word adds to a number: 7, or times 1000."""

    value: int
    hint: bool = False
    """Whether it may as well count nothing, as "one" and "second"."""
    times: bool = False
    last: bool = False
    """Whether no word can follow it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Numerals:
    """Numbers as words; words are folded: small, without stress marks."""

    table: Callable[[], Mapping[str, Word]]
    """All words; made when it is asked for the first time."""
    compound: Callable[[str], Word | None] = lambda word: None  # noqa: ARG005  # no compounds
    """The number in a word that the table does not have: «пятилетний»."""
    joint: str = ""
    """The word that may stand inside a number: three hundred and five."""
    joint_from: int = 100
    """It may stand behind a word that leaves room for so much: 100 behind "hundred", 10 behind "twenty"."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is needed to compare the figures and dates of texts."""

    dates: Dates
    figures: Figures
    numerals: Numerals
    percent: str
    """What stands behind a number that is a percentage, as a pattern; signs are every language's."""
    money: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The same for an amount, by ISO 4217."""
    joints: str = ""
    """Words between the ends of a range, as a pattern."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """How a text denies something, and sets a limit."""

    plain: frozenset[str]
    """Words that do nothing else."""
    hidden: tuple[str, ...]
    """How words begin that may deny something."""
    no_denial: tuple[str, ...]
    """How words begin that look like these and do not."""
    likely: tuple[str, ...]
    """How words begin that deny something for certain, though the other language may do it in other words."""
    bounds: re.Pattern[str]
    """Phrases that set a limit, counted by themselves: groups plain, likely and perhaps."""
    nothing: re.Pattern[str]
    """Phrases that deny nothing, or nothing by themselves."""
    at_once: re.Pattern[str]
    """Phrases that say "at once": they deny nothing, and stand in for no other denial."""
    plain_ending: str = "\n"
    """How words end that deny; a line's end where none do."""
    hidden_ending: str = "\n"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words that the meaning of a legal text turns on.

    An entry lists words and phrases in small letters with " | " between them; `*` stands for any ending, and the
    longest that fits at a place counts. Keys are the same in all languages. A key with a question mark has words that
    may say what the key says, and ask for nothing.
    """

    nothing: re.Pattern[str]
    """Phrases in which these words mean something else."""
    idioms: re.Pattern[str]
    """Phrases whose nouns are no defined terms: on the other side."""
    units: Mapping[str, Mapping[str, str]]
    """By what is measured: each unit's words; languages, time zones and directions too."""
    limits: Mapping[str, str]
    """upper: before, less than; lower: after, more than; upper! and lower!: not later than, at least."""
    modality: Mapping[str, str]
    """must, may, should, ban."""
    conjunctions: Mapping[str, str]
    """and, or."""
    opposites: Mapping[str, tuple[str, str]]
    """Pairs of which a text says one."""
    levels: tuple[str, str, str]
    """Nouns that cite an article, a paragraph, a sub-paragraph."""
    this: str
    """What stands before the name of the text itself: this."""
    instruments: str
    """Names of texts that have a capital behind it: this Protocol."""
    common: frozenset[str]
    """Small words that are no name of anything, beside those of the tables."""
    endings: tuple[str, ...]
    """How words end that are no names of programs and files, which may stand in any translation."""
    short: frozenset[str]
    """Words of one or two letters, some of which look like letters of another alphabet."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language as this program writes, sets and judges it."""

    code: str
    """The locale, as settings and the folders of catalogs have it."""
    tag: str
    """BCP 47, for pages and PDFs; it chooses the hyphenation."""
    name: str
    """The language's name in itself."""
    english: str
    """Its name in English, which catalogs translate for "in the … languages"."""
    script: Script
    numbering: tuple[str, ...]
    """The usual scheme, from articles down."""
    house: House
    typography: tuple[Rule, ...]
    quotes: tuple[tuple[str, str], ...]
    """Pairs of quotation marks, the outer ones first."""
    quote_rules: tuple[Rule, ...] = ()
    """Those of its typography that pair quotation marks and set apostrophes."""
    alpha3: str = "und"
    """ISO 639-2, for identifiers of legal texts."""
    hyphenation: str = ""
    """The dictionary that divides its words; empty if there is none."""
    raised: re.Pattern[str] | None = None
    """Endings of numbers that are printed above the line."""
    cites_letters: str = "{}"
    """How the letter of a sub-paragraph is cited."""
    sections: frozenset[str] = frozenset()
    """Nouns of a numbering scheme that are a section, and no article."""
    collation: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """By what letters of its own are sorted."""
    facts: Facts | None = None
    negation: Negation | None = None
    wording: Wording | None = None
    inflection: Literal["dictionary", "endings", "none", ""] = ""
    """How words change: as a dictionary says, by a few endings, not at all; empty if that is not known here."""
    dictionary: bool = False
    """Whether there is a dictionary of all forms of its words."""
    elided: tuple[str, ...] = ()
    """Words that join the next one by an apostrophe: l’, d’."""
    articles: bool = False
    """Whether "the" and its like stand before nouns and are left out where terms are compared."""
    fixes: str = ""
    """Whose slips of typography are looked for; empty for those of every language."""
    cited: re.Pattern[str] | None = None
    """How texts from elsewhere cite places in words; None if that is not known here.

    Groups: `art` with `paths` in brackets; or `sub`, `par` (or `par2`) with `items` in brackets, and `of` or `this`.
    """
    quoted: str = ""
    """The language that a passage in the other script is read in; empty if all is this language."""

    @property
    def noun_follows(self) -> bool:
        """Whether the noun of a citation stands behind its number, joined by a hyphen."""
        return self.numbering[0][:1].isdigit()
