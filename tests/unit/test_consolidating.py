"""Consolidated texts: amendments put in place, each with its source, in both languages; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from protocolpress import markup, project
from protocolpress.errors import PressError, Problems
from protocolpress.files import HeldFiles
from protocolpress.model import Table
from protocolpress.plan import consolidating
from protocolpress.plan.library import Library

TOML = '[group]\nname = "Group"\n'
ID = "protocols/a"

ORIGINAL = """---
title: Protocol on Gauges
number: 1
date: 2012-03-01
annexes: [b]
---

## Readings {#readings}

1. A reading is sent in a day.
   1. It has a level.
   2. It has a date.
2. Nobody reads at night.

| Gauge | Depth |
| --- | --- |
| North | 40 |

3. See [](#readings/2) and [](#costs/1).

## Costs {#costs}

1. Each side pays.
2. Nobody is repaid.
"""

ANNEX = "---\nkind: annex\ntitle: Annex\ndate: 2012-03-01\n---\n\n1. A list of gauges.\n"

AMENDING = """---
title: First amending protocol
short: First
number: 2
date: 2013-03-01
effective: 2013-06-01
amends:
{amends}
---

## Changes {{#changes}}

1. Paragraph 1 is replaced by:

   > A reading is sent in an hour.

2. After paragraph 2 it is inserted:

   > 2 bis. Lamps are lit at night.

3. A paragraph is deleted.

4. Article 2 shall read:

   > 1. The first side pays.
   >
   > 2. The second side does not.
"""

SECOND = """---
title: Second amending protocol
short: Second
number: 3
date: 2014-03-01
amends:
  a: [{replace: readings/1, by: new/1}]
---

## New {#new}

1. A reading is sent at once.
"""

EVERY = "  protocols/a: [{replace: readings/1, by: changes/1}, {after: readings/2, by: changes/2}, {delete: costs/2}]\n  b: [{delete: '1', by: changes/3}]"


def library(**texts: str) -> Library:
    known = {"a": ORIGINAL, "b": ANNEX, **texts}
    sources = {f"sources/protocols/{name}.md": text for name, text in known.items()}
    lines = {line.strip() for text in known.values() for line in text.splitlines()}
    lines = {re.sub(r"^(?:> |\d+\. |## |title: |short: |\| )+", "", line).split(" {#")[0] for line in lines}
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    plain = sorted(line for line in lines if line and "[" not in line and "|" not in line and line != "---")
    po = head + "".join(f'msgid "{line}"\nmsgstr "{line.upper()}"\n\n' for line in plain)
    catalogs = {f"locales/ru/LC_MESSAGES/protocols/{name}.po": po for name in known}
    files = HeldFiles({"protocolpress.toml": TOML, **sources, **catalogs})
    return Library(files, project.read(files), Problems(), printed=False)


def text(library_: Library, day: dt.date | None = None) -> tuple[list[str], list[str]]:
    """Return the lines of the consolidated text in English and in Russian."""
    found, _ = consolidating.columns(library_, ID, "en-ru", day)
    both = []
    for column in found:
        blocks = [block for part in (column, *column.annexes) for block in part.blocks]
        both.append(
            [
                "table"
                if isinstance(block, Table)
                else f"{block.number} {markup.plain(block.text.spans)}".strip().replace("\u00a0", " ")
                for block in blocks
            ]
        )
    return both[0], both[1]


def test_each_amendment_is_put_in_place_with_its_source_in_both_languages() -> None:
    english, russian = text(library(c=AMENDING.format(amends=EVERY)))
    assert english == [
        "Article 1. Readings",
        "1. A reading is sent in an hour.",
        "[Replaced by: First, Article 1, 1, June 1, 2013]",
        "2. Nobody reads at night.",
        "table",
        "2 bis. Lamps are lit at night.",
        "[Inserted by: First, Article 1, 2, June 1, 2013]",
        "3. See Article 1(2) and Article 2(1).",
        "Article 2. Costs",
        "1. Each side pays.",
        "2. …",
        "[Deleted by: First, June 1, 2013]",
        "1. …",
        "[Deleted by: First, Article 1, 3, June 1, 2013]",
    ]
    assert russian[1:3] == ["1. A READING IS SENT IN AN HOUR.", "[Новая редакция: FIRST, Статья 1, 1, 1 июня 2013 г.]"]
    assert len(russian) == len(english)


def test_a_whole_article_keeps_its_number_and_its_heading() -> None:
    amends = "  a: [{replace: costs, by: changes/4}]"
    english, _ = text(library(c=AMENDING.format(amends=amends)))
    assert english[-5:-1] == [
        "Article 2. Costs",
        "1. The first side pays.",
        "2. The second side does not.",
        "[Replaced by: First, Article 1, 4, June 1, 2013]",
    ]
    english, _ = text(library(c=AMENDING.format(amends="  a: [{delete: costs}]")))
    assert english[-3:-1] == ["Article 2. Costs", "[Deleted by: First, June 1, 2013]"]


def test_instruments_take_effect_in_their_order_and_until_a_day() -> None:
    both = library(c=AMENDING.format(amends=EVERY), d=SECOND)
    english, _ = text(both)
    assert english[1:4] == [  # nothing is left of the first amendment of this place
        "1. A reading is sent at once.",
        "[Replaced by: Second, Article 1, 1, March 1, 2014]",
        "2. Nobody reads at night.",
    ]
    english, _ = text(both, dt.date(2013, 12, 31))
    assert english[1] == "1. A reading is sent in an hour."


def test_a_draft_amends_nothing() -> None:
    draft = AMENDING.format(amends=EVERY).replace("number: 2", "number: 2\nstatus: draft")
    with pytest.raises(PressError, match="no instrument in force amends"):
        text(library(c=draft))


@pytest.mark.parametrize(
    "entry",
    [
        "replace: readings/1",
        "delete: a, replace: b, by: c",
        "by: changes/1",
        "replace: '<b>', by: changes/1",
        "replace: readings/1, by: changes/1, note: x",
        "after: [a], by: changes/1",
    ],
)
def test_what_is_no_amendment_is_said(entry: str) -> None:
    broken = library(c=AMENDING.format(amends=f"  a: [{{{entry}}}]"))
    with pytest.raises(PressError, match="this is not an amendment"):
        broken.parse("protocols/c")


@pytest.mark.parametrize("amends", ["  a: x", "  A?: [{delete: readings/1}]", "  a: []"])
def test_a_list_of_amendments_is_needed(amends: str) -> None:
    with pytest.raises(PressError, match="has no list of amendments"):
        library(c=AMENDING.format(amends=amends)).parse("protocols/c")


@pytest.mark.parametrize("entry", ["{delete: readings/9}", "{replace: readings/1, by: changes/9}", "{delete: nothing}"])
def test_a_place_that_is_not_there_is_an_error_of_the_build_and_of_the_text(entry: str) -> None:
    broken = library(c=AMENDING.format(amends=f"  a: [{entry}]"))
    with pytest.raises(PressError, match="there is no place"):
        text(broken)
    assert "unknown-reference" in {problem.rule for problem in broken.problems}


def test_a_document_that_is_not_there_is_an_error_of_the_build() -> None:
    broken = library(c=AMENDING.format(amends="  none: [{delete: readings/1}]"))
    broken.localized(broken.parse("protocols/c"), "en")
    assert {problem.rule for problem in broken.problems} == {"unknown-id"}


def test_the_page_says_what_it_is() -> None:
    made = library(c=AMENDING.format(amends=EVERY))
    html = consolidating.page(made.files, made.project, ID, "en-ru").html
    words = " ".join(re.sub("<[^>]*>", " ", html).split())
    assert "It is not authentic" in words
    assert "не является аутентичным" in words
    assert "As amended by: First" in words
    assert 'data-status="NOT AUTHENTIC · НЕАУТЕНТИЧНЫЙ ТЕКСТ"' in html
