"""Source → Document: the whole of one file, or every problem that keeps it from being one."""

from __future__ import annotations

import re

from protocolpress.errors import Position, Problems, SourceError
from protocolpress.files import Files, read_text
from protocolpress.model import Document
from protocolpress.sources import body, front_matter, yaml_tree

FOLDERS = ("events", "protocols")

MAX_CHARACTERS = 2_000_000
"""A source is shorter; a thousand pages of text are."""


def find(files: Files) -> tuple[str, ...]:
    """Give the ids of all sources, sorted."""
    paths = (path for folder in FOLDERS for path in files.glob(f"sources/{folder}/*.md"))
    return tuple(sorted(path.removeprefix("sources/").removesuffix(".md") for path in paths))


def path_of(document_id: str) -> str:
    """Give the path of a source."""
    return f"sources/{document_id}.md"


def referred(document: Document) -> tuple[str, ...]:
    """Give the ids of the documents that a document's text refers to, in order."""
    targets = (re.findall(r"\]\(([a-z0-9-]+/[a-z0-9-]+)[#)]", message.msgid) for message in body.messages(document))
    return tuple(dict.fromkeys(target for found in targets for target in found))


def parse(files: Files, document_id: str, *, locales: tuple[str, ...], source_locale: str) -> Document:
    """Read and parse one source; raise `SourceError` with all of its problems."""
    path = path_of(document_id)
    problems = Problems()
    text = read_text(files, path)
    document = None
    if len(text) > MAX_CHARACTERS:
        problems.error(Position(path), "file-too-large", "the source is too long", "split it into several")
    elif parts := front_matter.split(text, path, problems):
        tree = yaml_tree.compose(parts.front, path, parts.front_line, problems)
        if tree is not None:
            document = front_matter.read(tree, document_id, locales, source_locale, problems)
            document = body.read(document, parts.body, parts.body_line, problems)
    if problems.errors or document is None:
        raise SourceError(*problems)
    return document
