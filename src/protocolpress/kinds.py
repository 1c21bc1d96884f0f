"""The built-in types of document and roles of people, with their English names.

A publication may add its own types, or change these, in sources/registry/types.yaml. Pure data.
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
    "cover-letter": ("Letter", Form(number=False, signatures="plain", headings="plain")),
    "note-verbale": ("Note Verbale", Form(number=False, signatures="none", headings="plain")),
    "programme": ("Program of the Visit", Form(number=False, signatures="none", headings="plain")),
    "newsletter": ("Newsletter", Form(number=False, signatures="none", headings="plain")),
}
"""By id."""

CHAPTERS = ("1.", "1)", "(a)", "(i)")
"""How chapters, and the paragraphs in them, are numbered in every language, unless the document has its own scheme."""

ROLES: dict[str, tuple[str, int]] = {
    "head": ("Head of delegation", 0),
    "co-chair": ("Co-chair", 0),
    "deputy-head": ("Deputy head of delegation", 1),
    "member": ("", 2),
    "expert": ("Expert", 3),
    "secretary": ("Secretary", 4),
    "interpreter": ("Interpreter", 5),
    "observer": ("Observer", 6),
}
"""The roles of participants, by id, with their order in a delegation: heads first."""

MEMBER = ROLES["member"][1]
"""Place of participants without a role."""

LEADING = frozenset({"head", "co-chair"})
"""The roles of those who lead a side."""
