"""Running heads name the articles that their page holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from protocolpress import files
from protocolpress.pdf import patches
from protocolpress.pdf.patches import running_heads


@pytest.fixture(autouse=True)
def _patched() -> Iterator[None]:
    with patches.rendering():
        yield


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((), ""),
        (("3",), "Article 3"),
        (("3", "3"), "Article 3"),
        (("3", "4", "5"), "Articles 3–5"),
        (("12", "=Annex 1"), "Annex 1"),
        (("=Annex", "1", "2"), "Articles 1–2"),
        (("=Annex", "1"), "Article 1"),
    ],
)
def test_the_words(numbers: Sequence[str], expected: str) -> None:
    assert running_heads.words(numbers, "Article {first}", "Articles {first}–{last}") == expected


STYLE = """
<style>
  @font-face { font-family: 'PT Serif'; src: url(%s/PT_Serif-Web-Regular.ttf) }
  @page { size: 60mm 50mm; margin: 10mm 5mm; font: 8pt 'PT Serif'; @top-left { content: string(articles-first) } }
  body, p, h2 { margin: 0; font: 10pt/5mm 'PT Serif' } p { orphans: 1; widows: 1 }
  .running { string-set: articles-first-one attr(data-one), articles-first-many attr(data-many) }
  h2 { string-set: articles-first attr(data-article) }
</style>
"""


def heads(body: str, words: str = "data-one='Article {first}' data-many='Articles {first}–{last}'") -> list[str]:
    """Return the head of each page, which holds six lines."""
    html = STYLE % files.fonts("fontpkg_pt_serif").as_uri() + f"<div class=running {words}></div>{body}"
    document = weasyprint.HTML(string=html).render(font_config=FontConfiguration())
    found = []
    for page in document.pages:
        boxes = [box for box in page._page_box.children if getattr(box, "at_keyword", "") == "@top-left"]  # noqa: SLF001
        texts = [part.text for box in boxes for part in box.descendants() if hasattr(part, "text")]
        found.append("".join(texts))
    return found


def article(number: int, lines: int) -> str:
    return f"<h2 data-article={number}>Head</h2><p>{'line<br>' * (lines - 1)}line</p>"


def test_a_page_that_begins_with_an_article_does_not_name_the_one_before() -> None:
    assert heads(article(1, 5) + article(2, 5)) == ["Article 1", "Article 2"]


def test_an_article_that_goes_on_is_named_on_each_of_its_pages() -> None:
    found = heads("<p>Preamble</p>" + article(1, 1) + article(2, 9) + article(3, 1))
    assert found == ["Articles 1–2", "Article 2", "Articles 2–3"]


def test_repeated_heads_of_tables_do_not_count() -> None:
    rows = "".join(f"<tr><td>{article(number, 5)}</td></tr>" for number in (1, 2))
    assert heads(f"<table><thead><tr><th>x</th></tr></thead><tbody>{rows}</tbody></table>")[-1] == "Article 2"


def test_a_document_without_words_for_it_says_nothing() -> None:
    assert heads(article(1, 5) + "<h2 data-article='=Annex'>x</h2>", "") == ["", ""]
