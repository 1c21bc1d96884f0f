"""Files for Word that come back: what a reviewer changed, in which language, and what is told instead of guessed."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Callable

import pytest

from protocolpress import project
from protocolpress.adopt import patching
from protocolpress.build.task import Inputs
from protocolpress.catalogs import po
from protocolpress.catalogs.entries import Entry
from protocolpress.errors import PressError, Problems
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.plan import exchanging
from protocolpress.plan.actions import MakeDocx
from protocolpress.plan.exchanging import Brought
from protocolpress.word import archive
from support import ROOT
from support_word import p

ID = "protocols/2012-02-29-quebec"
PO = f"locales/ru/LC_MESSAGES/{ID}.po"
SOURCE = f"sources/{ID}.md"

DISK = DiskFiles(ROOT)


@functools.cache
def contents() -> dict[str, bytes]:
    patterns = ("protocolpress.toml", "sources/*", "locales/*", "templates/word-*")
    return {path: DISK.read(path) for pattern in patterns for path in DISK.glob(pattern)}


@functools.cache
def made(edition: str = "en-ru", document_id: str = ID) -> bytes:
    settings = project.read(DISK)
    task = MakeDocx(project=settings, edition=edition, document_id=document_id)
    return task(Inputs(files=DISK, needs={}, problems=Problems()))


def edited(
    change: Callable[[str], str], edition: str = "en-ru", part: str = "word/document.xml", document_id: str = ID
) -> bytes:
    with zipfile.ZipFile(io.BytesIO(made(edition, document_id))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    old = parts[part].decode()
    new = change(old)
    assert new != old
    parts[part] = new.encode()
    return archive.pack(parts)


def bring(data: bytes, changes: dict[str, bytes] | None = None) -> Brought:
    files = MemoryFiles({**contents(), **(changes or {})})
    return exchanging.bring(project.read(files), files, {"reviewed.docx": data})


def entries(brought: Brought) -> list[Entry]:
    """Return the entries that are different now."""
    old = {entry.msgid: entry for entry in po.parse(contents()[PO], PO, Problems()).entries}
    new = po.parse(brought.contents[PO], PO, Problems()).entries if PO in brought.contents else ()
    return [
        entry for entry in new if old[entry.msgid].msgstr != entry.msgstr or old[entry.msgid].comments != entry.comments
    ]


def said(brought: Brought) -> list[str]:
    return [problem.message for problem in brought.problems]


def replaced(old: str, new: str) -> Callable[[str], str]:
    """Change words inside one run, as somebody does without tracking."""
    return lambda text: text.replace(old, new, 1)


def tracked(old: str, new: str, author: str = "Ann") -> Callable[[str], str]:
    """Change words inside one run, tracked."""

    def change(text: str) -> str:
        match = next(
            m
            for m in re.finditer(r"<w:r><w:rPr>((?:(?!</w:rPr>).)*)</w:rPr><w:t [^>]*>([^<]*)</w:t></w:r>", text)
            if old in m[2]
        )
        head, tail = match[2].split(old, 1)
        run = f'<w:r><w:rPr>{match[1]}</w:rPr><w:{{0}} xml:space="preserve">{{1}}</w:{{0}}></w:r>'
        parts = (
            run.format("t", head),
            f'<w:del w:id="1" w:author="{author}">{run.format("delText", old)}</w:del>',
            f'<w:ins w:id="2" w:author="{author}">{run.format("t", new)}</w:ins>',
            run.format("t", tail),
        )
        return text[: match.start()] + "".join(parts) + text[match.end() :]

    return change


def test_a_file_that_nobody_changed_changes_nothing() -> None:
    for edition in ("en", "ru", "en-ru", "ru-en"):
        brought = bring(made(edition))
        assert (brought.contents, brought.patch, said(brought)) == ({}, "", [])


RUSSIAN = "Принятые обязательства"


@pytest.mark.parametrize("edition", ["ru", "en-ru"])
@pytest.mark.parametrize(("how", "who"), [(replaced, "imported: reviewed.docx"), (tracked, "reviewed: Ann")])
def test_a_changed_translation_comes_in_as_fuzzy_with_the_reviewers_name(
    edition: str, how: Callable[[str, str], Callable[[str], str]], who: str
) -> None:
    brought = bring(edited(how(RUSSIAN, "Взятые обязательства"), edition))
    (entry,) = entries(brought)
    assert entry.is_fuzzy
    assert "Взятые обязательства" in entry.msgstr[0]
    assert entry.comments[-1] == who
    assert any(line.startswith("before: ") for line in entry.comments)
    assert said(brought) == []
    assert brought.patch == ""


@pytest.mark.parametrize(
    ("markdown", "printed", "changed", "expected"),
    [
        ('The "Parties" agree', "The “Parties” agree", "The “Parties” now agree", 'The "Parties" now agree'),
        ("One two three", "One two three", "One three", "One three"),
        ("«дали» [Мэри](@mary) 30 дней", "„дали“ Мэри 30 дней", "„дали“ Мэри 40 дней", "«дали» [Мэри](@mary) 40 дней"),
        ("One two", "One two", "One two three", "One two three"),
        ("One two", "One two", "Zero one two", "Zero one two"),
        ("under [](#a/1) only", "under Article 1(1) only", "under Article 1(1) alone", "under [](#a/1) alone"),
        ("under [](#a/1) only", "under Article 1(1) only", "under Article 2 only", None),
        ("*Acting* under", "Acting under", "Acting within", "*Acting* within"),
        ("*Acting* under", "Acting under", "Working under", None),
    ],
)
def test_changes_are_carried_over_word_by_word_or_not_at_all(
    markdown: str, printed: str, changed: str, expected: str | None
) -> None:
    found = patching.edits(markdown, printed, changed)
    assert (None if found is None else patching.apply(markdown, found)) == expected


def test_a_changed_source_is_proposed_as_a_patch_and_nothing_else_changes() -> None:
    brought = bring(edited(tracked("co-chairs", "two co-chairs")))
    assert brought.contents == {}
    assert brought.patch.startswith(f"--- a/{SOURCE}\n+++ b/{SOURCE}\n")
    changed = [line for line in brought.patch.splitlines() if re.match(r"[-+](?![-+])", line)]
    assert len(changed) == 2
    assert changed[1].replace("two co-chairs", "co-chairs")[1:] == changed[0][1:]


def test_comments_become_remarks_of_the_translation() -> None:
    def change(text: str) -> str:
        place = text.index("<w:r>", text.index(RUSSIAN) - 300)
        return text[:place] + '<w:commentRangeStart w:id="5"/>' + text[place:]

    with zipfile.ZipFile(io.BytesIO(edited(change))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    comment = f'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="5" w:author="Ann">{p("Точно?")}</w:comment></w:comments>'
    parts["word/comments.xml"] = comment.encode()
    relation = b'<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>'
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", relation)
    brought = bring(archive.pack(parts))
    (entry,) = entries(brought)
    assert "review: Ann: Точно?" in entry.comments
    assert not entry.is_fuzzy


def test_what_is_gone_new_or_moved_is_named_and_changes_nothing() -> None:
    def paragraphs(text: str) -> list[str]:
        return re.findall(r"<w:p><w:pPr><w:pStyle w:val=\"(?:Normal|ListNumber)\"/>.*?</w:p>", text)

    def change(text: str) -> str:
        first, second, third, *_ = [one for one in paragraphs(text) if "pp_en_b" in one][2:]
        text = text.replace(first, p("Something quite new."), 1)
        return text.replace(second, "@").replace(third, second).replace("@", third)

    brought = bring(edited(change, "en"))
    assert brought.contents == {}
    assert brought.patch == ""
    messages = said(brought)
    assert [message for message in messages if message.startswith("this text is missing from the file: ")]
    assert "this text is new in the file: “Something quite new.”" in messages
    assert sum(message.startswith("this text was moved: ") for message in messages) == 2


def test_what_changed_on_both_sides_is_told_with_both_texts() -> None:
    old = contents()[PO].decode()
    assert RUSSIAN in old
    now = {PO: old.replace(RUSSIAN, "Обязательства", 1).encode()}
    brought = bring(edited(replaced(RUSSIAN, "Взятые обязательства")), now)
    (problem,) = brought.problems
    assert problem.rule == "translation-changed"
    assert bring(made(), now).contents == {}


def test_a_file_of_a_document_that_is_gone_is_refused() -> None:
    files = MemoryFiles({path: data for path, data in contents().items() if path != SOURCE})
    with pytest.raises(PressError) as caught:
        exchanging.bring(project.read(files), files, {"reviewed.docx": made()})
    assert "this project does not have" in caught.value.problems[0].message


def test_notes_cells_and_annexes_come_back_too() -> None:
    specimen = "protocols/2012-03-30-specimen"
    files = MemoryFiles(contents())
    settings = project.read(files)
    data = edited(replaced("образцом", "ОБРАЗЦОМ"), part="word/footnotes.xml", document_id=specimen)
    brought = exchanging.bring(settings, files, {"a.docx": data})
    assert (
        b"\xd0\x9e\xd0\x91\xd0\xa0\xd0\x90\xd0\x97\xd0\xa6\xd0\x9e\xd0\x9c"
        in brought.contents[f"locales/ru/LC_MESSAGES/{specimen}.po"]
    )
    data = edited(replaced("Приборы", "Инструменты"), document_id=specimen)
    brought = exchanging.bring(settings, files, {"a.docx": data})
    assert "Инструменты" in brought.contents[f"locales/ru/LC_MESSAGES/{specimen}.po"].decode()
    data = edited(replaced("UTC", "GMT"), edition="ru", document_id=specimen)
    brought = exchanging.bring(settings, files, {"a.docx": data})
    assert list(brought.contents) == [f"locales/ru/LC_MESSAGES/{specimen}-annex-a.po"]


# ── LibreOffice ──────────────────────────────────────────────────────────────────────────────────────────────────────

SMALL = {
    "protocolpress.toml": '[group]\nname = "Working Group"\n',
    "sources/protocols/a.md": """\
---
title: Protocol on Harbours
number: N-1
date: 2012-03-01
---

The Parties have agreed as follows:[^1]

## Term {#term}

1. This Protocol remains in force for five years, namely:
   1. in all harbours; and
   2. under [](#term/1), at sea.

| Harbour | Ships |
| --- | ---: |
| North | 12 |

[^1]: This is a specimen.
""",
    "locales/ru/LC_MESSAGES/protocols/a.po": """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Protocol on Harbours"
msgstr "Протокол о гаванях"

msgid "The Parties have agreed as follows:[^1]"
msgstr "Стороны согласились о нижеследующем:[^1]"

msgid "Term"
msgstr "Срок действия"

msgid "This Protocol remains in force for five years, namely:"
msgstr "Настоящий Протокол действует пять лет, а именно:"

msgid "in all harbours; and"
msgstr "во всех гаванях;"

msgid "under [](#term/1), at sea."
msgstr "согласно [](#term/1) — в море."

msgid "Harbour"
msgstr "Гавань"

msgid "Ships"
msgstr "Суда"

msgid "North"
msgstr "Северная"

msgid "12"
msgstr "12"

msgid "This is a specimen."
msgstr "Настоящий документ является образцом."
""",
}
SAVED = ROOT / "tests/office/saved.docx"
"""The document above in en-ru, as LibreOffice 7.4 saved it: `soffice --convert-to "docx:MS Word 2007 XML"`."""


def small(data: bytes) -> Brought:
    templates = {
        path: DISK.read(path)
        for pattern in ("templates/word-*", "locales/*/interface.po")
        for path in DISK.glob(pattern)
    }
    files = MemoryFiles({**templates, **SMALL})
    return exchanging.bring(project.read(files), files, {"saved.docx": data})


def test_what_libreoffice_saved_comes_back_as_it_went_out() -> None:
    brought = small(SAVED.read_bytes())
    assert (brought.contents, brought.patch, said(brought)) == ({}, "", [])


def test_what_was_changed_in_libreoffice_comes_back() -> None:
    with zipfile.ZipFile(SAVED) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    text = parts["word/document.xml"].decode()
    for old, new in (("пять лет", "шесть лет"), ("five years", "six years")):
        assert old in text
        text = text.replace(old, new)
    parts["word/document.xml"] = text.encode()
    brought = small(archive.pack(parts))
    assert "действует шесть лет" in next(iter(brought.contents.values())).decode()
    assert "+1. This Protocol remains in force for six years, namely:\n" in brought.patch
    assert said(brought) == []
