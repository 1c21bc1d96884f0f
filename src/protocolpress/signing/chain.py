"""Archive time stamps (ETSI EN 319 102-1, 5.6), from the newest to the oldest.

The newest is judged at the moment of the judgement; each older one at the moment that the next newer one proves. So a
time stamp may have outlived its certificate if another one was added in time.

Nobody can know from a file alone whether the authority of its newest time stamp was revoked since: the evidence for
that comes with the next one. Where no authority is asked, the newest is taken as not revoked unless the file says so;
without that, no file could be judged offline, and pyHanko calls each INDETERMINATE.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from asn1crypto import x509
from pyhanko.sign.ades.report import AdESStatus, AdESSubIndic
from pyhanko.sign.validation import DocumentTimestampStatus, EmbeddedPdfSignature
from pyhanko.sign.validation.ades import ades_timestamp_validation
from pyhanko.sign.validation.policy_decl import LocalKnowledge
from pyhanko_certvalidator.policy_decl import NonRevokedStatusAssertion

from protocolpress.signing import evidence
from protocolpress.signing.evidence import Court


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """An archive time stamp, when it was made, and the finding on it."""

    embedded: EmbeddedPdfSignature
    moment: dt.datetime
    finding: AdESSubIndic
    root: bytes = b""
    """The trusted certificate that it goes back to, in DER."""

    @property
    def passes(self) -> bool:
        """Whether it proves its moment."""
        return self.finding.status is AdESStatus.PASSED


async def judge(stamps: Sequence[EmbeddedPdfSignature], known: LocalKnowledge, court: Court) -> tuple[Stamp, ...]:
    """Judge the time stamps of a file, given in its order; return them in the same order."""
    found: list[Stamp] = []
    moment = court.moment
    for embedded in reversed(stamps):
        rules = court.rules(
            known, () if court.online and not found else assertions([embedded.signer_cert], known, moment)
        )
        result = await ades_timestamp_validation(
            embedded.signed_data,
            rules,
            embedded.compute_digest,
            timing_info=court.timing(moment),
            extra_status_kwargs=embedded.summarise_integrity_info(),
            status_cls=DocumentTimestampStatus,
        )
        made = embedded.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
        path = result.api_status.validation_path if result.api_status else None
        anchor = path.trust_anchor.authority.certificate.dump() if path else b""
        found.append(Stamp(embedded=embedded, moment=made, finding=result.ades_subindic, root=anchor))
        moment = made if found[-1].passes else moment
    return tuple(reversed(found))


def assertions(
    certificates: Iterable[x509.Certificate], known: LocalKnowledge, moment: dt.datetime
) -> list[NonRevokedStatusAssertion]:
    """Assert that *certificates* were not revoked until *moment*, but for those that the file revokes."""
    return [
        NonRevokedStatusAssertion(bytes(one.sha256), at=moment)
        for one in certificates
        if not evidence.revokes(known, one)
    ]
