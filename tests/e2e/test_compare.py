"""The life of a draft with the real command: versions in git, what changed in both languages, and in one only."""

from __future__ import annotations

import json
import pathlib
import subprocess

import pytest

from support import Press

PROTOCOL = "sources/protocols/2012-05-15-exampleton.md"
RUSSIAN = "locales/ru/LC_MESSAGES/protocols/2012-05-15-exampleton.po"


@pytest.fixture
def press(tmp_path: pathlib.Path) -> Press:
    """The skeleton under version control."""
    made = Press(tmp_path).fill()
    for arguments in (["init", "--quiet"], ["add", "-A"], ["commit", "--quiet", "-m", "draft 1"]):
        names = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *names, *arguments], cwd=tmp_path, check=True, capture_output=True)
    return made


def test_a_draft_and_what_changed_in_it(press: Press) -> None:
    assert press.run("diff", "HEAD", "--exit-code", "--check", code=0).out == ""
    press.replace(RUSSIAN, "трех дней", "пяти дней")
    run = press.run("diff", "HEAD", code=0)
    assert run.out.replace("\N{NO-BREAK SPACE}", " ").splitlines()[1:] == [
        "  Article 1, 3: words; changed in one language only: ru",
        "    ru  …ия в срок, сообщает о причинах в течение [-трех-] {+пяти+} дней.",
    ]
    assert run.err == "1 change in 1 document, 1 in one language only\n"
    press.run("diff", "HEAD", "--check", code=1)
    press.replace(PROTOCOL, "three days", "five days")
    press.replace(RUSSIAN, "three days", "five days")
    known = json.loads(press.run("diff", "HEAD", "", "--format", "json", "--check", code=0).out)
    (document,) = known["documents"]
    assert [change["only"] for change in document["changes"]] == [[]]
    assert press.run("diff", "HEAD", "--exit-code", code=1).err == "1 change in 1 document\n"
    press.write(PROTOCOL, "---\ntitle: [\n---\n")
    assert "sources/protocols" in press.run("diff", "HEAD", code=1).err


AMENDING = """---
title: Amending protocol
number: EXAMPLE-2
date: 2012-07-01
effective: 2012-08-01
amends:
  protocols/2012-05-15-exampleton:
    - {replace: readings/3, by: changes/1}
---

## Changes {#changes}

1. Paragraph 3 of Article 1 is replaced by:

   > A Party that cannot send a reading in time shall say why within one day.
"""


def test_a_redline_for_each_reader_and_the_text_as_amended(press: Press) -> None:
    press.replace(PROTOCOL, "three days", "five days")
    press.replace(RUSSIAN, "three days", "five days")
    press.replace(RUSSIAN, "трех дней", "пяти дней")
    for form in ("html", "docx", "pdf"):
        run = press.run("diff", "HEAD", "--format", form, "-e", "en-ru", code=0)
        assert run.out.splitlines() == [f"redline/en-ru/protocols/2012-05-15-exampleton.{form}"]
        assert (press.root / run.out.strip()).is_file()
    text = " ".join(" ".join(press.text("redline/en-ru/protocols/2012-05-15-exampleton.pdf")).split())
    assert "Comparison of two versions" in text
    assert "пяти" in text
    press.run("diff", "HEAD", "--format", "pdf", "-e", "de", code=2)

    assert press.run("history", "protocols/2012-05-15-exampleton", code=0).out.splitlines() == [
        "protocols/2012-05-15-exampleton",
        "  now: specimen, the first version",
    ]
    press.write("sources/protocols/2012-07-01-amending.md", AMENDING)
    run = press.run("consolidate", "protocols/2012-05-15-exampleton", "-e", "en", "-o", "texts", code=0)
    text = " ".join(" ".join(press.text(run.out.strip())).split())
    assert "shall say why within one day." in text
    assert "[Replaced by: Amending protocol, Article 1, 1, August 1, 2012]" in text
    assert "five days" not in text
    assert "NOT AUTHENTIC" in text
    assert (
        "no-amendment"
        in press.run("consolidate", "protocols/2012-05-15-exampleton", "--date", "2012-07-15", code=1).err
    )
