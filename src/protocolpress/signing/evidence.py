"""The grounds on which a signature is judged: trusted certificates, the moment, and the evidence in the file."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator

from asn1crypto import ocsp, x509
from asn1crypto.crl import CertificateList
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, NonRevokedStatusAssertion, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from protocolpress.signing.trust import Trust

CHECKED = CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("hard-fail"))
"""Whether a certificate was revoked must be known if it names somebody who can tell."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """The trusted authorities, the moment of the judgement, and whether authorities may be asked over the network."""

    trusted: Trust
    moment: dt.datetime
    online: bool = False

    def timing(self, moment: dt.datetime | None = None) -> ValidationTimingInfo:
        """Return the moment of a judgement, by default this one."""
        at = moment or self.moment
        return ValidationTimingInfo(
            validation_time=at, best_signature_time=at, point_in_time_validation=not self.online
        )

    def rules(
        self, known: LocalKnowledge, unrevoked: Iterable[NonRevokedStatusAssertion] = ()
    ) -> SignatureValidationSpec:
        """Return the rules for what a file's evidence is *known* to be."""
        gathering = RevocationInfoGatheringSpec(
            RevinfoOnlineFetchingRule.ALWAYS_FETCH if self.online else RevinfoOnlineFetchingRule.LOCAL_ONLY,
            certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
        )
        between = [*known.known_certs, *self.trusted.between()]
        return SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=SimpleTrustManager.build(trust_roots=self.trusted.anchors()), revinfo_policy=CHECKED
            ),
            revinfo_gathering_policy=gathering,
            local_knowledge=dataclasses.replace(known, known_certs=between, nonrevoked_assertions=[*unrevoked]),
        )

    def pdf_rules(
        self, known: LocalKnowledge, unrevoked: Iterable[NonRevokedStatusAssertion]
    ) -> PdfSignatureValidationSpec:
        """Return the rules for a PDF."""
        return PdfSignatureValidationSpec(self.rules(known, unrevoked))


def of_file(reader: PdfFileReader) -> LocalKnowledge:
    """Return the certificates and revocation data that a PDF carries (ETSI EN 319 142-1, 5.4.2)."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return LocalKnowledge()
    answers = (ocsp.OCSPResponse.load(one.get_object().data) for one in store.ocsps)
    return LocalKnowledge(
        known_ocsps=[part for answer in answers for part in OCSPContainer.load_multi(answer)],
        known_crls=[CRLContainer(CertificateList.load(one.get_object().data)) for one in store.crls],
        known_certs=list(store.load_certs()),
    )


def revokes(known: LocalKnowledge, certificate: x509.Certificate) -> bool:
    """Whether the file itself says that *certificate* was revoked."""
    return certificate.serial_number in {
        *_of_lists(known.known_crls, certificate),
        *_of_answers(known.known_ocsps, certificate),
    }


def _of_lists(lists: Iterable[CRLContainer], certificate: x509.Certificate) -> Iterator[int]:
    for one in lists:
        content = one.crl_data["tbs_cert_list"]
        if content["issuer"] == certificate.issuer:
            yield from (entry["user_certificate"].native for entry in content["revoked_certificates"] or ())


def _of_answers(answers: Iterable[OCSPContainer], certificate: x509.Certificate) -> Iterator[int]:
    for one in answers:
        single = one.extract_single_response()
        if single is not None and single["cert_status"].name == "revoked":
            yield single["cert_id"]["serial_number"].native
    del certificate
