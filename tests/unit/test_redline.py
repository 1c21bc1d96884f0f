"""A comparison as a document: what is struck through and underlined, the table of changes, the tags, the page for a browser."""

from __future__ import annotations

import pathlib
import re

import pytest

from protocolpress import project
from protocolpress.errors import Problem
from protocolpress.files import HeldFiles
from protocolpress.pages.redline import Versions
from protocolpress.pdf import facts, parsing, verify
from protocolpress.pdf.verify import verapdf
from protocolpress.plan import comparing, redlining
from protocolpress.plan.comparing import Version

ID = "protocols/a"

TOML = 'locales = ["en", "ru"]\neditions = ["en", "ru", "en-ru"]\n[group]\nname = "Group"\n'

OLD = """---
title: Protocol on Gauges
number: 1
date: 2012-03-01
---

The Parties have met.[^a]

## Readings {#readings}

1. A reading is sent within 60 days under [](#experts/1).
2. A reading has a level and a temperature, and is given in meters.

## Experts {#experts}

1. Experts meet twice a year.
   1. They meet in turn at both places.
   - A bullet stays as it is.

| Gauge | Depth |
| --- | --- |
| North | 40 |
| South | 50 |

[^a]: In the spring.
"""

NEW = (
    OLD.replace("60 days", "90 days")
    .replace("| South | 50 |", "| South | 55 |")
    .replace("In the spring.", "In the autumn.")
    .replace(
        "2. A reading has a level and a temperature, and is given in meters.\n",
        "2. <b>Nothing</b> & more is new here.\n",
    )
    .replace("<b>Nothing</b>", "Nothing")
)

RUSSIAN = {
    "Protocol on Gauges": "Протокол о постах",
    "The Parties have met.[^a]": "Стороны встретились[^a].",
    "Readings": "Показания",
    "A reading is sent within 60 days under [](#experts/1).": "Показание направляется в течение 60 дней согласно [пункту {}](#experts/1).",
    "A reading is sent within 90 days under [](#experts/1).": "Показание направляется в течение 60 дней согласно [пункту {}](#experts/1).",
    "A reading has a level and a temperature, and is given in meters.": "Показание включает уровень и температуру в метрах.",
    "Nothing & more is new here.": "Здесь нет ничего нового.",
    "Experts": "Эксперты",
    "Experts meet twice a year.": "Эксперты встречаются дважды в год.",
    "They meet in turn at both places.": "Они встречаются поочередно в обоих местах.",
    "A bullet stays as it is.": "Пункт остается как есть.",
    "Gauge": "Пост",
    "Depth": "Глубина",
    "North": "Северный",
    "South": "Южный",
    "In the spring.": "Весной.",
    "In the autumn.": "Осенью.",
}


def files(source: str) -> HeldFiles:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    entries = "".join(f'msgid "{en}"\nmsgstr "{ru}"\n\n' for en, ru in RUSSIAN.items())
    known = {"protocolpress.toml": TOML, f"sources/{ID}.md": source}
    return HeldFiles({**known, f"locales/ru/LC_MESSAGES/{ID}.po": head + entries})


def made(edition: str, form: str, old: str = OLD, new: str = NEW, later: str = "HEAD & more") -> bytes:
    both = [Version(name=name, files=files(text)) for name, text in (("a", old), ("b", new))]
    (compared,) = comparing.compare(*both, ids=(ID,), edition=edition)
    held = files(new)
    versions = Versions(old="2012 <draft>", new=later)
    return redlining.make(
        held, project.read(held), compared, redlining.Request(edition=edition, form=form, versions=versions)
    )


@pytest.fixture(scope="module")
def parallel() -> bytes:
    return made("en-ru", "pdf")


def spoken(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())  # and no-break spaces are spaces


def test_the_page_strikes_through_and_underlines_and_begins_with_a_table() -> None:
    html = made("en-ru", "html").decode()
    assert re.search(r"within <del>60</del> <ins>90</ins>\s*days", html.replace("\u00a0", " "))
    head, _, text = html.partition('<div class="document">')
    assert "Article 1, 1 : figure changed ; changed in one language only: English" in spoken(head)
    assert "Статья 1, 1 : изменено число ; изменено только на одном языке: English" in spoken(head)
    assert [int(number) for number in re.findall(r'href="#change-(\d)"', head)] == [1, 2, 3, 4, 5]
    assert [int(number) for number in re.findall(r'id="change-(\d)"', text)] == [1, 2, 3, 4, 5]
    assert "North" in text
    assert "2012 &lt;draft&gt;" in html
    assert "HEAD &amp; more" in html
    assert not re.search(r'(?:src|href)="(?!#)', html), "the page needs no other file"


def test_each_side_of_the_table_has_its_own_words_only() -> None:
    html = made("en", "html").decode()
    row = re.search(r'href="#change-1".*?</tr>', html, re.DOTALL)
    assert row
    cells = [spoken(cell) for cell in re.findall(r"<td>(.*?)</td>", row[0], re.DOTALL)]
    assert cells[1:] == ["The Parties have met. 1 [In the spring .]", "The Parties have met. 1 [In the autumn .]"]


def test_words_of_the_page_are_in_its_language_and_set_as_in_the_document() -> None:
    html = made("ru", "html", later="now").decode()
    assert "Новая редакция: нынешний текст" in spoken(html)
    assert re.search(r"<h2[^>]*>(?:<span class=.change.*?</span>)?<span class=.number.>Статья 1 </span>", html)
    assert '<span class="unbroken">статьи\u00a02</span>' in html, "a place is not divided"


def test_both_versions_may_say_the_same_or_one_may_lack_the_document() -> None:
    assert "Both versions say the same." in made("en", "html", OLD, OLD).decode()
    for old, new, said in ((OLD, "", "does not have this document"), ("", OLD, "The whole document is new")):
        lacking = HeldFiles({"protocolpress.toml": TOML})
        both = [Version(name="v", files=files(text) if text else lacking) for text in (old, new)]
        (compared,) = comparing.compare(*both)
        request = redlining.Request(edition="en", form="html", versions=Versions(old="a", new="b"))
        html = redlining.make(files(OLD), project.read(lacking), compared, request).decode()
        assert said in spoken(html)
        assert 'class="change"' not in html


def faults(data: bytes) -> tuple[Problem, ...]:
    return verify.inspect(data, "redline.pdf")


def test_the_pdf_is_tagged_and_its_tags_say_what_is_struck_through(parallel: bytes) -> None:
    assert faults(parallel) == ()
    assert b"TextDecorationType" in b"".join(_objects(parallel))
    words = " ".join(" ".join(facts.text(parallel)).split())
    assert "Comparison of two versions" in words
    assert "Сравнение двух редакций" in words


def _objects(data: bytes) -> list[bytes]:
    reader = parsing.opened(data, "x")
    return [str(reader.get_object(number)).encode() for number in (*reader.xref.get(0, {}), *reader.xref_objStm)]


@pytest.mark.skipif(verapdf.missing() is not None, reason=str(verapdf.missing()))
def test_verapdf_passes_it(parallel: bytes, tmp_path: pathlib.Path) -> None:
    place = tmp_path / "redline.pdf"
    place.write_bytes(parallel)
    assert verapdf.judge([place]) == ()
