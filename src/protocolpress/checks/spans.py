"""The contents of a text beside its words: a text comes in; links, references, mentions and so on go out.

The text is parsed as on the pages.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable

from protocolpress import markup
from protocolpress.model import Break, Emphasis, Link, Mention, NoteCall, Passage, Plain, Reference, Span

SIGNS = re.compile(r"[*_\[\]<`\\&\n]")
"""Characters of which at least one occurs in any markup."""

CALL = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")
ADDRESS = re.compile(r"https?://[^\s<>()\[\]«»“”„\"]+")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The contents of a text beside its words."""

    addresses: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    emphasis: tuple[int, int] = (0, 0)
    """Numbers of weak and strong emphasis."""
    breaks: int = 0
    words: str = ""
    """The words outside references, where invalid markup prints literally."""
    doubled: bool = False
    """True if a reference has `{}` twice."""


@functools.lru_cache(maxsize=1024)
def read(text: str) -> Facts:
    """Parse a text; cached, because the rules ask for the same two again and again."""
    if not SIGNS.search(text):
        return Facts(words=text, addresses=tuple(_bare(text)))
    reader = _Reader()
    reader.spans(markup.inline(text, CALL.findall(text)))
    return reader.facts()


class _Reader:
    """Collects what the spans of one text hold."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.references: list[str] = []
        self.mentions: list[str] = []
        self.emphasis = [0, 0]
        self.breaks = 0
        self.words: list[str] = []
        self.doubled = False

    def facts(self) -> Facts:
        return Facts(
            addresses=tuple(self.addresses),
            references=tuple(self.references),
            mentions=tuple(self.mentions),
            emphasis=(self.emphasis[0], self.emphasis[1]),
            breaks=self.breaks,
            words="".join(self.words),
            doubled=self.doubled,
        )

    def spans(self, spans: Iterable[Span]) -> None:
        for span in spans:
            match span:
                case Plain(text):
                    self.words.append(text)
                    self.addresses += _bare(text)
                case Break():
                    self.breaks += 1
                    self.words.append(" ")
                case Emphasis(children, strong, script):
                    self.emphasis[strong] += not script
                    self.spans(children)
                case Link(href, children):
                    self.addresses.append(href)
                    words = markup.plain(children)  # an address may be its own text
                    self.words.append(words)
                case Reference(target, children):
                    self.references.append(target)
                    self.doubled |= markup.plain(children).count("{}") > 1
                case Mention(entry, children):
                    self.mentions.append(entry)
                    self.spans(children)
                case Passage(_, children):
                    self.spans(children)
                case NoteCall():
                    pass


def _bare(text: str) -> list[str]:
    """Return the addresses in the words, without the punctuation of the sentence."""
    return [found.rstrip(".,;:!?…'") for found in ADDRESS.findall(text)] if "://" in text else []
