"""Judgements on signed PDFs: who signed, when, trusted by whom, and what was changed afterwards.

In: the bytes of a file, who is trusted, and the moment of the judgement. Out: a `Report`; what cannot be judged is an
error, never a pass. Nothing is fetched unless the caller asks for it. Source: ETSI EN 319 102-1.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate, AdESStatus, AdESSubIndic
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.ades import (
    AdESBasicValidationResult,
    ades_basic_validation,
    ades_lta_validation,
)
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.policy_decl import LocalKnowledge

from protocolpress import limits
from protocolpress.errors import Position, Problem, Problems, SigningError, error
from protocolpress.project import LEVELS
from protocolpress.signing import chain, door, evidence, places, verdicts, whole
from protocolpress.signing.chain import Stamp
from protocolpress.signing.evidence import Court
from protocolpress.signing.trust import Trust
from protocolpress.signing.values import Field, Judged, Report

SECONDS = 300
"""Processor time for the signatures of a file; those of a protocol take less than one second."""

MEMORY = 1024
"""MiB for them."""

UNREADABLE = ("bad-signature", "its signatures cannot be read", whole.HINT)


STALE = (AdESIndeterminate.NO_POE, AdESIndeterminate.TRY_LATER, AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE)
"""Findings that the evidence in the file is too old."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Finding:
    """The finding on a signature, its details, and the result for its own time stamp."""

    finding: AdESSubIndic
    status: Any
    stamp: AdESBasicValidationResult | None = None

    @property
    def moment(self) -> dt.datetime | None:
        """The moment that its own time stamp proves."""
        passes = self.stamp is not None and self.stamp.ades_subindic.status is AdESStatus.PASSED
        return self.stamp.api_status.timestamp if passes and self.stamp and self.stamp.api_status else None

    @property
    def root(self) -> bytes:
        """The trusted certificate that its own goes back to, in DER."""
        trail = self.status.validation_path if self.status else None
        return bytes(trail.trust_anchor.authority.certificate.dump()) if trail else b""


def judge(data: bytes, path: str, *, trusted: Trust, at: dt.datetime | None = None, online: bool = False) -> Report:
    """Judge all signatures of the PDF *data*, which is at *path*, as of *at*, by default now.

    Only *online* are authorities asked; otherwise the evidence in the file must suffice.
    """
    court = Court(trusted=trusted, moment=at or dt.datetime.now(dt.UTC), online=online)
    try:
        with limits.bounded(SECONDS, MEMORY), door.guarded(path, *UNREADABLE):
            reader = PdfFileReader(io.BytesIO(data))
            fields, embedded = places.found(reader), list(reader.embedded_signatures)
            judged = asyncio.run(_all(embedded, reader, fields, court, path))
    except SigningError as refused:
        return Report(judged=(), problems=refused.problems)
    except limits.OutOfTimeError:
        too_long = f"judging its signatures takes more than {SECONDS} seconds"
        return Report(judged=(), problems=(error(Position(path), "bad-signature", too_long, whole.HINT),))
    problems = Problems()
    problems.add(*whole.end(data, path))
    _count(fields, embedded, path, problems)
    for one in judged:
        problems.add(*one.problems)
    unsigned = tuple(field for field in fields if field.signatory and not field.is_filled)
    return Report(judged=judged, unsigned=unsigned, problems=tuple(problems))


def _count(fields: Sequence[Field], embedded: Sequence[EmbeddedPdfSignature], path: str, problems: Problems) -> None:
    """Report fields that look signed and have no signature in them."""
    for field in fields:
        if field.is_filled and all(one.field_name != field.name for one in embedded):
            message = f"{field.name}: something is in the field, but it is no signature"
            problems.error(Position(path), "bad-signature", message, whole.HINT)


async def _all(
    embedded: Sequence[EmbeddedPdfSignature],
    reader: PdfFileReader,
    fields: Sequence[Field],
    court: Court,
    path: str,
) -> tuple[Judged, ...]:
    """Judge signatures and time stamps, in the order in which they were made."""
    changes = {one.field_name: tuple(whole.problems(one, path)) for one in embedded}
    known = evidence.of_file(reader)
    judgeable = [one for one in embedded if not whole.unknown_algorithm(one)]
    reader._embedded_signatures = judgeable  # noqa: SLF001 - else pyHanko judges none beside one that it does not know
    stamps = await chain.judge([one for one in judgeable if _is_stamp(one)], known, court)
    by_name = {field.name: field for field in fields}
    found = []
    for place, one in enumerate(embedded):
        later = tuple(f"{_what(other)} {verdicts.name(_certificate(other))}" for other in embedded[place + 1 :])
        if whole.unknown_algorithm(one):
            found.append(_unknown(one, changes[one.field_name], by_name[one.field_name], later))
        elif _is_stamp(one):
            stamp = next(each for each in stamps if each.embedded is one)
            found.append(_stamp(stamp, changes[one.field_name], later, court, path))
        else:
            after = [each for each in stamps if each.embedded.signed_revision > one.signed_revision and each.passes]
            result = await _result(one, known, stamps, after, court)
            field = by_name[one.field_name]
            found.append(_signature(one, result, after, field, (*changes[one.field_name],), later, court, path))
    return tuple(found)


async def _result(
    one: EmbeddedPdfSignature, known: LocalKnowledge, stamps: Sequence[Stamp], after: Sequence[Stamp], court: Court
) -> _Finding:
    """Validate a signature, with its time stamp if it has one.

    Without one, it is judged at the moment that the first archive stamp proves. With one, but without an archive stamp
    over the evidence in the file, that evidence counts as long as the certificate is valid: it may be an answer of some
    minutes only, and nobody needs a newer one for the moment of the stamp.
    """
    own = _own_stamp(one)
    if own is None:
        moment = after[0].moment if after else court.moment
        result = await _at(moment, one, known, court)
        return _Finding(result.ades_subindic, result.api_status)
    certificates = [stamps[-1].embedded.signer_cert] if stamps else [own]
    unrevoked = [] if court.online else chain.assertions(certificates, known, court.moment)
    archived = await ades_lta_validation(one, court.pdf_rules(known, unrevoked), timing_info=court.timing())
    found = _Finding(archived.ades_subindic, archived.api_status, archived.signature_timestamp_status)
    if archived.ades_subindic in STALE and found.moment and court.moment < one.signer_cert.not_valid_after:
        result = await _at(found.moment, one, known, court)
        if result.ades_subindic.status is AdESStatus.PASSED:
            return dataclasses.replace(found, finding=result.ades_subindic, status=result.api_status)
    if archived.ades_subindic.status is not AdESStatus.PASSED:
        # of a signature with a time stamp pyHanko says only that nothing is proven; the reason is said without it
        plain = await _at(court.moment, one, known, court)
        if verdicts.is_plain(plain.ades_subindic):
            return dataclasses.replace(found, finding=plain.ades_subindic)
    return found


async def _at(
    moment: dt.datetime, one: EmbeddedPdfSignature, known: LocalKnowledge, court: Court
) -> AdESBasicValidationResult:
    """Validate a signature that is proven to have been there at *moment*, as of then."""
    timing = court.timing(moment)
    return await ades_basic_validation(
        one.signed_data, court.rules(known), timing_info=timing, raw_digest=one.compute_digest()
    )


def _own_stamp(one: EmbeddedPdfSignature) -> x509.Certificate | None:
    """Return the certificate of the authority whose time stamp a signature has; None if it has none."""
    stamp = next(iter(extract_tst_data_iter(one.signer_info, signed=False)), None)
    return None if stamp is None else extract_certificate_info(stamp).signer_cert


def _is_stamp(one: EmbeddedPdfSignature) -> bool:
    return bool(one.sig_object_type == "/DocTimeStamp")


def _certificate(one: EmbeddedPdfSignature) -> x509.Certificate:
    """Return the certificate of a signature; pyHanko's own property needs to know the algorithm."""
    return extract_certificate_info(one.signed_data).signer_cert


def _what(one: EmbeddedPdfSignature) -> str:
    return "a time stamp of" if _is_stamp(one) else "the signature of"


def _unknown(one: EmbeddedPdfSignature, changes: tuple[Problem, ...], field: Field, later: tuple[str, ...]) -> Judged:
    """Tell what an undecided signature says of itself."""
    certificate = _certificate(one)
    return Judged(
        field=one.field_name,
        kind="time stamp" if _is_stamp(one) else "signature",
        end=certificate.not_valid_after,
        signer=verdicts.name(certificate),
        organization=verdicts.organization(certificate),
        signatory=field.signatory,
        moment=one.self_reported_timestamp,
        later=later,
        problems=changes,
    )


def _stamp(stamp: Stamp, changes: tuple[Problem, ...], later: tuple[str, ...], court: Court, path: str) -> Judged:
    certificate = stamp.embedded.signer_cert
    found = [*changes]
    if not stamp.passes:
        found.append(verdicts.of_stamp(stamp.finding, certificate, stamp.embedded.field_name, path))
    return Judged(
        field=stamp.embedded.field_name,
        kind="time stamp",
        end=certificate.not_valid_after,
        signer=verdicts.name(certificate),
        organization=verdicts.organization(certificate),
        moment=stamp.moment,
        proven_by=verdicts.name(certificate) if stamp.passes else "",
        root=verdicts.root(stamp.root, court.trusted),
        later=later,
        problems=tuple(found),
    )


def _signature(  # noqa: PLR0913, PLR0917 - what is known of a signature
    one: EmbeddedPdfSignature,
    result: _Finding,
    after: Sequence[Stamp],
    field: Field,
    changes: tuple[Problem, ...],
    later: tuple[str, ...],
    court: Court,
    path: str,
) -> Judged:
    problems, has_stamp = [*changes], _own_stamp(one) is not None
    if result.finding.status is not AdESStatus.PASSED:
        finding = verdicts.closer(result.finding, has_root=bool(result.root))
        problems.append(verdicts.of_signature(finding, one.signer_cert, one.field_name, path))
    if has_stamp and result.moment is None and (result.stamp or not problems):
        finding = result.stamp.ades_subindic if result.stamp else AdESIndeterminate.GENERIC
        problems.append(verdicts.of_stamp(finding, _own_stamp(one), one.field_name, path))
    moment, proven = one.self_reported_timestamp, ""
    if result.moment:
        moment, proven = result.moment, verdicts.name(_own_stamp(one))
    elif after:
        moment, proven = after[0].moment, verdicts.name(after[0].embedded.signer_cert)
    return Judged(
        field=one.field_name,
        kind="signature",
        end=one.signer_cert.not_valid_after,
        signer=verdicts.name(one.signer_cert),
        organization=verdicts.organization(one.signer_cert),
        signatory=field.signatory,
        level=_level(one, has_stamp=has_stamp, archived=bool(after)),
        moment=moment,
        proven_by=proven,
        root=verdicts.root(result.root, court.trusted),
        later=later,
        problems=tuple(problems),
    )


def _level(one: EmbeddedPdfSignature, *, has_stamp: bool, archived: bool) -> str:
    """Return the level that the file gives to a signature."""
    if not has_stamp and not archived:
        return LEVELS[0]
    evident = bool(evidence.of_file(one.reader).known_certs)
    return LEVELS[3] if evident and archived else LEVELS[2] if evident else LEVELS[1]
