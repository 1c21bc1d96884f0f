"""The real commands on whole projects: out, changed with other people's tools, back in."""

from __future__ import annotations

import io
import pathlib
import shutil
import subprocess
from typing import Any

import openpyxl
import pytest
from translate.storage import factory, xliff2

from support import ROOT, Press

EVENT = "locales/ru/LC_MESSAGES/events"
OLD, NEW = "Совместная рабочая группа", "Совместная Рабочая группа"
FORMATS = ("xliff", "xliff2", "tmx", "review-html", "review-xlsx")


@pytest.fixture
def own(press: Press) -> Press:
    """Return a copy of this repository's own publication."""
    for name in ("sources", "locales"):
        shutil.copytree(ROOT / name, press.root / name)
    shutil.copyfile(ROOT / "protocolpress.toml", press.root / "protocolpress.toml")
    return press


def catalogs(press: Press) -> dict[str, str]:
    return {path: press.read(path) for path in press.files("locales") if path.endswith((".po", ".tsv"))}


def entries(text: str) -> list[str]:
    return text.replace("\r", "").split("\n\n")


def compiles(press: Press, path: str) -> None:
    if program := shutil.which("msgfmt"):
        done = subprocess.run([program, "-c", "-o", "/dev/null", press.root / path], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("form", FORMATS)
def test_out_and_in_again_changes_nothing(form: str, own: Press) -> None:
    before = catalogs(own)
    file = own.run("export", "--format", form, code=0).out.strip()
    first = own.data(file)
    assert own.run("export", "--format", form, code=0).out.strip() == file
    assert own.data(file) == first
    done = own.run("import", file, code=0)
    assert (done.out, done.err, catalogs(own)) == ("", "", before)


def test_a_translator_changes_two_texts_in_xliff(own: Press) -> None:
    before = catalogs(own)
    own.run("export", "--format", "xliff", code=0)
    store: Any = factory.getobject(str(own.root / "ru.xlf"))
    assert type(store).__name__ == "PoXliffFile"
    wanted = {f"locales/ru/LC_MESSAGES/{name}.po" for name in store.getfilenames()}
    rest = {path for path in before if "/ru/" in path} - wanted  # written in Russian: nothing to translate
    assert all("locale: ru" in own.read(path.replace("locales/ru/LC_MESSAGES", "sources")[:-2] + "md") for path in rest)
    messages = sum(text.count("\nmsgid ") for path, text in before.items() if path in wanted) - len(wanted)
    assert len(store.units) == messages
    changed = [unit for unit in store.units if unit.target and not unit.hasplural()][:40:20]
    for unit in changed:
        unit.target = f"{unit.target} *"
    own.write("ru.xlf", bytes(store))
    check = own.run("import", "--check", "ru.xlf", code=1)
    assert catalogs(own) == before
    done = own.run("import", "ru.xlf", code=0)
    assert done.out == check.out != ""
    assert done.err.startswith("2 translations, as fuzzy, and 0 remarks came in; next:")
    after = catalogs(own)
    assert {path for path in after if after[path] != before[path]} == set(done.out.split())
    fresh = [
        entry
        for path in after
        for entry in entries(after[path])
        if entry.strip() not in map(str.strip, entries(before[path]))
    ]
    assert len(fresh) == 2
    assert all("#, fuzzy\n" in entry and "# imported: ru.xlf\n" in entry and "# before: " in entry for entry in fresh)
    for path in done.out.split():
        compiles(own, path)
    again = own.run("import", "ru.xlf", code=0)
    assert (again.out, again.err, catalogs(own)) == ("", "", after)


def test_a_plural_message_changes_in_one_form(own: Press) -> None:
    own.run("export", "--format", "xliff2", "interface", "-o", "words.xlf", code=0)
    store = xliff2.Xliff2File(io.BytesIO(own.data("words.xlf")))
    unit = next(unit for unit in store.units if unit.getid().endswith(".2"))
    old, unit.target = unit.target, f"{unit.target} (все)"
    own.write("words.xlf", bytes(store))
    path = "locales/ru/LC_MESSAGES/interface.po"
    assert own.run("import", "words.xlf", code=0).out == f"{path}\n"
    assert f'msgstr[2] "{old} (все)"' in own.read(path)
    compiles(own, path)


def test_two_reviewers_of_the_same_text_in_sheets(sample: Press) -> None:
    sample.run("export", "--format", "review-xlsx", code=0)
    for name, words in (("one", "Первый"), ("two", "Второй")):
        book: Any = openpyxl.load_workbook(sample.root / "review-ru.xlsx")
        sheet = book.active
        sheet["C2"] = name
        sheet["E4"] = words
        sheet["F5"] = f"Замечание: {name}"
        book.save(sample.root / f"{name}.xlsx")
    done = sample.run("import", "one.xlsx", "two.xlsx", code=1)
    assert "[translation-changed]" in done.err
    assert "it is now “Первый”; the file has “Второй”" in done.err
    text = sample.read(done.out.split()[0])
    assert "# reviewed: one\n" in text
    assert 'msgstr "Первый"' in text
    assert all(f"# review: Замечание: {name}\n" in text for name in ("one", "two"))
    assert "# reviewed: two\n" in text


def test_a_file_that_is_there_is_not_written_over(sample: Press) -> None:
    sample.write("ru.xlf", "filled in by somebody")
    done = sample.run("export", "--format", "xliff", code=1)
    assert "ru.xlf: error: the file already exists, and may contain somebody's work [cannot-write]" in done.err
    assert sample.read("ru.xlf") == "filled in by somebody"
    assert sample.run("export", "--format", "xliff", "--force", code=0).out == "ru.xlf\n"


def test_only_the_documents_that_are_named(sample: Press) -> None:
    event = next(path for path in sample.files(EVENT))
    name = event.removeprefix("locales/ru/LC_MESSAGES/").removesuffix(".po")
    folder = sample.root / "out"
    folder.mkdir()
    assert sample.run("export", "--format", "xliff", "-o", "out", name, code=0).out == "out/ru.xlf\n"
    assert sample.read("out/ru.xlf").count("<file ") == 1
    wrong = sample.run("export", "--format", "xliff", "events/nothing", code=2)
    assert "there is no document events/nothing" in wrong.err
    assert "there is no locale de" in sample.run("export", "--format", "tmx", "-l", "de", code=2).err


def test_the_glossary_goes_out_and_comes_in(sample: Press) -> None:
    (sample.root / "locales/glossary.tsv").unlink(missing_ok=True)
    assert "[missing-file]" in sample.run("export", "--format", "tbx", code=1).err
    sample.write("locales/glossary.tsv", "en\tru\tnote\nLaunch\tЗапуск\tverb: запускать\n")
    sample.run("export", "--format", "tbx", code=0)
    sample.write("glossary.tbx", sample.read("glossary.tbx").replace("Запуск", "Пуск"))
    assert sample.run("import", "glossary.tbx", code=0).out == "locales/glossary.tsv\n"
    assert sample.read("locales/glossary.tsv") == "en\tru\tnote\nLaunch\tПуск\tverb: запускать\n"


def test_a_returned_file_names_only_catalogs_of_the_project(sample: Press) -> None:
    outside = sample.write("../outside.po", "nothing")
    sample.run("export", "--format", "xliff", code=0)
    text = sample.read("ru.xlf")
    original = text.partition('original="')[2].partition('"')[0]
    sample.write("ru.xlf", text.replace(f'original="{original}"', 'original="../../../../outside"'))
    done = sample.run("import", "ru.xlf", code=1)
    assert "there is no catalog for “../../../../outside” [source-changed]" in done.err
    assert outside.read_text() == "nothing"
    assert "[missing-file]" in sample.run("import", "nothing.xlf", code=1).err


def test_the_file_may_lie_anywhere(sample: Press, tmp_path: pathlib.Path) -> None:
    place = tmp_path / "letters № 1" / "ru.tmx"
    place.parent.mkdir()
    assert sample.run("export", "--format", "tmx", "-o", str(place), code=0).out == f"{place}\n"
    assert sample.run("import", str(place), code=0).out == ""
