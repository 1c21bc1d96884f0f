"""Signatures beside a file (CMS, RFC 5652, detached): made with the keys of parties, and judged as those of PDFs.

`openssl cms -verify -binary -inform DER -in FILE.p7s -content FILE -CAfile root.pem` agrees.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import hashlib

from asn1crypto import cms
from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.ades import ades_basic_validation
from pyhanko.sign.validation.policy_decl import LocalKnowledge

from protocolpress.errors import Problem, Severity, SigningError
from protocolpress.signing import door, keys, trust, verdicts
from protocolpress.signing.evidence import Court
from protocolpress.signing.making import DIGEST, HINT
from protocolpress.signing.trust import Trust
from protocolpress.signing.values import Judged, Key, Report

SUFFIX = ".p7s"
"""The end of the name of a detached signature (RFC 8551)."""


def sign(data: bytes, key: Key, *, trusted: Trust, time_stamps: str, path: str) -> bytes:
    """Return the signature of *data*, the contents of *path*, in DER; with a time stamp if an authority is known.

    Raises:
        SigningError: the key cannot be used, or the authority does not answer.
    """
    stamper = trust.stamper(time_stamps) if time_stamps else None
    with keys.opened(key, trusted.between()) as signer, door.guarded(path, "cannot-sign", "cannot be signed", HINT):
        made = signer.async_sign_general_data(data, DIGEST, detached=True, timestamper=stamper)
        return bytes(asyncio.run(made).dump())


def judge(
    signature: bytes, data: bytes, path: str, *, trusted: Trust, at: dt.datetime | None = None, online: bool = False
) -> Report:
    """Judge the *signature*, which is at *path*, of *data*."""
    court = Court(trusted=trusted, moment=at or dt.datetime.now(dt.UTC), online=online)
    try:
        with door.guarded(path, "bad-signature", "the signature cannot be read", verdicts.FORGED):
            signed = cms.ContentInfo.load(signature, strict=True)["content"]
            return asyncio.run(_judged(signed, data, path, court))
    except SigningError as refused:
        return Report(judged=(), problems=refused.problems)


async def _judged(signed: cms.SignedData, data: bytes, path: str, court: Court) -> Report:
    certificate = extract_certificate_info(signed).signer_cert
    name = signed["signer_infos"][0]["digest_algorithm"]["algorithm"].native
    result = await ades_basic_validation(
        signed,
        court.rules(LocalKnowledge()),
        timing_info=court.timing(),
        raw_digest=hashlib.new(name, data).digest(),
    )
    status = result.api_status
    trail = status.validation_path if status else None
    root = bytes(trail.trust_anchor.authority.certificate.dump()) if trail else b""
    problems: tuple[Problem, ...] = ()
    if result.ades_subindic.status is not AdESStatus.PASSED:
        finding = verdicts.closer(result.ades_subindic, has_root=bool(root))
        problem = verdicts.of_signature(finding, certificate, path.rpartition("/")[2], path)
        if problem.rule == "unknown-revocation":  # unlike a PDF, it cannot carry the evidence, and is no instrument
            problem = dataclasses.replace(problem, severity=Severity.WARNING)
        problems = (problem,)
    judged = Judged(
        field="",
        kind="signature",
        signer=verdicts.name(certificate),
        organization=verdicts.organization(certificate),
        moment=status.signer_reported_dt if status else None,
        root=verdicts.root(root, court.trusted),
        problems=problems,
    )
    return Report(judged=(judged,), problems=problems)
