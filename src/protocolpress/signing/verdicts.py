"""Findings of a validation (ETSI EN 319 102-1, table 5) in words for officials."""

from __future__ import annotations

from asn1crypto import x509
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESSubIndic

from protocolpress.errors import Position, Problem, error
from protocolpress.signing.trust import Trust

TRUST = (
    "if you trust the authority that issued its certificate, put the authority's certificate below the project and "
    "write its path in roots below [signing], or give --root"
)
FORGED = "do not rely on it: ask the signatory, and get the file again from where it is kept"
STALE = (
    "ask the authorities: protocolpress verify --online; and let the archive add a time stamp in time: sign --archive"
)


def words(finding: AdESSubIndic) -> tuple[str, str, str]:
    """Return the rule for a finding, what is to be said of the signature, and what to do."""
    match finding:
        case AdESFailure.HASH_FAILURE | AdESFailure.SIG_CRYPTO_FAILURE | AdESFailure.FORMAT_FAILURE:
            return "bad-signature", "is not of this file, or is forged", FORGED
        case AdESFailure.REVOKED | AdESIndeterminate.REVOKED_NO_POE | AdESIndeterminate.REVOKED_CA_NO_POE:
            return "revoked-certificate", "is by a certificate that was revoked", FORGED
        case (
            AdESIndeterminate.EXPIRED
            | AdESIndeterminate.OUT_OF_BOUNDS_NO_POE
            | AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED
        ):
            said = "is by a certificate that has expired, and nothing proves that it was made before"
            return "expired-certificate", said, STALE
        case AdESFailure.NOT_YET_VALID | AdESIndeterminate.NOT_YET_VALID:
            return "expired-certificate", "is by a certificate that is not valid yet", FORGED
        case (
            AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND
            | AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE
            | AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND
        ):
            return "untrusted-signature", "is by a certificate that no authority trusted here has issued", TRUST
        case AdESIndeterminate.NO_POE | AdESIndeterminate.TRY_LATER | AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE:
            said = "is by a certificate that may have been revoked: there is no evidence, or it is too old"
            return "unknown-revocation", said, STALE
        case _:
            return "bad-signature", f"cannot be judged ({finding.standard_name})", FORGED


def is_plain(finding: AdESSubIndic) -> bool:
    """Whether a finding says more than that the evidence does not suffice."""
    return words(finding)[0] in ("revoked-certificate", "expired-certificate")


def closer(finding: AdESSubIndic, *, has_root: bool) -> AdESSubIndic:
    """Tell missing evidence of revocation from missing trust: pyHanko has one finding for both."""
    is_general = finding is AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE
    return AdESIndeterminate.TRY_LATER if has_root and is_general else finding


def of_signature(finding: AdESSubIndic, certificate: x509.Certificate, field: str, path: str) -> Problem:
    """Return what is wrong with a signature."""
    rule, said, hint = words(finding)
    return error(Position(path), rule, f"{field}: the signature of {name(certificate)} {said}", hint)


def of_stamp(finding: AdESSubIndic, certificate: x509.Certificate, field: str, path: str) -> Problem:
    """Return what is wrong with an archive time stamp."""
    rule, said, hint = words(finding)
    if rule == "untrusted-signature":
        rule = "untrusted-time-stamp"
    return error(Position(path), rule, f"{field}: the time stamp of {name(certificate)} {said}", hint)


def name(certificate: x509.Certificate) -> str:
    """Return the name of the subject of a certificate."""
    return _first(certificate, "common_name") or str(certificate.subject.human_friendly)


def organization(certificate: x509.Certificate) -> str:
    """Return the organization of the subject; empty if it names none."""
    return _first(certificate, "organization_name")


def _first(certificate: x509.Certificate, key: str) -> str:
    found = certificate.subject.native.get(key, "")
    return str(found[0] if isinstance(found, list) else found)


def root(data: bytes, trusted: Trust) -> str:
    """Return the name of a trusted certificate, and its file."""
    if data not in trusted.roots:
        return ""
    return f"{name(x509.Certificate.load(data))} ({trusted.roots[data]})"
