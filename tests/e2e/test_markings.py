"""A release of a publication with a document that is not public: no file of it holds a trace of that document."""

from __future__ import annotations

import json
import pathlib
import re
import zlib

from protocolpress.pdf import facts
from support import Press

QUIET = "protocols/2012-06-01-quiet-matter"

WORDS = ("quiet-matter", "Zanzibar", "Занзибар")
"""In its id, and in its title in each language."""

SOURCE = """---
title: Memorandum on Zanzibar
number: Q-1
date: 2012-06-01
marking: official
---

The word of this text is Zanzibar.
"""


def contents(path: pathlib.Path) -> bytes:
    """Return what a file holds; of a PDF, its streams unpacked as well, and the words on its pages."""
    data = path.read_bytes()
    if path.suffix != ".pdf":
        return data
    words = "".join(facts.text(data)).encode()
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    for stream in streams:
        try:
            data += zlib.decompress(stream)
        except zlib.error:
            continue
    return data + words


def holds(path: pathlib.Path, words: str) -> bool:
    """Whether a file holds words, also as PDFs write them."""
    data = contents(path)
    return any(words.encode(coding) in data for coding in ("utf-8", "utf-16-be"))


def test_a_release_holds_no_trace_of_what_is_not_public(press: Press) -> None:
    press.fill()
    settings = press.read("protocolpress.toml").replace(
        'editions = ["en", "ru", "en-ru", "ru-en"]', 'editions = ["en", "en-ru"]'
    )
    press.write("protocolpress.toml", f'{settings}\n[markings.official]\ntext = "Official use only"\n')
    press.write(f"sources/{QUIET}.md", SOURCE)
    assert press.run("update").code == 0
    for path in press.files("locales"):
        text = press.read(path)
        if path.endswith(".po") and "/ru/" in path:
            for words, said in (
                ("Memorandum on Zanzibar", "Меморандум о Занзибаре"),
                ("The word of this text is Zanzibar.", "Слово этого текста — Занзибар."),
                ("Official use only", "Для служебного пользования"),
            ):
                text = text.replace(f'msgid "{words}"\nmsgstr ""', f'msgid "{words}"\nmsgstr "{said}"')
            press.write(path, text)
    run = press.run("release", "--no-verapdf", "--date", "2012-12-31")
    assert run.code == 0, run.err
    root = press.root / "dist/2012-12-31"
    files = [path for path in root.rglob("*") if path.is_file()]
    assert any(holds(place, "Exampleton") for place in files if place.suffix == ".pdf")
    for place in files:
        for words in WORDS:
            assert words not in place.as_posix()
            assert not holds(place, words), f"{place} holds {words}"
    manifest = json.loads((root / "manifest.json").read_text())
    assert manifest["files"]


def test_a_build_makes_its_pdf_and_no_public_page(press: Press) -> None:
    press.fill()
    press.write(
        "protocolpress.toml", press.read("protocolpress.toml") + '\n[markings.official]\ntext = "Official use only"\n'
    )
    press.write(f"sources/{QUIET}.md", SOURCE)
    assert press.run("build", "-e", "en").code == 0
    made = press.files("build")
    assert f"build/pdf/en/{QUIET}.pdf" in made
    assert holds(press.root / f"build/pdf/en/{QUIET}.pdf", "Official use only")
    for path in made:
        if path.startswith("build/compendium/"):
            assert not holds(press.root / path, "Zanzibar")
