"""The news of a compendium since a release: documents that the release lacks, and those whose text has changed.

In: the publication, with the release in dist/, and the documents of the compendium. Out: for each that is new or
changed, which of both. A document whose files are those of the release is not compared again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Literal

from protocolpress.errors import Position, PressError, Problems
from protocolpress.files import Files, HeldFiles
from protocolpress.model import LocalizedDocument
from protocolpress.plan import comparing, released
from protocolpress.plan.comparing import Version
from protocolpress.project import PATH, Project
from protocolpress.sources import finding

News = Literal["new", "changed"]


def find(
    files: Files, settings: Project, documents: Sequence[tuple[LocalizedDocument, ...]], problems: Problems
) -> dict[str, News]:
    """Return what is new since the release that the settings name, by id; nothing if they name none."""
    if settings.news_since is None:
        return {}
    place = f"{released.HOME}/{settings.news_since.isoformat()}"
    manifest = f"{place}/{released.MANIFEST}"
    at = Position(PATH)
    if not files.exists(manifest):
        hint = "put the release of that day there, or name another one"
        problems.error(at, "missing-release-file", f"there is no {manifest}, which says what was released", hint)
        return {}
    try:
        known = json.loads(files.read(manifest))
        inputs, listed = dict(known["inputs"]), [str(one["path"]) for one in known["files"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        problems.error(at, "bad-manifest", f"{manifest} is not the manifest of a release", "restore it")
        return {}
    found: dict[str, News] = {}
    for columns in documents:
        document_id = columns[0].id
        if finding.path_of(document_id) not in inputs:
            found[document_id] = "new"
        elif not _is_same(files, settings, columns[0], inputs) and _has_changed(
            files, document_id, [f"{place}/{path}" for path in listed if released.id_of(path) == document_id]
        ):
            found[document_id] = "changed"
    return found


def _is_same(files: Files, settings: Project, document: LocalizedDocument, inputs: Mapping[str, object]) -> bool:
    """Whether the files of a document and its annexes are those of the release."""
    ids = (document.id, *(annex.id for annex in document.annexes))
    paths = [finding.path_of(one) for one in ids]
    paths += [f"locales/{locale}/LC_MESSAGES/{one}.po" for locale in settings.locales for one in ids]
    return all(
        inputs.get(path, "") == (hashlib.sha256(files.read(path)).hexdigest() if files.exists(path) else "")
        for path in paths
    )


def _has_changed(files: Files, document_id: str, paths: Sequence[str]) -> bool:
    """Whether the text of a document differs from that of its released PDFs; yes, if they do not say."""
    held: dict[str, bytes | str] = {
        path: files.read(path) for pattern in released.SHARED for path in files.glob(pattern) if files.exists(path)
    }
    ids: set[str] = set()
    try:
        for path in paths:
            if path.endswith(".pdf") and "/pdf/" in path and files.exists(path):
                ids |= released.unpack(files.read(path), "/".join(path.split("/")[2:]), held)
        if document_id not in ids:
            return True
        old = Version(name="", files=HeldFiles(held), only=(document_id,))
        found = comparing.compare(old, Version(name="", files=files), ids=(document_id,))
    except PressError:  # it cannot be compared, and its files are other ones
        return True
    return any(one.changes or one.whole for one in found)
