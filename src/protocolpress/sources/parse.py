"""Source → Document: one whole file, or every problem that prevents it."""

from __future__ import annotations

import re

from protocolpress import model
from protocolpress.errors import Position, Problem, Problems, SourceError, error
from protocolpress.files import Files, read_text
from protocolpress.model import Document, Form
from protocolpress.sources import body, front_matter, registry, yaml_tree
from protocolpress.sources.fields import ID
from protocolpress.sources.finding import ENDINGS
from protocolpress.sources.finding import find as find  # noqa: PLC0414 - said of this module too
from protocolpress.sources.finding import path_of as path_of  # noqa: PLC0414 - said of this module too

MAX_CHARACTERS = 1_000_000
"""Maximum length of a source, in characters; five hundred pages of text are shorter."""


def referred(document: Document) -> tuple[str, ...]:
    """Return the ids of the documents that a document's text refers to, in order."""
    targets = (re.findall(r"\]\(([a-z0-9-]+/[a-z0-9-]+)[#)]", message.msgid) for message in model.messages(document))
    return tuple(dict.fromkeys(target for found in targets for target in found))


def parse(files: Files, document_id: str, *, locales: tuple[str, ...], source_locale: str) -> Document:
    """Read and parse one source; raise `SourceError` with all of its problems."""
    path = path_of(document_id)
    problems = Problems()
    if not ID.fullmatch(document_id):
        raise SourceError(_bad_name(document_id))
    text = read_text(files, path)
    document = None
    if len(text) > MAX_CHARACTERS:
        message, hint = f"a source of {len(text)} characters is too long", f"at most {MAX_CHARACTERS} can be read"
        problems.error(Position(path), "too-long", message, hint)
    elif parts := front_matter.split(text, path, problems):
        tree = yaml_tree.compose(parts.front, path, parts.front_line, problems)
        if tree is not None:
            document = front_matter.read(tree, document_id, locales, source_locale, problems, lambda: _forms(files))
            document = body.read(document, parts.body, parts.body_line, problems)
    if problems.errors or document is None:
        raise SourceError(*problems)
    return document


def _forms(files: Files) -> dict[str, Form]:
    """Return what the publication's own types print; mistakes in their file are reported with the registry."""
    return {entry: one.form for entry, one in registry.types(files, Problems()).items()}


def _bad_name(document_id: str) -> Problem:
    """Make the problem of a file name; an id has lost the ending .md."""
    path = f"sources/{document_id}"
    if not path.lower().endswith(ENDINGS):
        path += ".md"
    hint = "name it with small Latin letters, digits and hyphens, ending in .md: 2012-02-29-quebec.md"
    return error(Position(path), "bad-file-name", "the file name is not a valid id", hint)


def without_comments(files: Files, document_id: str) -> str:
    """Return the text of a source that `parse` has read, without the comments in its front matter."""
    text = read_text(files, path_of(document_id))
    parts = front_matter.split(text, path_of(document_id), Problems())
    return f"---\n{yaml_tree.without_comments(parts.front)}---\n{parts.body}" if parts else text
