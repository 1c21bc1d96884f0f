"""Targets for files from translators and their tools: catalogs, two versions of one, exchange files, memories."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from fuzz.world import SETTINGS, Over, demand, parts, silent
from protocolpress.catalogs import compiled, merge, po
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.catalogs.exchange import tmx
from protocolpress.checks import glossary
from protocolpress.errors import Problems, Severity
from protocolpress.plan import exchanging

PATH = "locales/ru/LC_MESSAGES/protocols/2012-05-15-exampleton.po"

GLOSSARY = "en\tru\tnote\nriver\tрека\t\n# comment\nwater level\tуровень воды\tin centimeters\n".encode()

CATALOG = r"""# A catalog for exchange.
msgid ""
msgstr ""
"Language: ru\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

#. Title
#: sources/a.md
msgid "Protocol of the first meeting"
msgstr "Протокол первого заседания"

#: sources/a.md
msgctxt "at"
msgid "The *gauge* stands at [](#readings/1)."
msgstr ""

# by hand
#, fuzzy
#| msgid "old"
msgid "one\n"
"two\n"
msgstr "раз\n"
"два\n"

#, python-brace-format
msgid "{n} reading"
msgid_plural "{n} readings"
msgstr[0] "{n} показание"
msgstr[1] "{n} показания"
msgstr[2] "{n} показаний"

#~ msgid "gone"
#~ msgstr "нет"
""".encode()
"""The catalog to which answers are applied; the exchange files in the corpus are exports of it."""


def read(data: bytes) -> None:
    """Read a catalog: its bytes are always reproduced; one without errors can be compiled."""
    problems = Problems()
    file = po.parse(data, PATH, problems)
    demand(po.serialize(file) == data, "other bytes came back")
    lines = [entry.line for entry in file.entries]
    demand(lines == sorted(set(lines)), "two entries on one line", lines)
    if not problems.errors:
        compiled.write(file)


def merged(data: bytes) -> None:
    """Merge two versions of a catalog: the result can be read, and contains every text of either side."""
    given = parts(data)
    base, ours, theirs = (given.get(name, b"") for name in ("base", "ours", "theirs"))
    result = merge.contents(base, ours, theirs, PATH, Problems())
    if result is None:
        return
    file = _read(result, "the result cannot be read")
    kept = _texts(file) | _noted(file)
    old = _texts(po.parse(base, PATH, Problems()))
    for name, side in (("ours", ours), ("theirs", theirs)):
        lost = _texts(_read(side, name)) - old - kept
        demand(not lost, f"a text of {name} is lost", lost)
    again = merge.contents(result, result, result, PATH, Problems())
    demand(again == result, "merging the result with itself changes it")


def exchanged(data: bytes) -> None:
    """Import a returned file: the catalog keeps its messages, and entries without an answer keep all of their bytes."""
    settings, files = SETTINGS, Over({PATH: CATALOG, glossary.PATH: GLOSSARY})
    brought = exchanging.bring(settings, files, {"returned": data})
    for path, content in brought.contents.items():
        if path == glossary.PATH:
            problems = Problems()
            glossary.parse(content, problems)
            silent(problems, "a glossary with mistakes")
            continue
        demand(path == PATH, "another file is written", path)
        before, after = _read(CATALOG, "before"), _read(content, "the catalog cannot be read")
        demand([entry.key for entry in before.entries] == [entry.key for entry in after.entries], "other messages")
        changed = [new for old, new in zip(before.entries, after.entries, strict=True) if old.raw != new.raw]
        demand(len(changed) <= brought.translations + brought.remarks, "more changed than was answered")
        for entry in changed:
            demand(not entry.is_header and not entry.obsolete, "an entry that has no translation was changed")


def table(data: bytes) -> None:
    """Import a spreadsheet, given as the files in its archive, or as the archive itself."""
    exchanged(data if data.startswith(b"PK") else archive(parts(data)))


def memory(data: bytes) -> None:
    """Read a memory of another program, for suggestions."""
    for pair in tmx.read(data, "memory.tmx"):
        demand(pair.source.strip() and pair.target.strip(), "a pair with an empty text", pair)
        demand(pair.source_locale != pair.locale, "a pair in one language", pair)


def archive(files: dict[str, bytes]) -> bytes:
    """Pack files as a spreadsheet is packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in files.items():
            if name and name not in file.namelist():
                file.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def _read(data: bytes, said: str) -> PoFile:
    """Read a catalog like a caller that only transports texts: faulty translations and plural formulas are warnings."""
    problems = Problems()
    file = po.parse(data, PATH, problems, content=Severity.WARNING)
    silent(problems, said)
    return file


def _texts(file: PoFile) -> set[str]:
    return {form for entry in file.entries if not (entry.is_header or entry.broken) for form in entry.msgstr if form}


def _noted(file: PoFile) -> set[str]:
    """Return the texts in the comments of merge-po."""
    lines: Iterable[tuple[Entry, str]] = ((entry, line) for entry in file.entries for line in entry.comments)
    found = (re.search(r'^merge-po: [^"]*(".*")$', line, re.DOTALL) for _, line in lines)
    charset = file.charset
    texts = set()
    for note in filter(None, found):
        head = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\nmsgid "x"\nmsgstr '
        entry = po.parse((head + note[1] + "\n").encode(charset, "surrogateescape"), PATH, Problems()).entries[-1]
        texts |= set(entry.msgstr)
    return texts
