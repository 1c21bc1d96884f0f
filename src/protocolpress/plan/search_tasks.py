"""The tasks of the search of the website in one language: from the words of documents to files that a query loads.

A change to a document makes its entry and the index anew; of the files, only those whose lines differ. Forms are listed
for a part of the terms at a time, and only where there is a new word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from protocolpress.build.task import Task
from protocolpress.pages.addresses import search_path
from protocolpress.plan.search_actions import GatherForms, IndexWords, ListForms, ListWords, TakeLine, TakePiece
from protocolpress.project import Project

WORDS = ("PyYAML", "edtf", "markdown-it-py", "mdit-py-plugins", "Babel")
"""The libraries that read a document and localize it."""

GRAMMAR = ("pymorphy3", "pymorphy3-dicts-ru", "pymorphy3-dicts-uk", "snowballstemmer")

DOCUMENTS, FEWEST, MOST = 8, 4, 512
"""Documents for each file of places, and the bounds of the number of files."""

FORMS, FEWEST_FORMS = 2, 32
"""Files of forms for each file of places, and the least: a few documents have many of the words of a language."""


def files(documents: int) -> int:
    """Return the number of files for so many documents: a power of two, so that it seldom changes."""
    number = FEWEST
    while number * DOCUMENTS < documents and number < MOST:
        number *= 2
    return number


def plan(project: Project, locale: str, pieces: Mapping[str, int]) -> Iterator[Task]:
    """Plan the search; *pieces* are the documents, the oldest first, and into how many pieces each is divided."""
    number = files(len(pieces))
    listed = max(FORMS * number, FEWEST_FORMS)
    for place, (document_id, parts) in enumerate(pieces.items()):
        action = ListWords(project=project, locale=locale, document_id=document_id, pieces=parts)
        entry = f"words:{locale}:{document_id}"
        yield Task(name=entry, action=action, uses=(*WORDS, *GRAMMAR))
        for part in range(parts):
            name = f"t{place}-{part}"
            yield _file(locale, name, TakePiece(number=part, name=name), entry)
    words = tuple(f"words:{locale}:{document_id}" for document_id in pieces)
    index = f"index:{locale}"
    yield Task(name=index, action=IndexWords(number=number, listed=listed), needs=words)
    yield _file(locale, "index", TakeLine(number=0), index)
    forms = f"forms:{locale}"
    for place in range(listed):
        yield _file(locale, f"f{place}", TakeLine(number=place), forms)
    for place in range(number):
        yield _file(locale, f"p{place}", TakeLine(number=1 + place), index)
        lexicon = f"lexicon:{locale}:{place}"
        yield Task(name=lexicon, action=TakeLine(number=1 + number + place), needs=(index,))
        yield Task(name=f"{forms}:{place}", action=ListForms(locale=locale), needs=(lexicon,), uses=GRAMMAR)
    needs = tuple(f"{forms}:{place}" for place in range(number))
    yield Task(name=forms, action=GatherForms(number=listed), needs=needs)


def _file(locale: str, name: str, action: TakeLine | TakePiece, need: str) -> Task:
    return Task(name=f"site:{locale}:search:{name}", action=action, needs=(need,), output=search_path(locale, name))
