"""Structural references: what they find, and how each language cites it."""

from __future__ import annotations

import pytest

import sample
from protocolpress import markup, numbering
from protocolpress.errors import Problems
from protocolpress.localize import phrases, references
from protocolpress.localize.document import localize
from protocolpress.model import Document, Heading, Link, Paragraph, Plain, Span
from protocolpress.pages.spans import SpanWriter

SCHEMES = (numbering.DEFAULTS["en"], numbering.DEFAULTS["ru"])

BODY = "## Science {#science}\n\n1. a\n   1. b\n   2. c\n      1. d\n2. e\n\n### Part {#part}\n\n## Last\n\n{text}\n"

RUSSIAN = {
    "Article {article}": "статья {article}",
    "Article {article}({paragraph})": "пункт {paragraph} статьи {article}",
    "Article {article}({paragraph})({item})": "подпункт {item} пункта {paragraph} статьи {article}",
    "Article {article}({paragraph})({item})({subitem})": (
        "подпункт {subitem} подпункта {item} пункта {paragraph} статьи {article}"
    ),
    "Section {article}": "раздел {article}",
    "Section {article}({paragraph})": "пункт {paragraph} раздела {article}",
    "paragraph {paragraph}": "пункт {paragraph}",
    "paragraph {paragraph}({item})": "подпункт {item} пункта {paragraph}",
    "Annex": "приложение",
    "Annex {number}": "приложение {number}",
    "this Article": "настоящая статья",
    "paragraph {paragraph} of this Article": "пункт {paragraph} настоящей статьи",
    "paragraph {paragraph}({item}) of this Article": "подпункт {item} пункта {paragraph} настоящей статьи",
    "paragraph {paragraph} of this Section": "пункт {paragraph} настоящего раздела",
    "subparagraph ({item}) of this paragraph": "подпункт {item} настоящего пункта",
    "subparagraph ({item})({subitem}) of this paragraph": "подпункт {subitem} подпункта {item} настоящего пункта",
}


def body(text: str) -> str:
    return BODY.replace("{text}", text)


def links(spans: tuple[Span, ...]) -> list[tuple[str, str]]:
    return [(span.href, markup.plain(span.children)) for span in spans if isinstance(span, Link)]


def cite(locale: str, text: str, *others: Document, front: str = "", words: dict[str, str] | None = None) -> str:
    """Return how the last paragraph of a protocol reads, spaces that do not break written as ~."""
    document = sample.document(body(text), front)
    problems = Problems()
    setting = sample.setting(locale, document, *others, words={**(RUSSIAN if locale == "ru" else {}), **(words or {})})
    block = localize(document, setting, problems).blocks[-1]
    assert isinstance(block, Paragraph)
    assert not problems.errors, list(problems)
    return markup.plain(block.text.spans).replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("fragment", "path", "anchor"),
    [
        ("science", (1,), "science"),
        ("science/1", (1, 1), "science-1"),
        ("science/1/b", (1, 1, 2), "science-1-2"),
        ("science/1/B", (1, 1, 2), "science-1-2"),
        ("science/1/б", (1, 1, 2), "science-1-2"),
        ("science/1/2", (1, 1, 2), "science-1-2"),
        ("science/1/b/i", (1, 1, 2, 1), "science-1-2-1"),
        ("science/1/б/i", (1, 1, 2, 1), "science-1-2-1"),
        ("science/1/2/1", (1, 1, 2, 1), "science-1-2-1"),
        ("science/2", (1, 2), "science-2"),
        ("article-2", (2,), "article-2"),
        ("part", (), "part"),
    ],
)
def test_a_place_is_found(fragment: str, path: tuple[int, ...], anchor: str) -> None:
    document = sample.document(body("x"))
    assert references.find(document, fragment, SCHEMES) == references.Target(path=path, anchor=anchor)


@pytest.mark.parametrize(
    "fragment",
    [
        "nothing",
        "science/3",
        "science/1/c",
        "science/1/b/ii",
        "science/1/b/i/1",
        "science/0",
        "science/",
        "part/1",
        "",
        "1",
    ],
)
def test_a_place_that_is_not_there_is_not_found(fragment: str) -> None:
    assert references.find(sample.document(body("x")), fragment, SCHEMES) is None


def test_paragraphs_without_an_article_are_found_by_their_number() -> None:
    document = sample.document("1. a\n   1. b\n")
    assert references.find(document, "1/a", SCHEMES) == references.Target(path=(0, 1, 1), anchor="paragraph-1-1")


def test_every_numbered_block_has_an_anchor_of_its_own() -> None:
    document = sample.document(body("1. a\n   1. b\n\n## Again {#again}\n\n1. c"))
    anchors = references.local_anchors(document)
    numbered = [block for block in document.blocks if isinstance(block, Heading | Paragraph) and block.path]
    assert len(anchors) == len(numbered) == len(set(anchors.values()))


@pytest.mark.parametrize(
    ("text", "english", "russian"),
    [
        ("[](#science)", "Article~1", "статья~1"),
        ("[](#science/2)", "Article~1(2)", "пункт~2 статьи~1"),
        ("[](#science/1/b)", "Article~1(1)(b)", "подпункт~«б» пункта~1 статьи~1"),
        ("[](#science/1/b/i)", "Article~1(1)(b)(i)", "подпункт~i подпункта~«б» пункта~1 статьи~1"),
        ("x [Articles {}](#science) y", "x Articles 1 y", "x Articles 1 y"),
        ("x [статей {}](#science) y", "x статей 1 y", "x статей 1 y"),
        ("x [подпунктом {}](#science/1/b)", "x подпунктом 1(1)(b)", "x подпунктом «б» пункта~1 статьи~1"),
        ("[the rules](#science/1/b)", "the rules", "the rules"),
        ("[](#part)", "Part", "Part"),
    ],
)
def test_citations(text: str, english: str, russian: str) -> None:
    assert cite("en", text).replace("~y", " y").replace("~1 y", " 1 y") == english
    found = cite("ru", text, words={"Title": "Title"})
    assert found.replace("~1 y", " 1 y").replace("~y", " y") == russian


@pytest.mark.parametrize(
    ("scheme", "text", "expected"),
    [
        ('["Section A.", "1.", "(a)"]', "[](#science)", "Section~A"),
        ('["Section A.", "1.", "(a)"]', "[](#science/2)", "Section~A(2)"),
        ('["Section A.", "1.", "(a)"]', "see [section {}](#science)", "see section~A"),
        ('["Section I.", "1.", "(a)"]', "see [sections {}](#science/2)", "see sections~I(2)"),
    ],
)
def test_sections_are_cited_as_sections(scheme: str, text: str, expected: str) -> None:
    found = cite("en", text, front=f"numbering: {{en: {scheme}}}\n")
    assert found == expected


def test_russian_sections() -> None:
    front = 'numbering: {ru: ["Раздел I.", "1.", "а)"]}\n'
    assert cite("ru", "[](#science/2)", front=front) == "пункт~2 раздела~I"
    assert cite("ru", "см. [раздел {}](#science)", front=front, words={}).endswith("раздел I")


def within(locale: str, text: str, front: str = "") -> tuple[str, list[str]]:
    """Return how a text reads that continues paragraph 1(a) of an article, and what is wrong with it."""
    document = sample.document(
        f"## Oil {{#oil}}\n\n1. a\n   1. b\n      1. c\n\n      {text}\n\n2. d\n   1. e\n\n## Fog\n", front
    )
    problems = Problems()
    setting = sample.setting(locale, document, words=RUSSIAN if locale == "ru" else {})
    (found,) = [
        block.text
        for block in localize(document, setting, problems).blocks
        if isinstance(block, Paragraph) and block.role == "text"
    ]
    words = markup.plain(found.spans).replace("\u00a0", " ")
    return words, [f"{problem.message} [{problem.rule}]" for problem in problems.errors]


@pytest.mark.parametrize(
    ("text", "english", "russian"),
    [
        ("by [paragraph {this}](#oil/1)", "by paragraph 1 of this Article", "by paragraph 1 настоящей статьи"),
        ("by [пунктом {this}](#oil/2)", "by пунктом 2 of this Article", "by пунктом 2 настоящей статьи"),
        (
            "by [подпунктом {this}](#oil/2/a)",
            "by подпунктом 2(a) of this Article",
            "by подпунктом «а» пункта 2 настоящей статьи",
        ),
        (
            "by [подпунктом {this}](#oil/1/a)",
            "by подпунктом (a) of this paragraph",
            "by подпунктом «а» настоящего пункта",
        ),
        (
            "by [подпунктом {this}](#oil/1/a/i)",
            "by подпунктом (a)(i) of this paragraph",
            "by подпунктом i подпункта «а» настоящего пункта",
        ),
        ("by [{this}](#oil)", "by this Article", "by настоящая статья"),
    ],
)
def test_citations_within_an_article(text: str, english: str, russian: str) -> None:
    assert within("en", text) == (english, [])
    assert within("ru", text) == (russian, [])


def test_citations_within_a_section() -> None:
    front = 'numbering: {ru: ["Раздел I.", "1.", "а)"], en: ["Section A.", "1.", "(a)"]}\n'
    assert within("ru", "[пункт {this}](#oil/2)", front) == ("пункт 2 настоящего раздела", [])
    assert within("en", "[paragraph {this}](#oil/2)", front) == ("paragraph 2 of this Section", [])


def test_another_article_is_not_this_one() -> None:
    words, problems = within("en", "[paragraph {this}](#article-2)")
    assert words == "paragraph 2"
    assert problems == ["#article-2 is not in this article [not-this-article]"]


@pytest.mark.parametrize(
    ("annexes", "english", "russian"), [(1, "Annex", "приложение"), (2, "Annex~2", "приложение~2")]
)
def test_annexes(annexes: int, english: str, russian: str) -> None:
    ids = [f"protocols/annex-{number}" for number in range(1, annexes + 1)]
    others = [sample.document("1. x", "kind: annex\n", document_id=one) for one in ids]
    front = f"annexes: [{', '.join(ids)}]\n"
    assert cite("en", f"[]({ids[-1]})", *others, front=front) == english
    assert cite("ru", f"[]({ids[-1]})", *others, front=front) == russian


def test_other_documents_are_cited_by_their_title_or_place() -> None:
    other = sample.document("## Rules {#rules}\n\n1. a\n", document_id="protocols/b")
    assert cite("en", "[](protocols/b)", other) == "Title"
    assert cite("en", "[](protocols/b#rules/1)", other) == "Article~1(1)"


def test_where_references_lead() -> None:
    other = sample.document("## Rules {#rules}\n", document_id="protocols/b")
    annex = sample.document("1. x", "kind: annex\n", document_id="protocols/c")
    text = "[](#science/1/b) [](protocols/b) [](protocols/b#rules) [](protocols/c#1)"
    document = sample.document(body(text), "annexes: [protocols/c]\n")
    problems = Problems()
    block = localize(document, sample.setting("en", document, other, annex), problems).blocks[-1]
    assert not problems
    assert isinstance(block, Paragraph)
    assert [href for href, _ in links(block.text.spans)] == [
        "#protocols.a.science-1-2",
        "protocolpress:protocols/b",
        "protocolpress:protocols/b#protocols.b.rules",
        "#protocols.c.paragraph-1",
    ]


def test_a_citation_of_every_depth_has_a_phrase_with_its_numbers() -> None:
    for scheme in (*SCHEMES, ("Section A.", "1.", "(a)", "(i)")):
        for path in ((2,), (2, 3), (2, 3, 4), (2, 3, 4, 5), (0, 3), (0, 3, 4), (0, 3, 4, 5)):
            message, numbers = phrases.citation(path, scheme, "ru")
            assert phrases.names(message.msgid) == numbers.keys()


def test_a_citation_within_an_article_has_a_phrase_with_its_numbers() -> None:
    for scheme in (*SCHEMES, ("Section A.", "1.", "(a)", "(i)")):
        for path in ((2,), (2, 3), (2, 3, 4), (2, 3, 4, 5)):
            for here in ((2,), (2, 1), (2, 3), (2, 3, 4)):
                found = phrases.near(path, here, scheme, "ru")
                assert found
                assert phrases.names(found[0].msgid) <= found[1].keys()
        assert phrases.near((2, 3), (1, 3), scheme, "ru") is None
        assert phrases.near((0, 3), (0, 3), scheme, "ru") is None


KAZAKH = {
    "Article {article}": "{article}-бап",
    "Article {article}({paragraph})": "{article}-баптың {paragraph}-тармағы",
    "Article {article}({paragraph})({item})": "{article}-баптың {paragraph}-тармағының {item}) тармақшасы",
    "this Article": "осы бап",
    "paragraph {paragraph} of this Article": "осы баптың {paragraph}-тармағы",
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x [](#science/1)", "x 1-баптың~1-тармағы"),
        ("x [{}бабына](#science)", "x 1-бабына"),
        ("x [{}тармағына](#science/1)", "x 1-баптың~1-тармағына"),
        ("x [{}тармақшасына](#science/1/b)", "x 1-баптың~1-тармағының~b) тармақшасына"),
    ],
)
def test_a_noun_behind_its_number_is_the_one_that_a_sentence_inflects(text: str, words: str) -> None:
    assert cite("kk", text, words=KAZAKH) == words


def test_no_line_parts_a_number_and_the_noun_behind_it_even_in_a_link() -> None:
    link = Link("#a", (Plain("1-баптың 2-тармағы"),))
    html = str(SpanWriter("kk").spans((link,), "kk"))
    assert html == '<a href="#a"><span class="unbroken">1-баптың</span> <span class="unbroken">2-тармағы</span></a>'
