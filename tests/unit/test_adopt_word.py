"""Texts from Word as sources: their structure, what their words refer to, two languages in one file, no lost word."""

from __future__ import annotations

import collections
import functools
import re

import pytest

from protocolpress import markup, model, project
from protocolpress.adopt import citing, inlines, labels
from protocolpress.catalogs import po
from protocolpress.catalogs.entries import Entry
from protocolpress.errors import PressError, Problems
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.model import Document, Heading, Paragraph
from protocolpress.plan import adopting, wording
from protocolpress.plan.adopting import Adopted
from protocolpress.plan.wording import Given
from protocolpress.sources import parse
from protocolpress.word.inline import Changes
from protocolpress.word.values import Piece
from support import ROOT
from support_word import DATA, REAL, abstract, docx, levels, num, p, r, truth, words

ID = "protocols/2012-03-30-a"

LEGAL = levels(("decimal", "Article %1."), ("decimal", "%2."), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"))
RUSSIAN = levels(("decimal", "Статья %1."), ("decimal", "%2."), ("russianLower", "%3)"), ("lowerRoman", "%4)"))
LISTS = {"numbering": abstract("0", LEGAL) + abstract("1", RUSSIAN) + num("1", "0") + num("2", "1")}


@functools.cache
def files() -> MemoryFiles:
    disk = DiskFiles(ROOT)
    paths = (project.PATH, *(f"locales/{locale}/LC_MESSAGES/interface.po" for locale in ("en", "ru")))
    return MemoryFiles({path: disk.read(path) for path in paths})


def adopt(
    *given: bytes, document_id: str = ID, changes: Changes = "refuse", title: str = "", locale: str = ""
) -> Adopted:
    settings = project.read(files())
    names = ("en.docx", "ru.docx")
    texts = [Given(name=name, data=data, locale=locale) for name, data in zip(names, given, strict=False)]
    if len(texts) > 1:
        texts = [Given(name=each.name, data=each.data, locale=each.name[:2]) for each in texts]
    brought = wording.bring(settings, files(), document_id, texts, changes=changes)
    adopted = adopting.run(settings, files(), document_id, brought.source, brought.target, {"title": title})
    return wording.complete(adopted, brought)


def source(adopted: Adopted) -> Document:
    path = f"sources/{adopted.document_id}.md"
    return parse.parse(MemoryFiles(adopted.contents), path[8:-3], locales=("en", "ru"), source_locale="en")


def text(adopted: Adopted) -> str:
    whole = adopted.contents[f"sources/{adopted.document_id}.md"].decode()
    return whole.split("---\n", 2)[2].strip()


def entries(adopted: Adopted) -> dict[str, Entry]:
    path = f"locales/ru/LC_MESSAGES/{adopted.document_id}.po"
    return {entry.msgid: entry for entry in po.parse(adopted.contents[path], path, Problems()).entries if entry.msgid}


def of(*paragraphs: str) -> str:
    inside = "".join(paragraphs)
    locale = "ru" if re.search("[а-я]", inside) else "en"
    return text(adopt(docx(p("Title", style="Title") + inside, LISTS), locale=locale))


# ── structure ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_automatic_numbers_become_articles_paragraphs_and_letters() -> None:
    body_ = (
        p("Scope", list_="1")
        + "".join(p(f"x{at}", list_="1", level=level) for at, level in enumerate((1, 1, 2, 2, 3, 1)))
        + p("Costs", list_="1")
        + p("y", list_="1", level=1)
    )
    expected = "## Scope\n\n1. x0\n\n2. x1\n\n   1. x2\n\n   2. x3\n\n      1. x4\n\n3. x5\n\n## Costs\n\n1. y"
    assert of(body_) == expected


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (
            ["Article 1. Scope", "1. One", "2. Two", "(a) deep", "(b) deeper", "(i) deepest"],
            "## Scope\n\n1. One\n\n2. Two\n\n   1. deep\n\n   2. deeper\n\n      1. deepest",
        ),
        (["Article 1", "Text.", "Article 2", "Other."], "##\n\nText.\n\n##\n\nOther."),
        (["Статья 1. Предмет", "1. Раз", "а) два", "б) три"], "## Предмет\n\n1. Раз\n\n   1. два\n\n   2. три"),
        (["(1) One", "(2) Two"], "1. One\n\n2. Two"),
        (
            ["Artikel 1. Zweck", "Artículo 2. Objeto", "Стаття 3. Предмет"],
            "## Zweck\n\n### Artículo 2. Objeto\n\n### Стаття 3. Предмет",
        ),
        (["A. Smith came.", "He left."], "A. Smith came.\n\nHe left."),
        (["A. One", "B. Two"], "1. One\n\n2. Two"),
        (["Article 5 of the Convention applies to data.", "x"], "Article 5 of the Convention applies to data.\n\nx"),
        (["2012. A year.", "x"], "2012\\. A year.\n\nx"),
        (["1.1 One", "1.2 Two"], "1.1 One\n\n1.2 Two"),
        (["(h) eight", "(i) nine"], "(h) eight\n\n(i) nine"),
        (["1. One", "3. Three"], "1. One\n\n3\\. Three"),
        (["- dash", "# hash"], "\\- dash\n\n\\# hash"),
        (["have agreed as follows:"], "{.agreed}\nhave agreed as follows:"),
        (["Совершено в Москве."], "{.closing}\nСовершено в Москве."),
    ],
)
def test_typed_numbers_are_taken_off_where_our_structure_prints_them(paragraphs: list[str], expected: str) -> None:
    assert of(*map(p, paragraphs)) == expected


def test_a_number_that_our_structure_would_print_otherwise_stays_as_words() -> None:
    override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="4"/></w:lvlOverride>'
    lists = {"numbering": abstract("0", LEGAL) + num("1", "0", override)}
    data = docx(p("Title", style="Title") + p("Scope", list_="1") + p("four", list_="1", level=1), lists)
    assert text(adopt(data)) == "## Scope\n\n4\\. four"


def test_a_title_on_a_line_of_its_own_belongs_to_its_article() -> None:
    center = '<w:jc w:val="center"/>'
    assert of(p("Article 1", more=center), p("Scope", more=center), p("Text.")) == "## Scope\n\nText."


def test_a_paragraph_between_two_letters_lets_them_go_on() -> None:
    body_ = p("One:", list_="1", level=1) + p("a", list_="1", level=2) + p("more") + p("b", list_="1", level=2)
    assert of(body_) == "1. One:\n\n   1. a\n\n      more\n\n   2. b"


def test_what_numbers_look_like_goes_into_the_front_matter() -> None:
    adopted = adopt(docx(p("Title", style="Title") + p("ARTICLE I") + p("(1) One") + p("a) two") + p("b) three")))
    assert source(adopted).numbering == {"en": ("ARTICLE I", "(1)", "a)", "(i)")}
    assert text(adopted) == "##\n\n1. One\n\n   1. two\n\n   2. three"


def test_headings_are_sections_where_they_are_no_articles() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    data = docx(
        p("Title", style="Title") + p("First", style="H1") + p("Text.") + p("Second", style="H1"), {"styles": styles}
    )
    assert text(adopt(data)) == "### First\n\nText.\n\n### Second"
    assert text(adopt(data, document_id="events/2012-01-01-a")) == "## First\n\nText.\n\n## Second"


def test_a_line_of_bold_words_is_a_heading_and_its_marks_go() -> None:
    bold = [p(inside=r(words_, "<w:b/>")) for words_ in ("Preamble", "Article 1", "This is a sentence.")]
    assert of(*bold) == "### Preamble\n\n##\n\n**This is a sentence.**"


def test_tables_notes_bullets_and_marks_come_along() -> None:
    bullets = {
        "numbering": abstract("0", levels(("bullet", "•"), ("bullet", "–"))) + num("1", "0"),
        "footnotes": f'<w:footnote w:id="4">{p("A note.")}</w:footnote>',
    }
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in (("A", "B"), ("1|2", "x"))
    )
    inside = (
        f'{r("Plain, ")}{r("bold ", "<w:b/>")}{r("and italic", "<w:i/>")}<w:r><w:footnoteReference w:id="4"/></w:r>'
    )
    body_ = (
        p("Title", style="Title")
        + p(inside=inside)
        + p("one", list_="1")
        + p("two", list_="1", level=1)
        + f"<w:tbl>{cells}</w:tbl>"
    )
    expected = "Plain, **bold** *and italic*[^1]\n\n- one\n\n  - two\n\n| A | B |\n| --- | --- |\n| 1\\|2 | x |\n\n[^1]: A note."
    assert text(adopt(docx(body_, bullets))) == expected


def test_a_table_of_one_row_or_column_is_only_a_way_to_set_paragraphs() -> None:
    row = f"<w:tbl><w:tr><w:tc>{p('left')}</w:tc><w:tc>{p('right')}</w:tc></w:tr></w:tbl>"
    column = f"<w:tbl><w:tr><w:tc>{p('above')}</w:tc></w:tr><w:tr><w:tc>{p('below')}</w:tc></w:tr></w:tbl>"
    assert of(row, column) == "left\n\nright\n\nabove\n\nbelow"


# ── references ───────────────────────────────────────────────────────────────────────────────────────────────────────

ARTICLES = [
    *(
        p(f"Title {at}", list_="1") + p("One.", list_="1", level=1) + p("item", list_="1", level=2)
        for at in range(1, 4)
    ),
    p("Last", list_="1"),
]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("See Article 2(1)(a).", "See [](#article-2/1/1)."),
        ("Articles 1 and 2(1) apply.", "[Articles {}](#article-1) and 2(1) apply."),
        ("under paragraph 1 of Article 3", "under [paragraph 1 of Article 3](#article-3/1)"),
        (
            "under subparagraph (a) of paragraph 1 of Article 3",
            "under [subparagraph (a) of paragraph 1 of Article 3](#article-3/1/1)",
        ),
        ("Article 9 is not here.", "Article 9 is not here."),
        ("Article 2 of the Vienna Convention", "Article 2 of the Vienna Convention"),
        ("Article 2(1)(b) neither", "Article 2(1)(b) neither"),
        ("Subarticle 2 neither", "Subarticle 2 neither"),
    ],
)
def test_words_that_cite_a_place_become_references(said: str, expected: str) -> None:
    assert of(*ARTICLES, p(said)).splitlines()[-1] == expected


def test_a_citation_within_the_article_is_said_so() -> None:
    body_ = [*ARTICLES, p("A.", list_="1", level=1), p("As paragraph 1 of this Article says.", list_="1", level=1)]
    assert of(*body_).splitlines()[-1] == "2. As [paragraph {this}](#article-4/1) says."


PLACES = {(2,): "x", (2, 1): "x", (2, 1, 1): "x", (4,): "x", (4, 1): "x", (4, 1, 1): "x"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("согласно подпункту «а» пункта 1 статьи 4", [("подпункту «а» пункта 1 статьи 4", (4, 1, 1))]),
        ("в подпункте а пункта 1 настоящей статьи", [("подпункте а пункта 1 настоящей статьи", (2, 1, 1))]),
        ("пункты статьи 4 и пункт 1 статьи 2", [("статьи 4", (4,)), ("пункт 1 статьи 2", (2, 1))]),
        ("статьей 4 настоящего Протокола", [("статьей 4", (4,))]),
        ("статьи 4 Венской конвенции", []),
        ("пунктом 1 статьи 4 Устава ООН", []),
        ("статья 14", []),
    ],
)
def test_russian_words_that_cite_a_place(said: str, found: list[tuple[str, tuple[int, ...]]]) -> None:
    hits = citing.find(said, "ru", (2, 3), PLACES)
    assert [(said[hit.start : hit.end], hit.path) for hit in hits] == found


def test_russian_citations_keep_their_case() -> None:
    article = "".join(
        p(f"З {at}", list_="2") + p("Раз.", list_="2", level=1) + p("а", list_="2", level=2) for at in (1, 2)
    )
    last = p("В соответствии с подпунктом «а» пункта 1 статьи 2 и статьей 1 стороны решают.")
    data = docx(p("Заголовок", style="Title") + article + last, LISTS)
    adopted = adopt(data)
    assert source(adopted).locale == "ru"
    expected = "В соответствии с [подпунктом {}](#article-2/1/1) и [статьей {}](#article-1) стороны решают."
    assert text(adopted).splitlines()[-1] == expected


def test_a_reference_by_field_means_the_paragraph_of_its_bookmark() -> None:
    marked = p("One.", list_="1", level=1, inside='<w:bookmarkStart w:id="1" w:name="_Ref1"/>')
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF _Ref1 \\r \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    last = p(
        inside=r("Under ") + field + r("Article 1(1)") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r(" only.")
    )
    assert of(p("Scope", list_="1"), marked, last).splitlines()[-1] == "Under [](#article-1/1) only."


# ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "said",
    [
        "a*b*c",
        "[x](y)",
        "[^1]",
        "<b>x</b>",
        "&amp; &",
        "a_b_ _c_",
        "`code`",
        "\\*",
        "C:\\new",
        "5 < 6",
        "**",
        "![a](b)",
        "{this}",
        "https://a.b/c_d",
        "x\ny",
    ],
)
@pytest.mark.parametrize(
    "marks", [{}, {"strong": True}, {"emphasis": True}, {"strong": True, "emphasis": True}, {"href": "https://a.b/"}]
)
def test_words_print_as_they_were_whatever_they_look_like(said: str, marks: dict[str, bool]) -> None:
    pieces = (Piece(text="before"), Piece(text=said, **marks), Piece(text="after"))  # type: ignore[arg-type]  # marks of all kinds
    written = inlines.markdown(pieces, lambda _: "", lambda _: "")
    assert markup.plain(markup.inline(written)).split() == f"before{said}after".split()
    assert not markup.raw_html(written)


@pytest.mark.parametrize(
    ("label", "readings"),
    [
        ("Article 5.", [("Article 1.", 5)]),
        ("(i)", [("(i)", 1), ("(a)", 9)]),
        ("IV.", [("I.", 4)]),
        ("в)", [("а)", 3)]),
        ("§ 3", [("§ 1", 3)]),
        ("1.1", []),
        ("•", []),
    ],
)
def test_what_a_printed_number_may_be(label: str, readings: list[tuple[str, int]]) -> None:
    found = [(one.pattern, one.number) for one in labels.readings(label)]
    assert [one for one in found if one[1] < 100] == readings


# ── two languages ────────────────────────────────────────────────────────────────────────────────────────────────────

PAIRS = (
    ("Agreement on Data", "Соглашение о данных", None),
    ("The Parties have agreed as follows:", "Стороны согласились о нижеследующем:", None),
    ("Object", "Предмет", 0),
    ("The term is 30 days.", "Срок составляет 30 дней.", 1),
    ("Costs are shared:", "Расходы распределяются:", 1),
    ("by half;", "поровну;", 2),
    ("as Article 1(1) says.", "как указано в пункте 1 статьи 1.", 2),
    ("Final Provisions", "Заключительные положения", 0),
    ("It enters into force on March 5, 2013.", "Оно вступает в силу 5 марта 2013 г.", 1),
)
TRUE = {
    "as [](#article-1/1) says.": "как указано в [пункте {}](#article-1/1).",
    **{english: russian for english, russian, _ in PAIRS if "says" not in english},
}


def half(column: int) -> list[str]:
    return [
        p((english, russian)[column], list_="" if level is None else str(column + 1), level=level or 0)
        for english, russian, level in PAIRS
    ]


def check_pairs(adopted: Adopted) -> None:
    found = entries(adopted)
    assert {msgid: entry.msgstr[0] for msgid, entry in found.items()} == TRUE
    assert not [entry.msgid for entry in found.values() if entry.is_fuzzy]
    assert not adopted.alone


def test_two_files_become_a_source_and_its_catalog() -> None:
    check_pairs(adopt(docx("".join(half(0)), LISTS), docx("".join(half(1)), LISTS)))


@pytest.mark.parametrize("turned", [False, True])
def test_a_table_of_two_columns_is_taken_apart(turned: bool) -> None:
    columns = (half(1), half(0)) if turned else (half(0), half(1))
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in zip(*columns, strict=True)
    )
    check_pairs(adopt(docx(f"<w:tbl>{rows}</w:tbl>", LISTS)))


def test_paragraphs_by_turns_are_taken_apart() -> None:
    check_pairs(adopt(docx("".join(map("".join, zip(half(0), half(1), strict=True))), LISTS)))


def test_a_row_is_a_pair_whatever_its_length() -> None:
    rows = [
        ("Title", "Название"),
        ("Yes.", "Да, и притом без всякого сомнения и без оговорок."),
        ("Definitely so.", "Так."),
        ("No.", "Нет."),
    ]
    table = "".join(f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    found = entries(adopt(docx(f"<w:tbl>{table}</w:tbl>")))
    assert {msgid: entry.msgstr[0] for msgid, entry in found.items()} == dict(rows)


def test_comments_of_both_texts_are_notes_of_the_catalog() -> None:
    def file(title: str, words_: str, said: str) -> bytes:
        comments = {"comments": f'<w:comment w:id="1" w:author="Ann">{p(said)}</w:comment>'}
        return docx(p(title, style="Title") + p(inside=f'<w:commentRangeStart w:id="1"/>{r(words_)}'), comments)

    entry = entries(adopt(file("T", "Text.", "Why?"), file("Т", "Текст.", "Точно?")))["Text."]
    assert entry.comments == ("comment by Ann: Why?", "comment by Ann: Точно?")


def test_a_comment_on_the_title_stands_with_it_and_one_on_a_note_is_left_over() -> None:
    comments = f'<w:comment w:id="1" w:author="Ann">{p("Short?")}</w:comment><w:comment w:id="2" w:author="Ann">{p("Old.")}</w:comment>'
    note = p(inside=f'<w:commentRangeStart w:id="2"/>{r("Note.")}')
    title = p(style="Title", inside=f'<w:commentRangeStart w:id="1"/>{r("Title")}')
    body_ = title + p(inside=r("Text.") + '<w:r><w:footnoteReference w:id="3"/></w:r>')
    adopted = adopt(docx(body_, {"comments": comments, "footnotes": f'<w:footnote w:id="3">{note}</w:footnote>'}))
    assert entries(adopted)["Title"].comments == ("comment by Ann: Short?",)
    assert [(left.what, left.words) for left in adopted.left] == [("comment", "comment by Ann: Old.")]


def test_a_problem_names_the_paragraph_of_the_file() -> None:
    russian = half(1)
    russian[3] = p("Срок составляет 20 дней.", list_="2", level=1)
    adopted = adopt(docx("".join(half(0)), LISTS), docx("".join(russian), LISTS))
    (problem,) = adopting.problems(adopted)
    assert str(problem.position) == "ru.docx:4"
    assert "its source is en.docx:4" in problem.hint


# ── whole texts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_forty_articles_keep_every_number_that_word_prints() -> None:
    body_ = [p("Treaty", style="Title"), p("The Parties have agreed as follows:")]
    for article in range(1, 41):
        body_ += [p(f"Subject {article}", list_="1")]
        for number in range(1, article % 5 + 2):
            body_ += [p(f"Paragraph {article}.{number} refers to Article {41 - article}.", list_="1", level=1)]
            body_ += [p(f"item {at}", list_="1", level=2) for at in range(number % 3)]
    adopted = adopt(docx("".join(body_), LISTS))
    document = source(adopted)
    assert sum(isinstance(block, Heading) and block.path != () for block in document.blocks) == 40
    assert not [block for block in document.blocks if isinstance(block, Paragraph) and block.role == "text"][1:]
    counted = collections.Counter(
        len(block.path) for block in document.blocks if isinstance(block, Heading | Paragraph)
    )
    assert counted == {
        0: 1,
        1: 40,
        2: sum(a % 5 + 1 for a in range(1, 41)),
        3: sum(n % 3 for a in range(1, 41) for n in range(1, a % 5 + 2)),
    }
    assert "refers to [](#article-40)." in text(adopted)


def plain(adopted: Adopted) -> str:
    """Return all words of a source as they print, without numbers, and all that is said beside it."""
    document = source(adopted)
    said = [markup.plain(markup.inline(message.msgid, document.notes)) for message in model.messages(document)]
    notes = (" ".join(entry.comments) for entry in entries(adopted).values())
    return "\n".join((*said, *notes, *(f"{left.what} {left.words}" for left in adopted.left)))


@pytest.mark.skipif(not REAL, reason=f"no files in {DATA}: set PROTOCOLPRESS_DATA")
@pytest.mark.parametrize("document_id", [ID, "events/2012-03-30-a"])
def test_real_files_are_adopted_without_a_lost_word_or_refused_with_a_reason(document_id: str) -> None:
    refused = {}
    for path in REAL:
        try:
            adopted = adopt(path.read_bytes(), document_id=document_id, changes="accept")
        except PressError as mistake:
            refused[path.name] = mistake.problems[0].message
            continue
        lost = truth(path, "accept") - words(plain(adopted))
        # A reference has no words of its own, and prints them.
        assert not {word for word in lost if not re.search(r"\]\(#", text(adopted))}, (path.name, lost)
    assert set(refused.values()) <= {"the file has no text", "title is missing"}
    assert len(refused) < len(REAL) / 4


@pytest.mark.parametrize("locale", ["fr", "de", "kk", "uk", "xx"])
def test_citations_in_a_language_that_is_not_known_are_left_as_words(locale: str) -> None:
    assert list(citing.find("Article 2, paragraph 1 of Article 2, статьи 2", locale, (2, 3), PLACES)) == []
