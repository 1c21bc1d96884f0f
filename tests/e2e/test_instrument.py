"""An instrument in its two originals: who is first, the closing clause, certificates, a corrigendum in the compendium."""

from __future__ import annotations

import re

import pytest

from support import Press

PROTOCOL = "protocols/2012-05-15-exampleton"
CORRIGENDUM = "protocols/2012-05-15-corrigendum"
SOURCE = f"sources/{PROTOCOL}.md"
CATALOG = f"locales/ru/LC_MESSAGES/{PROTOCOL}.po"

CORRECTED = f"""\
---
kind: corrigendum
title: Corrigendum to the Protocol
number: EXAMPLE-1/1
date: 2012-05-15
corrects: {PROTOCOL}
---

{{.corrections}}
| Where | For | Read |
| --- | --- | --- |
| #readings/2/b | Celsius | Kelvin |
"""


@pytest.fixture
def own(press: Press) -> Press:
    """Return the skeleton without its event, with certificates."""
    press.fill()
    for path in press.files("sources/events"):
        (press.root / path).unlink()
    press.replace(SOURCE, "effective: ", "certificates: [conformity, true-copy]\neffective: ")
    return press


def words(press: Press, edition: str, document_id: str = PROTOCOL) -> str:
    """Return the words of a document's page, in reading order, without markup."""
    html = press.read(f"build/html/{edition}/{document_id}.html").partition("<body")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).replace("\u00a0", " ")


def in_order(text: str, *parts: str) -> bool:
    """Whether *parts* are in *text* in this order."""
    return re.search(".*?".join(map(re.escape, parts)), text) is not None


ENGLISH = ("Northern Water Office", "Southern Water Agency")
RUSSIAN = ("Северное водное бюро", "Южное водное агентство")


def test_each_original_names_its_own_party_first_in_both_texts(own: Press) -> None:
    own.build("--only", "html", "-j1", PROTOCOL)
    for edition, first in (("en-ru", 0), ("ru-en", 1), ("en", 0), ("ru", 1)):
        text = words(own, edition)
        for names, locale in ((ENGLISH, "en"), (RUSSIAN, "ru")):
            if locale in edition.split("-"):
                one, other = names[first], names[1 - first]
                assert in_order(text, one, other), (edition, locale)
                preamble = rf"{one}[^,.]{{0,9}} {other}"
                assert re.search(preamble, text), (edition, locale)
        signatures = re.findall(r"For the (\w+) Water|За (\w+) водное", text)
        sides = {"Northern": 0, "Северное": 0, "Southern": 1, "Южное": 1}
        assert sides["".join(signatures[0])] == first, edition


def test_the_closing_clause_names_each_texts_own_language_first(own: Press) -> None:
    own.build("--only", "html", "-j1", "-e", "ru-en", PROTOCOL)
    text = words(own, "ru-en")
    assert "Done at Exampleton, in duplicate, on May 15, 2012, in the English and Russian languages," in text
    clause = "Совершено в Образцове 15 мая 2012 г. в двух экземплярах, каждый на русском и английском языках, причем"
    assert clause in text


def test_certificates_stand_behind_everything_else_in_both_languages(own: Press) -> None:
    own.build("--only", "html", "-j1", "-e", "en-ru", PROTOCOL)
    text = words(own, "en-ru")
    assert in_order(text, "Done at", "For the", "Certificate of Conformity", "Certificate of True Copy", "L.S.")
    for said in ("in the English and Russian languages have been compared", "на русском и английском языках сличены"):
        assert said in text
    assert "Jane Sample, Director of the Northern Water Office" in text


def test_a_corrigendum_follows_what_it_corrects_and_each_names_the_other(own: Press) -> None:
    own.write(f"sources/{CORRIGENDUM}.md", CORRECTED)
    own.write("sources/protocols/2012-05-16-later.md", OTHER)
    own.replace(SOURCE, "effective: ", f"corrigenda: [{CORRIGENDUM}]\neffective: ")
    own.build("-j1", "-e", "en")
    assert "Corrigendum to No. EXAMPLE-1" in words(own, "en", CORRIGENDUM)
    page = own.read(f"build/html/en/{CORRIGENDUM}.html").replace("\u00a0", " ")
    assert (
        f'<a href="protocolpress:en/{PROTOCOL}#{PROTOCOL.replace("/", ".")}.readings-2-2">'
        'Article <span class="unbroken">1(2)(b)</span></a>' in page
    )
    assert "Corrected by: Corrigendum to the Protocol" in words(own, "en")
    (volume,) = own.files("build/compendium")
    bookmarks = own.outline(volume).replace("\n", " ")
    assert in_order(bookmarks, "Other record", "Protocol of the first meeting", "Corrigendum to the Protocol")


OTHER = """\
---
title: Other record
number: EXAMPLE-2
date: 2012-05-16
---

Words.
"""
