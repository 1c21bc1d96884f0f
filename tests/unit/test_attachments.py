"""What a PDF carries: its sources and the catalog entries it was made with, without anybody's comments."""

from __future__ import annotations

import pathlib

import pytest

import sample
from protocolpress import plan, project
from protocolpress.build.task import Inputs
from protocolpress.catalogs import po
from protocolpress.errors import Problems
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.model import Attachment
from protocolpress.pdf import typefaces
from protocolpress.plan import attachments
from protocolpress.plan.actions import CollectAttachments
from protocolpress.sources import yaml_tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n# a comment\nb: 2\n", "a: 1\nb: 2\n"),
        ("a: 1 # a comment\nb: 2   # another\n", "a: 1\nb: 2\n"),
        ('a: "x # y"  # z\n', 'a: "x # y"\n'),
        ("a: x#y\nb: http://x/#z\n", "a: x#y\nb: http://x/#z\n"),
        ("a: >\n  text # no comment\n  more\nb: 1 # one\n", "a: >\n  text # no comment\n  more\nb: 1\n"),
        ("a: [x, # first\n    y] # second\n", "a: [x,\n    y]\n"),
        ("a: 1\n\nb: 2\n", "a: 1\n\nb: 2\n"),
        ("", ""),
    ],
)
def test_comments_go_and_nothing_else(text: str, expected: str) -> None:
    assert yaml_tree.without_comments(text) == expected
    assert yaml_tree.without_comments(expected) == expected


SOURCE = """---
title: The keepers meet   # as it was called
date: 2012-03-01
# nobody knows where
place: cape
---
Words that are *said*.
"""
CATALOG = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

# a note to a colleague
msgid "The keepers meet"
msgstr "Встреча смотрителей"

msgid "Words that are *said*."
msgstr "*Сказанные* слова."

msgid "Never asked for"
msgstr "Лишнее"
"""
FILES = {
    "protocolpress.toml": '[group]\nname = "G"\n',
    "sources/events/a.md": SOURCE,
    "locales/ru/LC_MESSAGES/events/a.po": CATALOG,
    **{f"sources/registry/{name}.yaml": text for name, text in sample.REGISTRY.items()},
}
DISK = DiskFiles(pathlib.Path(__file__).parent)
FONTS = {path: DISK.read(path) for path in typefaces.FONTS}


def carried(edition: str, **changes: str) -> dict[str, Attachment]:
    files = MemoryFiles({**FILES, **FONTS, **changes})
    problems = Problems()
    settings = project.read(files)
    data = CollectAttachments(project=settings, edition=edition, document_id="events/a")(
        Inputs(files=files, needs={}, problems=problems)
    )
    assert not problems.errors
    return {attachment.name: attachment for attachment in attachments.unpack(data)}


def test_a_document_carries_its_source_and_the_entries_that_were_used() -> None:
    found = carried("en-ru")
    assert [*found] == ["a.md", "a.ru.po"]
    assert (
        found["a.md"].text
        == "---\ntitle: The keepers meet\ndate: 2012-03-01\nplace: cape\n---\nWords that are *said*.\n"
    )
    assert (found["a.md"].relation, found["a.ru.po"].relation) == ("Source", "Supplement")
    problems = Problems()
    file = po.parse(found["a.ru.po"].text.encode(), "a.ru.po", problems)
    assert not problems
    entries = {entry.msgid: entry.msgstr[0] for entry in file.entries if entry.is_translated}
    assert entries["The keepers meet"] == "Встреча смотрителей"
    assert "Never asked for" not in entries
    assert [*carried("en")] == ["a.md"], "an edition in the language of the source has no catalog"


def test_a_comment_changes_nothing() -> None:
    edited = {
        "sources/events/a.md": SOURCE.replace("# nobody knows where", "# somewhere"),
        "locales/ru/LC_MESSAGES/events/a.po": CATALOG.replace("a note", "another note"),
    }
    assert carried("en-ru", **edited) == carried("en-ru")


def test_every_pdf_needs_what_it_carries() -> None:
    files = MemoryFiles(FILES)
    tasks = plan.whole(project.read(files), files).tasks
    assert all(
        f"attachments:{task.name.partition(':')[2]}" in task.needs for task in tasks if task.name.startswith("pdf:")
    )
