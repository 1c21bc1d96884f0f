"""Numbers typed by hand where the program counts: they would print twice, or differently from what was typed.

In: a document; quotations, which keep their numbers, are left out. Out: warnings with the rule `hand-written-number`.
"""

from __future__ import annotations

import re

from protocolpress import numbering
from protocolpress.errors import Problems
from protocolpress.model import Document, Message, Paragraph, Table

_NOUNS = "|".join(
    form
    for scheme in numbering.DEFAULTS.values()
    for noun in [numbering.noun(scheme[0])]
    for form in (re.escape(noun), re.escape(noun.upper()))
)

_MARKS = (
    r"\(?[^\W\d_]\)|\(?[ivx]{2,4}\)",  # (a), a), (ii), а)
    r"\([0-9]{1,3}\)|[0-9]{1,3}\\\)",  # (1), 1\)
    r"[0-9]{1,3}\\\.",  # 1\., which is not a list
    r"[0-9]{1,3}\.[0-9]{1,3}(?:\.|(?:\.[0-9]{1,3})+\.?)",  # 1.1., 1.1.1
    r"[0-9]{1,3}\.[0-9](?=[ \u00a0]+[^\W\d_a-zа-я])",  # 1.1 before a capital: not 1.5 million, nor the time 10.30
    r"[IVX]{2,5}\.",
    r"[•‣◦▪●·]",
    rf"(?:{_NOUNS}) [0-9IVX]{{1,4}}(?:[.:]|$)",  # "Article 5 of the Agreement" is a sentence
)

_TYPED = re.compile(rf"({'|'.join(_MARKS)})(?:[ \u00a0\t]+(?=\S)|$)")


def check(document: Document, problems: Problems) -> None:
    """Warn of typed numbers that are not printed, and of texts that begin with a number or a list marker."""
    for block in document.blocks:
        if isinstance(block, Table) or (isinstance(block, Paragraph) and block.role == "quote"):
            continue
        if isinstance(block, Paragraph) and block.path:
            _check_number(block, problems)
        if match := _TYPED.match(block.text.msgid):
            mark = match[1].replace("\\", "")
            message = f"the text begins with {mark}, typed by hand"
            hint = "delete it: articles (##), numbered paragraphs (1.) and bullets (-) are numbered and marked in print"
            problems.warning(block.text.position, "hand-written-number", message, hint)


def _check_number(block: Paragraph[Message], problems: Problems) -> None:
    """Warn of a number that differs from the printed one; 1. is the usual way to let the program count."""
    typed = int(block.number[:-1])
    if typed not in (1, block.path[-1]):
        message = f"the paragraph typed as {block.number} is printed with the number {block.path[-1]}"
        hint = "correct the number, or write 1. before each; a quotation (>) keeps its own numbers"
        problems.warning(block.text.position, "hand-written-number", message, hint)
