"""`protocolpress adopt` on a whole project: what it writes, says and leaves alone, and that the rest of the program takes it."""

from __future__ import annotations

from support import Press

ID = "protocols/2012-03-30-harbours"
CATALOG = f"locales/ru/LC_MESSAGES/{ID}.po"

EN = """\
# Protocol on Harbours

The Parties have agreed as follows:

## Term {#term}

1. This Protocol remains in force for 5 years.

2. It may be extended under [](#term/1).[^1]

[^1]: By an exchange of notes.
"""
RU = """\
# Протокол о гаванях

Стороны согласились о нижеследующем:

## Срок действия {#srok}

1. Настоящий Протокол действует 5 лет.

2. Он может быть продлен согласно [](#srok/1).[^a]

[^a]: Путем обмена нотами.
"""


def test_two_texts_become_a_document_that_is_translated(press: Press) -> None:
    press.fill()
    press.write("en.md", EN)
    press.write("ru.md", RU)
    arguments = ("adopt", ID, "--source", "en.md", "--translation", "ru.md", "--report", "pairs.html")
    assert press.run(*arguments, "--check", code=1).out.splitlines()[0] == f"sources/{ID}.md"
    assert not (press.root / CATALOG).exists()

    run = press.run(*arguments, code=0)
    assert run.out.splitlines() == [
        f"sources/{ID}.md",
        f"locales/{ID}.pot",
        f"locales/en/LC_MESSAGES/{ID}.po",
        CATALOG,
    ]
    assert "6 pairs, 0 doubtful, so fuzzy; 0 blocks without a partner\n" in run.err
    assert "added to the front matter: date: 2012-03-30\n" in run.err
    assert "Он может быть продлен согласно" in press.read("pairs.html")
    assert press.run(*arguments, code=0).out == ""
    assert press.run("update", code=0).out == ""
    assert "Article 1" not in press.run("check", f"{CATALOG}", code=0).err

    press.write(CATALOG, press.read(CATALOG) + "\n# mine\n")
    assert (
        f"{CATALOG}: error: a different file already exists here [already-there]" in press.run(*arguments, code=1).err
    )
    assert press.read(CATALOG).endswith("# mine\n")
    press.run(*arguments, "--force", code=0)
    assert not press.read(CATALOG).endswith("# mine\n")


def test_an_id_that_names_no_document_is_refused(press: Press) -> None:
    press.fill()
    assert "treaties/a is not the id of a document" in press.run("adopt", "treaties/a", "--source", "en.md", code=2).err
