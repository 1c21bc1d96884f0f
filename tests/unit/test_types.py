"""Types of document: what each is called, and what it prints."""

from __future__ import annotations

import pytest

import sample
from protocolpress import kinds, markup, model
from protocolpress.errors import Position, Problems, SourceError
from protocolpress.files import MemoryFiles
from protocolpress.localize.document import localize
from protocolpress.model import Document, Heading, Paragraph
from protocolpress.sources import parse, registry

OWN = "aide:\n  name: Aide-Mémoire\n  number: no\n  signatures: none\n  headings: plain\n"


def source(front: str, body: str = "Text.\n\n## Head {#head}\n\n1. One.\n", types: str = "") -> Document:
    """Parse a protocol that has only *front* beside its title and date."""
    text = f"---\ntitle: Title\ndate: 2012-03-01\n{front}---\n{body}"
    files = {parse.path_of(sample.PROTOCOL): text} | ({"sources/registry/types.yaml": types} if types else {})
    return parse.parse(MemoryFiles(files), sample.PROTOCOL, locales=sample.LOCALES, source_locale="en")


def said(document: Document, locale: str = "en", **words: str) -> tuple[str, list[str]]:
    """Return what a document is called in a locale, and its text."""
    problems = Problems()
    found = localize(document, sample.setting(locale, document, words=words), problems)
    blocks = [block for block in found.blocks if isinstance(block, Heading | Paragraph)]
    texts = [f"{block.number} {markup.plain(block.text.spans)}".strip() for block in blocks]
    return (markup.plain(found.type.spans) if found.type else ""), texts


@pytest.mark.parametrize("entry", kinds.TYPES)
def test_every_type_has_a_name_and_its_own_rules(entry: str) -> None:
    name, form = kinds.TYPES[entry]
    document = source(f"type: {entry}\n")
    assert document.form == form
    assert said(document)[0] == name
    assert [block.path for block in document.blocks if isinstance(block, Heading)] == [
        () if form.headings == "plain" else (1,)
    ]


def test_a_protocol_has_no_other_name_and_needs_a_number() -> None:
    with pytest.raises(SourceError, match="number is missing"):
        source("")
    assert said(source("number: 1\n"))[0] == ""


def test_chapters_are_numbered_and_cited_as_such() -> None:
    body = "## Head {#head}\n\n1. See [](#head), [](#head/1), [paragraph {this}](#head/1).\n"
    _, texts = said(source("type: report\n", body))
    assert texts == ["1. Head", "1) See Chapter\u00a01, Chapter\u00a01(1), paragraph\u00a01 of this Chapter."]


def test_a_document_keeps_its_own_numbering() -> None:
    front = 'type: report\nnumbering: {en: ["Part A.", "1."]}\n'
    assert said(source(front))[1][1] == "Part A. Head"


def test_what_is_not_signed_has_no_signatories() -> None:
    with pytest.raises(SourceError, match="a document of type report is not signed"):
        source("type: report\nsignatories: {north: keeper, south: mayakov}\n")


@pytest.mark.parametrize(("entry", "clauses"), [("memorandum", 1), ("minutes", 0)])
def test_only_instruments_get_a_closing_clause(entry: str, clauses: int) -> None:
    document = source(f"type: {entry}\nplace: harbour\nsignatories: {{north: keeper, south: mayakov}}\n")
    found = localize(document, sample.setting("en", document), Problems())
    assert sum(isinstance(one, Paragraph) and one.role == "closing" for one in found.blocks) == clauses


def test_an_unknown_type_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(SourceError) as caught:
        source("type: raport\n")
    (problem,) = caught.value.problems
    assert (problem.message, problem.hint) == ("unknown type raport", "did you mean report?")


def test_a_publication_has_types_of_its_own() -> None:
    document = source("type: aide\n", types=OWN)
    assert document.form == model.Form(number=False, signatures="none", headings="plain")
    problems = Problems()
    own = registry.types(MemoryFiles({"sources/registry/types.yaml": OWN}), problems)["aide"]
    assert own.name.msgid == "Aide-Mémoire"
    assert own.name.position == Position("sources/registry/types.yaml", 2, 9)


def test_mistakes_in_types_are_reported() -> None:
    problems = Problems()
    wrong = "aide:\n  name: A\n  signatures: maybe\n  pages: 3\n"
    registry.types(MemoryFiles({"sources/registry/types.yaml": wrong}), problems)
    assert [problem.message for problem in problems] == ["unknown signatures maybe", "unknown key pages"]
