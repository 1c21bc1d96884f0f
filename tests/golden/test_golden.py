"""What a small publication with every construct looks like, in views that a person can review.

`project/` is its sources; `event/`, `protocol/` and `compendium/` hold, for each edition, the body of the page, the words
of each sheet, the bookmarks, the page labels, the tags, and the links. `pytest --accept` rewrites them.
"""

from __future__ import annotations

import io
import pathlib
import re
import shutil
from collections.abc import Callable, Iterable

import pypdf
import pytest

from protocolpress import model
from protocolpress.pdf import aloud, facts, parsing, reading_order
from protocolpress.pdf.verify import verapdf
from support import Press

HERE = pathlib.Path(__file__).parent

EDITIONS = ("en", "ru", "en-ru", "ru-en")

DOCUMENTS = {"event": "events/2012-02-28-reykjavik", "protocol": "protocols/2012-03-01-lights"}

Compare = Callable[[pathlib.Path, str], None]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return the project, built."""
    root = tmp_path_factory.mktemp("golden") / "project"
    shutil.copytree(HERE / "project", root)
    press = Press(root)
    run = press.build()
    assert run.err == ""
    return press


def body(html: str) -> str:
    """Return the body of a page, an element of a block a line, without white space that means nothing."""
    inner = re.search(r"<body.*</body>", html, re.DOTALL)
    assert inner
    flat = re.sub(r"\s+", " ", inner[0])
    blocks = "address|body|caption|div|dl|dt|dd|figcaption|figure|h[1-6]|header|img|li|main|ol|p|section|table|tbody|thead|td|th|tr|ul"
    return re.sub(rf" ?(<(?:{blocks})\b)", r"\n\1", flat).strip() + "\n"


def pages(data: bytes) -> str:
    """Return the words of each page; lines of dots are shortened."""
    texts = (re.sub(r"(\s*\.\s+){3,}", " … ", text) for text in facts.text(data))
    return "".join(f"── page {number} ──\n{text.strip()}\n" for number, text in enumerate(texts, 1))


def outline(bookmarks: Iterable[model.Bookmark], indent: str = "") -> str:
    """Return the bookmarks, one a line, with their pages."""
    return "".join(f"{indent}{b.title} [{b.page + 1}]\n{outline(b.children, indent + '  ')}" for b in bookmarks)


def links(data: bytes) -> str:
    """Return each link once a page: the page, and where it leads."""
    return "".join(f"{link.page + 1} → {link.target}\n" for link in dict.fromkeys(facts.links(data)))


VIEWS: dict[str, Callable[[bytes], str]] = {
    "txt": pages,
    "outline": lambda data: outline(facts.outline(data)),
    "labels": lambda data: " ".join(facts.labels(data)) + "\n",
    "tags": lambda data: reading_order.tags(data) + "\n",
    "links": links,
}

ALOUD = dict.fromkeys(DOCUMENTS, ("en", "en-ru"))
"""Editions of which it is compared what a listener hears."""


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("case", DOCUMENTS)
def test_the_page_of_a_document(case: str, edition: str, built: Press, golden: Compare) -> None:
    html = built.read(f"build/html/{edition}/{DOCUMENTS[case]}.html")
    golden(HERE / case / f"expected.{edition}.html", body(html))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("case", DOCUMENTS)
def test_the_pdf_of_a_document(case: str, edition: str, view: str, built: Press, golden: Compare) -> None:
    data = built.data(f"build/pdf/{edition}/{DOCUMENTS[case]}.pdf")
    golden(HERE / case / f"expected.{edition}.{view}", VIEWS[view](data))


@pytest.mark.parametrize(("case", "edition"), [(case, edition) for case in ALOUD for edition in ALOUD[case]])
def test_a_document_read_aloud(case: str, edition: str, built: Press, golden: Compare) -> None:
    data = built.data(f"build/pdf/{edition}/{DOCUMENTS[case]}.pdf")
    golden(HERE / case / f"expected.{edition}.aloud", aloud.read(data))


def test_the_compendium(built: Press, golden: Compare) -> None:
    """Its bookmarks and labels, and the words of the pages that are its own."""
    data = built.data("build/compendium/compendium-2012-03-02-en-ru.pdf")
    for view in ("outline", "labels", "links"):
        golden(HERE / "compendium" / f"expected.en-ru.{view}", VIEWS[view](data))
    golden(HERE / "compendium" / "expected.en-ru.aloud", aloud.read(data))
    sheets = pages(data).split("── page ")[1:]
    own = (*sheets[:3], sheets[-1])
    golden(HERE / "compendium" / "expected.en-ru.txt", "".join(f"── page {sheet}" for sheet in own))


def test_a_brief_in_the_compendium_names_the_page_of_its_protocol(built: Press) -> None:
    """In words that can be read: with the font that they are drawn in."""
    data = built.data("build/compendium/compendium-2012-03-02-en-ru.pdf")
    places = facts.destinations(data)
    event, protocol = (places[f"en-ru/{DOCUMENTS[case]}"] for case in ("event", "protocol"))
    page = facts.labels(data)[protocol]
    brief = "".join(facts.text(data)[event:protocol]).replace("\u00a0", " ")
    assert f"p. {page}" in brief
    assert f"с. {page}" in brief
    for sheet in pypdf.PdfReader(io.BytesIO(data)).pages:
        fonts = parsing.dictionary(parsing.dictionary(sheet["/Resources"]).get("/Font"))
        assert all(parsing.dictionary(font).get("/Type") == "/Font" for font in fonts.values())


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return the project, built with one language below the other."""
    root = tmp_path_factory.mktemp("below") / "project"
    shutil.copytree(HERE / "project", root)
    settings = root / "protocolpress.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[print]\nbelow = ["en-ru", "ru-en"]\n', "utf-8")
    press = Press(root)
    press.run("build", *DOCUMENTS.values(), "-e", "en-ru", "-e", "ru-en", "--only", "pdf", code=0)
    return press


@pytest.mark.parametrize("edition", ["en-ru", "ru-en"])
@pytest.mark.parametrize("case", DOCUMENTS)
def test_one_language_below_the_other_has_the_tags_of_columns(
    case: str, edition: str, built: Press, below: Press
) -> None:
    """Pages and lines differ; elements, words, bookmarks and their order do not."""
    path = f"build/pdf/{edition}/{DOCUMENTS[case]}.pdf"
    columns, stacked = ((press.root / path).read_bytes() for press in (built, below))
    kinds = [re.sub(r" *'.*", "", reading_order.tags(data)) for data in (stacked, columns)]
    assert kinds[0] == kinds[1]
    assert aloud.read(stacked) == aloud.read(columns)
    titles = [re.sub(r" \[\d+\]", "", outline(facts.outline(data))) for data in (stacked, columns)]
    assert titles[0] == titles[1]


@pytest.mark.skipif(verapdf.missing() is not None, reason=str(verapdf.missing()))
def test_one_language_below_the_other_is_valid(below: Press) -> None:
    assert not verapdf.judge(sorted((below.root / "build/pdf").rglob("*.pdf")))
