"""Giving a document another id: its source and its catalogs move, and every reference to it follows.

In: the files of a project, two ids. Out: new contents by path, None for a path that goes. Pure. The source keeps its
old id under `formerly`, so that its old address on the website leads to the new one.
"""

from __future__ import annotations

import re

from protocolpress.errors import FilesError, Position, Problems, SourceError, error
from protocolpress.files import Files, read_text
from protocolpress.plan import sealing
from protocolpress.sources import front_matter, parse
from protocolpress.sources.fields import ID

KEYS = ("annexes", "protocols", "corrects", "corrigenda")
"""The keys of a front matter that name documents."""


def changes(files: Files, old: str, new: str) -> dict[str, bytes | None]:
    """Return the files that change if *old* is renamed to *new*.

    Raises:
        SourceError: *new* is not an id in the same folder, or has mistakes.
        FilesError: there is a source of that name, or a signed text names the document.
    """
    _judge(files, old, new)
    found: dict[str, bytes | None] = {}
    moved = [f"locales/{old}.pot", *(path for path in files.glob("locales/*.po") if path.endswith(f"/{old}.po"))]
    for path in (parse.path_of(old), *(path for path in moved if files.exists(path))):
        found[path.removesuffix(_ending(old, path)) + _ending(new, path)] = files.read(path)
        found[path] = None
    texts = {path: data for path, data in found.items() if data is not None}
    others = (*files.glob("sources/events/*.md"), *files.glob("sources/protocols/*.md"), *files.glob("locales/*.po"))
    texts |= {path: files.read(path) for path in others if path not in found}
    for path, data in texts.items():
        text = referred(data.decode(), old, new, source=path.endswith(".md"))
        if path == parse.path_of(new):
            text = _kept(text, old)
        if text.encode() != data or path in found:
            found[path] = text.encode()
    return found


def _ending(document_id: str, path: str) -> str:
    return f"{document_id}.{path.rpartition('.')[2]}"


def _judge(files: Files, old: str, new: str) -> None:
    if not ID.fullmatch(new) or new.partition("/")[0] != old.partition("/")[0] or new.count("/") != 1:
        hint = f"write {old.partition('/')[0]}/ and small Latin letters, digits and hyphens"
        raise SourceError(error(Position(parse.path_of(old)), "bad-file-name", f"{new} is not an id for it", hint))
    if files.exists(parse.path_of(new)):
        message, hint = "this source already exists", "choose another id"
        raise FilesError(error(Position(parse.path_of(new)), "source-exists", message, hint))
    name = re.compile(rf"(?<![\w-]){re.escape(old.rpartition('/')[2])}(?![\w-])")
    for path in files.glob("seals/*"):
        if path == sealing.path_of(old) or name.search(read_text(files, path)):
            message, hint = (
                f"a signed text names {old}",
                "a signed text does not change, so its documents keep their ids",
            )
            raise FilesError(error(Position(path), "signed-changed", message, hint))


def referred(text: str, old: str, new: str, *, source: bool) -> str:
    """Change the references of a text to *old*: those in links, and in the front matter of a *source*."""
    text = re.sub(rf"\]\({re.escape(old)}(?=[#)])", f"]({new}", text)
    parts = front_matter.split(text, "", Problems()) if source else None
    if parts is None:
        return text
    folder, _, name = old.partition("/")
    pattern = re.compile(rf"(?<![\w/-])({re.escape(folder)}/)?{re.escape(name)}(?![\w/-])")
    lines, key = [], ""
    for line in parts.front.splitlines(keepends=True):
        if begun := re.match(r"([a-z]+):", line):
            key = begun[1]
        named = pattern.sub(lambda found: (found[1] or "") + new.partition("/")[2], line)
        lines.append(named if key in KEYS else line)
    return text.replace(parts.front, "".join(lines), 1)


def _kept(text: str, old: str) -> str:
    """Write the old id into the front matter, behind those that are there."""
    parts = front_matter.split(text, "", Problems())
    front = parts.front if parts else ""
    found = re.search(r"^formerly: *\[(.*)\] *$", front, re.MULTILINE)
    if found:
        return text.replace(found[0], f"formerly: [{found[1]}, {old}]", 1)
    return text.replace(front, f"{front}formerly: [{old}]\n", 1)
