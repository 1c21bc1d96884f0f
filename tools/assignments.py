"""Find assignments to attributes of other packages: only `pdf/patches` may make them, in its own guarded way.

    python tools/assignments.py src/protocolpress src/protocolpress/pdf/patches

prints each one in the first folder but not in the second, and exits with 1 if there are any.
"""

from __future__ import annotations

import ast
import pathlib
import sys
from collections.abc import Iterator

OWN = ("protocolpress", "sys")
"""Packages whose attributes may be assigned: ours, and `sys`, whose streams and hooks are meant to be replaced."""


def found(source: str) -> Iterator[tuple[int, str]]:
    """Return the line and the target of each assignment to an attribute of another package."""
    tree = ast.parse(source)
    foreign = {name for node in ast.walk(tree) for name in _imported(node)}
    for node in ast.walk(tree):
        for target in _targets(node):
            if isinstance(target, ast.Attribute | ast.Subscript) and _root(target) in foreign:
                yield target.lineno, ast.unparse(target)


def _imported(node: ast.AST) -> Iterator[str]:
    """Return the names that an import binds to another package or to a part of it."""
    if isinstance(node, ast.Import):
        for one in node.names:
            if one.name.partition(".")[0] not in OWN:
                yield one.asname or one.name.partition(".")[0]
    elif isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").partition(".")[0] not in OWN:
        yield from (one.asname or one.name for one in node.names)


def _targets(node: ast.AST) -> Iterator[ast.expr]:
    """Return the targets of a statement or a call."""
    if isinstance(node, ast.Assign | ast.Delete):
        yield from (inner for target in node.targets for inner in _flat(target))
    elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For | ast.NamedExpr):
        yield from _flat(node.target)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("setattr", "delattr"):
        yield ast.copy_location(ast.Attribute(node.args[0], "…", ast.Store()), node)


def _flat(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        for element in target.elts:
            yield from _flat(element)
    else:
        yield target


def _root(target: ast.expr) -> str:
    """Return the first name of a target; "" for an item of anything but a namespace."""
    match target:
        case ast.Name(name):
            return name
        case ast.Attribute(value):
            return _root(value)
        case ast.Subscript(ast.Call(ast.Name("vars"), [value])):
            return _root(value)
        case ast.Subscript(ast.Attribute(value, "__dict__")):
            return _root(value)
        case _:
            return ""


def main(folder: str = "src/protocolpress", guarded: str = "src/protocolpress/pdf/patches") -> int:
    """Print the assignments in *folder* but not in *guarded*."""
    places = [
        f"{path}:{line}: assigns to {target}, which belongs to another package; only {guarded} may"
        for path in sorted(pathlib.Path(folder).rglob("*.py"))
        if not path.is_relative_to(guarded)
        for line, target in found(path.read_text("utf-8"))
    ]
    sys.stdout.writelines(f"{place}\n" for place in places)
    return bool(places)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
