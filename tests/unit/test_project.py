"""protocolpress.toml: what it says, what it leaves out, and every mistake with its line."""

from __future__ import annotations

import time

import pytest

from protocolpress import model, numbering, project
from protocolpress.errors import ProjectError
from protocolpress.files import MemoryFiles

LEAST = '[group]\nname = "G"\n'

PARTY = '[parties.b]\nname = "B"\nsignature = "For B"\nlocale = "ru"\norder = 2\norganizations = ["o"]\n'


def read(text: str) -> project.Project:
    return project.read(MemoryFiles({project.PATH: text}))


def complaints(text: str) -> list[str]:
    with pytest.raises(ProjectError) as caught:
        read(text)
    return [f"{p.position.line}: {p.message} [{p.rule}]" for p in caught.value.problems]


def test_a_name_is_enough() -> None:
    found = read(LEAST)
    assert (found.source_locale, found.locales, found.order) == ("en", ("en", "ru"), "newest")
    assert found.editions == ("en", "ru", "en-ru", "ru-en")
    assert found.numbering == {"en": numbering.DEFAULTS["en"], "ru": numbering.DEFAULTS["ru"]}
    assert (found.commission, found.parties) == (None, {})


def test_parties_stand_in_their_order() -> None:
    found = read(LEAST + PARTY + '[parties.a]\nname = "A"\nsignature = "For A"\norder = 1\n')
    assert list(found.parties) == ["a", "b"]
    assert (found.parties["b"].locale, found.parties["b"].organizations) == ("ru", ("o",))
    assert found.parties["b"].signature.position.line == 5
    assert [message.msgid for message in model.messages(found)] == ["G", "A", "For A", "B", "For B"]


def test_documents_have_fields_for_signatures_and_trust_nobody_unless_told() -> None:
    usual = read(LEAST).signing
    assert usual == project.Signing(fields=True, level="B-B", time_stamps="", roots=(), trusted_lists=())
    told = read(LEAST + '[signing]\nfields = false\nlevel = "B-LTA"\nroots = ["trust/root.pem"]\n').signing
    assert (told.fields, told.level, told.roots) == (False, "B-LTA", ("trust/root.pem",))


def test_one_language_has_one_edition() -> None:
    assert read('locales = ["ru"]\n' + LEAST).editions == ("ru",)


def test_editions() -> None:
    assert project.edition_locales("en-ru") == ("en", "ru")
    assert project.edition_locales("ru") == ("ru",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["0: the group has no name [bad-setting]"]),
        ('ordr = "newest"\n' + LEAST, ["1: unknown key ordr [unknown-key]"]),
        (
            LEAST + '[signing]\nfields = 1\nlevel = "B"\ntime_stamps = "ftp://x"\nroots = ["../a.pem"]\nkey = "k"\n',
            [
                "4: fields must be true or false [bad-setting]",
                "5: unknown level B [bad-setting]",
                "6: the time-stamping authority has no web address [bad-setting]",
                "7: ../a.pem is not a path in the project [bad-setting]",
                "8: unknown key key [unknown-key]",
            ],
        ),
        ('order = "any"\n' + LEAST, ["1: unknown order any [bad-setting]"]),
        ('source_locale = "de"\n' + LEAST, ["1: de is not one of the locales [bad-setting]"]),
        ('locales = ["en"]\neditions = ["en-ru"]\n' + LEAST, ["2: unknown edition en-ru [bad-setting]"]),
        ('locales = ["en", "en"]\n' + LEAST, ["1: locales is not a list of different texts [bad-setting]"]),
        (
            LEAST + '[numbering]\nen = ["Article"]\n',
            ["4: numbering pattern 'Article' shows no first number [bad-setting]"],
        ),
        (LEAST + '[parties.a]\nname = "A"\n', ["3: the party has no signature line [bad-setting]"]),
        (LEAST + "[parties]\na = 1\n", ["4: parties.a is not a table [bad-setting]"]),
    ],
)
def test_mistakes(text: str, expected: list[str]) -> None:
    assert complaints(text) == expected


def test_a_file_that_is_not_toml_names_the_place() -> None:
    (found,) = complaints("a = \n")
    assert found.startswith("1: not TOML: ")
    assert found.endswith("[bad-toml]")


def test_no_file() -> None:
    with pytest.raises(ProjectError, match=r"there is no protocolpress\.toml here \[missing-project\]"):
        project.read(MemoryFiles({}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (".".join("a" * 20_000) + " = 1", "4: a key of 20000 parts is too long [too-long]"),
        ('[x."y"] # a.b\n' + ' . "b". a'.join(["a"] * 5_000) + " = 1", "5: a key of 9999 parts is too long [too-long]"),
        ("[" + "\t.\t".join("a" * 4_000) + "]", "4: a key of 4000 parts is too long [too-long]"),
        ("x = {" + ".".join("a" * 11) + " = 1}", "4: a key of 11 parts is too long [too-long]"),
        ("".join(f"\n[a{n}]" for n in range(9_000)), "0: 9002 keys are too many [too-long]"),
        ("a = 1\n" * 15_000, "0: 15002 keys are too many [too-long]"),
        ("x = {" + "a = 1, " * 9_000 + "}", "0: 9003 keys are too many [too-long]"),
        ("#" * 100_000, f"0: {100_001 + len(LEAST)} characters of settings are too many [too-long]"),
    ],
    ids=range(8),
)
def test_settings_that_ask_for_much_are_refused_unread(
    text: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tomllib.loads", None)
    assert complaints(f"{LEAST}\n{text}") == [expected]


@pytest.mark.parametrize("quote", ['"', "'", '"""', "'''"])
def test_points_and_signs_in_a_text_are_no_keys(quote: str) -> None:
    name = "a.b." * 30 + "[=]" * 30
    assert read(f"[group] # {'c.' * 30}{quote}\nname = {quote}{name}{quote}\n").group.msgid == name


@pytest.mark.parametrize("unit", ['"""', "'''", '\\"""', '"\\"', "'", "a .", "a. ", "[", "\\", '"\\\n'])
def test_settings_are_judged_in_time_that_grows_with_their_length(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * (count // len(unit)) + "\\"
        start = time.process_time()
        for _ in range(3):
            assert project.too_much(text) is None or "." in unit or "[" in unit
        return time.process_time() - start

    assert seconds(90_000) < 40 * seconds(9_000) + 0.05


def test_six_hundred_parties_are_found_in_one_reading() -> None:
    parties = "".join(f'[parties.p{n}]\nname = "P{n}"\nsignature = "For P{n}"\n' for n in range(600))
    assert read(LEAST + parties).parties["p599"].name.position.line == 1801
