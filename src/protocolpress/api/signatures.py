"""Sign PDFs, and judge the signatures of PDFs, by the settings of a publication or without one.

In: files and a key. Out: the path of the signed file, and reports. The extra `sign` is needed; a failure is a
`PressError`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import pathlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from protocolpress import errors, files
from protocolpress.errors import FilesError, Position
from protocolpress.project import LEVELS as LEVELS
from protocolpress.project import Signing
from protocolpress.signing import door
from protocolpress.signing.values import Judged as Judged
from protocolpress.signing.values import Key as Key
from protocolpress.signing.values import KeyFiles as KeyFiles
from protocolpress.signing.values import Order
from protocolpress.signing.values import Pkcs12 as Pkcs12
from protocolpress.signing.values import Report as Report
from protocolpress.signing.values import Token as Token

if TYPE_CHECKING:  # of the extra
    from protocolpress.signing.trust import Trust


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Trusting:
    """The trust beside the settings of a project: contents of files with certificates, by their names."""

    roots: Mapping[str, bytes] = dataclasses.field(default_factory=dict)
    intermediates: Mapping[str, bytes] = dataclasses.field(default_factory=dict)
    at: dt.datetime | None = None
    """The moment of a judgement; by default now."""
    online: bool = False
    """Whether authorities may be asked for revocation data when a signature is judged."""
    releases: tuple[pathlib.Path, ...] = ()
    """Folders of releases, one of whose files a signed one must begin with; none means those in dist/, if any."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SignRequest:
    """A PDF to be signed by a party; without a *key*, only an archive time stamp is added."""

    file: pathlib.Path
    output: pathlib.Path | None = None
    """The new file; by default beside the old one, named after the party."""
    in_place: bool = False
    """Whether the file itself is replaced."""
    key: Key | None = None
    party: str = ""
    person: str = ""
    level: str = ""
    """By default that of the settings."""
    reason: str = ""
    place: str = ""
    time_stamps: str = ""
    """The address of a time-stamping authority; by default that of the settings."""


def sign(request: SignRequest, *, root: pathlib.Path, trusting: Trusting | None = None) -> pathlib.Path:
    """Sign a PDF by the settings of the project in *root*, if there is one; return the path of the signed file.

    The new file begins with the bytes of the old one, and is written whole or not at all.

    Raises:
        PressError: the problems why it cannot be signed; nothing is written.
    """
    door.require()
    from protocolpress.signing import making

    known, trusted = _known(root, trusting or Trusting())
    target = _target(request, request.party if request.key else "archive")
    data, path = files.read_named(request.file, most=files.MAX_BYTES), str(request.file)
    authority = request.time_stamps or known.time_stamps
    if request.key:
        order = _order(request, known)
        made = making.sign(data, order, request.key, trusted=trusted, time_stamps=authority, path=path)
    else:
        made = making.archive(data, trusted=trusted, time_stamps=authority, path=path)
    files.write(target, made)
    return target


def prepare(request: SignRequest, content: pathlib.Path, *, root: pathlib.Path) -> tuple[pathlib.Path, str]:
    """Make room for a signature of another program; write the bytes to be signed to *content*.

    Return the path of the file with room, and the SHA-256 digest of those bytes.

    Raises:
        PressError: there is no field for the signature, or a file of these names is there.
    """
    door.require()
    from protocolpress.signing import elsewhere

    known, _ = _known(root, Trusting())
    target = _target(request, f"{request.party}.prepared")
    _require_free(content)
    data = files.read_named(request.file, most=files.MAX_BYTES)
    made = elsewhere.prepare(data, _order(request, known), path=str(request.file))
    files.write(content, made.content)
    files.write(target, made.file)
    return target, made.digest


def embed(request: SignRequest, signature: bytes) -> pathlib.Path:
    """Put a *signature* of another program, CMS in DER or PEM, into the file with room for it; return the new path.

    Raises:
        PressError: there is no room in the file, or the signature is of other bytes.
    """
    door.require()
    from protocolpress.signing import elsewhere

    target = _target(request, "signed")
    data = files.read_named(request.file, most=files.MAX_BYTES)
    files.write(target, elsewhere.embed(data, signature, path=str(request.file)))
    return target


def sign_release(
    folder: pathlib.Path, key: Key, *, root: pathlib.Path, time_stamps: str = "", trusting: Trusting | None = None
) -> pathlib.Path:
    """Sign the list of digests of a release beside it; return the path of the signature.

    Raises:
        PressError: the folder is no release, it was changed, or it is signed already; the key cannot be used.
    """
    door.require()
    from protocolpress.release import manifest, verifying
    from protocolpress.signing import detached

    if not verifying.is_release(folder):
        hint = "give a PDF, or a folder of dist/"
        raise FilesError(errors.error(Position(str(folder)), "no-release", "this folder is not a release", hint))
    if problems := verifying.check(folder):
        raise FilesError(*problems)
    known, trusted = _known(root, trusting or Trusting())
    target = folder / manifest.SIGNATURE
    _require_free(target)
    data = files.read_named(folder / manifest.SUMS, most=files.MAX_BYTES)
    authority = time_stamps or known.time_stamps
    made = detached.sign(data, key, trusted=trusted, time_stamps=authority, path=str(folder / manifest.SUMS))
    files.write(target, made)
    return target


def _known(root: pathlib.Path, given: Trusting) -> tuple[Signing, Trust]:
    """Return the settings of the project in *root*, if there is one, and who is trusted."""
    from protocolpress.plan import signatures

    disk = files.DiskFiles(root)
    known = signatures.settings(disk)
    return known, signatures.trust(disk, known, given.roots, given.intermediates)


def _order(request: SignRequest, known: Signing) -> Order:
    return Order(
        party=request.party,
        person=request.person,
        level=request.level or known.level,
        reason=request.reason,
        place=request.place,
    )


def _target(request: SignRequest, name: str) -> pathlib.Path:
    """Return where a signed file goes: never over another, nor into a release, unless asked.

    Raises:
        FilesError: something is there, or the folder is that of a release.
    """
    from protocolpress.release import verifying

    if request.in_place:
        return request.file
    target = request.output or request.file.with_name(f"{request.file.stem}.{name}{request.file.suffix}")
    home = next((place for place in target.absolute().parents if verifying.is_release(place)), None)
    if home is not None:
        hint = "say where the signed file goes: -o signed/NAME.pdf"
        raise FilesError(errors.error(Position(str(target)), "already-there", "a release never changes", hint))
    _require_free(target)
    return target


def _require_free(target: pathlib.Path) -> None:
    if os.path.lexists(target):
        hint = "choose another name with -o, or say --in-place to add the signature to the file itself"
        raise FilesError(errors.error(Position(str(target)), "already-there", "there is a file of this name", hint))


def judged(
    data: bytes,
    file: pathlib.Path,
    *,
    root: pathlib.Path | None,
    trusting: Trusting | None,
    releases: Sequence[pathlib.Path],
) -> Report | None:
    """Judge the signatures of a PDF; None if it has none. A file of *releases* may be what it begins with."""
    from protocolpress.pdf import signature_fields
    from protocolpress.release import making, origin, verifying

    if not signature_fields.is_signed(data):
        return None
    if lacking := door.missing():
        return Report(judged=(), problems=(dataclasses.replace(lacking, position=Position(str(file))),))
    from protocolpress.signing import judging

    given = trusting or Trusting()
    _, trusted = _known(root or pathlib.Path(), given)
    report = judging.judge(data, str(file), trusted=trusted, at=given.at, online=given.online)
    home = (root or pathlib.Path()) / making.HOME
    others = [place for place in (sorted(home.iterdir()) if home.is_dir() else ()) if verifying.is_release(place)]
    released = origin.find(data, given.releases or (*releases, *others))
    report = dataclasses.replace(report, released=released)
    if given.releases and not released:
        message, hint = "it does not begin with a file of the given release", "ask which text was signed"
        unknown = errors.error(Position(str(file)), "not-released", message, hint)
        report = dataclasses.replace(report, problems=(*report.problems, unknown))
    return report


def judged_release(
    folder: pathlib.Path, *, root: pathlib.Path | None, trusting: Trusting | None
) -> tuple[pathlib.Path, Report] | None:
    """Judge the signature beside the list of digests of a release; None if there is none."""
    from protocolpress.release import manifest

    place = folder / manifest.SIGNATURE
    if not place.is_file():
        return None
    if lacking := door.missing():
        return place, Report(judged=(), problems=(dataclasses.replace(lacking, position=Position(str(place))),))
    from protocolpress.signing import detached

    given = trusting or Trusting()
    _, trusted = _known(root or pathlib.Path(), given)
    try:
        signature = files.read_named(place, most=files.MAX_BYTES)
        data = files.read_named(folder / manifest.SUMS, most=files.MAX_BYTES)
    except FilesError as refused:
        return place, Report(judged=(), problems=refused.problems)
    return place, detached.judge(signature, data, str(place), trusted=trusted, at=given.at, online=given.online)
