"""A language as a frozen value, whose fields are everything that other modules know about it.

Tables for checks may be missing: a language is judged only where it has them. Nothing here names a language.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Literal

from protocolpress.languages.finding import NO_FINDING, Finding
from protocolpress.languages.typography.common import Rule

NBSP = "\u00a0"

Script = Literal["Latin", "Cyrillic"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A language's additions to CLDR; braces stand for a formatted date."""

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
    """Separator of a range whose ends are more than one word or number."""
    grouped_from: int = 0
    """Numbers below this are written without thousands separators."""
    countries: tuple[tuple[str, str], ...] = ()
    """Short names of official documents that CLDR's table lacks."""
    first: str = ""
    """Pattern of the first day of a month if it is an ordinal: {} stands for the figure."""
    joints: tuple[tuple[str, str], ...] = ()
    """Corrections to a finished list, pattern and replacement: "e" for "y" before a word in i."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Patterns for reading dates."""

    worded: re.Pattern[str]
    """A date with the month in words: groups m1 to m12, `year`, and the days in `before` or `after`."""
    months: re.Pattern[str]
    """A part of each month: most texts have none."""
    weekdays: re.Pattern[str]
    """A group for each day of the week, Monday first."""
    days: re.Pattern[str]
    """A part of each day of the week."""
    adjectives: re.Pattern[str] | None = None
    """A group for each month: words that may translate "in May"."""
    doubtful: frozenset[str] = frozenset()
    """Names of months, as written, that may also be other words."""
    short: frozenset[str] = frozenset()
    """Names of months in lower case, without their full stop, that count only beside a day or a year."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Patterns for reading figures."""

    scales: re.Pattern[str]
    """Words after a number; five groups: hundred, thousand, million, 10⁹, 10¹²."""
    half: re.Pattern[str]
    decimal_comma: bool = True
    """Whether the comma is decimal: 1,234 is a little more than one."""
    point_groups: bool = False
    """Whether the point groups digits: 1.234 is more than a thousand."""
    half_day: re.Pattern[str] | None = None
    """Words after a time; the group says which half of the day, as one of the words below."""
    forenoon: tuple[str, ...] = ()
    afternoon: tuple[str, ...] = ()
    clock: re.Pattern[str] | None = None
    """A time with a word between or after its hour and minutes, in two groups: 17 h 30."""
    named: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Words for a number or a time, as a pattern, with its other forms: noon is 12:00 or 12."""
    lone_roman: re.Pattern[str] | None = None
    """Context required before the numeral I if it is also a word."""


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """The value that a word adds to a number: 7, or times 1000."""

    value: int
    hint: bool = False
    """Whether it may not count at all, like "one" and "second"."""
    times: bool = False
    last: bool = False
    """Whether it is always the last word of a number."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Numerals:
    """Numbers in words, which are folded: lower case, without stress marks."""

    table: Callable[[], Mapping[str, Word]]
    """Returns all words; called on first use."""
    compound: Callable[[str], Word | None] = lambda word: None  # noqa: ARG005  # no compounds
    """Returns the number in a word that the table lacks: «пятилетний»."""
    joint: str = ""
    """A word that may occur inside a number: three hundred and five."""
    joint_from: int = 100
    """It may follow a word that leaves room for as much: 100 after "hundred", 10 after "twenty"."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Tables for comparing the figures and dates of texts."""

    dates: Dates
    figures: Figures
    numerals: Numerals
    percent: str
    """Pattern of words after a percentage; signs are common to all languages."""
    money: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The same for amounts, by ISO 4217 code."""
    joints: str = ""
    """Words between the ends of a range, as a pattern."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """Words for negations and limits."""

    plain: frozenset[str]
    """Words that are always negations."""
    hidden: tuple[str, ...]
    """Beginnings of words that may be negations."""
    no_denial: tuple[str, ...]
    """Beginnings of words that look like these but are not negations."""
    likely: tuple[str, ...]
    """Beginnings of words that are always negations, though the other language may express them differently."""
    bounds: re.Pattern[str]
    """Phrases that set a limit, counted separately: groups plain, likely and perhaps."""
    nothing: re.Pattern[str]
    """Phrases that are no negations, or not on their own."""
    at_once: re.Pattern[str]
    """Phrases that mean "at once": they are no negations, and match none."""
    plain_ending: str = "\n"
    """Endings of words that are negations; the end of a line if there are none."""
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
    duty: str = dataclasses.field(default="", kw_only=True)
    """The verb of a duty that other languages express by their own verb alone: "shall"."""
    conjunctions: Mapping[str, str]
    """and, or."""
    opposites: Mapping[str, tuple[str, str]]
    """Pairs of which a text says one."""
    levels: tuple[str, str, str]
    """Nouns that cite an article, a paragraph, a sub-paragraph."""
    this: str
    """Words before the name of the text itself: this."""
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
    """A language as this program writes, sets and checks it."""

    code: str
    """The locale, as in the settings and the folders of catalogs."""
    tag: str
    """BCP 47 tag for pages and PDFs; it selects the hyphenation."""
    name: str
    """The language's name in itself."""
    english: str
    """Its name in English, which catalogs translate for "in the … languages"."""
    script: Script
    numbering: tuple[str, ...]
    """The usual numbering scheme, from articles down to the third level of paragraphs."""
    house: House
    typography: tuple[Rule, ...]
    quotes: tuple[tuple[str, str], ...]
    """Pairs of quotation marks, the outer ones first."""
    deeper: tuple[str, ...] = ("A)", "I)", "1)")
    """The usual patterns of the levels below."""
    quote_rules: tuple[Rule, ...] = ()
    """The typography rules that pair quotation marks and set apostrophes."""
    alpha3: str = "und"
    """ISO 639-2, for identifiers of legal texts."""
    hyphenation: str = ""
    """The hyphenation dictionary; empty if there is none."""
    raised: re.Pattern[str] | None = None
    """Endings of numbers that are printed as superscripts."""
    cites_letters: str = "{}"
    """Format of a cited sub-paragraph letter."""
    sections: frozenset[str] = frozenset()
    """Nouns of a numbering scheme for sections that are not articles."""
    collation: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Letters of its own, with the letters after which they are sorted."""
    facts: Facts | None = None
    negation: Negation | None = None
    wording: Wording | None = None
    inflection: Literal["dictionary", "endings", "none", ""] = ""
    """How words change: as a dictionary says, by a few endings, not at all; empty if that is not known here."""
    dictionary: bool = False
    """Whether there is a dictionary of all forms of its words."""
    finding: Finding = NO_FINDING
    """How a search recognizes its words."""
    elided: tuple[str, ...] = ()
    """Words joined to the next one by an apostrophe: l’, d’."""
    articles: bool = False
    """Whether it has articles such as "the", which are ignored when comparing terms."""
    fixes: str = ""
    """The language whose typographic slips are checked; empty for those of every language."""
    cited: re.Pattern[str] | None = None
    """Citations in words in existing texts; None if unknown.

    Groups: `art` with `paths` in brackets; or `sub`, `par` (or `par2`) with `items` in brackets, and `of` or `this`.
    """
    quoted: str = ""
    """The language that a passage in the other script is read in; empty if all is this language."""

    @property
    def noun_follows(self) -> bool:
        """Whether the noun of a citation follows its number, joined by a hyphen."""
        return self.numbering[0][:1].isdigit()
