"""Unpaired or unsupported markup in a source, which would print literally.

In: a document. Out: errors with the rule `broken-markup`. A character escaped with a backslash is intended.
"""

from __future__ import annotations

import functools
import re

from protocolpress import markup, model
from protocolpress.errors import Problems
from protocolpress.model import Document

_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")

_SIGNS = re.compile(r"\]\(|\]\[|~~|\*+(?=\S)|(?<=\S)\*+")
"""`](`, `][`, `~~`, and asterisks beside a word; one between spaces is a multiplication sign."""

_CODE = re.compile(r"(`+)[^`]+\1")


def check(document: Document, problems: Problems) -> None:
    """Report markup that would print literally."""
    for message in model.messages(document):
        if sign := _sign(message.msgid, tuple(document.notes)):
            hint = "add its counterpart, or remove it; to print it, write a backslash before it"
            problems.error(message.position, "broken-markup", f"{sign} is left over in the text", hint)


@functools.lru_cache(maxsize=8192)  # a document is localized for each of its editions
def _sign(text: str, notes: tuple[str, ...]) -> str:
    """Return the first sign of a text that would be printed, or nothing."""
    text = _ESCAPED.sub("", text)
    words = markup.plain(markup.inline(text, notes))
    found = _CODE.search(text) or _SIGNS.search(words)
    return "" if found is None else found[0] if found[0][0] != "`" else "`"
