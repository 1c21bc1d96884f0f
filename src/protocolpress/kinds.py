"""The types of document that the program knows: how each is called in English, and what it prints.

A publication adds types of its own, or changes these, in sources/registry/types.yaml. Pure data.
"""

from __future__ import annotations

from protocolpress.model import Form

_REPORT = Form(number=False, signatures="none", headings="chapters", contents=True)

TYPES: dict[str, tuple[str, Form]] = {
    "agreement": ("Agreement", Form(number=False)),
    "memorandum": ("Memorandum of Understanding", Form(number=False)),
    "joint-statement": ("Joint Statement", Form(number=False, signatures="plain", headings="plain")),
    "exchange-of-notes": ("Exchange of Notes", Form(number=False, signatures="plain", headings="plain")),
    "minutes": ("Minutes", Form(number=False, signatures="plain", headings="chapters")),
    "record": ("Record", Form(number=False, signatures="plain")),
    "report": ("Report", _REPORT),
    "annual-report": ("Annual Report", _REPORT),
    "newsletter": ("Newsletter", Form(number=False, signatures="none", headings="plain")),
}
"""By id."""

CHAPTERS = ("1.", "1)", "(a)", "(i)")
"""How chapters, and the paragraphs in them, are numbered in every language, unless the document has its own scheme."""
