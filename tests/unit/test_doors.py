"""The doors of libraries: whatever one of them raises or says about a file that is given to it is a problem of that file."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator

import pytest
from PIL import Image

from protocolpress import project
from protocolpress.catalogs.exchange import trees
from protocolpress.errors import Position, PressError, Problem, Problems, error
from protocolpress.files import MemoryFiles
from protocolpress.model import Message, Photo
from protocolpress.pdf import parsing
from protocolpress.sources import dates, pictures, yaml_tree

UNFORESEEN = (
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    RecursionError,
    TypeError,
    UnicodeError,
    ZeroDivisionError,
)


def settings() -> Iterator[Problem]:
    with pytest.raises(PressError) as raised:
        project.read(MemoryFiles({project.PATH: "a = 1"}))
    yield from raised.value.problems


def yaml() -> Iterator[Problem]:
    problems = Problems()
    assert yaml_tree.compose("a: 1", "a.md", 2, problems) is None
    yield from problems


def picture() -> Iterator[Problem]:
    problems = Problems()
    place = Position("a.md", 3)
    words = Message(msgid="", position=place)
    photo = Photo(file="a.png", description=words, alt=words, credit=words, position=place)
    pictures.check(MemoryFiles({"sources/a.png": b"picture"}), photo, problems)
    yield from problems


def xml() -> Iterator[Problem]:
    with pytest.raises(PressError) as raised:
        trees.parse("<a/>", "a.xlf")
    yield from raised.value.problems


def pdf() -> Iterator[Problem]:
    with pytest.raises(PressError) as raised:
        parsing.opened(b"%PDF", "a.pdf")
    yield from raised.value.problems


def date() -> Iterator[Problem]:
    with pytest.raises(dates.DateError) as raised:
        dates.parse("2011?-05")
    dates.parse.cache_clear()
    yield error(Position("a.md", 4), "bad-date", raised.value.message)


DOORS: dict[str, tuple[str, Callable[[], Iterator[Problem]], str]] = {
    "tomllib": ("tomllib.loads", settings, "protocolpress.toml: error: a value is nested"),
    "PyYAML": ("yaml.compose", yaml, "a.md:2: error: "),
    "Pillow": ("PIL.Image.open", picture, "a.md:3: error: a.png is not a whole PNG or JPEG picture"),
    "lxml": ("translate.misc.xml_helpers.parse_xml", xml, "a.xlf: error: the file cannot be read as XML"),
    "pypdf": ("protocolpress.pdf.parsing.PdfReader", pdf, "a.pdf: error: "),
    "edtf": ("edtf.parse_edtf", date, "a.md:4: error: 2011?-05 is not a date"),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", UNFORESEEN)
def test_whatever_a_library_raises_is_a_problem_of_the_file(
    door: str, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, read, expected = DOORS[door]

    def fail(*_: object, **__: object) -> None:
        raise kind("unforeseen")

    monkeypatch.setattr(name, fail)
    (problem,) = read()
    assert str(problem).startswith(expected)


def test_what_pillow_warns_of_reaches_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_: object) -> None:
        warnings.warn("Corrupt EXIF data", UserWarning, stacklevel=1)

    monkeypatch.setattr(Image.Image, "load", load)
    monkeypatch.setattr(Image, "open", lambda *_, **__: Image.new("1", (1, 1)))
    assert not list(picture())
