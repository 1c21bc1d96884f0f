from __future__ import annotations

import json
import os
import pathlib
import shutil

import pytest

from support import ROOT, Press

EVENT = "locales/ru/LC_MESSAGES/events/2012-05-15-exampleton.po"
PROTOCOL = "locales/ru/LC_MESSAGES/protocols/2012-05-15-exampleton.po"

LOOSE = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "[A](@abel) came."
msgstr "{words}"
"""


def test_the_skeleton_has_nothing_to_report(sample: Press) -> None:
    run = sample.run("check", "--strict", code=0)
    assert (run.out, run.err) == ("", "")


def test_our_own_publication_has_no_errors(press: Press) -> None:
    for name in ("sources", "locales", "templates"):
        shutil.copytree(ROOT / name, press.root / name)
    shutil.copy(ROOT / "protocolpress.toml", press.root)
    run = press.run("check", code=0)
    assert "error" not in run.err


def test_translations_are_compared_in_the_whole_project(sample: Press) -> None:
    sample.replace(EVENT, "[Джейн Сэмпл](@sample)", "Джейн Сэмпл")
    run = sample.run("check", code=1)
    assert f"{EVENT}:51: error: the translation lacks the mention @sample [lost-mention]" in run.err
    assert "the source is in sources/events/2012-05-15-exampleton.md" in run.err
    assert run.err.endswith("1 error in 1 file\n")


def test_only_the_catalogs_named_are_checked(sample: Press) -> None:
    sample.replace(EVENT, "[Джейн Сэмпл](@sample)", "Джейн Сэмпл")
    sample.write("sources/events/2012-06-01-broken.md", "no front matter")
    assert sample.run("check", PROTOCOL, code=0).err == ""
    run = sample.run("check", PROTOCOL, f"./{EVENT}", code=1)
    assert run.err.count("error:") == 1
    assert run.err.startswith(f"{EVENT}:")


def test_a_glossary_that_cannot_be_used_is_reported_with_single_catalogs_too(sample: Press) -> None:
    sample.write("locales/glossary.tsv", "en\tru\nwater\n")
    run = sample.run("check", PROTOCOL, code=1)
    assert run.err.startswith("locales/glossary.tsv:2: error: the term has no words in column ru [bad-glossary]\n")


def test_a_comment_silences_a_rule(sample: Press) -> None:
    sample.replace(EVENT, "[Джейн Сэмпл](@sample)", "Джейн Сэмпл")
    text = sample.read(EVENT)
    place = text.index("#. Event 2012-05-15-exampleton\n")
    comment = "# protocolpress-ignore: lost-mention she is named above\n"
    sample.write(EVENT, text[:place] + comment + text[place:])
    assert sample.run("check", "--strict", code=0).err == ""


def test_each_message_that_is_not_translated_is_said_once(sample: Press) -> None:
    sample.replace(EVENT, 'msgstr "Рисунок выполнен для этого примера"', 'msgstr ""')
    sample.replace(PROTOCOL, 'msgid "Readings"', '#, fuzzy\nmsgid "Readings"')
    run = sample.run("check", code=0)
    assert run.err.count("warning:") == 2
    assert "[untranslated]" in run.err
    assert "[fuzzy-message]" in run.err
    assert sample.run("check", "--strict").code == 1


def test_a_source_that_changed_makes_its_catalogs_stale(sample: Press) -> None:
    sample.replace("sources/events/2012-05-15-exampleton.md", "The experts compared", "Two experts compared")
    run = sample.run("check", code=0)
    stale = [line for line in run.err.splitlines() if "[stale-catalog]" in line]
    assert [line.partition(":")[0] for line in stale] == [EVENT.replace("/ru/", "/en/"), EVENT]
    assert "[untranslated]" not in run.err


def test_what_a_page_and_a_catalog_would_say_is_said_once(sample: Press) -> None:
    sample.replace(EVENT, "Эксперты сопоставили", "<b>Эксперты</b> сопоставили")
    assert sample.run("check", code=0).err.count("[raw-html]") == 1


def test_notes_do_not_fail_and_are_for_programs(sample: Press) -> None:
    sample.write(EVENT, sample.read(EVENT) + '\n#~ msgid "gone"\n#~ msgstr "ушло"\n')
    assert sample.run("check", "--strict", code=0).err == ""
    listed = json.loads(sample.run("check", "--strict", "--format", "json", code=0).out)
    assert {problem["severity"] for problem in listed} == {"note"}
    assert ("obsolete-message", EVENT) in [(problem["rule"], problem["path"]) for problem in listed]


def test_sarif_is_for_programs(sample: Press) -> None:
    sample.replace(EVENT, "[Джейн Сэмпл](@sample)", "Джейн Сэмпл")
    run = sample.run("check", "--format", "sarif", code=1)
    (log,) = json.loads(run.out)["runs"]
    (result,) = (result for result in log["results"] if result["level"] == "error")
    assert result["ruleId"] == "lost-mention"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == EVENT
    assert run.err == ""


# ── outside a project ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_catalog_may_belong_to_no_project(press: Press) -> None:
    press.write("ru.po", LOOSE.format(language="ru", words="Пришел А."))
    run = press.run("check", "ru.po", code=1)
    assert run.err.startswith("ru.po:7: error: the translation lacks the mention @abel [lost-mention]\n")
    assert press.files() == ("ru.po",)


def test_a_catalog_outside_the_project_is_shown_as_it_was_named(sample: Press, tmp_path: pathlib.Path) -> None:
    loose = tmp_path / "loose.po"
    loose.write_text(LOOSE.format(language="ru", words="Пришел А."), "utf-8")
    assert sample.run("check", "../loose.po", code=1).err.startswith("../loose.po:7: error:")
    assert sample.run("check", str(loose), code=1).err.startswith(f"{loose}:7: error:")


def test_a_catalog_that_is_not_there_is_a_mistake_of_usage(press: Press) -> None:
    assert "does not exist" in press.run("check", "ru.po", code=2).err


def test_a_broken_catalog_is_reported_and_the_others_are_checked(press: Press) -> None:
    press.write("a.po", LOOSE.format(language="ru", words="Пришел А."))
    press.write("b.po", LOOSE.format(language="ru", words="Пришел А.") + 'msgid "x\n')
    run = press.run("check", "a.po", "b.po", code=1)
    assert "b.po:8: error" in run.err
    assert run.err.count("[lost-mention]") == 2


# ── fixing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_fix_mends_the_translations_and_prints_what_it_wrote(sample: Press) -> None:
    before = {path: sample.data(path) for path in sample.files()}
    sample.replace(EVENT, "Два ведомства договорились", "Два  ведомства договорились")
    run = sample.run("check", "--fix", EVENT, code=0)
    assert (run.out, run.err) == (f"{EVENT}\n", "")
    assert {path: sample.data(path) for path in sample.files()} == before


def test_fix_twice_writes_once(sample: Press) -> None:
    sample.run("check", "--fix", code=0)
    times = {path: (sample.root / path).stat().st_mtime_ns for path in sample.files()}
    assert sample.run("check", "--fix", code=0).out == ""
    assert {path: (sample.root / path).stat().st_mtime_ns for path in sample.files()} == times


def test_fix_leaves_stdout_to_programs(sample: Press) -> None:
    sample.replace(EVENT, "Два ведомства договорились", "Два  ведомства договорились")
    run = sample.run("check", "--fix", "--format", "json", EVENT, code=0)
    assert json.loads(run.out) == []
    assert run.err == f"{EVENT}\n"


def test_fix_leaves_what_only_a_person_can_mend(sample: Press) -> None:
    sample.replace(EVENT, "[Джейн Сэмпл](@sample)", "Джейн  Сэмпл")
    run = sample.run("check", "--fix", EVENT, code=1)
    assert "[lost-mention]" in run.err
    assert "Джейн Сэмпл" in sample.read(EVENT).replace('"\n"', "")


def test_fix_listens_to_comments(sample: Press) -> None:
    sample.replace(EVENT, "Два ведомства договорились", "Два  ведомства договорились")
    text = sample.read(EVENT)
    place = text.index("#. Event 2012-05-15-exampleton · lead")
    sample.write(EVENT, f"{text[:place]}# protocolpress-ignore: double-space meant so\n{text[place:]}")
    assert sample.run("check", "--fix", EVENT, code=0).out == ""


def test_fix_writes_outside_the_project_too(sample: Press, tmp_path: pathlib.Path) -> None:
    loose = tmp_path / "loose.po"
    loose.write_text(LOOSE.format(language="ru", words="Пришел  [А](@abel)."), "utf-8")
    assert sample.run("check", "--fix", "../loose.po", code=0).out == "../loose.po\n"
    assert "Пришел [А](@abel)." in loose.read_text("utf-8")


def test_fix_never_makes_files_of_what_the_program_ships(sample: Press) -> None:
    before = sample.files()
    sample.run("check", "--fix", code=0)
    assert sample.files() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_fix_says_what_it_could_not_write(sample: Press) -> None:
    sample.replace(EVENT, "Два ведомства договорились", "Два  ведомства договорились")
    (sample.root / EVENT).parent.chmod(0o500)
    assert "[cannot-write]" in sample.run("check", "--fix", EVENT, code=1).err
