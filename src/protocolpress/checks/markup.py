"""Does the translation keep the markup? Placeholders, links, references, mentions, footnotes, emphasis, line breaks.

Both texts are parsed as on the pages (`protocolpress.markup`), and their contents are compared; words may come in any
order. Catalogs of other programs are not Markdown: text that merely looks like markup is the same in both.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator

from protocolpress import markup, numbering
from protocolpress.checks import spans
from protocolpress.checks.rule import Check, Context, Finding, Pair, Rule
from protocolpress.errors import Severity

PLACEHOLDER = re.compile(r"\{(\w+)\}")
NEAR = frozenset({"this"})
"""Names in braces that are forms of a citation, not values."""

FORMATS = frozenset({"python-brace-format", "perl-brace-format"})
"""Flags of format strings with arguments in braces."""

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
HOST = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://(?:(?:www|[a-z]{2})\.)?|mailto:[^@]*@)([^/?#]+)")
"""The host of an address, without a part that only names a language: ru.example.org."""

QUOTE = re.compile(r"[“«]|(?:^|(?<=[\s(\[]))\"")

BULLET = re.compile(r"^[ \t]*\*[ \t]", re.MULTILINE)

LETTERS = ("a", "а", "а…з", "i")
"""The styles in which a sub-paragraph may be named."""

BLOCKS = {
    "a heading": re.compile(r"\s*#{1,6}\s"),
    "a list item": re.compile(r"\s*[-+*]\s"),
    "a numbered paragraph": re.compile(r"\s*(?:\d{1,3}[.)]|\(?[a-zа-я]\)|\([ivx]{1,4}\))\s"),
    "a table": re.compile(r"\s*\|"),
    "a quotation": re.compile(r"\s*>\s"),
}
"""Markers that start a block of Markdown; a message is the inside of one."""


# ── the rules ────────────────────────────────────────────────────────────────────────────────────────────────────────


def placeholders(pair: Pair, context: Context) -> Iterator[Finding]:
    """Compare the `{names}`, and `{}` outside references; the reader compares those of format strings.

    `{this}` is another form of `{}`: each language cites in its own way.
    """
    del context
    if not FORMATS.isdisjoint(pair.entry.flags):
        return
    source, target = (frozenset(PLACEHOLDER.findall(text)) - NEAR for text in (pair.source, pair.target))
    if source != target:
        hint = "keep every {name} of the source text, and add no others"
        yield Finding(markup.placeholders_differ(source - target, target - source), hint)
    signs = [sign for sign in ("{}", "{this}") if sign in pair.source or sign in pair.target]
    if not signs:
        return
    first, second = spans.read(pair.source), spans.read(pair.target)
    for sign in signs:
        before, after = first.words.count(sign), second.words.count(sign)
        if before != after:
            hint = f"{sign} stands for a number only in the words of a reference: [пунктом {sign}](#scope/1)"
            what = f"lacks {sign}" if after < before else f"has {sign}, which the source does not"
            yield Finding(f"the translation {what}", hint)
    if second.doubled and not first.doubled:
        yield Finding("a reference has {} twice", "write a reference for each number")


def links(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find missing web addresses."""
    del context
    lost, changed, _ = _addresses(pair)
    for old in lost:
        yield Finding(f"the translation lacks the link to {_short(old)}", "keep the address of the source text")
    del changed


def changed_links(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find web addresses with another path on the same host: perhaps the page in the other language."""
    del context
    for old, new in _addresses(pair)[1]:
        message = f"a link leads to {_short(new)}, but in the source to {_short(old)}"
        yield Finding(message, "keep the address, unless this is the same page in your language")


def references(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find missing structural references, counting those to one target."""
    del context
    for target in _references(pair)[0]:
        yield Finding(
            f"the translation lacks the reference to {_short(target)}",
            f"write [words]({_short(target)}) where it belongs",
        )


def mentions(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find missing mentions of the registry, without which an index entry would be lost."""
    del context
    for entry in _mentions(pair)[0]:
        yield Finding(
            f"the translation lacks the mention @{_short(entry)}", f"write [words](@{_short(entry)}) where it belongs"
        )


def added(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find targets that the source does not have."""
    del context
    every = (*_addresses(pair)[2], *_references(pair)[1], *(f"@{entry}" for entry in _mentions(pair)[1]))
    for target in every:
        message = f"the translation leads to {_short(target)}, but its source does not"
        yield Finding(message, "use only the targets of the source text")


def footnotes(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find missing calls of footnotes."""
    del context
    for label in dict.fromkeys(spans.CALL.findall(pair.source)):
        if f"[^{label}]" not in pair.target:
            yield Finding(f"the translation does not call footnote {label}", f"write [^{label}] where it belongs")


def emphasis(pair: Pair, context: Context) -> Iterator[Finding]:
    """Compare how often words are emphasized, weakly and strongly; *Atlantis* is «Атлантис» in Russian."""
    del context
    if any(broken(pair, Context())):
        return
    first, second = spans.read(pair.source).emphasis, spans.read(pair.target).emphasis
    quoted = pair.target.count("«") - len(QUOTE.findall(pair.source))
    if 0 < first[0] - second[0] <= quoted:
        second = (first[0], second[1])
    for sign, before, after in zip(("*", "**"), first, second, strict=True):
        if before != after:
            message = f"emphasis with {sign}: {before} in the source, {after} in the translation"
            yield Finding(message, f"put {sign} around the corresponding words, and no others")


def breaks(pair: Pair, context: Context) -> Iterator[Finding]:
    """Compare forced line breaks."""
    del context
    before, after = spans.read(pair.source).breaks, spans.read(pair.target).breaks
    if before != after:
        message = f"forced line breaks: {before} in the source, {after} in the translation"
        yield Finding(message, "end the same lines with a backslash")


def broken(pair: Pair, context: Context) -> Iterator[Finding]:
    r"""Find unpaired markup characters, which print literally. One written with \ is intended."""
    del context
    if not spans.SIGNS.search(pair.target):
        return
    texts = (BULLET.sub("", ESCAPED.sub("", text)) for text in (pair.source, pair.target))
    before, after = (spans.read(text).words for text in texts)
    for sign in ("](", "*"):
        if after.count(sign) > before.count(sign):
            yield Finding(f"{sign} is left over in the translation", "add its counterpart, or remove it")
            return
    open_, close = after.count("["), after.count("]")
    if open_ != close and before.count("[") == before.count("]"):
        sign = "[" if open_ > close else "]"
        yield Finding(f"{sign} is left over in the translation", "add its counterpart, or remove it")


def html(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find HTML that is not in the source."""
    del context
    found = markup.raw_html(pair.target) if "<" in pair.target else ""
    if found and found not in pair.source:
        yield Finding(f"HTML in a translation: {_short(found)}", "HTML prints literally; use Markdown")


def structure(pair: Pair, context: Context) -> Iterator[Finding]:
    """Find markers that would start a block: a message is the inside of one, and its number is printed anyway."""
    del context
    for name, pattern in BLOCKS.items():
        if pattern.match(pair.target) and not pattern.match(pair.source):
            yield Finding(f"the translation starts with the marker of {name}", "remove the marker: the program adds it")
    before, after = _paragraphs(pair.source), _paragraphs(pair.target)
    if before != after:
        message = f"paragraphs: {before} in the source, {after} in the translation"
        yield Finding(message, "leave an empty line where the source has one, and only there")


def _rule(name: str, severity: Severity, check: Check) -> Rule:
    return Rule(id=name, family="markup", severity=severity, check=check, compares=True)


RULES = (
    _rule("placeholder-mismatch", Severity.ERROR, placeholders),
    _rule("lost-link", Severity.ERROR, links),
    _rule("changed-link", Severity.WARNING, changed_links),
    _rule("lost-reference", Severity.ERROR, references),
    _rule("lost-mention", Severity.ERROR, mentions),
    _rule("added-target", Severity.WARNING, added),
    _rule("lost-footnote", Severity.ERROR, footnotes),
    _rule("lost-emphasis", Severity.WARNING, emphasis),
    _rule("lost-break", Severity.WARNING, breaks),
    _rule("broken-markup", Severity.ERROR, broken),
    _rule("raw-html", Severity.WARNING, html),
    _rule("structure-mismatch", Severity.ERROR, structure),
)


# ── comparing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _addresses(pair: Pair) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """Return the missing addresses, those with another path on the same host, and new ones."""
    before, after = Counter(spans.read(pair.source).addresses), Counter(spans.read(pair.target).addresses)
    if before == after:
        return [], [], []
    new = list((after - before).elements())
    lost, changed = [], []
    for old in (before - after).elements():
        same = next((other for other in new if _host(other) == _host(old)), None)
        if same is None:
            lost.append(old)
        else:
            new.remove(same)
            changed.append((old, same))
    return lost, changed, new


def _host(address: str) -> str:
    match = HOST.match(address)
    return match[1].lower() if match else address


def _mentions(pair: Pair) -> tuple[list[str], list[str]]:
    """Return the missing mentions, and new ones."""
    before, after = Counter(spans.read(pair.source).mentions), Counter(spans.read(pair.target).mentions)
    return list((before - after).elements()), list((after - before).elements())


def _references(pair: Pair) -> tuple[list[str], list[str]]:
    """Return the missing references, and new ones."""
    lost, new = [], list(spans.read(pair.target).references)
    for old in spans.read(pair.source).references:
        same = old if old in new else next((other for other in new if _is_same(old, other)), None)
        if same is None:
            lost.append(old)
        else:
            new.remove(same)
    return lost, new


def _is_same(one: str, other: str) -> bool:
    """Whether two references may mean the same place: a sub-paragraph has a letter in each alphabet, and a number."""
    (document, _, place), (same, _, there) = one.partition("#"), other.partition("#")
    first, second = place.split("/"), there.split("/")
    return (
        document == same
        and len(first) == len(second)
        and all(a == b or not _numbers(a).isdisjoint(_numbers(b)) for a, b in zip(first, second, strict=True))
    )


@functools.lru_cache(maxsize=1024)
def _numbers(segment: str) -> frozenset[int]:
    """Return the numbers that a segment of a reference may mean."""
    return frozenset(filter(None, (numbering.parse(segment, style) for style in LETTERS)))


def _paragraphs(text: str) -> int:
    return len(re.findall(r"\n[ \t]*\n[ \t\n]*", text.strip())) + 1 if "\n" in text else 1


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
