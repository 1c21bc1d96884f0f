"""Tracked changes in Word: accepting all gives the new version, rejecting all the old one; moves are moves."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]

from protocolpress import project
from protocolpress.files import HeldFiles
from protocolpress.pages.redline import Versions
from protocolpress.plan import comparing, redlining
from protocolpress.plan.comparing import Version

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ID = "protocols/a"
TOML = '[group]\nname = "Group"\n'
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'

OLD = """---
title: Protocol on Gauges
number: 1
date: 2012-03-01
---

The Parties met.[^a]

## Readings {#readings}

1. A reading is sent within 60 days. It has a level in meters.
2. Nobody needs a reading at night.

## Experts {#experts}

1. Experts meet twice a year.
2. They write a report of it.

## End {#end}

1. This is the last article of all.

| Gauge | Depth |
| --- | --- |
| North | 40 |
| South | 50 |
| West | 60 |

[^a]: In the spring.
"""

MOVED = OLD.replace(OLD[OLD.index("## Experts") : OLD.index("## End")], "").replace(
    "\n| Gauge", f"\n{OLD[OLD.index('## Experts') : OLD.index('## End')]}\n| Gauge"
)

CASES = {
    "words": OLD.replace("60 days", "90 days").replace("In the spring", "In the autumn"),
    "deleted": OLD.replace("2. Nobody needs a reading at night.\n", ""),
    "added": OLD.replace("2. They write", "2. Each expert has one vote.\n3. They write"),
    "split": OLD.replace("days. It has", "days.\n2. It has"),
    "joined": OLD.replace("a year.\n2. They", "a year. They"),
    "moved": MOVED,
    "moved and changed": MOVED.replace("twice a year", "three times a year"),
    "rows": OLD.replace("| South | 50 |\n", "").replace("| West | 60 |", "| West | 65 |\n| East | 70 |"),
    "row moved": OLD.replace("| North | 40 |\n", "").replace("| West | 60 |", "| West | 60 |\n| North | 40 |"),
    "nothing": OLD,
}


def files(source: str) -> HeldFiles:
    words = sorted(
        {*re.findall(r"^(?:\d+\. |## |\[\^a\]: )?(.*?)(?: \{#\w+\})?$", source.partition("---\n\n")[2], re.MULTILINE)}
    )
    cells = [
        cell.strip() for line in source.splitlines() if line.startswith("|") for cell in line.strip("|").split("|")
    ]
    entries = {"Protocol on Gauges", *words, *cells} - {"", "---"}
    catalog = HEAD + "".join(f'msgid "{en}"\nmsgstr "{en.upper()}"\n\n' for en in sorted(entries) if "|" not in en)
    catalog = catalog.replace("[^A]", "[^a]")
    return HeldFiles(
        {"protocolpress.toml": TOML, f"sources/{ID}.md": source, f"locales/ru/LC_MESSAGES/{ID}.po": catalog}
    )


def made(old: str, new: str, edition: str) -> bytes:
    both = [Version(name=name, files=files(text)) for name, text in (("a", old), ("b", new))]
    (compared,) = comparing.compare(*both, ids=(ID,), edition=edition)
    request = redlining.Request(edition=edition, form="docx", versions=Versions(old="a & b", new='c "d" <e>'))
    held = files(new)
    return redlining.make(held, project.read(held), compared, request)


def read(data: bytes, name: str = "word/document.xml") -> Any:  # noqa: ANN401 - lxml has no types
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def accepted(root: Any, *, reject: bool = False) -> list[str]:  # noqa: ANN401 - as above
    """Return the paragraphs after all changes are accepted, or rejected, without their numbers."""
    gone, kept = ("del", "moveFrom"), ("ins", "moveTo")
    gone, kept = (kept, gone) if reject else (gone, kept)
    for row in list(root.iter(f"{W}tr")):
        if any(row.find(f"{W}trPr/{W}{tag}") is not None for tag in gone):
            row.getparent().remove(row)
    found: list[str] = []
    open_ = ""
    for paragraph in root.iter(f"{W}p"):
        words = ""
        for node in paragraph.iter(f"{W}t", f"{W}delText"):
            above = {one.tag for one in node.iterancestors()}
            if not any(f"{W}{tag}" in above for tag in gone):
                words += node.text or ""
        open_ += words
        if any(paragraph.find(f"{W}pPr/{W}rPr/{W}{tag}") is not None for tag in gone):
            continue  # the end of the paragraph is gone: the next one continues it
        found.append(open_)
        open_ = ""
    plain = (re.sub(r"^(?:(?:Article|Статья) \d+\.|\d+\.) ", "", " ".join(one.split())) for one in found)
    return [one for one in plain if one not in ("", "English", "Русский")]


@pytest.mark.parametrize("edition", ["en", "en-ru"])
@pytest.mark.parametrize("case", CASES)
def test_accepting_gives_the_new_version_and_rejecting_the_old_one(case: str, edition: str) -> None:
    data = made(OLD, CASES[case], edition)
    expected = [accepted(read(made(text, text, edition))) for text in (OLD, CASES[case])]
    found = [accepted(read(data), reject=True), accepted(read(data))]
    if edition == "en-ru":  # the parts of a divided paragraph stand in one cell
        found, expected = [sorted(one) for one in found], [sorted(one) for one in expected]
    assert found[0] == expected[0]
    assert found[1] == expected[1]
    notes = [accepted(read(data, "word/footnotes.xml"), reject=reject) for reject in (True, False)]
    assert [any("spring" in one for one in notes[0]), any("spring" in one for one in notes[1])] == [
        True,
        case != "words",
    ]


def test_a_move_is_tracked_as_one_and_the_names_belong_together() -> None:
    root = read(made(OLD, MOVED, "en"))
    names = [[one.get(f"{W}name") for one in root.iter(f"{W}{tag}RangeStart")] for tag in ("moveFrom", "moveTo")]
    assert names[0] == names[1]
    assert len(set(names[0])) == len(names[0]) == 3
    ids = [
        one.get(f"{W}id")
        for one in root.iter()
        if one.tag in {f"{W}{tag}" for tag in ("ins", "del", "moveFrom", "moveTo")}
    ]
    assert len(set(ids)) == len(ids)


def test_the_author_of_the_changes_is_the_new_version_and_the_bytes_are_the_same_each_time() -> None:
    data = made(OLD, CASES["words"], "en")
    assert data == made(OLD, CASES["words"], "en")
    authors = {one.get(f"{W}author") for one in read(data).iter(f"{W}ins", f"{W}del")}
    assert authors == {'c "d" <e>'}
