"""Values of signing: who signs, with which key, at which level; and what is found in a signed file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pathlib
from typing import Literal

from protocolpress.errors import Problem, Severity

Kind = Literal["signature", "time stamp"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """A person who signs in a field, and the words of the signature in the language of the party."""

    party: str
    person: str
    lang: str = ""
    name: str = ""
    office: str = ""
    signed: str = ""
    """The words "Signed electronically"."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field for a signature; *size* is its width and height in points."""

    name: str
    signatory: Signatory | None
    is_filled: bool
    size: tuple[float, float]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Pkcs12:
    """A key with its certificates in one file (RFC 7292), protected by a passphrase."""

    place: str
    data: bytes = dataclasses.field(repr=False)
    passphrase: bytes | None = dataclasses.field(default=None, repr=False)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class KeyFiles:
    """A key and its certificate, the signatory's first, in PEM or DER."""

    place: str
    key: bytes = dataclasses.field(repr=False)
    certificates: bytes
    passphrase: bytes | None = dataclasses.field(default=None, repr=False)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key on a card or another token (PKCS #11); *module* is the library of its maker."""

    module: pathlib.Path
    label: str
    """The name of the token."""
    key: str
    """The label of the key and its certificate on the token."""
    certificates: bytes = b""
    """The certificate, and those above it, if they are not on the token."""
    pin: str | None = dataclasses.field(default=None, repr=False)


Key = Pkcs12 | KeyFiles | Token


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A signature to be made."""

    party: str
    person: str = ""
    """Needed only if several sign for the party."""
    level: str = "B-B"
    """The level of PAdES: B-B, B-T, B-LT, B-LTA."""
    reason: str = ""
    place: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A signature or a time stamp of a file, and what is to be said of it."""

    field: str
    kind: Kind
    signer: str = ""
    """The name in the certificate."""
    organization: str = ""
    signatory: Signatory | None = None
    """The person whose field it is."""
    level: str = ""
    moment: dt.datetime | None = None
    """The time of the signature: proven by a time stamp, or only claimed by the signatory."""
    end: dt.datetime | None = None
    """The end of its certificate."""
    proven_by: str = ""
    """The authority whose time stamp proves the moment; empty if it is claimed."""
    root: str = ""
    """The trusted authority that the certificate goes back to, and the file with its certificate."""
    later: tuple[str, ...] = ()
    """The signatures and time stamps that were added afterwards."""
    problems: tuple[Problem, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong with it."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The signatures of a file, in the order in which they were made."""

    judged: tuple[Judged, ...]
    unsigned: tuple[Field, ...] = ()
    """Signatories' fields that are empty."""
    problems: tuple[Problem, ...] = ()
    """Those of the file, and those of its signatures."""
    released: str = ""
    """The released file that this one begins with."""
