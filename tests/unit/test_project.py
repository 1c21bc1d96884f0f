"""protocolpress.toml: what it says, what it leaves out, and every mistake with its line."""

from __future__ import annotations

import pytest

from protocolpress import numbering, project
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
    assert found.numbering == numbering.DEFAULTS
    assert (found.commission, found.parties) == (None, {})


def test_parties_stand_in_their_order() -> None:
    found = read(LEAST + PARTY + '[parties.a]\nname = "A"\nsignature = "For A"\norder = 1\n')
    assert list(found.parties) == ["a", "b"]
    assert (found.parties["b"].locale, found.parties["b"].organizations) == ("ru", ("o",))
    assert found.parties["b"].signature.position.line == 5
    assert [message.msgid for message in found.messages()] == ["G", "A", "For A", "B", "For B"]


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
