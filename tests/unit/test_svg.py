"""Drawings: what asks for too much, or for itself, is refused at once; what is only rich is drawn."""

from __future__ import annotations

import time

import pytest

from protocolpress.pdf import svg
from support import ROOT

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'


def drawing(inside: str) -> bytes:
    return f"{HEAD}{inside}</svg>".encode()


def doubling(open_: str, close: str, use: str, start: str) -> bytes:
    """Make a drawing of 25 elements, each of which draws the one before it twice."""
    parts = [f'{open_.format(0)}<path d="M0 0 1 1"/>{close}']
    parts += [f"{open_.format(n)}{use.format(n - 1) * 2}{close}" for n in range(1, 26)]
    return drawing("<defs>" + "".join(parts) + "</defs>" + start.format(25))


MANY = "it draws more than 100000 elements, counting repetitions"

USE = ('<g id="a{}">', "</g>", '<use xlink:href="#a{}"/>', '<use xlink:href="#a{}"/>')

REFUSED = {
    "use": (doubling(*USE), MANY),
    "use, new": (doubling(*(part.replace("xlink:href", "href") for part in USE)), MANY),
    "symbols": (doubling(USE[0].replace("<g", "<symbol"), "</symbol>", *USE[2:]), MANY),
    "patterns": (
        doubling('<pattern id="a{}">', "</pattern>", '<rect fill="url(#a{})"/>', '<rect fill="url(#a{})"/>'),
        MANY,
    ),
    "masks": (
        doubling('<mask id="a{}">', "</mask>", "<g style='mask: url( \"#a{}\" )'/>", '<g mask="url(#a{})"/>'),
        MANY,
    ),
    "clips": (
        doubling('<clipPath id="a{}">', "</clipPath>", '<g clip-path="url(#a{})"/>', "<g clip-path='url(#a{})'/>"),
        MANY,
    ),
    "filters": (doubling('<filter id="a{}">', "</filter>", '<g filter="url(#a{})"/>', '<g filter="url(#a{})"/>'), MANY),
    "markers": (
        drawing(
            '<marker id="a"><path d="M0 0 1 1"/></marker>'
            + "".join(
                f'<marker id="{b}"><path marker-mid="url(#{a})" d="M{" 1" * 200}"/></marker>'
                for a, b in ("ab", "bc", "cd")
            )
            + '<path style="marker: url(#d)" d="M1 1 2 2"/>'
        ),
        MANY,
    ),
    "a gradient": (
        drawing(
            '<linearGradient id="a" spreadMethod="repeat" x2="0.0000001"><stop offset="0"/></linearGradient>'
            '<rect width="9" height="9" fill="url(#a)"/>'
        ),
        "it has a gradient that repeats (spreadMethod); write out its stops",
    ),
    "points": (
        drawing(f'<polyline points="{"1 1 " * 2_000_000}"/>'),
        "it has more than 50000 numbers in one attribute; divide that line",
    ),
    "rules": (
        drawing(f"<style>{'path{fill:red}' * 4000}</style>{'<path/>' * 4000}"),
        "its stylesheet has too many rules for so many elements",
    ),
    "a stylesheet": (
        drawing(
            "<style>"
            + "".join(f".b{n}, g:hover > rect.c{n}[x] {{ fill: url(#a{n}) }}" for n in range(25))
            + "</style>"
            + "".join(
                f'<pattern id="a{n}"><rect class="b{n + 1}"/><rect class="c{n + 1}"/></pattern>' for n in range(25)
            )
            + '<rect class="b0"/>'
        ),
        MANY,
    ),
    "elements": (drawing("<g/>" * 100_000), MANY),
    "itself": (drawing('<g id="a"><use href="#a"/></g>'), "its element a contains itself"),
    "each other": (
        drawing('<g id="a"><use href="#b"/></g><g id="b"><use xlink:href="#a"/></g>'),
        "its element a contains itself",
    ),
    "a pattern of itself": (
        drawing('<pattern id="p"><rect fill="url(#p)"/></pattern><rect fill="url(#p)"/>'),
        "its element p contains itself",
    ),
    "a stylesheet for all": (
        drawing('<style>* { mask: url(#m) }</style><mask id="m"><rect/></mask>'),
        "its element m contains itself",
    ),
    "depth": (drawing("<g>" * 100 + "</g>" * 100), "its elements nest more than 100 deep"),
    "great depth": (drawing("<g>" * 200_000 + "</g>" * 200_000), "its elements nest more than 100 deep"),
    "names": (
        drawing("".join(f'<g id="n{n}"/><use href="#n{n}"/>' for n in range(6_000))),
        "it refers to too many of its elements",
    ),
    "entities": (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + drawing("&a;"), "it declares entities"),
    "another drawing": (drawing('<use href="/templates/b.svg#a"/>'), "it includes another drawing"),
    "a drawing as a picture": (drawing('<image href="/templates/a.svg"/>'), "it includes another drawing"),
    "a drawing in an address": (drawing('<image xlink:href=" data:image/svg+xml,x"/>'), "it includes another drawing"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_drawing_that_asks_too_much_is_refused_at_once(name: str, encoding: str) -> None:
    data, expected = REFUSED[name]
    start = time.process_time()
    assert svg.fault_of_file(data.decode().encode(encoding), ".svg") == expected
    assert time.process_time() - start < 5


def test_a_drawing_has_the_name_of_one() -> None:
    assert svg.fault_of_file(b"\xef\xbb\xbf \n" + drawing(""), ".png") == "the name of a drawing ends in .svg"
    assert svg.fault_of_file(b"\x89PNG <svg >", ".png") == ""


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a"><path d="M0 0 1 1"/></g>' + '<use href="#a"/>' * 5_000,
        '<marker id="m"><path/></marker><path marker-mid="url(#m)" d="M' + " 1 2" * 5_000 + '"/>',
        '<pattern id="p"><rect/></pattern><style>.a { fill: url(#p) } .b { fill: red }</style>'
        + '<g class="a b"/>' * 999,
        '<use href="#gone"/><rect fill="url(#gone)"/><a href="https://example.org/"><image href="/sources/media/a.png"/></a>',
        "<g>" * 90 + "</g>" * 90,
        "<g",
    ],
    ids=range(6),
)
def test_a_rich_drawing_is_none_of_these(inside: str) -> None:
    assert svg.fault_of_file(drawing(inside), ".svg") == ""


def test_our_own_drawings_are_good() -> None:
    places = [*(ROOT / "templates").glob("*.svg"), *(ROOT / "docs").rglob("*.svg")]
    assert places
    assert [svg.fault_of_file(place.read_bytes(), ".svg") for place in places] == [""] * len(places)
