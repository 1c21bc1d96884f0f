"""The key that authenticates a user's caches; it is in the user's state folder, outside any project.

In: the environment. Out: a `Key`, made when it is first needed, or the reason why there is none. A cache or a record of
outputs that came with a project was not sealed with it, and is therefore not trusted.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import hmac
import os
import pathlib
import stat

from protocolpress.folders import Folder

BYTES = 32

PLACE = "protocolpress/key"
"""Its path below the user's state folder."""


class NoKeyError(Exception):
    """There is no key; the text gives the reason."""


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """A secret; only its owner can have written the data sealed with it."""

    secret: bytes = dataclasses.field(repr=False)

    def sealer(self, purpose: bytes) -> hashlib.blake2b:
        """Return a keyed hash for the data to be sealed; a seal for one *purpose* is not valid for another."""
        return hashlib.blake2b(key=self.secret, digest_size=16, person=purpose)

    def seal(self, purpose: bytes, data: bytes) -> bytes:
        """Return the seal of *data*, as hexadecimal figures."""
        sealer = self.sealer(purpose)
        sealer.update(data)
        return sealer.hexdigest().encode()

    def sealed(self, purpose: bytes, data: bytes) -> bytes:
        """Return *data* preceded by a line with its purpose and its seal."""
        return b"protocolpress %s %s\n" % (purpose, self.seal(purpose, data)) + data

    def opened(self, purpose: bytes, data: bytes) -> bytes | None:
        """Return the original of `sealed` data; None if it is not sealed, sealed with another key, or changed."""
        head, _, rest = data.partition(b"\n")
        expected = b"protocolpress %s %s" % (purpose, self.seal(purpose, rest))
        return rest if hmac.compare_digest(head, expected) else None


def passing() -> Key:
    """Return a key for data that no other run will read."""
    return Key(os.urandom(BYTES))


def find(root: pathlib.Path | None) -> Key:
    """Return the user's key; make it if there is none yet.

    Raises:
        NoKeyError: it cannot be read or made, others can read it, or it came with the project in *root*.
    """
    try:
        state = _state()
        if root is not None and _is_below(state, root) and not _is_below(pathlib.Path.home(), root):
            raise NoKeyError(f"{state} is inside the project: set XDG_STATE_HOME to another folder")
        state.mkdir(parents=True, exist_ok=True)
        with Folder(state) as folder:
            own = PLACE.rpartition("/")[0]
            os.fchmod(folder.handle(own, make=True), 0o700)
            folder.sweep(own)
            if not folder.exists(PLACE):
                with contextlib.suppress(FileExistsError):  # another run was quicker
                    folder.write(PLACE, os.urandom(BYTES), fresh=True, mode=0o600)
            return _read(folder, state / PLACE)
    except (OSError, RuntimeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else problem
        raise NoKeyError(f"no key can be made in the user's state folder: {reason}") from problem


def find_or_passing(root: pathlib.Path | None) -> Key:
    """Return the user's key, or, if there is none, one that authenticates nothing."""
    try:
        return find(root)
    except NoKeyError:
        return passing()


def _state() -> pathlib.Path:
    """Return the user's state folder (XDG Base Directory Specification 0.8): only absolute paths count."""
    named = os.environ.get("XDG_STATE_HOME", "")
    return pathlib.Path(named) if named.startswith("/") else pathlib.Path.home() / ".local/state"


def _read(folder: Folder, place: pathlib.Path) -> Key:
    handle = folder.open(PLACE)
    try:
        status, secret = os.fstat(handle), os.read(handle, BYTES + 1)
    finally:
        os.close(handle)
    if status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) & 0o077:
        raise NoKeyError(f"{place} can be read by other users: remove it, and a new key will be made")
    if len(secret) != BYTES:
        raise NoKeyError(f"{place} is not a key: remove it, and a new key will be made")
    return Key(secret)


def _is_below(place: pathlib.Path, root: pathlib.Path) -> bool:
    return place.resolve().is_relative_to(root.resolve())
