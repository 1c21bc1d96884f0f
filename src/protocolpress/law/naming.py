"""Identifiers of works, expressions, manifestations and their parts (Akoma Ntoso Naming Convention 1.0).

Parts are numbered by their place, so that an identifier does not depend on the language: art_4__para_1__subpara_2.
"""

from __future__ import annotations

import dataclasses
import re

from protocolpress.model import Path

LEVELS = ("art", "para", "subpara", "point")
"""The names of levels in identifiers (5.2)."""

ELEMENTS = ("article", "paragraph", "subparagraph", "point")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """The name of an instrument: its jurisdiction, date and number."""

    jurisdiction: str
    """A country's code (ISO 3166-1), or that of an organization, such as "un"."""
    kind: str
    """The subtype of an act: protocol, corrigendum, record."""
    date: str
    """In ISO 8601."""
    number: str
    base: str = ""
    """Prefix of the identifiers: the publication's own address, or empty."""

    @property
    def work(self) -> str:
        """The identifier of the work, whatever the language."""
        return f"{self.base}/akn/{self.jurisdiction}/act/{self.kind}/{self.date}/{segment(self.number)}"

    def expression(self, language: str) -> str:
        """Return the identifier of the text in a language (ISO 639-2)."""
        return f"{self.work}/{language}@{self.date}"


def segment(text: str) -> str:
    """Write a number as a part of an identifier: small letters, figures and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "nn"


def eid(path: Path, prefix: str = "") -> str:
    """Return the identifier of a numbered part; in the preamble it names no article."""
    parts = [f"{LEVELS[min(level, len(LEVELS) - 1)]}_{number}" for level, number in enumerate(path) if number or level]
    return "__".join((*((prefix,) if prefix else ()), *parts))
