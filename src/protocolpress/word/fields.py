"""Fields of a text (ECMA-376 Part 1, 17.16): what an instruction means for the words inside the field."""

from __future__ import annotations

import dataclasses
import re

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')

GENERATED = {
    "TOC": "table of contents",
    "INDEX": "index",
    "TOA": "table of authorities",
    "BIBLIOGRAPHY": "bibliography",
}
"""Content that Word generates from the text itself and updates when it prints."""

PAGES = ("PAGE", "PAGEREF", "NUMPAGES", "SECTIONPAGES")
"""Page numbers, which are right in Word's own layout only."""


@dataclasses.dataclass(slots=True)
class Field:
    """An open field; its instruction is read piece by piece."""

    instruction: str = ""
    in_result: bool = False

    @property
    def words(self) -> list[str]:
        """The words of the instruction, without quotation marks."""
        return [
            quoted.replace('\\"', '"').replace("\\\\", "\\") or word for quoted, word in _WORD.findall(self.instruction)
        ]

    @property
    def kind(self) -> str:
        """The field's name."""
        return self.words[0].upper() if self.words else ""

    @property
    def href(self) -> str:
        """The address of a hyperlink."""
        words = self.words
        if self.kind != "HYPERLINK" or len(words) < 2 or words[1].startswith("\\"):
            return ""
        return words[1]

    @property
    def target(self) -> str:
        """The bookmark that the field refers to."""
        words = self.words
        if self.kind == "HYPERLINK" and "\\l" in words[:-1]:
            return words[words.index("\\l") + 1]
        return words[1] if self.kind == "REF" and len(words) > 1 else ""
