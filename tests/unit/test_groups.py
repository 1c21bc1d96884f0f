"""Several groups of one publication: their settings, their letterheads, their compendia."""

from __future__ import annotations

import pytest

from protocolpress import plan, project
from protocolpress.errors import Problems, ProjectError
from protocolpress.files import MemoryFiles
from protocolpress.plan.library import Library

TOML = """
[group]
name = "Working Group"
commission = "Commission"
[groups.ice]
name = "Sub-Group on Ice"
emblem = "media/ice.svg"
color = "#1f5a3d"
[groups.rain]
name = "Sub-Group on Rain"
commission = "Council"
"""

FILES = {
    "protocolpress.toml": TOML,
    "sources/media/ice.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "sources/events/a.md": "---\ntitle: A\ndate: 2012-01-05\ngroup: ice\n---\n",
    "sources/events/b.md": "---\ntitle: B\ndate: 2012-01-06\n---\n",
    "sources/events/c.md": "---\ntitle: C\ndate: 2012-01-07\ngroup: ice\n---\n",
}


def library(**changes: str) -> Library:
    files = MemoryFiles(FILES | changes)
    return Library(files, project.read(files), Problems(), printed=False)


def test_a_group_has_a_name_an_emblem_and_a_color() -> None:
    known = library()
    setup = known.setup("en", known.interface("en"), "ice")
    assert [text.spans[0].text for text in (*setup.commission, *setup.group)] == [  # type: ignore[union-attr]
        "Working Group",
        "Sub-Group on Ice",
    ]
    assert (setup.emblem, setup.color) == ("media/ice.svg", "#1f5a3d")


def test_without_a_group_a_document_belongs_to_the_publication() -> None:
    known = library()
    setup = known.setup("en", known.interface("en"))
    assert [text.spans[0].text for text in (*setup.commission, *setup.group)] == [  # type: ignore[union-attr]
        "Commission",
        "Working Group",
    ]
    assert (setup.emblem, setup.color) == ("", "")


def test_an_emblem_that_is_not_there_is_an_error() -> None:
    files = MemoryFiles({path: text for path, text in FILES.items() if not path.endswith(".svg")})
    known = Library(files, project.read(files), Problems(), printed=False)
    assert known.setup("en", known.interface("en"), "ice").emblem == ""
    assert [one.message for one in known.problems.errors] == ["there is no emblem sources/media/ice.svg"]


def test_each_group_with_documents_has_a_compendium_of_its_own() -> None:
    files = MemoryFiles(FILES)
    tasks = plan.whole(project.read(files), files).tasks
    names = [one.name for one in tasks]
    assert len(names) == len(set(names))
    assert {"compendium:en", "compendium:en:ice", "compendium-pages:en:ice"} <= set(names)
    assert not [name for name in names if "rain" in name]
    (volume,) = (one for one in tasks if one.name == "compendium:en:ice")
    assert "compendium-pages:en:ice" in volume.needs
    assert volume.output == "compendium/compendium-2012-01-07-ice-en.pdf"
    assert [need for need in volume.needs if need.startswith("part:")] == ["part:en:events/a", "part:en:events/c"]


def test_an_unknown_group_is_an_error() -> None:
    known = library(**{"sources/events/a.md": "---\ntitle: A\ndate: 2012-01-05\ngroup: snow\n---\n"})
    known.localized(known.parse("events/a"), "en")
    assert [one.message for one in known.problems.errors] == ["snow is not a group of protocolpress.toml, [groups.…]"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("[groups.ice]\n", "the group has no name"),
        ('[groups]\nice = "A"\n', "groups.ice is not the table of a group"),
        ('[groups.Ice]\nname = "A"\n', "groups.Ice is not the table of a group"),
        ('[groups.ice]\nname = "A"\nemblem = "../ice.svg"\n', "../ice.svg is not a picture below sources/"),
        ('[groups.ice]\nname = "A"\nemblem = "ice.gif"\n', "ice.gif is not a picture below sources/"),
        ('[groups.ice]\nname = "A"\ncolor = "red; }"\n', "red; } is not a color"),
        ('[groups.ice]\nname = "A"\ncolour = "#000000"\n', "unknown key colour"),
    ],
)
def test_mistakes_in_settings(settings: str, message: str) -> None:
    with pytest.raises(ProjectError) as caught:
        project.read(MemoryFiles({"protocolpress.toml": f'[group]\nname = "G"\n{settings}'}))
    assert message in [one.message for one in caught.value.problems]
