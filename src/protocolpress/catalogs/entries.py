"""A catalog file as values: its entries in order, each with its exact lines; joined, they reproduce the file."""

from __future__ import annotations

import dataclasses
import html
import unicodedata

FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and a symbol whose category does not show that they are blank or invisible."""
UNSEEN = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"))


def has_text(text: str) -> bool:
    """Whether *text* has anything visible: spaces and zero-width characters, and entities for them, do not count."""
    return any(unicodedata.category(one) not in UNSEEN and one not in FILLERS for one in html.unescape(text))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A message of a catalog; lines count from 1; 0 if there is none."""

    msgid: str
    msgstr: tuple[str, ...] = ()
    msgid_plural: str | None = None
    msgctxt: str | None = None
    comments: tuple[str, ...] = ()
    """The translator's own comments, `# `, one string for each line."""
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    """The lines after `#|`: the msgid for which the translation was made."""
    obsolete: bool = False
    broken: bool = False
    """True if its lines have a problem; then only *raw* can be trusted."""
    unfit: bool = False
    """True if its lines can be read, but a mistake in the translation makes it unusable."""
    line: int = 0
    """The first line that is not empty: a comment or a keyword."""
    msgid_line: int = 0
    msgstr_lines: tuple[int, ...] = ()
    raw: str = ""
    """Its exact lines, with the empty ones around it."""

    @property
    def key(self) -> tuple[str | None, str]:
        """The key that identifies a message in a file; an empty context differs from none."""
        return self.msgctxt, self.msgid

    @property
    def is_header(self) -> bool:
        """Whether it is the entry that describes the file."""
        return self.key == (None, "") and not self.obsolete and self.msgid_line > 0

    @property
    def is_fuzzy(self) -> bool:
        """Whether the translation must be reviewed before it may be used."""
        return "fuzzy" in self.flags

    @property
    def is_translated(self) -> bool:
        """Whether the translation may be used: complete and current, in all its plural forms."""
        fit = not (self.broken or self.unfit or self.obsolete or self.is_fuzzy or self.is_header)
        return fit and self.is_whole

    @property
    def is_whole(self) -> bool:
        """Whether every form of the translation has visible text; for a blank source it may be blank."""
        return bool(self.msgstr) and all(self.msgstr) and (all(map(has_text, self.msgstr)) or not has_text(self.msgid))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PoFile:
    """A catalog file: entries in order, and *tail*, the lines after the last of them."""

    entries: tuple[Entry, ...]
    tail: str = ""
    charset: str = "utf-8"
    """Python's name of the charset."""
    bom: bool = False

    @property
    def header(self) -> Entry | None:
        """The entry that describes the file, or None if there is no valid one."""
        return next((entry for entry in self.entries if entry.is_header and not entry.broken), None)

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the header by name."""
        lines = self.header.msgstr[0].split("\n") if self.header else []
        pairs = (line.partition(":") for line in lines)
        return {name.strip(): value.strip() for name, colon, value in pairs if colon}
