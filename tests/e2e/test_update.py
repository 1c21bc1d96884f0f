"""`protocolpress update` on a whole project: what it writes, what it leaves alone, and that no accident loses a word.

PROTOCOLPRESS_KILLS is how often a run is killed here; by default a dozen times.
"""

from __future__ import annotations

import fcntl
import os
import pathlib
import random
import re
import signal
import subprocess
import time

import pytest

from protocolpress import cli
from protocolpress.catalogs import update
from support import COMMAND, Press, environment

KILLS = int(os.environ.get("PROTOCOLPRESS_KILLS", "12"))

EVENT = "sources/events/2012-05-15-exampleton.md"
PROTOCOL = "sources/protocols/2012-05-15-exampleton.md"
RU = "locales/ru/LC_MESSAGES/events/2012-05-15-exampleton.po"
RU_PROTOCOL = "locales/ru/LC_MESSAGES/protocols/2012-05-15-exampleton.po"
EN = "locales/en/LC_MESSAGES/events/2012-05-15-exampleton.po"
POT = "locales/events/2012-05-15-exampleton.pot"

OLD = "The experts compared the records of ten gauges."


@pytest.fixture
def project(press: Press) -> Press:
    """Return the project of `init`, with catalogs that are up to date."""
    press.fill().run("update", code=0)
    return press


def entries(text: str) -> list[str]:
    return [entry.strip() for entry in text.split("\n\n")]


def differing(old: str, new: str) -> tuple[list[str], list[str]]:
    """Return the entries that are only in one of two catalogs."""
    return [e for e in entries(old) if e not in entries(new)], [e for e in entries(new) if e not in entries(old)]


def snapshot(press: Press) -> dict[str, tuple[bytes, int]]:
    return {p: (press.data(p), (press.root / p).stat().st_mtime_ns) for p in press.files("locales")}


# ── what translators did wrong ───────────────────────────────────────────────────────────────────────────────────────

SLIPS = (
    ('для этого примера"', 'для этого примера\\n"', "newline-mismatch"),
    ("единым правилам", "единым\\q правилам", "bad-escape"),
    ("Рисунок: водомерная", "Рисунок\\320: водомерная", "bad-escape"),
    ("Через реку", "#-#-#-#-#  x  #-#-#-#-#\\nЧерез реку", "conflict-marker"),
)
"""What is right, what a translator wrote, and what is said of it."""


def test_slips_of_translators_stop_nobody(project: Press) -> None:
    for right, wrong, _ in SLIPS:
        project.replace(RU, right, wrong)
    written = project.data(RU)
    updated = project.run("update", code=0).err
    assert sorted(re.findall(r"warning: .*\[(.*)\]", updated)) == sorted(rule for _, _, rule in SLIPS)
    assert project.data(RU) == written
    project.run("suggest", code=0)
    project.run("export", "--format", "xliff", "-o", "x.xlf", code=0)
    project.run("import", "x.xlf", code=0)
    assert project.data(RU) == written
    project.replace(EVENT, "ten gauges", "eleven gauges")
    project.run("update", code=0)
    assert all(wrong in project.read(RU) for _, wrong, _ in SLIPS)
    assert project.read(RU).count("#, fuzzy") == 1
    checked = project.run("check", RU, code=1).err
    assert sorted(re.findall(r"error: .*\[(.*)\]", checked)) == sorted(rule for _, _, rule in SLIPS)


def test_a_build_prints_the_source_of_a_slip_and_says_so(project: Press) -> None:
    project.replace(RU, 'для этого примера"', 'для этого примера\\n"')
    built = project.run("build", "events/2012-05-15-exampleton", "-e", "ru", "--only", "html", code=0)
    assert f"{RU}:43: warning: msgid and msgstr must both end with" in built.err
    assert "prints as a draft" in built.err
    (page,) = (path for path in project.files("build") if path.endswith(".html"))
    assert "Drawing made for this example" in project.read(page)
    assert "Рисунок выполнен" not in project.read(page)


def test_a_blank_translation_counts_as_none(project: Press) -> None:
    project.replace(RU, "Состоялось первое заседание Рабочей группы", "\u00a0")
    registry = "locales/ru/LC_MESSAGES/registry.po"
    project.replace(registry, 'msgstr "Иван Примеров"', 'msgstr " "')
    built = project.run("build", "-e", "ru", "--only", "html", code=0).err
    assert built.count("[untranslated]") >= 2
    pages = [project.read(path) for path in project.files("build") if path.endswith(".html")]
    assert any("Working Group holds its first meeting" in page for page in pages)
    assert any("Ivan Primerov" in page for page in pages)


@pytest.mark.parametrize("forms", ["one", "one, two, three, four"])
def test_a_wrong_number_of_plural_forms_stops_no_update(press: Press, forms: str) -> None:
    texts = "".join(f'msgstr[{number}] "{text}"\n' for number, text in enumerate(forms.split(", ")))
    header = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\n'
    )
    source = 'msgid "%d file"\nmsgid_plural "%d files"\n'
    new = '\nmsgid "new"\nmsgstr ""\n'
    press.write("x.pot", f'{header}{source}msgstr[0] ""\nmsgstr[1] ""\n{new}')
    press.write("ru.po", f"{header}{source}{texts}")
    press.run("update", "--template", "x.pot", "ru.po", code=0)
    assert press.read("ru.po") == f"{header}{source}{texts}{new}"
    press.write("base.po", press.data("ru.po"))
    press.write("theirs.po", press.read("ru.po").replace('"new"\nmsgstr ""', '"new"\nmsgstr "neu"'))
    run = press.run("merge-po", "base.po", "ru.po", "theirs.po", code=0)
    assert "[plural-forms]" in run.err
    assert press.read("ru.po") == press.read("theirs.po")


def test_what_cannot_be_read_is_refused(project: Press) -> None:
    project.replace(RU, 'msgid "Drawing made for this example"', 'msgid "Drawing made for \\qthis example"')
    written = project.data(RU)
    assert "[bad-escape]" in project.run("update", code=1).err
    assert project.data(RU) == written


# ── what it does ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_change_and_its_reversal_give_the_bytes_back(project: Press) -> None:
    before = {path: project.data(path) for path in project.files("locales")}
    title = "Working Group holds its first meeting"
    for old, new in (("ten gauges", "eleven gauges"), (title, "Rivers, read alike")):
        project.replace(EVENT, old, new)
    project.run("update", code=0)
    assert project.read(RU).count("#, fuzzy") == 2
    assert f'#| msgid "{title}"\nmsgid "Rivers, read alike"\nmsgstr "' in project.read(RU)
    assert 'msgstr ""\n\n' not in project.read(RU)
    for old, new in (("eleven gauges", "ten gauges"), ("Rivers, read alike", title)):
        project.replace(EVENT, old, new)
    project.run("update", code=0)
    assert {path: project.data(path) for path in project.files("locales")} == before


def test_one_word_of_a_source_changes_one_entry(project: Press) -> None:
    before = {path: project.read(path) for path in project.files("locales")}
    project.replace(EVENT, "ten gauges", "eleven gauges")
    checked = project.run("update", "--check", code=1)
    assert {path: project.read(path) for path in project.files("locales")} == before
    run = project.run("update", code=0)
    assert (run.out, run.err) == (checked.out, "")
    assert sorted(run.out.split()) == sorted([EN, POT, RU])
    gone, come = differing(before[RU], project.read(RU))
    assert [len(gone), len(come)] == [1, 1]
    assert come[0].count("#, fuzzy") == 1
    assert f'#| "{OLD} They' in come[0]
    assert gone[0].partition("msgstr")[2] == come[0].partition("msgstr")[2]
    _, come = differing(before[EN], project.read(EN))
    assert [entry.count("eleven") for entry in come] == [2]
    assert "fuzzy" not in come[0]
    after = snapshot(project)
    assert project.run("update", code=0).out == ""
    assert snapshot(project) == after


def test_a_source_that_is_renamed_takes_its_translations_along(project: Press) -> None:
    place = project.root / RU
    comment = "# ask the chair about it\n#. Event"
    place.write_text(place.read_text("utf-8").replace("#. Event", comment, 1), "utf-8")
    old = project.data(RU)
    new = "2012-05-16-exampleton"
    (project.root / EVENT).rename(project.root / f"sources/events/{new}.md")
    project.run("update", "-l", "ru", code=0)
    renamed = project.read(RU.replace("2012-05-15-exampleton", new))
    assert renamed.count("# ask the chair about it") == 1
    assert "fuzzy" not in renamed
    assert 'msgstr ""\n\n' not in renamed
    assert project.data(RU) == old
    assert not (project.root / EN.replace("2012-05-15-exampleton", new)).exists()


def test_a_text_that_moves_to_another_document_is_translated_there(project: Press) -> None:
    paragraph = next(part for part in project.read(EVENT).split("\n\n") if part.startswith(OLD))
    translation = next(entry for entry in entries(project.read(RU)) if OLD in entry)
    project.replace(EVENT, f"{paragraph}\n\n", "")
    project.write(PROTOCOL, project.read(PROTOCOL).replace("\n## ", f"\n{paragraph}\n\n## ", 1))
    project.run("update", code=0)
    moved = next(entry for entry in entries(project.read(RU_PROTOCOL)) if OLD in entry)
    assert "fuzzy" not in moved
    assert moved.partition("msgid")[2] == translation.partition("msgid")[2]
    gone = next(entry for entry in entries(project.read(RU)) if OLD in entry)
    assert gone.startswith("#~ msgid")


def test_a_typo_keeps_the_translation(project: Press) -> None:
    translated = project.read(RU)
    project.replace(EVENT, "proposed a common hour", "proposed one common hour")
    project.replace(EVENT, "The two sides agreed", "The two sides agred")
    line = project.read(EVENT).split("\n").index("read, and proposed one common hour.") + 1
    run = project.run("update", "-l", "ru", "--typo", f"events/2012-05-15-exampleton:{line}", code=0)
    assert "a number changes [not-a-typo]" in run.err
    assert run.err.startswith(f"{EVENT}:{line - 1}: warning")
    project.replace(EVENT, "proposed one common hour", "proposed a common hour")
    project.run("update", "--typo", EVENT, code=0)
    assert "fuzzy" not in project.read(RU)
    gone, come = differing(translated, project.read(RU))
    assert [len(gone), len(come)] == [1, 1]
    usage = project.run("update", "--typo", "events/2012-05-15-exampletown", code=2)
    assert "did you mean events/2012-05-15-exampleton?" in usage.err


def test_every_mistake_is_said_and_nothing_is_written(project: Press) -> None:
    project.replace(EVENT, "ten gauges", "eleven gauges")
    project.replace(PROTOCOL, "title:", "titel:")
    project.write(RU, project.read(RU).replace('msgstr "', "msgstr ", 1))
    project.write("locales/ru/LC_MESSAGES/events/orphan.po", "msgid broken")
    before = snapshot(project)
    run = project.run("update", code=1)
    for part in (f"{PROTOCOL}:", f"{RU}:", "orphan.po:1: error"):
        assert part in run.err
    assert (run.out, snapshot(project)) == ("", before)


def test_single_files_need_no_project(tmp_path: pathlib.Path) -> None:
    press = Press(tmp_path)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    press.write("x.pot", head + 'msgid "a"\nmsgstr ""\n\nmsgid "b"\nmsgstr ""\n')
    press.write("real/ru.po", head + 'msgid "a"\nmsgstr "1"\n')
    press.write("de.po", head + 'msgid "a"\nmsgstr "1"\n\nmsgid "b"\nmsgstr ""\n')
    (tmp_path / "ru.po").symlink_to("real/ru.po")
    (tmp_path / "real/ru.po").chmod(0o600)
    refused = press.run("update", "--template", "x.pot", "ru.po", code=1)
    assert refused.err.startswith("ru.po: error: cannot write the file: a symbolic link is in the way")
    assert press.run("update", "--template", "x.pot", "real/ru.po", "de.po", "--check", code=1).out == "real/ru.po\n"
    assert press.run("update", "--template", "x.pot", "real/ru.po", "./de.po", code=0).out == "real/ru.po\n"
    assert press.read("real/ru.po") == head + 'msgid "a"\nmsgstr "1"\n\nmsgid "b"\nmsgstr ""\n'
    assert (tmp_path / "real/ru.po").stat().st_mode & 0o777 == 0o600
    press.write("de.po", head + "msgid")
    assert "de.po:4: error" in press.run("update", "--template", "x.pot", "ru.po", "de.po", code=1).err
    assert press.run("update", "ru.po").code == 2
    assert press.run("update", "--template", "x.pot").code == 2


# ── accidents ────────────────────────────────────────────────────────────────────────────────────────────────────────


def command_here(press: Press, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    """Run the command in this process; give its exit code."""
    monkeypatch.chdir(press.root)
    monkeypatch.setattr("sys.argv", ["protocolpress", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return end.value.code


def test_a_file_that_changes_meanwhile_is_left_alone(
    project: Press, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project.replace(EVENT, "ten gauges", "eleven gauges")
    before = project.read(RU)
    merge = update.update

    def saving(*values: object, **options: object) -> update.Updated:
        """Save the catalog while it is merged."""
        project.write(RU, before + "# saved\n")
        return merge(*values, **options)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(update, "update", saving)
    assert command_here(project, monkeypatch, "update") == 1
    shown = capsys.readouterr()
    assert f"{RU}: error: the file was changed by another program in the meantime" in shown.err
    assert EN in shown.out
    assert RU not in shown.out
    assert project.read(RU) == before + "# saved\n"
    monkeypatch.setattr(update, "update", merge)
    assert command_here(project, monkeypatch, "update") == 0
    assert project.read(RU).endswith("# saved\n")


def test_what_can_be_written_is_and_is_named(project: Press) -> None:
    project.replace(EVENT, "ten gauges", "eleven gauges")
    project.write("sources/events/2012-05-17-new.md", project.read(EVENT))
    (project.root / RU).unlink()
    (project.root / RU).mkdir()
    run = project.run("update", code=1)
    assert f"{RU}: error: cannot write the file: something other than a file is there [cannot-write]" in run.err
    assert EN in run.out.split()
    assert RU not in run.out.split()


def test_what_a_killed_run_left_is_removed_and_what_a_living_one_writes_is_not(project: Press) -> None:
    folder = (project.root / RU).parent
    dead, living = (folder / f".protocolpress-{letter * 16}.part" for letter in "dc")
    dead.touch()
    with living.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        project.run("update", code=0)
        assert not dead.exists()
        assert living.exists()


def test_killed_at_any_point_every_catalog_is_the_old_one_or_the_new_one(project: Press) -> None:
    chance = random.Random(KILLS)  # noqa: S311 - only moments
    old = {path: project.data(path) for path in project.files("locales")}
    project.replace(EVENT, "ten gauges", "eleven gauges")
    project.replace("sources/registry/topics.yaml", "name: ", "name: New ")
    project.write(PROTOCOL, project.read(PROTOCOL).replace("shall", "will"))
    start = time.monotonic()
    project.run("update", code=0)
    seconds = time.monotonic() - start
    new = {path: project.data(path) for path in project.files("locales")}
    changed = [path for path in old if old[path] != new[path]]
    assert len(changed) >= 6
    for number in range(KILLS):
        for path in changed:
            project.write(path, old[path])
        kill(
            project, chance.uniform(0, seconds) if number % 3 == 0 else chance.uniform(0, 0.02), writing=number % 3 > 0
        )
        for path in changed:
            assert project.data(path) in (old[path], new[path]), path
    project.run("update", code=0)
    assert {path: project.data(path) for path in project.files("locales")} == new


def kill(press: Press, delay: float, *, writing: bool) -> None:
    """Start an update and kill it after *delay* seconds, counted, with *writing*, from the first file on."""
    process = subprocess.Popen(
        [*COMMAND, "update"], cwd=press.root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    with process.stdout as out:
        if writing:
            while process.poll() is None and not list((press.root / "locales").rglob("*.part")):
                time.sleep(0.0005)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        out.read()
    process.wait()
