"""Templates, fresh catalogs and compiled ones: judged by GNU gettext where it is installed."""

from __future__ import annotations

import gettext
import io
import os
import pathlib
import random
import shutil
import subprocess

import pytest

from protocolpress import model
from protocolpress.catalogs import compiled, entries, po, template
from protocolpress.errors import CatalogError, Position, Problems

ROOT = pathlib.Path(__file__).parents[2]
DATA = pathlib.Path(os.environ.get("PROTOCOLPRESS_DATA", ROOT.parent / "shared" / "data"))
REAL = sorted((DATA / "po").glob("*.po"))
READABLE = [path for path in REAL if "bom" not in path.name]
"""GNU gettext refuses a byte order mark."""
MSGCAT = shutil.which("msgcat")

needs_data = pytest.mark.skipif(not REAL, reason=f"no catalogs below {DATA}: set PROTOCOLPRESS_DATA")
needs_gettext = pytest.mark.skipif(MSGCAT is None, reason="GNU gettext is not installed")


def message(msgid: str, path: str = "a.md", comment: str = "", context: str = "", plural: str = "") -> model.Message:
    return model.Message(msgid=msgid, position=Position(path, 7), comment=comment, context=context, plural=plural)


def run(*command: str, text: str) -> str:
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout.decode()


def parse(data: bytes, path: str = "ru.po") -> entries.PoFile:
    problems = Problems()
    file = po.parse(data, path, problems)
    assert list(problems) == []
    return file


# ── templates ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_template_is_written_to_the_letter() -> None:
    messages = [
        message("Space", comment="Event e1 · title"),
        message("No.", context="number"),
        message("Space", path="b.md", comment="Event e2 · title"),
        message("Space", comment="Event e1 · title"),
        message("{n} page", path="p.html", plural="{n} pages"),
        message('A "quoted" line\nand another'),
    ]
    assert template.write("registry", messages) == (
        "# Messages of registry.\n"
        'msgid ""\nmsgstr ""\n'
        '"Project-Id-Version: protocolpress\\n"\n"Language: \\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n\n'
        '#. Event e1 · title\n#. Event e2 · title\n#: a.md b.md\nmsgid "Space"\nmsgstr ""\n\n'
        '#: a.md\nmsgctxt "number"\nmsgid "No."\nmsgstr ""\n\n'
        '#: p.html\nmsgid "{n} page"\nmsgid_plural "{n} pages"\nmsgstr[0] ""\nmsgstr[1] ""\n\n'
        '#: a.md\nmsgid ""\n"A \\"quoted\\" line\\n"\n"and another"\nmsgstr ""\n'
    )


def random_text(chance: random.Random) -> str:
    """Make words of both alphabets with all the signs of a protocol between them."""
    signs = " -–—…/.,:;!?()[]{}«»“”„‘’\"'%№§·$€+*=<>&@#^_|~`\\°±×\u00a0аb7éЖ"
    parts = []
    for _ in range(chance.randint(1, 40)):
        parts.append("".join(chance.choices("abcdeабвгдеж", k=chance.randint(1, 9))))
        parts.append(chance.choice([" ", " ", "".join(chance.choices(signs, k=chance.randint(1, 3)))]))
        parts.append("\n" * (chance.random() < 0.05))
    return "".join(parts)


@needs_gettext
def test_msgcat_changes_nothing_in_a_template() -> None:
    chance = random.Random(20120229)  # noqa: S311 - text for a test
    messages = [
        message(random_text(chance), path=f"folder-{number % 7}/file-{number}.md", comment=f"· {number}")
        for number in range(1500)
    ]
    # one message that stands in thirty files
    messages += [message("everywhere", path=f"protocols/2012-02-{day:02}-quebec.md") for day in range(1, 31)]
    text = template.write("interface", messages)
    assert run("msgcat", "-", text=text).split("\n") == text.split("\n")


@needs_data
@needs_gettext
@pytest.mark.parametrize("path", [path for path in READABLE if "crlf" not in path.name], ids=lambda path: path.name)
def test_real_entries_are_written_as_msgcat_does(path: pathlib.Path) -> None:
    normal = subprocess.run(["msgcat", "-t", "UTF-8", path], capture_output=True, check=True).stdout
    entries = [entry for entry in parse(normal).entries if "no-wrap" not in entry.flags]
    assert [template.render([entry]) for entry in entries] == [entry.raw.strip("\n") + "\n" for entry in entries]


# ── fresh catalogs ───────────────────────────────────────────────────────────────────────────────────────────────────

MESSAGES = [message("Space", comment="title"), message("{n} page", plural="{n} pages"), message("Q", context="q")]


def test_a_fresh_catalog_has_a_header_and_nothing_translated() -> None:
    file = parse(template.to_po(template.write("x", MESSAGES), "ru").encode())
    assert file.fields["Language"] == "ru"
    assert file.fields["Plural-Forms"] == (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    )
    assert [(entry.msgid, entry.msgstr) for entry in file.entries[1:]] == [
        ("Space", ("",)),
        ("{n} page", ("", "", "")),
        ("Q", ("",)),
    ]
    assert file.entries[1].extracted == ("title",)
    assert file.entries[3].msgctxt == "q"


def test_the_source_language_starts_translated() -> None:
    file = parse(template.to_po(template.write("x", MESSAGES), "en", source=True).encode())
    assert file.fields["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert [entry.msgstr for entry in file.entries[1:]] == [("Space",), ("{n} page", "{n} pages"), ("Q",)]


@needs_gettext
@pytest.mark.parametrize("locale", ["en", "ru"])
def test_msgfmt_and_msgcat_have_nothing_to_say_about_a_fresh_catalog(locale: str, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "x.po"
    text = template.to_po(template.write("x", MESSAGES), locale, source=True)
    path.write_text(text, encoding="utf-8")
    run_ = subprocess.run(["msgfmt", "-c", "-o", os.devnull, path], capture_output=True, check=False)
    assert (run_.returncode, run_.stderr) == (0, b"")
    assert run("msgcat", "-", text=text) == text


def test_an_unknown_locale_and_a_broken_template_are_refused() -> None:
    with pytest.raises(CatalogError, match="CLDR does not know the locale xx"):
        template.to_po(template.write("x", MESSAGES), "xx")
    with pytest.raises(CatalogError, match=r"template\.pot:1: error: the file has no header"):
        template.to_po('msgid "a"\nmsgstr ""\n', "ru")


# ── compiled catalogs ────────────────────────────────────────────────────────────────────────────────────────────────


def decode(data: bytes) -> dict[object, str]:
    catalog: dict[object, str] = vars(gettext.GNUTranslations(io.BytesIO(data)))["_catalog"]
    return catalog


@needs_data
@needs_gettext
@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_a_compiled_catalog_says_what_msgfmts_says(path: pathlib.Path, tmp_path: pathlib.Path) -> None:
    place = tmp_path / "x.mo"
    subprocess.run(["msgfmt", "-o", place, path], check=True, capture_output=True)
    ours, theirs = decode(compiled.write(parse(path.read_bytes()))), decode(place.read_bytes())
    ours.pop("")
    theirs.pop("", None)
    assert ours == theirs


@needs_gettext
def test_gnu_and_python_read_a_compiled_catalog(tmp_path: pathlib.Path) -> None:
    text = (
        '#, fuzzy\nmsgid ""\nmsgstr "Content-Type: text/plain; charset=KOI8-R\\n"\n'
        '"Plural-Forms: nplurals=2; plural=n!=1;\\n"\n\n'
        'msgid "z"\nmsgstr "я"\n\nmsgctxt "c"\nmsgid "z"\nmsgstr "ю"\n\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "0"\n'
        'msgstr[1] "1"\n\n#, fuzzy\nmsgid "f"\nmsgstr "x"\n\nmsgid "e"\nmsgstr ""\n\n#~ msgid "o"\n#~ msgstr "x"\n'
    )
    data = compiled.write(parse(text.encode("koi8-r")))
    assert data == compiled.write(parse(text.encode("koi8-r")))
    translations = gettext.GNUTranslations(io.BytesIO(data))
    assert translations.gettext("z") == "я"
    assert translations.pgettext("c", "z") == "ю"
    assert [translations.ngettext("a", "as", n) for n in (1, 2)] == ["0", "1"]
    place = tmp_path / "x.mo"
    place.write_bytes(data)
    back = parse(run("msgunfmt", str(place), text="").encode())
    assert [entry.key for entry in back.entries] == [(None, ""), (None, "a"), ("c", "z"), (None, "z")]
    assert back.fields["Content-Type"] == "text/plain; charset=UTF-8"
