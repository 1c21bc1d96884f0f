"""docs/architecture.md agrees with the code: what it names is there, and what is there can be found from it."""

from __future__ import annotations

import ast
import pathlib
import re

from support import ROOT

PACKAGE = ROOT / "src" / "protocolpress"
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PLACES = PAGE.partition("## Where to put")[2]

PATH = re.compile(r"`([a-z_]+(?:/[a-z_-]+)*/?(?:\.(?:py|html|css|md|tsv))?)`")


def test_every_path_of_the_table_of_places_exists() -> None:
    named = [path for path in PATH.findall(PLACES) if "/" in path or "." in path]
    assert len(named) > 30
    # The second file of a pair is named without its folder: `pdf/verify/tags.py` or `pages.py`.
    names = {path.name for folder in (PACKAGE, ROOT / "templates") for path in folder.rglob("*")}
    tops = (PACKAGE, ROOT)
    assert [path for path in named if path not in names and not any((top / path).exists() for top in tops)] == []


def test_every_module_is_found_from_the_page() -> None:
    named = {word for code in re.findall(r"`([^`\n]+)`", PAGE) for word in re.findall(r"[a-z_0-9]+", code)}
    named |= set(re.findall(r"^\*\*([a-z_]+)\.\*\*", PAGE, re.MULTILINE))
    modules = [path for path in PACKAGE.rglob("*.py") if path.stem not in ("__init__", "__main__")]
    assert len(modules) > 150
    assert [str(path.relative_to(PACKAGE)) for path in modules if path.stem not in named and not _listed(path)] == []


def _listed(module: pathlib.Path) -> bool:
    """Whether the docstring of a module's folder has a line for it."""
    words = ast.get_docstring(ast.parse((module.parent / "__init__.py").read_text("utf-8"))) or ""
    return re.search(rf"^ *{module.stem}  |`{module.stem}`", words, re.MULTILINE) is not None


def test_every_floor_of_the_linter_is_one_of_the_page() -> None:
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    layers = re.findall(r'^  "([a-z_| ]+)",$', settings.partition("layers = [")[2].partition("]")[0], re.MULTILINE)
    page = PAGE.partition("## Layers")[2].split("```")[1].split("\n")
    assert [line for line in page if line] == layers
