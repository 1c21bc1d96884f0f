"""Documents elsewhere, as the front matter lists them: title, address, language, format, date."""

from __future__ import annotations

import re

from protocolpress import errors, languages
from protocolpress.model import Elsewhere
from protocolpress.sources.fields import Fields
from protocolpress.sources.yaml_tree import Mapping, Node, Scalar, Sequence

_ADDRESS = re.compile(r"https?://[^\s/<>\"]+[^\s<>\"]*")


def read(fields: Fields) -> tuple[Elsewhere, ...]:
    """Read the list `documents`."""
    node = fields.node("documents")
    if node is None:
        return ()
    found = []
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Mapping):
            found.append(_one(Fields(item, fields.problems, fields.where)))
        else:
            hint = "write documents: and below it - title: …, and address: https://…"
            fields.problems.error(item.position, "bad-value", "a document has no title and no address", hint)
    return tuple(found)


def _one(fields: Fields) -> Elsewhere:
    address = fields.text("address", required=True)
    if address and not _ADDRESS.fullmatch(address):
        fields.wrong("address", "address is not a web address", "write https://…")
    known = _words(fields, "language")
    for locale in known:
        if locale not in languages.LANGUAGES:
            hint = errors.nearest(locale, languages.LANGUAGES) or f"known are {', '.join(languages.LANGUAGES)}"
            fields.wrong("language", f"unknown language {locale}", hint)
    document = Elsewhere(
        title=fields.needed("title", "title of a document elsewhere"),
        address=address,
        languages=tuple(one for one in known if one in languages.LANGUAGES),
        formats=_words(fields, "format"),
        date=fields.date("date"),
    )
    fields.done()
    return document


def _words(fields: Fields, key: str) -> tuple[str, ...]:
    """Read a word, or a list of words."""
    node: Node | None = fields.node(key)
    items = node.items if isinstance(node, Sequence) else () if node is None else (node,)
    words = tuple(item.text.strip() for item in items if isinstance(item, Scalar) and item.text.strip())
    if node is not None and len(words) != len(items or (None,)):
        fields.wrong(key, f"{key} is not a list of words", f"write {key}: [first, second]")
    return words
