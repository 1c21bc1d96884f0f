"""Signing and judging by the settings of a publication: its roots, its time-stamping authority, its level.

In: files of the project, or none, for somebody who only has a file to sign; and files named by the caller. Out: what
`signing` needs. The extra `sign` is needed.
"""

from __future__ import annotations

from collections.abc import Mapping

from protocolpress import project
from protocolpress.files import Files
from protocolpress.project import Signing
from protocolpress.signing import trust as trusting
from protocolpress.signing.trust import Trust


def settings(files: Files) -> Signing:
    """Return the settings for signatures; the defaults if the folder is no project.

    Raises:
        ProjectError: the settings have mistakes.
    """
    return project.read(files).signing if files.exists(project.PATH) else Signing()


def trust(files: Files, known: Signing, roots: Mapping[str, bytes], others: Mapping[str, bytes]) -> Trust:
    """Read the certificates of the settings, and those of files that the caller named: trusted *roots* and *others*.

    Raises:
        FilesError: a file of the settings cannot be read.
        SigningError: a file has no certificate in it.
    """
    return trusting.read(
        [*((name, files.read(name)) for name in known.roots), *roots.items()],
        [*((name, files.read(name)) for name in known.intermediates), *others.items()],
        lists=[(name, files.read(name)) for name in known.trusted_lists],
        operators=[(name, files.read(name)) for name in known.list_operators],
    )
