"""Documents elsewhere: what a source says of them, and what is printed."""

from __future__ import annotations

import pytest

import sample
from protocolpress import markup
from protocolpress.errors import Problems, SourceError
from protocolpress.localize.document import localize

FRONT = """documents:
  - title: Report on ice
    address: https://www.example.org/reports/ice.pdf
    language: [en, ru]
    format: PDF
    date: 2012-03
  - {title: Web page, address: "https://example.org/"}
"""


@pytest.mark.parametrize("document_id", ["events/a", sample.PROTOCOL])
def test_what_is_said_of_a_document_elsewhere(document_id: str) -> None:
    document = sample.document("x\n", FRONT, document_id)
    problems = Problems()
    words = {"Report on ice": "Доклад о льде", "Web page": "Страница"}
    first, second = localize(document, sample.setting("ru", document, words=words), problems).documents
    assert (markup.plain(first.title.spans), first.shown) == ("Доклад о\u00a0льде", "example.org/reports/ice.pdf")
    assert (first.languages, first.formats) == (("en", "ru"), ("PDF",))
    assert first.date is not None
    assert markup.plain(first.date.spans) == "март 2012\u00a0г."
    assert (second.shown, second.date, second.languages) == ("example.org", None, ())


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("just words", "a document has no title and no address"),
        ("{title: A}", "address is missing"),
        ("{address: 'https://example.org'}", "title is missing"),
        ("{title: A, address: ftp://example.org}", "address is not a web address"),
        ("{title: A, address: 'javascript:alert(1)'}", "address is not a web address"),
        ("{title: A, address: 'https://example.org', language: english}", "unknown language english"),
        ("{title: A, address: 'https://example.org', format: {a: b}}", "format is not a list of words"),
        ("{title: A, address: 'https://example.org', year: 2012}", "unknown key year"),
    ],
)
def test_mistakes(entry: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        sample.document("x\n", f"documents: [{entry}]\n", "events/a")
    assert message in [one.message for one in caught.value.problems]
