"""Another id for a document: what moves, what follows, and what must not change."""

from __future__ import annotations

import pytest

from protocolpress import plan, project
from protocolpress.errors import FilesError, SourceError
from protocolpress.files import MemoryFiles
from protocolpress.plan import renaming
from protocolpress.plan.actions import Redirect

FILES = {
    "protocolpress.toml": '[group]\nname = "G"\n',
    "sources/protocols/a.md": "---\ntitle: A\nnumber: 1\ndate: 2012\nannexes: [a-annex]\n---\n\nSee [](#one).\n\n## One {#one}\n",
    "sources/protocols/a-annex.md": "---\nkind: annex\ntitle: a\ndate: 2012\n---\n\nTo [A](protocols/a#one), [B](protocols/ab).\n",
    "sources/events/e.md": "---\ntitle: protocols/a\ndate: 2012\nprotocols:\n  - a\n  - protocols/ab\n---\n\n[it](protocols/a)\n",
    "locales/protocols/a.pot": "x",
    "locales/ru/LC_MESSAGES/protocols/a.po": 'msgid "A"\nmsgstr "А"\n',
    "locales/ru/LC_MESSAGES/events/e.po": 'msgid "[it](protocols/a)"\nmsgstr "[это](protocols/a#one)"\n',
    "locales/ru/LC_MESSAGES/protocols/ab.po": 'msgid "protocols/a"\nmsgstr ""\n',
}


def changed(old: str, new: str, **more: str) -> dict[str, str | None]:
    found = renaming.changes(MemoryFiles(FILES | more), old, new)
    return {path: None if data is None else data.decode() for path, data in found.items()}


def test_source_and_catalogs_move_and_references_follow() -> None:
    found = changed("protocols/a", "protocols/new")
    assert {path for path, text in found.items() if text is None} == {
        "sources/protocols/a.md",
        "locales/protocols/a.pot",
        "locales/ru/LC_MESSAGES/protocols/a.po",
    }
    assert found["locales/ru/LC_MESSAGES/protocols/new.po"] == FILES["locales/ru/LC_MESSAGES/protocols/a.po"]
    source = found["sources/protocols/new.md"]
    assert source is not None
    assert "annexes: [a-annex]\nformerly: [protocols/a]\n---\n" in source
    annex = found["sources/protocols/a-annex.md"]
    assert annex is not None
    assert "[A](protocols/new#one), [B](protocols/ab)" in annex
    assert "title: a\n" in annex
    event = found["sources/events/e.md"]
    assert event is not None
    assert event.startswith("---\ntitle: protocols/a\ndate: 2012\nprotocols:\n  - new\n  - protocols/ab\n---\n")
    assert "[it](protocols/new)" in event
    assert found["locales/ru/LC_MESSAGES/events/e.po"] == (
        'msgid "[it](protocols/new)"\nmsgstr "[это](protocols/new#one)"\n'
    )
    assert "locales/ru/LC_MESSAGES/protocols/ab.po" not in found


def test_an_annex_is_renamed_in_its_protocol() -> None:
    found = changed("protocols/a-annex", "protocols/a-list")
    assert "annexes: [a-list]" in (found["sources/protocols/a.md"] or "")


def test_a_second_name_stands_behind_the_first() -> None:
    text = FILES["sources/events/e.md"].replace("date: 2012\n", "date: 2012\nformerly: [events/first]\n")
    found = changed("events/e", "events/f", **{"sources/events/e.md": text})
    assert "formerly: [events/first, events/e]\n" in (found["sources/events/f.md"] or "")


@pytest.mark.parametrize("new", ["events/a", "protocols/A", "new", "protocols/x/y", "protocols/../x"])
def test_an_id_stays_in_its_folder(new: str) -> None:
    with pytest.raises(SourceError, match="is not an id for it"):
        changed("protocols/a", new)


def test_nothing_is_overwritten_and_no_signed_text_changes() -> None:
    with pytest.raises(FilesError, match="this source already exists"):
        changed("protocols/a", "protocols/a-annex")
    with pytest.raises(FilesError, match="a signed text names protocols/a-annex"):
        changed("protocols/a-annex", "protocols/b", **{"seals/protocols/a.txt": "a · annexes: protocols/a-annex\n"})


def test_the_old_address_leads_to_the_new_one() -> None:
    text = "---\ntitle: E\ndate: 2012\nformerly: [events/old]\n---\n"
    files = MemoryFiles({"protocolpress.toml": FILES["protocolpress.toml"], "sources/events/new.md": text})
    tasks = {one.name: one for one in plan.whole(project.read(files), files).tasks}
    moved = tasks["site:en:events/old:moved"]
    assert moved.output == "site/en/events/old.html"
    assert moved.action == Redirect(address="new.html")
