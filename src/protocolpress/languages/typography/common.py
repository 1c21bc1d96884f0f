"""Shared parts of all languages' rules: the joined line, replacing across borders, pairing quotes, common rules.

A rule is a function from line to line. It may change the length of the line only by replacing spaces and dashes, and
matches exactly those then, so that no letter can move over a border. Nothing here knows a language.

The stand-ins are Unicode noncharacters, which no text may hold for interchange; where a text holds one nevertheless,
it is guarded like an address and comes back unchanged.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Iterable

Rule = Callable[[str], str]

SEPARATOR = "\ufdd0"
"""Precedes each text leaf."""
OBJECT = "\ufdd1"
"""Stands for content that is not text: the call of a note, a reference whose words are not known yet."""
BREAK = "\ufdd2"
"""Stands for a forced line break."""
GUARDED = "\ufdd3"
"""Stands for an address; rules treat it as a word."""
PLACEHOLDER = "\ufdd4"
"""Stands for `{name}`; rules treat it as a word and as a number."""

NBSP = "\u00a0"
EM_DASH = "—"
EN_DASH = "–"

# The insides of character classes.
SPACE = " \u00a0"
DASH = r"\-\u2010-\u2015\u2212"
WORD = rf"\w\u0300-\u036f\u00ad\u200d\u2060{GUARDED}{PLACEHOLDER}"
NUMBER = rf"\d{PLACEHOLDER}"
QUOTE = "\"'“”‘’«»„‚"

_STAND_INS = "\ufdd0-\ufdd4"
_NOT_ADDRESS = rf"\s<>\"“”«»„–—{_STAND_INS}"
_WORD_START = r"(?<![\w.+])(?<!\w-)"
_UNTOUCHED = re.compile(
    rf"(?P<placeholder>\{{\{{[^{{}}{_STAND_INS}]*\}}\}}|\{{[^{{}}\s{QUOTE}–—{_STAND_INS}]*\}})"
    rf"|[a-z][a-z+.]{{1,9}}://[^{_NOT_ADDRESS}]*[^{_NOT_ADDRESS}.,;:!?'’)\]]"
    rf"|(?:www\.|mailto:)[^{_NOT_ADDRESS}]*[^{_NOT_ADDRESS}.,;:!?'’)\]]"
    rf"|{_WORD_START}\w++(?:[.+-]\w++)*+@(?:[\w-]++\.)+[\w-]+"
    rf"|{_WORD_START}(?:\w++(?:-\w++)*+\.)+[a-z]{{2,}}/[^{_NOT_ADDRESS}]*[^{_NOT_ADDRESS}.,;:!?'’)\]]"
    rf"|[{_STAND_INS}]"
)
_STAND_IN = re.compile(f"[{GUARDED}{PLACEHOLDER}]")


class Guard:
    """Replaces text that no rule may see (addresses, placeholders, noncharacters), and restores it in order."""

    def __init__(self) -> None:
        """Start without guarded text."""
        self._count = 0
        self._taken: list[str] = []

    def leaf(self, text: str) -> str:
        """Return the text of the next leaf with a stand-in for each guarded stretch."""
        self._count += 1
        return _UNTOUCHED.sub(self._take, text)

    def leaves(self, line: str) -> tuple[str, ...]:
        """Split the line into its leaves, with every guarded stretch in its place; raise if a leaf was lost."""
        taken = iter(self._taken)
        words = line.translate({ord(OBJECT): None, ord(BREAK): None}).split(SEPARATOR)[1:]
        if len(words) != self._count:
            raise AssertionError(words)
        return tuple(_STAND_IN.sub(lambda _: next(taken), text) for text in words)

    def _take(self, match: re.Match[str]) -> str:
        self._taken.append(match[0])
        return PLACEHOLDER if match["placeholder"] else GUARDED


# ── changing the line ────────────────────────────────────────────────────────────────────────────────────────────────


def lift(line: str) -> tuple[str, list[int]]:
    """Return the line without its separators, and their places."""
    leaves = line.split(SEPARATOR)
    return "".join(leaves), list(itertools.accumulate(len(leaf) for leaf in leaves))[:-1]


def lower(text: str, cuts: Iterable[int]) -> str:
    """Return the line with separators at the places of *cuts*: the inverse of `lift`."""
    places = (0, *cuts, len(text))
    return SEPARATOR.join(text[start:end] for start, end in itertools.pairwise(places))


def substitute(pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str], line: str) -> str:
    """Replace every match of *pattern*, found as if there were no separators, by *replacement*, taken literally.

    A separator before or after a match stays there; one inside it keeps its distance from the match's start as far as
    the new text reaches.
    """
    if not pattern.search(line.replace(SEPARATOR, "")):  # so are most lines for most rules
        return line
    text, cuts = lift(line)
    parts: list[str] = []
    moved: list[int] = []
    done = shift = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = replacement if isinstance(replacement, str) else replacement(match)
        while len(moved) < len(cuts) and cuts[len(moved)] < max(end, start + 1):
            inside = max(cuts[len(moved)] - start, 0)
            moved.append(cuts[len(moved)] + shift - inside + min(inside, len(new)))
        parts += text[done:start], new
        shift += len(new) - (end - start)
        done = end
    moved += (cut + shift for cut in cuts[len(moved) :])
    return lower("".join(parts) + text[done:], moved)


def bind(pattern: re.Pattern[str], line: str) -> str:
    """Replace the ordinary spaces in every match of *pattern* with no-break spaces."""
    return substitute(pattern, lambda match: match[0].replace(" ", NBSP), line)


# ── quotes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_BEFORE_OPENING = frozenset("([{<«„‚/=:" + _DASHES)
_AFTER_CLOSING = frozenset(".,;:!?…)]}>»/([" + _DASHES + OBJECT)
_NEVER_BEFORE_CLOSING = frozenset("([{<«„‚")


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """A character that may open or close a quotation; *strong* kinds close over weaker open ones."""

    place: int
    kind: str
    opens: bool
    closes: bool
    strong: bool = True
    doubtful: bool = False
    """True for a straight mark after a digit, which may also mean feet or inches."""


def surroundings(text: str, quotes: re.Pattern[str]) -> Iterable[tuple[int, bool, bool]]:
    """Return each quote's place, and whether it may open or close a quotation there.

    Adjacent quotes share their surroundings. Between two letters neither is possible.
    """
    for run in quotes.finditer(text):
        before = text[run.start() - 1] if run.start() else BREAK
        after = text[run.end()] if run.end() < len(text) else BREAK
        gap_before, gap_after = (char == BREAK or char.isspace() for char in (before, after))
        opens = (gap_before or before in _BEFORE_OPENING) and not gap_after
        closes = not gap_before and before not in _NEVER_BEFORE_CLOSING and (gap_after or after in _AFTER_CLOSING)
        for place in range(*run.span()):
            yield place, opens, closes


def pair(marks: Iterable[Mark]) -> dict[Mark, Mark]:
    """Pair opening marks with closing ones, nested; an unpaired mark is in no pair.

    A doubtful mark closes an open one; if a sure one of its kind follows and finds nothing open, it takes over the
    pair, and the doubtful mark was an inch sign.
    """
    pairs: dict[Mark, Mark] = {}
    opened: list[Mark] = []
    waiting: dict[str, int] = {}
    last: Mark | None = None
    for mark in marks:
        if mark.closes and waiting.get(mark.kind) and (mark.strong or opened[-1].kind == mark.kind):
            last = _close(mark.kind, opened, waiting)
            pairs[last] = mark
        elif mark.opens:
            opened.append(mark)
            waiting[mark.kind] = waiting.get(mark.kind, 0) + 1
        elif last and mark.closes and last.kind == mark.kind and pairs[last].doubtful and not mark.doubtful:
            while opened and opened[-1].place > last.place:
                waiting[opened.pop().kind] -= 1
            pairs[last] = mark
    return pairs


def _close(kind: str, opened: list[Mark], waiting: dict[str, int]) -> Mark:
    """Take the innermost open mark of *kind* off the stack, with everything left open inside it."""
    while True:
        mark = opened.pop()
        waiting[mark.kind] -= 1
        if mark.kind == kind:
            return mark


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_NARROW_SPACE = re.compile("[\u2009\u202f]")
_HYPHEN = re.compile("\u2010")
_RANGE = re.compile(rf"(?<=\d)(?:-|[{SPACE}]+–[{SPACE}]+)(?=\d)")
_OTHER_DASH = r"\-\u2010-\u2013\u2015\u2212"
_RANGE_START = re.compile(
    rf"(?<![{WORD}.,/:+#№{_OTHER_DASH}])(?<!\d[{SPACE}])(?<!№[{SPACE}])(?<!No\.[{SPACE}])(\d{{1,4}})\Z"
)
_RANGE_END = re.compile(rf"(\d{{1,4}})(?![{WORD}{_OTHER_DASH}/]|[.,:]\d|[{SPACE}]\d)")
_EDGE_BEFORE = rf"(?:(?<=[{WORD}.,!?)\]…])|(?<=[{WORD}.,!?][{QUOTE}]))"
_DOUBLE_HYPHEN = re.compile(rf"{_EDGE_BEFORE}(?!(?<=\d)-+\d)-{{2,3}}(?=[{QUOTE}]?[{WORD}])")
_SPACED_DASH = re.compile(
    rf"(?<=[^\s{BREAK}{DASH}(\[{{«„])(?!(?<=\d)[{SPACE}]+-+[{SPACE}]+\d)"
    rf"[{SPACE}]+(?:-{{1,3}}|[–—])[{SPACE}]+(?=[^\s{BREAK}{DASH})\]}}.,;:!?…])"
)


def narrow_spaces(line: str) -> str:
    """Replace thin and narrow no-break spaces with no-break spaces.

    Source: CLDR writes U+202F in dates and times; PT Serif and PT Sans have neither U+202F nor U+2009.
    """
    return substitute(_NARROW_SPACE, NBSP, line)


def plain_hyphens(line: str) -> str:
    """Replace U+2010, the hyphen of some word processors, with the keyboard's hyphen.

    Source: the Unicode Standard, 6.2, on U+2010 and U+002D, which look alike; the fonts have the latter only.
    """
    return substitute(_HYPHEN, "-", line)


def number_ranges(line: str) -> str:
    """Put an unspaced en dash between two plain rising numbers: 2011–2012, 12–15.

    Numbers that may be a document's, a date's or a telephone's are left alone: parts of longer figures, leading zeros,
    falling numbers, widths as different as 555-1234, and what follows "No." or "№".
    Source: Chicago Manual of Style, on the en dash; Мильчин, Чельцова, «Справочник издателя и автора», on ranges of
    numbers, which allows the en dash (here for both languages) and wants it unspaced.
    """
    return substitute(_RANGE, _range_dash, line)


def double_hyphen(line: str) -> str:
    """Turn two or three hyphens between words into an em dash.

    Source: Chicago Manual of Style, on typing the em dash as two hyphens; three are the custom of TeX.
    """
    return substitute(_DOUBLE_HYPHEN, EM_DASH, line)


def spaced_dash(replacement: str, line: str) -> str:
    """Replace a spaced hyphen, double hyphen or dash between words, with its spaces, by *replacement*.

    A spaced hyphen between two numbers may be a minus, and a hyphen without a space after it a minus or a bare ending:
    they stay. Source: the replacement is each language's own rule.
    """
    return substitute(_SPACED_DASH, replacement, line)


def _range_dash(match: re.Match[str]) -> str:
    start = _RANGE_START.search(match.string[max(0, match.start() - 12) : match.start()])
    end = _RANGE_END.match(match.string[match.end() : match.end() + 8])
    if start and end and _is_rising(start[1], end[1]):
        return EN_DASH
    return match[0]


def _is_rising(first: str, last: str) -> bool:
    plain = all(number == "0" or not number.startswith("0") for number in (first, last))
    alike = len(first) == len(last) or len(last) < 4
    return plain and alike and int(first) < int(last)


RULES: tuple[Rule, ...] = (narrow_spaces, plain_hyphens)
"""The rules of every language, also of those that have no rules of their own."""
